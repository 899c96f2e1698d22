"""A case as a TOML file that explains itself: what is known, and an example of all that is not.

Every text is quoted by TOML's own rules, so that whatever a person typed is read back to the same
case. What a case holds in parts (an address, who signs) stays on one line: a person adds a line
under a section without wondering which table it falls into.
"""

from __future__ import annotations

import datetime
import functools
import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, get_args

from pydantic import BaseModel

from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier
from courriers.lot.saisie.reponses import dossier_de

LARGEUR = 100
_ECHAPPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_RANGS = {
    nom: rang
    for rang, nom in enumerate(
        ("type", "role", "qualite", "denomination", "civilite", "prenom", "nom", "nom_commercial",
         "forme_juridique")
    )
}  # fmt: skip
"""What a person looks for first in a section."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def ecrire_toml(reponses: Mapping[str, str], *, fond: Mapping[str, Any] | None = None) -> str:
    """The case that *reponses* make, as a commented TOML file.

    Raises:
        DossierInvalide: answers are missing or faulty.
    """
    return toml_de(dossier_de(reponses, fond=fond))


def toml_de(dossier: Mapping[str, Any]) -> str:
    """*dossier*, a case as :func:`~courriers.load_dossier` reads it, as a commented TOML file.

    Raises:
        DossierInvalide: the case has faults.
    """
    load_dossier(dossier)
    brut = {"version": 1, **dossier}
    lignes = [*_dit("dossier"), ""]
    en_tete = _champs_de_tete()
    lignes += _champs({n: brut[n] for n in en_tete if n in brut}, Dossier, en_tete)
    for nom in Dossier.model_fields:
        if nom not in en_tete:
            lignes += ["", *section(nom, brut.get(nom))]
    return "\n".join(lignes) + "\n"


def _champs_de_tete() -> list[str]:
    """The fields of the case that are no section of their own."""
    return [nom for nom in Dossier.model_fields if nom in _exemples()["Dossier"]]


def section(nom: str, valeur: Any) -> Iterator[str]:
    """Lines of the section *nom* of a case; commented out, as an example, without *valeur*."""
    plusieurs = _est_une_liste(nom)
    titre = f"[[{nom}]]" if plusieurs else f"[{nom}]"
    yield from _dit(nom)
    if not valeur:
        modele = _modele(nom, _exemples()["types"].get(nom))
        yield f"# {titre}"
        for champ in _noms(modele):
            exemple, sens = _exemple(modele, champ)
            if champ == "type" and nom in _exemples()["types"]:
                exemple = _exemples()["types"][nom]
            yield _commentee(champ, exemple, sens)
        return
    for rang, element in enumerate(valeur if plusieurs else [valeur]):
        if rang:
            yield ""
        yield titre
        modele = _modele(nom, element.get("type"))
        # Once is enough to show what may be added.
        yield from _champs(element, modele, _noms(modele), exemples=not rang)


def _noms(modele: type[BaseModel]) -> list[str]:
    """The fields of *modele*, who it is first."""
    return sorted(modele.model_fields, key=lambda nom: _RANGS.get(nom, len(_RANGS)))


def _champs(
    valeurs: Mapping[str, Any], modele: type[BaseModel], noms: list[str], *, exemples: bool = True
) -> Iterator[str]:
    absents = []
    for nom in noms:
        exemple, sens = _exemple(modele, nom)
        if valeurs.get(nom) is None:
            absents.append(_commentee(nom, exemple, sens))
            continue
        yield f"{nom} = {_valeur(valeurs[nom], exemple)}"
        # A part whose own optional fields are not all there: its whole form, to copy.
        if isinstance(exemple, dict) and set(exemple) - set(valeurs[nom]) and nom != "complements":
            absents.append(f"# forme complète : {nom} = {_valeur(exemple)}")
    if exemples:
        yield from absents


def _commentee(nom: str, exemple: Any, sens: str) -> str:
    return f"# {nom} = {_valeur(exemple)}  # {sens}"


def _dit(nom: str) -> list[str]:
    phrase = str(_exemples()["sections"][nom])
    return [f"## {pli}" for pli in textwrap.wrap(phrase, LARGEUR - 3)]


# --- Les valeurs ------------------------------------------------------------------------------


def _valeur(valeur: Any, exemple: Any = None) -> str:
    """*valeur* as TOML writes it; a text is a day where *exemple*, of the same field, is one."""
    match valeur:
        case bool():
            return "true" if valeur else "false"
        case int():
            return str(valeur)
        case datetime.date():
            return valeur.isoformat()
        case Mapping():
            sien = exemple if isinstance(exemple, Mapping) else {}
            paires = [(n, v, sien.get(n)) for n, v in valeur.items() if v is not None]
            dedans = ", ".join(f"{_cle(n)} = {_valeur(v, e)}" for n, v, e in paires)
            return f"{{ {dedans} }}" if dedans else "{}"
        case list() | tuple():
            premier = exemple[0] if isinstance(exemple, list) else None
            return f"[{', '.join(_valeur(v, premier) for v in valeur)}]"
    texte = str(valeur)
    est_un_jour = isinstance(exemple, datetime.date) and _DATE.fullmatch(texte)
    return texte if est_un_jour else _entre_guillemets(texte)


def _entre_guillemets(texte: str) -> str:
    return '"' + "".join(_ECHAPPES.get(c, _controle(c)) for c in texte) + '"'


def _controle(caractere: str) -> str:
    point = ord(caractere)
    return f"\\u{point:04X}" if point < 0x20 or point == 0x7F else caractere


def _cle(nom: str) -> str:
    return nom if re.fullmatch(r"[A-Za-z0-9_-]+", nom) else _entre_guillemets(nom)


# --- Les exemples -----------------------------------------------------------------------------


@functools.cache
def _exemples() -> Mapping[str, Any]:
    source = resources.files("courriers.lot.saisie") / "exemples.toml"
    lus: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return lus


def _exemple(modele: type[BaseModel], champ: str) -> tuple[Any, str]:
    """The example and the meaning of *champ*, told by the class that declares it."""
    for classe in modele.__mro__:
        if champ in _exemples().get(classe.__name__, ()):
            exemple, sens = _exemples()[classe.__name__][champ]
            return exemple, sens
    raise LookupError(f"{modele.__name__}.{champ}")


def sens_du_champ(chemin: str) -> str:
    """What the field *chemin* of a case means (``conditions.fondement``), or nothing."""
    section, _, champ = re.sub(r"\[\d+\]", "", chemin).partition(".")
    if section not in Dossier.model_fields:
        return ""
    if not champ:
        return str(_exemples()["sections"].get(section, ""))
    for modele in _modeles(section):
        if champ in modele.model_fields:
            return _exemple(modele, champ)[1]
    return ""


def _modele(section: str, genre: str | None) -> type[BaseModel]:
    """The model of an element of *section*, of type *genre* when several are possible."""
    modeles = _modeles(section)
    if len(modeles) == 1:
        return modeles[0]
    return next(m for m in modeles if genre in get_args(m.model_fields["type"].annotation))


@functools.cache
def _modeles(section: str) -> tuple[type[BaseModel], ...]:
    return tuple(_dans(Dossier.model_fields[section].annotation))


def _dans(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for sous in get_args(annotation):
            yield from _dans(sous)


def _est_une_liste(section: str) -> bool:
    return section in ("codebiteurs", "cautions", "factures", "paiements", "envois", "pieces")
