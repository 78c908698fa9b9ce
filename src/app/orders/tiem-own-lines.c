#define G_LOG_DOMAIN "tiem-own-lines"

#include "config.h"

#include "app/orders/tiem-own-lines.h"

#include "base/tiem-money.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 6
/* A number as long as this is a barcode: it is found whole, or not at all. A scan that lost a digit
 * must not become other goods. */
#define SHORTEST_BARCODE 6

struct _TiemOwnLines
{
  AdwBin parent_instance;

  TiemShop *shop;          /* (owned) (nullable) */
  TiemOwnOrder *order;     /* (nullable), the page's */
  GCancellable *searching; /* (owned) (nullable) */
  gboolean narrow;

  GtkEditable *search;
  AdwBin *top;
  GtkListBox *found;
  GtkLabel *problem;
  GtkListBox *list;
  GtkWidget *empty;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnLines, tiem_own_lines, ADW_TYPE_BIN)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_problem (TiemOwnLines *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
hide_found (TiemOwnLines *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  clear_list (self->found);
}

/* --- the lines --- */

static void
show_empty (TiemOwnLines *self)
{
  gboolean any = self->order != NULL && self->order->lines->len > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (self->empty, !any);
}

static void
row_changed_cb (TiemOwnLines *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
row_removed_cb (TiemOwnLines *self,
                TiemOwnLineRow *row)
{
  TiemOwnLine *line = tiem_own_line_row_get_line (row);

  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_remove (self->order->lines, line);
  show_empty (self);
  tiem_own_lines_focus_search (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
append_row (TiemOwnLines *self,
            TiemOwnLine *line)
{
  GtkWidget *row = tiem_own_line_row_new (line, self->narrow);

  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
}

/* The same goods once more are one more of them. @line: (transfer full) */
static void
add_line (TiemOwnLines *self,
          TiemOwnLine *line)
{
  for (guint i = 0; i < self->order->lines->len; i++)
    {
      TiemOwnLine *held = g_ptr_array_index (self->order->lines, i);

      if (held->variant_id != line->variant_id)
        continue;
      held->quantity++;
      tiem_own_line_free (line);
      tiem_own_line_row_refresh (
          TIEM_OWN_LINE_ROW (gtk_list_box_get_row_at_index (self->list, (int)i)));
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return;
    }
  g_ptr_array_add (self->order->lines, line);
  append_row (self, line);
  show_empty (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- looking for goods --- */

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .search = data };

  return tiem_store_list_variants (store, &query, MOST_FOUND, 0, error);
}

static GtkWidget *
found_row_new (const TiemVariant *variant)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *price = tiem_money_format (variant->price_vnd);
  g_autofree char *left = variant->counted_at == 0
                              ? g_strdup (_ ("not counted yet"))
                              : g_strdup_printf (_ ("%d left"), (int)variant->available);
  g_autofree char *sub
      = g_strdup_printf ("%s%s%s · %s",
                         variant->sku,
                         variant->options != NULL && *variant->options != '\0' ? " · " : "",
                         variant->options != NULL ? variant->options : "",
                         left);
  GtkWidget *amount = gtk_label_new (price);

  gtk_widget_add_css_class (amount, "numeric");
  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variant->product_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), amount);
  g_object_set_data_full (
      G_OBJECT (row), "variant", g_memdup2 (&variant->id, sizeof variant->id), g_free);
  return row;
}

/* Returns: the goods of the row that has the focus; 0 = none has */
static gint64
get_focused (TiemOwnLines *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->found, i)) != NULL; i++)
    if (focus == GTK_WIDGET (row))
      return *(gint64 *)g_object_get_data (G_OBJECT (row), "variant");
  return 0;
}

/* Who went down into the list before the last of it was found stays on the same goods. */
static void
keep_focus (TiemOwnLines *self,
            gint64 variant_id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->found, i)) != NULL; i++)
    if (*(gint64 *)g_object_get_data (G_OBJECT (row), "variant") == variant_id)
      {
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
  tiem_own_lines_focus_search (self);
}

static void
found_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemOwnLines) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gint64 focused;

  if (found == NULL || self->shop == NULL)
    return;
  focused = get_focused (self);
  clear_list (self->found);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->found, found_row_new (g_ptr_array_index (found, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->found), found->len > 0);
  if (focused != 0)
    keep_focus (self, focused);
}

static void
search_changed_cb (TiemOwnLines *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*text != '\0')
    show_problem (self, NULL);
  if (strlen (text) < 2 || self->shop == NULL)
    {
      hide_found (self);
      return;
    }
  self->searching = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_found,
                        g_strdup (text),
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->searching,
                        found_read_cb,
                        g_object_ref (self));
}

/* --- adding what was found or scanned --- */

static gboolean
is_barcode (const char *text)
{
  return strlen (text) >= SHORTEST_BARCODE && strspn (text, "0123456789") == strlen (text);
}

static gint64
find_first (TiemStore *store,
            const char *text,
            GError **error)
{
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .search = (char *)text };
  g_autoptr (GPtrArray) found = tiem_store_list_variants (store, &query, 1, 0, error);

  return found != NULL && found->len > 0 ? ((TiemVariant *)g_ptr_array_index (found, 0))->id : 0;
}

/* @data: the code; "#12": the variant 12. Returns: (nullable): NULL without @error: nothing */
static gpointer
read_line (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const char *text = data;
  gint64 variant_id = *text == '#' ? g_ascii_strtoll (text + 1, NULL, 10)
                                   : tiem_store_find_by_code (store, text, error);

  if (variant_id == 0 && *error == NULL && !is_barcode (text))
    variant_id = find_first (store, text, error);
  return variant_id != 0 ? tiem_store_new_own_line (store, variant_id, error) : NULL;
}

typedef struct
{
  TiemOwnLines *self;  /* (owned) */
  TiemOwnOrder *order; /* not owned: which one it was meant for */
  char *code;
} Adding;

static void
line_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  Adding *adding = user_data;
  g_autoptr (TiemOwnLines) self = adding->self;
  g_autofree char *code = adding->code;
  gboolean is_meant = self->order != NULL && adding->order == self->order;
  g_autoptr (GError) error = NULL;
  TiemOwnLine *line = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  g_free (adding);
  if (line != NULL && is_meant)
    {
      show_problem (self, NULL);
      add_line (self, line);
      return;
    }
  tiem_own_line_free (line);
  if (error != NULL)
    show_problem (self, error->message);
  else if (is_meant)
    {
      /* Translators: what was scanned or typed */
      g_autofree char *text
          = g_strdup_printf (_ ("No goods carry “%s”. Scan again, or look for it by name."), code);

      show_problem (self, text);
      gtk_widget_error_bell (GTK_WIDGET (self));
    }
}

static void
look_up (TiemOwnLines *self,
         const char *code)
{
  Adding *adding;

  if (self->shop == NULL || self->order == NULL)
    return;
  adding = g_new0 (Adding, 1);
  adding->self = g_object_ref (self);
  adding->order = self->order;
  adding->code = g_strdup (code);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_line,
                        g_strdup (code),
                        g_free,
                        (GDestroyNotify)tiem_own_line_free,
                        NULL,
                        line_read_cb,
                        adding);
}

void
tiem_own_lines_take_code (TiemOwnLines *self,
                          const char *code)
{
  g_autofree char *text = g_strstrip (g_strdup (code));

  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  if (*text != '\0' && *text != '#')
    look_up (self, text);
}

static void
search_activate_cb (TiemOwnLines *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->search));

  /* Empty at once: the next scan may follow at its heels. */
  gtk_editable_set_text (self->search, "");
  hide_found (self);
  tiem_own_lines_take_code (self, text);
}

static gboolean
search_key_cb (TiemOwnLines *self,
               guint key,
               guint code,
               GdkModifierType state)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->found, 0);

  if (key == GDK_KEY_Escape && *gtk_editable_get_text (self->search) != '\0')
    {
      gtk_editable_set_text (self->search, "");
      return GDK_EVENT_STOP;
    }
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || first == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (first));
  return GDK_EVENT_STOP;
}

static void
found_activated_cb (TiemOwnLines *self,
                    GtkListBoxRow *row)
{
  const gint64 *variant_id = g_object_get_data (G_OBJECT (row), "variant");
  g_autofree char *code = g_strdup_printf ("#%" G_GINT64_FORMAT, *variant_id);

  look_up (self, code);
  gtk_editable_set_text (self->search, "");
  hide_found (self);
  tiem_own_lines_focus_search (self);
}

/* --- the object --- */

static void
tiem_own_lines_dispose (GObject *object)
{
  TiemOwnLines *self = TIEM_OWN_LINES (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->shop);
  self->order = NULL;
  G_OBJECT_CLASS (tiem_own_lines_parent_class)->dispose (object);
}

static void
tiem_own_lines_class_init (TiemOwnLinesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_own_lines_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_OWN_LINES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-lines.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, search);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, top);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, found);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, list);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnLines, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
}

static void
tiem_own_lines_init (TiemOwnLines *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_own_lines_set_shop (TiemOwnLines *self,
                         TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  g_set_object (&self->shop, shop);
}

void
tiem_own_lines_set_top (TiemOwnLines *self,
                        GtkWidget *widget)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  adw_bin_set_child (self->top, widget);
}

void
tiem_own_lines_set_order (TiemOwnLines *self,
                          TiemOwnOrder *order)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  clear_list (self->list);
  self->order = order;
  show_problem (self, NULL);
  for (guint i = 0; order != NULL && i < order->lines->len; i++)
    append_row (self, g_ptr_array_index (order->lines, i));
  show_empty (self);
}

void
tiem_own_lines_set_narrow (TiemOwnLines *self,
                           gboolean narrow)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));

  self->narrow = narrow;
  /* Its words are seen without scrolling there. */
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty),
                                 narrow ? NULL : "tiem-barcode-symbolic");
  for (int i = 0; gtk_list_box_get_row_at_index (self->list, i) != NULL; i++)
    tiem_own_line_row_set_narrow (TIEM_OWN_LINE_ROW (gtk_list_box_get_row_at_index (self->list, i)),
                                  narrow);
}

void
tiem_own_lines_focus_search (TiemOwnLines *self)
{
  g_return_if_fail (TIEM_IS_OWN_LINES (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

gboolean
tiem_own_lines_forward_key (TiemOwnLines *self,
                            GtkEventControllerKey *keys)
{
  g_return_val_if_fail (TIEM_IS_OWN_LINES (self), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (self->search, -1);
  return gtk_event_controller_key_forward (keys,
                                           GTK_WIDGET (gtk_editable_get_delegate (self->search)));
}
