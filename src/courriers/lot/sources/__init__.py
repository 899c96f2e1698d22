"""Where cases come from: files and tables as an office has them, one module a format.

``SOURCES`` lists the formats; :func:`lire` reads any mix of files and folders.
"""

from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.ensemble import SOURCES, est_un_dossier, lire
from courriers.lot.sources.fichiers import NOMS, fichier

__all__ = ["NOMS", "SOURCES", "Cas", "Place", "est_un_dossier", "fichier", "lire"]
