"""The zip inside a .docx, opened with a guard: what is refused is refused before it is read.

A Word file from outside is a zip of XML: it may be a bomb, hold macros, or fetch something. Sizes
are checked on the directory before any member is unpacked, macros and embedded programs are
refused, external relationships too — hyperlinks apart, which fetch nothing by themselves, and the
attached template, which is dropped with a finding.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Constat, Gravite
from courriers.document.inspection import inspecter
from courriers.document.relations import (
    RELATIONS,
    Lien,
    R,
    W,
    analyser,
    liens_de,
    nom_des_relations,
    sans_liens,
)
from courriers.erreurs import FichierWordInvalide, motif_systeme

__all__ = [
    "GENRES", "RELATIONS", "Archive", "Lien", "R", "W", "analyser", "assembler", "decompresser",
    "liens_de", "nom_des_relations", "sans_liens",
]  # fmt: skip

TAILLE_MAX = 50_000_000
"""Bytes of all members together, unpacked (bound included)."""
MEMBRES_MAX = 2_000
RAPPORT_MAX = 300
"""Unpacked size over packed size, for members over a megabyte."""

_COMPRIMES = (".png", ".jpeg", ".jpg", ".gif")
_SANS_TEXTE = ("word/media/", "word/settings", "word/fontTable", "word/theme/", "docProps/")
_NIVEAU = 1
"""Of compression: the fastest costs a twentieth more bytes than the usual 6."""

_ANCIEN_OU_CHIFFRE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the files of Word 97 begin, and those it encrypts."""
_OOXML = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(_OOXML + rb"(wordprocessingml|drawingml|officeDocument)/([A-Za-z]+)")


@dataclass(frozen=True)
class Archive:
    """The members of a Word file, by name, and what was found while opening it."""

    membres: dict[str, bytes]
    principal: str
    """Name of the main part, ``word/document.xml`` as a rule."""
    constats: tuple[Constat, ...] = ()

    @classmethod
    def lire(cls, source: bytes | str | Path | Archive) -> Archive:
        """Open *source*, a path or the bytes of a .docx; one already open is given back.

        Raises:
            FichierWordInvalide: not a Word file, damaged, oversized, or holding what a letter
                never needs (macros, embedded programs, external content).
        """
        if isinstance(source, Archive):
            return source
        archive = cls.ouvrir(source)
        refus = [c for c in archive.constats if c.gravite is Gravite.ERREUR]
        if refus:
            raise FichierWordInvalide(refus[0].message, conseil=refus[0].conseil, constats=refus)
        return archive

    @classmethod
    def ouvrir(cls, source: bytes | str | Path, nom: str | None = None) -> Archive:
        """Open *source* to look at it: what a letter never needs is a finding, not a refusal.

        Args:
            source: the bytes of a .docx, or its path.
            nom: what messages call it; its path by default.

        Raises:
            FichierWordInvalide: not a Word file, damaged or oversized.
        """
        if nom is None:
            nom = "document" if isinstance(source, bytes) else str(source)
        try:
            if not isinstance(source, bytes) and Path(source).stat().st_size > TAILLE_MAX:
                raise FichierWordInvalide(f"{nom} dépasse {TAILLE_MAX // 1_000_000} Mo.")
            octets = source if isinstance(source, bytes) else Path(source).read_bytes()
        except ValueError:  # a null character in the path
            raise FichierWordInvalide("Ce nom de fichier n’est pas valide.") from None
        except OSError as faute:
            raise FichierWordInvalide(
                f"{nom} ne peut pas être lu ({motif_systeme(faute)})."
            ) from None
        membres = _usuels(decompresser(octets, nom))
        constats = inspecter(membres, nom)
        return cls(membres, _principal(membres, nom), tuple(constats))

    @classmethod
    def du_texte(cls, octets: bytes) -> Archive:
        """Only what says the text of a Word file this program wrote: no picture, no setting.

        Raises:
            FichierWordInvalide: not a Word file, damaged or oversized.
        """
        membres = decompresser(octets, "document", _SANS_TEXTE)
        return cls(membres, _principal(membres, "document"))

    def liens(self, partie: str) -> list[Lien]:
        """The relationships of *partie*."""
        xml = self.membres.get(nom_des_relations(partie))
        return [] if xml is None else liens_de(xml, partie)

    def parties_de_texte(self) -> list[tuple[str, str]]:
        """``(kind, member)`` of every part that holds text: headers, body, notes, footers."""
        trouvees = [("document", self.principal)]
        for lien in self.liens(self.principal):
            genre = lien.type.rsplit("/", 1)[-1]
            if genre in GENRES and lien.cible in self.membres:
                trouvees.append((genre, lien.cible))
        uniques = list(dict.fromkeys(trouvees))
        return sorted(uniques, key=lambda t: (list(GENRES).index(t[0]), t[1]))


GENRES = {
    "header": "en-tête",
    "document": "corps",
    "footnotes": "notes",
    "endnotes": "notes",
    "footer": "pied de page",
}
"""Kinds of parts that hold text, in reading order, and their names."""


def assembler(membres: Iterable[tuple[str, bytes]], socle: bytes = b"") -> bytes:
    """A zip of *membres*, in order, after those of *socle* (a zip already built).

    Same members, same bytes: dates are fixed.
    """
    tampon = io.BytesIO(socle)  # both ends of the file are read, not what lies between
    with zipfile.ZipFile(tampon, "a" if socle else "w") as sortie:
        for nom, octets in membres:
            membre = zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0))
            deja = nom.endswith(_COMPRIMES)
            membre.compress_type = zipfile.ZIP_STORED if deja else zipfile.ZIP_DEFLATED
            membre.create_system = 0
            sortie.writestr(membre, octets, compresslevel=_NIVEAU)
    return tampon.getvalue()


def decompresser(
    octets: bytes, nom: str, sauf: tuple[str, ...] = (), sorte: str = "fichier Word"
) -> dict[str, bytes]:
    """The members of a zip, guarded: sizes, names, compression; those that begin as *sauf* left.

    *nom* and *sorte* are how a refusal calls it, and what it should have been.

    Raises:
        FichierWordInvalide: not a zip, or one that is refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entrees = [e for e in archive.infolist() if not e.is_dir()]
            _verifier_les_tailles(entrees, nom)
            entrees = [e for e in entrees if not (sauf and e.filename.startswith(sauf))]
            membres = {e.filename: _lire_borne(archive, e) for e in entrees}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
        ValueError,
    ):  # fmt: skip
        if octets.startswith(_ANCIEN_OU_CHIFFRE):
            raise FichierWordInvalide(
                f"{nom} est protégé par un mot de passe, ou d’un ancien Word (.doc).",
                conseil="Dans Word, ôtez le mot de passe, et enregistrez-le au format .docx.",
            ) from None
        raise FichierWordInvalide(
            f"{nom} n’est pas un {sorte} lisible : il est abîmé, ou d’un autre format.",
            conseil="Rouvrez-le dans Word et enregistrez-le au format .docx.",
        ) from None
    if len(membres) != len(entrees):
        raise FichierWordInvalide(f"{nom} : deux membres portent le même nom.")
    return membres


def _usuels(membres: dict[str, bytes]) -> dict[str, bytes]:
    """The members in the usual vocabulary, where the file is « Strict Open XML »."""
    return {
        nom: _STRICT.sub(_transitionnel, octets)
        if nom.endswith((".xml", ".rels")) and _OOXML in octets
        else octets
        for nom, octets in membres.items()
    }


def _transitionnel(trouve: re.Match[bytes]) -> bytes:
    famille, reste = trouve[1], trouve[2]
    return b"http://schemas.openxmlformats.org/" + famille + b"/2006/" + reste


def _lire_borne(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> bytes:
    """A member, inflated no further than the size its directory claims.

    A lie there is a bomb for ``archive.read``; here it ends as a wrong checksum.
    """
    with archive.open(entree) as flux:
        return flux.read(entree.file_size + 1)


def _verifier_les_tailles(entrees: list[zipfile.ZipInfo], nom: str) -> None:
    total = sum(e.file_size for e in entrees)
    if len(entrees) > MEMBRES_MAX or total > TAILLE_MAX:
        raise FichierWordInvalide(
            f"{nom} est trop gros une fois décompressé ({total // 1_000_000} Mo, "
            f"{len(entrees)} membres).",
            conseil=f"Limites : {TAILLE_MAX // 1_000_000} Mo et {MEMBRES_MAX} membres.",
        )
    for e in entrees:
        if e.file_size > 1_000_000 and e.file_size > RAPPORT_MAX * max(e.compress_size, 1):
            raise FichierWordInvalide(f"{nom} : {e.filename} est comprimé de façon suspecte.")
        if e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FichierWordInvalide(f"{nom} : compression refusée ({e.filename}).")
        if e.flag_bits & 1:
            raise FichierWordInvalide(f"{nom} est protégé par un mot de passe.")
        if e.filename.startswith("/") or ".." in e.filename.split("/") or "\\" in e.filename:
            raise FichierWordInvalide(f"{nom} : nom de membre refusé ({e.filename}).")


def _principal(membres: dict[str, bytes], nom: str) -> str:
    racines = membres.get("_rels/.rels")
    types = membres.get("[Content_Types].xml", b"")
    if racines is not None and (b"wordprocessingml" in types or b"ms-word" in types):
        for lien in liens_de(racines, ""):
            if lien.type.endswith("/officeDocument") and lien.cible in membres:
                return lien.cible
    raise FichierWordInvalide(
        f"{nom} n’est pas un document Word.", conseil="Un fichier .docx est attendu."
    )
