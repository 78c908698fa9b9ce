#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-faults.h"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

typedef enum
{
  DROP,
  ERROR_STATUS,
  RATE_LIMIT,
  HTML,
  DELAY,
  LOST_ANSWER,
  CUT,
  MALFORMED,
  TRUNCATED,
  DUPLICATE,
  REORDER,
  CLOCK_SKEW,
} Kind;

static const char *const kind_names[] = {
  [DROP] = "drop",
  [ERROR_STATUS] = "error",
  [RATE_LIMIT] = "rate_limit",
  [HTML] = "html",
  [DELAY] = "delay",
  [LOST_ANSWER] = "lost_answer",
  [CUT] = "cut",
  [MALFORMED] = "malformed",
  [TRUNCATED] = "truncated",
  [DUPLICATE] = "duplicate",
  [REORDER] = "reorder",
  [CLOCK_SKEW] = "clock_skew",
};

typedef struct
{
  Kind kind;
  char *endpoint; /* (nullable) */
  char *method;   /* (nullable) */
  gint64 times;   /* −1 = for ever */
  gint64 after;
  double probability;
  gint64 ms;
  guint status;
  gint64 retry_after; /* −1 = not told */
  gint64 met;
} Fault;

struct _TiemSandboxFaults
{
  GRand *random;
  GPtrArray *faults; /* (element-type Fault) */
  Fault *pending[4]; /* those the present call meets when it has been carried out; borrowed */
  guint n_pending;
};

static void
fault_free (Fault *self)
{
  g_free (self->endpoint);
  g_free (self->method);
  g_free (self);
}

TiemSandboxFaults *
tiem_sandbox_faults_new (guint32 seed)
{
  TiemSandboxFaults *self = g_new0 (TiemSandboxFaults, 1);

  self->random = tiem_sandbox_random_new (seed, "faults");
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify)fault_free);
  return self;
}

void
tiem_sandbox_faults_free (TiemSandboxFaults *self)
{
  if (self == NULL)
    return;
  g_rand_free (self->random);
  g_ptr_array_unref (self->faults);
  g_free (self);
}

static gboolean
parse_kind (const char *text,
            Kind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (text, kind_names[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
tiem_sandbox_faults_add (TiemSandboxFaults *self,
                         JsonObject *object,
                         GError **error)
{
  g_autofree char *name = tiem_sandbox_json_dup_text (object, "kind");
  gboolean by_chance = tiem_sandbox_json_has (object, "probability");
  Fault *fault;
  Kind kind;

  if (!parse_kind (name, &kind))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   "There is no fault of the kind “%s”.",
                   name != NULL ? name : "");
      return FALSE;
    }

  fault = g_new0 (Fault, 1);
  fault->kind = kind;
  fault->endpoint = tiem_sandbox_json_dup_text (object, "endpoint");
  fault->method = tiem_sandbox_json_dup_text (object, "method");
  fault->times = tiem_sandbox_json_get_int (object, "times", by_chance ? -1 : 1);
  fault->after = tiem_sandbox_json_get_int (object, "after", 0);
  fault->probability = tiem_sandbox_json_get_double (object, "probability", 1);
  fault->ms = tiem_sandbox_json_get_int (object, "ms", 1000);
  fault->status
      = CLAMP (tiem_sandbox_json_get_int (object, "status", kind == HTML ? 200 : 503), 200, 599);
  fault->retry_after = tiem_sandbox_json_get_int (object, "retry_after", -1);
  g_ptr_array_add (self->faults, fault);
  return TRUE;
}

void
tiem_sandbox_faults_clear (TiemSandboxFaults *self)
{
  self->n_pending = 0;
  g_ptr_array_set_size (self->faults, 0);
}

JsonArray *
tiem_sandbox_faults_list (const TiemSandboxFaults *self)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->faults->len; i++)
    {
      const Fault *fault = self->faults->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", kind_names[fault->kind]);
      if (fault->endpoint != NULL)
        json_object_set_string_member (object, "endpoint", fault->endpoint);
      json_object_set_int_member (object, "times", fault->times);
      json_object_set_double_member (object, "probability", fault->probability);
      json_object_set_int_member (object, "met", fault->met);
      json_array_add_object_element (list, object);
    }
  return list;
}

gint64
tiem_sandbox_faults_get_skew_ms (const TiemSandboxFaults *self)
{
  gint64 skew = 0;

  for (guint i = 0; i < self->faults->len; i++)
    {
      const Fault *fault = self->faults->pdata[i];

      if (fault->kind == CLOCK_SKEW)
        skew += fault->ms;
    }
  return skew;
}

static TiemResponse *
make_page (guint status,
           gint64 retry_after)
{
  g_autofree char *html = g_strdup_printf (
      "<html>\r\n<head><title>%u</title></head>\r\n<body>\r\n<center><h1>%u</h1></center>\r\n"
      "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
      status,
      status);
  TiemResponse *response = tiem_response_new (status, "text/html", html, -1);

  if (retry_after >= 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, retry_after);

      tiem_response_set_header (response, "Retry-After", seconds);
    }
  return response;
}

/* Whether @fault meets this call; counts it if so. */
static gboolean
meets (TiemSandboxFaults *self,
       Fault *fault,
       const char *method,
       const char *endpoint)
{
  if (fault->kind == CLOCK_SKEW || fault->times == 0)
    return FALSE;
  if (fault->endpoint != NULL && !g_str_has_prefix (endpoint, fault->endpoint))
    return FALSE;
  if (fault->method != NULL && g_ascii_strcasecmp (fault->method, method) != 0)
    return FALSE;
  if (fault->after > 0)
    {
      fault->after--;
      return FALSE;
    }
  if (!tiem_sandbox_random_hits (self->random, fault->probability))
    return FALSE;

  fault->met++;
  if (fault->times > 0)
    fault->times--;
  return TRUE;
}

TiemResponse *
tiem_sandbox_faults_before (TiemSandboxFaults *self,
                            const char *method,
                            const char *endpoint,
                            TiemSandboxEffect *effect)
{
  self->n_pending = 0;
  for (guint i = 0; i < self->faults->len; i++)
    {
      Fault *fault = self->faults->pdata[i];

      if (self->n_pending == G_N_ELEMENTS (self->pending) || !meets (self, fault, method, endpoint))
        continue;
      switch (fault->kind)
        {
        case DROP:
          effect->is_dropped = TRUE;
          return NULL;
        case ERROR_STATUS:
        case HTML:
          return make_page (fault->status, fault->retry_after);
        case RATE_LIMIT:
          return make_page (429, fault->retry_after);
        default:
          self->pending[self->n_pending++] = fault;
        }
    }
  return NULL;
}

static void
replace_body (TiemResponse *response,
              const char *text,
              gssize length)
{
  g_bytes_unref (response->body);
  response->body = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);
}

static void
spoil_body (TiemResponse *response,
            Kind kind)
{
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);
  g_autofree char *copy = g_strndup (length > 0 ? body : "", length);

  if (kind == TRUNCATED)
    replace_body (response, copy, length / 2);
  else
    {
      g_autofree char *text = g_strconcat (
          "<br />\n<b>Warning</b>: Undefined array key \"total\" in <b>class-shop.php</b>"
          " on line <b>218</b><br />\n",
          copy,
          NULL);

      replace_body (response, text, -1);
    }
}

/* Returns: (nullable): the first list of objects in @node, in the order of the text */
static JsonNode *
find_list (JsonNode *node)
{
  g_autoptr (GList) members = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      return json_array_get_length (array) > 0
                     && JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0))
                 ? node
                 : NULL;
    }
  /* The lines of a single order are no list of entries. */
  if (!JSON_NODE_HOLDS_OBJECT (node) || json_object_has_member (json_node_get_object (node), "id"))
    return NULL;
  members = json_object_get_values (json_node_get_object (node));
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *list = find_list (l->data);

      if (list != NULL)
        return list;
    }
  return NULL;
}

static void
disturb_list (TiemResponse *response,
              Kind kind)
{
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);
  g_autoptr (JsonNode) root = tiem_sandbox_json_parse (length > 0 ? body : "", length, NULL);
  JsonNode *node = root != NULL ? find_list (root) : NULL;
  g_autofree char *text = NULL;
  JsonArray *old;
  JsonArray *list;
  guint size;

  if (node == NULL)
    return;
  old = json_node_get_array (node);
  size = json_array_get_length (old);
  list = json_array_sized_new (size + 1);
  for (guint i = 0; i < size; i++)
    {
      JsonNode *element = json_array_get_element (old, kind == REORDER ? size - 1 - i : i);

      json_array_add_element (list, json_node_copy (element));
      if (kind == DUPLICATE && i == 0)
        json_array_add_element (list, json_node_copy (element));
    }
  json_node_take_array (node, list);
  text = tiem_sandbox_json_to_ascii (root);
  replace_body (response, text, -1);
}

TiemResponse *
tiem_sandbox_faults_after (TiemSandboxFaults *self,
                           TiemResponse *response,
                           TiemSandboxEffect *effect)
{
  for (guint i = 0; i < self->n_pending; i++)
    switch (self->pending[i]->kind)
      {
      case DELAY:
        effect->delay_ms += self->pending[i]->ms;
        break;
      case LOST_ANSWER:
        effect->is_dropped = TRUE;
        break;
      case CUT:
        effect->is_cut = TRUE;
        break;
      case MALFORMED:
      case TRUNCATED:
        spoil_body (response, self->pending[i]->kind);
        break;
      case DUPLICATE:
      case REORDER:
        disturb_list (response, self->pending[i]->kind);
        break;
      default:
        break;
      }
  self->n_pending = 0;
  if (effect->is_dropped)
    g_clear_pointer (&response, tiem_response_free);
  return response;
}
