"""Open lines of a customer read as documents: invoices, credit notes and payments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courriers.constats import Code
from courriers.langue.typographie import date_courte, montant
from courriers.lot.sources.fec.annees import DETAIL
from courriers.lot.sources.fec.comptes import (
    RETENUE,
    TRESORERIE,
    VENTE,
    Client,
    Exercice,
    Ligne,
)
from courriers.lot.sources.fec.lettrage import Groupe, est_un_rejet
from courriers.lot.sources.fec.valeurs import jour


@dataclass(eq=False)
class Document:
    """An invoice, a credit note or a payment, before it has its number in the case."""

    genre: str
    ref: str
    date: str
    echeance: str
    centimes: int
    ligne: Ligne
    numero: str = ""
    sur: Document | None = None
    """The invoice it pays or corrects, when its lettering names one only."""


def documents_de(client: Client, groupe: Groupe, exercice: Exercice) -> list[Document]:
    """The documents of *groupe*, which is open; faults and doubts are added to *client*."""
    debits = [x for x in groupe.lignes if x.centimes > 0]
    credits_ = sorted((x for x in groupe.lignes if x.centimes < 0), key=lambda x: x.date)
    if groupe.solde < 0:
        return _exces(client, credits_, -groupe.solde, exercice, lettre=bool(debits or groupe.code))
    factures: dict[tuple[str, str, str], Document] = {}
    for ligne in debits:
        cle = (ligne.ref, ligne.piece_date, ligne.echeance)
        if cle in factures:
            factures[cle].centimes += ligne.centimes
        elif _facture_dite(client, ligne, exercice):
            factures[cle] = Document("facture", *cle, ligne.centimes, ligne)
    designee = next(iter(factures.values())) if len(factures) == 1 else None
    recus = [_credit(client, x, -x.centimes, exercice) for x in credits_]
    for recu in recus:
        recu.sur = designee
    return [*factures.values(), *recus]


def _somme(centimes: int) -> str:
    return montant(Decimal(centimes).scaleb(-2))


def _facture_dite(client: Client, ligne: Ligne, exercice: Exercice) -> bool:
    """Whether a debit says which invoice it is, and of what day; tells what it lacks."""
    if est_un_rejet(ligne, exercice.nature):
        client.refuser(
            f"{_somme(ligne.centimes)} au débit, contre la banque\u00a0: un rejet ou un "
            "remboursement, sans le "
            "règlement "
            "de même montant qu’il reprend.",
            "Lettrez cette ligne, ou donnez aussi le FEC de l’exercice précédent.",
            ligne, "Debit"
        )  # fmt: skip
        return False
    if ligne.an:
        sans_date = ligne.piece_date >= ligne.date
        if not ligne.ref or sans_date:
            manque = "le numéro de la facture" if not ligne.ref else "la date de la facture"
            client.refuser(
                f"{client.dit}\u00a0: un à-nouveau de {_somme(ligne.centimes)} ne dit pas "
                f"{manque}.",
                DETAIL, ligne, "PieceRef" if not ligne.ref else "PieceDate", Code.A_NOUVEAU_GLOBAL,
            )  # fmt: skip
            return False
    elif not ligne.ref:
        client.refuser(
            f"la facture de {_somme(ligne.centimes)} n’a pas de numéro.",
            "Donnez sa référence à la pièce, dans le logiciel de comptabilité.",
            ligne, "PieceRef", Code.CHAMP_MANQUANT,
        )  # fmt: skip
        return False
    if not ligne.an and not exercice.nature(ligne) & VENTE:
        client.signaler(
            f"{ligne.ref}\u00a0: {_somme(ligne.centimes)} au débit sans compte de vente en face, "
            "compté comme "
            "facture.",
            "Vérifiez que c’en est une.",
            ligne,
        )
    return True


def _credit(client: Client, ligne: Ligne, centimes: int, exercice: Exercice) -> Document:
    """A credit: a credit note against sales, a payment otherwise, which is told if it is unsure."""
    nature = exercice.nature(ligne)
    if not ligne.an and nature & (VENTE | TRESORERIE) == VENTE:
        if not ligne.ref:
            client.refuser(
                f"l’avoir de {_somme(centimes)} n’a pas de numéro.",
                "Donnez sa référence à la pièce, dans le logiciel de comptabilité.",
                ligne, "PieceRef", Code.CHAMP_MANQUANT,
            )  # fmt: skip
        return Document("avoir", ligne.ref, ligne.piece_date, "", centimes, ligne)
    if nature & RETENUE:
        client.refuser(
            f"une retenue de garantie de {_somme(centimes)} est passée au crédit du compte "
            "client\u00a0: ce "
            "n’est "
            "pas un règlement, et la part retenue n’est pas due.",
            "Faites le dossier de ce client à la main, avec «\u00a0retenue_garantie\u00a0».",
            ligne, "Credit"
        )  # fmt: skip
    elif ligne.an or not nature & TRESORERIE:
        quoi = "repris à nouveau" if ligne.an else "sans compte de banque ni de vente en face"
        client.signaler(
            f"{_somme(centimes)} au crédit, {quoi}\u00a0: compté comme un règlement.",
            "Vérifiez que c’en est un\u00a0: il est déduit de ce que doit le client.",
            ligne,
            "Credit",
        )
    date = ligne.piece_date if ligne.an and ligne.piece_date < ligne.date else ligne.date
    return Document("paiement", "", date or ligne.date, "", centimes, ligne)


def _exces(
    client: Client, credits_: Sequence[Ligne], exces: int, exercice: Exercice, *, lettre: bool
) -> list[Document]:
    """What is left of *credits_* once their group is paid: the last of them."""
    documents = []
    for ligne in reversed(credits_):
        part = min(exces, -ligne.centimes)
        if not part:
            break
        documents.append(_credit(client, ligne, part, exercice))
        exces -= part
        if lettre:
            client.signaler(
                f"{_somme(part)} de ce crédit lettré "
                f"«\u00a0{ligne.code}\u00a0» dépassent les factures du même lettrage\u00a0; ils "
                "sont "
                "déduits de ce que doit le client.",
                "S’ils règlent une facture d’un exercice précédent, donnez aussi son FEC.",
                ligne,
                "EcritureLet",
            )
    return documents


def fusionner(documents: Sequence[Document]) -> list[Document]:
    """One document for the lines of one invoice, or of one credit note, that were left apart."""
    faits: dict[tuple[object, ...], Document] = {}
    remplaces: dict[int, Document] = {}
    autres = []
    for document in documents:
        if document.genre == "paiement":
            autres.append(document)
            continue
        cle = (document.genre, document.ref, document.date, document.echeance)
        premier = remplaces[id(document)] = faits.setdefault(cle, document)
        if premier is not document:
            premier.centimes += document.centimes
            premier.sur = premier.sur or document.sur
    for document in (*faits.values(), *autres):
        if document.sur is not None:
            document.sur = remplaces[id(document.sur)]
    return [*faits.values(), *autres]


def refuser_les_doubles(client: Client, lignes: Sequence[Ligne]) -> None:
    """The same line twice is a fault, unless both stand in one entry that balances."""
    vues: dict[tuple[object, ...], Ligne] = {}
    for ligne in lignes:
        premiere = vues.setdefault(ligne.identite, ligne)
        if premiere is ligne:
            continue
        if premiere.ecriture is not ligne.ecriture or ligne.ecriture.solde:
            client.refuser(
                f"cette ligne est la même que la ligne {premiere.numero}\u00a0: la somme serait "
                "comptée "
                "deux fois.",
                "Redemandez le fichier, ou supprimez l’écriture en double.",
                ligne, ""
            )  # fmt: skip


def refuser_les_illisibles(client: Client, lignes: Sequence[Ligne]) -> None:
    """A name or a number where a character was lost cannot be printed in a letter."""
    for ligne in lignes:
        perdu = "\ufffd" in ligne.ref
        if perdu or (ligne is lignes[0] and "\ufffd" in client.nom):
            client.refuser(
                "un caractère est illisible\u00a0: le fichier a été abîmé ou mal converti.",
                "Redemandez-le tel que le logiciel de comptabilité l’exporte.",
                ligne,
                "PieceRef" if perdu else "CompAuxLib",
            )


def numeroter(documents: Sequence[Document]) -> None:
    """Numbers that a case can hold: distinct, and that of the document wherever it can be."""
    papiers = [d for d in documents if d.genre != "paiement"]
    porteurs: dict[str, list[Document]] = defaultdict(list)
    for document in papiers:
        document.numero = document.ref
        porteurs[document.ref].append(document)
    for ref, les in porteurs.items():
        factures = [d for d in les if d.genre == "facture"]
        autres = Counter(d.date for d in factures)
        for document in les:
            if document.genre == "avoir" and len(les) > 1:
                document.numero = f"{ref}, avoir du {_dite(document.date)}"
                if len(factures) == 1:
                    document.sur = factures[0]
            elif len(factures) > 1 and autres[document.date] == 1:
                document.numero = f"{ref} du {_dite(document.date)}"
            elif len(factures) > 1:
                document.numero = f"{ref}, échéance du {_dite(document.echeance)}"
    fois: Counter[str] = Counter()
    for document in papiers:  # two credit notes of one day on one invoice
        fois[document.numero] += 1
        if fois[document.numero] > 1:
            document.numero += f" ({fois[document.numero]})"


def _dite(texte: str) -> str:
    try:
        return date_courte(jour(texte))
    except ValueError:
        return texte or "date inconnue"
