"""The seller or the buyer of an invoice: who it is, by what it is told from others.

An identifier whose key is false is left out with a warning, for public samples and hasty software
hold such; never is it corrected.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from courriers.constats import Code, Constat
from courriers.dossier.base import Ligne
from courriers.dossier.identifiants import Courriel, Iban, Siren, Siret, Tva, compact
from courriers.dossier.pays import est_francais
from courriers.lot.sources.factures.dit import averti

FORMES = frozenset({
    "SARL", "EURL", "SAS", "SASU", "SA", "SCA", "SNC", "SCI", "SCP", "SCM", "SCOP", "SCIC", "GIE",
    "GAEC", "EARL", "SELARL", "SELARLU", "SELAS", "SELASU", "SELAFA",
})  # fmt: skip
"""Legal forms that make a company of whoever bears one."""
_ETRANGERES = frozenset({"GMBH", "AG", "LTD", "LLC", "SRL", "SPRL", "BV", "NV", "SPA", "INC"})
_SIRET = ("0009",)
_ADRESSE_ELECTRONIQUE = ("0225", "0009", "0002")
_CORRIGER = "Corrigez-le dans courriers.toml, ou dans le dossier une fois écrit."


@dataclass(frozen=True)
class Partie:
    """A seller or a buyer, as one invoice tells it; every identifier is right."""

    nom: str
    siren: str | None = None
    siret: str | None = None
    tva: str | None = None
    adresse: Mapping[str, Any] = field(default_factory=dict)
    """As the case holds it; lines, postcode or town may lack."""
    telephone: str | None = None
    courriel: str | None = None
    mentions: str = ""
    """What it prints of itself: form, capital, RCS (BT-33)."""

    @property
    def cle(self) -> str:
        """What tells it from others: SIREN, else VAT number, else exact name and postcode."""
        return self.siren or self.tva or self.cle_du_nom

    @property
    def cle_du_nom(self) -> str:
        """Its name without capitals, accents, signs nor legal form, and its postcode."""
        return f"{nom_nu(self.nom)} {self.adresse.get('code_postal', '')}".strip()

    @property
    def est_identifiee(self) -> bool:
        """Whether a number tells it from others."""
        return bool(self.siren or self.tva)

    @property
    def forme_et_denomination(self) -> tuple[str | None, str]:
        """Its French legal form, when its name begins or ends with one, and the rest."""
        return _sans_la_forme(self.nom)


def nom_nu(nom: str) -> str:
    """*nom* without capitals, accents, signs nor legal form.

    >>> nom_nu("S.A.R.L. Ateliers-Vasseur") == nom_nu("ATELIERS VASSEUR SARL")
    True
    """
    decompose = unicodedata.normalize("NFKD", _sans_la_forme(nom)[1].casefold())
    sans = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", sans).split())


def _sans_la_forme(nom: str) -> tuple[str | None, str]:
    mots = nom.split()
    for rang in (0, -1):
        if len(mots) > 1 and (forme := mots[rang].replace(".", "").strip(",()").upper()) in FORMES:
            reste = " ".join(mots[1:] if rang == 0 else mots[:-1]).rstrip(" ,-(")
            if reste:
                return forme, reste
    return None, nom


def est_une_forme_etrangere(nom: str) -> bool:
    """Whether *nom* ends with the legal form of a foreign company."""
    mots = nom.split()
    return len(mots) > 1 and mots[-1].replace(".", "").upper() in _ETRANGERES


def lire_partie(
    brut: object, role: str, terme: str, fichier: Path
) -> tuple[Partie | None, list[Constat]]:
    """The party *brut*, as the library gives it, and the identifiers that were left out.

    Args:
        brut: terms of the party, by the library's names.
        role: « du vendeur », « de l’acheteur ».
        terme: BG-4 or BG-7.
        fichier: the invoice.
    """
    if not isinstance(brut, Mapping):
        return None, []
    nom = ligne(brut.get("name")) or ligne(brut.get("biz_name"))
    if not nom:
        return None, []
    constats: list[Constat] = []

    def garde(genre: Genre, valeur: str | None, quoi: str) -> str | None:
        if valeur is None:
            return None
        juste = admis(genre, valeur)
        if juste is None:
            message = f"« {valeur[:60]} » n’est pas {quoi} valide {role} : écarté."
            constats.append(averti(Code.IDENTIFIANT_ECARTE, message, _CORRIGER,
                                   fichier=fichier, terme=terme))  # fmt: skip
        return juste

    siren, siret, tva = _identifiants(brut, garde)
    premier = next(iter(_liste(brut.get("contacts"))), None)
    contact: Mapping[str, Any] = premier if isinstance(premier, Mapping) else {}
    partie = Partie(
        nom, siren, siret, tva, _adresse(brut), ligne(contact.get("phone")),
        garde("courriel", ligne(contact.get("email")), "un courriel"),
        " ".join(map(str, _liste(brut.get("legal_info")))),
    )  # fmt: skip
    return partie, constats


def _identifiants(brut: Mapping[str, Any], garde: Any) -> tuple[str | None, str | None, str | None]:
    """SIREN, SIRET and VAT number; the SIREN from the first that holds it and is right."""
    sirens, sirets = [], []
    for schema, valeur in _numeros(brut):
        chiffres = compact(valeur).partition("_")[0]
        if re.fullmatch(r"\d{14}", chiffres, re.ASCII):
            sirets.append(chiffres)
        elif re.fullmatch(r"\d{9}", chiffres, re.ASCII):
            sirens.append(chiffres)
        elif schema in ("0002", "0009"):
            sirens.append(valeur)
    siret = _premier(garde("siret", s, "un SIRET") for s in dict.fromkeys(sirets))
    siren = _premier(garde("siren", s, "un SIREN") for s in dict.fromkeys(sirens))
    tva = garde("tva", ligne(brut.get("vat_identifier")), "un numéro de TVA")
    siren = siren or (siret[:9] if siret else None)
    if siren is None and tva and tva.startswith("FR"):
        siren = admis("siren", tva[4:])
    if siret and siret[:9] != siren:
        siret = None
    if tva and tva.startswith("FR") and tva[4:] != siren:
        tva = None
    return siren, siret, tva


def _numeros(brut: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Numbers that may be a SIREN or a SIRET, each with its scheme (ISO 6523).

    Without a scheme, nine figures are a SIREN in France only: other registers have nine too.
    """
    schema = ligne(brut.get("legal_identifier_schemeid")) or ""
    francais = est_francais((ligne(brut.get("country_code")) or "FR").upper())
    permis = ("0002", "0009", "SIREN", *(("",) if francais else ()))
    if (legal := ligne(brut.get("legal_identifier"))) and schema in permis:
        yield schema, legal
    identifiants = brut.get("identifiers")
    if isinstance(identifiants, Mapping):
        for genre, valeur in identifiants.items():
            if genre in _SIRET and (numero := ligne(valeur)):
                yield str(genre), numero
    electronique = ligne(brut.get("einvoicing_addr"))
    if electronique and brut.get("einvoicing_addr_schemeid") in _ADRESSE_ELECTRONIQUE:
        yield "", electronique


def _premier(valeurs: Iterable[str | None]) -> str | None:
    return next((v for v in list(valeurs) if v), None)


def _adresse(brut: Mapping[str, Any]) -> dict[str, Any]:
    lignes = [ligne(brut.get(f"addr_l{rang}")) for rang in (1, 2, 3)]
    pays = (ligne(brut.get("country_code")) or "FR").upper()
    lue = {
        "lignes": [texte for texte in lignes if texte],
        "code_postal": ligne(brut.get("postcode")),
        "ville": ligne(brut.get("city")),
        "pays": pays if pays != "FR" else None,
    }
    return {nom: valeur for nom, valeur in lue.items() if valeur}


def _liste(valeur: object) -> list[Any]:
    if valeur is None:
        return []
    return valeur if isinstance(valeur, list) else [valeur]


def ligne(valeur: object) -> str | None:
    """*valeur* as one line of a case, the first when there are several; nothing if it is none."""
    premiere = next(iter(_liste(valeur)), None)
    if not isinstance(premiere, str):
        return None
    return admis("ligne", " ".join(premiere.split())[:500])


Genre = Literal["ligne", "siren", "siret", "tva", "courriel", "iban"]
_MODELES: Mapping[Genre, Any] = {
    "ligne": Ligne, "siren": Siren, "siret": Siret, "tva": Tva, "courriel": Courriel, "iban": Iban,
}  # fmt: skip


@functools.cache
def _adaptateur(genre: Genre) -> TypeAdapter[str]:
    """Made once: it costs a hundred times what it checks."""
    return TypeAdapter(_MODELES[genre])


def admis(genre: Genre, valeur: str) -> str | None:
    """*valeur* as a case holds it, or nothing when it may not."""
    try:
        return str(_adaptateur(genre).validate_python(valeur))
    except ValidationError:
        return None
