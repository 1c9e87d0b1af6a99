# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Stacking (M02, M03, M06, M07): what the counting signals of one family weigh together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.match import Bijdrage, Steun
from verwijsindex.domain.signaal import Signaal, poort_2, veiligheid_telt
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Leefgebied, Soort


def gewicht(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> int:
    """M02: what one counting signal weighs."""
    if veiligheid_telt(signaal, t, convenant, vrij):
        return convenant.gewicht_veiligheid
    return convenant.gewicht_zorgen if signaal.soort is Soort.ZORGEN else convenant.gewicht_betrokken


def steun_van(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> Steun:
    """The signal as a carrier of a match, at its weight of this moment."""
    return Steun(
        signaal.id,
        signaal.organisatie,
        signaal.kind,
        gewicht(signaal, t, convenant, vrij),
        signaal.zorgwekkend(t, convenant, vrij),
    )


@dataclass(frozen=True, slots=True)
class Weging:
    """The weights of one group: per organisation the highest (M02)."""

    per_organisatie: tuple[tuple[UUID, int], ...]
    zorgwekkend: bool

    @property
    def som(self) -> int:
        """The sum over organisations."""
        return sum(gewicht for _, gewicht in self.per_organisatie)


def weeg(steun: Iterable[Steun]) -> Weging:
    """M02: per organisation the highest weight counts once."""
    hoogste: dict[UUID, int] = {}
    zorgwekkend = False
    for deel in steun:
        hoogste[deel.organisatie] = max(deel.gewicht, hoogste.get(deel.organisatie, 0))
        zorgwekkend = zorgwekkend or deel.zorgwekkend
    return Weging(tuple(sorted(hoogste.items(), key=lambda item: str(item[0]))), zorgwekkend)


def stapelt(steun: Sequence[Steun], convenant: Convenant, *, een_actief: bool) -> Besluit:
    """M03: enough organisations, enough weight, one active, and one worried where the convenant asks it."""
    weging = weeg(steun)
    if len(weging.per_organisatie) < convenant.minimum_organisaties:
        return geweigerd("te-weinig-organisaties", "M03", "")
    if weging.som < convenant.drempel:
        return geweigerd("onder-drempel", "M03", "")
    if convenant.zorg_vereist and not weging.zorgwekkend:
        return geweigerd("niemand-bezorgd", "M03", "")
    if not een_actief:
        return geweigerd("niets-actief", "M03", "")
    return toegestaan("stapeling", "M03")


def matchsoort(steun: Sequence[Steun], convenant: Convenant) -> str:
    """M06: `kindmatch` when one child reaches the threshold alone, else `gezinsmatch`."""
    per_kind = ([deel for deel in steun if deel.kind == kind] for kind in {deel.kind for deel in steun})
    alleen = any(stapelt(deel, convenant, een_actief=True) for deel in per_kind)
    return "kindmatch" if alleen else "gezinsmatch"


def leefgebieden(tellend: Iterable[Signaal]) -> frozenset[Leefgebied]:
    """All life domains in which signals count."""
    return frozenset(gebied for signaal in tellend for gebied in signaal.leefgebieden)


def multiproblematiek(tellend: Iterable[Signaal], convenant: Convenant) -> bool:
    """M07: enough life domains; off where the convenant names no number."""
    grens = convenant.multiproblematiek_leefgebieden
    return grens is not None and len(leefgebieden(tellend)) >= grens


def bijdrage(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> Bijdrage:
    """The signal's line in the explanation of a match (M13)."""
    return Bijdrage(
        signaal.id,
        signaal.organisatie,
        signaal.kind,
        signaal.soort,
        signaal.leefgebieden,
        signaal.patroon,
        gewicht(signaal, t, convenant, vrij),
        signaal.actief_op(t),
        poort_2(signaal, t, convenant, vrij).code,
        signaal.veiligheid.grond if signaal.veiligheid and veiligheid_telt(signaal, t, convenant, vrij) else None,
        dag(signaal.geregistreerd),
        signaal.tot,
    )
