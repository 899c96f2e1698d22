"""Old cases are taken away, and the proof that they were sent stays."""

import json
import os
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from courriers.dossier import load_dossier
from courriers.erreurs import CourriersError
from courriers.lot import journal
from courriers.lot.depot.fichiers import Reglages
from courriers.lot.depot.plis import lire_plis
from courriers.lot.evenements import Depose, Purge, Retrait
from courriers.lot.importation import importer
from courriers.lot.journal import NOM, empreinte
from courriers.lot.marques import marque_du_creancier
from courriers.lot.memoire import Memoire
from courriers.lot.preuve import Preuve, prouver
from courriers.lot.purge import purger
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.verrou import seul
from fabrique import RACINE, brut
from lot.dossier_de_lettres import BORNE, PURGE, RECENT, VIEUX, contenu, ecrite, octets


def lancer(ou, avant=BORNE, **options):
    return purger(ou, avant, PURGE, **options)


def codes(fait):
    return sorted(str(c.code) for c in fait.constats)


def evenements(ou, genre):
    return [e for e in journal.lire(ou) if isinstance(e, genre)]


def conforme(ou):
    return list(prouver(Preuve(ou))) == []


def test_les_vieux_dossiers_partent_et_le_journal_reste(tmp_path):
    vieille = ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", RECENT)
    avant = (tmp_path / NOM).read_bytes()
    fait = lancer(tmp_path)
    assert contenu(tmp_path) == ["B-2/mise-en-demeure.docx", "B-2/mise-en-demeure.pdf"]
    assert not (tmp_path / "A-1").exists()
    assert (tmp_path / NOM).read_bytes().startswith(avant)
    assert evenements(tmp_path, Purge) == [Purge(
        reference="A-1", creancier="c1", pack="mise-en-demeure", au=VIEUX, le=PURGE,
        fichiers=tuple(vieille.fichiers),
    )]  # fmt: skip
    assert (fait.dossiers, fait.fichiers, fait.gardes) == ({"A-1": 1}, 2, 0)
    assert fait.est_entiere
    assert conforme(tmp_path)


def test_le_jour_meme_est_garde(tmp_path):
    ecrite(tmp_path, "A-1", BORNE)
    ecrite(tmp_path, "B-2", date(2020, 12, 31))
    assert lancer(tmp_path).dossiers == {"B-2": 1}


def test_un_dossier_en_cours_est_garde_entier(tmp_path):
    ecrite(tmp_path, "A-1", pack="relance-courtoise")
    ecrite(tmp_path, "a-1", RECENT, place="A-1")
    ecrite(tmp_path, "B-2", creancier="")
    ecrite(tmp_path, "B-2", RECENT, pack="quittance", creancier="c2")  # it may be the same
    ecrite(tmp_path, "C-3")
    ecrite(tmp_path, "C-3", RECENT, place="C-3-2", creancier="c2")  # it is not
    fait = lancer(tmp_path)
    assert fait.dossiers == {"C-3": 1}
    assert fait.gardes == 2
    assert (tmp_path / "A-1/relance-courtoise.docx").exists()


def test_une_lettre_retiree_part_aussi_et_garde_aussi(tmp_path):
    for reference, au in (("A-1", VIEUX), ("B-2", RECENT)):
        lettre = ecrite(tmp_path, reference, au)
        journal.ajouter(tmp_path, [
            Retrait(reference=reference, pack=lettre.pack, au=au),
        ])  # fmt: skip
    ecrite(tmp_path, "B-2", pack="relance-courtoise")
    assert lancer(tmp_path).dossiers == {"A-1": 1}


def test_une_retouche_part_et_c_est_dit(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.docx").write_bytes(b"retouche")
    fait = lancer(tmp_path)
    assert codes(fait) == ["LETTRE_CHANGEE"]
    assert fait.est_entiere
    assert contenu(tmp_path) == []


def test_a_blanc_ne_touche_rien(tmp_path):
    ecrite(tmp_path, "A-1")
    avant = (tmp_path / NOM).read_bytes()
    fait = lancer(tmp_path, a_blanc=True)
    assert (fait.dossiers, fait.fichiers) == ({"A-1": 1}, 2)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["A-1", NOM]
    assert (tmp_path / NOM).read_bytes() == avant


def test_sans_accord_rien_ne_part(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "synthese.xlsx").write_bytes(b"x")
    vus = []
    fait = lancer(tmp_path, accord=lambda prevu: bool(vus.append(prevu)))
    assert not fait.faite
    (prevu,) = vus
    assert (prevu.dossiers, prevu.lettres, prevu.fichiers, prevu.annexes) == (1, 1, 2, 1)
    assert len(contenu(tmp_path)) == 3
    assert evenements(tmp_path, Purge) == []


def test_rien_a_faire_ne_demande_rien(tmp_path):
    ecrite(tmp_path, "A-1", RECENT)
    fait = lancer(tmp_path, accord=lambda _: pytest.fail("rien ne devait être demandé"))
    assert fait.faite
    assert fait.dossiers == {}


def test_deux_fois_n_ecrit_pas_deux_fois(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", suffixes=())
    lancer(tmp_path)
    avant = (tmp_path / NOM).read_bytes()
    assert lancer(tmp_path).dossiers == {}
    assert (tmp_path / NOM).read_bytes() == avant


def test_ce_que_le_journal_ne_connait_pas_reste_et_est_dit(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/accuse.pdf").write_bytes(b"x")
    (tmp_path / "A-1/.x.docx.1-0123abcd.part").write_bytes(b"x")
    (tmp_path / "A-1/.k3x_9qzb.part").mkdir()
    fait = lancer(tmp_path)
    assert contenu(tmp_path) == ["A-1/accuse.pdf"]
    (constat,) = fait.constats
    assert "accuse.pdf" in constat.message
    assert fait.est_entiere


def test_ce_que_ce_programme_n_a_pas_pu_ecrire_reste_sous_son_nom(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/.mien.part").mkdir()
    (tmp_path / "A-1/.mien.part/notes.txt").write_bytes(b"x")
    (tmp_path / "A-1/.brouillon.part").write_bytes(b"x")
    (tmp_path / "synthese-1.pdf").write_bytes(b"x")
    fait = lancer(tmp_path)
    assert (tmp_path / "A-1/.mien.part/notes.txt").is_file()
    assert (tmp_path / "A-1/.brouillon.part").is_file()
    assert (tmp_path / "synthese-1.pdf").is_file()
    (constat,) = fait.constats
    assert ".brouillon.part" in constat.message
    assert ".mien.part" in constat.message


def test_les_tranches_vides_partent_et_les_autres_restent(tmp_path):
    ecrite(tmp_path, "A-1", place="1001-2000/A-1")
    ecrite(tmp_path, "B-2", place="2001-3000/B-2")
    ecrite(tmp_path, "C-3", RECENT, place="2001-3000/C-3")
    lancer(tmp_path)
    assert sorted(f.name for f in tmp_path.iterdir() if f.is_dir()) == ["2001-3000"]


def test_un_fichier_deja_parti_ne_gene_pas(tmp_path):
    vieille = ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.pdf").unlink()
    fait = lancer(tmp_path)
    assert fait.fichiers == 1
    assert evenements(tmp_path, Purge)[0].fichiers == tuple(vieille.fichiers)
    assert conforme(tmp_path)


def test_un_fichier_qui_resiste_est_nomme_et_le_reste_part(tmp_path, monkeypatch):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2")
    tenu, unlink = tmp_path / "A-1/mise-en-demeure.docx", Path.unlink

    def refuser(chemin, missing_ok=False):
        if chemin == tenu:
            raise PermissionError(13, "ouvert dans Word", str(chemin))
        unlink(chemin, missing_ok)

    with monkeypatch.context() as word:
        word.setattr(Path, "unlink", refuser)
        fait = lancer(tmp_path)
    assert not fait.est_entiere
    assert codes(fait) == ["PURGE_INCOMPLETE"]
    assert fait.constats[0].lieu.fichier == str(tenu)
    assert contenu(tmp_path) == ["A-1/mise-en-demeure.docx"]
    assert next(e.fichiers for e in evenements(tmp_path, Purge)) == ("A-1/mise-en-demeure.pdf",)
    assert conforme(tmp_path)  # what is left is still the letter
    assert lancer(tmp_path).est_entiere
    assert contenu(tmp_path) == []
    assert conforme(tmp_path)


@pytest.mark.parametrize(
    "nom", ["../dehors.docx", "journal.jsonl", ".courriers.lock", "C:/x.docx", "A/\0.docx"]
)
def test_un_journal_hostile_n_efface_rien_d_autre(tmp_path, nom):
    ou = tmp_path / "lettres"
    bonne = ecrite(ou, "A-1")
    (tmp_path / "dehors.docx").write_bytes(b"x")
    journal.ajouter(
        ou, [bonne.model_copy(update={"reference": "B-2", "fichiers": {nom: "0" * 64}})]
    )
    fait = lancer(ou)
    assert codes(fait) == ["CHEMIN_HORS_DU_LOT"]
    assert not fait.est_entiere
    assert (tmp_path / "dehors.docx").exists()
    assert [e.reference for e in evenements(ou, Purge)] == ["A-1"]
    assert contenu(ou) == []


@pytest.mark.skipif(os.name != "posix", reason="liens de POSIX")
def test_aucun_lien_n_est_suivi(tmp_path):
    ou, dehors = tmp_path / "lettres", tmp_path / "dehors"
    dehors.mkdir()
    for reference in ("A-1", "B-2"):
        ecrite(ou, reference)
    (ou / "A-1").rename(dehors / "A-1")
    (ou / "A-1").symlink_to(dehors / "A-1", target_is_directory=True)
    (ou / "B-2/mise-en-demeure.pdf").rename(dehors / "b.pdf")
    (ou / "B-2/mise-en-demeure.pdf").symlink_to(dehors / "b.pdf")
    fait = lancer(ou)
    assert codes(fait) == ["CHEMIN_HORS_DU_LOT"] * 3
    assert len(list((dehors / "A-1").iterdir())) == 2
    assert (dehors / "b.pdf").exists()


def test_le_fichier_passe_a_un_dossier_en_cours_reste(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", RECENT, place="A-1")
    lancer(tmp_path)
    assert contenu(tmp_path) == ["A-1/mise-en-demeure.docx", "A-1/mise-en-demeure.pdf"]


def test_un_autre_lot_au_travail_arrete_tout(tmp_path):
    ecrite(tmp_path, "A-1")
    with seul(tmp_path), pytest.raises(CourriersError) as refus:
        lancer(tmp_path)
    assert refus.value.code == "LOT_EN_COURS"
    assert len(contenu(tmp_path)) == 2


def test_sans_journal_rien_n_est_efface(tmp_path):
    with pytest.raises(CourriersError) as refus:
        lancer(tmp_path)
    assert refus.value.code == "JOURNAL_ILLISIBLE"
    assert list(tmp_path.iterdir()) == []


def dater(fichier, jour):
    instant = datetime(jour.year, jour.month, jour.day, 12).timestamp()  # noqa: DTZ001
    os.utime(fichier, (instant, instant))


def test_les_syntheses_de_ce_temps_partent(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", RECENT)
    for nom, jour in (
        ("synthese.xlsx", RECENT), ("synthese.pdf", VIEUX), ("synthese-2.xlsx", VIEUX),
        ("synthese-annuelle.pdf", VIEUX), ("synthese-1.pdf", VIEUX),
    ):  # fmt: skip
        (tmp_path / nom).write_bytes(b"x")
        dater(tmp_path / nom, jour)
    fait = lancer(tmp_path)
    assert {a.name for a in fait.annexes} == {"synthese.pdf", "synthese-2.xlsx"}
    assert sorted(f.name for f in tmp_path.glob("synthese*")) == [
        "synthese-1.pdf", "synthese-annuelle.pdf", "synthese.xlsx",
    ]  # fmt: skip


def test_quand_toutes_les_lettres_partent_la_synthese_part(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "synthese.pdf").write_bytes(b"x")
    assert [a.name for a in lancer(tmp_path).annexes] == ["synthese.pdf"]


def depot(ou, lettres, nom="novembre", lignes=None, ailleurs=None):
    """A deposit of *lettres* beside *ou*, as the journal and its list tell it."""
    place = (ailleurs or ou.parent) / nom
    place.mkdir(parents=True)
    (place / "lrar-1.pdf").write_bytes(b"x")
    sommes = [s for e in lettres for n, s in e.fichiers.items() if n.endswith("pdf")]
    lignes = [f"1;{s}" for s in sommes] if lignes is None else lignes
    (place / "depot.csv").write_text("ordre;sha256\n" + "\n".join(lignes), encoding="utf-8-sig")
    journal.ajouter(ou, [
        Depose(reference=e.reference, pack=e.pack, au=e.au, depot=nom,
               fichiers={n: s for n, s in e.fichiers.items() if n.endswith("pdf")})
        for e in lettres
    ])  # fmt: skip
    return place


@pytest.mark.parametrize("dedans", [True, False])
def test_le_depot_des_seules_lettres_purgees_part(tmp_path, dedans):
    ou = tmp_path / "lettres"
    place = depot(ou, [ecrite(ou, "A-1"), ecrite(ou, "B-2")], ailleurs=ou if dedans else None)
    fait = lancer(ou)
    assert [a.name for a in fait.annexes] == ["novembre"]
    assert not place.exists()
    assert conforme(ou)


def test_le_depot_qui_a_d_autres_lettres_reste_et_est_dit(tmp_path):
    ou = tmp_path / "lettres"
    place = depot(ou, [ecrite(ou, "A-1"), ecrite(ou, "B-2", RECENT)])
    fait = lancer(ou)
    assert codes(fait) == ["PURGE_INCOMPLETE"]
    assert "gardées" in fait.constats[0].message
    assert place.exists()


def test_un_depot_qui_n_est_pas_le_notre_ou_qui_est_plein_d_autre_chose_reste(tmp_path):
    ou = tmp_path / "lettres"
    lettre = ecrite(ou, "A-1")
    autre = depot(ou, [lettre], lignes=[f"1;{empreinte(b'autre')}"])
    plein = depot(ou, [lettre], nom="plein")
    (plein / "notes.txt").write_bytes(b"x")
    fait = lancer(ou)
    assert codes(fait) == ["PURGE_INCOMPLETE"] * 2
    assert (autre / "lrar-1.pdf").exists()
    assert (plein / "lrar-1.pdf").exists()


@pytest.mark.parametrize("nom", ["..", ".", "", "../lettres", "/etc", "lettres", "C:"])
def test_le_nom_hostile_d_un_depot_ne_mene_nulle_part(tmp_path, nom):
    ou = tmp_path / "lettres"
    lettre = ecrite(ou, "A-1")
    evenement = Depose(reference="A-1", pack=lettre.pack, au=VIEUX, depot=nom,
                       fichiers=dict(lettre.fichiers))  # fmt: skip
    journal.ajouter(ou, [evenement])
    (tmp_path / "depot.csv").write_text("sha256\n", encoding="utf-8")
    fait = lancer(ou)
    assert codes(fait) == ["PURGE_INCOMPLETE"]
    assert (tmp_path / "depot.csv").exists()
    assert codes(lancer(ou)) == []  # said once


def test_les_dossiers_importes_partent_quand_toutes_leurs_dates_sont_passees(tmp_path):
    ou, dossiers = tmp_path / "lettres", tmp_path / "dossiers"
    vieille = [{"numero": "F1", "date": "2019-09-01", "echeance": "2019-10-01",
                "montant_ttc": "10.00"}]  # fmt: skip
    longue = [{**vieille[0], "echeance": "2026-10-01"}]
    faits = {
        "A-1": {"factures": vieille}, "B-2": {"factures": longue}, "C-3": {"factures": vieille},
        "D-4": {"factures": vieille},
    }  # fmt: skip
    cas = [Cas(Place(Path("x")), load_dossier(brut(reference=r, **c))) for r, c in faits.items()]
    marque = marque_du_creancier(cas[0].dossier)
    list(importer(cas, dossiers))
    (dossiers / "1001-2000").mkdir()
    (dossiers / "A-1.json").rename(dossiers / "1001-2000/A-1-2.json")
    (dossiers / "A-1-9.json").write_text("{}", encoding="utf-8")
    (dossiers / "notes.json").write_text("{}", encoding="utf-8")
    ecrite(ou, "A-1", creancier=marque)
    ecrite(ou, "B-2", creancier=marque)
    ecrite(ou, "C-3", RECENT, creancier=marque)
    ecrite(ou, "D-4", creancier="autre")
    fait = lancer(ou, cas=dossiers)
    assert [a.name for a in fait.annexes] == ["A-1-2.json"]
    assert {f.name for f in dossiers.rglob("*.json")} == {
        "A-1-9.json", "B-2.json", "C-3.json", "D-4.json", "notes.json",
    }  # fmt: skip
    dits = {Path(c.lieu.fichier).name for c in fait.constats}
    assert dits == {"A-1-9.json", "B-2.json"}


def test_la_memoire_sait_que_l_etape_est_faite(tmp_path):
    cas = load_dossier(brut(reference="A-1", envois=[]))
    ecrite(tmp_path, "A-1", creancier=marque_du_creancier(cas))
    lancer(tmp_path)
    with Memoire([], tmp_path) as memoire:
        assert [e.niveau for e in memoire.envois("A-1")] == ["mise-en-demeure"]
        assert memoire.purgee(memoire.ecrites(cas)[0])
        assert memoire.place(cas, "ailleurs") == "A-1"
    ecrite(tmp_path, "A-1", creancier=marque_du_creancier(cas))  # --refaire
    with Memoire([tmp_path]) as memoire:
        assert not memoire.purgee(memoire.ecrites(cas)[0])


def test_le_depot_ne_cherche_pas_une_lettre_purgee(tmp_path):
    ecrite(tmp_path, "A-1")
    assert len(lire_plis(tmp_path, PURGE, Reglages(du=VIEUX))[0]) == 1
    lancer(tmp_path)
    assert lire_plis(tmp_path, PURGE, Reglages(du=VIEUX))[0] == []


def test_produire_ne_refait_pas_une_lettre_purgee_du_meme_jour(tmp_path):
    from lot.test_reprise import cas, ecrire
    from lot.test_reprise import codes as issues

    assert issues(ecrire(tmp_path, cas("A", "B"))) == ["ecrite", "ecrite"]
    purger(tmp_path, date(2026, 11, 24), date(2026, 11, 24))
    assert contenu(tmp_path) == []
    assert issues(ecrire(tmp_path, cas("A", "B"))) == ["deja", "deja"]
    assert issues(ecrire(tmp_path, cas("A"), au=date(2026, 12, 1))) == ["ETAPE_DEJA_FAITE"]
    assert contenu(tmp_path) == []
    assert issues(ecrire(tmp_path, cas("A"), refaire=True)) == ["ecrite"]
    assert conforme(tmp_path)
    assert issues(ecrire(tmp_path, cas("A"))) == ["deja"]


TUEUR = """
import os, pathlib, signal, sys
from datetime import date
from courriers.lot.purge import purger
reste = int(sys.argv[2])
def mourir(appel):
    def autre(*arguments, **options):
        global reste
        reste -= 1
        if not reste:
            os.kill(os.getpid(), signal.SIGKILL)
        return appel(*arguments, **options)
    return autre
pathlib.Path.unlink = mourir(pathlib.Path.unlink)
pathlib.Path.rmdir = mourir(pathlib.Path.rmdir)
os.fsync = mourir(os.fsync)
purger(pathlib.Path(sys.argv[1]), date(2021, 1, 1), date(2026, 12, 1))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("coup", range(1, 19))
def test_tuee_au_milieu_la_meme_purge_finit(tmp_path, coup):
    ou = tmp_path / "lettres"
    lettres = [ecrite(ou, f"A-{n}") for n in range(3)]
    ecrite(ou, "B-2", RECENT)
    depot(ou, lettres)
    fini = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TUEUR, str(ou), str(coup)], check=False, cwd=RACINE
    )
    assert fini.returncode in (0, -signal.SIGKILL)
    for e in evenements(ou, Purge):  # what is said to be gone is
        assert not any((ou / nom).exists() for nom in e.fichiers)
    assert lancer(ou).est_entiere
    assert contenu(tmp_path) == ["lettres/B-2/mise-en-demeure.docx",
                                 "lettres/B-2/mise-en-demeure.pdf"]  # fmt: skip
    assert (ou / "B-2/mise-en-demeure.pdf").read_bytes() == octets(
        "B-2/mise-en-demeure.pdf", RECENT
    )
    partis = [nom for e in evenements(ou, Purge) for nom in e.fichiers]
    assert sorted(partis) == sorted(nom for e in lettres for nom in e.fichiers)
    assert conforme(ou)
    assert lancer(ou).dossiers == {}


def test_le_json_est_plein(tmp_path):
    ecrite(tmp_path, "A-1")
    lu = json.loads(json.dumps(lancer(tmp_path).as_dict()))
    assert lu["dossiers"] == [{"reference": "A-1", "lettres": 1}]
    assert lu["avant"] == "2021-01-01"
