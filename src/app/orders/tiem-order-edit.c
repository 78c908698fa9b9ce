#define G_LOG_DOMAIN "tiem-order-edit"

#include "config.h"

#include "app/orders/tiem-order-edit.h"

#include <glib/gi18n.h>

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  char *said;
  TiemStoreFunc undo;
  gpointer undo_data; /* (owned) (nullable) */
  GDestroyNotify undo_free;
} Edit;

static void
edit_free (Edit *self)
{
  g_object_unref (self->page);
  g_free (self->said);
  if (self->undo_data != NULL)
    self->undo_free (self->undo_data);
  g_free (self);
}

static void
add_toast (TiemBrowsePage *page,
           const char *words)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (words));
}

static void
undone_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;

  g_free (tiem_store_run_finish (TIEM_STORE (source), result, &error));
  if (error != NULL)
    add_toast (page, error->message);
}

static void
undo_edit (TiemBrowsePage *page,
           gpointer data)
{
  Edit *self = data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  if (shop == NULL || self->undo_data == NULL)
    return;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        self->undo,
                        g_steal_pointer (&self->undo_data),
                        self->undo_free,
                        g_free,
                        NULL,
                        undone_cb,
                        g_object_ref (page));
}

static void
edited_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Edit *self = user_data;
  g_autoptr (GError) error = NULL;

  self->undo_data = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL)
    add_toast (self->page, error->message);
  else if (self->said != NULL && self->undo == NULL)
    add_toast (self->page, self->said);
  if (error != NULL || self->said == NULL || self->undo == NULL)
    {
      edit_free (self);
      return;
    }
  tiem_browse_page_offer_undo (self->page, self->said, undo_edit, self, (GDestroyNotify)edit_free);
}

void
tiem_order_edit (TiemBrowsePage *page,
                 TiemStoreFunc func,
                 gpointer data,
                 GDestroyNotify data_free,
                 const char *said,
                 TiemStoreFunc undo,
                 GDestroyNotify undo_free)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));
  Edit *self;

  if (shop == NULL)
    {
      data_free (data);
      return;
    }
  self = g_new0 (Edit, 1);
  self->page = g_object_ref (page);
  self->said = g_strdup (said);
  self->undo = undo;
  self->undo_free = undo_free;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        func,
                        data,
                        data_free,
                        undo_free,
                        NULL,
                        edited_cb,
                        self);
}
