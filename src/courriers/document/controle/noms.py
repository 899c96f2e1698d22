"""Names: unknown, hidden, or of a group that may be absent."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from courriers.constats import Code, Gravite
from courriers.document.controle.contrat import plier, proche_de
from courriers.document.controle.portee import Faute, Portee, chemin_de, parents, tel_que_tape

_HOSTILES = frozenset({
    "self", "super", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "request",
    "config", "caller", "varargs", "kwargs",
})  # fmt: skip


def fautes_du_nom(noeud: nodes.Node, portee: Portee) -> Iterator[Faute]:
    """An unknown name, a hidden one, a group that may be absent; not what is under it."""
    hostile = _hostile(noeud)
    if hostile:
        message = f"« {hostile} » n’est pas un champ, et ouvrirait ce qui doit rester fermé"
        yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, "Retirez cette balise.")
        return
    chemin = chemin_de(noeud, portee)
    if chemin is None:
        if isinstance(noeud, nodes.Getitem) and not isinstance(noeud.arg, nodes.Const):
            message = "entre crochets, un modèle n’écrit qu’un nom ou un rang"
            conseil = "Écrivez le champ, puis un point et son nom."
            yield Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, conseil)
        return
    if chemin.startswith("*"):
        return  # what a faulty loop gives
    inconnu = _premier_inconnu(chemin, portee)
    if inconnu is not None:
        yield _nom_inconnu(noeud, chemin, inconnu, portee)
        return
    absent = next((p for p in parents(chemin) if _manque(p, portee)), None)
    if absent is not None and not portee.indulgente:
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
    contrat, racine = portee.contrat, chemin.split(".", maxsplit=1)[0]
    tape = tel_que_tape(noeud)
    parent = inconnu.rpartition(".")[0]
    if "." not in inconnu and racine in portee.finies:
        message = f"« {racine} » n’existe que dans sa boucle, qui est déjà fermée"
        return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, "Placez la balise dans la boucle.")
    if (groupe := contrat.champ(parent)) is not None and groupe.genre == "liste":
        message = f"« {parent} » est une liste : « {tape} » n’en est pas un champ"
        conseil = f"Parcourez-la : {{% for ligne in {parent} %}} {{{{ ligne.… }}}} {{% endfor %}}."
        return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil)
    message = f"« {tape} » n’est pas un champ"
    return Faute(Code.NOM_INCONNU, Gravite.ERREUR, message, _conseil(inconnu, chemin, portee))


_SYNONYMES = {
    "nom": "denomination", "name": "denomination", "raisonsociale": "denomination",
    "mail": "courriel", "email": "courriel", "tel": "telephone", "phone": "telephone",
    "rib": "iban", "ref": "reference", "client": "debiteur", "customer": "debiteur",
    "debtor": "debiteur", "creditor": "creancier", "chiffres": "en_chiffres",
    "lettres": "en_lettres", "montant": "en_chiffres", "fournisseur": "creancier",
    "vendeur": "creancier", "dateecheance": "echeance", "numerofacture": "numero",
    "ttc": "montant_ttc", "datelimite": "date_limite", "amount": "en_chiffres",
    "address": "adresse", "duedate": "date_limite", "invoices": "factures",
}  # fmt: skip
"""What people call a field, folded."""


def _conseil(inconnu: str, chemin: str, portee: Portee) -> str:
    contrat = portee.contrat
    traduit = ".".join(_SYNONYMES.get(plier(nom), nom) for nom in chemin.split("."))
    if traduit != chemin and contrat.champ(traduit) is not None:
        return _vouloir(traduit, portee)
    parent, _, nom = inconnu.rpartition(".")
    if parent:
        freres = contrat.dans(parent)
        if proche := proche_de(nom, freres):
            return _vouloir(f"{parent}.{proche}", portee)
        if freres:
            return f"« {_au_dela(parent, portee)} » a pour champs : {', '.join(freres[:12])}."
    elif "." in chemin and (entier := contrat.proche(chemin)):
        return _vouloir(entier, portee)
    elif variable := proche_de(nom, [*portee.variables, *contrat.dans("")]):
        return f"Voulez-vous dire « {variable} » ?"
    return "« courriers champs » donne tous les noms."


def _vouloir(chemin: str, portee: Portee) -> str:
    """« Voulez-vous dire … », as one writes it there."""
    dit = _au_dela(chemin, portee)
    if "[]" not in dit:
        return f"Voulez-vous dire « {dit} » ?"
    liste, _, nom = dit.rpartition("[]")
    boucle = f"{{% for ligne in {liste.replace('[]', '')} %}}"
    return f"Voulez-vous dire « ligne{nom} », dans une boucle {boucle} ?"


def _au_dela(parent: str, portee: Portee) -> str:
    """*parent* as it is written there: by the variable of its loop."""
    for variable, chemin in portee.variables.items():
        if parent == chemin or parent.startswith(f"{chemin}."):
            return variable + parent[len(chemin) :]
    return parent
