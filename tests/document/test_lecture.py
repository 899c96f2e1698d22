"""Word files as they come: damaged, absurd, or simply made by other hands."""

import io
import re

import pypdfium2
import pytest
from PIL import Image

from courriers.constats import Code
from courriers.document.lecture import lire
from courriers.document.pdf import convertir
from courriers.erreurs import FichierWordInvalide
from fabrique import docx, mots, p, place

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def partie(balise, corps):
    return f'<w:{balise} xmlns:w="{W}" xmlns:r="{OFFICE}">{corps}</w:{balise}>'.encode()


def lien(identifiant, genre, cible):
    return f'<Relationship Id="{identifiant}" Type="{OFFICE}/{genre}" Target="{cible}"/>'


def par(texte, ppr=""):
    return f"<w:p><w:pPr>{ppr}</w:pPr><w:r><w:t>{texte}</w:t></w:r></w:p>"


def avec_liste(corps, niveaux, styles=""):
    definition = (
        f'<w:abstractNum w:abstractNumId="0">{niveaux}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return docx(
        corps,
        avec={
            "word/numbering.xml": partie("numbering", definition),
            "word/styles.xml": partie("styles", styles),
        },
        relations=lien("l", "numbering", "numbering.xml") + lien("s", "styles", "styles.xml"),
    )


def mots_de(fichier):
    return [mot for mot, *_ in mots(convertir(fichier).octets)]


def image(octets, nom="image1.png"):
    dessin = (
        '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<wp:inline><wp:extent cx="900000" cy="450000"/><wp:docPr id="1" name="i" descr="Logo"/>'
        '<a:blip r:embed="i"/></wp:inline></w:drawing></w:r>'
    )
    return docx(
        f"<w:p><w:r><w:t>Avant</w:t></w:r>{dessin}</w:p>",
        avec={f"word/media/{nom}": octets},
        relations=lien("i", "image", f"media/{nom}"),
    )


def png(largeur, hauteur):
    tampon = io.BytesIO()
    Image.new("1", (largeur, hauteur)).save(tampon, "PNG")
    return tampon.getvalue()


@pytest.mark.parametrize("xml", [b"", b"rien", b"<a", b"<a>" * 300])
def test_un_xml_abime_se_dit_en_francais(xml):
    with pytest.raises(FichierWordInvalide) as refus:
        lire(docx("", avec={"word/document.xml": xml}))
    assert "abîmé ou trop imbriqué" in refus.value.message
    assert not any(m in refus.value.message for m in ("tag", "Document", "string", "depth"))


@pytest.mark.parametrize("valeur", ["9", "-1", "abc", "1e30", "", "9" * 5000])
def test_une_valeur_absurde_ne_perd_pas_le_texte(valeur):
    niveau = f'<w:lvl w:ilvl="{valeur}"><w:start w:val="{valeur}"/><w:lvlText w:val="%1."/></w:lvl>'
    liste = f'<w:numPr><w:ilvl w:val="{valeur}"/><w:numId w:val="1"/></w:numPr>'
    assert "texte" in mots_de(avec_liste(par("texte", liste), niveau))
    reglage = f'<w:compat><w:compatSetting w:name="compatibilityMode" w:val="{valeur}"/></w:compat>'
    fichier = docx(
        p("texte"),
        avec={"word/settings.xml": partie("settings", reglage)},
        relations=lien("s", "settings", "settings.xml"),
    )
    assert mots_de(fichier) == ["texte"]


def test_le_retrait_d_un_style_de_liste_couvre_celui_de_la_liste():
    niveau = (
        '<w:lvl w:ilvl="0"><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>'
    )
    numero = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    style = (
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr>'
        f'{numero}<w:ind w:left="2268"/></w:pPr></w:style>'
    )
    fichier = avec_liste(
        par("1", '<w:pStyle w:val="L"/>') + par("2", numero) + par("0"), niveau, style
    )
    lus = lire(fichier).sections[0].blocs
    assert [b.mise.gauche for b in lus] == [113.4, 36.0, 0.0]


@pytest.mark.parametrize(
    "octets",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\nabc",
        b"\x01\0\0\0 EMF",
        png(10_000, 10_000),
        b"GIF8",
    ],
)
def test_une_image_qu_on_ne_peut_pas_dessiner_se_dit_et_le_texte_reste(octets):
    rendu = convertir(image(octets))
    assert [c.code for c in rendu.constats] == [Code.MISE_EN_PAGE_APPROCHEE]
    assert [m for m, *_ in mots(rendu.octets)] == ["Avant"]


def test_une_image_d_un_ancien_word_est_rendue():
    forme = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:120pt;'
        'height:60pt"><v:imagedata r:id="i"/></v:shape></w:pict></w:r>'
    )
    fichier = docx(
        f"<w:p>{forme}</w:p>",
        avec={"word/media/l.png": png(20, 10)},
        relations=lien("i", "image", "media/l.png"),
    )
    (dessin,) = lire(fichier).sections[0].blocs[0].morceaux
    assert (dessin.largeur, dessin.hauteur) == (120.0, 60.0)


def test_un_symbole_inconnu_se_dit():
    run = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0F0"/></w:r></w:p>'
    assert [c.code for c in lire(docx(run)).constats] == [Code.MISE_EN_PAGE_APPROCHEE]


def test_les_traits_d_union_conditionnels_ne_sont_pas_un_texte_perdu():
    mot = "anti\u00adconsti\u00adtution\u00adnelle porte-parole "
    assert convertir(docx(p(mot * 40))).est_complet


def test_une_rangee_coupee_par_la_page_n_est_pas_un_texte_perdu():
    cellules = "".join(f"<w:tc>{p(mot) * 120}</w:tc>" for mot in ("gauche", "droite"))
    rendu = convertir(docx(f"<w:tbl><w:tr>{cellules}</w:tr></w:tbl>{p('fin')}"))
    assert rendu.pages > 1
    assert rendu.est_complet


@pytest.mark.parametrize(
    "corps",
    [
        '<w:p><w:moveFrom w:id="1"><w:r><w:t>AILLEURS</w:t></w:r></w:moveFrom></w:p>',
        f"<w:moveFrom>{p('AILLEURS')}</w:moveFrom>",
        par("CACHÉ", '<w:pStyle w:val="Cache"/>'),
        '<w:p><w:r><w:rPr><w:rStyle w:val="Fils"/></w:rPr><w:t>CACHÉ</w:t></w:r></w:p>',
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>SOURCE</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
    ],
)
def test_ce_que_word_n_imprime_pas_n_est_pas_un_texte_perdu(corps):
    styles = (
        '<w:style w:styleId="Cache"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Fils"><w:basedOn w:val="Cache"/></w:style>'
    )
    fichier = docx(
        corps + p("reste"),
        avec={
            "word/styles.xml": partie("styles", styles),
            "word/header1.xml": partie("hdr", p("ORPHELIN")),
            "word/footnotes.xml": partie(
                "footnotes", f'<w:footnote w:id="7">{p("OUBLIÉE")}</w:footnote>'
            ),
        },
        relations=lien("s", "styles", "styles.xml")
        + lien("h", "header", "header1.xml")
        + lien("n", "footnotes", "footnotes.xml"),
    )
    rendu = convertir(fichier)
    assert rendu.est_complet
    assert [m for m, *_ in mots(rendu.octets)] == ["reste"]


def test_un_paragraphe_cache_par_son_style_ne_prend_pas_de_ligne():
    style = '<w:style w:styleId="Cache"><w:rPr><w:vanish/></w:rPr></w:style>'
    fichier = docx(
        par("CACHÉ", '<w:pStyle w:val="Cache"/>') + p("reste"),
        avec={"word/styles.xml": partie("styles", style)},
        relations=lien("s", "styles", "styles.xml"),
    )
    assert len(lire(fichier).sections[0].blocs) == 1


def test_une_note_qui_en_appelle_une_autre_est_rendue_une_fois():
    appel = '<w:p><w:r><w:t>{}</w:t><w:footnoteReference w:id="{}"/></w:r></w:p>'
    notes = "".join(
        f'<w:footnote w:id="{n}">{appel.format(mot, vers)}</w:footnote>'
        for n, mot, vers in ((1, "une", 2), (2, "autre", 1))
    )
    fichier = docx(
        appel.format("corps", 1),
        avec={"word/footnotes.xml": partie("footnotes", notes)},
        relations=lien("n", "footnotes", "footnotes.xml"),
    )
    assert mots_de(fichier) == ["corps1", "1", "une2", "2", "autre3"]
    assert convertir(fichier).est_complet


def test_une_equation_garde_son_texte_et_se_dit():
    m = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    fichier = docx(f'<w:p><m:oMath xmlns:m="{m}"><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>')
    assert mots_de(fichier) == ["a+b"]
    assert [c.code for c in lire(fichier).constats] == [Code.MISE_EN_PAGE_APPROCHEE]


def test_une_variante_entre_paragraphes_est_rendue_une_fois():
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    corps = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">{p("récent")}</mc:Choice>'
        f"<mc:Fallback>{p('ancien')}</mc:Fallback></mc:AlternateContent>"
    )
    assert mots_de(docx(corps)) == ["récent"]
    assert convertir(docx(corps)).est_complet


@pytest.mark.parametrize(("etat", "signe"), [("0", "☐"), ("1", "☒")])
def test_une_case_d_ancien_formulaire_est_rendue(etat, signe):
    borne = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    case = f'<w:ffData><w:checkBox><w:default w:val="{etat}"/></w:checkBox></w:ffData>'
    fichier = docx(
        f"<w:p>{borne.format('begin', case)}<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        f"{borne.format('end', '')}</w:p>"
    )
    assert lire(fichier).sections[0].blocs[0].morceaux[0].texte == signe


GRANDE_MARGE = '<w:sectPr><w:pgMar w:left="1134" w:right="1134"/></w:sectPr>'


def test_un_cadre_tient_des_paragraphes_voisins():
    cadre = '<w:framePr w:w="4536" w:hAnchor="page" w:x="6236" w:y="2552"/>'
    fichier = docx(par("Destinataire", cadre) + par("Ville", cadre) + par("Suite") + GRANDE_MARGE)
    lu = lire(fichier)
    assert lu.constats == ()
    flottant, suite = lu.sections[0].blocs
    assert [m.texte for p in flottant.blocs for m in p.morceaux] == ["Destinataire", "Ville"]
    assert (flottant.x, flottant.y, flottant.repere) == (311.8 - 56.7, 127.6, "papier")
    assert suite.morceaux[0].texte == "Suite"


def test_un_tableau_flottant_se_place_depuis_le_paragraphe_qui_le_suit():
    tableau = (
        '<w:tbl><w:tblPr><w:tblpPr w:horzAnchor="page" w:tblpX="6236" w:tblpY="2000"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>'
        f"<w:tr><w:tc>{p('Ici')}</w:tc></w:tr></w:tbl>"
    )
    lu = lire(docx(tableau + GRANDE_MARGE))
    assert lu.constats == ()
    flottant = lu.sections[0].blocs[0]
    assert (flottant.y, flottant.repere) == (100.0, "texte")


def test_des_tableaux_imbriques_sans_fin_sont_refuses():
    corps = p("coeur")
    for _ in range(40):
        corps = f"<w:tbl><w:tr><w:tc>{corps}</w:tc></w:tr></w:tbl>"
    with pytest.raises(FichierWordInvalide, match="imbriqués"):
        lire(docx(corps))


def test_une_fusion_de_cellules_de_largeurs_differentes_garde_leur_texte():
    def cellule(texte, reglages=""):
        return f"<w:tc><w:tcPr>{reglages}</w:tcPr>{p(texte)}</w:tc>"

    haut = cellule("a", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + cellule("b")
    bas = cellule("c", "<w:vMerge/>") + cellule("d") + cellule("e", "<w:vMerge/>")
    rendu = convertir(docx(f"<w:tbl><w:tr>{haut}</w:tr><w:tr>{bas}</w:tr></w:tbl>"))
    assert rendu.est_complet


def test_les_taquets_par_defaut_sont_ceux_du_fichier():
    corps = "<w:p><w:r><w:tab/><w:t>mot</w:t></w:r></w:p>" + GRANDE_MARGE
    reglages = partie("settings", '<w:defaultTabStop w:val="2268"/>')
    fichier = docx(
        corps, avec={"word/settings.xml": reglages}, relations=lien("s", "settings", "settings.xml")
    )
    assert place(convertir(fichier).octets, "mot")[1] == pytest.approx(60, abs=0.2)


def test_espacement_et_petites_capitales_changent_la_largeur():
    def fin(rpr):
        run = f"<w:p><w:r><w:rPr>{rpr}</w:rPr><w:t>nnnnnnnnnn fin</w:t></w:r></w:p>"
        octets = convertir(docx(run)).octets
        return next(x for mot, _, x, _ in mots(octets) if mot.casefold() == "fin")

    assert fin('<w:spacing w:val="10"/>') - fin("") == pytest.approx(5.5 * 25.4 / 72, abs=0.2)
    assert fin("") < fin("<w:smallCaps/>") < fin("<w:caps/>")


@pytest.mark.parametrize("texte", ["porte\u2011parole", "e\u0301te\u0301", "a\ufb00aire"])
def test_un_signe_absent_de_la_police_est_ecrit_autrement(texte):
    run = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t>{}</w:t></w:r></w:p>'
    rendu = convertir(docx(run.format(texte)))
    assert rendu.constats == ()


@pytest.mark.parametrize("dans", ["{}", "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p/>"])
@pytest.mark.parametrize(
    ("instruction", "ancien", "section", "numeros", "complet"),
    [
        ("PAGE", "4", "", ["7", "8"], True),
        (r"PAGE \* ROMAN", "IV", "", ["VII", "VIII"], True),
        (r"PAGE \* alphabetic", "d", 'w:fmt="upperRoman"', ["g", "h"], True),
        ("PAGE", "iv", 'w:fmt="lowerRoman"', ["vii", "viii"], True),
        ("PAGE", "b", 'w:fmt="lowerLetter"', ["g", "h"], True),
        ("PAGE", "IV", "", ["7", "8"], False),  # figures are asked for: « IV » is lost
    ],
)
def test_les_pages_sont_numerotees_comme_la_section_le_veut(
    instruction, ancien, section, numeros, complet, dans
):
    champ = f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>{ancien}</w:t></w:r></w:fldSimple>'
    pied = dans.format(f"<w:p>{champ}</w:p>")
    fichier = docx(
        p("un")
        + par("deux", "<w:pageBreakBefore/>")
        + '<w:sectPr><w:footerReference w:type="default" r:id="f"/><w:pgNumType w:start="7" '
        f"{section}/></w:sectPr>",
        avec={"word/footer1.xml": partie("ftr", pied)},
        relations=lien("f", "footer", "footer1.xml"),
    )
    rendu = convertir(fichier)
    lus = " ".join(m for m, *_ in mots(rendu.octets))
    assert re.findall("(?:un|deux) ?([^ ]+)", lus) == numeros
    assert rendu.est_complet == complet


def test_l_espace_apres_un_pied_de_page_compte():
    def hauteur(espace):
        pied = par("pied", f'<w:spacing w:after="{espace}"/>')
        fichier = docx(
            p("corps") + '<w:sectPr><w:footerReference w:type="default" r:id="f"/></w:sectPr>',
            avec={"word/footer1.xml": partie("ftr", pied)},
            relations=lien("f", "footer", "footer1.xml"),
        )
        return place(convertir(fichier).octets, "pied")[2]

    assert hauteur(0) - hauteur(200) == pytest.approx(10 * 25.4 / 72, abs=0.1)


def test_une_espace_seule_entre_deux_mots_coupe_la_ligne():
    gras = "<w:r><w:rPr><w:b/></w:rPr><w:t>mot</w:t></w:r>"
    espace = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    octets = convertir(docx(f"<w:p>{(gras + espace) * 60}</w:p>")).octets
    lignes = {y for _, _, _, y in mots(octets)}
    assert max(x for mot, _, x, _ in mots(octets)) < 185
    assert len(lignes) > 1
    assert all(mot == "mot" for mot, *_ in mots(octets))


def test_les_espaces_au_debut_d_un_paragraphe_se_voient():
    retraits = [place(convertir(docx(p(f"{e}mot"))).octets, "mot")[1] for e in ("", " ", "   ")]
    assert retraits[0] < retraits[1] < retraits[2]


def test_le_fond_d_un_encadre_va_jusqu_aux_traits():
    traits = "".join(f'<w:{c} w:val="single" w:sz="8" w:space="4"/>' for c in ("top", "bottom"))
    fond = f'<w:pBdr>{traits}</w:pBdr><w:shd w:val="clear" w:fill="FF0000"/>'
    page = pypdfium2.PdfDocument(convertir(docx(par("Titre", fond))).octets)[0]
    image = page.render(scale=4).to_pil().convert("RGB")
    # Below the page's top margin: the line, then at once the fill.
    colonne = [image.getpixel((image.width // 2, y)) for y in range(image.height // 4)]
    trait = colonne.index(next(c for c in colonne if max(c) < 60))
    assert colonne[trait + 8] == (255, 0, 0)


def test_un_tableau_tout_en_rangees_de_titre_garde_son_texte():
    rangee = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p('titre')}</w:tc></w:tr>"
    assert convertir(docx(f"<w:tbl>{rangee * 100}</w:tbl>{p('fin')}")).est_complet
