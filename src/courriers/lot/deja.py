"""What a folder of letters already holds: nothing is written twice, nor over a retouched one."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from courriers.dossier.envois import SANS_DEMANDE
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import date_courte
from courriers.lettre.etape import pack_du
from courriers.lettre.pack import Pack
from courriers.lot.fabrication import Reglage
from courriers.lot.importation import en_json
from courriers.lot.journal import LettreEcrite, empreinte
from courriers.lot.memoire import Memoire, marque_du_creancier


@dataclass(frozen=True, slots=True)
class Deja:
    """A letter that stands there, as the same run would write it."""

    fichiers: tuple[Path, ...]


def deja(dossier: Dossier, reglage: Reglage, memoire: Memoire, sortie: Path) -> Deja | None:
    """The letter of *dossier* if it is already in *sortie*; nothing if it is to be written.

    Args:
        dossier: the case, completed with what was sent before.
        reglage: how its letter would be written.
        memoire: the journal of *sortie*.
        sortie: the folder of the letters.

    Raises:
        CourriersError: it must not be written: the step was taken on another day (code
            ``ETAPE_DEJA_FAITE``), another letter left that day by the same channel
            (``DEUX_LETTRES_LE_MEME_JOUR``), what it was made from has changed
            (``LETTRE_A_REFAIRE``), or a person has retouched it (``LETTRE_RETOUCHEE``).
    """
    ecrites = memoire.ecrites(dossier)
    if not ecrites:
        return None
    pack = reglage.pack
    if not isinstance(pack, Pack):
        pack = pack_du(dossier, pack, reglage.au, bareme=reglage.bareme)
    canal = reglage.canal or pack.manifeste.canaux[0]
    trouvee = None
    for ecrite in ecrites:
        if ecrite.pack == pack.nom and ecrite.au == reglage.au:
            trouvee = ecrite
        elif ecrite.pack == pack.nom and pack.nom not in SANS_DEMANDE:
            raise _refus(
                f"cette étape a déjà été envoyée le {date_courte(ecrite.au)}.", "ETAPE_DEJA_FAITE"
            )
        elif ecrite.au == reglage.au and ecrite.canal == canal:
            raise _refus(
                f"une autre lettre ({ecrite.pack}) part déjà ce jour-là par le même canal.",
                "DEUX_LETTRES_LE_MEME_JOUR",
            )
    return None if trouvee is None else _la_meme(trouvee, dossier, pack, sortie)


def _la_meme(ecrite: LettreEcrite, dossier: Dossier, pack: Pack, sortie: Path) -> Deja | None:
    if (ecrite.dossier, ecrite.modele) != (empreinte_du_dossier(dossier), empreinte_du_pack(pack)):
        raise _refus(
            "cette lettre a déjà été écrite ce jour-là, d’un dossier ou d’un modèle qui a changé "
            "depuis.", "LETTRE_A_REFAIRE",
        )  # fmt: skip
    for nom, somme in ecrite.fichiers.items():
        chemin = sortie / nom
        try:
            if empreinte(chemin.read_bytes()) != somme:
                raise _refus(
                    f"la lettre {chemin} a été retouchée depuis : elle est gardée.",
                    "LETTRE_RETOUCHEE",
                )
        except FileNotFoundError:
            return None  # taken away, or lost: it is written again
        except OSError as faute:
            raise _refus(
                f"{chemin} ne peut pas être lu : {motif_systeme(faute)}.", "LETTRE_RETOUCHEE"
            ) from None
    return Deja(tuple(sortie / nom for nom in ecrite.fichiers))


def _refus(message: str, code: str) -> CourriersError:
    return CourriersError(
        f"{message[0].upper()}{message[1:]}", conseil="« --refaire » passe outre.", code=code
    )


def empreinte_du_dossier(dossier: Dossier) -> str:
    """SHA-256 of the case, as its JSON file would be."""
    return empreinte(en_json(dossier).encode("utf-8"))


@functools.lru_cache(256)
def _empreinte(fichiers: tuple[tuple[str, int, int], ...]) -> str:
    return empreinte(b"".join(
        empreinte(Path(nom).read_bytes()).encode() for nom, _, _ in fichiers
    ))  # fmt: skip


def empreinte_du_pack(pack: Pack) -> str:
    """SHA-256 of the files of *pack*: its manifest and its templates."""
    return _empreinte(tuple(_vus([pack.dossier / "pack.toml", *(
        pack.dossier / d.fichier for d in pack.manifeste.documents
    )])))  # fmt: skip


def _vus(chemins: Iterable[Path]) -> Iterable[tuple[str, int, int]]:
    for chemin in chemins:
        etat = chemin.stat()
        yield str(chemin), etat.st_size, etat.st_mtime_ns


def marque(dossier: Dossier) -> str:
    """What tells a case from the others of a run."""
    return f"{dossier.reference.strip().casefold()}\0{marque_du_creancier(dossier)}"
