"""The State's sign-in as a peer on this machine, over real HTTP.

It does what the documentation of GSIS describes: a code at `/oauth/authorize`, a token for the
code, the client and its password at `/oauth/token`, XML at `/userinfo`, a way back at `/logout`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "MUNICIPALITY", "a secret"
CODE, TOKEN = "the-code", "the-token"
PERSON: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<root><userinfo userid="User068933130   " taxid="068933130   " lastname="ΒΑΛΣΑΜΗ" '
    'firstname="ΜΑΡΙΑ" fathername="ΝΙΚΟΛΑΟΣ" mothername="ΑΝΝΑ" birthyear="1950"/></root>'
)


@dataclass
class State:
    """The peer's mood, and what it was asked."""

    denies: bool = False
    answer: str = PERSON
    token_status: int = 200
    info_status: int = 200
    asked: list[str] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    state: State

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.state.asked.append(parts.path)
        if parts.path == "/oauth/authorize":
            self._authorize(asked)
        elif parts.path == "/userinfo":
            self._tell(asked)
        else:
            self._answer(404, "text/plain", "")

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.state.asked.append(self.path)
        good = (form["code"], form["client_id"], form["client_secret"]) == (
            [CODE],
            [CLIENT],
            [SECRET],
        )
        status = self.state.token_status if good else 401
        token = {"access_token": TOKEN, "token_type": "bearer", "expires_in": 60, "scope": "read"}
        self._answer(status, "application/json", json.dumps(token if status == 200 else {}))

    def _authorize(self, asked: dict[str, str]) -> None:
        assert asked["client_id"] == CLIENT
        assert asked["scope"] == "read"
        word = {"error": "access_denied"} if self.state.denies else {"code": CODE}
        self.send_response(302)
        back = urlencode(word | {"state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def _tell(self, asked: dict[str, str]) -> None:
        allowed = self.headers["Authorization"] == f"Bearer {TOKEN}" and asked["format"] == "xml"
        status = self.state.info_status if allowed else 401
        self._answer(status, "text/xml;charset=UTF-8", self.state.answer)

    def _answer(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[State]:
    """Run the peer; its address is in the state."""
    state = State()
    handler = type("Handler", (_Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
