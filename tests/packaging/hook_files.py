"""hook_files.py CUDAFIT HOOKS: the regular expression of the hooks takes the names that `cudafit check` looks for, and no other
Dockerfile-like ones; and it takes the files that builds read.

Each name is a file with an error in it, in a folder of its own that cudafit walks: found means looked for."""
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

cudafit, manifest = sys.argv[1:]
source = pathlib.Path("src/document/discover.cpp").read_text(encoding="utf-8")
endings = re.findall(r'^    "([^"]+)",$', source[: source.index("});")], re.M)
assert len(endings) > 50, endings

DOCKERFILE = "FROM nvidia/cuda:latest\n"
COMPOSE = "services:\n  a:\n    image: nvidia/cuda:latest\n"
names = {
    **{name: DOCKERFILE for name in (
        "Dockerfile", "dockerfile", "DOCKERFILE", "Dockerfile.gpu", "Dockerfile-gpu", "Dockerfile_gpu", "Dockerfile.cu12.1",
        "gpu.Dockerfile", "gpu.dockerfile", ".Dockerfile", "Containerfile", "containerfile.gpu", "Dockerfilegpu",
        "my-Dockerfile", "Dockerfile.txt.gpu", "gpu.Containerfile", "Vagrantfile", "Dockerfile.d", "Dockerfile.mdx",
        "notes.md", "gpu.Dockerfile.MD")},
    **{f"Dockerfile.gpu{ending}": DOCKERFILE for ending in endings},
    **{f"Dockerfile{ending}": DOCKERFILE for ending in endings},
    **{name: COMPOSE for name in (
        "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.gpu.yaml", "docker_compose.yml",
        "compose-gpu.yml", "compose_gpu.yml", "Docker-Compose.YML", "docker-compose-dev.yaml", "mycompose.yml", "compose.yml.j2",
        "deployment.yaml", "composer.yml")},
}
# What these hold is no image of their own; that they are taken is enough.
taken = [
    "docker-bake.hcl", "docker-bake.json", "docker-bake.override.hcl", "docker-bake-gpu.hcl", "bake.hcl", "bake.json",
    "devcontainer.json", ".devcontainer.json", ".devcontainer/devcontainer.json",
    "requirements.txt", "requirements-gpu.txt", "requirements_dev.txt", "dev-requirements.txt", "requirements.in",
    "requirements/gpu.txt", "constraints.txt", "gpu-constraints.txt", "requirements.lock.txt", "gpu.lock.txt",
    "pyproject.toml", "setup.py", "setup.cfg", "uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "pylock.toml", "pylock.gpu.toml",
    "Pipfile", "Pipfile.lock", "environment.yml", "environment.yaml", "environment-gpu.yml", "gpu_environment.yaml", "conda.yaml",
    "conda-lock.yml", "env.yml", "docker/install.sh", "entrypoint.sh",
    ".cudafit.toml", "docker/.cudafit.toml", "Dockerfile-requirements.txt", "Dockerfile.constraints.in",
]
left = ["README.md", "main.py", "Cargo.lock", "notes.txt", "package.json", "docs/environments.md", "cluster/values.yaml", "hcl",
        "docker-bakery.md", "devcontainer.jsonc", "requirements.md", ".dockerignore", "Dockerfile.sh", "cudafit.toml",
        "containerfile.environment.yml", "Dockerfile.gpu/README", "sh"]

hooks = pathlib.Path(manifest).read_text(encoding="utf-8")
block = re.search(r"files: &files \|\n((?:    .*\n)+)", hooks)[1]
files = re.compile(textwrap.dedent(block))
assert hooks.count("files: *files") == 2 and hooks.count("require_serial: true") == 3

wrong = []
with tempfile.TemporaryDirectory() as folder:
    for number, (name, text) in enumerate(names.items()):
        place = pathlib.Path(folder, str(number))
        place.mkdir()
        (place / name).write_text(text, encoding="utf-8")
    printed = subprocess.run([cudafit, "check", "--isolated", "--format", "concise", "."], cwd=folder, capture_output=True, text=True)
    found = set(re.findall(r"^(\d+)/", printed.stdout, re.M))
    assert len(found) > 20, printed
    for number, name in enumerate(names):
        for path in (name, f"docker/{name}"):
            if bool(files.search(path)) != (str(number) in found):
                wrong.append(f"{path}: cudafit {'looks' if str(number) in found else 'does not look'} for it, the hooks differ")
wrong += [f"{path}: not taken" for path in taken if not files.search(path)]
wrong += [f"{path}: taken" for path in left if files.search(path)]
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
