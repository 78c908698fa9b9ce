#!/usr/bin/python3
"""The real window on a desktop with a portal: started twice, closed, quit, in the middle of work.

test-closing.py TIEM TIEM_CLI TIEM_SANDBOX, on an X server and a session bus of its own.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

sys.dont_write_bytecode = True  # nothing is left in the tree
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'cli'))
from driver import Sandbox, Shop, run_tests, wait_for  # noqa: E402

TIEM, TIEM_CLI, TIEM_SANDBOX = sys.argv[1:4]
APP = 'vn.tiem.Tiem'
PORTAL = """
<node>
  <interface name='org.freedesktop.portal.Background'>
    <method name='RequestBackground'>
      <arg type='s'/><arg type='a{sv}'/><arg type='o' direction='out'/>
    </method>
    <method name='SetStatus'><arg type='a{sv}'/></method>
  </interface>
  <interface name='org.freedesktop.portal.Notification'>
    <method name='AddNotification'><arg type='s'/><arg type='a{sv}'/></method>
    <method name='RemoveNotification'><arg type='s'/></method>
    <property name='version' type='u' access='read'/>
    <signal name='ActionInvoked'><arg type='s'/><arg type='s'/><arg type='av'/></signal>
  </interface>
</node>"""


class Desktop:
    """A portal: lets programs run without a window or not, and keeps their notifications."""

    def __init__(self):
        self.allows = True
        self.asked = []
        self.status = None
        self.notes = {}
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for interface in Gio.DBusNodeInfo.new_for_xml(PORTAL).interfaces:
            self.bus.register_object('/org/freedesktop/portal/desktop', interface, self.called,
                                     lambda *_: GLib.Variant('u', 1), None)
        owned = threading.Event()
        Gio.bus_own_name_on_connection(self.bus, 'org.freedesktop.portal.Desktop', 0,
                                       lambda *_: owned.set(), None)
        threading.Thread(target=GLib.MainLoop().run, daemon=True).start()
        assert owned.wait(10)

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        values = parameters.unpack()
        if method == 'RequestBackground':
            self.asked.append(values[1])
            request = '/'.join(['/org/freedesktop/portal/desktop/request',
                                sender[1:].replace('.', '_'), values[1]['handle_token']])
            invocation.return_value(GLib.Variant('(o)', (request,)))
            results = {'background': GLib.Variant('b', self.allows),
                       'autostart': GLib.Variant('b', False)}
            bus.emit_signal(sender, request, 'org.freedesktop.portal.Request', 'Response',
                            GLib.Variant('(ua{sv})', (0 if self.allows else 1, results)))
            return
        if method == 'SetStatus':
            self.status = values[0]['message']
        elif method == 'AddNotification':
            self.notes[values[0]] = values[1]
        else:
            self.notes.pop(values[0], None)
        invocation.return_value(None)

    def act(self, action):
        """What the desktop does when a notification's button, or a menu of its own, is used."""
        self.bus.call_sync(APP, '/' + APP.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                           GLib.Variant('(sava{sv})', (action, [], {})), None, 0, 20000)


def environment():
    # The second name is what newer GLib reads in place of the first.
    # Here it is noon: at night nothing is announced.
    return dict(shop.environment, GTK_USE_PORTAL='1', GIO_USE_PORTALS='1',
                GIO_USE_NETWORK_MONITOR='base', TZ=f'XXX{time.gmtime().tm_hour - 12}')


def start(*words):
    """The window's own process, once it syncs."""
    process = subprocess.Popen([TIEM, *words], env=environment())
    wait_for(lambda: holder() == process.pid)
    return process


def holder():
    """Returns: the process that runs the workers"""
    lock = shop.data / 'workers.lock'
    busy = subprocess.run(['flock', '-n', str(lock), 'true']).returncode if lock.exists() else 0
    # Whoever has just taken it has not written into it yet.
    words = lock.read_text().split() if busy else []
    return int(words[0]) if words else None


def is_shown():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'tiem'],
                           capture_output=True, text=True)
    return found.stdout.strip() != ''


def is_seen(shown):
    """Nothing tells which windows a Wayland compositor shows: there the rest is tested."""
    return 'WAYLAND_DISPLAY' in os.environ or is_shown() == shown


def ends(process):
    """Two seconds are promised, on a machine that does nothing else: how long it took is told."""
    started = time.monotonic()
    status = process.wait(30)
    print(f'# ended after {time.monotonic() - started:.2f} s')
    assert status == 0, status
    assert not (shop.data / 'tiem.db-wal').exists(), 'the database was not closed in order'


def count(units):
    """The owner counts the goods, in another process."""
    held = shop.json('stock', sku)
    shop.json('stock', sku, '--set', held['reserved'] + units, '--reason', 'count')


def arrives(units):
    wait_for(lambda: sandbox.stock_of(sku) == units, 30)


def test_started_twice():
    global window
    window = start()
    wait_for(lambda: is_seen(True), 30)
    assert subprocess.run([TIEM], env=environment(), timeout=30).returncode == 0
    assert window.poll() is None and holder() == window.pid


def test_edited_beside():
    for words in [['sync', '--once'], ['sync', '--watch']]:
        shop.run(*words, status=1)
        assert str(window.pid) in shop.errors, shop.errors
    count(71)
    arrives(71)


def test_closed():
    desktop.act('window-closing')
    wait_for(lambda: desktop.asked)
    assert desktop.asked[-1]['commandline'] == ['tiem', '--background'], desktop.asked
    assert desktop.asked[-1]['autostart'] is False
    note = wait_for(lambda: desktop.notes.get('background'))
    assert [b['action'] for b in note['buttons']] == ['app.quit'], note
    wait_for(lambda: desktop.status)
    assert is_seen(False)
    count(62)
    arrives(62)
    assert holder() == window.pid


def test_told_of_orders():
    """What comes together is told of at once; the button leads to it."""
    for _ in range(2):
        sandbox.sell(sku)
    note = wait_for(lambda: desktop.notes.get('new-orders'), 40)
    assert note['title'].startswith('2 '), note
    assert note['default-action'] == 'app.open', note
    assert [button['action'] for button in note['buttons']] == ['app.open'], note
    assert note['buttons'][0]['target'] == ('orders', 'todo', 0), note


def test_raised():
    assert subprocess.run([TIEM], env=environment(), timeout=30).returncode == 0
    wait_for(lambda: is_seen(True))
    wait_for(lambda: 'background' not in desktop.notes)
    assert desktop.status == '' and window.poll() is None


def test_said_once():
    desktop.act('window-closing')
    wait_for(lambda: len(desktop.asked) == 2)
    wait_for(lambda: desktop.status)
    assert 'background' not in desktop.notes, 'it was said already'
    desktop.act('quit')
    ends(window)
    assert holder() is None


def test_refused():
    """The owner, or the desktop, does not want programs without windows."""
    desktop.allows = False
    process = start()
    desktop.act('window-closing')
    ends(process)
    assert 'background' in desktop.notes
    desktop.allows = True


def test_ended_while_it_hangs():
    process = start()
    sandbox.call('faults', {'kind': 'delay', 'ms': 60000, 'times': -1, 'method': 'POST'})
    count(53)
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    ends(process)
    sandbox.call('faults', {'clear': True})
    shop.json('sync', '--once')
    assert sandbox.stock_of(sku) == 53
    assert shop.json('check')['ok']


def test_started_with_the_session():
    process = start('--background')
    count(44)
    arrives(44)
    assert is_seen(False)
    assert subprocess.run([TIEM, '--background'], env=environment(), timeout=30).returncode == 0
    assert is_seen(False)
    assert subprocess.run([TIEM], env=environment(), timeout=30).returncode == 0
    wait_for(lambda: is_seen(True))
    desktop.act('quit')
    ends(process)


sandbox = Sandbox(TIEM_SANDBOX)
shop = Shop(TIEM_CLI)
shop.data = shop.folder / 'home' / 'tiem'
try:
    desktop = Desktop()
    shop.connect(sandbox.website)
    shop.json('sync', '--once')
    shop.json('adopt')
    sku = next(v['sku'] for p in shop.json('products', '--limit', '50') for v in p['variants']
               if v['available'] > 0)
    status = run_tests([value for name, value in list(globals().items())
                        if name.startswith('test_')])
finally:
    sandbox.stop()
    shop.remove()
sys.exit(status)
