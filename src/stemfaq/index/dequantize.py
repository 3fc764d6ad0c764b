"""Dequantising: a dynamically quantised ONNX graph as one in float32.

ONNX Runtime's dynamic quantisation scales activations by the largest value in a batch, so that
a text's vector depends on what it is encoded with. With the same weights in float32 it does not:
an index then follows from the corpus alone, and a cached vector is the one that would be made.
"""

from collections import defaultdict

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper, numpy_helper


def dequantized(model: ModelProto) -> ModelProto:
    """The model with float32 matrix products in place of each quantised one.

    Replaces what `onnxruntime.quantization.quantize_dynamic` writes: DynamicQuantizeLinear,
    MatMulInteger, Cast, and Mul by the product of the two scales. Raises ValueError for a
    MatMulInteger in any other surrounding.
    """
    graph = model.graph
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    made_by = {name: node for node in graph.node for name in node.output}
    used_by: dict[str, list[NodeProto]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            used_by[name].append(node)
    replaced: dict[str, NodeProto] = {}  # by the output of the last node that is replaced
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        (cast,) = used_by[node.output[0]]
        (scaled,) = used_by[cast.output[0]]
        scales = made_by[next(name for name in scaled.input if name != cast.output[0])]
        if (cast.op_type, scaled.op_type, scales.op_type) != ("Cast", "Mul", "Mul"):
            raise ValueError(f"{node.name}: not as quantize_dynamic writes it")
        scale = next(constants[name] for name in scales.input if name in constants)
        integers, zero = constants[node.input[1]], constants[node.input[3]]
        weight = (integers.astype(np.float32) - zero.astype(np.float32)) * scale
        name = f"{node.input[1]}_float"
        graph.initializer.append(numpy_helper.from_array(weight.astype(np.float32), name))
        source = made_by[node.input[0]].input[0]  # what was quantised
        replaced[scaled.output[0]] = helper.make_node("MatMul", [source, name], scaled.output)
    nodes = [replaced.get(node.output[0], node) for node in graph.node]
    kept = _needed(nodes, {output.name for output in graph.output})
    names = {name for node in kept for name in node.input}
    initializers = [item for item in graph.initializer if item.name in names]
    result = helper.make_graph(kept, graph.name, graph.input, graph.output, initializers)
    float_model = helper.make_model(result, opset_imports=model.opset_import)
    float_model.ir_version = model.ir_version
    onnx.checker.check_model(float_model)
    return float_model


def _needed(nodes: list[NodeProto], wanted: set[str]) -> list[NodeProto]:
    """The nodes that the outputs depend on, in their order; the graph is sorted already."""
    kept = []
    for node in reversed(nodes):
        if wanted & set(node.output):
            kept.append(node)
            wanted |= set(node.input)
    return kept[::-1]
