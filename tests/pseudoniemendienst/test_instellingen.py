# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from tests.pseudoniemendienst.conftest import NU, Organisatie
from verwijsindex.protocol import groep_libsodium
from verwijsindex.pseudoniemendienst import sleutels
from verwijsindex.pseudoniemendienst.__main__ import opdrachten
from verwijsindex.pseudoniemendienst.app import StartGeweigerd, maak_app
from verwijsindex.pseudoniemendienst.fouten import SleutelNietBeschikbaar
from verwijsindex.pseudoniemendienst.instellingen import Instellingen, Modus, weigeringen
from verwijsindex.pseudoniemendienst.klok import klok_van, seconden_tot_middernacht


def productie(instellingen: Instellingen, **anders: Any) -> Instellingen:
    goed = {"modus": Modus.PRODUCTIE, "basis_url": "https://pseudoniemen.example.nl"}
    return instellingen.model_copy(update=goed | anders)


def test_productie_start_als_alles_klopt(instellingen: Instellingen) -> None:
    if groep_libsodium.laad() is None:
        pytest.skip("libsodium (1.0.18 of nieuwer) is op deze machine niet aanwezig")
    maak_app(productie(instellingen)).state.dienst.opslag.sluit()


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"quota_aan": False}, "quota"),
        ({"klok_bestand": Path("moment.json")}, "PD_KLOK_BESTAND"),
        ({"basis_url": "http://pseudoniemen.example.nl"}, "https"),
        ({"basis_url": "https://127.0.0.1:8001"}, "https"),
        ({"basis_url": "https://localhost"}, "https"),
        ({"basis_url": "https://LOCALHOST.:8001"}, "https"),
        ({"basis_url": "https://pd.localhost."}, "https"),
        ({"basis_url": "https://0.0.0.0"}, "https"),
        ({"basis_url": "https://127.0.0.2"}, "https"),
        ({"basis_url": "https://[::]"}, "https"),
        ({"basis_url": "https://[::1]"}, "https"),
        ({"basis_url": "https://[::ffff:127.0.0.1]"}, "https"),
    ],
)
def test_productie_weigert_een_onveilige_instelling(
    instellingen: Instellingen, anders: dict[str, Any], woord: str
) -> None:
    with pytest.raises(StartGeweigerd) as fout:
        maak_app(productie(instellingen, **anders))
    assert [zin for zin in fout.value.redenen if woord in zin and zin.endswith(".")]


def test_productie_weigert_een_sleutelbestand_dat_anderen_lezen(instellingen: Instellingen) -> None:
    instellingen.sleutelbestand.chmod(0o640)
    with pytest.raises(StartGeweigerd, match="chmod 600"):
        maak_app(productie(instellingen))


def test_productie_weigert_een_demo_account_en_een_database_die_weg_is(proef: Any, instellingen: Instellingen) -> None:
    proef.account(demo=True)
    with pytest.raises(StartGeweigerd, match="demo-accounts"):
        maak_app(productie(instellingen))
    weg = SecretStr("postgresql+psycopg://postgres@/niets?host=/bestaat-niet")
    with pytest.raises(StartGeweigerd, match="niet bereikbaar"):
        maak_app(productie(instellingen, database_url=weg))


def test_productie_weigert_zonder_libsodium(instellingen: Instellingen) -> None:
    zinnen = weigeringen(productie(instellingen), libsodium=False, demo_accounts=False)
    assert len(zinnen) == 1
    assert "libsodium" in zinnen[0]


def test_instellingen_tonen_geen_geheim_en_veranderen_niet(instellingen: Instellingen) -> None:
    url = instellingen.database_url.get_secret_value()
    assert url not in f"{instellingen!r} {instellingen}"
    with pytest.raises(ValidationError):
        instellingen.quota_aan = False  # type: ignore[misc]
    for slecht in ("pd.example.nl", "ftp://pd.example.nl", "https://", "https://pd.example.nl?x=1"):
        with pytest.raises(ValidationError):
            Instellingen(database_url=SecretStr(url), sleutelbestand=Path("s"), index_id="x", basis_url=slecht)


def test_het_sleutelbestand_is_alleen_voor_de_eigenaar_en_toont_niets(tmp_path: Path) -> None:
    pad = tmp_path / "sleutels.json"
    bestand = sleutels.met_volgende(sleutels.nieuw("vi-proef", NU), NU)
    sleutels.schrijf(pad, bestand)
    assert pad.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [pad]
    assert sleutels.lees(pad) == bestand
    assert len({bestand.manifest, bestand.toegang, *(v.seed for v in bestand.versies)}) == 4
    assert str(bestand.versies[0].seed) not in repr(bestand)
    pad.write_text(pad.read_text().replace('"versie": 2', '"nummer": 2'))
    with pytest.raises(SleutelNietBeschikbaar):
        sleutels.lees(pad)


def test_twee_eerste_keren_tegelijk_maken_samen_een_sleutelbestand(tmp_path: Path) -> None:
    """Who printed a key that is overwritten later has clients pin a key that signs nothing."""
    pad = tmp_path / "sleutels.json"
    omgeving = {
        **os.environ,
        "PD_MODUS": "ontwikkeling",
        "PD_DATABASE_URL": "postgresql+psycopg://postgres@/niets",
        "PD_SLEUTELBESTAND": str(pad),
        "PD_INDEX_ID": "vi-proef",
        "PD_BASIS_URL": "http://127.0.0.1:8001",
    }
    opdracht = [sys.executable, "-m", "verwijsindex.pseudoniemendienst", "sleutel-maken"]
    lopend = [subprocess.Popen(opdracht, env=omgeving, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    uitkomsten = {(proces.communicate(timeout=60)[0].strip(), proces.returncode) for proces in lopend}
    assert uitkomsten == {(sleutels.lees(pad).pin, 0)}
    assert list(tmp_path.iterdir()) == [pad]


def test_wie_tweede_is_vervangt_de_eerste_sleutels_niet(tmp_path: Path) -> None:
    pad = tmp_path / "sleutels.json"
    klaar, gelukt = threading.Barrier(8), []

    def maak() -> None:
        bestand = sleutels.nieuw("vi-proef", NU)
        klaar.wait()
        with suppress(FileExistsError):
            sleutels.schrijf(pad, bestand, eerste=True)
            gelukt.append(bestand)

    draden = [threading.Thread(target=maak) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert gelukt == [sleutels.lees(pad)]
    assert pad.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [pad]


def test_de_klok_van_een_bestand_loopt_door_vanaf_het_gezette_moment(tmp_path: Path) -> None:
    pad = tmp_path / "klok.json"
    klok = klok_van(pad)
    echt = klok()
    assert abs(klok_van(None)() - echt) < timedelta(seconds=5)
    pad.write_text(json.dumps({"moment": "2012-10-15T12:00:00+02:00", "gezet": echt.timestamp() - 60}))
    assert timedelta(0) <= klok() - datetime(2012, 10, 15, 10, 1, tzinfo=UTC) < timedelta(seconds=5)
    assert klok().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "seconden"), [("2026-03-28T23:00:00+00:00", 23 * 3600), ("2026-10-24T22:00:00+00:00", 25 * 3600)]
)
def test_Z01_de_dag_eindigt_om_middernacht_in_amsterdam_ook_bij_de_tijdwissel(moment: str, seconden: int) -> None:
    assert seconden_tot_middernacht(datetime.fromisoformat(moment)) == seconden + 1


def test_de_opdrachten_richten_een_dienst_in(pd_url: str, tmp_path: Path) -> None:
    omgeving = {
        "PD_MODUS": "ontwikkeling",
        "PD_DATABASE_URL": pd_url,
        "PD_SLEUTELBESTAND": str(tmp_path / "s.json"),
        "PD_INDEX_ID": "vi-proef",
        "PD_BASIS_URL": "http://127.0.0.1:8001",
    }
    jwks = tmp_path / "jwks.json"
    jwks.write_text(Organisatie().jwks)
    slecht = tmp_path / "slecht.json"
    slecht.write_text('{"keys": []}')

    def roep(*delen: str, **anders: str) -> tuple[int, str, str]:
        klaar = CliRunner().invoke(opdrachten, delen, env=omgeving | anders)
        return klaar.exit_code, klaar.stdout.strip(), klaar.stderr.strip()

    assert roep("migreer")[0] == 0
    eerste = roep("sleutel-maken")
    assert eerste[0] == 0
    assert roep("sleutel-maken") == eerste
    assert roep("sleutel-maken", "--volgende") == eerste
    assert [v.versie for v in sleutels.lees(tmp_path / "s.json").versies] == [1, 2]
    assert roep("sleutel-maken", PD_INDEX_ID="vi-ander")[0] == 1
    organisatie = ("account", "--organisatie", "00000000-0000-4000-8000-000000000001")
    assert roep(*organisatie, "--naam", "Proef", "--jwks", str(jwks), "--inwerken-tot", "2026-12-31", "--demo")[0] == 0
    assert roep(*organisatie, "--naam", "Proef", "--jwks", str(slecht))[0] == 1
    assert roep(*organisatie)[0] == 1
    code, _, fout = roep("start", PD_MODUS="productie", PD_QUOTA_AAN="nee")
    assert code == 1
    assert "quota_aan" in fout.lower()
    code, _, fout = roep("start", PD_MODUS="productie", PD_QUOTA_AAN="false")
    assert code == 1
    assert "Verwijder de demo-accounts" in fout
    assert "Zet de quota aan" in fout
    assert pd_url not in fout
    assert roep(*organisatie, "--verwijder")[0] == 0
    code, _, fout = roep("migreer", PD_DATABASE_URL="postgresql+psycopg://postgres@/x?host=/bestaat-niet")
    assert (code, fout) == (1, "De database is niet bereikbaar: controleer PD_DATABASE_URL.")
