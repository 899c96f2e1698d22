"""Which column holds what: the headings of a table, told by ``entetes.toml`` or ``[colonnes]``."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from courriers.lot.sources.tables.modele import Colonne

LONGUEUR_MAX = 80
"""A longer cell is no heading."""
_VIDES = frozenset({"d", "de", "du", "des", "la", "l", "les", "en", "a", "au", "aux", "par", "et",
                    "ou", "eur", "euro", "un", "une"})  # fmt: skip
_AGE = re.compile(
    r"(?:non |a )echu?(?:oir)?s?$|(?:de )?\d{1,3} ?(?:a|-|et|/) ?\d{2,3}(?: ?j(?:ours?)?)?$"
    r"|(?:>|<|plus de|\+ ?de|moins de|\+|sup(?:erieur)? a) ?\d{2,3}(?: ?j(?:ours?)?)?$"
    r"|\d{2,3} ?(?:j(?:ours?)? )?(?:et plus|\+)$|\d{2,3} ?j(?:ours?)?$|echu$"
)
_PREFIXES = {"debiteur": "", "factures": "", "facture": "", "adresse": "",
             "paiements": "paiement_", "paiement": "paiement_"}  # fmt: skip


class EntetesFautifs(ValueError):
    """Headings that cannot be told; the message says why, in French."""

    def __init__(self, message: str, conseil: str) -> None:
        super().__init__(message)
        self.conseil = conseil


@dataclass(frozen=True)
class Entetes:
    """What a row of headings says."""

    colonnes: Mapping[str, Colonne]
    laissees: tuple[str, ...]
    doubles: tuple[tuple[str, str, str], ...] = ()
    """A field, and two headings that claim it."""


@functools.lru_cache(maxsize=4096)
def cle(intitule: str) -> str:
    """*intitule* without what people spell in many ways; the same for two that mean one thing.

    >>> cle("N° de la facture") == cle("Facture n°") == cle("NumFacture") == cle("NUM. FACT.")
    True
    >>> cle("Montant dû") == cle("Montant")
    False
    """
    texte = re.sub(r"(?<=[a-zéè])(?=[A-Z])", " ", intitule)
    texte = re.sub(r"\bd[uû]e?s?(?=\W*$)", "exige", texte, flags=re.IGNORECASE)
    texte = re.sub(r"\bd[ûÛ](e?s?)\b", "exige", texte)
    texte = re.sub(r"n\s?[°º]", " num ", texte, flags=re.IGNORECASE).replace("€", " ")
    texte = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe"))
    texte = "".join(c for c in texte if not unicodedata.combining(c))
    texte = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", texte)
    texte = re.sub(r"\be[ -]?mail\b", "courriel", texte)
    bruts = re.findall(r"[a-z]+|\d+", texte)
    mots: list[str] = []
    for rang, brut in enumerate(bruts):
        seul = brut[:-1] if len(brut) > 3 and brut.endswith("s") else brut
        if seul in _VIDES or (seul == "le" and rang < len(bruts) - 1):
            continue
        mots += _mots().get(seul, seul).split()
    return " ".join(sorted(set(mots)))


def libelle(champ: str) -> str:
    """*champ* as a person is told of it."""
    return str(_source()["champs"][champ]["libelle"])


def exemple(champ: str) -> str:
    """The plainest heading of *champ*."""
    return str(_source()["champs"][champ]["surs"][0])


def champs() -> Sequence[str]:
    """Every field a column may hold."""
    return tuple(_source()["champs"])


@functools.cache
def _source() -> Mapping[str, Mapping[str, Mapping[str, Sequence[str] | str]]]:
    fichier = resources.files("courriers.lot.sources.tables") / "entetes.toml"
    lu: Mapping[str, Mapping[str, Mapping[str, Sequence[str] | str]]] = tomllib.loads(
        fichier.read_text(encoding="utf-8")
    )
    return lu


@functools.cache
def _mots() -> Mapping[str, str]:
    return {mot: str(vaut) for mot, vaut in _source()["mots"].items()}


@functools.cache
def _cles(genre: str) -> Mapping[str, tuple[str, ...]]:
    """By key of heading, the fields it may mean, in order of preference."""
    trouves: dict[str, list[str]] = {}
    for champ, dit in _source()["champs"].items():
        for intitule in dit.get(genre, ()):
            trouves.setdefault(cle(intitule), []).append(champ)
    # « Client » is a name where no column gives one better, a code beside one.
    ordre = ("denomination", "numero")
    return {c: tuple(sorted(noms, key=lambda n: n not in ordre)) for c, noms in trouves.items()}


def est_connu(intitule: str) -> bool:
    """Whether *intitule* means a field."""
    mots = cle(intitule)
    return bool(mots) and (mots in _cles("surs") or mots in _cles("vagues"))


def score(cellules: Iterable[object]) -> int:
    """How many headings of *cellules* mean something."""
    return sum(isinstance(c, str) and 0 < len(c) <= LONGUEUR_MAX and est_connu(c) for c in cellules)


def age_de(intitules: Iterable[str]) -> tuple[str, ...]:
    """Those of *intitules* that head the columns of an aged balance."""
    return tuple(i for i in intitules if _AGE.match(_plat(i)))


def _plat(texte: str) -> str:
    texte = unicodedata.normalize("NFKD", texte.casefold())
    return " ".join("".join(c for c in texte if not unicodedata.combining(c)).split())


def nommes(colonnes: Mapping[str, str]) -> dict[str, str]:
    """``[colonnes]``: heading by field; a field may be told by its path in a case.

    Raises:
        EntetesFautifs: a field that no column holds.
    """
    rendus: dict[str, str] = {}
    for nom, intitule in colonnes.items():
        debut, _, fin = nom.rpartition(".")
        champ = _PREFIXES.get(debut.rpartition(".")[2], "") + fin if debut else nom
        if debut == "debiteur" and fin == "type":
            champ = "type_debiteur"
        if champ not in champs():
            proches = difflib.get_close_matches(champ, champs(), n=1, cutoff=0.6)
            voulu = f"Vouliez-vous dire « {proches[0]} » ? " if proches else ""
            raise EntetesFautifs(
                f"courriers.toml, [colonnes] : « {nom} » n’est pas un champ.",
                f"{voulu}Champs : {', '.join(champs())}.",
            )
        rendus[champ] = intitule
    return rendus


def lire(intitules: Sequence[str], voulues: Mapping[str, str]) -> Entetes:
    """What *intitules* mean.

    Args:
        intitules: cells of the row, in order; a blank one heads nothing.
        voulues: ``[colonnes]``, as :func:`nommes` gives it: these columns hold these fields, and no
            other column does.
    """
    pris = {
        champ: Colonne(rang, intitules[rang])
        for champ, intitule in voulues.items()
        if (rang := _rang(intitules, intitule)) is not None
    }
    dits, doubles = {c.rang for c in pris.values()}, list[tuple[str, str, str]]()
    vagues, laissees = list[int](), list[str]()
    restent = [(r, i) for r, i in enumerate(intitules) if i and r not in dits]
    for rang, intitule in restent:
        surs = _cles("surs").get(cle(intitule), ()) if len(intitule) <= LONGUEUR_MAX else ()
        if surs and surs[0] in voulues:
            laissees.append(intitule)
        elif surs and surs[0] in pris:
            doubles.append((surs[0], pris[surs[0]].intitule, intitule))
        elif surs:
            pris[surs[0]] = Colonne(rang, intitule)
        elif cle(intitule) and cle(intitule) in _cles("vagues"):
            vagues.append(rang)
        else:
            laissees.append(intitule)
    surs_pris = frozenset(pris)
    # « Nom » says more than « Client », which may as well be a code: it is served first.
    for rang in sorted(vagues, key=lambda r: len(_choix_vagues(intitules[r], surs_pris))):
        possibles = _choix_vagues(intitules[rang], surs_pris)
        libres = [c for c in possibles if c not in pris and c not in voulues]
        if libres:
            pris[libres[0]] = Colonne(rang, intitules[rang])
        elif not (set(possibles) & surs_pris) and possibles and possibles[0] not in voulues:
            doubles.append((possibles[0], pris[possibles[0]].intitule, intitules[rang]))
        else:
            laissees.append(intitules[rang])
    return Entetes(pris, tuple(laissees), tuple(doubles))


def _choix_vagues(intitule: str, surs: frozenset[str]) -> tuple[str, ...]:
    possibles = _cles("vagues")[cle(intitule)]
    if cle(intitule) == cle("Nom") and surs & {"prenom", "denomination"}:
        return ("nom",)  # beside a first name, or beside the name of a company
    return possibles


def _rang(intitules: Sequence[str], voulu: str) -> int | None:
    """The column that bears exactly *voulu*, else one that is spelled otherwise."""
    for meme in (str.strip, _plat, cle):
        rangs = [r for r, i in enumerate(intitules) if i and meme(i) == meme(voulu)]
        if rangs:
            return rangs[0]
    return None
