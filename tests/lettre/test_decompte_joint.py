"""The claim that a letter's PDF carries, as a program reads it."""

import io
import json
from decimal import Decimal

import pikepdf
import pytest

from courriers import compose
from courriers.document.texte import texte
from courriers.langue.typographie import montant
from fabrique import CONSOMMATEUR, JOUR, dossier, pack_livre


def jointe(lettre):
    with pikepdf.open(io.BytesIO(lettre.pdf())) as pdf:
        (nom,) = pdf.attachments
        fiche = pdf.attachments[nom]
        assert (nom, str(fiche.obj.AFRelationship)) == ("decompte.json", "/Data")
        assert [f.objgen for f in pdf.Root.AF] == [fiche.obj.objgen]
        return json.loads(fiche.get_file().read_bytes())


def test_la_mise_en_demeure_porte_son_decompte():
    lettre = compose(dossier(), pack_livre("mise-en-demeure"), JOUR)
    contenu = jointe(lettre)
    assert contenu["au"] == JOUR.isoformat()
    lignes = sum(Decimal(ligne["montant"]) for ligne in contenu["lignes"])
    assert Decimal(contenu["somme"]) == Decimal(contenu["total"]) == lignes == lettre.somme
    imprime = texte(lettre.docx())
    for ligne in contenu["lignes"]:
        assert ligne["libelle"] in imprime
        assert montant(Decimal(ligne["montant"]), "EUR") in imprime


def test_une_relance_ne_porte_que_le_principal_qu_elle_demande():
    contenu = jointe(compose(dossier(), pack_livre("relance-courtoise"), JOUR))
    assert contenu == {
        "version": 1,
        "au": JOUR.isoformat(),
        "devise": "EUR",
        "somme": "1000.00",
        "factures": [{"facture": "F1", "echeance": "2026-10-01", "reste_du": "1000.00"}],
    }


def test_rien_d_interne_n_est_joint():
    lettre = compose(dossier(debiteur=CONSOMMATEUR), pack_livre("mise-en-demeure"), JOUR)
    brut = json.dumps(jointe(lettre))
    for interne in ("constats", "regime", "echeance_calculee", "motif", "fondement", "retenue"):
        assert interne not in brut


@pytest.mark.parametrize("pack", ["mise-en-demeure", "relance-courtoise"])
def test_memes_octets_pour_une_meme_lettre(pack):
    une, autre = (compose(dossier(), pack_livre(pack), JOUR) for _ in range(2))
    assert une.pdf() == autre.pdf()
