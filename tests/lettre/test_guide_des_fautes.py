"""The guide of faults says what is true: each « avant » has the fault, each « après » has none."""

import re

import pytest

from courriers.constats import Code, Gravite
from courriers.lettre.controle import controler
from fabrique import RACINE, docx, p

GUIDE = (RACINE / "docs" / "guide-du-juriste.md").read_text(encoding="utf-8")
FAUTES = GUIDE.split("## Les fautes, une à une")[1].split("\n## ")[0]


def exemples():
    """Code, faulty paragraphs, mended ones, of each row of each section."""
    for section in FAUTES.split("\n### ")[1:]:
        code = re.findall(r"`([A-Z_]+)`", section.split("\n")[0])[0]
        for rangee in re.findall(r"^\| (`.*) \|$", section, re.MULTILINE):
            avant, apres = re.split(r"(?<!\\) \| ", rangee)
            yield code, paragraphes(avant), paragraphes(apres)


def paragraphes(cellule):
    return [t.replace("\\|", "|") for t in re.findall(r"`([^`]*)`", cellule)]


def modele(textes):
    return docx("".join(p(t.replace("&", "&amp;").replace("<", "&lt;")) for t in textes))


@pytest.mark.parametrize(("code", "avant", "apres"), list(exemples()))
def test_chaque_avant_a_sa_faute_et_chaque_apres_n_en_a_pas(code, avant, apres):
    assert code in {c.code for c in controler(modele(avant), essais=False)}
    assert controler(modele(apres)) == ()


def test_chaque_code_du_controle_a_sa_section_dans_le_guide():
    titres = " ".join(re.findall(r"^### (.*)$", FAUTES, re.MULTILINE))
    source = "".join(
        f.read_text(encoding="utf-8")
        for racine in ("document/controle", "lettre/controle")
        for f in (RACINE / "src/courriers" / racine).glob("*.py")
    )
    codes = set(re.findall(r"Code\.([A-Z_]+)", source)) - {Code.RELECTURE, Code.CHAMP_INVALIDE}
    assert codes <= set(re.findall(r"`([A-Z_]+)`", titres))
    assert len(codes) > 20


def test_une_erreur_seule_fait_echouer():
    (constat,) = controler(modele(["Vous devez 5 310,24 €."]))
    assert constat.gravite is Gravite.AVERTISSEMENT
