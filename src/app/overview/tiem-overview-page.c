#define G_LOG_DOMAIN "tiem-overview"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-order-words.h"
#include "app/overview/tiem-chart.h"
#include "app/overview/tiem-overview-data.h"
#include "app/overview/tiem-overview-page.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-kind.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

struct _TiemOverviewPage
{
  TiemPage parent_instance;

  GtkBox *columns;
  GtkBox *left;
  GtkBox *lower;
  TiemGroup *todo;
  AdwStatusPage *all_done;
  GtkImage *channels_icon;
  GtkLabel *channels_label;
  GtkLabel *backup_label;
  GtkLabel *revenue;
  GtkLabel *revenue_note;
  GtkLabel *orders;
  GtkLabel *orders_note;
  GtkLabel *profit_title;
  GtkLabel *profit;
  GtkLabel *profit_note;
  GtkLabel *week;
  AdwBin *days_slot;
  AdwBin *hours_slot;
  GtkLabel *hours_legend;
  GtkGrid *by_channel;
  GtkWidget *days_chart;
  GtkWidget *hours_chart;

  TiemLoader *loader; /* (owned) (nullable) */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (TiemOverviewPage, tiem_overview_page, TIEM_TYPE_PAGE)

/* Monday first, as g_date_time_get_day_of_week() counts. */
static const char *const last_weekdays[] = {
  N_ ("last Monday"), N_ ("last Tuesday"),  N_ ("last Wednesday"), N_ ("last Thursday"),
  N_ ("last Friday"), N_ ("last Saturday"), N_ ("last Sunday"),
};

static const char *
get_last_weekday (const TiemOverviewData *data)
{
  /* Day 0, 1970-01-01, was a Thursday. */
  return _ (last_weekdays[((data->today % 7) + 7 + 3) % 7]);
}

/* --- to do --- */

static void
add_todo (TiemOverviewPage *self,
          const char *icon,
          TiemTone tone,
          const char *title,
          const char *sub,
          gint64 count,
          const char *action)
{
  GtkWidget *image;
  g_autofree char *number = tiem_number_format (count);
  GtkWidget *row;

  if (count <= 0)
    return;
  image = gtk_image_new_from_icon_name (icon);
  tiem_tone_apply (image, tone);
  row = tiem_group_add_line (self->todo, image, title, sub, number, NULL, action);
  gtk_widget_add_css_class (row, "tiem-todo");
}

static gint64
sum_channels (const TiemOverviewData *data,
              gsize offset)
{
  gint64 sum = 0;

  for (guint i = 0; i < data->channels->len; i++)
    sum += G_STRUCT_MEMBER (gint64, g_ptr_array_index (data->channels, i), offset);
  return sum;
}

static gint64
count_troubled (const TiemOverviewData *data)
{
  gint64 n = 0;

  for (guint i = 0; i < data->channels->len; i++)
    {
      const TiemChannelRecord *channel = g_ptr_array_index (data->channels, i);

      n += channel->state == TIEM_CHANNEL_NEEDS_AUTH || channel->state == TIEM_CHANNEL_FAILING;
    }
  return n;
}

/* Buyers who wait for an answer; a row leads to the first of them. */
static void
show_wishes (TiemOverviewPage *self,
             const TiemOverviewData *data)
{
  g_autofree char *wish
      = g_strdup_printf ("win.open(('orders','all',int64 %" G_GINT64_FORMAT "))", data->wish_id);
  g_autofree char *asked = g_strdup_printf ("win.open(('orders','all',int64 %" G_GINT64_FORMAT "))",
                                            data->return_order_id);

  add_todo (self,
            "dialog-question-symbolic",
            TIEM_TONE_WARNING,
            _ ("Buyers who want to cancel"),
            _ ("do not pack before you have answered"),
            data->after.cancel_wishes,
            wish);
  add_todo (self,
            "tiem-return-symbolic",
            TIEM_TONE_WARNING,
            _ ("Returns to answer"),
            _ ("afterwards the platform decides"),
            data->after.open_returns,
            asked);
}

/* Money of orders of one's own that is still elsewhere, and orders that are not placed yet. */
static void
show_own (TiemOverviewPage *self,
          const TiemOverviewData *data)
{
  g_autofree char *cod = tiem_money_format (data->own.cod_vnd);
  g_autofree char *owed = tiem_money_format (data->own.owed_vnd);

  add_todo (self,
            "tiem-truck-symbolic",
            TIEM_TONE_WARNING,
            _ ("COD that carriers have not paid out"),
            cod,
            data->own.cod_orders,
            "win.open(('orders','cod',int64 0))");
  add_todo (self,
            "dialog-warning-symbolic",
            TIEM_TONE_WARNING,
            _ ("Customers who owe money"),
            owed,
            data->own.debtors,
            "win.open(('customers','debt',int64 0))");
  add_todo (self,
            "document-edit-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Drafts"),
            _ ("not placed yet, they hold no goods"),
            data->own.drafts,
            "win.open(('orders','drafts',int64 0))");
}

/* What costs money if left alone comes first. */
static void
show_todo (TiemOverviewPage *self,
           const TiemOverviewData *data)
{
  const gint64 *status = data->orders.by_status;
  g_autofree char *review = g_strdup_printf (
      "win.open(('products','all',int64 %" G_GINT64_FORMAT "))", data->review_variant_id);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus;

  had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->todo));
  tiem_group_clear (self->todo);
  add_todo (self,
            "dialog-error-symbolic",
            TIEM_TONE_ERROR,
            _ ("Orders short of goods"),
            _ ("sold more than there is"),
            data->orders.short_of_goods,
            "win.open(('orders','short',int64 0))");
  add_todo (self,
            "dialog-warning-symbolic",
            TIEM_TONE_ERROR,
            _ ("Channels in trouble"),
            _ ("orders are not read, numbers are not sent"),
            count_troubled (data),
            "win.open(('channels','',int64 0))");
  add_todo (self,
            "alarm-symbolic",
            TIEM_TONE_WARNING,
            _ ("Orders to ship before midnight"),
            NULL,
            data->due_today,
            "win.open(('orders','todo',int64 0))");
  show_wishes (self, data);
  add_todo (self,
            "mail-unread-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Orders to confirm"),
            NULL,
            status[TIEM_ORDER_TO_CONFIRM],
            "win.open(('orders','to_confirm',int64 0))");
  add_todo (self,
            "package-x-generic-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Orders to pack"),
            NULL,
            status[TIEM_ORDER_TO_SHIP],
            "win.open(('orders','to_ship',int64 0))");
  add_todo (self,
            "dialog-question-symbolic",
            TIEM_TONE_WARNING,
            _ ("Orders that need a look"),
            _ ("the channel uses a state that Tiệm does not know"),
            status[TIEM_ORDER_UNKNOWN],
            "win.open(('orders','unknown',int64 0))");
  add_todo (self,
            "tiem-return-symbolic",
            TIEM_TONE_WARNING,
            _ ("Parcels coming back"),
            _ ("check them and book the goods in"),
            status[TIEM_ORDER_RETURNING] + status[TIEM_ORDER_FAILED_DELIVERY],
            "win.open(('orders','troubled',int64 0))");
  show_own (self, data);
  add_todo (self,
            "dialog-question-symbolic",
            TIEM_TONE_WARNING,
            _ ("Products whose stock differs between channels"),
            _ ("choose the right number once; nothing is sent until then"),
            data->variants[TIEM_VARIANTS_UNDECIDED],
            "win.open(('products','undecided',int64 0))");
  add_todo (self,
            "tiem-unlink-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Listings not linked"),
            _ ("no stock is taken when they sell"),
            sum_channels (data, G_STRUCT_OFFSET (TiemChannelRecord, unlinked)),
            "win.open(('channels','',int64 0))");
  add_todo (self,
            "tiem-tag-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Products running low"),
            NULL,
            data->variants[TIEM_VARIANTS_LOW],
            "win.open(('products','low',int64 0))");
  add_todo (self,
            "user-info-symbolic",
            TIEM_TONE_ACCENT,
            _ ("Reviews without a reply"),
            NULL,
            data->after.open_reviews,
            review);
  gtk_widget_set_visible (GTK_WIDGET (self->all_done), tiem_group_is_empty (self->todo));
  gtk_widget_set_visible (GTK_WIDGET (self->todo), !tiem_group_is_empty (self->todo));
  /* The rows are new ones; without this the header would have the keys. */
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (self->todo), GTK_DIR_TAB_FORWARD);
}

/* Trust has to be visible: channels and backup are well, or not. */
static void
show_well (TiemOverviewPage *self,
           const TiemOverviewData *data)
{
  gint64 pending = sum_channels (data, G_STRUCT_OFFSET (TiemChannelRecord, pending));
  gint64 listings = sum_channels (data, G_STRUCT_OFFSET (TiemChannelRecord, listings));
  gint64 now = tiem_store_now (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (self))));
  guint n = data->channels->len;
  g_autofree char *total = tiem_number_format (listings);
  g_autofree char *agreed = tiem_number_format (MAX (listings - pending, 0));
  g_autofree char *channels = NULL;
  g_autofree char *when = NULL;
  g_autofree char *backup = NULL;

  if (n == 0)
    channels = g_strdup (_ ("No channel yet"));
  else
    channels = g_strdup_printf (ngettext ("%u channel, numbers agree on %s of %s listings",
                                          "%u channels, numbers agree on %s of %s listings",
                                          n),
                                n,
                                agreed,
                                total);
  gtk_label_set_text (self->channels_label, channels);
  tiem_tone_apply (GTK_WIDGET (self->channels_icon),
                   count_troubled (data) > 0 ? TIEM_TONE_WARNING : TIEM_TONE_SUCCESS);
  gtk_image_set_from_icon_name (self->channels_icon,
                                count_troubled (data) > 0 ? "dialog-warning-symbolic"
                                                          : "tiem-done-symbolic");
  if (data->last_backup_at > 0)
    {
      when = tiem_time_format_short (data->last_backup_at, now);
      /* Translators: %s is a time */
      backup = g_strdup_printf (_ ("Last backup %s"), when);
    }
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->backup_label)),
                          !tiem_shop_is_practice (tiem_page_get_shop (TIEM_PAGE (self))));
  gtk_label_set_text (self->backup_label, backup != NULL ? backup : _ ("No backup yet"));
}

/* --- figures --- */

static void
set_money (GtkLabel *label,
           gint64 vnd)
{
  g_autofree char *text = tiem_money_format (vnd);

  gtk_label_set_text (label, text);
}

/* With its parts: they add up to it. */
static void
show_profit (TiemOverviewPage *self,
             const TiemProfit *profit)
{
  g_autofree char *sold = tiem_money_format (profit->sold_vnd);
  g_autofree char *kept = tiem_money_format (profit->kept_vnd);
  g_autofree char *goods = tiem_money_format (profit->goods_vnd);
  /* Translators: three amounts of money: sales, what platforms and carriers keep, the goods' cost
   */
  g_autofree char *parts = g_strdup_printf (_ ("%s sold − %s kept − %s goods"), sold, kept, goods);

  g_autofree char *number = tiem_number_format (profit->n_unknown);
  g_autofree char *unknown = g_strdup_printf (
      ngettext ("%s line of unknown cost", "%s lines of unknown cost", (gulong)profit->n_unknown),
      number);
  g_autofree char *note
      = profit->n_unknown > 0 ? g_strdup_printf ("%s · %s", parts, unknown) : g_strdup (parts);

  gtk_label_set_text (self->profit_title, tiem_profit_get_title (profit));
  set_money (self->profit, profit->profit_vnd);
  gtk_label_set_text (self->profit_note, note);
}

static void
show_figures (TiemOverviewPage *self,
              const TiemOverviewData *data)
{
  gint64 orders, revenue, before_orders, before_revenue, week = 0, same_time = 0;
  g_autofree char *number = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *revenue_note = NULL;
  g_autofree char *orders_note = NULL;

  tiem_overview_data_sum_day (data, data->today, 0, &orders, &revenue);
  tiem_overview_data_sum_day (data, data->today - 7, 0, &before_orders, &before_revenue);
  for (gint64 day = data->today - 6; day <= data->today; day++)
    {
      gint64 n, vnd;

      tiem_overview_data_sum_day (data, day, 0, &n, &vnd);
      week += vnd;
    }
  for (guint i = 0; i <= data->hour && i < 24; i++)
    same_time += data->hours_before[i];
  number = tiem_number_format (orders);
  amount = tiem_money_format (before_revenue);
  /* Translators: "last Saturday", an amount of that whole day */
  revenue_note = g_strdup_printf (_ ("%s: %s"), get_last_weekday (data), amount);
  /* Translators: difference with sign, "last Saturday" */
  orders_note = g_strdup_printf (
      _ ("%+d against %s by now"), (int)(orders - same_time), get_last_weekday (data));

  set_money (self->revenue, revenue);
  gtk_label_set_text (self->revenue_note, before_orders > 0 ? revenue_note : "");
  gtk_label_set_text (self->orders, number);
  gtk_label_set_text (self->orders_note, before_orders > 0 ? orders_note : "");
  show_profit (self, &data->profit);
  set_money (self->week, week);
}

static void
show_days (TiemOverviewPage *self,
           const TiemOverviewData *data)
{
  double values[TIEM_OVERVIEW_DAYS];
  g_auto (GStrv) labels = g_new0 (char *, TIEM_OVERVIEW_DAYS + 1);
  g_autofree char *top = NULL;
  g_autoptr (GString) description = g_string_new (NULL);

  for (guint i = 0; i < TIEM_OVERVIEW_DAYS; i++)
    {
      gint64 day = data->today - TIEM_OVERVIEW_DAYS + 1 + i;
      g_autoptr (GDateTime) date
          = g_date_time_new_from_unix_local (tiem_time_day_start (day) / 1000 + 12 * 3600);
      gint64 orders, revenue;
      g_autofree char *amount = NULL;
      gboolean first = i == 0 || g_date_time_get_day_of_month (date) == 1;

      tiem_overview_data_sum_day (data, day, 0, &orders, &revenue);
      values[i] = revenue;
      amount = tiem_money_format (revenue);
      if (day == data->today)
        labels[i] = g_strdup (C_ ("chart", "today"));
      else
        labels[i] = g_date_time_format (date, first ? "%-d/%-m" : "%-d");
      g_string_append_printf (description, "%s%s: %s", i > 0 ? ", " : "", labels[i], amount);
    }
  if (values[TIEM_OVERVIEW_DAYS - 1] > 0)
    top = g_strdup_printf ("%.1f", values[TIEM_OVERVIEW_DAYS - 1] / 1e6);
  tiem_chart_set_bars (TIEM_CHART (self->days_chart),
                       values,
                       (const char *const *)labels,
                       TIEM_OVERVIEW_DAYS,
                       1e6,
                       top,
                       description->str);
}

static void
show_hours (TiemOverviewPage *self,
            const TiemOverviewData *data)
{
  double today[24], before[24];
  double sum_today = 0, sum_before = 0;
  g_autofree char *legend = NULL;
  g_autofree char *description = NULL;

  for (guint i = 0; i < 24; i++)
    {
      today[i] = sum_today += data->hours_today[i];
      before[i] = sum_before += data->hours_before[i];
    }
  /* Translators: legend of a chart; %s is "last Saturday" */
  legend = g_strdup_printf (_ ("— today   - - %s"), get_last_weekday (data));
  description = g_strdup_printf (_ ("%d orders today so far, %d orders %s"),
                                 (int)sum_today,
                                 (int)sum_before,
                                 get_last_weekday (data));
  gtk_label_set_text (self->hours_legend, legend);
  tiem_chart_set_lines (TIEM_CHART (self->hours_chart),
                        today,
                        MIN (data->hour + 1, 24),
                        sum_before > 0 ? before : NULL,
                        description);
}

/* --- by channel --- */

static GtkWidget *
make_label (const char *text,
            float xalign,
            const char *style_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", xalign, NULL);

  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static void
add_channel (TiemOverviewPage *self,
             const TiemChannelRecord *channel,
             int row,
             gint64 orders,
             gint64 revenue,
             gint64 most)
{
  GtkWidget *name = make_label (channel->name, 0, NULL);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, MAX (most, 1));
  g_autofree char *count
      = g_strdup_printf (ngettext ("%d order", "%d orders", orders), (int)orders);
  g_autofree char *amount = tiem_money_format (revenue);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 8);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), revenue);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, 48, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, channel->name, -1);
  gtk_grid_attach (self->by_channel, tiem_tile_new (18, channel->kind), 0, row, 1, 1);
  gtk_grid_attach (self->by_channel, name, 1, row, 1, 1);
  gtk_grid_attach (self->by_channel, bar, 2, row, 1, 1);
  gtk_grid_attach (self->by_channel, make_label (count, 1, "tiem-sub"), 3, row, 1, 1);
  gtk_grid_attach (self->by_channel, make_label (amount, 1, "numeric"), 4, row, 1, 1);
}

static void
show_channels (TiemOverviewPage *self,
               const TiemOverviewData *data)
{
  GtkWidget *child;
  gint64 orders, revenue, most = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->by_channel))) != NULL)
    gtk_grid_remove (self->by_channel, child);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < data->channels->len; i++)
      {
        const TiemChannelRecord *channel = g_ptr_array_index (data->channels, i);

        tiem_overview_data_sum_day (data, data->today, channel->id, &orders, &revenue);
        if (pass == 0)
          most = MAX (most, revenue);
        else
          add_channel (self, channel, i, orders, revenue, most);
      }
  if (data->channels->len == 0)
    gtk_grid_attach (
        self->by_channel, make_label (_ ("No channel yet"), 0, "tiem-sub"), 0, 0, 1, 1);
}

static void
data_read_cb (GtkWidget *widget,
              gpointer result,
              const GError *error)
{
  TiemOverviewPage *self = TIEM_OVERVIEW_PAGE (widget);

  if (result == NULL || tiem_page_get_shop (TIEM_PAGE (self)) == NULL)
    return;
  show_todo (self, result);
  show_well (self, result);
  show_figures (self, result);
  show_days (self, result);
  show_hours (self, result);
  show_channels (self, result);
}

/* --- the page --- */

/* "By now" and the hours move on even when nothing is sold. */
static gboolean
tick_cb (gpointer data)
{
  TiemOverviewPage *self = TIEM_OVERVIEW_PAGE (data);

  if (self->loader != NULL)
    tiem_loader_reload (self->loader);
  return G_SOURCE_CONTINUE;
}

static void
tiem_overview_page_shop_changed (TiemPage *page,
                                 TiemShop *shop)
{
  TiemOverviewPage *self = TIEM_OVERVIEW_PAGE (page);

  g_clear_object (&self->loader);
  if (shop == NULL)
    return;
  self->loader = tiem_loader_new (GTK_WIDGET (self),
                                  tiem_shop_get_store (shop),
                                  TIEM_CHANGED_ORDERS | TIEM_CHANGED_RETURNS | TIEM_CHANGED_REVIEWS
                                      | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS
                                      | TIEM_CHANGED_CHANNELS,
                                  tiem_overview_data_read,
                                  (GDestroyNotify)tiem_overview_data_free,
                                  data_read_cb);
  tiem_loader_set_subject (self->loader, 1);
}

static void
tiem_overview_page_size_class_changed (TiemPage *page,
                                       TiemSizeClass size_class)
{
  TiemOverviewPage *self = TIEM_OVERVIEW_PAGE (page);
  gboolean beside = size_class >= TIEM_SIZE_MEDIUM;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->left), beside ? 360 : -1, -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->lower),
                                  size_class >= TIEM_SIZE_SHORT ? GTK_ORIENTATION_HORIZONTAL
                                                                : GTK_ORIENTATION_VERTICAL);
}

static void
tiem_overview_page_dispose (GObject *object)
{
  TiemOverviewPage *self = TIEM_OVERVIEW_PAGE (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->loader);
  G_OBJECT_CLASS (tiem_overview_page_parent_class)->dispose (object);
}

static void
tiem_overview_page_class_init (TiemOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_overview_page_dispose;
  TIEM_PAGE_CLASS (klass)->shop_changed = tiem_overview_page_shop_changed;
  TIEM_PAGE_CLASS (klass)->size_class_changed = tiem_overview_page_size_class_changed;
  g_type_ensure (TIEM_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/overview/tiem-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, columns);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, left);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, lower);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, todo);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, all_done);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, channels_icon);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, channels_label);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, backup_label);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, revenue);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, revenue_note);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, orders);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, orders_note);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, profit_title);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, profit);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, profit_note);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, week);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, days_slot);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, hours_slot);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, hours_legend);
  gtk_widget_class_bind_template_child (widget_class, TiemOverviewPage, by_channel);
}

static void
tiem_overview_page_init (TiemOverviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "first-steps");
  self->days_chart = tiem_chart_new (_ ("Revenue, 14 days"));
  adw_bin_set_child (self->days_slot, self->days_chart);
  self->hours_chart = tiem_chart_new (_ ("Orders by hour, running total"));
  adw_bin_set_child (self->hours_slot, self->hours_chart);
  self->tick_id = g_timeout_add_seconds (300, tick_cb, self);
}
