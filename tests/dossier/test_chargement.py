"""Reading a case: every fault at once, in French, with its path."""

import json

import pytest

from courriers import DossierInvalide, load_dossier
from courriers.dossier.base import Contexte
from courriers.dossier.chargement import TABLES
from courriers.dossier.modele import Dossier
from fabrique import CONSOMMATEUR, HOSTILES, brut, dossier


def fautes(contenu):
    with pytest.raises(DossierInvalide) as faute:
        load_dossier(contenu)
    return {c.lieu.champ: str(c) for c in faute.value.constats}


def test_toutes_les_fautes_sont_dites_d_un_coup_avec_leur_chemin():
    contenu = brut(
        factures=[
            {"numero": "F1", "date": "2026-13-40", "echeance": "demain", "montant_ttc": 12.5},
            {"numero": "F2", "date": "2026-01-01", "montant_ttc": "-3"},
        ],
        paiements=[{"date": "2026-01-01", "montant": "10.001", "facture": "F9"}],
        zorglub=1,
    )
    del contenu["creancier"]["denomination"]
    assert set(fautes(contenu)) == {
        "creancier.denomination", "factures[0].date", "factures[0].echeance",
        "factures[0].montant_ttc", "factures[1].montant_ttc", "paiements[0].montant",
        "paiements[0].facture", "zorglub",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("chemin", "valeur", "attendu"),
    [
        (("creancier", "siren"), "841203574", "neuf chiffres"),  # wrong key
        (("creancier", "siren"), "84120357", "neuf chiffres"),  # too short
        (("creancier", "siret"), "84120357300017", "quatorze chiffres"),  # wrong key
        (("creancier", "siret"), "79340126600010", "SIREN"),  # another company's
        (("creancier", "tva_intracommunautaire"), "FR00841203573", "TVA"),  # wrong key
        (("creancier", "tva_intracommunautaire"), "FR59793401266", "SIREN"),  # another's
        (("creancier", "iban"), "FR7630003012340005009876628", "clé de contrôle"),
        (("creancier", "iban"), "FR4930003012340005009876628", "clé RIB"),  # IBAN key right
        (("creancier", "iban"), "FR76", "longueur"),
        (("creancier", "bic"), "XX", "BIC"),
        (("creancier", "adresse", "code_postal"), "6900", "cinq chiffres"),
        (("creancier", "adresse", "code_postal"), "00100", "cinq chiffres"),  # no such département
        (("creancier", "adresse", "pays"), "ZZ", "pays"),
        (("creancier", "adresse", "lignes"), [], "au moins 1"),
        (("creancier", "courriel"), "pas-un-courriel", "courriel"),
        (("creancier", "logo"), "../../etc/passwd", "sort du dossier"),
        (("creancier", "logo"), "/etc/passwd", "sort du dossier"),
        (("creancier", "logo"), "C:\\logo.png", "sort du dossier"),
        (("creancier", "denomination"), "a\x00b", "U+0000"),
        (("creancier", "denomination"), "a\ud800b", ""),  # a lone surrogate
        (("creancier", "denomination"), "a\nb", "seule ligne"),
        (("creancier", "denomination"), "   ", "non vide"),
        (("creancier", "denomination"), 12, "entre guillemets"),
        (("creancier", "type"), "martien", "societe"),
        (("debiteur", "qualite"), "consommateur", "particulier"),
        (("debiteur", "qualite"), "personne_publique", "personne_publique"),
        (("devise",), "ZZZ", "EUR"),
        (("conditions",), {"penalites": {"mode": "convenu"}}, "exige"),
        (("conditions",), {"penalites": {"taux": "3"}}, "convenu"),
    ],
)
def test_une_faute_dit_ce_qui_est_attendu(chemin, valeur, attendu):
    contenu = brut()
    cible = contenu
    for nom in chemin[:-1]:
        cible = cible[nom]
    cible[chemin[-1]] = valeur
    (message,) = fautes(contenu).values()
    assert attendu in message


def test_un_champ_inconnu_recoit_le_nom_le_plus_proche():
    contenu = brut(debiteur={"siern": "1"})
    contenu["factures"][0]["montant"] = "3"
    dites = fautes(contenu)
    assert "« siren »" in dites["debiteur.siern"]
    assert "« montant_ttc »" in dites["factures[0].montant"]


def test_un_numero_porte_deux_fois_est_refuse():
    facture = brut()["factures"][0]
    assert "factures[1].numero" in fautes(brut(factures=[facture, facture]))


def test_un_avoir_ne_se_paie_pas_et_ne_vise_pas_un_avoir():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-09-01", "montant_ttc": "10"}
    contenu = brut(
        factures=[*brut()["factures"], avoir, {**avoir, "numero": "A2", "sur_facture": "A1"}],
        paiements=[{"date": "2026-09-02", "montant": "1", "facture": "A1"}],
    )
    assert set(fautes(contenu)) == {"factures[2].sur_facture", "paiements[0].facture"}


@pytest.mark.parametrize(
    ("devise", "montant", "accepte"),
    [
        ("EUR", "10.01", True),
        ("EUR", "10.010", True),  # a trailing zero is no decimal
        ("EUR", "10.001", False),
        ("XPF", "10", True),
        ("XPF", "10.5", False),
        ("TND", "10.001", True),
    ],
)
def test_les_decimales_sont_celles_de_la_devise(devise, montant, accepte):
    contenu = brut(devise=devise)
    contenu["factures"][0]["montant_ttc"] = montant
    if accepte:
        load_dossier(contenu)
    else:
        assert "factures[0].montant_ttc" in fautes(contenu)


@pytest.mark.parametrize("ecrit", ["200", "200.5", "200.50", 200])
def test_un_montant_s_ecrit_de_plusieurs_facons(ecrit):
    contenu = brut()
    contenu["factures"][0]["montant_ttc"] = ecrit
    lu = load_dossier(contenu).factures[0].montant_ttc
    assert str(lu) in ("200.00", "200.50")


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_est_garde_tel_quel(nom):
    assert dossier(debiteur={"denomination": nom}).debiteur.denomination == nom


def test_un_fichier_toml_vaut_un_fichier_json(tmp_path):
    json_ = tmp_path / "a.json"
    json_.write_text(json.dumps(brut()), encoding="utf-8-sig")  # with a byte-order mark
    toml = tmp_path / "a.toml"
    toml.write_text(
        'reference = "T-1"\n[creancier]\ntype = "societe"\ndenomination = "A"\n'
        '[creancier.adresse]\nlignes = ["1 rue B"]\ncode_postal = "38000"\nville = "Grenoble"\n'
        '[debiteur]\ntype = "particulier"\nqualite = "consommateur"\nprenom = "A"\nnom = "B"\n'
        '[debiteur.adresse]\nlignes = ["1 rue B"]\ncode_postal = "38000"\nville = "Grenoble"\n'
        '[[factures]]\nnumero = "F1"\ndate = 2026-09-01\nmontant_ttc = "10"\n',
        encoding="utf-8",
    )
    assert load_dossier(json_).model_dump() == dossier().model_dump()
    assert load_dossier(json_).base == tmp_path
    assert load_dossier(toml).debiteur.prenom == "A"


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        (b"{", "mal form"),
        (b" \n", "vide"),
        (b"PK\x03\x04\x00", "pas un fichier texte"),
        (b"[]", "accolades"),
        (b'{"a": 1, "a": 2}', "deux fois"),
        (b'{"a": NaN}', "NaN"),
        (b"\xff\xfe{", "UTF-8"),
        (b'{"nom": "Ren\xe9"}', "UTF-8"),
        (b"[" * 100_000, "profond"),
    ],
)
def test_un_fichier_abime_est_dit_en_une_phrase(tmp_path, contenu, attendu):
    fichier = tmp_path / "d.json"
    fichier.write_bytes(contenu)
    with pytest.raises(DossierInvalide, match=attendu) as faute:
        load_dossier(fichier)
    assert "\n" not in str(faute.value)


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("self.json", json.dumps({**brut(), "self": 1})),  # a name Python reserves
        ("cle.json", json.dumps({**brut(), "[key]": 1})),  # a name pydantic reserves
        ("type.json", json.dumps(brut(debiteur={"societe": "X"}))),  # a tag as a field
        ("hexa.toml", "reference = 0x" + "F" * 6000),  # an integer too long to print
        ("version.toml", "version = 0x" + "F" * 6000),
        ("TOML.TOML", "reference ="),
    ],
)
def test_une_entree_hostile_est_une_faute_et_non_un_plantage(tmp_path, nom, contenu):
    fichier = tmp_path / nom
    fichier.write_text(contenu, encoding="utf-8")
    with pytest.raises(DossierInvalide) as faute:
        load_dossier(fichier)
    str(faute.value).encode("utf-8")


@pytest.mark.parametrize(
    ("nom", "conseil"),
    [
        *((f"impayés{suffixe}", "courriers importer impayés") for suffixe in TABLES),
        ("IMPAYES.XLSX", "courriers importer IMPAYES.XLSX -o dossiers"),
        ("lettre.docx", ""),
        ("dossier", ""),
    ],
)
def test_une_table_a_la_place_d_un_dossier_dit_de_l_importer(tmp_path, nom, conseil):
    with pytest.raises(DossierInvalide, match=r"un fichier \.json ou \.toml") as faute:
        load_dossier(tmp_path / nom)
    assert conseil in faute.value.conseil
    assert bool(conseil) == bool(faute.value.conseil)


@pytest.mark.parametrize("champ", ["date", "montant_ttc", "numero"])
def test_un_demi_caractere_est_une_faute(champ):
    contenu = brut()
    contenu["factures"][0][champ] = "\ud800"
    assert f"factures[0].{champ}" in fautes(contenu)


@pytest.mark.parametrize("source", [None, 3, "a\0b.json", {1: 2}])
def test_ce_qui_n_est_pas_un_dossier_est_refuse(source):
    with pytest.raises(DossierInvalide):
        load_dossier(source)


def test_le_champ_fautif_garde_son_nom_meme_s_il_est_celui_d_un_type():
    assert set(fautes(brut(debiteur={"societe": "X"}))) == {"debiteur.societe"}


def test_un_mode_inconnu_ne_donne_qu_une_faute():
    assert set(fautes(brut(conditions={"penalites": {"mode": "zzz"}}))) == {
        "conditions.penalites.mode"
    }


def test_une_version_inconnue_dit_quoi_faire():
    with pytest.raises(DossierInvalide, match="à jour") as faute:
        load_dossier(brut(version=2))
    assert [c.code for c in faute.value.constats] == ["VERSION_INCONNUE"]


def test_un_dossier_construit_en_python_passe_les_memes_controles():
    contenu = brut(paiements=[{"date": "2026-09-02", "montant": "1", "facture": "F9"}])
    with pytest.raises(ValueError, match="F9"):
        Dossier(**contenu)
    with pytest.raises(ValueError, match="F9"):
        Dossier.model_validate(contenu)
    assert Dossier(**brut()) == dossier()


def test_un_dossier_est_fige():
    with pytest.raises(ValueError, match="frozen"):
        dossier().reference = "autre"


def test_le_contexte_se_lit_dans_n_importe_quoi():
    for brouillon in (None, 3, [], {"factures": 3}, {"factures": [3, {"numero": 4}]}):
        assert Contexte.depuis(brouillon).decimales == 2


def test_le_commercant_se_deduit_de_la_forme_commerciale_seulement():
    assert dossier().creancier.est_commercant is True
    assert dossier(creancier={"forme_juridique": "SCI"}).creancier.est_commercant is None
    assert dossier(creancier={"commercant": False}).creancier.est_commercant is False
    assert dossier(debiteur=CONSOMMATEUR).debiteur.est_commercant is None
