# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A request in hand: within an open one, and only so, the privacy officer asks of a person (G01-G03, I05)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.archief import Archiefstuk
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.inzageantwoord import betrokken, grond_te_vertellen
from verwijsindex.domain.rechten import Advies, Betreft, Verzoek
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import datum
from verwijsindex.storage import archief, bewaren, families, organisaties, verzoeken
from verwijsindex.storage.bewaren import Apart
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling
from verwijsindex.use_cases.ports import Tools


@dataclass(frozen=True, slots=True)
class Adviesbeeld:
    """What an organisation was asked and answered; `vertelbaar` is whether a safety ground on it would be told now."""

    advies: Advies
    organisatie: str
    vertelbaar: bool
    ingetrokken: bool


@dataclass(frozen=True, slots=True)
class Verzoekbeeld:
    """A request as the officer sees it; `dossier`: is anything held of the person (I05); `nieuw` at the first time."""

    verzoek: Verzoek
    nu: datetime
    dossier: bool
    adviezen: tuple[Adviesbeeld, ...] = ()
    nieuw: bool = False

    @property
    def vervolg(self) -> str:
        """What happens next, in one sentence."""
        verzoek = self.verzoek
        if verzoek.besluit:
            return "Er is besloten. Stuur de vrager de brief met het besluit."
        if verzoek.ingetrokken:
            return "De vrager ziet ervan af. U hoeft niets meer te doen."
        laatste = datum(verzoek.termijn)
        if self.te_wachten:
            return f"De melders hebben tot {datum(self.te_wachten)} voor hun advies. Besluit uiterlijk {laatste}."
        if not self.dossier:
            return f"Er staat niets over deze persoon in de index van uw gemeente. Meld dat uiterlijk {laatste}."
        return f"Besluit uiterlijk {laatste}, en haal het antwoord op voordat u besluit."

    @property
    def te_wachten(self) -> date | None:
        """Until when there is advice to wait for."""
        tot = self.verzoek.advies_tot()
        return tot if tot and dag(self.nu) < tot else None


@dataclass(slots=True)
class Zaak:
    """A request in hand, with the family of its person locked; `b` of None where nothing is held (any more).

    `apart` is what was destroyed for everybody else and waits for a request: he is told of it, nothing is done to it.
    `archief` is who reported the child before (B02).
    """

    h: Handeling
    verzoek: Verzoek
    b: Bewerking | None
    apart: Apart = field(default_factory=Apart)
    archief: tuple[Archiefstuk, ...] = ()

    @property
    def dossier(self) -> bool:
        """Is anything held of the person?"""
        return bool(self.signalen or self.archief)

    @property
    def stand(self) -> Stand | None:
        return self.b.stand_met(self.apart.signalen, self.apart.matches) if self.b else None

    @property
    def signalen(self) -> list[Signaal]:
        """All that is held, also what is set apart."""
        levend = self.b.toestand.signalen.values() if self.b else ()
        return betrokken(self.verzoek, [*levend, *self.apart.signalen])

    @property
    def in_te_trekken(self) -> list[UUID]:
        """What a decision may take back: what was there when the request came, and is not gone or taken back (G02)."""
        apart = {signaal.id for signaal in self.apart.signalen}
        return [s.id for s in self.bij_vastleggen if not s.ten_onrechte and s.id not in apart]

    @property
    def bij_vastleggen(self) -> list[Signaal]:
        """What was held when the request was recorded: of what came later nobody was asked."""
        return [signaal for signaal in self.signalen if signaal.geregistreerd <= self.verzoek.geregistreerd]

    @property
    def nu(self) -> datetime:
        return self.b.nu if self.b else self.h.nu

    @property
    def geboortemaand(self) -> str | None:
        """Of the child, as it was reported; also where it is known of what waits or of the archive only (G01)."""
        gemeld = [s.geboortemaand for s in self.signalen if s.kind == self.verzoek.persoon]
        return next(iter([*gemeld, *(stuk.geboortemaand for stuk in self.archief)]), None)

    def rond_af(self) -> None:
        """Time that passed is dealt with, and what follows from a decision."""
        if self.b:
            self.b.rond_af()
        self.noem_signalen()

    def noem_signalen(self) -> None:
        """What is told of signals, or done to them, is part of the row in the log (L04)."""
        for signaal in self.signalen:
            self.h.over("signaal", signaal.id)

    def beeld(self, *, nieuw: bool = False) -> Verzoekbeeld:
        return Verzoekbeeld(self.verzoek, self.nu, self.dossier, tuple(self._adviezen()), nieuw)

    def _adviezen(self) -> Iterable[Adviesbeeld]:
        namen = organisaties.partijen(self.h.tx, {advies.organisatie for advies in self.verzoek.adviezen})
        signalen = {signaal.id: signaal for signaal in self.signalen}
        for advies in self.verzoek.adviezen:
            signaal = signalen.get(advies.signaal)
            vertelbaar = signaal is not None and grond_te_vertellen(signaal, advies)
            weg = signaal is None or signaal.ten_onrechte
            yield Adviesbeeld(advies, namen[advies.organisatie].naam, vertelbaar, weg)


def gemeente_van(tools: Tools, h: Handeling) -> str:
    eis_toegang(tools, h.tx, h.wie)
    if h.wie.gemeente is None:
        raise NietGevonden
    if geldend := h.regels().convenanten.geldend(h.wie.gemeente, dag(h.nu)):
        h.volgens(geldend)
    return h.wie.gemeente


def eigen_verzoek(tools: Tools, h: Handeling, verzoek_id: UUID, *, vergrendeld: bool = False) -> Verzoek:
    """A request of his municipality; another's is not there (I06). Raises NietGevonden."""
    gemeente = gemeente_van(tools, h)
    verzoek = verzoeken.lees(h.tx, verzoek_id, vergrendeld=vergrendeld)
    if verzoek is None or verzoek.gemeente != gemeente:
        raise NietGevonden
    h.over("verzoek", verzoek.id)
    return verzoek


def open_zaak(h: Handeling, verzoek: Verzoek) -> Zaak:
    """Lock the family of the person, if he is known. A request that is there already is locked before it."""
    persoon = verzoek.persoon
    if persoon is None or bewaren.rij_van_persoon(h.tx, persoon) is None:
        return Zaak(h, verzoek, None)
    # Time first: what it takes away is set apart, comes to the archive, or is not known any more.
    Bewerking(h, families.vergrendel(h.tx, [persoon])).rond_af()
    if bewaren.rij_van_persoon(h.tx, persoon) is None:
        return Zaak(h, verzoek, None)
    b = Bewerking(h, families.vergrendel(h.tx, [persoon]))
    apart = bewaren.apart_van(h.tx, persoon)
    stukken = archief.van_kind(h.tx, persoon, verzoek.gemeente) if verzoek.betreft is Betreft.KIND else []
    return Zaak(h, verzoek, b, apart, tuple(stukken))
