"""Commands about packs: ``packs``, ``nouveau-pack``."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.commandes import PLACES
from courriers.cli.messages import dire, en_json
from courriers.cli.options import chemin, option_json, option_modeles
from courriers.erreurs import PackIntrouvable

if TYPE_CHECKING:
    from courriers.lettre.origine import Changements, DocumentChange
    from courriers.lettre.pack import Pack


@click.command("packs")
@option_modeles
@option_json
def packs(modeles: Path | None, json_: bool) -> None:
    """Liste les lettres proposées, et d'où vient chacune.

    Un pack copié par « courriers nouveau-pack » dit de quel pack il vient, ce qui a changé depuis
    dans celui-ci, et la commande qui le montre.
    """
    from courriers.lettre.origine import changements
    from courriers.lettre.pack import packs as tous_les_packs

    trouves = tous_les_packs(modeles=modeles)
    if json_:
        en_json(
            [
                {
                    "nom": p.nom,
                    "origine": p.origine,
                    "repertoire": str(p.dossier),
                    **p.manifeste.model_dump(mode="json"),
                    "changements": None if (c := changements(p)) is None else c.as_dict(),
                }
                for p in trouves
            ]
        )
        return
    largeur = max((len(p.nom) for p in trouves), default=0)
    for p in trouves:
        m = p.manifeste
        relu = f"relu le {m.relu_le:%d/%m/%Y}" if m.relu_le else "pas encore relu par un juriste"
        click.echo(f"{p.nom:<{largeur}}  {m.titre}  (v{m.version}, {relu} ; {p.origine})")
        click.echo(f"{'':<{largeur}}  canaux : {', '.join(m.canaux)} ; {p.dossier}")
        for ligne in _origine(p, changements(p)):
            click.echo(f"{'':<{largeur}}  {ligne}")


def _origine(pack: Pack, trouve: Changements | None) -> Iterator[str]:
    """Where a copy comes from, what is new there, and the commands that show it."""
    depuis = pack.manifeste.depuis
    if depuis is None:
        return
    copie = f"copié de {depuis.pack} (version {depuis.version})"
    if trouve is None:
        yield copie
        return
    if trouve.version is None:
        yield f"{copie} ; ce pack intégré n’existe plus"
        return
    nouvelle = f" (version {trouve.version})" if trouve.version != depuis.version else ""
    yield f"{copie} ; le pack intégré a changé depuis{nouvelle} :"
    for document in trouve.documents:
        yield f"  {document.fichier} : {_dit(document)}"
        avant = document.avant or pack.dossier / document.fichier
        if document.genre == "modifié" and document.apres is not None and avant.is_file():
            yield f"    courriers comparer {_entre_guillemets(avant)} " + _entre_guillemets(
                document.apres
            )
    for cle in trouve.cles:
        aussi = " ; votre copie l’a changé aussi" if cle.conflit else ""
        yield f"  pack.toml : {cle.cle}, {_valeur(cle.avant)} devenu {_valeur(cle.apres)}{aussi}"


def _dit(document: DocumentChange) -> str:
    if document.genre != "modifié":
        return f"fichier {document.genre}"
    if document.comparaison is None:
        return "modifié (le fichier copié n’est plus là tel quel, ou l’un des deux est illisible)"
    combien = len(document.a_reprendre)
    if not combien:
        return "présentation seulement"
    phrases = f"{combien} phrase{'s' if combien > 1 else ''}"
    conflits = len(document.conflits)
    if not conflits:
        return f"{phrases} à reprendre ou non"
    lieux = ", ".join(
        f"paragraphe {p.paragraphe.numero}"
        for p in dict.fromkeys(c.copie.apres or c.copie.avant for c in document.conflits)
        if p is not None
    )
    return f"{phrases}, dont {conflits} que votre copie change aussi ({lieux} de votre fichier)"


def _valeur(valeur: object) -> str:
    dit = "rien" if valeur is None else str(valeur)
    return dit if len(dit) <= 60 else f"{dit[:60]}…"


def _entre_guillemets(fichier: Path) -> str:
    """*fichier* as one word of a command, for the shell of this system."""
    if os.name == "nt":
        return f'"{fichier}"'
    return shlex.quote(str(fichier))


@click.command("nouveau-pack")
@click.argument("nom", metavar="NOM")
@click.option(
    "--depuis", required=True, metavar="PACK", help="Le pack à copier : voir « courriers packs »."
)
@click.option(
    "--modeles", type=chemin(file_okay=False), metavar="DIR",
    help="Répertoire où le copier, créé s'il manque ; celui de COURRIERS_MODELES, sinon ./modeles, "
    "par défaut.",
)  # fmt: skip
@click.option("--titre", metavar="TITRE", help="Titre du nouveau pack ; celui de PACK par défaut.")
def nouveau_pack(nom: str, depuis: str, modeles: Path | None, titre: str | None) -> None:
    """Copie un pack dans votre répertoire, prêt à être modifié.

    NOM : minuscules sans accent, chiffres et tirets ; il peut être celui de PACK, et votre copie
    l'emporte alors sur le pack intégré. La copie se souvient de ce qu'elle copie : « courriers
    packs » dira si le pack intégré change. Un répertoire qui existe n'est jamais touché.

    \b
    Exemples :
      courriers nouveau-pack mise-en-demeure --depuis mise-en-demeure
      courriers nouveau-pack relance-agence --depuis relance-courtoise --titre "Relance, agence"
    """
    from courriers.lettre.copie import a_copier, copier, verifier_le_nom
    from courriers.lettre.emplacements import VARIABLE

    try:
        verifier_le_nom(nom)
    except ValueError as faute:
        raise click.BadParameter(f"{faute}.", param_hint="NOM") from None
    racine = modeles or Path(os.environ.get(VARIABLE) or "modeles")
    try:
        source = a_copier(depuis, racine)
    except PackIntrouvable as erreur:
        raise click.BadParameter(str(erreur), param_hint="--depuis") from None
    dossier = copier(source, nom, racine, titre=titre)
    click.echo(dossier)
    par_variable = modeles is None and bool(os.environ.get(VARIABLE))
    for ligne in _suite(source, nom, dossier, par_variable=par_variable):
        dire(ligne)


def _suite(source: Pack, nom: str, dossier: Path, *, par_variable: bool) -> Iterator[str]:
    """What to do with the copy, command by command."""
    premier, *autres = (d.fichier for d in source.manifeste.documents)
    aussi = f" (et {', '.join(autres)})" if autres else ""
    option = "" if par_variable else f" --modeles {_entre_guillemets(dossier.parent)}"
    commandes = [f"courriers produire DOSSIER --pack {nom}{option}"]
    if "verifier" in PLACES:
        commandes.insert(0, f"courriers verifier {_entre_guillemets(dossier)}")
    yield f"Ouvrez {dossier / premier}{aussi} dans Word, changez le texte, enregistrez. Puis :"
    yield from (f"  {commande}" for commande in commandes)
    depuis = source.manifeste.depuis
    souche = depuis.pack if depuis is not None else source.nom
    if nom == souche:
        ou = "" if par_variable else f", avec{option}"
        yield f"Cette copie l’emporte sur le pack intégré « {nom} »{ou}."
        return
    escalade = source.manifeste.escalade
    if escalade.apres or escalade.avant:
        yield (
            f"« --pack auto » continue de choisir « {souche} », dont c’est une variante ; pour "
            f"en faire une étape de plus, nommez « {souche} » dans « apres » ou « avant » de son "
            "pack.toml."
        )
    yield (
        f"À « envois » du dossier, notez ses lettres au niveau « {souche} » : c’est à ce nom que "
        "la loi et les délais les reconnaissent."
    )
