"""Proof-reading finds what a wrong template would let through."""

import io
import shutil
import zipfile

import pytest

from courriers import LettreRefusee, compose, load_pack
from fabrique import CONSOMMATEUR, JOUR, RACINE, dossier

MODELE = RACINE / "templates" / "mise-en-demeure"


def pack_modifie(tmp_path, ancien, nouveau):
    """The built-in pack with one change in its Word file."""
    repertoire = tmp_path / "mise-en-demeure"
    shutil.copytree(MODELE, repertoire)
    with zipfile.ZipFile(MODELE / "lettre.docx") as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres["word/document.xml"].decode("utf-8")
    assert ancien in corps
    membres["word/document.xml"] = corps.replace(ancien, nouveau).encode()
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    (repertoire / "lettre.docx").write_bytes(tampon.getvalue())
    return load_pack("mise-en-demeure", modeles=tmp_path)


@pytest.mark.parametrize(
    ("ancien", "nouveau", "motif"),
    [
        ("{{ total.en_lettres }}", "{{ principal.en_lettres }}", "ne disent pas la même somme"),
        ("{{ total.en_lettres }}", "mille euros", "ne disent pas la même somme"),
        ("{{ total.en_lettres }}", "mille cinquante huit euros et un centime", "n’est pas l’orth"),
        ("{{ ligne.montant }}", "10,00 €", "ne reproduit pas les lignes"),
        ("{{ ligne.montant }}", "", "ne reproduit pas les lignes"),
        ("{{ ligne.libelle }}", "Facture", "ne reproduit pas les lignes"),
        ("{{ total.en_chiffres }}", "{{ principal.en_chiffres }}", "en chiffres"),
        ("en demeure de payer la somme de", "en attente de la somme de", "manque"),
        ("juridiction compétente", "juridiction compétente, ou une saisie", "« saisie »"),
        ("juridiction compétente", "justice par huissier", "« huissier »"),
        ("{{ debiteur.appel }},", "{{ '{' }}{{ '{' }} debiteur.appel,", "balise abîmée"),
        ("la somme de {{ total", "la somme de 5 {{ total", "ne vient pas du décompte"),
        ("Modalités de paiement", "Frais : 12,00 €", "12,00 € » ne vient pas du décompte"),
        ("{{ expediteur.iban }}", "FR76 1027 8060 0100 0203 4561 195", "pas l’IBAN où payer"),
        ("au plus tard le {{ date_limite }}", "au plus tard le 1er janvier 1990", "date limite"),
    ],
)
def test_une_lettre_fausse_est_refusee(tmp_path, ancien, nouveau, motif):
    pack = pack_modifie(tmp_path, ancien, nouveau)
    with pytest.raises(LettreRefusee, match=motif) as refus:
        compose(dossier(), pack, JOUR)
    assert refus.value.code == "RELECTURE"


def test_une_indemnite_contre_un_consommateur_est_refusee(tmp_path):
    pack = pack_modifie(
        tmp_path, "Modalités de paiement", "Modalités de paiement, indemnité comprise"
    )
    assert compose(dossier(), pack, JOUR)
    with pytest.raises(LettreRefusee, match="« indemnité »"):
        compose(dossier(debiteur=CONSOMMATEUR), pack, JOUR)


@pytest.mark.parametrize("pack", ["mise-en-demeure", "petites-creances"])
@pytest.mark.parametrize("reference", ["CLI-2026-06-15", "2026-09-01/A"])
def test_une_reference_qui_contient_une_date_n_en_dit_aucune(pack, reference):
    fondement = {"fondement": "devis n° 7"}
    cas = dossier(reference=reference, debiteur=CONSOMMATEUR, conditions=fondement)
    assert compose(cas, load_pack(pack), JOUR).somme > 0
