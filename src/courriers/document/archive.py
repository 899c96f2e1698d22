"""The zip inside a .docx, opened with a guard: what is refused is refused before it is read.

A Word file from outside is a zip of XML: it may be a bomb, hold macros, or fetch something. Sizes
are checked on the directory before any member is unpacked, macros and embedded programs are
refused, external relationships too — hyperlinks apart, which fetch nothing by themselves, and the
attached template, which is dropped with a finding.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import FichierWordInvalide, motif_systeme

TAILLE_MAX = 50_000_000
"""Bytes of all members together, unpacked (bound included)."""
MEMBRES_MAX = 2_000
RAPPORT_MAX = 300
"""Unpacked size over packed size, for members over a megabyte."""

_COMPRIMES = (".png", ".jpeg", ".jpg", ".gif")
_SANS_TEXTE = ("word/media/", "word/settings", "word/fontTable", "word/theme/", "docProps/")
_NIVEAU = 1
"""Of compression: the fastest costs a twentieth more bytes than the usual 6."""

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EXTERNES_ADMISES = ("hyperlink",)
_EXTERNES_RETIREES = ("attachedTemplate",)
_LIENS_REFUSES = {
    "vbaProject": "des macros",
    "oleObject": "un objet incorporé",
    "package": "un objet incorporé",
    "control": "un contrôle actif",
    "aFChunk": "un document étranger (altChunk)",
}
_CHAMPS_REFUSES = re.compile(
    rb"<w:instrText[^>]*>\s*(INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO)\b", re.IGNORECASE
)

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
        membres = _usuels(_decompresser(octets, nom))
        constats = _inspecter(membres, nom)
        return cls(membres, _principal(membres, nom), tuple(constats))

    @classmethod
    def du_texte(cls, octets: bytes) -> Archive:
        """Only what says the text of a Word file this program wrote: no picture, no setting.

        Raises:
            FichierWordInvalide: not a Word file, damaged or oversized.
        """
        membres = _decompresser(octets, "document", _SANS_TEXTE)
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


@dataclass(frozen=True)
class Lien:
    """One relationship, its target resolved to a member name."""

    id: str
    type: str
    cible: str
    externe: bool


def liens_de(xml: bytes, partie: str) -> list[Lien]:
    """The relationships written in *xml*, those of *partie* (empty for the package)."""
    return list(_liens_de(xml, partie))


@lru_cache(maxsize=64)  # the letters of one template have the same
def _liens_de(xml: bytes, partie: str) -> tuple[Lien, ...]:
    dossier = posixpath.dirname(partie)
    resultat = []
    for noeud in analyser(xml, nom_des_relations(partie)).iterchildren("{*}Relationship"):
        cible, externe = noeud.get("Target", ""), noeud.get("TargetMode") == "External"
        if not externe:
            absolue = cible.startswith("/")
            chemin = cible.lstrip("/") if absolue else posixpath.join(dossier, cible)
            cible = posixpath.normpath(chemin)
        resultat.append(Lien(noeud.get("Id", ""), noeud.get("Type", ""), cible, externe))
    return tuple(resultat)


def nom_des_relations(partie: str) -> str:
    """Name of the member that holds the relationships of *partie*."""
    dossier, nom = posixpath.split(partie)
    return posixpath.join(dossier, "_rels", f"{nom}.rels")


def analyser(xml: bytes, nom: str = "XML", *, sans_blancs: bool = False) -> etree._Element:
    """Parse *xml* with no network, no entity and no document type.

    *sans_blancs* drops the white space between elements, as Word does.

    Raises:
        FichierWordInvalide: not well formed, or declaring a document type.
    """
    parseur = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, remove_blank_text=sans_blancs,
    )  # fmt: skip
    try:
        racine = etree.fromstring(xml, parseur)
    except (etree.XMLSyntaxError, ValueError) as faute:
        ligne = getattr(faute, "lineno", None)
        place = f", ligne {ligne}, colonne {getattr(faute, 'offset', 1)}" if ligne else ""
        raise FichierWordInvalide(f"{nom} : le XML est abîmé ou trop imbriqué{place}.") from None
    if racine.getroottree().docinfo.doctype:
        raise FichierWordInvalide(f"{nom} : une déclaration DOCTYPE est refusée.")
    return racine


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


def _decompresser(octets: bytes, nom: str, sauf: tuple[str, ...] = ()) -> dict[str, bytes]:
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
            f"{nom} n’est pas un fichier Word lisible : il est abîmé, ou d’un autre format.",
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


def _inspecter(membres: dict[str, bytes], nom: str) -> list[Constat]:
    """Refuse what a letter never needs; drop, with a finding, what it can do without."""
    _refuser_les_programmes(membres, nom)
    constats = []
    for membre in [m for m in membres if m.lower().endswith(".rels")]:
        for lien in liens_de(membres[membre], ""):
            genre = lien.type.rsplit("/", 1)[-1]
            if genre in _LIENS_REFUSES:
                raise FichierWordInvalide(
                    f"{nom} contient {_LIENS_REFUSES[genre]}.", conseil="Retirez-le dans Word."
                )
            if not lien.externe or genre in _EXTERNES_ADMISES:
                continue
            if genre not in _EXTERNES_RETIREES:
                raise FichierWordInvalide(
                    f"{nom} renvoie à un contenu extérieur ({lien.cible[:80]}).",
                    conseil="Incorporez l’image ou l’objet dans le document.",
                )
            membres[membre] = sans_liens(membres[membre], {lien.id})
            for reglages in [m for m in membres if m.endswith("settings.xml")]:
                membres[reglages] = re.sub(rb"<w:attachedTemplate\b[^>]*/>", b"", membres[reglages])
            constats.append(_modele_joint(nom, lien.cible))
    return constats


def _refuser_les_programmes(membres: dict[str, bytes], nom: str) -> None:
    types = membres.get("[Content_Types].xml", b"").lower()
    if any("vbaproject" in m.lower() for m in membres) or b"macroenabled" in types:
        raise FichierWordInvalide(
            f"{nom} contient des macros.", conseil="Enregistrez-le au format .docx, sans macro."
        )
    for membre, octets in membres.items():
        if "/embeddings/" in membre.lower() or "/activex/" in membre.lower():
            raise FichierWordInvalide(
                f"{nom} contient un objet incorporé ({membre}).", conseil="Retirez-le dans Word."
            )
        if membre.endswith(".xml") and _CHAMPS_REFUSES.search(octets):
            raise FichierWordInvalide(
                f"{nom} contient un champ qui va chercher un autre fichier.",
                conseil="Retirez dans Word le champ INCLUDEPICTURE, INCLUDETEXT, LINK ou DDE.",
            )


def sans_liens(xml: bytes, retires: set[str]) -> bytes:
    """The relationships *xml* without those whose identifiers are *retires*."""
    racine = analyser(xml)
    for noeud in list(racine.iterchildren("{*}Relationship")):
        if noeud.get("Id") in retires:
            racine.remove(noeud)
    return etree.tostring(racine, encoding="UTF-8", standalone=True)


def _modele_joint(nom: str, cible: str) -> Constat:
    return avertissement(
        Code.MODELE_JOINT_IGNORE,
        f"le modèle Word joint « {cible} » est ignoré : rien n’est cherché hors du fichier.",
        lieu=Lieu(fichier=nom),
    )


def _principal(membres: dict[str, bytes], nom: str) -> str:
    racines = membres.get("_rels/.rels")
    if racines is not None and b"wordprocessingml" in membres.get("[Content_Types].xml", b""):
        for lien in liens_de(racines, ""):
            if lien.type.endswith("/officeDocument") and lien.cible in membres:
                return lien.cible
    raise FichierWordInvalide(
        f"{nom} n’est pas un document Word.", conseil="Un fichier .docx est attendu."
    )
