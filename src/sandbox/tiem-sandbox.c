#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox.h"

#include "sandbox/lazada/tiem-sandbox-lazada.h"
#include "sandbox/shopee/tiem-sandbox-shopee.h"
#include "sandbox/tiem-sandbox-control.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-shoppers.h"
#include "sandbox/tiktok/tiem-sandbox-tts.h"
#include "sandbox/woocommerce/tiem-sandbox-wc.h"

#include <string.h>

#define DEFAULT_PORT_BASE 18100

/* One line for each market. */
static const struct
{
  GType (*get_type) (void);
  guint port_offset; /* from the port base; never given to another market */
} registry[] = {
  { tiem_sandbox_shopee_get_type, 1 },
  { tiem_sandbox_lazada_get_type, 2 },
  { tiem_sandbox_wc_get_type, 3 },
  { tiem_sandbox_tts_get_type, 4 },
};

struct _TiemSandbox
{
  GObject parent_instance;

  TiemSandboxWorld *world;
  GPtrArray *markets;   /* (element-type TiemSandboxMarket) in the order of the registry */
  GArray *port_offsets; /* (element-type guint) of each */
};

G_DEFINE_FINAL_TYPE (TiemSandbox, tiem_sandbox, G_TYPE_OBJECT)

static void
tiem_sandbox_finalize (GObject *object)
{
  TiemSandbox *self = TIEM_SANDBOX (object);

  g_ptr_array_unref (self->markets);
  g_array_unref (self->port_offsets);
  tiem_sandbox_world_free (self->world);

  G_OBJECT_CLASS (tiem_sandbox_parent_class)->finalize (object);
}

static void
tiem_sandbox_class_init (TiemSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_finalize;
}

static void
tiem_sandbox_init (TiemSandbox *self)
{
  self->markets = g_ptr_array_new_with_free_func (g_object_unref);
  self->port_offsets = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
add_markets (TiemSandbox *self,
             const char *only)
{
  for (guint i = 0; i < G_N_ELEMENTS (registry); i++)
    {
      g_autoptr (TiemSandboxMarket) market = g_object_new (registry[i].get_type (), NULL);

      if (only != NULL && strcmp (tiem_sandbox_market_get_kind (market), only) != 0)
        continue;
      g_ptr_array_add (self->markets, g_steal_pointer (&market));
      g_array_append_val (self->port_offsets, registry[i].port_offset);
    }
}

TiemSandbox *
tiem_sandbox_new (const TiemSandboxOptions *options,
                  TiemSandboxNowFunc now,
                  gpointer now_data)
{
  TiemSandbox *self = g_object_new (TIEM_TYPE_SANDBOX, NULL);
  g_autoptr (TiemSandboxOptions) defaults = tiem_sandbox_options_new ();

  self->world = tiem_sandbox_world_new (options != NULL ? options : defaults, now, now_data);
  add_markets (self, self->world->options->only);
  return self;
}

guint
tiem_sandbox_get_n_markets (TiemSandbox *self)
{
  return self->markets->len;
}

TiemSandboxMarket *
tiem_sandbox_get_market (TiemSandbox *self,
                         guint index)
{
  g_return_val_if_fail (index < self->markets->len, NULL);

  return self->markets->pdata[index];
}

TiemSandboxMarket *
tiem_sandbox_find_market (TiemSandbox *self,
                          const char *kind)
{
  for (guint i = 0; i < self->markets->len; i++)
    if (strcmp (tiem_sandbox_market_get_kind (self->markets->pdata[i]), kind) == 0)
      return self->markets->pdata[i];
  return NULL;
}

guint
tiem_sandbox_get_port_offset (TiemSandbox *self,
                              guint index)
{
  g_return_val_if_fail (index < self->markets->len, 0);

  return g_array_index (self->port_offsets, guint, index);
}

void
tiem_sandbox_open (TiemSandbox *self,
                   const char *const *homes)
{
  const TiemSandboxOptions *options = self->world->options;
  guint base = options->port_base != 0 ? options->port_base : DEFAULT_PORT_BASE;

  for (guint i = 0; i < self->markets->len; i++)
    {
      g_autofree char *home
          = g_strdup_printf ("http://127.0.0.1:%u", base + tiem_sandbox_get_port_offset (self, i));
      TiemSandboxMarket *market = self->markets->pdata[i];

      tiem_sandbox_market_open (market, self->world, homes != NULL ? homes[i] : home);
      if (options->orders_per_minute <= 0)
        continue;
      tiem_sandbox_shoppers_follow_all (market);
      tiem_sandbox_shoppers_come (market, options->orders_per_minute);
    }
}

/* Returns: (transfer full) (nullable): "127.0.0.1:18103" */
static char *
dup_authority (const char *url)
{
  const char *start = strstr (url, "://");

  return start != NULL ? g_strndup (start + 3, strcspn (start + 3, "/?#")) : NULL;
}

static TiemSandboxMarket *
find_market (TiemSandbox *self,
             const char *url)
{
  g_autofree char *authority = dup_authority (url);

  for (guint i = 0; i < self->markets->len; i++)
    {
      g_autofree char *home
          = dup_authority (tiem_sandbox_market_get_home (self->markets->pdata[i]));

      if (g_strcmp0 (authority, home) == 0)
        return self->markets->pdata[i];
    }
  return self->markets->len == 1 ? self->markets->pdata[0] : NULL;
}

TiemResponse *
tiem_sandbox_handle (TiemSandbox *self,
                     const TiemRequest *request,
                     TiemSandboxEffect *effect)
{
  TiemSandboxMarket *market = find_market (self, request->url);

  *effect = (TiemSandboxEffect){ 0 };
  if (market == NULL)
    return tiem_sandbox_json_error (404, "No market has this address.");
  return tiem_sandbox_handle_at (self, market, request, effect);
}

TiemResponse *
tiem_sandbox_handle_at (TiemSandbox *self,
                        TiemSandboxMarket *market,
                        const TiemRequest *request,
                        TiemSandboxEffect *effect)
{
  *effect = (TiemSandboxEffect){ 0 };
  tiem_sandbox_step (self);
  if (tiem_sandbox_control_wants (market, request))
    return tiem_sandbox_control_handle (market, request);
  return tiem_sandbox_market_handle (market, request, effect);
}

/* Returns: (nullable): the market where something happens first */
static TiemSandboxMarket *
find_next (TiemSandbox *self,
           gint64 *at)
{
  TiemSandboxMarket *next = NULL;

  *at = G_MAXINT64;
  for (guint i = 0; i < self->markets->len; i++)
    {
      TiemSandboxMarket *market = self->markets->pdata[i];
      gint64 due = tiem_sandbox_agenda_next (tiem_sandbox_market_get_agenda (market));

      if (due < *at)
        {
          *at = due;
          next = market;
        }
    }
  return next;
}

void
tiem_sandbox_step (TiemSandbox *self)
{
  gint64 now = tiem_sandbox_world_now (self->world);
  TiemSandboxMarket *market;
  gint64 at;

  while ((market = find_next (self, &at)) != NULL && at <= now)
    {
      self->world->moment = at;
      tiem_sandbox_agenda_run_next (tiem_sandbox_market_get_agenda (market));
    }
  self->world->moment = 0;
}

gint64
tiem_sandbox_get_next_step (TiemSandbox *self)
{
  gint64 at;

  find_next (self, &at);
  return at;
}

JsonNode *
tiem_sandbox_describe (TiemSandbox *self)
{
  JsonObject *line = json_object_new ();
  JsonArray *channels = json_array_new ();

  for (guint i = 0; i < self->markets->len; i++)
    json_array_add_object_element (channels,
                                   tiem_sandbox_market_describe (self->markets->pdata[i]));
  json_object_set_array_member (line, "channels", channels);
  return tiem_sandbox_json_from_object (line);
}

TiemSandboxWorld *
tiem_sandbox_get_world (TiemSandbox *self)
{
  return self->world;
}
