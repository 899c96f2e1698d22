"""The ways of making a letter that ``mesure_moteur`` sets side by side.

Each is given the same letters and says what one cost, in milliseconds: time on the wall, and time
of processor, which is what « per core » means for a program that uses several.
"""

from __future__ import annotations

import copy
import io
import json
import re
import resource
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from docxtpl import DocxTemplate

from courriers import compose, decompte_arrete, load_dossier, load_pack
from courriers.document.environnement import Environnement
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf import convertir
from courriers.document.polices import face
from courriers.document.texte import texte
from courriers.lettre.champs import FILTRES, contexte
from lettre_typst import markup

RACINE = Path(__file__).resolve().parents[1]
IMAGES = RACINE / "samples" / "societe-a-societe"
MODELE = RACINE / "templates" / "mise-en-demeure" / "lettre.docx"
PACK = load_pack("mise-en-demeure")
PAR_APPEL, UN_A_UN = 50, 3


@dataclass(frozen=True)
class Exemple:
    """One letter, at every stage."""

    nom: str
    dossier: Any
    jour: Any
    valeurs: dict[str, Any]
    docx: bytes
    brut: dict[str, Any]

    def jamais_vu(self, rang: int) -> bytes:
        """The same letter of another case: another reference, debtor and sum."""
        brut = copy.deepcopy(self.brut)
        brut["reference"] = f"{rang:05}"
        nom = "denomination" if "denomination" in brut["debiteur"] else "nom"
        brut["debiteur"][nom] += f" {rang:x}"
        montant = Decimal(brut["factures"][0]["montant_ttc"])
        brut["factures"][0]["montant_ttc"] = str(montant + Decimal(rang) / 100)
        return compose(load_dossier(brut, base=IMAGES), PACK, self.jour).docx()


@dataclass(frozen=True)
class Piste:
    """One way; ``faire`` makes *lettres* letters."""

    nom: str
    lettres: int
    faire: Callable[[], object]
    processeur: Callable[[], float] | None
    """Seconds of processor spent so far by what makes the letters, where it can be known."""

    def mesurer(self) -> tuple[float, float | None]:
        """Milliseconds a letter: wall, processor."""
        avant = self.processeur() if self.processeur else 0.0
        debut = time.perf_counter()
        self.faire()
        mur = (time.perf_counter() - debut) * 1000 / self.lettres
        if self.processeur is None:
            return mur, None
        return mur, (self.processeur() - avant) * 1000 / self.lettres


def exemples() -> list[Exemple]:
    """Every sample that has a formal notice, each with a logo and a signature."""
    trouves = []
    for repertoire in sorted(d for d in (RACINE / "samples").iterdir() if d.is_dir()):
        attendu = tomllib.loads((repertoire / "attendu.toml").read_text(encoding="utf-8"))
        if not attendu["packs"]["mise-en-demeure"].get("lettre"):
            continue
        brut = json.loads((repertoire / "dossier.json").read_text(encoding="utf-8"))
        brut["creancier"]["logo"] = "logo.png"
        if brut["creancier"].get("signataire"):
            brut["creancier"]["signataire"]["image"] = "signature.png"
        dossier, jour = load_dossier(brut, base=IMAGES), attendu["au"]
        lettre = compose(dossier, PACK, jour)
        valeurs = contexte(dossier, PACK, decompte_arrete(dossier, jour), jour)
        trouves.append(Exemple(repertoire.name, dossier, jour, valeurs, lettre.docx(), brut))
    return trouves


def _enfants() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def a_nous(lettres: list[Exemple], un: Ouvriers, deux: Ouvriers, tours: int) -> Iterator[Piste]:
    """Ours, stage by stage; *tours* rounds, and one to warm up."""
    gabarit = PACK.gabarits["lettre"]
    fois = 20

    def remplir() -> None:
        for _ in range(fois):
            for x in lettres:
                gabarit.fill(x.valeurs)

    neuves = iter(
        [
            [x.jamais_vu(1 + tour * len(lettres) + i) for i, x in enumerate(lettres)]
            for tour in range(tours + 1)
        ]
    )

    def rendre(ouvriers: Ouvriers, docx: Callable[[], list[bytes]]) -> None:
        for fait in [ouvriers.submit(convertir, octets) for octets in docx()]:
            fait.result()

    def memes() -> list[bytes]:
        return [x.docx for x in lettres]

    def entieres() -> None:
        for x in lettres:
            compose(x.dossier, PACK, x.jour).pdf()

    n, ici = len(lettres), time.process_time
    yield Piste("Word : Gabarit.fill", n * fois, remplir, ici)
    yield Piste("PDF : convertir, ce processus", n, lambda: [convertir(x.docx) for x in lettres],
                ici)  # fmt: skip
    yield Piste("PDF : convertir, un processus à part", n, partial(rendre, un, memes),
                lambda: un.submit(time.process_time).result())  # fmt: skip
    yield Piste("PDF : lettres jamais vues, un processus à part", n,
                partial(rendre, un, lambda: next(neuves)),
                lambda: un.submit(time.process_time).result())  # fmt: skip
    yield Piste("PDF : convertir, deux processus", n, partial(rendre, deux, memes), None)
    yield Piste("lettre entière (compose et PDF), ce processus", n, entieres, ici)


def docxtpl_documente(lettres: list[Exemple]) -> Piste:
    """docxtpl as its own documentation shows it."""

    def faire() -> None:
        for x in lettres:
            temoin = DocxTemplate(MODELE)
            temoin.render(x.valeurs, Environnement(FILTRES))
            temoin.save(io.BytesIO())

    return Piste("Word : docxtpl comme documenté", len(lettres), faire, time.process_time)


def libreoffice(lettres: list[Exemple], ou: Path) -> Iterator[Piste]:
    """LibreOffice, one file a call and many; none if it is absent."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return
    fichiers = []
    for rang in range(PAR_APPEL):
        fichiers.append(ou / f"{rang}.docx")
        fichiers[-1].write_bytes(lettres[rang % len(lettres)].docx)
    commande = [soffice, f"-env:UserInstallation=file://{ou}/profil", "--headless",
                "--convert-to", "pdf", "--outdir", str(ou / "pdf")]  # fmt: skip

    def convertis(paquet: list[Path]) -> None:
        for fichier in paquet:
            (ou / "pdf" / f"{fichier.stem}.pdf").unlink(missing_ok=True)
        subprocess.run([*commande, *map(str, paquet)], check=True, capture_output=True)
        assert all((ou / "pdf" / f"{f.stem}.pdf").is_file() for f in paquet)

    def un_a_un() -> None:
        for fichier in fichiers[:UN_A_UN]:
            convertis([fichier])

    convertis(fichiers[:1])  # its profile is made on the first call
    yield Piste("PDF : LibreOffice, un fichier par appel", UN_A_UN, un_a_un, _enfants)
    yield Piste(f"PDF : LibreOffice, {PAR_APPEL} fichiers par appel", PAR_APPEL,
                partial(convertis, fichiers), _enfants)  # fmt: skip


def typst(lettres: list[Exemple], ou: Path) -> Iterator[Piste]:
    """Typst's ``compile`` on a letter written for it; none if it is absent."""
    try:
        import typst as moteur
    except ImportError:
        return
    (ou / "polices").mkdir()
    for gras in (False, True):
        fichier = face("Arial", gras=gras, italique=False).fichier
        shutil.copy(fichier, ou / "polices" / f"{gras}.ttf")
    for image in ("logo.png", "signature.png"):
        shutil.copy(IMAGES / image, ou / image)
    sources = [markup(x.docx, x.dossier.debiteur).encode() for x in lettres]

    def compiler(source: bytes) -> bytes:
        return moteur.compile(source, root=ou, font_paths=[ou / "polices"],
                              ignore_system_fonts=True)  # fmt: skip

    for lettre, source in zip(lettres, sources, strict=True):
        _verifier(lettre.docx, compiler(source))
    yield Piste("PDF : typst.compile, lettre écrite pour lui", len(sources),
                lambda: [compiler(s) for s in sources], time.process_time)  # fmt: skip


def _verifier(docx: bytes, pdf: bytes) -> None:
    """The other letter is the same: as many pages as ours, and its figures."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == convertir(docx).pages
    lu = _serre("".join(page.get_textpage().get_text_range() for page in document))
    montants = re.findall(r"\d[\d\s]*,\d\d", texte(docx))
    assert montants
    assert all(_serre(montant) in lu for montant in montants)


def _serre(texte_: str) -> str:
    return "".join(texte_.split())
