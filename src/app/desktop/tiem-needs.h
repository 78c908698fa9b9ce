#pragma once

#include "app/tiem-shop.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What waits for the owner and is worth a notification. */
typedef struct
{
  guint channels;        /* that want a sign-in, or have been failing for some time */
  gint64 channel_id;     /* the first of them, 0 = none */
  char *channel_name;    /* (owned) (nullable): its name */
  guint files_due;       /* channels by file whose files are due */
  gint64 file_channel_id; /* the first of them, 0 = none */
  char *file_sentence;   /* (owned) (nullable): what is due there */
  gint64 short_of_goods; /* orders */
  gint64 cancel_wishes;  /* buyers who wait for an answer */
  gint64 returns;        /* the same for goods that are to come back */
} TiemNeedsFound;

void tiem_needs_found_free (TiemNeedsFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemNeedsFound, tiem_needs_found_free)

/* Whether there is more of something in @now than in @before: only that is news. */
gboolean tiem_needs_found_is_worse (const TiemNeedsFound *now,
                                    const TiemNeedsFound *before);
/* Returns: (transfer full) (nullable): a line a need, %NULL when there is none */
char *tiem_needs_found_describe (const TiemNeedsFound *self);

/* Tells of what needs the owner by one desktop notification that says it all and goes away by
 * itself; none while somebody looks at the window. */
#define TIEM_TYPE_NEEDS (tiem_needs_get_type ())
G_DECLARE_FINAL_TYPE (TiemNeeds, tiem_needs, TIEM, NEEDS, GObject)

/* @application: not owned, must live longer */
TiemNeeds *tiem_needs_new (GApplication *application,
                           TiemShop *shop,
                           GSettings *settings);

G_END_DECLS
