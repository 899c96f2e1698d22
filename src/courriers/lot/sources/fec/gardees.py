"""Lines of customers, kept; and those that cannot be read, told."""

from __future__ import annotations

from collections.abc import Sequence

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
from courriers.lot.sources.fec.lecteur import Lecteur
from courriers.lot.sources.fec.valeurs import date_normale, vide_si_signe


def garder(lecteur: Lecteur, champs: list[str], numero: int, ecriture: Ecriture, cents: int) -> int:
    """Keep a line of a customer; what its account is, as a flag."""
    col, exercice = lecteur.format.colonnes, lecteur.exercice
    client = client_de(lecteur, champs)
    compte, libelle = champs[col["CompteNum"]].strip(), champs[col["CompteLib"]]
    if est_retenue(compte, client.auxiliaire, libelle):
        client.retenues += cents
        return RETENUE
    if not cents:
        return CLIENT
    journal = (champs[col["JournalCode"]], champs[col["JournalLib"]])
    an = lecteur.an.get(journal)
    if an is None:
        an = lecteur.an[journal] = est_a_nouveau(*journal)
    exercice.a_un_an = exercice.a_un_an or an
    date = date_normale(champs[col["EcritureDate"]].strip())
    if len(date) == 8:
        exercice.debut = min(exercice.debut or date, date)
        exercice.fin = max(exercice.fin, date)
    client.lignes.append(
        Ligne(
            format=lecteur.format,
            numero=numero,
            ecriture=ecriture,
            compte=compte,
            date=date,
            ref=vide_si_signe(champs[col["PieceRef"]]),
            piece_date=date_normale(champs[col["PieceDate"]].strip()),
            centimes=cents,
            code=vide_si_signe(champs[col["EcritureLet"]]),
            date_let=_cellule(champs, col, "DateLet"),
            echeance=date_normale(_cellule(champs, col, "Echeance")),
            devise=_devise(champs, col),
            an=an,
        )
    )
    return CLIENT


def client_de(lecteur: Lecteur, champs: list[str]) -> Client:
    """The customer of a line, new or known."""
    col, clients = lecteur.format.colonnes, lecteur.exercice.clients
    ecrit = (champs[col["CompteNum"]], champs[col["CompAuxNum"]])
    connu = lecteur.connus.get(ecrit)
    if connu is not None:
        return connu
    compte, auxiliaire = ecrit[0].strip(), ecrit[1].strip()
    cle = cle_du_client(compte, auxiliaire)
    client = clients.get(cle)
    if client is None:
        libelle = champs[col["CompteLib"]]
        nom = champs[col["CompAuxLib"]] if auxiliaire else libelle
        collectif = est_collectif(compte, auxiliaire, libelle)
        client = clients[cle] = Client(cle, compte, auxiliaire, " ".join(nom.split()), collectif)
    lecteur.connus[ecrit] = client
    return client


def _cellule(champs: Sequence[str], col: dict[str, int], nom: str) -> str:
    return champs[col[nom]].strip() if nom in col else ""


def _devise(champs: Sequence[str], col: dict[str, int]) -> str:
    devise = _cellule(champs, col, "Idevise").upper()
    if devise in ("", "EUR", "EURO", "EUROS", "€", "E"):
        return ""
    return devise if any(c in "123456789" for c in _cellule(champs, col, "Montantdevise")) else ""


def montant_faux(lecteur: Lecteur, champs: list[str], ligne: int, faute: ValueError) -> None:
    """An amount that is none: a fault of the customer; to check, for any other account."""
    colonne, _, motif = str(faute).partition("|")
    constat = erreur(
        Code.CHAMP_INVALIDE,
        f"{motif}.",
        "Un montant s’écrit 1234,56.",
        lecteur.format.lieu(ligne, colonne),
    )
    if champs[lecteur.format.colonnes["CompteNum"]].strip().startswith(RACINES):
        client_de(lecteur, champs).fautes.append(constat)
    else:
        lecteur.exercice.constats.append(
            avertissement(constat.code, constat.message, constat.conseil, constat.lieu)
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
    connu = len(champs) > max(col["CompteNum"], col["CompAuxNum"], col["CompAuxLib"])
    if connu and champs[col["CompteNum"]].strip().startswith(RACINES):
        client_de(lecteur, champs).fautes.append(constat)
    else:
        lecteur.exercice.fautes.append(constat)
