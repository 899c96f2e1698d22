"""The contract in Word: every field in it, in the same bytes from run to run, page after page."""

import re
import subprocess
import sys

import pypdfium2
import pytest

from courriers.document.archive import Archive
from courriers.document.pdf import convertir
from courriers.document.texte import texte
from courriers.lettre.aide_memoire import aide_memoire
from courriers.lettre.champs import champs, chapitres, filtres, search


@pytest.fixture(scope="module")
def docx():
    return aide_memoire(chapitres(), filtres().values())


def test_chaque_champ_et_chaque_filtre_est_au_document(docx):
    lu = texte(docx)
    for champ in champs().values():
        for dit in (champ.nom, champ.sens, champ.exemple, champ.vide):
            assert dit in lu, champ.nom
    for filtre in filtres().values():
        assert filtre.exemple in lu, filtre.nom


def test_le_document_est_en_a4_en_arial_en_francais_et_ses_entetes_se_repetent(docx):
    membres = Archive.lire(docx).membres
    corps, styles = membres["word/document.xml"].decode(), membres["word/styles.xml"].decode()
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in corps  # 297 × 210 mm
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs)="([^"]+)"', styles)) == {"Arial"}
    assert 'w:lang w:val="fr-FR"' in styles
    tables = corps.count("<w:tbl>")
    assert corps.count("<w:tblHeader/>") == tables == len(chapitres()) + 1
    assert corps.count('w:val="Heading1"') == tables
    for mesures in re.findall(r"<w:tblGrid>(.*?)</w:tblGrid>", corps):
        assert sum(map(int, re.findall(r'w:w="(\d+)"', mesures))) <= 16838 - 2 * 850


def test_les_memes_octets_d_un_processus_a_l_autre(docx):
    programme = (
        "import sys\n"
        "from courriers.lettre.aide_memoire import aide_memoire\n"
        "from courriers.lettre.champs import chapitres, filtres\n"
        "sys.stdout.buffer.write(aide_memoire(chapitres(), filtres().values()))\n"
    )
    autre = subprocess.run([sys.executable, "-c", programme], capture_output=True, check=True)  # noqa: S603
    assert autre.stdout == docx


def test_le_document_se_convertit_en_pdf_sans_rien_perdre(docx):
    rendu = convertir(docx)
    assert rendu.est_complet
    assert rendu.constats == ()
    document = pypdfium2.PdfDocument(rendu.octets)
    assert [round(c * 25.4 / 72) for c in document[0].get_size()] == [297, 210]
    pages = [page.get_textpage().get_text_range() for page in document]
    # Every page but the last begins or goes on with a table, whose first row is there again.
    assert all("Vide quand" in page or "Effet" in page for page in pages)
    assert f"page {len(pages)} sur {len(pages)}" in pages[-1].replace("\u00a0", " ")


def test_un_extrait_ne_porte_que_ce_qu_on_y_met():
    trouves, filtres_trouves = search("caution plafond")
    lu = texte(aide_memoire(trouves, filtres_trouves))
    assert "caution.plafond" in lu
    assert "Les filtres" not in lu
    assert "echeancier" not in lu
