"""What a channel needs of the case, what it brings to know, and which ones a case can use."""

from __future__ import annotations

import datetime

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne
from courriers.droit.regles.canal import preuve_faible, sollicitations
from courriers.langue.accords import designation
from courriers.lettre.courriel import AdresseNonTransmissible, Correspondant, adresse_ascii
from courriers.lettre.pack import Pack


def roles_du_canal(pack: Pack, canal: str) -> set[str]:
    """What the documents of *pack* for *canal* are."""
    return {d.role for d in pack.manifeste.documents_pour(canal)}


def manques_du_canal(dossier: Dossier, pack: Pack, canal: str) -> list[Constat]:
    """The addresses and numbers without which nothing can be written for *canal*."""
    roles = roles_du_canal(pack, canal)
    constats = []
    if "courriel" in roles:
        for champ, partie in correspondants(dossier, pack).items():
            constats += _adresse(f"{champ}.courriel", partie.courriel if partie else None)
    if "appel" in roles and not dossier.debiteur.telephone:
        constats.append(_manque("debiteur.telephone", "La fiche d’appel a besoin du numéro."))
    return constats


def correspondants(dossier: Dossier, pack: Pack) -> dict[str, Personne | None]:
    """Who writes the e-mail, then who receives it, by field of the case."""
    qui = "creancier" if dossier.mandataire is None else "mandataire"
    destinataire = pack.manifeste.destinataire
    return {
        qui: dossier.mandataire or dossier.creancier,
        destinataire: dossier.debiteur if destinataire == "debiteur" else dossier.commissaire,
    }


def adresses(dossier: Dossier, pack: Pack) -> tuple[Correspondant, Correspondant]:
    """From whom the e-mail goes, and to whom, once :func:`manques_du_canal` finds nothing."""
    de, a = (
        Correspondant(designation(p), p.courriel or "")
        for p in correspondants(dossier, pack).values()
        if p is not None
    )
    return de, a


def canaux_possibles(dossier: Dossier, pack: Pack) -> tuple[str, ...]:
    """The default channel, then those of other documents that the case has an address for."""
    premier, *autres = pack.manifeste.canaux
    ecrits = [
        canal
        for canal in autres
        if roles_du_canal(pack, canal) & {"courriel", "appel"}
        and not manques_du_canal(dossier, pack, canal)
    ]
    return (premier, *ecrits)


def constats_du_canal(dossier: Dossier, pack: Pack, canal: str, au: datetime.date) -> list[Constat]:
    """What to know before writing or calling this way."""
    manifeste = pack.manifeste
    if manifeste.destinataire != "debiteur":
        return []
    return [
        *sollicitations(dossier, canal, au),
        *preuve_faible(canal, mise_en_demeure=manifeste.mise_en_demeure),
    ]


def _adresse(champ: str, adresse: str | None) -> list[Constat]:
    if not adresse:
        return [_manque(champ, "Le courriel a besoin de cette adresse.")]
    try:
        adresse_ascii(adresse)
    except AdresseNonTransmissible as faute:
        conseil = "Donnez une adresse sans accent ni signe rare avant « @ »."
        return [erreur(Code.CHAMP_INVALIDE, str(faute), conseil, Lieu(champ=champ))]
    return []


def _manque(champ: str, message: str) -> Constat:
    return erreur(Code.CHAMP_MANQUANT, message, lieu=Lieu(champ=champ))
