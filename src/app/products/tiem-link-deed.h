#pragma once

#include "store/tiem-store-listings.h"
#include "store/tiem-store-proposals.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the owner decides on the page of proposals, for one listing or for many at once. */
typedef enum
{
  TIEM_LINK_DEED_LINK,
  TIEM_LINK_DEED_UNLINK,
  TIEM_LINK_DEED_IGNORE,
  TIEM_LINK_DEED_UNIGNORE,
  TIEM_LINK_DEED_ADOPT,
} TiemLinkDeedKind;

typedef struct
{
  TiemLinkDeedKind kind;
  GtkWidget *page; /* (owned) (nullable): whose it is, while it is under way */
  gboolean is_undo;
  GArray *pairs; /* (owned) (element-type TiemLinkPair): what to link */
  GArray *ids;   /* (owned) (element-type gint64): the listings; of LINK: once it is done */
  char *said;    /* (owned) (nullable): told when it is done */
  char *problem; /* (owned) (nullable): why it was passed over */
} TiemLinkDeed;

TiemLinkDeed *tiem_link_deed_new (TiemLinkDeedKind kind);
/* Returns: (transfer full): what takes @done back, which is no adoption */
TiemLinkDeed *tiem_link_deed_new_undo (const TiemLinkDeed *done);
void tiem_link_deed_free (gpointer deed);
/* A TiemStoreFunc, for a TiemLinkDeed. Returns: (nullable): not NULL when it was done */
gpointer tiem_link_deed_run (TiemStore *store,
                             gpointer deed,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
