# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Registering, ending, withdrawing and reading signals (A, S)."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Beeindiging, Registratie, Terugtrekking, Veiligheidsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.signaal import (
    Bevestiging,
    Contactpunt,
    Informering,
    Signaal,
    Toestemming,
    Veiligheidsgrond,
    poort_1,
    poort_2,
)
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import vervolg_signaal
from verwijsindex.domain.veiligheid import mag_doorbreken
from verwijsindex.domain.verloop import open_signaal
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.storage import families, organisaties, signalen
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools


@dataclass(frozen=True, slots=True)
class Envelop:
    """Sealed identity: the municipality's key id and 560 bytes of ciphertext."""

    kid: str
    ct: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanmelding:
    """A report as it came in: well-formed, not yet judged. Tokens are sealed boxes of 80 bytes."""

    signaal_id: UUID
    kind_token: bytes
    ouder_tokens: tuple[bytes, ...]
    sleutel_versie: int
    geboortemaand: str
    uiterlijk_tot: date
    gemeente: str
    gebied: str | None
    soort: Soort
    leefgebieden: frozenset[Leefgebied]
    patroon: Patroon | None
    vanaf: date
    tot: date | None
    contactpunt: Contactpunt
    onthulling: Onthulling
    envelop: Envelop | None
    professional: str
    bevestigd_op: datetime
    redelijk_vermoeden: bool
    informering: Informering
    herkomst: str | None
    toestemming: Toestemming | None
    grond: Grond | None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a reporter is told: his id, state, whether it counts and why, what happens next; `nieuw` only the first time."""

    signaal_id: UUID
    status: str
    telt: bool
    waarom: str
    regel: str
    vervolg: str
    veiligheidsgrond: UUID | None
    match: bool
    nieuw: bool = False


ANTWOORD: TypeAdapter[Antwoord] = TypeAdapter(Antwoord)
VORM: TypeAdapter[Aanmelding] = TypeAdapter(Aanmelding)


def registreer(tools: Tools, wie: Aanroep, aanmelding: Aanmelding) -> Antwoord:
    """Register a signal (gate 1, gate 2, stacking) in one transaction; a repeat gives the first answer (S04, S05).

    Raises NietToegestaan (a rule), OngeldigeInvoer (`token-ongeldig`), Strijdig (same id, other content), Onbereikbaar.
    """
    return met_herstart(lambda: _registreer(tools, wie, aanmelding))


def _registreer(tools: Tools, wie: Aanroep, aanmelding: Aanmelding) -> Antwoord:
    with handeling(tools, wie, "signaal:registreren") as h:
        kind, ouders = _open_tokens(tools, wie, aanmelding)
        organisatie, professional = deelnemer(h)
        concept = _concept(aanmelding, organisatie.id, professional, h.nu)
        convenant = h.regels().convenanten.geldend(aanmelding.gemeente, dag(h.nu))
        _toets(concept, organisatie, professional, convenant, dag(h.nu), aanmelding)
        assert convenant is not None
        h.volgens(convenant)

        eerder = signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id)
        ids = families.personen(h.tx, [kind, *ouders])
        persoon, ouder_ids = ids[kind.sleutel], frozenset(ids[ouder.sleutel] for ouder in ouders)
        vingerafdruk = _vingerafdruk(aanmelding, persoon, ouder_ids)
        b = Bewerking(h, families.vergrendel(h.tx, {persoon, *ouder_ids}))
        eerder = eerder or signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id)
        if eerder:
            b.rond_af()
            h.over("signaal", eerder.signaal)
            return _herhaald(eerder, vingerafdruk)

        signaal = replace(concept, kind=persoon, ouders=ouder_ids, geregistreerd=b.nu, laatst_gemeld=b.nu)
        if signaal.veiligheid:
            signaal = replace(signaal, veiligheid=replace(signaal.veiligheid, ingeroepen=b.nu))
        open_ = open_signaal(b.toestand, organisatie.id, persoon, b.nu)
        b.doe(Registratie(signaal))
        b.rond_af()
        signaal = b.toestand.signalen[open_.id if open_ else signaal.id]
        antwoord = _antwoord(b, signaal, aanmelding.signaal_id)
        h.over("signaal", signaal.id)
        h.grond = antwoord.waarom
        if not signalen.dien_in(
            h.tx, organisatie.id, aanmelding.signaal_id, signaal.id, vingerafdruk, ANTWOORD.dump_python(antwoord), b.nu
        ):
            raise _ander_signaal()
        if aanmelding.envelop:
            verzegeld = tools.kluis.berg(aanmelding.envelop.ct, signaal.id)
            signalen.bewaar_envelop(h.tx, signaal.id, aanmelding.envelop.kid, verzegeld)
        return replace(antwoord, nieuw=True)


def _open_tokens(tools: Tools, wie: Aanroep, a: Aanmelding) -> tuple[Pseudoniem, list[Pseudoniem]]:
    assert wie.organisatie is not None
    kind = tools.kluis.open_token(a.kind_token, wie.organisatie, a.signaal_id, "kind", a.sleutel_versie)
    ouders = [
        tools.kluis.open_token(doos, wie.organisatie, a.signaal_id, "ouder", a.sleutel_versie)
        for doos in a.ouder_tokens
    ]
    sleutels = {kind.sleutel, *(ouder.sleutel for ouder in ouders)}
    if len(sleutels) != 1 + len(ouders):
        raise OngeldigeInvoer(
            [
                geweigerd(
                    "ouder-dubbel",
                    "S03",
                    "Een kind is niet zijn eigen ouder, en een ouder telt een keer.",
                    "/ouderTokens",
                )
            ]
        )
    return kind, ouders


def deelnemer(h: Handeling) -> tuple[Organisatie, Professional | None]:
    """The organisation and professional of the caller, as they are now (A01, A06)."""
    organisatie = organisaties.lees(h.tx, h.wie.organisatie) if h.wie.organisatie else None
    if organisatie is None:
        raise NietGevonden
    professional = organisaties.professional_op_id(h.tx, h.wie.professional) if h.wie.professional else None
    return organisatie, professional


def _concept(a: Aanmelding, organisatie: UUID, professional: Professional | None, nu: datetime) -> Signaal:
    """The signal as the rules judge it, before it is known which child it is about."""
    wie = professional.id if professional else UUID(int=0)
    return Signaal(
        id=uuid4(),
        organisatie=organisatie,
        kind=UUID(int=0),
        ouders=frozenset(),
        gemeente=a.gemeente,
        gebied=a.gebied,
        geboortemaand=a.geboortemaand,
        uiterlijk_tot=a.uiterlijk_tot,
        soort=a.soort,
        leefgebieden=a.leefgebieden,
        patroon=a.patroon,
        vanaf=a.vanaf,
        tot=a.tot,
        contactpunt=a.contactpunt,
        onthulling=a.onthulling,
        bevestiging=Bevestiging(wie, a.bevestigd_op, a.redelijk_vermoeden),
        informering=a.informering,
        herkomst=a.herkomst,
        geregistreerd=nu,
        laatst_gemeld=nu,
        toestemming=a.toestemming,
        veiligheid=Veiligheidsgrond(uuid4(), a.grond, nu, wie) if a.grond else None,
    )


def _toets(
    concept: Signaal,
    organisatie: Organisatie,
    professional: Professional | None,
    convenant: Convenant | None,
    vandaag: date,
    aanmelding: Aanmelding,
) -> None:
    """Gate 1, all refusals at once."""
    besluiten = list(poort_1(concept, organisatie, professional, convenant, vandaag))
    if professional and professional.kenmerk != aanmelding.professional:
        besluiten.append(
            geweigerd(
                "professional-anders",
                "A03",
                "Het token staat op naam van een ander dan wie bevestigt. Vraag een token op zijn naam.",
                "/bevestiging/professional",
            )
        )
    if aanmelding.grond and not (mag := mag_doorbreken(professional)):
        besluiten.append(mag)
    if besluiten:
        raise NietToegestaan(besluiten)


def _vingerafdruk(a: Aanmelding, kind: UUID, ouders: Iterable[UUID]) -> bytes:
    """S04: equal for the same persons and fields; the boxes and the envelope are random and left out."""
    velden = VORM.dump_python(a, mode="json", exclude={"kind_token", "ouder_tokens", "envelop"})
    velden["leefgebieden"] = sorted(velden["leefgebieden"])
    feiten = [str(kind), sorted(map(str, ouders)), sorted(velden.items())]
    return hashlib.sha256(repr(feiten).encode()).digest()


def _herhaald(eerder: signalen.Indiening, vingerafdruk: bytes) -> Antwoord:
    if eerder.vingerafdruk != vingerafdruk:
        raise _ander_signaal()
    return ANTWOORD.validate_python(eerder.antwoord)


def _ander_signaal() -> Strijdig:
    return Strijdig(
        [
            geweigerd(
                "signaal-id-bestaat",
                "S04",
                "Onder dit signaalId is al een ander signaal ingediend. Gebruik een nieuw signaalId.",
                "/signaalId",
            )
        ]
    )


def _antwoord(b: Bewerking, signaal: Signaal, signaal_id: UUID) -> Antwoord:
    besluit = poort_2(signaal, b.nu, b.regels.van(signaal.gemeente, b.nu), b.regels.vrij)
    telt = b.regels.telt(signaal, b.nu)
    match = b.toestand.open_match(b.toestand.kinderen[signaal.kind].dossier) if telt else None
    regisseur = b.regisseur_van(match)
    return Antwoord(
        signaal_id,
        signaal.status(b.nu).value,
        telt,
        besluit.code,
        besluit.regel,
        vervolg_signaal(
            besluit, match, regisseur.naam if regisseur else None, regisseur.telefoon if regisseur else None
        ),
        signaal.veiligheid.id if signaal.veiligheid else None,
        match is not None,
    )


def eigen_signaal(h: Handeling, signaal_id: UUID) -> tuple[Bewerking, Signaal]:
    """Lock the family of an own signal, by own id; not there, or another's, is the same (A06, I06)."""
    gevonden = signalen.indiening(h.tx, h.wie.organisatie, signaal_id) if h.wie.organisatie else None
    if gevonden is None:
        raise NietGevonden
    b = Bewerking(h, families.vergrendel_signaal(h.tx, gevonden.signaal))
    if gevonden.signaal not in b.toestand.signalen:
        raise NietGevonden
    h.over("signaal", gevonden.signaal)
    return b, b.toestand.signalen[gevonden.signaal]


def beeindig(tools: Tools, wie: Aanroep, signaal_id: UUID, tot: date, *, grond_blijft: bool | None = None) -> Antwoord:
    """End the involvement on day `tot`, not after today (S06); where a V-ground stands `grond_blijft` is asked (V04)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:beeindigen") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            if not signaal.actief_op(b.nu):
                raise Strijdig([geweigerd("al-beeindigd", "S06", "Dit signaal is al beëindigd of ingetrokken.")])
            if tot > dag(b.nu) or tot < signaal.vanaf:
                raise OngeldigeInvoer(
                    [geweigerd("einddatum-ongeldig", "S06", "tot ligt na vandaag of voor het begin.", "/tot")]
                )
            staat = signaal.veiligheid is not None and signaal.veiligheid.vervallen is None
            if staat and grond_blijft is None:
                raise OngeldigeInvoer(
                    [
                        geweigerd(
                            "grond-blijft-ontbreekt",
                            "V04",
                            "Zeg bij het beëindigen of de veiligheidsgrond blijft gelden in het nazorgvenster.",
                            "/grondBlijft",
                        )
                    ]
                )
            return pas_toe(b, signaal_id, Beeindiging(signaal.id, tot, bool(grond_blijft)))

    return met_herstart(daad)


def trek_in(tools: Tools, wie: Aanroep, signaal_id: UUID, reden: Intrekreden) -> Antwoord:
    """Withdraw an own signal with a reason (S06, S09)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:intrekken") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            if signaal.intrekking:
                raise Strijdig([geweigerd("al-ingetrokken", "S06", "Dit signaal is al ingetrokken.")])
            return pas_toe(b, signaal_id, Terugtrekking(signaal.id, reden))

    return met_herstart(daad)


def pas_toe(b: Bewerking, signaal_id: UUID, daad: Beeindiging | Terugtrekking | Veiligheidsdaad) -> Antwoord:
    """Do a deed on one own signal and answer what came of it."""
    b.doe(daad)
    b.rond_af()
    return _antwoord(b, b.toestand.signalen[daad.signaal], signaal_id)


@dataclass(frozen=True, slots=True)
class EigenBeeld:
    """An own signal with its answer of this moment (M13, A06)."""

    antwoord: Antwoord
    signaal: Signaal

    @property
    def plaats(self) -> tuple[datetime, UUID]:
        """Its place in the list of own signals."""
        return self.signaal.geregistreerd, self.signaal.id


def lees(tools: Tools, wie: Aanroep, signaal_id: UUID) -> EigenBeeld:
    """An own signal: its state, whether it counts, and why. Time that passed is dealt with first."""

    def blik() -> EigenBeeld:
        with handeling(tools, wie, "signaal:bekijken") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            b.rond_af()
            return EigenBeeld(_antwoord(b, signaal, signaal_id), signaal)

    return met_herstart(blik)


def lijst(tools: Tools, wie: Aanroep, na: tuple[datetime, UUID] | None, aantal: int) -> list[EigenBeeld]:
    """Own signals in order of registration, each as `lees` would show it (A06, I06)."""
    with handeling(tools, wie, "signaal:opsommen") as h:
        if h.wie.organisatie is None:
            raise NietGevonden
        ids = signalen.eigen(h.tx, h.wie.organisatie, na, aantal)
    beelden = []
    for id_ in ids:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, id_))
    return beelden
