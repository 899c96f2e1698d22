"""docxtpl's own way, for what only it can print: a picture in the line, a whole Word file.

Slower by far, and as safe: the same environment, so that nothing is printed unescaped, nothing is
missing in silence, and no expression leaves the sandbox. One ``DocxTemplate`` for each letter.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from courriers.document.archive import Archive
from courriers.document.environnement import Environnement, imprimable
from courriers.document.fautes_jinja import en_francais
from courriers.document.objets import ImageEnLigne, SousDocument, est_un_objet
from courriers.erreurs import FichierWordInvalide, GabaritInvalide


def remplir(
    nom: str, source: bytes, environnement: Environnement, valeurs: Mapping[str, Any]
) -> Archive:
    """The Word file *source*, of the template *nom*, filled by docxtpl.

    Raises:
        GabaritInvalide: a field that is not there, or a picture or a file that cannot be printed.
    """
    from docxtpl import DocxTemplate

    modele = DocxTemplate(io.BytesIO(source))
    local = environnement.overlay()
    local.finalize = lambda valeur: (
        _attache(valeur, modele) if est_un_objet(valeur) else imprimable(valeur)
    )
    sortie = io.BytesIO()
    try:
        modele.render(dict(valeurs), local, autoescape=True)
        modele.save(sortie)
        return Archive.lire(sortie.getvalue())
    except Exception as faute:  # noqa: BLE001 – whatever docxtpl, python-docx or Pillow raises
        motif = en_francais(str(faute) or type(faute).__name__)
        raise GabaritInvalide(
            f"{nom} : un objet de ce modèle ne peut pas être imprimé ({motif[:200]}).",
            conseil="Une image est PNG ou JPEG ; un document est un .docx.",
        ) from None


def _attache(valeur: Any, modele: Any) -> Any:
    """*valeur* as an object of *modele*: docxtpl writes its picture or text into that file."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    if isinstance(valeur, ImageEnLigne):
        cotes = (valeur.largeur_mm, valeur.hauteur_mm)
        mesures = (None if cote is None else Mm(cote) for cote in cotes)
        return InlineImage(modele, io.BytesIO(valeur.octets), *mesures)
    if isinstance(valeur, SousDocument):
        Archive.lire(valeur.octets)  # guarded before python-docx opens it
        try:
            return modele.new_subdoc(io.BytesIO(valeur.octets))
        except ImportError:
            raise FichierWordInvalide("un sous-document demande « docxtpl[subdoc] »") from None
    if type(valeur).__name__ == "InlineImage":
        return InlineImage(
            modele, valeur.image_descriptor, valeur.width, valeur.height, valeur.anchor
        )
    return valeur
