"""Django's SMTP backend, and what the server said when it took the mail.

"250 2.0.0 Ok: queued as 4F2A1" is what the server's operator asks for when a mail is
missing; the library throws it away.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class _Remembering:
    last_reply: tuple[int, bytes] | None = None

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.last_reply = super().data(msg)  # type: ignore[misc]
        return self.last_reply


class _SMTP(_Remembering, smtplib.SMTP):
    pass


class _SMTPOverTLS(_Remembering, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPOverTLS if self.use_ssl else _SMTP

    @property
    def last_reply(self) -> tuple[int, bytes] | None:
        return getattr(self.connection, "last_reply", None)
