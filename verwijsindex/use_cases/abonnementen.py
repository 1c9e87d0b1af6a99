# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An organisation asks to be called, and stops asking (N02)."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from verwijsindex.domain.abonnement import Abonnement, mag_abonneren
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.bezorgen import Handdruk
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.storage import abonnementen, logboek, sleutels
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.deelnemer import deelnemer
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, vooraf
from verwijsindex.use_cases.ports import Tools

VORIG_GEHEIM = timedelta(days=1)
PROEF = "abonnement-proef"
TEGELIJK = 4
BEZET = geweigerd(
    "handdruk-bezig", "N02", "Er wordt al een ontvanger gevraagd of hij berichten wil. Probeer het zo opnieuw."
)
_SLOT = threading.Lock()
_BEZIG: set[UUID] = set()


@dataclass(frozen=True, slots=True)
class Inschrijving:
    """A webhook with the public keys to check with; its shared secret only at the moment that it is made."""

    abonnement: Abonnement
    sleutels: tuple[bytes, ...]
    geheim: bytes | None = field(default=None, repr=False)


def abonneer(tools: Tools, wie: Aanroep, adres: str, *, geheim: bool) -> Inschrijving:
    """Call the organisation at `adres` from now on, once the receiver there says that it wants that (N02).

    Raises Strijdig, OngeldigeInvoer (the address, or what was answered there).
    """
    with vooraf(tools, wie, "abonnement:beginnen") as h:
        organisatie, _ = deelnemer(h)
        eis(mag_abonneren(abonnementen.van_organisatie(h.tx, organisatie.id), adres), Strijdig)
    handdruk = _begroet(tools, wie, organisatie.id, adres)
    with handeling(tools, wie, "abonnement:beginnen") as h:
        organisatie, _ = deelnemer(h)
        _eis_akkoord(handdruk)
        stand = sleutels.stand(h.tx)
        # Again, and locked: another request may have come between.
        eis(mag_abonneren(abonnementen.van_organisatie(h.tx, organisatie.id, vergrendeld=True), adres), Strijdig)
        abonnement = Abonnement(
            id=uuid4(),
            organisatie=organisatie.id,
            adres=adres,
            sinds=h.nu,
            per_minuut=handdruk.per_minuut,
            geheim=geheim,
        )
        nieuw = secrets.token_bytes(32) if geheim else None
        verzegeld = tools.kluis.berg(nieuw, abonnement.id, stand) if nieuw else None
        abonnementen.voeg_toe(h.tx, abonnement, verzegeld)
        h.over("abonnement", abonnement.id)
    return Inschrijving(abonnement, tools.kluis.webhooksleutels(abonnement.id), nieuw)


def _begroet(tools: Tools, wie: Aanroep, organisatie: UUID, adres: str) -> Handdruk:
    """Ask the receiver. A few at a time, and one of an organisation: who answers slowly must not hold up the index."""
    with _SLOT:
        vol = organisatie in _BEZIG or len(_BEZIG) >= TEGELIJK
        if not vol:
            _BEZIG.add(organisatie)
    if vol:
        with vooraf(tools, wie, "abonnement:beginnen"):
            raise Strijdig([BEZET])
    try:
        return tools.webhooks.begroet(adres)
    finally:
        with _SLOT:
            _BEZIG.discard(organisatie)


def _eis_akkoord(handdruk: Handdruk) -> None:
    if not handdruk.akkoord:
        raise OngeldigeInvoer([_bezwaar(handdruk)])


def _bezwaar(handdruk: Handdruk) -> Besluit:
    if handdruk.code.startswith("adres-"):
        zin = "Dit adres mag niet. Geef een https-adres met een naam die overal op internet is te bereiken."
        return geweigerd("adres-niet-toegestaan", "N02", zin, "/adres")
    if handdruk.code == "handdruk-geweigerd":
        zin = (
            "De ontvanger op dit adres heeft niet gezegd dat hij berichten wil. Laat hem OPTIONS beantwoorden met"
            " WebHook-Allowed-Origin (CloudEvents, HTTP 1.1 Web Hooks)."
        )
        return geweigerd("handdruk-geweigerd", "N02", zin, "/adres")
    zin = "De ontvanger op dit adres is niet bereikbaar. Controleer de naam, het certificaat en de poort."
    return geweigerd("ontvanger-onbereikbaar", "N02", zin, "/adres")


def lijst(tools: Tools, wie: Aanroep) -> list[Inschrijving]:
    """The organisation's own webhooks, and how it goes with them (A06)."""
    with handeling(tools, wie, "abonnement:opsommen") as h:
        organisatie, _ = deelnemer(h)
        eigen = abonnementen.van_organisatie(h.tx, organisatie.id)
    return [Inschrijving(abonnement, tools.kluis.webhooksleutels(abonnement.id)) for abonnement in eigen]


def lees(tools: Tools, wie: Aanroep, id_: UUID) -> Inschrijving:
    """One of them. Raises NietGevonden."""
    with handeling(tools, wie, "abonnement:bekijken") as h:
        abonnement = _eigen(h, id_)
    return Inschrijving(abonnement, tools.kluis.webhooksleutels(id_))


def beeindig(tools: Tools, wie: Aanroep, id_: UUID) -> None:
    """Call no more; what was not delivered stays in the feed. Raises NietGevonden."""
    with handeling(tools, wie, "abonnement:beeindigen") as h:
        abonnementen.verwijder(h.tx, _eigen(h, id_).id)


def hervat(tools: Tools, wie: Aanroep, id_: UUID) -> Inschrijving:
    """Call again after a pause: what waited goes first. Raises NietGevonden, OngeldigeInvoer."""
    with vooraf(tools, wie, "abonnement:hervatten") as h:
        eigen = _eigen(h, id_)
    handdruk = _begroet(tools, wie, eigen.organisatie, eigen.adres)
    with handeling(tools, wie, "abonnement:hervatten") as h:
        _eis_akkoord(handdruk)
        abonnementen.hervat(h.tx, _eigen(h, id_).id, handdruk.per_minuut, h.nu)
        abonnement = _eigen(h, id_)
    return Inschrijving(abonnement, tools.kluis.webhooksleutels(id_))


def vernieuw_geheim(tools: Tools, wie: Aanroep, id_: UUID) -> Inschrijving:
    """Another shared secret; the one of before signs along for a day. Raises NietGevonden."""
    with handeling(tools, wie, "abonnement:vernieuwen-geheim") as h:
        nieuw = secrets.token_bytes(32)
        verzegeld = tools.kluis.berg(nieuw, id_, sleutels.stand(h.tx))
        abonnementen.vernieuw_geheim(h.tx, _eigen(h, id_).id, verzegeld, h.nu + VORIG_GEHEIM)
        abonnement = _eigen(h, id_)
    return Inschrijving(abonnement, tools.kluis.webhooksleutels(id_), nieuw)


def beproef(tools: Tools, wie: Aanroep, id_: UUID) -> Inschrijving:
    """Send a message about nothing, to see whether it arrives. Raises NietGevonden."""
    with handeling(tools, wie, "abonnement:beproeven") as h:
        abonnement = _eigen(h, id_)
        logboek.verstuur(h.tx, [Bericht(uuid4(), PROEF, "organisatie", str(abonnement.organisatie))], h.nu)
    return Inschrijving(abonnement, tools.kluis.webhooksleutels(id_))


def _eigen(h: Handeling, id_: UUID) -> Abonnement:
    organisatie, _ = deelnemer(h)
    abonnement = abonnementen.een(h.tx, organisatie.id, id_)
    if abonnement is None:
        raise NietGevonden
    h.over("abonnement", abonnement.id)
    return abonnement
