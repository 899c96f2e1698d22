"""What a person types on one line, and the case holds in parts: an address, who signs.

Each is read and written back; read again, what is written gives the same parts.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from courriers.dossier.pays import codes_des_pays, est_francais, nom_du_pays

_NUMERO_SEUL = re.compile(r"\d{1,5}(\s*(bis|ter|quater|[A-Da-d]))?")
_CIVILITES = {
    "m": "M.", "m.": "M.", "mr": "M.", "monsieur": "M.", "mme": "Mme", "mme.": "Mme",
    "madame": "Mme",
}  # fmt: skip
_ATTENDU = "« 18 rue des Forges, 38000 Grenoble »"
LIGNES_MAX = 4
"""Lines an address holds above its postcode."""


def lire_adresse(texte: str) -> dict[str, Any]:
    """An address typed on one line, or on several: street, postcode and town, then the country.

    Lines are told apart by line breaks or « ; »; by commas when there are neither.

    Raises:
        ValueError: a part is missing; the message says which, in French.

    >>> lire_adresse("15 bis, rue de l’Abbé, 42000 Saint-Étienne")
    {'lignes': ['15 bis, rue de l’Abbé'], 'code_postal': '42000', 'ville': 'Saint-Étienne'}
    """
    lignes, pays = _sans_le_pays(_lignes(texte))
    francais = pays is None or est_francais(pays)
    *rue, derniere = lignes or [""]
    motif = (
        r"(?P<rue>.*?)[\s,]*(?<!\d)(?:F-?)?(?P<cp>\d{2} ?\d{3})(?!\d)[\s,]+(?P<ville>\D.*)"
        if francais
        else r"(?P<rue>)(?P<cp>\S*\d\S*(?: \S*\d\S*)?)\s+(?P<ville>\S.*)"
    )
    trouve = re.fullmatch(motif, derniere, re.ASCII)
    if trouve is None and not francais:
        # British towns come before their postcode.
        motif = r"(?P<rue>)(?P<ville>\D*\S)\s+(?P<cp>\S*\d\S*(?: \S*\d\S*)?)"
        trouve = re.fullmatch(motif, derniere)
    if trouve is None:
        raise ValueError(_ce_qui_manque(derniere, francais=francais))
    rue = [ligne for ligne in (*rue, trouve["rue"].strip(" ,")) if ligne]
    if not rue:
        raise ValueError(f"il manque la rue : attendu, par exemple, {_ATTENDU}")
    if len(rue) > LIGNES_MAX:
        raise ValueError(
            f"{len(rue)} lignes avant le code postal, c’est trop : {LIGNES_MAX} au plus. Séparez "
            "les lignes par « ; » : une virgule reste alors dans sa ligne"
        )
    adresse = {
        "lignes": rue,
        "code_postal": trouve["cp"].replace(" ", "") if francais else trouve["cp"],
        "ville": trouve["ville"].strip(" ,"),
    }
    return adresse if pays is None else {**adresse, "pays": pays}


def ecrire_adresse(adresse: Mapping[str, Any]) -> str:
    """*adresse* as :func:`lire_adresse` reads it, its lines told apart by « ; »."""
    pays = adresse.get("pays", "FR")
    fin = [] if pays == "FR" else [nom_du_pays(pays) or pays]
    ville = f"{adresse['code_postal']} {adresse['ville']}"
    return " ; ".join([*adresse["lignes"], ville, *fin])


def _lignes(texte: str) -> list[str]:
    separees = re.split(r"[\n;]", texte)
    if len(separees) > 1:
        return [" ".join(ligne.split()) for ligne in separees if ligne.strip()]
    lignes: list[str] = []
    for partie in (" ".join(p.split()) for p in texte.split(",")):
        if lignes and _NUMERO_SEUL.fullmatch(lignes[-1]):
            lignes[-1] += f", {partie}"
        elif partie:
            lignes.append(partie)
    return lignes


def _sans_le_pays(lignes: list[str]) -> tuple[list[str], str | None]:
    pays = _pays().get(_nu(lignes[-1])) if len(lignes) > 1 else None
    if pays is None:
        return lignes, None
    return lignes[:-1], None if pays == "FR" else pays


@functools.cache
def _pays() -> Mapping[str, str]:
    return {_nu(nom): code for code, nom in codes_des_pays().items()}


def _nu(texte: str) -> str:
    """*texte* without capitals, accents nor signs; its figures stay: « 98000 Monaco » is a town."""
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    return re.sub(r"[^a-z0-9]", "", decompose)


def _ce_qui_manque(derniere: str, *, francais: bool) -> str:
    if not francais:
        return "il manque le code postal et la ville, juste avant le pays"
    if re.search(r"(?<!\d)\d{5}$", derniere, re.ASCII):
        return f"il manque la ville, après le code postal : attendu, par exemple, {_ATTENDU}"
    if re.search(r"(?<!\d)\d{4}(?!\d)\s+\D", derniere, re.ASCII):
        return (
            "un code postal français a cinq chiffres ; à l’étranger, terminez par le pays : "
            "« Rue de la Loi 1, 1000 Bruxelles, Belgique »"
        )
    return f"il manque le code postal et la ville, à la fin : attendu, par exemple, {_ATTENDU}"


def lire_signataire(texte: str) -> dict[str, str]:
    """« Mme Hélène Vasseur, gérante »: who signs, and as what.

    Raises:
        ValueError: a part is missing; the message says which, in French.

    >>> lire_signataire("Hélène Vasseur, gérante")
    {'prenom': 'Hélène', 'nom': 'Vasseur', 'qualite': 'gérante'}
    """
    qui, _, qualite = (m.strip() for m in texte.partition(","))
    mots = qui.split()
    civilite = _CIVILITES.get(mots[0].casefold()) if len(mots) > 1 else None
    mots = mots[1:] if civilite else mots
    if not qualite:
        raise ValueError("il manque la fonction, après une virgule : « Hélène Vasseur, gérante »")
    if len(mots) < 2:
        raise ValueError("le prénom et le nom sont attendus : « Hélène Vasseur, gérante »")
    lu = {"prenom": mots[0], "nom": " ".join(mots[1:]), "qualite": qualite}
    return {"civilite": civilite, **lu} if civilite else lu


def ecrire_signataire(signataire: Mapping[str, Any]) -> str:
    """*signataire* as :func:`lire_signataire` reads it."""
    noms = (signataire.get("civilite"), signataire["prenom"], signataire["nom"])
    return f"{' '.join(n for n in noms if n)}, {signataire['qualite']}"
