"""The worked cases of ``cas/*.toml``: figures that come from outside the program."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from courriers import CourriersError, decompte_arrete
from courriers.langue.typographie import lire_date
from fabrique import dossier

CAS = sorted((Path(__file__).parent / "cas").glob("*.toml"))


def _lire(fichier):
    return tomllib.loads(fichier.read_text(encoding="utf-8"))


@pytest.mark.parametrize("fichier", CAS, ids=lambda f: f.stem)
def test_le_cas_donne_les_montants_attendus(fichier):
    cas = _lire(fichier)
    attendu = cas["attendu"]
    entree = dict(cas["entree"])
    au = lire_date(entree.pop("au"))
    if "refus" in attendu:
        with pytest.raises(CourriersError) as refus:
            decompte_arrete(dossier(**entree), au)
        assert refus.value.code == attendu["refus"]
        return
    decompte = decompte_arrete(dossier(**entree), au)
    for nom in ("principal", "interets", "indemnites", "total", "trop_percu", "a_echoir"):
        if nom in attendu:
            assert getattr(decompte, nom) == Decimal(attendu[nom]), nom
    codes = {c.code for c in decompte.constats}
    assert codes >= set(attendu.get("constats", []))
    assert not codes & set(attendu.get("sans_constat", []))
    if "lignes_interet" in attendu:
        lues = [x.as_dict() for x in decompte.lignes if x.type == "interet"]
        assert len(lues) == len(attendu["lignes_interet"])
        for lue, voulue in zip(lues, attendu["lignes_interet"], strict=True):
            assert {k: lue[k] for k in voulue} == voulue
    if "par_facture" in attendu:
        soldes = {s.facture: str(s.principal) for s in decompte.factures}
        assert soldes == attendu["par_facture"]


@pytest.mark.parametrize("fichier", CAS, ids=lambda f: f.stem)
def test_le_cas_dit_d_ou_il_vient(fichier):
    cas = _lire(fichier)
    assert all(cas.get(champ) for champ in ("nom", "fondement", "origine"))
    assert set(cas) == {"nom", "fondement", "origine", "entree", "attendu"}


def test_les_quatre_exemples_publies_y_sont():
    publies = [f for f in CAS if _lire(f)["origine"].startswith("exemple publié")]
    assert len(publies) == 4
