#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Reviews (Lazada §10). The platform lists them for one product and at most seven days, so a
 * round walks over all products for the newest week, and as much again for one older week
 * until 90 days are read: that is as far back as it shows any.
 */

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define WEEK_MS (7 * DAY_MS)
#define OLDEST_MS (89 * DAY_MS)

/* A review shows up some time after it was written. */
#define OVERLAP_MS (3600 * G_GINT64_CONSTANT (1000))

/* Products asked about in one page of ours: each is a call, and between pages the worker looks
 * for what is more urgent. */
#define PRODUCTS_PER_PAGE 8

/* Reviews of them: more in a week are a mistake of the platform's. */
#define MOST_REVIEWS 1000

/* Pages of a list of ids (Lazada §10), and ids of one question for the texts. */
#define MOST_PAGES 50
#define MOST_IDS 10

/* The offset of products/get goes no further (Lazada §7.1). */
#define MOST_OFFSET 10000

#define FORMAT "1"

/* How far reviews have been read. Times in ms UTC. */
typedef struct
{
  gint64 read_to; /* everything newer is read in this round */
  gint64 end;     /* of this round; 0 = it has not begun */
  gint64 back_to; /* everything older is to be read still; 0 = nothing is */
  gint64 oldest;  /* where that ends */
  gint64 is_back; /* the second half of a round: an older week */
  gint64 offset;  /* within the products */
} Place;

static const struct
{
  const char *name;
  gsize offset;
} fields[] = {
  { "read_to", G_STRUCT_OFFSET (Place, read_to) }, { "end", G_STRUCT_OFFSET (Place, end) },
  { "back_to", G_STRUCT_OFFSET (Place, back_to) }, { "oldest", G_STRUCT_OFFSET (Place, oldest) },
  { "is_back", G_STRUCT_OFFSET (Place, is_back) }, { "offset", G_STRUCT_OFFSET (Place, offset) },
};

static gboolean
parse_place (const char *cursor,
             Place *place)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");

  *place = (Place){ 0 };
  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *text = tiem_form_get (form, fields[i].name);
      gint64 number = 0;

      if (text != NULL)
        g_ascii_string_to_signed (text, 10, 0, G_MAXINT64 / 1000, &number, NULL);
      G_STRUCT_MEMBER (gint64, place, fields[i].offset) = number;
    }
  return TRUE;
}

static char *
format_place (const Place *place)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    tiem_form_add_int (form, fields[i].name, G_STRUCT_MEMBER (gint64, place, fields[i].offset));
  return tiem_form_encode (form);
}

static void
begin (Place *place,
       gint64 first_since,
       gint64 now)
{
  gint64 oldest = MAX (first_since, now - OLDEST_MS);

  *place = (Place){ .read_to = MAX (oldest, now - WEEK_MS + OVERLAP_MS), .oldest = oldest };
  place->back_to = place->read_to > oldest ? place->read_to : 0;
}

/* A shop that was off for long catches up a week at a time. */
static void
begin_round (Place *place,
             gint64 now)
{
  place->read_to = MAX (place->read_to, now - OLDEST_MS);
  place->end = MIN (now, place->read_to + WEEK_MS - OVERLAP_MS);
  place->is_back = FALSE;
  place->offset = 0;
}

/* Behind the last product. Returns: whether more is to be read at once */
static gboolean
end_walk (Place *place,
          gint64 now)
{
  gboolean catches_up = place->end + OVERLAP_MS < now;

  place->offset = 0;
  if (place->is_back)
    {
      place->back_to = MAX (place->back_to - WEEK_MS, place->oldest);
      if (place->back_to <= MAX (place->oldest, now - OLDEST_MS))
        place->back_to = 0;
      place->is_back = FALSE;
      return FALSE;
    }
  place->read_to = place->end;
  place->end = 0;
  place->is_back = !catches_up && place->back_to > 0;
  return catches_up || place->is_back;
}

/* The window of the walk at @place. */
static void
get_window (const Place *place,
            gint64 now,
            gint64 *start,
            gint64 *end)
{
  *start = place->is_back ? MAX (place->back_to - WEEK_MS, now - OLDEST_MS)
                          : place->read_to - OVERLAP_MS;
  *end = place->is_back ? place->back_to : place->end;
}

static JsonNode *
ask (TiemChannelLazada *self,
     TiemTransport *transport,
     const char *path,
     TiemForm *form,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (TiemForm) owned = form;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = {
    .method = "GET",
    .path = path,
    .parameters = owned,
    .is_optional = TRUE,
  };

  return laz_call (&self->shop, transport, &call, &answer, cancellable, error);
}

/* --- one product --- */

static gboolean
read_ids (TiemChannelLazada *self,
          TiemTransport *transport,
          const char *item_id,
          gint64 start,
          gint64 end,
          GHashTable *seen,
          GPtrArray *ids,
          GCancellable *cancellable,
          GError **error)
{
  guint first = ids->len;

  for (guint page = 1; page <= MOST_PAGES; page++)
    {
      g_autoptr (TiemForm) form = tiem_form_new ();
      g_autoptr (JsonNode) node = NULL;
      JsonArray *list;
      gint64 total = 0;
      guint before = ids->len;

      tiem_form_add (form, "item_id", item_id);
      tiem_form_add_int (form, "start_time", start);
      tiem_form_add_int (form, "end_time", end);
      tiem_form_add_int (form, "current", page);
      node = ask (self,
                  transport,
                  "/review/seller/history/list",
                  g_steal_pointer (&form),
                  cancellable,
                  error);
      if (node == NULL)
        return FALSE;
      list = tiem_json_get_array (laz_get_data (node), "id_list");
      for (guint i = 0; i < tiem_json_array_get_size (list); i++)
        {
          g_autofree char *id = tiem_json_to_text (json_array_get_element (list, i));

          g_strstrip (g_strdelimit (id, "\"", ' '));
          if (*id == '\0' || strspn (id, "0123456789") != strlen (id) || ids->len >= MOST_REVIEWS
              || g_hash_table_contains (seen, id))
            continue;
          g_hash_table_add (seen, id);
          g_ptr_array_add (ids, g_steal_pointer (&id));
        }
      tiem_json_get_int (laz_get_data (node), "total", &total, NULL);
      if (ids->len == before || ids->len - first >= total)
        return TRUE;
    }
  return TRUE;
}

TiemRemoteReview *
laz_parse_review (JsonObject *object,
                  GError **error)
{
  g_autoptr (TiemRemoteReview) review = tiem_remote_review_new ();
  JsonObject *ratings = tiem_json_get_object (object, "ratings");

  review->remote_id = tiem_json_dup_id (object, "id");
  review->order_remote_id = tiem_json_dup_id (object, "order_id");
  review->remote_product_id = tiem_json_dup_id (object, "product_id");
  if (review->remote_id == NULL || review->remote_product_id == NULL)
    {
      tiem_json_set_error (error, review->remote_id == NULL ? "id" : "product_id");
      return NULL;
    }
  review->text = laz_dup_text (object, "review_content");
  review->reply = laz_dup_text (object, "seller_reply");
  review->can_reply = review->reply == NULL && tiem_json_get_boolean (object, "can_reply");
  if (!laz_get_time (object, "submit_time", &review->created_at, error)
      || (review->created_at == 0
          && !laz_get_time (object, "create_time", &review->created_at, error))
      || !tiem_json_get_int (ratings,
                             tiem_json_has (ratings, "product_rating") ? "product_rating"
                                                                       : "overall_rating",
                             &review->stars,
                             error))
    return NULL;
  review->stars = CLAMP (review->stars, 1, 5);
  return g_steal_pointer (&review);
}

/* A second thought has no stars of its own: it is no review by itself. */
static gboolean
is_follow_up (JsonObject *object)
{
  return g_strcmp0 (tiem_json_get_string (object, "review_type"), "FOLLOW_UP_REVIEW") == 0;
}

static void
add_review (TiemReviewPage *page,
            JsonNode *element)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *id = tiem_json_dup_id (object, "id");
  g_autofree char *raw = NULL;
  TiemRemoteReview *review;

  if (is_follow_up (object))
    return;
  review = laz_parse_review (object, &parse_error);
  if (review != NULL)
    {
      g_ptr_array_add (page->reviews, review);
      return;
    }
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, parse_error);
}

static gboolean
read_texts (TiemChannelLazada *self,
            TiemTransport *transport,
            GPtrArray *ids,
            TiemReviewPage *page,
            GCancellable *cancellable,
            GError **error)
{
  for (guint start = 0; start < ids->len; start += MOST_IDS)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autoptr (TiemForm) form = tiem_form_new ();
      g_autofree char *list = NULL;
      g_autoptr (JsonNode) node = NULL;
      JsonArray *reviews;

      for (guint i = start; i < MIN (ids->len, start + MOST_IDS); i++)
        g_ptr_array_add (some, ids->pdata[i]);
      list = laz_format_ids (some, FALSE);
      tiem_form_add (form, "id_list", list);
      node = ask (
          self, transport, "/review/seller/list/v2", g_steal_pointer (&form), cancellable, error);
      if (node == NULL)
        return FALSE;
      reviews = tiem_json_get_array (laz_get_data (node), "review_list");
      for (guint i = 0; i < tiem_json_array_get_size (reviews); i++)
        add_review (page, json_array_get_element (reviews, i));
    }
  return TRUE;
}

/* --- all products --- */

static JsonNode *
ask_products (TiemChannelLazada *self,
              TiemTransport *transport,
              gint64 offset,
              GCancellable *cancellable,
              GError **error)
{
  TiemForm *form = tiem_form_new ();

  tiem_form_add (form, "filter", "all");
  tiem_form_add_int (form, "offset", offset);
  tiem_form_add_int (form, "limit", PRODUCTS_PER_PAGE);
  return ask (self, transport, "/products/get", form, cancellable, error);
}

static gboolean
walk (TiemChannelLazada *self,
      TiemTransport *transport,
      JsonArray *products,
      gint64 start,
      gint64 end,
      TiemReviewPage *page,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (products); i++)
    {
      g_autofree char *id = laz_dup_product_id (tiem_json_array_get_object (products, i));

      if (id != NULL && !read_ids (self, transport, id, start, end, seen, ids, cancellable, error))
        return FALSE;
    }
  return read_texts (self, transport, ids, page, cancellable, error);
}

TiemReviewPage *
laz_pull_reviews (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *cursor,
                  gint64 first_since,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemReviewPage) page = tiem_review_page_new ();
  g_autoptr (JsonNode) node = NULL;
  gint64 now = tiem_transport_now (transport);
  JsonArray *products;
  gint64 start;
  gint64 end;
  guint count;
  Place place;

  if (!parse_place (cursor, &place))
    begin (&place, first_since, now);
  if (place.end == 0 && !place.is_back)
    begin_round (&place, now);
  get_window (&place, now, &start, &end);

  node = ask_products (self, transport, place.offset, cancellable, error);
  if (node == NULL)
    return NULL;
  products = tiem_json_get_array (laz_get_data (node), "products");
  count = tiem_json_array_get_size (products);
  if (start < end && !walk (self, transport, products, start, end, page, cancellable, error))
    return NULL;

  place.offset += count;
  if (count >= PRODUCTS_PER_PAGE && place.offset <= MOST_OFFSET)
    page->more = TRUE;
  else
    page->more = end_walk (&place, now);
  page->next_cursor = format_place (&place);
  return g_steal_pointer (&page);
}

/* --- replying --- */

/* Returns: (transfer full): the review as it is; NULL with @error */
static TiemRemoteReview *
read_review (TiemChannelLazada *self,
             TiemTransport *transport,
             const char *remote_id,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (TiemReviewPage) page = tiem_review_page_new ();

  g_ptr_array_add (ids, (char *)remote_id);
  if (!read_texts (self, transport, ids, page, cancellable, error))
    return NULL;
  if (page->reviews->len > 0)
    return g_ptr_array_steal_index (page->reviews, 0);
  g_propagate_error (
      error,
      laz_make_rejection (_ ("Lazada does not show this review any more; the buyer may have "
                             "changed or taken it back.")));
  return NULL;
}

gboolean
laz_reply_review (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *remote_id,
                  const char *text,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemRemoteReview) review
      = read_review (self, transport, remote_id, cancellable, error);
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = "/review/seller/reply/add",
    .parameters = form,
    .is_write = TRUE,
    .is_optional = TRUE,
  };

  if (review == NULL)
    return FALSE;
  if (g_strcmp0 (review->reply, text) == 0)
    return TRUE;
  if (review->reply != NULL)
    {
      g_propagate_error (error,
                         laz_make_rejection (_ ("The review has another reply already, and Lazada "
                                                "takes one only.")));
      return FALSE;
    }
  tiem_form_add (form, "id", remote_id);
  tiem_form_add (form, "content", text);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, error);
  return node != NULL;
}
