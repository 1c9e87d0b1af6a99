# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Messages go to webhooks until they are received or given up (N01, N02): taken, sent with nothing locked, recorded."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from verwijsindex.domain.bezorgen import (
    Achterstand,
    Afloop,
    NietBezorgd,
    Uitkomst,
    Zending,
    geeft_op,
    rust,
    wachttijd,
)
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.logboek import Aanroep, Bron, Logregel, Rol
from verwijsindex.storage import bezorgingen, logboek, sleutels
from verwijsindex.storage.database import Tx
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

SYSTEEM = Aanroep(Bron.WORKER, Rol.SYSTEEM, "bezorgen")
# Longer than the longest try: who is killed at it keeps a message no longer than this.
BEZET = timedelta(seconds=60)
GEPAUZEERD = "abonnement-gepauzeerd"


def haal(tools: Tools, aantal: int, per: int, niet: Collection[UUID] = ()) -> list[Zending]:
    """Take messages that are due, at most `per` for a webhook, each for a minute; none for the webhooks in `niet`."""
    with tools.database.transaction() as tx:
        # Until the secrets are open no key of theirs may go.
        sleutels.stand(tx)
        return [
            replace(
                opgehaald.zending,
                geheimen=tuple(
                    tools.kluis.haal_op(geheim, opgehaald.zending.abonnement) for geheim in opgehaald.geheimen
                ),
            )
            for opgehaald in bezorgingen.neem(tx, tools.klok(), BEZET, aantal, per, niet)
        ]


def leg_vast(tools: Tools, pogingen: Sequence[tuple[Zending, Uitkomst]]) -> None:
    """Record how tries ended; those of who lost his lease meanwhile change nothing."""
    if not pogingen:
        return
    with tools.database.transaction() as tx:
        nu = tools.klok()
        gelukt = [(z.id, z.poging) for z, uitkomst in pogingen if uitkomst.afloop is Afloop.GELUKT]
        bezorgingen.bezorgd(tx, gelukt, nu)
        mislukt = [(z, uitkomst) for z, uitkomst in pogingen if uitkomst.afloop is not Afloop.GELUKT]
        # In one order, so that two who record do not wait for each other.
        for zending, uitkomst in sorted(mislukt, key=lambda poging: (str(poging[0].abonnement), poging[0].id)):
            _mislukt(tx, zending, uitkomst, nu)


def _mislukt(tx: Tx, zending: Zending, uitkomst: Uitkomst, nu: datetime) -> None:
    stand = bezorgingen.vergrendel(tx, zending)
    if stand is None:
        return
    sinds = stand.mislukt_sinds or nu
    if uitkomst.afloop is Afloop.WEG or geeft_op(sinds, nu):
        bezorgingen.pauzeer(tx, zending, uitkomst.code)
        _bewijs(tx, "abonnement:pauzeren", ("abonnement", zending.abonnement), nu)
        # By the other ways, since this one does not work.
        bericht = Bericht(zending.abonnement, GEPAUZEERD, "organisatie", str(stand.organisatie), spoed=True)
        logboek.verstuur(tx, [bericht], nu)
        return
    wacht = wachttijd(zending.poging, secrets.randbelow(1000) / 1000, uitkomst.wacht)
    if wacht is None:
        bezorgingen.geef_op(tx, zending, uitkomst.code, nu)
        _bewijs(tx, "bezorging:opgeven", ("gebeurtenis", zending.gebeurtenis.id), nu)
    else:
        bezorgingen.laat_wachten(tx, zending, nu + wacht, uitkomst.code)
    mislukt = stand.mislukt + 1
    bezorgingen.noteer_stand(tx, zending.abonnement, mislukt, sinds, nu + rust(mislukt, uitkomst.wacht))


def _bewijs(tx: Tx, tag: str, onderwerp: tuple[str, UUID], nu: datetime) -> None:
    logboek.schrijf(tx, [Logregel(moment=nu, aanroep=SYSTEEM, tag=tag, onderwerpen=(onderwerp,))])


def niet_bezorgd(tools: Tools, wie: Aanroep, na: int = 0, aantal: int = 50) -> list[NietBezorgd]:
    """What was given up: for a coordinator about the matches of his municipality (R12), for the administrator all."""
    with handeling(tools, wie, "bezorging:opsommen") as h:
        return bezorgingen.niet_bezorgd(h.tx, _bereik(tools, h.tx, wie), na, aantal)


def herhaal(tools: Tools, wie: Aanroep, gebeurtenis: UUID | None = None) -> int:
    """Try a message again that was given up, or all of those; how many. Raises NietGevonden where that one is not."""
    with handeling(tools, wie, "bezorging:herhalen") as h:
        gevonden = bezorgingen.herhaal(h.tx, _bereik(tools, h.tx, wie), gebeurtenis, h.nu)
        if gebeurtenis and not gevonden:
            raise NietGevonden
        for id_ in gevonden:
            h.over("gebeurtenis", id_)
        return len(gevonden)


def _bereik(tools: Tools, tx: Tx, wie: Aanroep) -> str | None:
    if wie.rol is Rol.BEHEER:
        return None
    eis_toegang(tools, tx, wie)
    if wie.rol is not Rol.COORDINATOR or wie.gemeente is None:
        raise NietGevonden
    return wie.gemeente


def achterstand(tools: Tools) -> Achterstand:
    """What waits, and since when (N01)."""
    with tools.database.transaction() as tx:
        return bezorgingen.achterstand(tx, tools.klok())
