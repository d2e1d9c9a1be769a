"""What the notebook brings along."""

# %% imports
import numpy as np
