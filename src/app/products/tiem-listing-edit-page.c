#define G_LOG_DOMAIN "tiem-listing-edit-page"

#include "config.h"

#include "app/products/tiem-listing-edit-page.h"

#include "app/help/tiem-help.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-prices.h"
#include "store/tiem-store-split.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* What is known of the listing. */
typedef struct
{
  TiemListing *listing;
  TiemListingPrice *price;
  TiemListingRule rule;
  TiemChannelRecord *channel;
  char *why; /* (nullable): the number it shows now */
} Facts;

struct _TiemListingEditPage
{
  TiemSubpage parent_instance;

  TiemShop *shop; /* (owned) (nullable): none once it is disposed */
  gint64 listing_id;
  Facts *facts; /* (owned) (nullable) until it is read */
  gboolean is_filling;
  gboolean is_saving;

  TiemNotice *notice;
  AdwPreferencesGroup *price_group;
  AdwActionRow *rule;
  GtkEditable *own;
  GtkEditable *promotion;
  GtkEditable *from;
  GtkEditable *until;
  AdwActionRow *price_result;
  GtkLabel *price_number;
  GtkEditable *buffer;
  GtkEditable *share;
  GtkEditable *cap;
  AdwActionRow *stock_result;
  GtkLabel *stock_number;
};

G_DEFINE_FINAL_TYPE (TiemListingEditPage, tiem_listing_edit_page, TIEM_TYPE_SUBPAGE)

static void
facts_free (gpointer data)
{
  Facts *self = data;

  if (self == NULL)
    return;
  g_clear_pointer (&self->listing, tiem_listing_free);
  g_clear_pointer (&self->price, tiem_listing_price_free);
  g_clear_pointer (&self->channel, tiem_channel_record_free);
  g_free (self->why);
  g_free (self);
}

/* --- what was typed --- */

/* What the page says, once it is understood. */
typedef struct
{
  gint64 listing_id;
  gint64 own;       /* −1 = none */
  gint64 promotion; /* −1 = none */
  gint64 from;
  gint64 until;
  TiemListingRule rule;
  gboolean sets_own;
  gboolean sets_promotion;
  gboolean sets_rule;
} Wanted;

/* Returns: (transfer full) */
static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static gboolean
read_price (GtkEditable *editable,
            gint64 *price,
            GError **error)
{
  g_autofree char *text = dup_text (editable);

  *price = -1;
  return *text == '\0' || tiem_money_parse_input (text, price, error);
}

/* "25/11/2026 08:00", "25/11 8:00", "25/11/2026": in local time. */
static gboolean
read_moment (GtkEditable *editable,
             gint64 now,
             gint64 *ms,
             GError **error)
{
  g_autofree char *text = dup_text (editable);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);
  g_autoptr (GDateTime) moment = NULL;
  int day = 0, month = 0, year = g_date_time_get_year (today), hour = 0, minute = 0;

  *ms = 0;
  if (*text == '\0')
    return TRUE;
  if (sscanf (text, "%d/%d/%d %d:%d", &day, &month, &year, &hour, &minute) < 3)
    {
      year = g_date_time_get_year (today);
      hour = minute = 0;
      if (sscanf (text, "%d/%d %d:%d", &day, &month, &hour, &minute) < 2)
        day = 0;
    }
  if (year < 100)
    year += 2000;
  moment = g_date_time_new_local (year, month, day, hour, minute, 0);
  if (moment == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("This is no day and time; write them as 25/11/2026 08:00."));
      return FALSE;
    }
  *ms = g_date_time_to_unix (moment) * 1000;
  return TRUE;
}

static gboolean
read_number (GtkEditable *editable,
             gint64 most,
             gint64 *value,
             GError **error)
{
  g_autofree char *text = dup_text (editable);
  char *end = NULL;

  *value = -1;
  if (*text == '\0')
    return TRUE;
  *value = g_ascii_strtoll (text, &end, 10);
  if (*end == '%')
    end++;
  if (*end == '\0' && *value >= 0 && *value <= most)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               _ ("“%s” must be a whole number from 0 to %d; change it."),
               text,
               (int)most);
  return FALSE;
}

static gboolean
read_wanted (TiemListingEditPage *self,
             Wanted *wanted,
             GError **error)
{
  const TiemPriceInput *input = self->facts->price != NULL ? &self->facts->price->input : NULL;
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));
  gint64 cap = -1;

  wanted->listing_id = self->listing_id;
  if (!read_price (self->own, &wanted->own, error)
      || !read_price (self->promotion, &wanted->promotion, error)
      || !read_moment (self->from, now, &wanted->from, error)
      || !read_moment (self->until, now, &wanted->until, error)
      || !read_number (self->buffer, G_MAXINT, &wanted->rule.buffer, error)
      || !read_number (self->share, 100, &wanted->rule.share_percent, error)
      || !read_number (self->cap, G_MAXINT, &cap, error))
    return FALSE;
  if (wanted->promotion < 0 && (wanted->from != 0 || wanted->until != 0))
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("Give the price of the promotion, too."));
      return FALSE;
    }
  if (wanted->until != 0 && wanted->until <= MAX (wanted->from, now))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           wanted->until <= now
                               ? _ ("The promotion is over already; change its end.")
                               : _ ("The promotion ends before it begins; change its days."));
      return FALSE;
    }
  wanted->rule.cap = cap == 0 ? TIEM_LISTING_RULE_NO_CAP : cap;
  if (input != NULL)
    {
      wanted->sets_own = wanted->own != input->own_vnd;
      wanted->sets_promotion = wanted->promotion != input->promotion_vnd
                               || wanted->from / 60000 != input->promotion_from / 60000
                               || wanted->until / 60000 != input->promotion_until / 60000;
    }
  wanted->sets_rule = wanted->rule.buffer != self->facts->rule.buffer
                      || wanted->rule.share_percent != self->facts->rule.share_percent
                      || wanted->rule.cap != self->facts->rule.cap;
  return TRUE;
}

/* --- what comes of it --- */

static void
preview_price (TiemListingEditPage *self,
               const Wanted *wanted)
{
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));
  TiemPriceInput input;
  g_autofree char *number = NULL;
  g_autofree char *why = NULL;

  if (self->facts->price == NULL)
    return;
  input = self->facts->price->input;
  input.own_vnd = wanted->own;
  input.promotion_vnd = wanted->promotion;
  input.promotion_from = wanted->from;
  input.promotion_until = wanted->until;
  number = tiem_money_format (tiem_price_wanted (&input, now, NULL));
  why = tiem_price_explain (&input, now);
  if (!wanted->sets_own && !wanted->sets_promotion && !self->facts->price->is_queued
      && self->facts->price->shown_vnd != self->facts->price->wanted_vnd)
    {
      g_autofree char *shown = tiem_money_format (self->facts->price->shown_vnd);
      /* Translators: a sentence about a price, and the price that the channel shows */
      char *both = g_strdup_printf (
          _ ("%s The channel shows %s, from before; it changes when the price does."), why, shown);

      g_free (why);
      why = both;
    }
  gtk_label_set_text (self->price_number, number);
  adw_action_row_set_subtitle (self->price_result, why);
}

/* As the ledger does it, but for the sharing out of the last units. */
static void
preview_stock (TiemListingEditPage *self,
               const Wanted *wanted)
{
  const TiemChannelRecord *channel = self->facts->channel;
  gint64 available = self->facts->listing->available;
  gint64 buffer = wanted->rule.buffer >= 0 ? wanted->rule.buffer : channel->buffer;
  gint64 share
      = wanted->rule.share_percent >= 0 ? wanted->rule.share_percent : channel->share_percent;
  gint64 cap = wanted->rule.cap == TIEM_LISTING_RULE_NO_CAP ? -1
               : wanted->rule.cap >= 0                      ? wanted->rule.cap
                                                            : channel->cap;
  gint64 units = MAX (available - buffer, 0) * share / 100;
  g_autofree char *number = NULL;
  g_autofree char *why = NULL;

  if (!wanted->sets_rule && self->facts->listing->has_desired)
    units = self->facts->listing->desired;
  else if (cap >= 0)
    units = MIN (units, cap);
  number = tiem_number_format (units);
  gtk_label_set_text (self->stock_number, number);
  if (!wanted->sets_rule && self->facts->why != NULL)
    {
      adw_action_row_set_subtitle (self->stock_result, self->facts->why);
      return;
    }
  why = cap >= 0 ? g_strdup_printf (_ ("%d left − %d held back, of this %d %%, at most %d."),
                                    (int)available,
                                    (int)buffer,
                                    (int)share,
                                    (int)cap)
                 : g_strdup_printf (_ ("%d left − %d held back, of this %d %%."),
                                    (int)available,
                                    (int)buffer,
                                    (int)share);
  adw_action_row_set_subtitle (self->stock_result, why);
}

static void
changed_cb (TiemListingEditPage *self)
{
  g_autoptr (GError) error = NULL;
  Wanted wanted = { 0 };
  gboolean good;
  gboolean differs;

  if (self->is_filling || self->facts == NULL || self->shop == NULL)
    return;
  good = read_wanted (self, &wanted, &error);
  differs = good && (wanted.sets_own || wanted.sets_promotion || wanted.sets_rule);
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, good ? NULL : error->message, NULL, NULL, FALSE);
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)),
                            differs && !self->is_saving);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), !good || differs);
  if (!good)
    return;
  preview_price (self, &wanted);
  preview_stock (self, &wanted);
}

/* --- reading --- */

static gpointer
read_facts (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  gint64 id = *(gint64 *)data;
  Facts *facts = g_new0 (Facts, 1);
  g_autoptr (GPtrArray) reasons = NULL;

  facts->listing = tiem_store_get_listing (store, id, error);
  if (facts->listing == NULL || !tiem_store_get_listing_rule (store, id, &facts->rule, error)
      || (facts->channel = tiem_store_get_channel (store, facts->listing->channel_id, error))
             == NULL
      || (reasons = tiem_store_explain_stock (store, facts->listing->variant_id, NULL, error))
             == NULL)
    {
      facts_free (facts);
      return NULL;
    }
  /* A listing of a counter has none. */
  facts->price = tiem_store_get_listing_price (store, id, NULL);
  for (guint i = 0; i < reasons->len; i++)
    {
      const TiemStockReason *reason = g_ptr_array_index (reasons, i);

      if (reason->listing_id == id)
        facts->why = g_strdup (reason->sentence);
    }
  return facts;
}

static void
set_price (GtkEditable *editable,
           gint64 price)
{
  g_autofree char *text = price >= 0 ? tiem_number_format (price) : g_strdup ("");

  gtk_editable_set_text (editable, text);
}

static void
set_moment (GtkEditable *editable,
            gint64 ms)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (ms / 1000);
  g_autofree char *text = ms > 0 ? g_date_time_format (moment, "%d/%m/%Y %H:%M") : g_strdup ("");

  gtk_editable_set_text (editable, text);
}

static void
set_number (GtkEditable *editable,
            gint64 value)
{
  g_autofree char *text = value >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, value)
                                     : g_strdup (value == TIEM_LISTING_RULE_NO_CAP ? "0" : "");

  gtk_editable_set_text (editable, text);
}

static void
fill (TiemListingEditPage *self)
{
  const Facts *facts = self->facts;

  self->is_filling = TRUE;
  tiem_subpage_set_title (TIEM_SUBPAGE (self), facts->listing->channel_name, facts->listing->title);
  gtk_widget_set_visible (GTK_WIDGET (self->price_group), facts->price != NULL);
  if (facts->price != NULL)
    {
      const TiemPriceInput *input = &facts->price->input;
      g_autofree char *rule = tiem_price_rule_describe (&input->rule);
      g_autofree char *base = tiem_money_format (input->base_vnd);
      g_autofree char *ruled
          = tiem_money_format (tiem_price_rule_apply (&input->rule, input->base_vnd));
      g_autofree char *text = g_strdup_printf ("%s · %s → %s", rule, base, ruled);

      adw_action_row_set_subtitle (self->rule, text);
      set_price (self->own, input->own_vnd);
      set_price (self->promotion, input->promotion_vnd);
      set_moment (self->from, input->promotion_from);
      set_moment (self->until, input->promotion_until);
    }
  set_number (self->buffer, facts->rule.buffer);
  set_number (self->share, facts->rule.share_percent);
  set_number (self->cap, facts->rule.cap);
  self->is_filling = FALSE;
  changed_cb (self);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemListingEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  Facts *facts = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    {
      facts_free (facts);
      return;
    }
  if (facts == NULL)
    {
      tiem_notice_show (self->notice, TIEM_TONE_ERROR, error->message, NULL, NULL, FALSE);
      return;
    }
  facts_free (self->facts);
  self->facts = facts;
  fill (self);
}

/* --- saving --- */

static gpointer
save_wanted (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Wanted *wanted = data;
  gint64 id = wanted->listing_id;

  if (wanted->sets_own && !tiem_store_set_own_price (store, id, wanted->own, error))
    return NULL;
  if (wanted->sets_promotion
      && !tiem_store_set_promotion (
          store, id, wanted->promotion, wanted->from, wanted->until, error))
    return NULL;
  if (wanted->sets_rule)
    tiem_store_set_listing_rule (store, id, &wanted->rule, error);
  return NULL;
}

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemListingEditPage) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  self->is_saving = FALSE;
  if (self->shop == NULL)
    return;
  if (error != NULL)
    {
      tiem_notice_show (self->notice, TIEM_TONE_ERROR, error->message, NULL, NULL, FALSE);
      gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)), TRUE);
      return;
    }
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (_ ("Saved")));
  tiem_subpage_leave (TIEM_SUBPAGE (self));
}

static void
tiem_listing_edit_page_save (TiemSubpage *subpage)
{
  TiemListingEditPage *self = TIEM_LISTING_EDIT_PAGE (subpage);
  Wanted wanted = { 0 };

  if (self->is_saving || self->facts == NULL || !read_wanted (self, &wanted, NULL))
    return;
  self->is_saving = TRUE;
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (subpage), FALSE);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        save_wanted,
                        g_memdup2 (&wanted, sizeof wanted),
                        g_free,
                        NULL,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
}

static gpointer
unlink_listing (TiemStore *store,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  const gint64 *ids = data;

  if (ids[1] == 0)
    tiem_store_unlink (store, ids[0], error);
  else
    tiem_store_link (store, ids[0], ids[1], error);
  return NULL;
}

static void
relink_cb (AdwToast *toast,
           TiemStore *store)
{
  const gint64 *ids = g_object_get_data (G_OBJECT (toast), "ids");

  tiem_store_run_async (store,
                        TIEM_STORE_WRITE,
                        unlink_listing,
                        g_memdup2 (ids, 2 * sizeof *ids),
                        g_free,
                        NULL,
                        NULL,
                        NULL,
                        NULL);
}

static void
unlinked_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemListingEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;
  gint64 ids[2];

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (self->shop == NULL || self->facts == NULL)
    return;
  if (error != NULL)
    {
      tiem_notice_show (self->notice, TIEM_TONE_ERROR, error->message, NULL, NULL, FALSE);
      return;
    }
  ids[0] = self->listing_id;
  ids[1] = self->facts->listing->variant_id;
  toast = adw_toast_new (_ ("The link was taken away"));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 6);
  g_object_set_data_full (G_OBJECT (toast), "ids", g_memdup2 (ids, sizeof ids), g_free);
  g_signal_connect_object (
      toast, "button-clicked", G_CALLBACK (relink_cb), tiem_shop_get_store (self->shop), 0);
  tiem_page_toast (GTK_WIDGET (self), toast);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  tiem_subpage_leave (TIEM_SUBPAGE (self));
}

static void
unlink_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemListingEditPage *self = TIEM_LISTING_EDIT_PAGE (widget);
  const gint64 ids[2] = { self->listing_id, 0 };

  if (self->facts != NULL)
    tiem_store_run_async (tiem_shop_get_store (self->shop),
                          TIEM_STORE_WRITE,
                          unlink_listing,
                          g_memdup2 (ids, sizeof ids),
                          g_free,
                          NULL,
                          NULL,
                          unlinked_cb,
                          g_object_ref (self));
}

static void
open_channel_action (GtkWidget *widget,
                     const char *name,
                     GVariant *parameter)
{
  TiemListingEditPage *self = TIEM_LISTING_EDIT_PAGE (widget);

  if (self->facts != NULL)
    tiem_page_open (widget, "channels", NULL, self->facts->listing->channel_id);
}

/* --- the page --- */

static gboolean
tiem_listing_edit_page_may_leave (TiemSubpage *subpage)
{
  tiem_subpage_ask_leave (subpage);
  return FALSE;
}

static void
tiem_listing_edit_page_dispose (GObject *object)
{
  TiemListingEditPage *self = TIEM_LISTING_EDIT_PAGE (object);

  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_listing_edit_page_parent_class)->dispose (object);
}

static void
tiem_listing_edit_page_finalize (GObject *object)
{
  facts_free (TIEM_LISTING_EDIT_PAGE (object)->facts);
  G_OBJECT_CLASS (tiem_listing_edit_page_parent_class)->finalize (object);
}

static void
tiem_listing_edit_page_class_init (TiemListingEditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_listing_edit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_listing_edit_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_listing_edit_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_listing_edit_page_may_leave;
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-listing-edit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, price_group);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, rule);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, own);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, promotion);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, from);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, until);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, price_result);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, price_number);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, share);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, cap);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, stock_result);
  gtk_widget_class_bind_template_child (widget_class, TiemListingEditPage, stock_number);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "listing.unlink", NULL, unlink_action);
  gtk_widget_class_install_action (widget_class, "listing.open-channel", NULL, open_channel_action);
}

static void
tiem_listing_edit_page_init (TiemListingEditPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "products");
  tiem_subpage_add_save_button (TIEM_SUBPAGE (self));
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)), FALSE);
}

GtkWidget *
tiem_listing_edit_page_new (TiemShop *shop,
                            gint64 listing_id)
{
  TiemListingEditPage *self = g_object_new (TIEM_TYPE_LISTING_EDIT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->listing_id = listing_id;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_facts,
                        g_memdup2 (&listing_id, sizeof listing_id),
                        g_free,
                        facts_free,
                        NULL,
                        read_cb,
                        g_object_ref (self));
  return GTK_WIDGET (self);
}
