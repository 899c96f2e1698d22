"""Cases built for tests: a plain one, and what is changed in it."""

from __future__ import annotations

import copy
import ctypes
import functools
import io
import shutil
import tomllib
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as brut_pdf

from courriers import Dossier, Lettre, compose, load_dossier, load_pack
from courriers.lettre.pack import Pack, pack_integre, packs_integres

RACINE = Path(__file__).resolve().parents[1]
SAMPLES = RACINE / "samples"
JOUR = date(2026, 11, 23)


@functools.cache
def pack_livre(nom: str) -> Pack:
    """The built-in pack *nom*; its templates are compiled once for every test that asks it."""
    pack = pack_integre(nom)
    assert pack is not None, nom
    return pack


def packs_livres() -> list[Pack]:
    """Every built-in pack, each as :func:`pack_livre` gives it."""
    return [pack_livre(pack.nom) for pack in packs_integres()]


@functools.cache
def livree(exemple: str, pack: str, canal: str | None = None) -> Lettre:
    """The letter of *pack* for a sample, on its day; its PDF is drawn once for every test.

    Raises:
        LettreRefusee: the law, or the channel, refuses it.
    """
    repertoire = SAMPLES / exemple
    au = tomllib.loads((repertoire / "attendu.toml").read_text(encoding="utf-8"))["au"]
    cas = load_dossier(repertoire / "dossier.json")
    return compose(cas, pack_livre(pack), au, canal=canal)


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


_EN_ARIAL = (
    '<w:styles xmlns:w="{}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" '
    'w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
)


def docx(corps: str, *, avec: dict[str, bytes] | None = None, relations: str = "") -> bytes:
    """A minimal Word file around *corps*, the XML inside ``w:body``."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paquet = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if "word/styles.xml" not in (avec or {}):  # Word's own default needs a font of the system
        avec = {**(avec or {}), "word/styles.xml": _EN_ARIAL.format(w).encode()}
        relations += f'<Relationship Id="styles" Type="{office}/styles" Target="styles.xml"/>'
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


def modele(
    repertoire: Path,
    avant: str,
    apres: str,
    pack: str = "relance-courtoise",
    fichier: str = "courriel.docx",
) -> Pack:
    """A copy of *pack* in *repertoire*, one text of one of its templates changed."""
    copie = repertoire / pack
    shutil.copytree(RACINE / "templates" / pack, copie)
    with zipfile.ZipFile(copie / fichier) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    document = membres["word/document.xml"].decode("utf-8")
    assert avant in document
    membres["word/document.xml"] = document.replace(avant, apres).encode()
    with zipfile.ZipFile(copie / fichier, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return load_pack(pack, modeles=repertoire)


MM = 25.4 / 72


def mots(pdf: bytes) -> list[tuple[str, int, float, float]]:
    """``(word, page from 1, x, y)`` of a PDF, in millimetres from the top left, on baselines."""
    x, y = ctypes.c_double(), ctypes.c_double()
    trouves = []
    document = pypdfium2.PdfDocument(pdf)
    for rang, page in enumerate(document, start=1):
        texte, haut = page.get_textpage(), page.get_height()
        mot, coin = "", (0.0, 0.0)
        for i in range(texte.count_chars()):
            signe = texte.get_text_range(i, 1)
            if signe.strip():
                if not mot:
                    brut_pdf.FPDFText_GetCharOrigin(texte, i, x, y)
                    coin = (x.value * MM, (haut - y.value) * MM)
                mot += signe
            elif mot:
                trouves.append((mot, rang, *coin))
                mot = ""
        if mot:
            trouves.append((mot, rang, *coin))
    return trouves


def place(pdf: bytes, mot: str) -> tuple[int, float, float]:
    """Page, x and y of the first *mot* of a PDF."""
    return next((page, x, y) for lu, page, x, y in mots(pdf) if lu == mot)


def nu(texte: str) -> str:
    """Letters and signs only: what two programs must agree on."""
    commun = texte.translate(dict.fromkeys(map(ord, "\u2010\u2011\u00ad\x02\ufffe"), "-"))
    commun = unicodedata.normalize("NFKC", commun)
    return "".join(c for c in commun if unicodedata.category(c)[0] not in "ZC")


def p(*runs: str) -> str:
    """A paragraph of text runs."""
    textes = "".join(f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs)
    return f"<w:p>{textes}</w:p>"
