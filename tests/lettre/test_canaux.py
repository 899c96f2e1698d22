"""Channels: which documents each is made of, the call sheet, what is said once it is written."""

import email
import email.policy
import json
import shutil
import tomllib

import pypdfium2
import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.erreurs import PackInvalide
from courriers.lettre.canaux import canaux_possibles
from courriers.lettre.pack import packs
from courriers.lettre.relecture import normaliser
from courriers.lettre.suite import que_faire
from fabrique import (
    CONSOMMATEUR,
    HOSTILES,
    JOUR,
    RACINE,
    SAMPLES,
    brut,
    dossier,
    modele,
    pack_livre,
)

RELANCES = ("relance-courtoise", "seconde-relance")
PACKS = {nom: pack_livre(nom) for nom in (*RELANCES, "mise-en-demeure")}
TELEPHONE = "04 79 00 11 22"


def fiche(pack, **changements):
    changements["debiteur"] = {**changements.get("debiteur", {}), "telephone": TELEPHONE}
    return compose(dossier(**changements), PACKS[pack], JOUR, canal="appel")


def lue(pack, **changements):
    return normaliser(texte(fiche(pack, **changements).docx()))


# --- Quels documents ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "canal", "documents"),
    [
        ("relance-courtoise", "lettre", ["lettre"]),
        ("relance-courtoise", "courriel", ["lettre", "courriel"]),
        ("relance-courtoise", "appel", ["appel"]),
        ("seconde-relance", "lrar", ["lettre"]),
        ("seconde-relance", "courriel", ["lettre", "courriel"]),
        ("seconde-relance", "appel", ["appel"]),
        ("mise-en-demeure", "lrar", ["lettre"]),
        ("mise-en-demeure", "courriel", ["lettre", "courriel"]),
    ],
)
def test_chaque_canal_a_ses_documents(pack, canal, documents):
    etude = dossier(
        creancier={"courriel": "a@b.example"},
        debiteur={"courriel": "c@d.example", "telephone": TELEPHONE},
    )
    ecrite = compose(etude, PACKS[pack], JOUR, canal=canal)
    assert list(ecrite.documents) == documents
    assert {n: d.role for n, d in ecrite.documents.items()} == {n: n for n in documents}
    # Only the letter carries its statement; a call sheet is nobody's proof.
    assert [bool(d.pieces) for d in ecrite.documents.values()] == [n == "lettre" for n in documents]


def test_le_canal_par_defaut_reste_la_poste():
    assert [p.manifeste.canaux[0] for p in PACKS.values()] == ["lettre", "lettre", "lrar"]


def test_on_ne_met_pas_en_demeure_par_telephone():
    with pytest.raises(ValueError, match="appel"):
        compose(dossier(), PACKS["mise-en-demeure"], JOUR, canal="appel")


@pytest.mark.parametrize(
    ("creancier", "debiteur", "attendus"),
    [
        ({}, {}, ("lettre",)),
        ({"courriel": "a@b.example"}, {}, ("lettre",)),
        ({}, {"courriel": "a@b.example"}, ("lettre",)),
        ({"courriel": "a@b.example"}, {"courriel": "c@d.example"}, ("lettre", "courriel")),
        ({}, {"telephone": TELEPHONE}, ("lettre", "appel")),
    ],
)
def test_les_canaux_possibles_dependent_des_coordonnees(creancier, debiteur, attendus):
    etude = dossier(creancier=creancier, debiteur=debiteur)
    assert canaux_possibles(etude, PACKS["relance-courtoise"]) == attendus


def avec_manifeste(tmp_path, avant, apres):
    copie = tmp_path / "relance-courtoise"
    shutil.copytree(RACINE / "templates" / "relance-courtoise", copie)
    manifeste = copie / "pack.toml"
    contenu = manifeste.read_text(encoding="utf-8")
    assert contenu.count(avant) == 1
    manifeste.write_text(contenu.replace(avant, apres), encoding="utf-8")
    return load_pack("relance-courtoise", modeles=tmp_path)


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        (
            '"courriel", "appel"]\ndest',
            '"courriel", "appel", "lre"]\ndest',
            "pour le canal « lre »",
        ),
        ('role = "appel"', 'role = "courrier"', "role"),
        ('role = "appel"\ncanaux = ["appel"]', 'role = "courriel"', "deux « courriel »"),
        ("[suite.canaux.appel]", "[suite.canaux.pigeon]", "pigeon"),
    ],
)
def test_un_manifeste_dont_les_canaux_ne_vont_pas_est_refuse(tmp_path, avant, apres, dit):
    with pytest.raises(PackInvalide, match=dit):
        avec_manifeste(tmp_path, avant, apres)


def test_un_pack_sans_modele_de_courriel_va_par_courriel_avec_sa_seule_lettre(tmp_path):
    copie = tmp_path / "relance-courtoise"
    shutil.copytree(RACINE / "templates" / "relance-courtoise", copie)
    manifeste = copie / "pack.toml"
    contenu = manifeste.read_text(encoding="utf-8")
    contenu = contenu[: contenu.index("# Le courriel")].replace(', "appel"]', "]", 1)
    manifeste.write_text(contenu, encoding="utf-8")
    pack = load_pack("relance-courtoise", modeles=tmp_path)
    assert list(compose(dossier(), pack, JOUR, canal="courriel").documents) == ["lettre"]


PAR_CANAL = [
    (nom, canal) for nom, pack in PACKS.items() for canal in pack.manifeste.canaux
    if canal in ("courriel", "appel")
]  # fmt: skip
PROPRES_AUX_CANAUX = {"PIECE_NON_JOINTE", "PREUVE_FAIBLE", "SOLLICITATIONS_REPETEES"}


@pytest.mark.parametrize(("pack", "canal"), PAR_CANAL)
@pytest.mark.parametrize("nom", sorted(d.name for d in SAMPLES.iterdir()))
def test_chaque_exemple_est_accepte_ou_refuse_par_tout_canal_comme_par_la_poste(nom, pack, canal):
    attendu = tomllib.loads((SAMPLES / nom / "attendu.toml").read_text(encoding="utf-8"))
    contenu = json.loads((SAMPLES / nom / "dossier.json").read_text(encoding="utf-8"))
    contenu["debiteur"] |= {"courriel": "a@b.example", "telephone": TELEPHONE}
    etude = load_dossier(contenu, base=SAMPLES / nom)
    voulu = attendu["packs"][pack]
    mandataire = contenu.get("mandataire", {})
    if canal == "appel" and mandataire.get("role") == "avocat" and "refus" not in voulu:
        voulu = {"refus": "ACTEUR_NON_COUVERT"}  # RIN, art. 8.2
    if "refus" in voulu:
        with pytest.raises(LettreRefusee) as leve:
            compose(etude, PACKS[pack], attendu["au"], canal=canal)
        assert leve.value.code == voulu["refus"]
        return
    ecrite = compose(etude, PACKS[pack], attendu["au"], canal=canal)
    codes = {str(c.code) for c in ecrite.rapport.constats}
    assert set(voulu["constats"]) <= codes <= set(voulu["constats"]) | PROPRES_AUX_CANAUX
    if canal == "courriel":
        octets = ecrite.documents["courriel"].brouillon.eml([b"%PDF-1.7"])
        recu = email.message_from_bytes(octets, policy=email.policy.default)
        assert [d for part in recu.walk() for d in part.defects] == []
        assert recu["Subject"]


# --- La fiche d'appel -----------------------------------------------------------------------


@pytest.mark.parametrize("pack", RELANCES)
def test_la_fiche_dit_qui_quoi_et_laisse_la_place_des_reponses(pack):
    lu = lue(pack, debiteur={"contact": {"civilite": "Mme", "prenom": "Lise", "nom": "Petitjean",
                                         "qualite": "gérante"}},
             envois=[{"niveau": "relance-courtoise", "date": "2026-11-02", "canal": "courriel"}],
             conditions={"fondement": "commande n° 7"})  # fmt: skip
    for attendu in (
        "Rénovation Belledonne", TELEPHONE, "Mme Lise Petitjean, gérante", "T-1", "Commande n° 7",
        "1 000,00 €", "le courriel du 2 novembre 2026", "1er décembre 2026", "rien de la dette",
        "Document interne", "□ payé le", "□ promis pour le", "□ contesté", "□ à rappeler le",
        "Date et heure :", "Personne jointe :", "Notes :", f"« {pack} », canal « appel »",
    ):  # fmt: skip
        assert attendu in lu, attendu


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("debiteur", [{}, CONSOMMATEUR])
def test_la_fiche_ne_fait_dire_ni_menace_ni_accessoire(pack, debiteur):
    lu = lue(pack, debiteur=debiteur).lower()
    for mot in ("intérêt", "pénalité", "indemnité", "tribunal", "justice", "poursui", "huissier",
                "frais", "mise en demeure", "dernier", "contentieux"):  # fmt: skip
        assert mot not in lu


@pytest.mark.parametrize("pack", RELANCES)
def test_l_identite_est_verifiee_avant_que_la_dette_soit_dite(pack):
    lu = lue(pack)
    dire = lu[lu.index("Ce qu’il faut dire") :]
    assert dire.index("S’assurer de l’identité") < dire.index("1 000,00 €")
    assert dire.index("S’assurer de l’identité") < dire.index("Ici la SARL Ateliers Vasseur")


def test_un_consommateur_est_demande_lui_meme_et_se_voit_proposer_des_delais():
    lu = lue("seconde-relance", debiteur=CONSOMMATEUR)
    assert "cette personne, et nulle autre" in lu
    assert "des délais si payer en une fois est difficile" in lu
    assert "des délais si payer" not in lue("seconde-relance")


def test_la_fiche_d_un_creancier_conteste_dit_d_ecouter():
    lu = lue("relance-courtoise", contestation={"date": "2026-11-01", "motif": "malfaçon."})
    assert "Contesté le 1er novembre 2026, au motif suivant : « malfaçon ». Écouter" in lu


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_fiche(nom):
    ecrite = fiche("relance-courtoise", reference=nom, debiteur={"denomination": nom},
                   creancier={"denomination": nom})  # fmt: skip
    assert texte(ecrite.docx()).count(nom) >= 3


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("combien", [1, 5])
def test_la_fiche_tient_sur_une_page(pack, combien):
    facture = {"date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "100.00"}
    factures = [{**facture, "numero": f"F{i}"} for i in range(combien)]
    ecrite = fiche(pack, factures=factures)
    rendu = ecrite.pdf()
    with pypdfium2.PdfDocument(rendu) as lu:
        assert len(lu) == 1
    assert ecrite.documents["appel"].constats_pdf == ()


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("{{ somme.en_chiffres }}", "mille euros", "la somme en chiffres"),
        ("rien de la dette", "le montant", "la mention"),
        ("Redire ce qui est convenu", "Menacer du tribunal", "ne doit pas figurer"),
        ("{{ facture.reste_du }}", "0", "le tableau"),
    ],
)
def test_une_fiche_fautive_est_refusee(tmp_path, avant, apres, dit):
    pack = modele(tmp_path, avant, apres, fichier="appel.docx")
    factures = [
        {"numero": n, "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "500.00"}
        for n in ("F1", "F2")
    ]
    etude = dossier(debiteur={"telephone": TELEPHONE}, factures=factures)
    with pytest.raises(LettreRefusee, match=dit):
        compose(etude, pack, JOUR, canal="appel")


def test_la_loi_qui_interdit_la_lettre_interdit_aussi_l_appel_et_le_courriel():
    contenu = brut(
        creancier={"courriel": "a@b.example"},
        debiteur={"telephone": TELEPHONE, "courriel": "c@d.example"},
        cession={"a": "X", "date": "2026-01-01"},
    )
    for canal in ("lettre", "courriel", "appel"):
        with pytest.raises(LettreRefusee) as leve:
            compose(load_dossier(contenu), PACKS["relance-courtoise"], JOUR, canal=canal)
        assert leve.value.code == "CREANCE_CEDEE"


# --- Et ensuite -----------------------------------------------------------------------------


def test_la_suite_depend_du_canal():
    rappel = PACKS["relance-courtoise"]
    assert "enveloppe" in dict(que_faire(rappel, JOUR))["Envoi"]
    courriel = dict(que_faire(rappel, JOUR, "courriel"))
    assert "brouillon" in courriel["Envoi"]
    assert "23 novembre 2026" in courriel["Envoi"]
    assert "le message envoyé" in courriel["Preuve"]
    appel = dict(que_faire(rappel, JOUR, "appel"))
    assert "ne dites rien de la dette à qui n’est pas le débiteur" in appel["Envoi"]
    assert courriel["Suite"] == appel["Suite"] == dict(que_faire(rappel, JOUR))["Suite"]
    demeure = dict(que_faire(PACKS["mise-en-demeure"], JOUR, "courriel"))
    assert "la réception d’un courriel se prouve mal" in demeure["Preuve"]


def test_chaque_canal_de_chaque_pack_dit_la_suite_sans_marque_oubliee():
    for pack in packs():
        for canal in pack.manifeste.canaux:
            phrases = [phrase for _, phrase in que_faire(pack, JOUR, canal)]
            assert len(phrases) == 3
            assert not any("{" in phrase for phrase in phrases)


def test_les_exemples_montrent_chaque_canal():
    possibles = {
        canal
        for d in SAMPLES.iterdir()
        for canal in canaux_possibles(load_dossier(d / "dossier.json"), PACKS["relance-courtoise"])
    }
    assert possibles == {"lettre", "courriel", "appel"}
