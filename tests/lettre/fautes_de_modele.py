"""Faults sown in Word templates, one in each file: what a check of templates must find, and where.

The expectations come from ``docs/constats.md`` and ``docs/guide-du-juriste.md``, never from what a
check says. Where two codes are both honest, both are admitted, and ``pourquoi`` says why.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable
from dataclasses import dataclass

from document.briques import r
from fabrique import docx, p
from lettre.modeles_d_essai import (
    DEBUT,
    ENDROITS,
    FIN,
    LIGNE,
    PAGE,
    TAB,
    change,
    commente,
    controle,
    lettre,
    lien,
    livre,
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
    debut = len(os.path.commonprefix([faux, juste]))
    queue = os.path.commonprefix([faux[debut:][::-1], juste[debut:][::-1]])
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
"""A keyword that is none: « un mot que le programme ne connaît pas » and a spoilt tag are both."""
JEU = ("BALISE_ABIMEE", "EXPRESSION_INTERDITE")
"""Jinja cannot read it: spoilt, or a construct that no letter asks for."""


def _abimee(nom: str, balise: str, codes: Codes = "BALISE_ABIMEE", extrait: str = "debiteur") -> Faute:
    return phrase(nom, codes, f"Nous écrivons à {balise}.", BON, extrait)


def _choix(nom: str, faux: str, codes: Codes, extrait: str, pourquoi: str = "") -> Faute:
    juste = "Rien n’est venu{% if relances %}, malgré {{ relances }}{% else %} à ce jour{% endif %}."
    return phrase(nom, codes, faux, juste, extrait, pourquoi)


ABIMEES = [
    _abimee("une accolade ouvrante perdue", "{ debiteur.denomination }}"),
    _abimee("une accolade fermante perdue", "{{ debiteur.denomination }"),
    _abimee("une accolade perdue de chaque côté", "{ debiteur.denomination }"),
    _abimee("les deux accolades fermantes perdues", "{{ debiteur.denomination"),
    _abimee("les deux accolades ouvrantes perdues", "debiteur.denomination }}"),
    _abimee("une espace entre les accolades", "{ { debiteur.denomination } }"),
    _abimee("une espace entre les accolades fermantes", "{{ debiteur.denomination } }"),
    _abimee("trois accolades", "{{{ debiteur.denomination }}}", JEU),
    _abimee("une balise dans une balise", "{{ {{ debiteur.denomination }} }}"),
    _abimee("des accolades fermantes en double", "{{ debiteur.denomination }} }}", extrait="}}"),
    _abimee("des accolades pleine chasse", "｛｛ debiteur.denomination ｝｝"),
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
    phrase("des espaces entre l’accolade et le pour-cent", "BALISE_ABIMEE",
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
    phrase("« et » pour « and »", MOT, "{% if relances et not relances_partielles %}Rien.{% endif %}",
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
           "Rien n’est venu{% if relances %}, malgré {{ relances }}{% end if %}.", MOT, "end if"),
    _choix("« else if » pour « elif »",
           "Rien n’est venu{% if relances %}, malgré tout{% else if pieces %} encore{% endif %}.",
           MOT, "else if"),
    _choix("« elseif » pour « elif »",
           "Rien n’est venu{% if relances %}, malgré tout{% elseif pieces %} encore{% endif %}.",
           MOT, "elseif"),
    _choix("une majuscule mise par Word à « If »",
           "Rien n’est venu{% If relances %}, malgré {{ relances }}{% endif %}.", MOT, "If"),
    _choix("une majuscule mise par Word à « EndIf »",
           "Rien n’est venu{% if relances %}, malgré {{ relances }}{% EndIf %}.", MOT, "EndIf"),
    _choix("un choix en français", "Rien n’est venu{% si relances %}, malgré tout{% fin %}.", MOT, "si"),
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
    blocs("le p collé à if", MOT, ["{%pif relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2, "pif"),
    blocs("le p en capitale", MOT, ["{%P if relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2, "P if"),
    blocs("une espace avant le p", MOT, ["{% p if relances %}", "Rien.", FSI], [SI, "Rien.", FSI], 2,
          "p if"),
    blocs("le tr collé à for", MOT,
          [tableau(("{%trfor f in factures %}", ""), ("{{ f.numero }}", "x"), ("{%tr endfor %}", ""))],
          [tableau(("{%tr for f in factures %}", ""), ("{{ f.numero }}", "x"), ("{%tr endfor %}", ""))],
          2, "trfor"),
    blocs("une balise coupée par une marque de paragraphe", "BALISE_ABIMEE",
          ["Nous écrivons à {{ debiteur.", "denomination }}."], [BON], 2, "{{ debiteur."),
    blocs("une balise coupée entre ses accolades par une marque de paragraphe", "BALISE_ABIMEE",
          ["Nous écrivons à {", "{ debiteur.denomination }}."], [BON], (2, 3),
          pourquoi="chacun des deux paragraphes porte une moitié de balise"),
    blocs("une balise coupée par une tabulation", MOT,
          [para("{% if", TAB, "relances %}Rien.{% endif %}")], [para("{% if relances %}Rien.{% endif %}")],
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
          [para("Écrire à ", lien(r("{{ debiteur.denomination }} vite")))], 2, "{{ debiteur.",
          pourquoi="docxtpl ôte le début du lien et en laisse la fin : le fichier est illisible"),
    blocs("une balise qui sort d’un contrôle de contenu", "BALISE_ABIMEE",
          [para("Écrire à ", controle(r("{{ debiteur.")), "denomination }} vite")],
          [para("Écrire à ", controle(r("{{ debiteur.denomination }}")), " vite")], 2, "{{ debiteur.",
          pourquoi="docxtpl ôte la fin du contrôle et en laisse le début"),
]  # fmt: skip

_INSERE = '<w:{0} w:id="1" w:author="J. Martin" w:date="2026-01-05T10:00:00Z">{1}</w:{0}>'
_OTE = "<w:r><w:delText>{0}</w:delText></w:r>"

REPAREES = [
    phrase(nom, "BALISE_REPAREE", faux, juste, "")
    for nom, faux, juste in (
        ("une espace insécable dans une balise", "Nous écrivons à {{\u00a0debiteur.denomination\u00a0}}.", BON),
        ("une espace fine dans une balise", "Nous écrivons à {{ debiteur.denomination\u202f}}.", BON),
        ("une espace idéographique dans une balise", "Nous écrivons à {{\u3000debiteur.denomination }}.", BON),
        ("un caractère de largeur nulle dans un nom", "Nous écrivons à {{ debi\u200bteur.denomination }}.", BON),
        ("une marque d’ordre des octets dans un nom", "Nous écrivons à {{ \ufeffdebiteur.denomination }}.", BON),
        ("un tiret demi-cadratin pour le trait d’un bloc", "{%– if relances %}Rien.{% endif %}",
         "{%- if relances %}Rien.{% endif %}"),
        ("un tiret cadratin pour le trait d’un champ", "Nous écrivons à {{ debiteur.denomination —}}.", BON),
        ("des guillemets courbes autour d’un texte", "{% if debiteur.appel == “Madame” %}Chère{% endif %}.",
         '{% if debiteur.appel == "Madame" %}Chère{% endif %}.'),
        ("des guillemets simples courbes autour d’un texte",
         "{% if debiteur.appel == ‘Madame’ %}Chère{% endif %}.",
         '{% if debiteur.appel == "Madame" %}Chère{% endif %}.'),
        ("un guillemet bas autour d’un texte", "{% if debiteur.appel == „Madame“ %}Chère{% endif %}.",
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
           "{% if creancier.telephone %}Tél. {{ creancier.telephone }}.{% endif %}", "creancier.fax"),
    phrase("un texte de loi qui n’est pas là", "NOM_INCONNU", "« {{ textes.l111_8_alinea_4 }} »",
           "« {{ textes.l111_8_alinea_3 }} »", "alinea_4"),
    phrase("« complement » au singulier", "NOM_INCONNU", "Client {{ complement.numero_client }}.",
           "{% if complements.numero_client %}Client {{ complements.numero_client }}.{% endif %}",
           "complement.numero_client"),
    phrase("le champ d’un champ", "NOM_INCONNU", "Le {{ date.jour }}.", "Le {{ date }}.", "date.jour"),
    phrase("une facture hors de sa boucle", "NOM_INCONNU", "Facture {{ facture.numero }}.",
           "Dossier {{ reference }}.", "facture.numero"),
    phrase("le rang d’une boucle, hors d’elle", "NOM_INCONNU", "Ligne {{ loop.index }}.",
           "Ligne.", "loop.index"),
    blocs("une boucle sur une liste inconnue", "NOM_INCONNU",
          ["{%p for ligne in decompte.ligne %}", "Une ligne.", "{%p endfor %}"],
          ["{%p for ligne in decompte.lignes %}", "Une ligne.", "{%p endfor %}"], 2, "decompte.ligne"),
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
        ("un filtre en capitales", "FILTRE_INCONNU", "{{ lieu|Upper }}.", "{{ lieu|upper }}.", "Upper"),
        ("un filtre d’euros", "FILTRE_INCONNU", "{{ total.en_chiffres|euros }}.",
         "{{ total.en_chiffres }}.", "euros"),
        ("un filtre de Jinja qui n’est pas admis", "FILTRE_INCONNU", '{{ lieu|replace("a", "b") }}.',
         "{{ lieu }}.", "replace"),
        ("un filtre qui ôte la protection", "FILTRE_INCONNU", "{{ lieu|safe }}.", "{{ lieu }}.", "safe"),
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
         "{% if relances is vide %}Rien.{% endif %}", "{% if not relances %}Rien.{% endif %}", "vide"),
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
         '{% if total.en_chiffres > "1000" %}beaucoup{% endif %}', "Soit beaucoup.", "total.en_chiffres"),
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
        ("un attribut par un filtre", (INTERDITE, "FILTRE_INCONNU"), '{{ reference|attr("x") }}', "attr"),
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
        ("une boucle sans fin utile", INTERDITE, "{% for x in range(10**9) %}x{% endfor %}", "range"),
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
           "{% if relances %}" * 200 + "x" + "{% endif %}" * 200, "{% if relances %}x{% endif %}", "",
           "Python ne compile pas cent blocs l’un dans l’autre : rien d’autre ne nomme cette faute"),
    phrase("deux mille parenthèses", (INTERDITE, "GABARIT_INVALIDE", "BALISE_ABIMEE"),
           "Note : {{ " + "(" * 2000 + "reference" + ")" * 2000 + " }}.", "Note : {{ reference }}.", "",
           "le lecteur de Jinja est récursif : rien d’autre ne nomme cette faute"),
]  # fmt: skip

FAUTES: list[Faute] = [*ABIMEES, *REPAREES, *NOMS, *FILTRES, *CALCULS, *INTERDITES]
