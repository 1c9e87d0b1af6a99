# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who is told what after a deed, what of it is kept as evidence, and what is gone after destruction."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from tests.api.hulp import berichten, laatste_bericht, lees_database
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import organisaties
from verwijsindex.use_cases import beheer, matches, vegen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

GEWELD = veiligheidsgrond("huiselijk-geweld")


def goed(antwoord: Any) -> dict[str, Any]:
    assert antwoord.status_code in (200, 201), antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


@pytest.fixture
def wijkteam(huis: Huis) -> Partij:
    partij = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(partij)
    return partij


@pytest.fixture
def stapel(huis: Huis, wijkteam: Partij) -> tuple[Partij, Partij]:
    """A match of two organisations about one child."""
    a, b = huis.partij("A"), huis.partij("B")
    goed(a.meldt())
    goed(b.meldt(soort="zorgen"))
    return a, b


def test_M09_de_eigenaar_en_de_melders_horen_een_keer_van_een_nieuwe_match(
    huis: Huis, stapel: tuple[Partij, Partij]
) -> None:
    assert sorted(berichten(huis)) == [("match-geopend", "A"), ("match-geopend", "B"), ("match-geopend", "regisseur")]


def test_M09_melders_horen_dat_er_nieuws_is_en_niet_welk(huis: Huis, stapel: tuple[Partij, Partij]) -> None:
    na = laatste_bericht(huis)
    goed(huis.partij("C").meldt(leefgebieden=["wonen", "werk", "inkomen"]))
    assert sorted(berichten(huis, na)) == [
        ("match-nieuws", "A"),
        ("match-nieuws", "B"),
        ("match-nieuws", "C"),
        ("nieuwe-organisatie", "regisseur"),
    ]


def test_V03_van_een_grond_die_nog_te_bevestigen_is_hoort_geen_andere_melder(
    huis: Huis, stapel: tuple[Partij, Partij]
) -> None:
    na = laatste_bericht(huis)
    goed(stapel[0].meldt(soort="zorgen", veiligheidsgrond=GEWELD))
    assert berichten(huis, na) == [("eerste-veiligheidsgrond", "regisseur")]
    soorten = {rij["soort"] for rij in lees_database(huis, "SELECT soort FROM outbox WHERE ontvanger = 'organisatie'")}
    assert not any("veiligheid" in soort for soort in soorten)


def test_M08_een_ingetrokken_grond_maakt_een_bericht_niet_dringend(huis: Huis, stapel: tuple[Partij, Partij]) -> None:
    c = huis.partij("C")
    id_ = goed(c.meldt(soort="zorgen", veiligheidsgrond=GEWELD))["signaalId"]
    goed(c.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"}))
    na = laatste_bericht(huis)
    goed(huis.partij("D").meldt())
    rijen = lees_database(huis, "SELECT spoed FROM outbox WHERE id > %s AND ontvanger = 'regisseur'", na)
    assert rijen == [{"spoed": False}]


def test_S09_een_signaal_over_het_verkeerde_kind_alarmeert_de_privacyfunctionaris_en_wie_het_zag(
    huis: Huis, stapel: tuple[Partij, Partij]
) -> None:
    id_ = goed((c := huis.partij("C")).meldt())["signaalId"]
    na = laatste_bericht(huis)
    goed(c.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": "verkeerd-kind"}))
    assert ("verkeerd-kind", "privacy") in berichten(huis, na)
    assert {wie for _, wie in berichten(huis, na)} == {"privacy", "regisseur", "A", "B"}


def test_N01_van_een_match_die_kwam_en_ging_voor_iemand_kon_kijken_gaat_geen_bericht_uit(
    huis: Huis, wijkteam: Partij
) -> None:
    opvang = huis.partij("Opvang", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.klok.zet("2014-01-06")
    kort = toestemming("2014-01-06", "2014-02-05")
    goed(opvang.meldt(soort="zorgen", tot="2014-01-20", toestemming=kort))
    na = laatste_bericht(huis)
    huis.klok.zet("2014-02-10")
    huis.veeg()
    (match,) = lees_database(huis, "SELECT status FROM match")
    assert match["status"] == "vervallen"
    assert not any(soort.startswith("match-") for soort, _ in berichten(huis, na))


def test_M04_wiens_kind_niet_meer_bij_het_gezin_hoort_hoort_niets_meer_van_de_match(
    huis: Huis, wijkteam: Partij
) -> None:
    a, b, c, d = (huis.partij(naam) for naam in "ABCD")
    goed(a.meldt(KINDEREN[0], soort="zorgen"))
    goed(b.meldt(KINDEREN[0], soort="zorgen"))
    assert goed(c.meldt(KINDEREN[1]))["match"] is True
    gewijzigd = goed(c.meldt(KINDEREN[1], ouders=(VADER,)))
    assert gewijzigd["match"] is False
    assert "R. Regisseur" not in gewijzigd["vervolg"]
    na = laatste_bericht(huis)
    goed(d.meldt(KINDEREN[0], soort="zorgen"))
    assert "C" not in {wie for _, wie in berichten(huis, na)}
    assert lees_database(huis, "SELECT soort FROM voorstel") == [{"soort": "splitsen"}]


def test_L01_een_toewijzing_door_de_worker_heeft_een_eigen_logregel(huis: Huis, wijkteam: Partij) -> None:
    opvang = huis.partij("Opvang", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    goed(opvang.meldt(soort="zorgen", veiligheidsgrond=GEWELD, tot="2014-06-03"))
    huis.klok.verder(days=1, hours=20)
    huis.veeg()
    tags = [rij["tag"] for rij in lees_database(huis, "SELECT tag FROM logregel WHERE rol = 'systeem' ORDER BY id")]
    assert "worker:systeem:match-geopend" in tags
    assert "worker:systeem:match-toegewezen" in tags


@pytest.mark.parametrize("veeg_op_tijd", [True, False])
def test_B05_na_vernietiging_houdt_een_open_match_alleen_redenen_en_datums(
    huis: Huis, wijkteam: Partij, veeg_op_tijd: bool
) -> None:
    huis.klok.zet("2013-01-10")
    leefgebieden = ["gezin", "wonen", "werk", "inkomen"]
    a, b = huis.partij("A"), huis.partij("B")
    goed(a.meldt(soort="zorgen", leefgebieden=leefgebieden, tot="2013-02-11"))
    goed(b.meldt(soort="zorgen"))
    if veeg_op_tijd:
        huis.klok.zet("2013-02-12")
        huis.veeg()
    huis.klok.zet("2015-03-01")
    huis.veeg()
    assert lees_database(huis, "SELECT id FROM signaal") == []
    (match,) = lees_database(huis, "SELECT gemeld, steun, multiproblematiek, veiligheid_gemeld FROM match")
    assert match == {"gemeld": [], "steun": [], "multiproblematiek": False, "veiligheid_gemeld": False}
    rest = "".join(
        str(lees_database(huis, f"SELECT to_jsonb(t) AS rij FROM {tabel} t")) for tabel in ("tijdlijn", "verwantschap")
    )
    for woord in (str(a.id), str(b.id), "wonen", "inkomen"):
        assert woord not in rest
    (beeld,) = wijkteam.get("/v1/matches").json()["matches"]
    assert beeld["redenen"] == ["stapeling"]
    assert all(not regel["organisaties"] and regel["gewicht"] is None for regel in beeld["tijdlijn"])


def test_M04_een_voorstel_over_een_dossier_dat_intussen_weg_is_houdt_niemand_op(huis: Huis) -> None:
    """A proposal arises and its dossier goes, in one late sweep."""
    a, b, c, d = (huis.partij(naam) for naam in "ABCD")
    huis.klok.zet("2014-01-10")
    kort, lang = (toestemming("2014-01-10", tot) for tot in ("2014-03-01", "2014-04-01"))
    goed(a.meldt(KINDEREN[0], ouders=(VADER,), toestemming=lang))
    goed(b.meldt(KINDEREN[0], ouders=(MOEDER,), toestemming=kort))
    goed(c.meldt(KINDEREN[1], ouders=(MOEDER,), toestemming=lang))
    huis.klok.zet("2014-08-01")
    assert len(list(vegen.veeg(huis.tools))) == 1
    assert vegen.achterstand(huis.tools) == 0
    assert lees_database(huis, "SELECT id FROM signaal") == []
    goed(d.meldt(KINDEREN[0]))


def test_I02_van_een_signaal_uit_een_andere_gemeente_geldt_ook_het_convenant_van_die_gemeente(
    huis: Huis, wijkteam: Partij
) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("jeugdwet-7.1", "0363", date(2010, 1, 1)))
    a, b = huis.partij("A"), huis.partij("B", Categorie.JEUGDHULP, instelling="jeugdhulpaanbieder")
    (rij,) = lees_database(huis, "SELECT jwks FROM organisatie WHERE id = %s", b.id)
    getekend = replace(b.organisatie, ondertekend=frozenset({"0363/jeugdwet-7.1/1"}))
    beheer.bewaar_organisatie(huis.tools, BEHEER, getekend, rij["jwks"])
    goed(b.meldt(soort="zorgen", gemeentecode="0363", toestemming=None))
    goed(a.meldt(soort="zorgen"))
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    van_b = next(deel for deel in match["signalen"] if deel["organisatie"] == "B")
    assert {
        veld: van_b[veld] for veld in ("soort", "leefgebieden", "geregistreerd", "gewicht", "grond")
    } == dict.fromkeys(("soort", "leefgebieden", "geregistreerd", "gewicht", "grond"))
    assert van_b["contactpunt"]["telefoon"]


def test_V06_wie_mijding_zag_onder_een_veiligheidsgrond_wordt_niet_met_die_mijding_genoemd(
    huis: Huis, wijkteam: Partij
) -> None:
    for naam in "AB":
        goed(huis.partij(naam).meldt(soort="zorgen", veiligheidsgrond=GEWELD, patroon="zorgmijding"))
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    (bevinding,) = match["bevindingen"]
    assert bevinding["soort"] == "mijding"
    assert bevinding["organisaties"] == []
    (regel,) = [regel for regel in match["tijdlijn"] if regel["soort"] == "uit-beeld"]
    assert regel["organisaties"] == []


def test_I06_een_regisseur_krijgt_geen_404_terwijl_gezinnen_samenkomen(huis: Huis, wijkteam: Partij) -> None:
    a, b, c = (huis.partij(naam) for naam in "ABC")
    goed(c.meldt(KINDEREN[2], ouders=(VADER,)))
    goed(a.meldt(KINDEREN[0]))
    goed(b.meldt(KINDEREN[0], soort="zorgen"))
    match = UUID(wijkteam.get("/v1/matches").json()["matches"][0]["matchId"])
    klaar = threading.Event()
    gezien: list[int] = []

    def kijk() -> None:
        while not klaar.is_set():
            beeld = matches.lees(huis.tools, huis.als_regisseur(wijkteam), match)
            gezien.append(len(beeld.signalen))

    draad = threading.Thread(target=kijk)
    draad.start()
    goed(c.meldt(KINDEREN[3], ouders=(MOEDER, VADER)))
    klaar.set()
    draad.join()
    assert gezien


def test_R08_T04_wie_van_een_match_wist_hoort_dat_zij_voorbij_is_ook_als_het_eigen_signaal_wegviel(
    huis: Huis, stapel: tuple[Partij, Partij]
) -> None:
    a, b = stapel
    (eigen,) = b.get("/v1/signalen").json()["signalen"]
    na = laatste_bericht(huis)
    goed(b.post(f"/v1/toestemmingen/{eigen['toestemmingId']}/intrekkingen", {"door": "ouder-met-gezag"}))
    gehoord = berichten(huis, na)
    assert {("match-vervallen", "A"), ("match-vervallen", "B"), ("match-vervallen", "regisseur")} <= set(gehoord)
    assert a.get("/v1/signalen").json()["signalen"][0]["match"] is False


def test_A07_een_verhuizing_horen_de_coordinatoren_van_beide_gemeenten(
    huis: Huis, stapel: tuple[Partij, Partij]
) -> None:
    a, _ = stapel
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", "0363", date(2010, 1, 1)))
    with huis.tools.database.transaction() as tx:
        organisaties.onderteken(tx, a.id, "0363/regionaal/1", date(2014, 1, 1))
    na = laatste_bericht(huis)
    goed(a.meldt(gemeentecode="0363"))
    vraag = (
        "SELECT ontvanger_id FROM outbox WHERE id > %s AND soort = 'gemeente-gewijzigd' AND ontvanger = 'coordinator'"
    )
    assert sorted(rij["ontvanger_id"] for rij in lees_database(huis, vraag, na)) == ["0363", "0599"]


def test_T05_de_organisatie_hoort_op_tijd_dat_haar_toestemming_afloopt_en_maar_een_keer(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    goed(school.meldt(toestemming=toestemming("2014-06-02", "2014-12-31")))
    na = laatste_bericht(huis)
    for dag_ in ("2014-12-02", "2014-12-03", "2014-12-04", "2014-12-20"):
        huis.klok.zet(dag_)
        huis.veeg()
        heeft = [soort for soort, _ in berichten(huis, na)]
        assert heeft == (["toestemming-loopt-af"] if dag_ > "2014-12-03" else []), dag_
