"""``load_dossier`` for thousands of cases of one creditor: it is checked once, then shared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from courriers.dossier import Dossier, load_dossier

_TENANT_LIEU = {
    "type": "association", "denomination": "x",
    "adresse": {"lignes": ["x"], "code_postal": "38000", "ville": "x"},
}  # fmt: skip


class Chargeur:
    """Reads the cases of one source.

    No check of a case looks at the creditor and at another part together, but for the decimals of
    its capital, which are those of the currency: one that passed passes again.
    """

    def __init__(self) -> None:
        self._verifies: dict[tuple[int, str], tuple[Any, Any]] = {}

    def charger(self, donnees: Mapping[str, Any], base: Path) -> Dossier:
        """The case *donnees*, as :func:`~courriers.load_dossier` would read it.

        Raises:
            DossierInvalide: it has faults.
        """
        creancier = donnees["creancier"]
        cle = (id(creancier), donnees.get("devise", ""))
        # The mapping is kept beside what it made, so that its identity stays its own.
        _, verifie = self._verifies.get(cle, (None, None))
        if verifie is None:
            dossier = load_dossier(donnees, base=base)
            self._verifies[cle] = (creancier, dossier.creancier)
            return dossier
        sans = load_dossier({**donnees, "creancier": _TENANT_LIEU}, base=base)
        return sans.model_copy(update={"creancier": verifie})
