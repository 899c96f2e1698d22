"""A file to double-click, which starts the workshop without a terminal to type in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import INSECABLE
from courriers.lot.ecriture import ecrire_atomiquement

NOMS = {
    "win32": "Atelier courriers.cmd",
    "darwin": "Atelier courriers.command",
    "linux": "atelier-courriers.desktop",
}
"""By system, as ``sys.platform`` names it; the last for any other."""


def raccourci(systeme: str, python: str, arguments: Sequence[str]) -> tuple[str, bytes]:
    """Name and content of the file that runs ``python -m courriers atelier`` with *arguments*.

    Args:
        systeme: ``sys.platform``.
        python: the interpreter, by its full path.
        arguments: those of the command, paths in full.

    Raises:
        CourriersError: an argument that this system's file cannot hold.
    """
    mots = [python, "-m", "courriers", "atelier", *arguments]
    interdits = "\n\r\0" + ('"' if systeme == "win32" else "")
    for mot in mots:
        if any(signe in mot for signe in interdits):
            raise CourriersError(
                f"«{INSECABLE}{mot!r}{INSECABLE}» ne peut pas être dans un raccourci.",
                conseil="Renommez ce fichier ou ce répertoire.",
                code="RACCOURCI_IMPOSSIBLE",
            )
    ecrire = {"win32": _windows, "darwin": _mac}.get(systeme, _linux)
    return NOMS.get(systeme, NOMS["linux"]), ecrire(mots)


def _windows(mots: Sequence[str]) -> bytes:
    # « % » opens a variable, even between quotes.
    commande = " ".join(f'"{mot.replace("%", "%%")}"' for mot in mots)
    lignes = (
        "@echo off",
        "chcp 65001 >nul",  # paths with accents
        "title Atelier courriers",
        "echo Fermez cette fenêtre pour arrêter l’atelier.",
        commande,
        "if errorlevel 1 pause",
        "",
    )
    return "\r\n".join(lignes).encode("utf-8")


def _mac(mots: Sequence[str]) -> bytes:
    return (
        f"#!/bin/sh\necho 'Fermez cette fenêtre pour arrêter l’atelier.'\nexec {shlex.join(mots)}\n"
    ).encode()


def _linux(mots: Sequence[str]) -> bytes:
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.0\n"
        "Name=Atelier courriers\n"
        "Comment=La lettre, à côté du modèle Word\n"
        f"Exec={' '.join(map(_du_bureau, mots))}\n"
        "Terminal=true\n"
        "Categories=Office;\n"
    ).encode()


def _du_bureau(mot: str) -> str:
    """One word of an ``Exec`` line: quoted, then escaped again as any value of the file."""
    for signe in '\\"`$':
        mot = mot.replace(signe, f"\\{signe}")
    return f'"{mot}"'.replace("\\", "\\\\").replace("%", "%%")


def ecrire_le_raccourci(
    repertoire: Path, systeme: str, python: str, arguments: Sequence[str]
) -> Path:
    """Write it in *repertoire*, executable; its path.

    Raises:
        CourriersError: as :func:`raccourci`; or another file of that name is there, or it cannot
            be written.
    """
    nom, contenu = raccourci(systeme, python, arguments)
    fichier = repertoire / nom
    try:
        if fichier.exists() and fichier.read_bytes() != contenu:
            raise CourriersError(
                f"{fichier} existe déjà, avec un autre contenu.",
                conseil="Déplacez-le, ou choisissez un autre répertoire.",
                code="FICHIER_EXISTANT",
            )
        ecrire_atomiquement(fichier, contenu)
        if systeme != "win32":
            fichier.chmod(0o755)
    except OSError as faute:
        raise CourriersError(
            f"{fichier} ne peut pas être écrit{INSECABLE}: {motif_systeme(faute)}.",
            conseil="Vérifiez les droits et la place.",
            code="ECRITURE_IMPOSSIBLE",
        ) from None
    return fichier
