"""Nothing left over: no tag, no blank but those to be filled by hand, no broken sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from courriers.constats import Constat
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture, Ligne
from courriers.lettre.relecture.regles import Nature, Regle

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
    Regle.de("deux espaces se suivent : un champ est peut-être vide", r"(?<=\S) {2,}(?=\S)", "  ",
             nature=Nature.PHRASE),
    Regle.de(_VIDE, r"[,(;:«] ?[,.;:)»]"),
)  # fmt: skip
_SENTENCES = ("Corps", "Interpellation", "Mention")
"""Styles whose paragraphs are whole sentences."""
_LABELS = ("Références", "Paiement", "Objet")
"""Styles whose paragraphs are a name, a tab and a value."""
_FIN = re.compile(r"[.:;!?»…\ufffc]\W*$")
_APPEL = re.compile(r"[A-ZÀ-Ý][\w’.-]*(?:,? [A-ZÀ-Ý][\w’.-]*){0,3},$")
_VOYELLES = frozenset("aeiouâàéèêëîïôûùœæAEIOUÂÀÉÈÊËÎÏÔÛÙŒÆ")
_CASSE = "une phrase est abîmée"
_ELIDABLES = frozenset({
    "de", "le", "la", "je", "me", "te", "se", "ne", "que", "lorsque", "puisque",
})  # fmt: skip
_NON_ELIDES = frozenset({"ou", "et", "oui", "onze", "onzième"})
"""« le ou les », « le onze » are French; « de A à Z » too, of one letter."""
_ARTICLES = frozenset({"la", "le", "les", "des", "un", "une", "du", "de"})
_SUITES_PERMISES = frozenset({
    ("de", "la"), ("de", "le"), ("de", "les"), ("de", "un"), ("de", "une"), ("un", "des"),
    ("une", "des"), ("un", "de"), ("une", "de"), ("un", "du"), ("une", "du"),
})  # fmt: skip
"""« de la », « de les payer », « un des » are French; « de un » is caught by its vowel."""
_DEBUTS = frozenset(forme for mot in _ELIDABLES | _ARTICLES for forme in (mot, mot.capitalize()))
_MOT = re.compile(r"[\w’-]+")
_NOMS = r"(?:facture|somme|pénalité|relance|créance|indemnité)"
_CASSEES = (
    # A number left open, or not agreed.
    Regle.de(
        _CASSE, r"\w\((?:s|e|es|x|nt)\)", "(s)", "(e)", "(es)", "(x)", "(nt)", nature=Nature.PHRASE
    ),
    Regle.de(
        _CASSE,
        rf" (?=[fsprci])(?:(?<=[LlDdCc]es ){_NOMS}\b|(?:(?<=\b[Ll]a )|(?<=\b[Cc]ette )"
        rf"|(?<=\b[Uu]ne )){_NOMS}s\b)",
        nature=Nature.PHRASE,
    ),
    # A sentence that begins in small letters.
    Regle.de(_CASSE, r"\. (?<=[a-zà-ÿ]{4}\. )(?=[a-zà-ÿ])", nature=Nature.PHRASE),
)
_DEUX_FOIS = ("nous", "vous")
"""Words that French may say twice."""


def balises(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A tag that lost a brace in Word is plain text for Jinja, and would be printed."""
    yield from _hors_donnees(lu, donnees, _BALISES)


def blancs(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A field that was empty, a blank nobody is meant to fill."""
    for regle in _BLANCS:
        yield from _hors_donnees(lu, donnees, regle)
    for ligne in lu.lignes:
        if ligne.texte.endswith("\u00a0") and not donnees.touche(lu, ligne.fin - 1, ligne.fin):
            yield lu.faute(_VIDE, ligne.fin - 1, ligne.fin)
    for ligne in lu.du_corps(*_LABELS):
        texte = ligne.texte.rstrip()
        if not ligne.cellules and (texte.endswith(":") or "\t" in ligne.texte[len(texte) :]):
            yield lu.faute_de(f"« {texte} » n’est suivi de rien", ligne)


def phrases(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A sentence cut short, that begins in small letters, or that an empty field broke."""
    avant = ""
    for ligne in lu.du_corps(*_SENTENCES):
        if not ligne.cellules:
            # « Entre A, » then « et B, »: one sentence, a party a line.
            yield from _phrase(
                lu, donnees, ligne, suite=avant.endswith(",") and not _APPEL.fullmatch(avant)
            )
        avant = ligne.texte.rstrip()
    for regle in _CASSEES:
        yield from _hors_donnees(lu, donnees, regle)
    for ligne in lu.lignes:
        mots = ligne.plat.split(" ")
        suspects = [(a, b) for a, b in pairwise(mots) if a in _DEBUTS or a == b]
        if any(_mal_suivi(a, b) for a, b in suspects):
            yield from _suites(lu, donnees, ligne)


def _mal_suivi(mot: str, suivant: str) -> bool:
    """« de Orange », « la les », « pour pour »."""
    if mot == suivant:
        return mot.isalpha() and mot not in _DEUX_FOIS
    nu = mot.lower()
    if nu in _ELIDABLES and suivant[:1] in _VOYELLES:
        lettres = _MOT.match(suivant)
        return lettres is not None and len(lettres[0]) > 1 and lettres[0] not in _NON_ELIDES
    return nu in _ARTICLES and suivant in _ARTICLES and (nu, suivant) not in _SUITES_PERMISES


def _suites(lu: Lecture, donnees: Donnees, ligne: Ligne) -> Iterator[Constat]:
    """Where two words of a line follow each other badly."""
    for avant, apres in pairwise(re.finditer(r"[^ ]+", ligne.plat)):
        # What follows « de » may be a name; what is said twice may be one.
        fin = ligne.debut + (apres.end() if avant[0] == apres[0] else apres.start())
        debut = ligne.debut + avant.start()
        if _mal_suivi(avant[0], apres[0]) and not donnees.touche(lu, debut, fin):
            yield lu.faute(_CASSE, debut, ligne.debut + apres.end(), nature=Nature.PHRASE)


def _hors_donnees(lu: Lecture, donnees: Donnees, regle: Regle) -> Iterator[Constat]:
    for trouve in regle.trouve(lu.plat, lu.signes):
        if not donnees.touche(lu, *trouve.span()):
            yield lu.faute(regle.quoi, *trouve.span(), nature=regle.nature)


def _reprend(lu: Lecture, ligne: Ligne) -> bool:
    """Whether the next paragraph goes on with the sentence."""
    suivant = lu.brut[ligne.debut + len(ligne.texte) + 1 :][:1]
    return suivant.islower()


def _phrase(lu: Lecture, donnees: Donnees, ligne: Ligne, *, suite: bool) -> Iterator[Constat]:
    texte = ligne.passages[0].sans_blancs.strip()
    fin = ligne.debut + len(ligne.texte.rstrip())
    reprise = texte.endswith(",") and _reprend(lu, ligne)
    if not (
        reprise or _FIN.search(texte) or _APPEL.fullmatch(texte) or donnees.touche(lu, fin - 1, fin)
    ):
        yield lu.faute("une phrase n’est pas finie", fin - 1, fin, nature=Nature.PHRASE)
    if texte[:1].islower() and not suite and not donnees.touche(lu, ligne.debut, ligne.debut + 1):
        message, ici = "une phrase commence par une minuscule", ligne.debut
        yield lu.faute(message, ici, ici + 1, nature=Nature.PHRASE)
