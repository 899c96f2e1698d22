"""Nothing left over: no tag, no blank but those to be filled by hand, no broken sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Constat
from courriers.document.passages import BLANC
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture, Ligne

_V = "aeiouâàéèêëîïôûùœæAEIOUÂÀÉÈÊËÎÏÔÛÙŒÆ"
_BALISE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_BLANCS = tuple(
    (re.compile(motif), quoi)
    for motif, quoi in (
        (r"_{2,}", "un blanc n’est pas rempli"),
        (r"\.{4,}|…{2,}|(?:\. ){3,}", "un blanc n’est pas rempli"),
        (r"\[(?!…\]|\.\.\.\])[^\]\n]{0,60}\]", "un blanc n’est pas rempli"),
        (r"\b[Xx]{2,}\b", "un blanc n’est pas rempli"),
        (r"\b(?:None|nan|NaN|Undefined|undefined|null|True|False|TODO)\b", "un champ est vide"),
        (r"#(?:REF|NOM|VALEUR)\b|Erreur ! ", "un champ de Word est en défaut"),
        (r"(?<=\S) {2,}(?=\S)", "deux espaces se suivent : un champ est peut-être vide"),
        (r", ?,|\( *\)|\(, ?|, ?\)|[,;:] ?[.;]|« *»", "un champ est vide"),
    )
)
_SENTENCES = ("Corps", "Interpellation", "Mention")
"""Styles whose paragraphs are whole sentences."""
_LABELS = ("Références", "Paiement", "Objet")
"""Styles whose paragraphs are a name, a tab and a value."""
_FIN = re.compile(r"[.:;!?»…\ufffc]\W*$")
_APPEL = re.compile(r"[A-ZÀ-Ý][\w’.-]*(?:,? [A-ZÀ-Ý][\w’.-]*){0,3},$")
_CASSEES = re.compile(
    # An elision missed, before a vowel; « le ou les », « de A à Z », « le onze » are French.
    rf"(?<![-\w’])(?:[DdLlJjMmTtSsNn]e|[Ll]a|(?:[Ll]ors|[Pp]uis|[Jj]us)?[Qq]ue|[Ss]i(?= ils?\b)) "
    rf"(?!(?:ou|et|oui|onz\w+|huit\w*)\b)(?=[{_V}]\w|à )"
    # Two articles, or a word said twice.
    r"|(?<![-\w’])(?:[Ll]es? (?:la|les|des|un|une)|[Ll]a (?:le|la|les|des|une?)"
    r"|[Dd]es (?:le|la|les|des)|[Dd]u (?:le|la|les|des|du)|[Dd]e (?:du|des|de))\b(?! fait)"
    r"|\b(?!(?:nous|vous)\b)([^\W\d_]{2,}) \1\b"
    # A number left open, or not agreed.
    r"|\w\((?:s|e|es|x|nt)\)|\b(?:les|des|ces) (?:facture|somme|pénalité|relance)\b"
    r"|\b(?:[Ll]a|cette|une) (?:factures|sommes|pénalités|relances)\b"
    # A sentence that begins in small letters.
    r"|(?<=[a-zà-ÿ]{4}\. )[a-zà-ÿ]"
)


def balises(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A tag that lost a brace in Word is plain text for Jinja, and would be printed."""
    for trouve in _BALISE.finditer(lu.plat):
        if not donnees.touche(lu, *trouve.span()):
            yield lu.faute("une balise abîmée est imprimée", *trouve.span())


def blancs(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """A field that was empty, a blank nobody is meant to fill."""
    manuscrits = _manuscrits(lu)
    for motif, quoi in _BLANCS:
        for trouve in motif.finditer(lu.plat):
            debut, fin = trouve.span()
            voulu = any(a < fin and debut < b for a, b in manuscrits)
            if not voulu and not donnees.touche(lu, debut, fin):
                yield lu.faute(quoi, debut, fin)
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
    for trouve in _CASSEES.finditer(lu.plat):
        if not donnees.touche(lu, *trouve.span()):
            yield lu.faute("une phrase est abîmée", *trouve.span())


def _phrase(lu: Lecture, donnees: Donnees, ligne: Ligne) -> Iterator[Constat]:
    texte = ligne.passages[0].sans_blancs.strip()
    fin = ligne.debut + len(ligne.texte.rstrip())
    if not (_FIN.search(texte) or _APPEL.fullmatch(texte) or donnees.touche(lu, fin - 1, fin)):
        yield lu.faute("une phrase n’est pas finie", fin - 1, fin)
    if texte[:1].islower() and not donnees.touche(lu, ligne.debut, ligne.debut + 1):
        yield lu.faute("une phrase commence par une minuscule", ligne.debut, ligne.debut + 1)
