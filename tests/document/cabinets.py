"""Word files of offices: letterheads as lawyers and companies make them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from document.briques import (
    A_DROITE,
    CENTRE,
    GRAS,
    Fichier,
    Habit,
    Place,
    champ,
    image,
    image_ancree,
    p,
    r,
    section,
    tbl,
    tc,
    tr,
    zone,
)

NOM = "Ateliers Vasseur"
TELEPHONE = "Tél. 04 76 00 00 00"
PIED = "SARL au capital de 25 000 € - 841 203 573 RCS Grenoble"
GRAND = '<w:sz w:val="32"/>'
SANS_ESPACE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


def ligne(*morceaux: str, s: str = "") -> str:
    return p(*morceaux, s=f'<w:pStyle w:val="EnTete"/>{s}')


def en_tete(*blocs: str) -> str:
    return "".join(blocs)


LETTRE_A_EN_TETE = en_tete(
    ligne(image(45, 15), s=CENTRE),
    ligne(r(NOM, GRAS + GRAND), s=CENTRE),
    ligne("18 rue des Forges, 38000 Grenoble", s=CENTRE),
    ligne(TELEPHONE, s=CENTRE),
)
AVEC_TABLEAU = en_tete(
    tbl(
        [3000, 6072],
        tr(tc(ligne(image(35, 14)), 3000), tc(ligne(r(NOM, GRAS)) + ligne(TELEPHONE), 6072)),
    ),
    ligne(""),
)
AVEC_ZONE = en_tete(
    ligne(
        zone(p(r(NOM, GRAS)) + p("18 rue des Forges"), 70, 30, Place(20, 12, "page", "page")),
        image_ancree(30, 12, Place(160, 12, "page", "page")),
    )
)
SUITE = en_tete(ligne(NOM, s=A_DROITE))
PIED_SEUL = p(r(PIED, '<w:sz w:val="14"/>'), s=f'<w:pStyle w:val="Pied"/>{CENTRE}')
PIED_NUMEROTE = PIED_SEUL + p("Page ", champ("PAGE"), s=f'<w:pStyle w:val="Pied"/>{CENTRE}')


@dataclass(frozen=True)
class Cabinet:
    """An office’s file, by what differs from one to the next."""

    premiere: str = LETTRE_A_EN_TETE
    suite: str = SUITE
    paire: str = ""
    pied: str = PIED_SEUL
    marges: tuple[int, ...] = (1417,) * 4
    habit: Habit = field(default_factory=Habit)
    titre: bool = True
    """Its first page has its own header."""
    paysage: bool = False
    format: tuple[int, int] = (11906, 16838)

    def octets(self) -> bytes:
        tetes = {}
        references = ""
        if self.premiere:
            tetes["premiere"] = self.premiere
            genre = "first" if self.titre else "default"
            references += f'<w:headerReference w:type="{genre}" r:id="premiere"/>'
        if self.suite and self.titre:
            tetes["suite"] = self.suite
            references += '<w:headerReference w:type="default" r:id="suite"/>'
        if self.paire:
            tetes["paire"] = self.paire
            references += '<w:headerReference w:type="even" r:id="paire"/>'
        pieds = {}
        if self.pied:
            pieds["pied"] = self.pied
            references += '<w:footerReference w:type="default" r:id="pied"/>'
            if self.titre:
                references += '<w:footerReference w:type="first" r:id="pied"/>'
        sect = section(marges=self.marges, plus="", paysage=self.paysage)
        sect = sect.replace("<w:sectPr>", f"<w:sectPr>{references}", 1)
        if self.titre:
            sect = sect.replace("<w:docGrid", "<w:titlePg/><w:docGrid", 1)
        large, haut = self.format
        if not self.paysage:
            sect = sect.replace('w:w="11906" w:h="16838"', f'w:w="{large}" w:h="{haut}"')
        brut = Fichier(p("Texte du cabinet.") + sect, self.habit, tetes, pieds).octets()
        if self.paire:
            brut = remplacer(
                brut, "word/settings.xml", "<w:compat>", "<w:evenAndOddHeaders/><w:compat>"
            )
        return brut


def remplacer(octets: bytes, membre: str, avant: str, apres: str) -> bytes:
    """*octets*, a text of one member changed."""
    with zipfile.ZipFile(io.BytesIO(octets)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    lu = membres[membre].decode("utf-8")
    assert avant in lu, (membre, avant)
    membres[membre] = lu.replace(avant, apres).encode()
    return zip_de(membres)


def zip_de(membres: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()
