"""Cases to leave alone: paid since, in dispute, opposed, over-indebted, gone away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from courriers.erreurs import CourriersError
from courriers.lot.listes import lire_liste, lu_ou_refus, refus_de_ligne
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.references import pli
from courriers.lot.sources.tables.cellules import Fautive

_CHAMPS = {
    "reference": ("Référence", "Réf.", "Dossier", "Référence du dossier", "Code client"),
    "motif": ("Motif", "Raison", "Cause", "Commentaire"),
}


def exclure(cas: Iterable[Cas], fichier: Path | None) -> Iterator[Cas]:
    """*cas*, those that *fichier* names by their reference refused with its reason.

    Raises:
        CourriersError: *fichier* cannot be read, or has no column « Référence ».
    """
    motifs = lire_exclusions(fichier) if fichier is not None else {}
    for lu in cas:
        motif = motifs.get(pli(lu.reference)) if lu.dossier is not None else None
        yield lu if motif is None else lu.sans(_exclu(lu, motif))


def lire_exclusions(fichier: Path) -> Mapping[str, str]:
    """By reference, in lower case, why it is left alone.

    Raises:
        CourriersError: as :func:`exclure`; or a cell cannot be read.
    """
    motifs, fautes = dict[str, str](), []
    for ligne in lire_liste(fichier, _CHAMPS, ("reference",)):
        try:
            reference, motif = ligne.texte("reference"), ligne.texte("motif")
        except Fautive as faute:
            fautes.append(refus_de_ligne(ligne, "reference", str(faute)))
            continue
        if reference:
            motifs[pli(reference)] = motif
        else:  # a reason without its case would leave it in
            fautes.append(refus_de_ligne(ligne, "reference", "la référence manque"))
    lu_ou_refus(fautes, fichier)
    return motifs


def _exclu(lu: Cas, motif: str) -> CourriersError:
    pourquoi = f"\u00a0: {motif}" if motif else ""
    message = f"{lu.place}\u00a0: dossier {lu.reference} exclu{pourquoi}."
    return CourriersError(message, code="EXCLU")
