#define G_LOG_DOMAIN "tiem-preferences"

#include "config.h"

#include "app/window/tiem-print-group.h"

#include "document/tiem-label-paper.h"
#include "document/tiem-picking-sheet.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* Not with every key. */
#define SETTLE_MS 600

struct _TiemPrintGroup
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *label_paper;
  AdwComboRow *picking_paper;
  GtkWidget *name;
  GtkWidget *phone;
  GtkWidget *address;

  GSettings *settings; /* (owned) */
  TiemShop *shop;      /* (owned) (nullable) */
  guint settle_id;
  gboolean is_filling; /* the rows are moved by us */
};

G_DEFINE_FINAL_TYPE (TiemPrintGroup, tiem_print_group, ADW_TYPE_PREFERENCES_GROUP)

/* --- paper --- */

static void
label_paper_cb (TiemPrintGroup *self)
{
  guint chosen = adw_combo_row_get_selected (self->label_paper);

  if (!self->is_filling && chosen < TIEM_N_LABEL_PAPERS)
    g_settings_set_string (self->settings, "label-paper", tiem_label_paper_get_info (chosen)->id);
}

static void
picking_paper_cb (TiemPrintGroup *self)
{
  guint chosen = adw_combo_row_get_selected (self->picking_paper);

  if (!self->is_filling && chosen < TIEM_N_PICKING_PAPERS)
    g_settings_set_string (self->settings, "picking-paper", tiem_picking_paper_get_id (chosen));
}

static void
fill_papers (TiemPrintGroup *self)
{
  g_autofree char *label = g_settings_get_string (self->settings, "label-paper");
  g_autofree char *picking = g_settings_get_string (self->settings, "picking-paper");
  const char *labels[TIEM_N_LABEL_PAPERS + 1] = { NULL };
  const char *lists[TIEM_N_PICKING_PAPERS + 1] = { NULL };
  g_autoptr (GtkStringList) label_model = NULL;
  g_autoptr (GtkStringList) list_model = NULL;
  TiemLabelPaper label_paper = TIEM_LABEL_PAPER_A6;
  TiemPickingPaper picking_paper = TIEM_PICKING_A4;

  for (guint i = 0; i < TIEM_N_LABEL_PAPERS; i++)
    labels[i] = tiem_label_paper_get_label (i);
  for (guint i = 0; i < TIEM_N_PICKING_PAPERS; i++)
    lists[i] = tiem_picking_paper_get_label (i);
  label_model = gtk_string_list_new (labels);
  list_model = gtk_string_list_new (lists);
  tiem_label_paper_from_id (label, &label_paper);
  tiem_picking_paper_from_id (picking, &picking_paper);
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->label_paper, G_LIST_MODEL (label_model));
  adw_combo_row_set_selected (self->label_paper, label_paper);
  adw_combo_row_set_model (self->picking_paper, G_LIST_MODEL (list_model));
  adw_combo_row_set_selected (self->picking_paper, picking_paper);
  self->is_filling = FALSE;
}

/* --- the sender --- */

/* What is not on these rows stays. */
static gpointer
run_save (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  tiem_store_set_shop_identity (store, data, error);
  return NULL;
}

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemPrintGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error == NULL)
    return;
  /* What was typed last is saved when the preferences close: nobody sees the group then. */
  if (self->shop != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), error->message);
  else
    g_message ("%s", error->message);
}

static gboolean
settled_cb (gpointer user_data)
{
  TiemPrintGroup *self = TIEM_PRINT_GROUP (user_data);
  TiemShopIdentity *said = g_new0 (TiemShopIdentity, 1);

  self->settle_id = 0;
  said->name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  said->phone = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->phone)));
  said->address = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address)));
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_save,
                        said,
                        (GDestroyNotify)tiem_shop_identity_free,
                        NULL,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
sender_cb (TiemPrintGroup *self)
{
  if (self->is_filling || self->shop == NULL)
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
set_text (GtkWidget *row,
          const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static gpointer
run_read (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  return tiem_store_get_shop_identity (store, error);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemPrintGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemShopIdentity) held = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  /* what was typed meanwhile counts */
  if (held == NULL || self->shop == NULL || self->settle_id != 0)
    return;
  self->is_filling = TRUE;
  set_text (self->name, held->name);
  set_text (self->phone, held->phone);
  set_text (self->address, held->address);
  self->is_filling = FALSE;
}

/* --- the object --- */

static void
tiem_print_group_dispose (GObject *object)
{
  TiemPrintGroup *self = TIEM_PRINT_GROUP (object);

  if (self->settle_id != 0)
    {
      g_source_remove (self->settle_id);
      settled_cb (self);
    }
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tiem_print_group_parent_class)->dispose (object);
}

static void
tiem_print_group_class_init (TiemPrintGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_print_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/window/tiem-print-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPrintGroup, label_paper);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintGroup, picking_paper);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintGroup, name);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintGroup, phone);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintGroup, address);
  gtk_widget_class_bind_template_callback (widget_class, label_paper_cb);
  gtk_widget_class_bind_template_callback (widget_class, picking_paper_cb);
  gtk_widget_class_bind_template_callback (widget_class, sender_cb);
}

static void
tiem_print_group_init (TiemPrintGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (APP_ID);
  fill_papers (self);
}

void
tiem_print_group_set_shop (TiemPrintGroup *self,
                           TiemShop *shop)
{
  g_set_object (&self->shop, shop);
  gtk_widget_set_visible (self->name, shop != NULL);
  gtk_widget_set_visible (self->phone, shop != NULL);
  gtk_widget_set_visible (self->address, shop != NULL);
  if (shop != NULL)
    tiem_store_run_async (tiem_shop_get_store (shop),
                          TIEM_STORE_READ,
                          run_read,
                          NULL,
                          NULL,
                          (GDestroyNotify)tiem_shop_identity_free,
                          NULL,
                          read_cb,
                          g_object_ref (self));
}
