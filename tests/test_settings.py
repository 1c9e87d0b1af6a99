# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What production refuses, each with a sentence that says what to do (protocol, section 6; A07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr, ValidationError

from verwijsindex import bootstrap
from verwijsindex.settings import Modus, Settings, bezwaren

if TYPE_CHECKING:
    from pathlib import Path


def productie(pad: Path, **anders: Any) -> Settings:
    """Settings with which production starts."""
    velden: dict[str, Any] = {
        "modus": Modus.PRODUCTIE,
        "database_url": SecretStr("postgresql+psycopg://verwijsindex_toepassing:geheim@db.example.nl/index"),
        "sleutelbestand": pad / "index.json",
        "index_id": "vi-proef",
        "publiek_adres": "https://index.example.nl",
        "pseudoniemendienst_adres": "https://pseudoniemen.example.nl",
        "beheerder": "gemeente",
        "pseudoniemendienst_beheerder": "een ander",
        "manifestsleutel": "A" * 43,
        "dpia_besluit": "2026-17",
        "oin": "00000099000000001000",
    }
    return Settings(**(velden | anders))


def test_productie_start_als_alles_is_geregeld(tmp_path: Path) -> None:
    assert bezwaren(productie(tmp_path)) == []
    for adres in ("https://verzamelaar.example.nl/v1/traces", "http://127.0.0.1:4318/v1/traces"):
        assert bezwaren(productie(tmp_path, otlp_adres=adres)) == []


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"pseudoniemendienst_adres": "http://pseudoniemen.example.nl"}, "PSEUDONIEMENDIENST_ADRES"),
        ({"pseudoniemendienst_adres": "https://localhost:8001"}, "PSEUDONIEMENDIENST_ADRES"),
        ({"pseudoniemendienst_adres": "https://127.0.0.1"}, "PSEUDONIEMENDIENST_ADRES"),
        *(
            ({"pseudoniemendienst_adres": f"https://{host}"}, "PSEUDONIEMENDIENST_ADRES")
            for host in ("127.1", "2130706433", "0x7f000001", "Index.example.nl.")
        ),
        *(({"pseudoniemendienst_beheerder": naam}, "andere partij") for naam in ("gemeente", "Gemeente ", " ")),
        ({"beheerder": "", "pseudoniemendienst_beheerder": ""}, "beheerders"),
        ({"manifestsleutel": ""}, "MANIFESTSLEUTEL"),
        ({"manifestsleutel": "AAAA"}, "MANIFESTSLEUTEL"),
        ({"manifestsleutel": f"{'A' * 43}="}, "MANIFESTSLEUTEL"),
        ({"manifestsleutel": f"{'A' * 42}B"}, "MANIFESTSLEUTEL"),
        ({"manifestsleutel": f"{'A' * 42}+"}, "MANIFESTSLEUTEL"),
        ({"dpia_besluit": ""}, "DPIA"),
        ({"dpia_besluit": " "}, "DPIA"),
        ({"publiek_adres": "http://index.example.nl"}, "PUBLIEK_ADRES"),
        ({"oin": "00000099000000000000"}, "OIN"),
        ({"mailserver": SecretStr("smtps://mail.example.nl")}, "MAIL_VAN"),
        ({"otlp_adres": "http://verzamelaar.example.nl/v1/traces"}, "OTLP_ADRES"),
    ],
)
def test_A07_productie_weigert_te_starten_en_zegt_wat_er_moet_gebeuren(
    tmp_path: Path, anders: dict[str, str], woord: str
) -> None:
    zinnen = bezwaren(productie(tmp_path, **anders))
    assert len(zinnen) == 1
    assert woord in zinnen[0]
    with pytest.raises(bootstrap.StartGeweigerd, match=woord):
        bootstrap.maak_installatie(productie(tmp_path, **anders))


def test_Z01_een_klok_die_te_zetten_is_mag_alleen_in_ontwikkeling(tmp_path: Path) -> None:
    assert "KLOK_BESTAND" in bezwaren(productie(tmp_path, klok_bestand=tmp_path / "klok"))[0]
    assert bezwaren(productie(tmp_path, klok_bestand=tmp_path / "klok", modus=Modus.ONTWIKKELING)) == []


def test_er_blijft_altijd_een_draad_over_om_te_antwoorden(tmp_path: Path) -> None:
    for verbindingen in (2, 3):
        with pytest.raises(ValidationError):
            productie(tmp_path, verbindingen=verbindingen)
    assert productie(tmp_path, verbindingen=4).verbindingen == 4


def test_geheimen_van_de_instellingen_tonen_zich_niet(tmp_path: Path) -> None:
    settings = productie(tmp_path)
    assert "geheim@" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_zonder_sleutelbestand_start_de_index_niet(tmp_path: Path) -> None:
    with pytest.raises(bootstrap.StartGeweigerd, match="sleutels maken"):
        bootstrap.maak_installatie(productie(tmp_path))


@pytest.mark.parametrize(
    "adres",
    [
        "https://localhost",
        "https://LOCALHOST.:8001",
        "https://pd.localhost",
        "https://127.0.0.2",
        "https://0.0.0.0",
        "https://[::1]:8001",
        "https://[::]",
        "https://[::ffff:127.0.0.1]",
        "https://index.example.nl:8001",
        "https://",
    ],
)
def test_A07_een_pseudoniemendienst_op_dezelfde_machine_telt_niet(tmp_path: Path, adres: str) -> None:
    assert len(bezwaren(productie(tmp_path, pseudoniemendienst_adres=adres))) == 1


@pytest.mark.parametrize("adres", ["https://pd.example.nl", "https://203.0.113.7", "https://[2001:db8::7]:8443/v1"])
def test_A07_een_pseudoniemendienst_elders_is_goed(tmp_path: Path, adres: str) -> None:
    assert bezwaren(productie(tmp_path, pseudoniemendienst_adres=adres)) == []


@pytest.mark.parametrize(("een", "ander"), [("", ""), ("a", ""), ("", "a"), ("a", "a")])
def test_A07_gescheiden_is_het_pas_met_twee_genoemde_beheerders(tmp_path: Path, een: str, ander: str) -> None:
    settings = productie(tmp_path, beheerder=een, pseudoniemendienst_beheerder=ander)
    assert settings.gescheiden is False
    assert len(bezwaren(settings)) == 1
    assert productie(tmp_path).gescheiden is True
