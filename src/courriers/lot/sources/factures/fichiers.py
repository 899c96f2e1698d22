"""From a file to the XML of its invoice: the folder, the sizes, the PDF and what it carries.

Nothing is trusted: sizes are read before the bytes, a PDF stream that unpacks without end is cut
by pypdf (75 MB), and the XML is parsed with no entity, no document type and no network.
"""

from __future__ import annotations

import functools
import io
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot.sources.factures.dit import refusee
from courriers.lot.sources.fichiers import NOMS

EXTENSIONS = (".pdf", ".xml")
PDF_MAX, XML_MAX = 50_000_000, 10_000_000
"""Bytes of a PDF and of an XML, included."""
_PIECES_MAX = 100
_DEBUT = 1024
"""A PDF may begin after some bytes of another kind."""
_RACINES = re.compile(rb"<(?:[\w.-]+:)?(CrossIndustry|SCRDMCCBDACIO|Invoice\b|CreditNote\b)")
_CHIFFRE = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_CONNUS = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")


def reconnait(chemin: Path) -> bool:
    """Whether *chemin* is an invoice to try, by its name and first bytes; never raises.

    A ``.pdf`` and an ``.xml`` always are: one that is no invoice is told so. A file of another
    name is one when it begins as a PDF or as an invoice; a folder, when it holds one directly and
    no case.
    """
    try:
        if chemin.is_dir():
            return not any((chemin / nom).is_file() for nom in NOMS) and any(_du_repertoire(chemin))
        if chemin.suffix.lower() in EXTENSIONS:
            return chemin.is_file()
        with chemin.open("rb") as ouvert:
            debut = ouvert.read(4 * _DEBUT)
    except (OSError, ValueError):
        return False
    return debut.startswith(b"%PDF-") or bool(_RACINES.search(debut))


def fichiers_de(chemins: Iterable[Path]) -> Iterator[Path]:
    """The files to read: those named, and the ``.pdf`` and ``.xml`` of each folder named.

    Sub-folders are not entered. A file named twice comes once. A folder without any is given back
    as it is: :func:`octets_de` says so.
    """
    vus: set[Path] = set()
    for chemin in chemins:
        for trouve in _du_repertoire(chemin) if _est_repertoire(chemin) else (chemin,):
            if trouve not in vus:
                vus.add(trouve)
                yield trouve


def _est_repertoire(chemin: Path) -> bool:
    try:
        return chemin.is_dir() and any(_du_repertoire(chemin))
    except (OSError, ValueError):
        return False


def _du_repertoire(repertoire: Path) -> Iterator[Path]:
    """Its invoices in order of names; what a system hides (« ._a.pdf ») is left aside."""
    for fichier in sorted(repertoire.iterdir()):
        if fichier.suffix.lower() in EXTENSIONS and not fichier.name.startswith("."):
            yield fichier


def octets_de(fichier: Path) -> bytes:
    """The bytes of *fichier*.

    Raises:
        FactureInvalide: it cannot be read, is empty or too large.
    """
    try:
        if fichier.is_dir():
            raise refusee(fichier, "ce répertoire ne contient ni facture PDF ni facture XML.")
        if not fichier.is_file() and fichier.exists():
            raise refusee(fichier, "ce n’est pas un fichier.")
        taille = fichier.stat().st_size
        if taille > PDF_MAX:
            raise refusee(fichier, f"le fichier dépasse {PDF_MAX // 1_000_000} Mo.")
        octets = fichier.read_bytes()
    except ValueError:  # a null character in the path
        raise refusee(fichier, "ce nom de fichier n’est pas valide.") from None
    except OSError as faute:
        raise refusee(fichier, f"il ne peut pas être lu : {motif_systeme(faute)}.") from None
    if not octets.strip():
        raise refusee(fichier, "le fichier est vide.")
    return octets


def est_un_pdf(octets: bytes) -> bool:
    """Whether they begin as a PDF does."""
    return b"%PDF-" in octets[:_DEBUT]


def xml_du_pdf(fichier: Path, octets: bytes) -> list[tuple[str, bytes]]:
    """The XML files that a PDF carries, by name, those of invoices first.

    Raises:
        FactureInvalide: the PDF is damaged or encrypted, or carries no XML.
    """
    PdfReader = _pypdf()  # noqa: N806 – a class
    trouves: list[tuple[str, bytes]] = []
    if _CHIFFRE.search(octets):
        raise refusee(
            fichier, "ce PDF est chiffré, ou protégé par un mot de passe.",
            "Enregistrez-en une copie sans protection, ou demandez son fichier XML.",
        )  # fmt: skip
    try:
        lecteur = PdfReader(io.BytesIO(octets), strict=False)
        for rang, jointe in enumerate(lecteur.attachment_list):
            if rang >= _PIECES_MAX:
                break
            nom = str(jointe.name or "")
            if nom.lower().endswith(".xml"):
                trouves.append((nom, bytes(jointe.content or b"")))
    except Exception:  # noqa: BLE001 – pypdf raises anything on a damaged file
        raise refusee(
            fichier, "ce PDF est abîmé ou démesuré : ce qu’il contient ne se lit pas.",
            "Demandez la facture d’origine, ou son fichier XML.",
        ) from None  # fmt: skip
    if not trouves:
        raise refusee(
            fichier,
            "cette facture PDF n’est pas électronique : elle ne porte aucun fichier XML.",
            "Ses chiffres se tapent avec « courriers nouveau-dossier », ou dans une table.",
        )
    connu = {nom: rang for rang, nom in enumerate(_CONNUS)}
    return sorted(trouves, key=lambda t: connu.get(t[0].lower(), len(connu)))


@functools.cache
def _pypdf() -> type:
    with exige_l_option():
        from pypdf import PdfReader
    # Without a handler of its own, what pypdf notes of an odd file is printed to the person.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    return PdfReader


class exige_l_option:  # noqa: N801 – a context, named as a verb
    """Around the import of what the extra ``factures`` brings.

    Raises:
        CourriersError: it is not there; code ``OPTION_ABSENTE``.
    """

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, genre: object, faute: BaseException | None, trace: object) -> None:
        """Say what to install."""
        if isinstance(faute, ModuleNotFoundError):
            raise CourriersError(
                f"Lire une facture électronique demande «\u00a0{faute.name}\u00a0», qui n’est pas "
                "installé.",
                conseil='Dans le répertoire de courriers, tapez\u00a0: pip install ".[factures]"',
                code="OPTION_ABSENTE",
            ) from None
