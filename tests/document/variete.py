"""Letters as people make them: each construct alone, then many at random, always the same.

Read by the tests, which want every character, and by ``bench/mesure_constructions.py``, which
compares the place of each word with LibreOffice's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from document.briques import (
    A_DROITE,
    APPEL,
    CARRE,
    CENTRE,
    CHIFFRE,
    GRAS,
    ITALIQUE,
    JUSTIFIE,
    LARGEUR_AUTO,
    LIGNE,
    PAGE,
    PLAN,
    PUCE,
    SERRE,
    SOULIGNE,
    TAB,
    TIRET,
    Fichier,
    Habit,
    Place,
    champ,
    image,
    image_ancree,
    item,
    p,
    r,
    section,
    tbl,
    tc,
    tr,
    zone,
)  # fmt: skip

PHRASES = (
    (
        "Malgré nos précédents rappels, la facture référencée ci-dessus demeure impayée à ce jour, "
        "alors que son échéance est dépassée depuis plus de trente jours."
    ),
    (
        "Nous vous saurions gré de régulariser cette situation dans un délai de huit jours à "
        "compter de la réception de la présente, par virement au compte indiqué au bas de la page."
    ),
    (
        "À défaut de paiement dans ce délai, nous serions contraints de confier le dossier à notre "
        "conseil, afin qu’il engage toute procédure utile au recouvrement de notre créance, en "
        "principal, intérêts et frais."
    ),
    (
        "Conformément à l’article L. 441-10 du code de commerce, des pénalités de retard au "
        "taux de 12,15 % et une indemnité forfaitaire de 40 € sont exigibles de plein droit."
    ),
    "Si votre règlement s’est croisé avec la présente, nous vous prions de n’en pas tenir compte.",
    (
        "Par acte sous seing privé du 3 mars 2025, vous avez reconnu devoir la somme de "
        "12 480,00 € (douze mille quatre cent quatre-vingts euros), remboursable en douze fois."
    ),
)
ADIEU = "Je vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées."
HABITS = (
    Habit(theme=True), Habit("Times New Roman", 24, 0, 240), Habit("Arial", 20, 0, 240),
    Habit(apres=200, ligne=276, theme=True), Habit("Arial", 22, 120, 276),
    Habit("Cambria", 22, 0, 240), Habit("Verdana", 18, 0, 240), Habit("Georgia", 22, 100, 264),
)  # fmt: skip


def lignes(*textes: str, s: str = "") -> str:
    return "".join(p(t, s=SERRE + s) for t in textes)


def retrait(gauche: int) -> str:
    return f'<w:ind w:left="{gauche}"/>'


def taquets(*stops: tuple[str, int], points: str = "") -> str:
    suite = f' w:leader="{points}"' if points else ""
    corps = "".join(f'<w:tab w:val="{g}" w:pos="{x}"{suite}/>' for g, x in stops)
    return f"<w:tabs>{corps}</w:tabs>"


def bordures(*cotes: str, genre: str = "single") -> str:
    traits = (f'<w:{c} w:val="{genre}" w:sz="6" w:space="4" w:color="auto"/>' for c in cotes)
    return f"<w:pBdr>{''.join(traits)}</w:pBdr>"


QUATRE = ("top", "left", "bottom", "right")
NOM = lignes("Cabinet Durand & Associés", "12, rue de la République", "69002 Lyon")
EXPEDITEURS: dict[str, str] = {
    "expéditeur simple": NOM + p(),
    "expéditeur en tableau": tbl(
        [4531, 4531],
        tr(tc(lignes("SCP Martin & Lenoir", "35000 Rennes"), 4531), tc(lignes("M. Girard"), 4531)),
        style="Nu",
    ) + p(),
    "logo dans la ligne": p(image()) + p(r("LES AMIS DU CANAL", GRAS + '<w:sz w:val="28"/>')),
    "logo ancré": p(image_ancree(40, 15), r("Étude Bernard", GRAS), s=SERRE) + NOM + p() + p(),
    "adresse en zone": p(
        zone(lignes("Mme Claire Petit", "22, rue Victor-Hugo"), 80, 28, Place(90, 10)),
        "Office Morel", s=SERRE,
    ) + NOM + p() * 6,
    "logo à gauche, adresse à droite": p(
        image_ancree(40, 15), zone(lignes("Mme Petit"), 70, 20, Place(90, 5)), "Office", s=SERRE
    ) + p() * 6,
    "adresse en cadre": NOM + lignes(
        "SOCIÉTÉ ROUX", "26000 VALENCE",
        s='<w:framePr w:w="4536" w:h="1701" w:hRule="exact" w:hSpace="141" w:wrap="around" '
        'w:vAnchor="page" w:hAnchor="page" w:x="6238" w:y="2553"/>',
    ) + p() * 5,
}  # fmt: skip
DESTINATAIRES: dict[str, str] = {
    "destinataire en retrait": lignes("Mme Marchand", "38000 Grenoble", s=retrait(5103)) + p(),
    "destinataire à la tabulation": "".join(
        p(r(TAB), t, s=SERRE + taquets(("left", 5387)))
        for t in ("M. le Directeur", "74100 Annemasse")
    ) + p(),
    "destinataire à droite": lignes("Mairie", "42000 Saint-Étienne", s=A_DROITE) + p(),
}  # fmt: skip
OBJET = (
    p("Lyon, le 23 novembre 2026", s=A_DROITE)
    + p(r("Objet : ", GRAS + SOULIGNE), r("mise en demeure de payer", GRAS))
    + p("Madame, Monsieur,")
)


def texte(n: int = 3, s: str = JUSTIFIE) -> str:
    return "".join(p(PHRASES[i % len(PHRASES)], s=s) for i in range(n))


def liste(numero: int) -> str:
    style = '<w:pStyle w:val="Liste"/>'
    return "".join(
        p(t, s=style + item(numero, rang))
        for t, rang in ((PHRASES[4], 0), ("le relevé ;", 0), ("le bon signé ;", numero < PUCE))
    )


def factures(pr: str = "", rangees: int = 3) -> str:
    titres = tr(
        *(tc(p(r(t, GRAS), s=CENTRE), 2265, '<w:shd w:val="clear" w:fill="D9E2F3"/>')
          for t in ("Facture", "Échéance", "Montant", "Reste dû")),
        pr="<w:tblHeader/>",
    )  # fmt: skip
    corps = (
        tr(tc(p(f"2026-{457 + i}"), 2265), tc(p("31/07/2026"), 2265),
           *(tc(p("1 604,12 €", s=A_DROITE), 2266) for _ in range(2)))
        for i in range(rangees)
    )  # fmt: skip
    total = tr(
        tc(p(r("Total", GRAS), s=A_DROITE), 6796, '<w:gridSpan w:val="3"/>'),
        tc(p(r("4 812,36 €", GRAS), s=A_DROITE), 2266),
    )
    return tbl([2265, 2265, 2266, 2266], titres, *corps, total, pr=LARGEUR_AUTO + pr) + p()


def fusions() -> str:
    debut, suite = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    return tbl(
        [2000, 3500, 3500],
        tr(tc(p("Juin"), 2000, debut), tc(p("Facture A"), 3500), tc(p("100,00 €"), 3500)),
        tr(tc(p(), 2000, suite), tc(p(PHRASES[4]), 3500), tc(p("200,00 €"), 3500)),
        tr(tc(p("Juillet"), 2000), tc(p("Néant"), 7000, '<w:gridSpan w:val="2"/>')),
    ) + p()  # fmt: skip


def imbriques() -> str:
    dedans = tbl([1500, 1500], tr(tc(p("HT"), 1500), tc(p("100,00"), 1500)))
    return tbl([4531, 4531], tr(tc(p("Détail") + dedans + p(), 4531), tc(p("Note"), 4531))) + p()


LIEN = '<w:rStyle w:val="Lien"/>'
CASE = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"/>'
BLOCS: dict[str, str] = {
    "texte justifié": texte(),
    "alinéas": texte(s=JUSTIFIE + '<w:ind w:firstLine="567"/><w:spacing w:after="120"/>'),
    "paragraphes vides": p(PHRASES[0]) + p() + p(PHRASES[1]) + p(),
    "gras et italique": p(PHRASES[0][:60], r(PHRASES[0][60:], GRAS), r(PHRASES[1], ITALIQUE)),
    "note de bas de page": p("Les pénalités sont dues", APPEL, PHRASES[1]),
    **{f"liste {n}": liste(n) for n in (TIRET, CHIFFRE, PUCE, CARRE)},
    "plan": "".join(p(PHRASES[i], s=item(PLAN, i % 2)) for i in range(4)),
    "points de suite": "".join(
        p(t, r(TAB), m, s=taquets(("right", 9062), points="dot"))
        for t, m in (("Principal", "4 500,00 €"), ("Intérêts", "112,37 €"))
    ),
    "taquet décimal": p("Total", r(TAB), "12612,375", s=taquets(("decimal", 7000))),
    "taquet hors marge": p("Loin", r(TAB), "ici", s=taquets(("right", 9900))),
    "factures": factures(),
    "factures centrées": factures('<w:jc w:val="center"/>'),
    "factures sur deux pages": factures(rangees=60),
    "cellules fusionnées": fusions(),
    "tableau imbriqué": imbriques(),
    "tableau sans largeur": tbl(
        [3020, 3021, 3021], tr(tc(p("Désignation")), tc(p("Qté")), tc(p("Prix")))
    ) + p(),
    "rangées hautes": tbl(
        [4531, 4531],
        tr(tc(p("Un"), 4531, '<w:vAlign w:val="center"/>'), tc(p("Deux"), 4531),
           pr='<w:trHeight w:val="1134"/>'),
    ) + p(),
    "marges de cellule": tbl(
        [4531, 4531],
        tr(tc(p("Un"), 4531, '<w:tcMar><w:top w:w="200" w:type="dxa"/></w:tcMar>'),
           tc(p("Deux"), 4531)),
    ) + p(),
    "tableau flottant": tbl(
        [2000, 2000], tr(tc(p("Flottant"), 2000), tc(p("b"), 2000)),
        pr='<w:tblpPr w:leftFromText="141" w:rightFromText="141" w:vertAnchor="text" '
        f'w:horzAnchor="margin" w:tblpX="5000" w:tblpY="100"/>{LARGEUR_AUTO}',
    ) + texte(2),
    "cases à cocher": p(r("☐", CASE), " je règle ;") + p(
        r('<w:sym w:font="Wingdings" w:char="F0A8"/>'), " je conteste ;"
    ) + p(
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{r('☒', CASE)}</w:sdtContent></w:sdt>", " je demande un échéancier.",
    ),
    "encadré": p(r("IMPORTANT", GRAS), s=bordures(*QUATRE) + CENTRE) + p(
        PHRASES[4], s=bordures(*QUATRE) + CENTRE
    ),
    "filet double": p(PHRASES[0], s=bordures("top", "bottom", genre="double")),
    "filet vide": p(s=bordures("bottom")),
    "fond gris": p(PHRASES[0], s='<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>'),
    "titres": p("I. Les faits", s='<w:pStyle w:val="Titre1"/>') + texte(1) + p(
        "A. La commande", s='<w:pStyle w:val="Titre2"/>'
    ) + texte(1),
    "citation": p(r(PHRASES[2], ITALIQUE), s='<w:ind w:left="708" w:right="708"/>' + JUSTIFIE),
    "lien": p('<w:hyperlink r:id="lien">' + r("a@durand.example", LIEN) + "</w:hyperlink>"),
    "sauts de ligne": p("IBAN : FR76 3000 3012 3400", r(LIGNE), "BIC : SOGEFRPP"),
    "interligne et demi": p(PHRASES[1], s='<w:spacing w:line="360" w:lineRule="auto"/>'),
    "interligne exact": p(PHRASES[1], s='<w:spacing w:line="400" w:lineRule="exact"/>'),
    "interligne au moins": p(PHRASES[1], s='<w:spacing w:line="400" w:lineRule="atLeast"/>'),
    "espacement contextuel": texte(3, '<w:spacing w:after="300"/><w:contextualSpacing/>'),
    "petites capitales": p(r("RCS Lyon 841 203 573", "<w:smallCaps/>"), r("ici", "<w:caps/>")),
    "exposants": p("Le 1", r("er", '<w:vertAlign w:val="superscript"/>'), " juillet " + PHRASES[0]),
    "surligné": p(r("[à compléter]", '<w:highlight w:val="yellow"/>'), r(" haussé", (
        '<w:position w:val="6"/>'))),
    "souligné": p(r("double", '<w:u w:val="double"/>'), r(" mots", '<w:u w:val="dotted"/>')),
    "image à gauche": p(image_ancree(40, 25), PHRASES[0] + PHRASES[1], s=JUSTIFIE) + texte(2),
    "image à droite": p(image_ancree(40, 25, Place(118)), PHRASES[0] + PHRASES[1]) + texte(2),
    "image rognée": p(image(20, 15, '<a:srcRect l="25000" r="25000"/>')) + texte(1),
    "zone dans le texte": p(
        zone(lignes("À RÉGLER"), 60, 12, Place(100, 2)), PHRASES[1] + PHRASES[2], s=JUSTIFIE
    ) + texte(1),
    "zone sur toute la largeur": p(
        zone(lignes("Haut et bas"), 70, 20, Place(50, 10, habillage="<wp:wrapTopAndBottom/>")),
        PHRASES[0],
    ) + texte(1),
    "deux boîtes": p(
        image_ancree(40, 15, Place(0, 12)), zone(lignes("Boîte"), 70, 20, Place(90)), PHRASES[0]
    ) + texte(2),
    "champs": p(
        champ('DATE \\@ "d MMMM yyyy"', "23 novembre 2026"), " page ", champ("PAGE"), " sur ",
        champ("NUMPAGES"),
    ),
    "contrôle de contenu": f"<w:sdt><w:sdtPr/><w:sdtContent>{texte(1)}</w:sdtContent></w:sdt>",
    "insertion suivie": p(
        "Dans ", f'<w:ins w:id="1" w:author="x">{r("huit")}</w:ins>', " jours.", PHRASES[0]
    ),
    "saut de page": p(PHRASES[0]) + p(r(PAGE)) + texte(1),
    "saut avant": texte(1) + p("Annexe", s='<w:pageBreakBefore/><w:spacing w:before="240"/>'),
    "trois pages": texte(36, JUSTIFIE + '<w:spacing w:before="200"/>'),
    "tabulation de marge": p("G", r(
        '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="dot"/>'), "D"),
}  # fmt: skip
SIGNATURES: dict[str, str] = {
    "signature en retrait": p(ADIEU, s=JUSTIFIE) + lignes("Jean Durand", "Avocat", s=retrait(5664)),
    "signature à droite": p(ADIEU) + p("La gérante,", s=A_DROITE) + p("M. Lefèvre", s=A_DROITE),
    "signature en tableau": p(ADIEU) + tbl(
        [4531, 4531], tr(tc(p("Le créancier"), 4531), tc(p("Le débiteur"), 4531)), style="Nu"
    ) + p("P. J. : 4"),
    "cachet": p(ADIEU) + p(image(30, 12), s=retrait(5664)),
}  # fmt: skip
COURANT = '<w:pStyle w:val="Pied"/>'
PIEDS: dict[str, str] = {
    "": "",
    "mentions": p(r("RCS Lyon 841 203 573", '<w:sz w:val="16"/>'), s=COURANT + CENTRE),
    "numéros": p("Page ", champ("PAGE"), " sur ", champ("NUMPAGES"), s=COURANT + A_DROITE),
    "trois colonnes": p("SARL", r(TAB), "www.durand.example", r(TAB), champ("PAGE"), s=COURANT),
    "tableau": tbl(
        [4531, 4531], tr(tc(p("Siège", s=COURANT), 4531), tc(p(champ("PAGE"), s=COURANT), 4531)),
        style="Nu",
    ) + p(s=COURANT),
}  # fmt: skip
TETES: dict[str, str] = {
    "": "",
    "nom": p(r("CABINET DURAND", GRAS + '<w:sz w:val="32"/>'), s='<w:pStyle w:val="EnTete"/>'),
    "logo": p(image(50, 20), r(TAB), r(TAB), "Réf. 118", s='<w:pStyle w:val="EnTete"/>'),
    "logo ancré": p(
        image_ancree(35, 14, Place(0, 5, "page", "page")), s='<w:pStyle w:val="EnTete"/>'
    ),
}  # fmt: skip
SECTIONS: dict[str, str] = {
    "paysage": texte(1) + p(s=section()) + texte(1) + p(s=section(paysage=True)) + texte(1),
    "continue": texte(1) + p(s=section(genre="continuous")) + texte(2),
    "numéros romains": texte(1) + section(
        pied="pied", plus='<w:pgNumType w:fmt="lowerRoman" w:start="3"/>'
    ),
}  # fmt: skip
MARGES = ((1417,) * 4, (1134,) * 4, (850, 1134, 1418, 1701), (2268, 1418, 1418, 1418))
AU_HASARD = 40


def lettres() -> Iterator[tuple[str, bytes]]:
    """Every letter, by name: each construct alone, then *AU_HASARD* mixtures."""
    seules = {**EXPEDITEURS, **DESTINATAIRES, **BLOCS, **SIGNATURES}
    for rang, (nom, bloc) in enumerate(seules.items()):
        corps = NOM + p() + bloc + p(ADIEU) + section()
        yield nom, Fichier(corps, HABITS[rang % 2]).octets()
    pied = {"pied": PIEDS["numéros"]}
    for nom, bloc in SECTIONS.items():
        fin = "" if bloc.endswith("</w:sectPr>") else section()
        yield nom, Fichier(NOM + bloc + fin, pieds=pied).octets()
    for rang in range(AU_HASARD):
        yield f"lettre {rang}", _au_hasard(random.Random(rang), HABITS[rang % len(HABITS)])  # noqa: S311


def _au_hasard(sort: random.Random, habit: Habit) -> bytes:
    def tirer(choix: dict[str, str]) -> str:
        return choix[sort.choice(list(choix))]

    corps = tirer(EXPEDITEURS) + tirer(DESTINATAIRES) + OBJET
    corps += "".join(tirer(BLOCS) for _ in range(sort.choice((2, 3, 4, 6))))
    corps += tirer(SIGNATURES)
    tete, pied = tirer(TETES), tirer(PIEDS)
    fin = section(
        tete="tete" if tete else "", pied="pied" if pied else "", marges=sort.choice(MARGES),
        premiere=bool(tete) and sort.random() < 0.4,
    )  # fmt: skip
    return Fichier(
        corps + fin, habit,
        tetes={"tete": tete, "suite": p("Suite de la lettre")} if tete else {},
        pieds={"pied": pied} if pied else {},
        compatibilite=sort.choice((15, 15, 15, 12)),
    ).octets()  # fmt: skip
