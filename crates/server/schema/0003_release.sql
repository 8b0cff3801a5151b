-- Versions of the app the campus gives out, and the least one it takes.
CREATE TABLE release (
  id           TEXT PRIMARY KEY,
  -- apk, ipa, exe, msi, dmg, app, deb, appimage.
  kind         TEXT NOT NULL,
  arch         TEXT NOT NULL,
  version      TEXT NOT NULL,
  -- Its name in the folder of downloads.
  file         TEXT NOT NULL,
  bytes        BIGINT NOT NULL,
  sha256       TEXT NOT NULL,
  -- Content of the .sig file, checked when it was added.
  signature    TEXT,
  notes_zh     TEXT NOT NULL,
  notes_en     TEXT NOT NULL,
  added_at     BIGINT NOT NULL,
  withdrawn_at BIGINT
);
-- One file a kind, processor and version; what was withdrawn may be given out anew.
CREATE UNIQUE INDEX release_one ON release (kind, arch, version) WHERE withdrawn_at IS NULL;
CREATE INDEX release_file ON release (file);

CREATE TABLE requirement (
  id        TEXT PRIMARY KEY,
  version   TEXT NOT NULL,
  -- YYYY-MM-DD at the campus.
  from_day  TEXT NOT NULL,
  why_zh    TEXT NOT NULL,
  why_en    TEXT NOT NULL,
  set_at    BIGINT NOT NULL,
  lifted_at BIGINT
);
