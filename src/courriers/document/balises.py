"""Tags that stand for a whole paragraph, row or cell: they must be alone in it.

docxtpl drops the paragraph (or row, or cell) that holds such a tag, with all its text: a sentence
typed beside one would vanish without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from courriers.document.archive import W

_PORTEES = {"p": "paragraphe", "tr": "rangée", "tc": "cellule"}


def mal_accompagnees(racine: etree._Element) -> Iterator[tuple[int, str, str]]:
    """Paragraphs, rows or cells that hold such a tag and something else.

    Yields the rank of the paragraph (from 1), what should hold the tag alone, and its text.
    """
    paragraphes = list(racine.iter(f"{{{W}}}p"))
    for marque, nom in _PORTEES.items():
        seule = re.compile(rf"\s*\{{[%#]-?\s?{marque}\s[^}}]*\}}\s*")
        for porteur in racine.iter(f"{{{W}}}{marque}"):
            texte = "".join(t.text or "" for t in porteur.iter(f"{{{W}}}t"))
            if not re.search(rf"\{{[%#]{marque}\s", texte) or seule.fullmatch(texte):
                continue
            if any(autre is not porteur for autre in porteur.iter(f"{{{W}}}{marque}")):
                continue  # a table inside: the inner carrier is looked at for itself
            premier = next(porteur.iter(f"{{{W}}}p"), porteur)
            yield paragraphes.index(premier) + 1, nom, texte.strip()
