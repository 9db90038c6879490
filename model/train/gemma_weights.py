"""Gemma 3's weights out of a GGUF file, as float32: the layers' matrices [in, out], and rows of the embedding by token."""
import gguf
import numpy as np
from gguf.quants import dequantize

LAYERS, WIDTH, HEADS, HEAD, INNER = 18, 640, 4, 256, 2048
NORMS = {"attn_norm": "before_attention", "attn_q_norm": "q_norm", "attn_k_norm": "k_norm", "post_attention_norm": "after_attention",
         "ffn_norm": "before_ffn", "post_ffw_norm": "after_ffn"}
# Matrices that read the same vector stand side by side.
MATRICES = {"qkv": ("attn_q", "attn_k", "attn_v"), "o": ("attn_output",), "gate_up": ("ffn_gate", "ffn_up"), "down": ("ffn_down",)}
SIZES = {"attn_q": (WIDTH, HEADS * HEAD), "attn_k": (WIDTH, HEAD), "attn_v": (WIDTH, HEAD), "attn_output": (HEADS * HEAD, WIDTH),
         "ffn_gate": (WIDTH, INNER), "ffn_up": (WIDTH, INNER), "ffn_down": (INNER, WIDTH)}


class Weights:
    """A GGUF file that was opened: `layers` (a list), `last` (the last norm), `rows(ids)`."""

    def __init__(self, path):
        self.tensors = {tensor.name: tensor for tensor in gguf.GGUFReader(path).tensors}
        self.embedding = self.tensors["token_embd.weight"]
        self.last = self.plain("output_norm.weight")
        self.layers = [self.layer(number) for number in range(LAYERS)]

    def plain(self, name):
        tensor = self.tensors[name]
        return dequantize(tensor.data, tensor.tensor_type).astype(np.float32)

    def layer(self, number):
        made = {ours: self.plain(f"blk.{number}.{theirs}.weight") for theirs, ours in NORMS.items()}
        for ours, parts in MATRICES.items():
            made[ours] = np.ascontiguousarray(np.concatenate([self.plain(f"blk.{number}.{part}.weight") for part in parts]).T)
        return made

    def rows(self, ids):
        return dequantize(self.embedding.data[np.asarray(ids)], self.embedding.tensor_type).astype(np.float32)
