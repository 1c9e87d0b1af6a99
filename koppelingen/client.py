# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The client that all connectors share: access, pseudonyms, sealing, and the calls to the index.

A BSN goes in here and does not come out: what leaves is blinded (to the pseudonym service) or sealed (to the index).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from koppelingen.meldingen import (
    Informering,
    Inhoud,
    Melding,
    Toestemming,
    Veiligheidsgrond,
    Verlenging,
    Verzoek,
    Verzoekadvies,
    Vorm,
    naar_json,
)
from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.bewering import TYPE_BEWERING, maak_bewering
from verwijsindex.protocol.bsn import Bsn
from verwijsindex.protocol.fouten import BewijsOngeldig, CoderingOngeldig
from verwijsindex.protocol.groep import Groep, beste_groep
from verwijsindex.protocol.labels import SOORT, Rol
from verwijsindex.protocol.manifest import Manifest, lees_manifest
from verwijsindex.protocol.spoor import nieuw_spoor
from verwijsindex.protocol.voprf import controleer, ontblind, verblind
from verwijsindex.protocol.zegel import verzegel

GROOTSTE_AANVRAAG = 1000
_MARGE = timedelta(seconds=30)
_BEWAAR_SLEUTELS = timedelta(minutes=10)


class KoppelingFout(Exception):
    """A service refused or was away: HTTP `status` (0: no answer), stable `code`, Dutch `melding`, all `fouten`."""

    def __init__(self, status: int, code: str, melding: str, fouten: Sequence[Inhoud] = ()) -> None:
        super().__init__(f"{melding} ({code})")
        self.status, self.code, self.melding, self.fouten = status, code, melding, tuple(fouten)


@dataclass(frozen=True, slots=True)
class Tekensleutel:
    """The organisation's private key for client assertions; `alg` is RS256, PS256 or EdDSA."""

    sleutel: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)
    kid: str
    alg: str

    @classmethod
    def uit_pem(cls, pem: bytes, kid: str) -> "Tekensleutel":
        """From an unencrypted PEM file. Raises ValueError for another kind of key."""
        return cls._van(load_pem_private_key(pem, None), kid)

    @classmethod
    def uit_jwk(cls, jwk: Mapping[str, Any]) -> "Tekensleutel":
        """From a private JWK with a `kid`. Raises ValueError for another kind of key."""
        return cls._van(jwt.PyJWK(dict(jwk)).key, jwk["kid"])

    @classmethod
    def _van(cls, sleutel: object, kid: str) -> "Tekensleutel":
        if isinstance(sleutel, Ed25519PrivateKey):
            return cls(sleutel, kid, "EdDSA")
        if isinstance(sleutel, RSAPrivateKey):
            return cls(sleutel, kid, "PS256")
        raise ValueError("Geef een privésleutel van RSA of Ed25519.")


@dataclass(frozen=True, slots=True)
class Antwoord:
    """HTTP status (201 and 200 tell a first from a repeated report) and the JSON body."""

    status: int
    inhoud: dict[str, Any]


@dataclass(slots=True)
class Koppeling:
    """One organisation's connection. `pin` is the pseudonym service's public manifest key, base64url.

    `spoor` gives the trace of the caller's own system (32 hex digits), if its log is to be joined with the index's.

    `pd_url` and `index_url` are the addresses by which the services know themselves: they are the audience.
    """

    organisatie_id: str
    sleutel: Tekensleutel
    pd_url: str
    pin: str
    index_url: str
    index_id: str
    klok: Callable[[], datetime]
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=15))
    groep: Groep = field(default_factory=beste_groep)
    spoor: Callable[[], str] | None = None
    _tokens: dict[tuple[str, str | None], tuple[str, datetime, datetime]] = field(
        default_factory=dict, init=False, repr=False
    )
    _manifest: Manifest | None = field(default=None, init=False, repr=False)
    _ingest: tuple[bytes, datetime] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.pd_url, self.index_url = self.pd_url.rstrip("/"), self.index_url.rstrip("/")

    def meld(self, melding: Melding) -> Antwoord:
        """POST /v1/signalen. Raises KoppelingFout, ProtocolFout; after BewijsOngeldig stop and alarm (never retry)."""
        return self.post("/v1/signalen", self._signalen([melding])[0], melding.bevestiging.professional)

    def meld_batch(self, meldingen: Sequence[Melding]) -> Antwoord:
        """POST /v1/signaalbatches: up to 500, all confirmed by the same professional (ValueError otherwise)."""
        professionals = {melding.bevestiging.professional for melding in meldingen}
        if len(professionals) != 1:
            raise ValueError("Een batch heeft een of meer meldingen, bevestigd door dezelfde professional.")
        return self.post("/v1/signaalbatches", {"signalen": self._signalen(meldingen)}, professionals.pop())

    def beeindig(
        self, signaal_id: UUID, tot: date, professional: str | None = None, *, grond_blijft: bool | None = None
    ) -> Antwoord:
        """The last day is `tot`; where a V-ground stands, whether it stays for the aftercare window (V04)."""
        inhoud = {"tot": tot, "grond_blijft": grond_blijft}
        return self.post(f"/v1/signalen/{signaal_id}/beeindigingen", inhoud, professional)

    def trek_in(self, signaal_id: UUID, reden: str, professional: str | None = None) -> Antwoord:
        return self.post(f"/v1/signalen/{signaal_id}/intrekkingen", {"reden": reden}, professional)

    def leg_toestemming_vast(self, signaal_id: UUID, toestemming: Toestemming, professional: str) -> Antwoord:
        """What the family said about a signal that was reported before, yes or no (T01-T03)."""
        return self.post(f"/v1/signalen/{signaal_id}/toestemmingen", toestemming, professional)

    def verleng_toestemming(self, toestemming_id: UUID, verlenging: Verlenging, professional: str) -> Antwoord:
        """The family says yes again; what for and with whom stays as it was, whatever is given here (T03)."""
        inhoud = {f.name: getattr(verlenging, f.name) for f in fields(Verlenging)}
        return self.post(f"/v1/toestemmingen/{toestemming_id}/verlengingen", inhoud, professional)

    def trek_toestemming_in(self, toestemming_id: UUID, door: str, professional: str) -> Antwoord:
        """Somebody of the family withdraws it, which works at once (T04)."""
        return self.post(f"/v1/toestemmingen/{toestemming_id}/intrekkingen", {"door": door}, professional)

    def roep_veiligheid_in(self, signaal_id: UUID, grond: Veiligheidsgrond, professional: str) -> Antwoord:
        """A safety ground on a signal that was reported before; a second person must confirm it (V01-V03)."""
        return self.post(f"/v1/signalen/{signaal_id}/veiligheidsgronden", grond, professional)

    def bevestig_veiligheid(self, grond_id: UUID, professional: str) -> Antwoord:
        """The second designated person (V03) confirms."""
        return self.post(f"/v1/veiligheidsgronden/{grond_id}/bevestigingen", {}, professional)

    def herbeoordeel(self, grond_id: UUID, professional: str) -> Antwoord:
        """The three-monthly review (V04)."""
        return self.post(f"/v1/veiligheidsgronden/{grond_id}/herbeoordelingen", {}, professional)

    def meld_overlijden(self, signaal_id: UUID, op: date, professional: str) -> Antwoord:
        """The child died: all signals about it are destroyed, of everybody, for good (B01)."""
        return self.post(f"/v1/signalen/{signaal_id}/overlijdens", {"op": op}, professional)

    def leg_verzoek_vast(self, verzoek: Verzoek, professional: str) -> Antwoord:
        """A request of a data subject, by the municipality's privacy officer (G02).

        Raises KoppelingFout, ProtocolFout; ValueError unless it is about a child or a parent, and not both.
        """
        bsn = verzoek.kind_bsn or verzoek.ouder_bsn
        if bsn is None or (verzoek.kind_bsn and verzoek.ouder_bsn):
            raise ValueError("Een verzoek gaat over een kind of over een ouder.")
        rol = Rol.KIND if verzoek.kind_bsn else Rol.OUDER
        versie, token = self._verzegelaar([bsn])
        inhoud = {f"{rol}_token": token(verzoek.verzoek_id, bsn, rol), "sleutel_versie": versie}
        return self.post("/v1/verzoeken", verzoek.zonder_bsn() | inhoud, professional)

    def adviseer(self, verzoek_id: UUID, advies: Verzoekadvies, professional: str) -> Antwoord:
        """What the organisation advises on a request that is about its signal (G02); asked at /v1/adviesvragen."""
        return self.post(f"/v1/verzoeken/{verzoek_id}/adviezen", advies, professional)

    def informeer(self, signaal_id: UUID, informering: Informering, professional: str) -> Antwoord:
        """Child and parents were told, or not yet (S07)."""
        return self.post(f"/v1/signalen/{signaal_id}/informeringen", informering, professional)

    def gebeurtenissen(self, cursor: str | None = None, *, wacht: int = 0, limit: int | None = None) -> Antwoord:
        """GET /v1/gebeurtenissen: what came after `cursor`, waiting up to `wacht` (0-30) seconds for it (N03)."""
        vraag = {"wacht": wacht, "cursor": cursor, "limit": limit}
        zoek = httpx.QueryParams({naam: waarde for naam, waarde in vraag.items() if waarde is not None})
        return self._vraag("GET", self.index_url, f"/v1/gebeurtenissen?{zoek}", None, None, wacht)

    def haal_gebeurtenis(self, gebeurtenis_id: UUID) -> Antwoord:
        """What a message is about: the own signals."""
        return self.get(f"/v1/gebeurtenissen/{gebeurtenis_id}")

    def volg(self, dataref: str) -> Antwoord:
        """GET what a message points to. Raises KoppelingFout `ander-adres` outside this index: no token goes there."""
        if not dataref.startswith(f"{self.index_url}/v1/"):
            raise KoppelingFout(0, "ander-adres", "De verwijzing is niet van deze index; er is niets verzonden.")
        return self.get(dataref.removeprefix(self.index_url))

    def abonneer(self, adres: str, *, geheim: bool = False) -> Antwoord:
        """Messages by webhook at `adres`, which must answer the handshake now; with `geheim` signed by HMAC too (N02).

        The answer holds `sleutels` (`whpk_...`) and once, if asked, `geheim` (`whsec_...`).
        """
        return self.post("/v1/abonnementen", {"adres": adres, "geheim": geheim})

    def abonnementen(self) -> Antwoord:
        return self.get("/v1/abonnementen")

    def beeindig_abonnement(self, abonnement_id: UUID) -> Antwoord:
        return self._vraag("DELETE", self.index_url, f"/v1/abonnementen/{abonnement_id}", None, None)

    def hervat_abonnement(self, abonnement_id: UUID) -> Antwoord:
        """Go on where the index gave up, after three days of failures (N02)."""
        return self.post(f"/v1/abonnementen/{abonnement_id}/hervattingen", {})

    def vernieuw_geheim(self, abonnement_id: UUID) -> Antwoord:
        """A new shared secret, said once; for a while the index signs with the old one too."""
        return self.post(f"/v1/abonnementen/{abonnement_id}/geheimen", {})

    def proef(self, abonnement_id: UUID) -> Antwoord:
        """Have a message sent that says nothing, to see that it arrives."""
        return self.post(f"/v1/abonnementen/{abonnement_id}/proeven", {})

    def get(self, pad: str, professional: str | None = None) -> Antwoord:
        return self._vraag("GET", self.index_url, pad, None, professional)

    def post(self, pad: str, inhoud: Inhoud | Vorm, professional: str | None = None) -> Antwoord:
        return self._vraag("POST", self.index_url, pad, inhoud, professional)

    def _signalen(self, meldingen: Sequence[Melding]) -> list[Inhoud]:
        versie, token = self._verzegelaar([b for melding in meldingen for b in (melding.kind_bsn, *melding.ouder_bsns)])
        return [
            melding.zonder_bsn()
            | {
                "kind_token": token(melding.signaal_id, melding.kind_bsn, Rol.KIND),
                "ouder_tokens": [token(melding.signaal_id, bsn, Rol.OUDER) for bsn in melding.ouder_bsns],
                "sleutel_versie": versie,
            }
            for melding in meldingen
        ]

    def _verzegelaar(self, bsns: Sequence[Bsn]) -> tuple[int, Callable[[UUID, Bsn, Rol], str]]:
        """Key version, and what seals one of these numbers for one signal or request in one role."""
        versie, pseudoniemen = self._pseudoniemen(list(dict.fromkeys(bsns)))
        ingest = self._ingestsleutel()

        def token(bij: UUID, bsn: Bsn, rol: Rol) -> str:
            info = labels.token_info(self.index_id, self.organisatie_id, str(bij), rol, versie)
            return b64.naar_tekst(verzegel(ingest, info, pseudoniemen[bsn]))

        return versie, token

    def _pseudoniemen(self, bsns: Sequence[Bsn]) -> tuple[int, dict[Bsn, bytes]]:
        """Key version, and N by number. Raises BewijsOngeldig for any answer that is not proved."""
        sleutel = self._geldig_manifest().actief(SOORT)
        gevonden: dict[Bsn, bytes] = {}
        for begin in range(0, len(bsns), GROOTSTE_AANVRAAG):
            deel = bsns[begin : begin + GROOTSTE_AANVRAAG]
            verblindingen = [verblind(self.groep, labels.invoer(bsn.waarde)) for bsn in deel]
            geblindeerd = [v.element for v in verblindingen]
            vraag = {"soort": SOORT, "versie": sleutel.versie, "geblindeerd": [b64.naar_tekst(e) for e in geblindeerd]}
            antwoord = self._vraag("POST", self.pd_url, "/v1/evaluaties", vraag, None).inhoud
            try:
                geevalueerd = [b64.van_tekst(e, 32) for e in antwoord["geevalueerd"]]
                bewijs = b64.van_tekst(antwoord["bewijs"], 64)
            except (CoderingOngeldig, KeyError, TypeError, AttributeError):
                raise BewijsOngeldig from None
            controleer(self.groep, sleutel.pk, geblindeerd, geevalueerd, bewijs)
            for bsn, v, element in zip(deel, verblindingen, geevalueerd, strict=True):
                gevonden[bsn] = ontblind(self.groep, v.blind, element)
        return sleutel.versie, gevonden

    def _geldig_manifest(self) -> Manifest:
        nu = self.klok()
        if self._manifest is None or not (self._manifest.uitgegeven - _MARGE <= nu < self._manifest.verloopt - _MARGE):
            tekst = self._haal("GET", f"{self.pd_url}/v1/sleutels").content
            self._manifest = lees_manifest(tekst, b64.van_tekst(self.pin, 32), nu)
            self._eis_index(self._manifest.index)
        return self._manifest

    def _ingestsleutel(self) -> bytes:
        nu = self.klok()
        if self._ingest is None or not self._ingest[1] <= nu < self._ingest[1] + _BEWAAR_SLEUTELS:
            inhoud = _json(self._haal("GET", f"{self.index_url}/v1/sleutels"))
            self._eis_index(inhoud.get("index"))
            try:
                self._ingest = b64.van_tekst(inhoud["ingest"]["publiek"], 32), nu
            except (KeyError, TypeError, AttributeError):
                raise _onverwacht(0) from None
        return self._ingest[0]

    def _eis_index(self, index: object) -> None:
        if index != self.index_id:
            raise KoppelingFout(0, "andere-index", "De sleutels zijn van een andere index; er is niets verzonden.")

    def _vraag(
        self, methode: str, url: str, pad: str, inhoud: Inhoud | Vorm | None, professional: str | None, wacht: int = 0
    ) -> Antwoord:
        # Of each call a trace of its own, also to each service: they need not know that two calls belong together.
        koppen = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self._token(url, professional)}",
            "traceparent": nieuw_spoor(self.spoor() if self.spoor and url == self.index_url else None),
        }
        tekst = None if inhoud is None else json.dumps(naar_json(inhoud))
        antwoord = self._haal(methode, url + pad, koppen, tekst, wacht=wacht)
        return Antwoord(antwoord.status_code, _json(antwoord) if antwoord.content else {})

    def _token(self, url: str, professional: str | None) -> str:
        nu, token_url = self.klok(), f"{url}/v1/oauth/token"
        token, van, tot = self._tokens.get((url, professional), ("", nu, nu))
        if not van <= nu < tot - _MARGE:
            s = self.sleutel
            bewering = maak_bewering(s.sleutel, s.alg, s.kid, self.organisatie_id, token_url, nu, professional)
            formulier = {
                "grant_type": "client_credentials",
                "client_assertion_type": TYPE_BEWERING,
                "client_assertion": bewering,
            }
            inhoud = _json(self._haal("POST", token_url, formulier=formulier))
            try:
                token, tot = str(inhoud["access_token"]), nu + timedelta(seconds=inhoud["expires_in"])
            except (KeyError, TypeError):
                raise _onverwacht(0) from None
            self._tokens[url, professional] = token, nu, tot
        return token

    def _haal(
        self,
        methode: str,
        url: str,
        koppen: Mapping[str, str] | None = None,
        inhoud: str | None = None,
        formulier: Mapping[str, str] | None = None,
        wacht: int = 0,
    ) -> httpx.Response:
        tijden = self.http.timeout.as_dict()
        if tijden["read"] is not None:
            tijden["read"] += wacht
        tijd = httpx.Timeout(**tijden)
        try:
            antwoord = self.http.request(methode, url, headers=koppen, content=inhoud, data=formulier, timeout=tijd)
        except httpx.HTTPError:
            raise KoppelingFout(0, "niet-bereikbaar", "De dienst is nu niet bereikbaar; probeer het later.") from None
        if not antwoord.is_success:
            raise _fout_van(antwoord)
        return antwoord


def _fout_van(antwoord: httpx.Response) -> KoppelingFout:
    if not antwoord.headers.get("content-type", "").startswith("application/problem+json"):
        return _onverwacht(antwoord.status_code)
    inhoud = _json(antwoord)
    return KoppelingFout(
        antwoord.status_code, inhoud.get("code", ""), inhoud.get("detail", ""), inhoud.get("fouten", ())
    )


def _onverwacht(status: int) -> KoppelingFout:
    return KoppelingFout(status, "onverwacht-antwoord", "De dienst gaf een onverwacht antwoord.")


def _json(antwoord: httpx.Response) -> dict[str, Any]:
    try:
        inhoud = antwoord.json()
    except ValueError:
        inhoud = None
    if not isinstance(inhoud, dict):
        raise _onverwacht(antwoord.status_code)
    return inhoud
