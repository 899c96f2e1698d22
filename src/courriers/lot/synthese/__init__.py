"""What a person reads at the end of a batch: ``synthese.xlsx`` and ``synthese.pdf``.

::

    with Recueil() as recueil:
        for each case:
            recueil.ajouter(ligne_de(cas, ...))
        ecrit = ecrire_synthese(sortie, recueil, au)   # inside the « with »
    for erreur in ecrit.erreurs: ...                   # told, and the batch is still a success

A :class:`~courriers.lot.synthese.recueil.Recueil` costs a few megabytes whatever the number of
cases. ``produire`` feeds it thus:

- a task holds its case when a result does not: where a task is turned into its result, the row is
  ``ligne_de(tache.cas, lettre=r.lettre, titre=titres.get(r.lettre.pack, ""), fichiers=r.fichiers,
  constats=r.constats, erreur=r.erreur, deja=r.deja)``, *titres* being
  ``{pack.nom: pack.manifeste.titre for pack in packs}``;
- whoever refuses a case that was read keeps it aside, so that its row has a reference and a
  debtor: ``replace(cas, dossier=None, ecarte=cas.dossier, erreur=refus)``, as exclusions do;
- a letter that the folder already held is ``deja=True``, with its files; a refusal of code
  ``EXCLU`` or ``ETAPE_DEJA_FAITE`` is told apart from the others, by itself;
- ``pages`` is for who counts them (the page maker does); without it the column is empty;
- a dry run writes no letter, and no summary.
"""

from courriers.lot.synthese.ecriture import Ecrit, ecrire_synthese
from courriers.lot.synthese.lignes import LigneDeSynthese, Motif, ligne_de
from courriers.lot.synthese.recueil import Recueil

__all__ = ["Ecrit", "LigneDeSynthese", "Motif", "Recueil", "ecrire_synthese", "ligne_de"]
