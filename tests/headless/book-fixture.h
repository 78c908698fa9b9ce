#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Workbooks made in tests, in a folder of their own that goes with the test. */

typedef struct
{
  const char *name;
  gboolean hidden;
  const char *rows; /* cells end with '|', rows with a newline; "#12.5" is a number, "=x" a
                     * formula whose value is x, "=" one that was never calculated, "!x" an
                     * error; empty cells are left out */
  const char *merges; /* (nullable): "B2:B4 C1:D1" */
} BookSheet;

/* Returns: (transfer full): the path of @name in the folder */
char *book_path (const char *name);
/* Returns: (transfer full): the path of a file with these bytes */
char *book_write_bytes (const char *name,
                        const char *bytes,
                        gssize length);
/* Returns: (transfer full): the path of a zip file of @parts: name and content in turn, NULL-ended */
char *book_write_parts (const char *name,
                        const char *const *parts);
/* Returns: (transfer full): the path of a workbook */
char *book_write (const char *name,
                  const BookSheet *sheets,
                  gsize n_sheets);
/* Returns: (transfer full): the path of a workbook with one sheet */
char *book_write_rows (const char *name,
                       const char *rows);
/* Removes the folder and what is in it. */
void book_end (void);

G_END_DECLS
