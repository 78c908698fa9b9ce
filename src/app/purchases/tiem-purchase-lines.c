#define G_LOG_DOMAIN "tiem-purchase-lines"

#include "config.h"

#include "app/purchases/tiem-purchase-lines.h"

#include "base/tiem-money.h"
#include "document/tiem-sheet.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-own.h"
#include "store/tiem-store-purchases.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 6
/* A number as long as this is a barcode: it is found whole, or not at all. */
#define SHORTEST_BARCODE 6
#define MOST_PROBLEMS 8

struct _TiemPurchaseLines
{
  AdwBin parent_instance;

  TiemShop *shop;          /* (owned) (nullable) */
  TiemPurchase *purchase;  /* (nullable), the page's */
  GCancellable *searching; /* (owned) (nullable) */
  GListStore *items;       /* (owned) (element-type TiemPurchaseItem): in the order of the slip */
  gboolean narrow;

  GtkEditable *search;
  GtkListBox *found;
  GtkLabel *problem;
  GtkLabel *told;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkWidget *empty;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPurchaseLines, tiem_purchase_lines, ADW_TYPE_BIN)

static void
show_problem (TiemPurchaseLines *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
show_told (TiemPurchaseLines *self,
           const char *text)
{
  gtk_label_set_label (self->told, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->told), text != NULL);
}

static void
clear_found (TiemPurchaseLines *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, row);
}

static void
hide_found (TiemPurchaseLines *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  clear_found (self);
}

/* --- the lines --- */

static void
show_empty (TiemPurchaseLines *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->scroller), any);
  gtk_widget_set_visible (self->empty, !any);
}

static void
tell_changed (TiemPurchaseLines *self)
{
  show_empty (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
scroll_to (TiemPurchaseLines *self,
           guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

/* The same goods once more are more of them: said so when a whole line went into another.
 * @line: (transfer full). Returns: whether they were there */
static gboolean
add_line (TiemPurchaseLines *self,
          TiemPurchaseLine *line)
{
  g_autoptr (TiemPurchaseItem) item = NULL;

  for (guint i = 0; i < self->purchase->lines->len; i++)
    {
      TiemPurchaseLine *held = g_ptr_array_index (self->purchase->lines, i);
      g_autoptr (TiemPurchaseItem) there = NULL;

      if (held->variant_id != line->variant_id)
        continue;
      there = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      held->quantity += line->quantity;
      tiem_purchase_line_free (line);
      tiem_purchase_item_changed (there);
      scroll_to (self, i);
      return TRUE;
    }
  item = tiem_purchase_item_new (line);
  g_ptr_array_add (self->purchase->lines, line);
  g_list_store_append (self->items, item);
  show_empty (self);
  scroll_to (self, self->purchase->lines->len - 1);
  return FALSE;
}

static void
row_removed_cb (TiemPurchaseLines *self,
                TiemPurchaseLineRow *row)
{
  TiemPurchaseItem *item = tiem_purchase_line_row_get_item (row);
  guint position;

  if (item == NULL || !g_list_store_find (self->items, item, &position))
    return;
  g_list_store_remove (self->items, position);
  g_ptr_array_remove_index (self->purchase->lines, position);
  tiem_purchase_lines_focus_search (self);
  tell_changed (self);
}

static void
row_problem_cb (TiemPurchaseLines *self,
                const char *sentence)
{
  show_problem (self, sentence);
}

static void
row_changed_cb (TiemPurchaseLines *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
setup_cb (TiemPurchaseLines *self,
          GtkListItem *item)
{
  GtkWidget *row = tiem_purchase_line_row_new ();

  tiem_purchase_line_row_set_narrow (TIEM_PURCHASE_LINE_ROW (row), self->narrow);
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "problem", G_CALLBACK (row_problem_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      row, "done", G_CALLBACK (tiem_purchase_lines_focus_search), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (TiemPurchaseLines *self,
         GtkListItem *item)
{
  TiemPurchaseLineRow *row = TIEM_PURCHASE_LINE_ROW (gtk_list_item_get_child (item));

  tiem_purchase_line_row_set_narrow (row, self->narrow);
  tiem_purchase_line_row_set_item (row, gtk_list_item_get_item (item));
}

static void
unbind_cb (TiemPurchaseLines *self,
           GtkListItem *item)
{
  tiem_purchase_line_row_set_item (TIEM_PURCHASE_LINE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
make_list (TiemPurchaseLines *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items))));
  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
}

/* --- looking for goods --- */

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ALL, .search = data };

  return tiem_store_list_variants (store, &query, MOST_FOUND, 0, error);
}

static GtkWidget *
found_row_new (const TiemVariant *variant)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *sub = g_strdup_printf ("%s%s%s · %s %d%s%s",
                                          variant->sku,
                                          variant->options != NULL ? " · " : "",
                                          variant->options != NULL ? variant->options : "",
                                          _ ("on hand:"),
                                          (int)variant->on_hand,
                                          variant->archived ? " · " : "",
                                          variant->archived ? _ ("Archived") : "");

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variant->product_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  g_object_set_data_full (
      G_OBJECT (row), "variant", g_memdup2 (&variant->id, sizeof variant->id), g_free);
  return row;
}

static void
found_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gboolean focused;

  if (found == NULL || self->shop == NULL)
    return;
  focused = gtk_widget_get_focus_child (GTK_WIDGET (self->found)) != NULL;
  clear_found (self);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->found, found_row_new (g_ptr_array_index (found, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->found), found->len > 0);
  if (focused)
    tiem_purchase_lines_focus_search (self);
}

static void
search_changed_cb (TiemPurchaseLines *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*text != '\0')
    {
      show_problem (self, NULL);
      show_told (self, NULL);
    }
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

typedef struct
{
  TiemPurchaseKind kind;
  gint64 supplier_id;
  gint64 variant_id; /* 0 = look for .code */
  char *code;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->code);
  g_free (asked);
}

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
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ALL, .search = (char *)text };
  g_autoptr (GPtrArray) found = tiem_store_list_variants (store, &query, 1, 0, error);

  return found != NULL && found->len > 0 ? ((TiemVariant *)g_ptr_array_index (found, 0))->id : 0;
}

/* Returns: (nullable): NULL without @error: nothing carries it */
static gpointer
read_line (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Asked *asked = data;
  gint64 variant_id = asked->variant_id;

  if (variant_id == 0)
    variant_id = tiem_store_find_by_code (store, asked->code, error);
  if (variant_id == 0 && *error == NULL && !is_barcode (asked->code))
    variant_id = find_first (store, asked->code, error);
  if (variant_id == 0)
    return NULL;
  return tiem_store_new_purchase_line (store, asked->kind, asked->supplier_id, variant_id, error);
}

static void
line_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPurchaseLine) line = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->purchase == NULL || self->shop == NULL)
    return;
  if (line != NULL)
    {
      show_problem (self, NULL);
      add_line (self, g_steal_pointer (&line));
      tell_changed (self);
      return;
    }
  show_problem (self,
                error != NULL ? error->message
                              : _ ("No goods carry this code. Scan again, or look by name."));
  gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
look_up (TiemPurchaseLines *self,
         gint64 variant_id,
         const char *code)
{
  Asked *asked;

  if (self->shop == NULL || self->purchase == NULL)
    return;
  asked = g_new0 (Asked, 1);
  asked->kind = self->purchase->kind;
  asked->supplier_id = self->purchase->supplier_id;
  asked->variant_id = variant_id;
  asked->code = g_strdup (code);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_line,
                        asked,
                        asked_free,
                        (GDestroyNotify)tiem_purchase_line_free,
                        NULL,
                        line_read_cb,
                        g_object_ref (self));
}

void
tiem_purchase_lines_take_code (TiemPurchaseLines *self,
                               const char *code)
{
  g_autofree char *text = g_strstrip (g_strdup (code));

  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));

  if (*text != '\0')
    look_up (self, 0, text);
}

static void
search_activate_cb (TiemPurchaseLines *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->search));

  /* Empty at once: the next scan may follow at its heels. */
  gtk_editable_set_text (self->search, "");
  hide_found (self);
  tiem_purchase_lines_take_code (self, text);
}

static gboolean
search_key_cb (TiemPurchaseLines *self,
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
found_activated_cb (TiemPurchaseLines *self,
                    GtkListBoxRow *row)
{
  const gint64 *variant_id = g_object_get_data (G_OBJECT (row), "variant");

  look_up (self, *variant_id, "");
  gtk_editable_set_text (self->search, "");
  hide_found (self);
  tiem_purchase_lines_focus_search (self);
}

/* --- many rows at once --- */

typedef struct
{
  TiemPurchaseKind kind;
  gint64 supplier_id;
  char *text; /* (nullable): what was pasted */
  char *path; /* (nullable): or a file */
} Pasted;

static void
pasted_free (gpointer data)
{
  Pasted *pasted = data;

  g_free (pasted->text);
  g_free (pasted->path);
  g_free (pasted);
}

/* Returns: (transfer full) (element-type GPtrArray of utf8) */
static GPtrArray *
split_text (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  const char *separator = strchr (text, '\t') != NULL ? "\t" : ";";
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
      g_auto (GStrv) parts = g_strsplit (lines[i], separator, -1);

      for (guint j = 0; parts[j] != NULL; j++)
        g_ptr_array_add (cells, g_strdup (g_strstrip (parts[j])));
      g_ptr_array_add (rows, cells);
    }
  return rows;
}

static gpointer
read_rows (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Pasted *pasted = data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (TiemSheet) sheet = NULL;

  if (pasted->path != NULL)
    {
      if ((sheet = tiem_sheet_read (pasted->path, cancellable, error)) == NULL)
        return NULL;
      rows = g_ptr_array_ref (sheet->rows);
    }
  else
    rows = split_text (pasted->text);
  return tiem_store_read_purchase_rows (store, pasted->kind, pasted->supplier_id, rows, 1, error);
}

static void
tell_rows (TiemPurchaseLines *self,
           const TiemPurchaseRows *rows,
           guint added,
           guint joined)
{
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  g_string_append_printf (
      told, ngettext ("%u line was added.", "%u lines were added.", added), added);
  if (joined > 0)
    {
      g_string_append_c (told, ' ');
      g_string_append_printf (told,
                              ngettext ("%u row was of goods that were there: quantities add up.",
                                        "%u rows were of goods that were there: quantities add up.",
                                        joined),
                              joined);
    }
  show_told (self, told->str);
  for (guint i = 0; i < MIN (rows->problems->len, MOST_PROBLEMS); i++)
    g_string_append_printf (
        problems, "%s%s", i > 0 ? "\n" : "", (char *)g_ptr_array_index (rows->problems, i));
  if (rows->problems->len > MOST_PROBLEMS)
    {
      guint more = rows->problems->len - MOST_PROBLEMS;

      g_string_append_c (problems, '\n');
      g_string_append_printf (
          problems, ngettext ("and %u more row", "and %u more rows", more), more);
    }
  show_problem (self, problems->len > 0 ? problems->str : NULL);
}

static void
rows_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPurchaseRows) rows = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  guint added = 0;
  guint joined;

  if (self->purchase == NULL || self->shop == NULL)
    return;
  if (rows == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  joined = rows->joined;
  for (guint i = 0; i < rows->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (rows->lines, i);

      if (add_line (self, tiem_purchase_line_copy (line)))
        joined++;
      else
        added++;
    }
  tell_rows (self, rows, added, joined);
  tell_changed (self);
}

static void
take_rows (TiemPurchaseLines *self,
           const char *text,
           const char *path)
{
  Pasted *pasted;

  if (self->shop == NULL || self->purchase == NULL)
    return;
  pasted = g_new0 (Pasted, 1);
  pasted->kind = self->purchase->kind;
  pasted->supplier_id = self->purchase->supplier_id;
  pasted->text = g_strdup (text);
  pasted->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_rows,
                        pasted,
                        pasted_free,
                        (GDestroyNotify)tiem_purchase_rows_free,
                        NULL,
                        rows_read_cb,
                        g_object_ref (self));
}

void
tiem_purchase_lines_take_text (TiemPurchaseLines *self,
                               const char *text)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  take_rows (self, text, NULL);
}

void
tiem_purchase_lines_take_file (TiemPurchaseLines *self,
                               const char *path)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  take_rows (self, NULL, path);
}

static void
clipboard_read_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  int end;

  if (text == NULL || self->search == NULL)
    return;
  g_strchomp (text);
  if (strchr (text, '\n') != NULL || strchr (text, '\t') != NULL)
    {
      tiem_purchase_lines_take_text (self, text);
      return;
    }
  gtk_editable_delete_selection (self->search);
  end = gtk_editable_get_position (self->search);
  gtk_editable_insert_text (self->search, text, -1, &end);
  gtk_editable_set_position (self->search, end);
}

/* Cells of a sheet would run into one another in the field. */
static void
paste_cb (GtkWidget *text,
          TiemPurchaseLines *self)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  gdk_clipboard_read_text_async (
      gtk_widget_get_clipboard (text), NULL, clipboard_read_cb, g_object_ref (self));
}

/* --- the object --- */

static void
tiem_purchase_lines_dispose (GObject *object)
{
  TiemPurchaseLines *self = TIEM_PURCHASE_LINES (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->shop);
  self->purchase = NULL;
  if (self->items != NULL)
    g_list_store_remove_all (self->items);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (tiem_purchase_lines_parent_class)->dispose (object);
}

static void
tiem_purchase_lines_class_init (TiemPurchaseLinesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_purchase_lines_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_PURCHASE_LINES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-purchase-lines.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, search);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, found);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, told);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, scroller);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, list);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
}

static void
tiem_purchase_lines_init (TiemPurchaseLines *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (TIEM_TYPE_PURCHASE_ITEM);
  make_list (self);
  show_empty (self);
  g_signal_connect_object (
      gtk_editable_get_delegate (self->search), "paste-clipboard", G_CALLBACK (paste_cb), self, 0);
}

void
tiem_purchase_lines_set_shop (TiemPurchaseLines *self,
                              TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  g_set_object (&self->shop, shop);
}

void
tiem_purchase_lines_set_purchase (TiemPurchaseLines *self,
                                  TiemPurchase *purchase)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));

  /* The rows let go of the lines before these may be gone. */
  g_list_store_remove_all (self->items);
  self->purchase = purchase;
  show_problem (self, NULL);
  show_told (self, NULL);
  for (guint i = 0; purchase != NULL && i < purchase->lines->len; i++)
    g_ptr_array_add (items, tiem_purchase_item_new (g_ptr_array_index (purchase->lines, i)));
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  show_empty (self);
}

void
tiem_purchase_lines_set_narrow (TiemPurchaseLines *self,
                                gboolean narrow)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  /* All rows are bound anew. */
  gtk_list_view_set_factory (self->list, NULL);
  make_list (self);
}

void
tiem_purchase_lines_focus_search (TiemPurchaseLines *self)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

GtkEditable *
tiem_purchase_lines_get_search (TiemPurchaseLines *self)
{
  g_return_val_if_fail (TIEM_IS_PURCHASE_LINES (self), NULL);
  return self->search;
}
