"""WeasyPrint, loaded under a name of its own.

A program that calls this one may use WeasyPrint too: nothing of its module is changed.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from typing import Any

from courriers.erreurs import MoteurPdfAbsent

NOM = "courriers_weasyprint"
_VERROU = threading.Lock()

_ETAPES = {
    "linux": "Debian et Ubuntu : sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fontconfig. Fedora : sudo dnf install pango.",
    "darwin": "macOS : brew install pango (Homebrew : brew.sh), puis rouvrez le terminal.",
    "win32": "Windows : installez MSYS2 (msys2.org), ouvrez son terminal et tapez "
    "« pacman -S mingw-w64-x86_64-pango » ; puis, dans l’invite de commandes, "
    "« setx WEASYPRINT_DLL_DIRECTORIES C:\\msys64\\mingw64\\bin », et rouvrez-la.",
}
_SANS_PDF = "Sans PDF, la lettre en Word s’écrit quand même : --format docx."


def moteur() -> Any:
    """WeasyPrint, this program's own copy.

    Raises:
        MoteurPdfAbsent: it, or the system libraries it needs, cannot be loaded.
    """
    copie = sys.modules.get(NOM)
    if copie is not None and hasattr(copie, "courriers"):
        return copie
    with _VERROU:
        try:
            return _charger()
        except (ImportError, OSError, ValueError) as faute:  # no spec, or no system library
            raise moteur_absent(sys.platform, str(faute)) from None


def module(nom: str) -> Any:
    """The module *nom* (``layout.percent``) of the copy; :func:`moteur` was called before."""
    return importlib.import_module(f"{NOM}.{nom}")


def _charger() -> Any:
    if hasattr(sys.modules.get(NOM), "courriers"):
        return sys.modules[NOM]
    origine = importlib.util.find_spec("weasyprint")
    if origine is None or origine.origin is None or origine.loader is None:
        raise ImportError("WeasyPrint n’est pas installé")
    spec = importlib.util.spec_from_file_location(
        NOM, origine.origin, submodule_search_locations=origine.submodule_search_locations
    )
    if spec is None or spec.loader is None:
        raise ImportError("WeasyPrint ne peut pas être chargé")
    copie = importlib.util.module_from_spec(spec)
    sys.modules[NOM] = copie
    try:
        spec.loader.exec_module(copie)
    except BaseException:
        for nom in [n for n in sys.modules if n == NOM or n.startswith(f"{NOM}.")]:
            del sys.modules[nom]
        raise
    from courriers.document.moteur import VERSIONS
    from courriers.document.moteur.raccourcis import poser

    if copie.VERSION in VERSIONS:
        poser()
    copie.courriers = True  # type: ignore[attr-defined]
    return copie


def moteur_absent(systeme: str, motif: str) -> MoteurPdfAbsent:
    """The error for a machine of this *systeme* (a ``sys.platform``), with its steps."""
    etapes = _ETAPES.get(systeme, _ETAPES["linux"])
    court = motif.strip().splitlines()[0][:160] if motif.strip() else "bibliothèque absente"
    return MoteurPdfAbsent(
        f"Le PDF ne peut pas être fait sur cette machine ({court}).",
        conseil=f"{etapes} {_SANS_PDF}",
    )
