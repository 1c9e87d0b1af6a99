# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who reports, organisation by organisation: whom to call once, and under it what is said of which child (I02)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from verwijsindex.domain.beeld import Bijdragebeeld
from verwijsindex.domain.inzage import Veld
from verwijsindex.domain.signaal import Contactpunt
from verwijsindex.domain.uitleg import GRONDEN, datum
from verwijsindex.inbox.woorden import PATRONEN, SOORTEN


@dataclass(frozen=True, slots=True)
class Signaalregel:
    """What a signal says of `kinderen`; what is None may not be seen by this viewer."""

    kinderen: tuple[str, ...] | None
    soort: str | None
    leefgebieden: str | None
    patroon: str | None
    duur: str | None
    grond: str | None
    gewicht: int | None


@dataclass(frozen=True, slots=True)
class Partijregel:
    """An organisation at one contact point, with what it says."""

    organisatie: UUID
    naam: str
    contactpunt: Contactpunt
    signalen: tuple[Signaalregel, ...]


def partijen(signalen: Sequence[Bijdragebeeld]) -> tuple[Partijregel, ...]:
    """By name; one with several contact points once for each. Children of whom it says the same share a line."""
    per_partij: dict[tuple[str, str, UUID, Contactpunt], dict[Signaalregel, list[str]]] = {}
    for deel in signalen:
        sleutel = (deel.organisatie.casefold(), deel.organisatie, deel.bijdrage.organisatie, deel.contactpunt)
        per_partij.setdefault(sleutel, {}).setdefault(_zonder_kind(deel), []).append(deel.kind)
    return tuple(
        Partijregel(organisatie, naam, contactpunt, _regels(regels))
        for (_, naam, organisatie, contactpunt), regels in sorted(per_partij.items(), key=lambda paar: str(paar[0]))
    )


def _regels(regels: dict[Signaalregel, list[str]]) -> tuple[Signaalregel, ...]:
    met_kinderen = [
        regel if regel.kinderen is None else replace(regel, kinderen=tuple(sorted({*kinderen}, key=_op_nummer)))
        for regel, kinderen in regels.items()
    ]
    return tuple(sorted(met_kinderen, key=lambda r: [_op_nummer(kind) for kind in r.kinderen or ()]))


def _op_nummer(kind: str) -> tuple[int, str]:
    return len(kind), kind


def kolommen(signalen: Sequence[Bijdragebeeld]) -> frozenset[Veld]:
    """What at least one signal shows; most name no pattern."""
    return frozenset(
        veld for deel in signalen for veld in (deel.velden if deel.bijdrage.patroon else deel.velden - {Veld.PATROON})
    )


def _zonder_kind(deel: Bijdragebeeld) -> Signaalregel:
    """Gate 3 holds here once more: what is not in `velden` does not reach a template (I02)."""
    bijdrage, velden = deel.bijdrage, deel.velden
    duur = f"sinds {datum(bijdrage.geregistreerd)}"
    if bijdrage.tot:
        duur += f", tot en met {datum(bijdrage.tot)}"
    return Signaalregel(
        () if Veld.KIND in velden else None,
        SOORTEN[bijdrage.soort] if Veld.SOORT in velden else None,
        ", ".join(sorted(bijdrage.leefgebieden)) if Veld.LEEFGEBIEDEN in velden else None,
        (PATRONEN[bijdrage.patroon] if bijdrage.patroon else "geen") if Veld.PATROON in velden else None,
        duur if Veld.DATA in velden else None,
        GRONDEN[bijdrage.grond] if Veld.GROND in velden else None,
        bijdrage.gewicht if Veld.GEWICHT in velden else None,
    )
