#!/usr/bin/env python3
"""Tells the state of the program that makes shops.

shop-digest.py OUTPUT FILE…: writes a header that defines SHOP_PROGRAM, a digest over the C files
without their comments and blanks, so that a better comment makes no other shop.
"""

import hashlib
import re
import sys
from pathlib import Path

output, *sources = sys.argv[1:]
digest = hashlib.sha256()
for source in sorted(sources, key=lambda path: Path(path).name):
    code = re.sub(r'/\*.*?\*/', '', Path(source).read_text(encoding='utf-8'), flags=re.DOTALL)
    digest.update(' '.join(code.split()).encode() + b'\0')
Path(output).write_text(f'#define SHOP_PROGRAM "{digest.hexdigest()[:16]}"\n', encoding='utf-8')
