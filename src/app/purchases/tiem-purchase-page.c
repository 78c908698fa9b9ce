#define G_LOG_DOMAIN "tiem-purchase-page"

#include "config.h"

#include "app/purchases/tiem-purchase-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/purchases/tiem-purchase-lines.h"
#include "app/purchases/tiem-supplier-picker.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-scan-keys.h"
#include "app/widgets/tiem-size-bin.h"
#include "base/tiem-money.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-purchases.h"

#include <glib/gi18n.h>
#include <string.h>

#define SAVE_AFTER_MS 400
#define RIGHT_WIDTH 340
#define PERCENT 100

struct _TiemPurchasePage
{
  TiemSubpage parent_instance;

  TiemShop *shop;         /* (owned) (nullable) */
  TiemPurchase *purchase; /* (owned) */
  TiemScanKeys *keys;     /* (owned) */
  gboolean filling;       /* nobody typed it */
  guint save_id;
  gboolean saving;
  gboolean again;   /* it has changed since */
  gboolean booking; /* it is to be booked as soon as it is saved */
  gboolean booked;
  gboolean insists;  /* fewer are here than go back, and the owner knows */
  GArray *place_ids; /* (owned) (element-type gint64): of the rows of .place */
  gboolean moved;    /* to another place since it was saved: other goods are on hand there */
  /* The discount is this part of the goods, whatever they come to; 0 = it is an amount. */
  gint64 discount_part;
  gint64 discount_whole;

  GtkScrolledWindow *outer;
  GtkOrientable *panes;
  GtkWidget *separator;
  GtkWidget *right_box;
  GtkScrolledWindow *right;
  TiemSizeBin *size;
  TiemPurchaseLines *lines;
  TiemSupplierPicker *supplier;
  GtkWidget *place_group;
  AdwComboRow *place;
  GtkEditable *discount;
  GtkEditable *freight;
  GtkWidget *freight_apart_row;
  GtkSwitch *freight_apart;
  GtkEditable *paid;
  GtkToggleButton *cash;
  GtkToggleButton *transfer;
  GtkEditable *note;
  GtkLabel *sum;
  GtkLabel *total_title;
  GtkLabel *total;
  GtkLabel *left;
  GtkLabel *problem;
  GtkWidget *book;
};

enum
{
  SIGNAL_BOOKED,
  SIGNAL_NUMBERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPurchasePage, tiem_purchase_page, TIEM_TYPE_SUBPAGE)

static void save_now (TiemPurchasePage *self);

static void
fill_amount (GtkEditable *field,
             gint64 vnd)
{
  g_autofree char *text = vnd != 0 ? tiem_number_format (vnd) : g_strdup ("");

  gtk_editable_set_text (field, text);
}

static void
show_problem (TiemPurchasePage *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- sums --- */

static gboolean
is_return (TiemPurchasePage *self)
{
  return self->purchase->kind == TIEM_SUPPLIER_RETURN;
}

static void
show_title (TiemPurchasePage *self)
{
  const TiemPurchase *purchase = self->purchase;
  g_autofree char *of = purchase->of_number != NULL
                            /* Translators: the number of a purchase */
                            ? g_strdup_printf (_ ("of %s"), purchase->of_number)
                            : NULL;
  g_autofree char *subtitle = of != NULL && purchase->number != NULL
                                  ? g_strdup_printf ("%s · %s", purchase->number, of)
                                  : g_strdup (of != NULL ? of : purchase->number);

  tiem_subpage_set_title (TIEM_SUBPAGE (self),
                          is_return (self) ? _ ("Return to the supplier") : _ ("Purchase slip"),
                          subtitle);
}

static void
show_sums (TiemPurchasePage *self)
{
  const TiemPurchase *purchase = self->purchase;
  gint64 units = tiem_purchase_get_units (purchase);
  gint64 total = tiem_purchase_get_total (purchase);
  gint64 left = total - tiem_purchase_get_paid (purchase);
  g_autofree char *number = tiem_number_format (units);
  g_autofree char *goods = tiem_money_format (tiem_purchase_get_goods (purchase));
  g_autofree char *money = tiem_money_format (total);
  g_autofree char *rest = tiem_money_format (ABS (left));
  g_autofree char *lines = g_strdup_printf (ngettext ("%u line", "%u lines", purchase->lines->len),
                                            purchase->lines->len);
  /* Translators: lines of a slip, units, and what they cost */
  g_autofree char *sum = g_strdup_printf (
      ngettext ("%s · %s unit · %s", "%s · %s units · %s", (gulong)units), lines, number, goods);
  g_autofree char *told = NULL;

  gtk_label_set_label (self->sum, sum);
  gtk_label_set_label (self->total, money);
  if (left > 0)
    told = g_strdup_printf (is_return (self) ? _ ("%s less is owed to the supplier")
                                             : _ ("%s stay owed to the supplier"),
                            rest);
  else if (total > 0)
    told = g_strdup (_ ("Nothing stays owed for this slip"));
  gtk_label_set_label (self->left, told != NULL ? told : "");
  gtk_widget_set_sensitive (self->book, purchase->lines->len > 0 && !self->booking);
}

/* --- saving --- */

static gpointer
run_save (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  gint64 id = tiem_store_save_purchase (store, data, error);

  return id != 0 ? tiem_store_get_purchase (store, id, error) : NULL;
}

static void start_booking (TiemPurchasePage *self);

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemPurchasePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPurchase) saved = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->saving = FALSE;
  if (self->shop == NULL)
    return;
  if (saved == NULL)
    {
      self->booking = FALSE;
      show_problem (self, error->message);
      show_sums (self);
      return;
    }
  if (self->purchase->slip_id == 0)
    g_signal_emit (self, signals[SIGNAL_NUMBERED], 0, saved->slip_id);
  self->purchase->slip_id = saved->slip_id;
  g_free (self->purchase->number);
  self->purchase->number = g_strdup (saved->number);
  show_title (self);
  if (self->moved)
    tiem_purchase_lines_take_on_hand (self->lines, saved->lines);
  self->moved = FALSE;
  if (self->booking)
    start_booking (self);
  else if (self->again)
    save_now (self);
}

static void
save_now (TiemPurchasePage *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->shop == NULL || self->booked || self->booking
      || (tiem_purchase_is_empty (self->purchase) && self->purchase->slip_id == 0))
    return;
  self->again = self->saving;
  if (self->saving)
    return;
  self->saving = TRUE;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_save,
                        tiem_purchase_copy (self->purchase),
                        (GDestroyNotify)tiem_purchase_free,
                        (GDestroyNotify)tiem_purchase_free,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
}

static gboolean
save_over_cb (gpointer data)
{
  TiemPurchasePage *self = data;

  self->save_id = 0;
  save_now (self);
  return G_SOURCE_REMOVE;
}

static void
note_change (TiemPurchasePage *self)
{
  show_problem (self, NULL);
  self->insists = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->book),
                        is_return (self) ? _ ("Send back") : _ ("Book the goods in"));
  show_sums (self);
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER_MS, save_over_cb, self);
}

/* --- what is typed --- */

/* Of goods worth more the same percentage is more, too. */
static void
refresh_discount (TiemPurchasePage *self)
{
  TiemPurchase *purchase = self->purchase;
  gint64 goods = MAX (tiem_purchase_get_goods (purchase), 0);

  if (self->discount_whole <= 0)
    return;
  purchase->discount_vnd
      = (gint64)(((__int128)goods * self->discount_part + self->discount_whole / 2)
                 / self->discount_whole);
  /* A percentage is shown as it was typed. */
  if (self->discount_whole == PERCENT)
    return;
  self->filling = TRUE;
  fill_amount (self->discount, purchase->discount_vnd);
  self->filling = FALSE;
}

static void
lines_changed_cb (TiemPurchasePage *self)
{
  if (self->filling)
    return;
  refresh_discount (self);
  note_change (self);
}

static void
supplier_changed_cb (TiemPurchasePage *self)
{
  if (self->filling)
    return;
  self->purchase->supplier_id = tiem_supplier_picker_get_supplier (self->supplier);
  note_change (self);
}

/* Returns: whether @field holds an amount; an empty one is 0 */
static gboolean
read_amount (GtkEditable *field,
             gint64 *vnd)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (field)));
  gboolean good;

  *vnd = 0;
  good = *text == '\0' || (tiem_money_parse_input (text, vnd, NULL) && *vnd >= 0);
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  return good;
}

/* The same for the discount, which may be "10%", too. */
static gboolean
read_discount (TiemPurchasePage *self,
               gint64 *vnd)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->discount)));
  gsize length = strlen (text);
  gint64 percent = 0;

  self->discount_whole = 0;
  if (length < 2 || text[length - 1] != '%')
    return read_amount (self->discount, vnd);
  text[length - 1] = '\0';
  if (!tiem_money_parse_input (text, &percent, NULL) || percent < 0 || percent > 100)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->discount), "error");
      return FALSE;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->discount), "error");
  self->discount_part = percent;
  self->discount_whole = PERCENT;
  refresh_discount (self);
  *vnd = self->purchase->discount_vnd;
  return TRUE;
}

static void
amount_changed_cb (TiemPurchasePage *self)
{
  gint64 discount = 0;
  gint64 freight = 0;
  gint64 paid = 0;
  gboolean good;

  if (self->filling)
    return;
  good = read_discount (self, &discount);
  good = read_amount (self->freight, &freight) && good;
  good = read_amount (self->paid, &paid) && good;
  if (good)
    {
      self->purchase->discount_vnd = discount;
      self->purchase->freight_vnd = freight;
      self->purchase->paid_vnd = paid;
      self->purchase->freight_apart = gtk_switch_get_active (self->freight_apart);
      note_change (self);
    }
  else
    show_problem (self, _ ("This is no amount. Write 45000, 45k or 1tr2."));
}

static void
way_toggled_cb (TiemPurchasePage *self)
{
  if (self->filling)
    return;
  self->purchase->paid_by
      = gtk_toggle_button_get_active (self->transfer) ? TIEM_MONEY_TRANSFER : TIEM_MONEY_CASH;
  note_change (self);
}

static void
note_changed_cb (TiemPurchasePage *self)
{
  if (self->filling)
    return;
  g_free (self->purchase->note);
  self->purchase->note = g_strdup (gtk_editable_get_text (self->note));
  note_change (self);
}

static void
place_chosen_cb (TiemPurchasePage *self)
{
  guint chosen = adw_combo_row_get_selected (self->place);

  if (self->filling || chosen >= self->place_ids->len)
    return;
  self->purchase->location_id = g_array_index (self->place_ids, gint64, chosen);
  self->moved = TRUE;
  note_change (self);
}

/* All of it: the amount is written out, so that it can be seen. */
static void
pay_all_cb (TiemPurchasePage *self)
{
  g_autofree char *text = tiem_number_format (MAX (tiem_purchase_get_total (self->purchase), 0));

  gtk_editable_set_text (self->paid, text);
}

/* --- booking --- */

typedef struct
{
  TiemPurchase *purchase;
  gboolean even_if_short;
} Booking;

static void
booking_free (gpointer data)
{
  Booking *booking = data;

  tiem_purchase_free (booking->purchase);
  g_free (booking);
}

static gpointer
run_book (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Booking *booking = data;
  gint64 id = tiem_store_book_purchase (store, booking->purchase, booking->even_if_short, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
booked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemPurchasePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->booking = FALSE;
  if (self->shop == NULL)
    return;
  if (id == NULL)
    {
      show_problem (self, error->message);
      show_sums (self);
      if (tiem_purchase_error_is_short (error))
        {
          self->insists = TRUE;
          gtk_button_set_label (GTK_BUTTON (self->book), _ ("Send back all the same"));
        }
      return;
    }
  self->booked = TRUE;
  g_signal_emit (self, signals[SIGNAL_BOOKED], 0, *id);
}

static void
start_booking (TiemPurchasePage *self)
{
  Booking *booking = g_new0 (Booking, 1);

  booking->purchase = tiem_purchase_copy (self->purchase);
  booking->even_if_short = self->insists;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_book,
                        booking,
                        booking_free,
                        g_free,
                        NULL,
                        booked_cb,
                        g_object_ref (self));
}

static void
book_cb (TiemPurchasePage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->shop == NULL || self->booking || self->booked)
    return;
  if (!tiem_purchase_check (self->purchase, &error))
    {
      show_problem (self, error->message);
      return;
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->booking = TRUE;
  gtk_widget_set_sensitive (self->book, FALSE);
  /* A draft on its way has to have its number first. */
  if (!self->saving)
    start_booking (self);
}

static void
tiem_purchase_page_save (TiemSubpage *subpage)
{
  book_cb (TIEM_PURCHASE_PAGE (subpage));
}

/* --- scans and files --- */

static void
scanned_cb (TiemPurchasePage *self,
            const char *code)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row
      = focus != NULL ? gtk_widget_get_ancestor (focus, TIEM_TYPE_PURCHASE_LINE_ROW) : NULL;

  if (row != NULL)
    tiem_purchase_line_row_take_back (TIEM_PURCHASE_LINE_ROW (row));
  tiem_purchase_lines_take_code (self->lines, code);
}

static void
file_chosen_cb (const char *path,
                gpointer user_data)
{
  g_autoptr (TiemPurchasePage) self = user_data;

  if (path != NULL && self->shop != NULL)
    tiem_purchase_lines_take_file (self->lines, path);
}

static void
import_cb (TiemPurchasePage *self)
{
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Goods from Excel"),
                         TIEM_FILE_SHEET,
                         file_chosen_cb,
                         g_object_ref (self));
}

static void
search_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_purchase_lines_focus_search (TIEM_PURCHASE_PAGE (widget)->lines);
}

/* --- narrow and wide --- */

static void
size_class_cb (TiemPurchasePage *self)
{
  TiemSizeClass size = tiem_size_bin_get_size_class (self->size);
  gboolean stacked = size < TIEM_SIZE_MEDIUM;

  gtk_orientable_set_orientation (self->panes,
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->separator),
                                  stacked ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_scrolled_window_set_policy (
      self->outer, GTK_POLICY_NEVER, stacked ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
  gtk_scrolled_window_set_policy (
      self->right, GTK_POLICY_NEVER, stacked ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (self->right_box, stacked ? -1 : RIGHT_WIDTH, -1);
  tiem_purchase_lines_set_narrow (self->lines, size == TIEM_SIZE_NARROW);
}

/* --- the object --- */

static void
tiem_purchase_page_dispose (GObject *object)
{
  TiemPurchasePage *self = TIEM_PURCHASE_PAGE (object);

  /* What was typed last is kept, too. */
  if (self->save_id != 0)
    save_now (self);
  if (self->lines != NULL)
    tiem_purchase_lines_set_purchase (self->lines, NULL);
  g_clear_object (&self->keys);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->purchase, tiem_purchase_free);
  g_clear_pointer (&self->place_ids, g_array_unref);
  G_OBJECT_CLASS (tiem_purchase_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, size);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, outer);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, panes);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, separator);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, right_box);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, right);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, lines);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, supplier);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, place_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, place);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, discount);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, freight);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, freight_apart_row);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, freight_apart);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, paid);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, cash);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, transfer);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, note);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, sum);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, total_title);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, total);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, left);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchasePage, book);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       TIEM_TYPE_PURCHASE_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_INT64);
}

static void
tiem_purchase_page_class_init (TiemPurchasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_purchase_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_purchase_page_save;
  signals[SIGNAL_BOOKED] = add_signal ("booked");
  signals[SIGNAL_NUMBERED] = add_signal ("numbered");
  gtk_widget_class_install_action (widget_class, "subpage.search", NULL, search_action);
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  g_type_ensure (TIEM_TYPE_PURCHASE_LINES);
  g_type_ensure (TIEM_TYPE_SUPPLIER_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-purchase-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, size_class_cb);
  gtk_widget_class_bind_template_callback (widget_class, lines_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, supplier_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, amount_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pay_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, book_cb);
}

static void
tiem_purchase_page_init (TiemPurchasePage *self)
{
  self->filling = TRUE;
  self->place_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  tiem_help_set_topic (GTK_WIDGET (self), "purchases");
  self->keys = tiem_scan_keys_new (
      GTK_WIDGET (self), tiem_purchase_lines_get_search (self->lines), TIEM_SCAN_KEYS_WORDS);
  g_signal_connect_object (self->keys, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

static void
fill (TiemPurchasePage *self)
{
  const TiemPurchase *purchase = self->purchase;
  gboolean back = is_return (self);

  self->filling = TRUE;
  tiem_purchase_lines_set_purchase (self->lines, self->purchase);
  tiem_supplier_picker_set_supplier (
      self->supplier, purchase->supplier_id, purchase->supplier_name, purchase->supplier_code);
  gtk_widget_set_sensitive (GTK_WIDGET (self->supplier), purchase->of_slip_id == 0);
  fill_amount (self->discount, purchase->discount_vnd);
  fill_amount (self->freight, purchase->freight_vnd);
  fill_amount (self->paid, MAX (purchase->paid_vnd, 0));
  gtk_switch_set_active (self->freight_apart, purchase->freight_apart);
  gtk_toggle_button_set_active (
      purchase->paid_by == TIEM_MONEY_TRANSFER ? self->transfer : self->cash, TRUE);
  gtk_editable_set_text (self->note, purchase->note != NULL ? purchase->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->freight), !back);
  gtk_widget_set_visible (self->freight_apart_row, !back);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place),
                                 back ? _ ("They leave from") : _ ("They come in at"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->paid),
                                 back ? _ ("Given back at once") : _ ("Paid at once"));
  gtk_label_set_label (self->total_title,
                       back ? _ ("The supplier gives back") : _ ("To pay to the supplier"));
  gtk_button_set_label (GTK_BUTTON (self->book), back ? _ ("Send back") : _ ("Book the goods in"));
  gtk_widget_set_tooltip_text (self->book, "Ctrl+Enter");
  self->filling = FALSE;
}

/* --- places --- */

static gpointer
read_places (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_store_list_locations (store, FALSE, error);
}

/* With one place, nothing of this is to be seen. */
static void
places_read_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (TiemPurchasePage) self = user_data;
  g_autoptr (GPtrArray) places = tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  if (self->shop == NULL || places == NULL)
    return;
  for (guint i = 0; i < places->len; i++)
    {
      const TiemLocation *place = g_ptr_array_index (places, i);

      if (place->id == self->purchase->location_id)
        chosen = i;
      gtk_string_list_append (names, place->name);
      g_array_append_val (self->place_ids, place->id);
    }
  self->filling = TRUE;
  adw_combo_row_set_model (self->place, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->place, chosen);
  self->filling = FALSE;
  gtk_widget_set_visible (self->place_group, places->len > 1);
}

GtkWidget *
tiem_purchase_page_new (TiemShop *shop,
                        TiemPurchase *purchase)
{
  TiemPurchasePage *self = g_object_new (TIEM_TYPE_PURCHASE_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->purchase = purchase;
  tiem_purchase_lines_set_shop (self->lines, shop);
  tiem_supplier_picker_set_shop (self->supplier, shop);
  size_class_cb (self);
  fill (self);
  /* What goes back takes its part of the purchase's discount along, until another is typed. */
  if (purchase->slip_id == 0 && purchase->of_slip_id != 0 && purchase->discount_vnd != 0)
    {
      self->discount_part = purchase->discount_vnd;
      self->discount_whole = tiem_purchase_get_goods (purchase);
    }
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_places,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        places_read_cb,
                        g_object_ref (self));
  show_title (self);
  show_sums (self);
  /* Filled in by somebody else: it is kept from now on. */
  if (purchase->slip_id == 0 && !tiem_purchase_is_empty (purchase))
    self->save_id = g_timeout_add (SAVE_AFTER_MS, save_over_cb, self);
  return GTK_WIDGET (self);
}
