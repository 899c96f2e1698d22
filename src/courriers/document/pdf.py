"""A Word letter as PDF: read, laid out, drawn. No LibreOffice, no Word.

WeasyPrint is imported in this module only, inside functions. Traps closed: it fetches nothing but
the fonts and pictures handed to it by private name (its own fetcher reads local files), and its
absence — Pango is a system library — is an error that says what to install.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, avertissement, erreur
from courriers.document.arbre import Document
from courriers.document.fidelite import oublie, perdu
from courriers.document.html import Rendu, courants_a_mesurer, page_de_mesure, page_html
from courriers.document.lecture import lire
from courriers.document.texte import texte
from courriers.erreurs import MoteurPdfAbsent

_ETAPES = {
    "linux": "Debian et Ubuntu : sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fontconfig. Fedora : sudo dnf install pango.",
    "darwin": "macOS : brew install pango (Homebrew : brew.sh), puis rouvrez le terminal.",
    "win32": "Windows : installez MSYS2 (msys2.org), ouvrez son terminal et tapez "
    "« pacman -S mingw-w64-x86_64-pango » ; puis, dans l’invite de commandes, "
    "« setx WEASYPRINT_DLL_DIRECTORIES C:\\msys64\\mingw64\\bin », et rouvrez-la.",
}
_SANS_PDF = "Sans PDF, la lettre en Word s’écrit quand même : --format docx."


@dataclass(frozen=True)
class Pdf:
    """A finished PDF, and what a person should know of it."""

    octets: bytes
    pages: int
    constats: tuple[Constat, ...] = ()

    @property
    def est_complet(self) -> bool:
        """Whether it says all that its Word file says."""
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


def convertir(docx: bytes | str | Path) -> Pdf:
    """The PDF of a Word letter, with its findings. Raises as :func:`render`."""
    document = lire(docx)
    absents = oublie(document, texte(docx))
    rendu = dessiner(document)
    if not absents:
        return rendu
    return replace(rendu, constats=(*rendu.constats, _perdu(f"« {absents[:40]} »")))


def dessiner(document: Document) -> Pdf:
    """The PDF of a letter already read.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    rendu = Rendu()
    hauteurs = _hauteurs(document)
    fini = _mettre_en_page(page_html(document, rendu, hauteurs), rendu)
    octets = fini.write_pdf(pdf_tags=True)
    constats = [*document.constats, *_sur_les_polices(rendu)]
    manque = perdu(document, octets, sauf="".join(rendu.manquants))
    if manque:
        constats.append(_perdu(manque))
    return Pdf(octets, len(fini.pages), tuple(constats))


def moteur() -> Any:
    """WeasyPrint.

    Raises:
        MoteurPdfAbsent: it, or the system libraries it needs, cannot be loaded.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as faute:
        raise moteur_absent(sys.platform, str(faute)) from None
    return weasyprint


def moteur_absent(systeme: str, motif: str) -> MoteurPdfAbsent:
    """The error for a machine of this *systeme* (a ``sys.platform``), with its steps."""
    etapes = _ETAPES.get(systeme, _ETAPES["linux"])
    court = motif.strip().splitlines()[0][:160] if motif.strip() else "bibliothèque absente"
    return MoteurPdfAbsent(
        f"Le PDF ne peut pas être fait sur cette machine ({court}).",
        conseil=f"{etapes} {_SANS_PDF}",
    )


def _hauteurs(document: Document) -> dict[str, float]:
    """How tall are the headers and footers that may outgrow their margin and push the body."""
    rendu = Rendu()
    noms = courants_a_mesurer(document, rendu)
    if not noms:
        return {}
    fini = _mettre_en_page(page_de_mesure(document, rendu, noms), rendu)
    # Anchors are in CSS pixels.
    return {
        nom: y * 0.75
        for page in fini.pages
        for nom, (_, y, *_) in page.anchors.items()
        if nom in noms
    }


def _mettre_en_page(html: str, rendu: Rendu) -> Any:
    weasyprint = moteur()
    recueil = _recueil()({nom: f.fichier.read_bytes() for nom, f in rendu.faces.values()},
                         rendu.dessins)  # fmt: skip
    document = weasyprint.HTML(string=html, url_fetcher=recueil, base_url="courriers:")
    return document.render()


@cache
def _recueil() -> type[Any]:
    """The fetcher's class; made on first use, since it derives from WeasyPrint's."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Recueil(URLFetcher):  # type: ignore[misc]
        """Hands over the fonts and pictures of one letter, and nothing else."""

        def __init__(self, polices: Mapping[str, bytes], dessins: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=set(), fail_on_errors=True)
            self._connus = {
                **{f"police:{nom}": octets for nom, octets in polices.items()},
                **{f"dessin:{nom}": octets for nom, octets in dessins.items()},
            }

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            if url not in self._connus:
                raise ValueError(f"adresse refusée : {url[:80]}")
            return URLFetcherResponse(url, self._connus[url])

    return Recueil


def _perdu(ou: str) -> Constat:
    return erreur(
        Code.TEXTE_PERDU,
        f"le PDF ne redonne pas le texte du fichier Word, près de {ou}.",
        "Envoyez le fichier Word, et signalez ce défaut.",
    )


def _sur_les_polices(rendu: Rendu) -> list[Constat]:
    constats = [
        avertissement(
            Code.POLICE_REMPLACEE,
            f"la police « {nom} » n’est pas sur cette machine : le PDF emploie Arimo, dont les "
            "largeurs diffèrent.",
            "Installez-la, ou choisissez Arial dans Word.",
        )
        for nom in dict.fromkeys(f.remplace for _, f in rendu.faces.values() if f.remplace)
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
