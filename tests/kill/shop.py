"""Four markets, one shop on all of them, and a way to end its programs without a word."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'cli'))
from driver import CHECK, Shop

KINDS = ['shopee', 'lazada', 'tiktok', 'woocommerce']
CANCELLED = {'shopee': 'CANCELLED', 'lazada': 'canceled', 'tiktok': 'CANCELLED',
             'woocommerce': 'cancelled'}
EXPIRE = {'shopee': {'expire': 'access'}, 'lazada': {'expire_access': True},
          'tiktok': {'expire_token': True}}
# Of everything: far above what the script sells, so that nothing depends on who is first.
PLENTY = 400


class Markets:
    """tiem-sandbox with its four markets, where only the test shops; carriers take days."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, '--port-base', '0', '--seed', '7', '--orders-per-minute', '0',
             '--products', '6', '--past-orders', '16', '--pace', '0.01'],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.about = {channel['kind']: channel for channel in ready['channels']}

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def tell(self, kind, path, body=None):
        address = urllib.parse.urlsplit(self.about[kind]['base_url'])
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f'{address.scheme}://{address.netloc}/_sandbox/{path}', data,
            {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def listings(self, kind):
        return {item['sku']: item for item in self.tell(kind, 'state')['listings']}

    def orders(self, kind):
        return {order['number']: order for order in self.tell(kind, 'state')['orders']}


class KillShop(Shop):
    """A shop whose programs are killed. Whatever they complain of is kept."""

    def __init__(self, cli, markets):
        super().__init__(cli)
        self.markets = markets
        self.kills = 0
        self.noise = self.folder / 'noise.txt'
        self.channels = {}

    def connect_all(self):
        for kind, about in self.markets.about.items():
            words = ['channel', 'add', kind, '--name', f'Nhà Mây {kind}',
                     '--base-url', about['base_url'], '--key', about['key'],
                     '--secret-file', self.secret_file(about['secret'])]
            if about.get('auth_url'):
                words += ['--auth-url', about['auth_url']]
            if about.get('token'):
                words += ['--token-file', self.write('token.json', json.dumps(about['token']))]
            if about.get('shop'):
                words += ['--shop', about['shop']]
            self.channels[kind] = self.json(*words)['id']

    def begin(self, *words):
        with open(self.noise, 'a', encoding='utf-8') as noise:
            return subprocess.Popen(self.command(*words), env=self.environment,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=noise)

    def kill(self, process, delay):
        """Returns: whether it was still at work"""
        try:
            process.wait(max(delay, 0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            self.kills += 1
            return True
        return False

    def assert_quiet(self):
        """A program may say that it checks the database; it has nothing to warn of."""
        noise = self.noise.read_text(encoding='utf-8') if self.noise.exists() else ''
        for line in noise.splitlines():
            assert 'CRITICAL' not in line and 'WARNING' not in line, line

    def sync(self, *more):
        """Until nothing is waiting any more."""
        for _ in range(40):
            turns = self.json('sync', '--once', *more, timeout=180)['channels']
            assert all(turn['ok'] for turn in turns), turns
            if not any(turn['waiting'] for turn in turns):
                return turns
            time.sleep(0.5)
        raise AssertionError(f'it never comes to rest: {turns}')

    def take_over(self):
        """The goods of all markets, a known number of each."""
        self.sync()
        self.run('adopt')
        self.skus = sorted({item['sku'] for item in self.json('listings') if item['sku']})
        for kind in KINDS:
            for sku in self.skus:
                self.markets.tell(kind, 'warehouse', {'sku': sku, 'units': PLENTY * 4})
        for sku in self.skus:
            self.run('stock', sku, '--set', PLENTY, '--reason', 'count')
        self.sync()

    def find(self, kind, number):
        """Returns: what Tiệm has of a market's order, None while it does not know it. Not by `order
        show NUMBER`: a website's numbers are as small as Tiệm's own."""
        for order in self.json('orders', '--channel', self.channels[kind], '--limit', '10000'):
            if number in (order['number'], order['remote_id']):
                return order
        return None

    def assert_whole(self):
        checked = self.json('check', form=CHECK)
        assert checked['ok'], [i for i in checked['invariants'] if not i['ok']]


def now():
    return time.monotonic()


__all__ = ["CANCELLED", "EXPIRE", "KINDS", "PLENTY", "KillShop", "Markets", "now"]
