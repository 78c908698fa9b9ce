#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Where goods are put on a slip or an order: a field to scan or type into, what was found below
 * it, and what was wrong. It looks for the goods; what becomes of them is its source's.
 *
 * Property: "placeholder" (string): what the field says while it is empty.
 * Signal: gboolean ::enter-lines (): Down or Tab in the empty field: the focus goes to the lines.
 * Returns: whether it did
 */
#define TIEM_TYPE_GOODS_SEARCH (tiem_goods_search_get_type ())
G_DECLARE_FINAL_TYPE (TiemGoodsSearch, tiem_goods_search, TIEM, GOODS_SEARCH, AdwBin)

/* @owner: the widget the lines are on */
typedef struct
{
  /* Goods on sale with price and what is left; else all goods and what is on hand. */
  gboolean sells;
  /* What @make has to know, and which slip it is meant for. Returns: (transfer full) (nullable):
   * NULL: nothing can be added now */
  gpointer (*ask) (gpointer owner);
  GDestroyNotify asked_free; /* may be NULL */
  /* Off the main thread. Returns: (transfer full): the line, NULL with @error */
  gpointer (*make) (TiemStore *store, gconstpointer asked, gint64 variant_id, GError **error);
  GDestroyNotify made_free;
  /* Whether the slip it was meant for is still the one that is written. */
  gboolean (*is_meant) (gpointer owner, gconstpointer asked);
  /* @made: (transfer full) */
  void (*add) (gpointer owner, gpointer made);
} TiemGoodsSource;

/* Once. @source: outlives the widget, as @owner does */
void tiem_goods_search_set_source (TiemGoodsSearch *self,
                                   const TiemGoodsSource *source,
                                   gpointer owner);
/* @shop: (nullable): none: nothing is looked up any more */
void tiem_goods_search_set_shop (TiemGoodsSearch *self,
                                 TiemShop *shop);
/* @widget: (nullable): what stands between the field and what was found */
void tiem_goods_search_set_between (TiemGoodsSearch *self,
                                    GtkWidget *widget);
/* Below the field, until something is typed. @text: (nullable): NULL takes it away */
void tiem_goods_search_tell (TiemGoodsSearch *self,
                             const char *text);
void tiem_goods_search_complain (TiemGoodsSearch *self,
                                 const char *text);
/* What a scanner read, or somebody typed and ended with Enter: adds it, or says why not. */
void tiem_goods_search_take_code (TiemGoodsSearch *self,
                                  const char *code);
/* Where the next scan goes. */
void tiem_goods_search_focus (TiemGoodsSearch *self);
GtkEditable *tiem_goods_search_get_field (TiemGoodsSearch *self);
/* A key that nothing else had a use for is typed there. Returns: whether it was */
gboolean tiem_goods_search_forward_key (TiemGoodsSearch *self,
                                        GtkEventControllerKey *keys);

G_END_DECLS
