"""Texts of law that a letter must reproduce word for word, as officially published.

An apostrophe is printed as the letter prints its own; nothing else is touched.
"""

from __future__ import annotations

TEXTES = {
    # CPCE, art. L111-8, al. 2 et 3, in force since 19 March 2014; read on 23 November 2026. Asked
    # for by CPCE, art. R124-4, 5°; the first paragraph, on enforcement, never is.
    "l111_8_alinea_2": (
        "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du "
        "créancier, sauf s’ils concernent un acte dont l’accomplissement est prescrit par la loi "
        "au créancier. Toute stipulation contraire est réputée non écrite, sauf disposition "
        "législative contraire."
    ),
    "l111_8_alinea_3": (
        "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises "
        "pour recouvrer sa créance peut demander au juge de l’exécution de laisser tout ou partie "
        "des frais ainsi exposés à la charge du débiteur de mauvaise foi."
    ),
}
"""By the name a template prints them under: ``{{ textes.l111_8_alinea_2 }}``."""
