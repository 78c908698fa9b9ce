#define G_LOG_DOMAIN "tiem-http"

#include "base/tiem-http.h"

#include <string.h>

/* A decoded NUL would cut the string short, so "%00" counts as broken and stays. */
static char *
percent_decode (const char *text,
                gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      int high = -1;
      int low = -1;

      if (text[i] == '%' && i + 2 < length)
        {
          high = g_ascii_xdigit_value (text[i + 1]);
          low = g_ascii_xdigit_value (text[i + 2]);
        }
      if (high >= 0 && low >= 0 && high + low > 0)
        {
          g_string_append_c (out, (char)(high * 16 + low));
          i += 2;
        }
      else
        g_string_append_c (out, text[i] == '+' ? ' ' : text[i]);
    }
  return g_utf8_make_valid (out->str, out->len);
}

TiemForm *
tiem_form_new (void)
{
  TiemForm *self = g_new0 (TiemForm, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  return self;
}

TiemForm *
tiem_form_parse (const char *text)
{
  TiemForm *self = tiem_form_new ();

  while (text != NULL && *text != '\0')
    {
      const char *end = text + strcspn (text, "&");
      const char *equals = memchr (text, '=', end - text);
      const char *name_end = equals != NULL ? equals : end;

      if (end > text)
        {
          g_ptr_array_add (self->names, percent_decode (text, name_end - text));
          g_ptr_array_add (self->values,
                           equals != NULL ? percent_decode (equals + 1, end - equals - 1)
                                          : g_strdup (""));
        }
      text = *end == '&' ? end + 1 : end;
    }
  return self;
}

void
tiem_form_free (TiemForm *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

void
tiem_form_add (TiemForm *self,
               const char *name,
               const char *value)
{
  g_return_if_fail (name != NULL && value != NULL);

  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup (value));
}

void
tiem_form_add_int (TiemForm *self,
                   const char *name,
                   gint64 value)
{
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

const char *
tiem_form_get (const TiemForm *self,
               const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (strcmp (self->names->pdata[i], name) == 0)
      return self->values->pdata[i];
  return NULL;
}

guint
tiem_form_get_size (const TiemForm *self)
{
  return self->names->len;
}

char *
tiem_form_encode (const TiemForm *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->names->len; i++)
    {
      g_autofree char *name = tiem_percent_encode (self->names->pdata[i]);
      g_autofree char *value = tiem_percent_encode (self->values->pdata[i]);

      g_string_append_printf (out, "%s%s=%s", i > 0 ? "&" : "", name, value);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tiem_percent_encode (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}
