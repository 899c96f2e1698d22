"""Days of the amicable stage: what the debtor was given, what comes next, who must be told.

A letter's own deadline, and the days left between two letters, are usage: no text sets them and
CPC, art. 642, does not move them. Sources of the others: CPCE, art. L125-1 and R125-7 (small
claims: a month from the commissaire's letter); C. civ., art. 2302 (guarantors, natural persons,
told « avant le 31 mars » of each year by a professional creditor) and 2303 (and of the first
payment left unpaid a month).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from courriers.dossier.modele import Dossier
from courriers.dossier.roles import Caution
from courriers.droit.agenda.terme import SANS_REPORT, Terme, de_procedure
from courriers.droit.bareme import Bareme
from courriers.droit.caution import premier_incident
from courriers.droit.decompte import Decompte
from courriers.droit.delais import UN_JOUR, terme
from courriers.droit.echeancier import echeancier_suivi
from courriers.droit.escalade import Niveau, etape
from courriers.langue.typographie import montant


def reponse(dossier: Dossier, decompte: Decompte, niveaux: Sequence[Niveau]) -> Iterator[Terme]:
    """The day the last letter gave the debtor, while something is due and no answer has come."""
    delais = {n.nom: n.delai_paiement_jours for n in niveaux}
    partis = [e for e in dossier.envois if e.date <= decompte.au and e.retour != "npai"]
    dernier = max(partis, key=lambda e: e.date, default=None)
    if dernier is None or not dernier.demande_un_paiement or decompte.total <= 0:
        return
    jours = delais.get(dernier.niveau)
    repondu = [x.date for x in (dossier.contestation, dossier.echeancier) if x is not None]
    if jours is None or any(dernier.date <= jour <= decompte.au for jour in repondu):
        return
    yield Terme(
        jour=dernier.date + datetime.timedelta(jours),
        nature="reponse",
        quoi=f"réponse du débiteur à «\u00a0{dernier.niveau}\u00a0»",
        fondement="délai donné par la lettre",
        calcul=f"{jours} jours depuis l’envoi du {dernier.date:%d/%m/%Y}\u00a0; {SANS_REPORT}",
        par="debiteur",
        repere=f"{dernier.niveau} {dernier.date}",
    ).doute("supposee", "délai du modèle de lettre\u00a0: celui que porte la lettre l’emporte")


def prochaine_etape(
    dossier: Dossier, decompte: Decompte, niveaux: Sequence[Niveau]
) -> Iterator[Terme]:
    """The next letter of the climb, from the day it may go."""
    due = etape(dossier, niveaux, decompte)
    if not due.suivante:
        return
    jour, calcul = due.ouverte_le, "d’après le dernier envoi et le délai d’usage de cette étape"
    if jour is None:
        echues = [s.echeance for s in decompte.factures if s.principal]
        if not echues:
            return
        jour = min(echues) + UN_JOUR
        calcul = (
            f"le lendemain de l’échéance du {min(echues):%d/%m/%Y}, aucune lettre n’étant partie"
        )
    yield Terme(
        jour=jour,
        nature="etape",
        quoi=f"envoyer «\u00a0{due.suivante}\u00a0»",
        fondement="usage",
        calcul=calcul,
        borne="des",
        repere=due.suivante,
    )


def petites_creances(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Terme]:
    """The month of the small claims procedure, until an answer is noted."""
    for envoi in dossier.envois:
        debut = envoi.lettre_du_commissaire_le
        if debut is None or debut > au or (envoi.suite is not None and envoi.suite.date <= au):
            continue
        mois = int(bareme.en_vigueur("delai_petites_creances", debut).valeur)
        compte = de_procedure(
            debut, f"la lettre du commissaire de justice du {debut:%d/%m/%Y}", mois=mois
        )
        yield Terme(
            jour=compte.jour,
            nature="gel",
            quoi="réponse du débiteur au commissaire de justice\u00a0; aucun paiement d’ici là",
            fondement="CPCE, art. L125-1 et R125-7",
            calcul=compte.calcul,
            par="debiteur",
            repere=str(debut),
        ).doute(
            "a_verifier", "le silence vaut refus\u00a0; le texte ne dit pas si ce mois est reporté"
        )


def echeances(dossier: Dossier, au: datetime.date) -> Iterator[Terme]:
    """What is left to receive of a schedule, instalment by instalment."""
    suivi, accord = echeancier_suivi(dossier, au), dossier.echeancier
    if suivi is None or accord is None:
        return
    for e in suivi.echeances:
        if e.reste_du > 0:
            yield Terme(
                jour=e.date,
                nature="echeance",
                quoi=f"échéance {e.rang} sur {len(suivi.echeances)}\u00a0: "
                f"{montant(e.reste_du, dossier.devise)} à recevoir",
                fondement=f"accord du {accord.date:%d/%m/%Y}",
                calcul=f"date de l’accord\u00a0; {SANS_REPORT}",
                par="debiteur",
                repere=str(e.rang),
            )


def cautions(dossier: Dossier, au: datetime.date, decompte: Decompte | None) -> Iterator[Terme]:
    """What a professional creditor must tell the guarantors who are natural persons."""
    solde = decompte is not None and decompte.total + decompte.a_echoir <= 0
    if solde or not dossier.creancier.activite_professionnelle:
        return
    for rang, caution in enumerate(dossier.cautions, start=1):
        decede_le = getattr(caution, "decede_le", None)
        parti = decede_le is not None and decede_le <= au
        if caution.est_personne_physique and caution.acte_du <= au and not parti:
            yield _information(caution, rang, au)
            if decompte is not None:
                yield from _premier_impaye(caution, rang, decompte)


def _information(caution: Caution, rang: int, au: datetime.date) -> Terme:
    """The next one: whether the last was given, a case does not say."""
    annee = au.year if au <= datetime.date(au.year, 3, 30) else au.year + 1
    annee = max(annee, caution.acte_du.year + 1)
    return Terme(
        jour=datetime.date(annee, 3, 30),
        nature="information",
        quoi=f"informer la caution n°\u00a0{rang} de ce qui restait dû au 31 décembre {annee - 1}",
        fondement="C. civ., art. 2302",
        calcul=f"avant le 31 mars\u00a0: le 30 est le dernier jour\u00a0; {SANS_REPORT}",
        imperatif=True,
        repere=f"{rang} {annee}",
    )


def _premier_impaye(caution: Caution, rang: int, decompte: Decompte) -> Iterator[Terme]:
    echues = [s.echeance for s in decompte.factures if s.principal]
    incident = premier_incident(decompte) or min(echues, default=None)
    informee = caution.informee_le
    if incident is None or (informee is not None and incident < informee <= decompte.au):
        return
    yield Terme(
        jour=terme(incident, mois=1),
        nature="premier_impaye",
        quoi=f"informer la caution n°\u00a0{rang} de l’impayé du {incident:%d/%m/%Y}",
        fondement="C. civ., art. 2303",
        calcul=f"1 mois depuis l’échéance du {incident:%d/%m/%Y}\u00a0; {SANS_REPORT}",
        imperatif=True,
        repere=str(rang),
    ).doute(
        "a_verifier",
        "le texte vise l’impayé non régularisé dans le mois, sans fixer de jour\u00a0: le plus "
        "prudent est compté",
    )
