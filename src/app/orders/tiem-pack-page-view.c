#include "config.h"

#include "app/orders/tiem-pack-page-private.h"
#include "app/orders/tiem-pack-rows.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

/* What the packing page shows: the order that is open, and how far the round has come. */

static void
show_number (GtkLabel *label,
             gint64 number)
{
  g_autofree char *text = tiem_number_format (number);

  gtk_label_set_text (label, text);
}

/* "P*****g · SPX Express · SPXVN04829117733C" */
static void
show_parcel (TiemPackPage *self,
             const TiemPackOrder *order)
{
  const char *const words[] = { order->buyer_name, order->carrier, order->tracking };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && *words[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words[i]);
  gtk_label_set_text (self->parcel, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->parcel), text->len > 0);
}

static void
show_tags (TiemPackPage *self,
           const TiemPackOrder *order)
{
  g_auto (GStrv) tags = g_strsplit (order->tags != NULL ? order->tags : "", ", ", -1);

  tiem_pack_page_empty (GTK_WIDGET (self->tags));
  if (order->printed_at == 0)
    gtk_box_append (self->tags, tiem_pill_new (_ ("Label not printed"), TIEM_TONE_WARNING));
  for (guint i = 0; tags[i] != NULL && *tags[i] != '\0'; i++)
    gtk_box_append (self->tags, tiem_pill_new (tags[i], TIEM_TONE_ACCENT));
  gtk_widget_set_visible (GTK_WIDGET (self->tags),
                          gtk_widget_get_first_child (GTK_WIDGET (self->tags)) != NULL);
}

static void
show_notes (TiemPackPage *self,
            const TiemPackOrder *order)
{
  gboolean from_buyer = order->note != NULL && *order->note != '\0';
  gboolean from_owner = order->owner_note != NULL && *order->owner_note != '\0';

  tiem_pack_page_empty (GTK_WIDGET (self->notes));
  if (from_buyer)
    gtk_list_box_append (
        self->notes,
        tiem_pack_note_row_new ("user-info-symbolic", _ ("The buyer's message"), order->note));
  if (from_owner)
    gtk_list_box_append (
        self->notes,
        tiem_pack_note_row_new ("document-edit-symbolic", _ ("Your note"), order->owner_note));
  gtk_widget_set_visible (GTK_WIDGET (self->notes), from_buyer || from_owner);
}

static gboolean
has_same_lines (const TiemPackOrder *before,
                const TiemPackOrder *now)
{
  if (before == NULL || before->id != now->id || before->lines->len != now->lines->len)
    return FALSE;
  for (guint i = 0; i < now->lines->len; i++)
    {
      const TiemPackLine *a = g_ptr_array_index (before->lines, i);
      const TiemPackLine *b = g_ptr_array_index (now->lines, i);

      if (a->line_id != b->line_id || a->variant_id != b->variant_id || a->has_code != b->has_code
          || g_strcmp0 (a->shelf, b->shelf) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The rows stay while the order does: one of them may have the focus. */
static void
show_lines (TiemPackPage *self,
            const TiemPackOrder *before,
            const TiemPackOrder *order)
{
  gboolean same = has_same_lines (before, order);

  if (!same)
    tiem_pack_page_empty (GTK_WIDGET (self->lines));
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemPackLine *line = g_ptr_array_index (order->lines, i);

      if (same)
        tiem_pack_line_row_update (GTK_WIDGET (gtk_list_box_get_row_at_index (self->lines, (int)i)),
                                   line);
      else
        gtk_list_box_append (self->lines, tiem_pack_line_row_new (line));
    }
  /* Of a cancelled order nothing is packed. */
  gtk_widget_set_visible (GTK_WIDGET (self->lines), order->lines->len > 0);
}

static void
show_order (TiemPackPage *self,
            const TiemPackOrder *before,
            const TiemPackOrder *order)
{
  gint64 wanted = tiem_pack_order_get_wanted (order);
  gint64 done = tiem_pack_order_get_done (order);
  g_autofree char *counted = g_strdup_printf ("%d/%d", (int)done, (int)wanted);

  tiem_tile_set_kinds (self->tile, order->channel_kind);
  gtk_label_set_text (self->number, order->number);
  gtk_widget_set_visible (self->again, tiem_pack_order_is_begun (order));
  show_parcel (self, order);
  show_tags (self, order);
  gtk_label_set_text (self->counted, counted);
  gtk_progress_bar_set_fraction (self->progress,
                                 wanted > 0 ? MIN ((double)done / (double)wanted, 1.0) : 0);
  show_lines (self, before, order);
  show_notes (self, order);
}

static void
show_nothing (TiemPackPage *self,
              const TiemPackRun *run)
{
  gboolean all = run->n_left == 0 && run->n_lacking == 0;

  adw_status_page_set_icon_name (self->nothing,
                                 all ? "tiem-done-symbolic" : "tiem-barcode-symbolic");
  adw_status_page_set_title (self->nothing, all ? _ ("All packed") : _ ("No order is open"));
  adw_status_page_set_description (
      self->nothing,
      all ? _ ("Hand the parcels over, or scan the waybill of another order.")
          : _ ("Scan a waybill. Orders that were skipped or lack goods open that way too."));
}

static void
show_each (TiemPackPage *self,
           const TiemPackRun *run)
{
  gint64 seconds = (run->each_ms + 500) / 1000;
  g_autofree char *text
      = g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong)seconds), (int)seconds);

  gtk_label_set_text (self->each, run->each_ms > 0 ? text : "—");
}

static gboolean
is_same_done (const TiemPackDone *a,
              const TiemPackDone *b)
{
  return a->order_id == b->order_id && a->at == b->at && a->state == b->state
         && a->is_cancelled == b->is_cancelled && a->is_handed == b->is_handed;
}

/* Returns: how many came on top of those before; −1 when more than that has changed */
static int
count_new_done (const TiemPackRun *before,
                const TiemPackRun *now)
{
  guint n = 0;

  if (before == NULL || before->done->len > now->done->len + 1)
    return -1;
  while (
      n < now->done->len
      && (before->done->len == 0
          || !is_same_done (g_ptr_array_index (now->done, n), g_ptr_array_index (before->done, 0))))
    n++;
  for (guint i = n; i < now->done->len; i++)
    if (i - n >= before->done->len
        || !is_same_done (g_ptr_array_index (now->done, i),
                          g_ptr_array_index (before->done, i - n)))
      return -1;
  return (int)n;
}

/* Most scans finish nothing, some put one order on top: the other rows stay, and with them the
 * focus. */
static void
show_done (TiemPackPage *self,
           const TiemPackRun *before,
           const TiemPackRun *run)
{
  int n = count_new_done (before, run);
  GtkListBoxRow *row;

  if (n < 0)
    {
      tiem_pack_page_empty (GTK_WIDGET (self->done_rows));
      n = (int)run->done->len;
    }
  for (int i = 0; i < n; i++)
    gtk_list_box_insert (
        self->done_rows,
        tiem_pack_done_row_new (g_ptr_array_index (run->done, i), tiem_pack_page_now (self)),
        i);
  while ((row = gtk_list_box_get_row_at_index (self->done_rows, (int)run->done->len)) != NULL)
    gtk_list_box_remove (self->done_rows, GTK_WIDGET (row));
  gtk_widget_set_visible (self->done, run->done->len > 0);
}

static void
show_figures (TiemPackPage *self,
              const TiemPackRun *before,
              const TiemPackRun *run)
{
  g_autofree char *at = tiem_time_format_short (run->started_at, tiem_pack_page_now (self));
  g_autofree char *orders = tiem_number_format (run->n_orders);
  /* Translators: when the round of packing began, how many orders it has */
  g_autofree char *subtitle = g_strdup_printf (
      ngettext ("Round of %s · %s order", "Round of %s · %s orders", (gulong)run->n_orders),
      at,
      orders);
  g_autofree char *hand_over = g_strdup_printf (
      ngettext ("Hand over %d order…", "Hand over %d orders…", run->to_hand->len),
      (int)run->to_hand->len);

  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Pack by scan"), subtitle);
  show_number (self->n_packed, run->n_packed);
  show_number (self->n_left, run->n_left + run->n_lacking);
  show_each (self, run);
  show_done (self, before, run);
  adw_button_content_set_label (self->hand_over_content, hand_over);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.hand-over", run->to_hand->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.skip", run->open != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.again", run->open != NULL);
  gtk_widget_set_sensitive (self->lacking,
                            run->open != NULL && self->answer->lacks->len > 0
                                && tiem_pack_order_refuse (run->open) == TIEM_PACK_OPENED);
}

void
tiem_pack_page_show_run (TiemPackPage *self,
                         const TiemPackRun *before,
                         const TiemPackRun *run)
{
  show_figures (self, before, run);
  if (run->open != NULL)
    show_order (self, before != NULL ? before->open : NULL, run->open);
  else
    show_nothing (self, run);
  gtk_widget_set_visible (self->order, run->open != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), run->open == NULL);
}
