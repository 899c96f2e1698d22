"""Footnotes: at the foot of the page that calls them, under their line."""

from __future__ import annotations

from collections.abc import Callable

from courriers.document.arbre import LARGEUR_DU_FILET, Note, Paragraphe
from courriers.document.html.paragraphes import hauteur_vide
from courriers.document.html.rendu import Rendu


def note_html(note: Note, rendu: Rendu) -> str:
    """*note*, where it is called: its number is already in the text, and in what it holds."""
    from courriers.document.html.blocs import blocs_html
    from courriers.document.html.hauteurs import hauteur_au_plus

    if hauteur_au_plus(note.blocs, rendu.utile, rendu) > rendu.note_max:
        rendu.notes_longues += note.blocs
        return ""
    classe = rendu.classe(f"width: {rendu.utile:.2f}pt")
    contenu = "".join(blocs_html(note.blocs, rendu.utile, rendu))
    # Of all elements, the one a reader of HTML lets stand in a paragraph with others inside.
    ecrite = f'<object class="note {classe}">{contenu}</object>'
    if rendu.notes_a_part is None:
        return ecrite
    rendu.notes_a_part.append(ecrite)
    return ""


def avec_ses_notes(ecrire: Callable[[], str], rendu: Rendu) -> str:
    """What *ecrire* writes, its notes put just before it: they would be lost inside."""
    dehors, rendu.notes_a_part = rendu.notes_a_part, []
    contenu = ecrire()
    notes, rendu.notes_a_part = rendu.notes_a_part, dehors
    if not notes:
        return contenu
    if dehors is not None:
        dehors += notes
        return contenu
    return f'<p class="notes">{"".join(notes)}</p>{contenu}'


def zone_des_notes(filet: Paragraphe | None, rendu: Rendu) -> str:
    """The rule of the foot of a page: what stands between the text and the notes."""
    if filet is None:
        return ""
    place = hauteur_vide(filet, rendu)
    dessus, dessous = filet.mise.avant + 0.6 * place, 0.4 * place + filet.mise.apres
    # As wide as its line; each note has a width of its own. WeasyPrint compares the sum of the
    # heights with itself, and a rounding would send the note to the next page.
    return (
        f"@footnote {{ width: {LARGEUR_DU_FILET:.2f}pt; margin-top: {dessus:.2f}pt; "
        f"border-top: 0.5pt solid #000; padding: {max(0.0, dessous - 0.5):.2f}pt 0 0.05pt 0 }} "
    )
