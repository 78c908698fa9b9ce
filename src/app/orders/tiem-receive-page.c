#define G_LOG_DOMAIN "tiem-receive-page"

#include "config.h"

#include "app/orders/tiem-receive-page.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-order-words.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-scan-keys.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

#define N_BACKS 3

static const struct
{
  TiemBack back;
  const char *label;
} backs[N_BACKS] = {
  { TIEM_BACK_SHELF, N_ ("Good, back on the shelf") },
  { TIEM_BACK_DAMAGED, N_ ("Damaged") },
  { TIEM_BACK_LOST, N_ ("Lost on the way") },
};

struct _TiemReceivePage
{
  TiemSubpage parent_instance;

  GtkEditable *field;
  TiemNotice *notice;
  GtkWidget *order_box;
  GtkLabel *number;
  GtkLabel *about;
  GtkWidget *lines;
  GtkButton *go;
  GtkWidget *nothing;

  TiemShop *shop;     /* (owned) (nullable): none once it is disposed */
  TiemScanKeys *keys; /* (owned) */
  TiemOrder *order;   /* (owned) (nullable) */
  GPtrArray *rows;    /* (owned) (element-type Row) */
  gboolean ends;      /* opened for one order */
  gboolean is_busy;
};

enum
{
  BOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemReceivePage, tiem_receive_page, TIEM_TYPE_SUBPAGE)

/* A line of the order, with how many came back in which way. */
typedef struct
{
  TiemReceivePage *page;
  gint64 line_id;
  gint64 out;
  GtkSpinButton *spins[N_BACKS];
} Row;

static void
show_error (TiemReceivePage *self,
            const char *sentence)
{
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, sentence, NULL, NULL, FALSE);
  if (sentence != NULL)
    tiem_compat_announce (GTK_WIDGET (self), sentence);
}

/* --- the goods --- */

static int
get_units (const Row *row,
           guint i)
{
  return gtk_spin_button_get_value_as_int (row->spins[i]);
}

static void
update_button (TiemReceivePage *self)
{
  gint64 units = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    for (guint j = 0; j < N_BACKS; j++)
      units += get_units (g_ptr_array_index (self->rows, i), j);
  label = g_strdup_printf (ngettext ("Book %d item", "Book %d items", (gulong)units), (int)units);
  gtk_button_set_label (self->go, label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "return.book", units > 0 && !self->is_busy);
}

/* No more than are out: what was just set stays, the good ones yield first. */
static void
units_changed_cb (GtkSpinButton *spin,
                  Row *row)
{
  static const guint yielding[N_BACKS] = { 0, 1, 2 };
  gint64 over = -row->out;

  for (guint i = 0; i < N_BACKS; i++)
    over += get_units (row, i);
  for (guint i = 0; i < N_BACKS && over > 0; i++)
    {
      GtkSpinButton *other = row->spins[yielding[i]];
      int less = MIN ((int)over, gtk_spin_button_get_value_as_int (other));

      if (other == spin || less == 0)
        continue;
      g_signal_handlers_block_by_func (other, units_changed_cb, row);
      gtk_spin_button_set_value (other, gtk_spin_button_get_value_as_int (other) - less);
      g_signal_handlers_unblock_by_func (other, units_changed_cb, row);
      over -= less;
    }
  update_button (row->page);
}

static GtkWidget *
units_row_new (Row *row,
               guint i,
               const char *goods)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (backs[i].label));
  GtkWidget *spin = gtk_spin_button_new_with_range (0, row->out, 1);
  g_autofree char *name = g_strdup_printf ("%s: %s", goods, _ (backs[i].label));

  row->spins[i] = GTK_SPIN_BUTTON (spin);
  gtk_spin_button_set_value (row->spins[i], backs[i].back == TIEM_BACK_SHELF ? row->out : 0);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set (label, "xalign", 0.0f, "hexpand", TRUE, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (box, "tiem-line");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), spin);
  return box;
}

static void
add_line (TiemReceivePage *self,
          const TiemOrderLine *line)
{
  const char *goods = line->title != NULL ? line->title : line->remote_sku;
  g_autofree char *heading = NULL;
  g_autofree char *note = g_strdup_printf (
      ngettext ("%d still out", "%d still out", (gulong)line->out), (int)line->out);
  GtkWidget *group;
  Row *row = g_new0 (Row, 1);

  if (line->options != NULL && *line->options != '\0')
    heading = g_strdup_printf ("%s (%s)", goods, line->options);
  group = tiem_group_new (heading != NULL ? heading : goods, note);
  row->page = self;
  row->line_id = line->id;
  row->out = line->out;
  for (guint i = 0; i < N_BACKS; i++)
    gtk_widget_set_focusable (tiem_group_add (TIEM_GROUP (group), units_row_new (row, i, goods)),
                              FALSE);
  for (guint i = 0; i < N_BACKS; i++)
    g_signal_connect (row->spins[i], "value-changed", G_CALLBACK (units_changed_cb), row);
  g_ptr_array_add (self->rows, row);
  gtk_box_append (GTK_BOX (self->lines), group);
}

static void
clear_lines (TiemReceivePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_order (TiemReceivePage *self)
{
  gint64 out = 0;

  clear_lines (self);
  gtk_widget_set_visible (self->order_box, self->order != NULL);
  gtk_widget_set_visible (self->nothing, self->order == NULL);
  if (self->order == NULL)
    return;
  for (guint i = 0; i < self->order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (self->order->lines, i);

      out += line->out;
      if (line->out > 0)
        add_line (self, line);
    }
  gtk_label_set_text (self->number, self->order->number);
  {
    TiemOrderWords words = tiem_order_get_words (self->order);
    g_autofree char *about = g_strdup_printf (
        "%s · %s · %s",
        self->order->channel_name,
        self->order->buyer_name != NULL ? self->order->buyer_name : _ ("Walk-in customer"),
        words.word);

    gtk_label_set_text (self->about, about);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->go), out > 0);
  update_button (self);
  if (out > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->go));
  else
    show_error (self,
                self->order->left_at == 0
                    ? _ ("This order has not left the shop, so nothing of it can come back.")
                    : _ ("Everything of this order is booked already."));
}

/* --- finding the order --- */

typedef struct
{
  char *code;      /* (nullable) */
  gint64 order_id; /* of no code */
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *)data)->code);
  g_free (data);
}

static gpointer
read_order (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Wanted *wanted = data;
  gint64 id = wanted->order_id;

  if (id == 0)
    id = tiem_store_find_parcel (store, wanted->code, NULL);
  if (id == 0)
    id = tiem_store_find_order (store, wanted->code, 0, NULL);
  /* Neither: the sentence about the parcel fits what was scanned. */
  if (id == 0 && tiem_store_find_parcel (store, wanted->code, error) == 0)
    return NULL;
  return tiem_store_get_order (store, id, error);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemReceivePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  show_error (self, error != NULL ? error->message : NULL);
  g_clear_pointer (&self->order, tiem_order_free);
  self->order = g_steal_pointer (&order);
  show_order (self);
}

static void
look_for (TiemReceivePage *self,
          const char *code,
          gint64 order_id)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->code = g_strdup (code);
  wanted->order_id = order_id;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_order,
                        wanted,
                        wanted_free,
                        (GDestroyNotify)tiem_order_free,
                        NULL,
                        read_cb,
                        g_object_ref (self));
}

static void
scanned_cb (TiemReceivePage *self,
            const char *code)
{
  g_autofree char *stripped = g_strstrip (g_strdup (code));

  gtk_editable_set_text (self->field, "");
  if (*stripped != '\0')
    look_for (self, stripped, 0);
}

/* --- booking --- */

typedef struct
{
  gint64 order_id;
  GArray *lines; /* (owned) (element-type TiemBackLine) */
} Booking;

static void
booking_free (gpointer data)
{
  g_array_unref (((Booking *)data)->lines);
  g_free (data);
}

static gpointer
run_book (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Booking *booking = data;

  return tiem_store_receive_returns (store, booking->order_id, booking->lines, error);
}

static void
booked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemReceivePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) bookings = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *words = NULL;

  self->is_busy = FALSE;
  if (self->shop == NULL)
    return;
  if (bookings == NULL)
    {
      show_error (self, error->message);
      update_button (self);
      return;
    }
  /* Translators: an order's number */
  words = g_strdup_printf (_ ("The return of order %s is booked"), self->order->number);
  g_signal_emit (self, signals[BOOKED], 0, words, bookings);
  if (self->ends)
    {
      tiem_subpage_leave (TIEM_SUBPAGE (self));
      return;
    }
  g_clear_pointer (&self->order, tiem_order_free);
  show_order (self);
  /* The toast with Undo is on the list, below this page. */
  tiem_notice_show (self->notice, TIEM_TONE_SUCCESS, words, NULL, NULL, FALSE);
  tiem_compat_announce (GTK_WIDGET (self), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
book_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemReceivePage *self = TIEM_RECEIVE_PAGE (widget);
  Booking *booking;

  if (self->order == NULL || self->is_busy)
    return;
  booking = g_new0 (Booking, 1);
  booking->order_id = self->order->id;
  booking->lines = g_array_new (FALSE, FALSE, sizeof (TiemBackLine));
  for (guint i = 0; i < self->rows->len; i++)
    for (guint j = 0; j < N_BACKS; j++)
      {
        const Row *row = g_ptr_array_index (self->rows, i);
        TiemBackLine line = { row->line_id, get_units (row, j), backs[j].back };

        if (line.quantity > 0)
          g_array_append_val (booking->lines, line);
      }
  self->is_busy = TRUE;
  gtk_widget_action_set_enabled (widget, "return.book", FALSE);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_book,
                        booking,
                        booking_free,
                        (GDestroyNotify)g_array_unref,
                        NULL,
                        booked_cb,
                        g_object_ref (self));
}

/* --- the page --- */

static void
tiem_receive_page_save (TiemSubpage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "return.book", NULL);
}

static void
tiem_receive_page_dispose (GObject *object)
{
  TiemReceivePage *self = TIEM_RECEIVE_PAGE (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->order, tiem_order_free);
  if (self->lines != NULL)
    clear_lines (self);
  self->lines = NULL;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_receive_page_parent_class)->dispose (object);
}

static void
tiem_receive_page_class_init (TiemReceivePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_receive_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_receive_page_save;
  signals[BOOKED] = g_signal_new ("booked",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  G_TYPE_STRING,
                                  G_TYPE_ARRAY);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-receive-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, field);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, order_box);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, number);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, about);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, lines);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, go);
  gtk_widget_class_bind_template_child (widget_class, TiemReceivePage, nothing);
  gtk_widget_class_install_action (widget_class, "return.book", NULL, book_action);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "return.book", NULL);
}

static void
tiem_receive_page_init (TiemReceivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Receive a return"), NULL);
  tiem_help_set_topic (GTK_WIDGET (self), "orders");
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->keys = tiem_scan_keys_new (GTK_WIDGET (self), self->field, TIEM_SCAN_KEYS_CODES);
  g_signal_connect_object (self->keys, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_receive_page_new (TiemShop *shop,
                       gint64 order_id)
{
  TiemReceivePage *self = g_object_new (TIEM_TYPE_RECEIVE_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->ends = order_id != 0;
  if (order_id != 0)
    look_for (self, NULL, order_id);
  return GTK_WIDGET (self);
}
