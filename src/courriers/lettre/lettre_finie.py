"""A finished letter: its documents in Word, as PDF or as an e-mail, and what to look at."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial

from courriers.constats import Code, Constat, Rapport
from courriers.document.moteur import PieceJointe
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf import Pdf, convertir
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.erreurs import LettreRefusee
from courriers.lettre.brouillon import Brouillon


@dataclass(frozen=True)
class DocumentRempli:
    """One finished file of a letter: in Word, and as PDF once asked for."""

    nom: str
    _docx: bytes = field(repr=False)  # a log is no place for a letter
    pieces: tuple[PieceJointe, ...] = field(default=(), repr=False)
    """Files its PDF carries."""
    role: str = "lettre"
    """What it is, as its pack says: ``lettre``, ``courriel``, ``appel`` or ``annexe``."""
    brouillon: Brouillon | None = field(default=None, repr=False)
    """The message it is the words of, if it is an e-mail."""
    joints: tuple[DocumentRempli, ...] = ()
    """The other documents that message carries, as PDF."""
    _lu: str | None = field(default=None, repr=False, compare=False)
    """All its text, as proof-reading read it; its PDF is held to it."""
    _commandes: list[Future[Pdf]] = field(default_factory=list, repr=False, compare=False)
    """The PDF being made elsewhere, if it is."""

    def docx(self) -> bytes:
        """The Word file."""
        return self._docx

    def retouche(self, docx: bytes, rendu: Pdf | None = None) -> DocumentRempli:
        """The same document after a hand; *rendu* is its PDF, if it was drawn already."""
        faits: list[Future[Pdf]] = []
        if rendu is not None:
            faits.append(Future())
            faits[0].set_result(replace(rendu, constats=()))
        return replace(self, _docx=docx, _lu=None, _commandes=faits)

    def commander(self, executeur: Executor) -> None:
        """Have *executeur* begin the PDF now; :meth:`pdf` collects it.

        For an e-mail, the PDFs it carries.
        """
        if self.brouillon is not None:
            for joint in self.joints:
                joint.commander(executeur)
        elif "_rendu" not in self.__dict__:
            self._commandes[:] = [executeur.submit(convertir, self._docx, self.pieces, self._lu)]

    def eml(self, executeur: Executor | None = None) -> bytes:
        """The e-mail, as a draft that a mail program opens: words, letter and documents.

        Args:
            executeur: draws the PDFs it carries; this process by default.

        Raises:
            ValueError: this document is no e-mail.
            MoteurPdfAbsent, DelaiDepasse, LettreRefusee: as :meth:`pdf`, of what it carries.
        """
        if self.brouillon is None:
            raise ValueError(f"« {self.nom} » n’est pas un courriel")
        return self.brouillon.eml([joint.pdf(executeur) for joint in self.joints])

    def pdf(self, executeur: Executor | None = None) -> bytes:
        """The PDF of the same file, drawn and read back on first use, then kept.

        Args:
            executeur: draws it, in a process of its own for instance
                (:class:`~courriers.document.ouvriers.Ouvriers`); this process by default.

        Raises:
            MoteurPdfAbsent: this machine lacks what draws a PDF.
            DelaiDepasse: it takes more time than *executeur* allows.
            LettreRefusee: the PDF does not say all the Word file says, in order.
        """
        if executeur is not None:
            self.commander(executeur)
        rendu = self._rendu
        ecarts = [c for c in rendu.constats if c.code in (Code.TEXTE_PERDU, Code.TEXTE_DEPLACE)]
        if ecarts:
            raise LettreRefusee(
                f"Le PDF de « {self.nom} » n’est pas fidèle : {ecarts[0]}",
                constats=ecarts,
                code=str(ecarts[0].code),
            )
        return rendu.octets

    @property
    def constats_pdf(self) -> tuple[Constat, ...]:
        """What a person should know of the PDF: fonts replaced, settings approached."""
        return self._rendu.constats

    @property
    def polices_pdf(self) -> tuple[str, ...]:
        """SHA-256 of the font files the PDF is drawn with."""
        return self._rendu.polices

    @property
    def pages_pdf(self) -> int:
        """How many pages the PDF has."""
        return self._rendu.pages

    @cached_property
    def _rendu(self) -> Pdf:
        # One that failed is kept: what is too long must not start over here, without limit.
        commandes = [c for c in self._commandes if not c.cancelled()]
        faire = partial(convertir, self._docx, self.pieces, self._lu)
        rendu = commandes[0].result() if commandes else faire()
        self._commandes.clear()
        return rendu


@dataclass(frozen=True)
class Lettre:
    """A finished step: its documents, the statement they rest on, what to look at."""

    reference: str
    pack: str
    au: datetime.date
    canal: str
    decompte: Decompte = field(repr=False)
    somme: Decimal
    """The sum the letter asks for."""
    documents: Mapping[str, DocumentRempli]
    rapport: Rapport = field(repr=False)

    @property
    def exemplaire(self) -> str:
        """What tells it from the same letter to another guarantor: « -2 », nothing for the first.

        Part of the names of its files: neither overwrites the other.
        """
        rang = self.decompte.rang if isinstance(self.decompte, DecompteCaution) else 0
        return f"-{rang + 1}" if rang else ""

    def docx(self) -> bytes:
        """The Word file of the first document."""
        return next(iter(self.documents.values())).docx()

    def pdf(self, executeur: Executor | None = None, delai: float | None = None) -> bytes:
        """The PDF of the first document, drawn by *executeur*, as :meth:`DocumentRempli.pdf`.

        Args:
            executeur: draws it; this process by default.
            delai: seconds allowed, in a process started for this letter and stopped past them.
        """
        document = next(iter(self.documents.values()))
        if delai is None:
            return document.pdf(executeur)
        if executeur is not None:
            raise ValueError("« delai » est celui de l’exécuteur")
        with Ouvriers(1, delai) as ouvriers:
            return document.pdf(ouvriers)
