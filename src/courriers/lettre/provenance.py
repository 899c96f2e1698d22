"""Which letter of which pack a Word file is, as its name says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from courriers.erreurs import PackIntrouvable
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack

_COPIE = re.compile(r"[ _(.].*|-(?:copie|v\d+|final|relue?|retouch|modifi|corrig).*", re.IGNORECASE)
"""What people and systems add at the end of a name."""


@dataclass(frozen=True)
class Origine:
    """Which letter of which pack a file is, as its name says."""

    pack: Pack
    document: DocumentDuPack
    caution: int = 1
    """The guarantor it goes to, from 1, if it goes to one."""


def origine(nom: str, packs: Sequence[Pack]) -> Origine:
    """Which letter the file *nom* is, named as « produire » names it.

    ``mise-en-demeure.docx``, ``mise-en-demeure-caution-2.docx``, ``relance-courtoise-appel.docx``;
    what a copy adds (« (1) », « - Copie », « -v2 ») is left out.

    Args:
        nom: the name of the file, without its folder.
        packs: those it may come from.

    Raises:
        PackIntrouvable: it is the name of none.
    """
    base = re.sub(r"\.docx$", "", nom, flags=re.IGNORECASE)
    for pack in sorted(packs, key=lambda p: len(p.nom), reverse=True):
        if base.casefold().startswith(pack.nom):
            trouvee = _suite_du_nom(pack, base[len(pack.nom) :].casefold())
            if trouvee is not None:
                return trouvee
    raise PackIntrouvable(
        f"« {nom} » ne dit pas de quelle lettre il vient.",
        conseil="Nommez-la : --pack mise-en-demeure, par exemple (« courriers packs » les liste).",
    )


def _suite_du_nom(pack: Pack, suite: str) -> Origine | None:
    a_une_caution = pack.manifeste.destinataire == "caution"
    rang = re.match(r"-(\d{1,3})(?=$|[-_ (.])", suite) if a_une_caution else None
    suite = suite[rang.end() :] if rang else suite
    for document in pack.manifeste.documents:
        propre = "" if document.role == "lettre" else f"-{document.nom}"
        if suite.startswith(propre) and _est_une_copie(suite[len(propre) :]):
            return Origine(pack, document, int(rang[1]) if rang else 1)
    return None


def _est_une_copie(bout: str) -> bool:
    return not bout or _COPIE.fullmatch(bout) is not None
