#define G_LOG_DOMAIN "tiem-card-view"

#include "config.h"

#include "app/products/tiem-card-view.h"

#include "app/tiem-list-export.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-loader.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-card-sheet.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)

struct _TiemCardView
{
  AdwBin parent_instance;

  TiemSizeBin *size;
  TiemListPane *list;
  TiemFilter *reason;
  TiemFilter *place;
  TiemFilter *days;
  GtkColumnViewColumn *place_column; /* not owned */

  TiemShop *shop;      /* (owned) (nullable): none once it is disposed */
  TiemRowList *rows;   /* (owned) */
  TiemLoader *figures; /* (owned) */
  gint64 variant_id;
  gint64 location_id; /* as the query in force has it */
  char *subtitle;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TiemCardView, tiem_card_view, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static TiemStore *
get_store (TiemCardView *self)
{
  return tiem_shop_get_store (self->shop);
}

/* --- what is asked for --- */

static TiemMovementQuery *
make_query (TiemCardView *self)
{
  TiemMovementQuery *query = g_new0 (TiemMovementQuery, 1);
  const char *reason = tiem_filter_get_asked (self->reason);
  const char *place = tiem_filter_get_asked (self->place);
  const char *days = tiem_filter_get_asked (self->days);

  query->variant_id = self->variant_id;
  query->reason = g_strdup (reason);
  query->location_id = place != NULL ? g_ascii_strtoll (place, NULL, 10) : 0;
  if (days != NULL)
    query->since = tiem_time_day_start (tiem_time_day (tiem_store_now (get_store (self)))
                                        - g_ascii_strtoll (days, NULL, 10) + 1);
  query->search = g_strdup (tiem_list_pane_get_search (self->list));
  return query;
}

/* --- figures: what the filters offer, and the foot --- */

typedef struct
{
  TiemVariant *variant;
  GPtrArray *sums;   /* (element-type TiemMovementSum) */
  GPtrArray *places; /* (element-type TiemStockPlace) */
} Figures;

static void
figures_free (gpointer data)
{
  Figures *figures = data;

  g_clear_pointer (&figures->variant, tiem_variant_free);
  g_clear_pointer (&figures->sums, g_ptr_array_unref);
  g_clear_pointer (&figures->places, g_ptr_array_unref);
  g_free (figures);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Figures, figures_free)

static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  gint64 id = *(gint64 *)data;
  g_autoptr (Figures) figures = g_new0 (Figures, 1);

  if ((figures->variant = tiem_store_get_variant (store, id, error)) == NULL
      || (figures->sums = tiem_store_sum_movements (store, id, error)) == NULL
      || (figures->places = tiem_store_list_stock_places (store, id, error)) == NULL)
    return NULL;
  return g_steal_pointer (&figures);
}

/* What is chosen stays chosen, there or not. */
static void
show_filters (TiemCardView *self,
              const Figures *figures)
{
  g_autofree char *reason = g_strdup (tiem_filter_get_asked (self->reason));
  g_autofree char *place = g_strdup (tiem_filter_get_asked (self->place));

  tiem_list_pane_begin_change (self->list);
  tiem_filter_clear (self->reason);
  tiem_filter_add (self->reason, "", _ ("Any reason"));
  for (guint i = 0; i < figures->sums->len; i++)
    {
      const TiemMovementSum *sum = g_ptr_array_index (figures->sums, i);

      tiem_filter_add (self->reason, sum->reason, tiem_movement_reason_label (sum->reason));
    }
  tiem_filter_ask (self->reason, reason);
  tiem_filter_clear (self->place);
  if (figures->places->len > 1)
    tiem_filter_add (self->place, "", _ ("All places"));
  for (guint i = 0; i < figures->places->len && figures->places->len > 1; i++)
    {
      const TiemStockPlace *one = g_ptr_array_index (figures->places, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, one->location_id);

      tiem_filter_add (self->place, id, one->name);
    }
  tiem_filter_ask (self->place, place);
  tiem_list_pane_update_filters (self->list);
  tiem_list_pane_end_change (self->list);
  tiem_list_pane_set_column_shown (self->list, self->place_column, figures->places->len > 1);
}

static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  TiemCardView *self = TIEM_CARD_VIEW (widget);
  const Figures *figures = result;
  const TiemVariant *variant;

  if (figures == NULL)
    return;
  variant = figures->variant;
  show_filters (self, figures);
  g_free (self->subtitle);
  self->subtitle = variant->options != NULL && *variant->options != '\0'
                       ? g_strdup_printf (
                           "%s · %s · %s", variant->product_name, variant->options, variant->sku)
                       : g_strdup_printf ("%s · %s", variant->product_name, variant->sku);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

/* --- the foot: what came and went of all that is listed --- */

static gpointer
read_sum (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree TiemCardSum *sum = g_new (TiemCardSum, 1);

  return tiem_store_sum_card (store, data, sum, error) ? g_steal_pointer (&sum) : NULL;
}

static void
sum_read_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemCardView) self = user_data;
  g_autofree TiemCardSum *sum = tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  g_autofree char *times = NULL;
  g_autofree char *left = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;
  g_autofree char *all = NULL;
  g_autofree char *right = NULL;

  if (sum == NULL || self->shop == NULL)
    return;
  times = tiem_number_format (sum->times);
  left = g_strdup_printf (ngettext ("%s movement", "%s movements", (gulong)sum->times), times);
  in = tiem_number_format (sum->in);
  out = tiem_number_format (sum->out);
  all = tiem_number_format (sum->in - sum->out);
  /* Translators: units that came, units that went, the difference */
  right = g_strdup_printf (_ ("+%s in − %s out = %s"), in, out, all);
  tiem_list_pane_set_foot (self->list, left, right);
}

static void
ask_again (TiemCardView *self)
{
  TiemMovementQuery *query;

  if (self->shop == NULL || self->rows == NULL)
    return;
  query = make_query (self);
  self->location_id = query->location_id;
  tiem_row_list_set_card_query (self->rows, query);
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_READ,
                        read_sum,
                        query,
                        (GDestroyNotify)tiem_movement_query_free,
                        g_free,
                        NULL,
                        sum_read_cb,
                        g_object_ref (self));
}

static void
store_changed_cb (TiemCardView *self,
                  guint what)
{
  TiemMovementQuery *query;

  if (self->shop == NULL || (what & TIEM_CHANGED_PRODUCTS) == 0)
    return;
  query = make_query (self);
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_READ,
                        read_sum,
                        query,
                        (GDestroyNotify)tiem_movement_query_free,
                        g_free,
                        NULL,
                        sum_read_cb,
                        g_object_ref (self));
}

static void
empty_cb (TiemCardView *self)
{
  if (tiem_list_pane_get_search (self->list) != NULL || tiem_list_pane_is_filtered (self->list))
    tiem_list_pane_set_empty (self->list,
                              "edit-find-symbolic",
                              _ ("Nothing here"),
                              _ ("No movement fits. Try fewer letters, or another reason, place or "
                                 "time."));
  else
    tiem_list_pane_set_empty (self->list,
                              "tiem-ledger-symbolic",
                              _ ("Its stock has never moved"),
                              _ ("Count it, import it, or write a purchase slip."));
}

/* --- columns --- */

/* Returns: (transfer full): "Sale · 2611218B4N0QRX" */
static char *
dup_cause (const TiemMovement *movement)
{
  const char *reason = tiem_movement_reason_label (movement->reason);
  const char *named
      = movement->order_number != NULL ? movement->order_number : movement->slip_number;

  return named != NULL ? g_strdup_printf ("%s · %s", reason, named) : g_strdup (reason);
}

/* Returns: (transfer full) (nullable): "TikTok · khách đổi ý" */
static char *
dup_more (const TiemMovement *movement)
{
  const char *note = movement->note != NULL && *movement->note != '\0' ? movement->note : NULL;

  if (movement->channel_name != NULL && note != NULL)
    return g_strdup_printf ("%s · %s", movement->channel_name, note);
  return g_strdup (movement->channel_name != NULL ? movement->channel_name : note);
}

static gboolean
is_cost (const TiemCardLine *line)
{
  return g_strcmp0 (line->movement->reason, "cost") == 0;
}

/* Returns: (transfer full) (nullable): "+6"; a cost that was set moved nothing */
static char *
dup_delta (const TiemCardLine *line)
{
  g_autofree char *number = tiem_number_format (ABS (line->movement->delta));

  if (is_cost (line))
    return NULL;
  return g_strdup_printf ("%s%s", line->movement->delta < 0 ? "−" : "+", number);
}

/* After it: at the place that is asked for, else at all of them. */
static char *
dup_balance (TiemCardView *self,
             const TiemCardLine *line)
{
  return tiem_number_format (self->location_id != 0 ? line->movement->on_hand : line->total);
}

static void
fill_time (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemCardLine *line = value;
  TiemCardView *self = user_data;

  tiem_cell_take_text (
      cell,
      tiem_time_format_short (line->movement->at, tiem_store_now (get_store (self))),
      TIEM_TONE_NONE);
}

static void
fill_cause (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  tiem_cell_take_text (cell, dup_cause (((const TiemCardLine *)value)->movement), TIEM_TONE_NONE);
}

static void
fill_more (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, dup_more (((const TiemCardLine *)value)->movement), TIEM_TONE_NONE);
}

static void
fill_place (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemCardLine *)value)->location_name, TIEM_TONE_NONE);
}

static void
fill_delta (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  tiem_cell_take_text (cell, dup_delta (value), TIEM_TONE_NONE);
}

static void
fill_balance (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_set_bold (cell, TRUE);
  tiem_cell_take_text (cell, dup_balance (user_data, value), TIEM_TONE_NONE);
}

static void
fill_value (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemMovement *movement = ((const TiemCardLine *)value)->movement;

  tiem_cell_take_text (
      cell, movement->has_value ? tiem_money_format (movement->value_vnd) : NULL, TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemCardLine *line = value;
  TiemCardView *self = user_data;
  g_autofree char *cause = dup_cause (line->movement);
  g_autofree char *delta = dup_delta (line);
  g_autofree char *more = dup_more (line->movement);
  g_autofree char *when
      = tiem_time_format_short (line->movement->at, tiem_store_now (get_store (self)));
  g_autofree char *number = dup_balance (self, line);
  /* Translators: %s is a number of units */
  g_autofree char *balance = g_strdup_printf (_ ("%s on hand"), number);

  tiem_narrow_row_set_kinds (row, NULL);
  tiem_narrow_row_set_title (row, cause, delta);
  tiem_narrow_row_set_sub (row, more);
  tiem_narrow_row_set_state (row, NULL, when, TIEM_TONE_SUB);
  tiem_narrow_row_set_end (row, NULL, balance, TIEM_TONE_NONE);
}

static const struct
{
  const char *id;
  TiemColumnKind kind;
  const char *title;
  int width; /* px; 0 = expands */
  int short_width;
  TiemCellFunc func;
} columns[] = {
  { "time", TIEM_COLUMN_TEXT, N_ ("Time"), 120, 110, fill_time },
  { "cause", TIEM_COLUMN_TEXT, N_ ("Why"), 0, 0, fill_cause },
  { "more", TIEM_COLUMN_TEXT, N_ ("Channel, note"), 220, 160, fill_more },
  { "place", TIEM_COLUMN_TEXT, N_ ("Place"), 140, 110, fill_place },
  { "delta", TIEM_COLUMN_NUMBER, N_ ("Change"), 90, 80, fill_delta },
  { "balance", TIEM_COLUMN_NUMBER, N_ ("On hand"), 96, 86, fill_balance },
  { "value", TIEM_COLUMN_NUMBER, N_ ("Value"), 120, -1, fill_value },
};

static void
add_columns (TiemCardView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = tiem_column_new (
          columns[i].kind, _ (columns[i].title), columns[i].width, columns[i].func, self);

      tiem_column_set_id (column, columns[i].id);
      tiem_list_pane_add_column (self->list, column, columns[i].short_width);
      if (g_str_equal (columns[i].id, "place"))
        self->place_column = column;
    }
  tiem_list_pane_set_column_shown (self->list, self->place_column, FALSE);
  tiem_list_pane_set_narrow_func (self->list, fill_narrow, self);
}

/* --- what a line opens --- */

static gpointer
read_line (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  return tiem_store_get_card_line (store, *(gint64 *)data, error);
}

static void
line_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemCardView) self = user_data;
  g_autoptr (TiemCardLine) line = tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  const TiemMovement *movement;

  if (line == NULL || self->shop == NULL)
    return;
  movement = line->movement;
  if (movement->order_id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "why.order", "x", movement->order_id);
  else if (movement->slip_id != 0)
    gtk_widget_activate_action (
        GTK_WIDGET (self), "why.slip", "(xs)", movement->slip_id, movement->slip_kind);
}

static void
open_cb (TiemCardView *self,
         gint64 id)
{
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_READ,
                        read_line,
                        g_memdup2 (&id, sizeof id),
                        g_free,
                        (GDestroyNotify)tiem_card_line_free,
                        NULL,
                        line_read_cb,
                        g_object_ref (self));
}

/* --- exporting --- */

static gint64
write_card (TiemStore *store,
            gpointer data,
            const char *path,
            TiemProgressFunc progress,
            gpointer user_data,
            GCancellable *cancellable,
            GError **error)
{
  return tiem_card_sheet_write (store, data, path, progress, user_data, cancellable, error);
}

static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemCardView *self = TIEM_CARD_VIEW (widget);

  tiem_list_write_file (self->list,
                        get_store (self),
                        write_card,
                        make_query (self),
                        (GDestroyNotify)tiem_movement_query_free,
                        NULL,
                        _ ("stock-card.xlsx"));
}

/* --- the object --- */

static TiemFilter *
add_filter (TiemCardView *self,
            const char *key,
            const char *name)
{
  TiemFilter *filter = TIEM_FILTER (tiem_filter_new (name));

  tiem_filter_set_key (filter, key);
  tiem_list_pane_add_filter (self->list, filter);
  return filter;
}

static void
add_filters (TiemCardView *self,
             gint64 location_id,
             const char *reason)
{
  g_autofree char *place
      = location_id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, location_id) : NULL;

  self->reason = add_filter (self, "reason", _ ("Reason"));
  tiem_filter_add (self->reason, "", _ ("Any reason"));
  if (reason != NULL)
    tiem_filter_add (self->reason, reason, tiem_movement_reason_label (reason));
  tiem_filter_ask (self->reason, reason);
  self->place = add_filter (self, "place", _ ("Place"));
  tiem_filter_ask (self->place, place);
  self->days = add_filter (self, "days", _ ("Time"));
  tiem_filter_add (self->days, "", _ ("Any time"));
  tiem_filter_add (self->days, "1", _ ("Today"));
  tiem_filter_add (self->days, "7", _ ("Last 7 days"));
  tiem_filter_add (self->days, "30", _ ("Last 30 days"));
  tiem_filter_add (self->days, "90", _ ("Last 90 days"));
  tiem_filter_add (self->days, "365", _ ("Last 365 days"));
  tiem_list_pane_update_filters (self->list);
}

static void
tiem_card_view_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, _ ("Stock card"));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, TIEM_CARD_VIEW (object)->subtitle);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_card_view_dispose (GObject *object)
{
  TiemCardView *self = TIEM_CARD_VIEW (object);

  g_clear_object (&self->figures);
  if (self->list != NULL)
    tiem_list_pane_set_rows (self->list, NULL);
  self->list = NULL;
  g_clear_object (&self->rows);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_card_view_parent_class)->dispose (object);
}

static void
tiem_card_view_finalize (GObject *object)
{
  g_free (TIEM_CARD_VIEW (object)->subtitle);
  G_OBJECT_CLASS (tiem_card_view_parent_class)->finalize (object);
}

static void
tiem_card_view_class_init (TiemCardViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tiem_card_view_get_property;
  object_class->dispose = tiem_card_view_dispose;
  object_class->finalize = tiem_card_view_finalize;
  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE] = g_param_spec_string (
      "subtitle", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "card.export", NULL, export_action);
}

static void
tiem_card_view_init (TiemCardView *self)
{
  self->size = g_object_new (TIEM_TYPE_SIZE_BIN, NULL);
  self->list = g_object_new (TIEM_TYPE_LIST_PANE, NULL);
  g_object_set (self->size, "child", self->list, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->size));
  g_object_bind_property (
      self->size, "size-class", self->list, "size-class", G_BINDING_SYNC_CREATE);
}

GtkWidget *
tiem_card_view_new (TiemShop *shop,
                    gint64 variant_id,
                    gint64 location_id,
                    const char *reason)
{
  TiemCardView *self = g_object_new (TIEM_TYPE_CARD_VIEW, NULL);

  self->shop = g_object_ref (shop);
  self->variant_id = variant_id;
  g_object_set (self->list,
                "placeholder",
                _ ("Search order, slip, channel, note…"),
                "label",
                _ ("Stock card"),
                NULL);
  tiem_list_pane_set_autoselect (self->list, FALSE);
  add_filters (self, location_id, reason);
  tiem_list_add_export_button (self->list, "card.export");
  add_columns (self);
  self->rows = tiem_row_list_new_card (get_store (self));
  tiem_list_pane_set_rows (self->list, self->rows);
  g_signal_connect_object (
      self->list, "query-changed", G_CALLBACK (ask_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "empty", G_CALLBACK (empty_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      get_store (self), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->figures = tiem_loader_new (GTK_WIDGET (self),
                                   get_store (self),
                                   TIEM_CHANGED_PRODUCTS,
                                   read_figures,
                                   figures_free,
                                   figures_read_cb);
  tiem_loader_set_subject (self->figures, variant_id);
  ask_again (self);
  return GTK_WIDGET (self);
}
