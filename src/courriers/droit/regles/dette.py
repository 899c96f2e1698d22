"""Rules about the debt itself: what is due, until when, and what may be added to it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from courriers.constats import Code, Constat, Gravite, Lieu, avertissement, erreur, information
from courriers.dossier.creance import Facture
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.echeancier import echeancier_suivi
from courriers.droit.lignes import LigneIndemnite, LigneInteret
from courriers.droit.prescription import Prescription
from courriers.droit.titre import titre_en_vigueur
from courriers.langue.typographie import montant

_FRAIS = re.compile(
    r"\bfrais\b[^.;]*\b(recouvrement|relances?|rappels?|impayés?|mise en demeure|recommandée?s?|"
    r"contentieux|huissier|commissaire|avocat)\b",
    re.IGNORECASE,
)
"""What a recovery costs, invoiced as such."""


# --- Ce qui est dû --------------------------------------------------------------------------


def rien_a_reclamer(decompte: Decompte, reclamee: Decimal) -> Iterator[Constat]:
    """Nothing is due, or nothing of what the letter claims."""
    if decompte.total <= 0:
        motif = "toutes les factures échues sont réglées"
        if decompte.regime.nature == "titre":
            motif = "le titre est réglé"
        elif not decompte.factures:
            motif = "aucune facture n’est échue"
        trop = decompte.trop_percu
        conseil = f"Vous détenez {montant(trop, decompte.devise)} de trop, à rembourser."
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"rien n’est dû au {decompte.au:%d/%m/%Y} : {motif}.",
            conseil if trop > 0 else "",
        )
    elif reclamee <= 0:
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"le principal est réglé ; il ne reste que {montant(decompte.total, decompte.devise)} "
            "d’intérêts ou d’indemnités, que cette lettre ne réclame pas.",
            "Réclamez-les par le pack « mise-en-demeure ».",
        )


def trop_percu(decompte: Decompte) -> Iterator[Constat]:
    """The creditor owes too: the two debts would first be set off."""
    if decompte.total > 0 and decompte.trop_percu > 0:
        yield erreur(
            Code.TROP_PERCU,
            f"le créancier détient {montant(decompte.trop_percu, decompte.devise)} de trop : la "
            "somme réclamée serait excessive (C. civ., art. 1347).",
            "Remboursez ce montant, ou désignez les factures qu’il règle.",
            fondement="C. civ., art. 1347",
        )


def cession(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """Whoever assigned the debt is no longer its creditor."""
    if dossier.cession is not None and dossier.cession.date <= au:
        yield erreur(
            Code.CREANCE_CEDEE,
            f"la créance a été cédée à {dossier.cession.a} le {dossier.cession.date:%d/%m/%Y} : "
            "l’expéditeur n’est plus créancier (C. civ., art. 1321).",
            "Transmettez le dossier au cessionnaire.",
            Lieu(champ="cession"),
            fondement="C. civ., art. 1321",
        )


def echeancier(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """A schedule is in force: the whole is not due."""
    if dossier.echeancier is not None and dossier.echeancier.date <= au:
        suivi = echeancier_suivi(dossier, au)
        conseil = "Retirez « echeancier » si le débiteur en est déchu."
        if suivi is not None and suivi.manquees:
            conseil = (
                f"Il manque {montant(suivi.manquant, dossier.devise)} depuis le "
                f"{suivi.manquees[0].date:%d/%m/%Y} : rappelez-le par le pack "
                f"« rappel-echeance-manquee ». {conseil}"
            )
        yield erreur(
            Code.ECHEANCIER_EN_COURS,
            f"un échéancier a été accordé le {dossier.echeancier.date:%d/%m/%Y} : le tout n’est "
            "exigible qu’après déchéance du terme (C. civ., art. 1305-2).",
            conseil,
            Lieu(champ="echeancier"),
            fondement="C. civ., art. 1305-2",
        )


def contestation(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """A disputed debt is not dunned without saying so."""
    conteste = dossier.contestation
    if conteste is not None and conteste.date <= au:
        yield avertissement(
            Code.CREANCE_CONTESTEE,
            f"la créance est contestée depuis le {conteste.date:%d/%m/%Y} : la lettre le dit.",
            "Répondez d’abord au motif invoqué.",
            Lieu(champ="contestation"),
        )


# --- Prescription ---------------------------------------------------------------------------


def prescrites(
    dossier: Dossier, decompte: Decompte, prescriptions: Sequence[Prescription]
) -> Iterator[Constat]:
    """Against a consumer the judge raises it himself (R632-1): the claim is refused."""
    if not _releve_d_office(dossier):
        return
    for prescription in prescriptions:
        if prescription.est_acquise(decompte.au) and prescription.reclamee_le is None:
            yield _prescrite(prescription, Gravite.ERREUR, "elle ne peut plus être réclamée")


def _releve_d_office(dossier: Dossier) -> bool:
    """A professional's claim against a consumer: the judge may act of his own motion."""
    professionnel = dossier.creancier.activite_professionnelle
    return dossier.debiteur.qualite == "consommateur" and professionnel


def sur_la_prescription(
    dossier: Dossier, decompte: Decompte, prescriptions: Sequence[Prescription]
) -> Iterator[Constat]:
    """Time-barred between professionals (the debtor must say it), or soon to be."""
    consommateur = _releve_d_office(dossier)
    for p in prescriptions:
        acquise, proche = p.est_acquise(decompte.au), p.approche(decompte.au)
        if acquise and not (consommateur and p.reclamee_le is None):
            suite = "le débiteur peut l’opposer (C. civ., art. 2247)"
            if p.reclamee_le is not None:
                suite = (
                    f"sauf si la réclamation écrite du {p.reclamee_le:%d/%m/%Y} suffit, ce qu’un "
                    "juriste doit dire"
                )
            yield _prescrite(p, Gravite.AVERTISSEMENT, suite)
        elif proche:
            jours = (p.terme - decompte.au).days
            yield avertissement(
                Code.PRESCRIPTION_PROCHE,
                f"{_objet(p)} se prescrit le {p.terme:%d/%m/%Y}, dans {jours} "
                f"jour{'s' if jours > 1 else ''} ({p.fondement} ; depuis : {p.motif}).",
                "Une lettre n’interrompt pas ce délai : seule une reconnaissance, un paiement ou "
                "une demande en justice le fait (C. civ., art. 2240 et 2241).",
                _lieu(p),
                fondement=p.fondement,
            )
        if not p.relu and (acquise or proche):
            yield information(
                Code.REGLE_A_RELIRE,
                f"la durée retenue ({p.annees} ans : {p.fondement}) est à relire par un juriste.",
                lieu=_lieu(p),
                fondement=p.fondement,
            )
    supposees = [p for p in prescriptions if p.depart_suppose]
    en_jeu = consommateur or any(p.est_acquise(decompte.au) for p in supposees)
    if supposees and en_jeu and dossier.creancier.activite_professionnelle:
        yield information(
            Code.EXECUTION_INCONNUE,
            "la prescription court de l’exécution ou de la livraison, que le dossier ne donne "
            f"pas pour {', '.join(p.facture for p in supposees)} : la date de facture a servi.",
            "Indiquez « executee_le ».",
            Lieu(champ=_champ(dossier, supposees[0].facture, "executee_le")),
        )


def _prescrite(p: Prescription, gravite: Gravite, suite: str) -> Constat:
    return Constat(
        Code.CREANCE_PRESCRITE,
        gravite,
        f"{_objet(p)} est prescrite depuis le {p.terme:%d/%m/%Y} ({p.fondement} ; depuis : "
        f"{p.motif}) : {suite}.",
        _lieu(p),
        "Si un acte a interrompu le délai, faites relire le dossier par un juriste.",
        p.fondement,
    )


def _objet(p: Prescription) -> str:
    return f"la facture {p.facture}" if p.facture else "l’exécution du titre"


def _lieu(p: Prescription) -> Lieu:
    return Lieu(champ="factures" if p.facture else "titre_executoire")


def _champ(dossier: Dossier, numero: str, nom: str) -> str:
    rang = next(i for i, f in enumerate(dossier.factures) if f.numero == numero)
    return f"factures[{rang}].{nom}"


# --- Ce qui s'ajoute ------------------------------------------------------------------------


def accessoires_interdits(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """Neither the 40 € nor L441-10 against a consumer, or by a creditor who is no professional.

    The statement never has them: this looks at the figures themselves, once more.
    """
    if decompte.regime.nature == "titre":
        return
    admis = dossier.debiteur.qualite in ("professionnel", "personne_publique")
    admis = admis and (
        dossier.creancier.activite_professionnelle
        or dossier.debiteur.qualite == "personne_publique"
    )
    if admis:
        return
    for ligne in decompte.lignes:
        if not isinstance(ligne, LigneIndemnite | LigneInteret):
            continue
        if "L441-10" in ligne.fondement or isinstance(ligne, LigneIndemnite):
            yield erreur(
                Code.ACCESSOIRE_INTERDIT,
                f"le décompte porte {montant(ligne.montant, decompte.devise)} au titre de "
                f"« {ligne.fondement} », qui ne vaut qu’entre professionnels.",
                "Contre ce débiteur, seul l’intérêt légal court, après mise en demeure.",
                fondement="C. com., art. L441-10, II",
            )


def cumul(decompte: Decompte) -> Iterator[Constat]:
    """Two interests on one sum for one day: both repair the same delay, and do not add up."""
    par_facture: dict[str, list[LigneInteret]] = {}
    for ligne in decompte.lignes:
        if isinstance(ligne, LigneInteret):
            par_facture.setdefault(ligne.facture, []).append(ligne)
    for numero, lignes in par_facture.items():
        for avant, apres in pairwise(sorted(lignes, key=lambda x: (x.debut, x.fin))):
            if apres.debut < avant.fin:
                yield erreur(
                    Code.INTERETS_CUMULES,
                    f"deux intérêts courent les mêmes jours sur la facture {numero}, à partir du "
                    f"{apres.debut:%d/%m/%Y} : ils ne se cumulent pas (Cass. com., 24 avril 2024, "
                    "n° 22-24.275).",
                    "Gardez la pénalité ou l’intérêt légal, non les deux.",
                    fondement="Cass. com., 24 avril 2024, n° 22-24.275",
                )
                break


def frais_interdits(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """Recovery costs without a title stay with the creditor (L111-8, al. 2)."""
    if dossier.debiteur.qualite not in ("consommateur", "non_professionnel"):
        return
    consommateur = dossier.debiteur.qualite == "consommateur"
    for rang, facture in _frais(dossier, au):
        yield erreur(
            Code.FRAIS_INTERDITS,
            f"la facture {facture.numero} réclame des frais de recouvrement (« {facture.objet} ») "
            "sans titre exécutoire : ils restent à la charge du créancier (CPCE, art. L111-8, "
            f"al. 2{' ; C. consom., art. L121-21' if consommateur else ''}).",
            "Retirez-la du dossier.",
            Lieu(champ=f"factures[{rang}].objet"),
            fondement="CPCE, art. L111-8, al. 2"
            + (" ; C. consom., art. L121-21" if consommateur else ""),
        )


def frais_a_justifier(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """Between professionals, only what exceeds the 40 € and is proven may be asked for."""
    if dossier.debiteur.qualite in ("consommateur", "non_professionnel"):
        return
    for rang, facture in _frais(dossier, au):
        yield avertissement(
            Code.FRAIS_INTERDITS,
            f"la facture {facture.numero} réclame des frais de recouvrement (« {facture.objet} »)"
            " : au-delà des 40 €, seule une indemnisation complémentaire justifiée est due "
            "(C. com., art. L441-10, II ; CCP, art. L2192-13).",
            "Joignez les justificatifs, ou retirez-la du dossier.",
            Lieu(champ=f"factures[{rang}].objet"),
            fondement="CPCE, art. L111-8, al. 2 ; C. com., art. L441-10, II",
        )


def _frais(dossier: Dossier, au: datetime.date) -> Iterator[tuple[int, Facture]]:
    """Invoices of recovery costs; in a co-ownership the law allows them (1965, art. 10-1)."""
    if titre_en_vigueur(dossier, au) is not None:
        return
    for rang, facture in enumerate(dossier.factures):
        permis = facture.nature == "charges_copropriete" or facture.est_avoir
        if facture.date <= au and not permis and _FRAIS.search(facture.objet or ""):
            yield rang, facture
