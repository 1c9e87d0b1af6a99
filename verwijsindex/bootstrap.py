# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The composition root: settings become tools, once per process."""

import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from verwijsindex.adapters import convenantbestand
from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.adapters.mail import Mail
from verwijsindex.adapters.rechtenbrief import Drukker
from verwijsindex.adapters.retour import GROOTST as GROOTSTE_RETOUR
from verwijsindex.adapters.retour import lees_retour
from verwijsindex.adapters.sleutelbeheer import Sleutelbeheer
from verwijsindex.adapters.sleutelbestand import Sleutelbestand, SleutelbestandOngeldig
from verwijsindex.adapters.sleutelkast import KastOngeldig, Sleutelkast
from verwijsindex.adapters.tokens import Tokens
from verwijsindex.adapters.verzamelaar import Verzamelaar
from verwijsindex.adapters.webhooks import Webhooks
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.dataverwerking import Naamruimte
from verwijsindex.domain.kop import lees_sleutel
from verwijsindex.domain.tijd import Klok
from verwijsindex.settings import Settings, bezwaren
from verwijsindex.storage.database import Database
from verwijsindex.use_cases.ports import Installatie, Tools

__all__ = ("GROOTSTE_RETOUR", "lees_retour")


class StartGeweigerd(Exception):
    """This installation may not start like this; the text is Dutch and says what to do."""


def systeemklok() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def klok_uit(bestand: Path | None) -> Klok:
    """The system's clock, or in development one that a replay sets: the moment in the file, running on from there."""
    if bestand is None:
        return systeemklok

    def klok() -> datetime:
        nu = systeemklok()
        try:
            stand = json.loads(bestand.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return nu
        moment = datetime.fromisoformat(stand["moment"]).astimezone(UTC)
        return moment + timedelta(seconds=nu.timestamp() - stand["gezet"])

    return klok


def lees_convenant(bestand: Path, **aanvulling: object) -> Convenant:
    """A convenant from a file. Raises OngeldigeInvoer."""
    return convenantbestand.lees_bestand(bestand, **aanvulling)


def maak_sleutels(pad: Path, klok: Klok = systeemklok) -> None:
    """Make the index's key file. Raises FileExistsError."""
    Sleutelbestand.maak(pad, klok())


def maak_installatie(settings: Settings, klok: Klok | None = None) -> Installatie:
    """Everything that api, inbox, worker and commands use. Raises StartGeweigerd."""
    if redenen := bezwaren(settings):
        raise StartGeweigerd("\n".join(redenen))
    try:
        sleutels = Sleutelbestand.lees(settings.sleutelbestand)
    except SleutelbestandOngeldig as fout:
        raise StartGeweigerd(str(fout)) from None
    try:
        kast = Sleutelkast(settings.kast)
    except KastOngeldig as fout:
        raise StartGeweigerd(str(fout)) from None
    kluis = Kluis(sleutels, settings.index_id, settings.sleutelversies, settings.sleutelbestand, kast)
    bron = f"urn:nld:oin:{settings.oin}:systeem:verwijsindex"
    naamruimte = Naamruimte(bron, settings.verwerkingenregister or f"{bron}:verwerking:")
    tools = Tools(
        database=Database(settings.database_url.get_secret_value(), verbindingen=settings.verbindingen),
        kluis=kluis,
        sleutels=Sleutelbeheer(settings.sleutelbestand),
        klok=klok or klok_uit(settings.klok_bestand),
        vrij=vrije_dagen(),
        webhooks=Webhooks(kluis.teken_webhook, bron, settings.publiek_adres, binnen=settings.ontwikkeling),
        post=_post(settings),
        drukker=Drukker(),
        zegelbank=_zegelbank(settings),
        getuigen=_getuigen(settings),
        verzamelaar=_verzamelaar(settings, naamruimte),
    )
    return Installatie(
        tools=tools,
        tokens=Tokens(lambda: kluis.tekensleutels, settings.publiek_adres),
        index_id=settings.index_id,
        bron=bron,
        naamruimte=naamruimte,
        publiek_adres=settings.publiek_adres,
        ontwikkeling=settings.ontwikkeling,
        ingest_publiek=kluis.ingest_publiek,
        lees_convenant=convenantbestand.lees_convenant,
        sessiesleutels=lambda: kluis.sessiesleutels,
        pseudoniemendienst_adres=settings.pseudoniemendienst_adres,
        gescheiden=settings.gescheiden,
    )


def _post(settings: Settings) -> Mail | None:
    if settings.mailserver is None:
        return None
    try:
        return Mail(
            settings.mailserver.get_secret_value(), settings.mail_van, settings.mail_retour, settings.publiek_adres
        )
    except ValueError as fout:
        raise StartGeweigerd(f"VERWIJSINDEX_MAILSERVER: {fout}") from None


def _zegelbank(settings: Settings) -> Database | None:
    url = settings.zegel_database_url
    return Database(url.get_secret_value(), verbindingen=2) if url else None


def _verzamelaar(settings: Settings, naamruimte: Naamruimte) -> Verzamelaar | None:
    if not settings.otlp_adres:
        return None
    sleutel = settings.otlp_sleutel.get_secret_value() if settings.otlp_sleutel else ""
    return Verzamelaar(settings.otlp_adres, naamruimte, version("verwijsindex"), sleutel)


def _getuigen(settings: Settings) -> dict[str, str]:
    try:
        return {lees_sleutel(sleutel)[0]: sleutel for sleutel in settings.getuigen}
    except ValueError as fout:
        raise StartGeweigerd(f"VERWIJSINDEX_GETUIGEN: {fout}") from None
