"""What stands between a case and a letter: who may write it, what the law closes, what is missing.

One branch by route (``[droit] voie`` of the pack); the rules themselves are in ``droit``.
"""

from __future__ import annotations

import datetime

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne
from courriers.droit.bareme import Bareme
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.regles import a_savoir, empechements
from courriers.droit.regles.avant_echeance import (
    a_savoir_avant_echeance,
    empechements_avant_echeance,
)
from courriers.droit.regles.caution import a_savoir_caution, empechements_caution
from courriers.droit.regles.declaration import a_savoir_declaration, empechements_declaration
from courriers.droit.regles.echeancier import (
    a_savoir_accord,
    a_savoir_rappel,
    empechements_accord,
    empechements_rappel,
)
from courriers.droit.regles.parties import premiere_lettre_exigee
from courriers.droit.regles.reglements import (
    a_savoir_paiement,
    accessoires_abandonnes,
    contestation_posterieure,
    empechements_quittance,
    empechements_recu,
)
from courriers.droit.voies.actes import ACTES
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.petites_creances import (
    a_savoir_petites_creances,
    empechements_petites_creances,
)
from courriers.droit.voies.refus import avec_les_voies_ouvertes, refus_de
from courriers.langue.adresse import bloc_postal, constats_adresse
from courriers.lettre.contexte import somme_reclamee
from courriers.lettre.pack import Pack
from courriers.lettre.parties import ROLES

_PAIEMENTS = {"quittance": empechements_quittance, "recu": empechements_recu}
"""The routes that ask for nothing: what forbids to claim does not forbid them."""
_AVEC_ACCESSOIRES = ("total", "principal_et_interets", "passif", "caution")
"""What a letter claims with interest or indemnities, which the creditor may have given up."""


def gardes(
    dossier: Dossier,
    pack: Pack,
    decompte: Decompte,
    canal: str,
    bareme: Bareme | None,
    *,
    au: datetime.date,
) -> list[Constat]:
    """What the law forbids: of any letter, then of the route of this one."""
    canal_du_debiteur = canal if pack.manifeste.destinataire == "debiteur" else None
    refus = _acteur(dossier, pack)
    acte = ACTES.get(pack.manifeste.droit.voie)
    if acte is None:
        refus += _de_la_voie(dossier, pack, decompte, canal_du_debiteur, bareme, au)
    else:
        somme = somme_reclamee(decompte, pack, dossier)
        refus += acte.empechements(dossier, decompte, somme, bareme)
    # Once the principal is paid, every claim is closed already.
    if decompte.principal > 0 and pack.manifeste.reclame in _AVEC_ACCESSOIRES:
        refus += accessoires_abandonnes(dossier, decompte)
    return refus


def _de_la_voie(  # noqa: PLR0917 – one argument by thing that a route looks at
    dossier: Dossier, pack: Pack, decompte: Decompte, canal: str | None, bareme: Bareme | None,
    au: datetime.date,
) -> list[Constat]:  # fmt: skip
    voie, somme = pack.manifeste.droit.voie, somme_reclamee(decompte, pack, dossier)
    match voie:
        case "avant_echeance":
            return empechements_avant_echeance(dossier, decompte, canal)
        case "caution":
            return empechements_caution(dossier, decompte, somme)
        case "declaration":
            return empechements_declaration(dossier, decompte, au, bareme)
        case "quittance" | "recu":
            return _PAIEMENTS[voie](dossier, decompte, canal)
        case "accord" | "echeance_manquee":
            # Whether an instalment is missing is a rule of the route.
            propres = empechements_accord if voie == "accord" else empechements_rappel
            toute = empechements(dossier, decompte, canal, decompte.total, sous_echeancier=True)
            if voie == "echeance_manquee" and dossier.echeancier:
                toute += premiere_lettre_exigee(dossier, au)
            return toute + propres(dossier, decompte)
    refus = empechements(dossier, decompte, canal, somme)
    if voie == "petites_creances":
        faits = Faits(dossier, decompte.au, bareme or decompte.regime.bareme, decompte)
        refus += refus_de(faits.ordonnance_rendue(), "ordonnance")
        refus += empechements_petites_creances(dossier, decompte, bareme)
        refus = avec_les_voies_ouvertes(refus, faits)
    elif voie == "reponse":
        refus += contestation_posterieure(dossier, decompte)
        refus += premiere_lettre_exigee(dossier, au) if dossier.contestation else ()
    return refus


def _acteur(dossier: Dossier, pack: Pack) -> list[Constat]:
    """Why whoever writes in this case may not write this letter."""
    qui = dossier.mandataire
    if qui is None or qui.role in pack.manifeste.acteurs:
        return []
    return [
        erreur(
            Code.ACTEUR_NON_COUVERT,
            f"« {pack.nom} » : cette version ne l’écrit pas pour {ROLES[qui.role]}.",
            "Retirez « mandataire » si le créancier l’écrit lui-même.",
            Lieu(champ="mandataire.role"),
        )
    ]


def a_savoir_de(
    dossier: Dossier, pack: Pack, decompte: Decompte, au: datetime.date
) -> list[Constat]:
    """What to weigh before sending: the debt, the route, the address on the envelope."""
    manifeste = pack.manifeste
    au_debiteur = manifeste.destinataire == "debiteur"
    # Not signed yet, an agreement has interrupted nothing.
    accord = manifeste.droit.voie == "accord"
    etat = dossier.model_copy(update={"echeancier": None}) if accord else dossier
    constats = a_savoir(etat, decompte, au_debiteur=au_debiteur)
    acte = ACTES.get(manifeste.droit.voie)
    if acte is not None:
        constats = [*(constats if acte.demande else ()), *acte.a_savoir(dossier, decompte)]
    match manifeste.droit.voie:
        case "petites_creances":
            constats += a_savoir_petites_creances(dossier)
        case "accord":
            constats += a_savoir_accord(dossier, decompte)
        case "echeance_manquee":
            constats += a_savoir_rappel(dossier, decompte)
        case "avant_echeance":
            constats += a_savoir_avant_echeance(decompte)
        case "quittance" | "recu":
            constats = a_savoir_paiement(dossier, decompte)
        case "reponse":  # it is the answer that this finding asks for
            constats = [c for c in constats if c.code != Code.CREANCE_CONTESTEE]
        case "caution":
            constats += a_savoir_caution(dossier, decompte)
        case "declaration":
            constats += a_savoir_declaration(dossier, au, decompte.regime.bareme)
    champ, qui = _destinataire(dossier, pack, decompte)
    if qui is None:
        return constats
    contact = dossier.debiteur.contact if au_debiteur else None
    if manifeste.destinataire == "caution":
        contact = getattr(qui, "representant", None)
    lignes = bloc_postal(qui, contact)
    return constats + constats_adresse(lignes, champ, qui.adresse.pays)


def _destinataire(dossier: Dossier, pack: Pack, decompte: Decompte) -> tuple[str, Personne | None]:
    """Who the envelope names, with its path in the case."""
    match pack.manifeste.destinataire:
        case "debiteur":
            return "debiteur", dossier.debiteur
        case "commissaire":
            return "commissaire", dossier.commissaire
        case "caution":
            rang = decompte.rang if isinstance(decompte, DecompteCaution) else 0
            return f"cautions[{rang}]", dossier.cautions[rang] if dossier.cautions else None
        case "juridiction" | "greffe" | "projet":  # a court is no person; its block is ours
            return "juridiction", None
    procedure = dossier.procedure_collective
    nom = "procedure_collective.mandataire_judiciaire"
    return nom, procedure.mandataire_judiciaire if procedure else None


def champs_exiges(dossier: Dossier, pack: Pack) -> list[Constat]:
    """The paths of ``exige`` that the case leaves empty."""
    constats = []
    for chemin in pack.manifeste.exige:
        valeur: object = dossier
        for nom in chemin.split("."):
            valeur = getattr(valeur, nom, None)
        if valeur is None or valeur in ("", ()):
            constats.append(
                erreur(
                    Code.CHAMP_MANQUANT,
                    f"« {pack.nom} » a besoin de ce champ.",
                    lieu=Lieu(champ=chemin),
                )
            )
    return constats
