-- Everything that one network keeps. The process that leads is the only one that writes: each of its transactions holds a share of
-- the row in leadership whose epoch it has.

CREATE TABLE network (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  name text NOT NULL
);

CREATE TABLE leadership (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch bigint NOT NULL,
  address text NOT NULL
);
INSERT INTO leadership (epoch, address) VALUES (0, '');

-- Apart from leadership, because it is written while long transactions hold a share of that row.
CREATE TABLE lease (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch bigint NOT NULL,
  expires timestamptz NOT NULL
);
INSERT INTO lease (epoch, expires) VALUES (0, '-infinity');

CREATE TABLE registry_record (
  idx bigint PRIMARY KEY,
  json text NOT NULL
);

CREATE TABLE sanction_step (
  idx bigint PRIMARY KEY,
  json text NOT NULL
);

CREATE TABLE open_transfer (
  device text PRIMARY KEY,
  voucher bytea NOT NULL
);

CREATE TABLE withdrawn_offer (
  device text NOT NULL,
  nonce text NOT NULL,
  PRIMARY KEY (device, nonce)
);

CREATE TABLE revocation_order (
  idx bigint PRIMARY KEY,
  signed bytea NOT NULL
);

CREATE TABLE evidence (
  name bytea PRIMARY KEY,
  content bytea NOT NULL
);

CREATE TABLE log_segment (
  epoch bigint PRIMARY KEY,
  first_position bigint NOT NULL,
  before bytea NOT NULL
);

-- A position is the number of entries before; it has no gap. The index is that of the record in the tree.
CREATE TABLE log_entry (
  position bigint PRIMARY KEY,
  idx bigint NOT NULL,
  epoch bigint NOT NULL,
  record bytea,
  report bytea
);

CREATE TABLE signed_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL,
  root bytea NOT NULL
);

CREATE TABLE settled_epoch (
  epoch bigint PRIMARY KEY,
  policy_id text NOT NULL,
  root bytea NOT NULL,
  refusals_not_logged bigint NOT NULL
);

CREATE TABLE claim (
  operator text PRIMARY KEY,
  cumulative numeric(78, 0) NOT NULL,
  proof bytea NOT NULL
);

CREATE TABLE settlement_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  json bytea NOT NULL
);
