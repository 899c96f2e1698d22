"""One templated part of a Word file: its XML compiled once, filled many times.

docxtpl patches the XML (split tags, ``{%p``, ``{%tr``, ``{%tc``) and resolves line breaks; both are
pure functions of text, called on no document. docxtpl is imported in this module and ``lent`` only.
What is done after each filling is done only where it changes something: most parts need none of it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jinja2 import Template, TemplateError
from lxml import etree

from courriers.constats import Constat
from courriers.document.archive import W, analyser
from courriers.document.balises import FICHIER, Endroit, verifier_l_arbre, verifier_les_balises
from courriers.document.environnement import Environnement
from courriers.document.equilibre import est_equilibre
from courriers.document.objets import PasDansLeTexteError
from courriers.document.reparation import reparer, retoucher
from courriers.document.texte import texte_du_paragraphe
from courriers.erreurs import GabaritInvalide

_SORTIE_MAX = 50_000_000
"""Characters a part may reach once filled."""
_ENTETE = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_A_RESOUDRE = "\n\t\a\f"
"""Characters of a value that become a break, a tab, a paragraph, a page."""
_DESSIN = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_GUILLEMET = re.compile(r"<[^<>]*&#34;[^<>]*>")


@dataclass(frozen=True)
class Partie:
    """One templated part, compiled."""

    membre: str
    endroit: Endroit
    modele: Template
    source: str
    """Its patched XML, one paragraph a line: errors are found again by line."""
    numeros: tuple[int, ...]
    """The paragraph of the Word file that each of these lines begins."""
    est_equilibree: bool
    """Proved well formed whatever is chosen."""
    a_dessins: bool
    """Holds drawings, which a loop may copy: they must not share an identifier."""
    reparer_les_tableaux: bool
    """The grid of its tables must be recounted."""
    vides: re.Pattern[str] | None
    """Elements that may be left with nothing inside: an XML writer closes them at once."""
    xml: bytes
    """The part as docxtpl reads it, tags mended."""
    constats: tuple[Constat, ...]
    brute: bool
    """docxtpl writes it as text, without reading its XML again: the notes."""
    constantes: frozenset[str]
    """Its paragraphs that hold no tag: the same in every letter."""

    @classmethod
    def compiler(
        cls, environnement: Environnement, endroit: Endroit, membre: str, xml: bytes,
        *, brute: bool = False, retouche: Callable[[str], str] | None = None,
    ) -> Partie:  # fmt: skip
        """Patch and compile *xml*, its text mended by *retouche*, sign for sign, tags apart.

        Raises:
            GabaritInvalide: a tag that cannot be, with its place.
        """
        racine = analyser(xml, membre, sans_blancs=not brute)
        ouverts = ouvrir_les_controles(racine)
        constats = reparer(racine, endroit)
        verifier_les_balises(racine, endroit)
        if retouche is not None:
            retoucher(racine, retouche)
        if constats or ouverts or retouche is not None:
            xml = etree.tostring(racine, encoding="UTF-8", standalone=True)
        texte = xml.decode("utf-8") if brute else etree.tostring(racine, encoding="unicode")
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", outils().patch_xml(texte))
        try:
            arbre = environnement.parse(source)
            verifier_l_arbre(arbre)
            code = environnement.compile(arbre, filename=FICHIER)
        except (TemplateError, SyntaxError, RecursionError, ValueError, MemoryError) as faute:
            raise endroit.faute_jinja(source, _numeros(racine), faute) from None
        return cls(
            membre,
            endroit,
            Template.from_code(environnement, code, {}),  # no global: fields only
            source,
            _numeros(racine),
            est_equilibre(arbre),
            "<wp:docPr" in source,
            not brute and _a_recompter(texte),
            _vides(source),
            xml,
            tuple(constats),
            brute,
            constantes(racine),
        )

    def remplir(self, valeurs: Mapping[str, Any]) -> bytes:
        """The part, filled.

        Raises:
            GabaritInvalide: a field that is not there, or a result that is not well formed.
        """
        # Whatever the expressions of a template raise is the template's fault, with its place.
        try:
            texte = _borne(self.modele.generate(valeurs))
        except PasDansLeTexteError:
            raise
        except Exception as faute:  # noqa: BLE001
            raise self.endroit.faute_jinja(self.source, self.numeros, faute) from None
        texte = texte.replace("\n<w:p ", "<w:p ").replace("\n<w:p>", "<w:p>")
        try:
            return self._finir(texte)
        except Exception:  # noqa: BLE001
            raise GabaritInvalide(
                f"{self.endroit.fichier} : la lettre remplie n’est pas un document Word valide.",
                conseil="Chaque « if » et chaque « for » se ferme dans la cellule où il s’ouvre.",
            ) from None

    def _finir(self, texte: str) -> bytes:
        a_resoudre = any(signe in texte for signe in _A_RESOUDRE)
        if a_resoudre:
            texte = outils().resolve_listing(texte)
        if self.a_dessins:
            numeros = iter(range(1001, 1_000_000))
            texte = _DESSIN.sub(lambda m: f"{m[1]}{next(numeros)}{m[2]}", texte)
        if self.reparer_les_tableaux or "\r" in texte:
            reparer = outils().fix_tables if self.reparer_les_tableaux else etree.fromstring
            arbre = reparer(texte)
            octets: bytes = etree.tostring(arbre, encoding="UTF-8", standalone=True)
        elif self.brute:
            octets = texte.encode("utf-8")
        else:
            octets = _ENTETE + _guillemets(self._sans_vides(texte)).encode("utf-8")
        if a_resoudre or not self.est_equilibree:
            analyser(octets, self.membre)
        return octets

    def _sans_vides(self, texte: str) -> str:
        texte = texte.replace("<w:t></w:t>", "<w:t/>")
        texte = texte.replace('<w:t xml:space="preserve"></w:t>', '<w:t xml:space="preserve"/>')
        return texte if self.vides is None else self.vides.sub(r"<\1\2/>", texte)


def ouvrir_les_controles(racine: etree._Element) -> bool:
    """Take away the content controls that hold an instruction, and keep what is in them.

    A block that began in one and ended outside would leave half of it.
    """
    ouverts = False
    for controle in list(racine.iter(f"{{{W}}}sdt")):
        dedans, parent = controle.find(f"{{{W}}}sdtContent"), controle.getparent()
        if parent is None or dedans is None:
            continue
        if "{%" not in "".join(t.text or "" for t in dedans.iter(f"{{{W}}}t")):
            continue
        rang = parent.index(controle)
        parent[rang : rang + 1] = list(dedans)
        ouverts = True
    return ouverts


def constantes(racine: etree._Element) -> frozenset[str]:
    """The paragraphs of *racine* that hold no tag, as they are printed."""
    lus = (texte_du_paragraphe(p) for p in racine.iter(f"{{{W}}}p"))
    return frozenset(texte for texte in lus if texte and "{" not in texte)


def _numeros(racine: etree._Element) -> tuple[int, ...]:
    """The rank of each paragraph that docxtpl leaves: those that only hold a tag go away."""
    numerotee = copy.deepcopy(racine)
    for rang, paragraphe in enumerate(numerotee.iter(f"{{{W}}}p"), start=1):
        paragraphe.set("n", str(rang))
    source = outils().patch_xml(etree.tostring(numerotee, encoding="unicode"))
    return tuple(int(n) for n in re.findall(r'<w:p(?: [^<>]*)? n="(\d+)"/?>', source))


def _vides(source: str) -> re.Pattern[str] | None:
    """Elements of *source* that begin with a tag, texts apart: what they hold may go away."""
    noms = set(re.findall(r"<([\w:.-]+)(?: [^<>]*)?(?<!/)>\s*\{[{%]", source)) - {"w:t"}
    if not noms:
        return None
    return re.compile(rf"<({'|'.join(map(re.escape, sorted(noms)))})((?: [^<>]*)?)></\1>")


def _guillemets(texte: str) -> str:
    """Quotes as an XML writer writes them: named inside a tag, plain elsewhere."""
    if "&#3" not in texte:
        return texte
    texte = texte.replace("&#39;", "'")
    if "&#34;" in texte:
        texte = _GUILLEMET.sub(lambda m: m[0].replace("&#34;", "&quot;"), texte)
        texte = texte.replace("&#34;", '"')
    return texte


def _borne(morceaux: Iterable[str]) -> str:
    """The pieces put together, or a refusal when there is no end to them."""
    sortie, total = [], 0
    reste = iter(morceaux)
    while lot := list(islice(reste, 64)):
        paquet = "".join(lot)
        total += len(paquet)
        if total > _SORTIE_MAX:
            raise ValueError("cette partie devient démesurée une fois remplie")
        sortie.append(paquet)
    return "".join(sortie)


def _a_recompter(texte: str) -> bool:
    """Whether cells are repeated, or a table's grid does not count its cells from the start."""
    nu = re.sub(r"<[^>]+>", "", texte)
    if re.search(r"\{%\s*(tc\b|colspan|hm\b)", nu):
        return True
    if "<w:tbl" not in texte:
        return False
    try:
        avant = etree.tostring(etree.fromstring(texte))
        return bool(etree.tostring(outils().fix_tables(texte)) != avant)
    except Exception:  # noqa: BLE001 – a table docxtpl cannot read: it is left to the letter
        return True


def outils() -> Any:
    """Docxtpl's text functions; no document is ever given to this object."""
    from docxtpl import DocxTemplate

    return DocxTemplate(None)
