#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
has_woocommerce (JsonObject *discovery)
{
  JsonArray *namespaces = tiem_json_get_array (discovery, "namespaces");

  for (guint i = 0; i < tiem_json_array_get_size (namespaces); i++)
    {
      JsonNode *node = json_array_get_element (namespaces, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), "wc/v3") == 0)
        return TRUE;
    }
  return FALSE;
}

/* @name's number of rows; −1 when the site does not say. FALSE with @error. */
static gboolean
count_rows (TiemChannelWoocommerce *self,
            TiemTransport *transport,
            const char *name,
            gint64 *rows,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;
  g_auto (WooAnswer) answer = { 0 };

  tiem_form_add_int (query, "per_page", 1);
  tiem_form_add (query, "_fields", "id");
  node = woo_get (
      &self->site, transport, name, name, g_steal_pointer (&query), &answer, cancellable, error);
  *rows = answer.total;
  return node != NULL;
}

/* An empty batch changes nothing, and is refused to a key that may only read. */
static gboolean
check_writing (TiemChannelWoocommerce *self,
               TiemTransport *transport,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (JsonNode) body = json_from_string ("{\"update\":[]}", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = {
    .method = "POST",
    .path = "products/batch",
    .endpoint = "products/batch",
    .body = body,
  };

  node = woo_call (&self->site, transport, &call, &answer, cancellable, &call_error);
  if (node != NULL || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
      || answer.status == 404 || answer.status == 405 || answer.status == 501
      || (answer.status == 403 && answer.code == NULL))
    return TRUE; /* a batch that is blocked is gone round by single calls */

  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* Over plain http the signature covers the address that the site has for itself. */
static void
explain_other_home (TiemChannelWoocommerce *self,
                    JsonObject *discovery,
                    GError **error)
{
  const char *home = tiem_json_get_string (discovery, "home");

  if (!self->site.is_plain || home == NULL || !g_error_matches (*error, TIEM_ERROR, TIEM_ERROR_AUTH)
      || strcmp (home, self->site.root) == 0)
    return;

  g_clear_error (error);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_AUTH,
               /* Translators: two web addresses: the one entered and the right one */
               _ ("The website's address is not %s but %s; correct it in the channel."),
               self->site.root,
               home);
}

static char *
make_message (const TiemChannelProbe *probe)
{
  g_autofree char *n_products = NULL;
  g_autofree char *n_orders = NULL;
  g_autofree char *products = NULL;
  g_autofree char *orders = NULL;

  if (probe->products < 0 || probe->orders < 0)
    return g_strdup (_ ("Connected."));

  n_products = tiem_number_format (probe->products);
  n_orders = tiem_number_format (probe->orders);
  /* Translators: %s is a number here and below */
  products = g_strdup_printf (ngettext ("%s product", "%s products", probe->products), n_products);
  orders = g_strdup_printf (ngettext ("%s order", "%s orders", probe->orders), n_orders);
  /* Translators: "60 products" and "400 orders" */
  return g_strdup_printf (_ ("Connected. The website has %s and %s."), products, orders);
}

static gboolean
fill_probe (TiemChannelWoocommerce *self,
            TiemTransport *transport,
            TiemChannelProbe *probe,
            GCancellable *cancellable,
            GError **error)
{
  return count_rows (self, transport, "products", &probe->products, cancellable, error)
         && count_rows (self, transport, "orders", &probe->orders, cancellable, error)
         && check_writing (self, transport, cancellable, error);
}

TiemChannelProbe *
woo_test (TiemChannel *channel,
          TiemTransport *transport,
          GCancellable *cancellable,
          GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autoptr (TiemChannelProbe) probe = g_new0 (TiemChannelProbe, 1);
  g_autoptr (JsonNode) discovery = NULL;
  g_autoptr (GError) call_error = NULL;
  JsonObject *found;

  /* A site may hide the document; only one that shows it can be told not to be a shop. */
  discovery = woo_discover (&self->site, transport, cancellable, &call_error);
  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  found = tiem_json_object (discovery);
  if (found != NULL && !has_woocommerce (found))
    {
      g_set_error (
          error,
          TIEM_ERROR,
          TIEM_ERROR_PROTOCOL,
          _ ("%s is a WordPress website without WooCommerce; turn WooCommerce on there, or "
             "check the address."),
          self->site.host);
      return NULL;
    }

  if (!fill_probe (self, transport, probe, cancellable, &call_error))
    {
      explain_other_home (self, found, &call_error);
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }

  probe->shop = woo_tidy_words (tiem_json_get_string (found, "name"));
  if (probe->shop == NULL)
    probe->shop = g_strdup (self->site.host);
  probe->message = make_message (probe);
  return g_steal_pointer (&probe);
}
