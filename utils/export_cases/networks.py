"""Networks with random weights: layers by themselves, and architectures of torchvision.

LAYERS and ARCHITECTURES are name -> function that gives a module and its arguments. Shapes are small; arguments that
are indices stay as they are, the others may be drawn anew.
"""
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

SENTENCE, PICTURE = (2, 5, 8), (2, 6, 9, 7)


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *arguments):
        return self.function(*arguments)


class First(nn.Module):
    """The first result of a module that has several."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)[0]


def normal(*shape):
    return torch.randn(*shape)


def layer(make, *shapes, arguments=None):
    return lambda: (make(), arguments() if arguments else tuple(normal(*shape) for shape in shapes))


def function(call, *shapes, arguments=None):
    return layer(lambda: Function(call), *shapes, arguments=arguments)


def encoder(**options):
    one = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, **options)
    return nn.TransformerEncoder(one, 2, enable_nested_tensor=False)


def architecture(name, size=224):
    def make():
        network = torchvision.models.get_model(name, weights=None)
        # As if it were trained: statistics are not 0 and 1, biases not 0.
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.1)
                module.running_var.uniform_(0.5, 2)
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias, 0, 0.1)
        return network, (normal(1, 3, size, size),)
    return make


ACTIVATIONS = ["celu", "elu", "gelu", "hardshrink", "hardsigmoid", "hardswish", "hardtanh", "leaky_relu", "logsigmoid",
               "mish", "relu6", "selu", "silu", "softplus", "softshrink", "softsign", "tanhshrink"]

LAYERS = {
    "lstm": layer(lambda: First(nn.LSTM(8, 6, 2, batch_first=True, bidirectional=True)), SENTENCE),
    "gru": layer(lambda: First(nn.GRU(8, 6, 2, batch_first=True, bidirectional=True)), SENTENCE),
    "encoder": layer(lambda: encoder(activation="gelu"), SENTENCE),
    "encoder-norm-first": layer(lambda: encoder(norm_first=True), SENTENCE),
    "attention": function(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
                          *[(1, 2, 5, 4)] * 3),
    **{name: function(getattr(F, name), SENTENCE) for name in ACTIVATIONS},
    "gelu-tanh": function(lambda x: F.gelu(x, approximate="tanh"), SENTENCE),
    "glu": function(F.glu, SENTENCE),
    "nearest": function(lambda x: F.interpolate(x, scale_factor=1.7), PICTURE),
    "nearest-size": function(lambda x: F.interpolate(x, size=(5, 11)), PICTURE),
    **{f"{mode}-{corners}-{way}": function(
        lambda x, mode=mode, corners=corners, to=to: F.interpolate(x, mode=mode, align_corners=corners, **to), PICTURE)
       for mode in ("bilinear", "bicubic") for corners in (False, True)
       for way, to in (("scale", {"scale_factor": 1.7}), ("size", {"size": (5, 11)}))},
    "pixel-unshuffle": layer(lambda: nn.PixelUnshuffle(3), (1, 2, 9, 6)),
    "group-norm": layer(lambda: nn.GroupNorm(3, 6), PICTURE),
    "instance-norm": layer(lambda: nn.InstanceNorm2d(6, affine=True), PICTURE),
    "layer-norm": layer(lambda: nn.LayerNorm([9, 7]), PICTURE),
    "response-norm": layer(lambda: nn.LocalResponseNorm(3), PICTURE),
    "conv": layer(lambda: nn.Conv2d(6, 4, 3, stride=2, padding=1, dilation=2, groups=2), PICTURE),
    "conv-same": layer(lambda: nn.Conv2d(6, 4, 4, padding="same"), PICTURE),
    **{f"conv-{mode}": layer(lambda mode=mode: nn.Conv2d(6, 4, 3, padding=1, padding_mode=mode), PICTURE)
       for mode in ("reflect", "replicate", "circular")},
    "conv-transpose": layer(lambda: nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1, groups=2),
                            PICTURE),
    "max-pool": layer(lambda: nn.MaxPool2d(3, 2, 1, ceil_mode=True), PICTURE),
    "average-pool": layer(lambda: nn.AvgPool2d(3, 2, 1, ceil_mode=True), PICTURE),
    "average-pool-exclusive": layer(lambda: nn.AvgPool2d(3, 2, 1, count_include_pad=False), PICTURE),
    "adaptive-pool": layer(lambda: nn.AdaptiveAvgPool2d((3, 7)), PICTURE),
    "unfold": layer(lambda: nn.Unfold(3), PICTURE),
    "fold": layer(lambda: nn.Fold((5, 5), 3), (1, 18, 9)),
    "grid-sample": function(lambda x, grid: F.grid_sample(x, grid, align_corners=False, padding_mode="reflection"),
                            PICTURE, (2, 4, 4, 2)),
    "top-k": function(lambda x: torch.topk(x, 3)[0], SENTENCE),
    "sort": function(lambda x: torch.sort(x, dim=1, descending=True)[0], SENTENCE),
    "running-sum": function(lambda x: x.cumsum(1), SENTENCE),
    "gather": function(lambda x, at: x.gather(1, at),
                       arguments=lambda: (normal(*SENTENCE), torch.randint(0, 5, (2, 3, 8)))),
    "scatter-add": function(lambda x, at, by: x.scatter_add(1, at, by),
                            arguments=lambda: (normal(*SENTENCE), torch.randint(0, 5, (2, 3, 8)), normal(2, 3, 8))),
    "indexing": function(lambda x: x[:, ::2, [1, 3]] * x[:, 1:4, -2:], SENTENCE),
    "norms": function(lambda x: (x.norm(dim=1), F.normalize(x, dim=1), x.std(1), x.logsumexp(1)), SENTENCE),
    "roll": function(lambda x: torch.roll(x, (1, -2), (1, 2)), SENTENCE),
    "pads": function(lambda x: (F.pad(x, (1, 2, 3, 4)), F.pad(x, (1, 2, 0, 1), "reflect"), F.pad(x, (-1, 2))), PICTURE),
    "embedding": layer(lambda: nn.Embedding(10, 4), arguments=lambda: (torch.randint(0, 10, (2, 3)),)),
    "half": layer(lambda: nn.Conv2d(6, 4, 3).half(), arguments=lambda: (normal(*PICTURE).half(),)),
}

ARCHITECTURES = {name: architecture(name) for name in (
    "squeezenet1_1", "shufflenet_v2_x0_5", "mobilenet_v3_small", "mnasnet0_5", "regnet_y_400mf", "resnet18",
    "efficientnet_b0", "densenet121", "convnext_tiny", "swin_t")}
