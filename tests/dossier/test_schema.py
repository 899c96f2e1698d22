"""The JSON Schema says of a case what the program says."""

import json

import jsonschema
import pytest

from courriers.dossier.schema import schema
from fabrique import SAMPLES, brut


@pytest.fixture(scope="module")
def valider():
    """Checks a case; the schema itself is checked once."""
    validateur = jsonschema.validators.validator_for(schema())
    validateur.check_schema(schema())
    return validateur(schema()).validate


@pytest.mark.parametrize("nom", sorted(d.name for d in SAMPLES.iterdir() if d.is_dir()))
def test_les_exemples_sont_valides_au_schema(valider, nom):
    contenu = json.loads((SAMPLES / nom / "dossier.json").read_text(encoding="utf-8"))
    valider(contenu)


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
def test_le_schema_refuse_ce_que_le_programme_refuse(valider, faute):
    with pytest.raises(jsonschema.ValidationError):
        valider(brut(**faute))
