# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Following up by many at once, and with a worker that dies: nothing twice, nothing lost (R01-R05, M05, N01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.api.hulp import bewerk_database, lees_database, wijs_toe
from tests.huis import BEHEER, KINDEREN
from tests.use_cases.test_gelijktijdig import bsns, schoon, tegelijk, tel
from tests.use_cases.veelvoud import vermenigvuldig
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.woorden import Antwoord, Categorie, Overdrachtreden
from verwijsindex.use_cases import beheer, overdrachten, vegen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij
    from verwijsindex.domain.regie import Regisseur

REDEN = Overdrachtreden.CASELOAD
HEEL_VEEL = 10_000


def wijkteam(huis: Huis, naam: str, **velden: object) -> Partij:
    """A party whose professional directs."""
    partij = huis.partij(naam, Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(partij, naam, **velden)
    return partij


def een_gezin(huis: Huis, school: Partij, cjg: Partij, kind: str) -> UUID:
    """Two signals on one child; the match."""
    huis.klok.verder(minutes=1)
    school.meldt(kind, ouders=())
    assert cjg.meldt(kind, ouders=(), soort="zorgen").json()["match"] is True
    return UUID(str(lees_database(huis, "SELECT id FROM match ORDER BY geopend DESC, id LIMIT 1")[0]["id"]))


def code(taak: Callable[[], object]) -> Callable[[], str]:
    """What came of it: `ja`, or the code of a clean refusal."""

    def doe() -> str:
        try:
            taak()
        except (NietGevonden, NietToegestaan) as fout:
            return fout.eerste.code
        return "ja"

    return doe


def laatste_vraag(huis: Huis, match: UUID) -> UUID:
    (rij,) = lees_database(huis, "SELECT overdrachten -> -1 ->> 'id' AS id FROM match WHERE id = %s", match)
    return UUID(rij["id"])


def regisseur_van(huis: Huis, match: UUID) -> UUID | None:
    gevonden: UUID | None = lees_database(huis, "SELECT regisseur FROM match WHERE id = %s", match)[0]["regisseur"]
    return gevonden


def twee_regisseurs(huis: Huis) -> tuple[Partij, Partij, UUID, UUID]:
    """Two directors with a match each."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    een, ander = wijkteam(huis, "Een"), wijkteam(huis, "Ander")
    m1, m2 = (een_gezin(huis, school, cjg, kind) for kind in KINDEREN[:2])
    for match, partij in ((m1, een), (m2, ander)):
        if regisseur_van(huis, match) != partij.professional:
            wijs_toe(huis, str(match), partij)
    return een, ander, m1, m2


def test_R05_twee_regisseurs_nemen_tegelijk_elkaars_gezin_over(huis: Huis) -> None:
    een, ander, m1, m2 = twee_regisseurs(huis)
    for _ in range(8):
        huis.klok.verder(minutes=5)
        van = {match: een if regisseur_van(huis, match) == een.professional else ander for match in (m1, m2)}
        taken = []
        for match, gever in van.items():
            nemer = ander if gever is een else een
            wie = huis.als_regisseur(gever)
            overdrachten.vraag(huis.tools, wie, match, nemer.professional, None, REDEN)
            vraag, antwoordt = laatste_vraag(huis, match), huis.als_regisseur(nemer)
            taken.append(code(lambda v=vraag, a=antwoordt: overdrachten.aanvaard(huis.tools, a, v)))  # type: ignore[misc]
        assert tegelijk(taken, 2) == ["ja", "ja"]
        assert {match: regisseur_van(huis, match) for match in van} == {
            match: (ander if gever is een else een).professional for match, gever in van.items()
        }
    assert schoon(huis) == []


def test_R05_aannemen_en_intrekken_tegelijk_een_wint_en_de_ander_hoort_waarom_niet(huis: Huis) -> None:
    een, ander, match, _ = twee_regisseurs(huis)
    gewonnen = Counter[str]()
    for ronde in range(16):
        huis.klok.verder(minutes=5)
        gever = een if regisseur_van(huis, match) == een.professional else ander
        nemer = ander if gever is een else een
        overdrachten.vraag(huis.tools, huis.als_regisseur(gever), match, nemer.professional, None, REDEN)
        vraag = laatste_vraag(huis, match)
        taken = [
            code(lambda v=vraag, n=nemer: overdrachten.aanvaard(huis.tools, huis.als_regisseur(n), v)),  # type: ignore[misc]
            code(lambda v=vraag, g=gever: overdrachten.trek_in(huis.tools, huis.als_regisseur(g), v)),  # type: ignore[misc]
        ]
        eerst = taken if ronde % 2 else taken[::-1]
        uitkomst = tegelijk(eerst, 2) if ronde % 2 else tegelijk(eerst, 2)[::-1]
        assert uitkomst.count("ja") == 1, uitkomst
        assert set(uitkomst) <= {"ja", "vraag-gesloten", "niet-gevonden"}
        (rij,) = lees_database(huis, "SELECT overdrachten -> -1 ->> 'stand' AS stand FROM match WHERE id = %s", match)
        wint = Antwoord.AANGENOMEN if uitkomst[0] == "ja" else Antwoord.INGETROKKEN
        assert rij["stand"] == wint
        assert regisseur_van(huis, match) == (nemer if uitkomst[0] == "ja" else gever).professional
        gewonnen[wint] += 1
    assert (
        tel(huis, "SELECT count(*) FROM tijdlijn WHERE inhoud ->> 'soort' = 'overdracht-aangenomen'")
        == (gewonnen[Antwoord.AANGENOMEN])
    )
    assert schoon(huis) == []


def test_R02_R05_overdrachten_tegelijk_nemen_niet_allemaal_de_laatste_plaats(huis: Huis) -> None:
    """Eight families are offered to who has room for one."""
    een, _, m1, _ = twee_regisseurs(huis)
    derde = wijkteam(huis, "Derde")
    (rij,) = lees_database(huis, "SELECT verwantschap FROM match WHERE id = %s", m1)
    vermenigvuldig(huis, rij["verwantschap"], 26)
    zet_op_naam(huis, een.professional, derde.professional, 19)
    taken = []
    for rij in lees_database(huis, "SELECT id FROM match WHERE regisseur = %s", een.professional):
        overdrachten.vraag(huis.tools, huis.als_regisseur(een), rij["id"], derde.professional, None, REDEN)
        vraag = laatste_vraag(huis, rij["id"])
        taken.append(code(lambda v=vraag: overdrachten.aanvaard(huis.tools, huis.als_regisseur(derde), v)))  # type: ignore[misc]
    assert Counter(tegelijk(taken, 8)) == {"caseload-vol": 7, "ja": 1}
    assert tel(huis, f"SELECT count(*) FROM match WHERE regisseur = '{derde.professional}'") == 20
    assert schoon(huis) == []


def zet_op_naam(huis: Huis, van: UUID, naar: UUID, aantal: int) -> None:
    """The newest families of one director become another's, with the deed that said so."""
    kies = f"SELECT verwantschap FROM match WHERE regisseur = '{van}' ORDER BY verwantschap DESC LIMIT {aantal}"
    bewerk_database(
        huis,
        f"UPDATE daad SET inhoud = CAST(replace(CAST(inhoud AS text), '{van}', '{naar}') AS jsonb)"
        f" WHERE verwantschap IN ({kies})",
        f"UPDATE match SET regisseur = '{naar}' WHERE verwantschap IN ({kies})",
    )


# A director who left.


def drie_regisseurs(huis: Huis, *aantallen: int) -> list[Partij]:
    """Directors with so many open families each; the first one leaves."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    partijen = [wijkteam(huis, naam) for naam in ("Vertrekt", "Blijft", "Blijft ook")]
    for partij, aantal, kind in zip(partijen, aantallen, bsns(3), strict=True):
        match = een_gezin(huis, school, cjg, kind)
        if regisseur_van(huis, match) != partij.professional:
            wijs_toe(huis, str(match), partij)
        (rij,) = lees_database(huis, "SELECT verwantschap FROM match WHERE id = %s", match)
        vermenigvuldig(huis, rij["verwantschap"], aantal - 1)
    vertrekt(huis, partijen[0])
    return partijen


def vertrekt(huis: Huis, partij: Partij) -> None:
    weg: Regisseur = huis.regisseur(partij, "Vertrekt")
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(weg, actief=False))


def herverdeel_alles(huis: Huis) -> list[UUID]:
    gedaan: list[UUID] = []
    while deel := list(vegen.herverdeel(huis.tools)):
        gedaan += deel
    return gedaan


def is_herverdeeld(huis: Huis, partijen: list[Partij], eerder: tuple[int, int, int]) -> None:
    """R01, R02: each match has another director or the coordinator, none twice, and nobody too many."""
    weg, *blijvers = [str(partij.professional) for partij in partijen]
    rijen = lees_database(huis, "SELECT CAST(regisseur AS text) AS wie, status, caseload_vol FROM match")
    last = Counter(rij["wie"] for rij in rijen)
    assert last[weg] == 0
    assert all(last[wie] <= 20 for wie in blijvers)
    plaatsen = sum(20 - aantal for aantal in eerder[1:])
    assert last[None] == max(0, eerder[0] - plaatsen)
    assert all(rij["status"] == "nieuw" and rij["caseload_vol"] for rij in rijen if rij["wie"] is None)
    assert {rij["status"] for rij in rijen if rij["wie"]} == {"toegewezen"}
    vervangen = (
        "SELECT match, count(*) AS aantal FROM tijdlijn WHERE moment >= '2014-06-03'"
        " AND inhoud ->> 'soort' IN ('match-toegewezen', 'match-zonder-regisseur') GROUP BY match"
    )
    assert [rij["aantal"] for rij in lees_database(huis, vervangen)] == [1] * eerder[0]
    sinds = "SELECT count(*) FROM outbox WHERE aangemaakt >= '2014-06-03' AND soort IN"
    assert tel(huis, f"{sinds} ('match-toegewezen') AND ontvanger = 'regisseur'") == eerder[0] - last[None]
    assert tel(huis, f"{sinds} ('match-zonder-regisseur') AND ontvanger = 'coordinator'") == last[None]
    assert schoon(huis) == []


@pytest.mark.parametrize("hoe", ["een", "twee", "gestopt"])
def test_R01_R02_de_twintig_gezinnen_van_wie_vertrekt_krijgen_elk_een_ander(huis: Huis, hoe: str) -> None:
    """By one worker, by two at once, and by one that stops after seven families and another that goes on."""
    eerder = (20, 12, 15)
    partijen = drie_regisseurs(huis, *eerder)
    huis.klok.zet("2014-06-03")
    if hoe == "gestopt":
        with closing(vegen.herverdeel(huis.tools)) as loop:  # type: ignore[type-var]
            assert len(list(islice(loop, 7))) == 7
        herverdeel_alles(huis)
    else:
        tegelijk([lambda: herverdeel_alles(huis)] * (2 if hoe == "twee" else 1), 2)
    herverdeel_alles(huis)
    is_herverdeeld(huis, partijen, eerder)


def test_R01_een_gezin_met_een_fout_houdt_het_vervangen_van_de_andere_niet_op(huis: Huis) -> None:
    eerder = (20, 12, 15)
    partijen = drie_regisseurs(huis, *eerder)
    huis.klok.zet("2014-06-03")
    weg = partijen[0].professional
    kies = f"SELECT verwantschap FROM match WHERE regisseur = '{weg}' ORDER BY geopend, id LIMIT 1"
    bewerk_database(huis, f"UPDATE kind SET geboortemaand = 'stuk' WHERE verwantschap = ({kies})")
    assert len(list(vegen.herverdeel(huis.tools))) == 19
    assert list(vegen.herverdeel(huis.tools)) == []
    bewerk_database(huis, "UPDATE kind SET geboortemaand = '2010-03' WHERE geboortemaand = 'stuk'")
    assert len(list(vegen.herverdeel(huis.tools))) == 1
    is_herverdeeld(huis, partijen, eerder)


# The sweep.
