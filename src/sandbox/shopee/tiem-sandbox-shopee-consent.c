#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-consent.h"

#include "sandbox/shopee/tiem-sandbox-shopee-gate.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

#include <string.h>

/* Where the page's buttons lead; Shopee's own are not known to anybody outside. */
#define ALLOW_PATH "/seller/allow"
#define SHUT_OUT_PATH "/seller/shut-out"

static TiemResponse *
make_html (guint status,
           const char *title,
           const char *body)
{
  g_autofree char *html = g_strdup_printf (
      "<!DOCTYPE html>\n<html lang=\"vi\">\n<head><meta charset=\"UTF-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title></head>\n"
      "<body style=\"font-family:sans-serif;max-width:30em;margin:4em auto\">\n<h1>%s</h1>\n%s"
      "</body>\n</html>\n",
      title,
      title,
      body);

  return tiem_response_new (status, "text/html; charset=UTF-8", html, -1);
}

static TiemResponse *
redirect_to (const char *address,
             const TiemForm *more)
{
  g_autofree char *query = tiem_form_encode (more);
  g_autofree char *location = g_strconcat (address,
                                           *query == '\0'                  ? ""
                                           : strchr (address, '?') != NULL ? "&"
                                                                           : "?",
                                           query,
                                           NULL);
  TiemResponse *response = tiem_response_new (302, "text/html", "<html></html>\n", -1);

  tiem_response_set_header (response, "Location", location);
  return response;
}

/* Shopee sends the seller back with a code. */
static TiemResponse *
allow (TiemSandboxShopeeCall *call,
       const char *redirect,
       const char *state,
       gboolean is_main)
{
  g_autofree char *code = tiem_sandbox_shopee_tokens_consent (call->shopee, is_main);
  g_autoptr (TiemForm) more = tiem_form_new ();

  tiem_form_add (more, "code", code);
  if (is_main)
    tiem_form_add_int (
        more, "main_account_id", tiem_sandbox_shopee_tokens_get_main_account (call->shopee));
  else
    tiem_form_add_int (more, "shop_id", call->shopee->switches.shop_id);
  if (state != NULL)
    tiem_form_add (more, "state", state);
  return redirect_to (redirect, more);
}

static void
add_hidden (GString *form,
            const char *name,
            const char *value)
{
  g_autofree char *safe = g_markup_escape_text (value, -1);

  g_string_append_printf (form, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", name, safe);
}

static TiemResponse *
ask (TiemSandboxShopeeCall *call,
     const char *redirect,
     const char *state,
     gboolean shuts_out)
{
  g_autofree char *shop = tiem_sandbox_shopee_make_shop_name (call->shopee);
  g_autofree char *name = g_markup_escape_text (shop, -1);
  g_autoptr (GString) form = g_string_new (NULL);
  const char *title = shuts_out ? "Ngừng liên kết ứng dụng" : "Liên kết ứng dụng với shop";

  g_string_append_printf (form,
                          shuts_out ? "<p>Ứng dụng sẽ không đọc được gì của shop %s nữa.</p>\n"
                                    : "<p>Cho ứng dụng đọc và sửa đơn hàng, sản phẩm, tồn kho của "
                                      "shop %s?</p>\n",
                          name);
  g_string_append_printf (
      form, "<form action=\"%s\" method=\"get\">\n", shuts_out ? SHUT_OUT_PATH : ALLOW_PATH);
  add_hidden (form, "redirect", redirect);
  if (state != NULL)
    add_hidden (form, "state", state);
  g_string_append_printf (form,
                          "<button name=\"account\" value=\"shop\">%s</button>\n",
                          shuts_out ? "Ngừng liên kết" : "Xác nhận uỷ quyền");
  if (!shuts_out)
    g_string_append (form,
                     "<button name=\"account\" value=\"main\">Bằng tài khoản chính</button>\n");
  g_string_append (form, "</form>\n");
  return make_html (200, title, form->str);
}

static gboolean
is_address (const char *text)
{
  return text != NULL
         && (g_str_has_prefix (text, "https://") || g_str_has_prefix (text, "http://"));
}

static TiemResponse *
shut_out (TiemSandboxShopeeCall *call,
          const char *redirect)
{
  g_autoptr (TiemForm) more = tiem_form_new ();

  tiem_sandbox_shopee_tokens_revoke (call->shopee);
  tiem_form_add_int (more, "shop_id", call->shopee->switches.shop_id);
  return redirect_to (redirect, more);
}

/* Form B: nothing is signed, so mistakes are shown to the seller. */
static const char *
find_mistake (TiemSandboxShopeeCall *call,
              gboolean shuts_out)
{
  const char *partner = tiem_form_get (call->query, "partner_id");
  g_autofree char *known = g_strdup_printf ("%" G_GINT64_FORMAT, call->shopee->switches.partner_id);

  if (g_strcmp0 (partner, known) != 0)
    return "<p>Không có ứng dụng nào mang partner_id này.</p>\n";
  if (!is_address (tiem_form_get (call->query, "redirect_uri")))
    return "<p>Thiếu địa chỉ quay lại (redirect_uri).</p>\n";
  if (g_strcmp0 (tiem_form_get (call->query, "auth_type"), "seller") != 0)
    return "<p>auth_type phải là seller.</p>\n";
  if (!shuts_out && g_strcmp0 (tiem_form_get (call->query, "response_type"), "code") != 0)
    return "<p>response_type phải là code.</p>\n";
  return NULL;
}

static TiemResponse *
make_fixed_page (TiemSandboxShopeeCall *call,
                 gboolean shuts_out)
{
  const char *redirect = tiem_form_get (call->query, "redirect_uri");
  const char *state = tiem_form_get (call->query, "state");
  const char *mistake = find_mistake (call, shuts_out);

  if (mistake != NULL)
    return make_html (400, "Không mở được trang uỷ quyền", mistake);
  if (!shuts_out && call->shopee->switches.consents_at_once)
    return allow (call, redirect, state, FALSE);
  return ask (call, redirect, state, shuts_out);
}

/* Form A: a public call that answers with a page. */
static TiemResponse *
make_signed_page (TiemSandboxShopeeCall *call,
                  gboolean shuts_out)
{
  const char *redirect = tiem_form_get (call->query, "redirect");

  if (!tiem_sandbox_shopee_gate_pass (call, TIEM_SANDBOX_SHOPEE_PUBLIC))
    return NULL;
  if (!is_address (redirect))
    {
      tiem_sandbox_shopee_call_fail (call, "error_param", "There is no redirect in query.");
      return NULL;
    }
  if (!shuts_out && call->shopee->switches.consents_at_once)
    return allow (call, redirect, NULL, FALSE);
  return ask (call, redirect, NULL, shuts_out);
}

TiemResponse *
tiem_sandbox_shopee_consent_make_page (TiemSandboxShopeeCall *call)
{
  const char *redirect = tiem_form_get (call->query, "redirect");

  if (!call->is_get)
    return NULL;
  if (g_strcmp0 (call->name, "shop/auth_partner") == 0)
    return make_signed_page (call, FALSE);
  if (g_strcmp0 (call->name, "shop/cancel_auth_partner") == 0)
    return make_signed_page (call, TRUE);
  if (g_str_equal (call->path, "/auth"))
    return make_fixed_page (call, FALSE);
  if (g_str_equal (call->path, "/cancel_auth"))
    return make_fixed_page (call, TRUE);
  if (g_str_equal (call->path, ALLOW_PATH) && is_address (redirect))
    return allow (call,
                  redirect,
                  tiem_form_get (call->query, "state"),
                  g_strcmp0 (tiem_form_get (call->query, "account"), "main") == 0);
  if (g_str_equal (call->path, SHUT_OUT_PATH) && is_address (redirect))
    return shut_out (call, redirect);
  return NULL;
}
