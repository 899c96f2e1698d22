"""What Jinja says of a faulty tag, in French. What it does not know passes as it is."""

from __future__ import annotations

import re

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"No filter named '(.*)'\.?", "le filtre « {0} » n’existe pas"),
    (r"No test named '(.*)'\.?", "le test « {0} » n’existe pas"),
    (
        r"Encountered unknown tag '(.*?)'\..*innermost block that needs to be closed is '(.*?)'.*",
        "la balise « {0} » n’est pas à sa place ; « {1} » attend sa fermeture",
    ),
    (
        r"Encountered unknown tag '(end\w+|else|elif)'.*",
        "« {0} » ferme un bloc qui n’est pas ouvert",
    ),
    (r"Encountered unknown tag '(.*?)'.*", "la balise « {0} » n’existe pas"),
    (
        r"Unexpected end of template.*innermost block that needs to be closed is '(.*?)'.*",
        "« {0} » n’est jamais fermé",
    ),
    (r"Unexpected end of template.*", "une balise n’est jamais fermée"),
    (r"unexpected '(.*)', expected '(.*)'", "« {1} » est attendu, trouvé « {0} »"),
    (r"unexpected char '(.*)' at .*", "le caractère « {0} » n’a pas sa place dans une balise"),
    (r"unexpected '(.*)'", "« {0} » n’a pas sa place ici"),
    (
        r"expected token 'end of (?:print )?statement(?: block)?', got '(.*)'",
        "« {0} » est de trop dans cette balise",
    ),
    (r"expected token '(.*)', got '(.*)'", "« {0} » est attendu, trouvé « {1} »"),
    (r"expected name or number", "un nom est attendu après le point"),
    (r"expected (?:subscript|call).*|lbracket", "les crochets ne tiennent aucun nom"),
    (r"tag name expected", "une instruction est attendue"),
    (r"can't assign to .*", "le nom d’une boucle est un mot seul"),
    (r"You cannot chain multiple tests with is", "deux tests « is » ne se suivent pas"),
    (r"Invalid character in identifier", "un signe n’a pas sa place dans un nom"),
    (r"unexpected end of template, expected '(.*)'.*", "« {0} » manque"),
    (r"Expected an expression, got '(.*)'", "un nom est attendu, trouvé « {0} »"),
    (r"'(.*)' not supported between instances of .*", "« {0} » ne compare pas ces deux valeurs"),
    (r"argument of type .* is not iterable", "« in » cherche dans une liste ou un texte"),
    (r"Missing end of comment tag", "un commentaire {{# … #}} n’est jamais fermé"),
    (r"'(.*)' object is not iterable", "cette valeur n’est pas une liste"),
)


def en_francais(message: str) -> str:
    """*message* in French, if it is known.

    >>> en_francais("No filter named 'euros'.")
    'le filtre « euros » n’existe pas'
    """
    for motif, phrase in _PHRASES:
        trouve = re.fullmatch(motif, message, re.DOTALL)
        if trouve:
            return phrase.format(*trouve.groups())
    return message
