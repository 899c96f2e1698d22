"""A Word file, or a whole pack, looked at from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from courriers.constats import Code, Constat, Gravite, Lieu, Rapport, erreur
from courriers.document.archive import Archive
from courriers.document.controle.parcours import Parcours
from courriers.document.controle.releve import Releve
from courriers.document.controle.restes import commentaires, proprietes, suivi
from courriers.document.fragments import (
    REMPLACEMENT,
    TEXTE,
    Fragment,
    fragments,
    parties_lues,
)
from courriers.document.gabarit import Gabarit
from courriers.document.pdf import constats_de_rendu
from courriers.erreurs import CourriersError, FichierWordInvalide, GabaritInvalide, MoteurPdfAbsent
from courriers.lettre.champs import FILTRES
from courriers.lettre.controle.contrat import Contrat
from courriers.lettre.controle.essais import Texte, essayer_le_gabarit, essayer_le_pack
from courriers.lettre.controle.litteraux import litteraux
from courriers.lettre.controle.mentions import interdites
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack

_IMAGE = re.compile(r"[\w.]+\.[\w.]+")
_FICHIER = re.compile(r".*\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)", re.IGNORECASE)


def check_pack(pack: Pack, *, essais: bool = True) -> Rapport:
    """Every fault of the templates of *pack*.

    Args:
        pack: built-in or a user's own.
        essais: also fill them with every sample, and proof-read the letters.
    """
    constats: list[Constat] = []
    textes: list[Texte] = []
    for document in pack.manifeste.documents:
        releve = Releve(str(pack.dossier / document.fichier))
        textes += _controler(pack.source(document.fichier), releve, pack)[0]
        constats += releve.constats
    if essais and not any(c.gravite is Gravite.ERREUR for c in constats):
        releve = Releve(str(pack.dossier), constats)
        essayer_le_pack(pack, textes, releve)
    return Rapport.de(constats)


def check_document(
    pack: Pack, document: DocumentDuPack, octets: bytes | None = None
) -> tuple[Constat, ...]:
    """Every fault of one template of *pack*, without trying it: what :func:`check_pack` finds.

    Args:
        pack: built-in or a user's own.
        document: which.
        octets: what its file holds, if it was read already.
    """
    releve = Releve(str(pack.dossier / document.fichier))
    _controler(pack.source(document.fichier) if octets is None else octets, releve, pack)
    return Rapport.de(releve.constats).constats


def controler(
    source: bytes | str | Path, *, pack: Pack | None = None, essais: bool = True
) -> tuple[Constat, ...]:
    """Every fault of one Word file, in the order of its parts.

    Never raises for what the file holds: one that cannot be read is a finding.

    Args:
        source: the bytes of a .docx, or its path.
        pack: the pack it is a template of: its mentions are then looked for, and the groups it
            always has are known. Outside a pack, those of every route are taken as present.
        essais: also fill it with the samples.
    """
    releve = Releve("modèle.docx" if isinstance(source, bytes) else str(source))
    textes, gabarit = _controler(source, releve, pack)
    if essais and gabarit is not None:
        if pack is None:
            essayer_le_gabarit(gabarit, _octets(source), releve)
        elif Path(releve.fichier).parent == pack.dossier:
            essayer_le_pack(pack, textes, releve)
    return tuple(dict.fromkeys(releve.constats))


def _controler(
    source: bytes | str | Path, releve: Releve, pack: Pack | None
) -> tuple[list[Texte], Gabarit | None]:
    """All that reading and compiling find; the texts left, and the template without a fault."""
    textes: list[Texte] = []
    nom = releve.fichier
    try:
        archive = Archive.ouvrir(source, None if pack is None else nom)
        textes = _lire(archive, releve, pack, _document(nom, pack))
    except FichierWordInvalide as faute:
        conseil = faute.conseil or _REENREGISTRER
        releve.constats.append(erreur(Code.FICHIER_ILLISIBLE, faute.message, conseil, Lieu(nom)))
        return textes, None
    if Path(nom).suffix.lower() in _A_MACROS and not _a_des_erreurs(releve):
        message = f"{nom} est d’un format à macros ({Path(nom).suffix})."
        releve.dire(Code.MACROS, Gravite.ERREUR, message, "Enregistrez-le au format .docx.")
    releve.constats[:0] = [replace(c, lieu=replace(c.lieu, fichier=nom)) for c in archive.constats]
    return textes, None if _a_des_erreurs(releve) else _compiler(_octets(source), releve, pack)


def _octets(source: bytes | str | Path) -> bytes:
    return source if isinstance(source, bytes) else Path(source).read_bytes()


_A_MACROS = (".docm", ".dotm")
_COMPARER = "Comparez la page du PDF (« courriers pdf ») à celle de Word."
_REENREGISTRER = "Rouvrez-le dans Word et enregistrez-le au format .docx."


def _document(nom: str, pack: Pack | None) -> DocumentDuPack | None:
    documents = pack.manifeste.documents if pack is not None else ()
    return next((d for d in documents if d.fichier == Path(nom).name), None)


def _lire(
    archive: Archive, releve: Releve, pack: Pack | None, document: DocumentDuPack | None
) -> list[Texte]:
    """All that reading finds; the texts left."""
    restes: list[Texte] = []
    parties = parties_lues(archive)
    if parties[0].racine.find("{*}body") is None and all(
        p.racine.find("{*}body") is None for p in parties
    ):
        raise FichierWordInvalide(f"{releve.fichier} n’a pas de texte : son corps manque.")
    lus = fragments(archive, parties)
    dit = "\n".join(f.texte for f in lus)
    contrat = Contrat(None if pack is None else pack.manifeste, document, dit)
    for membre in dict.fromkeys(f.membre for f in lus):
        siens = [f for f in lus if f.membre == membre]
        textes = Parcours(releve, contrat).lire(siens)
        restes += [Texte(releve.fichier, fragment, reste) for fragment, reste in textes]
        _images(siens, contrat, releve)
        _tapes(textes, releve)
        if pack is not None and document is not None:
            interdites(textes, pack, document, releve)
    suivi(parties, lus, releve)
    commentaires(parties, lus, releve)
    proprietes(lus, releve)
    try:
        rendu = constats_de_rendu(archive)
    except MoteurPdfAbsent:
        rendu = ()
    releve.constats += [
        replace(c, lieu=replace(c.lieu, fichier=releve.fichier), conseil=c.conseil or _COMPARER)
        for c in rendu
    ]
    return restes


def _tapes(textes: Iterable[tuple[Fragment, str]], releve: Releve) -> None:
    for fragment, texte in textes:
        if fragment.genre != TEXTE or not fragment.rempli:
            continue
        for tape in litteraux(texte):
            releve.dire(tape.code, Gravite.AVERTISSEMENT, tape.message, tape.conseil, fragment,
                        (tape.debut, tape.fin))  # fmt: skip


def _images(lus: Iterable[Fragment], contrat: Contrat, releve: Releve) -> None:
    """Alternative texts that name a field: it must be that of a picture."""
    for fragment in lus:
        nom = fragment.texte.strip(" {}")
        if fragment.genre != REMPLACEMENT or not _IMAGE.fullmatch(nom) or _FICHIER.fullmatch(nom):
            continue
        champ = contrat.champ(nom)
        if champ is not None and champ.genre == "image":
            continue
        proche = contrat.proche(nom)
        if champ is None and not proche:
            continue  # a sentence, an address
        message = (
            f"« {nom} » n’est pas un champ" if champ is None else f"« {nom} » n’est pas une image"
        )
        conseil = (
            f"Voulez-vous dire « {proche} » ?" if champ is None
            else "Une image témoin nomme expediteur.logo, expediteur.signataire.image…"
        )  # fmt: skip
        releve.dire(Code.NOM_INCONNU, Gravite.ERREUR, message, conseil, fragment)


def _a_des_erreurs(releve: Releve) -> bool:
    return any(c.gravite is Gravite.ERREUR for c in releve.constats)


def _compiler(octets: bytes, releve: Releve, pack: Pack | None) -> Gabarit | None:
    """The template compiled, and what only that finds."""
    try:
        if pack is not None:  # whose letters are then written with it
            return pack.compiler(octets, releve.fichier)
        return Gabarit.load(octets, filtres=FILTRES)
    except GabaritInvalide as faute:
        for constat in faute.constats or [erreur(Code.GABARIT_INVALIDE, faute.message)]:
            lieu = replace(constat.lieu, fichier=releve.fichier)
            conseil = constat.conseil or "Retapez cette balise."
            releve.constats.append(replace(constat, lieu=lieu, conseil=conseil))
    except CourriersError as faute:
        releve.dire(Code.GABARIT_INVALIDE, Gravite.ERREUR, faute.message, faute.conseil)
    return None
