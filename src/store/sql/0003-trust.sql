-- Version 3: stock numbers that can be trusted. Units and conventions are those of version 1.

-- ---------------------------------------------------------------- scarce goods are split

-- The owner's rule for one listing; NULL: the channel's.
ALTER TABLE listing ADD COLUMN buffer INTEGER;
ALTER TABLE listing ADD COLUMN share_percent INTEGER;
ALTER TABLE listing ADD COLUMN cap INTEGER;            -- -1 = none
-- The most the channel may still believe it can sell: raised before a push goes out, lowered
-- only by a number that was read before a whole pull. NULL: not known.
ALTER TABLE listing ADD COLUMN may_sell INTEGER;
-- Of scarce goods: what it holds of them, as much of it as may be told now, the units its
-- orders took off since the goods are split, whether something was pushed since its number was
-- last settled, and since when it has been showing less than orders explain.
ALTER TABLE listing ADD COLUMN allotment INTEGER;      -- NULL: not split
ALTER TABLE listing ADD COLUMN granted INTEGER;        -- NULL: not split
ALTER TABLE listing ADD COLUMN sold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN pushed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN lacks_since INTEGER NOT NULL DEFAULT 0;
CREATE INDEX listing_split ON listing (channel_id) WHERE allotment IS NOT NULL;

ALTER TABLE variant ADD COLUMN is_split INTEGER NOT NULL DEFAULT 0;

ALTER TABLE channel ADD COLUMN split INTEGER NOT NULL DEFAULT 1; -- 0: it always shows all there is
ALTER TABLE channel ADD COLUMN poll_ms INTEGER NOT NULL DEFAULT 0; -- measured: from pull to pull
ALTER TABLE channel ADD COLUMN push_ms INTEGER NOT NULL DEFAULT 0; -- from a commit to its confirmation

-- How fast a listing sells, TiemPace: thousandths of units in two windows.
CREATE TABLE listing_pace (
  listing_id INTEGER PRIMARY KEY REFERENCES listing ON DELETE CASCADE,
  fast       INTEGER NOT NULL,
  slow       INTEGER NOT NULL,
  fast_since INTEGER NOT NULL,
  slow_since INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  last       INTEGER NOT NULL -- units of the last sale
) STRICT;

-- ---------------------------------------------------------------- what a channel shows by itself

-- What the owner wants done when somebody changed a number or a price at the channel itself.
ALTER TABLE channel ADD COLUMN drift_rule TEXT NOT NULL DEFAULT 'set-back'; -- or 'take-over'

-- The last number that was right: sent and confirmed, or read and explained. Orders with a larger
-- id, and events with a larger one, came after it.
ALTER TABLE listing ADD COLUMN base_stock INTEGER;  -- NULL: not known
ALTER TABLE listing ADD COLUMN base_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN base_locked INTEGER NOT NULL DEFAULT 0; -- campaign_locked, then
ALTER TABLE listing ADD COLUMN base_order INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN base_event INTEGER NOT NULL DEFAULT 0;
-- A number that neither Tiệm nor the orders read so far explain, since when, and how far it was
-- looked into: tiem-drift.c
ALTER TABLE listing ADD COLUMN odd_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN odd_judged INTEGER NOT NULL DEFAULT 0; -- 1: after a whole pull of orders
ALTER TABLE listing ADD COLUMN odd_seen INTEGER NOT NULL DEFAULT 0;   -- reads of it, to be taken over
CREATE INDEX listing_odd ON listing (channel_id) WHERE odd_at > 0;
-- What it is to cost there: as last sent, first read, or taken over. NULL: not known
ALTER TABLE listing ADD COLUMN wanted_price_vnd INTEGER;
-- The last number on its way; acked and acked_at are what came of it.
ALTER TABLE listing ADD COLUMN sent_value INTEGER;
ALTER TABLE listing ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
UPDATE listing SET base_stock = acked, base_at = acked_at, base_locked = campaign_locked,
  base_order = (SELECT coalesce (max (id), 0) FROM customer_order),
  base_event = (SELECT coalesce (max (id), 0) FROM order_event),
  wanted_price_vnd = price_vnd, drift_at = 0;

-- What was changed at a channel, and what became of it; kept 90 days. listing.drift_at is the
-- time of the oldest that is open.
CREATE TABLE drift (
  id         INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listing ON DELETE CASCADE,
  kind       TEXT NOT NULL CHECK (kind IN ('stock', 'price')),
  found_at   INTEGER NOT NULL,
  expected   INTEGER NOT NULL,            -- what it showed by all that Tiệm knew
  shown      INTEGER,                     -- NULL: it keeps no number any more
  settled_at INTEGER NOT NULL DEFAULT 0,  -- 0 = open
  outcome    TEXT                         -- 'set-back', 'taken-over', 'explained'
) STRICT;
CREATE UNIQUE INDEX drift_open ON drift (listing_id, kind) WHERE settled_at = 0;
CREATE INDEX drift_by_listing ON drift (listing_id, id);
CREATE INDEX drift_by_time ON drift (found_at);

-- Where a number came from that no order moved.
ALTER TABLE movement ADD COLUMN channel_id INTEGER REFERENCES channel;

-- ---------------------------------------------------------------- who was first

-- When a channel could not be read, or what was read not be sent: kept 90 days.
CREATE TABLE channel_gap (
  id         INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channel,
  began_at   INTEGER NOT NULL,            -- the last success before it, as far as is known
  ended_at   INTEGER NOT NULL DEFAULT 0,  -- 0 = it lasts
  class      TEXT NOT NULL                -- an error class, 'paused', or 'away': Tiệm did not run
) STRICT;
CREATE UNIQUE INDEX channel_gap_open ON channel_gap (channel_id) WHERE ended_at = 0;
CREATE INDEX channel_gap_by_time ON channel_gap (channel_id, began_at);
