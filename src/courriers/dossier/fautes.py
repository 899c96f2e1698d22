"""What pydantic found, said in French: one finding a fault, with its path and what is expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from courriers.constats import Code, Constat, Gravite, Lieu

_TYPES = (
    "societe",
    "entrepreneur_individuel",
    "association",
    "particulier",
    "personne_publique",
)


def constats_de(erreur: ValidationError, modele: type[BaseModel]) -> list[Constat]:
    """Every fault of *erreur*, found while building *modele*, in the order of the fields."""
    return [
        _constat(dict(e), modele)
        for e in erreur.errors(include_url=False)
        if not _echo(e["type"], e.get("ctx", {}), e["input"])
    ]


def _echo(genre: str, ctx: Mapping[str, Any], entree: Any) -> bool:
    """Pydantic also calls a list too short when its elements are faulty: already said."""
    longueur = len(entree) if isinstance(entree, list | tuple) else 0
    return genre == "too_short" and longueur >= ctx.get("min_length", 0) > 0


def _constat(e: dict[str, Any], modele: type[BaseModel]) -> Constat:
    chemin, hote = _suivre(e["loc"], modele)
    genre, ctx, entree = e["type"], e.get("ctx", {}), e["input"]
    code, conseil = Code.CHAMP_INVALIDE, ""
    if genre == "extra_forbidden":
        code, message = Code.CHAMP_INCONNU, "ce champ n’existe pas."
        conseil = _proposition(chemin, hote)
    elif genre in ("missing", "union_tag_not_found"):
        code, message = Code.CHAMP_MANQUANT, "ce champ obligatoire manque."
        if genre == "union_tag_not_found" and isinstance(entree, Mapping):
            chemin.append("type")
            conseil = f"Attendu : {_liste(_TYPES)}."
        elif genre == "union_tag_not_found":
            code, message = (
                Code.CHAMP_INVALIDE,
                f"un objet est attendu, trouvé : {court(entree)}.",
            )
    else:
        if genre == "union_tag_invalid":
            chemin.append("type")
        message = _message(genre, ctx, entree)
    return Constat(code, Gravite.ERREUR, message, Lieu(champ=_en_texte(chemin)), conseil)


def _message(genre: str, ctx: Mapping[str, Any], entree: Any) -> str:
    """French sentence for a pydantic error type; ours are already French."""
    if "texte" in ctx:
        return f"{ctx['texte']}."
    trouve = court(entree)
    phrases = {
        "string_type": f"un texte entre guillemets est attendu, trouvé : {trouve}.",
        "string_too_short": "un texte non vide est attendu.",
        "string_too_long": f"le texte dépasse {ctx.get('max_length')} caractères.",
        "string_pattern_mismatch": (
            f"« {trouve} » n’a pas la forme attendue (minuscules sans accent, chiffres, tirets)."
        ),
        "string_unicode": "ce texte n’est pas de l’Unicode valide.",
        "literal_error": f"« {trouve} » n’est pas admis. Attendu : {_choix(ctx)}.",
        "union_tag_invalid": f"« {ctx.get('tag')} » n’est pas admis. Attendu : {_liste(_TYPES)}.",
        "tuple_type": f"une liste entre crochets est attendue, trouvé : {trouve}.",
        "dict_type": f"un objet entre accolades est attendu, trouvé : {trouve}.",
        "model_type": f"un objet entre accolades est attendu, trouvé : {trouve}.",
        "model_attributes_type": f"un objet entre accolades est attendu, trouvé : {trouve}.",
        "too_short": f"au moins {ctx.get('min_length')} élément est attendu, trouvé : "
        f"{ctx.get('actual_length')}.",
        "too_long": f"au plus {ctx.get('max_length')} éléments sont admis, trouvé : "
        f"{ctx.get('actual_length')}.",
    }
    return phrases.get(genre, f"cette valeur n’est pas admise : {trouve}.")


def _choix(ctx: Mapping[str, Any]) -> str:
    return str(ctx.get("expected", "")).replace("'", "").replace(" or ", " ou ")


def _liste(noms: tuple[str, ...]) -> str:
    return ", ".join(noms[:-1]) + " ou " + noms[-1]


def court(entree: Any) -> str:
    """*entree* as a message shows it: short, and printable whatever it is."""
    noms = {None: "rien (null)", True: "vrai (true)", False: "faux (false)"}
    simple = entree is None or isinstance(entree, bool)
    try:
        texte = noms[entree] if simple else str(entree)
    except ValueError:  # an integer of thousands of digits
        texte = "un nombre démesuré"
    texte = texte.encode("utf-8", "replace").decode("utf-8")
    return texte if len(texte) <= 60 else texte[:57] + "…"


def _suivre(
    loc: tuple[int | str, ...], modele: type[BaseModel]
) -> tuple[list[int | str], type[BaseModel] | None]:
    """The path a person reads, and the model that holds its last name.

    Pydantic puts the tag of a union into the path (creancier, societe, siren): it is dropped
    where, and only where, a union stands.
    """
    chemin: list[int | str] = []
    courant: list[type[BaseModel]] = [modele]
    hote: type[BaseModel] | None = modele
    for morceau in loc:
        if morceau in _TYPES and len(courant) > 1:
            courant = [m for m in courant if morceau in get_args(_annotation(m, "type"))]
        elif isinstance(morceau, int):
            chemin.append(morceau)
        else:
            hote = courant[0] if courant else None
            chemin.append(morceau)
            courant = [s for m in courant for s in _modeles_dans(_annotation(m, morceau))]
    return chemin, hote


def _en_texte(chemin: list[int | str]) -> str:
    texte = ""
    for morceau in chemin:
        if isinstance(morceau, int):
            texte += f"[{morceau}]"
        else:
            texte += f".{morceau}" if texte else str(morceau)
    return texte


def _proposition(chemin: list[int | str], hote: type[BaseModel] | None) -> str:
    """« Vouliez-vous dire… » : the nearest field of the model that holds the unknown one."""
    noms = list(hote.model_fields) if hote else []
    if chemin[-1] in ("devise", "monnaie"):
        return "Un dossier n’a qu’une devise, à sa racine : faites un dossier par devise."
    proches = difflib.get_close_matches(str(chemin[-1]).casefold(), noms, n=1, cutoff=0.6)
    if proches:
        return f"Vouliez-vous dire « {proches[0]} » ?"
    if "complements" in noms:
        return "Ce qui n’a pas de champ se met dans « complements »."
    return f"Champs admis : {', '.join(noms)}." if noms else ""


def _annotation(modele: type[BaseModel], champ: str) -> Any:
    info = modele.model_fields.get(champ)
    return info.annotation if info else None


def _modeles_dans(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for sous in get_args(annotation):
            yield from _modeles_dans(sous)
