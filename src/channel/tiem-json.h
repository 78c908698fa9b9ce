#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Reading what a platform sent. Platforms wobble: a number comes as text, an id as a
 * number, "" or null where nothing is known. These functions accept every form that can
 * mean only one thing and refuse the rest.
 *
 * tiem_json_get_…() takes a member that may be missing: absent, null and "" give 0.
 * tiem_json_need_…() refuses those too. All fail with %TIEM_ERROR_PROTOCOL; the error's
 * detail is the path of the member ("line_items[2].quantity"), built up by the callers
 * with tiem_json_add_path().
 */

#define TIEM_JSON_MAX_BYTES (32 * 1024 * 1024)
#define TIEM_JSON_MAX_DEPTH 64

/* Returns: (transfer full): the root of @body. PROTOCOL when it is no JSON, cut short,
 * larger than TIEM_JSON_MAX_BYTES or nested deeper than TIEM_JSON_MAX_DEPTH. */
JsonNode *tiem_json_parse (GBytes *body, GError **error);

/* Returns: (nullable): NULL when @node is NULL or something else */
JsonObject *tiem_json_object (JsonNode *node);
JsonArray *tiem_json_array (JsonNode *node);

/* Returns: (nullable): NULL when it is absent or something else. */
JsonObject *tiem_json_get_object (JsonObject *object, const char *name);
JsonArray *tiem_json_get_array (JsonObject *object, const char *name);
JsonObject *tiem_json_array_get_object (JsonArray *array, guint index);
/* Returns: 0 for NULL */
guint tiem_json_array_get_size (JsonArray *array);

/* Returns: (nullable): the text itself; NULL when it is absent, empty or no text */
const char *tiem_json_get_string (JsonObject *object, const char *name);
/* Returns: (transfer full) (nullable): text, number or truth value as text; NULL when
 * absent or empty */
char *tiem_json_dup_string (JsonObject *object, const char *name);
/* Returns: (transfer full) (nullable): the same, and NULL for 0: platforms write "none" so */
char *tiem_json_dup_id (JsonObject *object, const char *name);
/* Returns: TRUE for true, 1, "1", "yes", "true" */
gboolean tiem_json_get_boolean (JsonObject *object, const char *name);
gboolean tiem_json_has (JsonObject *object, const char *name);

/* 5, "5", 5.0 and "5.00" are whole numbers; 5.5 and "5k" are not. */
gboolean tiem_json_get_int (JsonObject *object, const char *name, gint64 *value, GError **error);
gboolean tiem_json_need_int (JsonObject *object, const char *name, gint64 *value, GError **error);

/* Whole đồng; a number or a decimal text without a fraction. */
gboolean tiem_json_get_money (JsonObject *object, const char *name, gint64 *vnd, GError **error);
gboolean tiem_json_need_money (JsonObject *object, const char *name, gint64 *vnd, GError **error);

/*
 * Adds an amount that may have a fraction to *@micro_vnd (millionths of a đồng), exactly.
 * A platform may split a whole price into net and tax with fractions: only their sum is
 * whole. tiem_json_round_money() makes đồng of it, half away from zero.
 */
gboolean
tiem_json_add_decimal (JsonObject *object, const char *name, gint64 *micro_vnd, GError **error);
gint64 tiem_json_round_money (gint64 micro_vnd);

/* ms UTC; ISO 8601 (without a zone: UTC) or Unix seconds or milliseconds. */
gboolean tiem_json_get_time (JsonObject *object, const char *name, gint64 *ms, GError **error);

/* Says which member of @object is wrong, in the form of the functions above. */
void tiem_json_set_error (GError **error, const char *name);
/* Puts where the failed value was in front of the error's path. Printf-like. */
void tiem_json_add_path (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Returns: (transfer full): @node as text, without white space */
char *tiem_json_to_text (JsonNode *node);

G_END_DECLS
