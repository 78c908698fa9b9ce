"""What happens in a shop's day, the same each time, however often its program is killed."""

import random

from shop import CANCELLED, EXPIRE, KINDS

# A lost answer to a renewal can be asked for again there. TikTok Shop's can't: test_tokens().
FORGIVING = ['shopee', 'lazada']
FATES = ['leave', 'ship', 'cancel', 'regret']


def write_script(seed, rounds):
    """Returns: for each round what happens in it. Orders are known by their running number."""
    chance = random.Random(seed)
    script = []
    orders = []
    for number in range(rounds):
        acts = []
        for _ in range(chance.choice([1, 1, 2, 3])):
            order = {'index': len(orders), 'kind': chance.choice(KINDS), 'good': chance.random(),
                     'quantity': chance.choice([1, 1, 1, 2, 3]), 'fate': chance.choice(FATES)}
            orders.append(order)
            acts.append(('order', order))
            if order['fate'] != 'leave':
                acts.append((order['fate'], order))
        if chance.random() < 0.4:
            acts.append(('adjust', {'good': chance.random(), 'units': chance.choice([-3, -1, 2, 5]),
                                    'note': f'nhap {number}'}))
        if chance.random() < 0.25:
            acts.append(('price', {'good': chance.random(),
                                   'price': chance.randrange(50, 400) * 1000}))
        if chance.random() < 0.15:
            acts.append(('expire', {'kind': chance.choice(FORGIVING)}))
        script.append(acts)
    return script


class Day:
    """Carries a script out. What needs an order that Tiệm has not read yet is put off."""

    def __init__(self, shop, markets, chance=None):
        self.shop = shop
        self.markets = markets
        self.chance = chance  # when given, edits are killed too
        self.numbers = {}
        self.put_off = []
        self.prices = {}
        self.to_label = []

    def sku(self, act):
        return self.shop.skus[int(act['good'] * len(self.shop.skus))]

    def run(self, acts):
        waiting, self.put_off = self.put_off, []
        for what, act in waiting + acts:
            if not getattr(self, f'do_{what}')(act):
                self.put_off.append((what, act))

    def do_order(self, act):
        sold = self.markets.tell(act['kind'], 'orders',
                                 {'sku': self.sku(act), 'quantity': act['quantity'], 'force': True})
        self.numbers[act['index']] = sold['number']
        return True

    def do_ship(self, act):
        order = self.shop.find(act['kind'], self.numbers[act['index']])
        if order is None:
            return False
        self.shop.run('order', 'ship', order['id'])
        if act['kind'] != 'woocommerce':  # which has no labels
            self.to_label.append(order['id'])
        return True

    def do_cancel(self, act):
        order = self.shop.find(act['kind'], self.numbers[act['index']])
        if order is None:
            return False
        self.shop.run('order', 'cancel', order['id'], '--reason', 'Hết hàng')
        return True

    def do_regret(self, act):
        """The buyer cancels."""
        self.markets.tell(act['kind'], f'orders/{self.numbers[act["index"]]}/status',
                          {'status': CANCELLED[act['kind']]})
        return True

    def do_adjust(self, act):
        words = ['stock', self.sku(act), '--adjust', f'{act["units"]:+d}', '--reason', act['note']]
        if self.chance is None or self.chance.random() < 0.5:
            self.shop.run(*words)
        else:
            self.kill_adjust(words, act)
        return True

    def kill_adjust(self, words, act):
        """The owner looks whether it was done, and does it again if not."""
        self.shop.kill(self.shop.begin(*words), self.chance.uniform(0, 0.06))
        history = self.shop.json('stock', self.sku(act), '--history')
        done = [move for move in history if act['note'] in (move['reason'], move['note'])]
        assert len(done) <= 1, done
        if not done:
            self.shop.run(*words)

    def do_price(self, act):
        self.shop.run('product', 'edit', self.sku(act), '--price', act['price'])
        self.prices[self.sku(act)] = act['price']
        return True

    def do_expire(self, act):
        self.markets.tell(act['kind'], 'settings', EXPIRE[act['kind']])
        return True


def facts(day):
    """What must be the same in every run of a script: ids and times are left out."""
    shop, markets = day.shop, day.markets
    known = shop.json('orders', '--limit', '10000', '--lines', timeout=120)
    by_channel = {kind: [o for o in known if o['channel'] == channel]
                  for kind, channel in shop.channels.items()}
    orders = {}
    for kind in KINDS:
        there = markets.orders(kind)
        here = {order['number'] or order['remote_id']: order for order in by_channel[kind]}
        assert len(here) == len(by_channel[kind]), f'{kind}: an order is there twice'
        for number, order in there.items():
            mine = here.pop(number, None) or here.pop(str(order['id']), None)
            assert mine is not None, f'{kind}: {number} was lost'
            compare_order(kind, order, mine)
            orders[kind, number] = (order, mine)
        assert not here, f'{kind}: {list(here)} are no orders'
    result = {'orders': len(orders)}
    for act in (act for what, act in day.acts if what == 'order'):
        order, mine = orders[act['kind'], day.numbers[act['index']]]
        # The price is the one of the moment; compare_order() has compared it.
        lines = [(line['sku'], line['quantity'], line['reserved'], line['shipped'])
                 for line in mine['lines']]
        parcels = len(shop.json('order', 'show', mine['id'])['parcels'])
        result[f'order {act["index"]} {act["kind"]} {act["fate"]}'] = (
            mine['status'], order['stage'], lines, parcels)
    for product in shop.json('products', '--limit', '1000'):
        for variant in product['variants']:
            sku = variant['sku']
            moves = sorted((move['delta'], move['reason'])
                           for move in shop.json('stock', sku, '--history'))
            result[f'stock {sku}'] = (variant['on_hand'], variant['reserved'],
                                      variant['available'], variant['price'], moves)
    for kind in KINDS:
        shown = markets.listings(kind)
        for item in shop.json('listings', '--channel', shop.channels[kind]):
            if item['sku']:
                there = shown[item['sku']]
                assert there['stock'] == item['desired'] == item['acked'], (kind, item, there)
                result[f'listing {kind} {item["sku"]}'] = (there['stock'], there['price'])
    for channel in shop.json('channel', 'list'):
        assert (channel['state'], channel['pending'], channel['failed']) == ('active', 0, 0), (
            channel, [line for line in shop.json('log', '--channel', channel['id'])
                      if line['outcome'] != 'ok'])
    result['customers'] = len(shop.json('customers', timeout=120))
    return result


def compare_order(kind, there, mine):
    """Lines and total as the market has them."""
    wanted = {}
    for line in there['lines']:
        wanted[line['sku']] = wanted.get(line['sku'], 0) + line['quantity']
    found = {}
    for line in mine['lines']:
        found[line['remote_sku']] = found.get(line['remote_sku'], 0) + line['quantity']
    assert found == wanted, (kind, there, mine)
    assert mine['total'] == there['total'], (kind, there, mine)
