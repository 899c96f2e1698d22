"""The wording of the annexes, held as text that a person has read.

When a sentence changes on purpose, read the new annex, then write it down again:
``courriers produire samples/X --pack P --document D --au JOUR -o out`` and
``courriers texte out/…/P-D.docx > tests/lettre/textes-des-annexes/P-D/X.txt``.
"""

from pathlib import Path

import pytest

from courriers.document.texte import texte
from fabrique import livree, packs_livres

TEXTES = Path(__file__).parent / "textes-des-annexes"
RELUS = sorted(TEXTES.glob("*/*.txt"))
ANNEXES = {
    f"{pack.nom}-{document.nom}": (pack.nom, document.nom)
    for pack in packs_livres()
    for document in pack.manifeste.documents
    if document.role == "annexe"
}


@pytest.mark.parametrize("fichier", RELUS, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_l_annexe_dit_mot_pour_mot_ce_qui_a_ete_relu(fichier):
    pack, document = ANNEXES[fichier.parent.name]
    annexe = livree(fichier.stem, pack).documents[document]
    assert texte(annexe.docx()) == fichier.read_text(encoding="utf-8").rstrip("\n")


def test_chaque_annexe_a_un_texte_relu():
    assert {f.parent.name for f in RELUS} == set(ANNEXES)
