# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log: written out, and checked by anybody who has the public key (L03)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rich.progress import Progress, track

from verwijsindex.domain.kop import ED25519, Handtekening, Kop, lees_notitie, lees_sleutel, sleutelkenmerk
from verwijsindex.domain.logcontrole import Controle, LogboekAfwijking, onleesbaar
from verwijsindex.opdrachten.huis import BEHEER, een_huis, scherm, stop
from verwijsindex.use_cases import zegelen

logboek = typer.Typer(help="Het logboek: de sleutel, uitvoer, en nagaan of het is gewijzigd.", no_args_is_help=True)


@logboek.command("sleutel")
def sleutel() -> None:
    """Toon de publieke sleutel waarmee iedereen het logboek kan nagaan; de eerste is de huidige."""
    with een_huis() as huis:
        print("\n".join(huis.tools.kluis.logboeksleutels))


@logboek.command("uitvoeren")
def uitvoeren(bestand: Annotated[Path, typer.Argument(help="waarheen; een bestaand bestand blijft staan")]) -> None:
    """Schrijf het hele logboek weg, om het elders na te gaan met `logboek verifieer`."""
    try:
        uit = bestand.open("x", encoding="utf-8")
    except OSError as fout:
        raise stop(f"{bestand} kan niet worden gemaakt: {fout.strerror}.") from None
    with uit, een_huis() as huis:
        lijnen = zegelen.voer_uit(huis.tools, BEHEER)
        eerste = next(lijnen)
        uit.write(json.dumps(eerste, ensure_ascii=False) + "\n")
        aantal = int(str(eerste["grootte"]))
        for lijn in track(lijnen, description="Uitvoeren", total=aantal, console=scherm):
            uit.write(json.dumps(lijn, ensure_ascii=False) + "\n")
    print(f"{aantal} regels weggeschreven naar {bestand}.")


@logboek.command("verifieer")
def verifieer(
    bestand: Annotated[Path, typer.Argument(help="een uitvoer van het logboek", exists=True, dir_okay=False)],
    sleutels: Annotated[list[str], typer.Option("--sleutel", help="publieke sleutel van het logboek; mag vaker")],
    koppen: Annotated[
        list[Path] | None,
        typer.Option("--kop", help="een eerder bewaarde kop; mag vaker", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Ga na of het logboek is gewijzigd, zonder de index; noemt de eerste regel die niet klopt, en dan uitgang 1.

    Met een kop die u of een getuige eerder bewaarde, blijkt ook of er aan het einde iets is weggehaald.
    """
    klopt = _controleur(sleutels)
    controle = Controle(klopt, {kop.grootte: kop for kop in (_bewaard(pad, klopt) for pad in koppen or [])})
    try:
        with Progress(console=scherm) as balk:
            taak = balk.add_task("Nagaan", total=bestand.stat().st_size)
            for lijn, grootte in _lijnen(bestand):
                controle.neem(lijn)
                balk.advance(taak, grootte)
        controle.rond_af()
    except LogboekAfwijking as afwijking:
        raise stop(f"Het logboek klopt niet. {afwijking}") from None
    print(
        f"Het logboek klopt: {controle.rijen} regels onder {controle.koppen} ondertekende koppen."
        f" {controle.over_vergeten}"
    )


def _controleur(sleutels: list[str]) -> "_Controleur":
    try:
        bekend = [lees_sleutel(sleutel) for sleutel in sleutels]
    except ValueError as fout:
        raise stop(str(fout)) from None
    return _Controleur(
        {
            (naam, sleutelkenmerk(naam, soort, publiek)): Ed25519PublicKey.from_public_bytes(publiek)
            for naam, soort, publiek in bekend
            if soort == ED25519
        }
    )


class _Controleur:
    """Checks signatures with the keys that the user trusts."""

    def __init__(self, sleutels: Mapping[tuple[str, bytes], Ed25519PublicKey]) -> None:
        self._sleutels = sleutels

    def __call__(self, tekst: str, handtekening: Handtekening) -> bool:
        publiek = self._sleutels.get((handtekening.naam, handtekening.sleutel))
        try:
            if publiek:
                publiek.verify(handtekening.waarde, tekst.encode())
        except InvalidSignature:
            return False
        return publiek is not None


def _bewaard(pad: Path, klopt: _Controleur) -> Kop:
    try:
        kop = lees_notitie(pad.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        raise stop(f"{pad} is geen kop van een logboek.") from None
    if not any(klopt(kop.tekst, handtekening) for handtekening in kop.handtekeningen):
        raise stop(f"De kop in {pad} is niet door deze sleutel ondertekend.")
    return kop


def _lijnen(bestand: Path) -> Iterator[tuple[Mapping[str, object], int]]:
    with bestand.open("rb") as in_:
        for nummer, lijn in enumerate(in_, start=1):
            try:
                inhoud = json.loads(lijn)
                if not isinstance(inhoud, dict):
                    raise ValueError
                if b"\\u" in lijn or b"\xed" in lijn:
                    # Half a surrogate pair passes as JSON, but can be neither hashed nor shown.
                    json.dumps(inhoud, ensure_ascii=False).encode()
            except (ValueError, RecursionError):
                raise LogboekAfwijking(onleesbaar(nummer)) from None
            yield inhoud, len(lijn)
