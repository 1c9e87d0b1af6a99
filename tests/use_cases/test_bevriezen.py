# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A pending request keeps what it is about from being destroyed, and from nothing else (G02)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from tests.api.hulp import een_match, lees_database, nieuwe_bsns
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER
from tests.use_cases.test_bewaren import klopt, leeg, met_envelop, te_openen, verklaringen
from verwijsindex.domain.bewaren import Post
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.storage import bewaren, families
from verwijsindex.use_cases import opschonen, vegen, vernietigen
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import handeling, met_herstart

if TYPE_CHECKING:
    from tests.huis import Huis


def kind_van(huis: Huis) -> UUID:
    (rij,) = lees_database(huis, "SELECT id FROM kind ORDER BY id LIMIT 1")
    id_: UUID = rij["id"]
    return id_


@contextmanager
def bijgewerkt(huis: Huis, persoon: UUID) -> Iterator[Bewerking]:
    """The family of a person, locked and with time dealt with. Raises NietGevonden where he is not known any more."""
    with handeling(huis.tools, BEHEER, "verzoek:proef") as h:
        if bewaren.rij_van_persoon(h.tx, persoon) is None:
            raise NietGevonden
        b = Bewerking(h, families.vergrendel(h.tx, [persoon]))
        b.rond_af()
        if bewaren.rij_van_persoon(h.tx, persoon) is None:
            raise NietGevonden
        yield b


def bevries(huis: Huis, persoon: UUID, verzoek: UUID) -> None:
    """As recording a request does."""

    def daad() -> None:
        with bijgewerkt(huis, persoon) as b:
            bewaren.bevries(b.h.tx, persoon, verzoek, b.h.nu)

    met_herstart(daad)


def ontdooi(huis: Huis, persoon: UUID, verzoek: UUID) -> None:
    """As closing it does."""

    def daad() -> None:
        with suppress(NietGevonden), bijgewerkt(huis, persoon) as b:
            vernietigen.ontdooi(b.h, b.familie.id, persoon, verzoek)

    met_herstart(daad)


def test_G02_wat_bevroren_is_telt_nergens_ziet_niemand_en_gaat_zodra_het_verzoek_eindigt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    signaal = met_envelop(school, toestemming=None)
    kind, verzoek = kind_van(huis), uuid4()
    bevries(huis, kind, verzoek)
    bevries(huis, kind, verzoek)
    huis.klok.verder(days=29)
    huis.veeg()
    assert school.get(f"/v1/signalen/{signaal}").status_code == 404
    assert school.get("/v1/signalen").json()["signalen"] == []
    assert leeg(huis, "signaal", "kind", "dossier", "envelop", "indiening", "daad") == []
    # The child and his envelope can still be read for the request; of his mother nothing waits.
    assert len(te_openen(huis, huis.database.eigenaar)) == 1
    (rij,) = lees_database(huis, "SELECT * FROM bevroren")
    assert (rij["soort"], rij["regel"], rij["personen"][0]) == ("signaal", "T06", kind)
    assert verklaringen(huis) == [("persoon=1", "B03")]
    wacht = lees_database(huis, "SELECT code, regel FROM logregel WHERE tag = 'worker:bewaren:wachten'")
    assert [(r["code"], r["regel"]) for r in wacht] == [("signaal=1", "T06")]
    klopt(huis)

    ontdooi(huis, kind, verzoek)
    assert leeg(huis, "bevroren", "bevriezing", "persoon", "verwantschap") == []
    assert verklaringen(huis)[1:] == [("signaal=1", "T06"), ("envelop=1 persoon=1", "B03")]
    ontdooi(huis, kind, verzoek)
    assert len(verklaringen(huis)) == 3
    klopt(huis)


def test_G02_een_ander_verzoek_over_dezelfde_houdt_het_vast(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    kind = kind_van(huis)
    (rij,) = lees_database(huis, "SELECT id FROM persoon WHERE id <> %s", kind)
    een, ander, van_moeder = uuid4(), uuid4(), uuid4()
    for persoon, verzoek in ((kind, een), (kind, ander), (rij["id"], van_moeder)):
        bevries(huis, persoon, verzoek)
    huis.klok.verder(days=29)
    huis.veeg()
    for persoon, verzoek in ((kind, een), (kind, ander)):
        ontdooi(huis, persoon, verzoek)
        assert len(lees_database(huis, "SELECT FROM bevroren")) == 1, "the request of his mother is about it too"
    ontdooi(huis, rij["id"], van_moeder)
    assert leeg(huis, "bevroren", "bevriezing", "persoon", "verwantschap") == []


def test_G02_bevriezen_redt_niet_wat_al_weg_moest_zijn(huis: Huis) -> None:
    """Due a minute ago, and the sweeper had not come by."""
    huis.partij("De Klaver").meldt(toestemming=None)
    kind = kind_van(huis)
    huis.klok.verder(days=28, minutes=1)
    with pytest.raises(NietGevonden):
        bevries(huis, kind, uuid4())
    with pytest.raises(NietGevonden):
        bevries(huis, uuid4(), uuid4())
    huis.veeg()
    assert leeg(huis, "bevroren", "bevriezing", "persoon", "signaal") == []


def test_G02_van_een_ander_kind_wacht_niets(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt(KINDEREN[0], ouders=(MOEDER,), toestemming=None)
    kind = kind_van(huis)
    school.meldt(KINDEREN[1], ouders=(MOEDER, VADER), toestemming=None)
    bevries(huis, kind, uuid4())
    huis.klok.verder(days=29)
    huis.veeg()
    assert [rij["personen"][0] for rij in lees_database(huis, "SELECT personen FROM bevroren")] == [kind]
    assert len(lees_database(huis, "SELECT FROM persoon")) == 1
    klopt(huis)


def test_G02_wie_bevroren_opnieuw_wordt_gemeld_is_dezelfde_en_blijft_na_het_verzoek(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    kind, verzoek = kind_van(huis), uuid4()
    bevries(huis, kind, verzoek)
    huis.klok.verder(days=29)
    huis.veeg()
    met_envelop(school)
    assert kind_van(huis) == kind
    ontdooi(huis, kind, verzoek)
    assert leeg(huis, "bevroren") == []
    assert len(lees_database(huis, "SELECT FROM signaal")) == 1
    assert len(te_openen(huis, huis.database.eigenaar)) == 3
    klopt(huis)


def vooruit(huis: Huis, dagen: int) -> dict[tuple[str, bool], int]:
    """What would go of all families within so many days: what, whether it waits, and how much (B04)."""
    rijen = opschonen.te_bekijken(huis.tools, BEHEER)
    posten = sum(opschonen.vooruitzie(huis.tools, rijen, huis.klok() + timedelta(days=dagen)), Counter[Post]())
    samen = Counter[tuple[str, bool]]()
    for post, aantal in posten.items():
        samen[str(post.klasse), post.wacht] += aantal
    return dict(samen)


def test_G02_B05_een_match_over_wie_een_verzoek_loopt_wacht_mee(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    kind, verzoek = kind_van(huis), uuid4()
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        wijkteam.post(f"/v1/matches/{match}/{stap}")
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    bevries(huis, kind, verzoek)
    assert vooruit(huis, 800) == {("signaal", True): 2, ("match", True): 1}
    huis.klok.verder(days=800)
    assert vooruit(huis, 0) == {("signaal", True): 2, ("match", True): 1}
    huis.veeg()
    assert leeg(huis, "match", "tijdlijn", "dossier") == []
    rijen = lees_database(huis, "SELECT soort, id, inhoud FROM bevroren ORDER BY soort")
    assert [rij["soort"] for rij in rijen] == ["match", "signaal", "signaal"]
    assert (str(rijen[0]["id"]), rijen[0]["inhoud"]["status"]) == (match, "afgesloten")
    assert "match-aangenomen" in {regel["soort"] for regel in rijen[0]["inhoud"]["tijdlijn"]}
    klopt(huis)
    ontdooi(huis, kind, verzoek)
    assert leeg(huis, "bevroren", "persoon", "verwantschap") == []
    assert {("match=1", "B05"), ("signaal=2", "B01")} <= set(verklaringen(huis))


def test_G02_bevriezen_en_vegen_tegelijk_is_het_een_of_het_ander(huis: Huis) -> None:
    """Either the request came first and the signal waits, or it was gone already and the request finds nobody."""
    school = huis.partij("De Klaver")
    for bsn in islice(nieuwe_bsns(), 12):
        school.meldt(bsn, ouders=(), toestemming=None)
    kinderen = [rij["id"] for rij in lees_database(huis, "SELECT id FROM kind")]
    huis.klok.verder(days=28, seconds=-1)
    samen = threading.Barrier(2)

    def vraag() -> int:
        samen.wait()
        gelukt = 0
        for kind in kinderen:
            with suppress(NietGevonden):
                bevries(huis, kind, uuid4())
                gelukt += 1
        return gelukt

    def veger() -> None:
        samen.wait()
        huis.klok.verder(seconds=2)
        for _ in range(12):
            list(vegen.veeg(huis.tools))

    with ThreadPoolExecutor(2) as werkers:
        bevroren, _ = werkers.submit(vraag), werkers.submit(veger).result()
    huis.veeg()
    assert leeg(huis, "signaal") == []
    wacht = lees_database(huis, "SELECT personen FROM bevroren")
    assert len(wacht) == bevroren.result() == len(lees_database(huis, "SELECT FROM persoon"))
    assert len(te_openen(huis, huis.database.eigenaar)) == len(wacht)
    klopt(huis)
