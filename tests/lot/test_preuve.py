"""A folder of letters held to its journal."""

import json
import os
from datetime import date

import pytest

from courriers.constats import Gravite
from courriers.erreurs import CourriersError
from courriers.lot import journal
from courriers.lot.evenements import Depose, Purge, Retour, Retrait
from courriers.lot.journal import NOM, empreinte
from courriers.lot.preuve import Preuve, prouver
from fabrique import packs_livres
from lot.dossier_de_lettres import RECENT, VIEUX, ecrite

PACKS = {pack.nom: pack for pack in packs_livres()}


def verifier(ou, packs=None):
    """The proof, and its findings as « CODE: file or line »."""
    preuve = Preuve(ou)
    constats = list(prouver(preuve, packs))
    return preuve, constats


def codes(ou, packs=None):
    return sorted(str(c.code) for c in verifier(ou, packs)[1])


def de(evenement, genre, **autres):
    communs = {n: getattr(evenement, n) for n in ("reference", "creancier", "pack", "au")}
    return genre(**{**communs, **autres})


def test_un_repertoire_conforme_est_compte(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", RECENT)
    preuve, constats = verifier(tmp_path)
    assert constats == []
    assert (preuve.lettres, preuve.fichiers, preuve.est_conforme) == (2, 4, True)


def test_un_fichier_retouche_est_un_avertissement_un_absent_une_erreur(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.docx").write_bytes(b"autre")
    (tmp_path / "A-1/mise-en-demeure.pdf").unlink()
    preuve, constats = verifier(tmp_path)
    assert {(str(c.code), c.gravite, c.lieu.fichier) for c in constats} == {
        ("LETTRE_CHANGEE", Gravite.AVERTISSEMENT, str(tmp_path / "A-1/mise-en-demeure.docx")),
        ("FICHIER_ABSENT", Gravite.ERREUR, str(tmp_path / "A-1/mise-en-demeure.pdf")),
    }
    assert not preuve.est_conforme


def test_un_repertoire_efface_laisse_ses_fichiers_absents(tmp_path):
    ecrite(tmp_path, "A-1")
    for fichier in (tmp_path / "A-1").iterdir():
        fichier.unlink()
    (tmp_path / "A-1").rmdir()
    (tmp_path / "A-1").write_bytes(b"un fichier a la place")
    assert codes(tmp_path) == ["FICHIER_ABSENT"] * 2


def test_la_meme_lettre_dans_un_autre_format_complete_la_premiere(tmp_path):
    ecrite(tmp_path, "A-1", suffixes=("docx",))
    ecrite(tmp_path, "A-1", suffixes=("pdf",))
    preuve, constats = verifier(tmp_path)
    assert constats == []
    assert (preuve.lettres, preuve.fichiers) == (1, 2)


def test_par_un_autre_canal_elle_remplace_la_premiere(tmp_path):
    ecrite(tmp_path, "A-1", suffixes=("docx", "pdf"), canal="lettre")
    ecrite(tmp_path, "A-1", suffixes=("docx",), canal="lrar")
    (tmp_path / "A-1/mise-en-demeure.pdf").unlink()
    preuve, constats = verifier(tmp_path)
    assert constats == []
    assert (preuve.lettres, preuve.fichiers) == (1, 1)


def test_une_lettre_refaite_un_autre_jour_se_juge_sur_son_dernier_fichier(tmp_path):
    ecrite(tmp_path, "A-1", pack="quittance", canal="lettre")
    ecrite(tmp_path, "A-1", RECENT, pack="quittance", canal="lettre")
    assert codes(tmp_path) == []


def test_une_lettre_retiree_peut_rester_ou_partir(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    journal.ajouter(tmp_path, [de(lettre, Retrait)])
    (tmp_path / "A-1/mise-en-demeure.pdf").unlink()
    (tmp_path / "A-1/mise-en-demeure.docx").write_bytes(b"autre")
    preuve, constats = verifier(tmp_path)
    assert constats == []
    assert (preuve.lettres, preuve.fichiers, preuve.retirees) == (0, 0, 1)
    ecrite(tmp_path, "A-1")
    assert verifier(tmp_path)[0].retirees == 0


def test_un_fichier_purge_ne_manque_pas_et_ne_doit_pas_revenir(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.pdf").unlink()
    journal.ajouter(tmp_path, [de(lettre, Purge, le=RECENT, fichiers=tuple(lettre.fichiers))])
    preuve, (constat,) = verifier(tmp_path)
    assert str(constat.code) == "FICHIER_HORS_JOURNAL"
    assert "purgé" in constat.message
    assert constat.lieu.fichier == str(tmp_path / "A-1/mise-en-demeure.docx")
    assert (preuve.lettres, preuve.purgees) == (0, 1)


def test_une_purge_ne_cache_pas_le_fichier_d_une_autre(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    autre = ecrite(tmp_path, "B-2")
    journal.ajouter(tmp_path, [de(lettre, Purge, le=RECENT, fichiers=tuple(autre.fichiers))])
    (tmp_path / "B-2/mise-en-demeure.pdf").unlink()
    assert codes(tmp_path) == ["FICHIER_ABSENT", "JOURNAL_INCOHERENT", "JOURNAL_INCOHERENT"]


def test_les_lettres_que_le_journal_ne_connait_pas_sont_dites(tmp_path):
    ecrite(tmp_path, "A-1")
    for nom in ("A-1/copie.docx", "B-2/lettre.PDF", "seule.eml"):
        (tmp_path / nom).parent.mkdir(exist_ok=True)
        (tmp_path / nom).write_bytes(b"x")
    vus = {c.lieu.fichier for c in verifier(tmp_path)[1] if str(c.code) == "FICHIER_HORS_JOURNAL"}
    assert vus == {str(tmp_path / n) for n in ("A-1/copie.docx", "B-2/lettre.PDF", "seule.eml")}


def test_ce_qui_n_est_pas_une_lettre_n_est_pas_dit(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    for nom in (
        "synthese.xlsx", "synthese.pdf", "synthese-2.pdf", ".courriers.lock", "A-1/notes.txt",
        "A-1/~$lettre.docx", "A-1/.lettre.docx.12-ab.part", "novembre/depot.csv",
        "novembre/lrar-1.pdf",
    ):  # fmt: skip
        (tmp_path / nom).parent.mkdir(exist_ok=True)
        (tmp_path / nom).write_bytes(b"x")
    sommes = {n: s for n, s in lettre.fichiers.items() if n.endswith("pdf")}
    journal.ajouter(tmp_path, [de(lettre, Depose, depot="novembre", fichiers=sommes)])
    assert codes(tmp_path) == []
    (tmp_path / "novembre/depot.csv").unlink()  # no deposit any more
    assert codes(tmp_path) == ["FICHIER_HORS_JOURNAL"]


def test_les_fiches_d_appel_sont_comptees_a_part(tmp_path):
    ecrite(tmp_path, "A-1", pack="relance-courtoise", canal="lettre")
    (tmp_path / "A-1/relance-courtoise-appel.docx").write_bytes(b"x")
    preuve, constats = verifier(tmp_path, PACKS)
    (fiches,) = (c for c in constats if "appel" in c.message)
    assert fiches.gravite is Gravite.INFORMATION
    assert preuve.est_conforme


@pytest.mark.parametrize(
    "nom",
    ["../dehors.docx", "/etc/lettre.docx", "C:/lettre.docx", "A/../../dehors.docx", "A\\b.docx",
     "A/\0.docx", "journal.jsonl", ".courriers.lock", "A/lettre.exe", "",
     "A/x.docx:flux.pdf"],
)  # fmt: skip
def test_un_chemin_qui_sort_n_est_pas_suivi(tmp_path, nom):
    ou = tmp_path / "lettres"
    (tmp_path / "dehors.docx").write_bytes(b"secret")
    bonne = ecrite(ou, "A-1")
    journal.ajouter(ou, [
        bonne.model_copy(update={"reference": "B-2", "fichiers": {nom: empreinte(b"secret")}})
    ])  # fmt: skip
    preuve, (constat,) = verifier(ou)
    assert str(constat.code) == "CHEMIN_HORS_DU_LOT"
    assert "\0" not in str(constat)
    assert not preuve.est_conforme


@pytest.mark.skipif(os.name != "posix", reason="liens et tubes de POSIX")
def test_ni_lien_ni_tube_ne_sont_ouverts(tmp_path):
    ou, dehors = tmp_path / "lettres", tmp_path / "dehors"
    dehors.mkdir()
    for reference in ("A-1", "B-2", "C-3"):
        ecrite(ou, reference)
    (ou / "A-1").rename(dehors / "A-1")
    (ou / "A-1").symlink_to(dehors / "A-1", target_is_directory=True)
    (ou / "B-2/mise-en-demeure.pdf").rename(dehors / "b.pdf")
    (ou / "B-2/mise-en-demeure.pdf").symlink_to(dehors / "b.pdf")
    (ou / "C-3/mise-en-demeure.pdf").unlink()
    os.mkfifo(ou / "C-3/mise-en-demeure.pdf")
    (ou / "boucle").symlink_to(ou, target_is_directory=True)
    assert codes(ou) == ["CHEMIN_HORS_DU_LOT"] * 4


def test_deux_lettres_pour_un_fichier_est_une_erreur(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "B-2", place="A-1", suffixes=("docx",))
    assert codes(tmp_path) == ["FICHIER_DISPUTE"]


def test_capitales_et_accents_ne_font_pas_deux_fichiers(tmp_path):
    """What one system holds apart, another does not."""
    ecrite(tmp_path, "É-1", suffixes=("docx",))
    ecrite(tmp_path, "Z-1", place="e\u0301-1", suffixes=("docx",))
    assert codes(tmp_path).count("FICHIER_DISPUTE") == 1


def test_un_fichier_du_meme_nom_a_la_casse_pres_n_est_pas_connu_s_il_est_un_autre(tmp_path):
    ecrite(tmp_path, "A-1", suffixes=("docx",))
    (tmp_path / "a-1").mkdir(exist_ok=True)
    if (tmp_path / "a-1").samefile(tmp_path / "A-1"):
        pytest.skip("ce système ne distingue pas la casse")
    (tmp_path / "a-1/mise-en-demeure.docx").write_bytes(b"autre")
    assert codes(tmp_path) == ["FICHIER_HORS_JOURNAL"]


def test_la_meme_etape_deux_jours_est_une_erreur(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "a-1", RECENT, place="A-1")
    preuve, (constat,) = verifier(tmp_path)
    assert str(constat.code) == "ENVOI_EN_DOUBLE"
    assert "04/03/2020 et 23/11/2026" in constat.message
    assert preuve.gravites == {Gravite.ERREUR: 1}


def test_la_meme_etape_pour_deux_creanciers_ou_deux_cautions_est_permise(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "A-1", RECENT, place="A-1-2", creancier="c2")
    ecrite(tmp_path, "B-1", pack="mise-en-demeure-caution")
    ecrite(tmp_path, "B-1", RECENT, pack="mise-en-demeure-caution", exemplaire="-2")
    assert codes(tmp_path) == []


def test_une_lettre_sans_creancier_est_de_chacun(tmp_path):
    ecrite(tmp_path, "A-1", creancier="")
    ecrite(tmp_path, "A-1", RECENT, place="A-1-2", creancier="c2")
    assert codes(tmp_path) == ["ENVOI_EN_DOUBLE"]


def test_retiree_elle_ne_compte_pas_deux_fois(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    journal.ajouter(tmp_path, [de(lettre, Retrait)])
    ecrite(tmp_path, "A-1", RECENT)
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("premiere", "seconde", "attendus"),
    [
        (["npai"], [], []),
        (["npai"], ["npai"], []),
        ([], ["npai"], ["ENVOI_EN_DOUBLE"]),  # the first had reached them
        (["refuse"], [], ["ENVOI_EN_DOUBLE"]),  # refused, it was presented
        (["npai", "refuse"], [], ["ENVOI_EN_DOUBLE"]),  # noted better since
        (["npai", None], [], []),  # its number alone was noted since
    ],
)
def test_revenue_la_premiere_ne_compte_pas_deux_fois(tmp_path, premiere, seconde, attendus):
    for au, retours in ((VIEUX, premiere), (RECENT, seconde)):
        lettre = ecrite(tmp_path, "A-1", au)
        journal.ajouter(tmp_path, [de(lettre, Retour, retour=retour) for retour in retours])
    assert codes(tmp_path) == attendus


def test_deux_lettres_le_meme_jour_par_le_meme_canal_sont_une_erreur(tmp_path):
    ecrite(tmp_path, "A-1", pack="relance-courtoise", canal="lettre")
    ecrite(tmp_path, "A-1", pack="seconde-relance", canal="lettre")
    ecrite(tmp_path, "B-2", pack="relance-courtoise", canal="lettre")
    ecrite(tmp_path, "B-2", pack="seconde-relance", canal="courriel")
    preuve, (constat,) = verifier(tmp_path)
    assert str(constat.code) == "ENVOI_EN_DOUBLE"
    assert "A-1" in constat.message
    assert preuve.lettres == 4


def test_au_debiteur_et_a_sa_caution_le_meme_jour_ce_sont_deux_personnes(tmp_path):
    ecrite(tmp_path, "A-1")
    ecrite(tmp_path, "A-1", pack="mise-en-demeure-caution")
    assert codes(tmp_path, PACKS) == []


def test_un_pdf_change_depuis_son_depot_est_dit(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    pdf = tmp_path / "A-1/mise-en-demeure.pdf"
    sommes = {n: s for n, s in lettre.fichiers.items() if n.endswith("pdf")}
    journal.ajouter(tmp_path, [de(lettre, Depose, depot="novembre", fichiers=sommes)])
    assert codes(tmp_path) == []
    pdf.write_bytes(b"autre")
    _, (constat,) = verifier(tmp_path)
    assert str(constat.code) == "LETTRE_CHANGEE"
    assert "depuis le dépôt novembre" in constat.message


def test_un_pdf_fait_apres_la_lettre_est_connu_par_son_depot(tmp_path):
    lettre = ecrite(tmp_path, "A-1", suffixes=("docx",))
    pdf = tmp_path / "A-1/mise-en-demeure.pdf"
    pdf.write_bytes(b"fait de Word")
    assert codes(tmp_path) == ["FICHIER_HORS_JOURNAL"]
    sommes = {"A-1/mise-en-demeure.pdf": empreinte(b"fait de Word")}
    journal.ajouter(tmp_path, [de(lettre, Depose, depot="novembre", fichiers=sommes)])
    assert codes(tmp_path) == []
    pdf.unlink()
    assert codes(tmp_path) == ["FICHIER_ABSENT"]


def test_une_lettre_retouchee_puis_deposee_est_dite_telle(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.pdf").write_bytes(b"retouche")
    sommes = {"A-1/mise-en-demeure.pdf": empreinte(b"retouche")}
    journal.ajouter(tmp_path, [de(lettre, Depose, depot="novembre", fichiers=sommes)])
    _, (constat,) = verifier(tmp_path)
    assert "déposé tel quel" in constat.message


@pytest.mark.parametrize("genre", [Retour, Retrait, Depose, Purge])
def test_ce_qui_n_a_pas_sa_lettre_est_dit(tmp_path, genre):
    lettre = ecrite(tmp_path, "A-1")
    autres = {Depose: {"depot": "d"}, Purge: {"le": RECENT}}.get(genre, {})
    journal.ajouter(tmp_path, [de(lettre, genre, **{"au": RECENT, **autres})])
    assert codes(tmp_path) == ["JOURNAL_INCOHERENT"]


def test_une_lettre_impossible_est_dite_et_laissee(tmp_path):
    ecrite(tmp_path, "A-1")
    ligne = {"version": 1, "genre": "lettre", "reference": "B", "pack": "../x", "au": "2026-01-01",
             "canal": "pigeon", "fichiers": {}}  # fmt: skip
    with (tmp_path / NOM).open("a", encoding="utf-8") as fichier:
        fichier.write(json.dumps(ligne) + "\n")
    assert codes(tmp_path) == ["JOURNAL_INCOHERENT"]


@pytest.mark.parametrize(
    "ligne",
    [b"\0\0\0", b"{", b"x" * 10_000_000, b'{"reference":"' + b"a" * 10_000_000 + b'"}', b"\xff\xfe",
     b'{"genre":"retrait","reference":"\\ud800","pack":"\\ud800","au":"2026-01-01"}'],
)  # fmt: skip
def test_une_ligne_hostile_est_dite_en_peu_de_mots(tmp_path, ligne):
    ecrite(tmp_path, "A-1")
    with (tmp_path / NOM).open("ab") as fichier:
        fichier.write(ligne + b"\n")
    ecrite(tmp_path, "B-2")
    preuve, constats = verifier(tmp_path)
    assert len(constats) == 1
    assert len(str(constats[0])) < 1000
    assert preuve.lettres == 2


def test_une_reference_de_dix_millions_de_signes_ne_remplit_pas_l_ecran(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    longue = "x\x1b[2J" * 2_000_000
    deux = [lettre.model_copy(update={"reference": longue, "au": j, "fichiers": {}})
            for j in (VIEUX, RECENT)]  # fmt: skip
    journal.ajouter(tmp_path, deux)
    _, (constat,) = verifier(tmp_path)
    assert str(constat.code) == "ENVOI_EN_DOUBLE"
    assert len(str(constat)) < 1000
    assert "\x1b" not in str(constat)


def test_un_modele_change_est_une_information_par_pack(tmp_path):
    pack = PACKS["mise-en-demeure"]
    ecrite(tmp_path, "A-1", modele=pack.empreinte)
    ecrite(tmp_path, "B-2", modele="0" * 64)
    ecrite(tmp_path, "C-3", modele="1" * 64)
    ecrite(tmp_path, "D-4", pack="pack-disparu", modele="1" * 64)
    preuve, constats = verifier(tmp_path, PACKS)
    assert [str(c.code) for c in constats] == ["MODELE_CHANGE"] * 2
    assert "pour 2 lettres" in constats[0].message
    assert "n’est plus là" in constats[1].message
    assert preuve.est_conforme
    assert codes(tmp_path) == []  # nothing is said of templates that were not given


def test_sans_journal_rien_ne_se_prouve(tmp_path):
    with pytest.raises(CourriersError) as refus:
        verifier(tmp_path)
    assert refus.value.code == "JOURNAL_ILLISIBLE"


def test_l_avance_est_dite_fichier_par_fichier(tmp_path):
    ecrite(tmp_path, "A-1")
    vus = []
    list(prouver(Preuve(tmp_path), avance=lambda faits, total: vus.append((faits, total))))
    assert vus == [(1, 2), (2, 2)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="le superutilisateur lit tout")
def test_un_fichier_qui_ne_se_lit_pas_est_dit(tmp_path):
    ecrite(tmp_path, "A-1")
    (tmp_path / "A-1/mise-en-demeure.pdf").chmod(0)
    assert codes(tmp_path) == ["FICHIER_ILLISIBLE"]


def test_une_vraie_lettre_se_prouve(tmp_path):
    from lot.depot.ecrites import copie, faire

    ou = copie(tmp_path / "lettres")
    faire(ou, "depot")
    preuve, constats = verifier(ou, PACKS)
    assert constats == []
    assert preuve.lettres == 8


def test_un_jour_qu_aucune_lettre_n_a_est_dit(tmp_path):
    ecrite(tmp_path, "A-1", date(1, 1, 1), suffixes=("docx",))
    assert codes(tmp_path) == ["FICHIER_HORS_JOURNAL", "JOURNAL_INCOHERENT"]


def test_une_purge_se_relit_telle_quelle(tmp_path):
    lettre = ecrite(tmp_path, "A-1")
    purge = de(lettre, Purge, le=RECENT, fichiers=("A-1/mise-en-demeure.pdf",))
    journal.ajouter(tmp_path, [purge])
    assert list(journal.lire(tmp_path)) == [lettre, purge]
