"""Ten thousand rows typed by an office, a thousand of them faulty, through the command line.

Every fault is sown by the generator below, which alone knows the row and the column; what the
command says is held to it, refusal by refusal.
"""

import csv
import json
import random
import re

import pytest
from click.testing import CliRunner

from courriers.cli import courriers

LIGNES, FAUTES = 10_000, 1_000
TITRES = 3
"""Rows above the headings: a title, a blank one, the day of the export."""
ENTETE = ["N° client", "Raison sociale", "Rue", "Complément", "Code postal", "Commune", "SIRET",
          "Pièce", "Émise le", "À payer avant le", "Total TTC", "Déjà réglé", "Réglé le",
          "Type pièce"]  # fmt: skip
CONFIG = """\
[creancier]
type = "societe"
denomination = "Ateliers Vasseur"
forme_juridique = "SARL"
siren = "841203573"
adresse = { lignes = ["18 rue des Forges"], code_postal = "38000", ville = "Grenoble" }
[debiteur]
qualite = "professionnel"
"""
SEMEES = {
    "payé sans date": ("Réglé le", {"Déjà réglé": "10,00"}),
    "payé en toutes lettres": ("Déjà réglé", {"Déjà réglé": "dix euros", "Réglé le": "01/06/2026"}),
    "date américaine": ("Émise le", {"Émise le": "02/28/2026"}),
    "29 février": ("Émise le", {"Émise le": "29/02/2026"}),
    "échéance avant la facture": ("À payer avant le", {"À payer avant le": "01/01/2026"}),
    "milliers à l’anglaise": ("Total TTC", {"Total TTC": "12,345"}),
    "erreur du tableur": ("Total TTC", {"Total TTC": "#REF!"}),
    "montant nul": ("Total TTC", {"Total TTC": "0,00"}),
    "siret tronqué": ("SIRET", {"SIRET": "8412035730001"}),
    "siret abrégé": ("SIRET", {"SIRET": "8,41204E+13"}),
    "code postal à lettre": ("Code postal", {"Code postal": "3800O"}),
    "commune oubliée": ("Commune", {"Commune": " "}),
    "pièce oubliée": ("Pièce", {"Pièce": ""}),
    "nom mal encodé": ("Raison sociale", {"Raison sociale": "SARL ChÃ¢teau"}),
    "type inconnu": ("Type pièce", {"Type pièce": "devis"}),
}  # fmt: skip


def semer(graine):
    """The rows, and by row number, as a spreadsheet shows it, the column at fault."""
    hasard = random.Random(graine)  # noqa: S311 – reproducible
    touchees = set(hasard.sample(range(LIGNES), FAUTES))
    sortes = list(SEMEES.values())
    rangees, attendues = [], {}
    for rang in range(LIGNES):
        # A blank row, a subtotal or a cell of two lines moves what the file numbers, or does not.
        if rang % 997 == 5:
            rangees.append([""] * len(ENTETE))
        if rang % 1999 == 7:
            rangees.append(["", "Sous-total", *[""] * 8, "99 999,00", "", "", ""])
        rue = f"{rang % 90 + 1} rue Haute" + ("\nBâtiment B" if rang % 211 == 3 else "")
        une = dict(zip(ENTETE, [
            f"CL{rang:05}", f"SARL Étude {rang}", rue, "", "38000", "Grenoble", "",
            f"F-{rang}", "12/02/2026", "14/03/2026", f"1 {rang % 900 + 100},5", "", "", "Facture",
        ], strict=True))  # fmt: skip
        if rang in touchees:
            colonne, change = sortes[len(attendues) % len(sortes)]
            une |= change
            attendues[TITRES + 1 + len(rangees) + 1] = colonne
        rangees.append([une[titre] for titre in ENTETE])
    return rangees, attendues


@pytest.mark.parametrize(
    ("graine", "codage", "separateur"), [(1, "cp1252", ";"), (2, "utf-8", "\t")]
)
def test_mille_fautes_semees_sont_dites_chacune_a_sa_ligne(
    tmp_path, monkeypatch, graine, codage, separateur
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "courriers.toml").write_text(CONFIG, encoding="utf-8")
    rangees, attendues = semer(graine)
    if codage == "cp1252":  # « ChÃ¢teau » is in cp1252 too
        assert all(cellule.encode(codage) for r in rangees for cellule in r if cellule)
    with (tmp_path / "impayés 2026.csv").open("w", encoding=codage, newline="") as fichier:
        ecrivain = csv.writer(fichier, delimiter=separateur)
        ecrivain.writerows([["Impayés"], [], ["Édité le 02/11/2026"], ENTETE, *rangees])

    fini = CliRunner().invoke(courriers, ["importer", "impayés 2026.csv", "--json"])
    assert fini.exit_code == 1
    rendus = [json.loads(ligne) for ligne in fini.stdout.splitlines()]
    refus = [r for r in rendus if r["issue"] == "refuse"]
    dites = {}
    for un in refus:
        (constat,) = un["erreur"]["constats"]
        lieu = constat["lieu"]
        assert lieu["fichier"] == "impayés 2026.csv"
        assert constat["message"].endswith((".", "?"))
        assert "\n" not in constat["message"]
        assert lieu["ligne"] not in dites
        assert "cellule" in lieu, constat
        dites[lieu["ligne"]] = re.sub(r"^colonne «\u00a0|\u00a0»$", "", lieu["cellule"])
    assert dites == attendues
    assert [r["issue"] for r in rendus].count("ecrit") == LIGNES - FAUTES
    assert len(list((tmp_path / "dossiers").rglob("*.json"))) == LIGNES - FAUTES
    sur_l_erreur = [x for x in fini.stderr.splitlines() if x.startswith("impayés 2026.csv, ligne ")]
    assert len(sur_l_erreur) == FAUTES  # one line each
    assert f"{LIGNES - FAUTES} dossiers écrits, {FAUTES} refusés" in fini.stderr
