#!/usr/bin/python3
"""A desktop behind the real xdg-desktop-portal, with an owner who answers at once.

desktop.py FOLDER, on the session bus: FOLDER/asked gets a line of JSON for whatever the desktop
was asked for; FOLDER/answers.json, {"PreparePrint": 1}, says what the owner declines; a
printed document is FOLDER/printed.pdf; what is saved goes to FOLDER/saved.
"""

import json
import os
import sys
from pathlib import Path

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

FOLDER = Path(sys.argv[1])
NAME = 'org.freedesktop.impl.portal.desktop.tiemtest'
# Each method: what it takes, what it gives.
METHODS = {
    'Access': {'AccessDialog': ('o s s s s s a{sv}', 'u a{sv}')},
    'AppChooser': {'ChooseApplication': ('o s s as a{sv}', 'u a{sv}'), 'UpdateChoices': ('o as', '')},
    'Background': {'EnableAutostart': ('s b as u', 'b'), 'GetAppState': ('', 'a{sv}'),
                   'NotifyBackground': ('o s s', 'u a{sv}')},
    'FileChooser': {'OpenFile': ('o s s s a{sv}', 'u a{sv}'), 'SaveFile': ('o s s s a{sv}', 'u a{sv}')},
    'Notification': {'AddNotification': ('s s a{sv}', ''), 'RemoveNotification': ('s s', '')},
    'Print': {'PreparePrint': ('o s s s a{sv} a{sv} a{sv}', 'u a{sv}'),
              'Print': ('o s s s h a{sv}', 'u a{sv}')},
}


def describe(interface):
    lines = [f"<node><interface name='org.freedesktop.impl.portal.{interface}'>"]
    for name, (taken, given) in METHODS[interface].items():
        lines.append(f"<method name='{name}'>")
        for kinds, way in ((taken, 'in'), (given, 'out')):
            lines += [f"<arg type='{kind}' direction='{way}'/>" for kind in kinds.split()]
        lines.append('</method>')
    return ''.join([*lines, '</interface></node>'])


def choose(method, values, message):
    """What the owner picks, of what was asked for."""
    if method == 'SaveFile':
        name = values[4].get('current_name', 'tệp')
        (FOLDER / 'saved').mkdir(exist_ok=True)
        return {'uris': GLib.Variant('as', [(FOLDER / 'saved' / name).as_uri()])}
    if method == 'OpenFile':
        return {'uris': GLib.Variant('as', [(FOLDER / 'open').resolve().as_uri()])}
    if method == 'ChooseApplication':
        return {'choice': GLib.Variant('s', values[3][0])}
    if method == 'PreparePrint':
        return {'settings': GLib.Variant('a{sv}', {}),
                'page-setup': GLib.Variant('a{sv}', {}), 'token': GLib.Variant('u', 7)}
    if method == 'Print':
        with open(message.get_unix_fd_list().get(values[4]), 'rb') as document:
            (FOLDER / 'printed.pdf').write_bytes(document.read())
    return {}


def answer(bus, sender, path, interface, method, parameters, invocation):
    values = parameters.unpack()
    try:
        refused = json.loads((FOLDER / 'answers.json').read_text())
    except FileNotFoundError:
        refused = {}
    with open(FOLDER / 'asked', 'a', encoding='utf-8') as log:
        log.write(json.dumps([method, values], ensure_ascii=False, default=str) + '\n')
    given = METHODS[interface.rpartition('.')[2]][method][1]
    if given == 'u a{sv}':
        response = refused.get(method, 0)
        results = choose(method, values, invocation.get_message()) if response == 0 else {}
        invocation.return_value(GLib.Variant('(ua{sv})', (response, results)))
    elif given == 'b':
        invocation.return_value(GLib.Variant('(b)', (True,)))
    elif given == 'a{sv}':
        invocation.return_value(GLib.Variant('(a{sv})', ({},)))
    else:
        invocation.return_value(None)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in METHODS:
        interface = Gio.DBusNodeInfo.new_for_xml(describe(name)).interfaces[0]
        bus.register_object('/org/freedesktop/portal/desktop', interface, answer, None, None)
    loop = GLib.MainLoop()
    Gio.bus_own_name_on_connection(bus, NAME, 0, lambda *_: (FOLDER / 'ready').touch(),
                                   lambda *_: loop.quit())
    loop.run()


os.umask(0o077)
main()
