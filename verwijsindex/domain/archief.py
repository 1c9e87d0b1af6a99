# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The archive of the statutory index (B02, M15; Jw 7.1.4.6): who reported before speaks once, at a new report."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Contactpunt, Signaal, geweken_op
from verwijsindex.domain.tijd import dag, maandbegin, plus_maanden
from verwijsindex.domain.uitleg import opsomming

OUDST_JAREN = 23
# M15: who did not get the answer may ask the same again for so long.
GEZEGD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archiefstuk:
    """That an organisation once reported on a child, and how it is reached; nothing of what it said.

    `kind` is the index's own id, `signaal_id` the organisation's, `geboortemaand` as it was reported. It is kept until
    day `bewaard_tot`, and for a day after it spoke at `gezegd`.
    """

    id: UUID = field(default_factory=uuid4)
    kind: UUID
    geboortemaand: str
    gemeente: str
    organisatie: UUID
    signaal_id: UUID | None = None
    contactpunt: Contactpunt
    gemeld: date
    bewaard_tot: date
    gezegd: datetime | None = None

    @property
    def gaat(self) -> date:
        """The day on which it goes (B02, M15)."""
        return min(self.bewaard_tot, dag(self.gezegd + GEZEGD)) if self.gezegd else self.bewaard_tot


def archiveer(signaal: Signaal, regel: str, moment: datetime, convenant: Convenant) -> Archiefstuk | None:
    """B02: what is kept of a signal that `regel` destroys at `moment`; None where nothing is.

    Only where the risk is gone or the term of the report is over, for the convenant's years, and never past the 23rd
    birthday, of which the first day of its month is taken.
    """
    over = dag(moment) >= signaal.uiterlijk_tot
    geweken = geweken_op(signaal, convenant)
    # By time alone: not by a death, nor by the end of the convenant.
    if regel != "B01" or signaal.ten_onrechte or not (over or (geweken and geweken <= moment)):
        return None
    jarig = plus_maanden(maandbegin(signaal.geboortemaand), OUDST_JAREN * 12)
    bewaard_tot = min(plus_maanden(dag(moment), convenant.archief_jaren * 12), jarig)
    if bewaard_tot <= dag(moment):
        return None
    return Archiefstuk(
        kind=signaal.kind,
        geboortemaand=signaal.geboortemaand,
        gemeente=signaal.gemeente,
        organisatie=signaal.organisatie,
        contactpunt=signaal.contactpunt,
        gemeld=dag(signaal.geregistreerd),
        bewaard_tot=bewaard_tot,
    )


def spreekt(stuk: Archiefstuk, afzender: Organisatie, melder: Organisatie, convenant: Convenant) -> bool:
    """M15: may who reports now hear of this earlier report? Not of his own, nor of a sensitive sender's (I03)."""
    toont = convenant.toont(afzender.categorie, melder.categorie)
    return convenant.archief_jaren > 0 and stuk.organisatie != melder.id and toont


@dataclass(frozen=True, slots=True)
class EerderGemeld:
    """What the new reporter is told: whom to call, and when it was reported."""

    organisatie: str
    contactpunt: Contactpunt
    gemeld: date
    bewaard_tot: date


def zin(eerder: Sequence[EerderGemeld]) -> str:
    """What comes next, where somebody reported before (M15)."""
    namen = opsomming(sorted({deel.organisatie for deel in eerder}))
    return f"Eerder meldde al iemand dit kind: {namen}. Neem contact op; de index zegt dit één keer."
