"""Cases of any source, read alike, and written one file each to be read over."""

import json

import pytest

from courriers.dossier import load_dossier
from courriers.lot.configuration import Configuration
from courriers.lot.importation import importer
from courriers.lot.sources import lire
from fabrique import SAMPLES, brut

SANS = Configuration()


def lus(*chemins):
    return list(lire(chemins, SANS))


def jsonl(chemin, *lignes):
    chemin.write_text(
        "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lignes), "utf-8"
    )
    return chemin


def test_fichiers_repertoires_et_lignes_se_lisent_de_meme(tmp_path):
    seul = tmp_path / "a.json"
    seul.write_text(json.dumps(brut(reference="A")), encoding="utf-8")
    lignes = jsonl(tmp_path / "b.jsonl", brut(reference="B"), "", brut(reference="C"))
    cas = lus(seul, lignes, SAMPLES / "societe-a-societe")
    assert [c.reference for c in cas] == ["A", "B", "C", "2026-0233"]
    assert [c.place.lignes for c in cas] == [(), (1,), (3,), ()]


def test_un_repertoire_de_dossiers_se_lit_sans_ce_qui_n_en_est_pas(tmp_path):
    for nom in ("a.json", "b.json", "~$c.json", ".d.json", "courriers.toml", "journal.jsonl"):
        (tmp_path / nom).write_text(json.dumps(brut(reference=nom)), encoding="utf-8")
    (tmp_path / "notes.odt").write_bytes(b"x")
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "dossier.json").write_text(json.dumps(brut(reference="e")), encoding="utf-8")
    assert [c.reference for c in lus(tmp_path)] == ["a.json", "b.json", "e"]


def test_une_ligne_fautive_est_dite_et_n_arrete_pas_les_autres(tmp_path):
    fichier = jsonl(tmp_path / "x.jsonl", brut(reference=""), "{", "[1]", brut(reference="B"))
    cas = lus(fichier)
    assert [c.dossier is not None for c in cas] == [False, False, False, True]
    assert [c.erreur.constats[0].lieu.ligne for c in cas[:3]] == [1, 2, 3]
    assert all("x.jsonl" in str(c.erreur) for c in cas[:3])


@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("x.doc", b"\xd0\xcf", "aucun format"),
        ("x.jsonl", b"\xff\xfe{}", "UTF-8"),
        ("x.jsonl", b"[" * 100_000, "objet JSON"),
        ("vide", None, "aucun dossier"),
    ],
)
def test_une_source_illisible_est_dite_en_une_ligne(tmp_path, nom, contenu, dit):
    chemin = tmp_path / nom
    chemin.mkdir() if contenu is None else chemin.write_bytes(contenu)
    (cas,) = lus(chemin)
    assert dit in str(cas.erreur)
    assert cas.erreur.constats


def test_le_dossier_ecrit_est_le_dossier_lu(tmp_path):
    for exemple in sorted(SAMPLES.iterdir()):
        if not (exemple / "dossier.json").is_file():
            continue
        (fait,) = importer(lus(exemple), tmp_path / exemple.name)
        assert fait.issue == "ecrit"
        ecrit = load_dossier(fait.fichier)
        assert ecrit.model_dump() == load_dossier(exemple / "dossier.json").model_dump()


def test_un_dossier_corrige_a_la_main_n_est_pas_remplace(tmp_path):
    cas = lus(jsonl(tmp_path / "x.jsonl", brut(reference="A")))
    (premier,) = importer(cas, tmp_path / "d")
    assert [f.issue for f in importer(cas, tmp_path / "d")] == ["inchange"]
    premier.fichier.write_text("corrigé", encoding="utf-8")
    assert [f.issue for f in importer(cas, tmp_path / "d")] == ["garde"]
    assert premier.fichier.read_text(encoding="utf-8") == "corrigé"
    assert [f.issue for f in importer(cas, tmp_path / "d", remplacer=True)] == ["remplace"]
    assert load_dossier(premier.fichier).reference == "A"


def test_deux_references_que_le_disque_confondrait_ont_deux_fichiers(tmp_path):
    noms = ("a/b", "A-B", "a:b", "../../x")
    cas = lus(jsonl(tmp_path / "x.jsonl", *(brut(reference=n) for n in noms)))
    faits = list(importer(cas, tmp_path / "d"))
    assert len({str(f.fichier).casefold() for f in faits}) == len(noms)
    assert all(f.fichier.parent == tmp_path / "d" for f in faits)
