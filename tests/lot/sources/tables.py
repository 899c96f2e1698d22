"""Tables written for the tests, as offices make them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.tables import lire

CREANCIER: dict[str, Any] = {
    "type": "societe", "denomination": "Ateliers Vasseur", "forme_juridique": "SARL",
    "siren": "841203573",
    "adresse": {"lignes": ["18 rue des Forges"], "code_postal": "38000", "ville": "Grenoble"},
}  # fmt: skip
AUTRE = {**CREANCIER, "denomination": "Vasseur Conseil", "siren": "903124576"}
ENTETE = ["Code client", "Client", "Adresse", "CP", "Ville", "N° facture", "Date", "Échéance",
          "Montant TTC"]  # fmt: skip
UNE = ["C1", "SARL Dupont", "1 rue Haute", "38000", "Grenoble", "FA-1", "10/03/2026", "09/04/2026",
       "1234,56"]  # fmt: skip


def reglages(**plus: Any) -> Configuration:
    base = {"creancier": CREANCIER, "debiteur": {"qualite": "professionnel"}}
    return Configuration.model_validate(
        {c: v for c, v in {**base, **plus}.items() if v is not None}
    )


def ecrire_csv(
    chemin: Path, rangees: list[list[Any]], *, separateur: str = ";", codage: str = "utf-8"
) -> Path:
    texte = io.StringIO(newline="")
    csv.writer(texte, delimiter=separateur).writerows(rangees)
    chemin.write_bytes(texte.getvalue().encode(codage))
    return chemin


def ecrire_xlsx(chemin: Path, rangees: list[list[Any]], *, feuille: str = "Feuil1") -> Path:
    import openpyxl

    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = feuille
    for rangee in rangees:
        page.append(rangee)
    classeur.save(chemin)
    return chemin


def avec(**champs: Any) -> list[Any]:
    """A row like the plain one, some of its cells changed; by the first word of their heading."""
    noms = ("code", "client", "adresse", "cp", "ville", "numero", "date", "echeance", "montant")
    return [champs.get(nom, valeur) for nom, valeur in zip(noms, UNE, strict=True)]


def lus(*chemins: Path, **plus: Any) -> list[Cas]:
    return list(lire(chemins, reglages(**plus)))


def dits(cas: Cas) -> str:
    """Every finding of a case, as one text, with plain spaces."""
    constats = cas.erreur.constats if cas.erreur is not None else cas.constats
    texte = "\n".join(str(c) for c in (*constats, *cas.constats))
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
