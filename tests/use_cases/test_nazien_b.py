# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Deeds at the edges: a lost task, a second word, a convenant that starts, a repeat after destruction elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.api.hulp import is_geweigerd, lees_database
from tests.huis import BEHEER, GEMEENTE, KINDEREN, MOEDER, VADER, veiligheidsgrond
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import NietIngelogd, Strijdig
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.storage import organisaties
from verwijsindex.use_cases import beheer, bezoek, controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

ENVELOP = {"kid": "k1", "ct": naar_tekst(bytes(560))}


def afwijkingen(huis: Huis) -> list[controle.Verschil]:
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    return [verschil for verschil in controle.controleer(huis.tools, rijen) if verschil]


def wijzig(huis: Huis, opdracht: str) -> None:
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as verbinding:
        verbinding.execute(text(opdracht))
    motor.dispose()


def volgende(vanaf: date, gemeente: str = GEMEENTE, versie: int = 2) -> Convenant:
    return replace(meegeleverd("regionaal", gemeente, vanaf), versie=versie)


def trek_aanwijzing_in(partij: Partij, kenmerk: str = "pro") -> None:
    """Designated until the day before the house's clock starts; the token of before still holds."""
    partij.token(kenmerk)
    weg = Professional(uuid4(), partij.id, kenmerk, date(2010, 1, 1), date(2014, 6, 1), kenmerk == "tweede", True)
    beheer.wijs_aan(partij.huis.tools, BEHEER, weg)


def maak_inactief(partij: Partij) -> None:
    sleutels = lees_database(partij.huis, f"SELECT jwks FROM organisatie WHERE id = '{partij.id}'")[0]["jwks"]
    beheer.bewaar_organisatie(partij.huis.tools, BEHEER, replace(partij.organisatie, actief=False), sleutels)


def met_grond(partij: Partij, kind: str = KINDEREN[0]) -> tuple[str, str]:
    """A signal on a confirmed V-ground: its id and the ground's."""
    antwoord = partij.meldt(kind, soort="zorgen", veiligheidsgrond=veiligheidsgrond("huiselijk-geweld")).json()
    grond = antwoord["veiligheidsgrondId"]
    assert partij.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede").status_code == 201
    return antwoord["signaalId"], grond


# Convenants


def test_M14_een_volgende_versie_begint_na_vandaag(huis: Huis) -> None:
    huis.klok.zet("2014-06-10")
    for vanaf in (date(2014, 6, 1), date(2014, 6, 10)):
        with pytest.raises(Strijdig) as fout:
            beheer.laad_convenant(huis.tools, BEHEER, volgende(vanaf))
        assert (fout.value.eerste.code, fout.value.eerste.regel) == ("convenant-in-verleden", "M14")
    beheer.laad_convenant(huis.tools, BEHEER, volgende(date(2014, 6, 11)))


def test_M14_de_eerste_versie_van_een_gemeente_mag_op_elke_dag_beginnen(huis: Huis) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, volgende(date(2013, 1, 1), gemeente="0363"))


def test_M12_een_gezin_dat_niet_is_na_te_spelen_is_een_verschil_en_houdt_de_andere_niet_op(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt(KINDEREN[0], ouders=())
    school.meldt(KINDEREN[1], ouders=())
    wijzig(
        huis,
        "UPDATE daad SET inhoud = jsonb_set(inhoud, '{signaal,geboortemaand}', '\"stuk\"')"
        " WHERE id = (SELECT min(id) FROM daad)",
    )
    (verschil,) = afwijkingen(huis)
    assert verschil.wat == (controle.MISLUKT,)


@contextmanager
def bezet(huis: Huis, rij: int) -> Iterator[None]:
    """Somebody holds the lock of one family."""
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as verbinding:
        verbinding.execute(text("SELECT id FROM verwantschap WHERE id = :id FOR NO KEY UPDATE"), {"id": rij})
        yield
    motor.dispose()


def wacht_op_slot(huis: Huis, aantal: int) -> None:
    """Until so many sessions wait for a lock."""
    vraag = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(200):
        if len(lees_database(huis, vraag)) >= aantal:
            return
        time.sleep(0.05)
    raise AssertionError


def test_M05_een_nieuw_convenant_vergrendelt_gezinnen_in_dezelfde_volgorde_als_een_daad(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt(KINDEREN[0], ouders=(MOEDER,))
    school.meldt(KINDEREN[1], ouders=(VADER,))
    school.meldt(KINDEREN[2], ouders=())
    eerste, *_, laatste = (rij["id"] for rij in lees_database(huis, "SELECT id FROM verwantschap ORDER BY id"))
    # The first row lies behind the others from now on: the order on disk is not that of the ids.
    wijzig(huis, f"UPDATE verwantschap SET tot = tot WHERE id = {eerste}")
    uit: dict[str, Any] = {}

    def laad() -> None:
        uit["convenant"] = beheer.laad_convenant(huis.tools, BEHEER, volgende(date(2014, 9, 1)))

    def meld() -> None:
        uit["daad"] = school.meldt(KINDEREN[0], ouders=(MOEDER, VADER)).status_code

    draden = [threading.Thread(target=laad), threading.Thread(target=meld)]
    school.token()
    with bezet(huis, laatste):
        for aantal, draad in enumerate(draden, 1):
            draad.start()
            wacht_op_slot(huis, aantal)
    for draad in draden:
        draad.join(30)
    assert uit == {"convenant": None, "daad": 201}


@pytest.mark.parametrize("tabel", ["dossier", "signaal", "match"])
def test_M14_een_nieuw_convenant_bereikt_elk_gezin_met_iets_in_de_gemeente(huis: Huis, tabel: str) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, volgende(date(2010, 1, 1), gemeente="0363"))
    een, ander = huis.partij("Een"), huis.partij("Ander")
    een.meldt(soort="zorgen")
    ander.meldt(soort="zorgen")
    wijzig(huis, f"UPDATE {tabel} SET gemeente = '0363'")
    beheer.laad_convenant(huis.tools, BEHEER, volgende(date(2014, 6, 3), gemeente="0363", versie=3))
    (rij,) = lees_database(huis, "SELECT volgende FROM verwantschap")
    assert rij["volgende"].isoformat().startswith("2014-06-02T22:00")


# Who may not act any more


def test_R02_een_regisseur_van_wie_de_aanwijzing_voorbij_is_is_vandaag_niet_actief(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    with huis.tools.database.transaction() as tx:
        assert [r.actief for r in organisaties.regisseurs(tx, GEMEENTE, op=date(2014, 6, 2))] == [True]
        assert [r.actief for r in organisaties.regisseurs(tx, GEMEENTE, op=date(2009, 6, 2))] == [False]
    trek_aanwijzing_in(wijkteam)
    with huis.tools.database.transaction() as tx:
        for op, actief in ((None, True), (date(2014, 6, 1), True), (date(2014, 6, 2), False)):
            regisseur = organisaties.regisseur(tx, wijkteam.professional, op=op)
            assert regisseur is not None
            assert regisseur.actief is actief
            assert [r.actief for r in organisaties.regisseurs(tx, GEMEENTE, vergrendeld=True, op=op)] == [actief]
    with pytest.raises(NietIngelogd):
        bezoek.begin_sessie(huis.tools, huis.als_regisseur(wijkteam))


def test_A01_een_organisatie_die_niet_meer_meedoet_handelt_en_leest_niet_met_een_oud_token(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = met_grond(school)
    school.token()
    maak_inactief(school)
    antwoorden = [
        school.get(f"/v1/signalen/{id_}"),
        school.get("/v1/signalen"),
        school.meldt(),
        school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02", "grondBlijft": True}),
        school.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"}),
        school.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede"),
        school.post(f"/v1/veiligheidsgronden/{grond}/herbeoordelingen"),
    ]
    for antwoord in antwoorden:
        is_geweigerd_als(antwoord, 401, "organisatie-niet-actief")


def is_geweigerd_als(antwoord: Any, status: int, code: str) -> None:
    assert (antwoord.status_code, antwoord.json().get("code")) == (status, code), antwoord.text


def test_A01_wie_niet_meer_is_aangewezen_handelt_niet_met_een_oud_token_en_leest_nog_wel(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = met_grond(school)
    trek_aanwijzing_in(school)
    for pad, inhoud in (
        (f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02", "grondBlijft": False}),
        (f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"}),
        (f"/v1/veiligheidsgronden/{grond}/herbeoordelingen", None),
    ):
        is_geweigerd(huis, school.post(pad, inhoud), 403, "professional-niet-aangewezen", regel="A01", door=school)
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "actief"
    assert school.get(f"/v1/signalen/{id_}", wie=None).json()["status"] == "actief"


def test_A03_een_machine_beeindigt_en_trekt_in_zolang_er_geen_veiligheidsgrond_is(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    een, ander = (school.meldt(kind, ouders=()).json()["signaalId"] for kind in KINDEREN[:2])
    pad = f"/v1/signalen/{een}/beeindigingen"
    assert school.post(pad, {"tot": "2014-06-02"}, wie=None).status_code == 201
    pad = f"/v1/signalen/{ander}/intrekkingen"
    assert school.post(pad, {"reden": "ten-onrechte"}, wie=None).status_code == 201


@pytest.mark.parametrize("blijft", [True, False])
def test_V04_A03_over_een_grond_die_staat_oordeelt_een_mens(huis: Huis, blijft: bool) -> None:
    school = huis.partij("De Klaver")
    id_, _ = met_grond(school)
    inhoud = {"tot": "2014-06-02", "grondBlijft": blijft}
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", inhoud, wie=None)
    is_geweigerd(huis, antwoord, 403, "professional-vereist", regel="A03")
    assert school.post(f"/v1/signalen/{id_}/beeindigingen", inhoud).status_code == 201
    assert afwijkingen(huis) == []


def test_V04_S05_een_nieuwe_melding_beeindigt_niet_stil_een_signaal_met_een_grond(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, _ = met_grond(school)
    antwoord = school.meldt(soort="zorgen", tot="2014-06-02")
    is_geweigerd(huis, antwoord, 400, "grond-blijft-ontbreekt", regel="V04", wijzer="/tot")
    assert school.get(f"/v1/signalen/{id_}").json()["tot"] is None
    assert school.meldt(soort="zorgen", tot="2014-12-31").status_code == 201
    # Without a ground a report may say that the involvement ends today.
    assert school.meldt(KINDEREN[1], ouders=()).status_code == 201
    assert school.meldt(KINDEREN[1], ouders=(), tot="2014-06-02").status_code == 201


@pytest.mark.parametrize("reden", ["ten-onrechte", "verkeerd-kind"])
def test_S06_S09_na_risico_geweken_kan_blijken_dat_het_signaal_fout_was(huis: Huis, reden: str) -> None:
    een, ander = huis.partij("Een"), huis.partij("Ander")
    id_ = een.meldt(soort="zorgen").json()["signaalId"]
    assert ander.meldt().json()["match"] is True
    pad = f"/v1/signalen/{id_}/intrekkingen"
    assert een.post(pad, {"reden": "risico-geweken"}).json()["telt"] is True
    is_geweigerd(huis, een.post(pad, {"reden": "risico-geweken"}), 409, "al-ingetrokken", regel="S06")
    huis.klok.verder(days=3)
    antwoord = een.post(pad, {"reden": reden}).json()
    assert (antwoord["status"], antwoord["telt"]) == ("ingetrokken", False)
    assert [m["status"] for m in lees_database(huis, "SELECT status FROM match")] == ["vervallen"]
    is_geweigerd(huis, een.post(pad, {"reden": "ten-onrechte"}), 409, "al-ingetrokken", regel="S06")
    assert afwijkingen(huis) == []


# The envelope, and repeats


def test_S03_de_envelop_hoort_bij_de_onthulling_en_verdwijnt_met_haar(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(onthulling="envelop")
    is_geweigerd(huis, antwoord, 400, "envelop-ontbreekt", regel="S03", wijzer="/envelop")
    antwoord = school.meldt(onthulling="terugbellen", envelop=ENVELOP)
    is_geweigerd(huis, antwoord, 400, "envelop-te-veel", regel="S03", wijzer="/envelop")
    assert school.meldt(onthulling="envelop", envelop=ENVELOP).status_code == 201
    assert len(lees_database(huis, "SELECT FROM envelop")) == 1
    assert school.meldt(onthulling="terugbellen").status_code == 201
    assert lees_database(huis, "SELECT FROM envelop") == []


def test_S04_een_herhaling_onder_een_andere_sleutelversie_is_dezelfde(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    huis.tools.kluis._versies = frozenset({1, 2})  # type: ignore[attr-defined]
    lichaam = school.lichaam()
    eerste = school.post("/v1/signalen", lichaam)
    signaal_id = lichaam["signaalId"]
    anders = {
        "sleutelVersie": 2,
        "kindToken": school.zegel(KINDEREN[0], signaal_id, "kind", versie=2),
        "ouderTokens": [school.zegel(MOEDER, signaal_id, "ouder", versie=2)],
    }
    tweede = school.post("/v1/signalen", lichaam | anders)
    assert (tweede.status_code, tweede.json()) == (200, eerste.json())


def test_S04_een_herhaling_na_vernietiging_elders_is_dezelfde_en_laat_niemand_achter(huis: Huis) -> None:
    """The mother of the first report is forgotten once nobody names her any more."""
    een, ander = huis.partij("Een"), huis.partij("Ander")
    lichaam = een.lichaam(ouders=(MOEDER,))
    eerste = een.post("/v1/signalen", lichaam)
    een.meldt(ouders=(VADER,))
    ander.meldt(ouders=(), toestemming=None)
    huis.klok.verder(days=30)
    huis.veeg()
    personen = lees_database(huis, "SELECT id FROM persoon ORDER BY id")
    tweede = een.post("/v1/signalen", lichaam)
    assert (tweede.status_code, tweede.json()) == (200, eerste.json())
    assert lees_database(huis, "SELECT id FROM persoon ORDER BY id") == personen


@pytest.mark.parametrize(
    "anders", [{"onthulling": "terugbellen", "envelop": None}, {"envelop": ENVELOP | {"kid": "k2"}}]
)
def test_S04_met_een_andere_envelop_is_het_een_ander_signaal(huis: Huis, anders: dict[str, Any]) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam(onthulling="envelop", envelop=ENVELOP)
    assert school.post("/v1/signalen", lichaam).status_code == 201
    is_geweigerd(huis, school.post("/v1/signalen", lichaam | anders), 409, "signaal-id-bestaat", regel="S04")
    # Sealed anew, to the same key, it is the same envelope to the index.
    opnieuw = lichaam | {"envelop": ENVELOP | {"ct": naar_tekst(b"\1" * 560)}}
    assert school.post("/v1/signalen", opnieuw).status_code == 200


def test_A01_een_bewering_is_ook_na_een_weigering_gebruikt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    trek_aanwijzing_in(school)
    bewering = school.bewering()
    is_geweigerd_als(school.vraag_token(bewering), 401, "professional-niet-aangewezen")
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, "pro", date(2010, 1, 1)))
    is_geweigerd_als(school.vraag_token(bewering), 401, "bewering-ongeldig")
    assert school.vraag_token(school.bewering()).status_code == 200
