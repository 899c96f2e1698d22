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
    # CPC, art. 832, as of April 2026; read on 28 November 2026. Asked for by CPC, art. 753, where a
    # lawyer is not compulsory before the tribunal judiciaire.
    "cpc_832_alinea_1": (
        "Sans préjudice des dispositions de l’article 68, la demande incidente tendant à l’octroi "
        "d’un délai de paiement en application de l’article 1343-5 du code civil peut être formée "
        "par courrier remis ou adressé au greffe. Les pièces que la partie souhaite invoquer à "
        "l’appui de sa demande sont jointes à son courrier. La demande est communiquée aux autres "
        "parties, à l’audience, par le juge, sauf la faculté pour ce dernier de la leur faire "
        "notifier par le greffier, accompagnée des pièces jointes, par lettre recommandée avec "
        "demande d’avis de réception."
    ),
    "cpc_832_alinea_2": (
        "L’auteur de cette demande incidente peut ne pas se présenter à l’audience, conformément "
        "au second alinéa de l’article 446-1. Dans ce cas, le juge ne fait droit aux demandes "
        "présentées contre cette partie que s’il les estime régulières, recevables et bien fondées."
    ),
    # CPC, art. 861-2, as of April 2026; read on 28 November 2026. Asked for by CPC, art. 855, of a
    # claim for payment before a commercial court.
    "cpc_861_2_alinea_1": (
        "Sans préjudice des dispositions de l’article 68, la demande incidente tendant à l’octroi "
        "d’un délai de paiement en application de l’article 1343-5 du code civil peut être formée "
        "par requête faite, remise ou adressée au greffe, où elle est enregistrée. L’auteur de "
        "cette demande doit justifier avant l’audience que l’adversaire en a eu connaissance par "
        "lettre recommandée avec demande d’avis de réception. Les pièces que la partie invoque à "
        "l’appui de sa demande de délai de paiement sont jointes à la requête."
    ),
    "cpc_861_2_alinea_2": (
        "L’auteur de cette demande incidente peut ne pas se présenter à l’audience, conformément "
        "au second alinéa de l’article 446-1. Dans ce cas, le juge ne fait droit aux demandes "
        "présentées contre cette partie que s’il les estime régulières, recevables et bien fondées."
    ),
}
"""By the name a template prints them under: ``{{ textes.l111_8_alinea_2 }}``."""
