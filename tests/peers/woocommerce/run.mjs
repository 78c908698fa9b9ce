// Drives the sandbox's website with the official client and with an older one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';

import { run, startSandbox, test } from './peer.mjs';

const require = createRequire (import.meta.url);
const WooCommerceRestApi = require ('@woocommerce/woocommerce-rest-api').default;
const WooCommerceAPI = require ('woocommerce-api');

const certificate = process.env.TIEM_TEST_CERTIFICATE;
const agent = new https.Agent ({ ca: readFileSync (certificate), checkServerIdentity: () => undefined });

const site = await startSandbox ('woocommerce');
const secureSite = await startSandbox ('woocommerce', `--tls-cert=${certificate}`);

function makeClient (channel, more = {})
{
  return new WooCommerceRestApi ({
    url: channel.base_url,
    consumerKey: channel.key,
    consumerSecret: channel.secret,
    version: 'wc/v3',
    ...more,
  });
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
      return { status: error.response.status, ...error.response.data };
    }
  assert.fail ('was not refused');
}

/** Places an order at the website as a shopper. */
async function buy (channel, sku, quantity)
{
  const answer = await fetch (`${channel.base_url}/_sandbox/orders`, {
    method: 'POST',
    body: JSON.stringify ({ sku, quantity, buyer: { name: 'Trần Thị Mai', phone: '0912345678' } }),
  });

  assert.equal (answer.status, 201);
  return answer.json ();
}

const clients = [
  ['OAuth', makeClient (site)],
  ['TLS, Basic', makeClient (secureSite, { axiosConfig: { httpsAgent: agent } })],
  ['TLS, query', makeClient (secureSite, { queryStringAuth: true, axiosConfig: { httpsAgent: agent } })],
];

for (const [way, client] of clients)
  {
    test (`${way}: lists orders with totals`, async () => {
      const { status, headers, data } = await client.get ('orders', { per_page: 5, status: 'completed' });

      assert.equal (status, 200);
      assert.equal (data.length, 5);
      assert.ok (Number (headers['x-wp-total']) > 300);
      assert.equal (Number (headers['x-wp-totalpages']), Math.ceil (headers['x-wp-total'] / 5));
      assert.match (headers.link, /page=2>; rel="next"/);
      assert.match (data[0].total, /^\d+$/);
    });

    test (`${way}: lists what was modified since`, async () => {
      const made = await client.post ('orders', { line_items: [{ sku: 'NON-LA', quantity: 1 }] });
      const before = new Date (`${made.data.date_modified_gmt}Z`).getTime () - 1000;
      const since = new Date (before).toISOString ().slice (0, 19);
      const { data } = await client.get ('orders', {
        modified_after: since, dates_are_gmt: true, orderby: 'modified', order: 'asc',
      });

      assert.ok (data.some (order => order.id === made.data.id));
      assert.ok (data.every (order => order.date_modified_gmt > since));
    });

    test (`${way}: searches in Vietnamese`, async () => {
      const { data } = await client.get ('products', { search: 'Nước mắm Phú Quốc' });

      assert.equal (data.length, 1);
      assert.match (data[0].name, /^Nước mắm Phú Quốc/);
      assert.equal ((await client.get ('products', { search: 'a+b & c=d/e?~*\'()' })).data.length, 0);
    });

    test (`${way}: creates, changes and deletes a product`, async () => {
      const { status, data } = await client.post ('products', {
        name: 'Nồi đất kho cá 👌', sku: `NOI-DAT-${way}`, regular_price: '95000', manage_stock: true, stock_quantity: 12,
      });
      const path = `products/${data.id}`;

      assert.equal (status, 201);
      assert.equal (data.name, 'Nồi đất kho cá 👌');
      assert.equal ((await client.put (path, { stock_quantity: 7 })).data.stock_quantity, 7);
      assert.equal ((await client.delete (path, { force: true })).data.stock_quantity, 7);
      assert.equal ((await refusal (client.get (path))).code, 'woocommerce_rest_product_invalid_id');
    });

    test (`${way}: changes in a batch, and one fails`, async () => {
      const [first, second] = (await client.get ('products', { type: 'simple', per_page: 2 })).data;
      const { data } = await client.post ('products/batch', {
        update: [{ id: first.id, stock_quantity: 21 }, { id: 999999, stock_quantity: 1 }, { id: second.id, stock_quantity: 22 }],
      });

      assert.equal (data.update[0].stock_quantity, 21);
      assert.equal (data.update[1].error.data.status, 404);
      assert.equal (data.update[2].stock_quantity, 22);
    });

    test (`${way}: eleven ids in a list`, async () => {
      const include = (await client.get ('orders', { per_page: 11 })).data.map (order => order.id);
      const options = { include, per_page: 20 };

      /* The server sorts [10] behind [9], the client before [2]: no signature can be right. */
      if (way === 'OAuth')
        assert.equal ((await refusal (client.get ('orders', options))).code, 'woocommerce_rest_authentication_error');
      else
        assert.equal ((await client.get ('orders', options)).data.length, 11);
      assert.equal ((await client.get ('orders', { include: include.join (','), per_page: 20 })).data.length, 11);
    });

    test (`${way}: refuses what the shop refuses`, async () => {
      assert.equal ((await refusal (client.get ('orders', { per_page: 101 }))).code, 'rest_invalid_param');
      assert.equal ((await refusal (client.get ('orders/1'))).status, 404);
      assert.equal ((await refusal (client.post ('products', { regular_price: 1000 }))).code, 'rest_invalid_param');
    });
  }

test ('a sale lowers the stock, a cancellation gives it back', async () => {
  const client = makeClient (site);
  const [before] = (await client.get ('products', { sku: 'CHAO-28' })).data;
  const path = `products/${before.parent_id}/variations/${before.id}`;

  await client.put (path, { stock_quantity: 10 });
  const order = await buy (site, 'CHAO-28', 3);
  assert.equal ((await client.get (path)).data.stock_quantity, 7);
  const { data } = await client.get (`orders/${order.id}`);
  assert.equal (data.billing.last_name, 'Trần Thị');
  assert.equal (data.line_items[0].variation_id, before.id);
  await client.put (`orders/${order.id}`, { status: 'cancelled' });
  assert.equal ((await client.get (path)).data.stock_quantity, 10);
});

test ('wrong keys are refused', async () => {
  const other = makeClient (site, { consumerSecret: 'cs_0' });
  const unknown = makeClient (secureSite, { consumerKey: 'ck_0', axiosConfig: { httpsAgent: agent } });

  assert.equal ((await refusal (other.get ('orders'))).code, 'woocommerce_rest_authentication_error');
  assert.equal ((await refusal (unknown.get ('orders'))).code, 'woocommerce_rest_cannot_view');
});

test ('the older client lists and puts', async () => {
  const client = new WooCommerceAPI ({
    url: site.base_url, consumerKey: site.key, consumerSecret: site.secret, wpAPI: true, version: 'wc/v3',
  });
  const call = (method, ...args) => new Promise ((resolve, reject) => {
    client[method] (...args, (error, answer, body) => error ? reject (error) : resolve (JSON.parse (body)));
  });
  const [product] = await call ('get', 'products?type=simple&per_page=1');

  assert.equal ((await call ('put', `products/${product.id}`, { stock_quantity: 33 })).stock_quantity, 33);
});

await run ();
