"""A folder of letters held to its journal: every file there, as it was written, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Gravite, Lieu, avertissement, erreur, information
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import accord, compte
from courriers.lettre.pack import Pack
from courriers.lot import journal
from courriers.lot.dedans import Dedans, cle, est_un_fichier, fichiers_de
from courriers.lot.doublons import en_double
from courriers.lot.inventaire import Fichier, Inventaire
from courriers.lot.journal import empreinte_du_fichier
from courriers.lot.noms import garde_de, montre

_CITES = 3
_SI_RETOUCHE = {
    ".docx": "Si vous l’avez retouché, «\u00a0courriers pdf … --dossier\u00a0» le relit et refait "
    "son PDF et son fichier complet, qui seront dits changés comme lui.",
    ".pdf": "C’est attendu s’il a été refait par «\u00a0courriers pdf … --dossier\u00a0» d’une "
    "lettre retouchée\u00a0: le journal ne prouve que ce que «\u00a0produire\u00a0» a écrit.",
}
Avance = Callable[[int, int], None]
"""Told how many files are done, of how many."""


@dataclass
class Preuve:
    """What was counted while a folder was held to its journal; whole once all was yielded."""

    repertoire: Path
    lettres: int = 0
    """Those that stand: written, neither withdrawn nor purged."""
    fichiers: int = 0
    """Those that must be there."""
    retirees: int = 0
    purgees: int = 0
    gravites: dict[Gravite, int] = field(default_factory=dict)
    """How many findings of each severity."""

    @property
    def est_conforme(self) -> bool:
        """Nothing but informations was found."""
        return not set(self.gravites) - {Gravite.INFORMATION}

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "repertoire": str(self.repertoire),
            "conforme": self.est_conforme,
            "lettres": self.lettres,
            "fichiers": self.fichiers,
            "retirees": self.retirees,
            "purgees": self.purgees,
        }


def prouver(
    preuve: Preuve, packs: Mapping[str, Pack] | None = None, avance: Avance | None = None
) -> Iterator[Constat]:
    """Hold the folder of *preuve* to its journal: each problem is yielded as it is found.

    Nothing is written, and no link is followed.

    Args:
        preuve: what is counted on the way.
        packs: those of today, by name: whether each template is still the same is then told.
        avance: called after each file.

    Raises:
        CourriersError: the folder has no journal that can be read; code ``JOURNAL_ILLISIBLE``.
    """
    if not (preuve.repertoire / journal.NOM).is_file():
        raise sans_journal(preuve.repertoire)
    with Inventaire(preuve.repertoire) as lu:
        for constat in _constats(lu, preuve, packs or {}, avance or (lambda _faits, _total: None)):
            preuve.gravites[constat.gravite] = preuve.gravites.get(constat.gravite, 0) + 1
            yield constat


def sans_journal(repertoire: Path) -> CourriersError:
    """What is said of a folder without a journal."""
    return CourriersError(
        f"{repertoire} n’a pas de journal des lettres ({journal.NOM})\u00a0: rien n’y dit ce qui "
        "a été écrit.",
        conseil="Donnez le répertoire où « courriers produire » écrit vos lettres.",
        code="JOURNAL_ILLISIBLE",
    )


def _constats(
    lu: Inventaire, preuve: Preuve, packs: Mapping[str, Pack], avance: Avance
) -> Iterator[Constat]:
    yield from lu.lire()
    preuve.lettres = lu.compter("lettres where not retiree and not purgee")
    preuve.retirees = lu.compter("lettres where retiree and not purgee")
    preuve.purgees = lu.compter("lettres where purgee")
    preuve.fichiers = lu.compter("fichiers where etat = 'attendu'")
    yield from en_double(lu, preuve.repertoire, packs)
    yield from _fichiers(lu, preuve.repertoire, avance)
    yield from _hors_journal(lu, preuve.repertoire, _fiches(packs))
    yield from _modeles(lu, preuve.repertoire, packs)


def _fichiers(lu: Inventaire, repertoire: Path, avance: Avance) -> Iterator[Constat]:
    dedans, total = Dedans(repertoire), lu.compter("fichiers")
    for rang, fichier in enumerate(lu.fichiers("order by nom"), start=1):
        chemin = dedans.chemin(fichier.nom)
        if chemin is None:
            yield hors_du_lot(repertoire / montre(fichier.nom))
        elif fichier.etat != "connu":
            constat = _present(fichier, chemin)
            if constat is not None:
                yield constat
        avance(rang, total)


def _present(fichier: Fichier, chemin: Path) -> Constat | None:
    """What is wrong with the file, if anything is."""
    lieu = Lieu(fichier=str(chemin))
    try:
        if not est_un_fichier(chemin):
            return hors_du_lot(chemin)
        somme = empreinte_du_fichier(chemin) if fichier.etat == "attendu" else ""
    except FileNotFoundError:
        if fichier.etat == "purge":
            return None
        return erreur(
            Code.FICHIER_ABSENT, "ce fichier du journal n’est pas là.",
            "La même commande « produire » le récrit, au même jour\u00a0; s’il a été effacé "
            "exprès, « courriers purger » le note.", lieu,
        )  # fmt: skip
    except OSError as faute:
        return erreur(
            Code.FICHIER_ILLISIBLE,
            f"ce fichier ne peut pas être lu\u00a0: {motif_systeme(faute)}.",
            lieu=lieu,
        )
    if fichier.etat == "purge":
        return avertissement(
            Code.FICHIER_HORS_JOURNAL, "le journal dit ce fichier purgé, et il est là.",
            "Effacez-le, ou gardez-le ailleurs.", lieu,
        )  # fmt: skip
    return _change(fichier, somme, lieu)


def _change(fichier: Fichier, somme: str, lieu: Lieu) -> Constat | None:
    """Whether the file is no longer the one that was written, or that was deposited."""
    if fichier.depot and somme != fichier.deposee:
        dit = f"ce fichier a changé depuis le dépôt {montre(fichier.depot)}."
        conseil = "Ce qui est parti n’est plus celui-ci\u00a0: gardez le dépôt, qui en a la copie."
    elif somme == fichier.somme:
        return None
    elif fichier.depot:
        dit = "ce fichier a été retouché après avoir été écrit, puis déposé tel quel."
        conseil = ""
    else:
        suffixe = Path(fichier.nom).suffix.lower()
        fait = "refait, retouché" if suffixe == ".pdf" else "retouché"
        dit = f"ce fichier a changé depuis qu’il a été écrit\u00a0: il a été {fait} ou abîmé."
        conseil = _SI_RETOUCHE.get(suffixe, "")
    return avertissement(Code.LETTRE_CHANGEE, dit, conseil, lieu)


def hors_du_lot(chemin: Path) -> Constat:
    """What is said of a path of the journal that is not followed."""
    return erreur(
        Code.CHEMIN_HORS_DU_LOT,
        "ce que nomme le journal n’est pas un fichier de lettre de ce répertoire\u00a0: il n’est "
        "pas ouvert.",
        "Le journal a été changé à la main, ou un lien mène ailleurs.",
        Lieu(fichier=str(chemin)),
    )


def _fiches(packs: Mapping[str, Pack]) -> frozenset[str]:
    """How the names of call sheets end: they are no letters, and never in a journal."""
    return frozenset(
        f"-{d.nom}.{suite}"
        for pack in packs.values()
        for d in pack.manifeste.documents
        if d.role == "appel"
        for suite in ("docx", "pdf")
    )


def _hors_journal(lu: Inventaire, repertoire: Path, fiches: frozenset[str]) -> Iterator[Constat]:
    """The letters of the folder that the journal does not know; what is kept, and call sheets."""
    appels, gardes = 0, list[str]()
    for nom in fichiers_de(repertoire, {depot for (depot,) in lu.base.execute(
        "select distinct depot from depots"
    )}):  # fmt: skip
        if connait(lu, repertoire, nom):
            continue
        if nom.lower().endswith(tuple(fiches)):
            appels += 1
            continue
        if (origine := garde_de(nom)) is not None and connait(lu, repertoire, origine):
            gardes.append(nom)
            continue
        yield avertissement(
            Code.FICHIER_HORS_JOURNAL, "le journal ne connaît pas ce fichier.",
            "Un PDF refait après la lettre, une copie, ou une lettre écrite avec --sans-journal.",
            Lieu(fichier=str(repertoire / nom)),
        )  # fmt: skip
    if gardes:
        yield information(
            Code.FICHIER_HORS_JOURNAL,
            f"{compte(len(gardes), 'fichier')} d’avant, {accord(len(gardes), 'gardé')} par "
            "« --refaire »\u00a0: "
            f"{', '.join(gardes[:_CITES])}{'…' if len(gardes) > _CITES else ''}.",
            "Ceux d’une lettre envoyée (.envoyee) en sont la preuve\u00a0: laissez-les là. Des "
            "retouchés, reprenez ce qui doit l’être, puis rangez-les ailleurs ou effacez-les.",
            Lieu(fichier=str(repertoire)),
        )
    if appels:
        yield information(
            Code.FICHIER_HORS_JOURNAL,
            f"{compte(appels, 'fiche')} d’appel\u00a0: il n’en va jamais au journal.",
            lieu=Lieu(fichier=str(repertoire)),
        )


def connait(lu: Inventaire, repertoire: Path, nom: str) -> bool:
    """Whether *nom* is a file of the journal, which the system may spell otherwise."""
    trouve = next(lu.fichiers("where cle = ?", (cle(nom),)), None)
    if trouve is None:
        return False
    if trouve.nom == nom:
        return True
    try:
        return (repertoire / nom).samefile(repertoire / trouve.nom)
    except (OSError, ValueError):
        return False


def _modeles(lu: Inventaire, repertoire: Path, packs: Mapping[str, Pack]) -> Iterator[Constat]:
    """Packs that are no longer those of the letters; each is told once."""
    if not packs:
        return
    autres: dict[str, int] = {}
    for pack, modele, combien in lu.base.execute(
        "select pack, modele, count(*) from lettres where modele != '' and not retiree"
        " and not purgee group by pack, modele order by pack"
    ):
        if pack not in packs or packs[pack].empreinte != modele:
            autres[pack] = autres.get(pack, 0) + combien
    for pack, combien in autres.items():
        dit = "a changé depuis" if pack in packs else "n’est plus là"
        yield information(
            Code.MODELE_CHANGE,
            f"le pack «\u00a0{montre(pack)}\u00a0», ou son papier, {dit}, pour "
            f"{compte(combien, 'lettre')}.", lieu=Lieu(fichier=str(repertoire / journal.NOM)),
        )  # fmt: skip
