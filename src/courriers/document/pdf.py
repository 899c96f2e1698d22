"""A Word letter as PDF: read, laid out, drawn. No LibreOffice, no Word.

WeasyPrint is imported in this module only, inside functions. Traps closed: it fetches nothing but
the fonts and pictures handed to it by private name (its own fetcher reads local files), and its
absence — Pango is a system library — is an error that says what to install.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, avertissement, erreur
from courriers.document.archive import Archive
from courriers.document.fidelite import comparer, oublie
from courriers.document.html import (
    Rendu,
    courants_a_mesurer,
    hauteurs_connues,
    page_de_mesure,
    page_html,
)
from courriers.document.lecture import lire
from courriers.document.moteur import PieceJointe, composer, ecrire, mesurer, situer
from courriers.document.pages import Document
from courriers.document.texte import texte


@dataclass(frozen=True)
class Pdf:
    """A finished PDF, and what a person should know of it."""

    octets: bytes
    pages: int
    constats: tuple[Constat, ...] = ()
    polices: tuple[str, ...] = ()
    """SHA-256 of each font file it was drawn with, in hexadecimal, sorted."""

    @property
    def est_complet(self) -> bool:
        """Whether it says all that its Word file says, be it in another order."""
        return all(c.code != Code.TEXTE_PERDU for c in self.constats)


def render(docx: bytes | str | Path) -> bytes:
    """The PDF of a Word letter.

    Args:
        docx: the bytes of a .docx, or its path.

    Raises:
        FichierWordInvalide: not a readable Word file.
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    return convertir(docx).octets


def convertir(
    docx: bytes | str | Path, pieces: Sequence[PieceJointe] = (), lu: str | None = None
) -> Pdf:
    """The PDF of a Word letter, carrying *pieces*, with its findings. Raises as :func:`render`.

    Args:
        lu: all the text of *docx*, where it was read already; read here otherwise.
    """
    archive = Archive.lire(docx)
    document = lire(archive)
    absents = oublie(document, texte(archive) if lu is None else lu)
    rendu = dessiner(document, pieces)
    if not absents:
        return rendu
    return replace(rendu, constats=(*rendu.constats, _perdu(f"« {absents[:40]} »")))


def dessiner(document: Document, pieces: Sequence[PieceJointe] = ()) -> Pdf:
    """The PDF of a letter already read, carrying *pieces*.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    rendu = Rendu()
    hauteurs = _hauteurs(document)
    copie = page_html(document, rendu, hauteurs)
    if rendu.attendus:
        rendu = Rendu(reperes=situer(copie))
        copie = page_html(document, rendu, hauteurs)
    fini = composer(copie)
    octets = ecrire(fini, pieces)
    constats = [*document.constats, *_sur_les_polices(rendu)]
    ecart = comparer(document, octets, sauf="".join(rendu.manquants))
    if ecart is not None:
        constats.append(_perdu(ecart.ou) if ecart.manque else _deplace(ecart.ou))
    if rendu.notes_longues:
        constats.append(
            avertissement(
                Code.MISE_EN_PAGE_APPROCHEE,
                "une note trop haute pour le bas de sa page : elle est rendue après le texte.",
            )
        )
    polices = sorted({face.empreinte for _, face in rendu.faces.values()})
    return Pdf(octets, len(fini.pages), tuple(constats), tuple(polices))


def constats_de_rendu(archive: Archive) -> tuple[Constat, ...]:
    """What a PDF of *archive* would not show as Word does, without drawing it.

    Raises:
        FichierWordInvalide: not a readable Word file.
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    document, rendu = lire(archive), Rendu()
    page_html(document, rendu, {})
    return (*document.constats, *_sur_les_polices(rendu))


def _hauteurs(document: Document) -> dict[str, float]:
    """How tall are the headers and footers that may outgrow their margin and push the body."""
    rendu = Rendu()
    noms = courants_a_mesurer(document, rendu)
    connues = hauteurs_connues(document, rendu, noms)
    restent = [nom for nom in noms if nom not in connues]
    if not restent:
        return connues
    return connues | mesurer(page_de_mesure(document, rendu, restent))


def _perdu(ou: str) -> Constat:
    return erreur(
        Code.TEXTE_PERDU,
        f"le PDF ne redonne pas le texte du fichier Word, près de {ou}.",
        "Envoyez le fichier Word, et signalez ce défaut.",
    )


def _deplace(ou: str) -> Constat:
    return avertissement(
        Code.TEXTE_DEPLACE,
        f"le texte du PDF est complet, mais dans un autre ordre, près de {ou}.",
        "Comparez cette page au fichier Word.",
    )


def _sur_les_polices(rendu: Rendu) -> list[Constat]:
    constats = [
        avertissement(
            Code.POLICE_REMPLACEE,
            f"la police « {nom} » n’est pas sur cette machine : le PDF emploie {autre}, dont les "
            "largeurs diffèrent.",
            "Installez-la, ou choisissez Arial dans Word.",
        )
        for nom, autre in {f.remplace: f.nom for _, f in rendu.faces.values() if f.remplace}.items()
    ]
    if rendu.manquants:
        constats.append(
            avertissement(
                Code.POLICE_INCOMPLETE,
                f"la police n’a pas de dessin pour « {''.join(rendu.manquants)[:40]} » : une "
                "autre du système les remplace, ou un carré.",
                "Regardez ces caractères dans le PDF.",
            )
        )
    return constats
