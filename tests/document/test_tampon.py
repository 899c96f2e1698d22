"""The stamp of an exhibit: where it is seen, upright, readable on anything, moved by nothing."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name
from PIL import Image, ImageChops, ImageStat

from courriers.document.assemblage.lecture import lire
from courriers.document.assemblage.tampon import Tampon
from document import pdf_construits as construits

TEXTE = "Pièce n°\u00a03"
JAUNE = "1 1 0 rg -20000 -20000 40000 40000 re f "
MM = 72 / 25.4


def tamponne(tmp_path, octets, texte=TEXTE):
    source = tmp_path / "source.pdf"
    source.write_bytes(octets)
    return lire(source, tmp_path / "lu.pdf", titre="T", tampon=texte).chemin


def vue(chemin, rang=0, cote=3000):
    """The page as a reader shows it, and how many pixels a point takes."""
    page = pypdfium2.PdfDocument(chemin)[rang]
    echelle = cote / max(page.get_size())
    return page.render(scale=echelle).to_pil().convert("RGB"), echelle


def plaque(image):
    """Box of what is not yellow: the stamp alone."""
    fond = Image.new("RGB", image.size, (255, 255, 0))
    return ImageChops.difference(image, fond).convert("L").point(lambda v: 255 * (v > 40)).getbbox()


def jaune(contenu="", **cles):
    pdf = pikepdf.new()
    construits.page(pdf, JAUNE + contenu, **cles)
    return construits.octets(pdf)


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    image, _ = vue(tamponne(tmp_path_factory.mktemp("modele"), jaune()))
    return image.crop(plaque(image)).convert("L")


def ecart(image, modele):
    """Mean difference of grey between two drawings, brought to one size."""
    image, modele = (dite.convert("L").resize((200, 62)) for dite in (image, modele))
    return ImageStat.Stat(ImageChops.difference(image, modele)).mean[0]


PAGES = {
    "droite": {},
    "paysage": {"taille": (841.89, 595.276)},
    "quart de tour": {"Rotate": 90},
    "demi-tour": {"Rotate": 180},
    "trois quarts": {"Rotate": 270},
    "tour négatif": {"Rotate": -90},
    "tour de trop": {"Rotate": 450},
    "tour de travers": {"Rotate": 13},
    "rognée": {"CropBox": Array([100, 200, 400, 750])},
    "rognée et tournée": {"CropBox": Array([100, 200, 400, 750]), "Rotate": 90},
    "rognée, à l’envers": {"CropBox": Array([400, 750, 100, 200]), "Rotate": 270},
    "rognée hors du papier": {"CropBox": Array([-500, -500, 5000, 5000]), "Rotate": 180},
    "rognée à rien": {"CropBox": Array([10, 10, 10, 10])},
    "origine ailleurs": {"MediaBox": Array([-300, 5000, 295, 5842])},
    "d’un mètre": {"taille": (2834.6, 2834.6)},
    "la plus grande": {"taille": (14400, 14400)},
    "ticket de caisse": {"taille": (160, 1400)},
    "en unités de 10 points": {"taille": (59.5, 84.2), "UserUnit": 10},
}  # fmt: skip


@pytest.mark.parametrize("cles", PAGES.values(), ids=PAGES)
def test_le_tampon_est_droit_en_haut_a_droite_de_ce_qui_se_voit(tmp_path, modele, cles):
    image, _ = vue(tamponne(tmp_path, jaune(**cles)))
    gauche, haut, droite, bas = plaque(image)
    large, hauteur = image.size
    assert gauche >= 0.45 * large
    assert bas <= 0.5 * hauteur
    assert 0 < large - droite < 0.06 * max(large, hauteur)
    assert 0 < haut < 0.06 * max(large, hauteur)
    assert (droite - gauche) * (bas - haut) < 0.02 * large * hauteur
    assert ecart(image.crop((gauche, haut, droite, bas)), modele) < 25
    renverse = image.crop((gauche, haut, droite, bas)).rotate(180)
    assert ecart(renverse, modele) > 35


def test_une_page_minuscule_porte_un_tampon_entier(tmp_path, modele):
    image, _ = vue(tamponne(tmp_path, jaune(taille=(60, 40))))
    gauche, haut, droite, bas = plaque(image)
    assert gauche >= 0.4 * image.width
    assert droite < image.width
    assert 0 < haut < bas < image.height / 2
    assert ecart(image.crop((gauche, haut, droite, bas)), modele) < 25


def test_sur_une_page_a4_il_mesure_moins_de_vingt_millimetres_sur_six(tmp_path):
    image, echelle = vue(tamponne(tmp_path, jaune()))
    gauche, haut, droite, bas = plaque(image)
    assert (droite - gauche) / echelle / MM < 20
    assert (bas - haut) / echelle / MM < 6


@pytest.mark.parametrize(
    "contenu",
    [
        "q 0.2 0 0 0.2 300 300 cm ",
        "q q q 3 0 0 3 0 0 cm BT",
        "Q Q 0.1 0 0 0.1 9 9 cm ",
        "q 0 0 10 10 re W n ",
        "/OC /Cache BDC ",
        "EMC EMC ",
        "BI /W 9000 /H 9000 /CS /G /BPC 8 ID abc",
        "<< /A [ 1 2 ",
        "BT /F1 12 Tf 72 700 Td (Sans fin) Tj",
        "1 0 0 RG 40 w 0 Tc ] >> (sans fin",
    ],
)
def test_un_dessin_laisse_ouvert_ne_deplace_pas_le_tampon(tmp_path, modele, contenu):
    propre, _ = vue(tamponne(tmp_path, jaune()))
    image, _ = vue(tamponne(tmp_path, jaune(contenu)))
    # What the drawing itself shows may stand elsewhere: only the corner is compared.
    boite = plaque(propre)
    assert ecart(image.crop(boite), modele) < 5


def test_un_dessin_laisse_ouvert_se_voit_encore(tmp_path):
    ouvert = tamponne(tmp_path, jaune("q 0.5 0 0 0.5 0 0 cm 0 0 1 rg 200 200 400 400 re f"))
    image, echelle = vue(ouvert)
    assert image.getpixel((round(200 * echelle), round((841.89 - 200) * echelle))) == (0, 0, 255)


@pytest.mark.parametrize("marque", [False, True])
def test_un_calque_cache_sans_fin_ne_cache_pas_le_tampon(tmp_path, modele, marque):
    with pikepdf.open(io.BytesIO(construits.calque_cache(fin="", fond=JAUNE))) as pdf:
        Tampon(pdf, TEXTE).poser(pdf.pages[0], marque=marque)
        (tmp_path / "lu.pdf").write_bytes(construits.octets(pdf))
    image, _ = vue(tmp_path / "lu.pdf")
    assert ecart(image.crop(plaque(image)), modele) < 25


def test_il_se_lit_sur_une_page_noire(tmp_path):
    pdf = pikepdf.new()
    construits.page(pdf, "0 g 0 0 600 900 re f")
    image, _ = vue(tamponne(tmp_path, construits.octets(pdf)))
    gris = image.convert("L")
    boite = gris.point(lambda v: 255 * (v > 200)).getbbox()
    plaque_seule = gris.crop(boite)
    assert boite[0] > image.width * 0.8
    blancs = sum(plaque_seule.histogram()[200:]) / (plaque_seule.width * plaque_seule.height)
    assert 0.5 < blancs < 0.95


def test_son_texte_se_copie_et_sa_police_est_incorporee(tmp_path):
    lu = tamponne(tmp_path, construits.simple(2), "Pièce n°\u00a0128")
    for page in pypdfium2.PdfDocument(lu):
        texte = page.get_textpage().get_text_range()
        assert "Pièce n°\u00a0128" in texte
        assert "Contenu" in texte
    with pikepdf.open(lu) as pdf:
        police = pdf.pages[0].obj.Resources.XObject["/CourriersTampon"].Resources.Font.F
        fichier = police.DescendantFonts[0].FontDescriptor.FontFile2
        assert len(fichier.read_bytes()) < 12_000


def test_une_piece_deja_tamponnee_garde_son_tampon_et_recoit_le_nouveau(tmp_path):
    premier = tamponne(tmp_path, construits.simple(), "Pièce n°\u00a07").read_bytes()
    texte = pypdfium2.PdfDocument(tamponne(tmp_path, premier))[0].get_textpage().get_text_range()
    assert "Pièce n°\u00a03" in texte
    with pikepdf.open(tmp_path / "lu.pdf") as pdf:
        assert len(pdf.pages[0].obj.Resources.XObject) == 2


@pytest.mark.parametrize(
    "octets",
    [
        construits.heritee(),
        construits.sans_ressources(),
        construits.sans_ressources(**{"/MediaBox": 0}),
    ],
    ids=["héritée", "sans ressources", "sans taille"],
)
def test_une_page_qui_ne_dit_pas_tout_est_tamponnee(tmp_path, octets):
    lu = tamponne(tmp_path, octets)
    page = pypdfium2.PdfDocument(lu)[0]
    signes = page.get_textpage()
    assert TEXTE in signes.get_text_range()
    debut = signes.get_text_range().index(TEXTE)
    gauche, bas, droite, haut = signes.get_charbox(debut)
    largeur, hauteur = page.get_size()
    with pikepdf.open(lu) as pdf:
        tournee = int(pdf.pages[0].obj.get("/Rotate", 0))
    if tournee:
        assert 0.7 * largeur < bas < haut < largeur  # its own axes are turned
    else:
        assert 0.7 * largeur < gauche < droite < largeur
        assert 0.9 * hauteur < bas < haut < hauteur


def test_des_pages_qui_partagent_leurs_ressources_sont_toutes_tamponnees(tmp_path):
    pdf = pikepdf.new()
    for rang in range(3):
        construits.page(pdf, construits.texte(f"Page {rang}"))
    communes = pdf.make_indirect(pdf.pages[0].obj.Resources)
    for page in pdf.pages:
        page.obj.Resources = communes
    lu = tamponne(tmp_path, construits.octets(pdf))
    textes = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(lu)]
    assert all(TEXTE in texte for texte in textes)
    assert [f"Page {n}" in textes[n] for n in range(3)] == [True] * 3


def test_le_contenu_de_la_page_n_est_pas_recrit(tmp_path):
    octets = construits.simple()
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        avant = pdf.pages[0].obj.Contents.read_bytes()
    with pikepdf.open(tamponne(tmp_path, octets)) as pdf:
        apres = [flux.read_bytes() for flux in pdf.pages[0].obj.Contents]
    assert apres[1:-1] == [avant]
    assert Name("/CourriersTampon") in [Name(m) for m in apres[-1].decode().split() if m[0] == "/"]
