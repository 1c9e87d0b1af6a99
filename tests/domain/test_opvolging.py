# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is easily lost in following up: a second aftercare, a director who leaves, a promise after closing (R05-R10)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.domain.bouw import een_convenant, een_signaal, regels, uid
from tests.domain.test_termijnen import ANDER, PARTIJ, REGISSEUR, Zaak, moment
from verwijsindex.domain import daden
from verwijsindex.domain.match import Afspraak, Match, Nazorg, Overdracht
from verwijsindex.domain.opvolgen import mag_nazorg_bevestigen, mag_nazorg_vragen, mag_sluiten
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.overdragen import mag_overdragen
from verwijsindex.domain.toestand import Regels
from verwijsindex.domain.verloop import verwerk
from verwijsindex.domain.woorden import (
    Afsluitreden,
    Afspraaksoort,
    Afspraakstand,
    Antwoord,
    Categorie,
    Intrekreden,
    Matchstatus,
    Overdrachtreden,
    Patroon,
    Soort,
)

BEGIN = moment("2025-06-02T10:00")
CONVENANT = een_convenant()
DE_PARTIJ = Organisatie(PARTIJ, "De partij", Categorie.JEUGDHULP, ondertekend=frozenset({CONVENANT.kenmerk}))


def later(dagen: int) -> datetime:
    return BEGIN + timedelta(days=dagen)


def meldt(zaak: Zaak, op: datetime, organisatie: str = "wonen") -> None:
    signaal = een_signaal("kind", organisatie, op, soort=Soort.ZORGEN, geboortemaand="2020-06")
    zaak.doe(op, daden.Registratie(signaal))


def in_nazorg() -> tuple[Zaak, Nazorg]:
    """Aftercare from ten days after the beginning through a hundred days after it."""
    zaak = Zaak(BEGIN)
    return zaak, zaak.in_nazorg(later(1), later(10), later(100).date())


def bevestigt(zaak: Zaak, nazorg: Nazorg, dag: int) -> Nazorg:
    return zaak.nazorg(later(dag), nazorg, bevestigd=later(dag), gaat_goed=True)


def mag_vragen(match: Match, op: date) -> bool:
    tot = op + timedelta(days=30)
    return bool(mag_nazorg_vragen(match, REGISSEUR, DE_PARTIJ, tot, op, CONVENANT))


def test_R06_M16_na_heropenen_kan_dezelfde_partij_weer_nazorg_geven_en_die_duurt_tot_haar_eigen_dag() -> None:
    zaak, nazorg = in_nazorg()
    bevestigt(zaak, nazorg, 60)
    zaak.loop(later(120))
    assert zaak.match.status is Matchstatus.AFGESLOTEN
    meldt(zaak, later(130))
    assert zaak.match.status is Matchstatus.TOEGEWEZEN
    tweede = zaak.in_nazorg(later(131), later(140), later(200).date(), "tweede")
    assert zaak.match.status is Matchstatus.NAZORG
    assert zaak.match.lopende_nazorg == tweede
    assert [(t.soort.value, t.voor) for t in zaak.match.termijnen] == [("nazorg-bevestigen", later(200).date())]
    weer, nazorg = in_nazorg()
    bevestigt(weer, nazorg, 60)
    weer.loop(later(120))
    meldt(weer, later(130))
    weer.doe(later(131), daden.Aanvaarding(weer.match.id))
    assert mag_vragen(weer.match, later(131).date())


def test_R01_M16_een_nieuwe_regisseur_na_heropenen_begint_niet_in_de_nazorg_van_toen() -> None:
    """Aftercare was ended early, and would still run."""
    zaak, _ = in_nazorg()
    zaak.doe(later(20), daden.Afsluiting(zaak.match.id, Afsluitreden.DOEL_BEREIKT))
    meldt(zaak, later(30))
    zaak.wijs_toe(later(31), ANDER)
    assert zaak.match.status is Matchstatus.TOEGEWEZEN
    assert len(zaak.dagen("match-heropend")) == 1


def test_R01_R07_nazorg_loopt_door_als_de_regisseur_vertrekt_en_vervalt_als_er_te_lang_geen_is() -> None:
    zaak, _ = in_nazorg()
    zaak.wijs_toe(later(20), ANDER)
    assert zaak.match.status is Matchstatus.NAZORG
    zaak.wijs_toe(later(21), None)
    assert zaak.match.status is Matchstatus.NIEUW
    zaak.wijs_toe(later(22), ANDER)
    assert zaak.match.status is Matchstatus.NAZORG
    zaak.wijs_toe(later(23), None)
    zaak.wijs_toe(later(101), REGISSEUR)
    assert zaak.match.status is Matchstatus.TOEGEWEZEN
    zaak.doe(later(102), daden.Aanvaarding(zaak.match.id))
    assert mag_vragen(zaak.match, later(102).date())


@pytest.mark.parametrize("begonnen", [False, True])
def test_R06_wie_nazorg_beloofde_hoort_dat_het_niet_meer_hoeft(begonnen: bool) -> None:
    zaak = Zaak(BEGIN)
    if begonnen:
        zaak.in_nazorg(later(1), later(10), later(100).date())
    else:
        zaak.tot_in_regie(later(1))
        gevraagd = Nazorg(id=uid("nazorg"), organisatie=PARTIJ, tot=later(100).date(), gevraagd=later(2))
        zaak.nazorg(later(2), gevraagd)
        zaak.nazorg(later(3), gevraagd, stand=Antwoord.AANGENOMEN)
    zaak.doe(later(20), daden.Afsluiting(zaak.match.id, Afsluitreden.DOEL_BEREIKT))
    assert [n.stand for n in zaak.match.nazorg] == [Antwoord.VERVALLEN]
    (gehoord,) = (g for g in zaak.gevolgen if g.soort == "nazorg-ingetrokken")
    assert gehoord.ontvangers == (("organisatie", str(PARTIJ)),)


def test_R07_nazorg_die_tot_het_eind_is_gegeven_eindigt_zonder_bericht_dat_ze_is_ingetrokken() -> None:
    zaak, nazorg = in_nazorg()
    bevestigt(zaak, nazorg, 60)
    zaak.loop(later(120))
    assert zaak.dagen("match-afgesloten", "nazorg-ingetrokken") == [("2025-09-10", "match-afgesloten")]
    assert not mag_nazorg_bevestigen(zaak.match, nazorg)


def test_R06_afsluiten_in_nazorg_waarvan_de_laatste_dag_voorbij_is_kan_niet() -> None:
    zaak = Zaak(BEGIN)
    zaak.tot_in_regie(later(1))
    tot = later(5).date()
    gevraagd = Nazorg(id=uid("nazorg"), organisatie=PARTIJ, tot=tot, gevraagd=later(2))
    zaak.nazorg(later(2), gevraagd)
    zaak.nazorg(later(3), gevraagd, stand=Antwoord.AANGENOMEN)

    def fouten(op: date) -> list[str]:
        gevonden = mag_sluiten(zaak.match, REGISSEUR, Afsluitreden.HULP_LOOPT, gevraagd.id, op, zelf_verder=False)
        return [fout.code for fout in gevonden]

    assert fouten(tot) == []
    assert fouten(tot + timedelta(days=1)) == ["nazorg-voorbij"]


def test_R10_een_afspraak_die_bij_het_afsluiten_openstaat_hoeft_niet_meer() -> None:
    """Made in aftercare, which closes the match by itself."""
    zaak, nazorg = in_nazorg()
    bevestigt(zaak, nazorg, 60)
    voor = later(300).date()
    afspraak = Afspraak(
        id=uid("afspraak"), organisatie=PARTIJ, wat=Afspraaksoort.HUISBEZOEK, voor=voor, gemaakt=later(61)
    )
    zaak.doe(later(61), daden.Afspraakdaad(zaak.match.id, afspraak))
    zaak.loop(later(120))
    assert zaak.match.afspraken[0].stand is Afspraakstand.INGETROKKEN
    assert zaak.match.termijnen == ()


def een_overdracht(op: datetime, **anders: object) -> Overdracht:
    basis = Overdracht(
        id=uid("overdracht"), van=REGISSEUR, naar=ANDER, gemeente="0599", reden=Overdrachtreden.VERTREK, gevraagd=op
    )
    return replace(basis, **anders)  # type: ignore[arg-type]


@pytest.mark.parametrize("hoe", ["vervangen", "afgesloten", "nazorg", "vervallen"])
def test_R05_een_overdracht_vervalt_als_de_regisseur_is_vervangen_of_de_match_eindigt(hoe: str) -> None:
    zaak = Zaak(BEGIN)
    if hoe == "nazorg":
        zaak.tot_in_regie(later(1))
        gevraagd = Nazorg(id=uid("nazorg"), organisatie=PARTIJ, tot=later(99).date(), gevraagd=later(2))
        zaak.nazorg(later(2), gevraagd)
        zaak.nazorg(later(3), gevraagd, stand=Antwoord.AANGENOMEN)
    elif hoe == "vervallen":
        zaak.wijs_toe(later(1))
    else:
        zaak.tot_in_regie(later(1))
    zaak.doe(later(4), daden.Overdrachtsdaad(zaak.match.id, een_overdracht(later(4))))
    match hoe:
        case "vervangen":
            zaak.wijs_toe(later(5), uid("derde"))
        case "afgesloten":
            zaak.doe(later(5), daden.Afsluiting(zaak.match.id, Afsluitreden.DOEL_BEREIKT))
        case "nazorg":
            zaak.doe(later(5), daden.Afsluiting(zaak.match.id, Afsluitreden.HULP_LOOPT, uid("nazorg")))
        case _:
            signaal = next(iter(zaak.toestand.signalen))
            zaak.doe(later(5), daden.Terugtrekking(signaal, Intrekreden.TEN_ONRECHTE))
            assert zaak.match.status is Matchstatus.VERVALLEN
    (gehoord,) = (g for g in zaak.gevolgen if g.soort == "overdracht-ingetrokken")
    assert gehoord.ontvangers == (("regisseur", str(ANDER)),)
    assert zaak.match.overdracht is None
    assert "overdracht" not in [t.soort.value for t in zaak.match.termijnen]


def test_R05_M16_heropenen_uit_nazorg_laat_een_lopende_overdracht_staan_en_wie_aanneemt_heeft_de_match() -> None:
    zaak, _ = in_nazorg()
    gevraagd = een_overdracht(later(11))
    zaak.doe(later(11), daden.Overdrachtsdaad(zaak.match.id, gevraagd))
    meldt(zaak, later(12))
    assert (zaak.match.status, zaak.match.overdracht) == (Matchstatus.TOEGEWEZEN, gevraagd)
    zaak.doe(later(13), daden.Overdrachtsdaad(zaak.match.id, replace(gevraagd, stand=Antwoord.AANGENOMEN)))
    assert (zaak.match.status, zaak.match.regisseur) == (Matchstatus.AANGENOMEN, ANDER)
    # Contact within five working days of the handover, not of the reopening.
    assert [(t.soort.value, t.voor.isoformat()) for t in zaak.match.termijnen] == [("contact", "2025-06-20")]


def test_R05_een_gesloten_match_wordt_niet_overgedragen() -> None:
    zaak = Zaak(BEGIN)
    zaak.tot_in_regie(later(1))
    assert mag_overdragen(zaak.match, REGISSEUR, None, "0363", een_convenant(gemeente="0363"))
    zaak.doe(later(5), daden.Afsluiting(zaak.match.id, Afsluitreden.DOEL_BEREIKT))
    besluit = mag_overdragen(zaak.match, REGISSEUR, None, "0363", een_convenant(gemeente="0363"))
    assert (bool(besluit), besluit.code) == (False, "overgang-onmogelijk")


def test_R07_M10_een_bevinding_in_nazorg_heropent() -> None:
    """Two organisations meet avoidance while the aftercare runs."""
    zaak, _ = in_nazorg()
    in_regels: Regels = regels(een_convenant(), vrij=zaak.regels.vrij)
    zaak.regels = in_regels
    for dag, organisatie in ((20, "school"), (21, "cjg")):
        signaal = een_signaal(
            "kind",
            organisatie,
            later(dag),
            geboortemaand="2020-06",
            patroon=Patroon.NIET_VERSCHENEN,
            bevestiging=next(iter(zaak.toestand.signalen.values())).bevestiging,
        )
        zaak.toestand, gevolgen = verwerk(zaak.toestand, later(dag), daden.Registratie(signaal), in_regels)
        zaak.gevolgen += gevolgen
    assert zaak.match.status is Matchstatus.TOEGEWEZEN
    assert zaak.dagen("match-heropend", "uit-beeld") == [("2025-06-23", "match-heropend"), ("2025-06-23", "uit-beeld")]
