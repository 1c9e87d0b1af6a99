# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import OKPAlgorithm

from koppelingen.client import Koppeling, KoppelingFout, Tekensleutel
from koppelingen.meldingen import (
    Bevestiging,
    Contactpunt,
    Informering,
    Melding,
    Verzoek,
    Verzoekadvies,
)
from tests.koppelingen.vormen import GROND, GROND_JSON, JA, JA_JSON
from tests.pseudoniemendienst.buitenwereld import GROEP, INDEX, Buitenwereld, pseudoniem
from tests.pseudoniemendienst.conftest import NU
from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.bsn import Bsn
from verwijsindex.protocol.fouten import BewijsOngeldig, ManifestOngeldig, ManifestVerlopen, ZegelOngeldig
from verwijsindex.protocol.spoor import lees_spoor
from verwijsindex.protocol.voprf import evalueer, leid_sleutelpaar_af
from verwijsindex.protocol.zegel import open_zegel


def melding(**anders: Any) -> Melding:
    basis: dict[str, Any] = {
        "signaal_id": uuid4(),
        "kind_bsn": Bsn("999990019"),
        "ouder_bsns": (Bsn("999990056"), Bsn("999990068")),
        "geboortemaand": "2014-03",
        "uiterlijk_tot": date(2028, 11, 1),
        "gemeentecode": "0599",
        "soort": "zorgen",
        "leefgebieden": ("gezondheid",),
        "vanaf": date(2026, 11, 22),
        "contactpunt": Contactpunt("aandachtsfunctionaris", email="contact@example.nl"),
        "bevestiging": Bevestiging("j.jansen", NU, redelijk_vermoeden=True),
        "informering": Informering(False, False, "nog-niet-gesproken", date(2026, 12, 1)),
    }
    return Melding(**basis | anders)


def test_een_melding_komt_verzegeld_aan_en_alleen_de_index_opent_de_tokens(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    een = melding()
    assert koppeling.meld(een).status == 201
    (verzoek,) = wereld.verzoeken("/v1/signalen")
    inhoud = json.loads(verzoek.content)
    organisatie, signaal = str(proef.organisatie.id), str(een.signaal_id)

    def geopend(token: str, rol: str, wie: str = organisatie) -> bytes:
        info = labels.token_info("vi-proef", wie, signaal, rol, 1)
        return open_zegel(wereld.geheim, info, b64.van_tekst(token, 80))

    assert geopend(inhoud["kindToken"], "kind") == pseudoniem(proef, "999990019")
    assert [geopend(token, "ouder") for token in inhoud["ouderTokens"]] == [
        pseudoniem(proef, "999990056"),
        pseudoniem(proef, "999990068"),
    ]
    for rol, wie in (("ouder", organisatie), ("kind", str(uuid4()))):
        with pytest.raises(ZegelOngeldig):
            geopend(inhoud["kindToken"], rol, wie)
    assert set(inhoud) == {
        *("signaalId", "kindToken", "ouderTokens", "sleutelVersie", "geboortemaand", "uiterlijkTot", "gemeentecode"),
        *("soort", "leefgebieden", "vanaf", "contactpunt", "bevestiging", "informering", "onthulling"),
    }
    assert inhoud["bevestiging"] == {
        "professional": "j.jansen",
        "moment": "2026-11-22T10:00:00Z",
        "redelijkVermoeden": True,
    }
    assert inhoud["informering"] == {
        "kind": False,
        "ouders": False,
        "nietOmdat": "nog-niet-gesproken",
        "herzienOp": "2026-12-01",
    }
    (evaluatie,) = wereld.verzoeken("/v1/evaluaties")
    # Neither service can tell from it that the two calls belong together.
    sporen = [lees_spoor(deel.headers["traceparent"]) for deel in (verzoek, evaluatie)]
    assert all(sporen)
    assert len({spoor[0] for spoor in sporen if spoor}) == 2
    assert len(json.loads(evaluatie.content)["geblindeerd"]) == 3


def test_L01_het_spoor_van_het_eigen_systeem_gaat_alleen_naar_de_index(
    wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    koppeling.spoor = lambda: "ab" * 16
    koppeling.meld(melding())
    for pad, gelijk in (("/v1/signalen", True), ("/v1/evaluaties", False)):
        (verzoek,) = wereld.verzoeken(pad)
        gelezen = lees_spoor(verzoek.headers["traceparent"])
        assert gelezen
        assert (gelezen[0] == "ab" * 16) is gelijk


@pytest.mark.parametrize("rol", ["kind", "ouder"])
def test_G02_een_verzoek_gaat_verzegeld_over_een_kind_of_over_een_ouder(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling, rol: str
) -> None:
    feiten = {"recht": "inzage", "vrager": "ouder", "vaststelling": "digid"}
    dagen = {"vastgesteld_op": date(2026, 11, 20), "ontvangen_op": date(2026, 11, 19)}
    nummer = {f"{rol}_bsn": Bsn("999990056")}
    verzoek = Verzoek(verzoek_id=uuid4(), **nummer, **feiten, **dagen)  # type: ignore[arg-type]
    koppeling.leg_verzoek_vast(verzoek, "fg")
    (verzonden,) = wereld.verzoeken("/v1/verzoeken")
    inhoud = json.loads(verzonden.content)
    info = labels.token_info("vi-proef", str(proef.organisatie.id), str(verzoek.verzoek_id), rol, 1)
    token = b64.van_tekst(inhoud.pop(f"{rol}Token"), 80)
    assert open_zegel(wereld.geheim, info, token) == pseudoniem(proef, "999990056")
    assert inhoud == {
        "verzoekId": str(verzoek.verzoek_id),
        "sleutelVersie": 1,
        **feiten,
        "vastgesteldOp": "2026-11-20",
        "ontvangenOp": "2026-11-19",
    }
    for anders in ({f"{rol}_bsn": None}, {"kind_bsn": Bsn("999990019"), "ouder_bsn": Bsn("999990056")}):
        with pytest.raises(ValueError, match="over een kind of over een ouder"):
            koppeling.leg_verzoek_vast(replace(verzoek, **anders), "fg")


def test_bsn_en_pseudoniem_staan_in_geen_verzoek_log_fout_of_repr(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    wereld.antwoord = httpx.Response(400, json={"code": "x", "detail": "y"})
    with pytest.raises(KoppelingFout) as fout:
        koppeling.meld(melding())
    gezien = b" ".join(v.url.raw_path + v.content + str(v.headers).encode() for v in wereld.ontvangen)
    n = pseudoniem(proef, "999990019")
    teksten = f"{gezien!r} {caplog.text} {fout.value!r} {fout.getrepr()} {koppeling!r} {melding()!r}"
    for canarie in ("999990019", "999990056", n.hex(), b64.naar_tekst(n), str(n)[2:-1]):
        assert canarie not in teksten
    blinden = json.loads(wereld.verzoeken("/v1/evaluaties")[0].content)["geblindeerd"]
    assert not [v for v in wereld.ontvangen if v.url.host == "index.example.nl" and blinden[0].encode() in v.content]
    assert blinden[0] not in caplog.text


def test_de_token_noemt_de_professional_en_wordt_bewaard_tot_vlak_voor_zijn_einde(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    def aantal() -> int:
        return len([v for v in wereld.verzoeken("/v1/oauth/token") if v.url.host == "index.example.nl"])

    koppeling.get("/v1/signalen", "j.jansen")
    koppeling.get("/v1/signalen", "j.jansen")
    assert aantal() == 1
    formulier = httpx.QueryParams(wereld.verzoeken("/v1/oauth/token")[0].content.decode())
    claims = jwt.decode(formulier["client_assertion"], options={"verify_signature": False})
    assert (claims["professional"], claims["aud"]) == ("j.jansen", f"{INDEX}/v1/oauth/token")
    koppeling.get("/v1/signalen")
    assert aantal() == 2
    proef.klok.nu += timedelta(seconds=269)
    koppeling.get("/v1/signalen")
    assert aantal() == 2
    for stap in (timedelta(seconds=1), timedelta(days=-400)):
        proef.klok.nu += stap
        koppeling.get("/v1/signalen")
    assert aantal() == 4


def test_een_andere_vastgelegde_sleutel_stopt_voor_er_iets_wordt_verzonden(
    wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    koppeling.pin = b64.naar_tekst(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with pytest.raises(ManifestOngeldig):
        koppeling.meld(melding())
    assert {v.url.path for v in wereld.ontvangen} == {"/v1/sleutels"}


def test_een_verlopen_manifest_wordt_geweigerd_en_een_oud_wordt_ververst(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    koppeling.meld(melding())
    proef.klok.nu += timedelta(minutes=61)
    koppeling.meld(melding())
    oud = [v for v in wereld.verzoeken("/v1/sleutels") if v.url.host == "127.0.0.1"]
    assert len(oud) == 2
    bewaard: list[httpx.Response] = []

    def speel_oud(verzoek: httpx.Request, antwoord: httpx.Response) -> httpx.Response:
        if verzoek.url.path == "/v1/sleutels":
            bewaard.append(antwoord)
            return bewaard[0]
        return antwoord

    wereld.verander = speel_oud
    proef.klok.nu += timedelta(hours=2)
    koppeling.meld(melding())
    proef.klok.nu += timedelta(hours=2)
    with pytest.raises(ManifestVerlopen):
        koppeling.meld(melding())


def test_een_dienst_met_een_andere_sleutel_stopt_de_melding(wereld: Buitenwereld, koppeling: Koppeling) -> None:
    vals = leid_sleutelpaar_af(GROEP, bytes(32), b"vals")

    def vervals(verzoek: httpx.Request, antwoord: httpx.Response) -> httpx.Response:
        if verzoek.url.path != "/v1/evaluaties":
            return antwoord
        geblindeerd = [b64.van_tekst(e, 32) for e in json.loads(verzoek.content)["geblindeerd"]]
        evaluatie = evalueer(GROEP, vals, geblindeerd)
        inhoud = antwoord.json() | {"geevalueerd": [b64.naar_tekst(e) for e in evaluatie.elementen]}
        return httpx.Response(200, json=inhoud | {"bewijs": b64.naar_tekst(evaluatie.bewijs)})

    wereld.verander = vervals
    with pytest.raises(BewijsOngeldig):
        koppeling.meld(melding())
    assert not wereld.verzoeken("/v1/signalen")


@pytest.mark.parametrize(
    "anders",
    [{"bewijs": "AA"}, {"bewijs": None}, {"geevalueerd": []}, {"geevalueerd": None}, {"geevalueerd": [1, 2, 3]}],
)
def test_een_antwoord_zonder_bewijs_telt_als_een_vals_bewijs(
    wereld: Buitenwereld, koppeling: Koppeling, anders: dict[str, Any]
) -> None:
    def verminkt(verzoek: httpx.Request, antwoord: httpx.Response) -> httpx.Response:
        if verzoek.url.path != "/v1/evaluaties":
            return antwoord
        return httpx.Response(200, json=antwoord.json() | anders)

    wereld.verander = verminkt
    with pytest.raises(BewijsOngeldig):
        koppeling.meld(melding())


def test_sleutels_van_een_andere_index_worden_geweigerd(wereld: Buitenwereld, koppeling: Koppeling) -> None:
    wereld.index = "vi-ander"
    with pytest.raises(KoppelingFout) as fout:
        koppeling.meld(melding())
    assert fout.value.code == "andere-index"


def test_een_weigering_wordt_een_fout_met_status_code_en_melding(wereld: Buitenwereld, koppeling: Koppeling) -> None:
    inhoud = {"status": 409, "title": "t", "detail": "Al gebruikt.", "code": "signaal-anders", "fouten": [{"a": 1}]}
    problemen = {"content-type": "application/problem+json"}
    for antwoord, verwacht in (
        (httpx.Response(409, json=inhoud, headers=problemen), (409, "signaal-anders", "Al gebruikt.")),
        (
            httpx.Response(502, text="<html>"),
            (502, "onverwacht-antwoord", "De dienst gaf een onverwacht antwoord."),
        ),
        (
            httpx.Response(201, text="geen json"),
            (201, "onverwacht-antwoord", "De dienst gaf een onverwacht antwoord."),
        ),
    ):
        wereld.antwoord = antwoord
        with pytest.raises(KoppelingFout) as fout:
            koppeling.trek_in(uuid4(), "ten-onrechte")
        assert (fout.value.status, fout.value.code, fout.value.melding) == verwacht
    koppeling.index_url = "http://127.0.0.1:1"
    with pytest.raises(KoppelingFout) as fout:
        koppeling.get("/v1/signalen")
    assert fout.value.code == "niet-bereikbaar"


def test_het_quotum_van_de_dienst_komt_als_fout_terug(proef: Any, koppeling: Koppeling) -> None:
    for _ in range(6):
        koppeling.meld(melding())
    with pytest.raises(KoppelingFout) as fout:
        koppeling.meld(melding())
    assert (fout.value.status, fout.value.code) == (429, "quotum-bereikt")


def test_een_batch_vraagt_elk_pseudoniem_een_keer_en_is_van_een_professional(
    wereld: Buitenwereld, koppeling: Koppeling
) -> None:
    broer = melding(kind_bsn=Bsn("999990020"))
    koppeling.meld_batch([melding(), broer])
    assert len(json.loads(wereld.verzoeken("/v1/evaluaties")[0].content)["geblindeerd"]) == 4
    inhoud = json.loads(wereld.verzoeken("/v1/signaalbatches")[0].content)
    assert [s["signaalId"] for s in inhoud["signalen"]][1] == str(broer.signaal_id)
    ander = replace(broer, bevestiging=Bevestiging("p.pietersen", NU))
    for meldingen in ([], [melding(), ander]):
        with pytest.raises(ValueError, match="dezelfde professional"):
            koppeling.meld_batch(meldingen)


def test_T03_V02_de_handelingen_gaan_naar_hun_eigen_adres(wereld: Buitenwereld, koppeling: Koppeling) -> None:
    id_ = UUID(int=1)
    koppeling.beeindig(id_, date(2026, 12, 31))
    koppeling.trek_in(id_, "ten-onrechte")
    koppeling.leg_toestemming_vast(id_, JA, "j.jansen")
    koppeling.verleng_toestemming(id_, JA, "j.jansen")
    koppeling.trek_toestemming_in(id_, "ouder-met-gezag", "j.jansen")
    koppeling.roep_veiligheid_in(id_, GROND, "j.jansen")
    koppeling.bevestig_veiligheid(id_, "p.pietersen")
    koppeling.herbeoordeel(id_, "p.pietersen")
    koppeling.informeer(id_, Informering(kind=True, ouders=True), "j.jansen")
    koppeling.meld_overlijden(id_, date(2026, 11, 20), "j.jansen")
    advies = Verzoekadvies(signaal_id=id_, advies="inwilligen", reden="geen-bezwaar", grond_vertellen=False)
    koppeling.adviseer(id_, advies, "j.jansen")
    gevraagd = [(v.url.path, json.loads(v.content)) for v in wereld.ontvangen if "/oauth/" not in v.url.path]
    assert gevraagd == [
        (f"/v1/signalen/{id_}/beeindigingen", {"tot": "2026-12-31"}),
        (f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"}),
        (f"/v1/signalen/{id_}/toestemmingen", JA_JSON),
        (f"/v1/toestemmingen/{id_}/verlengingen", {n: w for n, w in JA_JSON.items() if n not in ("voor", "met")}),
        (f"/v1/toestemmingen/{id_}/intrekkingen", {"door": "ouder-met-gezag"}),
        (f"/v1/signalen/{id_}/veiligheidsgronden", GROND_JSON),
        (f"/v1/veiligheidsgronden/{id_}/bevestigingen", {}),
        (f"/v1/veiligheidsgronden/{id_}/herbeoordelingen", {}),
        (f"/v1/signalen/{id_}/informeringen", {"kind": True, "ouders": True}),
        (f"/v1/signalen/{id_}/overlijdens", {"op": "2026-11-20"}),
        (
            f"/v1/verzoeken/{id_}/adviezen",
            {"signaalId": str(id_), "advies": "inwilligen", "reden": "geen-bezwaar", "grondVertellen": False},
        ),
    ]


def test_het_voorbeeld_in_de_readme_wordt_zoals_gedrukt_door_de_regels_aanvaard(
    proef: Any, wereld: Buitenwereld, koppeling: Koppeling, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.domain.bouw import een_convenant, uid
    from verwijsindex.api.signaalvormen import SignaalIn
    from verwijsindex.domain.toestemming import beoordeel

    leesmij = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    voorbeeld = leesmij.split("```python\n")[1].split("```")[0]
    pem = proef.organisatie.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    velden = ("organisatie_id", "pd_url", "pin", "index_url", "index_id", "klok")
    namen = {naam: getattr(koppeling, naam) for naam in velden} | {"pem": pem}
    monkeypatch.setattr("koppelingen.client.httpx.Client", lambda **_: koppeling.http)
    exec(voorbeeld.replace('"sleutel-1"', '"k1"'), namen)  # noqa: S102 (our own README)
    (verzoek,) = wereld.verzoeken("/v1/signalen")
    aanmelding = SignaalIn.model_validate_json(verzoek.content).als_aanmelding()
    assert aanmelding.uiterlijk_tot == date(2028, 11, 2)
    assert aanmelding.toestemming
    ja = aanmelding.toestemming.toestemming(aanmelding.geboortemaand, een_convenant(), NU, uid("pro"))
    assert beoordeel(ja, aanmelding.geboortemaand, een_convenant(), NU.date()) == ()
    assert ja.tot == date(2027, 11, 2)


def test_een_tekensleutel_komt_uit_pem_of_jwk_en_toont_zich_niet() -> None:
    rsa, ed = generate_private_key(65537, 2048), Ed25519PrivateKey.generate()
    pem = [
        k.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        for k in (rsa, ed, X25519PrivateKey.generate())
    ]
    assert [Tekensleutel.uit_pem(p, "k").alg for p in pem[:2]] == ["PS256", "EdDSA"]
    jwk = json.loads(OKPAlgorithm.to_jwk(ed)) | {"kid": "k"}
    assert Tekensleutel.uit_jwk(jwk).kid == "k"
    assert jwk["d"] not in repr(Tekensleutel.uit_jwk(jwk))
    with pytest.raises(ValueError, match="RSA of Ed25519"):
        Tekensleutel.uit_pem(pem[2], "k")
