"""Where lines stand: their baseline, their height, the space between paragraphs."""

import pytest

from courriers.document.pdf import render
from document.constructions import ARIAL, arial, cellule, lettre, table
from fabrique import MM, place

HAUT = 20.0
MONTE, DESCEND = 9.05 + 0.33, 2.12
"""Of Arial 10, in points, from its own file: the ascent and the gap above it, the descent."""
LIGNE = MONTE + DESCEND


def base(octets, mot):
    """From the top of the text to the baseline of *mot*, in points."""
    return (place(octets, mot)[2] - HAUT) / MM


def interligne(valeur, regle, avant=0, apres=0):
    return (
        f'<w:spacing w:line="{valeur}" w:lineRule="{regle}" w:before="{avant}" w:after="{apres}"/>'
    )


@pytest.mark.parametrize(
    ("valeur", "regle", "premiere", "ligne"),
    [
        (360, "auto", MONTE, 1.5 * LIGNE),  # what a multiple adds is below
        (192, "auto", MONTE - 0.2 * LIGNE, 0.8 * LIGNE),  # what it takes is above
        (600, "exact", 0.8 * 30, 30),
        (600, "atLeast", 30 - DESCEND, 30),
        (100, "atLeast", MONTE, LIGNE),
    ],
)
def test_l_espace_d_un_interligne_est_ou_word_le_met(valeur, regle, premiere, ligne):
    ppr = interligne(valeur, regle)
    octets = render(lettre(arial("Un", ppr) + arial("Deux", ppr) + arial("Trois")))
    assert base(octets, "Un") == pytest.approx(premiere, abs=0.2)
    assert base(octets, "Deux") == pytest.approx(premiere + ligne, abs=0.2)
    assert base(octets, "Trois") == pytest.approx(2 * ligne + MONTE, abs=0.2)


def test_entre_deux_paragraphes_la_plus_grande_des_deux_espaces_est_gardee():
    corps = arial("Un", interligne(360, "auto", apres=200)) + arial(
        "Deux", interligne(360, "auto", avant=300)
    )
    octets = render(lettre(corps))
    assert base(octets, "Deux") - base(octets, "Un") == pytest.approx(1.5 * LIGNE + 15, abs=0.2)


def test_du_gras_dans_une_ligne_ne_la_hausse_pas():
    gras = ARIAL.replace("<w:sz", "<w:b/><w:sz")
    mele = arial("Un").replace("</w:p>", f"<w:r>{gras}<w:t>gras</w:t></w:r></w:p>")
    octets = render(lettre(mele + arial("Deux")))
    assert base(octets, "Deux") == pytest.approx(LIGNE + MONTE, abs=0.2)


def test_une_ligne_de_deux_tailles_a_la_hauteur_de_la_plus_grande():
    grand = ARIAL.replace('"20"', '"40"')
    mele = arial("Un ").replace("<w:t>", '<w:t xml:space="preserve">')
    mele = mele.replace("</w:p>", f"<w:r>{grand}<w:t>grand</w:t></w:r></w:p>")
    octets = render(lettre(mele + arial("Deux")))
    assert base(octets, "Un") == pytest.approx(2 * MONTE, abs=0.2)
    assert base(octets, "Deux") == pytest.approx(2 * LIGNE + MONTE, abs=0.2)


def test_le_paragraphe_obligatoire_apres_un_tableau_imbrique_ne_prend_pas_de_ligne():
    grille = '<w:gridCol w:w="4000"/>'
    dedans = table('<w:tblW w:w="2000" w:type="dxa"/>', grille, cellule("Dedans"))
    dehors = f"<w:tc><w:tcPr/>{arial('Avant')}{dedans}<w:p/></w:tc>"
    octets = render(
        lettre(table('<w:tblW w:w="4000" w:type="dxa"/>', grille, dehors) + arial("Suite"))
    )
    assert base(octets, "Suite") == pytest.approx(2 * LIGNE + MONTE, abs=0.2)
