#!/usr/bin/env python3
"""Trains the demo's network on freshly drawn pictures and exports it: train.py PICTURES-FOLDER SOURCE.onnx.

Needs torch 1.13 (Debian's python3-torch), numpy and Pillow; takes a few minutes on one core. The training
pictures are drawn from a seed and never written; the pictures of the folder are only evaluated.
"""
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn

from pictures import CLASSES, picture_set

SIDE = 48
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
TRAINING_COUNT, TRAINING_SEED = 14000, 7
EPOCHS, BATCH, RATE = 14, 64, 0.01


def prepared(picture):
    """What preprocess-source.json says: resized by Pillow, scaled, normalised, channels first."""
    pixels = np.asarray(picture.convert("RGB").resize((SIDE, SIDE), Image.BILINEAR), np.float32) / 255
    return ((pixels - np.float32(MEAN)) / np.float32(STD)).transpose(2, 0, 1)


def unit(inputs, outputs, kernel, stride=1, groups=1, act=True):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([nn.ReLU()] if act else []))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = unit(width, width, 3)
        self.second = unit(width, width, 3, act=False)

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


class Network(nn.Module):
    """Average pools that leave the padding out of the mean: the attribute that converters lose."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            unit(3, 16, 3, stride=2),
            unit(16, 16, 3, groups=16), unit(16, 32, 1),
            nn.AvgPool2d(3, 2, 1, count_include_pad=False),
            Residual(32),
            nn.MaxPool2d(2),
            unit(32, 32, 3, groups=32), unit(32, 64, 1),
            nn.AvgPool2d(3, 2, 1, count_include_pad=False))
        self.head = nn.Linear(64, len(CLASSES))

    def forward(self, x):
        return self.head(torch.flatten(nn.functional.adaptive_avg_pool2d(self.features(x), 1), 1))


def drawn():
    labels, inputs = zip(*((label, prepared(picture)) for label, picture in picture_set(TRAINING_COUNT, TRAINING_SEED)))
    return torch.from_numpy(np.stack(inputs)), torch.tensor(labels)


def fit(network, inputs, labels):
    optimiser = torch.optim.SGD(network.parameters(), RATE, momentum=0.9, weight_decay=1e-4, nesterov=True)
    steps = (len(labels) + BATCH - 1) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 8 * RATE, total_steps=EPOCHS * steps)
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(labels)).split(BATCH):
            loss = nn.functional.cross_entropy(network(inputs[batch]), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / len(labels):.4f}", flush=True)


def accuracy(network, folder):
    files = sorted(pathlib.Path(folder).glob("*.png"))
    inputs = torch.from_numpy(np.stack([prepared(Image.open(file)) for file in files]))
    with torch.no_grad():
        answers = network(inputs).argmax(1).tolist()
    return sum(CLASSES[answer] == file.stem.split("-")[1] for answer, file in zip(answers, files)), len(files)


def export(network, path):
    # Inference mode as it stands, with its BatchNormalization nodes: the exporter's own inference mode folds them away.
    torch.onnx.export(network, torch.zeros(1, 3, SIDE, SIDE), path, opset_version=13, do_constant_folding=False, input_names=["image"], output_names=["scores"],
                      dynamic_axes={"image": {0: "N"}, "scores": {0: "N"}}, training=torch.onnx.TrainingMode.PRESERVE)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    torch.manual_seed(3)
    torch.set_num_threads(1)
    network = Network()
    fit(network, *drawn())
    network.eval()
    right, count = accuracy(network, sys.argv[1])
    print(f"{right}/{count} pictures right")
    export(network, sys.argv[2])


if __name__ == "__main__":
    main()
