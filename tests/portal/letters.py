"""Reading one's mail: the code and the link of the newest letter."""

from urllib.parse import urlsplit

from aitima.notifications.models import Message


def newest(template: str) -> Message:
    return Message.objects.filter(template=template).latest("pk")


def code_in(template: str = "sign_in_link") -> str:
    return str(newest(template).context["code"])


def path_in(template: str = "sign_in_link") -> str:
    return urlsplit(str(newest(template).context["proof_url"])).path
