"""The program cudafit, as a wheel. There is nothing to import but find_cudafit()."""

from cudafit._find import find_cudafit

__all__ = ["find_cudafit"]
