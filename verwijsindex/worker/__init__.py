# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The worker: lets time pass, delivers, sends letters, seals the log and tells it on; each in a thread.

None may wait for another. Several workers may run: each takes what no other has.
"""

import threading

from verwijsindex.log import Gebeurtenis, meld
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker import bezorgen, brieven, dataverwerkingen, tijd, zegelen


def werk(tools: Tools, stop: threading.Event, *, alarm_na: int = 60) -> None:
    """Work until `stop` is set; what is under way then is finished. `alarm_na` minutes of waiting raises an alarm."""
    meld(Gebeurtenis.GESTART, onderdeel="worker")
    taken = [
        threading.Thread(target=bezorgen.werk, args=(tools, stop), name="bezorgen"),
        threading.Thread(target=brieven.werk, args=(tools, stop), name="brieven"),
        threading.Thread(target=zegelen.werk, args=(tools, stop), name="zegelen"),
        threading.Thread(target=dataverwerkingen.werk, args=(tools, stop), name="dataverwerkingen"),
    ]
    for taak in taken:
        taak.start()
    try:
        tijd.werk(tools, stop, alarm_na)
    finally:
        stop.set()
        for taak in taken:
            taak.join()
    meld(Gebeurtenis.GESTOPT, onderdeel="worker")
