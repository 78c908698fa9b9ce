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

-- ---------------------------------------------------------------- listings: links, rules, publishing

-- ---------------------------------------------------------------- imports

-- ---------------------------------------------------------------- channels by file
