"""Access tokens: a lasting one as the store has it, or one that Shopify grants to an app for a day.

Since January 2026 the shop's admin gives out no lasting tokens any more. An app made in the Dev Dashboard
has a client ID and a client secret, and asks for a token with these: ``client_credentials``, see
https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant
"""

import hashlib
import time

from requests.auth import AuthBase

from ..errors import AuthError, NotFoundError, ProtocolError, RejectedError
from ..http import HttpClient
from ..sentences import _lt

#: seconds before its end at which a token is not used any more
_MARGIN = 300

#: granted tokens of this process by shop and app: (token, when to ask for another). Never stored.
_granted = {}


class AccessToken(AuthBase):
    """A token that the store was given."""

    is_granted = False

    def __init__(self, settings):
        self._settings = settings

    @property
    def token(self):
        return self._settings.api_key

    def __call__(self, request):
        request.headers["X-Shopify-Access-Token"] = self.token
        return request

    def forget(self):
        """Nothing to do: there is no other."""

    def scrub(self, text):
        """The text as it is: what the store was given is hidden by whoever was given the settings."""
        return text


class GrantedToken(AccessToken):
    """A token for ``api_key``, the client ID, and ``api_secret``, the client secret."""

    is_granted = True

    def __init__(self, settings, session=None, clock=time.monotonic):
        super().__init__(settings)
        self._client = HttpClient(settings, session, auth=lambda request: request, root="/admin/oauth")
        self._clock = clock
        secret = hashlib.sha256(settings.api_secret.encode()).hexdigest()
        self._key = (settings.base_url, settings.api_key, secret)

    @property
    def token(self):
        """:raises AuthError: when the shop grants none"""
        token, until = _granted.get(self._key, ("", 0.0))
        if token and self._clock() < until:
            return token
        token, seconds = self._ask()
        _granted[self._key] = (token, self._clock() + seconds - _MARGIN)
        return token

    def forget(self):
        """Ask for another next time: this one is refused, or lacks a right that the app has got since."""
        _granted.pop(self._key, None)

    def scrub(self, text):
        """The text without the token that was granted."""
        token, _until = _granted.get(self._key, ("", 0.0))
        return text.replace(token, "***") if token else text

    def _ask(self):
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.api_key,
            "client_secret": self._settings.api_secret,
        }
        try:
            data = self._client.request("POST", "/access_token", form=form).data
        except NotFoundError as error:
            message = _lt("There is no shop at this address.")
            raise ProtocolError(message, status=404, detail=error.detail) from None
        except RejectedError as error:
            message = _lt(
                "The shop grants this app no access: check client ID and client secret, and that the app is "
                "installed in this shop and belongs to the same organization."
            )
            raise AuthError(message, status=error.status, detail=error.detail) from None
        try:
            return str(data["access_token"]), float(data["expires_in"])
        except (KeyError, TypeError, ValueError):
            raise ProtocolError(_lt("The shop's answer has no access token.")) from None


def token_for(settings, session=None):
    """How to log in: with an API secret, the API key is an app's client ID; else it is the token itself."""
    return GrantedToken(settings, session) if settings.api_secret else AccessToken(settings)
