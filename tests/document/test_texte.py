"""The visible text of a Word file."""

from courriers.document.texte import parties, texte
from fabrique import docx, p

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_tabulations_sauts_et_tirets_insecables_se_lisent():
    corps = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
        "<w:t>d</w:t></w:r></w:p>"
    )
    assert texte(docx(corps)) == "a\tb\nc\u2011d"


def test_les_taquets_d_un_style_ne_sont_pas_du_texte():
    corps = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
    )
    assert texte(docx(corps)) == "a"


def test_le_texte_supprime_ne_se_lit_pas():
    corps = (
        "<w:p><w:del><w:r><w:delText>non</w:delText></w:r></w:del><w:r><w:t>oui</w:t></w:r></w:p>"
    )
    assert texte(docx(corps)) == "oui"


def test_une_zone_de_texte_se_lit_une_fois():
    boite = f"<w:txbxContent>{p('dedans')}</w:txbxContent>"
    corps = (
        f"<w:p><w:r><w:t>avant</w:t></w:r><w:r><mc:AlternateContent {MC}><mc:Choice>{boite}"
        f"</mc:Choice><mc:Fallback>{boite}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texte(docx(corps)) == "avant\ndedans"


def test_un_tableau_imbrique_se_lit_une_fois():
    interieur = f"<w:tbl><w:tr><w:tc>{p('i')}</w:tc></w:tr></w:tbl>"
    corps = f"<w:tbl><w:tr><w:tc>{p('a')}{interieur}{p('')}</w:tc></w:tr></w:tbl>" + p("fin")
    assert texte(docx(corps)) == "a\ni\nfin"


def test_en_tete_et_pied_sont_nommes_et_a_leur_place():
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{n}" Target="{n}1.xml"/>'
        for n in ("header", "footer")
    )
    avec = {
        "word/header1.xml": f"<w:hdr {W}>{p('haut')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}>{p('bas')}</w:ftr>",
    }
    section = "<w:sectPr>{}</w:sectPr>".format(
        "".join(f'<w:{n}Reference r:id="r{n}"/>' for n in ("header", "footer"))
    )
    fichier = docx(p("corps") + section, avec=avec, relations=relations)
    lues = [(x.nom, x.lignes) for x in parties(fichier)]
    assert lues == [("en-tête", ("haut",)), ("corps", ("corps",)), ("pied de page", ("bas",))]


def _boite(contenu):
    return f"<w:p><w:r><w:pict><w:txbxContent>{contenu}</w:txbxContent></w:pict></w:r></w:p>"


def test_une_boite_dans_une_boite_n_est_lue_qu_une_fois():
    corps = p("fond")
    for rang in range(40):  # doubled at each level, this would never end
        corps = _boite(corps + p(f"niveau {rang}"))
    lus = texte(docx(corps)).split("\n")
    assert lus == ["fond", *(f"niveau {rang}" for rang in range(40))]


def test_l_instruction_d_un_champ_n_est_pas_du_texte_meme_emboitee():
    def signe(genre):
        return f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>'

    def r(lu):
        return f"<w:r><w:t>{lu}</w:t></w:r>"

    interieur = signe("begin") + r("B") + signe("separate") + r("C") + signe("end")
    champ = signe("begin") + r("A") + interieur + r("D") + signe("separate") + r("vu")
    assert texte(docx(f"<w:p>{r('x')}{champ}{signe('end')}{r('y')}</w:p>")) == "xvuy"
    # Fields that never end cost no more than their number.
    ouverts = (signe("begin") + r("z")) * 6000
    assert texte(docx(f"<w:p>{ouverts}</w:p>")) == "z" * 6000
