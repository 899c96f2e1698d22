"""What earlier runs sent, given back to the case: a second letter cites the first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.lot import journal
from courriers.lot.journal import AnyEvenement, LettreEcrite, Retour, Retrait
from courriers.lot.sources.references import pli

_DU_RETOUR = ("numero_suivi", "presente_le", "recu_le", "retour")


def _impossible(chemin: Path, evenement: AnyEvenement) -> Constat:
    return avertissement(
        Code.FICHIER_ILLISIBLE,
        f"«\u00a0{evenement.pack}\u00a0» du {evenement.au:%d/%m/%Y}, pour {evenement.reference}, "
        "n’est pas une lettre possible\u00a0: cette ligne est laissée de côté.",
        "Le journal a été changé à la main\u00a0: une étape, un canal ou un jour y est faux.",
        Lieu(fichier=str(chemin)),
    )


class Memoire:
    """The letters of several journals, by reference."""

    def __init__(self, journaux: Iterable[Path] = ()) -> None:
        """Read *journaux*, files or folders.

        Raises:
            CourriersError: one cannot be read; code ``JOURNAL_ILLISIBLE``.
        """
        self._envois: dict[str, dict[tuple[str, datetime.date], dict[str, Any]]] = {}
        self.constats: tuple[Constat, ...] = ()
        """Lines that could not be read."""
        for chemin in journaux:
            for evenement in journal.lire(chemin):
                if isinstance(evenement, Constat):
                    self.constats = (*self.constats, evenement)
                    continue
                try:
                    self._retenir(evenement)
                except ValidationError:
                    self.constats = (*self.constats, _impossible(chemin, evenement))

    def _retenir(self, evenement: AnyEvenement) -> None:
        siens = self._envois.setdefault(pli(evenement.reference), {})
        cle = (evenement.pack, evenement.au)
        if isinstance(evenement, LettreEcrite):
            ancien = siens.get(cle, {})
            gardes = _DU_RETOUR if ancien.get("canal") == evenement.canal else ()
            neuf: dict[str, Any] = {
                **{n: v for n, v in ancien.items() if n in gardes},  # written again the same day
                "niveau": evenement.pack,
                "date": evenement.au,
                "canal": evenement.canal,
                **({"mise_en_demeure": True} if evenement.mise_en_demeure else {}),
                **({"numero_suivi": n} if (n := evenement.numero_suivi) else {}),
            }
        elif isinstance(evenement, Retrait):
            siens.pop(cle, None)
            return
        elif isinstance(evenement, Retour) and cle in siens:
            neuf = siens[cle] | {
                n: v for n in _DU_RETOUR if (v := getattr(evenement, n)) is not None
            }
        else:
            return
        Envoi.model_validate(neuf)
        siens[cle] = neuf

    @property
    def lettres(self) -> int:
        """How many letters are known."""
        return sum(map(len, self._envois.values()))

    def envois(self, reference: str) -> Sequence[Envoi]:
        """What was sent for the case *reference*, oldest first."""
        siens = self._envois.get(pli(reference), {}).values()
        return [Envoi.model_validate(e) for e in sorted(siens, key=lambda e: e["date"])]

    def completer(self, dossier: Dossier, au: datetime.date) -> Dossier:
        """*dossier* with what was sent before *au*, which is not counted, and which it lacks.

        What the case says itself of a letter, of the same step and the same day, is kept.
        """
        connus = {(e.niveau, e.date) for e in dossier.envois}
        nouveaux = [
            e
            for e in self.envois(dossier.reference)
            if e.date < au and (e.niveau, e.date) not in connus
        ]
        if not nouveaux:
            return dossier
        tous = sorted((*dossier.envois, *nouveaux), key=lambda e: e.date)
        return dossier.model_copy(update={"envois": tuple(tous)})
