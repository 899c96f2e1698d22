"""What checking a template costs: a page count and a number of tags, then each built-in letter.

Ten pages of sentences, a table and forty tags, made here; the first check of a process (samples
read, contexts made) and the next ones. ``python bench/mesure_controle.py [TOURS]``
"""

import statistics
import sys
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE / "tests"))
PHRASE = (
    "Nous vous rappelons que cette somme correspond aux prestations décrites ci-dessus, livrées et "
    "acceptées sans réserve, et que son règlement devait nous parvenir à la date convenue. "
)
CHAMPS = (
    "debiteur.denomination", "somme.en_chiffres", "somme.en_lettres", "date", "reference",
    "creancier.denomination", "principal.en_chiffres", "expediteur.denomination", "lieu",
    "total.en_chiffres",
)  # fmt: skip


def dix_pages():
    """The template: 10 pages, 40 tags."""
    from fabrique import docx, p

    corps = []
    for page in range(10):
        corps += [p(PHRASE * 3) for _ in range(6)]
        for rang in range(4):
            champ = CHAMPS[(4 * page + rang) % len(CHAMPS)]
            corps.append(p(f"{PHRASE}Voyez {{{{ {champ} }}}}, s’il vous plaît."))
        corps.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    return docx("".join(corps[:-1]))


def mesurer(faire, tours):
    durees = []
    for _ in range(tours):
        debut = time.perf_counter()
        faire()
        durees.append((time.perf_counter() - debut) * 1000)
    return durees[0], statistics.median(durees[1:])


def main():
    from courriers.document.pdf import convertir
    from courriers.lettre.controle import check_pack, controler
    from courriers.lettre.pack import packs

    tours = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    modele = dix_pages()
    print(f"{convertir(modele).pages} pages, 40 balises ; premier contrôle, puis médiane (ms)")
    for nom, essais in (("lecture seule", False), ("avec les essais", True)):
        premier, suivants = mesurer(lambda e=essais: controler(modele, essais=e), tours)
        print(f"  {nom:<40} {premier:8.1f} {suivants:8.1f}")
    for pack in packs():
        premier, suivants = mesurer(lambda p=pack: check_pack(p), 3)
        print(f"  {pack.nom:<40} {premier:8.1f} {suivants:8.1f}")


if __name__ == "__main__":
    main()
