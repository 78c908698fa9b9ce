-- Version 3: stock numbers that can be trusted. Units and conventions are those of version 1.

-- ---------------------------------------------------------------- scarce goods are split

-- ---------------------------------------------------------------- what a channel shows by itself

-- ---------------------------------------------------------------- who was first
