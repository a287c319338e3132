"""Servers that speak vendors' wire formats, on this machine: what hosted engines are tested against."""
