#!/usr/bin/env python3
"""Draws the learning curve: curve.py OUT.svg RUN/curve.jsonl… (what was right on the schemas kept apart, epoch by epoch; runs follow
one another, an upright line where the next one begins)."""
import json
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 44, 130, 16, 34
LINES = {"subject": "#1b6ca8", "conditions": "#c2571a", "value_first": "#3c8d40", "answer": "#7a4fa3", "whole": "#555"}


def drawn(runs):
    rows = [row for run in runs for row in run]
    most = len(rows)

    def x(epoch):
        return LEFT + (WIDTH - LEFT - RIGHT) * (epoch - 1) / max(most - 1, 1)

    def y(share):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(share) + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    parts += [f'<text x="{x(e):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{e}</text>' for e in range(1, most + 1)]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 4}" text-anchor="middle">epoch</text>')
    begun = 0
    for run in runs[:-1]:
        begun += len(run)
        parts.append(f'<line x1="{x(begun + 0.5):.1f}" x2="{x(begun + 0.5):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#999" stroke-dasharray="3 3"/>')
    for name, colour in LINES.items():
        points = " ".join(f"{x(place + 1):.1f},{y(row['valid'][name]):.1f}" for place, row in enumerate(rows))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
    ends = sorted((y(rows[-1]["valid"][name]), name) for name in LINES)
    at = 0.0
    for place, name in ends:
        at = max(place + 4, at + 13)
        parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{at:.1f}" fill="{LINES[name]}">{name} {rows[-1]["valid"][name]:.0%}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    runs = [[json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()] for path in sys.argv[2:]]
    Path(sys.argv[1]).write_text(drawn(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
