"""Where lines stand: their baseline, their height, the space between paragraphs."""

import pytest

from courriers.constats import Code
from courriers.document.pdf import convertir, render
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


def taquets(*stops):
    corps = "".join(f'<w:tab w:val="{g}" w:pos="{x}"/>' for g, x in stops)
    return f"<w:tabs>{corps}</w:tabs>"


def apres_tabulation(texte, ppr, tabulation="<w:tab/>"):
    run = f"<w:r>{ARIAL}{tabulation}</w:r>"
    return arial(texte, ppr).replace("</w:pPr>", f"</w:pPr>{run}", 1)


@pytest.mark.parametrize("texte", ["4,50", "12345,678", "12"])
def test_un_taquet_decimal_aligne_la_virgule(texte):
    octets = render(lettre(apres_tabulation(texte, taquets(("decimal", 4535)))))
    avant = len(texte.split(",", maxsplit=1)[0]) * 5.56 * MM  # every Arial figure is as wide
    assert place(octets, texte)[1] == pytest.approx(HAUT + 80 - avant, abs=0.2)


def test_un_taquet_a_droite_peut_depasser_la_marge():
    octets = render(lettre(apres_tabulation("ici", taquets(("right", 9921))) + arial("Suite")))
    largeur = (2.22 + 5 + 2.22) * MM
    assert place(octets, "ici")[1] == pytest.approx(HAUT + 175 - largeur, abs=0.2)
    assert base(octets, "Suite") == pytest.approx(LIGNE + MONTE, abs=0.2)  # on one line


@pytest.mark.parametrize(("cote", "x"), [("center", 85.0), ("right", 170.0)])
def test_une_tabulation_de_marge_va_au_milieu_ou_au_bord(cote, x):
    saut = f'<w:ptab w:relativeTo="margin" w:alignment="{cote}" w:leader="none"/>'
    octets = render(lettre(apres_tabulation("ici", "", saut)))
    largeur = (2.22 + 5 + 2.22) * MM
    gauche = HAUT + x - (largeur / 2 if cote == "center" else largeur)
    assert place(octets, "ici")[1] == pytest.approx(gauche, abs=0.2)


def test_un_texte_hausse_est_au_dessus_de_sa_ligne():
    hausse = ARIAL.replace("<w:sz", '<w:position w:val="8"/><w:sz')
    mele = arial("Un ").replace("<w:t>", '<w:t xml:space="preserve">')
    octets = render(lettre(mele.replace("</w:p>", f"<w:r>{hausse}<w:t>haut</w:t></w:r></w:p>")))
    assert base(octets, "Un") - base(octets, "haut") == pytest.approx(4, abs=0.1)
    assert base(octets, "haut") == pytest.approx(MONTE, abs=0.2)


def test_la_marge_haute_d_une_cellule_est_celle_de_sa_rangee():
    grille = '<w:gridCol w:w="2000"/><w:gridCol w:w="2000"/>'
    marge = '<w:tcMar><w:top w:w="200" w:type="dxa"/></w:tcMar>'
    corps = table('<w:tblW w:w="4000" w:type="dxa"/>', grille, cellule("Un", marge) + cellule("B"))
    octets = render(lettre(corps))
    assert base(octets, "Un") == pytest.approx(10 + MONTE, abs=0.2)
    assert base(octets, "B") == base(octets, "Un")


def test_l_espace_avant_ne_reste_en_haut_d_une_page_que_si_un_saut_l_ouvre():
    avant = '<w:spacing w:before="400"/>'
    plein = "".join(arial(f"L{i}", interligne(1400, "exact")) for i in range(10))
    octets = render(lettre(plein + arial("Seul", avant)))
    assert place(octets, "Seul")[0] == 2
    assert base(octets, "Seul") == pytest.approx(MONTE, abs=0.2)
    octets = render(lettre(arial("Un") + arial("Voulu", avant + "<w:pageBreakBefore/>")))
    assert base(octets, "Voulu") == pytest.approx(20 + MONTE, abs=0.2)


def test_une_lettrine_commence_le_paragraphe_et_se_dit():
    grand = ARIAL.replace('"20"', '"90"')
    cadre = '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text"/>'
    corps = arial("L", cadre).replace(ARIAL, grand) + arial("a lettre.")
    rendu = convertir(lettre(corps))
    assert place(rendu.octets, "La")[1] == pytest.approx(HAUT, abs=0.1)
    assert base(rendu.octets, "La") == pytest.approx(MONTE, abs=0.2)
    assert "une lettrine" in rendu.constats[0].message


def test_la_marque_supprimee_d_un_paragraphe_le_joint_au_suivant():
    suppression = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    octets = render(lettre(arial("mise en", suppression) + arial("demeure") + arial("Suite")))
    assert base(octets, "Suite") == pytest.approx(LIGNE + MONTE, abs=0.2)


@pytest.mark.parametrize(
    ("corps", "dit"),
    [
        (arial("x").replace("<w:sz", '<w:w w:val="150"/><w:sz'), "étiré"),
        (
            table("", "", cellule("x", '<w:textDirection w:val="btLr"/>')),
            "un texte vertical dans un tableau",
        ),
    ],
)
def test_ce_qui_n_est_pas_rendu_comme_word_se_dit(corps, dit):
    (constat,) = convertir(lettre(corps)).constats
    assert constat.code == Code.MISE_EN_PAGE_APPROCHEE
    assert dit in constat.message
