# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The recorded deeds. A family's state follows from them and from time alone (M12)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from verwijsindex.domain.gezin import Advies, Gezinsbesluit
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.match import Afspraak, Nazorg, Overdracht
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.veiligheid import Veiligheidsgrond
from verwijsindex.domain.woorden import Afsluitreden, Intrekreden


@dataclass(frozen=True, slots=True)
class Registratie:
    """An organisation reports a child; updates its open signal where there is one (S05)."""

    signaal: Signaal
    soort_daad: Literal["registratie"] = "registratie"


@dataclass(frozen=True, slots=True)
class Beeindiging:
    """The involvement ends on day `tot`; `grond_blijft` is the last review of a V-ground (S06, V04)."""

    signaal: UUID
    tot: date
    grond_blijft: bool = False
    soort_daad: Literal["beeindiging"] = "beeindiging"


@dataclass(frozen=True, slots=True)
class Terugtrekking:
    """The organisation takes its signal back (S06, S09)."""

    signaal: UUID
    reden: Intrekreden
    soort_daad: Literal["terugtrekking"] = "terugtrekking"


@dataclass(frozen=True, slots=True)
class Toestemmingsdaad:
    """An answer of the family as it is from now on: a new one, or one that was given and is withdrawn (T03, T04)."""

    signaal: UUID
    toestemming: Toestemming
    soort_daad: Literal["toestemming"] = "toestemming"


@dataclass(frozen=True, slots=True)
class Veiligheidsdaad:
    """The V-ground of a signal as it is from now on: invoked, confirmed, reviewed, kept from others (V03, V04, V07)."""

    signaal: UUID
    veiligheid: Veiligheidsgrond
    soort_daad: Literal["veiligheid"] = "veiligheid"


@dataclass(frozen=True, slots=True)
class Informeringsdaad:
    """Child or parents were told, or why not yet (S07)."""

    signaal: UUID
    informering: Informering
    soort_daad: Literal["informering"] = "informering"


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """Who directs a new or reopened match; nobody means the coordinator (R01, R02)."""

    match: UUID
    regisseur: UUID | None
    soort_daad: Literal["toewijzing"] = "toewijzing"


@dataclass(frozen=True, slots=True)
class Aanvaarding:
    """The director accepts the match (R03); `bekend_bij` are the parties that hear by default that he leads (R09)."""

    match: UUID
    bekend_bij: frozenset[UUID] = frozenset()
    soort_daad: Literal["aanvaarding"] = "aanvaarding"


@dataclass(frozen=True, slots=True)
class Contact:
    """The director spoke with those who reported (R03)."""

    match: UUID
    soort_daad: Literal["contact"] = "contact"


@dataclass(frozen=True, slots=True)
class Overleg:
    """A plan meeting was held, the first or a later one (R03)."""

    match: UUID
    soort_daad: Literal["overleg"] = "overleg"


@dataclass(frozen=True, slots=True)
class Bekendmaking:
    """The director tells parties that he leads (R09)."""

    match: UUID
    organisaties: frozenset[UUID]
    soort_daad: Literal["bekendmaking"] = "bekendmaking"


@dataclass(frozen=True, slots=True)
class Overdrachtsdaad:
    """A handover as it is from now on: asked, accepted, refused, taken back (R05)."""

    match: UUID
    overdracht: Overdracht
    soort_daad: Literal["overdracht"] = "overdracht"


@dataclass(frozen=True, slots=True)
class Nazorgdaad:
    """Aftercare as it is from now on: asked, accepted, refused, taken back, confirmed (R06, R07)."""

    match: UUID
    nazorg: Nazorg
    soort_daad: Literal["nazorg"] = "nazorg"


@dataclass(frozen=True, slots=True)
class Afspraakdaad:
    """A binding agreement as it is from now on: made, kept, taken back (R10)."""

    match: UUID
    afspraak: Afspraak
    soort_daad: Literal["afspraak"] = "afspraak"


@dataclass(frozen=True, slots=True)
class Voortzetting:
    """The director's own consent as it is from now on: given, where the reasons fell, or withdrawn (M11, T04)."""

    match: UUID
    toestemming: Toestemming
    soort_daad: Literal["voortzetting"] = "voortzetting"


@dataclass(frozen=True, slots=True)
class Afhandeling:
    """The director's word that the basic care of a child is to hear of him (V07)."""

    match: UUID
    taak: UUID
    soort_daad: Literal["afhandeling"] = "afhandeling"


@dataclass(frozen=True, slots=True)
class Afsluiting:
    """The match is closed by people, into the aftercare `nazorg`, or because the family can go on alone (R06, M16)."""

    match: UUID
    reden: Afsluitreden | None = None
    nazorg: UUID | None = None
    soort_daad: Literal["afsluiting"] = "afsluiting"


@dataclass(frozen=True, slots=True)
class Adviesdaad:
    """A director advises on a proposal about the family of his match (M04)."""

    voorstel: UUID
    advies: Advies
    soort_daad: Literal["advies"] = "advies"


@dataclass(frozen=True, slots=True)
class Gezinsdaad:
    """People decide on pairs of children whether they are one family (M04)."""

    besluiten: tuple[Gezinsbesluit, ...]
    soort_daad: Literal["gezin"] = "gezin"


@dataclass(frozen=True, slots=True)
class Vernietiging:
    """These signals go now, whatever their terms: the child died (B01), or they came back with a backup (B03).

    `door` reported the death and need not hear of it; nobody is told where it is None.
    """

    signalen: frozenset[UUID]
    regel: str
    door: UUID | None = None
    soort_daad: Literal["vernietiging"] = "vernietiging"


Signaaldaad = (
    Registratie | Beeindiging | Terugtrekking | Toestemmingsdaad | Veiligheidsdaad | Informeringsdaad | Vernietiging
)
Regiedaad = (
    Toewijzing
    | Aanvaarding
    | Contact
    | Overleg
    | Bekendmaking
    | Overdrachtsdaad
    | Nazorgdaad
    | Afspraakdaad
    | Voortzetting
    | Afhandeling
    | Afsluiting
)
Daad = Signaaldaad | Regiedaad | Adviesdaad | Gezinsdaad


@dataclass(frozen=True, slots=True)
class Vastgelegd:
    """A deed with its place in the order: effective moment, then id (Z01)."""

    moment: datetime
    daad: Daad


class Gevolgsoort(StrEnum):
    """What came of a deed or of time; the words of the timeline."""

    SIGNAAL_GEREGISTREERD = "signaal-geregistreerd"
    SIGNAAL_BIJGEWERKT = "signaal-bijgewerkt"
    SIGNAAL_BEEINDIGD = "signaal-beeindigd"
    SIGNAAL_INGETROKKEN = "signaal-ingetrokken"
    SIGNAAL_SLAAPT = "signaal-slaapt"
    SIGNAAL_TELT_WEER = "signaal-telt-weer"
    SIGNAAL_VERNIETIGD = "signaal-vernietigd"
    TOESTEMMING_LOOPT_AF = "toestemming-loopt-af"
    VEILIGHEIDSGROND_VERVALLEN = "veiligheidsgrond-vervallen"
    GEMEENTE_GEWIJZIGD = "gemeente-gewijzigd"
    NAZORG_GEVRAAGD = "nazorg-gevraagd"
    GEZIN_SAMENGEVOEGD = "gezin-samengevoegd"
    GEZIN_GESPLITST = "gezin-gesplitst"
    MATCH_SAMENGEVOEGD = "match-samengevoegd"
    SAMENVOEGEN_VOORGESTELD = "samenvoegen-voorgesteld"
    SPLITSEN_VOORGESTELD = "splitsen-voorgesteld"
    MATCH_GEOPEND = "match-geopend"
    MATCH_HEROPEND = "match-heropend"
    MATCH_VERVALLEN = "match-vervallen"
    MATCH_TOEGEWEZEN = "match-toegewezen"
    MATCH_ZONDER_REGISSEUR = "match-zonder-regisseur"
    MATCH_AANGENOMEN = "match-aangenomen"
    CONTACT_GELEGD = "contact-gelegd"
    TERMIJN_VERSTREKEN = "termijn-verstreken"
    TERMIJN_NADERT = "termijn-nadert"
    OVERLEG_GEHOUDEN = "overleg-gehouden"
    REGIE_BEKENDGEMAAKT = "regie-bekendgemaakt"
    OVERDRACHT_GEVRAAGD = "overdracht-gevraagd"
    OVERDRACHT_AANGENOMEN = "overdracht-aangenomen"
    OVERDRACHT_GEWEIGERD = "overdracht-geweigerd"
    OVERDRACHT_INGETROKKEN = "overdracht-ingetrokken"
    NAZORG_VOORGESTELD = "nazorg-voorgesteld"
    NAZORG_AANGENOMEN = "nazorg-aangenomen"
    NAZORG_GEWEIGERD = "nazorg-geweigerd"
    NAZORG_INGETROKKEN = "nazorg-ingetrokken"
    NAZORG_BEGONNEN = "nazorg-begonnen"
    NAZORG_BEVESTIGD = "nazorg-bevestigd"
    AFSPRAAK_GEMAAKT = "afspraak-gemaakt"
    AFSPRAAK_NAGEKOMEN = "afspraak-nagekomen"
    AFSPRAAK_INGETROKKEN = "afspraak-ingetrokken"
    MATCH_AFGESLOTEN = "match-afgesloten"
    MATCH_VERNIETIGD = "match-vernietigd"
    STAPELING = "stapeling"
    STAPELING_WEG = "stapeling-weg"
    UIT_BEELD = "uit-beeld"
    UIT_BEELD_WEG = "uit-beeld-weg"
    NIEUWE_ORGANISATIE = "nieuwe-organisatie"
    EERSTE_VEILIGHEIDSGROND = "eerste-veiligheidsgrond"
    MULTIPROBLEMATIEK = "multiproblematiek"
    GEEN_ACTIEVE_SIGNALEN = "geen-actieve-signalen"
    MATCH_VOORTGEZET = "match-voortgezet"
    VOORTZETTEN_NODIG = "voortzetten-nodig"
    BASISZORG_TE_BEREIKEN = "basiszorg-te-bereiken"
    BASISZORG_BEREIKT = "basiszorg-bereikt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gevolg:
    """One consequence, by opaque ids only. `regel` is the rule that gave it, `trede` the step of the ladder (R04).

    `ontvangers` hear of it because it is theirs to act on: a kind of addressee and an id.
    """

    moment: datetime
    soort: Gevolgsoort
    regel: str
    gemeente: str | None = None
    dossier: UUID | None = None
    match: UUID | None = None
    signaal: UUID | None = None
    kinderen: frozenset[UUID] = frozenset()
    organisaties: frozenset[UUID] = frozenset()
    gewicht: int | None = None
    reden: str = ""
    trede: str = ""
    ontvangers: tuple[tuple[str, str], ...] = ()


NIEUWS = frozenset(
    {
        Gevolgsoort.MATCH_GEOPEND,
        Gevolgsoort.NIEUWE_ORGANISATIE,
        Gevolgsoort.EERSTE_VEILIGHEIDSGROND,
        Gevolgsoort.MULTIPROBLEMATIEK,
        Gevolgsoort.UIT_BEELD,
        Gevolgsoort.MATCH_HEROPEND,
    }
)
