"""One group of rows to one case: its debtor, its invoices, and every fault by row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courriers.constats import Code, Constat, avertissement, erreur
from courriers.erreurs import DossierInvalide
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.chargeur import Chargeur
from courriers.lot.sources.references import pli
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.adresses import PARTIES, Annuaire, Trouvee
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.creanciers import Creanciers
from courriers.lot.sources.tables.debiteurs import CHAMPS, Cellules, debiteur_de
from courriers.lot.sources.tables.dits import brut, montre
from courriers.lot.sources.tables.factures import Lue, lire_ligne
from courriers.lot.sources.tables.fautes_situees import refus_de, situer
from courriers.lot.sources.tables.modele import DECALEE, Ligne, Table, Valeur
from courriers.lot.sources.tables.pieces import meme_facture, paiements
from courriers.monnaie import DEVISES

IDENTITE = ("denomination", "nom", "prenom", "siren")
_UNIQUES = ("devise", "qualite", "type_debiteur", *PARTIES, "pays")
"""What a debtor may have only one of."""
_SYMBOLES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "£": "GBP", "FS": "CHF"}


@dataclass(frozen=True)
class Fond:
    """What holds for every case of a table."""

    table: Table
    reglages: Configuration
    annuaire: Annuaire
    creanciers: Creanciers
    chargeur: Chargeur
    conditions: Mapping[str, Any] | None = None
    partagees: set[str] = field(default_factory=set)
    """References that two creditors share."""
    dites: set[Code] = field(default_factory=set)
    """What a case of the table has already said in full."""


class DossierFait:
    """One case being made."""

    def __init__(self, fond: Fond, lignes: Sequence[Ligne]) -> None:
        self.fond, self.lignes, self.table = fond, lignes, fond.table
        self.fautes: list[Constat] = []
        self.dits: list[Constat] = []
        self.devise = "EUR"
        self.sources: dict[str, Trouvee] = {}
        """By field of the debtor, the row that tells it."""

    def cas(self) -> Cas:
        """The case, or its refusal."""
        if any(DECALEE in ligne.valeurs for ligne in self.lignes):
            return self._decalees()
        self.devise = self._devise()
        lues = [
            lire_ligne(ligne, self.table, self.fond.reglages, self.devise) for ligne in self.lignes
        ]
        for lue in lues:
            self._dire(self.table, lue.ligne.numero, lue.fautes, lue.dits)
        if not self.fautes and not any(lue.facture for lue in lues):
            self.fautes.append(erreur(
                Code.CHAMP_MANQUANT, "ce débiteur a un paiement, et aucune facture.",
                "Ajoutez à la table la facture qu’il a payée.",
                self.table.lieu(self.lignes[0].numero),
            ))  # fmt: skip
        self.fautes += meme_facture(self.table, lues)
        self._reste_seul(lues)
        donnees: dict[str, Any] = {
            "devise": self.devise,
            "debiteur": self._debiteur(),
        }
        donnees["creancier"] = self._creancier()
        donnees["reference"] = self._reference(lues, donnees["creancier"])
        donnees["factures"] = [lue.facture for lue in lues if lue.facture is not None]
        donnees["paiements"] = paiements(lues)
        if self.fond.conditions is not None:
            donnees["conditions"] = self.fond.conditions
        if not self.fautes:
            try:
                dossier = self.fond.chargeur.charger(donnees, self.table.fichier.parent)
                return Cas(self._place(), dossier, tuple(self.dits))
            except DossierInvalide as refus:
                self.fautes = [situer(c, self.table, lues, self.sources) for c in refus.constats]
        return refus_de(self.table, self.fautes, [ligne.numero for ligne in self.lignes], donnees)

    def _decalees(self) -> Cas:
        """The refusal of rows of which no cell can be trusted."""
        fautes = [
            erreur(
                Code.CHAMP_INVALIDE,
                f"cette ligne est décalée : {ligne.valeurs[DECALEE]}.",
                "Un séparateur est dans un montant ou un texte : entourez-le de guillemets, ou "
                "enregistrez la table en « CSV » séparé par des points-virgules, ou en XLSX.",
                self.table.lieu(ligne.numero),
            )
            for ligne in self.lignes if DECALEE in ligne.valeurs
        ]  # fmt: skip
        return refus_de(self.table, fautes, [ligne.numero for ligne in self.lignes])

    def _place(self) -> Any:
        return self.table.place(tuple(ligne.numero for ligne in self.lignes))

    def _dire(
        self, table: Table, ligne: int, fautes: Mapping[str, Fautive],
        dits: Mapping[str, Sequence[str]],
    ) -> None:  # fmt: skip
        for champ, faute in fautes.items():
            manque = "manque" in str(faute)
            code = Code.CHAMP_MANQUANT if manque else Code.CHAMP_INVALIDE
            dit = str(faute) if str(faute).endswith("?") else f"{faute}."
            self.fautes.append(erreur(code, dit, faute.conseil, table.lieu(ligne, champ)))
        for champ, messages in dits.items():
            self.dits += [
                avertissement(Code.CELLULE_CORRIGEE, f"{m}.", lieu=table.lieu(ligne, champ))
                for m in messages
            ]

    def _une(self, champ: str) -> Valeur | None:
        """The value of *champ* that all rows agree on; that they do not is a fault."""
        ecrites: dict[Valeur, int] = {}
        for numero, valeurs in self.lignes:
            if champ in valeurs:
                ecrites.setdefault(valeurs[champ], numero)
        if not ecrites:
            return None
        if len(ecrites) == 1:
            ((valeur, numero),) = ecrites.items()
            self.sources[champ] = Trouvee(self.table, Ligne(numero, {}))
            return valeur
        dites: dict[str, tuple[int, Valeur]] = {}
        for valeur, numero in ecrites.items():
            dites.setdefault(cellules.nom_nu(brut(valeur)), (numero, valeur))
        premier, *autres = dites.values()
        if autres and champ in _UNIQUES:
            self.fautes.append(erreur(
                Code.CHAMP_INVALIDE,
                f"un même débiteur a ici « {montre(premier[1])} » (ligne {premier[0]}) et "
                f"« {montre(autres[0][1])} » (ligne {autres[0][0]}).",
                "N’en gardez qu’un, ou donnez à chaque débiteur sa référence.",
                self.table.lieu(autres[0][0], champ),
            ))  # fmt: skip
        elif autres and champ in CHAMPS and champ not in IDENTITE:
            self.dits.append(avertissement(
                Code.CELLULE_CORRIGEE,
                f"les lignes {premier[0]} et {autres[0][0]} diffèrent : "
                f"« {montre(premier[1])} » est retenu.",
                lieu=self.table.lieu(autres[0][0], champ),
            ))  # fmt: skip
        self.sources[champ] = Trouvee(self.table, Ligne(premier[0], {}))
        return premier[1]

    def _devise(self) -> str:
        if "devise" not in self.table.colonnes:
            return "EUR"
        ecrite = str(self._une("devise") or "EUR").strip().upper()
        devise = _SYMBOLES.get(ecrite, ecrite)
        if devise in DEVISES:
            return devise
        self.fautes.append(erreur(
            Code.CHAMP_INVALIDE, f"la devise « {ecrite[:20]} » n’est pas connue.",
            f"Attendu : {', '.join(sorted(DEVISES))}.",
            self.table.lieu(self.lignes[0].numero, "devise"),
        ))  # fmt: skip
        return "EUR"

    def _reference(self, lues: Sequence[Lue], creancier: dict[str, Any]) -> str | None:
        """The reference of the case, else the code of the debtor, else its first invoice.

        A code is of one creditor: another may give it to another debtor, or to the same.
        """
        marque = self.fond.creanciers.marque(creancier)
        for champ in ("reference", "code_client", "siret", "siren"):
            valeur = next((lig.valeurs[champ] for lig in self.lignes if champ in lig.valeurs), None)
            if valeur is not None:
                try:
                    lue = cellules.texte(valeur)
                    sienne = champ == "reference" and pli(lue) not in self.fond.partagees
                    return lue if sienne else f"{lue}{marque}"
                except Fautive as faute:
                    self._dire(self.table, self.lignes[0].numero, {champ: faute}, {})
                    return None
        factures = [f for lue in lues if (f := lue.facture) and "numero" in f]
        factures.sort(key=lambda f: "type" in f)  # a credit note only when there is nothing else
        return f"{factures[0]['numero']}{marque}" if factures else None

    def _debiteur(self) -> dict[str, Any]:
        """The debtor, its cells completed by those of an address table."""
        valeurs = {
            c: v for c in CHAMPS if c in self.table.colonnes and (v := self._une(c)) is not None
        }
        numero = self.lignes[0].numero
        cles: dict[str, Valeur] = {
            c: self.lignes[0].valeurs[c]
            for c in ("code_client", "reference")
            if c in self.lignes[0].valeurs
        }
        if self.fond.annuaire.tables:
            try:
                self._joindre(valeurs, cles)
            except Fautive as faute:
                self._dire(
                    self.table,
                    numero,
                    {"code_client" if "code_client" in cles else "denomination": faute},
                    {},
                )
                return {}
        lu = Cellules(valeurs, {})
        debiteur = debiteur_de(lu, self.fond.reglages.debiteur)
        if (
            not ({"denomination", "nom"} & debiteur.keys())
            and not {"denomination", "nom"} & lu.fautes.keys()
        ):
            lu.fautes["denomination"] = self._sans_nom()
            lu.fautes.pop("type_debiteur", None)  # it would have been told by the name
            if self.fond.annuaire.tables and not set(PARTIES) & lu.valeurs.keys():
                debiteur["adresse"] = {"lignes": []}  # the row that lacks would give both
        if not debiteur.get("adresse") and not set(PARTIES) & lu.fautes.keys():
            lu.fautes["adresse"] = self._sans_adresse()
        for champ in {*lu.fautes, *lu.dits}:
            table, ligne = self.sources.get(champ, Trouvee(self.table, self.lignes[0]))
            fautes = {champ: lu.fautes[champ]} if champ in lu.fautes else {}
            self._dire(table, ligne.numero, fautes, {champ: lu.dits.get(champ, [])})
        return debiteur

    def _joindre(self, valeurs: dict[str, Valeur], cles: Mapping[str, Valeur]) -> None:
        trouvee = self.fond.annuaire.chercher({**cles, **valeurs})
        if trouvee is None:
            return
        sienne = any(c in valeurs for c in PARTIES)
        for champ in CHAMPS:
            # An address is of one table or of the other, never of both.
            if (
                champ in trouvee.ligne.valeurs
                and champ not in valeurs
                and not (sienne and champ in PARTIES)
            ):
                valeurs[champ] = trouvee.ligne.valeurs[champ]
                self.sources[champ] = trouvee

    def _sans_nom(self) -> Fautive:
        if not self.fond.annuaire.tables:
            return Fautive("le nom du débiteur manque sur cette ligne")
        return Fautive(
            f"ce débiteur n’est pas dans {self._annuaires()} : son nom et son adresse manquent",
            "Ajoutez-l’y, avec le même code client.",
        )

    def _annuaires(self) -> str:
        dites = dict.fromkeys(str(t.place()) for t in self.fond.annuaire.tables[:3])
        return " ni dans ".join(dites)

    def _sans_adresse(self) -> Fautive:
        if not self.fond.annuaire.tables:
            return Fautive("l’adresse du débiteur manque sur cette ligne")
        return Fautive(
            f"l’adresse du débiteur n’est pas dans {self._annuaires()}",
            "Elle se cherche par code client, référence, SIREN, puis nom exact.",
        )

    def _creancier(self) -> Any:
        numero, valeurs = self.lignes[0]
        try:
            return self.fond.creanciers.de(
                valeurs.get("creancier"), colonne=self.table.a("creancier")
            )
        except Fautive as faute:
            self._dire(self.table, numero, {"creancier": faute}, {})
            return {}

    def _reste_seul(self, lues: Sequence[Lue]) -> None:
        if any(lue.reste_seul and lue.facture for lue in lues):
            if self.fond.dites:  # said in full by the first case of the table
                self.dits.append(avertissement(
                    Code.RESTE_DU_RETENU, "le reste dû est pris pour le montant.",
                    lieu=self.table.lieu(self.lignes[0].numero, "reste_du"),
                ))  # fmt: skip
                return
            self.fond.dites.add(Code.RESTE_DU_RETENU)
            self.dits.append(avertissement(
                Code.RESTE_DU_RETENU,
                "la table ne donne que le reste dû : il est pris pour le montant des factures, "
                "et les intérêts "
                "ne courent que sur lui.",
                "Si une partie a été payée, ajoutez une colonne « Montant TTC » et une colonne "
                "« Date "
                "règlement » : la lettre écrira alors le vrai prix.",
                self.table.lieu(self.lignes[0].numero, "reste_du"),
            ))  # fmt: skip
