"""Proof-reading: the finished letter is opened again and compared with its statement.

It reads what the addressee will read, not what the template meant: the sum claimed in figures and
in words, the table line by line, the mentions the law wants or forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.document.texte import texte
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.erreurs import CourriersError
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import lire_montant, montant
from courriers.lettre.pack import Mentions, Pack

_ESPACES = re.compile(r"[ \u00a0\u202f\u2009]+")
# « 5 310,24 € (cinq mille trois cent dix euros et vingt-quatre centimes) »
_PAIRE = re.compile(r"(\d[\d  ]*(?:,\d\d)?) € \(([a-zà-ÿ’ -]*\beuros?\b[a-zà-ÿ’ -]*)\)")


def relire(docx: bytes, dossier: Dossier, pack: Pack, decompte: Decompte) -> list[Constat]:
    """What is wrong in a finished letter; nothing, when it may be signed."""
    brut = texte(docx)
    lu = normaliser(brut)
    return [
        *_les_sommes(lu, decompte),
        *_le_tableau(brut, decompte),
        *_les_mentions(lu, dossier, pack),
    ]


def normaliser(texte_lu: str) -> str:
    """Spaces of every width as one space, apostrophes as ’."""
    return _ESPACES.sub(" ", texte_lu.replace("'", "’"))


def _les_sommes(lu: str, decompte: Decompte) -> Iterator[Constat]:
    attendus = {
        "en chiffres": montant(decompte.total, decompte.devise),
        "en lettres": en_lettres(decompte.total, decompte.devise),
    }
    for nom, attendu in attendus.items():
        if normaliser(attendu) not in lu:
            yield _faute(f"le total {nom} (« {attendu} ») ne figure pas dans la lettre")
    for chiffres, lettres in _PAIRE.findall(lu):
        valeur = lire_montant(chiffres)
        if normaliser(en_lettres(valeur)) != lettres:
            yield _faute(f"« {chiffres} € » et « {lettres} » ne disent pas la même somme")


def _le_tableau(brut: str, decompte: Decompte) -> Iterator[Constat]:
    """The rows of the table, in order, are the lines of the statement."""
    lues = []
    for ligne in brut.split("\n"):
        if "\t" in ligne:
            try:
                lues.append(lire_montant(ligne.rsplit("\t", 1)[1]))
            except CourriersError:
                continue  # a heading, a rate, a date: not an amount
    attendues = [ligne.montant for ligne in decompte.lignes]
    if not any(lues[i : i + len(attendues)] == attendues for i in range(len(lues) + 1)):
        yield _faute("le tableau de la lettre ne reproduit pas les lignes du décompte")


def _les_mentions(lu: str, dossier: Dossier, pack: Pack) -> Iterator[Constat]:
    mentions = pack.manifeste.mentions
    vide = Mentions()
    propre = _sans_les_donnees(lu, dossier)
    for cle in ("tous", dossier.debiteur.qualite):
        for motif in mentions.get(cle, vide).requises:
            if not re.search(motif, lu, re.IGNORECASE):
                yield _faute(f"la mention « {motif} » manque")
        for motif in mentions.get(cle, vide).interdites:
            trouve = re.search(motif, propre, re.IGNORECASE)
            if trouve:
                yield _faute(f"« {trouve[0]} » ne doit pas figurer dans cette lettre")


def _sans_les_donnees(lu: str, dossier: Dossier) -> str:
    """*lu* without what comes from the case: a rue du Commandement is no threat."""
    textes = {normaliser(t) for t in _textes(dossier.model_dump()) if len(t) > 3}
    for donnee in sorted(textes, key=len, reverse=True):
        lu = lu.replace(donnee, " ")
    return lu


def _textes(valeur: object) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for contenu in valeur.values():
            yield from _textes(contenu)
    elif isinstance(valeur, list | tuple):
        for contenu in valeur:
            yield from _textes(contenu)


def _faute(message: str) -> Constat:
    return erreur(Code.RELECTURE, f"{message}.", lieu=Lieu(partie="lettre remplie"))
