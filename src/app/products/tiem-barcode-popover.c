#define G_LOG_DOMAIN "tiem-barcode-popover"

#include "config.h"

#include "app/products/tiem-barcode-popover.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

#define DATA_KEY "tiem-barcodes"

typedef struct
{
  TiemShop *shop;       /* (owned) */
  GtkEditable *target;  /* not owned: outlives the popover */
  GStrv taken;          /* (owned) (nullable) */
  GCancellable *making; /* (owned) */
  GtkWidget *list;
  GtkWidget *entry;
} Barcodes;

static void
barcodes_free (gpointer data)
{
  Barcodes *self = data;

  g_cancellable_cancel (self->making);
  g_object_unref (self->making);
  g_object_unref (self->shop);
  g_strfreev (self->taken);
  g_free (self);
}

GStrv
tiem_barcode_split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text != NULL ? text : "", " ,;\n\t", -1);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && !g_ptr_array_find_with_equal_func (codes, parts[i], g_str_equal, NULL))
      g_ptr_array_add (codes, g_strdup (parts[i]));
  g_ptr_array_add (codes, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&codes), FALSE);
}

static void show (Barcodes *self);

/* @codes: (element-type utf8), NULL-terminated */
static void
write_back (Barcodes *self,
            GPtrArray *codes)
{
  g_autofree char *text = NULL;

  g_ptr_array_add (codes, NULL);
  text = g_strjoinv (" ", (char **)codes->pdata);
  gtk_editable_set_text (self->target, text);
  show (self);
}

/* The codes without @without; @first (nullable) is put before them, @last after them. */
static void
change (Barcodes *self,
        const char *without,
        const char *first,
        const char *last)
{
  g_auto (GStrv) now = tiem_barcode_split (gtk_editable_get_text (self->target));
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  if (first != NULL)
    g_ptr_array_add (codes, (char *)first);
  for (guint i = 0; now[i] != NULL; i++)
    if (g_strcmp0 (now[i], without) != 0 && g_strcmp0 (now[i], last) != 0)
      g_ptr_array_add (codes, now[i]);
  if (last != NULL)
    g_ptr_array_add (codes, (char *)last);
  write_back (self, codes);
}

static void
remove_cb (GtkWidget *button,
           Barcodes *self)
{
  g_autofree char *code = g_strdup (g_object_get_data (G_OBJECT (button), "code"));

  change (self, code, NULL, NULL);
  gtk_widget_grab_focus (self->entry);
}

static void
first_cb (GtkWidget *button,
          Barcodes *self)
{
  g_autofree char *code = g_strdup (g_object_get_data (G_OBJECT (button), "code"));

  change (self, code, code, NULL);
  gtk_widget_grab_focus (self->entry);
}

static void
add_button (Barcodes *self,
            GtkWidget *box,
            const char *icon,
            const char *words,
            const char *code,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s: %s", words, code);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "code", g_strdup (code), g_free);
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
show (Barcodes *self)
{
  g_auto (GStrv) codes = tiem_barcode_split (gtk_editable_get_text (self->target));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; codes[i] != NULL; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *label = gtk_label_new (codes[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (box), label);
      if (i > 0)
        add_button (
            self, box, "pan-up-symbolic", _ ("Show first"), codes[i], G_CALLBACK (first_cb));
      add_button (
          self, box, "user-trash-symbolic", _ ("Take away"), codes[i], G_CALLBACK (remove_cb));
      gtk_box_append (GTK_BOX (self->list), box);
    }
}

static void
add_cb (GtkWidget *entry,
        Barcodes *self)
{
  g_auto (GStrv) typed = tiem_barcode_split (gtk_editable_get_text (GTK_EDITABLE (entry)));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  for (guint i = 0; typed[i] != NULL; i++)
    change (self, NULL, NULL, typed[i]);
}

/* --- the shop's own --- */

static gpointer
make_code (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  return tiem_store_make_barcode (store, data, error);
}

static void
made_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GtkWidget) popover = user_data;
  Barcodes *self = g_object_get_data (G_OBJECT (popover), DATA_KEY);
  g_autofree char *code = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (code != NULL && gtk_widget_get_parent (popover) != NULL)
    change (self, NULL, NULL, code);
}

static void
make_cb (GtkWidget *button,
         GtkWidget *popover)
{
  Barcodes *self = g_object_get_data (G_OBJECT (popover), DATA_KEY);
  g_auto (GStrv) own = tiem_barcode_split (gtk_editable_get_text (self->target));
  g_autoptr (GStrvBuilder) taken = g_strv_builder_new ();

  g_strv_builder_addv (taken, (const char **)own);
  if (self->taken != NULL)
    g_strv_builder_addv (taken, (const char **)self->taken);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        make_code,
                        g_strv_builder_end (taken),
                        (GDestroyNotify)g_strfreev,
                        g_free,
                        self->making,
                        made_cb,
                        g_object_ref (popover));
}

GtkWidget *
tiem_barcode_popover_new (TiemShop *shop,
                          GtkEditable *target,
                          const char *const *taken)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *make = gtk_button_new_with_label (_ ("Make a barcode"));
  Barcodes *self = g_new0 (Barcodes, 1);

  self->shop = g_object_ref (shop);
  self->target = target;
  self->taken = g_strdupv ((char **)taken);
  self->making = g_cancellable_new ();
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Scan or type one more"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Scan or type one more"), -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 22);
  g_object_set_data_full (G_OBJECT (popover), DATA_KEY, self, barcodes_free);
  g_signal_connect (self->entry, "activate", G_CALLBACK (add_cb), self);
  g_signal_connect (make, "clicked", G_CALLBACK (make_cb), popover);
  gtk_widget_set_tooltip_text (make, _ ("An EAN-13 for use in the shop, which nobody else has"));
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), make);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  show (self);
  return popover;
}
