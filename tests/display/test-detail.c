#include "config.h"

#include "ui-fixture.h"

#include "app/orders/tiem-order-detail.h"
#include "app/widgets/tiem-morph.h"
#include "app/widgets/tiem-tile.h"

/* What a pane shows in the widgets of the thing before is what it would show in new ones. */

#define NOW G_GINT64_CONSTANT (1766000000000)

static const char *const words[] = { "Áo thun cổ tròn",    "Đường phèn Quảng Ngãi 500 g",
                                     "Nguyễn Thị Lan",     "Giao giờ hành chính giúp em",
                                     "Tai nghe không dây", "" };

/* Returns: (transfer full) (nullable) */
static char *
dup_words (GRand *rand,
           gboolean nullable)
{
  if (nullable && g_rand_int_range (rand, 0, 2) == 0)
    return NULL;
  return g_strdup_printf ("%s %d",
                          words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))],
                          g_rand_int_range (rand, 0, 50));
}

static gint64
any_money (GRand *rand)
{
  return g_rand_int_range (rand, 0, 3) == 0 ? 0 : g_rand_int_range (rand, 1, 900) * 1000;
}

static gboolean
any_flag (GRand *rand)
{
  return g_rand_int_range (rand, 0, 3) == 0;
}

static gint64
any_time (GRand *rand)
{
  return any_flag (rand) ? 0 : NOW - g_rand_int_range (rand, -50, 5000) * G_GINT64_CONSTANT (60000);
}

static void
add_line (TiemOrder *order,
          GRand *rand)
{
  TiemOrderLine *line = g_new0 (TiemOrderLine, 1);

  line->id = order->lines->len + 1;
  line->variant_id = g_rand_int_range (rand, 0, 4);
  line->title = dup_words (rand, FALSE);
  line->sku = dup_words (rand, TRUE);
  line->options = dup_words (rand, TRUE);
  line->quantity = g_rand_int_range (rand, 1, 4);
  line->cancelled = any_flag (rand);
  line->returned = any_flag (rand);
  line->out = any_flag (rand);
  line->available = g_rand_int_range (rand, 0, 20);
  line->unit_price_vnd = any_money (rand);
  line->total_vnd = any_money (rand);
  line->is_short = order->is_short && any_flag (rand);
  g_ptr_array_add (order->lines, line);
}

static void
add_event (TiemOrder *order,
           GRand *rand)
{
  static const char *const kinds[] = { "placed", "status", "tracking", "short", "other" };
  TiemOrderEvent *event = g_new0 (TiemOrderEvent, 1);

  event->at = NOW - g_rand_int_range (rand, 0, 9000) * G_GINT64_CONSTANT (1000);
  event->kind = g_strdup (kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))]);
  event->what = dup_words (rand, FALSE);
  event->by = dup_words (rand, FALSE);
  event->word = dup_words (rand, TRUE);
  g_ptr_array_add (order->events, event);
}

static void
add_parcel (TiemOrder *order,
            GRand *rand)
{
  TiemRemoteParcel *parcel = tiem_remote_parcel_new ();
  TiemParcelLine content = { g_rand_int_range (rand, 0, order->lines->len), 1 };

  parcel->carrier = dup_words (rand, TRUE);
  parcel->tracking = dup_words (rand, TRUE);
  parcel->status = g_rand_int_range (rand, 0, TIEM_N_ORDER_STATUSES);
  if (any_flag (rand))
    g_array_append_val (parcel->lines, content);
  g_ptr_array_add (order->parcels, parcel);
}

static TiemOrder *
order_new (GRand *rand,
           gint64 id)
{
  static const char *const kinds[] = { "shopee", "lazada", "tiktok", "woocommerce", "counter" };
  static const char *const fees[] = { "commission", "payment", "voucher", "tax_vat" };
  TiemOrder *order = g_new0 (TiemOrder, 1);

  order->id = id;
  order->channel_kind = g_strdup (kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))]);
  order->channel_name = dup_words (rand, FALSE);
  order->number = g_strdup_printf ("DH%" G_GINT64_FORMAT, id);
  order->status = g_rand_int_range (rand, 0, TIEM_N_ORDER_STATUSES);
  order->placed_at = NOW - g_rand_int_range (rand, 0, 9000) * G_GINT64_CONSTANT (60000);
  order->ship_by = any_time (rand);
  order->customer_id = g_rand_int_range (rand, 0, 3);
  order->buyer_name = dup_words (rand, TRUE);
  order->buyer_phone = any_flag (rand) ? NULL : g_strdup ("0905123456");
  order->buyer_email = any_flag (rand) ? g_strdup ("lan@example.com") : NULL;
  order->buyer_refused = any_flag (rand);
  order->buyer_sent = 3;
  order->is_short = any_flag (rand);
  order->short_reason = order->is_short ? dup_words (rand, FALSE) : NULL;
  order->has_unlinked = any_flag (rand);
  order->cancel_asked = any_flag (rand);
  order->cancel_answer_by = any_time (rand);
  order->refused = any_flag (rand);
  order->back_since = any_flag (rand) ? NOW - 1000 : 0;
  order->note = dup_words (rand, TRUE);
  order->owner_note = dup_words (rand, TRUE);
  order->tags = any_flag (rand) ? g_strdup ("Gấp, Quà tặng") : NULL;
  order->total_vnd = any_money (rand);
  order->shipping_fee_vnd = any_money (rand);
  order->discount_vnd = any_money (rand);
  order->surcharge_vnd = any_money (rand);
  order->paid_vnd = any_money (rand);
  order->payout_vnd = any_money (rand);
  order->fees_state = g_rand_int_range (rand, 0, TIEM_FEES_SETTLED + 1);
  order->is_own = any_flag (rand);
  order->owed_vnd = order->is_own ? any_money (rand) : 0;
  order->label_at = any_time (rand);
  order->carrier = dup_words (rand, TRUE);
  order->tracking = dup_words (rand, TRUE);
  order->address.line = any_flag (rand) ? g_strdup ("12 Lê Lợi") : NULL;
  order->address.ward = any_flag (rand) ? g_strdup ("Phường Bến Nghé") : NULL;
  order->address.district = any_flag (rand) ? g_strdup ("Quận 1") : NULL;
  order->address.province = any_flag (rand) ? g_strdup ("Hồ Chí Minh") : NULL;
  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_line_free);
  order->events = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_event_free);
  order->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_parcel_free);
  order->fees = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_fee_free);
  for (int i = g_rand_int_range (rand, 1, 6); i > 0; i--)
    add_line (order, rand);
  for (int i = g_rand_int_range (rand, 0, 16); i > 0; i--)
    add_event (order, rand);
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    add_parcel (order, rand);
  for (int i = g_rand_int_range (rand, 0, G_N_ELEMENTS (fees)); i > 0; i--)
    g_ptr_array_add (order->fees, tiem_remote_fee_new (fees[i], any_money (rand)));
  return order;
}

static TiemOrderFacts *
facts_new (GRand *rand,
           gint64 id)
{
  TiemOrderFacts *facts = g_new0 (TiemOrderFacts, 1);

  facts->order = order_new (rand, id);
  facts->returns = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_return_free);
  if (any_flag (rand))
    {
      TiemReturn *asked = g_new0 (TiemReturn, 1);

      asked->id = id;
      asked->state = TIEM_RETURN_OPEN;
      asked->answers = any_flag (rand) ? TIEM_RETURN_ACCEPT | TIEM_RETURN_REJECT : 0;
      asked->reason = dup_words (rand, TRUE);
      asked->problem = dup_words (rand, TRUE);
      asked->refund_vnd = any_money (rand);
      g_ptr_array_add (facts->returns, asked);
    }
  if (any_flag (rand))
    {
      facts->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_free);
      g_ptr_array_add (facts->refusals, order_new (rand, id + 1000));
    }
  facts->sending = any_flag (rand) ? g_strdup ("order:ship") : NULL;
  facts->problem = any_flag (rand) ? dup_words (rand, FALSE) : NULL;
  facts->by_file = any_flag (rand);
  facts->profit.sold_vnd = any_money (rand);
  facts->profit.kept_vnd = any_money (rand);
  facts->profit.booked_vnd = any_money (rand);
  facts->profit.n_unknown = any_flag (rand);
  facts->profit.profit_vnd = any_money (rand);
  return facts;
}

/* --- what is to be seen --- */

static void
describe_own (GtkWidget *widget,
              GString *text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text,
                            " “%s”%s%s %g %d",
                            gtk_label_get_label (GTK_LABEL (widget)),
                            gtk_label_get_selectable (GTK_LABEL (widget)) ? " selectable" : "",
                            gtk_label_get_wrap (GTK_LABEL (widget)) ? " wraps" : "",
                            gtk_label_get_xalign (GTK_LABEL (widget)),
                            gtk_label_get_ellipsize (GTK_LABEL (widget)));
  if (GTK_IS_IMAGE (widget))
    g_string_append_printf (text, " icon %s", gtk_image_get_icon_name (GTK_IMAGE (widget)));
  if (TIEM_IS_TILE (widget))
    {
      g_autofree char *kinds = NULL;

      g_object_get (widget, "kinds", &kinds, NULL);
      g_string_append_printf (text, " kinds %s", kinds);
    }
  if (GTK_IS_ACTIONABLE (widget))
    {
      const char *name = gtk_actionable_get_action_name (GTK_ACTIONABLE (widget));
      GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));
      g_autofree char *action = name != NULL ? g_action_print_detailed_name (name, target) : NULL;

      g_string_append_printf (text, " does %s", action);
    }
  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *note = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &note, NULL);
      g_string_append_printf (text, " note “%s”", note);
    }
}

static int
compare_words (const void *a,
               const void *b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static void
describe (GtkWidget *widget,
          int depth,
          GString *text)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *joined = NULL;
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  const char *spoken = g_object_get_data (G_OBJECT (widget), "tiem-spoken");

  qsort (classes, g_strv_length (classes), sizeof *classes, compare_words);
  joined = g_strjoinv (".", classes);
  g_string_append_printf (text,
                          "%*s%s .%s%s%s%s h%d v%d w%d",
                          depth * 2,
                          "",
                          G_OBJECT_TYPE_NAME (widget),
                          joined,
                          gtk_widget_get_visible (widget) ? "" : " hidden",
                          gtk_widget_get_sensitive (widget) ? "" : " insensitive",
                          gtk_widget_get_focusable (widget) ? " focusable" : "",
                          gtk_widget_get_halign (widget),
                          gtk_widget_get_valign (widget),
                          gtk_widget_get_hexpand (widget));
  if (tooltip != NULL)
    g_string_append_printf (text, " tooltip “%s”", tooltip);
  if (spoken != NULL)
    g_string_append_printf (text, " spoken “%s”", spoken);
  describe_own (widget, text);
  if (GTK_IS_GRID (gtk_widget_get_parent (widget)))
    {
      int column, row, width, height;

      gtk_grid_query_child (
          GTK_GRID (gtk_widget_get_parent (widget)), widget, &column, &row, &width, &height);
      g_string_append_printf (text, " at %d,%d %d×%d", column, row, width, height);
    }
  g_string_append_c (text, '\n');
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && !GTK_IS_SCROLLBAR (child))
      describe (child, depth + 1, text);
}

static GtkWidget *
detail_new (GtkWidget **window)
{
  GtkWidget *detail = g_object_new (TIEM_TYPE_DETAIL, NULL);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open", G_VARIANT_TYPE ("(ssx)"));

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (open));
  *window = gtk_window_new ();
  gtk_widget_insert_action_group (*window, "win", G_ACTION_GROUP (group));
  gtk_window_set_default_size (GTK_WINDOW (*window), 420, 700);
  gtk_window_set_child (GTK_WINDOW (*window), detail);
  return detail;
}

static char *
dup_seen (GtkWidget *detail)
{
  GString *text = g_string_new (NULL);

  describe (detail, 0, text);
  return g_string_free (text, FALSE);
}

static char *
dup_seen_anew (const TiemOrderFacts *facts)
{
  GtkWidget *window;
  GtkWidget *detail = detail_new (&window);
  char *seen;

  tiem_order_facts_show (facts, TIEM_DETAIL (detail), NOW);
  seen = dup_seen (detail);
  gtk_window_destroy (GTK_WINDOW (window));
  return seen;
}

/* Each after another one that has more, less or something else in its place. */
static void
test_orders (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  GtkWidget *window;
  GtkWidget *detail = detail_new (&window);

  gtk_window_present (GTK_WINDOW (window));
  for (gint64 id = 1; id <= 250; id++)
    {
      TiemOrderFacts *facts = facts_new (rand, id);
      g_autofree char *seen = NULL;
      g_autofree char *expected = dup_seen_anew (facts);

      tiem_order_facts_show (facts, TIEM_DETAIL (detail), NOW);
      seen = dup_seen (detail);
      g_assert_cmpstr (seen, ==, expected);
      tiem_order_facts_free (facts);
      if (id % 16 == 0)
        ui_settle (20);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (gpointer data,
          GObject *gone)
{
  ++*(guint *)data;
}

static guint
watch (GtkWidget *widget,
       guint *gone)
{
  guint n = 1;

  g_object_weak_ref (G_OBJECT (widget), count_cb, gone);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += watch (child, gone);
  return n;
}

static void
unwatch (GtkWidget *widget,
         guint *gone)
{
  g_object_weak_unref (G_OBJECT (widget), count_cb, gone);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unwatch (child, gone);
}

static GtkWidget *
card_new (const char *buyer,
          const char *action)
{
  GtkWidget *column = tiem_detail_column_new ();
  GtkWidget *group = tiem_group_new ("Buyer", NULL);
  GtkWidget *facts = tiem_facts_new ();

  tiem_group_add_line (TIEM_GROUP (group),
                       tiem_tile_new (18, "shopee"),
                       buyer,
                       "mua 3 lần",
                       "120.000 ₫",
                       NULL,
                       action);
  tiem_facts_add (facts, "Phone", "0905 123 456", FALSE);
  tiem_facts_add (facts, "Sum", buyer, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
  return column;
}

/* Where nothing but words differs no widget is a new one; and the focus is not on a line that leads
 * elsewhere by now. */
static void
test_kept (void)
{
  GtkWidget *window;
  GtkWidget *detail = detail_new (&window);
  GtkWidget *first = card_new ("Nguyễn Thị Lan", "win.open(('customers','',int64 7))");
  GtkWidget *row;
  guint gone = 0;

  tiem_detail_set_title (TIEM_DETAIL (detail), "DH1", "Copy");
  tiem_detail_set_column (TIEM_DETAIL (detail), first);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_for (gtk_widget_get_mapped (first));
  row = ui_find (detail, GTK_TYPE_LIST_BOX_ROW, NULL);
  gtk_widget_grab_focus (row);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == row);
  g_assert_cmpuint (watch (first, &gone), >, 15);

  tiem_detail_set_column (TIEM_DETAIL (detail),
                          card_new ("Trần Đức", "win.open(('customers','',int64 7))"));
  g_assert_cmpuint (gone, ==, 0);
  g_assert_null (ui_find (detail, GTK_TYPE_LABEL, "Nguyễn Thị Lan"));
  g_assert_nonnull (ui_find (detail, GTK_TYPE_LABEL, "Trần Đức"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == row);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "Trần Đức");

  tiem_detail_set_column (TIEM_DETAIL (detail),
                          card_new ("Lê Hoa", "win.open(('customers','',int64 8))"));
  g_assert_cmpuint (gone, ==, 0);
  g_assert_false (gtk_window_get_focus (GTK_WINDOW (window)) == row);
  unwatch (first, &gone);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What has handlers of its own is never kept: they are those of the thing before. */
static void
test_not_kept (void)
{
  GtkWidget *now = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *then = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *old_button = gtk_button_new_with_label ("Copy");
  GtkWidget *new_button = gtk_button_new_with_label ("Copy");
  GtkWidget *named = gtk_button_new_with_label ("Tags…");
  GtkWidget *other = gtk_button_new_with_label ("Returns…");

  gtk_box_append (GTK_BOX (now), old_button);
  gtk_box_append (GTK_BOX (now), named);
  gtk_box_append (GTK_BOX (then), new_button);
  gtk_box_append (GTK_BOX (then), other);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (named), "orders.tags");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (other), "orders.tags");
  g_assert_true (tiem_morph (now, then));
  g_assert_true (gtk_widget_get_first_child (now) == new_button);
  g_assert_true (gtk_widget_get_last_child (now) == named);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (named)), ==, "Returns…");
  g_assert_null (gtk_widget_get_first_child (then));
  g_assert_false (tiem_morph (now, named));

  /* It does something else: that is another button. */
  other = gtk_button_new_with_label ("Returns…");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (other), "orders.returns");
  gtk_box_append (GTK_BOX (then), other);
  g_assert_true (tiem_morph (now, then));
  g_assert_true (gtk_widget_get_first_child (now) == other);
  g_assert_true (gtk_widget_get_last_child (now) == other);
  g_object_unref (now);
  g_object_unref (then);
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add_func ("/detail/orders", test_orders);
  g_test_add_func ("/detail/kept", test_kept);
  g_test_add_func ("/detail/not-kept", test_not_kept);
  return g_test_run ();
}
