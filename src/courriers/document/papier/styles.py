"""The style sheets of a template and of an office’s file, made one.

By name, the office’s styles take the place of the template’s. Those of the template that have no
namesake keep their spacing and indents, and take the office’s font, size and colour. What places
the address in the window is the template’s own, whole: the machines of the post read it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from courriers.document.lecture.styles import Styles, superposer
from courriers.document.papier.ordre import local, ranger
from courriers.document.papier.parties import changer, racine_commune, w

ESPACE = "espace fenêtre"
ADRESSES = (ESPACE, "adresse", "adresse serrée")
"""Styles that place the address, in small letters."""
_COURANTS = {"header": "En-tête du modèle", "footer": "Pied de page du modèle"}
"""Those of the lines the template keeps around the office’s, under a name of their own."""
_BASE = "BaseDuModele"
_EMPLOIS = ("pStyle", "rStyle", "tblStyle")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NEUTRE = (
    f'<w:pPr {_W}><w:spacing w:before="0" w:beforeAutospacing="0" w:after="0" '
    'w:afterAutospacing="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" '
    'w:firstLine="0"/><w:contextualSpacing w:val="0"/><w:jc w:val="left"/></w:pPr>'
)
_SOBRE = (
    f'<w:rPr {_W}><w:b w:val="0"/><w:i w:val="0"/><w:caps w:val="0"/><w:smallCaps w:val="0"/>'
    '<w:vanish w:val="0"/><w:color w:val="auto"/><w:spacing w:val="0"/><w:w w:val="100"/>'
    '<w:kern w:val="0"/><w:position w:val="0"/><w:u w:val="none"/></w:rPr>'
)


def nom_de(style: etree._Element) -> str:
    """The name of *style*, in small letters: Word’s own are English in every language."""
    nom = style.find(w("name"))
    return "" if nom is None else nom.get(w("val"), "").strip().casefold()


def identifiants(racine: etree._Element | None, *noms: str) -> set[str]:
    """Identifiers of the paragraph styles named *noms*."""
    styles = () if racine is None else racine.iterchildren(w("style"))
    return {
        s.get(w("styleId"), "")
        for s in styles
        if s.get(w("type"), "paragraph") == "paragraph" and nom_de(s) in noms
    }


def _genre(style: etree._Element) -> str:
    return style.get(w("type"), "paragraph")


def _est_defaut(style: etree._Element) -> bool:
    return style.get(w("default")) in ("1", "true", "on")


@dataclass
class Fusion:
    """One sheet made of two, and what became of the office’s identifiers."""

    modele: etree._Element
    papier: etree._Element
    parties: tuple[etree._Element, ...]
    """Headers and footers of the office’s file, whose styles come with them."""
    noms: dict[str, str] = field(default_factory=dict)
    """The new identifier of each of the office’s styles that comes."""

    def faire(self) -> etree._Element:
        """The sheet; ``parties`` are made to name it."""
        du_modele = {s.get(w("styleId"), ""): s for s in self.modele.iterchildren(w("style"))}
        du_papier = {s.get(w("styleId"), ""): s for s in self.papier.iterchildren(w("style"))}
        remplaces = self._remplaces(du_modele, du_papier)
        self._nommer(du_modele, du_papier, remplaces)
        self._designer(du_modele, du_papier)
        neuve = racine_commune("styles", self.modele, self.papier)
        self._defauts(neuve)
        latents = self.modele.find(w("latentStyles"))
        if latents is not None:
            neuve.append(copy.deepcopy(latents))
        gardes = self._gardes(du_modele, remplaces)
        venus = [self._venu(du_papier[nom], du_modele) for nom in self.noms]
        neuve.extend([*venus, *gardes])
        for partie in self.parties:
            changer(partie, self.noms, _EMPLOIS)
        return neuve

    def _remplaces(
        self, du_modele: Mapping[str, etree._Element], du_papier: Mapping[str, etree._Element]
    ) -> dict[str, str]:
        """The office’s style that takes the place of each of the template’s, by identifier."""
        offerts = {(_genre(s), nom_de(s)): nom for nom, s in reversed(list(du_papier.items()))}
        return {
            nom: offerts[_genre(s), nom_de(s)]
            for nom, s in du_modele.items()
            if _genre(s) in ("paragraph", "character")
            and nom_de(s) not in (*ADRESSES, *_COURANTS)
            and (_genre(s), nom_de(s)) in offerts
        }

    def _nommer(
        self,
        du_modele: Mapping[str, etree._Element],
        du_papier: Mapping[str, etree._Element],
        remplaces: Mapping[str, str],
    ) -> None:
        """Choose the new identifier of all that comes: namesakes, and what the headers use."""
        self.noms = {ancien: nom for nom, ancien in remplaces.items()}
        attente = [*self.noms, *self._employes(du_papier)]
        while attente:
            nom = attente.pop()
            if nom not in du_papier:
                continue
            if nom not in self.noms:
                neuf = nom
                while neuf in du_modele or neuf in self.noms.values():
                    neuf = f"Papier{neuf}"
                self.noms[nom] = neuf
            base = du_papier[nom].find(w("basedOn"))
            if base is not None and base.get(w("val"), "") not in self.noms:
                attente.append(base.get(w("val"), ""))

    def _employes(self, du_papier: Mapping[str, etree._Element]) -> list[str]:
        nommes = {
            e.get(w("val"), "") for p in self.parties for e in p.iter(*map(w, _EMPLOIS))
        }  # fmt: skip
        tableau = any(next(p.iter(w("tbl")), None) is not None for p in self.parties)
        nommes |= {
            nom
            for nom, s in du_papier.items()
            if _est_defaut(s) and (_genre(s) == "paragraph" or (tableau and _genre(s) == "table"))
        }
        return sorted(nommes)

    def _designer(
        self, du_modele: Mapping[str, etree._Element], du_papier: Mapping[str, etree._Element]
    ) -> None:
        """Name the default style where nothing is named: it is another’s in the new file."""
        defauts = {_genre(s): nom for nom, s in du_papier.items() if _est_defaut(s)}
        ici = {_genre(s): nom for nom, s in du_modele.items() if _est_defaut(s)}
        for genre, balise, reglages in (("paragraph", "p", "pPr"), ("table", "tbl", "tblPr")):
            nom = defauts.get(genre)
            if nom is None or self.noms.get(nom) == ici.get(genre):
                continue
            emploi = "pStyle" if genre == "paragraph" else "tblStyle"
            for noeud in (n for p in self.parties for n in p.iter(w(balise))):
                propres = noeud.find(w(reglages))
                if propres is None:
                    propres = etree.Element(w(reglages))
                    noeud.insert(0, propres)
                if propres.find(w(emploi)) is None:
                    reference = etree.Element(w(emploi))
                    reference.set(w("val"), nom)
                    propres.insert(0, reference)

    def _defauts(self, neuve: etree._Element) -> None:
        """The office’s defaults; the language stays the template’s."""
        ancien, venu = self.modele.find(w("docDefaults")), self.papier.find(w("docDefaults"))
        if venu is None:
            return
        defauts = copy.deepcopy(venu)
        _sans_langue(defauts)
        langue = None if ancien is None else ancien.find(f".//{w('lang')}")
        reglages = defauts.find(f"{w('rPrDefault')}/{w('rPr')}")
        if langue is not None and reglages is not None:
            reglages.append(copy.deepcopy(langue))
            ranger(reglages)
        neuve.append(defauts)

    def _venu(
        self, style: etree._Element, du_modele: Mapping[str, etree._Element]
    ) -> etree._Element:
        """A style of the office’s, as it stands in the new sheet."""
        venu = copy.deepcopy(style)
        ancien = style.get(w("styleId"), "")
        neuf = self.noms[ancien]
        venu.set(w("styleId"), neuf)
        deja = du_modele.get(neuf)
        if deja is None or not _est_defaut(deja):
            venu.attrib.pop(w("default"), None)
        prises = {(_genre(s), nom_de(s)) for s in du_modele.values()}
        nom = venu.find(w("name"))
        courant = nom_de(style) in _COURANTS and _genre(style) == "paragraph"
        pris = deja is None and (_genre(style), nom_de(style)) in prises and not courant
        if pris and nom is not None:
            nom.set(w("val"), f"{nom.get(w('val'))} (papier)")
        for renvoi in venu.findall(w("basedOn")) + venu.findall(w("next")):
            cible = self.noms.get(renvoi.get(w("val"), ""))
            if cible is None:
                venu.remove(renvoi)
            else:
                renvoi.set(w("val"), cible)
        for renvoi in venu.findall(w("link")):
            venu.remove(renvoi)
        _sans_langue(venu)
        return venu

    def _gardes(
        self, du_modele: Mapping[str, etree._Element], remplaces: Mapping[str, str]
    ) -> list[etree._Element]:
        """The template’s styles that stay, and the one they now rest on."""
        feuille = Styles.de(self.modele)
        defaut = feuille.par_defaut.get("paragraph", "")
        gardes = []
        for nom, style in du_modele.items():
            if nom in remplaces:
                continue
            garde = copy.deepcopy(style)
            nomme, genre = nom_de(style), _genre(style)
            if genre == "paragraph" and nomme in ADRESSES:
                _figer(garde, feuille)
            elif genre == "paragraph" and nom != defaut:
                base = garde.find(w("basedOn"))
                if base is None or base.get(w("val")) == defaut:
                    _fonder(garde)
                if nomme in _COURANTS:
                    nouveau = garde.find(w("name"))
                    if nouveau is not None:
                        nouveau.set(w("val"), _COURANTS[nomme])
            gardes.append(garde)
        return [self._base(feuille, defaut), *gardes]

    def _base(self, feuille: Styles, defaut: str) -> etree._Element:
        """What the template’s « Normal » was to its paragraphs, with the look of the office’s."""
        base = etree.Element(w("style"))
        base.set(w("type"), "paragraph")
        base.set(w("customStyle"), "1")
        base.set(w("styleId"), _BASE)
        etree.SubElement(base, w("name")).set(w("val"), "Base du modèle")
        neutre = {local(e): e for e in etree.fromstring(_NEUTRE)}
        couches = [neutre, feuille.defaut_paragraphe, *feuille.proprietes(defaut, "pPr")]
        base.append(_reglages("pPr", superposer(couches)))
        papier = Styles.de(self.papier)
        looks = papier.proprietes(papier.par_defaut.get("paragraph"), "rPr")
        reglages = _reglages("rPr", superposer(looks))
        _sans_langue(reglages)
        base.append(reglages)
        return base


def _fonder(style: etree._Element) -> None:
    base = style.find(w("basedOn"))
    if base is None:
        base = etree.Element(w("basedOn"))
        nom = style.find(w("name"))
        style.insert(0 if nom is None else style.index(nom) + 1, base)
    base.set(w("val"), _BASE)


def _figer(style: etree._Element, feuille: Styles) -> None:
    """Write in *style* all it inherits in the template: nothing of the office’s reaches it."""
    nom = style.get(w("styleId"))
    for genre, fond, defaut in (
        ("pPr", _NEUTRE, feuille.defaut_paragraphe),
        ("rPr", _SOBRE, feuille.defaut_caractere),
    ):
        neutre = {local(e): e for e in etree.fromstring(fond)}
        tout = superposer([neutre, defaut, *feuille.proprietes(nom, genre)])
        for ancien in style.findall(w(genre)):
            style.remove(ancien)
        style.append(_reglages(genre, tout))
    for base in style.findall(w("basedOn")):
        style.remove(base)


def _reglages(genre: str, proprietes: Mapping[str, etree._Element]) -> etree._Element:
    noeud = etree.Element(w(genre))
    noeud.extend([copy.deepcopy(e) for e in proprietes.values()])
    ranger(noeud)
    return noeud


def _sans_langue(noeud: etree._Element) -> None:
    """A letter is in French, whatever the language of the office’s Word."""
    for langue in list(noeud.iter(w("lang"))):
        parent = langue.getparent()
        if parent is not None:
            parent.remove(langue)
