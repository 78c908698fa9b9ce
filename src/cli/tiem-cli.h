#pragma once

#include "cli/tiem-cli-output.h"
#include "store/tiem-store-asking.h"
#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/* How long a command waits for the process that asks the channels to write what it knows. */
#define TIEM_CLI_ASK_MS 200

/*
 * src/cli: `tiem-cli`, the same core as the window without a display. Its contract is the
 * manual page data/tiem-cli.1; a form that is printed with --json does not change.
 *
 * One file per group of commands (tiem-cli-order.c …), each with functions of the type
 * TiemCliFunc; the table in tiem-cli-commands.c names them all.
 */

typedef struct _TiemCli TiemCli;

/*
 * Carries out one command: reads its options with tiem_cli_parse() first, then prints one
 * value. Returns: FALSE with @error for exit status 1, with a %G_OPTION_ERROR for 2 (wrong
 * usage), and FALSE without @error when only the help was wanted.
 */
typedef gboolean (*TiemCliFunc) (TiemCli *cli,
                                 GError **error);

typedef struct
{
  const char *name;      /* "channel add" */
  const char *arguments; /* (nullable) as the help shows them, not translated */
  const char *summary;   /* a sentence, to be translated */
  TiemCliFunc run;
} TiemCliCommand;

struct _TiemCli
{
  const TiemCliCommand *command;
  char **argv; /* (owned) the command's name and what follows it; after parsing only what is no option */
  char *data_dir; /* (owned) (nullable) */
  gboolean json;

  TiemStore *store;     /* (owned) (nullable) until it is asked for */
  TiemKeyring *keyring; /* (owned) (nullable) likewise */
};

/* All commands, the last with a NULL name. */
extern const TiemCliCommand tiem_cli_commands[];

/*
 * Reads the options @entries (NULL-terminated) and the ones every command has. Values are
 * best taken by %G_OPTION_ARG_FILENAME, which leaves the text as it is in every locale.
 * @least, @most: how many arguments besides options; −1 = any number.
 */
gboolean tiem_cli_parse (TiemCli *cli,
                         const GOptionEntry *entries,
                         int least,
                         int most,
                         GError **error);
/* Returns: (transfer none) (nullable): the nth argument that is no option, from 0 */
const char *tiem_cli_argument (TiemCli *cli,
                               guint n);
guint tiem_cli_count_arguments (TiemCli *cli);

/* Sets a %G_OPTION_ERROR with this sentence. Returns: FALSE */
gboolean tiem_cli_fail_usage (GError **error,
                              const char *format,
                              ...) G_GNUC_PRINTF (2, 3);

/* Read what was typed, or fail as wrong usage. @name: of the option or argument, for the
 * sentence. @text NULL leaves the value as it is. */
gboolean tiem_cli_read_id (const char *text,
                           const char *name,
                           gint64 *id,
                           GError **error);
gboolean tiem_cli_read_int (const char *text,
                            const char *name,
                            gint64 least,
                            gint64 most,
                            gint64 *value,
                            GError **error);
gboolean tiem_cli_read_money (const char *text,
                              gint64 *vnd,
                              GError **error);
gboolean tiem_cli_read_time (const char *text,
                             gint64 *ms,
                             GError **error);

/* Opened when first asked for, so that a wrong command line makes no database.
 * Returns: (transfer none) (nullable) */
TiemStore *tiem_cli_get_store (TiemCli *cli,
                               GError **error);
TiemKeyring *tiem_cli_get_keyring (TiemCli *cli,
                                   GError **error);
/* Returns: the variant's id, 0 with NOT_FOUND */
gint64 tiem_cli_find_sku (TiemCli *cli,
                          const char *sku,
                          GError **error);

/* Prints @root, which is taken over, as JSON or by @columns as text; @empty: (nullable) the
 * sentence for a list without rows. Returns: TRUE */
gboolean tiem_cli_print (TiemCli *cli,
                         JsonNode *root,
                         const TiemCliColumn *columns,
                         const char *empty);

G_END_DECLS
