#define G_LOG_DOMAIN "tiem-print-page"

#include "config.h"

#include "app/orders/tiem-print-page.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-print-run.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/tiem-portal.h"
#include "app/widgets/tiem-notice.h"
#include "document/tiem-label-file.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Enough for a sharp picture on a screen of twice the dots. */
#define PREVIEW_PIXELS 700.0
/* More rows of troubles than anybody reads. */
#define MOST_ROWS 60

struct _TiemPrintPage
{
  TiemSubpage parent_instance;

  TiemNotice *notice;
  GtkWidget *preview;
  GtkPicture *picture;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *position;
  AdwComboRow *paper;
  AdwActionRow *contents;
  GtkBox *options;
  AdwPreferencesGroup *failed;
  AdwPreferencesGroup *looks;
  GtkWidget *save;
  GtkWidget *open;
  GtkWidget *print;

  char *file_name; /* (owned) */
  GBytes *pdf;     /* (owned) (nullable) */
  guint page;      /* that is shown */
  guint n_pages;
  GCancellable *drawing;  /* (owned) (nullable) */
  GPtrArray *failed_rows; /* (owned): in the group */
  GPtrArray *look_rows;   /* (owned) */
  gboolean is_settling;   /* the combo row is moved by us */
  gboolean lacks_printer;
};

enum
{
  SIGNAL_PAPER_CHOSEN,
  SIGNAL_AGAIN,
  SIGNAL_USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPrintPage, tiem_print_page, TIEM_TYPE_SUBPAGE)

static GtkWindow *
get_window (TiemPrintPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
say (TiemPrintPage *self,
     const char *text)
{
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (text));
}

/* --- what it looks like --- */

typedef struct
{
  GBytes *pdf; /* (owned) */
  guint page;
} Draw;

typedef struct
{
  GdkTexture *texture; /* (owned) (nullable) */
  guint n_pages;
} Drawn;

static void
draw_free (gpointer data)
{
  Draw *draw = data;

  g_bytes_unref (draw->pdf);
  g_free (draw);
}

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;

  g_clear_object (&drawn->texture);
  g_free (drawn);
}

static GdkTexture *
draw_page (TiemLabelFile *file,
           guint page)
{
  double width;
  double height;
  double scale;
  cairo_surface_t *surface;
  cairo_t *cr;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  int stride;

  tiem_label_file_get_size (file, page, &width, &height);
  scale = PREVIEW_PIXELS / MAX (width, height);
  surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  tiem_label_file_draw (file, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize)stride * (gsize)cairo_image_surface_get_height (surface));
  texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface),
                                    cairo_image_surface_get_height (surface),
                                    GDK_MEMORY_DEFAULT,
                                    bytes,
                                    (gsize)stride);
  cairo_surface_destroy (surface);
  return texture;
}

static void
draw_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  const Draw *draw = task_data;
  GError *error = NULL;
  g_autoptr (TiemLabelFile) file = tiem_label_file_open_printed (draw->pdf, &error);
  Drawn *drawn;

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  drawn = g_new0 (Drawn, 1);
  drawn->n_pages = tiem_label_file_get_n_pages (file);
  drawn->texture = draw_page (file, MIN (draw->page, drawn->n_pages - 1));
  g_task_return_pointer (task, drawn, drawn_free);
}

static void
update_steps (TiemPrintPage *self)
{
  /* Translators: which page of how many */
  g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, self->n_pages);

  gtk_label_set_label (self->position, text);
  gtk_widget_set_sensitive (self->previous, self->page > 0);
  gtk_widget_set_sensitive (self->next, self->page + 1 < self->n_pages);
  gtk_picture_set_alternative_text (self->picture, text);
}

static void
drawn_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemPrintPage) self = user_data;
  g_autoptr (GError) error = NULL;
  Drawn *drawn = g_task_propagate_pointer (G_TASK (result), &error);

  if (drawn == NULL)
    return;
  if (self->pdf != NULL)
    {
      self->n_pages = drawn->n_pages;
      gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (drawn->texture));
      update_steps (self);
    }
  drawn_free (drawn);
}

static void
start_drawing (TiemPrintPage *self)
{
  g_autoptr (GTask) task = NULL;
  Draw *draw = g_new0 (Draw, 1);

  if (self->drawing != NULL)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  task = g_task_new (self, self->drawing, drawn_cb, g_object_ref (self));
  draw->pdf = g_bytes_ref (self->pdf);
  draw->page = self->page;
  g_task_set_source_tag (task, start_drawing);
  g_task_set_task_data (task, draw, draw_free);
  g_task_run_in_thread (task, draw_in_thread);
}

static void
turn_to (TiemPrintPage *self,
         guint page)
{
  self->page = page;
  update_steps (self);
  start_drawing (self);
}

static void
previous_cb (TiemPrintPage *self)
{
  if (self->page > 0)
    turn_to (self, self->page - 1);
}

static void
next_cb (TiemPrintPage *self)
{
  if (self->page + 1 < self->n_pages)
    turn_to (self, self->page + 1);
}

/* --- files --- */

/* Buyers' addresses are in it: nobody else may read the file. */
static gboolean
write_file (TiemPrintPage *self,
            const char *path,
            GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (self->pdf, &size);

  return g_file_set_contents_full (
      path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
path_chosen_cb (const char *path,
                gpointer user_data)
{
  g_autoptr (TiemPrintPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *text = NULL;

  if (path == NULL || self->pdf == NULL)
    return;
  if (!write_file (self, path, &error))
    {
      say (self, error->message);
      return;
    }
  /* Translators: a file's name */
  text = g_strdup_printf (_ ("“%s” is saved"), shown);
  say (self, text);
  g_signal_emit (self, signals[SIGNAL_USED], 0);
}

static void
save_cb (TiemPrintPage *self)
{
  if (self->pdf != NULL)
    tiem_compat_save_file (get_window (self),
                           _ ("Save the PDF"),
                           self->file_name,
                           TIEM_FILE_PDF,
                           path_chosen_cb,
                           g_object_ref (self));
}

static void
open_cb (TiemPrintPage *self)
{
  g_autofree char *shared = tiem_portal_dup_shared_folder ();
  g_autofree char *folder = g_build_filename (shared, "print", NULL);
  g_autofree char *path = g_build_filename (folder, self->file_name, NULL);
  g_autoptr (GError) error = NULL;

  if (self->pdf == NULL)
    return;
  g_mkdir_with_parents (folder, 0700);
  if (write_file (self, path, &error))
    tiem_compat_open_path (get_window (self), path);
  else
    say (self, error->message);
}

/* --- printing --- */

static void
show_no_printer (TiemPrintPage *self)
{
  tiem_notice_show (self->notice,
                    TIEM_TONE_WARNING,
                    _ ("There is no printer yet"),
                    _ ("Save a PDF and print it elsewhere, or install a printer and print again."),
                    _ ("Save PDF…"),
                    FALSE);
  /* Saving is the next step then, and the one blue button. */
  gtk_widget_remove_css_class (self->print, "suggested-action");
}

static void
printed_cb (TiemPrintOutcome outcome,
            const char *reason,
            gpointer user_data)
{
  g_autoptr (TiemPrintPage) self = user_data;

  if (self->pdf == NULL)
    return;
  gtk_widget_set_sensitive (self->print, TRUE);
  if (outcome == TIEM_PRINT_SENT)
    g_signal_emit (self, signals[SIGNAL_USED], 0);
  else if (outcome == TIEM_PRINT_FAILED)
    tiem_notice_show (self->notice,
                      TIEM_TONE_ERROR,
                      _ ("It could not be printed"),
                      reason != NULL
                          ? reason
                          : _ ("The printer did not answer. Nothing is lost: save a PDF, "
                               "or print again."),
                      _ ("Save PDF…"),
                      FALSE);
}

static void
print_cb (TiemPrintPage *self)
{
  if (self->pdf == NULL)
    return;
  gtk_widget_set_sensitive (self->print, FALSE);
  tiem_print_run (get_window (self),
                  self->pdf,
                  tiem_subpage_get_title (TIEM_SUBPAGE (self)),
                  printed_cb,
                  g_object_ref (self));
}

static void
print_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  print_cb (TIEM_PRINT_PAGE (widget));
}

static gboolean
has_focus_inside (TiemPrintPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Printing where there is a printer, saving where there is none. */
static GtkWidget *
find_next_step (TiemPrintPage *self)
{
  return self->lacks_printer ? self->save : self->print;
}

static void
primary_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemPrintPage *self = TIEM_PRINT_PAGE (widget);

  if (self->lacks_printer)
    save_cb (self);
  else
    print_cb (self);
}

static void
printer_looked_for_cb (gboolean has_printer,
                       gpointer user_data)
{
  g_autoptr (TiemPrintPage) self = user_data;

  self->lacks_printer = !has_printer;
  if (!has_printer && self->pdf != NULL)
    show_no_printer (self);
}

/* --- paper, troubles --- */

static void
paper_cb (TiemPrintPage *self)
{
  if (!self->is_settling)
    g_signal_emit (self, signals[SIGNAL_PAPER_CHOSEN], 0, adw_combo_row_get_selected (self->paper));
}

static void
again_cb (TiemPrintPage *self)
{
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
}

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group,
         GPtrArray *rows,
         const char *icon,
         const char *title,
         const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (text != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
    }
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
add_failed (TiemPrintPage *self,
            GPtrArray *notes)
{
  guint n = 0;
  g_autofree char *title = NULL;

  for (guint i = 0; i < notes->len; i++)
    {
      const TiemPrintNote *note = g_ptr_array_index (notes, i);

      if (!note->failed)
        continue;
      if (n++ < MOST_ROWS)
        add_row (
            self->failed, self->failed_rows, "dialog-error-symbolic", note->number, note->sentence);
    }
  title
      = g_strdup_printf (ngettext ("%u order without a label", "%u orders without a label", n), n);
  adw_preferences_group_set_title (self->failed, title);
  if (n > MOST_ROWS)
    {
      g_autofree char *more
          = g_strdup_printf (ngettext ("and %u more", "and %u more", n - MOST_ROWS), n - MOST_ROWS);

      add_row (self->failed, self->failed_rows, "view-more-symbolic", more, NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->failed), n > 0);
}

/* The same is said once, of all orders it is true of. */
static void
add_looks (TiemPrintPage *self,
           GPtrArray *notes)
{
  for (guint i = 0; i < notes->len;)
    {
      const TiemPrintNote *first = g_ptr_array_index (notes, i);
      g_autoptr (GString) numbers = g_string_new (first->number);
      guint n = 1;

      while (i + n < notes->len)
        {
          const TiemPrintNote *note = g_ptr_array_index (notes, i + n);

          if (note->failed != first->failed || g_strcmp0 (note->sentence, first->sentence) != 0)
            break;
          if (n < 6)
            g_string_append_printf (numbers, ", %s", note->number);
          else if (n == 6)
            g_string_append (numbers, "…");
          n++;
        }
      i += n;
      if (!first->failed && self->look_rows->len < MOST_ROWS)
        {
          g_autofree char *text = g_strdup_printf (
              /* Translators: how many orders, then their numbers */
              ngettext ("%u order: %s", "%u orders: %s", n),
              n,
              numbers->str);

          add_row (
              self->looks, self->look_rows, "dialog-information-symbolic", first->sentence, text);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->looks), self->look_rows->len > 0);
}

/* --- the page --- */

static void
tiem_print_page_dispose (GObject *object)
{
  TiemPrintPage *self = TIEM_PRINT_PAGE (object);

  if (self->drawing != NULL)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  G_OBJECT_CLASS (tiem_print_page_parent_class)->dispose (object);
}

static void
tiem_print_page_finalize (GObject *object)
{
  TiemPrintPage *self = TIEM_PRINT_PAGE (object);

  g_free (self->file_name);
  g_ptr_array_unref (self->failed_rows);
  g_ptr_array_unref (self->look_rows);
  G_OBJECT_CLASS (tiem_print_page_parent_class)->finalize (object);
}

static guint
new_signal (const char *name,
            guint n_parameters)
{
  return g_signal_new (name,
                       TIEM_TYPE_PRINT_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       G_TYPE_UINT);
}

static void
tiem_print_page_save (TiemSubpage *subpage)
{
  save_cb (TIEM_PRINT_PAGE (subpage));
}

static void
tiem_print_page_class_init (TiemPrintPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_print_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_print_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_print_page_save;
  gtk_widget_class_install_action (widget_class, "subpage.primary", NULL, primary_action);
  gtk_widget_class_install_action (widget_class, "subpage.print", NULL, print_action);
  signals[SIGNAL_PAPER_CHOSEN] = new_signal ("paper-chosen", 1);
  signals[SIGNAL_AGAIN] = new_signal ("again", 0);
  signals[SIGNAL_USED] = new_signal ("used", 0);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-print-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, preview);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, picture);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, previous);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, next);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, position);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, paper);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, contents);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, options);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, failed);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, looks);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, save);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, open);
  gtk_widget_class_bind_template_child (widget_class, TiemPrintPage, print);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, paper_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
}

static void
tiem_print_page_init (TiemPrintPage *self)
{
  self->failed_rows = g_ptr_array_new ();
  self->look_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "printing");
}

GtkWidget *
tiem_print_page_new (const char *title,
                     const char *file_name)
{
  TiemPrintPage *self = g_object_new (TIEM_TYPE_PRINT_PAGE, NULL);

  self->file_name = g_strdup (file_name);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), title, NULL);
  tiem_print_look_for_printer (printer_looked_for_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

void
tiem_print_page_set_papers (TiemPrintPage *self,
                            const char *const *names,
                            guint chosen)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  self->is_settling = TRUE;
  adw_combo_row_set_model (self->paper, G_LIST_MODEL (model));
  adw_combo_row_set_selected (self->paper, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->paper), g_strv_length ((char **)names) > 1);
  self->is_settling = FALSE;
}

void
tiem_print_page_add_options (TiemPrintPage *self,
                             GtkWidget *group)
{
  g_return_if_fail (TIEM_IS_PRINT_PAGE (self));

  gtk_box_append (self->options, group);
  gtk_widget_set_visible (GTK_WIDGET (self->options), TRUE);
}

void
tiem_print_page_show (TiemPrintPage *self,
                      GBytes *pdf,
                      const char *contents)
{
  g_clear_pointer (&self->pdf, g_bytes_unref);
  self->pdf = pdf != NULL ? g_bytes_ref (pdf) : NULL;
  self->page = 0;
  adw_action_row_set_subtitle (self->contents, contents);
  gtk_widget_set_visible (self->preview, pdf != NULL);
  gtk_widget_set_sensitive (self->print, pdf != NULL);
  gtk_widget_set_sensitive (self->save, pdf != NULL);
  gtk_widget_set_sensitive (self->open, pdf != NULL);
  if (pdf != NULL)
    start_drawing (self);
  if (pdf != NULL && self->lacks_printer)
    show_no_printer (self);
  /* The buttons take no focus before there is something to print. */
  if (pdf != NULL && !has_focus_inside (self))
    gtk_widget_grab_focus (find_next_step (self));
}

void
tiem_print_page_show_notes (TiemPrintPage *self,
                            GPtrArray *notes)
{
  clear_rows (self->failed, self->failed_rows);
  clear_rows (self->looks, self->look_rows);
  add_failed (self, notes);
  add_looks (self, notes);
}
