"""A letter before it is printed: the file that was written, an A4 sheet, a window that is clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Code, Constat, Gravite, Lieu, avertissement, erreur
from courriers.document.enveloppe import AUTOUR, FENETRE, Vue, voir
from courriers.erreurs import PdfInvalide, motif_systeme
from courriers.langue.adresse import LONGUEUR_MAX
from courriers.lot.depot.adresse import Adresse, lire_adresse
from courriers.lot.depot.objets import empechements, ouvert
from courriers.lot.depot.pli import Pli, place
from courriers.lot.journal import empreinte

PAGES_MAX = 50
"""Pages of a letter that a printer takes (bound included)."""
A4 = (210.0, 297.0)
_JEU = 1.5
"""Millimetres by which a page may differ from A4."""
_OU = (
    f"de {FENETRE[0]:g} à {FENETRE[2]:g}\u00a0mm du bord gauche, de {FENETRE[1]:g} à "
    f"{FENETRE[3]:g}\u00a0mm du haut"
)


@dataclass(frozen=True)
class Controle:
    """What was found of one letter."""

    pli: Pli
    constats: tuple[Constat, ...]
    octets: tuple[bytes, ...] = ()
    """Its PDFs, the letter first; none where one cannot be read."""
    pages: tuple[int, ...] = ()
    """Of each."""
    adresse: Adresse | None = None

    @property
    def est_sienne(self) -> bool:
        """Whether what its PDF carries can be believed: it was written, or its change is taken."""
        changee = any(
            c.code == Code.LETTRE_CHANGEE and c.gravite is Gravite.ERREUR for c in self.constats
        )
        return bool(self.octets) and not changee

    @property
    def est_bon(self) -> bool:
        """Whether it can be printed."""
        return self.adresse is not None and all(
            c.gravite is not Gravite.ERREUR for c in self.constats
        )


def controler(pli: Pli, repertoire: Path, taille: int, *, retouchees: bool = False) -> Controle:
    """Read the files of *pli*, and say all that keeps it from being printed.

    Args:
        pli: the letter.
        repertoire: the folder it is in.
        taille: most bytes of a file of the deposit.
        retouchees: take a file that is not the one the journal knows, with a warning.
    """
    constats, lus = list[Constat](), list[bytes]()
    for nom in pli.pdfs:
        lu = _lire(repertoire, nom, taille)
        if isinstance(lu, Constat):
            constats.append(lu)
        else:
            lus.append(lu)
            constats += _change(pli, nom, lu, repertoire, retouchees=retouchees)
    if len(lus) < len(pli.pdfs):
        return Controle(pli, tuple(constats))
    vues = list[Vue]()
    for nom, octets in zip(pli.pdfs, lus, strict=True):
        lieu = Lieu(fichier=str(repertoire / nom))
        try:
            vues.append(voir(octets))
            with ouvert(octets) as pdf:
                connu = empreinte(octets) == pli.fichiers.get(nom)
                constats += [_a_refaire(lieu, m) for m in empechements(pdf, connu=connu)]
        except PdfInvalide as faute:
            constats.append(_a_refaire(lieu, faute.message))
            return Controle(pli, tuple(constats), tuple(lus))
        constats += [_a_refaire(lieu, motif) for motif in _formats(vues[-1])]
    pages = tuple(len(vue.formats) for vue in vues)
    lieu = Lieu(fichier=str(repertoire / pli.pdfs[0]))
    if sum(pages) > PAGES_MAX:
        constats.append(_a_refaire(lieu, f"la lettre a {sum(pages)} pages, plus de {PAGES_MAX}"))
    adresse, dits = _fenetre(vues[0], lieu, pli.reference)
    return Controle(pli, (*constats, *dits), tuple(lus), pages, adresse)


def _lire(repertoire: Path, nom: str, taille: int) -> bytes | Constat:
    lieu = Lieu(fichier=str(repertoire / nom))
    chemin = place(repertoire, nom)
    if chemin is None:
        return _a_refaire(lieu, "ce que nomme le journal est hors de ce répertoire")
    try:
        if chemin.stat().st_size > taille:
            return _a_refaire(lieu, f"le PDF pèse plus de {taille / 1e6:g}\u00a0Mo")
        return chemin.read_bytes()
    except FileNotFoundError:
        conseil = "« courriers pdf » le fait, du fichier Word."
        return _a_refaire(lieu, "le PDF n’est pas là", conseil)
    except (OSError, ValueError) as faute:
        motif = motif_systeme(faute) if isinstance(faute, OSError) else "son nom est abîmé"
        return _a_refaire(lieu, f"le PDF ne peut pas être lu\u00a0: {motif}")


def _change(
    pli: Pli, nom: str, octets: bytes, repertoire: Path, *, retouchees: bool
) -> Iterator[Constat]:
    """Whether *nom*, or the Word file it comes from, is no longer what was written."""
    faire = avertissement if retouchees else erreur
    conseil = "Relisez-la\u00a0; --retouchees la dépose telle quelle."
    lieu = Lieu(fichier=str(repertoire / nom))
    if empreinte(octets) != pli.fichiers.get(nom):
        motif = (
            "ce PDF n’est plus celui que le journal a retenu\u00a0: il a été refait, retouché ou "
            "abîmé."
            if nom in pli.fichiers
            else "ce PDF n’est pas au journal\u00a0: il a été fait après la lettre."
        )
        yield faire(Code.LETTRE_CHANGEE, motif, conseil, lieu)
        return
    word = nom[: -len(".pdf")] + ".docx"
    chemin = place(repertoire, word) if word in pli.fichiers else None
    try:
        garde = chemin is None or empreinte(chemin.read_bytes()) == pli.fichiers[word]
    except OSError:
        garde = True  # only the PDF is printed
    if not garde:
        motif = "le fichier Word a été retouché depuis, et ce PDF ne l’a pas suivi."
        yield faire(Code.LETTRE_CHANGEE, motif, conseil, lieu)


def _formats(vue: Vue) -> Iterator[str]:
    for rang, (largeur, hauteur) in enumerate(vue.formats, start=1):
        dits = sorted((largeur, hauteur)) if rang > 1 else (largeur, hauteur)
        if any(abs(vu - voulu) > _JEU for vu, voulu in zip(dits, A4, strict=True)):
            yield (
                f"la page {rang} n’est pas au format A4"
                f"{' en hauteur' if rang == 1 else ''} ({largeur:.0f} x {hauteur:.0f}\u00a0mm)"
            )
            return


def _fenetre(vue: Vue, lieu: Lieu, reference: str) -> tuple[Adresse | None, list[Constat]]:
    constats = []
    adresse = None
    try:
        adresse = lire_adresse(vue.adresse, reference)
    except ValueError as faute:
        motif = f"la fenêtre de l’enveloppe ({_OU}) ne montre pas une adresse seule\u00a0: {faute}."
        constats.append(_fenetre_a_revoir(motif, lieu))
    if vue.deborde and adresse is not None:
        motif = (
            f"quelque chose est imprimé à moins de {AUTOUR:g}\u00a0mm de la fenêtre de "
            f"l’enveloppe ({_OU})\u00a0: l’adresse en sort, ou autre chose y entrerait."
        )
        constats.append(_fenetre_a_revoir(motif, lieu))
    longues = [ligne for ligne in vue.adresse if len(ligne) > LONGUEUR_MAX]
    if adresse is not None and longues:
        motif = (
            f"la ligne d’adresse «\u00a0{longues[0]}\u00a0» compte {len(longues[0])} caractères"
            f"\u00a0; la norme postale et les imprimeurs en admettent {LONGUEUR_MAX}."
        )
        constats.append(avertissement(Code.ADRESSE_TROP_LONGUE, motif, lieu=lieu))
    return adresse, constats


def _fenetre_a_revoir(motif: str, lieu: Lieu) -> Constat:
    return erreur(Code.FENETRE_A_REVOIR, motif, "Corrigez la lettre, ou le modèle.", lieu)


def _a_refaire(lieu: Lieu, motif: str, conseil: str = "") -> Constat:
    return erreur(Code.PDF_A_REFAIRE, f"{motif.rstrip('.')}.", conseil, lieu)
