#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Tells that the computer is about to sleep and that it has woken. The system's login service
 * says so where there is one that may be asked; a sleep that nobody announced, or a clock that
 * was set, is seen in the clocks: the wall's goes on while the other one stands.
 * On the main context of the thread it was made on.
 */
typedef struct _TiemSleep TiemSleep;

typedef struct
{
  /* The system waits for tiem_sleep_let_go(), though only for some seconds. */
  void (*prepare) (gpointer user_data);
  void (*woke) (gpointer user_data);
} TiemSleepHooks;

TiemSleep *tiem_sleep_new (const TiemSleepHooks *hooks,
                           gpointer user_data);
void tiem_sleep_free (TiemSleep *self);

/* Everything is ready for the sleep that was announced. */
void tiem_sleep_let_go (TiemSleep *self);

/* One look at the clocks, both in ms; happens every two seconds by itself. */
void tiem_sleep_look (TiemSleep *self,
                      gint64 wall_ms,
                      gint64 running_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSleep, tiem_sleep_free)

G_END_DECLS
