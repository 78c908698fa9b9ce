#include "channel/tiem-practice-line.h"
#include "fuzz.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox.h"

#include <stdlib.h>

/* fuzz-corpus KIND FOLDER: asks the pretend market everything and writes what it answered as
 * inputs for the fuzz target of that channel. */

#define PAST_ORDERS 12
#define PRODUCTS 4
/* A long answer makes slow inputs; the parsers see the same in a short one. */
#define LONGEST_INPUT (64 * 1024)

#define CORPUS_TYPE_TRANSPORT (corpus_transport_get_type ())
G_DECLARE_FINAL_TYPE (CorpusTransport, corpus_transport, CORPUS, TRANSPORT, GObject)

struct _CorpusTransport
{
  GObject parent_instance;

  TiemSandbox *sandbox;
  GString *input;
};

static gint64
now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static TiemResponse *
corpus_transport_send (TiemTransport *transport,
                       const TiemRequest *request,
                       GCancellable *cancellable,
                       GError **error)
{
  CorpusTransport *self = CORPUS_TRANSPORT (transport);
  TiemSandboxEffect effect;
  TiemResponse *response = tiem_sandbox_handle (self->sandbox, request, &effect);
  gsize length;
  const char *body;

  g_assert_nonnull (response);
  body = g_bytes_get_data (response->body, &length);
  if (self->input->len > 2)
    g_string_append (self->input, FUZZ_SEPARATOR);
  g_string_append_len (self->input, body, length);
  return response;
}

static void
corpus_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = corpus_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CorpusTransport,
                               corpus_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      corpus_transport_iface_init))

static void
corpus_transport_class_init (CorpusTransportClass *klass)
{
}

static void
corpus_transport_init (CorpusTransport *self)
{
  self->input = g_string_new (NULL);
}

static TiemSandbox *
open_market (const char *kind)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  const char *const homes[] = { "https://nhamay.example", NULL };
  TiemSandbox *sandbox;

  options->only = g_strdup (kind);
  options->past_orders = PAST_ORDERS;
  options->products = PRODUCTS;
  sandbox = tiem_sandbox_new (options, now_cb, NULL);
  tiem_sandbox_open (sandbox, homes);
  return sandbox;
}

/* Returns: (transfer full): as the market announces it */
static TiemAccount *
read_account (TiemSandbox *sandbox)
{
  g_autoptr (JsonNode) ready = tiem_sandbox_describe (sandbox);
  g_autofree char *line = json_to_string (ready, FALSE);
  g_autoptr (GPtrArray) channels = tiem_practice_line_parse (line, NULL);

  g_assert_true (channels != NULL && channels->len == 1);
  return tiem_account_copy (((TiemPracticeChannel *)channels->pdata[0])->account);
}

static void
write_input (const char *folder,
             guint question,
             const GString *input)
{
  g_autofree char *name = g_strdup_printf ("sandbox-%02u", question);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, input->str, MIN (input->len, LONGEST_INPUT), &error))
    g_error ("%s", error->message);
}

int
main (int argc,
      char **argv)
{
  const TiemChannelInfo *info;
  g_autoptr (TiemSandbox) sandbox = NULL;
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (CorpusTransport) transport = NULL;

  if (argc != 3 || (info = tiem_channel_info_find (argv[1])) == NULL)
    {
      g_printerr ("usage: fuzz-corpus KIND FOLDER\n");
      return 2;
    }
  sandbox = open_market (argv[1]);
  account = read_account (sandbox);
  transport = g_object_new (CORPUS_TYPE_TRANSPORT, NULL);
  transport->sandbox = sandbox;
  for (guint question = 0; question < fuzz_n_questions (); question++)
    {
      g_autoptr (TiemChannel) channel = info->create (account, NULL);

      g_assert_nonnull (channel);
      g_string_truncate (transport->input, 0);
      g_string_append_c (transport->input, (char)question);
      g_string_append_c (transport->input, 0);
      fuzz_ask (channel, info, account, TIEM_TRANSPORT (transport), question);
      if (transport->input->len > 2)
        write_input (argv[2], question, transport->input);
    }
  g_string_free (transport->input, TRUE);
  return 0;
}
