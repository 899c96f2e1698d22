"""Who a letter goes to: the draft of an act goes to nobody, and an étude is not the debtor."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from courriers import load_dossier
from courriers.cli import courriers
from courriers.constats import Code, Gravite
from courriers.lettre.pack import packs_integres
from courriers.lot.depot.plis import lire_plis
from courriers.lot.execution import produire
from courriers.lot.memoire import Memoire
from courriers.lot.preuve import Preuve, prouver
from courriers.lot.purge import purger
from courriers.lot.registre import Registre
from courriers.lot.retours import lire_retours
from courriers.lot.sources import Cas, Place
from fabrique import SAMPLES, brut, pack_livre
from lot.dossier_de_lettres import ecrite

AU = date(2026, 11, 24)
LENDEMAIN = AU + timedelta(1)
REFERE, FOND = pack_livre("refere-provision"), pack_livre("assignation-au-fond")
PACKS = {pack.nom: pack for pack in packs_integres()}


def cas(exemple="injonction-artisan", **changements):
    source = SAMPLES / exemple / "dossier.json"
    lu = json.loads(source.read_text(encoding="utf-8")) | changements
    return [Cas(Place(source), load_dossier(lu, base=source.parent))]


CORRIGE = {"conditions": {"fondement": "devis n° D-26-019 accepté le 4 avril 2026"}}


def ecrire(sortie, les_cas, pack, au=AU, **options):
    with Registre(sortie) as registre:
        (fait,) = produire(
            les_cas, pack, au, sortie, registre=registre,
            **{"refaire": False, "formats": ("docx",), **options},
        )  # fmt: skip
    return fait


def code(fait):
    return fait.erreur.code if fait.erreur else ("deja" if fait.deja else "ecrite")


def doubles(ou):
    return [str(c.code) for c in prouver(Preuve(ou), PACKS) if c.code is Code.ENVOI_EN_DOUBLE]


def test_un_projet_n_empeche_ni_un_autre_projet_ni_une_lettre_du_meme_jour(tmp_path):
    assert code(ecrire(tmp_path, cas(), REFERE)) == "ecrite"
    assert code(ecrire(tmp_path, cas(), FOND)) == "ecrite"
    requete = pack_livre("injonction-de-payer")
    assert code(ecrire(tmp_path, cas(), requete, canal="remise")) == "ecrite"
    assert code(ecrire(tmp_path, cas(), REFERE)) == "deja"
    assert doubles(tmp_path) == []


@pytest.mark.parametrize("au", [AU, LENDEMAIN])
def test_le_dossier_corrige_le_projet_se_refait_le_jour_meme_et_le_lendemain(tmp_path, au):
    avant = ecrire(tmp_path, cas(), REFERE, formats=("docx", "pdf"))
    refait = ecrire(tmp_path, cas(**CORRIGE), REFERE, au, formats=("docx", "pdf"))
    assert code(refait) == "ecrite"
    assert set(refait.fichiers) == set(avant.fichiers)
    assert refait.remplaces
    assert refait.gardes == ()
    assert code(ecrire(tmp_path, cas(**CORRIGE), REFERE, au)) == "deja"
    assert doubles(tmp_path) == []


def test_sans_rien_changer_le_projet_du_lendemain_est_de_ce_jour(tmp_path):
    ecrire(tmp_path, cas(), REFERE)
    assert code(ecrire(tmp_path, cas(), REFERE, LENDEMAIN)) == "ecrite"


@pytest.mark.parametrize("au", [AU, LENDEMAIN])
@pytest.mark.parametrize("changements", [{}, CORRIGE])
def test_un_projet_complete_dans_word_n_est_jamais_remplace(tmp_path, au, changements):
    fait = ecrire(tmp_path, cas(), REFERE)
    acte = next(f for f in fait.fichiers if f.name == "refere-provision.docx")
    acte.write_bytes(acte.read_bytes() + b"complete")
    encore = ecrire(tmp_path, cas(**changements), REFERE, au)
    assert code(encore) == "LETTRE_RETOUCHEE"
    assert acte.read_bytes().endswith(b"complete")


def test_une_lettre_n_est_pas_remplacee_comme_un_projet(tmp_path):
    """What left is not to be lost: only a draft is written over unasked."""
    requete = pack_livre("injonction-de-payer")
    assert code(ecrire(tmp_path, cas(), requete)) == "ecrite"
    assert code(ecrire(tmp_path, cas(**CORRIGE), requete)) == "LETTRE_A_REFAIRE"
    assert code(ecrire(tmp_path, cas(**CORRIGE), requete, LENDEMAIN)) == "ETAPE_DEJA_FAITE"


def test_un_projet_n_est_pas_un_envoi_du_dossier(tmp_path):
    ecrire(tmp_path, cas(), REFERE)
    dossier = cas()[0].dossier
    with Memoire([tmp_path]) as memoire:
        assert memoire.envois(dossier.reference) == []
        assert memoire.completer(dossier, LENDEMAIN) == dossier
        assert [e.pack for e in memoire.ecrites(dossier)] == ["refere-provision"]
    fait = ecrire(tmp_path, cas(), FOND, AU - timedelta(1))
    assert Code.LETTRE_ANTIDATEE not in {c.code for c in fait.constats}


@pytest.mark.parametrize(("pack", "cite"), [("refere-provision", 0), ("injonction-de-payer", 1)])
def test_aucune_lettre_a_venir_n_est_dite_citer_un_projet(tmp_path, pack, cite):
    commande = ["produire", "samples/injonction-artisan", "--pack", pack, "--au", "2026-11-24",
                "--format", "docx", "-o", str(tmp_path)]  # fmt: skip
    fait = CliRunner().invoke(courriers, commande)
    assert fait.exit_code == 0
    assert fait.stderr.count("citeront d’elles-mêmes") == cite


def test_un_projet_ecrit_depuis_n_est_pas_la_lettre_que_celle_du_jour_tait(tmp_path):
    requete = pack_livre("injonction-de-payer")
    ecrire(tmp_path, cas(), requete)
    ecrire(tmp_path, cas(), REFERE, AU - timedelta(1))
    refus = ecrire(tmp_path, cas(**CORRIGE), requete).erreur
    assert refus.code == "LETTRE_A_REFAIRE"
    assert "refere-provision" not in refus.message


def test_un_accuse_est_de_la_derniere_lettre_et_non_d_un_projet_ecrit_apres(tmp_path):
    ecrite(tmp_path, "A-1", AU)
    ecrite(tmp_path, "A-1", LENDEMAIN, "refere-provision", canal="remise", destinataire="projet")
    ecrite(tmp_path, "A-1", LENDEMAIN, "assignation-au-fond", canal="remise", destinataire="projet")
    retours = tmp_path / "retours.csv"
    retours.write_text("Référence;Reçue le\nA-1;27/11/2026\n", encoding="utf-8")
    (note,) = lire_retours(retours, tmp_path)
    assert note.constat is None
    assert (note.evenement.pack, note.evenement.au) == ("mise-en-demeure", AU)


def test_un_projet_ne_suit_pas_une_vieille_lettre_a_deposer(tmp_path):
    ecrite(tmp_path, "A-1", AU - timedelta(60))
    ecrite(tmp_path, "A-1", AU, "refere-provision", canal="remise", destinataire="projet")
    _, dits = lire_plis(tmp_path, AU)
    assert [c.gravite for c in dits if "plus de 30 jours" in c.message] == [Gravite.AVERTISSEMENT]


def test_les_fichiers_d_un_projet_restent_au_journal_et_se_purgent(tmp_path):
    fait = ecrire(tmp_path, cas(), REFERE)
    ecrire(tmp_path, cas(), REFERE, LENDEMAIN)
    preuve = Preuve(tmp_path)
    assert list(prouver(preuve, PACKS)) == []
    assert (preuve.lettres, preuve.fichiers) == (2, len(fait.fichiers))
    purger(tmp_path, LENDEMAIN + timedelta(1), LENDEMAIN + timedelta(2))
    assert not any(f.exists() for f in fait.fichiers)


def test_deux_lettres_a_une_etude_ou_au_greffe_partent_le_meme_jour(tmp_path):
    voie, sommation = pack_livre("creances-commerciales"), pack_livre("sommation-interpellative")
    au, les_cas = date(2026, 11, 23), cas("deux-commercants")
    for pack in (voie, sommation):
        assert code(ecrire(tmp_path, les_cas, pack, au, canal="lrar")) == "ecrite"
    assert code(ecrire(tmp_path, les_cas, pack_livre("mise-en-demeure"), au)) == "ecrite"
    assert code(ecrire(tmp_path, les_cas, voie, au, canal="lrar")) == "deja"
    assert doubles(tmp_path) == []


def test_deux_lettres_au_debiteur_ne_partent_pas_le_meme_jour(tmp_path):
    """Whatever an étude received that day."""
    les_cas = [Cas(Place(SAMPLES), load_dossier(brut()))]
    au = date(2026, 11, 23)
    assert code(ecrire(tmp_path, les_cas, pack_livre("relance-courtoise"), au)) == "ecrite"
    seconde = ecrire(tmp_path, les_cas, pack_livre("seconde-relance"), au)
    assert code(seconde) == "DEUX_LETTRES_LE_MEME_JOUR"


def test_la_preuve_d_un_lot_compte_les_lettres_au_debiteur_et_a_la_meme_caution(tmp_path):
    for pack in ("refere-provision", "assignation-au-fond"):
        for au in (AU, LENDEMAIN):
            ecrite(tmp_path, "A-1", au, pack, canal="remise", destinataire="projet")
    for pack in ("creances-commerciales", "sommation-interpellative"):
        ecrite(tmp_path, "A-1", AU, pack, destinataire="commissaire")
    assert doubles(tmp_path) == []
    ecrite(tmp_path, "A-1", AU)
    assert doubles(tmp_path) == []
    ecrite(tmp_path, "A-1", AU, "seconde-relance")
    assert doubles(tmp_path) == ["ENVOI_EN_DOUBLE"]
