"""One letter: a case, a pack and a day, filled, then read back before anyone sees it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from courriers.constats import Code, Constat, Lieu, Rapport, information
from courriers.document.moteur import PieceJointe
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf import Pdf, convertir
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.escalade import constats_escalade
from courriers.droit.identite import mentions_manquantes
from courriers.erreurs import LettreRefusee
from courriers.lettre.brouillon import Brouillon, jointes_de, sont_joints
from courriers.lettre.canaux import constats_du_canal, manques_du_canal
from courriers.lettre.champs import contexte, factures_visees, somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.decompte_joint import decompte_joint
from courriers.lettre.gardes import a_savoir_de, champs_exiges, gardes
from courriers.lettre.images import images_du
from courriers.lettre.pack import DocumentDuPack, Pack
from courriers.lettre.pieces import Jointe
from courriers.lettre.qr import code_de_paiement
from courriers.lettre.relecture import relire
from courriers.lettre.suite import numero_de_suivi
from courriers.monnaie import calcul


@dataclass(frozen=True)
class DocumentRempli:
    """One finished file of a letter: in Word, and as PDF once asked for."""

    nom: str
    _docx: bytes
    pieces: tuple[PieceJointe, ...] = ()
    """Files its PDF carries."""
    role: str = "lettre"
    """What it is, as its pack says: ``lettre``, ``courriel``, ``appel`` or ``annexe``."""
    brouillon: Brouillon | None = None
    """The message it is the words of, if it is an e-mail."""
    joints: tuple[DocumentRempli, ...] = ()
    """The other documents that message carries, as PDF."""
    _commandes: list[Future[Pdf]] = field(default_factory=list, repr=False, compare=False)
    """The PDF being made elsewhere, if it is."""

    def docx(self) -> bytes:
        """The Word file."""
        return self._docx

    def commander(self, executeur: Executor) -> None:
        """Have *executeur* begin the PDF now; :meth:`pdf` collects it.

        For an e-mail, the PDFs it carries.
        """
        if self.brouillon is not None:
            for joint in self.joints:
                joint.commander(executeur)
        elif "_rendu" not in self.__dict__:
            self._commandes[:] = [executeur.submit(convertir, self._docx, self.pieces)]

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


def compose(
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    canal: str | None = None,
    numero_suivi: str | None = None,
    qr: bool = False,
    bareme: Bareme | None = None,
    caution: int = 1,
) -> Lettre:
    """Write the letter of *pack* for *dossier* on *au*, and proof-read it.

    Safe in threads; nothing global is touched.

    Args:
        dossier: the case.
        pack: the step.
        au: the day of the letter, and the closing day of its statement; that of a claim in
            insolvency is closed on the day of the judgment.
        canal: how it goes, among those of the pack; the first by default.
        numero_suivi: number of the registered letter; printed without « n° » until it is known.
        qr: also print the transfer as a QR code; a finding says why when it cannot be.
        bareme: rates to use; those of this version by default.
        caution: which guarantor a letter to a guarantor is for, from 1.

    Raises:
        LettreRefusee: the law forbids this letter, the case lacks a field it needs, or the
            finished letter fails proof-reading; ``code`` names the first reason.
        TauxInconnu, CalculNonCouvert: the statement cannot be made.
        GabaritInvalide: the template is faulty.
    """
    canal = canal or pack.manifeste.canaux[0]
    if canal not in pack.manifeste.canaux:
        raise ValueError(f"canal « {canal} » absent de {pack.nom} : {pack.manifeste.canaux}")
    if numero_suivi is not None:
        numero_suivi = numero_de_suivi(numero_suivi, canal)
    manquants = [
        *champs_exiges(dossier, pack),
        *manques_du_canal(dossier, pack, canal),
        *mentions_manquantes(dossier),
    ]
    decompte = decompte_du(dossier, pack, au, bareme=bareme, caution=caution)
    refus = [*gardes(dossier, pack, decompte, canal, bareme, au=au), *manquants]
    if refus:
        raise _refusee(dossier, pack, refus)
    voulus = pack.manifeste.documents_pour(canal)
    images, constats_images = images_du(dossier)
    if qr:
        code, constats_qr = code_de_paiement(dossier, pack, somme_reclamee(decompte, pack, dossier))
        images |= code
        constats_images += constats_qr
    jointes, constats_pieces = jointes_de(dossier, voulus, factures_visees(decompte, pack), au)
    titres = None if jointes is None else [j.titre for j in jointes]
    with calcul():
        valeurs = contexte(
            dossier, pack, decompte, au, canal=canal, numero_suivi=numero_suivi, images=images,
            jointes=titres,
        )  # fmt: skip
        compte = decompte_joint(decompte, pack, valeurs, dossier)
        remplis = [(document, pack.gabarit(document.nom).fill(valeurs)) for document in voulus]
    # What asks for nothing carries no claim.
    portees = () if pack.manifeste.reclame == "rien" else (compte,)
    documents = _documents(remplis, portees, dossier, pack, jointes or ())
    fautes = [
        *(
            faute
            for document, octets in remplis
            for faute in relire(
                octets,
                dossier,
                pack,
                au,
                canal=canal,
                numero_suivi=numero_suivi,
                bareme=bareme,
                caution=caution,
                document=document.nom,
            )
        ),
        *(f for d in documents.values() if d.brouillon for f in d.brouillon.fautes()),
    ]
    if fautes:
        raise _refusee(dossier, pack, fautes)
    constats = [
        *_du_decompte(decompte, pack),
        *a_savoir_de(dossier, pack, decompte, au),
        *_sur_l_imputation(pack, valeurs["impute_sur_accessoires"]),
        *constats_escalade(dossier, pack.niveau, au),
        *constats_du_canal(dossier, pack, canal, au),
        *constats_images,
        *constats_pieces,
        *(c for d in voulus for c in pack.gabarit(d.nom).constats),
    ]
    return Lettre(
        reference=dossier.reference,
        pack=pack.nom,
        au=au,
        canal=canal,
        decompte=decompte,
        somme=somme_reclamee(decompte, pack, dossier),
        documents=documents,
        rapport=Rapport.de(constats),
    )


def _du_decompte(decompte: Decompte, pack: Pack) -> list[Constat]:
    """Its findings; « hors du total » is no news of an invoice that the letter announces."""
    annoncees = pack.manifeste.reclame == "a_echoir"
    return [c for c in decompte.constats if not annoncees or c.code != Code.FACTURE_A_ECHOIR]


def _documents(
    remplis: Sequence[tuple[DocumentDuPack, bytes]],
    portees: tuple[PieceJointe, ...],
    dossier: Dossier,
    pack: Pack,
    jointes: tuple[Jointe, ...],
) -> dict[str, DocumentRempli]:
    """The documents by name, in the order of the pack; an e-mail holds those it carries."""
    faits = {
        d.nom: DocumentRempli(d.nom, octets, portees if d.role == "lettre" else (), d.role)
        for d, octets in remplis
    }
    joints = tuple(faits[d.nom] for d in sont_joints([d for d, _ in remplis]))
    for document, octets in remplis:
        if document.role == "courriel":
            brouillon = Brouillon.lire(octets, dossier, pack, jointes)
            faits[document.nom] = replace(faits[document.nom], brouillon=brouillon, joints=joints)
    return faits


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
