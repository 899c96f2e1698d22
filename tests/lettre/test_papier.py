"""What an envelope and a letter opener need: window, fold marks, registered number.

Measured in the PDF, as ``fenetre`` says.
"""

import tomllib
import zipfile
from io import BytesIO

import pypdfium2
import pytest

from courriers import compose, load_dossier
from courriers.document.texte import texte
from courriers.langue.adresse import bloc_postal
from courriers.lettre.pack import packs
from courriers.lettre.relecture import normaliser
from courriers.lettre.suite import numero_de_suivi
from fabrique import HOSTILES, JOUR, SAMPLES, brut, dossier, livree, nu, pack_livre
from lettre.fenetre import POSTE, canal_postal, dessin, destinataire, encre, marques, verifier

POSTAUX = {p.nom: p for p in packs() if set(POSTE) & set(p.manifeste.canaux)}


def _attendu(exemple):
    return tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))


ECRITES = [
    (exemple.name, pack)
    for exemple in sorted(d for d in SAMPLES.iterdir() if d.is_dir())
    for pack in POSTAUX
    if _attendu(exemple.name)["packs"].get(pack, {}).get("lettre")
]


def par_la_poste(exemple, pack):
    """The letter of *pack* for a sample, by the first channel that goes by post."""
    canal = canal_postal(POSTAUX[pack])
    return livree(exemple, pack, None if canal == POSTAUX[pack].manifeste.canaux[0] else canal)


def premiere(lettre):
    """The first page of its PDF."""
    return pypdfium2.PdfDocument(lettre.pdf())[0]


@pytest.mark.parametrize(("exemple", "pack"), ECRITES)
def test_l_adresse_est_seule_et_entiere_dans_la_fenetre(exemple, pack):
    cas = load_dossier(SAMPLES / exemple / "dossier.json")
    page = premiere(par_la_poste(exemple, pack))
    verifier(page, dessin(page), destinataire(cas, POSTAUX[pack]))


ADRESSES = {
    "six lignes de 38 caractères": (
        {"lignes": [f"{n} {'M' * 3} Bâtiment des Grands Ateliers"[:38].ljust(38, "x")
                    for n in "123"], "code_postal": "38000", "ville": "Grenoble"}, 6),
    "sept lignes": (
        {"lignes": [f"{n} rue de la République prolongée" for n in "1234"],
         "code_postal": "38000", "ville": "Grenoble"}, 7),
    "six lignes et le pays": (
        {"lignes": [f"{n} rue de la République prolongée" for n in "123"],
         "code_postal": "1000", "ville": "Bruxelles", "pays": "BE"}, 7),
}  # fmt: skip


@pytest.mark.parametrize("pack", ["relance-courtoise", "mise-en-demeure"])
@pytest.mark.parametrize("nom", ADRESSES)
def test_six_lignes_tiennent_et_sept_aussi(nom, pack):
    adresse, combien = ADRESSES[nom]
    contact = {"civilite": "M.", "prenom": "Luc", "nom": "Bernard-Delacroix", "qualite": "gérant"}
    cas = load_dossier(brut(debiteur={"adresse": adresse, "contact": contact}))
    lignes = bloc_postal(cas.debiteur, cas.debiteur.contact)
    assert len(lignes) == combien
    page = premiere(compose(cas, pack_livre(pack), JOUR))
    verifier(page, dessin(page), lignes)


def test_une_adresse_qui_deborde_est_imprimee_entiere_et_se_dit():
    cas = dossier(debiteur={"denomination": "N" * 90})
    lettre = compose(cas, pack_livre("relance-courtoise"), JOUR)
    assert "ADRESSE_TROP_LONGUE" in {c.code for c in lettre.rapport.constats}
    assert nu("N" * 90) in nu(premiere(lettre).get_textpage().get_text_bounded())


def test_le_courriel_le_plus_long_de_l_expediteur_reste_hors_de_la_fenetre():
    partie = {
        "courriel": f"{'comptabilite' * 5}@{'atelier' * 8}.example",
        "telephone": "04 76 00 12 34",
        "adresse": {"lignes": [f"{n} rue Haute" for n in "1234"]},
    }
    cas = dossier(creancier=partie)
    page = premiere(compose(cas, pack_livre("relance-courtoise"), JOUR))
    verifier(page, dessin(page), bloc_postal(cas.debiteur))


@pytest.mark.parametrize("pack", sorted(POSTAUX))
def test_deux_reperes_disent_ou_plier_a_la_premiere_page(pack):
    lettre = par_la_poste(next(e for e, p in ECRITES if p == pack), pack)
    page, *suivantes = pypdfium2.PdfDocument(lettre.pdf())
    dessine = dessin(page)
    hauts = marques(dessine)
    assert {round(y) for y in hauts} == {99, 198}
    for cible in (99.0, 198.0):
        trait = [y for y in hauts if abs(y - cible) < 2]
        assert cible == pytest.approx(sum(trait) / len(trait), abs=0.3)
        assert max(trait) - min(trait) < 0.5  # thin
        assert not encre(dessine, 0, cible - 1, 4.8, cible + 1)
        assert not encre(dessine, 10.3, cible - 1, 19, cible + 1)
    for suite in suivantes:
        assert marques(dessin(suite)) == []


@pytest.mark.parametrize("pack", sorted(POSTAUX))
def test_les_reperes_ne_disent_rien_a_qui_ecoute(pack):
    octets = par_la_poste(next(e for e, p in ECRITES if p == pack), pack).docx()
    entete = zipfile.ZipFile(BytesIO(octets)).read("word/header2.xml").decode()
    assert entete.count("wp:anchor ") == entete.count("decorative") // 2 == 2
    assert "descr=" not in entete
    assert "<w:t>" not in entete


# --- Le recommandé --------------------------------------------------------------------------


def envoi(**options):
    lettre = compose(dossier(), pack_livre("mise-en-demeure"), JOUR, **options)
    lu = normaliser(texte(lettre.docx()))
    return next(x for x in lu.split("\n") if x.startswith("Envoi\t"))


def test_un_recommande_se_dit_sans_numero_tant_qu_il_n_est_pas_connu():
    assert envoi() == "Envoi\t: Lettre recommandée avec demande d’avis de réception"


@pytest.mark.parametrize("canal", ["lrar", "lre"])
def test_un_recommande_porte_son_numero_quand_on_le_donne(canal):
    options = {"numero_suivi": "  2C 147 123 4567 8 ", "canal": canal}
    pack = pack_livre("mise-en-demeure")
    if canal not in pack.manifeste.canaux:
        pytest.skip(f"{canal} n’est pas un canal de la mise en demeure")
    assert envoi(**options).endswith(" n° 2C 147 123 4567 8")


def test_un_numero_ne_va_pas_a_la_ligne():
    assert numero_de_suivi("2C 147 1234", "lrar") == "2C\u00a0147\u00a01234"


@pytest.mark.parametrize("canal", ["lettre", "remise", "courriel", "appel"])
def test_un_numero_pour_un_envoi_ordinaire_est_refuse(canal):
    with pytest.raises(ValueError, match="recommandé"):
        numero_de_suivi("2C 147", canal)


@pytest.mark.parametrize(
    "numero", ["", "   ", "n\x07", "1" * 41, "{{ 7 }}", "<b>", "№ 5", *HOSTILES]
)
def test_un_numero_qui_n_en_est_pas_un_est_refuse(numero):
    with pytest.raises(ValueError, match="numéro de suivi"):
        numero_de_suivi(numero, "lrar")


def test_un_numero_de_quarante_signes_est_admis():
    assert numero_de_suivi("1" * 40, "lrar") == "1" * 40


def test_compose_refuse_un_numero_sans_recommande():
    with pytest.raises(ValueError, match="recommandé"):
        compose(dossier(), pack_livre("relance-courtoise"), JOUR, numero_suivi="2C 147")
