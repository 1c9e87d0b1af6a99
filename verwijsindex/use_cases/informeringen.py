# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Telling child and parents: a deed on an own signal, and who is late with it (S07)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from verwijsindex.domain.daden import Informeringsdaad
from verwijsindex.domain.errors import NietToegestaan
from verwijsindex.domain.informering import Informering, beoordeel_informering, te_laat_sinds
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import dag
from verwijsindex.storage import organisaties, signalen
from verwijsindex.use_cases.antwoord import Antwoord
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.signalen import eigen_signaal


@dataclass(frozen=True, slots=True)
class Achterstand:
    """A signal of which child or parents should have been told; its own id is for its organisation alone (I04, I06)."""

    organisatie: str
    signaal_id: UUID | None
    herzien_op: date


def informeer(tools: Tools, wie: Aanroep, signaal_id: UUID, informering: Informering) -> Antwoord:
    """Child or parents were told of an own signal, or why not yet and until when (S07)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:informeren") as h:
            eigen = eigen_signaal(h, signaal_id)
            aangewezen(h)
            besluit = beoordeel_informering(informering, eigen.signaal.geboortemaand, dag(eigen.b.nu))
            if not besluit:
                raise NietToegestaan([replace(besluit, wijzer=besluit.wijzer.removeprefix("/informering"))])
            h.grond = besluit.code
            return eigen.doe(Informeringsdaad(eigen.signaal.id, informering))

    return met_herstart(daad)


def achterstand(tools: Tools, wie: Aanroep) -> list[Achterstand]:
    """What an organisation is late with; for a privacy officer, what his municipality's organisations are (S07)."""
    with handeling(tools, wie, "informering:opsommen") as h:
        vandaag = dag(h.nu)
        if wie.rol is Rol.PRIVACY:
            eis_toegang(tools, h.tx, wie)
            gevonden = signalen.niet_geinformeerd(h.tx, vandaag, gemeente=wie.gemeente)
        else:
            organisatie, _ = deelnemer(h)
            gevonden = signalen.niet_geinformeerd(h.tx, vandaag, organisatie=organisatie.id)
        return list(_beelden(h, gevonden, vandaag))


def _beelden(h: Handeling, gevonden: Sequence[Signaal], vandaag: date) -> Iterator[Achterstand]:
    namen = organisaties.partijen(h.tx, {signaal.organisatie for signaal in gevonden})
    for signaal in gevonden:
        feiten = signaal.veiligheid.onderbouwing if signaal.veiligheid else None
        informeringen = (signaal.informering, *((feiten.informering,) if feiten else ()))
        herzien_op = te_laat_sinds(informeringen, signaal.geboortemaand, vandaag)
        if herzien_op and not signaal.ten_onrechte:
            eigen = h.wie.rol is Rol.MELDER
            signaal_id = signalen.eigen_id(h.tx, signaal.id) if eigen else None
            h.over("signaal", signaal.id)
            yield Achterstand(namen[signaal.organisatie].naam, signaal_id, herzien_op)
