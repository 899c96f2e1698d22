"""Word to PDF: every character, in its place; nothing fetched; a missing engine that says so."""

import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pypdfium2.raw as brut_pdf
import pytest

from courriers.constats import Code
from courriers.document import fidelite, pdf
from courriers.document.moteur import moteur, moteur_absent
from courriers.document.moteur.copie import NOM
from courriers.document.moteur.recueil import recueil
from courriers.document.pdf import convertir, render
from courriers.document.polices import Face
from courriers.erreurs import FichierWordInvalide, MoteurPdfAbsent
from fabrique import docx, mots, nu, p, place

ARIAL = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr>'
PAGE = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1134" w:header="567" w:footer="567"/>{}</w:sectPr>'
)
MARGE = 20.0  # mm, 1134 twips


def arial(texte, ppr=""):
    """A paragraph of Arial 10; ``texte`` may hold raw runs."""
    contenu = texte if texte.startswith("<w:r") else f'<w:t xml:space="preserve">{texte}</w:t>'
    run = texte if texte.startswith("<w:r>") else f"<w:r>{ARIAL}{contenu}</w:r>"
    return f"<w:p><w:pPr>{ppr}</w:pPr>{run}</w:p>"


def lettre(corps, entetes="", apres="", **reste):
    return docx(corps + PAGE.format(entetes, apres), **reste)


def partie(balise, corps):
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:{balise} xmlns:w="{w}">{corps}</w:{balise}>'.encode()


def lien(identifiant, genre, cible):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{identifiant}" Type="{office}/{genre}" Target="{cible}"/>'


def texte_pdf(octets):
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(octets))


def test_le_texte_est_a_sa_marge_et_sur_sa_ligne():
    octets = render(lettre(arial("Alpha") + arial("Beta", '<w:ind w:left="1134"/>')))
    page, x, y = place(octets, "Alpha")
    assert (page, round(x, 1)) == (1, MARGE)
    assert round(place(octets, "Beta")[1], 1) == 2 * MARGE
    # Ten points of Arial: a line of 11.5 points, 4.06 mm.
    assert place(octets, "Beta")[2] - y == pytest.approx(11.5 * 25.4 / 72, abs=0.05)


@pytest.mark.parametrize(
    ("espacement", "millimetres"),
    [
        ('w:before="0" w:after="0" w:line="480" w:lineRule="auto"', 2 * 11.5 * 25.4 / 72),
        ('w:before="0" w:after="0" w:line="600" w:lineRule="exact"', 30 * 25.4 / 72),
        ('w:before="0" w:after="0" w:line="600" w:lineRule="atLeast"', 30 * 25.4 / 72),
        ('w:before="0" w:after="0" w:line="100" w:lineRule="atLeast"', 11.5 * 25.4 / 72),
        ('w:before="200" w:after="400"', (11.5 + 20) * 25.4 / 72),  # the larger, not the sum
    ],
)
def test_interlignes_et_espaces_sont_ceux_de_word(espacement, millimetres):
    ppr = f"<w:spacing {espacement}/>"
    octets = render(lettre(arial("Alpha", ppr) + arial("Beta", ppr)))
    ecart = place(octets, "Beta")[2] - place(octets, "Alpha")[2]
    assert ecart == pytest.approx(millimetres, abs=0.1)


def test_chaque_taquet_place_ce_qui_le_suit():
    tabs = '<w:tabs><w:tab w:val="left" w:pos="2268"/><w:tab w:val="right" w:pos="9638"/></w:tabs>'
    run = f"<w:r>{ARIAL}<w:t>un</w:t><w:tab/><w:t>deux</w:t><w:tab/><w:t>trois</w:t></w:r>"
    octets = render(lettre(f"<w:p><w:pPr>{tabs}</w:pPr>{run}</w:p>"))
    assert place(octets, "deux")[1] == pytest.approx(MARGE + 40, abs=0.1)
    # « trois » ends on the right margin; Arial: t .278 r .333 o .556 i .222 s .5 of 10 points.
    assert place(octets, "trois")[1] == pytest.approx(190 - 18.89 * 25.4 / 72, abs=0.1)
    assert len({round(y, 1) for *_, y in mots(octets)}) == 1


def test_l_en_tete_et_le_pied_sont_sur_chaque_page_avec_leur_numero():
    champ = '<w:fldSimple w:instr=" {} "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    pied = f"<w:p>{champ.format('PAGE')}<w:r><w:t>sur</w:t></w:r>{champ.format('NUMPAGES')}</w:p>"
    octets = render(
        lettre(
            arial("Premier") + arial("Second", "<w:pageBreakBefore/>"),
            '<w:headerReference w:type="default" r:id="h"/>'
            '<w:footerReference w:type="default" r:id="f"/>',
            avec={
                "word/header1.xml": partie("hdr", p("Entete")),
                "word/footer1.xml": partie("ftr", pied),
            },
            relations=lien("h", "header", "header1.xml") + lien("f", "footer", "footer1.xml"),
        )
    )
    pages = [nu(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(octets)]
    assert len(pages) == 2
    for numero, (page, corps) in enumerate(zip(pages, ("Premier", "Second"), strict=True), 1):
        assert all(mot in page for mot in ("Entete", corps, f"{numero}sur2"))
    assert place(octets, "Entete")[2] < MARGE < place(octets, "Premier")[2]


def test_un_en_tete_plus_haut_que_la_marge_pousse_le_corps():
    haut = "".join(p(f"ligne{i}") for i in range(20))
    octets = render(
        lettre(
            arial("Corps"),
            '<w:headerReference w:type="default" r:id="h"/>',
            avec={"word/header1.xml": partie("hdr", haut)},
            relations=lien("h", "header", "header1.xml"),
        )
    )
    assert place(octets, "Corps")[2] > place(octets, "ligne19")[2] > 60


def test_la_premiere_page_a_son_propre_en_tete():
    octets = render(
        lettre(
            arial("Un") + arial("Deux", "<w:pageBreakBefore/>"),
            '<w:headerReference w:type="default" r:id="h"/>'
            '<w:headerReference w:type="first" r:id="g"/>',
            "<w:titlePg/>",
            avec={
                "word/header1.xml": partie("hdr", p("Suite")),
                "word/header2.xml": partie("hdr", p("Ouverture")),
            },
            relations=lien("h", "header", "header1.xml") + lien("g", "header", "header2.xml"),
        )
    )
    lus = [(mot, page) for mot, page, *_ in mots(octets)]
    assert sorted(lus) == [("Deux", 2), ("Ouverture", 1), ("Suite", 2), ("Un", 1)]


def tableau(rangees, grille=(2268, 2268), trpr=""):
    colonnes = "".join(f'<w:gridCol w:w="{c}"/>' for c in grille)
    corps = ""
    for rang, rangee in enumerate(rangees):
        cellules = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{c}" w:type="dxa"/></w:tcPr>{arial(t)}</w:tc>'
            for t, c in zip(rangee, grille, strict=True)
        )
        corps += f"<w:tr><w:trPr>{trpr if rang == 0 else ''}</w:trPr>{cellules}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{colonnes}</w:tblGrid>{corps}</w:tbl>"


def test_les_colonnes_d_un_tableau_ont_leur_largeur():
    octets = render(lettre(tableau([("a", "b")]) + arial("")))
    assert place(octets, "b")[1] - place(octets, "a")[1] == pytest.approx(40, abs=0.1)


def test_la_rangee_de_titre_se_repete_et_le_texte_reste_entier():
    rangees = [("Titre", "Montant"), *((f"r{i}", f"{i},00") for i in range(120))]
    rendu = convertir(lettre(tableau(rangees, trpr="<w:tblHeader/>") + arial("fin")))
    # 121 rows of 4.06 mm on pages of 257: two.
    assert rendu.pages == 2
    assert [m for m, *_ in mots(rendu.octets)].count("Titre") == 2
    assert rendu.est_complet


def test_un_texte_oublie_par_le_lecteur_est_une_erreur(monkeypatch):
    monkeypatch.setattr(
        "courriers.document.html.lignes._texte", lambda morceau, *_, **__: morceau.texte[:-1]
    )
    rendu = convertir(lettre(arial("Somme due : 1 000 €")))
    assert not rendu.est_complet
    assert [c.code for c in rendu.constats] == [Code.TEXTE_PERDU]


def test_ce_que_l_arbre_n_a_pas_lu_est_une_erreur(monkeypatch):
    monkeypatch.setattr(pdf, "texte", lambda _: "Alpha et encore")
    assert not convertir(lettre(arial("Alpha"))).est_complet


def test_une_suppression_suivie_disparait_et_se_dit():
    ote = "<w:del><w:r><w:delText>ôté</w:delText></w:r></w:del>"
    corps = f"<w:p><w:r>{ARIAL}<w:t>garde</w:t></w:r>{ote}</w:p>"
    rendu = convertir(lettre(corps))
    assert texte_pdf(rendu.octets).strip() == "garde"
    assert [c.code for c in rendu.constats][:1] == [Code.MISE_EN_PAGE_APPROCHEE]


def test_une_note_de_bas_de_page_est_rendue_a_la_fin():
    notes = '<w:footnote w:id="1"><w:p><w:r><w:t>Texte de la note</w:t></w:r></w:p></w:footnote>'
    corps = (
        f'<w:p><w:r>{ARIAL}<w:t>Corps</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    rendu = convertir(
        lettre(corps, avec={"word/footnotes.xml": partie("footnotes", notes)},
               relations=lien("n", "footnotes", "footnotes.xml"))
    )  # fmt: skip
    assert nu(texte_pdf(rendu.octets)) == "Corps11Textedelanote"


def test_une_zone_de_texte_suit_son_paragraphe():
    boite = f"<w:pict><w:txbxContent>{p('Encadré')}</w:txbxContent></w:pict>"
    rendu = convertir(lettre(f"<w:p><w:r>{ARIAL}<w:t>Avant</w:t>{boite}</w:r></w:p>{p('Après')}"))
    assert nu(texte_pdf(rendu.octets)) == "AvantEncadréAprès"
    assert Code.MISE_EN_PAGE_APPROCHEE in {c.code for c in rendu.constats}


def test_une_liste_est_numerotee():
    definition = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    point = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    octets = render(
        lettre(
            arial("un", point) + arial("deux", point),
            avec={"word/numbering.xml": partie("numbering", definition)},
            relations=lien("l", "numbering", "numbering.xml"),
        )
    )
    assert [m for m, *_ in mots(octets)] == ["iii)", "un", "iv)", "deux"]


@pytest.mark.parametrize("valeur", ["A & B <C>", "{{ x }}", "L’Œuvre « n° 1 »", "1 234,56 €", "١٢"])
def test_une_valeur_hostile_est_rendue_telle_quelle(valeur):
    echappe = valeur.replace("&", "&amp;").replace("<", "&lt;")
    assert convertir(lettre(arial(echappe))).est_complet


def test_un_caractere_sans_dessin_se_dit():
    rendu = convertir(lettre(arial("signe \U0001f9fe")))
    assert [c.code for c in rendu.constats] == [Code.POLICE_INCOMPLETE]


def test_une_police_absente_se_dit_et_la_lettre_se_lit():
    run = '<w:r><w:rPr><w:rFonts w:ascii="Introuvable Sans"/></w:rPr><w:t>Bonjour</w:t></w:r>'
    rendu = convertir(lettre(arial(run)))
    assert [c.code for c in rendu.constats] == [Code.POLICE_REMPLACEE]
    assert "Introuvable Sans" in rendu.constats[0].message


def test_arial_est_rendue_par_arimo_dont_la_police_est_dans_le_fichier():
    page = pypdfium2.PdfDocument(render(lettre(arial("Bonjour"))))[0].get_textpage()
    nom, drapeaux = ctypes.create_string_buffer(80), ctypes.c_int()
    brut_pdf.FPDFText_GetFontInfo(page, 0, nom, 80, drapeaux)
    assert b"Arimo" in nom.value


def test_le_moteur_ne_va_rien_chercher(tmp_path):
    moteur()
    fichier = tmp_path / "f.ttf"
    fichier.write_bytes(b"police")
    source = recueil()({"f0": Face(fichier, "F", {}, 1.0, 0.8)}, {"logo": b"image"})
    assert source.fetch("police:f0").read() == b"police"
    assert source.fetch("dessin:logo").read() == b"image"
    for adresse in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,a", "police:f1"):
        with pytest.raises(ValueError, match="adresse refusée"):
            source.fetch(adresse)


def test_memes_octets_a_chaque_fois():
    source = lettre(arial("Bonjour"))
    assert render(source) == render(source)


def test_huit_fils_rendent_la_meme_lettre():
    source = lettre(arial("Bonjour à tous"))
    attendu = render(source)
    with ThreadPoolExecutor(8) as fils:
        assert set(fils.map(lambda _: render(source), range(16))) == {attendu}


@pytest.mark.parametrize(
    ("systeme", "etape"),
    [("linux", "apt-get install"), ("darwin", "brew install pango"), ("win32", "MSYS2")],
)
def test_sans_moteur_l_erreur_dit_les_etapes_du_systeme(systeme, etape):
    erreur = moteur_absent(systeme, "cannot load library 'libgobject-2.0-0'")
    assert isinstance(erreur, MoteurPdfAbsent)
    assert etape in erreur.conseil
    assert "--format docx" in erreur.conseil
    assert "libgobject" in erreur.message


def test_sans_weasyprint_l_erreur_est_la_notre(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.delitem(sys.modules, NOM, raising=False)
    with pytest.raises(MoteurPdfAbsent):
        render(lettre(arial("Bonjour")))


def test_un_fichier_qui_n_est_pas_word_est_refuse():
    with pytest.raises(FichierWordInvalide):
        render(b"%PDF-1.7")


def test_un_fichier_sans_rien_donne_une_page_blanche():
    assert convertir(docx("")).pages == 1


def test_une_fleche_de_lecture_de_droite_a_gauche_n_est_pas_un_texte_perdu():
    rendu = convertir(lettre(arial("Société \u200fالنور\u200f {Import}")))
    assert rendu.est_complet


def test_un_pied_de_page_de_droite_a_gauche_n_est_pas_un_texte_perdu():
    pied = partie("ftr", arial("Société \u200fالنور\u200f (Import) {Export}"))
    fichier = lettre(
        arial("un"),
        '<w:footerReference w:type="default" r:id="f"/>',
        avec={"word/footer1.xml": pied},
        relations=lien("f", "footer", "footer1.xml"),
    )
    assert {c.code for c in convertir(fichier).constats} <= {Code.POLICE_INCOMPLETE}


def test_la_relecture_du_pdf_voit_un_ordre_change():
    from courriers.document.lecture import lire

    droit, inverse = lettre(arial("un") + arial("deux")), lettre(arial("deux") + arial("un"))
    assert fidelite.comparer(lire(droit), render(droit)) is None
    ecart = fidelite.comparer(lire(droit), render(inverse))
    assert not ecart.manque
    assert ecart.ou == "« undeux » (lu : « deuxun »)"
    assert fidelite.comparer(lire(droit), render(lettre(arial("un")))).manque


def test_la_relecture_du_pdf_voit_un_pied_de_page_absent():
    from courriers.document.lecture import lire

    corps, pied = (
        arial("un"),
        b'<w:ftr xmlns:w="%s">%s</w:ftr>'
        % (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            arial("RCS Lyon").encode(),
        ),
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    reference = '<w:footerReference w:type="default" r:id="f"/>'
    avec = docx(
        corps + PAGE.format(reference, ""),
        avec={"word/footer1.xml": pied},
        relations=f'<Relationship Id="f" Type="{office}/footer" Target="footer1.xml"/>',
    )
    assert fidelite.comparer(lire(avec), render(avec)) is None
    ecart = fidelite.comparer(lire(avec), render(lettre(corps)))
    assert ecart.manque
    assert "RCSLyon" in ecart.ou


def test_un_tiret_reste_avec_ce_qu_une_espace_insecable_lui_lie():
    # « –\u00a0suite » does not fit after the word before it: both go to the next line.
    octets = render(lettre(arial("x" * 8 + " –\u00a0suite", '<w:ind w:right="8200"/>')))
    lus = {mot: y for mot, _, _, y in mots(octets)}
    assert lus["–\u00a0suite" if "–\u00a0suite" in lus else "–"] > lus["x" * 8]


def test_un_numero_se_coupe_apres_le_trait_qui_precede_un_chiffre():
    # 62 points: « REC-2026-00 » would fit, the whole does not.
    octets = render(lettre(arial("REC-2026-0001", '<w:ind w:right="8400"/>')))
    premiere, seconde = texte_pdf(octets).split("\r\n")
    assert (nu(premiere).rstrip("-"), nu(seconde)) == ("REC-2026", "0001")


@pytest.mark.parametrize(
    ("corps", "code"),
    [
        (arial("deux") + arial("un"), Code.TEXTE_DEPLACE),
        (arial("un"), Code.TEXTE_PERDU),
        (arial("un") + arial("deux"), None),
    ],
)
def test_un_texte_deplace_n_est_pas_un_texte_perdu(monkeypatch, corps, code):
    """The page maker is made to draw another letter."""
    autre = render(lettre(corps))
    monkeypatch.setattr("courriers.document.pdf.ecrire", lambda *_: autre)
    constats = convertir(lettre(arial("un") + arial("deux"))).constats
    assert [c.code for c in constats] == ([] if code is None else [code])
