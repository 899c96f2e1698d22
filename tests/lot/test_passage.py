"""Inside one run: a reference is one case, and an invoice is one debtor's."""

from courriers import load_dossier, render_batch
from courriers.constats import Code
from courriers.lot.passage import Passage
from courriers.lot.registre import Registre
from fabrique import JOUR, brut, pack_livre

RELANCE = pack_livre("relance-courtoise")
PACK = pack_livre("mise-en-demeure")


def cas(reference, facture="F-1", **changements):
    donnees = brut(reference=reference, **changements)
    donnees["factures"][0]["numero"] = facture
    return load_dossier(donnees)


def autre_creancier():
    return {**brut()["creancier"], "denomination": "Menuiserie du Lac", "siren": "732829320"}


def test_un_registre_reste_ouvert_pour_deux_lots(tmp_path):
    dossiers = [cas("A", "F-1"), cas("B", "F-2")]
    with Registre(tmp_path) as registre:
        for pack, canal in ((RELANCE, "lettre"), (PACK, "lrar")):
            faits = list(render_batch(
                dossiers, pack, au=JOUR, sortie=tmp_path, registre=registre, formats=["docx"],
                canal=canal,
            ))  # fmt: skip
            assert [f.erreur for f in faits] == [None, None]


def test_une_facture_reclamee_a_deux_debiteurs_d_un_creancier_est_a_regarder(tmp_path):
    dossiers = [cas("A"), cas("B", " f-1"), cas("C", "F-2")]
    faits = list(render_batch(dossiers, PACK, au=JOUR, sortie=tmp_path, formats=["docx"]))
    redites = [[c for c in f.constats if c.code is Code.FACTURE_REDITE] for f in faits]
    assert [len(r) for r in redites] == [0, 1, 0]
    (constat,) = redites[1]
    assert "f-1" in constat.message
    assert "dossier A" in constat.message
    assert constat.lieu.champ == "factures[0].numero"


def test_deux_creanciers_ont_le_droit_d_un_meme_numero_de_facture():
    with Passage() as passage:
        assert passage.redites(cas("A")) == ()
        assert passage.redites(cas("B", creancier=autre_creancier())) == ()
        assert passage.redites(cas("A")) == ()  # the same case, met again
        assert len(passage.redites(cas("C"))) == 1
