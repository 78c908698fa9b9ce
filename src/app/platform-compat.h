#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The few places where the floor (GTK 4.8, libadwaita 1.2) and the newest libraries differ:
 * choosing files, asking, colours, reading out, opening links. Nothing else in the
 * tree looks at a version.
 */

/* @path: (nullable): %NULL when the user changed their mind, or was told why there is no choosing */
typedef void (*TiemFileFunc) (const char *path,
                              gpointer user_data);

typedef enum
{
  TIEM_FILE_SHEET,  /* .xlsx, .csv */
  TIEM_FILE_BACKUP, /* .db */
  TIEM_FILE_PDF,
  TIEM_FILE_FOLDER,
  TIEM_FILE_PICTURE, /* whatever GTK can show; for opening alone */
} TiemFileKind;

void tiem_compat_open_file (GtkWindow *parent,
                            const char *title,
                            TiemFileKind kind,
                            TiemFileFunc func,
                            gpointer user_data);
/* @name: what the entry says at first; an ending that belongs to @kind is added when missing */
void tiem_compat_save_file (GtkWindow *parent,
                            const char *title,
                            const char *name,
                            TiemFileKind kind,
                            TiemFileFunc func,
                            gpointer user_data);

/* @response: the id of the button, "cancel" when closed */
typedef void (*TiemAnswerFunc) (const char *response,
                                gpointer user_data);

typedef enum
{
  TIEM_ANSWER_PLAIN,
  TIEM_ANSWER_SUGGESTED,
  TIEM_ANSWER_DESTRUCTIVE,
} TiemAnswerLook;

typedef struct
{
  const char *id; /* "cancel" is the safe one: the default, and Esc */
  const char *label;
  TiemAnswerLook look;
} TiemAnswer;

/* @extra: (nullable): a widget between text and buttons
 * @answers: ends with an id of %NULL
 * Returns: (transfer none): for tiem_compat_answer_set_enabled(); gone once it is answered */
GtkWidget *tiem_compat_ask (GtkWindow *parent,
                            const char *title,
                            const char *text,
                            GtkWidget *extra,
                            const TiemAnswer *answers,
                            TiemAnswerFunc func,
                            gpointer user_data);

void tiem_compat_answer_set_enabled (GtkWidget *question,
                                     const char *id,
                                     gboolean enabled);

/* The text colour of @widget (@name %NULL), or a colour of the theme by its name
 * ("accent_bg_color"), for what is drawn by hand. */
void tiem_compat_get_color (GtkWidget *widget,
                            const char *name,
                            GdkRGBA *color);

/* Reads @words out, where a screen reader listens; before GTK 4.14 it is up to the label that
 * shows them. */
void tiem_compat_announce (GtkWidget *widget,
                           const char *words);

/* Names the button that shows what is typed into @row, an AdwPasswordEntryRow: newer versions of
 * libadwaita have no Vietnamese for it. */
void tiem_compat_name_reveal (GtkWidget *row);

/* With whatever the desktop has for it. What can't be opened is told over @parent, unless the
 * owner declined. */
void tiem_compat_open_uri (GtkWindow *parent,
                           const char *uri);
/* @path: absolute */
void tiem_compat_open_path (GtkWindow *parent,
                            const char *path);

/* Sends a key that was held back on its way again. */
void tiem_compat_put_event (GdkEvent *event);

G_END_DECLS
