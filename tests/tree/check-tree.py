#!/usr/bin/env python3
"""Checks what no compiler sees: the layout, who includes whom, translations, desktop files.

check-tree.py SOURCE BUILD: prints TAP. A check whose tool is missing is skipped.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as xml
from pathlib import Path

SOURCE = Path(sys.argv[1])
BUILD = Path(sys.argv[2])
APP_ID = 'vn.tiem.Tiem'

TOP_LEVEL = {'src', 'data', 'po', 'ui', 'tests', 'flatpak', 'meson.build', 'meson_options.txt',
             'README.md', 'LICENSE'}

# Folder of src -> folders it may include, and system headers only some may see.
MAY_INCLUDE = {
    'base': set(),
    'model': {'base'},
    'store': {'base', 'model'},
    'channel': {'base', 'model'},
    'sync': {'base', 'model', 'store', 'channel'},
    'document': {'base', 'model', 'store'},
    'sandbox': {'base'},
    'cli': {'base', 'model', 'store', 'channel', 'sync', 'document'},
    'app': {'base', 'model', 'store', 'channel', 'sync', 'document'},
}
ONLY_IN = {
    'gtk/': {'app'},
    'adwaita.h': {'app'},
    'sqlite3.h': {'store'},
    'libsoup/': {'channel', 'sandbox', 'sync'},
    'json-glib/': {'channel', 'sandbox', 'cli'},
    'libsecret/': {'sync'},
}

FINISH_ARGS = ['--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
               '--device=dri']


class Skip(Exception):
    pass


def list_files():
    """The files git knows, or will once they are added."""
    run = subprocess.run(['git', '-c', f'safe.directory={SOURCE}', '-C', SOURCE, 'ls-files', '-z',
                          '--cached', '--others', '--exclude-standard'],
                         capture_output=True, text=True)
    if run.returncode == 0:
        names = run.stdout.split('\0')
    else:  # an unpacked archive
        names = [str(path.relative_to(SOURCE)) for path in SOURCE.rglob('*')]
        names = [name for name in names if not name.startswith(('build', '.git/'))]
    return sorted({name for name in names if name and (SOURCE / name).is_file()})


def call(*command, **options):
    """Runs a tool; its words are the failure."""
    if shutil.which(command[0]) is None:
        raise Skip(f'{command[0]} is not installed')
    run = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                         stdin=subprocess.DEVNULL, **options)
    assert run.returncode == 0, f'{run.stdout}\n{run.stderr}'
    return run.stdout + run.stderr


def text_of(name):
    return (SOURCE / name).read_text(encoding='utf-8')


def with_suffix(*suffixes):
    return [name for name in FILES if name.endswith(suffixes)]


def in_source(*suffixes):
    return [name for name in with_suffix(*suffixes) if name.startswith('src/')]


# Layout

def check_top_level():
    found = {name.split('/')[0] for name in FILES}
    extra = {name for name in found if not name.startswith('.')} - TOP_LEVEL
    assert not extra, f'does not belong at the top: {", ".join(sorted(extra))}'


def check_no_leftovers():
    wrong = []
    for name in in_source('.c', '.h', '.sql') + with_suffix('.ui', '.css'):
        for number, line in enumerate(text_of(name).splitlines(), 1):
            if re.search(r'\b(TODO|FIXME|XXX)\b', line) or line != line.rstrip() or '\t' in line:
                wrong.append(f'{name}:{number}: {line}')
    assert not wrong, '\n'.join(wrong)


def check_scripts():
    for name in ['src/run', 'tests/run', '.ci/run', 'tests/install', 'tests/format',
                 'tests/display/with-display', 'tests/peers/run-peer', 'tests/simulation/run',
                 'tests/bench/start', 'tests/bench/oversell', 'tests/bench/propagation',
                 'tests/bench/run', 'tests/bench/window']:
        path = SOURCE / name
        assert os.access(path, os.X_OK), f'{name} can not be executed'
        interpreter = path.read_text().splitlines()[0]
        if 'python' not in interpreter:
            call('bash' if 'bash' in interpreter else 'sh', '-n', path)


def check_includes():
    wrong = []
    for name in in_source('.c', '.h'):
        folder = name.split('/')[1]
        if folder not in MAY_INCLUDE:
            wrong.append(f'{name}: {folder} is not in the table of tests/tree/check-tree.py')
            continue
        for included in re.findall(r'^#\s*include\s+"([^"]+)"', text_of(name), re.M):
            target = included.split('/')[0]
            if '/' in included and target != folder and target not in MAY_INCLUDE[folder]:
                wrong.append(f'{name} includes {included}')
            if folder == 'app' and re.match(r'channel/\w+/', included):
                wrong.append(f'{name} includes a platform’s own {included}')
            if '/' not in included and (SOURCE / name).with_name(included).exists():
                wrong.append(f'{name} includes {included} without its folder')
        for included in re.findall(r'^#\s*include\s+<([^>]+)>', text_of(name), re.M):
            for prefix, folders in ONLY_IN.items():
                if included.startswith(prefix) and folder not in folders:
                    wrong.append(f'{name} includes <{included}>')
    assert not wrong, '\n'.join(wrong)


def check_format():
    if 'version 14' not in call('clang-format', '--version'):
        raise Skip('only clang-format 14 formats as agreed')
    call(SOURCE / 'tests/format', '--check', *with_suffix('.c'), cwd=SOURCE)


# What the desktop reads

def check_desktop_file():
    call('desktop-file-validate', BUILD / 'data' / f'{APP_ID}.desktop')


def check_metainfo():
    path = BUILD / 'data' / f'{APP_ID}.metainfo.xml'
    # Before version 1 it knows no <developer>, of which strictness makes a fault.
    old = 'version: 0.' in call('appstreamcli', '--version')
    call('appstreamcli', 'validate', '--no-net', '--explain', *([] if old else ['--strict']), path)
    root = xml.parse(path).getroot()
    vi = [p.text for p in root.iter('p') if p.get('{http://www.w3.org/XML/1998/namespace}lang')]
    assert len(vi) >= 3 and len(' '.join(vi[0].split())) >= 80, 'the description lacks Vietnamese'
    shown = {Path(image.text).name for image in root.iter('image')}
    here = {path.name for path in (SOURCE / 'data/screenshots').iterdir()}
    assert shown == here, f'pictures: {sorted(shown ^ here)}'


def check_settings_schema():
    call('glib-compile-schemas', '--strict', '--dry-run', SOURCE / 'data')


def check_xml():
    files = [SOURCE / name for name in with_suffix('.ui', '.svg', '.xml', '.xml.in')]
    call('xmllint', '--noout', '--nonet', *files)


def check_resources():
    """Every .ui file, icon, style and help page is in the GResource, and in no doubt about its floor."""
    root = xml.parse(SOURCE / 'ui/tiem.gresource.xml').getroot()
    listed = {f'ui/{entry.text}' for entry in root.iter('file')}
    present = {name for name in FILES if name.startswith('ui/') and
               (name.endswith(('.ui', '.svg', '.css')) or name.startswith('ui/help/vi/'))}
    assert listed == present, f'differs: {sorted(listed ^ present)}'
    for name in with_suffix('.ui'):
        assert '<requires lib="gtk" version="4.8"/>' in text_of(name), f'{name} does not require 4.8'


def check_own_icons():
    wrong = []
    for name in in_source('.c') + with_suffix('.ui'):
        for icon in re.findall(r'\btiem-[a-z-]+-symbolic\b', text_of(name)):
            if not (SOURCE / 'ui/icons' / f'{icon}.svg').exists():
                wrong.append(f'{name}: {icon}')
    assert not wrong, '\n'.join(wrong)


def check_flatpak():
    path = SOURCE / 'flatpak' / f'{APP_ID}.json'
    manifest = json.loads(path.read_text())
    assert manifest['finish-args'] == FINISH_ARGS, 'other permissions than agreed'
    assert manifest['separate-locales'] is False, 'Vietnamese would be left behind'
    for module in manifest['modules']:
        for source in module['sources']:
            assert source['type'] == 'dir' or len(source['sha256']) == 64, module['name']
    call('flatpak-builder', '--show-manifest', path)


def check_man_page():
    said = call('man', '--warnings', '-E', 'UTF-8', '-l', '-P', 'true', SOURCE / 'data/tiem-cli.1')
    assert ': warning' not in said, said

    # Set as text: no dashes escaped, no font changes.
    manual = re.sub(r'\\f[A-Z]', '', text_of('data/tiem-cli.1').replace('\\-', '-'))
    usage = call(BUILD / 'src/cli/tiem-cli', '--help', env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    commands = re.findall(r'^  ([a-z-]+(?: [a-z-]+)?)  ', usage, re.M)
    missing = [name for name in commands if name not in manual]
    assert commands and not missing, f'not in the manual: {missing}'


# Translations

def has_strings(name):
    text = text_of(name)
    if name.endswith('.ui'):
        return 'translatable="yes"' in text or 'translatable="true"' in text
    return re.search(r'\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) \(\s*"', text) is not None


def check_potfiles():
    listed = [line for line in text_of('po/POTFILES.in').splitlines()
              if line and not line.startswith('#')]
    needed = {name for name in in_source('.c', '.h') + with_suffix('.ui') if has_strings(name)}
    missing = sorted(needed - set(listed))
    gone = sorted(name for name in listed if name not in FILES)
    assert not missing, f'not in po/POTFILES.in: {missing}'
    assert not gone, f'in po/POTFILES.in, but not there: {gone}'
    assert listed == sorted(set(listed)), 'po/POTFILES.in is not sorted'


def check_languages_whole():
    """Each language has every string of the sources as they are now."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / 'tiem.pot'
        merged = Path(folder) / 'merged.po'
        call('xgettext', '--from-code=UTF-8', '--add-comments', '--files-from=po/POTFILES.in',
             '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
             '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3', f'--output={pot}',
             cwd=SOURCE)
        pot.write_text(pot.read_text(encoding='utf-8').replace('CHARSET', 'UTF-8', 1),
                       encoding='utf-8')
        for language in text_of('po/LINGUAS').split():
            po = SOURCE / 'po' / f'{language}.po'
            said = call('msgfmt', '--check', '--statistics', '-o', os.devnull, po)
            assert 'fuzzy' not in said and 'untranslated' not in said, f'{language}: {said}'
            call('msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, po, pot)
            left = call('msgattrib', '--untranslated', '--no-obsolete', '--no-wrap', merged)
            assert not left.strip(), f'{language} lacks:\n{left}'


# Names of others, which stand on buttons of ours with something before or after.
OTHERS = {'Shopee', 'Lazada', 'TikTok Shop', 'WooCommerce'}


def names_in_window():
    """What the window says in Vietnamese: as it is, and as patterns of what is filled in."""
    names, patterns = set(OTHERS), []
    for block in call('msgcat', '--no-wrap', SOURCE / 'po/vi.po').split('\n\n'):
        places = re.findall(r'^#: (.*)$', block, re.M)
        if not any(name.startswith(('src/app/', 'src/model/', 'ui/')) for line in places
                   for name in line.split()):
            continue
        for text in re.findall(r'^msgstr(?:\[0\])? "(.{2,60})"$', block, re.M):
            text = re.sub(r'<[^>]*>|_', '', text).replace('&amp;', '&').replace('\\n', ' ')
            names.add(text.strip())
            parts = re.split(r'%(?:\d\$)?[a-z]', text)
            if len(parts) > 1 and len(''.join(parts)) > 5:
                filled = '|'.join([r'[\d.]+', *sorted(OTHERS)])
                patterns.append(re.compile(f'(?:{filled})'.join(map(re.escape, parts))))
    return names, patterns


def check_guide_names():
    """What the guide calls a button, a page or a field is called so in the window."""
    names, patterns = names_in_window()
    wrong = []
    for page in sorted(with_suffix('.xml')):
        if not page.startswith('ui/help/'):
            continue
        for bold in xml.fromstring(text_of(page)).iter('b'):
            words = ' '.join(''.join(bold.itertext()).split())
            wrong += [f'{page}: {name}' for name in words.split(' › ') if name not in names
                      and not any(pattern.fullmatch(name) for pattern in patterns)]
    assert not wrong, 'no such name in the window: ' + '; '.join(wrong)


def check_guide_topics():
    """Every page of the guide is in its table, and every page of the window leads to one."""
    table = re.search(r'topics\[\] = \{(.*?)NULL', text_of('src/app/help/tiem-help.c'), re.S)[1]
    topics = set(re.findall(r'"([a-z-]+)"', table))
    pages = {Path(name).stem for name in with_suffix('.xml') if name.startswith('ui/help/vi/')}
    assert topics == pages, f'only in the table or the folder: {topics ^ pages}'
    unknown, without = [], []
    for name in in_source('.c'):
        said = re.findall(r'tiem_help_(?:set_topic|add_key) \([^;]*, "([a-z-]+)"\);', text_of(name))
        unknown += [f'{name}: {topic}' for topic in said if topic not in topics]
    for header in in_source('.h'):
        if not re.search(r'G_DECLARE_FINAL_TYPE \(\s*\w+,\s*\w+,\s*TIEM,\s*\w+,'
                         r'\s*Tiem(?:Page|Subpage|BrowsePage)\)', text_of(header)):
            continue
        if 'tiem_help_set_topic (' not in text_of(header[:-1] + 'c'):
            without.append(header)
    assert not unknown, f'no such page of the guide: {unknown}'
    assert not without, f'F1 leads nowhere: {without}'


def check_spelling():
    """New tone placement everywhere: huỷ, hoá, hoà, xoá, uỷ."""
    text = text_of('po/vi.po')
    old = re.findall(r'\b\w*(?:[óòỏõọ][ae]|[úùủũụ]y)\b', text, re.I)
    assert not old, f'old tone placement: {sorted(set(old))}'
    assert text == unicodedata.normalize('NFC', text), 'po/vi.po is not in NFC'


def main():
    checks = [(name[len('check_'):].replace('_', '-'), function)
              for name, function in globals().items() if name.startswith('check_')]
    failed = False
    print(f'1..{len(checks)}')
    for number, (name, function) in enumerate(checks, 1):
        try:
            function()
            print(f'ok {number} {name}')
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}')
        except Exception as error:  # a check that trips over the tree has failed
            failed = True
            print(f'not ok {number} {name}')
            print(f'{name}: {type(error).__name__}: {error}', file=sys.stderr)
    return 1 if failed else 0


FILES = list_files()
sys.exit(main())
