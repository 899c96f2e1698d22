"""The complete file made again around a retouched act: the same annexes, the same exhibits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.document.pdf import Pdf
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, MoteurPdfAbsent, motif_systeme
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.provenance import Origine
from courriers.lettre.retouche import relire_la_retouche
from courriers.lot.dedans import Dedans, tenir
from courriers.lot.ensemble import atelier_de, ecrire_ensemble, somme_du
from courriers.lot.evenements import LettreEcrite
from courriers.lot.journal import lire, repertoire_de
from courriers.lot.liasse_de_la_lettre import liasse_de
from courriers.lot.sources.references import pli


@dataclass(frozen=True)
class LiasseRefaite:
    """What became of the complete file of a retouched letter."""

    fichiers: tuple[Path, ...] = ()
    constats: tuple[Constat, ...] = ()


@dataclass(frozen=True)
class Demande:
    """A complete file to make again. It crosses to another process."""

    lettre: Lettre
    """As the pack writes it."""
    de: Origine
    dossier: Dossier
    source: Path
    """The Word file that was retouched; those of the other documents are beside it."""
    docx: bytes
    rendu: Pdf = field(repr=False)
    """Its PDF, that was admitted."""
    repertoire: Path
    """Where the complete file goes."""
    taille_max: int | None = None
    """As « produire » takes it; that of the journal by default."""
    bareme: Bareme | None = None

    @property
    def nom(self) -> str:
        """What the names of its files begin with."""
        return f"{self.de.pack.nom}{self.lettre.exemplaire}"


def refaire_la_liasse(demande: Demande, executeur: Executor | None) -> LiasseRefaite:
    """Write the complete file of *demande*; what prevents it is a finding, the act stands.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    try:
        if executeur is None:
            return _refaire(demande)
        return executeur.submit(_refaire, demande).result()
    except MoteurPdfAbsent:
        raise
    except CourriersError as faute:
        return LiasseRefaite(constats=(_pas_refaite(demande, faute.message, faute.conseil),))
    except OSError as faute:
        return LiasseRefaite(constats=(_pas_refaite(demande, f"{motif_systeme(faute)}.", ""),))


def constats_de_l_ancienne(demande: Demande) -> list[Constat]:
    """What is said of a complete file that is not made again: it has the act of before."""
    complet = demande.repertoire / f"{demande.nom}-complet.pdf"
    if not complet.exists():
        return []
    dit = f"{complet.name} n’est pas refait\u00a0: il contient encore l’acte d’avant."
    conseil = "Il l’est sans «\u00a0--sans-pieces\u00a0»."
    return [avertissement(Code.LIASSE_MELEE, dit, conseil, Lieu(fichier=str(complet)))]


def _pas_refaite(demande: Demande, motif: str, conseil: str) -> Constat:
    complet = demande.repertoire / f"{demande.nom}-complet.pdf"
    la = f" Celui qui est là ({complet.name}) contient l’acte d’avant." if complet.exists() else ""
    dit = f"le fichier complet n’est pas refait\u00a0: {motif}{la}"
    return erreur(Code.LIASSE_ABSENTE, dit, conseil, Lieu(champ="pieces"))


def _refaire(demande: Demande) -> LiasseRefaite:
    tenir(Dedans(demande.repertoire), demande.repertoire)
    documents = list(_documents(demande))
    ecrite = _au_journal(demande)
    taille = demande.taille_max or (ecrite.taille_max if ecrite else 0) or None
    with atelier_de(demande.repertoire) as atelier:
        liasse = liasse_de(
            demande.lettre, demande.dossier, demande.de.pack, documents, atelier=atelier,
            taille_max=taille,
        )  # fmt: skip
        fichiers = {demande.repertoire / nom: faite for nom, faite in liasse.fichiers.items()}
        sommes = {chemin: somme_du(contenu) for chemin, contenu in fichiers.items()}
        # Made from the act and the exhibits, it holds nothing of a hand.
        ecrire_ensemble(fichiers, sommes, refaire=True, ecrites=None)
    connues = ecrite.fichiers.values() if ecrite else ()
    restes = liasse.restes(demande.repertoire, frozenset(connues))
    return LiasseRefaite(tuple(fichiers), (*liasse.constats, *restes))


def _documents(demande: Demande) -> Iterator[DocumentRempli]:
    """Each document of the letter as its Word file now says it."""
    for nom, document in demande.lettre.documents.items():
        if document.role == "courriel":
            continue
        if nom == demande.de.document.nom:
            yield document.retouche(demande.docx, demande.rendu)
            continue
        suite = "" if document.role == "lettre" else f"-{nom}"
        voisin = demande.source.with_name(f"{demande.nom}{suite}.docx")
        docx = voisin.read_bytes() if voisin.is_file() else document.docx()
        if docx == document.docx():
            yield document
            continue
        _admettre(demande, voisin, nom, docx)
        yield document.retouche(docx)


def _admettre(demande: Demande, voisin: Path, nom: str, docx: bytes) -> None:
    """Hold another document, retouched too, to the case; raises what refuses it."""
    de = demande.de
    fiche = next(d for d in de.pack.manifeste.documents if d.nom == nom)
    lue = relire_la_retouche(
        docx, demande.dossier, Origine(de.pack, fiche, de.caution), au=demande.lettre.au,
        bareme=demande.bareme,
    )  # fmt: skip
    if lue.refus is not None:
        raise CourriersError(
            f"{voisin} ne dit plus ce que dit le dossier.",
            conseil=f"Relisez-le\u00a0: courriers pdf {voisin.name} --dossier …",
            code=lue.refus.code,
        )


def _au_journal(demande: Demande) -> LettreEcrite | None:
    """The line of that letter in the journal of its folder, where volumes are to be made alike."""
    if not any(demande.repertoire.glob(f"{demande.nom}-complet-[0-9]*.pdf")):
        return None
    lettre, trouvee = demande.lettre, None
    qui = (pli(lettre.reference), lettre.pack, lettre.exemplaire, lettre.au)
    repertoire = repertoire_de(demande.source)
    for dit in lire(repertoire) if repertoire is not None else ():
        if isinstance(dit, LettreEcrite) and dit.pieces:
            sien = (pli(dit.reference), dit.pack, dit.exemplaire, dit.au)
            trouvee = dit if sien == qui else trouvee
    return trouvee
