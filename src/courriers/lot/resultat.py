"""What became of one case of a batch; and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Constat, Gravite
from courriers.erreurs import CourriersError
from courriers.lettre.lettre_finie import Lettre
from courriers.lettre.pack import Pack
from courriers.lot.evenements import AnyEvenement, LettreEcrite, Refusee
from courriers.lot.fabrication import Reglage
from courriers.lot.importation import empreinte_du_dossier
from courriers.lot.marques import marque_du_creancier
from courriers.lot.noms import est_de_la_liasse
from courriers.lot.sources.cas import Cas, Place


@dataclass(frozen=True)
class Resultat:
    """What became of one case: its letter and its files, or the reason there is none."""

    cas: Cas
    """Completed with what was sent before."""
    lettre: Lettre | None = None
    """Without its documents, which are on the disk."""
    pack: Pack | None = None
    """That of the letter."""
    sommes: Mapping[Path, str] = field(default_factory=dict)
    """SHA-256 of each file, in hexadecimal."""
    remplaces: tuple[Path, ...] = ()
    """Those that stood there before, as they had been written, with another content."""
    constats: tuple[Constat, ...] = ()
    """The letter's findings, then those of its PDF."""
    erreur: CourriersError | None = None
    deja: bool = False
    """The folder already held it, as this run would write it: nothing was done."""
    polices: tuple[str, ...] = ()
    """SHA-256 of each font of its PDFs."""
    pages: int = 0
    """Of its PDFs, those of an e-mail and the complete file apart; 0 when none was drawn."""
    pieces: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each exhibit of its complete file, by the field that names it."""
    gardes: tuple[tuple[Path, Path], ...] = ()
    """The files that a person had changed, and where each is kept, beside the new one."""

    @property
    def source(self) -> Place:
        """Where the case comes from."""
        return self.cas.place

    @property
    def reference(self) -> str:
        """That of the case; nothing when none could be read."""
        return self.cas.reference

    @property
    def debiteur(self) -> str:
        """The name of the debtor; nothing when none could be read."""
        return self.cas.debiteur

    @property
    def fichiers(self) -> tuple[Path, ...]:
        """The files of the letter."""
        return tuple(self.sommes)

    def est_de_la_liasse(self, fichier: Path) -> bool:
        """Whether *fichier*, one of its own, is of its complete file."""
        return self.pack is not None and est_de_la_liasse(fichier.as_posix(), self.pack.nom)

    @property
    def est_incomplete(self) -> bool:
        """It is written, and its complete file lacks an exhibit that the case gives."""
        return self.erreur is None and any(c.gravite is Gravite.ERREUR for c in self.constats)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        if self.erreur is not None or self.lettre is None:
            faute = self.erreur.as_dict() if self.erreur else {}
            qui = {"reference": self.reference, "debiteur": self.debiteur}
            return {"source": str(self.source), **qui, "erreur": faute}
        return {
            "source": str(self.source),
            "reference": self.lettre.reference,
            "debiteur": self.debiteur,
            "pack": self.lettre.pack,
            "deja": self.deja,
            "remplaces": [str(f) for f in self.remplaces],
            "gardes": {str(f): str(garde) for f, garde in self.gardes},
            "au": self.lettre.au.isoformat(),
            "canal": self.lettre.canal,
            "somme": str(self.lettre.somme),
            "total": str(self.lettre.decompte.total),
            "bareme": self.lettre.decompte.regime.bareme.empreinte,
            "pages": self.pages,
            "fichiers": [str(f) for f in self.sommes],
            "sommes": {f.name: somme for f, somme in self.sommes.items()},
            "constats": [c.as_dict() for c in self.constats],
        }

    def evenement(self, sortie: Path, reglage: Reglage) -> AnyEvenement | None:
        """What the journal of *sortie* keeps of it: nothing of what was there already.

        A call sheet is no letter: it is written to be filled during a call that may never be made.
        """
        if self.deja:
            return None
        if self.erreur is not None:
            return self._refus(self.erreur, reglage)
        if self.lettre is None or self.lettre.canal == "appel" or not self.sommes:
            return None
        dossier = self.cas.dossier
        if dossier is None or self.pack is None:
            raise AssertionError("une lettre a un dossier et un pack")
        return LettreEcrite(
            reference=self.lettre.reference,
            creancier=marque_du_creancier(dossier),
            pack=self.lettre.pack,
            exemplaire=self.lettre.exemplaire,
            destinataire=self.pack.manifeste.destinataire,
            au=self.lettre.au,
            canal=self.lettre.canal,
            mise_en_demeure=self.pack.manifeste.mise_en_demeure,
            numero_suivi=reglage.numero_suivi,
            dossier=empreinte_du_dossier(dossier),
            modele=self.pack.empreinte,
            bareme=self.lettre.decompte.regime.bareme.sha256,
            polices=self.polices,
            pages=self.pages,
            pieces=self.pieces,
            taille_max=(reglage.taille_max or 0) if self.pieces else 0,
            fichiers={f.relative_to(sortie).as_posix(): s for f, s in self.sommes.items()},
            constats=_codes(self.constats),
        )

    def _refus(self, refus: CourriersError, reglage: Reglage) -> AnyEvenement | None:
        dossier = self.cas.lu
        if dossier is None:
            return None  # it has no reference
        return Refusee(
            reference=dossier.reference,
            creancier=marque_du_creancier(dossier),
            pack=reglage.pack.nom if isinstance(reglage.pack, Pack) else "auto",
            au=reglage.au,
            dossier=empreinte_du_dossier(dossier),
            code=refus.code,
            constats=_codes([*self.constats, *refus.constats]),
        )


def _codes(constats: tuple[Constat, ...] | list[Constat]) -> tuple[str, ...]:
    return tuple(sorted({str(c.code) for c in constats}))
