"""What comes with the figures: every finding is whole, every JSON value is the figure itself."""

import datetime
import json
from decimal import Decimal
from itertools import pairwise

import pytest

from courriers import Bareme, CourriersError, decompte_arrete, load_dossier
from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.dossier.creance import Penalites
from courriers.droit.bareme import TABLES
from courriers.droit.penalites import Regime
from courriers.droit.regles import a_savoir, empechements
from courriers.droit.semestre import Semestre
from courriers.erreurs import MontantInvalide
from droit.hasard import cas
from fabrique import CONSOMMATEUR, dossier

SOMMES = ("principal", "interets", "indemnites", "total", "trop_percu", "a_echoir")


def _entier(constat):
    """A finding that a person and a program can both use."""
    assert isinstance(constat, Constat)
    assert isinstance(constat.code, Code)
    assert isinstance(constat.gravite, Gravite)
    assert isinstance(constat.lieu, Lieu)
    assert isinstance(constat.conseil, str)
    assert isinstance(constat.fondement, str)
    assert isinstance(constat.message, str)
    assert constat.message.endswith((".", "!", "?")), constat.message
    assert "None" not in constat.message


def test_chaque_constat_de_dossiers_tires_au_hasard_est_entier():
    vus, refuses = set(), []
    for graine in range(6000, 7200):
        mapping, au = cas(graine)
        sujet = load_dossier(mapping)
        try:
            d = decompte_arrete(sujet, au)
        except CourriersError as refus:
            refuses.append(refus)
            continue
        for constat in [*d.constats, *a_savoir(sujet, d), *empechements(sujet, d, None, d.total)]:
            _entier(constat)
            vus.add(constat.code)
    assert len(vus) > 25
    for refus in refuses:
        assert refus.message
        assert isinstance(refus.conseil, str)
        for constat in refus.constats:
            _entier(constat)


def test_le_json_du_decompte_est_le_decompte():
    for graine in range(6000, 6300):
        mapping, au = cas(graine)
        try:
            d = decompte_arrete(load_dossier(mapping), au)
        except CourriersError:
            continue
        plat = json.loads(json.dumps(d.as_dict()))
        assert {nom: plat[nom] for nom in SOMMES} == {nom: str(getattr(d, nom)) for nom in SOMMES}
        assert (plat["au"], plat["reference"]) == (au.isoformat(), mapping["reference"])
        assert (plat["devise"], plat["version"]) == (d.devise, 1)
        par_jour = d.interets_par_jour
        assert plat["interets_par_jour"] == (None if par_jour is None else str(par_jour))
        assert len(plat["constats"]) == len(d.constats)
        for ligne, lue in zip(d.lignes, plat["lignes"], strict=True):
            assert lue["type"] == ligne.type
            for nom, valeur in lue.items():
                vraie = getattr(ligne, nom)
                if isinstance(vraie, Decimal):
                    assert valeur == f"{vraie:f}"
                elif isinstance(vraie, datetime.date):
                    assert valeur == vraie.isoformat()
                else:
                    assert valeur == vraie
        for solde, lu in zip(d.factures, plat["factures"], strict=True):
            depuis = solde.interets_depuis
            assert lu == {
                "facture": solde.facture,
                "echeance": solde.echeance.isoformat(),
                "principal": str(solde.principal),
                "interets": str(solde.interets),
                "indemnites": str(solde.indemnites),
                "interets_depuis": None if depuis is None else depuis.isoformat(),
            }


# --- Les taux et leurs parts ----------------------------------------------------------------

S2 = Semestre(2026, 2)
ECHEANCE = datetime.date(2026, 6, 20)  # its first day of interest is in the first half-year


@pytest.mark.parametrize(
    ("nature", "penalites", "options", "taux", "parts"),
    [
        ("commercial", {}, {}, "12.40", ["2.40", "10"]),
        ("commande_publique", {}, {}, "10.15", ["2.15", "8"]),  # frozen at the first half-year
        ("civil", {}, {}, "2.75", ["2.75"]),
        ("civil", {}, {"creancier_particulier": True}, "6.84", ["6.84"]),
        ("titre", {}, {}, "2.75", ["2.75"]),
        ("titre", {}, {"taux_fixe": Decimal(8)}, "8", ["8"]),
        ("conventionnel", {}, {"taux_fixe": Decimal(6)}, "6", ["6"]),
        ("commercial", {"mode": "convenu", "taux": "9"}, {}, "9", ["9"]),
        ("commercial", {"mode": "convenu", "taux": "8.25", "sous_plancher": "plancher"}, {},
         "8.25", ["8.25"]),  # the floor itself is not under it
        ("commercial", {"mode": "convenu", "taux": "8.24", "sous_plancher": "suppletif"}, {},
         "12.40", ["2.40", "10"]),
        ("commercial", {"mode": "convenu", "taux": "8.24"}, {}, "8.24", ["8.24"]),
        ("commercial", {"mode": "convenu", "taux": "8.24", "sous_plancher": "plancher"}, {},
         "8.25", ["8.25"]),  # three times 2.75
        ("commercial", {"mode": "multiple_legal", "multiple": "4"}, {}, "11.00", ["11.00"]),
        ("commercial", {"mode": "multiple_legal", "multiple": "2"}, {}, "5.50", ["5.50"]),
    ],
)  # fmt: skip
def test_les_parts_d_un_taux_le_redonnent_avec_leur_source(nature, penalites, options, taux, parts):
    regime = Regime(nature, Bareme.integre(), Penalites.model_validate(penalites), **options)
    assert regime.taux(S2, ECHEANCE) == Decimal(taux)
    termes = regime.termes(S2, ECHEANCE)
    assert [str(t.taux) for t in termes] == parts
    assert all(t.quoi and t.source for t in termes)
    assert sum(t.taux for t in termes) == regime.taux(S2, ECHEANCE)
    de_la_loi = [t for t in termes if not t.source.startswith("dossier")]
    assert all(t.verifie_le for t in de_la_loi)


def test_un_taux_releve_au_plancher_est_trois_fois_le_taux_legal():
    clause = Penalites(mode="convenu", taux=Decimal("8.24"), sous_plancher="plancher")
    regime = Regime("commercial", Bareme.integre(), clause)
    assert regime.taux(S2, ECHEANCE) == Decimal("8.25")
    [terme] = regime.termes(S2, ECHEANCE)
    assert terme.quoi.startswith("plancher : trois fois le taux de l’intérêt légal")
    assert "2,75" in terme.quoi


# --- Le barème comme valeur -----------------------------------------------------------------


@pytest.mark.parametrize("faux", [2.65, Decimal("-0.01"), Decimal("NaN"), "2.65", Decimal("inf")])
def test_un_taux_qui_n_est_pas_un_nombre_exact_et_positif_est_refuse(faux):
    with pytest.raises(MontantInvalide, match="bce"):
        Bareme.integre().complete(
            Semestre(2027, 1), bce=faux, source="essai", verifie_le=datetime.date(2027, 1, 2)
        )
    zero = Bareme.integre().complete(
        Semestre(2027, 1), bce=Decimal(0), source="essai", verifie_le=datetime.date(2027, 1, 2)
    )
    assert zero.taux_suppletif(Semestre(2027, 1)) == 10
    valeur = zero.bce[Semestre(2027, 1)]
    assert (valeur.source, valeur.relu, valeur.ajoutee) == ("essai", True, True)
    assert valeur.age(datetime.date(2027, 1, 12)) == 10


def test_les_valeurs_se_suivent_sans_trou_ni_chevauchement():
    par_nom = {}
    for nom, valeur, fin in Bareme.integre().valeurs():
        par_nom.setdefault(nom, []).append((valeur, fin))
    for nom, suite in par_nom.items():
        for (avant, fin), (apres, _) in pairwise(suite):
            assert avant.debut < apres.debut, nom
            assert fin + datetime.timedelta(1) == apres.debut, nom
        assert (suite[-1][1] is None) == (nom not in TABLES), nom
        for valeur, _ in suite:
            assert valeur.source, nom
            assert valeur.verifie_le.year == 2026, nom
            assert isinstance(valeur.relu, bool), nom
            assert valeur.valeur.is_finite(), nom
            assert (valeur.unite, bool(valeur.libelle)) == ("%", False) or nom not in TABLES


@pytest.mark.parametrize(
    ("jour", "plafond"),
    [
        (datetime.date(2016, 5, 31), "0"),
        (datetime.date(2016, 6, 1), "4000.00"),
        (datetime.date(2019, 12, 31), "4000.00"),
        (datetime.date(2020, 1, 1), "5000.00"),
    ],
)
def test_le_plafond_des_petites_creances_change_a_ses_dates(jour, plafond):
    assert Bareme.integre().plafond_petites_creances(jour) == Decimal(plafond)


@pytest.mark.parametrize(
    ("retour", "presente_le", "gravite", "quoi"),
    [
        (None, None, "information", "la date d’envoi (01/11/2026)"),
        (None, "2026-11-03", "information", "première présentation (03/11/2026)"),
        ("npai", "2026-11-03", "avertissement", "première présentation (03/11/2026)"),
    ],
)
def test_une_reception_supposee_se_dit_et_se_situe(retour, presente_le, gravite, quoi):
    envoi = {"niveau": "mise-en-demeure", "date": "2026-11-01", "canal": "lrar",
             "retour": retour, "presente_le": presente_le}  # fmt: skip
    d = decompte_arrete(dossier(debiteur=CONSOMMATEUR, envois=[envoi]), datetime.date(2026, 11, 23))
    [constat] = [c for c in d.constats if c.code is Code.RECEPTION_SUPPOSEE]
    assert (str(constat.gravite), constat.lieu.champ) == (gravite, "envois[0]")
    assert quoi in constat.message
