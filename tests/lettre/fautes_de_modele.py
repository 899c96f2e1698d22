"""Faults sown in Word templates, one in each file: what a check of templates must find, and where.

The expectations come from ``docs/constats.md`` and ``docs/guide-du-juriste.md``, never from what a
check says. Where two codes are both honest, both are admitted, and ``pourquoi`` says why.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from dataclasses import dataclass

from document.briques import OFFICE, champ, image, r, zone
from lettre.modeles_d_essai import (
    ENDROITS,
    LIGNE,
    PAGE,
    TAB,
    change,
    commente,
    controle,
    imagee,
    lettre,
    lien,
    livre,
    membres_de,
    mot,
    para,
    proprietes,
    ps,
    rang,
    relation,
    relations,
    tableau,
)

Codes = str | tuple[str, ...]


@dataclass(frozen=True)
class Faute:
    """One faulty file, what must be said of it, and the same file mended."""

    nom: str
    codes: tuple[str, ...]
    """The finding must bear one of them."""
    fautif: bytes
    repare: bytes
    partie: str | None = "corps"
    """Part the finding must name; ``None``: the fault has no such place."""
    paragraphes: tuple[int, ...] = (2,)
    """Ranks the finding may name; none: the fault has no paragraph of its own."""
    extrait: str = ""
    """What the excerpt of the finding must hold, white space apart."""
    pack: str = ""
    """The pack whose letter this is, if the check needs one."""
    pourquoi: str = ""


def _tous(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else codes


def _differe(faux: str, juste: str) -> str:
    """What *faux* has that *juste* has not, between their common ends."""
    debut = len(os.path.commonpath([faux, juste]))
    queue = os.path.commonpath([faux[debut:][::-1], juste[debut:][::-1]])
    return faux[debut : len(faux) - len(queue)].strip()


def phrase(
    nom: str, codes: Codes, faux: str, juste: str, extrait: str | None = None, pourquoi: str = "",
    endroit: str = "dans le corps",
) -> Faute:  # fmt: skip
    """A faulty sentence, alone in its paragraph, put at *endroit*."""
    faire, partie, rang_ = ENDROITS[endroit]
    if extrait is None:
        extrait = _differe(faux, juste)
    return Faute(
        nom, _tous(codes), faire(para(faux)), faire(para(juste)), partie, (rang_,), extrait,
        pourquoi=pourquoi,
    )  # fmt: skip


def blocs(
    nom: str, codes: Codes, faux: Iterable[str], juste: Iterable[str], ou: int | tuple[int, ...],
    extrait: str = "", pourquoi: str = "",
) -> Faute:  # fmt: skip
    """Faulty blocks: paragraphs (by their text) or XML; the first of them is paragraph 2."""
    rangs = (ou,) if isinstance(ou, int) else ou
    return Faute(
        nom, _tous(codes), lettre(*faux), lettre(*juste), "corps", rangs, extrait,
        pourquoi=pourquoi,
    )  # fmt: skip


SI, FSI = "{%p if relances %}", "{%p endif %}"
NOM = "{{ debiteur.denomination }}"
BON = f"Nous écrivons à {NOM}."
MOT = ("BALISE_ABIMEE", "NOM_INCONNU")
REPAREE = "BALISE_REPAREE"
"""What the program mends without a doubt: a warning, and the letter can be written."""
"""A keyword that is none: « un mot que le programme ne connaît pas » and a spoilt tag are both."""
JEU = ("BALISE_ABIMEE", "EXPRESSION_INTERDITE")
"""Jinja cannot read it: spoilt, or a construct that no letter asks for."""


def _abimee(
    nom: str, balise: str, codes: Codes = "BALISE_ABIMEE", extrait: str = "debiteur"
) -> Faute:
    return phrase(nom, codes, f"Nous écrivons à {balise}.", BON, extrait)


def _choix(nom: str, faux: str, codes: Codes, extrait: str, pourquoi: str = "") -> Faute:
    juste = (
        "Rien n’est venu{% if relances %}, malgré {{ relances }}{% else %} à ce jour{% endif %}."
    )
    return phrase(nom, codes, faux, juste, extrait, pourquoi)


ABIMEES = [
    _abimee("une accolade ouvrante perdue", "{ debiteur.denomination }}"),
    _abimee("une accolade fermante perdue", "{{ debiteur.denomination }"),
    _abimee("une accolade perdue de chaque côté", "{ debiteur.denomination }"),
    _abimee("les deux accolades fermantes perdues", "{{ debiteur.denomination"),
    _abimee("les deux accolades ouvrantes perdues", "debiteur.denomination }}"),
    _abimee("une espace entre les accolades", "{ { debiteur.denomination } }", REPAREE),
    _abimee("une espace entre les accolades fermantes", "{{ debiteur.denomination } }", REPAREE),
    _abimee("trois accolades", "{{{ debiteur.denomination }}}", JEU),
    _abimee("une balise dans une balise", "{{ {{ debiteur.denomination }} }}"),
    _abimee("des accolades fermantes en double", "{{ debiteur.denomination }} }}", extrait="}}"),
    _abimee("des accolades pleine chasse", "｛｛ debiteur.denomination ｝｝", REPAREE),
    _abimee("des guillemets français dans la balise", "{{ « debiteur.denomination » }}"),
    _abimee("des points de suspension dans la balise", "{{ debiteur.denomination… }}"),
    _abimee("une balise ouverte comme un champ et fermée comme un bloc",
            "{{ debiteur.denomination %}"),
    _abimee("un champ écrit comme un bloc", "{% debiteur.denomination %}", MOT),
    _abimee("une espace au lieu du point", "{{ debiteur denomination }}", MOT),
    _abimee("une virgule au lieu du point", "{{ debiteur,denomination }}", (*JEU, "NOM_INCONNU")),
    _abimee("deux points au lieu d’un", "{{ debiteur..denomination }}"),
    _abimee("deux-points au lieu du point", "{{ debiteur:denomination }}"),
    _abimee("un point de trop à la fin", "{{ debiteur.denomination. }}"),
    _abimee("un point de trop au début", "{{ .debiteur.denomination }}"),
    _abimee("un trait d’union dans le nom", "{{ debiteur-denomination }}",
            ("BALISE_ABIMEE", "CALCUL_DANS_LE_MODELE", "NOM_INCONNU")),
    _abimee("une barre oblique au lieu du point", "{{ debiteur/denomination }}",
            ("BALISE_ABIMEE", "CALCUL_DANS_LE_MODELE", "NOM_INCONNU")),
    _abimee("une esperluette dans la balise", "{{ debiteur.denomination & }}"),
    _abimee("un point d’interrogation dans la balise", "{{ debiteur.denomination ? }}"),
    _abimee("des parenthèses au lieu d’accolades", "(( debiteur.denomination ))"),
    _abimee("des crochets au lieu d’accolades", "[[ debiteur.denomination ]]"),
    _abimee("des chevrons au lieu d’accolades", "<< debiteur.denomination >>"),
    _abimee("des guillemets au lieu d’accolades, comme un champ de fusion",
            "«debiteur.denomination»"),
    _abimee("un crochet simple au lieu d’accolades", "[debiteur.denomination]"),
    _abimee("un trait d’union conditionnel dans le nom", "{{ debiteur.denomi\u00adnation }}",
            (*MOT, "BALISE_REPAREE")),
    phrase("une balise vide", "BALISE_ABIMEE", "Nous écrivons à {{ }}.", BON, "{{"),
    phrase("un bloc vide", "BALISE_ABIMEE", "Nous écrivons {% %}encore.", "Nous écrivons encore.",
           "%"),
    phrase("une fin de bloc seule", "BALISE_ABIMEE", "Nous écrivons %} encore.",
           "Nous écrivons encore.", "%}"),
    phrase("un début de bloc seul", "BALISE_ABIMEE", "Nous écrivons {% encore.",
           "Nous écrivons encore.", "{%"),
    phrase("des accolades fermantes seules", "BALISE_ABIMEE", "Nous écrivons }} encore.",
           "Nous écrivons encore.", "}}"),
    phrase("un commentaire jamais fermé", "BALISE_ABIMEE", "Nous écrivons {# à relire.",
           "Nous écrivons {# à relire #}.", "à relire"),
    phrase("une chaîne jamais fermée", "BALISE_ABIMEE",
           '{% if pieces %}Avec {{ pieces|join(" ; ) }}.{% endif %}',
           '{% if pieces %}Avec {{ pieces|join(" ; ") }}.{% endif %}', "join"),
    phrase("une parenthèse jamais fermée", "BALISE_ABIMEE",
           "{% if (relances and not relances_partielles %}Rien.{% endif %}",
           "{% if (relances and not relances_partielles) %}Rien.{% endif %}", "if (relances"),
    phrase("un bloc fermé comme un champ", "BALISE_ABIMEE",
           "{% if relances }}Rien.{% endif %}", "{% if relances %}Rien.{% endif %}", "if relances"),
    phrase("un bloc qui a perdu son pour-cent", "BALISE_ABIMEE",
           "{ if relances %}Rien.{% endif %}", "{% if relances %}Rien.{% endif %}", "if relances"),
    phrase("un bloc qui a perdu sa dernière accolade", "BALISE_ABIMEE",
           "{% if relances %Rien.{% endif %}", "{% if relances %}Rien.{% endif %}", "if relances"),
    phrase("des espaces entre l’accolade et le pour-cent", REPAREE,
           "{ % if relances % }Rien.{ % endif % }", "{% if relances %}Rien.{% endif %}",
           "if relances"),
    phrase("un choix sans condition", "BALISE_ABIMEE", "{% if %}Rien.{% endif %}",
           "{% if relances %}Rien.{% endif %}", "if"),
    phrase("une condition qui n’est pas finie", "BALISE_ABIMEE",
           "{% if relances and %}Rien.{% endif %}", "{% if relances %}Rien.{% endif %}",
           "if relances and"),
    phrase("un seul signe égal", JEU,
           '{% if debiteur.appel = "Madame" %}Chère{% endif %} Madame.',
           '{% if debiteur.appel == "Madame" %}Chère{% endif %} Madame.', "debiteur.appel"),
    phrase("« et » pour « and »", MOT,
           "{% if relances et not relances_partielles %}Rien.{% endif %}",
           "{% if relances and not relances_partielles %}Rien.{% endif %}", "relances et"),
    phrase("« ou » pour « or »", MOT, "{% if relances ou pieces %}Rien.{% endif %}",
           "{% if relances or pieces %}Rien.{% endif %}", "relances ou"),
    phrase("« pas » pour « not »", MOT, "{% if pas relances %}Rien.{% endif %}",
           "{% if not relances %}Rien.{% endif %}", "pas relances"),
    phrase("« && » pour « and »", JEU, "{% if relances && pieces %}Rien.{% endif %}",
           "{% if relances and pieces %}Rien.{% endif %}", "relances"),
    phrase("« ! » pour « not »", JEU, "{% if !relances %}Rien.{% endif %}",
           "{% if not relances %}Rien.{% endif %}", "relances"),
    _choix("un choix écrit comme un champ",
           "Rien n’est venu{{ if relances }}, malgré {{ relances }}{% endif %}.",
           "BALISE_ABIMEE", "if relances"),
    _choix("« end if » en deux mots",
           "Rien n’est venu{% if relances %}, malgré {{ relances }}{% end if %}.", REPAREE,
           "end if"),
    _choix("« else if » pour « elif »",
           "Rien n’est venu{% if relances %}, malgré tout{% else if pieces %} encore{% endif %}.",
           REPAREE, "else if"),
    _choix("« elseif » pour « elif »",
           "Rien n’est venu{% if relances %}, malgré tout{% elseif pieces %} encore{% endif %}.",
           REPAREE, "elseif"),
    _choix("une majuscule mise par Word à « If »",
           "Rien n’est venu{% If relances %}, malgré {{ relances }}{% endif %}.", REPAREE, "If"),
    _choix("une majuscule mise par Word à « EndIf »",
           "Rien n’est venu{% if relances %}, malgré {{ relances }}{% EndIf %}.", REPAREE, "EndIf"),
    _choix("un choix en français", "Rien n’est venu{% si relances %}, malgré tout{% fin %}.", MOT,
           "si"),
    _choix("« sinon » pour « else »",
           "Rien n’est venu{% if relances %}, malgré tout{% sinon %} à ce jour{% endif %}.", MOT,
           "sinon"),
    _choix("« fin si » pour « endif »",
           "Rien n’est venu{% if relances %}, malgré tout{% fin si %}.", MOT, "fin si"),
    _choix("une coquille dans « endif »",
           "Rien n’est venu{% if relances %}, malgré tout{% enfid %}.", MOT, "enfid"),
    _choix("« then » après la condition",
           "Rien n’est venu{% if relances then %}, malgré tout{% endif %}.", MOT, "then"),
    blocs("une boucle en français", MOT,
          ["{%p pour facture dans factures %}", "Facture.", "{%p fin pour %}"],
          ["{%p for facture in factures %}", "Facture.", "{%p endfor %}"], 2, "pour facture"),
    blocs("une boucle sans « in »", "BALISE_ABIMEE",
          ["{%p for facture factures %}", "Facture.", "{%p endfor %}"],
          ["{%p for facture in factures %}", "Facture.", "{%p endfor %}"], 2, "for facture"),
    blocs("une boucle sans variable", "BALISE_ABIMEE",
          ["{%p for in factures %}", "Facture.", "{%p endfor %}"],
          ["{%p for facture in factures %}", "Facture.", "{%p endfor %}"], 2, "for in"),
    blocs("« of » pour « in »", MOT,
          ["{%p for facture of factures %}", "Facture.", "{%p endfor %}"],
          ["{%p for facture in factures %}", "Facture.", "{%p endfor %}"], 2, "of factures"),
    blocs("le p collé à if", REPAREE, ["{%pif relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2,
          "pif"),
    blocs("le p en capitale", REPAREE, ["{%P if relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2,
          "P if"),
    blocs("une espace avant le p", REPAREE, ["{% p if relances %}", "Rien.", FSI],
          [SI, "Rien.", FSI],
          2,
          "p if"),
    blocs("le tr collé à for", REPAREE,
          [tableau(("{%trfor f in factures %}", ""), ("{{ f.numero }}", "x"),
                   ("{%tr endfor %}", ""))],
          [tableau(("{%tr for f in factures %}", ""), ("{{ f.numero }}", "x"),
                   ("{%tr endfor %}", ""))],
          2, "trfor"),
    blocs("une balise coupée par une marque de paragraphe", "BALISE_ABIMEE",
          ["Nous écrivons à {{ debiteur.", "denomination }}."], [BON], 2, "debiteur."),
    blocs("une balise coupée entre ses accolades par une marque de paragraphe", "BALISE_ABIMEE",
          ["Nous écrivons à {", "{ debiteur.denomination }}."], [BON], (2, 3),
          pourquoi="chacun des deux paragraphes porte une moitié de balise"),
    blocs("une balise coupée par une tabulation", MOT,
          [para("{% if", TAB, "relances %}Rien.{% endif %}")],
          [para("{% if relances %}Rien.{% endif %}")],
          2, pourquoi="docxtpl jette la tabulation : les deux mots n’en font plus qu’un"),
    blocs("une balise coupée par un saut de ligne", MOT,
          [para("{% if", LIGNE, "relances %}Rien.{% endif %}")],
          [para("{% if relances %}Rien.{% endif %}")], 2,
          pourquoi="docxtpl jette le saut : les deux mots n’en font plus qu’un"),
    blocs("une balise coupée par un saut de page", ("BALISE_ABIMEE", "BALISE_REPAREE"),
          [para("Nous écrivons à {{ debiteur.", PAGE, "denomination }}.")], [BON], 2, "debiteur.",
          pourquoi="docxtpl jette le saut : la page n’est plus coupée"),
    blocs("une balise coupée par un numéro de page", MOT,
          [para("Nous écrivons à {{ debiteur.", r('<w:fldChar w:fldCharType="begin"/>'),
                r("<w:instrText> PAGE </w:instrText>"), r('<w:fldChar w:fldCharType="separate"/>'),
                r("1"), r('<w:fldChar w:fldCharType="end"/>'), "denomination }}.")],
          [BON], 2, "debiteur."),
    blocs("une balise qui sort d’un lien hypertexte", "BALISE_ABIMEE",
          [para("Écrire à {{ debiteur.", lien(r("denomination }} vite")))],
          [para("Écrire à ", lien(r("{{ debiteur.denomination }} vite")))], 2, "debiteur.",
          pourquoi="docxtpl ôte le début du lien et en laisse la fin : le fichier est illisible"),
    blocs("une balise qui sort d’un contrôle de contenu", "BALISE_ABIMEE",
          [para("Écrire à ", controle(r("{{ debiteur.")), "denomination }} vite")],
          [para("Écrire à ", controle(r("{{ debiteur.denomination }}")), " vite")], 2,
          "{{ debiteur.",
          pourquoi="docxtpl ôte la fin du contrôle et en laisse le début"),
]  # fmt: skip

_INSERE = '<w:{0} w:id="1" w:author="J. Martin" w:date="2026-01-05T10:00:00Z">{1}</w:{0}>'
_OTE = "<w:r><w:delText>{0}</w:delText></w:r>"

REPAREES = [
    phrase(nom, "BALISE_REPAREE", faux, juste, "")
    for nom, faux, juste in (
        ("une espace insécable dans une balise",
         "Nous écrivons à {{\u00a0debiteur.denomination\u00a0}}.", BON),
        ("une espace fine dans une balise", "Nous écrivons à {{ debiteur.denomination\u202f}}.",
         BON),
        ("une espace idéographique dans une balise",
         "Nous écrivons à {{\u3000debiteur.denomination }}.", BON),
        ("un caractère de largeur nulle dans un nom",
         "Nous écrivons à {{ debi\u200bteur.denomination }}.", BON),
        ("une marque d’ordre des octets dans un nom",
         "Nous écrivons à {{ \ufeffdebiteur.denomination }}.", BON),
        ("un tiret demi-cadratin pour le trait d’un bloc", "{%– if relances %}Rien.{% endif %}",
         "{%- if relances %}Rien.{% endif %}"),
        ("un tiret cadratin pour le trait d’un champ",
         "Nous écrivons à {{ debiteur.denomination —}}.", BON),
        ("des guillemets courbes autour d’un texte",
         "{% if debiteur.appel == “Madame” %}Chère{% endif %}.",
         '{% if debiteur.appel == "Madame" %}Chère{% endif %}.'),
        ("des guillemets simples courbes autour d’un texte",
         "{% if debiteur.appel == ‘Madame’ %}Chère{% endif %}.",
         '{% if debiteur.appel == "Madame" %}Chère{% endif %}.'),
        ("un guillemet bas autour d’un texte",
         "{% if debiteur.appel == „Madame“ %}Chère{% endif %}.",
         '{% if debiteur.appel == "Madame" %}Chère{% endif %}.'),
    )
]  # fmt: skip

FACTURES = "{%p for facture in factures %}"
LIGNE_BONNE = "Facture {{ facture.numero }}."
PAS_UN_TEXTE = ("NOM_INCONNU", "EXPRESSION_INTERDITE")
"""It exists, and is no text: no name that can be printed, or no expression a letter may print."""

NOMS = [
    phrase("une lettre manque dans un nom", "NOM_INCONNU", "À {{ debiteur.denominaton }}.",
           "À {{ debiteur.denomination }}.", "denominaton"),
    phrase("un champ d’un autre groupe", "NOM_INCONNU", "À {{ debiteur.nom }}.",
           "À {{ debiteur.denomination }}.", "debiteur.nom"),
    phrase("des accents dans un nom", "NOM_INCONNU", "De {{ créancier.dénomination }}.",
           "De {{ creancier.denomination }}.", "créancier.dénomination"),
    phrase("des capitales dans un nom", "NOM_INCONNU", "À {{ Debiteur.Denomination }}.",
           "À {{ debiteur.denomination }}.", "Debiteur"),
    phrase("un nom tout en capitales", "NOM_INCONNU", "Dossier {{ REFERENCE }}.",
           "Dossier {{ reference }}.", "REFERENCE"),
    phrase("le groupe manque", "NOM_INCONNU", "À {{ denomination }}.",
           "À {{ debiteur.denomination }}.", "denomination"),
    phrase("un groupe au pluriel", "NOM_INCONNU", "À {{ debiteurs.denomination }}.",
           "À {{ debiteur.denomination }}.", "debiteurs"),
    phrase("un groupe d’un autre logiciel", "NOM_INCONNU", "À {{ client.nom }}.",
           "À {{ debiteur.denomination }}.", "client"),
    phrase("un mot de liaison de trop", "NOM_INCONNU", "À {{ debiteur.de.denomination }}.",
           "À {{ debiteur.denomination }}.", "debiteur.de"),
    phrase("un tiret bas en double", "NOM_INCONNU", "Soit {{ total.en__lettres }}.",
           "Soit {{ total.en_lettres }}.", "en__lettres"),
    phrase("un nom inconnu entre crochets", "NOM_INCONNU", 'À {{ debiteur["nom"] }}.',
           'À {{ debiteur["denomination"] }}.', "debiteur"),
    phrase("un nom inconnu dans une condition", "NOM_INCONNU",
           "{% if debiteur.est_comsommateur %}Vous.{% endif %}",
           "{% if debiteur.est_consommateur %}Vous.{% endif %}", "est_comsommateur"),
    phrase("un nom inconnu dans un « elif »", "NOM_INCONNU",
           "{% if relances %}A{% elif relanses_partielles %}B{% endif %}.",
           "{% if relances %}A{% elif relances_partielles %}B{% endif %}.", "relanses_partielles"),
    phrase("un nom inconnu derrière un « not »", "NOM_INCONNU",
           "{% if not principal.est_nul %}Vous devez.{% endif %}",
           "{% if not principal.est_nulle %}Vous devez.{% endif %}", "est_nul"),
    phrase("un nom inconnu devant un filtre", "NOM_INCONNU", "{{ debiteur.nom_complet|capitale }}.",
           "{{ debiteur.dans_la_phrase|capitale }}.", "nom_complet"),
    phrase("un nom inconnu sous une garde qui le nomme", "NOM_INCONNU",
           "{% if creancier.fax %}Fax {{ creancier.fax }}.{% endif %}",
           "{% if creancier.telephone %}Tél. {{ creancier.telephone }}.{% endif %}",
           "creancier.fax"),
    phrase("un texte de loi qui n’est pas là", "NOM_INCONNU", "« {{ textes.l111_8_alinea_4 }} »",
           "« {{ textes.l111_8_alinea_3 }} »", "alinea_4"),
    phrase("« complement » au singulier", "NOM_INCONNU", "Client {{ complement.numero_client }}.",
           "{% if complements.numero_client %}Client {{ complements.numero_client }}.{% endif %}",
           "complement.numero_client"),
    phrase("le champ d’un champ", "NOM_INCONNU", "Le {{ date.jour }}.", "Le {{ date }}.",
           "date.jour"),
    phrase("une facture hors de sa boucle", "NOM_INCONNU", "Facture {{ facture.numero }}.",
           "Dossier {{ reference }}.", "facture.numero"),
    phrase("le rang d’une boucle, hors d’elle", "NOM_INCONNU", "Ligne {{ loop.index }}.",
           "Ligne.", "loop.index"),
    blocs("une boucle sur une liste inconnue", "NOM_INCONNU",
          ["{%p for ligne in decompte.ligne %}", "Une ligne.", "{%p endfor %}"],
          ["{%p for ligne in decompte.lignes %}", "Une ligne.", "{%p endfor %}"], 2,
          "decompte.ligne"),
    blocs("une coquille dans la variable de la boucle", "NOM_INCONNU",
          [FACTURES, "Facture {{ fature.numero }}.", "{%p endfor %}"],
          [FACTURES, LIGNE_BONNE, "{%p endfor %}"], 3, "fature.numero"),
    blocs("la liste au lieu de la variable de la boucle", PAS_UN_TEXTE,
          [FACTURES, "Facture {{ factures.numero }}.", "{%p endfor %}"],
          [FACTURES, LIGNE_BONNE, "{%p endfor %}"], 3, "factures.numero"),
    blocs("la variable d’une boucle après elle", "NOM_INCONNU",
          [FACTURES, LIGNE_BONNE, "{%p endfor %}", "Total de {{ facture.numero }}."],
          [FACTURES, LIGNE_BONNE, "{%p endfor %}", "Total."], 5, "facture.numero"),
    blocs("un champ inconnu d’une facture", "NOM_INCONNU",
          [FACTURES, "Facture {{ facture.montant }}.", "{%p endfor %}"],
          [FACTURES, "Facture {{ facture.montant_ttc }}.", "{%p endfor %}"], 3, "facture.montant"),
    blocs("la boucle intérieure prend le nom de l’autre", "NOM_INCONNU",
          ["{%p for x in factures %}", "{%p for x in debiteur.adresse %}", "De {{ x.numero }}.",
           "{%p endfor %}", "{%p endfor %}"],
          ["{%p for x in factures %}", "{%p for y in debiteur.adresse %}", "De {{ x.numero }}.",
           "{%p endfor %}", "{%p endfor %}"], 4, "x.numero",
          "la boucle la plus proche l’emporte : x est une ligne d’adresse, qui n’a pas de numéro"),
    blocs("un rang de boucle qui n’existe pas", "NOM_INCONNU",
          [FACTURES, "Facture {{ loop.indice }}.", "{%p endfor %}"],
          [FACTURES, "Facture {{ loop.index }}.", "{%p endfor %}"], 3, "loop.indice"),
    phrase("une liste imprimée comme un texte", PAS_UN_TEXTE, "Factures {{ factures }}.",
           "Dossier {{ reference }}.", "factures"),
    phrase("l’adresse imprimée comme un texte", PAS_UN_TEXTE, "Demeurant {{ debiteur.adresse }}.",
           'Demeurant {{ debiteur.adresse|join(", ") }}.', "debiteur.adresse"),
    phrase("un groupe imprimé comme un texte", PAS_UN_TEXTE, "À {{ debiteur }}.",
           "À {{ debiteur.denomination }}.", "debiteur"),
    phrase("une somme imprimée sans dire comment", PAS_UN_TEXTE, "Soit {{ total }}.",
           "Soit {{ total.en_chiffres }}.", "total"),
    phrase("un oui ou non imprimé", PAS_UN_TEXTE, "Client : {{ debiteur.est_consommateur }}.",
           "Client{% if debiteur.est_consommateur %} : oui{% endif %}.", "est_consommateur"),
    phrase("le champ d’une liste, sans boucle", PAS_UN_TEXTE, "Facture {{ factures.numero }}.",
           "Dossier {{ reference }}.", "factures.numero"),
    blocs("une boucle sur un texte", (*PAS_UN_TEXTE, "BOUCLE_MAL_PLACEE"),
          ["{%p for x in debiteur.denomination %}", "{{ x }}", "{%p endfor %}"],
          ["{%p for x in debiteur.adresse %}", "{{ x }}", "{%p endfor %}"], 2,
          "debiteur.denomination", "une boucle parcourt une liste"),
]  # fmt: skip

FILTRES = [
    phrase(nom, codes, faux, juste, extrait)
    for nom, codes, faux, juste, extrait in (
        ("un filtre en français", "FILTRE_INCONNU", "{{ debiteur.dans_la_phrase|majuscule }}.",
         "{{ debiteur.dans_la_phrase|capitale }}.", "majuscule"),
        ("un filtre en capitales", "FILTRE_INCONNU", "{{ lieu|Upper }}.", "{{ lieu|upper }}.",
         "Upper"),
        ("un filtre d’euros", "FILTRE_INCONNU", "{{ total.en_chiffres|euros }}.",
         "{{ total.en_chiffres }}.", "euros"),
        ("un filtre de Jinja qui n’est pas admis", "FILTRE_INCONNU",
         '{{ lieu|replace("a", "b") }}.',
         "{{ lieu }}.", "replace"),
        ("un filtre qui ôte la protection", "FILTRE_INCONNU", "{{ lieu|safe }}.", "{{ lieu }}.",
         "safe"),
        ("un filtre qui arrondit", ("FILTRE_INCONNU", "CALCUL_DANS_LE_MODELE"),
         "{{ total.en_chiffres|round(2) }}.", "{{ total.en_chiffres }}.", "round"),
        ("un filtre qui additionne", ("FILTRE_INCONNU", "CALCUL_DANS_LE_MODELE"),
         '{{ factures|sum("reste_du") }}.', "{{ total.en_chiffres }}.", "sum"),
        ("un filtre inconnu dans une condition", "FILTRE_INCONNU",
         "{% if relances|vide %}Rien.{% endif %}", "{% if not relances %}Rien.{% endif %}", "vide"),
        ("un filtre inconnu après un bon", "FILTRE_INCONNU", "{{ lieu|upper|gras }}.",
         "{{ lieu|upper }}.", "gras"),
        ("trois filtres l’un derrière l’autre", "FILTRE_INCONNU", "{{ lieu|trim|lower|capitale }}.",
         "{{ lieu|trim|capitale }}.", "lieu"),
        ("un filtre à qui l’on passe un champ", "FILTRE_INCONNU",
         "{{ debiteur.adresse|join(lieu) }}.", '{{ debiteur.adresse|join(", ") }}.', "join"),
        ("un filtre à qui l’on nomme son argument", "FILTRE_INCONNU",
         '{{ debiteur.adresse|join(d=", ") }}.', '{{ debiteur.adresse|join(", ") }}.', "join"),
        ("un test inconnu", ("FILTRE_INCONNU", "NOM_INCONNU", "EXPRESSION_INTERDITE"),
         "{% if relances is vide %}Rien.{% endif %}", "{% if not relances %}Rien.{% endif %}",
         "vide"),
    )
]  # fmt: skip

CALCUL = "CALCUL_DANS_LE_MODELE"
CALCULS = [
    phrase(nom, codes, f"Soit {faux}.", juste, extrait)
    for nom, codes, faux, juste, extrait in (
        ("une addition", CALCUL, "{{ principal.en_chiffres + interets.en_chiffres }}",
         "Soit {{ total.en_chiffres }}.", "+"),
        ("une soustraction", CALCUL, "{{ total.en_chiffres - interets.en_chiffres }}",
         "Soit {{ principal.en_chiffres }}.", "-"),
        ("une multiplication", CALCUL, "{{ principal.en_chiffres * 2 }}",
         "Soit {{ principal.en_chiffres }}.", "*"),
        ("une division", CALCUL, "{{ principal.en_chiffres / 12 }}",
         "Soit {{ principal.en_chiffres }}.", "/"),
        ("une division entière", CALCUL, "{{ principal.en_chiffres // 12 }}",
         "Soit {{ principal.en_chiffres }}.", "//"),
        ("un reste", CALCUL, "{{ principal.en_chiffres % 2 }}",
         "Soit {{ principal.en_chiffres }}.", "principal"),
        ("une puissance", CALCUL, "{{ 9 ** 9 ** 9 }}", "Soit.", "**"),
        ("un nombre de factures plus un", CALCUL, "{{ factures|length + 1 }}",
         "Soit {{ factures|length }}.", "length"),
        ("deux textes mis bout à bout", (CALCUL, "EXPRESSION_INTERDITE"), "{{ lieu ~ date }}",
         "Soit {{ lieu }}, {{ date }}.", "~"),
        ("une date calculée", CALCUL, "{{ date + 15 }}", "Soit {{ date }}.", "date"),
        ("une comparaison de montants", CALCUL,
         '{% if total.en_chiffres > "1000" %}beaucoup{% endif %}', "Soit beaucoup.",
         "total.en_chiffres"),
        ("un seuil de montant", CALCUL, "{% if principal.en_chiffres <= 5000 %}peu{% endif %}",
         "Soit peu.", "principal.en_chiffres"),
        ("une comparaison de dates", CALCUL, "{% if date < date_limite %}tôt{% endif %}",
         "Soit tôt.", "date"),
        ("une variable posée", (CALCUL, "EXPRESSION_INTERDITE"),
         "{% set n = reference %}{{ reference }}", "Soit {{ reference }}.", "set"),
    )
]  # fmt: skip

INTERDITE = "EXPRESSION_INTERDITE"
CACHE = (INTERDITE, "NOM_INCONNU")
INTERDITES = [
    phrase(nom, codes, f"Note : {faux}.", "Note : {{ reference }}.", extrait)
    for nom, codes, faux, extrait in (
        ("un attribut caché", CACHE, "{{ reference.__class__ }}", "__class__"),
        ("un attribut caché de la boucle des classes", CACHE,
         "{{ reference.__class__.__mro__[1].__subclasses__() }}", "__"),
        ("un attribut par un filtre", (INTERDITE, "FILTRE_INCONNU"), '{{ reference|attr("x") }}',
         "attr"),
        ("du faux latin", CACHE, "{{ lipsum() }}", "lipsum"),
        ("un cycle", CACHE, '{{ cycler("a", "b") }}', "cycler"),
        ("le gabarit lui-même", CACHE, "{{ self.corps() }}", "self"),
        ("une méthode de texte", INTERDITE, "{{ reference.upper() }}", "upper"),
        ("une méthode de mise en forme", INTERDITE, '{{ "%s".format(reference) }}', "format"),
        ("un appel à un champ", INTERDITE, "{{ reference() }}", "reference()"),
        ("une tranche de texte", INTERDITE, "{{ reference[0:3] }}", "0:3"),
        ("une tranche de liste", INTERDITE, '{{ debiteur.adresse[:2]|join(", ") }}', ":2"),
        ("une liste écrite", INTERDITE, '{{ [reference, date]|join(" ") }}', "reference, date"),
        ("un tableau écrit", INTERDITE, '{{ {"a": reference}.a }}', "reference"),
        ("une inclusion", INTERDITE, '{% include "autre.docx" %}', "include"),
        ("un import", INTERDITE, '{% import "autre.docx" as autre %}', "import"),
        ("un import choisi", INTERDITE, '{% from "autre.docx" import a %}', "import"),
        ("un modèle parent", INTERDITE, '{% extends "autre.docx" %}', "extends"),
        ("une macro", INTERDITE, "{% macro f() %}x{% endmacro %}", "macro"),
        ("un appel de macro", INTERDITE, "{% call f() %}x{% endcall %}", "call"),
        ("un bloc nommé", INTERDITE, "{% block titre %}x{% endblock %}", "block"),
        ("un bloc filtré", INTERDITE, "{% filter upper %}x{% endfilter %}", "filter"),
        ("une portée", INTERDITE, "{% with n = reference %}x{% endwith %}", "with"),
        ("une protection débranchée", INTERDITE,
         "{% autoescape false %}{{ reference }}{% endautoescape %}", "autoescape"),
        ("une boucle sans fin utile", INTERDITE, "{% for x in range(10**9) %}x{% endfor %}",
         "range"),
        ("une boucle sur un texte écrit", INTERDITE, '{% for x in "abc" %}x{% endfor %}', "for x"),
        ("une instruction inconnue", CACHE, "{% do reference %}", "do"),
    )
] + [
    blocs("une boucle récursive", INTERDITE,
          ["{%p for x in debiteur.adresse recursive %}", "{{ x }}", "{%p endfor %}"],
          ["{%p for x in debiteur.adresse %}", "{{ x }}", "{%p endfor %}"], 2, "recursive"),
    blocs("quatre boucles l’une dans l’autre", (INTERDITE, "BOUCLE_MAL_PLACEE"),
          [*(f"{{%p for {v} in debiteur.adresse %}}" for v in "abcd"), "x", *["{%p endfor %}"] * 4],
          ["{%p for a in debiteur.adresse %}", "x", "{%p endfor %}"], (2, 3, 4, 5), "for ",
          "trois boucles au plus : la première comme la quatrième peuvent être montrées"),
    phrase("deux cents choix l’un dans l’autre", (INTERDITE, "GABARIT_INVALIDE"),
           "{% if relances %}" * 200 + "x" + "{% endif %}" * 200, "{% if relances %}x{% endif %}",
           "",
           "Python ne compile pas cent blocs imbriqués : aucun code ne nomme cette faute"),
    phrase("deux mille parenthèses", (INTERDITE, "GABARIT_INVALIDE", "BALISE_ABIMEE"),
           "Note : {{ " + "(" * 2000 + "reference" + ")" * 2000 + " }}.", "Note : {{ reference }}.",
           "",
           "le lecteur de Jinja est récursif : aucun code ne nomme cette faute"),
]  # fmt: skip

RANGEES = "{%tr for facture in factures %}", "{%tr endfor %}"
CHOIX = "{% if relances %}Rien.{% endif %}"
TR = (
    ("{%tr for facture in factures %}", ""),
    ("{{ facture.numero }}", "{{ facture.reste_du }}"),
    ("{%tr endfor %}", ""),
)
"""A good table of invoices; its first cell is paragraph 2 of a letter."""
DEUX_IF, DEUX_FOR = "{%p if relances %}", "{%p for ligne in debiteur.adresse %}"

BLOCS = [
    phrase("un choix jamais fermé", "BLOC_NON_FERME", "Rien{% if relances %}, malgré tout.",
           "Rien{% if relances %}, malgré tout{% endif %}.", "if relances"),
    phrase("un choix fermé une fois sur deux", "BLOC_NON_FERME",
           "Rien{% if relances %}, malgré{% if pieces %} tout{% endif %}.",
           "Rien{% if relances %}, malgré{% if pieces %} tout{% endif %}{% endif %}.",
           "if relances"),
    phrase("un choix jamais fermé après un « else »", "BLOC_NON_FERME",
           "Rien{% if relances %}, malgré tout{% else %}, à ce jour.",
           "Rien{% if relances %}, malgré tout{% else %}, à ce jour{% endif %}.", "if relances"),
    blocs("un choix de paragraphes jamais fermé", "BLOC_NON_FERME",
          [SI, "Rien."], [SI, "Rien.", FSI], 2, "if relances"),
    blocs("deux choix de paragraphes, une seule fin", "BLOC_NON_FERME",
          [SI, "Rien.", "{%p if pieces %}", "Avec.", FSI],
          [SI, "Rien.", FSI, "{%p if pieces %}", "Avec.", FSI], 2, "if relances",
          "la fin répond au dernier ouvert : c’est le premier qui reste"),
    blocs("une boucle de paragraphes jamais fermée", "BLOC_NON_FERME",
          [FACTURES, LIGNE_BONNE], [FACTURES, LIGNE_BONNE, "{%p endfor %}"], 2, "for facture"),
    blocs("une boucle de rangées jamais fermée", "BLOC_NON_FERME",
          [tableau(*TR[:2])], [tableau(*TR)], 2, "for facture"),
    blocs("un choix de rangées jamais fermé", "BLOC_NON_FERME",
          [tableau(("{%tr if relances %}", ""), ("Rappels", "oui"))],
          [tableau(("{%tr if relances %}", ""), ("Rappels", "oui"), ("{%tr endif %}", ""))], 2,
          "if relances"),
    Faute("un choix ouvert dans le corps et fermé dans le pied de page",
          ("BLOC_NON_FERME",),
          lettre("Rien{% if relances %}, malgré tout.", pied=para("{% endif %}.")),
          lettre("Rien{% if relances %}, malgré tout{% endif %}.", pied=para(".")), "corps", (2,),
          "if relances"),
    Faute("une fin dans l’en-tête, pour un choix du corps", ("BLOC_CROISE",),
          lettre("Rien.{% if relances %}", tete=para("Dossier{% endif %}")),
          lettre("Rien.", tete=para("Dossier")), "en-tête", (1,), "endif"),
    phrase("une fin de choix sans début", "BLOC_CROISE", "Rien{% endif %}.", "Rien.", "endif"),
    phrase("deux fins pour un choix", "BLOC_CROISE", f"{CHOIX}{{% endif %}}", CHOIX, "endif"),
    phrase("un « else » sans choix", "BLOC_CROISE", "Rien{% else %}, à ce jour.", "Rien.", "else"),
    phrase("un « elif » sans choix", "BLOC_CROISE", "Rien{% elif relances %}, à ce jour.", "Rien.",
           "elif"),
    phrase("deux « else » de suite", ("BLOC_CROISE", "BALISE_ABIMEE"),
           "{% if relances %}A{% else %}B{% else %}C{% endif %}.",
           "{% if relances %}A{% else %}B{% endif %}.", "else"),
    phrase("un « elif » après « else »", ("BLOC_CROISE", "BALISE_ABIMEE"),
           "{% if relances %}A{% else %}B{% elif pieces %}C{% endif %}.",
           "{% if relances %}A{% elif pieces %}C{% else %}B{% endif %}.", "elif"),
    phrase("« endfor » pour fermer un choix", "BLOC_CROISE", "{% if relances %}Rien.{% endfor %}",
           CHOIX, "endfor"),
    blocs("« endfor » pour fermer un choix de paragraphes", "BLOC_CROISE",
          [SI, "Rien.", "{%p endfor %}"], [SI, "Rien.", FSI], 4, "endfor"),
    blocs("« endif » pour fermer une boucle", "BLOC_CROISE",
          [FACTURES, LIGNE_BONNE, FSI], [FACTURES, LIGNE_BONNE, "{%p endfor %}"], 4, "endif"),
    blocs("un choix et une boucle croisés", "BLOC_CROISE",
          [DEUX_IF, DEUX_FOR, "{{ ligne }}", "{%p endif %}", "{%p endfor %}"],
          [DEUX_IF, DEUX_FOR, "{{ ligne }}", "{%p endfor %}", "{%p endif %}"], 5, "endif"),
    blocs("une boucle et un choix croisés", "BLOC_CROISE",
          [DEUX_FOR, DEUX_IF, "{{ ligne }}", "{%p endfor %}", "{%p endif %}"],
          [DEUX_FOR, DEUX_IF, "{{ ligne }}", "{%p endif %}", "{%p endfor %}"], 5, "endfor"),
    blocs("un choix ouvert dans une cellule et fermé dans la suivante", "BLOC_CROISE",
          [tableau(("{% if relances %}Rien", "rien{% endif %}"))],
          [tableau(("{% if relances %}Rien{% endif %}", "rien"))], (2, 3), "if",
          pourquoi="la fin n’est pas à sa place : l’une ou l’autre borne se corrige"),
    blocs("un choix ouvert dans une rangée et fermé dans la suivante", "BLOC_CROISE",
          [tableau(("{% if relances %}Un", "a"), ("Deux{% endif %}", "b"))],
          [tableau(("{% if relances %}Un{% endif %}", "a"), ("Deux", "b"))], (2, 4), "if"),
    blocs("un choix ouvert dans un tableau et fermé après lui", "BLOC_CROISE",
          [tableau(("Un", "{% if relances %}a")), "Suite{% endif %}."],
          [tableau(("Un", "{% if relances %}a{% endif %}")), "Suite."], (3, 4), "if"),
    blocs("un choix de rangées fermé hors du tableau", "BLOC_CROISE",
          [tableau(("{%tr if relances %}", ""), ("Un", "a")), "{%p endif %}", "Suite."],
          [tableau(("{%tr if relances %}", ""), ("Un", "a"), ("{%tr endif %}", "")), "Suite."],
          (2, 6), "if"),
    blocs("un choix d’une zone de texte fermé dans le corps", "BLOC_CROISE",
          [para("Voir", zone(para("{% if relances %}Rien."), 60, 20)), "Suite{% endif %}."],
          [para("Voir", zone(para(CHOIX), 60, 20)), "Suite."], (3, 4), "if"),
]  # fmt: skip

_IMAGE = image()
SEULES = [
    blocs("du texte devant une balise de paragraphe", "BALISE_PAS_SEULE",
          ["Attention : {%p if relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2, "if relances"),
    blocs("du texte derrière une balise de paragraphe", "BALISE_PAS_SEULE",
          [SI, "Rien.", "{%p endif %} Suite."], [SI, "Rien.", FSI, "Suite."], 4, "endif"),
    blocs("deux balises dans un paragraphe", "BALISE_PAS_SEULE",
          ["{%p if relances %}{%p if pieces %}", "Rien.", FSI, FSI],
          [SI, "{%p if pieces %}", "Rien.", FSI, FSI], 2, "if relances"),
    blocs("toute la phrase avec ses balises de paragraphe", "BALISE_PAS_SEULE",
          ["{%p if relances %}Rien.{%p endif %}"], [SI, "Rien.", FSI], 2, "if relances"),
    blocs("un point derrière une balise de paragraphe", "BALISE_PAS_SEULE",
          [SI, "Rien.", "{%p endif %}."], [SI, "Rien.", FSI], 4, "endif"),
    Faute("une image dans le paragraphe d’une balise", ("BALISE_PAS_SEULE",),
          imagee(para(_IMAGE, SI), "Rien.", FSI), imagee(para(_IMAGE), SI, "Rien.", FSI), "corps",
          (2,),
          "if relances", pourquoi="l’image disparaît avec le paragraphe"),
    blocs("un saut de page dans le paragraphe d’une balise", "BALISE_PAS_SEULE",
          [para(SI, PAGE), "Rien.", FSI], [para(PAGE), SI, "Rien.", FSI], 2, "if relances",
          "le saut disparaît avec le paragraphe"),
    Faute("un appel de note dans le paragraphe d’une balise", ("BALISE_PAS_SEULE",),
          lettre(para(SI, r('<w:footnoteReference w:id="1"/>')), "Rien.", FSI, note=para("Note.")),
          lettre(SI, para("Rien", r('<w:footnoteReference w:id="1"/>')), FSI, note=para("Note.")),
          "corps", (2,), "if relances", pourquoi="la note disparaît avec le paragraphe"),
    blocs("une fin de section dans le paragraphe d’une balise", "BALISE_PAS_SEULE",
          [SI, "Rien.", para(FSI, s="<w:sectPr/>"), "Suite."],
          [SI, "Rien.", FSI, para("", s="<w:sectPr/>"), "Suite."], 4, "endif",
          "la section disparaît avec le paragraphe"),
    blocs("du texte dans une autre cellule d’une rangée de balise", "BALISE_PAS_SEULE",
          [tableau(("{%tr for facture in factures %}", "Reste dû"), *TR[1:])], [tableau(*TR)],
          (2, 3),
          pourquoi="la rangée entière disparaît : la balise ou le texte, au choix"),
    blocs("une balise de rangée dans la rangée qu’elle répète", "BALISE_PAS_SEULE",
          [tableau(("{%tr for facture in factures %}{{ facture.numero }}", "x"), TR[2])],
          [tableau(TR[0], ("{{ facture.numero }}", "x"), TR[2])], 2, "for facture"),
    blocs("les deux balises de rangée dans la même rangée", "BALISE_PAS_SEULE",
          [tableau(("{%tr for facture in factures %}", "{%tr endfor %}"))],
          [tableau(TR[0], ("{{ facture.numero }}", ""), TR[2])], (2, 3)),
    blocs("une balise de rangée hors de tout tableau", ("BALISE_PAS_SEULE", "BOUCLE_MAL_PLACEE"),
          ["{%tr for facture in factures %}", "Une facture.", "{%tr endfor %}"],
          [FACTURES, "Une facture.", "{%p endfor %}"], 2, "for facture",
          "elle n’est dans aucune rangée, et sa boucle n’en répète aucune"),
    blocs("du texte avec une balise de cellule", "BALISE_PAS_SEULE",
          [tableau(("Ligne {%tc for x in debiteur.adresse %}", "{{ x }}", "{%tc endfor %}"))],
          [tableau(("{%tc for x in debiteur.adresse %}", "{{ x }}", "{%tc endfor %}"))], 2,
          "for x"),
]  # fmt: skip

BOUCLES = [
    blocs("une boucle de paragraphes à cheval sur deux cellules",
          ("BOUCLE_MAL_PLACEE", "BLOC_CROISE"),
          [tableau((ps("{%p for facture in factures %}", "{{ facture.numero }}"),
                    ps("{{ facture.reste_du }}", "{%p endfor %}", "")))],
          [tableau(*TR)], (2, 3, 4, 5), "for",
          pourquoi="elle voulait répéter la rangée : « {%tr »"),
    blocs("une boucle ouverte dans la première cellule et fermée dans la dernière",
          ("BOUCLE_MAL_PLACEE", "BLOC_CROISE"),
          [tableau(("{% for facture in factures %}{{ facture.numero }}",
                    "{{ facture.reste_du }}{% endfor %}"))],
          [tableau(*TR)], (2, 3), "for", pourquoi="elle voulait répéter la rangée : « {%tr »"),
    blocs("la rangée de titre dans la boucle", "BOUCLE_MAL_PLACEE",
          [tableau(TR[0], ("Facture", "Reste dû"), *TR[1:], titre=1)],
          [tableau(("Facture", "Reste dû"), *TR, titre=0)], (2, 3, 4, 5),
          pourquoi="la rangée marquée « à répéter en haut de page » le serait à chaque facture"),
    blocs("une boucle qui commence dans une phrase et finit dans la suivante",
          ("BOUCLE_MAL_PLACEE", "BLOC_CROISE"),
          ["Factures : {% for facture in factures %}{{ facture.numero }}", "suite{% endfor %}."],
          [FACTURES, LIGNE_BONNE, "{%p endfor %}"], (2, 3), "for"),
    blocs("une boucle d’une rangée à la suivante, sans « tr »",
          ("BOUCLE_MAL_PLACEE", "BLOC_CROISE"),
          [tableau(("{% for facture in factures %}", ""), ("{{ facture.numero }}", "x"),
                   ("{% endfor %}", ""))],
          [tableau(TR[0], ("{{ facture.numero }}", "x"), TR[2])], (2, 6), "for"),
]  # fmt: skip

GROUPE, CHAMP = "GROUPE_NON_GARDE", "CHAMP_NON_GARDE"
CONTESTE = "{% if contestation %}Vous contestez : {{ contestation.motif }}.{% endif %}"


def _groupe(champ: str, garde: str = "") -> Faute:
    garde = garde or champ.split(".", maxsplit=1)[0]
    return phrase(
        f"le groupe de « {champ} » sans garde", GROUPE, f"Soit {{{{ {champ} }}}} ici.",
        f"{{% if {garde} %}}Soit {{{{ {champ} }}}} ici.{{% endif %}}", champ,
    )  # fmt: skip


def _champ(champ: str) -> Faute:
    return phrase(
        f"« {champ} » sans garde", CHAMP, f"Soit {{{{ {champ} }}}}, comme dit.",
        f"{{% if {champ} %}}Soit {{{{ {champ} }}}}, comme dit.{{% endif %}}", champ,
    )  # fmt: skip


GARDES = [
    *(
        _groupe(c)
        for c in (
            "contestation.motif", "mandataire.mandat_du", "procedure.date_jugement",
            "caution.appel",
            "echeancier.date", "paiement.date", "paiement.recu.en_chiffres",
            "commissaire.denomination",
            "reglement.dernier_le", "impute_sur_accessoires.nature",
        )
    ),
    _groupe("creancier.mediateur.nom", "creancier.mediateur"),
    _groupe("echeancier.prochaine.date", "echeancier and echeancier.prochaine"),
    _groupe("procedure.mandataire.denomination", "procedure and procedure.mandataire"),
    phrase("le sous-groupe d’un groupe gardé", GROUPE,
           "{% if mandataire %}Après le {{ mandataire.premiere_lettre.date }}.{% endif %}",
           "{% if mandataire and mandataire.premiere_lettre %}Après le "
           "{{ mandataire.premiere_lettre.date }}.{% endif %}", "premiere_lettre.date"),
    phrase("un groupe gardé par un autre", GROUPE,
           "{% if relances %}Vous contestez : {{ contestation.motif }}.{% endif %}", CONTESTE,
           "contestation.motif"),
    phrase("un groupe sous la garde contraire", GROUPE,
           "{% if not contestation %}Vous contestez : {{ contestation.motif }}.{% endif %}",
           CONTESTE,
           "contestation.motif"),
    phrase("un groupe dans le « else » de sa garde", GROUPE,
           "{% if contestation %}Oui{% else %}Motif : {{ contestation.motif }}{% endif %}.",
           CONTESTE, "contestation.motif"),
    phrase("un groupe après la fin de sa garde", GROUPE,
           "{% if contestation %}Vous contestez{% endif %} : {{ contestation.motif }}.", CONTESTE,
           "contestation.motif"),
    phrase("un groupe avant sa garde", GROUPE,
           "Motif : {{ contestation.motif }}.{% if contestation %} Bien reçu.{% endif %}", CONTESTE,
           "contestation.motif"),
    phrase("un groupe gardé par « ou »", GROUPE,
           "{% if contestation or relances %}Vous contestez : {{ contestation.motif }}.{% endif %}",
           CONTESTE, "contestation.motif"),
    phrase("un groupe dans le « elif » d’un autre", GROUPE,
           "{% if contestation %}Oui{% elif relances %}Le {{ contestation.date }}{% endif %}.",
           "{% if relances %}Oui{% elif contestation %}Le {{ contestation.date }}{% endif %}.",
           "contestation.date"),
    phrase("le champ d’un groupe testé sans le groupe", GROUPE,
           "{% if mandataire.est_avocat %}Par avocat.{% endif %}",
           "{% if mandataire and mandataire.est_avocat %}Par avocat.{% endif %}",
           "mandataire.est_avocat",
           "groupe absent, la lettre est refusée de même"),
    phrase("un groupe testé après son champ", GROUPE,
           "{% if mandataire.est_avocat and mandataire %}Par avocat.{% endif %}",
           "{% if mandataire and mandataire.est_avocat %}Par avocat.{% endif %}",
           "mandataire.est_avocat",
           "« and » lit de gauche à droite"),
    blocs("une boucle sur la liste d’un groupe sans garde", GROUPE,
          ["{%p for ligne in commissaire.adresse %}", "{{ ligne }}", "{%p endfor %}"],
          ["{%p if commissaire %}", "{%p for ligne in commissaire.adresse %}", "{{ ligne }}",
           "{%p endfor %}", "{%p endif %}"], 2, "commissaire.adresse"),
    blocs("un groupe après la fin de son choix de paragraphes", GROUPE,
          ["{%p if contestation %}", "Vous contestez.", FSI, "Motif : {{ contestation.motif }}."],
          ["{%p if contestation %}", "Vous contestez.", "Motif : {{ contestation.motif }}.", FSI],
          5,
          "contestation.motif"),
    Faute("un groupe gardé dans le corps, non dans l’en-tête", (GROUPE,),
          lettre(CONTESTE, tete=para("Contesté le {{ contestation.date }}")),
          lettre(CONTESTE, tete=para("{% if contestation %}Le {{ contestation.date }}{% endif %}")),
          "en-tête", (1,), "contestation.date"),
    *(
        _champ(c)
        for c in (
            "debiteur.siret", "conditions.fondement", "expediteur.telephone", "expediteur.iban",
            "relances", "mise_en_demeure_anterieure", "interets_par_jour", "regime.taux",
            "canal.numero_suivi", "creancier.bic", "debiteur.interlocuteur", "retenue_garantie",
            "codebiteurs",
        )
    ),
    phrase("un champ qui peut être vide, derrière un filtre", CHAMP,
           "Vu {{ conditions.fondement|capitale }}, merci.",
           "{% if conditions.fondement %}Vu {{ conditions.fondement|capitale }}, merci.{% endif %}",
           "conditions.fondement"),
    phrase("un champ sous la garde d’un autre", CHAMP,
           "{% if expediteur.iban %}Au compte de BIC {{ expediteur.bic }}, merci.{% endif %}",
           "{% if expediteur.bic %}Au compte de BIC {{ expediteur.bic }}, merci.{% endif %}",
           "expediteur.bic"),
    phrase("un champ dans le « else » de sa garde", CHAMP,
           "{% if relances %}Oui{% else %}Rien, malgré {{ relances }}, à ce jour{% endif %}.",
           "{% if relances %}Rien, malgré {{ relances }}, à ce jour{% endif %}.", "relances"),
    phrase("un champ vide d’un groupe gardé", CHAMP,
           "{% if creancier.mediateur %}À {{ creancier.mediateur.adresse }}, vite.{% endif %}",
           "{% if creancier.mediateur and creancier.mediateur.adresse %}À "
           "{{ creancier.mediateur.adresse }}, vite.{% endif %}", "mediateur.adresse"),
    blocs("un champ vide d’une facture", CHAMP,
          [FACTURES, "Facture {{ facture.numero }}, {{ facture.objet }}, échue.", "{%p endfor %}"],
          [FACTURES,
           ("Facture {{ facture.numero }}{% if facture.objet %}, {{ facture.objet }}{% endif %}, "
           "échue."), "{%p endfor %}"], 3, "facture.objet"),
    blocs("l’échéance d’une facture, que rien ne fixe parfois", CHAMP,
          [FACTURES, "Facture échue le {{ facture.echeance }}, due.", "{%p endfor %}"],
          [FACTURES, "Facture{% if facture.echeance %} échue le {{ facture.echeance }}{% endif %}.",
           "{%p endfor %}"], 3, "facture.echeance"),
]  # fmt: skip

_MONTANT, _DATE, _NOM, _IBAN, _TAUX = (
    "MONTANT_TAPE", "DATE_TAPEE", "NOM_TAPE", "IBAN_TAPE", "TAUX_TAPE"
)  # fmt: skip
TAPES = [
    phrase(nom, code, faux, juste, extrait)
    for nom, code, faux, juste, extrait in (
        ("une somme tapée", _MONTANT, "Vous nous devez 1 250,00 €.",
         "Vous nous devez {{ total.en_chiffres }}.", "1 250,00"),
        ("une somme tapée avec ses insécables", _MONTANT, "Vous nous devez 6\u202f715,94\u00a0€.",
         "Vous nous devez {{ total.en_chiffres }}.", "715,94"),
        ("une somme tapée en euros", _MONTANT, "Vous nous devez 850 euros.",
         "Vous nous devez {{ total.en_chiffres }}.", "850 euros"),
        ("une somme tapée avec un point", _MONTANT, "Vous nous devez 1.250,00 €.",
         "Vous nous devez {{ total.en_chiffres }}.", "250,00"),
        ("une somme tapée en EUR", _MONTANT, "Vous nous devez 3250,50 EUR.",
         "Vous nous devez {{ total.en_chiffres }}.", "3250,50"),
        ("une somme tapée à côté de celle du dossier", _MONTANT,
         "Vous nous devez {{ total.en_chiffres }}, dont 126,71 € de pénalités.",
         "Vous nous devez {{ total.en_chiffres }}, dont {{ interets.en_chiffres }} de pénalités.",
         "126,71"),
        ("une date tapée", _DATE, "Grenoble, le 23 novembre 2026.", "{{ lieu }}, le {{ date }}.",
         "23 novembre 2026"),
        ("une date tapée en chiffres", _DATE, "Avant le 08/12/2026.", "Avant le {{ date }}.",
         "08/12/2026"),
        ("une date tapée avec des points", _DATE, "Avant le 8.12.2026.", "Avant le {{ date }}.",
         "8.12.2026"),
        ("une date tapée à l’anglaise", _DATE, "Avant le 2026-12-08.", "Avant le {{ date }}.",
         "2026-12-08"),
        ("un premier du mois tapé", _DATE, "Depuis le 1er octobre 2026, rien.",
         "Depuis le {{ date }}, rien.", "octobre 2026"),
        ("une date tapée avec des insécables", _DATE, "Le 8\u00a0décembre\u00a02026 au plus tard.",
         "Le {{ date }} au plus tard.", "2026"),
        ("le nom d’une société tapé", _NOM, "La SARL Dupont vous écrit.",
         "{{ creancier.dans_la_phrase|capitale }} vous écrit.", "SARL Dupont"),
        ("le nom d’une SAS tapé", _NOM, "Facture de la SAS Rénovation Belledonne.",
         "Facture {{ creancier.de }}.", "SAS Rénovation Belledonne"),
        ("le nom d’une personne tapé", _NOM, "À l’attention de Monsieur Jean Martin.",
         "À l’attention de {{ debiteur.denomination }}.", "Jean Martin"),
        ("le nom d’une personne tapé, en abrégé", _NOM, "Dossier suivi par Mme Claire Vidal.",
         "Dossier suivi par {{ expediteur.signataire.nom }}.", "Claire Vidal"),
        ("le nom d’un avocat tapé", _NOM, "Maître Paul Durand, avocat, vous écrit.",
         "{{ expediteur.dans_la_phrase|capitale }} vous écrit.", "Paul Durand"),
        ("un IBAN tapé par groupes", _IBAN, "À payer sur FR76 3000 3012 3400 0500 9876 627.",
         "{% if expediteur.iban %}À payer sur {{ expediteur.iban }}.{% endif %}", "9876 627"),
        ("un IBAN tapé d’un trait", _IBAN, "À payer sur FR7630003012340005009876627.",
         "{% if expediteur.iban %}À payer sur {{ expediteur.iban }}.{% endif %}", "9876627"),
        ("un IBAN tapé avec des insécables", _IBAN,
         "À payer sur FR76\u00a03000\u00a03012\u00a03400\u00a00500\u00a09876\u00a0627.",
         "{% if expediteur.iban %}À payer sur {{ expediteur.iban }}.{% endif %}", "9876"),
        ("un IBAN belge tapé", _IBAN, "À payer sur BE68 5390 0754 7034.",
         "{% if expediteur.iban %}À payer sur {{ expediteur.iban }}.{% endif %}", "7034"),
        ("un taux tapé", _TAUX, "Pénalités au taux de 12,15 % l’an.",
         "{% if regime.taux %}Pénalités au taux de {{ regime.taux }} l’an.{% endif %}", "12,15"),
        ("un taux entier tapé", _TAUX, "Pénalités au taux annuel de 10%.",
         "{% if regime.taux %}Pénalités au taux annuel de {{ regime.taux }}.{% endif %}", "10"),
        ("un taux tapé en toutes lettres", _TAUX, "Intérêts au taux de 4,5 pour cent.",
         "{% if regime.taux %}Intérêts au taux de {{ regime.taux }}.{% endif %}", "4,5"),
    )
] + [
    blocs("une somme tapée coupée en plusieurs runs", _MONTANT,
          [para("Vous devez ", r("1 2", "<w:b/>"), r("50,0"), r("0 €", "<w:i/>"), ".")],
          ["Vous devez {{ total.en_chiffres }}."], 2, "50,00"),
    blocs("une somme tapée dans le tableau des factures", _MONTANT,
          [tableau(("Facture", "Reste dû"), TR[0], ("{{ facture.numero }}", "2 184,60 €"), TR[2])],
          [tableau(("Facture", "Reste dû"), *TR)], 7, "2 184,60"),
    blocs("un IBAN tapé dans un tableau", _IBAN,
          [tableau(("IBAN", "FR76 3000 3012 3400 0500 9876 627"))],
          [tableau(("IBAN", "{% if expediteur.iban %}{{ expediteur.iban }}{% endif %}"))], 3,
          "9876"),
    blocs("une date tapée sous une garde", _DATE,
          ["{%p if relances %}", "Rappel du 12 mai 2026 resté vain.", FSI],
          ["{%p if relances %}", "Rappels restés vains.", FSI], 3, "12 mai 2026"),
]  # fmt: skip

_PARTOUT = (
    ("une accolade perdue", "BALISE_ABIMEE", "Pour {{ debiteur.denomination }.",
     "Pour {{ debiteur.denomination }}.", "debiteur"),
    ("un nom inconnu", "NOM_INCONNU", "Pour {{ debiteur.prenom }}.",
     "Pour {{ debiteur.denomination }}.", "debiteur.prenom"),
    ("un choix jamais fermé", "BLOC_NON_FERME", "Rien{% if relances %}, malgré tout.",
     "Rien{% if relances %}, malgré tout{% endif %}.", "if relances"),
    ("un calcul", "CALCUL_DANS_LE_MODELE", "Soit {{ total.en_chiffres * 2 }}.",
     "Soit {{ total.en_chiffres }}.", "total"),
    ("un groupe sans garde", "GROUPE_NON_GARDE", "Motif : {{ contestation.motif }}.",
     "{% if contestation %}Motif : {{ contestation.motif }}.{% endif %}", "contestation"),
    ("une somme", "MONTANT_TAPE", "Reste 1 250,00 € à payer.",
     "Reste {{ total.en_chiffres }} à payer.", "1 250,00"),
    ("un IBAN", "IBAN_TAPE", "Compte FR76 3000 3012 3400 0500 9876 627.", "Compte ci-dessus.",
     "9876"),
    ("une espace insécable dans une balise", "BALISE_REPAREE",
     "Pour {{\u00a0debiteur.denomination }}.", "Pour {{ debiteur.denomination }}.", ""),
)  # fmt: skip
AILLEURS = [
    phrase(f"{nom} {endroit}", code, faux, juste, extrait, endroit=endroit)
    for nom, code, faux, juste, extrait in _PARTOUT
    for endroit in ENDROITS
    if endroit != "dans le corps"
]
AILLEURS += [
    phrase(f"{nom} {endroit}", code, faux, juste, extrait, endroit=endroit)
    for nom, code, faux, juste, extrait in (
        ("une date", "DATE_TAPEE", "Le 23 novembre 2026.", "Le {{ date }}.", "23 novembre 2026"),
        ("le nom d’une société", "NOM_TAPE", "SARL Ateliers Vasseur.",
         "{{ creancier.denomination }}.", "Ateliers Vasseur"),
        ("un taux", "TAUX_TAPE", "Taux : 12,40 % l’an.", "Taux indiqué.", "12,40"),
    )
    for endroit in ("dans une cellule", "dans l’en-tête", "dans le pied de page",
                    "dans une note de bas de page", "dans une zone de texte")
]  # fmt: skip


def _sans_place(
    nom: str, codes: Codes, fautif: bytes, repare: bytes, partie: str | None = None,
    extrait: str = "", pourquoi: str = "",
) -> Faute:  # fmt: skip
    """A fault of the file, that no paragraph holds."""
    return Faute(nom, _tous(codes), fautif, repare, partie, (), extrait, pourquoi=pourquoi)


def _lie(cible: str) -> bytes:
    return lettre(
        para("Écrire à ", lien(r("notre service"), "adresse"), "."),
        liens=relation("adresse", "hyperlink", cible, externe=True),
    )


def _decrit(texte: str) -> bytes:
    return imagee(para(_IMAGE.replace('descr="Logo"', f'descr="{texte}"')))


def _fusion(instruction: str, affiche: str = "x") -> str:
    return para("Pour ", champ(instruction, affiche), ".")


_SAIN = proprietes("<dc:title>Lettre</dc:title>")
AUTOUR = [
    _sans_place("une balise dans l’adresse d’un lien", "BALISE_NON_REMPLIE",
                _lie("mailto:{{ expediteur.courriel }}"), _lie("mailto:contact@exemple.example"),
                "corps", 2),
    _sans_place("une balise dans l’adresse d’un lien, codée par Word", "BALISE_NON_REMPLIE",
                _lie("mailto:%7B%7B%20expediteur.courriel%20%7D%7D"),
                _lie("mailto:contact@exemple.example"), "corps", 2),
    _sans_place("une balise dans un commentaire", "BALISE_NON_REMPLIE",
                commente("Bonjour", "Mettre {{ debiteur.denomination }}"), lettre("Bonjour")),
    _sans_place("un commentaire laissé", "COMMENTAIRE_LAISSE",
                commente("Bonjour", "À revoir avec le client."), lettre("Bonjour")),
    _sans_place("une balise dans une propriété personnalisée", "BALISE_NON_REMPLIE",
                proprietes(perso="{{ debiteur.denomination }}"), _SAIN, "propriétés"),
    _sans_place("une balise dans la société du fichier", "BALISE_NON_REMPLIE",
                proprietes(app="<Company>{{ creancier.denomination }}</Company>"), _SAIN,
                "propriétés"),
    _sans_place("un nom inconnu dans le titre du fichier", "NOM_INCONNU",
                proprietes("<dc:title>Lettre {{ referense }}</dc:title>"),
                proprietes("<dc:title>Lettre {{ reference }}</dc:title>"), "propriétés"),
    _sans_place("une accolade perdue dans le sujet du fichier", "BALISE_ABIMEE",
                proprietes("<dc:subject>{{ reference }</dc:subject>"),
                proprietes("<dc:subject>{{ reference }}</dc:subject>"), "propriétés"),
    _sans_place("un choix jamais fermé dans le titre du fichier", "BLOC_NON_FERME",
                proprietes("<dc:title>{% if relances %}Rappel</dc:title>"),
                proprietes("<dc:title>{% if relances %}Rappel{% endif %}</dc:title>"),
                "propriétés"),
    _sans_place("un groupe sans garde dans le titre du fichier", "GROUPE_NON_GARDE",
                proprietes("<dc:title>{{ contestation.motif }}</dc:title>"),
                proprietes("<dc:title>{{ reference }}</dc:title>"), "propriétés"),
    _sans_place("une image témoin d’un champ inconnu", "NOM_INCONNU",
                _decrit("expediteur.loggo"), _decrit("expediteur.logo"), "corps",
                pourquoi="guide, « Images » : le texte de remplacement nomme le champ"),
    _sans_place("une image témoin entre accolades d’un champ inconnu", "NOM_INCONNU",
                _decrit("{{ expediteur.loggo }}"), _decrit("{{ expediteur.logo }}"), "corps"),
    _sans_place("une image témoin d’un champ qui n’est pas une image", PAS_UN_TEXTE,
                _decrit("debiteur.denomination"), _decrit("expediteur.logo"), "corps",
                pourquoi="aucune image ne porte ce nom ; la lettre est refusée"),
    _sans_place("une accolade perdue dans un texte de remplacement", "BALISE_ABIMEE",
                _decrit("Logo de {{ creancier.denomination }"), _decrit("Logo"), "corps"),
    _sans_place("un nom inconnu dans un code de champ", ("NOM_INCONNU", "BALISE_NON_REMPLIE"),
                lettre(_fusion("QUOTE {{ debiteur.prenom }}")), lettre(_fusion("PAGE", "1")),
                "corps", pourquoi="docxtpl remplit le code, mais Word n’en montre que le résultat"),
    blocs("un champ de fusion de Word", ("BALISE_ABIMEE", "BALISE_NON_REMPLIE"),
          [_fusion("MERGEFIELD debiteur.denomination", "«debiteur.denomination»")],
          ["Pour {{ debiteur.denomination }}."], 2,
          pourquoi="Word imprime « debiteur.denomination » : rien ne le remplit"),
    _sans_place("l’auteur du fichier", "DONNEE_PERSONNELLE",
                proprietes("<dc:creator>Jean Martin</dc:creator>"), _SAIN, "propriétés"),
    _sans_place("qui a modifié le fichier", "DONNEE_PERSONNELLE",
                proprietes("<cp:lastModifiedBy>Claire Vidal</cp:lastModifiedBy>"), _SAIN,
                "propriétés"),
    _sans_place("la société du fichier", "DONNEE_PERSONNELLE",
                proprietes(app="<Company>Cabinet Durand</Company>"), _SAIN, "propriétés"),
    _sans_place("le responsable du fichier", "DONNEE_PERSONNELLE",
                proprietes(app="<Manager>Paul Durand</Manager>"), _SAIN, "propriétés"),
    _sans_place("un chemin dans une propriété personnalisée", "DONNEE_PERSONNELLE",
                proprietes(perso="C:\\Users\\jmartin\\Documents\\lettre.docx"), _SAIN,
                "propriétés"),
    _sans_place("le chemin du modèle joint dans les propriétés", "DONNEE_PERSONNELLE",
                proprietes(app="<Template>C:\\Users\\jmartin\\lettres.dotx</Template>"), _SAIN,
                "propriétés"),
]  # fmt: skip

_SUIVIES = "MODIFICATIONS_SUIVIES"
_INSERTION = _INSERE.format("ins", r("vivement"))
SUIVIES = [
    _sans_place(nom, codes, lettre(faux), lettre(juste), "corps", pourquoi=pourquoi)
    for nom, codes, faux, juste, pourquoi in (
        ("une insertion suivie", _SUIVIES, para("Payez ", _INSERTION, "."), "Payez vivement.", ""),
        ("une suppression suivie", _SUIVIES,
         para("Payez ", _INSERE.format("del", _OTE.format("vivement")), "."), "Payez.", ""),
        ("un déplacement suivi", _SUIVIES,
         para(_INSERE.format("moveFrom", r("Vite.")), "Payez.",
              _INSERE.format("moveTo", r("Vite."))),
         "Payez. Vite.", ""),
        ("un paragraphe inséré, suivi", _SUIVIES,
         para("Payez.", s='<w:rPr><w:ins w:id="4" w:author="JM"/></w:rPr>'), "Payez.", ""),
        ("une mise en forme suivie", _SUIVIES,
         para(r("Payez.", '<w:b/><w:rPrChange w:id="5" w:author="JM"><w:rPr/></w:rPrChange>')),
         para(r("Payez.", "<w:b/>")), "le nom de qui l’a faite est dans le fichier"),
        ("une rangée insérée, suivie", _SUIVIES,
         tableau(("a", "b")).replace("<w:trPr></w:trPr>",
                                     '<w:trPr><w:ins w:id="6" w:author="JM"/></w:trPr>'),
         tableau(("a", "b")), ""),
        ("un champ corrigé, suivi", _SUIVIES,
         para("À {{ debiteur.", _INSERE.format("del", _OTE.format("nom")),
              _INSERE.format("ins", r("denomination")), " }}."),
         "À {{ debiteur.denomination }}.", ""),
        ("les accolades supprimées, suivies", "BALISE_ABIMEE",
         para("À {{ debiteur.denomination", _INSERE.format("del", _OTE.format(" }}")), "."),
         "À {{ debiteur.denomination }}.", "docxtpl ne voit pas les accolades supprimées"),
    )
]  # fmt: skip


def _avec(membre: str, octets: bytes = b"x", *liens_: str) -> bytes:
    return lettre("Suite.", avec={membre: octets}, liens="".join(liens_))


_JOINT = "CONTENU_EXTERIEUR"
_LETTRE = lettre("Suite.")
FICHIERS = [
    _sans_place("des macros", "MACROS", _avec("word/vbaProject.bin"), _LETTRE),
    _sans_place("des macros liées", "MACROS", _avec("word/m.bin", b"x", relation(
        "m", "vbaProject", "m.bin").replace(OFFICE,
                                            "http://schemas.microsoft.com/office/2006/relationships")),
        _LETTRE),
    *(
        _sans_place(f"un fichier .{ext}", "MACROS", lettre("Suite.", avec={
            "[Content_Types].xml": membres_de(_LETTRE)["[Content_Types].xml"].replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                f"application/vnd.ms-word.{genre}.macroEnabled{suite}.main".encode())}), _LETTRE)
        for ext, genre, suite in (("docm", "document", ""), ("dotm", "template", "Template"))
    ),
    _sans_place("un objet incorporé", "OBJET_INCORPORE", _avec("word/embeddings/oleObject1.bin"),
                _LETTRE),
    _sans_place("un classeur incorporé", "OBJET_INCORPORE",
                _avec("word/embeddings/tableau.xlsx", b"PK",
                      relation("x", "package", "embeddings/tableau.xlsx")), _LETTRE),
    _sans_place("un contrôle ActiveX", "OBJET_INCORPORE",
                _avec("word/activeX/activeX1.xml", b"<x/>"),
                _LETTRE),
    _sans_place("un objet lié", ("OBJET_INCORPORE", _JOINT),
                _avec("word/x.txt", b"x",
                      relation("o", "oleObject", "file:///C:/c.xlsx", externe=True)),
                _LETTRE, pourquoi="objet, et pris dans un autre fichier"),
    _sans_place("un morceau étranger", ("OBJET_INCORPORE", _JOINT),
                mot(para("Suite.") + '<w:altChunk r:id="a"/>', avec={"word/autre.htm": b"<p>x</p>"},
                    liens=relation("a", "aFChunk", "autre.htm")), _LETTRE,
                pourquoi="un document entier, dans le fichier, que Word insère à l’ouverture"),
    _sans_place("une image à l’extérieur", _JOINT,
                _avec("word/x.txt", b"x", relation("i", "image", "https://exemple.example/l.png",
                                                   externe=True)), _LETTRE),
    _sans_place("un sous-document", _JOINT,
                _avec("word/x.txt", b"x",
                      relation("s", "subDocument", "file:///C:/b.docx", externe=True)),
                _LETTRE),
    _sans_place("une source de publipostage", _JOINT,
                lettre("Suite.", avec={
                    "word/settings.xml": b'<w:settings xmlns:w="http://schemas.openxmlformats.org/'
                    b'wordprocessingml/2006/main"/>',
                    "word/_rels/settings.xml.rels": relations(relation(
                        "d", "mailMergeSource", "file:///C:/clients.xlsx", externe=True))},
                    liens=relation("s", "settings", "settings.xml")), _LETTRE),
    _sans_place("un modèle joint", "MODELE_JOINT_IGNORE",
                lettre("Suite.", avec={
                    "word/settings.xml": b'<w:settings xmlns:w="http://schemas.openxmlformats.org/'
                    b'wordprocessingml/2006/main"/>',
                    "word/_rels/settings.xml.rels": relations(relation(
                        "t", "attachedTemplate", "file:///C:/lettres.dotx", externe=True))},
                    liens=relation("s", "settings", "settings.xml")), _LETTRE),
    *(
        _sans_place(f"un champ {ordre.split()[0]}", _JOINT, lettre(_fusion(ordre)), _LETTRE)
        for ordre in ('INCLUDETEXT "C:\\\\a.docx"',
                      'INCLUDEPICTURE "https://exemple.example/a.png"',
                      'DDEAUTO excel "C:\\\\a.xlsx" A1', 'DDE excel "C:\\\\a.xlsx" A1',
                      'LINK Excel.Sheet.12 "C:\\\\a.xlsx"')
    ),
    _sans_place("un champ INCLUDETEXT coupé en deux", _JOINT,
                lettre(para(r('<w:fldChar w:fldCharType="begin"/>'),
                            r('<w:instrText xml:space="preserve"> INCLUDE</w:instrText>'),
                            r('<w:instrText xml:space="preserve">TEXT "a.docx" </w:instrText>'),
                            r('<w:fldChar w:fldCharType="end"/>'))), _LETTRE),
    _sans_place("un champ INCLUDETEXT simple", _JOINT,
                lettre(para('<w:fldSimple w:instr=" INCLUDETEXT &quot;a.docx&quot; "><w:r>'
                            "<w:t>x</w:t></w:r></w:fldSimple>")), _LETTRE),
]  # fmt: skip

_APPROCHE = "MISE_EN_PAGE_APPROCHEE"
_VERTICAL = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:textDirection w:val="btLr"/></w:tcPr>'
PAPIER = [
    _sans_place("un texte en colonnes", _APPROCHE,
                lettre("Suite.", section='<w:cols w:num="2" w:space="708"/>'), _LETTRE),
    _sans_place("une bordure de page", _APPROCHE,
                lettre("Suite.", section='<w:pgBorders><w:top w:val="single" w:sz="4" w:space="24" '
                       'w:color="auto"/></w:pgBorders>'), _LETTRE),
    _sans_place("une lettrine", _APPROCHE,
                lettre(para("N", s='<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" '
                            'w:vAnchor="text" w:hAnchor="text"/>'), "ous vous écrivons."), _LETTRE),
    _sans_place("un texte vertical dans un tableau", _APPROCHE,
                lettre(tableau(("Objet", "Somme")).replace(
                    '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>', _VERTICAL, 1)), _LETTRE),
    _sans_place("un texte étiré", _APPROCHE,
                lettre(para(r("Suite étirée.", '<w:w w:val="150"/>'))), _LETTRE),
    _sans_place("une police absente", "POLICE_REMPLACEE",
                lettre(para(r("Suite.", '<w:rFonts w:ascii="Plume Imaginaire" '
                              'w:hAnsi="Plume Imaginaire"/>'))), _LETTRE),
]  # fmt: skip


def _livre(
    nom: str, codes: Codes, avant: str, apres: str, marque: str = "", extrait: str = "", *,
    partout: bool = False, aussi: tuple[str, str] | None = None, pack: str = "mise-en-demeure",
) -> Faute:  # fmt: skip
    """A fault in the shipped letter of *pack*; *marque*: words of the faulty paragraph alone."""
    changements = [(avant, apres), aussi] if aussi else [(avant, apres)]
    fautif = change(*changements, partout=partout, pack=pack)
    rangs = (rang(fautif, marque),) if marque else ()
    partie = "corps" if marque else None
    return Faute(
        nom, _tous(codes), fautif, livre(pack), partie, rangs, extrait or marque, pack,
    )  # fmt: skip


_CODEBITEURS = "Vous en répondez solidairement avec {{ codebiteurs }}.</w:t></w:r></w:p>"
_FIN_DE_CHOIX = (
    '<w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr><w:r><w:t xml:space="preserve">{%p endif %}</w:t>'
    "</w:r></w:p>"
)
_AGREER = "Veuillez agréer, {{ debiteur.appel }},"
_MANQUE, _INTERDITE_MENTION = "MENTION_MANQUANTE", "MENTION_INTERDITE"
LIVREES = [
    _livre("la mise en demeure n’est plus dite", _MANQUE, "en demeure de payer la somme de",
           "en attente de payer la somme de", partout=True),
    _livre("le juge n’est plus annoncé", _MANQUE, "juridiction compétente", "justice",
           partout=True),
    _livre("l’activité de recouvrement n’est plus dite", _MANQUE,
           "exerce une activité de recouvrement amiable", "vous écrit", partout=True),
    _livre("la qualité de conseil n’est plus dite", _MANQUE, "En qualité de conseil",
           "Comme avocat", partout=True),
    _livre("le consommateur n’est plus invité à contester", _MANQUE,
           "Si vous contestez cette somme",
           "Si cette somme vous surprend", aussi=("vous avez contesté", "vous avez discuté")),
    *(
        _livre(f"un mot interdit : « {mot_} »", _INTERDITE_MENTION, _AGREER,
               f"{phrase_} {_AGREER}", phrase_, mot_)
        for mot_, phrase_ in (
            ("huissier", "Un huissier viendra."),
            ("commandement", "Ceci vaut commandement."),
            ("sommation", "Ceci vaut sommation."),
            ("frais de dossier", "Des frais de dossier suivront."),
            ("titre exécutoire", "Nous demanderons un titre exécutoire."),
            ("dernier avis", "DERNIER AVIS avant poursuites."),
        )
    ),
    _livre("un mot interdit, coupé par un changement de forme", _INTERDITE_MENTION, _AGREER,
           'Un huis</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">sier viendra. '
           f"{_AGREER}", "Un huissier viendra.", "huissier"),
    # pack.toml forbids it to the consumer, who receives this paragraph as the others do.
    _livre("des frais, dits aussi au consommateur", _INTERDITE_MENTION, _AGREER,
           f"Les frais seront pour vous. {_AGREER}", "Les frais seront pour vous.", "frais"),
    _livre("des pénalités, sous la garde du consommateur", _INTERDITE_MENTION, _AGREER,
           f"{{% if debiteur.est_consommateur %}}Une pénalité court. {{% endif %}}{_AGREER}",
           "Une pénalité court.", "pénalité"),
    _livre("une coquille dans la lettre livrée", "NOM_INCONNU", "{{ creancier.nom_et_adresse }}",
           "{{ creancier.nom_et_adresses }}", "nom_et_adresses"),
    _livre("une accolade perdue dans la lettre livrée", "BALISE_ABIMEE", _AGREER,
           _AGREER.replace("}}", "}"), "agréer, {{ debiteur.appel },", "debiteur.appel"),
    _livre("une fin de choix effacée de la lettre livrée", "BLOC_NON_FERME",
           _CODEBITEURS + _FIN_DE_CHOIX, _CODEBITEURS, "{%p if codebiteurs %}", "if codebiteurs"),
    _livre("une garde de groupe effacée de la lettre livrée", "GROUPE_NON_GARDE",
           "{%p if contestation %}", "{%p if principal %}", "vous avez contesté cette créance",
           "contestation."),
    _livre("une garde de champ remplacée dans la lettre livrée", "CHAMP_NON_GARDE",
           "{%p if interets_par_jour %}", "{%p if principal %}", "par jour à compter du lendemain",
           "interets_par_jour"),
    _livre("un calcul dans la lettre livrée", CALCUL, "({{ total.en_lettres }}) au plus tard",
           "({{ total.en_chiffres * 1 }}) au plus tard",
           "total.en_chiffres * 1"),
    _livre("une somme tapée dans la lettre livrée", "MONTANT_TAPE",
           "Mise en demeure de payer la somme de {{ total.en_chiffres }}",
           "Mise en demeure de payer la somme de 6 715,94 €", "6 715,94 €"),
    _livre("une date tapée dans la lettre livrée", "DATE_TAPEE", "Décompte arrêté au {{ date }}",
           "Décompte arrêté au 30 juin 2026", "arrêté au 30 juin 2026", "30 juin 2026"),
    _livre("un signataire tapé dans la lettre livrée", "NOM_TAPE",
           "{{ expediteur.signataire.nom }}", "Mme Hélène Vasseur", "Hélène Vasseur"),
    _livre("un taux tapé dans la lettre livrée", "TAUX_TAPE",
           "Le taux ainsi majoré est de {{ regime.taux }} l’an",
           "Le taux ainsi majoré est de 12,15 % l’an", "12,15 % l’an", "12,15 %"),
    _livre("un filtre inconnu dans la lettre livrée", "FILTRE_INCONNU",
           "{{ conditions.fondement|capitale }}", "{{ conditions.fondement|majuscule }}",
           "majuscule"),
    _livre("une balise de paragraphe qui n’est plus seule dans la lettre livrée",
           "BALISE_PAS_SEULE",
           "{%p if codebiteurs %}", "Attention {%p if codebiteurs %}", "Attention {%p",
           "if codebiteurs"),
]  # fmt: skip

FAUTES: list[Faute] = [
    *ABIMEES, *REPAREES, *NOMS, *FILTRES, *CALCULS, *INTERDITES, *BLOCS, *SEULES, *BOUCLES, *GARDES,
    *TAPES, *AILLEURS, *AUTOUR, *SUIVIES, *FICHIERS, *PAPIER, *LIVREES,
]  # fmt: skip
