"""The images that others build, by the variables that name them, and their digests as a registry tells them."""

import json
import re
import subprocess
from collections.abc import Mapping

from infra.images.dockerfile import read_dockerfile
from infra.images.weighing import IMAGES, REPOSITORY

_IN_COMPOSE = re.compile(r"\$\{(\w+_IMAGE):-([^}]+)\}")


def named_images() -> Mapping[str, str]:
    """Each variable that names an image of others, with the image that it names unless it is set."""
    compose = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    arguments = [one.rest for path in IMAGES.values() for one in read_dockerfile(path).arguments]
    return dict(argument.split("=", 1) for argument in arguments) | dict(_IN_COMPOSE.findall(compose))


def pinned(image: str) -> str:
    """The image with the digest that its tag has now, of all its platforms together.

    Docker asks the registry. Raises CalledProcessError where it does not answer.
    """
    ask = ["docker", "buildx", "imagetools", "inspect", image, "--format", "{{json .Manifest}}"]
    said = subprocess.run(ask, stdout=subprocess.PIPE, check=True).stdout
    return f"{image}@{json.loads(said)['digest']}"
