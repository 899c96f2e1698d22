"""Small tables an office keeps: what to leave alone, what came back."""

import json
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.constats import Code
from courriers.erreurs import CourriersError
from courriers.lot.evenements import LettreEcrite, Retour, Retrait
from courriers.lot.exclusions import exclure, lire_exclusions
from courriers.lot.journal import ajouter
from courriers.lot.marques import marque_du_nom
from courriers.lot.memoire import Memoire
from courriers.lot.retours import lire_retours
from courriers.lot.sources.dossiers import un_dossier
from fabrique import RACINE, SAMPLES, brut

LETTRES = [
    LettreEcrite(reference="R-1", pack="relance-courtoise", au=date(2026, 9, 1), canal="lettre"),
    LettreEcrite(reference="R-1", pack="mise-en-demeure", au=date(2026, 10, 1), canal="lrar"),
    LettreEcrite(reference="R-2", pack="mise-en-demeure", au=date(2026, 10, 1), canal="lrar"),
    LettreEcrite(reference="R-3", pack="relance-courtoise", au=date(2026, 10, 1), canal="lettre"),
]


QUI_MANQUE = {"reference": "R-7", "pack": "mise-en-demeure", "au": date(2026, 10, 1)}


@pytest.fixture
def lettres(tmp_path):
    ajouter(tmp_path / "lettres", LETTRES)
    return tmp_path / "lettres"


def table(chemin, texte, codage="utf-8"):
    chemin.write_bytes(texte.encode(codage))
    return chemin


def noter(fichier, lettres):
    notes = list(lire_retours(fichier, lettres))
    ajouter(lettres, [n.evenement for n in notes if n.evenement is not None])
    return notes


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_des_accuses_completent_la_derniere_lettre_de_chacun(tmp_path, lettres, codage):
    fichier = table(
        tmp_path / "r.csv",
        "Réf.;N° LRAR;Présenté le;Reçu le;Motif de retour\n"
        "R-1;2C 147 123;02/10/2026;03/10/2026;\n"
        "R-2;2C 147 124;;;Pli avisé et non réclamé\n",
        codage,
    )
    assert [n.constat for n in noter(fichier, lettres)] == [None, None]
    memoire = Memoire([lettres])
    relance, demeure = memoire.envois("R-1")
    assert relance.recu_le is None
    assert (demeure.numero_suivi, demeure.presente_le, demeure.recu_le) == (
        "2C\u00a0147\u00a0123", date(2026, 10, 2), date(2026, 10, 3)
    )  # fmt: skip
    assert memoire.envois("R-2")[0].retour == "non_reclame"


def test_un_classeur_se_lit_de_meme_et_le_numero_seul_retrouve_sa_lettre(tmp_path, lettres):
    noter(table(tmp_path / "a.csv", "reference;numero de suivi\nR-2;1A 22\n"), lettres)
    classeur = openpyxl.Workbook()
    for ligne in (["Accusés de novembre"], [], ["Numéro de suivi", "Distribuée le"],
                  ["1a22", date(2026, 10, 5)]):  # fmt: skip
        classeur.active.append(ligne)
    classeur.save(tmp_path / "r.xlsx")
    (note,) = noter(tmp_path / "r.xlsx", lettres)
    assert note.phrase == "R-2  mise-en-demeure du 01/10/2026  numéro 1a22, reçue le 05/10/2026"
    assert Memoire([lettres]).envois("R-2")[0].recu_le == date(2026, 10, 5)


def test_noter_deux_fois_ne_change_rien(tmp_path, lettres):
    fichier = table(tmp_path / "r.csv", "référence,reçue le\nR-1,03/10/2026\nR-1,03/10/2026\n")
    assert [n.evenement is None for n in noter(fichier, lettres)] == [False, True]
    assert [n.evenement for n in noter(fichier, lettres)] == [None, None]


def test_une_lettre_non_envoyee_n_est_plus_rappelee(tmp_path, lettres):
    fichier = table(
        tmp_path / "r.csv", "référence;lettre;retour\nR-1;relance-courtoise;non envoyée\n"
    )
    (note,) = noter(fichier, lettres)
    assert isinstance(note.evenement, Retrait)
    assert [e.niveau for e in Memoire([lettres]).envois("R-1")] == ["mise-en-demeure"]


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        ("R-9;;;", "« R-9 »"),
        ("R-1;;03/09/2026;", "précède"),
        ("R-1;;31/02/2026;", "31/02/2026"),
        ("R-1;;;perdue en mer", "retour connu"),
        ("R-1;;;distribuée", "Reçue le"),
        ("R-1;@@@;;", "numéro de suivi"),
        ("R-3;2C 147;;", "canal « lettre »"),
        ("R-1;;;", "ne dit rien"),
        (";ZZ1;03/10/2026;", "ce numéro"),
    ],
)
def test_une_ligne_fautive_est_dite_a_sa_place_et_les_autres_passent(tmp_path, lettres, ligne, dit):
    fichier = table(
        tmp_path / "r.csv", f"Référence;N° LRAR;Reçue le;Retour\n{ligne}\nR-2;;03/10/2026;\n"
    )
    mauvaise, bonne = noter(fichier, lettres)
    assert dit in mauvaise.constat.message.replace("\u00a0", " ")
    assert mauvaise.constat.lieu.ligne == 2
    assert bonne.evenement is not None


def test_un_numero_de_suivi_sur_une_lettre_simple_dit_que_faire(tmp_path, lettres):
    (note,) = noter(table(tmp_path / "r.csv", "Référence;N° LRAR\nR-3;2C 147\n"), lettres)
    assert "Videz cette cellule" in note.constat.conseil
    assert "non envoyée" in note.constat.conseil


def test_chaque_retour_que_dit_l_erreur_est_dit_par_l_aide_et_par_le_guide(tmp_path, lettres):
    (note,) = noter(table(tmp_path / "r.csv", "Référence;Retour\nR-1;perdue\n"), lettres)
    dits = note.constat.message.partition("connu")[2].strip("\u00a0: .").replace(" ou ", ", ")
    aide = " ".join(CliRunner().invoke(courriers, ["noter", "--help"]).stdout.split())
    guide = (RACINE / "docs/guide-des-sources.md").read_text(encoding="utf-8")
    guide = guide.replace("\u00a0", " ")
    retours = next(ligne for ligne in guide.splitlines() if ligne.startswith("« Retour »"))
    for dit in dits.split(", "):
        assert dit in aide.partition("« Retour » (")[2].partition(")")[0]
        assert dit in retours


def test_une_lettre_retiree_ne_recoit_plus_rien_et_se_retire_une_seule_fois(tmp_path, lettres):
    texte = "Réf.;Reçue le;Retour\nR-1;05/09/2026;\nR-1;;non envoyée\n"
    fichier = table(tmp_path / "r.csv", texte)
    recue, retiree = noter(fichier, lettres)
    assert (recue.evenement.pack, retiree.evenement.pack) == (
        "relance-courtoise",
        "mise-en-demeure",
    )
    encore = noter(fichier, lettres)
    assert [n.evenement for n in encore] == [None, None]
    ajouter(lettres, [LETTRES[1]])  # written again: it may be withdrawn again
    assert [n.evenement is None for n in noter(fichier, lettres)] == [True, False]


def test_l_etape_se_dit_comme_on_la_dit_et_un_jour_faux_nomme_sa_colonne(tmp_path, lettres):
    fichier = table(
        tmp_path / "r.csv",
        "Référence;Lettre;Présentée le;Reçue le\nr-1;Relance courtoise;;04/09/2026\n"
        "R-2;;03/10/2026;02/10/2026\n",
    )
    bonne, mauvaise = noter(fichier, lettres)
    assert (bonne.evenement.reference, bonne.evenement.pack) == ("R-1", "relance-courtoise")
    assert mauvaise.constat.lieu.cellule == "colonne «\u00a0Reçue le\u00a0»"
    assert "avant d’être présentée" in mauvaise.constat.message


def deux_creanciers(lettres, jours=(1, 5)):
    """R-4 is a case of two creditors; a SIREN and a name tell them apart."""
    for nom, le in zip(("841203573", "Étude Martin"), jours, strict=True):
        ajouter(lettres, [LettreEcrite(reference="R-4", creancier=marque_du_nom(nom), canal="lrar",
                                       au=date(2026, 10, le), pack="mise-en-demeure")])  # fmt: skip


def test_une_reference_de_deux_creanciers_est_refusee_tant_qu_on_ne_dit_pas_lequel(
    tmp_path, lettres
):
    deux_creanciers(lettres)
    (note,) = noter(table(tmp_path / "a.csv", "Réf.;Reçue le\nR-4;07/10/2026\n"), lettres)
    assert "deux créanciers" in note.constat.message
    assert "« Créancier »" in note.constat.conseil
    fichier = table(
        tmp_path / "b.csv",
        "Réf.;Créancier;N° LRAR;Reçue le\nR-4;841 203 573;2C1;07/10/2026\n"
        "R-4;étude martin;2C2;08/10/2026\nR-4;Inconnu;;09/10/2026\n",
    )
    une, autre, inconnue = noter(fichier, lettres)
    assert une.evenement.creancier == marque_du_nom("841203573")
    assert autre.evenement.creancier == marque_du_nom("Étude Martin")
    assert "de ce créancier" in inconnue.constat.message
    recues = {e.date: e.recu_le for e in Memoire([lettres]).envois("R-4")}
    assert recues == {
        date(2026, 10, 1): date(2026, 10, 7), date(2026, 10, 5): date(2026, 10, 8)
    }  # fmt: skip
    # Its number, once known, says which it is.
    (sue,) = noter(table(tmp_path / "c.csv", "Réf.;N° LRAR;Retour\nR-4;2c1;NPAI\n"), lettres)
    assert sue.evenement.creancier == marque_du_nom("841203573")


def test_une_lettre_non_envoyee_d_un_creancier_laisse_celle_de_l_autre(tmp_path, lettres):
    deux_creanciers(lettres, jours=(1, 1))
    texte = "Réf.;SIREN du créancier;Retour\nR-4;841203573;non envoyée\nR-4;;refusée\n"
    retiree, autre = noter(table(tmp_path / "a.csv", texte), lettres)
    assert isinstance(retiree.evenement, Retrait)
    assert autre.evenement.creancier == marque_du_nom("Étude Martin")
    assert [e.retour for e in Memoire([lettres]).envois("R-4")] == ["refuse"]


@pytest.mark.parametrize(("rang", "exemplaire"), [("1", ""), ("2", "-2")])
def test_une_lettre_a_deux_cautions_se_note_par_le_rang_de_la_sienne(
    tmp_path, lettres, rang, exemplaire
):
    for copie in ("", "-2"):
        ajouter(lettres, [LettreEcrite(reference="R-5", pack="mise-en-demeure-caution",
                                       canal="lrar", exemplaire=copie,
                                       au=date(2026, 10, 1))])  # fmt: skip
    entete = "Réf.;Caution;Retour\n"
    texte = f"{entete}R-5;;NPAI\nR-5;{rang};NPAI\nR-5;3;NPAI\nR-5;Morel;NPAI\n"
    muette, dite, absente, nommee = noter(table(tmp_path / "a.csv", texte), lettres)
    assert "« Caution »" in muette.constat.conseil
    assert dite.evenement.exemplaire == exemplaire
    assert ("caution 2" in dite.phrase) == (rang == "2")
    assert "de cette caution" in absente.constat.message
    assert "rang d’une caution" in nommee.constat.message


def test_deux_etapes_d_un_meme_jour_demandent_la_colonne_lettre(tmp_path, lettres):
    ajouter(lettres, [LettreEcrite(reference="R-2", pack="mise-en-demeure-caution", canal="lrar",
                                   au=date(2026, 10, 1))])  # fmt: skip
    texte = "Réf.;Lettre;Retour\nR-2;;NPAI\nR-2;mise en demeure;NPAI\n"
    muette, dite = noter(table(tmp_path / "a.csv", texte), lettres)
    assert "« Lettre »" in muette.constat.conseil
    assert dite.evenement.pack == "mise-en-demeure"


def test_un_numero_dont_la_lettre_n_est_pas_au_journal_est_dit(tmp_path):
    ajouter(tmp_path, [Retour(**QUI_MANQUE, numero_suivi="1A 22")])
    (note,) = noter(table(tmp_path / "r.csv", "N° LRAR;Retour\n1A 22;NPAI\n"), tmp_path)
    assert "ce numéro" in note.constat.message


def test_des_exclusions_arretent_leurs_dossiers_et_eux_seuls(tmp_path):
    fichier = table(tmp_path / "x.csv", "référence;motif\n2026-0233;payé le 2 novembre\n")
    cas = [un_dossier(SAMPLES / nom) for nom in ("societe-a-societe", "organisme-public")]
    exclu, garde = exclure(cas, lire_exclusions(fichier))
    assert exclu.dossier is None
    assert "payé le 2 novembre" in str(exclu.erreur)
    assert exclu.erreur.code == "EXCLU"
    assert garde.dossier is not None
    assert list(exclure(cas, lire_exclusions(None))) == cas


def test_une_exclusion_qui_n_arrete_aucun_dossier_est_dite_a_sa_ligne(tmp_path):
    fichier = table(
        tmp_path / "x.csv", "référence;motif\n2026-0233;payé\n2O26-0233;payé\nR-1 ;litige\n"
    )
    liste = lire_exclusions(fichier)
    cas = exclure((un_dossier(SAMPLES / nom) for nom in ("societe-a-societe",)), liste)
    assert list(liste.sans_dossier()) == []
    next(cas)  # a limit stops there: what follows is not known
    assert list(liste.sans_dossier()) == []
    assert list(cas) == []
    dits = list(liste.sans_dossier())
    assert [(c.code, c.lieu.ligne) for c in dits] == [
        (Code.EXCLUSION_SANS_DOSSIER, 3), (Code.EXCLUSION_SANS_DOSSIER, 4)
    ]  # fmt: skip
    assert "« 2O26-0233 »" in dits[0].message.replace("\u00a0", " ")
    assert {c.lieu.fichier for c in dits} == {str(fichier)}


def test_une_exclusion_ne_tient_pas_aux_capitales(tmp_path):
    dossier = tmp_path / "d.json"
    dossier.write_text(json.dumps(brut(reference="Dupont-C14")), encoding="utf-8")
    fichier = table(tmp_path / "x.csv", "référence;motif\n DUPONT-c14 ;litige\n")
    (exclu,) = exclure([un_dossier(dossier)], lire_exclusions(fichier))
    assert exclu.dossier is None


def test_une_exclusion_sans_reference_arrete_tout(tmp_path):
    fichier = table(tmp_path / "x.csv", "référence;motif\n;payé\nR-1;litige\n;NPAI\n")
    with pytest.raises(CourriersError) as refus:
        lire_exclusions(fichier)
    assert [c.lieu.ligne for c in refus.value.constats] == [2, 4]


@pytest.mark.parametrize("contenu", ["", "a;b\n1;2\n", "\0\0\0", "<html>"])
def test_une_liste_qui_n_en_est_pas_une_est_dite(tmp_path, contenu):
    fichier = table(tmp_path / "x.csv", contenu)
    with pytest.raises(CourriersError, match=r"x\.csv"):
        lire_exclusions(fichier)
