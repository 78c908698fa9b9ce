#include "config.h"

#include "app/help/tiem-help-text.h"

#include <adwaita.h>
#include <string.h>

static void
block_free (TiemHelpBlock *block)
{
  g_free (block->title);
  g_free (block->markup);
  g_free (block);
}

void
tiem_help_text_free (TiemHelpText *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->summary);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self);
}

/* --- reading --- */

static const struct
{
  const char *element;
  TiemHelpBlockKind kind;
} kinds[] = {
  { "p", TIEM_HELP_PARAGRAPH }, { "h", TIEM_HELP_HEADING }, { "step", TIEM_HELP_STEP },
  { "item", TIEM_HELP_ITEM },   { "case", TIEM_HELP_CASE }, { "note", TIEM_HELP_NOTE },
};

typedef struct
{
  TiemHelpText *text;
  TiemHelpBlock *block; /* (owned) (nullable) the one under way */
  GString *markup;      /* its text */
  guint n_steps;        /* of the list under way */
} Reader;

static void
begin_block (Reader *reader,
             const char *title,
             TiemHelpBlockKind kind)
{
  reader->block = g_new0 (TiemHelpBlock, 1);
  reader->block->kind = kind;
  reader->block->title = g_strdup (title);
  if (kind == TIEM_HELP_STEP)
    reader->block->number = ++reader->n_steps;
}

/* <b> is what stands in the window under this very name, which the tests look up; <em> is anything
 * else that matters. */
static gboolean
is_bold (const char *element)
{
  return g_str_equal (element, "b") || g_str_equal (element, "em");
}

static void
start_inline (Reader *reader,
              const char *element,
              const char *href,
              GError **error)
{
  if (is_bold (element))
    g_string_append (reader->markup, "<b>");
  else if (g_str_equal (element, "a") && href != NULL)
    {
      g_autofree char *tag = g_markup_printf_escaped ("<a href=\"%s\">", href);

      g_string_append (reader->markup, tag);
    }
  else
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> in a text", element);
}

static const char *
find_attribute (const char *name,
                const char **names,
                const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return NULL;
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Reader *reader = user_data;

  if (reader->block != NULL)
    {
      start_inline (reader, element, find_attribute ("href", names, values), error);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (element, kinds[i].element))
      {
        begin_block (reader, find_attribute ("title", names, values), kinds[i].kind);
        return;
      }
  if (g_str_equal (element, "page"))
    {
      reader->text->title = g_strdup (find_attribute ("title", names, values));
      reader->text->summary = g_strdup (find_attribute ("summary", names, values));
    }
  else if (g_str_equal (element, "steps"))
    reader->n_steps = 0;
  else if (!g_str_equal (element, "list"))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s>", element);
}

static void
end_element_cb (GMarkupParseContext *context,
                const char *element,
                gpointer user_data,
                GError **error)
{
  Reader *reader = user_data;

  if (reader->block == NULL)
    return;
  if (is_bold (element) || g_str_equal (element, "a"))
    {
      g_string_append_printf (reader->markup, "</%s>", is_bold (element) ? "b" : element);
      return;
    }
  reader->block->markup = g_strdup (g_strstrip (reader->markup->str));
  g_string_truncate (reader->markup, 0);
  g_ptr_array_add (reader->text->blocks, g_steal_pointer (&reader->block));
}

/* Lines of the file are no lines of the page. */
static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Reader *reader = user_data;
  g_autofree char *escaped = NULL;

  if (reader->block == NULL)
    return;
  escaped = g_markup_escape_text (text, length);
  for (const char *c = escaped; *c != '\0'; c++)
    {
      gboolean is_space = *c == ' ' || *c == '\n';

      if (!is_space)
        g_string_append_c (reader->markup, *c);
      else if (reader->markup->len > 0 && reader->markup->str[reader->markup->len - 1] != ' ')
        g_string_append_c (reader->markup, ' ');
    }
}

TiemHelpText *
tiem_help_text_parse (const char *xml,
                      gssize length,
                      GError **error)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autoptr (TiemHelpText) text = g_new0 (TiemHelpText, 1);
  g_autoptr (GMarkupParseContext) context = NULL;
  Reader reader = { .text = text, .markup = g_string_new (NULL) };
  gboolean ok;

  text->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  context = g_markup_parse_context_new (
      &parser, G_MARKUP_PREFIX_ERROR_POSITION | G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  ok = g_markup_parse_context_parse (context, xml, length, error)
       && g_markup_parse_context_end_parse (context, error);
  g_string_free (reader.markup, TRUE);
  g_clear_pointer (&reader.block, block_free);
  if (ok && (text->title == NULL || text->summary == NULL))
    {
      g_set_error_literal (error,
                           G_MARKUP_ERROR,
                           G_MARKUP_ERROR_MISSING_ATTRIBUTE,
                           "<page> needs title and summary");
      ok = FALSE;
    }
  return ok ? g_steal_pointer (&text) : NULL;
}

/* --- showing --- */

typedef struct
{
  void (*func) (const char *uri, gpointer user_data);
  gpointer user_data;
} Link;

static gboolean
link_activated_cb (GtkLabel *label,
                   const char *uri,
                   Link *link)
{
  link->func (uri, link->user_data);
  return TRUE;
}

static GtkWidget *
make_label (const char *markup,
            const Link *link)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (strstr (markup, "<a ") != NULL)
    g_signal_connect_data (label,
                           "activate-link",
                           G_CALLBACK (link_activated_cb),
                           g_memdup2 (link, sizeof *link),
                           (GClosureNotify)(void (*) (void))g_free,
                           0);
  return label;
}

static GtkWidget *
make_titled (const char *title,
             const char *title_class,
             GtkWidget *below)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GtkWidget *head = make_label (escaped, NULL);

  gtk_widget_add_css_class (head, title_class);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), below);
  return box;
}

/* A sign before a text: the number of a step, a dot. */
static GtkWidget *
make_signed (const char *sign,
             const char *sign_class,
             GtkWidget *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *mark = gtk_label_new (sign);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  if (sign_class != NULL)
    gtk_widget_add_css_class (mark, sign_class);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_block (const TiemHelpBlock *block,
            const Link *link)
{
  GtkWidget *label = make_label (block->markup, link);
  char number[16];

  switch (block->kind)
    {
    case TIEM_HELP_HEADING:
      gtk_widget_add_css_class (label, "title-4");
      gtk_widget_set_margin_top (label, 12);
      return label;
    case TIEM_HELP_STEP:
      g_snprintf (number, sizeof number, "%u", block->number);
      return make_signed (number, "tiem-num", label);
    case TIEM_HELP_ITEM:
      gtk_widget_set_margin_end (label, 2);
      return make_signed ("•", NULL, label);
    case TIEM_HELP_CASE:
      return make_titled (block->title, "heading", label);
    case TIEM_HELP_NOTE:
      {
        GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");
        GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

        gtk_widget_set_valign (icon, GTK_ALIGN_START);
        gtk_widget_set_margin_top (icon, 2);
        gtk_box_append (GTK_BOX (box), icon);
        gtk_box_append (GTK_BOX (box), label);
        gtk_widget_add_css_class (box, "tiem-notice");
        gtk_widget_add_css_class (box, "info");
        gtk_widget_add_css_class (box, "card-notice");
        return box;
      }
    case TIEM_HELP_PARAGRAPH:
    default:
      return label;
    }
}

GtkWidget *
tiem_help_text_make_widget (const TiemHelpText *self,
                            void (*link_func) (const char *uri, gpointer user_data),
                            gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autofree char *summary = g_markup_escape_text (self->summary, -1);
  GtkWidget *below = make_label (summary, NULL);
  Link link = { link_func, user_data };

  gtk_widget_add_css_class (below, "tiem-sub");
  gtk_box_append (GTK_BOX (box), make_titled (self->title, "title-2", below));
  for (guint i = 0; i < self->blocks->len; i++)
    gtk_box_append (GTK_BOX (box), make_block (g_ptr_array_index (self->blocks, i), &link));
  return box;
}
