"""The list of commands comes at once, and says what the commands say of themselves."""

import subprocess
import sys

import click
import pytest

from courriers.cli import courriers
from courriers.cli.commandes import PLACES

LOURDS = ("pydantic", "weasyprint", "courriers_weasyprint", "docxtpl", "babel", "holidays", "lxml")


@pytest.mark.parametrize("nom", PLACES)
def test_la_liste_dit_ce_que_dit_la_commande(nom):
    commande = courriers.get_command(click.Context(courriers), nom)
    assert commande.name == nom
    assert commande.get_short_help_str(200) == PLACES[nom].aide


@pytest.mark.parametrize("argument", ["--help", "--version", "inconnue"])
def test_la_liste_n_importe_rien_de_lourd(argument):
    programme = (
        "import sys\n"
        "from courriers.cli import main\n"
        f"sys.argv = ['courriers', {argument!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    fini = subprocess.run(  # noqa: S603 – this interpreter
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    )
    assert not {nom.split(".")[0] for nom in fini.stderr.split()} & set(LOURDS)
