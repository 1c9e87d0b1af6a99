# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""`verwijsindex opschonen`: destroy what is due, or show what will be (B04)."""

from collections import Counter
from typing import Annotated

import typer
from rich.progress import track

from verwijsindex.domain.bewaren import Post
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.tijd import einde_van
from verwijsindex.opdrachten.huis import BEHEER, dag, een_huis, scherm, stop
from verwijsindex.use_cases import opschonen as daden
from verwijsindex.use_cases.ports import Tools

SYSTEEM = Aanroep(Bron.OPDRACHT, Rol.SYSTEEM, "tijd")


def opschonen(
    proef: Annotated[bool, typer.Option("--proef", help="alleen tonen wat zou gaan en waarom")] = False,
    na_terugzetten: Annotated[
        bool, typer.Option("--na-terugzetten", help="na een back-up: ook wat intussen vernietigd was en terugkwam")
    ] = False,
    tot: Annotated[str | None, typer.Option(help="met --proef: ook wat tot en met deze dag gaat, JJJJ-MM-DD")] = None,
) -> None:
    """Vernietig wat zijn termijn heeft gehad. Mag altijd opnieuw, ook naast een worker of na een onderbreking."""
    if na_terugzetten and proef:
        raise stop("--na-terugzetten vernietigt meteen: laat --proef weg.")
    if tot and not proef:
        raise stop("--tot kan alleen met --proef: vooruit vernietigen kan niet.")
    dag(tot)
    with een_huis() as huis:
        if proef:
            _toon(huis.tools, tot)
        else:
            if na_terugzetten:
                _ruim_teruggekomen(huis.tools)
            _ruim(huis.tools)


def _ruim_teruggekomen(tools: Tools) -> None:
    gevonden = daden.teruggekomen(tools, BEHEER)
    opnieuw = daden.ruim_teruggekomen(tools, gevonden, SYSTEEM)
    aantal = sum(1 for _ in track(opnieuw, description="Terugkomers", total=len(gevonden), console=scherm))
    print(f"In {aantal} families kwam iets terug dat vernietigd was; het is weer weg.")


def _toon(tools: Tools, tot: str | None) -> None:
    op = dag(tot)
    moment = max(tools.klok(), einde_van(op)) if op else tools.klok()
    rijen = daden.te_bekijken(tools, BEHEER)
    posten: Counter[Post] = Counter()
    vooruit = daden.vooruitzie(tools, rijen, moment)
    for deel in track(vooruit, description="Vooruitzien", total=len(rijen), console=scherm):
        posten += deel
    posten += daden.vooruitzie_overig(tools, moment)
    for post in sorted(posten):
        wacht = "  wacht op een verzoek van een betrokkene (G02)" if post.wacht else ""
        print(f"{post.dag}  {post.klasse:<10} {post.regel}  {posten[post]}{wacht}")
    gaat = sum(aantal for post, aantal in posten.items() if not post.wacht)
    print(f"{gaat} te vernietigen, {posten.total() - gaat} wachten. Er is niets vernietigd.")


def _ruim(tools: Tools) -> None:
    te_doen = daden.achterstand(tools)
    families = sum(
        1 for _ in track(daden.ruim_families(tools, SYSTEEM), description="Opschonen", total=te_doen, console=scherm)
    )
    berichten = sum(daden.ruim_berichten(tools, SYSTEEM))
    logregels = sum(daden.ruim_logregels(tools, SYSTEEM))
    stukken = sum(daden.ruim_archief(tools, SYSTEEM))
    verzoeken = sum(daden.ruim_verzoeken(tools, SYSTEEM))
    if not (families or berichten or logregels or stukken or verzoeken):
        print("Er was niets op te schonen.")
    else:
        print(f"{families} families bijgewerkt, {berichten} berichten vernietigd.")
    if verzoeken:
        print(f"{verzoeken} verzoeken van betrokkenen van meer dan vijf jaar geleden vernietigd.")
    if stukken:
        print(f"{stukken} stukken uit het archief vernietigd.")
    if logregels:
        print(f"Van {logregels} logregels van meer dan vijf jaar oud is vernietigd over wie zij gingen.")
    if over := daden.achterstand(tools):
        print(f"{over} families bleven liggen: iemand was er bezig, of het mislukte. Draai het nog eens.")
