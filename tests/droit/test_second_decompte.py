"""The statement against a second one, written apart, that lives every calendar day.

``second_decompte`` was written from the rules alone, without sight of the program, then aligned
with it where the rules leave a choice (ADR 0005). ``hasard`` draws the cases.
"""

from datetime import date
from decimal import Decimal

import pytest

from courriers import CourriersError, decompte_arrete, load_dossier
from droit.hasard import cas
from droit.second_decompte import arrete

GENRES = ("facture", "titre", "avoir", "interet", "indemnite", "paiement")
SOMMES = ("principal", "interets", "indemnites", "total", "trop_percu", "a_echoir")


def du_programme(brut, au):
    """What the program says of a raw case, in the form of the second statement."""
    decompte = decompte_arrete(load_dossier(brut), au)
    lignes = dict.fromkeys(GENRES, Decimal(0))
    for ligne in decompte.lignes:
        lignes[ligne.type] += ligne.montant
    segments = sorted(
        (x.facture, x.base, x.taux, x.debut, x.fin, x.jours, x.montant)
        for x in decompte.lignes
        if x.type == "interet" and x.montant
    )
    sommes = {nom: getattr(decompte, nom) for nom in SOMMES}
    return {**sommes, "lignes": lignes, "segments": segments}


@pytest.mark.parametrize("centaine", range(20))
def test_deux_programmes_ecrits_a_part_donnent_les_memes_centimes_et_les_memes_lignes(centaine):
    for graine in range(100 * centaine, 100 * centaine + 100):
        brut, au = cas(graine)
        try:
            attendu = arrete(brut, au)
        except ValueError:
            with pytest.raises(CourriersError):
                decompte_arrete(load_dossier(brut), au)
            continue
        assert du_programme(brut, au) == attendu, f"graine {graine}"


def test_le_second_programme_retrouve_les_exemples_publies():
    """He who checks is checked: 10 000 € due on 20 June 2026, closed on 10 July."""
    brut, _ = cas(0)
    brut = {nom: brut[nom] for nom in ("version", "reference")} | {
        "creancier": {"type": "societe"},
        "debiteur": {"type": "societe", "qualite": "professionnel"},
        "factures": [{"numero": "F1", "date": "2026-05-20", "echeance": "2026-06-20",
                      "montant_ttc": "10000"}],
    }  # fmt: skip
    lu = arrete(brut, date(2026, 7, 10))
    assert [s[-1] for s in lu["segments"]] == [Decimal("33.29"), Decimal("33.97")]
    assert lu["total"] == Decimal("10107.26")
