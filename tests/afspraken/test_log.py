# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The technical log says nothing outside its catalogue, and every refusal has its status."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID, uuid4

import pytest

from tests.afspraken import scanners
from verwijsindex.api.errors import STATUS, status_van
from verwijsindex.domain import errors
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.protocol.b64 import naar_tekst

GOED = {
    "onderdeel": "index",
    "minuten": "61",
    "fout": "database-onbereikbaar",
    "plaats": "families.py:12",
    "status": "503",
    "aantal": "3",
    "handeling": "leesMatch",
}


class Woord(StrEnum):
    INDEX = "index"


@pytest.mark.parametrize("gebeurtenis", Gebeurtenis)
def test_een_gebeurtenis_wordt_een_regel_json_op_haar_niveau(
    gebeurtenis: Gebeurtenis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    velden = {naam: GOED[naam] for naam in gebeurtenis.velden}
    meld(gebeurtenis, **velden)
    regel = caplog.records[-1]
    assert json.loads(regel.message) == {"gebeurtenis": gebeurtenis.id, **velden}
    assert (regel.levelno, regel.name, regel.exc_info) == (gebeurtenis.niveau, "verwijsindex", None)


def test_een_gebeurtenis_heeft_een_eigen_id() -> None:
    assert len({gebeurtenis.id for gebeurtenis in Gebeurtenis}) == len(Gebeurtenis)


@pytest.mark.parametrize("velden", [{}, {"onderdeel": "index", "naam": "x"}, {"fout": "x"}])
def test_een_gebeurtenis_heeft_precies_haar_velden(velden: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="gestart heeft de velden onderdeel"):
        meld(Gebeurtenis.GESTART, **velden)


@pytest.mark.parametrize("gebeurtenis", Gebeurtenis)
@pytest.mark.parametrize(
    "waarde",
    [
        Pseudoniem(b"p" * 32, b"v" * 60),
        UUID(int=1),
        str(uuid4()),
        uuid4().hex,
        naar_tekst(b"\x01" * 32),
        b"index",
        b"p" * 32,
        "p" * 64,
        3,
        None,
        True,
        Woord.INDEX,
        "999990019",
        "999 990 019",
        "Jan de Vries",
        "vrije tekst, met leestekens",
        "a\nb",
        "",
    ],
    ids=lambda waarde: type(waarde).__name__,
)
def test_L01_het_technisch_log_neemt_geen_persoon_en_geen_vrije_tekst_aan(
    gebeurtenis: Gebeurtenis, waarde: object, caplog: pytest.LogCaptureFixture
) -> None:
    for naam in gebeurtenis.velden:
        velden: dict[str, object] = {n: GOED[n] for n in gebeurtenis.velden} | {naam: waarde}
        with pytest.raises(ValueError, match=f"neemt deze waarde niet aan in het veld {naam}") as fout:
            meld(gebeurtenis, **velden)  # type: ignore[arg-type]
        assert str(waarde) not in str(fout.value) or not str(waarde)
    assert caplog.records == []


def test_van_een_fout_wordt_alleen_de_plaats_in_het_product_genoemd() -> None:
    with pytest.raises(ValueError, match="heeft de velden") as fout:
        meld(Gebeurtenis.GESTART)
    bestand, _, regel = plaats_van(fout.value).partition(":")
    assert (bestand, regel.isdigit()) == ("log.py", True)
    assert plaats_van(ValueError("nooit opgeworpen")) == "elders"


@pytest.mark.parametrize(
    ("naam", "woord"), [("ValueError", "ValueError"), ("_H2_Fout", "HFout"), ("1", "fout"), ("x" * 99, "x" * 32)]
)
def test_de_soort_van_elke_fout_past_in_het_log(naam: str, woord: str) -> None:
    assert soort_van(type(naam, (Exception,), {})()) == woord


def _soorten(soort: type[errors.Weigering]) -> Iterator[type[errors.Weigering]]:
    for deel in soort.__subclasses__():
        yield deel
        yield from _soorten(deel)


def test_elke_weigering_heeft_een_status() -> None:
    soorten = set(_soorten(errors.Weigering))
    assert len(soorten) >= 7
    assert soorten == set(STATUS)
    for soort in soorten:
        weigering = soort() if soort is errors.NietGevonden else soort([geweigerd("x", "S03", "x")])  # type: ignore[call-arg]
        assert status_van(weigering) == STATUS[soort]


def test_elke_weigering_heeft_een_code_een_regel_en_een_zin_die_eindigt() -> None:
    """Read from the code: each call of `geweigerd` with constants."""
    gelezen = 0
    fout = []
    for naam, bron in scanners.teksten(".py", onder=("verwijsindex/",)):
        for knoop in ast.walk(ast.parse(bron)):
            if not (isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Name) and knoop.func.id == "geweigerd"):
                continue
            delen = [deel.value if isinstance(deel, ast.Constant) else None for deel in knoop.args]
            gelezen += 1
            code, _, zin = [*delen, None, None, None][:3]
            if isinstance(code, str) and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
                fout.append(f"{naam}:{knoop.lineno}: {code}")
            if isinstance(zin, str) and zin and not zin.endswith((".", "...")):
                fout.append(f"{naam}:{knoop.lineno}: {zin}")
    assert gelezen > 40
    assert fout == []
