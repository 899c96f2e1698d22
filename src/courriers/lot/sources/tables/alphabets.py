"""Which alphabet a text file without a mark is in, by the accents French texts have."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path

from courriers.erreurs import DossierInvalide
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


def codage_de(chemin: Path, marque: bytes = b"") -> str:
    """UTF-8 if all of *chemin* is, else the alphabet of which it has the most accents.

    A line in another alphabet than the others is read all the same: its cells are told one by one,
    for what they become is no French word.

    Args:
        chemin: the file.
        marque: the mark of UTF-8, if it begins with it.

    Raises:
        DossierInvalide: it is no text, in none of these alphabets, or its headings are in another
            than its rows.
        OSError: it cannot be read.
    """
    try:
        _tout_lire(chemin, "utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8-sig" if marque else "utf-8"
    en_utf8, premiere_en_utf8 = _tenir_le_melange(chemin)
    if en_utf8:
        return "utf-8-sig" if marque else "utf-8"
    if marque and not premiere_en_utf8:
        raise illisible(
            chemin,
            "le fichier s’annonce en UTF-8, et ses accents sont dans un autre encodage.",
            _REEXPORTER,
        )
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
        raise _coupe(chemin) from None


def _coupe(chemin: Path, ligne: int | None = None) -> DossierInvalide:
    motif = "le fichier est coupé ou abîmé\u00a0: des caractères y sont illisibles."
    return illisible(chemin, motif, _REEXPORTER, ligne=ligne)


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


def _tenir_le_melange(chemin: Path) -> tuple[bool, bool]:
    """Whether most lines that have accents are in UTF-8, and whether the first one is.

    Raises:
        DossierInvalide: the file is cut in the middle of a letter, or its first accents, those of
            the headings, are in another alphabet than most.
    """
    comptes, premieres = Counter[bool](), dict[bool, int]()
    with chemin.open("rb") as octets:
        for rang, ligne in enumerate(octets, start=1):
            if rang == 1:
                ligne = ligne.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 – the mark is no accent
            if ligne.isascii():
                continue
            try:
                ligne.decode("utf-8")
                bonne = True
            except UnicodeDecodeError as faute:
                coupee = faute.reason == "unexpected end of data" and faute.end == len(ligne)
                if coupee and comptes[True] > comptes[False]:
                    raise _coupe(chemin, rang) from None
                bonne = False
            comptes[bonne] += 1
            premieres.setdefault(bonne, rang)
    premiere = premieres.get(True, rang + 1) < premieres.get(False, rang + 1)
    majorite = comptes[True] > comptes[False]
    if premiere != majorite and len(premieres) == 2:
        raise illisible(
            chemin,
            "les accents de cette ligne ne sont pas dans le même encodage que ceux de la ligne "
            f"{premieres[premiere]}\u00a0: deux fichiers ont été réunis.",
            _REEXPORTER,
            ligne=premieres[not premiere],
        )
    return majorite, premiere


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
