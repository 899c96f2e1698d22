"""The list of commands and the helps come at once; the list says what the commands say."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.cli.commandes import PLACES

LOURDS = (
    "pydantic",
    "weasyprint",
    "courriers_weasyprint",
    "docxtpl",
    "babel",
    "holidays",
    "lxml",
    "num2words",
)


@pytest.mark.parametrize("nom", PLACES)
def test_la_liste_dit_ce_que_dit_la_commande(nom):
    commande = courriers.get_command(click.Context(courriers), nom)
    assert commande.name == nom
    assert commande.get_short_help_str(200) == PLACES[nom].aide


def lancer(programme, **environnement):
    return subprocess.run(  # noqa: S603 – this interpreter
        [sys.executable, "-c", programme],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | environnement,
    )


def appel(*arguments):
    """A program that calls the command line, then says every module it imported."""
    return (
        "import sys\n"
        "from courriers.cli import main\n"
        f"sys.argv = ['courriers', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('MODULES', *sys.modules, file=sys.stderr)\n"
    )


def lourds_importes(fini):
    modules = fini.stderr.rpartition("MODULES")[2].split()
    assert "sys" in modules
    return {nom.split(".")[0] for nom in modules} & set(LOURDS)


@pytest.mark.parametrize("argument", ["--help", "--version", "inconnue"])
def test_la_liste_n_importe_ni_bibliotheque_lourde_ni_commande(argument):
    fini = lancer(appel(argument))
    assert not lourds_importes(fini)
    assert not {f"courriers.cli.{place.module}" for place in PLACES.values()} & set(
        fini.stderr.split()
    )


@pytest.mark.parametrize("nom", PLACES)
def test_l_aide_d_une_commande_n_importe_rien_de_lourd(nom):
    fini = lancer(appel(nom, "--help"))
    assert f"Utilisation : courriers {nom}" in fini.stdout
    assert not lourds_importes(fini)


def test_une_option_inconnue_est_dite_sans_rien_importer_de_lourd():
    fini = lancer(appel("produire", "--forma"))
    # click before 8.5 writes the name without quotes.
    message = fini.stderr.replace("'", "")
    assert "Erreur : L’option --forma n’existe pas." in message
    assert "--format" in message
    assert not lourds_importes(fini)


@pytest.mark.parametrize(
    ("mot", "proche"), [("produir", "produire"), ("en-lettre", "en-lettres"), ("zzz", None)]
)
def test_une_commande_mal_ecrite_en_suggere_une(mot, proche):
    if proche and not hasattr(click, "NoSuchCommand"):
        pytest.skip("click before 8.4 suggests nothing")
    fini = CliRunner().invoke(courriers, [mot])
    assert fini.exit_code == 2
    assert (f"'{proche}'" in fini.stderr) is (proche is not None)
    assert mot in fini.stderr


def test_en_lettres_n_importe_que_les_nombres():
    fini = lancer(appel("en-lettres", "12"))
    assert fini.stdout == "douze euros\n"
    assert lourds_importes(fini) <= {"num2words"}


@pytest.mark.parametrize("programme", ["import courriers", "import courriers.__main__"])
def test_importer_le_paquet_n_importe_rien_de_lourd(programme):
    fini = lancer(f"import sys\n{programme}\nprint('MODULES', *sys.modules, file=sys.stderr)")
    assert not lourds_importes(fini)


@pytest.mark.parametrize(
    ("ligne", "place", "attendus"),
    [
        ("courriers ", 1, set(PLACES)),
        ("courriers ec", 1, {"echeances"}),
        ("courriers produire --form", 2, {"--format"}),
    ],
)
def test_le_terminal_complete_sans_un_mot_et_sans_rien_de_lourd(ligne, place, attendus):
    demande = {"COMP_WORDS": ligne, "COMP_CWORD": str(place)}
    fini = lancer(appel(), _COURRIERS_COMPLETE="bash_complete", **demande)
    choix = {lu.partition(",")[2] for lu in fini.stdout.splitlines()}
    assert choix == attendus
    assert fini.stderr.startswith("MODULES")
    assert not lourds_importes(fini)
