# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of the follow-up (R03-R10)."""

from datetime import date, datetime
from uuid import UUID

from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.opvolgbeeld import Afspraakbeeld, Nazorgbeeld, Overdrachtbeeld, Termijnbeeld
from verwijsindex.domain.woorden import (
    Afspraaksoort,
    Afspraakstand,
    Antwoord,
    Overdrachtreden,
    Termijnsoort,
    Trede,
    Weigerreden,
)


class TermijnUit(Vorm):
    """What must be done by the end of `voor`; late when `trede` names who was told (R03, R04)."""

    soort: Termijnsoort
    onderwerp_id: UUID | None
    voor: date
    eerste: date
    aan_zet: str
    trede: Trede | None

    @classmethod
    def van(cls, beeld: Termijnbeeld) -> "TermijnUit":
        """From the domain's."""
        b = beeld
        return cls(
            soort=b.soort, onderwerp_id=b.onderwerp, voor=b.voor, eerste=b.eerste, aan_zet=b.aan_zet, trede=b.trede
        )


class OverdrachtUit(Vorm):
    """A handover of a match (R05)."""

    overdracht_id: UUID
    naar: str
    gemeentecode: str
    reden: Overdrachtreden
    gevraagd: datetime
    stand: Antwoord
    weigerreden: Weigerreden | None

    @classmethod
    def van(cls, beeld: Overdrachtbeeld) -> "OverdrachtUit":
        """From the domain's."""
        o = beeld.overdracht
        return cls(
            overdracht_id=o.id,
            naar=beeld.naar,
            gemeentecode=o.gemeente,
            reden=o.reden,
            gevraagd=o.gevraagd,
            stand=o.stand,
            weigerreden=o.weigerreden,
        )


class NazorgUit(Vorm):
    """Aftercare of a match (R06, R07)."""

    nazorg_id: UUID
    organisatie: str
    tot: date
    gevraagd: datetime
    stand: Antwoord
    weigerreden: Weigerreden | None
    ingegaan: datetime | None
    bevestigd: datetime | None

    @classmethod
    def van(cls, beeld: Nazorgbeeld) -> "NazorgUit":
        """From the domain's."""
        n = beeld.nazorg
        return cls(
            nazorg_id=n.id,
            organisatie=beeld.organisatie,
            tot=n.tot,
            gevraagd=n.gevraagd,
            stand=n.stand,
            weigerreden=n.weigerreden,
            ingegaan=n.ingegaan,
            bevestigd=n.bevestigd,
        )


class AfspraakUit(Vorm):
    """A binding agreement (R10)."""

    afspraak_id: UUID
    organisatie: str
    wat: Afspraaksoort
    voor: date
    stand: Afspraakstand

    @classmethod
    def van(cls, beeld: Afspraakbeeld) -> "AfspraakUit":
        """From the domain's."""
        a = beeld.afspraak
        return cls(afspraak_id=a.id, organisatie=beeld.organisatie, wat=a.wat, voor=a.voor, stand=a.stand)
