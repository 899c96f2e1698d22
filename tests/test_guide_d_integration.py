"""Each example of the integration guide, taken out of it and run; its figures, added up again."""

import asyncio
import concurrent.futures
import contextlib
import hashlib
import http.client
import importlib.util
import io
import json
import queue
import re
import shlex
import socket
import sys
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
import uvicorn

from courriers import CourriersError, load_pack
from courriers.document.ouvriers import Ouvriers
from courriers.lot.evenements import LettreEcrite
from courriers.lot.journal import lire
from fabrique import JOUR, RACINE, brut

GUIDE = (RACINE / "docs" / "guide-d-integration.md").read_text(encoding="utf-8")
EXEMPLES = dict(re.findall(r"<!-- exemple (\w+\.py) -->\n```python\n(.*?)```", GUIDE, re.DOTALL))
AU = "2026-11-23"


@pytest.fixture
def exemple(tmp_path, monkeypatch):
    """Write an example of the guide as a module, for workers to import too."""

    def poser(nom):
        repertoire = tmp_path / "exemples"
        repertoire.mkdir(exist_ok=True)
        fichier = repertoire / nom
        fichier.write_text(EXEMPLES[nom], encoding="utf-8")
        monkeypatch.syspath_prepend(str(repertoire))
        plan = importlib.util.spec_from_file_location(fichier.stem, fichier)
        module = importlib.util.module_from_spec(plan)
        monkeypatch.setitem(sys.modules, fichier.stem, module)
        plan.loader.exec_module(module)
        return module

    return poser


def lettres(sortie):
    return sorted(f.relative_to(sortie).as_posix() for f in sortie.rglob("*.pdf"))


def test_chaque_exemple_nomme_est_essaye_ici():
    """Every block of Python of the guide that has a name has a test that takes it."""
    source = Path(__file__).read_text(encoding="utf-8")
    essayes = set(re.findall(r"exemple\(\"(\w+\.py)\"\)", source)) | {"service.py"}
    assert set(EXEMPLES) == essayes
    for nom, code in EXEMPLES.items():
        compile(code, nom, "exec")


def test_un_lot_rend_ses_fichiers_et_ses_refus(exemple, tmp_path):
    fautif = brut(reference="B", cession={"a": "X", "date": "2026-01-01"})
    fichiers, refus = exemple("lot.py").ecrire(
        [brut(reference="A"), fautif, {"version": 1}], JOUR, tmp_path / "out"
    )
    assert refus == ["B : CREANCE_CEDEE", "dossiers, ligne\u00a03 : DOSSIER_INVALIDE"]
    assert [f.name for f in fichiers] == ["mise-en-demeure.docx", "mise-en-demeure.pdf"]
    for fichier, somme in fichiers.items():
        assert hashlib.sha256(fichier.read_bytes()).hexdigest() == somme


class Service:
    """The web service of the guide on a free port."""

    def __init__(self, module):
        self.prise = socket.create_server(("127.0.0.1", 0))
        reglages = uvicorn.Config(module.app, log_level="critical", ws="none", lifespan="on")
        self.serveur = uvicorn.Server(reglages)
        self.fil = threading.Thread(target=self.serveur.run, kwargs={"sockets": [self.prise]})

    def connexion(self):
        return http.client.HTTPConnection("127.0.0.1", self.prise.getsockname()[1], timeout=60)

    def poster(self, corps, chemin=f"/lettres/mise-en-demeure?au={AU}", methode="POST"):
        octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
        with contextlib.closing(self.connexion()) as connexion:
            connexion.request(methode, chemin, octets)
            reponse = connexion.getresponse()
            return reponse.status, reponse.headers["Content-Type"], reponse.read()

    def __enter__(self):
        self.fil.start()
        limite = time.monotonic() + 30
        while not self.serveur.started and time.monotonic() < limite:
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.serveur.should_exit = True
        self.fil.join(30)
        self.prise.close()
        assert not self.fil.is_alive()


@pytest.fixture
def service(exemple):
    module = exemple("service.py")
    module.CORPS_S = 1.0
    with Service(module) as lance:
        lance.module = module
        yield lance


def test_le_service_rend_un_pdf_ou_une_erreur_en_json(service):
    statut, genre, pdf = service.poster(brut())
    assert (statut, genre) == (200, "application/pdf")
    assert pdf[:5] == b"%PDF-"
    cede = brut(cession={"a": "X", "date": "2026-01-01"})
    autre = "/lettres/absent?au=" + AU
    for corps, chemin, attendu, code in (
        (cede, None, 422, "CREANCE_CEDEE"),
        ({"version": 1}, None, 422, "DOSSIER_INVALIDE"),
        (b"{", None, 400, "JSON_INVALIDE"),
        (b"", None, 400, "JSON_INVALIDE"),
        (b"\xff\xfe", None, 400, "JSON_INVALIDE"),
        (b"[" * 100_000, None, 400, "JSON_INVALIDE"),
        ("/etc/hostname.json", None, 400, "JSON_INVALIDE"),
        (b"[]", None, 400, "JSON_INVALIDE"),
        (brut(), autre, 404, "PACK_INTROUVABLE"),
        (brut(), "/lettres/..%2f..%2fetc?au=" + AU, 404, None),
        (brut(), "/lettres/mise-en-demeure", 400, "JOUR_INVALIDE"),
        (brut(), "/lettres/mise-en-demeure?au=hier", 400, "JOUR_INVALIDE"),
        (b" " * 1_100_000, None, 413, "CORPS_TROP_GRAND"),
    ):
        arguments = (corps,) if chemin is None else (corps, chemin)
        statut, genre, dit = service.poster(*arguments)
        assert statut == attendu, (dit, code)
        if code is not None:
            assert genre == "application/json"
            erreur = json.loads(dit)
            assert erreur["code"] == code
            assert {"code", "message", "conseil", "constats"} == set(erreur)


def test_le_service_repond_pendant_qu_une_lettre_se_dessine(service):
    service.poster(brut())  # warm
    with concurrent.futures.ThreadPoolExecutor(5) as fils:
        en_cours = [fils.submit(service.poster, brut(reference=f"R-{n}")) for n in range(4)]
        depart = time.monotonic()
        assert service.poster(b"{")[0] == 400
        attente = time.monotonic() - depart
        assert not all(f.done() for f in en_cours)
        assert [f.result()[0] for f in en_cours] == [200] * 4
    assert attente < 5


def test_le_service_borne_le_temps_et_le_nombre(service):
    etat = service.module.app.state
    with contextlib.closing(service.connexion()) as lent:
        lent.putrequest("POST", f"/lettres/mise-en-demeure?au={AU}")
        lent.putheader("Content-Length", "1000")
        lent.endheaders(b"{")  # and nothing more
        assert lent.getresponse().status == 408
    etat.ouvriers.delai = 0.001
    statut, _, dit = service.poster(brut())
    assert (statut, json.loads(dit)["code"]) == (504, "DELAI_DEPASSE")
    etat.ouvriers.delai = 60.0
    assert service.poster(brut())[0] == 200
    etat.places = asyncio.Semaphore(0)
    assert service.poster(brut())[0] == 503


def test_asyncio_une_lettre_et_sa_limite(exemple):
    module = exemple("asynchrone.py")

    async def essai(ouvriers):
        battements = 0

        async def battre():
            nonlocal battements
            while True:
                battements += 1
                await asyncio.sleep(0.005)

        coeur = asyncio.create_task(battre())
        pdf = await module.une(brut(), JOUR, ouvriers)
        coeur.cancel()
        assert battements > 5  # the loop was never held
        with pytest.raises(TimeoutError):
            await module.une(brut(), JOUR, ouvriers, secondes=0.0)
        with pytest.raises(CourriersError):
            await module.une({"version": 1}, JOUR, ouvriers)
        return pdf

    with Ouvriers(1) as ouvriers:
        assert asyncio.run(essai(ouvriers))[:5] == b"%PDF-"


@pytest.mark.parametrize("annuler", [False, True])
def test_asyncio_un_lot_entier_ou_annule(exemple, tmp_path, annuler):
    module = exemple("asynchrone.py")
    lus = []

    def suite():
        for n in range(30):
            lus.append(n)
            yield brut(reference=f"R-{n}")

    async def tout(ouvriers):
        return [f async for f in module.lot(suite(), JOUR, tmp_path / "out", ouvriers)]

    async def un_peu(ouvriers):
        faits = []

        async def prendre():
            async with contextlib.aclosing(
                module.lot(suite(), JOUR, tmp_path / "out", ouvriers)
            ) as fichiers:
                async for fichier in fichiers:
                    faits.append(fichier)  # noqa: PERF401 – seen as they come

        tache = asyncio.create_task(prendre())
        while not faits:
            await asyncio.sleep(0.01)
        tache.cancel()
        with pytest.raises(asyncio.CancelledError):
            await tache
        return faits

    with Ouvriers(2) as ouvriers:
        faits = asyncio.run((un_peu if annuler else tout)(ouvriers))
    if annuler:
        assert len(lus) < 30
        assert faits
    else:
        assert len(faits) == 60
    assert all(f.read_bytes()[:2] in (b"PK", b"%P") for f in (tmp_path / "out").rglob("*.*"))


class Panne(Exception):
    """A worker that dies in the middle of a message."""


def test_une_file_livre_plusieurs_fois_et_chaque_lettre_part_une_fois(exemple, tmp_path):
    """Every message is delivered twice, the first delivery of each third one dies half way."""
    module = exemple("taches.py")
    racine = tmp_path / "lots"
    messages = [
        {"lot": f"lot-{n}", "pack": "mise-en-demeure", "au": AU,
         "dossiers": [brut(reference=f"{n}-{k}") for k in range(3)]}
        for n in range(4)
    ]  # fmt: skip
    messages[1]["dossiers"][1]["cession"] = {"a": "X", "date": "2026-01-01"}
    attente, rendus, remis = queue.Queue(), [], []
    for message in [m for m in messages for _ in range(2)]:
        attente.put(message)
    mourir = {"lot-0", "lot-3"}

    def tombe(dossiers):
        yield dossiers[0]
        raise Panne

    def mourant(message):
        if message["lot"] not in mourir:
            return message
        mourir.discard(message["lot"])
        return {**message, "dossiers": tombe(message["dossiers"])}

    def ouvrier():
        while True:
            try:
                message = attente.get(timeout=1)
            except queue.Empty:
                return
            try:
                rendus.append((message["lot"], module.faire(mourant(message), racine)))
            except Panne:
                attente.put(message)
            except CourriersError as erreur:
                remis.append((erreur.code, module.a_remettre(erreur)))
                time.sleep(0.05)
                attente.put(message)

    fils = [threading.Thread(target=ouvrier) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(120)
    assert sorted(lot for lot, _ in rendus) == sorted([m["lot"] for m in messages] * 2)
    assert set(remis) <= {("LOT_EN_COURS", True)}
    for message in messages:
        voulues = [d["reference"] for d in message["dossiers"] if "cession" not in d]
        sortie = racine / message["lot"]
        ecrites = [e.reference for e in lire(sortie) if isinstance(e, LettreEcrite)]
        assert ecrites == voulues
        assert lettres(sortie) == [f"{r}/mise-en-demeure.pdf" for r in voulues]
        premier, second = (r for lot, r in rendus if lot == message["lot"])
        assert all(r.get("deja") or r.get("erreur") for r in second)
        assert [r["reference"] for r in premier] == [r["reference"] for r in second]


def test_deux_livraisons_au_meme_moment_ne_font_qu_un_lot(exemple, tmp_path):
    module = exemple("taches.py")
    pris, lacher = threading.Event(), threading.Event()

    def suite():
        yield brut(reference="A")
        pris.set()
        assert lacher.wait(60)

    message = {"lot": "lot", "pack": "mise-en-demeure", "au": AU, "dossiers": suite()}
    with concurrent.futures.ThreadPoolExecutor(1) as fil:
        premier = fil.submit(module.faire, message, tmp_path)
        assert pris.wait(60)
        with pytest.raises(CourriersError) as refus:
            module.faire({**message, "dossiers": [brut(reference="A")]}, tmp_path)
        lacher.set()
        assert [r["deja"] for r in premier.result()] == [False]
    assert refus.value.code == "LOT_EN_COURS"
    assert module.a_remettre(refus.value)
    assert not module.a_remettre(CourriersError("non", code="DOSSIER_INVALIDE"))


def en_zip(nom, **changements):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for fichier in sorted((RACINE / "templates" / nom).iterdir()):
            archive.writestr(f"{nom}/{fichier.name}", fichier.read_bytes())
        for fichier, octets in changements.items():
            archive.writestr(f"{nom}/{fichier}.txt", octets)
    return tampon.getvalue()


def test_chaque_locataire_a_ses_modeles_et_son_repertoire(exemple, tmp_path):
    module = exemple("locataires.py")
    base, lectures = {}, []

    def deposer(octets):
        empreinte = hashlib.sha256(octets).hexdigest()
        base[empreinte] = octets
        return empreinte

    def lu(empreinte):
        lectures.append(empreinte)
        return base[empreinte]

    relance, demeure = deposer(en_zip("relance-courtoise")), deposer(en_zip("mise-en-demeure"))
    modeles = module.Modeles(lu, gardes=2)
    faits = {}
    for locataire, zip_ in ((1, relance), (2, demeure), (1, relance)):
        suite = [brut(reference="../../echappe"), {"version": 1}]
        pack = modeles.pack(zip_)
        resultats = list(module.ecrire(pack, suite, JOUR, tmp_path, locataire))
        assert [bool(r.erreur) for r in resultats] == [False, True]
        faits.setdefault(locataire, []).append(resultats[0].deja)
    assert faits == {1: [False, True], 2: [False]}
    assert lectures == [relance, demeure]  # the second time, from the cache
    assert lettres(tmp_path) == [
        "000001/echappe/relance-courtoise.pdf", "000002/echappe/mise-en-demeure.pdf"
    ]  # fmt: skip
    integre = load_pack("relance-courtoise").fige()
    assert modeles.pack(relance).empreinte == integre.empreinte or integre.fichiers is not None
    modeles.pack(deposer(en_zip("seconde-relance")))
    modeles.pack(deposer(en_zip("quittance")))
    assert modeles.pack.cache_info().currsize == 2
    base[demeure] = base[relance]
    with pytest.raises(ValueError, match="empreinte"):
        modeles.pack(demeure)
    with pytest.raises(CourriersError):
        modeles.pack(deposer(b"PK pas un zip"))


def test_un_papier_de_locataire_change_ses_lettres_seulement(exemple):
    from courriers.document.papier import Papier
    from fabrique import docx, p

    module = exemple("locataires.py")
    octets = {hashlib.sha256(o).hexdigest(): o for o in (
        en_zip("relance-courtoise"), docx(p("")))}  # fmt: skip
    zip_, papier = octets
    modeles = module.Modeles(octets.__getitem__)
    sans, avec = modeles.pack(zip_), modeles.pack(zip_, papier)
    assert isinstance(avec.papier, Papier)
    assert sans.papier is None
    assert sans.empreinte != avec.empreinte


def cellules(nom):
    zone = GUIDE.split(f"<!-- {nom} -->")[1].split(f"<!-- /{nom} -->")[0]
    lignes = [ligne for ligne in zone.splitlines() if re.match(r"\| \d", ligne)]
    return [[c.strip() for c in ligne.strip("|").split("|")] for ligne in lignes]


def test_le_million_de_lettres_se_recalcule():
    """From the rate that the guide states: machines, time, cost."""
    rythme = float(GUIDE.split("<!-- rythme -->")[1].split("<!--")[0].replace(",", "."))
    prix = float(re.search(r"À (\d,\d+) € l’heure d’un cœur", GUIDE)[1].replace(",", "."))
    lignes = cellules("million")
    assert len(lignes) == 3
    for machines, coeurs, duree, heures, cout in lignes:
        nombre, par_machine = map(int, re.match(r"(\d+) de (\d+) cœurs", machines).groups())
        assert int(coeurs) == nombre * par_machine
        minutes = round(1_000_000 / (rythme * int(coeurs)) / 60)
        h, m = divmod(minutes, 60)
        assert duree == (f"{h} h {m:02}" if h else f"{m} min")
        assert heures == f"{1_000_000 / rythme / 3600:.1f}".replace(".", ",")
        assert cout == f"{1_000_000 / rythme / 3600 * prix:.2f} €".replace(".", ",")


def test_les_tailles_du_million_sont_celles_d_une_lettre(tmp_path):
    """Within a fifth: names and sums differ from one letter to the next."""
    from courriers import render_batch
    from courriers.lot.registre import Registre

    word, pdf, journal = (
        float(n.replace(",", "."))
        for n in re.search(
            r"(\d+,\d) ko pour le fichier Word, (\d+,\d) ko pour le PDF, (\d,\d) ko de journal",
            GUIDE,
        ).groups()
    )
    source = RACINE / "samples" / "societe-a-societe" / "dossier.json"
    cas = json.loads(source.read_text(encoding="utf-8"))  # without its logo, which no base finds
    with Registre(tmp_path) as registre:
        (fait,) = render_batch([cas], "mise-en-demeure", au=JOUR, sortie=tmp_path,
                               registre=registre)  # fmt: skip
    tailles = {f.suffix: f.stat().st_size / 1000 for f in fait.fichiers}
    assert tailles[".docx"] == pytest.approx(word, rel=0.2)
    assert tailles[".pdf"] == pytest.approx(pdf, rel=0.2)
    assert (tmp_path / "journal.jsonl").stat().st_size / 1000 == pytest.approx(journal, rel=0.2)
    go = int(re.search(r"(\d+) Go pour un million", GUIDE)[1])
    assert round(word + pdf + journal) == go


def test_le_containerfile_installe_ce_que_le_readme_nomme():
    texte = (RACINE / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    systeme = (RACINE / ".ci" / "systeme").read_text(encoding="utf-8")
    voulus = set(re.findall(r"manque\+=\(([\w.-]+)\)", systeme))
    (installation,) = re.findall(r"apt-get install (.*?)&&", texte)
    poses = {mot for mot in installation.split() if not mot.startswith("-")}
    assert poses == voulus
    lisez = (RACINE / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    nommes = re.search(r"sudo apt-get install -y ([^#\n]+)", lisez)[1].split()
    assert set(nommes) <= poses
    # The commands of the README for an installation by hand, and nothing outside the lock.
    assert "pip install --no-cache-dir --require-hashes -r requirements.lock" in texte
    assert "pip install --require-hashes -r requirements.lock" in lisez
    assert "--no-deps --no-build-isolation" in texte
    assert "--no-deps --no-build-isolation" in lisez
    assert "--no-index --find-links /roues" in texte
    assert re.findall(r"https?://", texte) == []


def test_le_containerfile_est_sain():
    """What a linter would say: a pinned base, no root, what it copies exists, no shell to enter."""
    lignes = (RACINE / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    ordres = [o.split(None, 1) for o in lignes.splitlines() if o and not o.startswith("#")]
    assert all(nom.isupper() for nom, _ in ordres)
    bases = [reste.split()[0] for nom, reste in ordres if nom == "FROM"]
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", base) for base in bases)
    assert len(set(bases)) == 1
    utilisateurs = [reste for nom, reste in ordres if nom == "USER"]
    assert utilisateurs == ["10001"]
    assert [nom for nom, _ in ordres].index("USER") > max(
        n for n, (nom, _) in enumerate(ordres) if nom == "RUN"
    )
    for nom, reste in ordres:
        if nom == "COPY":
            for source in shlex.split(reste)[:-1]:
                assert (RACINE / source).exists(), source
    extras = re.search(r"courriers\[([\w,]+)\]", lignes)[1].split(",")
    projet = (RACINE / "pyproject.toml").read_text(encoding="utf-8")
    assert all(re.search(rf"^{extra} = \[", projet, re.MULTILINE) for extra in extras)
    assert "COURRIERS_CACHE=" in lignes


def test_les_jours_du_guide_sont_ceux_des_essais():
    assert date.fromisoformat(AU) == JOUR
