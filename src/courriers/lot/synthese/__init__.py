"""What a person reads at the end of a batch: ``synthese.xlsx`` and ``synthese.pdf``.

::

    with Recueil() as recueil:
        for resultat in produire(...):
            recueil.ajouter(ligne_de(resultat))
        ecrit = ecrire_synthese(sortie, recueil, au)   # inside the « with »
    for erreur in ecrit.erreurs: ...                   # told, and the batch is still a success

A :class:`~courriers.lot.synthese.recueil.Recueil` costs a few megabytes whatever the number of
cases.
"""

from courriers.lot.synthese.ecriture import Ecrit, ecrire_synthese
from courriers.lot.synthese.lignes import LigneDeSynthese, Motif, ligne_de
from courriers.lot.synthese.recueil import Recueil

__all__ = ["Ecrit", "LigneDeSynthese", "Motif", "Recueil", "ecrire_synthese", "ligne_de"]
