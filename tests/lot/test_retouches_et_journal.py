"""``courriers pdf --dossier`` on a letter that quotes one which only a journal knows.

« produire » had completed the case from it; the letter that it wrote is held to the same case.
"""

import datetime
import json
import shutil

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.dossier import load_dossier
from courriers.lot.execution import produire
from courriers.lot.registre import Registre
from courriers.lot.retouches import convertir_les_retouches, memoires_des_lettres
from courriers.lot.sources import Cas, Place
from document.pdf_construits import simple
from fabrique import SAMPLES, pack_livre
from lettre.test_retouche import ajouter

S2S, AVOCAT, CAUTIONS = "societe-a-societe", "injonction-par-avocat", "caution-plafonnee"
MED, SECONDE, FOND, INJONCTION = (
    "mise-en-demeure", "seconde-relance", "assignation-au-fond", "injonction-de-payer",
)  # fmt: skip
INTACTE = "la lettre dit ce que dit celle du pack"


def jour(texte):
    return datetime.date.fromisoformat(texte)


@pytest.fixture
def cas(tmp_path):
    """A sample whose formal notice no one has written down."""

    def poser(exemple, **changements):
        shutil.copytree(SAMPLES / exemple, tmp_path / exemple, dirs_exist_ok=True)
        fichier = tmp_path / exemple / "dossier.json"
        dit = json.loads(fichier.read_text(encoding="utf-8")) | changements
        dit["envois"] = [e for e in dit["envois"] if e["niveau"] != MED]
        fichier.write_text(json.dumps(dit), encoding="utf-8")
        return fichier

    return poser


def ecrire(sortie, source, *etapes, **options):
    """Each pack on its day, as one run after the other writes it; the Word file of the last."""
    for pack, au in etapes:
        with Registre(sortie) as registre:
            (fait,) = produire(
                [Cas(Place(source), load_dossier(source))], pack_livre(pack), jour(au), sortie,
                registre=registre, refaire=False, formats=("docx", "pdf"), **options,
            )  # fmt: skip
        assert fait.erreur is None, fait.erreur
    return fait.fichiers[0]


def pdf(*arguments):
    return CliRunner().invoke(courriers, ["pdf", *map(str, arguments)])


def message(fini):
    return fini.stderr.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("exemple", "etapes"),
    [
        (S2S, [("relance-courtoise", "2026-10-01"), (SECONDE, "2026-10-20")]),
        (S2S, [(SECONDE, "2026-10-01"), (MED, "2026-11-02")]),
        (AVOCAT, [(MED, "2026-07-15"), (FOND, "2026-11-24")]),
        (AVOCAT, [(MED, "2026-07-15"), (INJONCTION, "2026-11-24")]),
    ],
)
def test_une_lettre_intacte_qui_cite_une_lettre_du_journal_est_admise(
    cas, tmp_path, exemple, etapes
):
    source = cas(exemple)
    lettre = ecrire(tmp_path / "o", source, *etapes)
    avant = lettre.with_suffix(".pdf").read_bytes()
    fait = pdf(lettre, "--dossier", source)
    assert fait.exit_code == 0, fait.stderr
    assert INTACTE in fait.stdout
    assert lettre.with_suffix(".pdf").read_bytes() == avant
    assert pdf(lettre, "--dossier", source, "--sans-journal").exit_code == 1


def test_un_chiffre_change_y_est_toujours_refuse(cas, tmp_path):
    source = cas(S2S)
    lettre = ecrire(tmp_path / "o", source, ("relance-courtoise", "2026-10-01"),
                    (SECONDE, "2026-10-20"))  # fmt: skip
    lettre.write_bytes(ajouter(lettre.read_bytes(), "salutations", "Il est dû 12~€ de plus."))
    refus = pdf(lettre, "--dossier", source)
    assert refus.exit_code == 1
    assert "« 12 € »" in message(refus)
    assert "--journal" not in message(refus)


def test_sans_le_journal_le_refus_dit_comment_le_donner(cas, tmp_path):
    source = cas(S2S)
    lettre = ecrire(tmp_path / "o", source, (MED, "2026-10-01"), (SECONDE, "2026-10-20"))
    ailleurs = tmp_path / "bureau"
    ailleurs.mkdir()
    shutil.copy(lettre, ailleurs)
    seule = ailleurs / lettre.name
    for commande in ([seule], [lettre, "--sans-journal"]):
        refus = pdf(*commande, "--dossier", source)
        assert refus.exit_code == 1
        assert "la date « 1er octobre 2026 » ne vient pas du dossier" in message(refus)
        assert "« --journal » nomme le répertoire" in message(refus)
        assert "« envois » la dit au dossier" in message(refus)
    for journal in (tmp_path / "o", tmp_path / "o" / "journal.jsonl"):
        assert pdf(seule, "--dossier", source, "--journal", journal).exit_code == 0
    assert pdf(lettre, "--dossier", source, "--sans-journal", "--journal", tmp_path / "o",
               "--journal", tmp_path / "o").exit_code == 0  # fmt: skip


def test_une_lettre_plus_tardive_ou_du_meme_jour_n_y_entre_pas(cas, tmp_path):
    source, sortie = cas(S2S), tmp_path / "o"
    lettre = ecrire(sortie, source, ("relance-courtoise", "2026-10-01"), (SECONDE, "2026-10-20"))
    ecrire(sortie, source, (MED, "2026-11-10"))
    fait = pdf(lettre, "--dossier", source)
    assert (fait.exit_code, INTACTE in fait.stdout) == (0, True), fait.output


@pytest.mark.parametrize(("place", "sortie"), [("1001-2000", 0), ("a/1001-2000", 1)])
def test_le_journal_est_cherche_jusqu_au_dessus_du_millier(cas, tmp_path, place, sortie):
    source, racine = cas(S2S), tmp_path / "o"
    lettre = ecrire(racine, source, (MED, "2026-10-01"), (SECONDE, "2026-10-20"))
    (racine / place).mkdir(parents=True)
    deplacee = lettre.parent.rename(racine / place / lettre.parent.name) / lettre.name
    assert pdf(deplacee, "--dossier", source).exit_code == sortie


def test_chaque_lettre_a_la_memoire_de_son_repertoire(cas, tmp_path):
    source = cas(S2S)
    ecrire(tmp_path / "un", source, (MED, "2026-10-01"))
    une = ecrire(tmp_path / "un", source, (SECONDE, "2026-10-20"))
    autre = ecrire(tmp_path / "autre", source, (SECONDE, "2026-10-20"))
    fait = pdf(une, autre, "--dossier", source)
    assert fait.exit_code == 0, fait.stderr
    assert fait.stdout.count(INTACTE) == 2


def test_la_copie_d_une_caution_est_ce_qu_elle_etait(cas, tmp_path):
    source = cas(CAUTIONS)
    etapes = [(MED, "2026-09-01"), ("mise-en-demeure-caution", "2026-11-23")]
    lettre = ecrire(tmp_path / "o", source, *etapes, caution=2)
    assert lettre.name == "mise-en-demeure-caution-2.docx"
    avant = lettre.with_suffix(".pdf").read_bytes()
    fait = pdf(lettre, "--dossier", source)
    assert (fait.exit_code, INTACTE in fait.stdout) == (0, True), fait.output
    assert lettre.with_suffix(".pdf").read_bytes() == avant


def test_le_fichier_complet_et_ses_annexes_sont_tenus_au_meme_dossier(cas, tmp_path):
    source = cas(AVOCAT, pieces=[{"titre": "Contrat", "fichier": "contrat.pdf"}])
    source.with_name("contrat.pdf").write_bytes(simple(2))
    lettre = ecrire(tmp_path / "o", source, (MED, "2026-07-15"), (INJONCTION, "2026-11-24"))
    bordereau = lettre.with_name(f"{INJONCTION}-bordereau.docx")
    phrase = "La mise en demeure du 15 juillet 2026 suivra."
    bordereau.write_bytes(ajouter(bordereau.read_bytes(), "Contrat", phrase))
    complet = lettre.with_name(f"{INJONCTION}-complet.pdf")
    avant = complet.read_bytes()
    fait = pdf(lettre, "--dossier", source)
    assert fait.exit_code == 0, fait.stderr
    assert "Fichier complet refait" in message(fait)
    assert complet.read_bytes() != avant


@pytest.mark.parametrize(
    ("quoi", "dit"),
    [
        ("repertoire", "n’est pas un fichier ordinaire"),
        ("lien", "est un lien vers un autre fichier"),
    ],
)
def test_un_journal_illisible_est_dit_une_fois_et_rien_n_est_ecrit(cas, tmp_path, quoi, dit):
    source = cas(S2S)
    lettre = ecrire(tmp_path / "o", source, (MED, "2026-10-01"), (SECONDE, "2026-10-20"))
    journal = (tmp_path / "o" / "journal.jsonl").rename(tmp_path / "ailleurs.jsonl")
    neuf = tmp_path / "o" / "journal.jsonl"
    neuf.mkdir() if quoi == "repertoire" else neuf.symlink_to(journal)
    lettre.with_suffix(".pdf").unlink()
    fait = pdf(lettre, lettre.with_name(f"{MED}.docx"), "--dossier", source)
    assert fait.exit_code == 1
    assert message(fait).count(dit) == 1
    assert not lettre.with_suffix(".pdf").exists()
    assert pdf(lettre, "--dossier", source, "--sans-journal", "--journal", journal).exit_code == 0


def test_une_ligne_illisible_du_journal_est_dite_une_fois(cas, tmp_path):
    source = cas(S2S)
    lettre = ecrire(tmp_path / "o", source, (MED, "2026-10-01"), (SECONDE, "2026-10-20"))
    with (tmp_path / "o" / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"version": 1, "genre": "let')
    fait = pdf(lettre, lettre.with_name(f"{MED}.docx"), "--dossier", source)
    assert fait.exit_code == 0, fait.stderr
    assert message(fait).count("cette ligne du journal ne se lit pas") == 1


def test_sans_dossier_le_journal_ne_va_pas(tmp_path):
    lettre = tmp_path / "x.docx"
    lettre.write_bytes(b"")
    for options in (["--journal", tmp_path], ["--sans-journal"]):
        refus = pdf(lettre, *options)
        assert refus.exit_code == 2
        assert f"{options[0]} va avec --dossier" in message(refus)


def test_un_programme_ne_lit_que_les_journaux_qu_il_donne(cas, tmp_path):
    source, sortie = cas(S2S), tmp_path / "o"
    lettre = ecrire(sortie, source, (MED, "2026-10-01"), (SECONDE, "2026-10-20"))
    dossier, pack = load_dossier(source), pack_livre(SECONDE)
    (seule,) = convertir_les_retouches([lettre], dossier, [pack])
    assert seule.erreur is not None
    with memoires_des_lettres([lettre]) as memoires:
        (faite,) = convertir_les_retouches([lettre], dossier, [pack], memoires=memoires)
    assert faite.erreur is None
    assert jour("2026-10-01") in {e.date for e in faite.retouche.dossier.envois}
    with memoires_des_lettres([lettre], siennes=False) as memoires:
        assert [m.lettres for m in memoires.values()] == [0]
