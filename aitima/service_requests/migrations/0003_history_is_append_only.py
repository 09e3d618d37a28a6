"""The database itself refuses to change or delete what happened."""

from django.db import migrations

CREATE = """
CREATE FUNCTION aitima_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a request is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER history_is_append_only
    BEFORE UPDATE OR DELETE ON service_requests_requestevent
    FOR EACH ROW EXECUTE FUNCTION aitima_refuse_change();
CREATE FUNCTION aitima_next_protocol_number(in_year integer) RETURNS text LANGUAGE sql AS $$
    INSERT INTO service_requests_protocolcounter AS counter (year, last) VALUES (in_year, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1
    RETURNING year || '/' || lpad(last::text, greatest(6, length(last::text)), '0')
$$;
"""

DROP = """
DROP FUNCTION aitima_next_protocol_number(integer);
DROP TRIGGER history_is_append_only ON service_requests_requestevent;
DROP FUNCTION aitima_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("service_requests", "0002_service_request")]

    operations = [migrations.RunSQL(CREATE, DROP)]
