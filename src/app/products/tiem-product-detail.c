#define G_LOG_DOMAIN "tiem-product-detail"

#include "config.h"

#include "app/products/tiem-product-detail.h"
#include "app/orders/tiem-order-words.h"
#include "app/products/tiem-product-parts.h"
#include "app/products/tiem-product-cost.h"
#include "app/products/tiem-product-reviews.h"
#include "app/products/tiem-product-trail.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-split.h"

#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

#define MOVEMENTS_SHOWN 30
#define TRAVELS_SHOWN 8

void
tiem_variant_facts_free (TiemVariantFacts *self)
{
  g_clear_pointer (&self->variant, tiem_variant_free);
  g_clear_pointer (&self->cost, tiem_cost_story_free);
  g_clear_pointer (&self->reservations, g_ptr_array_unref);
  g_clear_pointer (&self->listings, g_ptr_array_unref);
  g_clear_pointer (&self->movements, g_ptr_array_unref);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->sums, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->travels, g_ptr_array_unref);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->incoming, tiem_why_free);
  g_free (self);
}

gpointer
tiem_variant_facts_read (TiemStore *store,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  gint64 id = *(gint64 *)data;
  const TiemListingQuery query = { .variant_id = id };
  const TiemMovementQuery card = { .variant_id = id };
  TiemVariantFacts *facts = g_new0 (TiemVariantFacts, 1);

  facts->variant = tiem_store_get_variant (store, id, error);
  if (facts->variant != NULL)
    facts->cost = tiem_store_tell_cost (store, id, error);
  if (facts->cost != NULL)
    facts->reservations = tiem_store_list_reservations (store, id, error);
  if (facts->reservations != NULL)
    facts->listings = tiem_store_list_listings (store, &query, 0, 0, error);
  if (facts->listings != NULL)
    facts->reasons = tiem_store_explain_stock (store, id, NULL, error);
  if (facts->reasons != NULL)
    facts->movements = tiem_store_list_card (store, &card, MOVEMENTS_SHOWN, 0, error);
  if (facts->movements != NULL)
    facts->sums = tiem_store_sum_movements (store, id, error);
  if (facts->sums != NULL)
    facts->places = tiem_store_list_stock_places (store, id, error);
  if (facts->places != NULL)
    facts->travels = tiem_store_list_variant_travels (store, id, TRAVELS_SHOWN, error);
  if (facts->travels != NULL)
    facts->reviews = tiem_product_reviews_read (store, id, error);
  if (facts->reviews != NULL)
    facts->parts = tiem_store_list_parts (store, id, error);
  if (facts->parts != NULL)
    facts->incoming = tiem_store_tell_why (store, id, TIEM_FIGURE_INCOMING, error);
  if (facts->incoming == NULL)
    g_clear_pointer (&facts, tiem_variant_facts_free);
  return facts;
}

/* --- on the channels --- */

/* Returns: (transfer full): when it was sent and confirmed, or why it was not */
static char *
listing_line (const TiemListing *listing,
              gint64 now)
{
  g_autofree char *confirmed = tiem_order_dup_moment (listing->acked_at, now);
  g_autofree char *sent = tiem_order_dup_moment (listing->sent_at, now);

  if (listing->problem != NULL)
    return g_strdup (listing->problem);
  if (!listing->has_desired)
    return g_strdup (_ ("nothing is sent yet"));
  if (listing->has_acked && listing->acked == listing->desired)
    {
      if (listing->sent_at == 0 || listing->sent_value != listing->acked)
        return g_strdup_printf (_ ("confirmed %s"), confirmed);
      /* Translators: two times */
      return g_strdup_printf (_ ("sent %s, confirmed %s"), sent, confirmed);
    }
  if (listing->has_acked)
    return g_strdup_printf (_ ("sending %d → %d"), (int)listing->acked, (int)listing->desired);
  return g_strdup_printf (_ ("sending %d"), (int)listing->desired);
}

/* Returns: (nullable): why it shows another number than all there are */
static const char *
find_reason (const TiemVariantFacts *self,
             const TiemListing *listing)
{
  if (listing->problem != NULL || !listing->has_desired)
    return NULL;
  for (guint i = 0; i < self->reasons->len; i++)
    {
      const TiemStockReason *reason = g_ptr_array_index (self->reasons, i);

      if (reason->listing_id == listing->id && g_strcmp0 (reason->reason, "full") != 0)
        return reason->sentence;
    }
  return NULL;
}

static void
add_listings (const TiemVariantFacts *self,
              GtkWidget *column,
              gint64 now)
{
  GtkWidget *group;

  if (self->listings->len == 0)
    return;
  group = tiem_group_new (_ ("On the channels"), NULL);
  tiem_group_add_button (TIEM_GROUP (group), _ ("How it is shared…"), "products.why('channels')");
  for (guint i = 0; i < self->listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (self->listings, i);
      g_autofree char *told = listing_line (listing, now);
      const char *reason = find_reason (self, listing);
      g_autofree char *line
          = reason != NULL ? g_strdup_printf ("%s\n%s", told, reason) : g_strdup (told);
      g_autofree char *price = tiem_money_format (listing->price_vnd);
      g_autofree char *amount = listing->has_acked   ? tiem_number_format (listing->acked)
                                : listing->has_stock ? tiem_number_format (listing->stock)
                                                     : g_strdup ("—");
      g_autofree char *action
          = g_strdup_printf ("products.listing(int64 %" G_GINT64_FORMAT ")", listing->id);

      tiem_group_add_line (TIEM_GROUP (group),
                           tiem_tile_new (18, listing->channel_kind),
                           listing->channel_name,
                           line,
                           amount,
                           price,
                           action);
    }
  gtk_box_append (GTK_BOX (column), group);
}

/* --- the ledger --- */

static char *
movement_sub (const TiemMovement *movement,
              gint64 now)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *when = tiem_time_format_short (movement->at, now);

  g_ptr_array_add (parts, when);
  if (movement->channel_name != NULL)
    g_ptr_array_add (parts, movement->channel_name);
  if (movement->note != NULL && *movement->note != '\0')
    g_ptr_array_add (parts, movement->note);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

/* Returns: (transfer full): what the owner said one costs */
static char *
dup_cost (const TiemMovement *movement)
{
  return movement->has_unit_cost ? tiem_money_format (movement->unit_cost_vnd) : g_strdup ("—");
}

static void
add_ledger (const TiemVariantFacts *self,
            GtkWidget *column,
            gint64 now)
{
  GtkWidget *group;

  if (self->movements->len == 0)
    return;
  group = tiem_group_new (_ ("Stock ledger"), NULL);
  tiem_group_add_button (TIEM_GROUP (group), _ ("Show all"), "products.card");
  for (guint i = 0; i < self->movements->len; i++)
    {
      const TiemCardLine *line = g_ptr_array_index (self->movements, i);
      const TiemMovement *movement = line->movement;
      const char *reason = tiem_movement_reason_label (movement->reason);
      const char *named
          = movement->order_number != NULL ? movement->order_number : movement->slip_number;
      g_autofree char *title
          = named != NULL ? g_strdup_printf ("%s · %s", reason, named) : g_strdup (reason);
      g_autofree char *sub = movement_sub (movement, now);
      g_autofree char *number = tiem_number_format (ABS (movement->delta));
      gboolean is_cost = g_strcmp0 (movement->reason, "cost") == 0;
      g_autofree char *delta
          = is_cost ? dup_cost (movement)
                    : g_strdup_printf ("%s%s", movement->delta < 0 ? "−" : "+", number);
      g_autofree char *balance = is_cost ? NULL : tiem_number_format (line->total);
      g_autofree char *action = NULL;

      if (movement->order_id != 0)
        action = g_strdup_printf ("products.open-order(int64 %" G_GINT64_FORMAT ")",
                                  movement->order_id);
      else if (movement->slip_kind != NULL)
        action = g_strdup_printf ("products.open-slip((int64 %" G_GINT64_FORMAT ", '%s'))",
                                  movement->slip_id,
                                  movement->slip_kind);
      tiem_group_add_line (TIEM_GROUP (group), NULL, title, sub, delta, balance, action);
    }
  gtk_box_append (GTK_BOX (column), group);
}

/* --- all of it --- */

void
tiem_variant_facts_show (const TiemVariantFacts *self,
                         TiemDetail *detail,
                         gint64 now)
{
  const TiemVariant *variant = self->variant;
  GtkWidget *column = tiem_detail_column_new ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *subtitle = NULL;

  if (variant->options != NULL && *variant->options != '\0')
    g_ptr_array_add (parts, variant->options);
  if (variant->sku != NULL)
    g_ptr_array_add (parts, variant->sku);
  if (variant->barcode != NULL)
    g_ptr_array_add (parts, variant->barcode);
  g_ptr_array_add (parts, NULL);
  subtitle = g_strjoinv (" · ", (char **)parts->pdata);

  tiem_detail_set_title (detail, variant->product_name, NULL);
  tiem_detail_set_subtitle (detail, NULL, subtitle);
  tiem_detail_clear_states (detail);
  if (variant->is_bundle)
    tiem_detail_add_state (detail, "package-x-generic-symbolic", _ ("Combo"), TIEM_TONE_NONE);
  if (variant->archived)
    tiem_detail_add_state (detail, "user-trash-symbolic", _ ("Archived"), TIEM_TONE_SUB);
  if (variant->undecided)
    tiem_detail_add_state (detail,
                           "dialog-warning-symbolic",
                           _ ("Two channels show different numbers: set the right one"),
                           TIEM_TONE_WARNING);

  tiem_product_trail_add_why (self, column, now);
  tiem_product_parts_show (self, column);
  add_listings (self, column, now);
  tiem_product_trail_add_sent (self, column, now);
  tiem_product_trail_add_figures (self, column);
  tiem_product_cost_show (self, column, now);
  tiem_product_reviews_show (self->reviews, column, now);
  add_ledger (self, column, now);
  tiem_detail_set_column (detail, column);
}
