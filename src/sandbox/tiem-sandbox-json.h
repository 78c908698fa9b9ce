#pragma once

#include "base/tiem-http.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads JSON of at most 8 MB and 64 levels. @length −1: to the NUL. Empty text is an error. Fails
 * with %TIEM_ERROR_INVALID. */
JsonNode *tiem_sandbox_json_parse (const char *text, gssize length, GError **error);

/* Returns: (transfer full): @node as a PHP server writes it: "/" as "\/" and everything
 * beyond ASCII as "\u1ea3" */
char *tiem_sandbox_json_to_ascii (JsonNode *node);

/* An answer with @node (transfer full) as UTF-8 JSON. */
TiemResponse *tiem_sandbox_json_response (guint status, JsonNode *node);
TiemResponse *tiem_sandbox_json_error (guint status, const char *message);

/* Nodes of plain values and containers. */
JsonNode *tiem_sandbox_json_string (const char *value);
JsonNode *tiem_sandbox_json_number (gint64 value);
JsonNode *tiem_sandbox_json_from_object (JsonObject *object); /* takes it */
JsonNode *tiem_sandbox_json_from_array (JsonArray *array);    /* takes it */

/* Returns: (transfer full): a copy that shares nothing with @node */
JsonNode *tiem_sandbox_json_copy (JsonNode *node);

/* Members of @object, with what a lenient server makes of another type: "7" and 7.0 are 7,
 * 5 is "5", "false" and 0 are false. Missing and null give the fallback. */
gint64 tiem_sandbox_json_get_int (JsonObject *object, const char *name, gint64 fallback);
double tiem_sandbox_json_get_double (JsonObject *object, const char *name, double fallback);
gboolean tiem_sandbox_json_get_bool (JsonObject *object, const char *name, gboolean fallback);
/* Returns: (transfer full) (nullable) */
char *tiem_sandbox_json_dup_text (JsonObject *object, const char *name);
/* Returns: (transfer none) (nullable): the member if it is of that kind */
JsonObject *tiem_sandbox_json_get_object (JsonObject *object, const char *name);
JsonArray *tiem_sandbox_json_get_array (JsonObject *object, const char *name);
gboolean tiem_sandbox_json_has (JsonObject *object, const char *name);

/* The same of a node. */
gint64 tiem_sandbox_json_node_int (JsonNode *node, gint64 fallback);
gboolean tiem_sandbox_json_node_bool (JsonNode *node, gboolean fallback);
char *tiem_sandbox_json_node_text (JsonNode *node);

G_END_DECLS
