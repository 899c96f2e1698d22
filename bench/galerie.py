"""The gallery: page 1 of each letter by each channel, as pictures, and the page that shows them.

``make galerie`` writes ``docs/galerie``; the packs and their channels are found, not listed here.
Nothing depends on the day: made again, the files are the same.
"""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pypdfium2
from PIL import Image

from courriers import CourriersError, compose, load_dossier
from courriers.droit.escalade import ordre
from courriers.langue.typographie import date_longue
from courriers.lettre.pack import packs
from courriers.lettre.suite import CANAUX

RACINE = Path(__file__).resolve().parents[1]
SAMPLES = RACINE / "samples"
GALERIE = RACINE / "docs" / "galerie"
LARGEUR, GRIS, OCTETS_MAX = 760, 16, 120_000
"""Pixels across, shades of grey, bytes of a picture."""
PREFERES = (
    "societe-a-societe", "artisan-a-consommateur", "organisme-public", "mandat-de-recouvrement",
    "association", "deux-commercants",
)  # fmt: skip
"""Samples that show most, first; then the others, by name."""
PHASES = {"amiable": "Phase amiable", "judiciaire": "Phase judiciaire"}


def exemples():
    noms = [d.name for d in sorted(SAMPLES.iterdir()) if d.is_dir()]
    return [n for n in PREFERES if n in noms] + [n for n in noms if n not in PREFERES]


def dans_l_ordre():
    """The packs as they follow one another, then those that stand apart, by name."""
    tous = {p.nom: p for p in packs()}
    suite = [n.nom for n in ordre([p.niveau for p in tous.values()])]
    return [tous[nom] for nom in (*suite, *sorted(set(tous) - set(suite)))]


def une_lettre(pack, canal, deja):
    """A sample that gives this letter, if possible one not shown yet, its day and the document."""
    possibles = []
    for nom in exemples():
        au = tomllib.loads((SAMPLES / nom / "attendu.toml").read_text(encoding="utf-8"))["au"]
        dossier = load_dossier(SAMPLES / nom / "dossier.json")
        try:
            lettre = compose(
                dossier, pack, au, canal=canal, qr=pack.manifeste.reclame == "a_echoir"
            )
        except CourriersError:
            continue
        remplis = list(lettre.documents.values())
        # An e-mail, a call sheet: the document made for that channel, where the pack has one.
        document = next((d for d in remplis if getattr(d, "role", "") == canal), remplis[0])
        if nom not in deja:
            return nom, au, document
        possibles.append((nom, au, document))
    return possibles[0] if possibles else None


def image(pdf):
    """Page 1, in shades of grey."""
    page = pypdfium2.PdfDocument(pdf)[0]
    vue = page.render(scale=LARGEUR / page.get_width()).to_pil().convert("L")
    sortie = io.BytesIO()
    vue.quantize(GRIS, dither=Image.Dither.NONE).save(sortie, "PNG", optimize=True)
    if sortie.tell() > OCTETS_MAX:
        raise SystemExit(f"une image dépasse {OCTETS_MAX} octets")
    return sortie.getvalue()


def vues():
    """Each letter by each channel: the pack, its channel, the sample, the day, the picture."""
    for pack in dans_l_ordre():
        montres: set[str] = set()
        for canal in pack.manifeste.canaux:
            trouvee = une_lettre(pack, canal, montres)
            if trouvee is None:
                print(f"{pack.nom}, {canal} : aucun exemple ne la donne")
                continue
            nom, au, document = trouvee
            montres.add(nom)
            yield pack, canal, nom, au, image(document.pdf())


def page(lignes):
    """The Markdown that shows the pictures."""
    avis = (
        "La première page de chaque lettre, par chaque canal, tirée des exemples de "
        "[`samples/`](../../samples) : personnes et sommes inventées. Page écrite par "
        "`make galerie` ; ne la retouchez pas à la main.\n"
    )
    morceaux = ["# La galerie\n", avis]
    dernier = None
    for pack, canal, nom, au, fichier in lignes:
        m = pack.manifeste
        if pack.nom != dernier:
            dernier = pack.nom
            morceaux.append(f"## {m.titre}\n")
            morceaux.append(f"`{pack.nom}`. {PHASES[m.phase]}.\n")
        morceaux.append(f"### {CANAUX[canal]}\n")
        morceaux.append(f"Exemple [`{nom}`](../../samples/{nom}), au {date_longue(au)} :\n")
        qr = " --qr" if m.reclame == "a_echoir" else ""
        commande = (
            f"courriers produire samples/{nom} --pack {pack.nom} --canal {canal} --au {au}{qr}"
        )
        morceaux.append(f"```console\n$ {commande}\n```\n")
        morceaux.append(f"![{m.titre}, {CANAUX[canal].lower()}, exemple {nom}]({fichier})\n")
    return "\n".join(morceaux)


def main():
    GALERIE.mkdir(parents=True, exist_ok=True)
    lignes, ecrites = [], {}
    for pack, canal, nom, au, octets in vues():
        fichier = f"{pack.nom}-{canal}.png"
        ecrites[fichier] = octets
        lignes.append((pack, canal, nom, au, fichier))
    for ancienne in GALERIE.glob("*.png"):
        if ancienne.name not in ecrites:
            ancienne.unlink()
    for fichier, octets in ecrites.items():
        (GALERIE / fichier).write_bytes(octets)
    (GALERIE / "README.md").write_text(page(lignes), encoding="utf-8")
    total = sum(map(len, ecrites.values())) // 1000
    print(f"{len(ecrites)} images dans {GALERIE.relative_to(RACINE)}, {total} ko")


if __name__ == "__main__":
    main()
