"""What a code means, where its message has no room, or was not kept: a summary, a journal."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Gravite


def sens(code: str) -> str:
    """What *code*, of a finding or of a refusal, means in a few words; nothing for another.

    >>> sens("CREANCE_CEDEE"), sens("X")
    ('l’expéditeur n’est plus créancier', '')
    """
    connus = _connus()
    dit: str = connus["constats"].get(code, ("", ""))[1] or connus["refus"].get(code, "")
    return dit


def retrouve(code: str) -> Constat | None:
    """The finding of a written letter of which only *code* was kept; none of another version.

    Its message is the meaning of the code, its severity the first that the code may have: at most
    a warning, since an error would have kept the letter from being written.
    """
    if code not in set(Code):
        return None
    gravite, dit = _connus()["constats"][code]
    legere = gravite.startswith(Gravite.INFORMATION)
    premiere = Gravite.INFORMATION if legere else Gravite.AVERTISSEMENT
    conseil = "Le journal n’en garde que le code\u00a0: relisez cette lettre, et son PDF."
    return Constat(Code(code), premiere, f"{dit}.", conseil=conseil)


@functools.cache
def _connus() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("sens.toml").read_text(encoding="utf-8"))
