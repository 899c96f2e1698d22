"""The finished letter: what it says, what it must never say."""

import io
import pickle
import re
import subprocess
import sys
import zipfile

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.document.texte import texte
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import montant
from courriers.lettre.relecture import normaliser
from fabrique import CONSOMMATEUR, HOSTILES, JOUR, RACINE, SAMPLES, brut, dossier, pack_livre

PACK = pack_livre("mise-en-demeure")


def lue(**changements):
    return normaliser(texte(compose(dossier(**changements), PACK, JOUR).docx()))


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_lettre_qui_l_imprime(nom):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom, "adresse": {"lignes": [nom], "ville": nom}},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
    )
    contenu["factures"][0]["numero"] = nom
    lettre = compose(load_dossier(contenu), PACK, JOUR)
    lu = texte(lettre.docx())
    assert lu.count(nom) >= 8
    assert nom.upper() in lu  # the town, in capitals
    assert "Veuillez agréer" in lu


def test_une_lettre_mise_dans_un_journal_technique_n_y_dit_rien_de_personne():
    dit = repr(compose(dossier(), PACK, JOUR))
    assert len(dit) < 400
    assert brut()["debiteur"]["denomination"] not in dit
    assert "PK" not in dit


def test_les_chiffres_les_lettres_et_le_tableau_disent_la_meme_somme():
    lettre = compose(dossier(), PACK, JOUR)
    lu = normaliser(texte(lettre.docx()))
    total = lettre.decompte.total
    assert normaliser(f"{montant(total)} ({en_lettres(total)})") in lu
    assert normaliser(f"Total dû au 23 novembre 2026\t{montant(total)}") in lu


@pytest.mark.parametrize(
    ("code", "ttc", "lettres"),
    [
        ("CHF", "1000.50", "mille dix-huit francs suisses et cinquante et un centimes"),
        ("XPF", "1500", "mille cinq cent vingt-sept francs CFP"),
        ("TND", "10.501", "dix dinars tunisiens et six cent quatre-vingt-dix millimes"),
    ],
)  # 53 days at 12.40 %: 18.01, 27.01 and 0.189 of interest; no 40 €
def test_une_autre_devise_donne_une_lettre(code, ttc, lettres):
    contenu = brut(devise=code)
    contenu["factures"][0]["montant_ttc"] = ttc
    lu = normaliser(texte(compose(load_dossier(contenu), PACK, JOUR).docx()))
    assert lettres in lu
    assert "40 €" not in lu


def test_contre_un_professionnel_la_lettre_porte_penalites_et_indemnite():
    lu = lue()
    assert "nous vous mettons en demeure de payer la somme de" in lu
    assert "au plus tard le 8 décembre 2026" in lu
    assert "majoré de dix points de pourcentage" in lu
    assert "Le taux ainsi majoré est de 12,40 % l’an pour le 2e semestre 2026" in lu
    assert "une indemnité forfaitaire de 40 € pour frais de recouvrement" in lu
    assert "à raison de 0,34 € par jour" in lu  # 1000 × 12,40 % / 365
    assert "médiateur" not in lu


def test_contre_un_consommateur_la_lettre_ne_parle_que_de_l_interet_legal():
    mediateur = {"nom": "Médiation B", "site": "www.mediation.example"}
    lu = lue(debiteur=CONSOMMATEUR, creancier={"mediateur": mediateur})
    assert "441-10" not in lu
    assert "indemnité" not in lu
    assert "pénalité" not in lu.lower()
    assert "le principal portera intérêt au taux légal (2,75 % l’an" in lu
    assert "Si vous contestez cette somme" in lu
    assert "Médiation B, www.mediation.example" in lu
    assert "Madame," in lu


def test_contre_une_personne_publique_la_lettre_suit_la_commande_publique():
    public = {
        "type": "personne_publique",
        "qualite": "personne_publique",
        "regime": "ccp",
        "denomination": "Commune de Valmont",
        "comptable": "Trésorerie de Valmont",
    }
    lu = lue(debiteur=public)
    assert "de plein droit et sans autre formalité" in lu
    assert "quarante-cinq jours après la mise en paiement du principal" in lu
    assert "Copie\t: Trésorerie de Valmont" in lu
    assert "441-10" not in lu
    assert "injonction" not in lu


def test_un_artisan_ecrit_je():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387", "commercant": False}  # fmt: skip
    lu = lue(creancier=ei)
    assert "je vous mets en demeure" in lu
    assert "Karim Belhadj EI" in lu
    assert not re.search(r"\b(nous|nos)\b", lu.replace("Nos références", ""))


def test_une_facture_soldee_ne_figure_pas_dans_la_lettre():
    factures = [
        *brut()["factures"],
        {"numero": "F0", "date": "2026-08-01", "echeance": "2026-09-01", "montant_ttc": "77.00"},
    ]
    paiement = {"date": "2026-08-20", "montant": "77.00", "facture": "F0"}
    lu = lue(factures=factures, paiements=[paiement])
    assert "F0" not in lu
    assert "77,00" not in lu
    assert "La facture détaillée ci-après est échue" in lu


def test_un_taux_convenu_ne_se_dit_pas_supletif_et_le_plancher_ne_s_avoue_pas():
    lu = lue(conditions={"penalites": {"mode": "convenu", "taux": "5.00"}})
    assert "taux convenu entre les parties, soit 5,00 % l’an." in lu
    assert "plancher" not in lu
    assert "Banque centrale" not in lu
    releve = {"mode": "convenu", "taux": "5.00", "sous_plancher": "plancher"}
    assert "taux indiqué sur chaque ligne" in lue(conditions={"penalites": releve})


def test_les_envois_precedents_sont_rappeles_et_eux_seuls():
    envois = [
        {"niveau": "relance-courtoise", "date": "2026-10-10", "canal": "courriel"},
        {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar",
         "numero_suivi": "1A 2", "recu_le": "2026-10-22"},
        {"niveau": "seconde-relance", "date": "2026-12-01", "canal": "lettre"},
    ]  # fmt: skip
    lu = lue(envois=envois)
    assert "malgré le courriel du 10 octobre 2026." in lu
    assert "la lettre recommandée du 20 octobre 2026 (n° 1A 2), reçue le 22 octobre 2026 ;" in lu
    assert "décembre 2026" not in lu.replace("8 décembre 2026", "")


def test_sans_iban_la_lettre_demande_un_cheque():
    lu = lue(creancier={"iban": None})
    assert "Chèque à l’ordre de\tSARL Ateliers Vasseur" in lu
    assert "IBAN" not in lu


def test_une_creance_contestee_ou_solidaire_est_dite():
    lu = lue(contestation={"date": "2026-11-01", "motif": "malfaçon.\n"})
    assert "vous avez contesté cette créance au motif suivant : « malfaçon »." in lu
    codebiteur = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "solidaire": True,
                  "adresse": brut()["debiteur"]["adresse"]}  # fmt: skip
    assert "solidairement avec Léo Morel" in lue(codebiteurs=[codebiteur])


@pytest.mark.parametrize("canal", ["lrar", "lettre", "remise"])
def test_le_canal_choisi_est_imprime(canal):
    libelles = {
        "lrar": "Lettre recommandée avec demande d’avis de réception",
        "lettre": "Lettre simple",
        "remise": "Remise en main propre contre décharge",
    }
    lettre = compose(dossier(), PACK, JOUR, canal=canal)
    assert f"Envoi\t: {libelles[canal]}" in normaliser(texte(lettre.docx()))


def test_un_canal_etranger_au_pack_est_une_erreur_de_l_appelant():
    with pytest.raises(ValueError, match=r"appel.*, qui a lrar, lre.* et "):
        compose(dossier(), PACK, JOUR, canal="appel")


def test_les_mots_interdits_ne_comptent_pas_dans_les_donnees():
    lu = lue(debiteur={"adresse": {"lignes": ["3 rue du Commandement"]}})
    assert "rue du Commandement" in lu


def test_le_meme_dossier_donne_les_memes_octets():
    premiere, seconde = (compose(dossier(), PACK, JOUR).docx() for _ in range(2))
    assert premiere == seconde


def test_aucune_balise_du_modele_ne_reste_dans_la_lettre():
    with zipfile.ZipFile(io.BytesIO(compose(dossier(), PACK, JOUR).docx())) as archive:
        for nom in archive.namelist():
            if nom.endswith(".xml"):
                contenu = archive.read(nom).decode("utf-8")
                assert "{{" not in contenu
                assert "{%" not in contenu


def test_un_logo_illisible_se_signale_et_la_lettre_s_ecrit(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"pas une image")
    etude = load_dossier(brut(creancier={"logo": "logo.png"}), base=tmp_path)
    constats = compose(etude, PACK, JOUR).rapport.constats
    assert "IMAGE_ILLISIBLE" in {c.code for c in constats}


def test_un_lien_symbolique_ne_sort_pas_du_dossier(tmp_path):
    dehors = tmp_path / "dehors.png"
    dehors.write_bytes((SAMPLES / "societe-a-societe" / "logo.png").read_bytes())
    base = tmp_path / "base"
    base.mkdir()
    (base / "logo.png").symlink_to(dehors)
    etude = load_dossier(brut(creancier={"logo": "logo.png"}), base=base)
    constats = compose(etude, PACK, JOUR).rapport.constats
    assert "IMAGE_ILLISIBLE" in {c.code for c in constats}


def test_un_refus_dit_tout_et_survit_au_passage_d_un_processus():
    with pytest.raises(LettreRefusee) as refus:
        compose(dossier(creancier={"siren": None, "rcs": None}), PACK, JOUR)
    copie = pickle.loads(pickle.dumps(refus.value))  # noqa: S301
    assert copie.as_dict() == refus.value.as_dict()
    assert str(copie).count("\n  - ") == 2


def test_importer_le_paquet_ne_charge_rien_de_lourd():
    code = (
        "import sys, courriers; lourds = {'docxtpl', 'weasyprint', 'pydantic', 'click', 'lxml'};"
        "print(sorted(lourds & set(sys.modules)))"
    )
    sortie = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=RACINE
    )
    assert sortie.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("paye", "attendu"),
    [
        (None, "les intérêts moratoires et l’indemnité forfaitaire au plus tard quarante-cinq"),
        ("60.00", "; les intérêts moratoires au plus tard quarante-cinq jours"),
        ("1000.00", None),
    ],
)
def test_la_commande_publique_laisse_quarante_cinq_jours_a_ce_qui_reste_d_accessoires(
    paye, attendu
):
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip
    conditions = {"imputation": "capital_d_abord" if paye == "1000.00" else "accessoires_d_abord"}
    paiements = [] if paye is None else [
        {"date": "2026-11-20", "montant": paye, "facture": "F1"}
    ]  # fmt: skip
    cas = dossier(debiteur=public, paiements=paiements, conditions=conditions)
    lu = normaliser(texte(compose(cas, pack_livre("mise-en-demeure"), JOUR).docx()))
    if attendu is None:  # the principal is paid: the accessories have their own delay
        attendu = "ou, s’il expire après cette date, à la fin du délai de quarante-cinq jours"
    assert attendu in lu
