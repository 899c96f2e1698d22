"""Frames, text boxes, floating tables and anchored pictures: each at its place, nothing lost."""

import pypdfium2
import pytest

from courriers.constats import Code
from courriers.document.pdf import convertir
from document.constructions import PAGE, arial, lettre
from document.test_lecture import lien, partie, png
from fabrique import docx, mots, place

MM = 25.4 / 72
LONG = "Nous vous rappelons que la facture demeure impayée malgré nos précédents courriers. " * 6
EXPEDITEUR = "".join(map(arial, ("Durand", "Adresse", "Paris", "Telephone")))
SUITE = arial("Date", '<w:jc w:val="right"/>') + arial(LONG)
CADRE = '<w:framePr w:w="4536" w:hSpace="142" w:wrap="around" {}/>'
SUR_LA_PAGE = 'w:vAnchor="page" w:hAnchor="page" w:x="6236" w:y="2552"'
"""110 mm from the left edge, 45 mm from the top."""
X, Y = 110.0, 45.0
ESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def ancre(dedans, h, v, autour="wrapSquare", taille=(2_880_000, 1_080_000), **attributs):
    """A drawing anchored at *h* and *v*, each a landmark and EMU; a text box if it has text."""
    plus = "".join(f' {n}="{x}"' for n, x in attributs.items())
    return (
        f'<w:r><w:drawing {ESPACES}><wp:anchor distT="0" distB="0" distL="0" distR="0"{plus}>'
        f'<wp:positionH relativeFrom="{h[0]}"><wp:posOffset>{h[1]}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{v[0]}"><wp:posOffset>{v[1]}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{taille[0]}" cy="{taille[1]}"/><wp:{autour}/><wp:docPr id="1" name="z"/>'
        f"{dedans}</wp:anchor></w:drawing></w:r>"
    )


def zone(texte, *places, apparence="", **reste):
    corps = 'lIns="91440" tIns="45720" rIns="91440" bIns="45720"'
    return ancre(
        f"<wps:wsp><wps:spPr>{apparence}</wps:spPr><wps:txbx><w:txbxContent>{arial(texte)}"
        f"</w:txbxContent></wps:txbx><wps:bodyPr {corps}/></wps:wsp>",
        *places, **reste,
    )  # fmt: skip


def avec(run, texte):
    return arial(texte).replace("<w:r>", f"{run}<w:r>", 1)


def haut_de_ligne(octets, mot):
    """Top of the line of Arial 10 where *mot* stands, in millimetres."""
    return place(octets, mot)[2] - 10 * (0.905 + 0.033) * MM  # ascent, and gap above


@pytest.mark.parametrize("avant", [True, False])
def test_un_cadre_place_sur_la_page_ne_prend_pas_de_place(avant):
    cadre = CADRE.format(SUR_LA_PAGE)
    boite = arial("Destinataire", cadre) + arial("Ville", cadre)
    corps = boite + EXPEDITEUR if avant else EXPEDITEUR + boite
    rendu = convertir(lettre(corps + SUITE))
    assert rendu.constats == ()
    assert place(rendu.octets, "Destinataire")[1] == pytest.approx(X, abs=0.1)
    assert haut_de_ligne(rendu.octets, "Destinataire") == pytest.approx(Y, abs=0.1)
    sans = convertir(lettre(EXPEDITEUR + SUITE)).octets
    for mot in ("Durand", "Telephone"):
        assert place(rendu.octets, mot) == pytest.approx(place(sans, mot), abs=0.1)


def test_le_texte_qui_passerait_sous_un_cadre_en_fait_le_tour():
    cadre = arial("Destinataire", CADRE.format('w:hRule="exact" w:h="1134" ' + SUR_LA_PAGE))
    octets = convertir(lettre(EXPEDITEUR + cadre + arial(LONG) * 3)).octets
    a_cote = [x for mot, _, x, y in mots(octets) if Y < y < Y + 20 and mot != "Destinataire"]
    dessous = [x for _, _, x, y in mots(octets) if y > Y + 25]
    assert 80 < max(a_cote) < X - 2.5  # the distance asked for is 142 twips
    assert max(dessous) > X


@pytest.mark.parametrize(
    ("h", "v", "attendu"),
    [
        (("page", 3_960_000), ("page", 1_620_000), (X, Y)),
        (("margin", 3_240_000), ("margin", 900_000), (X, Y)),
        (("column", 3_240_000), ("page", 1_620_000), (X, Y)),
        # Four lines of Arial 10 stand above the paragraph it is anchored to.
        (("column", 3_240_000), ("paragraph", 360_000), (X, 20 + 4 * 11.5 * MM + 10)),
        (("column", 3_240_000), ("paragraph", -360_000), (X, 20 + 4 * 11.5 * MM - 10)),
    ],
)
@pytest.mark.parametrize("autour", ["wrapSquare", "wrapNone", "wrapTopAndBottom"])
def test_une_zone_de_texte_est_a_sa_place_et_a_ses_retraits(h, v, attendu, autour):
    boite = zone("Destinataire", h, v, autour=autour)
    rendu = convertir(lettre(EXPEDITEUR + avec(boite, "Reference") + SUITE))
    assert rendu.constats == ()
    # Insets: a tenth of an inch at the left, half of it above.
    assert place(rendu.octets, "Destinataire")[1] == pytest.approx(attendu[0] + 2.54, abs=0.1)
    haut = haut_de_ligne(rendu.octets, "Destinataire")
    assert haut == pytest.approx(attendu[1] + 1.27, abs=0.1)


def test_le_texte_reprend_sous_une_zone_de_toute_la_largeur():
    boite = zone("Encart", ("column", 0), ("page", 1_620_000), autour="wrapTopAndBottom")
    octets = convertir(lettre(EXPEDITEUR + avec(boite, "Reference") + arial("") * 6 + SUITE)).octets
    # One line fits between the reference and the box, 30 mm tall; five come below it.
    assert haut_de_ligne(octets, "Date") == pytest.approx(Y + 30 + 5 * 11.5 * MM, abs=0.2)


@pytest.mark.parametrize("v", ["page", "margin"])
def test_un_tableau_flottant_est_a_sa_place(v):
    y = 2552 if v == "page" else 2552 - 1134
    tableau = (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="{v}" w:horzAnchor="page" w:tblpX="6236" '
        f'w:tblpY="{y}"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc>'
        f"{arial('Destinataire')}</w:tc></w:tr></w:tbl>"
    )
    rendu = convertir(lettre(EXPEDITEUR + tableau + SUITE))
    assert rendu.constats == ()
    assert haut_de_ligne(rendu.octets, "Destinataire") == pytest.approx(Y, abs=0.1)
    assert place(rendu.octets, "Destinataire")[1] == pytest.approx(X, abs=2)


def test_une_zone_d_un_ancien_word_est_a_sa_place():
    forme = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" stroked="f" '
        'style="position:absolute;'
        "margin-left:110mm;margin-top:45mm;width:60mm;height:20mm;"
        'mso-position-horizontal-relative:page;mso-position-vertical-relative:page">'
        f'<v:textbox inset="0,0,0,0"><w:txbxContent>{arial("Destinataire")}</w:txbxContent>'
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    octets = convertir(lettre(EXPEDITEUR + avec(forme, "Reference") + SUITE)).octets
    assert place(octets, "Destinataire")[1] == pytest.approx(X, abs=0.3)
    assert haut_de_ligne(octets, "Destinataire") == pytest.approx(Y, abs=0.3)


def test_une_place_sur_la_page_vaut_pour_la_page_de_son_paragraphe():
    boite = zone("Encart", ("page", 3_960_000), ("page", 3_600_000))
    suite = arial("Seconde", "<w:pageBreakBefore/>") + avec(boite, "Reference") + SUITE
    octets = convertir(lettre(EXPEDITEUR + suite)).octets
    assert place(octets, "Encart")[0] == 2
    assert haut_de_ligne(octets, "Encart") == pytest.approx(100 + 1.27, abs=0.1)


def test_les_marges_d_une_place_sont_celles_de_sa_section():
    large = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2268" '
        'w:left="2268" w:right="1134" w:bottom="1134"/></w:sectPr></w:pPr></w:p>'
    )
    boite = zone("Encart", ("margin", 0), ("margin", 0), autour="wrapNone")
    octets = convertir(lettre(avec(boite, "Reference") + large + arial("Fin"))).octets
    assert place(octets, "Encart")[1] == pytest.approx(40 + 2.54, abs=0.1)
    assert haut_de_ligne(octets, "Encart") == pytest.approx(40 + 1.27, abs=0.1)


def pixel(octets, x, y, echelle=4):
    """The colour at *x*, *y* millimetres of the first page."""
    page = pypdfium2.PdfDocument(octets)[0]
    image = page.render(scale=echelle).to_pil().convert("RGB")
    return image.getpixel((round(x / MM * echelle), round(y / MM * echelle)))


def test_une_zone_garde_son_fond_et_son_trait():
    apparence = (
        '<a:solidFill><a:srgbClr val="00FF00"/></a:solidFill><a:ln w="38100"><a:solidFill>'
        '<a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
    )
    boite = zone("Encart", ("page", 3_960_000), ("page", 1_620_000), apparence=apparence)
    octets = convertir(lettre(avec(boite, "Reference"))).octets
    assert pixel(octets, X + 40, Y + 20) == (0, 255, 0)
    assert pixel(octets, X + 40, Y + 0.5) == (255, 0, 0)
    assert pixel(octets, X + 40, Y + 32) == (255, 255, 255)


@pytest.mark.parametrize(("derriere", "devant"), [("1", False), ("0", True)])
def test_une_image_ancree_est_a_sa_place_devant_ou_derriere(derriere, devant):
    noir = png(20, 10)
    dessin = ancre(
        '<a:blip r:embed="i"/>', ("page", 720_000), ("page", 720_000),
        autour="wrapNone", taille=(1_080_000, 540_000), behindDoc=derriere,
    )  # fmt: skip
    corps = avec(dessin, "Texte") + arial("Suite")
    fichier = lettre(
        corps, avec={"word/media/l.png": noir}, relations=lien("i", "image", "media/l.png")
    )
    rendu = convertir(fichier)
    assert rendu.constats == ()
    x, y = place(rendu.octets, "Texte")[1:]
    assert (x, y) == pytest.approx((20, 20 + 9.38 * MM), abs=0.1)  # it takes no room
    (image,) = [o for o in pypdfium2.PdfDocument(rendu.octets)[0].get_objects() if o.type == 3]
    gauche, bas, droite, haut = (v * MM for v in image.get_bounds())
    assert (gauche, 297 - haut) == pytest.approx((20, 20), abs=0.1)
    assert (droite - gauche, haut - bas) == pytest.approx((30, 15), abs=0.1)
    genres = [o.type for o in pypdfium2.PdfDocument(rendu.octets)[0].get_objects()]
    assert (genres.index(3) > genres.index(1)) == devant


def test_une_zone_d_en_tete_est_a_sa_place_sur_chaque_page():
    boite = zone("Logo", ("page", 3_960_000), ("page", 360_000), autour="wrapNone")
    corps = (
        EXPEDITEUR + arial("Encart ici") + arial("Seconde", "<w:pageBreakBefore/>")
        + '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="11906" '
        'w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="567"/></w:sectPr>'
    )  # fmt: skip
    fichier = docx(
        corps,
        avec={"word/header1.xml": partie("hdr", avec(boite, "Entete") + arial("Bas"))},
        relations=lien("h", "header", "header1.xml"),
    )
    rendu = convertir(fichier)
    assert rendu.constats == ()
    assert [m[1] for m in mots(rendu.octets) if m[0] == "Logo"] == [1, 2]
    assert haut_de_ligne(rendu.octets, "Logo") == pytest.approx(10 + 1.27, abs=0.1)
    assert haut_de_ligne(rendu.octets, "Durand") == pytest.approx(20, abs=0.1)


def test_une_zone_dans_une_cellule_se_place_depuis_son_paragraphe():
    boite = zone("Tampon", ("column", 720_000), ("paragraph", 360_000), autour="wrapNone",
                 taille=(720_000, 360_000))  # fmt: skip
    tableau = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:trPr>'
        '<w:trHeight w:val="2000"/></w:trPr><w:tc>'
        + avec(boite, "Cellule")
        + "</w:tc></w:tr></w:tbl>"
    )
    rendu = convertir(lettre(EXPEDITEUR + tableau + SUITE))
    assert rendu.est_complet
    cellule, tampon = (place(rendu.octets, m) for m in ("Cellule", "Tampon"))
    assert tampon[1] - cellule[1] == pytest.approx(20 + 2.54, abs=0.2)
    assert tampon[2] - cellule[2] == pytest.approx(10 + 1.27, abs=0.2)


def test_le_texte_d_une_zone_ne_peut_manquer(monkeypatch):
    from courriers.document.html import blocs

    monkeypatch.setattr(blocs, "flottant_html", lambda *_, **__: "")
    boite = zone("Encart", ("page", 3_960_000), ("page", 1_620_000))
    rendu = convertir(lettre(avec(boite, "Reference")))
    assert [c.code for c in rendu.constats] == [Code.TEXTE_PERDU]


FORME = (
    '<wps:wsp><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{0}" cy="{1}"/></a:xfrm>'
    '<a:prstGeom prst="{2}"/>{3}</wps:spPr><wps:bodyPr/></wps:wsp>'
)
TRAIT = '<a:ln w="25400"><a:solidFill><a:srgbClr val="0000FF"/></a:solidFill></a:ln>'
FOND = '<a:solidFill><a:srgbClr val="00FF00"/></a:solidFill><a:ln><a:noFill/></a:ln>'


@pytest.mark.parametrize(
    ("genre", "taille", "apparence", "dedans", "couleur"),
    [
        ("line", (2_880_000, 0), TRAIT, (40, 0.3), (0, 0, 255)),
        ("line", (0, 1_080_000), TRAIT, (0.3, 20), (0, 0, 255)),
        ("rect", (2_880_000, 1_080_000), FOND, (40, 20), (0, 255, 0)),
    ],
)
def test_un_trait_ou_un_rectangle_est_trace_a_sa_place(genre, taille, apparence, dedans, couleur):
    forme = ancre(
        FORME.format(*taille, genre, apparence), ("page", 3_960_000), ("page", 1_620_000),
        autour="wrapNone", taille=taille,
    )  # fmt: skip
    rendu = convertir(lettre(avec(forme, "Reference")))
    assert rendu.constats == ()
    assert pixel(rendu.octets, X + dedans[0], Y + dedans[1]) == couleur
    assert pixel(rendu.octets, X - 2, Y - 2) == (255, 255, 255)


def test_un_trait_de_biais_n_est_pas_rendu_et_se_dit():
    taille = (2_880_000, 1_080_000)
    forme = ancre(FORME.format(*taille, "line", TRAIT), ("page", 0), ("page", 0), taille=taille)
    rendu = convertir(lettre(avec(forme, "Reference")))
    assert [c.code for c in rendu.constats] == [Code.MISE_EN_PAGE_APPROCHEE]


def test_les_zones_d_un_groupe_ont_chacune_leur_place():
    wpg = 'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    membre = (
        '<wps:wsp><wps:spPr><a:xfrm><a:off x="{}" y="{}"/><a:ext cx="720000" cy="300000"/>'
        "</a:xfrm></wps:spPr><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0"/></wps:wsp>'
    )
    groupe = (
        f'<wpg:wgp {wpg}><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2880000" '
        'cy="1080000"/><a:chOff x="1000" y="1000"/><a:chExt cx="1440000" cy="540000"/></a:xfrm>'
        f"</wpg:grpSpPr>{membre.format(1000, 1000, arial('Haut'))}"
        f"{membre.format(361_000, 181_000, arial('Bas'))}</wpg:wgp>"
    )
    pic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    image = (
        f'<pic:pic xmlns:pic="{pic}"><a:blip r:embed="i"/><pic:spPr><a:xfrm>'
        '<a:off x="1000" y="181000"/><a:ext cx="180000" cy="90000"/></a:xfrm></pic:spPr></pic:pic>'
    )
    forme = ancre(
        groupe.replace("</wpg:wgp>", f"{image}</wpg:wgp>"),
        ("page", 3_960_000), ("page", 1_620_000), autour="wrapNone",
    )  # fmt: skip
    rendu = convertir(
        lettre(
            avec(forme, "Reference"),
            avec={"word/media/l.png": png(20, 10)},
            relations=lien("i", "image", "media/l.png"),
        )
    )
    assert rendu.constats == ()
    octets = rendu.octets
    (dessin,) = [o for o in pypdfium2.PdfDocument(octets)[0].get_objects() if o.type == 3]
    gauche, bas, droite, haut = (v * MM for v in dessin.get_bounds())
    assert (gauche, 297 - haut, droite - gauche, haut - bas) == pytest.approx(
        (X, Y + 10, 10, 5), abs=0.1
    )
    # The group is drawn twice as large as its own measures.
    assert place(octets, "Haut")[1] == pytest.approx(X, abs=0.1)
    assert place(octets, "Bas")[1] == pytest.approx(X + 20, abs=0.1)
    assert haut_de_ligne(octets, "Bas") == pytest.approx(Y + 10, abs=0.1)


def avec_courants(entete, pied, corps):
    references = "".join(
        f'<w:{genre}Reference w:type="default" r:id="{genre[0]}"/>'
        for genre in ("header", "footer")
    )
    return docx(
        corps + PAGE.replace("<w:sectPr>", f"<w:sectPr>{references}"),
        avec={
            "word/header1.xml": partie("hdr", entete),
            "word/footer1.xml": partie("ftr", pied),
            "word/media/l.png": png(20, 10),
            "word/_rels/header1.xml.rels": RELATIONS,
        },
        relations=lien("h", "header", "header1.xml") + lien("f", "footer", "footer1.xml"),
    )


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f"{lien('i', 'image', 'media/l.png')}</Relationships>"
).encode()


@pytest.mark.parametrize(
    ("autour", "ou"),
    [
        ("wrapSquare", (20 + 40, 20)),  # beside it
        ("wrapTopAndBottom", (20, 10 + 20)),  # below it
        ("wrapNone", (20, 20)),
    ],
)
def test_le_texte_evite_une_image_d_en_tete_qui_descend_sur_lui(autour, ou):
    image = ancre(
        '<a:blip r:embed="i"/>', ("column", 0), ("paragraph", 0), autour=autour,
        taille=(1_440_000, 720_000),
    )  # fmt: skip
    rendu = convertir(avec_courants(avec(image, "Entete"), arial("Pied"), EXPEDITEUR))
    assert rendu.constats == ()
    assert place(rendu.octets, "Durand")[1] == pytest.approx(ou[0], abs=0.1)
    assert haut_de_ligne(rendu.octets, "Durand") == pytest.approx(ou[1], abs=0.1)


@pytest.mark.parametrize(
    ("v", "attendu"),
    [
        (("page", 9_900_000), 275),
        # One line of Arial 10, whose bottom is 10 mm above that of the sheet.
        (("paragraph", -360_000), 297 - 10 - 11.5 * MM - 10),
    ],
)
def test_une_zone_de_pied_de_page_est_a_sa_place_sur_chaque_page(v, attendu):
    boite = zone("Mentions", ("page", 3_960_000), v, autour="wrapNone")
    corps = EXPEDITEUR + arial("Seconde", "<w:pageBreakBefore/>")
    rendu = convertir(avec_courants(arial("Entete"), avec(boite, "Pied"), corps))
    assert rendu.constats == ()
    assert [m[1] for m in mots(rendu.octets) if m[0] == "Mentions"] == [1, 2]
    assert haut_de_ligne(rendu.octets, "Mentions") == pytest.approx(attendu + 1.27, abs=0.1)


def test_un_cadre_sans_largeur_aligne_a_droite_finit_a_la_marge():
    cadre = (
        '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right" w:y="1"/>'
    )
    octets = convertir(lettre(arial("Page", cadre) + arial("Corps"))).octets
    # « Page » in Arial 10: 1366 + 1139 * 3 units of 2048.
    largeur = (1366 + 3 * 1139) / 2048 * 10 * MM
    assert place(octets, "Page")[1] == pytest.approx(190 - largeur, abs=0.1)
    assert place(octets, "Corps")[2] == pytest.approx(place(octets, "Page")[2], abs=0.1)


def test_une_espace_a_la_fin_ne_coupe_pas_la_derniere_ligne_a_cote_d_une_boite():
    cadre = CADRE.format('w:hRule="exact" w:h="1134" ' + SUR_LA_PAGE)
    suite = "Nous vous rappelons que la facture mentionnée ci-dessus demeure impayée à ce jour "
    for mots_ in range(1, 14):
        texte = suite * 3 + " ".join(suite.split()[:mots_])
        avec_, sans = (
            convertir(lettre(EXPEDITEUR + arial("Destinataire", cadre) + arial(t))).octets
            for t in (texte + " ", texte)
        )
        assert [m[1:] for m in mots(avec_)] == [m[1:] for m in mots(sans)]


@pytest.mark.parametrize(("h", "v"), [(-9_000_000, 0), (90_000_000, 0), (0, 90_000_000)])
def test_rien_n_est_pose_hors_de_la_feuille(h, v):
    boite = zone("Encart", ("page", h), ("page", v), autour="wrapNone")
    x, y = place(convertir(lettre(avec(boite, "Reference"))).octets, "Encart")[1:]
    assert 0 <= x < 210
    assert 0 <= y < 297


def test_une_zone_tournee_est_rendue_droite_et_se_dit():
    boite = zone("Encart", ("page", 3_960_000), ("page", 1_620_000))
    rendu = convertir(lettre(avec(boite.replace("<wps:bodyPr", '<wps:bodyPr vert="vert270"'), "R")))
    assert [c.code for c in rendu.constats] == [Code.MISE_EN_PAGE_APPROCHEE]
    assert place(rendu.octets, "Encart")


@pytest.mark.parametrize("autour", ["wrapNone", "wrapSquare"])
@pytest.mark.parametrize(
    ("anchor", "haut"), [("t", 1.27), ("ctr", 15 - 11.5 * MM / 2), ("b", 30 - 1.27 - 11.5 * MM)]
)
def test_le_texte_d_une_zone_est_en_haut_au_milieu_ou_en_bas(autour, anchor, haut):
    boite = zone("Encart", ("page", 3_960_000), ("page", 1_620_000), autour=autour)
    boite = boite.replace("<wps:bodyPr", f'<wps:bodyPr anchor="{anchor}"')
    octets = convertir(lettre(avec(boite, "Reference"))).octets
    assert haut_de_ligne(octets, "Encart") == pytest.approx(Y + haut, abs=0.1)


@pytest.mark.parametrize("dessous", [0, 10])  # mm, of the picture under the top of the box
def test_le_texte_passe_entre_une_image_a_gauche_et_une_zone_a_droite(dessous):
    image = ancre(
        '<a:blip r:embed="i"/>', ("column", 0), ("paragraph", dessous * 36_000),
        taille=(1_440_000, 540_000),
    )  # fmt: skip
    boite = zone("Encart", ("column", 3_600_000), ("paragraph", 0), taille=(2_520_000, 720_000))
    octets = convertir(
        lettre(
            avec(image + boite, LONG),
            avec={"word/media/l.png": png(20, 10)},
            relations=lien("i", "image", "media/l.png"),
        )
    ).octets
    assert place(octets, "Encart")[1:] == pytest.approx(
        (20 + 100 + 2.54, 20 + 1.27 + 9.38 * MM), abs=0.1
    )
    lignes = {}
    for mot, _, x, y in mots(octets):
        if mot != "Encart":
            lignes.setdefault(round(y, 1), []).append(x)
    pas = 11.5 * MM
    for y, abscisses in lignes.items():
        haut, bas = y - 9.38 * MM - 20, y - 9.38 * MM - 20 + pas
        a_cote_de_l_image = haut < dessous + 15 and bas > dessous
        assert min(abscisses) == pytest.approx(20 + 40 * a_cote_de_l_image, abs=0.1)
        if haut < 20:
            assert max(abscisses) < 120
    assert max(max(a) for a in lignes.values()) > 150  # the whole width, below


def test_deux_boites_l_une_sous_l_autre_gardent_leur_place():
    hautes = [zone(f"Z{i}", ("column", 0), ("paragraph", y * 36_000), taille=(1_440_000, 360_000))
              for i, y in enumerate((5, 25))]  # fmt: skip
    octets = convertir(lettre(avec("".join(hautes), LONG))).octets
    for i, y in enumerate((5, 25)):
        assert haut_de_ligne(octets, f"Z{i}") == pytest.approx(20 + y + 1.27, abs=0.1)
    bords = {round(y): x for _, _, x, y in sorted(mots(octets), key=lambda m: -m[2])}
    assert {round(x) for x in bords.values() if x < 100} >= {20, 60}
