"""The stamp of an exhibit on a page: small, at the top right of what is seen, always upright.

The content of the page is not touched: it is closed in a pair of graphics states, or, where it
leaves its own open, drawn as one picture, so that nothing of it moves the stamp.
"""

from __future__ import annotations

from typing import Any

from courriers.document.assemblage.cadre import cadre, unite
from courriers.document.assemblage.objets import bibliotheque
from courriers.document.assemblage.police import largeur, places, police

_CORPS, _BORD, _MARGE = 9.0, 3.0, 14.0
"""Size of its letters, white around them, and distance from the edges: points of an A4 page."""
_LARGEUR_A4 = 595.0
_PART_MAX = 0.5
"""Of the width or the height of a page, however small."""
_NOM, _PAGE = "/CourriersTampon", "/CourriersPage"
_CONTENU_MAX = 3_000_000
"""Compressed bytes of a page that are worth reading to see how it ends."""
_COUPLES = {"q": "Q", "BT": "ET", "BMC": "EMC", "BDC": "EMC"}
_SUIVIS = " ".join(["MP", *_COUPLES, *_COUPLES.values()])
_FIN = "/CourriersFin"


class Tampon:
    """One text, stamped on pages of one PDF."""

    def __init__(self, pdf: Any, texte: str) -> None:
        """The stamp *texte*, drawn in *pdf*."""
        self._pdf, self._pikepdf = pdf, bibliotheque()
        self.largeur = largeur(texte, _CORPS) + 2 * _BORD
        self.hauteur = _CORPS + 2 * _BORD
        self._objet = self._dessin(texte)

    def poser(self, page: Any, *, marque: bool = False) -> None:
        """Stamp *page*.

        Args:
            page: of its PDF.
            marque: mark its content with the number 0, as a structure that describes it wants.
        """
        vu = cadre(page)
        large, haut = vu.vue
        points = unite(page)
        echelle = max(1.0, min(large, haut) * points / _LARGEUR_A4) / points
        echelle = min(echelle, _PART_MAX * large / self.largeur, _PART_MAX * haut / self.hauteur)
        marge = min(_MARGE * echelle, 0.05 * min(large, haut))
        x, y = large - marge - self.largeur * echelle, haut - marge - self.hauteur * echelle
        matrice = " ".join(f"{v:.5f}" for v in vu.matrice(x, y, echelle))
        contenus = self._contenus(page)
        nom = self._ressource(page)
        ouvre, ferme = ("/P <</MCID 0>> BDC q\n", "Q EMC") if marque else ("q\n", "Q")
        pose = f"\n{ferme} /Artifact BMC q {matrice} cm {nom} Do Q EMC\n"
        avant, apres = self._flux(ouvre.encode()), self._flux(pose.encode())
        page.obj["/Contents"] = self._pikepdf.Array([avant, *contenus, apres])

    def _flux(self, octets: bytes) -> Any:
        return self._pdf.make_indirect(self._pikepdf.Stream(self._pdf, octets))

    def _contenus(self, page: Any) -> list[Any]:
        """The content of *page*, which leaves the graphics state as it found it."""
        contenu = page.obj.get("/Contents")
        if isinstance(contenu, self._pikepdf.Stream):
            flux = [contenu]
        elif isinstance(contenu, self._pikepdf.Array):
            flux = [c for c in contenu if isinstance(c, self._pikepdf.Stream)]
        else:
            return []
        if not flux:
            return []
        if self._est_equilibre(page, flux):
            return flux
        dessins = self._pikepdf.Dictionary({_PAGE: self._en_dessin(page, flux)})
        page.obj["/Resources"] = self._pikepdf.Dictionary(XObject=dessins)
        return [self._flux(f"{_PAGE} Do".encode())]

    def _en_dessin(self, page: Any, flux: list[Any]) -> Any:
        """The content *flux* of *page* as one drawing, read when the file is written.

        A page apart holds it: that of the file will hold the drawing.
        """
        vu = cadre(page)
        boite = self._pikepdf.Array([vu.gauche, vu.bas, vu.droite, vu.haut])
        gardees = {c: page.obj[c] for c in ("/Resources", "/Group") if c in page.obj}
        jumelle = self._pikepdf.Dictionary(
            Type=self._pikepdf.Name.Page, MediaBox=boite, Contents=self._pikepdf.Array(flux)
        )
        for cle, valeur in gardees.items():
            jumelle[cle] = valeur
        feuille = self._pikepdf.Page(self._pdf.make_indirect(jumelle))
        return self._pdf.make_indirect(feuille.as_form_xobject(handle_transformations=False))

    def _est_equilibre(self, page: Any, flux: list[Any]) -> bool:
        """Whether all that *page* opens is closed, in order, and what is put after it is read.

        A text or a picture without its end would swallow the stamp.
        """
        if sum(len(f.read_raw_bytes()) for f in flux) > _CONTENU_MAX:
            return False
        page.obj["/Contents"] = self._pikepdf.Array([*flux, self._flux(f"\n{_FIN} MP".encode())])
        try:
            lus = self._pikepdf.parse_content_stream(page, _SUIVIS)
        except (self._pikepdf.PdfError, self._pikepdf.PdfParsingError, ValueError, TypeError):
            return False
        if not lus or [str(o) for o in lus[-1].operands] != [_FIN]:
            return False
        ouverts: list[str] = []
        for lu in lus:
            signe = str(lu.operator)
            if signe in _COUPLES:
                ouverts.append(_COUPLES[signe])
            elif signe != "MP" and (not ouverts or ouverts.pop() != signe):
                return False
        return not ouverts

    def _ressource(self, page: Any) -> str:
        """The name the stamp has among what *page* draws with."""
        dictionnaire = self._pikepdf.Dictionary
        if not isinstance(page.obj.get("/Resources"), dictionnaire):
            page.obj["/Resources"] = dictionnaire()
        ressources = page.obj["/Resources"]
        if not isinstance(ressources.get("/XObject"), dictionnaire):
            ressources["/XObject"] = dictionnaire()
        dessins = ressources["/XObject"]
        nom = self._nom_libre(dessins)
        dessins[nom] = self._objet
        return nom

    def _nom_libre(self, dessins: Any) -> str:
        """A name of its own: a file that was stamped once already holds the first."""
        nom, rang = _NOM, 1
        while nom in dessins and dessins[nom].objgen != self._objet.objgen:
            nom, rang = f"{_NOM}{rang}", rang + 1
        return nom

    def _dessin(self, texte: str) -> Any:
        """A white plate, a thin edge, and the text; greys that need no profile of colours."""
        signes = places(texte)
        code = "".join(f"{signes[c]:04X}" for c in texte)
        base = _BORD + _CORPS * 0.14
        dit = (
            f"/G cs /G CS 1 sc 0 SC 0.5 w 0.25 0.25 {self.largeur - 0.5:.3f} "
            f"{self.hauteur - 0.5:.3f} re B 0 sc BT /F {_CORPS} Tf {_BORD} {base:.3f} Td "
            f"<{code}> Tj ET"
        )
        p = self._pikepdf
        gris = p.Array([p.Name.CalGray, p.Dictionary(WhitePoint=[0.9505, 1, 1.089], Gamma=2.2)])
        objet = self._pdf.make_indirect(p.Stream(self._pdf, dit.encode()))
        objet["/Type"], objet["/Subtype"] = p.Name.XObject, p.Name.Form
        objet["/BBox"] = p.Array([0, 0, self.largeur, self.hauteur])
        objet["/Resources"] = p.Dictionary(
            Font=p.Dictionary(F=police(self._pdf, texte)), ColorSpace=p.Dictionary(G=gris)
        )
        return objet
