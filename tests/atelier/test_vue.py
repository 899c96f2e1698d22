"""One look at a letter: whatever the template or the case holds, a view comes back and says it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from courriers.atelier import reponses
from courriers.atelier.presentation import POUR_COMMENCER, ROLES
from courriers.atelier.rendu import Etat
from courriers.atelier.seance import Choix, ouvrir
from courriers.atelier.vue import voir
from courriers.constats import Gravite
from courriers.document.pdf_vu import image_de_page
from courriers.lettre.champs import champs
from courriers.lettre.pack import packs_integres
from fabrique import HOSTILES, JOUR, RACINE, SAMPLES

SOCIETE = SAMPLES / "societe-a-societe" / "dossier.json"


def regarder(chemin=SOCIETE, pack="mise-en-demeure", modeles=None, **options):
    return voir(Choix(pack, chemin, JOUR, modeles=modeles, **options))


def erreurs(vue):
    return [f for f in vue.fautes if f.constat.gravite is Gravite.ERREUR]


@pytest.fixture
def modeles(tmp_path):
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", tmp_path / "m" / "mise-en-demeure")
    return tmp_path / "m"


def ecrire_dans(modeles, ajout):
    """Add *ajout* to a paragraph that this letter prints."""
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    document = docx.Document(str(fichier))
    visee = next(p for p in document.paragraphs if "factures détaillées ci-après sont" in p.text)
    visee.runs[-1].text += ajout
    document.save(str(fichier))
    return fichier


def test_la_lettre_ses_fichiers_son_compte_et_ses_champs():
    vue = regarder()
    (feuille,) = vue.lettre
    assert set(feuille.fichiers) == {"docx", "pdf"}
    assert "6 715,94 €" in feuille.texte.replace("\u202f", " ").replace("\xa0", " ")
    assert image_de_page(feuille.pdf, 0, 300)[:4] == b"\x89PNG"
    assert [f.nom for f in vue.modele] == ["lettre", "courriel"]
    total = vue.compte["lignes"][-1]
    # 6 286,71 + 389,23 + 40,00, from attendu.toml
    assert total["montant"].replace("\u202f", " ").replace("\xa0", " ") == "6 715,94 €"
    assert all(ligne["details"] for ligne in vue.compte["lignes"])
    assert set(vue.valeurs) == set(champs())
    assert vue.valeurs["reference"] == "2026-0233"
    assert vue.valeurs["factures[].numero"] == "FA-26-118"
    assert vue.valeurs["debiteur.est_consommateur"] == "non"
    assert not erreurs(vue)


def test_le_courriel_est_donne_a_ouvrir_et_non_en_pdf():
    vue = regarder(canal="courriel")
    assert {f.nom: set(f.fichiers) for f in vue.lettre} == {
        "lettre": {"docx", "pdf"},
        "courriel": {"docx", "eml"},
    }
    assert all(f.pages for f in vue.lettre)


def test_une_faute_du_modele_est_surlignee_sur_le_modele_a_sa_place(modeles):
    ecrire_dans(modeles, " Écrivez à {{ debiteur.nom }}.")
    vue = regarder(modeles=modeles)
    assert not vue.lettre
    (faute,) = [f for f in vue.fautes if f.constat.code == "NOM_INCONNU"]
    assert faute.origine == "modèle"
    (marque,) = faute.marques["modele-lettre"]
    assert 0 < marque.gauche < 1
    assert 0 < marque.haut < 1
    assert 0 < marque.largeur < 0.5
    assert 0 < marque.hauteur < 0.05
    assert vue.compte is not None  # the account is there even so
    # said once: compiling the template would say it again
    assert [f.constat.code for f in erreurs(vue)] == ["NOM_INCONNU"]


def test_un_avertissement_est_surligne_sur_la_lettre_meme(modeles):
    ecrire_dans(modeles, " Appelez librement le {{ expediteur.telephone }} dès demain.")
    vue = regarder(modeles=modeles)
    assert vue.lettre
    (faute,) = [f for f in vue.fautes if f.constat.code == "CHAMP_NON_GARDE"]
    assert "lettre-lettre" in faute.marques


def test_sans_nouvelle_lettre_les_fautes_se_montrent_sur_l_ancienne(modeles):
    ecrire_dans(modeles, " Parlons-en donc de vive voix.")
    bonne = regarder(modeles=modeles).lettre
    assert bonne
    ecrire_dans(modeles, " {{ debiteur.nom }}")
    vue = voir(Choix("mise-en-demeure", SOCIETE, JOUR, modeles=modeles), bonne)
    (faute,) = [f for f in vue.fautes if f.constat.code == "NOM_INCONNU"]
    assert "lettre-lettre" in faute.marques  # by the words around the tag


def test_ce_que_la_relecture_refuse_est_surligne_sur_le_modele(modeles):
    ecrire_dans(modeles, " Votre acompte était de 1\xa0234,50\xa0€.")
    vue = regarder(modeles=modeles)
    assert not vue.lettre
    (faute,) = [f for f in vue.fautes if f.constat.code == "RELECTURE"]
    (marque,) = faute.marques["modele-lettre"]
    tape = next(f for f in vue.fautes if f.constat.code == "MONTANT_TAPE")
    assert marque == tape.marques["modele-lettre"][0]  # the very words, found by two ways


@pytest.mark.parametrize(
    "octets",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"bonjour", b"\0" * 9],
    ids=["vide", "tronque", "doc-de-1997", "texte", "zeros"],
)
def test_un_modele_illisible_est_une_faute_et_le_compte_reste(modeles, octets):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.write_bytes(octets)
    vue = regarder(modeles=modeles)
    (faute,) = erreurs(vue)
    assert faute.constat.code == "FICHIER_ILLISIBLE"
    assert vue.compte is not None
    assert [f.nom for f in vue.modele] == ["courriel"]


def test_un_modele_coupe_au_milieu_de_l_enregistrement(modeles):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.write_bytes(fichier.read_bytes()[:9000])
    assert [f.constat.code for f in erreurs(regarder(modeles=modeles))] == ["FICHIER_ILLISIBLE"]


def test_un_repertoire_a_la_place_du_modele(modeles):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.unlink()
    fichier.mkdir()
    vue = regarder(modeles=modeles)
    assert erreurs(vue)
    assert not any("INTERNE" in f.constat.code for f in vue.fautes)


@pytest.mark.parametrize("toml", [b"", b"titre = ", b"\xff\xfe", b'titre = "x"'])
def test_un_pack_toml_casse_est_une_faute_et_les_autres_lettres_restent(modeles, toml):
    (modeles / "mise-en-demeure" / "pack.toml").write_bytes(toml)
    vue = regarder(modeles=modeles)
    assert [f.constat.code for f in erreurs(vue)]
    assert all(f.origine == "modèle" for f in erreurs(vue))
    lus = {p["nom"]: p for p in reponses.packs(ouvrir(None, JOUR, modeles=modeles))}
    assert "faute" in lus["mise-en-demeure"]["but"]
    assert lus["relance-courtoise"]["titre"] == "Relance courtoise"


@pytest.mark.parametrize(
    "octets",
    [b"", b"{", b"[]", b"null", b"{}", b'{"version": 9}', b"\0", "é".encode("latin-1"),
     b"[" * 100_000, b'{"version": 1, "reference": {"a": [1e999]}}'],
)  # fmt: skip
def test_un_dossier_casse_a_la_main_est_une_faute_du_dossier(tmp_path, octets):
    cas = tmp_path / "cas.json"
    cas.write_bytes(octets)
    vue = regarder(cas)
    assert erreurs(vue)
    assert {f.origine for f in erreurs(vue)} == {"dossier"}
    assert not any("INTERNE" in f.constat.code for f in vue.fautes)
    assert vue.modele  # the template can still be looked at


def test_un_dossier_casse_et_un_modele_fautif_sont_dits_tous_les_deux(tmp_path, modeles):
    ecrire_dans(modeles, " {{ debiteur.nom }}")
    cas = tmp_path / "cas.json"
    cas.write_text("{", encoding="utf-8")
    dits = {(f.origine, f.constat.code) for f in erreurs(regarder(cas, modeles=modeles))}
    assert dits == {("modèle", "NOM_INCONNU"), ("dossier", "FICHIER_ILLISIBLE")}


def test_un_dossier_qui_n_existe_plus(tmp_path):
    assert {f.origine for f in erreurs(regarder(tmp_path / "rien.json"))} == {"dossier"}


@pytest.mark.parametrize("nom", HOSTILES)
def test_une_valeur_hostile_est_un_texte(tmp_path, nom):
    brut = json.loads(SOCIETE.read_text(encoding="utf-8"))
    brut["debiteur"]["denomination"] = nom
    cas = tmp_path / "cas.json"
    cas.write_text(json.dumps(brut), encoding="utf-8")
    vue = regarder(cas)
    assert not any("INTERNE" in f.constat.code for f in vue.fautes)
    if vue.lettre:
        assert vue.valeurs["debiteur.denomination"] == f"SAS {nom}"
    assert json.loads(json.dumps(reponses.vue(Etat("", vue, vue.lettre, 0.0))))


def test_la_loi_qui_refuse_est_dite_avec_sa_raison():
    vue = regarder(pack="petites-creances")
    assert not vue.lettre
    assert {f.constat.code for f in erreurs(vue)} == {"VOIE_FERMEE"}
    assert vue.compte is not None


@pytest.mark.parametrize("pack", [p.nom for p in packs_integres()])
def test_chaque_lettre_se_regarde_et_dit_a_quoi_elle_sert(pack):
    assert ROLES[pack].but.endswith(".")
    assert ROLES[pack].quand.endswith(".")
    vue = regarder(pack=pack)
    assert vue.modele
    assert bool(vue.lettre) is not bool(erreurs(vue))
    assert not any("INTERNE" in f.constat.code for f in vue.fautes)


def test_les_trois_exemples_du_debut_donnent_leur_lettre():
    seance = ouvrir(None, JOUR)
    assert len(POUR_COMMENCER) == 3
    for nom, (_, pack, _) in POUR_COMMENCER.items():
        assert voir(seance.choix({"dossier": f"exemple-{nom}", "pack": pack})).lettre, nom


def test_un_champ_se_copie_comme_il_s_ecrit_dans_word():
    lus = {c["nom"]: c["a_copier"] for ch in reponses.depart(ouvrir(None, JOUR))["chapitres"]
           for c in ch["champs"]}  # fmt: skip
    assert lus["total.en_lettres"] == "{{ total.en_lettres }}"
    assert lus["factures[].numero"] == "{{ facture.numero }}"
    assert lus["debiteur.adresse[]"] == "{{ ligne }}"
    assert lus["debiteur.est_consommateur"] == "{% if debiteur.est_consommateur %}…{% endif %}"
    assert lus["contestation"] == "{% if contestation %}…{% endif %}"
    assert lus["expediteur.logo"] == "expediteur.logo"


def test_les_reglages_du_cabinet_sont_lus_et_leurs_fautes_dites(tmp_path):
    config = tmp_path / "courriers.toml"
    config.write_text("taux = 3", encoding="utf-8")
    vue = regarder(config=config)
    assert [f.origine for f in erreurs(vue)] == ["réglages"]
    config.write_text('[papier]\nmodele = "preimprime"\n', encoding="utf-8")
    avec = regarder(config=config)
    assert avec.lettre[0].pdf != regarder().lettre[0].pdf


def test_une_vue_traverse_d_un_processus_a_l_autre():
    import pickle

    vue = regarder()
    assert pickle.loads(pickle.dumps(replace(vue, suite=()))).lettre == vue.lettre  # noqa: S301


def test_un_modele_que_word_tient_ferme_est_une_phrase_et_l_ancienne_lettre_reste(
    modeles, monkeypatch
):
    """As Windows refuses it; a superuser, who reads all, sees it too."""
    bonne = regarder(modeles=modeles)
    tenu = ecrire_dans(modeles, " Une phrase de plus.")
    ouvrir_ = Path.open

    def ouvrir_tenu(chemin, *arguments, **options):
        if chemin.name == tenu.name and chemin.parent == tenu.parent:
            raise PermissionError(13, "Permission denied", str(chemin))
        return ouvrir_(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", ouvrir_tenu)
    vue = voir(Choix("mise-en-demeure", SOCIETE, JOUR, modeles=modeles), bonne.lettre)
    assert vue.lettre == ()
    assert vue.compte == bonne.compte
    (dite,) = erreurs(vue)
    assert "lettre.docx" in str(dite.constat)
    assert "Permission denied" not in str(dite.constat)
    monkeypatch.setattr(Path, "open", ouvrir_)
    assert "Une phrase de plus." in regarder(modeles=modeles).lettre[0].texte
