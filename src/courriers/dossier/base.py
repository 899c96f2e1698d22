"""The bricks of a case: the frozen model, and the types its fields are made of.

The rules here hold for one value at a time. What several fields say together is checked in the
models themselves; what a person reads of a fault is written in :mod:`.fautes`.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from courriers.monnaie import DEVISES, PLAFOND, UNITES, decimales_de

DATE_MIN = datetime.date(1900, 1, 1)
DATE_MAX = datetime.date(2199, 12, 31)
"""Bounds of any date of a case, both included."""


class Modele(BaseModel):
    """Base of every part of a case: frozen, no unknown field."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        use_attribute_docstrings=True,
        revalidate_instances="always",
    )


@dataclass(frozen=True)
class Contexte:
    """What one field must know of the rest of the case while it is checked."""

    decimales: int = 2
    factures: frozenset[str] = field(default_factory=frozenset)
    avoirs: frozenset[str] = field(default_factory=frozenset)
    doubles: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def depuis(cls, brut: Any) -> Contexte:
        """The context of a raw case, read without trusting anything in it."""
        devise = _membre(brut, "devise") or "EUR"
        connue = DEVISES.get(devise) if isinstance(devise, str) else None
        factures = _membre(brut, "factures")
        numeros = [
            (numero.strip(), _membre(f, "type") == "avoir")
            for f in (factures if isinstance(factures, list | tuple) else ())
            if isinstance(numero := _membre(f, "numero"), str)
        ]
        fois = Counter(numero for numero, _ in numeros)
        return cls(
            decimales=connue.decimales if connue else 2,
            factures=frozenset(n for n, avoir in numeros if not avoir),
            avoirs=frozenset(n for n, avoir in numeros if avoir),
            doubles=frozenset(n for n, combien in fois.items() if combien > 1),
        )


def _membre(objet: Any, nom: str) -> Any:
    """Field *nom* of a mapping or of a model, whatever else *objet* may be."""
    return objet.get(nom) if isinstance(objet, Mapping) else getattr(objet, nom, None)


def faute(genre: str, message: str) -> PydanticCustomError:
    """A fault whose French *message* is final; *genre* is its stable machine name."""
    # A lone surrogate cannot cross into pydantic: it is shown as a question mark.
    propre = message.encode("utf-8", "replace").decode("utf-8")
    return PydanticCustomError(genre, "{texte}", {"texte": propre})


# --- Textes ---------------------------------------------------------------------------------


_INTERDIT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
    "|[" + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(17)) + "]"
)
"""Commands but line feed and tabulation, lone surrogates, and what is no character at all."""


def _imprimable(texte: str) -> str:
    """Refuse what no XML document can hold; everything printable passes untouched."""
    if texte.isprintable():  # which a line break, a tabulation or a surrogate is not
        return texte
    texte = texte.replace("\r\n", "\n")
    if trouve := _INTERDIT.search(texte):
        raise faute(
            "caractere_interdit",
            f"le caractère de commande U+{ord(trouve[0]):04X} ne peut pas figurer dans un "
            "document ; retirez-le",
        )
    return texte


def _une_ligne(texte: str) -> str:
    if texte.isprintable():
        return texte
    texte = _imprimable(texte)
    if _SAUT.search(texte):
        raise faute(
            "saut_de_ligne",
            "un texte d’une seule ligne est attendu, sans retour ni tabulation",
        )
    return texte


_SAUT = re.compile("[\n\t\u2028\u2029]")

Ligne = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500),
    AfterValidator(_une_ligne),
]
"""One line of text, 1 to 500 characters."""

Texte = Annotated[
    str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(_imprimable)
]
"""Text that may hold line breaks, 1 to 20 000 characters."""


def _chemin_relatif(texte: str) -> str:
    chemin = PurePosixPath(texte)
    if chemin.is_absolute() or ".." in chemin.parts or "\\" in texte or re.match(r"\w:", texte):
        raise faute(
            "chemin_exterieur",
            f"« {texte} » sort du dossier ; un chemin relatif, sans « .. » et avec « / », "
            "est attendu",
        )
    return texte


Chemin = Annotated[Ligne, AfterValidator(_chemin_relatif)]
"""Path of a file beside the case, ``/`` as separator, never outside its folder."""

NomDePack = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Name of a pack: lower-case ASCII letters, digits and single hyphens."""


# --- Nombres --------------------------------------------------------------------------------


def _decimal(valeur: Any) -> Decimal:
    if type(valeur) is Decimal and valeur.is_finite():
        return valeur
    if isinstance(valeur, float):
        raise faute(
            "flottant",
            f"un nombre à virgule flottante ({valeur!r}) n’est pas exact ; écrivez-le entre "
            'guillemets, par exemple « "1234.56" »',
        )
    if isinstance(valeur, bool) or not isinstance(valeur, str | int | Decimal):
        raise faute("nombre", 'un nombre est attendu, par exemple « "1234.56" »')
    if isinstance(valeur, str) and not re.fullmatch(r"\s*[+-]?\d{1,30}(\.\d{1,30})?\s*", valeur):
        raise faute(
            "nombre",
            f"« {valeur[:40]} » n’est pas un nombre ; attendu : chiffres et point décimal, sans "
            "espace ni symbole, par exemple « 1234.56 »",
        )
    try:
        nombre = Decimal(valeur)
    except (InvalidOperation, ValueError):
        raise faute("nombre", "ce nombre est illisible ou trop grand") from None
    if not nombre.is_finite():
        raise faute("nombre", "un nombre fini est attendu")
    return nombre


def _montant(valeur: Decimal, info: ValidationInfo) -> Decimal:
    decimales = info.context.decimales if isinstance(info.context, Contexte) else 2
    if valeur < 0:
        raise faute("montant_negatif", f"{valeur} est négatif ; un montant positif est attendu")
    if valeur >= PLAFOND:
        raise faute("montant_trop_grand", "un montant inférieur à mille milliards est attendu")
    if valeur.same_quantum(UNITES[decimales]):
        return valeur
    if decimales_de(valeur) > decimales:
        attendu = "sans décimale" if decimales == 0 else f"avec {decimales} décimales au plus"
        raise faute(
            "decimales",
            f"{valeur} a trop de décimales pour la devise du dossier ; {attendu}",
        )
    return Decimal(f"{valeur:.{decimales}f}")


def _strictement_positif(valeur: Decimal) -> Decimal:
    if valeur <= 0:
        raise faute("montant_nul", "un montant supérieur à zéro est attendu")
    return valeur


def _taux(valeur: Decimal) -> Decimal:
    if not 0 <= valeur <= 1000 or decimales_de(valeur) > 6:
        raise faute("taux", f"{valeur} n’est pas un taux ; de 0 à 1000, six décimales au plus")
    return valeur


_SCHEMA_NOMBRE = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": r"^\d+(\.\d+)?$"},
            {"type": "integer", "minimum": 0},
        ]
    }
)
_EN_CHAINE = PlainSerializer(str, return_type=str, when_used="json")

MontantOuNul = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    AfterValidator(_montant),
    _EN_CHAINE,
    _SCHEMA_NOMBRE,
]
"""Amount ≥ 0 in the currency of the case, no more decimals than it has."""

Montant = Annotated[MontantOuNul, AfterValidator(_strictement_positif)]
"""Amount > 0 in the currency of the case."""

Taux = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    AfterValidator(_taux),
    _EN_CHAINE,
    _SCHEMA_NOMBRE,
]
"""Rate in % a year (12.00 is twelve per cent), or a multiple; 0 to 1000, both included."""


# --- Dates ----------------------------------------------------------------------------------


def _date(valeur: Any) -> datetime.date:
    attendu = "une date AAAA-MM-JJ est attendue, par exemple « 2026-03-02 »"
    if isinstance(valeur, datetime.date) and not isinstance(valeur, datetime.datetime):
        jour = valeur
    elif isinstance(valeur, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur, re.ASCII):
        try:
            jour = datetime.date.fromisoformat(valeur)
        except ValueError:
            raise faute("date", f"« {valeur} » n’existe pas au calendrier ; {attendu}") from None
    else:
        raise faute("date", f"« {str(valeur)[:40]} » n’est pas une date ; {attendu}")
    if not DATE_MIN <= jour <= DATE_MAX:
        raise faute("date", f"« {jour} » est hors du calendrier utile (1900 à 2199)")
    return jour


Jour = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""Calendar day, ``AAAA-MM-JJ`` (or a TOML date)."""


def _booleen(valeur: Any) -> bool:
    if not isinstance(valeur, bool):
        raise faute("booleen", "vrai ou faux est attendu (true ou false, sans guillemets)")
    return valeur


Booleen = Annotated[bool, BeforeValidator(_booleen)]

Complements = dict[Ligne, Texte]
"""Free fields: name → text."""
