#!/usr/bin/env python3
"""Compares what we read of Compose files with what compose-go reads: compare.py DUMP ORACLE CUDAFIT FILE...
What we do not know may be anything; what we know must be the same, and what is an error for us must be one for Compose."""
import json
import subprocess
import sys

REFUSED = {
    "compose-gpu-capabilities-missing": ("capabilities",),
    "compose-gpu-count-and-ids": ("are exclusive",),
    "compose-gpu-device-id-invalid": ("device_ids",),
}


def lines(program, files):
    out = subprocess.run([program, *files], stdout=subprocess.PIPE, check=True).stdout
    rows = [json.loads(row) for row in out.decode("utf-8", "replace").split("\n") if row]
    return {row["file"]: row for row in rows}


def differs(ours, theirs):
    """Ours is known and another value than theirs. Nothing and an empty value are the same."""
    if ours is None:
        return False
    if isinstance(ours, dict):
        theirs = theirs or {}
        return any(differs(value, theirs.get(name)) for name, value in ours.items())
    if isinstance(ours, list):
        theirs = theirs or []
        return len(ours) != len(theirs) or any(map(differs, ours, theirs))
    return str(ours) != str("" if theirs is None else theirs)


def tidy(path):
    return (path or ".").removeprefix("./").rstrip("/") or "."


def compare(ours, theirs, say):
    if not ours["known"] or ours["errors"]:
        return
    if ours["refused"]:
        say("we say that Compose refuses it")
        return
    if set(ours["services"]) != set((theirs.get("services") or {})):
        say(f"services {sorted(ours['services'])}, not {sorted(theirs['services'])}")
    for name, service in ours["services"].items():
        other = (theirs.get("services") or {}).get(name, {})
        for key in ("image", "platform", "runtime", "ipc", "profiles", "command", "entrypoint"):
            if key in service and differs(service[key], other.get(key)):
                say(f"{name}.{key}: {service[key]!r}, not {other.get(key)!r}")
        if service["environment_known"] and set(service["environment"]) != set(other.get("environment") or {}):
            say(f"{name}.environment: {sorted(service['environment'])}, not {sorted(other.get('environment') or {})}")
        if differs(service["environment"], other.get("environment")):
            say(f"{name}.environment: {service['environment']!r}, not {other.get('environment')!r}")
        for key in ("gpus", "reservations"):
            asked = service.get(key, [])
            given = other.get(key) or []
            if len(asked) != len(given):
                say(f"{name}.{key}: {len(asked)} entries, not {len(given)}")
            for mine, its in zip(asked, given):
                mine.pop("options", None)
                if differs(mine, its):
                    say(f"{name}.{key}: {mine!r}, not {its!r}")
        build = service.get("build")
        if build:
            its = other.get("build") or {}
            if build["context"] is not None and tidy(build["context"]) != tidy(its.get("context")):
                say(f"{name}.build.context: {build['context']!r}, not {its.get('context')!r}")
            for key in ("target", "platforms", "args"):
                if differs(build[key], its.get(key)):
                    say(f"{name}.build.{key}: {build[key]!r}, not {its.get(key)!r}")


def main():
    dump, oracle, cudafit, *files = sys.argv[1:]
    ours, theirs = lines(dump, files), lines(oracle, files)
    found = subprocess.run([cudafit, "check", "--isolated", "--format", "json", "--select",
                            ",".join([*REFUSED, "compose-dollar-unescaped"]), *files],
                           stdout=subprocess.PIPE, check=False).stdout if cudafit != "-" else b""
    rules = {}
    for finding in (json.loads(found)["findings"] if found else []):
        rules.setdefault(finding["path"], set()).add(finding["rule"])
    passed = failed = 0
    for path in files:
        if path not in ours or path not in theirs:
            continue
        wrong = []
        error = theirs[path].get("error")
        for rule in rules.get(path, ()):
            words = REFUSED.get(rule)
            if words and not (error and any(word in error for word in words)):
                wrong.append(f"{rule}, but Compose says {error!r}")
        if error is None:
            compare(ours[path], theirs[path], wrong.append)
        passed, failed = passed + (not wrong), failed + bool(wrong)
        for each in wrong:
            print(f"{path}: {each}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
