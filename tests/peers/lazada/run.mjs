// Drives the sandbox's Lazada with two clients of the same descent. They know the calls from
// before 2022 by name; newer ones go through their request functions.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { run, startSandbox, test } from './peer.mjs';

const require = createRequire (import.meta.url);

const market = await startSandbox ('lazada');
const gateway = market.base_url.replace (/^http:\/\//, '');
const home = market.base_url.replace (/\/rest$/, '');
const since = '2026-01-01T00:00:00+07:00';

function makeClient (name)
{
  const calls = require (`${name}/lib/LazadaClient`);
  const { get, post } = require (`${name}/lib/LazadaRequest`);

  /* The freeze of the constants is shallow. */
  require (`${name}/lib/LazadaClient/constants`).GATEWAY.AUTH = gateway;
  return {
    token: market.token.access_token,
    /** A call the client knows. */
    call (method, payload, action = 'GET')
    {
      return calls[method] (market.key, market.secret, gateway, this.token, payload, action, 'HTTP');
    },
    /** Any call. */
    get (path, params)
    {
      return get (market.base_url, market.key, market.secret, path, this.token, params);
    },
    post (path, params)
    {
      return post (market.base_url, market.key, market.secret, path, this.token, params);
    },
  };
}

/** What the client's promise was refused with. */
async function refusal (promise)
{
  try
    {
      await promise;
    }
  catch (error)
    {
      return error;
    }
  assert.fail ('was not refused');
}

async function control (path, body)
{
  const answer = await fetch (`${home}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify (body) });

  assert.ok (answer.ok);
  return answer.json ();
}

/** A shopper buys. */
function buy (sku, quantity)
{
  return control ('orders', { sku, quantity, buyer: { name: 'Trần Thị Mai', phone: '0912345678' } });
}

/** What the page of consent sends the browser back with. */
async function signIn (action)
{
  const query = new URLSearchParams ({
    response_type: 'code', force_auth: 'true', client_id: market.key, state: 'ngẫu nhiên + 1',
    redirect_uri: 'http://127.0.0.1:40123/xong',
  });
  const answer = await fetch (`${home}/oauth/authorize?${query}`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams ({ action }),
  });

  assert.equal (answer.status, 302);
  return new URL (answer.headers.get ('location')).searchParams;
}

for (const name of ['lazada-open-platform-sdk', 'lazada-api'])
  {
    const client = makeClient (name);

    test (`${name}: signs in and renews`, async () => {
      const back = await signIn ('allow');
      const code = back.get ('code');
      const token = await client.call ('generateAccessToken', { code }, 'POST');

      assert.equal (back.get ('state'), 'ngẫu nhiên + 1');
      assert.equal (token.country_user_info[0].seller_id, market.shop);
      assert.equal ((await refusal (client.call ('generateAccessToken', { code }, 'POST'))).code, 'InvalidCode');
      const renewed = await client.call ('refreshAccessToken', { refresh_token: token.refresh_token }, 'POST');
      assert.ok (renewed.refresh_expires_in <= token.refresh_expires_in);
      client.token = renewed.access_token;
      assert.equal ((await client.get ('/seller/get')).data.name, market.name);
      assert.equal ((await signIn ('refuse')).get ('error'), 'access_denied');
    });

    test (`${name}: lists orders and their units`, async () => {
      const { data } = await client.call ('getOrders', {
        created_after: since, sort_by: 'updated_at', sort_direction: 'ASC', offset: 0, limit: 50,
      });
      const ids = data.orders.map (order => order.order_id);
      const many = await client.call ('getMultipleOrderItems', { order_ids: JSON.stringify (ids) });

      assert.equal (data.count, 50);
      assert.ok (data.countTotal >= 400);
      assert.deepEqual (many.data.map (order => order.order_id), ids);
      assert.equal (many.data[3].order_items.length, data.orders[3].items_count);
      const order = await client.call ('getOrder', { order_id: ids[0] });
      assert.match (order.data.price, /^\d+\.00$/);
      assert.match (order.data.customer_first_name, /^.\*+.$/u);
      const units = await client.call ('getOrderItems', { order_id: `${ids[0]}` });
      assert.deepEqual (units.data, many.data[0].order_items);
    });

    test (`${name}: lists products`, async () => {
      const { data } = await client.call ('getProducts', { filter: 'live', limit: 50, options: 1 });
      const found = await client.call ('getProducts', {
        filter: 'all', sku_seller_list: JSON.stringify (['CHAO-28', 'NON-LA']),
      });

      assert.equal (data.total_products, 60);
      assert.equal (found.data.total_products, 2);
      const one = await client.get ('/product/item/get', { item_id: data.products[0].item_id });
      assert.equal (one.data.attributes.name, data.products[0].attributes.name);
      assert.equal ((await client.call ('getCategoryTree')).data[0].leaf, false);
    });

    test (`${name}: writes stock and prices`, async () => {
      const found = await client.call ('getProducts', { filter: 'all', sku_seller_list: '["NON-LA"]' });
      const product = found.data.products[0];
      const read = async () =>
        (await client.get ('/product/item/get', { item_id: product.item_id })).data.skus[0];
      const write = (path, fields) => client.post (path, {
        payload: `<Request><Product><Skus><Sku><ItemId>${product.item_id}</ItemId>` +
                 `<SkuId>${product.skus[0].SkuId}</SkuId>${fields}</Sku></Skus></Product></Request>`,
      });

      await write ('/product/stock/sellable/update', '<SellableQuantity>17</SellableQuantity>');
      assert.equal ((await read ()).quantity, 17);
      await write ('/product/stock/sellable/adjust', '<SellableQuantity>-2</SellableQuantity>');
      assert.equal ((await read ()).multiWarehouseInventories[0].sellableQuantity, 15);
      await client.call ('updatePriceQuantity', {
        payload: JSON.stringify ({ Request: { Product: { Skus: { Sku: [
          { ItemId: product.item_id, SkuId: product.skus[0].SkuId, Price: '139000' }] } } } }),
      }, 'POST');
      assert.equal ((await read ()).price, 139000);
      const refused = await refusal (write ('/product/stock/sellable/update', ''));
      assert.equal (refused.code, '5');
      assert.equal (refused.detail[0].field, 'SellableQuantity');
    });

    test (`${name}: packs and hands over`, async () => {
      const order = await buy ('CHAO-28', 2);
      const units = (await client.call ('getOrderItems', { order_id: `${order.id}` })).data;
      const packed = await client.post ('/order/fulfill/pack', {
        packReq: JSON.stringify ({
          pack_order_list: [{ order_id: order.id, order_item_list: units.map (unit => unit.order_item_id) }],
          delivery_type: 'dropship', shipping_allocate_type: 'TFS',
        }),
      });
      const line = packed.result.data.pack_order_list[0].order_item_list[1];
      const packages = [{ package_id: line.package_id }];

      assert.equal (line.item_err_code, '0');
      const label = await client.get ('/order/package/document/get', {
        getDocumentReq: JSON.stringify ({ doc_type: 'PDF', print_item_list: true, packages }),
      });
      const pdf = await (await fetch (label.result.data.pdf_url)).text ();
      assert.match (pdf, /^%PDF-1\.4/);
      const ready = await client.post ('/order/package/rts', { readyToShipReq: JSON.stringify ({ packages }) });
      assert.equal (ready.result.data.packages[0].item_err_code, '0');
      const after = (await client.call ('getOrderItems', { order_id: `${order.id}` })).data;
      assert.deepEqual (after.map (unit => unit.status), ['ready_to_ship', 'ready_to_ship']);
    });

    test (`${name}: packs the old way, and cancels`, async () => {
      const order = await buy ('CHAO-28', 2);
      const units = (await client.call ('getOrderItems', { order_id: `${order.id}` })).data;
      const order_item_ids = JSON.stringify ([units[0].order_item_id]);
      const reasons = (await client.call ('getFailureReasons')).data;
      const providers = (await client.call ('getShipmentProviders')).data.shipment_providers;

      await client.call ('setStatusToPackedByMarketplace', {
        shipping_provider: providers[0].name, delivery_type: 'dropship', order_item_ids,
      }, 'POST');
      await client.call ('setStatusToReadyToShip', {
        delivery_type: 'dropship', order_item_ids, shipment_provider: providers[0].name, tracking_number: 'LMP1',
      }, 'POST');
      await client.call ('setStatusToCanceled', {
        reason_id: reasons[2].reason_id, reason_detail: 'Khách không nghe máy', order_item_id: units[1].order_item_id,
      }, 'POST');
      const after = (await client.call ('getOrderItems', { order_id: `${order.id}` })).data;
      assert.deepEqual (after.map (unit => unit.status), ['ready_to_ship', 'canceled']);
    });

    test (`${name}: is refused`, async () => {
      const wrong = await refusal (client.call ('getOrders', { created_after: since, limit: 101 }));

      assert.equal (wrong.code, '19');
      assert.equal (wrong.type, 'ISP');
      assert.equal ((await refusal (client.call ('getOrders', { limit: 1 }))).code, '1');
      assert.equal ((await refusal (client.get ('/no/such/path'))).code, 'InvalidApiPath');
      assert.equal ((await refusal (client.get ('/order/fulfill/pack', { packReq: '{}' }))).code, 'UnsupportedHTTPMethod');
      await control ('settings', { expire_access: true });
      assert.equal ((await refusal (client.get ('/seller/get'))).code, 'IllegalAccessToken');
    });
  }

await run ();
