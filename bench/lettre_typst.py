"""The house letter written by hand for Typst: same text, same table, same pictures, two pages.

Only the text comes from the Word letter, at run time; the layout below is a person's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from courriers.document.texte import parties
from courriers.langue.adresse import bloc_postal

_ENTETE = """
#set document(title: {titre}, author: {auteur})
#set text(font: "Arimo", size: 10pt, lang: "fr", region: "FR", kerning: false, ligatures: false)
#set par(justify: true, spacing: 8.5pt, leading: 4.9pt)
#set page(
  paper: "a4",
  margin: (left: 20mm, right: 20mm, top: 22mm, bottom: 28mm),
  header: context if counter(page).get().first() > 1 [
    #set text(size: 8pt)
    #{gauche} #h(1fr) #{droite}
    #v(-6pt) #line(length: 100%, stroke: 0.5pt)
  ],
  footer: context [
    #set text(size: 7pt)
    #line(length: 100%, stroke: 0.5pt) #v(-4pt)
    #{identite}
    #linebreak() #{donnees}
    #linebreak() #{dossier} #h(1fr)
    Page #counter(page).display("1 / 1", both: true)
  ],
)
#image("logo.png", width: 42mm)
#v(-4pt)
"""


def _mot(texte: str) -> str:
    """A Typst string."""
    return '"' + texte.replace("\\", "\\\\").replace('"', '\\"') + '"'


def markup(docx: bytes, debiteur) -> str:
    """The Typst source of the letter in *docx*."""
    textes = {partie.nom: partie.lignes for partie in parties(docx)}
    (entete, *_), pied, corps = textes["en-tête"], textes["pied de page"], list(textes["corps"])
    gauche, droite = entete.split("\t")
    ecrit = _ENTETE.format(
        titre=_mot(gauche), auteur=_mot(corps[0]), gauche=_mot(gauche), droite=_mot(droite),
        identite=_mot(pied[0]), donnees=_mot(pied[1]), dossier=_mot(pied[2].split("\t")[0]),
    )  # fmt: skip
    premiere = bloc_postal(debiteur, debiteur.contact)[0]
    coupe = corps.index(premiere)
    fin = next(n for n in range(coupe, len(corps)) if "\t" in corps[n])
    ecrit += f"#text(weight: 700, size: 11pt, {_mot(corps[0])}) \\\n"
    ecrit += " \\\n".join(f"#{_mot(x)}" for x in corps[1:coupe])
    adresse = " \\\n".join(f"#{_mot(x)}" for x in corps[coupe : fin - 1])
    ecrit += f"\n#v(12mm)\n#pad(left: 95mm)[{adresse}"
    signature = corps[-2:]
    ecrit += f" #v(14mm) #{_mot(corps[fin - 1])}]\n#v(2mm)\n" + "\n".join(_suite(corps[fin:-2]))
    ecrit += "\n#pad(left: 95mm)[" + " \\\n".join(f"#{_mot(x)}" for x in signature)
    return ecrit + '\n#image("signature.png", width: 40mm)]\n'


def _suite(lignes: list[str]) -> Iterator[str]:
    """Tables where lines have tabs, paragraphs elsewhere."""
    apres_le_tableau = False
    for tabulations, groupe in groupby(lignes, key=lambda x: x.count("\t")):
        rangs = [ligne.split("\t") for ligne in groupe]
        if tabulations == 0:
            for (texte,) in rangs:
                court = len(texte) < 60 and not texte.endswith((",", "."))
                gras = texte.startswith("Par la présente") or court
                yield f"#par(text(weight: {700 if gras else 400}, {_mot(texte)}))"
        elif tabulations == 2:
            titre = ", ".join(f"[*#{_mot(c)}*]" for c in rangs[0])
            yield _petit(
                "table(columns: (1.6fr, 1.2fr, 24mm), stroke: 0.5pt, inset: 3pt, align: (left, "
                f"left, right), table.header({titre}), {_cases(rangs[1:])})"
            )
        elif apres_le_tableau:
            yield _petit(
                "table(columns: (1fr, 24mm), stroke: 0.5pt, inset: 3pt, align: (left, right), "
                f"{_cases(rangs)})"
            )
        else:
            yield _petit(f"grid(columns: (34mm, 1fr), row-gutter: 5pt, {_cases(rangs)})")
        apres_le_tableau = tabulations == 2


def _cases(rangs: list[list[str]]) -> str:
    return ", ".join(f"[#{_mot(case)}]" for rang in rangs for case in rang)


def _petit(tableau: str) -> str:
    return f"#block[#set par(justify: false); #set text(size: 8.8pt); #{tableau}]"
