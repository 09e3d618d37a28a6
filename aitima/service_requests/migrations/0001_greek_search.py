"""Greek full-text search: words are compared without accents and by their stems.

`unaccent` is only STABLE because its dictionary could be replaced; ours is fixed by schema and
name, so the function built on it may stand in a generated column.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION aitima_greek (COPY = pg_catalog.greek);
ALTER TEXT SEARCH CONFIGURATION aitima_greek
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, greek_stem;
ALTER TEXT SEARCH CONFIGURATION aitima_greek
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart WITH english_stem;
CREATE FUNCTION aitima_search_vector(number text, description text, address text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('public.aitima_greek', lower(coalesce(description, ''))), 'A')
        || setweight(to_tsvector('public.aitima_greek', lower(coalesce(address, ''))), 'B')
        || setweight(to_tsvector('simple', coalesce(number, '')), 'C')
$$;
"""

DROP = """
DROP FUNCTION aitima_search_vector(text, text, text);
DROP TEXT SEARCH CONFIGURATION aitima_greek;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CREATE, DROP),
    ]
