"""The model in use: kept in the database, read anew within a minute of a change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from aitima.catalogue.models import SuggestionModel
from aitima.catalogue.queries import catalogue
from aitima.catalogue.suggesting.examples import fingerprint, own_examples
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import Examples, train
from aitima.core.caching import forget_everything, kept_for

_OLD_ONES: Final = 3
_last: dict[str, Model] = {}
"""The model that this process read or made last, under what it was made of."""


@kept_for(seconds=60)
def model() -> Model:
    """The newest model; one made on the spot where none is stored for these services."""
    stored = SuggestionModel.objects.defer("data").first()
    if stored is not None:
        found = _once(stored.digest, lambda: Model.from_bytes(bytes(stored.data)))
        if set(found.codes) == set(catalogue().services):
            return found
    examples = own_examples()
    return _once(fingerprint(examples), lambda: train(examples))


def refresh(*, at: datetime) -> bool:
    """Learn the catalogue's own examples anew if they changed; closed requests follow at night."""
    examples = own_examples()
    wanted = fingerprint(examples)
    newest = SuggestionModel.objects.defer("data").first()
    if newest is not None and newest.fingerprint == wanted:
        return False
    return store(train(examples), examples, at=at)


def store(found: Model, examples: Examples, *, at: datetime, **facts: Any) -> bool:
    """Put a model into use unless it is the one in use already."""
    newest = SuggestionModel.objects.defer("data").first()
    wanted = {"fingerprint": fingerprint(examples), "digest": found.digest}
    if newest is not None and newest.digest == wanted["digest"]:
        return False
    SuggestionModel.objects.create(trained_at=at, data=found.to_bytes(), **wanted, **facts)
    kept = SuggestionModel.objects.values_list("pk", flat=True)[:_OLD_ONES]
    SuggestionModel.objects.exclude(pk__in=list(kept)).delete()
    forget_everything()
    return True


def forget_requests() -> bool:
    """Delete the models that learned from requests, all of them: words of one may be in there.

    Until there is another, the catalogue's own examples do. Other processes know within a minute.
    """
    deleted, _ = SuggestionModel.objects.filter(requests__gt=0).delete()
    if deleted:
        forget_everything()
    return bool(deleted)


def _once(name: str, make: Callable[[], Model]) -> Model:
    found = _last.get(name) or make()
    _last.clear()
    _last[name] = found
    return found
