"""Which alphabet a text file without a mark is in, by the accents French texts have."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path

from courriers.lot.sources.tables.modele import illisible

_BLOC = 1 << 20
_ACCENTS = {
    "cp1252": b"\xe9\xe8\xc9\xe0\xea\xe7",
    "mac_roman": b"\x8e\x8f\x83\x88\x90\x8d",
    "cp858": b"\x82\x8a\x90\x85\x88\x87",
}
"""« é », « è », « É », « à », « ê » and « ç » as Windows, a Mac and DOS write them."""
_DU_15 = b"\xa4\xbc\xbd\xbe"
"""« € », « Œ », « œ » and « Ÿ » in ISO 8859-15; « ¤ », « ¼ », « ½ » and « ¾ » in the others."""
_C1 = bytes(range(0x80, 0xA0))
"""Bytes that ISO 8859-15 does not print."""
_REEXPORTER = "Réexportez la table, en «\u00a0CSV UTF-8\u00a0» ou en XLSX."


def codage_de(chemin: Path) -> str:
    """UTF-8 if all of *chemin* is, else the alphabet of which it has the most accents.

    Raises:
        DossierInvalide: it is no text, in none of these alphabets, or in two of them.
        OSError: it cannot be read.
    """
    try:
        _tout_lire(chemin, "utf-8")
    except UnicodeDecodeError:
        _refuser_le_melange(chemin)
    else:
        return "utf-8"
    codage = _le_plus_probable(chemin)
    try:
        _tout_lire(chemin, codage)
    except UnicodeDecodeError:
        raise illisible(
            chemin,
            "l’encodage du fichier n’est pas reconnu.",
            "Ouvrez-le dans Excel et enregistrez-le en «\u00a0CSV UTF-8\u00a0».",
        ) from None
    return codage


def tenir_le_codage(chemin: Path, codage: str) -> None:
    """Hold *chemin* to the alphabet that its mark announces.

    Raises:
        DossierInvalide: it is no text, or has bytes that are not in *codage*.
        OSError: it cannot be read.
    """
    try:
        _tout_lire(chemin, codage)
    except UnicodeDecodeError:
        if codage == "utf-8-sig":
            _refuser_le_melange(chemin)
        raise illisible(
            chemin,
            "le fichier est coupé ou abîmé\u00a0: des caractères y sont illisibles, ou dans un "
            "autre encodage que celui qu’il annonce.",
            _REEXPORTER,
        ) from None


def _tout_lire(chemin: Path, codage: str) -> None:
    decodeur = codecs.getincrementaldecoder(codage)()
    with chemin.open("rb") as octets:
        while bloc := octets.read(_BLOC):
            if "\0" in decodeur.decode(bloc):
                raise illisible(
                    chemin,
                    "ce n’est pas un fichier texte.",
                    "Réexportez la table en CSV ou en XLSX.",
                )
        decodeur.decode(b"", final=True)


def _refuser_le_melange(chemin: Path) -> None:
    """Refuse a file of which lines are in UTF-8 and others are not: two exports put together."""
    vus = dict[bool, int]()
    with chemin.open("rb") as octets:
        for rang, ligne in enumerate(octets, start=1):
            if ligne.isascii():
                continue
            try:
                ligne.removeprefix(codecs.BOM_UTF8).decode("utf-8")
                vus.setdefault(True, rang)
            except UnicodeDecodeError:
                vus.setdefault(False, rang)
            if len(vus) == 2:
                break
    if len(vus) == 2:
        raise illisible(
            chemin,
            "les accents de cette ligne ne sont pas dans le même encodage que ceux de la ligne "
            f"{min(vus.values())}\u00a0: deux fichiers ont été réunis, ou le fichier est abîmé.",
            _REEXPORTER,
            ligne=max(vus.values()),
        )


def _le_plus_probable(chemin: Path) -> str:
    comptes: Counter[str] = Counter()
    du_15 = c1 = False
    with chemin.open("rb") as octets:
        while bloc := octets.read(_BLOC):
            for codage, accents in _ACCENTS.items():
                comptes[codage] += len(bloc) - len(bloc.translate(None, accents))
            du_15 = du_15 or len(bloc.translate(None, _DU_15)) < len(bloc)
            c1 = c1 or len(bloc.translate(None, _C1)) < len(bloc)
    codage = max(_ACCENTS, key=lambda nom: comptes[nom])  # Windows wins ties: it is the usual one
    return "iso8859-15" if codage == "cp1252" and du_15 and not c1 else codage
