"""One construct at a time: what is printed, on which page, and where on it.

A4, margins of 20 mm, Arial 10: lines of 11,5 pt, of which 63 fill a page of 257 mm.
"""

import ctypes

import pypdfium2
import pypdfium2.raw as brut_pdf
import pytest

from courriers.document.pdf import convertir, render
from courriers.document.polices import face
from document.constructions import (
    LIEN_DES_LISTES,
    LIEN_DES_STYLES,
    PAGE,
    arial,
    cellule,
    lettre,
    liste,
    niveau,
    point,
    table,
)
from document.test_lecture import lien, partie
from fabrique import MM, docx, mots, place

HAUT, LIGNE, MONTE = 20.0, 11.5, 9.38
PAR_PAGE = 63


def lignes(n, nom="L", ppr=""):
    return "".join(arial(f"{nom}{i}", ppr) for i in range(n))


def run(texte):
    """A run of Arial 10."""
    return arial(texte).split("</w:pPr>")[1].removesuffix("</w:p>")


def rang(octets, mot):
    """Page of *mot*, and its line on it, from 0."""
    page, _, y = place(octets, mot)
    return page, round(((y - HAUT) / MM - MONTE) / LIGNE, 1)


def test_une_page_pleine_tient_ses_lignes():
    octets = render(lettre(lignes(PAR_PAGE + 1)))
    assert rang(octets, f"L{PAR_PAGE - 1}") == (1, PAR_PAGE - 1)
    assert rang(octets, f"L{PAR_PAGE}") == (2, 0)


def test_un_paragraphe_garde_avec_le_suivant_change_de_page_avec_lui():
    solidaire = arial("Titre", "<w:keepNext/>")
    octets = render(lettre(lignes(PAR_PAGE - 1) + solidaire + arial("Suite")))
    assert rang(octets, "Titre") == (2, 0)
    assert rang(octets, "Suite") == (2, 1)
    octets = render(lettre(lignes(PAR_PAGE - 1) + arial("Titre") + arial("Suite")))
    assert rang(octets, "Titre") == (1, PAR_PAGE - 1)


LONG = "mot " * 130
"""Six lines."""


def longue(ppr):
    """A paragraph of six lines that begins two lines before the end of the page."""
    octets = render(lettre(lignes(PAR_PAGE - 2) + arial(f"Debut {LONG}", ppr)))
    return rang(octets, "Debut"), max(p for _, p, *_ in mots(octets))


def test_les_lignes_solidaires_ne_sont_pas_coupees():
    assert longue("<w:keepLines/>") == ((2, 0), 2)
    assert longue("") == ((1, PAR_PAGE - 2), 2)


@pytest.mark.parametrize(("veuves", "page"), [("1", 2), ("0", 1)])
def test_une_ligne_seule_ne_reste_pas_au_bas_d_une_page(veuves, page):
    seule = arial(f"Debut {LONG}", f'<w:widowControl w:val="{veuves}"/>')
    octets = render(lettre(lignes(PAR_PAGE - 1) + seule))
    assert rang(octets, "Debut")[0] == page


def test_les_pages_paires_ont_leur_en_tete():
    entetes = {n: partie("hdr", arial(n)) for n in ("Impaire", "Paire")}
    references = "".join(
        f'<w:headerReference w:type="{genre}" r:id="{nom}"/>'
        for genre, nom in (("default", "Impaire"), ("even", "Paire"))
    )
    reglages = partie("settings", "<w:evenAndOddHeaders/>")
    octets = render(
        docx(
            lignes(2 * PAR_PAGE + 1) + PAGE.replace("<w:pgSz", f"{references}<w:pgSz"),
            avec={
                **{f"word/{n}.xml": x for n, x in entetes.items()},
                "word/settings.xml": reglages,
            },
            relations=lien("Impaire", "header", "Impaire.xml")
            + lien("Paire", "header", "Paire.xml")
            + lien("reglages", "settings", "settings.xml"),
        )
    )
    vus = {(mot, page) for mot, page, *_ in mots(octets) if mot in entetes}
    assert vus == {("Impaire", 1), ("Paire", 2), ("Impaire", 3)}
    assert place(octets, "Paire")[1:] == pytest.approx((HAUT, 10 + MONTE * MM), abs=0.2)


def test_une_section_a_son_papier():
    paysage = PAGE.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
    debut = f"<w:p><w:pPr>{PAGE}</w:pPr></w:p>"
    octets = render(docx(arial("Un") + debut + arial("Deux", '<w:jc w:val="right"/>') + paysage))
    tailles = [p.get_size() for p in pypdfium2.PdfDocument(octets)]
    assert tailles == [pytest.approx((595.3, 841.9)), pytest.approx((841.9, 595.3))]
    page, x, _ = place(octets, "Deux")
    assert (page, x) == (2, pytest.approx(297 - 20 - 23.34 * MM, abs=0.3))


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:clrScheme name="c"><a:accent1><a:srgbClr val="FF0000"/></a:accent1></a:clrScheme>'
    '<a:fontScheme name="f"><a:majorFont><a:latin typeface="Courier New"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Arial"/></a:minorFont></a:fontScheme></a:themeElements>'
    "</a:theme>"
)


def _signes(octets):
    """The font and the fill of each character of the first page."""
    page = pypdfium2.PdfDocument(octets)[0].get_textpage()
    nom, drapeaux = ctypes.create_string_buffer(80), ctypes.c_int()
    rouge, vert, bleu, alpha = (ctypes.c_uint() for _ in range(4))
    for i in range(page.count_chars()):
        signe = page.get_text_range(i, 1)
        if signe.strip():
            brut_pdf.FPDFText_GetFontInfo(page, i, nom, 80, drapeaux)
            brut_pdf.FPDFText_GetFillColor(page, i, rouge, vert, bleu, alpha)
            yield signe, nom.value.decode(), (rouge.value, vert.value, bleu.value)


def test_la_police_et_la_couleur_viennent_du_theme():
    run = (
        '<w:r><w:rPr><w:rFonts w:asciiTheme="{0}HAnsi" w:hAnsiTheme="{0}HAnsi"/><w:color '
        'w:val="FF0000" w:themeColor="accent1"/><w:sz w:val="20"/></w:rPr><w:t>{1}</w:t></w:r>'
    )
    corps = f"<w:p>{run.format('minor', 'a')}{run.format('major', 'b')}</w:p>"
    octets = render(
        lettre(
            corps,
            avec={"word/theme/t.xml": THEME.encode()},
            relations=lien("t", "theme", "theme/t.xml"),
        )
    )
    (a, arimo, rouge), (b, mono, _) = _signes(octets)
    assert (a, b, rouge) == ("a", "b", (255, 0, 0))
    assert "Arimo" in arimo
    assert "Mono" in mono or "Courier" in mono or "Cousine" in mono


def test_une_liste_reprend_ou_la_surcharge_le_dit():
    niveau = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>'  # noqa: E501
    listes = partie(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{niveau}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2">'
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
        "</w:lvlOverride></w:num>",
    )

    def point(texte, liste):
        return arial(texte, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{liste}"/></w:numPr>')

    octets = render(
        lettre(
            point("Un", 1) + point("Deux", 1) + point("Sept", 2),
            avec={"word/numbering.xml": listes},
            relations=LIEN_DES_STYLES.replace("/styles", "/numbering").replace(
                "styles.xml", "numbering.xml"
            ),
        )
    )
    assert [m for m, *_ in mots(octets)] == ["1.", "Un", "2.", "Deux", "7.", "Sept"]
    assert place(octets, "7.")[1] == pytest.approx(HAUT, abs=0.1)
    assert place(octets, "Sept")[1] == pytest.approx(HAUT + 10, abs=0.1)  # 567 twips


def test_un_lien_couvre_son_texte():
    corps = arial("Voir ").replace(
        "</w:p>", f'<w:hyperlink r:id="h">{run("ici")}</w:hyperlink></w:p>'
    )
    adresse = (
        '<Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/hyperlink" Target="https://durand.example/" TargetMode="External"/>'
    )
    octets = render(lettre(corps.replace("<w:t>Voir", '<w:t xml:space="preserve">Voir'),
                           relations=adresse))  # fmt: skip
    document = pypdfium2.PdfDocument(octets)
    rectangle, ancre = brut_pdf.FS_RECTF(), brut_pdf.FPDF_LINK()
    assert brut_pdf.FPDFLink_Enumerate(document[0], ctypes.c_int(0), ancre)
    assert brut_pdf.FPDFLink_GetAnnotRect(ancre, rectangle)
    _, x, y = place(octets, "ici")
    assert rectangle.left * MM == pytest.approx(x, abs=0.2)
    bas, haut = sorted((rectangle.bottom, rectangle.top))
    assert bas < 841.9 - y / MM < haut
    assert haut - bas == pytest.approx(LIGNE, abs=0.5)
    assert rectangle.right - rectangle.left == pytest.approx(9.44, abs=0.1)  # « ici »


GRILLE = '<w:gridCol w:w="2268"/><w:gridCol w:w="2268"/>'
"""Two columns of 40 mm."""
LARGE = '<w:tblW w:w="4536" w:type="dxa"/>'
DEDANS = 5.4 * MM
"""From the edge of a cell to its text."""


def test_un_tableau_se_retire_de_sa_marge():
    retrait = LARGE + '<w:tblInd w:w="567" w:type="dxa"/>'
    compat = partie(
        "settings",
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>',
    )
    fichier = lettre(
        table(retrait, GRILLE, cellule("Un") + cellule("Deux")),
        avec={"word/settings.xml": compat},
        relations=lien("s", "settings", "settings.xml"),
    )
    octets = render(fichier)
    assert place(octets, "Un")[1] == pytest.approx(HAUT + 10 + DEDANS, abs=0.1)
    assert place(octets, "Deux")[1] == pytest.approx(HAUT + 50 + DEDANS, abs=0.1)


@pytest.mark.parametrize(("reglage", "page"), [("<w:cantSplit/>", 2), ("", 1)])
def test_une_rangee_insecable_change_de_page_entiere(reglage, page):
    contenu = "".join(arial(f"C{i}") for i in range(6))
    rangee = f"<w:trPr>{reglage}</w:trPr><w:tc><w:tcPr/>{contenu}</w:tc>"
    corps = table(LARGE, '<w:gridCol w:w="4536"/>', rangee)
    octets = render(lettre(lignes(PAR_PAGE - 3) + corps))
    assert place(octets, "C0")[0] == page
    assert place(octets, "C5")[0] == 2


def test_des_cellules_fusionnees_gardent_leur_place():
    en_haut = cellule("Large", '<w:gridSpan w:val="2"/>')
    debut, suite = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rangees = (
        en_haut,
        cellule("Haute", debut) + cellule("Alpha"),
        cellule("", suite) + cellule("Beta"),
        cellule("Gamma") + cellule("Delta"),
    )
    octets = render(lettre(table(LARGE, GRILLE, *rangees)))
    attendus = {"Large": 0, "Haute": 1, "Alpha": 1, "Beta": 2, "Gamma": 3, "Delta": 3}
    assert {m: rang(octets, m)[1] for m in attendus} == attendus
    # Before Word 2013 the text of the first column is on the margin.
    colonnes = [HAUT] * 3 + [HAUT + 40] * 3
    ordre = ("Large", "Haute", "Gamma", "Alpha", "Beta", "Delta")
    assert [place(octets, m)[1] for m in ordre] == pytest.approx(colonnes, abs=0.1)


def test_les_points_de_suite_vont_jusqu_au_texte():
    ppr = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="5669"/></w:tabs>'
    corps = arial("Un", ppr).replace("</w:p>", "<w:r><w:tab/></w:r>" + run("9") + "</w:p>")
    octets = render(lettre(corps))
    # 100 mm from the margin, less one figure.
    assert place(octets, "9")[1] == pytest.approx(HAUT + 100 - 5.56 * MM, abs=0.2)
    image = pypdfium2.PdfDocument(octets)[0].render(scale=4).to_pil().convert("L")
    bande = image.crop(tuple(round(v / MM * 4) for v in (40, 20, 110, 20 + 14 * MM)))
    noirs = [x for x in range(bande.width)
             if min(bande.getpixel((x, y)) for y in range(bande.height)) < 128]  # fmt: skip
    assert len(noirs) > bande.width / 4  # dots, all the way
    assert max(noirs) - min(noirs) > 0.95 * bande.width


@pytest.mark.parametrize(
    "corps",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
    ],
)
def test_un_controle_de_contenu_ne_change_rien_a_la_place(corps):
    rendu = convertir(lettre(arial("Un") + corps.format(arial("Deux")) + arial("Trois")))
    assert rendu.constats == ()
    assert [rang(rendu.octets, m) for m in ("Un", "Deux", "Trois")] == [(1, 0), (1, 1), (1, 2)]


def test_une_case_a_cocher_est_dans_sa_ligne():
    case = (
        '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/'
        'wordml"><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t>'
        "</w:r></w:sdtContent></w:sdt>"
    )
    octets = render(lettre(arial("Accepte").replace("<w:r>", f"{case}<w:r>", 1)))
    assert "".join(m for m, *_ in mots(octets)) == "xAccepte"
    assert rang(octets, "xAccepte") == (1, 0)


def test_une_insertion_suivie_est_a_sa_place_et_se_dit():
    ajout = f'<w:ins w:id="1" w:author="a">{run("neuf")}</w:ins>'
    corps = arial("Dit ").replace("<w:t>", '<w:t xml:space="preserve">')
    rendu = convertir(lettre(corps.replace("</w:p>", f"{ajout}</w:p>")))
    assert "insertion" in rendu.constats[0].message
    x = place(rendu.octets, "neuf")[1]
    assert x == pytest.approx(HAUT + (7.22 + 2.22 + 2.78 + 2.78) * MM, abs=0.1)  # « Dit »


def test_l_espace_avant_reste_apres_un_saut_voulu():
    saut = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    octets = render(lettre(arial("Un") + saut + arial("Deux", '<w:spacing w:before="480"/>')))
    page, _, y = place(octets, "Deux")
    assert (page, y) == (2, pytest.approx(HAUT + (24 + MONTE) * MM, abs=0.1))


def test_un_titre_coupe_par_un_saut_garde_ses_deux_pages():
    corps = arial("Haut", "<w:keepNext/>").replace(
        "</w:p>", f'<w:r><w:br w:type="page"/></w:r>{run("Bas")}</w:p>'
    )
    octets = render(lettre(lignes(3) + corps + arial("Suite")))
    assert rang(octets, "Haut") == (1, 3)
    assert rang(octets, "Bas") == (2, 0)
    assert rang(octets, "Suite") == (2, 1)


@pytest.mark.parametrize(("twips", "ligne"), [(0, 0), (-1, 0), (-4, 1)])
def test_une_ligne_tient_a_un_twip_pres(twips, ligne):
    texte = "Une ligne qui remplit exactement toute sa largeur Fin"
    large = face("Arial", gras=False, italique=False).largeur(texte, 10.0)
    retrait = int((170 / MM - large) * 20) - twips
    octets = render(lettre(arial(texte, f'<w:ind w:right="{retrait}"/>')))
    assert rang(octets, "Fin") == (1, ligne)


def test_un_taquet_a_droite_depasse_la_marge():
    ppr = '<w:tabs><w:tab w:val="right" w:pos="10205"/></w:tabs>'  # 180 mm, of 170
    corps = arial("Un", ppr).replace("</w:p>", "<w:r><w:tab/></w:r>" + run("Total") + "</w:p>")
    octets = render(lettre(corps))
    large = face("Arial", gras=False, italique=False).largeur("Total", 10.0)
    assert rang(octets, "Total") == (1, 0)
    assert place(octets, "Total")[1] == pytest.approx(HAUT + 180 - large * MM, abs=0.2)


def test_deux_alineas_de_cellule_partagent_leur_espace():
    def alinea(texte, reglage):
        return arial(texte, f'<w:spacing {reglage}="240"/>')

    contenu = alinea("Haut", "w:after") + alinea("Bas", "w:before")
    bas = '<w:vAlign w:val="bottom"/>'
    rangee = (
        '<w:trPr><w:trHeight w:val="2000" w:hRule="exact"/></w:trPr>'
        f"<w:tc><w:tcPr>{bas}</w:tcPr>{contenu}</w:tc>" + cellule("A")
    )
    octets = render(lettre(table(LARGE, GRILLE, rangee)))
    fin = HAUT + 100 * MM  # of the row
    assert place(octets, "Bas")[2] == pytest.approx(fin - (LIGNE - MONTE) * MM, abs=0.3)
    assert place(octets, "Haut")[2] == pytest.approx(
        fin - (LIGNE - MONTE + LIGNE + 12) * MM, abs=0.3
    )


@pytest.mark.parametrize("marque", ["del", "moveFrom"])
def test_un_paragraphe_dont_la_fin_s_en_va_se_poursuit(marque):
    mark = f'<w:rPr><w:{marque} w:id="1" w:author="a"/></w:rPr>'
    octets = render(lettre(arial("Debut", mark) + arial("Suite") + arial("Fin")))
    assert rang(octets, "DebutSuite") == (1, 0)
    assert rang(octets, "Fin") == (1, 1)


def test_une_image_qui_manque_garde_sa_place():
    image = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:extent cx="720000" cy="1080000"/><wp:docPr id="1" name="i"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'r:embed="absente"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    rendu = convertir(lettre(arial("Fin").replace("<w:r>", f"{image}<w:r>", 1)))
    assert "une image" in rendu.constats[0].message
    _, x, y = place(rendu.octets, "Fin")
    assert (x, y) == (pytest.approx(HAUT + 20, abs=0.1), pytest.approx(HAUT + 30, abs=0.2))


def test_deux_points_de_meme_texte_ont_chacun_leur_numero():
    octets = render(
        lettre(
            point("Meme", 0) * 3,
            avec=liste(niveau(0, "decimal", "%1.")),
            relations=LIEN_DES_LISTES,
        )
    )
    assert [m for m, *_ in mots(octets) if m != "Meme"] == ["1.", "2.", "3."]
