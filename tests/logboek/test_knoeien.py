# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A superuser changes the log in every way there is, and the check names what is wrong (L03)."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from koppelingen import logcontrole
from tests.api.hulp import een_match, lees_database
from tests.logboek.hulp import knoei, kop, oordeel, uitvoer, verzegel
from verwijsindex.domain import boom
from verwijsindex.domain.logboek import bladinhoud, canoniek

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.huis import Huis


@pytest.fixture
def gevuld(huis: Huis) -> Huis:
    """A log of some twenty rows under several heads."""
    school, _, wijkteam, match = een_match(huis)
    verzegel(huis)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    verzegel(huis)
    school.get("/v1/signalen")
    verzegel(huis)
    return huis


def _regel(huis: Huis, positie: int) -> int:
    (rij,) = lees_database(huis, "SELECT regel FROM blad WHERE positie = %s", positie)
    nummer: int = rij["regel"]
    return nummer


def test_L03_een_logboek_waaraan_niemand_kwam_klopt(gevuld: Huis) -> None:
    lijnen = uitvoer(gevuld)
    assert oordeel(gevuld, lijnen, kop(gevuld)) == "klopt"
    assert lijnen[0]["grootte"] > 10
    assert sum("kop" in lijn for lijn in lijnen) == 3


@pytest.mark.parametrize(
    "kolom",
    [
        "tag = 'x'",
        "moment = moment + interval '1 second'",
        "code = 'x'",
        "rol = 'privacy'",
        "organisatie = 'NIL'",
        "geeindigd = geeindigd + interval '1 millisecond'",
        "begonnen = NULL",
        "ouder_span_id = 'x'",
    ],
)
def test_L03_een_gewijzigde_regel_wordt_genoemd(gevuld: Huis, kolom: str) -> None:
    nummer = _regel(gevuld, 9)
    kolom = kolom.replace("NIL", str(UUID(int=1)))
    knoei(gevuld, f"UPDATE logregel SET {kolom} WHERE id = {nummer}")
    verwacht = f"Regel 9 (logregel {nummer}) is gewijzigd of verwisseld."
    assert oordeel(gevuld, uitvoer(gevuld)) == verwacht


def test_L03_een_verwijderde_regel_wordt_genoemd(gevuld: Huis) -> None:
    knoei(gevuld, f"DELETE FROM logregel WHERE id = {_regel(gevuld, 5)}")
    assert oordeel(gevuld, uitvoer(gevuld)) == "Regel 5 is verwijderd."


def test_L03_een_regel_die_met_haar_plaats_verdween_wordt_genoemd(gevuld: Huis) -> None:
    nummer = _regel(gevuld, 5)
    knoei(gevuld, f"DELETE FROM logregel WHERE id = {nummer}", "DELETE FROM blad WHERE positie = 5")
    assert oordeel(gevuld, uitvoer(gevuld)) == "Regel 5 ontbreekt of staat op een andere plaats."


def test_L03_verwisselde_regels_worden_genoemd(gevuld: Huis) -> None:
    een, ander = _regel(gevuld, 4), _regel(gevuld, 6)
    knoei(
        gevuld,
        "UPDATE blad SET regel = -1 WHERE positie = 4",
        f"UPDATE blad SET regel = {een} WHERE positie = 6",
        f"UPDATE blad SET regel = {ander} WHERE positie = 4",
    )
    assert oordeel(gevuld, uitvoer(gevuld)) == f"Regel 4 (logregel {ander}) is gewijzigd of verwisseld."


def test_L03_een_ingevoegde_regel_wordt_genoemd(gevuld: Huis) -> None:
    kolommen = (
        "moment, bron, rol, organisatie, doel, tag, grond, convenant, gemeente, uitkomst, code, regel, trace_id,"
        " span_id, verbintenis"
    )
    knoei(gevuld, f"INSERT INTO logregel ({kolommen}) SELECT {kolommen} FROM logregel ORDER BY id LIMIT 1")
    assert oordeel(gevuld, uitvoer(gevuld)).startswith("Ingevoegd: logregel")


def test_L03_wat_over_wie_ging_is_gewijzigd(gevuld: Huis) -> None:
    (rij,) = lees_database(gevuld, "SELECT id, verbintenis FROM logboek WHERE professional IS NOT NULL LIMIT 1")
    (plaats,) = lees_database(gevuld, "SELECT positie FROM blad WHERE regel = %s", rij["id"])
    knoei(gevuld, f"UPDATE logpersoon SET professional = NULL WHERE verbintenis = '\\x{rij['verbintenis'].hex()}'")
    verwacht = f"Regel {plaats['positie']} (logregel {rij['id']}): wie of waarover is gewijzigd."
    assert oordeel(gevuld, uitvoer(gevuld)) == verwacht


def _herbereken(huis: Huis) -> None:
    """A forger who knows how it works rewrites leaves and tree, but has no key."""
    rijen = lees_database(huis, "SELECT b.positie, l.* FROM blad b JOIN logregel l ON l.id = b.regel ORDER BY positie")
    hashes = [boom.blad(canoniek(bladinhoud(rij))) for rij in rijen]
    knopen: dict[tuple[int, int], bytes] = {}
    for niveau, nummer, hash_ in list(boom.voeg_toe(0, hashes, lambda n, m: knopen[n, m])):
        knopen[niveau, nummer] = hash_
    knoei(
        huis,
        "DELETE FROM knoop",
        *(f"INSERT INTO knoop VALUES ({n}, {m}, '\\x{h.hex()}')" for (n, m), h in knopen.items()),
    )


def test_L03_wie_ook_de_boom_herschrijft_heeft_de_handtekening_niet(gevuld: Huis) -> None:
    grootten = [rij["grootte"] for rij in lees_database(gevuld, "SELECT grootte FROM kop ORDER BY grootte")]
    knoei(gevuld, f"UPDATE logregel SET tag = 'x' WHERE id = {_regel(gevuld, grootten[0])}")
    _herbereken(gevuld)
    verwacht = f"Een van de regels {grootten[0]} tot en met {grootten[1] - 1} is gewijzigd nadat zij verzegeld was."
    assert oordeel(gevuld, uitvoer(gevuld)) == verwacht


def _kort_af(lijnen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The log as if it had ended at the head before the last."""
    plaatsen = [n for n, lijn in enumerate(lijnen) if "kop" in lijn]
    kort = lijnen[: plaatsen[-2] + 1]
    return [kort[0] | {"grootte": sum("regel" in lijn for lijn in kort)}, *kort[1:]]


def test_L03_een_afgekapt_einde_blijkt_uit_een_bewaarde_kop(gevuld: Huis) -> None:
    bewaard, lijnen = kop(gevuld), uitvoer(gevuld)
    kort = _kort_af(lijnen)
    assert oordeel(gevuld, kort) == "klopt", "an end that nobody kept cannot be missed"
    assert oordeel(gevuld, kort, bewaard).startswith("Het einde ontbreekt: een bewaarde kop telt")
    zonder_kop = lijnen[:-1] if "kop" in lijnen[-1] else lijnen
    assert oordeel(gevuld, zonder_kop).startswith("Onder de laatste regels")


def test_L03_een_vervangen_logboek_met_eigen_sleutel_en_een_ander_verleden_vallen_op(gevuld: Huis) -> None:
    bewaard = kop(gevuld)
    lijnen = uitvoer(gevuld)
    vals = [
        lijn | {"kop": lijn["kop"].replace("— verwijsindex/", "— x/")} if "kop" in lijn else lijn for lijn in lijnen
    ]
    assert "niet door deze sleutel ondertekend" in oordeel(gevuld, vals)
    anders = bewaard.__class__(bewaard.oorsprong, bewaard.grootte, bytes(32), bewaard.tekst)
    assert "anders dan toen de bewaarde kop werd ondertekend" in oordeel(gevuld, lijnen, anders)


@pytest.mark.parametrize(
    "maak",
    [
        lambda lijnen: [],
        lambda lijnen: [{"formaat": "iets anders"}, *lijnen[1:]],
        lambda lijnen: [*lijnen[:3], lijnen[2], *lijnen[3:]],
        lambda lijnen: [lijnen[0], *lijnen[2:]],
        lambda lijnen: [lijnen[0], {"kop": "x"}, *lijnen[1:]],
        lambda lijnen: [lijnen[0], lijnen[1] | {"regel": {"id": 1}}, *lijnen[2:]],
        lambda lijnen: [lijnen[0], lijnen[1] | {"persoonlijk": {"zout": "zz"}}, *lijnen[2:]],
        lambda lijnen: [lijnen[0], lijnen[1] | {"persoonlijk": 3}, *lijnen[2:]],
        lambda lijnen: [lijnen[0] | {"grootte": lijnen[0]["grootte"] + 1}, *lijnen[1:]],
    ],
)
def test_L03_een_uitvoer_die_niet_heel_is_klopt_niet(
    gevuld: Huis, maak: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    assert oordeel(gevuld, maak(uitvoer(gevuld))) != "klopt"


def test_L03_wat_volgens_de_wet_is_vernietigd_laat_het_logboek_kloppen(gevuld: Huis) -> None:
    from sqlalchemy import text

    gevuld.klok.verder(days=5 * 366)
    uitvoer(gevuld)
    verzegel(gevuld)
    with gevuld.tools.database.transaction() as tx:
        weg = "DELETE FROM logpersoon WHERE moment < :voor"
        assert tx.execute(text(weg), {"voor": gevuld.klok() - timedelta(days=1)}).rowcount > 10
    lijnen = uitvoer(gevuld)
    assert oordeel(gevuld, lijnen, kop(gevuld)) == "klopt"
    assert all(lijn["persoonlijk"] is None for lijn in lijnen if lijn.get("positie", 99) < 10 and "regel" in lijn)


def test_L03_wat_de_wet_nog_niet_vraagt_mag_ook_de_toepassing_niet_vergeten(gevuld: Huis) -> None:
    from sqlalchemy import text

    een = "DELETE FROM logpersoon WHERE verbintenis = (SELECT verbintenis FROM logregel WHERE id = :id)"
    with gevuld.tools.database.transaction() as tx:
        assert tx.execute(text(een), {"id": _regel(gevuld, 9)}).rowcount == 1
    assert oordeel(gevuld, uitvoer(gevuld)) == "Van regel 9 is weg over wie zij gaat, lang voor de wet dat vraagt."


def test_L03_een_controle_zonder_iets_van_ons_vindt_hetzelfde(gevuld: Huis) -> None:
    (sleutel,) = gevuld.tools.kluis.logboeksleutels
    tekst = "\n".join(json.dumps(lijn) for lijn in uitvoer(gevuld))
    assert logcontrole.controleer(tekst, sleutel) == kop(gevuld).grootte
    knoei(gevuld, f"UPDATE logregel SET tag = 'x' WHERE id = {_regel(gevuld, 9)}")
    tekst = "\n".join(json.dumps(lijn) for lijn in uitvoer(gevuld))
    with pytest.raises(SystemExit, match=r"^Regel 9 ontbreekt, is gewijzigd of staat op een andere plaats\.$"):
        logcontrole.controleer(tekst, sleutel)


def _persoonlijk(lijnen: list[dict[str, Any]]) -> None:
    next(lijn for lijn in lijnen if lijn.get("persoonlijk"))["persoonlijk"]["professional"] = "x"


def _met_nieuw_blad(lijnen: list[dict[str, Any]]) -> None:
    lijnen[1]["regel"]["tag"] = "x"
    lijnen[1]["blad"] = boom.blad(canoniek(lijnen[1]["regel"])).hex()


@pytest.mark.parametrize(
    ("knoeit", "zin"),
    [
        (lambda lijnen: lijnen[3]["regel"].update(tag="x"), "Regel 2 ontbreekt, is gewijzigd of"),
        (lambda lijnen: lijnen.pop(3), "Regel 2 ontbreekt, is gewijzigd of"),
        (_persoonlijk, ": wie of waarover is gewijzigd."),
        (_met_nieuw_blad, "een regel vanaf 0 is anders dan de kop zegt."),
        (lambda lijnen: lijnen.pop(), "Het einde klopt niet:"),
        (lambda lijnen: lijnen[0]["zonderPlaats"].append(7), "Ingevoegd: logregel 7 staat in geen boom."),
    ],
)
def test_L03_die_controle_zegt_ook_nee_waar_python_geen_asserts_doet(
    gevuld: Huis, tmp_path: Path, knoeit: Callable[[list[dict[str, Any]]], object], zin: str
) -> None:
    (sleutel,), bestand = gevuld.tools.kluis.logboeksleutels, tmp_path / "uit.ndjson"
    lijnen = uitvoer(gevuld)

    def los() -> subprocess.CompletedProcess[str]:
        bestand.write_text("\n".join(map(json.dumps, lijnen)))
        opdracht = [sys.executable, "-O", logcontrole.__file__, str(bestand), sleutel]
        return subprocess.run(opdracht, capture_output=True, text=True, check=False)

    assert los().stdout == f"{kop(gevuld).grootte} regels kloppen\n"
    knoeit(lijnen)
    klaar = los()
    assert (klaar.returncode, klaar.stdout, zin in klaar.stderr) == (1, "", True), klaar.stderr
    assert "Traceback" not in klaar.stderr
