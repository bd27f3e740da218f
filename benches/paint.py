"""The time from the start of the program to the first complete frame, with 10,000 layers."""

import statistics

import corpus
import terminal

GOAL = 0.050


def measure(program, target, scale, rounds):
    layers = 10_000 // scale
    cache, _ = corpus.cache(target, layers, layers)
    times = [terminal.first_paint(program, cache) for _ in range(rounds + 1)][1:]
    frame, row = (statistics.median(column) for column in zip(*times))
    print(f"\nthe app with {layers:,} layer directories, median of {rounds}; a first frame within {GOAL * 1000:.0f} ms is the aim")
    print(f"  first complete frame  {frame * 1000:6.1f} ms")
    print(f"  first layer in it     {row * 1000:6.1f} ms")
    return frame <= GOAL
