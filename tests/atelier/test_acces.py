"""Who may ask: the person who launched the workshop, from its own page, and nobody else."""

import json
import re
from pathlib import Path

import pytest

from courriers.atelier import serveur
from fabrique import RACINE
from servi import servi


@pytest.fixture(scope="module")
def client():
    with servi() as ouvert:
        yield ouvert


def test_la_cle_ouvre_la_page_et_disparait_de_l_adresse(client):
    reponse = client.demander(client.adresse.partition(str(client.port))[2], temoin="")
    assert (reponse.status, reponse.headers["Location"]) == (303, "/")
    temoin = reponse.headers["Set-Cookie"]
    assert "HttpOnly" in temoin
    assert "samesite=strict" in temoin.lower()
    statut, corps = client.lire("/")
    assert statut == 200
    assert "La lettre, à côté de Word" in corps.decode()


def test_le_billet_du_navigateur_ne_sert_qu_une_fois(client):
    chemin = client.billet.partition(str(client.port))[2]
    assert client.lire(chemin, temoin="")[0] == 303
    assert client.lire(chemin, temoin="")[0] == 403


@pytest.mark.parametrize(
    "chemin",
    ["/", "/?cle=", "/?cle=fausse", "/atelier.js", "/api/depart", "/api/vue", "/api/veille",
     "/image/a/1.png", "/fichier/a/docx"],
)  # fmt: skip
@pytest.mark.parametrize("temoin", ["", "courriers_atelier=x", "nom", "é=\xe9;;="])
def test_sans_la_cle_rien_n_est_donne(client, chemin, temoin):
    reponse = client.demander(chemin, temoin=temoin or "autre=1")
    assert reponse.status == 403
    assert "adresse" in reponse.corps.decode()


@pytest.mark.parametrize(
    "en_tetes",
    [
        {"Host": "exemple.fr"},
        {"Host": "exemple.fr:PORT"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1:PORT.exemple.fr"},
        {"Host": ""},
        {"Origin": "http://exemple.fr"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:PORT"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_une_autre_adresse_ou_un_autre_site_est_refuse(client, en_tetes):
    envoyes = {nom: valeur.replace("PORT", str(client.port)) for nom, valeur in en_tetes.items()}
    for chemin in ("/", "/api/depart", client.adresse.partition(str(client.port))[2]):
        assert client.lire(chemin, **envoyes)[0] in (400, 403)


def test_notre_page_passe_par_les_deux_noms_de_la_machine(client):
    for hote in ("127.0.0.1", "localhost", "LOCALHOST"):
        place = f"{hote}:{client.port}"
        assert client.lire("/api/packs", Host=place, Origin=f"http://{place.lower()}")[0] == 200


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_rien_ne_s_ecrit(client, methode):
    assert client.lire("/api/vue", methode=methode)[0] == 405


@pytest.mark.parametrize(
    "chemin",
    ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/page/index.html", "/atelier.js/../vue.py",
     "//etc/passwd", "/image/..%2f..%2fetc%2fpasswd/1.png", "/fichier/..%2f..%2fetc/passwd",
     "/fichier/x/..%2fdocx", "/image/x/999999999999999999999999.png", "/image/x/-1.png",
     "/courriers/../pyproject.toml"],
)  # fmt: skip
def test_aucun_chemin_ne_mene_au_disque(client, chemin):
    statut, corps = client.lire(chemin)
    assert statut == 404
    assert b"root:" not in corps
    assert b"Traceback" not in corps


@pytest.mark.parametrize(
    "parametres",
    ["dossier=/etc/passwd&pack=mise-en-demeure", "dossier=../x&pack=mise-en-demeure", "",
     "dossier=exemple-societe-a-societe&pack=../../etc",
     "dossier=exemple-societe-a-societe&pack=mise-en-demeure&au=demain",
     "dossier=exemple-societe-a-societe&pack=mise-en-demeure&au=" + "9" * 5000,
     "dossier=exemple-societe-a-societe&pack=%00"],
)  # fmt: skip
def test_un_choix_impossible_est_dit_en_une_phrase(client, parametres):
    statut, corps = client.lire(f"/api/vue?{parametres}")
    assert statut == 400
    assert set(json.loads(corps)) == {"message", "conseil"}
    assert b"Traceback" not in corps


def test_chaque_reponse_interdit_tout_ce_qui_vient_d_ailleurs(client):
    for chemin, temoin in (("/", None), ("/", "x=1"), ("/inconnue", None), ("/api/vue", None)):
        en_tetes = client.demander(chemin, temoin=temoin).headers
        regle = en_tetes["Content-Security-Policy"]
        assert regle.startswith("default-src 'none'")
        assert "unsafe" not in regle
        assert "frame-ancestors 'none'" in regle
        assert en_tetes["X-Content-Type-Options"] == "nosniff"
        assert en_tetes["Cache-Control"] == "no-store"
        assert en_tetes["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in en_tetes


PAGE = RACINE / "src" / "courriers" / "atelier" / "page"


def test_la_page_ne_demande_rien_ailleurs_et_n_ecrit_jamais_du_html():
    for fichier in PAGE.iterdir():
        texte = fichier.read_text(encoding="utf-8")
        ailleurs = set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[^\s\"')]*", texte))
        assert ailleurs <= {"http://www.w3.org/2000/svg"}, fichier.name
        for interdit in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert interdit not in texte, fichier.name
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"\son\w+=|style=|<script(?![^>]*src=)|<style", html)


def test_chaque_fichier_de_la_page_est_servi_et_rien_d_autre(client):
    assert {Path(nom).name for nom, _ in serveur._PAGE.values()} == {f.name for f in PAGE.iterdir()}
    for chemin, (nom, _) in serveur._PAGE.items():
        assert client.lire(chemin) == (200, (PAGE / nom).read_bytes())
