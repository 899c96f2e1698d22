"""A new case from a person's answers: the questions, the case they make, the letters it allows.

Pure: no terminal, no clock, no file. The command ``nouveau-dossier`` asks; a form can too.
"""

from courriers.lot.saisie.apercu import Apercu, apercevoir
from courriers.lot.saisie.lecture import verifier_reponse
from courriers.lot.saisie.offres import Offre, offres
from courriers.lot.saisie.parcours import Parcours, Pas
from courriers.lot.saisie.question import Question, listes, questions
from courriers.lot.saisie.reponses import Saisie, dossier_de, lire_reponses, posees
from courriers.lot.saisie.reprise import Reprise, reprendre
from courriers.lot.saisie.retour import reponses_de
from courriers.lot.saisie.toml_ecrit import ecrire_toml, toml_de

__all__ = [
    "Apercu",
    "Offre",
    "Parcours",
    "Pas",
    "Question",
    "Reprise",
    "Saisie",
    "apercevoir",
    "dossier_de",
    "ecrire_toml",
    "lire_reponses",
    "listes",
    "offres",
    "posees",
    "questions",
    "reponses_de",
    "reprendre",
    "toml_de",
    "verifier_reponse",
]
