"""The contract of the fields as a Word document, to keep beside one's desk."""

from __future__ import annotations

from collections.abc import Iterable

from courriers import __version__
from courriers.document.tableaux import Rang, Tableau, document
from courriers.lettre.champs import Champ, Chapitre, Filtre

TITRE = "Les champs des modèles"
_ENTETES = ("Champ", "Genre", "Sens", "Exemple", "Vide quand")
_LARGEURS = (66, 20, 84, 57, 40)
_AVIS = (
    (
        "Un texte s’imprime\u00a0: {{ debiteur.denomination }}. S’il peut être vide, testez-le "
        "d’abord\u00a0: {% if creancier.bic %} … {% endif %}."
    ),
    (
        "Un «\u00a0oui ou non\u00a0» choisit, et ne s’imprime pas\u00a0: "
        "{% if debiteur.est_consommateur %} … {% else %} … {% endif %}."
    ),
    (
        "Un groupe réunit des champs\u00a0; s’il peut être absent, testez-le avant d’imprimer l’un "
        "d’eux\u00a0: {% if contestation %} … {{ contestation.motif }} … {% endif %}."
    ),
    (
        "Une liste se parcourt, et ses éléments sont notés []\u00a0: factures[].numero s’écrit "
        "{{ facture.numero }} entre {%tr for facture in factures %} et {%tr endfor %}, "
        "debiteur.adresse[] s’écrit {{ ligne }} entre {%p for ligne in debiteur.adresse %} et "
        "{%p endfor %}."
    ),
    "Une image prend la place de l’image témoin dont le texte de remplacement nomme le champ.",
)


def aide_memoire(chapitres: Iterable[Chapitre], filtres: Iterable[Filtre]) -> bytes:
    """The .docx of *chapitres*, then of *filtres*. Same fields, same bytes."""
    tableaux = [
        Tableau(chapitre.titre, _ENTETES, _LARGEURS, tuple(map(_rang, chapitre.champs)))
        for chapitre in chapitres
    ]
    rangs = tuple(Rang((f.nom, f.sens, f.exemple)) for f in filtres)
    if rangs:
        tableaux.append(
            Tableau("Les filtres", ("Filtre", "Effet", "Exemple"), (36, 84, 147), rangs)
        )
    return document(
        TITRE, _AVIS, tableaux, f"{TITRE} – courriers {__version__}", auteur="courriers"
    )


def _rang(champ: Champ) -> Rang:
    return Rang(
        (champ.nom, champ.genre, champ.sens, champ.exemple, quand_vide(champ)),
        fort=champ.genre in ("groupe", "liste"),
    )


def quand_vide(champ: Champ) -> str:
    """When it is empty, « jamais » where it never is; nothing of what is never tested for it."""
    return champ.vide or ("" if champ.genre == "oui ou non" else "jamais")
