#include "app/widgets/tiem-morph.h"

#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-thumbs.h"
#include "app/widgets/tiem-tile.h"

#define SPOKEN_KEY "tiem-spoken"

/* --- properties --- */

/* What builders of panes set, of any widget; in the order in which they are taken over. */
static const char *const of_any[] = {
  "halign",     "valign",        "hexpand",        "vexpand",     "margin-start",
  "margin-end", "margin-top",    "margin-bottom",  "focusable",   "can-focus",
  "can-target", "width-request", "height-request", "css-classes", "tooltip-text",
  "opacity",    "overflow",      "visible",        NULL,
};

static const char *const of_box[] = { "orientation", "spacing", "homogeneous", NULL };
static const char *const of_grid[]
    = { "row-spacing", "column-spacing", "row-homogeneous", "column-homogeneous", NULL };
static const char *const of_row[] = { "activatable", "selectable", NULL };
static const char *const of_label[]
    = { "use-markup",      "use-underline",    "attributes", "xalign",  "yalign",     "wrap",
        "wrap-mode",       "ellipsize",        "lines",      "justify", "selectable", "width-chars",
        "max-width-chars", "single-line-mode", "label",      NULL };
static const char *const of_image[] = { "pixel-size", "icon-size", NULL };
static const char *const of_tile[] = { "size", "kinds", NULL };
static const char *const of_button[] = { "label", "use-underline", "has-frame", NULL };

/* Style classes come in any order. */
static gboolean
is_same_set (const char *const *some,
             const char *const *all)
{
  for (guint i = 0; some != NULL && some[i] != NULL; i++)
    if (all == NULL || !g_strv_contains (all, some[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_same (GParamSpec *pspec,
         const GValue *a,
         const GValue *b)
{
  if (G_VALUE_HOLDS (a, G_TYPE_STRV))
    {
      const char *const *left = g_value_get_boxed (a);
      const char *const *right = g_value_get_boxed (b);

      return is_same_set (left, right) && is_same_set (right, left);
    }
  return g_param_values_cmp (pspec, a, b) == 0;
}

static void
take_properties (GtkWidget *widget,
                 GtkWidget *wanted,
                 const char *const *names)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (widget);

  for (guint i = 0; names[i] != NULL; i++)
    {
      GParamSpec *pspec = g_object_class_find_property (klass, names[i]);
      g_auto (GValue) now = G_VALUE_INIT;
      g_auto (GValue) then = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (widget), names[i], &now);
      g_object_get_property (G_OBJECT (wanted), names[i], &then);
      if (!is_same (pspec, &now, &then))
        g_object_set_property (G_OBJECT (widget), names[i], &then);
    }
}

/* Of the same name, see fits(). */
static void
take_target (GtkActionable *widget,
             GtkActionable *wanted)
{
  GVariant *now = gtk_actionable_get_action_target_value (widget);
  GVariant *then = gtk_actionable_get_action_target_value (wanted);

  if (now == NULL || then == NULL ? now != then : !g_variant_equal (now, then))
    gtk_actionable_set_action_target_value (widget, then);
}

/* One that names an action is as sensitive as that, which it knows once it is on show. */
static void
take_sensitive (GtkWidget *widget,
                GtkWidget *wanted)
{
  if (!GTK_IS_ACTIONABLE (wanted)
      || gtk_actionable_get_action_name (GTK_ACTIONABLE (wanted)) == NULL)
    gtk_widget_set_sensitive (widget, gtk_widget_get_sensitive (wanted));
}

static void
take_spoken (GtkWidget *widget,
             GtkWidget *wanted)
{
  const char *now = g_object_get_data (G_OBJECT (widget), SPOKEN_KEY);
  const char *then = g_object_get_data (G_OBJECT (wanted), SPOKEN_KEY);

  if (g_strcmp0 (now, then) != 0)
    tiem_morph_speak (widget, then);
}

void
tiem_morph_speak (GtkWidget *row,
                  const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_object_set_data_full (G_OBJECT (row), SPOKEN_KEY, g_strdup (text), g_free);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* --- what can be kept --- */

/* A picture of the theme, which nobody is about to replace. */
static gboolean
is_plain_image (GtkWidget *widget)
{
  GtkImageType type = gtk_image_get_storage_type (GTK_IMAGE (widget));

  return (type == GTK_IMAGE_ICON_NAME || type == GTK_IMAGE_EMPTY)
         && !tiem_thumbs_are_wanted (GTK_IMAGE (widget));
}

/* All it does is what it names. */
static gboolean
is_plain_button (GtkWidget *widget)
{
  return gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) != NULL
         && gtk_button_get_label (GTK_BUTTON (widget)) != NULL;
}

/* Any other type may have handlers and data that are its own. */
static gboolean
is_kept (GtkWidget *widget)
{
  GType type = G_OBJECT_TYPE (widget);

  if (type == GTK_TYPE_IMAGE)
    return is_plain_image (widget);
  if (type == GTK_TYPE_BUTTON)
    return is_plain_button (widget);
  return type == GTK_TYPE_BOX || type == GTK_TYPE_GRID || type == GTK_TYPE_LABEL
         || type == GTK_TYPE_LIST_BOX_ROW || type == TIEM_TYPE_GROUP || type == TIEM_TYPE_TILE;
}

static gboolean
fits (GtkWidget *widget,
      GtkWidget *wanted)
{
  if (G_OBJECT_TYPE (widget) != G_OBJECT_TYPE (wanted) || !is_kept (widget) || !is_kept (wanted))
    return FALSE;
  if (GTK_IS_ACTIONABLE (widget)
      && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)),
                    gtk_actionable_get_action_name (GTK_ACTIONABLE (wanted)))
             != 0)
    return FALSE;
  return !TIEM_IS_GROUP (widget) || tiem_group_is_like (TIEM_GROUP (widget), TIEM_GROUP (wanted));
}

/* --- what is in it --- */

/* The next of the same kind goes on as what is wanted, those before it go. */
static void
morph_box (GtkBox *box,
           GtkBox *wanted)
{
  GtkWidget *at = gtk_widget_get_first_child (GTK_WIDGET (box));
  GtkWidget *last = NULL;
  GtkWidget *next;

  while ((next = gtk_widget_get_first_child (GTK_WIDGET (wanted))) != NULL)
    {
      GtkWidget *kept = at;

      while (kept != NULL && !fits (kept, next))
        kept = gtk_widget_get_next_sibling (kept);
      while (kept != NULL && at != kept)
        {
          GtkWidget *gone = at;

          at = gtk_widget_get_next_sibling (at);
          gtk_box_remove (box, gone);
        }
      if (kept != NULL)
        {
          at = gtk_widget_get_next_sibling (kept);
          tiem_morph (kept, next);
          gtk_box_remove (wanted, next);
          last = kept;
          continue;
        }
      g_object_ref (next);
      gtk_box_remove (wanted, next);
      gtk_box_insert_child_after (box, next, last);
      g_object_unref (next);
      last = next;
    }
  while (at != NULL)
    {
      GtkWidget *gone = at;

      at = gtk_widget_get_next_sibling (at);
      gtk_box_remove (box, gone);
    }
}

typedef struct
{
  int column, row, width, height;
} Cell;

static Cell
get_cell (GtkGrid *grid,
          GtkWidget *child)
{
  Cell cell;

  gtk_grid_query_child (grid, child, &cell.column, &cell.row, &cell.width, &cell.height);
  return cell;
}

/* Child by child, in the order in which they were attached. */
static void
morph_grid (GtkGrid *grid,
            GtkGrid *wanted)
{
  GtkWidget *at = gtk_widget_get_first_child (GTK_WIDGET (grid));
  GtkWidget *next;

  while ((next = gtk_widget_get_first_child (GTK_WIDGET (wanted))) != NULL)
    {
      Cell place = get_cell (wanted, next);
      Cell there = { -1, -1, -1, -1 };

      if (at != NULL)
        there = get_cell (grid, at);
      if (at != NULL && fits (at, next) && there.column == place.column && there.row == place.row
          && there.width == place.width && there.height == place.height)
        {
          tiem_morph (at, next);
          gtk_grid_remove (wanted, next);
          at = gtk_widget_get_next_sibling (at);
          continue;
        }
      /* From here on it is another grid. */
      while (at != NULL)
        {
          GtkWidget *gone = at;

          at = gtk_widget_get_next_sibling (at);
          gtk_grid_remove (grid, gone);
        }
      g_object_ref (next);
      gtk_grid_remove (wanted, next);
      gtk_grid_attach (grid, next, place.column, place.row, place.width, place.height);
      g_object_unref (next);
    }
  while (at != NULL)
    {
      GtkWidget *gone = at;

      at = gtk_widget_get_next_sibling (at);
      gtk_grid_remove (grid, gone);
    }
}

static void
morph_row (GtkListBoxRow *row,
           GtkListBoxRow *wanted)
{
  GtkWidget *now = gtk_list_box_row_get_child (row);
  GtkWidget *then = gtk_list_box_row_get_child (wanted);

  if (now != NULL && then != NULL && tiem_morph (now, then))
    return;
  if (then != NULL)
    g_object_ref (then);
  gtk_list_box_row_set_child (wanted, NULL);
  gtk_list_box_row_set_child (row, then);
  if (then != NULL)
    g_object_unref (then);
}

void
tiem_morph_rows (GtkListBox *list,
                 GtkListBox *wanted)
{
  GtkListBoxRow *next;
  GtkListBoxRow *gone;
  int n = 0;

  while ((next = gtk_list_box_get_row_at_index (wanted, 0)) != NULL)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, n);

      g_object_ref (next);
      if (row == NULL || !tiem_morph (GTK_WIDGET (row), GTK_WIDGET (next)))
        {
          if (row != NULL)
            gtk_list_box_remove (list, GTK_WIDGET (row));
          gtk_list_box_remove (wanted, GTK_WIDGET (next));
          gtk_list_box_insert (list, GTK_WIDGET (next), n);
        }
      else
        {
          gtk_list_box_remove (wanted, GTK_WIDGET (next));
        }
      g_object_unref (next);
      n++;
    }
  while ((gone = gtk_list_box_get_row_at_index (list, n)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (gone));
}

/* An icon alone: what else an image may be is not kept. */
static void
morph_image (GtkImage *image,
             GtkImage *wanted)
{
  const char *now = gtk_image_get_icon_name (image);
  const char *then = gtk_image_get_icon_name (wanted);

  if (g_strcmp0 (now, then) != 0)
    gtk_image_set_from_icon_name (image, then);
  take_properties (GTK_WIDGET (image), GTK_WIDGET (wanted), of_image);
}

gboolean
tiem_morph (GtkWidget *widget,
            GtkWidget *wanted)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (GTK_IS_WIDGET (wanted), FALSE);

  if (!fits (widget, wanted))
    return FALSE;
  if (GTK_IS_ACTIONABLE (widget))
    take_target (GTK_ACTIONABLE (widget), GTK_ACTIONABLE (wanted));
  if (GTK_IS_LABEL (widget))
    take_properties (widget, wanted, of_label);
  else if (GTK_IS_IMAGE (widget))
    morph_image (GTK_IMAGE (widget), GTK_IMAGE (wanted));
  else if (TIEM_IS_TILE (widget))
    take_properties (widget, wanted, of_tile);
  else if (GTK_IS_BUTTON (widget))
    take_properties (widget, wanted, of_button);
  else if (TIEM_IS_GROUP (widget))
    tiem_group_become (TIEM_GROUP (widget), TIEM_GROUP (wanted));
  else if (GTK_IS_LIST_BOX_ROW (widget))
    {
      take_properties (widget, wanted, of_row);
      morph_row (GTK_LIST_BOX_ROW (widget), GTK_LIST_BOX_ROW (wanted));
    }
  else if (GTK_IS_GRID (widget))
    {
      take_properties (widget, wanted, of_grid);
      morph_grid (GTK_GRID (widget), GTK_GRID (wanted));
    }
  else
    {
      take_properties (widget, wanted, of_box);
      morph_box (GTK_BOX (widget), GTK_BOX (wanted));
    }
  take_properties (widget, wanted, of_any);
  take_sensitive (widget, wanted);
  take_spoken (widget, wanted);
  return TRUE;
}
