"""Registering as part of a transaction that somebody else holds."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def report(key: uuid.UUID) -> actions.Report:
    factories.make_municipality()
    return actions.Report(
        service=factories.make_service(), description="Κάηκε η λάμπα.", submission_key=key
    )


def test_it_is_gone_when_the_caller_s_transaction_is_rolled_back() -> None:
    with transaction.atomic():
        actions.submit_within(report(uuid.uuid4()), at=NOON)
        transaction.set_rollback(True)

    assert not ServiceRequest.objects.exists()


def test_a_key_that_was_used_ends_the_caller_s_transaction() -> None:
    key = uuid.uuid4()
    actions.submit(report(key), at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.submit_within(report(key), at=NOON)

    assert ServiceRequest.objects.count() == 1
