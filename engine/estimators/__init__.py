"""Gradient estimators of d/dtheta E f(x), x ~ N(mu, sigma^2): one a file, all of one shape."""
