#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Orders and customers in the desktop's own search, org.gnome.Shell.SearchProvider2. The desktop
 * asks nobody for them until the owner switches it on there (DefaultDisabled in
 * data/vn.tiem.Tiem.search-provider.ini): the results show buyers' names.
 *
 * It reads the owner's own shop by a connection of its own, which it closes when nobody has searched
 * for a while: the program may have been started for this question alone, without a window.
 */
#define TIEM_TYPE_SEARCH_PROVIDER (tiem_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (TiemSearchProvider, tiem_search_provider, TIEM, SEARCH_PROVIDER, GObject)

/* What the application does with a result. */
typedef struct
{
  /* @tab: "orders", "customers" */
  void (*open) (const char *tab,
                gint64 id,
                gpointer user_data);
  /* All that matches @text. */
  void (*search) (const char *text,
                  gpointer user_data);
} TiemSearchProviderHooks;

/* @application: not owned; held while a question is being answered */
TiemSearchProvider *tiem_search_provider_new (GApplication *application,
                                              const TiemSearchProviderHooks *hooks,
                                              gpointer hooks_data);
/* Fails when @path is taken. */
gboolean tiem_search_provider_export (TiemSearchProvider *self,
                                      GDBusConnection *connection,
                                      const char *path,
                                      GError **error);
void tiem_search_provider_unexport (TiemSearchProvider *self);

G_END_DECLS
