"""An office’s Word file given to a template: what comes, what stays, what is refused."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from courriers.document.archive import Archive, assembler
from courriers.document.gabarit import Gabarit
from courriers.document.papier import Papier, sur_papier
from courriers.document.passages import passages
from courriers.erreurs import FichierWordInvalide, GabaritInvalide
from courriers.lettre.champs import FILTRES
from document.briques import GRAS, PUCE, Habit, image, p, r, tbl, tc, tr
from document.cabinets import (
    AVEC_TABLEAU,
    LETTRE_A_EN_TETE,
    NOM,
    PIED_NUMEROTE,
    PIED_SEUL,
    TELEPHONE,
    Cabinet,
    ligne,
    remplacer,
    zip_de,
)
from fabrique import RACINE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MODELE = Archive.lire(RACINE / "templates" / "mise-en-demeure" / "lettre.docx")


def style(identifiant, nom, ppr="", rpr="", plus=""):
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identifiant}">'
        f'<w:name w:val="{nom}"/><w:basedOn w:val="Normal"/>{plus}<w:pPr>{ppr}</w:pPr>'
        f"<w:rPr>{rpr}</w:rPr></w:style>"
    )


def fusion(cabinet, *, expediteur=True):
    octets = cabinet if isinstance(cabinet, bytes) else cabinet.octets()
    return sur_papier(MODELE, Papier.lire(octets, expediteur=expediteur), verifier=False)


def section(archive):
    return etree.fromstring(archive.membres["word/document.xml"]).find(f".//{W}sectPr")


def partie(archive, sens, genre):
    """The text of a header or a footer of the new template, and its member."""
    liens = {lien.id: lien.cible for lien in archive.liens("word/document.xml")}
    for reference in section(archive).iterchildren(f"{W}{sens}Reference"):
        if reference.get(f"{W}type") == genre:
            membre = liens[next(v for k, v in reference.attrib.items() if k.endswith("}id"))]
            racine = etree.fromstring(archive.membres[membre])
            return "".join(racine.itertext(f"{W}t")), membre, racine
    return "", "", None


def styles(archive):
    racine = etree.fromstring(archive.membres["word/styles.xml"])
    return {s.find(f"{W}name").get(f"{W}val"): s for s in racine.iterchildren(f"{W}style")}


def valeur(noeud, chemin, attribut="val"):
    return noeud.find("/".join(f"{W}{x}" for x in chemin.split("/"))).get(f"{W}{attribut}")


# --- En-têtes et pieds ----------------------------------------------------------------------


def test_l_en_tete_du_cabinet_est_en_premiere_page_avec_les_reperes_de_pliage():
    texte, membre, racine = partie(fusion(Cabinet()), "header", "first")
    assert NOM in texte
    assert TELEPHONE in texte
    ancres = racine.findall(".//{*}anchor")
    assert [a.find("{*}positionV/{*}posOffset").text for a in ancres] == ["3564000", "7128000"]
    assert membre not in MODELE.membres


def test_la_page_suivante_garde_la_ligne_du_modele_sous_celle_du_cabinet():
    texte, _, _ = partie(fusion(Cabinet()), "header", "default")
    assert texte.index(NOM) < texte.index("{{ expediteur.denomination }} – dossier")


@pytest.mark.parametrize(("expediteur", "mentions"), [(True, 0), (False, 1)])
def test_les_mentions_legales_restent_sauf_si_le_papier_nomme_l_expediteur(expediteur, mentions):
    for genre in ("first", "default"):
        texte, _, _ = partie(fusion(Cabinet(), expediteur=expediteur), "footer", genre)
        assert texte.count("mentions_legales") == mentions
        assert "Données traitées par l’expéditeur" in texte
        assert texte.endswith("841 203 573 RCS Grenoble")


@pytest.mark.parametrize(("pied", "pages"), [(PIED_SEUL, "Dossier {{"), (PIED_NUMEROTE, "Page 1")])
def test_le_numero_de_page_n_est_imprime_qu_une_fois(pied, pages):
    texte, _, racine = partie(fusion(Cabinet(pied=pied)), "footer", "default")
    ordres = [x.text.strip() for x in racine.iter(f"{W}instrText")]
    assert ordres.count("PAGE") == 1
    assert pages in texte


def test_les_images_de_l_en_tete_viennent_avec_lui():
    archive = fusion(Cabinet())
    _, membre, racine = partie(archive, "header", "first")
    liens = {lien.id: lien.cible for lien in archive.liens(membre)}
    image = racine.find(".//{*}blip")
    cible = liens[next(v for k, v in image.attrib.items() if k.endswith("}embed"))]
    assert archive.membres[cible].startswith(b"\x89PNG")


@pytest.mark.parametrize(("dit", "temoin"), [("www.cabinet.fr", False), ("expediteur.logo", True)])
def test_une_adresse_internet_n_est_pas_un_champ(dit, temoin):
    tete = ligne(image(40, 15)).replace('descr="Logo"', f'descr="{dit}"')
    gabarit = Gabarit.load(fusion(Cabinet(premiere=tete)), filtres=FILTRES)
    autres = Gabarit.load(MODELE, filtres=FILTRES).images - {"expediteur.logo"}
    assert gabarit.images == autres | ({dit} if temoin else set())


def test_un_type_d_image_inconnu_du_modele_est_declare():
    octets = Cabinet().octets()
    for membre in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        octets = remplacer(octets, membre, "png", "jpg")
    octets = remplacer(octets, "word/_rels/premiere.xml.rels", "i.png", "i.jpg")
    with zipfile.ZipFile(BytesIO(octets)) as source:
        membres = {n.replace("i.png", "i.jpg"): source.read(n) for n in source.namelist()}
    archive = fusion(zip_de(membres))
    assert b'Extension="jpg"' in archive.membres["[Content_Types].xml"]


def test_les_pages_paires_ont_leur_en_tete_et_les_reglages_le_disent():
    archive = fusion(Cabinet(paire=ligne("Pages paires")))
    assert "Pages paires" in partie(archive, "header", "even")[0]
    reglages = etree.fromstring(archive.membres["word/settings.xml"])
    noms = [etree.QName(e).localname for e in reglages]
    assert noms.index("defaultTabStop") < noms.index("evenAndOddHeaders") < noms.index("compat")


def test_sans_premiere_page_differente_l_en_tete_est_sur_toutes():
    archive = fusion(Cabinet(titre=False))
    for genre in ("first", "default"):
        assert TELEPHONE in partie(archive, "header", genre)[0]


def test_sans_en_tete_celui_du_modele_reste():
    archive = fusion(Cabinet(premiere="", suite="", pied=""), expediteur=False)
    assert "dossier" in partie(archive, "header", "default")[0]
    assert "mentions_legales" in partie(archive, "footer", "first")[0]
    assert len(partie(archive, "header", "first")[2].findall(".//{*}anchor")) == 2


def test_chaque_prefixe_qu_exige_un_dessin_est_declare_au_dessus():
    racine = partie(fusion(Cabinet()), "header", "first")[2]
    exigeants = racine.findall(".//{*}Choice")
    assert exigeants
    for noeud in exigeants:
        assert set(noeud.get("Requires").split()) <= set(noeud.nsmap)


def test_une_balise_dans_l_en_tete_est_remplie():
    octets = Cabinet(premiere=ligne("Dossier {{ reference }}")).octets()
    gabarit = Gabarit.load(fusion(octets), filtres=FILTRES)
    assert any(b"{{ reference }}" in x.source.encode() for x in gabarit._parties)


def test_une_balise_fautive_du_cabinet_nomme_le_cabinet():
    octets = Cabinet(premiere=ligne("Dossier {{ reference ")).octets()
    with pytest.raises(GabaritInvalide, match=r"cabinet\.docx"):
        Gabarit.load(fusion(octets), filtres=FILTRES, nom="lettre.docx (papier : cabinet.docx)")


REVUES = (
    ligne(
        "gardé ",
        '<w:ins w:id="1" w:author="a"><w:r><w:t>ajouté </w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>retiré</w:delText></w:r></w:del>',
        '<w:commentRangeStart w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        '<w:bookmarkStart w:id="3" w:name="s"/>',
    )
    + '<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr>'
    '<w:del w:id="5" w:author="a"><w:r><w:delText>parti</w:delText></w:r></w:del></w:p>'
    + ligne("fin")
)


def test_les_revisions_sont_acceptees_et_les_commentaires_retires():
    texte, _, racine = partie(fusion(Cabinet(premiere=REVUES)), "header", "first")
    assert texte == "gardé ajouté fin"
    reste = {etree.QName(e).localname for e in racine.iter() if isinstance(e.tag, str)}
    assert not reste & {"ins", "del", "delText", "commentRangeStart", "commentReference",
                        "bookmarkStart"}  # fmt: skip
    assert len(racine.findall(f"{W}p")) == 2 + 1  # that of the fold marks


# --- Feuille --------------------------------------------------------------------------------


def test_les_marges_du_cabinet_sont_celles_de_la_lettre():
    marges = section(fusion(Cabinet(marges=(1500, 1200, 1300, 1600)))).find(f"{W}pgMar")
    assert [marges.get(f"{W}{x}") for x in ("top", "right", "bottom", "left", "header")] == [
        "1500", "1200", "1300", "1600", "708",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"paysage": True}, "29,7 × 21,0"),
        ({"format": (12240, 15840)}, "21,6 × 27,9"),
        ({"format": (8391, 11906)}, "14,8 × 21,0"),
        ({"marges": (1417, 2700, 1417, 2700)}, "marges"),
        ({"marges": (1417, 300, 1417, 2900)}, "marges"),
        ({"marges": (6000, 1417, 6000, 1417)}, "marges"),
    ],
)
def test_une_feuille_ou_la_lettre_ne_tient_pas_est_refusee(change, dit):
    with pytest.raises(FichierWordInvalide, match=dit):
        Papier.lire(Cabinet(**change).octets())


def test_les_tableaux_suivent_la_largeur_du_texte_et_le_qr_garde_la_sienne():
    archive = fusion(Cabinet(marges=(1417, 1700, 1417, 1700)))
    corps = etree.fromstring(archive.membres["word/document.xml"])
    grilles = [
        [int(c.get(f"{W}w")) for c in g] for g in corps.findall(f".//{W}tbl/{W}tblGrid")
    ]  # fmt: skip
    assert grilles[0] == [5102 + 1134 - 1700, 4819]
    utile = 11906 - 2 * 1700
    assert [sum(g) for g in grilles[1:3]] == [pytest.approx(utile, abs=3)] * 2
    assert grilles[3][1] == 1984
    assert sum(grilles[3]) < utile


# --- Styles ---------------------------------------------------------------------------------


def test_un_style_de_meme_nom_remplace_celui_du_modele():
    plus = style("C1", "Corps", "", '<w:color w:val="1F3864"/>')
    venus = styles(fusion(Cabinet(habit=Habit(plus=plus))))
    assert valeur(venus["Corps"], "rPr/color") == "1F3864"
    assert venus["Corps"].get(f"{W}styleId") == "Corps"  # the body names it so
    assert valeur(venus["Normal"], "name") == "Normal"


def test_un_style_sans_homonyme_garde_ses_espaces_et_prend_la_base_du_cabinet():
    normal = '<w:pPr><w:ind w:firstLine="700"/></w:pPr><w:rPr><w:color w:val="333333"/></w:rPr>'
    octets = remplacer(
        Cabinet().octets(), "word/styles.xml", "<w:pPr></w:pPr><w:rPr></w:rPr>", normal
    )
    venus = styles(fusion(octets))
    assert valeur(venus["Décompte texte"], "basedOn") == "BaseDuModele"
    base = venus["Base du modèle"]
    assert valeur(base, "rPr/color") == "333333"
    assert valeur(base, "pPr/ind", "firstLine") == "0"
    assert valeur(base, "pPr/spacing", "after") == "0"


def test_les_styles_de_l_adresse_ne_changent_pas():
    plus = style("Adresse", "adresse", '<w:ind w:left="2000"/>', '<w:sz w:val="40"/>')
    octets = Cabinet(
        premiere=p("x", s='<w:pStyle w:val="Adresse"/>'), habit=Habit(plus=plus)
    ).octets()
    archive = fusion(octets)
    venus = styles(archive)
    adresse = venus["Adresse"]
    assert valeur(adresse, "pPr/spacing", "line") == "226"
    assert valeur(adresse, "rPr/sz") == "20"
    assert valeur(adresse, "rPr/rFonts", "ascii") == "Arial"
    assert valeur(venus["adresse (papier)"], "rPr/sz") == "40"
    racine = partie(archive, "header", "first")[2]
    emplois = [e.get(f"{W}val") for e in racine.iter(f"{W}pStyle")]
    assert venus["adresse (papier)"].get(f"{W}styleId") in emplois


def test_la_police_du_theme_est_celle_du_theme_du_cabinet():
    archive = fusion(Cabinet(habit=Habit(theme=True)))
    themes = [x for x in archive.liens("word/document.xml") if x.type.endswith("/theme")]
    assert len(themes) == 1
    assert b"Calibri" in archive.membres[themes[0].cible]


def test_la_langue_reste_le_francais():
    octets = remplacer(Cabinet().octets(), "word/styles.xml", 'lang w:val="fr-FR"',
                       'lang w:val="en-US"')  # fmt: skip
    feuille = fusion(octets).membres["word/styles.xml"].decode()
    assert "en-US" not in feuille
    assert 'w:val="fr-FR"' in feuille.split("</w:docDefaults>")[0]


def test_un_tableau_sans_style_garde_les_marges_du_tableau_normal_du_cabinet():
    tete = tbl([4000], tr(tc(ligne("x"), 4000))).replace('<w:tblStyle w:val="Grille"/>', "")
    archive = fusion(Cabinet(premiere=tete + ligne("")))
    racine = partie(archive, "header", "first")[2]
    nom = racine.find(f".//{W}tblStyle").get(f"{W}val")
    choisi = next(s for s in styles(archive).values() if s.get(f"{W}styleId") == nom)
    assert valeur(choisi, "tblPr/tblCellMar/left", "w") == "108"
    assert choisi.get(f"{W}default") is None


def test_les_listes_de_l_en_tete_viennent_sous_d_autres_numeros():
    puce = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{PUCE}"/></w:numPr>'
    archive = fusion(Cabinet(premiere=ligne("point", s=puce)))
    racine = partie(archive, "header", "first")[2]
    numero = racine.find(f".//{W}numId").get(f"{W}val")
    liens = [x.cible for x in archive.liens("word/document.xml") if x.type.endswith("/numbering")]
    listes = etree.fromstring(archive.membres[liens[0]])
    assert numero in {n.get(f"{W}numId") for n in listes.iterchildren(f"{W}num")}
    assert numero != str(PUCE)


def test_tout_lien_mene_a_un_membre_et_tout_membre_a_un_type():
    archive = fusion(Cabinet(premiere=AVEC_TABLEAU, paire=LETTRE_A_EN_TETE))
    types = etree.fromstring(archive.membres["[Content_Types].xml"])
    parties = {e.get("PartName") for e in types.iterchildren("{*}Override")}
    extensions = {e.get("Extension") for e in types.iterchildren("{*}Default")}
    assert len(parties) == len(list(types.iterchildren("{*}Override")))
    for membre in archive.membres:
        if "/papier" in membre and not membre.endswith(".rels"):
            assert f"/{membre}" in parties or membre.rsplit(".", 1)[1] in extensions, membre
            assert all(x.externe or x.cible in archive.membres for x in archive.liens(membre))
    for noeud in etree.fromstring(archive.membres["word/styles.xml"]).iter(f"{W}basedOn"):
        assert noeud.get(f"{W}val") in {s.get(f"{W}styleId") for s in styles(archive).values()}


def test_deux_fusions_ont_les_memes_octets_et_le_modele_ne_change_pas():
    avant = dict(MODELE.membres)
    octets = Cabinet().octets()
    un, deux = (assembler(fusion(octets).membres.items()) for _ in range(2))
    assert un == deux
    assert MODELE.membres == avant


# --- Refus ----------------------------------------------------------------------------------


def test_un_dotx_est_admis_et_un_dotm_refuse():
    octets = Cabinet().octets()
    dotx = remplacer(octets, "[Content_Types].xml", "document.main+xml", "template.main+xml")
    assert Papier.lire(dotx).a_un_en_tete
    dotm = remplacer(octets, "[Content_Types].xml",
                     "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                     "vnd.ms-word.template.macroEnabledTemplate.main+xml")  # fmt: skip
    with pytest.raises(FichierWordInvalide, match="macros"):
        Papier.lire(dotm)


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "pas un fichier Word"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "pas un fichier Word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 99, r"\.doc"),
        (zip_de({"a.txt": b"x"}), "pas un document Word"),
    ],
)
def test_ce_qui_n_est_pas_un_fichier_word_est_refuse(octets, dit, tmp_path):
    chemin = tmp_path / "cabinet.docx"
    chemin.write_bytes(octets)
    with pytest.raises(FichierWordInvalide, match=dit) as refus:
        Papier.lire(chemin)
    assert str(chemin) in str(refus.value)


def test_un_papier_qui_nomme_l_expediteur_a_un_en_tete():
    with pytest.raises(FichierWordInvalide, match="en-tête"):
        Papier.lire(Cabinet(premiere="", suite="").octets(), expediteur=True)
    with pytest.raises(FichierWordInvalide, match="en-tête"):
        Papier.lire(Cabinet(premiere=ligne("")).octets(), expediteur=True)


HAUT = ligne(r(NOM, GRAS)) + "".join(ligne("Avocat à la cour", s="") for _ in range(22))


def test_un_en_tete_qui_descend_dans_la_fenetre_est_refuse():
    large = HAUT.replace("Avocat", "Avocat inscrit au barreau de Grenoble, spécialiste, " * 2)
    papier = Papier.lire(Cabinet(premiere=large).octets(), expediteur=True)
    with pytest.raises(FichierWordInvalide, match="fenêtre"):
        sur_papier(MODELE, papier)


def test_une_colonne_a_gauche_de_la_fenetre_est_admise_si_elle_nomme_l_expediteur():
    octets = Cabinet(premiere=HAUT).octets()
    sur_papier(MODELE, Papier.lire(octets, expediteur=True))
    with pytest.raises(FichierWordInvalide, match="expediteur"):
        sur_papier(MODELE, Papier.lire(octets))


def test_un_modele_word_joint_est_retire_et_se_dit():
    octets = remplacer(
        Cabinet().octets(), "word/_rels/document.xml.rels", "</Relationships>",
        '<Relationship Id="m" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/attachedTemplate" Target="file:///x.dotm" TargetMode="External"/>'
        "</Relationships>",
    )  # fmt: skip
    archive = fusion(octets)
    assert "MODELE_JOINT_IGNORE" in {c.code for c in archive.constats}
    assert not any(b"x.dotm" in m for m in archive.membres.values())


# --- Papier pré-imprimé ---------------------------------------------------------------------


def test_le_papier_pre_imprime_retire_l_expediteur_et_garde_le_reste():
    archive = sur_papier(MODELE, Papier.preimprime())
    lu = passages(archive)
    textes = [x.texte for x in lu]
    assert not any(x.style.startswith("Expéditeur") for x in lu)
    assert not any("mentions_legales" in t for t in textes)
    assert any("Données traitées" in t for t in textes)
    assert any("Page 1 / 1" in t for t in textes)
    assert any(t == "{{ ligne }}" for t in textes)


@pytest.mark.parametrize(("haut", "bas"), [(-1, 0), (121, 0), (0, -1), (0, 61)])
def test_un_blanc_hors_bornes_est_refuse(haut, bas):
    with pytest.raises(ValueError, match="haut"):
        Papier.preimprime(haut=haut, bas=bas)


def test_un_champ_de_page_simple_compte_aussi():
    simple = '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    pied = f"<w:p>{simple}</w:p>"
    texte = partie(fusion(Cabinet(pied=pied)), "footer", "first")[0]
    assert "Dossier {{" not in texte
