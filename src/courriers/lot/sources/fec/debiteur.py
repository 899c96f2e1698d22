"""Who owes: the name that the FEC gives, completed by a table of addresses and ``courriers.toml``.

Never guessed: the quality of the debtor, and that a debtor is a public body. Deduced: a company,
when its name begins or ends with the initials of a legal form (« SARL Martin », « Martin SAS »).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courriers.lot.configuration import DebiteurParDefaut
from courriers.lot.sources.fec.comptes import Client

FORMES = frozenset(
    {
        "SARL", "EURL", "SAS", "SASU", "SA", "SNC", "SCA", "SCS", "SCI", "SCP", "SCM", "SCOP",
        "SCIC", "SELARL", "SELARLU", "SELAS", "SELASU", "SELAFA", "EARL", "GAEC", "GIE", "SCEA",
    }
)  # fmt: skip
"""Legal forms that make a debtor a company for certain."""
PHYSIQUES = ("particulier", "entrepreneur_individuel")


class Adresses:
    """A table of addresses, by customer code: as written, whatever the case, without zeros."""

    def __init__(self, adresses: Mapping[str, Mapping[str, Any]] | None) -> None:
        self._exactes = {_net(code): valeur for code, valeur in (adresses or {}).items()}
        sans_zeros: dict[str, list[Mapping[str, Any]]] = {}
        for code, valeur in self._exactes.items():
            sans_zeros.setdefault(code.lstrip("0"), []).append(valeur)
        # A spreadsheet turns 00012 into 12; two codes that then meet are none of them.
        self._courtes = {c: les[0] for c, les in sans_zeros.items() if c and len(les) == 1}

    def trouver(self, codes: Sequence[str]) -> Mapping[str, Any]:
        """What the table says of the first of *codes* it knows; nothing if it knows none."""
        for table, forme in ((self._exactes, _net), (self._courtes, _sans_zeros)):
            for code in codes:
                if (valeur := table.get(forme(code))) is not None:
                    return valeur
        return {}


def _net(code: str) -> str:
    return " ".join(str(code).split()).casefold()


def _sans_zeros(code: str) -> str:
    return _net(code).lstrip("0")


def joindre(
    client: Client, adresses: Adresses, defaut: DebiteurParDefaut | None = None
) -> dict[str, Any]:
    """The debtor of a case: a mapping as ``debiteur`` of a case, where much may be missing.

    Args:
        client: account and name, from the FEC.
        adresses: for each customer code, fields of ``debiteur`` (adresse, qualite, siren, prenom…);
            they prevail over what the FEC and *defaut* say.
        defaut: ``[debiteur]`` of ``courriers.toml``.
    """
    ligne = {nom: valeur for nom, valeur in adresses.trouver(client.codes).items() if valeur}
    nom, forme = separer(client.nom)
    dit = {"type": defaut.type, "qualite": defaut.qualite} if defaut else {}
    lu: dict[str, Any] = {nom_: valeur for nom_, valeur in dit.items() if valeur}
    if forme:
        lu["type"] = "societe"
    lu.update(ligne)
    if lu.get("type") in PHYSIQUES:
        return lu
    if client.nom and "denomination" not in ligne:
        lu["denomination"] = nom if lu.get("type") == "societe" else client.nom
        if forme and lu.get("type") == "societe":
            lu.setdefault("forme_juridique", forme)
    if lu.get("type") == "personne_publique" and defaut and defaut.regime:
        lu.setdefault("regime", defaut.regime)
    return lu


def separer(nom: str) -> tuple[str, str]:
    """A name without the legal form it begins or ends with, and that form; or the name alone.

    >>> separer("S.A.R.L. Martin"), separer("Martin SAS"), separer("Sasu")
    (('Martin', 'SARL'), ('Martin', 'SAS'), ('Sasu', ''))
    """
    mots = nom.split()
    for rang in (0, -1):
        if len(mots) > 1 and (forme := mots[rang].replace(".", "").upper().strip("(),")) in FORMES:
            del mots[rang]
            return " ".join(mots).strip(" -,"), forme
    return nom, ""
