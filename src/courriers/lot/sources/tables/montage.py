"""The rows of a table to its cases: which rows make one, and which name two debtors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from courriers.constats import Code, erreur
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.chargeur import Chargeur
from courriers.lot.sources.references import pli
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.adresses import Annuaire
from courriers.lot.sources.tables.creanciers import Creanciers
from courriers.lot.sources.tables.dits import brut, liste, montre
from courriers.lot.sources.tables.dossier_fait import IDENTITE, DossierFait, Fond
from courriers.lot.sources.tables.fautes_situees import refus_de
from courriers.lot.sources.tables.modele import Ligne, Table


class Montage:
    """Makes the cases of one table."""

    def __init__(self, table: Table, reglages: Configuration, annuaire: Annuaire) -> None:
        conditions = reglages.conditions
        self.table, self.creanciers = table, Creanciers(reglages)
        self.fond = Fond(
            table, reglages, annuaire, self.creanciers, Chargeur(),
            None if conditions is None else conditions.model_dump(exclude_unset=True),
        )  # fmt: skip
        self._creancier_de: dict[str, str] = {}
        """By reference of a case, its first creditor."""

    def cle(self, ligne: Ligne) -> str:
        """What the rows of one case share: the creditor, and the surest name of the debtor.

        A row that names nobody is a group of its own.
        """
        valeurs = ligne.valeurs
        creancier = self.creanciers.qui(valeurs.get("creancier"))
        for champ in ("reference", "code_client", "siret", "siren"):
            if champ in valeurs:
                qui = f"{champ[:5]}:{pli(brut(valeurs[champ]))}"
                if champ == "reference" and creancier:
                    self._noter_la_reference(qui, creancier)
                break
        else:
            nom = cellules.nom_nu(
                " ".join(
                    brut(valeurs[c]) for c in ("denomination", "nom", "prenom") if c in valeurs
                )
            )
            code = cellules.nom_nu(brut(valeurs.get("code_postal", "")))
            qui = f"nom:{nom}:{code}" if nom else f"ligne:{ligne.numero}"
        return f"{creancier}|{qui}"

    def _noter_la_reference(self, qui: str, creancier: str) -> None:
        if self._creancier_de.setdefault(qui, creancier) != creancier:
            self.fond.partagees.add(qui.partition(":")[2])

    def cas(self, lignes: Sequence[Ligne]) -> Iterator[Cas]:
        """The case of *lignes*; two refusals when they name two debtors."""
        partages = self._par_debiteur(lignes)
        if len(partages) > 1:
            for siennes in partages:
                yield self._deux_debiteurs(siennes, lignes)
        else:
            yield DossierFait(self.fond, lignes).cas()

    def _par_debiteur(self, lignes: Sequence[Ligne]) -> list[list[Ligne]]:
        """*lignes* by whom they name; a row that says less is of the first it agrees with."""
        premieres = [lignes[0].valeurs.get(c) for c in IDENTITE]
        if all([ligne.valeurs.get(c) for c in IDENTITE] == premieres for ligne in lignes[1:]):
            return [list(lignes)]
        vus: list[tuple[dict[str, str], list[Ligne]]] = []
        for ligne in lignes:
            dits = {
                c: cellules.nom_nu(brut(ligne.valeurs[c])) for c in IDENTITE if c in ligne.valeurs
            }
            for connus, siennes in vus:
                if all(connus.get(c, v) == v for c, v in dits.items()):
                    connus.update(dits)
                    siennes.append(ligne)
                    break
            else:
                vus.append((dits, [ligne]))
        return [siennes for _, siennes in vus]

    def _deux_debiteurs(self, siennes: Sequence[Ligne], toutes: Sequence[Ligne]) -> Cas:
        commun = next(
            (c for c in ("reference", "code_client", "siret", "siren") if c in siennes[0].valeurs),
            "denomination",
        )
        code = montre(siennes[0].valeurs.get(commun, ""))
        noms = [(_nom(ligne), ligne.numero) for ligne in toutes]
        (un, sa_ligne), *suite = noms
        autre = next((x for x in suite if cellules.nom_nu(x[0]) != cellules.nom_nu(un)), None)
        if autre is None:  # one name, two SIREN
            dits = f"lignes {liste([numero for _, numero in noms])}"
        else:
            dits = f"{un} (ligne {sa_ligne}) et {autre[0]} (ligne {autre[1]})"
        message = f"deux débiteurs portent « {code} » : {dits}."
        constat = erreur(
            Code.CHAMP_INVALIDE,
            message,
            "Donnez à chacun sa référence, ou le même nom à toutes ses lignes.",
            self.table.lieu(siennes[0].numero, commun),
        )  # fmt: skip
        brut = {
            "reference": code if commun in ("reference", "code_client") else "",
            "debiteur": {"denomination": _noms(siennes[0])},
        }
        return refus_de(self.table, [constat], [ligne.numero for ligne in siennes], brut)


def _noms(ligne: Ligne) -> str:
    dits = (montre(ligne.valeurs[c]) for c in ("denomination", "nom", "prenom")
            if c in ligne.valeurs)  # fmt: skip
    return " ".join(dits)


def _nom(ligne: Ligne) -> str:
    return f"« {nom} »" if (nom := _noms(ligne)) else "un autre"
