#define G_LOG_DOMAIN "tiem-remote"

#include "config.h"

#include "model/tiem-records.h"

#include <glib/gi18n-lib.h>

/* What belongs to an order beside itself: parcels, labels, fees, returns, reviews. */

TiemRemoteFee *
tiem_remote_fee_new (const char *kind,
                     gint64 amount_vnd)
{
  TiemRemoteFee *self = g_new0 (TiemRemoteFee, 1);

  self->kind = g_strdup (kind);
  self->amount_vnd = amount_vnd;
  return self;
}

void
tiem_remote_fee_free (TiemRemoteFee *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self);
}

const char *
tiem_fee_kind_label (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *label;
  } labels[] = {
    { "commission", N_ ("Commission") },
    { "payment", N_ ("Payment fee") },
    { "service", N_ ("Service fee") },
    { "affiliate", N_ ("Affiliate commission") },
    { "fixed", N_ ("Infrastructure fee") },
    { "voucher", N_ ("Voucher programme") },
    { "shipping", N_ ("Shipping paid by the shop") },
    { "shipping_subsidy", N_ ("Shipping paid by the platform") },
    { "tax_vat", N_ ("VAT withheld") },
    { "tax_pit", N_ ("Personal income tax withheld") },
    { "adjustment", N_ ("Adjustment") },
    { "other", N_ ("Other fee") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].kind, kind) == 0)
      return _ (labels[i].label);
  return kind;
}

TiemRemoteParcel *
tiem_remote_parcel_new (void)
{
  TiemRemoteParcel *self = g_new0 (TiemRemoteParcel, 1);

  self->lines = g_array_new (FALSE, FALSE, sizeof (TiemParcelLine));
  return self;
}

void
tiem_remote_parcel_add (TiemRemoteParcel *self,
                        guint line,
                        gint64 quantity)
{
  TiemParcelLine added = { line, quantity };

  for (guint i = 0; i < self->lines->len; i++)
    {
      TiemParcelLine *held = &g_array_index (self->lines, TiemParcelLine, i);

      if (held->line == line)
        {
          held->quantity += quantity;
          return;
        }
    }
  g_array_append_val (self->lines, added);
}

void
tiem_remote_parcel_free (TiemRemoteParcel *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->carrier);
  g_free (self->tracking);
  g_free (self->remote_status);
  g_array_unref (self->lines);
  g_free (self);
}

TiemChoice *
tiem_choice_new (const char *code,
                 const char *text)
{
  TiemChoice *self = g_new0 (TiemChoice, 1);

  self->code = g_strdup (code);
  self->text = g_strdup (text);
  return self;
}

void
tiem_choice_free (TiemChoice *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

TiemLabel *
tiem_label_new (const char *remote_id)
{
  TiemLabel *self = g_new0 (TiemLabel, 1);

  self->remote_id = g_strdup (remote_id);
  return self;
}

void
tiem_label_free (TiemLabel *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->content_type);
  g_clear_error (&self->error);
  g_free (self);
}

TiemOrderFees *
tiem_order_fees_new (const char *remote_id)
{
  TiemOrderFees *self = g_new0 (TiemOrderFees, 1);

  self->remote_id = g_strdup (remote_id);
  self->fees = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_fee_free);
  return self;
}

void
tiem_order_fees_free (TiemOrderFees *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_clear_pointer (&self->fees, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

TiemRemoteReturn *
tiem_remote_return_new (void)
{
  TiemRemoteReturn *self = g_new0 (TiemRemoteReturn, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_line_free);
  return self;
}

void
tiem_remote_return_free (TiemRemoteReturn *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->order_remote_id);
  g_free (self->remote_status);
  g_free (self->reason);
  g_free (self->tracking);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

TiemReturnPage *
tiem_return_page_new (void)
{
  TiemReturnPage *self = g_new0 (TiemReturnPage, 1);

  self->returns = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_return_free);
  self->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_unreadable_free);
  return self;
}

void
tiem_return_page_free (TiemReturnPage *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->returns, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_free (self->next_cursor);
  g_free (self);
}

TiemRemoteReview *
tiem_remote_review_new (void)
{
  return g_new0 (TiemRemoteReview, 1);
}

void
tiem_remote_review_free (TiemRemoteReview *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->order_remote_id);
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->buyer_name);
  g_free (self->text);
  g_free (self->reply);
  g_free (self);
}

TiemReviewPage *
tiem_review_page_new (void)
{
  TiemReviewPage *self = g_new0 (TiemReviewPage, 1);

  self->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_review_free);
  self->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_unreadable_free);
  return self;
}

void
tiem_review_page_free (TiemReviewPage *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_free (self->next_cursor);
  g_free (self);
}
