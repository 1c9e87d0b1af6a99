# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Destroying that really forgets: keys, rows, matches, backups; and a statement of it (B01, B03, B05, T06)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy.engine import make_url

from tests.api.hulp import een_match, lees_database
from tests.api.test_kanarie import _alles
from tests.bezorgen.hulp import met_abonnement
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, pseudoniem, toestemming, veiligheidsgrond
from verwijsindex.adapters.sleutelkast import SleutelVernietigd
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import families
from verwijsindex.use_cases import cijfers, controle, gebeurtenissen, opschonen, vegen

if TYPE_CHECKING:
    from tests.cluster import Cluster
    from tests.huis import Huis, Partij

ENVELOP = {"kid": "k1", "ct": "A" * 747}


def klopt(huis: Huis) -> None:
    """`controleer` finds nothing (M12)."""
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    assert [verschil for verschil in controle.controleer(huis.tools, rijen) if verschil] == []


def verklaringen(huis: Huis) -> list[tuple[str, str]]:
    """What the statements of destruction say: what and how many, by which rule."""
    rijen = lees_database(
        huis, "SELECT code, regel, onderwerpen FROM logboek WHERE tag LIKE '%%:bewaren:vernietigen' ORDER BY id"
    )
    assert all(rij["onderwerpen"] == [] for rij in rijen), "a statement names nobody"
    return [(rij["code"], rij["regel"]) for rij in rijen]


# What may be in the database of a family whose time is over: nothing.
TE_OUD = {
    "signaal": "SELECT FROM signaal WHERE uiterlijk_tot <= CAST(%(nu)s AT TIME ZONE 'Europe/Amsterdam' AS date)"
    " OR slaapt_sinds <= %(nu)s - interval '28 days'",
    "persoon": "SELECT FROM persoon p WHERE NOT EXISTS (SELECT FROM kind k WHERE k.id = p.id)"
    " AND NOT EXISTS (SELECT FROM signaal s WHERE p.id = ANY(s.ouders))"
    " AND NOT EXISTS (SELECT FROM bevriezing b WHERE b.persoon = p.id)",
    "kind": "SELECT FROM kind k WHERE NOT EXISTS (SELECT FROM signaal s WHERE s.kind = k.id)",
    "match": "SELECT FROM match m WHERE gesloten IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM kind k WHERE k.dossier = m.dossier)",
    "dossier": "SELECT FROM dossier d WHERE NOT EXISTS (SELECT FROM kind k WHERE k.dossier = d.id)"
    " AND NOT EXISTS (SELECT FROM match m WHERE m.dossier = d.id)",
    "verwantschap": "SELECT FROM verwantschap v WHERE NOT EXISTS (SELECT FROM persoon p WHERE p.verwantschap = v.id)"
    " AND NOT EXISTS (SELECT FROM dossier d WHERE d.verwantschap = v.id)",
    "bevroren": "SELECT FROM bevroren b WHERE NOT EXISTS (SELECT FROM bevriezing f WHERE f.persoon = ANY(b.personen))",
}


def niets_te_oud(huis: Huis) -> None:
    """After a sweep no table keeps what had its time, and every identity that is kept can be opened."""
    for tabel, vraag in TE_OUD.items():
        assert lees_database(huis, vraag.replace("%(nu)s", f"timestamptz '{huis.klok().isoformat()}'")) == [], tabel
    personen = lees_database(huis, "SELECT plaats FROM persoon UNION ALL SELECT plaats FROM envelop")
    assert all(huis.tools.kluis.leeft(bytes(rij["plaats"])) for rij in personen)


def leeg(huis: Huis, *tabellen: str) -> list[str]:
    """Those of these tables that are not empty."""
    return [tabel for tabel in tabellen if lees_database(huis, f"SELECT FROM {tabel}")]


def rijen_van(url: str, vraag: str) -> list[dict[str, Any]]:
    adres = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(adres, row_factory=dict_row) as verbinding:
        return verbinding.execute(vraag).fetchall()  # type: ignore[arg-type]


def te_openen(huis: Huis, url: str) -> list[bytes]:
    """Every identity that the index with all its keys can get out of this database."""
    kluis: Any = huis.tools.kluis
    gevonden = []
    for rij in rijen_van(url, "SELECT sleutel, verzegeld, plaats FROM persoon"):
        try:
            ring = kluis._ring
            gevonden.append(kluis._haal_eigen(ring, rij["verzegeld"], rij["plaats"], rij["sleutel"]))
        except SleutelVernietigd:
            continue
    for rij in rijen_van(url, "SELECT signaal, versleuteld, plaats FROM envelop"):
        try:
            gevonden.append(kluis.haal_eigen(rij["versleuteld"], rij["plaats"], rij["signaal"]))
        except SleutelVernietigd:
            continue
    return gevonden


def met_envelop(partij: Partij, **anders: Any) -> str:
    antwoord = partij.meldt(onthulling="envelop", envelop=ENVELOP, **anders)
    assert antwoord.status_code == 201, antwoord.text
    id_: str = antwoord.json()["signaalId"]
    return id_


def test_B03_T06_de_verklaring_zegt_wat_hoeveel_en_welke_regel_en_niemand(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    met_envelop(school, toestemming=None)
    cjg.meldt(KINDEREN[1], toestemming=None)
    huis.klok.verder(days=29)
    huis.veeg()
    # Two that fell asleep at moments of their own, in one family.
    verwacht = [("envelop=1 persoon=3", "B03"), ("signaal=1", "T06"), ("signaal=1", "T06")]
    assert sorted(verklaringen(huis)) == verwacht
    huis.veeg()
    assert len(verklaringen(huis)) == 3, "what is gone is not destroyed again"
    klopt(huis)


def test_B01_uiterlijk_tot_en_T06_de_slaap_op_de_minuut(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    huis.klok.zet("2014-06-02", 10)
    school.meldt(toestemming=None)
    school.meldt(KINDEREN[1], ouders=(), uiterlijkTot="2014-08-01")
    for dag, uur, minuut, over in (
        ("2014-06-30", 9, 59, 2),
        ("2014-06-30", 10, 0, 1),
        ("2014-07-31", 23, 59, 1),
        ("2014-08-01", 0, 0, 0),
    ):
        huis.klok.zet(dag, uur)
        huis.klok.verder(minutes=minuut)
        huis.veeg()
        assert len(lees_database(huis, "SELECT FROM signaal")) == over, (dag, uur, minuut)
    assert [regel for _, regel in verklaringen(huis)] == ["T06", "B03", "B01", "B03"]


def test_B05_een_gesloten_match_gaat_met_het_laatste_signaal_en_niet_eerder(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        wijkteam.post(f"/v1/matches/{match}/{stap}")
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).status_code == 201
    huis.klok.zet("2016-06-01", 23)
    huis.veeg()
    assert len(lees_database(huis, "SELECT FROM match")) == 1
    huis.klok.zet("2016-06-02", 0)
    huis.veeg()
    assert leeg(huis, "signaal", "match", "tijdlijn", "dossier", "persoon", "kind", "daad", "verwantschap") == []
    assert sorted(verklaringen(huis)) == [("match=1", "B05"), ("persoon=2", "B03"), ("signaal=2", "B01")]
    assert {school.get("/v1/signalen").text, cjg.get("/v1/signalen").text} == {'{"signalen":[]}'}
    klopt(huis)


def test_B05_een_open_match_blijft_met_redenen_dagen_en_eigenaar_tot_zij_wordt_afgesloten(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        wijkteam.post(f"/v1/matches/{match}/{stap}")
    huis.klok.verder(days=800)
    huis.veeg()
    (rij,) = lees_database(huis, "SELECT to_jsonb(m) AS m FROM match m")
    over = {veld: waarde for veld, waarde in rij["m"].items() if waarde not in (None, [], False)}
    assert set(over) == {
        *("id", "verwantschap", "dossier", "gemeente", "convenant", "status", "regisseur"),
        *("geopend", "eigenaar_sinds", "overlegd", "redenen", "steun_vernietigd", "termijnen"),
    }
    for partij in (school, cjg):
        assert str(partij.id) not in str(rij)
    voor = len(lees_database(huis, "SELECT FROM outbox"))
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    antwoord = wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten)
    assert (antwoord.status_code, antwoord.json()["status"]) == (201, "afgesloten")
    huis.klok.verder(seconds=1)
    huis.veeg()
    assert leeg(huis, "match", "tijdlijn", "dossier", "verwantschap", "daad") == []
    assert verklaringen(huis)[-1] == ("match=1", "B05")
    assert len(lees_database(huis, "SELECT FROM outbox")) == voor, "that it is destroyed is told to nobody"
    klopt(huis)


def test_B05_een_late_veger_vertelt_het_einde_van_een_match_die_meteen_gaat(huis: Huis) -> None:
    """The signals go, and nobody gives consent: it lapses and goes in one transaction, and its owner hears so."""
    school, _, wijkteam, match = een_match(huis)
    assert wijkteam.post(f"/v1/matches/{match}/aanvaardingen").status_code == 201
    for rij in school.get("/v1/signalen").json()["signalen"]:
        pad = f"/v1/signalen/{rij['signaalId']}/intrekkingen"
        assert school.post(pad, {"reden": "ten-onrechte"}).status_code == 201
    huis.klok.verder(days=900)
    huis.veeg()
    soorten = [r["soort"] for r in lees_database(huis, "SELECT soort FROM outbox WHERE ontvanger = 'regisseur'")]
    assert "match-vervallen" in soorten
    assert leeg(huis, "match", "tijdlijn", "signaal", "dossier", "verwantschap") == []
    klopt(huis)


def test_B03_na_een_val_tussen_sleutel_en_rij_gaat_het_alsnog(huis: Huis, monkeypatch: pytest.MonkeyPatch) -> None:
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    huis.klok.verder(days=29)
    with monkeypatch.context() as val:
        # Keys are gone, then the lights go out.
        val.setattr(families, "bewaar", lambda *_: (_ for _ in ()).throw(RuntimeError("val")))
        huis.veeg()
    assert len(lees_database(huis, "SELECT FROM signaal")) == 1
    assert len(te_openen(huis, huis.database.eigenaar)) == 2, "the envelope went first"
    assert verklaringen(huis) == []
    huis.klok.verder(minutes=11)
    assert list(vegen.veeg(huis.tools))
    assert leeg(huis, "signaal", "envelop", "persoon", "verwantschap") == []
    assert sorted(verklaringen(huis)) == [("envelop=1 persoon=2", "B03"), ("signaal=1", "T06")]


def test_B03_wie_na_zo_een_val_opnieuw_wordt_gemeld_is_weer_te_openen(huis: Huis) -> None:
    """A key was destroyed and the transaction was not: the same child is reported before the sweeper comes back."""
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    for rij in lees_database(huis, "SELECT plaats FROM persoon UNION ALL SELECT plaats FROM envelop"):
        huis.tools.kluis.vernietig([rij["plaats"]])
    assert te_openen(huis, huis.database.eigenaar) == []
    huis.klok.verder(days=29)
    met_envelop(school)
    assert set(te_openen(huis, huis.database.eigenaar)) > {pseudoniem(KINDEREN[0]), pseudoniem(MOEDER)}
    klopt(huis)


def test_B05_berichten_gaan_na_dertien_maanden_en_een_oude_cursor_werkt_nog(huis: Huis) -> None:
    school, cjg, _, _ = een_match(huis)
    # What nobody came for goes as well: these webhooks are never called.
    for partij in (school, cjg):
        met_abonnement(huis, partij, "http://x/0")
    gebeurtenissen.plaats(huis.tools)
    eerste = school.get("/v1/gebeurtenissen").json()
    cursor = eerste["cursor"]
    begin = huis.klok()
    huis.klok.zet("2015-07-01", 23)
    assert sum(opschonen.ruim_berichten(huis.tools)) == 0
    huis.klok.nu = begin + timedelta(days=395)
    huis.klok.zet("2015-07-02", 0)
    aantal = len(lees_database(huis, "SELECT FROM outbox"))
    # Of two that wait one at most is that of the last place.
    laatste = "(SELECT id FROM outbox ORDER BY positie DESC LIMIT 1)"
    wachtend = len(lees_database(huis, f"SELECT FROM bezorging WHERE bericht <> {laatste}"))
    assert wachtend in (1, 2)
    assert sum(opschonen.ruim_berichten(huis.tools)) == aantal - 1, "the last place of the feed stays"
    assert sum(opschonen.ruim_berichten(huis.tools)) == 0
    assert verklaringen(huis)[-1] == (f"bericht={aantal - 1} bezorging={wachtend}", "B05")
    een_nieuw = huis.partij("Politie").meldt(soort="zorgen")
    assert een_nieuw.status_code == 201
    gebeurtenissen.plaats(huis.tools)
    for wie, waar in ((school, cursor), (cjg, None)):
        pad = "/v1/gebeurtenissen" + (f"?cursor={waar}" if waar else "")
        assert wie.get(pad).json()["gebeurtenissen"], wie.organisatie.naam


KANARIES = ("KANARIE-functie", "010-7654321", "kanarie@example.nl", "KANARIE-gebied", "KANARIE-77", "KANARIE-kid")


def test_B01_B03_B05_na_vernietiging_staat_geen_kanarie_meer_in_een_tabel_of_in_de_dump(
    huis: Huis, cluster: Cluster
) -> None:
    functie, telefoon, email, gebied, dossier, kid = KANARIES
    school, cjg, wijkteam, match = een_match(huis)
    for partij in (school, cjg):
        antwoord = partij.meldt(
            KINDEREN[1],
            soort="zorgen",
            contactpunt={"functie": functie, "telefoon": telefoon, "email": email},
            gebied=gebied,
            onthulling="envelop",
            envelop={"kid": kid, "ct": "A" * 747},
            veiligheidsgrond=veiligheidsgrond("vermissing", dossier=dossier),
        )
        assert antwoord.status_code == 201, antwoord.text
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        assert wijkteam.post(f"/v1/matches/{match}/{stap}").status_code == 201
    afspraak = {"organisatieId": str(school.id), "wat": "huisbezoek", "voor": "2014-06-06"}
    gemaakt = wijkteam.post(f"/v1/matches/{match}/afspraken", afspraak).json()["afspraken"][0]
    wijkteam.post(f"/v1/matches/{match}/afspraken/{gemaakt['afspraakId']}/nakomingen")
    vraag = " UNION ALL ".join(
        f"SELECT CAST({kolom} AS text) AS id FROM {tabel}"
        for tabel, kolom in (("persoon", "id"), ("indiening", "signaal_id"), ("kind", "id"), ("persoon", "sleutel"))
    )
    ids = {rij["id"].removeprefix("\\x") for rij in lees_database(huis, vraag)}
    alles = _alles(huis)
    assert all(any(kanarie in tekst for tekst in alles.values()) for kanarie in KANARIES)
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).status_code == 201
    huis.klok.verder(days=735)
    huis.veeg()
    cijfers.stel_vast(huis.tools)
    over = {t: tekst for t, tekst in _alles(huis).items() if any(g in tekst for g in (*KANARIES, *ids, "huisbezoek"))}
    assert over == {}
    klopt(huis)
    niets_te_oud(huis)
    if cluster.ingebed:
        dump = cluster.ingebed.schrijf_uit(huis.database.naam)
        assert [g for g in (*KANARIES, *ids) if g in dump] == []
    # Evidence and messages keep the opaque ids of signals and matches, which lead to nothing any more.
    namen = {t for t, tekst in _alles(huis).items() if match in tekst}
    assert namen <= {"logpersoon", "outbox", "bezorging"}


def test_B01_S05_een_ouder_die_niet_meer_wordt_genoemd_is_niet_meer_bekend(huis: Huis, cluster: Cluster) -> None:
    school = huis.partij("De Klaver")
    school.meldt(ouders=(MOEDER,))
    school.meldt(ouders=(VADER,))
    assert set(te_openen(huis, huis.database.eigenaar)) == {pseudoniem(KINDEREN[0]), pseudoniem(VADER)}
    niets_te_oud(huis)
    klopt(huis)
    # Named again she is known again, and so is he while another names him.
    huis.partij("CJG").meldt(ouders=(VADER,))
    school.meldt(ouders=(MOEDER,))
    assert len(te_openen(huis, huis.database.eigenaar)) == 3
    klopt(huis)


def test_B05_M05_een_heel_late_veger_sluit_vernietigt_en_opent_in_een_keer(huis: Huis) -> None:
    """Consent ends and the match lapses; later the child falls out of sight; then the signals go: one sweep for all."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    school.meldt(toestemming=toestemming("2014-06-02", "2014-07-01"))
    cjg.meldt(soort="zorgen", tot="2014-08-01")
    (eerst,) = lees_database(huis, "SELECT id FROM match")
    huis.klok.verder(days=800)
    assert len(list(vegen.veeg(huis.tools))) == 1
    (nu,) = lees_database(huis, "SELECT id, status, redenen FROM match")
    assert (nu["id"] != eerst["id"], nu["redenen"]) == (True, ["uit-beeld"])
    assert ("match=1", "B05") in verklaringen(huis)
    soorten = [r["soort"] for r in lees_database(huis, "SELECT soort FROM outbox WHERE ontvanger = 'regisseur'")]
    assert {"match-vervallen", "match-geopend"} <= set(soorten), soorten
    niets_te_oud(huis)
    klopt(huis)
