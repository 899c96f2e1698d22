"""Templates that Word or a careful hand has changed without harm: a check says nothing of them.

Then files that are no Word file at all, and must be said to be unreadable in one sentence.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from document.briques import champ, image, r, tbl, tc, tr, zone
from lettre.modeles_d_essai import (
    ENDROITS,
    LIGNE,
    PAGE,
    TAB,
    avec_un_appel,
    change,
    controle,
    en_boite,
    imagee,
    lettre,
    lien,
    livre,
    membres_de,
    para,
    proprietes,
    ps,
    refait,
    relation,
    tableau,
)

NOM = "{{ debiteur.denomination }}"


@dataclass(frozen=True)
class Sain:
    """A file of which there is nothing to say; a shipped letter says no more than it did."""

    nom: str
    fichier: bytes
    pack: str = ""
    pourquoi: str = ""


def _phrases(*paires: tuple[str, str]) -> list[Sain]:
    return [Sain(nom, lettre(texte)) for nom, texte in paires]


# --- What Word does by itself ------------------------------------------------------------------

_RELU = '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'
_FORMES = (
    "<w:b/>", "", "<w:i/>", '<w:u w:val="single"/>', '<w:color w:val="FF0000"/>',
    '<w:sz w:val="20"/>', '<w:lang w:val="en-US"/>', "<w:noProof/>",
)  # fmt: skip
_MARQUE = '<w:bookmarkStart w:id="1" w:name="_GoBack"/>', '<w:bookmarkEnd w:id="1"/>'
_RSID = 'w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3" w:rsidP="00D4E5F6"'


def _smart(contenu: str) -> str:
    return (
        '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName">'
        f"{contenu}</w:smartTag>"
    )


DE_WORD = [
    Sain("le correcteur d’orthographe dans une balise",
         lettre(para("À {{ ", _RELU[0], "debiteur", _RELU[1], ".", _RELU[0], "denomination",
                     _RELU[1],
                     " }}."))),
    Sain("une balise en huit morceaux de formes différentes",
         lettre(para("À ", *(r(t, f) for t, f in zip(
             ("{", "{ deb", "iteur", ".", "denomi", "nation", " }", "}"), _FORMES, strict=True)),
             "."))),
    Sain("une balise lettre à lettre", lettre(para("À ", *NOM, "."))),
    Sain("les numéros de révision de Word",
         lettre(para(f"À {NOM}.").replace("<w:p>", f"<w:p {_RSID}>").replace(
             "<w:r>", '<w:r w:rsidRPr="00A1B2C3">'))),
    Sain("un signet dans une balise", lettre(para("À {{ debiteur.", *_MARQUE, "denomination }}."))),
    Sain("un signet autour d’une balise de paragraphe",
         lettre(para(_MARQUE[0], "{%p if relances %}", _MARQUE[1]), "Rien.", "{%p endif %}")),
    Sain("une balise de paragraphe en plusieurs morceaux",
         lettre(para("{%", "p if ", r("relances", "<w:b/>"), " %}"), "Rien.",
                para("{", "%p endif %}"))),
    Sain("une espace avant une balise de paragraphe", lettre(" {%p if relances %} ", "Rien.",
                                                              "{%p endif %}")),
    Sain("un contrôle de contenu dans la ligne", lettre(para("À ", controle(r(NOM)), "."))),
    Sain("un contrôle de contenu autour de tout un choix",
         lettre(controle(ps("{%p if relances %}", "Rien.", "{%p endif %}")))),
    Sain("un choix ouvert dans un contrôle de contenu et fermé après lui",
         lettre(controle(ps("{%p if relances %}", "Rien.")), "{%p endif %}")),
    Sain("un contrôle de contenu dans un choix",
         lettre("{%p if relances %}", controle(para("Rien.")), "{%p endif %}")),
    Sain("une balise intelligente autour d’un nom", lettre(para("À ", _smart(r(NOM)), "."))),
    Sain("des marques de langue", lettre(para(r("À ", '<w:lang w:val="fr-FR"/>'),
                                              r(NOM, '<w:lang w:val="en-GB"/>'), "."))),
    Sain("un saut de page rendu, dans une balise",
         lettre(para("À {{ debiteur.", r("<w:lastRenderedPageBreak/>"), "denomination }}."))),
    Sain("des sauts de page rendus ailleurs",
         lettre(para(r("<w:lastRenderedPageBreak/>"), f"À {NOM}."))),
    Sain("une balise en gras", lettre(para("À ", r(NOM, "<w:b/>"), "."))),
    Sain("une balise dans le texte d’un lien",
         lettre(para("À ", lien(r(NOM), "l"), "."),
                liens=relation("l", "hyperlink", "https://exemple.example/", externe=True))),
    Sain("un nom changé en lien par Word, dans sa balise",
         lettre(para("À {{ ", lien(r("debiteur.de"), "l"), "nomination }}."),
                liens=relation("l", "hyperlink", "http://debiteur.de/", externe=True)),
         pourquoi="docxtpl ôte tout le lien, et lit la balise entière"),
    Sain("un lien vers un courriel", lettre(
        para("À ", lien(r("nous"), "l"), "."),
        liens=relation("l", "hyperlink", "mailto:contact@exemple.example", externe=True))),
    Sain("le numéro de la page et le nombre de pages",
         lettre("Suite.", pied=para("Page ", champ("PAGE"), " / ", champ("NUMPAGES")))),
    Sain("un champ simple de page",
         lettre("Suite.",
                pied=para('<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))),
    Sain("des tabulations et des sauts de ligne",
         lettre(para("Référence", TAB, ": {{ reference }}", LIGNE, "Objet", TAB, ": rappel"))),
    Sain("un saut de page entre deux paragraphes", lettre("Suite.", para(PAGE), f"À {NOM}.")),
    Sain("des paragraphes vides", lettre("", f"À {NOM}.", "", "")),
    Sain("un trait d’union conditionnel dans le texte",
         lettre(para("recouvre", r("<w:softHyphen/>"), f"ment à {NOM}."))),
    Sain("un trait d’union insécable dans le texte",
         lettre(para("rendez", r("<w:noBreakHyphen/>"), f"vous à {NOM}."))),
    Sain("une police de symboles",
         lettre(para(r('<w:sym w:font="Symbol" w:char="F0B7"/>'), f" À {NOM}."))),
    Sain("une image au texte de remplacement ordinaire",
         imagee(para(image()))),
    Sain("une image au nom de fichier pour texte de remplacement",
         imagee(para(image().replace('descr="Logo"', 'descr="logo.png"')))),
    Sain("une image témoin",
         imagee(para(image().replace('descr="Logo"', 'descr="{{ expediteur.logo }}"')))),
    Sain("un appel de note",
         lettre(avec_un_appel("footnote"), note=para("Selon {{ reference }}."))),
    Sain("une zone de texte et sa copie ancienne", lettre(en_boite(para(f"À {NOM}.")))),
    Sain("une zone de texte avec un choix entier",
         lettre(para(zone(ps("{%p if relances %}", "Rien.", "{%p endif %}", "Fin."), 60, 20)))),
    Sain("les propriétés que Word écrit",
         proprietes("<dc:title>Lettre – dossier {{ reference }}</dc:title><dc:creator>"
                    "{{ creancier.denomination }}</dc:creator><cp:lastModifiedBy/>"
                    "<dc:language>fr-FR</dc:language>",
                    "<Template>Normal.dotm</Template>"
                    "<Application>Microsoft Office Word</Application><Pages>1</Pages>"
                    "<Company></Company><AppVersion>16.0000</AppVersion>")),
    *(Sain(f"une balise {ou}", faire(para(f"À {NOM}."))) for ou, (faire, _, _) in ENDROITS.items()),
    *(Sain(f"un choix {ou}",
           faire(para("Rien{% if relances %}, malgré {{ relances }}{% endif %}.")))
      for ou, (faire, _, _) in ENDROITS.items()),
]  # fmt: skip

# --- What a template may say -------------------------------------------------------------------

LANGAGE = _phrases(
    ("une balise sans espaces", "À {{debiteur.denomination}}."),
    ("une balise aux espaces nombreuses", "À {{   debiteur.denomination   }}."),
    ("un commentaire", "À {{ debiteur.denomination }}{# à relire avec {{ rien }} #}."),
    ("des traits qui mangent les espaces", "Rien {%- if relances -%} , malgré tout {%- endif %}."),
    ("un « and not »", "{% if relances and not relances_partielles %}Rien.{% endif %}"),
    ("un « or » entre parenthèses",
     "{% if (relances or pieces) and not plusieurs_factures %}Rien.{% endif %}"),
    ("des « elif » et un « else »",
     ("{% if regime.est_commercial %}A{% elif regime.est_civil %}B{% elif relances %}C{% else %}D"
     "{% endif %}.")),
    ("une égalité avec un texte", '{% if debiteur.appel == "Madame" %}Chère{% endif %} Madame.'),
    ("une différence avec un texte",
     '{% if debiteur.appel != "Madame" %}Cher{% endif %} Monsieur.'),
    ("une égalité de deux champs",
     "{% if not expediteur.reference == reference %}Autre.{% endif %}"),
    ("un choix dans un choix", "{% if relances %}A{% if pieces %}B{% endif %}{% endif %}."),
    ("un choix dans un champ", '{{ "A" if relances else "B" }}.'),
    ("un champ entre crochets", 'À {{ debiteur["denomination"] }}.'),
    ("deux filtres", "{{ debiteur.dans_la_phrase|trim|capitale }}."),
    ("une liste réunie", '{% if pieces %}Avec {{ pieces|join(" ; ") }}.{% endif %}'),
    ("un nombre d’éléments", "{{ factures|length }} facture(s)."),
    ("le premier et le dernier", "{{ debiteur.adresse|first }} à {{ debiteur.adresse|last }}."),
    ("un texte libre", ("{% if complements.numero_client %}Client {{ complements.numero_client }}."
     "{% endif %}")),
    ("un texte libre du débiteur",
     "{% if debiteur.complements.bon %}Bon {{ debiteur.complements.bon }}.{% endif %}"),
    ("un groupe gardé", "{% if contestation %}Motif : {{ contestation.motif }}.{% endif %}"),
    ("un groupe gardé par un « elif »",
     "{% if relances %}A{% elif contestation %}Le {{ contestation.date }}{% endif %}."),
    ("un groupe dans le « else » d’un « not »",
     "{% if not contestation %}Rien{% else %}Le {{ contestation.date }}{% endif %}."),
    ("un groupe gardé avec autre chose",
     "{% if relances and contestation %}Le {{ contestation.date }}.{% endif %}"),
    ("un groupe et son champ dans la même condition",
     "{% if mandataire and mandataire.est_avocat %}Par avocat.{% endif %}"),
    ("un groupe gardé dans un champ",
     'Le {{ contestation.date if contestation else "jour dit" }}.'),
    ("un groupe gardé par « default »", 'Vu {{ contestation.motif|default("le dossier") }}.'),
    ("un champ gardé par « default », les vides compris",
     'Vu {{ conditions.fondement|default("nos accords", true) }}, nous écrivons.'),
    ("un champ gardé par une autre condition en plus",
     "{% if debiteur.siret and debiteur.est_personne_publique %}{{ debiteur.siret }}.{% endif %}"),
    ("deux champs gardés l’un dans l’autre",
     ("{% if expediteur.iban %}Sur {{ expediteur.iban }}{% if expediteur.bic %}, BIC "
     "{{ expediteur.bic }}{% endif %}.{% endif %}")),
    ("un champ filtré sous sa garde",
     "{% if conditions.fondement %}Vu {{ conditions.fondement|capitale }}.{% endif %}"),
    ("un champ dans le « else » du « not »",
     "{% if not relances %}Rien{% else %}Malgré {{ relances }}{% endif %}."),
) + [
    Sain(nom, lettre(*morceaux)) for nom, morceaux in (
        ("une boucle de paragraphes", ("{%p for ligne in debiteur.adresse %}", "{{ ligne }}",
                                       "{%p endfor %}")),
        ("le rang et les bornes d’une boucle",
         ("{%p for f in factures %}",
          ("{{ loop.index }} : {{ f.numero }}{% if loop.first %} (première)"
          "{% endif %}{% if not loop.last %} ;{% else %}.{% endif %}"), "{%p endfor %}")),
        ("un choix dans une boucle",
         ("{%p for f in factures %}", "{%p if f.objet %}", "{{ f.numero }}, {{ f.objet }}, due.",
          "{%p else %}", "{{ f.numero }}", "{%p endif %}", "{%p endfor %}")),
        ("deux boucles du même nom, l’une après l’autre",
         ("{%p for x in debiteur.adresse %}", "{{ x }}", "{%p endfor %}",
          "{%p for x in factures %}", "{{ x.numero }}", "{%p endfor %}")),
        ("deux boucles l’une dans l’autre",
         ("{%p for f in factures %}", "{%p for l in debiteur.adresse %}", "{{ f.numero }} {{ l }}",
          "{%p endfor %}", "{%p endfor %}")),
        ("un groupe gardé par un choix qui l’entoure de loin",
         ("{%p if contestation %}", "Vous contestez.", "{%p if relances %}",
          "Le {{ contestation.date }}, malgré tout.", "{%p endif %}", "{%p endif %}")),
        ("la liste d’un groupe gardé",
         ("{%p if commissaire %}", "{%p for l in commissaire.adresse %}", "{{ l }}",
          "{%p endfor %}",
          "{%p endif %}")),
        ("un choix qui enferme un tableau",
         ("{%p if regime.est_commercial %}", tableau(("Somme", "{{ total.en_chiffres }}")),
          "{%p endif %}")),
        ("un commentaire seul dans son paragraphe", ("{#p à revoir #}", "Suite.")),
        ("une boucle de rangées sous un titre répété",
         (tableau(("Facture", "Reste dû"), ("{%tr for f in factures %}", ""),
                  ("{{ f.numero }}", "{{ f.reste_du }}"), ("{%tr endfor %}", ""), titre=0),)),
        ("un choix de rangées dans une boucle",
         (tableau(("{%tr for l in decompte.lignes %}", ""), ("{%tr if l.est_facture %}", ""),
                  ("{{ l.libelle }}", "{{ l.montant }}"), ("{%tr else %}", ""),
                  ("– {{ l.libelle }}", "{{ l.montant }}"), ("{%tr endif %}", ""),
                  ("{%tr endfor %}", "")),)),
        ("une boucle de cellules",
         (tableau(("{%tc for l in debiteur.adresse %}", "{{ l }}", "{%tc endfor %}")),)),
        ("une boucle de paragraphes dans une cellule",
         (tableau(("Adresse",
                   ps("{%p for l in debiteur.adresse %}", "{{ l }}", "{%p endfor %}", ""))),)),
        ("une rangée dont la balise est dans la seconde cellule",
         (tbl([2000, 2000], *(tr(tc(para(a)), tc(para(b))) for a, b in (
             ("", "{%tr for f in factures %}"), ("{{ f.numero }}", "{{ f.reste_du }}"),
             ("", "{%tr endfor %}")))),)),
    )
]  # fmt: skip

# --- What the law and ordinary prose say -------------------------------------------------------

PROSE = _phrases(
    ("l’indemnité de la loi",
     "Une indemnité de 40 euros est due (article D. 441-5 du code de commerce)."),
    ("l’indemnité de la loi, en chiffres",
     ("Une indemnité forfaitaire de 40 € pour frais de recouvrement (articles L. 441-10, II, et "
     "D. 441-5 du code de commerce) est due.")),
    ("un plafond de la loi",
     ("La procédure est ouverte jusqu’à 5 000 € (article R. 125-1 du code des procédures civiles "
     "d’exécution).")),
    ("un seuil de compétence",
     ("Jusqu’à 10 000 €, le tribunal judiciaire statue sans avocat (article 761 du code de "
     "procédure civile).")),
    ("une loi datée", "Ainsi le veut la loi du 10 juillet 1991."),
    ("une loi numérotée et datée", "Ainsi le veut la loi n° 2009-526 du 12 mai 2009."),
    ("une ordonnance", "Vu l’ordonnance n° 2016-131 du 10 février 2016."),
    ("un arrêté", "Vu l’arrêté du 2 mars 1999, article 4."),
    ("un décret", "Vu le décret n° 2012-1115 du 2 octobre 2012."),
    ("un arrêt", "Ainsi jugé (Cass. com., 24 avril 2024, n° 22-24.275)."),
    ("un règlement européen", "Vu le règlement (UE) 2016/679 du 27 avril 2016."),
    ("un article", "Il est interdit de le réclamer (article L. 111-8 du même code)."),
    ("des points de pourcentage", "Le taux est majoré de dix points de pourcentage."),
    ("trois fois le taux légal",
     "Il ne peut être inférieur à trois fois le taux de l’intérêt légal."),
    ("des points, cités avec leur article",
     "Le taux est majoré de cinq points (article L. 313-3 du code monétaire et financier)."),
    ("les semestres", "Le taux en vigueur au 1er janvier vaut pour le premier semestre."),
    ("un délai", "Vous disposez de 30 jours pour répondre."),
    ("un délai en lettres", "Le paiement intervient au plus tard quarante-cinq jours après."),
    ("des horaires", "Nos bureaux sont ouverts du lundi au vendredi de 9 h à 12 h 30."),
    ("des accolades dans la prose", "Le cas {annexe} est à part."),
    ("des crochets et des parenthèses", "Voir l’annexe [1] (page 2) et la note ((b))."),
    ("des chevrons", "Le solde est > à zéro et << le reste >> suit."),
    ("un pour-cent seul", "La part est exprimée en % du total."),
    ("des guillemets et des points de suspension",
     "« Rien n’est venu… », avez-vous écrit à {{ lieu }}."),
    ("des apostrophes et un tiret",
     "L’accord d’hier – s’il l’est – n’engage pas {{ debiteur.denomination }}."),
    ("des espaces insécables",
     "Vous\u00a0: {{ debiteur.denomination }}\u00a0; nous\u202f: {{ lieu }}\u00a0!"),
    ("une adresse de site", "Voir www.cnil.fr ou service-public.fr pour {{ reference }}."),
    ("un numéro d’institution", "La CNIL répond au 01 53 73 22 22."),
    ("une institution", "Le taux de la Banque centrale européenne s’applique."),
    ("une juridiction", "Nous saisirons le tribunal de commerce."),
    ("une commission",
     "Réclamation : Commission nationale de l’informatique et des libertés (CNIL)."),
    ("une civilité seule", "Monsieur le Président, Madame la Directrice, Maître,"),
    ("un appel", "Chère Madame, cher Monsieur,"),
    ("une forme sociale seule", "Cela vaut pour une SARL comme pour une SAS."),
    ("le mot IBAN seul", "Votre IBAN et votre BIC vous seront demandés."),
    ("des mots latins", "Le présent document vaut in extenso, au prorata et per se."),
    ("un sigle et un numéro", "Formulaire Cerfa n° 12948*07."),
)  # fmt: skip

# --- A shipped letter, one harmless edit -------------------------------------------------------

_AGREER = "Veuillez agréer, {{ debiteur.appel }},"


def _livre(nom: str, avant: str, apres: str, pack: str = "mise-en-demeure") -> Sain:
    return Sain(nom, change((avant, apres), pack=pack), pack)


LIVREES = [
    _livre("une phrase de plus", _AGREER, f"Nous restons à votre écoute. {_AGREER}"),
    _livre("un titre écrit autrement", "Modalités de paiement", "Comment payer"),
    _livre("une forme sur une balise de la lettre", _AGREER,
           'Veuillez agréer, {{ debiteur.</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t '
           'xml:space="preserve">appel }},'),
    _livre("une phrase réservée au professionnel", _AGREER,
           f"{{% if debiteur.est_professionnel %}}La pénalité court. {{% endif %}}{_AGREER}"),
    _livre("un mot interdit, comme partie d’un autre", _AGREER,
           f"Votre exploitation est saine. {_AGREER}"),
    _livre("une mention dite avec d’autres espaces", "juridiction compétente",
           "juridiction</w:t></w:r><w:r><w:t xml:space=\"preserve\"> compétente"),
    Sain("un signet dans la lettre livrée",
         change(("<w:body>", f"<w:body>{_MARQUE[0]}{_MARQUE[1]}")), "mise-en-demeure"),
    Sain("l’ordre des fichiers du zip changé",
         refait(dict(sorted(membres_de(livre()).items()))), "mise-en-demeure"),
]  # fmt: skip

SAINS: list[Sain] = [*DE_WORD, *LANGAGE, *PROSE, *LIVREES]


# --- Files that are none -----------------------------------------------------------------------

Depot = Callable[[Path], "bytes | Path"]
"""What to give to the check: bytes, or a path made in a folder."""


def _zip(membres: dict[str, bytes], drapeau: int = 0) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    octets = bytearray(tampon.getvalue())
    if drapeau:  # « encrypted », in every header of the zip
        for signature, ou in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = octets.find(signature)
            while place >= 0:
                octets[place + ou] |= drapeau
                place = octets.find(signature, place + 4)
    return bytes(octets)


def _image() -> bytes:
    tampon = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(tampon, "PNG")
    return tampon.getvalue()


def _ecrit(nom: str, octets: bytes) -> Depot:
    def deposer(repertoire: Path) -> Path:
        (repertoire / nom).write_bytes(octets)
        return repertoire / nom

    return deposer


def _enorme(repertoire: Path) -> Path:
    chemin = repertoire / "lettre.docx"
    chemin.write_bytes(b"PK\x03\x04")
    with chemin.open("r+b") as fichier:
        fichier.truncate(60_000_000)
    return chemin


def _sans(membre: str) -> bytes:
    return refait({n: x for n, x in membres_de(lettre("Suite.")).items() if n != membre})


def _brut(document: bytes) -> bytes:
    return refait({**membres_de(lettre("Suite.")), "word/document.xml": document})


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BON = lettre("Suite.")
ILLISIBLES: dict[str, Depot] = {
    "aucun octet": lambda _: b"",
    "un fichier vide": _ecrit("lettre.docx", b""),
    "un ancien .doc": lambda _: _OLE + bytes(4000),
    "un .docx protégé par un mot de passe":
        lambda _: _OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(3000),
    "un zip protégé par un mot de passe": lambda _: _zip(membres_de(_BON), 1),
    "une image renommée": _ecrit("lettre.docx", _image()),
    "un PDF renommé": _ecrit("lettre.docx", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
    "un texte renommé": _ecrit("lettre.docx", b"Madame, Monsieur,"),
    "un RTF renommé": _ecrit("lettre.docx", b"{\\rtf1 Madame, {{ reference }}}"),
    "une page renommée": _ecrit("lettre.docx", b"<html><body>{{ reference }}</body></html>"),
    "un zip ordinaire": lambda _: _zip({"notes.txt": b"x"}),
    "un .odt": lambda _: _zip({
        "mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
    "un classeur": lambda _: _zip({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"/>', "xl/workbook.xml": b"<workbook/>"}),
    "un zip coupé": lambda _: _BON[:-60],
    "un début de zip": lambda _: _BON[:200],
    "un zip dont un octet a changé": lambda _: _BON[:400] + bytes([_BON[400] ^ 255]) + _BON[401:],
    "sans document": lambda _: _sans("word/document.xml"),
    "sans relations": lambda _: _sans("_rels/.rels"),
    "sans types": lambda _: _sans("[Content_Types].xml"),
    "un document vide": lambda _: _brut(b""),
    "un XML cassé": lambda _: _brut(b"<w:document><w:body>"),
    "un DOCTYPE": lambda _: _brut(
        b'<!DOCTYPE w [<!ENTITY a "b">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
        b'wordprocessingml/2006/main"><w:body/></w:document>'),
    "une bombe": lambda _: _zip({**membres_de(_BON), "word/bombe.bin": bytes(30_000_000)}),
    "un membre qui remonte": lambda _: _zip({**membres_de(_BON), "../../etc/x": b"x"}),
    "trop de membres": lambda _: _zip(
        {**membres_de(_BON), **{f"word/m{i}.xml": b"<a/>" for i in range(2001)}}),
    "soixante mégaoctets": _enorme,
    "un répertoire": lambda repertoire: repertoire,
    "un fichier absent": lambda repertoire: repertoire / "absente.docx",
    "un chemin qui n’en est pas un": lambda repertoire: repertoire / "a\0b.docx",
}  # fmt: skip
"""What to call it, and how to make it: the refusal is one finding, FICHIER_ILLISIBLE."""
