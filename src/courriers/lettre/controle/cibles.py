"""What to check, as it was named: a pack, a folder of packs, a folder of Word files, a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.erreurs import PackIntrouvable, PackInvalide
from courriers.lettre.controle.controle import check_pack, controler
from courriers.lettre.pack import Pack, load_pack, pack_du_repertoire, packs

_EXTENSIONS = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot")


@dataclass(frozen=True, slots=True)
class Cible:
    """One thing to check."""

    nom: str
    pack: Pack | None = None
    fichier: Path | None = None
    faute: PackInvalide | None = None
    """Why the pack cannot be read, if it cannot."""

    @property
    def fichiers(self) -> tuple[Path, ...]:
        """Its Word files."""
        if self.fichier is not None:
            return (self.fichier,)
        documents = () if self.pack is None else self.pack.manifeste.documents
        return tuple(self.pack.dossier / d.fichier for d in documents) if self.pack else ()

    def controler(self, *, essais: bool = True) -> tuple[Constat, ...]:
        """Its faults."""
        if self.faute is not None:
            lieu = Lieu(fichier=self.nom)
            conseil = self.faute.conseil or "Comparez-le à celui d’un pack intégré."
            seul = erreur(Code.CHAMP_INVALIDE, self.faute.message, conseil, lieu)
            return tuple(
                replace(c, lieu=replace(c.lieu, fichier=self.nom), conseil=c.conseil or conseil)
                for c in self.faute.constats
            ) or (seul,)
        if self.fichier is not None:
            return controler(self.fichier, pack=self.pack, essais=essais)
        return () if self.pack is None else check_pack(self.pack, essais=essais).constats


def cibles(nom: str, modeles: Path | None = None) -> Iterator[Cible]:
    """What *nom* names: the path of something that exists, or a pack.

    Raises:
        PackIntrouvable: neither.
    """
    chemin = Path(nom)
    if chemin.is_file():
        yield _fichier(chemin)
    elif (chemin / "pack.toml").is_file():
        yield _pack(chemin)
    elif chemin.is_dir():
        yield from _du_repertoire(chemin)
    elif chemin.suffix or len(chemin.parts) > 1:
        raise PackIntrouvable(
            f"« {nom} » n’existe pas.", conseil="Vérifiez le chemin du fichier ou du répertoire."
        )
    else:
        yield Cible(nom, load_pack(nom, modeles=modeles))


def tous_les_packs(modeles: Path | None = None) -> list[Cible]:
    """Every pack that can be used."""
    return [Cible(pack.nom, pack) for pack in packs(modeles=modeles)]


def _pack(repertoire: Path) -> Cible:
    entier = repertoire.resolve()
    try:
        return Cible(str(repertoire), pack_du_repertoire(repertoire.parent / entier.name))
    except PackInvalide as illisible:
        return Cible(str(repertoire / "pack.toml"), faute=illisible)
    except PackIntrouvable as faute:
        sans_nom = PackInvalide(faute.message, conseil=faute.conseil)
        return Cible(str(repertoire), faute=sans_nom)


def _fichier(chemin: Path) -> Cible:
    """A file, with its pack when it is one of its documents."""
    if (chemin.parent / "pack.toml").is_file():
        cible = _pack(chemin.parent)
        if cible.pack and any(d.fichier == chemin.name for d in cible.pack.manifeste.documents):
            return Cible(str(chemin), cible.pack, cible.pack.dossier / chemin.name)
    return Cible(str(chemin), fichier=chemin)


def _du_repertoire(repertoire: Path) -> Iterator[Cible]:
    """The packs it holds, and the Word files that are in none."""
    trouves = [_pack(toml.parent) for toml in sorted(repertoire.glob("*/pack.toml"))]
    trouves += [
        Cible(str(f), fichier=f)
        for f in sorted(repertoire.iterdir())
        if f.is_file() and f.suffix.lower() in _EXTENSIONS and not f.name.startswith("~$")
    ]
    if not trouves:
        raise PackIntrouvable(
            f"{repertoire} ne contient ni pack ni fichier Word.",
            conseil="Un pack est un sous-répertoire qui contient « pack.toml ».",
        )
    yield from trouves
