#define G_LOG_DOMAIN "tiem-publish-page"

#include "config.h"

#include "app/products/tiem-publish-page-private.h"

#include "app/help/tiem-help.h"
#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (TiemPublishPage, tiem_publish_page, TIEM_TYPE_SUBPAGE)

/* Returns: (nullable) */
const TiemChannelRecord *
tiem_publish_page_get_channel (TiemPublishPage *self)
{
  guint selected = adw_combo_row_get_selected (self->channel);

  return self->channels != NULL && selected < self->channels->len
             ? g_ptr_array_index (self->channels, selected)
             : NULL;
}

/* Returns: (nullable) */
static const TiemOfferLimits *
get_limits (TiemPublishPage *self)
{
  const TiemChannelRecord *record = tiem_publish_page_get_channel (self);
  const TiemChannelInfo *info = record != NULL ? tiem_channel_info_find (record->kind) : NULL;

  return info != NULL ? info->offer_limits : NULL;
}

void
tiem_publish_page_show_problem (TiemPublishPage *self,
                                const char *sentence)
{
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, sentence, NULL, NULL, FALSE);
}

/* --- what was typed --- */

static void
take_text (char **text,
           GtkEditable *editable)
{
  g_free (*text);
  *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
show_lengths (TiemPublishPage *self,
              const TiemOfferLimits *limits)
{
  g_autofree char *text = g_strdup_printf (_ ("Title %d of %d characters, description %d of %d"),
                                           (int)g_utf8_strlen (self->offer->title, -1),
                                           (int)limits->title_most,
                                           (int)g_utf8_strlen (self->offer->description, -1),
                                           (int)limits->description_most);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->lengths), text);
}

/* Of one that is there: its words and pictures, and what is missing when that is wanted. What is
 * empty here must not empty what the channel shows. */
static TiemOfferFields
read_fields (TiemPublishPage *self)
{
  TiemOfferFields fields = TIEM_OFFER_TITLE;

  if (self->offer->remote_product_id == NULL)
    return TIEM_OFFER_ALL;
  if (self->offer->description != NULL && *self->offer->description != '\0')
    fields |= TIEM_OFFER_DESCRIPTION;
  if (self->offer->pictures->len > 0)
    fields |= TIEM_OFFER_PICTURES;
  if (gtk_switch_get_active (self->adds_missing))
    fields |= TIEM_OFFER_VARIANTS;
  return fields;
}

void
tiem_publish_page_changed (TiemPublishPage *self)
{
  const TiemOfferLimits *limits = get_limits (self);
  GtkWidget *save = tiem_subpage_get_end_widget (TIEM_SUBPAGE (self));
  g_autofree char *fault = NULL;

  if (self->is_filling || self->offer == NULL || limits == NULL)
    return;
  take_text (&self->offer->title, self->title);
  take_text (&self->offer->description, self->description);
  take_text (&self->offer->brand, self->brand);
  self->offer->fields = read_fields (self);
  self->offer->weight_g = g_ascii_strtoll (gtk_editable_get_text (self->weight), NULL, 10);
  if (!tiem_offer_read_size (self->offer, gtk_editable_get_text (self->size)))
    fault = g_strdup (_ ("The parcel's size is three numbers in centimetres, such as 30 x 25 x 5; "
                         "correct it."));
  if (fault == NULL)
    fault = tiem_publish_page_take_attributes (self);
  if (fault == NULL || self->offer->remote_product_id != NULL)
    {
      g_free (fault);
      fault = tiem_offer_find_fault (self->offer, limits);
    }
  show_lengths (self, limits);
  tiem_publish_page_show_problem (self, fault);
  gtk_widget_set_sensitive (save, fault == NULL && !self->is_queueing);
}

/* --- the product --- */

static void
show_variants (TiemPublishPage *self)
{
  GtkWidget *child;
  GtkWidget *group;

  while ((child = gtk_widget_get_first_child (self->variants)) != NULL)
    gtk_box_remove (GTK_BOX (self->variants), child);
  if (self->offer->remote_product_id != NULL)
    return;
  group = tiem_group_new (_ ("Variants"), _ ("price and stock there"));
  for (guint i = 0; i < self->offer->variants->len; i++)
    {
      const TiemOfferVariant *variant = self->offer->variants->pdata[i];
      g_autofree char *price = tiem_money_format (variant->price_vnd);
      g_autofree char *stock = tiem_number_format (variant->stock);

      tiem_group_add_line (TIEM_GROUP (group),
                           NULL,
                           variant->options != NULL && *variant->options != '\0' ? variant->options
                                                                                 : variant->sku,
                           variant->sku,
                           price,
                           stock,
                           NULL);
    }
  gtk_box_append (GTK_BOX (self->variants), group);
}

/* What the channel has the product without. */
static void
show_missing (TiemPublishPage *self,
              const TiemOfferLimits *limits)
{
  const GPtrArray *variants = self->offer->variants;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *line = NULL;

  gtk_switch_set_active (self->adds_missing, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->missing_group),
                          self->offer->remote_product_id != NULL && variants->len > 0
                              && limits != NULL && limits->adds_variants);
  for (guint i = 0; i < variants->len; i++)
    {
      const TiemOfferVariant *variant = variants->pdata[i];

      g_ptr_array_add (names,
                       variant->options != NULL && *variant->options != '\0' ? variant->options
                                                                             : variant->sku);
    }
  g_ptr_array_add (names, NULL);
  line = g_strjoinv (" · ", (char **)names->pdata);
  adw_action_row_set_subtitle (self->missing, line);
}

static void
fill (TiemPublishPage *self)
{
  const TiemOffer *offer = self->offer;
  const TiemOfferLimits *limits = get_limits (self);
  gboolean is_update = offer->remote_product_id != NULL;
  GtkWidget *save = tiem_subpage_get_end_widget (TIEM_SUBPAGE (self));
  g_autofree char *weight
      = offer->weight_g > 0 ? g_strdup_printf ("%d", (int)offer->weight_g) : g_strdup ("");
  g_autofree char *size = tiem_offer_dup_size (offer);

  self->is_filling = TRUE;
  gtk_editable_set_text (self->title, offer->title != NULL ? offer->title : "");
  gtk_editable_set_text (self->description, offer->description != NULL ? offer->description : "");
  gtk_editable_set_text (self->brand, offer->brand != NULL ? offer->brand : "");
  gtk_editable_set_text (self->weight, weight);
  gtk_editable_set_text (self->size, size);
  gtk_widget_set_visible (GTK_WIDGET (self->size), limits != NULL && limits->takes_size);
  gtk_widget_set_visible (GTK_WIDGET (self->state),
                          is_update || (limits != NULL && limits->needs_public_pictures));
  adw_preferences_row_set_title (
      ADW_PREFERENCES_ROW (self->state),
      is_update ? _ ("The channel has this product already: its title, description and pictures "
                     "are replaced by these; what is empty here stays as it is there.")
                : _ ("This website takes pictures by address alone: those that another channel "
                     "shows go along, files of this computer do not."));
  gtk_widget_set_visible (self->category_group, !is_update);
  gtk_widget_set_visible (self->goods_group, !is_update && limits != NULL && limits->needs_weight);
  gtk_button_set_label (GTK_BUTTON (save), is_update ? _ ("Update") : _ ("Put up for sale"));
  tiem_publish_page_clear_attributes (self);
  tiem_publish_page_clear_found (self);
  tiem_publish_page_show_category (self);
  show_variants (self);
  show_missing (self, limits);
  self->is_filling = FALSE;
  if (!is_update)
    {
      tiem_publish_page_ask_tree (self);
      if (offer->category != NULL)
        tiem_publish_page_ask_attributes (self);
    }
  tiem_publish_page_changed (self);
}

typedef struct
{
  gint64 channel_id;
  gint64 product_id;
} Wanted;

/* What was read: along with the offer, the name of its category. */
typedef struct
{
  TiemOffer *offer;
  char *category_path;
} Prepared;

static void
prepared_free (gpointer data)
{
  Prepared *self = data;

  tiem_offer_free (self->offer);
  g_free (self->category_path);
  g_free (self);
}

static gpointer
prepare (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  const Wanted *wanted = data;
  Prepared *prepared = g_new0 (Prepared, 1);

  prepared->offer = tiem_store_prepare_offer (
      store, wanted->channel_id, wanted->product_id, &prepared->category_path, error);
  if (prepared->offer == NULL)
    g_clear_pointer (&prepared, prepared_free);
  return prepared;
}

static void
prepared_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemPublishPage) self = user_data;
  g_autoptr (GError) error = NULL;
  Prepared *prepared = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL || prepared == NULL)
    {
      g_clear_pointer (&prepared, prepared_free);
      if (self->shop != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tiem_publish_page_show_problem (self, error->message);
      return;
    }
  g_clear_pointer (&self->offer, tiem_offer_free);
  g_free (self->category_path);
  self->offer = g_steal_pointer (&prepared->offer);
  self->category_path = g_steal_pointer (&prepared->category_path);
  prepared_free (prepared);
  fill (self);
}

static void
prepare_offer (TiemPublishPage *self)
{
  const TiemChannelRecord *record = tiem_publish_page_get_channel (self);
  Wanted *wanted;

  if (record == NULL || self->shop == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->channel_id = record->id;
  wanted->product_id = self->product_id;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        prepare,
                        wanted,
                        g_free,
                        prepared_free,
                        self->cancellable,
                        prepared_cb,
                        g_object_ref (self));
}

static void
channel_changed_cb (TiemPublishPage *self)
{
  if (self->shop == NULL || tiem_publish_page_get_channel (self) == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->tree, g_ptr_array_unref);
  g_ptr_array_set_size (self->shown, 0);
  prepare_offer (self);
}

/* The pictures are the store's by now: the offer counts them. */
static void
pictures_changed_cb (TiemPublishPage *self)
{
  guint n = tiem_picture_strip_get_count (self->pictures);

  if (self->offer == NULL)
    return;
  while (self->offer->pictures->len > n)
    g_ptr_array_remove_index (self->offer->pictures, self->offer->pictures->len - 1);
  while (self->offer->pictures->len < n)
    g_ptr_array_add (self->offer->pictures, g_new0 (TiemOfferPicture, 1));
  tiem_publish_page_changed (self);
}

/* --- channels --- */

static gpointer
read_channels (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (store, error);

  for (guint i = 0; channels != NULL && i < channels->len;)
    {
      const TiemChannelRecord *record = channels->pdata[i];
      const TiemChannelInfo *info = tiem_channel_info_find (record->kind);

      if (info == NULL || record->by_file || (info->flags & TIEM_CHANNEL_CAN_PUBLISH) == 0)
        g_ptr_array_remove_index (channels, i);
      else
        i++;
    }
  return g_steal_pointer (&channels);
}

static void
channels_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemPublishPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  if (self->shop == NULL)
    return;
  if (channels == NULL || channels->len == 0)
    {
      tiem_publish_page_show_problem (
          self,
          error != NULL ? error->message
                        : _ ("None of your channels lets products be put up from here; "
                             "connect a website or a shop at a marketplace."));
      return;
    }
  self->channels = g_steal_pointer (&channels);
  for (guint i = 0; i < self->channels->len; i++)
    gtk_string_list_append (model, ((TiemChannelRecord *)self->channels->pdata[i])->name);
  adw_combo_row_set_model (self->channel, G_LIST_MODEL (model));
  if (self->offer == NULL)
    channel_changed_cb (self);
}

/* --- putting it up --- */

typedef struct
{
  gint64 channel_id;
  TiemOffer *offer; /* (owned) */
  char *category_path;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  tiem_offer_free (self->offer);
  g_free (self->category_path);
  g_free (self);
}

static gpointer
queue_offer (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Order *order = data;
  gint64 id = tiem_store_queue_offer (
      store, order->channel_id, order->offer, order->category_path, 0, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
queued_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemPublishPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->is_queueing = FALSE;
  if (self->shop == NULL)
    return;
  if (id == NULL)
    {
      tiem_publish_page_changed (self);
      tiem_publish_page_show_problem (self, error->message);
      return;
    }
  tiem_page_toast (GTK_WIDGET (self),
                   adw_toast_new (_ ("On its way; it is linked as soon as the channel has it")));
  tiem_subpage_leave (TIEM_SUBPAGE (self));
}

/* For the store's thread: the page goes on living with its own. */
static TiemOffer *
copy_offer (const TiemOffer *offer)
{
  TiemOffer *copy = tiem_offer_new ();
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  copy->product_id = offer->product_id;
  copy->fields = offer->fields;
  copy->remote_product_id = g_strdup (offer->remote_product_id);
  copy->title = g_strdup (offer->title);
  copy->description = g_strdup (offer->description);
  copy->category = g_strdup (offer->category);
  copy->brand = g_strdup (offer->brand);
  copy->weight_g = offer->weight_g;
  copy->length_cm = offer->length_cm;
  copy->width_cm = offer->width_cm;
  copy->height_cm = offer->height_cm;
  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &id, &value))
    g_hash_table_insert (copy->attributes, g_strdup (id), g_strdup (value));
  return copy;
}

static void
tiem_publish_page_save (TiemSubpage *subpage)
{
  TiemPublishPage *self = TIEM_PUBLISH_PAGE (subpage);
  const TiemChannelRecord *record = tiem_publish_page_get_channel (self);
  Order *order;

  if (self->is_queueing || self->offer == NULL || record == NULL
      || !gtk_widget_get_sensitive (tiem_subpage_get_end_widget (subpage)))
    return;
  self->is_queueing = TRUE;
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (subpage), FALSE);
  order = g_new0 (Order, 1);
  order->channel_id = record->id;
  order->offer = copy_offer (self->offer);
  order->category_path = g_strdup (self->category_path);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        queue_offer,
                        order,
                        order_free,
                        g_free,
                        NULL,
                        queued_cb,
                        g_object_ref (self));
}

/* --- the page --- */

static void
tiem_publish_page_dispose (GObject *object)
{
  TiemPublishPage *self = TIEM_PUBLISH_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_publish_page_parent_class)->dispose (object);
}

static void
tiem_publish_page_finalize (GObject *object)
{
  TiemPublishPage *self = TIEM_PUBLISH_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->tree, g_ptr_array_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->fields);
  tiem_offer_free (self->offer);
  g_free (self->category_path);
  G_OBJECT_CLASS (tiem_publish_page_parent_class)->finalize (object);
}

static void
tiem_publish_page_class_init (TiemPublishPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_publish_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_publish_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_publish_page_save;
  g_type_ensure (TIEM_TYPE_NOTICE);
  g_type_ensure (TIEM_TYPE_PICTURE_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-publish-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, channel);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, state);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, category_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, category);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, category_search);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, categories);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, attribute_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, title);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, description);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, lengths);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, goods_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, weight);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, size);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, brand);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, variants);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, missing_group);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, missing);
  gtk_widget_class_bind_template_child (widget_class, TiemPublishPage, adds_missing);
  gtk_widget_class_bind_template_callback (widget_class, channel_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tiem_publish_page_search_category);
  gtk_widget_class_bind_template_callback (widget_class, tiem_publish_page_choose_category);
  gtk_widget_class_bind_template_callback (widget_class, tiem_publish_page_changed);
}

static void
tiem_publish_page_init (TiemPublishPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_ptr_array_new ();
  self->fields = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Put up for sale"), NULL);
  tiem_help_set_topic (GTK_WIDGET (self), "products");
  tiem_subpage_add_save_button (TIEM_SUBPAGE (self));
  gtk_widget_set_sensitive (tiem_subpage_get_end_widget (TIEM_SUBPAGE (self)), FALSE);
  g_signal_connect_object (
      self->pictures, "changed", G_CALLBACK (pictures_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_publish_page_new (TiemShop *shop,
                       gint64 product_id)
{
  TiemPublishPage *self = g_object_new (TIEM_TYPE_PUBLISH_PAGE, NULL);
  TiemStore *store = tiem_shop_get_store (shop);

  self->shop = g_object_ref (shop);
  self->product_id = product_id;
  tiem_picture_strip_set_store (self->pictures, store);
  tiem_picture_strip_set_product (self->pictures, product_id);
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        read_channels,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        channels_cb,
                        g_object_ref (self));
  return GTK_WIDGET (self);
}
