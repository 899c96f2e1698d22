"""The page follows the disk: soon, seldom, whatever Word is doing."""

import os
import re
import shutil
import threading
import time

import docx
import pytest

from courriers.atelier.veille import compte
from fabrique import RACINE, SAMPLES
from servi import evenements, servi


@pytest.fixture
def modeles(tmp_path):
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", tmp_path / "m" / "mise-en-demeure")
    return tmp_path / "m"


@pytest.fixture
def cas(tmp_path):
    shutil.copytree(SAMPLES / "societe-a-societe", tmp_path / "cas")
    return tmp_path / "cas"


@pytest.fixture
def client(modeles, cas):
    with servi(cas, modeles) as ouvert:
        yield ouvert


def phrase(modeles, ajout):
    """The template with *ajout*, saved as Word does: written beside, then renamed."""
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    document = docx.Document(str(fichier))
    visee = next(p for p in document.paragraphs if "factures détaillées ci-après sont" in p.text)
    visee.runs[-1].text += ajout
    provisoire = fichier.with_name("~WRD0001.tmp")
    document.save(str(provisoire))
    provisoire.replace(fichier)
    return fichier


def texte(vue):
    return vue["lettre"][0]["texte"]


def test_un_enregistrement_est_dit_puis_montre(client, modeles):
    """How fast is for ``bench/mesure_atelier.py`` to say."""
    assert client.vue("dossier-1")["a_jour"]
    with evenements(client) as flux:
        assert next(flux)[0] == "bonjour"
        for fois in range(3):
            phrase(modeles, f" Parlons-en de vive voix {fois}.")
            assert next(flux)[0] == "change"
            vue = client.vue("dossier-1")
            image = client.lire(f"/image/{vue['lettre'][0]['cle']}/1.png?largeur=800")
            assert f"Parlons-en de vive voix {fois}." in texte(vue)
            assert image[1][:4] == b"\x89PNG"
            time.sleep(0.5)


def test_le_dossier_et_le_pack_sont_suivis_aussi(client, cas, modeles):
    with evenements(client) as flux:
        next(flux)
        fichier = cas / "dossier.json"
        fichier.write_text(
            fichier.read_text(encoding="utf-8").replace("2026-0233", "2026-0999"), encoding="utf-8"
        )
        assert next(flux)[0] == "change"
        assert "2026-0999" in texte(client.vue("dossier-1"))
        toml = modeles / "mise-en-demeure" / "pack.toml"
        toml.write_text(
            toml.read_text(encoding="utf-8").replace('titre = "Mise', 'titre = "Ma mise'),
            encoding="utf-8",
        )
        assert next(flux)[0] == "change"
    noms = [p["titre"] for p in client.json("/api/packs")]
    assert "Ma mise en demeure de payer" in noms


@pytest.mark.parametrize(
    "nom", ["~$lettre.docx", "~WRL0003.tmp", ".~lock.lettre.docx#", "lettre.docx.tmp", "note.txt",
            ".lettre.docx.12-ab.part", "lu1234abc.tmp", "lettre.docx~"]
)  # fmt: skip
def test_ce_que_word_pose_a_cote_n_est_pas_un_changement(nom):
    assert not compte(nom)


@pytest.mark.parametrize("nom", ["lettre.docx", "pack.toml", "dossier.JSON", "logo.png"])
def test_ce_dont_la_lettre_depend_en_est_un(nom):
    assert compte(nom)


def test_le_verrou_de_word_ne_refait_rien(client, modeles):
    client.vue("dossier-1")
    faits = client.rendus.faits
    (modeles / "mise-en-demeure" / "~$lettre.docx").write_bytes(b"\x05Marie" * 20)
    (modeles / "mise-en-demeure" / "~WRD0002.tmp").write_bytes(b"PK")
    time.sleep(0.6)
    client.vue("dossier-1")
    assert client.rendus.faits == faits


def test_dix_enregistrements_en_une_seconde_font_peu_de_lettres(client, modeles):
    client.vue("dossier-1")
    faits = client.rendus.faits
    fini = threading.Event()
    recus = []

    def page():
        with evenements(client) as flux:
            next(flux)
            fini.set()
            for _ in flux:
                recus.append(texte(client.vue("dossier-1")))
                if "Fois 9." in recus[-1]:
                    return

    fil = threading.Thread(target=page)
    fil.start()
    assert fini.wait(10)
    for rang in range(10):
        phrase(modeles, f" Fois {rang}.")
        time.sleep(0.06)
    fil.join(20)
    assert not fil.is_alive()
    assert "Fois 9." in recus[-1]
    assert client.rendus.faits - faits <= 6


def test_deux_onglets_partagent_le_meme_rendu(client, modeles):
    client.vue("dossier-1")
    phrase(modeles, " Deux fois vue.")
    faits = client.rendus.faits
    lus = []
    fils = [threading.Thread(target=lambda: lus.append(client.vue("dossier-1"))) for _ in range(5)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    assert len(lus) == 5
    assert {texte(v) for v in lus} == {texte(lus[0])}
    assert "Deux fois vue." in texte(lus[0])
    assert client.rendus.faits == faits + 1


def test_une_faute_garde_la_derniere_bonne_lettre_sans_ses_fichiers_puis_s_en_va(client, modeles):
    bonne = client.vue("dossier-1")
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    sain = fichier.read_bytes()
    for octets in (sain[: len(sain) // 2], b"", b"\xd0\xcf\x11\xe0" * 300):
        fichier.write_bytes(octets)
        fautive = client.vue("dossier-1")
        assert not fautive["a_jour"]
        assert fautive["lettre"] == bonne["lettre"]
        erreurs = [f for f in fautive["fautes"] if f["gravite"] == "erreur"]
        assert [f["code"] for f in erreurs] == ["FICHIER_ILLISIBLE"]
        assert fautive["compte"] == bonne["compte"]
        assert client.lire(f"/image/{bonne['lettre'][0]['cle']}/1.png")[0] == 200
    fichier.write_bytes(sain)
    retour = client.vue("dossier-1")
    assert retour["a_jour"]
    assert not retour["fautes"]


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="le superutilisateur lit tout, Windows verrouille"
)
def test_un_modele_que_word_tient_ferme(client, modeles):
    client.vue("dossier-1")
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.chmod(0)
    os.utime(fichier)
    tenu = client.vue("dossier-1")
    assert tenu["lettre"]
    assert not tenu["a_jour"]
    fichier.chmod(0o600)
    assert client.vue("dossier-1")["a_jour"]


def test_un_repertoire_de_modeles_disparu_ne_fait_rien_tomber(client, modeles):
    assert client.vue("dossier-1")["a_jour"]
    shutil.rmtree(modeles)
    for _ in range(2):
        statut, corps = client.lire("/api/vue?dossier=dossier-1&pack=mise-en-demeure")
        assert statut == 400
        assert b"pack" in corps
    assert client.json("/api/packs") == []
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", modeles / "mise-en-demeure")
    assert client.vue("dossier-1")["a_jour"]


def test_les_fichiers_se_gardent_sous_un_nom_sur(client):
    (feuille,) = client.vue("dossier-1")["lettre"]
    assert [f["format"] for f in feuille["fichiers"]] == ["docx", "pdf"]
    for extension, debut in (("docx", b"PK"), ("pdf", b"%PDF-")):
        reponse = client.demander(f"/fichier/{feuille['cle']}/{extension}")
        assert reponse.corps.startswith(debut)
        nom = re.fullmatch(
            rf'attachment; filename="mise-en-demeure-[\w-]+\.{extension}"',
            reponse.headers["Content-Disposition"],
        )
        assert nom is not None, reponse.headers["Content-Disposition"]
    assert client.lire(f"/fichier/{feuille['cle']}/eml")[0] == 404


def test_une_largeur_ou_une_page_impossible_est_refusee(client):
    cle = client.vue("dossier-1")["lettre"][0]["cle"]
    for largeur in ("0", "-5", "99999", "x", "1e9", ""):
        assert client.lire(f"/image/{cle}/1.png?largeur={largeur}")[0] == 400, largeur
    assert client.lire(f"/image/{cle}/1.png?largeur=300")[0] == 200
    for page in (0, 99):
        assert client.lire(f"/image/{cle}/{page}.png?largeur=300")[0] == 404


def test_la_premiere_page_est_entiere(client):
    for chemin in (
        "/",
        "/atelier.css",
        "/atelier.js",
        "/vues.js",
        "/saisie.js",
        "/champ.js",
        "/api/depart",
    ):
        assert client.lire(chemin)[0] == 200


def test_aucun_modele_n_est_touche(client, modeles):
    avant = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in modeles.rglob("*") if f.is_file()}
    client.vue("dossier-1")
    client.vue("dossier-1", "relance-courtoise")
    apres = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in modeles.rglob("*") if f.is_file()}
    assert apres == avant
