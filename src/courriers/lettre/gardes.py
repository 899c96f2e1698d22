"""What stands between a case and a letter: who may write it, what the law closes, what is missing.

One branch by route (``[droit] voie`` of the pack); the rules themselves are in ``droit``.
"""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.regles import a_savoir, empechements
from courriers.droit.regles.reglements import (
    a_savoir_paiement,
    accessoires_abandonnes,
    contestation_posterieure,
    empechements_quittance,
    empechements_recu,
)
from courriers.droit.voies.petites_creances import (
    a_savoir_petites_creances,
    empechements_petites_creances,
)
from courriers.langue.adresse import bloc_postal, constats_adresse
from courriers.lettre.champs import somme_reclamee
from courriers.lettre.pack import Pack
from courriers.lettre.parties import ROLES

_PAIEMENTS = {"quittance": empechements_quittance, "recu": empechements_recu}
"""The routes that ask for nothing: what forbids to claim does not forbid them."""


def gardes(
    dossier: Dossier,
    pack: Pack,
    decompte: Decompte,
    canal: str,
    bareme: Bareme | None,
) -> list[Constat]:
    """What the law forbids: of any letter, then of the route of this one."""
    manifeste = pack.manifeste
    vers_le_debiteur = canal if manifeste.destinataire == "debiteur" else None
    if manifeste.droit.voie in _PAIEMENTS:
        sur_le_paiement = _PAIEMENTS[manifeste.droit.voie](dossier, decompte, vers_le_debiteur)
        return [*_acteur(dossier, pack), *sur_le_paiement]
    refus = [
        *_acteur(dossier, pack),
        *empechements(dossier, decompte, vers_le_debiteur, somme_reclamee(decompte, pack)),
    ]
    if manifeste.droit.voie == "petites_creances":
        refus += empechements_petites_creances(dossier, decompte, bareme)
    elif manifeste.droit.voie == "reponse":
        refus += contestation_posterieure(dossier, decompte)
    # Once the principal is paid, every claim is closed already.
    if decompte.principal > 0 and manifeste.reclame not in ("principal", "rien"):
        refus += accessoires_abandonnes(dossier, decompte)
    return refus


def _acteur(dossier: Dossier, pack: Pack) -> list[Constat]:
    """Why whoever writes in this case may not write this letter."""
    qui = dossier.mandataire
    if qui is None or qui.role in pack.manifeste.acteurs:
        return []
    return [
        erreur(
            Code.ACTEUR_NON_COUVERT,
            f"« {pack.nom} » est une lettre du créancier : {ROLES[qui.role]} ne l’écrit pas.",
            "Retirez « mandataire » si le créancier l’écrit lui-même.",
            Lieu(champ="mandataire.role"),
        )
    ]


def a_savoir_de(dossier: Dossier, pack: Pack, decompte: Decompte) -> list[Constat]:
    """What to weigh before sending: the debt, the route, the address on the envelope."""
    manifeste = pack.manifeste
    au_debiteur = manifeste.destinataire == "debiteur"
    constats = a_savoir(dossier, decompte, au_debiteur=au_debiteur)
    if manifeste.droit.voie == "petites_creances":
        constats += a_savoir_petites_creances(dossier)
    elif manifeste.droit.voie in _PAIEMENTS:
        constats = a_savoir_paiement(dossier, decompte)
    elif manifeste.droit.voie == "reponse":  # it is the answer that this finding asks for
        constats = [c for c in constats if c.code != Code.CREANCE_CONTESTEE]
    if au_debiteur:
        debiteur = dossier.debiteur
        lignes = bloc_postal(debiteur, debiteur.contact)
        return constats + constats_adresse(lignes, "debiteur", debiteur.adresse.pays)
    if dossier.commissaire is not None:
        etude = dossier.commissaire
        constats += constats_adresse(bloc_postal(etude), "commissaire", etude.adresse.pays)
    return constats


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
