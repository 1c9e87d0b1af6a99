# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer handles requests of data subjects (G01-G03): he records, extends, decides and answers them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.daden import Terugtrekking, Vernietiging
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.domain.inzageantwoord import (
    Inzageantwoord,
    alles_te_vertellen,
    inzageantwoord,
    onderwerpen,
)
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.rechten import (
    Advies,
    Besluitreden,
    Betreft,
    Maatregel,
    Recht,
    Stap,
    Uitspraak,
    Vaststelling,
    Verlenging,
    Verlengreden,
    Verzoek,
    Verzoekbesluit,
    Verzoekstand,
    Vrager,
    bezwaren_tegen_vastleggen,
    mag_stap,
    mag_verlengen,
    past_leeftijd,
    stand_na,
)
from verwijsindex.domain.rechtenbesluit import alles_terug, bezwaren_tegen_besluit, gaat_archief, te_vernietigen
from verwijsindex.domain.rechtenbrief import Rechtenbrief, besluitbrief, inzagebrief
from verwijsindex.domain.sleutels import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Leeftijdsgroep, Wilsonbekwaam
from verwijsindex.storage import archief, bewaren, families, logboek, logvragen, organisaties, sleutels, verzoeken
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.antwoord import eerder_gemeld
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.ports import TOKEN_ONGELDIG, Tools
from verwijsindex.use_cases.vernietigen import ontdooi, vernietig_archief
from verwijsindex.use_cases.verzoekzaak import Adviesbeeld, Verzoekbeeld, Zaak, eigen_verzoek, gemeente_van, open_zaak

Plaats = tuple[datetime, UUID]
ADVIES_GEVRAAGD = "advies-gevraagd"
VERZOEK_BESLOTEN = "verzoek-besloten"
ANDER_VERZOEK = geweigerd(
    "verzoek-id-bestaat",
    "G02",
    "Onder dit verzoekId staat al een ander verzoek. Gebruik een nieuw verzoekId.",
    "/verzoekId",
)
GEEN_INZAGEVERZOEK = geweigerd(
    "geen-inzageverzoek", "I05", "Dit is geen verzoek om inzage. Besluit eerst; dan is er een brief met het besluit."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoekopgave:
    """A request as it came in; `token` is a sealed box of 80 bytes, made for the organisation of who records it."""

    verzoek_id: UUID
    token: bytes
    sleutel_versie: int
    recht: Recht
    betreft: Betreft
    vrager: Vrager
    groep: Leeftijdsgroep | None
    wilsonbekwaam: Wilsonbekwaam | None
    vaststelling: Vaststelling
    vastgesteld_op: date
    ontvangen_op: date


def leg_vast(tools: Tools, wie: Aanroep, opgave: Verzoekopgave) -> Verzoekbeeld:
    """Record a request; who reported is asked for advice (G02). The same again gives what is there.

    Raises NietToegestaan (a rule), OngeldigeInvoer (`token-ongeldig`), Strijdig (same id, other content).
    """
    return met_herstart(partial(_leg_vast, tools, wie, opgave))


def _leg_vast(tools: Tools, wie: Aanroep, opgave: Verzoekopgave) -> Verzoekbeeld:
    with handeling(tools, wie, "verzoek:vastleggen") as h:
        gemeente = gemeente_van(tools, h)
        h.over("verzoek", opgave.verzoek_id)
        nieuw = _verzoek(opgave, gemeente, wie, h.nu)
        if bezwaren := bezwaren_tegen_vastleggen(nieuw, dag(h.nu)):
            raise NietToegestaan(bezwaren)
        wie_het_betreft = _open_token(tools, nieuw.organisatie, opgave, sleutels.stand(h.tx))
        persoon = families.bekende_personen(h.tx, [wie_het_betreft]).get(wie_het_betreft.sleutel)
        if eerder := verzoeken.lees(h.tx, opgave.verzoek_id):
            return _herhaald(h, eerder, nieuw, persoon)
        zaak = open_zaak(h, replace(nieuw, persoon=persoon))
        zaak.rond_af()
        if not zaak.dossier:
            # Of whom nothing is held here nothing is remembered either.
            zaak.verzoek = replace(zaak.verzoek, persoon=None)
        te_vragen = [signaal for signaal in zaak.signalen if not signaal.ten_onrechte]
        gevraagd = tuple(
            Advies(signaal=signaal.id, organisatie=signaal.organisatie, gevraagd=zaak.nu) for signaal in te_vragen
        )
        zaak.verzoek = replace(zaak.verzoek, adviezen=gevraagd, geregistreerd=zaak.nu)
        h.grond = zaak.verzoek.recht
        if not verzoeken.voeg_toe(h.tx, zaak.verzoek):
            eerder = verzoeken.lees(h.tx, opgave.verzoek_id)
            if eerder is None:
                raise Strijdig([ANDER_VERZOEK])
            return _herhaald(h, eerder, nieuw, persoon)
        logboek.verstuur(h.tx, _berichten(zaak.verzoek, ADVIES_GEVRAAGD), zaak.nu)
        if zaak.verzoek.persoon:
            # After time was dealt with: what was due before the request is not saved by it.
            bewaren.bevries(h.tx, zaak.verzoek.persoon, zaak.verzoek.id, zaak.nu)
        return zaak.beeld(nieuw=True)


def _verzoek(o: Verzoekopgave, gemeente: str, wie: Aanroep, nu: datetime) -> Verzoek:
    if wie.organisatie is None:
        raise NietGevonden
    return Verzoek(
        id=o.verzoek_id,
        gemeente=gemeente,
        organisatie=wie.organisatie,
        recht=o.recht,
        betreft=o.betreft,
        vrager=o.vrager,
        groep=o.groep,
        wilsonbekwaam=o.wilsonbekwaam,
        vaststelling=o.vaststelling,
        vastgesteld_op=o.vastgesteld_op,
        ontvangen_op=o.ontvangen_op,
        geregistreerd=nu,
        persoon=None,
    )


def _open_token(tools: Tools, organisatie: UUID, o: Verzoekopgave, stand: Stand) -> Pseudoniem:
    """The person, who is looked up and not kept (I05). Raises OngeldigeInvoer."""
    try:
        return tools.kluis.open_token(o.token, organisatie, o.verzoek_id, o.betreft.value, o.sleutel_versie, stand)
    except OngeldigeInvoer:
        raise OngeldigeInvoer([replace(TOKEN_ONGELDIG, wijzer=f"/{o.betreft}Token")]) from None


def _herhaald(h: Handeling, eerder: Verzoek, nieuw: Verzoek, persoon: UUID | None) -> Verzoekbeeld:
    """The same facts about the same person; of whom nothing was held nothing was kept to compare (I05)."""
    zelfde = replace(
        eerder,
        geregistreerd=nieuw.geregistreerd,
        persoon=None,
        stand=Verzoekstand.ONTVANGEN,
        adviezen=(),
        verlenging=None,
        besluit=None,
        ingetrokken=None,
    )
    if zelfde != nieuw or eerder.persoon not in (None, persoon):
        raise Strijdig([ANDER_VERZOEK])
    return _kijk(h, eerder)


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[Verzoekbeeld], Plaats | None]:
    """The requests of his municipality: open ones by the end of their term, then the others; the place to go on from.

    Of the persons nothing is looked up, and nothing shown (I05).
    """
    with handeling(tools, wie, "verzoek:opsommen") as h:
        gevonden = verzoeken.lijst(h.tx, gemeente_van(tools, h), na, aantal)
        for verzoek, _ in gevonden:
            h.over("verzoek", verzoek.id)
        beelden = [Verzoekbeeld(verzoek, h.nu, verzoek.persoon is not None) for verzoek, _ in gevonden]
        return beelden, gevonden[-1][1] if len(gevonden) == aantal else None


def lees(tools: Tools, wie: Aanroep, verzoek_id: UUID) -> Verzoekbeeld:
    """One request; while it is open also whether anything is held of the person, and which signals (I05)."""

    def blik() -> Verzoekbeeld:
        with handeling(tools, wie, "verzoek:bekijken") as h:
            return _kijk(h, eigen_verzoek(tools, h, verzoek_id))

    return met_herstart(blik)


def _kijk(h: Handeling, verzoek: Verzoek) -> Verzoekbeeld:
    if not verzoek.open:
        namen = organisaties.partijen(h.tx, {advies.organisatie for advies in verzoek.adviezen})
        genomen = verzoek.besluit.maatregelen if verzoek.besluit else ()
        terug = {maatregel.signaal for maatregel in genomen}
        adviezen = (Adviesbeeld(a, namen[a.organisatie].naam, False, a.signaal in terug) for a in verzoek.adviezen)
        return Verzoekbeeld(verzoek, h.nu, verzoek.persoon is not None, tuple(adviezen))
    zaak = open_zaak(h, verzoek)
    zaak.rond_af()
    return zaak.beeld()


def verleng(tools: Tools, wie: Aanroep, verzoek_id: UUID, reden: Verlengreden, verteld_op: date) -> Verzoekbeeld:
    """Two months more, once, and the asker knows (G02). Raises NietGevonden, Strijdig, NietToegestaan."""

    def daad() -> Verzoekbeeld:
        with handeling(tools, wie, "verzoek:verlengen") as h:
            verzoek = eigen_verzoek(tools, h, verzoek_id, vergrendeld=True)
            eis(mag_stap(verzoek, Stap.VERLENGEN), Strijdig)
            verlenging = Verlenging(reden=reden, verteld_op=verteld_op, moment=h.nu)
            eis(mag_verlengen(verzoek, verlenging), NietToegestaan)
            h.grond = reden
            verzoek = replace(verzoek, verlenging=verlenging, stand=_na(verzoek, Stap.VERLENGEN))
            verzoeken.bewaar(h.tx, verzoek)
            return _kijk(h, verzoek)

    return met_herstart(daad)


def trek_in(tools: Tools, wie: Aanroep, verzoek_id: UUID) -> Verzoekbeeld:
    """The asker takes his request back. Raises NietGevonden, Strijdig."""

    def daad() -> Verzoekbeeld:
        with handeling(tools, wie, "verzoek:intrekken") as h:
            verzoek = eigen_verzoek(tools, h, verzoek_id, vergrendeld=True)
            eis(mag_stap(verzoek, Stap.INTREKKEN), Strijdig)
            verzoek = replace(verzoek, ingetrokken=h.nu, stand=_na(verzoek, Stap.INTREKKEN))
            zaak = open_zaak(h, verzoek)
            zaak.rond_af()
            _sluit(zaak)
            return _kijk(h, verzoek)

    return met_herstart(daad)


def besluit(
    tools: Tools,
    wie: Aanroep,
    verzoek_id: UUID,
    uitspraak: Uitspraak,
    reden: Besluitreden,
    maatregelen: Sequence[Maatregel] = (),
) -> Verzoekbeeld:
    """Decide (G02): what it takes back is taken back in the same transaction, and the match is decided anew.

    Without `maatregelen` a grant takes back all that it is about, as wrong (S06). Raises NietGevonden, Strijdig,
    NietToegestaan.
    """

    def daad() -> Verzoekbeeld:
        with handeling(tools, wie, "verzoek:besluiten") as h:
            zaak = open_zaak(h, eigen_verzoek(tools, h, verzoek_id, vergrendeld=True))
            eis(mag_stap(zaak.verzoek, Stap.BESLUITEN), Strijdig)
            genomen = Verzoekbesluit(
                uitspraak=uitspraak,
                reden=reden,
                maatregelen=tuple(maatregelen) or alles_terug(zaak.verzoek, uitspraak, zaak.in_te_trekken),
                moment=zaak.nu,
            )
            _eis_besluit(zaak, genomen)
            zaak.noem_signalen()
            if zaak.verzoek.persoon and gaat_archief(zaak.verzoek, genomen):
                gemeld_tot, gemeente = dag(zaak.verzoek.geregistreerd), zaak.verzoek.gemeente
                archief.leg_stil(h.tx, [zaak.verzoek.persoon], zaak.nu, gemeente=gemeente, gemeld_tot=gemeld_tot)
            if zaak.b:
                for maatregel in genomen.maatregelen:
                    zaak.b.doe(Terugtrekking(maatregel.signaal, maatregel.reden))
                if weg := te_vernietigen(zaak.verzoek, genomen, zaak.bij_vastleggen) & zaak.b.toestand.signalen.keys():
                    zaak.b.doe(Vernietiging(frozenset(weg), "G02"))
            zaak.verzoek = replace(zaak.verzoek, besluit=genomen, stand=_na(zaak.verzoek, Stap.BESLUITEN))
            zaak.rond_af()
            h.nu = zaak.nu
            h.grond = f"{zaak.verzoek.recht} {uitspraak} {reden}"
            h.ook += ["signaal:intrekken"] if genomen.maatregelen else []
            _sluit(zaak)
            return _kijk(h, zaak.verzoek)

    return met_herstart(daad)


def _eis_besluit(zaak: Zaak, genomen: Verzoekbesluit) -> None:
    """Raises NietToegestaan with every reason why it cannot be decided so."""
    verzoek = zaak.verzoek
    bezwaren: tuple[Besluit, ...] = bezwaren_tegen_besluit(
        verzoek,
        genomen,
        zaak.in_te_trekken,
        bekend=bool(zaak.archief or (zaak.signalen if verzoek.recht is Recht.INZAGE else zaak.bij_vastleggen)),
        verzwegen=any(not alles_te_vertellen(verzoek, signaal) for signaal in zaak.signalen),
        geboortemaand=zaak.geboortemaand,
    )
    if bezwaren:
        raise NietToegestaan(bezwaren)


def antwoord(tools: Tools, wie: Aanroep, verzoek_id: UUID) -> tuple[Inzageantwoord | None, Rechtenbrief]:
    """What the asker is told: of an open access request what is held (G03); after a decision that decision.

    Raises NietGevonden, Strijdig (nothing to answer yet), NietToegestaan (his age does not fit).
    """

    def blik() -> tuple[Inzageantwoord | None, Rechtenbrief]:
        with handeling(tools, wie, "antwoord:bekijken") as h:
            verzoek = eigen_verzoek(tools, h, verzoek_id)
            afzender = organisaties.partijen(h.tx, {verzoek.organisatie})[verzoek.organisatie].naam
            if brief := besluitbrief(verzoek, afzender, dag(h.nu)):
                return None, brief
            eis(mag_stap(verzoek, Stap.BESLUITEN), Strijdig)
            if verzoek.recht is not Recht.INZAGE:
                raise Strijdig([GEEN_INZAGEVERZOEK])
            zaak = open_zaak(h, verzoek)
            eis(past_leeftijd(verzoek, zaak.geboortemaand), NietToegestaan)
            zaak.rond_af()
            stand = zaak.stand if zaak.signalen else None
            gezien = logvragen.blikken(h.tx, onderwerpen(verzoek, stand)) if stand else []
            kijkers = organisaties.partijen(h.tx, {blik.organisatie for blik in gezien if blik.organisatie})
            wachtend = {signaal.id for signaal in zaak.apart.signalen}
            eerder = eerder_gemeld(h.tx, zaak.archief)
            gevonden = inzageantwoord(verzoek, stand, gezien, kijkers, zaak.nu, wachtend, eerder)
            return gevonden, inzagebrief(gevonden, afzender)

    return met_herstart(blik)


def _na(verzoek: Verzoek, stap: Stap) -> Verzoekstand:
    nieuw = stand_na(verzoek.stand, stap)
    if nieuw is None:
        raise Strijdig([mag_stap(verzoek, stap)])
    return nieuw


def _sluit(zaak: Zaak) -> None:
    """Whoever was asked hears that it is over; last, as no key comes back, what waited for it goes (G02, B03)."""
    h, verzoek = zaak.h, zaak.verzoek
    verzoeken.bewaar(h.tx, verzoek)
    logboek.verstuur(h.tx, _berichten(verzoek, VERZOEK_BESLOTEN), h.nu)
    if verzoek.persoon and zaak.b:
        ontdooi(h, zaak.b.familie.id, verzoek.persoon, verzoek.id)
        vernietig_archief(h, zaak.b.familie.id, "G02" if verzoek.besluit else "B02")


def _berichten(verzoek: Verzoek, soort: str) -> list[Bericht]:
    """To who reported, about its own signal: never what is asked, nor by whom (I07)."""
    return [Bericht(advies.signaal, soort, "organisatie", str(advies.organisatie)) for advies in verzoek.adviezen]
