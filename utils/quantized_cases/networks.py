"""Small float networks: (module, shape of a sample)."""
import torch
from torch import nn


class Residual(nn.Module):
    """Depthwise and pointwise convolutions with bounded activations, around which the input goes on."""

    def __init__(self, width):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(width, 2 * width, 1), nn.ReLU6(),
            nn.Conv2d(2 * width, 2 * width, 3, padding=1, groups=2 * width), nn.ReLU6(),
            nn.Conv2d(2 * width, width, 1))

    def forward(self, x):
        return x + self.path(x)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        def split(y):
            return y.reshape(1, x.shape[1], self.heads, -1).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(-1, -2) * self.scale, dim=-1)
        return x + self.out((weights @ v).transpose(1, 2).reshape(1, x.shape[1], -1))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.norm = Attention(16, 2), nn.LayerNorm(16)
        self.wide, self.narrow, self.head = nn.Linear(16, 32), nn.Linear(32, 16), nn.Linear(16, 6)

    def forward(self, x):
        x = self.norm(self.attention(x))
        return self.head((x + self.narrow(torch.relu(self.wide(x)))).mean(dim=1))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(8, 12, batch_first=True), nn.Linear(12, 5)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def plain():
    return nn.Sequential(
        nn.Conv2d(3, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(12, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 20, 3, padding=1), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(20, 10)), (3, 16, 16)


def residual():
    return nn.Sequential(
        nn.Conv2d(3, 10, 3, stride=2, padding=1), nn.ReLU6(), Residual(10), Residual(10),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(10, 8)), (3, 20, 20)


def perceptron():
    return nn.Sequential(nn.Linear(24, 40), nn.ReLU(), nn.Linear(40, 30), nn.ReLU(), nn.Linear(30, 7)), (24,)


def encoder():
    return Encoder(), (7, 16)


def recurrent():
    return Recurrent(), (9, 8)


NETWORKS = {network.__name__: network for network in (plain, residual, perceptron, encoder, recurrent)}


def export(name, path, seed=0):
    """Writes the network and returns the shape of a sample."""
    torch.manual_seed(seed)
    module, shape = NETWORKS[name]()
    for parameter in module.parameters():  # farther from one another than they are drawn
        parameter.data *= 1.6
    torch.onnx.export(module.eval(), torch.randn(1, *shape), path, opset_version=13, dynamo=False,
                      input_names=["x"], output_names=["y"])
    return shape
