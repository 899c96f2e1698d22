"""Fonts: Arial without Arial, prepared once, wherever there is room to write."""

import pytest
from fontTools.ttLib import TTFont

from courriers.document import polices
from courriers.document.polices import face
from courriers.document.polices_preparees import preparee


@pytest.fixture
def neuf(monkeypatch, tmp_path):
    """A machine that has never prepared a font."""
    monkeypatch.setenv("COURRIERS_CACHE", str(tmp_path / "cache"))
    face.cache_clear()
    yield tmp_path
    face.cache_clear()


@pytest.mark.parametrize(
    ("texte", "milliemes"),
    [("A", 667), ("n", 556), ("i", 222), ("€", 556), ("1 234,56", 6 * 556 + 2 * 278)],
)
def test_arial_a_les_largeurs_publiees_d_arial(texte, milliemes):
    lue = face("Arial", gras=False, italique=False)
    assert lue.largeur(texte, 1000) == pytest.approx(milliemes, abs=2)


def test_la_ligne_d_arial_est_celle_de_son_fichier():
    # hhea of Arial: ascent 1854, descent 434, gap 67, of 2048.
    assert face("Arial", gras=True, italique=False).hauteur == pytest.approx(
        (1854 + 434 + 67) / 2048
    )


def test_quatre_faces_distinctes_sans_crenage_ni_axe():
    fichiers = set()
    for gras in (False, True):
        for italique in (False, True):
            lue = face("Arial", gras=gras, italique=italique)
            fichiers.add(lue.fichier)
            with TTFont(lue.fichier) as police:
                assert "fvar" not in police
                regles = police["GPOS"].table.FeatureList.FeatureRecord if "GPOS" in police else []
                assert "kern" not in {r.FeatureTag for r in regles}
    assert len(fichiers) == 4


def test_une_police_se_prepare_une_fois(neuf):
    premier = face("Arial", gras=False, italique=False).fichier
    assert premier.is_relative_to(neuf / "cache")
    date = premier.stat().st_mtime_ns
    face.cache_clear()
    assert face("Arial", gras=False, italique=False).fichier.stat().st_mtime_ns == date
    assert [f.name for f in premier.parent.iterdir()] == [premier.name]


def test_la_ligne_est_celle_que_la_police_demande(neuf):
    """Bit 7 of ``fsSelection``: the typographic metrics hold (OpenType, OS/2)."""
    avec, sans = neuf / "avec.ttf", neuf / "sans.ttf"
    with TTFont(face("Arial", gras=False, italique=False).fichier) as police:
        for fichier, bit in ((sans, 0), (avec, 1 << 7)):
            os2 = police["OS/2"]
            os2.version, os2.fsSelection = 4, (os2.fsSelection & ~(1 << 7)) | bit
            os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = 1000, -300, 100
            police["hhea"].ascent, police["hhea"].descent, police["hhea"].lineGap = 1800, -400, 0
            police.save(fichier)
    for fichier, attendu in ((sans, (1800, -400, 0)), (avec, (1100, -300, 0))):
        with TTFont(preparee(fichier, 0, None)) as lue:
            lignes = lue["hhea"]
            assert (lignes.ascent, lignes.descent, lignes.lineGap) == attendu


def test_un_cache_ou_l_on_ne_peut_ecrire_ne_bloque_rien(neuf, monkeypatch):
    (neuf / "fichier").write_text("")
    monkeypatch.setenv("COURRIERS_CACHE", str(neuf / "fichier"))
    assert face("Arial", gras=False, italique=False).fichier.is_file()


def test_les_caracteres_du_francais_ont_un_dessin():
    lue = face("Arial", gras=False, italique=False)
    assert (
        lue.manquants("ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ àâæçéèêëîïôœùûüÿ « » ’ – — … € ° № \u00a0\u202f\u2011")
        == ""
    )
    assert lue.manquants("a☃a☃") == "☃"


def test_une_police_inconnue_est_remplacee_et_le_dit():
    assert face("Introuvable", gras=False, italique=False).remplace == "Introuvable"
    assert face("Helvetica", gras=False, italique=False).remplace == ""


def test_la_jumelle_du_systeme_sert_sans_constat(monkeypatch):
    arimo = face("Arial", gras=False, italique=False).fichier
    monkeypatch.setattr(polices, "du_systeme", lambda: {"carlito": {(False, False): (arimo, 0)}})
    face.cache_clear()
    lue = face("Calibri", gras=False, italique=False)
    face.cache_clear()
    assert lue.remplace == ""
