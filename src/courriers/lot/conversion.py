"""Word files of any origin to PDF, one at a time: one that fails never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat
from courriers.document.pdf import Pdf, convertir
from courriers.erreurs import CourriersError, FichierWordInvalide, MoteurPdfAbsent, motif_systeme
from courriers.lot.avance import AVANCE, en_avance
from courriers.lot.ecriture import ecrire_atomiquement


@dataclass(frozen=True)
class Conversion:
    """What became of one file."""

    source: Path
    fichier: Path | None = None
    pages: int = 0
    constats: tuple[Constat, ...] = ()
    erreur: CourriersError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        if self.erreur is not None:
            return {"source": str(self.source), "erreur": self.erreur.as_dict()}
        return {
            "source": str(self.source),
            "fichier": str(self.fichier),
            "pages": self.pages,
            "constats": [c.as_dict() for c in self.constats],
        }


def convertir_des_fichiers(
    sources: Iterable[Path], sortie: Path | None = None, executeur: Executor | None = None
) -> Iterator[Conversion]:
    """The PDF of each Word file of *sources*, in *sortie* or beside it.

    Two files of one name never overwrite each other in *sortie*.

    Args:
        sources: the files.
        sortie: folder of the PDFs.
        executeur: draws them, several at a time, in processes that see the same files; this
            process by default.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    pris: set[Path] = set()

    def commencer(source: Path) -> tuple[Path, Path, Callable[[], Pdf]]:
        rendre = partial(convertir, source)
        return (
            source,
            cible_de(source, sortie, pris),
            rendre if executeur is None else executeur.submit(rendre).result,
        )

    return en_avance(
        sources,
        commencer,
        lambda commence: _finir(*commence),
        0 if executeur is None else AVANCE,
    )


def _finir(source: Path, cible: Path, rendre: Callable[[], Pdf]) -> Conversion:
    try:
        rendu = rendre()
        if not rendu.est_complet:
            return Conversion(source, erreur=incomplet(source, rendu.constats))
        ecrire_atomiquement(cible, rendu.octets)
    except MoteurPdfAbsent:
        raise
    except CourriersError as erreur:
        return Conversion(source, erreur=nommee(source, erreur))
    except OSError as faute:
        motif = f"{cible} ne peut pas être écrit : {motif_systeme(faute)}."
        return Conversion(source, erreur=CourriersError(motif, code="ECRITURE_IMPOSSIBLE"))
    except Exception as faute:  # noqa: BLE001 – one odd file must not stop the others
        return Conversion(source, erreur=impossible(source, faute))
    return Conversion(source, cible, rendu.pages, rendu.constats)


def cible_de(source: Path, sortie: Path | None, pris: set[Path]) -> Path:
    """The PDF of *source*: in *sortie*, or beside it; one no other of this run has."""
    voulu = source.with_suffix(".pdf") if sortie is None else sortie / f"{source.stem}.pdf"
    cible, suite = voulu, 2
    while cible in pris:
        cible = voulu.with_name(f"{voulu.stem}-{suite}.pdf")
        suite += 1
    pris.add(cible)
    return cible


def nommee(source: Path, erreur: CourriersError) -> CourriersError:
    """*erreur*, which names its file: a limit of time does not know it."""
    if str(source) in erreur.message:
        return erreur
    return type(erreur)(
        f"{source} : {erreur.message}",
        conseil=erreur.conseil,
        constats=erreur.constats,
        code=erreur.code,
    )


def incomplet(source: Path, constats: tuple[Constat, ...]) -> CourriersError:
    """A PDF that does not say all its Word file says."""
    perdus = [c for c in constats if c.code == Code.TEXTE_PERDU]
    return CourriersError(f"{source} : {perdus[0]}", constats=perdus, code=str(Code.TEXTE_PERDU))


def impossible(source: Path, faute: Exception) -> CourriersError:
    """*faute*, that nobody foresaw, as a person is told of it."""
    return FichierWordInvalide(
        f"{source} ne peut pas être converti ({type(faute).__name__} : {str(faute)[:120]}).",
        conseil="Rouvrez-le dans Word, enregistrez-le, ou signalez ce défaut.",
    )
