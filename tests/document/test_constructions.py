"""Constructs of real letters, one at a time: what is printed, and where."""

import io
import re
import zipfile

import pytest

from courriers.constats import Code
from courriers.document.arbre import Tableau
from courriers.document.archive import assembler
from courriers.document.lecture import lire
from courriers.document.pdf import convertir, render
from courriers.document.texte import texte
from document.constructions import CONSTRUCTIONS, LIEN_DES_STYLES, PAGE, arial, lettre
from fabrique import docx, place

TEXTE = 170.0


@pytest.mark.parametrize(
    ("nom", "seconde"),
    [
        ("tableau en pour cent", TEXTE / 4),
        ("tableau sans grille", 40.0),  # 2268 twips
        ("tableau à demi-largeur", TEXTE / 4),
    ],
)
def test_la_seconde_colonne_commence_ou_les_largeurs_le_disent(nom, seconde):
    octets = render(CONSTRUCTIONS[nom])
    ecart = place(octets, "Droite")[1] - place(octets, "Gauche")[1]
    assert ecart == pytest.approx(seconde, abs=0.3)


def test_un_style_de_tableau_habille_colonnes_bandes_et_coins():
    lu = lire(CONSTRUCTIONS["tableau à conditions"])
    (tableau,) = (b for b in lu.sections[0].blocs if isinstance(b, Tableau))
    fonds = [[c.fond for c in r.cellules] for r in tableau.rangees]
    assert fonds == [
        ["000001", "000002", "000002"],  # the corner covers the first row
        ["000003", "000004", "000005"],
        ["000003", "000004", "000005"],
    ]


def test_une_liste_juridique_est_en_chiffres_et_ne_reprend_pas():
    lu = lire(CONSTRUCTIONS["liste juridique sans reprise"])
    lignes = [b.morceaux[0].texte for b in lu.sections[0].blocs]
    assert lignes == [
        "I. a",
        "1.1 b",
        "II. c",
        "2.2 d",
    ]


def test_les_lettres_d_une_police_de_symboles_sont_ce_qu_elles_montrent():
    run = '<w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr><w:t>{1}</w:t></w:r>'
    signes = "".join(run.format(*x) for x in (("Wingdings", "\uf0fe"), ("Symbol", "b")))
    fichier = lettre(f'<w:p>{signes}<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r></w:p>')
    assert texte(fichier) == "☑β"
    rendu = convertir(fichier)
    assert "".join(m.texte for m in lire(fichier).sections[0].blocs[0].morceaux) == "☑β☑"
    assert Code.TEXTE_PERDU not in {c.code for c in rendu.constats}


def test_un_fichier_strict_est_lu_comme_les_autres():
    corps = arial("Strict") + PAGE
    with zipfile.ZipFile(io.BytesIO(docx(corps))) as ordinaire:
        membres = [(n, ordinaire.read(n)) for n in ordinaire.namelist()]
    usuel = rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument)/2006/"
    strict = [(n, re.sub(usuel, rb"http://purl.oclc.org/ooxml/\1/", x)) for n, x in membres]
    fichier = assembler(strict)
    assert texte(fichier) == "Strict"
    assert place(render(fichier), "Strict")[1] == pytest.approx(20.0, abs=0.1)


def test_gras_sur_gras_est_maigre():
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = "".join(
        f'<w:style w:type="{genre}" w:styleId="{nom}"><w:rPr><w:b/></w:rPr></w:style>'
        for genre, nom in (("paragraph", "P"), ("character", "C"))
    )
    corps = (
        '<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr><w:r><w:t>gras</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>maigre</w:t></w:r></w:p>'
    )
    feuille = f'<w:styles xmlns:w="{w}">{styles}</w:styles>'.encode()
    lu = lire(lettre(corps, avec={"word/styles.xml": feuille}, relations=LIEN_DES_STYLES))
    assert [m.police.gras for m in lu.sections[0].blocs[0].morceaux] == [True, False]
