# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Whatever the order in which keys change: every value opens, every person is found, every secret signs."""

from __future__ import annotations

import hmac
import json
import os
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import lees_database
from tests.bezorgen.hulp import met_abonnement
from tests.huis import BEHEER, INDEX, KINDEREN
from tests.sleutels.hulp import Crash, bestand, breekt, rond_af, zet_over
from tests.sleutels.test_pseudoniemen import NAAM as PSEUDONIEMEN
from tests.sleutels.test_pseudoniemen import PAREN, lichaam, zet_klaar
from tests.sleutels.test_wisselen import ENVELOP, enveloppen
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.adapters.sleutelbestand import Sleutelbestand, SleutelbestandOngeldig, sleutel_id
from verwijsindex.domain.errors import Onbereikbaar, Strijdig
from verwijsindex.domain.sleutels import Gebruik, Sleutelnaam
from verwijsindex.storage import abonnementen
from verwijsindex.use_cases import controle, sleutels

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis

NU = datetime(2026, 11, 28, 12, tzinfo=UTC)
STAPPEN = ("klaarzetten", "wisselen", "afronden")


def _doe(huis: Huis, naam: Sleutelnaam, stap: str, versie: int) -> None:
    """One step, of which the first try may die at the key file."""
    if stap == "klaarzetten" and naam is PSEUDONIEMEN:
        zet_klaar(huis, versie, versie + 1)
    elif stap == "klaarzetten":
        sleutels.zet_klaar(huis.tools, BEHEER, naam)
    elif stap == "wisselen":
        zet_over(huis.tools, naam)
    else:
        rond_af(huis.tools, naam)


@pytest.mark.parametrize("ronde", range(4))
def test_B03_S04_na_elke_stap_van_elke_volgorde_gaat_alles_open_en_wordt_iedereen_gevonden(
    huis: Huis, ronde: int
) -> None:
    """Random steps of four rotations through each other, some refused, some broken off before the file changed."""
    dobbel = random.Random(ronde)
    school = huis.partij("De Klaver")
    abonnement = met_abonnement(huis, school)
    oud, nieuw = b"o" * 32, b"n" * 32
    with huis.tools.database.transaction() as tx:
        for geheim in (oud, nieuw):
            geborgen = huis.tools.kluis.berg(geheim, abonnement, {})
            abonnementen.vernieuw_geheim(tx, abonnement, geborgen, huis.klok() + timedelta(days=1))
    versie, gedaan = 1, 0
    eerste = lichaam(school, KINDEREN[0], 1, onthulling="envelop", envelop=ENVELOP)
    antwoord = school.post("/v1/signalen", eerste)
    assert antwoord.status_code == 201
    for _ in range(40):
        naam, stap = dobbel.choice(list(Sleutelnaam)), dobbel.choice(STAPPEN)
        if naam is PSEUDONIEMEN and stap == "klaarzetten" and versie == max(PAREN):
            continue
        try:
            if stap != "klaarzetten" and dobbel.random() < 0.3:
                dood = breekt(huis, {"wisselen": "wissel", "afronden": "rond_af"}[stap])
                with suppress(Crash):
                    zet_over(dood, naam) if stap == "wisselen" else rond_af(dood, naam)
            else:
                _doe(huis, naam, stap, versie)
                gedaan += 1
        except Strijdig:
            continue
        if naam is Sleutelnaam.TEKENEN:
            school._tokens.clear()  # finished without the day of rest
        versie = min(huis.client.get("/v1/sleutels").json()["sleutelversies"])
        _alles_gaat_open(huis, abonnement, (nieuw, oud))
        opnieuw = lichaam(school, KINDEREN[0], versie, signaalId=eerste["signaalId"])
        anders = {naam: opnieuw[naam] for naam in ("kindToken", "ouderTokens", "sleutelVersie")}
        assert school.post("/v1/signalen", eerste | anders).json() == antwoord.json()
        assert len(lees_database(huis, "SELECT FROM persoon")) == 2
    assert gedaan >= 6
    cjg = huis.partij("CJG")
    assert cjg.post("/v1/signalen", lichaam(cjg, KINDEREN[0], versie, soort="zorgen")).json()["match"] is True
    families = controle.families_te_controleren(huis.tools, BEHEER)
    assert [v for v in controle.controleer(huis.tools, families) if v] == []


def _alles_gaat_open(huis: Huis, abonnement: Any, geheimen: tuple[bytes, bytes]) -> None:
    assert enveloppen(huis) == [b"\7" * 560]
    (rij,) = lees_database(huis, "SELECT geheim, vorig_geheim FROM abonnement")
    gevonden = tuple(huis.tools.kluis.haal_op(bytes(rij[kolom]), abonnement) for kolom in ("geheim", "vorig_geheim"))
    assert all(hmac.compare_digest(een, ander) for een, ander in zip(gevonden, geheimen, strict=True))


def test_een_onleesbaar_sleutelbestand_laat_een_lopend_proces_werken_en_staat_in_het_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pad = tmp_path / "index.json"
    kluis = Kluis(Sleutelbestand.maak(pad, NU), INDEX, frozenset({1}), pad)
    geborgen = kluis.berg(b"x", (rij := uuid4()))
    nieuw = bestand(tmp_path).met_volgende(Sleutelnaam.BEWAAR, NU)
    pad.write_text("kapot")
    assert kluis.haal_op(geborgen, rij) == b"x"
    assert [json.loads(r.message)["gebeurtenis"] for r in caplog.records] == ["sleutels-onleesbaar"]
    nieuw.gewisseld_op(Sleutelnaam.BEWAAR, NU).schrijf(pad)
    assert kluis.haal_op(geborgen, rij) == b"x"
    stand = {Sleutelnaam.BEWAAR: Gebruik(sleutel_id(nieuw.bewaar_volgend or b""), None, NU)}
    assert not kluis.berg(b"x", rij, stand).startswith(geborgen[:8])
    # A database that knows nothing of it is a backup of before.
    with pytest.raises(Onbereikbaar, match="sleutels-verouderd"):
        kluis.berg(b"x", rij)


def test_het_sleutelbestand_kent_elke_sleutel_bij_nummer_en_dag(tmp_path: Path) -> None:
    pad = tmp_path / "index.json"
    eerste = Sleutelbestand.maak(pad, NU)
    assert Sleutelbestand.lees(pad) == eerste
    assert {r.gemaakt for r in eerste.overzicht()} == {NU}
    later = NU + timedelta(days=90)
    tweede = eerste.met_volgende(Sleutelnaam.PEPPER, later).gewisseld_op(Sleutelnaam.PEPPER, later)
    tweede.schrijf(pad)
    assert Sleutelbestand.lees(pad) == tweede
    regels = {(r.naam, r.plaats): (r.id, r.gemaakt) for r in tweede.overzicht()}
    assert regels["pepper", "vorig"] == (sleutel_id(eerste.pepper), NU)
    assert regels["pepper", "in gebruik"] == (sleutel_id(tweede.pepper), later)
    derde = tweede.zonder_vorige(Sleutelnaam.PEPPER)
    assert sleutel_id(eerste.pepper) not in derde.gemaakt
    derde.schrijf(pad)
    assert Sleutelbestand.lees(pad) == derde
    assert list(tmp_path.iterdir()) == [pad]
    pad.write_text(pad.read_text().replace("pepper", "peper"))
    with pytest.raises(SleutelbestandOngeldig):
        Sleutelbestand.lees(pad)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="alleen root geeft een bestand weg")
def test_een_vervangen_sleutelbestand_blijft_van_de_gebruiker_van_de_index(tmp_path: Path) -> None:
    """An administrator who is root would otherwise lock the running index out of its keys."""
    pad = tmp_path / "index.json"
    eerste = Sleutelbestand.maak(pad, NU)
    os.chown(pad, 12345, 12346)
    eerste.met_volgende(Sleutelnaam.TEKENEN, NU).schrijf(pad)
    stand = pad.stat()
    assert (stand.st_uid, stand.st_gid, stand.st_mode & 0o777) == (12345, 12346, 0o600)
