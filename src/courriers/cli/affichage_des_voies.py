"""What ``voies`` shows of each route. Imported by the command when it runs, not by its help."""

from __future__ import annotations

import click

from courriers.cli.affichage import paragraphe
from courriers.droit.calendrier import Delai
from courriers.droit.voies import Etat, Sens, Voie
from courriers.langue.typographie import date_longue

_COULEURS = {Etat.OUVERTE: "green", Etat.FERMEE: "red", Etat.INCERTAINE: "yellow"}
_NOMS_DES_ETATS = {Etat.OUVERTE: "ouverte", Etat.FERMEE: "fermée", Etat.INCERTAINE: "incertaine"}
_MARQUES = {Sens.OUVRE: "+", Sens.FERME: "–", Sens.DOUTE: "?", Sens.CONDITION: "·"}


def montrer_la_voie(voie: Voie, tout: bool) -> None:
    """The route and what bears on it; of a closed one, what closes it unless *tout*."""
    etat = _NOMS_DES_ETATS[voie.etat]
    if voie.a_completer:
        etat += f", à compléter : {', '.join(voie.a_completer)}"
    click.echo(f"\n{voie.titre} : {click.style(etat, fg=_COULEURS[voie.etat])}")
    fermee = voie.etat is Etat.FERMEE and not tout
    for motif in voie.motifs:
        if fermee and motif.sens is not Sens.FERME:
            continue
        article = f" ({motif.fondement})" if motif.fondement and "art." not in motif.texte else ""
        click.echo(paragraphe(f"{motif.texte}{article}", f"  {_MARQUES[motif.sens]} "))
    if fermee:
        return
    click.echo(paragraphe(f"compétence : {voie.competence}", "    "))
    exigee = {True: "exigée", False: "non exigée", None: "à vérifier"}
    tentative = voie.tentative_amiable
    texte = f"tentative amiable {exigee[tentative.exigee]} : {tentative.motif}"
    click.echo(paragraphe(texte, "    "))
    if voie.delai is not None:
        click.echo(paragraphe(f"délai : {delai_en_clair(voie.delai)}", "    "))


def delai_en_clair(delai: Delai) -> str:
    """The day it ends, what it is and its article."""
    return f"{date_longue(delai.terme)}, {delai.quoi} ({delai.fondement})"
