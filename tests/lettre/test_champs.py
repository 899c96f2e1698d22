"""The contract of the fields, held against what the program prints, the templates and the guide."""

import importlib.util
import re
from collections import defaultdict

import jinja2
import pytest
from jinja2 import nodes

from courriers.document.environnement import FILTRES_JINJA, Environnement
from courriers.document.gabarit import Gabarit
from courriers.document.image import Image
from courriers.document.texte import parties
from courriers.lettre import champs as module
from courriers.lettre import contexte as fabrique_de_contextes
from courriers.lettre.champs import FILTRES, champs, chapitres, filtres, search
from courriers.lettre.parties import Libres
from fabrique import RACINE
from lettre.contextes import chemins, contextes, ordinaire

GABARITS = sorted((RACINE / "templates").glob("*/*.docx"))
TYPES = {
    "texte": str,
    "oui ou non": bool,
    "image": Image,
    "groupe": dict,
    "liste": list,
    "libre": Libres,
}


@pytest.fixture(scope="module")
def vus():
    """What each path is, in every context: the values, with where they were met."""
    resultat = defaultdict(list)
    for ou, valeurs in contextes():
        for nom, valeur in chemins(valeurs):
            resultat[nom].append((valeur, ou))
    return resultat


# --- Le contrat et ce que le programme imprime ------------------------------------------------


def test_le_contrat_nomme_chaque_champ_et_chaque_champ_du_contrat_existe(vus):
    assert set(vus) - set(champs()) == set()
    assert set(champs()) - set(vus) == set()


def test_chaque_champ_est_du_genre_que_dit_le_contrat(vus):
    for nom, champ in champs().items():
        for valeur, ou in vus[nom]:
            if champ.genre == "groupe" and valeur is None:
                continue
            if champ.genre == "image" and valeur == "":
                continue
            assert type(valeur) is TYPES[champ.genre], (nom, ou)


def _est_vide(champ, valeur):
    return champ.genre not in ("oui ou non", "libre") and not valeur


def test_un_champ_qui_n_est_jamais_vide_ne_l_est_jamais(vus):
    for nom, champ in champs().items():
        if not champ.vide:
            assert [ou for valeur, ou in vus[nom] if _est_vide(champ, valeur)] == [], nom


def test_un_champ_qui_peut_etre_vide_l_est_quelque_part_et_ne_l_est_pas_partout(vus):
    for nom, champ in champs().items():
        vides = {_est_vide(champ, valeur) for valeur, _ in vus[nom]}
        assert False in vides, nom
        if champ.vide and champ.genre != "libre":
            assert True in vides, nom


def test_un_texte_libre_que_le_dossier_ne_donne_pas_est_vide(vus):
    libres = [champ for champ in champs().values() if champ.genre == "libre"]
    assert libres
    for champ in libres:
        assert champ.vide
        assert vus[champ.nom][0][0]["jamais_donne"] == ""


def test_un_oui_ou_non_est_oui_quelque_part_et_non_ailleurs(vus):
    """But for a sum that is never zero where its group is there."""
    constants = {
        "paiement.recu.est_nulle",
        "reglement.recu.est_nulle",
        "reglement.renonciation.est_nulle",
    }
    for nom, champ in champs().items():
        if champ.genre == "oui ou non":
            attendu = {False} if nom in constants else {True, False}
            assert {valeur for valeur, _ in vus[nom]} == attendu, nom


def test_chaque_exemple_est_imprime_par_une_lettre(vus):
    for nom, champ in champs().items():
        if champ.genre in ("groupe", "liste", "image"):
            assert champ.exemple == "", nom
            continue
        if champ.genre == "oui ou non":
            dits = {"oui" if valeur else "non" for valeur, _ in vus[nom]}
        elif champ.genre == "libre":
            dits = {texte for valeur, _ in vus[nom] for texte in valeur.values()}
        else:
            dits = {valeur for valeur, _ in vus[nom]}
        if champ.exemple.endswith("…"):
            dits = {f"{dit[: len(champ.exemple) - 1]}…" for dit in dits}
        assert champ.exemple in dits, nom


def test_le_motif_d_une_contestation_qui_n_a_que_des_points_est_garde(vus):
    assert "..." in {valeur for valeur, _ in vus["contestation.motif"]}


# --- Sa forme ---------------------------------------------------------------------------------


def test_chaque_champ_est_sous_un_groupe_ou_une_liste_du_contrat():
    noms = [champ.nom for chapitre in chapitres() for champ in chapitre.champs]
    assert len(noms) == len(set(noms)) == len(champs())
    for nom in noms:
        parent = re.sub(r"(\.\w+|\[\])$", "", nom)
        if parent != nom:
            assert champs()[parent.removesuffix("[]")].genre in ("groupe", "liste"), nom


@pytest.mark.parametrize("champ", champs().values(), ids=lambda c: c.nom)
def test_chaque_champ_a_un_sens_dit_en_francais(champ):
    assert champ.genre in TYPES
    assert len(champ.sens) > 5
    for texte in (champ.sens, champ.vide):
        assert not texte.endswith(".")
        assert "'" not in texte
        assert not re.search(r" [:;?!»]|« ", texte), "espace insécable"
    assert champ.vide != "jamais"
    if champ.genre == "oui ou non":
        assert champ.vide == ""
    if champ.genre == "image":
        assert champ.vide


def test_le_contrat_ne_se_modifie_pas():
    with pytest.raises(TypeError):
        champs()["zorglub"] = champs()["date"]
    assert champs() is champs()


def test_ce_qui_fait_les_contextes_reste_importable_du_contrat():
    assert module.contexte is fabrique_de_contextes.contexte
    with pytest.raises(AttributeError):
        module.zorglub  # noqa: B018


# --- Les filtres ------------------------------------------------------------------------------


def test_chaque_filtre_est_au_contrat():
    assert set(filtres()) == {*FILTRES, *FILTRES_JINJA}


@pytest.mark.parametrize("filtre", filtres().values(), ids=lambda f: f.nom)
def test_l_exemple_d_un_filtre_dit_vrai(filtre):
    balise, resultat = re.fullmatch(r"(\{\{.+\}\}) → «\u00a0(.+)\u00a0»", filtre.exemple).groups()
    assert f"|{filtre.nom}" in balise
    environnement = Environnement(FILTRES)
    assert environnement.from_string(balise).render(ordinaire()) == resultat


# --- Les modèles ------------------------------------------------------------------------------


class Visite:
    """The paths of the contract that a template names, its loop variables resolved."""

    def __init__(self, source):
        self.chemins = set()
        self.voir(jinja2.Environment().parse(source), {"loop": None})  # noqa: S701 – read only

    def voir(self, noeud, portee):
        if isinstance(noeud, nodes.For):
            liste = self.chemin(noeud.iter, portee)
            self.chemins.add(liste)
            dedans = {**portee, noeud.target.name: f"{liste}[]"}
            for enfant in (*noeud.body, *noeud.else_):
                self.voir(enfant, dedans)
            return
        if isinstance(noeud, nodes.Name | nodes.Getattr | nodes.Getitem):
            if trouve := self.chemin(noeud, portee):
                self.chemins.add(trouve)
            return
        for enfant in noeud.iter_child_nodes():
            self.voir(enfant, portee)

    def chemin(self, noeud, portee):
        if isinstance(noeud, nodes.Name):
            return portee.get(noeud.name, noeud.name)
        debut = self.chemin(noeud.node, portee)
        if isinstance(noeud, nodes.Getitem):
            assert isinstance(noeud.arg.value, int)
            return debut and f"{debut}[]"
        return debut and f"{debut}.{noeud.attr}"


def _nommes(fichier):
    for partie in parties(fichier):
        source = re.sub(r"\{%(?:p|tr|tc|r) ", "{% ", "\n".join(partie.lignes))
        yield from Visite(source.replace("\u00a0", " ")).chemins


def _au_contrat(nom):
    parent, _, _ = nom.rpartition(".")
    return nom in champs() or (parent in champs() and champs()[parent].genre == "libre")


@pytest.mark.parametrize("fichier", GABARITS, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_chaque_champ_d_un_modele_livre_est_au_contrat(fichier):
    noms = set(_nommes(fichier)) | Gabarit.load(fichier, filtres=FILTRES).images
    assert len(noms) > 10
    assert [nom for nom in sorted(noms) if not _au_contrat(nom)] == []


# --- Le guide ---------------------------------------------------------------------------------


def test_le_guide_est_celui_du_contrat():
    """Or « make guide » is to be run again."""
    lieu = importlib.util.spec_from_file_location("guide", RACINE / "bench" / "guide.py")
    guide = importlib.util.module_from_spec(lieu)
    lieu.loader.exec_module(guide)
    texte = guide.GUIDE.read_text(encoding="utf-8")
    assert guide.guide(texte) == texte
    zone = texte.split("<!-- champs -->")[1].split("<!-- /champs -->")[0]
    lus = re.findall(r"^\| `([^`]+)` \|", zone, re.MULTILINE)
    assert lus == list(champs())


# --- La recherche -----------------------------------------------------------------------------


def _trouves(motif):
    return [champ.nom for chapitre in search(motif)[0] for champ in chapitre.champs]


@pytest.mark.parametrize(
    ("motif", "nom"),
    [
        ("echeancier.prochaine", "echeancier.prochaine.date"),
        ("ÉCHÉANCIER accord", "echeancier.date"),
        ("factures.numero", "factures[].numero"),
        ("l'acte de cautionnement", "caution.acte_du"),
        ("6 715,94", "somme.en_chiffres"),
        ("hélène", "expediteur.signataire.nom"),
    ],
)
def test_la_recherche_ne_tient_ni_aux_accents_ni_aux_capitales(motif, nom):
    assert nom in _trouves(motif)


def test_la_recherche_veut_tous_les_mots():
    assert _trouves("caution plafond") == ["caution.plafond"]
    assert _trouves("caution zorglub") == []
    assert _trouves("  ") == list(champs())
    assert [f.nom for f in search("majuscule")[1]] == ["capitale"]
