"""What is kept from one letter to the next changes nothing of a letter."""

import io
import subprocess
import sys
import threading

import pikepdf
import pytest

from courriers.document.html import Rendu, page_html
from courriers.document.lecture import lire
from courriers.document.moteur import VERSIONS, composer, ecrire, lignes, moteur
from courriers.document.moteur.copie import NOM
from courriers.document.pdf import convertir, render
from courriers.document.recentes import Recentes
from fabrique import docx, mots, p

BORDS = "".join(f'<w:{c} w:val="single" w:sz="8"/>' for c in ("top", "left", "bottom", "right"))
TABLEAU = (
    f"<w:tbl><w:tblPr><w:tblBorders>{BORDS}</w:tblBorders></w:tblPr>"
    '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    f"<w:tr><w:tc>{p('Facture')}</w:tc><w:tc>{p('1 200,00 €')}</w:tc></w:tr></w:tbl>"
)
JUSTIFIE = (
    '<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t>'
    + "Nous vous mettons en demeure de payer cette somme. " * 12
    + "</w:t></w:r></w:p>"
)
SOULIGNE = "<w:p><w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>souligné</w:t></w:r></w:p>"
CORPS = {
    "texte": p("Madame, Monsieur,"),
    "justifié": JUSTIFIE * 3,
    "tableau": TABLEAU + p("fin"),
    "décorations": SOULIGNE + p("ligature affiné, fi"),
    "signe sans dessin": p("avant \u2610 après"),
    "deux pages": JUSTIFIE * 30,
}


@pytest.mark.parametrize("corps", CORPS.values(), ids=CORPS)
def test_avec_ou_sans_memoire_les_mots_sont_aux_memes_places(corps):
    document, rendu = lire(docx(corps)), Rendu()
    copie = page_html(document, rendu, {})
    avec, sans = ecrire(composer(copie)), ecrire(composer(copie, publique=True))
    assert mots(avec) == mots(sans)


@pytest.mark.parametrize("corps", CORPS.values(), ids=CORPS)
def test_une_lettre_ne_depend_pas_de_celles_d_avant(corps):
    seule = dans_un_fil(lambda: render(docx(corps)))

    def apres():
        for autre in CORPS.values():
            render(docx(autre))
        return render(docx(corps))

    assert dans_un_fil(apres) == seule


def test_ce_qui_est_garde_a_une_limite(monkeypatch):
    monkeypatch.setattr(lignes, "LIGNES_MAX", 3)
    source = docx(JUSTIFIE)
    assert dans_un_fil(lambda: [render(source), render(source)][1]) == render(source)


def dans_un_fil(fonction):
    """*fonction* in a new thread: nothing is kept yet."""
    recu = []
    fil = threading.Thread(target=lambda: recu.append(fonction()))
    fil.start()
    fil.join()
    return recu[0]


def test_seize_fils_font_la_meme_lettre():
    source = docx(TABLEAU + JUSTIFIE)
    attendu, recus = render(source), []
    fils = [
        threading.Thread(target=lambda: recus.append(render(source) == attendu)) for _ in range(16)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert recus == [True] * 16


def test_le_weasyprint_de_l_appelant_n_est_pas_touche():
    import weasyprint
    from weasyprint.draw import text
    from weasyprint.layout import percent

    assert moteur() is not weasyprint
    assert percent.resolve_percentages.__module__ == "weasyprint.layout.percent"
    assert text.draw_text.__module__ == "weasyprint.draw.text"
    assert sys.modules[f"{NOM}.draw.text"].draw_text is not text.draw_text


def test_une_version_qui_n_a_pas_ete_essayee_passe_par_l_interface_publique():
    programme = (
        "import courriers.document.moteur as m\n"
        "m.VERSIONS = frozenset()\n"
        "from courriers.document.pdf import render\n"
        "import sys\n"
        "octets = render(sys.stdin.buffer.read())\n"
        "memoire = sys.modules['courriers.document.moteur.memoire']\n"
        "assert not hasattr(memoire._LOCAL, 'memoire')\n"
        "sys.stdout.buffer.write(octets)\n"
    )
    source = docx(TABLEAU + JUSTIFIE)
    fini = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", programme], input=source, capture_output=True,
        check=True,
    )  # fmt: skip
    assert mots(fini.stdout) == mots(render(source))


def test_la_version_installee_a_ete_essayee():
    assert moteur().VERSION in VERSIONS


@pytest.mark.parametrize(
    ("corps", "signe"),
    [
        (
            "<w:p><w:r><w:rPr><w:w w:val='200'/></w:rPr><w:t>large</w:t></w:r></w:p>",
            "étiré",
        ),
    ],
)
def test_ce_qui_se_dit_d_un_alinea_se_dit_a_chaque_lettre(corps, signe):
    dits = [[c.message for c in convertir(docx(corps)).constats] for _ in range(2)]
    assert dits[0] == dits[1]
    assert any(signe in message for message in dits[0])


def test_un_meme_lien_mene_ou_le_dit_chaque_fichier():
    corps = '<w:p><w:hyperlink r:id="h"><w:r><w:t>ici</w:t></w:r></w:hyperlink></w:p>'

    def avec(adresse):
        return docx(
            corps,
            relations='<Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/'
            f'2006/relationships/hyperlink" Target="{adresse}" TargetMode="External"/>',
        )

    for adresse in ("https://un.example/", "https://deux.example/"):
        with pikepdf.open(io.BytesIO(render(avec(adresse)))) as pdf:
            (lien,) = pdf.pages[0].Annots
            assert str(lien.A.URI) == adresse


def test_les_flux_d_un_pdf_sont_comprimes():
    octets = render(docx(p("Madame,")))
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        flux = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        nus = {str(o.get("/Type", o.get("/Subtype"))) for o in flux if "/Filter" not in o}
    assert nus <= {"/Metadata"}  # which PDF/A wants in the clear
    assert octets.count(b"/Type /ObjStm") == octets.count(b"/Type /XRef") == 1
    for genre in (b"/Type /ObjStm", b"/Type /XRef"):
        entete = octets[octets.rindex(b" obj", 0, octets.index(genre)) :].split(b"stream", 1)[0]
        assert b"/FlateDecode" in entete


def test_ce_qui_est_garde_ne_grandit_pas():
    gardees = Recentes(3)
    for n in range(100):
        gardees[n] = str(n)
        assert gardees.get(n) == str(n)
    assert len(gardees.neuves) + len(gardees.anciennes) <= 6
    assert gardees.get(0) is None
