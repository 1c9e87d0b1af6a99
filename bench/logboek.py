# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What evidence costs (L01, L03), and how fast the privacy officer is answered (I04, L04).

Registration with its rows of evidence against the same registration without them; rows a second that the sealer gives a
place, and that the offline check reads; each question over a log of ten thousand, a million and ten million rows. Half
of those rows are of the municipality that asks; of its people each looks as often as another. PostgreSQL with fsync on.
"""

import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4

import psycopg
from rich.console import Console
from rich.progress import Progress

from bench.bezorgen import meld
from migraties import index as migratie
from tests.api.hulp import nieuwe_bsns
from tests.conftest import Proefdatabase
from tests.huis import BEHEER, GEMEENTE, Huis, een_huis
from verwijsindex.domain.logboek import Aanroep, Bron, Logregel, Rol
from verwijsindex.domain.logcontrole import Controle
from verwijsindex.domain.logvragen import Logsoort
from verwijsindex.domain.woorden import Categorie
from verwijsindex.ingebed import ingebedde_postgres
from verwijsindex.opdrachten.logboek import _controleur
from verwijsindex.storage import logboek
from verwijsindex.use_cases import logvragen, zegelen
from verwijsindex.use_cases.ports import Tools

Eigenaar = psycopg.Connection[tuple[object, ...]]

DATABASE = "logboek"
AANMELDINGEN = 400  # of each kind, one after the other
VERZEGELD = 100_000
LENGTES = (10_000, 1_000_000, 10_000_000)
MENSEN = 2_000
HAP = 250_000
KEER = 5

# Row n: of a person and a family that follow from n, on a moment that goes on for five years.
_VUL = """
WITH rij AS (
    SELECT n, sha256(convert_to(n::text, 'UTF8')) AS verbintenis, n %% 2 = 0 AS eigen,
        abs(hashint8(n)) %% {mensen} AS mens, n %% 40 IN (7, 16) AS fout,
        CASE WHEN n %% 50 = 0 THEN 'signaal:registreren' WHEN n %% 1000 = 2 THEN 'veiligheidsgrond:inroepen'
            WHEN n %% 2000 = 4 THEN 'toestemming:intrekken' WHEN n %% 3 = 0 THEN 'match:opsommen'
            ELSE 'match:bekijken' END AS wat
    FROM generate_series(%(van)s::bigint, %(tot)s::bigint) AS n
), persoon AS (
    INSERT INTO logpersoon (verbintenis, moment, zout, professional, onderwerpen)
    SELECT verbintenis, %(begin)s::timestamptz + n * (interval '1825 days' / %(lengte)s), verbintenis,
        (SELECT mensen[1 + mens] FROM (SELECT %(mensen)s::uuid[] AS mensen) AS m),
        jsonb_build_array(
            jsonb_build_object('soort', 'match', 'id', md5('m' || n / 20)::uuid),
            jsonb_build_object('soort', 'signaal', 'id', md5('s' || n / 20)::uuid))
    FROM rij
)
INSERT INTO logregel (moment, bron, rol, doel, tag, uitkomst, code, regel, organisatie, gemeente, verbintenis,
    trace_id, span_id)
SELECT %(begin)s::timestamptz + n * (interval '1825 days' / %(lengte)s), 'api', 'regisseur', 'regie', 'api:' || wat,
    CASE WHEN fout THEN 'geweigerd' ELSE 'gelukt' END,
    CASE WHEN fout THEN 'niet-gevonden' END, CASE WHEN fout THEN 'I06' END, %(organisatie)s,
    CASE WHEN eigen THEN %(gemeente)s ELSE '0518' END,
    verbintenis, md5(n::text), left(md5(n::text), 16)
FROM rij
"""


@contextmanager
def een_toneel() -> Iterator[tuple[Huis, Eigenaar]]:
    """An index of its own, and a connection of the owner."""
    with tempfile.TemporaryDirectory() as map_, ingebedde_postgres(Path(map_) / "bank") as server:
        server.maak_database(DATABASE)
        migratie.migreer(server.url(DATABASE))
        bank = Proefdatabase(DATABASE, server.url(DATABASE), server.url(DATABASE, "verwijsindex_toepassing"))
        adres = bank.eigenaar.replace("+psycopg", "")
        with een_huis(bank, Path(map_)) as huis, psycopg.connect(adres, autocommit=True) as eigenaar:
            yield huis, eigenaar


def aanmelden(huis: Huis) -> None:
    """Registrations over HTTP with and without rows of evidence, in turns."""
    school, bsns = huis.partij("De Klaver"), nieuwe_bsns()
    met: list[float] = []
    zonder: list[float] = []
    for _ in range(AANMELDINGEN):
        for duren, vervanging in ((met, logboek.schrijf), (zonder, lambda *_: None)):
            lichaam = school.lichaam(next(bsns), ouders=())
            school.token()
            with patch.object(logboek, "schrijf", vervanging):
                begin = time.perf_counter()
                antwoord = school.post("/v1/signalen", lichaam)
                duren.append(time.perf_counter() - begin)
            assert antwoord.status_code == 201, antwoord.text
    kaal = statistics.median(zonder)
    meld("logboek-aanmelden-zonder", kaal * 1000, "ms")
    verhouding = statistics.median(met) / kaal
    meld("logboek-aanmelden-met", statistics.median(met) * 1000, "ms", verhouding, "dezelfde aanmelding zonder bewijs")


def verzegelen(huis: Huis) -> None:
    """Rows a second into the tree, against the floor of writing them; and out of an export through the check."""
    wie = Aanroep(Bron.API, Rol.REGISSEUR, "regie", professional=uuid4(), gemeente=GEMEENTE)
    begin = time.perf_counter()
    for _ in range(VERZEGELD // 1000):
        regels = [
            Logregel(moment=huis.klok(), aanroep=wie, tag="match:bekijken", onderwerpen=(("match", uuid4()),))
            for _ in range(1000)
        ]
        with huis.tools.database.transaction() as tx:
            logboek.schrijf(tx, regels)
    geschreven = VERZEGELD / (time.perf_counter() - begin)
    meld("logboek-schrijven", geschreven, "per s")
    bank = huis.tools.zegelbank
    assert bank
    begin, aantal = time.perf_counter(), 0
    while erbij := zegelen.zegel_nieuwe(huis.tools, bank):
        aantal += erbij
    tempo = aantal / (time.perf_counter() - begin)
    meld("logboek-verzegelen", tempo, "per s", tempo / geschreven, "het schrijven van dezelfde regels")
    lijnen = [json.dumps(lijn) for lijn in zegelen.voer_uit(huis.tools, BEHEER)]
    controle = Controle(_controleur(list(huis.tools.kluis.logboeksleutels)), {})
    begin = time.perf_counter()
    controle.lees(json.loads(lijn) for lijn in lijnen)
    meld("logboek-nagaan", controle.rijen / (time.perf_counter() - begin), "per s")


def _vul(huis: Huis, eigenaar: Eigenaar, organisatie: object, mensen: object) -> Iterator[int]:
    """The log anew at each length; its indexes are made afterwards, which is quicker and gives the same."""
    for lengte in LENGTES:
        eigenaar.execute("SET session_replication_role = replica")
        eigenaar.execute("ALTER TABLE logregel DISABLE TRIGGER ALL; ALTER TABLE logpersoon DISABLE TRIGGER ALL")
        eigenaar.execute("TRUNCATE logregel, logpersoon RESTART IDENTITY")
        vraag = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('logregel', 'logpersoon')"
        indexen = [(str(n), str(d)) for n, d in eigenaar.execute(vraag + " AND indexname LIKE 'ix%%'").fetchall()]
        for naam, _ in indexen:
            eigenaar.execute(f"DROP INDEX {naam}")
        with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as balk:
            taak = balk.add_task(f"{lengte} regels", total=lengte)
            for van in range(0, lengte, HAP):
                tot = min(van + HAP, lengte)
                waarden = {"van": van + 1, "tot": tot, "lengte": lengte, "organisatie": organisatie, "mensen": mensen}
                waarden |= {"begin": huis.klok() - timedelta(days=1825), "gemeente": GEMEENTE}
                eigenaar.execute(_VUL.format(mensen=MENSEN), waarden)
                balk.advance(taak, tot - van)
        for _, maak in indexen:
            eigenaar.execute(maak)
        eigenaar.execute("ALTER TABLE logregel ENABLE TRIGGER ALL; ALTER TABLE logpersoon ENABLE TRIGGER ALL")
        eigenaar.execute("VACUUM ANALYZE logregel, logpersoon")
        yield lengte


def _duur(vraag: Callable[[], object]) -> float:
    """The median of some times, in seconds; the first is not counted, as it may find nothing in memory."""
    duren = []
    for _ in range(KEER + 1):
        gc.collect()
        begin = time.perf_counter()
        vraag()
        duren.append(time.perf_counter() - begin)
    return statistics.median(duren[1:])


def _gesteld(tools: Tools, wie: Aanroep, match: UUID, mens: UUID) -> dict[str, Callable[[], object]]:
    return {
        "wie-keek-naar-dit-dossier": lambda: logvragen.zoek(tools, wie, onderwerp=match, soort=Logsoort.INZAGE),
        "wat-deed-deze-mens": lambda: logvragen.zoek(tools, wie, professional=mens),
        "laatste-regels": lambda: logvragen.zoek(tools, wie),
        "weigeringen": lambda: logvragen.zoek(tools, wie, soort=Logsoort.WEIGERING),
        "doorbrekingen": lambda: logvragen.zoek(tools, wie, soort=Logsoort.DOORBREKING),
        "opvallend-kijken": lambda: logvragen.vallen_op(tools, wie),
        "onthullingen": lambda: logvragen.onthuld(tools, wie),
    }


def vragen(huis: Huis, eigenaar: Eigenaar) -> None:
    """Each question at each length, against the same question over the shortest log."""
    partij = huis.partij("Wijkteam", Categorie.GEEN)
    functionaris = huis.functionaris(partij, Rol.PRIVACY)
    wie = Aanroep(Bron.API, Rol.PRIVACY, "toezicht", partij.id, functionaris.id, gemeente=GEMEENTE)
    mensen = [uuid4() for _ in range(MENSEN)]
    for nummer, mens in enumerate(mensen):
        eigenaar.execute(
            "INSERT INTO professional (id, organisatie, kenmerk, vanaf, aandachtsfunctionaris, mag_doorbreken)"
            " VALUES (%s, %s, %s, '2010-01-01', false, false)",
            (mens, partij.id, f"mens {nummer}"),
        )
    kort: dict[str, float] = {}
    for lengte in _vul(huis, eigenaar, partij.id, mensen):
        (match,) = eigenaar.execute("SELECT CAST(md5('m' || %s) AS uuid)", (lengte // 40,)).fetchall()[0]
        for naam, vraag in _gesteld(huis.tools, wie, match, mensen[7]).items():
            assert vraag() is not None
            duur = _duur(vraag)
            eerste = kort.setdefault(naam, duur)
            meld(f"logvraag-{naam}-{lengte}", duur * 1000, "ms", duur / eerste, f"over {LENGTES[0]} regels")


def main() -> None:
    with een_toneel() as (huis, eigenaar):
        aanmelden(huis)
        verzegelen(huis)
        vragen(huis, eigenaar)


if __name__ == "__main__":
    main()
