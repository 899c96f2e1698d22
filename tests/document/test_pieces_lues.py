"""Files of any origin read as pages: what each is, what is refused, what is removed and told."""

import io
import os

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from courriers.constats import Code, Gravite
from courriers.document.assemblage import lecture
from courriers.document.assemblage.lecture import lire
from courriers.document.pdf import render
from courriers.erreurs import CourriersError, PdfInvalide
from document import pdf_construits as construits
from fabrique import docx, p

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><rdf:RDF>{}</rdf:RDF></x:xmpmeta>'
)


def lue(tmp_path, octets, nom="piece.pdf"):
    source = tmp_path / nom
    source.write_bytes(octets)
    return lire(source, tmp_path / "lu.pdf", titre="Pièce", tampon="Pièce n°\u00a01")


def refus(tmp_path, octets, nom="piece.pdf"):
    with pytest.raises(PdfInvalide) as refusee:
        lue(tmp_path, octets, nom)
    assert refusee.value.conseil
    assert [f.name for f in tmp_path.iterdir()] == [nom]
    return refusee.value.message


def textes(lu):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(lu.chemin)]


def image(genre, mode="RGB", taille=(80, 60), **reglages):
    sortie = io.BytesIO()
    Image.new(mode, taille).save(sortie, genre, **reglages)
    return sortie.getvalue()


REFUSEES = {
    "chiffrée": (construits.chiffre(ouverture="secret"), "protégé par un mot de passe"),
    "vide": (b"", "il est vide"),
    "blanche": (b"\n \x00" * 50, "il est vide"),
    "coupée": (construits.tronque(), "sa fin manque"),
    "sans page": (construits.sans_page(), "aucune page"),
    "pages en boucle": (construits.boucle_de_pages(), "abîmé"),
    "flux abîmé": (construits.flux_abime(), "abîmée"),
    "formulaire dynamique": (construits.formulaire(dynamique=True), "XFA"),
    "en-tête seul": (b"%PDF-1.7\n%%EOF\n", "abîmé"),
    "page web": (b"<!DOCTYPE html><title>404</title>", "une page web"),
    "courriel": (b"From: a@exemple.fr\nSubject: x\n\nBonjour", "un courriel"),
    "texte": (b"Bonjour, voici la facture", "un fichier texte"),
    "ancien Word": (OLE, "ancien Office"),
    "archive": (b"PK\x03\x04" + bytes(60), "une archive ZIP"),
    "photo HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "une photo HEIC"),
    "octets": (bytes(range(1, 200)), "d’un format inconnu"),
    "PNG coupé": (image("PNG", "RGB", (400, 400))[:60], "l’image est abîmée"),
    "JPEG coupé": (image("JPEG", "RGB", (400, 400))[:-400], "l’image est abîmée"),
    "TIFF coupé": (image("TIFF", "RGB", (400, 400))[:-400], "l’image est abîmée"),
}


@pytest.mark.parametrize(("octets", "motif"), REFUSEES.values(), ids=REFUSEES)
def test_ce_qui_ne_fait_pas_de_pages_est_refuse_et_nomme(tmp_path, octets, motif):
    assert motif in refus(tmp_path, octets)


@pytest.mark.parametrize("genre", ["PNG", "JPEG", "TIFF"])
def test_une_image_coupee_se_voit_aussi_quand_pillow_s_en_contente(tmp_path, monkeypatch, genre):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    entiere = image(genre, "RGB", (400, 400))
    assert "l’image est abîmée" in refus(tmp_path, entiere[: len(entiere) * 2 // 3])


def test_un_nom_qui_ment_est_dit_avec_ce_que_le_fichier_est(tmp_path):
    message = refus(tmp_path, b"<html><body>Erreur</body></html>")
    assert "«\u00a0.pdf\u00a0»" in message
    assert "une page web" in message


@pytest.mark.parametrize(
    ("octets", "nom", "dit"),
    [
        (image("PNG"), "facture.pdf", "une image PNG"),
        (construits.simple(), "photo.JPG", "un PDF"),
        (image("JPEG"), "photo.png", "une image JPEG"),
        (docx(p("Note")), "note.pdf", "un fichier Word"),
    ],
)
def test_un_fichier_mal_nomme_est_repris_pour_ce_qu_il_est(tmp_path, octets, nom, dit):
    (constat,) = lue(tmp_path, octets, nom).constats
    assert constat.code == Code.PIECE_MAL_NOMMEE
    assert dit in constat.message
    assert nom[-4:].lower() in constat.message


@pytest.mark.parametrize("nom", ["piece", "devis 12.2026", "photo.JFIF", "photo.jpeg"])
def test_un_nom_qui_ne_ment_pas_ne_vaut_pas_de_constat(tmp_path, nom):
    assert lue(tmp_path, image("JPEG"), nom).constats == ()


def test_un_flux_qui_se_gonfle_est_refuse(tmp_path, monkeypatch):
    monkeypatch.setattr("courriers.document.assemblage.verification.GONFLE_MAX", 50_000_000)
    assert "gonflerait" in refus(tmp_path, construits.bombe())


def test_des_objets_sans_fin_sont_refuses_sans_tuer_le_programme(tmp_path):
    assert "s’emboîtent" in refus(tmp_path, construits.chaine(120_000))
    assert lue(tmp_path, construits.chaine(2_000)).pages == 1


def test_trop_de_pages_ou_d_octets_sont_refuses(tmp_path, monkeypatch):
    monkeypatch.setattr(lecture, "PAGES_MAX", 2)
    assert "3 pages, plus de 2" in refus(tmp_path, construits.simple(3))
    assert lue(tmp_path, construits.simple(2)).pages == 2
    (tmp_path / "lu.pdf").unlink()
    monkeypatch.setattr(lecture, "OCTETS_MAX", 500)
    assert "plus de" in refus(tmp_path, construits.simple(2))


def test_ni_un_repertoire_ni_un_tube_ne_sont_lus(tmp_path):
    cible = tmp_path / "lu.pdf"
    with pytest.raises(PdfInvalide, match="répertoire"):
        lire(tmp_path, cible, titre="T", tampon="P")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tube.pdf")
        with pytest.raises(PdfInvalide, match="ordinaire"):
            lire(tmp_path / "tube.pdf", cible, titre="T", tampon="P")
    with pytest.raises(FileNotFoundError):
        lire(tmp_path / "absent.pdf", cible, titre="T", tampon="P")


@pytest.mark.parametrize("octets", [construits.index_faux(), construits.boucle_d_index()])
def test_un_index_abime_est_refait_et_dit(tmp_path, octets):
    lu = lue(tmp_path, octets)
    (constat,) = lu.constats
    assert (constat.code, constat.gravite) == (Code.PIECE_MODIFIEE, Gravite.AVERTISSEMENT)
    assert f"il a {lu.pages} page" in constat.message
    assert lu.hors_pdf_a
    assert all("Contenu" in texte for texte in textes(lu))


def test_une_piece_que_son_auteur_protege_est_reprise_et_dite(tmp_path):
    lu = lue(tmp_path, construits.chiffre())
    (constat,) = lu.constats
    assert "interdit" in constat.message
    assert "Contenu" in textes(lu)[0]
    with pikepdf.open(lu.chemin) as pdf:
        assert not pdf.is_encrypted


def test_rien_de_ce_qui_agit_ne_passe(tmp_path):
    lu = lue(tmp_path, construits.agissant())
    dit = " ".join(c.message for c in lu.constats)
    for mot in ("scripts", "fichiers qu’il contenait", "note (1)", "fichier joint (1)", "(3)"):
        assert mot in dit
    with pikepdf.open(lu.chemin) as pdf:
        for cle in ("/OpenAction", "/AA", "/Names", "/AcroForm", "/AF"):
            assert cle not in pdf.Root
        brut = b"".join(o.unparse(resolved=True) for o in pdf.objects)
    for mot in (b"JavaScript", b"Launch", b"/JS", b"etc/passwd", b"secret", b"/AA"):
        assert mot not in brut


def test_les_liens_sans_danger_restent_et_menent_a_la_bonne_page(tmp_path):
    with pikepdf.open(lue(tmp_path, construits.agissant()).chemin) as pdf:
        web, interne = pdf.pages[0].obj.Annots
        assert str(web.A.URI) == "https://exemple.fr/"
        assert "/Next" not in web.A
        assert interne.Dest[0].objgen == pdf.pages[1].obj.objgen


def test_un_tampon_d_origine_s_imprime_toujours(tmp_path):
    page = pypdfium2.PdfDocument(lue(tmp_path, construits.agissant()).chemin)[0]
    image = page.render(scale=1, may_draw_forms=False).to_pil().convert("RGB")
    assert image.getpixel((50, 841 - 60)) == (255, 0, 0)


def test_un_formulaire_garde_ce_qu_il_montre_et_n_en_est_plus_un(tmp_path):
    lu = lue(tmp_path, construits.formulaire())
    assert lu.constats == ()
    assert "Rempli" in textes(lu)[0]
    with pikepdf.open(lu.chemin) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj


def test_une_signature_perdue_est_dite(tmp_path):
    (constat,) = lue(tmp_path, construits.formulaire(signe=True)).constats
    assert constat.code == Code.PIECE_SIGNEE
    assert "original" in constat.conseil or "origine" in constat.conseil


def test_un_formulaire_xfa_qui_a_des_pages_est_repris_et_dit(tmp_path):
    (constat,) = lue(tmp_path, construits.formulaire(xfa=True)).constats
    assert "XFA" in constat.message


def test_un_calque_cache_le_reste(tmp_path):
    page = pypdfium2.PdfDocument(lue(tmp_path, construits.calque_cache()).chemin)[0]
    assert page.render(scale=1).to_pil().convert("RGB").getpixel((200, 641)) == (255, 255, 255)


def test_un_fichier_word_passe_par_notre_moteur(tmp_path):
    lu = lue(tmp_path, docx(p("Une note au dossier")), "note.docx")
    assert (lu.pages, lu.constats, lu.hors_pdf_a) == (1, (), "")
    assert "Une note au dossier" in textes(lu)[0]
    assert "abîmé" in refus_word(tmp_path)


def refus_word(tmp_path):
    with pytest.raises(PdfInvalide) as refusee:
        lue(tmp_path, docx(p("Une note"))[:-300] + b"word/", "note.docx")
    return refusee.value.message


def test_un_fichier_word_rendu_a_moitie_est_refuse(tmp_path, monkeypatch):
    from courriers.constats import erreur
    from courriers.document.pdf import Pdf

    perdu = Pdf(b"", 1, (erreur(Code.TEXTE_PERDU, "perdu"),))
    monkeypatch.setattr(lecture, "convertir", lambda _: perdu)
    assert "en entier" in refus(tmp_path, docx(p("Note")), "note.docx")


@pytest.mark.parametrize(
    ("xmp", "motif"),
    [
        ('<rdf:Description pdfaid:part="3" pdfaid:conformance="B"/>', ""),
        ("<rdf:Description><pdfaid:part>2</pdfaid:part></rdf:Description>", ""),
        ('<rdf:Description pdfaid:part="1" pdfaid:conformance="B"/>', "PDF/A-1"),
        ('<rdf:Description pdfaid:part="4"/>', "PDF/A-4"),
        ("<rdf:Description><dc:source>PDF/A-3</dc:source></rdf:Description>", "ne se déclare pas"),
    ],
)
def test_ce_qu_une_piece_declare_decide_du_pdf_a(tmp_path, xmp, motif):
    pdf = pikepdf.new()
    construits.page(pdf)
    pdf.Root.Metadata = pdf.make_stream(XMP.format(xmp).encode())
    lu = lue(tmp_path, construits.octets(pdf))
    assert motif in lu.hors_pdf_a
    assert bool(motif) == bool(lu.hors_pdf_a)


def test_des_couleurs_de_presse_ne_vont_pas_dans_notre_pdf_a(tmp_path):
    with pikepdf.open(io.BytesIO(render(docx(p("x"))))) as pdf:
        pdf.Root.OutputIntents[0].DestOutputProfile.N = 4
        octets = construits.octets(pdf)
    assert "CMJN" in lue(tmp_path, octets).hors_pdf_a
    assert lue(tmp_path, render(docx(p("x")))).hors_pdf_a == ""


def test_sans_pikepdf_la_ligne_a_taper_est_dite(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pikepdf", None)
    with pytest.raises(CourriersError, match="pikepdf") as refusee:
        lue(tmp_path, b"%PDF-1.7")
    assert refusee.value.code == "LOT_ABSENT"
