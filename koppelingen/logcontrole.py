# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Check an export of an index's log with nothing of the index: this file, Python and `cryptography`.

`python logcontrole.py UITVOER SLEUTEL ...`, with the keys of before too where the log is older than its key.

What is signed: each line with `kop` is a note (C2SP signed-note): a text of name, count and root, an empty line, and
signatures `— name base64(4 bytes of key id, 64 bytes of Ed25519)`. The root is that of RFC 9162 over the rows so far;
a leaf is the row as JSON with sorted keys and no spaces. Personal parts stand beside the row, which holds
sha256("verwijsindex/1/logboek/persoonlijk\\n" + salt + JSON of the part).
"""

import hashlib
import json
import sys
from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(deel: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(deel).digest()


def als_json(inhoud: object) -> bytes:
    """Sorted, without spaces."""
    return json.dumps(inhoud, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def wortel(bladeren: list[bytes]) -> bytes:
    """The root over hashes of leaves (RFC 9162, 2.1.1)."""
    if len(bladeren) < 2:
        return bladeren[0] if bladeren else sha(b"")
    midden = 1 << ((len(bladeren) - 1).bit_length() - 1)
    return sha(b"\x01" + wortel(bladeren[:midden]) + wortel(bladeren[midden:]))


def controleer(uitvoer: str, *sleutels: str) -> int:
    """How many rows are under the last head. Raises SystemExit with what is wrong first, another exception for what is
    no export, and InvalidSignature.
    """
    publiek = {
        (naam, bytes.fromhex(kenmerk)): Ed25519PublicKey.from_public_bytes(b64decode(tekst)[1:])
        for naam, kenmerk, tekst in (sleutel.split("+", 2) for sleutel in sleutels)
    }
    bladeren: list[bytes] = []
    gezien = 0
    lijnen = [json.loads(lijn) for lijn in uitvoer.splitlines()]
    if los := lijnen[0].get("zonderPlaats"):
        raise SystemExit(f"Ingevoegd: logregel {los[0]} staat in geen boom.")
    for lijn in lijnen[1:]:
        if "regel" in lijn:
            plaats = len(bladeren)
            bladeren.append(sha(b"\x00" + als_json(lijn["regel"])))
            if (lijn["positie"], lijn["blad"]) != (plaats, bladeren[-1].hex()):
                raise SystemExit(f"Regel {plaats} ontbreekt, is gewijzigd of staat op een andere plaats.")
            if deel := lijn["persoonlijk"]:
                zout = bytes.fromhex(deel.pop("zout"))
                vast = sha(b"verwijsindex/1/logboek/persoonlijk\n" + zout + als_json(deel)).hex()
                if vast != lijn["regel"]["verbintenis"]:
                    raise SystemExit(f"Regel {plaats}: wie of waarover is gewijzigd.")
            continue
        note, _, onder = lijn["kop"].rpartition("\n\n")
        getekend = [(regel.split(" ")[1], b64decode(regel.split(" ")[2])) for regel in onder.splitlines()]
        eigen = [(publiek[naam, deel[:4]], deel[4:]) for naam, deel in getekend if (naam, deel[:4]) in publiek]
        if not eigen:
            raise SystemExit(f"Na regel {len(bladeren) - 1}: de kop heeft geen handtekening van deze sleutels.")
        for sleutel, handtekening in eigen:
            sleutel.verify(handtekening, f"{note}\n".encode())
        _, aantal, wortel_ = note.split("\n")[:3]
        if (int(aantal), b64decode(wortel_)) != (len(bladeren), wortel(bladeren)):
            raise SystemExit(f"Na regel {len(bladeren) - 1}: een regel vanaf {gezien} is anders dan de kop zegt.")
        gezien = len(bladeren)
    if not gezien == len(bladeren) == lijnen[0]["grootte"]:
        raise SystemExit(f"Het einde klopt niet: {len(bladeren)} regels, waarvan {gezien} onder een kop.")
    return gezien


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as bestand:  # noqa: PTH123 the fewest words
        print(controleer(bestand.read(), *sys.argv[2:]), "regels kloppen")  # noqa: T201
