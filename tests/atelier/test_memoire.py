"""What is kept from one save to the next: by content, within bounds, and never a wrong answer."""

import shutil
import threading
import time

import docx
import pytest

from courriers.atelier import memoire as memoires
from courriers.atelier import rendu, reponses, veille
from courriers.atelier.memoire import Memoire
from courriers.atelier.recents import Recents
from courriers.atelier.seance import Choix, ouvrir
from courriers.atelier.vue import voir
from courriers.document.archive import Archive
from courriers.lettre.controle import controle
from courriers.lettre.controle.controle import check_document, check_pack
from courriers.lettre.pack import load_pack, packs_integres
from fabrique import JOUR, RACINE, SAMPLES
from servi import servi

SOCIETE = SAMPLES / "societe-a-societe" / "dossier.json"
GABARIT = RACINE / "templates" / "mise-en-demeure" / "lettre.docx"


@pytest.fixture
def modeles(tmp_path):
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", tmp_path / "m" / "mise-en-demeure")
    return tmp_path / "m"


def ecrire(modeles, ajout):
    """The template with *ajout* and nothing of what was added before."""
    document = docx.Document(str(GABARIT))
    visee = next(p for p in document.paragraphs if "factures détaillées ci-après sont" in p.text)
    visee.runs[-1].text += ajout
    document.save(str(modeles / "mise-en-demeure" / "lettre.docx"))


def regarder(modeles, memoire, **options):
    choix = Choix("mise-en-demeure", SOCIETE, JOUR, modeles=modeles, **options)
    return voir(choix, memoire=memoire)


def compter(monkeypatch, module, nom, cle=lambda *valeurs: valeurs):
    """The calls of a function, each by *cle* of what it is given."""
    appels, vraie = [], getattr(module, nom)

    def comptee(*valeurs, **options):
        appels.append(cle(*valeurs))
        return vraie(*valeurs, **options)

    monkeypatch.setattr(module, nom, comptee)
    return appels


# --- Dans l’ouvrier ---------------------------------------------------------------------------


def test_une_vue_faite_de_memoire_est_celle_qu_on_ferait_a_neuf(modeles, tmp_path):
    memoire = Memoire()
    toml = modeles / "mise-en-demeure" / "pack.toml"
    config = tmp_path / "courriers.toml"
    config.write_text('[papier]\nmodele = "preimprime"\n', encoding="utf-8")
    sain = toml.read_text(encoding="utf-8")

    def meme(**options):
        assert regarder(modeles, memoire, **options) == regarder(modeles, Memoire(), **options)

    for ajout in ("", " Parlons-en.", " {{ debiteur.nom }}", " Parlons-en.", " {% if", ""):
        ecrire(modeles, ajout)
        meme()
        meme(canal="courriel")
    meme(config=config)
    meme()
    toml.write_text(sain.replace('niveau = "', 'niveau = "x'), encoding="utf-8")
    meme()
    toml.write_text(sain, encoding="utf-8")
    (modeles / "mise-en-demeure" / "lettre.docx").write_bytes(b"PK\x03\x04")
    meme()
    shutil.copy(GABARIT, modeles / "mise-en-demeure")
    meme()


def test_seul_le_document_enregistre_est_relu_compile_et_redessine(modeles, monkeypatch):
    memoire = Memoire()
    regarder(modeles, memoire)
    lus = compter(monkeypatch, controle, "check_document", lambda _, d, *__: d.nom)
    compiles = compter(monkeypatch, memoires.packs, "compiler", lambda _, nom: nom.split("/")[-1])
    regarder(modeles, memoire)
    assert (lus, compiles) == ([], [])
    feuilles = dict(memoire.feuilles._valeurs)
    ecrire(modeles, " Parlons-en.")
    regarder(modeles, memoire)
    assert lus == ["lettre"]
    assert compiles == ["lettre.docx"]  # once: by the check, for the letter too
    neuves = set(memoire.feuilles._valeurs) - set(feuilles)
    assert [nom for nom, *_ in neuves] == ["lettre"]


def test_un_modele_reecrit_sans_changer_n_est_pas_relu(modeles, monkeypatch):
    memoire = Memoire()
    regarder(modeles, memoire)
    lus = compter(monkeypatch, controle, "check_document")
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.write_bytes(fichier.read_bytes())
    regarder(modeles, memoire)
    assert lus == []


def test_un_manifeste_change_fait_relire_les_modeles(modeles):
    def du_modele():
        vue = regarder(modeles, memoire)
        assert vue == regarder(modeles, Memoire())
        return [f.constat.code for f in vue.fautes if f.origine == "modèle"]

    memoire = Memoire()
    ecrire(modeles, " L’accord est du {{ echeancier.date }}.")
    assert "GROUPE_NON_GARDE" in du_modele()
    toml = modeles / "mise-en-demeure" / "pack.toml"
    lu = toml.read_text(encoding="utf-8")
    toml.write_text(lu.replace("exige = []", 'exige = ["echeancier"]'), encoding="utf-8")
    assert "GROUPE_NON_GARDE" not in du_modele()


def test_ce_qui_ne_se_lit_pas_n_est_pas_garde(modeles):
    memoire = Memoire()
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    fichier.unlink()
    fichier.mkdir()
    assert not regarder(modeles, memoire).lettre
    fichier.rmdir()
    shutil.copy(GABARIT, fichier)
    assert regarder(modeles, memoire).lettre


def test_la_memoire_de_l_ouvrier_est_bornee(modeles):
    memoire = Memoire(nombre=3)
    for rang in range(3):
        ecrire(modeles, f" Fois {rang}.")
        regarder(modeles, memoire)
    assert [len(memoire.gabarits), len(memoire.controles), len(memoire.feuilles)] == [3, 3, 3]


def test_le_modele_n_est_dessine_que_si_on_le_regarde_ou_si_une_faute_n_est_que_la(modeles):
    def dessine(ajout):
        ecrire(modeles, ajout)
        choix = Choix("mise-en-demeure", SOCIETE, JOUR, modeles=modeles)
        vue = voir(choix, modele=False, memoire=Memoire())
        return bool(vue.lettre), bool(vue.modele), vue.modele_dessine

    assert dessine("") == (True, False, False)
    vu_sur_la_lettre = " Appelez librement le {{ expediteur.telephone }} dès demain."
    assert dessine(vu_sur_la_lettre) == (True, False, False)
    jamais_imprime = "{% if contestation %}{{ expediteur.telephone }}{% endif %}"
    assert dessine(jamais_imprime) == (True, True, True)
    assert dessine(" {{ debiteur.nom }}") == (False, True, True)


# --- Le contrôle d’un document ----------------------------------------------------------------


@pytest.mark.parametrize("pack", packs_integres(), ids=lambda p: p.nom)
def test_le_controle_d_un_pack_est_celui_de_ses_documents(pack):
    siens = [c for d in pack.manifeste.documents for c in check_document(pack, d)]
    assert set(check_pack(pack, essais=False).constats) == set(siens)
    for document in pack.manifeste.documents:
        octets = (pack.dossier / document.fichier).read_bytes()
        assert check_document(pack, document, octets) == check_document(pack, document)


def test_des_octets_illisibles_sont_dits_du_nom_de_leur_fichier(modeles):
    pack = load_pack("mise-en-demeure", modeles=modeles)
    (constat,) = check_document(pack, pack.manifeste.documents[0], b"PK\x03\x04")
    assert str(modeles / "mise-en-demeure" / "lettre.docx") in constat.message


def test_deux_archives_de_memes_membres_ont_la_meme_somme():
    lue = Archive.lire(GABARIT)
    autre = Archive(dict(reversed(lue.membres.items())), lue.principal)
    assert memoires._somme(lue) == memoires._somme(autre)
    change = Archive({**lue.membres, "word/document.xml": b"<x/>"}, lue.principal)
    assert memoires._somme(lue) != memoires._somme(change)


# --- Dans le serveur --------------------------------------------------------------------------


def test_ce_qui_pese_trop_chasse_le_reste_mais_se_garde_seul():
    recents = Recents(10, octets=100)
    for nom, poids in (("a", 40), ("b", 40), ("c", 40)):
        recents.put(nom, nom, poids)
    assert [recents.get(n) for n in "abc"] == [None, "b", "c"]
    recents.put("d", "d", 1_000)
    assert [recents.get(n) for n in "bcd"] == [None, None, "d"]
    recents.put("d", "e", 10)
    assert (recents.get("d"), recents.octets, len(recents)) == ("e", 10, 1)


@pytest.fixture
def client(modeles, tmp_path):
    shutil.copytree(SAMPLES / "societe-a-societe", tmp_path / "cas")
    with servi(tmp_path / "cas", modeles) as ouvert:
        yield ouvert


def test_le_modele_se_demande_une_fois(client):
    lettre = client.vue("dossier-1", "relance-courtoise")
    assert (lettre["a_jour"], lettre["modele"], lettre["modele_dessine"]) == (True, [], False)
    faits = client.rendus.faits
    for _ in range(2):
        avec = client.vue("dossier-1", "relance-courtoise", modele="1")
        assert avec["modele"][0]["pages"]
    assert avec["lettre"] == lettre["lettre"]
    # who does not ask has it all the same: it is there
    assert client.vue("dossier-1", "relance-courtoise") == avec
    assert client.rendus.faits == faits + 1


def test_une_image_demandee_par_deux_onglets_est_dessinee_une_fois(client, monkeypatch):
    cle = client.vue("dossier-1")["lettre"][0]["cle"]
    dessins = compter(monkeypatch, rendu, "image_de_page", lambda _, *reste: reste)
    lues = []

    def onglet():
        lues.append(client.lire(f"/image/{cle}/1.png?largeur=1234"))

    fils = [threading.Thread(target=onglet) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    assert len(lues) == 4
    assert {statut for statut, _ in lues} == {200}
    assert len({octets for _, octets in lues}) == 1
    assert dessins == [(0, 1234)]


def test_l_image_qui_va_etre_demandee_est_commencee_sans_attendre(client, modeles, monkeypatch):
    cle = client.vue("dossier-1")["lettre"][0]["cle"]
    client.lire(f"/image/{cle}/1.png?largeur=777")
    dessins = compter(monkeypatch, rendu, "image_de_page", lambda _, *reste: reste)
    ecrire(modeles, " Parlons-en.")
    neuve = client.vue("dossier-1")["lettre"][0]["cle"]
    assert neuve != cle
    limite = time.monotonic() + 30
    while not dessins and time.monotonic() < limite:
        time.sleep(0.01)
    assert dessins == [(0, 777)]
    assert client.lire(f"/image/{neuve}/1.png?largeur=777")[1][:4] == b"\x89PNG"
    assert dessins == [(0, 777)]  # the same one


def test_les_images_gardees_ne_pesent_pas_plus_que_leur_borne(client):
    images = client.rendus._images
    cle = client.vue("dossier-1")["lettre"][0]["cle"]
    images._octets_max = 400_000
    adresses = [f"/image/{cle}/1.png?largeur={largeur}" for largeur in range(900, 912)]
    poids = [len(client.lire(adresse)[1]) for adresse in adresses]
    assert sum(poids) > images._octets_max  # else nothing is tried
    assert 0 < images.octets <= images._octets_max


# --- Le disque --------------------------------------------------------------------------------


@pytest.mark.parametrize("etape", ["coupe", "absent"])
def test_un_enregistrement_en_cours_n_est_pas_une_faute(client, modeles, monkeypatch, etape):
    assert client.vue("dossier-1")["a_jour"]
    monkeypatch.setattr(veille, "_PATIENCE", 30.0)
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    ecrire(modeles, " Enfin entier.")
    entier = fichier.read_bytes()
    fichier.unlink()
    if etape == "coupe":
        fichier.write_bytes(entier[:9000])
    regards = compter(monkeypatch, veille, "_entiers")
    lues = []
    page = threading.Thread(target=lambda: lues.append(client.vue("dossier-1")))
    page.start()
    limite = time.monotonic() + 25
    while len(regards) < 3 and time.monotonic() < limite:
        time.sleep(0.01)
    fichier.write_bytes(entier)
    page.join(60)
    assert len(regards) >= 3
    assert lues[0]["a_jour"]
    assert not lues[0]["fautes"]
    assert "Enfin entier." in lues[0]["lettre"][0]["texte"]


def test_un_modele_qui_avait_deja_une_faute_ne_fait_pas_attendre(client, modeles, monkeypatch):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    sain = fichier.read_bytes()
    fichier.write_bytes(sain[:9000])
    assert not client.vue("dossier-1")["a_jour"]
    regards = compter(monkeypatch, veille, "_entiers")
    fichier.write_bytes(sain[:8000])
    assert not client.vue("dossier-1")["a_jour"]
    fichier.write_bytes(sain)
    assert client.vue("dossier-1")["a_jour"]
    assert regards == []


def test_la_liste_ne_relit_que_la_lettre_dont_le_manifeste_change(modeles, monkeypatch):
    seance = ouvrir(None, JOUR, modeles=modeles)
    reponses.packs(seance)
    lus = compter(monkeypatch, reponses, "pack_du_repertoire", lambda dossier: dossier.name)
    assert reponses.packs(seance)
    assert lus == []
    toml = modeles / "mise-en-demeure" / "pack.toml"
    texte = toml.read_text(encoding="utf-8")
    toml.write_text(texte.replace('titre = "Mise', 'titre = "Ma mise'), encoding="utf-8")
    titres = [p["titre"] for p in reponses.packs(seance)]
    assert "Ma mise en demeure de payer" in titres
    assert lus == ["mise-en-demeure"]
    (modeles / "mise-en-demeure" / "lettre.docx").unlink()
    (dit,) = [p["but"] for p in reponses.packs(seance) if p["nom"] == "mise-en-demeure"]
    assert "faute" in dit
