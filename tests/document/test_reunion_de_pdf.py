"""One PDF out of many: its pages, bookmarks, labels, structure; the files it is shared out in."""

import errno
import io
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from courriers.document.assemblage.couvertures import Couverture, dessiner_couvertures
from courriers.document.assemblage.lecture import lire
from courriers.document.assemblage.objets import enregistrer
from courriers.document.assemblage.partage import TAILLE_MIN, partager
from courriers.document.assemblage.reunion import Morceau, Partie, reunir
from courriers.document.moteur import PieceJointe
from courriers.document.pdf import convertir, render
from document import pdf_construits as construits
from fabrique import JOUR, RACINE, docx, p

SAUT = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


@pytest.fixture
def fichiers(tmp_path):
    """An act of two pages that carries its figures, three covers, three exhibits."""
    acte = convertir(
        docx(p("Requête") + SAUT + p("Suite")), [PieceJointe("compte.json", b"{}", "Compte", JOUR)]
    )
    (tmp_path / "acte.pdf").write_bytes(acte.octets)
    couvertures = [Couverture(f"Pièce n° {n}", f"Titre {n}") for n in (1, 2, 3)]
    (tmp_path / "couvertures.pdf").write_bytes(dessiner_couvertures(couvertures, "Pièces"))
    for nom, octets in (
        ("p1", render(docx(p("Contrat")))),
        ("p2", construits.simple(3, "Facture")),
        ("p3", render(docx(p("Devis") + SAUT + p("Devis, suite")))),
    ):
        (tmp_path / f"{nom}-source.pdf").write_bytes(octets)
        lire(tmp_path / f"{nom}-source.pdf", tmp_path / f"{nom}.pdf", titre=nom, tampon="Pièce")
    return tmp_path


def parties(fichiers, *rangs):
    faites = [Partie("Requête", (Morceau(fichiers / "acte.pdf", est_a_nous=True),))]
    for rang in rangs:
        couverture = Morceau(
            fichiers / "couvertures.pdf", rang - 1, f"P{rang}", est_nommee=True, est_a_nous=True
        )
        piece = Morceau(fichiers / f"p{rang}.pdf", etiquette=f"P{rang}-")
        faites.append(Partie(f"Pièce {rang}", (couverture, piece)))
    return faites


def reunis(fichiers, *rangs, pdf_a=False):
    return reunir(parties(fichiers, *rangs), fichiers / "tout.pdf", "Le tout", pdf_a=pdf_a)


def test_les_pages_sont_celles_des_parties_dans_l_ordre(fichiers):
    reuni = reunis(fichiers, 1, 2)
    document = pypdfium2.PdfDocument(fichiers / "tout.pdf")
    textes = [page.get_textpage().get_text_range() for page in document]
    attendus = ["Requête", "Suite", "Titre 1", "Contrat", "Titre 2", "Facture 1", "Facture 2",
                "Facture 3"]  # fmt: skip
    assert reuni.pages == len(textes) == 2 + (1 + 1) + (1 + 3)
    assert all(attendu in texte for attendu, texte in zip(attendus, textes, strict=True))


def test_les_signets_menent_a_la_premiere_page_de_chaque_partie(fichiers):
    reunis(fichiers, 1, 2)
    signets = list(pypdfium2.PdfDocument(fichiers / "tout.pdf").get_toc())
    assert [(s.get_title(), s.get_dest().get_index(), s.level) for s in signets] == [
        ("Requête", 0, 0), ("Pièce 1", 2, 0), ("Pièce 2", 4, 0),
    ]  # fmt: skip


def test_les_pages_sont_appelees_comme_au_bordereau(fichiers):
    reunis(fichiers, 1, 2)
    document = pypdfium2.PdfDocument(fichiers / "tout.pdf")
    assert [document.get_page_label(n) for n in range(len(document))] == [
        "1", "2", "P1", "P1-1", "P2", "P2-1", "P2-2", "P2-3",
    ]  # fmt: skip


def test_les_pages_de_deux_actes_se_suivent(fichiers):
    actes = parties(fichiers)
    reunir([*actes, *actes, *parties(fichiers, 1)[1:]], fichiers / "tout.pdf", "Deux actes")
    document = pypdfium2.PdfDocument(fichiers / "tout.pdf")
    lues = [document.get_page_label(n) for n in range(len(document))]
    assert lues == ["1", "2", "3", "4", "P1", "P1-1"]


def test_le_fichier_dit_sa_langue_son_titre_et_porte_le_compte_de_l_acte(fichiers):
    reunis(fichiers, 1)
    with pikepdf.open(fichiers / "tout.pdf") as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert str(pdf.docinfo.Title) == "Le tout"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert list(pdf.attachments) == ["compte.json"]
        assert pdf.attachments["compte.json"].get_file().read_bytes() == b"{}"
        assert set(pdf.docinfo) == {"/Title", "/Producer"}


def test_la_meme_liasse_donne_les_memes_octets(fichiers):
    reunis(fichiers, 1, 2)
    premier = (fichiers / "tout.pdf").read_bytes()
    reunis(fichiers, 1, 2)
    assert (fichiers / "tout.pdf").read_bytes() == premier


def elements(noeud, niveau=0):
    """``(role, page)`` of what the structure holds, in its order."""
    for enfant in noeud.K if isinstance(noeud.get("/K"), pikepdf.Array) else ():
        if isinstance(enfant, pikepdf.Dictionary):
            page = enfant.get("/Pg")
            yield str(enfant.S), page.objgen if page is not None else None
            yield from elements(enfant, niveau + 1)


def test_un_lecteur_d_ecran_suit_les_parties_dans_l_ordre_des_pages(fichiers):
    reunis(fichiers, 1, 2)
    with pikepdf.open(fichiers / "tout.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        (document,) = pdf.Root.StructTreeRoot.K
        assert document.S == "/Document"
        places = {page.obj.objgen: rang for rang, page in enumerate(pdf.pages)}
        suite = [places[page] for role, page in elements(document) if page is not None]
        assert suite == sorted(suite)
        assert set(suite) == set(range(8))
        assert "/H1" in [role for role, _ in elements(document)]
        arbre = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            for feuille in arbre[int(page.obj.StructParents)]:
                assert feuille.Pg.objgen == page.obj.objgen


def test_une_structure_abimee_n_empeche_pas_la_piece(tmp_path):
    with pikepdf.open(io.BytesIO(render(docx(p("Contrat"))))) as pdf:
        pdf.Root.StructTreeRoot.ParentTree = pikepdf.Array([1, 2])
        pdf.Root.StructTreeRoot.K = pikepdf.Array([pdf.Root.StructTreeRoot, 3])
        (tmp_path / "s.pdf").write_bytes(construits.octets(pdf))
    lu = lire(tmp_path / "s.pdf", tmp_path / "lu.pdf", titre="T", tampon="Pièce")
    assert "Contrat" in pypdfium2.PdfDocument(lu.chemin)[0].get_textpage().get_text_range()


def test_le_pdf_a_n_est_annonce_que_si_tout_peut_l_etre(fichiers):
    assert reunis(fichiers, 1, 3, pdf_a=True).est_pdf_a
    with pikepdf.open(fichiers / "tout.pdf") as pdf:
        assert b'pdfaid:part="3"' in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert not reunis(fichiers, 1, 2).est_pdf_a
    with pikepdf.open(fichiers / "tout.pdf") as pdf:
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()


def test_un_acte_qui_n_est_pas_pdf_a_l_empeche(fichiers):
    (fichiers / "acte.pdf").write_bytes(construits.simple(2, "Acte d’ailleurs".replace("’", " ")))
    assert not reunis(fichiers, 1, pdf_a=True).est_pdf_a


@pytest.mark.skipif("VERAPDF" not in os.environ, reason="VERAPDF ne nomme pas de commande")
def test_verapdf_accepte_la_liasse(fichiers):
    assert reunis(fichiers, 1, 3, pdf_a=True).est_pdf_a
    for nom in ("tout.pdf", "p1.pdf", "couvertures.pdf"):
        commande = [*shlex.split(os.environ["VERAPDF"]), "3b", str(fichiers / nom)]
        fini = subprocess.run(commande, check=False)  # noqa: S603 – named by the developer
        assert fini.returncode == 0, nom


@pytest.mark.parametrize(
    "couverture",
    [
        Couverture("Pièce n° 1", "Devis"),
        Couverture("Pièce n° 10000", "W" * 500, ("W" * 500,) * 2, ("W" * 500,) * 3),
        Couverture("Pièce n° 2", "mot " * 125, ("2 mars 2026", "5 pages"), ("mot " * 125,) * 3),
        Couverture("Pièce n° 4", "\ufdfd" * 500, ("\ufdfd" * 120,) * 2),
        Couverture("Pièce n° 3", "النور « <b> & {{ x }} »", ("",), ("…",)),
    ],
)
def test_une_garde_tient_sur_une_page(couverture):
    faites = dessiner_couvertures([couverture, Couverture("Suivante", "x")], "Pièces")
    pages = pypdfium2.PdfDocument(faites)
    assert len(pages) == 2
    assert "Suivante" in pages[1].get_textpage().get_text_range()


@pytest.fixture
def lourdes(tmp_path):
    """Five exhibits: 60, 60, 60, 250 and 60 kB."""
    faites = []
    for rang, taille in enumerate((60_000, 60_000, 60_000, 250_000, 60_000)):
        pdf = pikepdf.new()
        page = construits.page(pdf, construits.texte(f"Contenu {rang}"))
        flux = pikepdf.Stream(pdf, os.urandom(taille))
        flux.Type, flux.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        flux.BBox = pikepdf.Array([0, 0, 1, 1])
        page.obj.Resources.XObject = pikepdf.Dictionary(X=pdf.make_indirect(flux))
        chemin = tmp_path / f"p{rang}.pdf"
        chemin.write_bytes(construits.octets(pdf))
        faites.append(Partie(f"Pièce {rang}", (Morceau(chemin),)))
    return faites


def test_un_partage_ne_coupe_aucune_piece_et_dit_celle_qui_depasse(lourdes, tmp_path):
    volumes = partager(lourdes, 150_000, tmp_path / "liasse.pdf", "Liasse")
    assert [[p.titre[-1] for p in v.parties] for v in volumes] == [["0", "1"], ["2"], ["3"], ["4"]]
    assert [v.depasse for v in volumes] == [False, False, True, False]
    assert [v.chemin.name for v in volumes] == [f"liasse-{n}.pdf" for n in (1, 2, 3, 4)]
    for volume in volumes:
        assert volume.octets == volume.chemin.stat().st_size
        assert volume.depasse or volume.octets <= 150_000
        assert len(pypdfium2.PdfDocument(volume.chemin)) == volume.pages == len(volume.parties)


def test_un_partage_en_limite_juste_tient_dans_la_limite(lourdes, tmp_path):
    deux = partager(lourdes[:2], 500_000, tmp_path / "deux.pdf", "Deux")[0].octets
    assert len(partager(lourdes[:2], deux, tmp_path / "a.pdf", "Deux")) == 1
    coupes = partager(lourdes[:2], deux - 1, tmp_path / "b.pdf", "Deux")
    assert [len(v.parties) for v in coupes] == [1, 1]


def test_une_limite_absurde_est_refusee(lourdes, tmp_path):
    with pytest.raises(ValueError, match="taille_max"):
        partager(lourdes, TAILLE_MIN - 1, tmp_path / "x.pdf", "X")


PLEIN = """
import sys
from pathlib import Path
from pathlib import Path
from courriers.document.assemblage import images, lecture, objets, reunion
class Plein(Path(".").__class__):
    def open(self, *_, **__):
        return open("/dev/full", "wb")
quoi, source = sys.argv[1], Path(sys.argv[2])
try:
    if quoi == "reunir":
        reunion.reunir([reunion.Partie("A", (reunion.Morceau(source),))], Plein("x.pdf"), "T")
    else:
        lecture.lire(source, Plein("x.pdf"), titre="T", tampon="Pièce")
except OSError as faute:
    print(faute.errno)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="pas de /dev/full")
@pytest.mark.parametrize("quoi", ["reunir", "lire"])
def test_un_disque_plein_est_une_erreur_que_l_on_dit_non_un_programme_qui_tombe(tmp_path, quoi):
    (tmp_path / "a.pdf").write_bytes(construits.simple(40, "Facture" * 50))
    rendu = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PLEIN, quoi, str(tmp_path / "a.pdf")],
        check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(RACINE / "src")},
    )  # fmt: skip
    assert (rendu.returncode, rendu.stdout.strip()) == (0, str(errno.ENOSPC)), rendu.stderr


def test_un_fichier_enregistre_a_les_memes_octets_que_pikepdf(tmp_path):
    with pikepdf.open(io.BytesIO(construits.simple(3, "Facture"))) as pdf:
        enregistrer(pdf, tmp_path / "a.pdf", min_version="1.7")
        pdf.save(tmp_path / "b.pdf", deterministic_id=True, min_version="1.7")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
