"""Proof-reading: the finished file is opened again and held to the case, made again from scratch.

It reads what the addressee will read, not what the template meant. The statement, the deadline,
the names are made again here from the case, the pack and the day: never taken from the context
that filled the letter, so that a fault of the one is not a fault of the other.
"""

from __future__ import annotations

import datetime

from courriers.constats import Constat, Gravite
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.lettre.pack import Pack
from courriers.lettre.relecture import (
    blancs,
    chiffres,
    compte,
    dates,
    identite,
    mentions,
    tableaux,
    typographie,
)
from courriers.lettre.relecture.a_remplir import mettre_a_part
from courriers.lettre.relecture.frappe import Retouches, retouches
from courriers.lettre.relecture.lecture import Lecture, est_de_typographie, normaliser
from courriers.lettre.relecture.papier import textes_du
from courriers.lettre.relecture.recalcul import Recalcul

__all__ = ["Lecture", "est_de_typographie", "normaliser", "relire"]


def relire(
    docx: bytes | Lecture,
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    canal: str | None = None,
    numero_suivi: str | None = None,
    bareme: Bareme | None = None,
    caution: int = 1,
    document: str | None = None,
    reference: Lecture | None = None,
) -> list[Constat]:
    """What is wrong in a finished letter; nothing, when it may be signed.

    An error is of what the letter says, or of a sentence left broken; a warning, of how it is
    printed, or of a sentence that a hand typed.

    Args:
        docx: the finished Word file, or what was read of it.
        dossier: the case.
        pack: the step; what its paper says of the office, and no more, is not held to the case.
        au: the day of the letter.
        canal: how it goes; not checked otherwise.
        numero_suivi: number of the registered letter, if it is known.
        bareme: rates; those of this version by default.
        caution: the guarantor a letter to a guarantor is for, from 1.
        document: which one of the pack; the first by default. The letter claims the sum and says
            what the law requires; an e-mail and a call sheet say the sum in figures, and their own
            mentions; an annex need say neither, but a table it announces is held to the statement.
        reference: the letter as the pack writes it, for one that a hand retouched: what it changed
            is held to it.

    Raises:
        FichierWordInvalide: not a readable Word file.
        TauxInconnu, CalculNonCouvert: the statement cannot be made again.
    """
    fiche = next((d for d in pack.manifeste.documents if d.nom == document), None)
    calcul = Recalcul.de(
        dossier, pack, au, fiche or pack.manifeste.documents[0],
        canal=canal, numero_suivi=numero_suivi, bareme=bareme, caution=caution,
    )  # fmt: skip
    lu = Lecture(docx, textes_du(pack.papier)) if isinstance(docx, bytes) else docx
    donnees, role = calcul.donnees, calcul.document.role
    a_remplir = None if reference is None else mettre_a_part(reference, lu)
    # A draft whose blanks are filled is one no more.
    acheve = reference is not None and not (a_remplir and a_remplir.restants)
    du_projet = mentions.propres_au_projet(calcul) if acheve else ()
    retouchees = None if reference is None else Retouches(reference, lu)
    if retouchees is not None:
        lu.frappes = retouchees.frappes
        lu.jours_connus = frozenset(t[0] for t in dates.jours_lus(retouchees.reference))
    constats = [
        *blancs.balises(lu, donnees),
        *blancs.blancs(lu, donnees),
        *blancs.phrases(lu, donnees),
        *chiffres.chiffres(lu, calcul),
        *dates.dates(lu, calcul),
        *identite.references(lu, calcul),
        *compte.paiement(lu, calcul),
        *identite.coordonnees(lu, calcul),
        *identite.autres(lu, calcul),
        *mentions.interdites(lu, calcul),
        *mentions.requises(lu, calcul, du_projet),
        *typographie.typographie(lu, donnees),
    ]
    if role != "annexe":
        constats += dates.delai(lu, calcul)
    if role != "annexe" or calcul.document.tableau is not None:
        constats += tableaux.tableaux(lu, calcul)
    if role == "lettre":
        constats += [
            *dates.date_de_la_lettre(lu, calcul),
            *identite.expediteur(lu, calcul),
            *identite.destinataire(lu, calcul),
            *mentions.la_loi(lu, calcul),
            *mentions.phrases(lu, calcul),
        ]
    if retouchees is not None:
        # Said once: the rules above say better what is wrong, where they see it.
        dites = {_place(c) for c in constats if c.gravite is Gravite.ERREUR}
        constats += [
            c for c in retouches(retouchees, calcul, du_projet)
            if not c.lieu.paragraphe or _place(c) not in dites
        ]  # fmt: skip
    if a_remplir is not None:
        constats += a_remplir.constats()
    return list(dict.fromkeys(constats))


def _place(constat: Constat) -> tuple[str | None, str | int | None]:
    """The paragraph, or the row of a table, that a finding is about."""
    lieu = constat.lieu
    return lieu.partie, lieu.cellule.rpartition(",")[0] if lieu.cellule else lieu.paragraphe
