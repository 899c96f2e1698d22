"""The pictures of a letter: the logo, the signature."""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.image import Image
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Signataire
from courriers.erreurs import ImageInvalide
from courriers.langue.accords import designation
from courriers.lettre.emplacement import HorsDuDossier, emplacement


def images_du(dossier: Dossier) -> tuple[dict[str, Image], list[Constat]]:
    """Logo and signatures; a picture that cannot be read is left out, and said.

    Those of the creditor are also the sender's, unless an agent writes in its place.
    """
    creancier, mandataire = dossier.creancier, dossier.mandataire
    voulues = {
        "creancier.logo": (creancier.logo, f"Logo : {designation(creancier)}"),
        "creancier.signataire.image": _signature(creancier.signataire),
    }
    if mandataire is not None:
        voulues["mandataire.signataire.image"] = _signature(mandataire.signataire)
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
    qui = "creancier" if mandataire is None else "mandataire"
    for champ in ("logo", "signataire.image"):
        if f"{qui}.{champ}" in images:
            images[f"expediteur.{champ}"] = images[f"{qui}.{champ}"]
    return images, constats


def _signature(signataire: Signataire | None) -> tuple[str | None, str]:
    """Its file, and what is read aloud in its place."""
    if signataire is None:
        return None, ""
    return signataire.image, f"Signature : {signataire.prenom} {signataire.nom}"


def _lire(dossier: Dossier, chemin: str, texte: str) -> Image:
    """The picture at *chemin*, inside the case's own folder, links followed."""
    try:
        complet = emplacement(dossier, chemin)
    except HorsDuDossier as faute:
        raise ImageInvalide(str(faute)) from None
    return Image.lire(complet, texte)
