"""What a folder of letters already holds: nothing is written twice, nor over a retouched one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from courriers.constats import Code, Constat
from courriers.dossier.envois import SANS_DEMANDE
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import date_courte, majuscule
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.etape import pack_du
from courriers.lettre.pack import Pack
from courriers.lettre.pieces_numerotees import pieces_numerotees
from courriers.lot.evenements import LettreEcrite
from courriers.lot.fabrication import Reglage, exemplaire_de
from courriers.lot.importation import empreinte_du_dossier
from courriers.lot.journal import empreinte_du_fichier
from courriers.lot.liasse_de_la_lettre import est_attendue, piece_changee, pieces_absentes
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
    trouvee, avant = None, None
    qui = pack.manifeste.destinataire, exemplaire
    for ecrite in ecrites:
        if (ecrite.destinataire, ecrite.exemplaire) != qui:
            continue  # to somebody else: another guarantor, an officer
        if (ecrite.pack, ecrite.au) == (pack.nom, reglage.au):
            trouvee = ecrite
        elif ecrite.pack == pack.nom and pack.nom not in SANS_DEMANDE:
            avant = ecrite
        elif (ecrite.au, ecrite.canal) == (reglage.au, canal):
            raise _refus(
                f"une autre lettre ({ecrite.pack}) part déjà ce jour-là par le même canal.",
                "DEUX_LETTRES_LE_MEME_JOUR",
            )
    if trouvee is None:
        if avant is not None:
            raise _deja_faite(avant, revenue=memoire.est_revenue(avant))
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
    fichiers = [nom for nom in ecrite.fichiers if est_dedans(nom)]
    manque, changes = _etat_de(ecrite, fichiers, sortie)
    retouche = f"{sortie / changes[0]} a été retouché depuis" if changes else ""
    autre = _ce_qui_a_change(ecrite, dossier, pack, reglage)
    if autre:
        suite = f" ; de plus, {retouche}" if retouche else ""
        raise _refus(
            f"cette lettre a déjà été écrite ce jour-là, {autre}{suite}.", "LETTRE_A_REFAIRE",
            _LA_REFAIT if retouche else _PASSE_OUTRE,
        )  # fmt: skip
    if retouche:
        raise _refus(f"{retouche} : il est gardé.", "LETTRE_RETOUCHEE", _LA_REFAIT)
    la = {PurePosixPath(nom).name for nom in fichiers}
    if manque or not la.issuperset(_attendus(pack, ecrite, reglage)):
        return None
    if reglage.veut_la_liasse(pack) and not _a_sa_liasse(ecrite, dossier, pack, reglage):
        return None
    sommes = {sortie / nom: ecrite.fichiers[nom] for nom in fichiers}
    constats = _a_regarder(ecrite, dossier, pack, reglage)
    return Deja(pack, ecrite.canal, sommes, ecrite.pages, constats, ecrite.constats)


def _ce_qui_a_change(ecrite: LettreEcrite, dossier: Dossier, pack: Pack, reglage: Reglage) -> str:
    """What the letter was made from and is no longer, if anything is."""
    if (ecrite.dossier, ecrite.modele) != (empreinte_du_dossier(dossier), pack.empreinte):
        return "d’un dossier ou d’un modèle qui a changé depuis"
    autre = piece_changee(dossier, ecrite.pieces) if reglage.veut_la_liasse(pack) else None
    return f"et le fichier d’une de ses pièces ({autre}) a changé depuis" if autre else ""


def _etat_de(
    ecrite: LettreEcrite, fichiers: Sequence[str], sortie: Path
) -> tuple[bool, Sequence[str]]:
    """Whether one of *fichiers* is there no more; and those that are not as they were written."""
    manque, changes = False, []
    for nom in fichiers:
        try:
            if empreinte_du_fichier(sortie / nom) != ecrite.fichiers[nom]:
                changes.append(nom)
        except FileNotFoundError:
            manque = True  # taken away, or lost: it is written again
        except OSError as faute:
            raise _refus(
                f"{sortie / nom} ne peut pas être lu : {motif_systeme(faute)}.", "LETTRE_RETOUCHEE"
            ) from None
    # The Word file first: it is what a person edits.
    return manque, sorted(changes, key=lambda nom: not nom.endswith(".docx"))


def _a_sa_liasse(ecrite: LettreEcrite, dossier: Dossier, pack: Pack, reglage: Reglage) -> bool:
    """Whether the complete file that *reglage* asks for is there, or has no reason to be."""
    if ecrite.pieces:
        return reglage.taille_max in (None, ecrite.taille_max)
    decompte = decompte_du(
        dossier, pack, reglage.au, bareme=reglage.bareme, caution=reglage.caution
    )
    return not est_attendue(dossier, decompte)


def _a_regarder(
    ecrite: LettreEcrite, dossier: Dossier, pack: Pack, reglage: Reglage
) -> tuple[Constat, ...]:
    """A complete file that lacks an exhibit is told each time: it must not leave so."""
    manquent = {str(Code.PIECE_ILLISIBLE), str(Code.PIECE_SANS_FICHIER)} & set(ecrite.constats)
    if not (reglage.veut_la_liasse(pack) and ecrite.pieces and manquent):
        return ()
    decompte = decompte_du(
        dossier, pack, reglage.au, bareme=reglage.bareme, caution=reglage.caution
    )
    nom = f"{pack.nom}{ecrite.exemplaire}"
    return tuple(pieces_absentes(nom, ecrite.fichiers, pieces_numerotees(dossier, decompte)))


def _attendus(pack: Pack, ecrite: LettreEcrite, reglage: Reglage) -> Iterator[str]:
    """The files that *reglage* asks for."""
    for document in pack.manifeste.documents_pour(ecrite.canal):
        if reglage.document in (None, document.nom):
            suite = "" if document.role == "lettre" else f"-{document.nom}"
            for format_ in ("eml",) if document.role == "courriel" else reglage.formats:
                yield f"{pack.nom}{ecrite.exemplaire}{suite}.{format_}"


def _deja_faite(avant: LettreEcrite, *, revenue: bool) -> CourriersError:
    le = date_courte(avant.au)
    if not revenue:
        return _refus(f"cette étape a déjà été envoyée le {le}.", "ETAPE_DEJA_FAITE")
    return _refus(
        f"cette étape a été envoyée le {le}, et la lettre est revenue (NPAI) : elle n’a atteint "
        "personne.", "ETAPE_DEJA_FAITE",
        "Corrigez l’adresse au dossier ou dans la table, puis « --refaire » : la lettre revenue "
        f"est gardée à côté (.envoyee-{avant.au.isoformat()}).",
    )  # fmt: skip


_PASSE_OUTRE = "« --refaire » passe outre."
_LA_REFAIT = (
    "« --refaire » récrit la lettre, et garde le fichier retouché à côté (.retouchee) ; "
    "« courriers pdf … --dossier » en fait le PDF sans la récrire."
)


def _refus(message: str, code: str, conseil: str = _PASSE_OUTRE) -> CourriersError:
    return CourriersError(majuscule(message), conseil=conseil, code=code)
