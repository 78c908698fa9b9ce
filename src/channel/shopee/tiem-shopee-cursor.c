#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/*
 * How far the orders have been read. The first import walks by create_time, newest window
 * first: what the owner needs today comes first, and a shop's past ends where a year shows
 * nothing. From then on it is update_time alone, each window beginning a little before the end
 * of the last (§18 rows 1–3).
 */

#define CURSOR_VERSION "s1"

/* Nobody sold anything for so long: there is nothing before it either. */
#define LONGEST_PAUSE_S (400 * 24 * G_GINT64_CONSTANT (3600))

/* §18 row 22, and when to give up. */
#define ASK_SOON_S 30
#define ASK_LATER_S 300
#define SOON_TRIES 4
#define MOST_TRIES 200

/* With room for fewer than are arranged at once they push each other out, and each poll asks for
 * all of them. */
#define MOST_WAITING 500

/* What changes is read up to a little after now: clocks that agree may still differ by seconds, and
 * what is sent rests on the very newest orders. */
#define AHEAD_S 5

/* Every order of the overlap is read again whole: when stock waits, what Shopee may have written
 * late is left for the next poll. */
#define BRIEF_OVERLAP_S 20

/* A window that ended so long before now was interrupted, or opened by a clock that its own
 * answer put right. */
#define STALE_S 60

static void
waiting_free (gpointer data)
{
  ShopeeWaiting *waiting = data;

  g_free (waiting->sn);
  g_free (waiting);
}

static void
add_waiting (ShopeeCursor *self,
             const char *sn,
             gint64 ask_at,
             guint tries)
{
  ShopeeWaiting *waiting = g_new0 (ShopeeWaiting, 1);

  waiting->sn = g_strdup (sn);
  waiting->ask_at = ask_at;
  waiting->tries = tries;
  g_ptr_array_add (self->waiting, waiting);
}

/* "SN.when.tries", comma separated */
static void
parse_waiting (ShopeeCursor *self,
               const char *text)
{
  g_auto (GStrv) items = g_strsplit (text != NULL ? text : "", ",", -1);

  for (gsize i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (items[i], ".", -1);

      if (g_strv_length (parts) == 3 && *parts[0] != '\0')
        add_waiting (self,
                     parts[0],
                     g_ascii_strtoll (parts[1], NULL, 10),
                     (guint)g_ascii_strtoull (parts[2], NULL, 10));
    }
}

static char *
format_waiting (const ShopeeCursor *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->waiting->len; i++)
    {
      const ShopeeWaiting *waiting = self->waiting->pdata[i];

      g_string_append_printf (text,
                              "%s%s.%" G_GINT64_FORMAT ".%u",
                              i > 0 ? "," : "",
                              waiting->sn,
                              waiting->ask_at,
                              waiting->tries);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse (ShopeeCursor *self,
       const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text != NULL ? text : "");
  const char *at = tiem_form_get (form, "at");

  if (g_strcmp0 (tiem_form_get (form, "v"), CURSOR_VERSION) != 0)
    return FALSE;
  self->phase = tiem_form_get (form, "first") != NULL ? SHOPEE_PHASE_FIRST : SHOPEE_PHASE_CHANGED;
  self->since = shopee_form_get_number (form, "since", 0);
  self->started = shopee_form_get_number (form, "first", 0);
  self->from = shopee_form_get_number (form, "from", 0);
  self->to = shopee_form_get_number (form, "to", 0);
  self->at = at != NULL && *at != '\0' ? g_strdup (at) : NULL;
  self->last = shopee_form_get_number (form, "last", 0);
  self->seen = shopee_form_get_number (form, "seen", 0);
  parse_waiting (self, tiem_form_get (form, "waiting"));
  return self->phase == SHOPEE_PHASE_FIRST ? self->started > 0 : self->last > 0;
}

void
shopee_cursor_init (ShopeeCursor *self,
                    const char *text,
                    gint64 first_since_ms,
                    gint64 now)
{
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  if (parse (self, text))
    return;

  shopee_cursor_clear (self);
  *self = (ShopeeCursor){
    .phase = SHOPEE_PHASE_FIRST,
    .since = MAX (first_since_ms, 0) / 1000,
    .started = now,
    .last = now,
    .seen = now,
    .waiting = g_ptr_array_new_with_free_func (waiting_free),
  };
}

void
shopee_cursor_clear (ShopeeCursor *self)
{
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
}

static void
add_number (TiemForm *form,
            const char *name,
            gint64 value)
{
  if (value != 0)
    tiem_form_add_int (form, name, value);
}

char *
shopee_cursor_format (const ShopeeCursor *self)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", CURSOR_VERSION);
  if (self->phase == SHOPEE_PHASE_FIRST)
    {
      tiem_form_add_int (form, "first", self->started);
      add_number (form, "since", self->since);
      add_number (form, "seen", self->seen);
    }
  tiem_form_add_int (form, "last", self->last);
  add_number (form, "from", self->from);
  add_number (form, "to", self->to);
  if (self->at != NULL)
    tiem_form_add (form, "at", self->at);
  if (self->waiting->len > 0)
    {
      g_autofree char *waiting = format_waiting (self);

      tiem_form_add (form, "waiting", waiting);
    }
  return tiem_form_encode (form);
}

/* from < to, and never more than 15 days between them, with the overlap in it. */
void
shopee_cursor_open (ShopeeCursor *self,
                    gint64 now)
{
  if (self->to > 0)
    return;
  if (self->phase == SHOPEE_PHASE_FIRST)
    {
      self->to = self->last;
      self->from = MAX (self->to - SHOPEE_WINDOW_S, MIN (self->since, self->to - 1));
    }
  else
    {
      self->from = self->last - (self->is_brief ? BRIEF_OVERLAP_S : SHOPEE_OVERLAP_S);
      self->to = MIN (self->from + SHOPEE_WINDOW_S, MAX (now + AHEAD_S, self->from + 1));
    }
  self->from = MAX (self->from, 0);
}

static gboolean
advance_first (ShopeeCursor *self,
               gint64 now)
{
  gboolean is_done = self->from <= self->since
                     || (self->since == 0 && self->seen - self->from >= LONGEST_PAUSE_S);

  self->started = MIN (self->started, now);
  self->last = self->from;
  if (is_done)
    {
      /* What happened meanwhile, and with what was read while it was. */
      self->phase = SHOPEE_PHASE_CHANGED;
      self->last = self->started;
    }
  return TRUE;
}

gboolean
shopee_cursor_advance (ShopeeCursor *self,
                       const char *next,
                       guint n_rows,
                       gint64 now)
{
  gboolean more;

  if (n_rows > 0)
    self->seen = self->from;
  if (next != NULL)
    {
      char *at = g_strdup (next);

      g_free (self->at);
      self->at = at;
      return TRUE;
    }

  g_clear_pointer (&self->at, g_free);
  if (self->phase == SHOPEE_PHASE_FIRST)
    more = advance_first (self, now);
  else
    {
      /* A computer that slept for longer than a window has more to read, and so has one whose
       * clock was slow: stock is only sent when the newest orders are known. */
      more = (self->to - self->from >= SHOPEE_WINDOW_S && self->to < now)
             || now - self->to > STALE_S;
      /* The answer may have put the clock right: what is to come has not been read. */
      self->last = MIN (self->to, now);
    }
  self->from = self->to = 0;
  return more;
}

gboolean
shopee_cursor_may_ask (const ShopeeCursor *self,
                       const char *sn,
                       gint64 now)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const ShopeeWaiting *waiting = self->waiting->pdata[i];

      if (strcmp (waiting->sn, sn) == 0)
        return waiting->ask_at <= now;
    }
  return TRUE;
}

void
shopee_cursor_wait (ShopeeCursor *self,
                    const char *sn,
                    gint64 now)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      ShopeeWaiting *waiting = self->waiting->pdata[i];

      if (strcmp (waiting->sn, sn) != 0)
        continue;
      if (++waiting->tries >= MOST_TRIES)
        g_ptr_array_remove_index (self->waiting, i);
      else
        waiting->ask_at = now + (waiting->tries < SOON_TRIES ? ASK_SOON_S : ASK_LATER_S);
      return;
    }
  if (self->waiting->len >= MOST_WAITING)
    g_ptr_array_remove_index (self->waiting, 0);
  add_waiting (self, sn, now + ASK_SOON_S, 0);
}

void
shopee_cursor_forget (ShopeeCursor *self,
                      const char *sn)
{
  for (guint i = self->waiting->len; i > 0; i--)
    if (strcmp (((ShopeeWaiting *)self->waiting->pdata[i - 1])->sn, sn) == 0)
      g_ptr_array_remove_index (self->waiting, i - 1);
}
