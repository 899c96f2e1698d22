"""What changed between two Word files, sentence by sentence."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courriers.document.alignement import paires
from courriers.document.comparaison import comparer
from courriers.document.phrases import mots, phrases
from document.variete import lettres
from fabrique import RACINE, docx, p

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def dits(trouve):
    """Each change in short: its kind, then its words, marked."""
    marques = {"même": "{}", "retiré": "[-{}-]", "ajouté": "{{+{}+}}"}
    return [
        (c.genre, "".join(marques[m.sort].format(m.texte) for m in c.mots))
        for c in trouve.changements
    ]


def apres(avant, maintenant):
    return comparer(docx(avant), docx(maintenant))


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("Un. Deux ! Trois ? Quatre… Cinq.", ["Un.", "Deux !", "Trois ?", "Quatre…", "Cinq."]),
        ("Vu l’art. L. 441-10 du C. com., payez.", ["Vu l’art. L. 441-10 du C. com., payez."]),
        ("À M. Roy et Mme. Roy. Payez.", ["À M. Roy et Mme. Roy.", "Payez."]),
        ("Il doit 1\u00a0234,56\u00a0€. Le reste suit.", ["Il doit 1\u00a0234,56\u00a0€.",
                                                           "Le reste suit."]),
        ("Il écrit : « Non.\u00a0» Puis il part.", ["Il écrit : « Non.\u00a0»", "Puis il part."]),
        ("Dû {{ x | f('a. B') }}. Fin.", ["Dû {{ x | f('a. B') }}.", "Fin."]),
        ("{% if a. B %}Oui. Non.{% endif %}", ["{% if a. B %}Oui.", "Non.{% endif %}"]),
        ("1. Objet du contrat", ["1. Objet du contrat"]),
        ("Rue\nVille", ["Rue", "Ville"]),
        ("le 3 mai. et la suite", ["le 3 mai. et la suite"]),
        (" . ", ["."]),
        ("", []),
    ],
)  # fmt: skip
def test_les_phrases_francaises_sont_coupees_ou_il_faut(texte, attendues):
    assert phrases(texte) == attendues


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("l’an {{ a.b|f }}, 1\u202f234,56 €", ["l’", "an", "{{ a.b|f }}", ",", "1\u202f234,56",
                                               "€"]),
        ("{%p if x and not y %}", ["{%p if x and not y %}"]),
        ("le 23/11/2026 2026 100", ["le", "23/11/2026", "2026", "100"]),
        ("{{ jamais fermée", ["{", "{", "jamais", "fermée"]),
    ],
)  # fmt: skip
def test_une_balise_ou_un_nombre_est_un_mot(texte, attendus):
    assert [m.mot for m in mots(texte)] == attendus


def test_un_mot_change_est_montre_dans_sa_phrase():
    trouve = apres(
        p("Payez avant le 3 mai. Merci d’avance."), p("Payez avant le 9 juin. Merci d’avance.")
    )
    assert dits(trouve) == [("remplacé", "Payez avant le [-3 mai-]{+9 juin+}.")]
    (change,) = trouve.changements
    assert (change.avant.paragraphe.numero, change.apres.paragraphe.numero) == (1, 1)
    assert not trouve.memes_textes


def test_une_balise_changee_l_est_en_entier():
    trouve = apres(p("Il reste {{ total.en_chiffres }} dus."), p("Il reste {{ somme }} dus."))
    assert dits(trouve) == [
        ("remplacé", "Il reste [-{{ total.en_chiffres }}-]{+{{ somme }}+} dus.")
    ]


def test_une_phrase_ajoutee_retiree_ou_deplacee_se_dit():
    a, b, c, d = (f"La phrase qui parle de {x}." for x in ("terre", "mer", "vent", "feu"))
    trouve = apres(p(a) + p(b) + p(c), p(c) + p(a) + p(b) + p(d))
    assert [genre for genre, _ in dits(trouve)] == ["déplacé", "ajouté"]
    deplacee = trouve.changements[0]
    assert (deplacee.avant.paragraphe.numero, deplacee.apres.paragraphe.numero) == (3, 1)
    assert dits(apres(p(a) + p(b), p(b))) == [("retiré", f"[-{a}-]")]


def test_un_paragraphe_deplace_et_retouche_reste_reconnu():
    longue = "Le créancier se réserve de saisir le juge compétent sans autre avis"
    avant = p("Début.") + p(f"{longue}.") + "".join(p(f"Ligne {x}.") for x in "abcdef")
    maintenant = p("Début.") + "<w:p/>" + p(f"{longue} ni délai.") + avant.split("</w:p>", 2)[2]
    trouve = apres(avant, maintenant)
    assert dits(trouve) == [("remplacé", f"{longue} {{+ni délai+}}.")]
    (change,) = trouve.changements
    assert (change.avant.paragraphe.numero, change.apres.paragraphe.numero) == (2, 3)


def test_une_cellule_dit_sa_place():
    tableau = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    trouve = apres(tableau.format(p("Total"), p("10 €")), tableau.format(p("Total"), p("12 €")))
    assert dits(trouve) == [("remplacé", "[-10-]{+12+} €")]
    valeur = trouve.as_dict()
    assert valeur["changements"][0]["apres"] == {
        "paragraphe": 2, "cellule": {"tableau": 1, "rangee": 1, "colonne": 2}, "texte": "12 €",
    }  # fmt: skip
    assert json.loads(json.dumps(valeur)) == valeur


def _avec_parties(corps, tete="tête", note="note", pieds=("pied",)):
    references = f'<w:headerReference r:id="t"/><w:r><w:footnoteReference w:id="2"/></w:r>{corps}'
    for rang, _ in enumerate(pieds):
        references += f'<w:footerReference r:id="p{rang}"/>'
    boite = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
    membres = {
        "word/t.xml": f'<w:hdr xmlns:w="{W}">{boite.format(p(tete))}</w:hdr>',
        "word/n.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p(note)}</w:footnote>'
        "</w:footnotes>",
        **{
            f"word/p{i}.xml": f'<w:ftr xmlns:w="{W}">{pied if "<" in pied else p(pied)}</w:ftr>'
            for i, pied in enumerate(pieds)
        },
    }
    liens = [("t", "header"), ("n", "footnotes"), *((f"p{i}", "footer") for i in range(len(pieds)))]
    relations = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{genre}" Target="{i}.xml"/>' for i, genre in liens
    )
    return docx(references, avec={n: x.encode() for n, x in membres.items()}, relations=relations)


def test_toutes_les_parties_sont_comparees():
    avant = _avec_parties(p("corps"))
    assert comparer(avant, avant).memes_textes
    maintenant = _avec_parties(p("corps neuf"), "tête neuve", "note neuve", ("pied neuf",))
    trouve = comparer(avant, maintenant)
    assert [c.partie for c in trouve.changements] == ["en-tête", "corps", "notes", "pied de page"]


def test_l_ordre_des_pieds_de_page_et_leurs_doubles_ne_comptent_pas():
    assert comparer(
        _avec_parties(p("x"), pieds=("un", "deux")),
        _avec_parties(p("x"), pieds=("deux", "un", "deux")),
    ).memes_textes


@pytest.mark.parametrize("numero", ["1", "2"])
def test_un_numero_de_page_n_est_pas_compare(numero):
    simple = '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>{}</w:t></w:r></w:fldSimple></w:p>'
    compose = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES \\* Arabic'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> fin</w:t></w:r></w:p>'
    )
    for champ in (simple, compose):
        avant = _avec_parties(p("x"), pieds=(champ.format("9"),))
        assert comparer(avant, _avec_parties(p("x"), pieds=(champ.format(numero),))).memes_textes
    autre = compose.replace("NUMPAGES", "REF")
    avant = _avec_parties(p("x"), pieds=(autre.format("9"),))
    assert not comparer(avant, _avec_parties(p("x"), pieds=(autre.format(numero),))).memes_textes


def _style(nom, texte, trait=""):
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{nom}"/></w:pPr><w:r><w:rPr>{trait}</w:rPr>'
        f"<w:t>{texte}</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("avant", "maintenant", "aspects"),
    [
        (_style("Corps", "Un mot."), _style("Objet", "Un mot."), ["style"]),
        (p("Un mot."), _style("Normal", "Un mot."), []),
        (_style("header", "Un mot."), _style("Header", "Un mot."), []),
        (_style("A", "Un mot."), _style("A", "Un mot.", "<w:b/>"), ["caractères"]),
        (_style("A", "Un mot."), _style("A", "Un mot.", '<w:b w:val="0"/>'), []),
        (p("Un mot."), p("Un\u00a0mot."), ["espaces"]),
        (p("Un mot. Et deux."), p("Un mot.") + p("Et deux."), ["alinéa"]),
        (p("Un mot.", "Et deux."), "<w:p/>" + p("Un mot.", "Et deux."), []),
        (p("Été"), p("E\u0301te\u0301"), []),
    ],
)
def test_la_presentation_seule_est_une_information(avant, maintenant, aspects):
    trouve = apres(avant, maintenant)
    assert trouve.memes_textes
    assert [x.aspect for x in trouve.presentation if x.aspect != "espaces" or aspects] == aspects


def test_un_mot_ajoute_en_gras_n_est_pas_deux_changements():
    trouve = apres(_style("A", "Un mot."), _style("A", "Un gros mot.", "<w:b/>"))
    assert len(trouve.changements) == 1
    assert trouve.presentation == ()


MOTS = st.lists(st.sampled_from(["le", "mai", "3", "{{ a }}", "prix", "dû", ",", "."]), max_size=12)


@given(MOTS, MOTS)
@settings(max_examples=150, deadline=None)
def test_les_mots_gardes_et_ajoutes_font_le_second_texte(a, b):
    trouve = apres(p("Ici " + " ".join(a) + " fin"), p("Ici " + " ".join(b) + " fin"))
    for change in trouve.changements:
        if change.genre != "remplacé":
            continue
        lus = {sort: [m.texte for m in change.mots if m.sort in ("même", sort)]
               for sort in ("ajouté", "retiré")}  # fmt: skip
        assert "".join(lus["ajouté"]) == change.apres.texte
        assert "".join(lus["retiré"]).split() == change.avant.texte.split()


def _plus_longue(a, b):
    """Length of a longest common subsequence, as a book writes it."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1],
                                                                     table[i + 1][j])  # fmt: skip
    return table[-1][-1]


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_l_alignement_est_le_plus_long(a, b):
    trouvees = paires(a, b)
    assert all(a[i] == b[j] for i, j in trouvees)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(trouvees))
    assert len(trouvees) == _plus_longue(a, b)


LETTRES = dict(lettres())


@pytest.mark.parametrize("nom", LETTRES)
def test_un_fichier_est_identique_a_lui_meme(nom):
    trouve = comparer(LETTRES[nom], LETTRES[nom])
    assert trouve.changements == ()
    assert trouve.presentation == ()


def test_les_modeles_livres_se_comparent_d_une_etape_a_l_autre():
    modeles = [RACINE / "templates" / n / "lettre.docx" for n in ("quittance", "recu-solde")]
    a, b = (m.read_bytes() for m in modeles)
    aller, retour = comparer(a, b), comparer(b, a)
    assert aller.nombre("remplacé") > 0
    assert aller.nombre("ajouté") + aller.nombre("remplacé") == retour.nombre(
        "retiré"
    ) + retour.nombre("remplacé")


N = 20_000


@pytest.mark.parametrize(
    ("avant", "maintenant"),
    [
        (p("Le même texte ici.") * N, p("Le même texte ici.") * (N + 1)),
        (p("Le même texte ici.") * N, p("Un autre texte là.") * (N - 1)),
        ((p("Un.") + p("Deux.")) * (N // 2), (p("Deux.") + p("Deux.") + p("Un.")) * (N // 3)),
        (p("a b " * (2 * N)), p("b a c " * (2 * N))),
        (p("." * 200_000), p(". " * 100_000)),
        (p("{{" * 100_000), p("{% {{ " * 40_000)),
        (p("x" + " " * 200_000 + "y"), p(" .A" * 70_000)),
        (p("1 234" * 40_000), p("1 234 " * 40_000)),
    ],
    ids=["égaux", "autres", "alternés", "mots", "points", "accolades", "blancs", "chiffres"],
)
def test_un_fichier_fait_pour_durer_ne_dure_pas(avant, maintenant):
    a, b = docx(avant), docx(maintenant)
    assert not comparer(a, b).memes_textes
    # No clock here: a quadratic reading takes minutes, and the run shows it.
