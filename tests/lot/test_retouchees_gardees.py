"""A letter that a person changed is never lost: kept beside when another takes its place."""

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.constats import Code, Gravite
from courriers.erreurs import CourriersError
from courriers.lot import ensemble
from courriers.lot.evenements import Retour, Retrait
from courriers.lot.journal import NOM, ajouter
from courriers.lot.preuve import Preuve, prouver
from courriers.lot.purge import purger
from fabrique import JOUR
from lot.dossier_de_lettres import BORNE, PURGE, ecrite
from lot.test_liasse_du_lot import PACK as DECLARATION
from lot.test_liasse_du_lot import PIECES, ecrire_le_cas, issue, png
from lot.test_liasse_du_lot import codes as codes_de
from lot.test_liasse_du_lot import contenu as contenu_de
from lot.test_liasse_du_lot import ecrire as ecrire_la_liasse
from lot.test_reprise import cas, codes, contenu, ecrire

LETTRE = "A/mise-en-demeure.docx"
GARDEE = "A/mise-en-demeure.retouchee.docx"
LENDEMAIN = JOUR + datetime.timedelta(days=1)
SURLENDEMAIN = JOUR + datetime.timedelta(days=2)
ENVOYEE = f"A/mise-en-demeure.envoyee-{JOUR.isoformat()}.docx"
CHANGE = {"conditions": {"fondement": "devis du 3 mars 2026"}}


def retoucher(sortie, mot=b"retouche", nom=LETTRE):
    (sortie / nom).write_bytes((sortie / nom).read_bytes() + mot)
    return (sortie / nom).read_bytes()


def test_refaite_la_lettre_retouchee_est_gardee_a_cote_sous_un_nom_libre(tmp_path):
    ecrire(tmp_path, cas("A"))
    ecrit = (tmp_path / LETTRE).read_bytes()
    premiere = retoucher(tmp_path)
    (fait,) = ecrire(tmp_path, cas("A"), refaire=True)
    assert fait.gardes == ((tmp_path / LETTRE, tmp_path / GARDEE),)
    assert fait.remplaces == ()
    assert fait.as_dict()["gardes"] == {str(tmp_path / LETTRE): str(tmp_path / GARDEE)}
    seconde = retoucher(tmp_path, b"encore")
    ecrire(tmp_path, cas("A"), refaire=True)
    assert {n: o for n, o in contenu(tmp_path).items() if n != NOM} == {
        LETTRE: ecrit, GARDEE: premiere, GARDEE.replace("ee.", "ee-2."): seconde
    }  # fmt: skip
    assert codes(ecrire(tmp_path, cas("A"))) == ["deja"]


def test_une_lettre_telle_qu_ecrite_est_remplacee_sans_copie_meme_retiree(tmp_path):
    ecrire(tmp_path, cas("A"))
    (fait,) = ecrire(tmp_path, cas("A", **CHANGE), refaire=True)
    assert (fait.remplaces, fait.gardes) == ((tmp_path / LETTRE,), ())
    ajouter(tmp_path, [Retrait(reference="A", pack="mise-en-demeure", au=JOUR)])
    (fait,) = ecrire(tmp_path, cas("A"), refaire=True)
    assert (fait.remplaces, fait.gardes) == ((tmp_path / LETTRE,), ())
    assert set(contenu(tmp_path)) == {LETTRE, NOM}


def test_sans_journal_tout_fichier_d_un_autre_contenu_est_garde(tmp_path):
    ecrire(tmp_path, cas("A"))
    ancienne = (tmp_path / LETTRE).read_bytes()
    (tmp_path / NOM).unlink()
    (fait,) = ecrire(tmp_path, cas("A", **CHANGE), refaire=True)
    assert fait.gardes
    assert (tmp_path / GARDEE).read_bytes() == ancienne


def test_en_ligne_de_commande_sans_journal_ne_remplace_pas_une_retouche(tmp_path):
    (source := tmp_path / "d").mkdir()
    commande = [
        "produire", "samples/societe-a-societe", "--pack", "mise-en-demeure", "--au", "2026-11-23",
        "--format", "docx", "--sans-journal", "-o", str(source),
    ]  # fmt: skip
    assert CliRunner().invoke(courriers, commande).exit_code == 0
    (lettre,) = source.rglob("*.docx")
    lettre.write_bytes(lettre.read_bytes() + b"retouche")
    refus = CliRunner().invoke(courriers, commande)
    assert refus.exit_code == 1
    assert "LETTRE_RETOUCHEE" in refus.stderr or "il est gardé" in refus.stderr
    assert lettre.read_bytes().endswith(b"retouche")
    refaite = CliRunner().invoke(courriers, [*commande, "--refaire"])
    assert refaite.exit_code == 0
    assert "mise-en-demeure.retouchee.docx" in refaite.stderr
    garde = lettre.with_name("mise-en-demeure.retouchee.docx")
    assert garde.read_bytes().endswith(b"retouche")
    assert not lettre.read_bytes().endswith(b"retouche")


def noter(sortie, genre, au=JOUR, **faits):
    ajouter(sortie, [genre(reference="A", pack="mise-en-demeure", au=au, **faits)])


def les_deux(sortie, **options):
    """What a blank run says, then what the real one does."""
    a_blanc = ecrire(sortie, cas("A"), au=LENDEMAIN, a_blanc=True, **options)
    avant = contenu(sortie)
    faits = ecrire(sortie, cas("A"), au=LENDEMAIN, **options)
    changes = {n for n, o in contenu(sortie).items() if o != avant.get(n)}
    return codes(a_blanc), codes(faits), changes


def test_une_lettre_non_envoyee_se_refait_un_autre_jour_sans_qu_on_le_demande(tmp_path):
    ecrire(tmp_path, cas("A"), formats=("docx", "pdf"))
    noter(tmp_path, Retrait)
    a_blanc, faits, changes = les_deux(tmp_path, formats=("docx", "pdf"))
    assert (a_blanc, faits) == (["ecrite"], ["ecrite"])
    assert changes == {LETTRE, LETTRE.replace("docx", "pdf"), NOM}


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_non_envoyee_et_retouchee_elle_est_gardee_et_a_blanc_le_dit(tmp_path, format_):
    ecrire(tmp_path, cas("A"), formats=("docx", "pdf"))
    noter(tmp_path, Retrait)
    retoucher(tmp_path, nom=LETTRE.replace("docx", format_))
    a_blanc, faits, changes = les_deux(tmp_path, formats=("docx", "pdf"))
    assert (a_blanc, faits, changes) == (["LETTRE_RETOUCHEE"], ["LETTRE_RETOUCHEE"], {NOM})
    assert les_deux(tmp_path, refaire=True)[:2] == (["ecrite"], ["ecrite"])


def test_non_envoyee_puis_refaite_le_meme_jour_elle_est_envoyee_et_gardee(tmp_path):
    ecrire(tmp_path, cas("A"))
    noter(tmp_path, Retrait)
    ecrire(tmp_path, cas("A"))
    assert les_deux(tmp_path)[:2] == (["ETAPE_DEJA_FAITE"], ["ETAPE_DEJA_FAITE"])
    (fait,) = ecrire(tmp_path, cas("A"), au=LENDEMAIN, refaire=True)
    assert fait.gardes == ((tmp_path / LETTRE, tmp_path / ENVOYEE),)


def test_a_blanc_ne_refuse_pas_un_fichier_du_meme_contenu_que_le_journal_a_perdu(tmp_path):
    ecrire(tmp_path, cas("A"), au=LENDEMAIN)
    (tmp_path / NOM).unlink()
    a_blanc = ecrire(tmp_path, cas("A"), au=LENDEMAIN, a_blanc=True)
    assert codes(a_blanc) == codes(ecrire(tmp_path, cas("A"), au=LENDEMAIN)) == ["ecrite"]


def test_une_lettre_revenue_se_dit_et_refaite_elle_est_gardee_a_cote(tmp_path):
    ecrire(tmp_path, cas("A"))
    noter(tmp_path, Retour, retour="npai")
    envoyee = (tmp_path / LETTRE).read_bytes()
    (refus,) = ecrire(tmp_path, cas("A"), au=LENDEMAIN)
    assert refus.erreur.code == "ETAPE_DEJA_FAITE"
    assert "revenue (NPAI)" in refus.erreur.message
    assert "Corrigez l’adresse" in refus.erreur.conseil
    assert f".envoyee-{JOUR.isoformat()}" in refus.erreur.conseil
    (fait,) = ecrire(tmp_path, cas("A"), au=LENDEMAIN, refaire=True)
    assert (fait.gardes, fait.remplaces) == (((tmp_path / LETTRE, tmp_path / ENVOYEE),), ())
    assert (tmp_path / ENVOYEE).read_bytes() == envoyee != (tmp_path / LETTRE).read_bytes()
    assert codes(ecrire(tmp_path, cas("A"), au=LENDEMAIN)) == ["deja"]
    (encore,) = ecrire(tmp_path, cas("A"), au=SURLENDEMAIN)
    assert f"le {LENDEMAIN:%d/%m/%Y}." in encore.erreur.message
    assert "NPAI" not in encore.erreur.message
    (dit,) = prouver(Preuve(tmp_path))
    assert (dit.code, dit.gravite) == (Code.FICHIER_HORS_JOURNAL, Gravite.INFORMATION)
    assert ENVOYEE in dit.message


def test_les_volumes_d_une_declaration_envoyee_ne_sont_pas_effaces(tmp_path):
    gros = [(f"P{n}", f"{n}.png", png(octets=90_000)) for n in range(4)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", gros), tmp_path / "o"
    ecrire_la_liasse(sortie, source, taille_max=130_000)
    dernier = max(n for n in contenu_de(sortie) if f"{DECLARATION}-complet-" in n)
    envoye = (sortie / f"T-1/{dernier}").read_bytes()
    ecrire_la_liasse(sortie, source, taille_max=320_000, refaire=True, au=LENDEMAIN)
    assert (sortie / f"T-1/{dernier}").read_bytes() == envoye


def test_un_fichier_de_la_meme_lettre_est_dit_remplace_non_garde(tmp_path):
    (tmp_path / "l.docx").write_bytes(b"d'avant")
    sommes = {tmp_path / "l.docx": "0"}
    la = ensemble.empreinte(b"d'avant")
    with pytest.raises(CourriersError) as refus:
        ensemble.verifier_la_place(sommes, {la: JOUR}, JOUR)
    assert "remplace" in refus.value.conseil
    with pytest.raises(CourriersError) as refus:
        ensemble.verifier_la_place(sommes, {la: JOUR}, LENDEMAIN)
    assert f"l.envoyee-{JOUR.isoformat()}.docx" in refus.value.conseil
    ensemble.verifier_la_place(sommes, {la: None}, JOUR)


def test_un_chemin_donne_en_minuscules_est_redit_tel_quel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ecrire(Path("out3"), cas("A"))
    retoucher(Path("out3"))
    (refus,) = ecrire(Path("out3"), cas("A"))
    assert refus.erreur.message.startswith(str(Path("out3") / LETTRE))


@pytest.mark.parametrize("rang", [1, 2])
def test_un_echec_remet_la_retouche_a_sa_place(tmp_path, monkeypatch, rang):
    """The first or the second file cannot be written."""
    noms = [tmp_path / "l.docx", tmp_path / "l.pdf"]
    for nom in noms:
        nom.write_bytes(b"retouche")
    ecrits = []

    def ecrire_mal(chemin, octets):
        ecrits.append(chemin)
        if len(ecrits) == rang:
            raise OSError(5, "panne")
        chemin.write_bytes(octets)

    monkeypatch.setattr(ensemble, "ecrire_atomiquement", ecrire_mal)
    contenus = dict.fromkeys(noms, b"neuf")
    with pytest.raises(OSError, match="panne"):
        ensemble.ecrire_ensemble(contenus, dict.fromkeys(noms, "0"), refaire=True)
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {
        "l.docx": b"retouche", "l.pdf": b"retouche"
    }  # fmt: skip


def test_une_piece_changee_n_en_cache_pas_la_lettre_retouchee(tmp_path):
    source, sortie = ecrire_le_cas(tmp_path / "cas", PIECES), tmp_path / "o"
    ecrire_la_liasse(sortie, source, formats=("docx", "pdf"))
    (source.parent / "s.png").write_bytes(png("red"))
    retoucher(sortie, nom=f"T-1/{DECLARATION}.docx")
    refus = ecrire_la_liasse(sortie, source, formats=("docx", "pdf"))
    assert issue(refus) == "LETTRE_A_REFAIRE"
    assert "s.png" in refus.erreur.message
    assert f"{DECLARATION}.docx a été retouché" in refus.erreur.message
    assert ".retouchee" in refus.erreur.conseil


def test_la_preuve_dit_la_retouche_gardee_sans_s_en_alarmer(tmp_path):
    ecrire(tmp_path, cas("A"))
    retoucher(tmp_path)
    ecrire(tmp_path, cas("A"), refaire=True)
    preuve = Preuve(tmp_path)
    (dit,) = prouver(preuve)
    assert (dit.code, dit.gravite) == (Code.FICHIER_HORS_JOURNAL, Gravite.INFORMATION)
    assert GARDEE in dit.message
    assert preuve.est_conforme
    (tmp_path / "A/autre.retouchee.docx").write_bytes(b"d'une lettre inconnue")
    assert [c.gravite for c in prouver(Preuve(tmp_path))].count(Gravite.AVERTISSEMENT) == 1


def test_la_purge_emporte_la_retouche_gardee(tmp_path):
    ecrite(tmp_path, "A")
    (tmp_path / GARDEE).write_bytes(b"retouche")
    (tmp_path / ENVOYEE).write_bytes(b"envoyee")
    a_blanc = purger(tmp_path, BORNE, PURGE, a_blanc=True)
    assert (a_blanc.fichiers, (tmp_path / GARDEE).exists()) == (4, True)
    fait = purger(tmp_path, BORNE, PURGE)
    assert fait.fichiers == 4
    assert [c.lieu.fichier for c in fait.constats] == [
        str(tmp_path / ENVOYEE),
        str(tmp_path / GARDEE),
    ]
    assert not (tmp_path / "A").exists()


def test_un_volume_de_trop_part_s_il_est_tel_qu_ecrit_et_reste_s_il_a_change(tmp_path):
    gros = [(f"P{n}", f"{n}.png", png(octets=90_000)) for n in range(4)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", gros), tmp_path / "o"

    def volumes():
        return [n for n in contenu_de(sortie) if f"{DECLARATION}-complet-" in n]

    ecrire_la_liasse(sortie, source, taille_max=130_000)
    assert len(volumes()) > 2
    fait = ecrire_la_liasse(sortie, source, taille_max=320_000, refaire=True)
    assert len(volumes()) == 2
    assert Code.LIASSE_MELEE not in codes_de(fait)
    assert [*prouver(Preuve(sortie))] == []
    ecrire_la_liasse(sortie, source, taille_max=130_000, refaire=True)
    retoucher(sortie, nom=f"T-1/{DECLARATION}-complet-3.pdf")
    fait = ecrire_la_liasse(sortie, source, taille_max=320_000, refaire=True)
    (dit,) = [c for c in fait.constats if c.code == Code.LIASSE_MELEE]
    assert f"{DECLARATION}-complet-3.pdf" in dit.message
    assert len(volumes()) == 3


def test_deja_ecrite_sans_une_piece_elle_la_nomme_et_dit_de_refaire(tmp_path):
    pieces = [*PIECES, ("Devis", "d.pdf", b"rien d'un PDF"), ("Bon de commande", None, None)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", pieces), tmp_path / "o"
    ecrire_la_liasse(sortie, source)
    encore = ecrire_la_liasse(sortie, source)
    assert issue(encore) == "deja"
    des_pieces = [c for c in encore.constats if str(c.code).startswith("PIECE_")]
    illisible, sans = des_pieces
    assert (illisible.code, sans.code) == (Code.PIECE_ILLISIBLE, Code.PIECE_SANS_FICHIER)
    assert "Pièce n°\u00a03 («\u00a0Devis\u00a0»)" in illisible.message
    assert "d.pdf" in illisible.conseil
    assert "Bon de commande" in sans.message
    assert all("--refaire" in c.conseil for c in des_pieces)
