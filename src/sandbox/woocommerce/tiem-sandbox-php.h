#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads a query string or form as PHP does: "a[]=1&a[]=2&b[x]=3" becomes
 * {"a":{"0":"1","1":"2"},"b":{"x":"3"}}, in the order of arrival; a name given twice keeps
 * its first place and its last value. */
JsonObject *tiem_sandbox_php_parse_query (const char *text);

/* Returns: (transfer full): a copy of @tree in which what PHP counts 0, 1, 2 … is a JSON
 * array */
JsonNode *tiem_sandbox_php_to_json (JsonNode *tree);

/* Puts all members of @from over those of @into. */
void tiem_sandbox_php_merge (JsonObject *into, JsonObject *from);

G_END_DECLS
