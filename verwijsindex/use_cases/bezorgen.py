# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Messages go to webhooks until they are received or given up (N01, N02): taken, sent with nothing locked, recorded."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from verwijsindex.domain.bezorgen import (
    VAAK,
    Achterstand,
    Afloop,
    NietBezorgd,
    Uitkomst,
    Zending,
    geeft_op,
    rust,
    wacht_of_niet,
)
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer
from verwijsindex.domain.logboek import Aanroep, Bron, Logregel, Rol
from verwijsindex.storage import bezorgingen, logboek, sleutels
from verwijsindex.storage.bezorgingen import Rust
from verwijsindex.storage.database import Tx
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.matches import lees
from verwijsindex.use_cases.ports import Tools

SYSTEEM = Aanroep(Bron.WORKER, Rol.SYSTEEM, "bezorgen")
# Longer than the longest try: who is killed at it keeps a message no longer than this.
BEZET = timedelta(seconds=60)
GEPAUZEERD = "abonnement-gepauzeerd"
MEESTE = 500


def haal(tools: Tools, aantal: int, per: int, bezig: Mapping[UUID, int]) -> list[Zending]:
    """Take messages that are due, each for a minute; no organisation has more than `per` of them under way.

    One whose secret cannot be read is recorded as failed, and stops no other.
    """
    with tools.database.transaction() as tx:
        # Until the secrets are open no key of theirs may go.
        sleutels.stand(tx)
        zendingen, onleesbaar = [], []
        for opgehaald in bezorgingen.neem(tx, tools.klok(), BEZET, aantal, per, bezig, VAAK):
            zending = opgehaald.zending
            try:
                geheimen = tuple(tools.kluis.haal_op(geheim, zending.abonnement) for geheim in opgehaald.geheimen)
            except OngeldigeInvoer:
                onleesbaar.append((zending, Uitkomst(Afloop.MISLUKT, "geheim-onleesbaar")))
            else:
                zendingen.append(replace(zending, geheimen=geheimen))
    leg_vast(tools, onleesbaar)
    return zendingen


def leg_vast(tools: Tools, pogingen: Sequence[tuple[Zending, Uitkomst]]) -> None:
    """Record how tries ended; those of who lost his lease meanwhile change nothing."""
    if not pogingen:
        return
    with tools.database.transaction() as tx:
        nu = tools.klok()
        gelukt = [z for z, uitkomst in pogingen if uitkomst.afloop is Afloop.GELUKT]
        mislukt = [(z, uitkomst) for z, uitkomst in pogingen if uitkomst.afloop is not Afloop.GELUKT]
        bezorgingen.houd_vast(tx, {z.abonnement for z in gelukt}, {z.abonnement for z, _ in mislukt})
        bezorgingen.bezorgd(tx, [(z.id, z.poging) for z in gelukt], nu)
        for zending, uitkomst in mislukt:
            _mislukt(tx, zending, uitkomst, nu)


def _mislukt(tx: Tx, zending: Zending, uitkomst: Uitkomst, nu: datetime) -> None:
    stand = bezorgingen.vergrendel(tx, zending)
    if stand is None:
        return
    sinds, mislukt = stand.mislukt_sinds or nu, stand.mislukt + 1
    if uitkomst.afloop is Afloop.WEG or geeft_op(sinds, mislukt, nu):
        bezorgingen.pauzeer(tx, zending, uitkomst.code)
        bewijs(tx, "abonnement:pauzeren", ("abonnement", zending.abonnement), nu)
        # By the other ways, since this one does not work.
        bericht = Bericht(zending.abonnement, GEPAUZEERD, "organisatie", str(stand.organisatie), spoed=True)
        logboek.verstuur(tx, [bericht], nu)
        return
    wacht = wacht_of_niet(zending.poging, stand.vanaf, nu, secrets.randbelow(1000) / 1000, uitkomst.wacht)
    if wacht is None:
        bezorgingen.geef_op(tx, zending, uitkomst.code, nu)
        bewijs(tx, "bezorging:opgeven", ("gebeurtenis", zending.gebeurtenis.id), nu)
    else:
        bezorgingen.laat_wachten(tx, zending, nu + wacht, uitkomst.code)
    pauze = Rust(nu + rust(mislukt, nu - sinds, uitkomst.wacht), VAAK, nu + BEZET)
    bezorgingen.noteer_stand(tx, zending, stand, mislukt, sinds, pauze)


def bewijs(tx: Tx, tag: str, onderwerp: tuple[str, UUID], nu: datetime) -> None:
    """What the worker did by itself (L01)."""
    logboek.schrijf(tx, [Logregel(moment=nu, aanroep=SYSTEEM, tag=tag, onderwerpen=(onderwerp,))])


def niet_bezorgd(tools: Tools, wie: Aanroep, na: int = 0, aantal: int = 50) -> tuple[list[NietBezorgd], int | None]:
    """What was given up, and where to go on: for the administrator all, for a coordinator what he may know of (R12).

    Of the open matches of his municipality, and to an organisation only where he sees it there (I02, V03).
    """
    with handeling(tools, wie, "bezorging:opsommen") as h:
        gevonden = bezorgingen.niet_bezorgd(h.tx, _bereik(tools, h.tx, wie), na, aantal)
    verder = gevonden[-1].id if len(gevonden) == aantal else None
    if wie.rol is Rol.BEHEER:
        return gevonden, verder
    zichtbaar = {match: _partijen(tools, wie, match) for match in dict.fromkeys(dode.sleutel for dode in gevonden)}
    gezien = [dode for dode in gevonden if dode.organisatie is None or dode.organisatie in zichtbaar[dode.sleutel]]
    return gezien, verder


def _alle(tools: Tools, wie: Aanroep) -> Iterator[NietBezorgd]:
    na: int | None = 0
    while na is not None:
        doden, na = niet_bezorgd(tools, wie, na, MEESTE)
        yield from doden


def _partijen(tools: Tools, wie: Aanroep, match: UUID) -> set[str]:
    """By name, the organisations that he sees in a match."""
    try:
        beeld = lees(tools, wie, match)
    except NietGevonden:
        return set()
    opvolging = beeld.opvolging
    van_signalen = {deel.organisatie for deel in beeld.signalen}
    return van_signalen | {n.organisatie for n in opvolging.nazorg} | {a.organisatie for a in opvolging.afspraken}


def herhaal(tools: Tools, wie: Aanroep, gebeurtenis: UUID | None = None) -> int:
    """Try a message again that was given up, or all he knows of; how many. Raises NietGevonden where it is not."""
    alleen = [gebeurtenis] if gebeurtenis else None
    if wie.rol is not Rol.BEHEER:
        bekend = {dode.gebeurtenis for dode in _alle(tools, wie)}
        alleen = [id_ for id_ in alleen or bekend if id_ in bekend]
    with handeling(tools, wie, "bezorging:herhalen") as h:
        _bereik(tools, h.tx, wie)
        gevonden = bezorgingen.herhaal(h.tx, alleen, h.nu)
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
