"""The public interface, asked by HTTP."""
