# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Letters that say that there is something (N04): to whom they go, when, and what becomes of them."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.bezorgen import Afloop, Brief, wacht_of_niet
from verwijsindex.domain.brieven import ALLEEN_PER_BRIEF, Retour, adres_bezwaar, tel, wegwijzer
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.storage import bezorgingen, mailadressen
from verwijsindex.storage.database import Tx
from verwijsindex.storage.mailadressen import Mailadres, Stapel
from verwijsindex.use_cases.bezorgen import bewijs
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Post, Tools

LEZER = Aanroep(Bron.INBOX, Rol.ONBEKEND, "afmelden")
# Longer than the longest try: a dozen answers of a mail server, each as late as it may be.
BEZET = timedelta(minutes=5)
# Mail servers try this long before they send a letter back.
TERUGREIS = timedelta(days=5)
ONTVANGERS = ("organisatie", "leiding", "regisseur", "coordinator", "privacy", "gemeentelijk-manager", "wethouder")


def zet_adres(
    tools: Tools, wie: Aanroep, ontvanger: str, ontvanger_id: str, adres: str, *, dagelijks: bool = True
) -> UUID:
    """Mail an addressee there from now on; also to start again where mail came back. Raises OngeldigeInvoer."""
    with handeling(tools, wie, "mailadres:zetten") as h:
        if ontvanger not in ONTVANGERS:
            zin = f"Deze ontvanger bestaat niet. Kies uit: {', '.join(ONTVANGERS)}."
            raise OngeldigeInvoer([geweigerd("ontvanger-onbekend", "N04", zin)])
        if not dagelijks and ontvanger in ALLEEN_PER_BRIEF:
            zin = "Deze ontvanger hoort het alleen per brief. Stuur hem ook het dagelijkse overzicht."
            raise OngeldigeInvoer([geweigerd("overzicht-nodig", "R04", zin)])
        if bezwaar := adres_bezwaar(adres):
            raise OngeldigeInvoer([geweigerd("mailadres-ongeldig", "N04", bezwaar)])
        id_ = mailadressen.zet(h.tx, Mailadres(uuid4(), ontvanger, ontvanger_id, adres, dagelijks))
        h.over("mailadres", id_)
        return id_


def adressen(tools: Tools, wie: Aanroep) -> list[Mailadres]:
    """Every address, and whether mail comes back from it."""
    with handeling(tools, wie, "mailadres:opsommen") as h:
        return mailadressen.alle(h.tx)


def wijzig_adres(tools: Tools, wie: Aanroep, id_: UUID, adres: str) -> UUID:
    """Mail this addressee elsewhere; what was given up can be sent again. The id of the new address.

    Raises NietGevonden, OngeldigeInvoer.
    """
    with handeling(tools, wie, "mailadres:wijzigen") as h:
        if bezwaar := adres_bezwaar(adres):
            raise OngeldigeInvoer([geweigerd("mailadres-ongeldig", "N04", bezwaar)])
        oud = _eis(h.tx, id_)
        if any(a.adres == adres for a in mailadressen.alle(h.tx) if a.bij(oud)):
            zin = "Deze ontvanger heeft dit adres al. Verwijder het andere, of zet dit opnieuw als er post terugkwam."
            raise OngeldigeInvoer([geweigerd("mailadres-bestaat", "N04", zin)])
        nieuw = mailadressen.vervang(h.tx, oud, adres)
        h.over("mailadres", id_)
        h.over("mailadres", nieuw)
        return nieuw


def verwijder_adres(tools: Tools, wie: Aanroep, id_: UUID) -> None:
    """Mail there no more. Raises NietGevonden."""
    with handeling(tools, wie, "mailadres:verwijderen") as h:
        mailadressen.verwijder(h.tx, _eis(h.tx, id_).id)
        h.over("mailadres", id_)


def stel_dagelijks(tools: Tools, id_: UUID, *, dagelijks: bool) -> None:
    """A reader wants the daily overview no more, or again; what is urgent still comes. Raises NietGevonden.

    He followed the link in his letter, which holds an id that nobody else has.
    """
    with handeling(tools, LEZER, "mailadres:aanmelden" if dagelijks else "mailadres:afmelden") as h:
        mailadressen.stel_dagelijks(h.tx, _eis_keuze(h.tx, id_).id, dagelijks)
        h.over("mailadres", id_)


def _kan_zonder(mailadres: Mailadres) -> bool:
    return mailadres.ontvanger not in ALLEEN_PER_BRIEF


def is_dagelijks(tools: Tools, id_: UUID) -> bool:
    """Does this reader get the daily overview? Raises NietGevonden."""
    with handeling(tools, LEZER, "mailadres:bekijken") as h:
        h.over("mailadres", id_)
        return _eis_keuze(h.tx, id_).dagelijks


def _eis(tx: Tx, id_: UUID) -> Mailadres:
    mailadres = mailadressen.een(tx, id_)
    if mailadres is None:
        raise NietGevonden
    return mailadres


def _eis_keuze(tx: Tx, id_: UUID) -> Mailadres:
    """The address of a reader who may choose; another is not there for him (I06)."""
    mailadres = _eis(tx, id_)
    if not _kan_zonder(mailadres):
        raise NietGevonden
    return mailadres


def verstuur(tools: Tools, post: Post) -> bool:
    """One letter with everything that is due for an address; False where nothing is."""
    with tools.database.transaction() as tx:
        stapel = mailadressen.neem_stapel(tx, tools.klok(), BEZET)
    if stapel is None:
        return False
    if not stapel.rijen:
        return True
    uitkomst = post.stuur(_brief(stapel, post.publiek_adres), tools.klok())
    with tools.database.transaction() as tx:
        nu = tools.klok()
        pogingen = [(rij.id, rij.poging) for rij in stapel.rijen]
        if uitkomst.afloop is Afloop.GELUKT:
            bezorgingen.bezorgd(tx, pogingen, nu)
        elif uitkomst.afloop is Afloop.WEG:
            _onbestelbaar(tx, stapel.mailadres.id, nu)
        else:
            loting = secrets.randbelow(1000) / 1000
            wachten = [(rij.id, rij.poging, wacht_of_niet(rij.poging, rij.vanaf, nu, loting)) for rij in stapel.rijen]
            tot = [(id_, poging, nu + wacht if wacht else None) for id_, poging, wacht in wachten]
            if mailadressen.wacht(tx, tot, uitkomst.code, nu):
                bewijs(tx, "bezorging:opgeven", ("mailadres", stapel.mailadres.id), nu)
    return True


def verwerk_retour(tools: Tools, wie: Aanroep, retour: Retour) -> bool:
    """A letter came back (RFC 3464): for good, then nothing goes there any more; was that so. Raises NietGevonden.

    Which of the letters of late it was is not known, so all of them count as not arrived, and can be sent again.
    """
    with handeling(tools, wie, "mailadres:retour") as h:
        h.over("mailadres", _eis(h.tx, retour.mailadres).id)
        if retour.verloren:
            mailadressen.kwam_terug(h.tx, retour.mailadres, h.nu - TERUGREIS, h.nu)
        return retour.blijvend and _onbestelbaar(h.tx, retour.mailadres, h.nu)


def _onbestelbaar(tx: Tx, id_: UUID, nu: datetime) -> bool:
    nieuw = mailadressen.onbestelbaar(tx, id_, nu)
    if nieuw:
        bewijs(tx, "mailadres:onbestelbaar", ("mailadres", id_), nu)
    return nieuw


def _brief(stapel: Stapel, adres: str) -> Brief:
    """The same letter for the same messages, also when it is sent again after a crash."""
    mailadres, spoed = stapel.mailadres, any(rij.spoed for rij in stapel.rijen)
    zin, bladzijde = wegwijzer(mailadres.ontvanger, spoed=spoed)
    return Brief(
        kenmerk=uuid5(mailadres.id, ",".join(str(rij.id) for rij in stapel.rijen)),
        adres=mailadres.adres,
        mailadres=mailadres.id,
        spoed=spoed,
        regels=tel([rij.soort for rij in stapel.rijen]),
        wegwijzer=zin,
        link=f"{adres}/inbox" if bladzijde else None,
        afmelden=f"{adres}/inbox/post/{mailadres.id}" if not spoed and _kan_zonder(mailadres) else None,
    )
