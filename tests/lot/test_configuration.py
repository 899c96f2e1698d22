"""``courriers.toml``: every fault at once, in French, with its place."""

from decimal import Decimal

import pytest

from courriers import Bareme
from courriers.droit.semestre import Semestre
from courriers.erreurs import ConfigurationInvalide
from courriers.lot.configuration import load_configuration, trouver

BON = """[[taux]]
semestre = "2027-S1"
bce = "2.65"
source = "bce.europa.eu"
verifie_le = 2027-01-02
"""


def _fichier(tmp_path, texte):
    (tmp_path / "courriers.toml").write_text(texte, "utf-8")
    return tmp_path / "courriers.toml"


def test_un_semestre_s_ajoute_et_le_reste_ne_change_pas(tmp_path):
    bareme = load_configuration(_fichier(tmp_path, BON)).bareme()
    assert bareme.taux_bce(Semestre(2027, 1)) == Decimal("2.65")
    assert bareme.bce[Semestre(2027, 1)].ajoutee
    assert bareme.autres == Bareme.integre().autres
    assert (
        load_configuration(_fichier(tmp_path, "")).bareme().empreinte == Bareme.integre().empreinte
    )


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (BON.replace('"2.65"', "2.65"), "taux[0].bce"),  # a float is not exact
        (BON.replace('"2.65"', '"2,65"'), "taux[0].bce"),
        (BON.replace("2027-S1", "2027-S3"), "taux[0].semestre"),
        (BON.replace('bce = "2.65"\n', ""), "aucun taux"),
        (BON.replace('source = "bce.europa.eu"\n', ""), "taux[0].source"),
        (BON + BON, "2027-S1 est donné deux fois"),
        ("tauxx = []", "Vouliez-vous dire « taux »"),
        ("[[taux]", "ligne 1"),
    ],
)
def test_une_faute_est_dite_avec_sa_place(tmp_path, texte, attendu):
    with pytest.raises(ConfigurationInvalide) as refus:
        load_configuration(_fichier(tmp_path, texte))
    assert attendu in str(refus.value)
    assert "courriers.toml" in str(refus.value)


def test_le_fichier_se_cherche_dans_le_repertoire_puis_au_dessus(tmp_path):
    dessous = tmp_path / "a" / "b"
    dessous.mkdir(parents=True)
    fichier = _fichier(tmp_path, BON)
    assert trouver(dessous) == fichier
    proche = _fichier(dessous, BON)
    assert trouver(dessous) == proche
