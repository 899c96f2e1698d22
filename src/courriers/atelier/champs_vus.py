"""The fields of a letter as the page lists them: what to copy, and the value of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courriers.langue.typographie import INSECABLE
from courriers.lettre.champs import Champ, champs

LONGUEUR_MAX = 300
_ELEMENTS = {
    "echeances": "echeance", "echues": "echeance", "factures": "facture", "bordereau": "piece",
    "debiteurs": "partie", "pieces": "piece", "pieces_jointes": "piece", "a_echoir": "facture",
    "reponse": "alinea",
}  # fmt: skip
"""How the built-in templates call one element of a list; « ligne » otherwise."""


def a_copier(champ: Champ) -> str:
    """What to paste in Word to use *champ*."""
    nom = _en_boucle(champ.nom)
    match champ.genre:
        case "oui ou non" | "groupe":
            return f"{{% if {nom} %}}…{{% endif %}}"
        case "liste":
            element = _element(champ.nom)
            return f"{{%p for {element} in {nom} %}}…{{%p endfor %}}"
        case "image":
            return nom  # the alternative text of a picture
        case "libre":
            return f"{{{{ {nom}.nom_du_texte }}}}"
    return f"{{{{ {nom} }}}}"


def _en_boucle(nom: str) -> str:
    """« factures[].numero » as it is written inside the loop: « facture.numero »."""
    liste, crochets, reste = nom.rpartition("[]")
    return _element(liste) + reste if crochets else nom


def _element(liste: str) -> str:
    return _ELEMENTS.get(liste.removesuffix("[]").rpartition(".")[2], "ligne")


def valeurs_des_champs(valeurs: Mapping[str, Any]) -> dict[str, str]:
    """What each field holds, as text; of a list, its first element."""
    return {nom: _dit(_suivre(valeurs, nom.split("."))) for nom in champs()}


def _suivre(valeur: Any, chemin: Sequence[str]) -> Any:
    for etape in chemin:
        nom = etape.removesuffix("[]")
        valeur = valeur.get(nom) if isinstance(valeur, Mapping) else getattr(valeur, nom, None)
        if etape.endswith("[]"):
            suite = valeur if isinstance(valeur, Sequence) and not isinstance(valeur, str) else ()
            valeur = suite[0] if suite else None
        if valeur is None:
            return None
    return valeur


def _dit(valeur: Any) -> str:
    match valeur:
        case bool():
            return "oui" if valeur else "non"
        case str():
            return valeur if len(valeur) <= LONGUEUR_MAX else f"{valeur[:LONGUEUR_MAX]}…"
        case Sequence() if valeur:
            return f"{len(valeur)}{INSECABLE}élément{'s' if len(valeur) > 1 else ''}"
    return "présent" if valeur else ""
