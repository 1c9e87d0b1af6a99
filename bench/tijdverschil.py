# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I06 in time: does an answer take longer for what is somebody else's than for what does not exist?

Pairs of requests in random order over HTTP, on a filled index; per route the median of what is there and not for the
caller, against the median of what is not there. The promise is a difference under 5 %.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from migraties import index
from tests.cluster import een_cluster
from tests.conftest import TOEPASSING, Proefdatabase
from tests.huis import KINDEREN, Huis, Partij, een_huis, veiligheidsgrond
from tests.server import draaiend
from verwijsindex.app import maak_app
from verwijsindex.domain.woorden import Categorie

PAREN = 1000
WARM = 50


@contextmanager
def een_gevuld_huis() -> Iterator[tuple[Huis, dict[str, list[str]]]]:
    """An index with matches of others; per route the addresses that exist and are not the caller's."""
    with een_cluster() as cluster, tempfile.TemporaryDirectory() as map_:
        cluster.maak("bench")
        index.migreer(cluster.url("bench"))
        cluster.laat_toe(TOEPASSING)
        database = Proefdatabase("bench", cluster.url("bench"), cluster.url("bench", TOEPASSING))
        with een_huis(database, Path(map_)) as huis:
            yield huis, _vul(huis)


def _vul(huis: Huis) -> dict[str, list[str]]:
    anderen = [huis.partij(f"Ander {n}", Categorie.JGZ) for n in range(25)]
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    paden: dict[str, list[str]] = {"signalen": [], "toestemmingen": [], "veiligheidsgronden": [], "matches": []}
    for kind in KINDEREN:
        for partij in anderen:
            met_grond = len(paden["signalen"]) % 2 == 0
            grond = {"veiligheidsgrond": veiligheidsgrond()} if met_grond else {}
            antwoord = partij.meldt(kind, ouders=(), soort="zorgen", **grond).json()
            paden["signalen"].append(antwoord["signaalId"])
            if met_grond:
                paden["veiligheidsgronden"].append(antwoord["veiligheidsgrondId"])
            else:
                paden["toestemmingen"].append(antwoord["toestemmingId"])
    paden["matches"] = [match["matchId"] for match in wijkteam.get("/v1/matches").json()["matches"]]
    return paden


def meet(vraag: Callable[[str], float], bestaand: list[str]) -> tuple[float, float]:
    """Median seconds for ids that exist and for ids that do not, over the pairs; a fixed seed, so that it repeats."""
    kans = random.Random(1)
    treffers, missers = [], []
    for nummer in range(WARM + PAREN):
        paar = [(treffers, kans.choice(bestaand)), (missers, str(uuid4()))]
        kans.shuffle(paar)
        for tijden, id_ in paar:
            duur = vraag(id_)
            if nummer >= WARM:
                tijden.append(duur)
    return statistics.median(treffers), statistics.median(missers)


def _vrager(http: httpx.Client, adres: str, soort: str, partij: Partij) -> Callable[[str], float]:
    kop = partij.kop()

    def vraag(id_: str) -> float:
        begin = time.perf_counter()
        antwoord = http.get(f"{adres}/v1/{soort}/{id_}", headers=kop)
        duur = time.perf_counter() - begin
        if antwoord.status_code != httpx.codes.NOT_FOUND:
            raise RuntimeError(f"{soort}: {antwoord.status_code} in plaats van 404")
        return duur

    return vraag


def main() -> None:
    """Print a line per route."""
    with een_gevuld_huis() as (huis, paden):
        buiten = huis.partij("Buitenstaander", Categorie.JEUGDHULP)
        huis.regisseur(buiten, "B. Buiten")
        with draaiend(maak_app(huis.installatie)) as adres, httpx.Client(trust_env=False, timeout=30) as http:
            for soort, bestaand in paden.items():
                treffer, misser = meet(_vrager(http, adres, soort, buiten), bestaand)
                regel = {
                    "naam": f"tijdverschil {soort} van een ander en niet bestaand",
                    "waarde": round(abs(treffer / misser - 1) * 100, 2),
                    "eenheid": "%",
                    "verhouding": round(treffer / misser, 4),
                    "tegen": f"niet bestaand, mediaan {misser * 1000:.2f} ms over {PAREN} paren",
                }
                sys.stdout.write(json.dumps(regel, ensure_ascii=False) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
