"""From the parties of an invoice to those of a case: the creditor of the office, the debtor.

Never guessed: the debtor's quality, and whether it is a public body. Deduced: a company, from a
French legal form that begins or ends the name; else ``[debiteur] type`` of courriers.toml; else
from a SIREN, unless it begins with 1 or 2 (the State and local authorities) or the name has a word
of another kind of person (« association », « commune », « EI », « M. »…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courriers.constats import Code, Constat
from courriers.dossier.personnes import EntrepreneurIndividuel, Particulier
from courriers.langue.accords import designation
from courriers.lot.configuration import Configuration
from courriers.lot.saisie.adresse import lire_signataire
from courriers.lot.sources.factures.dit import averti
from courriers.lot.sources.factures.facture import FactureLue
from courriers.lot.sources.factures.partie import Partie, est_une_forme_etrangere, nom_nu

_AUTRES = re.compile(
    r"(?i)\b(associations?|asso|syndicat|commune|mairie|ville de|d[ée]partement|r[ée]gion|"
    r"m[ée]tropole|pr[ée]fecture|minist[èe]re|ccas|ehpad|h[ôo]pital|lyc[ée]e|coll[èe]ge|"
    r"universit[ée]|communaut[ée] de communes|fondation|comit[ée]|ei|eirl|entrepreneur individuel|"
    r"mme|madame|monsieur|mr|mlle)\b|\bM\.\s"
)
_CIVILITES = {"m.": "M.", "m": "M.", "mr": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme"}


def type_de(partie: Partie, defaut: str | None) -> str | None:
    """What kind of person *partie* is, as the docstring of the module says; nothing if unknown."""
    if partie.forme_et_denomination[0] is not None or est_une_forme_etrangere(partie.nom):
        return "societe"
    if defaut is not None:
        return defaut
    if partie.siren and partie.siren[0] not in "12" and not _AUTRES.search(partie.nom):
        return "societe"
    return None


def personne_de(partie: Partie, genre: str) -> dict[str, Any]:
    """*partie* as a case holds a person of type *genre*; what it lacks is left out."""
    lue: dict[str, Any] = {"type": genre}
    if genre in ("particulier", "entrepreneur_individuel"):
        lue |= _nom_de_personne(partie.nom)
    else:
        forme, denomination = partie.forme_et_denomination
        est_societe = genre == "societe" and forme is not None
        lue["denomination"] = denomination if est_societe else partie.nom
        if est_societe:
            lue["forme_juridique"] = forme
    if partie.adresse:
        lue["adresse"] = dict(partie.adresse)
    autres = {
        "siren": partie.siren, "siret": partie.siret, "tva_intracommunautaire": partie.tva,
        "telephone": partie.telephone, "courriel": partie.courriel,
    }  # fmt: skip
    return lue | {nom: valeur for nom, valeur in autres.items() if valeur}


def _nom_de_personne(nom: str) -> dict[str, str]:
    """First name then name, in the order of the invoice, its title and « EI » apart."""
    mots = re.sub(r"(?i)\b(ei|eirl|entrepreneur individuel)\b", "", nom).split()
    civilite = _CIVILITES.get(mots[0].casefold()) if mots else None
    mots = mots[1:] if civilite else mots
    try:
        lu = lire_signataire(f"{' '.join(mots)}, x")
    except ValueError:
        return {"nom": nom}
    lu.pop("qualite")
    return {"civilite": civilite, **lu} if civilite else lu


# --- Le débiteur ------------------------------------------------------------------------------


def reunir(factures: Sequence[FactureLue]) -> tuple[Partie, FactureLue, list[Constat]]:
    """The buyer of *factures*, the file its address comes from, and whether they differ.

    The latest invoice speaks first; what it lacks comes from the ones before.
    """
    recentes = sorted(factures, key=lambda f: f.date, reverse=True)
    parties = [f.acheteur for f in recentes]
    rang = next((n for n, p in enumerate(parties) if _est_complete(p.adresse)), 0)
    constats = []
    for f in recentes:
        if _est_complete(f.acheteur.adresse) and _nue(f.acheteur.adresse) != _nue(
            parties[rang].adresse
        ):
            constats.append(averti(
                Code.FACTURE_A_VERIFIER, "l’adresse de l’acheteur n’est pas celle de la facture "
                f"la plus récente ({recentes[rang].fichier}), qui est retenue.",
                fichier=f.fichier, terme="BG-8",
            ))  # fmt: skip
            break

    def premier(nom: str) -> Any:
        return next((v for p in parties if (v := getattr(p, nom))), None)

    reunie = Partie(
        parties[0].nom, premier("siren"), premier("siret"), premier("tva"),
        parties[rang].adresse, premier("telephone"), premier("courriel"),
    )  # fmt: skip
    return reunie, recentes[rang], constats


def _est_complete(adresse: Mapping[str, Any]) -> bool:
    return all(adresse.get(nom) for nom in ("lignes", "code_postal", "ville"))


def _nue(adresse: Mapping[str, Any]) -> str:
    return nom_nu(" ".join([*adresse["lignes"], adresse["code_postal"], adresse["ville"]]))


# --- Le créancier -----------------------------------------------------------------------------


def creanciers_connus(reglages: Configuration) -> Iterator[Any]:
    """Those that courriers.toml describes."""
    if reglages.creancier is not None:
        yield reglages.creancier
    yield from reglages.creanciers.values()


def creancier_regle(partie: Partie, reglages: Configuration) -> Any | None:
    """The creditor of courriers.toml that *partie* is, by SIREN, else by exact name."""
    for connu in creanciers_connus(reglages):
        if connu.siren and partie.siren:
            if connu.siren == partie.siren:
                return connu
        elif nom_nu(partie.nom) in _noms(connu):
            return connu
    return None


def _noms(creancier: Any) -> set[str]:
    noms = {nom_nu(designation(creancier))}
    if isinstance(creancier, EntrepreneurIndividuel | Particulier):
        noms.add(nom_nu(f"{creancier.prenom} {creancier.nom}"))
        noms.add(nom_nu(f"{creancier.nom} {creancier.prenom}"))
    return noms


def creancier_complete(
    connu: Any, factures: Sequence[FactureLue]
) -> tuple[dict[str, Any], list[Constat]]:
    """The creditor *connu*, with what only the invoices tell.

    What courriers.toml says always holds: another account on an invoice is said, never taken.
    """
    brut: dict[str, Any] = connu.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    recentes = sorted(factures, key=lambda f: f.date, reverse=True)
    vendeur, constats = recentes[0].vendeur, []
    lus = {
        "siren": vendeur.siren, "siret": vendeur.siret, "telephone": vendeur.telephone,
        "tva_intracommunautaire": vendeur.tva, "courriel": vendeur.courriel,
        "iban": next((f.iban for f in recentes if f.iban), None),
    }  # fmt: skip
    for f in recentes:
        if f.iban and brut.get("iban", f.iban) != f.iban:
            message = f"l’IBAN {f.iban} n’est pas celui du créancier dans courriers.toml, qui est "
            conseil = "Vérifiez-les : un IBAN changé sans raison peut être une fraude."
            constats.append(averti(Code.FACTURE_A_VERIFIER, f"{message}gardé.", conseil,
                                   fichier=f.fichier, terme="BT-84"))  # fmt: skip
            break
    return {nom: v for nom, v in lus.items() if v} | brut, constats
