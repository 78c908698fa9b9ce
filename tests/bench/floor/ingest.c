#include "floor/ingest.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"

#include <json-glib/json-glib.h>
#include <sqlite3.h>

/* The orders of pages as rows of the same tables, so that each index of theirs gets its entry,
 * those by listing and by customer too. No customer is made, no stock moves, nothing is counted. */

enum
{
  ADD_ORDER,
  ADD_ADDRESS,
  ADD_LINE,
  ADD_TEXT,
  LOOK,
  N_STATEMENTS
};

static const char *const sql[N_STATEMENTS] = {
  [ADD_ORDER] = "INSERT INTO customer_order (channel_id, remote_id, number, hash, status,"
                " remote_status, placed_at, updated_at, stored_at, first_stored_at, ship_by,"
                " buyer_remote_id, buyer_name, sort_buyer, buyer_phone, buyer_email, units,"
                " goods_title, goods_quantity, goods_more, total_vnd, shipping_fee_vnd,"
                " payment_method, stage, deadline, number_length, customer_id)"
                " VALUES (?1, ?2, ?2, ?3, 'to_ship', ?4, ?5, ?5, ?5, ?5, ?5, ?6, ?7, ?8, ?9, ?10,"
                " 1, ?11, 1, ?12, ?13, ?14, ?15, 3, ?5, length (?2),"
                " (SELECT customer_id FROM customer_identity"
                "  WHERE kind = 'buyer' AND channel_id = ?1 AND value = ?6))",
  [ADD_ADDRESS] = "INSERT INTO order_address (order_id, name, phone, line, ward, province)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
  [ADD_LINE] = "INSERT INTO order_line (order_id, line_key, position, remote_product_id,"
               " remote_variant_id, remote_sku, sku_key, title, options, quantity, unit_price_vnd,"
               " total_vnd, listing_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11,"
               " (SELECT id FROM listing WHERE channel_id = ?12 AND remote_product_id = ?4"
               "  AND remote_variant_id = ?5))",
  [ADD_TEXT] = "INSERT INTO order_text (rowid, t) VALUES (?1, ?2)",
  [LOOK] = "SELECT id, hash FROM customer_order WHERE channel_id = ?1 AND remote_id = ?2",
};

struct _FloorIngest
{
  sqlite3 *db;
  sqlite3_stmt *stmts[N_STATEMENTS];
  gint64 channel_id;
};

static gboolean
set_error (FloorIngest *self,
           GError **error)
{
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_STORE, "The floor: %s", sqlite3_errmsg (self->db));
  return FALSE;
}

FloorIngest *
floor_ingest_new (const char *dir,
                  gint64 channel_id,
                  GError **error)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  FloorIngest *self = g_new0 (FloorIngest, 1);
  gboolean ok;

  self->channel_id = channel_id;
  ok = sqlite3_open (path, &self->db) == SQLITE_OK
       && sqlite3_exec (self->db,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384",
                        NULL,
                        NULL,
                        NULL)
              == SQLITE_OK;
  for (guint i = 0; ok && i < N_STATEMENTS; i++)
    ok = sqlite3_prepare_v2 (self->db, sql[i], -1, &self->stmts[i], NULL) == SQLITE_OK;
  if (ok)
    return self;
  set_error (self, error);
  floor_ingest_free (self);
  return NULL;
}

void
floor_ingest_free (FloorIngest *self)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->stmts[i]);
  sqlite3_close (self->db);
  g_free (self);
}

static void
bind_text (sqlite3_stmt *stmt,
           int index,
           const char *text)
{
  sqlite3_bind_text (stmt, index, text, -1, SQLITE_STATIC);
}

static void
bind_member (sqlite3_stmt *stmt,
             int index,
             JsonObject *object,
             const char *name)
{
  bind_text (stmt, index, json_object_get_string_member (object, name));
}

static void
bind_money (sqlite3_stmt *stmt,
            int index,
            JsonObject *object,
            const char *name)
{
  const char *text = json_object_get_string_member (object, name);

  sqlite3_bind_int64 (stmt, index, g_ascii_strtoll (text, NULL, 10));
}

static gboolean
run (sqlite3_stmt *stmt)
{
  gboolean ok = sqlite3_step (stmt) == SQLITE_DONE;

  sqlite3_reset (stmt);
  return ok;
}

static gboolean
add_line (FloorIngest *self,
          gint64 order_id,
          int position,
          JsonObject *line)
{
  sqlite3_stmt *stmt = self->stmts[ADD_LINE];

  sqlite3_bind_int64 (stmt, 1, order_id);
  sqlite3_bind_int64 (stmt, 2, json_object_get_int_member (line, "id"));
  sqlite3_bind_int (stmt, 3, position);
  sqlite3_bind_int64 (stmt, 4, json_object_get_int_member (line, "product_id"));
  sqlite3_bind_int64 (stmt, 5, json_object_get_int_member (line, "variation_id"));
  bind_member (stmt, 6, line, "sku");
  bind_member (stmt, 7, line, "parent_name");
  bind_member (stmt, 8, line, "name");
  sqlite3_bind_int64 (stmt, 9, json_object_get_int_member (line, "quantity"));
  sqlite3_bind_int64 (stmt, 10, json_object_get_int_member (line, "price"));
  bind_money (stmt, 11, line, "total");
  sqlite3_bind_int64 (stmt, 12, self->channel_id);
  return run (stmt);
}

static gboolean
add_address (FloorIngest *self,
             gint64 order_id,
             JsonObject *contact)
{
  sqlite3_stmt *stmt = self->stmts[ADD_ADDRESS];

  sqlite3_bind_int64 (stmt, 1, order_id);
  bind_member (stmt, 2, contact, "last_name");
  bind_member (stmt, 3, contact, "phone");
  bind_member (stmt, 4, contact, "address_1");
  bind_member (stmt, 5, contact, "city");
  bind_member (stmt, 6, contact, "state");
  return run (stmt);
}

static gboolean
add_text (
    FloorIngest *self, gint64 order_id, gint64 remote_id, JsonObject *contact, JsonArray *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folded = NULL;

  g_string_printf (text,
                   "%" G_GINT64_FORMAT " %s %s %s",
                   remote_id,
                   json_object_get_string_member (contact, "last_name"),
                   json_object_get_string_member (contact, "first_name"),
                   json_object_get_string_member (contact, "phone"));
  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);

      g_string_append_printf (text,
                              " %s %s",
                              json_object_get_string_member (line, "name"),
                              json_object_get_string_member (line, "sku"));
    }
  folded = tiem_text_fold (text->str);
  sqlite3_bind_int64 (self->stmts[ADD_TEXT], 1, order_id);
  bind_text (self->stmts[ADD_TEXT], 2, folded);
  return run (self->stmts[ADD_TEXT]);
}

static gboolean
add_row (FloorIngest *self,
         JsonObject *order,
         JsonObject *contact,
         JsonArray *lines)
{
  sqlite3_stmt *stmt = self->stmts[ADD_ORDER];
  JsonObject *first = json_array_get_object_element (lines, 0);
  g_autofree char *name = g_strconcat (json_object_get_string_member (contact, "last_name"),
                                       " ",
                                       json_object_get_string_member (contact, "first_name"),
                                       NULL);
  g_autofree char *sort_name = tiem_text_fold (name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) placed = g_date_time_new_from_iso8601 (
      json_object_get_string_member (order, "date_created_gmt"), utc);

  sqlite3_bind_int64 (stmt, 1, self->channel_id);
  bind_member (stmt, 2, order, "number");
  sqlite3_bind_int64 (stmt, 3, json_object_get_int_member (order, "id"));
  bind_member (stmt, 4, order, "status");
  sqlite3_bind_int64 (stmt, 5, g_date_time_to_unix (placed) * 1000);
  sqlite3_bind_int64 (stmt, 6, json_object_get_int_member (order, "customer_id"));
  bind_text (stmt, 7, name);
  bind_text (stmt, 8, sort_name);
  bind_member (stmt, 9, contact, "phone");
  bind_member (stmt, 10, contact, "email");
  bind_member (stmt, 11, first, "parent_name");
  sqlite3_bind_int (stmt, 12, (int)json_array_get_length (lines) - 1);
  bind_money (stmt, 13, order, "total");
  bind_money (stmt, 14, order, "shipping_total");
  bind_member (stmt, 15, order, "payment_method");
  return run (stmt);
}

static gboolean
add_order (FloorIngest *self,
           JsonObject *order)
{
  JsonObject *contact = json_object_get_object_member (order, "billing");
  JsonArray *lines = json_object_get_array_member (order, "line_items");
  gint64 id;

  if (!add_row (self, order, contact, lines))
    return FALSE;
  id = sqlite3_last_insert_rowid (self->db);
  for (guint i = 0; i < json_array_get_length (lines); i++)
    if (!add_line (self, id, (int)i, json_array_get_object_element (lines, i)))
      return FALSE;
  return add_address (self, id, contact)
         && add_text (self, id, json_object_get_int_member (order, "id"), contact, lines);
}

static gboolean
look_order (FloorIngest *self,
            JsonObject *order)
{
  sqlite3_stmt *stmt = self->stmts[LOOK];
  gboolean is_there;

  sqlite3_bind_int64 (stmt, 1, self->channel_id);
  bind_member (stmt, 2, order, "number");
  is_there = sqlite3_step (stmt) == SQLITE_ROW
             && sqlite3_column_int64 (stmt, 1) == json_object_get_int_member (order, "id");
  sqlite3_reset (stmt);
  return is_there;
}

static gboolean
walk_page (FloorIngest *self,
           const char *json,
           gboolean (*func) (FloorIngest *self, JsonObject *order),
           GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *orders;
  gboolean ok = TRUE;

  if (!json_parser_load_from_data (parser, json, -1, error))
    return FALSE;
  orders = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; ok && i < json_array_get_length (orders); i++)
    ok = func (self, json_array_get_object_element (orders, i));
  return ok || set_error (self, error);
}

gboolean
floor_ingest_store (FloorIngest *self,
                    const char *json,
                    GError **error)
{
  if (sqlite3_exec (self->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    return set_error (self, error);
  if (!walk_page (self, json, add_order, error))
    return FALSE;
  return sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK
         || set_error (self, error);
}

gboolean
floor_ingest_look (FloorIngest *self,
                   const char *json,
                   GError **error)
{
  return walk_page (self, json, look_order, error);
}
