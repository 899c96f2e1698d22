"""The pre-flight: one faulty letter is left out, by its name and its fault; the others go."""

import io
import re
import shutil

import pikepdf
import pypdfium2
import pytest

from courriers.constats import Code, Gravite
from courriers.document.enveloppe import voir
from courriers.lot.depot.adresse import lire_adresse
from courriers.lot.depot.pli import poids, tranche
from lot.depot.ecrites import changer, copie, faire, modele

MM = 72 / 25.4


@pytest.fixture
def lettres(tmp_path):
    return copie(tmp_path / "lettres", ("A-1", "D-4"))


@pytest.fixture
def pdf(lettres):
    return next((lettres / "A-1").glob("*.pdf"))


def en_a5(pdf):
    pdf.pages[1].mediabox = [0, 0, 420, 595]


def en_largeur(pdf):
    pdf.pages[0].mediabox = [0, 0, 841.9, 595.3]


def sans_police(pdf):
    for objet in pdf.objects:
        if isinstance(objet, pikepdf.Dictionary) and "/FontFile2" in objet:
            del objet["/FontFile2"]


def calques(pdf):
    pdf.Root["/OCProperties"] = pikepdf.Dictionary()


def trop_longue(pdf):
    for _ in range(50):
        pdf.pages.append(pdf.pages[-1])


def dessin(contenu):
    def ajouter(pdf):
        page = pdf.pages[0]  # what it printed before must not change where this goes
        page.contents_add(pdf.make_stream(b"q"), prepend=True)
        page.contents_add(pdf.make_stream(b"Q " + contenu))

    return ajouter


def cadre(gauche, haut, droite, bas):
    """A black rectangle, in millimetres from the top left."""
    x, y = gauche * MM, 841.9 - bas * MM
    return dessin(b"q 0 g %f %f %f %f re f Q" % (x, y, (droite - gauche) * MM, (bas - haut) * MM))


def decalee(dx, dy):
    """The whole first page moved, in millimetres."""

    def deplacer(pdf):
        page = pdf.pages[0]
        page.contents_add(
            pdf.make_stream(b"q 1 0 0 1 %f %f cm" % (dx * MM, -dy * MM)), prepend=True
        )
        page.contents_add(pdf.make_stream(b"Q"))

    return deplacer


@pytest.mark.parametrize(
    ("changement", "code", "dit"),
    [
        (en_a5, Code.PDF_A_REFAIRE, "page 2 n’est pas au format A4"),
        (en_largeur, Code.PDF_A_REFAIRE, "page 1 n’est pas au format A4 en hauteur"),
        (sans_police, Code.PDF_A_REFAIRE, "n’incorpore pas ses polices"),
        (calques, Code.PDF_A_REFAIRE, "calques"),
        (trop_longue, Code.PDF_A_REFAIRE, "plus de 50"),
        (cadre(100, 60, 120, 61), Code.FENETRE_A_REVOIR, "3 mm de la fenêtre"),
        (cadre(150, 80.5, 160, 82), Code.FENETRE_A_REVOIR, "3 mm de la fenêtre"),
        (cadre(108, 60, 109, 70), Code.FENETRE_A_REVOIR, "3 mm de la fenêtre"),
        (cadre(196, 60, 197, 70), Code.FENETRE_A_REVOIR, "3 mm de la fenêtre"),
        (decalee(-60, 0), Code.FENETRE_A_REVOIR, ""),
        (decalee(0, 16), Code.FENETRE_A_REVOIR, ""),
        (decalee(0, 60), Code.FENETRE_A_REVOIR, ""),
    ],
)
def test_une_lettre_fautive_est_laissee_et_dite_l_autre_part(lettres, pdf, changement, code, dit):
    changer(pdf, changement)
    depot = faire(lettres, retouchees=True)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert depot.laissees == 1
    fautes = [c for c in depot.constats if c.gravite is Gravite.ERREUR]
    assert code in {c.code for c in fautes}
    assert dit in fautes[0].message.replace("\u00a0", " ")
    assert fautes[0].lieu.fichier == str(pdf)


@pytest.mark.parametrize(
    "changement", [cadre(105, 60, 106.5, 70), cadre(150, 83.5, 160, 85), cadre(150, 49, 160, 51)]
)
def test_ce_qui_est_a_plus_de_trois_millimetres_ne_gene_pas(lettres, pdf, changement):
    changer(pdf, changement)
    assert faire(lettres, retouchees=True).deposees == 2


@pytest.mark.parametrize("mot", ["secret", ""])
def test_un_pdf_chiffre_est_laisse(lettres, pdf, mot):
    changer(pdf, lambda _: None, encryption=pikepdf.Encryption(owner="maître", user=mot))
    depot = faire(lettres, retouchees=True)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert depot.laissees == 1


@pytest.mark.parametrize(
    "octets", [b"", b"%PDF-1.7\n", b"\x00" * 5000, b"PK\x03\x04", "moitié", "zéros", "sans page"]
)
def test_un_pdf_abime_est_laisse_et_dit(lettres, pdf, octets):
    bon = pdf.read_bytes()
    if octets == "moitié":
        octets = bon[: len(bon) // 2]
    elif octets == "zéros":
        octets = bon[:3000] + b"\0" * 3000 + bon[6000:]
    elif octets == "sans page":
        vide = io.BytesIO()
        with pikepdf.new() as neuf:
            neuf.save(vide)
        octets = vide.getvalue()
    pdf.write_bytes(octets)
    strict = faire(lettres, "strict", a_blanc=True)
    assert (strict.deposees, strict.laissees) == (1, 1)
    depot = faire(lettres, retouchees=True)
    assert depot.deposees + depot.laissees == 2
    assert "D-4" in {x.pli.reference for x in depot.lignes}
    assert pdf.name in str(depot.constats[0])


def test_un_flux_abime_dans_un_fichier_entier_arrete_meme_une_retouche(lettres, pdf):
    def gater(source):
        contenu = source.pages[0].obj.Contents
        brut = contenu.read_raw_bytes()
        gate = brut[:100] + bytes(b ^ 0x5A for b in brut[100:400]) + brut[400:]
        contenu.write(gate, filter=pikepdf.Name.FlateDecode)

    changer(pdf, gater)
    depot = faire(lettres, retouchees=True)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert "abîmé" in " ".join(c.message for c in depot.constats)


def test_un_pdf_absent_est_dit_et_courriers_pdf_conseille(lettres, pdf):
    pdf.unlink()
    depot = faire(lettres)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert "courriers pdf" in depot.constats[0].conseil


def test_une_lettre_retouchee_n_est_deposee_que_si_on_le_dit(lettres, pdf):
    changer(pdf, dessin(b"q 0 g 100 100 10 10 re f Q"))
    strict = faire(lettres, "strict")
    assert [x.pli.reference for x in strict.lignes] == ["D-4"]
    (faute,) = [c for c in strict.constats if c.code == Code.LETTRE_CHANGEE]
    assert faute.gravite is Gravite.ERREUR
    assert "--retouchees" in faute.conseil
    admis = faire(lettres, "admis", retouchees=True)
    assert [x.pli.reference for x in admis.lignes] == ["A-1"]
    (dit,) = [c for c in admis.constats if c.code == Code.LETTRE_CHANGEE]
    assert dit.gravite is Gravite.AVERTISSEMENT


def test_un_fichier_word_retouche_sans_son_pdf_arrete_la_lettre(lettres, pdf):
    word = pdf.with_suffix(".docx")
    word.write_bytes(word.read_bytes() + b"\0")
    depot = faire(lettres)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert "Word a été retouché" in depot.constats[0].message
    word.unlink()  # an office may keep only the PDFs
    assert faire(lettres, "sans-word").deposees == 1


def test_tous_les_defauts_d_une_lettre_sont_dits_d_un_coup(lettres, pdf):
    def tout(pdf):
        en_a5(pdf)
        sans_police(pdf)
        cadre(100, 60, 120, 61)(pdf)

    changer(pdf, tout)
    constats = faire(lettres).constats
    assert len([c for c in constats if c.lieu.fichier == str(pdf)]) == 4


def test_un_tampon_s_imprime_et_un_lien_ne_laisse_rien(lettres, pdf):
    def annoter(pdf):
        aspect = pdf.make_stream(b"0 g 0 0 50 50 re f", Type=pikepdf.Name.XObject,
                                 Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50])  # fmt: skip
        tampon = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[100, 100, 150, 150], F=4,
            AP=pikepdf.Dictionary(N=aspect),
        )  # fmt: skip
        lien = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 50, 50],
            Dest=[pdf.pages[0].obj, pikepdf.Name.Fit],
        )  # fmt: skip
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([tampon, lien]))

    changer(pdf, annoter)
    depot = faire(lettres, retouchees=True)
    (ligne,) = [x for x in depot.lignes if x.pli.reference == "A-1"]
    with pypdfium2.PdfDocument(depot.sortie / ligne.fichier) as document:
        image = document[ligne.premiere_page - 1].render(scale=1, grayscale=True).to_pil()
    assert image.getpixel((125, image.height - 125)) == 0
    with pikepdf.open(depot.sortie / ligne.fichier) as reuni:
        assert all("/Annots" not in page.obj for page in reuni.pages)


def test_un_pdf_qui_tourne_en_rond_est_laisse(lettres, pdf):
    def boucler(pdf):
        formulaire = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                     BBox=[0, 0, 1, 1])  # fmt: skip
        formulaire.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=formulaire))
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(F=formulaire)

    changer(pdf, boucler)
    depot = faire(lettres, retouchees=True)
    assert [x.pli.reference for x in depot.lignes] == ["D-4"]
    assert "abîmé" in depot.constats[0].message


def test_des_ressources_heritees_suivent_leur_page(lettres, pdf):
    def remonter(pdf):
        parent = pdf.pages[0].obj.Parent
        for page in pdf.pages:
            assert page.obj.Parent.objgen == parent.objgen
        parent.MediaBox = pdf.pages[0].mediabox
        for page in pdf.pages:
            del page.obj["/MediaBox"]

    changer(pdf, remonter)
    depot = faire(lettres, retouchees=True)
    assert depot.deposees == 2
    with pypdfium2.PdfDocument(depot.sortie / "lrar-1.pdf") as document:
        assert [round(x) for x in document[0].get_size()] == [595, 842]


def test_une_lettre_en_word_seul_demande_son_pdf_puis_son_aveu(tmp_path):
    """« courriers pdf » makes it after the letter: the journal does not know it."""
    from courriers.lot import journal

    lettres = copie(tmp_path / "lettres", ("A-1",))
    (ecrite,) = journal.lire(lettres)
    words = {n: s for n, s in ecrite.fichiers.items() if n.endswith(".docx")}
    (lettres / journal.NOM).unlink()
    journal.ajouter(lettres, [ecrite.model_copy(update={"fichiers": words})])
    strict = faire(lettres, "strict")
    assert strict.deposees == 0
    assert "n’est pas au journal" in strict.constats[0].message
    assert faire(lettres, retouchees=True).deposees == 1


@pytest.mark.parametrize(
    ("lignes", "attendu"),
    [
        (["Mme Morel", "1 rue Haute", "38000 GRENOBLE"],
         ("Mme Morel", "", "", "1 rue Haute", "", "38000 GRENOBLE", "38000", "GRENOBLE", "FR")),
        (["A", "B", "C", "D", "E", "20000 AJACCIO CEDEX 1"],
         ("A", "B", "C", "D", "E", "20000 AJACCIO CEDEX 1", "20000", "AJACCIO CEDEX 1", "FR")),
        (["A", "B", "C", "1 rue", "38000 X"],
         ("A", "B", "C", "1 rue", "", "38000 X", "38000", "X", "FR")),
        (["Poste restante", "75001 PARIS"],
         ("Poste restante", "", "", "", "", "75001 PARIS", "75001", "PARIS", "FR")),
        (["Ltd", "10 Downing Street", "SW1A 2AA LONDON", "ROYAUME-UNI"],
         ("Ltd", "", "", "10 Downing Street", "", "SW1A 2AA LONDON", "SW1A 2AA", "LONDON", "GB")),
        (["SA", "2 rue", "98000 MONACO", "MONACO"],
         ("SA", "", "", "2 rue", "", "98000 MONACO", "98000", "MONACO", "MC")),
        (["Ltd", "Main Street", "DUBLIN", "IRLANDE"],
         ("Ltd", "", "", "Main Street", "", "DUBLIN", "", "DUBLIN", "IE")),
        (["M. Roux", "3 rue du 8 Mai 1945", "38000 GRENOBLE"],
         ("M. Roux", "", "", "3 rue du 8 Mai 1945", "", "38000 GRENOBLE", "38000", "GRENOBLE",
          "FR")),
    ],
)  # fmt: skip
def test_l_adresse_se_lit_dans_la_fenetre(lignes, attendu):
    lue = lire_adresse(lignes)
    assert (*lue.six_lignes, lue.code_postal, lue.ville, lue.pays) == attendu


@pytest.mark.parametrize(
    ("lignes", "dit"),
    [
        ([], "aucun texte"),
        (["38000 GRENOBLE"], "seule"),
        (["Mme Morel", "1 rue Haute"], "ni un code postal"),
        (["Mme Morel", "1 rue Haute", "38000 GRENOBLE", "Objet : mise en demeure"], "Objet"),
        (["Mme Morel", "1 rue Haute", "38000 GRENOBLE", "à Lyon, le 23 novembre 2026"], "2026"),
        (["SARL Vasseur", "38000 GRENOBLE", "Mme Morel", "73000 CHAMBÉRY"], "deux villes"),
        (["a@b.fr", "Mme Morel", "38000 GRENOBLE"], "a@b.fr"),
        (["A", "B", "C", "D", "E", "F", "38000 GRENOBLE"], "7 lignes"),
        (["FRANCE"], "ni un code postal"),
        (["Mme Morel", "3800 GRENOBLE"], "ni un code postal"),
    ],
)
def test_ce_qui_n_est_pas_une_adresse_seule_est_dit(lignes, dit):
    with pytest.raises(ValueError, match=dit):
        lire_adresse(lignes)


@pytest.mark.parametrize(
    "nom",
    ["SARL Objet Trouvé", "Nouvelle Référence", "Référence Auto", "Référence 2000", "RCS Import",
     "SAS Recommandé Express", "Tel Aviv Import", "www.toto.fr", "Euro 2000 €", "C@fé du Port",
     "Le Dossier", "Client Roi"],
)  # fmt: skip
def test_un_nom_ordinaire_n_est_pas_pris_pour_une_ligne_de_la_lettre(nom):
    assert lire_adresse([nom, "1 rue Haute", "38000 GRENOBLE"], "A-1").lignes[0] == nom


@pytest.mark.parametrize("rue", ["12 rue de l’Objet perdu", "10 rue du Tél", "2 allée des Sites"])
def test_une_rue_ordinaire_n_est_pas_prise_pour_une_ligne_de_la_lettre(rue):
    assert lire_adresse(["Mme Morel", rue, "38000 GRENOBLE"]).lignes[1] == rue


@pytest.mark.parametrize("rang", range(4))
@pytest.mark.parametrize(
    "intruse",
    ["Nos références : A-1", "N/Réf. A-1", "Réf. A-1", "Référence A-1", "Dossier n° A-1",
     "Objet : Mise en demeure de payer la somme de 141,80 €", "Tél. 04 76 00 00 00",
     "Tél : 04.76.00.00.00", "Tel (0)4 76 00 00 00", "Téléphone +33 4 76 00 00 00",
     "04 76 00 00 00", "v@exemple.fr", "Site : www.toto.fr", "IBAN FR76 3000 6000",
     "SIREN 841 203 573", "RCS Grenoble 841 203 573", "Grenoble, le 1er novembre 2026",
     "Envoi : Lettre recommandée avec demande d’avis de réception", "Lettre recommandée AR",
     "Recommandée avec avis de réception", "Total dû 1 234,56 €"],
)  # fmt: skip
def test_une_ligne_de_la_lettre_est_vue_ou_qu_elle_tombe_dans_la_fenetre(intruse, rang):
    lignes = ["Mme Morel", "1 rue Haute", "38000 GRENOBLE"]
    lignes.insert(rang, intruse)
    with pytest.raises(ValueError, match=re.escape(intruse[:60])):
        lire_adresse(lignes, "A-1")


def test_un_site_n_est_un_nom_qu_en_tete():
    with pytest.raises(ValueError, match=r"www\.toto\.fr"):
        lire_adresse(["Mme Morel", "www.toto.fr", "38000 GRENOBLE"])


def test_le_poids_suit_les_feuilles_et_les_tranches_de_la_poste():
    # A4 at 80 g/m²: 5 g a sheet; a DL envelope takes five, a larger one is heavier.
    assert [poids(n) for n in (1, 3, 5, 6, 16)] == [10, 20, 30, 50, 100]
    assert [tranche(g) for g in (10, 20, 21, 50, 51, 100, 101, 250)] == [
        20, 20, 50, 50, 100, 100, 250, 250
    ]  # fmt: skip


def test_la_fenetre_d_une_page_decalee_de_l_origine_se_lit(tmp_path):
    source = next((modele() / "A-1").glob("*.pdf"))
    copie_ = tmp_path / "a.pdf"
    shutil.copy(source, copie_)

    def decaler(pdf):
        for page in pdf.pages:
            page.mediabox = [50, 30, 645.3, 871.9]
            page.contents_add(pdf.make_stream(b"q 1 0 0 1 50 30 cm"), prepend=True)
            page.contents_add(pdf.make_stream(b"Q"))

    changer(copie_, decaler)
    assert voir(copie_.read_bytes()).adresse == voir(source.read_bytes()).adresse
    assert not voir(copie_.read_bytes()).deborde
