"""The deposit for the printer: letters of a folder, gathered by channel, checked, and listed.

``plis`` reads the journal, ``controle`` checks each letter, ``retraits`` drops those whose case
changed, ``reunion`` gathers the pages, ``bordereau`` lists them, ``depot`` does it all.
"""

from courriers.lot.depot.depot import Depot, deposer
from courriers.lot.depot.fichiers import Reglages

__all__ = ["Depot", "Reglages", "deposer"]
