"""The benchmark's training steps in PyTorch on the CPU, for comparison side by side.

Usage: OPENBLAS_NUM_THREADS=1 python3 pytorch_steps.py THREADS SECONDS STEP...

Prints one line of JSON a step: name, milliseconds (median), repeats, version of PyTorch. On Debian the packages are
python3-torch, python3-numpy and libopenblas0-pthread; without OpenBLAS dense layers are ten times slower, which is no
fair comparison. Shapes, losses and optimisers are those of core/benchmark/games (tensors here are NCHW).
"""
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


def mlp(*sizes):
    layers = []
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.ReLU()] if index > 0 else []
        layers += [nn.Linear(inputs, outputs)]
    return nn.Sequential(*layers)


def down(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 4, 2, 1)


def up(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1)


def adam(*modules, rate=1e-3, betas=(0.9, 0.999)):
    return torch.optim.Adam([p for module in modules for p in module.parameters()], lr=rate, betas=betas)


def move(optimiser, loss):
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


def bce(logits, real):
    target = torch.ones_like(logits) if real else torch.zeros_like(logits)
    return F.binary_cross_entropy_with_logits(logits, target)


def play(generator, discriminator, optimisers, x, latent):
    """One discriminator and one generator step of the non-saturating GAN; the fakes are made once."""
    fake = generator(torch.randn(x.shape[0], latent))
    of_g, of_d = optimisers
    move(of_d, bce(discriminator(x), True) + bce(discriminator(fake.detach()), False))
    move(of_g, bce(discriminator(fake), True))


def points_gan(hidden, batch):
    def make():
        g, d = mlp(2, hidden, hidden, 2), mlp(2, hidden, hidden, 1)
        optimisers, x = (adam(g), adam(d)), torch.randn(batch, 2)
        return lambda: play(g, d, optimisers, x, 2)

    return make


def gaussian_kl(mean, log_variance):
    return -0.5 * (1 + log_variance - mean * mean - log_variance.exp()).sum() / mean.shape[0]


def draw(mean, log_variance):
    return mean + (0.5 * log_variance).exp() * torch.randn_like(mean)


def mlp_vae():
    hidden, mean, log_variance = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
    decoder, x = mlp(20, 400, 784), torch.rand(128, 784)
    optimiser = adam(hidden, mean, log_variance, decoder)

    def step():
        h = F.relu(hidden(x))
        m, v = mean(h), log_variance(h)
        error = F.binary_cross_entropy_with_logits(decoder(draw(m, v)), x, reduction="sum") / 128
        move(optimiser, error + gaussian_kl(m, v))

    return step


def dcgan_generator():
    return nn.Sequential(
        nn.Linear(64, 7 * 7 * 128), nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(),
        up(128, 64), nn.BatchNorm2d(64), nn.ReLU(), up(64, 1), nn.Tanh(),
    )


def dcgan_discriminator(norm):
    layers = [down(1, 64), nn.LeakyReLU(0.2), down(64, 128), *([nn.BatchNorm2d(128)] if norm else [])]
    return nn.Sequential(*layers, nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(7 * 7 * 128, 1))


def dcgan28():
    g, d = dcgan_generator(), dcgan_discriminator(True)
    optimisers = (adam(g, rate=2e-4, betas=(0.5, 0.999)), adam(d, rate=2e-4, betas=(0.5, 0.999)))
    x = torch.rand(64, 1, 28, 28) * 2 - 1
    return lambda: play(g, d, optimisers, x, 64)


def wgan_gp28():
    g, d = dcgan_generator(), dcgan_discriminator(False)
    of_g, of_d = adam(g, rate=1e-4, betas=(0.0, 0.9)), adam(d, rate=1e-4, betas=(0.0, 0.9))
    x = torch.rand(64, 1, 28, 28) * 2 - 1

    def step():
        fake = g(torch.randn(64, 64))
        fixed, mix = fake.detach(), torch.rand(64, 1, 1, 1)
        between = (mix * x + (1 - mix) * fixed).requires_grad_(True)
        (slope,) = torch.autograd.grad(d(between).sum(), between, create_graph=True)
        penalty = ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
        move(of_d, d(fixed).mean() - d(x).mean() + 10 * penalty)
        move(of_g, -d(fake).mean())

    return step


def conv_vae32():
    encoder = nn.Sequential(down(3, 32), nn.ReLU(), down(32, 64), nn.ReLU(), down(64, 128), nn.ReLU(), nn.Flatten())
    mean, log_variance = nn.Linear(2048, 64), nn.Linear(2048, 64)
    decoder = nn.Sequential(
        nn.Linear(64, 2048), nn.ReLU(), nn.Unflatten(1, (128, 4, 4)),
        up(128, 64), nn.ReLU(), up(64, 32), nn.ReLU(), up(32, 3),
    )
    optimiser, x = adam(encoder, mean, log_variance, decoder), torch.rand(64, 3, 32, 32)

    def step():
        h = encoder(x)
        m, v = mean(h), log_variance(h)
        error = 0.5 * ((decoder(draw(m, v)) - x) ** 2).sum() / 64
        move(optimiser, error + gaussian_kl(m, v))

    return step


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([down(3, 64), down(64, 128), down(128, 256), down(256, 256)])
        self.up = nn.ModuleList([up(256, 256), up(512, 128), up(256, 64), up(128, 3)])

    def forward(self, x):
        levels = []
        for layer in self.down:
            x = F.leaky_relu(layer(x), 0.2)
            levels.append(x)
        x = F.relu(self.up[0](levels.pop()))
        for layer in self.up[1:-1]:
            x = F.relu(layer(torch.cat([x, levels.pop()], 1)))
        return torch.tanh(self.up[-1](torch.cat([x, levels.pop()], 1)))


def unet64():
    g = UNet()
    d = nn.Sequential(down(6, 64), nn.LeakyReLU(0.2), down(64, 128), nn.LeakyReLU(0.2), nn.Conv2d(128, 1, 3, 1, 1))
    of_g, of_d = adam(g, rate=2e-4, betas=(0.5, 0.999)), adam(d, rate=2e-4, betas=(0.5, 0.999))
    x, y = torch.rand(8, 3, 64, 64) * 2 - 1, torch.rand(8, 3, 64, 64) * 2 - 1

    def step():
        fake = g(x)
        real_logits, fake_logits = d(torch.cat([x, y], 1)), d(torch.cat([x, fake.detach()], 1))
        move(of_d, 0.5 * (bce(real_logits, True) + bce(fake_logits, False)))
        move(of_g, bce(d(torch.cat([x, fake], 1)), True) + 100 * (fake - y).abs().mean())

    return step


STEPS = {
    "toy-mlp-gan": points_gan(128, 512),
    "mlp-vae": mlp_vae,
    "dcgan28": dcgan28,
    "wgan-gp28": wgan_gp28,
    "conv-vae32": conv_vae32,
    "unet64": unet64,
    "toy ring, non-saturating": points_gan(32, 64),
}


def main(threads, seconds, *names):
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    for name in names:
        if name not in STEPS:
            continue
        step = STEPS[name]()
        for _ in range(3):
            step()
        times, end = [], time.time() + float(seconds)
        while len(times) < 5 or (time.time() < end and len(times) < 1000):
            begin = time.perf_counter()
            step()
            times.append((time.perf_counter() - begin) * 1e3)
        figure = {"name": name, "ms": statistics.median(times), "repeats": len(times), "version": torch.__version__}
        print(json.dumps(figure), flush=True)


main(*sys.argv[1:])
