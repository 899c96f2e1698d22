"""``pack.toml``: all of a step that is not text, and what it may hold."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from courriers.dossier.base import Booleen, Ligne, Modele, NomDePack, faute
from courriers.dossier.envois import Canal


class Escalade(Modele):
    """Where the step stands in the climb."""

    apres: tuple[NomDePack, ...] = ()
    """Steps that usually come before, any of them."""
    avant: tuple[NomDePack, ...] = ()
    """Steps that come later."""
    delai_jours: Annotated[int, Field(ge=0, le=365)] = 0
    delai_paiement_jours: Annotated[int, Field(ge=1, le=365)] | None = None
    """Days left to pay, or to answer, from the day of the letter; absent when it sets no
    deadline."""


class Droit(Modele):
    """What the step rests on."""

    voie: Literal[
        "amiable", "petites_creances", "avant_echeance", "accord", "echeance_manquee", "caution",
        "declaration", "quittance", "recu", "reponse", "suite_petites_creances",
        "creances_commerciales", "sommation", "injonction", "signification", "certificat",
        "refere_provision", "assignation_au_fond",
    ] = "amiable"  # fmt: skip
    """The route, whose own rules are checked before anything is written."""
    fondement: Ligne | None = None


class SuiteDuCanal(Modele):
    """What changes in the sentences of « suite » for one channel."""

    envoi: Ligne | None = None
    preuve: Ligne | None = None
    etape: Ligne | None = None


class Suite(Modele):
    """What the person does once the letter is written, in plain sentences."""

    envoi: Ligne
    """How to sign and send it."""
    preuve: Ligne
    """What to keep."""
    etape: Ligne
    """What comes next if nothing is paid."""
    canaux: dict[Canal, SuiteDuCanal] = Field(default_factory=dict)
    """Sentences of one channel, in the place of those above."""


class Mentions(Modele):
    """Regular expressions the finished letter must, or must not, hold (case ignored)."""

    requises: tuple[str, ...] = ()
    interdites: tuple[str, ...] = ()

    @field_validator("requises", "interdites")
    @classmethod
    def _compilables(cls, valeur: tuple[str, ...]) -> tuple[str, ...]:
        for motif in valeur:
            try:
                re.compile(motif)
            except re.error as faute_:
                raise faute("motif", f"« {motif} » n’est pas une expression : {faute_}") from None
        return valeur


Acteur = Literal["creancier", "societe_recouvrement", "avocat", "commissaire_de_justice"]
"""Who writes: the creditor, or one of its agents by role."""

MentionsParCle = dict[
    Literal[
        "tous", "professionnel", "consommateur", "non_professionnel", "personne_publique", "projet"
    ]
    | Acteur,
    Mentions,
]
"""By quality of the debtor, by who writes, « tous »; or « projet », what the draft of an act says
until a hand has completed it."""


Destinataire = Literal[
    "debiteur", "commissaire", "caution", "mandataire_judiciaire", "juridiction", "greffe", "projet"
]
"""Who a letter is for; of a court, its president or judge, or its registry. « projet »: nobody yet,
the draft of an act that a lawyer and a commissaire de justice finish."""
PAYEURS: frozenset[Destinataire] = frozenset({"debiteur", "caution"})
"""Those who owe."""

Tableau = Literal[
    "decompte", "decompte_et_a_echoir", "postes", "factures", "echeancier", "echeances",
    "paiements", "reglees", "aucun",
]  # fmt: skip
"""What a table shows: every line of the statement, with what is not yet due or without; what is
due by kind (principal, interest, indemnities); each invoice with what is left; every instalment of
the schedule, or those whose date has passed; the last payments and where they went; each invoice
paid off."""


class DocumentDuPack(Modele):
    """One Word file of the pack."""

    nom: NomDePack
    fichier: Ligne
    role: Literal["lettre", "courriel", "appel", "annexe"] = "annexe"
    """What it is; the first document is the letter unless it says otherwise."""
    titre: Ligne | None = None
    """Its bookmark in the complete file; ``nom`` by default, the pack's own for the letter."""
    canaux: tuple[Canal, ...] = ()
    """Channels it is made for; every channel of the pack if none is named."""
    tableau: Tableau | None = None
    """What its own table shows, where it is not that of the pack: a request may sum up what an
    annex to it counts line by line."""
    mentions: MentionsParCle = Field(default_factory=dict)
    """What this document must, or must not, hold, beside what the pack forbids to all."""

    @field_validator("fichier")
    @classmethod
    def _dans_le_pack(cls, valeur: str) -> str:
        if not re.fullmatch(r"[\w-]+\.docx", valeur):
            raise faute("fichier", "un nom de fichier .docx, sans dossier, est attendu")
        return valeur


class Depuis(Modele):
    """The built-in pack it is a copy of, as it was on that day."""

    pack: NomDePack
    version: Annotated[int, Field(ge=1)]
    documents: dict[Ligne, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]
    """SHA-256 of each Word file of the built-in pack, by file name."""


class Manifeste(Modele):
    """``pack.toml``."""

    titre: Ligne
    phase: Literal["amiable", "judiciaire"]
    version: Annotated[int, Field(ge=1)]
    relu_le: datetime.date | None = None
    """Day a jurist last read the texts; absent while nobody has."""
    canaux: Annotated[tuple[Canal, ...], Field(min_length=1)]
    """Ways to send it; the first is the default."""
    mise_en_demeure: Booleen = False
    """The letter is a formal notice (C. civ., art. 1344)."""
    acteurs: Annotated[tuple[Acteur, ...], Field(min_length=1)] = ("creancier",)
    """Who may write it."""
    destinataire: Destinataire = "debiteur"
    """Who receives it."""
    reclame: Literal[
        "total", "principal", "principal_et_interets", "a_echoir", "echeances", "caution", "passif",
        "rien",
    ] = "total"  # fmt: skip
    """The sum it asks for, which its table adds up to; « rien » for a letter that asks for none.

    « a_echoir »: what is not due yet; « echeances »: what the schedule misses; « caution »: what
    the guarantor owes; « passif »: all that is declared in insolvency.
    """
    tableau: Tableau = "decompte"
    """What the table of its letter shows."""
    exige: tuple[Ligne, ...] = ()
    """Paths of the case that must be present."""
    liasse: Booleen = False
    """Its documents go with the exhibits: one complete file is made of them all."""
    escalade: Escalade = Escalade()
    droit: Droit = Droit()
    mentions: MentionsParCle = Field(default_factory=dict)
    """``requises`` of the letter, ``interdites`` of every document."""
    suite: Suite | None = None
    depuis: Depuis | None = None
    """Where it was copied from; absent from a pack that was not."""
    documents: Annotated[tuple[DocumentDuPack, ...], Field(min_length=1)]

    @field_validator("documents")
    @classmethod
    def _noms_distincts(cls, valeur: tuple[DocumentDuPack, ...]) -> tuple[DocumentDuPack, ...]:
        if len({d.nom for d in valeur}) < len(valeur):
            raise faute("documents", "deux documents portent le même nom")
        reserve = next((d.nom for d in valeur if re.fullmatch(r"complet(-\d+)?", d.nom)), None)
        if reserve is not None:
            raise faute("documents", f"« {reserve} » est le nom du fichier complet")
        premier = valeur[0]
        if "role" not in premier.model_fields_set:
            premier = premier.model_copy(update={"role": "lettre"})
        return (premier, *valeur[1:])

    @field_validator("documents")
    @classmethod
    def _un_de_chaque_par_canal(
        cls, valeur: tuple[DocumentDuPack, ...], info: ValidationInfo
    ) -> tuple[DocumentDuPack, ...]:
        for canal in info.data.get("canaux", ()):
            roles = [d.role for d in valeur if canal in (d.canaux or (canal,))]
            if not roles:
                raise faute("documents", f"aucun document n’est fait pour le canal « {canal} »")
            doubles = [r for r in ("lettre", "courriel") if roles.count(r) > 1]
            if doubles:
                raise faute("documents", f"deux « {doubles[0]} » pour le canal « {canal} »")
        return valeur

    def tableau_de(self, document: DocumentDuPack) -> Tableau:
        """What the table of *document* shows: that of the letter is the one of the pack.

        An e-mail and a call sheet show the invoices, never the statement; an annex shows nothing
        unless it says what.
        """
        if document.tableau is not None:
            return document.tableau
        if document.role == "lettre":
            return self.tableau
        return "aucun" if document.role == "annexe" else "factures"

    def titre_de(self, document: DocumentDuPack) -> str:
        """What the bookmark of *document* says."""
        if document.titre is not None:
            return document.titre
        return self.titre if document.role == "lettre" else document.nom.capitalize()

    def porte_le_compte(self, document: DocumentDuPack) -> bool:
        """Whether *document* shows the claim of the pack, which its PDF then carries as data."""
        if document.role == "lettre":
            return True
        return document.role == "annexe" and document.tableau is not None

    def documents_pour(self, canal: Canal | str) -> tuple[DocumentDuPack, ...]:
        """The documents made for *canal*, in their order."""
        return tuple(d for d in self.documents if not d.canaux or canal in d.canaux)
