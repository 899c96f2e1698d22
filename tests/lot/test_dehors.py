"""What stands where a run writes: a link leads nowhere outside, a pipe stops nothing."""

import os
import subprocess
import sys

import pytest

from courriers import load_dossier, render_batch
from courriers.constats import Code
from courriers.erreurs import CourriersError
from courriers.lot.evenements import Refusee
from courriers.lot.journal import NOM, Journal, lire
from courriers.lot.memoire import Memoire
from courriers.lot.registre import Registre
from courriers.lot.verrou import NOM as VERROU
from fabrique import JOUR, brut, pack_livre

PACK = pack_livre("mise-en-demeure")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ni lien ni tube sans droits")
PLEIN = """
import datetime, pathlib, resource, signal, sys
from courriers.erreurs import CourriersError
from courriers.lot.evenements import Refusee
from courriers.lot.journal import Journal
resource.setrlimit(resource.RLIMIT_FSIZE, (900, resource.RLIM_INFINITY))
ligne = Refusee(reference="R" * 100, pack="relance", au=datetime.date(2026, 1, 1), code="X")
try:
    with Journal(pathlib.Path(sys.argv[1])) as journal:
        for _ in range(10):
            journal.ajouter(ligne)
except CourriersError as faute:
    print(faute.code, faute.message)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    journal.ajouter(ligne)
"""


def ecrire(sortie, **options):
    dossiers = [load_dossier(brut(reference=r)) for r in ("A", "B")]
    return list(render_batch(dossiers, PACK, au=JOUR, sortie=sortie, formats=["docx"], **options))


def codes(resultats):
    return [r.erreur.code if r.erreur else "ecrite" for r in resultats]


def piege(ou, sorte, cible):
    if sorte == "lien":
        ou.symlink_to(cible)
    elif sorte == "tube":
        os.mkfifo(ou)
    else:
        ou.mkdir()


@pytest.mark.parametrize("avec_registre", [True, False])
def test_un_lien_a_la_place_d_un_dossier_ne_fait_rien_ecrire_dehors(tmp_path, avec_registre):
    sortie, dehors = tmp_path / "lettres", tmp_path / "dehors"
    sortie.mkdir()
    dehors.mkdir()
    (sortie / "A").symlink_to(dehors)
    if avec_registre:
        with Registre(sortie) as registre:
            faits = ecrire(sortie, registre=registre)
    else:
        faits = ecrire(sortie)
    assert codes(faits) == [Code.CHEMIN_HORS_DU_LOT, "ecrite"]
    assert str(sortie / "A") in faits[0].erreur.message
    assert list(dehors.iterdir()) == []


def test_un_lien_a_la_place_des_pieces_d_un_dossier_non_plus(tmp_path):
    (tmp_path / "lettres/A").mkdir(parents=True)
    (tmp_path / "lettres/A/mise-en-demeure-pieces").symlink_to(tmp_path)
    assert codes(ecrire(tmp_path / "lettres")) == [Code.CHEMIN_HORS_DU_LOT, "ecrite"]


def test_le_repertoire_des_lettres_peut_etre_un_lien(tmp_path):
    (tmp_path / "vrai").mkdir()
    (tmp_path / "lettres").symlink_to(tmp_path / "vrai")
    with Registre(tmp_path / "lettres") as registre:
        assert codes(ecrire(tmp_path / "lettres", registre=registre)) == ["ecrite", "ecrite"]
    assert (tmp_path / "vrai/A/mise-en-demeure.docx").is_file()


@pytest.mark.parametrize(
    ("sorte", "code"),
    [("lien", "CHEMIN_HORS_DU_LOT"), ("tube", "JOURNAL_ILLISIBLE"),
     ("repertoire", "JOURNAL_ILLISIBLE")],
)  # fmt: skip
def test_un_journal_qui_n_est_pas_un_fichier_est_dit_et_rien_n_attend(tmp_path, sorte, code):
    piege(tmp_path / NOM, sorte, tmp_path / "dehors.jsonl")
    with pytest.raises(CourriersError, match="journal") as refus:
        Registre(tmp_path)
    assert refus.value.code == code
    ligne = Refusee(reference="A", pack="relance", au=JOUR, code="X")
    with Journal(tmp_path) as journal, pytest.raises(CourriersError) as refus:
        journal.ajouter(ligne)
    assert refus.value.code == code
    assert not (tmp_path / "dehors.jsonl").exists()


def test_le_journal_d_un_autre_repertoire_qui_est_un_tube_est_dit(tmp_path):
    os.mkfifo(tmp_path / NOM)
    for lit in (lambda: list(lire(tmp_path)), lambda: Memoire([tmp_path / NOM])):
        with pytest.raises(CourriersError, match="n’est pas un fichier ordinaire"):
            lit()


@pytest.mark.parametrize("sorte", ["lien", "tube", "repertoire"])
def test_un_verrou_qui_n_est_pas_un_fichier_est_dit_en_francais(tmp_path, sorte):
    piege(tmp_path / VERROU, sorte, tmp_path / "dehors")
    with pytest.raises(CourriersError, match="n’est pas un fichier ordinaire") as refus:
        Registre(tmp_path)
    assert str(tmp_path / VERROU) in refus.value.message
    assert refus.value.code == "ECRITURE_IMPOSSIBLE"


def test_un_disque_plein_a_la_ligne_du_journal_est_dit_et_la_suite_se_lit(tmp_path):
    lance = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PLEIN, tmp_path], capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert lance.stdout.strip() == (
        f"ECRITURE_IMPOSSIBLE Le journal {tmp_path / NOM} ne peut pas être écrit : le fichier "
        "passerait la taille permise."
    )
    assert lance.stderr == ""
    *lues, derniere = lire(tmp_path)
    assert isinstance(derniere, Refusee)
    assert [isinstance(x, Refusee) for x in lues] == [True] * (len(lues) - 1) + [False]
