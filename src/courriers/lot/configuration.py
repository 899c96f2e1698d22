"""``courriers.toml``: what an office sets once: the rates this version lacks, and its paper."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from courriers.constats import Constat
from courriers.document.papier import BAS, BAS_MAX, HAUT, HAUT_MAX, Papier
from courriers.dossier.base import Jour, Ligne, Modele, Taux, faute
from courriers.dossier.creance import Conditions
from courriers.dossier.fautes import constats_de
from courriers.dossier.roles import Creancier
from courriers.droit.bareme import Bareme
from courriers.droit.semestre import Semestre
from courriers.erreurs import ConfigurationInvalide, FichierWordInvalide, motif_systeme

NOM = "courriers.toml"
PREIMPRIME = "preimprime"


class TauxDeSemestre(Modele):
    """The rates of one half-year, in % a year; one at least."""

    semestre: Annotated[str, Field(pattern=r"^\d{4}-S[12]$")]
    """2027-S1."""
    source: Ligne
    """Arrêté, JO, page de la BCE : d’où vient le taux."""
    verifie_le: Jour
    """Jour où la source a été lue."""
    particulier: Taux | None = None
    """Taux de l’intérêt légal, créancier particulier."""
    autres: Taux | None = None
    """Taux de l’intérêt légal, autres cas."""
    bce: Annotated[Taux | None, Field(validate_default=True)] = None
    """Taux de refinancement de la BCE au premier jour du semestre."""

    @field_validator("bce")
    @classmethod
    def _un_taux_au_moins(cls, valeur: Taux | None, info: object) -> Taux | None:
        donnees = getattr(info, "data", {})
        if valeur is None and all(donnees.get(nom) is None for nom in ("particulier", "autres")):
            raise faute("taux", "aucun taux : donnez « particulier », « autres » ou « bce »")
        return valeur


class PapierDuCabinet(Modele):
    """``[papier]``: what every letter is written on."""

    modele: Ligne
    """Fichier Word (.docx ou .dotx), à côté de courriers.toml ; ou « preimprime »."""
    expediteur: Literal["lettre", "papier"] | None = None
    """Qui imprime le nom et l’adresse de l’expéditeur : la lettre, ou le papier."""
    haut: Annotated[float | None, Field(ge=0, le=HAUT_MAX)] = None
    """Millimètres laissés en blanc en haut du papier pré-imprimé."""
    bas: Annotated[float | None, Field(ge=0, le=BAS_MAX)] = None
    """Millimètres laissés en blanc en bas du papier pré-imprimé."""

    @field_validator("haut", "bas", "expediteur")
    @classmethod
    def _selon_le_papier(cls, valeur: object, info: ValidationInfo) -> object:
        modele = info.data.get("modele")
        if info.field_name == "expediteur" and modele == PREIMPRIME and valeur == "lettre":
            raise faute("papier", "le papier pré-imprimé porte lui-même l’expéditeur")
        if info.field_name != "expediteur" and valeur is not None and modele != PREIMPRIME:
            raise faute("papier", f'ne vaut que pour « modele = "{PREIMPRIME}" »')
        return valeur

    def papier(self, repertoire: Path) -> Papier:
        """The paper itself; a relative path is told from *repertoire*.

        Raises:
            FichierWordInvalide: as :meth:`Papier.lire`.
        """
        if self.modele == PREIMPRIME:
            haut = HAUT if self.haut is None else self.haut
            return Papier.preimprime(haut=haut, bas=BAS if self.bas is None else self.bas)
        return Papier.lire(repertoire / self.modele, expediteur=self.expediteur == "papier")


def _delai(valeur: str) -> str:
    dit = " ".join(valeur.split()).casefold()
    if not re.fullmatch(r"\d{1,3} jours( fin de mois)?", dit, re.ASCII):
        raise faute(
            "delai",
            f"« {valeur} » n’est pas un délai connu ; attendu : « 30 jours », « 30 jours fin de "
            "mois » ou « 45 jours fin de mois »",
        )
    return dit


Delai = Annotated[str, AfterValidator(_delai)]


class DebiteurParDefaut(Modele):
    """``[debiteur]``: never guessed, said once for a whole source."""

    type: Literal[
        "societe", "entrepreneur_individuel", "association", "particulier", "personne_publique"
    ] | None = None  # fmt: skip
    qualite: (
        Literal["professionnel", "consommateur", "non_professionnel", "personne_publique"] | None
    ) = None
    regime: Literal["ccp", "l441-10", "civil"] | None = None


class Configuration(Modele):
    """``courriers.toml``."""

    taux: tuple[TauxDeSemestre, ...] = ()
    papier: PapierDuCabinet | None = None
    creancier: Creancier | None = None
    """À qui l’argent est dû, pour les sources qui ne le disent pas (table, FEC, factures)."""
    creanciers: dict[Ligne, Creancier] = Field(default_factory=dict)
    """Plusieurs créanciers en un lot : le nom que porte la colonne « creancier » de la table."""
    debiteur: DebiteurParDefaut | None = None
    """Ce qui vaut pour tous les débiteurs d’une source, quand elle ne le dit pas."""
    conditions: Conditions | None = None
    colonnes: dict[Ligne, Ligne] = Field(default_factory=dict)
    """Champ de courriers = intitulé de la colonne : ``montant_ttc = "Total T.T.C."``."""
    feuille: Ligne | None = None
    """Feuille à lire d’un classeur qui en a plusieurs."""
    delai: Delai | None = None
    """Délai de paiement des factures sans échéance : « 30 jours », « 45 jours fin de mois »."""

    sortie: Ligne | None = None
    """Répertoire des lettres, à côté de ce fichier ; « out » du répertoire courant sinon."""
    modeles: Ligne | None = None
    """Répertoire de vos packs, à côté de ce fichier."""

    _repertoire: Path | None = PrivateAttr(default=None)

    @property
    def repertoire(self) -> Path | None:
        """Folder of ``courriers.toml``, which its logo and its signature are relative to."""
        return self._repertoire

    def chemin(self, nom: str | None) -> Path | None:
        """The path that *nom*, a field of this file, says: relative to its folder."""
        return (self._repertoire or Path()) / nom if nom is not None else None

    @field_validator("taux")
    @classmethod
    def _semestres_distincts(cls, valeur: tuple[TauxDeSemestre, ...]) -> tuple[TauxDeSemestre, ...]:
        doubles = [s for s, fois in Counter(t.semestre for t in valeur).items() if fois > 1]
        if doubles:
            raise faute("semestre", f"le semestre {doubles[0]} est donné deux fois")
        return valeur

    def bareme(self) -> Bareme:
        """The built-in table, completed."""
        bareme = Bareme.integre()
        for ajout in self.taux:
            bareme = bareme.complete(
                Semestre.lire(ajout.semestre),
                source=ajout.source,
                verifie_le=ajout.verifie_le,
                particulier=ajout.particulier,
                autres=ajout.autres,
                bce=ajout.bce,
            )
        return bareme


def load_configuration(fichier: Path) -> Configuration:
    """Read and check *fichier*.

    Raises:
        ConfigurationInvalide: it cannot be read, or has faults; ``constats`` holds all of them.
    """
    try:
        brut = tomllib.loads(fichier.read_text(encoding="utf-8-sig"))
    except OSError as erreur:
        raise ConfigurationInvalide(f"{fichier} : {motif_systeme(erreur)}.") from None
    except (ValueError, RecursionError) as erreur:
        place = re.search(r"line (\d+), column (\d+)", str(erreur))
        ou = f", ligne {place[1]}, colonne {place[2]}" if place else ""
        raise ConfigurationInvalide(
            f"{fichier}{ou} : le fichier TOML est mal formé.",
            conseil='Un taux s’écrit entre guillemets avec un point ("2.65"), un jour 2027-01-02.',
        ) from None
    try:
        lue = Configuration.model_validate(brut)
        lue._repertoire = fichier.resolve().parent  # noqa: SLF001 – our own
        return lue
    except ValidationError as fautes:
        raise _invalide(fichier, constats_de(fautes, Configuration)) from None


def load_papier(fichier: Path) -> Papier | None:
    """The paper that *fichier* names, if it names one.

    Raises:
        ConfigurationInvalide: *fichier* has faults, or its paper cannot be used; says which file.
    """
    reglages = load_configuration(fichier).papier
    if reglages is None:
        return None
    try:
        return reglages.papier(fichier.resolve().parent)
    except FichierWordInvalide as erreur:
        raise ConfigurationInvalide(
            f"{fichier}, [papier] : {erreur.message}", conseil=erreur.conseil
        ) from None


def _invalide(fichier: Path, constats: list[Constat]) -> ConfigurationInvalide:
    liste = "".join(f"\n  - {c}" for c in constats)
    return ConfigurationInvalide(f"{fichier} a des fautes :{liste}", constats=constats)


def trouver(depart: Path) -> Path | None:
    """The nearest ``courriers.toml``: in *depart*, or in a folder above it."""
    for repertoire in (depart, *depart.parents):
        if (repertoire / NOM).is_file():
            return repertoire / NOM
    return None
