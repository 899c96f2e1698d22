"""Word files of any origin to PDF, one at a time: one that fails never stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat
from courriers.document.pdf import convertir
from courriers.erreurs import CourriersError, FichierWordInvalide, MoteurPdfAbsent, motif_systeme
from courriers.lot.execution import ecrire_atomiquement


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
    sources: Iterable[Path], sortie: Path | None = None
) -> Iterator[Conversion]:
    """The PDF of each Word file of *sources*, in *sortie* or beside it.

    Two files of one name never overwrite each other in *sortie*.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    pris: set[Path] = set()
    for source in sources:
        cible = _cible(source, sortie, pris)
        try:
            rendu = convertir(source)
            if not rendu.est_complet:
                yield Conversion(source, erreur=_incomplet(source, rendu.constats))
                continue
            ecrire_atomiquement(cible, rendu.octets)
        except MoteurPdfAbsent:
            raise
        except CourriersError as erreur:
            yield Conversion(source, erreur=erreur)
        except OSError as faute:
            motif = f"{cible} ne peut pas être écrit : {motif_systeme(faute)}."
            yield Conversion(source, erreur=CourriersError(motif, code="ECRITURE_IMPOSSIBLE"))
        except Exception as faute:  # noqa: BLE001 – one odd file must not stop the others
            yield Conversion(source, erreur=_impossible(source, faute))
        else:
            yield Conversion(source, cible, rendu.pages, rendu.constats)


def _cible(source: Path, sortie: Path | None, pris: set[Path]) -> Path:
    voulu = source.with_suffix(".pdf") if sortie is None else sortie / f"{source.stem}.pdf"
    cible, suite = voulu, 2
    while cible in pris:
        cible = voulu.with_name(f"{voulu.stem}-{suite}.pdf")
        suite += 1
    pris.add(cible)
    return cible


def _incomplet(source: Path, constats: tuple[Constat, ...]) -> CourriersError:
    perdus = [c for c in constats if c.code == Code.TEXTE_PERDU]
    return CourriersError(f"{source} : {perdus[0]}", constats=perdus, code=str(Code.TEXTE_PERDU))


def _impossible(source: Path, faute: Exception) -> CourriersError:
    return FichierWordInvalide(
        f"{source} ne peut pas être converti ({type(faute).__name__} : {str(faute)[:120]}).",
        conseil="Rouvrez-le dans Word, enregistrez-le, ou signalez ce défaut.",
    )
