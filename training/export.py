"""Trained weights to what ships: the encoder as int8 ONNX, the heads as half-precision arrays, the tokenizer."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from model import Reader
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "detente" / "reader" / "weights"


class _Encoder(nn.Module):
    """The encoder alone; a sentence a pass needs no mask."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor) -> Tensor:
        mask = torch.ones_like(ids)
        return self.reader.mix(self.reader.encoder(ids, attention_mask=mask, output_hidden_states=True).hidden_states)


def average(checkpoints: list[Path]) -> dict[str, Tensor]:
    """The mean of several runs' weights: runs that began alike end in one valley, and its middle generalises best."""
    states = [torch.load(path) for path in checkpoints]
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0) if value.dtype.is_floating_point else value
        for name, value in states[0].items()
    }


def export(checkpoints: list[Path], base: Path, out: Path) -> None:
    """Write encoder.onnx, heads.npz and tokenizer.json into a folder."""
    reader = Reader(str(base), attention="eager")
    reader.load_state_dict(average(checkpoints))
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = f"{folder}/plain.onnx", f"{folder}/fused.onnx"
        torch.onnx.export(
            _Encoder(reader), (torch.ones(1, 12, dtype=torch.long),), plain, input_names=["ids"], output_names=["state"],
            dynamic_axes={"ids": {1: "pieces"}, "state": {1: "pieces"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        settings = reader.encoder.config
        optimizer.optimize_model(
            plain, model_type="bert", num_heads=settings.num_attention_heads, hidden_size=settings.hidden_size
        ).save_model_to_file(fused)
        quantize_dynamic(
            fused, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Attention", "Gemm", "EmbedLayerNormalization"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )  # fmt: skip
    state = reader.state_dict()
    heads = {
        name: value.numpy().astype(np.float16)
        for name, value in state.items()
        if not name.startswith(("encoder.", "layer_"))
    }
    np.savez(out / "heads.npz", **heads)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    print(json.dumps({path.name: path.stat().st_size for path in sorted(out.iterdir())}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="one or more runs; their weights are averaged")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    export(args.checkpoints, args.base, args.out)


if __name__ == "__main__":
    main()
