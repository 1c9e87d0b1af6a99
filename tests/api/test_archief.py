# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The archive of the statutory index, from a report that ends to a new one that hears of it, once (B02, M15)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import is_geweigerd, lees_database, logregels
from tests.api.verzoek import besluit, een_fg, lees, vraagt
from tests.huis import BEHEER, KINDEREN, een_huis
from verwijsindex.domain.bewaren import Klasse
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import opschonen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Proefdatabase
    from tests.huis import Huis, Partij


@pytest.fixture
def wet(database: Proefdatabase, tmp_path: Path) -> Iterator[Huis]:
    with een_huis(database, tmp_path, convenant="jeugdwet-7.1") as huis:
        yield huis


def cjg(huis: Huis, naam: str = "CJG") -> Partij:
    return huis.partij(naam, Categorie.JGZ, instelling="cjg")


def meldt(partij: Partij, bsn: str = KINDEREN[0], **anders: Any) -> dict[str, Any]:
    antwoord = partij.meldt(bsn, **({"soort": "zorgen", "toestemming": None, "ouders": ()} | anders))
    assert antwoord.status_code == 201, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def geweken(huis: Huis, partij: Partij) -> None:
    """It reports, the risk is gone, and a day later the signal is too."""
    signaal = meldt(partij)["signaalId"]
    huis.klok.verder(days=30)
    antwoord = partij.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    assert antwoord.status_code == 201, antwoord.text
    huis.klok.verder(days=1)
    huis.veeg()
    assert lees_database(huis, "SELECT FROM signaal") == []


def test_B02_M15_wie_eerder_meldde_wordt_een_keer_genoemd_en_daarna_nooit_meer(wet: Huis) -> None:
    eerst, nieuw, later = cjg(wet), cjg(wet, "Jeugdzorg"), cjg(wet, "Derde")
    geweken(wet, eerst)
    lichaam = nieuw.lichaam(soort="zorgen", toestemming=None, ouders=())
    antwoord = nieuw.post("/v1/signalen", lichaam)
    (stuk,) = antwoord.json()["eerderGemeld"]
    assert (stuk["organisatie"], stuk["gemeld"]) == ("CJG", "2014-06-02")
    assert stuk["contactpunt"]["functie"]
    assert "Eerder meldde al iemand dit kind: CJG." in antwoord.json()["vervolg"]
    assert "api:archief:bekijken" in {regel["tag"] for regel in logregels(wet)}
    # The same report asked again, for who did not get the answer; nobody else, and not in what is kept of it.
    assert nieuw.post("/v1/signalen", lichaam).json()["eerderGemeld"] == [stuk]
    assert nieuw.get(f"/v1/signalen/{lichaam['signaalId']}").json()["eerderGemeld"] == []
    assert meldt(later)["eerderGemeld"] == []
    assert "CJG" not in str(lees_database(wet, "SELECT antwoord FROM indiening"))
    wet.klok.verder(days=1, seconds=1)
    assert sum(opschonen.ruim_archief(wet.tools)) == 1
    assert lees_database(wet, "SELECT FROM archief") == []
    assert nieuw.post("/v1/signalen", lichaam).json()["eerderGemeld"] == []


def test_M15_S08_ook_in_een_batch_spreekt_het_archief_een_keer(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    nieuw = cjg(wet, "Jeugdzorg")
    lichaam = nieuw.lichaam(soort="zorgen", toestemming=None, ouders=())
    uitkomst = nieuw.post("/v1/signaalbatches", {"signalen": [lichaam]}).json()["uitkomsten"][0]
    assert [stuk["organisatie"] for stuk in uitkomst["antwoord"]["eerderGemeld"]] == ["CJG"]
    assert meldt(cjg(wet, "Derde"))["eerderGemeld"] == []


def test_M15_de_eigen_eerdere_melding_wordt_niet_genoemd_en_blijft_voor_een_ander(wet: Huis) -> None:
    eerst = cjg(wet)
    geweken(wet, eerst)
    assert meldt(eerst)["eerderGemeld"] == []
    assert [stuk["organisatie"] for stuk in meldt(cjg(wet, "Jeugdzorg"))["eerderGemeld"]] == ["CJG"]


def test_B02_B03_na_vijf_jaar_is_het_archief_leeg_en_het_kind_onbekend(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    (rij,) = lees_database(wet, "SELECT bewaard_tot FROM archief")
    assert len(lees_database(wet, "SELECT FROM persoon")) == 1
    vooruit = opschonen.vooruitzie_overig(wet.tools, wet.klok() + timedelta(days=6 * 365))
    stukken = [(post.dag, post.regel, post.wacht) for post in vooruit if post.klasse is Klasse.ARCHIEFSTUK]
    assert stukken == [(rij["bewaard_tot"], "B02", False)]
    wet.klok.verder(days=(rij["bewaard_tot"] - dag(wet.klok())).days - 1)
    assert list(opschonen.ruim_archief(wet.tools)) == []
    wet.klok.verder(days=1)
    assert sum(opschonen.ruim_archief(wet.tools)) == 1
    assert list(opschonen.ruim_archief(wet.tools)) == []
    for tabel in ("archief", "persoon", "verwantschap"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []
    verklaard = [r["code"] for r in logregels(wet) if r["tag"].endswith(":bewaren:vernietigen")]
    assert verklaard[-1] == "persoon=1 archiefstuk=1"


def test_B02_in_een_convenant_zonder_archief_blijft_er_niets(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    signaal = school.meldt(ouders=()).json()["signaalId"]
    school.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    huis.klok.verder(days=740)
    huis.veeg()
    assert lees_database(huis, "SELECT FROM signaal") == []
    assert lees_database(huis, "SELECT FROM archief") == []


def test_B01_met_een_overlijden_gaat_ook_het_archief(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    nieuw = cjg(wet, "Jeugdzorg")
    signaal = meldt(nieuw)["signaalId"]
    antwoord = nieuw.post(f"/v1/signalen/{signaal}/overlijdens", {"op": dag(wet.klok()).isoformat()})
    assert antwoord.status_code == 204, antwoord.text
    for tabel in ("archief", "persoon"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []


def test_B03_een_teruggezette_back_up_brengt_ook_het_archief_niet_terug(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    (stuk,) = lees_database(wet, "SELECT * FROM archief")
    (persoon,) = lees_database(wet, "SELECT * FROM persoon")
    wet.tools.kluis.vernietig([bytes(persoon["plaats"])])
    gevonden = opschonen.teruggekomen(wet.tools, BEHEER)
    assert list(gevonden.values()) == [{stuk["kind"]}]
    assert len(list(opschonen.ruim_teruggekomen(wet.tools, gevonden, opschonen.SYSTEEM))) == 1
    for tabel in ("archief", "persoon", "verwantschap"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []


def test_G03_wie_inzage_vraagt_hoort_ook_van_het_archief(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    fg = een_fg(wet)
    verzoek = vraagt(fg)
    assert (verzoek["dossier"], verzoek["adviezen"]) == (True, [])
    antwoord = fg.get(f"/v1/verzoeken/{verzoek['verzoekId']}/antwoord").json()
    assert antwoord["signalen"] == []
    (stuk,) = antwoord["archief"]
    (rij,) = lees_database(wet, "SELECT bewaard_tot FROM archief")
    assert (stuk["organisatie"], stuk["bewaardTot"]) == ("CJG", str(rij["bewaard_tot"]))
    assert "Wat staat er in het archief?" in str(antwoord["brief"])
    assert "niets over u" not in str(antwoord["brief"])
    # While the request is open the archive waits too.
    wet.klok.verder(days=6 * 365)
    assert list(opschonen.ruim_archief(wet.tools)) == []
    id_ = verzoek["verzoekId"]
    is_geweigerd(wet, besluit(fg, id_, "toegewezen", "niets-bekend"), 403, "wel-iets-bekend", regel="G02")
    assert besluit(fg, id_, "toegewezen", "alles-gegeven").status_code == 201
    assert lees(fg, id_)["stand"] == "besloten"
    assert lees_database(wet, "SELECT FROM archief") == []


def test_G02_een_verwijdering_gaat_ook_over_het_archief(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    fg = een_fg(wet)
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    assert besluit(fg, verzoek, "toegewezen", "niet-meer-nodig").status_code == 201
    for tabel in ("archief", "persoon", "bevriezing"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []


def eindigt(partij: Partij, signaal: str) -> None:
    antwoord = partij.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": dag(partij.huis.klok()).isoformat()})
    assert antwoord.status_code == 201, antwoord.text


def test_B02_S06_ook_wat_al_was_geeindigd_kan_nog_geweken_zijn_en_die_dag_nog_onterecht(wet: Huis) -> None:
    partij, ander = cjg(wet), cjg(wet, "Jeugdzorg")
    een, twee = meldt(partij)["signaalId"], meldt(ander)["signaalId"]
    for van, signaal in ((partij, een), (ander, twee)):
        eindigt(van, signaal)
    wet.klok.verder(days=2)
    for van, signaal in ((partij, een), (ander, twee)):
        antwoord = van.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
        assert antwoord.status_code == 201, antwoord.text
    assert ander.post(f"/v1/signalen/{twee}/intrekkingen", {"reden": "ten-onrechte"}).status_code == 201
    wet.klok.verder(days=1)
    wet.veeg()
    (stuk,) = lees_database(wet, "SELECT organisatie FROM archief")
    assert stuk["organisatie"] == partij.id


def test_S06_S09_wat_in_het_archief_fout_blijkt_spreekt_niet_meer(wet: Huis) -> None:
    eerst, ander = cjg(wet), cjg(wet, "Jeugdzorg")
    signaal = meldt(eerst)["signaalId"]
    eerst.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    wet.klok.verder(days=1)
    wet.veeg()
    pad = f"/v1/signalen/{signaal}/intrekkingen"
    is_geweigerd(wet, ander.post(pad, {"reden": "verkeerd-kind"}), 404, "niet-gevonden", regel="I06", door=ander)
    is_geweigerd(wet, eerst.post(pad, {"reden": "risico-geweken"}), 409, "al-ingetrokken", regel="S06", door=eerst)
    antwoord = eerst.post(pad, {"reden": "verkeerd-kind"})
    assert (antwoord.status_code, antwoord.json()["status"]) == (201, "ingetrokken")
    assert "daaruit vernietigd" in antwoord.json()["vervolg"]
    for tabel in ("archief", "persoon"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []
    alarm = lees_database(wet, "SELECT soort, ontvanger FROM outbox ORDER BY id DESC LIMIT 1")
    assert [(a["soort"], a["ontvanger"]) for a in alarm] == [("verkeerd-kind", "privacy")]
    assert meldt(ander)["eerderGemeld"] == []


def test_S06_onder_een_id_dat_opnieuw_gebruikt_is_geldt_het_signaal_dat_er_nu_is(wet: Huis) -> None:
    eerst = cjg(wet)
    signaal = meldt(eerst)["signaalId"]
    pad = f"/v1/signalen/{signaal}/intrekkingen"
    eerst.post(pad, {"reden": "risico-geweken"})
    wet.klok.verder(days=1)
    wet.veeg()
    meldt(eerst, signaalId=signaal)
    assert eerst.post(pad, {"reden": "ten-onrechte"}).json()["status"] == "ingetrokken"
    assert eerst.get(f"/v1/signalen/{signaal}").json()["status"] == "ingetrokken"
    assert len(lees_database(wet, "SELECT FROM archief")) == 1


def verlopen_en_niet_geveegd(huis: Huis, partij: Partij) -> str:
    """A signal that is due for the archive, and nobody came by."""
    signaal: str = meldt(partij)["signaalId"]
    partij.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    huis.klok.verder(days=1)
    assert lees_database(huis, "SELECT FROM archief") == []
    return signaal


def test_G02_B02_wat_net_naar_het_archief_moet_gaat_met_de_verwijdering_mee(wet: Huis) -> None:
    fg = een_fg(wet)
    partij = cjg(wet)
    signaal = meldt(partij)["signaalId"]
    wet.klok.verder(seconds=1)
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    partij.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    wet.klok.verder(days=15)
    assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 201
    for tabel in ("archief", "persoon", "signaal", "bevroren"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []


def test_G02_B02_een_verzoek_vindt_ook_wat_net_naar_het_archief_moest(wet: Huis) -> None:
    verlopen_en_niet_geveegd(wet, cjg(wet))
    verzoek = vraagt(een_fg(wet))
    assert verzoek["dossier"] is True
    assert len(lees_database(wet, "SELECT FROM bevriezing")) == 1


def test_B01_B02_een_overlijden_laat_niets_van_het_kind_in_het_archief(wet: Huis) -> None:
    verlopen_en_niet_geveegd(wet, cjg(wet))
    nieuw = cjg(wet, "Jeugdzorg")
    wet.klok.verder(seconds=1)
    signaal = meldt(nieuw, KINDEREN[0])["signaalId"]
    overleden = {"op": dag(wet.klok()).isoformat()}
    assert nieuw.post(f"/v1/signalen/{signaal}/overlijdens", overleden).status_code == 204
    for tabel in ("archief", "persoon"):
        assert lees_database(wet, f"SELECT FROM {tabel}") == []
    codes = [r["code"] for r in logregels(wet) if r["tag"].endswith(":bewaren:vernietigen") and r["regel"] == "B01"]
    assert "persoon=1 archiefstuk=1" in codes


def test_G02_zolang_een_ander_verzoek_loopt_blijft_het_archief_en_spreekt_het_niet(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    fg = een_fg(wet)
    inzage, weg = vraagt(fg)["verzoekId"], vraagt(fg, recht="verwijdering")["verzoekId"]
    assert besluit(fg, weg, "toegewezen", "niet-meer-nodig").status_code == 201
    (stuk,) = fg.get(f"/v1/verzoeken/{inzage}/antwoord").json()["archief"]
    assert stuk["organisatie"] == "CJG"
    brief = fg.get(f"/v1/verzoeken/{inzage}/antwoord").json()["brief"]
    assert "dit verzoek klaar is; daarna wordt het vernietigd" in str(brief)
    assert meldt(cjg(wet, "Jeugdzorg"))["eerderGemeld"] == []
    assert besluit(fg, inzage, "toegewezen", "alles-gegeven").status_code == 201
    assert lees_database(wet, "SELECT FROM archief") == []


def test_M15_wat_zijn_tijd_had_spreekt_niet_ook_niet_als_het_op_een_verzoek_wacht(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    vraagt(een_fg(wet))
    wet.klok.verder(days=6 * 365)
    assert len(lees_database(wet, "SELECT FROM archief")) == 1
    assert meldt(cjg(wet, "Jeugdzorg"))["eerderGemeld"] == []


def test_M15_S05_wie_zijn_open_signaal_herhaalt_hoort_niets_en_de_volgende_wel(wet: Huis) -> None:
    open_, eerst = cjg(wet, "Jeugdzorg"), cjg(wet)
    meldt(open_)
    signaal = meldt(eerst)["signaalId"]
    eerst.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    wet.klok.verder(days=1)
    wet.veeg()
    assert meldt(open_)["eerderGemeld"] == []
    assert [stuk["organisatie"] for stuk in meldt(cjg(wet, "Derde"))["eerderGemeld"]] == ["CJG"]


def test_G02_een_rectificatie_van_wat_alleen_in_het_archief_staat_haalt_het_weg(wet: Huis) -> None:
    geweken(wet, cjg(wet))
    fg = een_fg(wet)
    verzoek = vraagt(fg, recht="rectificatie")["verzoekId"]
    assert besluit(fg, verzoek, "toegewezen", "gegevens-onjuist").status_code == 201
    assert lees_database(wet, "SELECT FROM archief") == []


def test_G01_een_leeftijd_die_niet_klopt_wordt_ook_bij_alleen_een_archief_niet_beantwoord(wet: Huis) -> None:
    partij = cjg(wet)
    signaal = meldt(partij, geboortemaand="2000-01")["signaalId"]
    partij.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "risico-geweken"})
    wet.klok.verder(days=1)
    wet.veeg()
    fg = een_fg(wet)
    verzoek = vraagt(fg)["verzoekId"]
    antwoord = fg.get(f"/v1/verzoeken/{verzoek}/antwoord")
    is_geweigerd(wet, antwoord, 403, "leeftijdsgroep-past-niet", regel="G01")
