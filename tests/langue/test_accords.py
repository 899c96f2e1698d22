"""Names inside a sentence: their article, and what « de » and « à » make of it."""

import pytest

from courriers.langue.accords import a, complement, dans_la_phrase, designation, nom_postal
from fabrique import dossier


def partie(**champs):
    return dossier(creancier=champs).creancier


def public(nom):
    return partie(type="personne_publique", regime="civil", denomination=nom)


def association(nom):
    return partie(type="association", denomination=nom)


@pytest.mark.parametrize(
    ("nom", "dit", "de", "au"),
    [
        ("Commune de Valmont", "la commune de Valmont", "de la commune de Valmont",
         "à la commune de Valmont"),
        ("Département de la Drôme", "le département de la Drôme", "du département de la Drôme",
         "au département de la Drôme"),
        ("Office public de l’habitat", "l’office public de l’habitat",
         "de l’office public de l’habitat", "à l’office public de l’habitat"),
        ("Métropole de Lyon", "la métropole de Lyon", "de la métropole de Lyon",
         "à la métropole de Lyon"),
        ("École nationale des chartes", "l’école nationale des chartes",
         "de l’école nationale des chartes", "à l’école nationale des chartes"),
        ("État", "l’État", "de l’État", "à l’État"),
        ("Lycée Champollion", "le lycée Champollion", "du lycée Champollion",
         "au lycée Champollion"),
        ("COMMUNE DE GEX", "la COMMUNE DE GEX", "de la COMMUNE DE GEX", "à la COMMUNE DE GEX"),
        ("Valmont", "Valmont", "de Valmont", "à Valmont"),  # no common noun
        ("Communes forestières", "Communes forestières", "de Communes forestières",
         "à Communes forestières"),
    ],
)  # fmt: skip
def test_une_personne_publique_prend_l_article_de_son_nom_commun(nom, dit, de, au):
    assert dans_la_phrase(public(nom)) == dit
    assert complement(public(nom)) == de
    assert a(dans_la_phrase(public(nom))) == au


@pytest.mark.parametrize(
    ("nom", "dit", "de"),
    [
        ("Les Amis du Lac", "l’association Les Amis du Lac", "de l’association Les Amis du Lac"),
        ("Comité des fêtes", "l’association Comité des fêtes", "de l’association Comité des fêtes"),
        ("Association sportive de Gex", "l’Association sportive de Gex",
         "de l’Association sportive de Gex"),
        ("L’Association des parents", "l’Association des parents",
         "de l’Association des parents"),
        ("ASSOCIATION SPORTIVE", "l’ASSOCIATION SPORTIVE", "de l’ASSOCIATION SPORTIVE"),
    ],
)  # fmt: skip
def test_une_association_se_dit_au_singulier(nom, dit, de):
    assert dans_la_phrase(association(nom)) == dit
    assert complement(association(nom)) == de


@pytest.mark.parametrize("forme", ["GIE", "GEIE", "GFA", "GFR", "GIP", "GAEC"])
def test_un_groupement_est_masculin(forme):
    groupement = partie(
        type="societe", denomination="Dupont", forme_juridique=forme, capital=None, rcs=None
    )
    assert dans_la_phrase(groupement) == f"le {forme} Dupont"
    assert complement(groupement) == f"du {forme} Dupont"


def test_l_adresse_et_l_entete_gardent_le_nom_tel_qu_il_est():
    for qui, nom in (
        (public("Commune de Valmont"), "Commune de Valmont"),
        (association("Les Amis du Lac"), "Les Amis du Lac"),
    ):
        assert nom_postal(qui) == designation(qui) == nom
