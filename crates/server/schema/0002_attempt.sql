-- An attempt is over two hours after it began, and a proven phone grows old, whatever steps were taken.
ALTER TABLE attempt ADD COLUMN began_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN proven_at BIGINT;
UPDATE attempt SET began_at = touched_at, proven_at = touched_at;
