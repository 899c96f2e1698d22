"""Electronic invoices as cases: Factur-X PDF, UBL and CII XML.

Read with the ``factur-x`` library (extra ``factures``), to the terms of EN 16931 (BT-1 is the
number, BT-9 the due date…), then grouped by seller, buyer and currency. What is decided of each
kind of document stands in :mod:`.sortes`; what becomes of amounts, in :mod:`.facture`.
"""

from courriers.lot.sources.factures.dossiers import lire
from courriers.lot.sources.factures.fichiers import reconnait
from courriers.lot.sources.factures.reponses import Prefacture, reponses_de_la_facture

__all__ = ["Prefacture", "lire", "reconnait", "reponses_de_la_facture"]
