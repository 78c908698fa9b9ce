#define G_LOG_DOMAIN "tiem-drift-list"

#include "config.h"

#include "app/channels/tiem-drift-list.h"

#include "app/tiem-page.h"
#include "app/widgets/tiem-tone.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-drift.h"

#include <adwaita.h>
#include <glib/gi18n.h>

guint
tiem_drift_list_count_open (GPtrArray *drifts)
{
  guint n = 0;

  for (guint i = 0; i < drifts->len; i++)
    n += ((const TiemDrift *)g_ptr_array_index (drifts, i))->settled_at == 0;
  return n;
}

static gboolean
is_price (const TiemDrift *drift)
{
  return g_str_equal (drift->kind, "price");
}

/* Returns: (transfer full) */
static char *
format_value (const TiemDrift *drift,
              gint64 value)
{
  return is_price (drift) ? tiem_money_format (value) : tiem_number_format (value);
}

static char *
tell_open (const TiemDrift *drift,
           gint64 now)
{
  g_autofree char *since = tiem_time_format_short (drift->found_at, now);
  g_autofree char *shown = format_value (drift, drift->shown);
  g_autofree char *wanted
      = drift->has_wanted ? format_value (drift, drift->wanted) : g_strdup ("—");

  if (!drift->has_shown)
    /* Translators: a channel's name, a number of units, a time */
    return g_strdup_printf (
        _ ("%s no longer counts it, Tiệm wants %s, since %s"), drift->channel_name, wanted, since);
  if (is_price (drift))
    /* Translators: a channel's name, two prices, a time */
    return g_strdup_printf (
        _ ("%s asks %s, Tiệm wants %s, since %s"), drift->channel_name, shown, wanted, since);
  /* Translators: a channel's name, two numbers of units, a time */
  return g_strdup_printf (
      _ ("%s has %s, Tiệm wants %s, since %s"), drift->channel_name, shown, wanted, since);
}

static char *
tell_settled (const TiemDrift *drift,
              gint64 now)
{
  g_autofree char *at = tiem_time_format_short (drift->settled_at, now);
  g_autofree char *before = format_value (drift, drift->expected);
  g_autofree char *shown = drift->has_shown ? format_value (drift, drift->shown) : g_strdup ("—");

  if (g_strcmp0 (drift->outcome, TIEM_DRIFT_TAKEN_OVER) == 0)
    /* Translators: a channel's name, two numbers or prices, a time */
    return g_strdup_printf (
        _ ("%s: %s became %s there; taken over at %s"), drift->channel_name, before, shown, at);
  return g_strdup_printf (
      _ ("%s: %s became %s there; set back at %s"), drift->channel_name, before, shown, at);
}

static GtkWidget *
button_new (const TiemDrift *drift,
            const char *label,
            gboolean takes_over)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), TIEM_DRIFT_ACTION);
  gtk_actionable_set_action_target (
      GTK_ACTIONABLE (button), TIEM_DRIFT_ACTION_TYPE, drift->id, takes_over);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* Two buttons beside each other make a row wider than a narrow window is. */
static GtkWidget *
buttons_new (const TiemDrift *drift)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), button_new (drift, _ ("Set back"), FALSE));
  if (drift->can_be_taken)
    gtk_box_append (GTK_BOX (box), button_new (drift, _ ("Take over from the platform"), TRUE));
  return box;
}

static GtkWidget *
row_new (const TiemDrift *drift,
         gint64 now)
{
  gboolean is_open = drift->settled_at == 0;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (is_open ? "dialog-warning-symbolic"
                                                          : "object-select-symbolic");
  g_autofree char *text = is_open ? tell_open (drift, now) : tell_settled (drift, now);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), drift->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  tiem_tone_apply (icon, is_open ? TIEM_TONE_WARNING : TIEM_TONE_SUB);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (is_open)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons_new (drift));
  return row;
}

void
tiem_drift_list_show (GtkListBox *list,
                      GPtrArray *drifts,
                      gint64 now)
{
  g_autoptr (GString) wanted = g_string_new ("");
  GtkWidget *child;

  for (guint i = 0; i < drifts->len; i++)
    {
      const TiemDrift *drift = g_ptr_array_index (drifts, i);

      g_string_append_printf (wanted,
                              "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT
                              ":%" G_GINT64_FORMAT ";",
                              drift->id,
                              drift->shown,
                              drift->wanted,
                              drift->settled_at);
    }
  if (g_strcmp0 (g_object_get_data (G_OBJECT (list), "shows"), wanted->str) == 0)
    return;
  g_object_set_data_full (G_OBJECT (list), "shows", g_strdup (wanted->str), g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < drifts->len; i++)
    gtk_list_box_append (list, row_new (g_ptr_array_index (drifts, i), now));
}

/* --- deciding --- */

typedef struct
{
  gint64 id;
  gboolean takes_over;
} Decision;

static gpointer
decide (TiemStore *store,
        gpointer data,
        GCancellable *cancellable,
        GError **error)
{
  const Decision *decision = data;

  tiem_store_decide_drift (store, decision->id, decision->takes_over, error);
  return NULL;
}

static void
decided_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL && gtk_widget_get_root (widget) != NULL)
    tiem_page_toast (widget, adw_toast_new (error->message));
}

void
tiem_drift_list_decide (GtkWidget *widget,
                        TiemShop *shop,
                        GVariant *parameter)
{
  Decision decision = { 0 };

  if (shop == NULL)
    return;
  g_variant_get (parameter, TIEM_DRIFT_ACTION_TYPE, &decision.id, &decision.takes_over);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        decide,
                        g_memdup2 (&decision, sizeof decision),
                        g_free,
                        NULL,
                        NULL,
                        decided_cb,
                        g_object_ref (widget));
}
