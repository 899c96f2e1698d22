"""A deposit: every page of every letter, in order, once; a list that says where; never twice."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from filelock import FileLock

from courriers.constats import Gravite
from courriers.document.pdf_lu import pages_de_texte
from courriers.erreurs import CourriersError
from courriers.lot import journal
from courriers.lot.depot import depot as module_depot
from courriers.lot.depot.bordereau import COLONNES
from courriers.lot.depot.reunion import Reunion
from courriers.lot.evenements import Depose, LettreEcrite, Retour, Retrait
from courriers.lot.memoire import Memoire
from fabrique import JOUR, RACINE
from lot.depot.ecrites import LENDEMAIN, POSTALES, changer, copie, faire, modele


def rangees(depot):
    texte = (depot.sortie / "depot.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte, newline=""), delimiter=";"))


def images(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=1).buffer) for page in document]


@pytest.fixture
def lettres(tmp_path):
    return copie(tmp_path / "lettres")


def test_chaque_page_de_chaque_lettre_est_imprimee_a_sa_place_telle_quelle(lettres):
    depot = faire(lettres)
    assert (depot.deposees, depot.laissees, depot.retirees) == (len(POSTALES), 0, 0)
    chemins = {e.reference: e for e in journal.lire(modele()) if isinstance(e, LettreEcrite)}
    reunis = {f.nom: images(depot.sortie / f.nom) for f in depot.fichiers}
    vues = dict.fromkeys(reunis, 0)
    for ligne, rangee in zip(depot.lignes, rangees(depot), strict=True):
        premiere, derniere = int(rangee["premiere_page"]), int(rangee["derniere_page"])
        nom = next(n for n in chemins[ligne.pli.reference].fichiers if n.endswith(".pdf"))
        voulues = images(modele() / nom)
        lues = reunis[rangee["fichier"]][premiere - 1 : derniere]
        assert lues[: len(voulues)] == voulues
        assert len(voulues) == int(rangee["pages"])
        assert premiere % 2 == 1
        assert all(set(blanche) == {255} for blanche in lues[len(voulues) :])
        assert int(rangee["feuilles"]) == (len(voulues) + 1) // 2
        vues[rangee["fichier"]] += derniere - premiere + 1
    assert vues == {nom: len(pages) for nom, pages in reunis.items()}
    longueurs = {ligne.pages % 2 for ligne in depot.lignes}
    assert longueurs == {0, 1}, "les lettres de ce test ont une parité chacune"


def test_au_recto_aucune_page_n_est_ajoutee(lettres):
    depot = faire(lettres, recto_verso=False)
    for fichier in depot.fichiers:
        siennes = [ligne for ligne in depot.lignes if ligne.fichier == fichier.nom]
        assert fichier.pages == sum(ligne.pages for ligne in siennes)
        assert all(ligne.feuilles == ligne.pages for ligne in siennes)
        for avant, apres in pairwise(siennes):
            assert apres.premiere_page == avant.derniere_page + 1


def test_un_fichier_par_canal_trie_par_code_postal_puis_par_nombre_de_pages(lettres):
    depot = faire(lettres)
    par_fichier = {}
    for rangee in rangees(depot):
        par_fichier.setdefault(rangee["fichier"], []).append(
            (rangee["pays"], rangee["code_postal"], rangee["ville"])
        )
    assert par_fichier == {
        "lettre-1.pdf": [("FR", "69001", "LYON")] * 2,
        "lrar-1.pdf": [
            ("FR", "01000", "BOURG"), ("FR", "73000", "CHAMBÉRY"), ("FR", "97400", "SAINT-DENIS"),
            ("BE", "1000", "BRUXELLES"),
        ],
    }  # fmt: skip
    pages = [ligne.pages for ligne in depot.lignes if ligne.pli.canal == "lettre"]
    assert pages == sorted(pages)
    assert pages[0] < pages[1]


def test_les_signets_menent_a_la_premiere_page_de_chaque_lettre(lettres):
    depot = faire(lettres)
    for fichier in depot.fichiers:
        siennes = [ligne for ligne in depot.lignes if ligne.fichier == fichier.nom]
        with pypdfium2.PdfDocument(depot.sortie / fichier.nom) as pdf:
            lus = [(s.get_title(), s.get_dest().get_index() + 1) for s in pdf.get_toc()]
        assert [page for _, page in lus] == [ligne.premiere_page for ligne in siennes]
        for (titre, _), ligne in zip(lus, siennes, strict=True):
            assert ligne.pli.reference in titre


def test_le_bordereau_dit_l_adresse_en_six_lignes_et_le_poids(lettres):
    depot = faire(lettres)
    lues = {r["reference"]: r for r in rangees(depot)}
    belge = lues["G-7"]
    assert [belge[f"address_line_{n}"] for n in range(1, 7)] == [
        "Maison Belge", "", "", "27 avenue de la Gare", "", "1000 BRUXELLES"
    ]  # fmt: skip
    assert belge["pays"] == "BE"
    assert tuple(belge) == COLONNES
    assert (belge["date_lettre"], belge["canal"]) == ("2026-11-23", "lrar")
    # 5 g a sheet and 5 g of envelope, by hand.
    assert int(belge["poids_g"]) == 5 + 5 * int(belge["feuilles"])
    octets = (depot.sortie / "depot.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")


def test_aucune_cellule_n_est_une_formule(lettres):
    lues = rangees(faire(lettres))
    for rangee in lues:
        assert not [c for c in rangee.values() if c.startswith(("=", "+", "-", "@"))]
    (piegee,) = [r for r in lues if r["reference"] == "C-3"]
    assert piegee["address_line_1"] == "'=cmd|' /C calc'!A0"


def test_chaque_fichier_tient_sous_sa_taille_et_son_nombre(tmp_path):
    lettres = copie(tmp_path / "lettres", POSTALES, fois=8)
    changees = [e for e in journal.lire(lettres) if isinstance(e, LettreEcrite)]
    for rang, ecrite in enumerate(changees):  # otherwise they would weigh nothing

        def alourdir(pdf, rang=rang):
            graine = b"".join(b"%d %d m " % (n * rang, n * n % 997) for n in range(4000))
            pdf.pages[0].contents_add(pdf.make_stream(graine + b" n"))

        nom = next(n for n in ecrite.fichiers if n.endswith(".pdf"))
        changer(lettres / nom, alourdir)
    depot = faire(lettres, taille=200_000, retouchees=True)
    assert depot.deposees == 8 * len(POSTALES)
    assert len(depot.fichiers) > 2
    for fichier in depot.fichiers:
        assert (depot.sortie / fichier.nom).stat().st_size == fichier.octets <= 200_000
    for fichier, suivant in pairwise(depot.fichiers):
        if fichier.canal == suivant.canal:  # a full one: its room is not wasted
            assert fichier.octets > 100_000
    par_trois = faire(lettres, "trois", lettres=3, retouchees=True, refaire=True)
    assert {f.lettres for f in par_trois.fichiers} <= {3, 2, 1}
    assert max(f.lettres for f in par_trois.fichiers) == 3
    assert [ligne.ordre for ligne in par_trois.lignes] == list(range(1, par_trois.deposees + 1))


def test_une_lettre_plus_lourde_qu_un_fichier_est_laissee_et_dite(lettres):
    nom = next((lettres / "B-2").glob("*.pdf"))
    taille = nom.stat().st_size
    depot = faire(lettres, taille=taille - 1)
    assert depot.deposees == len(POSTALES) - 1
    assert "Mo" in depot.constats[0].message


def test_cent_lettres_semblables_pesent_moins_que_cent_fois_une(tmp_path):
    une = faire(copie(tmp_path / "une" / "lettres", ("A-1",)))
    cent = faire(copie(tmp_path / "cent" / "lettres", ("A-1",), fois=100))
    assert sum(f.octets for f in cent.fichiers) < 5 * sum(f.octets for f in une.fichiers)


def test_deux_depots_des_memes_lettres_ont_les_memes_octets(tmp_path):
    faits = [faire(copie(tmp_path / n / "lettres")) for n in "ab"]
    for nom in ("lrar-1.pdf", "lettre-1.pdf", "depot.csv"):
        un, autre = ((d.sortie / nom).read_bytes() for d in faits)
        assert un == autre, nom


def test_rien_de_ce_qui_est_joint_au_pdf_ne_va_chez_l_imprimeur(lettres):
    depot = faire(lettres)
    for fichier in depot.fichiers:
        with pikepdf.open(depot.sortie / fichier.nom) as pdf:
            assert not pdf.attachments
            assert not pdf.check_pdf_syntax()
        assert "principal" not in (depot.sortie / fichier.nom).read_bytes().decode("latin-1")


def test_les_courriels_et_les_remises_sont_dits_et_ne_sont_pas_deposes(lettres):
    dits = " ".join(str(c) for c in faire(lettres).constats)
    assert "E-5" in dits
    assert "F-6" in dits
    assert "main propre" in dits


def test_un_second_depot_ne_reprend_aucune_lettre(lettres):
    premier = faire(lettres)
    second = faire(lettres, "second")
    assert (second.deposees, second.fichiers) == (0, ())
    assert not second.sortie.exists()
    assert "déjà déposée" in " ".join(c.message for c in second.constats)
    refait = faire(lettres, "refait", refaire=True)
    assert refait.deposees == premier.deposees
    # A new letter joins, alone.
    copie(lettres, ("A-1",))
    neuve = LettreEcrite(
        reference="A-1", pack="mise-en-demeure", au=LENDEMAIN, canal="lrar",
        fichiers=next(e for e in journal.lire(lettres) if e.reference == "A-1").fichiers,
    )  # fmt: skip
    journal.ajouter(lettres, [neuve])
    troisieme = faire(lettres, "troisieme")
    assert [(x.pli.reference, x.pli.au) for x in troisieme.lignes] == [("A-1", LENDEMAIN)]


def test_le_journal_retient_le_depot_et_la_memoire_le_lit_encore(lettres):
    faire(lettres)
    deposes = [e for e in journal.lire(lettres) if isinstance(e, Depose)]
    assert {e.reference for e in deposes} == set(POSTALES)
    assert {e.depot for e in deposes} == {"depot"}
    assert Memoire([lettres]).lettres == 8


def test_une_lettre_retiree_ou_revenue_n_est_pas_deposee(lettres):
    a, b = ({"reference": r, "pack": "mise-en-demeure", "au": JOUR} for r in ("A-1", "B-2"))
    journal.ajouter(lettres, [Retrait(**a), Retour(**b, recu_le=LENDEMAIN)])
    depot = faire(lettres)
    assert {x.pli.reference for x in depot.lignes} == set(POSTALES) - {"A-1", "B-2"}
    assert "déjà partie" in " ".join(c.message for c in depot.constats)


def test_une_vieille_lettre_n_est_deposee_que_nommee_par_son_jour(lettres):
    tard = JOUR.replace(month=12, day=31)
    assert faire(lettres, jour=tard).deposees == 0
    assert faire(lettres, jour=tard, du=JOUR).deposees == len(POSTALES)
    assert faire(lettres, "autre", du=LENDEMAIN).deposees == 0


def test_une_vieille_lettre_deja_suivie_d_une_autre_ne_se_refait_pas(lettres):
    tard = JOUR.replace(month=12, day=31)
    a_1 = next(
        e for e in journal.lire(lettres) if isinstance(e, LettreEcrite) and e.reference == "A-1"
    )
    suite = {"pack": "requete-injonction", "fichiers": {"A-1/r.docx": "0"}}
    journal.ajouter(lettres, [
        a_1.model_copy(update={**suite, "reference": "a-1", "au": tard}),
        # Another's, or of the same day, it follows none.
        a_1.model_copy(update={**suite, "reference": "B-2", "au": tard, "creancier": "autre",
                               "fichiers": {"B-2/r.docx": "0"}}),
        a_1.model_copy(update={**suite, "reference": "C-3", "fichiers": {"C-3/r.docx": "0"}}),
    ])  # fmt: skip
    dits = [c for c in faire(lettres, jour=tard).constats if "30 jours" in c.message]
    (suivie,) = [c for c in dits if c.gravite is Gravite.INFORMATION]
    assert "(A-1)" in suivie.message
    assert suivie.message.startswith("1 lettre de plus de 30 jours, déjà suivie d’une autre")
    assert suivie.conseil == ""
    (ancienne,) = [c for c in dits if c.gravite is Gravite.AVERTISSEMENT]
    assert "A-1" not in ancienne.message
    assert "B-2, C-3" in ancienne.message


def test_a_blanc_rien_n_est_ecrit(lettres):
    avant = (lettres / journal.NOM).read_bytes()
    depot = faire(lettres, a_blanc=True)
    assert depot.deposees == len(POSTALES)
    assert not depot.sortie.exists()
    assert (lettres / journal.NOM).read_bytes() == avant


def test_un_depot_deja_la_n_est_jamais_ecrase(lettres):
    garde = lettres.parent / "depot"
    garde.mkdir()
    (garde / "depot.csv").write_text("précieux", encoding="utf-8")
    with pytest.raises(CourriersError, match="existe déjà") as refus:
        faire(lettres)
    assert refus.value.code == "DEPOT_EXISTANT"
    assert (garde / "depot.csv").read_text(encoding="utf-8") == "précieux"
    with pytest.raises(CourriersError) as refus:
        faire(lettres, "depot/depot.csv")
    assert refus.value.code == "DEPOT_EXISTANT"
    with pytest.raises(CourriersError) as refus:
        faire(lettres, "depot/depot.csv/dedans")
    assert refus.value.code == "ECRITURE_IMPOSSIBLE"


@pytest.mark.parametrize("ici", [".", ".."])
def test_un_depot_a_un_nom_a_lui(lettres, tmp_path, monkeypatch, ici):
    vide = tmp_path / "haut/vide"
    vide.mkdir(parents=True)
    monkeypatch.chdir(vide)
    with pytest.raises(CourriersError, match="existe déjà") as refus:
        module_depot.deposer(lettres, Path(ici), LENDEMAIN)
    assert refus.value.code == "DEPOT_EXISTANT"
    assert list(vide.parent.rglob("*")) == [vide]


def test_un_depot_qui_casse_ne_laisse_ni_fichier_ni_trace(lettres, monkeypatch):
    avant = (lettres / journal.NOM).read_bytes()

    def plein(*_):
        raise OSError(28, "plein")

    monkeypatch.setattr(Reunion, "ecrire", plein)
    with pytest.raises(CourriersError, match="le disque est plein"):
        faire(lettres)
    assert sorted(f.name for f in lettres.parent.iterdir()) == ["lettres"]
    assert (lettres / journal.NOM).read_bytes() == avant


PLEIN = """
import sys
from datetime import date
from pathlib import Path
from courriers.erreurs import CourriersError
from courriers.lot.depot import deposer
vrai = Path.open
def ouvrir(chemin, mode="r", *autres, **nommes):
    plein = mode == "wb" and chemin.suffix == ".pdf"
    return vrai(Path("/dev/full") if plein else chemin, mode, *autres, **nommes)
Path.open = ouvrir
lettres = Path(sys.argv[1])
try:
    deposer(lettres, lettres.parent / "depot", date(2026, 11, 24))
except CourriersError as faute:
    print(faute.code, faute)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="pas de /dev/full")
def test_un_disque_plein_est_dit_et_ne_laisse_rien(lettres):
    avant = (lettres / journal.NOM).read_bytes()
    chemins = os.pathsep.join((str(RACINE / "src"), str(RACINE / "tests")))
    rendu = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PLEIN, str(lettres)], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": chemins},
    )  # fmt: skip
    assert rendu.returncode == 0, rendu.stderr
    assert rendu.stdout.startswith("DISQUE_PLEIN ")
    assert "le disque est plein" in rendu.stdout
    assert sorted(f.name for f in lettres.parent.iterdir()) == ["lettres"]
    assert (lettres / journal.NOM).read_bytes() == avant


TUE = """
import os, signal, sys
from pathlib import Path
from courriers.lot.depot import deposer, depot
from datetime import date
vrai = depot.en_csv
def tuer(*_):
    os.kill(os.getpid(), signal.SIGKILL)
depot.en_csv = tuer
lettres = Path(sys.argv[1])
deposer(lettres, lettres.parent / "depot", date(2026, 11, 24))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pas de SIGKILL")
def test_un_depot_tue_en_route_n_existe_pas_et_le_suivant_reprend_tout(lettres):
    chemins = os.pathsep.join((str(RACINE / "src"), str(RACINE / "tests")))
    tue = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TUE, str(lettres)], check=False,
        env={**os.environ, "PYTHONPATH": chemins},
    )  # fmt: skip
    assert tue.returncode == -signal.SIGKILL
    restes = [f for f in lettres.parent.iterdir() if f.name.endswith(".part")]
    assert len(restes) == 1
    assert not (lettres.parent / "depot").exists()
    assert faire(lettres, "autre").deposees == len(POSTALES)
    assert sorted(f.name for f in lettres.parent.iterdir()) == ["autre", "lettres"]


def test_deux_depots_a_la_fois_s_excluent(lettres):
    with FileLock(lettres / ".courriers.lock"), pytest.raises(CourriersError) as refus:
        faire(lettres)
    assert refus.value.code == "LOT_EN_COURS"


def test_sans_pikepdf_la_ligne_a_taper_est_dite(lettres, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(CourriersError, match="pikepdf") as refus:
        faire(lettres)
    assert refus.value.code == "LOT_ABSENT"
    assert "courriers[lot]" in refus.value.conseil


def test_un_repertoire_vide_est_dit(tmp_path):
    with pytest.raises(CourriersError, match="pas de journal") as refus:
        faire(tmp_path)
    assert refus.value.code == "JOURNAL_ILLISIBLE"
    (tmp_path / "vide").mkdir()
    (tmp_path / "vide" / journal.NOM).touch()
    assert faire(tmp_path / "vide").deposees == 0


def test_mille_lettres_rangees_par_milliers(tmp_path):
    """More than a thousand, so that the second folder of a thousand is there."""
    lettres = tmp_path / "lettres"
    source = next(e for e in journal.lire(modele()) if e.reference == "A-1")
    pdf = next(n for n in source.fichiers if n.endswith(".pdf"))
    octets = (modele() / pdf).read_bytes()
    ecrites = []
    for rang in range(1001):
        dossier = f"{'1001-2000/' if rang >= 1000 else ''}R{rang}"
        (lettres / dossier).mkdir(parents=True)
        (lettres / dossier / "lettre.pdf").write_bytes(octets)
        fichiers = {f"{dossier}/lettre.pdf": source.fichiers[pdf]}
        changements = {"reference": f"R{rang}", "fichiers": fichiers}
        ecrites.append(source.model_copy(update=changements))
    journal.ajouter(lettres, ecrites)
    depot = faire(lettres)
    assert depot.deposees == 1001
    (fichier,) = depot.fichiers
    assert fichier.pages == 1001 * (depot.lignes[0].derniere_page)
    textes = pages_de_texte((depot.sortie / fichier.nom).read_bytes())
    assert len({textes[ligne.premiere_page - 1] for ligne in depot.lignes}) == 1


def test_un_journal_abime_ou_force_ne_fait_lire_aucun_autre_fichier(lettres):
    secret = lettres.parent / "secret.pdf"
    shutil.copy(next((lettres / "A-1").glob("*.pdf")), secret)
    (lettres / "lien.pdf").symlink_to(secret)
    sceau = journal.empreinte(secret.read_bytes())
    pieges = [
        "../secret.pdf",
        str(secret),
        "lien.pdf",
        "a\0.pdf",
        "C:\\secret.pdf",
        "x" * 300 + ".pdf",
    ]
    journal.ajouter(
        lettres,
        [
            LettreEcrite(
                reference=f"P{n}", pack="p", au=JOUR, canal="lrar", fichiers={piege: sceau}
            )
            for n, piege in enumerate(pieges)
        ],
    )
    with (lettres / journal.NOM).open("ab") as suite:
        suite.write(b"\xff\xfe pas du JSON\n")
    depot = faire(lettres)
    assert depot.laissees == len(pieges)
    assert {x.pli.reference for x in depot.lignes} == set(POSTALES)
    assert any("ligne du journal ne se lit pas" in c.message for c in depot.constats)


def test_le_controle_ne_voit_pas_un_pdf_change_entre_temps_sans_le_laisser(lettres, monkeypatch):
    vraie = module_depot.reunir

    def apres_un_changement(tri, *autres):
        (lettres / tri.bons[0].pli.pdfs[0]).write_bytes(b"%PDF-1.7 autre")
        yield from vraie(tri, *autres)

    monkeypatch.setattr(module_depot, "reunir", apres_un_changement)
    depot = faire(lettres)
    assert depot.laissees == 1
    assert depot.deposees == len(POSTALES) - 1
    assert "pendant le dépôt" in depot.constats[0].message
