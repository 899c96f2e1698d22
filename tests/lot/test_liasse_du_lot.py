"""The complete file of a letter of a batch: written with it, taken up again, proved, purged."""

import datetime
import errno
import io
import json
import os
import re
import sys

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from courriers.cli import courriers
from courriers.constats import Code, Gravite
from courriers.dossier import load_dossier
from courriers.erreurs import CourriersError
from courriers.lettre.manifeste import Manifeste
from courriers.lot import ensemble
from courriers.lot.depot.plis import lire_plis
from courriers.lot.evenements import LettreEcrite
from courriers.lot.execution import produire
from courriers.lot.journal import lire
from courriers.lot.preuve import Preuve, prouver
from courriers.lot.purge import purger
from courriers.lot.registre import Registre
from courriers.lot.sources import Cas, Place
from document import pdf_construits as construits
from fabrique import JOUR, SAMPLES, brut, pack_livre
from lettre.test_declaration_creance import PROCEDURE

PACK = "declaration-creance"
DOCUMENTS = {f"{PACK}.pdf", f"{PACK}-bordereau.pdf"}
COMPLET = f"{PACK}-complet.pdf"
SEPAREES = {f"{PACK}-pieces/piece-01.pdf", f"{PACK}-pieces/piece-02.pdf"}


def png(couleur="navy", octets=None):
    sortie = io.BytesIO()
    if octets is None:
        Image.new("RGB", (90, 60), couleur).save(sortie, "PNG")
    else:
        Image.frombytes("L", (1000, octets // 1000), os.urandom(octets)).save(sortie, "PNG")
    return sortie.getvalue()


PIECES = [("Contrat", "c.pdf", construits.simple(3)), ("Scan", "s.png", png())]


@pytest.fixture
def source(tmp_path):
    return ecrire_le_cas(tmp_path / "cas", PIECES)


def ecrire_le_cas(repertoire, pieces, **changements):
    repertoire.mkdir(exist_ok=True)
    dites = []
    for titre, fichier, octets in pieces:
        if octets is not None:
            (repertoire / fichier).write_bytes(octets)
        dites.append({"titre": titre, **({"fichier": fichier} if fichier else {})})
    chemin = repertoire / "dossier.json"
    dit = brut(pieces=dites, procedure_collective=PROCEDURE, **changements)
    chemin.write_text(json.dumps(dit), encoding="utf-8")
    return chemin


def ecrire(sortie, source, au=JOUR, **options):
    """What became of the case, by the same command as before."""
    with Registre(sortie) as registre:
        (fait,) = produire(
            [Cas(Place(source), load_dossier(source))], pack_livre(PACK), au, sortie,
            registre=registre, **{"refaire": False, "formats": ("pdf",), **options},
        )  # fmt: skip
    return fait


def issue(fait):
    return fait.erreur.code if fait.erreur else ("deja" if fait.deja else "ecrite")


def contenu(sortie):
    return {
        f.relative_to(sortie / "T-1").as_posix(): f.read_bytes()
        for f in sorted((sortie / "T-1").rglob("*"))
        if f.is_file()
    }


def pages(octets):
    return len(pypdfium2.PdfDocument(octets))


def codes(fait, gravite=None):
    return [c.code for c in fait.constats if gravite in (None, c.gravite)]


def ligne(sortie):
    return [e for e in lire(sortie) if isinstance(e, LettreEcrite)][-1]


def constats_de_la_preuve(sortie):
    return [c for c in prouver(Preuve(sortie)) if c.gravite is not Gravite.INFORMATION]


def test_la_lettre_vient_avec_son_fichier_complet_et_ses_pieces(source, tmp_path):
    fait = ecrire(tmp_path / "o", source)
    la = contenu(tmp_path / "o")
    assert set(la) == {*DOCUMENTS, COMPLET, *SEPAREES}
    assert fait.pages == sum(pages(la[nom]) for nom in DOCUMENTS)
    gardes = 2
    assert pages(la[COMPLET]) == fait.pages + gardes + sum(pages(la[nom]) for nom in SEPAREES)
    signets = [s.get_title() for s in pypdfium2.PdfDocument(la[COMPLET]).get_toc()]
    assert signets == [
        "Déclaration de créance", "Bordereau des pièces", "Pièce n°\u00a01 – Contrat",
        "Pièce n°\u00a02 – Scan",
    ]  # fmt: skip
    assert not list((tmp_path / "o").rglob("*.part"))


@pytest.mark.parametrize("options", [[], ["--sans-pieces"]])
def test_la_ligne_envoi_dit_le_fichier_complet_s_il_est_ecrit(source, tmp_path, options):
    commande = ["produire", str(source), "--pack", PACK, "--au", JOUR.isoformat(), "-o",
                str(tmp_path / "o"), "--format", "pdf", *options]  # fmt: skip
    fait = CliRunner().invoke(courriers, commande)
    (envoi,) = [x for x in fait.stderr.splitlines() if x.startswith("Envoi")]
    assert (COMPLET in envoi) is not bool(options)


def test_les_memes_dossiers_donnent_les_memes_octets(source, tmp_path):
    ecrire(tmp_path / "a", source)
    ecrire(tmp_path / "b", source)
    assert contenu(tmp_path / "a") == contenu(tmp_path / "b")
    assert ligne(tmp_path / "a") == ligne(tmp_path / "b")


def test_le_journal_la_retient_la_reprise_la_reconnait_et_la_preuve_est_nette(source, tmp_path):
    sortie = tmp_path / "o"
    fait = ecrire(sortie, source)
    ecrite = ligne(sortie)
    assert {f"T-1/{n}" for n in contenu(sortie)} == set(ecrite.fichiers)
    assert list(ecrite.pieces) == ["pieces[0]", "pieces[1]"]
    assert constats_de_la_preuve(sortie) == []
    repris = ecrire(sortie, source)
    assert (issue(repris), repris.fichiers, repris.pages) == ("deja", fait.fichiers, fait.pages)
    avant = contenu(sortie)
    (sortie / "T-1" / COMPLET).unlink()
    assert issue(ecrire(sortie, source)) == "ecrite"
    assert contenu(sortie) == avant
    (sortie / "T-1" / COMPLET).write_bytes(b"%PDF retouche")
    assert issue(ecrire(sortie, source)) == "LETTRE_RETOUCHEE"
    assert [c.code for c in constats_de_la_preuve(sortie)] == [Code.LETTRE_CHANGEE]


def test_une_piece_changee_n_est_jamais_deja_ecrite_en_silence(source, tmp_path):
    sortie = tmp_path / "o"
    ecrire(sortie, source)
    avant = contenu(sortie)
    (source.parent / "s.png").write_bytes(png("red"))
    refus = ecrire(sortie, source)
    assert issue(refus) == "LETTRE_A_REFAIRE"
    assert "s.png" in refus.erreur.message
    assert contenu(sortie) == avant
    (source.parent / "s.png").unlink()
    assert issue(ecrire(sortie, source)) == "LETTRE_A_REFAIRE"
    (source.parent / "s.png").write_bytes(png("red"))
    assert issue(ecrire(sortie, source, refaire=True)) == "ecrite"
    assert contenu(sortie)[COMPLET] != avant[COMPLET]
    assert issue(ecrire(sortie, source)) == "deja"


def test_sans_pieces_seuls_les_documents_puis_la_liasse_quand_on_la_demande(source, tmp_path):
    sortie = tmp_path / "o"
    ecrire(sortie, source, liasse=False)
    assert set(contenu(sortie)) == DOCUMENTS
    assert issue(ecrire(sortie, source, liasse=False)) == "deja"
    assert issue(ecrire(sortie, source)) == "ecrite"
    assert COMPLET in contenu(sortie)
    (source.parent / "s.png").write_bytes(png("red"))
    assert issue(ecrire(sortie, source, liasse=False)) == "deja"  # the exhibits are not asked for
    assert issue(ecrire(sortie, source)) == "LETTRE_A_REFAIRE"


def test_ni_en_word_seul_ni_pour_un_seul_document(source, tmp_path):
    ecrire(tmp_path / "w", source, formats=("docx",))
    assert set(contenu(tmp_path / "w")) == {n.replace(".pdf", ".docx") for n in DOCUMENTS}
    ecrire(tmp_path / "d", source, document="bordereau")
    assert set(contenu(tmp_path / "d")) == {f"{PACK}-bordereau.pdf"}


def test_la_taille_permise_partage_le_fichier_complet(tmp_path):
    gros = [(f"P{n}", f"{n}.png", png(octets=90_000)) for n in range(3)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", gros), tmp_path / "o"
    ecrire(sortie, source)
    permis = {"taille_max": 200_000}
    assert issue(ecrire(sortie, source, **permis)) == "ecrite"
    la = contenu(sortie)
    volumes = [n for n in la if n.startswith(f"{PACK}-complet-")]
    assert len(volumes) >= 2
    assert all(len(la[n]) <= 200_000 for n in volumes)
    assert sum(pages(la[n]) for n in volumes) == pages(la[COMPLET])
    assert issue(ecrire(sortie, source, **permis)) == "deja"
    assert issue(ecrire(sortie, source)) == "deja"
    assert constats_de_la_preuve(sortie) == []


def test_ce_qui_reste_d_un_autre_fichier_complet_est_dit_et_n_est_plus_attendu(tmp_path):
    sortie = tmp_path / "o"
    ecrire(sortie, ecrire_le_cas(tmp_path / "cas", PIECES))
    (sortie / "T-1" / f"{PACK}-pieces" / "piece-02.pdf").write_bytes(b"%PDF retouche")
    autre = ecrire_le_cas(tmp_path / "cas", [("Devis", "c.pdf", None)])
    fait = ecrire(sortie, autre, refaire=True)
    assert Code.LIASSE_MELEE in codes(fait)
    (sortie / "T-1" / f"{PACK}-pieces" / "piece-02.pdf").unlink()
    assert constats_de_la_preuve(sortie) == []
    assert issue(ecrire(sortie, autre)) == "deja"


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (construits.chiffre(ouverture="x"), "mot de passe"),
        (b"", "vide"),
        (None, "introuvable|n’existe pas|aucun fichier"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mais c’est"),
        (construits.tronque(), "incomplet"),
    ],
    ids=["chiffrée", "vide", "absente", "un .doc", "tronquée"],
)
def test_une_piece_illisible_n_empeche_pas_la_lettre_et_la_sortie_est_1(tmp_path, octets, dit):
    source = ecrire_le_cas(tmp_path / "cas", [*PIECES[1:], ("Fautive", "f.pdf", octets)])
    commande = ["produire", str(source), "--pack", PACK, "--au", JOUR.isoformat(), "-o",
                str(tmp_path / "o"), "--format", "pdf"]  # fmt: skip
    fait = CliRunner().invoke(courriers, commande)
    assert fait.exit_code == 1
    (erreur,) = [x for x in fait.stderr.splitlines() if "PIECE_ILLISIBLE" in x]
    assert "Fautive" in erreur
    assert "f.pdf" in erreur

    assert re.search(dit, erreur), erreur
    assert "sans toutes ses pièces" in fait.stderr
    assert set(contenu(tmp_path / "o")) == {*DOCUMENTS, COMPLET, f"{PACK}-pieces/piece-01.pdf"}
    *_, derniere = pypdfium2.PdfDocument(contenu(tmp_path / "o")[COMPLET])
    assert "Non reproduite" in derniere.get_textpage().get_text_range()
    encore = CliRunner().invoke(courriers, commande)
    assert encore.exit_code == 1
    assert "absente du fichier complet, déjà écrit" in encore.stderr
    assert "--refaire" in encore.stderr


def test_une_piece_mal_nommee_est_reprise_et_dite(tmp_path):
    source = ecrire_le_cas(tmp_path / "cas", [("Photo", "photo.pdf", png())])
    fait = ecrire(tmp_path / "o", source)
    assert codes(fait, Gravite.ERREUR) == []
    assert Code.PIECE_MAL_NOMMEE in codes(fait)


def test_sans_aucun_fichier_la_lettre_est_seule_et_c_est_dit_une_fois(tmp_path):
    source = ecrire_le_cas(tmp_path / "cas", [("Devis", None, None), ("Bon", None, None)])
    fait = ecrire(tmp_path / "o", source)
    assert set(contenu(tmp_path / "o")) == DOCUMENTS
    assert codes(fait, Gravite.INFORMATION).count(Code.LIASSE_ABSENTE) == 1
    assert Code.PIECE_SANS_FICHIER not in codes(fait)
    assert issue(ecrire(tmp_path / "o", source)) == "deja"


def test_sans_pikepdf_la_lettre_est_ecrite_et_l_option_nommee(source, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    fait = ecrire(tmp_path / "o", source)
    assert set(contenu(tmp_path / "o")) == DOCUMENTS
    (constat,) = [c for c in fait.constats if c.code == Code.LIASSE_ABSENTE]
    assert constat.gravite is Gravite.INFORMATION
    assert "courriers[lot]" in constat.conseil
    assert issue(ecrire(tmp_path / "o", source)) == "deja"
    monkeypatch.undo()
    assert issue(ecrire(tmp_path / "o", source)) == "ecrite"
    assert COMPLET in contenu(tmp_path / "o")


def test_le_disque_plein_ne_laisse_rien_de_la_lettre_et_arrete_le_lot(
    source, tmp_path, monkeypatch
):
    vrai, sortie = ensemble._ecrire, tmp_path / "o"

    def plein(chemin, contenu):
        if chemin.name == COMPLET:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(chemin))
        vrai(chemin, contenu)

    monkeypatch.setattr(ensemble, "_ecrire", plein)
    with pytest.raises(CourriersError) as refus:
        ecrire(sortie, source)
    assert refus.value.code == "DISQUE_PLEIN"
    assert list(sortie.rglob("*.pdf")) == []
    assert not (sortie / "T-1").exists()


def test_un_echec_remet_la_liasse_d_avant(source, tmp_path, monkeypatch):
    sortie = tmp_path / "o"
    ecrire(sortie, source)
    avant = contenu(sortie)
    (source.parent / "c.pdf").write_bytes(construits.simple(2, "Autre"))
    vrai, reste = ensemble._ecrire, [True]

    def refuse(chemin, contenu):
        if chemin.name == "piece-02.pdf" and reste:
            reste.pop()
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(chemin))
        vrai(chemin, contenu)

    monkeypatch.setattr(ensemble, "_ecrire", refuse)
    assert issue(ecrire(sortie, source, refaire=True)) == "ECRITURE_IMPOSSIBLE"
    assert contenu(sortie) == avant


def test_un_atelier_laisse_par_une_panne_est_balaye(source, tmp_path):
    laisse = tmp_path / "o" / "T-1" / ".abandon_.part"
    (laisse / f"{PACK}-pieces").mkdir(parents=True)
    (laisse / f"{PACK}-pieces" / "piece-01.pdf").write_bytes(b"x")
    assert issue(ecrire(tmp_path / "o", source)) == "ecrite"
    assert not laisse.exists()


def test_le_depot_prend_les_documents_une_fois_et_ni_la_liasse_ni_les_pieces(source, tmp_path):
    ecrire(tmp_path / "o", source)
    (pli,), _ = lire_plis(tmp_path / "o", JOUR)
    assert {nom.removeprefix("T-1/") for nom in pli.pdfs} == DOCUMENTS
    assert pli.pdfs[0] == f"T-1/{PACK}.pdf"


def test_la_purge_emporte_la_liasse_et_ne_laisse_pas_de_repertoire(source, tmp_path):
    sortie = tmp_path / "o"
    ecrire(sortie, source)
    combien = len(contenu(sortie))
    lendemain = JOUR + datetime.timedelta(days=1)
    essai = purger(sortie, lendemain, lendemain, a_blanc=True)
    assert (essai.fichiers, essai.constats) == (combien, [])
    fait = purger(sortie, lendemain, lendemain)
    assert (fait.fichiers, fait.constats) == (combien, [])
    assert not (sortie / "T-1").exists()


def test_les_noms_du_fichier_complet_sont_reserves():
    with pytest.raises(ValueError, match="nom du fichier complet"):
        Manifeste.model_validate({
            "titre": "X", "phase": "judiciaire", "version": 1, "canaux": ["lettre"],
            "documents": [{"nom": "a", "fichier": "a.docx"},
                          {"nom": "complet-2", "fichier": "b.docx"}],
        })  # fmt: skip


def test_l_exemple_livre_a_trois_pieces_et_une_garde_sans_piece(tmp_path):
    exemple = SAMPLES / "injonction-artisan"
    assert all(f.stat().st_size < 60_000 for f in (exemple / "pieces").iterdir())
    commande = ["produire", str(exemple), "--pack", "injonction-de-payer", "--au", "2026-11-24",
                "-o", str(tmp_path), "--format", "pdf"]  # fmt: skip
    fait = CliRunner().invoke(courriers, commande)
    assert fait.exit_code == 0, fait.stderr
    assert "injonction-de-payer-pieces  3 pièces" in fait.stdout
    (complet,) = tmp_path.rglob("*-complet.pdf")
    lus = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(complet)]
    assert sum("Non reproduite" in lu for lu in lus) == 1
    for piece in (1, 2, 3):
        assert sum(f"Pièce n°\u00a0{piece}" in lu for lu in lus) == 2  # its cover, its page
    for refus in (["--taille-max", "0"], ["--taille-max", "beaucoup"]):
        assert CliRunner().invoke(courriers, [*commande, *refus]).exit_code == 2
