# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log is sealed, and proven to whoever asks (L03): a tree over all rows, signed heads, witnesses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from verwijsindex.domain import boom
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietGevonden, Onbereikbaar, OngeldigeInvoer, Strijdig
from verwijsindex.domain.kop import Handtekening, Kop, handtekeningregel, lees_notitie, maak_notitie, maak_tekst
from verwijsindex.domain.logboek import LATERE_VELDEN, VELDEN, Aanroep, Rol, bladinhoud, canoniek
from verwijsindex.domain.logcontrole import FORMAAT
from verwijsindex.storage import zegel
from verwijsindex.storage.database import Database, Tx
from verwijsindex.storage.zegel import BewaardeKop
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

HAP = 5000
ONBEKENDE_GETUIGE = geweigerd(
    "getuige-onbekend", "L03", "Deze medeondertekening is niet van een getuige die de index kent, of zij klopt niet."
)
VERSIE_TE_OUD = geweigerd(
    "versie-te-oud", "L03", "De database is van een nieuwere versie. Werk deze worker bij; tot dan verzegelt hij niets."
)
ANDERE_KOP = geweigerd(
    "kop-onbekend", "L03", "Deze kop is niet van dit logboek. Haal een kop op bij /v1/logboek/koppen."
)


def zegel_nieuwe(tools: Tools, bank: Database) -> int:
    """Give rows that were committed a place in the tree and sign the head; how many. As the sealer's role."""
    with bank.transaction() as tx:
        begin = zegel.begin(tx)
        rijen = zegel.neem(tx, HAP) if begin is not None else []
        if begin is None or not rijen:
            return 0
        if rijen[0].keys() - {*VELDEN, *LATERE_VELDEN}:
            # A newer index writes what this one would leave outside the seal, and nobody could mend that.
            raise Onbereikbaar([VERSIE_TE_OUD])
        hashes = [boom.blad(canoniek(bladinhoud(rij))) for rij in rijen]
        knopen = list(boom.voeg_toe(begin, hashes, lambda niveau, nummer: zegel.knoop(tx, niveau, nummer)))
        zegel.schrijf(tx, [(begin + n, rij["id"]) for n, rij in enumerate(rijen)], knopen)
        grootte = begin + len(rijen)
        tekst = maak_tekst(tools.kluis.logboeknaam, grootte, boom.wortel(0, grootte, _haal(tx)))
        kop = Kop(tools.kluis.logboeknaam, grootte, b"", tekst, tools.kluis.teken_kop(tekst.encode()))
        zegel.schrijf_kop(tx, grootte, maak_notitie(kop), tools.klok())
    return len(rijen)


def _haal(tx: Tx) -> boom.Haal:
    return lambda niveau, nummer: zegel.knoop(tx, niveau, nummer)


@dataclass(frozen=True, slots=True)
class Getekend:
    """A head as served: with the lines of witnesses under it, and which of those that are known have not signed."""

    kop: BewaardeKop
    notitie: str
    ontbreekt: tuple[str, ...]


def koppen(tools: Tools, onder: int | None = None, hoogstens: int = 50) -> list[Getekend]:
    """Signed heads, newest first; anybody may keep them."""
    with tools.database.transaction() as tx:
        gevonden = zegel.koppen(tx, onder, hoogstens)
    return [_getekend(tools, kop) for kop in gevonden]


def _getekend(tools: Tools, kop: BewaardeKop) -> Getekend:
    regels = "".join(regel for regel, _ in kop.getuigen.values())
    ontbreekt = tuple(sorted(naam for naam in tools.getuigen if naam not in kop.getuigen))
    return Getekend(kop, kop.notitie + regels, ontbreekt)


def bewijs_opname(tools: Tools, positie: int, grootte: int) -> tuple[bytes, list[bytes]]:
    """Leaf hash and audit path of a row in the tree of a size. Raises NietGevonden."""
    with tools.database.transaction() as tx:
        if not 0 <= positie < grootte <= zegel.aantal(tx):
            raise NietGevonden
        return zegel.knoop(tx, 0, positie), boom.bewijs_opname(positie, grootte, _haal(tx))


def bewijs_groei(tools: Tools, van: int, grootte: int) -> list[bytes]:
    """That the tree of `van` rows is how the tree of a size began. Raises NietGevonden."""
    with tools.database.transaction() as tx:
        if not 0 < van <= grootte <= zegel.aantal(tx):
            raise NietGevonden
        return boom.bewijs_groei(van, grootte, _haal(tx))


def onderteken_mede(tools: Tools, wie: Aanroep, notitie: str) -> Getekend:
    """A witness hands in a head of ours with his line under it. Raises OngeldigeInvoer, Strijdig."""
    with handeling(tools, wie, "logboek:medeondertekenen") as h:
        try:
            gelezen = lees_notitie(notitie)
        except ValueError as fout:
            raise OngeldigeInvoer([geweigerd("kop-ongeldig", "L03", str(fout), "/notitie")]) from None
        kop = zegel.kop(h.tx, gelezen.grootte)
        if kop is None or lees_notitie(kop.notitie).tekst != gelezen.tekst:
            raise Strijdig([ANDERE_KOP])
        gezien = _van_getuigen(tools, gelezen)
        if not gezien:
            raise OngeldigeInvoer([ONBEKENDE_GETUIGE])
        for handtekening in gezien:
            zegel.onderteken_mede(h.tx, kop.grootte, handtekening.naam, handtekeningregel(handtekening), h.nu)
        kop = zegel.kop(h.tx, gelezen.grootte)
        if kop is None:
            raise NietGevonden
        return _getekend(tools, kop)


def _van_getuigen(tools: Tools, kop: Kop) -> list[Handtekening]:
    return [
        handtekening
        for handtekening in kop.handtekeningen
        if handtekening.naam in tools.getuigen
        and tools.kluis.is_medeondertekend(tools.getuigen[handtekening.naam], kop.tekst, handtekening)
    ]


def achterstand(tools: Tools) -> tuple[int, datetime | None]:
    """How many rows wait for the seal, and since when (L03: two seconds)."""
    with tools.database.transaction() as tx:
        return zegel.achterstand(tx)


def voer_uit(tools: Tools, wie: Aanroep) -> Iterator[Mapping[str, object]]:
    """Everything to check the log with, offline: its name and keys, rows in order, and every signed head (L03, L04).

    Who and about whom only of rows of the officer's own municipality (I04); the administrator has the database anyway.
    The look is kept before the first line is given, so that who breaks off has looked too.
    """
    with handeling(tools, wie, "logboek:uitvoeren") as h:
        if wie.rol is not Rol.BEHEER:
            eis_toegang(tools, h.tx, wie)
            if wie.gemeente is None:
                raise NietGevonden
    return _lijnen(tools, wie.gemeente)


def _lijnen(tools: Tools, gemeente: str | None) -> Iterator[Mapping[str, object]]:
    with tools.database.transaction() as tx:
        grootte = zegel.aantal(tx)
        yield {
            "formaat": FORMAAT,
            "oorsprong": tools.kluis.logboeknaam,
            "sleutels": list(tools.kluis.logboeksleutels),
            "grootte": grootte,
            "persoonlijkVan": gemeente,
            "zonderPlaats": zegel.zonder_plaats(tx),
        }
        for begin in range(0, grootte, HAP):
            einde = min(begin + HAP, grootte)
            tekens = {kop.grootte: kop for kop in zegel.koppen(tx, einde + 1, HAP) if kop.grootte > begin}
            for rij in zegel.uitvoer(tx, begin, einde):
                yield _lijn(rij, gemeente)
                if kop := tekens.get(rij["positie"] + 1):
                    yield {"kop": _getekend(tools, kop).notitie}


def _lijn(rij: Mapping[str, object], gemeente: str | None) -> Mapping[str, object]:
    blad = rij["blad"]
    assert isinstance(blad, bytes)  # noqa: S101 the column's type
    lijn: dict[str, object] = {"positie": rij["positie"], "blad": blad.hex(), "regel": None, "persoonlijk": None}
    if rij["id"] is not None:
        lijn["regel"] = bladinhoud(rij)
    if isinstance(zout := rij["zout"], bytes) and gemeente in (None, rij["gemeente"]):
        wie = rij["professional"]
        lijn["persoonlijk"] = {
            "zout": zout.hex(),
            "professional": str(wie) if wie else None,
            "onderwerpen": rij["onderwerpen"],
        }
    return lijn
