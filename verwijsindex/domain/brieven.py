# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a letter may say, when the daily one goes, and where letters can be sent (I07, N04)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.tijd import AMSTERDAM, dag, na_werkdagen
from verwijsindex.domain.woorden import Intrekreden

OCHTEND = time(8)
LANGSTE_ADRES = 254
LANGSTE_NAAM = 64
TE_LANG = f"Dit mailadres is te lang: {LANGSTE_ADRES} tekens is de grens."
# RFC 5321, 4.1.2: a dot-string. The quoted form exists too, and no professional has one.
NAAM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
# What a person types by mistake, or somebody else on purpose.
VREEMD = re.compile(r"[\s,;:\"()<>\[\]\\\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """A group of kinds that a letter calls by one name: of one message, and after a number."""

    enkel: str
    meer: str
    soorten: frozenset[str]


@dataclass(frozen=True, slots=True)
class Retour:
    """A letter came back from here (RFC 3464): `verloren`, it will not arrive; `blijvend`, none ever will."""

    mailadres: UUID
    blijvend: bool
    verloren: bool = True


_S = Gevolgsoort
# For what tells too much, and for a kind that has no name here. Plain things are called so too: the name tells nothing.
WACHT = Onderwerp(
    "iets wat op u wacht",
    "dingen die op u wachten",
    frozenset(
        {
            Intrekreden.VERKEERD_KIND,
            _S.GEEN_ACTIEVE_SIGNALEN,
            _S.GEMEENTE_GEWIJZIGD,
            _S.GEZIN_GESPLITST,
            _S.GEZIN_SAMENGEVOEGD,
            _S.MATCH_ZONDER_REGISSEUR,
            _S.SIGNAAL_BEEINDIGD,
            _S.SIGNAAL_BIJGEWERKT,
            _S.SIGNAAL_GEREGISTREERD,
            _S.SIGNAAL_INGETROKKEN,
            _S.SIGNAAL_SLAAPT,
            _S.SIGNAAL_TELT_WEER,
            _S.SIGNAAL_VERNIETIGD,
            _S.MATCH_VERNIETIGD,
            _S.TOESTEMMING_LOOPT_AF,
            _S.VEILIGHEIDSGROND_VERVALLEN,
            _S.VOORTZETTEN_NODIG,
            "verzoek-besloten",
        }
    ),
)
# In this order in a letter: what is late, what waits for the reader, what is new, and news.
ONDERWERPEN = (
    Onderwerp("een termijn die is verstreken", "termijnen die zijn verstreken", frozenset({_S.TERMIJN_VERSTREKEN})),
    Onderwerp("een termijn die nadert", "termijnen die naderen", frozenset({_S.TERMIJN_NADERT})),
    Onderwerp(
        "een overdracht die op antwoord wacht",
        "overdrachten die op antwoord wachten",
        frozenset({_S.OVERDRACHT_GEVRAAGD}),
    ),
    Onderwerp("een vraag om nazorg", "vragen om nazorg", frozenset({_S.NAZORG_GEVRAAGD, _S.NAZORG_VOORGESTELD})),
    Onderwerp(
        "een voorstel dat op antwoord wacht",
        "voorstellen die op antwoord wachten",
        frozenset({_S.SAMENVOEGEN_VOORGESTELD, _S.SPLITSEN_VOORGESTELD}),
    ),
    WACHT,
    Onderwerp("een vraag om advies", "vragen om advies", frozenset({"advies-gevraagd"})),
    Onderwerp(
        "een koppeling die geen berichten meer krijgt",
        "koppelingen die geen berichten meer krijgen",
        frozenset({"abonnement-gepauzeerd"}),
    ),
    Onderwerp("een nieuwe match", "nieuwe matches", frozenset({_S.MATCH_GEOPEND})),
    Onderwerp("een match die is toegewezen", "matches die zijn toegewezen", frozenset({_S.MATCH_TOEGEWEZEN})),
    Onderwerp("een match die weer open is", "matches die weer open zijn", frozenset({_S.MATCH_HEROPEND})),
    Onderwerp(
        "nieuws over een match",
        "keer nieuws over een match",
        frozenset(
            {
                "match-nieuws",
                _S.BASISZORG_BEREIKT,
                _S.BASISZORG_TE_BEREIKEN,
                _S.CONTACT_GELEGD,
                _S.EERSTE_VEILIGHEIDSGROND,
                _S.MATCH_AANGENOMEN,
                _S.MATCH_AFGESLOTEN,
                _S.MATCH_SAMENGEVOEGD,
                _S.MATCH_VERVALLEN,
                _S.MATCH_VOORTGEZET,
                _S.MULTIPROBLEMATIEK,
                _S.NIEUWE_ORGANISATIE,
                _S.OVERLEG_GEHOUDEN,
                _S.REGIE_BEKENDGEMAAKT,
                _S.STAPELING,
                _S.STAPELING_WEG,
                _S.UIT_BEELD,
                _S.UIT_BEELD_WEG,
            }
        ),
    ),
    Onderwerp(
        "nieuws over een overdracht",
        "keer nieuws over een overdracht",
        frozenset({_S.OVERDRACHT_AANGENOMEN, _S.OVERDRACHT_GEWEIGERD, _S.OVERDRACHT_INGETROKKEN}),
    ),
    Onderwerp(
        "nieuws over nazorg",
        "keer nieuws over nazorg",
        frozenset(
            {
                _S.NAZORG_AANGENOMEN,
                _S.NAZORG_BEGONNEN,
                _S.NAZORG_BEVESTIGD,
                _S.NAZORG_GEWEIGERD,
                _S.NAZORG_INGETROKKEN,
            }
        ),
    ),
    Onderwerp(
        "nieuws over een afspraak",
        "keer nieuws over een afspraak",
        frozenset({_S.AFSPRAAK_GEMAAKT, _S.AFSPRAAK_INGETROKKEN, _S.AFSPRAAK_NAGEKOMEN}),
    ),
    Onderwerp("een proefbericht", "proefberichten", frozenset({"abonnement-proef"})),
)
_BIJ_SOORT = {soort: onderwerp for onderwerp in ONDERWERPEN for soort in onderwerp.soorten}


def onderwerp_van(soort: str, aantal: int = 1) -> str:
    """What a letter calls so many messages of this kind, without the number itself; never what they are about (I07)."""
    onderwerp = _BIJ_SOORT.get(soort, WACHT)
    return onderwerp.enkel if aantal == 1 else onderwerp.meer


def tel(soorten: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The lines of a letter about messages of these kinds: name and number, in the order of ONDERWERPEN (N04)."""
    gevonden = [_BIJ_SOORT.get(soort, WACHT) for soort in soorten]
    aantallen = [(onderwerp, gevonden.count(onderwerp)) for onderwerp in ONDERWERPEN]
    return tuple((o.enkel if aantal == 1 else o.meer, aantal) for o, aantal in aantallen if aantal)


def volgende_overzicht(nu: datetime, vrij: frozenset[date]) -> datetime:
    """When the next daily overview goes, in UTC: the first 08:00 of an Amsterdam working day after `nu` (N04, Z01)."""
    vandaag = dag(nu)
    op = na_werkdagen(vandaag - timedelta(days=1), 1, vrij)
    if _ochtend(op) <= nu:
        op = na_werkdagen(vandaag, 1, vrij)
    return _ochtend(op)


def _ochtend(op: date) -> datetime:
    return datetime.combine(op, OCHTEND, AMSTERDAM).astimezone(UTC)


def adres_bezwaar(adres: str) -> str | None:
    """Why this is no mail address that letters can be sent to, as a Dutch sentence; None when it is one.

    Of RFC 5321 the forms that people have: a dot-string of ASCII, then a domain with a dot, international or not.
    """
    return next(_bezwaren(adres), None)


def _bezwaren(adres: str) -> Iterator[str]:
    """In this order: the later questions are for what passed the earlier ones."""
    if not adres.strip():
        yield "Vul een mailadres in."
    if len(adres) > LANGSTE_ADRES:
        yield TE_LANG
    if VREEMD.search(adres):
        yield "Vul één mailadres in, zonder naam, spaties, komma's, aanhalingstekens of haakjes."
    if adres.count("@") != 1:
        yield "Een mailadres heeft precies één @."
    naam, _, domein = adres.partition("@")
    if len(naam) > LANGSTE_NAAM or not NAAM.fullmatch(naam):
        yield "Het deel voor de @ klopt niet. Gebruik letters zonder accent en cijfers, met een punt alleen daartussen."
    draad = _domein(domein)
    if draad is None:
        yield "Het deel na de @ klopt niet. Het is een domein, zoals gemeente.nl."
    elif len(naam) + 1 + len(draad) > LANGSTE_ADRES:
        yield TE_LANG


def in_ascii(adres: str) -> str:
    """An address with its domain in ASCII (RFC 5890), as mail servers have it. Raises ValueError where it is none."""
    naam, _, domein = adres.partition("@")
    draad = None if adres_bezwaar(adres) else _domein(domein)
    if draad is None:
        raise ValueError("geen mailadres")
    return f"{naam}@{draad}"


def _domein(domein: str) -> str | None:
    """A domain in ASCII; None when it is none, or when the way to ASCII makes another domain of it (ß becomes ss)."""
    try:
        draad = domein.encode("idna")
        if not domein.isascii() and draad.decode("idna").lower() != domein.lower():
            return None
    except UnicodeError:
        return None
    labels = draad.decode("ascii").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(LABEL.fullmatch(label) for label in labels):
        return None
    return draad.decode("ascii")


# Who has no page of his own is told whom to ask.
_ZONDER_BLADZIJDE = {
    "organisatie": "Uw systeem haalt het op bij de verwijsindex.\n"
    "Gebeurt dat niet, of staat de koppeling stil? Laat die dan herstellen.",
    "leiding": "Vraag in uw organisatie wie met de verwijsindex werkt.",
    "gemeentelijk-manager": "Bel de coördinator van de verwijsindex in uw gemeente.",
    "wethouder": "Bel de coördinator van de verwijsindex in uw gemeente.",
}

# Who hears it nowhere else: he cannot do without, or the ladder of R04 ends in nothing.
ALLEEN_PER_BRIEF = frozenset({"leiding", "gemeentelijk-manager", "wethouder"})


def wegwijzer(ontvanger: str, *, spoed: bool) -> tuple[str, bool]:
    """Where an addressee of the outbox finds what a letter is about, and whether there is a page for him (N04)."""
    log_in = f"Log in en bekijk het{' zo snel mogelijk' if spoed else ''}:"
    return _ZONDER_BLADZIJDE.get(ontvanger, log_in), ontvanger not in _ZONDER_BLADZIJDE
