"""The address of a letter, from the lines that its window shows."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courriers.dossier.pays import codes_des_pays, est_francais
from courriers.langue.adresse import LIGNES_MAX

_FRANCAISE = re.compile(r"(\d{5}) (.*\w.*)")
_ETRANGERE = re.compile(r"((?:\S*\d\S* )+)(\S.*)")
_AUTRE_CHOSE = re.compile(
    r"""
    ^(?:[nv]/\ ?|nos?\ |vos?\ |notre\ |votre\ )?  # « Nos références : »
        (?:objet|r[ée]f|dossier|client|facture|envoi|t[ée]l|fax|mobile|courriel|e-?mail|m[ée]l|site
        |iban|bic|siren|siret|date|p\.?\ ?j\.?)[^:]{0,25}:
    | ^(?:[nv]/|nos?\ |vos?\ )r[ée]f | ^r[ée]f\.
    | \bt[ée]l(?:[ée]phone)?\b\.?\ ?(?:\+\d|\(?0\)?\ ?\d) | ^(?:\+\d\d|0\d)(?:[ .]?\d){8,}$
    | \S@\S+\.\w | .\bwww\.
    | ,\d\d\ ?€
    | \biban\b.*\d\d | \b(?:siren|siret|rcs)\b.*\d{3}\ ?\d{3}\ ?\d{3}
    | \b(?:lettre|envoi|pli)\ recommandée? | \brecommandée?\ (?:avec|a\.?r\b|n°)
    | \ble\ \d{1,2}(?:er)?\ \w+\ 20\d\d$
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a letter prints of itself: a heading and its colon, a number after the word that names it.
The words alone are also of names: « Référence Auto », « 10 rue du Tél », « Euro 2000 € »."""
_SITE = re.compile(r"(?:https?://)?www\.", re.IGNORECASE)
_NUMEROTE = re.compile(r"(?:r[ée]f[ée]rences?|dossier|client)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adresse:
    """Who and where, as the envelope shows it."""

    lignes: tuple[str, ...]
    """From the name to the street."""
    code_postal: str
    ville: str
    pays: str = "FR"
    """ISO 3166."""

    @property
    def six_lignes(self) -> tuple[str, str, str, str, str, str]:
        """As Maileva takes them: the name first, the street in the fourth, the town in the sixth.

        >>> Adresse(("Mme Morel", "1 rue Haute"), "38000", "GRENOBLE").six_lignes
        ('Mme Morel', '', '', '1 rue Haute', '', '38000 GRENOBLE')
        """
        cases = [""] * 6
        cases[5] = f"{self.code_postal} {self.ville}".strip()
        if len(self.lignes) == LIGNES_MAX - 1:
            cases[:5] = self.lignes
        elif self.lignes:
            *debut, rue = self.lignes if len(self.lignes) > 1 else (*self.lignes, "")
            cases[: len(debut)] = debut
            cases[3] = rue
        return (cases[0], cases[1], cases[2], cases[3], cases[4], cases[5])

    @property
    def ordre(self) -> tuple[bool, str, str]:
        """Where it comes in a deposit: France first, then by postcode."""
        return self.pays != "FR", self.pays if self.pays != "FR" else "", self.code_postal


def lire_adresse(lignes: Sequence[str], reference: str = "") -> Adresse:
    """The address that *lignes* are.

    A territory that France counts by its own postcodes is « FR », unless a line names it.

    Args:
        lignes: what the window shows.
        reference: of the case: a line that only gives it is no name.

    Raises:
        ValueError: they are not one, or something else stands among them; ``str()`` says which.
    """
    if not lignes:
        raise ValueError("aucun texte ne s’y lit")
    for rang, ligne in enumerate(lignes):
        if _est_autre_chose(ligne, rang, reference):
            raise ValueError(f"«\u00a0{ligne[:60]}\u00a0» n’est pas d’une adresse")
    pays = _pays().get(lignes[-1].casefold()) if len(lignes) > 1 else None
    reste = lignes[:-1] if pays is not None else lignes
    etrangere = pays is not None and not est_francais(pays)
    trouvee = (_ETRANGERE if etrangere else _FRANCAISE).fullmatch(reste[-1])
    if trouvee is None and not etrangere:
        raise ValueError(
            f"la dernière ligne, «\u00a0{lignes[-1][:60]}\u00a0», n’est ni un code postal et sa "
            "ville, ni un pays"
        )
    avant = tuple(reste[:-1])
    if not avant:
        raise ValueError("la ville y est seule, sans destinataire")
    autre = next((a for a in avant if _FRANCAISE.fullmatch(a)), None)
    if autre is not None:
        raise ValueError(f"deux villes s’y lisent, dont «\u00a0{autre[:60]}\u00a0»")
    if len(avant) >= LIGNES_MAX:
        raise ValueError(
            f"l’adresse y a {len(avant) + 1} lignes\u00a0; la norme postale et les imprimeurs en "
            "admettent six"
        )
    code, ville = ("", reste[-1]) if trouvee is None else (trouvee[1].strip(), trouvee[2])
    return Adresse(avant, code, ville, pays or "FR")


def _est_autre_chose(ligne: str, rang: int, reference: str) -> bool:
    """Whether *ligne* is of the letter, not of who it goes to; a site may be a name, the first."""
    nommee = _NUMEROTE.match(ligne)
    return bool(
        _AUTRE_CHOSE.search(ligne)
        or (rang and _SITE.match(ligne))
        or (nommee and reference and ligne[nommee.end() :].strip(" n°") == reference)
    )


@functools.cache
def _pays() -> Mapping[str, str]:
    """ISO code by French name, without capitals: the post wants them, the letter may not."""
    return {nom.casefold(): code for code, nom in codes_des_pays().items()}
