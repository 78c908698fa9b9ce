#define G_LOG_DOMAIN "tiem-takes-page"

#include "config.h"

#include "app/products/tiem-takes-page-private.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TiemTakesPage, tiem_takes_page, TIEM_TYPE_SUBPAGE)

static const char *const scope_words[] = {
  N_ ("All goods"),
  N_ ("One category"),
  N_ ("One shelf"),
};

char *
tiem_take_line_dup_goods (const TiemTakeLine *line)
{
  return line->options != NULL && *line->options != '\0'
             ? g_strdup_printf ("%s (%s)", line->name, line->options)
             : g_strdup (line->name);
}

char *
tiem_take_line_dup_code (const TiemTakeLine *line)
{
  return line->shelf != NULL ? g_strdup_printf ("%s · %s", line->sku, line->shelf)
                             : g_strdup (line->sku);
}

/* --- the list --- */

static void
add_take (TiemTakesPage *self,
          const TiemTake *take,
          gint64 now)
{
  gboolean is_draft = g_str_equal (take->state, "draft");
  g_autofree char *at = tiem_time_format_short (take->created_at, now);
  g_autofree char *of
      = take->name != NULL
            ? g_strdup (take->name)
            : g_strdup (take->scope == TIEM_TAKE_CHOSEN ? _ ("Chosen goods") : _ ("All goods"));
  g_autofree char *place
      = self->locations->len > 1 ? g_strdup_printf (" · %s", take->location) : g_strdup ("");
  g_autofree char *counted = tiem_number_format (take->counted);
  g_autofree char *goods = tiem_number_format (take->goods);
  /* Translators: how many of how many items were counted */
  g_autofree char *sub
      = g_strdup_printf (_ ("%s%s · %s · counted %s of %s"), of, place, at, counted, goods);
  g_autofree char *value = tiem_money_format (take->value_vnd);
  g_autofree char *action = g_strdup_printf ("take.open(int64 %" G_GINT64_FORMAT ")", take->id);

  tiem_group_add_line (self->takes,
                       NULL,
                       take->number,
                       sub,
                       is_draft                            ? _ ("Being counted")
                       : g_str_equal (take->state, "done") ? _ ("Booked")
                                                           : _ ("Undone"),
                       g_str_equal (take->state, "done") ? value : NULL,
                       action);
}

static void
update_names (TiemTakesPage *self)
{
  guint scope = gtk_drop_down_get_selected (self->scope);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (scope > 0 && scope < G_N_ELEMENTS (scope_words) && self->names[scope - 1] != NULL)
    {
      g_clear_object (&names);
      names = gtk_string_list_new ((const char *const *)self->names[scope - 1]);
    }
  gtk_widget_set_visible (self->name_child, scope > 0 && scope < G_N_ELEMENTS (scope_words));
  gtk_drop_down_set_model (self->name, G_LIST_MODEL (names));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "take.start",
                                 scope == 0 || scope >= G_N_ELEMENTS (scope_words)
                                     || g_list_model_get_n_items (G_LIST_MODEL (names)) > 0);
}

static void
show_list (TiemTakesPage *self,
           TiemTakeAnswer *answer)
{
  g_autoptr (GtkStringList) places = gtk_string_list_new (NULL);
  guint place = gtk_drop_down_get_selected (self->place);
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));

  g_clear_pointer (&self->locations, g_ptr_array_unref);
  self->locations = g_steal_pointer (&answer->locations);
  g_strfreev (self->names[0]);
  g_strfreev (self->names[1]);
  self->names[0] = g_steal_pointer (&answer->categories);
  self->names[1] = g_steal_pointer (&answer->shelves);
  for (guint i = 0; i < self->locations->len; i++)
    gtk_string_list_append (places, ((TiemLocation *)g_ptr_array_index (self->locations, i))->name);
  gtk_drop_down_set_model (self->place, G_LIST_MODEL (places));
  if (place < self->locations->len)
    gtk_drop_down_set_selected (self->place, place);
  gtk_widget_set_visible (self->place_child, self->locations->len > 1);
  update_names (self);

  tiem_group_clear (self->takes);
  for (guint i = 0; i < answer->takes->len; i++)
    add_take (self, g_ptr_array_index (answer->takes, i), now);
  gtk_widget_set_visible (GTK_WIDGET (self->takes), answer->takes->len > 0);
  tiem_notice_show (self->list_notice, TIEM_TONE_ERROR, NULL, NULL, NULL, FALSE);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Stock takes"), NULL);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

/* --- one thing after the other --- */

static void start_work (TiemTakesPage *self);

static TiemNotice *
get_notice (TiemTakesPage *self)
{
  return self->take_id == 0   ? self->list_notice
         : self->shows_result ? self->result_notice
                              : self->notice;
}

static void
show_error (TiemTakesPage *self,
            const char *sentence)
{
  tiem_notice_show (get_notice (self), TIEM_TONE_ERROR, sentence, NULL, NULL, FALSE);
  tiem_compat_announce (GTK_WIDGET (self), sentence);
}

static void
set_title (TiemTakesPage *self,
           const TiemTake *take)
{
  g_autoptr (GString) about = g_string_new (NULL);

  g_string_append (about,
                   take->name != NULL                ? take->name
                   : take->scope == TIEM_TAKE_CHOSEN ? _ ("Chosen goods")
                                                     : _ ("All goods"));
  if (self->locations == NULL || self->locations->len > 1)
    g_string_append_printf (about, " · %s", take->location);
  if (take->pass > 1)
    {
      g_string_append (about, " · ");
      /* Translators: which time all of it is counted */
      g_string_append_printf (about, _ ("count no. %d"), (int)take->pass);
    }
  tiem_subpage_set_title (TIEM_SUBPAGE (self), take->number, about->str);
}

static void
tell_booked (TiemTakesPage *self,
             const TiemTake *take)
{
  /* Translators: the number of a stock take */
  g_autofree char *words = g_strdup_printf (_ ("%s is booked"), take->number);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "take.undo");
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
bring_back_cb (AdwToast *toast,
               TiemTakesPage *self)
{
  TiemTakeWork *work;

  if (self->shop == NULL)
    return;
  work = tiem_take_work_new (TIEM_TAKE_BRING_BACK);
  work->text = g_strdup (g_object_get_data (G_OBJECT (toast), "dropped"));
  self->shows_result = FALSE;
  self->current_id = 0;
  tiem_takes_page_push (self, work);
}

static void
tell_dropped (TiemTakesPage *self,
              const char *dropped)
{
  AdwToast *toast = adw_toast_new (_ ("The stock take was deleted"));

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 8);
  g_object_set_data_full (G_OBJECT (toast), "dropped", g_strdup (dropped), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (bring_back_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_answer (TiemTakesPage *self, TiemTakeAnswer *answer) /* (transfer full) */
{
  g_autoptr (TiemTakeAnswer) mine = answer;

  if (answer->take == NULL)
    {
      self->take_id = 0;
      tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
      show_list (self, answer);
      if (answer->dropped != NULL)
        tell_dropped (self, answer->dropped);
    }
  else
    {
      gboolean is_draft = g_str_equal (answer->take->state, "draft");

      self->take_id = answer->take->id;
      if (answer->deed == TIEM_TAKE_REOPEN && is_draft)
        self->shows_result = FALSE;
      /* An older one that was booked elsewhere meanwhile is shown as it is now. */
      if (!is_draft && !self->shows_result)
        {
          self->shows_result = TRUE;
          tiem_takes_page_read (self);
        }
      /* Back goes to the list first. */
      tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
      g_clear_pointer (&self->answer, tiem_take_answer_free);
      self->answer = g_steal_pointer (&mine);
      set_title (self, answer->take);
      if (self->shows_result && answer->uncounted != NULL)
        tiem_takes_page_show_result (self);
      else if (!self->shows_result && answer->uncounted == NULL)
        tiem_takes_page_show_count (self);
      tiem_takes_page_tell (self, answer);
      if (answer->deed == TIEM_TAKE_BOOK && answer->error == NULL)
        tell_booked (self, answer->take);
    }
  if (answer->error != NULL)
    show_error (self, answer->error->message);
}

static void
worked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemTakesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemTakeAnswer *answer = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (self->shop == NULL)
    {
      tiem_take_answer_free (answer);
      return;
    }
  if (answer != NULL)
    show_answer (self, answer);
  else
    show_error (self, error->message);
  start_work (self);
}

static void
start_work (TiemTakesPage *self)
{
  TiemTakeWork *work;

  if (self->is_busy || (work = g_queue_pop_head (&self->works)) == NULL)
    return;
  self->is_busy = TRUE;
  /* Of what is shown by now: what was done before may have opened another one. */
  if (work->deed != TIEM_TAKE_START && work->deed != TIEM_TAKE_BRING_BACK)
    work->take_id = self->take_id;
  /* A typed number is of what was scanned before it, which may have been known only now. */
  if (work->deed == TIEM_TAKE_COUNT && work->variant_id == 0)
    work->variant_id = self->current_id;
  work->with_differences = self->shows_result;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        work->deed == TIEM_TAKE_READ ? TIEM_STORE_READ : TIEM_STORE_WRITE,
                        tiem_take_work_run,
                        work,
                        (GDestroyNotify)tiem_take_work_free,
                        (GDestroyNotify)tiem_take_answer_free,
                        NULL,
                        worked_cb,
                        g_object_ref (self));
}

void
tiem_takes_page_push (TiemTakesPage *self,
                      TiemTakeWork *work)
{
  const TiemTakeWork *last = g_queue_peek_tail (&self->works);

  /* The one that waits reads what this one would. */
  if (work->deed == TIEM_TAKE_READ && last != NULL)
    {
      tiem_take_work_free (work);
      return;
    }
  g_queue_push_tail (&self->works, work);
  start_work (self);
}

void
tiem_takes_page_read (TiemTakesPage *self)
{
  tiem_takes_page_push (self, tiem_take_work_new (TIEM_TAKE_READ));
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemTakesPage *self)
{
  if (self->shop != NULL
      && (what & (TIEM_CHANGED_SLIPS | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_ORDERS)) != 0)
    tiem_takes_page_read (self);
}

/* --- what a person does --- */

static void
open_take (TiemTakesPage *self,
           gint64 take_id,
           gboolean shows_result)
{
  self->take_id = take_id;
  self->shows_result = shows_result;
  self->current_id = 0;
  g_queue_clear_full (&self->works, (GDestroyNotify)tiem_take_work_free);
  tiem_takes_page_read (self);
}

static void
open_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  open_take (TIEM_TAKES_PAGE (widget), g_variant_get_int64 (parameter), FALSE);
}

static void
start_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (widget);
  TiemTakeWork *work = tiem_take_work_new (TIEM_TAKE_START);
  guint place = gtk_drop_down_get_selected (self->place);
  GtkStringObject *of = gtk_drop_down_get_selected_item (self->name);

  work->scope = (TiemTakeScope)gtk_drop_down_get_selected (self->scope);
  if (work->scope >= G_N_ELEMENTS (scope_words) && self->chosen_ids != NULL)
    {
      work->scope = TIEM_TAKE_CHOSEN;
      work->variant_ids = g_array_ref (self->chosen_ids);
    }
  else if (of != NULL)
    work->text = g_strdup (gtk_string_object_get_string (of));
  work->location_id = 1;
  if (self->locations != NULL && place < self->locations->len)
    work->location_id = ((TiemLocation *)g_ptr_array_index (self->locations, place))->id;
  self->shows_result = FALSE;
  self->current_id = 0;
  tiem_takes_page_push (self, work);
}

static void
show_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (widget);

  self->shows_result = g_str_equal (name, "take.differences");
  if (!self->shows_result && self->answer != NULL
      && g_str_equal (self->answer->take->state, "undone"))
    tiem_takes_page_push (self, tiem_take_work_new (TIEM_TAKE_REOPEN));
  else
    tiem_takes_page_read (self);
}

/* Days of work may be in it. */
static void
ask_delete (TiemTakesPage *self)
{
  gint64 counted = self->answer->take->counted;
  g_autofree char *sentence
      = g_strdup_printf (ngettext ("Delete this stock take, with what was counted of %d item?",
                                   "Delete this stock take, with what was counted of %d items?",
                                   (gulong)counted),
                         (int)counted);

  tiem_notice_show (self->notice, TIEM_TONE_WARNING, sentence, NULL, _ ("Delete"), FALSE);
  tiem_compat_announce (GTK_WIDGET (self), sentence);
}

static void
delete_cb (TiemTakesPage *self)
{
  tiem_notice_show (self->notice, TIEM_TONE_WARNING, NULL, NULL, NULL, FALSE);
  tiem_takes_page_push (self, tiem_take_work_new (TIEM_TAKE_DELETE));
}

static void
deed_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  static const struct
  {
    const char *name;
    TiemTakeDeed deed;
  } deeds[] = {
    { "take.pass", TIEM_TAKE_PASS }, { "take.unscan", TIEM_TAKE_UNSCAN },
    { "take.undo", TIEM_TAKE_UNDO }, { "take.delete", TIEM_TAKE_DELETE },
    { "take.book", TIEM_TAKE_BOOK },
  };
  TiemTakesPage *self = TIEM_TAKES_PAGE (widget);

  if (g_str_equal (name, "take.delete") && self->answer != NULL && self->answer->take->counted > 0)
    {
      ask_delete (self);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_str_equal (deeds[i].name, name))
      {
        TiemTakeWork *work = tiem_take_work_new (deeds[i].deed);

        work->zeroes = gtk_check_button_get_active (self->zero);
        tiem_takes_page_push (self, work);
      }
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (widget);
  TiemTakeWork *work;

  if (self->current_id == 0)
    return;
  work = tiem_take_work_new (TIEM_TAKE_COUNT);
  work->variant_id = self->current_id;
  work->units = g_variant_get_int64 (parameter);
  tiem_takes_page_push (self, work);
}

static void
current_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (widget);

  self->current_id = g_variant_get_int64 (parameter);
  tiem_takes_page_show_count (self);
}

static void
choose_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_takes_page_choose (TIEM_TAKES_PAGE (widget), g_variant_get_int64 (parameter));
}

static void
print_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  tiem_takes_page_print (TIEM_TAKES_PAGE (widget), g_str_equal (name, "take.print-blank"));
}

/* --- the page --- */

/* The blue button of what is shown. */
static void
tiem_takes_page_save (TiemSubpage *subpage)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (subpage);
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (shown, "list") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "take.start", NULL);
  else if (g_strcmp0 (shown, "count") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "take.differences", NULL);
  else if (gtk_widget_is_visible (GTK_WIDGET (self->book)))
    gtk_widget_activate_action (GTK_WIDGET (self), "take.book", NULL);
}

static gboolean
tiem_takes_page_may_leave (TiemSubpage *subpage)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (subpage);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "print") == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, self->shows_result ? "result" : "count");
      return FALSE;
    }
  open_take (TIEM_TAKES_PAGE (subpage), 0, FALSE);
  return FALSE;
}

static void
tiem_takes_page_dispose (GObject *object)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  g_queue_clear_full (&self->works, (GDestroyNotify)tiem_take_work_free);
  G_OBJECT_CLASS (tiem_takes_page_parent_class)->dispose (object);
}

static void
tiem_takes_page_finalize (GObject *object)
{
  TiemTakesPage *self = TIEM_TAKES_PAGE (object);

  g_clear_pointer (&self->answer, tiem_take_answer_free);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  g_strfreev (self->names[0]);
  g_strfreev (self->names[1]);
  g_free (self->asked_code);
  g_array_unref (self->asked_ids);
  g_clear_pointer (&self->chosen_ids, g_array_unref);
  G_OBJECT_CLASS (tiem_takes_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, list_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, place_child);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, place);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, scope);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, name_child);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, start);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, takes);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, field);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, sound);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, choices);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, current);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, goods);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, code);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, counted);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, recent);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, progress_words);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, result_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, sums);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, different);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, uncounted_box);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, uncounted);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, uncounted_choice);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, zero);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, count_on);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TiemTakesPage, book);
}

static void
tiem_takes_page_class_init (TiemTakesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_takes_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_takes_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_takes_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_takes_page_may_leave;
  g_type_ensure (TIEM_TYPE_GROUP);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-takes-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_install_action (widget_class, "take.open", "x", open_action);
  gtk_widget_class_install_action (widget_class, "take.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "take.differences", NULL, show_action);
  gtk_widget_class_install_action (widget_class, "take.count-on", NULL, show_action);
  gtk_widget_class_install_action (widget_class, "take.pass", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "take.unscan", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "take.undo", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "take.delete", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "take.book", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "take.add", "x", add_action);
  gtk_widget_class_install_action (widget_class, "take.current", "x", current_action);
  gtk_widget_class_install_action (widget_class, "take.choose", "x", choose_action);
  gtk_widget_class_install_action (widget_class, "take.print-blank", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "take.print-result", NULL, print_action);
}

static void
tiem_takes_page_init (TiemTakesPage *self)
{
  g_autoptr (GtkStringList) scopes = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "stock-take");
  g_queue_init (&self->works);
  self->asked_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->settings = g_settings_new (APP_ID);
  g_settings_bind (self->settings, "pack-sound", self->sound, "active", G_SETTINGS_BIND_DEFAULT);
  for (gsize i = 0; i < G_N_ELEMENTS (scope_words); i++)
    gtk_string_list_append (scopes, _ (scope_words[i]));
  gtk_drop_down_set_model (self->scope, G_LIST_MODEL (scopes));
  g_signal_connect_object (
      self->scope, "notify::selected", G_CALLBACK (update_names), self, G_CONNECT_SWAPPED);
  self->keys = tiem_scan_keys_new (GTK_WIDGET (self->field), self->field, TIEM_SCAN_KEYS_CODES);
  g_signal_connect_object (
      self->keys, "scanned", G_CALLBACK (tiem_takes_page_scanned), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_takes_page_new (TiemShop *shop,
                     gint64 take_id)
{
  TiemTakesPage *self = g_object_new (TIEM_TYPE_TAKES_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->take_id = take_id;
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Stock takes"), NULL);
  g_signal_connect_object (
      tiem_shop_get_store (shop), "changed", G_CALLBACK (store_changed_cb), self, 0);
  tiem_takes_page_read (self);
  return GTK_WIDGET (self);
}

void
tiem_takes_open (TiemPage *page)
{
  tiem_page_push (page, TIEM_SUBPAGE (tiem_takes_page_new (tiem_page_get_shop (page), 0)));
}

void
tiem_takes_open_chosen (TiemPage *page,
                        GArray *variant_ids)
{
  TiemTakesPage *self;
  GtkStringList *scopes;
  g_autofree char *words = NULL;

  if (tiem_page_get_shop (page) == NULL || tiem_page_get_subpage (page) != NULL)
    return;
  self = TIEM_TAKES_PAGE (tiem_takes_page_new (tiem_page_get_shop (page), 0));
  self->chosen_ids = g_array_copy (variant_ids);
  words = g_strdup_printf (ngettext ("%u chosen item", "%u chosen items", variant_ids->len),
                           variant_ids->len);
  scopes = GTK_STRING_LIST (gtk_drop_down_get_model (self->scope));
  gtk_string_list_append (scopes, words);
  gtk_drop_down_set_selected (self->scope, G_N_ELEMENTS (scope_words));
  tiem_page_push (page, TIEM_SUBPAGE (self));
  gtk_widget_grab_focus (self->start);
}
