"""One answer, as a person types it: read to a value, or explained in plain French.

The case has its own checks, which hold for files; here a French hand is read: « 1 234,56 € »,
« 23 novembre 2026 », a SIRET where a SIREN is asked for.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.base import DATE_MAX, DATE_MIN, Contexte, Ligne, Montant, Taux
from courriers.dossier.fautes import constats_de
from courriers.dossier.identifiants import Courriel, Siren, Siret, compact, iban_fautif
from courriers.dossier.personnes import Adresse
from courriers.droit.identite import FORMES_A_CAPITAL
from courriers.erreurs import CourriersError
from courriers.langue.typographie import lire_date, lire_montant
from courriers.lot.saisie.adresse import LIGNES_MAX, lire_adresse, lire_signataire
from courriers.lot.saisie.question import Question
from courriers.monnaie import DEVISES

Valeur = str | Decimal | datetime.date | dict[str, Any] | None
"""What an answer is worth: a text, an amount, a day, the parts of an address; or nothing."""

LONGUEUR_MAX = 500
"""Characters of an answer, as of any line of a case."""
VARIABLE = "variable"
_FORMES = FORMES_A_CAPITAL | {"SNC", "SCI", "SCP", "SCM", "SCOP", "SCIC", "GIE", "GAEC", "EARL"}
_MOIS = {
    nom: rang
    for rang, noms in enumerate(
        ("janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin",
         "juillet juil", "aout", "septembre sept", "octobre oct", "novembre nov", "decembre dec"),
        start=1,
    )
    for nom in noms.split()
}  # fmt: skip


def verifier_reponse(
    question: Question, texte: str, *, cle: str = "", devise: str = "EUR"
) -> Valeur | Constat:
    """What *texte*, an answer to *question*, is worth; or why it is worth nothing.

    Args:
        question: what was asked.
        texte: what was typed; blank takes the default, or skips what is optional.
        cle: name the finding bears, for an element of a list; that of the question by default.
        devise: currency of the amounts.
    """
    propre = texte.strip() or question.defaut
    lieu = Lieu(champ=cle or question.cle)
    if not propre:
        if not question.obligatoire:
            return None
        return erreur(Code.CHAMP_MANQUANT, "une réponse est nécessaire.", _exemple(question), lieu)
    try:
        _lisible(propre, LONGUEUR_MAX * (LIGNES_MAX if question.genre == "adresse" else 1))
        if question.genre == "montant":
            return lire_somme(propre, devise)
        return _LECTURES[question.genre](question, propre)
    except ValueError as faute:
        # What these messages say already holds an example, or no example would help.
        parle = question.genre in ("siren", "iban", "adresse", "signataire")
        message, conseil = str(faute), "" if parle else _exemple(question)
        if isinstance(faute, CourriersError):
            message, conseil = faute.message, faute.conseil
        return erreur(Code.CHAMP_INVALIDE, f"{message.rstrip('.')}.", conseil, lieu)


def _exemple(question: Question) -> str:
    return f"Par exemple : {question.exemple}" if question.exemple else ""


def _lisible(texte: str, plafond: int) -> None:
    if len(texte) > plafond:
        raise ValueError(f"{len(texte)} caractères, c’est trop : {plafond} au plus")
    if "\ufffd" in texte or any(0xD800 <= ord(c) <= 0xDFFF for c in texte):
        raise ValueError("un caractère est illisible ; tapez la réponse de nouveau")
    if any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in texte):
        raise ValueError(
            "une touche spéciale (flèche, effacement…) s’est glissée dans la réponse ; tapez-la "
            "de nouveau"
        )


def _du_dossier(modele: Any, valeur: Any, decimales: int = 2) -> Any:
    """*valeur* checked as the case will check it."""
    try:
        return TypeAdapter(modele).validate_python(valeur, context=Contexte(decimales))
    except ValidationError as fautes:
        detail = fautes.errors(include_url=False)[0].get("ctx", {}).get("texte")
        raise ValueError(detail or "cette réponse n’est pas admise") from None


def _texte(question: Question, texte: str) -> str:
    del question
    return str(_du_dossier(Ligne, texte))


def _forme(question: Question, texte: str) -> str:
    del question
    sigle = texte.replace(".", "").upper()
    return sigle if sigle in _FORMES else str(_du_dossier(Ligne, texte))


def _choix(question: Question, texte: str) -> str:
    valeurs = [valeur for valeur, _ in question.choix]
    if texte in valeurs:
        return texte
    if re.fullmatch(r"\d{1,3}", texte, re.ASCII) and 0 < int(texte) <= len(valeurs):
        return valeurs[int(texte) - 1]
    dit = re.sub(r"^(une?|des) ", "", _sans_accent(texte))
    debuts = [v for v, mots in question.choix if dit in _mots(v, mots)]
    if len(debuts) == 1:
        return debuts[0]
    raise ValueError(f"ce n’est pas un des choix : un nombre de 1 à {len(valeurs)} est attendu")


def _mots(valeur: str, mots: str) -> set[str]:
    """What names a choice as well as its number: its value, its words, its first noun."""
    nu = re.sub(r"^(une?|des) ", "", _sans_accent(mots))
    return {_sans_accent(valeur), nu, *(re.split(coupe, nu)[0] for coupe in (" ?[(:,]", " "))}


def lire_somme(texte: str, devise: str = "EUR") -> Decimal:
    """An amount above zero: « 1 234,56 € TTC », « 1.234,56 », « 1234.56 ».

    Raises:
        ValueError: not an amount, not in this currency, or not one that a case may hold.
    """
    nombre = re.sub(r"(?i)\s*(ttc)?$", "", texte)
    sans = re.sub(r"(?i)\s*(€|euros?|eur)$", "", nombre)
    if sans != nombre and devise != "EUR":
        raise ValueError(f"ce montant est en euros ; le dossier est en {devise}")
    nombre = re.sub(rf"(?i)\s*{re.escape(devise)}$", "", sans).strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", nombre, re.ASCII):
        nombre = nombre.replace(".", "")
    valeur = lire_montant(nombre)
    if valeur < 0:
        raise ValueError(
            "un montant s’écrit sans signe moins ; un avoir s’ajoute ensuite dans le fichier du "
            'dossier (type = "avoir")'
        )
    montant: Decimal = _du_dossier(Montant, valeur, DEVISES[devise].decimales)
    return montant


def _capital(question: Question, texte: str) -> Decimal | str:
    del question
    if _sans_accent(texte) in (VARIABLE, "capital variable"):
        return VARIABLE
    return lire_somme(texte)


def _taux(question: Question, texte: str) -> Decimal:
    del question
    nombre = re.sub(r"(?i)\s*(%|pour ?cent)\s*(l[’']an|par an)?$", "", texte).strip()
    if not re.fullmatch(r"\d{1,4}([.,]\d{1,6})?", nombre, re.ASCII):
        raise ValueError(
            "ce n’est pas un taux : un nombre est attendu, en % par an ; rien si aucun taux "
            "n’est convenu"
        )
    taux: Decimal = _du_dossier(Taux, Decimal(nombre.replace(",", ".")))
    return taux


def _date(question: Question, texte: str) -> datetime.date:
    del question
    return lire_jour(texte)


def lire_jour(texte: str) -> datetime.date:
    """A day as French people write it, in figures or with its month in letters.

    Raises:
        ValueError: another form, a day that does not exist, or out of 1900 to 2199.

    >>> lire_jour("1er mars 2026") == lire_jour("01.03.2026") == lire_jour("2026-03-01")
    True
    """
    nu = _sans_accent(texte)
    if lettres := re.fullmatch(r"(?:le )?(?:[a-z]+di )?(\d\d?)(?:er)? ([a-z]+)\.? (\d{4})", nu):
        mois = _MOIS.get(lettres[2])
        if mois is None:
            raise ValueError(f"« {lettres[2]} » n’est pas un mois")
        chiffres = f"{lettres[1]}/{mois}/{lettres[3]}"
    else:
        chiffres = re.sub(r"^(\d\d?)[ .\-](\d\d?)[ .\-](\d{4})$", r"\1/\2/\3", nu)
    if court := re.fullmatch(r"\d\d?[/.\- ]\d\d?[/.\- ](\d\d)", nu):
        raise ValueError(
            f"« {texte} » : écrivez l’année en entier : 20{court[1]} plutôt que {court[1]}"
        )
    if re.fullmatch(r"(a )?\d+ ?j(ours?)?( nets?)?( fin de mois)?|comptant|a reception.*", nu):
        raise ValueError(
            f"« {texte[:40]} » est un délai : écrivez le jour où il finit, comme 29/03/2026, ou "
            "laissez vide"
        )
    try:
        jour = lire_date(chiffres)
    except CourriersError:
        if re.fullmatch(r"\d\d?/\d\d?/\d{4}|\d{4}-\d\d-\d\d", chiffres, re.ASCII):
            raise ValueError(f"« {texte} » n’existe pas au calendrier") from None
        raise ValueError(
            f"« {texte[:40]} » n’est pas une date : 23/11/2026 ou 23 novembre 2026 sont attendus"
        ) from None
    if not DATE_MIN <= jour <= DATE_MAX:
        raise ValueError(f"l’année {jour.year} est hors du calendrier utile (1900 à 2199)")
    return jour


def _siren(question: Question, texte: str) -> str:
    del question
    numero = compact(re.sub(r"(?i)^\s*(siren|siret)\s*:?\s*", "", texte))
    if not re.fullmatch(r"\d+", numero, re.ASCII):
        raise ValueError("un SIREN n’a que des chiffres : neuf, ou quatorze pour un SIRET")
    if len(numero) not in (9, 14):
        combien = f"{len(numero)} chiffre{'s' if len(numero) > 1 else ''}"
        raise ValueError(f"ce numéro a {combien} : un SIREN en a neuf, un SIRET quatorze")
    nom = "SIREN" if len(numero) == 9 else "SIRET"
    if not _est_juste(Siren, numero[:9]):
        raise ValueError(f"ce {nom} n’est pas valide : un chiffre est faux")
    if nom == "SIRET" and not _est_juste(Siret, numero):
        raise ValueError("ce SIRET n’est pas valide : un de ses cinq derniers chiffres est faux")
    return numero


def _est_juste(modele: Any, numero: str) -> bool:
    try:
        _du_dossier(modele, numero)
    except ValueError:
        return False
    return True


def _iban(question: Question, texte: str) -> str:
    del question
    numero = compact(re.sub(r"(?i)^\s*iban\s*:?\s*(?=[a-z]{2})", "", texte))
    if numero.startswith("FR") and len(numero) != 27:
        raise ValueError(f"un IBAN français a 27 caractères ; celui-ci en a {len(numero)}")
    if motif := iban_fautif(numero):
        faux = "un chiffre est faux, ou deux sont intervertis"
        raise ValueError(f"cet IBAN n’est pas valide : {faux if 'clé' in motif else motif}")
    return numero


def _courriel(question: Question, texte: str) -> str:
    del question
    try:
        return str(_du_dossier(Courriel, texte))
    except ValueError:
        raise ValueError("ce n’est pas une adresse de courriel") from None


def _adresse(question: Question, texte: str) -> dict[str, Any]:
    del question
    lue = lire_adresse(texte)
    try:
        Adresse.model_validate(lue)
    except ValidationError as fautes:
        raise ValueError(constats_de(fautes, Adresse)[0].message) from None
    return lue


def _signataire(question: Question, texte: str) -> dict[str, Any]:
    del question
    return {nom: _du_dossier(Ligne, valeur) for nom, valeur in lire_signataire(texte).items()}


def _sans_accent(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    sans = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join(sans.split())


_LECTURES: Mapping[str, Callable[[Question, str], Valeur]] = {
    "texte": _texte, "choix": _choix, "forme": _forme, "capital": _capital,
    "taux": _taux, "date": _date, "siren": _siren, "iban": _iban, "courriel": _courriel,
    "adresse": _adresse, "signataire": _signataire,
}  # fmt: skip
