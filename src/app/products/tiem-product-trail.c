#define G_LOG_DOMAIN "tiem-product-trail"

#include "config.h"

#include "app/products/tiem-product-trail.h"

#include "app/orders/tiem-order-words.h"
#include "app/widgets/tiem-morph.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

/* Why so many are left, and what each channel was told of it: from the ledger and from what the
 * channels confirmed. */

/* --- why are so many left? --- */

/* A number that opens what is behind it. */
static GtkWidget *
figure_new (gint64 number,
            const char *label,
            TiemTone tone,
            TiemFigure figure)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = tiem_number_format (number);
  g_autofree char *action = g_strdup_printf ("products.why('%s')", tiem_figure_to_string (figure));
  /* Translators: what a number is ("On hand"), the number */
  g_autofree char *said = g_strdup_printf (_ ("%s %s: why?"), label, text);
  GtkWidget *value = gtk_label_new (text);
  GtkWidget *words = gtk_label_new (label);

  gtk_widget_add_css_class (value, "title-2");
  gtk_widget_add_css_class (value, "numeric");
  tiem_tone_apply (value, tone);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "tiem-sub");
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tiem-figure");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, _ ("Show what it is made of"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  return button;
}

static GtkWidget *
sign_new (const char *sign)
{
  GtkWidget *label = gtk_label_new (sign);

  gtk_widget_add_css_class (label, "title-3");
  gtk_widget_add_css_class (label, "tiem-sub");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

static TiemTone
available_tone (const TiemVariant *variant)
{
  return variant->available <= 0 ? TIEM_TONE_ERROR
         : variant->is_low       ? TIEM_TONE_WARNING
                                 : TIEM_TONE_NONE;
}

static GtkWidget *
equation_new (const TiemVariant *variant)
{
  /* What lies at places that do not sell. */
  gint64 resting = variant->on_hand - variant->reserved - variant->available;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *said
      = resting != 0 ? g_strdup_printf (
            _ ("%d on hand minus %d not for sale minus %d reserved leaves %d available"),
            (int)variant->on_hand,
            (int)resting,
            (int)variant->reserved,
            (int)variant->available)
                     : g_strdup_printf (_ ("%d on hand minus %d reserved leaves %d available"),
                                        (int)variant->on_hand,
                                        (int)variant->reserved,
                                        (int)variant->available);

  gtk_box_append (
      GTK_BOX (box),
      figure_new (variant->on_hand, _ ("On hand"), TIEM_TONE_NONE, TIEM_FIGURE_ON_HAND));
  if (resting != 0)
    {
      gtk_box_append (GTK_BOX (box), sign_new ("−"));
      gtk_box_append (
          GTK_BOX (box),
          figure_new (resting, _ ("Not for sale"), TIEM_TONE_NONE, TIEM_FIGURE_AVAILABLE));
    }
  gtk_box_append (GTK_BOX (box), sign_new ("−"));
  gtk_box_append (
      GTK_BOX (box),
      figure_new (variant->reserved, _ ("Reserved"), TIEM_TONE_NONE, TIEM_FIGURE_RESERVED));
  gtk_box_append (GTK_BOX (box), sign_new ("="));
  gtk_box_append (
      GTK_BOX (box),
      figure_new (
          variant->available, _ ("Available"), available_tone (variant), TIEM_FIGURE_AVAILABLE));
  gtk_widget_add_css_class (box, "tiem-card");
  tiem_morph_speak (box, said);
  return box;
}

/* Returns: (transfer full): "+10", "−5" */
static char *
format_signed (gint64 delta)
{
  g_autofree char *number = tiem_number_format (ABS (delta));

  return g_strdup_printf ("%s%s", delta < 0 ? "−" : "+", number);
}

/* What on hand is made of: the ledger, reason by reason, down to the number above it. */
static void
add_sums (const TiemVariantFacts *self,
          TiemGroup *group)
{
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *on_hand = tiem_number_format (self->variant->on_hand);

  for (guint i = 0; i < self->sums->len; i++)
    {
      const TiemMovementSum *sum = g_ptr_array_index (self->sums, i);
      const char *reason = tiem_movement_reason_label (sum->reason);
      /* Translators: why stock moved ("Sale"), how often it did */
      g_autofree char *often = sum->times > 1
                                   ? g_strdup_printf (_ ("%s, %d times"), reason, (int)sum->times)
                                   : g_strdup (reason);
      g_autofree char *delta = format_signed (sum->delta);

      tiem_facts_add (facts, often, delta, FALSE);
    }
  tiem_facts_add (facts, _ ("On hand"), on_hand, TRUE);
  tiem_group_add (group, facts);
}

/* Where it lies, when there are several places. */
static void
add_places (const TiemVariantFacts *self,
            TiemGroup *group)
{
  for (guint i = 0; i < self->places->len && self->places->len > 1; i++)
    {
      const TiemStockPlace *place = g_ptr_array_index (self->places, i);
      g_autofree char *on_hand = tiem_number_format (place->on_hand);
      g_autofree char *held
          = place->reserved > 0 ? g_strdup_printf (_ ("%d held"), (int)place->reserved) : NULL;

      tiem_group_add_line (group,
                           gtk_image_new_from_icon_name ("mark-location-symbolic"),
                           place->name,
                           place->sells ? NULL : _ ("not sold on channels"),
                           on_hand,
                           held,
                           "products.why('on_hand')");
    }
}

/* Who was first: the orders that hold it, in the order they were placed. */
static void
add_reservations (const TiemVariantFacts *self,
                  TiemGroup *group,
                  gint64 now)
{
  for (guint i = 0; i < self->reservations->len; i++)
    {
      const TiemReservation *held = g_ptr_array_index (self->reservations, i);
      g_autofree char *placed = tiem_order_dup_moment (held->placed_at, now);
      /* Translators: the order's status, when it was placed */
      g_autofree char *sub = g_strdup_printf (
          _ ("%s · placed %s"), tiem_order_status_get_label (held->status), placed);
      g_autofree char *amount = g_strdup_printf (_ ("%d held"), (int)held->quantity);
      g_autofree char *lacking
          = held->lacking > 0 ? g_strdup_printf (_ ("%d short"), (int)held->lacking) : NULL;
      g_autofree char *action
          = g_strdup_printf ("products.open-order(int64 %" G_GINT64_FORMAT ")", held->order_id);
      GtkWidget *row = tiem_group_add_line (group,
                                            tiem_tile_new (18, held->channel_kind),
                                            held->order_number,
                                            sub,
                                            amount,
                                            lacking,
                                            action);

      if (held->lacking > 0)
        gtk_widget_add_css_class (row, "tiem-short");
    }
}

void
tiem_product_trail_add_why (const TiemVariantFacts *self,
                            GtkWidget *column,
                            gint64 now)
{
  const TiemVariant *variant = self->variant;
  g_autofree char *heading = NULL;
  GtkWidget *group;

  if (variant->counted_at == 0)
    {
      group = tiem_group_new (_ ("Not counted yet"), NULL);
      tiem_group_add_line (TIEM_GROUP (group),
                           gtk_image_new_from_icon_name ("dialog-information-symbolic"),
                           _ ("Say how many there are"),
                           _ ("Until then nothing is sent to the channels."),
                           NULL,
                           NULL,
                           "products.change-stock");
    }
  else
    {
      heading = variant->available < 0
                    ? g_strdup_printf (_ ("Why are %d missing?"), (int)-variant->available)
                    : g_strdup_printf (_ ("Why are %d left?"), (int)variant->available);
      group = tiem_group_new (heading,
                              variant->is_bundle ? _ ("a combo: the least of its parts") : NULL);
      tiem_group_add (TIEM_GROUP (group), equation_new (variant));
      if (self->sums->len > 1)
        add_sums (self, TIEM_GROUP (group));
      add_places (self, TIEM_GROUP (group));
    }
  add_reservations (self, TIEM_GROUP (group), now);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- other figures --- */

void
tiem_product_trail_add_figures (const TiemVariantFacts *self,
                                GtkWidget *column)
{
  const TiemVariant *variant = self->variant;
  GtkWidget *group = tiem_group_new (_ ("More numbers"), NULL);
  g_autofree char *sold = tiem_number_format (variant->sold_30_days);
  g_autofree char *incoming = tiem_number_format (self->incoming->number);
  g_autofree char *value = tiem_money_format (variant->stock_value_vnd);

  tiem_group_add_line (
      TIEM_GROUP (group), NULL, _ ("Sold in 30 days"), NULL, sold, NULL, "products.why('sold')");
  if (!variant->is_bundle)
    {
      tiem_group_add_line (TIEM_GROUP (group),
                           NULL,
                           _ ("On the way"),
                           NULL,
                           incoming,
                           NULL,
                           "products.why('incoming')");
      if (variant->has_cost)
        tiem_group_add_line (TIEM_GROUP (group),
                             NULL,
                             _ ("Stock value"),
                             NULL,
                             value,
                             NULL,
                             "products.why('value')");
    }
  gtk_box_append (GTK_BOX (column), group);
}

/* --- what the channels were told --- */

static const char *
find_channel_name (const TiemVariantFacts *self,
                   gint64 channel_id)
{
  for (guint i = 0; i < self->listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (self->listings, i);

      if (listing->channel_id == channel_id)
        return listing->channel_name;
    }
  return _ ("A channel that was removed");
}

/* Returns: (transfer full): "Lazada: 3 after 0.4 s", "TikTok: sending 3" */
static char *
tell_stop (const TiemVariantFacts *self,
           const TiemTravelStop *stop)
{
  const char *name = find_channel_name (self, stop->channel_id);
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (stop->sold > 0)
    /* Translators: a channel's name, how many it sold */
    return g_strdup_printf (_ ("%s sold %d"), name, (int)stop->sold);
  if (stop->by_file)
    /* Translators: a channel's name */
    return stop->took_ms < 0 ? g_strdup_printf (_ ("%s: waits for the next upload file"), name)
                             /* Translators: a channel's name, a number of units */
                             : g_strdup_printf (_ ("%s: %d by file"), name, (int)stop->sent_value);
  if (stop->took_ms < 0)
    /* Translators: a channel's name */
    return g_strdup_printf (_ ("%s: on its way"), name);
  g_snprintf (seconds, sizeof seconds, "%.1f", MAX (stop->took_ms, 100) / 1000.0);
  /* Translators: a channel's name, a number of units, seconds */
  return g_strdup_printf (_ ("%s: %d after %s s"), name, (int)stop->sent_value, seconds);
}

static char *
tell_stops (const TiemVariantFacts *self,
            const TiemTravel *travel)
{
  GString *text = g_string_new (NULL);

  /* Where it came from goes first. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < travel->stops->len; i++)
      {
        const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, i);
        g_autofree char *part = NULL;

        if ((stop->sold > 0) != (pass == 0))
          continue;
        part = tell_stop (self, stop);
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
      }
  return g_string_free (text, FALSE);
}

void
tiem_product_trail_add_sent (const TiemVariantFacts *self,
                             GtkWidget *column,
                             gint64 now)
{
  GtkWidget *group;

  if (self->travels->len == 0)
    return;
  group = tiem_group_new (_ ("How the number travelled"), _ ("newest first"));
  for (guint i = 0; i < self->travels->len; i++)
    {
      const TiemTravel *travel = g_ptr_array_index (self->travels, i);
      g_autofree char *at = tiem_order_dup_moment (travel->at, now);
      g_autofree char *before = tiem_number_format (travel->before);
      g_autofree char *after = tiem_number_format (travel->after);
      g_autofree char *change = g_strdup_printf ("%s → %s", before, after);
      g_autofree char *stops = tell_stops (self, travel);

      tiem_group_add (
          TIEM_GROUP (group),
          tiem_timeline_entry_new ("radio-checked-symbolic", TIEM_TONE_SUB, change, stops, at));
    }
  gtk_box_append (GTK_BOX (column), group);
}
