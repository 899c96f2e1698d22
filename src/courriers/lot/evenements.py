"""What the journal of a folder of letters tells: one event a line. See ``lot/journal.py``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Evenement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # a later version may say more

    version: Literal[1] = 1
    reference: str
    creancier: str = ""
    """Tells two creditors of one debtor apart: the start of a SHA-256, nothing of a person."""
    pack: str


class LettreEcrite(_Evenement):
    """A letter was written, and is held to be sent on its day, unless it is a draft."""

    genre: Literal["lettre"] = "lettre"
    exemplaire: str = ""
    """Tells the same letter to two guarantors apart: « -2 » for the second."""
    destinataire: str = "debiteur"
    """Who it goes to, as its pack says."""
    au: datetime.date
    canal: str
    mise_en_demeure: bool = False
    numero_suivi: str | None = None
    dossier: str = ""
    """SHA-256 of the case."""
    modele: str = ""
    """SHA-256 of the files of the pack."""
    bareme: str = ""
    """SHA-256 of the rates."""
    polices: tuple[str, ...] = ()
    """SHA-256 of each font of its PDFs."""
    pages: int = 0
    """Of its PDFs; 0 when none was drawn."""
    fichiers: Mapping[str, str] = Field(default_factory=dict)
    """SHA-256 of each file, by its path in the folder."""
    pieces: Mapping[str, str] = Field(default_factory=dict)
    """SHA-256 of each exhibit of its complete file, by the field that names it; blank for one that
    could not be read."""
    taille_max: int = 0
    """Bytes that the volumes of its complete file were held to; 0 for none."""
    constats: tuple[str, ...] = ()

    @property
    def est_un_projet(self) -> bool:
        """It is the draft of an act: written, and sent to nobody."""
        return self.destinataire == "projet"


class Refusee(_Evenement):
    """A letter was refused; nothing was written."""

    genre: Literal["refus"] = "refus"
    au: datetime.date
    dossier: str = ""
    """SHA-256 of the case."""
    code: str
    """Why, as a stable code."""
    constats: tuple[str, ...] = ()


class Retour(_Evenement):
    """What came back of a letter: its number, its days, why it was not delivered."""

    genre: Literal["retour"] = "retour"
    exemplaire: str | None = None
    """That of the letter; every one by default."""
    au: datetime.date
    """The day of the letter."""
    numero_suivi: str | None = None
    presente_le: datetime.date | None = None
    recu_le: datetime.date | None = None
    retour: Literal["npai", "refuse", "non_reclame"] | None = None


class Retrait(_Evenement):
    """A letter that was written was not sent."""

    genre: Literal["retrait"] = "retrait"
    exemplaire: str | None = None
    """That of the letter; every one by default."""
    au: datetime.date
    motif: str = ""


class Depose(_Evenement):
    """A letter was put into a deposit for the printer: no other deposit takes it."""

    genre: Literal["depose"] = "depose"
    exemplaire: str | None = None
    """That of the letter; every one by default."""
    au: datetime.date
    """The day of the letter."""
    depot: str
    """Name of the deposit: that of its folder."""
    fichiers: Mapping[str, str] = Field(default_factory=dict)
    """SHA-256 of each PDF that was taken, by its path in the folder of the letters."""


class Purge(_Evenement):
    """The files of a letter were taken away when it was old enough; that it was sent remains."""

    genre: Literal["purge"] = "purge"
    exemplaire: str = ""
    """That of the letter."""
    au: datetime.date
    """The day of the letter."""
    le: datetime.date
    """The day of the purge."""
    fichiers: tuple[str, ...] = ()
    """Those that are there no more, by path in the folder: taken away, or already lost."""


AnyEvenement = LettreEcrite | Refusee | Retour | Retrait | Depose | Purge
Evenement = Annotated[AnyEvenement, Field(discriminator="genre")]
