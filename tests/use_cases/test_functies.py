# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who gets a function in a municipality, what it does not go with, and what is left when it is gone."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from tests.api.hulp import een_match, lees_database, logregels
from tests.huis import BEHEER, GEMEENTE, zet_omgeving
from tests.use_cases.test_nazien_b import maak_inactief, trek_aanwijzing_in, wacht_op_slot
from verwijsindex.__main__ import hoofd
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.errors import NietGevonden, NietIngelogd, OngeldigeInvoer, Strijdig, Weigering
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.organisatie import FUNCTIES, Functionaris
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer, bezoek, matches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.huis import Huis, Partij

ELDERS = "0363"


def functies(huis: Huis) -> list[tuple[Any, ...]]:
    """What is stored, without whose."""
    return [tuple(r.values()) for r in lees_database(huis, "SELECT rol, gemeente, actief FROM functionaris")]


def laad_elders(huis: Huis) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", ELDERS, date(2010, 1, 1)))


def als(partij: Partij, rol: Rol, gemeente: str = GEMEENTE, bron: Bron = Bron.API) -> Aanroep:
    """A call in a function by the professional of a party."""
    return Aanroep(bron, rol, "proef", organisatie=partij.id, professional=partij.professional, gemeente=gemeente)


def komt_binnen(huis: Huis, wie: Aanroep) -> str:
    """`ja`, or the code of the refusal."""
    try:
        bezoek.begin_sessie(huis.tools, wie)
    except NietIngelogd as fout:
        return fout.eerste.code
    return "ja"


def staat_in_het_log(huis: Huis, weigering: Weigering, regel: str) -> None:
    laatste = logregels(huis)[-1]
    assert laatste["tag"].startswith("opdracht:")
    assert (laatste["uitkomst"], laatste["rol"]) == ("geweigerd", "beheer")
    assert (laatste["code"], laatste["regel"]) == (weigering.eerste.code, regel)


# Who gets one


@pytest.mark.parametrize("rol", FUNCTIES)
def test_I02_I04_een_functie_staat_op_naam_en_in_het_log(huis: Huis, rol: Rol) -> None:
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(gemeentehuis, rol)
    assert functies(huis) == [(rol.value, GEMEENTE, True)]
    laatste = logregels(huis)[-1]
    assert (laatste["tag"], laatste["uitkomst"]) == ("opdracht:functionaris:bewaren", "gelukt")
    assert laatste["onderwerpen"] == [{"soort": "functionaris", "id": str(gemeentehuis.professional)}]


def test_I02_I04_een_mens_heeft_een_functie_de_laatste_geldt(huis: Huis) -> None:
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(gemeentehuis, Rol.COORDINATOR)
    huis.functionaris(gemeentehuis, Rol.PRIVACY)
    assert functies(huis) == [("privacy", GEMEENTE, True)]


@pytest.mark.parametrize(
    ("rol", "gemeente", "code"),
    [
        *((rol, GEMEENTE, "functie-onbekend") for rol in Rol if rol not in FUNCTIES),
        (Rol.COORDINATOR, ELDERS, "gemeente-onbekend"),
        (Rol.PRIVACY, "Rotterdam", "gemeente-onbekend"),
        (Rol.BEHEER, "", "gemeente-onbekend"),
    ],
)
def test_I02_een_functie_die_er_niet_is_of_een_gemeente_zonder_convenant(
    huis: Huis, rol: Rol, gemeente: str, code: str
) -> None:
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    with pytest.raises(OngeldigeInvoer) as fout:
        huis.functionaris(gemeentehuis, rol, gemeente)
    assert fout.value.eerste.code == code
    staat_in_het_log(huis, fout.value, "I02")
    assert functies(huis) == []


def test_A01_wie_niet_is_aangewezen_krijgt_geen_functie(huis: Huis) -> None:
    with pytest.raises(NietGevonden) as fout:
        beheer.bewaar_functionaris(huis.tools, BEHEER, Functionaris(uuid4(), Rol.BEHEER, GEMEENTE))
    staat_in_het_log(huis, fout.value, "I06")
    assert functies(huis) == []


# What it does not go with


@pytest.mark.parametrize("rol", FUNCTIES)
def test_R01_een_regisseur_krijgt_geen_functie(huis: Huis, rol: Rol) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    regisseur = huis.regisseur(wijkteam)
    with pytest.raises(Strijdig) as fout:
        huis.functionaris(wijkteam, rol)
    assert fout.value.eerste.code == "functie-verenigt-niet"
    staat_in_het_log(huis, fout.value, "R01")
    assert logregels(huis)[-1]["onderwerpen"] == [{"soort": "functionaris", "id": str(wijkteam.professional)}]
    assert functies(huis) == []
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(regisseur, actief=False))
    huis.functionaris(wijkteam, rol)


@pytest.mark.parametrize("rol", FUNCTIES)
def test_R01_een_functionaris_wordt_geen_regisseur(huis: Huis, rol: Rol) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.functionaris(wijkteam, rol)
    with pytest.raises(Strijdig) as fout:
        huis.regisseur(wijkteam)
    assert fout.value.eerste.code == "functie-verenigt-niet"
    staat_in_het_log(huis, fout.value, "R01")
    assert lees_database(huis, "SELECT FROM regisseur") == []
    huis.functionaris(wijkteam, rol, actief=False)
    huis.regisseur(wijkteam)


def test_R01_wat_voorbij_is_verenigt_zich_met_alles(huis: Huis) -> None:
    een, ander = huis.partij("Een", Categorie.JEUGDHULP), huis.partij("Ander", Categorie.JEUGDHULP)
    huis.regisseur(een)
    huis.functionaris(een, Rol.COORDINATOR, actief=False)
    huis.functionaris(ander, Rol.COORDINATOR)
    huis.regisseur(ander, actief=False)


def test_R01_wie_nog_open_matches_heeft_is_nog_regisseur(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    huis.regisseur(wijkteam, actief=False)
    with pytest.raises(Strijdig) as fout:
        huis.functionaris(wijkteam, Rol.COORDINATOR)
    assert fout.value.eerste.code == "functie-verenigt-niet"
    ander = huis.partij("Ander wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(ander)
    doe(huis, f"UPDATE match SET regisseur = '{ander.professional}' WHERE id = '{match}'")
    huis.functionaris(wijkteam, Rol.COORDINATOR)


def test_R01_een_organisatie_die_even_niet_meedoet_maakt_van_een_regisseur_geen_toezichthouder(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    maak_inactief(wijkteam)
    with pytest.raises(Strijdig):
        huis.functionaris(wijkteam, Rol.COORDINATOR)


def test_R01_twee_beheerders_tegelijk_maken_niemand_allebei(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    uit: list[str] = []

    def benoem() -> None:
        try:
            huis.functionaris(wijkteam, Rol.COORDINATOR)
        except Strijdig as fout:
            uit.append(fout.eerste.code)

    draad = threading.Thread(target=benoem)
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as ander:
        ander.execute(text("SELECT FROM professional FOR NO KEY UPDATE"))
        draad.start()
        wacht_op_slot(huis, 1)
        ander.execute(
            text("INSERT INTO regisseur VALUES (:id, :g, 'R', '010', '{}', '{}', true)"),
            {"id": wijkteam.professional, "g": GEMEENTE},
        )
    motor.dispose()
    draad.join(30)
    assert uit == ["functie-verenigt-niet"]


def doe(huis: Huis, opdracht: str) -> None:
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as verbinding:
        verbinding.execute(text(opdracht))
    motor.dispose()


# Who loses it


def _inactief(huis: Huis, partij: Partij, rol: Rol) -> None:
    huis.functionaris(partij, rol, actief=False)


def _andere_functie(huis: Huis, partij: Partij, rol: Rol) -> None:
    huis.functionaris(partij, next(ander for ander in FUNCTIES if ander is not rol))


def _andere_gemeente(huis: Huis, partij: Partij, rol: Rol) -> None:
    laad_elders(huis)
    huis.functionaris(partij, rol, ELDERS)


def _niet_aangewezen(huis: Huis, partij: Partij, rol: Rol) -> None:
    trek_aanwijzing_in(partij)


def _organisatie_weg(huis: Huis, partij: Partij, rol: Rol) -> None:
    maak_inactief(partij)


@pytest.mark.parametrize("rol", FUNCTIES)
@pytest.mark.parametrize("verlies", [_inactief, _andere_functie, _andere_gemeente, _niet_aangewezen, _organisatie_weg])
def test_I02_I04_wie_zijn_functie_verliest_komt_op_slag_niet_meer_binnen(
    huis: Huis, verlies: Callable[[Huis, Partij, Rol], None], rol: Rol
) -> None:
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(gemeentehuis, rol)
    assert komt_binnen(huis, als(gemeentehuis, rol)) == "ja"
    verlies(huis, gemeentehuis, rol)
    assert komt_binnen(huis, als(gemeentehuis, rol)) == "functie-voorbij"
    laatste = logregels(huis)[-1]
    assert (laatste["uitkomst"], laatste["code"], laatste["regel"]) == ("geweigerd", "functie-voorbij", "I02")
    assert (laatste["rol"], laatste["professional"]) == (rol.value, gemeentehuis.professional)


def test_I02_wie_geen_functie_heeft_komt_niet_binnen_als_had_hij_er_een(huis: Huis) -> None:
    laad_elders(huis)
    een, ander = huis.partij("Een", Categorie.GEEN), huis.partij("Ander", Categorie.GEEN)
    huis.functionaris(een, Rol.COORDINATOR)
    for wie in (
        als(een, Rol.PRIVACY),
        als(een, Rol.COORDINATOR, ELDERS),
        als(ander, Rol.COORDINATOR),
        als(een, Rol.COORDINATOR, ELDERS, Bron.INBOX),
    ):
        assert komt_binnen(huis, wie) == "functie-voorbij"


@pytest.mark.parametrize(
    ("bron", "rol", "gemeente", "uitkomst"),
    [
        (Bron.INBOX, Rol.COORDINATOR, GEMEENTE, "ja"),
        (Bron.INBOX, Rol.COORDINATOR, ELDERS, "geen-toegang-meer"),
        (Bron.INBOX, Rol.PRIVACY, GEMEENTE, "geen-toegang-meer"),
        (Bron.INBOX, Rol.BEHEER, GEMEENTE, "geen-toegang-meer"),
        (Bron.API, Rol.COORDINATOR, GEMEENTE, "geen-toegang-meer"),
    ],
)
def test_I02_zonder_naam_komt_alleen_de_coordinator_binnen_en_alleen_in_de_inbox(
    huis: Huis, bron: Bron, rol: Rol, gemeente: str, uitkomst: str
) -> None:
    assert komt_binnen(huis, Aanroep(bron, rol, "proef", gemeente=gemeente)) == uitkomst


def test_I04_I06_een_functie_zonder_regie_bereikt_geen_enkele_match(huis: Huis) -> None:
    *_, match = een_match(huis)
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    for rol in (Rol.PRIVACY, Rol.BEHEER):
        huis.functionaris(gemeentehuis, rol)
        with pytest.raises(NietGevonden):
            matches.lees(huis.tools, als(gemeentehuis, rol), UUID(match))
        with pytest.raises(NietGevonden):
            matches.lijst(huis.tools, als(gemeentehuis, rol), None, 10)


def test_I02_een_regisseur_die_naar_een_andere_gemeente_gaat_vraagt_een_nieuw_token(huis: Huis) -> None:
    laad_elders(huis)
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    regisseur = huis.regisseur(wijkteam)
    wie = replace(huis.als_regisseur(wijkteam), gemeente=GEMEENTE)
    assert komt_binnen(huis, wie) == "ja"
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(regisseur, gemeente=ELDERS))
    assert komt_binnen(huis, wie) == "geen-toegang-meer"


# The command


def test_I02_de_beheerder_benoemt_met_een_opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch)
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    opdracht = ["organisatie", "functionaris", "--professional", str(gemeentehuis.professional)]

    def geef(*rest: str) -> tuple[int, str]:
        klaar = CliRunner().invoke(hoofd, [*opdracht, *rest])
        return klaar.exit_code, klaar.output

    assert geef("--rol", "privacy", "--gemeente", GEMEENTE) == (0, "")
    assert geef("--rol", "privacy", "--gemeente", GEMEENTE, "--inactief") == (0, "")
    assert functies(huis) == [("privacy", GEMEENTE, False)]
    uitgang, tekst = geef("--rol", "coordinator", "--gemeente", ELDERS)
    assert uitgang == 1
    assert "gemeente-onbekend" in tekst
