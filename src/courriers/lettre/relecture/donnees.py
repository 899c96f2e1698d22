"""The client's own words in a letter: what the template does not answer for.

A rue du Commandement is no threat, and the debtor's name keeps its own typography. But a word the
template says is the template's, even where the case holds the same word somewhere else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from pydantic import BaseModel

from courriers.dossier.modele import Dossier
from courriers.droit.textes import TEXTES
from courriers.langue.accords import designation
from courriers.lettre.parties import mentions_legales
from courriers.lettre.relecture.lecture import Lecture, Ligne, plat

_NOMS = frozenset({
    "creancier", "mandataire", "debiteur", "codebiteurs", "cautions", "commissaire", "juridiction",
})  # fmt: skip
"""Parties: what names them may stand anywhere in a sentence."""
_TAUX = frozenset({"taux", "multiple", "majoration", "clause_penale"})
_MOTS = 4
"""A text of the case this long is no accident, wherever it stands."""
_SEUL_AVANT = re.compile(r"(?:^|[\n\t,;:–(«/] ?)$")
_SEUL_APRES = re.compile(r" ?(?:$|[\n\t,;:–)».]| –)")

SEUL, NOM_SIMPLE, PARTOUT = range(3)
"""How freely a text of the case may stand in a letter and still be the client's."""

Feuille = tuple[str, str, object]
"""Root field, own field, value."""


def feuilles(valeur: object, racine: str = "", nom: str = "") -> Iterator[Feuille]:
    """Every plain value of a case, with the field it stands in."""
    if isinstance(valeur, BaseModel):
        for champ, contenu in valeur.__dict__.items():
            if isinstance(contenu, str | Decimal | datetime.date):
                yield racine or champ, champ, contenu
            elif contenu is not None and contenu != ():
                yield from feuilles(contenu, racine or champ, champ)
    elif isinstance(valeur, Mapping):
        for champ, contenu in valeur.items():
            yield from feuilles(contenu, racine, str(champ))
    elif isinstance(valeur, list | tuple):
        for contenu in valeur:
            yield from feuilles(contenu, racine, nom)
    elif isinstance(valeur, str | Decimal | datetime.date):
        yield racine, nom, valeur


class Donnees:
    """The values of a case, and where its texts stand in a letter."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._feuilles = list(feuilles(dossier))
        self._presents: list[tuple[str, int]] | None = None
        self._par_ligne: dict[int, list[tuple[int, int, int]]] = {}

    @cached_property
    def montants(self) -> frozenset[Decimal]:
        """Every amount of the case."""
        return frozenset(
            abs(v) for _, n, v in self._feuilles if isinstance(v, Decimal) and n not in _TAUX
        )

    @cached_property
    def taux(self) -> frozenset[Decimal]:
        """Every rate of the case."""
        return frozenset(v for _, n, v in self._feuilles if isinstance(v, Decimal) and n in _TAUX)

    @cached_property
    def dates(self) -> frozenset[datetime.date]:
        """Every day of the case."""
        return frozenset(v for _, _, v in self._feuilles if isinstance(v, datetime.date))

    @property
    def textes_bruts(self) -> list[str]:
        """Every text of the case, as it is there."""
        return [v for _, _, v in self._feuilles if isinstance(v, str)]

    @cached_property
    def _textes(self) -> dict[str, int]:
        """The texts of the case as they may be printed, and how freely they may stand."""
        trouves: dict[str, int] = {}
        for racine, nom, valeur in self._feuilles:
            if isinstance(valeur, str) and len(valeur) > 1:
                for forme in _formes(plat(valeur), nom):
                    if trouves.get(forme) != PARTOUT:
                        trouves[forme] = max(trouves.get(forme, SEUL), _liberte(forme, racine))
        for nom in _noms_entiers(self._dossier):
            trouves[plat(nom)] = PARTOUT
        for article in TEXTES.values():
            trouves[plat(article)] = PARTOUT
        return trouves

    def dit(self, lu: Lecture, debut: int, fin: int) -> bool:
        """Whether the signs from *debut* to *fin* stand whole in words of the case or of the law.

        A name or a long text may be anywhere; a short one only where it stands alone.
        """
        return any(
            a <= debut and fin <= b and liberte == PARTOUT
            for a, b, liberte in self._places(lu, debut)
        )

    def touche(self, lu: Lecture, debut: int, fin: int) -> bool:
        """Whether some of these signs are words of the case or of the law, or are left to a hand.

        For how things are written, not for what is said: a name of one word may be anywhere too.
        """
        return any(a < fin and debut < b for a, b, _ in self._places(lu, debut)) or any(
            a < fin and debut < b for a, b in lu.manuscrits
        )

    def textes_de(self, lu: Lecture, ligne: Ligne) -> list[str]:
        """The texts of the case or of the law that *ligne* says."""
        places = self._places(lu, ligne.debut)
        return list(dict.fromkeys(lu.plat[a:b] for a, b, _ in places))

    def _places(self, lu: Lecture, place: int) -> list[tuple[int, int, int]]:
        """Where texts of the case stand in the line that holds *place*, and how freely."""
        ligne = lu.ligne_de(place)
        if ligne.debut not in self._par_ligne:
            self._par_ligne[ligne.debut] = list(self._dans(lu, ligne))
        return self._par_ligne[ligne.debut]

    def _dans(self, lu: Lecture, ligne: Ligne) -> Iterator[tuple[int, int, int]]:
        if self._presents is None:  # one letter, one case
            self._presents = [(t, n) for t, n in self._textes.items() if t in lu.plat]
        for texte, liberte in self._presents:
            if texte not in ligne.plat:
                continue
            ici = lu.plat.find(texte, ligne.debut, ligne.fin)
            while ici >= 0:
                bout = ici + len(texte)
                libre = PARTOUT if _seul(lu.plat, ici, bout) else liberte
                if libre != SEUL and not (_colle(lu.plat, ici) or _colle(lu.plat, bout)):
                    yield ici, bout, libre
                ici = lu.plat.find(texte, ici + 1, ligne.fin)


def _noms_entiers(dossier: Dossier) -> Iterator[str]:
    """Whole names, that the case holds in pieces: « SARL Saisie », « Luc Huissier »."""
    seuls = (dossier.creancier, dossier.debiteur, dossier.mandataire, dossier.commissaire)
    for partie in (*seuls, *dossier.codebiteurs, *dossier.cautions):
        if partie is None:
            continue
        yield designation(partie)
        yield mentions_legales(partie)
        for humain in ("signataire", "contact", "representant"):
            if (qui := getattr(partie, humain, None)) is not None:
                yield f"{qui.prenom} {qui.nom}"


def _liberte(texte: str, racine: str) -> int:
    mots = len(texte.split())
    if mots >= _MOTS or (racine in _NOMS and mots > 1):
        return PARTOUT
    propre = racine in _NOMS and not texte.islower()
    return NOM_SIMPLE if propre or mots > 1 or not texte.isalpha() else SEUL


def _formes(texte: str, champ: str) -> list[str]:
    """A text as it is, on one line without its full stop, with a capital; a town in capitals."""
    formes = [texte]
    if "\n" in texte or "  " in texte or texte.endswith("."):
        une_ligne = " ".join(texte.split())
        formes += filter(None, (une_ligne, une_ligne.rstrip(".")))
        formes += [bout for ligne in texte.split("\n") if len(bout := ligne.strip()) > 1]
    if texte[0].islower():
        formes.append(texte[0].upper() + texte[1:])
    if champ == "ville":
        formes.append(texte.upper())
    return formes


def _colle(texte: str, place: int) -> bool:
    """Whether *place* is inside a word."""
    return 0 < place < len(texte) and texte[place - 1].isalnum() and texte[place].isalnum()


def _seul(texte: str, debut: int, fin: int) -> bool:
    """Nothing but a border or a sign on each side."""
    avant, apres = texte[max(0, debut - 2) : debut], texte[fin : fin + 2]
    return bool(_SEUL_AVANT.search(avant) and _SEUL_APRES.match(apres))
