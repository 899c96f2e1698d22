"""A summary after a resumption says what that of an unbroken run says."""

import json

import pytest

from courriers import load_dossier
from courriers.constats import Code, Gravite
from courriers.lot.execution import produire
from courriers.lot.journal import NOM, lire
from courriers.lot.registre import Registre
from courriers.lot.sens import sens
from courriers.lot.sources import Cas, Place
from courriers.lot.synthese import Recueil, ligne_de
from fabrique import JOUR, RACINE, brut, pack_livre

PACK = pack_livre("mise-en-demeure")


def les_cas():
    """One with nothing of note, one whose invoice is another's and whose address is too long."""
    longue = {**brut()["debiteur"]}
    longue["adresse"] = {
        **longue["adresse"],
        "lignes": ["Bâtiment du Grand Pré, porte " + "9" * 30],
    }
    for reference, changements in (("A", {}), ("B", {"debiteur": longue})):
        yield Cas(Place(RACINE / "x.json"), load_dossier(brut(reference=reference, **changements)))


def ecrire(sortie, **options):
    with Registre(sortie) as registre:
        return list(produire(
            les_cas(), PACK, JOUR, sortie, registre=registre,
            **{"refaire": False, "formats": ("docx",), **options},
        ))  # fmt: skip


def test_une_lettre_deja_la_vient_avec_ses_constats(tmp_path):
    premieres, secondes = ecrire(tmp_path), ecrire(tmp_path)
    assert [f.deja for f in secondes] == [True, True]
    assert {c.code for c in premieres[1].constats} >= {
        Code.FACTURE_REDITE, Code.ADRESSE_TROP_LONGUE,
    }  # fmt: skip
    for avant, apres in zip(premieres, secondes, strict=True):
        assert set(apres.constats) == set(avant.constats)
        assert set(ligne_de(apres).a_voir) == set(ligne_de(avant).a_voir)


def test_la_synthese_d_une_reprise_compte_les_lettres_a_regarder(tmp_path):
    comptes = []
    for _ in range(2):
        with Recueil() as recueil:
            for fait in ecrire(tmp_path):
                recueil.ajouter(ligne_de(fait))
            comptes.append((recueil.cumuls.a_voir, recueil.cumuls.issues["ecrite"]))
    assert comptes[0] == comptes[1]
    assert comptes[0] == (1, 2)


@pytest.mark.parametrize(
    ("code", "gravite"),
    [("POLICE_REMPLACEE", Gravite.AVERTISSEMENT), ("PDF_A_ABANDONNE", Gravite.INFORMATION),
     ("RELECTURE", Gravite.AVERTISSEMENT), ("D_UNE_AUTRE_VERSION", None),
     ("PIECE_ILLISIBLE", None)],
)  # fmt: skip
def test_un_constat_dont_le_journal_n_a_que_le_code_est_dit_par_son_sens(tmp_path, code, gravite):
    ecrire(tmp_path)
    lignes = [json.loads(x) for x in (tmp_path / NOM).read_text("utf-8").splitlines()]
    lignes[0]["constats"] = [*lignes[0].get("constats", ()), code]
    (tmp_path / NOM).write_text("\n".join(map(json.dumps, lignes)) + "\n", encoding="utf-8")
    assert len(list(lire(tmp_path))) == 2
    premier = ecrire(tmp_path)[0]
    dits = [(c.gravite, c.message) for c in premier.constats if str(c.code) == code]
    assert dits == ([] if gravite is None else [(gravite, f"{sens(code)}.")])
    assert not premier.est_incomplete
