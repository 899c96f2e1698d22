"""Who writes: the creditor, or an agent whose letters have mentions of their own."""

import re

import pytest

from courriers import LettreRefusee, compose
from courriers.document.texte import texte
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, JOUR, dossier, pack_livre

IBAN_AFFECTE = "FR7614508000401234567890168"
AGENCE = {
    "type": "societe",
    "role": "societe_recouvrement",
    "denomination": "Recouvrement du Port",
    "forme_juridique": "SAS",
    "capital": "50000.00",
    "siren": "905273181",
    "rcs": "Nantes",
    "adresse": {"lignes": ["3 quai Haut"], "code_postal": "44000", "ville": "Nantes"},
    "mandat_du": "2026-10-12",
    "iban": IBAN_AFFECTE,
    "titulaire_compte": "Recouvrement du Port – compte affecté",
    "reference": "RP-7",
    "signataire": {"prenom": "Solène", "nom": "Guillou", "qualite": "directrice"},
}
AVOCATE = {
    "type": "particulier",
    "role": "avocat",
    "civilite": "Mme",
    "prenom": "Inès",
    "nom": "Maury",
    "adresse": {"lignes": ["8 rue Neuve"], "code_postal": "38000", "ville": "Grenoble"},
    "mandat_du": "2026-10-12",
}
ETUDE = {
    "type": "societe",
    "role": "commissaire_de_justice",
    "denomination": "Étude du Vercors",
    "forme_juridique": "SCP",
    "siren": "905273181",
    "rcs": "Grenoble",
    "adresse": ADRESSE,
    "mandat_du": "2026-10-12",
    "signataire": {"prenom": "Luc", "nom": "Arnaud", "qualite": "commissaire de justice"},
}
FONDE = {"fondement": "commande du 4 mai 2026"}
ALINEAS = (
    """Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier,
    sauf s’ils concernent un acte dont l’accomplissement est prescrit par la loi au créancier.
    Toute stipulation contraire est réputée non écrite, sauf disposition législative contraire.""",
    """Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour
    recouvrer sa créance peut demander au juge de l’exécution de laisser tout ou partie des frais
    ainsi exposés à la charge du débiteur de mauvaise foi.""",
)
"""CPCE, art. L111-8, al. 2 and 3."""
PACKS = ("seconde-relance", "mise-en-demeure")


def lue(pack, mandataire, **changements):
    ecrite = compose(dossier(mandataire=mandataire, **changements), pack_livre(pack), JOUR)
    return normaliser(texte(ecrite.docx()))


@pytest.mark.parametrize("debiteur", [{}, CONSOMMATEUR], ids=["professionnel", "consommateur"])
@pytest.mark.parametrize("pack", PACKS)
def test_une_societe_de_recouvrement_dit_les_cinq_mentions(pack, debiteur):
    lu = lue(pack, AGENCE, conditions=FONDE, debiteur=debiteur)
    # 1° and 2°: who, where, that it recovers; the creditor and its seat.
    assert "La SAS Recouvrement du Port exerce une activité de recouvrement amiable." in lu
    assert "3 quai Haut" in lu
    assert "au nom et pour le compte de la SARL Ateliers Vasseur" in lu
    assert "SARL Ateliers Vasseur, 18 rue des Forges, 38000 Grenoble" in lu
    assert "Fondement\t: Commande du 4 mai 2026" in lu  # 3°
    assert re.search("principal", lu, re.IGNORECASE)
    # 4° and 5°: on its own account; the law word for word, but not its first paragraph.
    assert "FR76 1450 8000 4012 3456 7890 168" in lu
    assert "FR76 3000 3012" not in lu
    assert all(" ".join(alinea.split()) in lu for alinea in ALINEAS)
    assert "droits proportionnels" not in lu


def test_la_premiere_lettre_est_rappelee_ensuite():
    premiere = {"reference": "RP-7/1", "date": "2026-10-20"}
    lu = lue("mise-en-demeure", {**AGENCE, "premiere_lettre": premiere}, conditions=FONDE)
    assert "le 20 octobre 2026 sous la référence RP-7/1" in lu
    meme_jour = {**AGENCE, "premiere_lettre": {**premiere, "date": str(JOUR)}}
    assert "sous la référence" not in lue("mise-en-demeure", meme_jour, conditions=FONDE)


@pytest.mark.parametrize("pack", PACKS)
def test_une_avocate_ecrit_je_et_le_creancier_est_paye(pack):
    lu = lue(pack, AVOCATE)
    assert "En qualité de conseil de la SARL Ateliers Vasseur, je vous écris à sa demande." in lu
    assert "FR76 3000 3012" in lu  # she gives no account of her own
    assert "L. 111-8" not in lu
    assert "Inès Maury" in lu
    assert "Hélène Vasseur" not in lu


def test_un_commissaire_de_justice_ecrit_a_titre_amiable():
    lu = lue("mise-en-demeure", ETUDE)
    assert "Nous agissons en qualité de commissaire de justice, à la demande de la SARL" in lu
    assert "dans un cadre amiable" in lu
    assert "la SARL Ateliers Vasseur se réserve la possibilité" in lu


@pytest.mark.parametrize("mandataire", [AGENCE, AVOCATE, ETUDE], ids=lambda m: m["role"])
@pytest.mark.parametrize("pack", ["relance-courtoise", "petites-creances"])
def test_certaines_lettres_sont_du_seul_creancier(pack, mandataire):
    with pytest.raises(LettreRefusee) as refus:
        lue(pack, mandataire, conditions=FONDE)
    assert refus.value.code == "ACTEUR_NON_COUVERT"


def test_l_en_tete_du_mandataire_est_complet():
    sans = {k: v for k, v in AGENCE.items() if k not in ("rcs", "capital", "signataire")}
    with pytest.raises(LettreRefusee) as refus:
        lue("mise-en-demeure", sans, conditions=FONDE)
    assert {c.lieu.champ for c in refus.value.constats} == {
        "mandataire.rcs", "mandataire.capital", "mandataire.signataire",
    }  # fmt: skip
