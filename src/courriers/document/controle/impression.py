"""What cannot be printed, or may print nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from courriers.constats import Code, Gravite
from courriers.document.controle.contrat import LIBRE
from courriers.document.controle.portee import ESSAYE, Faute, Portee, chemin_de, tel_que_tape
from courriers.document.controle.verites import verites

_IMPRIMER = "Imprimez l’un de ses champs"


def a_imprimer(noeud: nodes.Node, portee: Portee) -> Iterator[Faute]:
    """The faults of printing *noeud*, whose names are known."""
    if isinstance(noeud, nodes.CondExpr):
        vrais, faux = verites(noeud.test, portee)
        yield from a_imprimer(noeud.expr1, portee.sachant(vrais))
        if noeud.expr2 is not None:
            yield from a_imprimer(noeud.expr2, portee.sachant(faux))
        return
    if isinstance(noeud, nodes.Or):
        yield from a_imprimer(noeud.right, portee)
        return
    filtre = ""
    while isinstance(noeud, nodes.Filter) and noeud.node is not None:
        filtre = filtre or noeud.name
        if noeud.name == "length" or _remplace_le_vide(noeud):
            return
        noeud = noeud.node
    chemin = chemin_de(noeud, portee)
    trouve = portee.contrat.champ(chemin) if chemin else None
    if chemin is None or trouve is None:
        return
    tape = tel_que_tape(noeud)
    if trouve.genre == "image":
        message = f"« {tape} » est une image : elle ne s’imprime pas dans le texte"
        conseil = f"Insérez une image dont le texte de remplacement est « {tape} »."
        yield Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil)
    elif trouve.genre == "oui ou non":
        message = f"« {tape} » est un oui ou un non : il se teste, il ne s’imprime pas"
        yield Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, f"{{% if {tape} %}} … {{% endif %}}")
    elif trouve.genre == "liste" and filtre not in ("join", "first", "last"):
        message = f"« {tape} » est une liste : elle ne s’imprime pas"
        conseil = f"Parcourez-la : {{% for ligne in {tape} %}} … {{% endfor %}}."
        yield Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil)
    elif trouve.genre in ("groupe", LIBRE):
        champs = ", ".join(portee.contrat.dans(chemin)[:8]) or "son nom, après un point"
        message = f"« {tape} » est un groupe : il ne s’imprime pas"
        yield Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, f"{_IMPRIMER} : {champs}.")
    elif (
        portee.contrat.peut_manquer(chemin)
        and not portee.indulgente
        and not {chemin, ESSAYE + chemin} & portee.faits
    ):
        conseil = f"Entourez la phrase de {{% if {tape} %}} … {{% endif %}}."
        if filtre == "default":
            conseil = 'Un texte absent est vide : écrivez default("…", true).'
        message = f"« {tape} » peut être vide ({trouve.vide})"
        yield Faute(Code.CHAMP_NON_GARDE, Gravite.AVERTISSEMENT, message, conseil)


def _remplace_le_vide(filtre: nodes.Filter) -> bool:
    """``default("…", true)``, where what is empty is replaced as what is not there."""
    return filtre.name == "default" and len(filtre.args) > 1
