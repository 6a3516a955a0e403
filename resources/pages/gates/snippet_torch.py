"""Gradients of gated losses by autograd, from samples of q, by the mean and the log std of p."""

import torch
from torch.distributions import Normal

# Parameters
p_mean = [0.3]
p_covariance = [[1.0]]
q_mean = [0.0]
q_covariance = [[1.0]]
slope = 1.0
bend = 0.0
constant = 0.0
low = 0.2
high = 0.28
dual = 3.0
cap = 2.0
mask_low = 0.5
mask_high = 5.0
samples = 100000
seed = 7

torch.manual_seed(seed)
double = torch.float64
q = Normal(torch.tensor(q_mean[0], dtype=double), q_covariance[0][0] ** 0.5)
x = q.sample((samples,))
a = constant + slope * x + bend * x**2
# A copy of the parameters for each sample, so that autograd gives every sample's gradient.
mean = torch.full((samples,), p_mean[0], dtype=double, requires_grad=True)
log_std = torch.full((samples,), p_covariance[0][0] ** 0.5, dtype=double).log().requires_grad_()


def losses():
    log_p = Normal(mean, log_std.exp()).log_prob(x)
    w = (log_p - q.log_prob(x)).exp()
    ppo = torch.minimum(w * a, w.clamp(1 - low, 1 + low) * a)
    fixed = w.detach()
    return {
        "no gate": w * a,
        "PPO": ppo,
        "clip-higher": torch.minimum(w * a, w.clamp(1 - low, 1 + high) * a),
        "dual clip": torch.where(a < 0, torch.maximum(ppo, dual * a), ppo),
        "CISPO": fixed.clamp(max=1 + high) * a * log_p,
        "TIS": fixed.clamp(max=cap) * a * log_p,
        "IcePop": torch.where((mask_low <= fixed) & (fixed <= mask_high), w * a, 0.0),
    }


print(f"true ∂ μ: {slope + 2 * bend * p_mean[0]}")
print(f"true ∂ log σ: {2 * bend * p_covariance[0][0]}")
for gate in losses():
    gradients = torch.autograd.grad(losses()[gate].sum(), (mean, log_std))
    for name, g in zip(("μ", "log σ"), gradients, strict=True):
        error = (g.std() / samples**0.5).item()
        print(f"{gate}: measured ∂ {name}: {g.mean().item()} +- {error}")
