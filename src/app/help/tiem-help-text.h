#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A page of the guide:
 *
 *   <page title="…" summary="…">
 *     <p>A paragraph with <b>what the window says</b>, <em>what matters</em> and
 *        <a href="help:stock">another page</a>.</p>
 *     <h>A heading</h>
 *     <steps><step>…</step></steps>    numbered
 *     <list><item>…</item></list>      with dots
 *     <case title="…">…</case>         what can go wrong, and the way out
 *     <note>…</note>                   what must not be missed
 *   </page>
 *
 * Inside a text only <b>, <em> and <a> are known; a file that is not like this is a programming
 * error. What stands in <b> has to be somewhere in the window under this very name (tests/tree looks
 * it up in po/vi.po), with numbers in place of %d.
 */
typedef struct
{
  char *title;
  char *summary;
  GPtrArray *blocks; /* (element-type TiemHelpBlock) */
} TiemHelpText;

typedef enum
{
  TIEM_HELP_PARAGRAPH,
  TIEM_HELP_HEADING,
  TIEM_HELP_STEP,
  TIEM_HELP_ITEM,
  TIEM_HELP_CASE,
  TIEM_HELP_NOTE,
} TiemHelpBlockKind;

typedef struct
{
  TiemHelpBlockKind kind;
  guint number;  /* of a step, from 1 */
  char *title;   /* (nullable) of a case; plain */
  char *markup;  /* for a GtkLabel */
} TiemHelpBlock;

/* Returns: (transfer full): %NULL with a G_MARKUP_ERROR */
TiemHelpText *tiem_help_text_parse (const char *xml,
                                    gssize length,
                                    GError **error);
void tiem_help_text_free (TiemHelpText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemHelpText, tiem_help_text_free)

/* Returns: (transfer none): the page as a column of labels; links call @link_func with "help:NAME"
 * or the address */
GtkWidget *tiem_help_text_make_widget (const TiemHelpText *self,
                                       void (*link_func) (const char *uri,
                                                          gpointer user_data),
                                       gpointer user_data);

G_END_DECLS
