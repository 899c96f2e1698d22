"""The compiled template: same text as docxtpl, without its traps."""

import io
import threading
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText
from jinja2 import Environment, StrictUndefined
from PIL import Image

from courriers.document.gabarit import Gabarit
from courriers.document.objets import ImageEnLigne
from courriers.document.texte import texte
from courriers.erreurs import GabaritInvalide
from fabrique import HOSTILES, docx, p


def rempli(corps, **contexte):
    return texte(Gabarit.load(docx(corps)).fill(contexte))


def tableau(*rangees):
    return (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{p(c)}</w:tc>" for c in r) + "</w:tr>"
            for r in rangees
        )
        + "</w:tbl>"
    )


@pytest.mark.parametrize("valeur", HOSTILES)
def test_une_valeur_s_imprime_telle_quelle_et_la_phrase_continue(valeur):
    lu = rempli(p("Bonjour {{ nom }}, la suite.") + p("Après."), nom=valeur)
    assert lu == f"Bonjour {valeur}, la suite.\nAprès."


def test_une_balise_coupee_par_word_est_recousue():
    assert rempli(p("a {", "{ n", "om }", "} b"), nom="X") == "a X b"


def test_les_guillemets_et_espaces_de_word_sont_repares_dans_une_balise():
    assert rempli(p("{{ d[“nom”]\u00a0}}"), d={"nom": "X"}) == "X"


def test_un_choix_et_une_boucle_de_paragraphes_ne_laissent_pas_de_trace():
    corps = p("{%p if oui %}") + p("oui") + p("{%p else %}") + p("non") + p("{%p endif %}")
    corps += p("{%p for x in liste %}") + p("- {{ x }}") + p("{%p endfor %}")
    assert rempli(corps, oui=True, liste=["a", "b"]) == "oui\n- a\n- b"
    assert rempli(corps, oui=False, liste=[]) == "non"


def test_une_rangee_se_repete():
    corps = tableau(("{%tr for x in liste %}", ""), ("{{ x }}", "fixe"), ("{%tr endfor %}", ""))
    assert rempli(corps + p("fin"), liste=["a", "b"]) == "a\tfixe\nb\tfixe\nfin"


def test_les_cellules_se_repetent_et_la_grille_suit():
    corps = tableau(("{%tc for x in liste %}", "{{ x }}", "{%tc endfor %}"))
    octets = Gabarit.load(docx(corps + p("fin"))).fill({"liste": ["a", "b", "c", "d"]})
    assert texte(octets) == "a\tb\tc\td\nfin"


def test_un_nombre_ou_un_jour_s_imprime_et_le_balisage_pret_passe():
    corps = p("{{ n }} {{ d }} {{ j }} {{ l }}")
    valeurs = {"n": 3, "d": Decimal("1.50"), "j": date(2026, 11, 23), "l": Listing("a\nb & c")}
    assert rempli(corps, **valeurs) == "3 1.50 2026-11-23 a\nb & c"


def test_un_retour_a_la_ligne_dans_une_valeur_reste_une_ligne():
    assert rempli(p("{{ x }}"), x="un\ndeux") == "un\ndeux"


def test_le_resultat_est_celui_de_docxtpl():
    corps = (
        p("Dossier {", "{ ref }", "} : {% if dette %}dû{% else %}rien{% endif %}")
        + tableau(("{%tr for x in liste %}", ""), ("{{ x }}", "•"), ("{%tr endfor %}", ""))
        + p("{%p if dette %}") + p("ligne\u00a01 {{ nom }}") + p("{%p endif %}")
    )  # fmt: skip
    contexte = {"ref": "R-1", "dette": True, "liste": ["a & b", "<c>"], "nom": "L’Œuvre\nbis"}
    temoin = DocxTemplate(io.BytesIO(docx(corps)))
    temoin.render(contexte, Environment(autoescape=True, undefined=StrictUndefined))
    sortie = io.BytesIO()
    temoin.save(sortie)
    assert texte(Gabarit.load(docx(corps)).fill(contexte)) == texte(sortie.getvalue())


@pytest.mark.parametrize(
    ("corps", "motif"),
    [
        (p("{{ inconnu }}"), "« inconnu » n’existe pas"),
        (p("{{ d.inconnu }}"), "« inconnu » n’existe pas"),
        (p("{% if inconnu %}x{% endif %}"), "n’existe pas"),
        (p("{{ d.items }}"), "n’existe pas"),  # never a method of the mapping
        (p("{{ nom.__class__ }}"), "n’existe pas"),
        (p("{{ nom.__class__.__mro__ }}"), "n’existe pas"),
        (p("{{ nom * 2000000000 }}"), "pas admise"),
        (p("{{ 9 ** 9 ** 9 }}"), "pas admise"),
        (p("{{ nom % 3 }}"), "pas admise"),
        (p("{{ nom()}}"), "pas admise"),
        (p("{{ cycler.__init__.__globals__.os.popen('id').read() }}"), "pas admise"),
        (p("{% for x in range(999999999) %}x{% endfor %}"), "parcourt un champ"),
        (p("{% for x in 'abc' %}x{% endfor %}"), "parcourt un champ"),
        (p("{{ nom|join(nom) }}"), "mal employé"),
        (p("{{ nom ~ nom }}"), "pas admise"),
        (p("{{ loop.cycle('a') }}"), "pas admise"),
        (p("{ d.nom }"), "manque une accolade"),
        (p("{{ nom }} nom }}"), "perdu une accolade"),
        (p("{{ nom"), "pas fermée"),
        (p("{% include 'x' %}"), "pas admise"),
        (p("{% macro f() %}{% endmacro %}"), "pas admise"),
        (p("{{ nom|safe }}"), "safe"),
        (p("{{ nom|attr('x') }}"), "attr"),
        (p("{{ nom|center(999999999) }}"), "center"),
        (p("{% set x = nom ~ nom %}"), "pas admise"),
        (p("{{ d }}"), "ne s’imprime pas"),
        (p("{{ range }}"), "« range » n’existe pas"),
        (p("{{ liste }}"), "ne s’imprime pas"),
        (p("{{ oui }}"), "ne s’imprime pas"),
        (p("{{ rien }}"), "absent"),
        (p("{{ rien.nom }}"), "groupe"),
        (p("Phrase. {%p if nom %}") + p("{%p endif %}"), "seule dans son paragraphe"),
        (tableau(("{%tr for x in liste %}", "texte")), "seule dans sa rangée"),
        (p("{% if nom &lt; 3 %}x{% endif %}"), "ne compare pas"),
    ],
)
def test_une_balise_fautive_ou_hostile_est_refusee_avec_sa_place(corps, motif):
    with pytest.raises(GabaritInvalide, match=motif) as faute:
        rempli(p("premier") + corps, nom="X", d={}, liste=["a"], oui=True, rien=None)
    (constat,) = faute.value.constats
    assert (constat.lieu.partie, constat.lieu.paragraphe) == ("corps", 2)


def test_une_sortie_demesuree_s_arrete(monkeypatch):
    monkeypatch.setattr("courriers.document.partie._SORTIE_MAX", 10_000)
    corps = p("{% for a in l %}{% for b in l %}{{ a }}{% endfor %}{% endfor %}")
    assert rempli(corps, l=["x"] * 50)
    with pytest.raises(GabaritInvalide, match="démesurée"):
        rempli(corps, l=["x"] * 200)


def test_l_echappement_ne_se_debranche_pas():
    with pytest.raises(GabaritInvalide, match="pas admise"):
        rempli(p("{% autoescape false %}{{ nom }}{% endautoescape %}"), nom="<w:p/>")


@pytest.mark.parametrize(
    ("corps", "motif"),
    [
        (p("{% if a %}x"), "« if » n’est jamais fermé"),
        (p("{{ a | }}"), "n’a pas sa place|attendu"),
        (p("{{ « a » }}"), "« « » n’a pas sa place"),
        (p("{% fi %}"), "« fi » n’existe pas"),
        (p("{% endif %}"), "« endif » ferme un bloc qui n’est pas ouvert"),
        (p("{{ a|euros }}"), "le filtre « euros » n’existe pas"),
    ],
)
def test_une_balise_mal_ecrite_est_dite_en_francais_au_chargement(corps, motif):
    with pytest.raises(GabaritInvalide, match=motif):
        Gabarit.load(docx(corps))


def test_une_balise_qui_sort_d_une_cellule_ne_donne_pas_de_fichier_casse():
    corps = tableau(("{% if a %}x", "y")) + p("{% endif %}fin")
    with pytest.raises(GabaritInvalide, match="valide"):
        rempli(corps, a=False)


def test_un_gabarit_se_partage_entre_seize_fils():
    gabarit = Gabarit.load(docx(p("Bonjour {{ nom }}.") + p("{% for x in l %}{{ x }}{% endfor %}")))
    attendus = {i: gabarit.fill({"nom": f"N{i}", "l": range(i)}) for i in range(16)}
    fautes = []

    def travail(i):
        for _ in range(20):
            lu = gabarit.fill({"nom": f"N{i}", "l": range(i)})
            fautes.extend([i] * (lu != attendus[i]))

    fils = [threading.Thread(target=travail, args=(i,)) for i in range(16)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert fautes == []


def test_le_meme_contexte_donne_les_memes_octets():
    gabarit = Gabarit.load(docx(p("{{ nom }}")))
    assert gabarit.fill({"nom": "X"}) == gabarit.fill({"nom": "X"})


def test_une_faute_apres_des_paragraphes_de_balises_a_son_vrai_numero():
    corps = p("{%p if oui %}") + p("un") + p("{%p endif %}") + p("deux") + p("{{ inconnu }}")
    with pytest.raises(GabaritInvalide) as faute:
        rempli(corps, oui=True)
    assert faute.value.constats[0].lieu.paragraphe == 5


def test_un_texte_enrichi_garde_son_gras():
    riche = RichText("gras", bold=True)
    rempli_ = Gabarit.load(docx(p("a {{r t }} b"))).fill({"t": riche})
    assert texte(rempli_) == "a gras b"
    assert b"<w:b/>" in zipfile.ZipFile(io.BytesIO(rempli_)).read("word/document.xml")


def png():
    tampon = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(tampon, "PNG")
    return tampon.getvalue()


def test_une_image_en_ligne_est_faite_par_docxtpl_et_les_valeurs_restent_echappees():
    gabarit = Gabarit.load(docx(p("{{ nom }} {{ logo }}") + p("{{ suite }}")))
    contexte = {"nom": "A & <B>", "logo": ImageEnLigne(png(), largeur_mm=20), "suite": "fin"}
    rempli_ = gabarit.fill(contexte)
    assert texte(rempli_) == "A & <B> \nfin"
    archive = zipfile.ZipFile(io.BytesIO(rempli_))
    assert png() in [archive.read(n) for n in archive.namelist() if "media" in n]
    assert b'cx="720000"' in archive.read("word/document.xml")
    assert rempli_ == gabarit.fill(contexte)
    with pytest.raises(GabaritInvalide, match="inconnu"):
        Gabarit.load(docx(p("{{ logo }} {{ inconnu }}"))).fill(contexte)
    with pytest.raises(GabaritInvalide, match="ne peut pas être imprimé"):
        gabarit.fill({**contexte, "logo": ImageEnLigne(b"rien")})


def test_une_image_de_docxtpl_lui_meme_est_imprimee():
    source = docx(p("{{ logo }}"))
    image = InlineImage(DocxTemplate(io.BytesIO(source)), io.BytesIO(png()), width=Mm(20))
    archive = zipfile.ZipFile(io.BytesIO(Gabarit.load(source).fill({"logo": image})))
    assert any("media" in n for n in archive.namelist())
