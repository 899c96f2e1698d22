"""Amounts written in words and read back: every whole amount to 99,999, then at random to 10^12.

Prints how many came back the same, and how long one takes each way.
"""

from __future__ import annotations

import random
import sys
import time
from decimal import Decimal

from courriers.langue.depuis_lettres import depuis_lettres
from courriers.langue.en_lettres import en_lettres
from courriers.monnaie import DEVISES


def montants():
    for rang in range(100_000):
        yield Decimal(rang) + Decimal(rang * 7919 % 100) / 100, "EUR"
    sort = random.Random(2026)  # noqa: S311 – the same each time
    for _ in range(100_000):
        code = sort.choice(sorted(DEVISES))
        chiffres = sort.randint(1, 12) + DEVISES[code].decimales
        yield Decimal(sort.randrange(10**chiffres)).scaleb(-DEVISES[code].decimales), code


def main():
    for orthographe in ("traditionnelle", "1990"):
        memes, total, aller, retour = 0, 0, 0.0, 0.0
        for montant, code in montants():
            debut = time.perf_counter()
            mots = en_lettres(montant, code, orthographe)
            milieu = time.perf_counter()
            memes += depuis_lettres(mots, code) == montant
            retour += time.perf_counter() - milieu
            aller += milieu - debut
            total += 1
        print(f"{orthographe:15} {memes}/{total} les mêmes ; écrire {aller / total * 1e6:.0f} µs, "
              f"lire {retour / total * 1e6:.0f} µs")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
