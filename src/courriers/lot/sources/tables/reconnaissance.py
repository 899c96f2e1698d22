"""From a sheet to a table: which row holds the headings, and what each column holds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from courriers.constats import Code
from courriers.erreurs import CourriersError
from courriers.lot.sources.tables import entetes
from courriers.lot.sources.tables.adresses import CLES, PARTIES
from courriers.lot.sources.tables.cellules import est_vide
from courriers.lot.sources.tables.modele import Feuille, Rangee, Table, Valeur, illisible

CHERCHEES = 60
"""Rows among which the headings stand."""
FACTURE = ("numero", "montant_ttc", "reste_du", "debit", "credit", "echeance")
"""The columns that make a table one of invoices."""
_MINIMUM = 2
_AGE_MIN = 2
"""Columns of age that make an aged balance."""


class Candidate(NamedTuple):
    """A row that may be the headings."""

    ligne: int
    intitules: list[str]


def intitules_de(feuille: Feuille, voulues: Mapping[str, str]) -> Candidate | None:
    """The row of headings of *feuille*: the one that makes the most columns known.

    Title lines may stand above. A heading merged over several columns, or over two rows, completes
    those under it: « Facture » over « N° » and « Date ».
    """
    debut = list(itertools.islice(feuille.rangees(), CHERCHEES))
    fusionnees = _fusions(feuille)
    meilleure, vaut = None, _MINIMUM - 1
    dessus: Rangee | None = None
    for ligne, cellules in debut:
        propres = [_intitule(c) for c in cellules]
        candidates = [propres]
        if dessus is not None:
            candidates.append(_sous(dessus, propres, fusionnees))
        for intitules in candidates:
            points = _points(intitules, voulues)
            if points > vaut:
                meilleure, vaut = Candidate(ligne, intitules), points
        dessus = (ligne, cellules)
    return meilleure


def _intitule(cellule: Valeur) -> str:
    return " ".join(cellule.split()) if isinstance(cellule, str) else ""


def _points(intitules: Sequence[str], voulues: Mapping[str, str]) -> int:
    nommes = {entetes.cle(v) for v in voulues.values()}
    connus = {i for i in intitules if i and len(i) <= entetes.LONGUEUR_MAX
              and (entetes.est_connu(i) or entetes.cle(i) in nommes)}  # fmt: skip
    ages = entetes.age_de(i for i in intitules if i)
    return len(connus) + (len(ages) if len(ages) >= _AGE_MIN else 0)


def _fusions(feuille: Feuille) -> dict[tuple[int, int], tuple[int, int]]:
    """By merged cell near the top, the one that holds its value; rows from 1."""
    return {
        (ligne + 1, colonne): (haut + 1, gauche)
        for (haut, gauche), (bas, droite) in feuille.fusions
        if haut < CHERCHEES and droite - gauche < 1_000
        for ligne in range(haut, min(bas, CHERCHEES) + 1)
        for colonne in range(gauche, droite + 1)
    }


def _sous(
    dessus: Rangee, propres: Sequence[str], fusionnees: Mapping[tuple[int, int], tuple[int, int]]
) -> list[str]:
    ligne, cellules = dessus
    hauts = [_intitule(c) for c in cellules] + [""] * (len(propres) - len(cellules))
    groupe = ""
    rendus = []
    for rang, haut in enumerate(hauts):
        propre = propres[rang] if rang < len(propres) else ""
        if haut:
            groupe = haut
        elif fusionnees and (ligne, rang) not in fusionnees:
            groupe = ""  # a heading covers only what it is merged over
        ensemble = f"{groupe} {propre}".strip()
        if not propre:
            rendus.append(haut)
        elif groupe and entetes.est_connu(ensemble):
            rendus.append(ensemble)
        else:
            rendus.append(propre)
    return rendus


def table_de(feuille: Feuille, voulues: Mapping[str, str]) -> Table | None:
    """The table that *feuille* holds, or nothing when no row of it is headings.

    Raises:
        DossierInvalide: two columns claim one field, or ``[colonnes]`` names one that is not there.
    """
    trouvee = intitules_de(feuille, voulues)
    if trouvee is None:
        return None
    lus = entetes.lire(trouvee.intitules, voulues)
    if lus.doubles:
        raise _doubles(feuille, trouvee.ligne, lus)
    age = entetes.age_de(lus.laissees)
    return Table(feuille, trouvee.ligne, lus.colonnes, lus.laissees,
                 age if len(age) >= _AGE_MIN else ())  # fmt: skip


def _doubles(feuille: Feuille, ligne: int, lus: entetes.Entetes) -> CourriersError:
    dites = " ; ".join(
        f"« {un} » et « {autre} » ({entetes.libelle(champ)})" for champ, un, autre in lus.doubles
    )
    champ, un, _ = lus.doubles[0]
    return illisible(
        feuille.fichier,
        f"deux colonnes disent la même chose : {dites}.",
        f'Choisissez dans courriers.toml : [colonnes], puis {champ} = "{un}".',
        ligne=ligne,
        feuille=feuille.nom,
    )


def est_de_factures(table: Table) -> bool:
    """Whether *table* holds invoices; an aged balance counts: it is refused, not left aside."""
    return table.a(*FACTURE) or bool(table.age)


def est_d_adresses(table: Table) -> bool:
    """Whether *table* holds debtors, and no invoice."""
    return not est_de_factures(table) and table.a(*CLES) and table.a(*PARTIES, "courriel")


def entete_absente(feuille: Feuille) -> CourriersError:
    """No row of *feuille* is headings that are known."""
    premiere = next(
        ([_intitule(c) for c in cellules if not est_vide(c)]
         for _, cellules in feuille.rangees() if any(not est_vide(c) for c in cellules)),
        [],
    )  # fmt: skip
    if not premiere:
        return illisible(feuille.fichier, "la table est vide.", feuille=feuille.nom)
    vus = ", ".join(f"« {i[:30]} »" for i in premiere[:8] if i) or "aucun texte"
    return illisible(
        feuille.fichier,
        f"aucune ligne d’intitulés n’est reconnue. La première ligne porte : {vus}.",
        "La table demande des intitulés, comme « Client », « N° facture », "
        "« Date », « Échéance » et « Montant TTC » ; ou nommez les vôtres dans "
        "courriers.toml, sous [colonnes].",
        feuille=feuille.nom,
    )


def trop_vieille(table: Table) -> CourriersError | None:
    """Why an aged balance makes no case, when *table* is one."""
    if not table.age or table.a("numero"):
        return None
    vues = ", ".join(f"« {i} »" for i in table.age)
    return illisible(
        table.fichier,
        f"c’est une balance âgée ({vues}) : elle ne porte ni le numéro ni la date des factures.",
        "Demandez à votre logiciel le grand livre auxiliaire des comptes clients, non lettré, ou "
        "l’échéancier des clients : une ligne par facture.",
        ligne=table.rang_entete,
        feuille=table.feuille.nom,
    )


def manques(
    table: Table, voulues: Mapping[str, str], *, annuaire: bool, qualite_dite: bool
) -> CourriersError | None:
    """What *table* lacks to make any case, all at once; or nothing."""
    absentes = [v for c, v in voulues.items() if c not in table.colonnes]
    if absentes:
        return _refus(
            table, f"courriers.toml, [colonnes], nomme une colonne qui n’y est pas : "
            f"« {absentes[0]} ».", "Corrigez son intitulé."
        )  # fmt: skip
    besoins = [
        (("numero",), "le numéro de facture (« N° facture »)"),
        (("date",), "la date de facture (« Date facture »)"),
        (("montant_ttc", "reste_du", "debit"), "le montant TTC (« Montant TTC »)"),
        (CLES, "le débiteur (« Client »)"),
    ]
    if not annuaire:
        besoins += [
            (("denomination", "nom"), "le nom du débiteur (« Client »), ou une table d’adresses"),
            (PARTIES, "l’adresse (« Adresse », « Code postal », « Ville »), ou sa table"),
        ]  # fmt: skip
    manquants = list(dict.fromkeys(mots for champs, mots in besoins if not table.a(*champs)))
    if manquants:
        dits = " ; ".join(manquants)
        return _refus(table, f"il manque {dits}.",
                      "Ajoutez la colonne, ou nommez-la dans courriers.toml, sous "
                      "[colonnes].")  # fmt: skip
    if not qualite_dite and not table.a("qualite", "type_debiteur"):
        return _refus(
            table,
            "rien ne dit la qualité des débiteurs, et elle ne se devine pas : elle décide des "
            "intérêts et "
            "de l’indemnité.",
            "Ajoutez une colonne « Qualité » (professionnel, consommateur, non professionnel ou "
            "personne publique) ; ou, si tous ont la même, écrivez dans courriers.toml : "
            "[debiteur], puis "
            'qualite = "professionnel".',
        )
    return None


def _refus(table: Table, motif: str, conseil: str) -> CourriersError:
    lus = ", ".join(f"« {c.intitule} »" for c in table.colonnes.values()) or "aucun"
    laisses = ", ".join(f"« {i[:30]} »" for i in table.laissees[:8])
    suite = f" ; non compris : {laisses}" if laisses else ""
    return illisible(
        table.fichier,
        f"{motif} Intitulés lus : {lus}{suite}.",
        conseil,
        ligne=table.rang_entete,
        feuille=table.feuille.nom,
        code=Code.CHAMP_MANQUANT,
    )
