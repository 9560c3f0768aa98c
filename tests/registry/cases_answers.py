"""What registries tell, and what becomes of it."""

import os
import re
import time

from common import COMPILES, CUDA, DEVEL, RUNTIME, case, check, expect, findings, registry, unknown
from servers import Front


@case
def an_unknown_image_gets_its_facts_without_being_pulled(box):
    name = f"{registry.host}/team/devel:1"
    text = f"FROM {name}\nCOPY k.cu .\n{COMPILES}"
    box.write("k.cu", "")
    args = ["--driver", "535.104.05", "--gpu", "RTX 3090"]
    silent = box.run("check", "--format", "json", *args, "-", stdin=text)
    expect(findings(silent) == [], silent)
    outcome = check(box, text, *args)
    rules = [f[0] for f in findings(outcome)]
    expect("driver-refused-by-image" in rules, outcome)
    expect(f"asking http://{registry.host}" in outcome.err, outcome)
    graph = box.run("graph", "--online", "Dockerfile")
    expect("nvcc 12.4.1" in graph.out and "NV_CUDA_CUDART_DEV_VERSION=12.4.127-1" in graph.out, graph)


@case
def what_was_changed_later_is_not_taken_for_certain(box):
    text = "COPY k.cu .\nRUN nvcc -arch=sm_120 -o /k k.cu\n"
    registry.push("team/changed", "1", DEVEL)
    registry.push("team/changed", "2", DEVEL, later="./install-another-cuda.sh")
    outcome = check(box, f"FROM {registry.host}/team/changed:1\n{text}")
    expect([f[0] for f in findings(outcome)] == ["nvcc-arch-unsupported"], outcome)
    outcome = check(box, f"FROM {registry.host}/team/changed:2\n{text}")
    expect(findings(outcome) == [], outcome)
    # The variables are what they are.
    outcome = check(box, f"FROM {registry.host}/team/changed:2\n{text}", "--driver", "535.104.05", "--gpu", "RTX 3090")
    expect([f[0] for f in findings(outcome)] == ["driver-refused-by-image"], outcome)


@case
def nothing_is_asked_without_the_flag(box):
    front = Front(registry)
    box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
    for command in ("check", "graph", "recommend"):
        outcome = box.run(command, "Dockerfile")
        expect(outcome.status == 0 and "online" not in outcome.err, outcome)
    expect(front.seen == [], front.seen)
    front.close()


@case
def a_repository_cannot_switch_it_on(box):
    front = Front(registry)
    box.mkdir(".git")
    for line in ("online = true", "[online]\nprivate-registries = ['10.0.0.1']"):
        box.write(".cudafit.toml", line)
        box.write("Dockerfile", f"FROM {front.host}/team/devel:1\n")
        outcome = box.run("check", "Dockerfile")
        expect(outcome.status == 2 and "online" in outcome.err, outcome)
    expect(front.seen == [], front.seen)
    front.close()


@case
def a_missing_tag_is_a_finding_with_registry_and_day(box):
    outcome = check(box, f"FROM {registry.host}/team/devel:2\n")
    expect(outcome.status == 1, outcome)
    expect(findings(outcome) == [("image-tag-not-found", "warning",
                                  f"{registry.host} has no tag 2 of {registry.host}/team/devel")], outcome)
    expect(re.search(r"asked on 20\d\d-\d\d-\d\d", outcome.out), outcome)
    expect("use " in outcome.out and "team/devel:1" in outcome.out, outcome)


@case
def what_the_project_builds_itself_need_not_be_there(box):
    name = f"{registry.host}/team/devel:made-here"
    box.write("compose.yaml", f"services:\n  base:\n    build: base\n    image: {name}\n  app:\n    build: app\n")
    box.write("base/Dockerfile", "FROM scratch\n")
    box.write("app/Dockerfile", f"FROM {name}\n")
    outcome = box.run("check", "--online", "--format", "json", ".")
    expect(outcome.status == 0 and findings(outcome) == [], outcome)
    box.write("compose.yaml", f"services:\n  app:\n    image: {name}\n")
    outcome = box.run("check", "--online", "--format", "json", "compose.yaml")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)


@case
def a_missing_repository_is_none(box):
    unknown(check(box, f"FROM {registry.host}/team/nowhere:2\n"), "shows no repository team/nowhere")


@case
def digests_are_resolved_and_checked(box):
    pinned = registry.push("team/pinned", "1", RUNTIME)["digest"]
    outcome = check(box, f"FROM {registry.host}/team/pinned@{pinned}\nRUN nvidia-smi || true\n")
    expect("online: " + registry.host not in outcome.err, outcome)
    graph = box.run("graph", "--online", "Dockerfile")
    expect("NV_CUDNN_VERSION=9.1.0.70-1" in graph.out, graph)
    other = "sha256:" + "a" * 64
    outcome = check(box, f"FROM {registry.host}/team/pinned@{other}\n")
    expect([f[0] for f in findings(outcome)] == ["image-tag-not-found"], outcome)


@case
def lists_and_both_kinds_of_manifests(box):
    for docker in (False, True):
        repository = f"team/list-{'docker' if docker else 'oci'}"
        amd = registry.push(repository, None, RUNTIME, docker=docker)
        arm = registry.push(repository, None, {**CUDA, "NVARCH": "sbsa"}, architecture="arm64", docker=docker)
        registry.push_list(repository, "1", [("linux/arm64/v8", arm), ("linux/amd64", amd)], docker)
        box.write("Dockerfile", f"FROM {registry.host}/{repository}:1\n")
        graph = box.run("graph", "--online", "Dockerfile")
        expect("NV_CUDNN_VERSION" in graph.out, graph)
        graph = box.run("graph", "--online", "--platform", "linux/arm64", "Dockerfile")
        expect("CUDA_VERSION=12.4.1" in graph.out and "NV_CUDNN_VERSION" not in graph.out, graph)
        outcome = check(box, f"FROM --platform=linux/s390x {registry.host}/{repository}:1\n")
        expect([f[:2] for f in findings(outcome)] == [("image-lacks-platform", "error")], outcome)
        expect("only for arm64, amd64" in outcome.out, outcome)
        outcome = check(box, f"FROM --platform=linux/amd64 {registry.host}/{repository}:1\n")
        expect(findings(outcome) == [], outcome)


@case
def real_sizes(box):
    registry.push("team/large", "1", RUNTIME, layer=os.urandom(3_000_000))
    box.write("Dockerfile", f"FROM {registry.host}/team/large:1\nRUN pip install torch==2.4.1\nCMD python3 x.py\n")
    outcome = box.run("recommend", "--online", "--format", "json", "Dockerfile")
    expect("3 MB compressed, by the registry" in outcome.out, outcome)


@case
def what_was_looked_up_is_kept(box):
    front = Front(registry)
    text = f"FROM {front.host}/team/devel:1\n"
    check(box, text)
    asked = len(front.seen)
    expect(asked > 1, front.seen)
    outcome = check(box, text)
    expect(len(front.seen) == asked and "asking" not in outcome.err, outcome)
    kept = list((box.root / ".cache/cudafit/registry").iterdir())
    expect(kept and all(path.stat().st_mode & 0o077 == 0 for path in kept), kept)
    # What somebody has changed there does not count.
    for path in kept:
        path.write_bytes(b'{"config": {}}')
    outcome = check(box, text)
    expect(outcome.status == 0 and len(front.seen) == 2 * asked, front.seen)
    # A cache that cannot be made is none.
    blocked = box.write("blocked", "")
    outcome = check(box, text, env={"XDG_CACHE_HOME": str(blocked)})
    expect(outcome.status == 0 and len(front.seen) == 3 * asked, outcome)
    front.close()


@case
def missing_is_not_kept(box):
    late = f"team/late-{time.monotonic_ns()}"
    text = f"FROM {registry.host}/{late}:2\n"
    registry.push(late, "1", CUDA)
    expect(len(findings(check(box, text))) == 1, "")
    registry.push(late, "2", CUDA)
    outcome = check(box, text)
    expect(findings(outcome) == [], outcome)


@case
def many_images_at_once(box):
    front = Front(registry)

    def slow(request):
        time.sleep(0.3)

    front.rule = slow
    lines = [f"FROM {front.host}/team/devel:1 AS a0"]
    lines += [f"COPY --from={front.host}/team/many:{i} /x /x" for i in range(16)]
    for i in range(16):
        registry.push("team/many", str(i), {})
    begun = time.monotonic()
    outcome = check(box, "\n".join(lines) + "\n")
    expect(outcome.status == 0, outcome)
    expect(len(front.seen) >= 18 and time.monotonic() - begun < 0.3 * len(front.seen) * 0.6, time.monotonic() - begun)
    front.close()
