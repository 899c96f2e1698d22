"""A pack that is no folder: a zip, files by name."""

import io
import zipfile

import pytest

from courriers import check_pack, compose, load_pack
from courriers.erreurs import PackIntrouvable, PackInvalide
from fabrique import JOUR, dossier, pack_livre

LIVRE = pack_livre("relance-courtoise").fige()


def fichiers(racine="relance-courtoise/"):
    return {racine + nom: octets for nom, octets in LIVRE.fichiers.items()}


def en_zip(membres):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in membres.items():
            archive.writestr(nom, octets)
    return tampon.getvalue()


@pytest.mark.parametrize(
    "source",
    [
        fichiers(), en_zip(fichiers()), en_zip(fichiers("mes packs/relance-courtoise/")),
        en_zip({**fichiers(), "__MACOSX/relance-courtoise/pack.toml": b"x",
                "relance-courtoise/~$lettre.docx": b"x"}),
        LIVRE.dossier,
    ],
    ids=["fichiers", "zip", "sous un répertoire", "d’un Mac", "répertoire"],
)  # fmt: skip
def test_le_pack_recu_ecrit_la_meme_lettre_que_le_pack_livre(source):
    recu = load_pack(source)
    assert recu.nom == "relance-courtoise"
    assert recu.empreinte == LIVRE.empreinte
    lettre = compose(dossier(), recu, JOUR)
    assert lettre.docx() == compose(dossier(), LIVRE, JOUR).docx()


@pytest.mark.parametrize(
    ("source", "dit"),
    [
        (b"", "pas un zip lisible"),
        (b"PK\x03\x04", "pas un zip lisible"),
        (b"n'importe quoi", "pas un zip lisible"),
        (en_zip({}), "contiennent 0"),
        ({}, "contiennent 0"),
        ({**fichiers(), **fichiers("autre/")}, "contiennent 2"),
        ({"relance-courtoise/pack.toml": b"titre ="}, "TOML"),
        ({"relance-courtoise/pack.toml": fichiers()["relance-courtoise/pack.toml"]}, "absent"),
        ({"relance-courtoise/pack.toml": b"\xff"}, "TOML"),
        (en_zip({"relance-courtoise/pack.toml": b"", "relance-courtoise/../../x": b""}), "refusé"),
        (en_zip({"relance-courtoise/pack.toml": bytes(60_000_000)}), "gros"),
    ],
)
def test_un_pack_recu_fautif_est_refuse_en_clair(source, dit):
    with pytest.raises(PackInvalide, match=dit):
        load_pack(source)


@pytest.mark.parametrize("racine", ["", "Relance Courtoise/", "../"])
def test_un_pack_recu_a_un_nom_de_pack(racine):
    with pytest.raises(PackIntrouvable, match="nom"):
        load_pack(fichiers(racine))


@pytest.mark.parametrize("source", [None, 12, ["relance-courtoise"], bytearray(b"PK")])
def test_ce_qui_ne_peut_pas_etre_un_pack_est_une_faute_de_type(source):
    with pytest.raises(TypeError, match="pack\u00a0: un nom, un répertoire"):
        load_pack(source)


def test_un_repertoire_donne_comme_un_nom_se_dit():
    with pytest.raises(PackIntrouvable, match="n’existe pas") as refus:
        load_pack(str(LIVRE.dossier))
    assert "Path" in refus.value.conseil
    with pytest.raises(PackIntrouvable) as refus:
        load_pack("mise-en-demeur")
    assert "Packs connus" in refus.value.conseil


def test_un_pack_fige_ne_depend_plus_de_son_repertoire(tmp_path):
    import shutil

    shutil.copytree(LIVRE.dossier, tmp_path / "relance-courtoise")
    fige = load_pack(tmp_path / "relance-courtoise").fige()
    shutil.rmtree(tmp_path / "relance-courtoise")
    assert compose(dossier(), fige, JOUR).docx() == compose(dossier(), LIVRE, JOUR).docx()
    assert fige.fige() is fige


def test_un_pack_recu_se_verifie_sans_repertoire():
    assert check_pack(load_pack(fichiers()), essais=False).constats == ()
    abime = {**fichiers(), "relance-courtoise/lettre.docx": b"PK"}
    (faute,) = check_pack(load_pack(abime)).constats
    assert (faute.code, faute.lieu.fichier) == (
        "FICHIER_ILLISIBLE", "relance-courtoise/lettre.docx",
    )  # fmt: skip
