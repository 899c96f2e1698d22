"""An office’s paper: its Word file or its pre-printed sheets, given to a template.

A pure function makes a new template of a template and a paper (:func:`sur_papier`); the place of
the address in the window of the envelope is kept. This floor knows no debtor: the styles
« Expéditeur » and « Espace fenêtre », and the field of the legal line, are all it knows of letters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from lxml import etree

from courriers.document.archive import Archive, R, analyser
from courriers.document.papier import habit, listes
from courriers.document.papier.courants import MENTIONS, Courants, poser, preparer
from courriers.document.papier.fenetre import Zone, encre
from courriers.document.papier.nettoyage import est_visible, nettoyer, texte_brut
from courriers.document.papier.ordre import APRES_LA_PREMIERE, inserer
from courriers.document.papier.page import (
    A4,
    MM,
    Fenetre,
    Feuille,
    ajuster,
    deplacer,
    entier,
)
from courriers.document.papier.parties import Chantier, ecrire, lue, w
from courriers.document.papier.styles import ESPACE, Fusion, identifiants
from courriers.erreurs import FichierWordInvalide

__all__ = ["BAS", "BAS_MAX", "HAUT", "HAUT_MAX", "Papier", "sur_papier"]

HAUT, HAUT_MAX = 45.0, 120.0
"""Millimetres pre-printed at the top of a sheet, by default and at most."""
BAS, BAS_MAX = 20.0, 60.0
"""The same, at the bottom."""
_EXPEDITEUR = ("expéditeur", "expéditeur nom")
_ECART = round(5 * MM)


@dataclass(frozen=True, eq=False)
class Papier:
    """The paper of an office. Built by :meth:`lire` or :meth:`preimprime`; never changes."""

    nom: str
    expediteur: bool
    """It names the sender: what a template prints of it is left out."""
    haut: float = 0.0
    bas: float = 0.0
    """Millimetres pre-printed; nothing is printed there."""
    _archive: Archive | None = field(default=None, repr=False)

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 of all that it changes in a letter, in hexadecimal."""
        somme = hashlib.sha256(f"{self.expediteur} {self.haut} {self.bas}".encode())
        for nom, octets in sorted(self._archive.membres.items() if self._archive else ()):
            somme.update(f"\0{nom}\0{len(octets)}\0".encode("utf-8", "surrogatepass") + octets)
        return somme.hexdigest()

    @classmethod
    def lire(cls, source: bytes | str | Path, *, expediteur: bool = False) -> Papier:
        """The paper of a Word file: its headers, footers, margins and styles.

        Args:
            source: the path or the bytes of a .docx or a .dotx.
            expediteur: its header names the sender.

        Raises:
            FichierWordInvalide: not a Word file, one with macros or outside content, a sheet that
                is not an upright A4, margins that leave no room, or no header to name the sender.
        """
        nom = "papier" if isinstance(source, bytes) else str(source)
        archive = Archive.lire(source)
        papier = cls(nom, expediteur, _archive=archive)
        Feuille.du_papier(archive, nom)
        if expediteur and not papier.a_un_en_tete:
            raise FichierWordInvalide(
                f"{nom} n’a pas d’en-tête : rien n’y nomme l’expéditeur.",
                conseil="Retirez « expediteur = \"papier\" », ou mettez l’en-tête du papier dans "
                "l’en-tête Word (Insertion, En-tête), non dans le texte.",
            )  # fmt: skip
        return papier

    @classmethod
    def preimprime(cls, *, haut: float = HAUT, bas: float = BAS) -> Papier:
        """Sheets already printed with the sender’s name: *haut* and *bas* millimetres stay blank.

        Raises:
            ValueError: out of 0 to ``HAUT_MAX``, or of 0 to ``BAS_MAX``.
        """
        if not (0 <= haut <= HAUT_MAX and 0 <= bas <= BAS_MAX):
            raise ValueError(f"haut : 0 à {HAUT_MAX:g} ; bas : 0 à {BAS_MAX:g}")
        return cls("pré-imprimé", expediteur=True, haut=haut, bas=bas)

    @property
    def est_preimprime(self) -> bool:
        """Whether the sheets carry what the file does not."""
        return self._archive is None

    @property
    def archive(self) -> Archive | None:
        """Its Word file, if it has one."""
        return self._archive

    @cached_property
    def a_un_en_tete(self) -> bool:
        """Whether its first page has a header that shows something."""
        if self._archive is None:
            return False
        tete = Courants.de(self._archive).lire("header", "first")
        if tete is None:
            return False
        nettoyer(tete)
        return est_visible(tete)

    @cached_property
    def zones_occupees(self) -> frozenset[Zone]:
        """Where its first page prints something, among the zones of the letter’s own blocks.

        Nothing where this machine cannot draw a page: it is then not known.
        """
        if self._archive is None or not self.a_un_en_tete:
            return frozenset()
        return encre(_sans_texte(self._archive))


def sur_papier(modele: Archive, papier: Papier, *, verifier: bool = True) -> Archive:
    """The template *modele* on *papier*: a new one.

    Args:
        modele: the template; not changed.
        papier: the office’s paper.
        verifier: look where its header prints, which takes a page being drawn the first time.

    Raises:
        FichierWordInvalide: its header stands in the window of the envelope, or over the block of
            the sender.
    """
    if papier.archive is None:
        return _sur_preimprime(modele, papier)
    if verifier:
        _verifier(papier)
    return _sur_en_tete(modele, papier, papier.archive)


def _sans_texte(archive: Archive) -> Archive:
    """The first page of *archive*, with its headers and footers alone."""
    corps = analyser(archive.membres[archive.principal], archive.principal)
    premiere = next(corps.iter(w("sectPr")), None)
    texte = corps.find(w("body"))
    if texte is not None:
        texte[:] = [etree.Element(w("p"))]
        if premiere is not None:
            texte.append(premiere)
    return replace(archive, membres={**archive.membres, archive.principal: ecrire(corps)})


def _verifier(papier: Papier) -> None:
    zones = papier.zones_occupees
    if Zone.FENETRE in zones:
        raise FichierWordInvalide(
            f"{papier.nom} : l’en-tête descend dans la fenêtre de l’enveloppe, où va l’adresse "
            "(de 110 à 195\u00a0mm du bord gauche, de 55 à 80\u00a0mm du haut).",
            conseil="Faites-le tenir au-dessus de 52\u00a0mm, ou dans la moitié gauche.",
        )
    if Zone.EXPEDITEUR in zones and not papier.expediteur:
        raise FichierWordInvalide(
            f"{papier.nom} : l’en-tête descend à gauche de l’adresse, où la lettre imprime le nom "
            "et l’adresse de l’expéditeur.",
            conseil="S’il les porte déjà, écrivez « expediteur = \"papier\" » ; sinon, "
            "réduisez-le.",
        )  # fmt: skip


def _sur_en_tete(modele: Archive, papier: Papier, archive: Archive) -> Archive:
    chantier = Chantier(modele)
    siens, ceux_du_modele = Courants.de(archive), Courants.de(modele)
    parties = preparer(siens, ceux_du_modele)
    corps = analyser(modele.membres[modele.principal], modele.principal)
    sections = list(corps.iter(w("sectPr")))
    avant = Feuille.de(sections[-1]) if sections else Feuille.de(etree.Element(w("sectPr")))
    apres = Feuille.du_papier(archive, papier.nom)
    feuille = chantier.partie("styles")
    fenetre = _fenetre(corps, None if feuille is None else feuille[1])
    colonne = A4[0]
    if fenetre is not None:
        grille = fenetre.tableau.find(f"{w('tblGrid')}/{w('gridCol')}")
        colonne = entier(grille, "w", A4[0])
    ajuster(corps, avant, apres, fenetre)
    if fenetre is not None:
        if papier.expediteur:
            fenetre.vider(identifiants(feuille[1] if feuille else None, *_EXPEDITEUR))
        fenetre.poser(
            avant, apres, abaisser=papier.a_un_en_tete and not papier.expediteur
        )  # fmt: skip
    for partie in parties:
        if partie.du_modele is not None:
            deplacer(partie.du_modele, avant, apres, colonne)
    sienne = lue(archive, "styles")
    if feuille is not None:
        deplacer(feuille[1], avant, apres, colonne)
        if sienne is not None:
            racines = tuple(p.du_papier for p in parties if p.du_papier is not None)
            fusion = Fusion(feuille[1], sienne, racines)
            neuve = fusion.faire()
            listes.apporter(chantier, archive, [*racines, neuve], fusion.noms)
            chantier.membres[feuille[0]] = ecrire(neuve)
        else:
            chantier.membres[feuille[0]] = ecrire(feuille[1])
    habit.apporter(chantier, archive)
    references = poser(chantier, parties, siens, ceux_du_modele, nomme=papier.expediteur)
    for rang, section in enumerate(sections):
        apres.ecrire(section)
        _renvoyer(section, [] if rang else references)
    chantier.membres[modele.principal] = ecrire(corps)
    fini = chantier.finir()
    return replace(fini, constats=(*modele.constats, *archive.constats))


def _fenetre(corps: etree._Element, styles: etree._Element | None) -> Fenetre | None:
    """The table of the address, if the template has one."""
    noms = identifiants(styles, ESPACE)
    hauteur = 0
    for style in () if styles is None else styles.iterchildren(w("style")):
        espace = style.find(f"{w('pPr')}/{w('spacing')}")
        if style.get(w("styleId")) in noms and espace is not None:
            hauteur = entier(espace, "line", 0)
    return Fenetre.dans(corps, noms, hauteur)


def _renvoyer(section: etree._Element, references: list[tuple[str, str, str]]) -> None:
    """Name in *section* its headers and footers; those of the first are those of all."""
    for nom in ("headerReference", "footerReference", "titlePg"):
        for ancien in section.findall(w(nom)):
            section.remove(ancien)
    for rang, (sens, genre, lien) in enumerate(references):
        noeud = etree.Element(w(f"{sens}Reference"))
        noeud.set(w("type"), genre)
        noeud.set(f"{{{R}}}id", lien)
        section.insert(rang, noeud)
    if references:
        inserer(section, etree.Element(w("titlePg")), APRES_LA_PREMIERE)


def _sur_preimprime(modele: Archive, papier: Papier) -> Archive:
    """*modele* without what the sheets say, and nothing printed where they say it."""
    membres = dict(modele.membres)
    corps = analyser(membres[modele.principal], modele.principal)
    styles = lue(modele, "styles")
    fenetre = _fenetre(corps, styles)
    sections = list(corps.iter(w("sectPr")))
    bas = round(papier.bas * MM)
    if fenetre is not None:
        fenetre.vider(identifiants(styles, *_EXPEDITEUR))
        haut = round(papier.haut * MM) - Feuille.de(sections[0]).haut if sections else 0
        for ligne in fenetre.tableau.iter(w("trHeight")):
            ligne.set(w("val"), str(max(entier(ligne, "val", 0), haut + _ECART)))
    for section in sections:
        feuille = Feuille.de(section)
        if feuille.pied < bas:
            plus_haut = max(feuille.bas, bas + _ECART)
            replace(feuille, pied=bas, bas=plus_haut).ecrire(section)
    courants = Courants.de(modele)
    for (sens, _), membre in courants.membres.items():
        if sens == "footer":
            racine = analyser(membres[membre], membre)
            for bloc in list(racine):
                if MENTIONS in texte_brut(bloc):
                    racine.remove(bloc)
            membres[membre] = ecrire(racine)
    membres[modele.principal] = ecrire(corps)
    return replace(modele, membres=membres)
