#define G_LOG_DOMAIN "tiem-file-desk"

#include "config.h"

#include "app/channels/tiem-file-desk-view.h"
#include "app/channels/tiem-file-import-page.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-time.h"
#include "document/tiem-listings-file.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-file.h"

#include <glib/gi18n.h>

struct _TiemFileDeskView
{
  AdwBin parent_instance;

  TiemShop *shop;     /* (owned) (nullable) */
  TiemLoader *loader; /* (owned) (nullable) */
  gint64 channel_id;  /* 0 = none */
  char *kind;         /* (owned) (nullable) */
  char *template;     /* (owned) (nullable): the file chosen to be filled in */

  TiemNotice *notice;
  gboolean wants_orders; /* the notice's button */
  AdwActionRow *orders;
  AdwActionRow *listings;
  AdwActionRow *upload;
  AdwActionRow *question;
};

G_DEFINE_FINAL_TYPE (TiemFileDeskView, tiem_file_desk_view, ADW_TYPE_BIN)

/* --- showing --- */

typedef struct
{
  TiemFileDesk *desk;
  TiemChannelRecord *record;
} Facts;

static void
facts_free (gpointer data)
{
  Facts *self = data;

  g_clear_pointer (&self->desk, tiem_file_desk_free);
  g_clear_pointer (&self->record, tiem_channel_record_free);
  g_free (self);
}

static gpointer
read_desk (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  gint64 channel_id = *(gint64 *)data;
  Facts *facts = g_new0 (Facts, 1);

  facts->desk = tiem_store_read_file_desk (store, channel_id, error);
  if (facts->desk != NULL)
    facts->record = tiem_store_get_channel (store, channel_id, error);
  if (facts->record == NULL)
    g_clear_pointer (&facts, facts_free);
  return facts;
}

/* "Last time 20:18. In Kênh Người Bán: …" */
static void
show_last (TiemFileDeskView *self,
           AdwActionRow *row,
           gint64 at,
           const char *where)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  g_autofree char *time = at > 0 ? tiem_time_format_short (at, now) : NULL;
  g_autofree char *text = time != NULL
                              /* Translators: a time; where the platform has the file, a sentence */
                              ? g_strdup_printf (_ ("Last time %s. %s"), time, where)
                              : g_strdup_printf (_ ("Not done yet. %s"), where);

  adw_action_row_set_subtitle (row, text);
}

static void
show_question (TiemFileDeskView *self,
               const TiemFileDesk *desk)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  g_autofree char *at = tiem_time_format_short (desk->written_at, now);
  g_autofree char *text = g_strdup_printf (
      /* Translators: a file's name, a time */
      _ ("“%s”, written %s. Upload it soon: what is sold there from now on is not in it, and would "
         "be given back by the upload."),
      desk->written_file != NULL ? desk->written_file : "",
      at);

  gtk_widget_set_visible (GTK_WIDGET (self->question), desk->open_upload_id != 0);
  adw_action_row_set_subtitle (self->question, text);
}

/* Numbers that are written without the orders since would give back what was sold. */
static gboolean
show_orders_due (TiemFileDeskView *self,
                 const TiemChannelRecord *record)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  g_autofree char *title = NULL;

  self->wants_orders = (tiem_file_get_due (record, now) & TIEM_FILE_DUE_ORDERS) != 0;
  if (!self->wants_orders)
    return FALSE;
  title = tiem_file_tell_due (record, now);
  tiem_notice_show (self->notice,
                    TIEM_TONE_WARNING,
                    title,
                    _ ("Read in the orders first, then write the file to be uploaded: what was "
                       "sold meanwhile is not known yet."),
                    _ ("Import order file…"),
                    FALSE);
  return TRUE;
}

static void
show_waiting (TiemFileDeskView *self,
              const TiemFileDesk *desk)
{
  gint64 waiting = desk->waiting_stock + desk->waiting_prices;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (waiting == 0 || desk->open_upload_id != 0)
    {
      tiem_notice_show (self->notice, TIEM_TONE_NONE, NULL, NULL, NULL, FALSE);
      return;
    }
  if (desk->waiting_prices > 0)
    text = g_strdup_printf (ngettext ("And %d price.", "And %d prices.", desk->waiting_prices),
                            (int)desk->waiting_prices);
  title = g_strdup_printf (ngettext ("%d number of stock has changed since the last upload",
                                     "%d numbers of stock have changed since the last upload",
                                     desk->waiting_stock),
                           (int)desk->waiting_stock);
  tiem_notice_show (
      self->notice, TIEM_TONE_WARNING, title, text, _ ("Write stock and price file…"), FALSE);
}

static void
desk_read_cb (GtkWidget *widget,
              gpointer result,
              const GError *error)
{
  TiemFileDeskView *self = TIEM_FILE_DESK_VIEW (widget);
  const Facts *facts = result;
  const TiemFileDesk *desk = facts != NULL ? facts->desk : NULL;

  if (desk == NULL || self->shop == NULL)
    return;
  show_last (self, self->orders, desk->orders_at, tiem_orders_file_tell_where (self->kind));
  show_last (self, self->listings, desk->listings_at, tiem_upload_file_tell_where (self->kind));
  show_last (self,
             self->upload,
             desk->uploaded_at,
             _ ("Tiệm fills in a copy of the product file, downloaded just before."));
  show_question (self, desk);
  if (!show_orders_due (self, facts->record))
    show_waiting (self, desk);
}

static void
say (TiemFileDeskView *self,
     const char *text)
{
  if (self->shop != NULL)
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (text));
}

/* --- in --- */

static void
open_file (TiemFileDeskView *self,
           const char *path)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), TIEM_TYPE_PAGE);

  if (self->shop == NULL || self->channel_id == 0 || page == NULL
      || tiem_page_get_subpage (TIEM_PAGE (page)) != NULL)
    return;
  tiem_page_push (
      TIEM_PAGE (page),
      TIEM_SUBPAGE (tiem_file_import_page_new (self->shop, self->channel_id, self->kind, path)));
}

static void
import_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemFileDeskView) self = user_data;

  if (path != NULL)
    open_file (self, path);
}

static void
import_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (widget)),
                         _ ("Choose the file of the seller centre"),
                         TIEM_FILE_SHEET,
                         import_chosen_cb,
                         g_object_ref (widget));
}

/* --- out --- */

typedef struct
{
  gint64 channel_id;
  char *template;
  char *path;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_free (self->template);
  g_free (self->path);
  g_free (self);
}

static gpointer
write_file (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  Writing *writing = data;
  g_autofree TiemUploadReport *report = g_new0 (TiemUploadReport, 1);

  return tiem_upload_file_write (store,
                                 writing->channel_id,
                                 writing->template,
                                 writing->path,
                                 TRUE,
                                 FALSE,
                                 report,
                                 cancellable,
                                 error)
             ? g_steal_pointer (&report)
             : NULL;
}

/* Returns: (transfer full): "12 numbers and 3 prices written; 2 rows are not linked" */
static char *
tell_report (const TiemUploadReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text,
      ngettext ("%u number of stock written", "%u numbers of stock written", report->n_stock),
      report->n_stock);
  if (report->n_prices > 0)
    g_string_append_printf (
        text, ngettext (", %u price", ", %u prices", report->n_prices), report->n_prices);
  if (report->n_unlinked > 0)
    g_string_append_printf (
        text,
        ngettext ("; %u row is not linked", "; %u rows are not linked", report->n_unlinked),
        report->n_unlinked);
  if (report->n_missing > 0)
    g_string_append_printf (text,
                            ngettext ("; %u that waits is not in the file",
                                      "; %u that wait are not in the file",
                                      report->n_missing),
                            report->n_missing);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
written_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemFileDeskView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TiemUploadReport *report = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.write", TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = report != NULL ? tell_report (report) : g_strdup (error->message);
  say (self, text);
}

void
tiem_file_desk_view_write (TiemFileDeskView *self,
                           const char *template,
                           const char *path)
{
  Writing *writing;

  g_return_if_fail (TIEM_IS_FILE_DESK_VIEW (self));

  if (self->shop == NULL || self->channel_id == 0)
    return;
  writing = g_new0 (Writing, 1);
  writing->channel_id = self->channel_id;
  writing->template = g_strdup (template);
  writing->path = g_strdup (path);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.write", FALSE);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        write_file,
                        writing,
                        writing_free,
                        g_free,
                        NULL,
                        written_cb,
                        g_object_ref (self));
}

static void
target_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemFileDeskView) self = user_data;

  if (path != NULL && self->template != NULL)
    tiem_file_desk_view_write (self, self->template, path);
}

static void
template_chosen_cb (const char *path,
                    gpointer user_data)
{
  g_autoptr (TiemFileDeskView) self = user_data;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  char *dot;

  if (path == NULL || self->shop == NULL)
    return;
  g_free (self->template);
  self->template = g_strdup (path);
  base = g_path_get_basename (path);
  dot = strrchr (base, '.');
  if (dot != NULL)
    *dot = '\0';
  /* Translators: a file's name: “mass_update_sales_info-filled-in.xlsx” */
  name = g_strdup_printf (_ ("%s-filled-in.xlsx"), base);
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Save the file to be uploaded"),
                         name,
                         TIEM_FILE_SHEET,
                         target_chosen_cb,
                         g_object_ref (self));
}

static void
write_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (widget)),
                         _ ("Choose the product file you have just downloaded"),
                         TIEM_FILE_SHEET,
                         template_chosen_cb,
                         g_object_ref (widget));
}

static void
notice_cb (TiemFileDeskView *self)
{
  if (self->wants_orders)
    import_action (GTK_WIDGET (self), NULL, NULL);
  else
    write_action (GTK_WIDGET (self), NULL, NULL);
}

/* --- the owner's word --- */

static gpointer
confirm (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  gint64 n = tiem_store_confirm_upload (store, *(gint64 *)data, error);

  return n >= 0 ? g_memdup2 (&n, sizeof n) : NULL;
}

static gpointer
drop (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  gint64 none = -1;

  return tiem_store_drop_upload (store, *(gint64 *)data, error) ? g_memdup2 (&none, sizeof none)
                                                                : NULL;
}

static void
said_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemFileDeskView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (n == NULL)
    text = g_strdup (error->message);
  else if (*n >= 0)
    text = g_strdup_printf (
        ngettext ("%d listing shows its number now", "%d listings show their numbers now", *n),
        (int)*n);
  else
    text = g_strdup (_ ("The file is forgotten; its numbers wait for the next one"));
  say (self, text);
}

static void
answer_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemFileDeskView *self = TIEM_FILE_DESK_VIEW (widget);

  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        g_str_equal (name, "file.uploaded") ? confirm : drop,
                        g_memdup2 (&self->channel_id, sizeof self->channel_id),
                        g_free,
                        g_free,
                        NULL,
                        said_cb,
                        g_object_ref (self));
}

/* --- the object --- */

static void
tiem_file_desk_view_dispose (GObject *object)
{
  TiemFileDeskView *self = TIEM_FILE_DESK_VIEW (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->template, g_free);

  G_OBJECT_CLASS (tiem_file_desk_view_parent_class)->dispose (object);
}

static void
tiem_file_desk_view_class_init (TiemFileDeskViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_file_desk_view_dispose;

  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-file-desk-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemFileDeskView, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemFileDeskView, orders);
  gtk_widget_class_bind_template_child (widget_class, TiemFileDeskView, listings);
  gtk_widget_class_bind_template_child (widget_class, TiemFileDeskView, upload);
  gtk_widget_class_bind_template_child (widget_class, TiemFileDeskView, question);
  gtk_widget_class_install_action (widget_class, "file.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "file.write", NULL, write_action);
  gtk_widget_class_install_action (widget_class, "file.uploaded", NULL, answer_action);
  gtk_widget_class_install_action (widget_class, "file.drop", NULL, answer_action);
}

static void
tiem_file_desk_view_init (TiemFileDeskView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->notice, "repair", G_CALLBACK (notice_cb), self);
}

void
tiem_file_desk_view_set_shop (TiemFileDeskView *self,
                              TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_FILE_DESK_VIEW (self));

  if (!g_set_object (&self->shop, shop))
    return;
  g_clear_object (&self->loader);
  self->channel_id = 0;
  if (shop != NULL)
    self->loader
        = tiem_loader_new (GTK_WIDGET (self),
                           tiem_shop_get_store (shop),
                           TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_OUTBOX,
                           read_desk,
                           facts_free,
                           desk_read_cb);
}

void
tiem_file_desk_view_show (TiemFileDeskView *self,
                          const TiemChannelRecord *record)
{
  g_return_if_fail (TIEM_IS_FILE_DESK_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), record->by_file);
  g_free (self->kind);
  self->kind = g_strdup (record->kind);
  self->channel_id = record->by_file ? record->id : 0;
  if (self->loader != NULL && record->by_file)
    tiem_loader_set_subject (self->loader, record->id);
}
