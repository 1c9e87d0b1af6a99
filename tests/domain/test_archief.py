# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the archive of the statutory index takes, for how long, and to whom it speaks (B02, M15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.bouw import een_convenant, een_signaal, jeugdwet, op, regels, uid
from verwijsindex.domain.archief import Archiefstuk, archiveer, spreekt
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.gezin import Dossier, Kind
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Contactpunt, Intrekking, Signaal, telt_tot, vernietigd_op
from verwijsindex.domain.tijd import begin_van, plus_maanden
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.verloop import loop_bij
from verwijsindex.domain.woorden import Categorie, Intrekreden

WET = jeugdwet()


def signaal(reden: Intrekreden | None = None, **anders: object) -> Signaal:
    basis = een_signaal("k", "school", op("2026-01-05"))
    if reden:
        basis = replace(basis, intrekking=Intrekking(op("2026-06-01"), reden), tot=date(2026, 6, 1))
    return replace(basis, **anders)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reden", "regel", "op_dag", "wel"),
    [
        (None, "B01", "2028-01-05", True),
        (Intrekreden.RISICO_GEWEKEN, "B01", "2026-06-02", True),
        (Intrekreden.TEN_ONRECHTE, "B01", "2028-01-05", False),
        (Intrekreden.VERKEERD_KIND, "B01", "2028-01-05", False),
        # A death, or the end of the convenant, before its last day; asleep; erased on request; back from a backup.
        (None, "B01", "2027-01-05", False),
        (Intrekreden.RISICO_GEWEKEN, "B01", "2026-06-01", False),
        (None, "T06", "2028-01-05", False),
        (None, "G02", "2028-01-05", False),
        (None, "B03", "2028-01-05", False),
    ],
)
def test_B02_alleen_wat_over_is_of_geweken_gaat_naar_het_archief(
    reden: Intrekreden | None, regel: str, op_dag: str, *, wel: bool
) -> None:
    een = signaal(reden, uiterlijk_tot=date(2028, 1, 5))
    stuk = archiveer(een, regel, op(op_dag, 0), WET)
    assert (stuk is not None) is wel
    if stuk:
        assert stuk.bewaard_tot == plus_maanden(date.fromisoformat(op_dag), 60)
        assert (stuk.kind, stuk.organisatie, stuk.gemeld) == (een.kind, een.organisatie, date(2026, 1, 5))
    assert archiveer(een, regel, op(op_dag, 0), een_convenant()) is None


def test_B02_wat_er_al_stond_voor_er_een_archief_was_gaat_bij_de_eerste_keer_vegen() -> None:
    een = signaal(Intrekreden.RISICO_GEWEKEN, uiterlijk_tot=date(2028, 1, 5))
    kind = Kind(id=een.kind, dossier=uid("d"), geboortemaand=een.geboortemaand)
    dossier = Dossier(id=uid("d"), gemeente=een.gemeente, aangemaakt=op("2026-01-05"))
    toestand = Toestand(op("2026-09-01"), {een.id: een}, {kind.id: kind}, {dossier.id: dossier})
    na, gevolgen = loop_bij(toestand, op("2026-09-02"), regels(WET))
    assert na.signalen == {}
    assert [g.regel for g in gevolgen if g.soort is Gevolgsoort.SIGNAAL_VERNIETIGD] == ["B01"]


@given(st.integers(0, 23 * 12), st.integers(0, 10))
def test_B02_nooit_voorbij_de_drieentwintigste_verjaardag(oud: int, jaren: int) -> None:
    einde = date(2028, 1, 5)
    geboren = plus_maanden(einde, -oud)
    een = signaal(geboortemaand=f"{geboren:%Y-%m}", uiterlijk_tot=einde)
    stuk = archiveer(een, "B01", begin_van(einde), jeugdwet(archief_jaren=jaren))
    jarig = plus_maanden(geboren.replace(day=1), 23 * 12)
    if stuk is None:
        assert jaren == 0 or jarig <= einde
    else:
        assert einde < stuk.bewaard_tot <= min(plus_maanden(einde, jaren * 12), jarig)


def test_B02_waar_een_archief_is_gaat_een_geweken_signaal_er_meteen_heen() -> None:
    een = signaal(Intrekreden.RISICO_GEWEKEN, uiterlijk_tot=date(2028, 1, 5))
    assert vernietigd_op(een, WET, frozenset()) == telt_tot(een, WET) < op("2026-06-02", 0)
    assert vernietigd_op(een, een_convenant(), frozenset()) == op("2028-01-05", 0)
    # Ended long before, it waits for the end of the day on which it was said (S06).
    eerder = replace(een, tot=date(2026, 3, 1))
    assert telt_tot(eerder, WET) < vernietigd_op(eerder, WET, frozenset()) == telt_tot(een, WET)
    fout = signaal(Intrekreden.TEN_ONRECHTE, uiterlijk_tot=date(2028, 1, 5))
    assert vernietigd_op(fout, WET, frozenset()) == op("2028-01-05", 0)


def organisatie(naam: str, categorie: Categorie) -> Organisatie:
    return Organisatie(id=uid(naam), naam=naam, categorie=categorie, instelling=None, ondertekend=frozenset())


def test_M15_I03_het_archief_spreekt_niet_over_eigen_meldingen_en_niet_over_een_gevoelige_afzender() -> None:
    stuk = Archiefstuk(
        kind=uid("k"),
        geboortemaand="2012-06",
        gemeente="0599",
        organisatie=uid("politie"),
        contactpunt=Contactpunt("wijkagent", email="wijk@example.nl"),
        gemeld=date(2020, 1, 1),
        bewaard_tot=date(2026, 1, 1),
    )
    politie, school = organisatie("politie", Categorie.POLITIE_JUSTITIE), organisatie("school", Categorie.ONDERWIJS)
    hulp = organisatie("hulp", Categorie.JEUGDHULP)
    wet = replace(WET, gevoelige_afzenders={Categorie.POLITIE_JUSTITIE: frozenset({Categorie.JEUGDHULP})})
    assert spreekt(stuk, politie, hulp, wet)
    assert not spreekt(stuk, politie, school, wet)
    assert not spreekt(stuk, politie, politie, wet)
    assert not spreekt(stuk, politie, hulp, een_convenant())
