"""``courriers.toml``: every fault at once, in French, with its place."""

from decimal import Decimal

import pytest

from courriers import Bareme
from courriers.droit.semestre import Semestre
from courriers.erreurs import ConfigurationInvalide
from courriers.lot.configuration import load_configuration, load_papier, trouver
from document.cabinets import Cabinet

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
        ("[papier]\n", "papier.modele"),
        ('[papier]\nmodele = "a.docx"\nhaut = 45', "preimprime"),
        ('[papier]\nmodele = "preimprime"\nhaut = 121', "papier.haut"),
        ('[papier]\nmodele = "preimprime"\nbas = -1', "papier.bas"),
        ('[papier]\nmodele = "preimprime"\nexpediteur = "lettre"', "porte lui-même"),
        ('[papier]\nmodele = "a.docx"\nexpediteur = "non"', "papier.expediteur"),
        ('[papier]\nmodel = "a.docx"', "Vouliez-vous dire « modele »"),
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


# --- Papier ---------------------------------------------------------------------------------


def test_le_papier_se_lit_a_cote_du_fichier_d_ou_qu_on_soit(tmp_path, monkeypatch):
    (tmp_path / "modeles").mkdir()
    (tmp_path / "modeles" / "cabinet.docx").write_bytes(Cabinet().octets())
    fichier = _fichier(tmp_path, '[papier]\nmodele = "modeles/cabinet.docx"\nexpediteur = "papier"')
    monkeypatch.chdir(tmp_path / "modeles")
    papier = load_papier(fichier)
    assert papier.expediteur
    assert not papier.est_preimprime


def test_le_papier_pre_imprime_a_ses_blancs(tmp_path):
    papier = load_papier(_fichier(tmp_path, '[papier]\nmodele = "preimprime"\nhaut = 60'))
    assert (papier.est_preimprime, papier.haut, papier.bas) == (True, 60.0, 20.0)


def test_sans_papier_il_n_y_en_a_pas(tmp_path):
    assert load_papier(_fichier(tmp_path, BON)) is None


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (None, "n’existe pas"),
        (b"GIF89a", "pas un fichier Word"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), ".doc"),
        (Cabinet(paysage=True).octets(), "A4"),
    ],
)
def test_un_papier_qui_ne_va_pas_nomme_les_deux_fichiers(tmp_path, octets, dit):
    if octets is not None:
        (tmp_path / "cabinet.docx").write_bytes(octets)
    fichier = _fichier(tmp_path, '[papier]\nmodele = "cabinet.docx"')
    with pytest.raises(ConfigurationInvalide) as refus:
        load_papier(fichier)
    for attendu in (dit, "cabinet.docx", "courriers.toml, [papier]"):
        assert attendu in str(refus.value)
