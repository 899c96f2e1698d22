"""Comments written in a Word file: beside the very words, whatever holds them."""

import io
import re
import zipfile

import docx as word
import pytest
from lxml import etree

from courriers.document.archive import Archive, W, nom_des_relations
from courriers.document.commentaires import Annotation, annoter
from courriers.document.texte import texte
from courriers.erreurs import FichierWordInvalide
from document.variete import lettres
from fabrique import RACINE, docx, p

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LETTRES = dict(lettres())


def _w(nom):
    return f"{{{W}}}{nom}"


def note(dit, partie="corps", paragraphe=1, extrait=None, membre=None):
    return Annotation(dit, partie, paragraphe, extrait, membre)


def membres(octets):
    with zipfile.ZipFile(io.BytesIO(octets)) as source:
        return {n: source.read(n) for n in source.namelist()}


def commentaires(octets):
    """What each comment says, by identifier, as python-docx reads it."""
    return {c.comment_id: c.text for c in word.Document(io.BytesIO(octets)).comments}


def surlignes(octets):
    """The words between the two marks of each comment, by what it says."""
    archive = Archive.lire(octets)
    racine = etree.fromstring(archive.membres[archive.principal])
    ouverts, textes, renvois = set(), {}, []
    for noeud in racine.iter():
        numero = noeud.get(_w("id"))
        if noeud.tag == _w("commentRangeStart"):
            ouverts.add(numero)
            textes[numero] = ""
        elif noeud.tag == _w("commentRangeEnd"):
            ouverts.remove(numero)
        elif noeud.tag == _w("commentReference"):
            assert numero not in ouverts
            renvois.append(numero)
        elif noeud.tag == _w("t"):
            for ouvert in ouverts:
                textes[ouvert] += noeud.text or ""
    assert ouverts == set()
    dits = commentaires(octets)
    assert sorted(map(int, renvois)) == sorted(dits)
    return {dits[int(n)]: lu for n, lu in textes.items()}


def _r(lu, rpr=""):
    return f'<w:r>{rpr}<w:t xml:space="preserve">{lu}</w:t></w:r>'


GRAS = "<w:rPr><w:b/></w:rPr>"
ZONE = (
    f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:drawing>'
    "<w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("corps", "extrait"),
    [
        (p("Nous vous devons trois euros."), "trois"),
        (p("Nous vous devons trois euros."), "Nous"),
        (p("Nous vous devons trois euros."), "euros."),
        (p("Nous vous ", "de", "vons tr", "ois euros."), "devons trois"),
        (f"<w:p>{_r('Payez ')}{_r('tro', GRAS)}{_r('is euros')}</w:p>", "trois euros"),
        (f'<w:p>{_r("Voir ")}<w:hyperlink r:id="x">{_r("notre site")}</w:hyperlink></w:p>', "site"),
        (f"<w:p>{_r('A ')}<w:ins w:id='1' w:author='x'>{_r('bien')}</w:ins></w:p>", "bi"),
        (f"<w:p>{_r('A ')}<w:ins w:id='1' w:author='x'>{_r('bien')}</w:ins>{_r('tôt')}</w:p>",
         "A bientôt"),
        (f"<w:p><w:sdt><w:sdtContent>{_r('Madame Morel')}</w:sdtContent></w:sdt></w:p>", "Morel"),
        (f"<w:p><w:fldSimple w:instr='DATE'>{_r('3 mai 2026')}</w:fldSimple></w:p>", "mai"),
        (f"<w:p><w:smartTag>{_r('Lyon, le 3 mai')}</w:smartTag>{_r(' 2026')}</w:p>", "mai 2026"),
        (f"<w:tbl><w:tr><w:tc>{p('dix euros')}</w:tc></w:tr></w:tbl>", "dix"),
        (f"<w:p>{_r('et ')}{ZONE.format(p('une zone'))}{_r('ensuite')}</w:p>", "et ensuite"),
    ],
)  # fmt: skip
def test_le_commentaire_porte_sur_les_mots_et_sur_eux_seuls(corps, extrait):
    liens = f'<Relationship Id="x" Type="{OFFICE}/hyperlink" Target="https://a.example/" '
    avant = docx(corps, relations=liens + 'TargetMode="External"/>')
    apres = annoter(avant, [note("à revoir", extrait=extrait)])
    (lu,) = surlignes(apres).values()
    # What a text box within the range says is not of the paragraph.
    assert lu.replace("une zone", "") == extrait
    assert texte(apres) == texte(avant)


def test_l_extrait_est_reconnu_malgre_les_espaces_et_les_apostrophes():
    corps = p("Il n’a payé que 1\u202f000,00\u00a0€ à ce jour")
    apres = annoter(docx(corps), [note("x", extrait="n'a payé que 1 000,00 €")])
    assert surlignes(apres) == {"x": "n’a payé que 1\u202f000,00\u00a0€"}


def test_un_extrait_traverse_une_tabulation_et_un_saut_de_ligne():
    corps = (
        '<w:p><w:r><w:t>Total</w:t><w:tab/><w:t xml:space="preserve">12 </w:t><w:br/>'
        "<w:t>euros</w:t></w:r></w:p>"
    )
    apres = annoter(docx(corps), [note("x", extrait="tal\t12"), note("y", extrait="12 euros")])
    assert surlignes(apres) == {"x": "tal12", "y": "12 euros"}


def test_un_run_coupe_garde_ses_proprietes():
    corps = f"<w:p>{_r('avant milieu après', GRAS)}</w:p>"
    apres = annoter(docx(corps), [note("x", extrait="milieu")])
    racine = etree.fromstring(membres(apres)["word/document.xml"])
    runs = [r for r in racine.iter(_w("r")) if r.find(_w("t")) is not None]
    assert ["".join(r.itertext()) for r in runs] == ["avant ", "milieu", " après"]
    assert all(r.find(f"{_w('rPr')}/{_w('b')}") is not None for r in runs)


def test_un_extrait_absent_ou_rien_porte_sur_tout_le_paragraphe():
    apres = annoter(docx(p("a b") + p("c")), [note("x", extrait="zzz"), note("y", paragraphe=2)])
    assert surlignes(apres) == {"x": "a b", "y": "c"}


def test_deux_annotations_a_la_meme_place_paraissent_dans_leur_ordre():
    annotations = [
        note("un", extrait="mot"), note("deux", extrait="mot"), note("trois", extrait="un mot de"),
        note("quatre"), note("cinq"),
    ]  # fmt: skip
    apres = annoter(docx(p("il y a un mot de trop")), annotations)
    assert surlignes(apres) == {
        "un": "mot", "deux": "mot", "trois": "un mot de", "quatre": "il y a un mot de trop",
        "cinq": "il y a un mot de trop",
    }  # fmt: skip
    racine = etree.fromstring(membres(apres)["word/document.xml"])
    renvois = [x.get(_w("id")) for x in racine.iter(_w("commentReference"))]
    assert renvois == ["0", "1", "2", "3", "4"]


_PARTIES = {
    "word/header1.xml": f'<w:hdr xmlns:w="{W}">{p("tête")}{p("Maître")}</w:hdr>',
    "word/header2.xml": f'<w:hdr xmlns:w="{W}">{p("suite")}{p("page")}</w:hdr>',
    "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0">{p("–")}</w:footnote>'
    f'<w:footnote w:id="4">{p("une note")}</w:footnote></w:footnotes>',
    "docProps/core.xml": "<c/>",
}
_LIENS = "".join(
    f'<Relationship Id="p{i}" Type="{OFFICE}/{genre}" Target="{cible}"/>'
    for i, (genre, cible) in enumerate(
        [("header", "header1.xml"), ("header", "header2.xml"), ("footnotes", "footnotes.xml")]
    )
)
_CORPS = (
    p("Premier")
    + f"<w:p>{_r('Zone : ')}{ZONE.format(p('dedans'))}</w:p>"
    + f"<w:p>{_r('Note')}<w:r><w:footnoteReference w:id='4'/></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("annotation", "dit", "ou"),
    [
        (note("x", "en-tête", 2), "En-tête, paragraphe 2\u00a0: x", "Premier"),
        (note("x", "pied de page", 1), "Pied de page\u00a0: x", "Premier"),
        (note("x", "notes", 2), "Notes, paragraphe 2\u00a0: x", "Note"),
        (note("x", "notes", 1), "Notes, paragraphe 1\u00a0: x", "Premier"),
        (note("x", "propriétés", None), "Propriétés\u00a0: x", "Premier"),
        (note("x", "propriétés", 1, membre="docProps/core.xml"),
         "Propriétés, paragraphe 1\u00a0: x", "Premier"),
        (note("x", None, None), "Fichier entier\u00a0: x", "Premier"),
        (note("x", None, 3), "Fichier entier\u00a0: x", "Premier"),
        (note("x", "corps", None), "Corps\u00a0: x", "Premier"),
        (note("x", "corps", 99), "Corps, paragraphe 99\u00a0: x", "Premier"),
        (note("x", "corps", 0), "Corps, paragraphe 0\u00a0: x", "Premier"),
        (note("x", "corps", 3), "Zone de texte, paragraphe 3\u00a0: x", "Zone : "),
        (note("x", "corps", 4), "Zone de texte, paragraphe 4\u00a0: x", "Zone : "),
        (note("x", "corps", 5), "x", "Note"),
    ],
)  # fmt: skip
def test_hors_du_corps_le_commentaire_dit_ou(annotation, dit, ou):
    avant = docx(_CORPS, avec={n: o.encode() for n, o in _PARTIES.items()}, relations=_LIENS)
    ((lu, surligne),) = surlignes(annoter(avant, [annotation])).items()
    assert (lu, surligne.replace("dedans", "")) == (dit, ou)


def test_de_deux_en_tetes_celui_qui_tient_les_mots_ou_celui_qu_on_nomme():
    avant = docx(_CORPS, avec={n: o.encode() for n, o in _PARTIES.items()}, relations=_LIENS)
    annotations = [
        note("a", "en-tête", 2, "page"),
        note("b", "en-tête", 9, membre="word/header2.xml"),
    ]
    assert set(surlignes(annoter(avant, annotations))) == {
        "En-tête, paragraphe 2\u00a0: a", "En-tête, paragraphe 9\u00a0: b",
    }  # fmt: skip


def test_les_commentaires_du_fichier_restent():
    une_fois = annoter(docx(p("un deux trois")), [note("a", extrait="deux"), note("b")])
    deux_fois = annoter(une_fois, [note("c", extrait="un deux"), note("d", extrait="trois")])
    assert surlignes(deux_fois) == {
        "a": "deux", "b": "un deux trois", "c": "un deux", "d": "trois",
    }  # fmt: skip
    types = membres(deux_fois)["[Content_Types].xml"].decode()
    liens = membres(deux_fois)[nom_des_relations("word/document.xml")].decode()
    assert types.count("comments.xml") == liens.count("comments.xml") == 1


def test_les_commentaires_de_word_restent_avec_leurs_numeros():
    fichier = word.Document()
    paragraphe = fichier.add_paragraph("un deux")
    fichier.add_comment(paragraphe.runs, "de Word", author="Me X", initials="X")
    tampon = io.BytesIO()
    fichier.save(tampon)
    apres = annoter(tampon.getvalue(), [note("de nous", extrait="deux")])
    assert surlignes(apres) == {"de Word": "un deux", "de nous": "deux"}
    auteurs = {c.text: (c.author, c.initials) for c in word.Document(io.BytesIO(apres)).comments}
    assert auteurs == {"de Word": ("Me X", "X"), "de nous": ("courriers", "c")}


def test_rien_d_autre_ne_change_dans_le_fichier():
    avant = (RACINE / "templates" / "mise-en-demeure" / "lettre.docx").read_bytes()
    apres = annoter(avant, [note("x", paragraphe=3)])
    anciens, nouveaux = membres(avant), membres(apres)
    assert list(nouveaux)[: len(anciens)] == list(anciens)
    changes = {n for n, o in nouveaux.items() if anciens.get(n) != o}
    assert changes == {
        "word/document.xml", "word/comments.xml", "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }  # fmt: skip
    assert texte(apres) == texte(avant)
    assert annoter(avant, [note("x", paragraphe=3)]) == apres


def test_sans_annotation_le_fichier_est_rendu_tel_quel():
    avant = docx(p("x"))
    assert annoter(avant, []) is avant


def test_un_modele_joint_n_est_pas_retire():
    liens = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}/attachedTemplate" Target="file:///normal.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    avant = docx(p("x"), avec={"word/_rels/settings.xml.rels": liens.encode()})
    assert membres(annoter(avant, [note("y")]))["word/_rels/settings.xml.rels"] == liens.encode()


def test_un_texte_hostile_est_ecrit_sans_abimer_le_fichier():
    dit = "a\x00b\x1f\ud800\uffff <w:p> ]]> &amp; {{ x }}\r\nligne 2\n\nfin"
    apres = annoter(docx(p("x")), [note(dit), note("")], auteur="\x07<a>")
    lus = commentaires(apres)
    assert lus[0] == "a\ufffdb\ufffd\ufffd\ufffd <w:p> ]]> &amp; {{ x }}\nligne 2\n\nfin"
    assert lus[1] == ""
    (auteur,) = {c.author for c in word.Document(io.BytesIO(apres)).comments}
    assert auteur == "\ufffd<a>"


def test_un_corps_sans_paragraphe_en_recoit_un():
    apres = annoter(docx("<w:sectPr/>"), [note("x", None, None)])
    assert commentaires(apres) == {0: "Fichier entier\u00a0: x"}
    racine = etree.fromstring(membres(apres)["word/document.xml"])
    assert [x.tag for x in racine[0]] == [_w("p"), _w("sectPr")]


def _fichier(contenus):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as cible:
        for nom, contenu in contenus.items():
            cible.writestr(nom, contenu)
    return tampon.getvalue()


SANS_CORPS = _fichier(
    {n: o.replace(b"w:body", b"w:autre") for n, o in membres(docx(p("x"))).items()}
)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"PK\x03\x04",
        docx("<w:p>"),
        docx(p("x"), avec={"word/styles.xml": b"<w:styles"}),
        docx(p("x"), avec={"word/header9.xml": b"<a><b></a>"}),
        docx(
            p("x"),
            avec={"word/comments.xml": b"<comments"},
            relations=f'<Relationship Id="c" Type="{OFFICE}/comments" Target="comments.xml"/>',
        ),
        docx(p("x"), avec={"word/vbaProject.bin": b"x"}),
        SANS_CORPS,
    ],
)
def test_un_fichier_abime_est_refuse(octets):
    with pytest.raises(FichierWordInvalide):
        annoter(octets, [note("x")])


def test_un_lien_vers_des_commentaires_absents_est_servi():
    lien = f'<Relationship Id="c" Type="{OFFICE}/comments" Target="autres/c.xml"/>'
    apres = annoter(docx(p("x"), relations=lien), [note("y")])
    assert commentaires(apres) == {0: "y"}
    assert "word/autres/c.xml" in membres(apres)


def test_un_fichier_strict_sort_dans_la_forme_ordinaire():
    usuels = membres(docx(p("un deux")))
    stricts = {
        n: re.sub(
            rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/", o,
        )
        for n, o in usuels.items()
    }  # fmt: skip
    apres = annoter(_fichier(stricts), [note("x", extrait="deux")])
    assert surlignes(apres) == {"x": "deux"}
    assert not any(b"purl.oclc.org" in o for o in membres(apres).values())


@pytest.mark.parametrize("nom", list(LETTRES)[::7])
def test_chaque_paragraphe_d_une_lettre_variee_recoit_ses_commentaires(nom):
    avant = LETTRES[nom]
    racine = etree.fromstring(membres(avant)["word/document.xml"])
    combien = sum(1 for _ in racine.iter(_w("p")))
    notes = []
    for rang, paragraphe in enumerate(racine.iter(_w("p")), 1):
        mots = "".join(t.text or "" for t in paragraphe.iter(_w("t"))).split()
        dernier = mots[-1] if mots else None
        notes.append(note(f"{rang} a", paragraphe=rang))
        notes.append(note(f"{rang} b", paragraphe=rang, extrait=dernier))
    apres = annoter(avant, notes)
    assert len(surlignes(apres)) == 2 * combien
    assert texte(apres) == texte(avant)


def test_deux_mille_annotations_sur_dix_mille_runs():
    mots = [f"mot{i} " for i in range(10_000)]
    avant = docx(p(*mots) + "".join(p(f"paragraphe {i}") for i in range(1000)))
    notes = [note(f"n{i}", extrait=f"t{i * 9} mot{i * 9 + 1}") for i in range(1000)]
    notes += [note(f"p{i}", paragraphe=i + 2, extrait=str(i)) for i in range(1000)]
    apres = annoter(avant, notes)
    lus = surlignes(apres)
    assert lus["n7"] == "t63 mot64"
    assert lus["p999"] == "999"
    assert len(lus) == 2000
