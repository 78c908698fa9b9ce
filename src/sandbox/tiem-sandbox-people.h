#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Buyers with Vietnamese names, phones and addresses, made from the seed. One in five still writes
 * the three levels of before July 2025. */

typedef struct
{
  guint index;
  char *first_name; /* given name: "Lan" */
  char *last_name;  /* family and middle names: "Nguyễn Thị" */
  char *phone;      /* as people type it: "0901234567", "+84 90 123 4567" … */
  char *email;      /* (nullable) */
  char *street;     /* "12 Trần Phú" */
  char *ward;       /* "Phường Ba Đình" */
  char *district;   /* (nullable): in an address of before July 2025 */
  char *province;   /* "Thành phố Hà Nội" */
} TiemSandboxBuyer;

typedef struct _TiemSandboxPeople TiemSandboxPeople;

TiemSandboxPeople *tiem_sandbox_people_new (guint32 seed);
void tiem_sandbox_people_free (TiemSandboxPeople *self);

/* The buyer of that number; always the same one for one seed. Borrowed. */
const TiemSandboxBuyer *tiem_sandbox_people_get (TiemSandboxPeople *self, guint index);

TiemSandboxBuyer *tiem_sandbox_buyer_copy (const TiemSandboxBuyer *self);
void tiem_sandbox_buyer_free (TiemSandboxBuyer *self);

/* What this buyer writes to the shop; %NULL mostly. @random decides. */
const char *tiem_sandbox_people_choose_note (GRand *random);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxBuyer, tiem_sandbox_buyer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxPeople, tiem_sandbox_people_free)

G_END_DECLS
