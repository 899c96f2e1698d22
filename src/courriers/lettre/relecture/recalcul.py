"""What a letter may say, made again from the case, the pack, the day and the law.

Nothing here comes from what filled the letter: neither its context nor its statement.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte, SoldeFacture, decompte_arrete
from courriers.droit.echeancier import Suivi, echeancier_suivi
from courriers.droit.lignes import Ligne, LigneInteret, LignePaiement
from courriers.droit.reglements import dernier_reglement, factures_reglees, renonciation
from courriers.droit.regles.echeancier import ecrit_la_somme
from courriers.droit.semestre import Semestre
from courriers.erreurs import TauxInconnu
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import montant
from courriers.lettre.attendus import soldes
from courriers.lettre.champs_acte import jours_de_l_acte
from courriers.lettre.contexte import somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.demandes import cours_des_interets
from courriers.lettre.echeancier import mention_1376
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack
from courriers.lettre.relecture.donnees import Donnees
from courriers.monnaie import ZERO, calcul

_UN_JOUR = datetime.timedelta(1)


@dataclass(frozen=True)
class Recalcul:
    """The case once more, for one letter."""

    dossier: Dossier
    pack: Pack
    au: datetime.date
    document: DocumentDuPack
    canal: str | None
    numero_suivi: str | None
    caution: int
    decompte: Decompte
    donnees: Donnees

    @classmethod
    def de(
        cls,
        dossier: Dossier,
        pack: Pack,
        au: datetime.date,
        document: DocumentDuPack,
        *,
        canal: str | None,
        numero_suivi: str | None,
        bareme: Bareme | None,
        caution: int,
    ) -> Recalcul:
        """The statement made again, and the values of the case."""
        decompte = decompte_du(dossier, pack, au, bareme=bareme, caution=caution)
        return cls(
            dossier, pack, au, document, canal, numero_suivi, caution, decompte, Donnees(dossier)
        )

    @property
    def somme(self) -> Decimal:
        """The sum the letter claims."""
        return somme_reclamee(self.decompte, self.pack, self.dossier)

    @cached_property
    def suivi(self) -> Suivi | None:
        """The schedule granted by the closing day."""
        return echeancier_suivi(self.dossier, self.decompte.au)

    @cached_property
    def au_jour_de_l_accord(self) -> Decompte | None:
        """The statement of the day the schedule was granted."""
        accord = self.dossier.echeancier
        if self.suivi is None or accord is None:
            return None
        return decompte_arrete(self.dossier, accord.date, bareme=self.decompte.regime.bareme)

    @cached_property
    def recu(self) -> Decimal:
        """What a receipt is for: the payments of a day, or the invoices paid off."""
        with calcul():
            if self.pack.manifeste.tableau == "reglees":
                return sum((f.regle for f in factures_reglees(self.decompte)), ZERO)
            dernier = dernier_reglement(self.dossier, self.decompte)
            return ZERO if dernier is None else dernier.recu

    @cached_property
    def phrases(self) -> list[str]:
        """What must be read word for word, apart from the sum claimed."""
        tableau, devise = self.pack.manifeste.tableau, self.decompte.devise
        dites = []
        if tableau in ("paiements", "reglees"):
            dites = [f"{montant(self.recu, devise)} ({en_lettres(self.recu, devise)})"]
        if dites and self._recu_sous_mandat:
            dites.append("article R. 124-6")
        if tableau == "paiements" and self.decompte.total:
            dites.append(montant(self.decompte.total, devise))
        if tableau == "reglees" and (abandon := renonciation(self.dossier, self.decompte)):
            dites.append(montant(abandon, devise))
        if self.pack.manifeste.droit.voie == "accord" and self.suivi is not None:
            debiteurs = (self.dossier.debiteur, *self.dossier.codebiteurs)
            dites += [
                mention_1376(self.suivi.total, devise) for d in debiteurs if ecrit_la_somme(d)
            ]
        return dites

    @property
    def _recu_sous_mandat(self) -> bool:
        """A recovery agency gives a receipt for what was paid during its mandate (R124-6)."""
        qui, dernier = self.dossier.mandataire, dernier_reglement(self.dossier, self.decompte)
        if qui is None or qui.role != "societe_recouvrement" or dernier is None:
            return False
        jours = [dernier.date]
        if self.pack.manifeste.tableau == "reglees":
            jours = [jour for f in factures_reglees(self.decompte) for jour in f.jours]
        return max(jours, default=datetime.date.min) >= qui.mandat_du

    @property
    def arretes(self) -> set[datetime.date]:
        """The days a count of this letter may be closed on."""
        accord = self.dossier.echeancier
        return {self.au, self.decompte.au} | ({accord.date} if accord else set())

    @property
    def reclame(self) -> bool:
        """Whether it claims one."""
        return self.pack.manifeste.reclame != "rien"

    @property
    def acteur(self) -> str:
        """Who writes."""
        mandataire = self.dossier.mandataire
        return "creancier" if mandataire is None else mandataire.role

    @property
    def limite(self) -> datetime.date | None:
        """The last day to pay, where the letter sets one."""
        delai = self.pack.manifeste.escalade.delai_paiement_jours
        return self.au + datetime.timedelta(delai) if delai else None

    @cached_property
    def soldes(self) -> list[SoldeFacture]:
        """The invoices the letter is about."""
        return soldes(self.pack, self.decompte)

    @cached_property
    def montants(self) -> frozenset[Decimal]:
        """Every amount the statement or the law can justify, without its sign."""
        with calcul():
            return frozenset(
                abs(v)
                for v in (
                    *self._du_decompte(), *self._des_factures(), *self._de_l_echeancier(),
                    *self._des_reglements(), *self._de_la_loi(),
                )
            )  # fmt: skip

    def _du_decompte(self) -> Iterator[Decimal]:
        d = self.decompte
        yield from (ZERO, self.somme, d.principal, d.interets, d.indemnites, d.total)
        yield from (d.trop_percu, d.a_echoir, d.interets_par_jour or ZERO)
        yield from (d.principal + d.interets, d.interets + d.indemnites)
        yield d.total + d.a_echoir
        yield from (cours.base for cours in cours_des_interets(d))
        for solde in (*d.factures, *d.factures_a_echoir):
            yield from (solde.principal, solde.interets, solde.indemnites)
        for ligne in (*d.lignes, *d.lignes_a_echoir):
            yield from _decimaux(ligne)

    def _de_l_echeancier(self) -> Iterator[Decimal]:
        suivi, accord = self.suivi, self.au_jour_de_l_accord
        if suivi is None or accord is None:
            return
        yield from (suivi.total, suivi.recu, suivi.manquant)
        yield sum((e.reste_du for e in suivi.a_venir), ZERO)
        yield from (accord.principal, accord.interets, accord.indemnites)
        for e in suivi.echeances:
            yield from (e.recu, e.reste_du, e.reste_apres)

    def _des_reglements(self) -> Iterator[Decimal]:
        dernier = dernier_reglement(self.dossier, self.decompte)
        if self.reclame or dernier is None:
            return
        yield from (self.recu, dernier.exces, renonciation(self.dossier, self.decompte))
        for f in factures_reglees(self.decompte):
            yield from (f.principal, f.accessoires, f.deduit, f.regle)

    def _des_factures(self) -> Iterator[Decimal]:
        listees = {s.facture: s.principal for s in self.soldes}
        factures = [f for f in self.dossier.factures if f.numero in listees]
        for facture in factures:
            yield from (facture.montant_ttc, facture.montant_ttc - listees[facture.numero])
        dues = [f for f in factures if listees[f.numero]]
        yield sum((f.retenue_garantie or ZERO for f in dues), ZERO)
        paiements = [
            x for x in self.decompte.lignes
            if isinstance(x, LignePaiement) and x.facture in listees
        ]  # fmt: skip
        yield sum((x.sur_interets + x.sur_indemnites for x in paiements), ZERO)

    def _de_la_loi(self) -> Iterator[Decimal]:
        """The amounts in euros that a text sets on the day of the letter: 40 €, ceilings."""
        for nom, valeurs in self.decompte.regime.bareme.constantes.items():
            if valeurs[0].unite == "€":
                yield self.decompte.regime.bareme.constante_ou_zero(nom, self.au)

    @cached_property
    def jours_de_l_acte(self) -> frozenset[datetime.date]:
        """The deadlines of a document for a court, a registry or a commissaire de justice."""
        if self.pack.manifeste.destinataire not in (
            "juridiction",
            "greffe",
            "commissaire",
            "projet",
        ):
            return frozenset()
        return frozenset(jours_de_l_acte(self.dossier, self.decompte))

    @cached_property
    def dates(self) -> frozenset[datetime.date]:
        """Every day the statement or the pack can justify."""
        trouvees = {self.au} | ({self.limite} if self.limite else set())
        procedure = self.dossier.procedure_collective
        if procedure is not None:  # its eve: the last day of interest
            trouvees.add(procedure.date_jugement - _UN_JOUR)
        for solde in (*self.decompte.factures, *self.decompte.factures_a_echoir):
            trouvees |= {solde.echeance} | (
                {solde.interets_depuis} if solde.interets_depuis else set()
            )
        trouvees |= self.jours_de_l_acte
        for ligne in self.decompte.lignes:
            if isinstance(ligne, LigneInteret):
                trouvees |= {ligne.debut + _UN_JOUR, ligne.fin}
            else:
                trouvees |= {d for n in ("date", "echeance") if (d := getattr(ligne, n, None))}
        return frozenset(trouvees)

    @cached_property
    def jours_et_mois(self) -> frozenset[tuple[int, int]]:
        """Day and month of each day that may be told without its year."""
        return frozenset((d.day, d.month) for d in self.dates | self.donnees.dates)

    @cached_property
    def taux_du_jour(self) -> frozenset[Decimal]:
        """The rates that run on the day of the letter, for what is still due."""
        return frozenset(_connus(self.decompte, Semestre.de(self.au)))

    @cached_property
    def taux(self) -> frozenset[Decimal]:
        """Every rate of the statement, and those of the day."""
        lignes = {x.taux for x in self.decompte.lignes if isinstance(x, LigneInteret)}
        return frozenset(lignes | self.taux_du_jour)

    @cached_property
    def semestres(self) -> frozenset[str]:
        """The half-years of the statement, and that of the letter."""
        jours: Iterable[datetime.date] = (
            x.fin for x in self.decompte.lignes if isinstance(x, LigneInteret)
        )
        return frozenset(Semestre.de(jour).libelle for jour in (self.au, *jours))


def _connus(decompte: Decompte, semestre: Semestre) -> Iterator[Decimal]:
    for solde in decompte.factures:
        try:
            if solde.principal:
                yield decompte.regime.taux(semestre, solde.echeance)
        except TauxInconnu:
            continue


def _decimaux(ligne: Ligne) -> Iterator[Decimal]:
    """Every amount of a line, its rate apart."""
    for nom in (
        "montant", "montant_ttc", "retenue_garantie", "base", "capitalises", "recu",
        "sur_interets", "sur_indemnites", "sur_principal",
    ):  # fmt: skip
        valeur = getattr(ligne, nom, None)
        if isinstance(valeur, Decimal):
            yield valeur
