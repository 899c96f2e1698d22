"""What is known where a tag stands, and the field that an expression names there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jinja2 import nodes

from courriers.constats import Code, Gravite
from courriers.document.controle.contrat import Contrat

Faits = frozenset[str]
"""Paths known to be filled."""
ESSAYE = "?"
"""Before a path of which it is known only that one among several is filled: whoever wrote
« a or b » has thought of each being empty."""


class Faute(NamedTuple):
    """One thing wrong in a tag."""

    code: Code
    gravite: Gravite
    message: str
    conseil: str = ""


class Portee(NamedTuple):
    """What is known where a tag stands."""

    contrat: Contrat
    faits: Faits = frozenset()
    variables: Mapping[str, str] = {}
    """Variables of the loops around, with the path of what each is."""
    indulgente: bool = False
    """Inside a test that could not be read: what it guards is not known."""
    finies: frozenset[str] = frozenset()
    """Those of loops that ended before."""

    def sachant(self, faits: Faits) -> Portee:
        """The same, where these are filled too."""
        return self._replace(faits=self.faits | faits)


def chemin_de(noeud: nodes.Node, portee: Portee) -> str | None:
    """The path of a field: names and dots only, variables of loops replaced by what they are."""
    if isinstance(noeud, nodes.Name):
        return portee.variables.get(noeud.name, noeud.name)
    if isinstance(noeud, nodes.Getattr):
        nom: object = noeud.attr
    elif isinstance(noeud, nodes.Getitem) and isinstance(noeud.arg, nodes.Const):
        nom = noeud.arg.value
    else:
        return None
    parent = chemin_de(noeud.node, portee)
    if parent is None:
        return None
    return f"{parent}[]" if isinstance(nom, int) else f"{parent}.{nom}"


def parents(chemin: str) -> Iterator[str]:
    """The groups *chemin* goes through."""
    noms = chemin.split(".")
    for rang in range(1, len(noms)):
        yield ".".join(noms[:rang])
    if chemin.endswith("[]"):
        yield chemin.removesuffix("[]")


def tel_que_tape(noeud: nodes.Node) -> str:
    """The name, as it was typed."""
    if isinstance(noeud, nodes.Getattr):
        return f"{tel_que_tape(noeud.node)}.{noeud.attr}"
    if isinstance(noeud, nodes.Getitem) and isinstance(noeud.arg, nodes.Const):
        return f"{tel_que_tape(noeud.node)}[{noeud.arg.value!r}]"
    return noeud.name if isinstance(noeud, nodes.Name) else "…"
