"""A pack copied into one's own folder, and what the built-in one becomes afterwards."""

import datetime
import os
import shutil
import subprocess
import sys
import textwrap
import tomllib
import zipfile
from pathlib import Path

import pytest

from courriers import compose, load_pack
from courriers.droit.escalade import constats_escalade
from courriers.erreurs import PackIntrouvable, PackInvalide
from courriers.lettre.copie import a_copier, copier
from courriers.lettre.etape import etape_due, pack_du
from courriers.lettre.origine import changements
from courriers.lettre.pack import pack_integre, packs
from fabrique import JOUR, RACINE, dossier

PACK = "mise-en-demeure"
PHRASE = "Veuillez agréer"
AUTRE = "Faites à Lyon"


def changer(fichier, avant, apres):
    """One text of a Word file changed."""
    with zipfile.ZipFile(fichier) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    document = membres["word/document.xml"].decode("utf-8")
    assert avant in document
    membres["word/document.xml"] = document.replace(avant, apres).encode()
    with zipfile.ZipFile(fichier, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)


def regler(fichier, avant, apres):
    texte = fichier.read_text(encoding="utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres), encoding="utf-8")


@pytest.fixture
def integres(tmp_path, monkeypatch):
    """The built-in packs, in a folder a test may change."""
    copie = tmp_path / "programme"
    shutil.copytree(RACINE / "templates", copie)
    for module in ("pack", "emplacements"):
        monkeypatch.setattr(f"courriers.lettre.{module}.donnees", lambda nom: copie)  # noqa: ARG005
    monkeypatch.delenv("COURRIERS_MODELES", raising=False)
    return copie


@pytest.fixture
def miens(tmp_path):
    return tmp_path / "mes modèles"


def copie_de(miens, nom=PACK, depuis=PACK):
    copier(a_copier(depuis, miens), nom, miens)
    return load_pack(nom, modeles=miens)


@pytest.mark.parametrize("depuis", sorted(p.name for p in (RACINE / "templates").iterdir()))
def test_chaque_pack_se_copie_a_l_octet_et_garde_ses_commentaires(integres, miens, depuis):
    copie = copie_de(miens, "ma-copie", depuis)
    source = integres / depuis
    for fichier in source.iterdir():
        assert (copie.dossier / ".origine" / fichier.name).read_bytes() == fichier.read_bytes()
        if fichier.suffix == ".docx":
            assert (copie.dossier / fichier.name).read_bytes() == fichier.read_bytes()
    avant, apres = ((d / "pack.toml").read_text("utf-8") for d in (source, copie.dossier))
    assert apres.startswith(avant)
    manifeste = pack_integre(depuis).manifeste
    assert copie.manifeste.model_copy(update={"depuis": None}) == manifeste
    assert copie.manifeste.depuis.pack == depuis
    assert copie.manifeste.depuis.version == manifeste.version
    assert changements(copie) is None


def test_la_copie_ecrit_la_meme_lettre(miens):
    copie = copie_de(miens, "agence")
    livree = compose(dossier(), load_pack(PACK), JOUR).docx()
    assert compose(dossier(), copie, JOUR).docx() == livree


@pytest.mark.parametrize("titre", ["L’« agence »", 'à "guillemets" et \\ barre', "a # b"])
def test_le_titre_se_change_et_lui_seul(integres, miens, titre):
    dossier_ = copier(a_copier(PACK, miens), "agence", miens, titre=titre)
    lu = tomllib.loads((dossier_ / "pack.toml").read_text("utf-8"))
    del lu["depuis"]
    origine = tomllib.loads((integres / PACK / "pack.toml").read_text("utf-8"))
    assert lu == {**origine, "titre": titre}


def test_un_titre_ecrit_autrement_n_est_pas_devine(integres, miens):
    regler(integres / PACK / "pack.toml", 'titre = "Mise en demeure de payer"',
           'titre = """Mise en demeure de payer"""')  # fmt: skip
    with pytest.raises(PackInvalide, match="--titre"):
        copier(a_copier(PACK, miens), "agence", miens, titre="Autre")
    assert not miens.exists()


@pytest.mark.parametrize("titre", ["", "deux\nlignes", "x" * 501, "\x1b[31m"])
def test_un_titre_impossible_est_refuse(miens, titre):
    with pytest.raises(PackInvalide, match="titre"):
        copier(a_copier(PACK, miens), "agence", miens, titre=titre)
    assert not miens.exists()


@pytest.mark.parametrize(
    "nom",
    ["", "Agence", "é", "a--b", "-a", "a-", "../a", "a/b", "a b", "a\n", "auto", "con", "x" * 81],
)
def test_un_nom_impossible_est_refuse(miens, nom):
    with pytest.raises(PackInvalide, match=r"nom"):
        copier(a_copier(PACK, miens), nom, miens)
    assert not miens.exists()


def test_rien_de_ce_qui_existe_n_est_touche(miens):
    copie_de(miens)
    avant = {f: f.read_bytes() for f in miens.rglob("*") if f.is_file()}
    (miens / "vide").mkdir()
    (miens / "fichier").write_text("x")
    (miens / "lien").symlink_to(miens / "nulle-part")
    for nom in (PACK, "vide", "fichier", "lien"):
        with pytest.raises(PackInvalide, match="existe déjà"):
            copie_de(miens, nom)
    assert {f: f.read_bytes() for f in avant} == avant
    with pytest.raises(PackInvalide, match="lui-même un pack"):
        copier(a_copier(PACK, miens), "autre", miens / PACK)
    with pytest.raises(PackInvalide, match="n’a pas pu être écrit"):
        copier(a_copier(PACK, miens), "autre", miens / "fichier")
    with pytest.raises(PackIntrouvable, match="seconde-relance"):
        a_copier("inconnu", miens)
    with pytest.raises(PackIntrouvable, match="seconde-relance"):
        a_copier("inconnu", miens / "absent")


def test_un_repertoire_vide_ou_absent_de_la_variable_n_empeche_pas_la_premiere_copie(
    miens, monkeypatch
):
    monkeypatch.setenv("COURRIERS_MODELES", str(miens))
    assert a_copier(PACK, miens).origine == "intégré"
    miens.mkdir()
    copier(a_copier(PACK, miens), PACK, miens)
    assert load_pack(PACK).origine == "COURRIERS_MODELES"


def test_une_interruption_ne_laisse_rien(miens, monkeypatch):
    def interrompre(self, cible):  # noqa: ARG001
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(Path, "rename", interrompre)
        with pytest.raises(KeyboardInterrupt):
            copie_de(miens)
    assert list(miens.iterdir()) == []


def test_un_programme_tue_en_pleine_copie_ne_laisse_pas_de_pack(miens):
    # The worst moment: everything is written, nothing renamed; no clean-up runs.
    programme = f"""
        import os
        from pathlib import Path
        from courriers.lettre.copie import a_copier, copier
        Path.rename = lambda *_: os._exit(9)
        racine = Path({str(miens)!r})
        copier(a_copier({PACK!r}, racine), "agence", racine)
    """
    chemin = os.environ | {"PYTHONPATH": str(RACINE / "src")}
    tue = subprocess.run(  # noqa: S603
        [sys.executable, "-c", textwrap.dedent(programme)], env=chemin, check=False
    )
    assert tue.returncode == 9
    assert not (miens / "agence").exists()
    assert [p.name for p in miens.rglob("pack.toml")]  # what was being written is still there
    copie_de(miens, "agence")
    assert [p.nom for p in packs(modeles=miens) if p.origine == "--modeles"] == ["agence"]


def test_une_copie_de_copie_descend_du_pack_integre(integres, miens):
    premiere = copie_de(miens)
    changer(premiere.dossier / "lettre.docx", PHRASE, AUTRE)
    seconde = copie_de(miens, "agence", PACK)
    assert (seconde.dossier / "lettre.docx").read_bytes() != (
        integres / PACK / "lettre.docx"
    ).read_bytes()
    assert seconde.manifeste.depuis == premiere.manifeste.depuis
    assert changements(seconde) is None
    changer(integres / PACK / "lettre.docx", "Objet", "Sujet")
    (document,) = changements(seconde).documents
    assert document.conflits == ()


def test_un_pack_a_soi_qui_ne_vient_de_nulle_part_se_copie_sans_suivi(miens):
    shutil.copytree(RACINE / "templates" / PACK, miens / "a-moi")
    copie = copie_de(miens, "agence", "a-moi")
    assert copie.manifeste.depuis is None
    assert not (copie.dossier / ".origine").exists()
    assert changements(copie) is None


def test_ce_que_l_integre_change_est_montre_phrase_par_phrase(integres, miens):
    copie = copie_de(miens)
    changer(integres / PACK / "lettre.docx", PHRASE, AUTRE)
    trouve = changements(copie)
    (document,) = trouve.documents
    assert (document.fichier, document.genre) == ("lettre.docx", "modifié")
    (change,) = document.a_reprendre
    assert PHRASE in change.avant.texte
    assert AUTRE in change.apres.texte
    assert document.conflits == ()
    assert document.avant == copie.dossier / ".origine" / "lettre.docx"
    assert document.apres == integres / PACK / "lettre.docx"
    assert trouve.as_dict()["documents"][0]["a_reprendre"][0]["genre"] == "remplacé"


def test_une_phrase_changee_des_deux_cotes_est_un_conflit(integres, miens):
    copie = copie_de(miens)
    changer(copie.dossier / "lettre.docx", PHRASE, "Recevez")
    changer(integres / PACK / "lettre.docx", PHRASE, AUTRE)
    (document,) = changements(copie).documents
    (conflit,) = document.conflits
    assert AUTRE in conflit.integre.apres.texte
    assert "Recevez" in conflit.copie.apres.texte


def test_un_changement_deja_repris_ne_se_dit_plus(integres, miens):
    copie = copie_de(miens)
    changer(integres / PACK / "lettre.docx", PHRASE, AUTRE)
    changer(copie.dossier / "lettre.docx", PHRASE, AUTRE)
    changer(copie.dossier / "lettre.docx", "Objet", "Notre objet")
    regler(integres / PACK / "pack.toml", "version = 1", "version = 2")
    assert changements(copie) is None


def test_les_reglages_changes_se_disent_cle_par_cle(integres, miens):
    copie = copie_de(miens)
    regler(integres / PACK / "pack.toml", "version = 1", "version = 2")
    regler(integres / PACK / "pack.toml", "delai_jours = 9", "delai_jours = 10")
    regler(integres / PACK / "pack.toml", "delai_paiement_jours = 15", "delai_paiement_jours = 20")
    regler(integres / PACK / "pack.toml", "# relu_le = 2026-11-23", "relu_le = 2026-11-23")
    regler(copie.dossier / "pack.toml", "delai_jours = 9", "delai_jours = 12")
    trouve = changements(copie)
    assert (trouve.depuis.version, trouve.version, trouve.documents) == (1, 2, ())
    assert [tuple(c) for c in trouve.cles] == [
        ("escalade.delai_jours", 9, 10, True),
        ("escalade.delai_paiement_jours", 15, 20, False),
        ("relu_le", None, "2026-11-23", False),
    ]


def test_la_presentation_seule_se_dit_sans_phrase(integres, miens):
    copie = copie_de(miens)
    changer(integres / PACK / "lettre.docx", "<w:body>", "<w:body ><w:p/>")
    (document,) = changements(copie).documents
    assert document.a_reprendre == ()
    assert document.comparaison.memes_textes


def test_un_fichier_ajoute_ou_retire_se_dit(integres, miens):
    copie = copie_de(miens)
    regler(integres / PACK / "pack.toml", 'fichier = "courriel.docx"', 'fichier = "message.docx"')
    (integres / PACK / "courriel.docx").rename(integres / PACK / "message.docx")
    trouve = changements(copie)
    assert [(d.fichier, d.genre) for d in trouve.documents] == [
        ("courriel.docx", "retiré"), ("message.docx", "ajouté"),
    ]  # fmt: skip
    assert [c.cle for c in trouve.cles] == ["documents[courriel].fichier"]


@pytest.mark.parametrize("degat", ["absente", "touchée", "illisible"])
def test_une_origine_abimee_se_dit_sans_phrase(integres, miens, degat):
    copie = copie_de(miens)
    changer(integres / PACK / "lettre.docx", PHRASE, AUTRE)
    if degat == "absente":
        shutil.rmtree(copie.dossier / ".origine")
    elif degat == "touchée":
        changer(copie.dossier / ".origine" / "lettre.docx", PHRASE, AUTRE)
    else:
        (integres / PACK / "lettre.docx").write_bytes(b"rien")
    (document,) = changements(copie).documents
    assert document.comparaison is None


def test_une_copie_illisible_n_empeche_pas_de_dire_ce_qui_a_change(integres, miens):
    copie = copie_de(miens)
    changer(integres / PACK / "lettre.docx", PHRASE, AUTRE)
    (copie.dossier / "lettre.docx").write_bytes(b"")
    (document,) = changements(copie).documents
    assert len(document.a_reprendre) == 1


def test_un_pack_integre_disparu_se_dit(integres, miens):
    copie = copie_de(miens)
    shutil.rmtree(integres / PACK)
    assert changements(copie).version is None


@pytest.mark.parametrize(
    ("avant", "apres", "motif"),
    [
        ('pack = "mise-en-demeure"', 'pack = "Mise"', "depuis"),
        ('"lettre.docx" = "', '"lettre.docx" = "z', "depuis"),
        ("[depuis.documents]", "[depuis.papiers]", "documents"),
    ],
)
def test_une_table_depuis_abimee_est_dite(miens, avant, apres, motif):
    copie = copie_de(miens)
    regler(copie.dossier / "pack.toml", avant, apres)
    with pytest.raises(PackInvalide, match=motif):
        load_pack(PACK, modeles=miens)


def _envois(*niveaux):
    jour = JOUR - datetime.timedelta(60)
    return dossier(
        envois=[
            {"niveau": n, "date": str(jour + datetime.timedelta(i)), "canal": "lettre"}
            for i, n in enumerate(niveaux)
        ]
    )


@pytest.mark.parametrize("nom", ["a-avant", "zz-apres"])
def test_une_variante_tient_la_place_de_son_original(miens, nom):
    copie_de(miens, nom)
    copie_de(miens, f"{nom}-bis", nom)
    tous = packs(modeles=miens)
    assert {nom, f"{nom}-bis"} < {p.nom for p in tous}
    integres_ = [p for p in tous if p.origine == "intégré"]
    for faits in ((), ("relance-courtoise",), ("seconde-relance",), (PACK,)):
        attendue = etape_due(_envois(*faits), integres_, JOUR).niveau
        assert etape_due(_envois(*faits), tous, JOUR).niveau == attendue
    # Sent under its own name, what comes next is what follows the original.
    suite = etape_due(_envois(PACK), integres_, JOUR).niveau
    for sienne in (nom, f"{nom}-bis"):
        assert etape_due(_envois(sienne), tous, JOUR).niveau == suite
    assert pack_du(_envois("seconde-relance"), tous, JOUR).nom == PACK


def test_une_copie_du_meme_nom_est_choisie(miens):
    copie_de(miens)
    choisi = pack_du(_envois("seconde-relance"), packs(modeles=miens), JOUR)
    assert (choisi.nom, choisi.origine) == (PACK, "--modeles")


def test_sans_l_original_une_seule_de_ses_copies_est_une_etape(miens):
    copie_de(miens, "agence-b")
    copie_de(miens, "agence-a")
    sans = [p for p in packs(modeles=miens) if p.nom != PACK]
    assert etape_due(_envois("seconde-relance"), sans, JOUR).niveau == "agence-a"
    assert etape_due(_envois("agence-b"), sans, JOUR).niveau not in ("agence-a", "agence-b")


def test_une_copie_qui_nomme_son_original_est_une_etape_de_plus(miens):
    copie = copie_de(miens, "troisieme-relance", "seconde-relance")
    regler(copie.dossier / "pack.toml", 'apres = ["relance-courtoise"]',
           'apres = ["seconde-relance"]')  # fmt: skip
    tous = packs(modeles=miens)
    assert etape_due(_envois("seconde-relance"), tous, JOUR).niveau == "troisieme-relance"
    assert etape_due(_envois("troisieme-relance"), tous, JOUR).niveau == PACK


def test_une_variante_deja_envoyee_sous_l_autre_nom_est_dite(miens):
    copie = copie_de(miens, "agence")
    constats = constats_escalade(_envois(PACK), copie.niveau, JOUR)
    assert "ENVOI_REPETE" in {str(c.code) for c in constats}
