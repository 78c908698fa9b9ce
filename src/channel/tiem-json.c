#define G_LOG_DOMAIN "tiem-json"

#include "config.h"

#include "channel/tiem-json.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MICROS 1000000

/* Doubles hold every whole number up to here. */
#define LARGEST_EXACT_DOUBLE 9007199254740992.0

static void
set_parse_error (GError **error,
                 const char *message,
                 const char *detail)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL, message);
  if (error != NULL)
    tiem_error_set_detail (*error, detail, NULL);
}

/* json-glib descends by recursion: a body of brackets alone would overflow the stack. */
static gboolean
is_too_deep (const char *text,
             gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '[' || text[i] == '{')
        {
          if (++depth > TIEM_JSON_MAX_DEPTH)
            return TRUE;
        }
      else if ((text[i] == ']' || text[i] == '}') && depth > 0)
        depth--;
    }
  return FALSE;
}

/* Returns: the number of four hex digits at @text, −1 when they are none */
static int
read_hex4 (const char *text)
{
  int number = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      number = number * 16 + g_ascii_xdigit_value (text[i]);
    }
  return number;
}

/* The parser makes broken UTF-8 of half a surrogate pair, of "\\236", which it takes for a byte in
 * octal, and of "\\u12": the first becomes U+FFFD in place, the second loses its backslash, the
 * third is no JSON. Returns: FALSE for that */
static gboolean
repair_escapes (char *text)
{
  for (char *p = strchr (text, '\\'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '\\'))
    {
      int unit = p[1] == 'u' ? read_hex4 (p + 2) : 0;

      if (unit < 0)
        return FALSE;
      if (g_ascii_isdigit (p[1]))
        *p = '?';
      if (unit < 0xd800 || unit > 0xdfff)
        continue;
      if (unit < 0xdc00 && p[6] == '\\' && p[7] == 'u' && (read_hex4 (p + 8) & ~0x3ff) == 0xdc00)
        p += 6;
      else
        memcpy (p + 2, "fffd", 4);
    }
  return TRUE;
}

JsonNode *
tiem_json_parse (GBytes *body,
                 GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *valid = NULL;
  const char *text;
  gsize length;

  text = g_bytes_get_data (body, &length);
  if (length > TIEM_JSON_MAX_BYTES || is_too_deep (text, length))
    {
      set_parse_error (error,
                       _ ("The channel's answer is larger than Tiệm reads; try again later."),
                       "too large");
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }

  /* One broken character in one product's name must not hide all the others. */
  valid = g_utf8_make_valid (length > 0 ? text : "", length);
  /* Not an immutable one: json-glib 1.10 aborts where that meets some broken texts. */
  parser = json_parser_new ();
  if (!repair_escapes (valid) || !json_parser_load_from_data (parser, valid, -1, &parse_error)
      || json_parser_get_root (parser) == NULL)
    {
      set_parse_error (
          error,
          _ ("The channel's answer was cut short or can't be understood; Tiệm tries again."),
          parse_error != NULL ? parse_error->message : "empty");
      return NULL;
    }
  return json_parser_steal_root (parser);
}

JsonObject *
tiem_json_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
tiem_json_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Returns: (nullable): NULL for absent, null and "" */
static JsonNode *
peek (JsonObject *object,
      const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0')
    return NULL;
  return node;
}

/* Returns: (transfer full) (nullable): a scalar as text */
static char *
dup_scalar (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);

      if (number == floor (number) && fabs (number) < LARGEST_EXACT_DOUBLE)
        return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64)number);
      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, number));
    }
  return NULL;
}

JsonObject *
tiem_json_get_object (JsonObject *object,
                      const char *name)
{
  return tiem_json_object (peek (object, name));
}

JsonArray *
tiem_json_get_array (JsonObject *object,
                     const char *name)
{
  return tiem_json_array (peek (object, name));
}

JsonObject *
tiem_json_array_get_object (JsonArray *array,
                            guint index)
{
  return index < tiem_json_array_get_size (array)
             ? tiem_json_object (json_array_get_element (array, index))
             : NULL;
}

guint
tiem_json_array_get_size (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

const char *
tiem_json_get_string (JsonObject *object,
                      const char *name)
{
  JsonNode *node = peek (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

char *
tiem_json_dup_string (JsonObject *object,
                      const char *name)
{
  return dup_scalar (peek (object, name));
}

char *
tiem_json_dup_id (JsonObject *object,
                  const char *name)
{
  g_autofree char *text = dup_scalar (peek (object, name));

  return g_strcmp0 (text, "0") == 0 ? NULL : g_steal_pointer (&text);
}

gboolean
tiem_json_get_boolean (JsonObject *object,
                       const char *name)
{
  g_autofree char *text = dup_scalar (peek (object, name));

  return text != NULL
         && (strcmp (text, "true") == 0 || strcmp (text, "1") == 0 || strcmp (text, "yes") == 0);
}

gboolean
tiem_json_has (JsonObject *object,
               const char *name)
{
  return peek (object, name) != NULL;
}

void
tiem_json_set_error (GError **error,
                     const char *name)
{
  if (error == NULL)
    return;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_PROTOCOL,
               /* Translators: %s is the name of a field in a channel's answer */
               _ ("The field “%s” of the channel's answer can't be understood; look at it at "
                  "the channel."),
               name);
  tiem_error_set_detail (*error, name, NULL);
}

void
tiem_json_add_path (GError **error,
                    const char *format,
                    ...)
{
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;
  const char *inner;
  va_list args;

  if (error == NULL || *error == NULL || (*error)->domain != TIEM_ERROR)
    return;

  va_start (args, format);
  place = g_strdup_vprintf (format, args);
  va_end (args);

  inner = tiem_error_get_detail (*error);
  path = inner != NULL ? g_strconcat (place, ".", inner, NULL) : g_steal_pointer (&place);
  tiem_error_set_detail (*error, path, tiem_error_get_request_id (*error));
}

/* Reads "-12", "12.340" into a whole part and millionths. Every digit is looked at. */
static gboolean
read_decimal (const char *text,
              gint64 *micros)
{
  gboolean is_negative = *text == '-';
  gint64 value = 0;
  gint64 weight = MICROS;

  text += is_negative;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++)
    if (__builtin_mul_overflow (value, 10, &value)
        || __builtin_add_overflow (value, *text - '0', &value))
      return FALSE;
  if (__builtin_mul_overflow (value, MICROS, &value))
    return FALSE;

  if (*text == '.')
    {
      if (!g_ascii_isdigit (*++text))
        return FALSE;
      for (; g_ascii_isdigit (*text); text++)
        if ((weight /= 10) > 0 && __builtin_add_overflow (value, (*text - '0') * weight, &value))
          return FALSE;
    }
  *micros = is_negative ? -value : value;
  return *text == '\0';
}

static gboolean
read_int (const char *text,
          gint64 *value)
{
  const char *fraction = strchr (text, '.');
  g_autofree char *whole = fraction != NULL ? g_strndup (text, fraction - text) : g_strdup (text);

  if (fraction != NULL
      && (fraction[1] == '\0' || strspn (fraction + 1, "0") != strlen (fraction + 1)))
    return FALSE;
  return g_ascii_string_to_signed (whole, 10, G_MININT64, G_MAXINT64, value, NULL);
}

static gboolean
is_boolean (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

gboolean
tiem_json_get_int (JsonObject *object,
                   const char *name,
                   gint64 *value,
                   GError **error)
{
  JsonNode *node = peek (object, name);
  g_autofree char *text = dup_scalar (node);

  *value = 0;
  if (node == NULL)
    return TRUE;
  if (text != NULL && !is_boolean (node) && read_int (g_strstrip (text), value))
    return TRUE;

  *value = 0;
  tiem_json_set_error (error, name);
  return FALSE;
}

gboolean
tiem_json_need_int (JsonObject *object,
                    const char *name,
                    gint64 *value,
                    GError **error)
{
  if (tiem_json_has (object, name))
    return tiem_json_get_int (object, name, value, error);

  *value = 0;
  tiem_json_set_error (error, name);
  return FALSE;
}

gboolean
tiem_json_get_money (JsonObject *object,
                     const char *name,
                     gint64 *vnd,
                     GError **error)
{
  JsonNode *node = peek (object, name);
  g_autofree char *text = dup_scalar (node);

  *vnd = 0;
  if (node == NULL)
    return TRUE;
  if (text == NULL || is_boolean (node))
    {
      tiem_json_set_error (error, name);
      return FALSE;
    }
  if (tiem_money_parse_decimal (g_strstrip (text), vnd, error))
    return TRUE;

  *vnd = 0;
  tiem_json_add_path (error, "%s", name);
  return FALSE;
}

gboolean
tiem_json_need_money (JsonObject *object,
                      const char *name,
                      gint64 *vnd,
                      GError **error)
{
  if (tiem_json_has (object, name))
    return tiem_json_get_money (object, name, vnd, error);

  *vnd = 0;
  tiem_json_set_error (error, name);
  return FALSE;
}

gboolean
tiem_json_add_decimal (JsonObject *object,
                       const char *name,
                       gint64 *micro_vnd,
                       GError **error)
{
  JsonNode *node = peek (object, name);
  g_autofree char *text = dup_scalar (node);
  gint64 micros;

  if (node == NULL)
    return TRUE;
  if (text != NULL && !is_boolean (node) && read_decimal (g_strstrip (text), &micros)
      && !__builtin_add_overflow (*micro_vnd, micros, micro_vnd))
    return TRUE;

  tiem_json_set_error (error, name);
  return FALSE;
}

gint64
tiem_json_round_money (gint64 micro_vnd)
{
  gint64 whole = micro_vnd / MICROS;
  gint64 rest = micro_vnd % MICROS;

  return whole + (rest >= MICROS / 2) - (rest <= -MICROS / 2);
}

gboolean
tiem_json_get_time (JsonObject *object,
                    const char *name,
                    gint64 *ms,
                    GError **error)
{
  JsonNode *node = peek (object, name);
  g_autofree char *text = dup_scalar (node);

  *ms = 0;
  if (node == NULL || g_strcmp0 (text, "0") == 0
      || (text != NULL && g_str_has_prefix (text, "0000-")))
    return TRUE;
  if (text != NULL && !is_boolean (node) && tiem_time_parse (g_strstrip (text), ms, NULL))
    return TRUE;

  *ms = 0;
  tiem_json_set_error (error, name);
  return FALSE;
}

char *
tiem_json_to_text (JsonNode *node)
{
  return json_to_string (node, FALSE);
}
