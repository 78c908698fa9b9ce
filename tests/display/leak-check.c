/* Leaves what libraries allocate before main() out of the leak check.
 *
 * GLib keeps its quarks in a table that it leaves behind, on purpose, when the 2,049th is made
 * (g_quark_new() in glib/gquark.c). A window with a sandbox beside it makes about that many, so
 * one more signal name anywhere could fail a display test. The table comes from GLib's own
 * constructor, of which a report without debug symbols shows g_malloc() and nothing else to
 * suppress it by; hence brackets around the constructors of all libraries. */

#ifdef __SANITIZE_ADDRESS__

void __lsan_disable (void);
void __lsan_enable (void);

static void
before_libraries (void)
{
  __lsan_disable ();
}

__attribute__ ((section (".preinit_array"), used)) static void (*const first) (void)
    = before_libraries;

__attribute__ ((constructor)) static void
after_libraries (void)
{
  __lsan_enable ();
}

#else

typedef int nothing_to_leave_out;

#endif
