#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE 50

/* An import of everything: older returns are over. */
#define FIRST_S (365 * 24 * G_GINT64_CONSTANT (3600))
#define CURSOR_VERSION "r1"

/* Seconds by Shopee's clock. */
typedef struct
{
  gint64 last; /* read completely up to here */
  gint64 from; /* the window being read; to = 0: none is */
  gint64 to;
  gint64 page;
} Position;

static Position
parse_position (const char *cursor,
                gint64 first_since,
                gint64 now)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");
  Position position = { .page = 1 };

  if (g_strcmp0 (tiem_form_get (form, "v"), CURSOR_VERSION) == 0)
    {
      position.last = shopee_form_get_number (form, "last", 0);
      position.from = shopee_form_get_number (form, "from", 0);
      position.to = shopee_form_get_number (form, "to", 0);
      position.page = MAX (shopee_form_get_number (form, "page", 0), 1);
    }
  if (position.last == 0)
    position.last = first_since > 0 ? first_since / 1000 : now - FIRST_S;
  if (position.to == 0)
    {
      position.from = position.last - SHOPEE_OVERLAP_S;
      position.to = MIN (position.from + SHOPEE_WINDOW_S, MAX (now, position.from + 1));
      position.page = 1;
    }
  return position;
}

static char *
format_position (const Position *position)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", CURSOR_VERSION);
  tiem_form_add_int (form, "last", position->last);
  if (position->to > 0)
    {
      tiem_form_add_int (form, "from", position->from);
      tiem_form_add_int (form, "to", position->to);
      tiem_form_add_int (form, "page", position->page);
    }
  return tiem_form_encode (form);
}

/* Returns: whether more is to be read at once */
static gboolean
advance (Position *position,
         JsonObject *object,
         gint64 now)
{
  gboolean is_wide = position->to - position->from >= SHOPEE_WINDOW_S;

  if (tiem_json_get_boolean (object, "more")
      && tiem_json_array_get_size (tiem_json_get_array (object, "return")) > 0)
    {
      position->page++;
      return TRUE;
    }
  position->last = position->to;
  position->to = 0;
  return is_wide && position->last < now;
}

static void
add_return (TiemReturnPage *page,
            JsonNode *element)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) error = NULL;
  TiemRemoteReturn *returned = shopee_parse_return (object, &error);
  g_autofree char *id = NULL;
  g_autofree char *raw = NULL;

  if (returned != NULL)
    {
      g_ptr_array_add (page->returns, returned);
      return;
    }
  id = tiem_json_dup_string (object, "return_sn");
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, error);
}

TiemReturnPage *
shopee_pull_returns (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *cursor,
                     gint64 first_since,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemReturnPage) page = tiem_return_page_new ();
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  Position position = parse_position (cursor, first_since, shopee_now (transport));
  JsonObject *object;
  JsonArray *rows;

  tiem_form_add_int (query, "page_no", position.page);
  tiem_form_add_int (query, "page_size", PAGE);
  tiem_form_add_int (query, "update_time_from", position.from);
  tiem_form_add_int (query, "update_time_to", position.to);
  object = shopee_get (&self->shop,
                       transport,
                       "returns/get_return_list",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       error);
  if (object == NULL)
    return NULL;
  rows = tiem_json_get_array (object, "return");
  if (rows == NULL && !json_object_has_member (object, "more"))
    {
      shopee_set_shape_error (error, "return");
      return NULL;
    }
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    add_return (page, json_array_get_element (rows, i));
  page->more = advance (&position, object, shopee_now (transport));
  page->next_cursor = format_position (&position);
  return g_steal_pointer (&page);
}

/* --- answering --- */

static TiemRemoteReturn *
read_detail (TiemChannelShopee *self,
             TiemTransport *transport,
             const char *sn,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object;

  tiem_form_add (query, "return_sn", sn);
  object = shopee_get (&self->shop,
                       transport,
                       "returns/get_return_detail",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       error);
  return object != NULL ? shopee_parse_return (object, error) : NULL;
}

/* What stands behind a reason are the proofs that Shopee wants to see; numbers alone say little. */
static void
add_reason (GPtrArray *choices,
            JsonObject *row)
{
  g_autofree char *id = tiem_json_dup_id (row, "dispute_reason");
  g_autofree char *words = tiem_json_dup_string (row, "dispute_reason_text");
  g_autofree char *text = NULL;
  TiemChoice *choice;

  if (id == NULL)
    id = tiem_json_dup_id (row, "dispute_reason_id");
  if (id == NULL)
    return;
  if (words == NULL)
    words = tiem_json_dup_string (row, "dispute_requirement");
  text = words != NULL ? g_strstrip (g_strdup (words))
                       /* Translators: %s is a number of Shopee's */
                       : g_strdup_printf (_ ("Shopee's reason no. %s"), id);
  choice = tiem_choice_new (id, text);
  choice->is_suggested = choices->len == 0;
  g_ptr_array_add (choices, choice);
}

GPtrArray *
shopee_list_dispute_reasons (TiemChannelShopee *self,
                             TiemTransport *transport,
                             const char *sn,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonObject *object;
  JsonArray *rows;

  tiem_form_add (query, "return_sn", sn);
  object = shopee_get (&self->shop,
                       transport,
                       "returns/get_return_dispute_reason",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       &call_error);
  if (object == NULL && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  rows = tiem_json_get_array (object, "dispute_reason_list");
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    add_reason (choices, tiem_json_array_get_object (rows, i));
  return g_steal_pointer (&choices);
}

/* Returns: (transfer full) (nullable): the first word of @text that is an e-mail address */
static char *
find_email (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\n,;<>()", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *at = strchr (words[i], '@');

      if (at != NULL && at > words[i] && strchr (at, '.') != NULL)
        return g_strdup (words[i]);
    }
  return NULL;
}

static gboolean
dispute (TiemChannelShopee *self,
         TiemTransport *transport,
         const char *sn,
         const char *wish,
         const char *comment,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *email = find_email (comment);
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };
  const TiemChoice *choice;
  const char *reason = wish;

  if (email == NULL)
    email = find_email (wish);
  if (email == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("Shopee wants an e-mail address at which it reaches you about this "
                              "return; write it into the remark."));
      return FALSE;
    }
  if (wish == NULL || *wish == '\0' || strspn (wish, "0123456789") != strlen (wish))
    {
      choices = shopee_list_dispute_reasons (self, transport, sn, cancellable, error);
      if (choices == NULL)
        return FALSE;
      choice = shopee_find_choice (choices, wish);
      reason = choice != NULL ? choice->code : "1";
    }

  builder = json_builder_begin_object (json_builder_new ());
  shopee_builder_add_text (builder, "return_sn", sn);
  shopee_builder_add_text (builder, "email", email);
  shopee_builder_add_id (builder, "dispute_reason_id", reason);
  if (comment != NULL && *comment != '\0')
    shopee_builder_add_text (builder, "dispute_text_reason", comment);
  json_builder_end_object (builder);
  return shopee_post (
             &self->shop, transport, "returns/dispute", builder, TRUE, &answer, cancellable, error)
         != NULL;
}

static gboolean
confirm (TiemChannelShopee *self,
         TiemTransport *transport,
         const char *sn,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_auto (ShopeeAnswer) answer = { 0 };

  shopee_builder_add_text (builder, "return_sn", sn);
  json_builder_end_object (builder);
  return shopee_post (
             &self->shop, transport, "returns/confirm", builder, TRUE, &answer, cancellable, error)
         != NULL;
}

/* Whether the return is already where @answer would bring it. */
static gboolean
is_there (const TiemRemoteReturn *returned,
          TiemReturnAnswers answer)
{
  const char *word = returned->remote_status;

  if ((answer & TIEM_RETURN_REJECT) != 0)
    return g_strcmp0 (word, "SELLER_DISPUTE") == 0 || g_strcmp0 (word, "JUDGING") == 0;
  /* agreeing a second time would pay the buyer before the goods are here */
  return returned->state == TIEM_RETURN_ACCEPTED
         || (answer == TIEM_RETURN_ACCEPT && g_strcmp0 (word, "PROCESSING") == 0);
}

/* Agreeing is one call, whatever it is called. */
static gboolean
is_possible (const TiemRemoteReturn *returned,
             TiemReturnAnswers answer)
{
  return (answer & TIEM_RETURN_REJECT) != 0 ? (returned->answers & TIEM_RETURN_REJECT) != 0
                                            : (returned->answers & ~TIEM_RETURN_REJECT) != 0;
}

TiemRemoteReturn *
shopee_answer_return (TiemChannel *channel,
                      TiemTransport *transport,
                      const char *remote_id,
                      TiemReturnAnswers answer,
                      const char *choice,
                      const char *comment,
                      GCancellable *cancellable,
                      GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  gboolean rejects = (answer & TIEM_RETURN_REJECT) != 0;
  g_autoptr (TiemRemoteReturn) returned
      = read_detail (self, transport, remote_id, cancellable, error);

  if (returned == NULL)
    return NULL;
  if (is_there (returned, answer))
    return g_steal_pointer (&returned);
  if (!is_possible (returned, answer))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_REJECTED,
                   /* Translators: %s is Shopee's word for the return's state */
                   _ ("The return is “%s” at Shopee, which does not allow this answer; look at it "
                      "there."),
                   returned->remote_status);
      return NULL;
    }
  if (rejects ? !dispute (self, transport, remote_id, choice, comment, cancellable, error)
              : !confirm (self, transport, remote_id, cancellable, error))
    return NULL;
  return read_detail (self, transport, remote_id, cancellable, error);
}
