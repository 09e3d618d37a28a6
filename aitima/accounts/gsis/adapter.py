"""OAuth 2.0 with the State: allauth keeps the state and asks for the token; no account is made.

Source: GSIS, «Αυθεντικοποίηση χρηστών με OAuth 2.0»: `/oauth/authorize` with scope `read`,
`/oauth/token`, `/userinfo?format=xml` with a bearer token, `/logout/{client id}/?url=`.
"""

from typing import Any, Final
from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from requests import RequestException

from aitima.accounts.gsis.kept import keep
from aitima.accounts.gsis.person import WrongAnswer, person_from

LARGEST_ANSWER: Final = 20_000
_BACK_TO: Final = "portal:report-identity"
_CALLBACK: Final = "portal:report-gsis-callback"


class GsisAdapter(OAuth2Adapter):  # type: ignore[misc]
    provider_id = "gsis"

    @property
    def access_token_url(self) -> str:
        return f"{settings.AITIMA_GSIS_URL}/oauth/token"

    @property
    def authorize_url(self) -> str:
        return f"{settings.AITIMA_GSIS_URL}/oauth/authorize"

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """The address that GSIS has on its list, whatever host the browser came by."""
        return settings.SITE_URL + reverse(_CALLBACK)

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,  # noqa: ARG002
        token: SocialToken,
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Keep who it is for the report that is being written; nobody is signed in.

        Raises:
            RequestException: the State's server is away, or answers nonsense.
            ImmediateHttpResponse: always otherwise, allauth's way of ending here.
        """
        try:
            keep(request, person_from(_userinfo(token.token)))
        except WrongAnswer as error:
            raise RequestException(str(error)) from error
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse(_BACK_TO)))


def _userinfo(token: str) -> bytes:
    """Ask the State who holds the token."""
    with get_adapter().get_requests_session() as session:
        response = session.get(
            f"{settings.AITIMA_GSIS_URL}/userinfo",
            params={"format": "xml"},
            headers={"Authorization": f"Bearer {token}"},
        )
        response.raise_for_status()
        answer: bytes = response.content[:LARGEST_ANSWER]
        return answer


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks of a project."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: str | None = None,  # noqa: ARG002
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        """The one client of the one provider, by the settings; without them there is none."""
        if not is_on():
            return []
        return [
            SocialApp(
                provider="gsis",
                name="GSIS",
                client_id=settings.AITIMA_GSIS_CLIENT_ID,
                secret=settings.AITIMA_GSIS_CLIENT_SECRET,
            )
        ]

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: Any,  # noqa: ARG002
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Go back to the page that asked, which says in one sentence what happened."""
        word = _what_happened(error, exception, extra_context or {})
        raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse(_BACK_TO)}?gsis={word}"))


def _what_happened(error: str | None, exception: Exception | None, context: dict[str, Any]) -> str:
    if error == AuthError.CANCELLED:
        return "cancelled"
    if exception is None and "state_id" in context:
        return "expired"
    return "away" if isinstance(exception, RequestException) else "failed"


def is_on() -> bool:
    return bool(settings.AITIMA_GSIS_CLIENT_ID and settings.AITIMA_GSIS_CLIENT_SECRET)


def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the State's sign-in page, with a state that must come back."""
    provider = get_adapter(request).get_provider(request, "gsis")
    response: HttpResponse = provider.redirect(request, process=AuthProcess.LOGIN)
    return response


def sign_out_url(back: str) -> str:
    """Where the State's own sign-in ends; on a shared computer it would stay open."""
    client = settings.AITIMA_GSIS_CLIENT_ID
    return f"{settings.AITIMA_GSIS_URL}/logout/{client}/?{urlencode({'url': back})}"


callback = OAuth2CallbackView.adapter_view(GsisAdapter)
