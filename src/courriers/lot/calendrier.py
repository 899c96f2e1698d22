"""Deadlines as an iCalendar file (RFC 5545), which Outlook, Thunderbird and telephones import.

icalendar (extra ``lot``) writes it; it is imported here only, inside functions. The clock is never
read: the same deadlines on the same day are the same bytes. An event keeps its identifier from one
day to the next, so that importing again updates it.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courriers.droit.agenda import Terme
from courriers.erreurs import CourriersError

RAPPEL = datetime.timedelta(days=7)
"""How long before a strict deadline its reminder rings."""
_HEURE = datetime.timedelta(hours=9)
"""When in the day: an event of a whole day starts at midnight."""
_ORIGINE = datetime.date(2000, 1, 1)
AVIS = "Information, non une consultation juridique."
_DITES = {"supposee": "Jour supposé", "a_verifier": "À vérifier", "certaine": "À savoir"}


@dataclass(frozen=True, slots=True)
class Inscription:
    """One deadline of one case."""

    reference: str
    nom: str
    """The debtor's; written only if asked for, since a calendar is often shared."""
    terme: Terme


def calendrier(
    inscriptions: Iterable[Inscription], au: datetime.date, *, noms: bool = False
) -> bytes:
    """The file: one event of a whole day for each deadline, in the order given.

    An event is free time, and strict ones ring a week before. Two cases of one reference have
    their events told apart by their order.

    Args:
        inscriptions: the deadlines; none makes a calendar that some programs refuse.
        au: the day they were computed, which dates each event.
        noms: write the debtors' names.

    Raises:
        CourriersError: icalendar is not installed; code ``OPTION_ABSENTE``.
    """
    icalendar = _bibliotheque()
    fichier = icalendar.Calendar()
    fichier.add("prodid", "-//courriers//echeances//FR")
    fichier.add("version", "2.0")
    fichier.add("calscale", "GREGORIAN")
    fichier.add("method", "PUBLISH")
    fichier.add("x-wr-calname", "Échéances des dossiers")
    fois: Counter[str] = Counter()
    for inscription in inscriptions:
        marque = _marque(inscription)
        fois[marque] += 1
        fichier.add_component(
            _evenement(icalendar, inscription, au, _identifiant(marque, fois[marque]), noms=noms)
        )
    octets: bytes = fichier.to_ical()
    return octets


def _bibliotheque() -> Any:
    try:
        import icalendar
    except ImportError:
        raise CourriersError(
            "Écrire un fichier .ics demande « icalendar », qui n’est pas installé.",
            conseil='Dans le répertoire de courriers, tapez\u00a0: pip install ".[lot]"',
            code="OPTION_ABSENTE",
        ) from None
    return icalendar


def _evenement(
    icalendar: Any, inscription: Inscription, au: datetime.date, identifiant: str, *, noms: bool
) -> Any:
    t = inscription.terme
    titre = _titre(inscription, noms=noms)
    evenement = icalendar.Event()
    evenement.add("uid", identifiant)
    evenement.add("dtstamp", datetime.datetime.combine(au, datetime.time(), datetime.UTC))
    evenement.add("sequence", max(0, (au - _ORIGINE).days))  # a later day replaces an earlier one
    evenement.add("dtstart", t.jour)
    evenement.add("dtend", t.jour + datetime.timedelta(1))
    evenement.add("summary", titre)
    evenement.add("description", _description(t, au))
    evenement.add("categories", [t.nature])
    evenement.add("transp", "TRANSPARENT")
    if t.imperatif and not t.suspendu:
        rappel = icalendar.Alarm()
        rappel.add("action", "DISPLAY")
        rappel.add("description", titre)
        rappel.add("trigger", _HEURE - RAPPEL)
        evenement.add_component(rappel)
    return evenement


def _titre(inscription: Inscription, *, noms: bool) -> str:
    t = inscription.terme
    qui = _net(inscription.reference)
    if noms:
        qui += f" ({_net(inscription.nom)})"
    etat = "Dès ce jour\u00a0: " if t.borne == "des" else "Dépassé\u00a0: " if t.depasse else ""
    return f"{qui} – {etat}{_net(t.quoi)}"


def _description(t: Terme, au: datetime.date) -> str:
    lignes = [t.fondement, t.calcul]
    if t.reserve:
        lignes.append(f"{_DITES[t.certitude]}\u00a0: {t.reserve}")
    lignes.append(f"Compté le {au:%d/%m/%Y}. {AVIS}")
    return "\n".join(map(_net, lignes))


def _net(texte: str) -> str:
    """*texte* on one line, without what a calendar could take for its own syntax."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in texte)


def _marque(inscription: Inscription) -> str:
    t = inscription.terme
    return "\x00".join((inscription.reference, t.nature, t.repere))


def _identifiant(marque: str, rang: int) -> str:
    empreinte = hashlib.sha256(marque.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{empreinte}{f'-{rang}' if rang > 1 else ''}@courriers"
