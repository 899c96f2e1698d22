"""Where to pay: the account of the case, whose it is, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Constat
from courriers.langue.accords import designation
from courriers.langue.typographie import groupes
from courriers.lettre.manifeste import PAYEURS
from courriers.lettre.relecture.lecture import Lecture, faute, plat
from courriers.lettre.relecture.recalcul import Recalcul

_IBAN = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_IBAN_MIN = 15
"""Signs of the shortest account number; those of a VAT number are fewer."""


def paiement(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """No account but the one to pay into, in groups of four, and whose it is."""
    iban = _iban(calcul)
    for trouve in _IBAN.finditer(lu.plat):
        lue = trouve[0].replace(" ", "")
        if lue == iban:
            if trouve[0] != plat(groupes(iban, 4)):
                yield lu.faute("l’IBAN n’est pas écrit par groupes de quatre", *trouve.span())
        elif len(lue) >= _IBAN_MIN and not calcul.donnees.dit(lu, *trouve.span()):
            yield lu.faute(f"« {trouve[0]} » n’est pas l’IBAN où payer", *trouve.span())
    imprime = plat(groupes(iban, 4)) in lu.plat if iban else False
    au_payeur = calcul.pack.manifeste.destinataire in PAYEURS
    exige = calcul.reclame and au_payeur and calcul.document.role in ("lettre", "courriel")
    if iban and not imprime and ("IBAN" in lu.plat or exige):
        yield faute(f"l’IBAN où payer (« {groupes(iban, 4)} ») ne figure pas dans la lettre")
    if imprime and not any(plat(titulaire(calcul)) in x.plat for x in lu.corps):
        yield faute(f"le titulaire du compte (« {titulaire(calcul)} ») ne figure pas")


def _iban(calcul: Recalcul) -> str:
    mandataire = calcul.dossier.mandataire
    propre = mandataire.iban if mandataire is not None else None
    return propre or calcul.dossier.creancier.iban or ""


def compte_du_mandataire(calcul: Recalcul) -> bool:
    """Whether one pays into the account of an agent, who knows its own reference."""
    mandataire = calcul.dossier.mandataire
    return mandataire is not None and mandataire.iban is not None


def titulaire(calcul: Recalcul) -> str:
    """Whose account one pays into."""
    mandataire = calcul.dossier.mandataire
    sien = compte_du_mandataire(calcul)
    partie = mandataire if sien and mandataire else calcul.dossier.creancier
    return partie.titulaire_compte or designation(partie)
