#define G_LOG_DOMAIN "tiem-store"

#include "config.h"

#include "store/tiem-store-private.h"
#include "store/tiem-store-shop.h"

/* One row of `setting` for each field. */
static const struct
{
  const char *key;
  gsize offset; /* of a char * in TiemShopIdentity */
} fields[] = {
  { "shop-name", G_STRUCT_OFFSET (TiemShopIdentity, name) },
  { "shop-phone", G_STRUCT_OFFSET (TiemShopIdentity, phone) },
  { "shop-address", G_STRUCT_OFFSET (TiemShopIdentity, address) },
  { "shop-bank", G_STRUCT_OFFSET (TiemShopIdentity, bank) },
  { "shop-account-number", G_STRUCT_OFFSET (TiemShopIdentity, account_number) },
  { "shop-account-holder", G_STRUCT_OFFSET (TiemShopIdentity, account_holder) },
};

static char **
get_field (const TiemShopIdentity *self,
           guint i)
{
  return G_STRUCT_MEMBER_P (self, fields[i].offset);
}

TiemShopIdentity *
tiem_shop_identity_copy (const TiemShopIdentity *self)
{
  TiemShopIdentity *copy = g_new0 (TiemShopIdentity, 1);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *get_field (copy, i) = g_strdup (*get_field (self, i));
  return copy;
}

void
tiem_shop_identity_free (TiemShopIdentity *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_free (*get_field (self, i));
  g_free (self);
}

TiemShopIdentity *
tiem_store_get_shop_identity (TiemStore *self,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemShopIdentity) identity = g_new0 (TiemShopIdentity, 1);

  if (read == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!tiem_db_get_text (read->db,
                           get_field (identity, i),
                           error,
                           "SELECT value FROM setting WHERE key = ?1",
                           TIEM_TEXT (fields[i].key)))
      return NULL;
  return g_steal_pointer (&identity);
}

gboolean
tiem_store_set_shop_identity (TiemStore *self,
                              const TiemShopIdentity *identity,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = g_strdup (*get_field (identity, i));

      if (text == NULL)
        continue;
      if (*g_strstrip (text) != '\0'
              ? !tiem_db_run (write->db,
                              error,
                              "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                              " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                              TIEM_TEXT (fields[i].key),
                              TIEM_TEXT (text))
              : !tiem_db_run (write->db,
                              error,
                              "DELETE FROM setting WHERE key = ?1",
                              TIEM_TEXT (fields[i].key)))
        return FALSE;
    }
  return tiem_write_commit (write, error);
}
