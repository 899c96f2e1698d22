"""The contract of the fields, asked by a name as it was typed: what it is, or which is nearest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from courriers.document.controle.contrat import LIBRE, plier, proche_de
from courriers.lettre.champs import Champ, champs, filtres
from courriers.lettre.manifeste import DocumentDuPack, Manifeste

_BOUCLE = ("index", "index0", "first", "last", "length", "revindex", "revindex0")
"""What ``loop`` has."""
_DE_LA_VOIE = {
    "quittance": ("paiement", "paiement.lignes[].libelle"),
    "recu": ("reglement",),
    "accord": ("echeancier",),
    "echeance_manquee": ("echeancier", "echeancier.manquees"),
    "caution": ("caution",),
    "declaration": ("procedure", "procedure.tribunal", "bordereau"),
    "avant_echeance": ("factures[].echeance",),
    "injonction": ("acte.juridiction", "bordereau"),
    "refere_provision": ("acte.juridiction", "assignation", "bordereau"),
    "assignation_au_fond": ("acte.juridiction", "assignation", "bordereau"),
    "signification": ("acte.juridiction", "acte.ordonnance"),
    "certificat": (
        "acte.juridiction",
        "acte.ordonnance.signifiee_le",
        "acte.ordonnance.fin_d_opposition",
    ),
    "suite_petites_creances": ("acte.petites_creances",),
    "reponse": ("contestation",),
}
"""Groups without which the letter of a route is refused: they are never absent from it."""
_DU_DOSSIER = re.compile(r"^procedure_collective(\b)")
_DE_QUOI_RECONNAITRE = 3
"""Times a file must name the group of a route, and never test it, to be taken as of that route."""
_IMPLIQUE = {
    "relances_partielles": ("relances",),
    "mise_en_demeure_partielle": ("mise_en_demeure_anterieure",),
    "plusieurs_factures": ("factures",),
    "echeancier.plusieurs_a_venir": ("echeancier.reste_a_venir",),
    "echeancier.plusieurs_manquees": ("echeancier.manquees",),
}
"""What is filled where a yes-or-no field is true."""


@dataclass(frozen=True)
class Contrat:
    """The fields a template may use, in the light of its pack."""

    manifeste: Manifeste | None = None
    document: DocumentDuPack | None = None
    texte: str = ""
    """All that a file of no pack says."""

    @cached_property
    def garantis(self) -> frozenset[str]:
        """Groups and fields that are never empty in this pack.

        Outside a pack, a file that names the group of a route again and again and never asks
        whether it is there is taken as a letter of that route.
        """
        if self.manifeste is None:
            return frozenset({"date_limite", *self._reconnus()})
        sont = [_DU_DOSSIER.sub(r"procedure\1", chemin) for chemin in self.manifeste.exige]
        sont += _DE_LA_VOIE.get(self.manifeste.droit.voie, ())
        if self.manifeste.escalade.delai_paiement_jours:
            sont.append("date_limite")
        if self.manifeste.acteurs == ("creancier",):  # it signs for itself
            sont.append("creancier.signataire.nom")
        role = "" if self.document is None else self.document.role
        sont += {"courriel": ["pieces_jointes"], "appel": ["debiteur.telephone"]}.get(role, [])
        return frozenset(nom for chemin in sont for nom in _avec_ses_groupes(chemin))

    def _reconnus(self) -> Iterator[str]:
        for noms in _DE_LA_VOIE.values():
            groupe = re.escape(noms[0])
            teste = re.search(
                rf"\{{%[a-z]*\s*(?:if|elif)\s+(?:not\s+)?{groupe}\b(?!\.)", self.texte
            )
            cites = len(re.findall(rf"(?<![\w.]){groupe}\.\w", self.texte))
            if noms[0] != "factures[]" and not teste and cites >= _DE_QUOI_RECONNAITRE:
                yield from noms

    @staticmethod
    def implique(chemin: str) -> tuple[str, ...]:
        """What is filled where *chemin* is true, itself apart."""
        return _IMPLIQUE.get(chemin, ())

    def champ(self, chemin: str) -> Champ | None:
        """The field or group at *chemin*, free texts included."""
        trouve = champs().get(chemin)
        if trouve is not None:
            return trouve
        if chemin.startswith("loop."):
            connu = chemin[5:] in _BOUCLE
            genre = "oui ou non" if chemin[5:] in ("first", "last") else "texte"
            return Champ(chemin, genre, "", "", "") if connu else None  # type: ignore[arg-type]
        if chemin.endswith("[]") and chemin.removesuffix("[]") in champs():
            return Champ(chemin, "groupe", "", "", "")
        parent, _, _ = chemin.rpartition(".")
        groupe = champs().get(parent)
        if groupe is not None and groupe.genre == LIBRE:
            return Champ(chemin, "texte", "", "", "absent du dossier")
        return None

    def peut_manquer(self, chemin: str) -> bool:
        """Whether the text or the group may be empty in some letter of the pack."""
        trouve = self.champ(chemin)
        return trouve is not None and bool(trouve.vide) and chemin not in self.garantis

    def dans(self, chemin: str) -> list[str]:
        """The names one may write after *chemin* and a dot; after nothing, those of the root."""
        debut = f"{chemin}." if chemin else ""
        suites = (n[len(debut) :] for n in champs() if n.startswith(debut) and n != chemin)
        return list(dict.fromkeys(re.split(r"[.\[]", s)[0] for s in suites))

    def proche(self, chemin: str) -> str:
        """The known name nearest to *chemin*, accents and case apart; nothing if none is near."""
        return proche_de(chemin, [n.removesuffix("[]") for n in champs()])

    @staticmethod
    def connus(*, avec_point: bool) -> frozenset[str]:
        """Every path, folded, without brackets; those with a dot, or all."""
        return _connus(avec_point)

    @property
    def filtres(self) -> Collection[str]:
        """The filters a tag may use."""
        return filtres()


@cache
def _connus(avec_point: bool) -> frozenset[str]:
    noms = (plier(nom.replace("[]", "")) for nom in champs())
    return frozenset(nom for nom in noms if "." in nom or not avec_point)


def _avec_ses_groupes(chemin: str) -> list[str]:
    noms = chemin.split(".")
    return [".".join(noms[:rang]) for rang in range(1, len(noms) + 1)]
