# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is to be done, by whom and until when, as the pages say it (R03, R04)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.opvolgbeeld import Termijnbeeld
from verwijsindex.domain.uitleg import REDENEN, TERMIJNEN, TREDEN
from verwijsindex.domain.woorden import Termijnsoort
from verwijsindex.inbox.woorden import BASISZORG


@dataclass(frozen=True, slots=True)
class Stap:
    """One thing to do by the end of day `voor`; where that day passed, `ingelicht` is who was told (R04).

    `wie` is who must act; `van_eigenaar` says that he leads the match, or is the coordinator while nobody does.
    `opnieuw` is the day after which the next one hears of it; `onderwerp` the handover, aftercare, agreement or task.
    """

    wat: str
    voor: date
    wie: str
    van_eigenaar: bool
    ingelicht: str = ""
    opnieuw: date | None = None
    onderwerp: UUID | None = None

    @property
    def te_laat(self) -> bool:
        """Its day passed."""
        return bool(self.ingelicht)


def stappen(beeld: Matchbeeld) -> tuple[Stap, ...]:
    """All that the match waits for: what is late first, and of what falls on one day that on which the match hangs."""
    gevonden = [_stap(termijn, beeld) for termijn in beeld.opvolging.termijnen]
    if beeld.match.voortzetten_voor and beeld.regisseur:
        consent = Stap("eigen toestemming vastleggen", beeld.match.voortzetten_voor, beeld.regisseur.naam, True)
        gevonden = [consent, *gevonden]
    return tuple(sorted(gevonden, key=lambda stap: (not stap.te_laat, stap.voor)))


def voorop(beeld: Matchbeeld) -> list[Stap]:
    """What comes first: all that is late, of whomever; then, unless that is his, what the owner has to do first."""
    alle = stappen(beeld)
    laat = [stap for stap in alle if stap.te_laat]
    eigen = [stap for stap in alle if stap.van_eigenaar]
    return laat if any(stap.te_laat for stap in eigen) else [*laat, *eigen[:1]]


def _stap(termijn: Termijnbeeld, beeld: Matchbeeld) -> Stap:
    return Stap(
        _wat(termijn, beeld),
        termijn.eerste if termijn.trede else termijn.voor,
        termijn.aan_zet,
        termijn.van_eigenaar,
        TREDEN[termijn.trede] if termijn.trede else "",
        termijn.voor if termijn.trede else None,
        termijn.onderwerp,
    )


def _wat(termijn: Termijnbeeld, beeld: Matchbeeld) -> str:
    """With what it is about, where more than one of a kind can run."""
    if termijn.soort is Termijnsoort.BASISZORG:
        kind = next((taak.kind for taak in beeld.taken if taak.id == termijn.onderwerp), "een kind")
        return f"{BASISZORG} van {kind} bereiken"
    if termijn.soort is Termijnsoort.AFSPRAAK:
        afspraken = {deel.afspraak.id: deel.afspraak for deel in beeld.opvolging.afspraken}
        if termijn.onderwerp in afspraken:
            return f"de afspraak nakomen ({REDENEN[afspraken[termijn.onderwerp].wat]})"
    return TERMIJNEN[termijn.soort]
