"""A case typed in the page: what is understood, the account, the file, the letters."""

import datetime
import json
import os
import tomllib
from urllib.parse import urlsplit

import pytest

from courriers.atelier.enregistrement import enregistrer
from courriers.atelier.formulaire import lettres, questionnaire, regarder
from courriers.atelier.seance import ouvrir
from courriers.dossier import load_dossier
from courriers.erreurs import CourriersError
from courriers.lot.saisie import dossier_de, listes, questions
from fabrique import JOUR, brut
from servi import servi

SOCIETE = {
    "creancier.type": "societe",
    "creancier.denomination": "Ateliers Vasseur",
    "creancier.forme_juridique": "SARL",
    "creancier.capital": "25 000",
    "creancier.siren": "841203573",
    "creancier.rcs": "Grenoble",
    "creancier.adresse": "18 rue des Forges\n38000 Grenoble",
    "creancier.signataire": "Hélène Vasseur, gérante",
    "debiteur.denomination": "Rénovation Belledonne",
    "debiteur.adresse": "27 avenue de la Gare, 73000 Chambéry",
    "factures[0].numero": "FA-1",
    "factures[0].date": "27/02/2026",
    "factures[0].echeance": "29/03/2026",
    "factures[0].montant_ttc": "3 480 €",
}
FACTURE = {cle: texte for cle, texte in SOCIETE.items() if cle.startswith("factures")}


class Onglet:
    """A tab of the form."""

    def __init__(self, client):
        self.client, self.nom = client, client.json("/api/saisie")["brouillon"]

    def demander(self, suite="", reponses=SOCIETE, **autres):
        corps = {"brouillon": self.nom, "reponses": reponses, "au": JOUR.isoformat(), **autres}
        return self.client.poster(f"/api/saisie{suite}", json.dumps(corps).encode())


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("bureau"))
        with servi() as ouvert:
            yield ouvert


@pytest.fixture
def onglet(client):
    return Onglet(client)


# --- Ce que voit qui tape -----------------------------------------------------------------------


def test_le_questionnaire_est_celui_du_terminal():
    dit = questionnaire()
    assert [q["cle"] for q in dit["questions"]] == [q.cle for q in questions()]
    assert [x["nom"] for x in dit["listes"]] == list(listes())
    json.dumps(dit)


def test_au_depart_tout_manque_et_le_compte_attend_une_facture():
    vu = regarder({}, JOUR)
    assert vu["compte"] is None
    assert vu["attente"] == "Le compte attend une facture."
    assert not vu["complet"]
    assert vu["fautes"]["creancier.denomination"]["manque"]


def test_le_compte_se_fait_des_la_premiere_facture_sans_attendre_les_noms():
    seul, entier = regarder(FACTURE, JOUR), regarder(SOCIETE, JOUR)
    assert seul["total"] == entier["total"] != ""
    assert "creancier.siren" in seul["fautes"]
    assert entier["fautes"] == {}


def test_ce_qui_decide_d_une_somme_n_est_jamais_suppose():
    consommateur = {**FACTURE, "debiteur.type": "particulier"}
    assert regarder(consommateur, JOUR)["total"].startswith("3\u202f480,00")
    assert regarder({**FACTURE, "factures[0].montant_ttc": "x"}, JOUR)["compte"] is None
    assert regarder({**FACTURE, "factures[0].date": "31/02/2026"}, JOUR)["compte"] is None


def test_ce_qui_est_incomplet_est_laisse_de_cote_et_dit():
    complet = regarder(SOCIETE, JOUR)
    vu = regarder({**SOCIETE, "factures[7].numero": "FA-2", "paiements[3].date": "1/4/2026"}, JOUR)
    assert vu["total"] == complet["total"]
    assert vu["attente"] == "Ce compte laisse de côté ce qui est incomplet : facture 2, paiement 1."
    assert not vu["complet"]


def test_un_paiement_juste_entre_dans_le_compte():
    paye = {**SOCIETE, "paiements[0].date": "29/03/2026", "paiements[0].montant": "3480"}
    assert regarder(paye, JOUR)["total"].startswith("0,00")


def test_ce_qui_a_ete_compris_est_redit():
    lues = regarder(
        {
            **SOCIETE,
            "creancier.iban": "fr7630003012340005009876627",
            "conditions.taux": "12",
            "debiteur.siren": "79340126600018",
            "factures[0].date": "27.02.2026",
        },
        JOUR,
    )["lues"]
    assert lues["creancier.siren"] == "SIREN 841\u00a0203\u00a0573"
    assert lues["creancier.iban"].replace("\u202f", " ") == "FR76 3000 3012 3400 0500 9876 627"
    assert lues["factures[0].date"] == "27 février 2026"
    assert lues["factures[0].montant_ttc"] == "3\u202f480,00\u00a0€"
    assert lues["conditions.taux"] == "12,00\u00a0% par an"
    assert lues["creancier.adresse"] == "18 rue des Forges\n38000 Grenoble"
    assert lues["creancier.signataire"] == "Hélène Vasseur, gérante"
    assert "creancier.denomination" not in lues  # plain to see
    assert "debiteur.siren" not in lues  # its check is wrong


@pytest.mark.parametrize(
    "reponses", [{"x": "y"}, {"factures[99999999].date": ""}, {"nature": "\0"}]
)
def test_une_reponse_impossible_ne_leve_rien(reponses):
    vu = regarder({**SOCIETE, **reponses}, JOUR)
    assert set(vu["fautes"]) == set(reponses)


# --- Les lettres --------------------------------------------------------------------------------


def test_les_lettres_sont_dites_la_due_d_abord_puis_dans_l_ordre_du_recouvrement():
    dites = lettres(dossier_de(SOCIETE), JOUR, None, None)
    noms = [o["pack"] for o in dites if o["permise"]]
    assert noms.index("relance-courtoise") == 0
    assert dites[0]["due"]
    assert noms.index("seconde-relance") < noms.index("mise-en-demeure")
    assert all(o["raisons"] for o in dites if not o["permise"])
    assert any(not o["permise"] for o in dites)


def test_les_taux_et_le_papier_de_l_office_servent_aux_lettres(tmp_path):
    config = tmp_path / "courriers.toml"
    config.write_text("inconnu = 1\n", encoding="utf-8")
    with pytest.raises(CourriersError, match="inconnu"):
        lettres(dossier_de(SOCIETE), JOUR, None, config)


# --- Le serveur ---------------------------------------------------------------------------------


def test_ce_qui_est_tape_est_garde_pour_l_onglet_et_pour_lui_seul(client, onglet):
    autre = Onglet(client)
    assert onglet.demander(reponses=FACTURE).status == 200
    assert client.json(f"/api/saisie?brouillon={onglet.nom}")["reponses"] == FACTURE
    assert client.json(f"/api/saisie?brouillon={autre.nom}")["reponses"] == {}


def test_un_brouillon_oublie_est_dit(onglet):
    onglet.nom = "inconnu"
    reponse = onglet.demander()
    assert reponse.status == 409
    assert "rechargez" in reponse.corps.decode()


def test_le_dossier_enregistre_est_celui_qui_a_ete_tape_et_sa_lettre_se_voit(client, onglet):
    ecrit = json.loads(onglet.demander("/enregistrer").corps)
    lu = load_dossier(ecrit["chemin"])
    assert lu.model_dump() == load_dossier(dossier_de(SOCIETE)).model_dump()
    vue = client.vue(ecrit["cle"], "relance-courtoise", au=JOUR.isoformat())
    assert "Rénovation Belledonne" in vue["lettre"][0]["texte"]
    assert ecrit["cle"] in [d["cle"] for d in client.json("/api/depart")["dossiers"]]


def test_le_meme_onglet_corrige_son_fichier_un_autre_n_y_touche_pas(client, onglet):
    def enregistrer_(qui, objet):
        ecrit = json.loads(
            qui.demander("/enregistrer", {**SOCIETE, "factures[0].objet": objet}).corps
        )
        return ecrit["chemin"], ecrit["cle"]

    premier = enregistrer_(onglet, "une porte")
    assert enregistrer_(onglet, "deux portes") == premier
    assert load_dossier(premier[0]).factures[0].objet == "deux portes"
    second = enregistrer_(Onglet(client), "trois portes")
    assert second != premier
    assert load_dossier(premier[0]).factures[0].objet == "deux portes"


def test_un_fichier_change_a_la_main_n_est_pas_ecrase(tmp_path):
    premier = enregistrer(tmp_path, "FA-1", b"a = 1\n")
    premier.chemin.write_bytes(b"a = 2\n")
    second = enregistrer(tmp_path, "FA-1", b"a = 3\n", premier)
    assert premier.chemin.read_bytes() == b"a = 2\n"
    assert (second.chemin.name, second.chemin.read_bytes()) == ("dossier-FA-1-2.toml", b"a = 3\n")
    change_de_nom = enregistrer(tmp_path, "FA-2", b"a = 4\n", second)
    assert change_de_nom.chemin.name == "dossier-FA-2.toml"


@pytest.mark.parametrize("reference", ["../../etc/passwd", "CON", "é" * 300, "a/b\\c", "…"])
def test_le_fichier_reste_dans_son_repertoire(tmp_path, reference):
    ecrit = enregistrer(tmp_path, reference, b"x")
    assert ecrit.chemin.parent == tmp_path
    assert ecrit.chemin in list(tmp_path.iterdir())


def test_un_repertoire_ou_l_on_ne_peut_ecrire_est_dit_sans_rien_laisser(tmp_path):
    fichier = tmp_path / "pas-un-repertoire"
    fichier.write_text("x", encoding="utf-8")
    with pytest.raises(CourriersError, match="ne peut pas être écrit") as refus:
        enregistrer(fichier, "FA-1", b"x")
    assert refus.value.code == "ECRITURE_IMPOSSIBLE"
    assert list(tmp_path.iterdir()) == [fichier]


@pytest.mark.parametrize("format_", ["toml", "json"])
def test_le_dossier_se_telecharge(client, onglet, format_):
    assert client.lire(f"/saisie/{onglet.nom}/dossier.{format_}")[0] == 400  # nothing typed yet
    onglet.demander()
    reponse = client.demander(f"/saisie/{onglet.nom}/dossier.{format_}")
    assert f'filename="dossier-FA-1.{format_}"' in reponse.headers["Content-Disposition"]
    texte = reponse.corps.decode()
    lu = tomllib.loads(texte) if format_ == "toml" else json.loads(texte)
    assert load_dossier(lu) == load_dossier(dossier_de(SOCIETE))


@pytest.mark.parametrize("chemin", ["/saisie/x/dossier.toml", "/saisie/x/dossier.exe",
                                    "/saisie/..%2f..%2fetc/dossier.toml"])  # fmt: skip
def test_un_telechargement_impossible_est_dit(client, chemin):
    assert client.lire(chemin)[0] == 404


def test_un_dossier_qui_a_des_fautes_ne_s_enregistre_pas(onglet):
    for suite in ("/enregistrer", "/lettres"):
        reponse = onglet.demander(suite, {**SOCIETE, "creancier.siren": "841203574"})
        assert reponse.status == 400
        assert set(json.loads(reponse.corps)["fautes"]) == {"creancier.siren"}


# --- Reprendre le créancier ---------------------------------------------------------------------


def test_le_creancier_d_un_autre_dossier_est_repris(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ancien = tmp_path / "ancien" / "martin.json"
    ancien.parent.mkdir()
    ancien.write_text(json.dumps(brut()), encoding="utf-8")
    with servi(ancien) as client:
        onglet = Onglet(client)
        depart = client.json("/api/saisie")
        assert [d["nom"] for d in depart["dossiers"]] == ["martin.json"]
        cle = depart["dossiers"][0]["cle"]
        siens = {c: t for c, t in SOCIETE.items() if not c.startswith("creancier")}
        vu = json.loads(onglet.demander(reponses=siens, depuis=cle).corps)
        assert vu["complet"]
        assert vu["reprise"]
        assert not any(c.startswith("creancier.siren") for c in vu["posees"])
        ecrit = json.loads(onglet.demander("/enregistrer", siens, depuis=cle).corps)
        assert load_dossier(ecrit["chemin"]).creancier == load_dossier(ancien).creancier
        ancien.write_text("{", encoding="utf-8")
        casse = onglet.demander(reponses=siens, depuis=cle)
        assert casse.status == 400
        assert "martin.json" in json.loads(casse.corps)["message"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ancien", "dossier-FA-1.toml"]


def test_on_ne_reprend_pas_un_fichier_du_disque(onglet):
    for depuis in ("/etc/passwd", "../x", "exemple"):
        assert onglet.demander(depuis=depuis).status == 400


# --- Qui peut envoyer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "en_tetes",
    [
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": ""},
        {"Origin": "http://exemple.fr"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Host": "exemple.fr"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
    ids=str,
)
def test_un_autre_site_n_envoie_rien(client, onglet, en_tetes):
    corps = {"brouillon": onglet.nom, "reponses": FACTURE, "au": JOUR.isoformat()}
    reponse = client.poster("/api/saisie", json.dumps(corps).encode(), **en_tetes)
    assert reponse.status in (400, 403, 405)
    assert client.json(f"/api/saisie?brouillon={onglet.nom}")["reponses"] == {}


def test_sans_la_cle_rien_n_est_recu(client):
    assert client.poster("/api/saisie", b"{}", temoin="autre=1").status == 403


@pytest.mark.parametrize(
    ("corps", "statut"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"brouillon":"x","reponses":{"a":1},"au":"2026-11-23"}', 400),
        (b'{"brouillon":"x","reponses":{"a":"\\ud800"},"au":"2026-11-23"}', 400),
        (b'{"brouillon":"x","reponses":{},"au":"demain"}', 400),
        (b'{"brouillon":"x","reponses":{},"au":"2026-11-23","de_plus":1}', 400),
        (b'{"brouillon":"' + b"x" * 300_000 + b'"}', 413),
    ],
    ids=lambda v: str(v)[:40],
)
def test_une_demande_impossible_est_refusee_en_une_phrase(client, corps, statut):
    reponse = client.poster("/api/saisie", corps)
    assert reponse.status == statut
    assert b"Traceback" not in reponse.corps
    assert len(reponse.corps) < 200


def test_un_jour_sans_taux_est_dit(onglet):
    vu = json.loads(onglet.demander(au=datetime.date(2150, 1, 1).isoformat()).corps)
    assert vu["compte"] is None
    assert vu["attente"]


def test_le_serveur_ne_dit_jamais_le_repertoire_a_qui_n_a_pas_la_cle(client):
    assert urlsplit(client.adresse).port
    reponse = client.demander("/api/saisie", temoin="autre=1")
    assert reponse.status == 403
    assert b"repertoire" not in reponse.corps


# --- Ce qui se dit à qui n’est pas du métier ----------------------------------------------------


def test_une_date_d_apres_le_jour_du_compte_est_comprise_et_dite():
    lues = regarder(
        {
            **SOCIETE,
            "factures[0].echeance": "01/12/2026",
            "paiements[0].date": "24/11/2026",
            "paiements[0].montant": "10",
            "paiements[1].date": "23/11/2026",
            "paiements[1].montant": "10",
        },
        JOUR,
    )["lues"]
    assert lues["paiements[0].date"] == (
        "24 novembre 2026, après le jour du compte\u00a0: pas encore compté"
    )
    assert lues["paiements[1].date"] == "23 novembre 2026"
    assert lues["factures[0].echeance"] == "1er décembre 2026"  # to come is no oddity for a due day


def test_les_raisons_disent_les_lettres_par_leur_titre_et_le_manque_par_son_sens():
    dites = {o["pack"]: o for o in lettres(dossier_de(SOCIETE), JOUR, None, None)}
    assert dites["accord-echeancier"]["raisons"][0].startswith(
        "Il manque au dossier\u00a0: le paiement"
    )
    ecrit = {**SOCIETE, "envois[0].niveau": "relance-courtoise", "envois[0].date": "01/10/2026"}
    toutes = json.dumps(lettres(dossier_de(ecrit), JOUR, None, None), ensure_ascii=False)
    phrases = [p for o in json.loads(toutes) for p in (*o["raisons"], *o["constats"])]
    assert any("«\u00a0Relance courtoise\u00a0»" in p for p in phrases)
    assert not any("relance-courtoise" in p or "--pack" in p for p in phrases)


def test_un_entrepreneur_qui_ne_donne_pas_de_rcs_n_est_pas_commercant():
    artisan = {
        **{c: t for c, t in SOCIETE.items() if not c.startswith("creancier")},
        "creancier.type": "entrepreneur_individuel",
        "creancier.prenom": "Karim",
        "creancier.nom": "Belhadj",
        "creancier.siren": "912057387",
        "creancier.adresse": "5 impasse du Moulin, 44120 Vertou",
    }
    assert dossier_de(artisan)["creancier"]["commercant"] is False
    commercant = {**artisan, "creancier.rcs_commercant": "Nantes"}
    assert dossier_de(commercant)["creancier"]["commercant"] is True
    assert "commercant" not in dossier_de(SOCIETE)["creancier"]


@pytest.mark.parametrize("tapee", ["30 jours", "45 j fin de mois", "à réception", "comptant"])
def test_un_delai_a_la_place_d_un_jour_est_dit(tapee):
    faute = regarder({**SOCIETE, "factures[0].echeance": tapee}, JOUR)["fautes"]
    assert "est un délai" in faute["factures[0].echeance"]["message"]
    assert "laissez vide" in faute["factures[0].echeance"]["message"]


def test_une_facture_n_est_pas_recue_avant_d_etre_faite():
    publique = {
        **SOCIETE,
        "debiteur.type": "personne_publique",
        "factures[0].recue_le": "26/02/2026",
    }
    fautes = regarder(publique, JOUR)["fautes"]
    assert "précède la date de la facture" in fautes["factures[0].recue_le"]["message"]
    le_jour_meme = {**publique, "factures[0].recue_le": "27/02/2026"}
    assert "factures[0].recue_le" not in regarder(le_jour_meme, JOUR)["fautes"]


# --- Où le dossier s’enregistre -----------------------------------------------------------------


def test_un_dossier_seul_ou_avec_ses_pieces_garde_son_repertoire_pour_lui(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for nom in ("a", "b"):
        (tmp_path / "dossiers" / nom).mkdir(parents=True)
        fichier = tmp_path / "dossiers" / nom / "dossier.json"
        fichier.write_text(json.dumps(brut(reference=nom)), encoding="utf-8")
    assert ouvrir(str(tmp_path / "dossiers" / "a"), JOUR).sortie == tmp_path
    assert ouvrir(str(tmp_path / "dossiers"), JOUR).sortie == tmp_path
    assert ouvrir(None, JOUR).sortie == tmp_path


def test_un_repertoire_de_dossiers_en_recoit_un_de_plus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    vrac = tmp_path / "vrac"
    vrac.mkdir()
    for nom in ("a.json", "b.json"):
        (vrac / nom).write_text(json.dumps(brut(reference=nom)), encoding="utf-8")
    assert ouvrir(str(vrac), JOUR).sortie == vrac


def test_les_dossiers_laisses_la_sont_offerts_le_plus_recent_d_abord(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for rang, nom in enumerate(("dossier-A.toml", "dossier-B.toml", "autre.toml")):
        (tmp_path / nom).write_text("", encoding="utf-8")
        os.utime(tmp_path / nom, (rang, rang))
    assert [d.nom for d in ouvrir(None, JOUR).siens] == ["dossier-B.toml", "dossier-A.toml"]
