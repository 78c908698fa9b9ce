#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-customers.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-list.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

const TiemSandboxWcField tiem_sandbox_wc_customer_list_fields[] = {
  { "context", TIEM_SANDBOX_WC_STRING, "view edit", "view" },
  { "page", TIEM_SANDBOX_WC_INTEGER, NULL, "1", 1 },
  { "per_page", TIEM_SANDBOX_WC_INTEGER, NULL, "10", 1, 100 },
  { "search", TIEM_SANDBOX_WC_STRING },
  { "exclude", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "include", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "offset", TIEM_SANDBOX_WC_INTEGER },
  { "order", TIEM_SANDBOX_WC_STRING, "asc desc", "asc" },
  { "orderby", TIEM_SANDBOX_WC_STRING, "id include name registered_date", "name" },
  { "email", TIEM_SANDBOX_WC_EMAIL },
  { "role",
    TIEM_SANDBOX_WC_STRING,
    "all administrator editor author contributor subscriber customer shop_manager",
    "customer" },
  { NULL },
};

static const TiemSandboxWcField address_fields[] = {
  { "first_name", TIEM_SANDBOX_WC_STRING },
  { "last_name", TIEM_SANDBOX_WC_STRING },
  { "email", TIEM_SANDBOX_WC_EMAIL },
  { "phone", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

#define COMMON_FIELDS                                                                              \
  { "first_name", TIEM_SANDBOX_WC_STRING }, { "last_name", TIEM_SANDBOX_WC_STRING },               \
      { "username", TIEM_SANDBOX_WC_STRING }, { "password", TIEM_SANDBOX_WC_STRING },              \
      { "billing", TIEM_SANDBOX_WC_OBJECT, .members = address_fields },                            \
      { "shipping", TIEM_SANDBOX_WC_OBJECT, .members = address_fields },                           \
  {                                                                                                \
    "meta_data", TIEM_SANDBOX_WC_OBJECT_LIST                                                       \
  }

const TiemSandboxWcField tiem_sandbox_wc_customer_create_fields[] = {
  { "email", TIEM_SANDBOX_WC_EMAIL, .is_required = TRUE },
  COMMON_FIELDS,
  { NULL },
};

const TiemSandboxWcField tiem_sandbox_wc_customer_fields[] = {
  { "email", TIEM_SANDBOX_WC_EMAIL },
  COMMON_FIELDS,
  { NULL },
};

static const char *
get_text (const TiemSandboxWcCustomer *customer,
          const char *name)
{
  return json_object_get_string_member (customer->fields, name);
}

static JsonNode *
customer_to_json (const TiemSandboxWcCall *call,
                  const TiemSandboxWcCustomer *customer)
{
  static const char *const members[]
      = { "email", "first_name", "last_name", "role", "username", "billing", "shipping" };
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", customer->id);
  tiem_sandbox_wc_set_stamp (object, "date_created", customer->created_at);
  tiem_sandbox_wc_set_stamp (object, "date_modified", customer->modified_at);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_member (
        object,
        members[i],
        tiem_sandbox_json_copy (json_object_get_member (customer->fields, members[i])));
  json_object_set_boolean_member (object, "is_paying_customer", TRUE);
  json_object_set_string_member (object, "avatar_url", "");
  json_object_set_member (
      object,
      "meta_data",
      tiem_sandbox_json_copy (json_object_get_member (customer->fields, "meta_data")));
  tiem_sandbox_wc_set_links (call, object, "wc/v3/customers", customer->id);
  return tiem_sandbox_json_from_object (object);
}

static gboolean
passes (const TiemSandboxWcCall *call,
        const TiemSandboxWcFilter *filter,
        const TiemSandboxWcCustomer *customer)
{
  g_autofree char *email = tiem_sandbox_json_dup_text (call->params, "email");
  g_autofree char *all = g_strjoin (" ",
                                    get_text (customer, "first_name"),
                                    get_text (customer, "last_name"),
                                    get_text (customer, "email"),
                                    get_text (customer, "username"),
                                    NULL);
  g_autofree char *folded = tiem_text_fold (all);

  if (filter->include->len > 0 && !tiem_sandbox_wc_has_id (filter->include, customer->id))
    return FALSE;
  if (tiem_sandbox_wc_has_id (filter->exclude, customer->id))
    return FALSE;
  if (email != NULL && *email != '\0'
      && g_ascii_strcasecmp (email, get_text (customer, "email")) != 0)
    return FALSE;
  return strstr (folded, filter->folded_search) != NULL;
}

JsonNode *
tiem_sandbox_wc_customers_list (TiemSandboxWcCall *call)
{
  g_autoptr (TiemSandboxWcFilter) filter = tiem_sandbox_wc_filter_new (call);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TiemSandboxWcEntry));
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GPtrArray) page = NULL;
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < call->wc->customers->len; i++)
    {
      TiemSandboxWcCustomer *customer = call->wc->customers->pdata[i];
      TiemSandboxWcEntry entry
          = { customer->id, customer->created_at, 0, get_text (customer, "first_name"), customer };

      if (passes (call, filter, customer))
        g_array_append_val (entries, entry);
    }
  /* Unlike the others this list is sorted by name, upwards. */
  if (!tiem_sandbox_json_has (call->params, "order"))
    json_object_set_string_member (call->params, "order", "asc");
  if (!tiem_sandbox_json_has (call->params, "orderby"))
    json_object_set_string_member (call->params, "orderby", "title");
  sorted = tiem_sandbox_wc_sort (call, entries);
  page = tiem_sandbox_wc_take_page (call, sorted, "wc/v3/customers");
  for (guint i = 0; i < page->len; i++)
    json_array_add_element (array, customer_to_json (call, page->pdata[i]));
  return tiem_sandbox_json_from_array (array);
}

static TiemSandboxWcCustomer *
find_customer (TiemSandboxWcCall *call)
{
  TiemSandboxWcCustomer *customer = tiem_sandbox_wc_find_customer (call->wc, call->ids[0]);

  if (customer == NULL)
    tiem_sandbox_wc_call_fail (call, 404, "woocommerce_rest_invalid_id", "Invalid resource ID.");
  return customer;
}

static gboolean
check_email (TiemSandboxWcCall *call,
             const TiemSandboxWcCustomer *self)
{
  g_autofree char *email = tiem_sandbox_json_dup_text (call->params, "email");

  for (guint i = 0; email != NULL && i < call->wc->customers->len; i++)
    {
      const TiemSandboxWcCustomer *other = call->wc->customers->pdata[i];

      if (other == self || g_ascii_strcasecmp (email, get_text (other, "email")) != 0)
        continue;
      tiem_sandbox_wc_call_fail (call,
                                 400,
                                 "registration-error-email-exists",
                                 call->wc->storage == TIEM_SANDBOX_WC_POSTS
                                     ? "An account is already registered with your email address. "
                                       "<a href=\"#\" class=\"showlogin\">Please log in.</a>"
                                     : "An account is already registered with your email address.");
      return FALSE;
    }
  return TRUE;
}

static void
write_address (JsonObject *address,
               JsonObject *given)
{
  g_autoptr (GList) members = json_object_get_members (address);

  for (GList *l = members; given != NULL && l != NULL; l = l->next)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (given, l->data);

      if (text != NULL)
        json_object_set_string_member (address, l->data, text);
    }
}

static void
write_customer (TiemSandboxWcCall *call,
                TiemSandboxWcCustomer *customer)
{
  static const char *const members[] = { "email", "first_name", "last_name", "username" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (call->params, members[i]);

      if (text != NULL)
        json_object_set_string_member (customer->fields, members[i], text);
    }
  write_address (tiem_sandbox_json_get_object (customer->fields, "billing"),
                 tiem_sandbox_json_get_object (call->params, "billing"));
  write_address (tiem_sandbox_json_get_object (customer->fields, "shipping"),
                 tiem_sandbox_json_get_object (call->params, "shipping"));
  tiem_sandbox_wc_merge_meta (call->wc, customer->fields, call->params);
  customer->modified_at = tiem_sandbox_wc_now (call->wc);
}

JsonNode *
tiem_sandbox_wc_customers_create (TiemSandboxWcCall *call)
{
  TiemSandboxWcCustomer *customer;
  g_autofree char *route = NULL;

  if (!tiem_sandbox_json_has (call->params, "email"))
    return tiem_sandbox_wc_call_fail (
        call, 400, "registration-error-invalid-email", "Please provide a valid email address.");
  if (!check_email (call, NULL))
    return NULL;
  customer = tiem_sandbox_wc_add_customer (call->wc, tiem_sandbox_wc_now (call->wc));
  write_customer (call, customer);
  route = g_strdup_printf ("wc/v3/customers/%" G_GINT64_FORMAT, customer->id);
  call->status = 201;
  call->location = tiem_sandbox_wc_call_make_url (call, route);
  return customer_to_json (call, customer);
}

JsonNode *
tiem_sandbox_wc_customers_view (TiemSandboxWcCall *call)
{
  TiemSandboxWcCustomer *customer = find_customer (call);

  return customer != NULL ? customer_to_json (call, customer) : NULL;
}

JsonNode *
tiem_sandbox_wc_customers_update (TiemSandboxWcCall *call)
{
  TiemSandboxWcCustomer *customer = find_customer (call);

  if (customer == NULL || !check_email (call, customer))
    return NULL;
  write_customer (call, customer);
  return customer_to_json (call, customer);
}

JsonNode *
tiem_sandbox_wc_customers_delete (TiemSandboxWcCall *call)
{
  TiemSandboxWcCustomer *customer = find_customer (call);
  JsonNode *before;

  if (customer == NULL)
    return NULL;
  if (!tiem_sandbox_json_get_bool (call->params, "force", FALSE))
    return tiem_sandbox_wc_call_fail (
        call, 501, "woocommerce_rest_trash_not_supported", "Customers do not support trashing.");
  before = customer_to_json (call, customer);
  g_ptr_array_remove (call->wc->customers, customer);
  return before;
}
