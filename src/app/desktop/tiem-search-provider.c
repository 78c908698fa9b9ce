#define G_LOG_DOMAIN "tiem-search-provider"

#include "config.h"

#include "app/desktop/tiem-search-provider.h"

#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_ORDERS 6
#define MOST_CUSTOMERS 4
/* Fewer letters find half the shop. */
#define SHORTEST 3
/* How long the shop stays open after a question. */
#define KEEP_SECONDS 60

struct _TiemSearchProvider
{
  GObject parent_instance;

  GApplication *application; /* not owned */
  TiemSearchProviderHooks hooks;
  gpointer hooks_data;
  GDBusConnection *connection; /* (owned) (nullable) */
  guint registration_id;
  TiemStore *store; /* (owned) (nullable): for questions alone */
  guint close_id;
};

G_DEFINE_FINAL_TYPE (TiemSearchProvider, tiem_search_provider, G_TYPE_OBJECT)

static const char interface_xml[]
    = "<node><interface name='org.gnome.Shell.SearchProvider2'>"
      "<method name='GetInitialResultSet'>"
      "<arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
      "<method name='GetSubsearchResultSet'>"
      "<arg type='as' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='as' direction='out'/></method>"
      "<method name='GetResultMetas'>"
      "<arg type='as' direction='in'/><arg type='aa{sv}' direction='out'/></method>"
      "<method name='ActivateResult'>"
      "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='u' direction='in'/></method>"
      "<method name='LaunchSearch'>"
      "<arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
      "</interface></node>";

/* --- results: "orders:1042", "customers:17" --- */

static char *
make_result (const char *tab,
             gint64 id)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, tab, id);
}

static gint64
parse_result (const char *result,
              const char *tab)
{
  gint64 id = 0;

  if (!g_str_has_prefix (result, tab) || result[strlen (tab)] != ':'
      || !g_ascii_string_to_signed (result + strlen (tab) + 1, 10, 1, G_MAXINT64, &id, NULL))
    return 0;
  return id;
}

static gboolean
find_orders (TiemStore *store,
             char *text,
             GVariantBuilder *results,
             GError **error)
{
  TiemOrderQuery query = { .search = text, .sort = TIEM_ORDER_SORT_PLACED, .descending = TRUE };
  g_autoptr (GPtrArray) orders
      = tiem_store_list_orders (store, &query, FALSE, MOST_ORDERS, 0, error);

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);

      g_variant_builder_add_value (results,
                                   g_variant_new_take_string (make_result ("orders", order->id)));
    }
  return orders != NULL;
}

static gboolean
find_customers (TiemStore *store,
                char *text,
                GVariantBuilder *results,
                GError **error)
{
  TiemCustomerQuery query = { .search = text, .sort = TIEM_CUSTOMER_SORT_LAST, .descending = TRUE };
  g_autoptr (GPtrArray) customers
      = tiem_store_list_customers (store, &query, MOST_CUSTOMERS, 0, error);

  for (guint i = 0; customers != NULL && i < customers->len; i++)
    {
      const TiemCustomer *customer = g_ptr_array_index (customers, i);

      g_variant_builder_add_value (
          results, g_variant_new_take_string (make_result ("customers", customer->id)));
    }
  return customers != NULL;
}

static gpointer
find_thread (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_STRING_ARRAY);
  if (!find_orders (store, data, &results, error) || !find_customers (store, data, &results, error))
    {
      g_variant_builder_clear (&results);
      return NULL;
    }
  return g_variant_ref_sink (g_variant_new ("(as)", &results));
}

static void
add_meta (GVariantBuilder *metas,
          const char *result,
          const char *name,
          const char *description,
          const char *icon_name)
{
  g_autoptr (GIcon) icon = g_themed_icon_new (icon_name);
  g_autofree char *icon_text = g_icon_to_string (icon);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (result));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (icon_text));
  g_variant_builder_close (metas);
}

static void
describe_order (TiemStore *store,
                const char *result,
                gint64 id,
                GVariantBuilder *metas)
{
  g_autoptr (TiemOrder) order = tiem_store_get_order (store, id, NULL);
  g_autofree char *name = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *placed = NULL;
  g_autofree char *description = NULL;

  if (order == NULL) /* erased since it was found */
    return;
  name = order->buyer_name != NULL ? g_strdup_printf ("%s · %s", order->number, order->buyer_name)
                                   : g_strdup (order->number);
  amount = tiem_money_format (order->total_vnd);
  placed = tiem_time_format_full (order->placed_at);
  description = g_strdup_printf (
      "%s · %s · %s", tiem_order_status_get_label (order->status), amount, placed);
  add_meta (metas, result, name, description, "package-x-generic-symbolic");
}

static void
describe_customer (TiemStore *store,
                   const char *result,
                   gint64 id,
                   GVariantBuilder *metas)
{
  g_autoptr (TiemCustomer) customer = tiem_store_get_customer (store, id, NULL);
  g_autofree char *phone = NULL;
  g_autofree char *orders = NULL;
  g_autofree char *description = NULL;

  if (customer == NULL)
    return;
  phone = customer->phone != NULL ? tiem_phone_format (customer->phone) : g_strdup ("—");
  orders = g_strdup_printf (ngettext ("%d order", "%d orders", (gulong)customer->orders),
                            (int)customer->orders);
  description = g_strdup_printf ("%s · %s", phone, orders);
  add_meta (metas,
            result,
            customer->name != NULL ? customer->name : phone,
            description,
            "avatar-default-symbolic");
}

static gpointer
describe_thread (TiemStore *store,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  const char *const *results = data;
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; results[i] != NULL; i++)
    {
      gint64 order_id = parse_result (results[i], "orders");
      gint64 customer_id = parse_result (results[i], "customers");

      if (order_id != 0)
        describe_order (store, results[i], order_id, &metas);
      else if (customer_id != 0)
        describe_customer (store, results[i], customer_id, &metas);
    }
  return g_variant_ref_sink (g_variant_new ("(aa{sv})", &metas));
}

/* --- answering --- */

/* A question under way. */
typedef struct
{
  TiemSearchProvider *provider; /* (owned) */
  GDBusMethodInvocation *call;  /* (owned): given back with the answer */
  TiemStoreFunc func;
  gpointer data; /* (owned) */
  GDestroyNotify data_free;
  const char *nothing; /* the answer of a shop that can't be asked, as GVariant text */
} Question;

static gboolean
close_cb (gpointer data)
{
  TiemSearchProvider *self = TIEM_SEARCH_PROVIDER (data);

  self->close_id = 0;
  g_clear_object (&self->store);
  return G_SOURCE_REMOVE;
}

static void
answer (Question *question,
        GVariant *result)
{
  TiemSearchProvider *self = question->provider;

  g_dbus_method_invocation_return_value (
      question->call, result != NULL ? result : g_variant_new_parsed (question->nothing));
  if (question->data != NULL)
    question->data_free (question->data);
  if (self->application != NULL)
    {
      g_application_release (self->application);
      g_clear_handle_id (&self->close_id, g_source_remove);
      self->close_id = g_timeout_add_seconds (KEEP_SECONDS, close_cb, self);
    }
  g_object_unref (self);
  g_free (question);
}

static void
answered_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (error != NULL)
    g_message ("The desktop's search could not be answered: %s", error->message);
  answer (user_data, found);
}

static void
ask_store (Question *question)
{
  gpointer data = g_steal_pointer (&question->data);

  tiem_store_run_async (question->provider->store,
                        TIEM_STORE_READ,
                        question->func,
                        data,
                        question->data_free,
                        (GDestroyNotify)g_variant_unref,
                        NULL,
                        answered_cb,
                        question);
}

static void
open_thread (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  g_autofree char *dir = tiem_store_get_default_dir ();
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  GError *error = NULL;
  TiemStore *store;

  /* A search makes no shop where there is none. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No shop yet");
      return;
    }
  store = tiem_store_open (NULL, &error);
  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  TiemSearchProvider *self = TIEM_SEARCH_PROVIDER (source);
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) store = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_message ("The shop could not be opened for the desktop's search: %s", error->message);
  if (self->store == NULL)
    self->store = g_steal_pointer (&store);
  if (self->store != NULL)
    ask_store (question);
  else
    answer (question, NULL);
}

/* @data: (transfer full) (nullable): NULL: the answer is @nothing */
static void
ask (TiemSearchProvider *self,
     GDBusMethodInvocation *call,
     TiemStoreFunc func,
     gpointer data,
     GDestroyNotify data_free,
     const char *nothing)
{
  Question *question = g_new0 (Question, 1);

  question->provider = g_object_ref (self);
  question->call = call;
  question->func = func;
  question->data = data;
  question->data_free = data_free;
  question->nothing = nothing;
  g_application_hold (self->application);
  g_clear_handle_id (&self->close_id, g_source_remove);
  if (data == NULL)
    answer (question, NULL);
  else if (self->store != NULL)
    ask_store (question);
  else
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, opened_cb, question);

      g_task_set_source_tag (task, ask);
      g_task_run_in_thread (task, open_thread);
    }
}

/* Returns: (transfer full) (nullable): what was typed, NULL when it is too short to search for */
static char *
join_terms (const char *const *terms)
{
  g_autofree char *text = g_strjoinv (" ", (char **)terms);

  g_strstrip (text);
  return g_utf8_strlen (text, -1) >= SHORTEST ? g_steal_pointer (&text) : NULL;
}

static void
activate_result (TiemSearchProvider *self,
                 const char *result)
{
  static const char *const tabs[] = { "orders", "customers" };

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      gint64 id = parse_result (result, tabs[i]);

      if (id != 0)
        self->hooks.open (tabs[i], id, self->hooks_data);
    }
}

static void
call_cb (GDBusConnection *connection,
         const char *sender,
         const char *object_path,
         const char *interface_name,
         const char *method_name,
         GVariant *parameters,
         GDBusMethodInvocation *call,
         gpointer user_data)
{
  TiemSearchProvider *self = TIEM_SEARCH_PROVIDER (user_data);
  g_autofree const char **list = NULL;
  const char *result;

  if (g_str_equal (method_name, "ActivateResult"))
    {
      g_variant_get (parameters, "(&s^a&su)", &result, &list, NULL);
      activate_result (self, result);
      g_dbus_method_invocation_return_value (call, NULL);
      return;
    }
  if (g_str_equal (method_name, "LaunchSearch"))
    {
      g_autofree char *text = NULL;

      g_variant_get (parameters, "(^a&su)", &list, NULL);
      text = g_strjoinv (" ", (char **)list);
      self->hooks.search (text, self->hooks_data);
      g_dbus_method_invocation_return_value (call, NULL);
      return;
    }
  if (g_str_equal (method_name, "GetResultMetas"))
    {
      char **results = NULL;

      g_variant_get (parameters, "(^as)", &results);
      ask (self, call, describe_thread, results, (GDestroyNotify)g_strfreev, "(@aa{sv} [],)");
      return;
    }
  /* A longer question is asked anew: the answers to the shorter one were cut at the newest. */
  if (g_str_equal (method_name, "GetInitialResultSet"))
    g_variant_get (parameters, "(^a&s)", &list);
  else
    g_variant_get (parameters, "(as^a&s)", NULL, &list);
  ask (self, call, find_thread, join_terms (list), g_free, "(@as [],)");
}

gboolean
tiem_search_provider_export (TiemSearchProvider *self,
                             GDBusConnection *connection,
                             const char *path,
                             GError **error)
{
  static const GDBusInterfaceVTable vtable = { call_cb, NULL, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);

  if (node == NULL)
    return FALSE;
  self->registration_id = g_dbus_connection_register_object (
      connection, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration_id == 0)
    return FALSE;
  g_set_object (&self->connection, connection);
  return TRUE;
}

void
tiem_search_provider_unexport (TiemSearchProvider *self)
{
  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  g_clear_object (&self->connection);
}

static void
tiem_search_provider_dispose (GObject *object)
{
  TiemSearchProvider *self = TIEM_SEARCH_PROVIDER (object);

  tiem_search_provider_unexport (self);
  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tiem_search_provider_parent_class)->dispose (object);
}

static void
tiem_search_provider_class_init (TiemSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_search_provider_dispose;
}

static void
tiem_search_provider_init (TiemSearchProvider *self)
{
}

TiemSearchProvider *
tiem_search_provider_new (GApplication *application,
                          const TiemSearchProviderHooks *hooks,
                          gpointer hooks_data)
{
  TiemSearchProvider *self = g_object_new (TIEM_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;
  self->hooks = *hooks;
  self->hooks_data = hooks_data;
  return self;
}
