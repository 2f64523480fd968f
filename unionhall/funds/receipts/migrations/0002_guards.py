"""Triggers: a receipt is never laid out beyond its amount, and a settlement's money never changes.

The tree's corrections may still rewrite a settlement's stored path. No data is moved here.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION receipts_settlement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole bigint; taken bigint; laid bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.receipt_id, NEW.due_id, NEW.kind, NEW.amount_fen, NEW."on")
           IS DISTINCT FROM (OLD.receipt_id, OLD.due_id, OLD.kind, OLD.amount_fen, OLD."on") THEN
            RAISE EXCEPTION 'settlements are only added to' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Two matches of the same receipt wait for each other here, whatever the program did.
    SELECT amount_fen INTO whole FROM receipts_receipt WHERE id = NEW.receipt_id FOR UPDATE;
    SELECT coalesce(sum(CASE WHEN kind <> 'refund' THEN amount_fen WHEN due_id IS NULL THEN -amount_fen ELSE 0 END), 0),
           coalesce(sum(CASE WHEN due_id = NEW.due_id THEN amount_fen ELSE 0 END), 0)
      INTO taken, laid FROM receipts_settlement WHERE receipt_id = NEW.receipt_id;
    taken := taken + CASE WHEN NEW.kind <> 'refund' THEN NEW.amount_fen
                          WHEN NEW.due_id IS NULL THEN -NEW.amount_fen ELSE 0 END;
    IF taken > whole OR (NEW.due_id IS NOT NULL AND laid + NEW.amount_fen < 0) THEN
        RAISE EXCEPTION 'receipt laid out beyond its amount' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER receipts_settlement_guard BEFORE INSERT OR UPDATE ON receipts_settlement
    FOR EACH ROW EXECUTE FUNCTION receipts_settlement_guard();
"""

SQLITE = [
    """
CREATE TRIGGER receipts_settlement_within BEFORE INSERT ON receipts_settlement BEGIN
    SELECT RAISE(ABORT, 'receipt laid out beyond its amount') WHERE (
        SELECT coalesce(sum(CASE WHEN kind <> 'refund' THEN amount_fen
                                 WHEN due_id IS NULL THEN -amount_fen ELSE 0 END), 0)
          FROM receipts_settlement WHERE receipt_id = NEW.receipt_id
    ) + CASE WHEN NEW.kind <> 'refund' THEN NEW.amount_fen WHEN NEW.due_id IS NULL THEN -NEW.amount_fen ELSE 0 END
      > (SELECT amount_fen FROM receipts_receipt WHERE id = NEW.receipt_id)
    OR (NEW.due_id IS NOT NULL AND NEW.amount_fen + (
        SELECT coalesce(sum(amount_fen), 0) FROM receipts_settlement
         WHERE receipt_id = NEW.receipt_id AND due_id = NEW.due_id) < 0);
END;
""",
    """
CREATE TRIGGER receipts_settlement_unchanged BEFORE UPDATE OF receipt_id, due_id, kind, amount_fen, "on"
    ON receipts_settlement
    WHEN NEW.receipt_id IS NOT OLD.receipt_id OR NEW.due_id IS NOT OLD.due_id OR NEW.kind IS NOT OLD.kind
      OR NEW.amount_fen IS NOT OLD.amount_fen OR NEW."on" IS NOT OLD."on"
BEGIN
    SELECT RAISE(ABORT, 'settlements are only added to');
END;
""",
]


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for trigger in SQLITE:
            schema_editor.execute(trigger, params=None)


def fall(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER receipts_settlement_guard ON receipts_settlement")
        schema_editor.execute("DROP FUNCTION receipts_settlement_guard()")
    else:
        schema_editor.execute("DROP TRIGGER receipts_settlement_within")
        schema_editor.execute("DROP TRIGGER receipts_settlement_unchanged")


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial")]
    operations = [migrations.RunPython(stand, fall)]
