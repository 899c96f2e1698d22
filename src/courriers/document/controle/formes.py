"""Tags typed by other rules than Jinja's: « debiteur.nom », ((debiteur.nom)), [debiteur.nom].

Only where what is between the signs is the name of a field, or an instruction: a word in brackets
is a word in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.document.balises_lues import Balise, Casse
from courriers.document.controle.contrat import Contrat, plier

_DEDANS = r"[ \u00a0\u202f]*([^\n{}\[\]<>«»()%]{1,80}?)[ \u00a0\u202f]*"
_DOUBLES = re.compile(
    rf"\[\[%?{_DEDANS}%?\]\]|\(\(%?{_DEDANS}%?\)\)|<<%?{_DEDANS}%?>>|\$\{{{_DEDANS}\}}"
    rf"|[\[(<]%{_DEDANS}%[\])>]|\{{[\[(]{_DEDANS}[\])]\}}|(?<!\{{)\{{%?{_DEDANS}%?\}}(?!\}})"
    rf"|\{{\({_DEDANS}\)\}}"
)
"""Signs nobody puts around a word of a letter: one known name is enough."""
_SIMPLES = re.compile(
    rf"«{_DEDANS}»|<{_DEDANS}>|\[{_DEDANS}\]|\({_DEDANS}\)|%{_DEDANS}%|#{_DEDANS}#|@{_DEDANS}@"
)
"""Signs of everyday prose: the name must have a dot."""
_NU = re.compile(r"(?<![\w@/.-])[^\W\d]\w*(?:\.[^\W\d]\w*)+(?![\w@/])")
_INSTRUCTION = re.compile(
    r"(?:(?P<portee>p|tr|tc)\s+)?(?:(?:if|elif)\s+(?:not\s+)?[a-z_.]+.*|for\s+\w+\s+in\s+.+"
    r"|else|endif|endfor)",
    re.IGNORECASE,
)
_QUOI = "une balise s’écrit entre deux accolades : {{{{ {} }}}}"
_NU_DIT = "« {} » est un champ, que rien n’imprime : il lui manque ses accolades"
_INSTRUCTION_DITE = "une instruction s’écrit {{% {} %}}"


def formes(texte: str, contrat: Contrat) -> list[Casse]:
    """What in *texte*, tags masked, was meant to be a tag."""
    if "." not in texte and not any(signe in texte for signe in "{[(<$%"):
        return []
    trouvees = list(_entre_signes(texte, contrat))
    prises = [(c.debut, c.fin) for c in trouvees]
    for nu in _NU.finditer(texte):
        libre = not any(a < nu.end() and nu.start() < b for a, b in prises)
        if libre and plier(nu[0]) in contrat.connus(avec_point=True):
            nom = contrat.proche(nu[0]) or nu[0]
            trouvees.append(Casse(*nu.span(), _NU_DIT.format(nom)))
    return trouvees


def _entre_signes(texte: str, contrat: Contrat) -> Iterator[Casse]:
    fin = 0
    for motif, avec_point in ((_DOUBLES, False), (_SIMPLES, True)):
        for trouve in motif.finditer(texte):
            dedans = next(filter(None, trouve.groups()), "").strip()
            if trouve.start() < fin and avec_point:
                continue
            fin = max(fin, trouve.end()) if not avec_point else fin
            instruction = _INSTRUCTION.fullmatch(dedans) if not avec_point else None
            if instruction is not None:
                portee = (instruction["portee"] or "").lower()
                corps = dedans[len(portee) :].strip() if portee else dedans
                lue = Balise(*trouve.span(), "{%", portee, corps)
                yield Casse(*trouve.span(), _INSTRUCTION_DITE.format(dedans), lue)
            elif plier(dedans) in contrat.connus(avec_point=avec_point) or (
                not avec_point
                and trouve[0][0] == "{"
                and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", dedans)
            ):
                yield Casse(*trouve.span(), _QUOI.format(dedans))
