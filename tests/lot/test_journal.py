"""What was written, kept one line an event, and given back to the next letter."""

import datetime
import json
from datetime import date

import pytest

from courriers.constats import Constat
from courriers.dossier import load_dossier
from courriers.erreurs import CourriersError
from courriers.lot.evenements import LettreEcrite, Retour, Retrait
from courriers.lot.journal import NOM, ajouter, lire
from courriers.lot.memoire import Memoire
from fabrique import JOUR, brut

RELANCE = LettreEcrite(
    reference="R-1", pack="relance-courtoise", au=date(2026, 9, 1), canal="lettre"
)
DEMEURE = LettreEcrite(
    reference="R-1", pack="mise-en-demeure", au=date(2026, 10, 1), canal="lrar",
    mise_en_demeure=True, numero_suivi="2C1", fichiers={"R-1/mise-en-demeure.docx": "0" * 64},
)  # fmt: skip


def dossier(**changements):
    return load_dossier(brut(**{"reference": "R-1", "envois": [], **changements}))


def test_ce_qui_est_ecrit_se_relit(tmp_path):
    evenements = [
        RELANCE, DEMEURE,
        Retour(reference="R-1", pack="mise-en-demeure", au=DEMEURE.au, retour="npai"),
        Retrait(reference="R-1", pack="relance-courtoise", au=RELANCE.au, motif="réglé"),
    ]  # fmt: skip
    ajouter(tmp_path / "lettres", evenements[:2])
    ajouter(tmp_path / "lettres", evenements[2:])
    assert list(lire(tmp_path / "lettres")) == evenements
    assert list(lire(tmp_path / "lettres" / NOM)) == evenements


def test_le_journal_ne_dit_personne(tmp_path):
    ajouter(tmp_path, [DEMEURE])
    (ligne,) = (tmp_path / NOM).read_text(encoding="utf-8").splitlines()
    assert set(json.loads(ligne)) <= {
        "version", "genre", "reference", "pack", "au", "canal", "mise_en_demeure", "numero_suivi",
        "dossier", "bareme", "fichiers", "constats",
    }  # fmt: skip


def test_une_ligne_coupee_par_un_arret_est_dite_et_la_suivante_se_lit(tmp_path):
    ajouter(tmp_path, [RELANCE])
    journal = tmp_path / NOM
    journal.write_bytes(journal.read_bytes() + b'{"version": 1, "genre": "let')
    ajouter(tmp_path, [DEMEURE])
    lus = list(lire(tmp_path))
    assert [lus[0], lus[2]] == [RELANCE, DEMEURE]
    assert isinstance(lus[1], Constat)
    assert lus[1].lieu.ligne == 2


@pytest.mark.parametrize(
    "ligne",
    [b"{}", b"[]", b"null", b"\xff", b'{"genre":"lettre"}', b'{"version":"9"}', b"[" * 9999],
)
def test_une_ligne_d_ailleurs_ne_fait_rien_tomber(tmp_path, ligne):
    (tmp_path / NOM).write_bytes(ligne + b"\n\n")
    (lu,) = lire(tmp_path)
    assert isinstance(lu, Constat)


def test_un_journal_d_une_version_plus_recente_arrete(tmp_path):
    """What was sent would be forgotten line by line, and sent again."""
    ajouter(tmp_path, [RELANCE])
    journal = tmp_path / NOM
    journal.write_text(journal.read_text("utf-8").replace('"version": 1', '"version": 2'), "utf-8")
    with pytest.raises(CourriersError, match="plus récente") as refus, Memoire([tmp_path]):
        pass
    assert (refus.value.code, "à jour" in refus.value.conseil) == ("JOURNAL_ILLISIBLE", True)


def test_un_journal_absent_est_dit(tmp_path):
    with pytest.raises(CourriersError, match="ne peut pas être lu") as refus:
        Memoire([tmp_path / "rien"])
    assert refus.value.code == "JOURNAL_ILLISIBLE"


def test_la_memoire_rend_les_envois_au_dossier_dans_l_ordre(tmp_path):
    ajouter(tmp_path, [DEMEURE, RELANCE])
    complet = Memoire([tmp_path]).completer(dossier(), JOUR)
    assert [(e.niveau, e.canal) for e in complet.envois] == [
        ("relance-courtoise", "lettre"),
        ("mise-en-demeure", "lrar"),
    ]
    assert complet.envois[1].vaut_mise_en_demeure
    assert complet.envois[1].numero_suivi == "2C1"
    assert complet.base is None


def test_ce_que_dit_le_dossier_lui_meme_l_emporte(tmp_path):
    ajouter(tmp_path, [DEMEURE])
    sien = {"niveau": "mise-en-demeure", "date": "2026-10-01", "canal": "remise"}
    complet = Memoire([tmp_path]).completer(dossier(envois=[sien]), JOUR)
    assert [e.canal for e in complet.envois] == ["remise"]


def test_la_lettre_du_jour_et_celles_d_apres_ne_sont_pas_rappelees(tmp_path):
    ajouter(tmp_path, [RELANCE, DEMEURE])
    memoire = Memoire([tmp_path])
    assert [e.niveau for e in memoire.completer(dossier(), DEMEURE.au).envois] == [RELANCE.pack]
    assert not memoire.completer(dossier(), RELANCE.au).envois
    assert not memoire.completer(dossier(reference="R-2"), JOUR).envois


def test_un_retour_complete_sa_lettre_un_retrait_l_efface(tmp_path):
    recu = Retour(reference="R-1", pack="mise-en-demeure", au=DEMEURE.au, recu_le=date(2026, 10, 3))
    ajouter(tmp_path, [RELANCE, DEMEURE, recu])
    ajouter(tmp_path, [Retrait(reference="R-1", pack=RELANCE.pack, au=RELANCE.au)])
    (seul,) = Memoire([tmp_path]).envois("R-1")
    assert (seul.numero_suivi, seul.recu_le) == ("2C1", date(2026, 10, 3))


def test_une_lettre_refaite_le_meme_jour_compte_une_fois(tmp_path):
    ajouter(tmp_path, [RELANCE, RELANCE])
    memoire = Memoire([tmp_path, tmp_path])
    assert memoire.lettres == 1
    assert len(memoire.envois("R-1")) == 1


def test_un_retour_sans_sa_lettre_n_invente_rien(tmp_path):
    seul = Retour(reference="R-1", pack="relance-courtoise", au=datetime.date(2026, 1, 1))
    ajouter(tmp_path, [seul])
    assert Memoire([tmp_path]).lettres == 0


def test_une_reference_qui_change_de_capitales_garde_sa_memoire(tmp_path):
    ajouter(tmp_path, [RELANCE])
    assert len(Memoire([tmp_path]).completer(dossier(reference="r-1"), JOUR).envois) == 1


def test_une_lettre_refaite_le_jour_meme_garde_ce_qui_en_est_revenu(tmp_path):
    recu = Retour(reference="R-1", pack="mise-en-demeure", au=DEMEURE.au, recu_le=date(2026, 10, 3))
    ajouter(tmp_path, [DEMEURE, recu, DEMEURE.model_copy(update={"numero_suivi": None})])
    (seul,) = Memoire([tmp_path]).envois("R-1")
    assert (seul.numero_suivi, seul.recu_le) == ("2C1", date(2026, 10, 3))
    ajouter(tmp_path, [DEMEURE.model_copy(update={"numero_suivi": None, "canal": "lettre"})])
    (seul,) = Memoire([tmp_path]).envois("R-1")
    assert seul.numero_suivi is None


@pytest.mark.parametrize(
    "change", [{"pack": "x y"}, {"canal": "pigeon"}, {"numero_suivi": ""}], ids=str
)
def test_une_lettre_impossible_du_journal_est_dite_et_les_autres_restent(tmp_path, change):
    ajouter(tmp_path, [RELANCE, DEMEURE.model_copy(update=change)])
    trop_tot = Retour(reference="R-1", pack=RELANCE.pack, au=RELANCE.au, recu_le=date(2026, 8, 1))
    ajouter(tmp_path, [trop_tot])
    memoire = Memoire([tmp_path])
    assert memoire.envois("R-1")[0].recu_le is None
    dits = [c.message for c in memoire.constats]
    assert all("n’est pas une lettre possible" in dit for dit in dits)
    assert len(dits) == (1 if change == {"numero_suivi": ""} else 2)  # a blank number is none
