#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * Orders whose units could not be read: an answer was a web page or cut short, just then. The
 * rows after them are read on, so they would not be met again before they change. Their ids
 * travel with the cursor, "ID.SINCE.NEXT" with times in seconds, and are asked for again, ever
 * more seldom.
 */

#define MEMBER "again"
#define MOST_IDS 200
#define FIRST_WAIT_S 30
#define LONGEST_WAIT_S 300
/* What stays unreadable for so long is left to the list of what was not understood. */
#define GIVE_UP_S (7 * 24 * 3600)

void
laz_again_free (LazAgain *self)
{
  g_free (self->id);
  g_free (self);
}

static LazAgain *
parse_entry (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 3);
  LazAgain *entry;

  if (g_strv_length (parts) != 3 || *parts[0] == '\0')
    return NULL;
  entry = g_new0 (LazAgain, 1);
  entry->id = g_strdup (parts[0]);
  entry->since = g_ascii_strtoll (parts[1], NULL, 10) * 1000;
  entry->next_at = g_ascii_strtoll (parts[2], NULL, 10) * 1000;
  return entry;
}

GPtrArray *
laz_again_parse (const char *cursor)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)laz_again_free);
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");
  const char *text = tiem_form_get (form, MEMBER);
  g_auto (GStrv) entries = g_strsplit (text != NULL ? text : "", ",", MOST_IDS);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      LazAgain *entry = parse_entry (entries[i]);

      if (entry != NULL)
        g_ptr_array_add (list, entry);
    }
  return list;
}

char *
laz_again_format (GPtrArray *list,
                  const char *cursor)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *encoded = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const LazAgain *entry = list->pdata[i];

      g_string_append_printf (text,
                              "%s%s.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT,
                              i > 0 ? "," : "",
                              entry->id,
                              entry->since / 1000,
                              entry->next_at / 1000);
    }
  if (list->len == 0)
    return g_strdup (cursor);
  encoded = tiem_percent_encode (text->str);
  return g_strdup_printf ("%s&" MEMBER "=%s", cursor, encoded);
}

static guint
find (GPtrArray *list,
      const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((const LazAgain *)list->pdata[i])->id, id) == 0)
      return i;
  return list->len;
}

void
laz_again_add (GPtrArray *list,
               const char *id,
               gint64 now)
{
  LazAgain *entry;

  if (find (list, id) < list->len || list->len >= MOST_IDS)
    return;
  entry = g_new0 (LazAgain, 1);
  entry->id = g_strdup (id);
  entry->since = now;
  entry->next_at = now + FIRST_WAIT_S * 1000;
  g_ptr_array_add (list, entry);
}

void
laz_again_remove (GPtrArray *list,
                  const char *id)
{
  guint i = find (list, id);

  if (i < list->len)
    g_ptr_array_remove_index (list, i);
}

const char *
laz_again_find_due (GPtrArray *list,
                    gint64 now)
{
  for (guint i = 0; i < list->len; i++)
    {
      const LazAgain *entry = list->pdata[i];

      /* A clock that was set back ends the wait. */
      if (entry->next_at <= now || entry->since > now)
        return entry->id;
    }
  return NULL;
}

void
laz_again_put_off (GPtrArray *list,
                   const char *id,
                   gint64 now)
{
  guint i = find (list, id);
  LazAgain *entry = i < list->len ? list->pdata[i] : NULL;
  gint64 age_s;

  if (entry == NULL)
    return;
  entry->since = MIN (entry->since, now);
  age_s = (now - entry->since) / 1000;
  if (age_s > GIVE_UP_S)
    g_ptr_array_remove_index (list, i);
  else
    entry->next_at = now + CLAMP (age_s, FIRST_WAIT_S, LONGEST_WAIT_S) * 1000;
}
