"""A draft e-mail in the making: its words are read, its letter's PDF is still to come."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.langue.typographie import date_longue
from courriers.lettre.canaux import adresses
from courriers.lettre.courriel import Correspondant, eml
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.message import OBJET, PIECES, Message, message
from courriers.lettre.pack import Pack
from courriers.lettre.pieces import Jointe, distinctes, jointes_du


@dataclass(frozen=True)
class Brouillon:
    """What an e-mail says, to whom, and what it carries."""

    message: Message
    de: Correspondant
    a: Correspondant
    jointes: tuple[Jointe, ...]
    """Those of the pack first, still empty."""

    @classmethod
    def lire(
        cls, docx: bytes, dossier: Dossier, pack: Pack, jointes: tuple[Jointe, ...]
    ) -> Brouillon:
        """The draft of a filled template."""
        de, a = adresses(dossier, pack)
        return cls(message(docx), de, a, jointes)

    def eml(self, ecrits: Sequence[bytes]) -> bytes:
        """The file, with the PDF of each document of the pack, in their order."""
        faites = [replace(j, octets=o) for j, o in zip(self.jointes, ecrits, strict=False)]
        return eml(self.message, self.de, self.a, [*faites, *self.jointes[len(faites) :]])

    def fautes(self) -> list[Constat]:
        """What is wrong with its subject, or with the line that lists what is attached."""
        return list(_fautes(self.message, self.jointes))


def sont_joints(documents: Sequence[DocumentDuPack]) -> tuple[DocumentDuPack, ...]:
    """The documents of the pack that its e-mail carries; none without an e-mail."""
    if all(d.role != "courriel" for d in documents):
        return ()
    return tuple(d for d in documents if d.role in ("lettre", "annexe"))


def jointes_de(
    dossier: Dossier,
    documents: Sequence[DocumentDuPack],
    factures: Sequence[str],
    au: datetime.date,
) -> tuple[tuple[Jointe, ...] | None, list[Constat]]:
    """What the e-mail carries, the letter first, and what it could not; nothing without one."""
    if all(d.role != "courriel" for d in documents):
        return None, []
    ecrits = [
        Jointe(
            f"{'Lettre' if d.role == 'lettre' else d.nom.replace('-', ' ').capitalize()} "
            f"du {date_longue(au)}",
            "pdf",
            b"",
        )
        for d in sont_joints(documents)
    ]
    trouvees, constats = jointes_du(dossier, factures)
    return distinctes([*ecrits, *trouvees]), constats


def _fautes(message: Message, jointes: Sequence[Jointe]) -> Iterator[Constat]:
    """Its subject, and the line that lists what is attached: all of it, and nothing else."""
    if not message.objet:
        yield _faute(f"aucun paragraphe de style « {OBJET} » ne donne l’objet du courriel")
    if not message.jointes:
        yield _faute(f"aucun paragraphe de style « {PIECES} » ne dit ce qui est joint")
        return
    reste = message.jointes
    for titre in sorted((j.titre for j in jointes), key=len, reverse=True):
        if titre not in reste:
            yield _faute(f"« {titre} » est joint sans être annoncé")
        reste = reste.replace(titre, "", 1)
    annonce = re.sub(r"(?i)P\.\s*J\.|pièces?\s+jointes?", "", reste).strip(" \u00a0\n\t,;:.–-")
    if re.search(r"\w", annonce):
        yield _faute(f"« {annonce} » est annoncé sans être joint")


def _faute(message: str) -> Constat:
    return erreur(Code.RELECTURE, f"{message}.", lieu=Lieu(partie="courriel rempli"))
