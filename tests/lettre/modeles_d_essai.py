"""Small Word templates made by code: one construct each, in any part of a letter.

A text that begins with ``<w:`` is taken as XML; any other is escaped and put in a run.
"""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable

from lxml import etree

from document.briques import ESPACES, OFFICE, W, r, tbl, tc, tr, zone
from fabrique import RACINE, docx

PAQUET = "http://schemas.openxmlformats.org/package/2006"
TAB, LIGNE, PAGE = r("<w:tab/>"), r("<w:br/>"), r('<w:br w:type="page"/>')
DEBUT, FIN = "Madame, Monsieur,", "Nous vous prions d’agréer nos salutations distinguées."


def para(*morceaux: str, s: str = "") -> str:
    """A paragraph of texts and raw elements; *s* is its setting."""
    dedans = "".join(m if m.startswith("<w:") else r(m) for m in morceaux)
    return f"<w:p><w:pPr>{s}</w:pPr>{dedans}</w:p>"


_BLOCS = ("<w:p>", "<w:p ", "<w:tbl>", "<w:sdt>")


def ps(*textes: str) -> str:
    """One paragraph a text."""
    return "".join(t if t.startswith(_BLOCS) else para(t) for t in textes)


def tableau(*rangees: tuple[str, ...], titre: int = -1) -> str:
    """A table of cells of one text each; the row of rank *titre* is repeated on each page."""
    pr = ['<w:tblHeader w:val="1"/>' if i == titre else "" for i in range(len(rangees))]
    lignes = (
        tr(*(tc(ps(c), 2000) for c in rangee), pr=p) for rangee, p in zip(rangees, pr, strict=True)
    )
    return tbl([2000] * len(rangees[0]), *lignes)


def controle(contenu: str) -> str:
    """A content control around *contenu*, blocks or runs."""
    return (
        '<w:sdt><w:sdtPr><w:id w:val="12"/><w:tag w:val="nom"/></w:sdtPr><w:sdtContent>'
        f"{contenu}</w:sdtContent></w:sdt>"
    )


def lien(contenu: str, identifiant: str = "lien") -> str:
    """A hyperlink around *contenu*, runs."""
    return f'<w:hyperlink r:id="{identifiant}">{contenu}</w:hyperlink>'


def relation(identifiant: str, genre: str, cible: str, *, externe: bool = False) -> str:
    mode = ' TargetMode="External"' if externe else ""
    return f'<Relationship Id="{identifiant}" Type="{OFFICE}/{genre}" Target="{cible}"{mode}/>'


def relations(*liens: str) -> bytes:
    return (
        f'<Relationships xmlns="{PAQUET}/relationships">{"".join(liens)}</Relationships>'.encode()
    )


def mot(
    corps: str,
    *,
    tete: str = "",
    pied: str = "",
    note: str = "",
    fin: str = "",
    avec: dict[str, bytes] | None = None,
    liens: str = "",
    section: str = "",
) -> bytes:
    """A Word file: its body, one header, one footer, one footnote, one endnote."""
    courants = {
        "header": ("hdr", tete), "footer": ("ftr", pied),
        "footnotes": ("footnotes", note and _notes("footnote", note)),
        "endnotes": ("endnotes", fin and _notes("endnote", fin)),
    }  # fmt: skip
    presents = {nom: (balise, x) for nom, (balise, x) in courants.items() if x}
    membres = {
        f"word/{nom}1.xml": f"<w:{balise} {ESPACES}>{x}</w:{balise}>".encode()
        for nom, (balise, x) in presents.items()
    }
    liens += "".join(relation(nom, nom, f"{nom}1.xml") for nom in presents)
    renvois = "".join(
        f'<w:{nom}Reference w:type="default" r:id="{nom}"/>'
        for nom in presents
        if nom in {"header", "footer"}
    )
    fin_de_page = (
        f'<w:sectPr>{renvois}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" '
        'w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        f'w:gutter="0"/>{section}</w:sectPr>'
    )
    document = f"<w:document {ESPACES}><w:body>{corps}{fin_de_page}</w:body></w:document>"
    membres["word/document.xml"] = document.encode()
    return docx("", avec={**membres, **(avec or {})}, relations=liens)


def _notes(genre: str, contenu: str) -> str:
    """The part of the notes: Word's separator, then one note."""
    return (
        f'<w:{genre} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{genre}>'
        f'<w:{genre} w:id="1">{contenu}</w:{genre}>'
    )


def lettre(*morceaux: str, **reste: object) -> bytes:
    """A letter whose first paragraph is an address, and whose last a greeting."""
    return mot(para(DEBUT) + ps(*morceaux) + para(FIN), **reste)  # type: ignore[arg-type]


def imagee(*morceaux: str) -> bytes:
    """A letter whose pictures are the logo of a shipped letter."""
    return lettre(
        *morceaux,
        avec={"word/media/i.png": membres_de(livre())["word/media/logo.png"]},
        liens=relation("image", "image", "media/i.png"),
    )


def avec_un_appel(genre: str) -> str:
    return para("Voir la note", r(f'<w:{genre}Reference w:id="1"/>'), ".")


# --- One paragraph, in each place of a letter ------------------------------------------------

Endroit = Callable[[str], bytes]


def en_boite(x: str) -> str:
    """A text box as Word writes it: its drawing, and the older form for older versions."""
    dessin = zone(x, 60, 20)
    vieux = f'<w:pict><v:shape id="b"><v:textbox><w:txbxContent>{x}</w:txbxContent></v:textbox>'
    choix = re.sub(
        r"(<w:drawing>.*</w:drawing>)",
        lambda m: (
            f'<mc:AlternateContent><mc:Choice Requires="wps">{m[1]}</mc:Choice><mc:Fallback>'
            f"{vieux}</v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        ),
        dessin,
        flags=re.DOTALL,
    )
    return para(choix)


ENDROITS: dict[str, tuple[Endroit, str, int]] = {
    "dans le corps": (lettre, "corps", 2),
    "dans une cellule": (lambda x: lettre(tableau(("Objet", x))), "corps", 3),
    "dans un tableau d’un tableau": (
        lambda x: lettre(tableau(("Objet", tableau(("Détail", x)) + para("")))), "corps", 4
    ),
    "dans une zone de texte": (lambda x: lettre(para(zone(x, 60, 20))), "corps", 3),
    "dans une zone de texte et sa copie ancienne": (lambda x: lettre(en_boite(x)), "corps", 3),
    "dans un contrôle de contenu": (lambda x: lettre(controle(x)), "corps", 2),
    "dans l’en-tête": (lambda x: lettre("Suite.", tete=para("Dossier") + x), "en-tête", 2),
    "dans le pied de page": (lambda x: lettre("Suite.", pied=para("Adresse") + x), "pied de page",
                             2),
    "dans une note de bas de page": (
        lambda x: lettre(avec_un_appel("footnote"), note=x), "notes", 2
    ),
    "dans une note de fin": (lambda x: lettre(avec_un_appel("endnote"), fin=x), "notes", 2),
}  # fmt: skip
"""How a paragraph is put there, the part it is then in, and its rank in it."""


# --- Properties, comments --------------------------------------------------------------------

_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def proprietes(core: str = "", app: str = "", perso: str = "") -> bytes:
    """A letter whose document properties are these."""
    vt = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
    propres = "http://schemas.openxmlformats.org/officeDocument/2006"
    avec = {
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PAQUET}/metadata/core-properties" '
        f"{_DC}>{core}</cp:coreProperties>",
        "docProps/app.xml": f'<Properties xmlns="{propres}/extended-properties">{app}</Properties>',
    }
    if perso:
        avec["docProps/custom.xml"] = (
            f'<Properties xmlns="{propres}/custom-properties" {vt}><property fmtid='
            f'"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Chemin"><vt:lpwstr>{perso}'
            "</vt:lpwstr></property></Properties>"
        )
    racine = (
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PAQUET}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        + relation("rId3", "extended-properties", "docProps/app.xml")
        + (relation("rId4", "custom-properties", "docProps/custom.xml") if perso else "")
    )
    membres = {nom: x.encode() for nom, x in avec.items()}
    return lettre("Référence {{ reference }}.", avec={**membres, "_rels/.rels": relations(racine)})


def commente(texte: str, remarque: str) -> bytes:
    """A letter with a comment on *texte*."""
    bornes = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    note = (
        f'<w:comments {ESPACES}><w:comment w:id="0" w:author="J. Martin" w:initials="JM">'
        f"{para(remarque)}</w:comment></w:comments>"
    )
    return lettre(
        para(bornes[0], texte, bornes[1], r('<w:commentReference w:id="0"/>')),
        avec={"word/comments.xml": note.encode()},
        liens=relation("com", "comments", "comments.xml"),
    )


# --- A shipped letter, one thing changed ------------------------------------------------------


@functools.cache
def livre(pack: str = "mise-en-demeure", fichier: str = "lettre.docx") -> bytes:
    """A template of the product."""
    return (RACINE / "templates" / pack / fichier).read_bytes()


def membres_de(fichier: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(fichier)) as source:
        return {n: source.read(n) for n in source.namelist()}


def refait(membres: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return tampon.getvalue()


def change(
    *changements: tuple[str, str], partie: str = "document", partout: bool = False,
    pack: str = "mise-en-demeure",
) -> bytes:  # fmt: skip
    """A shipped letter with one XML replaced by another, for each change, once or *partout*."""
    membres = membres_de(livre(pack))
    nom = f"word/{partie}.xml"
    xml = membres[nom].decode()
    for avant, apres in changements:
        assert avant in xml, avant
        xml = xml.replace(avant, apres, -1 if partout else 1)
    membres[nom] = xml.encode()
    return refait(membres)


def paragraphes(fichier: bytes, partie: str) -> list[list[str]]:
    """The text of each ``w:p`` of each member of *partie*, in their order in the file."""
    prefixe = {"corps": "document", "en-tête": "header", "pied de page": "footer"}.get(partie)
    trouves = []
    for nom, xml in membres_de(fichier).items():
        court = nom.removeprefix("word/")
        notes = partie == "notes" and re.fullmatch(r"(foot|end)notes\d*\.xml", court)
        if notes or (prefixe and re.fullmatch(rf"{prefixe}\d*\.xml", court)):
            racine = etree.fromstring(xml)
            trouves.append(
                [
                    "".join(t.text or "" for t in p.iter(f"{{{W}}}t"))
                    for p in racine.iter(f"{{{W}}}p")
                ]
            )
    return trouves


def rang(fichier: bytes, texte: str) -> int:
    """The paragraph of the body that holds *texte*, which no other holds."""
    (corps,) = paragraphes(fichier, "corps")
    (trouve,) = (i for i, p in enumerate(corps, 1) if texte in p)
    return trouve
