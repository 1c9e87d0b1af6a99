# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Ending, withdrawing and reading own signals (S06, A06)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.archief import Archiefstuk
from verwijsindex.domain.beeld import Melderbeeld
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.daden import Beeindiging, Daad, Terugtrekking, Vernietiging
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Signaal, grond_staat
from verwijsindex.domain.terugkoppeling import Terugkoppeling, match_van_melder, terugkoppeling
from verwijsindex.domain.tijd import dag, maandbegin
from verwijsindex.domain.uitleg_signaal import uitleg_signaal
from verwijsindex.domain.woorden import Intrekreden
from verwijsindex.storage import archief, families, logboek, matches, signalen
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.antwoord import Antwoord, als_melder, antwoord_van, match_voor, uit_archief
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vernietigen import vernietig_archief

Plaats = tuple[datetime, UUID]
GROND_BLIJFT = geweigerd(
    "grond-blijft-ontbreekt",
    "V04",
    "Zeg bij het beëindigen of de veiligheidsgrond blijft gelden in het nazorgvenster.",
    "/grondBlijft",
)

AL_INGETROKKEN = geweigerd("al-ingetrokken", "S06", "Dit signaal is al ingetrokken.")
OVERLEDEN_OP = geweigerd(
    "overlijdensdag-ongeldig",
    "B01",
    "De dag van overlijden ligt na vandaag of voor de geboorte. Controleer hem.",
    "/op",
)


@dataclass(frozen=True, slots=True)
class Eigen:
    """An own signal with its family locked: what every deed on it starts from (A06)."""

    b: Bewerking
    signaal: Signaal
    signaal_id: UUID
    organisatie: Organisatie

    def doe(self, daad: Daad) -> Antwoord:
        """Do a deed and answer what came of it."""
        self.b.doe(daad)
        self.b.rond_af()
        return self.antwoord()

    def antwoord(self) -> Antwoord:
        """What its organisation is told now."""
        return antwoord_van(self.b, self.nu, self.signaal_id, self.organisatie)

    @property
    def nu(self) -> Signaal:
        """The signal as it is after what was done. Raises NietGevonden when it was destroyed by that (T06)."""
        if self.signaal.id not in self.b.toestand.signalen:
            raise NietGevonden
        return self.b.toestand.signalen[self.signaal.id]


def eigen_signaal(h: Handeling, signaal_id: UUID) -> Eigen:
    """Lock the family of an own signal, by own id; not there, or another's, is the same (A06, I06)."""
    organisatie, _ = deelnemer(h)
    gevonden = signalen.indiening(h.tx, organisatie.id, signaal_id)
    if gevonden is None:
        raise NietGevonden
    return vergrendel(h, organisatie, gevonden.signaal, signaal_id)


def vergrendel(h: Handeling, organisatie: Organisatie, signaal: UUID, signaal_id: UUID | None = None) -> Eigen:
    """The same by the index's own id. Raises NietGevonden when time destroyed it meanwhile."""
    b = Bewerking(h, families.vergrendel_signaal(h.tx, signaal))
    if signaal not in b.toestand.signalen:
        raise NietGevonden
    h.over("signaal", signaal)
    return Eigen(b, b.toestand.signalen[signaal], signaal_id or signalen.eigen_id(h.tx, signaal), organisatie)


def beeindig(tools: Tools, wie: Aanroep, signaal_id: UUID, tot: date, *, grond_blijft: bool | None = None) -> Antwoord:
    """End the involvement on day `tot`, not after today (S06).

    A V-ground that stands asks for `grond_blijft`, which is its last review and so a person's word (V04, A03).
    """

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:beeindigen") as h:
            eigen = eigen_signaal(h, signaal_id)
            b, signaal = eigen.b, eigen.signaal
            if wie.professional or grond_staat(signaal):
                aangewezen(h)
            if not signaal.actief_op(b.nu):
                raise Strijdig([geweigerd("al-beeindigd", "S06", "Dit signaal is al beëindigd of ingetrokken.")])
            if tot > dag(b.nu) or tot < signaal.vanaf:
                zin = "tot ligt na vandaag of voor het begin."
                raise OngeldigeInvoer([geweigerd("einddatum-ongeldig", "S06", zin, "/tot")])
            if grond_staat(signaal) and grond_blijft is None:
                raise OngeldigeInvoer([GROND_BLIJFT])
            return eigen.doe(Beeindiging(signaal.id, tot, bool(grond_blijft)))

    return met_herstart(daad)


def trek_in(tools: Tools, wie: Aanroep, signaal_id: UUID, reden: Intrekreden) -> Antwoord:
    """Withdraw an own signal with a reason; that it was wrong may still turn out when the risk is gone (S06, S09).

    A V-ground goes with it, which is a person's word (V04, A03).
    """

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:intrekken") as h:
            if stuk := _archiefstuk(h, signaal_id):
                return _haal_uit_archief(h, stuk, signaal_id, reden)
            eigen = eigen_signaal(h, signaal_id)
            signaal = eigen.signaal
            if wie.professional or grond_staat(signaal):
                aangewezen(h)
            if signaal.ten_onrechte or (signaal.intrekking and reden is Intrekreden.RISICO_GEWEKEN):
                raise Strijdig([AL_INGETROKKEN])
            return eigen.doe(Terugtrekking(signaal.id, reden))

    return met_herstart(daad)


def _archiefstuk(h: Handeling, signaal_id: UUID) -> Archiefstuk | None:
    """What is in the archive under this id, where no signal goes by it any more."""
    organisatie, _ = deelnemer(h)
    if signalen.indiening(h.tx, organisatie.id, signaal_id):
        return None
    return archief.van_organisatie(h.tx, organisatie.id, signaal_id)


def _haal_uit_archief(h: Handeling, stuk: Archiefstuk, signaal_id: UUID, reden: Intrekreden) -> Antwoord:
    """What turns out to have been wrong speaks no more, also after the risk was gone (S06, S09, M15)."""
    if h.wie.professional:
        aangewezen(h)
    if reden is Intrekreden.RISICO_GEWEKEN:
        raise Strijdig([AL_INGETROKKEN])
    b = Bewerking(h, families.vergrendel(h.tx, [stuk.kind]))
    b.rond_af()
    archief.leg_stil(h.tx, [stuk.kind], b.nu, alleen=stuk.id)
    vernietig_archief(h, b.familie.id, "S06")
    h.over("archiefstuk", stuk.id)
    if reden is Intrekreden.VERKEERD_KIND:
        logboek.verstuur(h.tx, [Bericht(stuk.id, reden, "privacy", stuk.gemeente)], b.nu)
    return uit_archief(signaal_id)


def meld_overlijden(tools: Tools, wie: Aanroep, signaal_id: UUID, op: date) -> None:
    """The child of an own signal died: all signals about this child are destroyed at once, of everybody (B01).

    A person's word (A03). `op` is the day of death; it is judged and not kept. The other organisations hear that their
    signal is gone, and the owner of an open match that nobody active is left. Raises OngeldigeInvoer.
    """

    def daad() -> None:
        with handeling(tools, wie, "signaal:overlijden-melden") as h:
            eigen = eigen_signaal(h, signaal_id)
            aangewezen(h)
            b, signaal = eigen.b, eigen.signaal
            if not maandbegin(signaal.geboortemaand) <= op <= dag(b.nu):
                raise OngeldigeInvoer([OVERLEDEN_OP])
            van_kind = frozenset(s.id for s in b.toestand.signalen.values() if s.kind == signaal.kind)
            b.doe(Vernietiging(van_kind, "B01", eigen.organisatie.id))
            b.rond_af()
            # After time, which may just have added to it.
            archief.leg_stil(h.tx, [signaal.kind], b.nu)
            vernietig_archief(h, b.familie.id, "B01")

    met_herstart(daad)


@dataclass(frozen=True, slots=True)
class EigenBeeld:
    """An own signal with its answer of this moment, why, and the match as far as he hears of it (M13, A06, I01)."""

    antwoord: Antwoord
    signaal: Signaal
    uitleg: tuple[str, ...]
    match: Melderbeeld | None

    @property
    def plaats(self) -> Plaats:
        """Its place in the list of own signals."""
        return self.signaal.geregistreerd, self.signaal.id


def lees(tools: Tools, wie: Aanroep, signaal_id: UUID) -> EigenBeeld:
    """An own signal: its state, whether it counts, and why. Time that passed is dealt with first."""

    def blik() -> EigenBeeld:
        with handeling(tools, wie, "signaal:bekijken") as h:
            eigen = eigen_signaal(h, signaal_id)
            eigen.b.rond_af()
            match = match_voor(eigen.b, eigen.signaal, eigen.organisatie)
            for ander in match.anderen if match else ():
                for signaal in ander.signalen:
                    h.over("signaal", signaal)
            uitleg = tuple(uitleg_signaal(eigen.signaal, eigen.b.stand))
            return EigenBeeld(eigen.antwoord(), eigen.signaal, uitleg, match)

    return met_herstart(blik)


def koppel_terug(tools: Tools, wie: Aanroep, signaal_id: UUID) -> Terugkoppeling:
    """What became of an own signal (R08). Time that passed is dealt with first."""

    def blik() -> Terugkoppeling:
        with handeling(tools, wie, "terugkoppeling:bekijken") as h:
            eigen = eigen_signaal(h, signaal_id)
            b = eigen.b
            b.rond_af()
            signaal = b.toestand.signalen.get(eigen.signaal.id)
            if signaal is None:
                raise NietGevonden
            kijker = als_melder(eigen.organisatie)
            match = match_van_melder(kijker, signaal, b.stand)
            tijdlijn = matches.tijdlijn(h.tx, match.id) if match else ()
            return terugkoppeling(kijker, match, b.stand, tijdlijn, b.regisseur_van(match))

    return met_herstart(blik)


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[EigenBeeld], Plaats | None]:
    """Own signals in order of registration, each as `lees` would show it (A06, I06); the place to go on from."""
    with handeling(tools, wie, "signaal:opsommen") as h:
        organisatie, _ = deelnemer(h)
        gevonden = signalen.eigen(h.tx, organisatie.id, na, aantal)
    beelden = []
    for id_, _ in gevonden:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, id_))
    return beelden, gevonden[-1][1] if len(gevonden) == aantal else None
