#define G_LOG_DOMAIN "tiem-records"

#include "config.h"

#include "model/tiem-records.h"

#include <glib/gi18n-lib.h>

static const char *const channel_states[] = {
  [TIEM_CHANNEL_ACTIVE] = "active",
  [TIEM_CHANNEL_PAUSED] = "paused",
  [TIEM_CHANNEL_NEEDS_AUTH] = "needs_auth",
  [TIEM_CHANNEL_FAILING] = "failing",
};

static const char *const listing_states[] = {
  [TIEM_LISTING_ACTIVE] = "active",
  [TIEM_LISTING_INACTIVE] = "inactive",
  [TIEM_LISTING_BANNED] = "banned",
  [TIEM_LISTING_GONE] = "gone",
};

static const char *const standings[] = {
  [TIEM_STANDING_UNLINKED] = "unlinked", [TIEM_STANDING_IN_STEP] = "in_step",
  [TIEM_STANDING_SENDING] = "sending",   [TIEM_STANDING_WAITING] = "waiting",
  [TIEM_STANDING_FAILED] = "failed",
};

/* Returns: where @text is in @names; @otherwise when it is not there */
static guint
find_name (const char *const *names,
           guint n_names,
           const char *text,
           guint otherwise)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], text) == 0)
      return i;
  return otherwise;
}

void
tiem_variant_free (TiemVariant *self)
{
  if (self == NULL)
    return;

  g_free (self->product_name);
  g_free (self->sku);
  g_free (self->barcode);
  g_free (self->options);
  g_free (self->shelf);
  g_free (self->image_url);
  g_free (self->picture);
  g_free (self->channels);
  g_free (self->category);
  g_free (self->barcodes);
  g_free (self);
}

void
tiem_product_free (TiemProduct *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->category);
  g_free (self->description);
  g_clear_pointer (&self->variants, g_ptr_array_unref);
  g_free (self);
}

void
tiem_movement_free (TiemMovement *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  g_free (self->order_number);
  g_free (self->channel_name);
  g_free (self->note);
  g_free (self->slip_number);
  g_free (self->slip_kind);
  g_free (self);
}

void
tiem_movement_sum_free (TiemMovementSum *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  g_free (self);
}

void
tiem_reservation_free (TiemReservation *self)
{
  if (self == NULL)
    return;

  g_free (self->order_number);
  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self);
}

void
tiem_listing_free (TiemListing *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->stock_owner_id);
  g_free (self->remote_sku);
  g_free (self->barcode);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self->sku);
  g_free (self->problem);
  g_free (self);
}

void
tiem_order_line_free (TiemOrderLine *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->sku);
  g_free (self->remote_sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self);
}

void
tiem_order_event_free (TiemOrderEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->what);
  g_free (self->by);
  g_free (self->word);
  g_free (self);
}

void
tiem_order_free (TiemOrder *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_id);
  g_free (self->number);
  g_free (self->remote_status);
  g_free (self->buyer_name);
  g_free (self->buyer_phone);
  g_free (self->buyer_email);
  g_free (self->goods);
  g_free (self->currency);
  g_free (self->payment_method);
  g_free (self->short_reason);
  g_free (self->note);
  g_free (self->owner_note);
  g_free (self->tags);
  g_free (self->carrier);
  g_free (self->tracking);
  tiem_address_clear (&self->address);
  g_free (self->chosen_ward_code);
  g_free (self->cancel_reason);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->fees, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->parcels, g_ptr_array_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_free (self->problem);
  g_free (self);
}

void
tiem_identity_free (TiemIdentity *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_id);
  g_free (self);
}

void
tiem_customer_free (TiemCustomer *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self->province);
  g_free (self->address_line);
  g_free (self->ward_code);
  g_free (self->channels);
  g_clear_pointer (&self->identities, g_ptr_array_unref);
  g_free (self);
}

void
tiem_channel_record_free (TiemChannelRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->name);
  g_free (self->base_url);
  g_free (self->auth_url);
  g_free (self->shop);
  g_free (self->cursor);
  g_free (self->error_class);
  g_free (self->error_message);
  g_free (self->error_detail);
  g_free (self);
}

void
tiem_log_entry_free (TiemLogEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_name);
  g_free (self->endpoint);
  g_free (self->outcome);
  g_free (self->request_id);
  g_free (self->message);
  g_free (self);
}

TiemChannelRecord *
tiem_channel_record_copy (const TiemChannelRecord *self)
{
  TiemChannelRecord *copy = g_memdup2 (self, sizeof *self);

  copy->kind = g_strdup (self->kind);
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->auth_url = g_strdup (self->auth_url);
  copy->shop = g_strdup (self->shop);
  copy->cursor = g_strdup (self->cursor);
  copy->error_class = g_strdup (self->error_class);
  copy->error_message = g_strdup (self->error_message);
  copy->error_detail = g_strdup (self->error_detail);
  return copy;
}

const char *
tiem_standing_to_string (TiemStanding standing)
{
  g_return_val_if_fail ((guint)standing < G_N_ELEMENTS (standings), "waiting");
  return standings[standing];
}

const char *
tiem_channel_state_to_string (TiemChannelState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (channel_states), "failing");

  return channel_states[state];
}

TiemChannelState
tiem_channel_state_from_string (const char *text)
{
  return find_name (channel_states, G_N_ELEMENTS (channel_states), text, TIEM_CHANNEL_FAILING);
}

const char *
tiem_listing_state_to_string (TiemListingState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (listing_states), "inactive");

  return listing_states[state];
}

TiemListingState
tiem_listing_state_from_string (const char *text)
{
  return find_name (listing_states, G_N_ELEMENTS (listing_states), text, TIEM_LISTING_INACTIVE);
}

const char *
tiem_movement_reason_label (const char *reason)
{
  static const struct
  {
    const char *code;
    const char *label;
  } labels[] = {
    { "sale", N_ ("Sale") },
    { "adopt", N_ ("Taken over from the channel") },
    { "take-over", N_ ("Changed on the channel") },
    { "count", N_ ("Stock take") },
    { "adjust", N_ ("Correction") },
    { "correction", N_ ("Correction") },
    { "import", N_ ("Import") },
    { "purchase", N_ ("Purchase") },
    { "transfer", N_ ("Transfer") },
    { "take", N_ ("Stock take") },
    { "supplier-return", N_ ("Back to the supplier") },
    { "cost", N_ ("Cost set") },
    { "return", N_ ("Return received") },
    { "damaged", N_ ("Damaged") },
    { "lost", N_ ("Lost") },
    { "link", N_ ("Link changed") },
    { "edit", N_ ("Product edited") },
    { "first", N_ ("First stock") },
    { "other", N_ ("Other") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].code, reason) == 0)
      return _ (labels[i].label);
  return reason != NULL ? reason : "";
}
