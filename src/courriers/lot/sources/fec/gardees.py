"""Lines of customers, kept; and those that cannot be read, told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from courriers.constats import Code, avertissement, erreur
from courriers.lot.sources.fec.comptes import (
    CLIENT,
    RACINES,
    RETENUE,
    Client,
    Ecriture,
    Ligne,
    cle_du_client,
    est_a_nouveau,
    est_collectif,
    est_retenue,
)
from courriers.lot.sources.fec.fichier import Format
from courriers.lot.sources.fec.lecteur import Lecteur
from courriers.lot.sources.fec.valeurs import date_normale, vide_si_signe

_GARDEES = (
    "CompteNum", "CompAuxNum", "CompteLib", "CompAuxLib", "JournalCode", "JournalLib",
    "EcritureDate", "PieceRef", "PieceDate", "EcritureLet", "DateLet", "Echeance", "Idevise",
    "Montantdevise",
)  # fmt: skip
Prendre = Callable[[list[str]], tuple[str, ...]]


def preneur(format_: Format) -> Prendre:
    """What takes, out of the cells of a line and one empty cell more, those that are kept."""
    rangs = [format_.colonnes.get(nom, -1) for nom in _GARDEES]
    return itemgetter(*rangs)


def garder(
    lecteur: Lecteur, cellules: tuple[str, ...], numero: int, ecriture: Ecriture, cents: int
) -> int:
    """Keep a line of a customer; what its account is, as a flag."""
    (_, _, _, _, journal, libelle, date, ref, piece_date, code, date_let, echeance, devise,
     en_devise) = cellules  # fmt: skip
    client, compte, retenue = lecteur.connus.get(cellules[:4]) or _connaitre(lecteur, cellules[:4])
    if retenue:
        client.retenues += cents
        return RETENUE
    if not cents:
        return CLIENT
    an = lecteur.an.get((journal, libelle))
    if an is None:
        an = lecteur.an[journal, libelle] = est_a_nouveau(journal, libelle)
        lecteur.exercice.a_un_an = lecteur.exercice.a_un_an or an
    date = date_normale(date)
    client.lignes.append(
        Ligne(
            lecteur.format,
            numero,
            ecriture,
            compte,
            date,
            vide_si_signe(ref),
            date_normale(piece_date),
            cents,
            vide_si_signe(code) if code else "",
            date_let.strip(),
            date_normale(echeance) if echeance else "",
            _devise(devise, en_devise) if devise else "",
            an,
        )
    )
    return CLIENT


def client_de(lecteur: Lecteur, champs: Sequence[str]) -> Client:
    """The customer of a line, which holds its first cells at least."""
    col = lecteur.format.colonnes
    ecrit = tuple(champs[col[nom]] for nom in _GARDEES[:4])
    return (lecteur.connus.get(ecrit) or _connaitre(lecteur, ecrit))[0]


def _connaitre(lecteur: Lecteur, ecrit: tuple[str, ...]) -> tuple[Client, str, bool]:
    compte, auxiliaire, libelle, nom = (" ".join(cellule.split()) for cellule in ecrit)
    cle, clients = cle_du_client(compte, auxiliaire), lecteur.exercice.clients
    client = clients.get(cle)
    if client is None:
        collectif = est_collectif(compte, auxiliaire, libelle)
        client = clients[cle] = Client(cle, compte, auxiliaire, "", collectif)
    client.nom = client.nom or (nom if auxiliaire else libelle)
    connu = lecteur.connus[ecrit] = (client, compte, est_retenue(compte, auxiliaire, libelle))
    return connu


def _devise(devise: str, en_devise: str) -> str:
    nom = devise.strip().upper()
    if nom in ("", "EUR", "EURO", "EUROS", "€", "E"):
        return ""
    return nom if any(c in "123456789" for c in en_devise) else ""


def montant_faux(lecteur: Lecteur, champs: list[str], ligne: int) -> None:
    """An amount that is none: a fault of the customer; to check, for any other account."""
    colonne, motif = "", "ce montant est illisible"
    try:
        lecteur.somme(champs)
    except ValueError as faute:
        colonne, _, motif = str(faute).partition("|")
    constat = erreur(
        Code.CHAMP_INVALIDE,
        f"{motif}.",
        "Un montant s’écrit 1234,56.",
        lecteur.format.lieu(ligne, colonne),
    )
    if champs[lecteur.format.colonnes["CompteNum"]].strip().startswith(RACINES):
        lecteur.dire(client_de(lecteur, champs).fautes, constat)
    else:
        lecteur.dire(
            lecteur.exercice.constats,
            avertissement(constat.code, constat.message, constat.conseil, constat.lieu),
        )


def ligne_cassee(lecteur: Lecteur, champs: list[str], ligne: int) -> None:
    """A line without all its cells: a fault of the customer it names, else of the file."""
    attendu, col = len(lecteur.format.intitules), lecteur.format.colonnes
    constat = erreur(
        Code.CHAMP_INVALIDE,
        f"cette ligne a {len(champs)} colonne{'s' if len(champs) > 1 else ''} au lieu de "
        f"{attendu}\u00a0: elle est coupée, ou un libellé contient le séparateur.",
        "Corrigez le libellé dans le logiciel de comptabilité et exportez de nouveau.",
        lecteur.format.lieu(ligne),
    )
    connu = len(champs) > max(col[nom] for nom in _GARDEES[:4])
    if connu and champs[col["CompteNum"]].strip().startswith(RACINES):
        lecteur.dire(client_de(lecteur, champs).fautes, constat)
    else:
        lecteur.dire(lecteur.exercice.fautes, constat)
