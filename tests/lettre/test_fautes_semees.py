"""Mistakes sown one by one in finished letters: proof-reading finds every one, and says where.

Each letter is a good one, of a sample; one thing is changed in the bytes of its Word file, as a
hand, a bad template or a wrong context would. « ~ » stands for U+00A0, « | » for U+202F.
"""

import functools
import io
import re
import tomllib
import zipfile
from xml.sax.saxutils import escape

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.constats import Code
from courriers.lettre import composition, contexte, reglements
from courriers.lettre.pack import packs
from courriers.lettre.relecture import relire
from fabrique import CONSOMMATEUR, JOUR, SAMPLES, dossier, livree, pack_livre

MED, SECONDE, COURTOISE = "mise-en-demeure", "seconde-relance", "relance-courtoise"
PETITES = "petites-creances"


def _espaces(texte):
    return texte.replace("~", "\u00a0").replace("|", "\u202f")


@functools.cache
def bonne(pack, exemple):
    """The case, the pack, the day and the channel, and the bytes of the letter."""
    au = tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
    cas, etape = load_dossier(SAMPLES / exemple / "dossier.json"), pack_livre(pack)
    lettre = compose(cas, etape, au)
    return cas, etape, au, lettre.canal, lettre.docx()


def semer(docx, ancien, nouveau, rang=0, partie="word/document.xml"):
    """*docx* with the text *ancien*, the time *rang* it is met, replaced by *nouveau*."""
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres[partie].decode()
    cherche, mis = escape(_espaces(ancien)), escape(_espaces(nouveau))
    morceaux = corps.split(cherche)
    assert len(morceaux) > rang + 1, f"{ancien} n’est pas dans la lettre"
    avant, apres = morceaux[: rang + 1], morceaux[rang + 1 :]
    membres[partie] = (cherche.join(avant) + mis + cherche.join(apres)).encode()
    return refaire(membres)


def refaire(membres):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return tampon.getvalue()


def fautes(pack, exemple, docx):
    cas, etape, au, canal, _ = bonne(pack, exemple)
    return relire(docx, cas, etape, au, canal=canal)


S2S, MANDAT, ARTISAN, PUBLIC = (
    "societe-a-societe", "mandat-de-recouvrement", "artisan-a-consommateur", "organisme-public",
)  # fmt: skip
SOMME = "6|715,94~€"
LETTRES = "six mille sept cent quinze euros et quatre-vingt-quatorze centimes"
AUTRES_LETTRES = "six mille deux cent quatre-vingt-six euros et soixante et onze centimes"
SEMEES = [
    # The sum.
    (MED, S2S, f"{SOMME} ({LETTRES})", f"6|751,94~€ ({LETTRES})", "ne disent pas la même somme"),
    (MED, S2S, LETTRES, "six mille sept cent quinze euros et quatorze centimes", "la même somme"),
    (MED, S2S, LETTRES, LETTRES.replace("vingt-", "vingts-"), "n’est pas l’orthographe"),
    (MED, S2S, f"{SOMME} ({LETTRES})", f"6|286,71~€ ({AUTRES_LETTRES})", "la somme en lettres"),
    (MED, S2S, f"Mise en demeure de payer la somme de {SOMME}",
     "Mise en demeure de payer la somme de 6|286,71~€", "l’objet annonce 6 286,71"),
    (MED, S2S, f" ({LETTRES})", "", "la somme en lettres"),
    # The table of the statement.
    (MED, S2S, "126,71~€", "126,17~€", "« 126,17 € » au lieu de « 126,71 € »"),
    (MED, S2S, "7|320,00~€ × 12,15~%", "7|320,00~€ × 12,40~%", "colonne « Détail »"),
    (MED, S2S, "× 52~j", "× 53~j", "colonne « Détail »"),
    (MED, S2S, "Facture FA-26-118 du", "Facture FA-26-181 du", "FA-26-181"),
    (MED, S2S, "échue le 29 mars 2026", "échue le 29 avril 2026", "29 avril 2026"),
    (MED, S2S, "du 30 mars au 20 mai 2026", "du 31 mars au 20 mai 2026", "du 31 mars au"),
    (MED, S2S, "−384,60~€", "384,60~€", "« 384,60 € » au lieu de"),
    (MED, S2S, "Avoir AV-26-009 du 10 juin 2026", "Paiement du 10 juin 2026", "Paiement du 10"),
    (MED, S2S, "Principal restant dû", "Intérêts restant dus", "Intérêts restant dus"),
    (MED, S2S, "389,23~€", "398,23~€", "398,23"),
    (MED, S2S, "Total dû au 23 novembre 2026", "Total dû au 22 novembre 2026", "22 novembre"),
    (MED, S2S, "Indemnité forfaitaire restant due", "Frais de dossier", "est en trop"),
    # The table of invoices.
    (SECONDE, S2S, "FA-26-151", "FA-26-115", "FA-26-115"),
    (SECONDE, S2S, "4 mai 2026", "14 mai 2026", "14 mai 2026"),
    (SECONDE, S2S, "3 juin 2026", "4 mai 2026", "colonne « Échéance »"),
    (SECONDE, S2S, "2|184,60~€", "7|320,00~€", "colonne « Montant TTC »"),
    (SECONDE, S2S, "384,60~€", "0,00~€", "colonne « Réglé ou déduit »"),
    (SECONDE, S2S, "4|486,71~€", "4|486,17~€", "4 486,17"),
    (SECONDE, S2S, "Reste dû au 23 novembre 2026", "Frais", "est en trop"),
    (MED, PUBLIC, "15 juin 2026", "15 juillet 2026", "colonne « Reçue le »", 1),
    (MED, PUBLIC, "11|856,00~€", "12|480,00~€", "colonne « Principal dû »"),
    # Other sums, rates and days.
    (MED, S2S, "2,14~€ par jour", "2,41~€ par jour", "n’est pas l’intérêt d’un jour"),
    (MED, S2S, "indemnité forfaitaire de 40~€", "indemnité forfaitaire de 50~€", "« 50 € » ne"),
    (MED, S2S, "Modalités de paiement", "Frais d’envoi~: 12,00~€", "« 12,00 € » ne vient pas"),
    (MED, S2S, "nos salutations", "plus douze euros de port, nos salutations", "« douze euros »"),
    (MED, S2S, "de 12,40~% l’an", "de 12,15~% l’an", "le taux « 12,15 % »"),
    (MED, S2S, "2e semestre 2026", "1er semestre 2025", "n’est pas un semestre"),
    (MED, S2S, "au plus tard le 8 décembre 2026", "au plus tard le 9 décembre 2026", "9 décembre"),
    (MED, S2S, "au plus tard le 8 décembre 2026", "au plus tard le 23 novembre 2026",
     "la date limite est le 8 décembre 2026"),
    (MED, S2S, "8 décembre 2026", "29 mars 2026", "« 29 mars 2026 » : la date limite est"),
    (MED, S2S, "Grenoble, le 23 novembre 2026", "Grenoble, le 22 octobre 2026", "22 octobre"),
    (MED, S2S, "Grenoble, le 23 novembre", "Chambéry, le 23 novembre", "au lieu de « Grenoble, le"),
    (MED, S2S, "arrêté au 23 novembre 2026", "arrêté au 30 juin 2026", "le compte est arrêté au"),
    (MED, S2S, "le courriel du 15 juin 2026", "le courriel du 10 juin 2026", "pas un envoi du do"),
    (MED, S2S, "le courriel du 15 juin 2026", "la lettre du 15 juin 2026", "pas un envoi du doss"),
    (SECONDE, MANDAT, "150,66~€ en pénalités", "150,60~€ en pénalités", "« 150,60 € » ne vient"),
    (SECONDE, MANDAT, "convention du 12 octobre", "convention du 13 octobre", "13 octobre 2026"),
    # Who, to whom, where to pay.
    (MED, S2S, "SAS Rénovation Belledonne", "SAS Rénovations Belledonne", "n’est pas celle du do"),
    (MED, S2S, "27 avenue de la Gare", "72 avenue de la Gare", "« 72 avenue de la Gare »"),
    (MED, S2S, "73000 CHAMBÉRY", "38000 CHAMBÉRY", "« 38000 CHAMBÉRY »"),
    (MED, S2S, "Monsieur,", "Madame,", "l’appel est « Madame, »"),
    (MED, S2S, "agréer, Monsieur,", "agréer, Madame,", "la formule de politesse"),
    (MED, S2S, "Hélène Vasseur, gérante", "Hélène Martin, gérante", "la signature"),
    (MED, S2S, "SARL Ateliers Vasseur", "SARL Atelier Vasseur", "le nom de l’expéditeur", 1),
    (MED, S2S, "18 rue des Forges", "81 rue des Forges", "une ligne de l’expéditeur"),
    (MED, S2S, "SARL Ateliers Vasseur", "SAS Rénovation Belledonne", "« Virement à »", 2),
    (MED, S2S, "9876~627", "9876~672", "n’est pas l’IBAN où payer"),
    (MED, S2S, "FR76~3000~3012", "FR7630003012", "n’est pas écrit par groupes de quatre"),
    (MED, S2S, "FR76~3000~3012~3400~0500~9876~627 – ", "", "l’IBAN où payer"),
    (MED, S2S, "~2026-0233", "~2026-0323", "« Nos références » : « 2026-0323 »"),
    (MED, S2S, "C-1187 du 9 janvier", "C-1178 du 9 janvier", "« Fondement »"),
    (MED, S2S, "Lettre recommandée avec demande d’avis de réception", "Lettre simple", "« Envoi »"),
    (MED, S2S, "Avoir AV-26-009", "Avoir AV-26-090", "« Pièces jointes »"),
    (MED, MANDAT, "compte de la SAS Imprimerie du Marais poitevin",
     "compte de la SAS Recouvrement des Trois Ports", "on attend ici « de la SAS Imprimerie"),
    (MED, PUBLIC, "00011", "00012", "« Votre SIRET »"),
    (PETITES, ARTISAN, "Maître,", "Monsieur,", "l’appel est « Monsieur, »"),
    (SECONDE, S2S, "04~76~00~12~34", "04~76~00~12~43", "n’est pas un numéro du dossier", 1),
    (SECONDE, S2S, "comptabilite@", "compta@", "n’est pas une adresse du dossier", 1),
    (MED, PUBLIC, "198 765", "198 756", "n’est pas un envoi du dossier"),
    (MED, PUBLIC, "EJ 4500021877", "EJ 4500021878", "colonne « Engagement, marché »"),
    (PETITES, "petite-creance-professionnelle", "842~069~155", "842~069~156", "« Débiteur »"),
    # Mentions.
    (MED, S2S, "en demeure de payer", "en attente de payer", "manque", 1),
    (MED, S2S, "la juridiction compétente", "le juge", "la mention « juridiction compétente »"),
    (MED, S2S, "juridiction compétente", "juridiction compétente et une saisie", "« saisie »"),
    (MED, ARTISAN, "mes salutations", "mes frais et mes salutations", "« frais » ne doit pas"),
    (SECONDE, MANDAT, "caractère nécessaire", "caractère utile", "mot pour mot"),
    (SECONDE, S2S, "salutations", "salutations, avant poursuites", "« poursui » ne doit pas"),
    # Tags, blanks, broken sentences.
    (MED, S2S, "Monsieur,", "{{ debiteur.appel }},", "balise abîmée"),
    (MED, S2S, "Monsieur,", "{% if x %}Monsieur,", "balise abîmée"),
    (MED, S2S, "le courriel du 15 juin", "le courriel du ____", "un blanc n’est pas rempli"),
    (MED, S2S, "le courriel du 15 juin", "le courriel du ……", "un blanc n’est pas rempli"),
    (MED, S2S, "le courriel du 15 juin", "le courriel du [à compléter]", "un blanc n’est pas"),
    (MED, S2S, "le courriel du 15 juin", "le courriel du XX juin", "un blanc n’est pas rempli"),
    (MED, S2S, "le courriel du 15 juin", "None du 15 juin", "un champ est vide"),
    (MED, S2S, "malgré le courriel du 15 juin 2026 et", "malgré  et", "deux espaces se suivent"),
    (MED, S2S, ", malgré le courriel", ", , le courriel", "un champ est vide"),
    (MED, S2S, f"({LETTRES})", "()", "un champ est vide"),
    (MED, S2S, "~Commande n° C-1187 du 9 janvier 2026", "", "« Fondement"),
    (MED, S2S, "SOGEFRPP", "", "un champ est vide", 0),
    (MED, S2S, "hauteur du montant réglé.", "hauteur du", "une phrase n’est pas finie"),
    (MED, S2S, "Les factures détaillées", "factures détaillées", "commence par une minuscule"),
    (MED, S2S, "Par la présente, nous", "Au nom de Orange, nous", "une phrase est abîmée"),
    (MED, S2S, "de ne pas en tenir", "de de ne pas en tenir", "une phrase est abîmée"),
    (MED, S2S, "Les factures détaillées", "La facture(s) détaillée", "une phrase est abîmée"),
    (MED, S2S, "jusqu’au paiement", "jusqu’au le la paiement", "une phrase est abîmée"),
    # Typography.
    (MED, S2S, "n’ont pas", "n'ont pas", "une apostrophe droite"),
    (MED, S2S, "la juridiction", 'la "juridiction"', "des guillemets étrangers"),
    (MED, S2S, "de ce décompte", "de ce décompte :", "espace"),
    (MED, S2S, "à ce jour~;", "à ce jour;", "il manque une espace insécable"),
    (MED, S2S, "40~€ pour", "40 € pour", "typographie"),
    (MED, S2S, "6|286,71~€", "6 286,71~€", "typographie"),
    (MED, S2S, "1er janvier vaut", "1 janvier vaut", "n’est pas l’écriture de cette date"),
    (MED, S2S, "pour le 2e semestre", "pour le 2ème semestre", "un ordinal mal abrégé"),
    (MED, S2S, "réglées,", "réglées ,", "une espace avant un point ou une virgule"),
    (MED, S2S, "Par la présente", "Mr. Marchal, par la présente", "une civilité mal abrégée"),
    (MED, S2S, "À défaut", "A défaut", "une capitale sans son accent"),
    (MED, S2S, "article L.~441", "article L. 441", "« L. » sans espace insécable"),
]  # fmt: skip


def _cas(semee):
    pack, exemple, ancien, nouveau, motif, *rang = semee
    return pack, exemple, ancien, nouveau, motif, (rang or [0])[0]


@pytest.mark.parametrize("semee", SEMEES, ids=lambda s: f"{s[0]}-{s[3][:30]}-{s[4][:20]}")
def test_une_faute_semee_est_trouvee(semee):
    pack, exemple, ancien, nouveau, motif, rang = _cas(semee)
    docx = semer(bonne(pack, exemple)[-1], ancien, nouveau, rang)
    trouvees = fautes(pack, exemple, docx)
    assert any(motif in str(f).replace("\u00a0", " ").replace("\u202f", " ") for f in trouvees), (
        "\n".join(map(str, trouvees))
    )
    assert {f.code for f in trouvees} == {Code.RELECTURE}


def test_une_faute_dit_ou_elle_est():
    docx = semer(bonne(MED, S2S)[-1], "126,71~€", "126,17~€")
    lieux = {(f.lieu.partie, f.lieu.cellule) for f in fautes(MED, S2S, docx)}
    assert lieux == {("corps", "tableau 2, rangée 3, colonne 3")}
    docx = semer(bonne(MED, S2S)[-1], "2,14~€ par jour", "2,41~€ par jour")
    (faute,) = fautes(MED, S2S, docx)
    assert faute.lieu.partie == "corps"
    assert faute.lieu.paragraphe is not None
    assert "à raison de 2,41 € par jour à compter" in faute.message


@pytest.mark.parametrize(
    ("partie", "ancien", "nouveau", "motif"),
    [
        ("word/header1.xml", "23 novembre 2026", "20 mai 2026", "la lettre est du 23 novembre"),
        ("word/header1.xml", "Ateliers Vasseur", "Atelier Vasseur", "l’en-tête ne nomme pas"),
        ("word/footer1.xml", "25|000~€", "52|000~€", "« 52 000 € » ne vient pas"),
        ("word/footer1.xml", "841~203~573", "841~203~537", "les mentions légales"),
        ("word/footer1.xml", "Dossier 2026-0233", "Dossier {{ reference }}", "balise abîmée"),
    ],
)
def test_une_faute_des_en_tetes_et_des_pieds_est_trouvee(partie, ancien, nouveau, motif):
    docx = semer(bonne(MED, S2S)[-1], ancien, nouveau, partie=partie)
    trouvees = fautes(MED, S2S, docx)
    assert any(motif in str(f) for f in trouvees), trouvees


def _sans(docx, debut, fin):
    """*docx* without the XML element that begins with *debut* and holds *fin*."""
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres["word/document.xml"].decode()
    place = corps.index(_espaces(fin))
    balise = debut[1:]
    ici = max(corps.rfind(f"<{balise}>", 0, place), corps.rfind(f"<{balise} ", 0, place))
    la = corps.index(f"</{balise}>", place) + len(f"</{balise}>")
    membres["word/document.xml"] = (corps[:ici] + corps[la:]).encode()
    return refaire(membres)


@pytest.mark.parametrize(
    ("balise", "dans", "motif"),
    [
        ("<w:tr", "du 30 mars au 20 mai 2026", "ne reproduit pas les lignes du décompte"),
        ("<w:tr", "Garde-corps, lot 2", "ne reproduit pas les lignes du décompte"),
        ("<w:tr", "Principal restant dû", "un sous-total manque"),
        ("<w:tr", "Total dû au", "le total demandé manque"),
        ("<w:p", "27 avenue de la Gare", "l’adresse du destinataire"),
        ("<w:p", "Grenoble, le 23", "la date de la lettre"),
        ("<w:p", "en demeure de payer la somme de 6|715,94~€ (", "la date limite"),
        ("<w:p", "IBAN", "l’IBAN où payer"),
    ],
)
def test_ce_qui_manque_est_trouve(balise, dans, motif):
    trouvees = fautes(MED, S2S, _sans(bonne(MED, S2S)[-1], balise, dans))
    assert any(motif in str(f) for f in trouvees), trouvees


def test_une_rangee_ajoutee_ou_deplacee_est_trouvee():
    docx = bonne(MED, S2S)[-1]
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres["word/document.xml"].decode()
    place = corps.index("Facture FA-26-151 du")
    debut = max(corps.rfind("<w:tr>", 0, place), corps.rfind("<w:tr ", 0, place))
    fin = corps.index("</w:tr>", debut) + len("</w:tr>")
    rangee = corps[debut:fin]
    for change in (corps[:debut] + rangee + corps[debut:], corps[:debut] + corps[fin:]):
        membres["word/document.xml"] = change.encode()
        trouvees = fautes(MED, S2S, refaire(membres))
        assert any("ne reproduit pas" in str(f) for f in trouvees), trouvees


# --- Ce que seul un recalcul trouve -------------------------------------------------------------


def _rend(valeur):
    return lambda *_, **__: valeur


@pytest.mark.parametrize(
    ("pack", "nom", "faux", "motif"),
    [
        (MED, "date_limite", _rend("15 décembre 2026"), "15 décembre 2026"),
        (SECONDE, "somme_reclamee", lambda decompte, *_: decompte.total, "la somme en lettres"),
        (MED, "montant", _rend("1,00\u00a0€"), "« 1,00 € »"),
        (MED, "en_lettres", _rend("un euro"), "ne disent pas la même somme"),
        (MED, "taux", _rend("9,99\u00a0%"), "le taux « 9,99 % »"),
        (MED, "libelle", _rend("Facture F1"), "ne reproduit pas les lignes"),
        (MED, "calcul", _rend("au forfait"), "colonne « Détail »"),
        (SECONDE, "date_longue", _rend("2 janvier 2026"), "2 janvier 2026"),
        (MED, "relances", _rend(("le courriel du 2 mai 2026", False)), "2 mai 2026"),
        (
            MED,
            "mise_en_demeure_anterieure",
            _rend(("la lettre du 1er octobre 2026", False)),
            "pas un envoi",
        ),
    ],
)
def test_un_contexte_faux_rempli_par_un_bon_gabarit_est_refuse(monkeypatch, pack, nom, faux, motif):
    assert compose(dossier(), pack_livre(pack), JOUR)
    monkeypatch.setattr(reglements if nom == "en_lettres" else contexte, nom, faux)
    with pytest.raises(LettreRefusee) as refus:
        compose(dossier(), pack_livre(pack), JOUR)
    assert refus.value.code == "RELECTURE"
    assert any(motif in str(c).replace("\u00a0", " ") for c in refus.value.constats), refus.value


def test_un_compte_a_payer_faux_est_refuse(monkeypatch):
    vrai = contexte.expediteur
    autre = "FR76\u00a01027\u00a08060\u00a00100\u00a00203\u00a04561\u00a0195"
    monkeypatch.setattr(contexte, "expediteur", lambda *a: {**vrai(*a), "iban": autre})
    with pytest.raises(LettreRefusee, match="pas l’IBAN où payer"):
        compose(dossier(), pack_livre(MED), JOUR)


def test_un_debiteur_pris_pour_un_autre_est_refuse(monkeypatch):
    vrai = contexte.debiteur
    monkeypatch.setattr(
        contexte,
        "debiteur",
        lambda cas: {**vrai(cas), "adresse": ["SARL Voisin", "38000 GRENOBLE"]},
    )
    with pytest.raises(LettreRefusee, match="l’adresse du destinataire"):
        compose(dossier(), pack_livre(MED), JOUR)


def test_un_decompte_d_un_autre_jour_est_refuse(monkeypatch):
    vrai = composition.decompte_du
    faux = vrai(dossier(), pack_livre(MED), JOUR.replace(day=2))
    monkeypatch.setattr(composition, "decompte_du", _rend(faux))
    with pytest.raises(LettreRefusee, match="ne reproduit pas les lignes du décompte"):
        compose(dossier(), pack_livre(MED), JOUR)


# --- Ni fausse alerte, ni cachette --------------------------------------------------------------


def _compositions():
    for exemple in sorted(d.name for d in SAMPLES.iterdir() if d.is_dir()):
        attendu = tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))
        for pack in packs():
            if attendu["packs"][pack.nom].get("lettre"):
                for canal in pack.manifeste.canaux:
                    yield exemple, pack.nom, canal


@pytest.mark.parametrize(("exemple", "pack", "canal"), list(_compositions()))
def test_aucune_lettre_des_exemples_n_est_refusee(exemple, pack, canal):
    try:
        livree(exemple, pack, canal)
    except LettreRefusee as refus:
        assert refus.code in (  # noqa: PT017
            "LRE_SANS_CONSENTEMENT", "CHAMP_MANQUANT", "ACTEUR_NON_COUVERT",
        )  # fmt: skip


@pytest.mark.parametrize(
    "nom",
    ["Saisie", "Huissier & Fils", "L'Exploit", "A  B", "Cie.", "Mr Bricole", "40 €", "Nan",
     "1 mars 2020", "XX", "Étude ____", "Le Orange", "12,5% Studio", "(s)", "Frais de dossier"],
)  # fmt: skip
@pytest.mark.parametrize("pack", [MED, SECONDE, COURTOISE])
def test_le_nom_du_client_n_est_pas_une_faute(nom, pack):
    parties = {
        "creancier": {"denomination": nom},
        "debiteur": {"denomination": nom},
        "codebiteurs": [
            {
                "type": "societe",
                "denomination": nom,
                "forme_juridique": "SARL",
                "solidaire": True,
                "adresse": {"lignes": [nom], "code_postal": "38000", "ville": "Grenoble"},
            }
        ],
    }
    assert compose(dossier(**parties), pack_livre(pack), JOUR)


@pytest.mark.parametrize(
    "motif",
    ["retard", "Frais de dossier : 12,00 €", "poursuite le 3 mai 2019, à 7 %", "l'huissier"],
)
def test_ce_que_le_client_a_ecrit_n_est_pas_une_faute(motif):
    cas = dossier(
        contestation={"date": "2026-11-02", "motif": motif},
        conditions={"fondement": motif},
        pieces=[{"titre": motif}],
    )
    assert compose(cas, pack_livre(COURTOISE), JOUR)


@pytest.mark.parametrize("mot", ["frais", "saisie"])
def test_un_mot_du_dossier_ne_cache_pas_celui_du_gabarit(mot):
    cas = dossier(debiteur=CONSOMMATEUR, pieces=[{"titre": mot}], conditions={"fondement": mot})
    pack = pack_livre(MED)
    docx = compose(cas, pack, JOUR).docx()
    assert relire(docx, cas, pack, JOUR) == []
    semee = semer(docx, "la juridiction compétente", f"la {mot} et la juridiction compétente")
    assert [f.code for f in relire(semee, cas, pack, JOUR)] == [Code.RELECTURE]


def test_un_blanc_a_remplir_a_la_main_est_permis_dans_son_style():
    docx = bonne(MED, S2S)[-1]
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    styles = membres["word/styles.xml"].decode()
    membres["word/styles.xml"] = styles.replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="ARemplir">'
        '<w:name w:val="À remplir"/></w:style></w:styles>',
    ).encode()
    corps = membres["word/document.xml"].decode()
    for style, manuscrit in (("ARemplir", True), ("Corps", False)):
        propriete = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        paragraphe = f"<w:p>{propriete}<w:r><w:t>Reçu le ____</w:t></w:r></w:p>"
        dans_un_run = (
            '<w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr><w:r><w:t xml:space="preserve">Reçu le '
            f'</w:t></w:r><w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>........</w:t></w:r>'
            "<w:r><w:t>.</w:t></w:r></w:p>"
        )
        for ajout in (paragraphe, dans_un_run):
            complet = corps.replace("<w:sectPr", f"{ajout}<w:sectPr", 1)
            membres["word/document.xml"] = complet.encode()
            trouvees = fautes(MED, S2S, refaire(membres))
            assert (trouvees == []) is manuscrit, trouvees


_TEXTE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_ARTICLE = re.compile(r"[LRD]\.\u00a0[\d-]+")


@pytest.mark.parametrize(("pack", "exemple"), [(MED, S2S), (COURTOISE, ARTISAN)])
def test_tout_chiffre_change_est_trouve_sauf_les_articles_et_le_numero_de_page(pack, exemple):
    cas, etape, au, canal, docx = bonne(pack, exemple)
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    manques = []
    for partie in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        corps = membres[partie].decode()
        for texte in _TEXTE.finditer(corps):
            articles = [set(range(*a.span())) for a in _ARTICLE.finditer(corps, *texte.span(1))]
            places = set(range(*texte.span(1))).difference(*articles)
            if texte[1] == "1":  # the number of the page
                continue
            for place in sorted(p for p in places if corps[p].isdigit()):
                autre = str((int(corps[place]) + 1) % 10)
                change = corps[:place] + autre + corps[place + 1 :]
                docx = refaire({**membres, partie: change.encode()})
                if not relire(docx, cas, etape, au, canal=canal):
                    manques.append(f"{corps[place - 20 : place]}[{autre}]")
    assert manques == []
