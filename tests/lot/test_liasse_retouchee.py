"""``courriers pdf --dossier`` on a letter that has a complete file: it gets the retouched act."""

import pypdfium2
import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.constats import Code
from courriers.lot.preuve import Preuve, prouver
from lettre.test_fautes_semees import semer
from lettre.test_retouche import ajouter
from lot.test_liasse_du_lot import COMPLET, PACK, PIECES, contenu, ecrire, ecrire_le_cas, pages, png

PHRASE = "Le créancier reste à votre disposition."


@pytest.fixture
def source(tmp_path):
    return ecrire_le_cas(tmp_path / "cas", PIECES)


def produite(source, sortie, **options):
    ecrire(sortie, source, formats=("docx", "pdf"), **options)
    return contenu(sortie)


def retoucher(sortie, nom=f"{PACK}.docx", phrase=PHRASE, apres="Créancier"):
    fichier = sortie / "T-1" / nom
    fichier.write_bytes(ajouter(fichier.read_bytes(), apres, phrase))
    return fichier


def pdf(fichier, source, *options):
    commande = ["pdf", str(fichier), "--dossier", str(source), *options]
    return CliRunner().invoke(courriers, commande)


def textes(octets):
    return [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(octets)]


def signets(octets):
    return [s.get_title() for s in pypdfium2.PdfDocument(octets).get_toc()]


def test_le_fichier_complet_porte_l_acte_retouche_et_le_reste_est_le_meme(source, tmp_path):
    sortie = tmp_path / "o"
    avant = produite(source, sortie)
    fait = pdf(retoucher(sortie), source)
    assert fait.exit_code == 0, fait.stderr
    assert f"Fichier complet refait, avec cet acte\u00a0: {sortie / 'T-1' / COMPLET}" in fait.stderr
    apres = contenu(sortie)
    assert PHRASE in "".join(textes(apres[COMPLET]))
    assert PHRASE not in "".join(textes(avant[COMPLET]))
    actes = pages(apres[f"{PACK}.pdf"])
    assert textes(apres[COMPLET])[:actes] == textes(apres[f"{PACK}.pdf"])
    assert textes(apres[COMPLET])[actes:] == textes(avant[COMPLET])[pages(avant[f"{PACK}.pdf"]) :]
    assert signets(apres[COMPLET]) == signets(avant[COMPLET])
    changes = {n for n in apres if apres[n] != avant.get(n)}
    assert changes == {f"{PACK}.docx", f"{PACK}.pdf", COMPLET}
    dits = [c for c in prouver(Preuve(sortie)) if c.code == Code.LETTRE_CHANGEE]
    assert len(dits) == 3
    conseils = {c.lieu.fichier.rpartition("/")[2]: c.conseil for c in dits}
    assert "seront dits changés comme lui" in conseils.pop(f"{PACK}.docx")
    assert all(c.startswith("C’est attendu s’il a été refait") for c in conseils.values())


def test_sans_pieces_le_fichier_complet_reste_et_c_est_dit(source, tmp_path):
    sortie = tmp_path / "o"
    avant = produite(source, sortie)
    fait = pdf(retoucher(sortie), source, "--sans-pieces")
    assert fait.exit_code == 0, fait.stderr
    assert contenu(sortie)[COMPLET] == avant[COMPLET]
    assert "contient encore l’acte d’avant" in fait.stderr
    assert "Fichier complet refait" not in fait.stderr


def test_un_acte_refuse_ne_touche_pas_au_fichier_complet(source, tmp_path):
    sortie = tmp_path / "o"
    avant = produite(source, sortie)
    fichier = sortie / "T-1" / f"{PACK}.docx"
    fichier.write_bytes(semer(fichier.read_bytes(), "T-1", "T-2"))
    assert pdf(fichier, source).exit_code == 1
    assert contenu(sortie)[COMPLET] == avant[COMPLET]


def test_les_volumes_sont_refaits_a_la_taille_du_journal(tmp_path):
    gros = [(f"P{n}", f"{n}.png", png(octets=90_000)) for n in range(3)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", gros), tmp_path / "o"
    avant = produite(source, sortie, taille_max=200_000)
    volumes = sorted(n for n in avant if n.startswith(f"{PACK}-complet-"))
    fait = pdf(retoucher(sortie), source)
    assert fait.exit_code == 0, fait.stderr
    apres = contenu(sortie)
    assert sorted(n for n in apres if n.startswith(f"{PACK}-complet-")) == volumes
    assert all(len(apres[n]) <= 200_000 for n in volumes)
    assert PHRASE in "".join(textes(apres[volumes[0]]))


def test_un_volume_de_trop_part_s_il_est_tel_qu_ecrit(tmp_path):
    gros = [(f"P{n}", f"{n}.png", png(octets=90_000)) for n in range(3)]
    source, sortie = ecrire_le_cas(tmp_path / "cas", gros), tmp_path / "o"
    avant = produite(source, sortie, taille_max=200_000)
    (sortie / "T-1" / f"{PACK}-complet-2.pdf").write_bytes(b"%PDF retouche")
    fait = pdf(retoucher(sortie), source, "--taille-max", "1")
    assert fait.exit_code == 0, fait.stderr
    assert f"{PACK}-complet-1.pdf" in avant
    assert [n for n in contenu(sortie) if f"{PACK}-complet-" in n] == [f"{PACK}-complet-2.pdf"]
    assert "LIASSE_MELEE" in fait.stderr


def test_une_annexe_retouchee_aussi_y_est_et_refusee_elle_l_empeche(source, tmp_path):
    sortie = tmp_path / "o"
    avant = produite(source, sortie)
    retoucher(sortie, f"{PACK}-bordereau.docx", "Pièces remises en main propre.", "Contrat")
    fait = pdf(retoucher(sortie), source)
    assert fait.exit_code == 0, fait.stderr
    assert "Pièces remises en main propre." in "".join(textes(contenu(sortie)[COMPLET]))
    complet = contenu(sortie)[COMPLET]
    retoucher(sortie, f"{PACK}-bordereau.docx", "Il est dû 1|234,00~€.", "Contrat")
    refus = pdf(sortie / "T-1" / f"{PACK}.docx", source)
    assert refus.exit_code == 1
    assert "le fichier complet n’est pas refait" in refus.stderr
    assert f"{PACK}-bordereau.docx" in refus.stderr
    assert contenu(sortie)[COMPLET] == complet != avant[COMPLET]


def test_un_lien_a_la_place_des_pieces_ne_mene_pas_dehors(source, tmp_path):
    sortie, dehors = tmp_path / "o", tmp_path / "dehors"
    avant = produite(source, sortie)
    pieces = sortie / "T-1" / f"{PACK}-pieces"
    pieces.rename(dehors)
    pieces.symlink_to(dehors, target_is_directory=True)
    marques = {f: f.write_bytes(b"d'ailleurs") for f in dehors.iterdir()}
    fait = pdf(retoucher(sortie), source)
    assert fait.exit_code == 1
    assert "mène hors du répertoire des lettres" in fait.stderr
    assert {f.read_bytes() for f in dehors.iterdir()} == {b"d'ailleurs"}
    assert len(marques) == len(list(dehors.iterdir())) > 0
    assert (sortie / "T-1" / COMPLET).read_bytes() == avant[COMPLET]


def test_une_piece_disparue_est_nommee_et_la_sortie_est_1(source, tmp_path):
    sortie = tmp_path / "o"
    produite(source, sortie)
    (source.parent / "s.png").unlink()
    fait = pdf(retoucher(sortie), source)
    assert fait.exit_code == 1
    assert "s.png" in fait.stderr


def test_sans_dossier_ces_options_ne_vont_pas(source, tmp_path):
    sortie = tmp_path / "o"
    produite(source, sortie)
    fait = CliRunner().invoke(
        courriers, ["pdf", str(sortie / "T-1" / f"{PACK}.docx"), "--sans-pieces"]
    )
    assert fait.exit_code == 2
    assert "--sans-pieces va avec --dossier" in fait.stderr
