#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Every command makes one JSON value, the form of its contract. With --json it is printed as
 * it is; else the same value becomes a table (a list) or lines of "name: value" (an object),
 * by a list of the members to show.
 */

typedef enum
{
  TIEM_SHOW_TEXT,
  TIEM_SHOW_NUMBER,
  TIEM_SHOW_MONEY,
  TIEM_SHOW_TIME,
  TIEM_SHOW_PHONE,
  TIEM_SHOW_FLAG,   /* a word when true, nothing when false */
  TIEM_SHOW_STATUS, /* of an order */
  TIEM_SHOW_REASON, /* of a movement of stock */
  TIEM_SHOW_WORD,   /* any other word of the contract that has a translation */
  TIEM_SHOW_LIST,   /* of objects, shown by .columns below the rest */
} TiemShow;

typedef struct TiemCliColumn
{
  const char *member; /* "customer.name"; NULL ends the list. A bare text in a list: "" */
  const char *title;  /* to be translated */
  TiemShow show;
  const struct TiemCliColumn *columns;
} TiemCliColumn;

/* Returns: (transfer full): @root as text that ends in a newline */
char *tiem_cli_format_text (JsonNode *root,
                            const TiemCliColumn *columns,
                            const char *empty);
/* Returns: (transfer full): the values of one object in one line without their names */
char *tiem_cli_format_line (JsonNode *node,
                            const TiemCliColumn *columns);
/* Returns: (transfer full): @root as JSON in one line that ends in a newline */
char *tiem_cli_format_json (JsonNode *root);
/* Returns: how many cells of a terminal @text takes */
guint tiem_cli_text_width (const char *text);

/* Members in the forms of the contract: ids are strings, times ISO 8601, no value is null. */
void tiem_json_add_id (JsonBuilder *builder,
                       const char *name,
                       gint64 id);
void tiem_json_add_text (JsonBuilder *builder,
                         const char *name,
                         const char *text);
void tiem_json_add_int (JsonBuilder *builder,
                        const char *name,
                        gint64 value);
void tiem_json_add_optional_int (JsonBuilder *builder,
                                 const char *name,
                                 gboolean has,
                                 gint64 value);
void tiem_json_add_time (JsonBuilder *builder,
                         const char *name,
                         gint64 ms);
void tiem_json_add_bool (JsonBuilder *builder,
                         const char *name,
                         gboolean value);
void tiem_json_add_null (JsonBuilder *builder,
                         const char *name);
/* Starts a list as a member. */
void tiem_json_begin_list (JsonBuilder *builder,
                           const char *name);
/* "error": {"class", "message"} or null */
void tiem_json_add_error (JsonBuilder *builder,
                          const char *class_name,
                          const char *message);
/* Returns: (transfer full): what was built; frees @builder */
JsonNode *tiem_json_finish (JsonBuilder *builder);

G_END_DECLS
