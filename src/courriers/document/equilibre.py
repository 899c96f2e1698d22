"""Whether a template gives well-formed XML whatever it chooses and however often it loops.

What stands between ``{% if %}`` and ``{% endif %}`` may be there or not, what a loop holds may come
many times or never. The whole is well formed in every case if each such passage leaves open the
elements it found open: proved once at load, it need not be checked in each letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes

_BALISE = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>|<")


def est_equilibre(modele: nodes.Template) -> bool:
    """Whether every path through *modele* gives balanced elements."""
    return _est_neutre(modele.body, ferme=True) and all(
        _est_neutre(passage, ferme=False) for passage in _passages(modele)
    )


def _passages(noeud: nodes.Node) -> Iterator[Sequence[nodes.Node]]:
    for choix in noeud.find_all(nodes.If):
        yield choix.body
        yield choix.else_
        yield from (autre.body for autre in choix.elif_)
    for boucle in noeud.find_all(nodes.For):
        yield boucle.body
        yield boucle.else_


def _est_neutre(corps: Sequence[nodes.Node], *, ferme: bool) -> bool:
    effet = _effet(_textes(corps))
    if effet is None:
        return False
    fermees, ouvertes = effet
    return not fermees and not ouvertes if ferme else fermees == ouvertes[::-1]


def _textes(corps: Sequence[nodes.Node]) -> Iterator[str]:
    """The fixed text of *corps*, what is printed or chosen inside it apart."""
    for noeud in corps:
        if isinstance(noeud, nodes.Output):
            for morceau in noeud.nodes:
                yield morceau.data if isinstance(morceau, nodes.TemplateData) else "x"


def _effet(textes: Iterator[str]) -> tuple[list[str], list[str]] | None:
    """The elements closed that were open before, then those left open; nothing if it is no XML."""
    fermees: list[str] = []
    ouvertes: list[str] = []
    for trouvee in _BALISE.finditer("".join(textes)):
        fin, nom, vide = trouvee.groups()
        if nom is None:
            return None  # a tag cut in two
        if fin:
            if not ouvertes:
                fermees.append(nom)
            elif ouvertes.pop() != nom:
                return None
        elif not vide:
            ouvertes.append(nom)
    return fermees, ouvertes
