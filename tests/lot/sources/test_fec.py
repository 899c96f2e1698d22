"""FEC: open items equal those of who made the books, and an odd file is told in a clear line."""

import datetime
import re
from decimal import Decimal

import pytest

from courriers.constats import Code
from courriers.lot.configuration import Configuration
from courriers.lot.sources.delai import echeance_convenue
from courriers.lot.sources.fec import lire, reconnait
from courriers.lot.sources.fec.valeurs import centimes
from lot.sources.fec_de_synthese import COLONNES, NOMS, SIREN, Attendu, Livre

ADRESSE = {"lignes": ["27 avenue de la Gare"], "code_postal": "73000", "ville": "Chambéry"}
CREANCIER = {
    "type": "societe", "denomination": "Ateliers Vasseur", "siren": SIREN, "adresse": ADRESSE,
}  # fmt: skip


def _reglages(**autres):
    defauts = {"creancier": CREANCIER, "debiteur": {"qualite": "professionnel"}}
    return Configuration.model_validate({**defauts, **autres})


def _vu(dossier):
    vu = Attendu()
    for f in dossier.factures:
        if f.est_avoir:
            vu.avoirs[f.numero] = (f.date, int(f.montant_ttc * 100), f.sur_facture)
        else:
            vu.factures[f.numero] = (f.date, int(f.montant_ttc * 100))
    vu.paiements = sorted(
        ((p.date, int(p.montant * 100), p.facture) for p in dossier.paiements), key=str
    )
    return vu


def _lus(chemins, noms, **reglages):
    cas = list(
        lire(chemins, _reglages(**reglages), adresses={n: {"adresse": ADRESSE} for n in noms})
    )
    assert [str(c.erreur) for c in cas if c.erreur] == []
    return {c.dossier.reference: _vu(c.dossier) for c in cas}


def _attendus(attendus):
    return {
        client: Attendu(a.factures, a.avoirs, sorted(a.paiements, key=str))
        for client, a in attendus.items()
    }


# --- Une année entière ----------------------------------------------------------------------


@pytest.mark.parametrize("graine", range(8))
def test_ce_qui_est_ouvert_est_ce_que_le_teneur_de_livres_sait_ouvert(tmp_path, graine):
    livre = Livre(graine).remplir()
    assert len(livre.doivent()) > 20
    assert _lus([livre.ecrire(tmp_path)], livre.noms) == _attendus(livre.doivent())


@pytest.mark.parametrize("separateur", ["\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "iso8859-15", "cp1252", "utf-16"])
@pytest.mark.parametrize("formes", [{}, {"sens": True}, {"point": True}], ids=str)
def test_chaque_ecriture_du_fichier_donne_les_memes_dossiers(
    tmp_path, separateur, encodage, formes
):
    livre = Livre(3, clients=8, ventes=40, bruit=20).remplir()
    chemin = livre.ecrire(tmp_path, separateur=separateur, encodage=encodage, **formes)
    assert reconnait(chemin)
    cas = list(lire([chemin], _reglages(), adresses={n: {"adresse": ADRESSE} for n in livre.noms}))
    assert {c.dossier.reference: _vu(c.dossier) for c in cas} == _attendus(livre.doivent())
    for c in cas:
        rang = int(c.dossier.reference[1:])
        nom = NOMS[rang % len(NOMS)].encode(encodage, "replace").decode(encodage)
        assert c.dossier.debiteur.denomination == f"{nom} {rang}"
        assert c.dossier.debiteur.forme_juridique == "SARL"


@pytest.mark.parametrize("graine", range(4))
@pytest.mark.parametrize("detaillee", [True, False], ids=["detail", "global"])
def test_deux_exercices_donnes_ensemble_ne_comptent_rien_deux_fois(tmp_path, graine, detaillee):
    avant = Livre(graine, annee=2025).remplir()
    apres = avant.suivante(detaillee=detaillee).remplir()
    reunis = {
        client: Attendu(
            avant.attendus[client].factures | a.factures,
            avant.attendus[client].avoirs | a.avoirs,
            avant.attendus[client].paiements + a.paiements,
        )
        for client, a in apres.attendus.items()
    }
    chemins = [apres.ecrire(tmp_path), avant.ecrire(tmp_path)]  # in any order
    attendus = {client: a for client, a in reunis.items() if a.du > 0}
    assert _lus(chemins, avant.noms) == _attendus(attendus)


@pytest.mark.parametrize("graine", range(4))
def test_une_reprise_detaillee_garde_le_numero_et_la_date_des_factures(tmp_path, graine):
    avant = Livre(graine, annee=2025, clients=10, ventes=60).remplir()
    apres = avant.suivante(detaillee=True)
    lus = _lus([apres.ecrire(tmp_path)], avant.noms)
    assert {c: lu.du for c, lu in lus.items()} == {c: a.du for c, a in avant.doivent().items()}
    for client, lu in lus.items():
        ouvertes = avant.doivent()[client].factures
        assert {n: lu.factures[n] for n in ouvertes if n in lu.factures}.items() <= ouvertes.items()


@pytest.mark.parametrize("graine", range(3))
def test_une_reprise_globale_seule_est_refusee_et_dit_quoi_demander(tmp_path, graine):
    avant = Livre(graine, annee=2025, clients=10, ventes=60).remplir()
    cas = list(lire([avant.suivante(detaillee=False).ecrire(tmp_path)], _reglages()))
    refuses = [c for c in cas if c.erreur]
    assert len(refuses) == len(avant.doivent())
    for c in refuses:
        assert [x.code for x in c.erreur.constats] == [Code.A_NOUVEAU_GLOBAL]
        assert "reprise à nouveau détaillée" in str(c.erreur).replace("\u00a0", " ")
        assert c.place.lignes


# --- Fichiers faits à la main ---------------------------------------------------------------

F = {
    "JournalCode": "VE", "JournalLib": "Ventes", "EcritureNum": "1", "EcritureDate": "20260105",
    "CompteNum": "411000", "CompteLib": "Clients", "CompAuxNum": "DUP", "CompAuxLib": "SARL Dupré",
    "PieceRef": "FA1", "PieceDate": "20260105", "EcritureLib": "Facture", "Debit": "120,00",
    "Credit": "0,00", "EcritureLet": "", "DateLet": "", "ValidDate": "20260131",
    "Montantdevise": "", "Idevise": "",
}  # fmt: skip
AUTRE = {"CompAuxNum": "", "CompAuxLib": "", "CompteLib": "Compte"}


def ligne(**champs):
    return {**F, **champs}


def contre(de, compte="706000", **champs):
    """The other side of a line."""
    retourne = {"Debit": de["Credit"], "Credit": de["Debit"], "EcritureLet": ""}
    return {**de, **AUTRE, "CompteNum": compte, **retourne, **champs}


def vente(ref="FA1", somme="120,00", num="1", **champs):
    une = ligne(PieceRef=ref, Debit=somme, EcritureNum=num, **champs)
    return [une, contre(une)]


def avoir(ref="AV1", somme="20,00", num="50", **champs):
    une = ligne(PieceRef=ref, Debit="0,00", Credit=somme, EcritureNum=num, **champs)
    return [une, contre(une)]


def banque(somme="50,00", num="90", **champs):
    defauts = {"JournalCode": "BQ", "JournalLib": "Banque", "PieceRef": "R1",
               "EcritureDate": "20260210", "PieceDate": "20260210"}  # fmt: skip
    une = ligne(**{**defauts, "Debit": "0,00", "Credit": somme, "EcritureNum": num, **champs})
    return [une, contre(une, "512000")]


def fichier(tmp_path, lignes, nom=f"{SIREN}FEC20261231.txt", titres=COLONNES, sep="\t", fin="\n"):
    texte = "\n".join([sep.join(titres), *(sep.join(x[t] for t in titres) for x in lignes)]) + fin
    chemin = tmp_path / nom
    chemin.write_bytes(texte.encode())
    return chemin


def cas_de(chemins, adresses=("DUP", "B", "411MARTIN", "41112"), **reglages):
    chemins = chemins if isinstance(chemins, list) else [chemins]
    table = {code: {"adresse": ADRESSE} for code in adresses}
    return list(lire(chemins, _reglages(**reglages), adresses=table))


def dit(cas):
    return "\n".join(
        [str(c.erreur) for c in cas if c.erreur] + [str(x) for c in cas for x in c.constats]
    ).replace("\u00a0", " ")


def un_dossier(cas):
    (seul,) = cas
    assert seul.erreur is None, str(seul.erreur)
    return seul.dossier


SANS_LET = tuple(t for t in COLONNES if t != "EcritureLet")


def _texte(tmp_path, octets, nom=f"{SIREN}FEC20261231.txt"):
    (tmp_path / nom).write_bytes(octets)
    return tmp_path / nom


ENTETE = "\t".join(COLONNES)


def _brut(lignes, sep="\t", titres=COLONNES):
    return "\n".join([sep.join(titres), *(sep.join(x[t] for t in titres) for x in lignes), ""])


ILLISIBLES = {
    "vide": (b"", "le fichier est vide"),
    "entete_absent": (_brut(vente()).split("\n", 1)[1].encode(), "noms des colonnes"),
    "entete_seul": ((ENTETE + "\n").encode(), "aucune ligne n’est d’un compte de client"),
    "entete_sans_retour": (ENTETE.encode(), "aucune ligne n’est d’un compte de client"),
    "colonne_absente": (_brut(vente(), titres=SANS_LET).encode(), "la colonne EcritureLet manque"),
    "deux_colonnes_absentes": (
        _brut(vente(), titres=SANS_LET[:7] + SANS_LET[8:]).encode(), "la colonne CompAuxLib manque"
    ),
    "sans_montants": (
        _brut(vente(), titres=COLONNES[:11] + COLONNES[13:]).encode(), "Debit et Credit (ou Montant"
    ),
    "colonne_double": (
        _brut(vente()).replace("CompteLib", "CompteNum", 1).encode(), "CompteNum est écrite deux",
    ),
    "point_virgule": (_brut(vente(), sep=";").encode(), "séparées par « ; »"),
    "virgule": (_brut(vente(), sep=",").encode(), "séparées par « , »"),
    "octet_nul": (_brut(vente()).encode().replace(b"FA1", b"FA\x001"), "ligne 2 : un octet nul"),
    "binaire": (b"PK\x03\x04" + bytes(range(256)), "octet nul"),
    "sans_retour_a_la_ligne": (b"a" * 2_100_000, "un million de caractères"),
    "coupe_au_milieu": (
        _brut(vente("FA1") + vente("FA2", num="2")).encode()[:-70], "le fichier est coupé"
    ),
    "coupe_dans_un_accent": (
        _brut(vente()).encode() + "VE\tVentes\t2\t20260106\t411\té".encode()[:-1],
        "le fichier est coupé",
    ),
    "sans_client": (
        _brut([ligne(CompteNum="607000"), contre(F, "401000")]).encode(),
        "aucune ligne n’est d’un compte de client",
    ),
    "html": (b"<html><body>session expir\xe9e</body></html>\n", "noms des colonnes"),
    "un_seul_titre": (b"JournalCode\n", "noms des colonnes"),
    "guillemet_ouvert": (
        _brut(vente()).replace("JournalCode", '"JournalCode"', 1).encode()
        + b'"VE\t' + b"x" * 140_000,
        "guillemet",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("octets", "attendu"), ILLISIBLES.values(), ids=ILLISIBLES)
def test_un_fichier_qui_n_est_pas_un_fec_est_dit_en_une_phrase(tmp_path, octets, attendu):
    chemin = _texte(tmp_path, octets)
    cas = cas_de(chemin)
    assert all(c.dossier is None for c in cas)
    assert attendu in dit(cas)
    assert chemin.name in dit(cas)


def test_un_fichier_absent_un_repertoire_et_un_xml_sont_dits(tmp_path):
    xml = _texte(tmp_path, b"<comptabilite/>", f"{SIREN}FEC20261231.xml")
    assert reconnait(xml)
    assert not reconnait(tmp_path)
    assert not reconnait(tmp_path / "absent.txt")
    assert not reconnait(tmp_path / "nul\0.txt")
    lu = dit(cas_de([xml, tmp_path / "absent.txt", tmp_path, tmp_path / "nul\0.txt"]))
    for mots in ("format XML", "il n’existe pas", "un répertoire se trouve", "nom de fichier"):
        assert mots in lu


def _an(ref="FA9", somme="300,00", piece="20251104", num="1", **champs):
    une = ligne(JournalCode="AN", JournalLib="A nouveaux", PieceRef=ref, Debit=somme,
                EcritureDate="20260101", PieceDate=piece, EcritureNum=num, **champs)  # fmt: skip
    return [une, contre(une, "120000")]


B = {"CompAuxNum": "B", "CompAuxLib": "SAS Bis"}
REFUS = {
    # quoi : lignes, numéro de la ligne fautive, mots
    "date_impossible": (vente(PieceDate="20260231"), 2, "n’existe pas au calendrier"),
    "date_en_lettres": (vente(PieceDate="hier"), 2, "n’est pas une date"),
    "date_absente": (vente(PieceDate=""), 2, "cette date manque"),
    "date_a_zero": (vente(PieceDate="00000000"), 2, "cette date manque"),
    "an_mille": (vente(PieceDate="10260105"), 2, "hors du calendrier"),
    "date_de_paiement": (vente() + banque(EcritureDate="20261301"), 4, "au calendrier"),
    "montant_faux": (vente(somme="12x,00"), 2, "n’est pas un montant"),
    "montant_ambigu": (vente(somme="1.234"), 2, "ambigu"),
    "trois_decimales": (vente(somme="12,3456"), 2, "plus de deux décimales"),
    "numero_absent": (vente(ref=""), 2, "n’a pas de numéro"),
    "numero_tiret": (vente(ref="-"), 2, "n’a pas de numéro"),
    "avoir_sans_numero": (vente() + avoir(ref=""), 4, "l’avoir de 20,00 € n’a pas de numéro"),
    "ligne_en_double": (vente() + vente(), 4, "la même que la ligne 2"),
    "devise": (vente(Montantdevise="130,00", Idevise="USD"), 2, "en USD"),
    "an_global": (_an("RAN 2025"), 2, "reprise à nouveau détaillée"),
    "an_sans_ref": (_an(""), 2, "ne dit pas le numéro"),
    "an_du_jour_d_ouverture": (_an("FA9", piece="20260101"), 2, "ne dit pas la date"),
    "an_au_numero_de_l_ecriture": (_an("7", num="7"), 2, "ne dit pas le numéro"),
    "an_partage": (_an("OUV1") + _an("OUV1", num="2", **B), 2, "ne dit pas le numéro"),
    "rejet_sans_reglement": (
        [*vente(), {**banque()[0], "Debit": "50,00", "Credit": "0,00"},
         {**banque()[1], "Debit": "0,00", "Credit": "50,00"}], 4, "un rejet ou un remb",
    ),
    "retenue_au_credit": (
        [*vente(), ligne(EcritureNum="5", JournalCode="OD", Debit="0,00", Credit="6,00"),
                   ligne(EcritureNum="5", JournalCode="OD", Debit="6,00", CompteNum="411700")],
        4, "retenue de garantie de 6,00 €",
    ),
    "caractere_illisible": (vente(ref="FA\x07"), 2, "caractère de commande"),
    "nom_vide": (vente(CompAuxLib=""), 2, "colonne « CompAuxLib »"),
}  # fmt: skip


@pytest.mark.parametrize(("lignes", "numero", "attendu"), REFUS.values(), ids=REFUS)
def test_une_faute_refuse_son_client_a_sa_ligne(tmp_path, lignes, numero, attendu):
    autres = vente("FB1", num="800", CompAuxNum="B", CompAuxLib="SAS Bis")
    partage = any(x["CompAuxNum"] == "B" for x in lignes)
    chemin = fichier(tmp_path, lignes + ([] if partage else autres))
    cas = cas_de(chemin, debiteur={"qualite": "professionnel", "type": "societe"})
    if not partage:
        assert [c.dossier.reference for c in cas if c.dossier] == ["B"]  # the others go on
    constats = [x for c in cas if c.erreur for x in c.erreur.constats]
    trouve = [x for x in constats if attendu in str(x).replace("\u00a0", " ")]
    assert trouve, dit(cas)
    assert trouve[0].lieu.fichier == str(chemin)
    if numero:
        assert trouve[0].lieu.ligne == numero


COLLECTIFS = {
    "sans_auxiliaire": ({"CompAuxNum": "", "CompAuxLib": ""}, "CompAuxNum qui les distingue"),
    "clients_divers": (
        {"CompAuxNum": "", "CompteNum": "411900", "CompteLib": "Clients divers"}, "distingue",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("champs", "attendu"), COLLECTIFS.values(), ids=COLLECTIFS)
def test_un_compte_collectif_sans_auxiliaire_est_refuse(tmp_path, champs, attendu):
    assert attendu in dit(cas_de(fichier(tmp_path, vente(**champs))))


AVERTIS = {
    "ecriture_desequilibree": (vente()[:1] + vente("F2", num="2") + vente("F3", num="3"),
                               "l’écriture 1 du journal VE n’est pas équilibrée"),
    "od_au_debit": (
        [ligne(JournalCode="OD"), contre(ligne(JournalCode="OD"), "467000")], "comme facture",
    ),
    "od_au_credit": (
        [*vente(), contre(ligne(EcritureNum="3"), "654000", Debit="9,00", Credit="0,00"),
         ligne(EcritureNum="3", Debit="0,00", Credit="9,00")], "compté comme un règlement",
    ),
    "an_au_credit": ([*_an(), {**_an("V1", num="2")[0], "Debit": "0,00", "Credit": "5,00"},
                              {**_an("V1", num="2")[1], "Debit": "5,00", "Credit": "0,00"}],
                     "repris à nouveau"),
    "douteux": (vente(CompteNum="416000"), "clients douteux"),
    "retenue": (
        [ligne(), ligne(CompteNum="411700", Debit="6,00"), contre(ligne(Debit="126,00"))],
        "6,00 € de retenue de garantie",
    ),
    "acompte": (
        [*vente(), ligne(EcritureNum="4", CompteNum="419100", Debit="0,00", Credit="40,00"),
                   contre(ligne(EcritureNum="4", Debit="0,00", Credit="40,00"), "512000")],
        "40,00 € d’acompte reçu",
    ),
    "trop_paye_lettre": (
        vente(EcritureLet="A") + banque("130,00", EcritureLet="A") + vente("FA2", num="2"),
        "10,00 € de ce crédit lettré « A » dépassent",
    ),
    "montant_faux_ailleurs": (
        [*vente(), contre(F, "607000", EcritureNum="9", Credit="zz")], "« zz » n’est pas un",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lignes", "attendu"), AVERTIS.values(), ids=AVERTIS)
def test_ce_qui_reste_a_verifier_est_dit_et_le_dossier_est_fait(tmp_path, lignes, attendu):
    cas = cas_de(fichier(tmp_path, lignes))
    assert un_dossier(cas).reference == "DUP"
    assert attendu in dit(cas)


def test_une_ligne_cassee_est_dite_et_les_autres_clients_restent(tmp_path):
    chemin = fichier(tmp_path, vente() + vente("FB1", num="2", **B) + vente("FB2", num="3", **B))
    lignes = chemin.read_text("utf-8").split("\n")
    lignes[1] = "\t".join(lignes[1].split("\t")[:9])
    lignes.insert(3, "n’importe quoi")
    chemin.write_text("\n".join(lignes), "utf-8")
    cas = cas_de(chemin)
    assert [c.dossier.reference for c in cas if c.dossier] == ["B"]
    assert ", ligne 2 : 411000, DUP « SARL Dupré » : cette ligne a 9 colonnes" in dit(cas)
    assert "ligne 4 : cette ligne a 1 colonne au lieu de 18" in dit(cas)


@pytest.mark.parametrize("libelle", ["Lot 1 | lot 2 | suite", "Lot|12", "Lot|12|0,00", "|", "a||"])
def test_un_separateur_dans_le_libelle_ne_decale_rien(tmp_path, libelle):
    lignes = vente(EcritureLib=libelle) + banque(EcritureLib=libelle)
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes, sep="|")))
    assert dossier.factures[0].montant_ttc == 120
    assert dossier.paiements[0].montant == 50


def test_un_separateur_a_la_fin_de_chaque_ligne_ne_decale_rien(tmp_path):
    entete, *lignes = _brut(vente() + banque(EcritureLet="A")).split("\n")[:-1]
    chemin = _texte(tmp_path, "\n".join([entete, *(x + "\t" for x in lignes), ""]).encode())
    dossier = un_dossier(cas_de(chemin))
    assert dossier.factures[0].montant_ttc == 120
    assert dossier.paiements[0].montant == 50


@pytest.mark.parametrize("fin", ["", "\n"])
def test_un_octet_abime_ne_change_pas_l_alphabet_des_autres_clients(tmp_path, fin):
    octets = _brut(vente() + vente("FB1", num="2", CompAuxNum="B", CompAuxLib="SAS Bée")).encode()
    abime = octets.replace("Dupré".encode(), "Dupré".encode("cp1252"), 1).rstrip(b"\n")
    cas = cas_de(_texte(tmp_path, abime + fin.encode()))
    assert [c.dossier.debiteur.denomination for c in cas if c.dossier] == ["Bée"]
    assert "un caractère est illisible" in dit(cas)


@pytest.mark.parametrize("fin", ["\r\n", "\r", "\n"])
def test_les_fins_de_ligne_les_lignes_vides_et_les_colonnes_omises_passent(tmp_path, fin):
    textes = [ENTETE, "", *("\t".join(x[t] for t in COLONNES[:16]) for x in vente()), "", " "]
    chemin = _texte(tmp_path, fin.join(textes).encode())
    cas = cas_de(chemin)
    assert un_dossier(cas).factures[0].numero == "FA1"
    assert cas[0].place.lignes == (3,)


def test_les_guillemets_d_un_export_ne_sont_pas_dans_les_valeurs(tmp_path):
    texte = "\n".join('"' + x.replace("\t", '"\t"') + '"' for x in _brut(vente()).split("\n")[:-1])
    dossier = un_dossier(cas_de(_texte(tmp_path, (texte + "\n").encode())))
    assert dossier.factures[0].numero == "FA1"
    assert dossier.debiteur.denomination == "Dupré"


# --- Le lettrage -----------------------------------------------------------------------------


def _comptes(dossier):
    return (
        [(f.numero, f.type, f.montant_ttc, f.sur_facture) for f in dossier.factures],
        [(p.montant, p.facture) for p in dossier.paiements],
    )


def test_le_meme_code_sur_deux_comptes_ne_lettre_pas_l_un_avec_l_autre(tmp_path):
    lignes = vente(EcritureLet="A") + banque("120,00", EcritureLet="A", **B)
    lignes += vente("FB1", "120,00", num="7", **B)
    cas = {c.dossier.reference: c.dossier for c in cas_de(fichier(tmp_path, lignes)) if c.dossier}
    assert set(cas) == {"DUP"}  # B owes 120 and paid 120


def test_un_code_repris_un_autre_jour_ne_rouvre_pas_ce_qui_est_solde(tmp_path):
    lignes = vente(EcritureLet="A", DateLet="20260210")
    lignes += banque("120,00", EcritureLet="A", DateLet="20260210")
    lignes += vente("FA2", num="2", EcritureLet="A", DateLet="20260901")
    lignes += banque("20,00", num="91", EcritureLet="A", DateLet="20260901")
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes)))
    assert _comptes(dossier) == ([("FA2", "facture", 120, None)], [(20, "FA2")])


def test_un_paiement_partiel_lettre_est_impute_sur_sa_seule_facture(tmp_path):
    lignes = vente(EcritureLet="b") + banque(EcritureLet="b") + vente("FA2", num="2")
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes)))
    assert _comptes(dossier)[1] == [(50, "FA1")]
    assert dossier.paiements[0].date == datetime.date(2026, 2, 10)


def test_un_avoir_au_numero_de_la_facture_la_corrige(tmp_path):
    dossier = un_dossier(cas_de(fichier(tmp_path, vente() + avoir("FA1"))))
    assert _comptes(dossier)[0] == [
        ("FA1", "facture", 120, None),
        ("FA1, avoir du 05/01/2026", "avoir", 20, "FA1"),
    ]


def test_un_debit_negatif_du_journal_des_ventes_est_un_avoir(tmp_path):
    une = ligne(EcritureNum="8", PieceRef="AV7", Debit="-30,00")
    dossier = un_dossier(cas_de(fichier(tmp_path, [*vente(), une, contre(une)])))
    assert ("AV7", "avoir", 30, None) in _comptes(dossier)[0]


def test_deux_factures_du_meme_numero_se_distinguent_par_leur_date(tmp_path):
    lignes = vente("1") + vente("1", num="2", PieceDate="20260301", EcritureDate="20260301")
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes)))
    assert [f.numero for f in dossier.factures] == ["1 du 05/01/2026", "1 du 01/03/2026"]


def test_un_client_se_suit_de_411_a_416_par_son_compte_seul(tmp_path):
    seul = {"CompAuxNum": "", "CompAuxLib": "", "CompteLib": "Martin SAS"}
    lignes = vente(CompteNum="411MARTIN", EcritureLet="A", **seul)
    od = {"JournalCode": "OD", "EcritureNum": "6", "PieceRef": "OD6", **seul}
    lignes += [
        ligne(CompteNum="411MARTIN", Debit="0,00", Credit="120,00", EcritureLet="A", **od),
        ligne(CompteNum="416MARTIN", **od),
    ]
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes)))
    assert _comptes(dossier) == ([("FA1", "facture", 120, None)], [])
    assert dossier.debiteur.denomination == "Martin"


def test_des_lignes_numerotees_une_a_une_se_lisent_par_leur_journal(tmp_path):
    lignes = vente() + vente("FA2", num="9") + banque()
    for rang, une in enumerate(lignes):
        une["EcritureNum"] = str(rang)
    cas = cas_de(fichier(tmp_path, lignes))
    assert _comptes(un_dossier(cas))[1] == [(50, None)]
    assert "équilibrée" not in dit(cas)


def test_identiques_dans_une_ecriture_equilibree_deux_lignes_font_une_facture(tmp_path):
    une = ligne(Debit="60,00")
    cas = cas_de(fichier(tmp_path, [une, dict(une), contre(ligne())]))
    assert _comptes(un_dossier(cas))[0] == [("FA1", "facture", 120, None)]


def test_qui_ne_doit_rien_n_a_pas_de_dossier(tmp_path):
    cas = cas_de(fichier(tmp_path, vente() + banque("120,00")))
    assert [x.code for x in cas[0].erreur.constats] == [Code.RIEN_A_RECLAMER]


# --- Plusieurs fichiers ----------------------------------------------------------------------


def _annee(tmp_path, annee, lignes, siren=SIREN):
    lignes = [
        {**x, **{t: x[t].replace("2026", str(annee)) for t in ("EcritureDate", "PieceDate")}}
        for x in lignes
    ]
    return fichier(tmp_path, lignes, nom=f"{siren}FEC{annee}1231.txt")


def test_le_meme_exercice_deux_fois_est_refuse(tmp_path):
    (tmp_path / "b").mkdir()
    deux = [fichier(tmp_path, vente() + banque()), fichier(tmp_path / "b", vente() + banque())]
    assert "racontent les mêmes jours (du 05/01/2026 au 10/02/2026)" in dit(cas_de(deux))


def test_un_exercice_qui_manque_entre_deux_est_dit(tmp_path):
    deux = [_annee(tmp_path, 2023, vente()), _annee(tmp_path, 2026, vente("FA2"))]
    assert "un exercice manque" in dit(cas_de(deux))


def test_un_solde_de_cloture_qui_n_est_pas_l_a_nouveau_est_dit(tmp_path):
    avant = _annee(tmp_path, 2025, vente())
    lu = dit(cas_de([avant, _annee(tmp_path, 2026, _an("RAN", "100,00", piece="20260101"))]))
    assert "(120,00 €) n’est pas ce que reprend l’à-nouveau (100,00 €)" in lu.replace("\u202f", " ")
    lu = dit(cas_de([avant, _annee(tmp_path, 2026, _an("F", "9,00", **B) + vente("FB", **B))]))
    assert "(120,00 €) n’est pas ce que reprend l’à-nouveau (0,00 €)" in lu.replace("\u202f", " ")


def test_un_a_nouveau_global_lettre_lettre_les_factures_qu_il_reprend(tmp_path):
    avant = _annee(tmp_path, 2025, vente() + vente("FA2", "80,00", num="2"))
    reprise = _an("RAN", "200,00", piece="20260101", EcritureLet="A")
    solde = reprise + banque("200,00", EcritureLet="A") + vente("FA3", num="3")
    dossier = un_dossier(cas_de([avant, _annee(tmp_path, 2026, solde)]))
    assert _comptes(dossier) == ([("FA3", "facture", 120, None)], [])
    partiel = reprise + banque("150,00", EcritureLet="A")
    dossier = un_dossier(cas_de([avant, _annee(tmp_path, 2026, partiel)]))
    assert [(f.numero, f.date.year) for f in dossier.factures] == [("FA1", 2025), ("FA2", 2025)]
    assert _comptes(dossier)[1] == [(150, None)]


def test_un_a_nouveau_global_du_premier_exercice_reste_refuse_au_second(tmp_path):
    premier = _annee(tmp_path, 2025, _an("RAN 2024", piece="20260101") + vente("FA1", num="2"))
    second = _annee(tmp_path, 2026, _an("RAN 2025", "420,00", piece="20260101"))
    cas = cas_de([premier, second])
    assert [x.code for c in cas for x in c.erreur.constats] == [Code.A_NOUVEAU_GLOBAL]
    assert str(premier) in dit(cas)


def test_une_facture_lettree_l_annee_d_apres_est_soldee(tmp_path):
    avant = _annee(tmp_path, 2025, vente(EcritureLet="AB") + vente("FA2", "80,00", num="2"))
    reprise = _an("RAN", "200,00", piece="20260101")
    apres = _annee(tmp_path, 2026, reprise + banque("120,00", EcritureLet="AB"))
    dossier = un_dossier(cas_de([avant, apres]))
    assert _comptes(dossier) == ([("FA2", "facture", 80, None)], [])


def test_deux_sirens_sont_deux_creanciers(tmp_path):
    autre = {**CREANCIER, "denomination": "Autre", "siren": "793401266"}
    chemins = [_annee(tmp_path, 2026, vente()), _annee(tmp_path, 2026, vente("Z1"), "793401266")]
    cas = cas_de(chemins, creanciers={"Autre": autre})
    assert [c.dossier.creancier.denomination for c in cas] == ["Ateliers Vasseur", "Autre"]
    # The same code in two books: two cases, that nothing may take for one.
    assert [c.reference for c in cas] == ["DUP", "DUP-Autre"]


def test_un_autre_siren_que_celui_du_creancier_est_dit(tmp_path):
    cas = cas_de(_annee(tmp_path, 2026, vente(), "793401266"))
    assert un_dossier(cas)
    assert "le nom du fichier porte le SIREN 793401266" in dit(cas)


# --- Ce que le FEC ne dit pas ----------------------------------------------------------------


def test_les_clients_sans_adresse_sont_dits_un_par_ligne(tmp_path):
    lignes = vente() + vente("FB1", num="2", **B) + vente("FC1", num="3", CompAuxNum="C")
    cas = cas_de(fichier(tmp_path, lignes), adresses=("C",))
    assert [c.dossier.reference for c in cas if c.dossier] == ["C"]
    (refus,) = [c.erreur for c in cas if c.erreur]
    assert [x.code for x in refus.constats] == [Code.CHAMP_MANQUANT] * 2
    lu = dit(cas)
    assert "411000, DUP « SARL Dupré », qui doit 120,00 €, n’a pas d’adresse" in lu
    assert "411000, B « SAS Bis »" in lu
    assert lu.count("code client") == 1  # how to give the table, once


def test_la_qualite_n_est_jamais_devinee_et_manque_une_fois_par_fichier(tmp_path):
    cas = cas_de(fichier(tmp_path, vente() + vente("FB1", num="2", **B)), debiteur=None)
    (refus,) = [c.erreur for c in cas]
    assert len(refus.constats) == 1
    assert "qualite = " in dit(cas)


def test_un_nom_sans_forme_de_societe_demande_son_type(tmp_path):
    chemin = fichier(tmp_path, vente(CompAuxLib="Jean Dupré"))
    assert 'type = "societe"' in dit(cas_de(chemin))
    table = {"DUP": {"adresse": ADRESSE, "type": "particulier", "prenom": "Jean", "nom": "Dupré",
                     "qualite": "consommateur"}}  # fmt: skip
    (cas,) = lire([chemin], _reglages(), adresses=table)
    assert cas.dossier.debiteur.nom == "Dupré"
    assert cas.dossier.debiteur.qualite == "consommateur"


@pytest.mark.parametrize("code", ["DUP", "dup ", "411000"])
def test_la_table_retrouve_le_client_par_son_code_quelle_que_soit_la_casse(tmp_path, code):
    assert un_dossier(cas_de(fichier(tmp_path, vente()), adresses=(code,)))


def test_un_tableur_qui_a_retire_les_zeros_du_code_ne_perd_pas_le_client(tmp_path):
    chemin = fichier(tmp_path, vente(CompAuxNum="00042"))
    assert un_dossier(cas_de(chemin, adresses=("42",)))
    assert "n’a pas d’adresse" in dit(cas_de(chemin, adresses=("42", "042")))


def test_sans_creancier_le_fichier_est_refuse(tmp_path):
    cas = cas_de(fichier(tmp_path, vente()), creancier=None)
    assert "[creancier]" in dit(cas)


# --- L’échéance ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("emise", "delai", "attendue"),
    [
        ("2026-01-05", "30 jours", "2026-02-04"),
        ("2026-01-05", "30 jours fin de mois", "2026-02-28"),
        ("2026-01-20", "45 jours fin de mois", "2026-03-31"),  # 6 March, then its end
        ("2026-01-05", "45 jours fin de mois", "2026-02-28"),  # 19 February
        ("2024-01-30", "30 jours", "2024-02-29"),
        ("2026-12-31", "0 jours", "2026-12-31"),
    ],
)
def test_le_delai_de_courriers_toml_donne_l_echeance(tmp_path, emise, delai, attendue):
    assert echeance_convenue(datetime.date.fromisoformat(emise), delai).isoformat() == attendue
    chemin = fichier(tmp_path, vente(PieceDate=emise.replace("-", "")))
    assert un_dossier(cas_de(chemin, delai=delai)).factures[0].echeance.isoformat() == attendue


@pytest.mark.parametrize("titre", ["DateEcheance", "Date d’échéance", "DateLimitReglmt"])
def test_une_colonne_d_echeance_l_emporte_sur_le_delai(tmp_path, titre):
    lignes = [{**x, titre: "20260310"} for x in vente()]
    chemin = fichier(tmp_path, lignes, titres=(*COLONNES, titre))
    dossier = un_dossier(cas_de(chemin, delai="30 jours"))
    assert dossier.factures[0].echeance == datetime.date(2026, 3, 10)


def test_courriers_toml_peut_nommer_la_colonne_d_echeance(tmp_path):
    lignes = [{**x, "Prevu": "20260310"} for x in vente()]
    chemin = fichier(tmp_path, lignes, titres=(*COLONNES, "Prevu"))
    dossier = un_dossier(cas_de(chemin, colonnes={"echeance": "prévu"}))
    assert dossier.factures[0].echeance == datetime.date(2026, 3, 10)


@pytest.mark.parametrize(("valeur", "mots"), [("20260101", "précède"), ("20261399", "calendrier")])
def test_une_echeance_fausse_est_dite_a_sa_colonne(tmp_path, valeur, mots):
    lignes = [{**x, "DateEcheance": valeur} for x in vente()]
    lu = dit(cas_de(fichier(tmp_path, lignes, titres=(*COLONNES, "DateEcheance"))))
    assert mots in lu
    assert "ligne 2" in lu
    assert "colonne « DateEcheance »" in lu


def test_deux_echeances_d_une_facture_font_deux_lignes_qui_se_distinguent(tmp_path):
    titres = (*COLONNES, "DateEcheance")
    lignes = [{**ligne(Debit="60,00"), "DateEcheance": d} for d in ("20260205", "20260305")]
    lignes.append({**contre(ligne()), "DateEcheance": ""})
    dossier = un_dossier(cas_de(fichier(tmp_path, lignes, titres=titres)))
    assert [f.numero for f in dossier.factures] == [
        "FA1, échéance du 05/02/2026", "FA1, échéance du 05/03/2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("1234,56", 123456), ("1234.56", 123456), ("1 234,56", 123456), ("1\u202f234,56", 123456),
     ("1.234,56", 123456), ("-12", -1200), ("12,00-", -1200), ("+7,5", 750), (",50", 50),
     ("0,000", 0), ("12,3400", 1234), ("0,120", 12)],
)  # fmt: skip
def test_un_montant_des_livres_se_lit_en_centimes(texte, attendu):
    assert centimes(texte) == attendu


@pytest.mark.parametrize(
    "texte", ["1.234", "1,234", "12,345", "--1", "-1-", "1_0,00", "٣,00", ",", "1e3", "1,23,45"]
)
def test_un_montant_douteux_est_refuse(texte):
    with pytest.raises(ValueError, match=r"montant|ambigu|décimales"):
        centimes(texte)


def test_les_montants_du_dossier_sont_exacts(tmp_path):
    dossier = un_dossier(cas_de(fichier(tmp_path, vente(somme="0,10") + banque("0,03"))))
    assert dossier.factures[0].montant_ttc == Decimal("0.10")
    assert dossier.paiements[0].montant == Decimal("0.03")


def test_aucun_message_ne_coupe_une_phrase_francaise_avant_sa_ponctuation(tmp_path):
    lignes = [x for valeurs in REFUS.values() for x in valeurs[0]]
    textes = [str(c.erreur) for c in cas_de(fichier(tmp_path, lignes), adresses=()) if c.erreur]
    assert len(textes) >= 2
    for texte in textes:
        assert not re.search(r"« | »| [;?!]", texte)
