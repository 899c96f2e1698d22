"""What a folder of letters already holds: nothing is written twice, nor over a retouched one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.envois import SANS_DEMANDE
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import date_courte
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.etape import pack_du
from courriers.lettre.pack import Pack
from courriers.lot.fabrication import Reglage, exemplaire_de
from courriers.lot.importation import empreinte_du_dossier
from courriers.lot.journal import LettreEcrite, empreinte
from courriers.lot.liasse_de_la_lettre import est_attendue, piece_changee
from courriers.lot.memoire import Memoire
from courriers.lot.noms import est_dedans


@dataclass(frozen=True, slots=True)
class Deja:
    """A letter that stands there, as the same run would write it."""

    pack: Pack
    canal: str
    fichiers: Mapping[Path, str]
    """SHA-256 of each, in hexadecimal."""
    pages: int
    constats: tuple[Constat, ...] = ()
    """What it is still to be looked at for."""
    codes: tuple[str, ...] = ()
    """Of its findings, when it was written."""


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
    exemplaire = exemplaire_de(reglage.caution)
    trouvee = None
    qui = pack.manifeste.destinataire, exemplaire
    for ecrite in ecrites:
        if (ecrite.destinataire, ecrite.exemplaire) != qui:
            continue  # to somebody else: another guarantor, an officer
        if (ecrite.pack, ecrite.au) == (pack.nom, reglage.au):
            trouvee = ecrite
        elif ecrite.pack == pack.nom and pack.nom not in SANS_DEMANDE:
            raise _refus(
                f"cette étape a déjà été envoyée le {date_courte(ecrite.au)}.", "ETAPE_DEJA_FAITE"
            )
        elif (ecrite.au, ecrite.canal) == (reglage.au, canal):
            raise _refus(
                f"une autre lettre ({ecrite.pack}) part déjà ce jour-là par le même canal.",
                "DEUX_LETTRES_LE_MEME_JOUR",
            )
    if trouvee is None:
        return None
    if trouvee.canal != canal:
        raise _refus(
            f"cette lettre a déjà été écrite ce jour-là, par un autre canal ({trouvee.canal}).",
            "ETAPE_DEJA_FAITE",
        )
    if memoire.purgee(trouvee):
        return Deja(pack, trouvee.canal, {}, trouvee.pages)
    depuis = memoire.notee_depuis(trouvee)
    if depuis is not None and trouvee.dossier != empreinte_du_dossier(dossier):
        raise _refus(
            "cette lettre a déjà été écrite ce jour-là, et le journal a noté depuis une lettre "
            f"d’avant, ou son retour ({depuis.niveau}, {date_courte(depuis.date)}) : "
            "elle n’en dit rien.", "LETTRE_A_REFAIRE",
        )  # fmt: skip
    return _la_meme(trouvee, dossier, pack, reglage, sortie)


def _la_meme(
    ecrite: LettreEcrite, dossier: Dossier, pack: Pack, reglage: Reglage, sortie: Path
) -> Deja | None:
    if (ecrite.dossier, ecrite.modele) != (empreinte_du_dossier(dossier), pack.empreinte):
        raise _refus(
            "cette lettre a déjà été écrite ce jour-là, d’un dossier ou d’un modèle qui a changé "
            "depuis.", "LETTRE_A_REFAIRE",
        )  # fmt: skip
    autre = piece_changee(dossier, ecrite.pieces) if reglage.veut_la_liasse(pack) else None
    if autre is not None:
        raise _refus(
            "cette lettre a déjà été écrite ce jour-là, et le fichier d’une de ses pièces "
            f"({autre}) a changé depuis.", "LETTRE_A_REFAIRE",
        )  # fmt: skip
    fichiers = [nom for nom in ecrite.fichiers if est_dedans(nom)]
    manque = False
    for nom in fichiers:
        try:
            change = empreinte((sortie / nom).read_bytes()) != ecrite.fichiers[nom]
        except FileNotFoundError:
            manque = True  # taken away, or lost: it is written again
            continue
        except OSError as faute:
            raise _refus(
                f"{sortie / nom} ne peut pas être lu : {motif_systeme(faute)}.", "LETTRE_RETOUCHEE"
            ) from None
        if change:
            raise _refus(
                f"la lettre {sortie / nom} a été retouchée depuis : elle est gardée.",
                "LETTRE_RETOUCHEE",
            )
    la = {PurePosixPath(nom).name for nom in fichiers}
    if manque or not la.issuperset(_attendus(pack, ecrite, reglage)):
        return None
    if reglage.veut_la_liasse(pack) and not _a_sa_liasse(ecrite, dossier, pack, reglage):
        return None
    sommes = {sortie / nom: ecrite.fichiers[nom] for nom in fichiers}
    return Deja(
        pack, ecrite.canal, sommes, ecrite.pages, _a_regarder(ecrite, reglage, pack),
        ecrite.constats,
    )  # fmt: skip


def _a_sa_liasse(ecrite: LettreEcrite, dossier: Dossier, pack: Pack, reglage: Reglage) -> bool:
    """Whether the complete file that *reglage* asks for is there, or has no reason to be."""
    if ecrite.pieces:
        return reglage.taille_max in (None, ecrite.taille_max)
    decompte = decompte_du(
        dossier, pack, reglage.au, bareme=reglage.bareme, caution=reglage.caution
    )
    return not est_attendue(dossier, decompte)


def _a_regarder(ecrite: LettreEcrite, reglage: Reglage, pack: Pack) -> tuple[Constat, ...]:
    """A complete file that lacks an exhibit is told each time: it must not leave so."""
    if not reglage.veut_la_liasse(pack) or str(Code.PIECE_ILLISIBLE) not in ecrite.constats:
        return ()
    dit = "le fichier complet, déjà écrit, n’a pas toutes ses pièces."
    conseil = "Ses pages de garde disent lesquelles\u00a0; redonnez leur fichier."
    return (erreur(Code.PIECE_ILLISIBLE, dit, conseil, Lieu(champ="pieces")),)


def _attendus(pack: Pack, ecrite: LettreEcrite, reglage: Reglage) -> Iterator[str]:
    """The files that *reglage* asks for."""
    for document in pack.manifeste.documents_pour(ecrite.canal):
        if reglage.document in (None, document.nom):
            suite = "" if document.role == "lettre" else f"-{document.nom}"
            for format_ in ("eml",) if document.role == "courriel" else reglage.formats:
                yield f"{pack.nom}{ecrite.exemplaire}{suite}.{format_}"


def _refus(message: str, code: str) -> CourriersError:
    return CourriersError(
        f"{message[0].upper()}{message[1:]}", conseil="« --refaire » passe outre.", code=code
    )
