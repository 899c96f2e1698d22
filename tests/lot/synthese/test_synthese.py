"""The summary of a batch: the figures of its letters, and nothing read becomes a formula."""

import datetime
import json
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
import python_calamine

from courriers.constats import Code, avertissement, information
from courriers.erreurs import CourriersError, MoteurPdfAbsent
from courriers.lot.configuration import Configuration
from courriers.lot.execution import Resultat, produire
from courriers.lot.sources import lire
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.dossiers import un_dossier
from courriers.lot.synthese import (
    LigneDeSynthese,
    Recueil,
    classeur,
    cumuls,
    ecriture,
    ligne_de,
    lignes_de,
    paquet,
    synthese,
)
from courriers.lot.synthese.cellules import CARACTERES_MAX, coupe
from courriers.lot.synthese.classeur import Colonne, Feuille
from courriers.lot.synthese.cumuls import Cumuls
from courriers.lot.synthese.page import page
from fabrique import HOSTILES, JOUR, SAMPLES, brut, pack_livre, packs_livres
from lot.synthese.lots import beaucoup, ecrite, refusee

ENTETE = 3
"""Row of the headings of « Lettres » when there is one currency."""


@pytest.fixture(scope="module")
def exemples(tmp_path_factory):
    """Every sample, in Word alone: pairs of what became of it and of its case."""
    sortie = tmp_path_factory.mktemp("lettres")
    cas = [un_dossier(f.parent) for f in sorted(SAMPLES.glob("*/dossier.json"))]
    ecrits = produire(cas, packs_livres(), JOUR, sortie, formats=("docx",))
    return sortie, list(zip(ecrits, cas, strict=True))


def ouvrir(chemin: Path, *, valeurs: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(chemin, data_only=valeurs)


def table(feuille, entete: int) -> list[dict[str, object]]:
    rangees = list(feuille.iter_rows(min_row=entete, values_only=True))
    return [dict(zip(rangees[0], r, strict=True)) for r in rangees[1:]]


def faire(tmp_path: Path, lignes: Iterable[LigneDeSynthese]) -> openpyxl.Workbook:
    synthese(lignes, tmp_path, JOUR)
    return ouvrir(tmp_path / "synthese.xlsx")


def exact(valeur: object) -> Decimal:
    """A cell, which openpyxl reads as a float, to the centime."""
    return Decimal(str(valeur)).quantize(Decimal("0.01"))


def texte_du_pdf(octets: bytes) -> str:
    document = pypdfium2.PdfDocument(octets)
    return "\n".join(p.get_textpage().get_text_bounded() for p in document)


# The figures


def test_chaque_ligne_redonne_le_decompte_au_centime(exemples, tmp_path):
    _, paires = exemples
    classeur_ecrit = faire(tmp_path, lignes_de(paires, packs_livres()))
    lettres = {r["Référence"]: r for r in table(classeur_ecrit["Lettres"], ENTETE)}
    ecrites = [r.lettre for r, _ in paires if r.lettre is not None]
    assert len(ecrites) > 10
    assert len(lettres) == len(ecrites)
    for lettre in ecrites:
        compte, rangee = lettre.decompte, lettres[lettre.reference]
        assert exact(rangee["Somme demandée"]) == lettre.somme
        assert exact(rangee["Principal"]) == compte.principal
        assert exact(rangee["Intérêts"]) == compte.interets
        assert exact(rangee["Indemnités"]) == compte.indemnites


def test_la_balance_agee_est_tout_le_principal_qui_reste(exemples):
    for (resultat, _), ligne in zip(exemples[1], lignes_de(exemples[1]), strict=True):
        if resultat.lettre is not None:
            compte = resultat.lettre.decompte
            assert sum(ligne.par_age) == compte.principal + compte.a_echoir
            assert ligne.par_age[0] == compte.a_echoir


def test_les_totaux_sont_des_formules_et_portent_deja_leur_valeur(exemples, tmp_path):
    _, paires = exemples
    synthese(lignes_de(paires), tmp_path, JOUR)
    formules = ouvrir(tmp_path / "synthese.xlsx", valeurs=False)["Lettres"]
    valeurs = ouvrir(tmp_path / "synthese.xlsx")["Lettres"]
    ecrites = [r.lettre for r, _ in paires if r.lettre is not None]
    fin = ENTETE + len(ecrites)
    assert formules["I2"].value == f"=SUBTOTAL(109,I$4:I${fin})"
    assert exact(valeurs["I2"].value) == sum(lettre.somme for lettre in ecrites)
    assert exact(valeurs["K2"].value) == sum(lettre.decompte.interets for lettre in ecrites)


def test_trois_devises_ont_trois_totaux_et_ne_s_additionnent_jamais(tmp_path):
    lignes = [
        ecrite(reference="A", somme=Decimal("10.10")),
        ecrite(reference="B", devise="TND", somme=Decimal("20.125")),
        ecrite(reference="C", devise="XPF", somme=Decimal(3000)),
        ecrite(reference="D", somme=Decimal("0.20")),
    ]
    synthese(lignes, tmp_path, JOUR)
    formules = ouvrir(tmp_path / "synthese.xlsx", valeurs=False)["Lettres"]
    lu = ouvrir(tmp_path / "synthese.xlsx")
    totaux = {r[7].value: (r[8].value, r[8].number_format) for r in lu["Lettres"]["A2:S4"]}
    assert {d: Decimal(str(v)) for d, (v, _) in totaux.items()} == {
        "EUR": Decimal("10.3"), "TND": Decimal("20.125"), "XPF": Decimal(3000),
    }  # fmt: skip
    assert totaux["TND"][1].endswith("#,##0.000")
    assert totaux["XPF"][1].endswith("#,##0")
    assert formules["I2"].value == '=SUMIF($H$6:$H$9,"EUR",I$6:I$9)'
    nombres = [
        c.value for rangee in lu["Bilan"] for c in rangee if isinstance(c.value, int | float)
    ]
    dit = texte_du_pdf((tmp_path / "synthese.pdf").read_bytes())
    assert "10,30\u00a0€ demandés" in dit.replace("\u202f", "\u00a0")
    assert 3030.425 not in [round(n, 3) for n in nombres]
    assert not re.search(r"3\D?030", dit)


def test_le_bilan_compte_par_etape_canal_creancier_et_age(tmp_path):
    lignes = [ecrite(), ecrite(reference="C-2", titre="Relance", canal="lettre"), refusee()]
    bilan = faire(tmp_path, lignes)["Bilan"]
    rangees = [r[:4] for r in bilan.iter_rows(values_only=True)]
    for attendue in (
        ("Dossiers lus", None, 3, None),
        ("Lettres écrites", None, 2, None),
        ("Dossiers refusés", None, 1, None),
        ("Relance", "EUR", 1, 1040),
        ("Lettre simple", "EUR", 1, 1040),
        ("SARL Vasseur", "EUR", 2, 2080),
        ("31 à 60 jours", "EUR", 2, 2000),
        ("CREANCE_CEDEE", None, 1, "la créance a été cédée."),
    ):
        assert attendue in rangees, attendue


def test_les_dates_et_les_nombres_sont_vrais_et_les_codes_postaux_des_textes(tmp_path):
    (rangee,) = table(faire(tmp_path, [ecrite()])["Lettres"], ENTETE)
    assert rangee["Plus ancienne échéance"] == datetime.datetime(2026, 9, 24)  # noqa: DTZ001
    assert rangee["Retard (jours)"] == 60
    assert rangee["Code postal"] == "01000"
    assert rangee["Canal"] == "Lettre recommandée avec demande d’avis de réception"
    (lue,) = python_calamine.load_workbook(tmp_path / "synthese.xlsx").get_sheet_by_name(
        "Lettres"
    ).to_python()[ENTETE:]  # fmt: skip
    assert lue[12] == datetime.date(2026, 9, 24)


def test_les_tables_ont_filtre_entetes_figes_et_titres_a_l_impression(tmp_path):
    lu = faire(tmp_path, [ecrite(), ecrite(reference="C-2"), refusee()])
    assert lu.sheetnames == ["Lettres", "Refus", "À voir", "Bilan"]
    assert lu["Lettres"].auto_filter.ref == "A3:S5"
    assert lu["Lettres"].freeze_panes == "B4"
    assert lu["Lettres"].print_title_rows == "$3:$3"
    assert lu["Refus"].auto_filter.ref == "A2:J3"


def test_le_nom_de_la_lettre_l_ouvre(tmp_path):
    fichiers = tuple(tmp_path / "C n°1 & co" / f"lettre.{e}" for e in ("docx", "pdf"))
    ailleurs = (Path("/ailleurs/lettre.pdf"),)
    lu = faire(tmp_path, [ecrite(fichiers=fichiers), ecrite(fichiers=ailleurs), ecrite()])
    cellules = [lu["Lettres"].cell(ENTETE + n, 6) for n in (1, 2, 3)]
    assert [c.hyperlink and c.hyperlink.target for c in cellules] == [
        "C%20n%C2%B01%20%26%20co/lettre.pdf", None, None,
    ]  # fmt: skip
    assert {c.value for c in cellules} == {"Mise en demeure de payer"}
    assert (
        lu["Lettres"].cell(ENTETE + 1, 19).value == "C n°1 & co/lettre.docx\nC n°1 & co/lettre.pdf"
    )


def test_les_liens_de_trop_sont_des_textes(tmp_path, monkeypatch):
    monkeypatch.setattr(classeur, "LIENS_MAX", 1)
    lettre = (tmp_path / "a.pdf",)
    lu = faire(tmp_path, [ecrite(fichiers=lettre), ecrite(fichiers=lettre)])
    liens = [lu["Lettres"].cell(ENTETE + n, 6).hyperlink for n in (1, 2)]
    assert liens[0] is not None
    assert liens[1] is None


# The rows


def test_une_ligne_dit_pourquoi_il_n_y_a_pas_de_lettre_et_ou():
    faute = CourriersError(
        "x", constats=[avertissement(Code.CHAMP_MANQUANT, "manque.", "Ajoutez.")]
    )
    place = Place(Path("t.csv"), "", (7, 8))
    ligne = ligne_de(Resultat(place, erreur=faute), Cas(place, erreur=faute))
    (motif,) = ligne.motifs
    assert (ligne.issue, motif.code, motif.phrase) == ("refusee", "CHAMP_MANQUANT", "manque.")
    assert (motif.fichier, motif.ligne, motif.conseil) == ("t.csv", 7, "Ajoutez.")


def test_un_dossier_exclu_n_est_pas_un_refus():
    place = Place(Path("t.csv"), "", (7,))
    faute = CourriersError(f"{place}\u00a0: dossier C7 exclu\u00a0: payé.", code="EXCLU")
    ligne = ligne_de(Resultat(place, erreur=faute), Cas(place, erreur=faute))
    assert ligne.issue == "exclue"
    assert ligne.motifs[0].phrase == "dossier C7 exclu\u00a0: payé."


def test_l_etape_due_est_cherchee_quand_on_donne_le_jour(exemples):
    _, paires = exemples
    lignes = list(lignes_de(paires, packs_livres(), JOUR))
    for ligne in lignes:
        if ligne.issue == "ecrite":  # the samples were written with the step that is due
            assert ligne.etape == ligne.titre


def test_seuls_les_constats_a_regarder_sont_dans_la_feuille_a_voir(exemples, tmp_path):
    resultat, cas = next((r, c) for r, c in exemples[1] if r.lettre is not None)
    constats = (
        avertissement(Code.ADRESSE_TROP_LONGUE, "l’adresse est longue.", fondement="NF Z10-011"),
        information(Code.RELECTURE, "relue."),
    )
    ligne = ligne_de(replace(resultat, constats=constats), cas)
    (rangee,) = table(faire(tmp_path, [ligne])["À voir"], 2)
    assert rangee["Constat"] == "l’adresse est longue."
    assert rangee["Fondement"] == "NF Z10-011"


# What must not happen

FORMULES = (
    '=HYPERLINK("http://exemple.fr","cliquez")', "+33476000000", "-1+1", "@SUM(A1)", "\t=1+1",
    "\r=1+1", "|calc", "=cmd|' /C calc'!A0", " =1+1",
)  # fmt: skip


@pytest.mark.parametrize(
    "nom", [*FORMULES, *HOSTILES, "_x0041_", "a\x00b\x1bc", "\ud800", " bord "]
)
def test_un_nom_hostile_est_un_texte_partout(tmp_path, nom):
    constat = avertissement(Code.RELECTURE, nom, nom)
    lignes = [
        ecrite(debiteur=nom, creancier=nom, reference=nom, titre=nom, ville=nom, a_voir=(constat,)),
        refusee(reference=nom, debiteur=nom),
    ]
    synthese(lignes, tmp_path, JOUR)
    lu = ouvrir(tmp_path / "synthese.xlsx", valeurs=False)
    formules = [c.coordinate for f in lu for r in f for c in r if c.data_type == "f"]
    assert formules == ["I2", "J2", "K2", "L2"]  # the totals, ours
    attendu = nom.replace("\r", "\n").replace("\t", " ")
    attendu = "".join(c for c in attendu if c == "\n" or not (ord(c) < 32 or c == "\ud800"))
    chemin = tmp_path / "synthese.xlsx"
    lue = python_calamine.load_workbook(str(chemin)).get_sheet_by_name("Lettres").to_python()
    assert lue[ENTETE][2] == attendu
    cellule = lu["Lettres"].cell(ENTETE + 1, 3)
    if attendu.strip()[:1] in "=+-@|" and attendu.strip():
        assert cellule.quotePrefix  # edited, it stays a text
    assert len(pypdfium2.PdfDocument(tmp_path / "synthese.pdf")) == 1


def test_un_texte_trop_long_pour_une_cellule_est_coupe_et_c_est_dit(tmp_path):
    lu = faire(tmp_path, [ecrite(debiteur="é" * 40_000), ecrite(ville="𝄞" * 20_000)])
    lettres = table(lu["Lettres"], ENTETE)
    assert len(lettres[0]["Débiteur"]) == CARACTERES_MAX
    assert lettres[0]["Débiteur"].strip("é") == " … [texte coupé]"
    assert len(lettres[1]["Ville"].encode("utf-16-le")) // 2 <= CARACTERES_MAX
    notes = [r[0] for r in lu["Bilan"].iter_rows(values_only=True)]
    assert any(str(n).startswith("2 texte(s) trop longs") for n in notes)


def test_un_texte_qui_tient_tout_juste_n_est_pas_coupe():
    assert coupe("a" * CARACTERES_MAX) == "a" * CARACTERES_MAX
    assert coupe("a" * (CARACTERES_MAX + 1)).endswith("… [texte coupé]")
    assert len(coupe("a" * (CARACTERES_MAX + 1))) == CARACTERES_MAX


def test_les_lignes_qui_ne_tiennent_pas_dans_une_feuille_sont_comptees(monkeypatch):
    monkeypatch.setattr(classeur, "RANGEES_MAX", 103)
    feuille = Feuille("F", [Colonne("A", 10)])
    for rang in range(5):
        feuille.ajouter([(f"{rang}", classeur.Style.TEXTE)])
    xml = b"".join(feuille.xml(choisie=True)).decode()
    feuille.fermer()
    assert feuille.rangees == 3
    assert "2 ligne(s) de plus ne tiennent pas dans une feuille." in xml


def test_trop_de_creanciers_partagent_une_ligne(monkeypatch):
    monkeypatch.setattr(cumuls, "NOMS_MAX", 2)
    compte = Cumuls()
    for nom in "ABCD":
        compte.ajouter(ecrite(creancier=nom))
    noms = {nom: cumul.nombre for nom, _, cumul in compte.rangs("Par créancier")}
    assert noms == {"A": 1, "B": 1, "Autres": 2}


def test_un_dossier_compte_une_fois_par_motif_et_la_premiere_phrase_est_gardee():
    motif = refusee().motifs[0]
    compte = Cumuls()
    compte.ajouter(refusee(motifs=(motif, replace(motif, phrase="autre."))))
    ((code, refuses),) = compte.refus()
    assert (code, refuses.nombre, refuses.phrase) == ("CREANCE_CEDEE", 1, motif.phrase)


def test_la_plus_forte_somme_vient_la_premiere():
    compte = Cumuls()
    for titre, somme in (("petite", 10), ("grande", 90), ("moyenne", 50)):
        compte.ajouter(ecrite(titre=titre, somme=Decimal(somme), reference=titre))
    assert [nom for nom, _, _ in compte.rangs("Par étape")] == ["grande", "moyenne", "petite"]
    fortes = [ligne.reference for ligne in compte.plus_fortes("EUR")]
    assert fortes == ["grande", "moyenne", "petite"]


def test_les_etapes_de_trop_sont_une_barre_qui_les_additionne():
    compte = Cumuls()
    for rang in range(10):
        compte.ajouter(ecrite(titre=f"Étape {rang}", somme=Decimal(1000 - rang)))
    dit = texte_du_pdf(page(compte, JOUR)).replace("\u202f", " ").replace("\u00a0", " ")
    assert "4 autres étapes" in dit  # of ten, six are drawn
    assert "3 970 · 4 lettres" in dit  # 994 + 993 + 992 + 991


def test_les_factures_reglees_et_celles_a_echoir_sont_comptees_juste(tmp_path):
    """Paid off, twenty days late, and due in seven days."""
    factures = [
        {"numero": n, "date": "2026-09-01", "echeance": e, "montant_ttc": "100.00"}
        for n, e in (("F1", "2026-10-01"), ("F2", "2026-11-03"), ("F3", "2026-11-30"))
    ]
    paiements = [{"date": "2026-10-01", "montant": "100.00", "facture": "F1"}]
    chemin = tmp_path / "a.json"
    chemin.write_text(json.dumps(brut(factures=factures, paiements=paiements)), encoding="utf-8")
    cas = un_dossier(chemin)
    (resultat,) = produire([cas], pack_livre("relance-courtoise"), JOUR, tmp_path / "out",
                           formats=("docx",))  # fmt: skip
    ligne = ligne_de(resultat, cas)
    assert (ligne.factures, ligne.retard) == (2, 20)
    assert ligne.par_age[:3] == (100, 100, 0)
    assert ligne.echeance == datetime.date(2026, 11, 3)


def test_ce_qui_n_est_pas_echu_n_a_pas_de_retard(tmp_path):
    cas = un_dossier(SAMPLES / "avant-echeance-consommateur")
    au = tomllib.loads((SAMPLES / "avant-echeance-consommateur/attendu.toml").read_text("utf-8"))
    (resultat,) = produire([cas], pack_livre("relance-avant-echeance"), au["au"], tmp_path,
                           formats=("docx",))  # fmt: skip
    ligne = ligne_de(resultat, cas)
    assert ligne.issue == "ecrite", ligne.motifs
    assert ligne.retard == 0
    assert ligne.par_age[0] > 0


def test_une_date_d_avant_le_calendrier_d_excel_est_un_texte(tmp_path):
    (rangee,) = table(
        faire(tmp_path, [ecrite(echeance=datetime.date(1900, 2, 28))])["Lettres"], ENTETE
    )
    assert rangee["Plus ancienne échéance"] == "28/02/1900"


def test_une_colonne_facultative_vide_est_cachee(tmp_path):
    lu = faire(tmp_path, [ecrite()])
    assert lu["Lettres"].column_dimensions["Q"].hidden
    lu = faire(tmp_path, [ecrite(etape="Seconde relance")])
    assert not lu["Lettres"].column_dimensions["Q"].hidden


def test_un_motif_tres_long_ne_depasse_pas_la_plus_haute_rangee(tmp_path):
    motif = replace(refusee().motifs[0], phrase="mot " * 3000)
    lu = faire(tmp_path, [refusee(motifs=(motif,)), refusee()])
    assert lu["Refus"].row_dimensions[3].height == 409  # the most that Excel allows
    assert lu["Refus"].row_dimensions[4].height is None


def test_une_synthese_n_est_pas_une_source_de_dossiers(tmp_path):
    synthese([ecrite()], tmp_path, JOUR)
    (tmp_path / "a.json").write_text(json.dumps(brut(reference="A")), encoding="utf-8")
    assert [cas.reference for cas in lire([tmp_path], Configuration())] == ["A"]


# The page


def test_la_page_dit_les_chiffres_et_se_lit_sans_la_voir(tmp_path):
    synthese([ecrite(), refusee()], tmp_path, JOUR)
    octets = (tmp_path / "synthese.pdf").read_bytes()
    dit = texte_du_pdf(octets).replace("\u202f", "\u00a0")
    for attendu in ("Lettres du 23 novembre 2026", "SARL Vasseur", "1\u00a0040,00\u00a0€ demandés",
                    "31–60", "Mise en demeure de payer", "La créance a été cédée"):  # fmt: skip
        assert attendu in dit, attendu
    import pikepdf

    with pikepdf.open(tmp_path / "synthese.pdf") as pdf:
        metadonnees = pdf.Root.Metadata.read_bytes().decode()
        decrites = [str(o["/Alt"]) for o in pdf.objects
                    if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]  # fmt: skip
        assert pdf.Root.Lang == "fr"
    assert "<pdfaid:part>3" in metadonnees or 'pdfaid:part="3"' in metadonnees
    assert 'pdfuaid:part="1"' in metadonnees
    assert any("31 à 60 jours, 1\u202f000,00\u00a0€" in d for d in decrites), decrites
    assert any(d.startswith("Somme demandée, par étape") for d in decrites)


@pytest.mark.parametrize(
    ("nombre", "devises", "refus"),
    [
        (0, ("EUR",), 0), (0, ("EUR",), 30), (1, ("EUR",), 0), (500, ("EUR",), 30),
        (500, ("EUR", "CHF"), 30), (500, ("EUR", "CHF", "XPF"), 30),
        (600, ("EUR", "CHF", "XPF", "TND", "USD", "GBP", "JPY", "MAD", "XOF"), 30),
    ],
)  # fmt: skip
def test_la_page_est_une_seule_page(tmp_path, nombre, devises, refus):
    lignes = [*beaucoup(nombre, devises), *(refusee(f"C{n}") for n in range(refus))]
    synthese(lignes, tmp_path, JOUR)
    document = pypdfium2.PdfDocument(tmp_path / "synthese.pdf")
    assert len(document) == 1
    pied = [m for m in bas_des_mots(document) if m < 40]
    assert not pied, pied  # nothing runs over the bottom margin


def bas_des_mots(document: pypdfium2.PdfDocument) -> list[float]:
    texte = document[0].get_textpage()
    return [texte.get_rect(n)[1] for n in range(texte.count_rects())]


def test_la_phrase_du_bas_ne_recouvre_rien(tmp_path):
    lignes = [*beaucoup(900, ("EUR", "CHF", "XPF", "TND")), *(refusee(f"C{n}") for n in range(9))]
    synthese(lignes, tmp_path, JOUR)
    texte = pypdfium2.PdfDocument(tmp_path / "synthese.pdf")[0].get_textpage()
    cadres = [(texte.get_rect(n), texte.get_text_bounded(*texte.get_rect(n)))
              for n in range(texte.count_rects())]  # fmt: skip
    pied = max(haut for (_, _, _, haut), mots in cadres if mots.startswith("Chaque somme"))
    dessus = [bas for (_, bas, _, _), mots in cadres if "de plus, dans la feuille" in mots]
    assert dessus
    assert min(dessus) > pied


def test_une_somme_immense_n_est_jamais_coupee():
    compte = Cumuls()
    compte.ajouter(ecrite(somme=Decimal("999999999999.99"), devise="MAD"))
    dit = texte_du_pdf(page(compte, JOUR)).replace("\u202f", "\u00a0")
    assert "999\u00a0999\u00a0999\u00a0999,99\u00a0MAD demandés" in dit
    assert "999,99\u00a0Md" in dit  # rounded down: never more than is asked


# The files


def test_les_memes_lignes_donnent_les_memes_octets(tmp_path):
    for nom in "ab":
        synthese([*beaucoup(50), refusee()], tmp_path / nom, JOUR)
    for fichier in ("synthese.xlsx", "synthese.pdf"):
        assert (tmp_path / "a" / fichier).read_bytes() == (tmp_path / "b" / fichier).read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / "synthese.xlsx") as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}


def test_un_classeur_ouvert_dans_excel_n_est_pas_perdu(tmp_path, monkeypatch):
    remplacer = Path.replace

    def tenu(self, cible):
        if Path(cible).name == "synthese.xlsx":
            raise PermissionError(13, "tenu", str(cible))
        return remplacer(self, cible)

    monkeypatch.setattr(Path, "replace", tenu)
    with Recueil(tmp_path, JOUR) as recueil:
        recueil.ajouter(ecrite())
        ecrit = recueil.ecrire()
    assert [f.name for f in ecrit.fichiers] == ["synthese-2.xlsx", "synthese.pdf"]
    (erreur,) = ecrit.erreurs
    assert erreur.code == "ECRITURE_IMPOSSIBLE"
    assert "Fermez-le" in str(erreur)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["synthese-2.xlsx", "synthese.pdf"]


def test_une_panne_ne_laisse_rien_et_le_reste_continue(tmp_path, monkeypatch):
    (tmp_path / "synthese.xlsx").write_bytes(b"avant")
    ecrire = paquet.ecrire

    def panne(flux, *reste):
        ecrire(flux, *reste)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paquet, "ecrire", panne)
    with pytest.raises(CourriersError, match="le disque est plein"):
        synthese([ecrite()], tmp_path, JOUR)
    assert (tmp_path / "synthese.xlsx").read_bytes() == b"avant"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["synthese.pdf", "synthese.xlsx"]


def test_sans_moteur_pdf_le_classeur_est_ecrit(tmp_path, monkeypatch):
    def absent(*_):
        raise MoteurPdfAbsent("Pango manque.")

    monkeypatch.setattr(ecriture, "page", absent)
    with pytest.raises(MoteurPdfAbsent):
        synthese([ecrite()], tmp_path, JOUR)
    assert [f.name for f in tmp_path.iterdir()] == ["synthese.xlsx"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="les droits s’imposent à tous")
def test_un_repertoire_sans_droit_est_dit(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CourriersError, match="l’accès est refusé"):
        synthese([ecrite()], tmp_path, JOUR)


def test_un_fichier_a_la_place_du_repertoire_est_dit(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(CourriersError) as dit:
        synthese([ecrite()], tmp_path / "out", JOUR)
    assert dit.value.code == "ECRITURE_IMPOSSIBLE"


def test_cinq_mille_lignes_s_additionnent_juste(tmp_path):
    lignes = list(beaucoup(5_000))
    synthese(iter(lignes), tmp_path, JOUR)
    lue = python_calamine.load_workbook(tmp_path / "synthese.xlsx").get_sheet_by_name("Lettres")
    rangees = lue.to_python()[ENTETE:]
    assert len(rangees) == 5_000
    assert exact(lue.to_python()[1][8]) == sum(ligne.somme for ligne in lignes)
    assert sum(exact(r[8]) for r in rangees) == sum(ligne.somme for ligne in lignes)


def test_la_synthese_ne_parle_que_des_dossiers_donnes(tmp_path):
    lu = faire(tmp_path, [])
    assert lu["Lettres"].max_row == 2
    assert lu["Refus"]["A1"].value == "Refus et exclusions\u00a0: rien"
    dit = texte_du_pdf((tmp_path / "synthese.pdf").read_bytes())
    assert "Aucune lettre n’a été écrite." in dit


def sans_valeurs(chemin: Path) -> None:
    """Take from the formulas of *chemin* the values that come with them: they must be computed."""
    with zipfile.ZipFile(chemin) as archive:
        membres = {n: archive.read(n) for n in archive.namelist()}
    feuille = "xl/worksheets/sheet1.xml"
    membres[feuille], combien = re.subn(rb"</f><v>[^<]*</v>", b"</f>", membres[feuille])
    assert combien
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom, octets in membres.items():
            archive.writestr(nom, octets)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n’est pas là")
def test_libreoffice_recompte_les_memes_totaux(tmp_path):
    lignes = [*beaucoup(300, ("EUR", "CHF")), ecrite(debiteur="=1+1"), refusee()]
    synthese(lignes, tmp_path, JOUR)
    sans_valeurs(tmp_path / "synthese.xlsx")
    filtre = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,1"
    subprocess.run(  # noqa: S603
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",  # noqa: S607
         "--convert-to", filtre, "--outdir", str(tmp_path), str(tmp_path / "synthese.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (csv,) = tmp_path.glob("*.csv")
    rangees = [r.split(";") for r in csv.read_text(encoding="utf-8").replace('"', "").splitlines()]
    for rangee, devise in ((rangees[1], "EUR"), (rangees[2], "CHF")):
        attendu = sum(ligne.somme for ligne in lignes
                      if ligne.issue == "ecrite" and ligne.devise == devise)  # fmt: skip
        assert rangee[7] == devise
        assert exact(rangee[8]) == attendu
    assert any(r[2] == "=1+1" for r in rangees if len(r) > 2)
