#define G_LOG_DOMAIN "tiem-why"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-store-split.h"
#include "store/tiem-variants-private.h"
#include "store/tiem-why-private.h"

#include <glib/gi18n-lib.h>

/* "Why are 3 left?": one figure of a variant, in one look at the database. */

static const char *const words[] = {
  [TIEM_FIGURE_AVAILABLE] = "available", [TIEM_FIGURE_ON_HAND] = "on_hand",
  [TIEM_FIGURE_RESERVED] = "reserved",   [TIEM_FIGURE_CHANNELS] = "channels",
  [TIEM_FIGURE_INCOMING] = "incoming",   [TIEM_FIGURE_SOLD] = "sold",
  [TIEM_FIGURE_VALUE] = "value",
};

const char *
tiem_figure_to_string (TiemFigure figure)
{
  return words[figure];
}

gboolean
tiem_figure_from_string (const char *word,
                         TiemFigure *figure)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i], word) == 0)
      {
        *figure = i;
        return TRUE;
      }
  return FALSE;
}

/* --- parts and ways --- */

static void
part_free (gpointer data)
{
  TiemWhyPart *part = data;

  g_free (part->label);
  g_free (part->detail);
  g_free (part->channel_kind);
  g_free (part->target_word);
  g_free (part);
}

static void
way_free (gpointer data)
{
  TiemWhyWay *way = data;

  g_free (way->heading);
  g_free (way->note);
  g_free (way->channel_kind);
  g_ptr_array_unref (way->parts);
  g_ptr_array_unref (way->events);
  g_free (way);
}

TiemWhyWay *
tiem_why_add_way (TiemWhy *why,
                  const char *code,
                  const char *heading,
                  gint64 number)
{
  TiemWhyWay *way = g_new0 (TiemWhyWay, 1);

  way->code = code;
  way->heading = g_strdup (heading);
  way->has_number = TRUE;
  way->number = number;
  way->parts = g_ptr_array_new_with_free_func (part_free);
  way->events = g_ptr_array_new_with_free_func (part_free);
  g_ptr_array_add (why->ways, way);
  return way;
}

TiemWhyPart *
tiem_why_add_part (GPtrArray *parts,
                   char *label,
                   gint64 amount)
{
  TiemWhyPart *part = g_new0 (TiemWhyPart, 1);

  part->label = label;
  part->has_amount = TRUE;
  part->amount = amount;
  g_ptr_array_add (parts, part);
  return part;
}

gint64
tiem_why_way_sum (const TiemWhyWay *self)
{
  gint64 least = G_MAXINT64;
  gint64 sum = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const TiemWhyPart *part = g_ptr_array_index (self->parts, i);

      sum += part->amount;
      least = MIN (least, part->amount);
    }
  if (!self->is_least)
    return sum;
  return self->parts->len > 0 ? least : 0;
}

gboolean
tiem_why_adds_up (const TiemWhy *self)
{
  for (guint i = 0; i < self->ways->len; i++)
    {
      const TiemWhyWay *way = g_ptr_array_index (self->ways, i);

      if (way->has_number && tiem_why_way_sum (way) != way->number)
        return FALSE;
      if (self->has_number && way->number != self->number)
        return FALSE;
    }
  return TRUE;
}

void
tiem_why_free (TiemWhy *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->variant, tiem_variant_free);
  g_clear_pointer (&self->ways, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}

/* --- a figure --- */

static gboolean
read_variant (TiemWhy *why,
              TiemDb *db,
              gint64 now,
              gint64 variant_id,
              GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) found = NULL;

  g_array_append_val (ids, variant_id);
  found = tiem_variants_read (db, now, ids, error);
  if (found == NULL)
    return FALSE;
  if (found->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such product; refresh the list."));
      return FALSE;
    }
  g_ptr_array_set_free_func (found, NULL);
  why->variant = g_ptr_array_index (found, 0);
  return TRUE;
}

static gboolean
tell (TiemWhy *why,
      TiemStore *store,
      TiemDb *db,
      gint64 now,
      GError **error)
{
  const TiemListingQuery query = { .variant_id = why->variant->id };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (GPtrArray) reasons = NULL;

  switch (why->figure)
    {
    case TIEM_FIGURE_AVAILABLE:
      return tiem_why_tell_available (why, db, error);
    case TIEM_FIGURE_ON_HAND:
      return tiem_why_tell_on_hand (why, db, error);
    case TIEM_FIGURE_RESERVED:
      return tiem_why_tell_reserved (why, db, error);
    case TIEM_FIGURE_INCOMING:
      return tiem_why_tell_incoming (why, db, error);
    case TIEM_FIGURE_SOLD:
      return tiem_why_tell_sold (why, db, now, error);
    case TIEM_FIGURE_VALUE:
      return tiem_why_tell_value (why, db, error);
    case TIEM_FIGURE_CHANNELS:
      ids = tiem_listings_select (db, &query, 0, 0, error);
      listings = ids != NULL ? tiem_listings_read (db, now, ids, error) : NULL;
      if (listings != NULL)
        reasons = tiem_store_explain_stock (store, why->variant->id, NULL, error);
      return reasons != NULL && tiem_why_tell_channels (why, db, listings, reasons, error);
    default:
      g_assert_not_reached ();
    }
}

TiemWhy *
tiem_store_tell_why (TiemStore *self,
                     gint64 variant_id,
                     TiemFigure figure,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemWhy) why = g_new0 (TiemWhy, 1);
  gint64 now = tiem_store_now (self);

  g_return_val_if_fail (figure < TIEM_N_FIGURES, NULL);

  why->figure = figure;
  why->has_number = TRUE;
  why->ways = g_ptr_array_new_with_free_func (way_free);
  why->notes = g_ptr_array_new_with_free_func (g_free);
  if (read == NULL || !read_variant (why, read->db, now, variant_id, error)
      || !tell (why, self, read->db, now, error))
    return NULL;
  return g_steal_pointer (&why);
}
