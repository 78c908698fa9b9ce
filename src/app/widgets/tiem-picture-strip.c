#define G_LOG_DOMAIN "tiem-picture-strip"

#include "config.h"

#include "app/widgets/tiem-picture-strip.h"

#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-picture-task.h"
#include "app/widgets/tiem-thumbs.h"

#include <glib/gi18n.h>

#define TILE_SIZE 96
#define TOAST_SECONDS 6

struct _TiemPictureStrip
{
  GtkWidget parent_instance;

  TiemStore *store; /* (owned) (nullable) */
  gint64 product_id;
  GPtrArray *images;         /* (owned) (element-type TiemImage): as shown */
  GArray *waiting;           /* (owned) (element-type gint64): of a product that is not saved yet */
  GCancellable *cancellable; /* (owned) */
  guint adding;              /* files on their way */
  gint64 focus_id;           /* the picture that gets the focus once it is there; 0 = none */
  gint64 removed_id;         /* what Ctrl+Z brings back; 0 = nothing */

  GtkWidget *box;      /* of all */
  GtkFlowBox *tiles;   /* pictures, and the button at their end */
  GtkWidget *add;      /* the button … */
  GtkWidget *add_tile; /* … and its place */
  GtkLabel *hint;
  GtkLabel *problem;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPictureStrip, tiem_picture_strip, GTK_TYPE_WIDGET)

static void reload (TiemPictureStrip *self);

static void
show_problem (TiemPictureStrip *self,
              const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- what is done in the store --- */

static void
update_hint (TiemPictureStrip *self)
{
  gtk_label_set_text (self->hint,
                      self->adding > 0
                          ? _ ("Reading the picture…")
                          : _ ("Drag pictures in, or paste them with Ctrl+V. The first one is what "
                               "lists show; Alt+← and Alt+→ change the order."));
}

static void
start_task (TiemPictureStrip *self,
            TiemPictureTask *task,
            GAsyncReadyCallback callback)
{
  if (self->store == NULL)
    {
      tiem_picture_task_free (task);
      return;
    }
  if (task->kind == TIEM_PICTURE_TASK_ADD_FILE || task->kind == TIEM_PICTURE_TASK_ADD_TEXTURE)
    self->adding++;
  show_problem (self, NULL);
  update_hint (self);
  tiem_store_run_async (self->store,
                        TIEM_STORE_WRITE,
                        tiem_picture_task_run,
                        task,
                        tiem_picture_task_free,
                        g_free,
                        self->cancellable,
                        callback,
                        g_object_ref (self));
}

/* Returns: the picture's id; 0 = it did not work, and that was said, or the strip is gone */
static gint64
finish_task (TiemPictureStrip *self,
             GObject *source,
             GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->store == NULL)
    return 0;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message);
  return id != NULL ? *id : 0;
}

static void
added_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;
  gint64 id = finish_task (self, source, result);

  self->adding--;
  if (self->store == NULL)
    return;
  update_hint (self);
  if (id == 0)
    return;
  if (self->product_id == 0)
    g_array_append_val (self->waiting, id);
  self->focus_id = id;
  reload (self);
}

static void
changed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;

  if (finish_task (self, source, result) != 0)
    reload (self);
}

static void
adopted_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;

  finish_task (self, source, result);
  if (self->store != NULL)
    reload (self);
}

static void
undo_clicked_cb (AdwToast *toast,
                 TiemPictureStrip *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (toast), "image-id");

  self->removed_id = 0;
  self->focus_id = *id;
  if (self->product_id == 0)
    g_array_append_val (self->waiting, *id);
  start_task (
      self, tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_RESTORE, *id), changed_cb);
}

static void
removed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;
  gint64 id = finish_task (self, source, result);
  AdwToast *toast;

  if (id == 0)
    return;
  self->removed_id = id;
  for (guint i = 0; i < self->waiting->len; i++)
    if (g_array_index (self->waiting, gint64, i) == id)
      g_array_remove_index (self->waiting, i--);
  reload (self);
  toast = adw_toast_new (_ ("Picture removed"));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "image-id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
  tiem_page_toast (GTK_WIDGET (self), toast);
}

static void
remove_at (TiemPictureStrip *self,
           guint index)
{
  const TiemImage *image = g_ptr_array_index (self->images, index);
  guint next = index + 1 < self->images->len ? index + 1 : index > 0 ? index - 1 : index;

  self->focus_id = ((const TiemImage *)g_ptr_array_index (self->images, next))->id;
  start_task (self,
              tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_REMOVE, image->id),
              removed_cb);
}

static void
move_to (TiemPictureStrip *self,
         gint64 image_id,
         guint position)
{
  TiemPictureTask *task
      = tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_MOVE, image_id);

  task->position = position;
  self->focus_id = image_id;
  start_task (self, task, changed_cb);
}

/* --- tiles --- */

static GtkFlowBoxChild *
get_tile (TiemPictureStrip *self,
          guint index)
{
  return gtk_flow_box_get_child_at_index (self->tiles, (int)index);
}

/* Returns: the place of the picture that has the focus (itself or its button), −1 = none */
static int
find_focused (TiemPictureStrip *self)
{
  for (guint i = 0; i < self->images->len; i++)
    {
      GtkWidget *tile = GTK_WIDGET (get_tile (self, i));

      if (tile != NULL && (gtk_widget_get_state_flags (tile) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
        return (int)i;
    }
  return -1;
}

static void
remove_clicked_cb (GtkButton *button,
                   TiemPictureStrip *self)
{
  GtkWidget *tile = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_FLOW_BOX_CHILD);
  int index = gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (tile));

  if (index >= 0 && (guint)index < self->images->len)
    remove_at (self, (guint)index);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source,
                 double x,
                 double y,
                 GtkFlowBoxChild *tile)
{
  const gint64 *id = g_object_get_data (G_OBJECT (tile), "image-id");

  return gdk_content_provider_new_typed (G_TYPE_INT64, *id);
}

static GtkWidget *
make_tile (TiemPictureStrip *self,
           const TiemImage *image,
           guint index)
{
  GtkWidget *tile = gtk_flow_box_child_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkDragSource *drag = gtk_drag_source_new ();
  g_autofree char *name = g_strdup_printf (_ ("Picture %u of %u, %d × %d"),
                                           index + 1,
                                           self->images->len,
                                           (int)image->width,
                                           (int)image->height);
  g_autofree char *remove_name = g_strdup_printf (_ ("Remove picture %u"), index + 1);

  gtk_overlay_set_child (
      GTK_OVERLAY (overlay),
      tiem_thumbs_new (self->store, image->file, "image-x-generic-symbolic", TILE_SIZE));
  gtk_widget_add_css_class (remove, "circular");
  gtk_widget_add_css_class (remove, "osd");
  gtk_widget_add_css_class (remove, "tiem-tile-x");
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  gtk_widget_set_valign (remove, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (remove, _ ("Remove"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove_name, -1);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), remove);
  if (index == 0)
    {
      GtkWidget *first = gtk_label_new (_ ("Cover"));

      gtk_widget_add_css_class (first, "osd");
      gtk_widget_add_css_class (first, "caption");
      gtk_widget_add_css_class (first, "tiem-tile-word");
      gtk_widget_set_halign (first, GTK_ALIGN_START);
      gtk_widget_set_valign (first, GTK_ALIGN_END);
      gtk_overlay_add_overlay (GTK_OVERLAY (overlay), first);
    }
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (tile), overlay);
  gtk_widget_set_tooltip_text (tile, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (
      G_OBJECT (tile), "image-id", g_memdup2 (&image->id, sizeof image->id), g_free);
  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect_object (drag, "prepare", G_CALLBACK (drag_prepare_cb), tile, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (drag));
  return tile;
}

static void
fill (TiemPictureStrip *self)
{
  gboolean had_focus = find_focused (self) >= 0 || self->focus_id != 0;
  GtkWidget *focused = NULL;
  GtkFlowBoxChild *tile;

  while ((tile = gtk_flow_box_get_child_at_index (self->tiles, 0)) != NULL
         && GTK_WIDGET (tile) != self->add_tile)
    gtk_flow_box_remove (self->tiles, GTK_WIDGET (tile));
  for (guint i = 0; i < self->images->len; i++)
    {
      const TiemImage *image = g_ptr_array_index (self->images, i);
      GtkWidget *widget = make_tile (self, image, i);

      gtk_flow_box_insert (self->tiles, widget, (int)i);
      if (image->id == self->focus_id)
        focused = widget;
    }
  self->focus_id = 0;
  if (had_focus)
    gtk_widget_grab_focus (focused != NULL ? focused : self->add);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- reading --- */

typedef struct
{
  gint64 product_id;
  GArray *ids; /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_array_unref (self->ids);
  g_free (self);
}

static gpointer
read_images (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) images = NULL;

  if (question->product_id != 0)
    {
      images = tiem_store_list_images (store, question->product_id, error);
      /* Those of single variants are shown with the variant. */
      for (guint i = 0; images != NULL && i < images->len;)
        if (((const TiemImage *)g_ptr_array_index (images, i))->variant_id != 0)
          g_ptr_array_remove_index (images, i);
        else
          i++;
      return g_steal_pointer (&images);
    }
  images = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_image_free);
  for (guint i = 0; i < question->ids->len; i++)
    {
      TiemImage *image
          = tiem_store_get_image (store, g_array_index (question->ids, gint64, i), NULL);

      if (image != NULL)
        g_ptr_array_add (images, image);
    }
  return g_steal_pointer (&images);
}

static void
images_read_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *images = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->store == NULL)
    {
      g_clear_pointer (&images, g_ptr_array_unref);
      return;
    }
  if (images == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_problem (self, error->message);
      return;
    }
  g_ptr_array_unref (self->images);
  self->images = images;
  fill (self);
}

static void
reload (TiemPictureStrip *self)
{
  Question *question = g_new0 (Question, 1);

  question->product_id = self->product_id;
  question->ids = g_array_copy (self->waiting);
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        read_images,
                        question,
                        question_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable,
                        images_read_cb,
                        g_object_ref (self));
}

/* --- what comes in --- */

static void
add_files (TiemPictureStrip *self,
           GSList *files)
{
  for (GSList *item = files; item != NULL; item = item->next)
    {
      g_autofree char *path = g_file_get_path (item->data);

      if (path != NULL)
        tiem_picture_strip_add_file (self, path);
      else
        show_problem (self,
                      _ ("This picture is not on this computer; save it here first, then add the "
                         "file."));
    }
}

static void
add_texture_of (TiemPictureStrip *self,
                GdkTexture *texture)
{
  TiemPictureTask *task
      = tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_ADD_TEXTURE, 0);

  task->texture = g_object_ref (texture);
  start_task (self, task, added_cb);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         TiemPictureStrip *self)
{
  double left;
  double top;
  GtkFlowBoxChild *tile;
  int index;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

      add_files (self, files);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      add_texture_of (self, g_value_get_object (value));
      return TRUE;
    }
  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->tiles), x, y, &left, &top);
  tile = gtk_flow_box_get_child_at_pos (self->tiles, (int)left, (int)top);
  index = tile != NULL ? gtk_flow_box_child_get_index (tile) : (int)self->images->len;
  move_to (self, g_value_get_int64 (value), (guint)MAX (index, 0));
  return TRUE;
}

static void
files_pasted_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GSList) files = NULL;

  if (value == NULL || self->store == NULL)
    return;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  add_files (self, files);
}

static void
texture_pasted_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;
  g_autoptr (GdkTexture) texture
      = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->store == NULL)
    return;
  if (texture != NULL)
    add_texture_of (self, texture);
  else
    show_problem (self, _ ("The clipboard holds no picture; copy one first."));
}

static void
paste (TiemPictureStrip *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
      || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    self->cancellable,
                                    files_pasted_cb,
                                    g_object_ref (self));
  else
    gdk_clipboard_read_texture_async (
        clipboard, self->cancellable, texture_pasted_cb, g_object_ref (self));
}

static void
file_chosen_cb (const char *path,
                gpointer user_data)
{
  g_autoptr (TiemPictureStrip) self = user_data;

  if (path != NULL && self->store != NULL)
    tiem_picture_strip_add_file (self, path);
}

static void
add_clicked_cb (TiemPictureStrip *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  tiem_compat_open_file (GTK_WINDOW (root),
                         _ ("Add a picture"),
                         TIEM_FILE_PICTURE,
                         file_chosen_cb,
                         g_object_ref (self));
}

/* --- keys --- */

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TiemPictureStrip *self)
{
  GdkModifierType keys = state & gtk_accelerator_get_default_mod_mask ();
  int focused = find_focused (self);

  if (keys == GDK_CONTROL_MASK && (keyval == GDK_KEY_v || keyval == GDK_KEY_V))
    {
      paste (self);
      return TRUE;
    }
  if (keys == GDK_CONTROL_MASK && keyval == GDK_KEY_z && self->removed_id != 0)
    {
      self->focus_id = self->removed_id;
      if (self->product_id == 0)
        g_array_append_val (self->waiting, self->removed_id);
      start_task (
          self,
          tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_RESTORE, self->removed_id),
          changed_cb);
      self->removed_id = 0;
      return TRUE;
    }
  if (focused < 0)
    return FALSE;
  if (keys == GDK_ALT_MASK && (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right))
    {
      const TiemImage *image = g_ptr_array_index (self->images, focused);
      int to = keyval == GDK_KEY_Left ? focused - 1 : focused + 1;

      if (to >= 0 && to < (int)self->images->len)
        move_to (self, image->id, (guint)to);
      else
        gtk_widget_error_bell (GTK_WIDGET (self));
      return TRUE;
    }
  if (keys == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    {
      remove_at (self, (guint)focused);
      return TRUE;
    }
  return FALSE;
}

/* --- the object --- */

static void
tiem_picture_strip_dispose (GObject *object)
{
  TiemPictureStrip *self = TIEM_PICTURE_STRIP (object);

  /* What is being added goes on: only reading it was for this widget. */
  g_clear_object (&self->store);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_picture_strip_parent_class)->dispose (object);
}

static void
tiem_picture_strip_finalize (GObject *object)
{
  TiemPictureStrip *self = TIEM_PICTURE_STRIP (object);

  g_ptr_array_unref (self->images);
  g_array_unref (self->waiting);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (tiem_picture_strip_parent_class)->finalize (object);
}

static void
tiem_picture_strip_class_init (TiemPictureStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_picture_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_picture_strip_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tiem-picture-strip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_add_button (TiemPictureStrip *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *word = gtk_label_new (_ ("Add picture"));

  gtk_box_append (GTK_BOX (lines), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_label_set_wrap (GTK_LABEL (word), TRUE);
  gtk_label_set_justify (GTK_LABEL (word), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (word), 9);
  gtk_widget_add_css_class (word, "caption");
  gtk_box_append (GTK_BOX (lines), word);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), lines);
  gtk_widget_set_size_request (button, TILE_SIZE, TILE_SIZE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkLabel *
add_line (TiemPictureStrip *self,
          const char *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style_class);
  gtk_box_append (GTK_BOX (self->box), label);
  return GTK_LABEL (label);
}

static void
add_controllers (TiemPictureStrip *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE, G_TYPE_INT64 };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  /* Before the flow box, which moves its cursor with the arrows whatever is held. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
tiem_picture_strip_init (TiemPictureStrip *self)
{
  GtkWidget *tiles = gtk_flow_box_new ();

  self->images = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_image_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->tiles = GTK_FLOW_BOX (tiles);
  gtk_flow_box_set_selection_mode (self->tiles, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->tiles, 6);
  gtk_flow_box_set_row_spacing (self->tiles, 6);
  gtk_flow_box_set_max_children_per_line (self->tiles, TIEM_IMAGES_MOST + 1);
  gtk_flow_box_set_min_children_per_line (self->tiles, 2);
  gtk_widget_set_halign (tiles, GTK_ALIGN_START);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (tiles), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pictures"), -1);
  gtk_box_append (GTK_BOX (self->box), tiles);
  self->add = make_add_button (self);
  self->add_tile = gtk_flow_box_child_new ();
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (self->add_tile), self->add);
  gtk_widget_set_focusable (self->add_tile, FALSE);
  gtk_flow_box_append (self->tiles, self->add_tile);
  self->problem = add_line (self, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  self->hint = add_line (self, "tiem-sub");
  update_hint (self);
  add_controllers (self);
}

GtkWidget *
tiem_picture_strip_new (void)
{
  return g_object_new (TIEM_TYPE_PICTURE_STRIP, NULL);
}

void
tiem_picture_strip_set_store (TiemPictureStrip *self,
                              TiemStore *store)
{
  if (g_set_object (&self->store, store) && store != NULL && self->product_id != 0)
    reload (self);
}

void
tiem_picture_strip_set_product (TiemPictureStrip *self,
                                gint64 product_id)
{
  if (self->product_id == product_id)
    return;
  self->product_id = product_id;
  if (self->store == NULL)
    return;
  if (self->waiting->len > 0)
    {
      TiemPictureTask *task
          = tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_ADOPT, product_id);

      task->ids = self->waiting;
      self->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
      start_task (self, task, adopted_cb);
    }
  else
    {
      reload (self);
    }
}

guint
tiem_picture_strip_get_count (TiemPictureStrip *self)
{
  return self->images->len;
}

void
tiem_picture_strip_add_file (TiemPictureStrip *self,
                             const char *path)
{
  TiemPictureTask *task = tiem_picture_task_new (self->product_id, TIEM_PICTURE_TASK_ADD_FILE, 0);

  task->path = g_strdup (path);
  start_task (self, task, added_cb);
}
