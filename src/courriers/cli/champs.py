"""``courriers champs``: every name a template may use, on the terminal, in JSON or in Word."""

from __future__ import annotations

import difflib
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import en_json
from courriers.cli.options import chemin, option_json
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import INSECABLE

if TYPE_CHECKING:
    from courriers.lettre.champs import Champ, Chapitre, Filtre

_GENRE = 12
"""Characters of the column of types, its margin included."""
_SENS_MIN = 40
"""Under so many characters, what is said of a field goes under its name."""


@click.command("champs")
@click.argument("mots", nargs=-1, metavar="[MOTIF]")
@click.option(
    "--docx", type=chemin(dir_okay=False), metavar="FICHIER",
    help="Écrit un document Word A4, à garder près de soi ; FICHIER finit par .docx, et est "
    "remplacé s'il existe.",
)  # fmt: skip
@option_json
def champs(mots: tuple[str, ...], docx: Path | None, json_: bool) -> None:
    """Montre ce qu'un modèle peut imprimer : chaque champ et chaque filtre.

    Pour chaque champ : son genre, son sens, un exemple tel qu'il est imprimé, et quand il est vide.
    MOTIF ne garde que ce qui contient tous ses mots, sans égard aux accents ni aux capitales.

    \b
    Genres :
      texte        s'imprime           {{ debiteur.denomination }}
      oui ou non   choisit             {% if debiteur.est_consommateur %}…{% endif %}
      groupe       réunit des champs   {% if contestation %}{{ contestation.motif }}{% endif %}
      liste        se répète           {%p for ligne in debiteur.adresse %}…{%p endfor %}
      image        prend la place d'une image dont le texte de remplacement est ce nom
      libre        texte du dossier    {{ complements.surete }}

    \b
    Un élément de liste est noté [] : factures[].numero s'écrit facture.numero, entre
      {%tr for facture in factures %} et {%tr endfor %}

    \b
    Exemple :
      courriers champs                       tous les champs
      courriers champs echeancier            ceux qui en parlent
      courriers champs facture date          ceux qui parlent des deux
      courriers champs --docx champs.docx    les mêmes, en Word
    """
    from courriers.lettre.champs import search

    if docx is not None:
        if json_:
            raise click.UsageError("--json et --docx ne vont pas ensemble.")
        if docx.suffix.lower() != ".docx":
            raise click.BadParameter(
                f"« {docx} » : un nom qui finit par .docx est attendu.", param_hint="--docx"
            )
    motif = " ".join(mots)
    chapitres, filtres = search(motif)
    if json_:  # a list whatever happens: a program reads it
        en_json([champ.as_dict() for chapitre in chapitres for champ in chapitre.champs])
    if not chapitres and (json_ or not filtres):
        raise CourriersError(f"Aucun champ ne contient « {motif[:60]} ».", conseil=_proches(motif))
    if docx is not None:
        _ecrire(docx, chapitres, filtres)
    elif not json_:
        click.echo("\n".join(_lignes(chapitres, filtres)))


def _proches(motif: str) -> str:
    from courriers.lettre.champs import champs as contrat

    proches = difflib.get_close_matches(motif[:60].casefold(), contrat(), n=3)
    if proches:
        return f"Noms proches : {', '.join(proches)}."
    return "« courriers champs », sans motif, les montre tous."


def _ecrire(fichier: Path, chapitres: Sequence[Chapitre], filtres: Sequence[Filtre]) -> None:
    from courriers.lettre.aide_memoire import aide_memoire
    from courriers.lot.ecriture import ecrire_atomiquement

    try:
        ecrire_atomiquement(fichier, aide_memoire(chapitres, filtres))
    except OSError as faute:
        raise CourriersError(
            f"{fichier} ne peut pas être écrit : {motif_systeme(faute)}.",
            conseil="Vérifiez les droits et la place, ou si Word tient le fichier ouvert.",
            code="ECRITURE_IMPOSSIBLE",
        ) from None
    click.echo(str(fichier))


# --- À l’écran --------------------------------------------------------------------------------


def _lignes(chapitres: Sequence[Chapitre], filtres: Sequence[Filtre]) -> Iterator[str]:
    for rang, chapitre in enumerate(chapitres):
        if rang:
            yield ""
        yield click.style(chapitre.titre, bold=True)
        noms = [champ.nom for champ in chapitre.champs]
        for champ in chapitre.champs:
            yield from _fiche(champ.nom, champ.genre, _dits(champ), noms)
    if filtres:
        if chapitres:
            yield ""
        yield click.style("Les filtres", bold=True)
        for filtre in filtres:
            dits = [filtre.sens, f"ex.{INSECABLE}: {filtre.exemple}"]
            yield from _fiche(filtre.nom, "filtre", dits, [f.nom for f in filtres])


def _dits(champ: Champ) -> list[str]:
    """What it means, an example, when there is nothing to print."""
    dits = [champ.sens]
    if champ.exemple and champ.genre != "oui ou non":
        dits.append(f"ex.{INSECABLE}: {champ.exemple}")
    if champ.vide:
        etat = "absent" if champ.genre == "groupe" else "vide"
        dits.append(f"{etat}{INSECABLE}: {champ.vide}")
    return dits


def _fiche(nom: str, genre: str, dits: Sequence[str], noms: Sequence[str]) -> Iterator[str]:
    """The lines of one name: in columns as wide as *noms* ask, or one under the other."""
    largeur = max(40, min(130, shutil.get_terminal_size((100, 24)).columns))
    colonne = max(map(len, noms)) + 2
    if largeur - 2 - colonne - _GENRE < _SENS_MIN:
        yield f"  {click.style(nom, bold=True)}  ({genre})"
        marge = " " * 6
        tete = marge
    else:
        marge = " " * (2 + colonne + _GENRE)
        tete = f"  {nom:<{colonne}}{genre:<{_GENRE}}"
    for dit in dits:
        yield textwrap.fill(
            dit, largeur, initial_indent=tete, subsequent_indent=marge,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        tete = marge
