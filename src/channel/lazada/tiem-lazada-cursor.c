#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * How orders are read without losing one.
 *
 * The first import walks by creation, window by window, up to the moment it began: such
 * windows never change. From then on a round reads what changed since the newest stamp of
 * the round before, less an overlap. While pages are full the lower bound itself moves on to
 * the last stamp read, so that a row which changes while we read only moves behind us and is
 * met again, where an offset would make it push another row past us. The offset serves when
 * one second fills a page; the platform takes none beyond 5000 (Lazada §5.3).
 */

/* Updates can surface late (Lazada §5.6). */
#define OVERLAP_MS (10 * 60 * G_GINT64_CONSTANT (1000))

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* A first import goes in steps of days; over years without orders in longer ones. */
#define STEP_MS (15 * DAY_MS)
#define LONGEST_STEP_MS (360 * DAY_MS)

/* 2012-01-01: no order at Lazada is older. */
#define EARLIEST_MS G_GINT64_CONSTANT (1325376000000)

#define FORMAT "1"

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "since", G_STRUCT_OFFSET (LazCursor, since) },
  { "after", G_STRUCT_OFFSET (LazCursor, after) },
  { "before", G_STRUCT_OFFSET (LazCursor, before) },
  { "step", G_STRUCT_OFFSET (LazCursor, step) },
  { "offset", G_STRUCT_OFFSET (LazCursor, offset) },
  { "newest", G_STRUCT_OFFSET (LazCursor, newest) },
  { "started", G_STRUCT_OFFSET (LazCursor, started) },
};

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
laz_cursor_parse (LazCursor *self,
                  const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text);

  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) != 0)
    return FALSE;

  *self = (LazCursor){ .phase = MIN (read_number (form, "phase"), LAZ_PHASE_CHANGED) };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    G_STRUCT_MEMBER (gint64, self, fields[i].offset) = read_number (form, fields[i].name);
  return TRUE;
}

char *
laz_cursor_format (const LazCursor *self)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  tiem_form_add_int (form, "phase", self->phase);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    tiem_form_add_int (form, fields[i].name, G_STRUCT_MEMBER (gint64, self, fields[i].offset));
  return tiem_form_encode (form);
}

static gint64
whole_second (gint64 ms)
{
  return ms - ms % 1000;
}

/* The window from self->after on. */
static void
open_window (LazCursor *self)
{
  self->before = MIN (self->after + self->step, self->started + OVERLAP_MS);
  self->offset = 0;
}

void
laz_cursor_init (LazCursor *self,
                 gint64 first_since,
                 gint64 now)
{
  *self = (LazCursor){
    .phase = LAZ_PHASE_FIRST,
    .since = whole_second (MAX (first_since, EARLIEST_MS)),
    .step = STEP_MS,
    .started = whole_second (now),
  };
  self->after = self->since;
  open_window (self);
}

static void
add_time (TiemForm *form,
          const char *name,
          gint64 ms)
{
  g_autofree char *text = laz_format_time (ms);

  tiem_form_add (form, name, text);
}

TiemForm *
laz_cursor_make_query (const LazCursor *self)
{
  TiemForm *form = tiem_form_new ();
  gboolean is_first = self->phase == LAZ_PHASE_FIRST;

  add_time (form, is_first ? "created_after" : "update_after", self->after);
  if (is_first)
    add_time (form, "created_before", self->before);
  tiem_form_add (form, "sort_by", is_first ? "created_at" : "updated_at");
  tiem_form_add (form, "sort_direction", "ASC");
  tiem_form_add_int (form, "offset", self->offset);
  tiem_form_add_int (form, "limit", LAZ_ORDERS_LIMIT);
  return form;
}

static void
start_round (LazCursor *self,
             gint64 since)
{
  self->phase = LAZ_PHASE_CHANGED;
  self->since = since;
  self->after = since;
  self->before = 0;
  self->step = 0;
  self->offset = 0;
  self->newest = 0;
  self->started = 0;
}

/* The next round begins a little before the newest stamp, never after now: a stamp of the
 * future would hide what follows. */
static gboolean
end_round (LazCursor *self,
           gint64 now)
{
  gint64 newest = MIN (self->newest, whole_second (now));

  start_round (self, MAX (self->since, newest - OVERLAP_MS));
  return FALSE;
}

static gboolean
end_window (LazCursor *self,
            gboolean was_empty)
{
  if (self->before >= self->started)
    {
      /* What changed while the import went on, and what it was behind with. */
      start_round (self, self->started - OVERLAP_MS);
      return TRUE;
    }

  self->step = was_empty ? MIN (self->step * 2, LONGEST_STEP_MS) : STEP_MS;
  self->after = self->before;
  open_window (self);
  return TRUE;
}

/* The page was full: on to the rows behind it. */
static void
move_on (LazCursor *self,
         const LazPageFacts *facts)
{
  if (facts->rises && facts->last > self->after)
    {
      self->after = facts->last;
      self->offset = 0;
    }
  else if (self->offset + facts->count <= LAZ_MOST_OFFSET)
    self->offset += facts->count;
  else
    {
      /* More rows in one second than the platform lets anyone see. */
      self->after += 1000;
      self->offset = 0;
    }
}

gboolean
laz_cursor_advance (LazCursor *self,
                    const LazPageFacts *facts,
                    gint64 now)
{
  gboolean has_more
      = facts->count > 0
        && (facts->count >= LAZ_ORDERS_LIMIT || facts->total > self->offset + facts->count);
  gboolean was_empty = facts->count == 0 && self->offset == 0;

  /* The answer may have put the clock right. */
  self->started = MIN (self->started, whole_second (now));
  self->newest = MAX (self->newest, facts->newest);
  if (facts->total >= 0 && facts->total <= self->offset + facts->count)
    has_more = FALSE;

  if (has_more)
    {
      move_on (self, facts);
      return TRUE;
    }
  return self->phase == LAZ_PHASE_FIRST ? end_window (self, was_empty) : end_round (self, now);
}
