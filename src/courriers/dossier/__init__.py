"""The case: what is known of a debt, checked and frozen."""

from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier

__all__ = ["Dossier", "load_dossier"]
