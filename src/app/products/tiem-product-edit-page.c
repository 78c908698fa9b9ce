#define G_LOG_DOMAIN "tiem-product-edit-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-category-button.h"
#include "app/products/tiem-product-edit-page-private.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemProductEditPage, tiem_product_edit_page, TIEM_TYPE_SUBPAGE)

static const struct
{
  const char *title;
  int chars;
  gboolean numeric;
} fields[TIEM_N_PRODUCT_FIELDS] = {
  [TIEM_PRODUCT_FIELD_OPTIONS] = { N_ ("Variant"), 14, FALSE },
  [TIEM_PRODUCT_FIELD_SKU] = { N_ ("SKU"), 14, FALSE },
  [TIEM_PRODUCT_FIELD_BARCODE] = { N_ ("Barcode"), 14, FALSE },
  [TIEM_PRODUCT_FIELD_SHELF] = { N_ ("Shelf"), 7, FALSE },
  [TIEM_PRODUCT_FIELD_PRICE] = { N_ ("Price"), 10, TRUE },
  [TIEM_PRODUCT_FIELD_COST] = { N_ ("Cost"), 10, TRUE },
  [TIEM_PRODUCT_FIELD_ON_HAND] = { N_ ("On hand"), 8, TRUE },
};

/* --- form and entries --- */

GtkEditable *
tiem_product_edit_page_get_entry (TiemProductEditPage *self,
                                  guint row,
                                  TiemProductField field)
{
  return g_ptr_array_index (self->entries, row * TIEM_N_PRODUCT_FIELDS + field);
}

static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
take_texts (TiemProductEditPage *self)
{
  TiemProductForm *form = self->form;

  g_free (form->name);
  g_free (form->category);
  g_free (form->description);
  form->name = dup_text (self->name);
  form->category = dup_text (self->category);
  form->description = dup_text (self->description);
  for (guint i = 0; i < form->rows->len; i++)
    {
      TiemProductRow *row = g_ptr_array_index (form->rows, i);

      for (guint j = 0; j < TIEM_N_PRODUCT_FIELDS; j++)
        {
          g_free (row->texts[j]);
          row->texts[j] = dup_text (tiem_product_edit_page_get_entry (self, i, j));
        }
    }
}

/* A combo is one variant: its parts are asked for where there is no other. */
static void
update_combo (TiemProductEditPage *self)
{
  gint64 price = -1;
  const TiemProductRow *row
      = self->form->rows->len > 0 ? g_ptr_array_index (self->form->rows, 0) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->combo_bin), self->form->rows->len == 1);
  if (row != NULL && row->texts[TIEM_PRODUCT_FIELD_PRICE] != NULL
      && !tiem_money_parse_input (row->texts[TIEM_PRODUCT_FIELD_PRICE], &price, NULL))
    price = -1;
  if (self->combo != NULL)
    tiem_combo_editor_set_price (self->combo, price);
}

static void
show_problem (TiemProductEditPage *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_box, text != NULL);
}

static void
mark_entry (GtkEditable *wrong,
            TiemProductEditPage *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    gtk_widget_remove_css_class (g_ptr_array_index (self->entries, i), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  if (wrong != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (wrong), "error");
}

/* Says what is wrong as soon as something was typed; an untouched form is not scolded. */
void
tiem_product_edit_page_changed (TiemProductEditPage *self)
{
  g_autoptr (GError) error = NULL;
  TiemProductField field = 0;
  int row = -1;
  gboolean good;
  GtkWidget *save = tiem_subpage_get_end_widget (TIEM_SUBPAGE (self));

  if (self->filling)
    return;
  take_texts (self);
  update_combo (self);
  good = tiem_product_form_check (self->form, &row, &field, &error);
  gtk_widget_set_sensitive (save, good && !self->saving);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
  mark_entry (good       ? NULL
              : row >= 0 ? tiem_product_edit_page_get_entry (self, row, field)
                         : self->name,
              self);
  show_problem (self, good ? NULL : error->message);
}

static void
entry_activated_cb (GtkEntry *entry,
                    TiemProductEditPage *self)
{
  guint index;

  if (g_ptr_array_find (self->entries, entry, &index)
      && index + TIEM_N_PRODUCT_FIELDS < self->entries->len)
    gtk_widget_grab_focus (g_ptr_array_index (self->entries, index + TIEM_N_PRODUCT_FIELDS));
}

static void
update_heading (TiemProductEditPage *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Variants (%u)"), self->form->rows->len);

  gtk_label_set_label (self->heading, text);
}

/* --- the grid --- */

static GtkWidget *
cell_entry_new (TiemProductEditPage *self,
                TiemProductField field,
                const char *text,
                guint row)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *label = g_strdup_printf (_ ("%s, row %u"), _ (fields[field].title), row + 1);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), fields[field].chars);
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  gtk_widget_set_hexpand (entry, !fields[field].numeric);
  gtk_widget_add_css_class (entry, "tiem-cell");
  if (fields[field].numeric)
    {
      gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
      gtk_widget_add_css_class (entry, "numeric");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tiem_product_edit_page_watch_cell (self, entry, field);
  g_signal_connect_object (
      entry, "changed", G_CALLBACK (tiem_product_edit_page_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (entry_activated_cb), self, 0);
  return entry;
}

/* Appends @row to the form and its entries to the grid; @texts as they are shown. */
static void
append_row (TiemProductEditPage *self,
            TiemProductRow *row,
            char *const texts[TIEM_N_PRODUCT_FIELDS])
{
  guint index = self->form->rows->len;

  g_ptr_array_add (self->form->rows, row);
  for (guint j = 0; j < TIEM_N_PRODUCT_FIELDS; j++)
    {
      GtkWidget *entry = cell_entry_new (self, j, texts[j], index);

      if (j == TIEM_PRODUCT_FIELD_ON_HAND && row->is_bundle)
        {
          gtk_widget_set_sensitive (entry, FALSE);
          gtk_widget_set_tooltip_text (entry, _ ("A combo's stock is that of its parts"));
        }
      gtk_grid_attach (self->grid, entry, j, index + 1, 1, 1);
      g_ptr_array_add (self->entries, entry);
    }
  update_heading (self);
  update_combo (self);
}

void
tiem_product_edit_page_append_row (TiemProductEditPage *self)
{
  char *const texts[TIEM_N_PRODUCT_FIELDS] = { NULL };

  append_row (self, tiem_product_row_new (), texts);
}

static void
append_variant (TiemProductEditPage *self,
                const TiemVariant *variant)
{
  TiemProductRow *row = tiem_product_row_new ();
  g_autofree char *price = tiem_number_format (variant->price_vnd);
  g_autofree char *cost = variant->has_cost ? tiem_number_format (variant->cost_vnd) : NULL;
  g_autofree char *on_hand
      = variant->counted_at != 0 ? tiem_number_format (variant->on_hand) : NULL;
  g_autofree char *barcodes = g_strdup (variant->barcodes);
  char *const texts[TIEM_N_PRODUCT_FIELDS] = {
    [TIEM_PRODUCT_FIELD_OPTIONS] = variant->options,
    [TIEM_PRODUCT_FIELD_SKU] = variant->sku,
    [TIEM_PRODUCT_FIELD_BARCODE] = barcodes != NULL ? g_strdelimit (barcodes, "\n", ' ') : NULL,
    [TIEM_PRODUCT_FIELD_SHELF] = variant->shelf,
    [TIEM_PRODUCT_FIELD_PRICE] = price,
    [TIEM_PRODUCT_FIELD_COST] = cost,
    [TIEM_PRODUCT_FIELD_ON_HAND] = on_hand,
  };

  row->variant_id = variant->id;
  row->old_on_hand = variant->on_hand;
  row->old_counted = variant->counted_at != 0;
  row->is_bundle = variant->is_bundle;
  row->had_cost = variant->has_cost;
  row->old_cost_vnd = variant->cost_vnd;
  append_row (self, row, texts);
}

static void
build_heads (TiemProductEditPage *self)
{
  for (guint j = 0; j < TIEM_N_PRODUCT_FIELDS; j++)
    {
      GtkWidget *label = gtk_label_new (_ (fields[j].title));

      gtk_label_set_xalign (GTK_LABEL (label), fields[j].numeric ? 1 : 0);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_widget_add_css_class (label, "tiem-sub");
      gtk_widget_set_margin_start (label, 9);
      gtk_widget_set_margin_end (label, 9);
      gtk_widget_set_margin_top (label, 7);
      gtk_widget_set_margin_bottom (label, 7);
      gtk_grid_attach (self->grid, label, j, 0, 1, 1);
    }
}

static void
add_variant_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (widget);

  tiem_product_edit_page_append_row (self);
  gtk_widget_grab_focus (GTK_WIDGET (tiem_product_edit_page_get_entry (
      self, self->form->rows->len - 1, TIEM_PRODUCT_FIELD_OPTIONS)));
}

/* --- reading --- */

typedef struct
{
  TiemProduct *product;
  GPtrArray *parts; /* (nullable) (element-type TiemComboPart): of its one variant */
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->product, tiem_product_free);
  g_clear_pointer (&read->parts, g_ptr_array_unref);
  g_free (read);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, read_free)

static gpointer
read_product (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (Read) read = g_new0 (Read, 1);

  read->product = tiem_store_get_product (store, *(gint64 *)data, error);
  if (read->product == NULL)
    return NULL;
  if (read->product->variants->len == 1)
    {
      const TiemVariant *variant = g_ptr_array_index (read->product->variants, 0);

      read->parts = tiem_store_list_parts (store, variant->id, error);
      if (read->parts == NULL)
        return NULL;
    }
  return g_steal_pointer (&read);
}

static void
fill_product (TiemProductEditPage *self,
              const TiemProduct *product)
{
  self->filling = TRUE;
  gtk_editable_set_text (self->name, product->name != NULL ? product->name : "");
  gtk_editable_set_text (self->category, product->category != NULL ? product->category : "");
  gtk_editable_set_text (self->description,
                         product->description != NULL ? product->description : "");
  for (guint i = 0; i < product->variants->len; i++)
    append_variant (self, g_ptr_array_index (product->variants, i));
  self->filling = FALSE;
}

static void
product_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemProductEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Read) read = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (read == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  if (read->parts != NULL)
    tiem_combo_editor_set_parts (
        self->combo,
        ((const TiemVariant *)g_ptr_array_index (read->product->variants, 0))->id,
        read->parts);
  fill_product (self, read->product);
  tiem_picture_strip_set_product (self->strip, read->product->id);
  update_combo (self);
}

/* --- saving --- */

typedef struct
{
  gint64 variant_id; /* 0: it was not saved */
  gint64 product_id;
  int bad_row;
  GError *error; /* (owned) (nullable) */
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_clear_error (&saved->error);
  g_free (saved);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saved, saved_free)

static gpointer
save_product (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const TiemProductForm *form = data;
  Saved *saved = g_new0 (Saved, 1);
  g_autoptr (TiemVariant) variant = NULL;

  saved->variant_id = tiem_product_form_save (form, store, &saved->bad_row, &saved->error);
  if (saved->variant_id != 0)
    variant = tiem_store_get_variant (store, saved->variant_id, NULL);
  saved->product_id = variant != NULL ? variant->product_id : form->product_id;
  return saved;
}

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemProductEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Saved) saved = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->saving = FALSE;
  if (self->shop == NULL || saved == NULL)
    return;
  if (saved->error != NULL)
    {
      show_problem (self, saved->error->message);
      if (saved->bad_row >= 0 && saved->bad_row < (int)self->form->rows->len)
        mark_entry (tiem_product_edit_page_get_entry (self, saved->bad_row, TIEM_PRODUCT_FIELD_SKU),
                    self);
      gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)), TRUE);
      return;
    }
  tiem_picture_strip_set_product (self->strip, saved->product_id);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, saved->variant_id);
}

/* A copy for the store's thread: the page goes on living with its own. */
static TiemProductForm *
copy_form (const TiemProductForm *form)
{
  TiemProductForm *copy = tiem_product_form_new ();

  copy->product_id = form->product_id;
  copy->name = g_strdup (form->name);
  copy->category = g_strdup (form->category);
  copy->description = g_strdup (form->description);
  for (guint i = 0; i < form->rows->len; i++)
    {
      const TiemProductRow *from = g_ptr_array_index (form->rows, i);
      TiemProductRow *to = g_memdup2 (from, sizeof *from);

      for (guint j = 0; j < TIEM_N_PRODUCT_FIELDS; j++)
        to->texts[j] = g_strdup (from->texts[j]);
      g_ptr_array_add (copy->rows, to);
    }
  copy->parts = form->parts != NULL ? g_array_ref (form->parts) : NULL;
  return copy;
}

static void
tiem_product_edit_page_save (TiemSubpage *subpage)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (subpage);

  if (self->saving || !gtk_widget_get_sensitive (tiem_subpage_get_end_widget (subpage)))
    return;
  self->saving = TRUE;
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (subpage), FALSE);
  take_texts (self);
  g_clear_pointer (&self->form->parts, g_array_unref);
  if (tiem_combo_editor_is_changed (self->combo))
    self->form->parts = tiem_combo_editor_dup_parts (self->combo);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        save_product,
                        copy_form (self->form),
                        (GDestroyNotify)tiem_product_form_free,
                        saved_free,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
}

/* --- the object --- */

static gboolean
tiem_product_edit_page_may_leave (TiemSubpage *subpage)
{
  tiem_subpage_ask_leave (subpage);
  return FALSE;
}

static void
tiem_product_edit_page_dispose (GObject *object)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (object);

  tiem_product_edit_page_drop_popover (self);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_product_edit_page_parent_class)->dispose (object);
}

static void
tiem_product_edit_page_finalize (GObject *object)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (object);

  g_ptr_array_unref (self->entries);
  tiem_product_form_free (self->form);
  G_OBJECT_CLASS (tiem_product_edit_page_parent_class)->finalize (object);
}

static void
tiem_product_edit_page_class_init (TiemProductEditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_product_edit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_product_edit_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_product_edit_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_product_edit_page_may_leave;

  signals[SIGNAL_SAVED] = g_signal_new ("saved",
                                        TIEM_TYPE_PRODUCT_EDIT_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-product-edit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, combo_bin);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, category);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, description);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, grid);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, problem_box);
  gtk_widget_class_bind_template_child (widget_class, TiemProductEditPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, tiem_product_edit_page_changed);
  gtk_widget_class_install_action (widget_class, "edit.add-variant", NULL, add_variant_action);
  tiem_product_edit_page_install_grid (widget_class);
}

static void
tiem_product_edit_page_init (TiemProductEditPage *self)
{
  self->form = tiem_product_form_new ();
  self->entries = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "products");
  tiem_subpage_add_save_button (TIEM_SUBPAGE (self));
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)), FALSE);
  self->strip = TIEM_PICTURE_STRIP (tiem_picture_strip_new ());
  gtk_box_append (self->pictures, GTK_WIDGET (self->strip));
  build_heads (self);
  update_heading (self);
}

GtkWidget *
tiem_product_edit_page_new (TiemShop *shop,
                            gint64 product_id)
{
  TiemProductEditPage *self = g_object_new (TIEM_TYPE_PRODUCT_EDIT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->form->product_id = product_id;
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->category),
                            tiem_category_button_new (shop, self->category));
  tiem_picture_strip_set_store (self->strip, tiem_shop_get_store (shop));
  self->combo = TIEM_COMBO_EDITOR (tiem_combo_editor_new (shop));
  g_signal_connect_object (
      self->combo, "changed", G_CALLBACK (tiem_product_edit_page_changed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->combo_bin, GTK_WIDGET (self->combo));
  tiem_subpage_set_title (
      TIEM_SUBPAGE (self), product_id != 0 ? _ ("Edit product") : _ ("Add product"), NULL);
  if (product_id != 0)
    tiem_store_run_async (tiem_shop_get_store (shop),
                          TIEM_STORE_READ,
                          read_product,
                          g_memdup2 (&product_id, sizeof product_id),
                          g_free,
                          read_free,
                          NULL,
                          product_read_cb,
                          g_object_ref (self));
  else
    tiem_product_edit_page_append_row (self);
  return GTK_WIDGET (self);
}
