"""The Jinja environment of templates: it prints, chooses and loops, and can do nothing else.

A template is a file that a third party may have written. Beside Jinja's sandbox, there is here no
attribute but a field of the case, no global, and a short list of filters; :mod:`.balises` admits
few constructs. Values are escaped; a field that does not exist is an error, never a blank.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from courriers.document.objets import PasDansLeTexteError, est_un_objet

FILTRES_JINJA = (
    "default", "escape", "first", "join", "last", "length", "lower", "trim", "upper",
)  # fmt: skip
"""Jinja's own filters that a template may use."""

_INTERDITS = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, but for the bell, which docxtpl reads as a new paragraph."""
_IMPRIMABLES = (int, float, Decimal, datetime.date, Undefined)
TESTS_JINJA = ("defined", "undefined", "none", "true", "false", "eq", "ne", "in", "==", "!=")


def imprimable(valeur: Any) -> Any:
    """*valeur*, if it is a text, a number, a day or ready markup; never a group printed raw."""
    if isinstance(valeur, bool):
        raise TemplateRuntimeError("un oui ou non ne s’imprime pas ; testez-le par « if »")
    if isinstance(valeur, str):
        if not valeur.isprintable() and _INTERDITS.search(valeur):
            raise TemplateRuntimeError("cette valeur contient un caractère que Word refuse")
        if hasattr(valeur, "__html__"):
            _verifier_le_balisage(valeur)
        return valeur
    if isinstance(valeur, _IMPRIMABLES):
        return valeur
    if est_un_objet(valeur):
        raise PasDansLeTexteError
    if hasattr(valeur, "__html__"):
        _verifier_le_balisage(valeur.__html__())
        return valeur
    if valeur is None:
        raise TemplateRuntimeError("ce groupe est absent du dossier ; testez-le par « if »")
    raise TemplateRuntimeError(
        "un groupe ou une liste ne s’imprime pas ; imprimez l’un de ses champs"
    )


def _verifier_le_balisage(balisage: str) -> None:
    """Ready markup is printed raw: it must not break the file it goes into."""
    try:
        expat.ParserCreate().Parse(f"<r>{balisage}</r>", True)
    except (expat.ExpatError, ValueError):  # ValueError: half a pair of surrogates
        raise TemplateRuntimeError("ce balisage tout prêt abîmerait le document") from None


class ChampInconnu(StrictUndefined):
    """Printing, comparing or looping over a field that does not exist fails, in French."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_obj is None or self._undefined_obj == "":
            return (
                f"« {self._undefined_name} » n’existe pas ici : le dossier n’a pas le groupe qui "
                "le porte ; testez-le d’abord par « if »"
            )
        return f"le champ « {self._undefined_name} » n’existe pas"


class Environnement(ImmutableSandboxedEnvironment):
    """See the module."""

    def __init__(self, filtres: Mapping[str, Callable[..., Any]] | None = None) -> None:
        super().__init__(autoescape=True, undefined=ChampInconnu, keep_trailing_newline=True)
        self.finalize = imprimable
        self.filters = {n: self.filters[n] for n in FILTRES_JINJA} | dict(filtres or {})
        self.tests = {n: self.tests[n] for n in TESTS_JINJA}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a mapping, or of ``loop``; nothing else has attributes here."""
        if type(obj) is dict or isinstance(obj, Mapping):  # the first is quicker to tell
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``x["champ"]`` is ``x.champ``; a list may be indexed."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)
