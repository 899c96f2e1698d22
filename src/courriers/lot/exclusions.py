"""Cases to leave alone: paid since, in dispute, opposed, over-indebted, gone away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import CourriersError
from courriers.lot.listes import lire_liste, lu_ou_refus, refus_de_ligne
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.references import pli
from courriers.lot.sources.tables.cellules import Fautive

_CHAMPS = {
    "reference": ("Référence", "Réf.", "Dossier", "Référence du dossier", "Code client"),
    "motif": ("Motif", "Raison", "Cause", "Commentaire"),
}


class Exclusions:
    """What a list leaves alone, and what of it was met: a reference with a slip stops nobody."""

    def __init__(
        self, motifs: Mapping[str, str], lieux: Mapping[str, Lieu] = MappingProxyType({})
    ) -> None:
        """As read.

        Args:
            motifs: by reference, why it is left alone.
            lieux: by reference, where the list says so.
        """
        self._motifs = {pli(reference): motif for reference, motif in motifs.items()}
        self._lieux = {pli(reference): lieu for reference, lieu in lieux.items()}
        self._dites = {pli(reference): reference for reference in lieux}
        self._rencontrees: set[str] = set()
        self.est_epuisee = False
        """Whether all that it is for was met: it can then be told what of it was not."""

    def motif(self, reference: str) -> str | None:
        """Why *reference* is left alone, blank if it is not said; nothing if it is not."""
        qui = pli(reference)
        motif = self._motifs.get(qui)
        if motif is not None:
            self._rencontrees.add(qui)
        return motif

    def sans_dossier(self) -> Iterator[Constat]:
        """One finding for each reference that is no case's; none until all cases were met."""
        for qui, lieu in self._lieux.items():
            if self.est_epuisee and qui not in self._rencontrees:
                yield avertissement(
                    Code.EXCLUSION_SANS_DOSSIER,
                    f"aucun dossier n’a la référence «\u00a0{self._dites[qui]}\u00a0»\u00a0: cette "
                    "exclusion n’arrête rien.",
                    "Si ce dossier est dans vos sources, recopiez-y sa référence.",
                    lieu,
                )


def exclure(cas: Iterable[Cas], liste: Exclusions) -> Iterator[Cas]:
    """*cas*, those that *liste* names by their reference refused with its reason."""
    for lu in cas:
        motif = liste.motif(lu.reference)
        if motif is None or lu.dossier is None:
            yield lu
        else:
            yield lu.sans(_exclu(lu, motif))
    liste.est_epuisee = True


def lire_exclusions(fichier: Path | None) -> Exclusions:
    """The list that *fichier* is; one that leaves nothing alone without it.

    Raises:
        CourriersError: it cannot be read, has no column « Référence », or a cell cannot be read.
    """
    motifs, lieux, fautes = dict[str, str](), dict[str, Lieu](), []
    if fichier is None:
        return Exclusions({})
    for ligne in lire_liste(fichier, _CHAMPS, ("reference",)):
        try:
            reference, motif = ligne.texte("reference"), ligne.texte("motif")
        except Fautive as faute:
            fautes.append(refus_de_ligne(ligne, "reference", str(faute)))
            continue
        if reference:
            motifs[reference], lieux[reference] = motif, ligne.lieu("reference")
        else:  # a reason without its case would leave it in
            fautes.append(refus_de_ligne(ligne, "reference", "la référence manque"))
    lu_ou_refus(fautes, fichier)
    return Exclusions(motifs, lieux)


def _exclu(lu: Cas, motif: str) -> CourriersError:
    pourquoi = f"\u00a0: {motif}" if motif else ""
    message = f"{lu.place}\u00a0: dossier {lu.reference} exclu{pourquoi}."
    return CourriersError(message, code="EXCLU")
