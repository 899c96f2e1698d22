"""Tags that Word's autocorrect has damaged."""

import pytest

from courriers.constats import Code
from courriers.document.gabarit import Gabarit
from courriers.document.texte import texte
from courriers.erreurs import GabaritInvalide
from fabrique import docx, p


@pytest.mark.parametrize(
    ("balise", "attendu"),
    [
        ("{{\u00a0nom\u202f}}", "X"),
        ("{{ nom|default(“rien”) }}", "X"),
        ("{{ vide|default(‘l’) }}", ""),
        ("{% if nom == “X” %}oui{% endif %}", "oui"),
        ("{{\u2013 nom \u2014}}", "X"),
        ("{{ n\u200bom }}", "X"),
    ],
)
def test_un_signe_change_par_word_est_retabli_et_se_dit(balise, attendu):
    gabarit = Gabarit.load(docx(p("premier") + p(f"a {balise} b")))
    constats = [c for c in gabarit.constats if c.code == Code.BALISE_REPAREE]
    assert constats
    assert (constats[0].lieu.partie, constats[0].lieu.paragraphe) == ("corps", 2)
    lu = texte(gabarit.fill({"nom": "X", "vide": ""}))
    assert lu.replace(" ", "") == f"premier\na{attendu}b"


def test_ce_qu_une_balise_cite_n_est_pas_touche():
    gabarit = Gabarit.load(docx(p('{{ nom|default("l’an – dit « neuf »") }}')))
    assert gabarit.constats == ()


def test_la_phrase_autour_n_est_pas_touchee():
    phrase = "« L’an\u00a0– dit “neuf” » {{ nom\u00a0}}…"
    lu = texte(Gabarit.load(docx(p(phrase))).fill({"nom": "X"}))
    assert lu == "« L’an\u00a0– dit “neuf” » X…"


def test_une_balise_coupee_en_runs_est_retablie():
    gabarit = Gabarit.load(docx(p("{{\u00a0", "nom", "\u00a0}} fin")))
    assert texte(gabarit.fill({"nom": "X"})) == "X fin"


@pytest.mark.parametrize("balise", ["{{ « nom » }}", "{{ nom… }}", "{{ nom » }}"])
def test_des_guillemets_francais_dans_une_balise_sont_une_faute(balise):
    with pytest.raises(GabaritInvalide, match="écrivez le nom seul") as faute:
        Gabarit.load(docx(p("premier") + p(balise)))
    assert faute.value.constats[0].lieu.paragraphe == 2


def test_un_tiret_entre_deux_noms_reste_une_faute():
    with pytest.raises(GabaritInvalide):
        Gabarit.load(docx(p("{{ a – b }}")))
