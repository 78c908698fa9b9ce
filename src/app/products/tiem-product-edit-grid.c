#define G_LOG_DOMAIN "tiem-product-edit-page"

#include "config.h"

#include "app/products/tiem-barcode-popover.h"
#include "app/products/tiem-product-edit-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* The grid of variants behaves like a sheet: cells are pasted, a column is filled down, and a row's
 * barcodes are a list. */

static GtkEditable *
find_cell (TiemProductEditPage *self,
           int row,
           int field)
{
  if (row < 0 || row >= (int)self->form->rows->len || field < 0 || field >= TIEM_N_PRODUCT_FIELDS)
    return NULL;
  return tiem_product_edit_page_get_entry (self, row, field);
}

/* Returns: FALSE when the focus is in no cell */
static gboolean
find_focus (TiemProductEditPage *self,
            int *row,
            int *field)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *entry = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) : NULL;
  guint index;

  if (entry == NULL || !g_ptr_array_find (self->entries, entry, &index))
    return FALSE;
  *row = (int)(index / TIEM_N_PRODUCT_FIELDS);
  *field = (int)(index % TIEM_N_PRODUCT_FIELDS);
  return TRUE;
}

/* As a sheet does: rows in lines, cells between tabs; rows that are missing are added. */
static void
paste_cells (TiemProductEditPage *self,
             int row,
             int field,
             const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->filling = TRUE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), "\t", -1);

      /* What Excel copies ends with a line of nothing. */
      if (*lines[i] == '\0' && lines[i + 1] == NULL)
        break;
      if (row + (int)i >= (int)self->form->rows->len)
        tiem_product_edit_page_append_row (self);
      for (guint j = 0; cells[j] != NULL; j++)
        {
          GtkEditable *entry = find_cell (self, row + (int)i, field + (int)j);

          if (entry != NULL && gtk_widget_is_sensitive (GTK_WIDGET (entry)))
            gtk_editable_set_text (entry, g_strstrip (cells[j]));
        }
    }
  self->filling = FALSE;
  tiem_product_edit_page_changed (self);
}

static void
clipboard_read_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (TiemProductEditPage) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  int row;
  int field;

  if (text == NULL || self->shop == NULL || !find_focus (self, &row, &field))
    return;
  if (strpbrk (text, "\t\n") != NULL)
    {
      paste_cells (self, row, field, text);
    }
  else
    {
      GtkEditable *entry = tiem_product_edit_page_get_entry (self, row, field);
      int position;

      gtk_editable_delete_selection (entry);
      position = gtk_editable_get_position (entry);
      gtk_editable_insert_text (entry, text, -1, &position);
      gtk_editable_set_position (entry, position);
    }
}

static void
paste_cb (GtkText *text,
          TiemProductEditPage *self)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  gdk_clipboard_read_text_async (
      gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_read_cb, g_object_ref (self));
}

/* The cell's text in all cells below it. */
static void
fill_down_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (widget);
  g_autofree char *text = NULL;
  int row;
  int field;

  if (!find_focus (self, &row, &field))
    return;
  text = g_strstrip (
      g_strdup (gtk_editable_get_text (tiem_product_edit_page_get_entry (self, row, field))));
  self->filling = TRUE;
  for (guint i = (guint)row + 1; i < self->form->rows->len; i++)
    {
      GtkEditable *entry = tiem_product_edit_page_get_entry (self, i, field);

      if (gtk_widget_is_sensitive (GTK_WIDGET (entry)))
        gtk_editable_set_text (entry, text);
    }
  self->filling = FALSE;
  tiem_product_edit_page_changed (self);
}

/* Up and down a column. @parameter: −1 or 1 */
static void
move_row_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (widget);
  GtkEditable *entry;
  int row;
  int field;

  if (!find_focus (self, &row, &field))
    return;
  entry = find_cell (self, row + g_variant_get_int32 (parameter), field);
  if (entry != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (entry));
}

/* --- the barcodes of a row --- */

void
tiem_product_edit_page_drop_popover (TiemProductEditPage *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static gboolean
drop_popover_cb (gpointer data)
{
  tiem_product_edit_page_drop_popover (data);
  return G_SOURCE_REMOVE;
}

/* Not from inside its own signal. */
static void
popover_closed_cb (TiemProductEditPage *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (self), g_object_unref);
}

static void
open_barcodes (TiemProductEditPage *self,
               guint row)
{
  GtkEditable *entry = tiem_product_edit_page_get_entry (self, row, TIEM_PRODUCT_FIELD_BARCODE);
  g_autoptr (GStrvBuilder) taken = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;

  for (guint i = 0; i < self->form->rows->len; i++)
    {
      g_auto (GStrv) codes = tiem_barcode_split (gtk_editable_get_text (
          tiem_product_edit_page_get_entry (self, i, TIEM_PRODUCT_FIELD_BARCODE)));

      g_strv_builder_addv (taken, (const char **)codes);
    }
  others = g_strv_builder_end (taken);
  tiem_product_edit_page_drop_popover (self);
  self->popover = tiem_barcode_popover_new (self->shop, entry, (const char *const *)others);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (entry));
  g_signal_connect_object (
      self->popover, "closed", G_CALLBACK (popover_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
barcode_icon_cb (GtkEntry *entry,
                 GtkEntryIconPosition position,
                 TiemProductEditPage *self)
{
  guint index;

  if (g_ptr_array_find (self->entries, entry, &index))
    open_barcodes (self, index / TIEM_N_PRODUCT_FIELDS);
}

static void
barcodes_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  TiemProductEditPage *self = TIEM_PRODUCT_EDIT_PAGE (widget);
  int row;
  int field;

  if (find_focus (self, &row, &field))
    open_barcodes (self, (guint)row);
}

void
tiem_product_edit_page_watch_cell (TiemProductEditPage *self,
                                   GtkWidget *entry,
                                   TiemProductField field)
{
  if (field == TIEM_PRODUCT_FIELD_BARCODE)
    {
      gtk_entry_set_icon_from_icon_name (
          GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, "tiem-barcode-symbolic");
      gtk_entry_set_icon_tooltip_text (
          GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, _ ("All barcodes, or make one (Ctrl+B)"));
      g_signal_connect_object (entry, "icon-press", G_CALLBACK (barcode_icon_cb), self, 0);
    }
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (entry)),
                           "paste-clipboard",
                           G_CALLBACK (paste_cb),
                           self,
                           0);
}

void
tiem_product_edit_page_install_grid (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "edit.fill-down", NULL, fill_down_action);
  gtk_widget_class_install_action (widget_class, "edit.barcodes", NULL, barcodes_action);
  gtk_widget_class_install_action (widget_class, "edit.move-row", "i", move_row_action);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "edit.fill-down", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "edit.barcodes", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Up, GDK_CONTROL_MASK, "edit.move-row", "i", -1);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Down, GDK_CONTROL_MASK, "edit.move-row", "i", 1);
}
