#include "config.h"

#include "app/widgets/tiem-columns.h"

/* What stands in the way of the column that expands when more columns are shown than fit:
 * then the table scrolls sideways. px */
#define LEAST_EXPANDED 140

/* Below it the others give way on a wide window, with the widths of a smaller one. px */
#define GOOD_EXPANDED 110

/* How narrow a column may be drawn by hand: px */
#define LEAST_WIDTH 40

typedef enum
{
  CHOICE_NONE,
  CHOICE_SHOWN,
  CHOICE_HIDDEN,
} Choice;

/* What is known of one column beside GTK's own; hangs at the column as its data. */
typedef struct
{
  int wide;        /* px; 0 = expands */
  int small;       /* px; 0 = expands; −1 = not there */
  int hand;        /* px: drawn by hand; 0 = not */
  gboolean hidden; /* unless the user says otherwise */
  Choice choice;
} Info;

#define INFO_KEY "tiem-columns"

struct _TiemColumns
{
  GObject parent_instance;

  GtkColumnView *table; /* borrowed: it lives as long */
  GPtrArray *made;      /* (element-type GtkColumnViewColumn) (owned): as they were added */
  gboolean wide;
  gboolean busy; /* it is not the user who changes widths and places */
  double scale;
  int room; /* px the table has; 0 = not known yet */
  guint moved_id;
  char *order; /* (nullable): as last seen */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemColumns, tiem_columns, G_TYPE_OBJECT)

static Info *
get_info (GtkColumnViewColumn *column)
{
  return g_object_get_data (G_OBJECT (column), INFO_KEY);
}

static gboolean
is_wanted (GtkColumnViewColumn *column)
{
  const Info *info = get_info (column);

  return info->choice == CHOICE_NONE ? !info->hidden : info->choice == CHOICE_SHOWN;
}

static void
choose (GtkColumnViewColumn *column,
        gboolean shown)
{
  Info *info = get_info (column);

  info->choice = shown == !info->hidden ? CHOICE_NONE : shown ? CHOICE_SHOWN : CHOICE_HIDDEN;
}

static gboolean
has_more_than_made (TiemColumns *self)
{
  for (guint i = 0; i < self->made->len; i++)
    if (get_info (g_ptr_array_index (self->made, i))->choice == CHOICE_SHOWN
        || get_info (g_ptr_array_index (self->made, i))->hand > 0)
      return TRUE;
  return FALSE;
}

/* Whether the column that expands would be left too little on a wide window. */
static gboolean
is_tight (TiemColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  int taken = 0;

  if (!self->wide || self->room <= 0)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const Info *info = get_info (column);

      if (info == NULL)
        taken += MAX (0, gtk_column_view_column_get_fixed_width (column));
      else if (is_wanted (column))
        taken += (int)((info->wide == 0 ? GOOD_EXPANDED : info->wide) * self->scale);
    }
  return taken > self->room;
}

static void
apply_one (TiemColumns *self,
           GtkColumnViewColumn *column,
           gboolean crowded,
           gboolean tight)
{
  const Info *info = get_info (column);
  int width = !self->wide                                  ? info->small
              : tight && info->small > 0 && info->wide > 0 ? MIN (info->small, info->wide)
                                                           : info->wide;
  gboolean expands = width == 0;

  if (!is_wanted (column))
    width = -1;
  if (width > 0 && info->hand > 0)
    width = info->hand;
  if (expands && crowded)
    width = LEAST_EXPANDED;
  /* A hidden column would keep the room of its width. */
  gtk_column_view_column_set_visible (column, width >= 0);
  gtk_column_view_column_set_expand (column, expands && width >= 0);
  gtk_column_view_column_set_fixed_width (column, width > 0 ? (int)(width * self->scale) : -1);
  gtk_column_view_column_set_resizable (column, !expands && tiem_column_get_id (column) != NULL);
}

/* A cell that is made later comes last among those of its row, wherever it is shown: the room at
 * the end of the row can't be that of the last child. */
static void
mark_last (TiemColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  gboolean found = FALSE;

  for (guint i = g_list_model_get_n_items (columns); i > 0; i--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i - 1);
      gboolean visible = gtk_column_view_column_get_visible (column);

      tiem_column_set_last (column, visible && !found);
      found = found || visible;
    }
}

static void
apply (TiemColumns *self)
{
  gboolean crowded = has_more_than_made (self);
  gboolean tight = is_tight (self);

  GtkColumnViewColumn *expanding = NULL;
  GtkColumnViewColumn *spare = NULL;

  self->busy = TRUE;
  for (guint i = 0; i < self->made->len; i++)
    {
      GtkColumnViewColumn *column = g_ptr_array_index (self->made, i);

      apply_one (self, column, crowded, tight);
      if (!gtk_column_view_column_get_visible (column))
        continue;
      if (gtk_column_view_column_get_expand (column))
        expanding = column;
      if (spare == NULL || get_info (column)->small == 0)
        spare = column;
    }
  /* One of them takes the room that is left. */
  if (expanding == NULL && spare != NULL)
    gtk_column_view_column_set_expand (spare, TRUE);
  self->busy = FALSE;
  mark_last (self);
  /* The header of a column that was hidden is a new one. */
  tiem_column_view_align_headers (self->table);
}

static void
tell (TiemColumns *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Returns: (transfer full): ids in the order of the table, NULL-terminated */
static GStrv
dup_order (TiemColumns *self)
{
  g_autoptr (GPtrArray) columns = tiem_columns_list (self);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv order;

  for (guint i = 0; i < columns->len; i++)
    g_strv_builder_add (builder, tiem_column_get_id (g_ptr_array_index (columns, i)));
  order = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return order;
}

static void
remember_order (TiemColumns *self)
{
  g_auto (GStrv) order = dup_order (self);

  g_free (self->order);
  self->order = g_strjoinv (",", order);
}

/* Puts @ids first, in their order; what they don't name keeps its order behind them. */
static void
arrange (TiemColumns *self,
         const char *const *ids)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (tiem_column_get_id (column) == NULL)
        g_ptr_array_add (wanted, column);
    }
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      GtkColumnViewColumn *column = tiem_columns_find (self, ids[i]);

      if (column != NULL && !g_ptr_array_find (wanted, column, NULL))
        g_ptr_array_add (wanted, column);
    }
  for (guint i = 0; i < self->made->len; i++)
    if (!g_ptr_array_find (wanted, g_ptr_array_index (self->made, i), NULL))
      g_ptr_array_add (wanted, g_ptr_array_index (self->made, i));

  self->busy = TRUE;
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) there = g_list_model_get_item (columns, i);

      if (there != g_ptr_array_index (wanted, i))
        gtk_column_view_insert_column (self->table, i, g_ptr_array_index (wanted, i));
    }
  self->busy = FALSE;
  mark_last (self);
  remember_order (self);
}

static gboolean
is_order_made (TiemColumns *self)
{
  g_autoptr (GPtrArray) columns = tiem_columns_list (self);
  guint at = 0;

  for (guint i = 0; i < self->made->len; i++)
    if (tiem_column_get_id (g_ptr_array_index (self->made, i)) != NULL
        && g_ptr_array_index (columns, at++) != g_ptr_array_index (self->made, i))
      return FALSE;
  return TRUE;
}

/* A header was dragged; what has no id goes back to its place. */
static gboolean
moved_cb (gpointer data)
{
  TiemColumns *self = data;
  g_auto (GStrv) order = dup_order (self);
  g_autofree char *told = g_steal_pointer (&self->order);

  self->moved_id = 0;
  arrange (self, (const char *const *)order);
  tiem_column_view_align_headers (self->table);
  if (told != NULL && g_strcmp0 (told, self->order) != 0)
    tell (self);
  return G_SOURCE_REMOVE;
}

static void
columns_changed_cb (
    GListModel *columns, guint position, guint removed, guint added, TiemColumns *self)
{
  if (!self->busy && self->moved_id == 0 && added > 0)
    self->moved_id = g_idle_add (moved_cb, self);
}

static void
width_changed_cb (GtkColumnViewColumn *column,
                  GParamSpec *pspec,
                  TiemColumns *self)
{
  int width = gtk_column_view_column_get_fixed_width (column);

  if (self->busy || width <= 0)
    return;
  get_info (column)->hand = MAX (LEAST_WIDTH, (int)(width / self->scale + 0.5));
  tell (self);
}

static void
tiem_columns_dispose (GObject *object)
{
  TiemColumns *self = TIEM_COLUMNS (object);

  g_clear_handle_id (&self->moved_id, g_source_remove);
  for (guint i = 0; self->made != NULL && i < self->made->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->made, i), self);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_free);
  G_OBJECT_CLASS (tiem_columns_parent_class)->dispose (object);
}

static void
tiem_columns_class_init (TiemColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_columns_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_columns_init (TiemColumns *self)
{
  self->made = g_ptr_array_new_with_free_func (g_object_unref);
  self->wide = TRUE;
  self->scale = 1;
}

TiemColumns *
tiem_columns_new (GtkColumnView *table)
{
  TiemColumns *self = g_object_new (TIEM_TYPE_COLUMNS, NULL);

  self->table = table;
  g_signal_connect_object (gtk_column_view_get_columns (table),
                           "items-changed",
                           G_CALLBACK (columns_changed_cb),
                           self,
                           0);
  return self;
}

void
tiem_columns_add (TiemColumns *self,
                  GtkColumnViewColumn *column,
                  int short_width)
{
  Info *info = g_new0 (Info, 1);

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  info->wide = gtk_column_view_column_get_expand (column)
                   ? 0
                   : gtk_column_view_column_get_fixed_width (column);
  info->small = short_width;
  g_object_set_data_full (G_OBJECT (column), INFO_KEY, info, g_free);
  g_ptr_array_add (self->made, g_object_ref (column));
  self->busy = TRUE;
  gtk_column_view_append_column (self->table, column);
  self->busy = FALSE;
  apply_one (self, column, FALSE, FALSE);
  g_signal_connect (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self);
}

void
tiem_columns_set_default (TiemColumns *self,
                          GtkColumnViewColumn *column,
                          gboolean shown)
{
  Info *info;

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  info = get_info (column);
  if (info->hidden == !shown)
    return;
  info->hidden = !shown;
  apply (self);
}

void
tiem_columns_set_size (TiemColumns *self,
                       gboolean wide,
                       double scale)
{
  g_return_if_fail (TIEM_IS_COLUMNS (self));

  self->wide = wide;
  self->scale = scale;
  apply (self);
}

void
tiem_columns_set_room (TiemColumns *self,
                       int room)
{
  gboolean tight;

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  tight = is_tight (self);
  self->room = room;
  if (is_tight (self) != tight)
    apply (self);
}

GPtrArray *
tiem_columns_list (TiemColumns *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *columns;

  g_return_val_if_fail (TIEM_IS_COLUMNS (self), list);

  columns = gtk_column_view_get_columns (self->table);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      GtkColumnViewColumn *column = g_list_model_get_item (columns, i);

      if (tiem_column_get_id (column) != NULL && get_info (column) != NULL)
        g_ptr_array_add (list, column);
      else
        g_object_unref (column);
    }
  return list;
}

GtkColumnViewColumn *
tiem_columns_find (TiemColumns *self,
                   const char *id)
{
  g_return_val_if_fail (TIEM_IS_COLUMNS (self), NULL);

  for (guint i = 0; i < self->made->len; i++)
    if (g_strcmp0 (tiem_column_get_id (g_ptr_array_index (self->made, i)), id) == 0)
      return g_ptr_array_index (self->made, i);
  return NULL;
}

gboolean
tiem_columns_get_shown (TiemColumns *self,
                        GtkColumnViewColumn *column)
{
  g_return_val_if_fail (TIEM_IS_COLUMNS (self), FALSE);
  return is_wanted (column);
}

void
tiem_columns_set_shown (TiemColumns *self,
                        GtkColumnViewColumn *column,
                        gboolean shown)
{
  g_return_if_fail (TIEM_IS_COLUMNS (self));

  if (is_wanted (column) == shown)
    return;
  choose (column, shown);
  apply (self);
  tell (self);
}

static void
swap (GStrv order,
      guint a,
      guint b)
{
  char *kept = order[a];

  order[a] = order[b];
  order[b] = kept;
}

void
tiem_columns_move (TiemColumns *self,
                   GtkColumnViewColumn *column,
                   int by)
{
  g_auto (GStrv) order = NULL;
  const char *id;
  guint n;
  guint at = 0;

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  order = dup_order (self);
  id = tiem_column_get_id (column);
  n = g_strv_length (order);
  while (at < n && g_strcmp0 (order[at], id) != 0)
    at++;
  for (; at < n && by < 0 && at > 0; by++, at--)
    swap (order, at, at - 1);
  for (; by > 0 && at + 1 < n; by--, at++)
    swap (order, at, at + 1);
  arrange (self, (const char *const *)order);
  apply (self);
  tell (self);
}

void
tiem_columns_reset (TiemColumns *self)
{
  g_return_if_fail (TIEM_IS_COLUMNS (self));

  for (guint i = 0; i < self->made->len; i++)
    {
      Info *info = get_info (g_ptr_array_index (self->made, i));

      info->choice = CHOICE_NONE;
      info->hand = 0;
    }
  arrange (self, NULL);
  apply (self);
  tell (self);
}

char *
tiem_columns_get_layout (TiemColumns *self)
{
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (GString) layout = g_string_new ("");

  g_return_val_if_fail (TIEM_IS_COLUMNS (self), NULL);

  columns = tiem_columns_list (self);
  for (guint i = 0; i < columns->len; i++)
    if (is_wanted (g_ptr_array_index (columns, i)))
      g_string_append_printf (layout,
                              "%s%s",
                              layout->len > 0 ? "," : "",
                              tiem_column_get_id (g_ptr_array_index (columns, i)));
  return g_string_free (g_steal_pointer (&layout), FALSE);
}

void
tiem_columns_set_layout (TiemColumns *self,
                         const char *layout)
{
  g_auto (GStrv) ids = NULL;

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  ids = layout != NULL && *layout != '\0' ? g_strsplit (layout, ",", -1) : NULL;
  for (guint i = 0; i < self->made->len; i++)
    {
      GtkColumnViewColumn *column = g_ptr_array_index (self->made, i);
      const char *id = tiem_column_get_id (column);

      if (id != NULL)
        choose (column,
                ids != NULL ? g_strv_contains ((const char *const *)ids, id)
                            : !get_info (column)->hidden);
    }
  arrange (self, (const char *const *)ids);
  apply (self);
  tell (self);
}

GVariant *
tiem_columns_save (TiemColumns *self)
{
  GVariantBuilder shown, hidden, order, widths;

  g_return_val_if_fail (TIEM_IS_COLUMNS (self), NULL);

  g_variant_builder_init (&shown, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&hidden, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&order, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < self->made->len; i++)
    {
      const Info *info = get_info (g_ptr_array_index (self->made, i));
      const char *id = tiem_column_get_id (g_ptr_array_index (self->made, i));

      if (info->choice != CHOICE_NONE)
        g_variant_builder_add (info->choice == CHOICE_SHOWN ? &shown : &hidden, "s", id);
      if (info->hand > 0)
        g_variant_builder_add (&widths, "{si}", id, info->hand);
    }
  if (!is_order_made (self))
    {
      g_auto (GStrv) ids = dup_order (self);

      for (guint i = 0; ids[i] != NULL; i++)
        g_variant_builder_add (&order, "s", ids[i]);
    }
  return g_variant_new (TIEM_COLUMNS_TYPE, &shown, &hidden, &order, &widths);
}

void
tiem_columns_load (TiemColumns *self,
                   GVariant *saved)
{
  g_autofree const char **shown = NULL;
  g_autofree const char **hidden = NULL;
  g_autofree const char **order = NULL;
  g_autoptr (GVariant) widths = NULL;

  g_return_if_fail (TIEM_IS_COLUMNS (self));

  g_variant_get (saved, "(^a&s^a&s^a&s@a{si})", &shown, &hidden, &order, &widths);
  for (guint i = 0; i < self->made->len; i++)
    {
      Info *info = get_info (g_ptr_array_index (self->made, i));
      const char *id = tiem_column_get_id (g_ptr_array_index (self->made, i));
      int hand = 0;

      if (id == NULL)
        continue;
      info->choice = g_strv_contains (shown, id)    ? CHOICE_SHOWN
                     : g_strv_contains (hidden, id) ? CHOICE_HIDDEN
                                                    : CHOICE_NONE;
      g_variant_lookup (widths, id, "i", &hand);
      info->hand = hand > 0 ? CLAMP (hand, LEAST_WIDTH, 2000) : 0;
    }
  arrange (self, order);
  apply (self);
}
