#!/usr/bin/env python3
"""Writes a low-rank adapter as llama.cpp reads it: plans_export.py CHECKPOINT.pickle ADAPTER.gguf."""
import pickle
import sys
from pathlib import Path

import gguf
import numpy as np

from gemma_weights import LAYERS, MATRICES


def write(path, lora, rank, alpha):
    part = Path(path).with_suffix(".part")
    writer = gguf.GGUFWriter(part, "gemma3")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for number in range(LAYERS):
        for matrix, parts in MATRICES.items():
            if f"{number}.{matrix}.a" not in lora:
                continue
            lows = np.split(np.asarray(lora[f"{number}.{matrix}.a"]), len(parts), axis=1)
            for name, low in zip(parts, lows, strict=True):
                high = np.asarray(lora[f"{number}.{name}.b"])
                assert low.shape[1] == high.shape[0] == rank
                for end, matrix_out in (("a", low), ("b", high)):
                    writer.add_tensor(f"blk.{number}.{name}.weight.lora_{end}", np.ascontiguousarray(matrix_out.T).astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


def main():
    kept = pickle.loads(Path(sys.argv[1]).read_bytes())
    write(sys.argv[2], kept["lora"], kept["rank"], kept["alpha"])


if __name__ == "__main__":
    main()
