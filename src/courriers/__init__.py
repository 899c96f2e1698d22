"""Du dossier de créance à la lettre : one case, one statement of account, one letter.

The public interface is what this package exposes; every name is imported on first use, so that
``import courriers`` costs nothing. Submodules ``courriers.droit``, ``courriers.document`` and
``courriers.lot`` are public too.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from courriers._version import __version__

if TYPE_CHECKING:
    from courriers.constats import Constat as Constat
    from courriers.constats import Rapport as Rapport
    from courriers.dossier.chargement import load_dossier as load_dossier
    from courriers.dossier.modele import Dossier as Dossier
    from courriers.droit.bareme import Bareme as Bareme
    from courriers.droit.decompte import Decompte as Decompte
    from courriers.droit.decompte import decompte_arrete as decompte_arrete
    from courriers.erreurs import CourriersError as CourriersError
    from courriers.erreurs import DossierInvalide as DossierInvalide
    from courriers.erreurs import LettreRefusee as LettreRefusee
    from courriers.erreurs import TauxInconnu as TauxInconnu
    from courriers.langue.en_lettres import en_lettres as en_lettres
    from courriers.lettre.composition import compose as compose
    from courriers.lettre.controle import check_pack as check_pack
    from courriers.lettre.lettre_finie import Lettre as Lettre
    from courriers.lettre.pack import Pack as Pack
    from courriers.lettre.pack import load_pack as load_pack
    from courriers.lot.rendu import render_batch as render_batch

_NOMS = {
    "Bareme": "droit.bareme",
    "Constat": "constats",
    "CourriersError": "erreurs",
    "Decompte": "droit.decompte",
    "Dossier": "dossier.modele",
    "DossierInvalide": "erreurs",
    "Lettre": "lettre.lettre_finie",
    "LettreRefusee": "erreurs",
    "Pack": "lettre.pack",
    "Rapport": "constats",
    "TauxInconnu": "erreurs",
    "check_pack": "lettre.controle",
    "compose": "lettre.composition",
    "decompte_arrete": "droit.decompte",
    "en_lettres": "langue.en_lettres",
    "load_dossier": "dossier.chargement",
    "load_pack": "lettre.pack",
    "render_batch": "lot.rendu",
}

__all__ = ["__version__", *_NOMS]  # noqa: PLE0604


def __getattr__(nom: str) -> Any:
    if nom not in _NOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")
    valeur = getattr(importlib.import_module(f"{__name__}.{_NOMS[nom]}"), nom)
    globals()[nom] = valeur
    return valeur


def __dir__() -> list[str]:
    return sorted({*globals(), *_NOMS})
