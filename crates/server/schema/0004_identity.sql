-- The unified identity: what a person proved to hold, where they are in, and what was done with it.

-- What the roster says is a claim, as with the phone; what a person bound is theirs.
ALTER TABLE person RENAME COLUMN mail TO mail_on_record;
ALTER TABLE person ADD COLUMN mail TEXT;
CREATE UNIQUE INDEX person_mail ON person (mail);
-- MACs of what must not be in a password: the last six of the 证件号, the birthday as YYYYMMDD.
ALTER TABLE person ADD COLUMN certificate_tail TEXT;
ALTER TABLE person ADD COLUMN birthday TEXT;

-- When the person set the password; NULL: the initial one.
ALTER TABLE member ADD COLUMN password_at BIGINT;
-- Profile and version of the rules it last kept.
ALTER TABLE member ADD COLUMN password_rules TEXT;

-- Other names of an ID: 考生号.
CREATE TABLE account_name (
  name   TEXT PRIMARY KEY,
  member TEXT NOT NULL REFERENCES member (id)
);
CREATE INDEX account_name_member ON account_name (member);

-- Codes go to phones and to mail addresses.
ALTER TABLE code RENAME COLUMN phone TO recipient;
-- recovery: a mail address the person proved to hold.
ALTER TABLE attempt ADD COLUMN mail TEXT;
-- recovery: set_at of the 密保问题 that were answered in the place of a code.
ALTER TABLE attempt ADD COLUMN answered BIGINT;
-- recovery: where they were going, sealed.
ALTER TABLE attempt ADD COLUMN return_ticket TEXT;
-- sign-in: when account and password were right and the password broke the rules.
ALTER TABLE attempt ADD COLUMN password_at BIGINT;
-- recovery: the password was set; asked again, the answer is the same.
ALTER TABLE attempt ADD COLUMN done_at BIGINT;

-- When the password was last proven in this session (design.md §9: ten minutes).
ALTER TABLE session ADD COLUMN proven_at BIGINT;
-- The ID that signed in.
ALTER TABLE session ADD COLUMN member TEXT;

-- A browser that is in.
CREATE TABLE browser_session (
  -- Public name in the list of sessions.
  id           TEXT PRIMARY KEY,
  -- SHA-256 of the cookie.
  secret       TEXT NOT NULL,
  person       TEXT NOT NULL REFERENCES person (id),
  -- The ID that signed in.
  member       TEXT NOT NULL,
  -- SHA-256 of the browser's own cookie, which outlives its sessions: a known device.
  browser      TEXT NOT NULL,
  browser_name TEXT NOT NULL,
  -- password; later ways add theirs.
  way          TEXT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  seen_at      BIGINT NOT NULL,
  proven_at    BIGINT NOT NULL,
  -- Names of the rules its password broke, comma-separated: until a new one is set, nothing else can be
  -- reached. NULL: in.
  unmet        TEXT,
  ended_at     BIGINT,
  ended_why    TEXT
);
CREATE UNIQUE INDEX browser_session_secret ON browser_session (secret);
CREATE INDEX browser_session_person ON browser_session (person, browser);
CREATE INDEX browser_session_browser ON browser_session (browser);

-- Links of letters that bind or unbind a mail; the newest of a person counts.
CREATE TABLE mail_link (
  -- SHA-256 of the secret in the link.
  id            TEXT PRIMARY KEY,
  person        TEXT NOT NULL REFERENCES person (id),
  act           TEXT NOT NULL,
  mail          TEXT NOT NULL,
  -- Where they were going, sealed.
  return_ticket TEXT,
  sent_at       BIGINT NOT NULL,
  used_at       BIGINT,
  -- The password was set since.
  void_at       BIGINT,
  -- Which of the person's letters: the last is the one that counts, whatever the clock said.
  n             BIGINT NOT NULL
);
CREATE UNIQUE INDEX mail_link_person ON mail_link (person, n);
CREATE INDEX mail_link_sent ON mail_link (sent_at);

-- 密保问题, where the campus has them on.
CREATE TABLE question (
  person   TEXT NOT NULL REFERENCES person (id),
  place    BIGINT NOT NULL,
  question TEXT NOT NULL,
  -- PHC string.
  answer   TEXT NOT NULL,
  set_at   BIGINT NOT NULL,
  PRIMARY KEY (person, place)
);

-- What happened to an account, for its owner. Only added to.
CREATE TABLE audit (
  id      TEXT PRIMARY KEY,
  at      BIGINT NOT NULL,
  person  TEXT NOT NULL,
  -- signed_in, guess_wrong, password_changed, …
  what    TEXT NOT NULL,
  -- password, app; of a sign-in.
  way     TEXT,
  device  TEXT NOT NULL,
  network TEXT NOT NULL,
  -- One fact: a masked number or address.
  fact    TEXT
);
CREATE INDEX audit_person ON audit (person, at);

-- 注销账号 that was asked for and did not happen yet.
CREATE TABLE closing (
  person       TEXT PRIMARY KEY REFERENCES person (id),
  asked_at     BIGINT NOT NULL,
  due_at       BIGINT NOT NULL
);
CREATE INDEX closing_due ON closing (due_at);

-- 注销账号 that happened; the row goes with the last of what the law wants kept of it.
CREATE TABLE closed (
  person TEXT NOT NULL REFERENCES person (id),
  at     BIGINT NOT NULL,
  PRIMARY KEY (person, at)
);

-- What a person agreed to and took back; `consent` holds what counts.
CREATE TABLE consent_past (
  person       TEXT NOT NULL REFERENCES person (id),
  kind         TEXT NOT NULL,
  version      TEXT NOT NULL,
  at           BIGINT NOT NULL,
  withdrawn_at BIGINT NOT NULL,
  PRIMARY KEY (person, kind, version, at)
);
-- When their account closed, until they activate anew or the desk opens it again.
ALTER TABLE person ADD COLUMN closed_at BIGINT;
-- Until they agree again, nothing of the portal is done for them.
ALTER TABLE person ADD COLUMN consent_withdrawn_at BIGINT;
