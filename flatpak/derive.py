#!/usr/bin/env python3
"""Makes the manifest of the test from the one that is shipped.

derive.py MANIFEST DERIVED DOWNLOADS ROOT: writes DERIVED, which differs in the runtime and the
SDK, and in the paths of sources, as it lies elsewhere. The archives of modules are put into
DOWNLOADS, where flatpak-builder looks before it asks the network; whoever does not reach their
address may have the same file from Debian, which the sum proves. A module whose archive can be
had nowhere is left out if ROOT, which the runtime is made of, has the library; each such name is
printed. TIEM_FLATPAK_SOURCES=DIR: a folder with archives for a machine without the network.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

RUNTIME = {
    'runtime': 'vn.tiem.Test.Platform',
    'runtime-version': '13',
    'sdk': 'vn.tiem.Test.Sdk',
    'appstream-compose': False,  # a tool that Debian has under another name
}
PACKAGES = {
    'libxlsxwriter': 'libxlsxwriter-dev',
    'poppler': 'libpoppler-glib-dev',
    'zint': 'libzint-dev',
}


def sum_of(path):
    with open(path, 'rb') as archive:
        return hashlib.file_digest(archive, 'sha256').hexdigest()


def find_archive(source, downloads):
    """Whether the archive lies, or now lies, where flatpak-builder looks for it."""
    wanted = downloads / source['sha256'] / Path(source['url']).name
    if wanted.exists():
        return True
    wanted.parent.mkdir(parents=True, exist_ok=True)
    folder = os.environ.get('TIEM_FLATPAK_SOURCES')
    for path in Path(folder).iterdir() if folder else []:
        if path.is_file() and sum_of(path) == source['sha256']:
            shutil.copy(path, wanted)
            return True
    part = wanted.with_suffix('.part')
    for address in (source['url'], *debian_addresses(wanted.name)):
        run = subprocess.run(['curl', '-fsL', '--connect-timeout', '10', '--max-time', '300',
                              '-o', part, address], check=False)
        if run.returncode == 0 and sum_of(part) == source['sha256']:
            part.rename(wanted)
            return True
    part.unlink(missing_ok=True)
    return False


def debian_addresses(name):
    """Where this machine's own mirror would have it, as some version of Debian's sources."""
    found = re.fullmatch(r'([a-z0-9]+)-([0-9.]+)\.(tar\.[a-z]+)', name)
    if not found:
        return []
    package, version, kind = found.groups()
    sites = subprocess.run(['apt-get', 'indextargets', '--format', '$(SITE)',
                            'Created-By: Packages'], capture_output=True, text=True, check=False)
    return [f'{site.rstrip("/")}/pool/main/{package[0]}/{package}/{package}_{version}.orig.{kind}'
            for site in sorted(set(sites.stdout.split())) if site.rstrip('/').endswith('/debian')]


def is_installed(package, root):
    return package is not None and any((root / 'var/lib/dpkg/info').glob(f'{package}[.:]*list'))


def main():
    manifest_path, derived_path, downloads, root = (Path(name).resolve() for name in sys.argv[1:])
    manifest = json.loads(manifest_path.read_text(encoding='utf-8'))
    modules = []

    for module in manifest['modules']:
        kept = True
        for source in module['sources']:
            if source['type'] == 'archive':
                kept = kept and find_archive(source, downloads)
            else:
                source['path'] = str((manifest_path.parent / source['path']).resolve())
        if kept:
            modules.append(module)
        elif is_installed(PACKAGES.get(module['name']), root):
            print(module['name'])
        else:
            sys.exit(f'{module["name"]}: neither the source nor a package can be had')

    derived = {**manifest, **RUNTIME, 'modules': modules}
    derived_path.write_text(json.dumps(derived, indent=2) + '\n', encoding='utf-8')


main()
