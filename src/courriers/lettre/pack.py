"""A pack: one folder, one step of a recovery. ``pack.toml`` holds all that is not text."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator

import courriers
from courriers.document.gabarit import Gabarit
from courriers.dossier.base import Booleen, Ligne, Modele, NomDePack, faute
from courriers.dossier.envois import Canal
from courriers.dossier.fautes import constats_de
from courriers.droit.escalade import Niveau
from courriers.erreurs import PackIntrouvable, PackInvalide

VARIABLE = "COURRIERS_MODELES"
"""Environment variable: a folder of packs, searched before the built-in ones."""


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
        "declaration", "quittance", "recu", "reponse",
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
    Literal["tous", "professionnel", "consommateur", "non_professionnel", "personne_publique"]
    | Acteur,
    Mentions,
]
"""By quality of the debtor, by who writes, or « tous »."""


Destinataire = Literal["debiteur", "commissaire", "caution", "mandataire_judiciaire"]
"""Who a letter is for."""


class DocumentDuPack(Modele):
    """One Word file of the pack."""

    nom: NomDePack
    fichier: Ligne
    role: Literal["lettre", "courriel", "appel", "annexe"] = "annexe"
    """What it is; the first document is the letter unless it says otherwise."""
    canaux: tuple[Canal, ...] = ()
    """Channels it is made for; every channel of the pack if none is named."""
    mentions: MentionsParCle = Field(default_factory=dict)
    """What this document must, or must not, hold, beside what the pack forbids to all."""

    @field_validator("fichier")
    @classmethod
    def _dans_le_pack(cls, valeur: str) -> str:
        if not re.fullmatch(r"[\w-]+\.docx", valeur):
            raise faute("fichier", "un nom de fichier .docx, sans dossier, est attendu")
        return valeur


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
    tableau: Literal[
        "decompte", "decompte_et_a_echoir", "factures", "echeancier", "echeances", "paiements",
        "reglees", "aucun",
    ] = "decompte"  # fmt: skip
    """What its table shows: every line of the statement, with what is not yet due or without; each
    invoice with what is left; every instalment of the schedule, or those whose date has passed; the
    last payments and where they went; each invoice paid off."""
    exige: tuple[Ligne, ...] = ()
    """Paths of the case that must be present."""
    escalade: Escalade = Escalade()
    droit: Droit = Droit()
    mentions: MentionsParCle = Field(default_factory=dict)
    """``requises`` of the letter, ``interdites`` of every document."""
    suite: Suite | None = None
    documents: Annotated[tuple[DocumentDuPack, ...], Field(min_length=1)]

    @field_validator("documents")
    @classmethod
    def _noms_distincts(cls, valeur: tuple[DocumentDuPack, ...]) -> tuple[DocumentDuPack, ...]:
        if len({d.nom for d in valeur}) < len(valeur):
            raise faute("documents", "deux documents portent le même nom")
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

    def documents_pour(self, canal: Canal | str) -> tuple[DocumentDuPack, ...]:
        """The documents made for *canal*, in their order."""
        return tuple(d for d in self.documents if not d.canaux or canal in d.canaux)


@dataclass(frozen=True)
class Pack:
    """A step ready to be written: its manifest and its compiled templates."""

    nom: str
    dossier: Path
    origine: str
    """Where it was found: ``--modeles``, the environment variable, or « intégré »."""
    manifeste: Manifeste

    @property
    def gabarits(self) -> dict[str, Gabarit]:
        """Its templates by name, all compiled."""
        return {d.nom: self.gabarit(d.nom) for d in self.manifeste.documents}

    def gabarit(self, nom: str) -> Gabarit:
        """The template of the document *nom*, compiled on first use: a fault in one stops no other.

        Raises:
            GabaritInvalide: the template is faulty.
        """
        if nom not in self._compiles:
            from courriers.lettre.champs import FILTRES

            fichier = next(d.fichier for d in self.manifeste.documents if d.nom == nom)
            self._compiles[nom] = Gabarit.load(self.dossier / fichier, filtres=FILTRES)
        return self._compiles[nom]

    @cached_property
    def _compiles(self) -> dict[str, Gabarit]:
        return {}

    @property
    def niveau(self) -> Niveau:
        """The step, as the law of the climb sees it."""
        escalade = self.manifeste.escalade
        return Niveau(
            nom=self.nom,
            apres=escalade.apres,
            avant=escalade.avant,
            delai_jours=escalade.delai_jours,
            voie=self.manifeste.droit.voie,
            reclame=self.manifeste.reclame,
        )


def load_pack(nom: str, *, modeles: str | Path | None = None) -> Pack:
    """The pack *nom*, from the nearest folder that has it.

    Args:
        nom: its name, as ``mise-en-demeure``.
        modeles: a folder of packs to search first; then ``COURRIERS_MODELES``, then the built-in
            packs.

    Raises:
        PackIntrouvable: no folder has it.
        PackInvalide: its manifest or its files are faulty.
    """
    for origine, racine in _racines(modeles):
        dossier = racine / nom
        if re.fullmatch(r"[a-z0-9-]+", nom) and (dossier / "pack.toml").is_file():
            return Pack(nom, dossier, origine, _manifeste(dossier))
    connus = ", ".join(p.nom for p in packs(modeles=modeles)) or "aucun"
    raise PackIntrouvable(f"Le pack « {nom} » n’existe pas.", conseil=f"Packs connus : {connus}.")


def packs(*, modeles: str | Path | None = None) -> list[Pack]:
    """Every pack that can be used, by name; the nearest folder wins.

    Raises:
        PackInvalide: one of the manifests is faulty.
    """
    trouves: dict[str, Pack] = {}
    for origine, racine in _racines(modeles):
        for manifeste in sorted(racine.glob("*/pack.toml")):
            dossier = manifeste.parent
            if dossier.name not in trouves:
                trouves[dossier.name] = Pack(dossier.name, dossier, origine, _manifeste(dossier))
    return [trouves[nom] for nom in sorted(trouves)]


def donnees(nom: str) -> Path:
    """The folder *nom* (``templates``, ``samples``): inside the wheel, or beside ``src``."""
    paquet = Path(courriers.__file__).parent
    dans_la_roue = paquet / nom
    return dans_la_roue if dans_la_roue.is_dir() else paquet.parents[1] / nom


def _racines(modeles: str | Path | None) -> Iterator[tuple[str, Path]]:
    if modeles is not None:
        yield "--modeles", _avec_packs(Path(modeles))
    if os.environ.get(VARIABLE):
        yield VARIABLE, _avec_packs(Path(os.environ[VARIABLE]))
    yield "intégré", donnees("templates")


def _avec_packs(racine: Path) -> Path:
    """*racine*, which must hold packs: a folder given for nothing is a mistake to say."""
    if any(racine.glob("*/pack.toml")):
        return racine
    conseil = "Chaque pack est un sous-répertoire qui contient « pack.toml »."
    if (racine / "pack.toml").is_file():
        conseil = (
            f"Ce répertoire est lui-même un pack : donnez celui qui le contient ({racine.parent})."
        )
    raise PackInvalide(f"{racine} ne contient aucun pack.", conseil=conseil)


def _manifeste(dossier: Path) -> Manifeste:
    chemin = dossier / "pack.toml"
    try:
        manifeste = Manifeste.model_validate(tomllib.loads(chemin.read_text(encoding="utf-8")))
    except ValidationError as fautes:
        constats = constats_de(fautes, Manifeste)
        raise PackInvalide(
            f"{chemin} : " + " ".join(str(c) for c in constats), constats=constats
        ) from None
    except (OSError, ValueError, RecursionError):
        raise PackInvalide(f"{chemin} est illisible : ce n’est pas un fichier TOML.") from None
    absents = [d.fichier for d in manifeste.documents if not (dossier / d.fichier).is_file()]
    if absents:
        raise PackInvalide(f"{chemin} : fichier absent ({', '.join(absents)}).")
    return manifeste
