#!/usr/bin/env python3
"""Makes Dockerfiles as people write them, for measuring: every run with the same numbers makes the same bytes.

usage: mix.py FOLDER [FILES [BYTES]]     default: 10000 files, 2000 bytes each on average

Each file stands alone in a folder of its own, like the Dockerfile of one repository. Three of ten are about CUDA, in the proportions in
which the public repositories of this field use their images; the rest are services in Go, Node.js, Python, Java and Rust. Half have
several stages, RUN lines are of the usual length, and one in twenty has a heredoc."""
import pathlib, random, sys

# What goes together: an image's CUDA, a torch with wheels for it, their index.
CUDA = [("11.8.0", "2.1.2", "cu118"), ("12.1.1", "2.3.1", "cu121"), ("12.4.1", "2.4.1", "cu124"), ("12.6.3", "2.6.0", "cu126"),
        ("12.8.1", "2.7.1", "cu128"), ("12.4.1", "2.1.2", "cu124")]  # but for the last: that wheel does not exist
APT = ("build-essential ca-certificates cmake curl ffmpeg git gnupg jq less libgl1 libglib2.0-0 libpq-dev libsm6 libssl-dev libxext6 "
       "ninja-build nginx openssh-client pkg-config python3-dev python3-pip python3-venv rsync software-properties-common sudo tini tzdata "
       "unzip vim wget xz-utils zlib1g-dev").split()
PIP = ("accelerate datasets einops fastapi gradio huggingface-hub jinja2 matplotlib numpy opencv-python-headless pandas pillow psutil "
       "pydantic pyyaml requests safetensors scikit-learn scipy sentencepiece tqdm transformers uvicorn wandb").split()
WORDS = "api app bench cache core data edge eval front gate graph infer ingest jobs label lake model node pipe queue search serve train web".split()
COMMENTS = ["# Install what the service needs", "# Keep this layer small", "# See the notes in docs/deploy.md", "# Dependencies first, so that they are cached",
            "# The entry point is set below", "# TODO: pin these", "# Not as root"]


def lines_of(rng, words, head, tail="", indent="    "):
    """A command with its words on lines of their own, as most people write long ones."""
    return f"{head} \\\n" + "".join(f"{indent}{word} \\\n" for word in sorted(words)) + (f" && {tail}" if tail else "")


def apt(rng, needed=()):
    chosen = lines_of(rng, {*rng.sample(APT, rng.randint(3, 14)), *needed}, "RUN apt-get update && apt-get install -y --no-install-recommends")
    return chosen + "    && rm -rf /var/lib/apt/lists/*\n"


def comment(rng):
    return rng.choice(COMMENTS) + "\n"


def settings(rng):
    out = "ENV DEBIAN_FRONTEND=noninteractive\n" if rng.random() < 0.2 else ""
    for word in rng.sample(WORDS, rng.randint(1, 5)):
        out += f"ENV {word.upper()}_URL=http://{word}.internal:{rng.randint(3000, 9999)}/v{rng.randint(1, 4)} {word.upper()}_LEVEL={rng.choice(['info', 'debug'])}\n"
    return out


def fetch(rng):
    name, version = rng.choice(WORDS), f"{rng.randint(0, 4)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}"
    return (f"ARG {name.upper()}_VERSION={version}\n"
            f"RUN set -eux; \\\n    arch=\"$(dpkg --print-architecture)\"; \\\n    case \"$arch\" in \\\n      amd64) target=x86_64 ;; \\\n      arm64) target=aarch64 ;; \\\n"
            f"      *) echo \"unsupported architecture: $arch\" >&2; exit 1 ;; \\\n    esac; \\\n"
            f"    curl -fsSL -o /tmp/{name}.tgz \"https://example.com/{name}/v${{{name.upper()}_VERSION}}/{name}-$target.tgz\"; \\\n"
            f"    tar -xzf /tmp/{name}.tgz -C /usr/local/bin {name}; \\\n    rm /tmp/{name}.tgz; \\\n    {name} --version\n")


def heredoc(rng):
    word = rng.choice(WORDS)
    return (f"COPY <<EOF /etc/{word}.conf\n[{word}]\nlisten = 0.0.0.0:{rng.randint(3000, 9999)}\nworkers = {rng.randint(1, 16)}\n"
            f"log = /var/log/{word}.log\nEOF\n")


def user(rng):
    name = rng.choice(WORDS)
    return f"RUN groupadd -r {name} && useradd -r -g {name} -d /home/{name} -m {name}\nUSER {name}\n"


def ending(rng, command):
    port = rng.randint(3000, 9999)
    return (f"EXPOSE {port}\nHEALTHCHECK --interval=30s --timeout=3s CMD curl -fsS http://localhost:{port}/health || exit 1\n"
            f"LABEL org.opencontainers.image.title=\"{rng.choice(WORDS)}-{rng.choice(WORDS)}\"\n{command}\n")


def go(rng):
    return ["FROM golang:1.22 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n"
            "RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/app ./cmd/app\n",
            "FROM debian:bookworm-slim\n", apt, settings, "COPY --from=build /out/app /usr/local/bin/app\n", user], 'ENTRYPOINT ["app"]'


def node(rng):
    return [f"FROM node:{rng.choice([18, 20, 22])}-bookworm AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
            "FROM node:20-bookworm-slim\nWORKDIR /app\n", settings, "COPY --from=build /app/dist ./dist\nCOPY --from=build /app/node_modules ./node_modules\n", fetch,
            user], 'CMD ["node", "dist/main.js"]'


def java(rng):
    return ["FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY pom.xml .\nRUN mvn -q dependency:go-offline\nCOPY src src\nRUN mvn -q package -DskipTests\n",
            "FROM eclipse-temurin:21-jre\n", settings, fetch, "COPY --from=build /src/target/*.jar /app.jar\n"], 'ENTRYPOINT ["java", "-jar", "/app.jar"]'


def rust(rng):
    return ["FROM rust:1.80 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release && cp target/release/app /app\n",
            "FROM debian:bookworm-slim\n", apt, settings, "COPY --from=build /app /usr/local/bin/app\n", user], 'CMD ["app"]'


def python(rng):
    packages = " ".join(f"{name}" for name in rng.sample(PIP, rng.randint(3, 9)))
    return [f"FROM python:3.{rng.randint(9, 13)}-slim\nWORKDIR /app\n", apt, settings, f"RUN pip install --no-cache-dir {packages}\n",
            "COPY . .\n", fetch, user], f'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "{rng.randint(3000, 9999)}"]'


def cuda_torch(rng):
    cuda, torch, index = rng.choices(CUDA, [9, 9, 9, 9, 9, 5])[0]
    flavor = rng.choice(["base", "runtime", "cudnn-devel" if cuda > "12.3" else "cudnn8-devel", "devel"])
    packages = rng.sample(PIP, rng.randint(3, 10))
    return [f"ARG CUDA={cuda}\nFROM nvidia/cuda:${{CUDA}}-{flavor}-ubuntu22.04\n", settings, apt(rng, ["python3-pip"]),
            f"RUN python3 -m pip install --no-cache-dir torch=={torch} --index-url https://download.pytorch.org/whl/{index}\n",
            lines_of(rng, packages, "RUN python3 -m pip install --no-cache-dir", "").rstrip(" \\\n") + "\n", "COPY . /workspace\nWORKDIR /workspace\n"], 'CMD ["python3", "serve.py"]'


def cuda_build(rng):
    cuda = rng.choice(CUDA)[0]
    return [f"FROM nvidia/cuda:{cuda}-devel-ubuntu22.04 AS build\n", apt,
            f"WORKDIR /src\nCOPY . .\nRUN cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CUDA_ARCHITECTURES=\"{rng.choice(['70;80', '80;90', '75;86;89'])}\" && cmake --build build\n",
            f"FROM nvidia/cuda:{cuda}-runtime-ubuntu22.04\n", settings, "COPY --from=build /src/build/app /usr/local/bin/app\n", user], 'ENTRYPOINT ["app"]'


def cuda_conda(rng):
    return [f"FROM pytorch/pytorch:{rng.choice(['2.1.2-cuda12.1-cudnn8', '2.4.1-cuda12.4-cudnn9', '2.6.0-cuda12.6-cudnn9'])}-{rng.choice(['runtime', 'devel'])}\n", settings, apt,
            f"RUN conda install -y -c conda-forge {' '.join(rng.sample(PIP[6:], 4))} && conda clean -afy\n",
            f"RUN pip install --no-cache-dir {' '.join(rng.sample(PIP, 6))}\n", "COPY . /workspace\n", fetch], 'CMD ["python", "train.py"]'


KINDS = [(18, go), (18, node), (8, java), (6, rust), (20, python), (18, cuda_torch), (7, cuda_build), (5, cuda_conda)]


def dockerfile(number, target):
    rng = random.Random(number)
    kind = rng.choices([kind for _, kind in KINDS], [weight for weight, _ in KINDS])[0]
    parts, command = kind(rng)
    out = "# syntax=docker/dockerfile:1\n" if rng.random() < 0.3 else ""
    for part in parts:
        if rng.random() < 0.3:
            out += comment(rng)
        out += part if isinstance(part, str) else part(rng)
        if rng.random() < 0.5:
            out += "\n"
    if rng.random() < 0.05:
        out += heredoc(rng)
    size = rng.uniform(0.4, 1.5) * target
    while len(out) < size:
        out += comment(rng) + rng.choice([settings, fetch, apt] if "USER " not in out else [settings])(rng)
    return out + ending(rng, command)


def main():
    folder = pathlib.Path(sys.argv[1])
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    target = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    total = 0
    for number in range(files):
        place = folder / f"{number // 1000:03}" / f"{number % 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        text = dockerfile(number, target).encode()
        (place / "Dockerfile").write_bytes(text)
        total += len(text)
    print(f"{files} files, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
