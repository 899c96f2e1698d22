"""What PDF/A-3a and PDF/UA-1 ask for, read from outside; veraPDF too where ``VERAPDF`` names it."""

import io
import os
import shlex
import subprocess
import sys

import pikepdf
import pytest
from lxml import etree

from courriers.document.pdf import render
from fabrique import docx, p

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITRE = (
    '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>Objet</w:t></w:r></w:p>'
    f"<w:tbl><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid><w:tr><w:tc>{p('cellule')}</w:tc>"
    "</w:tr></w:tbl>" + p("Bonjour")
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="T">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mise en demeure'
    "</dc:title><dc:creator>Jean Personne</dc:creator></cp:coreProperties>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def source():
    return docx(
        TITRE,
        avec={"word/styles.xml": STYLES.encode(), "docProps/core.xml": CORE.encode()},
        relations=f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>',
    )


@pytest.fixture(scope="module")
def pdf():
    with pikepdf.open(io.BytesIO(render(source()))) as ouvert:
        yield ouvert


def etiquettes(noeud):
    if isinstance(noeud, pikepdf.Dictionary):
        if "/S" in noeud:
            yield str(noeud.S)
        suite = noeud.get("/K", ())
        yield from etiquettes(suite)
    elif isinstance(noeud, pikepdf.Array):
        for enfant in noeud:
            yield from etiquettes(enfant)


def test_les_metadonnees_annoncent_les_deux_normes(pdf):
    racine = etree.fromstring(pdf.Root.Metadata.read_bytes())
    (rdf,) = racine.iter(f"{RDF}RDF")
    attributs = {k: v for d in rdf for k, v in d.attrib.items()}
    assert attributs["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert attributs["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert attributs["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()


def test_couleurs_langue_titre_et_marquage_sont_la(pdf):
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert str(pdf.Root.Lang).startswith("fr")
    assert str(pdf.docinfo.Title) == "Mise en demeure"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "/ID" in pdf.trailer


def test_le_titre_le_tableau_et_le_texte_sont_dans_l_arbre(pdf):
    lues = list(etiquettes(pdf.Root.StructTreeRoot.K))
    assert [e for e in lues if e in ("/H1", "/Table", "/TR", "/TD", "/P")] == [
        "/H1", "/Table", "/TR", "/TD", "/P",
    ]  # fmt: skip


def test_rien_de_personnel_hors_du_titre(pdf):
    brut = pdf.Root.Metadata.read_bytes() + b"".join(str(v).encode() for v in pdf.docinfo.values())
    assert b"Personne" not in brut
    assert b"Date" not in brut
    assert set(pdf.docinfo) <= {"/Title", "/Producer"}


@pytest.mark.parametrize("fuseau", ["Pacific/Kiritimati", "America/New_York"])
def test_ni_le_jour_ni_le_fuseau_ni_la_langue_ne_changent_un_octet(fuseau):
    programme = (
        "import sys; from courriers.document.pdf import render\n"
        "sys.stdout.buffer.write(render(sys.stdin.buffer.read()))"
    )
    fini = subprocess.run(  # noqa: S603 – this interpreter
        [sys.executable, "-c", programme], input=source(), capture_output=True, check=True,
        env={**os.environ, "TZ": fuseau, "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert fini.stdout == render(source())


@pytest.mark.skipif("VERAPDF" not in os.environ, reason="VERAPDF ne nomme pas de commande")
@pytest.mark.parametrize("norme", ["3a", "ua1"])
def test_verapdf_l_accepte(tmp_path, norme):
    fichier = tmp_path / "lettre.pdf"
    fichier.write_bytes(render(source()))
    commande = [*shlex.split(os.environ["VERAPDF"]), norme, str(fichier)]
    fini = subprocess.run(commande, check=False)  # noqa: S603 – named by the developer
    assert fini.returncode == 0


def test_des_titres_sautes_sont_remis_en_ordre():
    corps = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="T{n}"/></w:pPr><w:r><w:t>t{n}</w:t></w:r></w:p>'
        for n in (3, 1, 4)
    )
    styles = STYLES.replace(
        "</w:styles>",
        "".join(
            f'<w:style w:type="paragraph" w:styleId="T{n}"><w:name w:val="heading {n}"/></w:style>'
            for n in (1, 3, 4)
        )
        + "</w:styles>",
    )
    octets = render(
        docx(
            corps,
            avec={"word/styles.xml": styles.encode()},
            relations=f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>',
        )
    )
    with pikepdf.open(io.BytesIO(octets)) as ouvert:
        lues = list(etiquettes(ouvert.Root.StructTreeRoot.K))
    assert [e for e in lues if e.startswith("/H")] == ["/H1", "/H1", "/H2"]
