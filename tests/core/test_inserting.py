import pytest
from django.db import IntegrityError

from aitima.core.inserting import insert_together
from aitima.geography.models import Area, Place
from aitima.organisation.models import Unit
from tests.factories import both
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def unit(code: str, **facts: object) -> Unit:
    return Unit(code=code, names=both(code), kind=Unit.Kind.OFFICE, path=f"{code}/", **facts)


def test_rows_of_several_models_go_in_by_one_statement() -> None:
    area = Area(pk=7, code="A", names=both("A"), kind=Area.Kind.COMMUNITY)
    place = Place(
        code="P", names=both("P"), folded="p", area_id=area.pk, latitude=39.0, longitude=26.0
    )

    statements = count_queries(lambda: insert_together(unit("U"), place, area))

    assert statements == 1
    assert Place.objects.get().area == area
    assert Unit.objects.get().code == "U"


def test_a_column_of_the_last_row_comes_back() -> None:
    key = insert_together(unit("U1"), unit("U2"), returning="id")

    assert Unit.objects.get(pk=key).code == "U2"


def test_one_refused_row_keeps_out_all() -> None:
    with pytest.raises(IntegrityError):
        insert_together(unit("U1"), unit("U1"))
