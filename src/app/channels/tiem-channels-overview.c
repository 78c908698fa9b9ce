#define G_LOG_DOMAIN "tiem-channels-overview"

#include "config.h"

#include "app/channels/tiem-channels-overview.h"
#include "app/channels/tiem-drift-list.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-item.h"
#include "app/widgets/tiem-kind.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-loader.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-listings.h"

#include <glib/gi18n.h>

#define TRAVELS_SHOWN 20
#define DRIFT_SHOWN 20

struct _TiemChannelsOverview
{
  AdwBin parent_instance;

  TiemShop *shop;     /* (owned) (nullable) */
  TiemLoader *loader; /* (owned) (nullable) */
  GListStore *rows;   /* (owned): TiemItem of TiemTravel */
  char *columns_of;   /* (owned): the channels the table has columns for */
  char *conflicts_of; /* (owned): what the list shows, so that it is built again only when it
                         differs */

  GtkWidget *conflicts_box;
  GtkLabel *conflicts_title;
  GtkListBox *conflicts;
  GtkStack *travels_stack;
  GtkColumnView *travels;
  GtkLabel *drift_title;
  GtkLabel *drift_text;
  GtkListBox *drift;
};

G_DEFINE_FINAL_TYPE (TiemChannelsOverview, tiem_channels_overview, ADW_TYPE_BIN)

/* --- reading --- */

typedef struct
{
  GPtrArray *channels;
  GPtrArray *travels;
  GPtrArray *drift;
  GPtrArray *conflicts;
} Figures;

static void
figures_free (Figures *self)
{
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->travels, g_ptr_array_unref);
  g_clear_pointer (&self->drift, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_free (self);
}

static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const TiemDriftQuery drift = { 0 };
  Figures *figures = g_new0 (Figures, 1);

  figures->channels = tiem_store_list_channels (store, error);
  if (figures->channels != NULL)
    figures->travels = tiem_store_list_travels (store, TRAVELS_SHOWN, error);
  if (figures->travels != NULL)
    figures->drift = tiem_store_list_drifts (store, &drift, DRIFT_SHOWN, error);
  if (figures->drift != NULL)
    figures->conflicts = tiem_store_list_stock_conflicts (store, error);
  if (figures->conflicts == NULL)
    g_clear_pointer (&figures, figures_free);
  return figures;
}

/* --- the travel table --- */

static void
fill_time (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemTravel *travel = value;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (travel->at / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  tiem_cell_take_text (cell, g_date_time_format (local, "%H:%M:%S"), TIEM_TONE_NONE);
}

static void
fill_goods (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemTravel *travel = value;

  tiem_cell_set_text (cell, travel->title, TIEM_TONE_NONE);
}

static void
fill_change (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemTravel *travel = value;
  g_autofree char *before = tiem_number_format (travel->before);
  g_autofree char *after = tiem_number_format (travel->after);

  tiem_cell_take_text (cell, g_strdup_printf ("%s → %s", before, after), TIEM_TONE_NONE);
}

static char *
seconds_text (gint64 ms)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  /* "0,0 s" would look like an error. */
  if (ms < 100)
    return g_strdup (_ ("under 0.1 s"));
  g_snprintf (buffer, sizeof buffer, "%.1f", ms / 1000.0);
  /* Translators: %s is a number of seconds in a narrow table cell: "0.4 s" */
  return g_strdup_printf (_ ("%s s"), buffer);
}

/* Hours pass until the owner has uploaded it: how long says nothing of the platform. */
static void
fill_file_stop (TiemCell *cell,
                const TiemTravelStop *stop)
{
  gboolean is_done = stop->took_ms >= 0;

  tiem_cell_set_icon (cell,
                      is_done ? "object-select-symbolic" : "x-office-spreadsheet-symbolic",
                      is_done ? TIEM_TONE_SUCCESS : TIEM_TONE_NONE);
  tiem_cell_set_text (cell, is_done ? _ ("by file") : _ ("waits for file"), TIEM_TONE_NONE);
}

static void
fill_stop (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemTravel *travel = value;
  gint64 channel_id = GPOINTER_TO_SIZE (user_data);

  for (guint i = 0; i < travel->stops->len; i++)
    {
      const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, i);

      if (stop->channel_id != channel_id)
        continue;
      if (stop->sold > 0)
        {
          tiem_cell_set_icon (cell, NULL, TIEM_TONE_NONE);
          tiem_cell_take_text (
              cell, g_strdup_printf (_ ("sold %d"), (int)stop->sold), TIEM_TONE_ACCENT);
        }
      else if (stop->by_file)
        fill_file_stop (cell, stop);
      else if (stop->took_ms < 0)
        {
          tiem_cell_set_icon (cell, "view-refresh-symbolic", TIEM_TONE_ACCENT);
          tiem_cell_set_text (cell, _ ("sending"), TIEM_TONE_NONE);
        }
      else
        {
          tiem_cell_set_icon (cell, "object-select-symbolic", TIEM_TONE_SUCCESS);
          tiem_cell_take_text (cell, seconds_text (stop->took_ms), TIEM_TONE_NONE);
        }
      return;
    }
  tiem_cell_set_icon (cell, NULL, TIEM_TONE_NONE);
  tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_total (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemTravel *travel = value;
  gint64 longest = -1;

  for (guint i = 0; i < travel->stops->len; i++)
    {
      const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, i);

      if (stop->by_file)
        continue; /* nobody waits for it */
      if (stop->sold == 0 && stop->took_ms < 0)
        {
          tiem_cell_set_text (cell, "…", TIEM_TONE_SUB);
          return;
        }
      longest = MAX (longest, stop->took_ms);
    }
  if (longest < 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, seconds_text (longest), TIEM_TONE_NONE);
}

/* Keeps @text in *@held. Returns: whether it is new */
static gboolean
take_if_new (char **held,
             GString *text)
{
  if (g_strcmp0 (*held, text->str) == 0)
    return FALSE;
  g_free (*held);
  *held = g_strdup (text->str);
  return TRUE;
}

static void
note_listing (GString *text,
              const TiemListing *listing)
{
  g_string_append_printf (text,
                          "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ";",
                          listing->id,
                          listing->stock,
                          listing->desired);
}

static void
append_column (TiemChannelsOverview *self,
               TiemColumnKind kind,
               const char *title,
               int width,
               TiemCellFunc func,
               gpointer user_data)
{
  g_autoptr (GtkColumnViewColumn) column = tiem_column_new (kind, title, width, func, user_data);

  gtk_column_view_append_column (self->travels, column);
}

static void
drop_columns (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (view, column);
    }
}

/* One column per channel, in the order of the list at the left. */
static void
make_columns (TiemChannelsOverview *self,
              GPtrArray *channels)
{
  g_autoptr (GString) wanted = g_string_new (NULL);

  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT "=%s;", record->id, record->name);
    }
  if (!take_if_new (&self->columns_of, wanted))
    return;

  drop_columns (self->travels);
  append_column (self, TIEM_COLUMN_TEXT, _ ("Time"), 92, fill_time, NULL);
  append_column (self, TIEM_COLUMN_TEXT, _ ("Goods"), 0, fill_goods, NULL);
  append_column (self, TIEM_COLUMN_NUMBER, _ ("Available"), 110, fill_change, NULL);
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      append_column (self,
                     TIEM_COLUMN_STATE,
                     channels->len > 3 ? tiem_kind_get_label (record->kind) : record->name,
                     channels->len > 3 ? 104 : 140,
                     fill_stop,
                     GSIZE_TO_POINTER (record->id));
    }
  append_column (self, TIEM_COLUMN_NUMBER, _ ("Done in"), 92, fill_total, NULL);
  tiem_column_view_align_headers (self->travels);
}

static void
show_travels (TiemChannelsOverview *self,
              GPtrArray *travels)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  /* The items take the values over, so that the array may go. */
  while (travels->len > 0)
    g_ptr_array_add (
        items,
        tiem_item_new (g_ptr_array_steal_index (travels, 0), (GDestroyNotify)tiem_travel_free));
  g_list_store_splice (self->rows,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       items->pdata,
                       items->len);
  gtk_stack_set_visible_child_name (self->travels_stack, items->len > 0 ? "table" : "empty");
}

/* --- numbers that differ, numbers to be decided --- */

/* A number that the owner chose for a variant: what may be sold of it. */
typedef struct
{
  gint64 variant_id;
  gint64 available;
} Choice;

static gpointer
set_available (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  const Choice *choice = data;
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (store, choice->variant_id, error);

  if (variant != NULL)
    tiem_store_set_stock (store,
                          variant->id,
                          choice->available + variant->reserved,
                          "count",
                          _ ("Chosen between the numbers of the channels"),
                          error);
  return NULL;
}

static void
available_set_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (TiemChannelsOverview) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (self->shop != NULL && error != NULL)
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (error->message));
}

static void
choice_clicked_cb (GtkButton *button,
                   TiemChannelsOverview *self)
{
  const Choice *choice = g_object_get_data (G_OBJECT (button), "choice");

  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        set_available,
                        g_memdup2 (choice, sizeof *choice),
                        g_free,
                        NULL,
                        NULL,
                        available_set_cb,
                        g_object_ref (self));
}

static GtkWidget *
choice_button (TiemChannelsOverview *self,
               const char *label,
               gint64 variant_id,
               gint64 available)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  Choice *choice = g_new (Choice, 1);

  *choice = (Choice){ variant_id, available };
  g_object_set_data_full (G_OBJECT (button), "choice", choice, g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choice_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
row_for_goods (const char *title,
               const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  return row;
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
show_conflicts (TiemChannelsOverview *self,
                GPtrArray *conflicts)
{
  g_autoptr (GString) wanted = g_string_new ("");
  g_autofree char *title = NULL;

  for (guint i = 0; i < conflicts->len; i++)
    {
      const TiemStockConflict *conflict = g_ptr_array_index (conflicts, i);

      g_string_append_printf (wanted, "/%" G_GINT64_FORMAT ":", conflict->available);
      for (guint j = 0; j < conflict->listings->len; j++)
        note_listing (wanted, g_ptr_array_index (conflict->listings, j));
    }
  if (!take_if_new (&self->conflicts_of, wanted))
    return;

  clear_list (self->conflicts);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const TiemStockConflict *conflict = g_ptr_array_index (conflicts, i);
      GtkWidget *row = row_for_goods (conflict->title, conflict->sku);
      g_autofree char *ours = g_strdup_printf (_ ("Tiệm: %d"), (int)conflict->available);

      adw_action_row_add_suffix (
          ADW_ACTION_ROW (row),
          choice_button (self, ours, conflict->variant_id, conflict->available));
      for (guint j = 0; j < conflict->listings->len; j++)
        {
          const TiemListing *listing = g_ptr_array_index (conflict->listings, j);
          g_autofree char *theirs
              = g_strdup_printf ("%s: %d", listing->channel_name, (int)listing->stock);

          adw_action_row_add_suffix (
              ADW_ACTION_ROW (row),
              choice_button (self, theirs, conflict->variant_id, listing->stock));
        }
      gtk_list_box_append (self->conflicts, row);
    }
  title = g_strdup_printf (_ ("Which number is right? (%u)"), conflicts->len);
  gtk_label_set_label (self->conflicts_title, title);
  gtk_widget_set_visible (self->conflicts_box, conflicts->len > 0);
}

static void
show_drift (TiemChannelsOverview *self,
            GPtrArray *drifts)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  guint open = tiem_drift_list_count_open (drifts);
  g_autofree char *title = open > 0 ? g_strdup_printf (_ ("Numbers that differ (%u)"), open)
                                    : g_strdup (_ ("All channels agree"));

  tiem_drift_list_show (self->drift, drifts, now);
  gtk_label_set_label (self->drift_title, title);
  gtk_label_set_label (self->drift_text,
                       open > 0 ? _ ("Somebody changed them on the channel")
                                : _ ("The numbers on the channels are exactly those Tiệm wants."));
  gtk_widget_set_visible (GTK_WIDGET (self->drift), drifts->len > 0);
}

static void
decide_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_drift_list_decide (widget, TIEM_CHANNELS_OVERVIEW (widget)->shop, parameter);
}

static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  TiemChannelsOverview *self = TIEM_CHANNELS_OVERVIEW (widget);
  Figures *figures = result;

  if (figures == NULL)
    {
      tiem_page_toast (widget, adw_toast_new (error->message));
      return;
    }
  make_columns (self, figures->channels);
  show_travels (self, figures->travels);
  show_drift (self, figures->drift);
  show_conflicts (self, figures->conflicts);
}

/* --- the object --- */

static void
tiem_channels_overview_dispose (GObject *object)
{
  TiemChannelsOverview *self = TIEM_CHANNELS_OVERVIEW (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->columns_of, g_free);
  g_clear_pointer (&self->conflicts_of, g_free);

  G_OBJECT_CLASS (tiem_channels_overview_parent_class)->dispose (object);
}

static void
tiem_channels_overview_class_init (TiemChannelsOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channels_overview_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channels-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, conflicts_box);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, conflicts_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, conflicts);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, travels_stack);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, travels);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, drift_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, drift_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsOverview, drift);
  gtk_widget_class_install_action (
      widget_class, TIEM_DRIFT_ACTION, TIEM_DRIFT_ACTION_TYPE, decide_action);
}

static void
tiem_channels_overview_init (TiemChannelsOverview *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (TIEM_TYPE_ITEM);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->travels, GTK_SELECTION_MODEL (selection));
}

void
tiem_channels_overview_set_shop (TiemChannelsOverview *self,
                                 TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_CHANNELS_OVERVIEW (self));

  if (!g_set_object (&self->shop, shop))
    return;
  g_clear_object (&self->loader);
  if (shop == NULL)
    return;
  self->loader
      = tiem_loader_new (GTK_WIDGET (self),
                         tiem_shop_get_store (shop),
                         TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_PRODUCTS,
                         read_figures,
                         (GDestroyNotify)figures_free,
                         figures_read_cb);
  tiem_loader_set_subject (self->loader, 1);
}
