-- Tiệm's database, version 1.
--
-- Units, everywhere: money is whole đồng, time is milliseconds UTC with 0 = "not known",
-- days are days since 1970-01-01 in Việt Nam (UTC+7), quantities are units of a variant.
-- "" in a column NOT NULL means "not given" where the column is part of a key.
-- Text called …_key or sort_… is folded in C (tiem_sku_key(), tiem_text_fold()), never in SQL.
--
-- What is derived, by whom, and recounted by tiem_store_check():
--   stock, reservation, variant.on_hand/reserved/available, shortness, listing.desired:
--     tiem-ledger.c alone
--   order_counter, daily, hourly, variant_daily, customer sums, the …_text tables:
--     in the transaction that writes the order, product or customer

PRAGMA application_id = 0x5469656d; -- "Tiem"

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One connected account. A removed channel keeps its row for the sake of its orders.
CREATE TABLE channel (
  id               INTEGER PRIMARY KEY,
  kind             TEXT NOT NULL,               -- 'woocommerce', 'counter' …
  name             TEXT NOT NULL,
  state            TEXT NOT NULL DEFAULT 'active', -- tiem_channel_state_to_string()
  base_url         TEXT,
  auth_url         TEXT,
  shop             TEXT,
  cursor           TEXT,                        -- NULL: orders never read
  last_ok_at       INTEGER NOT NULL DEFAULT 0,
  listings_read_at INTEGER NOT NULL DEFAULT 0,
  auth_expires_at  INTEGER NOT NULL DEFAULT 0,
  buffer           INTEGER NOT NULL DEFAULT 0,   -- units held back
  share_percent    INTEGER NOT NULL DEFAULT 100,
  cap              INTEGER NOT NULL DEFAULT -1,  -- units; -1 = none
  error_class      TEXT,
  error_message    TEXT,                        -- a sentence for people
  error_detail     TEXT,                        -- the platform's words and request id
  error_since      INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  removed_at       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- ---------------------------------------------------------------- catalogue

CREATE TABLE product (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  sort_name   TEXT NOT NULL,
  category    TEXT,
  description TEXT,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX product_by_name ON product (sort_name, id);

-- What has a SKU, a price and stock. A product without options has one variant.
CREATE TABLE variant (
  id         INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product,
  sku        TEXT NOT NULL,
  sku_key    TEXT NOT NULL UNIQUE,
  options    TEXT,                       -- 'Đen, L'
  image_url  TEXT,
  sort_name  TEXT NOT NULL,              -- of product and options
  price_vnd  INTEGER NOT NULL DEFAULT 0,
  cost_vnd   INTEGER,                    -- NULL: not known
  archived   INTEGER NOT NULL DEFAULT 0,
  is_bundle  INTEGER NOT NULL DEFAULT 0,
  counted_at INTEGER NOT NULL DEFAULT 0, -- since when its stock counts; a bundle's: the latest of its parts'
  adopted    INTEGER NOT NULL DEFAULT 0, -- 1: the stock is a listing's number, the owner has not counted it since
  undecided  INTEGER NOT NULL DEFAULT 0, -- channels showed different numbers: nothing is pushed
  -- the sum over its locations; a bundle's: what its parts allow
  on_hand    INTEGER NOT NULL DEFAULT 0,
  reserved   INTEGER NOT NULL DEFAULT 0,
  available  INTEGER NOT NULL DEFAULT 0, -- on_hand - reserved
  version    INTEGER NOT NULL DEFAULT 0, -- grows with every change of its stock
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX variant_by_product ON variant (product_id, id);
CREATE INDEX variant_by_name ON variant (archived, sort_name, id);
CREATE INDEX variant_by_price ON variant (archived, price_vnd, id);
CREATE INDEX variant_by_on_hand ON variant (archived, on_hand, id);
CREATE INDEX variant_by_reserved ON variant (archived, reserved, id);
CREATE INDEX variant_by_available ON variant (archived, available, id);
CREATE INDEX variant_undecided ON variant (id) WHERE undecided = 1;

CREATE TABLE barcode (
  code_key   TEXT NOT NULL PRIMARY KEY,
  code       TEXT NOT NULL,
  variant_id INTEGER NOT NULL REFERENCES variant,
  position   INTEGER NOT NULL DEFAULT 0 -- the smallest is shown
) STRICT, WITHOUT ROWID;
CREATE INDEX barcode_by_variant ON barcode (variant_id, position);

CREATE TABLE bundle_item (
  bundle_id INTEGER NOT NULL REFERENCES variant,
  part_id   INTEGER NOT NULL REFERENCES variant,
  quantity  INTEGER NOT NULL CHECK (quantity > 0), -- of the part in one bundle
  PRIMARY KEY (bundle_id, part_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_item_by_part ON bundle_item (part_id);

-- ---------------------------------------------------------------- stock

CREATE TABLE location (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
INSERT INTO location (id, name) VALUES (1, 'Kho chính');

-- A projection: on_hand = Σ movement.delta, reserved = Σ reservation.quantity. Bundles have no row.
CREATE TABLE stock (
  variant_id  INTEGER NOT NULL REFERENCES variant,
  location_id INTEGER NOT NULL REFERENCES location,
  on_hand     INTEGER NOT NULL DEFAULT 0,
  reserved    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (variant_id, location_id)
) STRICT, WITHOUT ROWID;

-- The ledger: only ever added to.
CREATE TABLE movement (
  id          INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  variant_id  INTEGER NOT NULL REFERENCES variant,
  location_id INTEGER NOT NULL REFERENCES location,
  delta       INTEGER NOT NULL,
  on_hand     INTEGER NOT NULL,     -- at the location, after it
  reason      TEXT NOT NULL,        -- 'sale', 'unlink', 'return', 'adopt', 'count' … or the owner's own words
  order_id    INTEGER REFERENCES customer_order,
  line_id     INTEGER,              -- of order_line; stays when the channel removed the line
  note        TEXT
) STRICT;
CREATE INDEX movement_by_variant ON movement (variant_id, id);
CREATE INDEX movement_by_line ON movement (line_id, variant_id) WHERE line_id IS NOT NULL;
CREATE INDEX movement_by_order ON movement (order_id) WHERE order_id IS NOT NULL;

-- Units that open orders hold: one row per line and variant (a bundle's line: its parts).
CREATE TABLE reservation (
  line_id     INTEGER NOT NULL REFERENCES order_line,
  variant_id  INTEGER NOT NULL REFERENCES variant,
  location_id INTEGER NOT NULL REFERENCES location,
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  short       INTEGER NOT NULL DEFAULT 0, -- of these, units that are not there
  PRIMARY KEY (line_id, variant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_by_variant ON reservation (variant_id, line_id, quantity, short);

-- ---------------------------------------------------------------- listings

-- A variant as one channel shows it.
CREATE TABLE listing (
  id                INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: a push may be on its way
  channel_id        INTEGER NOT NULL REFERENCES channel,
  remote_product_id TEXT NOT NULL,
  remote_variant_id TEXT NOT NULL DEFAULT '', -- '': a product without variations
  stock_owner_id    TEXT,                     -- whose number all its variations share
  remote_sku        TEXT,
  sku_key           TEXT NOT NULL DEFAULT '',
  barcode           TEXT,
  barcode_key       TEXT NOT NULL DEFAULT '',
  title             TEXT NOT NULL,
  options           TEXT,
  image_url         TEXT,
  search            TEXT NOT NULL DEFAULT '', -- folded title, options, SKU
  price_vnd         INTEGER NOT NULL DEFAULT 0,
  stock             INTEGER,                  -- as last read; NULL: the channel keeps no number
  stock_read_at     INTEGER NOT NULL DEFAULT 0,
  campaign_locked   INTEGER NOT NULL DEFAULT 0,
  state             TEXT NOT NULL DEFAULT 'active', -- tiem_listing_state_to_string()
  seen_at           INTEGER NOT NULL DEFAULT 0,     -- in the listing pass that began then
  variant_id        INTEGER REFERENCES variant,     -- the link
  desired           INTEGER,                  -- NULL: nothing is to be pushed
  version           INTEGER NOT NULL DEFAULT 0, -- the variant's, desired was computed from
  acked             INTEGER,                  -- NULL: not known what it shows
  acked_at          INTEGER NOT NULL DEFAULT 0,
  acked_version     INTEGER NOT NULL DEFAULT 0,
  unclear           INTEGER NOT NULL DEFAULT 0, -- a push may or may not have arrived
  refused_value     INTEGER,                  -- the number the channel refused …
  refused_at        INTEGER NOT NULL DEFAULT 0,
  problem           TEXT,                     -- … and its sentence for people
  drift_at          INTEGER NOT NULL DEFAULT 0, -- since when it shows a number that is not ours
  pending           INTEGER NOT NULL AS (desired IS NOT NULL AND desired IS NOT acked) VIRTUAL,
  UNIQUE (channel_id, remote_product_id, remote_variant_id)
) STRICT;
CREATE INDEX listing_by_variant ON listing (variant_id, channel_id) WHERE variant_id IS NOT NULL;
CREATE INDEX listing_by_sku ON listing (channel_id, sku_key);
CREATE INDEX listing_by_owner ON listing (channel_id, stock_owner_id) WHERE stock_owner_id IS NOT NULL;
CREATE INDEX listing_pending ON listing (channel_id) WHERE pending = 1;
CREATE INDEX listing_unclear ON listing (channel_id) WHERE unclear = 1;
CREATE INDEX listing_by_state ON listing (channel_id, state);
CREATE INDEX listing_unlinked ON listing (channel_id, state) WHERE variant_id IS NULL;
CREATE INDEX listing_problem ON listing (channel_id) WHERE problem IS NOT NULL;
CREATE INDEX listing_drift ON listing (channel_id) WHERE drift_at > 0;

-- How a change of a variant's available travels to the channels. The newest few only.
CREATE TABLE travel (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  variant_id INTEGER NOT NULL REFERENCES variant,
  version    INTEGER NOT NULL,           -- the variant's, after it
  before     INTEGER NOT NULL,           -- available
  after      INTEGER NOT NULL,
  channel_id INTEGER REFERENCES channel, -- where it came from; NULL: the owner, or several
  sold       INTEGER NOT NULL DEFAULT 0  -- units sold there
) STRICT;
CREATE TABLE travel_stop (
  travel_id    INTEGER NOT NULL REFERENCES travel ON DELETE CASCADE,
  listing_id   INTEGER NOT NULL REFERENCES listing ON DELETE CASCADE,
  version      INTEGER NOT NULL,           -- of the variant: confirmed by any push that is as new
  sent_value   INTEGER,                    -- NULL: not yet
  confirmed_at INTEGER NOT NULL DEFAULT 0, -- 0 = still going
  PRIMARY KEY (travel_id, listing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX travel_stop_going ON travel_stop (listing_id, version) WHERE confirmed_at = 0;
CREATE INDEX travel_stop_by_listing ON travel_stop (listing_id);

-- ---------------------------------------------------------------- customers

CREATE TABLE customer (
  id             INTEGER PRIMARY KEY,
  name           TEXT,
  sort_name      TEXT NOT NULL DEFAULT '',
  phone          TEXT,                       -- E.164, or masked as received
  email          TEXT,
  province       TEXT,
  note           TEXT,
  merged_into    INTEGER REFERENCES customer, -- what a merge by hand points at; undone by NULL
  root_id        INTEGER REFERENCES customer, -- the end of that chain, itself when not merged
  kept_apart     INTEGER NOT NULL DEFAULT 0,  -- 1: the owner undid a merge: never joined by itself again
  -- of its own orders that are not cancelled
  own_orders     INTEGER NOT NULL DEFAULT 0,
  own_spent_vnd  INTEGER NOT NULL DEFAULT 0,
  own_first_at   INTEGER NOT NULL DEFAULT 0,
  own_last_at    INTEGER NOT NULL DEFAULT 0,
  -- of its own and all that are merged into it; kept for roots
  orders         INTEGER NOT NULL DEFAULT 0,
  spent_vnd      INTEGER NOT NULL DEFAULT 0,
  first_order_at INTEGER NOT NULL DEFAULT 0,
  last_order_at  INTEGER NOT NULL DEFAULT 0,
  erased_at      INTEGER NOT NULL DEFAULT 0,  -- on request; its orders stay
  created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_by_root ON customer (root_id);
CREATE INDEX customer_by_merge ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customer_by_name ON customer (sort_name, id) WHERE merged_into IS NULL;
CREATE INDEX customer_by_orders ON customer (orders, id) WHERE merged_into IS NULL;
CREATE INDEX customer_by_spent ON customer (spent_vnd, id) WHERE merged_into IS NULL;
CREATE INDEX customer_by_last ON customer (last_order_at, id) WHERE merged_into IS NULL;
CREATE INDEX customer_by_first ON customer (first_order_at, id) WHERE merged_into IS NULL;

-- Never a masked value.
CREATE TABLE customer_identity (
  id          INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer,
  kind        TEXT NOT NULL CHECK (kind IN ('buyer', 'phone', 'email')),
  channel_id  INTEGER REFERENCES channel, -- 'buyer' only
  value       TEXT NOT NULL               -- the channel's buyer id, E.164, lower-case e-mail
) STRICT;
CREATE UNIQUE INDEX customer_identity_buyer ON customer_identity (channel_id, value) WHERE kind = 'buyer';
CREATE UNIQUE INDEX customer_identity_other ON customer_identity (kind, value) WHERE kind <> 'buyer';
CREATE INDEX customer_identity_by_customer ON customer_identity (customer_id);

-- ---------------------------------------------------------------- orders

CREATE TABLE customer_order (
  id               INTEGER PRIMARY KEY,
  channel_id       INTEGER NOT NULL REFERENCES channel,
  remote_id        TEXT NOT NULL,
  number           TEXT NOT NULL,              -- what people call it
  hash             INTEGER NOT NULL,           -- tiem_remote_order_hash() of what is held
  status           TEXT NOT NULL,              -- tiem_order_status_to_string()
  remote_status    TEXT,
  platform_holds   INTEGER NOT NULL DEFAULT 0, -- the platform took the units off its own number
  placed_at        INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,           -- by the platform
  stored_at        INTEGER NOT NULL,           -- last written here
  first_stored_at  INTEGER NOT NULL,
  left_at          INTEGER NOT NULL DEFAULT 0, -- when the parcel left the shop; 0 = it has not
  ship_by          INTEGER NOT NULL DEFAULT 0,
  customer_id      INTEGER REFERENCES customer, -- the one it joined, not the end of a merge
  buyer_remote_id  TEXT,
  buyer_name       TEXT,
  sort_buyer       TEXT NOT NULL DEFAULT '',
  buyer_phone      TEXT,
  buyer_email      TEXT,
  units            INTEGER NOT NULL DEFAULT 0,
  goods_title      TEXT,                       -- of the first line
  goods_quantity   INTEGER NOT NULL DEFAULT 0, -- of the first line
  goods_more       INTEGER NOT NULL DEFAULT 0, -- further lines
  total_vnd        INTEGER NOT NULL DEFAULT 0, -- what the buyer pays
  shipping_fee_vnd INTEGER NOT NULL DEFAULT 0,
  discount_vnd     INTEGER NOT NULL DEFAULT 0,
  surcharge_vnd    INTEGER NOT NULL DEFAULT 0,
  paid_vnd         INTEGER NOT NULL DEFAULT 0,
  currency         TEXT NOT NULL DEFAULT 'VND',
  payment_method   TEXT,
  note             TEXT,                       -- the buyer's message
  is_short         INTEGER NOT NULL DEFAULT 0, -- some of its goods are not there
  has_unlinked     INTEGER NOT NULL DEFAULT 0, -- a line takes no stock for want of a link
  -- for sorting: not generated columns, for an index never covers those
  stage            INTEGER NOT NULL,           -- where the status stands in an order's life
  deadline         INTEGER NOT NULL,           -- ship_by, with "none" at the end
  number_length    INTEGER NOT NULL,           -- 999 before 1000
  todo             INTEGER NOT NULL AS (is_short = 1
                     OR status IN ('unknown', 'to_confirm', 'to_ship', 'awaiting_pickup')) VIRTUAL,
  UNIQUE (channel_id, remote_id)
) STRICT;
CREATE INDEX order_by_placed ON customer_order (placed_at, id);
CREATE INDEX order_by_channel ON customer_order (channel_id, placed_at DESC, id DESC);
CREATE INDEX order_by_channel_stage ON customer_order (channel_id, stage, placed_at DESC, id DESC);
CREATE INDEX order_by_stage ON customer_order (stage, placed_at DESC, id DESC);
CREATE INDEX order_by_customer ON customer_order (customer_id, placed_at);
CREATE INDEX order_by_deadline ON customer_order (is_short DESC, deadline, placed_at, id);
CREATE INDEX order_by_number ON customer_order (number_length, number, id);
CREATE INDEX order_by_buyer ON customer_order (sort_buyer, id);
CREATE INDEX order_by_total ON customer_order (total_vnd, id);
CREATE INDEX order_todo ON customer_order (is_short DESC, deadline, placed_at, id) WHERE todo = 1;

-- Where it goes; apart from the order, so that scans of orders stay short.
CREATE TABLE order_address (
  order_id INTEGER PRIMARY KEY REFERENCES customer_order,
  name     TEXT,
  phone    TEXT,
  line     TEXT,
  ward     TEXT,
  district TEXT,
  province TEXT,
  text     TEXT
) STRICT;

CREATE TABLE order_line (
  id                INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: movements keep it
  order_id          INTEGER NOT NULL REFERENCES customer_order,
  line_key          TEXT NOT NULL,              -- the channel's line id, or one made of what it sells
  position          INTEGER NOT NULL,
  remote_product_id TEXT NOT NULL DEFAULT '',
  remote_variant_id TEXT NOT NULL DEFAULT '',
  remote_sku        TEXT,
  sku_key           TEXT NOT NULL DEFAULT '',
  title             TEXT,
  options           TEXT,
  image_url         TEXT,
  quantity          INTEGER NOT NULL,           -- units ordered
  cancelled         INTEGER NOT NULL DEFAULT 0, -- of these, taken back before they left
  unit_price_vnd    INTEGER NOT NULL DEFAULT 0,
  total_vnd         INTEGER NOT NULL DEFAULT 0,
  listing_id        INTEGER REFERENCES listing ON DELETE SET NULL,
  variant_id        INTEGER REFERENCES variant, -- the listing's, as long as it is linked
  -- the recorded effect on stock, in units of the line (a bundle's: bundles)
  reserved          INTEGER NOT NULL DEFAULT 0,
  shipped           INTEGER NOT NULL DEFAULT 0,
  restocked         INTEGER NOT NULL DEFAULT 0, -- of returned: put back on hand
  -- what the owner booked of the units that left
  returned          INTEGER NOT NULL DEFAULT 0, -- back on the shelf
  damaged           INTEGER NOT NULL DEFAULT 0, -- came back, written off
  is_short          INTEGER NOT NULL DEFAULT 0,
  UNIQUE (order_id, line_key)
) STRICT;
CREATE INDEX order_line_by_listing ON order_line (listing_id, order_id) WHERE listing_id IS NOT NULL;
CREATE INDEX order_line_waiting ON order_line (remote_product_id, remote_variant_id) WHERE listing_id IS NULL;
CREATE INDEX order_line_waiting_sku ON order_line (sku_key) WHERE listing_id IS NULL AND sku_key <> '';

-- What happened to an order. The sentence is made when it is shown, in the reader's language.
CREATE TABLE order_event (
  id       INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES customer_order,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL,             -- tiem-order-events.c
  source   TEXT NOT NULL,             -- 'channel', 'tiem', 'owner'
  old      TEXT,
  new      TEXT,
  quantity INTEGER NOT NULL DEFAULT 0,
  subject  TEXT                       -- goods, a reason …
) STRICT;
CREATE INDEX order_event_by_order ON order_event (order_id, id);

CREATE TABLE order_fee (
  order_id   INTEGER NOT NULL REFERENCES customer_order,
  position   INTEGER NOT NULL,
  kind       TEXT NOT NULL, -- 'commission', 'payment', 'tax_vat' …
  amount_vnd INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE parcel (
  order_id INTEGER NOT NULL REFERENCES customer_order,
  position INTEGER NOT NULL,
  carrier  TEXT,
  tracking TEXT,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

-- Units the owner booked as come back.
CREATE TABLE return_case (
  id       INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES customer_order,
  line_id  INTEGER NOT NULL, -- of order_line
  at       INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  damaged  INTEGER NOT NULL  -- 1: written off
) STRICT;
CREATE INDEX return_case_by_order ON return_case (order_id);

-- ---------------------------------------------------------------- counters

CREATE TABLE order_counter (
  channel_id INTEGER NOT NULL REFERENCES channel,
  kind       TEXT NOT NULL, -- a status, 'todo' or 'short'
  orders     INTEGER NOT NULL,
  total_vnd  INTEGER NOT NULL,
  PRIMARY KEY (channel_id, kind)
) STRICT, WITHOUT ROWID;

-- Orders that are not cancelled, by the day they were placed.
CREATE TABLE daily (
  day         INTEGER NOT NULL,
  channel_id  INTEGER NOT NULL REFERENCES channel,
  orders      INTEGER NOT NULL,
  revenue_vnd INTEGER NOT NULL,
  PRIMARY KEY (day, channel_id)
) STRICT, WITHOUT ROWID;

-- The same by hour; hour = 24 * day + hour of the day in Việt Nam.
CREATE TABLE hourly (
  hour   INTEGER NOT NULL PRIMARY KEY,
  orders INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Units of linked lines of the same orders (a bundle counts as itself).
CREATE TABLE variant_daily (
  variant_id INTEGER NOT NULL REFERENCES variant,
  day        INTEGER NOT NULL,
  units      INTEGER NOT NULL,
  PRIMARY KEY (variant_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX variant_daily_by_day ON variant_daily (day, variant_id, units);

-- ---------------------------------------------------------------- work for the channels

-- Actions and prices; stock is a state of the listing.
CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: an Undo may hold it
  channel_id      INTEGER NOT NULL REFERENCES channel,
  listing_id      INTEGER REFERENCES listing ON DELETE CASCADE, -- price
  order_id        INTEGER REFERENCES customer_order,            -- order actions
  kind            TEXT NOT NULL,
  value           INTEGER NOT NULL DEFAULT 0, -- price, đồng
  reason          TEXT,
  idempotency_key TEXT NOT NULL,
  state           TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'rejected')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  not_before      INTEGER NOT NULL DEFAULT 0,
  problem         TEXT,
  created_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_one_listing ON outbox (listing_id, kind) WHERE listing_id IS NOT NULL AND state <> 'sending';
CREATE UNIQUE INDEX outbox_one_order ON outbox (order_id, kind) WHERE order_id IS NOT NULL AND state <> 'sending';
CREATE INDEX outbox_due ON outbox (channel_id, state, not_before);
CREATE INDEX outbox_by_listing ON outbox (listing_id) WHERE listing_id IS NOT NULL;
CREATE INDEX outbox_by_order ON outbox (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE sync_log (
  id          INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  channel_id  INTEGER REFERENCES channel,
  endpoint    TEXT,
  outcome     TEXT NOT NULL, -- 'ok' or an error class
  status      INTEGER NOT NULL DEFAULT 0, -- HTTP; 0 = none
  duration_ms INTEGER NOT NULL DEFAULT 0,
  request_id  TEXT,
  message     TEXT
) STRICT;
CREATE INDEX sync_log_by_channel ON sync_log (channel_id, at);
CREATE INDEX sync_log_by_time ON sync_log (at);

-- What a channel sent and nobody understood, as it came.
CREATE TABLE unreadable (
  id         INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channel,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL, -- 'order', 'listing', 'page'
  remote_id  TEXT,
  item_key   TEXT NOT NULL, -- remote_id, or a checksum of raw
  reason     TEXT NOT NULL,
  raw        TEXT,
  UNIQUE (channel_id, kind, item_key)
) STRICT;

-- ---------------------------------------------------------------- search

-- Folded text, rowid = the row's id. FTS5 keeps the text itself, so that a change finds
-- the old words: as large as a contentless table with its text kept beside it.
CREATE VIRTUAL TABLE order_text USING fts5 (t, detail=column, columnsize=0, prefix='3 4');
CREATE VIRTUAL TABLE variant_text USING fts5 (t, detail=column, columnsize=0, prefix='2 3');
CREATE VIRTUAL TABLE customer_text USING fts5 (t, detail=column, columnsize=0, prefix='3 4');
