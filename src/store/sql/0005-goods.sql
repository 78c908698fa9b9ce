-- Version 5: products and stock that explain themselves. Units and conventions are those of
-- version 1.

-- ---------------------------------------------------------------- slips: why many units moved at once

-- The head that all kinds of slips share; what is special to a kind is in a table of its own.
CREATE TABLE slip (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL,                 -- 'purchase', 'supplier-return', 'transfer', 'take'
  number      TEXT NOT NULL UNIQUE,          -- what people call it: 'PN000012'
  state       TEXT NOT NULL DEFAULT 'draft', -- 'draft', 'done', 'undone'
  location_id INTEGER NOT NULL DEFAULT 1 REFERENCES location,
  note        TEXT,
  created_at  INTEGER NOT NULL,
  done_at     INTEGER NOT NULL DEFAULT 0,    -- when its units moved
  undone_at   INTEGER NOT NULL DEFAULT 0     -- when they were moved back
) STRICT;
CREATE INDEX slip_by_kind ON slip (kind, state, id);

ALTER TABLE movement ADD COLUMN slip_id INTEGER REFERENCES slip;
CREATE INDEX movement_by_slip ON movement (slip_id, variant_id) WHERE slip_id IS NOT NULL;

-- ---------------------------------------------------------------- locations, transfers, stock take

-- Place 1 is the main one: it can be renamed, but always sells and is never archived.
ALTER TABLE location ADD COLUMN position INTEGER NOT NULL DEFAULT 0;    -- their order in lists
ALTER TABLE location ADD COLUMN sells INTEGER NOT NULL DEFAULT 1;       -- 0: what lies there counts as on hand, but is not sold
ALTER TABLE location ADD COLUMN archived_at INTEGER NOT NULL DEFAULT 0; -- an archived one is empty
CREATE INDEX stock_by_location ON stock (location_id, variant_id);
-- Where its orders leave from and come back to; NULL: the main place.
ALTER TABLE channel ADD COLUMN location_id INTEGER REFERENCES location;

-- slip.location_id: where the goods leave from.
CREATE TABLE transfer (
  slip_id INTEGER PRIMARY KEY REFERENCES slip,
  to_id   INTEGER NOT NULL REFERENCES location
) STRICT;
CREATE TABLE transfer_line (
  slip_id    INTEGER NOT NULL REFERENCES slip,
  variant_id INTEGER NOT NULL REFERENCES variant, -- never a bundle: its parts
  quantity   INTEGER NOT NULL CHECK (quantity > 0),
  position   INTEGER NOT NULL,                    -- the order they came in
  PRIMARY KEY (slip_id, variant_id)
) STRICT, WITHOUT ROWID;

-- A stock take counts one place, slip.location_id, while selling goes on.
CREATE TABLE take (
  slip_id   INTEGER PRIMARY KEY REFERENCES slip,
  scope     TEXT NOT NULL,              -- 'all', 'category', 'shelf', 'chosen'
  name      TEXT,                       -- of the category or shelf
  pass      INTEGER NOT NULL DEFAULT 1, -- the one that is being counted
  uncounted TEXT                        -- once booked: 'leave' or 'zero'
) STRICT;
CREATE TABLE take_line (
  slip_id        INTEGER NOT NULL REFERENCES slip,
  variant_id     INTEGER NOT NULL REFERENCES variant,
  is_extra       INTEGER NOT NULL DEFAULT 0, -- found, though it was not asked for
  pass           INTEGER NOT NULL DEFAULT 0, -- that counted it; 0: none has
  counted        INTEGER,                    -- in that pass, units; NULL: not counted
  previous       INTEGER,                    -- in the pass before that one
  first_at       INTEGER NOT NULL DEFAULT 0, -- of that pass's counting …
  first_movement INTEGER NOT NULL DEFAULT 0, -- … and the ledger's last line then
  last_at        INTEGER NOT NULL DEFAULT 0,
  last_movement  INTEGER NOT NULL DEFAULT 0,
  expected       INTEGER NOT NULL DEFAULT 0, -- on hand by the ledger at last_at
  note           TEXT,
  is_zeroed      INTEGER NOT NULL DEFAULT 0, -- not counted, and booked as gone
  -- once booked:
  late           INTEGER NOT NULL DEFAULT 0, -- what happened before last_at and was booked after it
  moved          INTEGER NOT NULL DEFAULT 0, -- what came or went between last_at and the booking
  booked         INTEGER,                    -- the difference that was booked; NULL: none was
  PRIMARY KEY (slip_id, variant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX take_line_by_variant ON take_line (variant_id, slip_id);
-- Each scan and each typed number, so that what was counted can be told and taken back.
CREATE TABLE take_count (
  id         INTEGER PRIMARY KEY,
  slip_id    INTEGER NOT NULL REFERENCES slip,
  variant_id INTEGER NOT NULL REFERENCES variant,
  at         INTEGER NOT NULL,
  pass       INTEGER NOT NULL,
  delta      INTEGER NOT NULL
) STRICT;
CREATE INDEX take_count_by_line ON take_count (slip_id, variant_id);

-- ---------------------------------------------------------------- suppliers, purchases

CREATE TABLE supplier (
  id          INTEGER PRIMARY KEY,
  code        TEXT NOT NULL UNIQUE,       -- 'NCC000001'
  name        TEXT NOT NULL,
  sort_name   TEXT NOT NULL,              -- folded
  search      TEXT NOT NULL,              -- folded: all by which somebody may look for it
  phone       TEXT,                       -- E.164, or as typed
  email       TEXT,
  address     TEXT,
  tax_code    TEXT,
  note        TEXT,
  archived    INTEGER NOT NULL DEFAULT 0,
  opening_vnd INTEGER NOT NULL DEFAULT 0, -- owed before the first slip; < 0: paid in advance
  -- opening + done purchases - done returns - payments that stand; recounted by the check
  debt_vnd    INTEGER NOT NULL DEFAULT 0,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX supplier_by_name ON supplier (sort_name, id);
CREATE INDEX supplier_by_debt ON supplier (debt_vnd, id);

-- Of slips of the kinds 'purchase' and 'supplier-return'.
CREATE TABLE purchase (
  slip_id         INTEGER PRIMARY KEY REFERENCES slip ON DELETE CASCADE,
  supplier_id     INTEGER REFERENCES supplier,   -- NULL: a draft that names none yet
  of_slip_id      INTEGER REFERENCES slip,       -- a return: of what was bought then; NULL: of anything
  discount_vnd    INTEGER NOT NULL DEFAULT 0,    -- on the whole slip
  freight_vnd     INTEGER NOT NULL DEFAULT 0,    -- spread over the lines by value
  freight_apart   INTEGER NOT NULL DEFAULT 0,    -- 1: somebody else is paid for it
  paid_vnd        INTEGER NOT NULL DEFAULT 0,    -- a draft: to be paid when it is booked; -1 = all of it
  paid_by         TEXT NOT NULL DEFAULT 'cash',  -- tiem_money_way_to_string()
  -- what the lines add up to
  units           INTEGER NOT NULL DEFAULT 0,
  goods_vnd       INTEGER NOT NULL DEFAULT 0,    -- after the discounts of the lines
  total_vnd       INTEGER NOT NULL DEFAULT 0,    -- between the shop and the supplier
  -- of a done purchase: not covered by what was paid or sent back, the oldest slip first
  owed_vnd        INTEGER NOT NULL DEFAULT 0,
  search          TEXT NOT NULL DEFAULT '',      -- folded note
  saved_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX purchase_by_supplier ON purchase (supplier_id, slip_id);
CREATE INDEX purchase_by_origin ON purchase (of_slip_id) WHERE of_slip_id IS NOT NULL;
CREATE INDEX purchase_owed ON purchase (slip_id) WHERE owed_vnd > 0;
CREATE TABLE purchase_line (
  slip_id      INTEGER NOT NULL REFERENCES purchase ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  variant_id   INTEGER NOT NULL REFERENCES variant,
  quantity     INTEGER NOT NULL CHECK (quantity > 0),
  price_vnd    INTEGER NOT NULL,           -- of one unit
  discount_vnd INTEGER NOT NULL DEFAULT 0, -- on the whole line
  cost_vnd     INTEGER NOT NULL DEFAULT 0, -- the whole line with its part of discount and freight
  PRIMARY KEY (slip_id, position),
  UNIQUE (slip_id, variant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_line_by_variant ON purchase_line (variant_id, slip_id);

-- The ledger of money to suppliers.
CREATE TABLE supplier_payment (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier,
  slip_id     INTEGER REFERENCES slip,                  -- NULL: on account, the oldest slip first
  at          INTEGER NOT NULL,
  amount_vnd  INTEGER NOT NULL CHECK (amount_vnd <> 0), -- < 0: the supplier gave back
  how         TEXT NOT NULL,                            -- tiem_money_way_to_string()
  note        TEXT,
  undone_at   INTEGER NOT NULL DEFAULT 0                -- 0 = it stands
) STRICT;
CREATE INDEX supplier_payment_by_supplier ON supplier_payment (supplier_id, id);
CREATE INDEX supplier_payment_by_slip ON supplier_payment (slip_id) WHERE slip_id IS NOT NULL;

-- ---------------------------------------------------------------- cost and value

-- What each unit that came in cost; NULL: what the goods cost at that time.
ALTER TABLE movement ADD COLUMN unit_cost_vnd INTEGER;
-- By model/tiem-cost.h: what it changed the value on hand by (NULL: nobody knows), and, of what came
-- in, what it cost beyond that. The sum of the two is what it cost, by any method.
ALTER TABLE movement ADD COLUMN value_vnd INTEGER;
ALTER TABLE movement ADD COLUMN settled_vnd INTEGER NOT NULL DEFAULT 0;

-- variant.cost_vnd is what a unit costs now, and follows from the movements; this is what the owner
-- said before the first of them. NULL: nothing.
ALTER TABLE variant ADD COLUMN opening_cost_vnd INTEGER;
ALTER TABLE variant ADD COLUMN cost_units INTEGER NOT NULL DEFAULT 0; -- = Σ movement.delta but for transfers
ALTER TABLE variant ADD COLUMN stock_value_vnd INTEGER NOT NULL DEFAULT 0; -- = Σ movement.value_vnd

-- With the setting cost_method 'fifo': what came in together and is still here. The smallest position
-- leaves first. By average they mean nothing, and are there only while the method is being changed.
CREATE TABLE cost_layer (
  variant_id  INTEGER NOT NULL REFERENCES variant,
  position    INTEGER NOT NULL,
  movement_id INTEGER NOT NULL REFERENCES movement, -- that brought it
  units       INTEGER NOT NULL CHECK (units > 0),
  value_vnd   INTEGER NOT NULL,
  PRIMARY KEY (variant_id, position)
) STRICT, WITHOUT ROWID;

-- What the goods cost that left for the line and have not come back; NULL: not known, or none left.
ALTER TABLE order_line ADD COLUMN cost_vnd INTEGER;

-- The same by another method, while the owner changes it (tiem-cost-change.c): only what differs.
-- Once the setting cost_settling is there, these are what counts, until they are written over the
-- old ones.
CREATE TABLE cost_next (
  variant_id  INTEGER NOT NULL,
  movement_id INTEGER NOT NULL,
  value_vnd   INTEGER,
  settled_vnd INTEGER NOT NULL,
  PRIMARY KEY (variant_id, movement_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE cost_next_variant (
  variant_id      INTEGER PRIMARY KEY,
  stock_value_vnd INTEGER NOT NULL,
  cost_vnd        INTEGER
) STRICT;
-- What counts, whichever of the two it is.
CREATE VIEW movement_worth AS
  SELECT m.id, m.variant_id, m.line_id,
    iif (n.movement_id IS NULL, m.value_vnd, n.value_vnd) AS value_vnd,
    iif (n.movement_id IS NULL, m.settled_vnd, n.settled_vnd) AS settled_vnd
  FROM movement m LEFT JOIN cost_next n ON n.variant_id = m.variant_id AND n.movement_id = m.id
    AND EXISTS (SELECT 1 FROM setting WHERE key = 'cost_settling');
CREATE VIEW line_cost AS
  SELECT l.id, iif (EXISTS (SELECT 1 FROM setting WHERE key = 'cost_settling'),
    (SELECT iif (count (*) = count (value_vnd), -sum (value_vnd + settled_vnd), NULL)
      FROM movement_worth WHERE line_id = l.id), l.cost_vnd) AS cost_vnd
  FROM order_line l;

-- What was there before: at the cost the owner gave.
UPDATE variant SET opening_cost_vnd = cost_vnd WHERE cost_vnd IS NOT NULL;
UPDATE movement SET value_vnd = delta * v.cost_vnd FROM variant v
  WHERE v.id = movement.variant_id AND v.cost_vnd IS NOT NULL;
UPDATE variant SET cost_units = m.units, stock_value_vnd = m.value_vnd
  FROM (SELECT variant_id, sum (delta) AS units, coalesce (sum (value_vnd), 0) AS value_vnd
    FROM movement GROUP BY 1) m WHERE m.variant_id = variant.id;
UPDATE order_line SET cost_vnd = m.cost_vnd
  FROM (SELECT line_id, iif (count (*) = count (value_vnd), -sum (value_vnd), NULL) AS cost_vnd
    FROM movement WHERE line_id IS NOT NULL GROUP BY 1) m WHERE m.line_id = order_line.id;

-- Few are left, and it is time to order more: available at or below; NULL: the owner has not said, 5.
ALTER TABLE variant ADD COLUMN reorder_point INTEGER;

-- ---------------------------------------------------------------- goods: categories, pictures, bundles

-- A category is a path, 'Thời trang > Áo > Áo thun'.
CREATE INDEX product_by_category ON product (category) WHERE category IS NOT NULL;

-- ---------------------------------------------------------------- pictures

-- A picture of goods: files in "images" beside the database (tiem-store-images.h), no part of a
-- backup.
CREATE TABLE product_image (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER REFERENCES product ON DELETE CASCADE, -- NULL: of a product that is not saved yet
  variant_id INTEGER REFERENCES variant ON DELETE CASCADE, -- NULL: of the whole product
  position   INTEGER NOT NULL,                -- among those of the same product and variant, from 0
  file       TEXT NOT NULL UNIQUE,            -- 'UUID.jpg'; never used again
  hash       TEXT NOT NULL,                   -- SHA-256 of the file
  width      INTEGER NOT NULL,                -- dots
  height     INTEGER NOT NULL,
  source_url TEXT,                            -- where a channel had it; NULL: the owner's
  created_at INTEGER NOT NULL,
  removed_at INTEGER NOT NULL DEFAULT 0       -- > 0: can still be brought back, then thrown away
) STRICT;
CREATE INDEX product_image_by_product ON product_image (product_id, variant_id, position)
  WHERE removed_at = 0;
CREATE INDEX product_image_by_variant ON product_image (variant_id, position)
  WHERE removed_at = 0 AND variant_id IS NOT NULL;
CREATE INDEX product_image_removed ON product_image (removed_at) WHERE removed_at > 0;

-- Pictures of channels that could not be fetched; the rest follows from product_image.
CREATE TABLE image_fetch (
  url      TEXT NOT NULL PRIMARY KEY,
  tries    INTEGER NOT NULL,
  tried_at INTEGER NOT NULL,
  problem  TEXT                               -- a sentence
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- listings: links, rules, publishing

-- The owner does not sell it from here: no proposals, no reminder. Never linked meanwhile.
ALTER TABLE listing ADD COLUMN ignored_at INTEGER NOT NULL DEFAULT 0;

-- What goods cost at a channel, from what they cost in the shop (model/tiem-price-rule.h).
ALTER TABLE channel ADD COLUMN price_percent INTEGER NOT NULL DEFAULT 0;    -- hundredths of a percent
ALTER TABLE channel ADD COLUMN price_amount_vnd INTEGER NOT NULL DEFAULT 0; -- on top of that
ALTER TABLE channel ADD COLUMN price_rounding TEXT NOT NULL DEFAULT 'exact';
ALTER TABLE listing ADD COLUMN own_price_vnd INTEGER;                       -- NULL: by the rule
ALTER TABLE listing ADD COLUMN promo_price_vnd INTEGER;                     -- NULL: no promotion
ALTER TABLE listing ADD COLUMN promo_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN promo_until INTEGER NOT NULL DEFAULT 0;      -- 0: until it is taken away
ALTER TABLE listing ADD COLUMN promo_on INTEGER NOT NULL DEFAULT 0;         -- 1: its price was queued
CREATE INDEX listing_promo ON listing (channel_id) WHERE promo_price_vnd IS NOT NULL;

-- What was put up for sale, or set anew, at a channel: queued in the outbox as 'product:publish'
-- with its id as the value. Kept: the next product of the same category begins with its choices.
CREATE TABLE offer (
  id                INTEGER PRIMARY KEY,
  channel_id        INTEGER NOT NULL REFERENCES channel,
  product_id        INTEGER NOT NULL REFERENCES product ON DELETE CASCADE,
  remote_product_id TEXT,                       -- NULL: to be created
  fields            INTEGER NOT NULL,           -- TiemOfferFields
  title             TEXT NOT NULL,
  description       TEXT,
  category          TEXT,                       -- the channel's id of it
  category_path     TEXT,                       -- for people
  brand             TEXT,
  weight_g          INTEGER NOT NULL DEFAULT 0,
  length_cm         INTEGER NOT NULL DEFAULT 0, -- of the parcel; 0 = not given
  width_cm          INTEGER NOT NULL DEFAULT 0,
  height_cm         INTEGER NOT NULL DEFAULT 0,
  created_at        INTEGER NOT NULL,
  done_at           INTEGER NOT NULL DEFAULT 0  -- when the channel confirmed it
) STRICT;
CREATE INDEX offer_by_product ON offer (product_id, channel_id, id);
CREATE INDEX offer_by_channel ON offer (channel_id, id);
CREATE TABLE offer_attribute (
  offer_id INTEGER NOT NULL REFERENCES offer ON DELETE CASCADE,
  id       TEXT NOT NULL,                       -- the channel's
  value    TEXT NOT NULL,                       -- the code of a choice, or what was typed
  PRIMARY KEY (offer_id, id)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- imports

CREATE TABLE import_run (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL,               -- 'kiotviet.products' …
  file      TEXT NOT NULL,               -- its name, without folders
  n_new     INTEGER NOT NULL,
  n_changed INTEGER NOT NULL,
  n_same    INTEGER NOT NULL,
  n_wrong   INTEGER NOT NULL,            -- rows that were left out
  undone_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What each value was and what the file made it, so that an import can be taken back.
CREATE TABLE import_change (
  run_id     INTEGER NOT NULL REFERENCES import_run,
  variant_id INTEGER NOT NULL REFERENCES variant,
  field      TEXT NOT NULL,              -- 'new' (the import brought it), 'price', 'on_hand' …
  before     TEXT,
  after      TEXT,
  PRIMARY KEY (run_id, variant_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_change_by_variant ON import_change (variant_id, field);

-- The same of customers and suppliers.
CREATE TABLE import_person_change (
  id          INTEGER PRIMARY KEY,
  run_id      INTEGER NOT NULL REFERENCES import_run,
  customer_id INTEGER,                   -- who may be gone again
  supplier_id INTEGER,
  field       TEXT NOT NULL,             -- 'new', 'phone', 'debt' …
  before      TEXT,
  after       TEXT
) STRICT;
CREATE INDEX import_person_change_by_run ON import_person_change (run_id, id);
CREATE INDEX import_person_change_by_customer ON import_person_change (customer_id)
  WHERE customer_id IS NOT NULL;

-- What other programs' lists call a customer, and the debt they bring along.
CREATE TABLE customer_origin (
  source      TEXT NOT NULL,             -- 'kiotviet.customers' …
  code        TEXT NOT NULL,             -- folded; without codes "=name|phone"
  customer_id INTEGER NOT NULL REFERENCES customer,
  owed_vnd    INTEGER NOT NULL DEFAULT 0, -- before Tiệm counted; < 0: the shop owes
  PRIMARY KEY (source, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_origin_by_customer ON customer_origin (customer_id);

-- The ledger of money received for such debts: customer.own_debt_vnd = what its origins say
-- - payments that stand + what is owed by its orders; recounted by the check.
CREATE TABLE customer_payment (
  id          INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer,
  at          INTEGER NOT NULL,
  amount_vnd  INTEGER NOT NULL CHECK (amount_vnd <> 0), -- < 0: given back
  how         TEXT NOT NULL,                            -- tiem_money_way_to_string()
  note        TEXT,
  undone_at   INTEGER NOT NULL DEFAULT 0                -- 0 = it stands
) STRICT;
CREATE INDEX customer_payment_by_customer ON customer_payment (customer_id, id);

-- Which column is which, as the owner said once for files with these heads.
CREATE TABLE import_mapping (
  signature TEXT NOT NULL PRIMARY KEY,
  mapping   TEXT NOT NULL,
  used_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- channels by file

-- No worker and no keys: orders and listings come in as files of the seller centre, stock and
-- prices go out as the platform's upload file.
ALTER TABLE channel ADD COLUMN by_file INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN orders_file_at INTEGER NOT NULL DEFAULT 0;   -- when orders were read in last
ALTER TABLE channel ADD COLUMN orders_file_until INTEGER NOT NULL DEFAULT 0; -- up to when that file tells
ALTER TABLE channel ADD COLUMN listings_file_until INTEGER NOT NULL DEFAULT 0; -- when the last template was downloaded

-- Of a listing on such a channel: the number it was last known to show, and when that was. What it
-- shows now is less what was ordered there since.
ALTER TABLE listing ADD COLUMN file_stock INTEGER;
ALTER TABLE listing ADD COLUMN file_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing ADD COLUMN waiting_since INTEGER NOT NULL DEFAULT 0; -- desired is another than shown; means something while pending

CREATE INDEX listing_by_remote_variant ON listing (channel_id, remote_variant_id)
  WHERE remote_variant_id <> '';

-- An upload file that was written, until the owner says that the platform has it, and for a while
-- after that.
CREATE TABLE upload (
  id           INTEGER PRIMARY KEY,
  channel_id   INTEGER NOT NULL REFERENCES channel,
  file         TEXT NOT NULL,              -- its name, for people
  written_at   INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL DEFAULT 0  -- 0 = the owner has not said so yet
) STRICT;
CREATE INDEX upload_by_channel ON upload (channel_id, id);

CREATE TABLE upload_item (
  upload_id  INTEGER NOT NULL REFERENCES upload ON DELETE CASCADE,
  listing_id INTEGER NOT NULL REFERENCES listing ON DELETE CASCADE,
  stock      INTEGER,                      -- NULL: only the price
  version    INTEGER NOT NULL DEFAULT 0,   -- the variant's, stock was computed from
  price_vnd  INTEGER,                      -- NULL: only the stock
  PRIMARY KEY (upload_id, listing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_item_by_listing ON upload_item (listing_id);

-- ---------------------------------------------------------------- what chips count

-- How many rows have a bit of their column "chips" set; kept by the triggers below, recounted by
-- the check.
CREATE TABLE counter (
  subject TEXT NOT NULL, -- 'customer', 'variant'
  bit     INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (subject, bit)
) STRICT, WITHOUT ROWID;

-- 1 shown, 2 has bought again, 4 has refused a parcel.
ALTER TABLE customer ADD COLUMN chips INTEGER NOT NULL
  AS (iif (merged_into IS NULL AND erased_at = 0, 1 + 2 * (orders >= 2) + 4 * (refused > 0), 0));
INSERT INTO counter SELECT 'customer', column1, (SELECT count (*) FROM customer WHERE chips & column1)
  FROM (VALUES (1), (2), (4));
CREATE TRIGGER customer_counted_new AFTER INSERT ON customer WHEN new.chips <> 0 BEGIN
  UPDATE counter SET n = n + ((new.chips & bit) <> 0) WHERE subject = 'customer';
END;
CREATE TRIGGER customer_counted AFTER UPDATE OF merged_into, erased_at, orders, refused ON customer
  WHEN old.chips <> new.chips BEGIN
  UPDATE counter SET n = n + ((new.chips & bit) <> 0) - ((old.chips & bit) <> 0)
    WHERE subject = 'customer';
END;
CREATE TRIGGER customer_counted_gone AFTER DELETE ON customer WHEN old.chips <> 0 BEGIN
  UPDATE counter SET n = n - ((old.chips & bit) <> 0) WHERE subject = 'customer';
END;
-- Orders of who refused a parcel: a copy of the customer's mark, so that the counter of those to do
-- is kept with the order (tiem-tally.h). Where the mark changes, the triggers count.
ALTER TABLE customer_order ADD COLUMN from_refuser INTEGER NOT NULL DEFAULT 0; -- 1: the root has refused > 0
UPDATE customer_order SET from_refuser = 1 WHERE customer_id IN (SELECT id FROM customer
  WHERE root_id IN (SELECT id FROM customer WHERE refused > 0 AND merged_into IS NULL));
INSERT INTO order_counter SELECT channel_id, 'refuser', count (*), sum (total_vnd)
  FROM customer_order WHERE todo = 1 AND from_refuser = 1 GROUP BY 1;
INSERT INTO order_counter SELECT channel_id, 'cancel-asked', count (*), sum (total_vnd)
  FROM customer_order WHERE cancel_asked = 1 AND stage < 5 GROUP BY 1;
CREATE TRIGGER customer_refused AFTER UPDATE OF refused ON customer
  WHEN (old.refused > 0) <> (new.refused > 0) BEGIN
  INSERT INTO order_counter SELECT o.channel_id, 'refuser', iif (new.refused > 0, 1, -1) * count (*),
    iif (new.refused > 0, 1, -1) * sum (o.total_vnd) FROM customer c CROSS JOIN customer_order o
    ON o.customer_id = c.id WHERE c.root_id = new.id AND +o.todo = 1
    AND o.from_refuser <> (new.refused > 0) GROUP BY 1 ON CONFLICT (channel_id, kind)
    DO UPDATE SET orders = orders + excluded.orders, total_vnd = total_vnd + excluded.total_vnd;
  UPDATE customer_order SET from_refuser = new.refused > 0
    WHERE customer_id IN (SELECT id FROM customer WHERE root_id = new.id)
    AND from_refuser <> (new.refused > 0);
END;
-- By a merge, or the end of one, its orders are somebody else's.
CREATE TRIGGER customer_followed AFTER UPDATE OF root_id ON customer
  WHEN old.root_id <> new.root_id BEGIN
  INSERT INTO order_counter SELECT o.channel_id, 'refuser', iif (r.refused > 0, 1, -1) * count (*),
    iif (r.refused > 0, 1, -1) * sum (o.total_vnd) FROM customer r CROSS JOIN customer_order o
    ON o.customer_id = new.id WHERE r.id = new.root_id AND +o.todo = 1
    AND o.from_refuser <> (r.refused > 0) GROUP BY 1 ON CONFLICT (channel_id, kind)
    DO UPDATE SET orders = orders + excluded.orders, total_vnd = total_vnd + excluded.total_vnd;
  UPDATE customer_order SET from_refuser = NOT from_refuser WHERE customer_id = new.id
    AND from_refuser <> (SELECT refused > 0 FROM customer WHERE id = new.root_id);
END;
-- New customers: a range of it is counted.
CREATE INDEX customer_by_first_shown ON customer (first_order_at)
  WHERE merged_into IS NULL AND erased_at = 0;

-- Listings that are linked to it.
ALTER TABLE variant ADD COLUMN listings INTEGER NOT NULL DEFAULT 0;
UPDATE variant SET listings = (SELECT count (*) FROM listing WHERE variant_id = variant.id);
CREATE TRIGGER variant_listed AFTER INSERT ON listing WHEN new.variant_id IS NOT NULL BEGIN
  UPDATE variant SET listings = listings + 1 WHERE id = new.variant_id;
END;
CREATE TRIGGER variant_relisted AFTER UPDATE OF variant_id ON listing
  WHEN old.variant_id IS NOT new.variant_id BEGIN
  UPDATE variant SET listings = listings + iif (id IS new.variant_id, 1, -1)
    WHERE id IN (old.variant_id, new.variant_id);
END;
CREATE TRIGGER variant_unlisted AFTER DELETE ON listing WHEN old.variant_id IS NOT NULL BEGIN
  UPDATE variant SET listings = listings - 1 WHERE id = old.variant_id;
END;
-- 1 on sale, 2 sold out, 4 few left, 8 on no channel, 16 undecided, 32 archived.
ALTER TABLE variant ADD COLUMN chips INTEGER NOT NULL
  AS (iif (archived = 0, 1 + 2 * (available <= 0) + 4 * (available BETWEEN 1 AND coalesce (reorder_point, 5))
    + 8 * (listings = 0) + 16 * (undecided = 1), 32));
INSERT INTO counter SELECT 'variant', column1, (SELECT count (*) FROM variant WHERE chips & column1)
  FROM (VALUES (1), (2), (4), (8), (16), (32));
CREATE TRIGGER variant_counted_new AFTER INSERT ON variant BEGIN
  UPDATE counter SET n = n + ((new.chips & bit) <> 0) WHERE subject = 'variant';
END;
CREATE TRIGGER variant_counted AFTER UPDATE OF archived, available, listings, undecided, reorder_point
  ON variant
  WHEN old.chips <> new.chips BEGIN
  UPDATE counter SET n = n + ((new.chips & bit) <> 0) - ((old.chips & bit) <> 0)
    WHERE subject = 'variant';
END;
CREATE TRIGGER variant_counted_gone AFTER DELETE ON variant BEGIN
  UPDATE counter SET n = n - ((old.chips & bit) <> 0) WHERE subject = 'variant';
END;
CREATE INDEX variant_low ON variant (archived, sort_name, id)
  WHERE available >= 1 AND available <= coalesce (reorder_point, 5);
CREATE INDEX variant_unlisted ON variant (archived, sort_name, id) WHERE listings = 0;

-- The travels are few, and hardly ever is a listing deleted: an index for that alone is written
-- with each order.
DROP INDEX travel_stop_by_listing;
