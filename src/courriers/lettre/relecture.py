"""Proof-reading: the finished letter is opened again and compared with its statement.

It reads what the addressee will read, not what the template meant: the sum claimed in figures and
in words, the table line by line, the mentions the law wants or forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.document.texte import texte
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.textes import TEXTES
from courriers.erreurs import MontantInvalide
from courriers.langue.depuis_lettres import depuis_lettres
from courriers.langue.devises import devise
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import montant
from courriers.lettre.attendus import phrases, rangees
from courriers.lettre.champs import somme_reclamee
from courriers.lettre.pack import DocumentDuPack, Mentions, MentionsParCle, Pack
from courriers.lettre.parties import compte

_ESPACES = re.compile(r"[ \u00a0\u202f\u2009]+")


def relire(
    docx: bytes,
    dossier: Dossier,
    pack: Pack,
    decompte: Decompte,
    valeurs: Mapping[str, Any],
    *,
    document: DocumentDuPack,
) -> list[Constat]:
    """What is wrong in a finished letter; nothing, when it may be signed.

    Args:
        valeurs: the context it was filled with: no other sum may stand in it.
        document: the letter claims the sum and says what the law requires; an e-mail and a call
            sheet say the sum in figures, and their own mentions; an annex need say neither.
    """
    brut = texte(docx)
    lu = normaliser(brut)
    propre = _sans_les_donnees(lu, dossier)
    acteur = "creancier" if dossier.mandataire is None else dossier.mandataire.role
    mentions = _mentions(pack.manifeste.mentions, dossier.debiteur.qualite, acteur)
    propres = _mentions(document.mentions, dossier.debiteur.qualite, acteur)
    constats = [
        *_les_balises(propre),
        *_les_paires(propre, decompte.devise),
        *_les_montants(propre, valeurs, decompte.devise),
        *_les_ibans(propre, compte(dossier)["iban"]),
        *_les_interdites(propre, [*mentions, *propres]),
        *_les_requises(lu, propres),
    ]
    if document.role != "annexe":
        constats += [
            *_les_sommes(lu, pack, decompte, dossier, en_lettres_aussi=document.role == "lettre"),
            *_le_delai(lu, str(valeurs["date_limite"])),
            *_le_tableau(brut, rangees(pack, document, decompte, valeurs)),
        ]
    if document.role == "lettre":
        constats += [
            *_les_requises(lu, mentions),
            *_la_loi(lu, acteur, pack),
            *_les_phrases(lu, phrases(pack, valeurs)),
        ]
    return constats


def normaliser(texte_lu: str) -> str:
    """Spaces of every width as one space, apostrophes as ’."""
    return _ESPACES.sub(" ", texte_lu.replace("'", "’"))


def _les_sommes(
    lu: str, pack: Pack, decompte: Decompte, dossier: Dossier, *, en_lettres_aussi: bool
) -> Iterator[Constat]:
    if pack.manifeste.reclame == "rien":
        return
    somme, devise = somme_reclamee(decompte, pack, dossier), decompte.devise
    attendus = {"en chiffres": montant(somme, devise)}
    if en_lettres_aussi:
        attendus["en lettres"] = en_lettres(somme, devise)
    for nom, attendu in attendus.items():
        if normaliser(attendu) not in lu:
            yield _faute(f"la somme {nom} (« {attendu} ») ne figure pas dans la lettre")


def _les_paires(lu: str, code: str) -> Iterator[Constat]:
    """Every « 5 310,24 € (cinq mille…) » says one sum twice."""
    monnaie = devise(code)
    symbole = re.escape(normaliser(monnaie.symbole))
    nom = f"(?:{monnaie.singulier}|{monnaie.pluriel})"
    paires = re.findall(rf"(\d[\d ]*(?:,\d+)?) {symbole} \(([^()\d]*\b{nom}\b[^()\d]*)\)", lu)
    for chiffres, lettres in paires:
        # Read back by other means than they were written by, then held to the letter.
        lue = _depuis_lettres(lettres, code)
        if lue != _decimal(chiffres):
            dit = "" if lue is None else f" : les mots disent {montant(lue, code)}"
            yield _faute(f"« {chiffres} » et « {lettres} » ne disent pas la même somme{dit}")
        elif normaliser(en_lettres(lue, code)) != lettres:
            yield _faute(f"« {lettres} » n’est pas l’orthographe de {chiffres}")


def _depuis_lettres(lettres: str, code: str) -> Decimal | None:
    try:
        return depuis_lettres(lettres, code)
    except MontantInvalide:
        return None


def _les_balises(propre: str) -> Iterator[Constat]:
    """A tag that lost a brace in Word is plain text for Jinja, and would be printed."""
    trouve = re.search(r".{0,30}(\{\{|\}\}|\{%|%\}).{0,30}", propre)
    if trouve:
        yield _faute(f"une balise abîmée est imprimée : « {trouve[0].strip()} »")


def _decimal(chiffres: str) -> Decimal:
    """Figures that a letter of ours prints: spaces between thousands, a decimal comma."""
    return Decimal(chiffres.replace(" ", "").replace(",", "."))


def _le_tableau(brut: str, rangees: list[tuple[str, str]]) -> Iterator[Constat]:
    """The rows of the table, in order: each begins with its name and ends with its amount."""
    lues = [normaliser(x) for x in brut.split("\n") if "\t" in x]
    attendues = [(normaliser(nom), normaliser(somme)) for nom, somme in rangees]

    def conforme(debut: int) -> bool:
        suite = lues[debut : debut + len(attendues)]
        return len(suite) == len(attendues) and all(
            rangee.startswith(nom) and rangee.endswith(f"\t{somme}")
            for rangee, (nom, somme) in zip(suite, attendues, strict=True)
        )

    if attendues and not any(map(conforme, range(len(lues) + 1))):
        yield _faute("le tableau de la lettre ne reproduit pas les lignes du décompte")


def _les_montants(propre: str, valeurs: Mapping[str, Any], code: str) -> Iterator[Constat]:
    """No sum but those of the statement, and the 40 € of the law."""
    symbole = re.escape(normaliser(devise(code).symbole))
    motif = re.compile(rf"(?<![\d,.])\d[\d ]*(?:,\d+)? {symbole}")
    admis = {"40 €"}
    for imprime in _textes(valeurs):
        admis.update(motif.findall(normaliser(imprime)))
    for lu in dict.fromkeys(motif.findall(propre)):
        if lu not in admis:
            yield _faute(f"« {lu} » ne vient pas du décompte")


def _les_ibans(propre: str, iban: str) -> Iterator[Constat]:
    """No account but the one to pay into."""
    for lu in re.findall(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", propre):
        if lu.replace(" ", "") != "".join(iban.split()):
            yield _faute(f"« {lu} » n’est pas l’IBAN où payer")


def _le_delai(lu: str, date_limite: str) -> Iterator[Constat]:
    if date_limite and date_limite not in lu:
        yield _faute(f"la date limite (« {date_limite} ») ne figure pas dans la lettre")


def _mentions(toutes: MentionsParCle, qualite: str, acteur: str) -> list[Mentions]:
    """Those of every letter, of this quality of debtor and of whoever writes."""
    return [mentions for cle, mentions in toutes.items() if cle in ("tous", qualite, acteur)]


def _les_requises(lu: str, mentions: list[Mentions]) -> Iterator[Constat]:
    for motif in (m for groupe in mentions for m in groupe.requises):
        if not re.search(normaliser(motif), lu, re.IGNORECASE):
            yield _faute(f"la mention « {motif} » manque")


def _la_loi(lu: str, acteur: str, pack: Pack) -> Iterator[Constat]:
    """What a recovery agency reproduces word for word when it claims (CPCE, art. R124-4, 5°)."""
    if acteur == "societe_recouvrement" and pack.manifeste.reclame != "rien":
        for nom in ("l111_8_alinea_2", "l111_8_alinea_3"):
            if TEXTES[nom] not in lu:
                yield _faute(f"« {TEXTES[nom][:60]}… » n’est pas reproduit mot pour mot")


def _les_phrases(lu: str, attendues: list[str]) -> Iterator[Constat]:
    for phrase in attendues:
        if normaliser(phrase) not in lu:
            yield _faute(f"« {phrase} » ne figure pas dans la lettre")


def _les_interdites(propre: str, mentions: list[Mentions]) -> Iterator[Constat]:
    for motif in (m for groupe in mentions for m in groupe.interdites):
        trouve = re.search(normaliser(motif), propre, re.IGNORECASE)
        if trouve:
            yield _faute(f"« {trouve[0]} » ne doit pas figurer dans cette lettre")


def _sans_les_donnees(lu: str, dossier: Dossier) -> str:
    """*lu* without what comes from the case or from the law: a rue du Commandement is no threat."""
    for cite in TEXTES.values():
        lu = lu.replace(cite, " ")
    textes = {normaliser(t) for t in _textes(dossier.model_dump()) if len(t) > 3}
    # A free answer is printed line by line.
    textes |= {t for texte in textes for ligne in texte.split("\n") if len(t := ligne.strip()) > 3}
    # Inside a sentence of ours a text is printed on one line, without its full stop.
    textes |= {t for texte in textes if len(t := " ".join(texte.split()).rstrip(".")) > 3}
    for donnee in sorted(textes, key=len, reverse=True):
        # Capitals too: a town is printed in them.
        lu = re.sub(re.escape(donnee), " ", lu, flags=re.IGNORECASE)
    return lu


def _textes(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, Mapping):
        for contenu in valeur.values():
            yield from _textes(contenu)
    elif isinstance(valeur, list | tuple):
        for contenu in valeur:
            yield from _textes(contenu)


def _faute(message: str) -> Constat:
    return erreur(Code.RELECTURE, f"{message}.", lieu=Lieu(partie="lettre remplie"))
