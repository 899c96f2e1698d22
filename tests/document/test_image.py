"""Placeholder pictures: swapped when there is one, gone without a hole when there is none."""

import io
import zipfile

import pytest
from lxml import etree
from PIL import Image as Pillow

from courriers import decompte_arrete
from courriers.document.archive import Archive, analyser
from courriers.document.image import Image, dessinable
from courriers.document.texte import parties
from courriers.erreurs import ImageInvalide
from courriers.lettre.champs import contexte as champs
from fabrique import JOUR, RACINE, dossier, pack_livre

LETTRE = RACINE / "templates" / "mise-en-demeure" / "lettre.docx"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def fichier(tmp_path, genre="PNG", taille=(300, 100), nom="logo"):
    chemin = tmp_path / f"{nom}.{genre.lower()}"
    Pillow.new("RGB", taille, "black").save(chemin, genre)
    return chemin


def lettre(images):

    etude, pack = dossier(), pack_livre("mise-en-demeure")
    valeurs = champs(etude, pack, decompte_arrete(etude, JOUR), JOUR, images=images)
    return pack.gabarits["lettre"].fill(valeurs)


def dessins(octets):
    return list(analyser(Archive.lire(octets).membres["word/document.xml"]).iter(f"{WP}inline"))


@pytest.mark.parametrize("genre", ["PNG", "JPEG"])
def test_une_image_prend_la_place_du_temoin_dans_sa_boite(tmp_path, genre):
    image = Image.lire(fichier(tmp_path, genre, (900, 300)), "Logo : Vasseur")
    octets = lettre({"expediteur.logo": image})
    (dessin,) = dessins(octets)
    etendue, proprietes = dessin.find(f"{WP}extent"), dessin.find(f"{WP}docPr")
    assert proprietes.get("descr") == "Logo : Vasseur"
    cx, cy = int(etendue.get("cx")), int(etendue.get("cy"))
    assert (cx, cy) == (45 * 36000, 15 * 36000)  # 45 × 18 mm box, proportions kept
    membres = Archive.lire(octets).membres
    (media,) = [m for m in membres if m.startswith("word/media/")]
    assert membres[media] == image.octets
    # Every relationship the drawing names exists, and nothing dangles.
    cibles = {r.get("Target") for r in analyser(membres["word/_rels/document.xml.rels"])}
    assert all(f"word/{c}" in membres for c in cibles)


def test_sans_image_ni_dessin_ni_paragraphe_ni_fichier_ne_reste():
    octets = lettre({})
    assert dessins(octets) == []
    assert not [m for m in Archive.lire(octets).membres if m.startswith("word/media/")]
    premier = next(x for x in parties(octets) if x.nom == "corps").lignes[0]
    assert premier == "SARL Ateliers Vasseur"
    racine = analyser(Archive.lire(octets).membres["word/document.xml"])
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    cellule = next(racine.iter(f"{w}tc"))
    debut = cellule.find(f"{w}p")
    assert "".join(debut.itertext()) == "SARL Ateliers Vasseur"


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [(b"", "abîmée"), (b"GIF89a", "ni PNG ni JPEG"), (b"\x89PNG\r\n\x1a\n0000", "abîmée")],
)
def test_une_image_abimee_est_refusee(tmp_path, contenu, motif):
    chemin = tmp_path / "x.png"
    chemin.write_bytes(contenu)
    with pytest.raises(ImageInvalide, match=motif):
        Image.lire(chemin)


def test_une_image_absente_ou_trop_lourde_est_refusee(tmp_path):
    with pytest.raises(ImageInvalide, match=r"absent\.png"):
        Image.lire(tmp_path / "absent.png")
    lourd = tmp_path / "lourd.png"
    lourd.write_bytes(b"x" * 5_000_001)
    with pytest.raises(ImageInvalide, match="5 Mo"):
        Image.lire(lourd)


def test_une_image_demesuree_est_refusee(tmp_path):
    tampon = io.BytesIO()
    Pillow.new("1", (20_000, 20_000)).save(tampon, "PNG")
    chemin = tmp_path / "bombe.png"
    chemin.write_bytes(tampon.getvalue())
    with pytest.raises(ImageInvalide, match=r"trop grande|dimensions"):
        Image.lire(chemin)


def test_la_lettre_modele_porte_les_temoins_que_word_montre():
    with zipfile.ZipFile(LETTRE) as archive:
        corps = etree.fromstring(archive.read("word/document.xml"))
    noms = {d.get("descr") for d in corps.iter(f"{WP}docPr")}
    assert noms == {"expediteur.logo", "expediteur.signataire.image", "virement.qr"}


def _lu(octets):
    return Pillow.open(io.BytesIO(octets))


def _image(genre, mode="RGB"):
    image = Pillow.new(mode, (10, 4))
    image.putpixel((9, 0), 255 if mode == "L" else (255, 0, 0))
    sortie = io.BytesIO()
    image.save(sortie, genre)
    return sortie.getvalue()


@pytest.mark.parametrize("genre", ["PNG", "GIF", "JPEG"])
def test_une_image_qu_un_pdf_sait_dessiner_reste_la_meme(genre):
    octets = _image(genre)
    assert dessinable(octets) is octets


@pytest.mark.parametrize("genre", ["BMP", "TIFF", "WEBP"])
def test_une_image_d_un_autre_format_devient_un_png(genre):
    lue = _lu(dessinable(_image(genre)))
    assert (lue.format, lue.size) == ("PNG", (10, 4))


def test_ce_que_word_cache_d_une_image_est_coupe():
    coupee = _lu(dessinable(_image("PNG"), (0.5, 0.0, 0.0, 0.5)))
    assert coupee.size == (5, 2)
    assert coupee.getpixel((4, 0)) == (255, 0, 0)
    agrandie = _lu(dessinable(_image("PNG"), (-0.5, 0.0, 0.0, 0.0)))
    assert agrandie.size == (15, 4)
    assert agrandie.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("octets", [b"", b"<svg/>", b"\x01\x00\x00\x00" * 30, b"\x89PNG\r\n\x1a\n"])
def test_ce_qui_n_est_pas_une_image_n_est_pas_dessine(octets):
    assert dessinable(octets) is None
