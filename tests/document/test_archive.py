"""Files from outside: what is refused, and said in one French sentence."""

import io
import tracemalloc
import zipfile

import pytest

from courriers.document.archive import Archive, assembler
from courriers.document.texte import texte
from courriers.erreurs import FichierWordInvalide
from fabrique import docx, p

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def externe(genre, cible="https://exemple.example/x"):
    return (
        f'<Relationship Id="rId9" Type="{OFFICE}/{genre}" Target="{cible}" TargetMode="External"/>'
    )


def zip_de(**membres):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return tampon.getvalue()


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [
        (b"", "lisible"),
        (b"du texte", "lisible"),
        (docx(p("x"))[:-40], "lisible"),  # cut short
        (zip_de(a="b"), "pas un document Word"),
        (docx(p("x"), avec={"word/vbaProject.bin": b"x"}), "macros"),
        (docx(p("x"), avec={"word/embeddings/oleObject1.bin": b"x"}), "incorporé"),
        (docx(p("x"), avec={"../../etc/passwd": b"x"}), "nom de membre"),
        (docx(p("x"), avec={"word/bombe.bin": b"0" * 20_000_000}), "suspecte"),
        (docx(p("x"), relations=externe("image")), "extérieur"),
        (docx(p("x"), relations=externe("oleObject")), "incorporé"),
        (docx(p("x"), relations=externe("aFChunk")), "altChunk"),
        (docx("<w:p><w:r><w:instrText> INCLUDEPICTURE x </w:instrText></w:r></w:p>"), "champ"),
        (docx("<w:p>"), "abîmé"),
        (docx(p("x"))[:400], "abîmé, ou d’un autre format"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "protégé par un mot de passe"),
        (docx(p("x"), avec={"word/_rels/x.rels": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}),
         "DOCTYPE"),
    ],
)  # fmt: skip
def test_un_fichier_douteux_est_refuse_en_une_phrase(contenu, motif):
    with pytest.raises(FichierWordInvalide, match=motif) as faute:
        texte(contenu)
    assert "\n" not in str(faute.value)


def test_un_fichier_trop_gros_est_refuse_avant_d_etre_decompresse():
    membres = {f"word/m{i}.bin": bytes([i]) * 26_000_000 for i in range(2)}
    with pytest.raises(FichierWordInvalide, match="trop gros"):
        Archive.lire(docx(p("x"), avec=membres))


def test_un_lien_hypertexte_passe_et_un_modele_joint_est_retire_avec_un_constat():
    archive = Archive.lire(docx(p("x"), relations=externe("hyperlink")))
    assert archive.constats == ()
    archive = Archive.lire(docx(p("x"), relations=externe("attachedTemplate")))
    assert [c.code for c in archive.constats] == ["MODELE_JOINT_IGNORE"]
    assert b"External" not in archive.membres["word/_rels/document.xml.rels"]


def test_un_fichier_absent_est_dit():
    with pytest.raises(FichierWordInvalide, match=r"absent\.docx"):
        Archive.lire("absent.docx")


def test_les_memes_membres_donnent_les_memes_octets():
    socle = assembler([("a", b"1")])
    assert assembler([("b", b"2")], socle) == assembler([("b", b"2")], socle)
    with zipfile.ZipFile(io.BytesIO(assembler([("b", b"2")], socle))) as archive:
        assert archive.namelist() == ["a", "b"]
        assert archive.testzip() is None


def test_une_taille_mensongere_ne_se_decompresse_pas():
    """The directory claims a thousand bytes; the member holds thirty million."""
    octets = docx(p("x"), avec={"word/x.bin": b"0" * 30_000_000})
    menteur = octets.replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert menteur != octets
    tracemalloc.start()
    with pytest.raises(FichierWordInvalide, match="lisible"):
        texte(menteur)
    _, pic = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pic < 10_000_000


@pytest.mark.parametrize("methode", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_une_compression_inhabituelle_est_refusee(methode):
    tampon = io.BytesIO(docx(p("x")))
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.writestr("word/x.bin", b"0", methode)
    with pytest.raises(FichierWordInvalide, match="compression"):
        texte(tampon.getvalue())


def test_un_commentaire_xml_ne_gene_pas():
    avec = {"word/commentaire.rels": b"<!-- x --><Relationships><!-- y --></Relationships>"}
    assert texte(docx("<!-- z -->" + p("x"), avec=avec)) == "x"
