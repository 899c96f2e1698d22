"""Exceptions: raised when no right figure or letter is possible.

Every one carries a stable ``code``, a French message, advice, and the findings that led to it.
All survive pickle, so that they cross process borders.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any

from courriers.constats import Constat


class CourriersError(Exception):
    """Root of every error this package raises on purpose."""

    code = "COURRIERS"

    def __init__(
        self,
        message: str,
        *,
        conseil: str = "",
        constats: Sequence[Constat] = (),
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.conseil = conseil
        self.constats = tuple(constats)
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.conseil}" if self.conseil else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            _refaire,
            (type(self), self.message, self.conseil, self.constats, self.code),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "code": self.code,
            "message": self.message,
            "conseil": self.conseil,
            "constats": [c.as_dict() for c in self.constats],
        }


def _refaire(
    classe: type[CourriersError],
    message: str,
    conseil: str,
    constats: tuple[Constat, ...],
    code: str,
) -> CourriersError:
    return classe(message, conseil=conseil, constats=constats, code=code)


class MontantInvalide(CourriersError, ValueError):
    """A value that is not an amount: a float, NaN, too many decimals, out of bounds, ambiguous."""

    code = "MONTANT_INVALIDE"


class DateInvalide(CourriersError, ValueError):
    """A text that is not a date in one of the accepted forms."""

    code = "DATE_INVALIDE"


class DeviseInconnue(CourriersError, ValueError):
    """A currency that has no row in :mod:`courriers.monnaie`."""

    code = "DEVISE_INCONNUE"


class DossierInvalide(CourriersError, ValueError):
    """A case with faults; ``constats`` holds all of them."""

    code = "DOSSIER_INVALIDE"


class TauxInconnu(CourriersError, LookupError):
    """A half-year whose rate is not in the table: no figure is extrapolated."""

    code = "TAUX_INCONNU"


class CalculNonCouvert(CourriersError):
    """A case whose statement this version does not compute; it is refused, never approximated."""

    code = "CALCUL_NON_COUVERT"


class ConfigurationInvalide(CourriersError):
    """A ``courriers.toml`` that cannot be read, or that says what it may not."""

    code = "CONFIGURATION_INVALIDE"


class FichierWordInvalide(CourriersError):
    """A .docx that cannot be opened, or that holds what a letter never needs."""

    code = "FICHIER_WORD_INVALIDE"


class PdfInvalide(CourriersError):
    """A file is not a PDF that can be read, or does not carry what was looked for."""

    code = "PDF_INVALIDE"


class FactureInvalide(CourriersError):
    """A file that is no electronic invoice, or one that cannot be read."""

    code = "FACTURE_INVALIDE"


class ImageInvalide(CourriersError):
    """A logo or signature that is missing, damaged, or neither PNG nor JPEG."""

    code = "IMAGE_INVALIDE"


class GabaritInvalide(CourriersError):
    """A Word template that cannot be read, compiled or filled."""

    code = "GABARIT_INVALIDE"


class PackIntrouvable(CourriersError, LookupError):
    """No pack of this name in any of the searched folders."""

    code = "PACK_INTROUVABLE"


class PackInvalide(CourriersError):
    """A pack folder whose ``pack.toml`` is missing or faulty."""

    code = "PACK_INVALIDE"


class LettreRefusee(CourriersError):
    """A letter that must not be written for this case; ``code`` names the first reason."""

    code = "LETTRE_REFUSEE"


class MoteurPdfAbsent(CourriersError):
    """The system libraries that draw a PDF are missing; the advice names the steps."""

    code = "MOTEUR_PDF_ABSENT"


class DelaiDepasse(CourriersError):
    """A PDF that took longer than it was allowed; what was making it has been stopped."""

    code = "DELAI_DEPASSE"


_SYSTEME = {
    errno.ENOENT: "il n’existe pas",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.ENOTDIR: "un fichier se trouve là où un répertoire est attendu",
    errno.EISDIR: "un répertoire se trouve là où un fichier est attendu",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place permise est épuisée",
    errno.EFBIG: "ce fichier dépasse la taille permise",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EFBIG: "le fichier passerait la taille permise",
    errno.EDQUOT: "la place permise est épuisée",
    errno.ELOOP: "des liens symboliques y tournent en rond",
    errno.EBUSY: "un autre programme s’en sert",
    errno.EIO: "le disque ne répond pas comme il devrait",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENFILE: "trop de fichiers sont ouverts",
}


def motif_systeme(faute: OSError) -> str:
    """Why the system refused, in French where it is known."""
    return _SYSTEME.get(faute.errno or 0, faute.strerror or str(faute))
