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
CREATE INDEX movement_by_slip ON movement (slip_id) WHERE slip_id IS NOT NULL;

-- ---------------------------------------------------------------- locations, transfers, stock take

-- Place 1 is the main one: it can be renamed, but always sells and is never archived.
ALTER TABLE location ADD COLUMN position INTEGER NOT NULL DEFAULT 0;    -- their order in lists
ALTER TABLE location ADD COLUMN sells INTEGER NOT NULL DEFAULT 1;       -- 0: what lies there counts as on hand, but is not sold
ALTER TABLE location ADD COLUMN archived_at INTEGER NOT NULL DEFAULT 0; -- an archived one is empty
CREATE INDEX stock_by_location ON stock (location_id, variant_id);
-- Where its orders leave from and come back to; NULL: the main place.
ALTER TABLE channel ADD COLUMN location_id INTEGER REFERENCES location;

-- ---------------------------------------------------------------- suppliers, purchases

-- ---------------------------------------------------------------- cost and value

-- What each unit that came in cost; NULL: what the goods cost at that time.
ALTER TABLE movement ADD COLUMN unit_cost_vnd INTEGER;

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

-- ---------------------------------------------------------------- imports

-- ---------------------------------------------------------------- channels by file
