#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/*
 * How orders are read without losing one (§5.5).
 *
 * The first import walks through windows of creation time, from a day wide; quiet times make
 * them wider, a rush narrow again. Then rounds: what changed its status since the newest stamp
 * seen, less an overlap; buyers' requests to cancel, which may not move that stamp; and once an
 * hour the open orders, for addresses and notes, which don't either. Both ends of a window are
 * fixed before its first page. A window that held more orders when it was opened than were read of
 * it is read again: an order that changed meanwhile has moved the others' pages.
 */

#define OVERLAP_S 300
#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define WIDEST_S (30 * DAY_S)

/* The upper end lies a little ahead: clocks that agree may still differ by seconds. */
#define AHEAD_S 5

/* Open orders are not older than this: the platform cancels them before. */
#define OPEN_S (30 * DAY_S)

#define MOST_REPEATS 2

/* Orders in one window: with so few the next may be wider, with so many it is a day again. */
#define QUIET 50
#define RUSH 300

#define PAGE_SIZE 100
#define SMALL_PAGE_SIZE 50

#define FORMAT "1"

static const char *const open_statuses[]
    = { "UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION" };

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "from", G_STRUCT_OFFSET (TtsCursor, from) },
  { "to", G_STRUCT_OFFSET (TtsCursor, to) },
  { "width", G_STRUCT_OFFSET (TtsCursor, width) },
  { "total", G_STRUCT_OFFSET (TtsCursor, total) },
  { "seen", G_STRUCT_OFFSET (TtsCursor, seen) },
  { "repeats", G_STRUCT_OFFSET (TtsCursor, repeats) },
  { "newest", G_STRUCT_OFFSET (TtsCursor, newest) },
  { "started", G_STRUCT_OFFSET (TtsCursor, started) },
  { "since", G_STRUCT_OFFSET (TtsCursor, since) },
  { "cancel_since", G_STRUCT_OFFSET (TtsCursor, cancel_since) },
  { "swept", G_STRUCT_OFFSET (TtsCursor, swept) },
  { "open", G_STRUCT_OFFSET (TtsCursor, open) },
};

void
tts_cursor_init (TtsCursor *self,
                 gint64 first_since_ms)
{
  *self = (TtsCursor){ .from = MAX (first_since_ms / 1000, 0), .width = DAY_S };
}

void
tts_cursor_init_returns (TtsCursor *self,
                         gint64 first_since_ms)
{
  *self = (TtsCursor){
    .phase = TTS_PHASE_RETURNS,
    .since = MAX (first_since_ms / 1000, 0),
    .width = DAY_S,
  };
}

void
tts_cursor_clear (TtsCursor *self)
{
  g_clear_pointer (&self->token, g_free);
}

static gint64
read_number (const TiemForm *form,
             const char *name)
{
  const char *text = tiem_form_get (form, name);
  gint64 number = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, 0, G_MAXINT64 / 1000, &number, NULL);
  return number;
}

gboolean
tts_cursor_parse (TtsCursor *self,
                  const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text);

  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) != 0)
    return FALSE;

  *self = (TtsCursor){ .phase = MIN (read_number (form, "phase"), TTS_PHASE_RETURNS) };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    G_STRUCT_MEMBER (gint64, self, fields[i].offset) = read_number (form, fields[i].name);
  self->width = CLAMP (self->width, DAY_S, WIDEST_S);
  self->open = MIN (self->open, (gint64)G_N_ELEMENTS (open_statuses) - 1);
  self->token = g_strdup (tiem_form_get (form, "token"));
  return TRUE;
}

char *
tts_cursor_format (const TtsCursor *self)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  tiem_form_add_int (form, "phase", self->phase);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    tiem_form_add_int (form, fields[i].name, G_STRUCT_MEMBER (gint64, self, fields[i].offset));
  if (self->token != NULL)
    tiem_form_add (form, "token", self->token);
  return tiem_form_encode (form);
}

void
tts_cursor_open (TtsCursor *self,
                 gint64 now)
{
  if (self->started == 0)
    self->started = now;
  if (self->to != 0)
    return;

  self->to = now + AHEAD_S;
  switch (self->phase)
    {
    case TTS_PHASE_IMPORT:
      self->to = MIN (self->from + self->width, MAX (self->started, self->from) + AHEAD_S);
      break;
    case TTS_PHASE_CHANGED:
    case TTS_PHASE_RETURNS:
      self->from = MAX (MIN (self->since, now) - OVERLAP_S, 0);
      break;
    case TTS_PHASE_CANCELLATIONS:
      self->from = MAX (MIN (self->cancel_since, now) - OVERLAP_S, 0);
      break;
    case TTS_PHASE_OPEN:
      self->from = MAX (now - OPEN_S, 0);
      break;
    }
}

void
tts_cursor_restart (TtsCursor *self)
{
  g_clear_pointer (&self->token, g_free);
  self->total = 0;
  self->seen = 0;
}

static gboolean
is_by_creation (const TtsCursor *self)
{
  return self->phase == TTS_PHASE_IMPORT || self->phase == TTS_PHASE_OPEN;
}

/* Orders are one service, cancellations and returns another. */
static gboolean
is_after_sale (const TtsCursor *self)
{
  return self->phase == TTS_PHASE_CANCELLATIONS || self->phase == TTS_PHASE_RETURNS;
}

TiemForm *
tts_cursor_make_query (const TtsCursor *self)
{
  TiemForm *form = tiem_form_new ();

  tiem_form_add_int (form, "page_size", is_after_sale (self) ? SMALL_PAGE_SIZE : PAGE_SIZE);
  tiem_form_add (form, "sort_field", is_by_creation (self) ? "create_time" : "update_time");
  tiem_form_add (form, "sort_order", "ASC");
  if (self->token != NULL)
    tiem_form_add (form, "page_token", self->token);
  return form;
}

JsonNode *
tts_cursor_make_body (const TtsCursor *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (self->phase == TTS_PHASE_OPEN)
    tts_add_text (builder, "order_status", open_statuses[self->open]);
  if (self->from > 0)
    tts_add_int (builder, is_by_creation (self) ? "create_time_ge" : "update_time_ge", self->from);
  tts_add_int (builder, is_by_creation (self) ? "create_time_lt" : "update_time_lt", self->to);
  if (is_after_sale (self))
    tts_add_text (builder, "locale", "vi-VN");
  return tts_finish_body (builder);
}

static void
start_phase (TtsCursor *self,
             TtsPhase phase)
{
  self->phase = phase;
  self->to = 0;
  self->newest = 0;
  self->repeats = 0;
  tts_cursor_restart (self);
}

static void
end_import_window (TtsCursor *self,
                   gint64 now)
{
  if (self->seen <= QUIET)
    self->width = MIN (2 * self->width, WIDEST_S);
  else if (self->seen > RUSH)
    self->width = DAY_S;
  self->from = self->to;
  if (self->from < self->started)
    {
      start_phase (self, TTS_PHASE_IMPORT);
      return;
    }
  self->since = self->started;
  self->cancel_since = self->started;
  self->swept = now;
  start_phase (self, TTS_PHASE_CHANGED);
}

/* Returns: whether more is to be read at once */
static gboolean
end_window (TtsCursor *self,
            gint64 now)
{
  gint64 newest = MIN (self->newest, now);

  switch (self->phase)
    {
    case TTS_PHASE_IMPORT:
      end_import_window (self, now);
      return TRUE;
    case TTS_PHASE_CHANGED:
      self->since = MAX (self->since, newest);
      start_phase (self, self->is_brief ? TTS_PHASE_CHANGED : TTS_PHASE_CANCELLATIONS);
      return !self->is_brief;
    case TTS_PHASE_CANCELLATIONS:
      self->cancel_since = MAX (self->cancel_since, newest);
      self->open = 0;
      start_phase (self, now - self->swept >= HOUR_S ? TTS_PHASE_OPEN : TTS_PHASE_CHANGED);
      return self->phase == TTS_PHASE_OPEN;
    case TTS_PHASE_RETURNS:
      self->since = MAX (self->since, newest);
      start_phase (self, TTS_PHASE_RETURNS);
      return FALSE;
    default: /* TTS_PHASE_OPEN */
      if (++self->open < (gint64)G_N_ELEMENTS (open_statuses))
        {
          start_phase (self, TTS_PHASE_OPEN);
          return TRUE;
        }
      self->open = 0;
      self->swept = now;
      start_phase (self, TTS_PHASE_CHANGED);
      return FALSE;
    }
}

gboolean
tts_cursor_advance (TtsCursor *self,
                    const TtsPageFacts *facts,
                    gint64 now)
{
  if (self->token == NULL)
    self->total = facts->total;
  self->seen += facts->count;
  self->newest = MAX (self->newest, facts->newest);
  if (facts->token != NULL)
    {
      g_free (self->token);
      self->token = g_strdup (facts->token);
      return TRUE;
    }
  if (self->seen < self->total && self->repeats < MOST_REPEATS)
    {
      self->repeats++;
      tts_cursor_restart (self);
      return TRUE;
    }
  return end_window (self, now);
}

gboolean
tts_has_seen_token (TiemChannelTiktok *self,
                    const char *token)
{
  if (token == NULL)
    {
      g_hash_table_remove_all (self->tokens_seen);
      return FALSE;
    }
  return !g_hash_table_add (self->tokens_seen, g_strdup (token));
}
