// Drives the sandbox's Shopee with two clients of other people.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import ShopeeSDK from '@congminh1254/shopee-sdk';

import { run, startSandbox, test } from './peer.mjs';

const require = createRequire (import.meta.url);
const ShopeeOpenAPI = require ('shopee-open-api').default;

const FIELDS = 'item_list,package_list,recipient_address,total_amount,buyer_username,pay_time';
const REDIRECT = 'http://127.0.0.1:5500/shopee';

const market = await startSandbox ('shopee', '--settings={"shopee":{"tracking_delay_s":0}}');
const shop_id = Number (market.shop);
const partner = { partner_id: Number (market.key), partner_key: market.secret };

/** Asks the sandbox itself, beside Shopee's interface. */
async function control (path, body)
{
  const answer = await fetch (`${market.base_url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify (body) });

  assert.ok (answer.ok, await answer.clone ().text ());
  return answer.json ();
}

/** Places an order as a shopper. Returns its order_sn. */
async function buy (sku, quantity, payment = 'cod')
{
  const order = await control ('orders', {
    sku, quantity, payment, force: true, buyer: { name: 'Trần Thị Mai', phone: '0912345678' },
  });

  return order.number;
}

function happen (order_sn, status)
{
  return control (`orders/${order_sn}/status`, { status });
}

/** Presses the button of the page of consent. Returns what comes with the redirect. */
async function consent (link)
{
  const page = await fetch (link);
  const html = await page.text ();
  const fields = [...html.matchAll (/name="(\w+)" value="([^"]*)"/g)].map (([, name, value]) => [name, value.replaceAll ('&amp;', '&')]);
  const query = new URLSearchParams (fields.filter (([name]) => name !== 'account'));

  assert.equal (page.status, 200);
  query.set ('account', 'shop');
  const answer = await fetch (`${market.base_url}${html.match (/action="([^"]*)"/)[1]}?${query}`, { redirect: 'manual' });
  assert.equal (answer.status, 302);
  assert.ok (answer.headers.get ('location').startsWith (`${REDIRECT}?code=`));
  return new URL (answer.headers.get ('location')).searchParams;
}

function makeSdk ()
{
  return new ShopeeSDK ({
    ...partner, shop_id, base_url: `${market.base_url}/api/v2`, base_auth_url: `${market.base_url}/auth`,
  });
}

const sdk = makeSdk ();

test ('sdk: signs in by the page without a sign', async () => {
  const landed = await consent (sdk.getAuthorizationUrl (REDIRECT, { state: 'tiệm & co' }));

  assert.equal (landed.get ('state'), 'tiệm & co');
  assert.equal (Number (landed.get ('shop_id')), shop_id);
  const token = await sdk.authenticateWithCode (landed.get ('code'), shop_id);
  assert.equal (token.expire_in, 14344);
  await assert.rejects (makeSdk ().authenticateWithCode (landed.get ('code'), shop_id), /Invalid code|error_auth/);
});

test ('sdk: reads the shop', async () => {
  const info = await sdk.shop.getShopInfo ();
  const { authed_shop_list, more } = await sdk.public.getShopsByPartner ({ page_size: 10, page_no: 1 });

  assert.equal (info.region, 'VN');
  assert.equal (authed_shop_list[0].shop_id, shop_id);
  assert.equal (more, false);
});

test ('sdk: renews a token that has ended, by itself', async () => {
  const before = await sdk.getAuthToken ();

  await control ('settings', { expire: 'access' });
  assert.equal ((await sdk.shop.getShopInfo ()).region, 'VN');
  assert.notEqual ((await sdk.getAuthToken ()).access_token, before.access_token);

  await control ('settings', { expire: 'access', error_status: 403 });
  assert.equal ((await sdk.shop.getShopInfo ()).region, 'VN');
  await control ('settings', { error_status: 200 });
});

test ('sdk: lists orders page by page', async () => {
  const now = Math.floor (Date.now () / 1000);
  const seen = new Set ();
  let cursor = '';
  let pages = 0;

  do
    {
      const { response } = await sdk.order.getOrderList ({
        time_range_field: 'update_time', time_from: now - 15 * 86400, time_to: now, page_size: 20, cursor,
        response_optional_fields: 'order_status',
      });

      response.order_list.forEach (order => seen.add (order.order_sn));
      cursor = response.next_cursor;
      pages++;
      assert.equal (response.more, cursor !== '');
    }
  while (cursor !== '');
  assert.ok (pages > 2);
  assert.ok (seen.size > 40);
});

test ('sdk: refuses a window of more than fifteen days', async () => {
  await assert.rejects (sdk.order.getOrderList ({
    time_range_field: 'update_time', time_from: 1790000000, time_to: 1791296001, page_size: 20,
  }), /diff in 15days/);
});

test ('sdk: reads an order in detail', async () => {
  const order_sn = await buy ('AT-SG-T-L', 2);
  const { response } = await sdk.order.getOrderDetail ({ order_sn_list: [order_sn], response_optional_fields: FIELDS });
  const [order] = response.order_list;

  assert.equal (order.order_status, 'READY_TO_SHIP');
  assert.equal (order.total_amount, 378000);
  assert.equal (order.item_list[0].model_sku, 'AT-SG-T-L');
  assert.equal (order.recipient_address.name, 'T******i');
  assert.equal (order.package_list[0].logistics_status, 'LOGISTICS_READY');
});

/** The item that sells `sku`, with its models. */
async function findItem (sku)
{
  const { response } = await sdk.product.searchItem ({ item_sku: sku, page_size: 10 });
  const item_id = response.item_id_list[0];

  return { item_id, models: (await sdk.product.getModelList ({ item_id })).response.model };
}

test ('sdk: walks the items and their models', async () => {
  const { response } = await sdk.product.getItemList ({ offset: 0, page_size: 100, item_status: ['NORMAL', 'UNLIST'] });
  const ids = response.item.map (item => item.item_id);
  const { response: base } = await sdk.product.getItemBaseInfo ({ item_id_list: ids.slice (0, 50) });
  const shirt = base.item_list.find (item => item.item_sku === 'AT-SG');
  const { response: models } = await sdk.product.getModelList ({ item_id: shirt.item_id });

  assert.equal (ids.length, 60);
  assert.equal (base.item_list.length, 50);
  assert.ok (shirt.has_model);
  assert.equal (models.model.length, 4);
  assert.equal (models.tier_variation[0].name, 'Màu');
});

test ('sdk: sets stock and price', async () => {
  const { item_id, models } = await findItem ('AT-SG');
  const model_id = models[3].model_id;
  const stock = await sdk.product.updateStock ({ item_id, stock_list: [{ model_id, seller_stock: [{ stock: 12 }] }] });
  const price = await sdk.product.updatePrice ({ item_id, price_list: [{ model_id, original_price: 199000 }] });

  assert.equal (stock.response.success_list[0].stock, 12);
  assert.equal (price.response.success_list[0].original_price, 199000);
  await buy ('AT-SG-T-L', 2);
  const again = (await findItem ('AT-SG')).models[3];
  assert.equal (again.stock_info_v2.summary_info.total_available_stock, 10);
  assert.equal (again.price_info[0].original_price, 199000);
});

test ('sdk: learns which model was refused', async () => {
  const { item_id, models } = await findItem ('AT-SG');
  const [first, second] = models;

  await sdk.product.updateStock ({
    item_id, stock_list: [{ model_id: first.model_id, seller_stock: [{ stock: 6 }] }],
  });
  await control ('settings', { reserve: { [first.model_sku]: 5 } });
  const { response } = await sdk.product.updateStock ({
    item_id,
    stock_list: [
      { model_id: first.model_id, seller_stock: [{ stock: 4 }] },
      { model_id: second.model_id, seller_stock: [{ stock: 4 }] },
    ],
  });

  assert.equal (response.failure_list[0].model_id, first.model_id);
  assert.equal (response.success_list[0].model_id, second.model_id);
});

test ('sdk: ships, waits for the label and fetches it', async () => {
  const order_sn = await buy ('NON-LA', 1);
  const { response: parameter } = await sdk.logistics.getShippingParameter ({ order_sn });
  const [address] = parameter.pickup.address_list;
  const { pickup_time_id } = address.time_slot_list[0];
  const order_list = [{ order_sn }];

  await sdk.logistics.shipOrder ({ order_sn, pickup: { address_id: address.address_id, pickup_time_id } });
  const { response: tracking } = await sdk.logistics.getTrackingNumber ({ order_sn });
  assert.match (tracking.tracking_number, /^SPXVN0\d{12}$/);
  await sdk.logistics.createShippingDocument ({ order_list: [{ order_sn, tracking_number: tracking.tracking_number }] });
  const first = await sdk.logistics.getShippingDocumentResult ({ order_list });
  const second = await sdk.logistics.getShippingDocumentResult ({ order_list });
  assert.equal (first.response.result_list[0].status, 'PROCESSING');
  assert.equal (second.response.result_list[0].status, 'READY');

  const label = await sdk.logistics.downloadShippingDocument ({ shipping_document_type: 'THERMAL_AIR_WAYBILL', order_list });
  assert.equal (label.subarray (0, 5).toString (), '%PDF-');
  await assert.rejects (sdk.logistics.shipOrder ({ order_sn, dropoff: {} }), /shipped/);
});

test ('sdk: finds parcels to ship', async () => {
  const order_sn = await buy ('NON-LA', 1);
  const { response } = await sdk.order.searchPackageList ({
    filter: { package_status: 2 }, pagination: { page_size: 100, cursor: '' },
  });

  assert.ok (response.packages_list.some (parcel => parcel.order_sn === order_sn));
});

test ('sdk: cancels, and answers a buyer who wants to', async () => {
  const cancelled = await buy ('NON-LA', 1);
  const asked = await buy ('NON-LA', 1);
  const status = async order_sn =>
    (await sdk.order.getOrderDetail ({ order_sn_list: [order_sn] })).response.order_list[0].order_status;

  await sdk.order.cancelOrder ({ order_sn: cancelled, cancel_reason: 'CUSTOMER_REQUEST' });
  assert.equal (await status (cancelled), 'CANCELLED');
  await happen (asked, 'buyer_cancel_late');
  assert.equal (await status (asked), 'IN_CANCEL');
  await sdk.order.handleBuyerCancellation ({ order_sn: asked, operation: 'REJECT' });
  assert.equal (await status (asked), 'READY_TO_SHIP');
  await assert.rejects (sdk.order.handleBuyerCancellation ({ order_sn: asked, operation: 'REJECT' }), /cancel/);
});

test ('sdk: reads what is paid out', async () => {
  const order_sn = await buy ('NON-LA', 2);

  for (const step of ['pickup', 'deliver', 'receive'])
    await happen (order_sn, step);
  const now = Math.floor (Date.now () / 1000);
  const { response: list } = await sdk.payment.getEscrowList ({
    release_time_from: now - 600, release_time_to: now + 600, page_size: 100, page_no: 1,
  });
  const { response: detail } = await sdk.payment.getEscrowDetail ({ order_sn });
  const { response: batch } = await sdk.payment.getEscrowDetailBatch ({ order_sn_list: [order_sn] });
  const paid = list.escrow_list.find (row => row.order_sn === order_sn);

  assert.equal (paid.payout_amount, detail.order_income.escrow_amount);
  assert.equal (batch[0].escrow_detail.order_income.escrow_amount, paid.payout_amount);
  assert.ok (detail.order_income.withholding_vat_tax > 0);
});

test ('sdk: takes a return back', async () => {
  const order_sn = await buy ('NON-LA', 2);

  for (const step of ['pickup', 'deliver', 'buyer_refund'])
    await happen (order_sn, step);
  const { response } = await sdk.returns.getReturnList ({ page_no: 1, page_size: 100, status: 'REQUESTED' });
  const { return_sn } = response.return.find (row => row.order_sn === order_sn);
  await sdk.returns.confirm ({ return_sn });
  assert.equal ((await sdk.returns.getReturnDetail ({ return_sn })).response.status, 'ACCEPTED');
});

test ('sdk: replies to a comment', async () => {
  const order_sn = await buy ('NON-LA', 1);

  for (const step of ['pickup', 'deliver', 'receive', 'review'])
    await happen (order_sn, step);
  const { response } = await sdk.product.getComment ({ cursor: '', page_size: 10 });
  const [{ comment_id, order_sn: of }] = response.item_comment_list;
  assert.equal (of, order_sn);
  const answer = await sdk.product.replyComment ({ comment_list: [{ comment_id, comment: 'Tiệm cảm ơn bạn 🌸' }] });
  assert.equal (answer.response.result_list[0].fail_error, undefined);
});

test ('sdk: uploads a picture', async () => {
  const png = Buffer.from ('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const { response } = await sdk.mediaSpace.uploadImage ({ image: png });

  assert.match (response.image_info.image_id, /^vn-11134207-/);
});

test ('sdk: plans a discount', async () => {
  const { item_id, models } = await findItem ('AP-PIQ');
  const start_time = Math.floor (Date.now () / 1000) + 3700;
  const { response } = await sdk.discount.addDiscount ({ discount_name: 'Sale Tết', start_time, end_time: start_time + 7200 });
  const { response: added } = await sdk.discount.addDiscountItem ({
    discount_id: response.discount_id,
    item_list: [{ item_id, purchase_limit: 0, model_list: [{ model_id: models[0].model_id, model_promotion_price: 199000 }] }],
  });

  assert.equal (added.count, 1);
});

/* The second opinion: another hand's signing and reading. Its POST bodies are wrong for live shops. */

const openApi = ShopeeOpenAPI ({ host: market.base_url, ...partner, redirect: encodeURIComponent (REDIRECT) });
let tokens;
const shop = openApi.createShop ({
  shop_id,
  onGetAccessToken: async () => tokens.access_token,
  onRefreshAccessToken: async () => (tokens = await openApi.refreshAccessToken ({ refresh_token: tokens.refresh_token, shop_id })).access_token,
});

test ('open-api: signs in by the signed link and renews', async () => {
  const landed = await consent (openApi.getAuthLink ());

  tokens = await openApi.getAccessToken ({ code: landed.get ('code'), shop_id });
  assert.equal (tokens.error, '');
  const old = tokens.access_token;
  tokens = await openApi.refreshAccessToken ({ refresh_token: tokens.refresh_token, shop_id });
  assert.equal (tokens.expire_in, 14400);
  assert.notEqual (tokens.access_token, old);
});

test ('open-api: reads shop, orders and items', async () => {
  const now = Math.floor (Date.now () / 1000);

  assert.equal ((await shop.getShopInfo ()).region, 'VN');
  const { response } = await shop.Order.getOrderList ({ time_from: now - 86400, time_to: now, page_size: 10 });
  assert.ok (response.order_list.length > 5);
  const detail = await shop.Order.getOrderDetail ({
    order_sn_list: response.order_list.slice (0, 5).map (order => order.order_sn).join (','), response_optional_fields: FIELDS,
  });
  assert.equal (detail.response.order_list.length, 5);
  const items = await shop.Product.getItemList ({ offset: 0, page_size: 10, item_status: ['NORMAL'] });
  assert.equal (items.response.item.length, 10);
});

test ('open-api: a wrong key is refused', async () => {
  const other = ShopeeOpenAPI ({ host: market.base_url, ...partner, partner_key: 'shpk0', redirect: REDIRECT });

  assert.equal ((await other.getShopsByPartner ()).error, 'error_sign');
});

await run ();
