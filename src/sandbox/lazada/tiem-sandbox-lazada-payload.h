#pragma once

#include "sandbox/lazada/tiem-sandbox-lazada-call.h"

G_BEGIN_DECLS

/* The document in a parameter: XML or JSON with one element Request around it. */

/* Returns: (transfer full) (nullable): what is in Request, in the shape JSON has: an element
 * with elements in it is an object, several of one name are a list, text is text. NULL when
 * the call is refused: 30 for no document, 5 for one that can't be read */
JsonNode *tiem_sandbox_lazada_call_get_document (TiemSandboxLazadaCall *call, const char *name);

/* Follows @path ("Product/Skus/Sku") to a list; a single element is a list of one.
 * Returns: (transfer full): empty when there is no such thing */
JsonArray *tiem_sandbox_lazada_document_list (JsonNode *document, const char *path);
/* Returns: (transfer none) (nullable): the object at @path */
JsonObject *tiem_sandbox_lazada_document_object (JsonNode *document, const char *path);

G_END_DECLS
