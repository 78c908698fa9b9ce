#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* What the lists of products and orders have in common: filters and order. */

/* The filters of a list, read once. */
typedef struct
{
  GArray *include; /* (element-type gint64) empty = no filter */
  GArray *exclude;
  GArray *parent;
  GArray *parent_exclude;
  gint64 after; /* −1 = no filter */
  gint64 before;
  gint64 modified_after;
  gint64 modified_before;
  GStrv statuses;
  char *search;        /* "" = no filter */
  char *folded_search; /* the same without marks and signs */
} TiemSandboxWcFilter;

TiemSandboxWcFilter *tiem_sandbox_wc_filter_new (const TiemSandboxWcCall *call);
void tiem_sandbox_wc_filter_free (TiemSandboxWcFilter *self);

/* Whether id, parent and stamps of a thing pass. Stamps are compared in whole seconds, and
 * "after" leaves the same second out. */
gboolean tiem_sandbox_wc_filter_passes (const TiemSandboxWcFilter *self,
                                        gint64 id,
                                        gint64 parent_id,
                                        gint64 created_at,
                                        gint64 modified_at);
/* Whether a thing of that status passes: "any" is everything but the trash. */
gboolean tiem_sandbox_wc_filter_passes_status (const TiemSandboxWcFilter *self, const char *status);

gboolean tiem_sandbox_wc_has_id (GArray *ids, gint64 id);

/* What a thing is sorted by. */
typedef struct
{
  gint64 id;
  gint64 created_at;
  gint64 modified_at;
  const char *title;
  gpointer thing;
} TiemSandboxWcEntry;

/* Sorts @entries (element-type TiemSandboxWcEntry) by the parameters orderby (default date)
 * and order (default desc). Returns: (transfer container): the things */
GPtrArray *tiem_sandbox_wc_sort (const TiemSandboxWcCall *call, GArray *entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxWcFilter, tiem_sandbox_wc_filter_free)

G_END_DECLS
