-- Version 2: what marketplaces add to an order. Units and conventions are those of version 1.

-- The buyer's wish to cancel, what the platform keeps back, the label, and the part of the total
-- that lines, discount, shipping and surcharge do not explain.
ALTER TABLE customer_order ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_order ADD COLUMN cancel_reason TEXT;
ALTER TABLE customer_order ADD COLUMN cancel_answer_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_order ADD COLUMN fees_state TEXT NOT NULL DEFAULT 'none'; -- tiem_fees_state_to_string()
ALTER TABLE customer_order ADD COLUMN fees_read_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_order ADD COLUMN payout_vnd INTEGER NOT NULL DEFAULT 0;   -- of fees_state <> 'none'
ALTER TABLE customer_order ADD COLUMN label_at INTEGER NOT NULL DEFAULT 0;     -- when its label was saved
ALTER TABLE customer_order ADD COLUMN difference_vnd INTEGER NOT NULL DEFAULT 0;
UPDATE customer_order SET difference_vnd = total_vnd + discount_vnd - shipping_fee_vnd - surcharge_vnd
  - (SELECT coalesce (sum (total_vnd), 0) FROM order_line WHERE order_id = customer_order.id);
-- Orders the platform can be asked about, tiem_store_list_fees_due().
CREATE INDEX order_fees_open ON customer_order (channel_id, fees_read_at, placed_at DESC)
  WHERE fees_state <> 'settled' AND left_at > 0;
CREATE INDEX order_cancel_asked ON customer_order (channel_id) WHERE cancel_asked = 1;

ALTER TABLE parcel ADD COLUMN remote_id TEXT;
ALTER TABLE parcel ADD COLUMN remote_status TEXT;

-- The shipping label as the platform made it: a file in labels/ beside the database, no part of
-- a backup. Its name is never used again, so that a restored database finds its own or none.
CREATE TABLE label (
  order_id     INTEGER PRIMARY KEY REFERENCES customer_order,
  file         TEXT NOT NULL,
  content_type TEXT NOT NULL,
  at           INTEGER NOT NULL
) STRICT;

-- Money (and goods) a buyer asks back. It moves no stock: return_case does.
CREATE TABLE order_return (
  id              INTEGER PRIMARY KEY,
  channel_id      INTEGER NOT NULL REFERENCES channel,
  remote_id       TEXT NOT NULL,
  order_remote_id TEXT NOT NULL DEFAULT '', -- the order may be read later, or never
  state           TEXT NOT NULL,            -- tiem_return_state_to_string()
  remote_status   TEXT,
  sends_goods     INTEGER NOT NULL DEFAULT 0,
  reason          TEXT,
  refund_vnd      INTEGER NOT NULL DEFAULT 0,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,         -- by the platform
  answer_by       INTEGER NOT NULL DEFAULT 0,
  answers         INTEGER NOT NULL DEFAULT 0, -- TiemReturnAnswers
  tracking        TEXT,
  stored_at       INTEGER NOT NULL,
  UNIQUE (channel_id, remote_id)
) STRICT;
CREATE INDEX order_return_by_order ON order_return (channel_id, order_remote_id);
CREATE INDEX order_return_by_time ON order_return (created_at DESC, id DESC);
CREATE INDEX order_return_open ON order_return (answer_by, id) WHERE state = 'open';

CREATE TABLE order_return_line (
  return_id         INTEGER NOT NULL REFERENCES order_return ON DELETE CASCADE,
  position          INTEGER NOT NULL,
  remote_id         TEXT,
  remote_product_id TEXT NOT NULL DEFAULT '',
  remote_variant_id TEXT NOT NULL DEFAULT '',
  sku               TEXT,
  title             TEXT,
  options           TEXT,
  quantity          INTEGER NOT NULL,
  PRIMARY KEY (return_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
  id                INTEGER PRIMARY KEY,
  channel_id        INTEGER NOT NULL REFERENCES channel,
  remote_id         TEXT NOT NULL,
  order_remote_id   TEXT NOT NULL DEFAULT '',
  remote_product_id TEXT NOT NULL DEFAULT '',
  remote_variant_id TEXT NOT NULL DEFAULT '',
  buyer_name        TEXT,
  stars             INTEGER NOT NULL,
  text              TEXT,
  created_at        INTEGER NOT NULL,
  reply             TEXT,
  can_reply         INTEGER NOT NULL DEFAULT 0,
  stored_at         INTEGER NOT NULL,
  UNIQUE (channel_id, remote_id)
) STRICT;
CREATE INDEX review_by_order ON review (channel_id, order_remote_id);
CREATE INDEX review_by_time ON review (created_at DESC, id DESC);
CREATE INDEX review_open ON review (created_at DESC, id DESC) WHERE reply IS NULL AND can_reply = 1;

-- What a worker reads beside orders and listings, and how far it has come.
CREATE TABLE channel_lane (
  channel_id INTEGER NOT NULL REFERENCES channel,
  lane       TEXT NOT NULL,              -- 'returns', 'reviews', 'fees', 'grant'
  cursor     TEXT,
  read_at    INTEGER NOT NULL DEFAULT 0, -- end of the last whole round
  problem    TEXT,                       -- why it can't be read: a sentence
  PRIMARY KEY (channel_id, lane)
) STRICT, WITHOUT ROWID;

-- 'return:answer' (value: TiemReturnAnswers, reason: the choice, note: a comment) and
-- 'review:reply' (note: the text).
ALTER TABLE outbox ADD COLUMN return_id INTEGER REFERENCES order_return ON DELETE CASCADE;
ALTER TABLE outbox ADD COLUMN review_id INTEGER REFERENCES review ON DELETE CASCADE;
ALTER TABLE outbox ADD COLUMN note TEXT;
CREATE UNIQUE INDEX outbox_one_return ON outbox (return_id, kind) WHERE return_id IS NOT NULL AND state <> 'sending';
CREATE UNIQUE INDEX outbox_one_review ON outbox (review_id, kind) WHERE review_id IS NOT NULL AND state <> 'sending';
