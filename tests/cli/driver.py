"""What the tests of tiem-cli share: the two programs, the forms of the contract, TAP."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
import zlib
from pathlib import Path

TIME = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$')
ID = re.compile(r'^[1-9][0-9]*$')

STATUSES = {'unpaid', 'to_confirm', 'to_ship', 'awaiting_pickup', 'shipping', 'delivered',
            'completed', 'cancelled', 'failed_delivery', 'returning', 'returned', 'unknown'}


def an_id(value):
    return isinstance(value, str) and ID.match(value)


def a_time(value):
    return isinstance(value, str) and TIME.match(value)


def a_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def a_text(value):
    return isinstance(value, str) and value != ''


def a_flag(value):
    return isinstance(value, bool)


def a_status(value):
    return value in STATUSES


def one_of(*words):
    return lambda value: value in words


def perhaps(check):
    """The field is always there; without a value it is null."""
    return lambda value: value is None or matches(value, check)


def matches(value, form):
    if isinstance(form, dict):
        return (isinstance(value, dict) and
                all(name in value and matches(value[name], part) for name, part in form.items()))
    if isinstance(form, list):
        return isinstance(value, list) and all(matches(item, form[0]) for item in value)
    return bool(form(value))


def expect(value, form, where=''):
    """Fails with the first member that has not the form of the contract."""
    if isinstance(form, dict):
        assert isinstance(value, dict), f'{where}: {value!r} is no object'
        for name, part in form.items():
            assert name in value, f'{where}.{name} is left out of {value}'
            expect(value[name], part, f'{where}.{name}')
    elif isinstance(form, list):
        assert isinstance(value, list), f'{where}: {value!r} is no list'
        for number, item in enumerate(value):
            expect(item, form[0], f'{where}[{number}]')
    else:
        assert form(value), f'{where}: {value!r} is not {getattr(form, "__name__", "as agreed")}'


ERROR = perhaps({'class': a_text, 'message': a_text})
CHANNEL = {'id': an_id, 'kind': a_text, 'name': a_text,
           'state': one_of('active', 'paused', 'needs_auth', 'failing'),
           'base_url': perhaps(a_text), 'shop': perhaps(a_text), 'last_ok_at': perhaps(a_time),
           'pending': a_number, 'failed': a_number, 'auth_expires_at': perhaps(a_time),
           'error': ERROR}
TURNS = {'channels': [{'id': an_id, 'name': a_text, 'ok': a_flag, 'pulled': a_number,
                       'stored': a_number, 'unchanged': a_number, 'pushed': a_number,
                       'waiting': a_number, 'failed': a_number, 'error': ERROR}]}
LISTING = {'id': an_id, 'channel': an_id, 'remote_product_id': a_text,
           'remote_variant_id': perhaps(a_text), 'remote_sku': perhaps(a_text), 'title': a_text,
           'options': perhaps(a_text), 'price': a_number, 'stock': perhaps(a_number),
           'state': one_of('active', 'inactive', 'banned', 'gone'), 'sku': perhaps(a_text),
           'desired': perhaps(a_number), 'acked': perhaps(a_number), 'acked_at': perhaps(a_time),
           'campaign_locked': a_number, 'problem': perhaps(a_text)}
ADOPTED = {'products': a_number, 'variants': a_number, 'linked': a_number,
           'skipped': [{'listing': an_id, 'reason': a_text}]}
LINKED = {'linked': a_number, 'ambiguous': [{'listing': an_id, 'reason': a_text}],
          'left': a_number}
PRODUCT = {'id': an_id, 'name': a_text,
           'variants': [{'sku': a_text, 'barcode': perhaps(a_text), 'options': perhaps(a_text),
                         'shelf': perhaps(a_text), 'price': a_number, 'cost': perhaps(a_number), 'on_hand': a_number,
                         'reserved': a_number, 'available': a_number}]}
IMAGE = {'id': an_id, 'sku': perhaps(a_text), 'width': a_number, 'height': a_number,
         'path': a_text}
CATEGORY = {'id': a_text, 'path': a_text, 'leaf': a_flag}
OFFER = {'id': an_id, 'channel': an_id, 'title': a_text, 'variants': a_number,
         'pictures': a_number, 'update': a_flag}
PROPOSAL = {'listing': an_id, 'channel': an_id, 'remote_sku': perhaps(a_text), 'title': a_text,
            'options': perhaps(a_text), 'price': a_number,
            'kind': one_of('exact', 'sure', 'likely', 'ambiguous', 'none'), 'sku': perhaps(a_text),
            'reason': perhaps(a_text),
            'candidates': [{'sku': a_text, 'title': a_text, 'price': a_number,
                            'percent': a_number, 'why': a_text}]}
PRICE = {'listing': an_id, 'base': a_number, 'own': perhaps(a_number),
         'promotion': perhaps(a_number), 'from': perhaps(a_time), 'until': perhaps(a_time),
         'wanted': a_number, 'shown': a_number, 'queued': a_flag,
         'source': one_of('shop', 'rule', 'listing', 'promotion'), 'why': a_text}
PRICE_RULE = {'channel': an_id, 'percent': a_text, 'amount': a_number,
              'rounding': one_of('exact', 'thousand', 'nine'), 'rule': a_text,
              'changed': a_number}
STOCK = {'sku': a_text, 'on_hand': a_number, 'reserved': a_number, 'available': a_number,
         'split': a_flag,
         'locations': [{'id': an_id, 'name': a_text, 'sold': a_flag, 'on_hand': a_number,
                        'reserved': a_number}],
         'listings': [{'channel': an_id, 'listing': an_id, 'remote_sku': perhaps(a_text),
                       'desired': perhaps(a_number), 'acked': perhaps(a_number),
                       'reason': a_text}]}
LOCATION = {'id': an_id, 'name': a_text, 'main': a_flag, 'sold': a_flag, 'archived': a_flag,
            'goods': a_number, 'units': a_number, 'channels': a_number}
TRANSFER = {'id': an_id, 'number': a_text, 'state': one_of('draft', 'done', 'undone'),
            'from': an_id, 'from_name': a_text, 'to': an_id, 'to_name': a_text, 'units': a_number,
            'note': perhaps(a_text), 'created_at': a_time, 'done_at': perhaps(a_time),
            'lines': [{'sku': a_text, 'name': a_text, 'options': perhaps(a_text),
                       'quantity': a_number}]}
TAKE = {'id': an_id, 'number': a_text, 'state': one_of('draft', 'done', 'undone'),
        'location': an_id, 'location_name': a_text,
        'scope': one_of('all', 'category', 'shelf', 'chosen'), 'scope_name': perhaps(a_text),
        'pass': a_number, 'goods': a_number, 'counted': a_number, 'units': a_number,
        'different': a_number, 'missing': a_number, 'surplus': a_number, 'value': a_number,
        'note': perhaps(a_text), 'created_at': a_time, 'done_at': perhaps(a_time),
        'lines': [{'sku': a_text, 'name': a_text, 'expected': perhaps(a_number),
                   'counted': perhaps(a_number), 'difference': a_number,
                   'value': perhaps(a_number), 'packed': a_number, 'extra': a_flag,
                   'overtaken': a_flag, 'why': a_text, 'note': perhaps(a_text)}]}
MOVEMENT = {'at': a_time, 'delta': a_number, 'on_hand': a_number, 'reason': a_text,
            'order': perhaps(an_id), 'channel': perhaps(an_id), 'note': perhaps(a_text),
            'slip': perhaps(a_text)}
SUPPLIER = {'id': an_id, 'code': a_text, 'name': a_text, 'phone': perhaps(a_text),
            'email': perhaps(a_text), 'address': perhaps(a_text), 'tax_code': perhaps(a_text),
            'note': perhaps(a_text), 'archived': a_flag, 'opening': a_number, 'slips': a_number,
            'bought': a_number, 'debt': a_number, 'last_at': perhaps(a_time)}
ACCOUNT = dict(SUPPLIER, account=[{
    'at': a_time, 'kind': one_of('opening', 'purchase', 'supplier-return', 'payment'),
    'number': perhaps(a_text), 'payment': perhaps(an_id), 'how': perhaps(a_text),
    'note': perhaps(a_text), 'amount': a_number, 'debt': a_number}])
SLIP = {'id': an_id, 'number': a_text, 'kind': one_of('purchase', 'supplier-return'),
        'state': one_of('draft', 'done', 'undone'),
        'supplier': perhaps({'id': an_id, 'code': a_text, 'name': a_text}),
        'of': perhaps(a_text), 'units': a_number, 'discount': a_number, 'freight': a_number,
        'freight_apart': a_flag, 'total': a_number, 'paid': a_number, 'returned': a_number,
        'owed': a_number, 'note': perhaps(a_text), 'created_at': a_time,
        'done_at': perhaps(a_time), 'undone_at': perhaps(a_time)}
SLIP_LINES = dict(SLIP, goods=a_number, lines=[{
    'sku': a_text, 'title': a_text, 'options': perhaps(a_text), 'quantity': a_number,
    'unit_price': a_number, 'discount': a_number, 'total': a_number, 'cost': a_number}])
DRIFT = {'id': an_id, 'channel': an_id, 'listing': an_id, 'title': a_text, 'sku': perhaps(a_text),
         'kind': one_of('stock', 'price'), 'expected': a_number, 'shown': perhaps(a_number),
         'wanted': perhaps(a_number), 'since': a_time, 'rule': one_of('set-back', 'take-over'),
         'settled_at': perhaps(a_time), 'outcome': perhaps(a_text)}
WHY = {'sku': a_text, 'on_hand': a_number, 'reserved': a_number, 'available': a_number,
       'made_of': [{'reason': a_text, 'delta': a_number, 'times': a_number}],
       'held': [{'order': an_id, 'number': a_text, 'placed_at': a_time, 'quantity': a_number,
                 'lacking': a_number}],
       'told': [{'channel': an_id, 'desired': perhaps(a_number), 'sent': perhaps(a_number),
                 'sent_at': perhaps(a_time), 'acked': perhaps(a_number),
                 'acked_at': perhaps(a_time), 'problem': perhaps(a_text)}],
       'travels': [{'at': a_time, 'before': a_number, 'after': a_number, 'sold': a_number,
                    'took_ms': perhaps(a_number)}]}
ORDER = {'id': an_id, 'channel': an_id, 'remote_id': a_text, 'status': a_status,
         'remote_status': perhaps(a_text), 'placed_at': a_time, 'updated_at': perhaps(a_time),
         'ship_by': perhaps(a_time),
         'customer': perhaps({'id': perhaps(an_id), 'name': perhaps(a_text),
                              'phone': perhaps(a_text)}),
         'units': a_number, 'total': a_number, 'shipping_fee': a_number, 'discount': a_number,
         'paid': a_number, 'currency': a_text, 'short': a_flag, 'short_reason': perhaps(a_text),
         'note': perhaps(a_text), 'owner_note': perhaps(a_text), 'tags': [a_text],
         'tracking': perhaps(a_text)}
ORDER_LINES = dict(ORDER, lines=[{'sku': perhaps(a_text), 'remote_sku': perhaps(a_text),
                                  'title': a_text, 'quantity': a_number, 'unit_price': a_number,
                                  'total': a_number, 'reserved': a_number, 'shipped': a_number,
                                  'returned': a_number, 'damaged': a_number, 'lost': a_number,
                                  'out': a_number}])
ORDER_DETAILS = dict(ORDER_LINES, fees=[{'kind': a_text, 'amount': a_number}],
                     events=[{'at': a_time, 'kind': a_text, 'what': a_text, 'by': perhaps(a_text),
                              'word': perhaps(a_text)}],
                     address=perhaps({'name': perhaps(a_text), 'text': perhaps(a_text)}),
                     parcels=[{'carrier': perhaps(a_text), 'tracking': perhaps(a_text)}])
CUSTOMER = {'id': an_id, 'name': perhaps(a_text), 'phone': perhaps(a_text),
            'email': perhaps(a_text), 'orders': a_number, 'spent': a_number,
            'last_order_at': perhaps(a_time), 'sent': a_number, 'refused': a_number,
            'identities': [{'channel': perhaps(an_id), 'remote_id': perhaps(a_text)}]}
IMPORTED = {'new': a_number, 'changed': a_number, 'same': a_number,
            'wrong': [{'row': a_number, 'column': a_text, 'reason': a_text, 'fix': perhaps(a_text)}],
            'kind': a_text, 'left': a_number, 'run': perhaps(an_id),
            'notes': [{'row': a_number, 'column': a_text, 'reason': a_text}]}
CHECK = {'ok': a_flag, 'invariants': [{'name': a_text, 'ok': a_flag, 'violations': [a_text]}]}
LOG = {'at': a_time, 'channel': perhaps(an_id), 'endpoint': perhaps(a_text), 'outcome': a_text,
       'status': perhaps(a_number), 'ms': a_number, 'request_id': perhaps(a_text),
       'message': perhaps(a_text)}
EVENT = {'at': a_time, 'event': one_of('order', 'stock_pushed', 'price_pushed', 'error', 'state'),
         'channel': perhaps(an_id), 'remote_id': perhaps(a_text), 'sku': perhaps(a_text),
         'value': perhaps(a_number), 'since_ms': perhaps(a_number)}


class Sandbox:
    """tiem-sandbox on free ports, without shoppers: its one market and what can be done to it."""

    def __init__(self, program, *options, kind='woocommerce'):
        self.process = subprocess.Popen(
            [program, '--port-base', '0', '--seed', '7', '--only', kind,
             '--orders-per-minute', '0', *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.website = next(c for c in ready['channels'] if c['kind'] == kind)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f'{self.website["base_url"]}/_sandbox/{path}', data,
                                         {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def state(self):
        return self.call('state')

    def stock_of(self, sku):
        return next(item['stock'] for item in self.state()['listings'] if item['sku'] == sku)

    def sell(self, sku, quantity=1, **more):
        return self.call('orders', dict(sku=sku, quantity=quantity, **more))


class Shop:
    """A folder of data and tiem-cli on it."""

    def __init__(self, program):
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix='tiem-cli-'))
        self.data = self.folder / 'data'
        self.environment = dict(os.environ, LC_ALL='C.UTF-8', TZ='Asia/Ho_Chi_Minh',
                                XDG_DATA_HOME=str(self.folder / 'home'),
                                XDG_CONFIG_HOME=str(self.folder / 'config'),
                                SECRET_BACKEND='file', SECRET_FILE_TEST_PASSWORD='test',
                                SECRET_FILE_TEST_PATH=str(self.folder / 'test.keyring'))
        self.environment.pop('LANGUAGE', None)

    def remove(self):
        shutil.rmtree(self.folder)

    def write(self, name, text, encoding='utf-8'):
        path = self.folder / name
        path.write_text(text, encoding=encoding)
        return str(path)

    def command(self, *words):
        return [self.program, '--data', str(self.data), *map(str, words)]

    def run(self, *words, status=0, timeout=60, **environment):
        """One command; @status None: any. Returns: what it printed; its errors are in .errors"""
        done = subprocess.run(self.command(*words), capture_output=True, text=True,
                              env=dict(self.environment, **environment), timeout=timeout,
                              stdin=subprocess.DEVNULL)
        self.errors = done.stderr
        assert status in (None, done.returncode), (
            f'{" ".join(map(str, words))}: exit status '
            f'{done.returncode}, {done.stderr}{done.stdout[:2000]}')
        if done.returncode == 0:
            assert done.stderr == '', f'{" ".join(map(str, words))}: {done.stderr}'
        else:
            assert re.match(r'tiem-cli: .+', done.stderr), f'{words}: {done.stderr!r}'
            assert ';' in done.stderr, f'{words}: says not what to do: {done.stderr}'
        return done.stdout

    def json(self, *words, form=None, status=0, **options):
        """One command with --json. Returns: its one value, which has the given form"""
        text = self.run(*words, '--json', status=status, **options)
        value = json.loads(text)
        assert text.endswith('\n') and text.count('\n') == 1, 'not one line'
        if form is not None:
            expect(value, form, ' '.join(map(str, words)))
        return value

    def start(self, *words):
        """A command that is ended by a signal, also where who started the tests ignores it."""
        return subprocess.Popen(self.command(*words), env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def wait_for_watcher(self, process):
        """Until it has begun: its number stands in the lock."""
        lock = self.data / 'workers.lock'
        wait_for(lambda: lock.exists() and lock.read_text().startswith(f'{process.pid} '))

    def secret_file(self, secret):
        return self.write('secret.txt', f'{secret}\nsecond line\n')

    def connect(self, website, name='Website Nhà Mây'):
        added = self.json('channel', 'add', 'woocommerce', '--name', name,
                          '--base-url', website['base_url'], '--key', website['key'],
                          '--secret-file', self.secret_file(website['secret']), form={'id': an_id})
        return added['id']


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f'still not so after {seconds} s')


def end(process, number=signal.SIGTERM):
    """Ends a watcher by a signal: 2 s are promised, on a machine that does nothing else.

    Returns: its exit status, lines and errors"""
    process.send_signal(number)
    out, errors = process.communicate(timeout=30)
    return process.returncode, out.splitlines(), errors


def run_tests(tests):
    """Runs functions in their order and prints TAP."""
    failed = False
    print(f'1..{len(tests)}')
    for number, test in enumerate(tests, 1):
        name = test.__name__[len('test_'):].replace('_', '-')
        started = time.monotonic()
        try:
            test()
            print(f'ok {number} {name} # {time.monotonic() - started:.1f} s', flush=True)
        except Exception:
            failed = True
            print(f'not ok {number} {name}', flush=True)
            # Whoever runs the tests shows only the errors of one that failed.
            print(f'{name}: {traceback.format_exc()}', file=sys.stderr, flush=True)
    return 1 if failed else 0


def write_png(path, side=300, grey=0x50):
    """A square of one grey, without any library."""
    def part(kind, data):
        return (len(data).to_bytes(4, 'big') + kind + data
                + zlib.crc32(kind + data).to_bytes(4, 'big'))
    row = b'\0' + bytes([grey]) * side
    path.write_bytes(b'\x89PNG\r\n\x1a\n'
                     + part(b'IHDR', side.to_bytes(4, 'big') * 2 + b'\x08\0\0\0\0')
                     + part(b'IDAT', zlib.compress(row * side)) + part(b'IEND', b''))
