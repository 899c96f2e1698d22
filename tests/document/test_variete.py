"""Letters as people make them: every character of the Word file is in the PDF, in order."""

import pytest

from courriers.constats import Code
from courriers.document.html import Rendu, hauteurs_connues, page_de_mesure
from courriers.document.lecture import lire
from courriers.document.moteur import mesurer
from courriers.document.pdf import convertir
from document.variete import lettres

LETTRES = dict(lettres())
MUETS = {
    Code.POLICE_REMPLACEE,  # Verdana, Georgia: what the machine has
    Code.POLICE_INCOMPLETE,  # the ticked box
}
DITES = {"insertion suivie"}


@pytest.mark.parametrize("nom", LETTRES)
def test_une_lettre_garde_tous_ses_caracteres_dans_l_ordre(nom):
    constats = [c for c in convertir(LETTRES[nom]).constats if c.code not in MUETS]
    codes = {c.code for c in constats}
    assert codes <= {Code.MISE_EN_PAGE_APPROCHEE}
    if nom in DITES or nom.startswith("lettre "):
        assert all("insertion" in c.message for c in constats)
    else:
        assert not constats


def test_une_hauteur_dite_sans_mise_en_page_est_celle_de_la_mise_en_page():
    vues = 0
    for octets in LETTRES.values():
        document, rendu = lire(octets), Rendu()
        noms = [f"s0{x}-{genre}" for x in "hp" for genre in ("default", "first")]
        connues = hauteurs_connues(document, rendu, noms)
        if connues:
            mesurees = mesurer(page_de_mesure(document, Rendu(), list(connues)))
            assert connues == pytest.approx(mesurees, abs=0.01)
            vues += len(connues)
    assert vues > 10
