"""The workbook: true numbers and dates, nothing read becomes a formula, nothing is lost."""

import datetime
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from courriers.constats import Code, avertissement
from courriers.lot.synthese import classeur, feuilles
from courriers.lot.synthese.cellules import CARACTERES_MAX, coupe
from courriers.lot.synthese.cumuls import CONFIDENTIEL
from fabrique import HOSTILES
from lot.synthese import lots
from lot.synthese.lots import beaucoup, ecrite, exact, faire, refusee, table


def ouvert(sortie: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(sortie / "synthese.xlsx")


def totaux(sortie: Path) -> list[tuple[object, ...]]:
    """The rows of the last sheet, what is empty being left out at their end."""
    return [tuple(rangee) for rangee in lots.feuilles(sortie)["Totaux"]]


def test_les_totaux_sont_par_etape_age_canal_et_creancier(tmp_path):
    lignes = [
        ecrite(),
        ecrite(reference="C-2", titre="Relance", canal="lettre", pages=3),
        refusee(),
    ]
    faire(tmp_path, lignes)
    rangees = totaux(tmp_path)
    assert rangees[1][0] == CONFIDENTIEL
    for attendue in (
        ("Dossiers lus", "", 3, ""),
        ("Lettres écrites", "", 2, ""),
        ("Dossiers refusés", "", 1, ""),
        ("Pages", "", 3, ""),
        ("Relance", "EUR", 1, 1040),
        ("Lettre simple", "EUR", 1, 1040),
        ("SARL Vasseur", "EUR", 2, 2080),
        ("31 à 60 jours", "EUR", 2, 2000),
        ("L’expéditeur n’est plus créancier (CREANCE_CEDEE)", "", 1, ""),
    ):
        assert attendue in [r[:4] for r in rangees], attendue


def test_un_total_est_une_valeur_que_rien_n_a_a_calculer(tmp_path):
    lignes = list(beaucoup(3_000))
    faire(tmp_path, iter(lignes))
    cellules = [c for f in ouvert(tmp_path) for r in f for c in r]
    assert {c.data_type for c in cellules} <= {"s", "n", "d"}
    somme = sum(ligne.somme for ligne in lignes)
    (euros,) = [r for r in totaux(tmp_path) if r[0] == "Euros"]
    assert exact(euros[3]) == somme
    assert sum(exact(r["Somme demandée"]) for r in table(tmp_path, "Lettres")) == somme


def test_trois_devises_ne_s_additionnent_jamais_et_gardent_leurs_decimales(tmp_path):
    faire(tmp_path, [
        ecrite(somme=Decimal("10.10")), ecrite(devise="TND", somme=Decimal("20.125")),
        ecrite(devise="XPF", somme=Decimal(3000)), ecrite(somme=Decimal("0.20")),
    ])  # fmt: skip
    rangees = totaux(tmp_path)
    assert {r[1]: Decimal(str(r[3])) for r in rangees if r[0] == "Mise en demeure de payer"} == {
        "EUR": Decimal("10.3"), "TND": Decimal("20.125"), "XPF": Decimal(3000),
    }  # fmt: skip
    assert 3030.425 not in [round(n, 3) for r in rangees for n in r if isinstance(n, float)]
    formats = [c.number_format for c in ouvert(tmp_path)["Lettres"]["K"][1:]]
    assert [f.rpartition("]")[2] for f in formats] == ["#,##0.00", "#,##0.000", "#,##0", "#,##0.00"]


@pytest.mark.parametrize("somme", ["0.01", "99999999999.99", "12345678901.23"])
def test_un_montant_est_un_nombre_au_centime(tmp_path, somme):
    faire(tmp_path, [ecrite(somme=Decimal(somme))])
    (rangee,) = table(tmp_path, "Lettres")
    assert isinstance(rangee["Somme demandée"], float)
    assert str(exact(rangee["Somme demandée"])) == somme


def test_les_dates_sont_vraies_et_les_codes_postaux_des_textes(tmp_path):
    faire(tmp_path, [ecrite()])
    (rangee,) = table(tmp_path, "Lettres")
    assert rangee["Plus ancienne échéance"] == datetime.date(2026, 9, 24)
    assert rangee["Jour"] == datetime.date(2026, 11, 23)
    assert (rangee["Retard (jours)"], rangee["Code postal"]) == (60, "01000")
    assert rangee["Canal"] == "Lettre recommandée avec demande d’avis de réception"
    assert ouvert(tmp_path)["Lettres"]["H2"].number_format.endswith("dd/mm/yyyy")


def test_une_date_d_avant_le_calendrier_d_excel_est_un_texte(tmp_path):
    faire(tmp_path, [ecrite(echeance=datetime.date(1900, 2, 28))])
    assert table(tmp_path, "Lettres")[0]["Plus ancienne échéance"] == "28/02/1900"


def test_les_tables_ont_filtre_entetes_figes_largeurs_et_titres_a_l_impression(tmp_path):
    faire(tmp_path, [ecrite(), ecrite(), refusee()])
    lu = ouvert(tmp_path)
    assert lu.sheetnames == ["Lettres", "Refus", "À voir", "Totaux"]
    assert lu["Lettres"].auto_filter.ref == "A1:T3"
    assert lu["Refus"].auto_filter.ref == "A1:J2"
    assert lu["Lettres"].freeze_panes == "B2"
    assert lu["Lettres"].print_title_rows == "$1:$1"
    assert lu["Lettres"].column_dimensions["C"].width == 30
    assert lu["Totaux"].auto_filter.ref is None
    assert "RGPD" in lu["Lettres"].oddFooter.left.text


def test_un_lot_vide_a_ses_feuilles(tmp_path):
    assert not faire(tmp_path, []).erreurs
    assert [len(f) for f in lots.feuilles(tmp_path).values()][:3] == [1, 1, 1]
    assert ("Dossiers lus", "", 0) in [r[:3] for r in totaux(tmp_path)]


def test_le_nom_de_la_lettre_l_ouvre(tmp_path):
    fichiers = tuple(tmp_path / "C n°1 & co" / f"lettre.{e}" for e in ("docx", "pdf"))
    lignes = [ecrite(fichiers=fichiers), ecrite(fichiers=(Path("/ailleurs/lettre.pdf"),)), ecrite()]
    faire(tmp_path, lignes)
    cellules = ouvert(tmp_path)["Lettres"]["F"][1:]
    assert [c.hyperlink and c.hyperlink.target for c in cellules] == [
        "C%20n%C2%B01%20%26%20co/lettre.pdf", None, None,
    ]  # fmt: skip
    assert {c.value for c in cellules} == {"Mise en demeure de payer"}
    dits = table(tmp_path, "Lettres")[0]["Fichiers"]
    assert dits == "C n°1 & co/lettre.docx · C n°1 & co/lettre.pdf"


def test_un_tres_grand_lot_n_a_pas_de_liens(tmp_path, monkeypatch):
    monkeypatch.setattr(feuilles, "LIENS_MAX", 1)
    faire(tmp_path, [ecrite(fichiers=(tmp_path / "a.pdf",))] * 2)
    assert [c.hyperlink for c in ouvert(tmp_path)["Lettres"]["F"]] == [None] * 3


FORMULES = (
    '=HYPERLINK("http://exemple.fr","cliquez")', "+33476000000", "-1+1", "@SUM(A1)", "\t=1+1",
    "\r=1+1", "|calc", "=cmd|' /C calc'!A0", " =1+1",
)  # fmt: skip


@pytest.mark.parametrize(
    "nom", [*FORMULES, *HOSTILES, "#N/A", "1E5", "_x0041_", "a\x00b\x1b\x0bc", "\ud800", " bord "]
)
def test_un_nom_hostile_est_un_texte_partout(tmp_path, nom):
    constat = avertissement(Code.RELECTURE, nom, nom)
    ecrit = faire(tmp_path, [
        ecrite(debiteur=nom, creancier=nom, reference=nom, titre=nom, ville=nom, a_voir=(constat,),
               fichiers=(tmp_path / "a.pdf",)),
        refusee(nom, reference=nom, debiteur=nom),
    ])  # fmt: skip
    assert not ecrit.erreurs
    lu = ouvert(tmp_path)
    assert not [c.coordinate for f in lu for r in f for c in r if c.data_type in ("f", "e")]
    attendu = nom.replace("\r", " ").replace("\t", " ")
    attendu = "".join(c for c in attendu if not (ord(c) < 32 or c == "\ud800"))
    assert table(tmp_path, "Lettres")[0]["Débiteur"] == attendu
    if attendu.strip()[:1] in tuple("=+-@|"):
        # Edited, it stays a text: the link too.
        assert all(lu["Lettres"].cell(2, rang).quotePrefix for rang in (1, 2, 3, 5, 6))
    assert not lu["Lettres"]["D2"].quotePrefix


def test_un_texte_trop_long_pour_une_cellule_est_coupe_et_c_est_dit(tmp_path):
    faire(tmp_path, [ecrite(debiteur="é" * 40_000), ecrite(ville="𝄞" * 20_000)])
    premiere, seconde = table(tmp_path, "Lettres")
    assert len(premiere["Débiteur"]) == CARACTERES_MAX
    assert premiere["Débiteur"].strip("é") == " … [texte coupé]"
    assert len(seconde["Ville"].encode("utf-16-le")) // 2 <= CARACTERES_MAX
    assert any(str(r[0]).startswith("2 textes trop longs") for r in totaux(tmp_path))


def test_un_texte_qui_tient_tout_juste_n_est_pas_coupe():
    assert coupe("a" * CARACTERES_MAX) == "a" * CARACTERES_MAX
    assert coupe("a" * (CARACTERES_MAX + 1)).endswith("… [texte coupé]")


def test_un_motif_tres_long_ne_depasse_pas_la_plus_haute_rangee(tmp_path):
    motif = replace(refusee().motifs[0], phrase="mot " * 3000)
    faire(tmp_path, [refusee(motifs=(motif,)), refusee()])
    hauteurs = ouvert(tmp_path)["Refus"].row_dimensions
    assert hauteurs[2].height == 409  # the most that Excel allows
    assert hauteurs[3].height is None


def test_une_feuille_pleine_continue_dans_la_suivante(tmp_path, monkeypatch):
    monkeypatch.setattr(classeur, "RANGEES_MAX", 4)
    faire(tmp_path, [*beaucoup(7), refusee()])
    lu = lots.feuilles(tmp_path)
    assert list(lu)[:4] == ["Lettres", "Lettres 2", "Lettres 3", "Refus"]
    lues = [r[0] for nom in list(lu)[:3] for r in lu[nom][1:]]
    assert lues == [f"C-{rang:06}" for rang in range(7)]
    assert ouvert(tmp_path)["Lettres 3"].auto_filter.ref == "A1:T2"


def test_les_memes_lignes_donnent_les_memes_octets(tmp_path):
    for nom in "ab":
        faire(tmp_path / nom, [*beaucoup(50), refusee()])
    for fichier in ("synthese.xlsx", "synthese.pdf"):
        assert (tmp_path / "a" / fichier).read_bytes() == (tmp_path / "b" / fichier).read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / "synthese.xlsx") as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}
    lu = ouvert(tmp_path / "a").properties
    assert lu.created == lu.modified == datetime.datetime(2026, 11, 23)  # noqa: DTZ001


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n’est pas là")
def test_libreoffice_lit_les_memes_textes_et_les_memes_totaux(tmp_path):
    lignes = [*beaucoup(60, ("EUR", "CHF")), ecrite(debiteur="=1+1")]
    faire(tmp_path, lignes)
    filtre = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run(  # noqa: S603
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",  # noqa: S607
         "--convert-to", filtre, "--outdir", str(tmp_path), str(tmp_path / "synthese.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    lettres = (tmp_path / "synthese-Lettres.csv").read_text(encoding="utf-8").replace('"', "")
    assert any(r.split(";")[2] == "=1+1" for r in lettres.splitlines())
    sommes = (tmp_path / "synthese-Totaux.csv").read_text(encoding="utf-8").replace('"', "")
    for nom, devise in (("Euros", "EUR"), ("Francs suisses", "CHF")):
        (rangee,) = [r.split(";") for r in sommes.splitlines() if r.startswith(f"{nom};")]
        assert exact(rangee[3]) == sum(x.somme for x in lignes if x.devise == devise)
