#!/usr/bin/python3
"""Drives tiem-cli through the life of a shop at each marketplace of tiem-sandbox.

test-markets.py TIEM_CLI TIEM_SANDBOX [WORD]: prints TAP; only tests whose name has WORD.
"""

import json
import re
import shutil
import sys
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True  # nothing is left in the tree
from driver import CHANNEL, CHECK, ORDER_DETAILS, Sandbox, Shop, TURNS, run_tests, write_png

CLI, SANDBOX = sys.argv[1:3]
KINDS = ['shopee', 'lazada', 'tiktok']
# What makes a market's access token, refresh token or grant end.
EXPIRE = {'shopee': {'expire': 'access'}, 'lazada': {'expire_access': True},
          'tiktok': {'expire_token': True}}
REVOKE = {'shopee': {'expire': 'grant'},
          'lazada': {'expire_access': True, 'expire_refresh': True},
          'tiktok': {'revoke': True}}


class Market:
    """A market with its own shop, connected and taken over."""

    def __init__(self, kind):
        self.kind = kind
        self.box = Sandbox(SANDBOX, '--products', '6', '--past-orders', '12',
                           '--pace', '1', kind=kind)
        self.about = self.box.website
        self.shop = Shop(CLI)

    def stop(self):
        self.box.stop()
        self.shop.remove()

    def tell(self, path, body=None):
        address = urllib.parse.urlsplit(self.about['base_url'])
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f'{address.scheme}://{address.netloc}/_sandbox/{path}', data,
            {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def connect(self):
        about = self.about
        words = ['channel', 'add', self.kind, '--name', f'Nhà Mây {self.kind}',
                 '--base-url', about['base_url'], '--auth-url', about['auth_url'],
                 '--key', about['key'], '--secret-file', self.shop.secret_file(about['secret']),
                 '--token-file', self.shop.write('token.json', json.dumps(about['token']))]
        if about.get('shop'):
            words += ['--shop', about['shop']]
        return self.shop.json(*words)['id']

    def sync(self, *words, **options):
        return self.shop.json('sync', '--once', *words, form=TURNS, **options)['channels'][0]

    def set_up(self):
        self.connect()
        self.sync()
        assert self.shop.json('adopt')['skipped'] == []
        self.sync()

    def sku(self):
        """One with plenty of stock."""
        return max((item for item in self.shop.json('listings') if item['state'] == 'active'),
                   key=lambda item: item['stock'] or 0)['sku']

    def stock(self, sku):
        return next(item['stock'] for item in self.tell('state')['listings']
                    if item['sku'] == sku)

    def sell(self, sku, quantity=1):
        """Returns: the order as Tiệm has it after a sync"""
        sold = self.tell('orders', {'sku': sku, 'quantity': quantity})
        self.sync()
        return self.show(sold['number'])

    def show(self, number):
        return self.shop.json('order', 'show', number, form=ORDER_DETAILS)

    def check(self):
        assert self.shop.json('check', form=CHECK)['ok']


def count_pages(path):
    document = path.read_bytes()
    assert document.startswith(b'%PDF-')
    return len(re.findall(rb'/Type */Page\b', document))


def on_market(kind, test):
    market = Market(kind)
    try:
        test(market)
    finally:
        market.stop()


def connect(market):
    market.connect()
    assert market.shop.json('channel', 'test', '1')['ok']
    turns = market.sync()
    assert turns['pulled'] >= 12 and turns['listings'] >= 6, turns
    adopted = market.shop.json('adopt')
    assert adopted['products'] == 6 and adopted['skipped'] == [], adopted
    assert market.sync()['waiting'] == 0
    channel, = market.shop.json('channel', 'list', form=[CHANNEL])
    assert channel['state'] == 'active' and channel['problems'] == [], channel
    assert channel['auth_expires_at'] is not None and channel['warning'] is None, channel
    for order in market.shop.json('orders', '--limit', '1000'):
        assert order['status'] != 'unknown', order
        assert order['difference'] == 0, order
    # The same shop twice would count every order twice.
    market.shop.run('channel', 'add', market.kind, '--name', 'Lần hai',
                    '--base-url', market.about['base_url'], '--auth-url', market.about['auth_url'],
                    '--key', market.about['key'], '--shop', market.about['shop'], '--secret-file',
                    market.shop.secret_file(market.about['secret']), status=1)
    market.check()


def sale(market):
    market.set_up()
    sku = market.sku()
    before = market.shop.json('stock', sku)
    order = market.sell(sku, 2)
    assert order['status'] == 'to_ship' and order['units'] == 2, order
    after = market.shop.json('stock', sku)
    assert after['available'] == before['available'] - 2, (before, after)
    assert after['reserved'] == before['reserved'] + 2, (before, after)
    assert market.stock(sku) == after['available']
    market.shop.json('stock', sku, '--set', str(after['on_hand'] + 3), '--reason', 'count')
    assert market.sync()['waiting'] == 0
    assert market.stock(sku) == after['available'] + 3
    market.check()


def ship(market):
    market.set_up()
    sku = market.sku()
    first, second = market.sell(sku), market.sell(sku)
    market.shop.json('order', 'ship', first['id'], second['id'])
    turns = market.sync()
    assert turns['failed'] == 0, market.shop.json('log')[:5]
    shipped = market.show(first['id'])
    assert shipped['status'] in ('awaiting_pickup', 'shipping'), shipped
    assert shipped['parcels'], shipped

    one, both = market.shop.folder / 'one.pdf', market.shop.folder / 'both.pdf'
    market.shop.json('order', 'label', first['id'], '--out', str(one))
    made = market.shop.json('order', 'label', first['id'], second['id'], '--out', str(both))
    assert [order['id'] for order in made['orders']] == [first['id'], second['id']]
    assert count_pages(both) == 2 * count_pages(one) > 0
    assert oct(one.stat().st_mode)[-3:] == '600'
    assert market.show(first['id'])['label_at'] is not None
    # Four on a sheet, in picking order; the same from the shelves.
    sheet = market.shop.folder / 'sheet.pdf'
    market.shop.json('order', 'label', first['id'], second['id'], '--out', str(sheet), '--paper',
                     'a4-4')
    assert count_pages(sheet) == (count_pages(both) + 3) // 4
    picked = market.shop.json('order', 'pick-list', first['id'], second['id'])
    assert picked['orders'] == 2 and picked['file'] is None
    # Again, and nothing happens twice.
    market.shop.json('order', 'ship', first['id'])
    assert market.sync()['failed'] == 0
    market.check()


def cancel(market):
    market.set_up()
    sku = market.sku()
    before = market.shop.json('stock', sku)['available']
    order = market.sell(sku)
    market.shop.json('order', 'cancel', order['id'], '--reason', 'Hết hàng')
    turns = market.sync()
    assert turns['failed'] == 0, market.shop.json('log')[:5]
    market.sync()
    assert market.show(order['id'])['status'] == 'cancelled', market.show(order['id'])
    assert market.shop.json('stock', sku)['available'] == before
    assert market.stock(sku) == before
    market.check()


def money(market):
    market.set_up()
    over = [order for order in market.shop.json('orders', '--limit', '1000')
            if order['status'] in ('delivered', 'completed')]
    assert over
    details = [market.show(order['id']) for order in over]
    told = [order for order in details if order['fees_state'] != 'none']
    assert told, details[0]
    for order in told:
        assert order['fees'] and order['payout'] is not None, order
    for item in market.shop.json('returns'):
        shown = market.shop.json('return', 'show', item['id'])
        assert shown['lines'] and shown['order_remote_id'], shown
    reviews = market.shop.json('reviews', '--open')
    if reviews:
        market.shop.json('review', 'reply', reviews[0]['id'], 'Cảm ơn bạn đã mua hàng')
        assert market.sync()['failed'] == 0
        left = [review['id'] for review in market.shop.json('reviews', '--open')]
        assert reviews[0]['id'] not in left
    market.check()


def tokens(market):
    market.set_up()
    keyring = market.shop.folder / 'test.keyring'
    before = market.shop.folder / 'before.keyring'
    for _ in range(2):
        shutil.copy(keyring, before)
        market.tell('settings', EXPIRE[market.kind])
        assert market.sync()['ok']
        assert keyring.read_bytes() != before.read_bytes(), 'the new pair is not in the keyring'
    # Calls beside the sync renew too.
    market.tell('settings', EXPIRE[market.kind])
    assert market.shop.json('channel', 'test', '1')['ok']
    assert market.sync()['ok']

    if market.kind == 'shopee':  # answers a spent refresh token with the same pair
        shutil.copy(keyring, before)
        market.tell('settings', EXPIRE[market.kind])
        assert market.sync()['ok']
        shutil.copy(before, keyring)
        assert market.sync()['ok'], 'a lost answer locked the owner out'

    market.tell('settings', REVOKE[market.kind])
    turns = market.sync(status=1)
    assert turns['error']['class'] == 'AUTH', turns
    channel, = market.shop.json('channel', 'list', form=[CHANNEL])
    assert channel['state'] == 'needs_auth' and channel['error']['message'], channel
    assert not market.shop.json('channel', 'test', '1', status=1)['ok']


# Where the pretend markets take goods that ask for more: words of a category's path, its whole path,
# and what is typed.
GOODS = {
    'shopee': ('quan ao', 'Thời trang > Quần áo', '250', None),
    'lazada': ('dung cu', 'Nhà bếp & phòng ăn > Dụng cụ nấu ăn', '250', '30x25x5'),
    'tiktok': ('nha bep', 'Nhà bếp', '250', '30 x 25 x 5'),
}


def publish(market):
    market.set_up()
    shop = market.shop
    search, path, weight, size = GOODS[market.kind]
    category = shop.json('channel', 'categories', '1', '--search', search)[0]
    if not category['leaf']:
        category = shop.json('channel', 'categories', '1', '--search', search)[1]
    assert category['leaf'] and category['path'] == path, category
    asked = shop.json('channel', 'categories', '1', '--attributes', category['id'])
    assert [a['required'] for a in asked] == [True] and asked[0]['choices'], asked
    added = shop.json('product', 'add', '--name', 'Chảo gang Tân Châu đúc tay', '--sku', 'BB-DEN',
                      '--option', 'Đen', '--price', '420000', '--on-hand', '6')
    shop.json('product', 'add', '--product', added['id'], '--sku', 'BB-TIM', '--option', 'Tím',
              '--price', '440000', '--on-hand', '3')
    words = ['publish', 'BB-DEN', '--channel', '1', '--category', category['id'], '--weight',
             weight, '--description', 'Làm tay ở Tân Châu.\nBảo hành 12 tháng.']
    shop.run(*words, status=1)  # a picture is asked for
    picture = shop.folder / 'a.png'
    write_png(picture, 400)
    shop.json('product', 'image', 'add', 'BB-DEN', str(picture))
    if size:
        shop.run(*words, '--size', '30x25', status=2)
        words += ['--size', size]
    shop.json(*words)
    assert market.sync()['failed'] == 1  # what it is made of is not said
    shop.json(*words, '--attr', f'{asked[0]["id"]}={asked[0]["choices"][3]["code"]}')
    turns = market.sync()
    assert turns['failed'] == 0, shop.json('log')[:5]
    listings = {i['remote_sku']: i for i in shop.json('listings')}
    assert listings['BB-TIM']['sku'] == 'BB-TIM' and listings['BB-TIM']['price'] == 440000
    assert listings['BB-TIM']['options'] == 'Tím', listings['BB-TIM']
    assert listings['BB-DEN']['remote_product_id'] == listings['BB-TIM']['remote_product_id']
    market.sync()
    assert market.stock('BB-TIM') == 3
    shop.json('listing', 'update', 'BB-DEN', '--channel', '1', '--title',
              'Chảo gang Tân Châu đúc tay quai gỗ', '--pictures')
    assert market.sync()['failed'] == 0, shop.json('log')[:5]
    listings = {i['remote_sku']: i for i in shop.json('listings')}
    assert listings['BB-DEN']['title'] == 'Chảo gang Tân Châu đúc tay quai gỗ'
    shop.run('publish', 'BB-DEN', '--channel', '1', status=1)  # it is there

    # One variant more.
    shop.json('product', 'add', '--product', added['id'], '--sku', 'BB-XAM', '--option', 'Xám',
              '--price', '450000', '--on-hand', '5')
    words = ['listing', 'update', 'BB-DEN', '--channel', '1', '--variants']
    if market.kind != 'lazada':
        shop.run(*words, status=1)  # in the seller centre alone
        return
    shop.json(*words)
    assert market.sync()['failed'] == 0, shop.json('log')[:5]
    listings = {i['remote_sku']: i for i in shop.json('listings')}
    assert listings['BB-XAM']['sku'] == 'BB-XAM' and listings['BB-XAM']['options'] == 'Xám'
    assert listings['BB-XAM']['remote_product_id'] == listings['BB-TIM']['remote_product_id']
    market.sync()
    assert market.stock('BB-XAM') == 5
    shop.run(*words, status=1)  # nothing is missing
    market.check()


def main():
    tests = []
    for kind in KINDS:
        for part in [connect, sale, ship, cancel, money, tokens, publish]:
            def test(kind=kind, part=part):
                on_market(kind, part)
            test.__name__ = f'test_{kind}_{part.__name__}'
            tests.append(test)
    if len(sys.argv) > 3:
        tests = [test for test in tests if sys.argv[3] in test.__name__]
    return run_tests(tests)


sys.exit(main())
