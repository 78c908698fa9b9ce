#define G_LOG_DOMAIN "tiem-preferences"

#include "config.h"

#include "app/window/tiem-bank-group.h"

#include "base/tiem-time.h"
#include "document/tiem-vietqr.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* Not with every key. */
#define SETTLE_MS 600

struct _TiemBankGroup
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *bank; /* "not chosen", then .banks */
  GtkEditable *number;
  GtkEditable *holder;

  TiemShop *shop;   /* (owned) (nullable) */
  GPtrArray *banks; /* (owned) (nullable) (element-type TiemBank) */
  guint settle_id;
  gboolean is_filling; /* the rows are moved by us */
};

G_DEFINE_FINAL_TYPE (TiemBankGroup, tiem_bank_group, ADW_TYPE_PREFERENCES_GROUP)

/* --- saving --- */

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
  g_autoptr (TiemBankGroup) self = user_data;
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

/* Returns: (transfer full): without the spaces that people group its digits by */
static char *
dup_number (TiemBankGroup *self)
{
  GString *number = g_string_new (NULL);

  for (const char *p = gtk_editable_get_text (self->number); *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (number, *p);
  return g_string_free (number, FALSE);
}

static gboolean
settled_cb (gpointer user_data)
{
  TiemBankGroup *self = TIEM_BANK_GROUP (user_data);
  guint chosen = adw_combo_row_get_selected (self->bank);
  TiemShopIdentity *said = g_new0 (TiemShopIdentity, 1);

  self->settle_id = 0;
  said->bank = g_strdup (chosen > 0 && chosen <= self->banks->len
                             ? ((const TiemBank *)g_ptr_array_index (self->banks, chosen - 1))->bin
                             : "");
  said->account_number = dup_number (self);
  said->account_holder = g_strdup (gtk_editable_get_text (self->holder));
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
changed_cb (TiemBankGroup *self)
{
  if (self->is_filling || self->shop == NULL)
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, settled_cb, self);
}

/* --- reading --- */

static void
fill_banks (TiemBankGroup *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gint64 day = tiem_time_day (tiem_store_now (tiem_shop_get_store (self->shop)));

  g_clear_pointer (&self->banks, g_ptr_array_unref);
  self->banks = tiem_vietqr_list_banks (day);
  gtk_string_list_append (names, _ ("Not chosen"));
  for (guint i = 0; i < self->banks->len; i++)
    gtk_string_list_append (names, ((const TiemBank *)g_ptr_array_index (self->banks, i))->name);
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->bank, G_LIST_MODEL (names));
  self->is_filling = FALSE;
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
  g_autoptr (TiemBankGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemShopIdentity) held = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  /* what was typed meanwhile counts */
  if (held == NULL || self->shop == NULL || self->settle_id != 0)
    return;
  self->is_filling = TRUE;
  for (guint i = 0; i < self->banks->len; i++)
    if (g_strcmp0 (((const TiemBank *)g_ptr_array_index (self->banks, i))->bin, held->bank) == 0)
      adw_combo_row_set_selected (self->bank, i + 1);
  gtk_editable_set_text (self->number, held->account_number != NULL ? held->account_number : "");
  gtk_editable_set_text (self->holder, held->account_holder != NULL ? held->account_holder : "");
  self->is_filling = FALSE;
}

/* --- the object --- */

static void
tiem_bank_group_dispose (GObject *object)
{
  TiemBankGroup *self = TIEM_BANK_GROUP (object);

  if (self->settle_id != 0)
    {
      g_source_remove (self->settle_id);
      settled_cb (self);
    }
  g_clear_object (&self->shop);
  g_clear_pointer (&self->banks, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_bank_group_parent_class)->dispose (object);
}

static void
tiem_bank_group_class_init (TiemBankGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_bank_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/window/tiem-bank-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemBankGroup, bank);
  gtk_widget_class_bind_template_child (widget_class, TiemBankGroup, number);
  gtk_widget_class_bind_template_child (widget_class, TiemBankGroup, holder);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tiem_bank_group_init (TiemBankGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_bank_group_set_shop (TiemBankGroup *self,
                          TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_BANK_GROUP (self));

  g_set_object (&self->shop, shop);
  gtk_widget_set_visible (GTK_WIDGET (self), shop != NULL);
  if (shop == NULL)
    return;
  fill_banks (self);
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
