-- One schema for SQLite and PostgreSQL: TEXT and BIGINT only. Times are UTC milliseconds, ids UUIDv7,
-- hashes and MACs base64url. What must be unique is a UNIQUE index (design.md §5).

-- A person owns one phone and one or more IDs (design.md §9).
CREATE TABLE person (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  -- MAC of the 证件号; joins the rows of one person on the roster.
  certificate     TEXT,
  -- What the roster says; a claim, until the person activates.
  phone_on_record TEXT,
  -- What the person activated with; theirs.
  phone           TEXT,
  mail            TEXT,
  activated_at    BIGINT,
  activation_key  TEXT,
  -- Written at every sign-in, so that two of one person stand in line.
  signed_in_at    BIGINT,
  created_at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_certificate ON person (certificate);
CREATE UNIQUE INDEX person_phone_on_record ON person (phone_on_record);
CREATE UNIQUE INDEX person_phone ON person (phone);

-- A 工号 or 学号.
CREATE TABLE member (
  id         TEXT PRIMARY KEY,
  person     TEXT NOT NULL REFERENCES person (id),
  department TEXT NOT NULL,
  category   TEXT NOT NULL,
  -- PHC string, `$argon2id$…`.
  password   TEXT,
  -- A plain initial password under the server's key, until it is hashed.
  sealed     TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX member_person ON member (person);
CREATE INDEX member_sealed ON member (id) WHERE sealed IS NOT NULL;

-- A registration or a sign-in on its way; 30 minutes from the last step.
CREATE TABLE attempt (
  -- SHA-256 of the secret that continues it.
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  -- registration: whose; sign-in: filled when the phone is proven.
  person     TEXT,
  -- registration: the ID that was typed.
  member     TEXT,
  -- sign-in: thumbprint of the device's key.
  device     TEXT,
  -- A number the person proved to hold.
  phone      TEXT,
  -- sign-in: the campus's texts that were agreed to, JSON.
  agreed     TEXT,
  touched_at BIGINT NOT NULL
);
CREATE INDEX attempt_touched ON attempt (touched_at);

-- Codes that were sent. The newest of an attempt and a purpose counts.
CREATE TABLE code (
  id      TEXT PRIMARY KEY,
  attempt TEXT NOT NULL,
  purpose TEXT NOT NULL,
  phone   TEXT NOT NULL,
  mac     TEXT NOT NULL,
  -- When the gateway took it.
  sent_at BIGINT NOT NULL,
  tries   BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX code_attempt ON code (attempt, purpose, sent_at);
CREATE INDEX code_sent ON code (sent_at);

-- Counted use within a window that begins with the first.
CREATE TABLE budget (
  bucket TEXT PRIMARY KEY,
  since  BIGINT NOT NULL,
  used   BIGINT NOT NULL,
  -- When the row says nothing any more.
  until  BIGINT NOT NULL
);
CREATE INDEX budget_until ON budget (until);

-- Guesses of passwords and documents that failed or are being checked.
CREATE TABLE guess (
  bucket     TEXT PRIMARY KEY,
  failures   BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  last_at    BIGINT NOT NULL
);
CREATE INDEX guess_last ON guess (last_at);

-- A device that is in (design.md §6).
CREATE TABLE session (
  -- Public name in the list of devices.
  id           TEXT PRIMARY KEY,
  -- First part of its tokens, known to whoever holds one.
  family       TEXT NOT NULL,
  person       TEXT NOT NULL REFERENCES person (id),
  device       TEXT NOT NULL,
  device_name  TEXT NOT NULL,
  -- Fingerprint of the newest refresh token.
  issued       TEXT NOT NULL,
  -- Fingerprint of the one before, good until the newest is used.
  settled      TEXT,
  -- Key under which the newest was made from the one before.
  key_version  BIGINT NOT NULL,
  access       TEXT NOT NULL,
  access_until BIGINT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  seen_at      BIGINT NOT NULL,
  ended_at     BIGINT,
  ended_why    TEXT
);
CREATE UNIQUE INDEX session_family ON session (family);
CREATE UNIQUE INDEX session_issued ON session (issued);
CREATE UNIQUE INDEX session_access ON session (access);
CREATE INDEX session_person ON session (person, device);

-- Proofs of possession that were seen (RFC 9449 §11.1).
CREATE TABLE proof (
  id    TEXT PRIMARY KEY,
  until BIGINT NOT NULL
);
CREATE INDEX proof_until ON proof (until);

-- The campus's texts a person agreed to.
CREATE TABLE consent (
  person  TEXT NOT NULL REFERENCES person (id),
  kind    TEXT NOT NULL,
  version TEXT NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (person, kind, version)
);

-- 信息有误.
CREATE TABLE dispute (
  -- Six digits, read out to the desk.
  number    TEXT PRIMARY KEY,
  person    TEXT NOT NULL REFERENCES person (id),
  member    TEXT NOT NULL,
  field     TEXT NOT NULL,
  should_be TEXT NOT NULL,
  blocks    BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX dispute_person ON dispute (person);

-- What is still to be done, idempotent by id.
CREATE TABLE job (
  id     TEXT PRIMARY KEY,
  kind   TEXT NOT NULL,
  body   TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  tries  BIGINT NOT NULL
);
CREATE INDEX job_due ON job (due_at);

-- Messages of demo mode.
CREATE TABLE outbox (
  id        TEXT PRIMARY KEY,
  at        BIGINT NOT NULL,
  kind      TEXT NOT NULL,
  recipient TEXT NOT NULL,
  text      TEXT NOT NULL
);
