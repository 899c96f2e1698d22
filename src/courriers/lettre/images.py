"""The pictures of a letter: the creditor's logo, the signature."""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.image import Image
from courriers.dossier.modele import Dossier
from courriers.erreurs import ImageInvalide
from courriers.langue.accords import designation


def images_du(dossier: Dossier) -> tuple[dict[str, Image], list[Constat]]:
    """Logo and signature; a picture that cannot be read is left out, and said."""
    creancier = dossier.creancier
    signataire = creancier.signataire
    voulues = {
        "creancier.logo": (creancier.logo, f"Logo : {designation(creancier)}"),
        "creancier.signataire.image": (
            signataire.image if signataire else None,
            f"Signature : {signataire.prenom} {signataire.nom}" if signataire else "",
        ),
    }
    images, constats = {}, []
    for champ, (chemin, texte) in voulues.items():
        if chemin is None:
            continue
        try:
            images[champ] = _lire(dossier, chemin, texte)
        except ImageInvalide as faute:
            constats.append(
                avertissement(
                    Code.IMAGE_ILLISIBLE,
                    faute.message,
                    "La lettre est écrite sans elle.",
                    Lieu(champ=champ),
                )
            )
    return images, constats


def _lire(dossier: Dossier, chemin: str, texte: str) -> Image:
    """The picture at *chemin*, inside the case's own folder, links followed."""
    if dossier.base is None:
        raise ImageInvalide(f"{chemin} : le dossier n’a pas d’emplacement (argument « base »).")
    try:
        base = dossier.base.resolve()
        complet = (base / chemin).resolve()
    except (OSError, RuntimeError):  # a loop of symbolic links
        raise ImageInvalide(f"{chemin} ne mène à aucun fichier.") from None
    if not complet.is_relative_to(base):
        raise ImageInvalide(f"{chemin} sort du dossier.")
    return Image.lire(complet, texte)
