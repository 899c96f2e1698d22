"""What follows an order to pay: its service in time, then the certificate of old orders."""

from datetime import date

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.document.texte import texte
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, brut, pack_livre

TC = {"nature": "tribunal_commerce", "siege": "Chambéry", "adresse": ADRESSE}
ORDONNANCE = {"date": "2026-10-06", "numero": "2026 000742"}
FACTURES = [{"numero": "F1", "date": "2026-03-02", "echeance": "2026-04-01",
             "montant_ttc": "1000.00"}]  # fmt: skip
SIGNIFIEE = {"date": "2026-06-09", "signifiee_le": "2026-07-02"}


def composee(nom, au=JOUR, **changements):
    voulu = {"juridiction": TC, "debiteur": {"forme_juridique": "SARL"}, **changements}
    return compose(load_dossier(brut(**voulu)), pack_livre(nom), au)


def signification(au=JOUR, **changements):
    changements = {"ordonnance": ORDONNANCE, **changements}
    return normaliser(texte(composee("signification-ordonnance", au, **changements).docx()))


def certificat(au=JOUR, **changements):
    changements = {"ordonnance": SIGNIFIEE, **changements}
    return normaliser(texte(composee("certificat-non-opposition", au, **changements).docx()))


def refus(ecrire, au=JOUR, **changements):
    with pytest.raises(LettreRefusee) as refusee:
        ecrire(au, **changements)
    return [(str(c.code), c.lieu.champ) for c in refusee.value.constats]


# --- Signifier --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rendue", "mois", "terme"),
    [
        ("2026-08-31", "six", "1er mars 2027"),  # le 28 février est un dimanche
        ("2026-09-01", "trois", "1er décembre 2026"),
        ("2026-10-06", "trois", "6 janvier 2027"),
        ("2026-11-14", "trois", "15 février 2027"),  # le 14 est un dimanche
    ],
)
def test_le_delai_depend_du_jour_de_l_ordonnance(rendue, mois, terme):
    """CPC, art. 1411 ; décret n° 2026-96, art. 9 ; CPC, art. 642."""
    lu = signification(ordonnance={"date": rendue})
    assert f"au plus tard le {terme}." in lu
    assert f"À signifier\tau plus tard le {terme}\n" in lu
    assert f"non avenue si elle n’a pas été signifiée dans les {mois} mois de sa date" in lu
    assert "cadu" not in lu


@pytest.mark.parametrize(("au", "ouverte"), [(date(2026, 12, 1), True), (date(2026, 12, 2), False)])
def test_le_delai_passe_l_ordonnance_est_non_avenue(au, ouverte):
    rendue = {"date": "2026-09-01"}
    if ouverte:
        assert "1er décembre 2026" in signification(au, ordonnance=rendue)
    else:
        attendu = [("ORDONNANCE_NON_AVENUE", "ordonnance.date")]
        assert refus(signification, au, ordonnance=rendue) == attendu


def test_la_lettre_dit_ce_que_l_acte_porte_et_ce_qui_est_joint():
    """CPC, art. 1411, 1413, 1416."""
    lu = signification()
    assert "copie certifiée conforme de la requête et de l’ordonnance revêtue de la formule" in lu
    assert "par voie électronique ou, si une cause étrangère l’empêche, à joindre à l’acte" in lu
    assert "L’acte porte, à peine de nullité, les mentions de l’article 1413" in lu
    assert "le délai d’un mois pour former opposition" in lu
    assert "n° 2026 000742" in lu
    assert "par le président du tribunal de commerce de Chambéry" in lu


def test_depuis_septembre_2026_il_n_est_plus_question_de_certificat():
    """CPC, art. 1418 et 1422."""
    lu = signification()
    assert "Sans avis d’opposition du greffe dans les deux mois de la signification" in lu
    assert "à produire à l’audience en cas d’opposition (article 1418)" in lu
    assert "certificat" not in lu
    lu = signification(ordonnance={"date": "2026-08-31"})
    assert "nous demanderons au greffe un certificat de non-opposition" in lu
    assert "deux mois" not in lu


def test_le_juge_des_contentieux_de_la_protection_est_nomme():
    jcp = {"nature": "juge_contentieux_protection", "siege": "Le Mans"}
    assert "par le juge des contentieux de la protection du Mans" in signification(juridiction=jcp)


def test_une_ordonnance_qui_n_accorde_qu_une_part_est_signalee():
    """CPC, art. 1409."""

    def codes(principal):
        rendue = {**ORDONNANCE, "principal": principal}
        lettre = composee("signification-ordonnance", ordonnance=rendue)
        return {str(c.code) for c in lettre.rapport.constats}

    assert "ORDONNANCE_PARTIELLE" in codes("999.99")
    assert "ORDONNANCE_PARTIELLE" not in codes("1000.00")
    assert "Principal retenu\t900,00 €\n" in signification(
        ordonnance={**ORDONNANCE, "principal": "900.00"}
    )


def test_ce_qui_empeche_de_signifier():
    absente = [("CHAMP_MANQUANT", "ordonnance")]
    assert refus(signification, ordonnance=None) == absente
    assert refus(signification, ordonnance={"date": "2026-11-24"}) == absente
    assert refus(signification, juridiction=None) == [("CHAMP_MANQUANT", "juridiction")]
    signifiee = {**ORDONNANCE, "signifiee_le": "2026-11-23"}
    assert refus(signification, ordonnance=signifiee) == [
        ("VOIE_FERMEE", "ordonnance.signifiee_le")
    ]
    assert "6 janvier 2027" in signification(
        ordonnance={**ORDONNANCE, "signifiee_le": "2026-11-24"}
    )
    liquidation = {"type": "liquidation", "date_jugement": "2026-11-23"}
    assert refus(signification, procedure_collective=liquidation)[0][0] == "PROCEDURE_COLLECTIVE"
    paye = [{"date": "2026-11-20", "montant": "1100.00"}]
    assert refus(signification, paiements=paye)[0][0] == "RIEN_A_RECLAMER"


def test_l_avocat_fait_signifier_au_nom_du_creancier():
    avocat = {
        "type": "particulier", "role": "avocat", "prenom": "Inès", "nom": "Maury",
        "mandat_du": "2026-10-01", "adresse": ADRESSE,
        "signataire": {"prenom": "Inès", "nom": "Maury", "qualite": "avocate au barreau de Lyon"},
    }  # fmt: skip
    lu = signification(mandataire=avocat)
    assert "En qualité de conseil de la SARL Ateliers Vasseur et en son nom, je vous demande" in lu


# --- Certifier --------------------------------------------------------------------------------


def test_le_certificat_se_demande_au_greffe_une_fois_le_delai_passe():
    """CPC, art. 1416 et 1422."""
    lu = certificat()
    assert "Monsieur ou Madame le directeur du greffe\ndu tribunal de commerce de Chambéry\n" in lu
    assert "Signification\tdu 2 juillet 2026\n" in lu
    # Le 2 août 2026 est un dimanche.
    assert "Opposition\tpossible jusqu’au 3 août 2026 inclus" in lu
    attendu = [("VOIE_FERMEE", "ordonnance.signifiee_le")]
    assert refus(certificat, date(2026, 8, 3), factures=FACTURES) == attendu
    assert "3 août 2026" in certificat(date(2026, 8, 4), factures=FACTURES)


@pytest.mark.parametrize(
    ("ordonnance", "champ"),
    [
        ({"date": "2026-09-01", "signifiee_le": "2026-09-10"}, "ordonnance.date"),
        ({"date": "2022-02-28", "signifiee_le": "2022-03-10"}, "ordonnance.date"),
        ({**SIGNIFIEE, "opposition_le": "2026-07-20"}, "ordonnance.opposition_le"),
    ],
)
def test_ce_qui_ferme_le_certificat(ordonnance, champ):
    assert refus(certificat, ordonnance=ordonnance) == [("VOIE_FERMEE", champ)]


def test_de_l_autre_cote_de_chaque_seuil_le_certificat_se_demande():
    factures = [{"numero": "F1", "date": "2021-09-01", "echeance": "2021-10-01",
                 "montant_ttc": "1000.00"}]  # fmt: skip
    assert "du 10 septembre 2026" in certificat(
        ordonnance={"date": "2026-08-31", "signifiee_le": "2026-09-10"}
    )
    assert "du 10 mars 2022" in certificat(
        ordonnance={"date": "2022-03-01", "signifiee_le": "2022-03-10"}, factures=factures
    )
    assert "2 juillet" in certificat(ordonnance={**SIGNIFIEE, "opposition_le": "2026-11-24"})


def test_sans_signification_le_certificat_la_demande():
    attendu = [("CHAMP_MANQUANT", "ordonnance.signifiee_le")]
    assert refus(certificat, ordonnance={"date": "2026-06-09"}) == attendu


def test_le_delai_de_distance_retarde_le_certificat():
    """CPC, art. 643 : un mois de plus outre-mer."""
    cayenne = {"lignes": ["1 rue"], "code_postal": "97300", "ville": "Cayenne"}
    debiteur = {**CONSOMMATEUR, "adresse": cayenne}
    assert "jusqu’au 2 septembre 2026 inclus" in certificat(debiteur=debiteur)


@pytest.mark.parametrize("nom", HOSTILES)
@pytest.mark.parametrize("ecrire", [signification, certificat])
def test_un_nom_etrange_mais_licite_est_imprime(ecrire, nom):
    origine = ORDONNANCE if ecrire is signification else SIGNIFIEE
    pack = "signification-ordonnance" if ecrire is signification else "certificat-non-opposition"
    lettre = composee(
        pack, reference=nom, debiteur={"forme_juridique": "SARL", "denomination": nom},
        creancier={"denomination": nom}, ordonnance={**origine, "numero": nom},
        juridiction={**TC, "siege": nom},
    )  # fmt: skip
    assert texte(lettre.docx()).count(nom) >= 10


def test_une_signification_tardive_ne_se_certifie_pas():
    """CPC, art. 1411 : six mois du 9 janvier 2026, jusqu’au 9 juillet compris."""
    juste = {"date": "2026-01-09", "signifiee_le": "2026-07-09"}
    assert "9 juillet 2026" in certificat(ordonnance=juste)
    tardive = {**juste, "signifiee_le": "2026-07-10"}
    attendu = [("ORDONNANCE_NON_AVENUE", "ordonnance.signifiee_le")]
    assert refus(certificat, ordonnance=tardive) == attendu


SUITES = [
    # Refused too soon, and what is left: to wait, then to enforce (CPC, art. 1416 and 1422).
    ({"date": "2026-06-09", "signifiee_le": "2026-11-10"}, JOUR,
     ("Il reste à attendre, puis, sans opposition d’ici au 10/12/2026, à la faire exécuter par un "
     "commissaire de justice (CPCE, art. L111-2) dès le 11/12/2026.")),
    ({"date": "2026-09-08", "signifiee_le": "2026-09-20"}, date(2026, 10, 21),
     ("Il reste à attendre, puis, sans opposition, à la faire exécuter par un commissaire de "
     "justice (CPCE, art. L111-2) dès le 21/11/2026.")),
    ({"date": "2026-09-08", "signifiee_le": "2026-09-20"}, date(2026, 11, 21),
     ("Il reste à la faire exécuter par un commissaire de justice (CPCE, art. L111-2), ce qu’elle "
     "permet depuis le 21/11/2026 si le greffe n’a avisé d’aucune opposition ; donnez-la alors "
     "dans « titre_executoire ».")),
    ({**SIGNIFIEE, "opposition_le": "2026-07-20"}, JOUR,
     "Il reste à suivre l’affaire devant le tribunal saisi (CPC, art. 1417 et 1418)."),
    ({"date": "2022-02-28", "signifiee_le": "2022-03-10"}, JOUR,
     "Aucune autre voie n’est ouverte à ce dossier (« courriers voies » dit pourquoi)."),
]  # fmt: skip


@pytest.mark.parametrize(("ordonnance", "au", "dit"), SUITES)
def test_le_refus_du_certificat_dit_ce_qui_reste_a_faire(ordonnance, au, dit):
    with pytest.raises(LettreRefusee) as refusee:
        certificat(au, ordonnance=ordonnance, factures=FACTURES)
    [constat] = refusee.value.constats
    assert constat.conseil == dit


def test_deja_signifiee_une_ancienne_ordonnance_se_certifie_puis_s_execute():
    with pytest.raises(LettreRefusee) as refusee:
        signification(ordonnance=SIGNIFIEE)
    [constat] = refusee.value.constats
    assert "depuis le 04/08/2026 une fois la non-opposition certifiée" in constat.conseil


@pytest.mark.parametrize(
    "changements",
    [
        {"surendettement": {"date_recevabilite": "2026-11-02"}},  # C. consom., art. L722-2
        {"cession": {"a": "Factor", "date": "2026-11-02"}},  # C. civ., art. 1321
    ],
)
def test_ce_qui_ferme_aussi_l_execution_ne_la_laisse_pas_dire(changements):
    with pytest.raises(LettreRefusee) as refusee:
        signification(ordonnance=SIGNIFIEE, debiteur=CONSOMMATEUR, **changements)
    conseils = " ".join(c.conseil for c in refusee.value.constats)
    assert "exécuter" not in conseils
    assert "Aucune autre voie" in conseils


# --- Une fois l’ordonnance signifiée ------------------------------------------------------------


@pytest.mark.parametrize(
    ("ordonnance", "fermee"),
    [
        (SIGNIFIEE, True),
        ({"date": "2026-06-09"}, False),
        ({**SIGNIFIEE, "signifiee_le": "2026-11-24"}, False),  # the day after the letter
        ({**SIGNIFIEE, "opposition_le": "2026-07-20"}, False),
        ({"date": "2026-01-09", "signifiee_le": "2026-07-10"}, False),  # void
    ],
)
@pytest.mark.parametrize("pack", ["mise-en-demeure", "sommation-interpellative"])
def test_ce_qu_une_ordonnance_signifiee_accorde_ne_se_reclame_plus(pack, ordonnance, fermee):
    """CPC, art. 1409 et 1422."""

    def ecrire(au, **changements):
        return composee(pack, au, **changements)

    if fermee:
        assert refus(ecrire, ordonnance=ordonnance)[0] == (
            "ORDONNANCE_SIGNIFIEE", "ordonnance.signifiee_le",
        )  # fmt: skip
    else:
        assert ecrire(JOUR, ordonnance=ordonnance).somme > 0


@pytest.mark.parametrize(("au", "gravite"), [("2026-11-15", "information"),
                                            ("2026-11-16", "avertissement")])  # fmt: skip
def test_les_quinze_derniers_jours_pour_signifier_pressent(au, gravite):
    lettre = composee("signification-ordonnance", date.fromisoformat(au),
                      ordonnance={"date": "2026-09-01"})  # fmt: skip
    [dit] = [c for c in lettre.rapport.constats if c.code == "SIGNIFICATION_A_FAIRE"]
    assert str(dit.gravite) == gravite
