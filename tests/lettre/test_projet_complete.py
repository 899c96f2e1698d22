"""A draft writ that a hand completes in Word: its numbered blanks are free, all else is held."""

import pytest

from courriers.constats import Gravite
from courriers.lettre.provenance import Origine
from courriers.lettre.retouche import relire_la_retouche
from lettre.test_fautes_semees import bonne, refaire, semer
from lettre.test_retouche import ajouter, membres, oter

PACK, EXEMPLE = "assignation-au-fond", "injonction-par-avocat"
REMPLIS = {
    "[1] jour, mois et année de l’acte": "3 décembre 2026",
    "[2] toque": "toque T. 412",
    "[3] nom, prénoms, demeure et signature": "Jeanne Morin, 12 rue de la Paix, 38000 Grenoble",
    "[4] jour et heure de l’audience": "mardi 19 janvier 2027 à 9 heures 30",
    "[5] lieu précis et salle": "10 place Firmin-Gautier, salle 2",
    "[6] montant demandé": "2|000,00~€",
    "[7] mode de remise et coût de l’acte": "à personne, 66,12~€",
}
PROJET = "PROJET – n’est pas un acte"


def relue(docx, pack=PACK):
    cas, etape, *_ = bonne(pack, EXEMPLE)
    return relire_la_retouche(docx, cas, Origine(etape, etape.manifeste.documents[0]))


def acte(pack=PACK):
    return bonne(pack, EXEMPLE)[-1]


def remplir(octets, blancs=REMPLIS):
    """Each blank of the act filled; its list on the last page stays."""
    for ancien, nouveau in blancs.items():
        octets = semer(octets, ancien, nouveau)
    return octets


def sans_projet(octets):
    """The header and the footer no longer say « PROJET »."""
    contenus = membres(octets)
    for partie, contenu in contenus.items():
        if PROJET.encode() in contenu:
            contenus[partie] = contenu.replace(PROJET.encode(), b"")
    return refaire(contenus)


def fautes(retouche):
    return [c.message for c in retouche.constats if c.gravite is Gravite.ERREUR]


def restants(retouche):
    return [str(c) for c in retouche.constats if " à remplir\u00a0: " in c.message]


@pytest.mark.parametrize("pack", [PACK, "refere-provision"])
def test_chaque_blanc_se_remplit_de_chiffres_de_jours_et_de_noms(pack):
    lue = relue(remplir(acte(pack)), pack)
    assert fautes(lue) == []
    assert restants(lue) == []
    assert {c.gravite for c in lue.constats} <= {Gravite.INFORMATION}


@pytest.mark.parametrize("blanc", REMPLIS)
def test_un_blanc_rempli_seul_est_admis_et_les_autres_sont_dits(blanc):
    lue = relue(remplir(acte(), {blanc: REMPLIS[blanc]}))
    assert fautes(lue) == []
    (dit,) = restants(lue)
    assert "6 blancs de l’acte restent à remplir" in dit
    assert blanc not in dit


def test_un_seul_blanc_qui_reste_est_dit_au_singulier():
    dernier = "[5] lieu précis et salle"
    lue = relue(remplir(acte(), {n: v for n, v in REMPLIS.items() if n != dernier}))
    (dit,) = restants(lue)
    assert "1 blanc de l’acte reste à remplir" in dit
    assert dit.endswith(f"«\u00a0{dernier}\u00a0». Remplissez-le dans Word, à sa place.")


def test_un_projet_intact_est_admis_et_dit_ses_blancs():
    lue = relue(acte())
    assert fautes(lue) == []
    (dit,) = restants(lue)
    assert "7 blancs de l’acte restent à remplir" in dit
    assert dit.endswith(", … Remplissez-les dans Word, à leur place.")
    assert "[1] jour, mois et année de l’acte" in dit


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ("14|259,76~€", "15|259,76~€"),
        ("IC-2026-208", "IC-2026-209"),
        ("l’article~700", "l’article~701"),
    ],
)
def test_tout_le_reste_est_tenu(ancien, nouveau):
    assert fautes(relue(semer(remplir(acte()), ancien, nouveau)))


def test_une_somme_ajoutee_hors_d_un_blanc_est_refusee():
    octets = ajouter(remplir(acte()), "Remise de l’acte", "Le débiteur doit en outre 500,00~€.")
    assert any("500,00" in f for f in fautes(relue(octets)))


def test_le_paragraphe_d_un_blanc_peut_etre_retouche_a_cote():
    autre = ("2° De le condamner à lui payer", "2° De condamner le débiteur à lui payer")
    octets = semer(remplir(acte()), *autre)
    assert fautes(relue(octets)) == []


def test_l_acte_acheve_perd_sa_derniere_page_et_ses_mentions_projet():
    octets = remplir(acte())
    for texte in ("Ce qui reste à remplir", "Cette page se retire", "Ce document est un projet",
                  *REMPLIS):  # fmt: skip
        octets = oter(octets, texte)
    octets = sans_projet(octets)
    assert fautes(relue(octets)) == []


def test_un_projet_qui_a_encore_un_blanc_garde_ses_mentions():
    octets = sans_projet(remplir(acte(), {k: v for k, v in REMPLIS.items() if "[5]" not in k}))
    assert any(PROJET in f for f in fautes(relue(octets)))
