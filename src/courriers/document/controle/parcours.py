"""A part of a template, read from its first tag to its last."""

from __future__ import annotations

import re
from collections.abc import Iterable

from courriers.constats import Code, Gravite, Lieu
from courriers.document.balises import BOUCLES_MAX
from courriers.document.balises_lues import Balise, Casse, lire_les_balises
from courriers.document.controle.blocs import (
    Bloc,
    Endroit,
    coupee,
    hors_du_bloc,
    rangee_d_entete,
    seule,
    texte_seul,
)
from courriers.document.controle.casses import (
    NON_REMPLIE,
    abimee,
    demesure,
    publipostage,
    sans_fin,
)
from courriers.document.controle.contrat import Contrat
from courriers.document.controle.expressions import Examen, examiner, examiner_boucle
from courriers.document.controle.formes import formes
from courriers.document.controle.instructions import ADMIS, DE_CELLULE, corriger
from courriers.document.controle.masque import sans, sur_place
from courriers.document.controle.portee import Faute, Portee
from courriers.document.controle.releve import Releve
from courriers.document.fragments import REMPLACEMENT, TEXTE, Fragment
from courriers.document.reparation import Reparation, doute, reparation
from courriers.document.reparation import constat as constat_repare

_NULLE_PART = Lieu()
_EST_UN_NOM = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
BLOCS_MAX = 30
INCONNU = "*"
"""The path of what a faulty loop gives: nothing more is said of it."""


class Parcours:
    """The tags of one part, in order, with what is open and what is known."""

    def __init__(self, releve: Releve, contrat: Contrat) -> None:
        self.releve = releve
        self.portee = Portee(contrat)
        self.pile: list[Bloc] = []
        self.coupee: Fragment | None = None
        """The paragraph whose end cut a tag."""

    def lire(self, fragments: Iterable[Fragment]) -> list[tuple[Fragment, str]]:
        """Look at every tag; the texts left, tags blanked, each sign at its place."""
        textes = []
        for fragment in fragments:
            if (faute := publipostage(fragment)) is not None:
                self._dire(faute, fragment, (0, len(fragment.texte)))
            if (faute := demesure(fragment)) is not None:
                self._dire(faute, fragment, (0, 40))
                continue
            lue = reparation(fragment.texte)
            textes.append((fragment, self._fragment(fragment, lue)))
        for bloc in self.pile:
            self._non_ferme(bloc)
        self.pile.clear()
        return textes

    def _fragment(self, fragment: Fragment, lue: Reparation) -> str:
        """Look at one text; what is left of it."""
        for place, avant, apres in lue.mendees:
            dit = constat_repare(avant, apres, _NULLE_PART)
            self._dire(Faute(dit.code, dit.gravite, dit.message.rstrip("."), dit.conseil),
                       fragment, (place, place + len(avant)))  # fmt: skip
        for place, balise, signe in lue.douteuses:
            faute = Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, doute(signe),
                          "Retapez la balise.")  # fmt: skip
            self._dire(faute, fragment, (place, place + len(balise)))
        texte = lue.texte
        balises, casses = lire_les_balises(texte)
        reste = sans(texte, [*balises, *casses])
        # A placeholder is named by a bare alternative text.
        avec = fragment.rempli and fragment.genre != REMPLACEMENT
        autres = formes(reste, self.portee.contrat) if avec else []
        douteuses = {place for place, _, _ in lue.douteuses}
        vus: list[Balise | Casse] = sorted([*balises, *casses, *autres], key=lambda x: x.debut)
        if not fragment.rempli:
            self._non_remplies(fragment, lue, vus)
            return sur_place(reste, lue)
        self._fin_decoupee(fragment, vus)
        for vu in vus:
            ici = (lue.origine(vu.debut), lue.origine(vu.fin - 1) + 1)
            if ici[0] in douteuses:
                continue
            if isinstance(vu, Casse):
                self._casse(fragment, vu, ici, fin_de_texte=vu.fin >= len(texte.rstrip()))
            elif vu.ouvre != "{#":
                self._balise(Endroit(fragment, vu, ici))
        return sur_place(sans(reste, autres), lue)

    def _dire(self, faute: Faute, fragment: Fragment, place: tuple[int, int]) -> None:
        self.releve.dire(faute.code, faute.gravite, faute.message, faute.conseil, fragment, place)

    # --- Ce qui n'est pas une balise, ou plus ------------------------------------------------

    def _non_remplies(self, fragment: Fragment, lue: Reparation, vus: list[Balise | Casse]) -> None:
        for vu in vus:
            place = (lue.origine(vu.debut), lue.origine(vu.fin - 1) + 1)
            self._dire(NON_REMPLIE, fragment, place)

    def _fin_decoupee(self, fragment: Fragment, vus: list[Balise | Casse]) -> None:
        """The end of a tag that the paragraph before cut: told there already."""
        if fragment.genre != TEXTE or not fragment.texte.strip():
            return
        premier = vus[0] if vus else None
        if self.coupee and isinstance(premier, Casse) and premier.quoi == "fermée":
            vus.pop(0)
        self.coupee = None

    def _casse(
        self, fragment: Fragment, casse: Casse, place: tuple[int, int], *, fin_de_texte: bool
    ) -> None:
        coupee_ici = fin_de_texte and sans_fin(casse, fragment.texte[slice(*place)])
        if coupee_ici:
            self.coupee = fragment
        self._dire(abimee(casse, coupee=coupee_ici), fragment, place)
        if casse.balise is not None:
            self._bloc(Endroit(fragment, casse.balise, place), muet=True)

    # --- Les balises -------------------------------------------------------------------------

    def _balise(self, ici: Endroit) -> None:
        if (en_deux := coupee(ici)) is not None:
            self._dire(en_deux, ici.fragment, ici.place)
        ouvert = self.pile[-1].mot if self.pile else "if"
        corrigee, faute = corriger(ici.balise, self.portee.contrat, ouvert)
        if faute is not None:
            self._dire(faute, ici.fragment, ici.place)
        ici = Endroit(ici.fragment, corrigee, ici.place)
        if (pas_seule := seule(ici)) is not None:
            self._dire(pas_seule, ici.fragment, ici.place)
        if corrigee.ouvre == "{{":
            self._imprimer(ici)
        elif corrigee.mot in ADMIS:
            self._bloc(ici, muet=False)
        elif corrigee.mot in DE_CELLULE and corrigee.suite:
            self._examen(examiner(corrigee.suite, self.portee), ici)

    def _imprimer(self, ici: Endroit) -> None:
        if ici.fragment.genre == REMPLACEMENT and _EST_UN_NOM.fullmatch(ici.balise.corps):
            return  # a placeholder: looked at by its whole text
        examen = examiner(ici.balise.corps, self.portee, imprime=True)
        seul = texte_seul(ici)
        for faute in examen.fautes:
            # An empty cell, property or code is no hole in a sentence.
            if faute.code != Code.CHAMP_NON_GARDE or not seul:
                self._dire(faute, ici.fragment, ici.place)

    def _examen(self, examen: Examen, ici: Endroit) -> None:
        for faute in examen.fautes:
            self._dire(faute, ici.fragment, ici.place)

    def _bloc(self, ici: Endroit, *, muet: bool) -> None:
        """Open, go on with or end a block; *muet*: the tag is broken, and was told so."""
        mot = ici.balise.mot
        if mot == "if":
            examen = Examen(()) if muet else examiner(ici.balise.suite, self.portee)
            self._examen(examen, ici)
            self._empiler(Bloc("if", ici, self.portee, examen.faux))
            self.portee = self.portee.sachant(examen.vrais)
            if muet or examen.fautes:
                self.portee = self.portee._replace(indulgente=True)
        elif mot == "for":
            self._boucle(ici, muet=muet)
        elif mot in ("else", "elif"):
            self._sinon(ici, muet=muet)
        else:
            self._fermer(ici, mot.removeprefix("end"))

    def _boucle(self, ici: Endroit, *, muet: bool) -> None:
        examen, variable = examiner_boucle(ici.balise.suite, self.portee)
        if not muet:
            self._examen(examen, ici)
        variable = variable or _variable_de(ici.balise.suite)
        if variable in self.portee.variables:
            message = f"deux boucles l’une dans l’autre emploient « {variable} »"
            faute = Faute(Code.BOUCLE_MAL_PLACEE, Gravite.AVERTISSEMENT, message,
                          "Donnez un autre nom à la seconde.")  # fmt: skip
            self._dire(faute, ici.fragment, ici.place)
        chemin = f"{examen.chemin}[]" if examen.chemin and not examen.fautes else INCONNU
        self._empiler(Bloc("for", ici, self.portee, variable=variable))
        faits = frozenset({examen.chemin}) if examen.chemin else frozenset()
        variables = {**self.portee.variables, **({variable: chemin} if variable else {})}
        self.portee = self.portee.sachant(faits)._replace(
            variables=variables, finies=self.portee.finies - {variable}
        )

    def _empiler(self, bloc: Bloc) -> None:
        self.pile.append(bloc)
        boucles = sum(b.mot == "for" for b in self.pile)
        trop = len(self.pile) == BLOCS_MAX + 1 or (bloc.mot == "for" and boucles == BOUCLES_MAX + 1)
        if trop:
            dit = f"plus de {BOUCLES_MAX} boucles" if boucles > BOUCLES_MAX else "trop de blocs"
            faute = Faute(Code.EXPRESSION_INTERDITE, Gravite.ERREUR,
                          f"{dit} l’un dans l’autre", "Ôtez ceux du dedans.")  # fmt: skip
            self._dire(faute, bloc.endroit.fragment, bloc.endroit.place)

    def _sinon(self, ici: Endroit, *, muet: bool) -> None:
        mot, bloc = ici.balise.mot, self.pile[-1] if self.pile else None
        if bloc is None:
            self._croise(ici, f"« {mot} » n’est dans aucun « if »", "Ouvrez le « if », ou ôtez-le.")
            return
        if bloc.mot == "for" and (mot == "elif" or len(self.pile) > 1):
            ouvert = f"« for » ouvert {bloc.endroit.ou()} n’est pas fermé"
            self._croise(
                ici, f"« {mot} » répond à un « for » : {ouvert}", "Fermez d’abord le « for »."
            )
            return
        if bloc.sinon:
            dit = f"« {mot} » vient après un « else » du « if » ouvert {bloc.endroit.ou()}"
            self._croise(ici, dit, "Un « if » n’a qu’un « else », en dernier.")
            return
        self._meme_boite(bloc, ici)
        base = bloc.portee.sachant(bloc.faux)
        if mot == "else":
            bloc.sinon, self.portee = True, base
            return
        examen = Examen(()) if muet else examiner(ici.balise.suite, base)
        self._examen(examen, ici)
        bloc.faux |= examen.faux
        self.portee = base.sachant(examen.vrais)

    def _fermer(self, ici: Endroit, mot: str) -> None:
        if not self.pile:
            message = f"« end{mot} » ferme un bloc qui n’est pas ouvert"
            self._croise(ici, message, f"Ouvrez le « {mot} », ou ôtez cette balise.")
            return
        self._oublies(ici, mot)
        rang = next((i for i in range(len(self.pile) - 1, -1, -1) if self.pile[i].mot == mot), None)
        dernier = self.pile[-1]
        if dernier.mot != mot:
            self._croise(
                ici,
                f"« end{mot} » ne ferme pas le « {dernier.mot} » ouvert {dernier.endroit.ou()}",
                f"Fermez-le d’abord, par « end{dernier.mot} ».",
            )
            rang = len(self.pile) - 1 if rang is None else rang
        bloc = self.pile[rang if rang is not None else -1]
        if dernier.mot == mot:
            self._meme_boite(bloc, ici)
            if (entete := rangee_d_entete(bloc, ici)) is not None:
                self._dire(entete, bloc.endroit.fragment, bloc.endroit.place)
        del self.pile[rang if rang is not None else -1 :]
        finies = self.portee.finies | ({bloc.variable} if bloc.variable else set())
        self.portee = bloc.portee._replace(finies=finies)

    def _oublies(self, ici: Endroit, mot: str) -> None:
        """Blocks left open inside the one that *ici* ends, which is in its box: each is told."""
        if hors_du_bloc(self.pile[-1], ici) is None and self.pile[-1].mot == mot:
            return
        dehors = next(
            (i for i in range(len(self.pile) - 1, -1, -1)
             if self.pile[i].mot == mot and hors_du_bloc(self.pile[i], ici) is None),
            None,
        )  # fmt: skip
        if dehors is None or not all(
            not b.endroit.balise.portee or b.endroit.balise.portee != ici.balise.portee
            for b in self.pile[dehors + 1 :]
        ):
            return
        while len(self.pile) > dehors + 1:
            bloc = self.pile.pop()
            self._non_ferme(bloc)
            self.portee = bloc.portee

    def _non_ferme(self, bloc: Bloc) -> None:
        self.releve.dire(
            Code.BLOC_NON_FERME, Gravite.ERREUR, f"« {bloc.mot} » n’est jamais fermé",
            f"Écrivez {{%{bloc.endroit.balise.portee} end{bloc.mot} %}} là où il finit.",
            bloc.endroit.fragment, bloc.endroit.place,
        )  # fmt: skip

    def _meme_boite(self, bloc: Bloc, ici: Endroit) -> None:
        if (faute := hors_du_bloc(bloc, ici)) is not None:
            self._dire(faute, ici.fragment, ici.place)

    def _croise(self, ici: Endroit, message: str, conseil: str) -> None:
        faute = Faute(Code.BLOC_CROISE, Gravite.ERREUR, message, conseil)
        self._dire(faute, ici.fragment, ici.place)


def _variable_de(suite: str) -> str:
    """The variable of a loop that cannot be read."""
    mot = re.match(r"\w+", suite)
    return mot[0] if mot else ""
