"""The parties, as a template sees them: letterhead, address, signature, legal mentions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import (
    Association,
    EntrepreneurIndividuel,
    Particulier,
    Personne,
    PersonnePublique,
    Signataire,
    Societe,
)
from courriers.dossier.roles import Creancier, Debiteur, Mandataire
from courriers.langue.accords import (
    a,
    appel,
    complement,
    dans_la_phrase,
    designation,
    nom_complet,
    nom_postal,
)
from courriers.langue.adresse import LIGNES_MAX, bloc_postal, lignes_de
from courriers.langue.typographie import INSECABLE, date_longue, euros_ronds, groupes

ROLES = {
    "societe_recouvrement": "une société de recouvrement",
    "avocat": "un avocat",
    "commissaire_de_justice": "un commissaire de justice",
}
"""An agent, as a message names it."""


_LIGNE_PLEINE = 42
"""Characters that the width of a window holds in Arial 10; the post counts on 38."""


class Libres(dict[str, str]):
    """Free texts by name: one that the case does not give is empty, so that it can be tested."""

    def __missing__(self, nom: str) -> str:
        return ""


def creancier(dossier: Dossier, images: Mapping[str, Any]) -> dict[str, Any]:
    """The creditor, with the pictures given by field."""
    partie = dossier.creancier
    mediateur = partie.mediateur
    return {
        **_coordonnees(partie),
        **_compte(partie, partie.bic),
        "de": complement(partie),
        "a": a(dans_la_phrase(partie)),
        "nom_et_adresse": ", ".join([nom_postal(partie), *lignes_de(partie.adresse)]),
        "ecrit_je": _ecrit_je(partie),
        "signataire": {
            **_signataire(partie, partie.signataire),
            "image": images.get("creancier.signataire.image", ""),
        },
        "logo": images.get("creancier.logo", ""),
        "mediateur": mediateur
        and {"nom": mediateur.nom, "site": mediateur.site, "adresse": mediateur.adresse or ""},
        "est_professionnel": partie.activite_professionnelle,
    }


def expediteur(dossier: Dossier, images: Mapping[str, Any]) -> dict[str, Any]:
    """Who writes, signs and is paid: the agent if there is one, else the creditor."""
    partie = dossier.mandataire or dossier.creancier
    agit = dossier.mandataire is not None
    return {
        **_coordonnees(partie),
        **compte(dossier),
        "reference": (dossier.mandataire and dossier.mandataire.reference) or dossier.reference,
        "reference_de_paiement": reference_de_paiement(dossier),
        "ecrit_je": _ecrit_je(partie),
        "signataire": {
            **_signataire(partie, partie.signataire),
            "image": images.get("expediteur.signataire.image", ""),
        },
        "logo": images.get("expediteur.logo", ""),
        "est_professionnel": agit or dossier.creancier.activite_professionnelle,
    }


def compte(dossier: Dossier) -> dict[str, str]:
    """Where to pay: the agent's own account, else the creditor's."""
    mandataire = dossier.mandataire
    if mandataire is not None and mandataire.iban:
        return _compte(mandataire, None)
    return _compte(dossier.creancier, dossier.creancier.bic)


def reference_de_paiement(dossier: Dossier) -> str:
    """What a payer recalls: the reference known to whoever holds the account."""
    mandataire = dossier.mandataire
    if mandataire is not None and mandataire.iban:
        return mandataire.reference or dossier.reference
    return dossier.reference


def mandataire(dossier: Dossier, au: datetime.date) -> dict[str, Any] | None:
    """The agent, if the creditor has one, and its first letter, if that went before *au*."""
    partie = dossier.mandataire
    if partie is None:
        return None
    premiere = partie.premiere_lettre
    if premiere is not None and premiere.date >= au:  # it is this one, or is yet to come
        premiere = None
    return {
        "mandat_du": date_longue(partie.mandat_du),
        "premiere_lettre": premiere
        and {"reference": premiere.reference, "date": date_longue(premiere.date)},
        **{f"est_{role}": partie.role == role for role in ROLES},
    }


def _coordonnees(partie: Personne) -> dict[str, Any]:
    return {
        "denomination": designation(partie),
        "dans_la_phrase": dans_la_phrase(partie),
        "adresse": list(lignes_de(partie.adresse)),
        "telephone": (partie.telephone or "").replace(" ", INSECABLE),
        "courriel": partie.courriel or "",
        "mentions_legales": mentions_legales(partie),
    }


def _compte(partie: Creancier | Mandataire, bic: str | None) -> dict[str, str]:
    return {
        "iban": groupes(partie.iban, 4) if partie.iban else "",
        "bic": bic or "",
        "titulaire_compte": partie.titulaire_compte or designation(partie),
    }


def _ecrit_je(partie: Creancier | Mandataire) -> bool:
    """A natural person who signs for itself: « je », and no « nous »."""
    if not isinstance(partie, EntrepreneurIndividuel | Particulier):
        return False
    signataire = partie.signataire
    return signataire is None or (signataire.prenom, signataire.nom) == (partie.prenom, partie.nom)


def _signataire(personne: Personne, signataire: Signataire | None) -> dict[str, str]:
    """Who signs, without the civility one does not give oneself."""
    signe = signataire or personne
    nom = f"{getattr(signe, 'prenom', '')} {getattr(signe, 'nom', '')}".strip()
    return {"nom": nom, "qualite": signataire.qualite if signataire else ""}


def debiteur(dossier: Dossier) -> dict[str, Any]:
    """The debtor."""
    partie = dossier.debiteur
    qualites = ("professionnel", "consommateur", "non_professionnel", "personne_publique")
    public = partie if isinstance(partie, PersonnePublique) else None
    return {
        "denomination": designation(partie),
        "dans_la_phrase": dans_la_phrase(partie),
        "de": complement(partie),
        **enveloppe(bloc_postal(partie, partie.contact)),
        "appel": appel(partie, partie.contact),
        "identite": _identite(partie, nom_postal(partie)),
        "interlocuteur": _interlocuteur(partie),
        "telephone": partie.telephone or "",
        "courriel": partie.courriel or "",
        "siren": groupes(partie.siren, 3) if partie.siren else "",
        "siret": groupes(partie.siret, (3, 3, 3, 5)) if partie.siret else "",
        "comptable": (public.comptable or "") if public else "",
        "complements": Libres(partie.complements),
        **{f"est_{q}": partie.qualite == q for q in qualites},
    }


def _interlocuteur(partie: Debiteur) -> str:
    """Who speaks for a body: « Mme Odile Castaing, présidente », or nothing."""
    humain = getattr(partie, "representant", None) or partie.contact
    return f"{nom_complet(humain)}, {humain.qualite}" if humain else ""


def commissaire(dossier: Dossier) -> dict[str, Any] | None:
    """The commissaire de justice the request goes to, if the case names one."""
    etude = dossier.commissaire
    if etude is None:
        return None
    return {
        "denomination": designation(etude),
        **enveloppe(bloc_postal(etude)),
        "courriel": etude.courriel or "",
    }


def enveloppe(lignes: tuple[str, ...]) -> dict[str, Any]:
    """An address block, and whether it needs smaller letters to stay in the window."""
    longue = len(lignes) > LIGNES_MAX or any(len(ligne) > _LIGNE_PLEINE for ligne in lignes)
    return {"adresse": list(lignes), "adresse_serree": longue}


def mentions_legales(personne: Personne) -> str:
    """The letterhead's legal line (C. com., art. R123-237 and R123-238)."""
    return _identite(personne, designation(personne))


def identite(personne: Personne) -> str:
    """Who a party is, in one line, as a sentence takes it: « la SARL Dupont au capital de… »."""
    return _identite(personne, dans_la_phrase(personne))


def _identite(personne: Personne, nom: str) -> str:
    mentions = [nom]
    if isinstance(personne, Societe):
        if personne.en_liquidation:  # the company is, not its capital
            mentions = [f"{nom}, en liquidation,"]
        if personne.capital_variable:
            mentions.append("à capital variable")
        elif personne.capital is not None:
            mentions.append(f"au capital de {euros_ronds(personne.capital)}")
    siege = f"siège{INSECABLE}: " if isinstance(personne, Societe | Association) else ""
    adresse = ", ".join(lignes_de(personne.adresse))
    lignes = [" ".join(mentions).rstrip(","), f"{siege}{adresse}"]
    if personne.siren:
        lignes.append(f"SIREN{INSECABLE}{groupes(personne.siren, 3)}")
    if isinstance(personne, Societe | EntrepreneurIndividuel) and personne.rcs:
        lignes.append(f"RCS {personne.rcs}")
    if isinstance(personne, Association) and personne.rna:
        lignes.append(f"RNA{INSECABLE}{personne.rna}")
    if personne.tva_intracommunautaire:
        lignes.append(f"TVA intracommunautaire{INSECABLE}{personne.tva_intracommunautaire}")
    return f" –{INSECABLE}".join(lignes)
