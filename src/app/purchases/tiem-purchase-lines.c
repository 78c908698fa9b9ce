#define G_LOG_DOMAIN "tiem-purchase-lines"

#include "config.h"

#include "app/purchases/tiem-purchase-lines.h"

#include "app/widgets/tiem-goods-search.h"
#include "document/tiem-sheet.h"
#include "store/tiem-store-purchases.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_PROBLEMS 8

struct _TiemPurchaseLines
{
  AdwBin parent_instance;

  TiemShop *shop;         /* (owned) (nullable) */
  TiemPurchase *purchase; /* (nullable), the page's */
  GListStore *items;      /* (owned) (element-type TiemPurchaseItem): in the order of the slip */
  gboolean narrow;
  guint latest;      /* the line that was added to last */
  guint focus_at;    /* the line that gets the focus once it is scrolled to */
  guint focus_field; /* TiemPurchaseField */
  guint focus_tick;  /* 0 = none waits */
  guint focus_tries;

  TiemGoodsSearch *search;
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
      self->latest = i;
      scroll_to (self, i);
      return TRUE;
    }
  item = tiem_purchase_item_new (line);
  g_ptr_array_add (self->purchase->lines, line);
  g_list_store_append (self->items, item);
  show_empty (self);
  self->latest = self->purchase->lines->len - 1;
  scroll_to (self, self->latest);
  return FALSE;
}

/* Returns: (nullable): that shows the line now */
static TiemPurchaseLineRow *
find_row (TiemPurchaseLines *self,
          guint position)
{
  g_autoptr (TiemPurchaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       item != NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (TIEM_IS_PURCHASE_LINE_ROW (row) && gtk_widget_get_mapped (row)
          && tiem_purchase_line_row_get_item (TIEM_PURCHASE_LINE_ROW (row)) == item)
        return TIEM_PURCHASE_LINE_ROW (row);
    }
  return NULL;
}

/* The list makes its row within a frame or two of being scrolled there. */
static gboolean
focus_cb (GtkWidget *widget,
          GdkFrameClock *clock,
          gpointer data)
{
  TiemPurchaseLines *self = TIEM_PURCHASE_LINES (widget);
  TiemPurchaseLineRow *row = find_row (self, self->focus_at);

  if (row == NULL && ++self->focus_tries < 10)
    return G_SOURCE_CONTINUE;
  if (row != NULL)
    tiem_purchase_line_row_focus (row, self->focus_field);
  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
focus_line (TiemPurchaseLines *self,
            guint position,
            TiemPurchaseField field)
{
  self->focus_at = position;
  self->focus_field = field;
  self->focus_tries = 0;
  scroll_to (self, position);
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

static void
row_stepped_cb (TiemPurchaseLines *self,
                int by,
                TiemPurchaseLineRow *row)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint position;

  if (!g_list_store_find (self->items, tiem_purchase_line_row_get_item (row), &position))
    return;
  if (by < 0 && position == 0)
    tiem_purchase_lines_focus_search (self);
  else if (by < 0 || position + 1 < n)
    focus_line (self, position + (guint)by, tiem_purchase_line_row_get_field (row));
}

/* To the line that was scanned last. */
static gboolean
enter_lines_cb (TiemPurchaseLines *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (n > 0)
    focus_line (self, MIN (self->latest, n - 1), TIEM_PURCHASE_FIELD_QUANTITY);
  return n > 0;
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
  tiem_goods_search_complain (self->search, sentence);
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
  g_signal_connect_object (row, "step", G_CALLBACK (row_stepped_cb), self, G_CONNECT_SWAPPED);
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

/* --- what is added --- */

typedef struct
{
  TiemPurchase *purchase; /* not owned: which one it was meant for */
  TiemPurchaseKind kind;
  gint64 supplier_id;
} Asked;

static gpointer
ask (gpointer owner)
{
  TiemPurchaseLines *self = owner;
  Asked *asked;

  if (self->purchase == NULL)
    return NULL;
  asked = g_new0 (Asked, 1);
  asked->purchase = self->purchase;
  asked->kind = self->purchase->kind;
  asked->supplier_id = self->purchase->supplier_id;
  return asked;
}

static gpointer
make (TiemStore *store,
      gconstpointer data,
      gint64 variant_id,
      GError **error)
{
  const Asked *asked = data;

  return tiem_store_new_purchase_line (store, asked->kind, asked->supplier_id, variant_id, error);
}

static gboolean
is_meant (gpointer owner,
          gconstpointer data)
{
  const Asked *asked = data;

  return TIEM_PURCHASE_LINES (owner)->purchase == asked->purchase;
}

static void
add (gpointer owner,
     gpointer line)
{
  add_line (owner, line);
  tell_changed (owner);
}

static const TiemGoodsSource source = {
  .ask = ask,
  .asked_free = g_free,
  .make = make,
  .made_free = (GDestroyNotify)tiem_purchase_line_free,
  .is_meant = is_meant,
  .add = add,
};

void
tiem_purchase_lines_take_code (TiemPurchaseLines *self,
                               const char *code)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  tiem_goods_search_take_code (self->search, code);
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
  tiem_goods_search_tell (self->search, told->str);
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
  tiem_goods_search_complain (self->search, problems->len > 0 ? problems->str : NULL);
}

static void
rows_read_cb (GObject *store,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPurchaseRows) rows = tiem_store_run_finish (TIEM_STORE (store), result, &error);
  guint added = 0;
  guint joined;

  if (self->purchase == NULL || self->shop == NULL)
    return;
  if (rows == NULL)
    {
      tiem_goods_search_complain (self->search, error->message);
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
clipboard_read_cb (GObject *clipboard,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (TiemPurchaseLines) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  GtkEditable *field;
  int end;

  if (text == NULL || self->search == NULL)
    return;
  g_strchomp (text);
  if (strchr (text, '\n') != NULL || strchr (text, '\t') != NULL)
    {
      tiem_purchase_lines_take_text (self, text);
      return;
    }
  field = tiem_goods_search_get_field (self->search);
  gtk_editable_delete_selection (field);
  end = gtk_editable_get_position (field);
  gtk_editable_insert_text (field, text, -1, &end);
  gtk_editable_set_position (field, end);
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

  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
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
  g_type_ensure (TIEM_TYPE_GOODS_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-purchase-lines.ui");
  gtk_widget_class_bind_template_callback (widget_class, enter_lines_cb);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, search);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, scroller);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, list);
  gtk_widget_class_bind_template_child (widget_class, TiemPurchaseLines, empty);
}

static void
tiem_purchase_lines_init (TiemPurchaseLines *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (TIEM_TYPE_PURCHASE_ITEM);
  make_list (self);
  show_empty (self);
  tiem_goods_search_set_source (self->search, &source, self);
  g_signal_connect_object (gtk_editable_get_delegate (tiem_goods_search_get_field (self->search)),
                           "paste-clipboard",
                           G_CALLBACK (paste_cb),
                           self,
                           0);
}

void
tiem_purchase_lines_set_shop (TiemPurchaseLines *self,
                              TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));
  g_set_object (&self->shop, shop);
  tiem_goods_search_set_shop (self->search, shop);
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
  self->latest = 0;
  tiem_goods_search_complain (self->search, NULL);
  tiem_goods_search_tell (self->search, NULL);
  for (guint i = 0; purchase != NULL && i < purchase->lines->len; i++)
    g_ptr_array_add (items, tiem_purchase_item_new (g_ptr_array_index (purchase->lines, i)));
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  show_empty (self);
}

void
tiem_purchase_lines_take_on_hand (TiemPurchaseLines *self,
                                  GPtrArray *lines)
{
  g_return_if_fail (TIEM_IS_PURCHASE_LINES (self));

  for (guint i = 0; self->purchase != NULL && i < self->purchase->lines->len; i++)
    {
      TiemPurchaseLine *line = g_ptr_array_index (self->purchase->lines, i);
      g_autoptr (TiemPurchaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      for (guint j = 0; j < lines->len; j++)
        {
          const TiemPurchaseLine *there = g_ptr_array_index (lines, j);

          if (there->variant_id == line->variant_id)
            line->on_hand = there->on_hand;
        }
      tiem_purchase_item_changed (item);
    }
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
  tiem_goods_search_focus (self->search);
}

GtkEditable *
tiem_purchase_lines_get_search (TiemPurchaseLines *self)
{
  g_return_val_if_fail (TIEM_IS_PURCHASE_LINES (self), NULL);
  return tiem_goods_search_get_field (self->search);
}
