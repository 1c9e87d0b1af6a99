# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The decision on a request (G02): which reason goes with which outcome, and what is done to which signals."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.rechten import (
    Besluitreden,
    Maatregel,
    Recht,
    Stap,
    Uitspraak,
    Verzoek,
    Verzoekbesluit,
    mag_stap,
    past_leeftijd,
)
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Intrekreden

_B, _R = Besluitreden, Recht
_WEG = frozenset({Recht.RECTIFICATIE, Recht.VERWIJDERING, Recht.BEZWAAR})
_ALLE = frozenset(Recht)
# A grant of these is about everything, and what it takes back is not kept either (AVG 17.1, 21.1).
HELEMAAL = frozenset({Recht.VERWIJDERING, Recht.BEZWAAR})
# Which reason goes with which outcome of which right.
REDENEN: Mapping[Uitspraak, Mapping[Besluitreden, frozenset[Recht]]] = {
    Uitspraak.TOEGEWEZEN: {
        _B.ALLES_GEGEVEN: frozenset({_R.INZAGE}),
        _B.NIETS_BEKEND: frozenset({_R.INZAGE}),
        _B.ONJUIST: frozenset({_R.RECTIFICATIE, _R.VERWIJDERING}),
        _B.NIET_MEER_NODIG: frozenset({_R.VERWIJDERING}),
        _B.GEEN_GROND: frozenset({_R.VERWIJDERING}),
        _B.BELANG_VRAGER: frozenset({_R.BEZWAAR}),
    },
    Uitspraak.GEDEELTELIJK: {
        _B.DEEL_JUIST: frozenset({_R.RECTIFICATIE, _R.VERWIJDERING}),
        _B.DEEL_NODIG: frozenset({_R.VERWIJDERING, _R.BEZWAAR}),
        _B.VEILIGHEID: _ALLE,
        _B.ANDEREN: frozenset({_R.INZAGE}),
    },
    Uitspraak.AFGEWEZEN: {
        _B.NIETS_BEKEND: _WEG,
        _B.JUIST: frozenset({_R.RECTIFICATIE}),
        _B.NODIG: frozenset({_R.VERWIJDERING}),
        _B.BELANG_KIND: frozenset({_R.BEZWAAR}),
        _B.VEILIGHEID: _ALLE,
        _B.ANDEREN: frozenset({_R.INZAGE}),
        _B.BUITENSPORIG: _ALLE,
        _B.NIET_BEVOEGD: _ALLE,
    },
}


def bezwaren_tegen_besluit(
    verzoek: Verzoek,
    besluit: Verzoekbesluit,
    in_te_trekken: Collection[UUID],
    *,
    bekend: bool,
    verzwegen: bool,
    geboortemaand: str | None,
) -> tuple[Besluit, ...]:
    """Why it cannot be decided so; empty when it can (G01, G02).

    `in_te_trekken` are the signals that it could still take back; `bekend` says that anything is held that it is about,
    also what was taken back before or waits to be destroyed; `verzwegen` that not everything can be told.
    """
    if not (klaar := mag_stap(verzoek, Stap.BESLUITEN)):
        return (klaar,)
    regels = (
        _advies_binnen(verzoek, besluit),
        _reden(verzoek, besluit),
        _bekend(verzoek, besluit, bekend=bekend),
        _maatregelen(verzoek, besluit, in_te_trekken, bekend=bekend),
        _alles_verteld(verzoek, besluit, verzwegen=verzwegen),
        toegestaan("afwijzen", "G01")
        if besluit.uitspraak is Uitspraak.AFGEWEZEN
        else past_leeftijd(verzoek, geboortemaand),
    )
    return tuple(regel for regel in regels if not regel)


def alles_terug(verzoek: Verzoek, uitspraak: Uitspraak, in_te_trekken: Iterable[UUID]) -> tuple[Maatregel, ...]:
    """What a granted erasure or objection takes back where nothing was chosen: everything, as wrong (G02, S06)."""
    if uitspraak is not Uitspraak.TOEGEWEZEN or verzoek.recht not in HELEMAAL:
        return ()
    return tuple(Maatregel(signaal, Intrekreden.TEN_ONRECHTE) for signaal in in_te_trekken)


def te_vernietigen(verzoek: Verzoek, besluit: Verzoekbesluit, bekend: Iterable[Signaal]) -> set[UUID]:
    """The signals that go with the decision: what it takes back, and what was taken back as wrong before (AVG 17)."""
    if verzoek.recht not in HELEMAAL or besluit.uitspraak is Uitspraak.AFGEWEZEN:
        return set()
    eerder = {signaal.id for signaal in bekend if signaal.ten_onrechte}
    return eerder | {maatregel.signaal for maatregel in besluit.maatregelen}


def gaat_archief(verzoek: Verzoek, besluit: Verzoekbesluit) -> bool:
    """A grant is about the archive too (B02; AVG 16, 17.1, 21.1); a rectification where it is all there is."""
    alleen = verzoek.recht is Recht.RECTIFICATIE and not besluit.maatregelen
    return (verzoek.recht in HELEMAAL or alleen) and besluit.uitspraak is Uitspraak.TOEGEWEZEN


def _advies_binnen(verzoek: Verzoek, besluit: Verzoekbesluit) -> Besluit:
    wacht_tot = verzoek.advies_tot()
    if wacht_tot and dag(besluit.moment) < wacht_tot and besluit.reden is not Besluitreden.NIET_BEVOEGD:
        zin = f"Nog niet elke melder gaf advies; zij hebben de tijd tot {wacht_tot:%d-%m-%Y}. Bel ze, of wacht."
        return geweigerd("adviezen-afwachten", "G02", zin)
    return toegestaan("advies", "G02")


def _reden(verzoek: Verzoek, besluit: Verzoekbesluit) -> Besluit:
    if verzoek.recht not in REDENEN[besluit.uitspraak].get(besluit.reden, frozenset()):
        zin = f"Deze reden past niet bij dit besluit op een verzoek om {verzoek.recht}. Kies een andere."
        return geweigerd("besluitreden-past-niet", "G02", zin, "/reden")
    return toegestaan("reden", "G02")


def _bekend(verzoek: Verzoek, besluit: Verzoekbesluit, *, bekend: bool) -> Besluit:
    """That nothing is held is said exactly where it is so."""
    if besluit.reden is Besluitreden.NIETS_BEKEND and bekend:
        zin = "Over deze persoon staat iets in de index. Kies een andere reden."
        return geweigerd("wel-iets-bekend", "G02", zin, "/reden")
    if not bekend and verzoek.recht in _WEG and besluit.uitspraak is not Uitspraak.AFGEWEZEN:
        zin = "Er is niets meer om te wijzigen of te verwijderen. Wijs af met de reden `niets-bekend`."
        return geweigerd("niets-te-verwijderen", "G02", zin, "/uitspraak")
    return toegestaan("bekend", "G02")


def _maatregelen(
    verzoek: Verzoek, besluit: Verzoekbesluit, in_te_trekken: Collection[UUID], *, bekend: bool
) -> Besluit:
    """G02: what is granted is done to all, what is granted in part to some, and nothing else is done."""
    gekozen = [maatregel.signaal for maatregel in besluit.maatregelen]
    if any(maatregel.reden is Intrekreden.RISICO_GEWEKEN for maatregel in besluit.maatregelen):
        zin = "Dat het risico geweken is, zegt alleen de organisatie zelf. Kies `ten-onrechte` of `verkeerd-kind`."
        return geweigerd("reden-van-de-melder", "G02", zin, "/maatregelen")
    if len(gekozen) != len(set(gekozen)) or not set(gekozen) <= set(in_te_trekken):
        zin = (
            "Een maatregel noemt een signaal dat niet bij dit verzoek hoort, of dubbel. Kies uit de betrokken signalen."
        )
        return geweigerd("maatregel-past-niet", "G02", zin, "/maatregelen")
    mag_iets = verzoek.recht in _WEG and besluit.uitspraak is not Uitspraak.AFGEWEZEN
    if gekozen and not mag_iets:
        zin = "Bij inzage en bij een afwijzing verandert er niets. Laat de maatregelen weg."
        return geweigerd("maatregel-niet-nodig", "G02", zin, "/maatregelen")
    alles = verzoek.recht in HELEMAAL and besluit.uitspraak is Uitspraak.TOEGEWEZEN
    if mag_iets and in_te_trekken and (not gekozen or (alles and set(gekozen) != set(in_te_trekken))):
        zin = "Zeg per signaal wat ermee gebeurt: bij toewijzen alle signalen, anders ten minste een."
        return geweigerd("maatregel-ontbreekt", "G02", zin, "/maatregelen")
    if mag_iets and bekend and besluit.uitspraak is Uitspraak.GEDEELTELIJK and set(gekozen) == set(in_te_trekken):
        zin = "Hiermee wordt het hele verzoek ingewilligd. Kies `toegewezen`."
        return geweigerd("niet-gedeeltelijk", "G02", zin, "/uitspraak")
    return toegestaan("maatregelen", "G02")


def _alles_verteld(verzoek: Verzoek, besluit: Verzoekbesluit, *, verzwegen: bool) -> Besluit:
    """G03: who is not told everything hears so (AVG 23)."""
    if verzoek.recht is Recht.INZAGE and besluit.uitspraak is Uitspraak.TOEGEWEZEN and verzwegen:
        zin = "Niet alles kan nu worden verteld. Kies `gedeeltelijk` met de reden `veiligheid-van-een-kind`."
        return geweigerd("niet-alles-verteld", "G03", zin, "/uitspraak")
    return toegestaan("verteld", "G03")
