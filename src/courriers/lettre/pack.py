"""A pack: one folder, one step of a recovery: its manifest, its templates, where it is found."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from courriers.document.archive import Archive
from courriers.document.gabarit import Gabarit
from courriers.document.papier import Papier, sur_papier
from courriers.droit.escalade import Niveau
from courriers.erreurs import PackIntrouvable, PackInvalide, motif_systeme
from courriers.langue.typographie import signes_justes
from courriers.lettre.champs import FILTRES
from courriers.lettre.emplacements import INTEGRE, donnees, emplacements, racines
from courriers.lettre.manifeste import DocumentDuPack, Manifeste
from courriers.lettre.manifeste_lu import manifeste_de, manifeste_ecrit, verifier_les_fichiers
from courriers.lettre.pack_recu import MANIFESTE, Recus, fichiers_recus

RECU = "reçu"
"""Origin of the packs given as bytes."""
SUR_PAPIER = ("lettre", "lrar", "remise")
"""Channels of letters that the office prints itself."""


def compiler(source: bytes | Path | Archive, nom: str) -> Gabarit:
    """A template compiled as those of packs are. Raises as :meth:`Gabarit.load`.

    Args:
        source: the file.
        nom: what messages call it.
    """
    return Gabarit.load(source, FILTRES, nom, signes_justes)


@dataclass(frozen=True)
class Pack:
    """A step ready to be written: its manifest and its compiled templates."""

    nom: str
    dossier: Path
    origine: str
    """Where it was found: ``--modeles``, the environment variable, or « intégré »."""
    manifeste: Manifeste
    papier: Papier | None = None
    """The office’s paper, which its letters are written on."""
    fichiers: Mapping[str, bytes] | None = field(default=None, repr=False)
    """Its files by name, once it depends on its folder no more."""
    compiler: Callable[[bytes | Path | Archive, str], Gabarit] = field(
        default=compiler, repr=False, compare=False
    )
    """Compiles its templates; or remembers having done so."""

    def __getstate__(self) -> dict[str, Any]:
        """What crosses to another process: compiled templates do not, and are made again there."""
        return {nom: valeur for nom, valeur in self.__dict__.items() if nom != "_compiles"}

    def source(self, nom: str) -> Path | bytes:
        """Where its file *nom* is read: in its folder, or here."""
        return self.dossier / nom if self.fichiers is None else self.fichiers[nom]

    def contenu(self, nom: str) -> bytes:
        """The bytes of its file *nom*.

        Raises:
            PackInvalide: it cannot be read any more.
        """
        if self.fichiers is not None:
            return self.fichiers[nom]
        try:
            return (self.dossier / nom).read_bytes()
        except OSError as faute:
            raise PackInvalide(f"{self.dossier / nom} : {motif_systeme(faute)}.") from None

    def fige(self) -> Pack:
        """The same, its files read once: what becomes of its folder changes nothing any more.

        Raises:
            PackInvalide: one cannot be read any more.
        """
        if self.fichiers is not None:
            return self
        noms = dict.fromkeys([MANIFESTE, *(d.fichier for d in self.manifeste.documents)])
        return replace(self, fichiers={nom: self.contenu(nom) for nom in noms})

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 of its files and of the office's paper, in hexadecimal."""
        somme = hashlib.sha256()
        for nom, octets in sorted((self.fige().fichiers or {}).items()):
            somme.update(f"{nom}\0{len(octets)}\0".encode() + octets)
        if self.papier is not None:
            somme.update(self.papier.empreinte.encode())
        return somme.hexdigest()

    @property
    def gabarits(self) -> dict[str, Gabarit]:
        """Its templates by name, all compiled."""
        return {d.nom: self.gabarit(d.nom) for d in self.manifeste.documents}

    def gabarit(self, nom: str, canal: str | None = None) -> Gabarit:
        """The template of the document *nom*, compiled on first use: a fault in one stops no other.

        It is that of the office’s paper, where there is one and *canal* uses it.

        Raises:
            FichierWordInvalide: the office’s paper cannot be given to it.
            GabaritInvalide: the template is faulty.
        """
        document = next(d for d in self.manifeste.documents if d.nom == nom)
        papier = self.papier_de(document, canal)
        cle = nom, papier is not None
        if cle not in self._compiles:
            chemin = self.dossier / document.fichier
            source = self.source(document.fichier)
            if papier is None:
                self._compiles[cle] = self.compiler(source, str(chemin))
            else:
                fusion = sur_papier(Archive.lire(source), papier)
                nomme = f"{chemin} (papier : {papier.nom})"
                self._compiles[cle] = self.compiler(fusion, nomme)
        return self._compiles[cle]

    def papier_de(self, document: DocumentDuPack, canal: str | None) -> Papier | None:
        """The paper *document* is written on: pre-printed sheets do not go by e-mail."""
        if self.papier is None or document.role not in ("lettre", "annexe"):
            return None
        if self.papier.est_preimprime and canal not in (None, *SUR_PAPIER):
            return None
        return self.papier

    @cached_property
    def _compiles(self) -> dict[tuple[str, bool], Gabarit]:
        return {}

    @property
    def niveau(self) -> Niveau:
        """The step, as the law of the climb sees it.

        A copy under another name is the same step, unless it says that it comes after or before
        the pack it was copied from.
        """
        escalade, depuis = self.manifeste.escalade, self.manifeste.depuis
        souche = "" if depuis is None or depuis.pack == self.nom else depuis.pack
        return Niveau(
            nom=self.nom,
            apres=escalade.apres,
            avant=escalade.avant,
            delai_jours=escalade.delai_jours,
            voie=self.manifeste.droit.voie,
            reclame=self.manifeste.reclame,
            variante_de="" if souche in (*escalade.apres, *escalade.avant) else souche,
            delai_paiement_jours=escalade.delai_paiement_jours,
        )


def load_pack(
    nom: str | Path | bytes | Mapping[str, bytes],
    *,
    modeles: str | Path | None = None,
    papier: Papier | None = None,
) -> Pack:
    """The pack *nom*: from the nearest folder that has it, or wherever it comes from.

    Args:
        nom: its name, as ``mise-en-demeure``; or its own folder, as a ``Path``; or its files, as
            the bytes of a zip or by name, whose names all begin with that of the pack:
            ``relance/pack.toml``, ``relance/lettre.docx``.
        modeles: for a name, a folder of packs to search first; then ``COURRIERS_MODELES``, then
            the built-in packs.
        papier: the office’s paper, which its letters are written on.

    Raises:
        PackIntrouvable: no folder has it, or its name cannot be that of a pack.
        PackInvalide: its manifest or its files are faulty, or the zip is refused.
    """
    if isinstance(nom, Path):
        return replace(pack_du_repertoire(nom), papier=papier)
    if not isinstance(nom, str):
        return _pack_recu(fichiers_recus(nom), papier)
    for origine, racine in racines(modeles=modeles):
        dossier = racine / nom
        if re.fullmatch(r"[a-z0-9-]+", nom) and (dossier / "pack.toml").is_file():
            return Pack(nom, dossier, origine, manifeste_de(dossier), papier)
    connus = ", ".join(p.nom for p in packs(modeles=modeles)) or "aucun"
    conseil = f"Packs connus : {connus}."
    if nom and os.path.isdir(nom):  # noqa: PTH112 – says no, and raises nothing, of any text
        conseil = "C’est un répertoire : donnez-le comme Path, ou celui qui le contient (modeles)."
    raise PackIntrouvable(f"Le pack « {nom} » n’existe pas.", conseil=conseil)


def pack_du_repertoire(dossier: Path) -> Pack:
    """The pack in *dossier*, whatever stands beside it.

    Raises:
        PackIntrouvable: its name cannot be that of a pack.
        PackInvalide: its manifest or its files are faulty.
    """
    if not re.fullmatch(r"[a-z0-9-]+", dossier.name):
        raise PackIntrouvable(
            f"« {dossier.name} » ne peut pas être le nom d’un pack.",
            conseil="Renommez le répertoire : minuscules, chiffres et tirets.",
        )
    return Pack(dossier.name, dossier, "--modeles", manifeste_de(dossier))


def _pack_recu(recus: Recus, papier: Papier | None) -> Pack:
    dossier = Path(recus.nom)
    manifeste = manifeste_ecrit(recus.fichiers[MANIFESTE], dossier / MANIFESTE)
    verifier_les_fichiers(manifeste, dossier, recus.fichiers.__contains__)
    return Pack(recus.nom, dossier, RECU, manifeste, papier, recus.fichiers)


def pack_integre(nom: str) -> Pack | None:
    """The built-in pack *nom*, whatever the person's own folders hold; nothing if there is none.

    Raises:
        PackInvalide: it is damaged.
    """
    dossier = donnees("templates") / nom
    if not re.fullmatch(r"[a-z0-9-]+", nom) or not (dossier / "pack.toml").is_file():
        return None
    return Pack(nom, dossier, INTEGRE, manifeste_de(dossier))


def packs_integres() -> list[Pack]:
    """The packs that come with the program, by name."""
    noms = sorted(f.parent.name for f in donnees("templates").glob("*/pack.toml"))
    return [p for p in map(pack_integre, noms) if p is not None]


def packs(*, modeles: str | Path | None = None, papier: Papier | None = None) -> list[Pack]:
    """Every pack that can be used, by name; the nearest folder wins.

    Arguments are those of :func:`load_pack`.

    Raises:
        PackInvalide: one of the manifests is faulty.
    """
    return [
        Pack(nom, dossier, origine, manifeste_de(dossier), papier)
        for nom, (origine, dossier) in sorted(emplacements(modeles=modeles).items())
    ]
