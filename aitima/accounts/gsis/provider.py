"""The State's sign-in, as allauth wants a provider to be described."""

from typing import Final

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from aitima.accounts.gsis.adapter import GsisAdapter

SCOPE: Final = "read"


class GsisProvider(OAuth2Provider):  # type: ignore[misc]
    id = "gsis"
    name = "GSIS"
    account_class = ProviderAccount
    oauth2_adapter_class = GsisAdapter

    def get_default_scope(self) -> list[str]:
        return [SCOPE]


provider_classes = [GsisProvider]
