"""Contexts of letters: every sample with every pack, and cases that hold what no sample does."""

from __future__ import annotations

import functools
import tomllib

from courriers import decompte_arrete, load_dossier
from courriers.lettre.contexte import contexte, somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.images import images_du
from courriers.lettre.pack import packs
from courriers.lettre.parties import Libres
from courriers.lettre.qr import code_de_paiement
from fabrique import ADRESSE, JOUR, SAMPLES, dossier, pack_livre

PARTICULIER = {"type": "particulier", "prenom": "Ivo", "nom": "Bance", "adresse": ADRESSE}


def _nu():
    """A case that gives nothing it may leave out, for a creditor that signs through nobody."""
    return dossier(
        creancier={"iban": None, "signataire": None},
        mandataire={**PARTICULIER, "role": "avocat", "mandat_du": "2026-10-01"},
        contestation={"date": "2026-11-01", "motif": "..."},
        procedure_collective={"type": "sauvegarde", "date_jugement": "2026-11-20"},
        factures=[{"numero": "F1", "date": "2026-09-01", "montant_ttc": "1000"}],
    )


def _cautionne():
    """A guarantor that is a company, and a payment it made."""
    return dossier(
        cautions=[{"type": "societe", "denomination": "C" * 50, "adresse": ADRESSE,
                   "acte_du": "2026-10-01"}],
        paiements=[{"date": "2026-11-02", "montant": "10", "payeur": "C"}] * 2,
        debiteur={"complements": {"code_client": "C-4471"}},
        factures=[
            {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000",
             "retenue_garantie": "50", "complements": {"chantier": "Villa des Tilleuls"}},
        ],
        conditions={"penalites": {"mode": "multiple_legal", "multiple": "4"}},
    )  # fmt: skip


def _echelonne():
    """A company that nobody stands for agrees to a schedule, of which one instalment is left."""
    return dossier(
        echeancier={"date": "2026-11-20", "echeances": [{"date": "2026-12-22", "montant": "1"}]},
        cautions=[{**PARTICULIER, "acte_du": "2026-10-01"}] * 2,
    )


def _condamne():
    """A title, then a payment, then proceedings."""
    return dossier(
        titre_executoire={"type": "jugement", "date": "2026-10-20", "principal": "1000"},
        paiements=[{"date": "2026-11-02", "montant": "10"}],
        procedure_collective={"type": "liquidation", "date_jugement": "2026-11-20"},
    )


def _particulier():
    """A creditor outside any business, paid in full by one payment, some of it too much."""
    return dossier(
        creancier={**PARTICULIER, "civilite": "Mme", "activite_professionnelle": False},
        paiements=[{"date": "2026-09-20", "montant": "900"}],
        factures=[
            {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "900",
             "retenue_garantie": "100"},
        ],
    )  # fmt: skip


def _recouvre():
    """An agent before whom nothing was paid, then everything was."""
    return dossier(
        mandataire={**PARTICULIER, "role": "commissaire_de_justice", "mandat_du": "2026-09-01"},
        paiements=[{"date": "2026-09-20", "montant": "1000"}],
        procedure_collective={
            "type": "redressement",
            "date_jugement": "2026-11-20",
            "mandataire_judiciaire": {
                **PARTICULIER,
                "adresse": {**ADRESSE, "lignes": ["a", "b", "c", "d" * 50]},
            },
        },
    )


def _juge():
    """A judge of small matters, in a place too long for the window, who is to sit."""
    return dossier(
        juridiction={"nature": "juge_contentieux_protection", "siege": "S" * 45,
                     "chambre": "2e chambre", "audience_le": "2027-01-14",
                     "adresse": {**ADRESSE, "lignes": ["a", "b", "c", "d" * 50]}},
    )  # fmt: skip


def _en_francs():
    """A creditor of Geneva, whom the debtor owes francs."""
    return dossier(
        devise="CHF",
        creancier={"adresse": {"lignes": ["1 rue du Lac"], "code_postal": "1201",
                               "ville": "Genève", "pays": "CH"}},
    )  # fmt: skip


@functools.cache
def contextes():
    """Each context with the name of what it is made of."""
    faits = []
    for repertoire in sorted(d for d in SAMPLES.iterdir() if d.is_dir()):
        au = tomllib.loads((repertoire / "attendu.toml").read_text(encoding="utf-8"))["au"]
        cas = load_dossier(repertoire / "dossier.json")
        images, _ = images_du(cas)
        for pack in packs():
            compte = decompte_du(cas, pack, au)
            qr = {}
            if repertoire.name == "societe-a-societe":  # a picture takes its time
                qr, _ = code_de_paiement(cas, pack, somme_reclamee(compte, pack, cas))
            jointes = [f"Lettre du {au.day} novembre 2026", "Facture 1"]
            for canal in pack.manifeste.canaux:
                valeurs = contexte(
                    cas, pack, compte, au, canal=canal, images={**images, **qr},
                    numero_suivi="2C 147 123 4567 8".replace(" ", "\u00a0"),
                    jointes=jointes if canal == "courriel" else None,
                )  # fmt: skip
                faits.append((f"{repertoire.name}, {pack.nom}, {canal}", valeurs))
    for construire in (
        _nu, _cautionne, _echelonne, _condamne, _particulier, _recouvre, _juge, _en_francs,
    ):  # fmt: skip
        cas = construire()
        for pack in packs():
            valeurs = contexte(cas, pack, decompte_du(cas, pack, JOUR), JOUR)
            faits.append((f"{construire.__name__}, {pack.nom}", valeurs))
    return faits


def ordinaire():
    """The context that most examples of the contract come from."""
    cas = load_dossier(SAMPLES / "societe-a-societe" / "dossier.json")
    return contexte(cas, pack_livre("mise-en-demeure"), decompte_arrete(cas, JOUR), JOUR)


def chemins(valeur, nom=""):
    """Every path of a context with its value: groups, lists, items that are no group, leaves."""
    if isinstance(valeur, Libres) or not isinstance(valeur, dict | list):
        yield nom, valeur
    elif isinstance(valeur, dict):
        if nom:
            yield nom, valeur
        for cle, contenu in valeur.items():
            yield from chemins(contenu, f"{nom}.{cle}" if nom else cle)
    else:
        yield nom, valeur
        for contenu in valeur:
            for chemin, membre in chemins(contenu, f"{nom}[]"):
                if not (membre is contenu and isinstance(contenu, dict)):
                    yield chemin, membre
