"""Names, civilities and lists, as a letter writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from courriers.dossier.personnes import (
    Association,
    EntrepreneurIndividuel,
    Particulier,
    Personne,
    PersonnePublique,
    Representant,
    Signataire,
    Societe,
)

_FORMES_MASCULINES = frozenset({"GAEC", "GEIE", "GFA", "GFR", "GIE", "GIP"})
_NOMS_PUBLICS = {
    "la": "caisse chambre collectivité communauté commune mairie métropole régie région ville",
    "le": "centre collège conseil département groupement lycée ministère syndicat",
    "l’": "agence école établissement hôpital institut office université état",
}
"""Common nouns that the name of a public body begins with, by their article."""
_ARTICLES_PUBLICS = {nom: a for a, noms in _NOMS_PUBLICS.items() for nom in noms.split()}
_VOYELLES = frozenset("AEIOU")
_CIVILITES = {"M.": "Monsieur", "Mme": "Madame"}


def designation(personne: Personne) -> str:
    """Full name in law: form and name of a company, name and « EI » of a sole trader.

    The form stands beside the name (C. com., art. R123-238), « EI » too (art. R123-237); neither
    is repeated where the name already holds it.
    """
    match personne:
        case Societe():
            forme = personne.forme_juridique
            mots = personne.denomination.casefold().split()
            if forme is None or forme.casefold() in mots:
                return personne.denomination
            return f"{forme} {personne.denomination}"
        case EntrepreneurIndividuel():
            nom = f"{personne.prenom} {personne.nom}"
            commercial = f" – {personne.nom_commercial}" if personne.nom_commercial else ""
            return f"{nom} EI{commercial}"
        case Particulier():
            return f"{personne.prenom} {personne.nom}"
        case Association() | PersonnePublique():
            return personne.denomination
    raise TypeError(type(personne).__name__)


def nom_postal(personne: Personne) -> str:
    """The first line of an address: the civility of a natural person, then the full name."""
    civilite = getattr(personne, "civilite", None)
    return f"{civilite} {designation(personne)}" if civilite else designation(personne)


def dans_la_phrase(personne: Personne) -> str:
    """The name inside a sentence: « la SARL Dupont », « l’EURL Dupont », « la commune de Gex »."""
    nom = nom_postal(personne)
    if isinstance(personne, PersonnePublique):
        return _nom_public(nom)
    if isinstance(personne, Association):
        return _nom_d_association(nom)
    forme = personne.forme_juridique if isinstance(personne, Societe) else None
    if forme is None or not nom.startswith(f"{forme} "):
        return nom
    if forme in _FORMES_MASCULINES:
        return f"le {nom}"
    return f"l’{nom}" if forme[0] in _VOYELLES else f"la {nom}"


def _nom_public(nom: str) -> str:
    """*nom* with the article of the common noun it begins with, which loses its capital.

    The State keeps its own, and a name all in capitals is left as it is. Any other begins as a
    proper name does.

    >>> _nom_public("Commune de Valmont"), _nom_public("Département de la Drôme")
    ('la commune de Valmont', 'le département de la Drôme')
    >>> _nom_public("Office public de l’habitat"), _nom_public("État"), _nom_public("SDIS 38")
    ('l’office public de l’habitat', 'l’État', 'SDIS 38')
    >>> _nom_public("COMMUNE DE VALMONT"), _nom_public("Ville-Basse (eaux)")
    ('la COMMUNE DE VALMONT', 'Ville-Basse (eaux)')
    """
    premier, espace, reste = nom.partition(" ")
    article = _ARTICLES_PUBLICS.get(unicodedata.normalize("NFC", premier).lower())
    if article is None:
        return nom
    garde = premier.isupper() or premier.lower() == "état"
    dit = f"{premier if garde else premier.lower()}{espace}{reste}"
    return f"{article}{dit}" if article == "l’" else f"{article} {dit}"


def _nom_d_association(nom: str) -> str:
    """*nom* after « l’association », which agrees in its place: « Les Amis du Lac » is plural.

    A name that says the word already takes the article alone, and keeps its capital.

    >>> _nom_d_association("Les Amis du Lac"), _nom_d_association("Association sportive de Gex")
    ('l’association Les Amis du Lac', 'l’Association sportive de Gex')
    >>> _nom_d_association("L’Association des parents"), _nom_d_association("Associations unies")
    ('l’Association des parents', 'l’association Associations unies')
    """
    sans_article = nom[2:] if nom[:2].lower() in {"l’", "l'"} else nom
    if sans_article.partition(" ")[0].lower() == "association":
        return f"l’{sans_article}"
    return f"l’association {nom}"


def complement(personne: Personne) -> str:
    """The name after « de »: « de la SARL Dupont », « du GIE Dupont », « d’Orange »."""
    return de(dans_la_phrase(personne))


def de(nom: str) -> str:
    """*nom* after « de », elided and contracted, its own article too.

    An « h » is left alone: whether it is mute is no rule of letters. « y » is a vowel before a
    consonant only.

    >>> de("Orange"), de("le GIE Dupont"), de("Les Amis du Lac"), de("Énergie du Lac")
    ('d’Orange', 'du GIE Dupont', 'des Amis du Lac', 'd’Énergie du Lac')
    >>> de("Yves Faure"), de("Yann Le Goff"), de("l’EURL Dupont"), de("Hôtel du Lac")
    ('d’Yves Faure', 'de Yann Le Goff', 'de l’EURL Dupont', 'de Hôtel du Lac')
    >>> de("le département de la Drôme"), de("l’office public"), de("l’association Les Amis du Lac")
    ('du département de la Drôme', 'de l’office public', 'de l’association Les Amis du Lac')
    """
    article, _, reste = nom.partition(" ")
    contracte = {"le": "du", "les": "des"}.get(article.lower())
    if contracte and reste:
        return f"{contracte} {reste}"
    return f"d’{nom}" if _commence_par_une_voyelle(nom) else f"de {nom}"


def a(nom: str) -> str:
    """*nom* after « à », its own article contracted.

    >>> a("le GIE Dupont"), a("la SARL Dupont"), a("l’EURL Dupont"), a("Les Amis du Lac")
    ('au GIE Dupont', 'à la SARL Dupont', 'à l’EURL Dupont', 'aux Amis du Lac')
    """
    article, _, reste = nom.partition(" ")
    contracte = {"le": "au", "les": "aux"}.get(article.lower())
    return f"{contracte} {reste}" if contracte and reste else f"à {nom}"


def _commence_par_une_voyelle(nom: str) -> bool:
    nues = unicodedata.normalize("NFKD", nom[:2].upper().replace("Œ", "O").replace("Æ", "A"))
    lettres = [c for c in nues if not unicodedata.combining(c)]
    if lettres[:1] == ["Y"]:
        return lettres[1:2] != [] and lettres[1] not in _VOYELLES
    return lettres[:1] != [] and lettres[0] in _VOYELLES


def nom_complet(humain: Representant | Signataire) -> str:
    """« M. Loïc Lefèvre », or the name alone when the civility is unknown."""
    prefixe = f"{humain.civilite} " if humain.civilite else ""
    return f"{prefixe}{humain.prenom} {humain.nom}"


def appel(personne: Personne, contact: Representant | None) -> str:
    """How the letter opens: « Monsieur », « Madame », or « Madame, Monsieur »."""
    civilite = getattr(personne, "civilite", None)
    if civilite is None and contact is not None:
        civilite = contact.civilite
    return _CIVILITES[civilite] if civilite else "Madame, Monsieur"


def enumeration(elements: Sequence[str]) -> str:
    """« a, b et c ».

    >>> enumeration(["a", "b", "c"]), enumeration(["a"])
    ('a, b et c', 'a')
    """
    if len(elements) < 2:
        return "".join(elements)
    return ", ".join(elements[:-1]) + " et " + elements[-1]
