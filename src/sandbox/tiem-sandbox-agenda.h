#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What will happen in a market and when. Entries due at the same time happen in the order
 * they were added, so that a run is repeatable. */

typedef struct _TiemSandboxAgenda TiemSandboxAgenda;
typedef void (*TiemSandboxAgendaFunc) (gpointer owner, gint64 id, int detail);

TiemSandboxAgenda *tiem_sandbox_agenda_new (gpointer owner);
void tiem_sandbox_agenda_free (TiemSandboxAgenda *self);

/* Calls func (owner, @id, @detail) at @at (ms UTC). */
void tiem_sandbox_agenda_add (
    TiemSandboxAgenda *self, gint64 at, TiemSandboxAgendaFunc func, gint64 id, int detail);
/* Forgets all entries of @func. */
void tiem_sandbox_agenda_remove (TiemSandboxAgenda *self, TiemSandboxAgendaFunc func);

/* Returns: when the first entry is due; G_MAXINT64 when there is none */
gint64 tiem_sandbox_agenda_next (const TiemSandboxAgenda *self);
/* Takes the first entry off and does it. */
void tiem_sandbox_agenda_run_next (TiemSandboxAgenda *self);

G_END_DECLS
