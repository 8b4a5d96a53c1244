"""Verifies a proof with PyTorch: checks all its files, and recomputes all predictions from the official images.

    python3 recompute_pytorch.py [cifar-10-binary.tar.gz]

Exits with 0 if everything agrees; otherwise with 1, and a sentence that says what does not.
"""

import sys

# Compiled modules would be files that the proof does not list.
sys.dont_write_bytecode = True

try:
    import check_files
    import check_statements
except ImportError as error:
    sys.exit(f"This program needs the module {error.name}, which is missing.")


def main():
    digest = check_files.check_digests()
    check_statements.check()
    # Only now, because these read the files as they are imported.
    import page_results
    import pytorch_network

    page_results.verify(pytorch_network.logits)
    print(f"All files agree. SHA-256 of SHA256SUMS: {digest}")


if __name__ == "__main__":
    check_files.run(main)
