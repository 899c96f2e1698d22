"""Cases to leave alone: paid since, in dispute, opposed, over-indebted, gone away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from courriers.erreurs import CourriersError
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.tables.colonnes_simples import lignes_simples


def exclure(cas: Iterable[Cas], fichier: Path | None) -> Iterator[Cas]:
    """*cas*, those that *fichier* names by their reference refused with its reason.

    Raises:
        CourriersError: *fichier* cannot be read, or has no column « référence ».
    """
    motifs = lire_exclusions(fichier) if fichier is not None else {}
    for lu in cas:
        motif = motifs.get(_pli(lu.reference)) if lu.dossier is not None else None
        yield lu if motif is None else replace(lu, dossier=None, erreur=_exclu(lu, motif))


def lire_exclusions(fichier: Path) -> Mapping[str, str]:
    """By reference, in lower case, why it is left alone.

    Raises:
        CourriersError: as :func:`exclure`.
    """
    lues = lignes_simples(fichier, {"reference": True, "motif": False})
    return {_pli(x.valeurs["reference"]): x.valeurs.get("motif", "") for x in lues}


def _pli(reference: str) -> str:
    return reference.strip().casefold()


def _exclu(lu: Cas, motif: str) -> CourriersError:
    pourquoi = f" : {motif}" if motif else ""
    return CourriersError(f"Dossier {lu.reference} exclu{pourquoi}.", code="EXCLU")
