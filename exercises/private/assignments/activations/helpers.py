"""What the notebook brings along."""

# %% imports
import numpy as np

from mlplib import datasets, plotting

plotting.use_style()
