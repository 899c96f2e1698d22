"""The JSON Schema of a case, for those who produce cases by program."""

from __future__ import annotations

from typing import Any

from courriers.dossier.modele import Dossier


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of version 1 of the case format."""
    contenu = Dossier.model_json_schema(mode="validation")
    for definition in [contenu, *contenu.get("$defs", {}).values()]:
        definition.pop("description", None)  # written for those who read the code, in English
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **contenu,
        "title": "Dossier de recouvrement courriers, version 1",
    }
