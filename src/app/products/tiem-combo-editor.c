#define G_LOG_DOMAIN "tiem-combo-editor"

#include "config.h"

#include "app/products/tiem-combo-editor.h"
#include "base/tiem-money.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 6
#define MOST_UNITS 10000

struct _TiemComboEditor
{
  AdwBin parent_instance;

  TiemShop *shop;    /* (owned) */
  GPtrArray *parts;  /* (owned) (element-type TiemComboPart) */
  gint64 variant_id; /* of the combo */
  gint64 price_vnd;
  GCancellable *searching; /* (owned) (nullable) */
  gboolean changed;

  GtkWidget *search;
  GtkWidget *found;
  GtkWidget *list;
  GtkWidget *problem;
  GtkWidget *sum;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemComboEditor, tiem_combo_editor, ADW_TYPE_BIN)

static void
clear_list (GtkWidget *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

/* --- the sums --- */

/* The least of the parts; −1 while one has not been counted. */
static gint64
get_available (TiemComboEditor *self)
{
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const TiemComboPart *part = g_ptr_array_index (self->parts, i);

      if (part->variant->counted_at == 0)
        return -1;
      least = MIN (least, MAX (part->variant->available, 0) / part->quantity);
    }
  return least;
}

static char *
dup_saving (gint64 price_vnd,
            gint64 parts_vnd)
{
  g_autofree char *difference = tiem_money_format (ABS (parts_vnd - price_vnd));

  if (price_vnd < 0 || parts_vnd == price_vnd)
    return g_strdup ("");
  return parts_vnd > price_vnd ? g_strdup_printf (_ (" · the combo is %s cheaper"), difference)
                               : g_strdup_printf (_ (" · the combo is %s dearer"), difference);
}

static void
show_sums (TiemComboEditor *self)
{
  gint64 parts_vnd = 0;
  gint64 available = get_available (self);
  g_autofree char *amount = NULL;
  g_autofree char *left = NULL;
  g_autofree char *saving = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->list, self->parts->len > 0);
  if (self->parts->len == 0)
    {
      gtk_label_set_label (GTK_LABEL (self->sum),
                           _ ("No combo. Add what it is made of, and it becomes one."));
      return;
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      const TiemComboPart *part = g_ptr_array_index (self->parts, i);

      parts_vnd += part->quantity * part->variant->price_vnd;
    }
  amount = tiem_money_format (parts_vnd);
  left = available < 0 ? g_strdup (_ ("A part has not been counted yet"))
                       : g_strdup_printf (_ ("%d combos can be sold"), (int)available);
  saving = dup_saving (self->price_vnd, parts_vnd);
  /* Translators: "4 combos can be sold", an amount of money, " · the combo is … cheaper" */
  words = g_strdup_printf (_ ("%s · its parts cost %s%s"), left, amount, saving);
  gtk_label_set_label (GTK_LABEL (self->sum), words);
}

static void
say_problem (TiemComboEditor *self,
             const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
}

static void
tell (TiemComboEditor *self)
{
  self->changed = TRUE;
  show_sums (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- the parts --- */

static void
quantity_cb (GtkSpinButton *spin,
             TiemComboEditor *self)
{
  TiemComboPart *part = g_object_get_data (G_OBJECT (spin), "part");

  part->quantity = gtk_spin_button_get_value_as_int (spin);
  tell (self);
}

static void
remove_cb (GtkWidget *button,
           TiemComboEditor *self)
{
  TiemComboPart *part = g_object_get_data (G_OBJECT (button), "part");

  gtk_list_box_remove (GTK_LIST_BOX (self->list),
                       gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW));
  g_ptr_array_remove (self->parts, part);
  gtk_widget_grab_focus (self->search);
  tell (self);
}

static char *
dup_part_words (const TiemVariant *variant)
{
  g_autofree char *price = tiem_money_format (variant->price_vnd);
  g_autofree char *left = variant->counted_at == 0
                              ? g_strdup (_ ("not counted yet"))
                              : g_strdup_printf (_ ("%d left"), (int)variant->available);

  return g_strdup_printf ("%s%s%s · %s · %s",
                          variant->options != NULL ? variant->options : "",
                          variant->options != NULL ? " · " : "",
                          variant->sku,
                          price,
                          left);
}

static void
append_row (TiemComboEditor *self,
            TiemComboPart *part)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (1, MOST_UNITS, 1);
  GtkWidget *drop = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *sub = dup_part_words (part->variant);
  g_autofree char *units = g_strdup_printf (_ ("Units of %s"), part->variant->sku);
  g_autofree char *away = g_strdup_printf (_ ("Take %s out of the combo"), part->variant->sku);

  g_object_set (row, "use-markup", FALSE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), part->variant->product_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), (double)part->quantity);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 3);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, units, -1);
  g_object_set_data (G_OBJECT (spin), "part", part);
  g_signal_connect (spin, "value-changed", G_CALLBACK (quantity_cb), self);
  gtk_widget_add_css_class (drop, "flat");
  gtk_widget_set_valign (drop, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (drop, away);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, away, -1);
  g_object_set_data (G_OBJECT (drop), "part", part);
  g_signal_connect (drop, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* @variant: (transfer full) */
static void
add_variant (TiemComboEditor *self,
             TiemVariant *variant)
{
  const char *problem = variant->id == self->variant_id
                            ? _ ("A combo can't contain itself; choose another product.")
                        : variant->is_bundle
                            ? _ ("A combo can't contain another combo; choose its parts instead.")
                            : NULL;
  TiemComboPart *part;

  say_problem (self, problem);
  for (guint i = 0; problem == NULL && i < self->parts->len; i++)
    {
      TiemComboPart *held = g_ptr_array_index (self->parts, i);

      if (held->variant->id != variant->id)
        continue;
      held->quantity++;
      tiem_variant_free (variant);
      clear_list (self->list);
      for (guint j = 0; j < self->parts->len; j++)
        append_row (self, g_ptr_array_index (self->parts, j));
      tell (self);
      return;
    }
  if (problem != NULL)
    {
      tiem_variant_free (variant);
      return;
    }
  part = g_new0 (TiemComboPart, 1);
  part->variant = variant;
  part->quantity = 1;
  g_ptr_array_add (self->parts, part);
  append_row (self, part);
  tell (self);
}

/* --- looking for goods --- */

/* @data: "#12": the variant 12; else a code or SKU as scanned, or words of which the first hit
 * counts */
static gpointer
read_variant (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const char *text = data;
  g_autoptr (GPtrArray) found = NULL;
  gint64 id = *text == '#' ? g_ascii_strtoll (text + 1, NULL, 10)
                           : tiem_store_find_by_code (store, text, error);

  if (id != 0 || *error != NULL)
    return id != 0 ? tiem_store_get_variant (store, id, error) : NULL;
  found = tiem_store_list_variants (
      store,
      &(TiemVariantQuery){ .group = TIEM_VARIANTS_ON_SALE, .search = (char *)text },
      1,
      0,
      error);
  return found != NULL && found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
}

static void
variant_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemComboEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemVariant *variant = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (variant != NULL && self->shop != NULL)
    add_variant (self, variant);
  else
    {
      tiem_variant_free (variant);
      say_problem (self,
                   error != NULL ? error->message
                                 : _ ("No goods are called so. Scan again, or type other words."));
    }
}

/* @text: (transfer full) */
static void
take (TiemComboEditor *self,
      char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_set_visible (self->found, FALSE);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_variant,
                        text,
                        g_free,
                        (GDestroyNotify)tiem_variant_free,
                        NULL,
                        variant_read_cb,
                        g_object_ref (self));
}

static void
search_activate_cb (TiemComboEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (*text != '\0')
    take (self, g_strdup (text));
}

static void
found_activated_cb (GtkListBox *list,
                    GtkListBoxRow *row,
                    TiemComboEditor *self)
{
  take (self, g_strdup (g_object_get_data (G_OBJECT (row), "code")));
  gtk_widget_grab_focus (self->search);
}

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .search = data };

  return tiem_store_list_variants (store, &query, MOST_FOUND, 0, error);
}

static void
found_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemComboEditor) self = user_data;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (found == NULL || self->shop == NULL)
    return;
  clear_list (self->found);
  for (guint i = 0; i < found->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (found, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *sub = dup_part_words (variant);

      g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variant->product_name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
      g_object_set_data_full (
          G_OBJECT (row), "code", g_strdup_printf ("#%" G_GINT64_FORMAT, variant->id), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->found), row);
    }
  gtk_widget_set_visible (self->found, found->len > 0);
}

static void
search_changed_cb (TiemComboEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*text != '\0')
    say_problem (self, NULL);
  if (strlen (text) < 2 || self->shop == NULL)
    {
      gtk_widget_set_visible (self->found, FALSE);
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
                        found_cb,
                        g_object_ref (self));
}

/* --- the widget --- */

static void
tiem_combo_editor_dispose (GObject *object)
{
  TiemComboEditor *self = TIEM_COMBO_EDITOR (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_combo_editor_parent_class)->dispose (object);
}

static void
tiem_combo_editor_finalize (GObject *object)
{
  g_ptr_array_unref (TIEM_COMBO_EDITOR (object)->parts);
  G_OBJECT_CLASS (tiem_combo_editor_parent_class)->finalize (object);
}

static void
tiem_combo_editor_class_init (TiemComboEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_combo_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_combo_editor_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_COMBO_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_list (const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_visible (list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return list;
}

static GtkWidget *
make_label (const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
tiem_combo_editor_init (TiemComboEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = make_label ("heading");

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_combo_part_free);
  self->price_vnd = -1;
  gtk_label_set_label (GTK_LABEL (heading), _ ("Combo"));
  self->search = gtk_search_entry_new ();
  g_object_set (self->search,
                "placeholder-text",
                _ ("Add a part: scan its barcode, or type its name or SKU…"),
                NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add a part"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  self->found = make_list (_ ("Goods found"));
  g_signal_connect (self->found, "row-activated", G_CALLBACK (found_activated_cb), self);
  self->list = make_list (_ ("Parts of the combo"));
  self->problem = make_label ("error");
  gtk_widget_set_visible (self->problem, FALSE);
  self->sum = make_label ("tiem-sub");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->found);
  gtk_box_append (GTK_BOX (box), self->problem);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->sum);
  adw_bin_set_child (ADW_BIN (self), box);
  show_sums (self);
}

GtkWidget *
tiem_combo_editor_new (TiemShop *shop)
{
  TiemComboEditor *self = g_object_new (TIEM_TYPE_COMBO_EDITOR, NULL);

  self->shop = g_object_ref (shop);
  return GTK_WIDGET (self);
}

void
tiem_combo_editor_set_parts (TiemComboEditor *self,
                             gint64 variant_id,
                             GPtrArray *parts)
{
  g_return_if_fail (TIEM_IS_COMBO_EDITOR (self));

  self->variant_id = variant_id;
  g_ptr_array_unref (self->parts);
  self->parts = g_ptr_array_ref (parts);
  clear_list (self->list);
  for (guint i = 0; i < parts->len; i++)
    append_row (self, g_ptr_array_index (parts, i));
  self->changed = FALSE;
  show_sums (self);
}

void
tiem_combo_editor_set_price (TiemComboEditor *self,
                             gint64 price_vnd)
{
  g_return_if_fail (TIEM_IS_COMBO_EDITOR (self));

  self->price_vnd = price_vnd;
  show_sums (self);
}

GArray *
tiem_combo_editor_dup_parts (TiemComboEditor *self)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));

  g_return_val_if_fail (TIEM_IS_COMBO_EDITOR (self), parts);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const TiemComboPart *part = g_ptr_array_index (self->parts, i);
      const TiemBundlePart item = { part->variant->id, part->quantity };

      g_array_append_val (parts, item);
    }
  return parts;
}

gboolean
tiem_combo_editor_is_changed (TiemComboEditor *self)
{
  g_return_val_if_fail (TIEM_IS_COMBO_EDITOR (self), FALSE);
  return self->changed;
}
