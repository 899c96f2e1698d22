"""What there is to look at in a letter that is already there: said again, as when it was written.

A summary made after a resumption is then that of an unbroken run. What the case itself tells is
computed again, which is cheap beside its statement; of the rest (the page, the pictures, the
files), the journal kept the codes.
"""

from __future__ import annotations

from courriers.constats import Code, Constat, Rapport
from courriers.lettre.composition import a_regarder
from courriers.lettre.lettre_finie import Lettre
from courriers.lot.deja import Deja
from courriers.lot.sens import retrouve
from courriers.lot.sources.cas import Cas


def constats_repris(cas: Cas, deja: Deja, lettre: Lettre) -> tuple[Constat, ...]:
    """The findings of the letter of *cas*, which *deja* found, and *lettre* counted again."""
    if cas.dossier is None or not deja.fichiers:  # purged: there is nothing to look at any more
        return deja.constats
    refaits = [
        *cas.constats,
        *deja.constats,
        *a_regarder(cas.dossier, deja.pack, lettre.decompte, lettre.au, deja.canal),
    ]
    # Said by « deja », where the complete file is asked for.
    sus = {Code.PIECE_ILLISIBLE, *(c.code for c in refaits)}
    gardes = [c for code in deja.codes if code not in sus and (c := retrouve(code)) is not None]
    return Rapport.de([*refaits, *gardes]).constats
