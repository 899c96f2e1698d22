"""A group of rows to a case, or to the reasons why there is none, each with its row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier import load_dossier
from courriers.erreurs import DossierInvalide
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.adresses import LIGNES, PARTIES, Annuaire, Trouvee
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.creanciers import Creanciers
from courriers.lot.sources.tables.debiteurs import CHAMPS, Cellules, debiteur_de
from courriers.lot.sources.tables.factures import Lue, lire_ligne
from courriers.lot.sources.tables.modele import Ligne, Table, Valeur
from courriers.monnaie import DEVISES

_IDENTITE = ("denomination", "nom", "prenom", "siren")
_UNIQUES = ("devise", "qualite", "type_debiteur", *PARTIES, "pays")
"""What a debtor may have only one of."""
_SYMBOLES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "£": "GBP", "FS": "CHF"}


class Montage:
    """Makes the cases of one table."""

    def __init__(self, table: Table, reglages: Configuration, annuaire: Annuaire) -> None:
        self.table, self.reglages, self.annuaire = table, reglages, annuaire
        self.creanciers = Creanciers(reglages)
        self.conditions = (
            reglages.conditions.model_dump(exclude_unset=True) if reglages.conditions else None
        )

    def cle(self, ligne: Ligne) -> str:
        """What the rows of one case have in common: the creditor, and the surest name of the debtor.

        A row that names nobody is a group of its own.
        """
        valeurs = ligne.valeurs
        for champ in ("reference", "code_client", "siret", "siren"):
            if champ in valeurs:
                qui = f"{champ[:5]}:{cellules.nom_nu(_brut(valeurs[champ]))}"
                break
        else:
            nom = cellules.nom_nu(
                " ".join(
                    _brut(valeurs[c]) for c in ("denomination", "nom", "prenom") if c in valeurs
                )
            )
            code = cellules.nom_nu(_brut(valeurs.get("code_postal", "")))
            qui = f"nom:{nom}:{code}" if nom else f"ligne:{ligne.numero}"
        return f"{cellules.nom_nu(_brut(valeurs.get('creancier', '')))}|{qui}"

    def cas(self, lignes: Sequence[Ligne]) -> Iterator[Cas]:
        """The case of *lignes*; two refusals when they name two debtors."""
        partages = self._par_debiteur(lignes)
        if len(partages) > 1:
            for siennes in partages:
                yield self._deux_debiteurs(siennes, lignes)
        else:
            yield _Dossier(self, lignes).cas()

    def _par_debiteur(self, lignes: Sequence[Ligne]) -> list[list[Ligne]]:
        """*lignes* by whom they name; a row that says less is of the first it agrees with."""
        if len(lignes) == 1:
            return [list(lignes)]
        vus: list[tuple[dict[str, str], list[Ligne]]] = []
        for ligne in lignes:
            dits = {
                c: cellules.nom_nu(_brut(ligne.valeurs[c])) for c in _IDENTITE if c in ligne.valeurs
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
        code = _brut(siennes[0].valeurs.get(commun, ""))[:60]
        numeros = [ligne.numero for ligne in toutes]
        message = f"deux débiteurs portent «\u00a0{code}\u00a0»\u00a0: lignes {_liste(numeros)}."
        constat = erreur(
            Code.CHAMP_INVALIDE, message, "Donnez à chacun sa référence, ou le même nom à toutes ses lignes.",
            self.table.lieu(siennes[0].numero, commun),
        )  # fmt: skip
        return self.refus([constat], [ligne.numero for ligne in siennes])

    def refus(self, constats: Sequence[Constat], lignes: Sequence[int]) -> Cas:
        """A case that cannot be read."""
        nombre = len(constats)
        place = self.table.place(tuple(lignes))
        dites = "".join(f"\n  - {c}" for c in constats)
        fautes = "une faute" if nombre == 1 else f"{nombre} fautes"
        return Cas(
            place, erreur=DossierInvalide(f"{place}\u00a0: {fautes}.{dites}", constats=constats)
        )


def _brut(valeur: Valeur) -> str:
    return (
        valeur
        if isinstance(valeur, str)
        else str(int(valeur))
        if isinstance(valeur, float)
        else str(valeur)
    )


def _liste(numeros: Sequence[int]) -> str:
    dits = list(map(str, numeros[:8]))
    if len(numeros) > 8:
        return ", ".join(dits) + "…"
    return dits[0] if len(dits) == 1 else f"{', '.join(dits[:-1])} et {dits[-1]}"


class _Dossier:
    """One case being made."""

    def __init__(self, montage: Montage, lignes: Sequence[Ligne]) -> None:
        self.montage, self.lignes, self.table = montage, lignes, montage.table
        self.fautes: list[Constat] = []
        self.dits: list[Constat] = []
        self.devise = "EUR"
        self.sources: dict[str, Trouvee] = {}
        """By field of the debtor, the row that tells it."""

    def cas(self) -> Cas:
        self.devise = self._devise()
        lues = [
            lire_ligne(ligne, self.table, self.montage.reglages, self.devise)
            for ligne in self.lignes
        ]
        for lue in lues:
            self._dire(self.table, lue.ligne.numero, lue.fautes, lue.dits)
        self._meme_facture(lues)
        self._reste_seul(lues)
        brut = {
            "reference": self._reference(lues),
            "devise": self.devise,
            "debiteur": self._debiteur(),
        }
        brut["creancier"] = self._creancier()
        brut["factures"] = [lue.facture for lue in lues if lue.facture is not None]
        brut["paiements"] = self._paiements(lues)
        if self.montage.conditions is not None:
            brut["conditions"] = self.montage.conditions
        if not self.fautes:
            try:
                dossier = load_dossier(brut, base=self.table.fichier.parent)
                return Cas(self._place(), dossier, tuple(self.dits))
            except DossierInvalide as refus:
                self.fautes = [self._situe(c, lues) for c in refus.constats]
        return self.montage.refus(self.fautes, [ligne.numero for ligne in self.lignes])

    def _place(self) -> Any:
        return self.table.place(tuple(ligne.numero for ligne in self.lignes))

    def _dire(
        self, table: Table, ligne: int, fautes: Mapping[str, Fautive],
        dits: Mapping[str, Sequence[str]],
    ) -> None:  # fmt: skip
        for champ, faute in fautes.items():
            manque = "manque" in str(faute)
            code = Code.CHAMP_MANQUANT if manque else Code.CHAMP_INVALIDE
            self.fautes.append(erreur(code, f"{faute}.", faute.conseil, table.lieu(ligne, champ)))
        for champ, messages in dits.items():
            self.dits += [
                avertissement(Code.CELLULE_CORRIGEE, f"{m}.", lieu=table.lieu(ligne, champ))
                for m in messages
            ]

    def _une(self, champ: str) -> Valeur | None:
        """The value of *champ* that all rows agree on; that they do not is a fault."""
        dites: dict[str, tuple[int, Valeur]] = {}
        for numero, valeurs in self.lignes:
            if champ in valeurs:
                dites.setdefault(cellules.nom_nu(_brut(valeurs[champ])), (numero, valeurs[champ]))
        if not dites:
            return None
        premier, *autres = dites.values()
        if autres and champ in _UNIQUES:
            self.fautes.append(erreur(
                Code.CHAMP_INVALIDE,
                f"un même débiteur a ici «\u00a0{_brut(premier[1])[:60]}\u00a0» (ligne {premier[0]}) et "
                f"«\u00a0{_brut(autres[0][1])[:60]}\u00a0» (ligne {autres[0][0]}).",
                "N’en gardez qu’un, ou donnez à chaque débiteur sa référence.",
                self.table.lieu(autres[0][0], champ),
            ))  # fmt: skip
        elif autres and champ in CHAMPS and champ not in _IDENTITE:
            self.dits.append(avertissement(
                Code.CELLULE_CORRIGEE,
                f"les lignes {premier[0]} et {autres[0][0]} diffèrent\u00a0: «\u00a0{_brut(premier[1])[:60]}\u00a0» est retenu.",
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
            Code.CHAMP_INVALIDE, f"la devise «\u00a0{ecrite[:20]}\u00a0» n’est pas connue.",
            f"Attendu\u00a0: {', '.join(sorted(DEVISES))}.", self.table.lieu(self.lignes[0].numero, "devise"),
        ))  # fmt: skip
        return "EUR"

    def _reference(self, lues: Sequence[Lue]) -> str | None:
        """The reference of the case, else the code of the debtor, else its first invoice."""
        for champ in ("reference", "code_client"):
            valeur = next((lig.valeurs[champ] for lig in self.lignes if champ in lig.valeurs), None)
            if valeur is not None:
                try:
                    return cellules.texte(valeur)
                except Fautive as faute:
                    self._dire(self.table, self.lignes[0].numero, {champ: faute}, {})
                    return None
        return next(
            (str(lue.facture["numero"]) for lue in lues if lue.facture and "numero" in lue.facture),
            None,
        )

    def _debiteur(self) -> dict[str, Any]:
        """The debtor, its cells completed by those of an address table."""
        valeurs = {
            c: v for c in CHAMPS if c in self.table.colonnes and (v := self._une(c)) is not None
        }
        numero = self.lignes[0].numero
        cles = {
            c: self.lignes[0].valeurs[c]
            for c in ("code_client", "reference")
            if c in self.lignes[0].valeurs
        }
        if self.montage.annuaire.tables:
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
        debiteur = debiteur_de(lu, self.montage.reglages.debiteur)
        if (
            not ({"denomination", "nom"} & debiteur.keys())
            and not {"denomination", "nom"} & lu.fautes.keys()
        ):
            lu.fautes["denomination"] = Fautive("le nom du débiteur manque sur cette ligne")
        if not debiteur.get("adresse") and not set(PARTIES) & lu.fautes.keys():
            lu.fautes["adresse"] = self._sans_adresse()
        for champ in {*lu.fautes, *lu.dits}:
            table, ligne = self.sources.get(champ, Trouvee(self.table, self.lignes[0]))
            fautes = {champ: lu.fautes[champ]} if champ in lu.fautes else {}
            self._dire(table, ligne.numero, fautes, {champ: lu.dits.get(champ, [])})
        return debiteur

    def _joindre(self, valeurs: dict[str, Valeur], cles: Mapping[str, Valeur]) -> None:
        trouvee = self.montage.annuaire.chercher({**cles, **valeurs})
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

    def _sans_adresse(self) -> Fautive:
        if not self.montage.annuaire.tables:
            return Fautive("l’adresse du débiteur manque sur cette ligne")
        ou = " ni ".join(t.fichier.name for t in self.montage.annuaire.tables[:3])
        return Fautive(
            f"l’adresse du débiteur manque\u00a0: aucune ligne de {ou} ne la donne",
            "Elle se cherche par code client, référence, SIREN, puis nom exact.",
        )

    def _creancier(self) -> Any:
        numero, valeurs = self.lignes[0]
        try:
            return self.montage.creanciers.de(
                valeurs.get("creancier"), colonne=self.table.a("creancier")
            )
        except Fautive as faute:
            self._dire(self.table, numero, {"creancier": faute}, {})
            return {}

    def _paiements(self, lues: Sequence[Lue]) -> list[dict[str, Any]]:
        numeros = {lue.facture.get("numero") for lue in lues if lue.facture}
        rendus = []
        for lue in lues:
            if lue.paiement is not None:
                # A ledger numbers its payments too: such a number names no invoice.
                vise = lue.paiement["facture"]
                rendus.append({**lue.paiement, "facture": vise if vise in numeros else None})
        return rendus

    def _meme_facture(self, lues: Sequence[Lue]) -> None:
        """The same invoice on two rows: nobody here knows which is right."""
        numeros = [str(lue.facture.get("numero", "")) for lue in lues if lue.facture]
        for numero, fois in Counter(numeros).items():
            if fois > 1 and numero:
                ou = [
                    lue.ligne.numero
                    for lue in lues
                    if lue.facture and lue.facture.get("numero") == numero
                ]
                self.fautes.append(erreur(
                    Code.CHAMP_INVALIDE,
                    f"la facture «\u00a0{numero}\u00a0» est sur {fois} lignes\u00a0: {_liste(ou)}.",
                    "Gardez-en une\u00a0; un avoir ou un paiement porte son type.",
                    self.table.lieu(ou[1], "numero"),
                ))  # fmt: skip

    def _reste_seul(self, lues: Sequence[Lue]) -> None:
        if any(lue.reste_seul and lue.facture for lue in lues):
            self.dits.append(avertissement(
                Code.RESTE_DU_RETENU,
                "la table ne donne que le reste dû\u00a0: il est pris pour le montant des factures, et les intérêts "
                "ne courent que sur lui.",
                "Si une partie a été payée, ajoutez une colonne «\u00a0Montant TTC\u00a0» et une colonne «\u00a0Date "
                "règlement\u00a0»\u00a0: la lettre écrira alors le vrai prix.",
                self.table.lieu(self.lignes[0].numero, "reste_du"),
            ))  # fmt: skip

    def _situe(self, constat: Constat, lues: Sequence[Lue]) -> Constat:
        """A fault of the case, told by row and column."""
        chemin = constat.lieu.champ or ""
        table, ligne, champ = self.table, self.lignes[0].numero, chemin.rpartition(".")[2]
        if trouve := re.match(r"(factures|paiements)\[(\d+)\]\.?(\w*)", chemin):
            liste = [
                lue for lue in lues if (lue.facture if trouve[1] == "factures" else lue.paiement)
            ]
            ligne, champ = liste[int(trouve[2])].ligne.numero, trouve[3]
            if trouve[1] == "paiements":
                champ = f"paiement_{champ}" if table.a(f"paiement_{champ}") else champ
            if champ == "montant_ttc" and not table.a("montant_ttc"):
                champ = next((c for c in ("debit", "reste_du") if table.a(c)), champ)
        elif chemin.startswith("creancier"):
            lieu = Lieu(fichier="courriers.toml", champ=chemin)
            return replace(constat, lieu=lieu)
        elif chemin.startswith("debiteur"):
            champ = {"type": "type_debiteur", "lignes": LIGNES[0], "debiteur": "denomination"}.get(
                re.sub(r"\[\d+\]", "", champ), champ
            )
            champ = "siret" if champ == "siren" and "siren" not in self.sources else champ
            table, source = self.sources.get(champ, Trouvee(table, self.lignes[0]))
            ligne = source.numero
        elif champ == "reference" and not table.a("reference"):
            champ = "code_client" if table.a("code_client") else "numero"
        message = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3/\2/\1", constat.message)
        lieu = table.lieu(ligne, champ)
        if lieu.cellule is None and chemin:
            lieu = replace(lieu, champ=chemin)
        return replace(constat, message=message, lieu=lieu)
