"""French and bank identifiers, each checked by its own key.

python-stdnum knows the SIREN, SIRET (with La Poste's exception) and VAT keys; schwifty is the
only library seen that also verifies the French « clé RIB » inside an IBAN (``validate_bban``).
Spaces are accepted and removed. Sources: python-stdnum 2.2, schwifty 2026.10, NF Z10-011.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as FauteStdnum
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from courriers.dossier.base import Ligne, faute


def compact(texte: str) -> str:
    """*texte* without what people put between groups: spaces, dots, hyphens; in capitals."""
    return re.sub(r"[\s\u00a0\u202f.\-]", "", texte).upper()


def _par_stdnum(nom: str, valide: Callable[[str], str], attendu: str) -> Callable[[str], str]:
    def verifie(texte: str) -> str:
        try:
            return valide(compact(texte))
        except FauteStdnum:
            raise faute(nom.lower(), f"« {texte} » n’est pas un {nom} valide ; {attendu}") from None

    return verifie


_siren = _par_stdnum("SIREN", stdnum_siren.validate, "neuf chiffres dont la clé est juste")
_siret = _par_stdnum("SIRET", stdnum_siret.validate, "quatorze chiffres dont la clé est juste")
Siren = Annotated[Ligne, AfterValidator(_siren)]
Siret = Annotated[Ligne, AfterValidator(_siret)]
_VERIFIES = {"siren": _siren, "siret": _siret}


def numero_fautif(nom: str, numero: str) -> str | None:
    """Why *numero* is no ``siren`` or ``siret``, as *nom* says it is; or nothing."""
    try:
        _VERIFIES[nom](numero)
    except PydanticCustomError as dite:
        return dite.message()
    return None


def _tva(texte: str) -> str:
    numero = compact(texte)
    try:
        valide: str = vat.validate(numero)
    except FauteStdnum:
        raise faute(
            "tva",
            f"« {texte} » n’est pas un numéro de TVA intracommunautaire valide ; attendu : le code "
            "du pays puis le numéro, par exemple « FR04903124576 »",
        ) from None
    # stdnum drops the country prefix for some member states: keep what was written.
    return numero if numero.endswith(valide) else valide


Tva = Annotated[Ligne, AfterValidator(_tva)]


@functools.lru_cache(maxsize=4096)
def iban_fautif(numero: str) -> str | None:
    """Why *numero* is no IBAN, or nothing. Cached: a batch repeats its creditor's IBAN."""
    from schwifty import IBAN
    from schwifty.exceptions import (
        InvalidBBANChecksum,
        InvalidChecksumDigits,
        InvalidCountryCode,
        SchwiftyException,
    )

    try:
        IBAN(numero, validate_bban=True)
    except InvalidBBANChecksum:
        return "la clé RIB (deux derniers chiffres) est fausse"
    except InvalidChecksumDigits:
        return "la clé de contrôle (deux chiffres après le pays) est fausse"
    except InvalidCountryCode:
        return "le code du pays est inconnu"
    except SchwiftyException:
        return "sa longueur ou sa forme ne convient pas à son pays"
    return None


def _iban(texte: str) -> str:
    numero = compact(texte)
    motif = iban_fautif(numero)
    if motif:
        raise faute("iban", f"« {texte} » n’est pas un IBAN valide : {motif}")
    return numero


Iban = Annotated[Ligne, AfterValidator(_iban)]


def _bic(texte: str) -> str:
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        return str(BIC(compact(texte)))
    except SchwiftyException:
        raise faute(
            "bic",
            f"« {texte} » n’est pas un BIC valide ; huit ou onze caractères sont attendus",
        ) from None


Bic = Annotated[Ligne, AfterValidator(_bic)]


def _rna(texte: str) -> str:
    numero = compact(texte)
    if not re.fullmatch(r"W\d[0-9A-Z]\d{7}", numero, re.ASCII):
        raise faute("rna", f"« {texte} » n’est pas un numéro RNA ; attendu : W et neuf chiffres")
    return numero


Rna = Annotated[Ligne, AfterValidator(_rna)]


_PARTIE = r"[^\s@<>\"(),:;\\.\u200b]+"
_ADRESSE = re.compile(rf"[^\s@<>\"(),:;\\\u200b]+@{_PARTIE}(\.{_PARTIE})+")


def _courriel(texte: str) -> str:
    if len(texte) > 254 or not _ADRESSE.fullmatch(texte):
        raise faute("courriel", f"« {texte} » n’est pas une adresse de courriel")
    return texte


Courriel = Annotated[
    Ligne, AfterValidator(_courriel), WithJsonSchema({"type": "string", "format": "email"})
]
