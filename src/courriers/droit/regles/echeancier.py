"""Rules of an agreed schedule: the agreement itself, then the reminder of a missed instalment.

Sources: C. civ., art. 1305-2 and 1305-5 (term, and its forfeiture), 1330, 1342-10, 1375, 1376,
2240, 2303; C. consom., art. L312-4, 9° (a delay granted without cost is no credit); CCP, art.
L2192-14 (interest owed by a public buyer is not given up).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import pairwise

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne, PersonnePublique
from courriers.droit.decompte import Decompte, decompte_arrete
from courriers.droit.echeancier import echeancier_suivi
from courriers.droit.prescription import prescriptions
from courriers.langue.typographie import montant

_REFORME = datetime.date(2026, 11, 20)
"""Day the reform of consumer credit applies; L312-4, 9° is to be read again from then on."""


# --- L'accord -------------------------------------------------------------------------------


def empechements_accord(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """Every reason why the agreement cannot be drawn up on the day of *decompte*."""
    if dossier.echeancier is None:
        return []  # said among the fields the letter needs
    return [
        *_le_jour(dossier, decompte.au),
        *_les_dates(dossier),
        *(_le_total(dossier, decompte) if dossier.echeancier.date == decompte.au else ()),
        *_le_debiteur_public(decompte),
        *_les_representants(dossier),
    ]


def _le_jour(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    accord = dossier.echeancier
    if accord is not None and accord.date != au:
        yield _inexact(
            f"l’échéancier est du {accord.date:%d/%m/%Y}, et l’accord serait du {au:%d/%m/%Y}.",
            f"Rédigez l’accord avec « --au {accord.date} », ou changez « echeancier.date ».",
            "echeancier.date",
        )


def _les_dates(dossier: Dossier) -> Iterator[Constat]:
    accord = dossier.echeancier
    if accord is None:
        return
    for rang, echeance in enumerate(accord.echeances):
        if echeance.date <= accord.date:
            yield _inexact(
                f"l’échéance du {echeance.date:%d/%m/%Y} n’est pas postérieure à l’accord du "
                f"{accord.date:%d/%m/%Y}.",
                "Un versement du jour même se note dans « paiements ».",
                f"echeancier.echeances[{rang}].date",
            )
    for rang, (avant, apres) in enumerate(pairwise(accord.echeances), start=1):
        if apres.date <= avant.date:
            yield _inexact(
                f"l’échéance du {apres.date:%d/%m/%Y} suit celle du {avant.date:%d/%m/%Y}.",
                "Rangez-les par date, une seule par jour.",
                f"echeancier.echeances[{rang}].date",
            )


def _le_total(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """To the cent: neither a gift nor a fee may hide in the instalments."""
    suivi = echeancier_suivi(dossier, decompte.au)
    if suivi is None:
        return
    devise, ecart = decompte.devise, suivi.total - decompte.total
    if decompte.total > 0 and ecart:
        quoi = "en trop" if ecart > 0 else "de moins"
        frais = " Contre un consommateur, tout frais ajouté en ferait un crédit."
        yield _inexact(
            f"les échéances font {montant(suivi.total, devise)}, et le décompte arrêté au "
            f"{decompte.au:%d/%m/%Y}, {montant(decompte.total, devise)} : "
            f"{montant(abs(ecart), devise)} {quoi}.",
            "Corrigez les montants, ou notez un avoir si une part de la dette est remise."
            + (frais if ecart > 0 and dossier.debiteur.qualite == "consommateur" else ""),
            "echeancier.echeances",
        )


def _le_debiteur_public(decompte: Decompte) -> Iterator[Constat]:
    if decompte.regime.nature == "commande_publique":
        yield erreur(
            Code.VOIE_FERMEE,
            "cet accord cesse de demander les intérêts tant qu’il est respecté, ce qu’un créancier "
            "de la commande publique ne peut pas : la renonciation serait réputée non écrite "
            "(CCP, art. L2192-14).",
            "Demandez à l’ordonnateur les dates de mise en paiement.",
            Lieu(champ="debiteur.regime"),
            fondement="CCP, art. L2192-14",
        )


def _les_representants(dossier: Dossier) -> Iterator[Constat]:
    """A body signs by somebody, named with the quality that gives the power."""
    parties: list[tuple[str, Personne]] = [("debiteur", dossier.debiteur)]
    parties += [(f"codebiteurs[{rang}]", c) for rang, c in enumerate(dossier.codebiteurs)]
    for champ, partie in parties:
        public = isinstance(partie, PersonnePublique)
        if public and champ != "debiteur":
            continue  # the case has no field for it
        nom = "contact" if public else "representant"
        if not partie.est_personne_physique and getattr(partie, nom, None) is None:
            yield erreur(
                Code.CHAMP_MANQUANT,
                "l’accord dit qui engage cette personne, et en quelle qualité.",
                "Donnez {civilite, prenom, nom, qualite} de qui a le pouvoir de signer.",
                Lieu(champ=f"{champ}.{nom}"),
            )


def _inexact(message: str, conseil: str, champ: str) -> Constat:
    return erreur(Code.ECHEANCIER_INEXACT, message, conseil, Lieu(champ=champ))


def a_savoir_accord(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """What the creditor should know before both sign."""
    return [
        *_la_reconnaissance(dossier, decompte),
        *_la_main(dossier),
        *_le_credit(dossier, decompte),
    ]


def _la_reconnaissance(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    acquises = [p for p in prescriptions(dossier, decompte) if p.est_acquise(decompte.au)]
    if acquises:
        nommees = ", ".join(p.facture for p in acquises)
        yield avertissement(
            Code.RECONNAISSANCE,
            f"la prescription est acquise pour {nommees} : signer l’accord revient à y renoncer, "
            "ce que le débiteur doit savoir (C. civ., art. 2250).",
            "Dites-le-lui par écrit avant qu’il signe, ou retirez ces factures.",
            Lieu(champ="factures"),
            fondement="C. civ., art. 2250",
        )
        return
    yield information(
        Code.RECONNAISSANCE,
        "signé, l’accord vaut reconnaissance de la dette : la prescription est interrompue au jour "
        "de la signature du débiteur, et repart pour la même durée (C. civ., art. 2231 et 2240)"
        + (" ; elle l’est aussi contre la caution (art. 2246)." if dossier.cautions else "."),
        "Gardez votre original.",
        fondement="C. civ., art. 2240",
    )


def ecrit_la_somme(partie: Personne) -> bool:
    """Whether *partie* writes the sum by its own hand (C. civ., art. 1376).

    Between traders proof is free (C. com., art. L110-3); who is not known to be one writes.
    """
    return partie.est_commercant is not True or getattr(partie, "qualite", "") == "consommateur"


def _la_main(dossier: Dossier) -> Iterator[Constat]:
    if any(ecrit_la_somme(p) for p in (dossier.debiteur, *dossier.codebiteurs)):
        yield information(
            Code.SOMME_A_ECRIRE,
            "un signataire n’est pas connu comme commerçant : l’accord ne prouve sa dette que s’il "
            "écrit lui-même la somme, en toutes lettres et en chiffres ; les lettres l’emportent "
            "(C. civ., art. 1376).",
            "Relisez ce qu’il aura écrit, avant de signer.",
            fondement="C. civ., art. 1376",
        )


def _le_credit(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    if dossier.debiteur.qualite == "consommateur" and decompte.au >= _REFORME:
        yield information(
            Code.REGLE_A_RELIRE,
            "délai accordé sans frais ni intérêt ajoutés, l’accord n’est pas un crédit à la "
            "consommation (C. consom., art. L312-4, 9°) ; ce texte, réformé au 20/11/2026, est à "
            "relire par un juriste.",
            fondement="C. consom., art. L312-4, 9°",
        )


# --- Le rappel d'une échéance manquée -------------------------------------------------------


def empechements_rappel(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """Why no missed instalment can be recalled on the day of *decompte*."""
    suivi = echeancier_suivi(dossier, decompte.au)
    if dossier.echeancier is None or decompte.total <= 0:
        return []  # said elsewhere: a field the letter needs, nothing is due
    if decompte.regime.nature == "commande_publique":
        return [_rappel_a_un_debiteur_public()]
    if suivi is None:
        return [
            _a_jour(f"l’échéancier n’est accordé que le {dossier.echeancier.date:%d/%m/%Y}.", "")
        ]
    devise = decompte.devise
    if suivi.manquant > decompte.total:
        return [
            _inexact(
                f"il manque {montant(suivi.manquant, devise)} aux échéances, et le décompte du "
                f"{decompte.au:%d/%m/%Y} ne laisse que {montant(decompte.total, devise)}.",
                "Un avoir a réduit la dette depuis l’accord : convenez d’un nouvel échéancier.",
                "echeancier.echeances",
            )
        ]
    if suivi.manquees:
        # Its letter says what the schedule was made of, by nature (CPCE, art. R124-4, 3°).
        qui = dossier.mandataire
        ventile = qui is not None and qui.role == "societe_recouvrement"
        return [*_ecart_de_l_accord(dossier, decompte, erreur)] if ventile else []
    prochaine = next(iter(suivi.a_venir), None)
    suite = (
        f"La prochaine est due le {prochaine.date:%d/%m/%Y} ; elle serait manquée le lendemain."
        if prochaine
        else "Toutes sont payées."
    )
    return [_a_jour(f"aucune échéance n’est manquée au {decompte.au:%d/%m/%Y}.", suite)]


def _rappel_a_un_debiteur_public() -> Constat:
    return erreur(
        Code.VOIE_FERMEE,
        "cette lettre rappelle un accord qui cesse de demander les intérêts tant qu’il est "
        "respecté, ce qu’un créancier de la commande publique ne peut pas : la renonciation est "
        "réputée non écrite (CCP, art. L2192-14).",
        "Retirez « echeancier » : une relance réclame ce qui est dû, avec ses intérêts.",
        Lieu(champ="debiteur.regime"),
        fondement="CCP, art. L2192-14",
    )


def _ecart_de_l_accord(
    dossier: Dossier, decompte: Decompte, constat: Callable[..., Constat]
) -> Iterator[Constat]:
    """The instalments and the debt on the day of the agreement differ; *constat* sets how bad."""
    accord, suivi = dossier.echeancier, echeancier_suivi(dossier, decompte.au)
    if accord is None or suivi is None:
        return
    au_jour = decompte_arrete(dossier, accord.date, bareme=decompte.regime.bareme)
    if suivi.total != au_jour.total:
        devise = decompte.devise
        yield constat(
            Code.ECHEANCIER_INEXACT,
            f"les échéances font {montant(suivi.total, devise)}, et le décompte au jour de "
            f"l’accord ({accord.date:%d/%m/%Y}), {montant(au_jour.total, devise)}.",
            "Corrigez les échéances, ou notez ce qui avait réduit la dette ce jour-là : un avoir, "
            "un paiement.",
            Lieu(champ="echeancier.echeances"),
        )


def _a_jour(message: str, conseil: str) -> Constat:
    return erreur(
        Code.ECHEANCIER_A_JOUR,
        message,
        conseil,
        Lieu(champ="echeancier"),
        fondement="C. civ., art. 1305-2",
    )


def a_savoir_rappel(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """What the creditor should know before the reminder goes."""
    return [
        *_ecart_de_l_accord(dossier, decompte, avertissement),
        *_les_cautions(dossier, decompte),
    ]


def _les_cautions(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """A professional tells the guarantors who are natural persons (C. civ., art. 2303)."""
    suivi = echeancier_suivi(dossier, decompte.au)
    if suivi is None or not suivi.manquees or not dossier.creancier.activite_professionnelle:
        return
    depuis = suivi.manquees[0].date
    for rang, caution in enumerate(dossier.cautions):
        informee = caution.informee_le is not None and depuis < caution.informee_le <= decompte.au
        if caution.est_personne_physique and not informee:
            yield avertissement(
                Code.CAUTION_A_INFORMER,
                f"la caution doit être informée de la défaillance si l’échéance du "
                f"{depuis:%d/%m/%Y} n’est pas régularisée dans le mois (C. civ., art. 2303), à "
                "peine de perdre contre elle les intérêts et pénalités.",
                "Écrivez-lui, puis notez « informee_le ».",
                Lieu(champ=f"cautions[{rang}].informee_le"),
                fondement="C. civ., art. 2303",
            )
