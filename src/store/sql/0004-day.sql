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

-- ---------------------------------------------------------------- orders of one's own

-- ---------------------------------------------------------------- addresses in new units

-- ---------------------------------------------------------------- returns, refused parcels, parts of an order

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
