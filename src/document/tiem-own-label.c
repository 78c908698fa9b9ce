#define G_LOG_DOMAIN "tiem-own-label"

#include "config.h"

#include "document/tiem-own-label.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "document/tiem-code.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pen.h"
#include "model/tiem-address.h"

#include <glib/gi18n-lib.h>

/* The width that the sizes below are for: A6 without its margins. Narrower labels are smaller in
 * everything. */
#define FULL_WIDTH (101 * TIEM_MM)
#define SMALLEST_TEXT 6.0
#define MOST_ADDRESS_LINES 4
#define MOST_GOODS_LINES 3

typedef struct
{
  TiemPen pen;
  double unit; /* 1 on A6 */
  double bottom;
  const TiemOrder *order;
  const TiemShopIdentity *sender; /* (nullable) */
} Label;

static double
text_size (const Label *self,
           double size)
{
  return MAX (SMALLEST_TEXT, size * self->unit);
}

static gboolean
is_said (const char *text)
{
  return text != NULL && *text != '\0';
}

/* --- what stands on it --- */

static const char *
get_code (const TiemOrder *order)
{
  if (is_said (order->tracking))
    return order->tracking;
  return is_said (order->number) ? order->number : order->remote_id;
}

static const char *
get_receiver (const TiemOrder *order)
{
  return is_said (order->address.name) ? order->address.name : order->buyer_name;
}

static const char *
get_phone (const TiemOrder *order)
{
  return is_said (order->address.phone) ? order->address.phone : order->buyer_phone;
}

/* As it is written today; as it was received where that is not certain. */
static char *
dup_address (const TiemOrder *order)
{
  char *address = tiem_address_format_new (&order->address, order->chosen_ward_code);

  if (address == NULL)
    address = tiem_address_format (&order->address);
  return address != NULL ? address : g_strdup ("");
}

/* What is to be collected at the door. */
static gint64
get_due (const TiemOrder *order)
{
  return order->is_own ? order->cod_vnd : MAX (0, order->total_vnd - order->paid_vnd);
}

gboolean
tiem_own_label_check (const TiemOrder *order,
                      GError **error)
{
  g_autofree char *address = dup_address (order);
  const char *sentence = NULL;

  if (*address == '\0')
    sentence = _ ("The order has no address; add one, then print its label.");
  else if (!is_said (get_receiver (order)) && !is_said (get_phone (order)))
    sentence = _ ("The order says neither a name nor a phone; add one, then print its label.");
  if (sentence != NULL)
    g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return sentence == NULL;
}

/* --- from the top down --- */

static void
write_head (Label *self)
{
  TiemPen *pen = &self->pen;
  double half = pen->width * 0.6;
  TiemPen right = { pen->cr, pen->x + half, pen->y, pen->width - half };
  g_autofree char *number = NULL;

  number = g_strdup_printf ("%s\n%s",
                            is_said (self->order->carrier) ? self->order->carrier
                                                           : self->order->channel_name,
                            self->order->number);
  pen->width = half;
  tiem_pen_write (pen,
                  self->sender != NULL && is_said (self->sender->name) ? self->sender->name
                                                                       : self->order->channel_name,
                  text_size (self, 13),
                  TIEM_PEN_BOLD,
                  1);
  tiem_pen_write (&right, number, text_size (self, 8.5), TIEM_PEN_RIGHT, 2);
  pen->width = half + right.width;
  pen->y = MAX (pen->y, right.y);
}

static void
write_bars (Label *self)
{
  TiemPen *pen = &self->pen;
  const char *code = get_code (self->order);
  double height = 15 * TIEM_MM * self->unit;
  cairo_rectangle_t box = { pen->x, pen->y, pen->width, height };

  if (tiem_code_draw (pen->cr, TIEM_CODE_128, code, &box))
    pen->y += height + 1;
  tiem_pen_write (
      pen, code, text_size (self, 11), TIEM_PEN_BOLD | TIEM_PEN_CENTRE | TIEM_PEN_DIGITS, 1);
}

static void
write_sender (Label *self)
{
  TiemPen *pen = &self->pen;
  g_autofree char *text = NULL;

  if (self->sender == NULL || (!is_said (self->sender->phone) && !is_said (self->sender->address)))
    return;
  text
      = g_strdup_printf ("%s%s%s%s%s",
                         is_said (self->sender->name) ? self->sender->name : "",
                         is_said (self->sender->name) && is_said (self->sender->phone) ? " · " : "",
                         is_said (self->sender->phone) ? self->sender->phone : "",
                         is_said (self->sender->address) ? "\n" : "",
                         is_said (self->sender->address) ? self->sender->address : "");
  tiem_pen_write (pen, C_ ("on a label", "From"), text_size (self, 7), TIEM_PEN_GREY, 1);
  tiem_pen_write (pen, text, text_size (self, 8.5), TIEM_PEN_PLAIN, 3);
  tiem_pen_rule (pen, 3 * self->unit);
}

/* The address is what the parcel goes by: it becomes smaller, and is never cut. */
static void
write_address (Label *self)
{
  TiemPen *pen = &self->pen;
  g_autofree char *address = dup_address (self->order);
  double size = text_size (self, 12);
  double line = tiem_pen_measure (pen, "Ấg", size, TIEM_PEN_PLAIN, 1);

  while (size > SMALLEST_TEXT
         && tiem_pen_measure (pen, address, size, TIEM_PEN_PLAIN, 0)
                > MOST_ADDRESS_LINES * line * 1.05)
    size -= 0.5;
  tiem_pen_write (pen, address, size, TIEM_PEN_PLAIN, 0);
}

static void
write_receiver (Label *self)
{
  TiemPen *pen = &self->pen;
  const char *name = get_receiver (self->order);
  g_autofree char *normal = tiem_phone_normalise (get_phone (self->order));
  g_autofree char *phone = tiem_phone_format (normal != NULL ? normal : get_phone (self->order));

  tiem_pen_write (pen, C_ ("on a label", "To"), text_size (self, 7), TIEM_PEN_GREY, 1);
  if (is_said (name))
    tiem_pen_write (pen, name, text_size (self, 14), TIEM_PEN_BOLD, 2);
  if (is_said (phone))
    tiem_pen_write (pen, phone, text_size (self, 14), TIEM_PEN_BOLD | TIEM_PEN_DIGITS, 1);
  write_address (self);
  tiem_pen_rule (pen, 3 * self->unit);
}

/* What the carrier collects, as large as what a courier looks for; the QR beside it. */
static void
write_collect (Label *self)
{
  TiemPen *pen = &self->pen;
  double side = 23 * TIEM_MM * self->unit;
  double top = pen->y;
  double width = pen->width;
  gint64 due = get_due (self->order);
  g_autofree char *amount = tiem_money_format (due);
  cairo_rectangle_t box = { pen->x + width - side, top, side, side };

  tiem_code_draw (pen->cr, TIEM_CODE_QR, get_code (self->order), &box);
  pen->width = width - side - 4;
  pen->y = top + side * 0.14;
  tiem_pen_write (pen, _ ("Cash on delivery"), text_size (self, 9), TIEM_PEN_PLAIN, 1);
  tiem_pen_write (pen, amount, text_size (self, 23), TIEM_PEN_BOLD | TIEM_PEN_DIGITS, 1);
  if (due == 0)
    tiem_pen_write (
        pen, _ ("Paid already, collect nothing"), text_size (self, 8.5), TIEM_PEN_PLAIN, 1);
  pen->width = width;
  pen->y = top + side;
  tiem_pen_rule (pen, 2 * self->unit);
}

/* --- goods and note, in what room is left --- */

static char *
describe_line (const TiemOrderLine *line)
{
  gboolean has_options = is_said (line->options);

  return g_strdup_printf ("%" G_GINT64_FORMAT " × %s%s%s",
                          line->quantity - line->cancelled,
                          is_said (line->title) ? line->title : line->remote_sku,
                          has_options ? " · " : "",
                          has_options ? line->options : "");
}

static double
measure_note (Label *self,
              char **note)
{
  if (!is_said (self->order->note))
    return 0;
  /* Translators: what the buyer wrote */
  *note = g_strdup_printf (_ ("Note: %s"), self->order->note);
  return tiem_pen_measure (&self->pen, *note, text_size (self, 8.5), TIEM_PEN_BOLD, 2)
         + 4 * self->unit;
}

static void
write_goods (Label *self,
             double bottom)
{
  TiemPen *pen = &self->pen;
  double size = text_size (self, 8.5);
  double line = tiem_pen_measure (pen, "Ấg", size, TIEM_PEN_PLAIN, 1);
  guint n = self->order->lines != NULL ? self->order->lines->len : 0;
  guint room = (guint)(MAX (0, bottom - pen->y) / line);

  if (n == 0 && room > 0 && is_said (self->order->goods))
    tiem_pen_write (pen, self->order->goods, size, TIEM_PEN_PLAIN, MIN (room, 3));
  for (guint i = 0; i < n && room > 0; i++)
    {
      g_autofree char *text = describe_line (g_ptr_array_index (self->order->lines, i));
      /* What is packed stands at the end of a long title: it is only cut where others need the
       * room. */
      guint most = CLAMP (room / (n - i), 1, MOST_GOODS_LINES);
      guint taken;

      if (room == 1 && i + 1 < n)
        {
          g_free (text);
          text = g_strdup_printf (ngettext ("and %u more", "and %u more", n - i), n - i);
          tiem_pen_write (pen, text, size, TIEM_PEN_GREY, 1);
          return;
        }
      taken = (guint)(tiem_pen_measure (pen, text, size, TIEM_PEN_PLAIN, most) / line + 0.5);
      tiem_pen_write (pen, text, size, TIEM_PEN_PLAIN, most);
      room -= MIN (room, MAX (1, taken));
    }
}

void
tiem_own_label_draw (cairo_t *cr,
                     double width,
                     double height,
                     const TiemOrder *order,
                     const TiemShopIdentity *sender)
{
  double margin = 2 * TIEM_MM * MIN (1, width / FULL_WIDTH);
  Label self = { .pen = { cr, margin, margin, width - 2 * margin },
                 .unit = MIN (1, width / FULL_WIDTH),
                 .bottom = height - margin,
                 .order = order,
                 .sender = sender };
  g_autofree char *note = NULL;
  double note_height;

  write_head (&self);
  self.pen.y += 3 * self.unit;
  write_bars (&self);
  tiem_pen_rule (&self.pen, 2 * self.unit);
  write_sender (&self);
  write_receiver (&self);
  write_collect (&self);
  note_height = measure_note (&self, &note);
  write_goods (&self, self.bottom - note_height);
  if (note == NULL)
    return;
  self.pen.y = self.bottom - note_height + 4 * self.unit;
  tiem_pen_write (&self.pen, note, text_size (&self, 8.5), TIEM_PEN_BOLD, 2);
}
