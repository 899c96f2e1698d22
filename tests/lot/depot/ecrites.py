"""Letters really written, once: several debtors, channels and lengths, with their journal."""

from __future__ import annotations

import functools
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import pikepdf

from courriers.lot import journal
from courriers.lot.depot import Depot, Reglages, deposer
from courriers.lot.evenements import LettreEcrite
from courriers.lot.execution import produire
from courriers.lot.registre import Registre
from courriers.lot.sources import Cas
from courriers.lot.sources.dossiers import un_dossier
from fabrique import JOUR, brut, pack_livre

LENDEMAIN = date(2026, 11, 24)


def debiteur(nom, code_postal, ville, *lignes, **autres):
    adresse = {"lignes": list(lignes) or ["27 avenue de la Gare"], "code_postal": code_postal}
    return {
        "type": "societe", "qualite": "professionnel", "denomination": nom,
        "adresse": {**adresse, "ville": ville}, **autres,
    }  # fmt: skip


def factures(nombre):
    return [
        {"numero": f"F{n}", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "100.00"}
        for n in range(nombre)
    ]


CAS = {
    "A-1": ("mise-en-demeure", "lrar", debiteur("Rénovation Belledonne", "73000", "Chambéry"), 1),
    "B-2": ("mise-en-demeure", "lrar", debiteur("Chalets du Semnoz", "01000", "Bourg"), 60),
    "C-3": ("relance-courtoise", "lettre", debiteur("=cmd|' /C calc'!A0", "69001", "Lyon"), 1),
    "D-4": ("relance-courtoise", "lettre", debiteur("Menuiserie Petit", "69001", "Lyon"), 90),
    "E-5": ("relance-courtoise", "courriel",
            debiteur("Au courriel", "38000", "Grenoble", courriel="a@exemple.fr"), 1),
    "F-6": ("mise-en-demeure", "remise", debiteur("En main propre", "38000", "Grenoble"), 1),
    "G-7": ("mise-en-demeure", "lrar", debiteur("Maison Belge", "1000", "Bruxelles"), 1),
    "../=H&8": ("mise-en-demeure", "lrar", debiteur("Dupont & Fils <SARL>", "97400", "Saint-Denis"),
                1),
}  # fmt: skip
CAS["G-7"][2]["adresse"]["pays"] = "BE"
POSTALES = ("../=H&8", "A-1", "B-2", "C-3", "D-4", "G-7")


@functools.cache
def _gardees() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="lettres-")


@functools.cache
def modele() -> Path:
    """The folder of all the letters of ``CAS``, not to be changed: :func:`copie` it."""
    racine = Path(_gardees().name)
    sortie = racine / "lettres"
    for reference, (pack, canal, qui, nombre) in CAS.items():
        source = racine / "cas" / f"{len(list(racine.rglob('*.json')))}.json"
        source.parent.mkdir(exist_ok=True)
        creancier = {"courriel": "v@exemple.fr"}
        brute = brut(reference=reference, factures=factures(nombre), creancier=creancier)
        source.write_text(json.dumps({**brute, "debiteur": qui}), encoding="utf-8")
        livre = pack_livre(pack)
        with Registre(sortie) as registre:
            (resultat,) = produire([source], livre, JOUR, sortie, canal=canal, registre=registre)
        assert resultat.erreur is None, resultat.erreur
    return sortie


def cas_lus() -> list[Cas]:
    return [un_dossier(f) for f in sorted((modele().parent / "cas").iterdir())]


def copie(cible: Path, references: tuple[str, ...] | None = None, fois: int = 1) -> Path:
    """The letters of *references*, or all, in *cible*, each *fois* times."""
    lignes = []
    for lu in journal.lire(modele()):
        assert isinstance(lu, LettreEcrite)
        if references is not None and lu.reference not in references:
            continue
        for rang in range(fois):
            suite = f"-{rang}" if fois > 1 else ""
            fichiers = {}
            for nom, sceau in lu.fichiers.items():
                autre = f"{Path(nom).parent}{suite}/{Path(nom).name}"
                (cible / autre).parent.mkdir(parents=True, exist_ok=True)
                (cible / autre).write_bytes((modele() / nom).read_bytes())
                fichiers[autre] = sceau
            nouveau = {"reference": lu.reference + suite, "fichiers": fichiers}
            lignes.append(lu.model_copy(update=nouveau))
    journal.ajouter(cible, lignes)
    return cible


def faire(ou: Path, nom: str = "depot", jour: date = LENDEMAIN, **options) -> Depot:
    """The deposit of the letters that are in *ou*, beside it."""
    autres = {n: options.pop(n) for n in ("exclusions", "creances") if n in options}
    return deposer(ou, ou.parent / nom, jour, Reglages(**options), **autres)


def changer(chemin: Path, changement, **enregistrer) -> None:
    """What *changement* does to the PDF *chemin*."""
    with pikepdf.open(io.BytesIO(chemin.read_bytes())) as pdf:
        changement(pdf)
        pdf.save(chemin, **enregistrer)
