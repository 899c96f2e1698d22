"""What is inside a tag: the names it says, and what it does with them.

Jinja reads the expression; each node is then looked at with what is known there to be filled, in
the order in which the letter will read it: ``a and a.b`` is safe, ``a.b and a`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from courriers.constats import Code, Gravite
from courriers.document.controle.contrat import LIBRE, Contrat, proche_de
from courriers.document.controle.impression import a_imprimer
from courriers.document.controle.noms import fautes_du_nom
from courriers.document.controle.portee import Faits, Faute, Portee, chemin_de, tel_que_tape
from courriers.document.controle.verites import verites
from courriers.document.environnement import TESTS_JINJA
from courriers.document.fautes_jinja import en_francais

_LONGUEUR_MAX, _PARENTHESES_MAX = 1_000, 30
_FILTRES_MAX = 2
_CALCULS = (nodes.BinExpr, nodes.Neg, nodes.Pos, nodes.Concat)
"""``and``, ``or`` are binary too, and looked at before."""
_ORDRES = ("gt", "gteq", "lt", "lteq")
_FILTRES_HOSTILES = frozenset({"attr", "map", "select", "selectattr", "reject", "rejectattr",
                               "pprint", "tojson", "xmlattr", "groupby"})  # fmt: skip
_SOMME_OU_DATE = re.compile(
    r"\d[\d\s\u00a0\u202f]*([.,]\d+)?\s*(€|%|eur)|\d{1,2}/\d{1,2}/\d{4}|\d+ \w+ \d{4}|\d+[.,]\d+",
    re.IGNORECASE,
)
_JINJA = Environment()  # noqa: S701 – only to parse: nothing is rendered with it


class Examen(NamedTuple):
    """What a tag was found to be."""

    fautes: tuple[Faute, ...]
    vrais: Faits = frozenset()
    """Filled, where the expression is true."""
    faux: Faits = frozenset()
    """Filled, where it is false."""
    chemin: str | None = None
    """The field, where it is one and nothing else."""


def examiner(source: str, portee: Portee, *, imprime: bool = False) -> Examen:
    """What is wrong in the expression *source*; *imprime*: a tag prints it."""
    if (presque := _a_un_signe_pres(source, portee.contrat)) is not None:
        return Examen((presque,))
    lu = _lire(source, "{{{{ ({}) }}}}", portee.contrat)
    if isinstance(lu, Faute):
        return Examen((lu,))
    expression = next(n for n in lu.find_all(nodes.Output)).nodes[0]
    fautes = list(_fautes(expression, portee, profondeur=0))
    chemin = chemin_de(expression, portee)
    if imprime and not fautes:
        fautes += a_imprimer(expression, portee)
    vrais, faux = verites(expression, portee)
    return Examen(tuple(fautes), vrais, faux, chemin)


def _a_un_signe_pres(source: str, contrat: Contrat) -> Faute | None:
    """A field whose dot or low line was typed as a comma or a hyphen."""
    if not re.fullmatch(r"\s*\w[\w.]*(?:\s*[-,]\s*\w[\w.]*)+\s*", source):
        return None
    colle = re.sub(r"\s*[-,]\s*", lambda s: "_" if "-" in s[0] else ".", source.strip())
    if contrat.champ(colle) is None:
        return None
    message, conseil = f"« {source.strip()} » n’est pas un champ", f"Voulez-vous dire « {colle} » ?"
    return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil)


def examiner_boucle(source: str, portee: Portee) -> tuple[Examen, str]:
    """What is wrong in « x in liste », and the variable; its path is ``chemin`` of the list."""
    lu = _lire(source, "{{% for {} %}}{{% endfor %}}", portee.contrat)
    if isinstance(lu, Faute):
        return Examen((lu,)), ""
    boucle = next(n for n in lu.find_all(nodes.For))
    if not isinstance(boucle.target, nodes.Name) or boucle.test is not None or boucle.recursive:
        message = "une boucle s’écrit « for ligne in liste », sans rien d’autre"
        conseil = "Ôtez ce qui suit la liste."
        return Examen((Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, conseil),)), ""
    fautes = list(_fautes(boucle.iter, portee, profondeur=0))
    chemin = chemin_de(boucle.iter, portee)
    if chemin is None and not fautes:
        message = "une boucle parcourt un champ, et rien d’autre"
        fautes.append(Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, _listes(portee)))
    if chemin is not None and not fautes:
        trouve = portee.contrat.champ(chemin)
        if trouve is not None and trouve.genre not in ("liste", LIBRE):
            tape = tel_que_tape(boucle.iter)
            message = f"« {tape} » n’est pas une liste : une boucle n’y parcourt rien"
            fautes.append(Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, _listes(portee)))
    return Examen(tuple(fautes), chemin=chemin), boucle.target.name


def _listes(portee: Portee) -> str:
    listes = [n for n in ("factures", "decompte.lignes") if portee.contrat.champ(n)]
    return f"Les listes sont dans « courriers champs » : {', '.join(listes)}…"


def _lire(source: str, forme: str, contrat: Contrat) -> nodes.Template | Faute:
    if not source.strip():
        message, conseil = "cette balise est vide", "Écrivez-y un champ, ou retirez-la."
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, message, conseil)
    if len(source) > _LONGUEUR_MAX or sum(map(source.count, "([{")) > _PARENTHESES_MAX:
        message = "cette expression est démesurée"
        return Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Écrivez un champ seul.")
    try:
        return _JINJA.parse(forme.format(source))
    except TemplateSyntaxError as faute:
        dit = en_francais(faute.message or "")
        if dit == faute.message:  # in English still
            dit = "cette balise ne se lit pas"
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, dit, _conseil_de_syntaxe(source, contrat))
    except (RecursionError, ValueError, MemoryError, SyntaxError):
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, "cette balise ne se lit pas",
                     _conseil_de_syntaxe(source, contrat))  # fmt: skip


_A_LA_FRANCAISE = (
    (r"\bnon\b", "not"), (r"\bou\b|\|\|", "or"), (r"\bet\b|&&", "and"), (r"!(?!=)\s*", "not "),
    (r"\bdans\b|\bof\b", "in"), (r"\s*(?:[:?;]|\bthen\b|\balors\b)\s*$", ""),
    (r"(?<![=!<>])=(?!=)", "=="),
)  # fmt: skip
"""What people write for Jinja's own words."""


def _conseil_de_syntaxe(source: str, contrat: Contrat) -> str:
    """What must have been meant, where one can tell."""
    for joint in ("_", "."):
        colle = joint.join(re.split(r"[\s,;/-]+", source.strip()))
        if contrat.champ(colle) is not None:
            return f"Voulez-vous dire « {colle} » ?"
    corrige = source
    for faux, juste in _A_LA_FRANCAISE:
        corrige = re.sub(faux, juste, corrige)
    corrige = re.sub(r"\s+", " ", corrige).strip()
    if corrige != source.strip():
        for forme in ("{{{{ ({}) }}}}", "{{% for {} %}}{{% endfor %}}"):
            try:
                _JINJA.parse(forme.format(corrige))
            except TemplateSyntaxError:
                continue
            return f"Écrivez « {corrige} »."
    return "Écrivez le nom d’un champ, comme debiteur.denomination."


def _fautes(noeud: nodes.Node, portee: Portee, *, profondeur: int) -> Iterator[Faute]:
    """The faults of *noeud* and of all it holds, in the order in which it is read."""
    if isinstance(noeud, nodes.And | nodes.Or | nodes.CondExpr):
        yield from _fautes_du_choix(noeud, portee)
    elif isinstance(noeud, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield from fautes_du_nom(noeud, portee)
        if chemin_de(noeud, portee) is None:
            for enfant in noeud.iter_child_nodes():
                yield from _fautes(enfant, portee, profondeur=0)
    elif isinstance(noeud, nodes.Filter):
        yield from _fautes_du_filtre(noeud, portee, profondeur)
    elif isinstance(noeud, nodes.Compare):
        yield from _fautes_de_comparaison(noeud, portee)
    elif isinstance(noeud, nodes.Test):
        if noeud.name not in TESTS_JINJA:
            message = f"le test « {noeud.name} » n’existe pas"
            conseil = "Écrivez « if champ » ou « if not champ »."
            yield Faute(Code.FILTRE_INCONNU, Gravite.ERREUR, message, conseil)
        yield from _fautes(noeud.node, portee, profondeur=0)
    elif isinstance(noeud, nodes.Not):
        yield from _fautes(noeud.node, portee, profondeur=0)
    elif not isinstance(noeud, nodes.Const | nodes.TemplateData):
        yield _interdite(noeud)


def _fautes_du_choix(
    noeud: nodes.And | nodes.Or | nodes.CondExpr, portee: Portee
) -> Iterator[Faute]:
    """The second side is read only where the first says so."""
    premier = noeud.test if isinstance(noeud, nodes.CondExpr) else noeud.left
    yield from _fautes(premier, portee, profondeur=0)
    vrais, faux = verites(premier, portee)
    if isinstance(noeud, nodes.CondExpr):
        yield from _fautes(noeud.expr1, portee.sachant(vrais), profondeur=0)
        if noeud.expr2 is not None:
            yield from _fautes(noeud.expr2, portee.sachant(faux), profondeur=0)
    else:
        suite = portee.sachant(vrais if isinstance(noeud, nodes.And) else faux)
        yield from _fautes(noeud.right, suite, profondeur=0)


def _interdite(noeud: nodes.Node) -> Faute:
    """What a letter never needs: a call, a sum, anything else."""
    if isinstance(noeud, nodes.Call):
        message = "une balise n’appelle rien : ni fonction, ni parenthèses"
        return Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, _sans_appel(noeud))
    if isinstance(noeud, _CALCULS):
        message = "un modèle ne calcule rien : le programme calcule, le modèle imprime"
        conseil = "Imprimez un champ : « courriers champs » les donne tous."
        return Faute(Code.CALCUL_DANS_LE_MODELE, Gravite.ERREUR, message, conseil)
    message = "cette construction n’est pas admise dans un modèle"
    return Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Écrivez un champ seul.")


def _sans_appel(appel: nodes.Call) -> str:
    methode = appel.node.attr if isinstance(appel.node, nodes.Getattr) else ""
    if methode in ("upper", "lower", "capitalize", "title", "strip"):
        filtre = {"strip": "trim", "capitalize": "capitale"}.get(methode, methode)
        return f"Un filtre le fait : « {{{{ champ|{filtre} }}}} »."
    return "Écrivez le nom d’un champ, sans parenthèses."


def _fautes_du_filtre(noeud: nodes.Filter, portee: Portee, profondeur: int) -> Iterator[Faute]:
    nom = noeud.name
    if nom in _FILTRES_HOSTILES:
        message = (
            f"le filtre « {nom} » n’est pas admis : un modèle imprime, il ne trie ni ne fouille"
        )
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Retirez ce filtre.")
    elif nom not in portee.contrat.filtres:
        proche = proche_de(nom, portee.contrat.filtres)
        conseil = (
            f"Voulez-vous dire « {proche} » ?"
            if proche
            else f"Filtres : {', '.join(portee.contrat.filtres)}."
        )
        message = f"le filtre « {nom} » n’existe pas"
        yield Faute(Code.FILTRE_INCONNU, Gravite.ERREUR, message, conseil)
    elif (
        noeud.kwargs
        or noeud.dyn_args is not None
        or not all(isinstance(a, nodes.Const) for a in noeud.args)
    ):
        message = f"le filtre « {nom} » est mal employé"
        conseil = "Entre ses parenthèses, il ne prend qu’un texte ou un nombre."
        yield Faute(Code.FILTRE_INCONNU, Gravite.ERREUR, message, conseil)
    elif profondeur >= _FILTRES_MAX:
        message = f"plus de {_FILTRES_MAX} filtres se suivent"
        yield Faute(Code.FILTRE_INCONNU, Gravite.ERREUR, message, "N’en gardez que deux.")
        return
    if noeud.node is None:
        return
    for faute in _fautes(noeud.node, portee, profondeur=profondeur + 1):
        # What is not there is what « default » replaces.
        if nom != "default" or faute.code != Code.GROUPE_NON_GARDE:
            yield faute


def _fautes_de_comparaison(noeud: nodes.Compare, portee: Portee) -> Iterator[Faute]:
    membres = [noeud.expr, *(o.expr for o in noeud.ops)]
    calcule = any(isinstance(m, _CALCULS) for m in membres)
    if not calcule:
        for membre in membres:
            yield from _fautes(membre, portee, profondeur=0)
    constant = all(isinstance(m, nodes.Const) for m in membres)
    comptes = all(isinstance(m, nodes.Const) or _est_un_compte(m) for m in membres)
    ordonne = any(o.op in _ORDRES for o in noeud.ops)
    compare = any(
        isinstance(m, nodes.Const) and _SOMME_OU_DATE.fullmatch(str(m.value).strip())
        for m in membres
    ) or any(
        isinstance(m, nodes.Const) and isinstance(m.value, int | float) and not comptes
        for m in membres
    )
    if calcule or constant or (ordonne and not comptes) or compare:
        yield Faute(
            Code.CALCUL_DANS_LE_MODELE, Gravite.ERREUR,
            "un modèle ne compare ni des sommes ni des dates : le programme décide",
            "Testez un champ « oui ou non », comme {% if total.est_nulle %}.",
        )  # fmt: skip


def _est_un_compte(noeud: nodes.Node) -> bool:
    """``loop.index``, or the length of a list."""
    if isinstance(noeud, nodes.Filter):
        return noeud.name == "length"
    return (
        isinstance(noeud, nodes.Getattr)
        and isinstance(noeud.node, nodes.Name)
        and noeud.node.name == "loop"
    )
