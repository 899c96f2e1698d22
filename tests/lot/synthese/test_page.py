"""The page: one, whatever the batch; it says its figures, to who does not see it too."""

import itertools
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from courriers.lot.synthese.cumuls import Cumuls
from courriers.lot.synthese.page import page
from fabrique import JOUR, packs_livres
from lot.synthese.lots import beaucoup, ecrite, mots_du_pdf, refusee

NEUF = ("EUR", "CHF", "XPF", "TND", "USD", "GBP", "JPY", "MAD", "XOF")


def pdf(lignes) -> bytes:
    compte = Cumuls()
    for ligne in lignes:
        compte.ajouter(ligne)
    return page(compte, JOUR)


def cadres(octets: bytes) -> list[tuple[tuple[float, float, float, float], str]]:
    """The lines of the only page: left, bottom, right, top, and what they say."""
    document = pypdfium2.PdfDocument(octets)
    assert len(document) == 1
    texte = document[0].get_textpage()
    boites = [texte.get_rect(n) for n in range(texte.count_rects())]
    return [(boite, texte.get_text_bounded(*boite)) for boite in boites]


def chevauchements(octets: bytes) -> list[tuple[str, str]]:
    """Words that run over others, or out of the margins."""
    lus, trouves = cadres(octets), []
    for rang, ((g, b, d, h), dit) in enumerate(lus):
        if g < 47 or d > 549 or b < 38 or h > 800:
            trouves.append((dit, "hors des marges"))
        trouves += [
            (dit, autre) for (g2, b2, d2, h2), autre in lus[rang + 1 :]
            if min(d, d2) - max(g, g2) > 0.6 and min(h, h2) - max(b, b2) > 0.6
        ]  # fmt: skip
    return trouves


def de_tous_les_packs(somme: str):
    """Two letters of each built-in pack, of the same sum, by every channel and age."""
    for rang, pack in enumerate(packs_livres() * 2):
        ages = tuple(Decimal(somme) if age == rang % 6 else Decimal(0) for age in range(6))
        yield ecrite(
            titre=pack.manifeste.titre, canal=("lrar", "lettre", "appel", "remise")[rang % 4],
            debiteur="Syndicat des copropriétaires de la résidence du Val d’Or " * 3,
            reference="R" * 60, somme=Decimal(somme), principal=Decimal(somme), par_age=ages,
        )  # fmt: skip


LOTS = {
    "vide": list,
    "refus": lambda: [refusee(f"C{n}") for n in range(30)],
    "une": lambda: [ecrite()],
    "centime": lambda: [*de_tous_les_packs("0.01"), refusee()],
    "milliards": lambda: [*de_tous_les_packs("99999999999.99"), *(refusee(f"C{n}") for n in "abc")],
    "immenses": lambda: de_tous_les_packs("999999999999.99"),
    "grand": lambda: [*beaucoup(20_000), *(refusee(f"C{n}") for n in range(30))],
    "deux devises": lambda: [*beaucoup(500, NEUF[:2]), *(refusee(f"C{n}") for n in range(30))],
    "trois devises": lambda: [*beaucoup(500, NEUF[:3]), *(refusee(f"C{n}") for n in range(30))],
    "neuf devises": lambda: [*beaucoup(600, NEUF), *(refusee(f"C{n}") for n in range(30)),
                             refusee(issue="deja")],
}  # fmt: skip


@pytest.mark.parametrize("lot", LOTS)
def test_la_page_est_une_seule_page_ou_rien_ne_se_chevauche(lot):
    assert chevauchements(pdf(LOTS[lot]())) == []


def test_la_page_dit_les_chiffres_et_se_lit_sans_la_voir(tmp_path):
    octets = pdf([ecrite(), refusee()])
    dit = mots_du_pdf(octets)
    for attendu in ("Lettres du 23 novembre 2026", "SARL Vasseur", "1 040,00 € demandés", "31–60",
                    "Mise en demeure de payer", "L’expéditeur n’est plus créancier",
                    "RGPD"):  # fmt: skip
        assert attendu in dit, attendu
    (tmp_path / "a.pdf").write_bytes(octets)
    with pikepdf.open(tmp_path / "a.pdf") as lu:
        metadonnees = lu.Root.Metadata.read_bytes().decode()
        decrites = [
            str(o["/Alt"]) for o in lu.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
        assert lu.Root.Lang == "fr"
        assert "/StructTreeRoot" in lu.Root
    assert "<pdfaid:part>3" in metadonnees or 'pdfaid:part="3"' in metadonnees
    assert 'pdfuaid:part="1"' in metadonnees
    assert any("31 à 60 jours, 1\u202f000,00\u00a0€" in d for d in decrites), decrites
    assert any(d.startswith("Somme demandée, par étape") for d in decrites)


def test_un_centime_n_est_pas_dit_zero():
    dit = mots_du_pdf(pdf([ecrite(titre="Relance", somme=Decimal("0.01"))]))
    assert "0,01 · 1 lettre" in dit


def test_une_somme_immense_n_est_jamais_coupee_ni_arrondie_vers_le_haut():
    dit = mots_du_pdf(pdf([ecrite(somme=Decimal("999999999999.99"), devise="MAD")]))
    assert "999 999 999 999,99 MAD demandés" in dit
    assert "999,99 Md" in dit


def test_les_etapes_de_trop_sont_une_barre_qui_les_additionne():
    lignes = [ecrite(titre=f"Étape {rang}", somme=Decimal(1000 - rang)) for rang in range(10)]
    dit = mots_du_pdf(pdf(lignes))
    assert "4 autres étapes" in dit  # of ten, six are drawn
    assert "3 970 · 4 lettres" in dit  # 994 + 993 + 992 + 991


def test_les_etapes_deja_faites_sont_dites_hors_des_montants():
    assert "n’y sont pas comptées" in mots_du_pdf(pdf([ecrite(), refusee(issue="deja")]))
    assert "n’y sont pas comptées" not in mots_du_pdf(pdf([ecrite()]))


def test_les_teintes_vont_du_plus_clair_au_plus_sombre_en_gris():
    """Printed in black and white, each age is told from the next."""
    from courriers.lot.synthese.graphique import _TEINTES

    gris = [sum(f * int(t[i : i + 2], 16) for f, i in ((0.3, 1), (0.59, 3), (0.11, 5)))
            for t in _TEINTES]  # fmt: skip
    assert all(clair - sombre > 25 for clair, sombre in itertools.pairwise(gris))


def test_une_page_vide_le_dit():
    assert "Aucune lettre n’a été écrite." in mots_du_pdf(pdf([]))
