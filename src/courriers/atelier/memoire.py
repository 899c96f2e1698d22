"""What the worker keeps from one save to the next: all that was made of a template, by its content.

Nothing is kept by date or by name alone: a file of other bytes is another file, whenever it was
written, and one that comes back to what it was is known again. What cannot be read is not kept.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from courriers.atelier.feuille import Feuille
from courriers.atelier.recents import Recents
from courriers.constats import Constat
from courriers.document.archive import TAILLE_MAX, Archive
from courriers.document.gabarit import Gabarit
from courriers.lettre import pack as packs
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack

NOMBRE, OCTETS = 24, 32_000_000
"""Most templates kept, of each of the three kinds, and what they may weigh."""


class Memoire:
    """The templates of the last packs looked at: compiled, checked, drawn."""

    def __init__(self, nombre: int = NOMBRE, octets: int = OCTETS) -> None:
        self.gabarits: Recents[tuple[str, bytes], Gabarit] = Recents(nombre, octets)
        self.controles: Recents[tuple[str, bytes, str], tuple[Constat, ...]] = Recents(nombre)
        self.feuilles: Recents[tuple[str, str, bytes], Feuille] = Recents(nombre, octets)

    def compiler(self, source: bytes | Path | Archive, nom: str) -> Gabarit:
        """*source* compiled, or the same compiled before. Raises as :func:`packs.compiler`."""
        lu = _lu(source) if isinstance(source, Path) else source
        if lu is None:
            return packs.compiler(source, nom)
        cle = nom, _somme(lu)
        connu = self.gabarits.get(cle)
        if connu is None:
            connu = packs.compiler(lu, nom)
            self.gabarits.put(cle, connu, _poids(lu))
        return connu

    def controler(self, pack: Pack, document: DocumentDuPack) -> tuple[Constat, ...]:
        """Every fault of *document*, found now or before."""
        from courriers.lettre.controle.controle import check_document

        chemin = pack.dossier / document.fichier
        octets = _lu(chemin)
        if octets is None:
            return check_document(pack, document)
        # The manifest says which fields and mentions the template may hold.
        cle = str(chemin), _somme(octets), pack.manifeste.model_dump_json()
        connus = self.controles.get(cle)
        if connus is None:
            connus = check_document(pack, document, octets)
            self.controles.put(cle, connus)
        return connus

    def dessiner(self, pack: Pack, document: DocumentDuPack) -> Feuille:
        """*document* as it is, tags included. Raises as ``courriers.document.pdf.convertir``."""
        from courriers.document.pdf import convertir
        from courriers.document.pdf_vu import pages

        chemin = pack.dossier / document.fichier
        octets = _lu(chemin)
        cle = document.nom, document.fichier, _somme(octets or b"")
        connue = self.feuilles.get(cle) if octets is not None else None
        if connue is None:
            pdf = convertir(chemin if octets is None else octets).octets
            connue = Feuille(document.nom, document.fichier, pdf, pages(pdf))
            if octets is not None:
                self.feuilles.put(cle, connue, connue.poids)
        return connue


def _lu(chemin: Path) -> bytes | None:
    """The bytes of *chemin*, read once; nothing if they are too many or cannot be read.

    Whoever opens the file then says why.
    """
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            return None
        return chemin.read_bytes()
    except (OSError, ValueError):
        return None


def _somme(source: bytes | Archive) -> bytes:
    if isinstance(source, bytes):
        return hashlib.sha256(source).digest()
    somme = hashlib.sha256()
    for nom, octets in sorted(source.membres.items()):
        for morceau in (nom.encode("utf-8", "surrogatepass"), octets):
            somme.update(len(morceau).to_bytes(8, "big") + morceau)
    return somme.digest()


def _poids(source: bytes | Archive) -> int:
    """What a compiled template takes, or about: its text, decompressed, and its code."""
    if isinstance(source, bytes):
        return 8 * len(source)
    return 2 * sum(map(len, source.membres.values()))


MEMOIRE = Memoire()
"""That of this process."""
