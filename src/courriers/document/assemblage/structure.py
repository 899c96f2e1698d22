"""The structure of a text, which a screen reader follows, kept when pages change file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from courriers.document.assemblage.objets import bibliotheque


class Structure:
    """The tree of one PDF being made; its sections in the order of its pages."""

    def __init__(self, pdf: Any) -> None:
        self._pdf, self._pikepdf = pdf, bibliotheque()
        self._sections: list[Any] = []
        self._places: list[Any] = []
        self._roles = self._pikepdf.Dictionary()
        self._est_complete = True

    def reprendre(
        self, source: Any, pages: Iterable[Any], rangs: Sequence[int] | None, titre: str
    ) -> None:
        """Take the structure of *source* for *pages*, copied from it.

        Args:
            source: a file whose every page is in its structure, or none.
            pages: here.
            rangs: which pages of *source* they are, from 0; all by default. Its sections are then
                each of one page.
            titre: of the section they make.
        """
        racine = source.Root.get("/StructTreeRoot")
        copiees = list(pages)
        if racine is None:
            self._est_complete = False
            return
        hauts = _enfants(racine)
        if rangs is not None:
            voulues = {source.pages[rang].obj.objgen for rang in rangs}
            hauts = [
                e
                for haut in hauts
                for e in _enfants(haut)
                if e.get("/Pg", racine).objgen in voulues
            ]
        section = self._section(titre)
        for haut in hauts:
            if "/P" in haut:
                del haut["/P"]  # else all its tree would follow
            copie = self._copie(source, haut)
            copie["/P"] = section
            section["/K"].append(copie)
        arbre = self._pikepdf.NumberTree(racine["/ParentTree"]) if "/ParentTree" in racine else {}
        for page in copiees:
            self._renumeroter(source, page.obj, "/StructParents", arbre)
            for note in page.obj.get("/Annots", ()):
                self._renumeroter(source, note, "/StructParent", arbre)
        for role, vers in racine.get("/RoleMap", {}).items():
            if role not in self._roles:
                self._roles[role] = vers

    def decrire(self, pages: Iterable[Any], titre: str) -> None:
        """Say of *pages*, whose structure is not known, that each is one text.

        The content of each is marked with the number 0.
        """
        section, p = self._section(titre), self._pikepdf
        for page in pages:
            element = self._pdf.make_indirect(
                p.Dictionary(Type=p.Name.StructElem, S=p.Name.P, P=section, Pg=page.obj, K=0)
            )
            section["/K"].append(element)
            page.obj["/StructParents"] = self._place(p.Array([element]))

    def ecrire(self) -> None:
        """Put the tree in its file."""
        if not self._sections:
            return
        p, pdf = self._pikepdf, self._pdf
        racine = pdf.make_indirect(p.Dictionary(Type=p.Name.StructTreeRoot))
        document = pdf.make_indirect(
            p.Dictionary(
                Type=p.Name.StructElem, S=p.Name.Document, P=racine, K=p.Array(self._sections)
            )
        )
        for section in self._sections:
            section["/P"] = document
        racine["/K"] = p.Array([document])
        racine["/ParentTree"] = pdf.make_indirect(p.Dictionary(Nums=p.Array(self._places)))
        racine["/ParentTreeNextKey"] = len(self._places) // 2
        if self._roles.keys():
            racine["/RoleMap"] = self._roles
        pdf.Root["/StructTreeRoot"] = racine
        # Where some pages say nothing of theirs, a reader must find the order of all by itself.
        pdf.Root["/MarkInfo"] = p.Dictionary(Marked=self._est_complete)

    def _section(self, titre: str) -> Any:
        p = self._pikepdf
        section = self._pdf.make_indirect(
            p.Dictionary(Type=p.Name.StructElem, S=p.Name.Sect, T=p.String(titre), K=p.Array())
        )
        self._sections.append(section)
        return section

    def _place(self, contenu: Any) -> int:
        """The number under which *contenu* is found again."""
        numero = len(self._places) // 2
        self._places += [numero, contenu]
        return numero

    def _renumeroter(self, source: Any, objet: Any, cle: str, arbre: Any) -> None:
        ancien = objet.get(cle)
        if ancien is None:
            return
        place = arbre.get(int(ancien))
        if place is None:
            del objet[cle]
        else:
            objet[cle] = self._place(self._copie(source, place))

    def _copie(self, source: Any, objet: Any) -> Any:
        return self._pdf.copy_foreign(objet if objet.is_indirect else source.make_indirect(objet))


def _enfants(element: Any) -> list[Any]:
    """The elements right under *element*."""
    pikepdf = bibliotheque()
    suite = element.get("/K", ())
    liste = suite if isinstance(suite, pikepdf.Array) else [suite]
    return [e for e in liste if isinstance(e, pikepdf.Dictionary)]
