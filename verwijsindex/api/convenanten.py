# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A convenant before it is loaded: what it would change (M14)."""

import re
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from verwijsindex.api.deps import Coordinator, Huis
from verwijsindex.api.errors import BSN
from verwijsindex.api.schemas import Dag, Invoer, Vorm
from verwijsindex.domain.cijfers import getoond
from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.domain.voorvertoning import Voorvertoning, onderdrukt, tel_op, vooruitblik_onderdrukt
from verwijsindex.protocol.bsn import is_bsn
from verwijsindex.use_cases.voorvertoning import drempel, voorvertoon

router = APIRouter(tags=["Convenanten"])
# The values of the file stand within one JSON text, where the check of all requests does not see them apart (S10).
NUMMERS = re.compile(r"[0-9][0-9 .-]+[0-9]")


class VoorvertoningIn(Invoer):
    """The file of a convenant, as the administrator would load it for the coordinator's municipality."""

    bestand: Annotated[str, Field(min_length=1, max_length=50_000, description="het convenant als YAML")]
    vanaf: Dag | None = None


class VoorvertoningUit(Vorm):
    """How many matches fare differently on the first day, and the same in words.

    Of signals and families the count is rounded down to a multiple of the convenant's threshold, or null below it.
    """

    convenant: str
    families: int | None
    gezinnen: int | None
    ontstaan: int
    vervallen: int
    gewijzigd: int
    redenen: int
    matchsoort: int
    multiproblematiek: int
    spoed: int
    slapend: int | None
    wakker: int | None
    vernietigd: int | None
    mislukt: int | None
    uitleg: list[str]

    @classmethod
    def van(cls, kenmerk: str, families: int, totaal: Voorvertoning, onder: int) -> "VoorvertoningUit":
        """From the counts of all families together, as far as a coordinator may see them (I08)."""
        return cls.model_validate(
            {
                "convenant": kenmerk,
                "families": getoond(families, onder, herhaalbaar=True),
                "uitleg": vooruitblik_onderdrukt(totaal, onder),
                **onderdrukt(totaal, onder),
            }
        )


@router.post("/convenanten/_voorvertoning", operation_id="voorvertoonConvenant", summary="Convenant voorvertonen")
def voorvertoning(huis: Huis, coordinator: Coordinator, vraag: VoorvertoningIn) -> VoorvertoningUit:
    """Wat een nieuwe versie op haar eerste dag aan matches en signalen verandert; er wordt niets gewijzigd."""
    if any(is_bsn(deel) for deel in NUMMERS.findall(vraag.bestand)):
        raise OngeldigeInvoer([replace(BSN, wijzer="/bestand")])
    aanvulling = {"gemeente": coordinator.gemeente} | ({"vanaf": vraag.vanaf} if vraag.vanaf else {})
    convenant = huis.lees_convenant(vraag.bestand, **aanvulling)
    families, delen = voorvertoon(huis.tools, coordinator, convenant, productie=not huis.ontwikkeling)
    return VoorvertoningUit.van(convenant.kenmerk, families, tel_op(delen), drempel(huis.tools, convenant.gemeente))
