"""What two Gaussians p and q do in reinforcement learning and Monte Carlo work.

Where things are, by the first word of a file's name:

- parameter, scene, session, study, readout, run: the frame that every study stands in;
  cli, scene_flags, session_file, provenance, result, matrix_file, file_kind, foreign_file,
  atomic_file: in and out of it
- data: own data from files, log-ratios or samples of two groups; cell_kind, table_names: what
  stands in their cells and around them; gaussian_fit: p and q of these
- gaussian, covariance, sampling, streaming: the distribution, its samples, one pass over them
- relative, divergence, bounded_divergence, transform, contour: two Gaussians, in closed form
- density, ellipse, spectrum, reshape: the Densities page; kl, exact_moments, negative_batch:
  the KL page; importance, weight, weights, pareto_smoothing: the Weights page; squash,
  jacobian_formulas, sac_objective: the Squash page
- objectives, estimators, gradient, reward_to_go, softmax, kl_losses: estimators of gradients and
  their variance
- studies: one file a page
"""

__version__ = "0.1.0"
