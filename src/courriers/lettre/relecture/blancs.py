"""Nothing left over: no tag, no blank but those to be filled by hand, no broken sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from courriers.constats import Constat
from courriers.document.passages import BLANC
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture, Ligne
from courriers.lettre.relecture.regles import Regle

_BALISES = Regle.parmi("une balise abîmée est imprimée", "{{", "}}", "{%", "%}", "{#", "#}")
_BLANC, _VIDE = "un blanc n’est pas rempli", "un champ est vide"
_BLANCS = (
    Regle.de(_BLANC, r"_{2,}", "__"),
    Regle.de(_BLANC, r"\.{4,}|…{2,}|(?:\. ){3,}", "....", "……", ". . ."),
    Regle.de(_BLANC, r"\[(?!…\]|\.\.\.\])[^\]\n]{0,60}\]", "["),
    Regle.de(_BLANC, r"\b[Xx]{2,}\b", "XX", "xx"),
    Regle.de(
        _VIDE,
        r"\b(?:None|nan|NaN|Undefined|undefined|null|True|False|TODO)\b",
        "None", "nan", "NaN", "ndefined", "null", "True", "False", "TODO",
    ),
    Regle.parmi("un champ de Word est en défaut", "#REF", "#NOM", "#VALEUR", "Erreur ! "),
    Regle.de("deux espaces se suivent : un champ est peut-être vide", r"(?<=\S) {2,}(?=\S)", "  "),
    Regle.parmi(
        _VIDE, ",,", ", ,", "()", "( )", "(,", ",)", ", )", ",.", ";.", ":.", ", .", ": .", "; .",
        ": ;", ", ;", "; ;", "« »", "«»",
    ),
)  # fmt: skip
_SENTENCES = ("Corps", "Interpellation", "Mention")
"""Styles whose paragraphs are whole sentences."""
_LABELS = ("Références", "Paiement", "Objet")
"""Styles whose paragraphs are a name, a tab and a value."""
_FIN = re.compile(r"[.:;!?»…\ufffc]\W*$")
_APPEL = re.compile(r"[A-ZÀ-Ý][\w’.-]*(?:,? [A-ZÀ-Ý][\w’.-]*){0,3},$")
_V = "aeiouâàéèêëîïôûùœæAEIOUÂÀÉÈÊËÎÏÔÛÙŒÆ"
_CASSE = "une phrase est abîmée"
_AU_SINGULIER = ("facture", "somme", "pénalité", "relance", "créance", "indemnité")
_CASSEES = (
    # An elision missed, before a vowel; « le ou les », « de A à Z », « le onze » are French.
    Regle.de(
        _CASSE,
        rf" (?=[{_V}]\w|à )(?!(?: )?(?:ou|et|oui|onz\w+)\b)(?:(?<=[^\w’-][DdLlJjMmTtSsNn]e )"
        r"|(?<=[^\w’-][Ll]a )|(?<=\b[Qq]ue )|(?<=\b(?:Lors|lors|Puis|puis)que )"
        r"|(?<=[^\w’-][Ss]i )(?=ils?\b))",
    ),
    # Two articles.
    Regle.de(
        _CASSE,
        r" (?=(?:la|les?|des|une?|du|de)\b)(?:(?<=[^\w’-][Ll]es )(?=la|les|des|une?\b)"
        r"|(?<=[^\w’-][Ll]a )(?=le|la|des|une?\b)|(?<=[^\w’-][Dd]es )(?=le|la|des|du)"
        r"|(?<=[^\w’-][Dd]u )(?=le|la|des|du)|(?<=[^\w’-][Dd]e )(?=du|des|de\b))",
    ),
    # A number left open, or not agreed.
    Regle.de(_CASSE, r"\w\((?:s|e|es|x|nt)\)", "(s)", "(e)", "(es)", "(x)", "(nt)"),
    *(
        Regle.de(
            _CASSE,
            rf"\b(?:[Ll]es|[Dd]es|[Cc]es) {nom}\b|\b(?:[Ll]a|[Cc]ette|[Uu]ne) {nom}s\b",
            f"es {nom}", f"a {nom}s", f"e {nom}s",
        )
        for nom in _AU_SINGULIER
    ),
    # A sentence that begins in small letters.
    Regle.de(_CASSE, r"\. (?<=[a-zà-ÿ]{4}\. )(?=[a-zà-ÿ])"),
)  # fmt: skip
_DEUX_FOIS = re.compile(r"\b(?!(?:nous|vous)\b)([^\W\d_]{2,}) \1\b")


def balises(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A tag that lost a brace in Word is plain text for Jinja, and would be printed."""
    yield from _hors_donnees(lu, donnees, _BALISES)


def blancs(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A field that was empty, a blank nobody is meant to fill."""
    manuscrits = _manuscrits(lu)
    for regle in _BLANCS:
        yield from _hors_donnees(lu, donnees, regle, manuscrits)
    for ligne in lu.du_corps(*_LABELS):
        texte = ligne.texte.rstrip()
        if not ligne.cellules and (texte.endswith(":") or "\t" in ligne.texte[len(texte) :]):
            yield lu.faute_de(f"« {texte} » n’est suivi de rien", ligne)


def _manuscrits(lu: Lecture) -> list[tuple[int, int]]:
    """Where a line has blanks to be filled by hand: it alone may look unfilled."""
    places = []
    for ligne in lu.lignes:
        debut = ligne.debut
        for passage in ligne.passages:
            if BLANC in passage.sans_blancs:
                debut = lu.brut.index(passage.texte, debut)
                places += _trous(passage.texte, passage.sans_blancs, debut)
    return places


def _trous(texte: str, sans: str, debut: int) -> Iterator[tuple[int, int]]:
    """The blanks of one paragraph: what stands between the texts that are not blank."""
    place = 0
    morceaux = sans.split(BLANC)
    for avant, apres in zip(morceaux, morceaux[1:], strict=False):
        place += len(avant)
        fin = texte.find(apres, place) if apres else len(texte)
        yield debut + place, debut + (fin if fin >= 0 else len(texte))
        place = max(place, fin)


def phrases(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A sentence cut short, that begins in small letters, or that an empty field broke."""
    for ligne in lu.du_corps(*_SENTENCES):
        if not ligne.cellules:
            yield from _phrase(lu, donnees, ligne)
    for regle in _CASSEES:
        yield from _hors_donnees(lu, donnees, regle)
    mots = lu.plat.split(" ")
    if any(a == b and a.isalpha() for a, b in pairwise(mots)):
        yield from _hors_donnees(lu, donnees, Regle(_CASSE, _DEUX_FOIS))


def _hors_donnees(
    lu: Lecture, donnees: Donnees, regle: Regle, sauf: Sequence[tuple[int, int]] = ()
) -> Iterator[Constat]:
    for trouve in regle.trouve(lu.plat):
        debut, fin = trouve.span()
        voulu = any(a < fin and debut < b for a, b in sauf)
        if not voulu and not donnees.touche(lu, debut, fin):
            yield lu.faute(regle.quoi, debut, fin)


def _phrase(lu: Lecture, donnees: Donnees, ligne: Ligne) -> Iterator[Constat]:
    texte = ligne.passages[0].sans_blancs.strip()
    fin = ligne.debut + len(ligne.texte.rstrip())
    if not (_FIN.search(texte) or _APPEL.fullmatch(texte) or donnees.touche(lu, fin - 1, fin)):
        yield lu.faute("une phrase n’est pas finie", fin - 1, fin)
    if texte[:1].islower() and not donnees.touche(lu, ligne.debut, ligne.debut + 1):
        yield lu.faute("une phrase commence par une minuscule", ligne.debut, ligne.debut + 1)
