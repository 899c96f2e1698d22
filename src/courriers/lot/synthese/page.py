"""``synthese.pdf``: the figures of a batch on one page, and where the money stands.

Drawn as the letters are: fonts inside, PDF/A-3a and PDF/UA-1, nothing of the day nor the machine.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from courriers.document.html.rendu import Copie, Rendu
from courriers.document.moteur import composer, ecrire
from courriers.langue.typographie import (
    INSECABLE,
    compte,
    date_longue,
    majuscule,
    montant,
    nombre,
)
from courriers.lot.synthese.cumuls import CONFIDENTIEL, Cumul, Cumuls
from courriers.lot.synthese.graphique import (
    ENCRE,
    GRIS,
    PAS_COUCHE,
    TRAIT,
    Barre,
    Plume,
    abrege,
    barres_couchees,
    colonnes,
    dit,
)
from courriers.lot.synthese.lignes import TRANCHES
from courriers.lot.synthese.mise_en_page import MiseEnPage
from courriers.monnaie import DEVISES, ZERO

LARGEUR, MARGE = 595.28, 48.0
UTILE = LARGEUR - 2 * MARGE
DEVISES_MAX = 3
"""Currencies that are drawn; the others are told in a line."""
_DITES = 3
"""Of those, the ones whose sum is told."""
_GOUTTIERE = 26.0
_ETAPES = {1: 7, 2: 5, 3: 4}
"""Steps drawn, by number of currencies drawn: the others are one bar."""
_HAUTEURS = {1: 176.0, 2: 124.0, 3: 88.0}
_LISTES = {0: 12, 1: 5, 2: 6, 3: 3}
"""Lines of the two lists below the charts."""
_NOMS = ("Non échu", "1–30\u00a0j", "31–60\u00a0j", "61–90\u00a0j", "91–180\u00a0j",
         ">\u00a0180\u00a0j")  # fmt: skip

_LARGEURS = (155.0, 86.0, 121.28, 42.0, 95.0)
"""Columns of the largest sums; they add up to the width of the text."""
_CHIFFREES = 3
"""From this one on, figures."""


def page(cumuls: Cumuls, au: datetime.date) -> bytes:
    """The page of a batch, as PDF.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    # A single page: what is remembered from one letter to the next would not serve.
    return ecrire(composer(_Page(Rendu(), cumuls, au).copie(), publique=True))


@dataclass
class _Page(MiseEnPage):
    cumuls: Cumuls
    au: datetime.date

    def copie(self) -> Copie:
        """All that the page maker needs."""
        dessinees = self.cumuls.devises[:DEVISES_MAX]
        corps = [self._titre(), self._chiffres()]
        corps += [self._devise(d, len(dessinees)) for d in dessinees]
        if not dessinees:
            corps.append(self._rien())
        corps += [self._autres_devises(), self._listes(len(dessinees))]
        if len(self.cumuls.devises) == 1:  # with several, the place is theirs
            corps.append(self._fortes(self.cumuls.devises[0]))
        corps.append(self._pied())
        regles = f"@page {{ size: {LARGEUR}pt 841.89pt; margin: 46pt {MARGE}pt 40pt {MARGE}pt }}"
        titre = f"Lettres du {date_longue(self.au)}"
        return self.rendu.copie("".join(corps), regles, titre=titre, langue="fr")

    def _titre(self) -> str:
        noms = len({nom for nom, _ in self.cumuls.axes["Par créancier"]})
        qui = self.cumuls.creancier if noms == 1 else compte(noms, "créancier")
        return (
            self.p("SYNTHÈSE", 7.5, couleur=GRIS, plus="letter-spacing: 0.9pt")
            + self.p(f"Lettres du {date_longue(self.au)}", 23, balise="h1", plus="margin-top: 3pt")
            + self.p(self.court(qui, 11, UTILE) if noms else "", 11, couleur=GRIS,
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
            (issues["deja"], "étape déjà faite", "étapes déjà faites"),
            (self.cumuls.a_voir, "lettre à regarder", "lettres à regarder"),
        )
        cases = "".join(
            self.boite(
                self.p(nombre(n), 19, gras=n > 0, couleur=ENCRE if n else GRIS)
                + self.p(un if n < 2 else plusieurs, 8, couleur=GRIS, plus="margin-top: 1pt"),
                UTILE / len(vus) - 0.1,
            )
            for n, un, plusieurs in vus
        )
        return self.div(
            cases,
            f"margin-top: 16pt; padding: 11pt 0 10pt; border-top: 1.2pt solid {ENCRE}; "
            f"border-bottom: 0.5pt solid {TRAIT}",
        )

    def _rien(self) -> str:
        texte = "Aucune lettre n’a été écrite."
        return self.p(texte, 14, gras=True, balise="h2", plus="margin-top: 14pt")

    def _devise(self, devise: str, combien: int) -> str:
        cumul = self.cumuls.par_devise[devise]
        large = (UTILE - _GOUTTIERE) / 2
        ages = [Barre(n, v) for n, v in zip(_NOMS, self.cumuls.balance(devise), strict=True)]
        etapes = self._etapes(devise, _ETAPES[combien])
        haut, en = _HAUTEURS[combien], f"en {DEVISES[devise].pluriel}"
        pleins = [Barre(n, v) for n, v in zip(TRANCHES, self.cumuls.balance(devise), strict=True)]
        gauche = self.legende(f"Principal restant dû, par ancienneté, {en}", large) + self.dessin(
            colonnes(Plume(self.rendu), ages, large, haut), large, haut,
            dit("Principal restant dû, par ancienneté de l’échéance", pleins, devise),
        )  # fmt: skip
        droite = self.legende(f"Somme demandée, par étape, {en}", large) + self.dessin(
            barres_couchees(Plume(self.rendu), etapes, large), large,
            PAS_COUCHE * max(len(etapes), 1), dit("Somme demandée, par étape", etapes, devise),
        )  # fmt: skip
        return self.div(
            self._somme(devise, cumul)
            + self.boite(gauche, large)
            + self.boite(droite, large, f"margin-left: {_GOUTTIERE}pt"),
            "margin-top: 14pt",
        )

    def _somme(self, devise: str, cumul: Cumul) -> str:
        parts = (
            ("principal", cumul.principal), ("intérêts", cumul.interets),
            ("indemnités", cumul.indemnites),
        )  # fmt: skip
        detail = " · ".join(f"{nom} {montant(v, devise)}" for nom, v in parts)
        lettres = compte(cumul.nombre, "lettre")
        return (
            self.p(f"{montant(cumul.somme, devise)} demandés", 14, gras=True, balise="h2")
            + self.p(f"{lettres}. Décomptes\u00a0: {detail}", 8,
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
            sum(b.nombre for b in reste), est_un_reste=True,
        )  # fmt: skip
        return [*barres[: au_plus - 1], autres]

    def _autres_devises(self) -> str:
        reste = self.cumuls.devises[DEVISES_MAX:]
        if not reste:
            return ""
        dites = [
            f"{montant(self.cumuls.par_devise[d].somme, d)} "
            f"({compte(self.cumuls.par_devise[d].nombre, 'lettre')})"
            for d in reste[:_DITES]
        ]
        if len(reste) > _DITES:
            dites.append(f"{len(reste) - _DITES} autres devises")
        return self.p("Et\u00a0: " + ", ".join(dites) + ".", 8, couleur=GRIS,
                       plus="margin-top: 8pt")  # fmt: skip

    def _listes(self, combien: int) -> str:
        """The channels, and why cases were refused."""
        large = (UTILE - _GOUTTIERE) / 2
        par_canal: dict[str, int] = {}
        for nom, _, cumul in self.cumuls.rangs("Par canal"):
            par_canal[nom] = par_canal.get(nom, 0) + cumul.nombre
        canaux = sorted(par_canal.items(), key=lambda c: (-c[1], c[0]))
        motifs = [(_debut(r.phrase), r.nombre) for _, r in self.cumuls.refus()]
        gauche = self._liste("Canaux", canaux, large, _LISTES[combien], "Aucune lettre.")
        droite = self._liste(
            "Refus et exclusions",
            motifs,
            large,
            _LISTES[combien],
            "Aucun refus.",
        )
        return self.div(
            self.boite(gauche, large) + self.boite(droite, large, f"margin-left: {_GOUTTIERE}pt"),
            f"margin-top: 16pt; padding-top: 10pt; border-top: 0.5pt solid {TRAIT}",
        )

    def _liste(
        self, titre: str, lignes: list[tuple[str, int]], large: float, au_plus: int, rien: str
    ) -> str:
        ecrit = self.legende(titre, large)
        if not lignes:
            return ecrit + self.p(rien, 8.5, couleur=GRIS)
        if len(lignes) == au_plus + 1:  # it takes the place of the line that would count it
            au_plus += 1
        plume = Plume(self.rendu)
        marge = max(plume.largeur(nombre(n), 8, gras=True) for _, n in lignes[:au_plus]) + 1
        for nom, combien in lignes[:au_plus]:
            compte = self.p(nombre(combien), 8, gras=True, plus="text-align: right")
            dit = self.p(self.court(nom, 8, large - marge - 10), 8)
            ecrit += self.div(
                self.boite(compte, marge) + self.boite(dit, large - marge - 8, "margin-left: 7pt"),
                "margin-top: 3pt",
            )
        reste = len(lignes) - au_plus
        if reste > 0:
            place = f"margin-top: 3pt; margin-left: {marge + 7:.2f}pt"
            phrase = f"et {nombre(reste)} de plus, dans la feuille «\u00a0Totaux\u00a0»."
            ecrit += self.p(phrase, 8, couleur=GRIS, plus=place)
        return ecrit

    def _fortes(self, devise: str) -> str:
        """The largest sums: a table, whose headings a screen reader says."""
        tetes = ("Débiteur", "Référence", "Étape", "Retard", "Somme")
        rangs = [
            (ligne.debiteur, ligne.reference, ligne.titre, _jours(ligne.retard),
             self._somme_courte(ligne.somme or ZERO, devise))
            for ligne in self.cumuls.plus_fortes(devise)
        ]  # fmt: skip
        corps = self._rangee(tetes, "th") + "".join(self._rangee(r, "td") for r in rangs)
        cols = "".join(f'<col class="{self.rendu.classe(f"width: {x}pt")}"/>' for x in _LARGEURS)
        table = self.rendu.classe(f"width: {UTILE}pt; border-collapse: collapse")
        return self.div(
            self.legende("Les plus fortes sommes", UTILE)
            + f'<table class="{table}"><colgroup>{cols}</colgroup><tbody>{corps}</tbody></table>',
            f"margin-top: 16pt; padding-top: 10pt; border-top: 0.5pt solid {TRAIT}",
        )

    def _somme_courte(self, valeur: Decimal, devise: str) -> str:
        """*valeur*, abridged where it would have to be cut."""
        entiere = montant(valeur, devise)
        place = _LARGEURS[-1] - 9
        if Plume(self.rendu).largeur(entiere, 8) <= place:
            return entiere
        return f"{abrege(valeur)} {devise}"

    def _rangee(self, cellules: tuple[str, ...], balise: Literal["th", "td"]) -> str:
        ecrites = ""
        for rang, (texte, large) in enumerate(zip(cellules, _LARGEURS, strict=True)):
            cote = "right" if rang >= _CHIFFREES else "left"
            style = self.rendu.classe(
                f"display: table-cell; text-align: {cote}; padding: 2.6pt 8pt 2.6pt 0; "
                f"border-bottom: 0.4pt solid {TRAIT}"
                + ("; padding-right: 0" if rang == len(_LARGEURS) - 1 else "")
            )
            tete = balise == "th"
            mot = self.p(self.court(texte, 8, large - 9), 8, couleur=GRIS if tete else ENCRE)
            ecrites += f'<{balise} class="{style}">{mot}</{balise}>'
        return f"<tr>{ecrites}</tr>"

    def _pied(self) -> str:
        deja = self.cumuls.issues["deja"]
        phrase = (
            "Chaque somme est celle du décompte de sa lettre, dans sa devise. Le détail est dans "
            "synthese.xlsx. « Non échu » comprend l’échéance du jour même."
            f"{' Les étapes déjà faites n’y sont pas comptées.' if deja else ''} {CONFIDENTIEL}"
        ).replace("« ", f"«{INSECABLE}").replace(" »", f"{INSECABLE}»")  # fmt: skip
        return self.p(phrase, 7.5, couleur=GRIS,
                       plus="position: absolute; bottom: 0; left: 0; right: 0")  # fmt: skip


def _debut(phrase: str) -> str:
    """*phrase* up to its colon, with a capital: what comes after is of one case."""
    debut = re.split(r"[\u00a0 ]?:(?:\s|$)", phrase, maxsplit=1)[0].rstrip(".") or phrase
    return majuscule(debut)


def _jours(retard: int | None) -> str:
    return f"{nombre(retard)}\u00a0j" if retard else "–"
