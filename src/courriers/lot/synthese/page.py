"""``synthese.pdf``: the figures of a batch on one page, and where the money stands.

Drawn as the letters are: fonts inside, PDF/A-3a and PDF/UA-1, nothing of the day nor the machine.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from hashlib import blake2s
from html import escape
from typing import Literal

from courriers.document.arbre import Police
from courriers.document.html.rendu import Copie, Rendu, police_css
from courriers.document.moteur import composer, ecrire
from courriers.langue.typographie import INSECABLE, date_longue, montant, nombre
from courriers.lot.synthese.cumuls import Cumul, Cumuls
from courriers.lot.synthese.graphique import (
    ENCRE,
    FAMILLE,
    GRIS,
    PAS_COUCHE,
    TRAIT,
    Barre,
    Plume,
    barres_couchees,
    colonnes,
    dit,
)
from courriers.lot.synthese.lignes import TRANCHES
from courriers.monnaie import DEVISES, ZERO

LARGEUR, MARGE = 595.28, 48.0
UTILE = LARGEUR - 2 * MARGE
DEVISES_MAX = 3
"""Currencies that are drawn; the others are told in a line."""
_GOUTTIERE = 26.0
_ETAPES = {1: 6, 2: 5, 3: 4}
"""Steps drawn, by number of currencies drawn: the others are one bar."""
_HAUTEURS = {1: 150.0, 2: 118.0, 3: 94.0}
_LISTES = {0: 10, 1: 6, 2: 5, 3: 4}
"""Lines of the two lists below the charts."""
_NOMS = ("Non échu", "1–30\u00a0j", "31–60\u00a0j", "61–90\u00a0j", "91–180\u00a0j",
         ">\u00a0180\u00a0j")  # fmt: skip


def page(cumuls: Cumuls, au: datetime.date) -> bytes:
    """The page of a batch, as PDF.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    # A single page: what is remembered from one letter to the next would not serve.
    return ecrire(composer(_Page(cumuls, au).copie(), publique=True))


@dataclass
class _Page:
    cumuls: Cumuls
    au: datetime.date
    rendu: Rendu = field(default_factory=Rendu)

    def copie(self) -> Copie:
        """All that the page maker needs."""
        dessinees = self.cumuls.devises[:DEVISES_MAX]
        corps = [self._titre(), self._chiffres()]
        corps += [self._devise(d, len(dessinees)) for d in dessinees]
        corps += [self._autres_devises(), self._listes(len(dessinees)), self._pied()]
        regles = f"@page {{ size: {LARGEUR}pt 841.89pt; margin: 46pt {MARGE}pt 40pt {MARGE}pt }}"
        titre = f"Lettres du {date_longue(self.au)}"
        return self.rendu.copie("".join(corps), regles, titre=titre, langue="fr")

    # What is written

    def _titre(self) -> str:
        noms = len({nom for nom, _ in self.cumuls.axes["Par créancier"]})
        qui = self.cumuls.creancier if noms == 1 else _compte(noms, "créancier")
        return (
            self._p("SYNTHÈSE", 7.5, couleur=GRIS, plus="letter-spacing: 1.6pt")
            + self._p(f"Lettres du {date_longue(self.au)}", 23, balise="h1", plus="margin-top: 3pt")
            + self._p(self._court(qui, 11, UTILE) if noms else "", 11, couleur=GRIS,
                      plus="margin-top: 2pt")
        )  # fmt: skip

    def _chiffres(self) -> str:
        """The counts, in large figures."""
        issues = self.cumuls.issues
        vus = (
            (self.cumuls.lus, "dossier lu", "dossiers lus"),
            (issues["ecrite"], "lettre écrite", "lettres écrites"),
            (issues["refusee"], "dossier refusé", "dossiers refusés"),
            (issues["exclue"], "dossier exclu", "dossiers exclus"),
            (self.cumuls.a_voir, "lettre à regarder", "lettres à regarder"),
        )
        cases = "".join(
            self._boite(
                self._p(nombre(n), 19, gras=n > 0, couleur=ENCRE if n else GRIS)
                + self._p(un if n < 2 else plusieurs, 8, couleur=GRIS, plus="margin-top: 1pt"),
                UTILE / len(vus),
            )
            for n, un, plusieurs in vus
        )
        return self._div(
            cases,
            f"margin-top: 16pt; padding: 11pt 0 10pt; border-top: 1.2pt solid {ENCRE}; "
            f"border-bottom: 0.6pt solid {TRAIT}",
        )

    def _devise(self, devise: str, combien: int) -> str:
        cumul = self.cumuls.par_devise[devise]
        large = (UTILE - _GOUTTIERE) / 2
        ages = [Barre(n, v) for n, v in zip(_NOMS, self.cumuls.balance(devise), strict=True)]
        etapes = self._etapes(devise, _ETAPES[combien])
        haut = _HAUTEURS[combien]
        pleins = [
            Barre(n, v) for n, v in zip(TRANCHES, self.cumuls.balance(devise), strict=True)
        ]
        gauche = self._legende("Principal restant dû, par ancienneté", large) + self._dessin(
            colonnes(Plume(self.rendu), ages, devise, large, haut), large, haut,
            dit("Principal restant dû, par ancienneté de l’échéance", pleins, devise),
        )  # fmt: skip
        droite = self._legende("Somme demandée, par étape · lettres", large) + self._dessin(
            barres_couchees(Plume(self.rendu), etapes, devise, large), large,
            PAS_COUCHE * max(len(etapes), 1), dit("Somme demandée, par étape", etapes, devise),
        )  # fmt: skip
        return self._div(
            self._somme(devise, cumul)
            + self._boite(gauche, large)
            + self._boite(droite, large, f"margin-left: {_GOUTTIERE}pt"),
            "margin-top: 14pt",
        )

    def _somme(self, devise: str, cumul: Cumul) -> str:
        parts = (
            ("principal", cumul.principal), ("intérêts", cumul.interets),
            ("indemnités", cumul.indemnites),
        )  # fmt: skip
        detail = " · ".join(f"{nom} {montant(v, devise)}" for nom, v in parts)
        compte = _compte(cumul.nombre, "lettre")
        return (
            self._p(f"{montant(cumul.somme, devise)} demandés", 14, gras=True, balise="h2")
            + self._p(f"{compte}, en {DEVISES[devise].pluriel}. Comptes\u00a0: {detail}", 8,
                      couleur=GRIS, plus="margin-top: 2pt; margin-bottom: 9pt")
        )  # fmt: skip

    def _etapes(self, devise: str, au_plus: int) -> list[Barre]:
        rangs = self.cumuls.rangs("Par étape", devise)
        barres = [Barre(nom, c.somme, c.nombre) for nom, _, c in rangs]
        if len(barres) <= au_plus:
            return barres
        reste = barres[au_plus - 1 :]
        autres = Barre(
            f"{len(reste)} autres étapes", sum((b.valeur for b in reste), ZERO),
            sum(b.nombre for b in reste),
        )  # fmt: skip
        return [*barres[: au_plus - 1], autres]

    def _autres_devises(self) -> str:
        reste = self.cumuls.devises[DEVISES_MAX:]
        if not reste:
            return ""
        dites = [
            f"{montant(self.cumuls.par_devise[d].somme, d)} "
            f"({_compte(self.cumuls.par_devise[d].nombre, 'lettre')})"
            for d in reste
        ]
        return self._p("Et\u00a0: " + ", ".join(dites) + ".", 8, couleur=GRIS,
                       plus="margin-top: 8pt")  # fmt: skip

    def _listes(self, combien: int) -> str:
        """The channels, and why cases were refused."""
        large = (UTILE - _GOUTTIERE) / 2
        par_canal: dict[str, int] = {}
        for nom, _, cumul in self.cumuls.rangs("Par canal"):
            par_canal[nom] = par_canal.get(nom, 0) + cumul.nombre
        canaux = sorted(par_canal.items(), key=lambda c: (-c[1], c[0]))
        motifs = [(r.phrase, r.nombre) for _, r in self.cumuls.refus()]
        gauche = self._liste("Canaux", canaux, large, _LISTES[combien], "Aucune lettre.")
        droite = self._liste(
            "Motifs de refus ou d’exclusion", motifs, large, _LISTES[combien], "Aucun refus."
        )
        return self._div(
            self._boite(gauche, large)
            + self._boite(droite, large, f"margin-left: {_GOUTTIERE}pt"),
            f"margin-top: 16pt; padding-top: 10pt; border-top: 0.6pt solid {TRAIT}",
        )

    def _liste(
        self, titre: str, lignes: list[tuple[str, int]], large: float, au_plus: int, rien: str
    ) -> str:
        ecrit = self._legende(titre, large)
        if not lignes:
            return ecrit + self._p(rien, 8.5, couleur=GRIS)
        for nom, combien in lignes[:au_plus]:
            ecrit += self._div(
                self._boite(self._p(nombre(combien), 8.5, gras=True, plus="text-align: right"), 30)
                + self._boite(self._p(self._court(nom, 8.5, large - 40), 8.5), large - 40,
                              "margin-left: 8pt"),
                "margin-top: 3pt",
            )  # fmt: skip
        reste = len(lignes) - au_plus
        if reste > 0:
            ecrit += self._p(f"et {reste} de plus, dans la feuille «\u00a0Bilan\u00a0».", 8,
                             couleur=GRIS, plus="margin-top: 3pt; margin-left: 38pt")  # fmt: skip
        return ecrit

    def _pied(self) -> str:
        phrase = (
            "Chaque somme est celle du décompte de sa lettre, dans sa devise. Le détail est dans "
            "synthese.xlsx\u00a0: les lettres, les refus, ce qui est à regarder. « Non échu » "
            "comprend l’échéance du jour même."
        ).replace("« ", f"«{INSECABLE}").replace(" »", f"{INSECABLE}»")  # fmt: skip
        return self._p(phrase, 7.5, couleur=GRIS,
                       plus="position: absolute; bottom: 0; left: 0; right: 0")  # fmt: skip

    # How it is written

    def _p(
        self,
        texte: str,
        taille: float,
        *,
        gras: bool = False,
        couleur: str = ENCRE,
        balise: Literal["p", "h1", "h2", "h3"] = "p",
        plus: str = "",
    ) -> str:
        if not texte:
            return ""
        police = Police(FAMILLE, taille, gras=gras, couleur=couleur.removeprefix("#"))
        ecrit = self.rendu.face(police)[1].dessinable(texte)
        classe = self.rendu.classe(
            f"{police_css(police, self.rendu)}line-height: {taille * 1.28:.2f}pt; {plus}"
        )
        return f'<{balise} class="{classe}">{escape(ecrit)}</{balise}>'

    def _legende(self, texte: str, large: float) -> str:
        return self._p(self._court(texte, 8, large, gras=True), 8, gras=True, balise="h3",
                       plus="margin-bottom: 6pt")  # fmt: skip

    def _court(self, texte: str, taille: float, place: float, *, gras: bool = False) -> str:
        return Plume(self.rendu).au_plus(texte, taille, place, gras=gras)

    def _div(self, contenu: str, style: str) -> str:
        return f'<div class="{self.rendu.classe(style)}">{contenu}</div>'

    def _boite(self, contenu: str, large: float, plus: str = "") -> str:
        return self._div(contenu, f"display: inline-block; vertical-align: top; "
                                  f"width: {large:.2f}pt; {plus}")  # fmt: skip

    def _dessin(self, svg: str, large: float, haut: float, texte: str) -> str:
        octets = svg.encode()
        nom = blake2s(octets, digest_size=12).hexdigest()
        self.rendu.dessins[nom] = octets
        classe = self.rendu.classe(
            f"display: block; width: {large:.2f}pt; height: {haut:.2f}pt"
        )
        return f'<img class="{classe}" src="dessin:{nom}" alt="{escape(texte)}"/>'


def _compte(combien: int, nom: str) -> str:
    return f"{nombre(combien)} {nom}{'s' if combien > 1 else ''}"
