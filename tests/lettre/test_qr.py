"""The transfer as a QR code (EPC069-12): what it says, where it stands, when there is none.

No decoder here: the code is read back from the pixels of the printed page, module by module, and
compared with one made from a text written by hand.
"""

import tomllib
from decimal import Decimal

import pypdfium2
import pytest
import segno

from courriers import compose, load_dossier
from courriers.document.texte import texte
from courriers.lettre.qr import NOM_MAX, SOMME_MAX, texte_epc
from fabrique import JOUR, MM, SAMPLES, brut, dossier, pack_livre

IBAN = "FR7630003012340005009876627"
RELANCES = ["relance-courtoise", "seconde-relance", "mise-en-demeure"]
ECHELLE = 8
_MM = ECHELLE / MM
"""Pixels of a millimetre."""


def imprime(pdf):
    """The modules of the code of a PDF, its side and its quiet zone in millimetres."""
    for page in pypdfium2.PdfDocument(pdf):
        dessins = [o for o in page.get_objects() if isinstance(o, pypdfium2.PdfImage)]
        for dessin in dessins:
            gauche, bas, droite, haut = dessin.get_bounds()
            h = page.get_height()
            if abs((droite - gauche) - (haut - bas)) > 1:
                continue
            image = page.render(scale=ECHELLE).to_pil().convert("L")
            boite = tuple(round(x * ECHELLE) for x in (gauche, h - haut, droite, h - bas))
            return _modules(image.crop(boite))
    return None


def _modules(image):
    noir = image.point(lambda v: 255 if v < 128 else 0)
    gauche, haut, droite, bas = noir.getbbox()
    # The top left corner is seven dark modules wide.
    ligne = [noir.getpixel((x, haut + 2)) for x in range(gauche, droite)]
    sept = ligne.index(0)
    cote = round((droite - gauche) / (sept / 7))
    pas = (droite - gauche) / cote
    lus = [
        [
            noir.getpixel((int(gauche + (c + 0.5) * pas), int(haut + (r + 0.5) * pas))) > 0
            for c in range(cote)
        ]
        for r in range(cote)
    ]
    blanc = min(gauche, haut, image.width - droite, image.height - bas) / pas
    return lus, (droite - gauche) / _MM, blanc


def matrice(charge):
    code = segno.make_qr(charge.encode(), error="m", boost_error=False)
    return [[bool(m) for m in ligne] for ligne in code.matrix]


@pytest.mark.parametrize("pack", RELANCES)
def test_le_code_imprime_dit_le_compte_le_nom_la_somme_et_la_reference(pack):
    lettre = compose(dossier(), pack_livre(pack), JOUR, qr=True)
    # Principal 1 000,00 €; the formal notice adds 12,40 % for 53 days (18,01 €) and 40 €.
    somme = {"mise-en-demeure": "1058.01"}.get(pack, "1000.00")
    attendu = f"BCD\n002\n1\nSCT\n\nSARL Ateliers Vasseur\n{IBAN}\nEUR{somme}\n\n\nT-1"
    lus, cote, blanc = imprime(lettre.pdf())
    assert lus == matrice(attendu)
    assert cote >= 25
    assert blanc >= 3.9  # four modules, to the pixel
    assert not any(c.code == "QR_ABSENT" for c in lettre.rapport.constats)


def test_le_bic_et_le_titulaire_du_compte_sont_ceux_de_la_lettre():
    cas = dossier(creancier={"bic": "SOGEFRPP", "titulaire_compte": "Vasseur & Œuvres, société"})
    lus, _, _ = imprime(compose(cas, pack_livre("relance-courtoise"), JOUR, qr=True).pdf())
    assert lus == matrice(
        f"BCD\n002\n1\nSCT\nSOGEFRPP\nVasseur & Œuvres, société\n{IBAN}\nEUR1000.00\n\n\nT-1"
    )


def test_le_texte_est_celui_qu_une_autre_main_ecrit():
    from segno.helpers import make_epc_qr

    code = make_epc_qr("Hélène", IBAN, "10.50", text="F 1", bic="SOGEFRPP", encoding="utf-8")
    charge = texte_epc(
        nom="Hélène", iban=IBAN, bic="SOGEFRPP", somme=Decimal("10.50"), reference="F 1"
    )
    # That hand drops the last zero: as the standard allows, and as we do not.
    assert charge.replace(b"10.50", b"10.5").decode().split("\n")[:8] == [
        "BCD", "002", "1", "SCT", "SOGEFRPP", "Hélène", IBAN, "EUR10.5",
    ]  # fmt: skip
    assert code.error == "M"


@pytest.mark.parametrize("pack", RELANCES)
def test_l_iban_reste_en_clair_a_cote_du_code(pack):
    lu = texte(compose(dossier(), pack_livre(pack), JOUR, qr=True).docx())
    assert "FR76 3000 3012 3400 0500 9876 627" in lu.replace("\u00a0", " ")


@pytest.mark.parametrize("pack", RELANCES)
def test_sans_le_demander_aucun_code_et_aucune_trace(pack):
    lettre = compose(dossier(), pack_livre(pack), JOUR)
    assert imprime(lettre.pdf()) is None
    assert "carré" not in texte(lettre.docx())
    assert b"qr.png" not in lettre.docx()


def absent(pack="relance-courtoise", **changements):
    lettre = compose(load_dossier(brut(**changements)), pack_livre(pack), JOUR, qr=True)
    assert "carré" not in texte(lettre.docx())
    return [c.message for c in lettre.rapport.constats if c.code == "QR_ABSENT"]


FACTURE = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01"}


@pytest.mark.parametrize(
    ("changements", "motif"),
    [
        ({"creancier": {"iban": None}}, "aucun IBAN"),
        ({"devise": "CHF"}, "en euros"),
        ({"creancier": {"titulaire_compte": "T" * (NOM_MAX + 1)}}, "titulaire"),
        ({"factures": [{**FACTURE, "montant_ttc": "1000000000.00"}]}, "bornes"),
        ({"creancier": {"titulaire_compte": "é" * 70}, "reference": "à" * 95}, "octets"),
    ],
)
def test_ce_que_la_norme_ne_permet_pas_se_dit_et_la_lettre_part_sans_code(changements, motif):
    (message,) = absent(**changements)
    assert motif in message


def test_les_bornes_de_la_norme_sont_admises():
    montant = {**FACTURE, "montant_ttc": str(SOMME_MAX)}
    assert absent_ou_non(factures=[montant]) == []
    assert absent_ou_non(factures=[{**FACTURE, "montant_ttc": "0.01"}]) == []
    assert absent_ou_non(creancier={"titulaire_compte": "T" * NOM_MAX}) == []


def absent_ou_non(**changements):
    lettre = compose(
        load_dossier(brut(**changements)), pack_livre("relance-courtoise"), JOUR, qr=True
    )
    return [c for c in lettre.rapport.constats if c.code == "QR_ABSENT"]


def test_une_lettre_sans_place_pour_lui_le_dit():
    exemple = SAMPLES / "petite-creance-professionnelle"
    au = tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
    lettre = compose(
        load_dossier(exemple / "dossier.json"), pack_livre("petites-creances"), au, qr=True
    )
    (constat,) = [c for c in lettre.rapport.constats if c.code == "QR_ABSENT"]
    assert "image témoin" in constat.message


def test_le_virement_va_au_mandataire_qui_recoit_les_fonds():
    mandataire = {
        "type": "societe", "role": "societe_recouvrement", "denomination": "Recouvrement Alpin",
        "forme_juridique": "SAS", "siren": "841203573", "rcs": "Lyon", "mandat_du": "2026-10-01",
        "adresse": {"lignes": ["2 rue Basse"], "code_postal": "69001", "ville": "Lyon"},
        "iban": "FR7610107001011234567890129", "reference": "RA-9",
        "telephone": "04 72 00 00 00", "capital": "5000.00",
        "titulaire_compte": "RA, fonds de tiers",
        "signataire": {"prenom": "Ève", "nom": "Roux", "qualite": "présidente"},
    }  # fmt: skip
    cas = dossier(mandataire=mandataire, conditions={"fondement": "commande du 4 mai 2026"})
    lettre = compose(cas, pack_livre("seconde-relance"), JOUR, qr=True)
    lus, _, _ = imprime(lettre.pdf())
    assert lus == matrice(
        "BCD\n002\n1\nSCT\n\nRA, fonds de tiers\nFR7610107001011234567890129\nEUR1000.00\n\n\nRA-9"
    )
