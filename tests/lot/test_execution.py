"""Letters in a folder: whole or not at all, none over another, one refusal stops nothing."""

import email
import email.policy
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from courriers import load_pack
from courriers.document.ouvriers import Ouvriers
from courriers.lot import ecriture, ensemble
from courriers.lot.avance import en_avance
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.execution import produire
from fabrique import JOUR, RACINE, brut

PACK = load_pack("mise-en-demeure")


def poser(repertoire, nom, **changements):
    fichier = repertoire / f"{nom}.json"
    fichier.write_text(json.dumps(brut(**changements)), encoding="utf-8")
    return fichier


def test_un_dossier_refuse_n_arrete_pas_les_autres(tmp_path):
    sources = [
        poser(tmp_path, "a", reference="A"),
        poser(tmp_path, "b", reference="B", cession={"a": "X", "date": "2026-01-01"}),
        poser(tmp_path, "c", reference="C"),
    ]
    resultats = list(produire(sources, PACK, JOUR, tmp_path / "out"))
    assert [r.erreur.code if r.erreur else "" for r in resultats] == ["", "CREANCE_CEDEE", ""]
    ecrits = sorted(str(f.relative_to(tmp_path / "out")) for f in (tmp_path / "out").rglob("*.*"))
    assert ecrits == [f"{r}/mise-en-demeure.{e}" for r in "AC" for e in ("docx", "pdf")]
    assert json.dumps([r.as_dict() for r in resultats])


def test_plusieurs_processus_rendent_les_memes_lettres_dans_le_meme_ordre(tmp_path):
    sources = [
        poser(tmp_path, "a", reference="A"),
        poser(tmp_path, "b", zorglub=1),
        poser(tmp_path, "c", reference="C"),
    ]
    seul = list(produire(sources, PACK, JOUR, tmp_path / "seul"))
    with Ouvriers(2) as ouvriers:
        deux = list(produire(sources, PACK, JOUR, tmp_path / "deux", executeur=ouvriers))
    assert [r.source.fichier for r in deux] == sources
    assert [r.constats for r in deux] == [r.constats for r in seul]
    assert [r.erreur and r.erreur.as_dict() for r in deux] == [
        r.erreur and r.erreur.as_dict() for r in seul
    ]
    for un, autre in zip(seul, deux, strict=True):
        assert [f.read_bytes() for f in un.fichiers] == [f.read_bytes() for f in autre.fichiers]


def test_un_modele_change_pendant_le_lot_est_celui_du_lot_suivant(tmp_path):
    """A worker born after the change reads the template as it was when the run began."""
    sien = tmp_path / "pack"
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", sien)
    sources = [poser(tmp_path, n, reference=n) for n in ("a", "b", "c")]
    with Ouvriers(1, recyclage=1) as ouvriers:
        lot = produire(sources, load_pack(sien), JOUR, tmp_path / "out", formats=("docx",),
                       executeur=ouvriers, avance=1)  # fmt: skip
        faits = [next(lot)]
        for modele in sien.glob("*.docx"):
            modele.write_bytes(b"")
        faits += lot
    temoins = produire(sources, PACK, JOUR, tmp_path / "temoin", formats=("docx",))
    assert [r.erreur for r in faits] == [None] * 3
    assert [r.fichiers[0].read_bytes() for r in faits] == [
        r.fichiers[0].read_bytes() for r in temoins
    ]


def test_on_commence_en_avance_mais_pas_trop():
    faits = []

    def noter(quoi):
        return lambda n: faits.append((quoi, n)) or n

    assert list(en_avance(range(4), noter("commencé"), noter("fini"), 1)) == [0, 1, 2, 3]
    ouverts = [sum(1 if q == "commencé" else -1 for q, _ in faits[:n]) for n in range(9)]
    assert max(ouverts) == 2


def test_deux_dossiers_de_meme_reference_ne_s_ecrasent_pas(tmp_path):
    sources = [poser(tmp_path, n, reference=r) for n, r in (("a", "x/y"), ("b", "x:y"))]
    fichiers = [r.fichiers[0] for r in produire(sources, PACK, JOUR, tmp_path / "out")]
    assert [f.parent.name for f in fichiers] == ["x-y", "x-y-2"]


def test_sans_journal_une_lettre_d_un_autre_contenu_est_gardee_et_se_signale(tmp_path):
    source = poser(tmp_path, "a")
    for attendu in ((), ()):  # the same letter again replaces nothing
        (resultat,) = produire([source], PACK, JOUR, tmp_path / "out")
        assert resultat.remplaces == attendu
    resultat.fichiers[0].write_bytes(b"retouche")
    (resultat,) = produire([source], PACK, JOUR, tmp_path / "out")
    gardee = resultat.fichiers[0].with_name("mise-en-demeure.retouchee.docx")
    assert resultat.gardes == ((resultat.fichiers[0], gardee),)
    assert gardee.read_bytes() == b"retouche"


def test_une_reference_hostile_reste_dans_la_sortie(tmp_path):
    source = poser(tmp_path, "a", reference="../../../etc/passwd")
    (resultat,) = produire([source], PACK, JOUR, tmp_path / "out")
    assert resultat.fichiers[0].is_relative_to(tmp_path / "out")
    assert ".." not in resultat.fichiers[0].parts


def test_un_repertoire_vaut_le_dossier_qu_il_contient(tmp_path):
    (tmp_path / "d").mkdir()
    poser(tmp_path / "d", "dossier")
    (tmp_path / "vide").mkdir()
    lus = list(produire([tmp_path / "d", tmp_path / "vide"], PACK, JOUR, tmp_path / "out"))
    assert lus[0].lettre is not None
    assert "dossier.json" in str(lus[1].erreur)


def test_une_sortie_ou_l_on_ne_peut_ecrire_est_dite(tmp_path):
    (tmp_path / "out").write_text("un fichier", encoding="utf-8")
    (resultat,) = produire([poser(tmp_path, "a")], PACK, JOUR, tmp_path / "out")
    assert resultat.erreur.code == "ECRITURE_IMPOSSIBLE"


def test_une_ecriture_qui_echoue_ne_laisse_rien(tmp_path, monkeypatch):
    def panne(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ecriture.os, "fsync", panne)
    with pytest.raises(OSError, match="space"):
        ecrire_atomiquement(tmp_path / "a.docx", b"x")
    assert list(tmp_path.iterdir()) == []


def test_un_arret_brutal_ne_laisse_que_des_lettres_entieres(tmp_path):
    """kill -9 in the middle of a run: every .docx that is there can be opened."""
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from courriers.lot.ecriture import ecrire_atomiquement\n"
        "sortie = pathlib.Path(sys.argv[1])\n"
        "i = 0\n"
        "while True:\n"
        "    ecrire_atomiquement(sortie / f'{i % 5}.docx', b'x' * 3_000_000)\n"
        "    i += 1\n"
    )
    sortie = tmp_path / "out"
    processus = subprocess.Popen([sys.executable, "-c", code, str(sortie), os.getcwd()])  # noqa: S603, PTH109
    limite = time.monotonic() + 20
    while len(list(sortie.glob("*.docx"))) < 3 and time.monotonic() < limite:
        time.sleep(0.01)
    processus.send_signal(signal.SIGKILL)
    processus.wait()
    tailles = {f.stat().st_size for f in sortie.glob("*.docx")}
    assert tailles == {3_000_000}


def test_les_droits_sont_ceux_d_un_fichier_ordinaire(tmp_path):
    ecrire_atomiquement(tmp_path / "a.docx", b"x")
    temoin = tmp_path / "b.docx"
    temoin.write_bytes(b"x")
    assert (tmp_path / "a.docx").stat().st_mode == temoin.stat().st_mode
    assert isinstance(temoin, Path)


def test_un_pdf_qui_ne_peut_s_ecrire_laisse_aussi_l_ancien_word(tmp_path, monkeypatch):
    source = poser(tmp_path, "a")
    (premier,) = produire([source], PACK, JOUR, tmp_path / "out")
    avant = {f: f.read_bytes() for f in premier.fichiers}
    vrai = ensemble.ecrire_atomiquement

    def sans_pdf(chemin, octets):
        if chemin.suffix == ".pdf":
            raise PermissionError(13, "refusé", str(chemin))
        vrai(chemin, octets)

    monkeypatch.setattr(ensemble, "ecrire_atomiquement", sans_pdf)
    (second,) = produire([source], PACK, JOUR.replace(day=24), tmp_path / "out")
    assert second.erreur.code == "ECRITURE_IMPOSSIBLE"
    assert "mise-en-demeure.pdf" in second.erreur.message
    assert {f: f.read_bytes() for f in premier.fichiers} == avant
    (neuf,) = produire([source], PACK, JOUR, tmp_path / "vide")
    assert neuf.erreur is not None
    assert list((tmp_path / "vide").rglob("*.*")) == []


def adresser(repertoire, nom, **changements):
    return poser(
        repertoire, nom, creancier={"courriel": "a@b.example"},
        debiteur={"courriel": "c@d.example", "telephone": "04 79 00 11 22"}, **changements,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("canal", "document", "formats", "ecrits"),
    [
        ("courriel", None, ("docx", "pdf"), [".docx", ".pdf", "-courriel.eml"]),
        ("courriel", None, ("docx",), [".docx", "-courriel.eml"]),
        ("courriel", "courriel", ("docx", "pdf"), ["-courriel.eml"]),
        ("courriel", "lettre", ("pdf",), [".pdf"]),
        ("appel", None, ("docx", "pdf"), ["-appel.docx", "-appel.pdf"]),
        (None, None, ("docx", "pdf"), [".docx", ".pdf"]),
    ],
)
def test_chaque_canal_ecrit_ses_fichiers(tmp_path, canal, document, formats, ecrits):
    source = adresser(tmp_path, "a")
    (fait,) = produire([source], load_pack("relance-courtoise"), JOUR, tmp_path / "out",
                       canal=canal, document=document, formats=formats)  # fmt: skip
    assert [f.name for f in fait.fichiers] == [f"relance-courtoise{e}" for e in ecrits]
    assert json.dumps(fait.as_dict())


def test_le_courriel_porte_les_octets_du_pdf_et_se_refait_a_l_identique(tmp_path):
    source = adresser(tmp_path, "a")
    pack = load_pack("relance-courtoise")
    (seul,) = produire([source], pack, JOUR, tmp_path / "seul", canal="courriel")
    with Ouvriers(2) as ouvriers:
        (deux,) = produire([source], pack, JOUR, tmp_path / "deux", canal="courriel",
                           executeur=ouvriers)  # fmt: skip
        (un_seul,) = produire([source], pack, JOUR, tmp_path / "un", canal="courriel",
                              document="courriel", executeur=ouvriers)  # fmt: skip
    assert [f.read_bytes() for f in seul.fichiers] == [f.read_bytes() for f in deux.fichiers]
    assert un_seul.fichiers[0].read_bytes() == seul.fichiers[2].read_bytes()
    recu = email.message_from_bytes(seul.fichiers[2].read_bytes(), policy=email.policy.default)
    (jointe,) = recu.iter_attachments()
    assert jointe.get_content() == seul.fichiers[1].read_bytes()


def test_un_courriel_qui_ne_peut_s_ecrire_ne_laisse_pas_sa_lettre(tmp_path, monkeypatch):
    ecrire = ensemble.ecrire_atomiquement

    def sans_eml(chemin, octets):
        if chemin.suffix == ".eml":
            raise OSError(13, "refusé", str(chemin))
        ecrire(chemin, octets)

    monkeypatch.setattr(ensemble, "ecrire_atomiquement", sans_eml)
    (fait,) = produire([adresser(tmp_path, "a")], load_pack("relance-courtoise"), JOUR,
                       tmp_path / "out", canal="courriel")  # fmt: skip
    assert fait.erreur.code == "ECRITURE_IMPOSSIBLE"
    assert [f for f in (tmp_path / "out").rglob("*") if f.is_file()] == []
