"""What is filled where a test is true, and where it is false."""

from __future__ import annotations

from jinja2 import nodes

from courriers.document.controle.portee import ESSAYE, Faits, Portee, chemin_de, parents

_RIEN: Faits = frozenset()


def verites(noeud: nodes.Node, portee: Portee) -> tuple[Faits, Faits]:
    """What is filled where *noeud* is true, and where it is false."""
    match noeud:
        case nodes.Not():
            return verites(noeud.node, portee)[::-1]
        case nodes.And() | nodes.Or():
            return _d_un_choix(noeud, portee)
        case nodes.Filter(node=nodes.Expr() as dessous) | nodes.Test(name="true", node=dessous):
            return verites(dessous, portee)[0], _RIEN
        case nodes.Compare(ops=[_]):
            return _d_une_comparaison(noeud, portee)
    chemin = chemin_de(noeud, portee)
    if chemin is None:
        return _RIEN, _RIEN
    return frozenset({chemin, *parents(chemin), *portee.contrat.implique(chemin)}), _RIEN


def _d_un_choix(noeud: nodes.And | nodes.Or, portee: Portee) -> tuple[Faits, Faits]:
    gauche, droite = verites(noeud.left, portee), verites(noeud.right, portee)
    if isinstance(noeud, nodes.And):
        return gauche[0] | droite[0], gauche[1] & droite[1]
    essayes = frozenset(f"{ESSAYE}{fait}" for fait in gauche[0] ^ droite[0])
    return (gauche[0] & droite[0]) | essayes, gauche[1] | droite[1]


def _d_une_comparaison(noeud: nodes.Compare, portee: Portee) -> tuple[Faits, Faits]:
    autre = noeud.ops[0].expr
    plein = verites(noeud.expr, portee)[0]
    if not isinstance(autre, nodes.Const):
        return _RIEN, _RIEN
    match noeud.ops[0].op:
        case "eq":
            return (plein, _RIEN) if autre.value else (_RIEN, plein)
        case "ne":
            return (_RIEN, plein) if autre.value else (plein, _RIEN)
        case "gt" | "gteq":
            return plein, _RIEN
    return _RIEN, _RIEN
