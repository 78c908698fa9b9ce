#pragma once

#include "sync-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the tests of a worker share. */

static const char *const one_sku[] = { "AT-DEN-L", NULL };
static const char *const three_skus[] = { "AT-DEN-L", "AT-TRANG-M", "QJ-XANH-30", NULL };
static const char *const six_skus[] = { "A1", "A2", "A3", "A4", "A5", "A6", NULL };

static inline void
set_up (SyncFixture *fixture,
        gconstpointer user_data)
{
  sync_fixture_set_up (fixture);
}

static inline void
tear_down (SyncFixture *fixture,
           gconstpointer user_data)
{
  sync_assert_invariants (fixture);
  sync_fixture_tear_down (fixture);
}
