"""Letters as people make them: every character of the Word file is in the PDF, in order."""

import pytest

from courriers.constats import Code
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
