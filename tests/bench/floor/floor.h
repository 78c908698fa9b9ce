#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * What any program must do at the least when an order came: one GET, parse, one durable commit,
 * and the new numbers to three other channels at once, over connections that are open. libsoup,
 * json-glib and SQLite as Tiệm uses them, nothing else: no threads, no log, no look at what the
 * channels hold.
 */
typedef struct _Floor Floor;

/* @dir: for its database */
Floor *floor_new (const char *dir,
                  GError **error);
void floor_free (Floor *self);

/* Where orders are read: the address of a call that Tiệm made, and its Authorization. */
void floor_set_source (Floor *self,
                       const char *url,
                       const char *authorization);
/* What is pushed to the channel of @account: a call that Tiệm made, which is signed anew for each
 * push. */
void floor_set_target (Floor *self,
                       guint index,
                       const char *kind,
                       const TiemAccount *account,
                       const char *url,
                       const char *content_type,
                       GBytes *body);

/* When what came to pass; monotonic µs. */
typedef struct
{
  gint64 asked_at;
  gint64 answered_at; /* the whole answer is here */
  gint64 stored_at;
  gint64 pushed_at; /* the last of three confirmed */
  guint n_orders;   /* that the answer showed */
} FloorTimes;

/* Once through all of it, for orders changed after @since (ms UTC). */
gboolean floor_run (Floor *self,
                    gint64 since,
                    FloorTimes *times,
                    GError **error);

G_END_DECLS
