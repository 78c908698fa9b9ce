"""The installed Flatpak in its sandbox, and what stands around it: for trial.py and troubles.py."""

import json
import os
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

APP_ID = 'vn.tiem.Tiem'
HOME = Path.home()
OWN = HOME / '.var/app' / APP_ID  # all that the sandbox keeps
DATA = OWN / 'data'
USER_DIR = Path(os.environ['FLATPAK_USER_DIR'])
DESK = HOME / 'desk'  # what the pretended desktop was asked for, desktop.py


class Skip(Exception):
    pass


def command(program, *arguments, **environment):
    """The words that start PROGRAM in the sandbox, in Vietnamese and without a GPU."""
    wanted = {'LANG': 'vi_VN.UTF-8', 'GSK_RENDERER': 'cairo', **environment}
    return ['flatpak', 'run', *(f'--env={name}={value}' for name, value in wanted.items()),
            f'--command={program}', APP_ID, *map(str, arguments)]


def run(words, seconds=120, **options):
    return subprocess.run(words, capture_output=True, text=True, timeout=seconds, check=False,
                          stdin=subprocess.DEVNULL, **options)


def inside(program, *arguments, **environment):
    done = run(command(program, *arguments, **environment))
    assert done.returncode == 0, f'{program} {arguments}: {done.returncode}\n{done.stderr}'
    return done.stdout


def cli(*arguments):
    return json.loads(inside('tiem-cli', '--json', *arguments))


def call_bus(destination, path, method, *arguments):
    return run(['gdbus', 'call', '--session', '--dest', destination, '--object-path', path,
                '--method', method, *arguments], 30)


def wait_for(what, seconds, problem):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(problem)


def find_processes(name):
    """The host's numbers of the processes of this name that live in a sandbox."""
    own = os.readlink('/proc/self/ns/mnt')
    found = []
    for folder in Path('/proc').glob('[0-9]*'):
        try:
            is_it = (folder / 'comm').read_text().strip() == name
            if is_it and os.readlink(folder / 'ns/mnt') != own:
                # Another shop may run on this machine.
                if f'HOME={HOME}'.encode() in (folder / 'environ').read_bytes().split(b'\0'):
                    found.append(int(folder.name))
        except OSError:
            continue
    return found


def write_own_file(name, text):
    """A file that only this sandbox sees."""
    path = DATA / name
    path.write_text(text, encoding='utf-8')
    return path


def to_iso(milliseconds):
    when = datetime.fromtimestamp(milliseconds / 1000, timezone.utc)
    return when.isoformat(timespec='milliseconds').replace('+00:00', 'Z')


def add_channel(channel, *shop):
    """SHOP: the words that say which, else the owner's"""
    words = ['channel', 'add', channel['kind'], '--name', channel['name'],
             '--base-url', channel['base_url'], '--key', channel['key'],
             '--secret-file', write_own_file('secret', channel['secret'] + '\n')]
    if channel.get('auth_url'):
        words += ['--auth-url', channel['auth_url']]
    if channel.get('shop'):
        words += ['--shop', channel['shop']]
    if channel.get('token'):
        token = {**channel['token']}
        for name in ('expires_at', 'refresh_expires_at'):
            token[name] = to_iso(token[name])
        words += ['--token-file', write_own_file('token', json.dumps(token))]
    return cli(*shop, *words)


class Markets:
    """Four marketplaces in a sandbox of their own, for the checks that need them."""

    def __enter__(self):
        words = command('tiem-sandbox', '--port-base', 0, '--seed', 7, '--past-orders', 25,
                        '--orders-per-minute', 6, '--follow-stdin')
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.channels = json.loads(self.process.stdout.readline())['channels']
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)


# The desktop, desktop.py

def was_asked(method):
    """What desktop.py was asked for by this method, oldest first."""
    try:
        lines = (DESK / 'asked').read_text(encoding='utf-8').splitlines()
    except FileNotFoundError:
        return []
    return [values for name, values in map(json.loads, lines) if name == method]


def decline(**responses):
    (DESK / 'answers.json').write_text(json.dumps(responses))


def activate(action, *parameters):
    done = call_bus(APP_ID, '/vn/tiem/Tiem', 'org.freedesktop.Application.ActivateAction', action,
                    f'[{", ".join(parameters)}]', '{}')
    assert done.returncode == 0, done
