#include "app/widgets/tiem-list-view.h"

/* Frames until it is sure that what was scrolled is laid out. */
#define LOOKS 3
/* Times that a list is told, until somebody scrolls it again. */
#define TRIES 3
/* Less than a row, px. */
#define GAP 16
/* Of the view: what belongs to it here. */
#define WATCH "tiem-list-view-watch"

typedef struct
{
  GtkWidget *view;      /* not owned: it owns this */
  GtkAdjustment *down;  /* (owned) (nullable) */
  guint tick;           /* asks for frames */
  GdkFrameClock *clock; /* (owned) (nullable): while there are looks to do */
  guint looks;          /* still to do */
  guint tries;          /* likewise */
  gboolean is_telling;
} Watch;

GtkWidget *
tiem_list_view_find (GtkWidget *view)
{
  GtkWidget *list;

  if (GTK_IS_LIST_BASE (view))
    return view;
  for (list = gtk_widget_get_first_child (view); list != NULL;
       list = gtk_widget_get_next_sibling (list))
    if (GTK_IS_LIST_BASE (list))
      break;
  return list;
}

/* Whether there are rows above or below, and yet a gap where they should be in sight. */
static gboolean
has_gap (Watch *self)
{
  GtkWidget *list = tiem_list_view_find (self->view);
  float height = list != NULL ? (float)gtk_widget_get_height (list) : 0;
  float top = height;
  float bottom = 0;

  if (height <= 0 || gtk_widget_get_first_child (list) == NULL
      || gtk_adjustment_get_upper (self->down) <= gtk_adjustment_get_page_size (self->down))
    return FALSE;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_child_visible (row) || !gtk_widget_compute_bounds (row, list, &bounds))
        continue;
      top = MIN (top, bounds.origin.y);
      bottom = MAX (bottom, bounds.origin.y + bounds.size.height);
    }
  return top > GAP || bottom < height - GAP;
}

static void
stop_looking (Watch *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

/* All rows have their height now. */
static void
painted_cb (Watch *self)
{
  if (self->tries > 0 && has_gap (self))
    {
      self->tries--;
      self->is_telling = TRUE;
      g_signal_emit_by_name (self->down, "value-changed");
      self->is_telling = FALSE;
    }
  if (--self->looks == 0)
    stop_looking (self);
}

static gboolean
frame_cb (GtkWidget *view,
          GdkFrameClock *frame_clock,
          gpointer user_data)
{
  Watch *self = user_data;

  if (self->looks == 0)
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->clock != frame_clock)
    {
      stop_looking (self);
      self->clock = g_object_ref (frame_clock);
      g_signal_connect_swapped (frame_clock, "after-paint", G_CALLBACK (painted_cb), self);
    }
  return G_SOURCE_CONTINUE;
}

static void
scrolled_cb (Watch *self)
{
  self->looks = LOOKS;
  if (!self->is_telling)
    self->tries = TRIES;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->view, frame_cb, self, NULL);
}

static void
follow_cb (Watch *self)
{
  GtkAdjustment *down = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (self->down != NULL)
    g_signal_handlers_disconnect_by_data (self->down, self);
  g_set_object (&self->down, down);
  if (down != NULL)
    g_signal_connect_swapped (down, "value-changed", G_CALLBACK (scrolled_cb), self);
}

static void
watch_free (gpointer data)
{
  Watch *self = data;

  stop_looking (self);
  if (self->down != NULL)
    g_signal_handlers_disconnect_by_data (self->down, self);
  g_clear_object (&self->down);
  g_free (self);
}

void
tiem_list_view_mend_blank (GtkWidget *view)
{
  Watch *self;

  g_return_if_fail (GTK_IS_SCROLLABLE (view));
  g_return_if_fail (g_object_get_data (G_OBJECT (view), WATCH) == NULL);

  self = g_new0 (Watch, 1);
  self->view = view;
  g_object_set_data_full (G_OBJECT (view), WATCH, self, watch_free);
  g_signal_connect_swapped (view, "notify::vadjustment", G_CALLBACK (follow_cb), self);
  follow_cb (self);
}
