"""Writing letters into a folder, one case at a time: a case refused never stops the others.

A file appears whole or not at all: it is written beside its place, then moved there.
"""

from __future__ import annotations

import datetime
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.dossier import load_dossier
from courriers.erreurs import CourriersError, motif_systeme
from courriers.lettre.composition import Lettre, compose
from courriers.lettre.pack import Pack
from courriers.lot.noms import nom_sur, sous_repertoire
from courriers.lot.sources import fichier


@dataclass(frozen=True)
class Resultat:
    """What became of one case: its letter and its files, or the reason there is none."""

    source: Path
    lettre: Lettre | None = None
    fichiers: tuple[Path, ...] = ()
    remplaces: tuple[Path, ...] = ()
    """Those that stood there before with another content."""
    erreur: CourriersError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        if self.erreur is not None or self.lettre is None:
            faute = self.erreur.as_dict() if self.erreur else {}
            return {"source": str(self.source), "erreur": faute}
        return {
            "source": str(self.source),
            "reference": self.lettre.reference,
            "pack": self.lettre.pack,
            "remplaces": [str(f) for f in self.remplaces],
            "au": self.lettre.au.isoformat(),
            "canal": self.lettre.canal,
            "somme": str(self.lettre.somme),
            "total": str(self.lettre.decompte.total),
            "fichiers": [str(f) for f in self.fichiers],
            "constats": [c.as_dict() for c in self.lettre.rapport.constats],
        }


def produire(
    sources: Iterable[Path],
    pack: Pack,
    au: datetime.date,
    sortie: Path,
    *,
    canal: str | None = None,
    document: str | None = None,
) -> Iterator[Resultat]:
    """Write the letter of *pack* for each case, and yield what became of it.

    Args:
        sources: case files, or folders that hold one.
        pack: the step.
        au: the day of the letters.
        sortie: folder that receives ``<reference>/<pack>.docx``; created if needed.
        canal: how the letters go; the first of the pack by default.
        document: only this document of the pack; all of them by default.
    """
    pris: set[str] = set()
    for rang, source in enumerate(sources):
        try:
            lettre = compose(load_dossier(fichier(source)), pack, au, canal=canal)
            repertoire = _libre(sortie / sous_repertoire(rang) / nom_sur(lettre.reference), pris)
            fichiers, remplaces = _ecrire(lettre, repertoire, document)
        except CourriersError as erreur:
            yield Resultat(source, erreur=erreur)
        except OSError as faute:
            yield Resultat(source, erreur=_ecriture_impossible(faute, sortie))
        except Exception as faute:  # noqa: BLE001 – one odd case must not stop the others
            yield Resultat(source, erreur=_imprevu(faute))
        else:
            yield Resultat(source, lettre, fichiers, remplaces)


def _ecriture_impossible(faute: OSError, sortie: Path) -> CourriersError:
    return CourriersError(
        f"Rien ne peut être écrit dans {sortie} : {motif_systeme(faute)}.",
        conseil="Vérifiez les droits et la place, ou si Word tient le fichier ouvert.",
        code="ECRITURE_IMPOSSIBLE",
    )


def _imprevu(faute: Exception) -> CourriersError:
    return CourriersError(
        f"Erreur interne sur ce dossier ({type(faute).__name__} : {faute}).",
        conseil="Signalez-la, avec le dossier s’il n’est pas confidentiel.",
        code="ERREUR_INTERNE",
    )


def _libre(repertoire: Path, pris: set[str]) -> Path:
    """*repertoire*, or ``…-2`` when another case of this run has it: none overwrites another."""
    choisi, suite = repertoire, 2
    while str(choisi).casefold() in pris:  # some systems do not tell capitals apart
        choisi = repertoire.with_name(f"{repertoire.name}-{suite}")
        suite += 1
    pris.add(str(choisi).casefold())
    return choisi


def _ecrire(
    lettre: Lettre, repertoire: Path, document: str | None
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files written, and those among them that replaced another content."""
    ecrits, remplaces = [], []
    for rang, (nom, rempli) in enumerate(lettre.documents.items()):
        if document is not None and nom != document:
            continue
        suffixe = f"-{nom}" if rang else ""
        chemin = repertoire / f"{lettre.pack}{suffixe}.docx"
        if chemin.is_file() and chemin.read_bytes() != rempli.docx():
            remplaces.append(chemin)
        ecrire_atomiquement(chemin, rempli.docx())
        ecrits.append(chemin)
    return tuple(ecrits), tuple(remplaces)


def ecrire_atomiquement(chemin: Path, octets: bytes) -> None:
    """Write *octets* to *chemin*, whole or not at all, even if the machine stops."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        # Exclusive creation, with the rights of an ordinary file.
        with provisoire.open("xb") as sortie:
            sortie.write(octets)
            sortie.flush()
            os.fsync(sortie.fileno())
        provisoire.replace(chemin)
    except BaseException:
        provisoire.unlink(missing_ok=True)
        raise
