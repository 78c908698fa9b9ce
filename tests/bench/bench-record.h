#pragma once

#include "channel/tiem-transport.h"

G_BEGIN_DECLS

/* Every call the workers make, with the time it was sent and the time its whole answer was there. */
typedef struct _BenchRecord BenchRecord;

typedef struct
{
  gint64 channel_id;
  char *endpoint;
  char *method;
  char *url;
  char *authorization; /* (nullable) */
  char *content_type;  /* (nullable) of the body */
  GBytes *body;        /* (nullable) */
  gint64 sent_at;      /* monotonic µs */
  gint64 answered_at;
  guint status;    /* 0 = no answer */
  GBytes *answer;  /* (nullable) */
  gboolean is_push; /* of stock */
} BenchCall;

BenchRecord *bench_record_new (void);
void bench_record_free (BenchRecord *self);

/* Returns: (transfer full): a transport like the product's own, and written down */
TiemTransport *bench_record_new_transport (BenchRecord *self,
                                           gint64 channel_id);

void bench_record_clear (BenchRecord *self);
/* Returns: how many calls there were, the cleared ones too */
guint bench_record_get_total (BenchRecord *self);
/* Monotonic µs: when the last call was sent or answered; calls under way count as now. */
gint64 bench_record_get_last_at (BenchRecord *self);

/* Whether @text stands in @bytes */
gboolean bench_bytes_contain (GBytes *bytes,
                              const char *text);

/* Returns: (nullable): the first answer of @channel_id that shows @text */
const BenchCall *bench_record_find_answer (BenchRecord *self,
                                           gint64 channel_id,
                                           const char *text);
/* Returns: (nullable): the first push to @channel_id that was sent at @since or later, confirmed,
 * and speaks of @text (nullable: of anything) */
const BenchCall *bench_record_find_push (BenchRecord *self,
                                         gint64 channel_id,
                                         gint64 since,
                                         const char *text);
/* Returns: (nullable): the newest */
const BenchCall *bench_record_find_last_push (BenchRecord *self,
                                              gint64 channel_id);
/* How many calls of @channel_id (0 = of all) were sent at @since or later; with @only_pushes
 * those of stock alone. */
guint bench_record_count (BenchRecord *self,
                          gint64 channel_id,
                          gint64 since,
                          gboolean only_pushes);
/* Prints every call, its times from @origin on. */
void bench_record_print (BenchRecord *self,
                         gint64 origin);

G_END_DECLS
