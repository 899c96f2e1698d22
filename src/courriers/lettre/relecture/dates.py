"""Days: that of the letter, the deadline, and no other than those that can be made again."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from courriers.constats import Constat
from courriers.erreurs import DateInvalide
from courriers.langue.textes_cites import est_d_un_texte
from courriers.langue.typographie import date_longue, lire_date
from courriers.lettre.relecture.lecture import Lecture, faute, plat
from courriers.lettre.relecture.recalcul import Recalcul
from courriers.lettre.relecture.regles import Nature

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_NOMS = "|".join(f"[{m[0].upper()}{m[0]}]{m[1:]}" for m in MOIS)
_LONGUE = re.compile(rf"(\d(?<!\d\d)\d?)(?:er)? ({_NOMS})(?: (\d{{2,4}}))?\b")
_COURTE = re.compile(r"\d(?<!\d\d)(?:\d?/\d{1,2}/\d{4}\b|(?<![\w/-]\d)\d{3}-\d\d-\d\d(?![\w/-]))")
"""In figures, and no part of a reference: « CLI-2026-06-15 » says no day."""
_FIN_DE_COURTE = re.compile(r"[/-]\d\d(?:\d\d|-\d\d)\b")
_LIMITE = ("au plus tard le ", "d’ici au ", "d’ici le ", "avant le ")
_ARRETE = ("arrêté au ", "dû au ", "due au ", "dues au ", "dus au ", "payer au ", ". Au ", "\nAu ")
_SEMESTRES = {(1, 1), (1, 7)}
"""1 January and 1 July: the days a published rate changes."""


def jours_lus(lu: Lecture) -> list[re.Match[str]]:
    """Every day, in full or in figures."""
    courtes = _COURTE.finditer(lu.plat) if _FIN_DE_COURTE.search(lu.plat) else ()
    return [*_LONGUE.finditer(lu.plat), *courtes]


def dates(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """No day but those of the statement, of the case and of the pack."""
    donnees = calcul.donnees
    for trouve in jours_lus(lu):
        debut, fin = trouve.span()
        jour = _jour(trouve)
        if isinstance(jour, tuple):
            juste = jour in calcul.jours_et_mois or jour in _SEMESTRES
        else:
            juste = jour is not None and (jour in calcul.dates or jour in donnees.dates)
        if not juste and isinstance(jour, datetime.date) and jour <= calcul.au:
            juste = est_d_un_texte(lu.plat, debut, fin)
        if not juste and trouve[0] not in lu.jours_connus and not donnees.dit(lu, debut, fin):
            yield lu.faute(f"la date « {trouve[0]} » ne vient pas du dossier", debut, fin)
            continue
        if not _bien_ecrite(trouve) and not donnees.touche(lu, debut, fin):
            message = f"typographie : « {trouve[0]} » n’est pas l’écriture de cette date"
            yield lu.faute(message, debut, fin, nature=Nature.TYPOGRAPHIE)
        if isinstance(jour, datetime.date):
            yield from _a_sa_place(lu, calcul, jour, debut, fin)


def _a_sa_place(
    lu: Lecture, calcul: Recalcul, jour: datetime.date, debut: int, fin: int
) -> Iterator[Constat]:
    """A deadline is the one of the pack, or a later day of the case; a closing day is the day."""
    au, avant = calcul.au, lu.plat[max(0, debut - 20) : debut]
    message = ""
    if avant.endswith(_LIMITE):
        if calcul.limite and jour not in (calcul.limite, *_a_venir(calcul)):
            message = f"la date limite est le {date_longue(calcul.limite)}"
        elif jour < au or (jour == au and jour not in calcul.jours_de_l_acte):
            message = "une date limite précède la lettre"
    elif avant.endswith(_ARRETE) and jour not in calcul.arretes:
        message = f"le compte est arrêté au {date_longue(au)}"
    elif jour != au and debut < lu.debut_du_corps:
        message = f"la lettre est du {date_longue(au)}"
    if message and not calcul.donnees.dit(lu, debut, fin):
        yield lu.faute(f"« {lu.plat[debut:fin]} » : {message}", debut, fin)


def _a_venir(calcul: Recalcul) -> list[datetime.date]:
    """The days of the case that come after the letter."""
    return [jour for jour in calcul.donnees.dates if jour > calcul.au]


def delai(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """The deadline the pack sets is in the body, and comes after the letter."""
    if calcul.limite is None:
        return
    if calcul.limite <= calcul.au:
        yield faute("la date limite ne suit pas la date de la lettre")
    attendue = date_longue(calcul.limite)
    if not any(attendue in ligne.plat for ligne in lu.corps):
        yield faute(f"la date limite (« {attendue} ») ne figure pas dans la lettre")


def date_de_la_lettre(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Place and day, as the sender writes them."""
    qui = calcul.dossier.mandataire or calcul.dossier.creancier
    attendue = f"{qui.adresse.ville}, le {date_longue(calcul.au)}"
    dites = lu.du_corps("Lieu et date")
    for ligne in dites:
        if ligne.plat.strip() != plat(attendue):
            yield lu.faute_de(f"« {ligne.texte} » au lieu de « {attendue} »", ligne)
    fin = f"le {date_longue(calcul.au)}"
    if not dites and not any(ligne.plat.rstrip(" .").endswith(fin) for ligne in lu.corps):
        yield faute(f"la date de la lettre (« {date_longue(calcul.au)} ») n’y figure pas")


def _jour(trouve: re.Match[str]) -> datetime.date | tuple[int, int] | None:
    """The day that was read; day and month, where no year follows; nothing if it is none."""
    if trouve.re is _COURTE:
        try:
            return lire_date(trouve[0])
        except DateInvalide:
            return None
    mois = MOIS.index(trouve[2].lower()) + 1
    if trouve[3] is None:
        return int(trouve[1]), mois
    try:
        return datetime.date(int(trouve[3]), mois, int(trouve[1]))
    except ValueError:
        return None


def _bien_ecrite(trouve: re.Match[str]) -> bool:
    """« 1er mars », « 2 mars »: no « 1 mars », « 02 mars » nor « 2 Mars »."""
    if trouve.re is _COURTE:
        return True
    quantieme = trouve[0].split(" ", maxsplit=1)[0]
    juste = "1er" if int(trouve[1]) == 1 else str(int(trouve[1]))
    return quantieme == juste and trouve[2].islower()


def jour_en_toutes_lettres(texte: str) -> datetime.date | None:
    """The day *texte* says: « 23 novembre 2026 »; nothing if it says none."""
    trouve = _LONGUE.fullmatch(texte)
    jour = None if trouve is None else _jour(trouve)
    return jour if isinstance(jour, datetime.date) else None
