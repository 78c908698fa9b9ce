#define G_LOG_DOMAIN "tiem-remote"

#include "model/tiem-records.h"

void
tiem_address_clear (TiemAddress *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->ward, g_free);
  g_clear_pointer (&self->district, g_free);
  g_clear_pointer (&self->province, g_free);
  g_clear_pointer (&self->text, g_free);
}

void
tiem_address_copy (const TiemAddress *from,
                   TiemAddress *to)
{
  if (from == to)
    return;

  tiem_address_clear (to);
  to->name = g_strdup (from->name);
  to->phone = g_strdup (from->phone);
  to->line = g_strdup (from->line);
  to->ward = g_strdup (from->ward);
  to->district = g_strdup (from->district);
  to->province = g_strdup (from->province);
  to->text = g_strdup (from->text);
}

TiemRemoteLine *
tiem_remote_line_new (void)
{
  return g_new0 (TiemRemoteLine, 1);
}

void
tiem_remote_line_free (TiemRemoteLine *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self);
}

TiemRemoteOrder *
tiem_remote_order_new (void)
{
  TiemRemoteOrder *self = g_new0 (TiemRemoteOrder, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_line_free);
  self->fees = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_fee_free);
  self->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_parcel_free);
  return self;
}

void
tiem_remote_order_free (TiemRemoteOrder *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->number);
  g_free (self->remote_status);
  g_free (self->currency);
  g_free (self->payment_method);
  g_free (self->buyer_remote_id);
  g_free (self->buyer_name);
  g_free (self->buyer_phone);
  g_free (self->buyer_email);
  tiem_address_clear (&self->address);
  g_free (self->note);
  g_free (self->carrier);
  g_free (self->tracking);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->fees, g_ptr_array_unref);
  g_clear_pointer (&self->parcels, g_ptr_array_unref);
  g_free (self->cancel_reason);
  g_free (self);
}

TiemUnreadable *
tiem_unreadable_new (const char *remote_id,
                     const char *reason,
                     const char *raw)
{
  TiemUnreadable *self = g_new0 (TiemUnreadable, 1);

  self->remote_id = g_strdup (remote_id);
  self->reason = g_strdup (reason);
  self->raw = g_strdup (raw);
  return self;
}

void
tiem_unreadable_free (TiemUnreadable *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->reason);
  g_free (self->raw);
  g_free (self);
}

TiemOrderPage *
tiem_order_page_new (void)
{
  TiemOrderPage *self = g_new0 (TiemOrderPage, 1);

  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_order_free);
  self->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_unreadable_free);
  return self;
}

void
tiem_order_page_free (TiemOrderPage *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_free (self->next_cursor);
  g_free (self);
}

TiemRemoteListing *
tiem_remote_listing_new (void)
{
  return g_new0 (TiemRemoteListing, 1);
}

void
tiem_remote_listing_free (TiemRemoteListing *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->sku);
  g_free (self->barcode);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self->stock_owner_id);
  g_free (self);
}

TiemListingPage *
tiem_listing_page_new (void)
{
  TiemListingPage *self = g_new0 (TiemListingPage, 1);

  self->listings = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_listing_free);
  self->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_unreadable_free);
  return self;
}

void
tiem_listing_page_free (TiemListingPage *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->listings, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_free (self->next_cursor);
  g_free (self);
}

TiemPush *
tiem_push_new (void)
{
  return g_new0 (TiemPush, 1);
}

void
tiem_push_free (TiemPush *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->stock_owner_id);
  g_free (self->sku);
  g_clear_error (&self->error);
  g_free (self);
}
