#define G_LOG_DOMAIN "tiem-take"

#include "config.h"

#include "store/tiem-store-takes.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

/* Why a line of a stock take differs, in words that add up. */

/* Of orders and slips that are named in them. */
#define MOST_NUMBERS 4

static void
add (GString *text, char *sentence) /* (transfer full) */
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

/* @units ≠ 0 */
static void
add_moved (GString *text,
           gint64 units,
           const char *out,
           const char *in)
{
  g_autofree char *number = tiem_number_format (ABS (units));

  if (units == 0)
    return;
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append_printf (text, units < 0 ? out : in, number);
}

/* The orders and slips by which units came and went. */
static void
add_numbers (GString *text,
             const TiemTakeLine *line)
{
  g_auto (GStrv) numbers = g_strsplit (line->numbers, ",", -1);
  g_autoptr (GString) named = g_string_new (NULL);
  guint n = g_strv_length (numbers);

  for (guint i = 0; i < MIN (n, MOST_NUMBERS); i++)
    g_string_append_printf (named, "%s%s", i > 0 ? ", " : "", numbers[i]);
  if (n > MOST_NUMBERS)
    {
      g_string_append_c (named, ' ');
      g_string_append_printf (
          named, ngettext ("and %u more", "and %u more", n - MOST_NUMBERS), n - MOST_NUMBERS);
    }
  /* Translators: %s: numbers of orders and slips, "DH000012, PN000003" */
  add (text, g_strdup_printf (_ ("That was %s."), named->str));
}

static void
add_since (GString *text,
           const TiemTakeLine *line)
{
  g_autoptr (GString) moved = g_string_new (NULL);

  /* Translators: after "Since the count:"; %s is a number of units */
  add_moved (moved, line->sold, _ ("%s sold"), _ ("%s taken back from sales"));
  add_moved (moved, line->returned, _ ("%s returns taken back"), _ ("%s came back"));
  add_moved (moved, line->bought, _ ("%s returned to suppliers"), _ ("%s bought"));
  add_moved (moved, line->transferred, _ ("%s moved away"), _ ("%s moved here"));
  add_moved (moved, line->other, _ ("%s went otherwise"), _ ("%s came otherwise"));
  if (moved->len > 0)
    /* Translators: %s: "3 sold, 1 came back" */
    add (text, g_strdup_printf (_ ("Since the count: %s, which is no difference."), moved->str));
  if (moved->len > 0 && line->numbers != NULL)
    add_numbers (text, line);
}

static char *
tell_difference (const TiemTakeLine *line)
{
  g_autofree char *expected = tiem_number_format (line->expected);
  g_autofree char *counted = tiem_number_format (line->counted);
  g_autofree char *off = tiem_number_format (ABS (line->counted - line->expected));

  if (line->counted == line->expected)
    return g_strdup_printf (_ ("Books %s, counted %s: right."), expected, counted);
  return g_strdup_printf (line->counted < line->expected ? _ ("Books %s, counted %s: %s missing.")
                                                         : _ ("Books %s, counted %s: %s too many."),
                          expected,
                          counted,
                          off);
}

static void
add_held (GString *text,
          const TiemTakeLine *line)
{
  g_autofree char *held = tiem_number_format (line->held);
  g_autofree char *packed = tiem_number_format (line->packed);

  if (line->held > 0)
    add (text,
         g_strdup_printf (ngettext ("%d order that waits to be sent holds %s.",
                                    "%d orders that wait to be sent hold %s.",
                                    (gulong)line->holders),
                          (int)line->holders,
                          held));
  if (line->packed > 0)
    add (text,
         g_strdup_printf (_ ("Of them %s are packed already: they count as well, until their "
                             "carrier takes them."),
                          packed));
}

static void
add_oddities (GString *text,
              const TiemTakeLine *line)
{
  g_autofree char *between = tiem_number_format (line->between);

  if (line->late != 0)
    {
      g_autofree char *late = tiem_number_format (line->late);

      add (text,
           g_strdup_printf (_ ("What happened before the count and was told after it is in the "
                               "books' number (%s)."),
                            late));
    }
  if (line->between > 0)
    add (text,
         g_strdup_printf (_ ("%s units came or went while it was being counted; better count it "
                             "again."),
                          between));
  if (line->is_extra)
    add (text, g_strdup (_ ("It was not asked for, but found.")));
  if (line->archived)
    add (text, g_strdup (_ ("It is no longer sold.")));
}

char *
tiem_take_line_dup_explanation (const TiemTakeLine *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->is_bundle)
    return g_strdup (
        _ ("It has become a combo, which has no stock of its own: nothing is booked."));
  if (self->is_zeroed)
    return g_strdup (_ ("Not counted, and booked as gone."));
  if (!self->has_counted)
    {
      g_autofree char *on_hand = tiem_number_format (self->on_hand);

      add (text, g_strdup_printf (_ ("Not counted; the books say %s."), on_hand));
      add_held (text, self);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  add (text, tell_difference (self));
  if (self->overtaken_by != NULL)
    add (text,
         g_strdup_printf (_ ("Stock take %s counted it later; its number stands, and nothing is "
                             "booked here."),
                          self->overtaken_by));
  else if (self->is_overtaken)
    add (text,
         g_strdup (_ ("It was counted by hand later; that number stands, and nothing is booked "
                      "here.")));
  add_since (text, self);
  add_held (text, self);
  add_oddities (text, self);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
