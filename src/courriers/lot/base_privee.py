"""Where a run keeps what it must remember: a temporary SQLite file, so that it takes no memory."""

from __future__ import annotations

import sqlite3

_CACHE_KIO = 512
"""A page cache of 2 MB, which is SQLite’s, would be most of what a long run adds to a short one."""


def base_privee(tables: str) -> sqlite3.Connection:
    """An empty database with *tables*, seen by this process alone, gone when it is closed.

    Args:
        tables: the SQL that makes them.
    """
    # An empty name is a private file, kept in memory while it is small.
    base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    base.execute(f"pragma cache_size = -{_CACHE_KIO}")
    base.executescript(tables)
    return base
