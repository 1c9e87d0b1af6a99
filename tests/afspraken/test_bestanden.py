# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every file. Each scanner is first shown what it must find: it cannot pass by seeing nothing."""

from __future__ import annotations

import pytest

from tests.afspraken import scanners

# Made by a tool; hashes and versions only.
GESLOTEN = ("requirements.lock", "package-lock.json")

# A file over 400 lines wants a reason: path -> reason.
LANG: dict[str, str] = {}

# Somebody's, perhaps: passes the elfproef. Put together here, so that this file does not hold it.
VAN_IEMAND = "1112" + "22333"
VAN_NIEMAND = "999990019"


@pytest.mark.parametrize(
    "tekst",
    [
        VAN_IEMAND,
        f'bsn = "{VAN_IEMAND}"',
        f"{VAN_IEMAND[:3]}.{VAN_IEMAND[3:6]}.{VAN_IEMAND[6:]}",
        f"{VAN_IEMAND[:4]} {VAN_IEMAND[4:6]} {VAN_IEMAND[6:]}",
        f"{VAN_IEMAND[:3]}_{VAN_IEMAND[3:6]}_{VAN_IEMAND[6:]}",
        f"a,{VAN_IEMAND}.",
    ],
)
def test_scanner_ziet_een_bsn(tekst: str) -> None:
    assert scanners.burgerservicenummers(tekst)


@pytest.mark.parametrize(
    "tekst",
    [VAN_NIEMAND, f"1{VAN_IEMAND}", f"{VAN_IEMAND}4", f"a{VAN_IEMAND}", "0" * 9, "1112" + "22334", "2026-11-22 10:00"],
)
def test_scanner_laat_andere_cijfers_door(tekst: str) -> None:
    assert not scanners.burgerservicenummers(tekst)


def test_geen_bestand_bevat_een_bsn_van_iemand() -> None:
    gevonden = {
        naam: nummers
        for naam, tekst in scanners.teksten()
        if not naam.endswith(GESLOTEN) and (nummers := scanners.burgerservicenummers(tekst))
    }
    assert not gevonden


@pytest.mark.parametrize("naam", ["files." + "python" + "hosted.org", "https://" + "pypi" + ".org/simple"])
def test_scanner_ziet_de_host_van_een_register(naam: str) -> None:
    assert scanners.registerhosts(f"index-url = {naam}")


def test_geen_bestand_noemt_de_host_van_een_register() -> None:
    gevonden = {naam: hosts for naam, tekst in scanners.teksten() if (hosts := scanners.registerhosts(tekst))}
    assert not gevonden


@pytest.mark.parametrize("begin", ["", 'open("', "pad: ", "X=", "`"])
@pytest.mark.parametrize("map", ["work", "home", "tmp", "root"])
def test_scanner_ziet_een_pad_van_een_machine(begin: str, map: str) -> None:
    assert scanners.machinepaden(f"{begin}/{map}/iets")


@pytest.mark.parametrize("tekst", ["/v1/work/iets", "../shared/adr", "/usr/bin/chromium", "docs/tmp/x", "/homepagina"])
def test_scanner_laat_andere_paden_door(tekst: str) -> None:
    assert not scanners.machinepaden(tekst)


def test_geen_bestand_noemt_een_pad_van_een_machine() -> None:
    gevonden = {naam: paden for naam, tekst in scanners.teksten() if (paden := scanners.machinepaden(tekst))}
    assert not gevonden


# Put together, so that no tool takes it for the header of this file.
KOP = "# SPDX" + "-FileCopyrightText: 2026 De makers van de verwijsindex\n# SPDX" + "-License-Identifier: EUPL-1.2\n"


@pytest.mark.parametrize(
    ("tekst", "mist"),
    [
        (KOP + "x = 1\n", False),
        ("#!/bin/sh\n" + KOP, False),
        ("x = 1\n", True),
        (KOP.replace("EUPL-1.2", "MIT"), True),
        (KOP.splitlines()[1], True),
        ("\n" * 9 + KOP, True),
    ],
)
def test_scanner_ziet_een_ontbrekende_kop(tekst: str, mist: bool) -> None:
    assert scanners.mist_kop(tekst) is mist


def test_elk_bronbestand_heeft_zijn_kop() -> None:
    uitgangen = (".py", ".sh", ".sql", ".toml", ".mako", "Makefile", ".ci/run", "publiccode.yml")
    gelezen = list(scanners.teksten(*uitgangen))
    assert len(gelezen) > 20
    assert [naam for naam, tekst in gelezen if scanners.mist_kop(tekst)] == []


def test_scanner_telt_regels() -> None:
    assert [scanners.regels_lang(tekst) for tekst in ("a\n", "a\nb", "a\n" * 401)] == [1, 2, 401]


def test_een_bestand_boven_vierhonderd_regels_heeft_een_reden() -> None:
    lang = {
        naam
        for naam, tekst in scanners.teksten(".py", ".js", ".sql", ".html", ".jinja")
        if scanners.regels_lang(tekst) > 400
    }
    assert lang == set(LANG)
