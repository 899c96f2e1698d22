"""What a tree says, as plain text: what a PDF made from it must say too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from courriers.document.arbre import Bloc, Champ, Flottant, Forme, Note, Tableau, Texte
from courriers.document.pages import Document, Section

NUMERO = "\ue000"
"""Stands for a page number, not known from the Word file."""


def dit(blocs: Iterable[Bloc], *, poses: bool = True) -> Iterator[str]:
    """What *blocs* say; without the boxes at a place of their own and the notes if not *poses*."""
    for bloc in blocs:
        if isinstance(bloc, Tableau):
            for rangee in bloc.rangees:
                for cellule in rangee.cellules:
                    yield from dit(cellule.blocs, poses=poses)
        elif isinstance(bloc, Flottant):
            if poses:
                yield from dit(bloc.blocs)
        else:
            for morceau in bloc.morceaux:
                if isinstance(morceau, Texte):
                    yield morceau.affiche
                elif isinstance(morceau, Champ):
                    yield NUMERO
                elif isinstance(morceau, Note) and poses:
                    yield from dit(morceau.blocs)


def poses_dans(blocs: Iterable[Bloc]) -> Iterator[str]:
    """The text of each box at a place of its own, and of each note."""
    for bloc in blocs:
        if isinstance(bloc, Flottant):
            yield "".join(dit(bloc.blocs, poses=False))
            yield from poses_dans(bloc.blocs)
        elif isinstance(bloc, Tableau):
            for rangee in bloc.rangees:
                for cellule in rangee.cellules:
                    yield from poses_dans(cellule.blocs)
        else:
            notes = (m for m in bloc.morceaux if isinstance(m, Note))
            yield from ("".join(dit(note.blocs)) for note in notes)


def titres(document: Document) -> Iterator[list[Bloc]]:
    """The title rows of each table."""
    for section in document.sections:
        for bloc in section.blocs:
            if isinstance(bloc, Tableau):
                tetes = [r for r in bloc.rangees if r.est_entete]
                yield [b for r in tetes for c in r.cellules for b in c.blocs]


def courants(sections: Iterable[Section]) -> Iterator[Bloc]:
    """The blocks of every header and footer of *sections*."""
    for section in sections:
        for parts in (section.en_tetes, section.pieds):
            for blocs in parts.values():
                yield from blocs


def champs(blocs: Iterable[Bloc]) -> Iterator[Champ]:
    """The page numbers of *blocs*, wherever they stand."""
    for bloc in blocs:
        if isinstance(bloc, Tableau):
            for rangee in bloc.rangees:
                for cellule in rangee.cellules:
                    yield from champs(cellule.blocs)
        elif isinstance(bloc, Flottant):
            yield from champs(bloc.blocs)
        else:
            for morceau in bloc.morceaux:
                if isinstance(morceau, Champ):
                    yield morceau
                elif isinstance(morceau, Note):
                    yield from champs(morceau.blocs)


def formes(document: Document) -> set[Forme]:
    """How the pages of *document* may be numbered."""
    blocs = [*(b for s in document.sections for b in s.blocs), *courants(document.sections)]
    propres = (c.forme or "decimal" for c in champs(blocs))
    return {"decimal", *propres, *(s.forme for s in document.sections)}
