"""Deadlines that insolvency proceedings open: the declaration, then the « relevé de forclusion ».

Sources: C. com., art. L622-24 and R622-24 (two months from the BODACC, two more for a creditor who
does not live on the territory of the court), L622-26 (out of time: a « relevé de forclusion »,
asked of the juge-commissaire within six months).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import ProcedureCollective
from courriers.droit.agenda.terme import Terme, de_procedure
from courriers.droit.bareme import Bareme
from courriers.droit.calendrier import mois_de_declaration

_PACK = "declaration-creance"


def declaration(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Terme]:
    """The declaration until it has been sent; once it is late, the « relevé » instead, past or not.

    A letter of the pack « declaration-creance » counts as a declaration. Without the day of the
    BODACC, the day of the judgment, which comes before, stands for it.
    """
    procedure = dossier.procedure_collective
    if procedure is None or procedure.date_jugement > au:
        return
    parution = procedure.date_bodacc
    connue = parution is not None and parution <= au
    depart = parution if parution is not None and connue else procedure.date_jugement
    t = _declaration(dossier, procedure, depart, bareme, connue=connue)
    envois = [e.date for e in dossier.envois if e.niveau == _PACK and e.date <= au]
    if any(envoi <= t.jour for envoi in envois):
        return
    if not envois:
        yield t
    if connue and au > t.jour:
        yield _relevement(depart, bareme)


def _declaration(
    dossier: Dossier,
    procedure: ProcedureCollective,
    depart: datetime.date,
    bareme: Bareme,
    *,
    connue: bool,
) -> Terme:
    evenement = "la parution au BODACC" if connue else "le jugement"
    mois, plus = mois_de_declaration(dossier, depart, bareme)
    compte = de_procedure(depart, f"{evenement} du {depart:%d/%m/%Y}", mois=mois + plus)
    loin = f" (dont {plus} pour un créancier hors du territoire)" if plus else ""
    t = Terme(
        jour=compte.jour,
        nature="declaration",
        quoi=f"déclarer la créance ({procedure.type})",
        fondement="C. com., art. L622-24 et R622-24",
        calcul=compte.calcul + loin,
        imperatif=True,
    )
    if not connue:
        t = t.doute(
            "supposee",
            "la date de parution au BODACC n’est pas au dossier\u00a0: compté du jugement, qui la "
            "précède, le vrai terme est plus tard",
        )
    if dossier.complements.get("surete"):
        t = t.doute(
            "a_verifier",
            "titulaire d’une sûreté publiée, le créancier est averti personnellement, et le délai "
            "part de cet avertissement",
        )
    return t


def _relevement(parution: datetime.date, bareme: Bareme) -> Terme:
    valeur = bareme.en_vigueur("delai_releve_forclusion", parution)
    compte = de_procedure(
        parution, f"la parution au BODACC du {parution:%d/%m/%Y}", mois=int(valeur.valeur)
    )
    t = Terme(
        jour=compte.jour,
        nature="relevement",
        quoi="demander au juge-commissaire un relevé de forclusion",
        fondement="C. com., art. L622-26",
        calcul=compte.calcul,
        imperatif=True,
    )
    return t.doute(
        "a_verifier",
        "ses conditions, son point de départ et son report restent à relire par un juriste",
    )


def reserve(dossier: Dossier, au: datetime.date) -> str:
    """What proceedings may change in the other deadlines; nothing while none is open."""
    procedure, surendettement = dossier.procedure_collective, dossier.surendettement
    if procedure is not None and procedure.date_jugement <= au:
        quoi, depuis = f"une procédure de {procedure.type} est ouverte", procedure.date_jugement
    elif surendettement is not None and surendettement.date_recevabilite <= au:
        quoi, depuis = "le surendettement est recevable", surendettement.date_recevabilite
    else:
        return ""
    return f"{quoi} depuis le {depuis:%d/%m/%Y}\u00a0: ses effets sur ce délai ne sont pas comptés"
