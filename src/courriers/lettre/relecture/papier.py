"""The office’s paper: what it says for itself, and whether it is the sender’s.

Its headers and footers were typed by the office, once for all cases: their texts are not held to a
case, as the body is. What they say of who writes and where to pay is compared, and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.document.papier import Papier
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne
from courriers.langue.accords import designation
from courriers.langue.typographie import signes_justes
from courriers.lettre.relecture.lecture import COURANTS, Lecture, plat

_SIREN = re.compile(r"(?<![\d.])\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?(?![\d])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_MOT_MIN = 3
"""Letters of a word that tells a name from another."""
_CHIFFRES_DU_SIREN = 9


def textes_du(papier: Papier | None) -> frozenset[str]:
    """The lines of its headers and footers that hold no tag, as a letter shows them."""
    return frozenset() if papier is None or papier.archive is None else _textes(papier)


@lru_cache(maxsize=8)
def _textes(papier: Papier) -> frozenset[str]:
    lu = Lecture(papier.archive) if papier.archive is not None else None
    lignes = () if lu is None else lu.lignes
    siens = [x.texte for x in lignes if x.passages[0].partie in COURANTS and "{" not in x.texte]
    # A cell at a time: what is put right does not look beyond its paragraph.
    justes = ("\t".join(map(signes_justes, texte.split("\t"))) for texte in siens)
    return frozenset(siens) | frozenset(juste.replace("\0", "") for juste in justes)


def constats_du_papier(dossier: Dossier, papier: Papier | None) -> list[Constat]:
    """What its typed text says of the sender that the case does not say; pictures are not read."""
    textes = textes_du(papier)
    if papier is None or not textes:
        return []
    lu = plat("\n".join(sorted(textes)))
    qui = dossier.mandataire or dossier.creancier
    return [*_de_qui(lu, qui, papier), *_ou_payer(lu, dossier, papier)]


def _de_qui(lu: str, qui: Personne, papier: Papier) -> Iterator[Constat]:
    nom, lieu = designation(qui), Lieu(fichier=papier.nom)
    court: str = getattr(qui, "denomination", None) or getattr(qui, "nom", None) or nom
    siren = getattr(qui, "siren", None)
    sirens = {
        numero[:_CHIFFRES_DU_SIREN]
        for trouve in _SIREN.finditer(lu)
        if _luhn(numero := re.sub(r"\D", "", trouve[0]))
    }
    if sirens and siren and siren not in sirens:
        yield avertissement(
            Code.PAPIER_A_VERIFIER,
            f"le papier porte le SIREN {min(sirens)}, qui n’est pas celui de « {nom} », qui écrit.",
            "Vérifiez que ce papier à en-tête est bien celui de l’expéditeur.",
            lieu,
        )
    elif papier.expediteur and not _nomme(lu, court) and not (sirens and siren):
        yield avertissement(
            Code.PAPIER_A_VERIFIER,
            f"le texte du papier ne nomme pas « {nom} », qui écrit ; la lettre non plus, hors de "
            "sa signature.",
            "Vérifiez que ce papier à en-tête est bien celui de l’expéditeur.",
            lieu,
        )
    elif not papier.expediteur and _nomme(lu, court):
        yield information(
            Code.PAPIER_A_VERIFIER,
            f"le papier nomme déjà « {nom} », que la lettre imprime aussi.",
            "« expediteur = \"papier\" », sous [papier], retire ce bloc de la lettre.",
            lieu,
        )  # fmt: skip


def _ou_payer(lu: str, dossier: Dossier, papier: Papier) -> Iterator[Constat]:
    """An account the office’s paper shows is one a debtor may pay into."""
    propre = dossier.mandataire.iban if dossier.mandataire is not None else None
    juste = propre or dossier.creancier.iban or ""
    for trouve in _IBAN.finditer(lu):
        if trouve[0].replace(" ", "") != juste:
            yield avertissement(
                Code.PAPIER_A_VERIFIER,
                f"le papier porte le compte « {trouve[0]} », qui n’est pas celui où la lettre "
                "demande de payer.",
                "Retirez-le du papier à en-tête, ou vérifiez l’IBAN du dossier.",
                Lieu(fichier=papier.nom),
            )


def _luhn(numero: str) -> bool:
    chiffres = [int(c) for c in reversed(numero[:_CHIFFRES_DU_SIREN])]
    doubles = [c if i % 2 == 0 else sum(divmod(2 * c, 10)) for i, c in enumerate(chiffres)]
    return sum(doubles) % 10 == 0


def _nomme(texte: str, nom: str) -> bool:
    """Whether the words of *nom* are in *texte*, whatever their case and accents."""
    mots = set(re.findall(r"\w+", _simple(texte)))
    voulus = re.findall(r"\w+", _simple(nom))
    distinctifs = [m for m in voulus if len(m) >= _MOT_MIN] or voulus
    return bool(distinctifs) and mots.issuperset(distinctifs)


def _simple(texte: str) -> str:
    sans = unicodedata.normalize("NFKD", texte)
    return "".join(c for c in sans if not unicodedata.combining(c)).casefold()
