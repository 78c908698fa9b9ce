#include "base/tiem-error.h"
#include "sync/tiem-account-private.h"
#include "tiem-market-fake.h"

#include <libsoup/soup.h>
#include <string.h>

/* Signing in at a pretend market, with a pretend browser. */

typedef struct
{
  TiemSignIn *sign_in;
  char *state;
  TiemAccount *account; /* what a run brought */
  GError *error;
  gboolean is_over;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer user_data)
{
  g_autoptr (TiemAccount) account = NULL;
  g_autofree char *url = NULL;

  tiem_fake_market_open ();
  account = tiem_fake_market_new_account (0);
  g_clear_pointer (&account->access_token, g_free);
  self->sign_in = tiem_sign_in_new_for_info (&tiem_fake_market_info, account);
  url = tiem_sign_in_dup_url (self->sign_in);
  g_assert_nonnull (strstr (url, "redirect=" TIEM_SIGN_IN_REDIRECT_URI "&"));
  self->state = g_strdup (strstr (url, "state=") + strlen ("state="));
  g_assert_cmpuint (strlen (self->state), ==, 32);
}

static void
tear_down (Fixture *self,
           gconstpointer user_data)
{
  g_clear_object (&self->sign_in);
  g_clear_pointer (&self->account, tiem_account_free);
  g_clear_error (&self->error);
  g_free (self->state);
  tiem_fake_market_close ();
}

static void
ran_cb (GObject *source,
        GAsyncResult *result,
        gpointer user_data)
{
  Fixture *self = user_data;

  self->account = tiem_sign_in_run_finish (TIEM_SIGN_IN (source), result, &self->error);
  self->is_over = TRUE;
}

static void
run (Fixture *self,
     GCancellable *cancellable)
{
  self->is_over = FALSE;
  g_clear_error (&self->error);
  tiem_sign_in_run_async (self->sign_in, cancellable, ran_cb, self);
}

static void
finish (Fixture *self)
{
  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
fetched_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  GBytes **page = user_data;
  g_autoptr (GError) error = NULL;

  *page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

/* What the browser gets for @path. Returns: the HTTP status */
static guint
browse (const char *method,
        const char *path)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (TIEM_SIGN_IN_REDIRECT_URI, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  GBytes *page = NULL;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, fetched_cb, &page);
  while (page == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_bytes_unref (page);
  return soup_message_get_status (message);
}

/* Another program, or another run of this test, has the port. */
static gboolean
skip_deaf (Fixture *self)
{
  if (tiem_sign_in_is_listening (self->sign_in))
    return FALSE;
  g_test_skip ("The port is taken");
  return TRUE;
}

static void
test_browser (Fixture *self,
              gconstpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("?code=good&state=%s", self->state);

  if (skip_deaf (self))
    return;
  run (self, NULL);
  /* What else a browser, or anybody, asks for. */
  g_assert_cmpuint (browse ("GET", "favicon.ico"), ==, 404);
  g_assert_cmpuint (browse ("GET", ""), ==, 404);
  g_assert_cmpuint (browse ("GET", "?code=good"), ==, 400);
  g_assert_cmpuint (browse ("GET", "?code=good&state=0123456789abcdef0123456789abcdef"), ==, 400);
  g_assert_cmpuint (browse ("POST", path), ==, 404);
  g_assert_false (self->is_over);

  g_assert_cmpuint (browse ("GET", path), ==, 200);
  finish (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->account->access_token, ==, "access-1");
  g_assert_cmpstr (self->account->shop, ==, "14701711");
}

/* A browser that is quicker than the program. */
static void
test_early_browser (Fixture *self,
                    gconstpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("?code=good&state=%s", self->state);

  if (skip_deaf (self))
    return;
  g_assert_cmpuint (browse ("GET", path), ==, 200);
  run (self, NULL);
  finish (self);
  g_assert_no_error (self->error);
}

static void
test_paste (Fixture *self,
            gconstpointer user_data)
{
  run (self, NULL);
  tiem_sign_in_paste (self->sign_in, "  ");
  g_assert_false (self->is_over);
  tiem_sign_in_paste (self->sign_in, " https://tiem.vn/da-dang-nhap?code=old \n");
  finish (self);
  g_assert_error (self->error, TIEM_ERROR, TIEM_ERROR_AUTH);

  /* The same page brings another code. */
  run (self, NULL);
  tiem_sign_in_paste (self->sign_in, "https://tiem.vn/da-dang-nhap?code=good");
  finish (self);
  g_assert_no_error (self->error);
  g_assert_nonnull (self->account);
}

static void
test_cancelled (Fixture *self,
                gconstpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  run (self, cancellable);
  g_cancellable_cancel (cancellable);
  finish (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Two at once: the second one takes pastes only. */
static void
test_port_is_taken (Fixture *self,
                    gconstpointer user_data)
{
  g_autoptr (TiemAccount) account = tiem_fake_market_new_account (0);
  g_autoptr (TiemSignIn) second = NULL;
  Fixture other = { 0 };

  second = tiem_sign_in_new_for_info (&tiem_fake_market_info, account);
  g_assert_false (tiem_sign_in_is_listening (second));
  other.sign_in = second;
  run (&other, NULL);
  tiem_sign_in_paste (second, "good");
  finish (&other);
  g_assert_no_error (other.error);
  g_clear_pointer (&other.account, tiem_account_free);
}

static void
test_no_page (Fixture *self,
              gconstpointer user_data)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tiem_sign_in_is_needed ("woocommerce"));
  g_assert_false (tiem_sign_in_is_needed ("counter"));
  g_assert_null (tiem_sign_in_new ("woocommerce", account, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sign-in/browser", test_browser);
  ADD ("/sign-in/early-browser", test_early_browser);
  ADD ("/sign-in/paste", test_paste);
  ADD ("/sign-in/cancelled", test_cancelled);
  ADD ("/sign-in/port-is-taken", test_port_is_taken);
  ADD ("/sign-in/no-page", test_no_page);
  return g_test_run ();
}
