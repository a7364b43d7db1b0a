"""``python -m infra.images weigh`` weighs what goes into each image; ``pin`` prints the digests of others' images."""

import argparse

from infra.images.pinning import named_images, pinned
from infra.images.weighing import IMAGES, weigh


def main(arguments: list[str] | None = None) -> None:
    """Prints a table in Markdown, or a line for each variable, as ``.env`` takes it."""
    parser = argparse.ArgumentParser(prog="python -m infra.images")
    parser.add_argument("what", choices=("weigh", "pin"))
    if parser.parse_args(arguments).what == "weigh":
        _tell_weights()
        return
    for variable, image in named_images().items():
        print(f"{variable}={pinned(image)}")


def _tell_weights() -> None:
    weights = {image: weigh(image) for image in IMAGES}
    kinds = list(dict.fromkeys(kind for parts in weights.values() for kind in parts))
    print(f"| MB | {' | '.join(kinds)} | together |")
    print(f"|---{'|--:' * (len(kinds) + 1)}|")
    for image, parts in weights.items():
        cells = [f"{parts[kind]:.1f}" if kind in parts else "" for kind in kinds]
        print(f"| {image} | {' | '.join(cells)} | {sum(parts.values()):.0f} |")


if __name__ == "__main__":
    main()
