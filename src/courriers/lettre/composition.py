"""One letter: a case, a pack and a day, filled, then read back before anyone sees it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from courriers.constats import Code, Constat, Lieu, Rapport, information
from courriers.document.moteur import PieceJointe
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf import Pdf, convertir
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte, decompte_arrete
from courriers.droit.escalade import constats_escalade
from courriers.droit.identite import mentions_manquantes
from courriers.erreurs import LettreRefusee
from courriers.lettre.champs import contexte, somme_reclamee
from courriers.lettre.decompte_joint import decompte_joint
from courriers.lettre.gardes import a_savoir_de, champs_exiges, gardes
from courriers.lettre.images import images_du
from courriers.lettre.pack import Pack
from courriers.lettre.relecture import relire
from courriers.monnaie import calcul


@dataclass(frozen=True)
class DocumentRempli:
    """One finished file of a letter: in Word, and as PDF once asked for."""

    nom: str
    _docx: bytes
    pieces: tuple[PieceJointe, ...] = ()
    """Files its PDF carries."""
    _commandes: list[Future[Pdf]] = field(default_factory=list, repr=False, compare=False)
    """The PDF being made elsewhere, if it is."""

    def docx(self) -> bytes:
        """The Word file."""
        return self._docx

    def commander(self, executeur: Executor) -> None:
        """Have *executeur* begin the PDF now; :meth:`pdf` collects it."""
        if "_rendu" not in self.__dict__:
            self._commandes[:] = [executeur.submit(convertir, self._docx, self.pieces)]

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

    @cached_property
    def _rendu(self) -> Pdf:
        # One that failed is kept: what is too long must not start over here, without limit.
        commandes = [c for c in self._commandes if not c.cancelled()]
        rendu = commandes[0].result() if commandes else convertir(self._docx, self.pieces)
        self._commandes.clear()
        return rendu


@dataclass(frozen=True)
class Lettre:
    """A finished step: its documents, the statement they rest on, what to look at."""

    reference: str
    pack: str
    au: datetime.date
    canal: str
    decompte: Decompte
    somme: Decimal
    """The sum the letter asks for."""
    documents: Mapping[str, DocumentRempli]
    rapport: Rapport

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


def compose(
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    canal: str | None = None,
    bareme: Bareme | None = None,
) -> Lettre:
    """Write the letter of *pack* for *dossier* on *au*, and proof-read it.

    Safe in threads; nothing global is touched.

    Args:
        dossier: the case.
        pack: the step.
        au: the day of the letter, and the closing day of its statement.
        canal: how it goes, among those of the pack; the first by default.
        bareme: rates to use; those of this version by default.

    Raises:
        LettreRefusee: the law forbids this letter, the case lacks a field it needs, or the
            finished letter fails proof-reading; ``code`` names the first reason.
        TauxInconnu, CalculNonCouvert: the statement cannot be made.
        GabaritInvalide: the template is faulty.
    """
    canal = canal or pack.manifeste.canaux[0]
    if canal not in pack.manifeste.canaux:
        raise ValueError(f"canal « {canal} » absent de {pack.nom} : {pack.manifeste.canaux}")
    manquants = [*champs_exiges(dossier, pack), *mentions_manquantes(dossier)]
    decompte = decompte_arrete(dossier, au, bareme=bareme)
    refus = [*gardes(dossier, pack, decompte, canal, bareme), *manquants]
    if refus:
        raise _refusee(dossier, pack, refus)
    images, constats_images = images_du(dossier)
    with calcul():
        valeurs = contexte(dossier, pack, decompte, au, canal=canal, images=images)
        jointe = decompte_joint(decompte, pack, valeurs)
        documents = {
            nom: DocumentRempli(nom, gabarit.fill(valeurs), (jointe,) if rang == 0 else ())
            for rang, (nom, gabarit) in enumerate(pack.gabarits.items())
        }
    fautes = [
        faute
        for nom, document in documents.items()
        for faute in relire(
            document.docx(), dossier, pack, au, canal=canal, bareme=bareme, document=nom
        )
    ]
    if fautes:
        raise _refusee(dossier, pack, fautes)
    constats = [
        *decompte.constats,
        *a_savoir_de(dossier, pack, decompte),
        *_sur_l_imputation(pack, valeurs["impute_sur_accessoires"]),
        *constats_escalade(dossier, pack.niveau, au),
        *constats_images,
        *(c for gabarit in pack.gabarits.values() for c in gabarit.constats),
    ]
    return Lettre(
        reference=dossier.reference,
        pack=pack.nom,
        au=au,
        canal=canal,
        decompte=decompte,
        somme=somme_reclamee(decompte, pack),
        documents=documents,
        rapport=Rapport.de(constats),
    )


def _sur_l_imputation(pack: Pack, impute: Mapping[str, str] | None) -> list[Constat]:
    """Why a letter that claims the principal alone may ask for more than the books show."""
    if impute is None or pack.manifeste.reclame != "principal":
        return []
    return [
        information(
            Code.IMPUTE_SUR_ACCESSOIRES,
            f"{impute['en_chiffres']} des paiements reçus ont été imputés sur {impute['nature']} "
            "(C. civ., art. 1343-1) : le principal demandé dépasse d’autant le solde comptable.",
            "« imputation = capital_d_abord » les impute d’abord sur le principal.",
            Lieu(champ="conditions.imputation"),
        )
    ]


def _refusee(dossier: Dossier, pack: Pack, refus: list[Constat]) -> LettreRefusee:
    liste = "".join(f"\n  - {c}" for c in refus)
    return LettreRefusee(
        f"« {pack.nom} » ne peut pas être écrite pour le dossier {dossier.reference} :{liste}",
        constats=refus,
        code=str(refus[0].code),
    )
