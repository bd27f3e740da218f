"""Peak memory with a million files in the cache: of the listing, and of the app once it has measured everything."""

import corpus
import terminal
from process import ls, peak_memory

GOAL = 60_000_000


def measure(program, target, scale, _rounds):
    cache, _ = corpus.cache(target, 400, 1_000_000 // scale)
    listing = peak_memory(ls(program, cache))
    app = terminal.peak_memory(program, cache)
    print(f"\npeak memory with {1_000_000 // scale:,} files, {GOAL / 1e6:.0f} MB at most is the aim")
    print(f"  samlayers ls --json   {listing / 1e6:6.1f} MB")
    print(f"  samlayers (the app)   {app / 1e6:6.1f} MB")
    return max(listing, app) <= GOAL
