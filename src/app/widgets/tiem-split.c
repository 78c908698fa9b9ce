#include "app/widgets/tiem-split.h"

#include "app/widgets/tiem-text-scale.h"

/* AdwBreakpoint and AdwNavigationSplitView are too new for the floor and AdwLeaflet is
 * deprecated. The widget decides in size_allocate, from the width it is given, and hides
 * with gtk_widget_set_child_visible(), which queues no resize: no loop, no frame of a wrong
 * layout. Its minimum width is that of the narrow layout, so the window can always be made
 * small. */

#define DETAIL_MIN 330
#define DETAIL_USUAL 400
#define DETAIL_MAX 520

/* How near the line the pointer takes it: px on each side. */
#define HANDLE_REACH 4

/* One press of Alt+Shift+← or → */
#define KEY_STEP 20

struct _TiemSplit
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *separator;
  GtkWidget *handle; /* over the separator, wide enough to be taken */
  GtkWidget *detail;
  int detail_width;
  int list_width;
  int list_min;
  gboolean show_detail;
  gboolean folded;
};

enum
{
  PROP_LIST = 1,
  PROP_DETAIL,
  PROP_DETAIL_WIDTH,
  PROP_LIST_WIDTH,
  PROP_LIST_MIN,
  PROP_SHOW_DETAIL,
  PROP_FOLDED,
  N_PROPS
};

enum
{
  RESIZED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemSplit, tiem_split, GTK_TYPE_WIDGET)

static void
set_side (TiemSplit *self,
          GtkWidget **side,
          GtkWidget *widget)
{
  g_clear_pointer (side, gtk_widget_unparent);
  *side = widget;
  if (widget != NULL)
    gtk_widget_insert_before (widget, GTK_WIDGET (self), self->handle);
}

/* Never change a property that others listen to from inside an allocation. */
static gboolean
announce_folded_cb (gpointer data)
{
  TiemSplit *self = TIEM_SPLIT (data);

  /* Nothing once it has been taken out of its window. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

static void
measure_side (GtkWidget *side,
              GtkOrientation orientation,
              int *minimum,
              int *natural)
{
  *minimum = *natural = 0;
  if (side != NULL)
    gtk_widget_measure (side, orientation, -1, minimum, natural, NULL, NULL);
}

static void
tiem_split_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  TiemSplit *self = TIEM_SPLIT (widget);
  int list_min, list_nat, detail_min, detail_nat;

  measure_side (self->list, orientation, &list_min, &list_nat);
  measure_side (self->detail, orientation, &detail_min, &detail_nat);
  *minimum = MAX (list_min, detail_min);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MAX (self->list_min, self->list_width) + 1 + self->detail_width);
  else
    *natural = MAX (list_nat, detail_nat);
}

static void
place (GtkWidget *side,
       int x,
       int width,
       int height)
{
  gtk_widget_allocate (
      side, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, 0)));
}

static void
tiem_split_size_allocate (GtkWidget *widget,
                          int width,
                          int height,
                          int baseline)
{
  TiemSplit *self = TIEM_SPLIT (widget);
  double scale = tiem_text_scale_get (widget);
  int list_min = (int)(self->list_min * scale);
  int detail_min = (int)(DETAIL_MIN * scale);
  gboolean folded = width < MAX (list_min, self->list_width) + 1 + detail_min;
  int first, second;

  if (self->list == NULL || self->detail == NULL)
    return;
  if (folded != self->folded)
    {
      self->folded = folded;
      g_idle_add_full (
          G_PRIORITY_HIGH_IDLE, announce_folded_cb, g_object_ref (self), g_object_unref);
    }
  gtk_widget_set_child_visible (self->list, !folded || !self->show_detail);
  gtk_widget_set_child_visible (self->separator, !folded);
  gtk_widget_set_child_visible (self->handle, !folded && self->list_width == 0);
  gtk_widget_set_child_visible (self->detail, !folded || self->show_detail);

  if (folded)
    {
      gtk_widget_allocate (
          self->show_detail ? self->detail : self->list, width, height, baseline, NULL);
      return;
    }
  if (self->list_width > 0)
    {
      first = self->list_width;
      second = width - first - 1;
    }
  else
    {
      /* The detail gets its full width on a wide window and gives way on a small one; one that
       * was drawn wider leaves the list what it needs at least. */
      int room = width - (self->detail_width > DETAIL_USUAL ? list_min + 1 : 700);

      second = CLAMP (room, detail_min, MAX (detail_min, (int)(self->detail_width * scale)));
      first = width - second - 1;
    }
  place (self->list, 0, first, height);
  place (self->separator, first, 1, height);
  place (self->detail, first + 1, second, height);
  if (self->list_width == 0)
    place (self->handle, first - HANDLE_REACH, 2 * HANDLE_REACH + 1, height);
}

static void
tiem_split_get_property (GObject *object,
                         guint id,
                         GValue *value,
                         GParamSpec *pspec)
{
  TiemSplit *self = TIEM_SPLIT (object);

  switch (id)
    {
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    case PROP_DETAIL:
      g_value_set_object (value, self->detail);
      break;
    case PROP_DETAIL_WIDTH:
      g_value_set_int (value, self->detail_width);
      break;
    case PROP_LIST_WIDTH:
      g_value_set_int (value, self->list_width);
      break;
    case PROP_LIST_MIN:
      g_value_set_int (value, self->list_min);
      break;
    case PROP_SHOW_DETAIL:
      g_value_set_boolean (value, self->show_detail);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_split_set_property (GObject *object,
                         guint id,
                         const GValue *value,
                         GParamSpec *pspec)
{
  TiemSplit *self = TIEM_SPLIT (object);

  switch (id)
    {
    case PROP_LIST:
      set_side (self, &self->list, g_value_get_object (value));
      break;
    case PROP_DETAIL:
      set_side (self, &self->detail, g_value_get_object (value));
      break;
    case PROP_DETAIL_WIDTH:
      if (self->detail_width == g_value_get_int (value))
        break;
      self->detail_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_LIST_WIDTH:
      self->list_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_LIST_MIN:
      self->list_min = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_SHOW_DETAIL:
      tiem_split_set_show_detail (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* --- the line between them --- */

static void
set_detail_width (TiemSplit *self,
                  int width)
{
  g_object_set (self, "detail-width", CLAMP (width, DETAIL_MIN, DETAIL_MAX), NULL);
}

static void
drag_begin_cb (GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double dx,
                double dy,
                TiemSplit *self)
{
  double start_x, start_y;
  graphene_point_t at;

  /* The handle moves along, and with it what the gesture measures from. */
  if (!gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y)
      || !gtk_widget_compute_point (
          self->handle, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float)(start_x + dx), 0), &at))
    return;
  set_detail_width (self,
                    (int)((gtk_widget_get_width (GTK_WIDGET (self)) - at.x)
                          / tiem_text_scale_get (GTK_WIDGET (self))));
}

static void
drag_end_cb (TiemSplit *self)
{
  g_signal_emit (self, signals[RESIZED], 0, self->detail_width);
}

static gboolean
resize_cb (GtkWidget *widget,
           GVariant *args,
           gpointer user_data)
{
  TiemSplit *self = TIEM_SPLIT (widget);

  if (self->folded || self->list_width > 0)
    return GDK_EVENT_PROPAGATE;
  set_detail_width (self, self->detail_width + g_variant_get_int32 (args));
  drag_end_cb (self);
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_handle (TiemSplit *self)
{
  GtkWidget *handle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_cursor_from_name (handle, "col-resize");
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  return handle;
}

static void
tiem_split_dispose (GObject *object)
{
  TiemSplit *self = TIEM_SPLIT (object);

  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->handle, gtk_widget_unparent);
  g_clear_pointer (&self->detail, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_split_parent_class)->dispose (object);
}

static void
tiem_split_class_init (TiemSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tiem_split_dispose;
  object_class->get_property = tiem_split_get_property;
  object_class->set_property = tiem_split_set_property;
  widget_class->measure = tiem_split_measure;
  widget_class->size_allocate = tiem_split_size_allocate;

  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_DETAIL] = g_param_spec_object ("detail", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_DETAIL_WIDTH]
      = g_param_spec_int ("detail-width", NULL, NULL, 0, 4096, 400, flags);
  properties[PROP_LIST_WIDTH] = g_param_spec_int ("list-width", NULL, NULL, 0, 4096, 0, flags);
  properties[PROP_LIST_MIN] = g_param_spec_int ("list-min", NULL, NULL, 0, 4096, 569, flags);
  properties[PROP_SHOW_DETAIL] = g_param_spec_boolean ("show-detail", NULL, NULL, FALSE, flags);
  properties[PROP_FOLDED] = g_param_spec_boolean (
      "folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "tiem-split");
  signals[RESIZED] = g_signal_new ("resized",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_INT);
  gtk_widget_class_add_binding (
      widget_class, GDK_KEY_Left, GDK_ALT_MASK | GDK_SHIFT_MASK, resize_cb, "i", KEY_STEP);
  gtk_widget_class_add_binding (
      widget_class, GDK_KEY_Right, GDK_ALT_MASK | GDK_SHIFT_MASK, resize_cb, "i", -KEY_STEP);
}

static void
tiem_split_init (TiemSplit *self)
{
  self->detail_width = DETAIL_USUAL;
  self->list_min = 569;
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  self->handle = make_handle (self);
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

gboolean
tiem_split_get_folded (TiemSplit *self)
{
  g_return_val_if_fail (TIEM_IS_SPLIT (self), FALSE);
  return self->folded;
}

gboolean
tiem_split_get_show_detail (TiemSplit *self)
{
  g_return_val_if_fail (TIEM_IS_SPLIT (self), FALSE);
  return self->show_detail;
}

void
tiem_split_set_show_detail (TiemSplit *self,
                            gboolean show_detail)
{
  g_return_if_fail (TIEM_IS_SPLIT (self));

  if (self->show_detail == show_detail)
    return;
  self->show_detail = show_detail;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (self->folded)
    {
      /* Now, not at the next frame: the focus can only go to a side that is visible. */
      gtk_widget_set_child_visible (self->list, !show_detail);
      gtk_widget_set_child_visible (self->detail, show_detail);
      gtk_widget_child_focus (show_detail ? self->detail : self->list, GTK_DIR_TAB_FORWARD);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_DETAIL]);
}
