"""Whether a PDF can be copied without harm: whole streams, objects of a sane depth.

pikepdf copies objects as deep as they go: a chain without end would end the program, not raise.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

from courriers.document.assemblage.objets import GONFLE_MAX, bibliotheque
from courriers.erreurs import PdfInvalide

PROFONDEUR_MAX = 3_000
"""Levels of objects within objects (bound included); 40 000 are copied within 8 MB of stack."""
_MORCEAU = 1_000_000
_RENVOI = re.compile(rb"(\d+) (\d+) R\b")
_CROCHET = re.compile(rb"\[|\]|<<|>>")
_PEU = 20
"""Brackets of an object, below which how they are nested does not matter."""
_Cle = tuple[int, int]


def verifier(pdf: Any) -> None:
    """That *pdf* can be copied, and each of its compressed streams read to its end.

    Raises:
        PdfInvalide: a stream is damaged, or would inflate past all measure; objects lead too deep.
    """
    pikepdf = bibliotheque()
    renvois: dict[_Cle, list[_Cle]] = {}
    niveaux: dict[_Cle, int] = {}
    for objet in pdf.objects:
        if isinstance(objet, pikepdf.Stream):
            dit = objet.stream_dict.unparse()
            _verifier_le_flux(objet)
        elif isinstance(objet, pikepdf.Dictionary | pikepdf.Array):
            dit = objet.unparse(resolved=True)
        else:
            continue
        cle = objet.objgen
        renvois[cle] = [(int(a), int(b)) for a, b in _RENVOI.findall(dit)]
        niveaux[cle] = _emboites(dit)
    departs = [page.obj.objgen for page in pdf.pages]
    structure = pdf.Root.get("/StructTreeRoot")
    if structure is not None:
        departs.append(structure.objgen)
    if _profondeur(renvois, niveaux, departs) > PROFONDEUR_MAX:
        raise PdfInvalide("ses objets s’emboîtent démesurément", conseil="Imprimez-le en PDF.")


def _verifier_le_flux(objet: Any) -> None:
    entete = objet.stream_dict
    filtre = entete.get("/Filter")
    if isinstance(filtre, bibliotheque().Array) and len(filtre) == 1:
        filtre = filtre[0]
    if filtre != "/FlateDecode" or entete.get("/Type") == "/XRef":
        return
    try:
        _gonfler(objet.read_raw_bytes())
    except zlib.error:
        raise PdfInvalide(
            "une partie en est abîmée, et ne s’afficherait pas",
            conseil="Demandez-le de nouveau, ou imprimez-le en PDF.",
        ) from None


def _gonfler(brut: bytes) -> None:
    """Inflate *brut*, keeping nothing."""
    machine, total, est_vide = zlib.decompressobj(), 0, not brut
    while brut and not machine.eof:
        total += len(machine.decompress(brut, _MORCEAU))
        brut = machine.unconsumed_tail
        if total > GONFLE_MAX:
            raise PdfInvalide(
                "il se gonflerait démesurément à l’ouverture", conseil="Imprimez-le en PDF."
            )
    if not (machine.eof or total or est_vide):
        raise zlib.error("cut short")


def _emboites(dit: bytes) -> int:
    """How deep the brackets of an object go."""
    if dit.count(b"[") + dit.count(b"<<") < _PEU:
        return _PEU
    niveau = plus = 0
    for signe in _CROCHET.findall(dit):
        niveau += 1 if signe in (b"[", b"<<") else -1
        plus = max(plus, niveau)
    return plus


def _profondeur(
    renvois: dict[_Cle, list[_Cle]], niveaux: dict[_Cle, int], departs: Sequence[_Cle]
) -> int:
    """How deep a copy from *departs* goes, in the order it is made; none is met twice."""
    vus, plus = set(departs), 0
    for depart in departs:
        chemin = [(iter(renvois.get(depart, ())), _niveau(niveaux, depart))]
        while chemin:
            suite, ici = chemin[-1]
            plus = max(plus, ici)
            suivante = next((cle for cle in suite if cle not in vus), None)
            if suivante is None:
                chemin.pop()
                continue
            vus.add(suivante)
            chemin.append((iter(renvois.get(suivante, ())), ici + _niveau(niveaux, suivante)))
    return plus


def _niveau(niveaux: dict[_Cle, int], cle: _Cle) -> int:
    """Of most objects, one: only deep brackets weigh more."""
    emboites = niveaux.get(cle, 0)
    return emboites if emboites > _PEU else 1
