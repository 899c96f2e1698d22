"""Letters on an office’s paper: the address in the window, the words held, whose paper it is.

The window is that of ``fenetre``, measured in the PDF.
"""

import io
import re
import tomllib
import zipfile

import pypdfium2
import pytest

from courriers import compose, load_dossier, load_pack
from courriers.document.papier import Papier
from courriers.document.texte import texte
from courriers.erreurs import LettreRefusee
from courriers.langue.accords import designation
from courriers.lettre.pack import packs
from courriers.lettre.relecture import relire
from document.briques import Habit, image
from document.cabinets import (
    AVEC_TABLEAU,
    AVEC_ZONE,
    PIED_NUMEROTE,
    Cabinet,
    ligne,
    remplacer,
)
from fabrique import JOUR, SAMPLES, brut, dossier, nu, pack_livre
from lettre.fenetre import POSTE, canal_postal, dessin, destinataire, encre, marques, verifier

POSTAUX = {p.nom: p for p in packs() if set(POSTE) & set(p.manifeste.canaux)}


def _attendu(exemple):
    return tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))


def _exemples(pack, combien=3):
    tous = sorted(d.name for d in SAMPLES.iterdir() if d.is_dir())
    return [e for e in tous if _attendu(e)["packs"].get(pack, {}).get("lettre")][:combien]


ECRITES = [(e, pack) for pack in sorted(POSTAUX) for e in _exemples(pack)]
CABINETS = {
    "centré": Cabinet(habit=Habit(theme=True)),
    "tableau et grande marge": Cabinet(premiere=AVEC_TABLEAU, marges=(1134, 1134, 1134, 2000)),
    "zone de texte": Cabinet(premiere=AVEC_ZONE, marges=(850, 1417, 1417, 1417)),
    "grand haut": Cabinet(marges=(4200, 1134, 1417, 1417), pied=PIED_NUMEROTE),
    "Times": Cabinet(habit=Habit(police="Times New Roman", taille=26), titre=False),
}
PAPIERS = {nom: Papier.lire(c.octets(), expediteur=True) for nom, c in CABINETS.items()}
PAPIERS["pré-imprimé"] = Papier.preimprime()
PAPIERS["sans en-tête"] = Papier.lire(Cabinet(premiere="", suite="", pied="").octets())
PAPIERS["logo seul, la lettre nomme l’expéditeur"] = Papier.lire(
    Cabinet(premiere=AVEC_ZONE.replace("Ateliers", "Maison"), suite="").octets()
)
NOMS = sorted(PAPIERS)


def lettre_de(exemple, pack, papier):
    cas = load_dossier(SAMPLES / exemple / "dossier.json")
    etape = load_pack(pack, papier=papier)
    return compose(cas, etape, _attendu(exemple)["au"], canal=canal_postal(etape))


@pytest.mark.parametrize(
    ("exemple", "pack", "nom"),
    # Each letter on two papers: six of the eight for each pack, and nine letters on each paper.
    [(e, pack, NOMS[(2 * i + k) % len(NOMS)]) for i, (e, pack) in enumerate(ECRITES)
     for k in range(2)],
)  # fmt: skip
def test_l_adresse_est_seule_et_entiere_dans_la_fenetre(exemple, pack, nom):
    lettre = lettre_de(exemple, pack, PAPIERS[nom])
    page = pypdfium2.PdfDocument(lettre.pdf())[0]
    dessine = dessin(page)
    cas = load_dossier(SAMPLES / exemple / "dossier.json")
    verifier(page, dessine, destinataire(cas, POSTAUX[pack]))
    assert {round(y) for y in marques(dessine)} == {99, 198}


@pytest.mark.parametrize("nom", NOMS)
def test_le_texte_de_la_lettre_est_celui_du_modele_dans_le_meme_ordre(nom):
    cas = dossier()
    sans = compose(cas, pack_livre("mise-en-demeure"), JOUR).docx()
    avec = compose(cas, load_pack("mise-en-demeure", papier=PAPIERS[nom]), JOUR).docx()

    def corps(octets):
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            xml = archive.read("word/document.xml").decode()
        return re.findall(r"<w:t[ >][^<]*", xml[xml.index('"LieuDate"') :])

    assert corps(avec) == corps(sans)


def test_rien_n_est_imprime_sur_le_haut_ni_le_bas_du_papier_pre_imprime():
    papier = Papier.preimprime(haut=100, bas=30)
    lettre = compose(dossier(), load_pack("mise-en-demeure", papier=papier), JOUR)
    page = pypdfium2.PdfDocument(lettre.pdf())[0]
    dessine = dessin(page)
    assert not encre(dessine, 12, 0, 107, 100)
    assert not encre(dessine, 12, 0, 210, 52)
    assert not encre(dessine, 12, 297 - 29.8, 210, 297)
    assert encre(dessine, 12, 100, 210, 108)
    assert nu("Données traitées par l’expéditeur") in nu(texte(lettre.docx()))


def test_le_papier_pre_imprime_ne_vaut_que_pour_ce_qui_s_imprime():
    pack = load_pack("mise-en-demeure", papier=Papier.preimprime())
    cas = dossier(creancier={"courriel": "a@b.fr"}, debiteur={"courriel": "c@d.fr"})
    for canal, nomme in (("lrar", False), ("remise", False), ("lre", True), ("courriel", True)):
        lu = texte(compose(cas, pack, JOUR, canal=canal).docx())
        assert ("18 rue des Forges\n" in lu) is nomme, canal


def test_le_courriel_et_la_fiche_d_appel_n_ont_pas_de_papier():
    pack = load_pack("relance-courtoise", papier=PAPIERS["centré"])
    for document in pack.manifeste.documents:
        nom = pack.gabarit(document.nom).nom
        assert ("papier :" in nom) is (document.role == "lettre"), document.nom


# --- Relecture ------------------------------------------------------------------------------


def compose_sur(octets, *, expediteur=True, **changements):
    papier = Papier.lire(octets, expediteur=expediteur)
    return compose(dossier(**changements), load_pack("mise-en-demeure", papier=papier), JOUR)


CHARGE = ligne("Capital: 1 234,56 € - depuis le 3 mars 1987 - contact@autre.fr - 04 76 99 99 99")


def test_ce_que_le_cabinet_a_ecrit_dans_son_en_tete_n_est_pas_tenu_au_dossier():
    lettre = compose_sur(Cabinet(premiere=ligne("Ateliers Vasseur") + CHARGE).octets())
    assert "contact@autre.fr" in texte(lettre.docx())


@pytest.mark.parametrize("ou", ["corps", "en-tête rempli"])
def test_les_memes_mots_ailleurs_sont_refuses(ou):
    papier = Papier.lire(Cabinet(premiere=ligne("Ateliers Vasseur") + CHARGE).octets())
    pack = load_pack("mise-en-demeure", papier=papier)
    docx = compose(dossier(), pack, JOUR).docx()
    if ou == "corps":
        docx = remplacer(docx, "word/document.xml", "Objet<", "contact@autre.fr 1 234,56 €<")
    else:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            membre = next(n for n in archive.namelist() if b"contact@autre" in archive.read(n))
        docx = remplacer(docx, membre, "contact@autre.fr", "contact@autre.fr, 99 €")
    fautes = " ".join(c.message for c in relire(docx, dossier(), pack, JOUR))
    assert "contact@autre.fr" in fautes


def test_une_balise_de_l_en_tete_reste_tenue_au_dossier():
    octets = Cabinet(premiere=ligne("Ateliers Vasseur") + ligne("Total {{ total.en_chiffres }}"))
    lettre = compose_sur(octets.octets())
    assert "Total 1" in texte(lettre.docx())
    octets = Cabinet(premiere=ligne("Total {{ total.en_chiffres }}, soit 9 999,99 €")).octets()
    with pytest.raises(LettreRefusee, match="9 999,99"):
        compose_sur(octets)


def constats(octets, **options):
    return [c for c in compose_sur(octets, **options).rapport.constats
            if c.code == "PAPIER_A_VERIFIER"]  # fmt: skip


def test_le_papier_de_l_expediteur_ne_demande_rien():
    assert constats(Cabinet().octets()) == []


@pytest.mark.parametrize(
    ("premiere", "pied", "dit"),
    [
        (ligne("Maison Durand"), "", "Ateliers Vasseur"),
        (ligne("Ateliers Vasseur"), ligne("RCS Lyon 552 100 554"), "552100554"),
        (ligne("ATELIERS VASSEUR"), ligne("FR14 2004 1010 0505 0001 3M02 606"), "FR14"),
    ],
)
def test_le_papier_d_un_autre_ou_son_compte_se_disent(premiere, pied, dit):
    (constat,) = constats(Cabinet(premiere=premiere, suite="", pied=pied).octets())
    assert constat.gravite == "avertissement"
    assert dit in constat.message


def test_un_expediteur_nomme_deux_fois_se_dit():
    (constat,) = constats(Cabinet().octets(), expediteur=False)
    assert constat.gravite == "information"
    assert 'expediteur = "papier"' in constat.conseil


def test_un_logo_sans_texte_ne_demande_rien():
    seul = Cabinet(premiere=ligne(image(40, 15)), suite="", pied="")
    assert constats(seul.octets()) == []


def test_un_creancier_sans_siren_n_a_pas_a_en_porter():
    cas = brut(creancier={"type": "particulier", "prenom": "Anne", "nom": "Morel"})
    papier = Papier.lire(Cabinet(premiere=ligne("Anne MOREL"), pied="").octets(), expediteur=True)
    lettre = compose(load_dossier(cas), load_pack("relance-courtoise", papier=papier), JOUR)
    assert not [c for c in lettre.rapport.constats if c.code == "PAPIER_A_VERIFIER"]


@pytest.mark.parametrize("pack", ["mise-en-demeure", "relance-courtoise", "quittance"])
@pytest.mark.parametrize("suite", ["", ligne("Ateliers Vasseur")], ids=["seule", "et les suites"])
def test_un_en_tete_qui_dit_juste_le_nom_n_est_pas_pris_pour_la_signature(pack, suite):
    cas = load_dossier(SAMPLES / "paiements-et-avoir" / "dossier.json")
    premiere = ligne(designation(cas.creancier))
    papier = Papier.lire(Cabinet(premiere=premiere, suite=suite, pied="").octets())
    lettre = compose(cas, load_pack(pack, papier=papier), _attendu("paiements-et-avoir")["au"])
    assert lettre.pdf().startswith(b"%PDF-")
