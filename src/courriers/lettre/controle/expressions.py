"""What is inside a tag: the names it says, and what it does with them.

Jinja reads the expression; each node is then looked at with what is known there to be filled, in
the order in which the letter will read it: ``a and a.b`` is safe, ``a.b and a`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from courriers.constats import Code, Gravite
from courriers.document.environnement import TESTS_JINJA
from courriers.document.fautes_jinja import en_francais
from courriers.lettre.champs import filtres
from courriers.lettre.controle.contrat import LIBRE, Contrat, proche_de

_LONGUEUR_MAX, _PARENTHESES_MAX = 1_000, 30
_FILTRES_MAX = 2
_CALCULS = (nodes.BinExpr, nodes.Neg, nodes.Pos, nodes.Concat)
"""``and``, ``or`` are binary too, and looked at before."""
_ORDRES = ("gt", "gteq", "lt", "lteq")
_HOSTILES = frozenset({
    "self", "super", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "request",
    "config", "caller", "varargs", "kwargs",
})  # fmt: skip
_FILTRES_HOSTILES = frozenset({"attr", "map", "select", "selectattr", "reject", "rejectattr",
                               "pprint", "tojson", "xmlattr", "groupby"})  # fmt: skip
_SOMME_OU_DATE = re.compile(
    r"\d[\d\s\u00a0\u202f]*([.,]\d+)?\s*(€|%|eur)|\d{1,2}/\d{1,2}/\d{4}|\d+ \w+ \d{4}|\d+[.,]\d+",
    re.IGNORECASE,
)
_IMPRIMER = "Imprimez l’un de ses champs"
_JINJA = Environment()  # noqa: S701 – only to parse: nothing is rendered with it

Faits = frozenset[str]
"""Paths known to be filled."""
ESSAYE = "?"
"""Before a path of which it is known only that one among several is filled: whoever wrote « a or b »
has thought of each being empty."""


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
    finies: frozenset[str] = frozenset()
    """Those of loops that ended before."""

    def sachant(self, faits: Faits) -> Portee:
        """The same, where these are filled too."""
        return self._replace(faits=self.faits | faits)


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
    lu = _lire(source, "{{{{ ({}) }}}}")
    if isinstance(lu, Faute):
        return Examen((lu,))
    expression = next(n for n in lu.find_all(nodes.Output)).nodes[0]
    fautes = list(_fautes(expression, portee, profondeur=0))
    chemin = _chemin(expression, portee)
    if imprime and not fautes:
        fautes += _a_imprimer(expression, portee)
    vrais, faux = _verites(expression, portee)
    return Examen(tuple(fautes), vrais, faux, chemin)


def examiner_boucle(source: str, portee: Portee) -> tuple[Examen, str]:
    """What is wrong in « x in liste », and the variable; its path is ``chemin`` of the list."""
    lu = _lire(source, "{{% for {} %}}{{% endfor %}}")
    if isinstance(lu, Faute):
        return Examen((lu,)), ""
    boucle = next(n for n in lu.find_all(nodes.For))
    if not isinstance(boucle.target, nodes.Name) or boucle.test is not None or boucle.recursive:
        message = "une boucle s’écrit « for ligne in liste », sans rien d’autre"
        conseil = "Ôtez ce qui suit la liste."
        return Examen((Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, conseil),)), ""
    fautes = list(_fautes(boucle.iter, portee, profondeur=0))
    chemin = _chemin(boucle.iter, portee)
    if chemin is None and not fautes:
        message = "une boucle parcourt un champ, et rien d’autre"
        fautes.append(Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, _listes(portee)))
    if chemin is not None and not fautes:
        trouve = portee.contrat.champ(chemin)
        if trouve is not None and trouve.genre not in ("liste", LIBRE):
            message = f"« {source.split()[-1]} » n’est pas une liste : une boucle n’y parcourt rien"
            fautes.append(Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, _listes(portee)))
    return Examen(tuple(fautes), chemin=chemin), boucle.target.name


def _listes(portee: Portee) -> str:
    listes = [n for n in ("factures", "decompte.lignes") if portee.contrat.champ(n)]
    return f"Les listes sont dans « courriers champs » : {', '.join(listes)}…"


def _lire(source: str, forme: str) -> nodes.Template | Faute:
    if not source.strip():
        message, conseil = "cette balise est vide", "Écrivez-y un champ, ou retirez-la."
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, message, conseil)
    if len(source) > _LONGUEUR_MAX or sum(map(source.count, "([{")) > _PARENTHESES_MAX:
        message = "cette expression est démesurée"
        return Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Écrivez un champ seul.")
    try:
        return _JINJA.parse(forme.format(source))
    except TemplateSyntaxError as faute:
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, en_francais(faute.message or ""),
                     _conseil_de_syntaxe(source))  # fmt: skip
    except (RecursionError, ValueError, MemoryError, SyntaxError):
        return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, "cette balise ne se lit pas",
                     _conseil_de_syntaxe(source))  # fmt: skip


def _conseil_de_syntaxe(source: str) -> str:
    if re.fullmatch(r"[\w.]+(\s+[\w.]+)+", source):
        return f"Un nom ne contient pas d’espace : « {'_'.join(source.split())} » ?"
    if "=" in source and "==" not in source:
        return "L’égalité s’écrit avec deux signes : « == »."
    return "Écrivez le nom seul, comme {{ debiteur.denomination }}."


def _chemin(noeud: nodes.Node, portee: Portee) -> str | None:
    """The path of a field: names and dots only, variables of loops replaced by what they are."""
    if isinstance(noeud, nodes.Name):
        return portee.variables.get(noeud.name, noeud.name)
    if isinstance(noeud, nodes.Getattr):
        nom: object = noeud.attr
    elif isinstance(noeud, nodes.Getitem) and isinstance(noeud.arg, nodes.Const):
        nom = noeud.arg.value
    else:
        return None
    parent = _chemin(noeud.node, portee)
    if parent is None:
        return None
    return f"{parent}[]" if isinstance(nom, int) else f"{parent}.{nom}"


# --- Ce qui ne va pas -------------------------------------------------------------------------


def _fautes(noeud: nodes.Node, portee: Portee, *, profondeur: int) -> Iterator[Faute]:
    """The faults of *noeud* and of all it holds, in the order in which it is read."""
    if isinstance(noeud, nodes.And | nodes.Or):
        yield from _fautes(noeud.left, portee, profondeur=0)
        vrais, faux = _verites(noeud.left, portee)
        suite = portee.sachant(vrais if isinstance(noeud, nodes.And) else faux)
        yield from _fautes(noeud.right, suite, profondeur=0)
    elif isinstance(noeud, nodes.CondExpr):
        yield from _fautes(noeud.test, portee, profondeur=0)
        vrais, faux = _verites(noeud.test, portee)
        yield from _fautes(noeud.expr1, portee.sachant(vrais), profondeur=0)
        if noeud.expr2 is not None:
            yield from _fautes(noeud.expr2, portee.sachant(faux), profondeur=0)
    elif isinstance(noeud, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield from _fautes_du_nom(noeud, portee)
    elif isinstance(noeud, nodes.Filter):
        yield from _fautes_du_filtre(noeud, portee, profondeur)
    elif isinstance(noeud, nodes.Call):
        message = "une balise n’appelle rien : ni fonction, ni parenthèses"
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, _sans_appel(noeud))
    elif isinstance(noeud, _CALCULS):
        yield Faute(
            Code.CALCUL_DANS_LE_MODELE, Gravite.ERREUR,
            "un modèle ne calcule rien : le programme calcule, le modèle imprime",
            "Imprimez un champ : « courriers champs » les donne tous.",
        )  # fmt: skip
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
    elif not isinstance(noeud, nodes.Const | nodes.TemplateData | nodes.Operand):
        message = "cette construction n’est pas admise dans un modèle"
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Écrivez un champ seul.")


def _sans_appel(appel: nodes.Call) -> str:
    methode = appel.node.attr if isinstance(appel.node, nodes.Getattr) else ""
    if methode in ("upper", "lower", "capitalize", "title", "strip"):
        filtre = {"strip": "trim", "capitalize": "capitale"}.get(methode, methode)
        return f"Un filtre le fait : « {{{{ champ|{filtre} }}}} »." if filtre in filtres() else ""
    return "Écrivez le nom d’un champ, sans parenthèses."


def _fautes_du_nom(noeud: nodes.Node, portee: Portee) -> Iterator[Faute]:
    """An unknown name, a hidden one, a group that may be absent."""
    hostile = _hostile(noeud)
    if hostile:
        message = f"« {hostile} » n’est pas un champ, et ouvrirait ce qui doit rester fermé"
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Retirez cette balise.")
        return
    chemin = _chemin(noeud, portee)
    if chemin is None:
        if isinstance(noeud, nodes.Getitem) and not isinstance(noeud.arg, nodes.Const):
            message = "entre crochets, un modèle n’écrit qu’un nom ou un rang"
            conseil = "Écrivez le champ, puis un point et son nom."
            yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, conseil)
        for enfant in noeud.iter_child_nodes():
            yield from _fautes(enfant, portee, profondeur=0)
        return
    inconnu = _premier_inconnu(chemin, portee)
    if inconnu is not None:
        yield _nom_inconnu(noeud, chemin, inconnu, portee)
        return
    absent = next((p for p in _parents(chemin) if _manque(p, portee)), None)
    if absent is not None:
        raison = portee.contrat.champ(absent)
        pourquoi = f" ({raison.vide})" if raison is not None and raison.vide else ""
        dit = absent.replace("[]", "")
        yield Faute(
            Code.GROUPE_NON_GARDE, Gravite.ERREUR,
            f"« {dit} » peut manquer{pourquoi} : la lettre serait alors refusée",
            f"Entourez la phrase de {{% if {dit} %}} … {{% endif %}}.",
        )  # fmt: skip


def _hostile(noeud: nodes.Node) -> str:
    while True:
        if isinstance(noeud, nodes.Getattr):
            nom, suite = noeud.attr, noeud.node
        elif isinstance(noeud, nodes.Getitem):
            valeur = noeud.arg.value if isinstance(noeud.arg, nodes.Const) else ""
            nom, suite = valeur if isinstance(valeur, str) else "", noeud.node
        elif isinstance(noeud, nodes.Name):
            return noeud.name if noeud.name in _HOSTILES or noeud.name.startswith("_") else ""
        else:
            return ""
        if nom.startswith("_"):
            return nom
        noeud = suite


def _parents(chemin: str) -> Iterator[str]:
    """The groups *chemin* goes through."""
    noms = chemin.split(".")
    for rang in range(1, len(noms)):
        yield ".".join(noms[:rang])
    if chemin.endswith("[]"):
        yield chemin.removesuffix("[]")


def _manque(chemin: str, portee: Portee) -> bool:
    groupe = portee.contrat.champ(chemin)
    return (
        groupe is not None
        and groupe.genre == "groupe"
        and portee.contrat.peut_manquer(chemin)
        and chemin not in portee.faits
    )


def _premier_inconnu(chemin: str, portee: Portee) -> str | None:
    """The first part of *chemin* that is nothing."""
    noms = chemin.split(".")
    for rang in range(1, len(noms) + 1):
        debut = ".".join(noms[:rang])
        if portee.contrat.champ(debut) is None and not (rang == 1 and debut == "loop"):
            return debut
    if noms == ["loop"] or (noms[0] == "loop" and not portee.variables):
        return chemin
    return None


def _nom_inconnu(noeud: nodes.Node, chemin: str, inconnu: str, portee: Portee) -> Faute:
    contrat, racine = portee.contrat, chemin.split(".")[0]
    tape = _tel_que_tape(noeud)
    parent = inconnu.rpartition(".")[0]
    if "." not in inconnu and racine in portee.finies:
        message = f"« {racine} » n’existe que dans sa boucle, qui est déjà fermée"
        return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, "Placez la balise dans la boucle.")
    if (groupe := contrat.champ(parent)) is not None and groupe.genre == "liste":
        message = f"« {parent} » est une liste : « {tape} » n’en est pas un champ"
        conseil = f"Parcourez-la : {{% for ligne in {parent} %}} {{{{ ligne.… }}}} {{% endfor %}}."
        return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil)
    message = f"« {tape} » n’est pas un champ"
    return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, _conseil(inconnu, portee))


def _conseil(inconnu: str, portee: Portee) -> str:
    contrat = portee.contrat
    parent, _, nom = inconnu.rpartition(".")
    freres = contrat.dans(parent) if parent else [*portee.variables, *contrat.dans("")]
    proches = proche_de(nom, freres)
    if parent and proches:
        return f"Voulez-vous dire « {_au_dela(parent, portee)}.{proches} » ?"
    if proche := proches or contrat.proche(inconnu):
        return f"Voulez-vous dire « {proche} » ?"
    if parent and freres:
        return f"« {_au_dela(parent, portee)} » a pour champs : {', '.join(freres[:12])}."
    return "« courriers champs » donne tous les noms."


def _au_dela(parent: str, portee: Portee) -> str:
    """*parent* as it is written there: by the variable of its loop."""
    for variable, chemin in portee.variables.items():
        if parent == chemin or parent.startswith(f"{chemin}."):
            return variable + parent[len(chemin) :]
    return parent


def _tel_que_tape(noeud: nodes.Node) -> str:
    if isinstance(noeud, nodes.Getattr):
        return f"{_tel_que_tape(noeud.node)}.{noeud.attr}"
    if isinstance(noeud, nodes.Getitem) and isinstance(noeud.arg, nodes.Const):
        return f"{_tel_que_tape(noeud.node)}[{noeud.arg.value!r}]"
    return noeud.name if isinstance(noeud, nodes.Name) else "…"


def _fautes_du_filtre(noeud: nodes.Filter, portee: Portee, profondeur: int) -> Iterator[Faute]:
    nom = noeud.name
    if nom in _FILTRES_HOSTILES:
        message = f"le filtre « {nom} » n’est pas admis : un modèle imprime, il ne trie ni ne fouille"
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Retirez ce filtre.")
    elif nom not in filtres():
        proche = portee.contrat.proche_filtre(nom)
        conseil = (
            f"Voulez-vous dire « {proche} » ?" if proche else f"Filtres : {', '.join(filtres())}."
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
    if noeud.node is not None:
        yield from _fautes(noeud.node, portee, profondeur=profondeur + 1)


def _fautes_de_comparaison(noeud: nodes.Compare, portee: Portee) -> Iterator[Faute]:
    membres = [noeud.expr, *(o.expr for o in noeud.ops)]
    calcule = any(isinstance(m, _CALCULS) for m in membres)
    if not calcule:
        for membre in membres:
            yield from _fautes(membre, portee, profondeur=0)
    comptes = all(isinstance(m, nodes.Const) or _est_un_compte(m) for m in membres)
    ordonne = any(o.op in _ORDRES for o in noeud.ops)
    compare = any(
        isinstance(m, nodes.Const) and _SOMME_OU_DATE.fullmatch(str(m.value).strip())
        for m in membres
    ) or any(
        isinstance(m, nodes.Const) and isinstance(m.value, int | float) and not comptes
        for m in membres
    )
    if calcule or (ordonne and not comptes) or compare:
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


def _a_imprimer(noeud: nodes.Node, portee: Portee) -> Iterator[Faute]:
    """What cannot be printed, or may print nothing."""
    if isinstance(noeud, nodes.CondExpr):
        vrais, faux = _verites(noeud.test, portee)
        yield from _a_imprimer(noeud.expr1, portee.sachant(vrais))
        if noeud.expr2 is not None:
            yield from _a_imprimer(noeud.expr2, portee.sachant(faux))
        return
    if isinstance(noeud, nodes.Or):
        yield from _a_imprimer(noeud.right, portee)
        return
    filtre = ""
    while isinstance(noeud, nodes.Filter) and noeud.node is not None:
        filtre = filtre or noeud.name
        if noeud.name in ("default", "d", "length"):
            return
        noeud = noeud.node
    chemin = _chemin(noeud, portee)
    trouve = portee.contrat.champ(chemin) if chemin else None
    if chemin is None or trouve is None:
        return
    tape = _tel_que_tape(noeud)
    if trouve.genre == "oui ou non":
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
    elif portee.contrat.peut_manquer(chemin) and not {chemin, ESSAYE + chemin} & portee.faits:
        yield Faute(
            Code.CHAMP_NON_GARDE, Gravite.AVERTISSEMENT,
            f"« {tape} » peut être vide ({trouve.vide})",
            f"Entourez la phrase de {{% if {tape} %}} … {{% endif %}}.",
        )  # fmt: skip


# --- Ce que l’on sait alors -------------------------------------------------------------------


def _verites(noeud: nodes.Node, portee: Portee) -> tuple[Faits, Faits]:
    """What is filled where *noeud* is true, and where it is false."""
    rien: Faits = frozenset()
    if isinstance(noeud, nodes.Not):
        vrais, faux = _verites(noeud.node, portee)
        return faux, vrais
    if isinstance(noeud, nodes.And | nodes.Or):
        gauche, droite = _verites(noeud.left, portee), _verites(noeud.right, portee)
        if isinstance(noeud, nodes.And):
            return gauche[0] | droite[0], gauche[1] & droite[1]
        essayes = frozenset(f"{ESSAYE}{f}" for f in gauche[0] ^ droite[0])
        return (gauche[0] & droite[0]) | essayes, gauche[1] | droite[1]
    if isinstance(noeud, nodes.Filter) and noeud.node is not None:
        return _verites(noeud.node, portee)[0], rien
    if isinstance(noeud, nodes.Test):
        plein = _verites(noeud.node, portee)[0]
        return (plein, rien) if noeud.name == "true" else (rien, rien)
    if isinstance(noeud, nodes.Compare) and len(noeud.ops) == 1:
        return _verites_de_comparaison(noeud, portee)
    chemin = _chemin(noeud, portee)
    if chemin is None:
        return rien, rien
    impliques = (i for i in portee.contrat.implique(chemin))
    return frozenset({chemin, *_parents(chemin), *impliques}), rien


def _verites_de_comparaison(noeud: nodes.Compare, portee: Portee) -> tuple[Faits, Faits]:
    rien: Faits = frozenset()
    autre = noeud.ops[0].expr
    plein = _verites(noeud.expr, portee)[0]
    if not isinstance(autre, nodes.Const):
        return rien, rien
    match noeud.ops[0].op:
        case "eq":
            return (plein, rien) if autre.value else (rien, plein)
        case "ne":
            return (rien, plein) if autre.value else (plein, rien)
        case "gt" | "gteq":
            return plein, rien
    return rien, rien
