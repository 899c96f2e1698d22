"""What a letter never needs, found in a Word file: programs, embedded objects, content elsewhere.

A finding of severity ``erreur`` each, so that all are told at once;
:meth:`~courriers.document.archive.Archive.lire` refuses the file on the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.document.relations import liens_de, sans_liens

_EXTERNES_ADMISES = ("hyperlink",)
_EXTERNES_RETIREES = ("attachedTemplate",)
_OBJETS = {
    "oleObject": "un objet incorporé",
    "package": "un objet incorporé",
    "control": "un contrôle actif",
    "aFChunk": "un document étranger (altChunk)",
}
_CODE = re.compile(rb"<w:instrText[^>]*>([^<]*)|\bw:instr=\"([^\"]*)\"|\bw:instr='([^']*)'")
_ENTRE_GUILLEMETS = re.compile(rb"\"[^\"]*\"|&quot;.*?&quot;")
_CHAMPS_REFUSES = re.compile(
    rb"(?<![\w\\])(INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO)(?!\w)", re.IGNORECASE
)
_RETIRER = "Retirez-le dans Word."


def inspecter(membres: dict[str, bytes], nom: str) -> list[Constat]:
    """What a letter never needs in *membres*; the attached template is dropped from them.

    Raises:
        FichierWordInvalide: relationships that cannot be read.
    """
    return list(dict.fromkeys([*_programmes(membres, nom), *_liens(membres, nom)]))


def _programmes(membres: dict[str, bytes], nom: str) -> Iterator[Constat]:
    fichier, types = Lieu(fichier=nom), membres.get("[Content_Types].xml", b"").lower()
    if any("vbaproject" in m.lower() for m in membres) or b"macroenabled" in types:
        yield erreur(
            Code.MACROS, f"{nom} contient des macros.",
            "Enregistrez-le au format .docx, sans macro.", fichier,
        )  # fmt: skip
    for membre, octets in membres.items():
        if "/embeddings/" in membre.lower() or "/activex/" in membre.lower():
            message = f"{nom} contient un objet incorporé ({membre})."
            yield erreur(Code.OBJET_INCORPORE, message, _RETIRER, fichier)
        if membre.endswith(".xml") and (champ := _champ_refuse(octets)):
            yield erreur(
                Code.CONTENU_EXTERIEUR,
                f"{nom} contient un champ qui va chercher un autre fichier ({champ}).",
                "Retirez dans Word le champ INCLUDEPICTURE, INCLUDETEXT, LINK ou DDE.",
                fichier,
            )


def _champ_refuse(xml: bytes) -> str:
    """The field of *xml* that fetches something, be its code cut in pieces; or nothing."""
    if b"instr" not in xml:
        return ""
    code = b"".join(b"".join(bouts) for bouts in _CODE.findall(xml))
    trouve = _CHAMPS_REFUSES.search(_ENTRE_GUILLEMETS.sub(b'""', code))
    return trouve[1].decode().upper() if trouve else ""


def _liens(membres: dict[str, bytes], nom: str) -> Iterator[Constat]:
    fichier = Lieu(fichier=nom)
    for membre in [m for m in membres if m.lower().endswith(".rels")]:
        for lien in liens_de(membres[membre], ""):
            genre = lien.type.rsplit("/", 1)[-1]
            if genre == "vbaProject":
                message = f"{nom} contient des macros."
                conseil = "Enregistrez-le au format .docx, sans macro."
                yield erreur(Code.MACROS, message, conseil, fichier)
            elif genre in _OBJETS:
                message = f"{nom} contient {_OBJETS[genre]}."
                yield erreur(Code.OBJET_INCORPORE, message, _RETIRER, fichier)
            elif not lien.externe or genre in _EXTERNES_ADMISES:
                continue
            elif genre in _EXTERNES_RETIREES:
                _detacher_le_modele(membres, membre, lien.id)
                yield avertissement(
                    Code.MODELE_JOINT_IGNORE,
                    f"le modèle Word joint « {lien.cible} » est ignoré : rien n’est cherché hors "
                    "du fichier.",
                    "Dans Word : Développeur, Modèle de document, joignez « Normal ».",
                    fichier,
                )
            else:
                yield erreur(
                    Code.CONTENU_EXTERIEUR,
                    f"{nom} renvoie à un contenu extérieur ({lien.cible[:80]}).",
                    "Incorporez l’image ou l’objet dans le document.",
                    fichier,
                )


def _detacher_le_modele(membres: dict[str, bytes], relations: str, lien: str) -> None:
    membres[relations] = sans_liens(membres[relations], {lien})
    for reglages in [m for m in membres if m.endswith("settings.xml")]:
        membres[reglages] = re.sub(rb"<w:attachedTemplate\b[^>]*/>", b"", membres[reglages])
