"""Both files, whole or not at all; what is held in memory, and what is left on the disk."""

import glob
import os
import pickle
import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from courriers.erreurs import MoteurPdfAbsent
from courriers.lot.synthese import Recueil, ecrire_synthese, ecriture, feuilles
from fabrique import JOUR
from lot.synthese.lots import beaucoup, ecrite, faire, refusee


def noms(repertoire: Path) -> list[str]:
    return sorted(f.name for f in repertoire.iterdir())


def temporaires() -> set[str]:
    return set(glob.glob(f"{glob.escape(tempfile.gettempdir())}/openpyxl.*"))  # noqa: PTH207


def _pic(nombre: int, faire_: object) -> int:
    """Bytes held at the highest while *nombre* rows are dealt with."""
    tracemalloc.start()
    try:
        faire_(nombre)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_le_recueil_et_le_classeur_ne_gardent_pas_les_lignes(tmp_path, monkeypatch):
    monkeypatch.setattr(feuilles, "LIENS_MAX", 0)
    monkeypatch.setattr(ecriture, "page", lambda *_: b"%PDF")

    def ecrire(nombre):
        # Long words: their rows have a height of their own, which is not kept either.
        motif = refusee().motifs[0]
        longue = type(motif)(motif.code, "mot " * 60, "mot " * 60)
        lignes = (x for ligne in beaucoup(nombre) for x in (ligne, refusee(motifs=(longue,))))
        assert not faire(tmp_path, lignes).erreurs

    ecrire(10)
    petit, grand = _pic(1_000, ecrire), _pic(2_000, ecrire)  # buffers are full by a thousand
    assert grand - petit < 100_000  # a hundred bytes for each row more


def test_les_lignes_se_relisent_dans_l_ordre_et_aucune_ne_s_ajoute_ensuite():
    with Recueil() as recueil:
        for ligne in beaucoup(5):
            recueil.ajouter(ligne)
        assert list(recueil.lignes()) == list(recueil.lignes()) == list(beaucoup(5))
        with pytest.raises(ValueError, match="fini"):
            recueil.ajouter(ecrite())


def test_un_disque_plein_pendant_le_lot_n_arrete_pas_les_lettres(tmp_path, monkeypatch):
    def plein(*_):
        raise OSError(28, "No space left on device")

    with Recueil() as recueil:
        recueil.ajouter(ecrite())
        monkeypatch.setattr(pickle, "dump", plein)
        recueil.ajouter(ecrite())
        recueil.ajouter(refusee())
        ecrit = ecrire_synthese(tmp_path, recueil, JOUR)
    assert recueil.cumuls.lus == 3
    assert noms(tmp_path) == ["synthese.pdf"]
    (erreur,) = ecrit.erreurs
    assert "le disque est plein" in str(erreur)


def test_un_classeur_ouvert_dans_excel_n_est_pas_perdu(tmp_path, monkeypatch):
    remplacer = Path.replace

    def tenu(self, cible):
        if Path(cible).name == "synthese.xlsx":
            raise PermissionError(13, "tenu", str(cible))
        return remplacer(self, cible)

    monkeypatch.setattr(Path, "replace", tenu)
    ecrit = faire(tmp_path, [ecrite()])
    assert [f.name for f in ecrit.fichiers] == ["synthese-2.xlsx", "synthese.pdf"]
    (erreur,) = ecrit.erreurs
    assert erreur.code == "ECRITURE_IMPOSSIBLE"
    assert "Fermez-le" in str(erreur)
    assert noms(tmp_path) == ["synthese-2.xlsx", "synthese.pdf"]


def test_une_panne_ne_laisse_rien_et_le_reste_continue(tmp_path, monkeypatch):
    (tmp_path / "synthese.xlsx").write_bytes(b"avant")
    avant = temporaires()
    lues = Recueil.lignes

    def panne(self):
        for rang, ligne in enumerate(lues(self)):
            if rang == 5:
                raise OSError(28, "No space left on device")
            yield ligne

    monkeypatch.setattr(Recueil, "lignes", panne)
    ecrit = faire(tmp_path, [*beaucoup(9), refusee()])
    assert "le disque est plein" in str(ecrit.erreurs[0])
    assert (tmp_path / "synthese.xlsx").read_bytes() == b"avant"
    assert noms(tmp_path) == ["synthese.pdf", "synthese.xlsx"]
    assert temporaires() <= avant  # the sheets begun hold names and debts


def test_sans_moteur_pdf_le_classeur_est_ecrit(tmp_path, monkeypatch):
    def absent(*_):
        raise MoteurPdfAbsent("Pango manque.")

    monkeypatch.setattr(ecriture, "page", absent)
    ecrit = faire(tmp_path, [ecrite()])
    assert [type(e) for e in ecrit.erreurs] == [MoteurPdfAbsent]
    assert noms(tmp_path) == ["synthese.xlsx"]


def test_sans_openpyxl_la_page_est_ecrite_et_c_est_dit(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    ecrit = faire(tmp_path, [ecrite()])
    assert [e.code for e in ecrit.erreurs] == ["LOT_ABSENT"]
    assert noms(tmp_path) == ["synthese.pdf"]


def test_une_erreur_imprevue_est_dite_et_n_arrete_rien(tmp_path, monkeypatch):
    monkeypatch.setattr(ecriture, "page", lambda *_: 1 / 0)
    ecrit = faire(tmp_path, [ecrite()])
    assert [e.code for e in ecrit.erreurs] == ["ERREUR_INTERNE"]
    assert noms(tmp_path) == ["synthese.xlsx"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="les droits s’imposent à tous")
def test_un_repertoire_sans_droit_est_dit(tmp_path):
    tmp_path.chmod(0o500)
    ecrit = faire(tmp_path, [ecrite()])
    assert ["l’accès est refusé" in str(e) for e in ecrit.erreurs] == [True, True]


def test_un_fichier_a_la_place_du_repertoire_est_dit(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    ecrit = faire(tmp_path / "out", [ecrite()])
    assert [e.code for e in ecrit.erreurs] == ["ECRITURE_IMPOSSIBLE"] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="« ulimit » n’y est pas")
def test_un_classeur_trop_grand_pour_le_disque_est_dit_en_une_ligne(tmp_path):
    dit = (
        "import datetime, pathlib, resource, sys\n"
        "from courriers.lot.sources.cas import Place\n"
        "from courriers.lot.synthese import LigneDeSynthese, Recueil, ecrire_synthese\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "with Recueil() as recueil:\n"
        "    recueil.ajouter(LigneDeSynthese(Place(pathlib.Path('x')), 'refusee'))\n"
        "    for faute in ecrire_synthese(pathlib.Path(sys.argv[1]), recueil,\n"
        "                                 datetime.date(2026, 1, 1)).erreurs:\n"
        "        print(faute.message)\n"
    )
    lance = subprocess.run(  # noqa: S603
        [sys.executable, "-c", dit, tmp_path], capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert lance.stderr == ""
    motif = "ne peut pas être écrit\u00a0: le fichier passerait la taille permise."
    assert lance.stdout.splitlines()[0] == f"{tmp_path / 'synthese.xlsx'} {motif}"
