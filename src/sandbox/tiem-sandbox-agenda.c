#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-agenda.h"

typedef struct
{
  gint64 at;
  guint64 serial;
  TiemSandboxAgendaFunc func;
  gint64 id;
  int detail;
} Entry;

struct _TiemSandboxAgenda
{
  gpointer owner;
  GSequence *entries;
  guint64 serial;
};

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer user_data)
{
  const Entry *left = a;
  const Entry *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left->serial < right->serial ? -1 : left->serial > right->serial;
}

TiemSandboxAgenda *
tiem_sandbox_agenda_new (gpointer owner)
{
  TiemSandboxAgenda *self = g_new0 (TiemSandboxAgenda, 1);

  self->owner = owner;
  self->entries = g_sequence_new (g_free);
  return self;
}

void
tiem_sandbox_agenda_free (TiemSandboxAgenda *self)
{
  if (self == NULL)
    return;
  g_sequence_free (self->entries);
  g_free (self);
}

void
tiem_sandbox_agenda_add (
    TiemSandboxAgenda *self, gint64 at, TiemSandboxAgendaFunc func, gint64 id, int detail)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->at = at;
  entry->serial = self->serial++;
  entry->func = func;
  entry->id = id;
  entry->detail = detail;
  g_sequence_insert_sorted (self->entries, entry, compare_entries, NULL);
}

void
tiem_sandbox_agenda_remove (TiemSandboxAgenda *self,
                            TiemSandboxAgendaFunc func)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->entries);

  while (!g_sequence_iter_is_end (iter))
    {
      GSequenceIter *next = g_sequence_iter_next (iter);
      const Entry *entry = g_sequence_get (iter);

      if (entry->func == func)
        g_sequence_remove (iter);
      iter = next;
    }
}

gint64
tiem_sandbox_agenda_next (const TiemSandboxAgenda *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->entries);
  const Entry *entry;

  if (g_sequence_iter_is_end (first))
    return G_MAXINT64;
  entry = g_sequence_get (first);
  return entry->at;
}

void
tiem_sandbox_agenda_run_next (TiemSandboxAgenda *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->entries);
  Entry entry;

  g_return_if_fail (!g_sequence_iter_is_end (first));

  entry = *(const Entry *)g_sequence_get (first);
  g_sequence_remove (first);
  entry.func (self->owner, entry.id, entry.detail);
}
