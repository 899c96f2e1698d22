"""The complete file of one letter of a batch: its acts and its exhibits, made aside, then moved."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.document.assemblage.lecture import OCTETS_MAX
from courriers.document.assemblage.objets import est_installee
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.erreurs import CourriersError
from courriers.lettre.emplacement import HorsDuDossier, emplacement
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.liasse import (
    constats_des_restes,
    nom_de_la_piece,
    preparer,
    restes_d_avant,
)
from courriers.lettre.pack import Pack
from courriers.lettre.pieces_numerotees import PieceNumerotee, pieces_numerotees
from courriers.lot.journal import empreinte_du_fichier


@dataclass(frozen=True)
class LiasseDeLaLettre:
    """What a letter has besides its documents."""

    nom: str = ""
    """What the names of its files begin with; nothing if it has none."""
    fichiers: Mapping[str, Path] = field(default_factory=dict)
    """Each finished file, by its path in the folder of the letter."""
    constats: tuple[Constat, ...] = ()
    pieces: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each exhibit, by the field that names it; blank for one that cannot be read."""

    def restes(self, repertoire: Path, ecrites: Collection[str] = ()) -> list[Constat]:
        """Take away the files of an earlier one left in *repertoire*, and tell what stays.

        Args:
            repertoire: that of the letter, whose files are there now.
            ecrites: SHA-256 of what this program wrote there: any other file is a person's.
        """
        if not self.nom:
            return []
        poses = [repertoire / n for n in self.fichiers]
        for reste in restes_d_avant(repertoire, self.nom, poses):
            with contextlib.suppress(OSError):  # open elsewhere: told below
                if empreinte_du_fichier(reste) in ecrites:
                    reste.unlink()
        return constats_des_restes(repertoire, self.nom, poses)


SANS_LIASSE = LiasseDeLaLettre()


def liasse_de(
    lettre: Lettre,
    dossier: Dossier,
    pack: Pack,
    documents: Sequence[DocumentRempli],
    *,
    atelier: Path,
    taille_max: int | None,
) -> LiasseDeLaLettre:
    """Make the complete file of *lettre* in *atelier*.

    Nothing, and a finding, if the case gives no file of an exhibit or if it cannot be made: the
    letter stands without it.

    Args:
        lettre: the letter.
        dossier: its case.
        pack: its step.
        documents: its documents drawn as PDF, one at least.
        atelier: an empty folder, on the disk where the files will go.
        taille_max: bytes of a file that the court takes.

    Raises:
        OSError: the disk refuses.
    """
    pieces = pieces_numerotees(dossier, lettre.decompte)
    if not any(p.fichier for p in pieces):
        motif = "le dossier ne donne le fichier d’aucune pièce"
        conseil = "Donnez-les dans « fichier », ou joignez les pièces à la main."
        return _sans(motif, conseil)
    if not est_installee():
        motif = "« pikepdf », qui réunit les PDF, n’est pas installé"
        return _sans(motif, 'Installez-le ainsi : pip install "courriers[lot]"')
    nom = f"{pack.nom}{lettre.exemplaire}"
    sommes = {p.champ: somme_de_la_piece(dossier, p.fichier) for p in pieces if p.fichier}
    try:
        faite = preparer(
            _actes(pack, documents), pieces, dossier, nom=nom, atelier=atelier,
            taille_max=taille_max,
        )  # fmt: skip
    except CourriersError as faute:
        lieu = Lieu(champ="pieces")
        dit = f"le fichier complet n’est pas écrit : {faute.message}"
        constat = erreur(Code.LIASSE_ABSENTE, dit, faute.conseil, lieu)
        return LiasseDeLaLettre(constats=(constat,))
    except OSError as faute:  # the name a person knows
        faute.filename, faute.filename2 = f"{nom}-complet.pdf", None
        raise
    fichiers = {f.relative_to(atelier).as_posix(): f for f in faite.fichiers}
    return LiasseDeLaLettre(nom, fichiers, faite.constats, sommes)


def _sans(motif: str, conseil: str) -> LiasseDeLaLettre:
    dit = f"le fichier complet n’est pas écrit : {motif}."
    constat = information(Code.LIASSE_ABSENTE, dit, conseil, Lieu(champ="pieces"))
    return LiasseDeLaLettre(constats=(constat,))


def _actes(pack: Pack, documents: Sequence[DocumentRempli]) -> dict[str, bytes]:
    """Each document by its bookmark."""
    actes: dict[str, bytes] = {}
    du_pack = {d.nom: d for d in pack.manifeste.documents}
    for document in documents:
        titre = pack.manifeste.titre_de(du_pack[document.nom])
        actes[titre if titre not in actes else f"{titre} ({document.nom})"] = document.pdf()
    return actes


def est_attendue(dossier: Dossier, decompte: Decompte) -> bool:
    """Whether a letter that rests on *decompte* has a complete file."""
    return est_installee() and any(p.fichier for p in pieces_numerotees(dossier, decompte))


def piece_changee(dossier: Dossier, connues: Mapping[str, str]) -> str | None:
    """The first file of an exhibit that is no longer what it was, as the case names it.

    Args:
        dossier: the case, which must be the same.
        connues: SHA-256 of each, by the field that names it.
    """
    fichiers = {f"pieces[{n}]": p.fichier for n, p in enumerate(dossier.pieces)}
    fichiers |= {f"factures[{n}]": f.fichier for n, f in enumerate(dossier.factures)}
    for champ, somme in connues.items():
        fichier = fichiers.get(champ)
        if fichier is not None and somme_de_la_piece(dossier, fichier) != somme:
            return fichier
    return None


def pieces_absentes(
    nom: str, fichiers: Collection[str], pieces: Sequence[PieceNumerotee]
) -> Iterator[Constat]:
    """What is said of each exhibit that a complete file, written already, lacks.

    Args:
        nom: what the names of its files begin with.
        fichiers: those of the letter, as the journal names them.
        pieces: the exhibits of the case.
    """
    la = {PurePosixPath(f).parts[-2:] for f in fichiers}
    for piece in pieces:
        if (f"{nom}-pieces", nom_de_la_piece(piece, len(pieces))) in la:
            continue
        lieu = Lieu(fichier=piece.fichier, champ=f"{piece.champ}.fichier")
        dit = f"{piece.nom} (« {piece.titre} ») : absente du fichier complet, déjà écrit."
        if piece.fichier is None:
            conseil = (
                "Donnez-la dans « fichier » et ajoutez « --refaire », ou joignez-la à la main."
            )
            yield avertissement(Code.PIECE_SANS_FICHIER, dit, conseil, lieu)
        else:
            conseil = f"Réparez {piece.fichier}, puis ajoutez « --refaire »."
            yield erreur(Code.PIECE_ILLISIBLE, dit, conseil, lieu)


def somme_de_la_piece(dossier: Dossier, fichier: str) -> str:
    """SHA-256 of the file of an exhibit; nothing if it is not one that can be read."""
    try:
        chemin = emplacement(dossier, fichier)
        # Neither a pipe, that would block, nor what is refused without being read.
        if not chemin.is_file() or chemin.stat().st_size > OCTETS_MAX:
            return ""
        return empreinte_du_fichier(chemin)
    except (HorsDuDossier, OSError):
        return ""
