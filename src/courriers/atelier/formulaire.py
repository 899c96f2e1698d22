"""A case being typed, as the page shows it: what is asked, what was understood, what it amounts to.

Values only. Whatever was typed, what comes back says it; nothing raises.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from courriers.atelier.compte_vu import compte
from courriers.constats import Code, Constat
from courriers.dossier import load_dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import decompte_arrete
from courriers.erreurs import CourriersError
from courriers.langue.accords import designation
from courriers.langue.typographie import INSECABLE, date_longue, montant, taux
from courriers.lot.saisie import (
    Question,
    apercevoir,
    lire_reponses,
    listes,
    posees,
    questions,
    verifier_reponse,
)
from courriers.lot.saisie.adresse import ecrire_adresse
from courriers.lot.saisie.offres import Raison
from courriers.lot.saisie.reponses import devise_de, rangs_de
from courriers.lot.saisie.toml_ecrit import sens_du_champ

_FINE = "\u202f"
_NOMS = {"factures": "facture", "paiements": "paiement", "envois": "lettre"}


def questionnaire() -> dict[str, Any]:
    """Every question and every list, in the order of the steps."""
    return {
        "questions": [q.as_dict() for q in questions()],
        "listes": [
            {"nom": x.nom, "titre": x.titre, "encore": x.encore, "premier": x.premier,
             "minimum": x.minimum}
            for x in listes().values()
        ],
    }  # fmt: skip


def regarder(
    reponses: Mapping[str, str],
    au: datetime.date,
    *,
    fond: Mapping[str, Any] | None = None,
    bareme: Bareme | None = None,
) -> dict[str, Any]:
    """All that the form shows after *reponses*.

    Args:
        reponses: texts by name of answer, as typed.
        au: the day the account is stopped at, included.
        fond: parts of another case that are kept.
        bareme: rates; the built-in ones otherwise.
    """
    saisie = lire_reponses(reponses, fond=fond)
    demandees = dict(posees(reponses, fond=fond))
    return {
        "posees": list(demandees),
        "fautes": {cle: _faute(constat) for cle, constat in saisie.fautes.items()},
        "lues": _lues(reponses, demandees, devise_de(fond), au),
        "complet": not saisie.fautes,
        "resume": "" if saisie.fautes else resume(saisie.dossier),
        **_compte(reponses, au, fond, bareme),
    }


def resume(dossier: Mapping[str, Any]) -> str:
    """Who claims from whom, and the reference."""
    lu = load_dossier(dossier)
    parties = f"{designation(lu.creancier)} contre {designation(lu.debiteur)}"
    return f"{parties}, dossier {lu.reference}"


def _faute(constat: Constat) -> dict[str, Any]:
    return {
        "message": constat.message,
        "conseil": constat.conseil,
        "manque": constat.code == Code.CHAMP_MANQUANT,
    }


# --- Ce qui a été compris ---------------------------------------------------------------------


def _lues(
    reponses: Mapping[str, str],
    demandees: Mapping[str, Question],
    devise: str,
    au: datetime.date,
) -> dict[str, str]:
    """By answer, what was understood of it, where that is not plain to see."""
    dites = {}
    for cle, asked in demandees.items():
        texte = reponses.get(cle, "")
        if not texte.strip():
            continue
        valeur = verifier_reponse(asked, texte, cle=cle, devise=devise)
        if (
            valeur is not None
            and not isinstance(valeur, Constat)
            and (dit := _dit(asked, valeur, devise, au))
        ):
            dites[cle] = dit
    return dites


def _dit(asked: Question, valeur: Any, devise: str, au: datetime.date) -> str:
    if isinstance(valeur, datetime.date):
        apres = valeur > au and asked.membre in ("date", "recu_le", "executee_le")
        return date_longue(valeur) + (
            ", après le jour du compte : pas encore compté" if apres else ""
        )
    if isinstance(valeur, Decimal):
        return f"{taux(valeur)} par an" if asked.genre == "taux" else montant(valeur, devise)
    dire = _PHRASES.get(asked.genre)
    return dire(valeur) if dire is not None else ""


def _siren(numero: str) -> str:
    siren = _par(numero[:9], 3, INSECABLE)
    if len(numero) == 9:
        return f"SIREN {siren}"
    return f"SIRET {siren}{INSECABLE}{numero[9:]}"


def _par(texte: str, nombre: int, separateur: str) -> str:
    return separateur.join(texte[i : i + nombre] for i in range(0, len(texte), nombre))


def _signataire(valeur: Mapping[str, str]) -> str:
    noms = (valeur.get("civilite"), valeur["prenom"], valeur["nom"])
    return f"{' '.join(n for n in noms if n)}, {valeur['qualite']}"


_PHRASES: Mapping[str, Callable[[Any], str]] = {
    "siren": _siren,
    "iban": partial(_par, nombre=4, separateur=_FINE),
    "adresse": lambda valeur: ecrire_adresse(valeur).replace(" ; ", "\n"),
    "signataire": _signataire,
}


# --- Le compte --------------------------------------------------------------------------------


def _compte(
    reponses: Mapping[str, str],
    au: datetime.date,
    fond: Mapping[str, Any] | None,
    bareme: Bareme | None,
) -> dict[str, Any]:
    """The account so far, or why there is none yet."""
    apercu = apercevoir(reponses, fond=fond)
    if apercu.saisie.fautes:
        manque = all(cle.startswith("factures") for cle in apercu.saisie.fautes)
        attente = "une facture" if manque else "les réponses à corriger"
        return _sans_compte(f"Le compte attend {attente}.")
    try:
        dossier = load_dossier(apercu.saisie.dossier)
        decompte = decompte_arrete(dossier, au, bareme=bareme)
    except CourriersError as refus:
        return _sans_compte(refus.message, refus.conseil)
    return {
        "compte": compte(dossier, decompte),
        "total": montant(decompte.total, decompte.devise),
        "constats": [
            {"gravite": str(c.gravite), "message": c.message, "conseil": c.conseil}
            for c in decompte.constats
        ],
        "attente": _laisses(apercu.laisses, reponses),
    }


def _laisses(elements: Sequence[str], reponses: Mapping[str, str]) -> str:
    """What the account leaves out, by its name and its place in its list."""
    dits = []
    for element in elements:
        nom, _, rang = element.rstrip("]").partition("[")
        place = rangs_de(nom, reponses).index(int(rang)) + 1
        dits.append(f"{_NOMS[nom]} {place}")
    return f"Ce compte laisse de côté ce qui est incomplet : {', '.join(dits)}." if dits else ""


def _sans_compte(phrase: str, conseil: str = "") -> dict[str, Any]:
    attente = " ".join(filter(None, (phrase, conseil)))
    return {"compte": None, "total": "", "constats": [], "attente": attente}


# --- Les lettres ------------------------------------------------------------------------------


def lettres(
    dossier: Mapping[str, Any],
    au: datetime.date,
    modeles: Path | None,
    config: Path | None,
) -> list[dict[str, Any]]:
    """Every letter for *dossier* on *au*, allowed or not. Runs in a worker: templates are read.

    Raises:
        CourriersError: ``courriers.toml`` or the folder of templates has a fault.
    """
    from courriers.atelier.presentation import rang_de
    from courriers.lettre.pack import packs
    from courriers.lot.configuration import load_configuration, load_papier
    from courriers.lot.saisie import offres

    bareme = load_configuration(config).bareme() if config is not None else None
    papier = load_papier(config) if config is not None else None
    connus = packs(modeles=modeles, papier=papier)
    rangs = {pack.nom: rang_de(pack.nom, pack) for pack in connus}
    titres = {pack.nom: pack.manifeste.titre for pack in connus}
    toutes = offres(load_dossier(dossier), au, connus, bareme=bareme)
    return [
        {
            **o.as_dict(),
            "somme": montant(o.somme, o.devise) if o.somme else "",
            "raisons": [_raison(r, titres) for r in o.raisons],
            "constats": [_en_clair(f"{c.message} {c.conseil}".strip(), titres) for c in o.constats],
        }
        for o in sorted(toutes, key=lambda o: (not o.due, not o.permise, rangs[o.pack]))
    ]


def _raison(raison: Raison, titres: Mapping[str, str]) -> str:
    """Why a letter is refused, without the names that only a file needs."""
    sens = sens_du_champ(raison.champ) if raison.code == Code.CHAMP_MANQUANT else ""
    if sens:
        court = re.split(r"\s*[.:;]", sens)[0]
        return f"Il manque au dossier : {court[0].lower()}{court[1:]}."
    return _en_clair(raison.phrase, titres)


def _en_clair(phrase: str, titres: Mapping[str, str]) -> str:
    """*phrase* with the titles of the letters in the place of their names."""
    sans = re.sub(r" \(--pack [\w-]+\)", "", phrase)
    return re.sub(r"«\s([\w-]+)\s»", lambda m: f"« {titres.get(m[1], m[1])} »", sans)
