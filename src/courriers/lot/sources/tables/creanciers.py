"""To whom it is due: ``[creancier]`` for all, or one of ``[creanciers.…]`` by a column."""

from __future__ import annotations

from typing import Any

from courriers.langue.accords import designation
from courriers.lot.configuration import Configuration
from courriers.lot.sources.references import marque
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.dits import brut
from courriers.lot.sources.tables.modele import Valeur


class Creanciers:
    """The creditors ``courriers.toml`` tells, by every name a column may give them."""

    def __init__(self, reglages: Configuration) -> None:
        self.noms = tuple(reglages.creanciers)
        self._par_nom: dict[str, dict[str, Any]] = {}
        self._marques: dict[int, str] = {}
        self._seul: dict[str, Any] | None = None
        tous = [*reglages.creanciers.values(), *filter(None, [reglages.creancier])]
        nus = [cellules.nom_nu(getattr(c, "denomination", "")) for c in tous]
        for nom, creancier in reglages.creanciers.items():
            donnees = creancier.model_dump(exclude_unset=True)
            self._marques[id(donnees)] = marque(reglages, creancier)
            self._par_nom[cellules.nom_nu(nom)] = donnees
            self._par_nom.setdefault(cellules.nom_nu(designation(creancier)), donnees)
            nu = cellules.nom_nu(getattr(creancier, "denomination", ""))
            if nus.count(nu) == 1:  # « Vasseur » may be the SARL or the SAS
                self._par_nom.setdefault(nu, donnees)
        if reglages.creancier is not None:
            self._seul = reglages.creancier.model_dump(exclude_unset=True)
            qui = getattr(reglages.creancier, "denomination", "") or designation(reglages.creancier)
            for nom in (qui, designation(reglages.creancier)):
                self._par_nom.setdefault(cellules.nom_nu(nom), self._seul)
        elif len(self.noms) == 1:
            self._seul = next(iter(self._par_nom.values()))

    @property
    def aucun(self) -> bool:
        """Whether ``courriers.toml`` tells no creditor at all."""
        return not self._par_nom

    @property
    def a_choisir(self) -> bool:
        """Whether a column must tell which."""
        return self._seul is None

    def qui(self, valeur: Valeur | None) -> str:
        """What the rows of one creditor share, however the cell names it."""
        if valeur is None:
            return ""
        nom = cellules.nom_nu(brut(valeur))
        trouve = self._par_nom.get(nom)
        return nom if trouve is None else f"{id(trouve)}"

    def marque(self, creancier: dict[str, Any]) -> str:
        """What tells the cases of *creancier*, as :meth:`de` gives it, from those of another."""
        return self._marques.get(id(creancier), "")

    def de(self, valeur: Valeur | None, *, colonne: bool) -> dict[str, Any]:
        """The creditor of a row, as a case holds it.

        Args:
            valeur: the cell of the column « Créancier », if it is not blank.
            colonne: whether the table has that column.

        Raises:
            Fautive: an unknown name; or none, where several are possible.
        """
        connus = ", ".join(f"« {n} »" for n in self.noms[:8]) or "aucun"
        if valeur is None:
            if self._seul is not None:
                return self._seul
            raise Fautive(
                "le créancier manque sur cette ligne"
                if colonne
                else "la colonne « Créancier » manque",
                f"Connus de courriers.toml : {connus}.",
            )
        ecrit = cellules.texte(valeur)
        trouve = self._par_nom.get(cellules.nom_nu(ecrit))
        if trouve is None:
            raise Fautive(
                f"le créancier « {ecrit[:60]} » n’est pas connu",
                f"Ajoutez-le à courriers.toml, "
                f'sous [creanciers."{ecrit[:60]}"] ; connus : {connus}.',
            )
        return trouve
