#define G_LOG_DOMAIN "tiem-supplier-picker"

#include "config.h"

#include "app/purchases/tiem-supplier-picker.h"

#include "base/tiem-money.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 6

struct _TiemSupplierPicker
{
  AdwBin parent_instance;

  TiemShop *shop;          /* (owned) (nullable) */
  GCancellable *searching; /* (owned) (nullable) */
  gint64 supplier_id;
  char *name;       /* (nullable) of the chosen one */
  gboolean filling; /* nobody typed it */

  GtkEditable *entry;
  GtkListBox *found;
  GtkLabel *told;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemSupplierPicker, tiem_supplier_picker, ADW_TYPE_BIN)

static void
show_told (TiemSupplierPicker *self,
           const char *text,
           gboolean wrong)
{
  gtk_label_set_label (self->told, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->told), text != NULL);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->told), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->told), "error");
}

static void
clear_found (TiemSupplierPicker *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, row);
}

static void
hide_found (TiemSupplierPicker *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  clear_found (self);
}

/* --- choosing --- */

static void
choose (TiemSupplierPicker *self,
        gint64 supplier_id,
        const char *name,
        const char *told)
{
  gboolean has_focus
      = (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  hide_found (self);
  self->supplier_id = supplier_id;
  g_free (self->name);
  self->name = g_strdup (name);
  self->filling = TRUE;
  gtk_editable_set_text (self->entry, name != NULL ? name : "");
  /* Who types goes on typing; else a long name is read from its beginning. */
  gtk_editable_set_position (self->entry, has_focus ? -1 : 0);
  self->filling = FALSE;
  show_told (self, told, FALSE);
}

/* "NCC000001 · nợ 390.000 ₫" */
static char *
describe (const TiemSupplier *supplier)
{
  g_autofree char *money = tiem_money_format (ABS (supplier->debt_vnd));

  if (supplier->debt_vnd == 0)
    return g_strdup (supplier->code);
  return g_strdup_printf ("%s · %s %s",
                          supplier->code,
                          supplier->debt_vnd > 0 ? _ ("owed") : _ ("paid in advance"),
                          money);
}

static void
take (TiemSupplierPicker *self,
      const TiemSupplier *supplier)
{
  g_autofree char *told = describe (supplier);

  choose (self, supplier->id, supplier->name, told);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gpointer
add_supplier (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemSupplier) supplier = tiem_supplier_new ();
  gint64 id;

  supplier->name = g_strdup (data);
  id = tiem_store_save_supplier (store, supplier, error);
  return id != 0 ? tiem_store_get_supplier (store, id, error) : NULL;
}

static void
added_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemSupplierPicker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSupplier) supplier = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (supplier == NULL)
    show_told (self, error->message, TRUE);
  else
    take (self, supplier);
}

static void
add_new (TiemSupplierPicker *self)
{
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        add_supplier,
                        g_strdup (gtk_editable_get_text (self->entry)),
                        g_free,
                        (GDestroyNotify)tiem_supplier_free,
                        NULL,
                        added_cb,
                        g_object_ref (self));
}

static void
row_activated_cb (TiemSupplierPicker *self,
                  GtkListBoxRow *row)
{
  const TiemSupplier *supplier = g_object_get_data (G_OBJECT (row), "supplier");

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (supplier != NULL)
    {
      g_autoptr (TiemSupplier) copy = tiem_supplier_copy (supplier);

      take (self, copy);
      return;
    }
  add_new (self);
}

/* --- looking --- */

static GtkWidget *
row_new (const char *title,
         const char *sub)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  return row;
}

static void
append_found (TiemSupplierPicker *self,
              const TiemSupplier *supplier)
{
  g_autofree char *sub = describe (supplier);
  GtkWidget *row = row_new (supplier->name, sub);

  g_object_set_data_full (G_OBJECT (row),
                          "supplier",
                          tiem_supplier_copy (supplier),
                          (GDestroyNotify)tiem_supplier_free);
  gtk_list_box_append (self->found, row);
}

static void
append_new (TiemSupplierPicker *self)
{
  /* Translators: a name that was typed */
  g_autofree char *title = g_strdup_printf (_ ("Add “%s”"), gtk_editable_get_text (self->entry));

  gtk_list_box_append (self->found, row_new (title, _ ("as a new supplier")));
}

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  TiemSupplierQuery query = { .search = data };

  return tiem_store_list_suppliers (store, &query, MOST_FOUND, 0, error);
}

static void
found_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemSupplierPicker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (found == NULL || self->shop == NULL || self->supplier_id != 0)
    return;
  clear_found (self);
  for (guint i = 0; i < found->len; i++)
    append_found (self, g_ptr_array_index (found, i));
  if (gtk_editable_get_text (self->entry)[0] != '\0')
    append_new (self);
  gtk_widget_set_visible (GTK_WIDGET (self->found),
                          gtk_widget_get_first_child (GTK_WIDGET (self->found)) != NULL);
}

static void
entry_changed_cb (TiemSupplierPicker *self)
{
  gboolean had = self->supplier_id != 0;

  if (self->filling || self->shop == NULL)
    return;
  /* What is typed is another one, until it is chosen. */
  self->supplier_id = 0;
  g_clear_pointer (&self->name, g_free);
  show_told (self, NULL, FALSE);
  if (had)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (gtk_editable_get_text (self->entry)[0] == '\0')
    {
      hide_found (self);
      return;
    }
  self->searching = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_found,
                        g_strdup (gtk_editable_get_text (self->entry)),
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->searching,
                        found_read_cb,
                        g_object_ref (self));
}

static void
entry_activate_cb (TiemSupplierPicker *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->found, 0);

  if (first != NULL)
    row_activated_cb (self, first);
}

static gboolean
entry_key_cb (TiemSupplierPicker *self,
              guint key,
              guint code,
              GdkModifierType state)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->found, 0);

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || first == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (first));
  return GDK_EVENT_STOP;
}

/* --- the object --- */

static void
tiem_supplier_picker_dispose (GObject *object)
{
  TiemSupplierPicker *self = TIEM_SUPPLIER_PICKER (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (tiem_supplier_picker_parent_class)->dispose (object);
}

static void
tiem_supplier_picker_class_init (TiemSupplierPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_supplier_picker_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_SUPPLIER_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-supplier-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierPicker, found);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierPicker, told);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tiem_supplier_picker_init (TiemSupplierPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_supplier_picker_set_shop (TiemSupplierPicker *self,
                               TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_SUPPLIER_PICKER (self));
  g_set_object (&self->shop, shop);
}

gint64
tiem_supplier_picker_get_supplier (TiemSupplierPicker *self)
{
  g_return_val_if_fail (TIEM_IS_SUPPLIER_PICKER (self), 0);
  return self->supplier_id;
}

void
tiem_supplier_picker_set_supplier (TiemSupplierPicker *self,
                                   gint64 supplier_id,
                                   const char *name,
                                   const char *code)
{
  g_return_if_fail (TIEM_IS_SUPPLIER_PICKER (self));
  choose (self, supplier_id, name, code);
}
