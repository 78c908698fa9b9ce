// Drives the sandbox's TikTok Shop with two clients from npm. Neither can be told an address:
// what they send to the platform's hosts is sent to the sandbox.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { run, startSandbox, test } from './peer.mjs';

const require = createRequire (import.meta.url);
const axios = require ('axios');
const { TikTokShopSDK } = require ('tiktok-shop-sdk');
const { TikTokClient } = require ('tiktok-shop-client');

const platform = /tiktokglobalshop\.com$|tiktok-shops\.com$/;
const shop = await startSandbox ('tiktok', '--settings={"tiktok":{"calls_per_second":0}}');
const send = globalThis.fetch;

globalThis.fetch = (url, options) => {
  const { hostname, pathname, search } = new URL (String (url));

  return send (platform.test (hostname) ? shop.base_url + pathname + search : url, options);
};
axios.interceptors.request.use (config => {
  const { hostname, pathname, search } = new URL (config.url);

  return platform.test (hostname) ? { ...config, url: shop.base_url + pathname + search } : config;
});

const sdk = new TikTokShopSDK ({ appKey: shop.key, appSecret: shop.secret });

function useToken ({ access_token, shop_cipher })
{
  sdk.setAccessToken (access_token);
  sdk.setShopCipher (shop_cipher ?? shop.token.shop_cipher);
  shop.token.access_token = access_token;
}

useToken (shop.token);

function makeClient (more = {})
{
  return TikTokClient ({ appKey: shop.key, appSecret: shop.secret, accessToken: shop.token.access_token, ...more });
}

/** The code the promise was refused with. */
async function refusal (promise)
{
  try
    {
      await promise;
    }
  catch (error)
    {
      return error.code ?? error.response?.data?.code;
    }
  assert.fail ('was not refused');
}

async function control (path, body)
{
  const answer = await send (`${shop.base_url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify (body) });

  assert.ok (answer.ok, path);
  return answer.json ();
}

/** Places an order as a shopper. Returns it as the SDK reads it. */
async function buy (sku, quantity)
{
  const { number } = await control ('orders', { sku, quantity, force: true });

  return readOrder (number);
}

async function readOrder (id)
{
  const { data } = await sdk.order.getOrderDetail ({ ids: [id] });

  return data.orders[0];
}

async function findProduct (sku)
{
  const { data } = await sdk.product.searchProducts ({ query: { page_size: 10 }, body: { seller_skus: [sku] } });
  const product = data.products[0];

  return { product, sku: product.skus.find (entry => entry.seller_sku === sku) };
}

async function readStock (id)
{
  const { data } = await sdk.product.searchInventory ({ sku_ids: [id] });

  return data.inventory[0].skus[0];
}

function post (path, body, query)
{
  return sdk.requestCipher ({ method: 'POST', path, body, query });
}

test ('sdk: a code of the page of consent becomes tokens', async () => {
  const page = await send (`${shop.base_url}/open/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams ({ service_id: shop.service_id, state: 'x1', redirect_uri: 'http://127.0.0.1:9/' }),
  });
  const landed = new URL (page.headers.get ('location'));
  const auth_code = landed.searchParams.get ('code');

  assert.equal (landed.searchParams.get ('state'), 'x1');
  const { data } = await sdk.auth.getAccessToken ({ auth_code });
  assert.equal (data.seller_base_region, 'VN');
  assert.ok (data.access_token_expire_in > Date.now () / 1000);
  useToken (data);
  shop.token.refresh_token = data.refresh_token;
  assert.equal (await refusal (sdk.auth.getAccessToken ({ auth_code })), 36004004);
});

test ('sdk: refreshes, and the old pair ends', async () => {
  const { refresh_token, access_token } = shop.token;
  const { data } = await sdk.auth.refreshAccessToken ({ refresh_token });

  assert.notEqual (data.refresh_token, refresh_token);
  assert.equal (await refusal (sdk.shop.getAuthorizedShops ()), 36009004);
  useToken (data);
  assert.notEqual (data.access_token, access_token);
  assert.equal (await refusal (sdk.auth.refreshAccessToken ({ refresh_token })), 36004005);
});

test ('sdk: finds the shop and its cipher', async () => {
  const { data } = await sdk.shop.getAuthorizedShops ();

  assert.equal (data.shops[0].cipher, shop.token.shop_cipher);
  assert.equal (data.shops[0].id, shop.shop);
  assert.equal ((await sdk.seller.getActiveShops ()).data.shops[0].id, shop.shop);
});

test ('sdk: an expired token is refused as such', async () => {
  await control ('settings', { expire_token: true });
  assert.equal (await refusal (sdk.shop.getAuthorizedShops ()), 105002);
  const { token: { refresh_token } } = await control ('settings', {});
  const { data } = await sdk.auth.refreshAccessToken ({ refresh_token });

  useToken (data);
  await sdk.shop.getAuthorizedShops ();
});

test ('sdk: reads every order once, page by page', async () => {
  const seen = new Set ();
  let next = {};
  let total;

  do
    {
      const { data } = await sdk.order.getOrderList ({
        query: { page_size: 100, sort_field: 'update_time', sort_order: 'ASC', ...next },
        body: { update_time_ge: 1 },
      });

      total = data.total_count;
      for (const { id, line_items } of data.orders)
        {
          assert.ok (!seen.has (id));
          assert.ok (line_items.length > 0);
          seen.add (id);
        }
      /* The client signs what is undefined, too. */
      next = data.next_page_token !== '' ? { page_token: data.next_page_token } : {};
    }
  while ('page_token' in next);
  assert.equal (seen.size, total);
});

test ('sdk: an empty filter is sent but not signed', async () => {
  const search = () => sdk.order.getOrderList ({ query: { page_size: 20 }, body: {} });

  assert.equal (await refusal (search ()), 106001);
  await control ('settings', { lenient_empty_body: true });
  assert.equal ((await search ()).data.orders.length, 20);
  await control ('settings', { lenient_empty_body: false });
});

test ('sdk: reads an order and its prices', async () => {
  const order = await buy ('NON-LA', 2);
  const { data } = await sdk.order.getPriceDetail ({ order_id: order.id });

  assert.equal (order.line_items.length, 2);
  assert.equal (order.status, 'AWAITING_SHIPMENT');
  assert.equal (order.tracking_number, '');
  assert.match (order.recipient_address.name, /\*\*\*/);
  assert.equal (data.payment, order.payment.total_amount);
  assert.equal ((await sdk.order.getOrderDetail ({ ids: ['1', order.id] })).data.orders.length, 1);
});

test ('sdk: sets stock, and a sale lowers it', async () => {
  const { product, sku } = await findProduct ('NON-LA');
  const [{ warehouse_id }] = sku.inventory;
  const set = inventory => sdk.product.updateProductInventory ({
    product_id: product.id, body: { skus: [{ id: sku.id, inventory }] },
  });
  const before = await readStock (sku.id);

  assert.deepEqual ((await set ([{ warehouse_id, quantity: 20 }])).data.errors, []);
  await buy ('NON-LA', 3);
  const after = await readStock (sku.id);
  assert.equal (after.total_available_quantity, 17);
  assert.equal (after.total_committed_quantity, before.total_committed_quantity + 3);
  const [error] = (await set ([{ warehouse_id: '1', quantity: 5 }])).data.errors;
  assert.equal (error.code, 12052097);
  assert.equal (error.detail.sku_id, sku.id);
});

test ('sdk: sets a price, switches a product off and on', async () => {
  const { product, sku } = await findProduct ('NON-LA');
  const price = amount => sdk.product.updateProductPrice ({
    product_id: product.id, body: { skus: [{ id: sku.id, price: { amount, currency: 'VND' } }] },
  });

  await price ('118000');
  assert.equal ((await findProduct ('NON-LA')).sku.price.tax_exclusive_price, '118000');
  assert.equal (await refusal (price ('-1')), 12052073);
  assert.deepEqual ((await sdk.product.deactivateProducts ({ product_ids: [product.id] })).data.errors, []);
  assert.notEqual (await refusal (price ('119000')), 0);
  await sdk.product.activateProducts ({ product_ids: [product.id] });
  assert.equal ((await findProduct ('NON-LA')).product.status, 'PENDING');
  await control ('settings', { product: { sku: 'NON-LA', status: 'ACTIVATE' } });
});

test ('sdk: ships a package', async () => {
  const order = await buy ('NON-LA', 1);
  const path = `/fulfillment/202309/packages/${order.packages[0].id}`;
  const { data } = await sdk.requestCipher ({ method: 'GET', path: `${path}/handover_time_slots` });
  const { start_time, end_time } = data.pickup_slots.find (slot => slot.avaliable);
  const ship = () => post (`${path}/ship`, { handover_method: 'PICKUP', pickup_slot: { start_time, end_time } });

  await ship ();
  const shipped = await readOrder (order.id);
  assert.equal (shipped.status, 'AWAITING_COLLECTION');
  assert.notEqual (shipped.tracking_number, '');
  assert.equal (await refusal (ship ()), 21011006);
  const found = await sdk.fulfillment.searchPackage ({
    query: { page_size: 50, sort_field: 'update_time' }, body: { package_status: 'PROCESSING' },
  });
  assert.ok (found.data.packages.some (({ id }) => id === order.packages[0].id));
  const label = await sdk.requestCipher ({
    method: 'GET', path: `${path}/shipping_documents`, query: { document_type: 'SHIPPING_LABEL' },
  });
  const file = Buffer.from (await (await send (label.data.doc_url)).arrayBuffer ());
  assert.equal (file.subarray (0, 5).toString (), '%PDF-');
});

test ('sdk: answers a buyer who wants to cancel', async () => {
  const order = await buy ('NON-LA', 1);
  const other = await buy ('NON-LA', 1);

  await control (`orders/${order.id}/status`, { status: 'BUYER_CANCEL' });
  await control (`orders/${other.id}/status`, { status: 'BUYER_CANCEL' });
  const { data } = await sdk.return_refund.searchCancellation ({
    query: { page_size: 50 }, body: { cancel_status: ['CANCELLATION_REQUEST_PENDING'] },
  });
  const find = ({ id }) => data.cancellations.find (entry => entry.order_id === id).cancel_id;
  const base = '/return_refund/202309/cancellations';

  await post (`${base}/${find (order)}/approve`, undefined, { idempotency_key: 'a1' });
  assert.equal ((await readOrder (order.id)).status, 'CANCELLED');
  await post (`${base}/${find (other)}/reject`,
              { reject_reason: 'seller_reject_apply_product_has_been_packed', comment: 'Hàng đã gói xong ạ' },
              { idempotency_key: 'r1' });
  assert.equal ((await readOrder (other.id)).is_buyer_request_cancel, false);
  await post (base, { order_id: other.id, cancel_reason: 'seller_cancel_reason_out_of_stock' });
  assert.equal ((await readOrder (other.id)).cancellation_initiator, 'SELLER');
  assert.equal (await refusal (post (base, { order_id: other.id, cancel_reason: 'seller_cancel_reason_out_of_stock' })),
                25001021);
});

test ('sdk: takes a return back', async () => {
  const order = await buy ('NON-LA', 1);

  await control (`orders/${order.id}/status`, { status: 'DELIVERED' });
  await control (`orders/${order.id}/status`, { status: 'RETURN_AND_REFUND' });
  const search = async () => (await sdk.return_refund.searchReturn ({
    query: { page_size: 10 }, body: { order_ids: [order.id] },
  })).data.return_orders[0];
  const { return_id, seller_next_action_response: [{ action }] } = await search ();
  const approve = decision => post (`/return_refund/202309/returns/${return_id}/approve`, { decision });

  assert.equal (action, 'SELLER_RESPOND_RETURN');
  await approve ('APPROVE_RETURN');
  assert.equal ((await search ()).return_status, 'AWAITING_BUYER_SHIP');
  await control (`orders/${order.id}/status`, { status: 'BUYER_SHIPPED_ITEM' });
  await approve ('APPROVE_RECEIVED_PACKAGE');
  assert.equal ((await search ()).return_status, 'RETURN_OR_REFUND_REQUEST_SUCCESS');
  assert.ok ((await sdk.return_refund.getReturnRecord ({ return_id })).data.records.length >= 4);
});

test ('sdk: reads statements', async () => {
  const { data } = await sdk.finance.getStatements ({ sort_field: 'statement_time', page_size: 10 });
  const [{ id, settlement_amount }] = data.statements;
  const { data: detail } = await sdk.requestCipher ({
    method: 'GET',
    path: `/finance/202501/statements/${id}/statement_transactions`,
    query: { sort_field: 'order_create_time', page_size: 100 },
  });

  assert.equal (detail.total_settlement_amount, settlement_amount);
  assert.equal (await refusal (sdk.finance.getStatements ({ page_size: 10 })), 36009004);
});

test ('sdk: too many calls', async () => {
  await control ('settings', { calls_per_second: 2 });
  const calls = await Promise.allSettled (Array.from ({ length: 6 }, () => sdk.shop.getAuthorizedShops ()));
  await control ('settings', { calls_per_second: 0 });
  assert.ok (calls.some (({ reason }) => reason?.code === 36009002));
});

test ('client: finds the shop', async () => {
  const client = makeClient ();
  const { data } = await client.getShops ();

  assert.equal (data.shops[0].cipher, shop.token.shop_cipher);
  assert.equal ((await client.getSellerShops ()).data.shops[0].id, shop.shop);
});

test ('client: orders, products, stock and price', async () => {
  const client = makeClient ({ shopCipher: shop.token.shop_cipher });
  const { product, sku } = await findProduct ('NON-LA');
  const [{ warehouse_id }] = sku.inventory;

  assert.ok ((await client.getOrders ({ order_status: 'AWAITING_SHIPMENT' })).data.orders.length > 0);
  assert.equal ((await client.getProduct (product.id)).data.product_status, 'ACTIVATE');
  assert.ok ((await client.getCategories ()).data.categories.length > 0);
  assert.equal ((await client.getWarehouses ()).data.warehouses[0].id, warehouse_id);
  /* The client knows shops with one warehouse alone. */
  const answer = await client.updateProductInventory (product.id, [{ id: sku.id, inventory: [{ quantity: 33 }] }]);
  assert.deepEqual (answer.data.errors, []);
  assert.equal ((await client.searchInventory ({ sku_ids: [sku.id] })).data.inventory[0].skus[0].total_available_quantity, 33);
  assert.equal ((await client.deactivateProducts ([product.id])).code, 0);
});

test ('client: a wrong secret is refused', async () => {
  const client = TikTokClient ({ appKey: shop.key, appSecret: 'wrong', accessToken: shop.token.access_token });

  assert.equal (await refusal (client.getShops ()), 'ERR_BAD_REQUEST');
  try
    {
      await client.getShops ();
    }
  catch ({ response })
    {
      assert.equal (response.status, 401);
      assert.equal (response.data.code, 106001);
    }
});

await run ();
