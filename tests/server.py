# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The index on a real socket, for what only real requests at once can show."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


@contextmanager
def draaiend(app: FastAPI) -> Iterator[str]:
    """Serve `app` on a free loopback port; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False))
    draad = threading.Thread(target=server.run, daemon=True)
    draad.start()
    try:
        while not server.started:
            if not draad.is_alive():
                raise RuntimeError("de server start niet")
            time.sleep(0.01)
        poort = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{poort}"
    finally:
        server.should_exit = True
        draad.join(10)
