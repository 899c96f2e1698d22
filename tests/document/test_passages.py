"""The paragraphs of a Word file: where each stands, in which style, in which cell."""

import pytest

from courriers.document.passages import A_REMPLIR, BLANC, Cellule, passages
from courriers.document.texte import texte
from document.variete import lettres
from fabrique import SAMPLES, docx, p

LETTRES = dict(lettres())

_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:style w:type="paragraph" w:styleId="remplir"><w:name w:val="{A_REMPLIR}"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Corps"><w:name w:val="Corps de la lettre"/></w:style>'
    "</w:styles>"
)
_LIEN = (
    '<Relationship Id="s" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>'
)


def _fichier(corps):
    return docx(corps, avec={"word/styles.xml": _STYLES.encode()}, relations=_LIEN)


def _p(style, contenu):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{contenu}</w:p>'


def _r(lu, style=""):
    propriete = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{propriete}<w:t xml:space="preserve">{lu}</w:t></w:r>'


def test_un_paragraphe_dit_son_rang_et_le_nom_de_son_style():
    lus = passages(_fichier(p("a") + "<w:p/>" + _p("Corps", _r("b"))))
    assert [(x.partie, x.numero, x.style, x.texte) for x in lus] == [
        ("corps", 1, "", "a"),
        ("corps", 3, "Corps de la lettre", "b"),
    ]


@pytest.mark.parametrize("enveloppe", ["{}", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"])
def test_une_cellule_est_comptee_depuis_un_meme_vide_ou_dans_un_controle(enveloppe):
    cellules = "<w:tc><w:p/></w:tc>" + enveloppe.format(f"<w:tc>{p('x')}</w:tc>")
    tableau = f"<w:tbl><w:tr><w:tc>{p('t')}</w:tc></w:tr><w:tr>{cellules}</w:tr></w:tbl>"
    lus = passages(_fichier(tableau))
    assert [x.cellule for x in lus] == [Cellule(1, 1, 1), Cellule(1, 2, 2)]
    assert str(lus[1].cellule) == "tableau 1, rangée 2, colonne 2"


def test_un_blanc_a_remplir_est_marque_signe_pour_signe():
    corps = _p("remplir", _r("le ____")) + _p("Corps", _r("Reçu le ") + _r("....", "remplir"))
    lus = passages(_fichier(corps))
    assert [x.texte for x in lus] == ["le ____", "Reçu le ...."]
    assert [x.sans_blancs for x in lus] == [BLANC * 7, f"Reçu le {BLANC * 4}"]


def test_tout_le_texte_visible_est_lu_dans_le_meme_ordre():
    boite = (
        "<w:p><w:r><w:pict><w:txbxContent>" + p("dans la boîte") + "</w:txbxContent></w:pict></w:r>"
        + _r("hors d’elle") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r></w:p>"
    )  # fmt: skip
    fichier = _fichier(p("avant") + boite + p("un", "deux"))
    assert [x.texte for x in passages(fichier)] == texte(fichier).split("\n")
    for modele in sorted((SAMPLES.parent / "templates").glob("*/*.docx")):
        lus = "".join("".join(x.texte.split()) for x in passages(modele.read_bytes()))
        assert lus == "".join(texte(modele).split())


@pytest.mark.parametrize("nom", LETTRES)
def test_aucun_caractere_n_est_oublie(nom):
    # The PDF is held to what proof-reading read: these two readings are one.
    lus = "".join(x.texte for x in passages(LETTRES[nom]))
    assert sorted("".join(lus.split())) == sorted("".join(texte(LETTRES[nom]).split()))
