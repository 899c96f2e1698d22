"""What a route needs to know of a case on a day, read once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import Personne, PersonnePublique
from courriers.droit.bareme import Bareme
from courriers.droit.calendrier import Delai, delais
from courriers.droit.decompte import Decompte
from courriers.droit.jours_feries import lieu_ferie
from courriers.droit.ordonnance import Avancement, Etape, avancement
from courriers.droit.outre_mer import TERRITOIRES, hors_du_droit_commun, territoires
from courriers.droit.prescription import prescriptions
from courriers.droit.regles import obstacles_a_toute_demande
from courriers.droit.titre import nom, titre_en_vigueur
from courriers.droit.voies.modele import Motif, condition, ferme
from courriers.langue.typographie import date_longue

_NATURES_DU_JCP = ("loyer_habitation", "credit_consommation")


@dataclass(frozen=True)
class Faits:
    """A case, a day, and the statement if it can be made."""

    dossier: Dossier
    au: datetime.date
    bareme: Bareme
    decompte: Decompte | None
    sans_decompte: str = ""
    """Why there is no statement."""

    @property
    def debiteur_public(self) -> PersonnePublique | None:
        """The debtor, if it is a public body."""
        debiteur = self.dossier.debiteur
        return debiteur if isinstance(debiteur, PersonnePublique) else None

    @property
    def creancier_commercant(self) -> bool | None:
        """As the case says or the form tells."""
        creancier = self.dossier.creancier
        return est_commercant(creancier, profane=not creancier.activite_professionnelle)

    @property
    def debiteur_commercant(self) -> bool | None:
        """As the case says or the form tells."""
        debiteur = self.dossier.debiteur
        return est_commercant(debiteur, profane=debiteur.qualite != "professionnel")

    @property
    def demande(self) -> Decimal | None:
        """The sum a court would be asked for."""
        return None if self.decompte is None else self.decompte.total

    @property
    def demeure(self) -> str:
        """Where the debtor lives, in words."""
        adresse = self.dossier.debiteur.adresse
        return f"{adresse.code_postal} {adresse.ville}"

    @property
    def en_alsace_moselle(self) -> bool:
        """The debtor lives where a chamber of the tribunal judiciaire sits in commercial cases."""
        adresse = self.dossier.debiteur.adresse
        return adresse.pays == "FR" and lieu_ferie(adresse.code_postal) == "alsace-moselle"

    @property
    def a_l_etranger(self) -> bool:
        """The debtor lives abroad."""
        return not est_francais(self.dossier.debiteur.adresse.pays)

    @property
    def releve_du_jcp(self) -> str:
        """« loyer_habitation » or « credit_consommation » if every invoice is one, else nothing."""
        natures = {f.nature for f in self.dossier.factures if not f.est_avoir and f.date <= self.au}
        seule = next(iter(natures)) if len(natures) == 1 else ""
        return seule if seule in _NATURES_DU_JCP else ""

    @property
    def conteste_le(self) -> datetime.date | None:
        """Day of the dispute, if it has come."""
        contestation = self.dossier.contestation
        venue = contestation is not None and contestation.date <= self.au
        return contestation.date if contestation is not None and venue else None

    @property
    def en_procedure_collective(self) -> bool:
        """An insolvency judgment has opened."""
        procedure = self.dossier.procedure_collective
        return procedure is not None and procedure.date_jugement <= self.au

    @property
    def surendette(self) -> bool:
        """Over-indebtedness is admissible."""
        surendettement = self.dossier.surendettement
        return surendettement is not None and surendettement.date_recevabilite <= self.au

    @cached_property
    def delais(self) -> list[Delai]:
        """Deadlines of the case, nearest first."""
        return delais(self.dossier, self.au, self.decompte, self.bareme)

    def menace(self, *natures: str) -> Delai | None:
        """The first deadline of these natures that has not passed; the last one otherwise."""
        utiles = [d for d in self.delais if d.nature in natures]
        a_venir = [d for d in utiles if d.terme >= self.au]
        return next(iter([*a_venir, *reversed(utiles)]), None)

    @cached_property
    def obstacles(self) -> tuple[Motif, ...]:
        """What closes every route that asks the debtor for payment."""
        return tuple(self._obstacles())

    def _obstacles(self) -> Iterator[Motif]:
        decompte = self.decompte
        if decompte is not None and decompte.total <= 0:
            yield ferme(f"rien n’est dû au {date_longue(self.au)}")
        for constat in obstacles_a_toute_demande(self.dossier, decompte, self.au):
            yield ferme(constat.message.rstrip("."), constat.fondement)
        if self.en_procedure_collective:
            yield ferme(
                "une procédure collective est ouverte : aucune action en paiement, la créance se "
                "déclare",
                "C. com., art. L622-21 et L622-24",
            )
        titre = titre_en_vigueur(self.dossier, self.au)
        if titre is not None:
            yield ferme(f"un titre existe déjà ({nom(titre)}) : il s’exécute", "CPCE, art. L111-2")
        yield from self.ordonnance_rendue()
        for code in sorted(hors_du_droit_commun(territoires(self.dossier))):
            yield ferme(
                f"{TERRITOIRES[code]} : ni le code des procédures civiles d’exécution ni ce code "
                "de procédure civile n’y valent",
                "calcul d’outre-mer",
            )

    @cached_property
    def ordonnance(self) -> Avancement | None:
        """Where the order to pay stands, once it has been made."""
        return avancement(self.dossier, self.au, self.bareme)

    def ordonnance_rendue(self) -> Iterator[Motif]:
        """An order to pay has been made, which may have become void."""
        if self.ordonnance is None:
            return
        texte, fondement = etat_de_l_ordonnance(self.ordonnance, self.au)
        dit = condition if self.ordonnance.etape is Etape.NON_AVENUE else ferme
        yield dit(texte, fondement)

    def prescription_opposable(self) -> Iterator[Motif]:
        """Time-barred, which a debtor who is no consumer must say himself."""
        professionnel = self.dossier.creancier.activite_professionnelle
        consommateur = self.dossier.debiteur.qualite == "consommateur"
        if self.decompte is None or (consommateur and professionnel):
            return
        for p in prescriptions(self.dossier, self.decompte):
            if p.est_acquise(self.au):
                objet = f"la facture {p.facture}" if p.facture else "le titre"
                yield condition(
                    f"{objet} est prescrite depuis le {date_longue(p.terme)} : le débiteur peut "
                    "l’opposer, le juge ne le fait pas d’office",
                    f"{p.fondement} ; C. civ., art. 2247",
                )


def est_commercant(partie: Personne, *, profane: bool) -> bool | None:
    """As the person says or its form tells; one who does not act by trade is none.

    Args:
        partie: the person.
        profane: the case says that the person acts here outside any professional activity.
    """
    if partie.est_commercant is None and profane:
        return False
    return partie.est_commercant


def etat_de_l_ordonnance(ou: Avancement, au: datetime.date) -> tuple[str, str]:
    """Where an order stands, in words, and the texts that say so."""
    ordonnance = ou.ordonnance
    debut = f"l’ordonnance d’injonction de payer du {date_longue(ordonnance.date)}"
    avant = date_longue(ou.signification_avant)
    match ou.etape:
        case Etape.A_SIGNIFIER:
            dit = (
                f"est à signifier au plus tard le {avant}, et l’opposition porte l’affaire au juge"
            )
            return f"{debut} {dit}", "CPC, art. 1411 et 1415"
        case Etape.NON_AVENUE:
            dit = f"est non avenue : elle n’a pas été signifiée avant le {avant}"
            return f"{debut} {dit}", "CPC, art. 1411"
        case Etape.OPPOSEE:
            quand = date_longue(ordonnance.opposition_le or au)
            dit = f"est frappée d’une opposition du {quand} : le tribunal est saisi"
            return f"{debut} {dit}", "CPC, art. 1413 et 1415"
    debut += f" a été signifiée le {date_longue(ordonnance.signifiee_le or au)}"
    if ou.etape is Etape.EXECUTOIRE and ou.executoire_des is not None:
        dit = f"sans opposition, elle s’exécute depuis le {date_longue(ou.executoire_des)}"
        return f"{debut} : {dit}", "CPC, art. 1422"
    opposition = ou.opposition_avant or au
    depuis = "pouvait s’y opposer" if au > opposition else "peut s’y opposer"
    dit = f"le débiteur {depuis} jusqu’au {date_longue(opposition)}"
    if ou.executoire_des is not None:
        dit += f" ; sans opposition, elle s’exécute dès le {date_longue(ou.executoire_des)}"
    return f"{debut} : {dit}", "CPC, art. 1416 et 1422"
