#define G_LOG_DOMAIN "tiem-channels-page"

#include "config.h"

#include "app/channels/tiem-channel-add-page.h"
#include "app/channels/tiem-channel-detail.h"
#include "app/channels/tiem-channel-row.h"
#include "app/channels/tiem-channels-overview.h"
#include "app/channels/tiem-channels-page.h"
#include "app/channels/tiem-file-choice-page.h"
#include "app/channels/tiem-file-import-page.h"
#include "app/help/tiem-help.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-split.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

/* "3 seconds ago" is written again this often, while on screen. */
#define REFRESH_SECONDS 5

struct _TiemChannelsPage
{
  TiemPage parent_instance;

  TiemShop *shop;     /* (owned) (nullable) */
  TiemLoader *loader; /* (owned) (nullable) */
  GPtrArray *records; /* (owned) (nullable): TiemChannelRecord, as last read */
  guint refresh_id;
  gint64 wanted; /* a channel to be shown as soon as it has been read; 0 = none */

  TiemSplit *split;
  GtkListBox *list;
  GtkStack *detail;
  TiemChannelsOverview *overview;
  TiemChannelDetail *channel;
};

G_DEFINE_FINAL_TYPE (TiemChannelsPage, tiem_channels_page, TIEM_TYPE_PAGE)

static gpointer
read_channels (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  return tiem_store_list_channels (store, error);
}

static TiemChannelRow *
find_row (TiemChannelsPage *self,
          gint64 channel_id)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (TIEM_IS_CHANNEL_ROW (child)
        && tiem_channel_row_get_id (TIEM_CHANNEL_ROW (child)) == channel_id)
      return TIEM_CHANNEL_ROW (child);
  return NULL;
}

static const TiemChannelRecord *
find_record (TiemChannelsPage *self,
             gint64 channel_id)
{
  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (self->records, i);

      if (record->id == channel_id)
        return record;
    }
  return NULL;
}

/* Writes the texts again: what the engine does and how long ago things were. */
static void
refresh_texts (TiemChannelsPage *self)
{
  gint64 orders = 0;
  gint64 now;

  if (self->shop == NULL)
    return;
  now = tiem_store_now (tiem_shop_get_store (self->shop));
  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (self->records, i);
      TiemChannelRow *row = find_row (self, record->id);

      orders += record->orders;
      if (row != NULL)
        tiem_channel_row_update (row, self->shop, record, now);
    }
  tiem_channel_row_update_all (
      find_row (self, 0), self->records != NULL ? self->records->len : 0, orders);
  tiem_channel_detail_refresh (self->channel);
}

static gboolean
refresh_cb (gpointer user_data)
{
  refresh_texts (user_data);
  return G_SOURCE_CONTINUE;
}

static void
remove_rows_that_are_gone (TiemChannelsPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      gint64 id
          = TIEM_IS_CHANNEL_ROW (child) ? tiem_channel_row_get_id (TIEM_CHANNEL_ROW (child)) : 0;

      if (id != 0 && find_record (self, id) == NULL)
        gtk_list_box_remove (self->list, child);
      child = next;
    }
}

static void
row_selected_cb (GtkListBox *list,
                 GtkListBoxRow *row,
                 TiemChannelsPage *self)
{
  gint64 id;

  if (row == NULL || self->shop == NULL)
    return;
  id = tiem_channel_row_get_id (TIEM_CHANNEL_ROW (row));
  if (id != 0)
    tiem_channel_detail_set_channel (self->channel, id);
  gtk_stack_set_visible_child_name (self->detail,
                                    id != 0                                           ? "channel"
                                    : self->records != NULL && self->records->len > 0 ? "all"
                                                                                      : "none");
}

/* Returns: FALSE when there is no such row (yet) */
static gboolean
select_channel (TiemChannelsPage *self,
                gint64 channel_id)
{
  TiemChannelRow *row = find_row (self, channel_id);

  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  row_selected_cb (self->list, GTK_LIST_BOX_ROW (row), self);
  return TRUE;
}

static void
channels_read_cb (GtkWidget *widget,
                  gpointer result,
                  const GError *error)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (widget);
  GPtrArray *records = result;

  if (records == NULL)
    {
      g_message ("Channels could not be read: %s", error->message);
      return;
    }
  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->records = g_ptr_array_ref (records);

  for (guint i = 0; i < records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (records, i);

      if (find_row (self, record->id) == NULL)
        gtk_list_box_append (self->list, tiem_channel_row_new (record->id, record->kind));
    }
  remove_rows_that_are_gone (self);
  refresh_texts (self);
  if (self->wanted != 0)
    tiem_channels_page_show_channel (self, self->wanted);

  if (records->len == 0)
    gtk_stack_set_visible_child_name (self->detail, "none");
  else if (gtk_list_box_get_selected_row (self->list) == NULL
           || g_str_equal (gtk_stack_get_visible_child_name (self->detail), "none"))
    select_channel (self, 0);
}

/* Tab goes from row to row and shows each channel: Enter leads into the one that is shown. */
static void
row_activated_cb (GtkListBox *list,
                  GtkListBoxRow *row,
                  TiemChannelsPage *self)
{
  tiem_split_set_show_detail (self->split, TRUE);
  if (!tiem_split_get_folded (self->split)) /* else it went there already */
    gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
}

static void
state_changed_cb (TiemEngine *engine,
                  TiemChannelsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh_texts (self);
}

static void
add_finished_cb (TiemChannelAddPage *page,
                 gint64 channel_id,
                 TiemChannelsPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  if (channel_id != 0)
    tiem_channels_page_show_channel (self, channel_id);
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  tiem_channels_page_add_channel (TIEM_CHANNELS_PAGE (widget));
}

static void
push_add_page (TiemChannelsPage *self,
               GtkWidget *page)
{
  g_signal_connect_object (page, "finished", G_CALLBACK (add_finished_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static void
sign_in_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (widget);
  const TiemChannelRecord *record = find_record (self, g_variant_get_int64 (parameter));

  if (record != NULL && self->shop != NULL && tiem_page_get_subpage (TIEM_PAGE (self)) == NULL)
    push_add_page (self, tiem_channel_add_page_new_again (self->shop, record));
}

/* --- files of the marketplaces --- */

static void
read_file_in (TiemChannelsPage *self,
              gint64 channel_id,
              const char *kind,
              const char *path)
{
  tiem_channels_page_show_channel (self, channel_id);
  tiem_page_push (TIEM_PAGE (self),
                  TIEM_SUBPAGE (tiem_file_import_page_new (self->shop, channel_id, kind, path)));
}

static void
file_chosen_cb (TiemFileChoicePage *page,
                const char *kind,
                gint64 channel_id,
                TiemChannelsPage *self)
{
  g_autofree char *path = g_strdup (tiem_file_choice_page_get_path (page));

  tiem_page_pop (TIEM_PAGE (self));
  read_file_in (self, channel_id, kind, path);
}

static void
file_added_cb (TiemChannelAddPage *page,
               gint64 channel_id,
               TiemChannelsPage *self)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (page), "file"));
  const char *kind = tiem_channel_add_page_get_kind (page);

  tiem_page_pop (TIEM_PAGE (self));
  if (channel_id != 0)
    read_file_in (self, channel_id, kind, path);
}

static void
file_wanted_cb (TiemFileChoicePage *page,
                const char *kind,
                TiemChannelsPage *self)
{
  GtkWidget *add = tiem_channel_add_page_new_by_file (self->shop, kind);

  g_object_set_data_full (
      G_OBJECT (add), "file", g_strdup (tiem_file_choice_page_get_path (page)), g_free);
  tiem_page_pop (TIEM_PAGE (self));
  g_signal_connect_object (add, "finished", G_CALLBACK (file_added_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (add));
}

static void
file_as_goods_cb (TiemFileChoicePage *page,
                  TiemChannelsPage *self)
{
  GVariant *path = g_variant_new_bytestring (tiem_file_choice_page_get_path (page));

  tiem_page_pop (TIEM_PAGE (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.import-goods", "@ay", path);
}

static void
ask_for_channel (TiemChannelsPage *self,
                 TiemMarketFileKind kind,
                 const char *path,
                 GPtrArray *records)
{
  GtkWidget *choice = tiem_file_choice_page_new (kind, path, records);

  g_signal_connect_object (choice, "chosen", G_CALLBACK (file_chosen_cb), self, 0);
  g_signal_connect_object (choice, "wanted", G_CALLBACK (file_wanted_cb), self, 0);
  g_signal_connect_object (choice, "as-goods", G_CALLBACK (file_as_goods_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (choice));
}

/* A file that waits for the channels: those on show may be of before. */
typedef struct
{
  TiemChannelsPage *page; /* (owned) */
  TiemMarketFileKind kind;
  char *path;
} WaitingFile;

static void
waiting_file_free (WaitingFile *self)
{
  g_object_unref (self->page);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WaitingFile, waiting_file_free)

static void
channels_known_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (WaitingFile) file = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  TiemChannelsPage *self = file->page;
  const TiemChannelRecord *only;

  if (records == NULL)
    g_message ("Channels could not be read: %s", error->message);
  if (records == NULL || self->shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return;
  only = tiem_file_choice_find_only (file->kind, records);
  if (only != NULL)
    read_file_in (self, only->id, only->kind, file->path);
  else
    ask_for_channel (self, file->kind, file->path, records);
}

static void
split_changed_cb (TiemChannelsPage *self)
{
  tiem_page_set_covered (TIEM_PAGE (self),
                         tiem_split_get_folded (self->split)
                             && tiem_split_get_show_detail (self->split));
}

static gboolean
tiem_channels_page_go_back (TiemPage *page)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (page);

  if (!tiem_split_get_folded (self->split) || !tiem_split_get_show_detail (self->split))
    return FALSE;
  tiem_split_set_show_detail (self->split, FALSE);
  return TRUE;
}

static void
tiem_channels_page_show_entry (TiemPage *page,
                               const char *group,
                               gint64 id)
{
  if (g_strcmp0 (group, "add") == 0)
    tiem_channels_page_add_channel (TIEM_CHANNELS_PAGE (page));
  else
    tiem_channels_page_show_channel (TIEM_CHANNELS_PAGE (page), id);
}

static void
tiem_channels_page_shop_changed (TiemPage *page,
                                 TiemShop *shop)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (page);

  if (self->shop != NULL)
    g_signal_handlers_disconnect_by_func (
        tiem_shop_get_engine (self->shop), state_changed_cb, self);
  g_set_object (&self->shop, shop);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  tiem_channels_overview_set_shop (self->overview, shop);
  tiem_channel_detail_set_shop (self->channel, shop);
  if (shop == NULL)
    return;
  self->loader
      = tiem_loader_new (GTK_WIDGET (self),
                         tiem_shop_get_store (shop),
                         TIEM_CHANGED_CHANNELS | TIEM_CHANGED_ORDERS | TIEM_CHANGED_LISTINGS,
                         read_channels,
                         (GDestroyNotify)g_ptr_array_unref,
                         channels_read_cb);
  tiem_loader_set_subject (self->loader, 1);
  g_signal_connect_object (
      tiem_shop_get_engine (shop), "state-changed", G_CALLBACK (state_changed_cb), self, 0);
}

static void
tiem_channels_page_map (GtkWidget *widget)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (widget);

  GTK_WIDGET_CLASS (tiem_channels_page_parent_class)->map (widget);
  if (self->shop != NULL && self->refresh_id == 0)
    self->refresh_id = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}

static void
tiem_channels_page_unmap (GtkWidget *widget)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (widget);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  GTK_WIDGET_CLASS (tiem_channels_page_parent_class)->unmap (widget);
}

static void
tiem_channels_page_dispose (GObject *object)
{
  TiemChannelsPage *self = TIEM_CHANNELS_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->records, g_ptr_array_unref);

  G_OBJECT_CLASS (tiem_channels_page_parent_class)->dispose (object);
}

static void
tiem_channels_page_class_init (TiemChannelsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemPageClass *page_class = TIEM_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channels_page_dispose;
  page_class->shop_changed = tiem_channels_page_shop_changed;
  page_class->go_back = tiem_channels_page_go_back;
  page_class->show_entry = tiem_channels_page_show_entry;
  widget_class->map = tiem_channels_page_map;
  widget_class->unmap = tiem_channels_page_unmap;

  g_type_ensure (TIEM_TYPE_SPLIT);
  g_type_ensure (TIEM_TYPE_CHANNELS_OVERVIEW);
  g_type_ensure (TIEM_TYPE_CHANNEL_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channels-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsPage, split);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsPage, list);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsPage, detail);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsPage, overview);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelsPage, channel);
  gtk_widget_class_install_action (widget_class, "channels.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "channels.sign-in", "x", sign_in_action);
}

static void
tiem_channels_page_init (TiemChannelsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "channels");
  gtk_list_box_append (self->list, tiem_channel_row_new (0, NULL));
  tiem_channel_row_update_all (find_row (self, 0), 0, 0);
  g_signal_connect (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect_swapped (self->split, "notify", G_CALLBACK (split_changed_cb), self);
}

void
tiem_channels_page_add_channel (TiemChannelsPage *self)
{
  g_return_if_fail (TIEM_IS_CHANNELS_PAGE (self));

  if (self->shop != NULL && tiem_page_get_subpage (TIEM_PAGE (self)) == NULL)
    push_add_page (self, tiem_channel_add_page_new (self->shop));
}

void
tiem_channels_page_show_channel (TiemChannelsPage *self,
                                 gint64 channel_id)
{
  g_return_if_fail (TIEM_IS_CHANNELS_PAGE (self));

  self->wanted = channel_id;
  if (select_channel (self, channel_id))
    {
      self->wanted = 0;
      tiem_split_set_show_detail (self->split, TRUE);
    }
}

void
tiem_channels_page_open_file (TiemChannelsPage *self,
                              TiemMarketFileKind kind,
                              const char *path)
{
  WaitingFile *file;

  g_return_if_fail (TIEM_IS_CHANNELS_PAGE (self));
  g_return_if_fail (tiem_market_file_get_use (kind) != TIEM_MARKET_USE_OTHER);

  if (self->shop == NULL)
    return;
  file = g_new0 (WaitingFile, 1);
  file->page = g_object_ref (self);
  file->kind = kind;
  file->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_channels,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        channels_known_cb,
                        file);
}
