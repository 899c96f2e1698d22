"""Cases built for tests: a plain one, and what is changed in it."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from courriers import Dossier, load_dossier

RACINE = Path(__file__).resolve().parents[1]
SAMPLES = RACINE / "samples"
JOUR = date(2026, 11, 23)

HOSTILES = (
    "Dupont & Fils <SARL>",
    "A <b>C</b>",
    "L’Œuvre",
    "{{ 7*7 }}",
    "{% if x %}",
    "{_{ a }_}",
    "\u200fالنور\u200f Import",
    "N" * 90,
    "]]> &amp; &#60;",
    "« A – B… »",
)
"""Odd but lawful names: each must be printed as it is."""

ADRESSE = {"lignes": ["1 rue Haute"], "code_postal": "38000", "ville": "Grenoble"}

_BASE: dict[str, Any] = {
    "version": 1,
    "reference": "T-1",
    "creancier": {
        "type": "societe",
        "denomination": "Ateliers Vasseur",
        "forme_juridique": "SARL",
        "capital": "25000.00",
        "siren": "841203573",
        "rcs": "Grenoble",
        "adresse": {"lignes": ["18 rue des Forges"], "code_postal": "38000", "ville": "Grenoble"},
        "iban": "FR7630003012340005009876627",
        "signataire": {"prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"},
    },
    "debiteur": {
        "type": "societe",
        "qualite": "professionnel",
        "denomination": "Rénovation Belledonne",
        "adresse": {
            "lignes": ["27 avenue de la Gare"],
            "code_postal": "73000",
            "ville": "Chambéry",
        },
    },
    "factures": [
        {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"}
    ],
}


def brut(**changements: Any) -> dict[str, Any]:
    """The plain case as a mapping; a mapping given merges, anything else replaces.

    A party given with its own ``type`` replaces the plain one, address apart.
    """
    resultat = copy.deepcopy(_BASE)
    for champ, valeur in changements.items():
        if isinstance(valeur, dict) and "type" in valeur and champ in ("creancier", "debiteur"):
            resultat[champ] = {"adresse": resultat[champ]["adresse"], **valeur}
        else:
            resultat[champ] = _fusion(resultat.get(champ), valeur)
    return resultat


def _fusion(ancien: Any, nouveau: Any) -> Any:
    if isinstance(ancien, dict) and isinstance(nouveau, dict):
        return {**ancien, **{k: _fusion(ancien.get(k), v) for k, v in nouveau.items()}}
    return nouveau


def dossier(**changements: Any) -> Dossier:
    """The plain case, checked."""
    return load_dossier(brut(**changements))


CONSOMMATEUR = {
    "type": "particulier",
    "qualite": "consommateur",
    "civilite": "Mme",
    "prenom": "Anne",
    "nom": "Morel",
}


def docx(corps: str, *, avec: dict[str, bytes] | None = None, relations: str = "") -> bytes:
    """A minimal Word file around *corps*, the XML inside ``w:body``."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paquet = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    membres = {
        "[Content_Types].xml": f'<Types xmlns="{paquet}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{paquet}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}" xmlns:r="{office}"><w:body>{corps}'
        "</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{paquet}/relationships">'
        f"{relations}</Relationships>",
    }
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in {**membres, **(avec or {})}.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()


def p(*runs: str) -> str:
    """A paragraph of text runs."""
    textes = "".join(f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs)
    return f"<w:p>{textes}</w:p>"
