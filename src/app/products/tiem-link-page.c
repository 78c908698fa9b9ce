#define G_LOG_DOMAIN "tiem-link-page"

#include "config.h"

#include "app/products/tiem-link-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-link-deed.h"
#include "app/widgets/tiem-item.h"
#include "app/widgets/tiem-narrow-row.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-thumbs.h"
#include "base/tiem-money.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-proposals.h"

#include <glib/gi18n.h>

#define FOUND_SHOWN 8
#define TOAST_SECONDS 6

struct _TiemLinkPage
{
  TiemSubpage parent_instance;

  TiemShop *shop; /* (owned) (nullable): none once it is disposed */
  gint64 channel_id;
  GListStore *rows;           /* (owned): TiemItem of TiemProposal */
  GtkSingleSelection *chosen; /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  GPtrArray *undo;            /* (owned) (element-type TiemLinkDeed): the last one at the end */
  GArray *shown_ids;          /* (owned) (element-type gint64): variants of the rows below */
  guint sure;
  gboolean is_busy;
  gboolean was_read;

  GtkDropDown *which;
  GtkLabel *count;
  GtkButton *accept_sure;
  TiemNotice *notice;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkListView *view;
  GtkWidget *panel;
  GtkLabel *title;
  GtkLabel *reason;
  GtkEditable *search;
  GtkListBox *candidates;
  GtkButton *ignore;
};

G_DEFINE_FINAL_TYPE (TiemLinkPage, tiem_link_page, TIEM_TYPE_SUBPAGE)

static gboolean
shows_ignored (TiemLinkPage *self)
{
  return gtk_drop_down_get_selected (self->which) == 1;
}

/* Returns: (transfer none) (nullable) */
static const TiemProposal *
get_proposal (TiemLinkPage *self,
              guint position)
{
  g_autoptr (TiemItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return item != NULL ? tiem_item_get_value (item) : NULL;
}

static const TiemProposal *
get_current (TiemLinkPage *self)
{
  return get_proposal (self, gtk_single_selection_get_selected (self->chosen));
}

static gboolean
is_sure (const TiemProposal *proposal)
{
  return proposal->kind == TIEM_PROPOSAL_EXACT || proposal->kind == TIEM_PROPOSAL_SURE;
}

/* --- rows --- */

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         TiemLinkPage *self)
{
  TiemNarrowRow *row = TIEM_NARROW_ROW (gtk_list_item_get_child (item));
  const TiemProposal *proposal = tiem_item_get_value (gtk_list_item_get_item (item));
  const TiemCandidate *first
      = proposal->candidates->len > 0 ? g_ptr_array_index (proposal->candidates, 0) : NULL;
  g_autofree char *price = tiem_money_format (proposal->price_vnd);
  g_autofree char *title = proposal->options != NULL && *proposal->options != '\0'
                               ? g_strdup_printf ("%s · %s", proposal->title, proposal->options)
                               : g_strdup (proposal->title);
  g_autofree char *sub
      = proposal->remote_sku != NULL && *proposal->remote_sku != '\0'
            ? g_strdup_printf ("%s · %s", proposal->channel_name, proposal->remote_sku)
            : g_strdup (proposal->channel_name);
  g_autofree char *percent = NULL;
  g_autofree char *state = NULL;

  tiem_narrow_row_set_kinds (row, proposal->channel_kind);
  tiem_narrow_row_set_title (row, title, price);
  tiem_narrow_row_set_sub (row, sub);
  if (first == NULL)
    {
      tiem_narrow_row_set_state (
          row, "dialog-question-symbolic", _ ("Nothing like it in your catalogue"), TIEM_TONE_SUB);
      tiem_narrow_row_set_end (row, NULL, NULL, TIEM_TONE_NONE);
      return;
    }
  state = g_strdup_printf ("→ %s · %s", first->sku, first->title);
  percent = g_strdup_printf ("%u %%", first->percent);
  tiem_narrow_row_set_state (row,
                             is_sure (proposal) ? "object-select-symbolic"
                             : proposal->kind == TIEM_PROPOSAL_AMBIGUOUS
                                 ? "dialog-warning-symbolic"
                                 : "dialog-question-symbolic",
                             state,
                             is_sure (proposal)                          ? TIEM_TONE_SUCCESS
                             : proposal->kind == TIEM_PROPOSAL_AMBIGUOUS ? TIEM_TONE_WARNING
                                                                         : TIEM_TONE_ACCENT);
  tiem_narrow_row_set_end (row, NULL, percent, TIEM_TONE_NONE);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          TiemLinkPage *self)
{
  gtk_list_item_set_child (item, tiem_narrow_row_new ());
}

/* --- what it may be --- */

/* @variant_id: pressed, it is linked with that */
static void
add_candidate_row (TiemLinkPage *self,
                   gint64 variant_id,
                   const char *title,
                   const char *sub,
                   const char *picture,
                   const char *percent)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *word = gtk_label_new (_ ("Link"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (
      ADW_ACTION_ROW (row),
      tiem_thumbs_new (
          tiem_shop_get_store (self->shop), picture, "package-x-generic-symbolic", 36));
  if (percent != NULL)
    {
      GtkWidget *label = gtk_label_new (percent);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  gtk_widget_add_css_class (word, "tiem-sub");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), word);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->candidates, row);
  g_array_append_val (self->shown_ids, variant_id);
}

static void
clear_candidates (TiemLinkPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->candidates, 0)) != NULL)
    gtk_list_box_remove (self->candidates, GTK_WIDGET (row));
  g_array_set_size (self->shown_ids, 0);
}

static void
show_candidates (TiemLinkPage *self)
{
  const TiemProposal *proposal = get_current (self);

  clear_candidates (self);
  for (guint i = 0; proposal != NULL && i < proposal->candidates->len; i++)
    {
      const TiemCandidate *candidate = g_ptr_array_index (proposal->candidates, i);
      g_autofree char *price = tiem_money_format (candidate->price_vnd);
      g_autofree char *sub
          = g_strdup_printf ("%s · %s · %s", candidate->sku, price, candidate->why);
      g_autofree char *percent = g_strdup_printf ("%u %%", candidate->percent);

      add_candidate_row (
          self, candidate->variant_id, candidate->title, sub, candidate->picture, percent);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->candidates), self->shown_ids->len > 0);
}

static gpointer
find_variants (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  const TiemVariantQuery query = { .search = data };

  return tiem_store_list_variants (store, &query, FOUND_SHOWN, 0, error);
}

static void
found_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemLinkPage) self = user_data;
  g_autoptr (GPtrArray) variants = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  /* A slow answer to words that are not there any more. */
  if (self->shop == NULL || variants == NULL || *gtk_editable_get_text (self->search) == '\0')
    return;
  clear_candidates (self);
  for (guint i = 0; i < variants->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (variants, i);
      g_autofree char *price = tiem_money_format (variant->price_vnd);
      g_autofree char *title
          = variant->options != NULL && *variant->options != '\0'
                ? g_strdup_printf ("%s · %s", variant->product_name, variant->options)
                : g_strdup (variant->product_name);
      g_autofree char *sub = g_strdup_printf ("%s · %s", variant->sku, price);

      add_candidate_row (self, variant->id, title, sub, variant->picture, NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->candidates), self->shown_ids->len > 0);
}

static void
search_changed_cb (TiemLinkPage *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (self->shop == NULL)
    return;
  if (*text == '\0')
    show_candidates (self);
  else
    tiem_store_run_async (tiem_shop_get_store (self->shop),
                          TIEM_STORE_READ,
                          find_variants,
                          g_strdup (text),
                          g_free,
                          (GDestroyNotify)g_ptr_array_unref,
                          NULL,
                          found_cb,
                          g_object_ref (self));
}

static void
search_stopped_cb (TiemLinkPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
show_current (TiemLinkPage *self)
{
  const TiemProposal *proposal = get_current (self);

  gtk_widget_set_visible (self->panel, proposal != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "link.adopt", proposal != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "link.ignore", proposal != NULL);
  if (proposal == NULL)
    return;
  gtk_label_set_text (self->title, proposal->title);
  gtk_label_set_text (self->reason, proposal->reason != NULL ? proposal->reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), proposal->reason != NULL);
  gtk_button_set_label (self->ignore, proposal->ignored ? _ ("Propose it again") : _ ("Ignore"));
  gtk_editable_set_text (self->search, "");
  show_candidates (self);
}

/* --- reading --- */

static void
count_rows (TiemLinkPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *text = NULL;
  g_autofree char *accept = NULL;

  self->sure = 0;
  for (guint i = 0; i < n; i++)
    self->sure += is_sure (get_proposal (self, i));
  text = g_strdup_printf (ngettext ("%u listing", "%u listings", n), n);
  gtk_label_set_text (self->count, text);
  accept = g_strdup_printf (ngettext ("Accept %u sure one", "Accept all %u sure ones", self->sure),
                            self->sure);
  gtk_button_set_label (self->accept_sure, accept);
  gtk_widget_set_visible (GTK_WIDGET (self->accept_sure), self->sure > 0 && !shows_ignored (self));
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "link.accept-sure", self->sure > 0 && !self->is_busy);
  adw_status_page_set_title (self->nothing,
                             shows_ignored (self) ? _ ("No listing is ignored")
                                                  : _ ("Every listing is linked"));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  show_current (self);
}

typedef struct
{
  gint64 channel_id;
  gboolean ignored;
} Question;

static gpointer
read_proposals (TiemStore *store,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  const Question *question = data;

  return tiem_store_list_proposals (
      store, question->channel_id, question->ignored, cancellable, error);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemLinkPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *proposals = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->shop == NULL || proposals == NULL)
    {
      g_clear_pointer (&proposals, g_ptr_array_unref);
      if (self->shop != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tiem_notice_show (self->notice, TIEM_TONE_ERROR, error->message, NULL, NULL, FALSE);
      return;
    }
  /* The items own the proposals from here on. */
  g_ptr_array_set_free_func (proposals, NULL);
  for (guint i = 0; i < proposals->len; i++)
    g_ptr_array_add (
        items,
        tiem_item_new (g_ptr_array_index (proposals, i), (GDestroyNotify)tiem_proposal_free));
  g_ptr_array_unref (proposals);
  g_list_store_splice (self->rows,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       items->pdata,
                       items->len);
  count_rows (self);
  if (!self->was_read && items->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->was_read = TRUE;
}

static void
reload (TiemLinkPage *self)
{
  Question *question = g_new0 (Question, 1);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  question->channel_id = self->channel_id;
  question->ignored = shows_ignored (self);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_proposals,
                        question,
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable,
                        read_cb,
                        g_object_ref (self));
}

static void
which_changed_cb (TiemLinkPage *self)
{
  if (self->shop != NULL)
    reload (self);
}

/* --- doing and undoing --- */

static void start (TiemLinkPage *self, TiemLinkDeed *deed);

/* Takes the listings of @deed out of the list, and puts the cursor on the next one. */
static void
drop_rows (TiemLinkPage *self,
           const TiemLinkDeed *deed)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint at = gtk_single_selection_get_selected (self->chosen);

  for (guint i = 0; i < deed->ids->len; i++)
    g_hash_table_add (gone, &g_array_index (deed->ids, gint64, i));
  if (deed->ids->len == 1)
    {
      for (guint i = 0; i < n; i++)
        if (g_hash_table_contains (gone, &get_proposal (self, i)->listing_id))
          {
            g_list_store_remove (self->rows, i);
            break;
          }
    }
  else
    {
      for (guint i = 0; i < n; i++)
        if (!g_hash_table_contains (gone, &get_proposal (self, i)->listing_id))
          g_ptr_array_add (left, g_list_model_get_item (G_LIST_MODEL (self->rows), i));
      g_list_store_splice (self->rows, 0, n, left->pdata, left->len);
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  if (n > 0)
    {
      gtk_single_selection_set_selected (self->chosen, MIN (at, n - 1));
      gtk_widget_activate_action (
          GTK_WIDGET (self->view), "list.scroll-to-item", "u", MIN (at, n - 1));
    }
  count_rows (self);
}

static void
undo_last (TiemLinkPage *self)
{
  TiemLinkDeed *last;
  TiemLinkDeed *back;

  if (self->undo->len == 0 || self->is_busy)
    return;
  last = g_ptr_array_index (self->undo, self->undo->len - 1);
  back = tiem_link_deed_new_undo (last);
  g_ptr_array_remove_index (self->undo, self->undo->len - 1);
  start (self, back);
}

static void
undo_clicked_cb (AdwToast *toast,
                 TiemLinkPage *self)
{
  undo_last (self);
}

static void
tell (TiemLinkPage *self,
      const TiemLinkDeed *deed,
      gboolean can_undo)
{
  AdwToast *toast = adw_toast_new (deed->said);

  if (can_undo)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
    }
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  tiem_page_toast (GTK_WIDGET (self), toast);
}

static void
done_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  TiemLinkDeed *deed = user_data;
  TiemLinkPage *self = TIEM_LINK_PAGE (deed->page);
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  self->is_busy = FALSE;
  if (self->shop == NULL)
    {
      tiem_link_deed_free (deed);
      return;
    }
  tiem_notice_show (self->notice,
                    TIEM_TONE_ERROR,
                    error != NULL ? error->message : deed->problem,
                    NULL,
                    NULL,
                    FALSE);
  if (error != NULL || deed->problem != NULL)
    {
      count_rows (self);
      tiem_link_deed_free (deed);
      return;
    }
  if (deed->is_undo)
    {
      reload (self);
      tiem_link_deed_free (deed);
      return;
    }
  drop_rows (self, deed);
  if (deed->said != NULL)
    tell (self, deed, deed->kind != TIEM_LINK_DEED_ADOPT);
  g_clear_object (&deed->page);
  if (deed->kind == TIEM_LINK_DEED_ADOPT)
    tiem_link_deed_free (deed);
  else
    g_ptr_array_add (self->undo, deed);
}

/* @deed: (transfer full) */
static void
start (TiemLinkPage *self,
       TiemLinkDeed *deed)
{
  if (self->is_busy)
    {
      tiem_link_deed_free (deed);
      return;
    }
  self->is_busy = TRUE;
  deed->page = GTK_WIDGET (g_object_ref (self));
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        tiem_link_deed_run,
                        deed,
                        NULL,
                        NULL,
                        NULL,
                        done_cb,
                        deed);
}

static void
link_with (TiemLinkPage *self,
           gint64 variant_id)
{
  const TiemProposal *proposal = get_current (self);
  TiemLinkDeed *deed;
  TiemLinkPair pair;

  if (proposal == NULL || self->is_busy)
    return;
  deed = tiem_link_deed_new (TIEM_LINK_DEED_LINK);
  pair.listing_id = proposal->listing_id;
  pair.variant_id = variant_id;
  g_array_append_val (deed->pairs, pair);
  deed->said = g_strdup_printf (_ ("Linked: %s"), proposal->title);
  start (self, deed);
}

static void
row_activated_cb (TiemLinkPage *self,
                  guint position)
{
  const TiemProposal *proposal = get_proposal (self, position);

  if (proposal == NULL)
    return;
  /* Where two fit, Enter leads to the choice and makes none. */
  if (proposal->candidates->len == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else if (proposal->kind == TIEM_PROPOSAL_AMBIGUOUS || proposal->kind == TIEM_PROPOSAL_LIKELY)
    gtk_widget_child_focus (GTK_WIDGET (self->candidates), GTK_DIR_TAB_FORWARD);
  else
    link_with (self, ((TiemCandidate *)g_ptr_array_index (proposal->candidates, 0))->variant_id);
}

static void
candidate_activated_cb (TiemLinkPage *self,
                        GtkListBoxRow *row)
{
  guint index = (guint)gtk_list_box_row_get_index (row);

  if (index < self->shown_ids->len)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
      link_with (self, g_array_index (self->shown_ids, gint64, index));
    }
}

static void
accept_sure_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemLinkPage *self = TIEM_LINK_PAGE (widget);
  TiemLinkDeed *deed = tiem_link_deed_new (TIEM_LINK_DEED_LINK);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      const TiemProposal *proposal = get_proposal (self, i);
      TiemLinkPair pair = { proposal->listing_id, 0 };

      if (!is_sure (proposal))
        continue;
      pair.variant_id = ((TiemCandidate *)g_ptr_array_index (proposal->candidates, 0))->variant_id;
      g_array_append_val (deed->pairs, pair);
    }
  deed->said = g_strdup_printf (
      ngettext ("%u listing linked", "%u listings linked", deed->pairs->len), deed->pairs->len);
  start (self, deed);
}

static void
act_on_current (TiemLinkPage *self,
                TiemLinkDeedKind kind,
                const char *said)
{
  const TiemProposal *proposal = get_current (self);
  TiemLinkDeed *deed;

  if (proposal == NULL || self->is_busy)
    return;
  deed = tiem_link_deed_new (kind);
  g_array_append_val (deed->ids, proposal->listing_id);
  /* Translators: %s is a listing's title */
  deed->said = g_strdup_printf (said, proposal->title);
  start (self, deed);
}

static void
adopt_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  act_on_current (TIEM_LINK_PAGE (widget), TIEM_LINK_DEED_ADOPT, _ ("A new product was made: %s"));
}

static void
ignore_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemLinkPage *self = TIEM_LINK_PAGE (widget);

  if (shows_ignored (self))
    act_on_current (self, TIEM_LINK_DEED_UNIGNORE, _ ("Proposed again: %s"));
  else
    act_on_current (self, TIEM_LINK_DEED_IGNORE, _ ("Ignored: %s"));
}

static void
undo_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  undo_last (TIEM_LINK_PAGE (widget));
}

static void
search_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (TIEM_LINK_PAGE (widget)->search));
}

/* --- the page --- */

static void
tiem_link_page_dispose (GObject *object)
{
  TiemLinkPage *self = TIEM_LINK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->shop);
  g_clear_object (&self->chosen);
  G_OBJECT_CLASS (tiem_link_page_parent_class)->dispose (object);
}

static void
tiem_link_page_finalize (GObject *object)
{
  TiemLinkPage *self = TIEM_LINK_PAGE (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->rows);
  g_ptr_array_unref (self->undo);
  g_array_unref (self->shown_ids);
  G_OBJECT_CLASS (tiem_link_page_parent_class)->finalize (object);
}

static void
tiem_link_page_class_init (TiemLinkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_link_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_link_page_finalize;
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-link-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, which);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, count);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, accept_sure);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, view);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, panel);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, title);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, reason);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, search);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, candidates);
  gtk_widget_class_bind_template_child (widget_class, TiemLinkPage, ignore);
  gtk_widget_class_bind_template_callback (widget_class, which_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, candidate_activated_cb);
  gtk_widget_class_install_action (widget_class, "link.accept-sure", NULL, accept_sure_action);
  gtk_widget_class_install_action (widget_class, "link.adopt", NULL, adopt_action);
  gtk_widget_class_install_action (widget_class, "link.ignore", NULL, ignore_action);
  gtk_widget_class_install_action (widget_class, "link.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "link.search", NULL, search_action);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "link.accept-sure", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "link.undo", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "link.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "link.ignore", NULL);
}

static void
tiem_link_page_init (TiemLinkPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_list_store_new (TIEM_TYPE_ITEM);
  self->undo = g_ptr_array_new_with_free_func (tiem_link_deed_free);
  self->shown_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Link listings"), NULL);
  tiem_help_set_topic (GTK_WIDGET (self), "products");
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  self->chosen = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->chosen));
  g_signal_connect_object (
      self->chosen, "notify::selected", G_CALLBACK (show_current), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_link_page_new (TiemShop *shop,
                    gint64 channel_id)
{
  TiemLinkPage *self = g_object_new (TIEM_TYPE_LINK_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->channel_id = channel_id;
  reload (self);
  return GTK_WIDGET (self);
}

void
tiem_link_page_open (TiemPage *page)
{
  TiemShop *shop = tiem_page_get_shop (page);

  if (shop != NULL && tiem_page_get_subpage (page) == NULL)
    tiem_page_push (page, TIEM_SUBPAGE (tiem_link_page_new (shop, 0)));
}
