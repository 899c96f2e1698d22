"""``courriers.toml``: what an office sets once. So far, the rates that this version lacks."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from courriers.constats import Constat
from courriers.dossier.base import Jour, Ligne, Modele, Taux, faute
from courriers.dossier.fautes import constats_de
from courriers.droit.bareme import Bareme
from courriers.droit.semestre import Semestre
from courriers.erreurs import ConfigurationInvalide, motif_systeme

NOM = "courriers.toml"


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


class Configuration(Modele):
    """``courriers.toml``."""

    taux: tuple[TauxDeSemestre, ...] = ()

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
        return Configuration.model_validate(brut)
    except ValidationError as fautes:
        raise _invalide(fichier, constats_de(fautes, Configuration)) from None


def _invalide(fichier: Path, constats: list[Constat]) -> ConfigurationInvalide:
    liste = "".join(f"\n  - {c}" for c in constats)
    return ConfigurationInvalide(f"{fichier} a des fautes :{liste}", constats=constats)


def trouver(depart: Path) -> Path | None:
    """The nearest ``courriers.toml``: in *depart*, or in a folder above it."""
    for repertoire in (depart, *depart.parents):
        if (repertoire / NOM).is_file():
            return repertoire / NOM
    return None
