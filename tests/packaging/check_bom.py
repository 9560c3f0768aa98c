"""check_bom.py BOM BINARY BUILD: the bill of materials keeps to its JSON schema, has the hash of the binary, and has every package that
was linked in, with a licence."""
import hashlib
import json
import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging"))
from linked import linked  # noqa: E402

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
error = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
assert error is None, error
bom = json.loads(text)
digest = hashlib.sha256(pathlib.Path(sys.argv[2]).read_bytes()).hexdigest()
assert bom["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
want = {package: use["version"] for package, use in linked(sys.argv[3]).items()}
assert {part["name"]: part["version"] for part in bom["components"]} == want, want
assert all(part["licenses"] for part in bom["components"])
for library in ("libtree-sitter-dev", "libyaml-cpp-dev", "libfmt-dev", "libc6-dev"):
    assert library in want, f"{library} is linked in, and was not seen"
broken = dict(bom, components=[dict(bom["components"][0], type="no such type")])
assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(json.dumps(broken)) is not None, "the validator takes anything"
