"""What is shown while a batch runs."""

import pytest

from courriers.cli.progression import Bilan, Progres, ligne

NB = "\u00a0"


def test_sans_le_total_la_ligne_dit_ce_qui_est_lu():
    assert ligne(Bilan(12, 0, 3), None, 4.4) == "15 dossiers lus, 12 écrites, 3 refusées, 4/s"
    assert ligne(Bilan(12, 7, 3), 5, 0.2).startswith("22 dossiers lus, 12 écrites, 7 déjà là")


@pytest.mark.parametrize(
    ("faits", "total", "rythme", "dit"),
    [
        (0, 100, 0.0, "[··········] 0/100, 0 écrite, 0 refusée, 0/min"),
        (50, 100, 2.0, f"[#####·····] 50/100, 50 écrites, 0 refusée, 2/s, encore 25{NB}s"),
        (9, 999, 0.05, f"[··········] 9/999, 9 écrites, 0 refusée, 3/min, encore 5{NB}h{NB}30"),
        (40, 40, 9.6, f"[##########] 40/40, 40 écrites, 0 refusée, 10/s, encore 1{NB}s"),
    ],
)
def test_avec_le_total_la_barre_avance_et_dit_le_temps_qui_reste(faits, total, rythme, dit):
    assert ligne(Bilan(faits), total, rythme) == dit


def test_une_source_illisible_n_empeche_pas_de_commencer(capfd, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    def lire():
        raise OSError("illisible")

    with Progres(montre=True, lire=lire) as progres:
        progres._fil.join()
        progres._dit -= 60
        progres.avancer(Bilan(3, 0, 0))
    assert "3 dossiers lus" in capfd.readouterr().err


def test_un_bilan_s_accorde():
    assert str(Bilan(1, 0, 2)) == "1 lettre écrite, 2 refusées"
    assert str(Bilan(12, 1, 0)) == "12 lettres écrites, 1 déjà là, 0 refusée"
    assert Bilan(1).a_blanc == "1 lettre à écrire, 0 refusée"
