#define G_LOG_DOMAIN "tiem-file-choice-page"

#include "config.h"

#include "app/channels/tiem-file-choice-page.h"
#include "app/help/tiem-help.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-tile.h"
#include "channel/tiem-channel.h"

#include <glib/gi18n.h>

struct _TiemFileChoicePage
{
  TiemSubpage parent_instance;

  TiemMarketFileKind kind;
  char *path; /* (owned) */
  TiemNotice *notice;
  AdwPreferencesGroup *group;
  GtkListBox *choices;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_WANTED,
  SIGNAL_AS_GOODS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemFileChoicePage, tiem_file_choice_page, TIEM_TYPE_SUBPAGE)

static gboolean
is_of_platform (const TiemChannelRecord *record,
                TiemMarketFileKind kind)
{
  return g_strcmp0 (record->kind, tiem_market_file_get_platform (kind)) == 0;
}

const TiemChannelRecord *
tiem_file_choice_find_only (TiemMarketFileKind kind,
                            GPtrArray *records)
{
  const TiemChannelRecord *only = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (records, i);

      if (!record->by_file || !is_of_platform (record, kind))
        continue;
      if (only != NULL)
        return NULL;
      only = record;
    }
  return only;
}

/* --- the rows --- */

static void
row_activated_cb (GtkListBox *list,
                  GtkListBoxRow *row,
                  TiemFileChoicePage *self)
{
  guint signal = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "signal"));
  gint64 *id = g_object_get_data (G_OBJECT (row), "channel-id");

  const char *platform = tiem_market_file_get_platform (self->kind);

  if (signal == SIGNAL_CHOSEN)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, platform, *id);
  else if (signal == SIGNAL_WANTED)
    g_signal_emit (self, signals[SIGNAL_WANTED], 0, platform);
  else
    g_signal_emit (self, signals[SIGNAL_AS_GOODS], 0);
}

/* @prefix: (transfer floating). Returns: (transfer none) */
static GtkWidget *
add_row (TiemFileChoicePage *self,
         guint signal,
         GtkWidget *prefix,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (prefix, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), prefix);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "signal", GUINT_TO_POINTER (signal));
  gtk_list_box_append (self->choices, row);
  return row;
}

static void
add_channels (TiemFileChoicePage *self,
              TiemMarketFileKind kind,
              GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (records, i);
      GtkWidget *row;

      if (!record->by_file || !is_of_platform (record, kind))
        continue;
      row = add_row (
          self, SIGNAL_CHOSEN, tiem_tile_new (36, record->kind), record->name, _ ("Used by file"));
      g_object_set_data_full (
          G_OBJECT (row), "channel-id", g_memdup2 (&record->id, sizeof record->id), g_free);
    }
}

static void
add_other_ways (TiemFileChoicePage *self,
                TiemMarketFileKind kind)
{
  const char *platform = tiem_market_file_get_platform (kind);
  const TiemChannelInfo *info = tiem_channel_info_find (platform);
  g_autofree char *title = g_strdup_printf (_ ("Add %s by file"), _ (info->name));

  add_row (
      self,
      SIGNAL_WANTED,
      tiem_tile_new (36, platform),
      title,
      _ ("For a shop whose API access is not open: orders come in and numbers go out as files"));
  if (tiem_market_file_get_use (kind) == TIEM_MARKET_USE_LISTINGS)
    add_row (self,
             SIGNAL_AS_GOODS,
             gtk_image_new_from_icon_name ("package-x-generic-symbolic"),
             _ ("Import its goods alone"),
             _ ("Into the catalogue, without a channel"));
}

/* Shops that are connected need no files: nothing is read twice by mistake. */
static void
show_connected (TiemFileChoicePage *self,
                TiemMarketFileKind kind,
                GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (records, i);
      g_autofree char *title = NULL;

      if (record->by_file || !is_of_platform (record, kind))
        continue;
      /* Translators: %s is a channel */
      title = g_strdup_printf (_ ("“%s” is connected and needs no files"), record->name);
      tiem_notice_show (self->notice,
                        TIEM_TONE_ACCENT,
                        title,
                        _ ("Its orders come in by themselves. Choose below only if this file is "
                           "of another shop."),
                        NULL,
                        FALSE);
      return;
    }
  tiem_notice_show (self->notice, TIEM_TONE_NONE, NULL, NULL, NULL, FALSE);
}

/* --- the object --- */

static void
tiem_file_choice_page_finalize (GObject *object)
{
  g_free (TIEM_FILE_CHOICE_PAGE (object)->path);
  G_OBJECT_CLASS (tiem_file_choice_page_parent_class)->finalize (object);
}

static void
tiem_file_choice_page_class_init (TiemFileChoicePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = tiem_file_choice_page_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         2,
                                         G_TYPE_STRING,
                                         G_TYPE_INT64);
  signals[SIGNAL_WANTED] = g_signal_new ("wanted",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  signals[SIGNAL_AS_GOODS] = g_signal_new ("as-goods",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-file-choice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemFileChoicePage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemFileChoicePage, group);
  gtk_widget_class_bind_template_child (widget_class, TiemFileChoicePage, choices);
}

static void
tiem_file_choice_page_init (TiemFileChoicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "files");
  g_signal_connect (self->choices, "row-activated", G_CALLBACK (row_activated_cb), self);
}

GtkWidget *
tiem_file_choice_page_new (TiemMarketFileKind kind,
                           const char *path,
                           GPtrArray *records)
{
  TiemFileChoicePage *self = g_object_new (TIEM_TYPE_FILE_CHOICE_PAGE, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  self->kind = kind;
  self->path = g_strdup (path);
  /* Translators: a file's name; what it is: "the order export of Shopee" */
  text = g_strdup_printf (_ ("“%s” is %s."), name, tiem_market_file_get_label (kind));
  markup = g_markup_escape_text (text, -1);
  adw_preferences_group_set_description (self->group, markup);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Import file"), name);
  show_connected (self, kind, records);
  add_channels (self, kind, records);
  add_other_ways (self, kind);
  return GTK_WIDGET (self);
}

const char *
tiem_file_choice_page_get_path (TiemFileChoicePage *self)
{
  g_return_val_if_fail (TIEM_IS_FILE_CHOICE_PAGE (self), NULL);

  return self->path;
}
