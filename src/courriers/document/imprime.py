"""What a Word file holds and Word never prints, taken out before its text is read.

Read apart from ``lecture``, on purpose: what the tree forgets is found by comparing the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from lxml import etree

from courriers.document.archive import Archive, R, W, analyser

Partie = tuple[str, str, etree._Element]  # noqa: SLF001 – its only public type
"""Kind, member, root."""
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_COURANTS, _NOTES = ("header", "footer"), {"footnotes": "footnote", "endnotes": "endnote"}


def parties_imprimees(archive: Archive) -> Iterator[Partie]:
    """The parts that hold text, without what is never printed.

    Headers no section names, notes nothing calls, text moved elsewhere, instructions of fields,
    characters hidden by their style, and what an older Word would show instead.
    """
    lues = [
        (genre, membre, analyser(archive.membres[membre], membre))
        for genre, membre in archive.parties_de_texte()
    ]
    nommees, caches = _nommees(archive, lues), _styles_caches(archive)
    renvois = [_w(f"{note}Reference") for note in _NOTES.values()]
    appels = {(n.tag, n.get(_w("id"))) for *_, racine in lues for n in racine.iter(*renvois)}
    for genre, membre, racine in lues:
        if genre in _COURANTS and membre not in nommees:
            continue
        for note in list(racine) if genre in _NOTES else ():
            if (_w(f"{_NOTES[genre]}Reference"), note.get(_w("id"))) not in appels:
                racine.remove(note)
        _oter(racine.iter(_w("moveFrom"), f"{_MC}Fallback"))
        if any(True for _ in racine.iter(_w("fldChar"))):
            _oter(t for p in racine.iter(_w("p")) for t in _instructions(p))
        if any(caches.values()) or any(True for _ in racine.iter(_w("vanish"))):
            _oter(t for p in racine.iter(_w("p")) for t in _caches(p, caches))
        yield genre, membre, racine


@cache
def _w(nom: str) -> str:
    return f"{{{W}}}{nom}"


def _oter(noeuds: Iterable[etree._Element]) -> None:
    for noeud in list(noeuds):
        parent = noeud.getparent()
        # An older version stays where it is the only one.
        seul = noeud.tag == f"{_MC}Fallback" and parent is not None and len(parent) == 1
        if parent is not None and not seul:
            parent.remove(noeud)


def _nommees(archive: Archive, lues: Iterable[Partie]) -> set[str]:
    """Headers and footers some section names."""
    liens = {lien.id: lien.cible for lien in archive.liens(archive.principal)}
    return {
        liens.get(reference.get(f"{{{R}}}id", ""), "")
        for genre, _, racine in lues
        if genre == "document"
        for reference in racine.iter(_w("headerReference"), _w("footerReference"))
    }


def _instructions(paragraphe: etree._Element) -> Iterator[etree._Element]:
    """The text inside the instruction of a field, where both ends stand in *paragraphe*."""
    lus: list[etree._Element] = []
    ouverts: list[int | None] = []
    """Where the instruction of each open field begins in *lus*; nothing once it is over."""
    for noeud in paragraphe.iter(_w("fldChar"), _w("t")):
        if noeud.tag == _w("t"):
            lus.append(noeud)
            continue
        genre = noeud.get(_w("fldCharType"))
        if genre == "begin":
            ouverts.append(len(lus))
        elif ouverts:
            debut = ouverts[-1]
            if debut is not None:
                yield from lus[debut:]
                del lus[debut:]
            ouverts[-1:] = [None] if genre == "separate" else []


def _styles_caches(archive: Archive) -> dict[str, bool]:
    """Whether each style hides its characters."""
    caches: dict[str, bool] = {}
    for lien in archive.liens(archive.principal):
        if lien.type.endswith("/styles") and lien.cible in archive.membres:
            caches |= _caches_par(archive.membres[lien.cible], lien.cible)
    return caches


@lru_cache(maxsize=8)  # the letters of one template have one style sheet
def _caches_par(xml: bytes, partie: str) -> dict[str, bool]:
    styles = {s.get(_w("styleId"), ""): s for s in analyser(xml, partie).iter(_w("style"))}

    def est_cache(nom: str, vus: frozenset[str]) -> bool:
        if nom in vus or nom not in styles or len(vus) > 50:
            return False
        propre = _vanish(styles[nom].find(_w("rPr")))
        if propre is not None:
            return propre
        base = styles[nom].find(_w("basedOn"))
        return base is not None and est_cache(base.get(_w("val"), ""), vus | {nom})

    return {nom: est_cache(nom, frozenset()) for nom in styles}


def _vanish(rpr: etree._Element | None) -> bool | None:
    noeud = None if rpr is None else rpr.find(_w("vanish"))
    return None if noeud is None else noeud.get(_w("val"), "true") not in ("0", "false", "off")


def _caches(paragraphe: etree._Element, caches: dict[str, bool]) -> Iterator[etree._Element]:
    """The characters a style hides, unless their run says otherwise."""
    du_paragraphe = _style(paragraphe.find(f"{_w('pPr')}/{_w('pStyle')}"), caches)
    for texte in paragraphe.iter(_w("t")):
        run = texte.getparent()
        if next(texte.iterancestors(_w("p"))) is not paragraphe or run is None:
            continue
        rpr = run.find(_w("rPr"))
        du_run = None if rpr is None else rpr.find(_w("rStyle"))
        herite = _style(du_run, caches) if du_run is not None else False
        propre = _vanish(rpr)
        if propre if propre is not None else herite or du_paragraphe:
            yield texte


def _style(reference: etree._Element | None, caches: dict[str, bool]) -> bool:
    return reference is not None and caches.get(reference.get(_w("val"), ""), False)
