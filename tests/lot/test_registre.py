"""A folder of letters is held by one run, and each case keeps its place in it."""

import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest

from courriers import load_dossier, load_pack
from courriers.constats import Code
from courriers.erreurs import CourriersError
from courriers.lot import ensemble
from courriers.lot.evenements import LettreEcrite, Refusee, Retour
from courriers.lot.exclusions import exclure, lire_exclusions
from courriers.lot.execution import produire
from courriers.lot.journal import NOM, ajouter, lire
from courriers.lot.memoire import Memoire
from courriers.lot.registre import Registre
from courriers.lot.sources import Cas, Place
from fabrique import JOUR, RACINE, SAMPLES, brut, pack_livre

PACK = pack_livre("mise-en-demeure")
AU_DE_LA_CAUTION = date(2026, 11, 23)


def cas(reference, **changements):
    lu = load_dossier(brut(reference=reference, **changements))
    return Cas(Place(RACINE / f"{nom_de(reference)}.json"), lu)


def nom_de(reference):
    return "".join(c for c in reference if c.isalnum()) or "x"


def ecrire(sortie, les_cas, pack=PACK, *, au=JOUR, **options):
    with Registre(sortie) as registre:
        return list(produire(
            les_cas, pack, au, sortie, registre=registre,
            **{"refaire": False, "formats": ("docx",), **options},
        ))  # fmt: skip


def codes(resultats):
    return [r.erreur.code if r.erreur else ("deja" if r.deja else "ecrite") for r in resultats]


def test_un_second_lot_attend_que_le_premier_ait_fini(tmp_path):
    with Registre(tmp_path), pytest.raises(CourriersError, match="travaille déjà") as refus:
        Registre(tmp_path)
    assert refus.value.code == "LOT_EN_COURS"
    with Registre(tmp_path):
        pass


def test_un_lot_tue_ne_laisse_pas_le_repertoire_pris(tmp_path):
    dit = (
        "import os, sys, pathlib; from courriers.lot.registre import Registre\n"
        "Registre(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    mort = subprocess.run([sys.executable, "-c", dit, tmp_path], check=False)  # noqa: S603
    assert mort.returncode == -9
    with Registre(tmp_path):
        pass


def test_regarder_a_blanc_ne_prend_rien_et_n_attend_personne(tmp_path):
    ecrire(tmp_path, [cas("A")])
    with Registre(tmp_path), Registre(tmp_path, a_blanc=True) as regarde:
        assert regarde.memoire.lettres == 1
    with Registre(tmp_path / "rien", a_blanc=True):
        pass
    assert not (tmp_path / "rien").exists()


def test_deux_references_que_le_systeme_confond_sont_deux_dossiers_a_leur_place(tmp_path):
    faits = ecrire(tmp_path, [cas("É-1"), cas("E-1"), cas("../../E-1")])
    assert codes(faits) == ["ecrite"] * 3
    assert [f.fichiers[0].parent.name for f in faits] == ["E-1", "E-1-2", "E-1-3"]
    # Alone, the second still goes on in its own folder, whatever its rank.
    (seul,) = ecrire(tmp_path, [cas("E-1")], pack_livre("relance-courtoise"), canal="lettre")
    assert seul.fichiers[0].parent.name == "E-1-2"


@pytest.mark.parametrize("autre", ["dossier 1", "DOSSIER 1", "ｄossier 1"])
def test_une_reference_ecrite_autrement_est_la_meme(tmp_path, autre):
    assert codes(ecrire(tmp_path, [cas("Dossier 1"), cas(autre)])) == ["ecrite", "REFERENCE_DOUBLE"]


def test_une_reference_en_deux_signes_est_la_meme(tmp_path):
    ecrire(tmp_path, [cas("É-1")])
    with Memoire([], tmp_path) as memoire:
        assert len(memoire.ecrites(load_dossier(brut(reference="E\u0301-1")))) == 1


def test_un_journal_hostile_n_ecrit_pas_hors_du_repertoire(tmp_path):
    lettres = tmp_path / "lettres"
    ajouter(lettres, [LettreEcrite(
        reference="A", pack="relance-courtoise", au=date(2026, 9, 1), canal="lettre",
        fichiers={"../dehors/x.docx": "0" * 64},
    )])  # fmt: skip
    (fait,) = ecrire(lettres, [cas("A", envois=[])])
    assert fait.fichiers[0].parent == lettres / "A"
    assert [f.name for f in tmp_path.iterdir()] == ["lettres"]


def test_une_lettre_refusee_a_sa_ligne_au_journal_et_se_refait_des_qu_elle_peut(tmp_path):
    cedee = {"cession": {"a": "Factor SA", "date": "2026-10-01"}}
    (refus,) = ecrire(tmp_path, [cas("A", **cedee)])
    (ligne,) = lire(tmp_path)
    assert isinstance(ligne, Refusee)
    assert (ligne.reference, ligne.code, ligne.pack) == ("A", refus.erreur.code, "mise-en-demeure")
    assert codes(ecrire(tmp_path, [cas("A")])) == ["ecrite"]


def test_un_dossier_exclu_garde_sa_reference_au_journal(tmp_path):
    liste = tmp_path / "exclus.csv"
    liste.write_text("Référence;Motif\na;payé\n", encoding="utf-8")
    lettres = tmp_path / "lettres"
    assert codes(ecrire(lettres, exclure([cas("A")], lire_exclusions(liste)))) == ["EXCLU"]
    assert [(e.reference, e.code) for e in lire(lettres)] == [("A", "EXCLU")]
    assert "payé" not in (lettres / NOM).read_text(encoding="utf-8")


def test_un_disque_plein_arrete_le_lot_qui_reprend_ensuite(tmp_path, monkeypatch):
    vrai, restent = ensemble.ecrire_atomiquement, [1]

    def plein(chemin, octets):
        if not restent:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(chemin))
        restent.pop()
        vrai(chemin, octets)

    monkeypatch.setattr(ensemble, "ecrire_atomiquement", plein)
    les_cas = [cas("A"), cas("B"), cas("C")]
    with pytest.raises(CourriersError, match="Le lot s’arrête") as refus:
        ecrire(tmp_path, les_cas)
    assert refus.value.code == "DISQUE_PLEIN"
    monkeypatch.undo()
    assert codes(ecrire(tmp_path, les_cas)) == ["deja", "ecrite", "ecrite"]


def test_un_modele_change_pendant_le_lot_est_pour_le_lot_suivant(tmp_path):
    shutil.copytree(PACK.dossier, tmp_path / "modeles/mise-en-demeure")
    sien = load_pack("mise-en-demeure", modeles=tmp_path / "modeles")

    def au_fil_de_l_eau():
        yield cas("A")
        (tmp_path / "modeles/mise-en-demeure/lettre.docx").write_bytes(b"en cours")
        yield cas("B")

    faits = ecrire(tmp_path / "out", au_fil_de_l_eau(), sien)
    assert codes(faits) == ["ecrite", "ecrite"]
    modeles = {e.modele for e in lire(tmp_path / "out")}
    assert modeles == {PACK.empreinte}


def test_un_autre_format_complete_la_lettre_deja_ecrite(tmp_path):
    ecrire(tmp_path, [cas("A")])
    avant = (tmp_path / "A/mise-en-demeure.docx").read_bytes()
    assert codes(ecrire(tmp_path, [cas("A")], formats=("docx", "pdf"))) == ["ecrite"]
    assert (tmp_path / "A/mise-en-demeure.docx").read_bytes() == avant
    assert (tmp_path / "A/mise-en-demeure.pdf").is_file()
    assert codes(ecrire(tmp_path, [cas("A")], formats=("docx", "pdf"))) == ["deja"]
    assert codes(ecrire(tmp_path, [cas("A")])) == ["deja"]


def test_la_meme_lettre_par_un_autre_canal_le_meme_jour_se_demande(tmp_path):
    ecrire(tmp_path, [cas("A")])
    assert codes(ecrire(tmp_path, [cas("A")], canal="lettre")) == ["ETAPE_DEJA_FAITE"]
    assert codes(ecrire(tmp_path, [cas("A")], canal="lettre", refaire=True)) == ["ecrite"]


def test_ce_qu_un_lot_tue_laissait_a_moitie_ecrit_est_ote(tmp_path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A/.mise-en-demeure.docx.99-aaaabbbb.part").write_bytes(b"PK")
    ecrire(tmp_path, [cas("A")])
    assert [f.name for f in (tmp_path / "A").iterdir()] == ["mise-en-demeure.docx"]


def test_le_journal_retient_tout_ce_qui_fait_la_lettre(tmp_path):
    ecrire(tmp_path, [cas("A")], formats=("docx", "pdf"))
    (ligne,) = (tmp_path / NOM).read_text(encoding="utf-8").splitlines()
    lue = json.loads(ligne)
    sommes = [lue["dossier"], lue["modele"], lue["bareme"], *lue["polices"],
              *lue["fichiers"].values()]  # fmt: skip
    assert len(lue["polices"]) >= 2  # upright and bold
    assert all(len(s) == 64 and int(s, 16) for s in sommes)
    assert lue["pages"] >= 1
    assert set(lue["fichiers"]) == {"A/mise-en-demeure.docx", "A/mise-en-demeure.pdf"}


def test_la_lettre_a_la_caution_ne_gene_pas_celle_du_debiteur_le_meme_jour(tmp_path):
    source = SAMPLES / "caution-plafonnee" / "dossier.json"
    lu = Cas(Place(source), load_dossier(source))
    caution = pack_livre("mise-en-demeure-caution")
    assert codes(ecrire(tmp_path, [lu], au=AU_DE_LA_CAUTION)) == ["ecrite"]
    assert codes(ecrire(tmp_path, [lu], caution, au=AU_DE_LA_CAUTION)) == ["ecrite"]
    assert codes(ecrire(tmp_path, [lu], caution, au=AU_DE_LA_CAUTION)) == ["deja"]


def test_deux_formats_ecrits_l_un_apres_l_autre_font_une_lettre(tmp_path):
    ecrire(tmp_path, [cas("A")])
    assert codes(ecrire(tmp_path, [cas("A")], formats=("pdf",))) == ["ecrite"]
    assert codes(ecrire(tmp_path, [cas("A")], formats=("docx", "pdf"))) == ["deja"]


def test_une_lettre_datee_avant_une_autre_deja_partie_le_dit(tmp_path):
    relance, avant = pack_livre("relance-courtoise"), JOUR - timedelta(20)
    ecrire(tmp_path, [cas("A")])
    (fait,) = ecrire(tmp_path, [cas("A")], relance, au=avant)
    dits = [c.message for c in fait.constats if c.code is Code.LETTRE_ANTIDATEE]
    assert len(dits) == 1
    assert f"{JOUR:%d/%m/%Y}" in dits[0]
    (encore,) = ecrire(tmp_path, [cas("A")], relance, au=avant)  # already there: told by its code
    assert encore.deja
    (autre,) = ecrire(tmp_path, [cas("B")], relance, au=avant)
    assert Code.LETTRE_ANTIDATEE not in {c.code for c in autre.constats}


def test_une_lettre_notee_depuis_est_la_raison_dite(tmp_path):
    relance, avant = pack_livre("relance-courtoise"), JOUR - timedelta(20)
    ecrire(tmp_path, [cas("A")])
    ecrire(tmp_path, [cas("A")], relance, au=avant)
    (refus,) = ecrire(tmp_path, [cas("A")])
    assert refus.erreur.code == "LETTRE_A_REFAIRE"
    assert "le journal a noté depuis" in refus.erreur.message
    assert f"relance-courtoise, {avant:%d/%m/%Y}" in refus.erreur.message


def test_un_retour_note_depuis_aussi_et_un_dossier_change_se_dit_tel(tmp_path):
    relance, avant = pack_livre("relance-courtoise"), JOUR - timedelta(20)
    ecrire(tmp_path, [cas("A")], relance, au=avant)
    ecrire(tmp_path, [cas("A")])
    change = {**brut()["debiteur"], "courriel": "autre@exemple.fr"}
    (refus,) = ecrire(tmp_path, [cas("A", debiteur=change)])
    assert "d’un dossier ou d’un modèle qui a changé" in refus.erreur.message
    ajouter(tmp_path, [Retour(
        reference="A", pack="relance-courtoise", au=avant, retour="npai",
    )])  # fmt: skip
    (refus,) = ecrire(tmp_path, [cas("A")])
    assert "le journal a noté depuis" in refus.erreur.message


def test_un_repertoire_forge_au_journal_n_est_pas_celui_du_dossier(tmp_path):
    """Its name would be shown on a terminal, and given to the system."""
    forgee = LettreEcrite(
        reference="A", pack=PACK.nom, au=JOUR, canal="lettre", fichiers={"A\x1b[2J/x.docx": ""}
    )
    ajouter(tmp_path, [forgee])
    with Registre(tmp_path) as registre:
        assert registre.memoire.place(cas("A").dossier, "A") == "A"
