# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Overrides of consent as the privacy officer sees them (V05, I04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.signaal import Signaal, veiligheid_eindigt
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Doorgeefreden, Evenredigheid, GeenToestemming, Geraadpleegde, Grond, Noodzaak

# An organisation stands out when it overrides more than twice as often as all together, and not just once or twice.
AFWIJKEND_FACTOR = 2
AFWIJKEND_VANAF = 3


class Grondstand(StrEnum):
    """How an override stands."""

    VOORLOPIG = "voorlopig"
    BEVESTIGD = "bevestigd"
    VERVALLEN = "vervallen"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorbreking:
    """One override: who, on which ground and facts, how it stands. Nothing of the child (I04)."""

    id: UUID
    signaal: UUID
    organisatie: str
    grond: Grond
    stand: Grondstand
    ingeroepen: datetime
    bevestigd: datetime | None
    herbeoordeeld: datetime | None
    eindigt: date | None
    geen_toestemming: GeenToestemming | None
    noodzaak: Noodzaak | None
    evenredigheid: Evenredigheid | None
    geraadpleegd: Geraadpleegde | None
    melding_veilig_thuis: date | None
    niet_doorgeven: Doorgeefreden | None


def doorbreking(
    signaal: Signaal, organisatie: str, convenant: Convenant, nu: datetime, vrij: frozenset[date]
) -> Doorbreking | None:
    """The override on a signal as it stands now, late sweep or not (Z01); None where there is none."""
    grond = signaal.veiligheid
    if grond is None:
        return None
    einde = veiligheid_eindigt(signaal, convenant, vrij)
    feiten = grond.onderbouwing
    return Doorbreking(
        id=grond.id,
        signaal=signaal.id,
        organisatie=organisatie,
        grond=grond.grond,
        stand=_stand(signaal, einde, nu),
        ingeroepen=grond.ingeroepen,
        bevestigd=grond.bevestigd,
        herbeoordeeld=grond.herbeoordeeld,
        eindigt=dag(einde) if einde and not signaal.ten_onrechte else None,
        geen_toestemming=feiten.geen_toestemming if feiten else None,
        noodzaak=feiten.noodzaak if feiten else None,
        evenredigheid=feiten.evenredigheid if feiten else None,
        geraadpleegd=feiten.geraadpleegd if feiten else None,
        melding_veilig_thuis=feiten.melding_veilig_thuis if feiten else None,
        niet_doorgeven=grond.niet_doorgeven.reden if grond.niet_doorgeven else None,
    )


def _stand(signaal: Signaal, einde: datetime | None, nu: datetime) -> Grondstand:
    if signaal.ten_onrechte:
        return Grondstand.INGETROKKEN
    if einde is not None and einde <= nu:
        return Grondstand.VERVALLEN
    return Grondstand.BEVESTIGD if signaal.veiligheid and signaal.veiligheid.bevestigd else Grondstand.VOORLOPIG


@dataclass(frozen=True, slots=True)
class Telling:
    """What one organisation did in a period, by the log: signals registered, overrides invoked, and their fate."""

    signalen: int
    ingeroepen: int
    bevestigd: int
    vervallen: int


@dataclass(frozen=True, slots=True)
class Doorbreekcijfer:
    """The same with its rate; `afwijkend` when that is far above that of all organisations together (V05)."""

    organisatie: UUID
    telling: Telling
    aandeel: float
    afwijkend: bool


def doorbreekcijfers(tellingen: Mapping[UUID, Telling]) -> Sequence[Doorbreekcijfer]:
    """V05: rates per organisation, the highest first; an override without a signal in the period counts as on one."""
    signalen = sum(telling.signalen for telling in tellingen.values())
    ingeroepen = sum(telling.ingeroepen for telling in tellingen.values())
    samen = ingeroepen / max(signalen, ingeroepen, 1)
    cijfers = []
    for organisatie, telling in tellingen.items():
        aandeel = telling.ingeroepen / max(telling.signalen, telling.ingeroepen, 1)
        veel = telling.ingeroepen >= AFWIJKEND_VANAF and aandeel > AFWIJKEND_FACTOR * samen
        cijfers.append(Doorbreekcijfer(organisatie, telling, aandeel, veel))
    return sorted(cijfers, key=lambda cijfer: (-cijfer.aandeel, str(cijfer.organisatie)))
