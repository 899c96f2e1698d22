"""Pictures as pages: upright, whole, on white, whatever their format says."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from courriers.document.assemblage import images
from courriers.erreurs import ImageInvalide

ROUGE, VERT, BLEU = (255, 0, 0), (0, 128, 0), (0, 0, 255)


def dessin(taille=(400, 300)):
    """A red band at the top, a green one at the left: no turn leaves it as it was."""
    image = Image.new("RGB", taille, "white")
    trait = ImageDraw.Draw(image)
    trait.rectangle((0, 0, taille[0], taille[1] // 4), fill=ROUGE)
    trait.rectangle((0, taille[1] // 4, taille[0] // 4, taille[1]), fill=VERT)
    return image


def pages(tmp_path, octets, nom="image"):
    (tmp_path / nom).write_bytes(octets)
    images.en_pdf(tmp_path / nom, tmp_path / "pages.pdf")
    return list(pypdfium2.PdfDocument(tmp_path / "pages.pdf"))


def enregistree(image, genre, **reglages):
    sortie = io.BytesIO()
    image.save(sortie, genre, **reglages)
    return sortie.getvalue()


def couleurs(page):
    """*page* at a pixel a point, and the box of the picture on it."""
    image = page.render(scale=1).to_pil().convert("RGB")
    gris = image.convert("L").point(lambda v: 255 * (v < 250))
    return image, gris.getbbox()


def proche(vue, voulue):
    return all(abs(a - b) < 40 for a, b in zip(vue, voulue, strict=True))


TOURS = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""What a camera did to the scene before it wrote each orientation."""


@pytest.mark.parametrize("genre", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", TOURS)
def test_l_image_est_droite_quelle_que_soit_son_orientation(tmp_path, orientation, genre):
    tour = TOURS[orientation]
    prise = dessin() if tour is None else dessin().transpose(tour)
    exif = Image.Exif()
    exif[0x0112] = orientation
    (page,) = pages(tmp_path, enregistree(prise, genre, exif=exif))
    assert page.get_width() > page.get_height()
    image, (gauche, haut, droite, bas) = couleurs(page)
    assert (droite - gauche) / (bas - haut) == pytest.approx(4 / 3, rel=0.02)
    for x in (gauche + 10, droite - 10):
        assert proche(image.getpixel((x, haut + 10)), ROUGE)
    assert proche(image.getpixel((gauche + 10, bas - 10)), VERT)
    assert proche(image.getpixel((droite - 10, bas - 10)), (255, 255, 255))


@pytest.mark.parametrize("taille", [(400, 300), (300, 400), (4000, 100), (100, 4000), (5, 5)])
def test_l_image_tient_dans_une_page_a4_avec_ses_marges(tmp_path, taille):
    (page,) = pages(tmp_path, enregistree(Image.new("RGB", taille), "PNG"))
    assert sorted(page.get_size()) == pytest.approx([595.276, 841.89], abs=0.1)
    _, boite = couleurs(page)
    large, haut = page.get_size()
    assert boite[0] >= 35
    assert boite[1] >= 35
    assert boite[2] <= large - 35
    assert boite[3] <= haut - 35


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_ce_qui_est_transparent_est_blanc(tmp_path, mode):
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((50, 50, 149, 149), fill=(0, 0, 255, 255))
    if mode in ("P", "PA"):
        image = image.quantize(8)
    elif mode == "LA":
        image = image.convert("LA")
    (page,) = pages(tmp_path, enregistree(image, "PNG"))
    vue, (gauche, haut, droite, bas) = couleurs(page)
    assert droite - gauche == pytest.approx(75, abs=2)
    centre = vue.getpixel(((gauche + droite) // 2, (haut + bas) // 2))
    assert centre == (BLEU if mode != "LA" else (29, 29, 29))


def test_un_gris_de_seize_bits_garde_ses_gris(tmp_path):
    image = Image.new("I;16", (200, 200), 32768)
    (page,) = pages(tmp_path, enregistree(image, "PNG"))
    assert page.render(scale=1).to_pil().convert("L").getpixel((297, 80)) == pytest.approx(
        128, abs=2
    )


def test_une_photo_d_imprimerie_garde_ses_couleurs(tmp_path):
    (page,) = pages(tmp_path, enregistree(Image.new("CMYK", (200, 200), (0, 255, 255, 0)), "JPEG"))
    assert proche(page.render(scale=1).to_pil().convert("RGB").getpixel((297, 80)), (255, 0, 0))


def test_un_jpeg_n_est_pas_recompresse(tmp_path):
    octets = enregistree(dessin(), "JPEG", quality=60)
    pages(tmp_path, octets)
    assert octets in (tmp_path / "pages.pdf").read_bytes()


def test_chaque_vue_d_un_tiff_est_une_page(tmp_path):
    vues = [dessin(), dessin((300, 400)).convert("1"), dessin().convert("L")]
    octets = enregistree(vues[0], "TIFF", save_all=True, append_images=vues[1:])
    lues = pages(tmp_path, octets)
    assert [p.get_width() > p.get_height() for p in lues] == [True, False, True]


def test_une_image_demesuree_est_refusee_sans_etre_ouverte(tmp_path):
    (tmp_path / "bombe.png").write_bytes(enregistree(Image.new("1", (9_000, 9_000)), "PNG"))
    with pytest.raises(ImageInvalide, match="80 millions"):
        images.en_pdf(tmp_path / "bombe.png", tmp_path / "pages.pdf")
    (tmp_path / "bombe.png").write_bytes(enregistree(Image.new("1", (20_000, 20_000)), "PNG"))
    with pytest.raises(ImageInvalide, match="80 millions"):
        images.en_pdf(tmp_path / "bombe.png", tmp_path / "pages.pdf")
    assert not (tmp_path / "pages.pdf").exists()
