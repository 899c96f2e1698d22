"""The calendar file, read back by icalendar and byte by byte (RFC 5545, 3.1, 3.3.11, 3.8.4.7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from courriers.droit.agenda import Terme
from courriers.erreurs import CourriersError
from courriers.lot.calendrier import Inscription, calendrier
from fabrique import HOSTILES

icalendar = pytest.importorskip("icalendar")

AU = date(2026, 11, 23)
TERME = Terme(
    date(2026, 12, 1), "signification", "faire signifier l’ordonnance", "CPC, art. 1411",
    "3 mois après l’ordonnance du 01/09/2026", imperatif=True,
)  # fmt: skip
SEMEES = (
    "a\nBEGIN:VEVENT", "a\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR", "A; B, C \\ D \\n E", "x\ry",
    "\x1b[31mrouge\x07", "\u2028ligne\u2029", "é" * 400, "😀" * 120, "ATTENDEE:mailto:x@y",
    "\ud800", '"cité"', ":;,", "",
)  # fmt: skip


def inscrit(terme=TERME, reference="T-1", nom="Dupont & Fils"):
    return Inscription(reference, nom, terme)


def relu(octets):
    return icalendar.Calendar.from_ical(octets).walk("VEVENT")


def test_une_echeance_est_un_evenement_d_un_jour_entier_et_libre():
    (evenement,) = relu(calendrier([inscrit()], AU))
    assert evenement.decoded("dtstart") == date(2026, 12, 1)
    assert evenement.decoded("dtend") == date(2026, 12, 2)  # the day after, excluded
    assert evenement.decoded("dtstamp") == datetime(2026, 11, 23, tzinfo=UTC)
    assert evenement["transp"] == "TRANSPARENT"
    assert evenement["summary"] == "T-1 – faire signifier l’ordonnance"
    assert "CPC, art. 1411" in evenement["description"]
    assert "non une consultation juridique" in evenement["description"]


def test_seule_une_echeance_stricte_sonne_a_neuf_heures_sept_jours_avant():
    (evenement,) = relu(calendrier([inscrit()], AU))
    (rappel,) = evenement.walk("VALARM")
    debut = datetime(2026, 12, 1)  # noqa: DTZ001 – an event of a whole day has no zone
    assert debut + rappel.decoded("trigger") == datetime(2026, 11, 24, 9)  # noqa: DTZ001
    assert rappel["action"] == "DISPLAY"
    for terme in (replace(TERME, imperatif=False), replace(TERME, suspendu=True)):
        (sans,) = relu(calendrier([inscrit(terme)], AU))
        assert sans.walk("VALARM") == []


def test_le_nom_du_debiteur_n_y_est_que_si_on_le_demande():
    assert b"Dupont" not in calendrier([inscrit()], AU)
    (evenement,) = relu(calendrier([inscrit()], AU, noms=True))
    assert evenement["summary"] == "T-1 (Dupont & Fils) – faire signifier l’ordonnance"


def test_l_identifiant_survit_au_jour_et_a_la_date_et_la_version_monte():
    (avant,) = relu(calendrier([inscrit()], AU))
    deplace = replace(TERME, jour=date(2026, 12, 2), quoi="autre", depasse=True)
    (apres,) = relu(calendrier([inscrit(deplace)], AU + timedelta(1), noms=True))
    assert apres["uid"] == avant["uid"]
    assert apres["sequence"] == avant["sequence"] + 1
    assert apres["summary"].startswith("T-1 (Dupont & Fils) – Dépassé")


def test_deux_echeances_ne_se_remplacent_jamais():
    autres = [
        inscrit(),
        inscrit(reference="T-2"),
        inscrit(replace(TERME, nature="titre")),
        inscrit(replace(TERME, repere="F1")),
        inscrit(replace(TERME, repere="F2")),
        inscrit(nom="Un autre dossier de même référence"),
    ]
    identifiants = [str(e["uid"]) for e in relu(calendrier(autres, AU))]
    assert len(set(identifiants)) == len(autres)
    assert identifiants == [str(e["uid"]) for e in relu(calendrier(autres, AU + timedelta(9)))]


def test_memes_entrees_memes_octets_et_l_horloge_n_est_pas_lue():
    assert calendrier([inscrit()], AU) == calendrier([inscrit()], AU)
    assert b"20261123T000000Z" in calendrier([inscrit()], AU)


@pytest.mark.parametrize("texte", [*HOSTILES, *SEMEES])
def test_un_texte_hostile_reste_un_texte(texte):
    terme = replace(TERME, quoi=texte, fondement=texte, reserve=texte, certitude="a_verifier",
                    repere=texte)  # fmt: skip
    octets = calendrier([inscrit(terme, texte, texte), inscrit()], AU, noms=True)
    lignes = octets.split(b"\r\n")
    assert lignes[-1] == b""
    for ligne in lignes:
        assert len(ligne) <= 75
        assert b"\n" not in ligne
        assert b"\r" not in ligne
        ligne.decode("utf-8")  # a fold never cuts a character
    assert sum(ligne == b"BEGIN:VEVENT" for ligne in lignes) == 2
    assert sum(ligne == b"END:VCALENDAR" for ligne in lignes) == 1
    premier, second = relu(octets)
    attendu = "".join(" " if c in "\n\r\x1b\x07\u2028\u2029\ud800" else c for c in texte)
    assert premier["summary"] == f"{attendu} ({attendu}) – {attendu}"
    assert second["summary"].startswith("T-1")


def test_une_etape_possible_et_une_reserve_sont_dites():
    etape = replace(TERME, borne="des", imperatif=False).doute("supposee", "jour inconnu")
    (evenement,) = relu(calendrier([inscrit(etape)], AU))
    assert evenement["summary"].startswith("T-1 – Dès ce jour")
    assert "Jour supposé\u00a0: jour inconnu" in evenement["description"]


def test_sans_icalendar_la_ligne_a_taper_est_dite(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "icalendar", None)
    with pytest.raises(CourriersError, match=r"\.\[lot\]") as refus:
        calendrier([inscrit()], AU)
    assert refus.value.code == "OPTION_ABSENTE"
