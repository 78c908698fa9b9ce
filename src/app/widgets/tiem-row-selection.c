#include "app/widgets/tiem-row-selection.h"

/* A view makes widgets for two hundred rows as soon as it knows of them, most of them out of sight.
 * So it is told of a few at first, of a screen of them before the next frame, and of some more
 * between frames until it has as many as it keeps; then of all. */
#define FIRST_TOLD 10
#define SCREEN_TOLD 32
#define MORE_FOR_SCREEN 8
#define MORE_TOLD 4
#define MOST_TOLD 256
/* To drop the widgets of a row takes a view half a millisecond, so the rows of an end that went
 * go as many at a time. */
#define LESS_TOLD 8

struct _TiemRowSelection
{
  GObject parent_instance;

  TiemRowList *rows; /* (owned) */
  gint64 current_id;
  guint position;  /* among all rows */
  guint most;      /* so many of the rows views may know of */
  guint told;      /* so many they do */
  GPtrArray *gone; /* (owned) (element-type TiemRow): blank ones after these, which go by and by */
  guint settle_id;
  gboolean settles_soon; /* before the next frame */
};

enum
{
  PROP_CURRENT_ID = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return TIEM_TYPE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  TiemRowSelection *self = TIEM_ROW_SELECTION (model);

  return self->told + self->gone->len;
}

static gpointer
get_item (GListModel *model,
          guint position)
{
  TiemRowSelection *self = TIEM_ROW_SELECTION (model);

  if (position < self->told)
    return g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  position -= self->told;
  return position < self->gone->len ? g_object_ref (self->gone->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint position)
{
  return TIEM_ROW_SELECTION (model)->position == position;
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint position,
                        guint n_items)
{
  TiemRowSelection *self = TIEM_ROW_SELECTION (model);
  GtkBitset *set = gtk_bitset_new_empty ();

  if (self->position != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (set, self->position);
  return set;
}

static gboolean
select_item (GtkSelectionModel *model,
             guint position,
             gboolean unselect_rest)
{
  TiemRowSelection *self = TIEM_ROW_SELECTION (model);

  if (position >= self->told)
    return FALSE;
  tiem_row_selection_set_current_id (self, tiem_row_list_get_id (self->rows, position));
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemRowSelection,
                               tiem_row_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

static guint
find_current (TiemRowSelection *self)
{
  guint position;

  if (self->current_id != 0 && tiem_row_list_find (self->rows, self->current_id, &position))
    return position;
  return GTK_INVALID_LIST_POSITION;
}

static void
announce (TiemRowSelection *self,
          guint before)
{
  guint first = MIN (before, self->position);
  guint last = self->position == GTK_INVALID_LIST_POSITION ? before
               : before == GTK_INVALID_LIST_POSITION       ? self->position
                                                           : MAX (before, self->position);

  if (before != self->position)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
}

static guint
count_rows (TiemRowSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

static gboolean
is_settled (TiemRowSelection *self)
{
  return self->gone->len == 0 && self->told == count_rows (self);
}

static gboolean
lacks_screen (TiemRowSelection *self)
{
  return self->told < MIN (count_rows (self), SCREEN_TOLD);
}

static void
tell_more (TiemRowSelection *self)
{
  guint before = self->told;
  guint more = lacks_screen (self) ? MORE_FOR_SCREEN : MORE_TOLD;

  self->most = before + more < MOST_TOLD ? before + more : G_MAXUINT;
  self->told = MIN (self->most, count_rows (self));
  if (self->told > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->told - before);
}

/* From the end, so that what is on show keeps its place. */
static void
tell_less (TiemRowSelection *self)
{
  guint n = MIN (self->gone->len, LESS_TOLD);
  guint rest = self->gone->len - n;

  g_ptr_array_set_size (self->gone, (int)rest);
  g_list_model_items_changed (G_LIST_MODEL (self), self->told + rest, n, 0);
}

static void settle_later (TiemRowSelection *self);

static gboolean
settle_cb (gpointer data)
{
  TiemRowSelection *self = data;

  self->settle_id = 0;
  if (self->gone->len > 0 && !lacks_screen (self))
    tell_less (self);
  else if (self->told < count_rows (self))
    tell_more (self);
  settle_later (self);
  return G_SOURCE_REMOVE;
}

static void
settle_later (TiemRowSelection *self)
{
  gboolean soon = lacks_screen (self);

  if (is_settled (self) || (self->settle_id != 0 && (self->settles_soon || !soon)))
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settles_soon = soon;
  self->settle_id = g_idle_add_full (
      soon ? GDK_PRIORITY_REDRAW - 1 : G_PRIORITY_DEFAULT_IDLE, settle_cb, self, NULL);
}

static void
tell_at_least (TiemRowSelection *self,
               guint n)
{
  guint before = self->told;

  n = MIN (n, count_rows (self));
  if (n <= before)
    return;
  self->told = n;
  self->most = MAX (self->most, n);
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n - before);
}

/* A view that is to go to the current row has to know of it. */
static void
tell_current (TiemRowSelection *self)
{
  if (self->position != GTK_INVALID_LIST_POSITION && self->position >= self->told)
    tell_at_least (self, self->position < SCREEN_TOLD ? SCREEN_TOLD : G_MAXUINT);
}

/* Keeps of the rows that went from the end of the list those that a view may have.
 * Returns: how many of these @removed */
static guint
keep_gone (TiemRowSelection *self,
           guint removed)
{
  g_autoptr (GPtrArray) gone = tiem_row_list_steal_gone (self->rows);
  guint n = gone != NULL ? MIN (gone->len, MIN (removed, MOST_TOLD)) : 0;

  for (guint i = 0; i < n; i++)
    g_ptr_array_insert (self->gone, (int)i, g_object_ref (gone->pdata[i]));
  return n;
}

/* What views know of the rows changes as the rows have. */
static void
tell_changed (TiemRowSelection *self,
              guint position,
              guint removed,
              guint added)
{
  guint total = count_rows (self);
  guint before = self->told;
  guint kept = 0;
  gboolean knew_all = before == total - added + removed;

  if (position > before || (position == before && !knew_all))
    return;
  if (added > (position == before ? FIRST_TOLD : SCREEN_TOLD) && self->most < total)
    {
      self->told = MAX (position, self->most);
      removed = before - position;
      added = self->told - position;
    }
  else
    {
      removed = MIN (removed, before - position);
      self->told = before - removed + added;
      if (added == 0 && removed > LESS_TOLD)
        kept = keep_gone (self, removed);
    }
  /* A view drops the widgets of rows that go, and makes them anew for those that come. */
  self->most = self->told == total && total < MOST_TOLD ? MAX (total, FIRST_TOLD)
                                                        : MAX (self->most, self->told);
  if (removed > kept || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position + kept, removed - kept, added);
}

static void
rows_changed_cb (
    GListModel *rows, guint position, guint removed, guint added, TiemRowSelection *self)
{
  guint before = self->position;
  gboolean carried;

  self->position = find_current (self);
  tell_changed (self, position, removed, added);
  /* While it grows its first rows may have gone. */
  tell_at_least (self, FIRST_TOLD);
  tell_current (self);
  settle_later (self);

  /* A view knows by itself that a row moved with its neighbours or came with the new ones;
   * it must be told only of a row that it held to be in another state. */
  carried = before != GTK_INVALID_LIST_POSITION
            && (before < position
                    ? self->position == before
                    : before >= position + removed && self->position == before - removed + added);
  if (carried || before == self->position)
    return;
  if (self->position != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), self->position, 1);
}

/* The rows' widgets stay where they are and show others: each is told whether it is current. */
static void
rows_replaced_cb (TiemRowList *rows,
                  TiemRowSelection *self)
{
  guint n;

  self->position = find_current (self);
  tell_current (self);
  n = get_n_items (G_LIST_MODEL (self));
  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
}

static void
tiem_row_selection_get_property (GObject *object,
                                 guint id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CURRENT_ID:
      g_value_set_int64 (value, TIEM_ROW_SELECTION (object)->current_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_row_selection_dispose (GObject *object)
{
  g_clear_handle_id (&TIEM_ROW_SELECTION (object)->settle_id, g_source_remove);
  g_clear_object (&TIEM_ROW_SELECTION (object)->rows);
  G_OBJECT_CLASS (tiem_row_selection_parent_class)->dispose (object);
}

static void
tiem_row_selection_finalize (GObject *object)
{
  g_ptr_array_unref (TIEM_ROW_SELECTION (object)->gone);
  G_OBJECT_CLASS (tiem_row_selection_parent_class)->finalize (object);
}

static void
tiem_row_selection_class_init (TiemRowSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_row_selection_dispose;
  object_class->finalize = tiem_row_selection_finalize;
  object_class->get_property = tiem_row_selection_get_property;
  properties[PROP_CURRENT_ID] = g_param_spec_int64 (
      "current-id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tiem_row_selection_init (TiemRowSelection *self)
{
  self->position = GTK_INVALID_LIST_POSITION;
  self->most = FIRST_TOLD;
  self->gone = g_ptr_array_new_with_free_func (g_object_unref);
}

TiemRowSelection *
tiem_row_selection_new (TiemRowList *rows)
{
  TiemRowSelection *self = g_object_new (TIEM_TYPE_ROW_SELECTION, NULL);

  self->rows = g_object_ref (rows);
  self->told = MIN (self->most, count_rows (self));
  settle_later (self);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (rows_changed_cb), self, 0);
  g_signal_connect_object (rows, "replaced", G_CALLBACK (rows_replaced_cb), self, 0);
  return self;
}

gint64
tiem_row_selection_get_current_id (TiemRowSelection *self)
{
  g_return_val_if_fail (TIEM_IS_ROW_SELECTION (self), 0);
  return self->current_id;
}

void
tiem_row_selection_set_current_id (TiemRowSelection *self,
                                   gint64 id)
{
  guint before;

  g_return_if_fail (TIEM_IS_ROW_SELECTION (self));

  if (self->current_id == id)
    return;
  before = self->position;
  self->current_id = id;
  self->position = find_current (self);
  tell_current (self);
  announce (self, before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ID]);
}

guint
tiem_row_selection_get_position (TiemRowSelection *self)
{
  g_return_val_if_fail (TIEM_IS_ROW_SELECTION (self), GTK_INVALID_LIST_POSITION);
  return self->position;
}
