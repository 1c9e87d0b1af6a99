# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the model of the follow-up is made of: the diary, what municipalities agreed, who waits for whom."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.domain.model_familie import Zaak

GEMEENTE = "0599"
MET_REGISSEUR_AAN_HET_WERK = ("aangenomen", "contact-gelegd", "in-regie", "nazorg")
STAP = {"nieuw": "toewijzen", "toegewezen": "aannemen", "aangenomen": "contact", "contact-gelegd": "overleg"}
Wie = tuple[str, str]


def feestdagen(*, goede_vrijdag: bool) -> frozenset[date]:
    """The days off of 2024 through 2027 as they stand in the diary of a Dutch office, with 5 May."""
    pasen = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5), 2027: date(2027, 3, 28)}
    koningsdag = {2024: 27, 2025: 26, 2026: 27, 2027: 27}
    dagen = set()
    for jaar, zondag in pasen.items():
        na_pasen = (1, 39, 49, 50) if not goede_vrijdag else (-2, 1, 39, 49, 50)
        dagen |= {zondag + timedelta(days=aantal) for aantal in na_pasen}
        dagen |= {date(jaar, 1, 1), date(jaar, 4, koningsdag[jaar]), date(jaar, 5, 5)}
        dagen |= {date(jaar, 12, 25), date(jaar, 12, 26)}
    return frozenset(dagen)


def werkdag_na(op: date, vrij: frozenset[date]) -> date:
    """The first working day after a day."""
    op += timedelta(days=1)
    while op.isoweekday() > 5 or op in vrij:
        op += timedelta(days=1)
    return op


def werkdag_terug(op: date, vrij: frozenset[date]) -> date:
    """The last working day before a day."""
    op -= timedelta(days=1)
    while op.isoweekday() > 5 or op in vrij:
        op -= timedelta(days=1)
    return op


@dataclass(frozen=True)
class Verdrag:
    """What a municipality agreed: working days, first without and then with `spoed`."""

    vrij: frozenset[date]
    dagen: dict[str, tuple[int, int]]
    ladder: tuple[tuple[str, int], ...]
    antwoord: int = 3

    def treden(self, soort: str) -> list[tuple[str, int]]:
        """R04, R07, R10: who is told when it is missed once, twice, and so on."""
        ladder = list(self.ladder)
        eerst = ladder[0][1]
        if soort == "toewijzen":
            return [trede for trede in ladder if trede[0] != "procesregisseur"] or ladder
        if soort == "afspraak":
            return [("leiding", eerst), *ladder]
        if soort.startswith("nazorg-"):
            return [("regisseur", eerst), *ladder]
        return ladder


@dataclass
class Klok:
    """Somebody is waited for until a day is over."""

    soort: str
    sinds: datetime
    laatste: date
    eerste: date
    onderwerp: UUID | None = None
    spoed: bool = False
    gemist: int = 0
    herinnerd: bool = False


@dataclass
class Vraag:
    """A handover, aftercare or agreement."""

    id: UUID
    aan: Wie
    gevraagd: datetime
    stand: str = "gevraagd"
    reden: str = ""
    gemeente: str = ""
    tot: date | None = None
    van: UUID | None = None
    ingegaan: datetime | None = None
    bevestigd: datetime | None = None


@dataclass
class Taak:
    """V07."""

    sinds: datetime
    voor: date
    gedaan: bool = False


@dataclass
class Opvolging:
    """The follow-up of one match."""

    zaak: Zaak
    sinds: datetime
    stand: str = "nieuw"
    gemeente: str = GEMEENTE
    klokken: list[Klok] = field(default_factory=list)
    overdrachten: list[Vraag] = field(default_factory=list)
    nazorg: list[Vraag] = field(default_factory=list)
    afspraken: list[Vraag] = field(default_factory=list)
    taken: list[Taak] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return self.stand not in ("afgesloten", "vervallen")

    @property
    def eigenaar(self) -> Wie:
        """R01."""
        return ("regisseur", str(self.zaak.regisseur)) if self.zaak.regisseur else ("coordinator", self.gemeente)

    @property
    def lopende_overdracht(self) -> Vraag | None:
        return next((v for v in self.overdrachten if v.stand == "gevraagd"), None)

    @property
    def begonnen_nazorg(self) -> Vraag | None:
        return next((v for v in self.nazorg if v.stand == "aangenomen" and v.ingegaan), None)

    def klok(self, soort: str, onderwerp: UUID | None = None) -> Klok | None:
        return next((k for k in self.klokken if k.soort == soort and k.onderwerp == onderwerp), None)

    def stop(self, *soorten: str, onderwerp: UUID | None = None) -> None:
        self.klokken = [k for k in self.klokken if k.soort not in soorten or (onderwerp and k.onderwerp != onderwerp)]

    def zet(self, stand: str) -> None:
        """A new state: what its step waited for is over."""
        self.stand = stand
        self.zaak.aangenomen = stand in MET_REGISSEUR_AAN_HET_WERK
        self.stop(*STAP.values())
