"""What is drawn, told from the pixels of a page; and how tall its lines are.

A4, margins of 20 mm, Arial 10.
"""

import pypdfium2
import pytest

from courriers.document.pdf import convertir, render
from courriers.document.polices import face
from document.constructions import PAGE, arial, lettre
from fabrique import MM, docx, place

HAUT, MONTE = 20.0, 9.38
ECHELLE = 8
"""Pixels of a point."""


def traits(octets, x=50.0, *, de=HAUT, a=60.0):
    """The dark bands met going down at *x* millimetres: top and thickness of each, in points."""
    image = pypdfium2.PdfDocument(octets)[0].render(scale=ECHELLE).to_pil().convert("L")
    colonne = round(x / MM * ECHELLE)
    sombres = [
        y
        for y in range(round(de / MM * ECHELLE), round(a / MM * ECHELLE))
        if image.getpixel((colonne, y)) < 128
    ]
    bandes = []
    for y in sombres:
        if bandes and y == sum(bandes[-1]):
            bandes[-1][1] += 1
        else:
            bandes.append([y, 1])
    return [(haut / ECHELLE, epaisseur / ECHELLE) for haut, epaisseur in bandes]


def bord(nom, genre="single", taille=8):
    return f'<w:{nom} w:val="{genre}" w:sz="{taille}" w:space="2" w:color="000000"/>'


def test_un_trait_separe_les_paragraphes_d_un_cadre():
    def cadre(*noms):
        ppr = f"<w:pBdr>{''.join(map(bord, noms))}</w:pBdr>"
        return len(traits(render(lettre(arial("Un", ppr) + arial("Deux", ppr))), x=100))

    assert cadre("top", "bottom") == 2
    assert cadre("top", "bottom", "between") == 3


def test_un_double_trait_fait_trois_traits_d_epaisseur():
    ppr = f"<w:pBdr>{bord('bottom', 'double', 8)}</w:pBdr>"
    dessus, dessous = traits(render(lettre(arial("Un", ppr))), x=100)
    assert dessus[1] == pytest.approx(1.0, abs=0.2)
    assert dessous[0] - dessus[0] == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize(("genre", "nombre"), [("single", 1), ("double", 2), ("none", 0)])
def test_un_soulignement_garde_son_trait(genre, nombre):
    corps = arial("l" + "\u00a0" * 30 + "l").replace(
        '<w:sz w:val="20"/>', f'<w:sz w:val="20"/><w:u w:val="{genre}"/>'
    )
    assert len(traits(render(lettre(corps)), x=30)) == nombre


def test_une_bordure_de_page_se_dit():
    page = PAGE.replace("</w:sectPr>", "<w:pgBorders/></w:sectPr>")
    (constat,) = convertir(docx(arial("Un") + page)).constats
    assert "bordure de page" in constat.message


def courrier(texte, plus=""):
    """A run of Courier New 10."""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>{plus}'
        f'<w:sz w:val="20"/></w:rPr><w:t>{texte}</w:t></w:r>'
    )


def _descend(corps):
    """Points from the top of the text to the baseline of « Fin », after *corps*."""
    return (place(render(lettre(corps + arial("Fin"))), "Fin")[2] - HAUT) / MM - MONTE


def test_une_ligne_de_deux_graisses_a_la_hauteur_de_sa_police():
    mixte = f"<w:p>{courrier('Maigre')}{courrier('Gras', '<w:b/>')}</w:p>"
    attendu = 10 * face("Courier New", gras=False, italique=False).hauteur
    assert _descend(mixte * 4) == pytest.approx(4 * attendu, abs=0.1)


def test_un_passage_d_une_autre_police_donne_sa_hauteur_a_la_ligne():
    police = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
    autre = courrier("Haut").replace(police.format("Courier New"), police.format("Calibri"))
    haute = max(face(n, gras=False, italique=False).hauteur for n in ("Calibri", "Arial"))
    ligne = f"<w:p>{autre.replace('w:t>Haut', 'w:t>Bas').replace('Calibri', 'Arial')}{autre}</w:p>"
    assert _descend(ligne * 4) == pytest.approx(4 * 10 * haute, abs=0.3)
