-- Version 4: a day of orders. Units and conventions are those of version 1.

-- ---------------------------------------------------------------- the owner's words on an order

ALTER TABLE customer_order ADD COLUMN owner_note TEXT;

CREATE TABLE tag (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE -- folded
) STRICT;
CREATE TABLE order_tag (
  order_id INTEGER NOT NULL REFERENCES customer_order,
  tag_id   INTEGER NOT NULL REFERENCES tag ON DELETE CASCADE,
  PRIMARY KEY (order_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_tag_by_tag ON order_tag (tag_id, order_id);

-- ---------------------------------------------------------------- labels, picking, packing, handing over

-- Ms UTC; 0 = not yet.
ALTER TABLE customer_order ADD COLUMN printed_at INTEGER NOT NULL DEFAULT 0; -- its label, the last time
ALTER TABLE customer_order ADD COLUMN packed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_order ADD COLUMN handed_at INTEGER NOT NULL DEFAULT 0;  -- to the carrier
-- Where a picker finds it: "A1-02". A picking list is in this order.
ALTER TABLE variant ADD COLUMN shelf TEXT;

-- A round of packing. The last one goes on until nothing was done in it for a while.
CREATE TABLE pack_run (
  id         INTEGER PRIMARY KEY,
  started_at INTEGER NOT NULL,
  scanned_at INTEGER NOT NULL,                 -- when something was last done in it
  order_id   INTEGER REFERENCES customer_order -- the one that is open
) STRICT;
CREATE TABLE pack_order (
  run_id   INTEGER NOT NULL REFERENCES pack_run ON DELETE CASCADE,
  order_id INTEGER NOT NULL REFERENCES customer_order,
  position INTEGER NOT NULL,                -- to be taken in this order
  state    TEXT NOT NULL DEFAULT 'waiting', -- tiem_pack_state_to_string()
  at       INTEGER NOT NULL DEFAULT 0,      -- when it came to that
  units    INTEGER NOT NULL DEFAULT 0,      -- packed
  spent_ms INTEGER NOT NULL DEFAULT 0,      -- between its scans, breaks left out
  PRIMARY KEY (run_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pack_order_by_order ON pack_order (order_id);
CREATE INDEX pack_order_by_place ON pack_order (run_id, state, position);
-- What is scanned of orders that are not packed yet: each scan is here before it is shown.
CREATE TABLE pack_count (
  line_id INTEGER NOT NULL REFERENCES order_line ON DELETE CASCADE,
  part_id INTEGER NOT NULL, -- variant: a part of a bundle; 0 = the line itself
  scanned INTEGER NOT NULL CHECK (scanned > 0),
  PRIMARY KEY (line_id, part_id)
) STRICT, WITHOUT ROWID;
-- What scanners read.
CREATE INDEX listing_by_barcode ON listing (barcode_key) WHERE barcode_key <> '';
CREATE INDEX parcel_by_tracking ON parcel (tracking) WHERE tracking IS NOT NULL;
CREATE INDEX parcel_by_remote ON parcel (remote_id) WHERE remote_id IS NOT NULL;

-- ---------------------------------------------------------------- orders of one's own

-- What the owner wrote down lies on a channel of kind 'counter'. Its lines name their goods
-- themselves, without a listing.
ALTER TABLE order_line ADD COLUMN own_variant_id INTEGER REFERENCES variant; -- NULL: the listing's
CREATE INDEX order_line_own ON order_line (own_variant_id) WHERE own_variant_id IS NOT NULL;

CREATE TABLE own_order (
  order_id       INTEGER PRIMARY KEY REFERENCES customer_order,
  source         TEXT NOT NULL,              -- tiem_own_source_to_string()
  payment        TEXT NOT NULL,              -- tiem_own_payment_to_string()
  cod_vnd        INTEGER NOT NULL DEFAULT 0, -- the carrier is to collect
  cod_settled_at INTEGER NOT NULL DEFAULT 0, -- when it paid that out; 0 = it has not
  -- total − paid − what the carrier still has to bring, of orders that stand; recounted by the check
  owed_vnd       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX own_order_owed ON own_order (order_id) WHERE owed_vnd > 0;
CREATE INDEX own_order_cod ON own_order (order_id) WHERE cod_vnd > 0 AND cod_settled_at = 0;

-- The ledger of money received: customer_order.paid_vnd of an own order is its sum.
CREATE TABLE order_payment (
  id         INTEGER PRIMARY KEY,
  order_id   INTEGER NOT NULL REFERENCES customer_order,
  at         INTEGER NOT NULL,
  amount_vnd INTEGER NOT NULL CHECK (amount_vnd <> 0), -- < 0: given back
  how        TEXT NOT NULL,                            -- tiem_money_way_to_string()
  note       TEXT
) STRICT;
CREATE INDEX order_payment_by_order ON order_payment (order_id, id);

-- What a customer owes: by its own orders, and (of roots) by those of all that are merged into it.
ALTER TABLE customer ADD COLUMN own_debt_vnd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN debt_vnd INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customer_by_debt ON customer (debt_vnd, id) WHERE debt_vnd > 0;

-- An order that is still being written: it holds no goods.
CREATE TABLE draft (
  id               INTEGER PRIMARY KEY,
  number           TEXT NOT NULL, -- that the order will have: a transfer may name it already
  saved_at         INTEGER NOT NULL,
  channel_id       INTEGER REFERENCES channel,
  customer_id      INTEGER REFERENCES customer,
  buyer_name       TEXT,
  buyer_phone      TEXT, -- as typed
  line             TEXT,
  ward             TEXT,
  province         TEXT,
  source           TEXT NOT NULL,
  payment          TEXT NOT NULL,
  shipping_fee_vnd INTEGER NOT NULL,
  discount_vnd     INTEGER NOT NULL,
  paid_vnd         INTEGER NOT NULL, -- −1 = all of it
  paid_by          TEXT NOT NULL,
  cod_vnd          INTEGER NOT NULL, -- −1 = all that is not paid
  ship_by          INTEGER NOT NULL,
  note             TEXT,
  asks_first       INTEGER NOT NULL
) STRICT;
CREATE TABLE draft_line (
  draft_id       INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  variant_id     INTEGER NOT NULL REFERENCES variant,
  quantity       INTEGER NOT NULL,
  unit_price_vnd INTEGER NOT NULL,
  PRIMARY KEY (draft_id, position)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- addresses in new units

-- An address stays as it was received; what it is in the units of today is computed when it is
-- shown (model/tiem-address.h). Kept is what can't be computed: which ward the owner has chosen
-- where several are possible. Wards by their codes.
ALTER TABLE order_address ADD COLUMN chosen_ward TEXT;
-- The same for the next order to the same address.
CREATE TABLE address_choice (
  customer_id INTEGER NOT NULL REFERENCES customer,
  address_key TEXT NOT NULL, -- tiem_address_choice_key()
  ward_code   TEXT NOT NULL,
  PRIMARY KEY (customer_id, address_key)
) STRICT, WITHOUT ROWID;
-- Where a customer lives, as the owner wrote it down.
ALTER TABLE customer ADD COLUMN address_line TEXT;
ALTER TABLE customer ADD COLUMN ward_code TEXT;

-- ---------------------------------------------------------------- returns, refused parcels, parts of an order

-- Of an order in several parcels, while some have left and others have not: units of the line
-- that have. -1: the line goes by its order.
ALTER TABLE order_line ADD COLUMN gone INTEGER NOT NULL DEFAULT -1;
ALTER TABLE customer_order ADD COLUMN part_left_at INTEGER NOT NULL DEFAULT 0; -- the first of them; ms UTC
ALTER TABLE parcel ADD COLUMN status TEXT; -- tiem_order_status_to_string()
-- What is in which parcel, of orders that have several.
CREATE TABLE parcel_line (
  order_id INTEGER NOT NULL REFERENCES customer_order,
  position INTEGER NOT NULL, -- of the parcel
  line_id  INTEGER NOT NULL, -- of order_line
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, position, line_id)
) STRICT, WITHOUT ROWID;

-- Units that were on their way back and never came.
ALTER TABLE order_line ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE return_case ADD COLUMN lost INTEGER NOT NULL DEFAULT 0; -- 1: lost; .damaged is 0 then
-- Since when goods are on their way back, or here and not booked, ms UTC; 0 = nothing is.
ALTER TABLE customer_order ADD COLUMN back_since INTEGER NOT NULL DEFAULT 0;
UPDATE customer_order SET back_since = max (updated_at, 1)
  WHERE stage BETWEEN 8 AND 10 AND left_at > 0 AND EXISTS (SELECT 1 FROM order_line l
    WHERE l.order_id = customer_order.id
    AND max (l.quantity - l.cancelled, l.shipped) > l.returned + l.damaged);

-- Parcels that a buyer did not take.
ALTER TABLE customer_order ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;      -- 1: this one
ALTER TABLE customer_order ADD COLUMN refusal_said INTEGER NOT NULL DEFAULT 0; -- TiemRefusal, by the owner
CREATE INDEX order_refused ON customer_order (customer_id) WHERE refused = 1;
UPDATE customer_order SET refused = 1 WHERE stage = 8 OR (stage IN (9, 10) AND EXISTS (SELECT 1
  FROM order_event e WHERE e.order_id = customer_order.id AND e.kind = 'status'
  AND e.new = 'failed_delivery'));
ALTER TABLE customer ADD COLUMN own_sent INTEGER NOT NULL DEFAULT 0;    -- of its own orders: left the shop
ALTER TABLE customer ADD COLUMN own_refused INTEGER NOT NULL DEFAULT 0; -- and were not taken
ALTER TABLE customer ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;        -- with all merged, as .orders
ALTER TABLE customer ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customer_by_refused ON customer (refused, id) WHERE refused > 0 AND merged_into IS NULL;
UPDATE customer SET own_sent = s.sent, own_refused = s.refused
  FROM (SELECT customer_id, sum (left_at > 0) AS sent, sum (refused) AS refused
    FROM customer_order WHERE customer_id IS NOT NULL GROUP BY 1) s WHERE s.customer_id = customer.id;
UPDATE customer SET sent = s.sent, refused = s.refused
  FROM (SELECT root_id, sum (own_sent) AS sent, sum (own_refused) AS refused
    FROM customer GROUP BY 1) s WHERE s.root_id = customer.id AND customer.merged_into IS NULL;

-- A buyer who wants to cancel waits for an answer, too: the earlier of the two is the deadline.
UPDATE customer_order SET deadline = min (deadline, cancel_answer_by)
  WHERE cancel_asked = 1 AND cancel_answer_by > 0 AND stage < 5;

-- ---------------------------------------------------------------- saved views

-- What a list is filtered to, sorted by and made of, under a name (tiem-store-views.h). Chips,
-- columns and days are words of the window; tags and carriers are meant by name.
CREATE TABLE saved_view (
  id         INTEGER PRIMARY KEY,
  tab        TEXT NOT NULL,    -- 'orders', 'products', 'customers'
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL,    -- folded
  chip       TEXT NOT NULL,
  channel_id INTEGER REFERENCES channel, -- NULL: all; one that was removed keeps its row
  days       TEXT,             -- placed since so many days before today; NULL: any time
  tag        TEXT,
  carrier    TEXT,
  search     TEXT,
  sort       TEXT,             -- a column; NULL: the tab's own order
  descending INTEGER NOT NULL,
  columns    TEXT,             -- in order, comma separated; NULL: the tab's own
  position   INTEGER NOT NULL,
  UNIQUE (tab, name_key)
) STRICT;
CREATE INDEX saved_view_by_channel ON saved_view (channel_id) WHERE channel_id IS NOT NULL;
-- Orders of a carrier, and which carriers there are.
CREATE INDEX parcel_by_carrier ON parcel (carrier, order_id) WHERE position = 0 AND carrier IS NOT NULL;
