"""Footnotes and endnotes: numbered as Word does, at the foot of their page or after the text."""

import io

import pikepdf
import pypdfium2
import pytest

from courriers.constats import Code
from courriers.document.arbre import Note
from courriers.document.html import Rendu, page_html
from courriers.document.lecture import lire
from courriers.document.moteur import composer, ecrire
from courriers.document.pdf import convertir
from document.constructions import PAGE, arial, lettre
from document.test_lecture import lien, partie
from fabrique import mots, place

MM = 25.4 / 72
LONG = "Nous vous rappelons que la facture demeure impayée malgré nos précédents courriers. " * 3
EXPOSANT = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'

ESPACE = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'


def appel(rang, genre="footnote", attributs=""):
    return f'<w:r>{EXPOSANT}<w:{genre}Reference w:id="{rang}"{attributs}/></w:r>'


def suivi(texte, *runs):
    """A paragraph of Arial 10, and what follows its text."""
    return arial(texte).replace("</w:p>", "".join(runs) + "</w:p>")


def note(rang, texte, genre="footnote"):
    numero = f"<w:r>{EXPOSANT}<w:{genre}Ref/></w:r>{ESPACE}"
    corps = arial(texte).replace("<w:r>", f"{numero}<w:r>", 1)
    return f'<w:{genre} w:id="{rang}">{corps}</w:{genre}>'


def fichier(corps, pied=(), fin=(), reglages=""):
    avec, liens = {}, ""
    for genre, textes in (("footnote", pied), ("endnote", fin)):
        lignes = "".join(note(i, t, genre) for i, t in enumerate(textes, 1))
        avec[f"word/{genre}s.xml"] = partie(f"{genre}s", lignes)
        liens += lien(genre, f"{genre}s", f"{genre}s.xml")
    avec["word/settings.xml"] = partie("settings", reglages)
    return lettre(corps, avec=avec, relations=liens + lien("r", "settings", "settings.xml"))


def test_une_note_est_au_bas_de_sa_page():
    corps = suivi("Appel", appel(1)) + arial("Suite") + arial("Seconde", "<w:pageBreakBefore/>")
    rendu = convertir(fichier(corps, ["Dessous"]))
    assert rendu.constats == ()
    page, _, y = place(rendu.octets, "Dessous")
    assert page == 1
    # The bottom margin is 20 mm; Arial 10 goes 2.12 points below its baseline.
    assert y == pytest.approx(297 - 20 - 2.12 * MM, abs=0.2)
    assert place(rendu.octets, "Suite")[2] < 35


def test_la_note_suit_son_appel_quand_le_texte_deborde():
    corps = "".join(suivi(f"{LONG}Appel{i}", appel(i)) for i in range(1, 25))
    octets = convertir(fichier(corps, [f"Note{i} {LONG}" for i in range(1, 25)])).octets
    pages = {mot: page for mot, page, *_ in mots(octets)}
    assert len(set(pages.values())) > 1
    # The number is stuck to the word before it.
    assert all(pages[f"Note{i}"] == pages[f"Appel{i}{i}"] for i in range(1, 25))


def test_un_filet_de_deux_pouces_separe_le_texte_des_notes():
    octets = convertir(fichier(suivi("Appel", appel(1)), ["Dessous"])).octets
    page = pypdfium2.PdfDocument(octets)[0]
    (filet,) = [o for o in page.get_objects() if o.type == 2]
    gauche, bas, droite, haut = (v * MM for v in filet.get_bounds())
    assert (gauche, droite - gauche) == pytest.approx((20, 50.8), abs=0.1)
    assert haut - bas < 0.3
    note_ = 297 - place(octets, "Dessous")[2]
    assert 2 < bas - note_ < 7


def test_les_deux_sortes_de_notes_se_comptent_a_part():
    corps = suivi("A", appel(1), appel(1, "endnote"), appel(2), appel(2, "endnote"))
    rendu = convertir(fichier(corps, ["P1", "P2"], ["F1", "F2"]))
    assert rendu.constats == ()
    assert [m for m, *_ in mots(rendu.octets)] == [
        "A1i2ii",
        "i",
        "F1",
        "ii",
        "F2",
        "1",
        "P1",
        "2",
        "P2",
    ]
    hauteurs = [place(rendu.octets, m)[2] for m in ("F1", "F2")]
    assert 20 < hauteurs[0] < hauteurs[1] < 60  # after the text, not at the foot


@pytest.mark.parametrize(
    ("reglage", "attendus"),
    [
        ('<w:numFmt w:val="lowerLetter"/>', ["a", "b"]),
        ('<w:numFmt w:val="chicago"/>', ["*", "†"]),
        ('<w:numStart w:val="5"/>', ["5", "6"]),
    ],
)
def test_les_notes_sont_numerotees_comme_les_reglages_le_veulent(reglage, attendus):
    reglages = f"<w:footnotePr>{reglage}</w:footnotePr>"
    lu = lire(fichier(suivi("A", appel(1), appel(2)), ["n", "m"], reglages=reglages))
    _, *morceaux = lu.sections[0].blocs[0].morceaux
    assert [m.texte for m in morceaux if not isinstance(m, Note)] == attendus
    assert [m.blocs[0].morceaux[0].texte for m in morceaux if isinstance(m, Note)] == attendus


def test_les_notes_reprennent_a_la_section_qui_le_dit():
    reprise = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    limite = f"<w:p><w:pPr><w:sectPr>{reprise}</w:sectPr></w:pPr></w:p>"
    fin = PAGE.replace("<w:sectPr>", f"<w:sectPr>{reprise}")
    corps = suivi("A", appel(1)) + limite + suivi("B", appel(2)) + fin
    lu = lire(fichier(corps, ["n", "m"]))
    assert [s.blocs[0].morceaux[1].texte for s in lu.sections[:2]] == ["1", "1"]


def test_une_marque_de_l_auteur_n_est_pas_doublee_d_un_numero():
    corps = suivi("A", appel(1, attributs=' w:customMarkFollows="1"'), "<w:r><w:t>*</w:t></w:r>")
    corps += suivi("B", appel(2))
    rendu = convertir(fichier(corps, ["étoile", "suivante"]))
    assert rendu.constats == ()
    assert [m for m, *_ in mots(rendu.octets)] == ["A*", "B1", "étoile", "1", "suivante"]


TABLEAU = "<w:tbl><w:tblPr>{}</w:tblPr><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid>{}</w:tbl>"
RANGEE = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
FLOTTANT = '<w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="6000" w:tblpY="4000"/>'


@pytest.mark.parametrize(
    "corps",
    [
        TABLEAU.format("", RANGEE.format("", suivi("Appel", appel(1)))),
        TABLEAU.format(FLOTTANT, RANGEE.format("", suivi("Appel", appel(1)))),
        TABLEAU.format(
            "",
            RANGEE.format("<w:tblHeader/>", suivi("Appel", appel(1)))
            + RANGEE.format("", arial("rangée")) * 90,
        ),
        suivi("Appel", appel(1)).replace(
            "<w:pPr>", '<w:pPr><w:framePr w:w="3000" w:hAnchor="page" w:x="6236" w:y="2552"/>'
        ),
        suivi("Appel", appel(1)).replace(
            "<w:pPr>", '<w:pPr><w:pBdr><w:top w:val="single" w:sz="8"/></w:pBdr>'
        ),
        TABLEAU.format("", RANGEE.format("", (suivi(LONG, appel(1)) + arial(LONG) * 40))),
    ],
)
def test_une_note_appelee_d_un_tableau_ou_d_un_cadre_n_est_pas_perdue(corps):
    rendu = convertir(fichier(corps + arial(LONG), ["Dessous"]))
    assert rendu.constats == ()
    assert [m[1] for m in mots(rendu.octets) if m[0] == "Dessous"] == [1]


def test_une_note_trop_haute_pour_la_page_suit_le_texte_et_se_dit():
    rendu = convertir(fichier(suivi("Appel", appel(1)) + arial("Suite"), [LONG * 60]))
    assert [c.code for c in rendu.constats] == [Code.MISE_EN_PAGE_APPROCHEE]
    assert max(y for *_, y in mots(rendu.octets)) < 280


def test_une_note_oubliee_du_pdf_est_une_erreur(monkeypatch):
    monkeypatch.setattr("courriers.document.html.notes.note_html", lambda *_: "")
    rendu = convertir(fichier(suivi("Appel", appel(1)), ["Dessous"]))
    assert [c.code for c in rendu.constats] == [Code.TEXTE_PERDU]


def test_la_note_est_dans_l_arbre_des_balises():
    octets = convertir(fichier(suivi("Appel", appel(1)) + arial("Suite"), ["Dessous"])).octets
    with pikepdf.open(io.BytesIO(octets)) as ouvert:
        contenu = pikepdf.parse_content_stream(ouvert.pages[0])
    marques = [str(o.operands[0]) for o in contenu if str(o.operator) in ("BDC", "BMC")]
    dehors = sum(str(o.operator) == "Tj" or str(o.operator) == "TJ" for o in contenu)
    assert marques
    assert dehors
    profondeur = 0
    for ordre in contenu:
        nom = str(ordre.operator)
        profondeur += (nom in ("BDC", "BMC")) - (nom == "EMC")
        assert profondeur or nom not in ("Tj", "TJ"), "text outside of any tag"


def test_les_notes_sont_les_memes_par_l_interface_publique_de_weasyprint():
    corps = suivi("Appel", appel(1), appel(1, "endnote")) + arial(LONG) * 3
    lu = lire(fichier(corps, ["Dessous"], ["Apres"]))
    copie = page_html(lu, Rendu(), {})
    avec, sans = (mots(ecrire(composer(copie, publique=p), ())) for p in (True, False))
    assert [m[:2] for m in avec] == [m[:2] for m in sans]
    assert [m[2:] for m in avec] == [pytest.approx(m[2:], abs=0.1) for m in sans]
