"""Packs: where they are found, what their manifest may hold."""

import shutil

import pytest

from courriers import LettreRefusee, compose, load_pack
from courriers.erreurs import PackIntrouvable, PackInvalide
from courriers.lettre.pack import packs
from courriers.lettre.suite import que_faire
from fabrique import JOUR, RACINE, dossier

MODELE = RACINE / "templates" / "mise-en-demeure"


@pytest.fixture
def copie(tmp_path):
    shutil.copytree(MODELE, tmp_path / "mise-en-demeure")
    return tmp_path


def test_le_repertoire_le_plus_proche_l_emporte(copie, monkeypatch):
    assert load_pack("mise-en-demeure").origine == "intégré"
    monkeypatch.setenv("COURRIERS_MODELES", str(copie))
    assert load_pack("mise-en-demeure").origine == "COURRIERS_MODELES"
    assert load_pack("mise-en-demeure", modeles=copie).origine == "--modeles"
    noms = [p.nom for p in packs()]
    assert len(noms) == len(set(noms))
    assert "mise-en-demeure" in noms
    assert [p.origine for p in packs() if p.nom == "mise-en-demeure"] == ["COURRIERS_MODELES"]
    assert load_pack("seconde-relance").origine == "intégré"


def test_un_repertoire_sans_pack_est_une_erreur_et_non_un_repli(copie, monkeypatch):
    (copie / "vide").mkdir()
    with pytest.raises(PackInvalide, match="aucun pack"):
        load_pack("mise-en-demeure", modeles=copie / "vide")
    with pytest.raises(PackInvalide, match="lui-même un pack"):
        load_pack("mise-en-demeure", modeles=copie / "mise-en-demeure")
    monkeypatch.setenv("COURRIERS_MODELES", "/n/existe/pas")
    with pytest.raises(PackInvalide, match="aucun pack"):
        packs()


@pytest.mark.parametrize("nom", ["inconnu", "../mise-en-demeure", "", "MISE-EN-DEMEURE"])
def test_un_pack_inconnu_dit_ceux_qui_existent(nom):
    with pytest.raises(PackIntrouvable, match="mise-en-demeure"):
        load_pack(nom)


@pytest.mark.parametrize(
    ("ancien", "nouveau", "motif"),
    [
        ('titre = "Mise en demeure de payer"', "", "titre"),
        ("canaux = ", "canaus = ", "« canaux »"),
        ('phase = "amiable"', 'phase = "guerre"', "amiable"),
        ('fichier = "lettre.docx"', 'fichier = "../lettre.docx"', "fichier"),
        ('fichier = "lettre.docx"', 'fichier = "autre.docx"', "absent"),
        ('"750-1"', '"(("', "interdites"),
        ("version = 1", "version = ", "illisible"),
    ],
)
def test_un_manifeste_fautif_est_refuse_avec_sa_raison(copie, ancien, nouveau, motif):
    manifeste = copie / "mise-en-demeure" / "pack.toml"
    contenu = manifeste.read_text(encoding="utf-8")
    assert ancien in contenu
    manifeste.write_text(contenu.replace(ancien, nouveau), encoding="utf-8")
    with pytest.raises(PackInvalide, match=motif):
        load_pack("mise-en-demeure", modeles=copie)


def test_un_champ_exige_et_absent_refuse_la_lettre(copie):

    manifeste = copie / "mise-en-demeure" / "pack.toml"
    contenu = manifeste.read_text(encoding="utf-8")
    manifeste.write_text(
        contenu.replace("exige = []", 'exige = ["debiteur.siren", "creancier.iban"]'),
        encoding="utf-8",
    )
    pack = load_pack("mise-en-demeure", modeles=copie)
    with pytest.raises(LettreRefusee, match=r"debiteur\.siren") as refus:
        compose(dossier(), pack, JOUR)
    assert "creancier.iban" not in str(refus.value)


def test_les_conseils_disent_le_jour_le_delai_et_le_canal_de_cette_lettre():
    pack = load_pack("mise-en-demeure")
    envoi, preuve, suite = que_faire(pack, JOUR, "lre")
    assert "23 novembre 2026" in envoi[1]
    assert "lettre recommandée électronique" in envoi[1]
    assert "8 décembre 2026" in suite[1]
    assert not any("{" in phrase for _, phrase in (envoi, preuve, suite))
