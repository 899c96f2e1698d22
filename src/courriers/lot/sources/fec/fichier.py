"""The file itself: whether it is a FEC, its alphabet, its separator and its columns."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.erreurs import DossierInvalide, motif_systeme
from courriers.lot.sources.fec.valeurs import nu
from courriers.lot.sources.refus import refus

NOM = re.compile(r"(?i)(\d{9})FEC(\d{8})")
TAILLE_MAX = 2_000_000_000
"""Largest file read, in bytes, included."""
_BLOC = 1 << 20
_ASSEZ = 2_000
"""Accents enough to know an alphabet."""
_OBLIGATOIRES = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "EcritureLet",
)  # fmt: skip
_FACULTATIVES = ("Debit", "Credit", "Montant", "Sens", "DateLet", "ValidDate", "Montantdevise",
                 "Idevise")  # fmt: skip
_ECHEANCES = {
    "dateecheance", "echeance", "dateech", "datedecheance", "datedeecheance", "echeancedate",
    "datelimitreglmt", "datelimitereglement", "duedate",
}  # fmt: skip
"""How software that adds the due day to the 18 columns names it; « DateLimitReglmt » is common."""
_REDEMANDER = (
    "Redemandez le fichier tel que le logiciel de comptabilité l’exporte, sans l’ouvrir dans un "
    "tableur."
)


@dataclass(frozen=True)
class Format:
    """How one FEC is written."""

    chemin: Path
    encodage: str
    separateur: str
    guillemets: bool
    """The cells are between quotes, which are no part of them."""
    colonnes: dict[str, int]
    """Rank of each known column; ``Echeance`` for the due day, where there is one."""
    intitules: tuple[str, ...]
    finit_net: bool
    """The last line ends with a line break."""

    @property
    def siren(self) -> str:
        """That of the file's name; nothing if the name has another form."""
        lu = NOM.match(self.chemin.name)
        return lu[1] if lu else ""

    def lieu(self, ligne: int, colonne: str = "") -> Lieu:
        """The place of a cell, as a text editor numbers lines."""
        rang = self.colonnes.get(colonne)
        titre = colonne if rang is None else self.intitules[rang]
        cellule = f"colonne «\u00a0{titre}\u00a0»" if titre else None
        return Lieu(fichier=str(self.chemin), ligne=ligne, cellule=cellule)


def reconnait(chemin: Path) -> bool:
    """Whether *chemin* is a FEC, by its name or the titles of its first line; never raises."""
    try:
        if not chemin.is_file():
            return False
        if NOM.fullmatch(chemin.stem) and chemin.suffix.lower() in (".txt", ".csv", ".xml", ""):
            return True
        if chemin.suffix.lower() not in (".txt", ".csv", ".tsv", ".fec", ""):
            return False
        with chemin.open("rb") as flux:
            debut = flux.read(4096)
    except (OSError, ValueError):
        return False
    alphabet = "utf-16" if debut.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "latin"
    titres = re.split(r"[|\t;,]", debut.decode(alphabet, "replace").lower().replace('"', ""))
    return len({"journalcode", "ecriturenum", "comptenum", "ecriturelet"} & {*map(nu, titres)}) >= 2


def ouvrir(chemin: Path, titre_echeance: str = "") -> Format:
    """Read the alphabet and the first line of *chemin*.

    Args:
        chemin: the file.
        titre_echeance: title of the column that holds the due day, if ``courriers.toml`` says it.

    Raises:
        DossierInvalide: it cannot be read, or is not a FEC this module reads; one finding a fault.
    """
    if chemin.suffix.lower() == ".xml":
        raise _illisible(
            chemin,
            "ce FEC est au format XML, qui n’est pas lu.",
            "Demandez-le «\u00a0à plat\u00a0» (.txt, séparé par des tabulations ou des "
            "«\u00a0|\u00a0»).",
        )
    encodage, finit_net = _alphabet(chemin)
    with chemin.open(encoding=encodage, errors="replace") as flux:
        entete = flux.readline().rstrip("\n")
    separateur = max("\t|;,", key=entete.count)
    guillemets = entete.startswith('"')
    titres = tuple(t.strip().strip('"').strip() for t in entete.split(separateur))
    connus = {nu(nom): nom for nom in (*_OBLIGATOIRES, *_FACULTATIVES)}
    lus = [_colonne(titre, connus, titre_echeance) for titre in titres]
    constats = _fautes_de_l_entete(chemin, separateur, lus)
    if constats:
        raise refus(chemin, constats, "ce fichier ne se lit pas comme un FEC")
    colonnes = {nom: rang for rang, nom in enumerate(lus) if nom}
    return Format(chemin, encodage, separateur, guillemets, colonnes, titres, finit_net)


def _colonne(titre: str, connus: dict[str, str], titre_echeance: str) -> str:
    compact = nu(titre).replace(" ", "")
    if titre_echeance:
        if nu(titre) == nu(titre_echeance):
            return "Echeance"
    elif compact in _ECHEANCES:
        return "Echeance"
    return connus.get(compact, "")


def _fautes_de_l_entete(chemin: Path, separateur: str, lus: list[str]) -> list[Constat]:
    lieu = Lieu(fichier=str(chemin), ligne=1)
    trouvees = set(lus) - {""}
    if len(trouvees) < 3:
        return [
            erreur(
                Code.FICHIER_ILLISIBLE,
                "la première ligne ne porte pas les noms des colonnes (JournalCode, JournalLib…).",
                _REDEMANDER,
                lieu,
            )
        ]
    if separateur in ";,":
        return [
            erreur(
                Code.FICHIER_ILLISIBLE,
                f"les colonnes sont séparées par «\u00a0{separateur}\u00a0»\u00a0; un FEC l’est "
                "par une "
                "tabulation ou par «\u00a0|\u00a0».",
                _REDEMANDER,
                lieu,
            )
        ]
    manquantes = [nom for nom in _OBLIGATOIRES if nom not in trouvees]
    if not {"Debit", "Credit"} <= trouvees and not {"Montant", "Sens"} <= trouvees:
        manquantes.append("Debit et Credit (ou Montant et Sens)")
    doubles = sorted({nom for nom in trouvees if lus.count(nom) > 1})
    return [
        *(
            erreur(Code.CHAMP_MANQUANT, f"la colonne {nom} manque.", _REDEMANDER, lieu)
            for nom in manquantes
        ),
        *(
            erreur(Code.CHAMP_INVALIDE, f"la colonne {nom} est écrite deux fois.", "", lieu)
            for nom in doubles
        ),
    ]


def _alphabet(chemin: Path) -> tuple[str, bool]:
    """The alphabet of *chemin*, and whether its last line is ended.

    UTF-8 if every byte is; cp1252 if a byte is one that ISO 8859-15 does not print. A file in
    UTF-8 with a damaged byte stays in UTF-8: its other accents would be lost.
    """
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            raise _illisible(chemin, f"le fichier dépasse {TAILLE_MAX // 1_000_000_000} Go.")
        with chemin.open("rb") as flux:
            return _parcourir(chemin, iter(lambda: flux.read(_BLOC), b""))
    except ValueError as faute:
        if isinstance(faute, DossierInvalide):
            raise
        raise _illisible(chemin, "ce nom de fichier n’est pas valide.") from None
    except OSError as faute:
        raise _illisible(
            chemin, f"le fichier ne peut pas être lu\u00a0: {motif_systeme(faute)}."
        ) from None


@dataclass
class _Accents:
    """What tells UTF-8 from an alphabet of one byte a letter, block by block."""

    strict: bool = True
    """Every byte so far is UTF-8."""
    valides: int = 0
    """Accents that read as UTF-8, and bytes that do not; among the first ones."""
    invalides: int = 0
    c1: bool = False
    """A byte that ISO 8859-15 does not print."""

    def voir(self, bloc: bytes, decodeur: codecs.IncrementalDecoder) -> None:
        if self.strict:
            try:
                decodeur.decode(bloc)
            except UnicodeDecodeError:
                self.strict = False
        if not self.c1:
            self.c1 = bool(bloc.translate(None, _HORS_C1))
        if self.valides + self.invalides < _ASSEZ and not bloc.isascii():
            lu = bloc.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
            perdus = lu.count("\ufffd")
            self.invalides += perdus
            self.valides += len(lu) - len(lu.encode("ascii", "ignore")) - perdus

    @property
    def encodage(self) -> str:
        if self.strict or (self.valides and self.valides >= self.invalides):
            return "utf-8-sig"
        return "cp1252" if self.c1 else "iso8859-15"


def _parcourir(chemin: Path, blocs: Iterator[bytes]) -> tuple[str, bool]:
    accents, lignes, fin, utf16 = _Accents(), 1, b"", False
    decodeur = codecs.getincrementaldecoder("utf-8")()
    for rang, bloc in enumerate(blocs):
        if rang == 0 and bloc.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            utf16 = True
        sauts = bloc.count(b"\n") or bloc.count(b"\r")
        if not utf16:
            _texte_sain(chemin, bloc, lignes, sauts)
            accents.voir(bloc, decodeur)
        lignes += sauts
        fin = bloc[-2:]
    if not fin:
        raise _illisible(chemin, "le fichier est vide.")
    finit_net = fin[-1:] in (b"\n", b"\r") or fin in (b"\n\0", b"\0\n")
    return ("utf-16" if utf16 else accents.encodage), finit_net


_HORS_C1 = bytes(o for o in range(256) if not 0x80 <= o <= 0x9F)


def _texte_sain(chemin: Path, bloc: bytes, lignes: int, sauts: int) -> None:
    if b"\0" in bloc:
        ligne = lignes + bloc[: bloc.index(b"\0")].count(b"\n")
        raise _illisible(
            chemin,
            "un octet nul s’y trouve\u00a0: ce n’est pas un fichier texte, ou il est abîmé.",
            _REDEMANDER,
            ligne,
        )
    if len(bloc) == _BLOC and not sauts:
        raise _illisible(chemin, "une ligne dépasse un million de caractères.", "", lignes)


def _illisible(
    chemin: Path, motif: str, conseil: str = "", ligne: int | None = None
) -> DossierInvalide:
    constat = erreur(Code.FICHIER_ILLISIBLE, motif, conseil, Lieu(fichier=str(chemin), ligne=ligne))
    return DossierInvalide(f"{constat.lieu}\u00a0: {motif}", conseil=conseil, constats=[constat])
