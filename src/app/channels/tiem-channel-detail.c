#define G_LOG_DOMAIN "tiem-channel-detail"

#include "config.h"

#include "app/channels/tiem-channel-actions.h"
#include "app/channels/tiem-channel-detail.h"
#include "app/channels/tiem-channel-lists.h"
#include "app/channels/tiem-channel-prices.h"
#include "app/channels/tiem-channel-trouble.h"
#include "app/channels/tiem-channel-words.h"
#include "app/channels/tiem-drift-list.h"
#include "app/channels/tiem-failed-list.h"
#include "app/channels/tiem-file-desk-view.h"
#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-link-page.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-listings.h"

#include <glib/gi18n.h>

#define LISTINGS_SHOWN 50
#define DRIFTS_SHOWN 20
#define LOG_SHOWN 200

typedef struct
{
  GtkWidget *box;
  GtkLabel *value;
  GtkLabel *sub;
} Figure;

struct _TiemChannelDetail
{
  AdwBin parent_instance;

  TiemShop *shop;            /* (owned) (nullable) */
  TiemLoader *loader;        /* (owned) (nullable) */
  TiemChannelRecord *record; /* (owned) (nullable): as last read */
  char *part_problem;        /* (owned) (nullable): why fees, returns or reviews can't be read */
  Figure last_read, waiting_figure, orders, listings, grant;

  TiemTile *tile;
  GtkLabel *name;
  GtkLabel *address;
  GtkWidget *buttons;
  GtkWidget *more;
  GtkButton *pause;
  TiemNotice *notice;
  TiemFileDeskView *desk;
  GtkFlowBox *figures;
  AdwPreferencesGroup *failed_group;
  GtkListBox *failed;
  AdwPreferencesGroup *drift_group;
  GtkListBox *drift;
  GtkWidget *rule_group;
  AdwComboRow *rule;
  GtkSwitch *split;
  TiemChannelPrices *prices;
  gboolean is_showing; /* what the rows of the rules say comes from the store */
  AdwPreferencesGroup *unlinked_group;
  GtkListBox *unlinked;
  AdwPreferencesGroup *waiting_group;
  GtkListBox *waiting;
  AdwPreferencesGroup *unreadable_group;
  GtkListBox *unreadable;
  GtkWidget *log_group;
  GtkListBox *log;
};

G_DEFINE_FINAL_TYPE (TiemChannelDetail, tiem_channel_detail, ADW_TYPE_BIN)

/* --- reading --- */

typedef struct
{
  TiemChannelRecord *record;
  GPtrArray *failed; /* (element-type TiemListing) */
  GPtrArray *outbox; /* (element-type TiemOutboxItem) */
  GPtrArray *drifts; /* (element-type TiemDrift) */
  GPtrArray *unlinked;
  GPtrArray *waiting;
  GPtrArray *log;
  GPtrArray *problems;   /* (element-type TiemLaneProblem) */
  GPtrArray *unreadable; /* (element-type TiemUnreadableRecord) */
} Facts;

static void
facts_free (Facts *self)
{
  g_clear_pointer (&self->record, tiem_channel_record_free);
  g_clear_pointer (&self->failed, g_ptr_array_unref);
  g_clear_pointer (&self->outbox, g_ptr_array_unref);
  g_clear_pointer (&self->drifts, g_ptr_array_unref);
  g_clear_pointer (&self->unlinked, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->log, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_free (self);
}

static gpointer
read_facts (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  gint64 channel_id = *(gint64 *)data;
  const TiemListingQuery unlinked = { .channel_id = channel_id, .only_unlinked = TRUE };
  const TiemListingQuery waiting = { .channel_id = channel_id, .only_pending = TRUE };
  const TiemListingQuery failed = { .channel_id = channel_id, .only_problem = TRUE };
  const TiemDriftQuery drifts = { .channel_id = channel_id };
  Facts *facts = g_new0 (Facts, 1);

  facts->record = tiem_store_get_channel (store, channel_id, error);
  if (facts->record != NULL)
    facts->failed = tiem_store_list_listings (store, &failed, LISTINGS_SHOWN, 0, error);
  if (facts->failed != NULL)
    facts->outbox = tiem_store_list_outbox (store, channel_id, error);
  if (facts->outbox != NULL)
    facts->drifts = tiem_store_list_drifts (store, &drifts, DRIFTS_SHOWN, error);
  if (facts->drifts != NULL)
    facts->unlinked = tiem_store_list_listings (store, &unlinked, LISTINGS_SHOWN, 0, error);
  if (facts->unlinked != NULL)
    facts->waiting = tiem_store_list_listings (store, &waiting, LISTINGS_SHOWN, 0, error);
  if (facts->waiting != NULL)
    facts->log = tiem_store_list_log (store, channel_id, 0, LOG_SHOWN, error);
  if (facts->log != NULL)
    facts->problems = tiem_store_list_lane_problems (store, channel_id, error);
  if (facts->problems != NULL)
    facts->unreadable = tiem_store_list_unreadable (store, channel_id, error);
  if (facts->unreadable == NULL)
    g_clear_pointer (&facts, facts_free);
  return facts;
}

/* --- showing --- */

static void
add_figure (TiemChannelDetail *self,
            Figure *figure,
            const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *value = gtk_label_new ("—");
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *sub = gtk_label_new ("");
  GtkWidget *const all[] = { value, label, sub };

  gtk_widget_add_css_class (value, "title-3");
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_add_css_class (sub, "caption");
  gtk_widget_add_css_class (sub, "tiem-sub");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (all[i]), 0);
      gtk_label_set_ellipsize (GTK_LABEL (all[i]), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), all[i]);
    }
  gtk_flow_box_append (self->figures, box);
  figure->box = gtk_widget_get_parent (box);
  figure->value = GTK_LABEL (value);
  figure->sub = GTK_LABEL (sub);
}

static void
set_figure (Figure *figure,
            gint64 value,
            const char *sub)
{
  g_autofree char *text = tiem_number_format (value);

  gtk_label_set_label (figure->value, text);
  gtk_label_set_label (figure->sub, sub);
}

/* Where the owner's permission has an end: the day, coloured when it is near. */
static void
show_grant (TiemChannelDetail *self,
            gint64 now)
{
  gint64 left = self->record->auth_expires_at - now;
  TiemTone tone = left <= 0                      ? TIEM_TONE_ERROR
                  : left < TIEM_GRANT_WARNING_MS ? TIEM_TONE_WARNING
                                                 : TIEM_TONE_NONE;
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *day = NULL;
  g_autofree char *span = NULL;
  g_autofree char *sub = NULL;

  gtk_widget_set_visible (self->grant.box, self->record->auth_expires_at != 0);
  if (self->record->auth_expires_at == 0)
    return;
  at = g_date_time_new_from_unix_local (self->record->auth_expires_at / 1000);
  day = g_date_time_format (at, "%d/%m/%Y");
  span = tiem_duration_text (left);
  /* Translators: %s is a length of time: "12 days" */
  sub = left > 0 ? g_strdup_printf (_ ("in %s"), span) : g_strdup (_ ("sign in again"));
  gtk_label_set_label (self->grant.value, day);
  gtk_label_set_label (self->grant.sub, sub);
  tiem_tone_apply (GTK_WIDGET (self->grant.value), tone);
}

static void
show_figures (TiemChannelDetail *self)
{
  const TiemChannelRecord *record = self->record;
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  gint64 read_at = tiem_channel_get_read_at (self->shop, record);
  g_autofree char *unlinked = NULL;
  g_autofree char *failed = NULL;

  if (read_at != 0)
    {
      g_autofree char *time = tiem_time_format_short (read_at, now);
      g_autofree char *duration = tiem_duration_text (now - read_at);
      g_autofree char *ago = g_strdup_printf (_ ("%s ago"), duration);

      gtk_label_set_label (self->last_read.value, time);
      gtk_label_set_label (self->last_read.sub, ago);
    }
  else
    {
      gtk_label_set_label (self->last_read.value, "—");
      gtk_label_set_label (self->last_read.sub, _ ("not yet"));
    }
  failed = record->failed > 0 ? g_strdup_printf (_ ("%d refused"), (int)record->failed) : NULL;
  set_figure (&self->waiting_figure,
              record->pending,
              failed != NULL        ? failed
              : record->pending > 0 ? _ ("sent as soon as possible")
                                    : _ ("everything is sent"));
  set_figure (&self->orders, record->orders, "");
  unlinked = record->unlinked > 0 ? g_strdup_printf (_ ("%d not linked"), (int)record->unlinked)
                                  : g_strdup (_ ("all linked"));
  set_figure (&self->listings, record->listings, record->listings > 0 ? unlinked : "");
  show_grant (self, now);
}

static void
show_notice (TiemChannelDetail *self)
{
  TiemChannelTrouble trouble;

  tiem_channel_trouble_init (
      &trouble, self->record, tiem_store_now (tiem_shop_get_store (self->shop)));
  if (trouble.title == NULL && self->part_problem != NULL)
    tiem_notice_show (self->notice,
                      TIEM_TONE_WARNING,
                      _ ("Orders and stock are in step, another part is not"),
                      self->part_problem,
                      _ ("Try again"),
                      FALSE);
  else
    tiem_notice_show (
        self->notice, trouble.tone, trouble.title, trouble.text, trouble.button, trouble.why);
  tiem_channel_trouble_clear (&trouble);
}

static void
repair_cb (TiemNotice *notice,
           TiemChannelDetail *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  TiemChannelTrouble trouble;

  tiem_channel_trouble_init (
      &trouble, self->record, tiem_store_now (tiem_shop_get_store (self->shop)));
  switch (trouble.repair)
    {
    case TIEM_REPAIR_TRY_AGAIN:
      gtk_widget_activate_action (widget, "channel.sync", NULL);
      break;
    case TIEM_REPAIR_SIGN_IN:
      gtk_widget_activate_action (widget, "channel.sign-in", NULL);
      break;
    case TIEM_REPAIR_COPY:
      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), trouble.target);
      tiem_page_toast (widget, adw_toast_new (_ ("Copied")));
      break;
    case TIEM_REPAIR_OPEN_PAGE:
      tiem_compat_open_uri (GTK_WINDOW (gtk_widget_get_root (widget)), trouble.target);
      break;
    }
  tiem_channel_trouble_clear (&trouble);
}

static void
why_cb (TiemNotice *notice,
        TiemChannelDetail *self)
{
  if (self->record->error_detail != NULL)
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (self->record->error_detail));
}

static void
show_head (TiemChannelDetail *self)
{
  const TiemChannelRecord *record = self->record;
  gboolean network = tiem_channel_has_network (record->kind) && !record->by_file;

  tiem_help_set_topic (GTK_WIDGET (self), record->kind);
  tiem_tile_set_kinds (self->tile, record->kind);
  gtk_label_set_label (self->name, record->name);
  gtk_label_set_label (self->address,
                       record->by_file ? _ ("Used by file, without a connection")
                       : record->base_url != NULL
                           ? record->base_url
                           : _ ("Sells on this computer, no network needed"));
  tiem_file_desk_view_show (self->desk, record);
  gtk_button_set_label (self->pause,
                        record->state == TIEM_CHANNEL_PAUSED ? _ ("Resume") : _ ("Pause"));
  gtk_widget_set_visible (self->buttons, network);
  gtk_widget_set_visible (GTK_WIDGET (self->figures), network);
  gtk_widget_set_visible (self->log_group, network);
  gtk_widget_set_visible (self->rule_group, network || record->by_file);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "channel.sync", network);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "channel.sync-full", network);
  gtk_widget_set_visible (GTK_WIDGET (self->prices), network || record->by_file);
  tiem_channel_prices_set_channel (self->prices, tiem_shop_get_store (self->shop), record->id);
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->rule, record->takes_over ? 1 : 0);
  gtk_switch_set_active (self->split, record->splits);
  self->is_showing = FALSE;
}

/* What was refused waits for the owner, not for its turn. */
static void
drop_failed (GPtrArray *waiting)
{
  for (guint i = waiting->len; i > 0; i--)
    if (((const TiemListing *)g_ptr_array_index (waiting, i - 1))->standing == TIEM_STANDING_FAILED)
      g_ptr_array_remove_index (waiting, i - 1);
}

/* What waits for the owner, and what somebody changed there. */
static void
show_troubles (TiemChannelDetail *self,
               const Facts *facts)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  guint failed = tiem_failed_list_show (self->failed, facts->failed, facts->outbox);
  guint open = tiem_drift_list_count_open (facts->drifts);
  g_autofree char *failed_title = g_strdup_printf (_ ("Waits for you (%u)"), failed);
  g_autofree char *drift_title = open > 0
                                     ? g_strdup_printf (_ ("Changed on the channel (%u)"), open)
                                     : g_strdup (_ ("Changed on the channel"));

  adw_preferences_group_set_title (self->failed_group, failed_title);
  gtk_widget_set_visible (GTK_WIDGET (self->failed_group), failed > 0);
  tiem_drift_list_show (self->drift, facts->drifts, now);
  adw_preferences_group_set_title (self->drift_group, drift_title);
  gtk_widget_set_visible (GTK_WIDGET (self->drift_group), facts->drifts->len > 0);
}

static void
facts_read_cb (GtkWidget *widget,
               gpointer result,
               const GError *error)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);
  Facts *facts = result;
  g_autofree char *unlinked_title = NULL;
  g_autofree char *waiting_title = NULL;
  g_autofree char *unreadable_title = NULL;

  if (facts == NULL)
    {
      /* Removed a moment ago: the list at the left will choose another one. */
      if (!g_error_matches (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND))
        tiem_page_toast (widget, adw_toast_new (error->message));
      return;
    }
  g_clear_pointer (&self->record, tiem_channel_record_free);
  self->record = g_steal_pointer (&facts->record);
  g_clear_pointer (&self->part_problem, g_free);
  if (facts->problems->len > 0)
    self->part_problem
        = g_strdup (((const TiemLaneProblem *)g_ptr_array_index (facts->problems, 0))->problem);

  show_head (self);
  show_notice (self);
  show_figures (self);
  show_troubles (self, facts);

  unlinked_title = g_strdup_printf (_ ("Not linked (%d)"), (int)self->record->unlinked);
  adw_preferences_group_set_title (self->unlinked_group, unlinked_title);
  gtk_widget_set_visible (GTK_WIDGET (self->unlinked_group), facts->unlinked->len > 0);
  tiem_channel_lists_show_unlinked (self->unlinked, facts->unlinked);

  drop_failed (facts->waiting);
  waiting_title = g_strdup_printf (_ ("Waiting to be sent (%d)"), (int)self->record->pending);
  adw_preferences_group_set_title (self->waiting_group, waiting_title);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting_group), facts->waiting->len > 0);
  tiem_channel_lists_show_waiting (self->waiting, facts->waiting);

  unreadable_title = g_strdup_printf (_ ("Not understood (%u)"), facts->unreadable->len);
  adw_preferences_group_set_title (self->unreadable_group, unreadable_title);
  gtk_widget_set_visible (GTK_WIDGET (self->unreadable_group), facts->unreadable->len > 0);
  tiem_channel_lists_show_unreadable (self->unreadable, facts->unreadable);

  tiem_channel_lists_show_log (self->log, facts->log);
}

/* --- actions: each shares its path with the command line through sync and store --- */

static void
say (TiemChannelDetail *self,
     const char *text)
{
  if (self->shop != NULL)
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (text));
}

static void
action_done_cb (TiemShop *shop,
                const char *said,
                gpointer user_data)
{
  g_autoptr (TiemChannelDetail) self = user_data;

  if (said != NULL)
    say (self, said);
  if (self->loader != NULL)
    tiem_loader_reload (self->loader);
}

static void
run_action (TiemChannelDetail *self,
            TiemChannelAction action)
{
  if (self->record != NULL)
    tiem_channel_action_run (
        self->shop, action, self->record, 0, NULL, action_done_cb, g_object_ref (self));
}

static void
pause_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);

  if (self->record != NULL)
    run_action (self,
                self->record->state == TIEM_CHANNEL_PAUSED ? TIEM_CHANNEL_ACTION_RESUME
                                                           : TIEM_CHANNEL_ACTION_PAUSE);
}

static void
test_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  say (TIEM_CHANNEL_DETAIL (widget), _ ("Asking the channel…"));
  run_action (TIEM_CHANNEL_DETAIL (widget), TIEM_CHANNEL_ACTION_TEST);
}

static void
sync_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);

  if (self->record != NULL)
    tiem_engine_wake (tiem_shop_get_engine (self->shop),
                      self->record->id,
                      g_str_equal (name, "channel.sync-full") ? TIEM_TURN_FULL : TIEM_TURN_NORMAL);
}

static void
decide_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_drift_list_decide (widget, TIEM_CHANNEL_DETAIL (widget)->shop, parameter);
}

static void
rule_changed_cb (TiemChannelDetail *self)
{
  gboolean takes_over = adw_combo_row_get_selected (self->rule) == 1;

  if (self->record == NULL || self->is_showing || takes_over == self->record->takes_over)
    return;
  run_action (self, takes_over ? TIEM_CHANNEL_ACTION_TAKE_OVER : TIEM_CHANNEL_ACTION_SET_BACK);
}

static void
split_changed_cb (TiemChannelDetail *self)
{
  gboolean splits = gtk_switch_get_active (self->split);

  if (self->record == NULL || self->is_showing || splits == self->record->splits)
    return;
  run_action (self, splits ? TIEM_CHANNEL_ACTION_SPLIT : TIEM_CHANNEL_ACTION_SHOW_ALL);
}

static void
link_by_sku_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  run_action (TIEM_CHANNEL_DETAIL (widget), TIEM_CHANNEL_ACTION_LINK_BY_SKU);
}

static void
proposals_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);
  GtkWidget *page = gtk_widget_get_ancestor (widget, TIEM_TYPE_PAGE);

  if (page != NULL && self->record != NULL && tiem_page_get_subpage (TIEM_PAGE (page)) == NULL)
    tiem_page_push (TIEM_PAGE (page),
                    TIEM_SUBPAGE (tiem_link_page_new (self->shop, self->record->id)));
}

static void
adopt_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  run_action (TIEM_CHANNEL_DETAIL (widget), TIEM_CHANNEL_ACTION_ADOPT);
}

/* Links one listing; parameter: (listing id, SKU). */
static void
link_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);
  gint64 listing_id;
  const char *sku;

  g_variant_get (parameter, "(x&s)", &listing_id, &sku);
  if (self->record != NULL)
    tiem_channel_action_run (self->shop,
                             TIEM_CHANNEL_ACTION_LINK,
                             self->record,
                             listing_id,
                             sku,
                             action_done_cb,
                             g_object_ref (self));
}

static void
remove_answered_cb (const char *response,
                    gpointer user_data)
{
  g_autoptr (TiemChannelDetail) self = user_data;

  if (g_str_equal (response, "remove"))
    run_action (self, TIEM_CHANNEL_ACTION_REMOVE);
}

static void
remove_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);
  const TiemAnswer answers[] = {
    { "cancel", _ ("Cancel"), TIEM_ANSWER_PLAIN },
    { "remove", _ ("Remove channel"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  g_autofree char *title = NULL;

  if (self->record == NULL)
    return;
  title = g_strdup_printf (_ ("Remove %s?"), self->record->name);
  tiem_compat_ask (
      GTK_WINDOW (gtk_widget_get_root (widget)),
      title,
      _ ("Tiệm stops reading orders and sending stock. Old orders, products and reports "
         "stay as they are."),
      NULL,
      answers,
      remove_answered_cb,
      g_object_ref (self));
}

static void
sign_in_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (widget);

  if (self->record != NULL)
    gtk_widget_activate_action (widget, "channels.sign-in", "x", self->record->id);
}

/* --- the object --- */

static void
tiem_channel_detail_dispose (GObject *object)
{
  TiemChannelDetail *self = TIEM_CHANNEL_DETAIL (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->record, tiem_channel_record_free);
  g_clear_pointer (&self->part_problem, g_free);

  G_OBJECT_CLASS (tiem_channel_detail_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, tile);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, name);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, address);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, more);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, pause);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, desk);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, figures);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, failed_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, failed);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, drift_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, drift);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, rule_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, rule);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, split);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, prices);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, unlinked_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, unlinked);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, waiting_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, waiting);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, unreadable_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, unreadable);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, log_group);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelDetail, log);
}

static void
tiem_channel_detail_class_init (TiemChannelDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channel_detail_dispose;

  g_type_ensure (TIEM_TYPE_FILE_DESK_VIEW);
  g_type_ensure (TIEM_TYPE_CHANNEL_PRICES);
  g_type_ensure (TIEM_TYPE_NOTICE);
  g_type_ensure (TIEM_TYPE_TILE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "channel.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "channel.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "channel.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "channel.sync-full", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "channel.link-by-sku", NULL, link_by_sku_action);
  gtk_widget_class_install_action (widget_class, "channel.proposals", NULL, proposals_action);
  gtk_widget_class_install_action (widget_class, "channel.adopt", NULL, adopt_action);
  gtk_widget_class_install_action (widget_class, "channel.link", "(xs)", link_action);
  gtk_widget_class_install_action (widget_class, "channel.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "channel.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (
      widget_class, TIEM_DRIFT_ACTION, TIEM_DRIFT_ACTION_TYPE, decide_action);
}

static void
tiem_channel_detail_init (TiemChannelDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->notice, "repair", G_CALLBACK (repair_cb), self);
  g_signal_connect (self->notice, "why", G_CALLBACK (why_cb), self);
  g_signal_connect_swapped (self->rule, "notify::selected", G_CALLBACK (rule_changed_cb), self);
  g_signal_connect_swapped (self->split, "notify::active", G_CALLBACK (split_changed_cb), self);
  add_figure (self, &self->last_read, _ ("Last read"));
  add_figure (self, &self->waiting_figure, _ ("Waiting to be sent"));
  add_figure (self, &self->orders, _ ("Orders"));
  add_figure (self, &self->listings, _ ("Listings"));
  add_figure (self, &self->grant, _ ("Permission ends"));
}

void
tiem_channel_detail_set_shop (TiemChannelDetail *self,
                              TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_CHANNEL_DETAIL (self));

  if (!g_set_object (&self->shop, shop))
    return;
  g_clear_object (&self->loader);
  tiem_file_desk_view_set_shop (self->desk, shop);
  tiem_channel_prices_set_channel (self->prices, NULL, 0);
  if (shop != NULL)
    self->loader = tiem_loader_new (GTK_WIDGET (self),
                                    tiem_shop_get_store (shop),
                                    TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_LOG
                                        | TIEM_CHANGED_OUTBOX | TIEM_CHANGED_ORDERS,
                                    read_facts,
                                    (GDestroyNotify)facts_free,
                                    facts_read_cb);
}

void
tiem_channel_detail_set_channel (TiemChannelDetail *self,
                                 gint64 channel_id)
{
  g_return_if_fail (TIEM_IS_CHANNEL_DETAIL (self));

  tiem_loader_set_subject (self->loader, channel_id);
}

void
tiem_channel_detail_refresh (TiemChannelDetail *self)
{
  g_return_if_fail (TIEM_IS_CHANNEL_DETAIL (self));

  if (self->record != NULL && self->shop != NULL)
    show_figures (self);
}
