# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Reading letters that came back (RFC 3464): of which address, and whether for good. Strangers wrote them."""

import re
from email import message_from_bytes
from email.message import Message
from uuid import UUID

from verwijsindex.domain.brieven import Retour

# The report stands before the letter it is about; ours is a few kB.
GROOTST = 256 * 1024
# Where mail servers write the address that a mail came in for; the last is what the sender wrote.
AAN = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
KENMERK = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
STATUS = re.compile(r"\s*([245])\.\d{1,3}\.\d{1,3}(?!\d)")
NIET_BEZORGD = frozenset({"failed", "delayed"})
BLIJVEND = ("failed", "5")


def lees_retour(bericht: bytes) -> Retour | None:
    """What a returned mail says; None when it is another mail, an automatic answer, or about an address unknown here.

    The address is the one in the envelope sender of `Mail` (VERP): what the report itself says of it can be a
    forward. For good is only what failed with status 5 for everybody behind the address.
    """
    try:
        post = message_from_bytes(bericht[:GROOTST])
    except Exception:  # noqa: BLE001 - the parser fails in many ways on parameters and nesting that no server writes
        return None
    koppen = [kop for naam in AAN for kop in _koppen(post, naam)]
    mailadressen = {UUID(hex=gevonden) for kop in koppen for gevonden in KENMERK.findall(kop)}
    standen = [_stand(groep) for groep in _groepen(post)]
    if len(mailadressen) != 1 or not any(actie in NIET_BEZORGD for actie, _ in standen):
        return None
    # The first group of a report is about no recipient, and has no action.
    echt = [stand for stand in standen if stand[0]]
    return Retour(
        mailadressen.pop(),
        blijvend=all(stand == BLIJVEND for stand in echt),
        verloren=any(actie == BLIJVEND[0] for actie, _ in echt),
    )


def _groepen(post: Message) -> list[Message]:
    """The groups of fields of a delivery report; none for a read receipt, a complaint, or an ordinary mail."""
    if post.get_content_type() != "multipart/report" or not post.is_multipart():
        return []
    delen = [deel for deel in _onderdelen(post) if deel.get_content_type() == "message/delivery-status"]
    return [groep for deel in delen[:1] if deel.is_multipart() for groep in _onderdelen(deel)]


def _onderdelen(post: Message) -> list[Message]:
    inhoud = post.get_payload()
    return [deel for deel in inhoud if isinstance(deel, Message)] if isinstance(inhoud, list) else []


def _stand(groep: Message) -> tuple[str, str]:
    """Action of one recipient and class of its status (RFC 3464, 2.3.3 and 2.3.4), each empty where it is not there."""
    actie, status = (next(iter(_koppen(groep, naam)), "") for naam in ("Action", "Status"))
    klasse = STATUS.match(status)
    return actie.partition("(")[0].strip().lower(), klasse[1] if klasse else ""


def _koppen(post: Message, naam: str) -> list[str]:
    """All headers of this name as text; one with bytes that are no text comes as an object of its own."""
    return [str(kop) for kop in post.get_all(naam, [])]
