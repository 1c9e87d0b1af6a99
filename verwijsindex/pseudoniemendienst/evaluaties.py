# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Evaluating blinded elements: allowed, counted, and only then computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verwijsindex.protocol import b64
from verwijsindex.protocol.fouten import CoderingOngeldig
from verwijsindex.protocol.groep import Groep
from verwijsindex.protocol.voprf import Evaluatie, evalueer
from verwijsindex.pseudoniemendienst.fouten import BatchTeGroot, ElementenOngeldig, QuotumBereikt, SoortNietToegestaan
from verwijsindex.pseudoniemendienst.instellingen import Instellingen
from verwijsindex.pseudoniemendienst.klok import dag, seconden_tot_middernacht
from verwijsindex.pseudoniemendienst.log import Gebeurtenis, meld
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag
from verwijsindex.pseudoniemendienst.sleutels import Sleutelkast

GROOTSTE_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Dienst:
    instellingen: Instellingen
    opslag: Opslag
    sleutels: Sleutelkast
    groep: Groep

    def evalueer(
        self, account: Account, soort: str, versie: int, geblindeerd: Sequence[str], nu: datetime
    ) -> tuple[Evaluatie, int]:
        """Evaluation of base64url elements with proof, and what remains of today's quota.

        Raises BatchTeGroot, SoortNietToegestaan, SleutelOnbekend, SleutelVervallen, SleutelNietBeschikbaar,
        ElementenOngeldig, QuotumBereikt; only after the last of these something is counted.
        """
        if len(geblindeerd) > GROOTSTE_BATCH:
            raise BatchTeGroot
        if soort not in account.soorten:
            raise SoortNietToegestaan
        paar = self.sleutels.paar(soort, versie, nu)
        elementen = self._lees(geblindeerd)
        resterend = self._tel(account, len(elementen), nu)
        return evalueer(self.groep, paar, elementen), resterend

    def _lees(self, geblindeerd: Sequence[str]) -> list[bytes]:
        elementen, slecht = [], []
        for plaats, tekst in enumerate(geblindeerd):
            try:
                elementen.append(b64.van_tekst(tekst, 32))
            except CoderingOngeldig:
                slecht.append(plaats)
            else:
                if not self.groep.is_element(elementen[-1]):
                    slecht.append(plaats)
        if slecht:
            raise ElementenOngeldig([f"/geblindeerd/{plaats}" for plaats in slecht])
        return elementen

    def _tel(self, account: Account, aantal: int, nu: datetime) -> int:
        vandaag, i = dag(nu), self.instellingen
        inwerken = account.inwerken_tot is not None and vandaag <= account.inwerken_tot
        grens = i.quotum_inwerken if inwerken else i.quotum_per_dag
        if not i.quota_aan:
            grens = 2**31 - 1
        resterend = self.opslag.tel(account.id, vandaag, aantal, grens)
        if resterend is None:
            raise QuotumBereikt(wacht=seconden_tot_middernacht(nu))
        if alarm := self.opslag.alarm(vandaag, i.alarm_factor, nu):
            meld(Gebeurtenis.GLOBAAL_ALARM, totaal=alarm[0], gemiddelde=alarm[1])
        return resterend
