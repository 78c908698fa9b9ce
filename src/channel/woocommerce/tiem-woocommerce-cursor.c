#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <string.h>

/*
 * How orders are read without losing one.
 *
 * A round reads what changed since the newest stamp of the round before, less an overlap:
 * stamps are whole seconds, and an order may be saved a little after it was stamped. While
 * pages are full the lower bound itself moves on to the last stamp read; so a row that
 * changes while we read only moves behind us and is met again, where page numbers would
 * make it push another row past us. Page numbers serve when one second fills a page, and
 * on sites that cannot filter or sort by modification.
 */

#define OVERLAP_S 20
#define DAY_S (24 * 3600)

/* Old sites edit an order without a new stamp; these days are read whole once a day. */
#define RECENT_S (3 * DAY_S)

/* A site that takes our UTC for its local time is off by its zone, not ignoring us. */
#define ZONE_SLACK_S (15 * 3600)

/* Pages per turn on a site that can only be read from end to end, again and again. */
#define PAGES_PER_TURN 25

#define FORMAT "1"

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "since", G_STRUCT_OFFSET (WooCursor, since) },
  { "after", G_STRUCT_OFFSET (WooCursor, after) },
  { "page", G_STRUCT_OFFSET (WooCursor, page) },
  { "first_id", G_STRUCT_OFFSET (WooCursor, first_id) },
  { "newest", G_STRUCT_OFFSET (WooCursor, newest) },
  { "started", G_STRUCT_OFFSET (WooCursor, started) },
  { "swept", G_STRUCT_OFFSET (WooCursor, swept) },
  { "trashed", G_STRUCT_OFFSET (WooCursor, trashed) },
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
woo_cursor_parse (WooCursor *self,
                  const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text);

  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) != 0)
    return FALSE;

  *self = (WooCursor){
    .phase = MIN (read_number (form, "phase"), WOO_PHASE_RECENT),
    .walk = MIN (read_number (form, "walk"), WOO_WALK_NEWEST_FIRST),
    .no_filter = read_number (form, "no_filter") != 0,
    .no_sort = read_number (form, "no_sort") != 0,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    G_STRUCT_MEMBER (gint64, self, fields[i].offset) = read_number (form, fields[i].name);
  self->page = MAX (self->page, 1);
  return TRUE;
}

char *
woo_cursor_format (const WooCursor *self)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  tiem_form_add_int (form, "phase", self->phase);
  tiem_form_add_int (form, "walk", self->walk);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    tiem_form_add_int (form, fields[i].name, G_STRUCT_MEMBER (gint64, self, fields[i].offset));
  tiem_form_add_int (form, "no_filter", self->no_filter);
  tiem_form_add_int (form, "no_sort", self->no_sort);
  return tiem_form_encode (form);
}

static void
start_phase (WooCursor *self,
             WooPhase phase)
{
  gboolean is_first = self->swept == 0;

  self->phase = phase;
  self->after = self->since;
  if (phase == WOO_PHASE_TRASH && self->trashed > 0)
    self->after = MIN (self->trashed, self->since);
  self->page = 1;
  self->first_id = 0;
  if (self->no_sort || phase == WOO_PHASE_RECENT || (self->no_filter && is_first))
    self->walk = WOO_WALK_BY_ID;
  else
    self->walk = self->no_filter ? WOO_WALK_NEWEST_FIRST : WOO_WALK_BY_TIME;
}

static void
walk_by_id (WooCursor *self)
{
  self->walk = WOO_WALK_BY_ID;
  self->page = 1;
  self->first_id = 0;
}

void
woo_cursor_init (WooCursor *self,
                 gint64 first_since_ms)
{
  *self = (WooCursor){ .since = MAX (first_since_ms / 1000 - 1, 0) };
  start_phase (self, WOO_PHASE_CHANGED);
}

void
woo_cursor_set_no_sort (WooCursor *self)
{
  self->no_sort = TRUE;
  walk_by_id (self);
}

static void
add_time (TiemForm *form,
          const char *name,
          gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  tiem_form_add (form, name, text);
}

TiemForm *
woo_cursor_make_query (const WooCursor *self)
{
  TiemForm *form = tiem_form_new ();
  gboolean is_recent = self->phase == WOO_PHASE_RECENT;

  tiem_form_add (form, "status", self->phase == WOO_PHASE_TRASH ? "trash" : "any");
  if (is_recent)
    add_time (form, "after", self->started - RECENT_S);
  else if (self->after > 0)
    add_time (form, "modified_after", self->after);
  if (is_recent || self->after > 0)
    tiem_form_add (form, "dates_are_gmt", "true");
  tiem_form_add (form, "orderby", self->walk == WOO_WALK_BY_ID ? "id" : "modified");
  tiem_form_add (form, "order", self->walk == WOO_WALK_NEWEST_FIRST ? "desc" : "asc");
  tiem_form_add_int (form, "per_page", WOO_PER_PAGE);
  tiem_form_add_int (form, "page", self->page);
  return form;
}

/* The lower bound of the next round. What was stamped after a walk by id began may have
 * slipped in behind it. */
static void
note_newest (WooCursor *self,
             gint64 now)
{
  if (self->walk == WOO_WALK_BY_ID)
    self->newest = MIN (self->newest, self->started);
  self->newest = MIN (self->newest, now);
}

static gboolean
end_round (WooCursor *self)
{
  self->since = MAX (self->since, self->newest - OVERLAP_S);
  self->newest = 0;
  self->started = 0;
  start_phase (self, WOO_PHASE_CHANGED);
  return FALSE;
}

/* Returns: whether more is to be read at once */
static gboolean
end_phase (WooCursor *self,
           gint64 now)
{
  gboolean is_first = self->swept == 0;

  if (self->phase == WOO_PHASE_CHANGED)
    note_newest (self, now);

  if (is_first)
    {
      self->swept = now;
      return end_round (self);
    }
  if (self->phase == WOO_PHASE_TRASH)
    self->trashed = 0;
  if (self->phase == WOO_PHASE_CHANGED && self->is_brief)
    {
      /* What was thrown away since is read in the next whole round. */
      if (self->trashed == 0)
        self->trashed = MAX (self->since, 1);
      return end_round (self);
    }
  if (self->phase == WOO_PHASE_CHANGED)
    start_phase (self, WOO_PHASE_TRASH);
  else if (self->phase == WOO_PHASE_TRASH && now - self->swept >= DAY_S)
    start_phase (self, WOO_PHASE_RECENT);
  else
    {
      if (self->phase == WOO_PHASE_RECENT)
        {
          /* The site may have been renewed since: try the good ways again. */
          self->no_filter = FALSE;
          self->no_sort = FALSE;
          self->swept = now;
        }
      return end_round (self);
    }
  return TRUE;
}

static gboolean
advance_by_time (WooCursor *self,
                 const WooPageFacts *facts,
                 gint64 now)
{
  if (!facts->rises)
    {
      woo_cursor_set_no_sort (self);
      return TRUE;
    }
  if (self->no_filter && self->swept > 0)
    {
      self->walk = WOO_WALK_NEWEST_FIRST;
      return TRUE;
    }
  if (!self->no_filter && facts->newest - 1 > self->after)
    self->after = facts->newest - 1;
  else
    walk_by_id (self);
  return TRUE;
}

static gboolean
advance_page (WooCursor *self,
              const WooPageFacts *facts)
{
  self->page++;
  self->first_id = facts->first_id;
  return !(self->no_filter && self->no_sort && self->swept > 0 && self->page % PAGES_PER_TURN == 1);
}

gboolean
woo_cursor_advance (WooCursor *self,
                    const WooPageFacts *facts,
                    gint64 now)
{
  gboolean has_more = facts->count >= WOO_PER_PAGE || (facts->count > 0 && facts->says_more);
  gboolean repeats = self->page > 1 && facts->first_id == self->first_id;

  if (self->started == 0)
    self->started = now;
  if (self->phase == WOO_PHASE_CHANGED)
    self->newest = MAX (self->newest, facts->newest);
  if (self->phase != WOO_PHASE_RECENT && facts->oldest > 0
      && facts->oldest < self->after - ZONE_SLACK_S)
    self->no_filter = TRUE;

  if (!has_more || repeats)
    return end_phase (self, now);
  if (self->walk == WOO_WALK_BY_TIME)
    return advance_by_time (self, facts, now);
  if (self->walk == WOO_WALK_NEWEST_FIRST)
    {
      if (!facts->falls)
        {
          woo_cursor_set_no_sort (self);
          return TRUE;
        }
      if (facts->oldest <= self->after)
        return end_phase (self, now);
    }
  return advance_page (self, facts);
}
