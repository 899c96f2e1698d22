"""Letters retouched by hand after they were written: what is admitted, what is refused, and why.

Each is a good letter of a sample, changed in the bytes of its Word file. « ~ » stands for U+00A0,
« | » for U+202F.
"""

import datetime
import functools
import io
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.constats import Code, Gravite
from courriers.document.pdf import convertir
from courriers.erreurs import FichierWordInvalide, PackIntrouvable
from courriers.lettre.pack import packs
from courriers.lettre.provenance import Origine, origine
from courriers.lettre.retouche import relire_la_retouche
from fabrique import SAMPLES, livree, pack_livre, packs_livres
from lettre.test_fautes_semees import bonne, refaire, semer

MED, SECONDE, COURTOISE = "mise-en-demeure", "seconde-relance", "relance-courtoise"
S2S, MANDAT, ARTISAN, PUBLIC = (
    "societe-a-societe", "mandat-de-recouvrement", "artisan-a-consommateur", "organisme-public",
)  # fmt: skip


def _espaces(texte):
    return texte.replace("~", "\u00a0").replace("|", "\u202f")


def relue(pack, exemple, docx, **options):
    cas, etape, *_ = bonne(pack, exemple)
    return relire_la_retouche(docx, cas, Origine(etape, etape.manifeste.documents[0]), **options)


def membres(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        return {n: source.read(n) for n in source.namelist()}


def paragraphe_avec(corps, texte):
    """Where the paragraph that says *texte* begins and ends in the XML *corps*."""
    place = corps.index(escape(_espaces(texte)))
    debut = max(corps.rfind("<w:p>", 0, place), corps.rfind("<w:p ", 0, place))
    return debut, corps.index("</w:p>", place) + len("</w:p>")


def ajouter(docx, apres, *textes):
    """*docx* with paragraphs of these *textes* under the one that says *apres*, in its style."""
    contenus = membres(docx)
    corps = contenus["word/document.xml"].decode()
    debut, fin = paragraphe_avec(corps, apres)
    style = re.search(r"<w:pPr>.*?</w:pPr>", corps[debut:fin])
    nouveaux = "".join(
        f"<w:p>{style[0] if style else ''}<w:r><w:t xml:space='preserve'>{escape(_espaces(t))}"
        "</w:t></w:r></w:p>"
        for t in textes
    )
    contenus["word/document.xml"] = (corps[:fin] + nouveaux + corps[fin:]).encode()
    return refaire(contenus)


def oter(docx, texte):
    """*docx* without the paragraph that says *texte*."""
    contenus = membres(docx)
    corps = contenus["word/document.xml"].decode()
    debut, fin = paragraphe_avec(corps, texte)
    contenus["word/document.xml"] = (corps[:debut] + corps[fin:]).encode()
    return refaire(contenus)


def sans_styles(docx):
    """*docx* as a program leaves it that does not know the styles of the house."""
    return refaire({
        nom: re.sub(rb"<w:(pStyle|rStyle) [^>]*/>", b"", octets)
        if nom.startswith("word/") and not nom.startswith("word/styles")
        else octets
        for nom, octets in membres(docx).items()
    })  # fmt: skip


def en_morceaux(docx):
    """*docx* whose every text is cut into runs, as Word does with its proofing marks."""
    contenus = membres(docx)

    def couper(trouve):
        run, texte = trouve[1] or "", trouve[2]
        if "&" in texte or len(texte) < 4:
            return trouve[0]
        milieu = len(texte) // 2
        return "".join(
            f'<w:r>{run}<w:t xml:space="preserve">{bout}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
            for bout in (texte[:milieu], texte[milieu:])
        )

    corps = contenus["word/document.xml"].decode()
    corps = re.sub(
        r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>",
        couper,
        corps,
    )
    contenus["word/document.xml"] = corps.encode()
    return refaire(contenus)


SALUT = "salutations"

AJOUTS_ADMIS = [
    (MED, S2S, SALUT, "Nous restons bien sûr à votre disposition pour en parler."),
    (MED, S2S, "Les factures détaillées",
     "Nous avons toujours apprécié nos échanges, et regrettons d’en arriver là."),
    (MED, S2S, SALUT, "Vous pouvez nous joindre au bureau~2, de 9~h à 17~h~30."),
    (MED, S2S, SALUT, "Le retard est de ceux que vise l’article~1231-6 du code civil."),
    (MED, S2S, SALUT, "Votre commande C-1187 du 9 janvier 2026 avait été honorée en tous points."),
    (MED, S2S, SALUT, "La facture FA-26-118 reste la plus ancienne."),
    (MED, S2S, SALUT, "Nos relations durent depuis 2019, et nous souhaitons les poursuivre~ainsi."),
    (SECONDE, S2S, SALUT, "Un simple virement suffit à clore ce dossier."),
    (COURTOISE, S2S, "sentiments", "Peut-être nos courriers se sont-ils perdus~?"),
    (MED, ARTISAN, SALUT, "Je reste à votre écoute si vous rencontrez une difficulté."),
    (MED, PUBLIC, SALUT, "Le service fait a été constaté sans réserve."),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "exemple", "place", "phrase"), AJOUTS_ADMIS, ids=lambda x: x[:30])
def test_une_phrase_ordinaire_ajoutee_est_admise_et_dite(pack, exemple, place, phrase):
    lue = relue(pack, exemple, ajouter(bonne(pack, exemple)[-1], place, phrase))
    assert lue.refus is None, lue.refus
    assert [(d.genre, d.apres.texte) for d in lue.comparaison.changements] == [
        ("ajouté", _espaces(phrase))
    ]


AJOUTS_REFUSES = [
    ("À défaut, des frais de 120~€ seront dus.", "« 120 € »"),
    ("Nous vous réclamerons 6751,94€ au total.", "« 6751,94€ »"),
    ("Nous vous réclamerons 6.751,94 € au total.", "6.751,94"),
    ("Il vous en coûtera 5~k€.", "« 5 k€ »"),
    ("Des frais de cent vingt euros seront dus.", "cent vingt euros »"),
    ("Le taux passera à 15~% l’an.", "« 15 % »"),
    ("Notre entretien du 20 octobre 2026 l’a confirmé.", "« 20 octobre 2026 »"),
    ("Notre entretien du 20/10/2026 l’a confirmé.", "« 20/10/2026 »"),
    ("Notre entretien du 20 oct. 2026 l’a confirmé.", "date abrégée"),
    ("Réglez sous huit jours.", "« sous huit jours »"),
    ("Réglez dans un délai de 8 jours.", "8 jours"),
    ("Réglez avant la fin du mois.", "« avant la fin »"),
    ("Payez sur le compte FR76~1027~8060~0100~0203~4561~195.", "pas l’IBAN où payer"),
    ("Appelez le 06~12~34~56~78.", "n’est pas un numéro du dossier"),
    ("Écrivez à compta@ailleurs.example.", "n’est pas une adresse du dossier"),
    ("La facture FA-26-999 suivra.", "« 26-999 »"),
    ("Vous restez devoir 5000 pour ce chantier.", "« 5000 »"),
    ("Un huissier de justice se présentera chez vous.", "« huissier » ne doit pas"),
    ("Malgré la lettre du 10 juin 2026, rien n’est venu.", "n’est pas un envoi"),
    ("Merci de rappeler [référence à compléter].", "un blanc n’est pas rempli"),
    ("Merci de payer avant le ____.", "un blanc n’est pas rempli"),
    ("Cher {{ debiteur.nom }}, merci.", "balise abîmée"),
]


@pytest.mark.parametrize(("phrase", "motif"), AJOUTS_REFUSES, ids=lambda x: x[:40])
def test_une_phrase_qui_apporte_un_chiffre_une_date_ou_un_delai_est_refusee(phrase, motif):
    lue = relue(MED, S2S, ajouter(bonne(MED, S2S)[-1], SALUT, phrase))
    assert lue.refus is not None
    dit = str(lue.refus).replace("\u00a0", " ").replace("\u202f", " ")
    assert motif in dit
    assert re.search(r"- corps, paragraphe \d+", dit)


CHANGEMENTS_REFUSES = [
    (MED, S2S, "6|715,94~€ (", "6|751,94~€ (", "ne disent pas la même somme"),
    (MED, S2S, "9876~627", "9876~672", "n’est pas l’IBAN où payer"),
    (MED, S2S, "SAS Rénovation Belledonne", "SAS Rénovations Belledonne", "n’est pas celle du do"),
    (MED, S2S, "au plus tard le 8 décembre 2026", "au plus tard le 9 décembre 2026", "9 décembre"),
    (MED, S2S, "au plus tard le 8 décembre 2026", "au plus tard le 29 Mars 2026", "29 Mars 2026"),
    (MED, S2S, "au plus tard le 8 décembre 2026", "très vite", "la date limite"),
    (MED, S2S, "× 52~j", "× 53~j", "colonne « Détail »"),
    (MED, S2S, "la juridiction compétente", "le juge", "« juridiction compétente » manque"),
    (
        MED,
        S2S,
        "articles L.~441-10, II, et D.~441-5",
        "articles L.~441-10, II, et D.~441-6",
        "« 441-5 »",
    ),
    (MED, S2S, "majoré de dix points", "majoré de huit points", "« dix » de la lettre"),
    (MED, S2S, "de 12,40~% l’an", "de 12.40% l’an", "« 12,40 » de la lettre"),
    (SECONDE, MANDAT, "convention du 12 octobre", "convention du 13 octobre", "13 octobre 2026"),
    (MED, S2S, "Hélène Vasseur, gérante", "Hélène Vaseur, gérante", "la signature"),
]


@pytest.mark.parametrize(
    ("pack", "exemple", "ancien", "nouveau", "motif"),
    CHANGEMENTS_REFUSES, ids=lambda x: x[:30],
)  # fmt: skip
def test_un_mot_du_dossier_ou_de_la_loi_change_est_refuse(pack, exemple, ancien, nouveau, motif):
    lue = relue(pack, exemple, semer(bonne(pack, exemple)[-1], ancien, nouveau))
    assert lue.refus is not None
    assert motif in str(lue.refus).replace("\u00a0", " ").replace("\u202f", " ")
    assert {c.code for c in lue.refus.constats} == {Code.RELECTURE}


@pytest.mark.parametrize(
    ("pack", "exemple", "ancien", "nouveau", "motif"),
    CHANGEMENTS_REFUSES, ids=lambda x: x[:30],
)  # fmt: skip
def test_de_meme_quand_les_styles_sont_perdus(pack, exemple, ancien, nouveau, motif):
    lue = relue(pack, exemple, sans_styles(semer(bonne(pack, exemple)[-1], ancien, nouveau)))
    assert lue.refus is not None, motif


@pytest.mark.parametrize(
    ("ancien", "nouveau", "rang"),
    [
        ("SARL Ateliers Vasseur", "SARL Atelier Vasseur", 1),
        ("38000 Grenoble", "38100 Grenoble", 0),
        ("Hélène Vasseur", "Hélène Vaseur", 0),
    ],
)
def test_sans_styles_un_nom_change_est_vu_par_comparaison(ancien, nouveau, rang):
    lue = relue(MED, S2S, sans_styles(semer(bonne(MED, S2S)[-1], ancien, nouveau, rang)))
    assert "a été changé" in str(lue.refus)


TYPOGRAPHIES = [
    ("n’ont pas", "n'ont pas", "une apostrophe droite"),
    ("la juridiction", 'la "juridiction', "des guillemets étrangers"),
    ("40~€ pour", "40 € pour", "mal écrit"),
    ("6|286,71~€", "6 286,71 €", "mal écrit"),
    ("réglées,", "réglées ,", "une espace avant"),
    ("À défaut", "A défaut", "une capitale sans son accent"),
    ("à ce jour~;", "à ce jour;", "il manque une espace insécable"),
]


@pytest.mark.parametrize(("ancien", "nouveau", "motif"), TYPOGRAPHIES)
def test_une_faute_de_typographie_avertit_sans_refuser(ancien, nouveau, motif):
    lue = relue(MED, S2S, semer(bonne(MED, S2S)[-1], ancien, nouveau))
    assert lue.refus is None, lue.refus
    dites = [c for c in lue.constats if c.code == Code.RELECTURE and motif in c.message]
    assert dites
    assert {c.gravite for c in dites} == {Gravite.AVERTISSEMENT}


def test_une_phrase_mal_tapee_avertit_une_phrase_du_pack_cassee_refuse():
    docx = bonne(MED, S2S)[-1]
    tapee = relue(MED, S2S, ajouter(docx, SALUT, "bien à vous", "Cela  va de soi."))
    assert tapee.refus is None
    assert (
        sum("une phrase" in c.message or "deux espaces" in c.message for c in tapee.constats) == 3
    )
    coupee = relue(MED, S2S, semer(docx, "hauteur du montant réglé.", "hauteur du"))
    assert "une phrase n’est pas finie" in str(coupee.refus)


def test_une_phrase_otee_est_dite_et_admise_si_rien_ne_l_exige():
    lue = relue(MED, S2S, oter(bonne(MED, S2S)[-1], "Les pénalités continuent de courir"))
    assert lue.refus is None, lue.refus
    (retire,) = lue.comparaison.changements
    assert retire.genre == "retiré"
    assert retire.avant.texte.startswith("Les pénalités continuent de courir")
    exigee = relue(MED, S2S, oter(bonne(MED, S2S)[-1], "saisir la juridiction compétente"))
    assert "« juridiction compétente » manque" in str(exigee.refus)


def test_un_chiffre_ote_avec_son_membre_de_phrase_avertit():
    docx = semer(bonne(MED, S2S)[-1], "malgré le courriel du 15 juin 2026 et la lettre",
                 "malgré la lettre")  # fmt: skip
    lue = relue(MED, S2S, docx)
    assert lue.refus is None, lue.refus
    assert any("« 15 juin 2026 » de la lettre du pack n’y est plus" in c.message
               for c in lue.constats)  # fmt: skip
    assert [d.genre for d in lue.comparaison.changements] == ["remplacé"]


def test_les_lignes_legales_du_pied_ne_s_otent_pas():
    contenus = membres(bonne(MED, S2S)[-1])
    for nom in [n for n in contenus if n.startswith("word/footer")]:
        contenus[nom] = re.sub(rb"<w:p[ >].*</w:p>", b"<w:p/>", contenus[nom], flags=re.DOTALL)
    assert "le pied de page ne dit plus" in str(relue(MED, S2S, refaire(contenus)).refus)


# --- Sans retouche, réenregistrée autrement -----------------------------------------------------


EXEMPLES = sorted(x.parent.name for x in SAMPLES.glob("*/attendu.toml"))


@functools.cache
def lettres_de(exemple):
    """``(case, pack, day, document, bytes)`` of every letter of a sample."""
    au = tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
    cas = load_dossier(SAMPLES / exemple / "dossier.json")
    ecrites = []
    for pack in packs_livres():
        for canal in pack.manifeste.canaux:
            try:
                lettre = livree(exemple, pack.nom, canal)
            except LettreRefusee:
                continue
            ecrites += [
                (cas, pack, au, document, rempli.docx())
                for document in pack.manifeste.documents
                if (rempli := lettre.documents.get(document.nom)) and document.role != "courriel"
            ]
    return ecrites


@pytest.mark.parametrize(
    ("exemple", "change"),
    [
        *((x, lambda octets: octets) for x in EXEMPLES),
        *((x, sans_styles) for x in EXEMPLES[::4]),
        *((x, en_morceaux) for x in EXEMPLES[1::4]),
    ],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_une_lettre_intacte_est_admise_sans_difference(exemple, change):
    for cas, pack, au, document, docx in lettres_de(exemple):
        if pack.manifeste.destinataire == "projet" and change is sans_styles:
            continue  # the style is all that tells its blanks from empty fields
        # A call sheet says no day at its head.
        jour = None if document.role == "lettre" else au
        lue = relire_la_retouche(change(docx), cas, Origine(pack, document), au=jour)
        assert lue.refus is None, f"{pack.nom} {document.nom} : {lue.refus}"
        assert lue.comparaison.memes_textes
        assert lue.au == au


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n’est pas installé")
def test_une_lettre_reenregistree_par_libreoffice_est_admise_sans_difference(tmp_path):
    ecrites = {
        f"{exemple}-{pack.nom}-{rang}": (cas, Origine(pack, document), au, docx)
        for exemple in (S2S, MANDAT, PUBLIC, "caution-plafonnee", "echeancier-consommateur")
        for rang, (cas, pack, au, document, docx) in enumerate(lettres_de(exemple))
        if document.role == "lettre"
    }
    (tmp_path / "avant").mkdir()
    for nom, (*_, docx) in ecrites.items():
        (tmp_path / "avant" / f"{nom}.docx").write_bytes(docx)
    subprocess.run(  # noqa: S603 – the program of this machine
        ["soffice",  # noqa: S607
         "--headless", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
         "--convert-to", "docx", "--outdir", str(tmp_path / "apres"),
         *map(str, sorted((tmp_path / "avant").iterdir()))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for nom, (cas, de, au, _) in ecrites.items():
        lue = relire_la_retouche((tmp_path / "apres" / f"{nom}.docx").read_bytes(), cas, de)
        assert (lue.refus, lue.comparaison.changements, lue.au) == (None, (), au), nom


# --- Ce qui se lit dans la lettre et dans son nom -----------------------------------------------


@pytest.mark.parametrize(
    ("nom", "pack", "document", "caution"),
    [
        ("mise-en-demeure.docx", MED, "lettre", 1),
        ("Mise-en-demeure (1).DOCX", MED, "lettre", 1),
        ("mise-en-demeure - Copie.docx", MED, "lettre", 1),
        ("mise-en-demeure-v2.docx", MED, "lettre", 1),
        ("mise-en-demeure-caution.docx", "mise-en-demeure-caution", "lettre", 1),
        ("mise-en-demeure-caution-2.docx", "mise-en-demeure-caution", "lettre", 2),
        ("mise-en-demeure-caution-12 (3).docx", "mise-en-demeure-caution", "lettre", 12),
        ("mise-en-demeure-courriel.docx", MED, "courriel", 1),
        ("relance-courtoise-appel.docx", COURTOISE, "appel", 1),
    ],
)
def test_le_nom_du_fichier_dit_la_lettre(nom, pack, document, caution):
    de = origine(nom, packs())
    assert (de.pack.nom, de.document.nom, de.caution) == (pack, document, caution)


@pytest.mark.parametrize(
    "nom",
    ["lettre.docx", "mise-en-demeureuse.docx", "mise-en-demeure-2.docx", ".docx", "mise.docx"],
)
def test_un_nom_qui_ne_dit_rien_demande_le_pack(nom):
    with pytest.raises(PackIntrouvable, match="--pack"):
        origine(nom, packs())


def test_le_jour_se_lit_dans_la_lettre_ou_se_donne():
    docx = bonne(MED, S2S)[-1]
    assert relue(MED, S2S, docx).au == datetime.date(2026, 11, 23)
    sans = oter(docx, "Grenoble, le 23 novembre 2026")
    with pytest.raises(LettreRefusee, match="--au"):
        relue(MED, S2S, sans)
    donne = relue(MED, S2S, sans, au=datetime.date(2026, 11, 23))
    assert "la date de la lettre" in str(donne.refus)


@pytest.mark.parametrize("jour", ["32 novembre 2026", "23 brumaire 2026", "demain", "23/11/2026"])
def test_un_jour_illisible_est_demande(jour):
    docx = semer(bonne(MED, S2S)[-1], "Grenoble, le 23 novembre 2026", f"Grenoble, le {jour}")
    with pytest.raises(LettreRefusee, match="--au"):
        relue(MED, S2S, docx)


def test_une_lettre_d_un_autre_jour_ne_passe_pas_pour_celle_de_ce_jour():
    docx = semer(bonne(MED, S2S)[-1], "Grenoble, le 23 novembre", "Grenoble, le 24 novembre")
    refus = str(relue(MED, S2S, docx).refus)
    assert "24 novembre 2026, jour lu dans la lettre" in refus


def test_le_numero_du_recommande_ajoute_a_la_main_est_admis():
    envoi = "Lettre recommandée avec demande d’avis de réception"
    docx = semer(bonne(MED, S2S)[-1], envoi, f"{envoi} n°~1A~234~567~8901~2")
    lue = relue(MED, S2S, docx)
    assert lue.refus is None, lue.refus
    assert (lue.canal, lue.numero_suivi) == ("lrar", "1A\u00a0234\u00a0567\u00a08901\u00a02")
    mauvais = semer(bonne(MED, S2S)[-1], envoi, f"{envoi} n°~???")
    assert "« Envoi »" in str(relue(MED, S2S, mauvais).refus)


def test_le_canal_se_lit_dans_la_lettre_et_se_tient_a_ce_qu_on_donne():
    envoi = "Lettre recommandée avec demande d’avis de réception"
    docx = semer(bonne(MED, S2S)[-1], envoi, "Lettre simple")
    assert relue(MED, S2S, docx).canal == "lettre"
    assert "« Envoi »" in str(relue(MED, S2S, docx, canal="lrar").refus)
    with pytest.raises(LettreRefusee, match="n’est pas un canal"):
        relue(MED, S2S, docx, canal="appel")


def test_une_lettre_que_le_dossier_ne_permet_plus_est_refusee():
    _, etape, *_, docx = bonne(MED, S2S)
    ailleurs = load_dossier(SAMPLES / "regle-a-temps" / "dossier.json")
    with pytest.raises(LettreRefusee):
        relire_la_retouche(docx, ailleurs, Origine(etape, etape.manifeste.documents[0]))


def test_la_lettre_d_un_autre_dossier_est_refusee():
    cas, etape, *_ = bonne(MED, S2S)
    docx = bonne(MED, PUBLIC)[-1]
    lue = relire_la_retouche(docx, cas, Origine(etape, etape.manifeste.documents[0]))
    assert lue.refus is not None


def test_le_pdf_d_une_lettre_retouchee_porte_le_decompte_du_pack():
    cas, etape, au, *_, docx = bonne(MED, S2S)
    docx = ajouter(docx, SALUT, "Nous restons à votre disposition.")
    lue = relue(MED, S2S, docx)
    attendues = compose(cas, etape, au).documents["lettre"].pieces
    assert lue.pieces == attendues
    from courriers.lettre.recalcul import recalculer

    assert recalculer(convertir(docx, lue.pieces).octets).est_juste


def test_des_modifications_suivies_sont_dites_et_lues_comme_acceptees():
    contenus = membres(bonne(MED, S2S)[-1])
    corps = contenus["word/document.xml"].decode()
    _, fin = paragraphe_avec(corps, "Les factures détaillées")
    suivie = (
        '<w:p><w:ins w:id="90" w:author="x"><w:r><w:t>Sans rancune.</w:t></w:r></w:ins>'
        '<w:del w:id="91" w:author="x"><w:r><w:delText>120 €</w:delText></w:r></w:del></w:p>'
    )
    contenus["word/document.xml"] = (corps[:fin] + suivie + corps[fin:]).encode()
    lue = relue(MED, S2S, refaire(contenus))
    assert lue.refus is None, lue.refus
    assert [d.apres.texte for d in lue.comparaison.changements] == ["Sans rancune."]
    assert Code.MODIFICATIONS_SUIVIES in {c.code for c in lue.constats}


@pytest.mark.parametrize(
    "octets", [b"", b"%PDF-1.7", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(999), b"PK\x05\x06" * 9]
)
def test_ce_qui_n_est_pas_une_lettre_word_est_refuse(octets):
    with pytest.raises(FichierWordInvalide):
        relue(MED, S2S, octets)


def test_un_fichier_a_macros_n_est_pas_relu():
    contenus = membres(bonne(MED, S2S)[-1])
    with pytest.raises(FichierWordInvalide, match="macros"):
        relue(MED, S2S, refaire({**contenus, "word/vbaProject.bin": b"x"}))


def test_le_json_d_une_retouche_dit_tout():
    lue = relue(MED, S2S, ajouter(bonne(MED, S2S)[-1], SALUT, "Merci.", "Des frais de 120~€."))
    dit = lue.as_dict()
    assert (dit["admise"], dit["au"], dit["pack"]) == (False, "2026-11-23", MED)
    assert [d["genre"] for d in dit["differences"]] == ["ajouté", "ajouté"]
    assert dit["differences"][0]["partie"] == "corps"
    assert any(c["gravite"] == "erreur" for c in dit["constats"])


def test_les_retouches_sont_tenues_a_un_pack_a_soi(tmp_path: Path):
    # The template of the house is the measure, not the built-in one.
    from fabrique import modele

    pack = modele(tmp_path, "Veuillez agréer", "Je vous prie d’agréer", MED, "lettre.docx")
    cas = bonne(MED, S2S)[0]
    docx = compose(cas, pack, datetime.date(2026, 11, 23)).docx()
    origine_ = Origine(pack, pack.manifeste.documents[0])
    assert relire_la_retouche(docx, cas, origine_).comparaison.memes_textes
    integre = pack_livre(MED)
    lue = relire_la_retouche(docx, cas, Origine(integre, integre.manifeste.documents[0]))
    assert [d.genre for d in lue.comparaison.changements] == ["remplacé"]


def test_la_lettre_d_un_autre_dossier_est_refusee_en_le_disant():
    pack = pack_livre(MED)
    autre = load_dossier(SAMPLES / "artisan-a-consommateur" / "dossier.json")
    lue = relire_la_retouche(bonne(MED, S2S)[-1], autre, Origine(pack, pack.manifeste.documents[0]))
    assert "bien la lettre de ce dossier" in str(lue.refus)
    assert "bien la lettre" not in str(
        relue(MED, S2S, semer(bonne(MED, S2S)[-1], "126,71", "126,17")).refus
    )


@pytest.mark.parametrize(
    ("phrase", "envoi"),
    [
        ("Notre entretien du 20 octobre 2026 l’a confirmé.", True),
        ("Notre entretien du 20/10/2026 l’a confirmé.", True),
        ("Malgré la lettre du 10 juin 2026, rien n’est venu.", True),
        ("À défaut, des frais de 120~€ seront dus.", False),
        ("Réglez sous huit jours.", False),
    ],
)
def test_un_jour_inconnu_peut_etre_celui_d_une_lettre_que_le_dossier_ignore(phrase, envoi):
    conseil = relue(MED, S2S, ajouter(bonne(MED, S2S)[-1], SALUT, phrase)).refus.conseil
    assert ("--journal" in conseil) == ("« envois »" in _plat(conseil)) == envoi
    assert "établissez ces mots dans Word" in conseil


def test_le_dossier_est_complete_au_jour_de_la_lettre():
    cas, etape, *_ = bonne(SECONDE, S2S)
    partie = cas.envois[0].model_copy(update={"date": datetime.date(2026, 9, 30)})
    complet = cas.model_copy(update={"envois": (*cas.envois, partie)})
    docx = compose(complet, etape, datetime.date(2026, 11, 23)).docx()
    de = Origine(etape, etape.manifeste.documents[0])
    assert "30 septembre 2026" in str(relire_la_retouche(docx, cas, de).refus)
    jours = []
    lue = relire_la_retouche(docx, cas, de, completer=lambda _, au: jours.append(au) or complet)
    assert (lue.refus, lue.dossier, jours) == (None, complet, [datetime.date(2026, 11, 23)])


def _plat(texte):
    return texte.replace("\u00a0", " ")
