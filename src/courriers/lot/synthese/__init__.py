"""What a person reads at the end of a batch: ``synthese.xlsx`` and ``synthese.pdf``.

Public: :func:`~courriers.lot.synthese.ecriture.synthese`, or
:class:`~courriers.lot.synthese.ecriture.Recueil` row by row, of the rows that
:func:`~courriers.lot.synthese.lignes.lignes_de` makes.
"""

from courriers.lot.synthese.ecriture import Ecrit, Recueil, synthese
from courriers.lot.synthese.lignes import LigneDeSynthese, Motif, ligne_de, lignes_de

__all__ = ["Ecrit", "LigneDeSynthese", "Motif", "Recueil", "ligne_de", "lignes_de", "synthese"]
