"""The command ``nouveau-dossier``: from nothing to a case, and to its first letter."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.affichage import paragraphe, tableau_du_decompte
from courriers.cli.lettres_offertes import choisir, ecrire
from courriers.cli.messages import dire, dire_constats, dire_erreur
from courriers.cli.options import (
    chemin,
    option_au,
    option_delai,
    option_format,
    option_modeles,
    option_reglages,
)
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import date_longue

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.dossier.modele import Dossier
    from courriers.lot.saisie import Parcours

_ACCUEIL = (
    "Quelques questions, et la lettre est prête. Entrée passe ce qui est facultatif, et prend ce "
    "qui est entre crochets ; « ? » explique la question, « < » revient à la précédente, Ctrl-C "
    "abandonne sans rien enregistrer."
)


def _en_toml(ctx: click.Context, param: click.Parameter, valeur: Path | None) -> Path | None:
    del ctx, param
    if valeur is not None and valeur.suffix.lower() != ".toml":
        raise click.BadParameter(f"« {valeur} » : le nom du dossier finit par .toml.")
    return valeur


@click.command("nouveau-dossier")
@click.option(
    "-o", "--sortie", type=chemin(dir_okay=False), metavar="FICHIER.toml", callback=_en_toml,
    help="Fichier du dossier ; « dossier-<référence>.toml » par défaut.",
)  # fmt: skip
@option_au
@click.option(
    "--depuis", type=chemin(exists=True), metavar="FICHIER",
    help="Facture électronique (Factur-X .pdf, UBL ou CII .xml) qui répond à presque tout ; ou "
    "dossier .toml ou .json dont le créancier est repris.",
)  # fmt: skip
@click.option(
    "--lettres", type=chemin(file_okay=False), default=Path("out"), show_default=True,
    metavar="DIR", help="Répertoire de la lettre, si vous en écrivez une.",
)  # fmt: skip
@option_format
@option_modeles
@option_reglages
@option_delai
@click.pass_context
def nouveau_dossier(
    ctx: click.Context,
    sortie: Path | None,
    au: datetime.date,
    depuis: Path | None,
    lettres: Path,
    formats: tuple[str, ...] | None,
    modeles: Path | None,
    reglages: Reglages,
    delai: float,
) -> None:
    """Pose les questions d'un dossier, l'enregistre, et propose ses lettres.

    Pour une facture impayée, une douzaine de réponses suffisent : qui est payé, qui doit, la
    facture. Une réponse fausse (un chiffre du SIREN ou de l'IBAN, une date) est expliquée et
    redemandée. Suivent le compte, puis les lettres : celle qui est due, celles que la loi permet,
    celles qu'elle ne permet pas et pourquoi.

    Le dossier est un fichier texte qui s'explique : chaque champ facultatif y est, en commentaire,
    avec un exemple. Aucun fichier n'est remplacé sans le demander. Les réponses peuvent venir d'un
    autre programme, une par ligne. Sortie 0 : le dossier est enregistré ; 1 : il ne l'est pas, ou
    la lettre demandée est refusée ; 130 : Ctrl-C.

    \b
    Exemples :
      courriers nouveau-dossier
      courriers nouveau-dossier -o martin.toml
      courriers nouveau-dossier --depuis martin.toml        le créancier est déjà connu
      courriers nouveau-dossier --depuis facture.pdf        la facture est électronique
    """
    from courriers.cli.questionnaire import FinDeSaisie, preparer, soigner
    from courriers.lettre.pack import packs

    preparer()
    enregistre: Path | None = None
    try:
        if depuis is not None and depuis.suffix.lower() in (".pdf", ".xml"):
            depart = _de_la_facture(depuis, reglages)
        else:
            depart = _depart(depuis, sortie)
        dire("")
        dire(paragraphe(soigner(_ACCUEIL), ""))
        parcours, dossier = _repondre(depart, au, reglages)
        enregistre = _enregistrer(parcours, dossier, sortie)
        click.echo(f"{enregistre}")
        connus = packs(modeles=modeles, papier=reglages.papier)
        choisi = choisir(dossier, au, connus, reglages, enregistre)
    except FinDeSaisie:
        if enregistre is None:
            dire(soigner("Les réponses s’arrêtent avant la fin : rien n’est enregistré."), "red")
            ctx.exit(1)
        return
    except KeyboardInterrupt:
        reste = f"le dossier reste dans {enregistre}" if enregistre else "rien n’est enregistré"
        dire("")
        dire(soigner(f"Interrompu : {reste}."))
        ctx.exit(130)
    if choisi is not None:
        ecrire(ctx, enregistre, choisi, au, lettres, formats, reglages, delai)


# --- D'où l'on part ---------------------------------------------------------------------------


def _depart(depuis: Path | None, sortie: Path | None) -> Parcours:
    """Nothing, or the creditor of another case, and its debtor if the person says so."""
    from courriers.cli.questionnaire import oui_non, soigner
    from courriers.dossier import load_dossier
    from courriers.langue.accords import designation
    from courriers.lot.saisie import Parcours, reponses_de, reprendre
    from courriers.lot.sources import fichier

    if depuis is None:
        return Parcours()
    source = fichier(depuis)
    ancien = load_dossier(source)
    dire(soigner(f"Créancier repris : {designation(ancien.creancier)}."))
    meme = source.resolve().parent == (sortie or Path()).resolve().parent
    debiteur = oui_non(f"Le débiteur est-il encore {designation(ancien.debiteur)} ?")
    reprise = reprendre(ancien, debiteur=debiteur, images=meme)
    if reprise.images:
        dire(f"Non repris, car restés à côté de l’ancien dossier : {', '.join(reprise.images)}. "
             "Copiez-les à côté du nouveau, puis ajoutez-les au fichier.", "yellow")  # fmt: skip
    if reprise.sans_mandataire:
        dire("Le mandataire n’est pas repris : son mandat est propre à chaque dossier.", "yellow")
    brut = ancien.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    taux = reponses_de(brut).get("conditions.taux")
    return Parcours(reprise.fond, avant={"conditions.taux": taux} if taux else {})


def _de_la_facture(depuis: Path, reglages: Reglages) -> Parcours:
    """What an electronic invoice answers; what it deduces is asked, its answer ready."""
    from courriers.cli.questionnaire import soigner
    from courriers.langue.typographie import montant
    from courriers.lot.saisie import Parcours
    from courriers.lot.sources.factures import reponses_de_la_facture

    prete = reponses_de_la_facture(depuis, reglages.configuration)
    lue = prete.facture
    dire(soigner(
        f"Facture lue : n° {lue.numero} du {date_longue(lue.date)}, {lue.vendeur.nom} contre "
        f"{lue.acheteur.nom}, {montant(lue.total, lue.devise)}."
    ))  # fmt: skip
    if "creancier" in prete.fond:
        dire(soigner(f"Créancier repris de {reglages.fichier}."))
    dire_constats(prete.constats)
    return Parcours(prete.fond or None, tuple(prete.reponses.items()), prete.proposees)


# --- Les réponses, le compte ------------------------------------------------------------------


def _repondre(
    parcours: Parcours, au: datetime.date, reglages: Reglages
) -> tuple[Parcours, Dossier]:
    """Every answer, until they make a case and the person is content with it."""
    from courriers.cli.questionnaire import RETOUR, interroger, lire, soigner
    from courriers.dossier import load_dossier
    from courriers.lot.saisie import lire_reponses

    while True:
        parcours = interroger(parcours)
        saisie = lire_reponses(parcours.reponses, fond=parcours.fond)
        if saisie.fautes:
            cle, constat = next(iter(saisie.fautes.items()))
            dire(soigner(f"{cle} : {constat.message}"), "red")
            revenu = parcours.revenir_a(cle)
            if revenu is parcours:  # in what another case gave: no question can correct it
                raise CourriersError(f"Le dossier repris a une faute : {constat}")
            parcours = revenu
            continue
        dossier = load_dossier(saisie.dossier)
        _resumer(dossier, au, reglages)
        while dit := lire("Entrée : enregistrer ce dossier ; « < » : revenir sur une réponse :"):
            if dit == RETOUR:
                parcours = parcours.revenir()
                break
            dire("  Entrée, ou « < ».", "yellow")
        else:
            return parcours, dossier


def _resumer(dossier: Dossier, au: datetime.date, reglages: Reglages) -> None:
    """Who owes what to whom, and the statement."""
    from courriers.droit.decompte import decompte_arrete
    from courriers.langue.accords import designation

    dire("")
    parties = f"{designation(dossier.creancier)} contre {designation(dossier.debiteur)}"
    click.secho(f"Dossier {dossier.reference} : {parties}", bold=True, err=True)
    try:
        decompte = decompte_arrete(dossier, au, bareme=reglages.bareme)
    except CourriersError as refus:
        dire_erreur(refus)
        return
    dire(f"Décompte arrêté au {date_longue(au)}\n")
    dire(tableau_du_decompte(decompte, dossier.conditions.base_jours))
    dire_constats(decompte.constats)
    dire("")


def _enregistrer(parcours: Parcours, dossier: Dossier, sortie: Path | None) -> Path:
    """Write the case where the person wants it, never over a file without asking."""
    from courriers.cli.questionnaire import lire, oui_non, soigner
    from courriers.lot.ecriture import ecrire_atomiquement
    from courriers.lot.noms import nom_sur
    from courriers.lot.saisie import ecrire_toml

    texte = ecrire_toml(parcours.reponses, fond=parcours.fond)
    fichier = sortie or Path(f"dossier-{nom_sur(dossier.reference)}.toml")
    while True:
        if not fichier.exists() or oui_non(f"{fichier} existe déjà. Le remplacer ?"):
            try:
                ecrire_atomiquement(fichier, texte.encode("utf-8"))
                return fichier
            except OSError as faute:
                dire(soigner(f"{fichier} ne peut pas être écrit : {motif_systeme(faute)}."), "red")
        nom = lire("Autre nom de fichier, finissant par .toml :")
        if nom:
            fichier = Path(nom if nom.lower().endswith(".toml") else f"{nom}.toml")
