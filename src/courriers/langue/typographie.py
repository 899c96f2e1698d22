"""French figures and dates, written and read.

Written: U+202F between thousands, a decimal comma, U+00A0 before €, % and after « n° »;
« 1er mars 2026 » then « 2 mars 2026 ». Read: what French people type, and nothing ambiguous.
Source: Imprimerie nationale; Unicode CLDR for French.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from courriers.erreurs import DateInvalide, MontantInvalide
from courriers.langue.devises import devise as devise_de
from courriers.monnaie import arrondi, decimales_de

FINE = "\u202f"
INSECABLE = "\u00a0"
_NOM = re.compile(r"[./\\\d_@]")
"""What no first word of a sentence has, and a path, a field or a reference may."""
_ESPACES = " \u00a0\u202f\u2009"

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def nombre(valeur: Decimal | int, decimales: int | None = None) -> str:
    """*valeur* in French figures, rounded half up to *decimales* (as many as it has otherwise).

    >>> nombre(Decimal("-1234567.5"), 2).replace(FINE, "_")
    '-1_234_567,50'
    """
    exact = Decimal(valeur) if decimales is None else arrondi(Decimal(valeur), decimales)
    texte = f"{exact:f}"
    signe = "-" if texte.startswith("-") else ""
    entier, _, fraction = texte.lstrip("-").partition(".")
    groupes = f"{int(entier):,}".replace(",", FINE)
    return f"{signe}{groupes},{fraction}" if fraction else f"{signe}{groupes}"


def accord(combien: int, mots: str) -> str:
    """*mots* as they are for that many: « lettre écrite », « lettres écrites ».

    >>> accord(0, "lettre écrite"), accord(2, "lettre écrite")
    ('lettre écrite', 'lettres écrites')
    """
    return " ".join(f"{mot}s" for mot in mots.split(" ")) if combien > 1 else mots


def compte(combien: int, mots: str) -> str:
    """How many, and of what: each of the words takes an « s » from two on.

    >>> compte(1, "dossier refusé"), compte(12, "dossier refusé")
    ('1 dossier refusé', '12 dossiers refusés')
    """
    return f"{nombre(combien)} {accord(combien, mots)}"


def majuscule(phrase: str) -> str:
    """*phrase* with a capital, unless it begins with a name: a path, a file, a field, a number.

    >>> majuscule("l’échéance manque."), majuscule("«\u00a0out\u00a0» manque.")
    ('L’échéance manque.', '«\\xa0out\\xa0» manque.')
    >>> majuscule("out3/fa-1/lettre.docx manque."), majuscule("creancier.iban\u00a0: absent.")
    ('out3/fa-1/lettre.docx manque.', 'creancier.iban\\xa0: absent.')
    """
    premier = re.split(r"\s", phrase, maxsplit=1)[0].rstrip(".,:;")
    return phrase if _NOM.search(premier) else f"{phrase[:1].upper()}{phrase[1:]}"


def euros_ronds(valeur: Decimal) -> str:
    """*valeur* in euros without useless decimals, as a statute says a threshold: « 5 000 € ».

    >>> euros_ronds(Decimal("5000.00")).replace(FINE, "_").replace(INSECABLE, "~")
    '5_000~€'
    """
    rond = valeur == valeur.to_integral_value()
    return f"{nombre(valeur, 0 if rond else 2)}{INSECABLE}€"


def montant(valeur: Decimal | int, devise: str = "EUR") -> str:
    """*valeur* with its currency: « 1 234,56 € ».

    >>> montant(Decimal("1234.5")).replace(FINE, "_").replace(INSECABLE, "~")
    '1_234,50~€'
    """
    monnaie = devise_de(devise)
    # A real minus sign, tied to its number.
    chiffres = nombre(valeur, monnaie.decimales).replace("-", "\u2212")
    return f"{chiffres}{INSECABLE}{monnaie.symbole.replace(' ', INSECABLE)}"


def taux(valeur: Decimal) -> str:
    """*valeur* per cent, two decimals at least: « 12,40 % ».

    >>> [taux(Decimal(t)).replace(INSECABLE, "~") for t in ("12.4", "0.125")]
    ['12,40~%', '0,125~%']
    """
    texte = nombre(valeur, max(2, decimales_de(valeur)))
    return f"{texte}{INSECABLE}%"


def date_longue(jour: datetime.date) -> str:
    """*jour* in full.

    >>> date_longue(datetime.date(2026, 3, 1)), date_longue(datetime.date(2026, 3, 2))
    ('1er mars 2026', '2 mars 2026')
    """
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{quantieme} {_MOIS[jour.month - 1]} {jour.year}"


def date_courte(jour: datetime.date) -> str:
    """*jour* in figures.

    >>> date_courte(datetime.date(2026, 3, 1))
    '01/03/2026'
    """
    return f"{jour.day:02}/{jour.month:02}/{jour.year:04}"


def groupes(texte: str, taille: int | tuple[int, ...]) -> str:
    """*texte* cut into groups by non-breaking spaces: SIREN, SIRET, IBAN.

    >>> [g.replace(INSECABLE, " ") for g in (groupes("903124576", 3), groupes("12345", (2, 3)))]
    ['903 124 576', '12 345']
    """
    if isinstance(taille, int):
        return INSECABLE.join(texte[i : i + taille] for i in range(0, len(texte), taille))
    morceaux, debut = [], 0
    for longueur in taille:
        morceaux.append(texte[debut : debut + longueur])
        debut += longueur
    return INSECABLE.join(morceaux)


def lire_montant(texte: str) -> Decimal:
    """An amount as French people write it: « 1 234,56 € », « 1234,56 », « 1234.56 ».

    Raises:
        MontantInvalide: not an amount, or ambiguous (« 1.234 », « 1,234 »).

    >>> lire_montant("1 234,56 €"), lire_montant("1234.56"), lire_montant("-12")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('-12'))
    >>> lire_montant("1.234")
    Traceback (most recent call last):
    courriers.erreurs.MontantInvalide: « 1.234 » est ambigu ...
    """
    brut = texte.strip(_ESPACES).removesuffix("€").rstrip(_ESPACES).replace("\u2212", "-")
    compact = brut
    if re.fullmatch(rf"-?\d{{1,3}}([{_ESPACES}]\d{{3}})+([.,]\d+)?", brut, re.ASCII):
        compact = re.sub(rf"[{_ESPACES}]", "", brut)
    elif re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", brut, re.ASCII):
        entier, decimales = re.split("[.,]", brut)
        raise MontantInvalide(
            f"« {texte} » est ambigu : milliers ou décimales ?",
            conseil=f"Écrivez « {entier}{decimales} », ou « {entier},{decimales[:2]} ».",
        )
    if not re.fullmatch(r"-?\d{1,20}([.,]\d{1,20})?", compact, re.ASCII):
        raise MontantInvalide(
            f"« {texte} » n’est pas un montant.",
            conseil="Exemple attendu : « 1234,56 ».",
        )
    return Decimal(compact.replace(",", "."))


def lire_date(texte: str) -> datetime.date:
    """A day as « 2026-11-23 » or « 23/11/2026 ».

    Raises:
        DateInvalide: another form, or a day that does not exist.

    >>> lire_date("2026-11-23") == lire_date("23/11/2026") == datetime.date(2026, 11, 23)
    True
    """
    propre = texte.strip()
    try:
        if trouve := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", propre, re.ASCII):
            annee, mois, jour = map(int, trouve.groups())
        elif trouve := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", propre, re.ASCII):
            jour, mois, annee = map(int, trouve.groups())
        else:
            raise ValueError
        return datetime.date(annee, mois, jour)
    except ValueError:
        raise DateInvalide(
            f"« {texte} » n’est pas une date.",
            conseil="Écrivez 2026-11-23 ou 23/11/2026.",
        ) from None


_INSECABLES = re.compile(
    r" (?=[:;?!»%€](?:[\s\u00a0.,;)»\ufffc]|$))|(?<=«) "
    r"|(?<=[nN][°º]) | (?<=\b[LRD]\. )(?=\d)"
)
_MILLIERS = re.compile(
    r"(?<=\d)[ \u00a0](?=\d{3}(?:[ \u00a0\u202f]\d{3})*(?:,\d{1,2})?[ \u00a0](?:€|euros?\b))"
)
_DE_TROP = re.compile(r"(?<=[.;!?…] ) +(?=\S)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['\u2018\u02bc\u00b4](?=[^\W\d_]|\ufffc)")


def signes_justes(texte: str) -> str:
    """*texte* with the spaces and apostrophes of French printing, sign for sign.

    Only what has one answer. A null stands for a space that is one too many between two sentences;
    an object replacement character, for a word that is not known yet.

    >>> signes_justes("L'amende : 10 000 euros (article L. 111-8) !").replace(INSECABLE, "~")
    'L’amende~: 10\u202f000 euros (article L.~111-8)~!'
    """
    if texte.isalnum():
        return texte
    texte = _DE_TROP.sub(lambda trop: "\0" * len(trop[0]), texte)
    texte = _MILLIERS.sub(FINE, texte)
    return _APOSTROPHE.sub("’", _INSECABLES.sub(INSECABLE, texte))
