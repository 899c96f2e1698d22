"""What a FEC never says and nobody gave: addresses, quality, type; told once for a whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.erreurs import DossierInvalide
from courriers.langue.typographie import montant
from courriers.lot.sources.fec.pieces import Pieces
from courriers.lot.sources.refus import refus

Debiteur = dict[str, Any]
_TABLE = (
    "Donnez avec le FEC une table (.xlsx, .csv) des clients\u00a0: une colonne «\u00a0code "
    "client\u00a0» qui porte "
    "le numéro de compte, puis nom, adresse, code postal et ville."
)
_DITS = 5


@dataclass(frozen=True)
class Manques:
    """The customers whose case can be made, and one refusal for all the others."""

    prets: Sequence[tuple[Pieces, Debiteur]]
    erreur: DossierInvalide | None = None


def manques(chemin: Path, clients: Sequence[tuple[Pieces, Debiteur]]) -> Manques:
    """Set apart those of *clients* whose debtor lacks an address, a quality or a type."""
    sans_adresse = [p for p, d in clients if not d.get("adresse")]
    sans_qualite = [p for p, d in clients if not d.get("qualite")]
    sans_type = [p for p, d in clients if not d.get("type")]
    constats: list[Constat] = []
    lieu = Lieu(fichier=str(chemin))
    if sans_qualite:
        constats.append(
            erreur(
                Code.CHAMP_MANQUANT,
                f"la qualité {_de(sans_qualite)} n’est dite nulle part, et ne se devine pas.",
                'Écrivez sous [debiteur] de courriers.toml\u00a0: qualite = "professionnel" (ou '
                "consommateur, non_professionnel, personne_publique)\u00a0; ou donnez-la dans une "
                "colonne «\u00a0qualite\u00a0» de la table des clients.",
                lieu,
            )
        )
    if sans_type:
        constats.append(
            erreur(
                Code.CHAMP_MANQUANT,
                f"le type {_de(sans_type)} n’est dit nulle part\u00a0: leur nom ne porte pas de "
                "forme de "
                "société.",
                'Écrivez sous [debiteur] de courriers.toml\u00a0: type = "societe"\u00a0; ou '
                "donnez-le dans "
                "une colonne «\u00a0type\u00a0» de la table des clients.",
                lieu,
            )
        )
    for rang, pieces in enumerate(sans_adresse):
        du = montant(Decimal(pieces.du).scaleb(-2))
        constats.append(
            erreur(
                Code.CHAMP_MANQUANT,
                f"{pieces.client.dit}, qui doit {du}, n’a pas d’adresse.",
                _TABLE if rang == 0 else "",
                Lieu(fichier=str(chemin)),
            )
        )
    if not constats:
        return Manques(clients)
    ecartes = {id(p) for p in (*sans_adresse, *sans_qualite, *sans_type)}
    return Manques(
        [(p, d) for p, d in clients if id(p) not in ecartes],
        refus(chemin, constats, f"il manque de quoi écrire à {_nombre(len(ecartes))}"),
    )


def _nombre(combien: int) -> str:
    return "un client" if combien == 1 else f"{combien} clients"


def _de(clients: Sequence[Pieces]) -> str:
    """« de 12 clients (C1 « Martin », …) », « d’un client (…) »."""
    dits = ", ".join(p.client.dit for p in clients[:_DITS])
    suite = ", …" if len(clients) > _DITS else ""
    return f"{'d’' if len(clients) == 1 else 'de '}{_nombre(len(clients))} ({dits}{suite})"
