"""The JSON Schema says of a case what the program says."""

import json

import jsonschema
import pytest

from courriers.dossier.schema import schema
from fabrique import SAMPLES, brut


@pytest.mark.parametrize("nom", sorted(d.name for d in SAMPLES.iterdir() if d.is_dir()))
def test_les_exemples_sont_valides_au_schema(nom):
    contenu = json.loads((SAMPLES / nom / "dossier.json").read_text(encoding="utf-8"))
    jsonschema.validate(contenu, schema())


@pytest.mark.parametrize(
    "faute",
    [
        {"zorglub": 1},
        {"factures": []},
        {"version": 2},
        {"debiteur": {"type": "martien"}},
        {"creancier": {"capital": 12.5}},
        {"conditions": {"renonciation_accessoires": {}}},
        {"contestation": {"date": "2026-11-01", "motif": "m", "reponse": ""}},
        {"paiements": [{"date": "2026-11-01", "montant": "1", "payeur": 3}]},
    ],
)
def test_le_schema_refuse_ce_que_le_programme_refuse(faute):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(brut(**faute), schema())
