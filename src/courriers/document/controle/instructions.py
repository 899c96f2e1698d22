"""The words of an instruction: those a letter may use, and what people write instead."""

from __future__ import annotations

import re

from courriers.constats import Code, Gravite
from courriers.document.balises_lues import Balise
from courriers.document.controle.contrat import Contrat, plier, proche_de
from courriers.document.controle.portee import Faute

ADMIS = ("if", "elif", "else", "endif", "for", "endfor")
DE_CELLULE = ("colspan", "cellbg", "vm", "hm")
"""docxtpl's own: cells merged, or coloured."""
_FRANCAIS = {
    "si": "if", "sinon": "else", "sinonsi": "elif", "pour": "for", "finsi": "endif", "fin": "endif",
    "finpour": "endfor", "fsi": "endif", "fpour": "endfor", "end": "endif", "foreach": "for",
    "boucle": "for", "next": "endfor", "ifelse": "elif", "elsif": "elif", "fi": "endif",
}  # fmt: skip
_CALCULS = ("set",)
_INTERDITES = (
    "macro", "call", "filter", "raw", "verbatim", "autoescape", "import", "include", "from",
    "extends", "block", "break", "continue", "debug", "trans", "do", "with",
)  # fmt: skip
_FINS = frozenset(f"end{mot}" for mot in (*_CALCULS, *_INTERDITES))
"""Told where they open."""


def corriger(balise: Balise, contrat: Contrat, ouvert: str = "if") -> tuple[Balise, Faute | None]:
    """*balise* as it must have been meant, and what is wrong with it as it was written.

    Args:
        ouvert: the block that is open there: « fin » ends it.
    """
    mot = balise.mot
    if balise.ouvre == "{{":
        cle = re.match(r"(?:if|elif|else|endif|for|endfor)\b(?!\s*[.|])", balise.corps)
        if cle is None:
            return balise, None
        ecrit = f"{{%{balise.portee} {balise.corps} %}}"
        faute = _abimee(f"« {cle[0]} » est une instruction", f"Écrivez « {ecrit} ».")
        return balise._replace(ouvre="{%"), faute
    if mot in ADMIS or mot in DE_CELLULE or mot in _FINS:
        return balise, None
    if mot in _CALCULS:
        message = f"« {mot} » : un modèle ne calcule ni ne retient rien"
        conseil = "Imprimez un champ : « courriers champs » les donne tous."
        return balise, Faute(Code.CALCUL_DANS_LE_MODELE, Gravite.ERREUR, message, conseil)
    if mot in _INTERDITES:
        message = f"« {mot} » n’est pas admis dans un modèle"
        conseil = "Un modèle imprime, choisit (if) et répète (for), rien d’autre."
        return balise, Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR, message, conseil)
    return _deviner(balise, contrat, ouvert)


def _deviner(balise: Balise, contrat: Contrat, ouvert: str) -> tuple[Balise, Faute]:
    double = re.match(r"(p|t|tr|tc|r)\1*\s+(?=(?:if|elif|else|endif|for|endfor)\b)", balise.corps)
    if double and not balise.portee:
        portee = "tr" if double[0].startswith("t") else double[1]
        corps = balise.corps[double.end() :]
        faute = _abimee(
            f"« {double[0].strip()} » est mal tapé", f"Écrivez « {{%{portee} {corps} %}} »."
        )
        return balise._replace(corps=corps, portee=portee), faute
    nu = re.match(r"[\w.]+", balise.corps)
    if nu and contrat.champ(nu[0]) is not None:
        message = f"« {nu[0]} » est un champ : il s’imprime entre deux accolades"
        ecrit = f"{{{{ {balise.corps} }}}}"
        return balise._replace(ouvre="{{"), _abimee(message, f"Écrivez « {ecrit} ».")
    mots = balise.corps.split()
    colle = re.match(r"(if|elif|for)(\w.*)", balise.corps)
    if colle and contrat.dans("").count(re.split(r"\W", colle[2])[0]):
        mots = [colle[1], *colle[2].split()]
        corps = " ".join(mots)
        ecrit = f"{{%{balise.portee} {corps} %}}"
        faute = _abimee(f"il manque une espace après « {colle[1]} »", f"Écrivez « {ecrit} ».")
        return balise._replace(corps=corps), faute
    for nombre in (2, 1):  # « sinon si », « fin si »
        dit = plier("".join(mots[:nombre]))
        suite = " ".join(mots[nombre:])
        lu = f"end{ouvert}" if dit in ("fin", "end") else _FRANCAIS.get(dit)
        lu = lu or proche_de(dit, ADMIS)
        if len(mots) >= nombre and lu and (nombre == 1 or dit in _FRANCAIS):
            corps = f"{lu} {suite}".strip() if lu in ("if", "elif", "for") else lu
            if lu == "for":
                corps = re.sub(r"\s(?:dans|de|en)\s", " in ", corps, count=1)
            message = f"« {' '.join(mots[:nombre])} » n’est pas une instruction"
            ecrit = f"{{%{balise.portee} {corps} %}}"
            return balise._replace(corps=corps), _abimee(message, f"Écrivez « {ecrit} ».")
    if not mots:
        return balise, _abimee("cette balise est vide", "Écrivez-y une instruction, ou retirez-la.")
    message = f"« {mots[0]} » n’est pas une instruction"
    return balise, _abimee(message, "Les instructions sont if, elif, else, endif, for et endfor.")


def _abimee(message: str, conseil: str) -> Faute:
    return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, message, conseil)
