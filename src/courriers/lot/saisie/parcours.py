"""The questions one at a time, for who answers in a row: the next one, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.lot.saisie.lecture import verifier_reponse
from courriers.lot.saisie.question import Question, listes
from courriers.lot.saisie.reponses import devise_de, groupes, lire_reponses, posees

EFFACER = "-"
"""The answer that takes back one given before."""
_OUI_NON = Question(
    cle="", section="", genre="choix", libelle="", defaut="non",
    aide="Répondez « oui » ou « non » ; Entrée vaut « non ».",
    choix=(("oui", "oui"), ("non", "non")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pas:
    """One step: a question, or whether a list goes on."""

    cle: str
    question: Question
    rang: int = 0
    """Of the element, in a list."""

    @property
    def est_oui_non(self) -> bool:
        """Whether a list goes on: « oui » or « non »."""
        return self.cle.partition("?")[1] != ""


@dataclass(frozen=True)
class Parcours:
    """The answers given so far, in order. Frozen: each step gives another."""

    fond: Mapping[str, Any] | None = None
    """Parts of another case to keep; nothing is asked of them."""
    journal: tuple[tuple[str, str], ...] = ()
    avant: Mapping[str, str] = field(default_factory=dict)
    """Answers given before going back, or taken from another case: a blank answer keeps them."""
    partie: str = ""
    """Only the questions of this part are asked: « creancier »."""

    @property
    def reponses(self) -> dict[str, str]:
        """The answers, as :func:`~courriers.lot.saisie.lire_reponses` reads them."""
        dites = {cle: texte for cle, texte in self.journal if "?" not in cle}
        for cle, texte in self.journal:
            if "?" in cle and texte == "oui":  # the element is begun, though nothing is said of it
                dites.setdefault(_premiere_cle(*cle.split("?")), "")
        return dites

    def suivant(self) -> Pas | None:
        """What to ask now; nothing when all is answered."""
        dits = dict(self.journal)
        return next((pas for pas in self._pas(dits) if pas.cle not in dits), None)

    def repondre(self, texte: str) -> Parcours | Constat:
        """With the answer *texte* to the next question; or why it is not one.

        Blank, it keeps the answer given before, else takes the default; « - » takes it back.

        Raises:
            ValueError: there is no next question.
        """
        pas = self.suivant()
        if pas is None:
            raise ValueError("plus rien n’est demandé")
        propre = texte.strip() or self.avant.get(pas.cle, "")
        if propre == EFFACER:
            propre = ""
        if pas.est_oui_non:
            return self._oui_non(pas, propre)
        valeur = verifier_reponse(pas.question, propre, cle=pas.cle, devise=devise_de(self.fond))
        if isinstance(valeur, Constat):
            return valeur
        suite = self._avec(pas.cle, propre)
        faute = lire_reponses(suite.reponses, fond=self.fond).fautes.get(pas.cle)
        # What the whole case says of this answer: a due date before its invoice…
        return faute if faute is not None and faute.code != Code.CHAMP_MANQUANT else suite

    def revenir(self) -> Parcours:
        """Back to the question before, its answer kept to be confirmed."""
        if not self.journal:
            return self
        cle, texte = self.journal[-1]
        return replace(self, journal=self.journal[:-1], avant={**self.avant, cle: texte})

    def revenir_a(self, cle: str) -> Parcours:
        """Back to the question *cle*, the answers given since kept; here if it was not asked."""
        parcours = self
        while any(dite == cle for dite, _ in parcours.journal):
            parcours = parcours.revenir()
        return parcours

    def _oui_non(self, pas: Pas, texte: str) -> Parcours | Constat:
        courts = {"o": "oui", "y": "oui", "n": "non"}
        valeur = verifier_reponse(_OUI_NON, courts.get(texte.casefold(), texte), cle=pas.cle)
        if isinstance(valeur, Constat):
            lieu = Lieu(champ=pas.cle)
            return erreur(Code.CHAMP_INVALIDE, "« oui » ou « non » est attendu.", lieu=lieu)
        return self._avec(pas.cle, str(valeur))

    def _avec(self, cle: str, texte: str) -> Parcours:
        avant = {nom: dit for nom, dit in self.avant.items() if nom != cle}
        return replace(self, journal=(*self.journal, (cle, texte)), avant=avant)

    def _pas(self, dits: Mapping[str, str]) -> Iterator[Pas]:
        asked = [(c, q) for c, q in posees(self.reponses, fond=self.fond) if self._est_de(c)]
        for nom, groupe in groupes():
            if not nom:
                yield from (Pas(cle, q) for cle, q in asked if q in groupe)
            elif not self.partie and (not self.fond or nom not in self.fond):
                yield from self._de_la_liste(nom, asked, dits)

    def _est_de(self, cle: str) -> bool:
        return not self.partie or cle.startswith(f"{self.partie}.")

    def _de_la_liste(
        self, nom: str, asked: list[tuple[str, Question]], dits: Mapping[str, str]
    ) -> Iterator[Pas]:
        liste, rang = listes()[nom], 0
        while True:
            if rang >= liste.minimum:
                phrase = liste.encore if rang else liste.premier
                question_de_suite = replace(_OUI_NON, section=liste.titre, libelle=phrase)
                yield Pas(f"{nom}?{rang}", question_de_suite, rang)
                if dits.get(f"{nom}?{rang}") != "oui":
                    return
            yield from (Pas(c, q, rang) for c, q in asked if c.startswith(f"{nom}[{rang}]."))
            rang += 1


def _premiere_cle(nom: str, rang: str) -> str:
    premiere = next(q for _, groupe in groupes() for q in groupe if q.liste == nom)
    return f"{nom}[{rang}].{premiere.membre}"
