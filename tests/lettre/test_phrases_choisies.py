"""What the author of a template chose to say in every letter, and what still stops one."""

import datetime

import pytest

from courriers import compose, load_dossier
from courriers.constats import Code, Gravite
from courriers.document.texte import texte
from courriers.erreurs import LettreRefusee
from courriers.lettre.controle import check_pack, controler
from fabrique import SAMPLES, docx, modele, p

JOUR = datetime.date(2026, 11, 23)
PHRASE = "Décompte arrêté au {{ date }}"


def ecrite(tmp_path, ajout):
    """The letter of a template where *ajout* stands for one of its sentences."""
    pack = modele(tmp_path, PHRASE, ajout, "mise-en-demeure", "lettre.docx")
    return compose(load_dossier(SAMPLES / "societe-a-societe" / "dossier.json"), pack, JOUR)


@pytest.mark.parametrize(
    ("tape", "imprime"),
    [
        ("L'avis : voir l'annexe !", "L’avis\u00a0: voir l’annexe\u00a0!"),
        ("Article L. 111-8. Puis la suite.", "Article L.\u00a0111-8. Puis la suite."),
        ("Un mot.  Un autre mot.", "Un mot. Un autre mot."),
        ("La loi du 6 juillet 1989 le dit.", "La loi du 6 juillet 1989 le dit."),
    ],
)
def test_les_signes_sont_mis_comme_il_faut_et_la_loi_citee_est_admise(tmp_path, tape, imprime):
    assert imprime in texte(ecrite(tmp_path, f"{PHRASE}. {tape}").docx())


@pytest.mark.parametrize("tape", ["Payé le 6 juillet 1989.", "La loi du 6 juillet 2089 le dit."])
def test_une_date_qui_n_est_d_aucun_texte_en_vigueur_arrete_la_lettre(tmp_path, tape):
    with pytest.raises(LettreRefusee, match="ne vient pas du dossier"):
        ecrite(tmp_path, f"{PHRASE}. {tape}")


def test_un_tiret_court_dans_une_rangee_qui_porte_une_somme_arrete_la_lettre(tmp_path):
    pack = modele(tmp_path, "Principal restant dû", "Principal restant dû - net",
                  "mise-en-demeure", "lettre.docx")  # fmt: skip
    cas = load_dossier(SAMPLES / "societe-a-societe" / "dossier.json")
    with pytest.raises(LettreRefusee):  # its row holds a sum
        compose(cas, pack, JOUR)


def test_un_commentaire_a_nous_n_est_pas_une_faute_et_celui_d_un_autre_en_est_une():
    from courriers.document.commentaires import Annotation, annoter

    note = Annotation("Écrivez {{ date }}", "corps", 1, None)
    fichier = docx(p("Bonjour."))
    assert controler(annoter(fichier, [note])) == ()
    autre = controler(annoter(fichier, [note], auteur="Me Lefèvre"))
    assert Code.COMMENTAIRE_LAISSE in {c.code for c in autre}


def test_une_mention_otee_est_dite_une_fois_avec_son_fichier(tmp_path):
    pack = modele(
        tmp_path, "la juridiction compétente", "le juge", "mise-en-demeure", "lettre.docx"
    )
    fautes = [c for c in check_pack(pack).constats if c.gravite is Gravite.ERREUR]
    assert [c.code for c in fautes] == [Code.MENTION_MANQUANTE]
    assert fautes[0].lieu.fichier.endswith("lettre.docx")
