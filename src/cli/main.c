#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "base/tiem-memory.h"
#include "cli/tiem-cli.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

enum
{
  EXIT_DONE,
  EXIT_FAILED,
  EXIT_WRONG_USAGE,
};

static void
print_overview (const char *group)
{
  printf ("%s\n  tiem-cli [--data DIR] [--json] %s …\n\n",
          _ ("Usage:"),
          group != NULL ? group : _ ("COMMAND"));
  printf ("%s\n", _ ("Commands:"));
  for (const TiemCliCommand *command = tiem_cli_commands; command->name != NULL; command++)
    if (group == NULL || g_str_has_prefix (command->name, group))
      printf ("  %-22s %s\n", command->name, _ (command->summary));
  printf ("\n%s\n", _ ("“tiem-cli COMMAND --help” says more about a command."));
}

/* Finds the command that @words begin with, of two words before one.
 * Returns: (nullable); @n_words: how many words its name takes */
static const TiemCliCommand *
find_command (char **words,
              int *n_words)
{
  g_autofree char *pair
      = words[1] != NULL ? g_strconcat (words[0], " ", words[1], NULL) : g_strdup (words[0]);
  const char *names[] = { words[0], pair };

  for (*n_words = words[1] != NULL ? 2 : 1; *n_words > 0; (*n_words)--)
    for (const TiemCliCommand *command = tiem_cli_commands; command->name != NULL; command++)
      if (strcmp (command->name, names[*n_words - 1]) == 0)
        return command;
  return NULL;
}

/* "channel" stands before commands of its own. */
static gboolean
is_group (const char *word)
{
  g_autofree char *prefix = g_strconcat (word, " ", NULL);

  for (const TiemCliCommand *command = tiem_cli_commands; command->name != NULL; command++)
    if (g_str_has_prefix (command->name, prefix))
      return TRUE;
  return FALSE;
}

static int
fail_usage (const char *message,
            const char *command)
{
  /* Translators: what was wrong with the command line, then the start of a command line */
  fprintf (stderr, _ ("tiem-cli: %s; see “tiem-cli %s--help”\n"), message, command);
  return EXIT_WRONG_USAGE;
}

/* Options that stand before the command. Returns: the index of the command in @argv, −1 for
 * wrong usage */
static int
read_leading_options (TiemCli *cli,
                      char **argv,
                      gboolean *help,
                      gboolean *version)
{
  int i = 1;

  for (; argv[i] != NULL && *argv[i] == '-'; i++)
    if (strcmp (argv[i], "--json") == 0)
      cli->json = TRUE;
    else if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)
      *help = TRUE;
    else if (strcmp (argv[i], "--version") == 0)
      *version = TRUE;
    else if (g_str_has_prefix (argv[i], "--data="))
      {
        g_free (cli->data_dir);
        cli->data_dir = g_strdup (argv[i] + strlen ("--data="));
      }
    else if (strcmp (argv[i], "--data") == 0 && argv[i + 1] != NULL)
      {
        g_free (cli->data_dir);
        cli->data_dir = g_strdup (argv[++i]);
      }
    else
      return -1;
  return i;
}

/* What the parts of Tiệm note for support would mix with the one sentence of an error. */
static GLogWriterOutput
log_writer_cb (GLogLevelFlags level,
               const GLogField *fields,
               gsize n_fields,
               gpointer user_data)
{
  if (level > G_LOG_LEVEL_WARNING && g_getenv ("G_MESSAGES_DEBUG") == NULL)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

static int
run_command (TiemCli *cli,
             char **words)
{
  g_autoptr (GError) error = NULL;
  int n_words;

  cli->command = find_command (words, &n_words);
  if (cli->command == NULL)
    {
      g_autofree char *message = NULL;
      g_autofree char *group = is_group (words[0]) ? g_strconcat (words[0], " ", NULL) : NULL;

      if (group != NULL && words[1] != NULL
          && (strcmp (words[1], "--help") == 0 || strcmp (words[1], "-h") == 0))
        {
          print_overview (words[0]);
          return EXIT_DONE;
        }
      message = g_strdup_printf (_ ("there is no command “%s%s%s”"),
                                 words[0],
                                 group != NULL && words[1] != NULL ? " " : "",
                                 group != NULL && words[1] != NULL ? words[1] : "");
      return fail_usage (message, group != NULL ? group : "");
    }

  cli->argv = g_strdupv (words + n_words - 1);
  if (cli->command->run (cli, &error) || error == NULL)
    return EXIT_DONE;
  if (error->domain == G_OPTION_ERROR)
    {
      g_autofree char *name = g_strconcat (cli->command->name, " ", NULL);

      return fail_usage (error->message, name);
    }
  fprintf (stderr, "tiem-cli: %s\n", error->message);
  return EXIT_FAILED;
}

static int
dispatch (TiemCli *cli,
          char **argv)
{
  gboolean help = FALSE;
  gboolean version = FALSE;
  int first;

  for (int i = 1; argv[i] != NULL; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      return fail_usage (_ ("the command line is not in UTF-8"), "");

  first = read_leading_options (cli, argv, &help, &version);
  if (first < 0)
    return fail_usage (_ ("there is no such option before a command"), "");
  if (version)
    printf ("tiem-cli %s\n", VERSION);
  else if (help)
    print_overview (NULL);
  else if (argv[first] == NULL)
    return fail_usage (_ ("a command is missing"), "");
  else
    return run_command (cli, argv + first);
  return EXIT_DONE;
}

int
main (int argc,
      char **argv)
{
  TiemCli cli = { NULL };
  int status;

  tiem_memory_set_up ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_log_set_writer_func (log_writer_cb, NULL, NULL);

  status = dispatch (&cli, argv);

  g_clear_object (&cli.keyring);
  g_clear_object (&cli.store);
  g_strfreev (cli.argv);
  g_free (cli.data_dir);

  if (fflush (stdout) != 0 || ferror (stdout))
    {
      fprintf (
          stderr, "tiem-cli: %s\n", _ ("The output can’t be written; look where it is sent to."));
      return EXIT_FAILED;
    }
  return status;
}
