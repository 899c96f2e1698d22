"""A letter recalculated from its PDF: ours are right, and a figure that was changed is found."""

import copy
import json
import zipfile
from datetime import date
from io import BytesIO

import pytest

from courriers import CourriersError, compose, load_dossier
from courriers.constats import Code
from courriers.document.moteur import PieceJointe
from courriers.document.pdf import convertir
from courriers.document.pdf_lu import piece
from courriers.erreurs import PdfInvalide
from courriers.lettre.decompte_joint import NOM
from courriers.lettre.pack import packs
from courriers.lettre.recalcul import recalculer
from fabrique import JOUR, SAMPLES, dossier, livree, pack_livre


def lettre(nom, pack="mise-en-demeure"):
    return livree(nom, pack)


@pytest.fixture(scope="module")
def modele():
    """A notice with two invoices, a payment and a credit note: its Word file, what it carries."""
    ecrite = lettre("societe-a-societe")
    return ecrite.docx(), json.loads(piece(ecrite.pdf(), NOM))


def refaite(docx, joint):
    octets = joint if isinstance(joint, bytes) else json.dumps(joint).encode()
    return convertir(docx, [PieceJointe(NOM, octets, "d", date(2026, 11, 23))]).octets


@pytest.mark.parametrize("nom", sorted(d.name for d in SAMPLES.iterdir() if d.is_dir()))
def test_le_compte_de_chaque_lettre_livree_est_juste(nom):
    for pack in packs():
        try:
            pdf = lettre(nom, pack.nom).pdf()
        except CourriersError:
            continue
        if pack.manifeste.reclame == "rien":  # a receipt claims nothing to work out again
            with pytest.raises(PdfInvalide, match="ne porte pas de décompte"):
                recalculer(pdf)
            continue
        compte = recalculer(pdf)
        assert compte.est_juste, [str(c) for c in compte.constats]
        assert {c.code for c in compte.constats} <= {Code.TAUX_NON_VERIFIE}


def test_chaque_interet_est_refait_et_son_taux_a_une_source(modele):
    docx, joint = modele
    compte = recalculer(refaite(docx, joint))
    assert compte.constats == ()
    # 7 320 × 12,15 % × 52 / 365 = 126,706… ; BCE 2,15 + 10 au 1er semestre 2026
    ligne = compte.lignes[1]
    assert (str(ligne.recalcule), ligne.montant == ligne.recalcule) == ("126.71", True)
    assert "7 320,00 € × 12,15 % × 52 j".replace(" ", "") in ligne.explication.replace(
        "\u202f", ""
    ).replace("\u00a0", "").replace(" ", "")
    assert "L441-10" in ligne.explication


def _poser(*chemin_et_valeur):
    *chemin, valeur = chemin_et_valeur

    def faire(joint):
        ici = joint
        for pas in chemin[:-1]:
            ici = ici[pas]
        ici[chemin[-1]] = valeur

    return faire


ALTERATIONS = {
    "intérêt": (_poser("lignes", 1, "montant", "136.71"), "136,71 €, au lieu de 126,71 €"),
    "jours": (_poser("lignes", 1, "jours", 51), "51 jours, au lieu de 52"),
    "base": (_poser("lignes", 4, "base", "4586.71"), "sa base est 4 586,71 €"),
    "taux": (_poser("lignes", 1, "taux", "12.40"), "126,71 €, au lieu de 129,31 €"),
    "période inverse": (_poser("lignes", 1, "fin", "2026-03-29"), "sa période est impossible"),
    "période après le compte": (
        _poser("lignes", 5, "fin", "2026-12-23"),
        "sa période est impossible",
    ),
    "facture": (_poser("lignes", 0, "montant", "7230.00"), "le principal est dit"),
    "paiement": (_poser("lignes", 3, "montant", "-300.00"), "ses parts ne font pas 300,00 €"),
    "part du paiement": (_poser("lignes", 3, "sur_principal", "2733.29"), "ses parts ne font pas"),
    "avoir": (_poser("lignes", 7, "montant", "-348.60"), "le principal est dit"),
    "principal": (_poser("principal", "6826.71"), "le principal est dit 6 826,71 €"),
    "intérêts": (_poser("interets", "398.23"), "le total est dit"),
    "total": (_poser("total", "6751.94"), "le total est dit 6 751,94 €"),
    "somme": (_poser("somme", "6751.94"), "la somme réclamée, 6 751,94 €"),
    "jour": (_poser("au", "2026-11-24"), "ne dit pas le jour du compte, 24 novembre 2026"),
    "libellé": (
        _poser("lignes", 0, "libelle", "Facture FA-26-119 du 27 février 2026"),
        "ne porte pas, à sa place",
    ),
    "ligne ôtée": (lambda j: j["lignes"].pop(), "le total est dit"),
    "ligne doublée": (lambda j: j["lignes"].append(j["lignes"][-1]), "le total est dit"),
    "lignes échangées": (lambda j: j["lignes"].reverse(), "ne porte pas, à sa place"),
}


@pytest.mark.parametrize("quoi", ALTERATIONS)
def test_un_decompte_modifie_est_faux(modele, quoi):
    docx, joint = modele
    change = copy.deepcopy(joint)
    alterer, dit = ALTERATIONS[quoi]
    alterer(change)
    assert change != joint
    compte = recalculer(refaite(docx, change))
    assert not compte.est_juste
    faux = [c.message for c in compte.constats if c.code == Code.RECALCUL_FAUX]
    assert any(dit in " ".join(message.split()) for message in faux), faux


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("126,71", "126,17"),
        ("222,54", "222,45"),
        ("12,15", "12,51"),
        ("quatre-vingt-quatorze centimes", "quatre-vingt-treize centimes"),
        ("−3", "−2"),
        ("FA-26-118", "FA-26-181"),
        ("27 février 2026", "28 février 2026"),
    ],
)
def test_une_page_modifiee_est_fausse(modele, avant, apres):
    docx, joint = modele
    source, sortie, trouve = zipfile.ZipFile(BytesIO(docx)), BytesIO(), False
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom == "word/document.xml":
                texte = contenu.decode()
                trouve = avant in texte
                contenu = texte.replace(avant, apres).encode()
            archive.writestr(nom, contenu)
    assert trouve
    assert not recalculer(refaite(sortie.getvalue(), joint)).est_juste


def test_le_plus_long_des_numeros_de_facture_se_relit(tmp_path):
    brut = json.loads((SAMPLES / "societe-a-societe" / "dossier.json").read_text(encoding="utf-8"))
    entre_guillemets = '"{}"'.format
    texte = json.dumps(brut).replace(
        entre_guillemets(brut["factures"][0]["numero"]), entre_guillemets(("A 1" * 200)[:500])
    )
    (tmp_path / "dossier.json").write_text(texte, encoding="utf-8")
    dossier = load_dossier(tmp_path / "dossier.json")
    pdf = compose(dossier, pack_livre("mise-en-demeure"), date(2026, 11, 25)).pdf()
    assert recalculer(pdf).est_juste


def test_d_autres_taux_se_disent(modele):
    docx, joint = modele
    compte = recalculer(refaite(docx, {**joint, "bareme": "0" * 16}))
    assert [c.code for c in compte.constats] == [Code.TAUX_REVUS]
    assert compte.est_juste


@pytest.mark.parametrize(
    "joint",
    [
        b"",
        b"[]",
        b"{" * 10_000,
        b'{"version": 2}',
        b'{"version": 1, "au": "hier", "devise": "EUR", "somme": "1"}',
        b'{"version": 1, "au": "2026-01-01", "devise": "XXX", "somme": "1"}',
        b'{"version": 1, "au": "2026-01-01", "devise": "EUR", "somme": "1e999999"}',
        b'{"version": 1, "au": "2026-01-01", "devise": "EUR", "somme": "NaN"}',
        b'{"version": 1, "au": "2026-01-01", "devise": "EUR", "somme": "1.234"}',
        b'{"version": 1, "au": "2026-01-01", "devise": "JPY", "somme": "1.5"}',
        b'{"version": 1, "au": "9999-12-31", "devise": "EUR", "somme": "1"}',
    ],
)
def test_un_decompte_illisible_se_dit(modele, joint):
    docx, _ = modele
    with pytest.raises(PdfInvalide, match="n’est pas lisible"):
        recalculer(refaite(docx, joint))


@pytest.mark.parametrize("champ", ["libelle", "bareme"])
@pytest.mark.parametrize("commande", ["\x1b[2J", "\x9b2J", "\r", "\n", "\x7f"])
def test_aucun_ordre_au_terminal_ne_passe(modele, champ, commande):
    docx, joint = copy.deepcopy(modele)
    ou = joint["lignes"][0] if champ == "libelle" else joint
    ou[champ] += commande
    with pytest.raises(PdfInvalide, match="n’est pas lisible"):
        recalculer(refaite(docx, joint))


def test_un_fichier_sans_decompte_se_dit(modele):
    docx, _ = modele
    with pytest.raises(PdfInvalide, match="ne porte pas de décompte"):
        recalculer(convertir(docx).octets)
    for octets in (b"", b"%PDF-1.7\n", b"PK\x03\x04", docx):
        with pytest.raises(PdfInvalide, match="n’est pas un PDF"):
            recalculer(octets)


@pytest.mark.parametrize(
    ("taux", "texte"),
    [
        # First half of 2026: BCE 2,15; intérêt légal 2,62 (professionals), 6,67 (individuals).
        ("12.15", "L441-10"),
        ("10.15", "R2192-31"),
        ("2.62", "intérêt légal"),
        ("6.67", "créancier particulier"),
        ("7.86", "trois fois"),
        ("7.62", "L313-3"),
    ],
)
def test_un_taux_a_le_texte_qui_le_fixe(modele, taux, texte):
    docx, joint = modele
    change = copy.deepcopy(joint)
    change["lignes"][1]["taux"] = taux
    compte = recalculer(refaite(docx, change))
    assert texte in compte.lignes[1].explication
    assert Code.TAUX_NON_VERIFIE not in {c.code for c in compte.constats}


def test_le_taux_d_un_marche_public_reste_celui_du_premier_jour():
    """Due in the first half-year, at 2,15 + 8; the second, at 2,40 + 8, changes nothing."""
    public = {
        "type": "personne_publique",
        "qualite": "personne_publique",
        "regime": "ccp",
        "denomination": "Commune de Valmont",
        "comptable": "Trésorerie de Valmont",
    }
    facture = {
        "numero": "F1", "date": "2026-04-01", "echeance": "2026-05-04", "montant_ttc": "1000.00",
    }  # fmt: skip
    ecrite = compose(
        dossier(debiteur=public, factures=[facture]), pack_livre("mise-en-demeure"), JOUR
    )
    compte = recalculer(ecrite.pdf())
    assert compte.constats == ()
    assert any("10,15" in x.explication and "R2192-31" in x.explication for x in compte.lignes)
