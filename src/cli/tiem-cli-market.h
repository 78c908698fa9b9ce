#pragma once

#include "cli/tiem-cli-commands.h"
#include "model/tiem-records.h"

G_BEGIN_DECLS

/* Files of the marketplaces, behind “import”, “export” and “channel list”. @channel: as typed
 * (nullable). */
gboolean tiem_cli_import_orders (TiemCli *cli,
                                 const char *path,
                                 const char *channel,
                                 gboolean dry_run,
                                 GError **error);
gboolean tiem_cli_import_listings (TiemCli *cli,
                                   const char *path,
                                   const char *channel,
                                   gboolean dry_run,
                                   GError **error);
gboolean tiem_cli_export_stock (TiemCli *cli,
                                const char *path,
                                const char *channel,
                                const char *template_path,
                                gboolean prices,
                                gboolean all,
                                GError **error);
/* Adds the members “by_file” and “files” of a channel. */
void tiem_cli_file_desk_json (JsonBuilder *builder,
                              TiemStore *store,
                              const TiemChannelRecord *channel);

G_END_DECLS
