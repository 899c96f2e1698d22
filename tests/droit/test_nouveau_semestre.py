"""The release recipe of ``docs/nouveau-semestre.md``, followed to the letter on a copy."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from courriers import Bareme, TauxInconnu, decompte_arrete
from courriers.droit.bareme import TABLES
from courriers.droit.semestre import Semestre
from courriers.lot.configuration import load_configuration
from fabrique import RACINE, dossier

BLOCS = re.findall(
    r"```toml\n(.*?)```", (RACINE / "docs" / "nouveau-semestre.md").read_text("utf-8"), re.DOTALL
)
AU = date(2027, 1, 31)


def _recette(tmp_path):
    """The built-in data, with the blocks of the recipe added at the end of the files it names."""
    donnees = RACINE / "src" / "courriers" / "droit" / "donnees"
    for fichier in donnees.glob("*.toml"):
        (tmp_path / fichier.name).write_text(fichier.read_text("utf-8"), "utf-8")
    for nom, bloc in zip(("interet_legal.toml", "bce.toml"), BLOCS[1:], strict=True):
        with (tmp_path / nom).open("a", encoding="utf-8") as sortie:
            sortie.write("\n" + bloc)
    return Bareme.depuis(tmp_path)


def test_la_recette_de_version_donne_un_bareme_complet_d_un_semestre_de_plus(tmp_path):
    bareme = _recette(tmp_path)
    for nom in TABLES:
        semestres = sorted(getattr(bareme, nom))
        assert semestres[-1] == Semestre(2027, 1)
        assert all(a.suivant == b for a, b in pairwise(semestres))
    with pytest.raises(TauxInconnu):
        decompte_arrete(dossier(), AU)
    lignes = [
        x for x in decompte_arrete(dossier(), AU, bareme=bareme).lignes if x.type == "interet"
    ]
    # 1 000 × 12,65 % × 31 j / 365 = 10,744
    assert (lignes[-1].taux, lignes[-1].jours, lignes[-1].montant) == (
        Decimal("12.65"), 31, Decimal("10.74"),
    )  # fmt: skip


def test_l_exemple_de_courriers_toml_vaut_la_version_a_venir(tmp_path):
    fichier = tmp_path / "courriers.toml"
    fichier.write_text(BLOCS[0], "utf-8")
    ajoute = load_configuration(fichier).bareme()
    prevu = _recette(tmp_path)
    assert ajoute.empreinte == prevu.empreinte != Bareme.integre().empreinte
    decompte = decompte_arrete(dossier(), AU, bareme=ajoute)
    assert decompte.total == decompte_arrete(dossier(), AU, bareme=prevu).total
    assert "TAUX_AJOUTE" in {c.code for c in decompte.constats}
    assert decompte.as_dict()["bareme"] == ajoute.empreinte


def test_chaque_bloc_de_la_recette_est_du_toml():
    assert len(BLOCS) == 3
    assert all(tomllib.loads(bloc) for bloc in BLOCS)
