#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one table of keys: the accelerators of the window and the page that shows them. */
typedef struct
{
  const char *accelerators; /* separated by spaces */
  const char *action;       /* a detailed action name; NULL: built into the widgets */
  const char *label;        /* to be translated */
} TiemShortcut;

typedef struct
{
  const char *title; /* to be translated */
  const TiemShortcut *shortcuts;
  guint n_shortcuts;
} TiemShortcutGroup;

/* Returns: (transfer none): the groups, @n of them */
const TiemShortcutGroup *tiem_shortcuts_list (guint *n);
void tiem_shortcuts_install (GtkApplication *application);
/* Shows the page; @parent is what it stands before. */
void tiem_shortcuts_present (GtkWindow *parent);

G_END_DECLS
