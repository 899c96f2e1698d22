"""What a tag may be: checked when a template is loaded, before anything is compiled or filled.

A template is a file from outside. Beside the sandbox, only a short list of Jinja's constructs is
admitted: printing, choosing, looping over a field, and the filters of the environment. What docxtpl
would do in silence is refused here: a sentence typed beside a tag that drops its whole paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.document.archive import W
from courriers.document.fautes_jinja import en_francais
from courriers.erreurs import GabaritInvalide

FICHIER = "<gabarit>"
"""Name under which templates are compiled: their frames are found again by it."""
_ADMIS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or, nodes.Filter, nodes.Const, nodes.Compare,
    nodes.Operand, nodes.Test, nodes.CondExpr,
)  # fmt: skip
BOUCLES_MAX = 3
"""Loops one inside another."""
_FILTRES_MAX, _BALISES_MAX = 2, 5_000
_PORTEES = {"p": "son paragraphe", "tr": "sa rangée", "tc": "sa cellule"}


@dataclass(frozen=True)
class Endroit:
    """A part of a template, to say where a fault stands."""

    fichier: str
    partie: str

    def faute(self, message: str, paragraphe: int | None, extrait: str = "") -> GabaritInvalide:
        """A fault, with its place and the text around."""
        lieu = Lieu(fichier=self.fichier, partie=self.partie, paragraphe=paragraphe)
        texte = f"{message} — « {extrait[:120]} »." if extrait else f"{message}."
        constat = Constat(Code.GABARIT_INVALIDE, Gravite.ERREUR, texte, lieu)
        return GabaritInvalide(f"{lieu} : {texte}", constats=[constat])

    def faute_jinja(
        self, source: str, numeros: Sequence[int], faute: BaseException
    ) -> GabaritInvalide:
        """What Jinja said of *source* (one paragraph a line, their *numeros* aside), in French."""
        rang, lignes = _rang(faute), source.split("\n")
        extrait = ""
        if rang is not None and rang <= len(lignes):
            extrait = re.sub(r"<[^>]+>", "", lignes[rang - 1]).strip()
        motif = en_francais(str(getattr(faute, "message", None) or faute or type(faute).__name__))
        place = None if rang is None else min(max(rang - 2, 0), len(numeros) - 1)
        return self.faute(
            motif, numeros[place] if numeros and place is not None else place, extrait
        )


def _rang(faute: BaseException) -> int | None:
    """Line of the patched source, from 1: of the syntax error, or of the frame that failed."""
    if isinstance(faute, TemplateSyntaxError):
        return faute.lineno
    rang, trace = None, faute.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FICHIER:
            rang = trace.tb_lineno
        trace = trace.tb_next
    return rang


def verifier_les_balises(racine: etree._Element, endroit: Endroit) -> None:
    """Refuse tags that docxtpl would drop or misread, before it sees them.

    Raises:
        GabaritInvalide: a tag never closed, or a tag that must be alone in its
            paragraph, row or cell and is not.
    """
    paragraphes = list(racine.iter(f"{{{W}}}p"))
    total = 0
    for rang, paragraphe in enumerate(paragraphes, start=1):
        texte = _texte(paragraphe)
        if "{" not in texte and "}" not in texte:
            continue
        for ouvre, ferme in (("{{", "}}"), ("{%", "%}")):
            total += texte.count(ouvre)
            if texte.count(ouvre) != texte.count(ferme):
                raise endroit.faute(
                    f"une balise n’est pas fermée, ou a perdu une accolade ({ouvre} … {ferme})",
                    rang,
                    texte.strip(),
                )
        if re.search(r"(?<!\{)\{\s*[a-z_]+(\.[a-z_]+)+\s*\}(?!\})", texte):
            raise endroit.faute("il manque une accolade à cette balise", rang, texte.strip())
    if total > _BALISES_MAX:
        raise endroit.faute(f"plus de {_BALISES_MAX} balises", None)
    for marque, nom in _PORTEES.items():
        for porteur in racine.iter(f"{{{W}}}{marque}"):
            _verifier_seule(porteur, marque, nom, paragraphes, endroit)


def _verifier_seule(
    porteur: etree._Element,
    marque: str,
    nom: str,
    paragraphes: list[etree._Element],
    endroit: Endroit,
) -> None:
    texte = _texte(porteur)
    if not re.search(rf"\{{[%#{{]{marque}\s", texte):
        return
    if re.fullmatch(rf"\s*\{{[%#{{]{marque}\s[^}}]*\}}+\s*", texte):
        return
    if any(autre is not porteur for autre in porteur.iter(f"{{{W}}}{marque}")):
        return  # one inside another: the inner one is looked at for itself
    premier = next(porteur.iter(f"{{{W}}}p"), porteur)
    raise endroit.faute(
        f"cette balise doit être seule dans {nom}",
        paragraphes.index(premier) + 1,
        texte.strip(),
    )


def _texte(noeud: etree._Element) -> str:
    return "".join(t.text or "" for t in noeud.iter(f"{{{W}}}t"))


def verifier_l_arbre(arbre: nodes.Template) -> None:
    """Refuse any construct but those a letter needs.

    Raises:
        TemplateSyntaxError: with the line of the construct.
    """
    _verifier_noeud(arbre, 0)


def _verifier_noeud(noeud: nodes.Node, boucles: int) -> None:
    if not isinstance(noeud, _ADMIS):
        raise _refus("cette balise n’est pas admise dans un modèle", noeud)
    if isinstance(noeud, nodes.For):
        boucles += 1
        if boucles > BOUCLES_MAX or noeud.recursive:
            raise _refus(f"plus de {BOUCLES_MAX} boucles l’une dans l’autre", noeud)
        if not isinstance(noeud.iter, nodes.Name | nodes.Getattr | nodes.Getitem):
            raise _refus("une boucle parcourt un champ, et rien d’autre", noeud)
    if isinstance(noeud, nodes.Filter):
        profondeur, suivant = 0, noeud.node
        while isinstance(suivant, nodes.Filter):
            profondeur, suivant = profondeur + 1, suivant.node
        constants = all(isinstance(a, nodes.Const) for a in noeud.args)
        if profondeur >= _FILTRES_MAX or not constants or noeud.kwargs or noeud.dyn_args:
            raise _refus(f"le filtre « {noeud.name} » est mal employé", noeud)
    for enfant in noeud.iter_child_nodes():
        _verifier_noeud(enfant, boucles)


def _refus(message: str, noeud: nodes.Node) -> TemplateSyntaxError:
    return TemplateSyntaxError(message, noeud.lineno, filename=FICHIER)
