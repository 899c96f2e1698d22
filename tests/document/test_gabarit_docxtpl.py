"""The compiled template gives docxtpl's own bytes, part by part."""

import functools
import io
import re
import tomllib
import zipfile

import pytest
from docxtpl import DocxTemplate, Listing

from courriers import compose, load_dossier
from courriers.document import emplacements
from courriers.document.archive import Archive, assembler
from courriers.document.environnement import Environnement
from courriers.document.gabarit import Gabarit
from courriers.erreurs import CourriersError
from courriers.lettre import composition
from courriers.lettre.champs import FILTRES
from courriers.lettre.pack import packs
from fabrique import SAMPLES, docx, p

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parties(octets):
    archive = zipfile.ZipFile(io.BytesIO(octets))
    noms = [genre for genre in archive.namelist() if genre.startswith("word/")]
    return {n: archive.read(n) for n in noms if n.endswith(".xml") and "media" not in n}


def par_docxtpl(source, contexte, filtres):
    modele = DocxTemplate(io.BytesIO(source))
    modele.render(contexte, Environnement(filtres), autoescape=True)
    sortie = io.BytesIO()
    modele.save(sortie)
    return sortie.getvalue()


@functools.cache
def compile_(source):
    """The template of *source*, which serves every case it is filled with."""
    return Gabarit.load(source, filtres=FILTRES)


def comparer(source, contexte, filtres=None):
    eux = parties(par_docxtpl(source, contexte, filtres or {}))
    nous = parties((compile_(source) if filtres else Gabarit.load(source)).fill(contexte))
    textes = [
        n for n in eux if n.split("/")[1].startswith(("document", "header", "footer", "foot"))
    ]
    assert "word/document.xml" in textes
    for nom in textes:
        assert _sans_rangs(nous[nom]) == _sans_rangs(eux[nom]), nom


def _sans_rangs(xml):
    """docxtpl numbers the drawings of each header anew; ours keep the numbers they have."""
    return re.sub(rb'(<wp:docPr id=")\d+', rb"\1", xml)


def tableau(*rangees):
    return (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='1000'/><w:gridCol w:w='900'/></w:tblGrid>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{p(c)}</w:tc>" for c in r) + "</w:tr>" for r in rangees
        )
        + "</w:tbl>"
    )


CONSTRUCTIONS = {
    "valeur": (p("Bonjour {{ nom }}."), {"nom": "Dupont"}),
    "guillemets": (p("« {{ nom }} »"), {"nom": 'L\'"Œuvre" d’art & <fils>'}),
    "coupée": (p("a {", "{ n", "om }", "} b"), {"nom": "X"}),
    "paragraphe": (p("{%p if x %}") + p("oui") + p("{%p endif %}") + p("fin"), {"x": True}),
    "boucle": (p("{%p for x in l %}") + p("{{ x }}") + p("{%p endfor %}"), {"l": ["a", "b"]}),
    "rangées": (
        tableau(("{%tr for x in l %}", ""), ("{{ x }}", "y"), ("{%tr endfor %}", "")) + p("z"),
        {"l": ["1", "2", "3"]},
    ),
    "cellules": (
        tableau(("{%tc for x in l %}", "{{ x }}", "{%tc endfor %}")) + p("z"),
        {"l": ["1", "2", "3"]},
    ),
    "retours": (p("{{ t }}"), {"t": "un\ndeux\ttrois\aquatre\fcinq"}),
    "liste": (p("{{ t }}"), {"t": Listing("a & b\nc")}),
    "filtre": (p("{{ t|upper }} {{ t|default('x') }}"), {"t": "é"}),
    "grille fausse": (tableau(("{{ t }}", "b", "c")) + p("z"), {"t": "a"}),
    "dans la phrase": (p("a{% if x %}b{% else %}c{% endif %}d"), {"x": False}),
    "sur deux runs": (p("a{% if x %}b", "c{% endif %}d"), {"x": True}),
    "blancs": (f"\n  {p('a {{ t }}')}\n  {p('b')}\n", {"t": "1"}),
    "retour chariot": (p("{{ t }}"), {"t": "a\r\nb"}),
    "attribut": (
        '<w:p><w:bookmarkStart w:id="0" w:name="{{ t }}"/><w:r><w:t>x</w:t></w:r></w:p>',
        {"t": "a\"b'c<d>&e"},
    ),
}


@pytest.mark.parametrize(("corps", "contexte"), CONSTRUCTIONS.values(), ids=CONSTRUCTIONS)
def test_chaque_construction_donne_les_octets_de_docxtpl(corps, contexte):
    comparer(docx(corps), contexte)


def test_en_tete_pied_et_notes_donnent_les_octets_de_docxtpl():
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    genre = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    for nom, suite in (
        ("document", "document.main"), ("header1", "header"), ("footer1", "footer"),
        ("footnotes", "footnotes"),
    ):  # fmt: skip
        types += f'<Override PartName="/word/{nom}.xml" ContentType="{genre}{suite}+xml"/>'
    entete = f"<w:hdr {W}>{p('{{ t }}')}</w:hdr>".encode()
    pied = f"<w:ftr {W}>{p('p. {{ t }}')}</w:ftr>".encode()
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{p("note {{ t }}")}</w:footnote></w:footnotes>'
    source = docx(
        p("{{ t }}") + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:sectPr><w:headerReference w:type="default" r:id="h"/>'
        '<w:footerReference w:type="default" r:id="f"/></w:sectPr>',
        avec={
            "[Content_Types].xml": types.encode() + b"</Types>",
            "word/header1.xml": entete,
            "word/footer1.xml": pied,
            "word/footnotes.xml": notes.encode(),
        },
        relations="".join(
            f'<Relationship Id="{i}" Type="{OFFICE}/{g}" Target="{c}"/>'
            for i, g, c in (
                ("h", "header", "header1.xml"),
                ("f", "footer", "footer1.xml"),
                ("n", "footnotes", "footnotes.xml"),
            )
        ),
    )
    comparer(source, {"t": 'L\'"Œuvre" & <x>'})


LETTRES = [
    pytest.param(
        exemple,
        pack,
        tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"],
        id=f"{exemple.name}-{pack.nom}",
    )
    for exemple in sorted(SAMPLES.iterdir())
    for pack in packs()
]


@pytest.mark.parametrize(("exemple", "pack", "jour"), LETTRES)
def test_chaque_lettre_livree_donne_les_octets_de_docxtpl(exemple, pack, jour, monkeypatch):
    """Without pictures: ours take the place of placeholders, made conditional at load."""
    vus = []
    origine = composition.contexte

    def contexte(*args, **nommes):
        vus.append(origine(*args, **{**nommes, "images": {}}))
        return vus[-1]

    monkeypatch.setattr(composition, "contexte", contexte)
    try:
        compose(load_dossier(exemple / "dossier.json"), pack, jour)
    except CourriersError:
        assert not vus  # refused before anything is filled
        return
    for fiche in pack.manifeste.documents:
        comparer(sans_emplacements(pack.dossier / fiche.fichier), vus[-1], FILTRES)


@functools.cache
def sans_emplacements(fichier):
    """The Word file whose placeholders are conditional, as text, for docxtpl."""
    archive = Archive.lire(fichier)
    membres = dict(archive.membres)
    rang = 0
    for _, membre in archive.parties_de_texte():
        membres[membre], trouves = emplacements.preparer(membres[membre], membre, rang)
        rang += len(trouves)
    return assembler(membres.items())
