# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who asks for a page: rights as typed parameters of a route."""

import hmac
from dataclasses import dataclass, replace
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Form, Request

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd, NietToegestaan
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.use_cases import bezoek
from verwijsindex.use_cases.ports import Installatie

VREEMD_FORMULIER = geweigerd(
    "formulier-ongeldig",
    "I02",
    "Dit formulier hoort niet bij uw sessie. Open de bladzijde opnieuw en probeer het nog eens.",
)
ALLEEN_REGISSEUR = geweigerd("recht-ontbreekt", "R01", "Alleen de regisseur van de match kan dit doen.")
ALLEEN_PRIVACY = geweigerd(
    "recht-ontbreekt", "I04", "Alleen de functionaris gegevensbescherming van de gemeente kan het logboek lezen."
)
GEEN_MATCHES = geweigerd(
    "recht-ontbreekt", "I04", "Als functionaris gegevensbescherming ziet u geen matches. Lees het logboek."
)
ALLEEN_COORDINATOR = geweigerd("recht-ontbreekt", "R01", "Alleen de coördinator van de gemeente kan dit.")


@dataclass(frozen=True, slots=True)
class Bezoek:
    """Somebody with a running session; `naam` is how the page addresses him."""

    wie: Aanroep
    sessie: Sessie
    naam: str

    @property
    def coordinator(self) -> bool:
        """Sees the whole municipality and accepts nothing (I02, R01)."""
        return self.wie.rol is Rol.COORDINATOR

    @property
    def privacy(self) -> bool:
        """Reads the log of the municipality, and sees no match (I04)."""
        return self.wie.rol is Rol.PRIVACY

    @property
    def begin(self) -> str:
        """Where his pages begin."""
        return "/inbox/logboek" if self.privacy else "/inbox"


def huis_van(request: Request) -> Installatie:
    """The running index."""
    return cast(Installatie, request.app.state.installatie)


def aanroep(request: Request, rol: Rol, wie: str) -> Aanroep:
    """The call of a director or privacy officer (by id) or a coordinator (by municipality), on this request's trace."""
    spoor = cast(Aanroep, request.state.aanroep)
    kaal = replace(spoor, bron=Bron.INBOX, rol=rol)
    if rol is Rol.REGISSEUR:
        return replace(kaal, doel="regie", regisseur=_id(wie))
    if rol is Rol.PRIVACY:
        return bezoek.met_functie(huis_van(request).tools, replace(kaal, doel="privacy"), _id(wie))
    return replace(kaal, doel="procesregie", gemeente=wie)


def _id(tekst: str) -> UUID:
    try:
        return UUID(tekst)
    except ValueError:
        raise NietIngelogd([bezoek.GEEN_TOEGANG]) from None


def _sessie(request: Request) -> Sessie:
    """A running session, logged in or not."""
    return sessies.lees(request.cookies, huis_van(request))


def _ingelogd(request: Request, sessie: Annotated[Sessie, Depends(_sessie)]) -> Bezoek:
    """Somebody who logged in and, by the database of this moment, may still come in (I02)."""
    if sessie.rol is Rol.ONBEKEND:
        raise NietIngelogd([sessies.GEEN])
    wie = request.state.aanroep = aanroep(request, sessie.rol, sessie.wie)
    regisseur = bezoek.bezoeker(huis_van(request).tools, wie)
    if regisseur:
        wie = request.state.aanroep = replace(wie, organisatie=regisseur.organisatie)
    titel = "Privacy" if wie.rol is Rol.PRIVACY else "Coördinator"
    return Bezoek(wie, sessie, regisseur.naam if regisseur else f"{titel} gemeente {wie.gemeente}")


def _bezoek(ingelogd: Annotated[Bezoek, Depends(_ingelogd)]) -> Bezoek:
    """Somebody who has to do with matches."""
    if ingelogd.privacy:
        raise NietToegestaan([GEEN_MATCHES])
    return ingelogd


def _privacy(ingelogd: Annotated[Bezoek, Depends(_ingelogd)]) -> Bezoek:
    """The privacy officer (I04)."""
    if not ingelogd.privacy:
        raise NietToegestaan([ALLEEN_PRIVACY])
    return ingelogd


def _zoeker(privacy: Annotated[Bezoek, Depends(_privacy)], csrf: Annotated[str, Form()] = "") -> Bezoek:
    """The privacy officer, who sends a form of his own session."""
    _bewijs(privacy.sessie, csrf)
    return privacy


def _vertrekker(ingelogd: Annotated[Bezoek, Depends(_ingelogd)], csrf: Annotated[str, Form()] = "") -> Bezoek:
    """Whoever logs out, by a form of his own session."""
    _bewijs(ingelogd.sessie, csrf)
    return ingelogd


def _bewijs(sessie: Sessie, csrf: str) -> None:
    """A form that this session was given: anything else is refused before the deed."""
    if not hmac.compare_digest(csrf.encode("utf-8", "replace"), sessie.csrf.encode()):
        raise NietToegestaan([VREEMD_FORMULIER])


def _indiener(bezoek_: Annotated[Bezoek, Depends(_bezoek)], csrf: Annotated[str, Form()] = "") -> Bezoek:
    """Somebody who may come in and sends a form of his own session."""
    _bewijs(bezoek_.sessie, csrf)
    return bezoek_


def _regisseur(indiener: Annotated[Bezoek, Depends(_indiener)]) -> Bezoek:
    """A director: which matches are his, the deed decides (R01)."""
    if indiener.coordinator:
        raise NietToegestaan([ALLEEN_REGISSEUR])
    return indiener


def _coordinator(bezoek_: Annotated[Bezoek, Depends(_bezoek)]) -> Bezoek:
    """A coordinator who looks (R02)."""
    if not bezoek_.coordinator:
        raise NietToegestaan([ALLEEN_COORDINATOR])
    return bezoek_


def _toewijzer(indiener: Annotated[Bezoek, Depends(_indiener)]) -> Bezoek:
    """A coordinator who sends a form (R01)."""
    return _coordinator(indiener)


def _inlogger(sessie: Annotated[Sessie, Depends(_sessie)], csrf: Annotated[str, Form()] = "") -> Sessie:
    """A browser that sends the log-in form that it was given."""
    _bewijs(sessie, csrf)
    return sessie


Huis = Annotated[Installatie, Depends(huis_van)]
Bezoeker = Annotated[Bezoek, Depends(_bezoek)]
Privacy = Annotated[Bezoek, Depends(_privacy)]
Zoeker = Annotated[Bezoek, Depends(_zoeker)]
Vertrekker = Annotated[Bezoek, Depends(_vertrekker)]
Indiener = Annotated[Bezoek, Depends(_indiener)]
Regisseur = Annotated[Bezoek, Depends(_regisseur)]
Coordinator = Annotated[Bezoek, Depends(_coordinator)]
Toewijzer = Annotated[Bezoek, Depends(_toewijzer)]
Inlogger = Annotated[Sessie, Depends(_inlogger)]
