"""What an e-mail carries: its letter, then the invoices and documents found in the case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.modele import Dossier
from courriers.erreurs import motif_systeme
from courriers.langue.accords import enumeration
from courriers.langue.typographie import INSECABLE
from courriers.lettre.emplacement import HorsDuDossier, emplacement

TOTAL_MAX = 15_000_000
"""Bytes attached to one message (bound included): some 20 million once encoded, which most
servers accept."""

GENRES = {
    "pdf": ("application", "pdf"),
    "png": ("image", "png"),
    "jpeg": ("image", "jpeg"),
    "xml": ("application", "xml"),
}
_DEBUTS = (
    (b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"<?xml", "xml"),
)  # fmt: skip
_LONGUEUR = 80


@dataclass(frozen=True)
class Jointe:
    """One file attached to a message."""

    titre: str
    """As the « P. J. » line calls it."""
    extension: str
    octets: bytes

    @property
    def nom(self) -> str:
        """Its file name: its title, without what no system accepts."""
        return f"{nom_de_fichier(self.titre)}.{self.extension}"


def nom_de_fichier(titre: str) -> str:
    """*titre* as a file name: neither folders, nor commands, nor invisible marks.

    >>> nom_de_fichier("Devis n° 3/2026 : « serre »"), nom_de_fichier("../..")
    ('Devis n° 3-2026 - « serre »', 'pièce')
    """
    propre = "".join(
        "-" if c in '/\\:*?"<>|' else " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", titre)
        if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    propre = " ".join(propre.split()).replace(f"{INSECABLE}-", " -")
    return propre.strip(" .-")[:_LONGUEUR].rstrip(" .-") or "pièce"


def jointes_du(
    dossier: Dossier, factures: Sequence[str]
) -> tuple[tuple[Jointe, ...], list[Constat]]:
    """The files of the case to attach to a message about *factures*, and what is to be known.

    The invoices first, then the documents; one file once, whatever names it.
    """
    jointes: list[Jointe] = []
    constats: list[Constat] = []
    vus: set[Path] = set()
    place = TOTAL_MAX
    for champ, titre, chemin in _voulues(dossier, factures):
        try:
            complet = emplacement(dossier, chemin)
            if complet in vus:
                continue
            vus.add(complet)
            jointe = _lire(complet, chemin, titre, place)
        except (HorsDuDossier, OSError) as faute:
            constats.append(_non_jointe(champ, chemin, faute))
            continue
        place -= len(jointe.octets)
        jointes.append(jointe)
    return tuple(jointes), [*constats, *_sans_fichier(dossier, factures)]


def _voulues(dossier: Dossier, factures: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """``(field, title, path)`` of each file the case names."""
    for rang, facture in enumerate(dossier.factures):
        liee = facture.sur_facture if facture.est_avoir else facture.numero
        if facture.fichier and liee in factures:
            genre = "Avoir" if facture.est_avoir else "Facture"
            yield f"factures[{rang}].fichier", f"{genre} {facture.numero}", facture.fichier
    for rang, piece in enumerate(dossier.pieces):
        if piece.fichier:
            yield f"pieces[{rang}].fichier", piece.titre, piece.fichier


def _lire(complet: Path, chemin: str, titre: str, place: int) -> Jointe:
    if not complet.is_file():  # neither a folder nor a device
        raise HorsDuDossier(f"{chemin} n’existe pas.")
    with complet.open("rb") as fichier:
        octets = fichier.read(place + 1)
    if len(octets) > place:
        raise HorsDuDossier(
            f"{chemin} : les pièces dépasseraient {TOTAL_MAX // 1_000_000} Mo en tout."
        )
    debut = octets[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, extension in _DEBUTS:
        if debut.startswith(signature):
            return Jointe(titre, extension, octets)
    raise HorsDuDossier(f"{chemin} n’est ni PDF, ni PNG, ni JPEG, ni XML.")


def distinctes(jointes: Iterable[Jointe]) -> tuple[Jointe, ...]:
    """The same files, no two of one name: the second becomes « … (2) »."""
    pris: dict[str, Jointe] = {}
    for jointe in jointes:
        choisie, suite = jointe, 2
        while choisie.nom.casefold() in pris:
            titre = f"{jointe.titre[: _LONGUEUR - 6].rstrip()} ({suite})"
            choisie = replace(jointe, titre=titre)
            suite += 1
        pris[choisie.nom.casefold()] = choisie
    return tuple(pris.values())


def _non_jointe(champ: str, chemin: str, faute: Exception) -> Constat:
    dit = f"{chemin} : {motif_systeme(faute)}." if isinstance(faute, OSError) else str(faute)
    return avertissement(
        Code.PIECE_NON_JOINTE,
        dit,
        "Le courriel est écrit sans elle ; joignez-la à la main s’il la faut.",
        Lieu(champ=champ),
    )


def _sans_fichier(dossier: Dossier, factures: Sequence[str]) -> Iterator[Constat]:
    """The invoices claimed and the documents whose file the case does not give."""
    manquent = [f.numero for f in dossier.factures if f.numero in factures and not f.fichier]
    if manquent:
        dites = manquent if len(manquent) <= 5 else [*manquent[:4], f"{len(manquent) - 4} autres"]
        yield information(
            Code.PIECE_NON_JOINTE,
            f"le dossier ne donne pas le fichier de {enumeration(dites)}.",
            "Donnez-le dans « fichier », ou joignez la facture à la main.",
            Lieu(champ="factures"),
        )
    titres = [p.titre for p in dossier.pieces if not p.fichier]
    if titres:
        yield information(
            Code.PIECE_NON_JOINTE,
            f"pièces sans fichier, ni jointes ni annoncées : {' ; '.join(titres[:5])}"
            f"{' …' if len(titres) > 5 else ''}.",
            "Donnez leur « fichier » pour les joindre.",
            Lieu(champ="pieces"),
        )
