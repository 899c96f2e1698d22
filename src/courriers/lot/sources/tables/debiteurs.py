"""Who owes: from the cells of a row, or of an address table, to the debtor of a case.

The quality (« professionnel », « consommateur »…) decides of the interest and of the words: it is
never guessed. The type may be, where one answer is left: a legal form in the name makes a company;
so does a SIREN beside a name that nothing shows to be that of an association or of a public body
(theirs begin with 1 or 2 when they are the State or local authorities); « consommateur » makes a
natural person, the only one the law calls so; « personne publique » is both type and quality.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from courriers.dossier.identifiants import compact, numero_fautif
from courriers.lot.configuration import DebiteurParDefaut
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.adresses import adresse_de
from courriers.lot.sources.tables.cellules import Dire, Fautive
from courriers.lot.sources.tables.modele import Valeur

CHAMPS = (
    "denomination", "nom", "prenom", "civilite", "forme_juridique", "siren", "siret",
    "tva_intracommunautaire", "adresse", "adresse_2", "adresse_3", "adresse_4", "code_postal",
    "ville", "cp_ville", "pays", "courriel", "telephone", "qualite", "type_debiteur", "regime",
)  # fmt: skip
"""The columns that tell who owes."""
_FORMES = ("SARL", "EURL", "SASU", "SAS", "SA", "SNC", "SCI", "SCA", "SCP", "SCM", "SCOP", "SCIC",
           "GIE", "GAEC", "EARL", "SELARL", "SELARLU", "SELAS", "SELASU", "SELAFA", "SCEA", "SCCV",
           "SARLU", "SPRL", "GMBH")  # fmt: skip
_MOTIF = "|".join(
    r"\.?\s?".join(forme) + r"\.?" for forme in sorted(_FORMES, key=len, reverse=True)
)
_FORME = re.compile(
    rf"(?:(?P<avant>{_MOTIF})\s+(?P<reste>\S.*)|(?P<debut>.*\S)[\s,]+(?P<apres>{_MOTIF}))"
)
_PAS_UNE_SOCIETE = re.compile(
    r"(?i)\b(mairie|commune|ville d|d[ée]partement|r[ée]gion|h[ôo]pital|chu|ccas|syndicat|"
    r"m[ée]tropole|communaut[ée] d|[ée]cole|coll[èe]ge|lyc[ée]e|universit[ée]|pr[ée]fecture|"
    r"minist[èe]re|ehpad|sdis|office public|conseil (g[ée]n[ée]ral|d[ée]partemental|r[ée]gional)|"
    r"centre hospitalier|chambre d|[ée]tablissement public|association|asso|amicale|comit[ée]|"
    r"f[ée]d[ée]ration|club|fondation|ogec|paroisse|mutuelle|copropri[ée]t[ée]|sdc|syndic\w*|"
    r"indivision|ei|monsieur|madame|m\.|mme|mr)(?=\W|$)"
)
_TYPES = {
    "societe": "societe", "entreprise": "societe", "personne morale": "societe", "ste": "societe",
    "entrepreneur individuel": "entrepreneur_individuel", "ei": "entrepreneur_individuel",
    "auto entrepreneur": "entrepreneur_individuel", "autoentrepreneur": "entrepreneur_individuel",
    "micro entrepreneur": "entrepreneur_individuel", "entrepreneur_individuel":
    "entrepreneur_individuel", "artisan": "entrepreneur_individuel",
    "association": "association", "asso": "association",
    "particulier": "particulier", "personne physique": "particulier",
    "personne publique": "personne_publique", "personne_publique": "personne_publique",
    "public": "personne_publique", "secteur public": "personne_publique",
    "collectivite": "personne_publique", "organisme public": "personne_publique",
    "administration": "personne_publique",
}  # fmt: skip
_QUALITES = {
    "professionnel": "professionnel", "pro": "professionnel", "b2b": "professionnel",
    "btob": "professionnel", "consommateur": "consommateur", "b2c": "consommateur",
    "btoc": "consommateur", "non professionnel": "non_professionnel",
    "non_professionnel": "non_professionnel", "personne publique": "personne_publique",
    "personne_publique": "personne_publique", "b2g": "personne_publique",
}  # fmt: skip
_CIVILITES = {"m": "M.", "mr": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme",
              "mlle": "Mme", "mademoiselle": "Mme"}  # fmt: skip
_PHYSIQUES = ("particulier", "entrepreneur_individuel")
QUALITES = "professionnel, consommateur, non professionnel ou personne publique"


class Cellules:
    """The cells that tell a debtor, and the faults found in them, by field."""

    def __init__(self, valeurs: Mapping[str, Valeur], dire: dict[str, list[str]]) -> None:
        self.valeurs = valeurs
        self.fautes: dict[str, Fautive] = {}
        self.dits = dire

    def texte(self, champ: str) -> str:
        """The text of *champ*; nothing when blank, or faulty."""
        if champ not in self.valeurs:
            return ""
        try:
            return cellules.texte(self.valeurs[champ])
        except Fautive as faute:
            self.fautes[champ] = faute
            return ""

    def dire(self, champ: str) -> Dire:
        """What takes the warnings on *champ*."""
        return self.dits.setdefault(champ, []).append


def debiteur_de(lu: Cellules, defaut: DebiteurParDefaut | None) -> dict[str, Any]:
    """The debtor as a case holds it, for what the cells say; the faults are left in *lu*."""
    defaut = defaut or DebiteurParDefaut()
    rendu: dict[str, Any] = {}
    dits = _type_et_qualite(lu)
    denomination, forme = _sans_sa_forme(lu.texte("denomination"), lu.texte("forme_juridique"))
    siren = _numeros(lu, rendu)
    genre = dits.get("type") or _deduit(
        lu, dits, defaut, denomination=denomination, forme=forme, siren=siren
    )
    qualite = dits.get("qualite") or defaut.qualite
    if genre == "personne_publique":
        qualite = "personne_publique"
        rendu["regime"] = lu.texte("regime").casefold() or defaut.regime
        if not rendu["regime"]:
            lu.fautes.setdefault("regime", Fautive(
                "le régime de cette personne publique manque",
                "Ajoutez une colonne « Régime » (ccp, l441-10 ou civil), ou dans courriers.toml, "
                'sous [debiteur] : regime = "ccp".',
            ))  # fmt: skip
    _tenir_la_qualite(lu, dits, genre, qualite)
    rendu |= {"type": genre, "qualite": qualite}
    if genre in _PHYSIQUES:
        _nommer(lu, rendu, str(genre), denomination)
    else:
        rendu["denomination"] = denomination or lu.texte("nom")
        if genre == "societe" and forme:
            rendu["forme_juridique"] = forme
    rendu["adresse"] = adresse_de(lu)
    for champ in ("courriel", "telephone", "tva_intracommunautaire"):
        rendu[champ] = lu.texte(champ)
    if (tel := rendu["telephone"]) and re.fullmatch(r"[1-9]\d{8}", tel, re.ASCII):
        rendu["telephone"] = f"0{tel}"
        lu.dire("telephone")(f"{tel} a perdu son zéro : 0{tel} est retenu")
    return {nom: valeur for nom, valeur in rendu.items() if valeur}


def _nu(texte: str) -> str:
    decompose = cellules.sans_accent(texte)
    return " ".join(re.sub(r"[^a-z0-9_ ]", " ", decompose).split())


def _type_et_qualite(lu: Cellules) -> dict[str, str]:
    """Each of the two columns may tell either: « Type client » often holds « Pro »."""
    dits: dict[str, str] = {}
    for champ in ("type_debiteur", "qualite"):
        ecrit = lu.texte(champ)
        mots = _nu(ecrit)
        if not mots:
            continue
        singulier = mots.removesuffix("s") if mots not in _TYPES else mots
        genre = _TYPES.get(mots) or _TYPES.get(singulier)
        qualite = _QUALITES.get(mots) or _QUALITES.get(singulier)
        if mots.upper() in _FORMES:
            genre = "societe"
        if not genre and not qualite:
            attendu = QUALITES if champ == "qualite" else (
                "société, entrepreneur individuel, association, particulier ou personne publique"
            )  # fmt: skip
            lu.fautes[champ] = Fautive(f"« {ecrit[:40]} » n’est pas admis", f"Attendu : {attendu}.")
        if genre:
            dits.setdefault("type", genre)
        if qualite:
            dits["qualite"] = qualite
    return dits


def _deduit(
    lu: Cellules, dits: Mapping[str, str], defaut: DebiteurParDefaut, *, denomination: str,
    forme: str, siren: str,
) -> str | None:  # fmt: skip
    du_secteur_public = siren.startswith(("1", "2")) and not {"siren", "siret"} & lu.fautes.keys()
    publique = du_secteur_public or "personne_publique" in dits.values()
    if publique:
        return "personne_publique" if "personne_publique" in dits.values() else defaut.type
    if forme and not _PAS_UNE_SOCIETE.match(denomination):
        return "societe"
    if defaut.type:
        return defaut.type
    if dits.get("qualite", defaut.qualite) == "consommateur":
        return "particulier"
    if siren and denomination and "prenom" not in lu.valeurs:
        return None if _PAS_UNE_SOCIETE.search(denomination) else "societe"
    return None


def _tenir_la_qualite(
    lu: Cellules, dits: Mapping[str, str], genre: str | None, qualite: str | None
) -> None:
    if genre is None and not {"type_debiteur", "qualite", "denomination"} & set(lu.fautes):
        lu.fautes["type_debiteur"] = Fautive(
            "rien ne dit si ce débiteur est une société, un entrepreneur individuel, une "
            "association, un "
            "particulier ou une personne publique",
            "Ajoutez une colonne « Type client », ou dans courriers.toml, sous [debiteur] : "
            'type = "societe".',
        )
    if qualite is None and not {"type_debiteur", "qualite"} & set(lu.fautes):
        lu.fautes["qualite"] = Fautive(
            "la qualité de ce débiteur manque, et elle ne se devine pas : elle décide des "
            "intérêts et de "
            "l’indemnité",
            f"Écrivez dans cette colonne : {QUALITES}.",
        )
    if genre == "particulier" and qualite == "professionnel" and "qualite" not in dits:
        lu.fautes["qualite"] = Fautive(
            "ce débiteur est un particulier, et courriers.toml dit tous les débiteurs "
            "professionnels",
            "Ajoutez une colonne « Qualité » : consommateur ou professionnel.",
        )


def _sans_sa_forme(denomination: str, forme: str) -> tuple[str, str]:
    """The name without its legal form, and the form: « SARL Dupont », « DUPONT S.A.S. ».

    >>> _sans_sa_forme("S.A.R.L. Dupont", ""), _sans_sa_forme("Dupont SAS", "")
    (('Dupont', 'SARL'), ('Dupont', 'SAS'))
    """
    trouve = _FORME.fullmatch(denomination)
    if trouve is None:
        return denomination, forme.replace(".", "").upper() if forme else ""
    sigle = re.sub(r"[.\s]", "", trouve["avant"] or trouve["apres"])
    return trouve["reste"] or trouve["debut"], forme.replace(".", "").upper() or sigle


def _numeros(lu: Cellules, rendu: dict[str, Any]) -> str:
    """The SIREN and the SIRET, told apart by their length; gives the SIREN."""
    for champ in ("siret", "siren"):
        ecrit = lu.texte(champ)
        numero = compact(
            re.sub(r"(?i)^\s*(siren|siret|rcs)\b\s*:?\s*([a-zéèêïôç' -]+(?=\d))?", "", ecrit)
        )
        if not numero:
            continue
        if re.fullmatch(r"\d([,.]\d+)?E\+?\d+", ecrit.replace(" ", ""), re.IGNORECASE):
            lu.fautes[champ] = Fautive(
                f"le tableur a abrégé ce numéro en « {ecrit} »",
                "Mettez la colonne au format « Texte » avant d’exporter.",
            )
        elif not re.fullmatch(r"\d{9}|\d{14}", numero, re.ASCII):
            lu.fautes[champ] = Fautive(
                f"« {ecrit[:40]} » n’est ni un SIREN (neuf chiffres) ni un SIRET (quatorze)"
            )
        else:
            nom = "siret" if len(numero) == 14 else "siren"
            rendu[nom] = numero
            # Said here: it would be hidden by what a wrong number keeps from being deduced.
            if dite := numero_fautif(nom, numero):
                lu.fautes[champ] = Fautive(dite)
    if "siret" in rendu:
        rendu.setdefault("siren", rendu["siret"][:9])
    return str(rendu.get("siren", ""))


def _nommer(lu: Cellules, rendu: dict[str, Any], genre: str, denomination: str) -> None:
    """A natural person: first name and name, each in its column, or told by capitals."""
    nom, prenom = lu.texte("nom") or denomination, lu.texte("prenom")
    civilite = lu.texte("civilite")
    mots = nom.split()
    if not civilite and len(mots) > 1 and _nu(mots[0]) in _CIVILITES:
        civilite, mots = mots[0], mots[1:]
        nom = " ".join(mots)
    if civilite:
        rendu["civilite"] = _CIVILITES.get(_nu(civilite))
        if rendu["civilite"] is None:
            lu.fautes["civilite"] = Fautive(
                f"« {civilite[:40]} » n’est pas une civilité", "Attendu : M. ou Mme."
            )
    if not prenom:
        # « DUPONT Jean » and « Jean DUPONT »: capitals tell the name, and nothing else does.
        capitales = [m for m in mots if m.isupper() and len(m) > 1]
        autres = [m for m in mots if m not in capitales]
        if capitales and autres and mots in (capitales + autres, autres + capitales):
            nom, prenom = " ".join(capitales), " ".join(autres)
        elif nom:
            lu.fautes.setdefault("prenom", Fautive(
                f"le prénom de « {nom[:60]} » manque",
                "Ajoutez des colonnes « Nom » et « Prénom », ou écrivez le nom en capitales : "
                "DUPONT Jean.",
            ))  # fmt: skip
    rendu |= {"nom": nom, "prenom": prenom}
    if (
        genre == "entrepreneur_individuel"
        and denomination
        and denomination != nom
        and lu.texte("nom")
    ):
        rendu["nom_commercial"] = denomination
