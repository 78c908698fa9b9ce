#include "sim.h"

#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#include <string.h>

/*
 * What the owner asks for once, a market does once. A parcel is arranged, an order cancelled, a
 * buyer answered at most as often as the owner asked for it, however often the answer was lost
 * or the program ended.
 */

#define SHIP "ship"
#define CANCEL "cancel" /* by the owner, or because he agrees to it; and when he does not */

static const struct
{
  const char *endpoint; /* as Tiệm names it */
  const char *method;
  const char *kind;
} deeds[] = {
  { "logistics/ship_order", "POST", SHIP },
  { "order/cancel_order", "POST", CANCEL },
  { "order/handle_buyer_cancellation", "POST", CANCEL },
  { "order/fulfill/pack", "POST", SHIP },
  { "order/reverse/cancel/create", "GET", CANCEL },
  { "order/reverse/cancel/seller/decide", "GET", CANCEL },
  { "packages/ship", "POST", SHIP },
  { "cancellations", "POST", CANCEL },
  { "cancellations/approve", "POST", CANCEL },
  { "cancellations/reject", "POST", CANCEL },
};

static guint
count_up (GHashTable *table,
          const char *key)
{
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (table, key)) + 1;

  g_hash_table_replace (table, g_strdup (key), GUINT_TO_POINTER (times));
  return times;
}

/* Returns: (transfer full) */
static char *
make_key (const char *number,
          const char *kind)
{
  return g_strconcat (kind, " ", number, NULL);
}

void
sim_deeds_ask (SimSite *self,
               const char *number,
               const char *kind)
{
  gboolean is_shipment = strcmp (kind, "order:ship") == 0 || strcmp (kind, "order:confirm") == 0;
  g_autofree char *key = NULL;

  if (strcmp (kind, "order:label") == 0)
    return;
  key = make_key (number, is_shipment ? SHIP : CANCEL);
  count_up (self->asked, key);
}

/* Returns: (nullable): what the request asks the market to do */
static const char *
find_deed (const TiemRequest *request)
{
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_strcmp0 (request->endpoint, deeds[i].endpoint) == 0
        && strcmp (request->method, deeds[i].method) == 0)
      return deeds[i].kind;
  return NULL;
}

/* Lazada refuses units one by one in an answer that says all is well; the others are packed, and
 * these again later. */
static gboolean
has_refused_unit (const char *text,
                  gsize length)
{
  static const char name[] = "\"item_err_code\":";
  const char *at = text;

  while ((at = g_strstr_len (at, (gssize)(text + length - at), name)) != NULL)
    {
      at += strlen (name);
      if (text + length - at < 3 || strncmp (at, "\"0\"", 3) != 0)
        return TRUE;
    }
  return FALSE;
}

/* The envelopes of all platforms: a code of 0, or no error. */
static gboolean
was_carried_out (const TiemResponse *response)
{
  static const char *const words[]
      = { "\"code\":0", "\"code\":\"0\"", "\"error\":\"\"", "\"error\":\"-\"" };
  gsize length;
  const char *text = g_bytes_get_data (response->body, &length);

  if (has_refused_unit (text, length))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (response->status == 200 && g_strstr_len (text, length, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full): address and body of a request */
static char *
join_text (const TiemRequest *request)
{
  gsize length = 0;
  const char *body = request->body != NULL ? g_bytes_get_data (request->body, &length) : "";
  g_autofree char *copy = g_strndup (body, length);

  return g_strconcat (request->url, " ", copy, NULL);
}

/* What a request names that is no order: a parcel, a buyer's wish. Returns: an order's id; 0 */
static gint64
find_order_id (SimSite *self,
               const char *text)
{
  if (strcmp (self->info->kind, "lazada") == 0)
    {
      const char *id = strstr (text, "reverse_order_id=");
      JsonObject *reverse = id != NULL ? tiem_sandbox_lazada_reverse_find (
                                TIEM_SANDBOX_LAZADA (self->market),
                                g_ascii_strtoll (id + strlen ("reverse_order_id="), NULL, 10))
                                       : NULL;

      return reverse != NULL ? json_object_get_int_member (reverse, "trade_order_id") : 0;
    }
  if (strcmp (self->info->kind, "tiktok") == 0)
    {
      TiemSandboxTts *tts = TIEM_SANDBOX_TTS (self->market);
      const char *package = strstr (text, "/packages/");
      const char *wish = strstr (text, "/cancellations/");
      gint64 id = package != NULL ? g_ascii_strtoll (package + strlen ("/packages/"), NULL, 10)
                  : wish != NULL  ? g_ascii_strtoll (wish + strlen ("/cancellations/"), NULL, 10)
                                  : 0;
      const TiemSandboxTtsPackage *parcel = g_hash_table_lookup (tts->packages_by_id, &id);
      const TiemSandboxTtsCase *cancellation = tiem_sandbox_tts_cases_find (tts->cancellations, id);

      return parcel != NULL ? parcel->order_id : cancellation != NULL ? cancellation->order_id : 0;
    }
  return 0;
}

/* Returns: (nullable): the order a request is about */
static const TiemSandboxOrder *
find_order (SimSite *self,
            const TiemRequest *request)
{
  TiemSandboxShop *shop = sim_site_get_shop (self);
  g_autofree char *text = join_text (request);
  gint64 id = find_order_id (self, text);

  if (id != 0)
    return tiem_sandbox_shop_find_order (shop, id);
  for (guint i = shop->orders->len; i > 0; i--)
    {
      const TiemSandboxOrder *order = shop->orders->pdata[i - 1];

      if (strstr (text, order->number) != NULL)
        return order;
    }
  return NULL;
}

void
sim_deeds_note (SimSite *self,
                const TiemRequest *request,
                const TiemResponse *response)
{
  const char *kind = find_deed (request);
  const TiemSandboxOrder *order;
  g_autofree char *key = NULL;
  guint asked;
  guint done;

  if (kind == NULL || !was_carried_out (response))
    return;
  order = find_order (self, request);
  if (order == NULL)
    {
      sim_fail (self->sim, "%s: %s is about no order", self->info->kind, request->endpoint);
      return;
    }
  /* Whatever the answer says: nothing was packed. */
  if (strcmp (kind, SHIP) == 0 && strcmp (order->status, "pending") == 0)
    return;
  key = make_key (order->number, kind);
  asked = GPOINTER_TO_UINT (g_hash_table_lookup (self->asked, key));
  done = count_up (self->done, key);
  sim_tell (self->sim,
            "%s: %s, done %u of %u; the order is %s",
            self->info->kind,
            key,
            done,
            asked,
            order->status);
  if (done > asked)
    sim_fail (self->sim,
              "%s: %s was done %u times and asked for %u times",
              self->info->kind,
              key,
              done,
              asked);
}
