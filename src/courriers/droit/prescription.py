"""Limitation: until when each unpaid invoice can be sued for, and why.

Which period: C. consom., art. L218-2 (two years, a professional's claim against a consumer); law
n° 68-1250 of 31 December 1968 (four years, public bodies); CPCE postes, art. L34-2 (one year,
electronic communications, whoever the client is); C. com., art. L133-6 (one year, transport of
goods) and L110-4; C. civ., art. 2224; the periods themselves are dated values of the table.

From when: performance, not the due day (Cass. com., 26 février 2020, n° 18-25.036; 1re civ.,
19 mai 2021, n° 20-12.520); delivery for transport; 1 January after the year of performance for a
public body; the due day where the text says so (L34-2: « exigibilité ») and for a rent or a charge,
which falls due by periods (C. civ., art. 2233, 3°).

Until when: the last day is included (C. civ., art. 2228 and 2229) and is never moved by CPC,
art. 642. A payment or a schedule acknowledges the debt and starts the period again (C. civ.,
art. 2231 and 2240), the service of an order to pay too (art. 2241); any written claim to a public
body does, from the next 1 January (law of 1968, art. 2). A formal notice interrupts nothing else
(Cass. com., 18 mai 2022, n° 20-23.204). The debtor's consent to the small claims procedure
suspends it, for six months at least after a failure (C. civ., art. 2238). An order to pay that
nobody opposed is a title (CPC, art. 1422): what it grants is enforced for ten years (CPCE,
art. L111-4); opposed, it leaves the claim before a court, and no period runs meanwhile.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from courriers.dossier.creance import Facture
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import PersonnePublique
from courriers.dossier.procedures import TitreExecutoire
from courriers.droit import echeances
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.delais import ajouter_annees
from courriers.droit.lignes import Ligne, LignePaiement
from courriers.droit.ordonnance import Etape, avancement, couvertes, signifiee_a_temps
from courriers.droit.reclamations import reclamations
from courriers.droit.titre import titre_en_vigueur
from courriers.monnaie import ZERO

PREAVIS = 60
"""Days before the end, both included, in which a creditor is warned."""

Origine = Literal["execution", "exigibilite", "annee"]

_PAR_NATURE: dict[str, tuple[str, Origine]] = {
    "communications_electroniques": ("prescription_communications_electroniques", "exigibilite"),
    "transport": ("prescription_transport", "execution"),
    "loyer_habitation": ("prescription_loyer_habitation", "exigibilite"),
    "bail_commercial": ("prescription_bail_commercial", "exigibilite"),
    "charges_copropriete": ("prescription_charges_copropriete", "exigibilite"),
    "credit_consommation": ("prescription_credit_consommation", "exigibilite"),
}
"""Periods that a nature of claim has, whoever the debtor is."""
_PLUS_BREVES = ("communications_electroniques", "transport")
"""Those that are shorter than what a public body has."""
_FORCLOS = "credit_consommation"
"""A « forclusion »: no acknowledgement interrupts it (C. civ., art. 2220 and 2241)."""


@dataclass(frozen=True, slots=True)
class Prescription:
    """Until when one debt can be sued for, as the case tells it."""

    facture: str
    """Number of the invoice; empty for an enforceable title."""
    depart: datetime.date
    """Day the period runs from, which does not count."""
    motif: str
    """What happened that day, in French."""
    annees: int
    terme: datetime.date
    """Last day to act, included."""
    fondement: str
    relu: bool
    """False for a rule that a jurist has still to confirm."""
    depart_suppose: bool = False
    """Performance is not known: the date of the invoice stood for it."""
    suspendue_depuis: datetime.date | None = None
    reclamee_le: datetime.date | None = None
    """Electronic communications: a written claim within the year, which may suffice (L34-2)."""

    def est_acquise(self, au: datetime.date) -> bool:
        """On *au*, the debtor may say that it is too late."""
        return self.suspendue_depuis is None and au > self.terme

    def approche(self, au: datetime.date) -> bool:
        """On *au*, not more than :data:`PREAVIS` days are left, and it is not too late."""
        return self.suspendue_depuis is None and 0 <= (self.terme - au).days <= PREAVIS


def prescriptions(
    dossier: Dossier, decompte: Decompte, bareme: Bareme | None = None
) -> list[Prescription]:
    """One for each due invoice whose principal is not paid, or for its title if there is one.

    Interest and compensation follow their principal and are not counted apart.
    """
    bareme = bareme or decompte.regime.bareme
    titre = titre_en_vigueur(dossier, decompte.au)
    if titre is not None:
        return [_du_titre(dossier, titre, bareme, decompte.lignes)]
    par_numero = {f.numero: f for f in dossier.factures}
    dues = [
        _de_la_facture(dossier, decompte, par_numero[solde.facture], bareme)
        for solde in decompte.factures
        if solde.principal
    ]
    return _selon_l_ordonnance(dossier, decompte.au, dues, bareme, decompte.lignes)


def _selon_l_ordonnance(
    dossier: Dossier,
    au: datetime.date,
    dues: list[Prescription],
    bareme: Bareme,
    lignes: Iterable[Ligne] = (),
) -> list[Prescription]:
    """What an order grants lives as a title, or no longer runs while an opposition is pending.

    C. civ., art. 2242: what a claim interrupts stays so until the case ends. Time-barred before
    the order was served, a claim opposed still is.
    """
    ou = avancement(dossier, au, bareme)
    if ou is None or ou.etape not in (Etape.OPPOSEE, Etape.EXECUTOIRE):
        return dues
    accordees = couvertes(dossier, ou.ordonnance)
    if ou.etape is Etape.OPPOSEE:
        faite_le = ou.ordonnance.signifiee_le or ou.ordonnance.opposition_le or au
        return [p for p in dues if p.facture not in accordees or p.est_acquise(faite_le)]
    autres = [p for p in dues if p.facture not in accordees]
    if len(autres) == len(dues):
        return dues
    titre = TitreExecutoire(type="ordonnance", date=ou.ordonnance.date, principal=ZERO)
    return [_du_titre(dossier, titre, bareme, lignes), *autres]


def _de_la_facture(
    dossier: Dossier, decompte: Decompte, facture: Facture, bareme: Bareme
) -> Prescription:
    nom, origine = _regle(dossier, facture)
    prescription = _sans_interruption(dossier, facture, bareme)
    for jour, motif in sorted(_interruptions(dossier, decompte, facture, origine)):
        if prescription.depart < jour <= prescription.terme:
            prescription = _depuis(prescription, jour, motif, origine)
    if nom == "prescription_communications_electroniques":
        prescription = replace(
            prescription, reclamee_le=_reclamee_le(dossier, facture, prescription, decompte.au)
        )
    return _suspendue(dossier, facture, prescription, decompte.au)


def au_plus_tot(dossier: Dossier, au: datetime.date, bareme: Bareme) -> list[Prescription]:
    """Each invoice issued by *au*, as if nothing had been paid nor interrupted: it ends no sooner.

    For a case whose statement cannot be made; the invoices may be paid. Its title if it has one.
    """
    titre = titre_en_vigueur(dossier, au)
    if titre is not None:
        return [_du_titre(dossier, titre, bareme)]
    emises = [f for f in dossier.factures if not f.est_avoir and f.date <= au]
    dues = [_sans_interruption(dossier, f, bareme) for f in emises]
    return _selon_l_ordonnance(dossier, au, dues, bareme)


def _sans_interruption(dossier: Dossier, facture: Facture, bareme: Bareme) -> Prescription:
    nom, origine = _regle(dossier, facture)
    jour, motif, suppose = _origine(dossier, facture, origine)
    valeur = bareme.en_vigueur(nom, jour)
    annees = int(valeur.valeur)
    premiere = Prescription(
        facture.numero, jour, motif, annees, jour, valeur.source, valeur.relu, suppose
    )
    return _depuis(premiere, jour, motif, origine)


def _regle(dossier: Dossier, facture: Facture) -> tuple[str, Origine]:
    """Name of the period in the table, and what starts it."""
    creancier, debiteur = dossier.creancier, dossier.debiteur
    public = isinstance(debiteur, PersonnePublique)
    if facture.nature in _PAR_NATURE and not (public and facture.nature not in _PLUS_BREVES):
        return _PAR_NATURE[facture.nature]
    if public:
        return "prescription_personne_publique", "annee"
    if debiteur.qualite == "consommateur" and creancier.activite_professionnelle:
        return "prescription_consommateur", "execution"
    if creancier.est_commercant or debiteur.est_commercant:
        return "prescription_commerce", "execution"
    return "prescription_droit_commun", "execution"


def _origine(
    dossier: Dossier, facture: Facture, origine: Origine
) -> tuple[datetime.date, str, bool]:
    """The first day, why, and whether performance had to be supposed."""
    if origine == "exigibilite":
        jour = echeances.echeance(facture, dossier)
        return jour, f"l’échéance du {jour:%d/%m/%Y}", False
    if facture.executee_le is None:
        return (
            facture.date,
            f"la facture du {facture.date:%d/%m/%Y}, faute d’exécution connue",
            True,
        )
    return facture.executee_le, f"l’exécution du {facture.executee_le:%d/%m/%Y}", False


def _depuis(
    prescription: Prescription, jour: datetime.date, motif: str, origine: Origine
) -> Prescription:
    """The same period running from *jour*, or from the end of its year for a public body."""
    depart = jour
    if origine == "annee":  # from 1 January: the last day of the year is the one left out
        depart = datetime.date(jour.year, 12, 31)
        motif = f"le 1er janvier {jour.year + 1} (après {motif})"
    terme = ajouter_annees(depart, prescription.annees)
    return replace(prescription, depart=depart, motif=motif, terme=terme)


def _interruptions(
    dossier: Dossier, decompte: Decompte, facture: Facture, origine: Origine
) -> Iterator[tuple[datetime.date, str]]:
    """What starts the period again, up to the closing day."""
    au = decompte.au
    for ligne in decompte.lignes if facture.nature != _FORCLOS else ():
        if isinstance(ligne, LignePaiement) and ligne.facture == facture.numero:
            yield ligne.date, f"le paiement du {ligne.date:%d/%m/%Y}"
    echeancier = dossier.echeancier
    if echeancier is not None and facture.date <= echeancier.date <= au:
        yield echeancier.date, f"l’échéancier du {echeancier.date:%d/%m/%Y}"
    ordonnance = dossier.ordonnance
    signifiee_le = signifiee_a_temps(dossier, decompte.regime.bareme)
    visee = ordonnance is not None and facture.date <= ordonnance.date
    if visee and signifiee_le is not None and signifiee_le <= au:
        yield signifiee_le, f"la signification de l’ordonnance, le {signifiee_le:%d/%m/%Y}"
    if origine == "annee":
        for envoi in reclamations(dossier, facture, au):
            yield envoi.date, f"la réclamation écrite du {envoi.date:%d/%m/%Y}"


def _reclamee_le(
    dossier: Dossier, facture: Facture, prescription: Prescription, au: datetime.date
) -> datetime.date | None:
    """First written claim before the year is over."""
    jours = (e.date for e in reclamations(dossier, facture, au) if e.date <= prescription.terme)
    return next(jours, None)


def _suspendue(
    dossier: Dossier, facture: Facture, prescription: Prescription, au: datetime.date
) -> Prescription:
    """Suspended by the debtor's consent to the small claims procedure (C. civ., art. 2238)."""
    for envoi in dossier.envois:
        suite = envoi.suite
        if suite is None or suite.nature != "accord" or envoi.est_pour_le_debiteur:
            continue
        demandee = facture.numero in envoi.factures if envoi.factures else True
        if not demandee or facture.date > suite.date:
            continue
        if suite.date <= min(au, prescription.terme):
            return replace(prescription, suspendue_depuis=suite.date)
    return prescription


def _du_titre(
    dossier: Dossier, titre: TitreExecutoire, bareme: Bareme, lignes: Iterable[Ligne] = ()
) -> Prescription:
    """A decision can be enforced for ten years; another title, as long as its claim.

    CPCE, art. L111-4, names the titles of 1° to 3° of art. L111-3 only: neither a notarial deed
    nor the title of a commissaire de justice. A payment starts the period again.
    """
    valeurs = [bareme.en_vigueur("prescription_titre_executoire", titre.date)]
    if titre.type in ("acte_notarie", "accord_commissaire"):
        valeurs = [
            bareme.en_vigueur(_regle(dossier, facture)[0], titre.date)
            for facture in dossier.factures
            if not facture.est_avoir
        ] or valeurs
    valeur = min(valeurs, key=lambda v: v.valeur)
    depart, motif = titre.date, f"le titre du {titre.date:%d/%m/%Y}"
    prescription = Prescription(
        facture="",
        depart=depart,
        motif=motif,
        annees=int(valeur.valeur),
        terme=ajouter_annees(depart, int(valeur.valeur)),
        fondement=valeur.source,
        relu=valeur.relu,
    )
    for ligne in lignes:
        if isinstance(ligne, LignePaiement) and ligne.date <= prescription.terme:
            motif = f"le paiement du {ligne.date:%d/%m/%Y}"
            prescription = _depuis(prescription, ligne.date, motif, "execution")
    return prescription
