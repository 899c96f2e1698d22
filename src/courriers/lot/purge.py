"""Old cases taken out of a folder of letters; its journal keeps the proof that they were sent.

A file goes first, then the journal says so: killed in between, the same purge ends the work.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.erreurs import motif_systeme
from courriers.langue.typographie import compte
from courriers.lot import journal
from courriers.lot.annexes import Annexe, annexes
from courriers.lot.bilan_de_purge import Prevu, Purgee
from courriers.lot.dedans import Dedans, est_un_fichier
from courriers.lot.ensemble import balayer, est_provisoire
from courriers.lot.evenements import Purge
from courriers.lot.inventaire import Fichier, Inventaire, Lettre
from courriers.lot.journal import Journal, empreinte_du_fichier
from courriers.lot.noms import garde_de, gardes_de, montre
from courriers.lot.preuve import connait, hors_du_lot, sans_journal
from courriers.lot.verrou import seul

_TABLES = """
create temp table a_purger as select l.rang from lettres l where l.au < '{avant}' and not exists (
    select 1 from lettres m where m.pli = l.pli and m.au >= '{avant}'
    and (m.qui = l.qui or m.qui = '' or l.qui = '')
);
create temp table ce_jour as select rang from lettres where rang in a_purger and (
    not purgee or exists (
        select 1 from fichiers f where f.lettre = lettres.rang and f.etat != 'purge'
    )
);
"""
"""Letters of the cases nothing was written for since a day; those that something is left of."""


def purger(
    repertoire: Path,
    avant: datetime.date,
    le: datetime.date,
    *,
    cas: Path | None = None,
    a_blanc: bool = False,
    accord: Callable[[Prevu], bool] = lambda _prevu: True,
) -> Purgee:
    """Take away the letters of the cases nothing was written for since *avant*.

    A case with one letter of that day or later is kept whole. The summaries of that time, the
    deposits that hold nothing else and the cases of *cas* go too.

    Args:
        repertoire: the folder of the letters, held while this lasts.
        avant: the first day that is kept.
        le: today.
        cas: the folder that « importer » writes.
        a_blanc: only tell what would go.
        accord: asked before anything goes, unless there is nothing to do.

    Raises:
        CourriersError: there is no journal, it cannot be read or written, or another run is at
            work there (``LOT_EN_COURS``).
    """
    if not (repertoire / journal.NOM).is_file():
        raise sans_journal(repertoire)
    tenu = contextlib.nullcontext() if a_blanc else seul(repertoire)
    with tenu, Inventaire(repertoire) as lu:
        bilan = Purgee(repertoire, avant, a_blanc)
        bilan.constats += lu.lire()
        lu.base.executescript(_TABLES.format(avant=avant.isoformat()))
        bilan.gardes = lu.compter(
            "(select distinct pli, qui from lettres where not purgee and au < ?"
            " and rang not in a_purger)", (avant.isoformat(),),
        )  # fmt: skip
        prevu = _prevu(lu, list(annexes(lu, repertoire, avant, cas)))
        if not (a_blanc or prevu.est_vide or accord(prevu)):
            bilan.faite = False
            return bilan
        with contextlib.ExitStack() as pile:
            tenu_a_jour = None if a_blanc else pile.enter_context(Journal(repertoire))
            travail = _Travail(lu, bilan, Dedans(repertoire), le, tenu_a_jour)
            rangs = lu.base.execute("select rang from ce_jour order by rang").fetchall()
            for (rang,) in rangs:
                travail.lettre(rang)
            travail.finir(annexes(lu, repertoire, avant, cas))
        return bilan


def _prevu(lu: Inventaire, trouvees: list[Annexe | Constat]) -> Prevu:
    return Prevu(
        lu.compter("(select distinct pli, qui from lettres where rang in ce_jour)"),
        lu.compter("ce_jour"),
        lu.compter("fichiers where etat != 'purge' and lettre in ce_jour"),
        sum(isinstance(trouvee, Annexe) for trouvee in trouvees),
    )


@dataclass
class _Travail:
    """A purge under way."""

    lu: Inventaire
    bilan: Purgee
    dedans: Dedans
    le: datetime.date
    journal: Journal | None
    """Nothing when one only looks."""
    _places: dict[Path, None] = field(default_factory=dict)
    """Folders that letters were taken out of, in order."""

    def lettre(self, rang: int) -> None:
        """Take one letter away, then say so in the journal."""
        lettre = next(self.lu.lettres("where rang = ?", (rang,)))
        partis, entiere = [], True
        for fichier in list(self.lu.fichiers("where lettre = ? and etat != 'purge'", (rang,))):
            parti = self._fichier(fichier)
            entiere = entiere and parti
            partis += [fichier] if parti else []
        if not entiere:  # what it is still in must not be taken for old
            self.lu.base.execute("delete from a_purger where rang = ?", (rang,))
        if partis or entiere:
            dossiers = self.bilan.dossiers
            dossiers[lettre.reference] = dossiers.get(lettre.reference, 0) + 1
            self._noter(lettre, partis)

    def _noter(self, lettre: Lettre, partis: list[Fichier]) -> None:
        if self.journal is None:
            return
        self.journal.ajouter(Purge(
            reference=lettre.reference, creancier=lettre.qui, pack=lettre.pack,
            exemplaire=lettre.exemplaire, au=lettre.au, le=self.le,
            fichiers=tuple(f.nom for f in partis),
        ))  # fmt: skip
        self.lu.base.execute("update lettres set purgee = 1 where rang = ?", (lettre.rang,))
        self.lu.base.executemany(
            "update fichiers set etat = 'purge' where cle = ?", [(f.cle,) for f in partis]
        )

    def _fichier(self, fichier: Fichier) -> bool:
        """Take one file away; whether it is there no more."""
        chemin = self.dedans.chemin(fichier.nom)
        if chemin is None:
            self.bilan.constats.append(hors_du_lot(self.bilan.repertoire / montre(fichier.nom)))
            return False
        try:
            self._gardes(chemin)
            if not est_un_fichier(chemin):
                self.bilan.constats.append(hors_du_lot(chemin))
                return False
            change = fichier.etat == "attendu" and empreinte_du_fichier(chemin) != fichier.somme
            if self.journal is not None:
                chemin.unlink()
        except FileNotFoundError:  # lost, or taken away by a purge that was killed
            self._places[chemin.parent] = None
            return True
        except OSError as faute:
            self._resiste(chemin, faute)
            return False
        if change:
            self.bilan.constats.append(information(
                Code.LETTRE_CHANGEE, "cette lettre avait été retouchée\u00a0: elle part aussi.",
                lieu=Lieu(fichier=str(chemin)),
            ))  # fmt: skip
        self._places[chemin.parent] = None
        self.bilan.fichiers += 1
        return True

    def _gardes(self, chemin: Path) -> None:
        """Take away what « --refaire » kept of that file: it is of the same person.

        Raises:
            OSError: one resists.
        """
        for garde in gardes_de(chemin):
            if self.journal is not None:
                garde.unlink()
            dit = "ce fichier d’avant, gardé à côté par « --refaire », part aussi."
            lieu = Lieu(fichier=str(garde))
            self.bilan.constats.append(information(Code.LETTRE_CHANGEE, dit, lieu=lieu))
            self.bilan.fichiers += 1

    def finir(self, trouvees: Iterator[Annexe | Constat]) -> None:
        """The empty folders, then what is not a letter."""
        for place in sorted(self._places, key=lambda p: len(p.parts), reverse=True):
            self._vider(place)
        for trouvee in list(trouvees):
            if isinstance(trouvee, Constat):
                self.bilan.constats.append(trouvee)
                continue
            try:
                if self.journal is not None:
                    trouvee.effacer()
                self.bilan.annexes.append(trouvee.chemin)
            except OSError as faute:
                self._resiste(trouvee.chemin, faute)

    def _vider(self, place: Path) -> None:
        """Take away the folder of a case, and those around it, if nothing is left in them."""
        repertoire = self.bilan.repertoire
        if place == repertoire or not place.is_dir():
            return
        if self.journal is not None:
            with contextlib.suppress(OSError):
                balayer(place)
        restes = self._restes(place)
        if restes:
            dits = ", ".join(map(montre, restes[:3])) + ("…" if len(restes) > 3 else "")
            self.bilan.constats.append(avertissement(
                Code.PURGE_INCOMPLETE,
                f"il reste {compte(len(restes), 'fichier')} que le journal ne connaît pas"
                f" ({dits}).",
                "Une fiche d’appel, une copie, un fichier caché\u00a0: effacez ce qui est de ce "
                "dossier.", Lieu(fichier=str(place)),
            ))  # fmt: skip
        if self.journal is not None:
            with contextlib.suppress(OSError):  # not empty
                place.rmdir()
                for autour in takewhile(lambda p: p != repertoire, place.parents):
                    autour.rmdir()

    def _restes(self, place: Path) -> list[str]:
        """What the journal does not know, in the folder of a case."""
        repertoire = self.bilan.repertoire
        try:
            return sorted(
                f.name
                for f in place.iterdir()
                for nom in [f.relative_to(repertoire).as_posix()]
                if not est_provisoire(f.name)
                and f not in self._places
                and not connait(self.lu, repertoire, garde_de(nom) or nom)
            )
        except OSError:
            return []

    def _resiste(self, chemin: Path, faute: OSError) -> None:
        self.bilan.constats.append(erreur(
            Code.PURGE_INCOMPLETE, f"il ne peut pas être effacé\u00a0: {motif_systeme(faute)}.",
            "S’il est ouvert dans Word ou un lecteur de PDF, fermez-le\u00a0; sinon, vérifiez les "
            "droits. Puis recommencez\u00a0: le reste est fait.", Lieu(fichier=str(chemin)),
        ))  # fmt: skip
