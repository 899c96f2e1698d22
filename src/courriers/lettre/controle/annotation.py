"""Faults written in a copy of the Word file, each as a comment at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from courriers.constats import Constat
from courriers.document.commentaires import Annotation, annoter
from courriers.erreurs import CourriersError, FichierWordInvalide, motif_systeme


def annoter_les_fichiers(
    fichiers: Iterable[Path], constats: Sequence[Constat], repertoire: Path
) -> Iterator[Path | CourriersError]:
    """Write in *repertoire* a copy of each file that has faults; its path, or why it was not.

    The copies keep their names, each in a folder named as its own where two would be the same.
    """
    par_fichier: dict[str, list[Constat]] = {}
    for constat in constats:
        par_fichier.setdefault(constat.lieu.fichier or "", []).append(constat)
    fautifs = [f for f in dict.fromkeys(fichiers) if str(f) in par_fichier]
    noms = [f.name for f in fautifs]
    for fichier in fautifs:
        double = noms.count(fichier.name) > 1
        cible = repertoire / fichier.parent.name / fichier.name if double else (
            repertoire / fichier.name
        )  # fmt: skip
        yield _annoter(fichier, par_fichier[str(fichier)], cible)


def _annoter(fichier: Path, constats: Sequence[Constat], cible: Path) -> Path | CourriersError:
    try:
        if cible.resolve() == fichier.resolve():
            raise FichierWordInvalide(
                f"{fichier} : la copie annotée remplacerait l’original.",
                conseil="Donnez un autre répertoire à --annoter.",
            )
        octets = annoter(fichier.read_bytes(), [_annotation(c) for c in constats])
        cible.parent.mkdir(parents=True, exist_ok=True)
        cible.write_bytes(octets)
    except CourriersError as erreur:
        return erreur
    except OSError as erreur:
        return FichierWordInvalide(f"{cible} ne peut pas être écrit ({motif_systeme(erreur)}).")
    return cible


def _annotation(constat: Constat) -> Annotation:
    lieu = constat.lieu
    conseil = f"\n{constat.conseil}" if constat.conseil else ""
    texte = f"{constat.gravite} {constat.code}\n{constat.message}{conseil}"
    return Annotation(texte, lieu.partie, lieu.paragraphe, lieu.mots)
