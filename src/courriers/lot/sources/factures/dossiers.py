"""Cases out of invoices: one a seller, buyer and currency; each refused with its own reasons.

What every case lacks (the debtor's quality, the creditor's signatory…) is said once for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Code, Constat, Lieu
from courriers.constats import erreur as erreur_de
from courriers.dossier.chargement import load_dossier
from courriers.droit.identite import mentions_manquantes
from courriers.erreurs import CourriersError, DossierInvalide, FactureInvalide
from courriers.langue.accords import designation
from courriers.langue.typographie import majuscule
from courriers.lot.configuration import NOM, Configuration
from courriers.lot.sources.cas import Cas, Place, refuse
from courriers.lot.sources.factures.composition import composer
from courriers.lot.sources.factures.dit import refusee, soigne
from courriers.lot.sources.factures.facture import FactureLue, lire_facture
from courriers.lot.sources.factures.fichiers import fichiers_de
from courriers.lot.sources.factures.groupes import Groupe, grouper
from courriers.lot.sources.factures.personnes import creancier_regle, creanciers_connus, type_de
from courriers.lot.sources.references import marque
from courriers.lot.sources.refus import refus


@dataclass(frozen=True)
class _Manque:
    """What courriers.toml must say before a case can be made, and for whom."""

    constats: tuple[Constat, ...]
    groupe: Groupe


def lire(chemins: Iterable[Path], reglages: Configuration) -> Iterator[Cas]:
    """Every case of the invoices *chemins*, files or folders (their sub-folders left aside).

    First the files that give no invoice, one refused case each, as they are read; then the cases,
    in the order of their first file; last, once each, what courriers.toml must say before the
    others can be made.

    Raises:
        CourriersError: the extra ``factures`` is not installed (code ``OPTION_ABSENTE``).
    """
    lues: list[FactureLue] = []
    for fichier in fichiers_de(chemins):
        try:
            lues.append(lire_facture(fichier))
        except FactureInvalide as faute:
            yield Cas(Place(fichier), erreur=faute)
    manques: defaultdict[tuple[Constat, ...], list[Groupe]] = defaultdict(list)
    references: set[str] = set()
    for groupe in grouper(lues):
        cas = _cas(groupe, reglages, references)
        if isinstance(cas, _Manque):
            manques[cas.constats].append(groupe)
        else:
            yield cas
    for constats, groupes in manques.items():
        yield _a_completer(constats, groupes)


def _cas(groupe: Groupe, reglages: Configuration, references: set[str]) -> Cas | _Manque:
    place = Place(groupe.toutes[0].fichier)
    ecarte = groupe.refus_des_doubles() or _hors_sujet(groupe, reglages)
    if ecarte is not None:
        return Cas(place, erreur=ecarte)
    premiere = groupe.factures[0]
    reclamee = next(f for f in groupe.factures if not f.est_avoir)
    connu = creancier_regle(premiere.vendeur, reglages)
    defauts = reglages.debiteur
    genre = type_de(premiere.acheteur, defauts.type if defauts else None)
    if genre is None:
        qui = {"denomination": premiere.acheteur.nom}
        return refuse(place, _type_inconnu(premiere), {"debiteur": qui})
    attendus = _reglages_attendus(genre, reglages)
    compose = composer(
        groupe,
        connu,
        genre,
        reglages,
        _reference(reclamee, marque(reglages, connu) if connu else "", references),
    )
    brut = dict(compose.dossier)
    if attendus:
        # Only to find what else is missing: no case is given while the office has not said it.
        provisoire = {"qualite": "professionnel"}
        provisoire |= {"regime": "civil"} if genre == "personne_publique" else {}
        brut["debiteur"] = {**provisoire, **brut["debiteur"]}
    try:
        dossier = load_dossier(brut, base=premiere.fichier.parent)
    except DossierInvalide as faute:
        dite = refus(place, [*map(compose.situer, faute.constats), *attendus])
        return refuse(place, dite, brut)
    if connu is None and (manquantes := mentions_manquantes(dossier)):
        attendus.insert(0, _creancier_attendu(manquantes, dossier.creancier))
    if attendus:
        return _Manque(tuple(attendus), groupe)
    references.add(dossier.reference)
    return Cas(place, dossier, compose.constats)


def _hors_sujet(groupe: Groupe, reglages: Configuration) -> CourriersError | None:
    """Why no case is made of *groupe*: nothing to claim, or another seller's."""
    une = groupe.toutes[0]
    if not any(not f.est_avoir for f in groupe.factures):
        motif = f"il n’y a que des avoirs de « {une.acheteur.nom} » : rien n’est à réclamer."
        if not groupe.factures:
            dits = [c.message for c in groupe.constats if c.code == Code.FACTURE_ECARTEE]
            motif = " ".join(dict.fromkeys(dits))
        return refusee(une.fichier, motif, code=Code.FACTURE_ECARTEE)
    connus = list(creanciers_connus(reglages))
    if not connus or creancier_regle(une.vendeur, reglages) is not None:
        return None
    acheteur = creancier_regle(une.acheteur, reglages)
    if acheteur is not None:
        return refusee(
            une.fichier, f"cette facture est adressée à {designation(acheteur)}, votre créancier : "
            "c’est une facture d’achat, qui ne se recouvre pas.", code=Code.FACTURE_ECARTEE,
        )  # fmt: skip
    noms = ", ".join(designation(c) for c in connus[:3])
    return refusee(
        une.fichier, f"le vendeur, « {une.vendeur.nom} », n’est pas le créancier de {NOM} "
        f"({noms}).", f"Ajoutez-le à {NOM}, ou ôtez cette facture.", code=Code.CHAMP_INVALIDE,
        terme="BG-4",
    )  # fmt: skip


def _type_inconnu(facture: FactureLue) -> FactureInvalide:
    return refusee(
        facture.fichier, f"rien ne dit si l’acheteur, « {facture.acheteur.nom} », est une société, "
        "une association, un particulier ou une personne publique.",
        f'Écrivez-le dans {NOM} : [debiteur] type = "association", par exemple, et lisez ses '
        "factures à part.", code=Code.CHAMP_MANQUANT, terme="BG-7",
    )  # fmt: skip


def _reglages_attendus(genre: str, reglages: Configuration) -> list[Constat]:
    """What ``[debiteur]`` must say, and does not."""
    defauts, constats = reglages.debiteur, []
    if genre != "personne_publique" and (defauts is None or defauts.qualite is None):
        constats.append(_attendu(
            "une facture électronique ne dit pas la qualité de l’acheteur, et les intérêts en "
            "dépendent.",
            '[debiteur] qualite = "professionnel" (ou "consommateur", "non_professionnel").',
            "debiteur.qualite",
        ))  # fmt: skip
    if genre == "personne_publique" and (defauts is None or defauts.regime is None):
        constats.append(_attendu(
            "le régime du contrat avec une personne publique n’est pas dit.",
            '[debiteur] regime = "ccp" (commande publique), "l441-10" ou "civil".',
            "debiteur.regime",
        ))  # fmt: skip
    return constats


def _creancier_attendu(manquantes: Iterable[Constat], creancier: object) -> Constat:
    champs = ", ".join((c.lieu.champ or "").removeprefix("creancier.") for c in manquantes)
    nom = designation(creancier)  # type: ignore[arg-type]
    return _attendu(
        f"une facture électronique ne dit pas tout du créancier ({nom}) ; il manque à la lettre : "
        f"{champs}.",
        "[creancier], avec ces champs ; le guide des sources en donne un exemple.",
        "creancier",
    )


def _attendu(message: str, conseil: str, champ: str) -> Constat:
    lieu = Lieu(fichier=NOM, champ=champ)
    conseil = soigne(f"Écrivez dans {NOM} : {conseil}")
    return erreur_de(Code.CHAMP_MANQUANT, soigne(message), conseil, lieu)


def _a_completer(constats: tuple[Constat, ...], groupes: list[Groupe]) -> Cas:
    """One refused case for all those that lack the same settings."""
    noms = list(dict.fromkeys(g.factures[0].acheteur.nom for g in groupes))
    dits = ", ".join(noms[:3]) + (f" et {len(noms) - 3} autres" if len(noms) > 3 else "")
    dossiers = "Un dossier attend" if len(groupes) == 1 else f"{len(groupes)} dossiers attendent"
    phrases = " ".join(f"{majuscule(c.message)} {c.conseil}" for c in constats)
    erreur = DossierInvalide(soigne(f"{dossiers} ({dits}). {phrases}"), constats=constats)
    return Cas(Place(groupes[0].toutes[0].fichier), erreur=erreur)


def _reference(facture: FactureLue, sienne: str, prises: set[str]) -> str:
    """The number of the first invoice; another seller's may be the same."""
    nom = f"{facture.numero}{sienne}"
    reference, rang = nom, 2
    while reference in prises:
        reference, rang = f"{nom} ({rang})", rang + 1
    return reference
