#include "sim.h"

#include "base/tiem-error.h"
#include "channel/tiem-practice-line.h"

#include <string.h>

/* Where Tiệm listens while its owner signs in. */
#define REDIRECT "http://127.0.0.1:18765/"
#define STATE "trang-thai"
#define MOST_TRIES 20

static void
keep_account (SimSite *self,
              const TiemAccount *account)
{
  g_autoptr (GError) error = NULL;

  tiem_keyring_store (
      self->sim->keyring, self->channel_id, self->info->name, account, NULL, &error);
  g_assert_no_error (error);
}

void
sim_site_connect (SimSite *self)
{
  g_autoptr (JsonNode) ready = tiem_sandbox_describe (self->sandbox);
  g_autofree char *line = json_to_string (ready, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = tiem_practice_line_parse (line, &error);

  g_assert_no_error (error);
  keep_account (self, ((TiemPracticeChannel *)channels->pdata[0])->account);
}

/* The owner presses the button of the page. Returns: (transfer full): where the browser is sent
 * back to */
static char *
press (SimSite *self,
       const char *page)
{
  gboolean is_shopee = strcmp (self->info->kind, "shopee") == 0;
  g_autoptr (TiemRequest) request = tiem_request_new (is_shopee ? "GET" : "POST", page);
  g_autofree char *body = g_strconcat (strchr (page, '?') + 1, "&action=allow", NULL);
  g_autoptr (TiemResponse) response = NULL;

  if (is_shopee)
    sim_site_post (self, "settings", "{\"consent_at_once\": true}");
  else
    tiem_request_set_body (request, "application/x-www-form-urlencoded", body, -1);
  tiem_sandbox_step (self->sandbox);
  response = TIEM_SANDBOX_MARKET_GET_CLASS (self->market)->handle (self->market, request);
  g_assert_cmpuint (response->status, ==, 302);
  return g_strdup (tiem_response_get_header (response, "Location"));
}

static gint64
now_cb (gpointer user_data)
{
  return tiem_clock_now (user_data);
}

static void
sign_in_at_market (SimSite *self)
{
  g_autoptr (TiemTransport) transport
      = tiem_transport_new_dated (self->way_in, now_cb, self->sim->clock);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) old
      = tiem_keyring_lookup (self->sim->keyring, self->channel_id, NULL, &error);
  g_autoptr (TiemAccount) fresh = NULL;

  g_assert_no_error (error);
  /* Asked to slow down, he takes his time. */
  for (guint i = 0; i < MOST_TRIES && fresh == NULL; i++)
    {
      g_autofree char *page = NULL;
      g_autofree char *landed = NULL;

      g_clear_error (&error);
      page = self->info->sign_in_url (old, REDIRECT, STATE, tiem_sandbox_market_now (self->market));
      landed = press (self, page);
      fresh = self->info->sign_in (old, transport, landed, STATE, NULL, &error);
      if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
        sim_pass (self->sim, 10 * SIM_SECOND);
    }
  g_assert_no_error (error);
  keep_account (self, fresh);
}

void
sim_site_sign_in (SimSite *self)
{
  sim_tell (self->sim, "%s: the owner signs in", self->info->kind);
  /* He tries until it works. */
  sim_site_clear_faults (self);
  if (self->info->sign_in == NULL)
    sim_site_connect (self);
  else
    sign_in_at_market (self);
  g_clear_object (&self->worker);
  self->due_at = sim_clock_get_true (self->sim->clock);
}
