"""A pack copied into a person's own folder, ready to be edited, that remembers where it is from.

The copy is made beside its place, then renamed: it is whole or it is not there. ``.origine`` keeps
the built-in pack as it was, for :mod:`~courriers.lettre.origine` to say later what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from courriers.dossier.fautes import constats_de
from courriers.erreurs import PackIntrouvable, PackInvalide, motif_systeme
from courriers.lettre.emplacements import INTEGRE, VARIABLE, contient_des_packs
from courriers.lettre.manifeste import Depuis, Manifeste
from courriers.lettre.pack import Pack, load_pack, pack_integre, packs_integres

ORIGINE = ".origine"
"""Folder, inside a copy, of the built-in pack as it was copied."""
MANIFESTE = "pack.toml"

_NOM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGUEUR_MAX = 80
_RESERVES = re.compile(r"auto|con|prn|aux|nul|com\d|lpt\d")
"""« --pack auto », and what Windows keeps for itself."""
_TITRE = re.compile(r"""^([ \t]*titre[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE)


def verifier_le_nom(nom: str) -> None:
    """Refuse a name that no pack can have.

    Raises:
        ValueError: its text says the shape a name has.
    """
    if not _NOM.fullmatch(nom) or len(nom) > _LONGUEUR_MAX:
        raise ValueError(
            f"« {nom} » n’est pas un nom de pack : minuscules sans accent, chiffres et tirets sont "
            f"attendus ({_LONGUEUR_MAX} signes au plus), comme « mise-en-demeure-agence »"
        )
    if _RESERVES.fullmatch(nom):
        raise ValueError(f"« {nom} » a déjà un autre sens : choisissez un autre nom")


def a_copier(nom: str, racine: Path) -> Pack:
    """The pack *nom* of *racine*, or of the folders a letter would take it from.

    *racine* may be empty, or not exist yet.

    Raises:
        PackIntrouvable: no folder has it.
        PackInvalide: it is faulty.
    """
    if contient_des_packs(racine):
        return load_pack(nom, modeles=racine)
    variable = os.environ.get(VARIABLE)
    if variable and Path(variable) != racine:
        return load_pack(nom)
    trouve = pack_integre(nom)
    if trouve is None:
        connus = ", ".join(p.nom for p in packs_integres())
        raise PackIntrouvable(
            f"Le pack « {nom} » n’existe pas.", conseil=f"Packs connus : {connus}."
        )
    return trouve


def copier(source: Pack, nom: str, racine: Path, *, titre: str | None = None) -> Path:
    """Copy *source* to ``racine/nom``, and give back that folder.

    Its Word files are the same to the byte; its ``pack.toml`` keeps its comments. A copy of a copy
    keeps the built-in pack it descends from; a pack of the person's own that descends from none
    gives a copy that follows none.

    Args:
        titre: in the place of the title of *source*.

    Raises:
        PackInvalide: the name or the title cannot be one, the folder exists or cannot be written.
    """
    try:
        verifier_le_nom(nom)
    except ValueError as faute:
        raise PackInvalide(f"{faute}.") from None
    cible = racine / nom
    if os.path.lexists(cible):
        raise _existe(cible)
    if (racine / MANIFESTE).is_file():
        raise PackInvalide(
            f"{racine} est lui-même un pack.",
            conseil=f"Donnez le répertoire qui le contient ({racine.parent}).",
        )
    try:
        fichiers = _fichiers(source, titre)
        racine.mkdir(parents=True, exist_ok=True)
        # A folder beside, one level too deep to be taken for a pack if the program is killed.
        with tempfile.TemporaryDirectory(
            prefix=".nouveau-", dir=racine, ignore_cleanup_errors=True
        ) as provisoire:
            _ecrire(Path(provisoire) / nom, fichiers)
            (Path(provisoire) / nom).rename(cible)
    except OSError as faute:
        if os.path.lexists(cible):  # made by another program meanwhile
            raise _existe(cible) from None
        raise PackInvalide(f"{cible} n’a pas pu être écrit ({motif_systeme(faute)}).") from None
    return cible


def _existe(cible: Path) -> PackInvalide:
    return PackInvalide(
        f"{cible} existe déjà : rien n’a été copié.",
        conseil="Choisissez un autre nom, ou renommez ce qui s’y trouve.",
    )


def _fichiers(source: Pack, titre: str | None) -> dict[str, bytes]:
    """What the copy will hold, by path in it."""
    documents = {d.fichier: (source.dossier / d.fichier).read_bytes()
                 for d in source.manifeste.documents}  # fmt: skip
    brut = (source.dossier / MANIFESTE).read_bytes()
    depuis, origine = source.manifeste.depuis, source.dossier / ORIGINE
    if source.origine == INTEGRE:
        depuis = Depuis(
            pack=source.nom,
            version=source.manifeste.version,
            documents={n: hashlib.sha256(o).hexdigest() for n, o in documents.items()},
        )
        gardes = {MANIFESTE: brut, **documents}
    elif depuis is not None:
        noms = (MANIFESTE, *depuis.documents)
        gardes = {n: (origine / n).read_bytes() for n in noms if (origine / n).is_file()}
    else:
        gardes = {}
    manifeste = _manifeste(brut.decode("utf-8"), titre, depuis)
    return {
        MANIFESTE: manifeste.encode("utf-8"),
        **documents,
        **{f"{ORIGINE}/{nom}": octets for nom, octets in gardes.items()},
    }


def _ecrire(dossier: Path, fichiers: Mapping[str, bytes]) -> None:
    for nom, octets in fichiers.items():
        chemin = dossier / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(octets)


def _manifeste(texte: str, titre: str | None, depuis: Depuis | None) -> str:
    """*texte* with its title and where it is from, all else as it was, comments included."""
    voulu = tomllib.loads(texte)
    fin = "\r\n" if "\r\n" in texte else "\n"
    if titre is not None:
        voulu["titre"] = titre
        texte = _TITRE.sub(lambda t: f"{t[1]}{_chaine(titre)}", texte, count=1)
    if depuis is not None and "depuis" not in voulu:
        voulu["depuis"] = depuis.model_dump(mode="json")
        texte = texte.rstrip("\r\n") + fin + fin.join(_table(depuis))
    try:
        ecrit = tomllib.loads(texte)
        Manifeste.model_validate(ecrit)
    except ValidationError as fautes:
        constats = constats_de(fautes, Manifeste)
        raise PackInvalide(" ".join(str(c) for c in constats), constats=constats) from None
    except tomllib.TOMLDecodeError:
        ecrit = {}
    if ecrit != voulu:
        raise PackInvalide(
            "Le titre de ce pack ne se change pas ainsi.",
            conseil="Copiez le pack sans --titre, et changez-le dans son pack.toml.",
        )
    return texte


def _table(depuis: Depuis) -> list[str]:
    return [
        "",
        f"# Copié du pack intégré « {depuis.pack} » : « courriers packs » dit s’il change. Gardez",
        f"# cette table et le répertoire « {ORIGINE} » tels quels.",
        "[depuis]",
        f"pack = {_chaine(depuis.pack)}",
        f"version = {depuis.version}",
        "",
        "[depuis.documents]",
        *(f"{_chaine(nom)} = {_chaine(somme)}" for nom, somme in depuis.documents.items()),
        "",
    ]


def _chaine(texte: str) -> str:
    """A TOML string: JSON writes the same, but for a sign TOML wants escaped too."""
    return json.dumps(texte, ensure_ascii=False).replace("\x7f", "\\u007f")
