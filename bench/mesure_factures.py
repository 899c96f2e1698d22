"""What reading electronic invoices costs: invoices a second, from a folder of Factur-X PDF.

Each PDF has one page and an EN 16931 XML of three lines, made here by the ``factur-x`` library; ten
invoices a buyer. The import of the library is measured apart. ``python bench/mesure_factures.py
[COMBIEN]``, or ``bench/mesure_sources.py factures``
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(RACINE / "src"), str(RACINE / "tests")]
CREANCIER = {
    "type": "societe", "denomination": "Ateliers Vasseur", "forme_juridique": "SARL",
    "capital": "25000", "rcs": "Grenoble", "siren": "841203573",
    "adresse": {"lignes": ["18 rue des Forges"], "code_postal": "38000", "ville": "Grenoble"},
    "signataire": {"prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"},
}  # fmt: skip


def remplir(repertoire, combien):
    """*combien* invoices, PDF then XML in two folders."""
    from lot.sources.facturx_de_synthese import ACHETEUR, cii, pdf

    for genre in ("pdf", "xml"):
        (repertoire / genre).mkdir()
    for rang in range(combien):
        acheteur = {**ACHETEUR, "siren": None, "nom": f"SAS Client {rang // 10}"}
        xml = cii(
            numero=f"F{rang:05}", acheteur=acheteur, lignes=["Pose", "Fourniture", "Finition"]
        )
        (repertoire / "pdf" / f"f{rang:05}.pdf").write_bytes(pdf(xml))
        (repertoire / "xml" / f"f{rang:05}.xml").write_bytes(xml)


def main(combien=500):
    from courriers.lot.configuration import Configuration

    reglages = Configuration.model_validate(
        {"creancier": CREANCIER, "debiteur": {"qualite": "professionnel"}}
    )
    debut = time.perf_counter()
    import facturx  # noqa: F401

    print(f"import de factur-x : {(time.perf_counter() - debut) * 1000:.0f} ms")
    from courriers.lot.sources.factures import lire

    with tempfile.TemporaryDirectory() as provisoire:
        repertoire = Path(provisoire)
        remplir(repertoire, combien)
        list(lire(sorted((repertoire / "xml").iterdir())[:1], reglages))
        for genre in ("pdf", "xml"):
            debut = time.perf_counter()
            cas = list(lire([repertoire / genre], reglages))
            duree = time.perf_counter() - debut
            assert sum(len(c.dossier.factures) for c in cas) == combien
            print(f"{combien} {genre} en {len(cas)} dossiers : {duree:.2f} s, "
                  f"{combien / duree:.0f} factures/s")  # fmt: skip
    print(f"mémoire : {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mo")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
