// YAML with the places of its values.

#include "read/yaml.h"

#include <doctest/doctest.h>

#include "read/conda_environment.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

/// [a, {b: c}] with `?` for texts that cannot be edited in part.
std::string dump(const Yaml& value) {
  std::string out;
  switch (value.kind) {
    case Yaml::Kind::null:
      return "~";
    case Yaml::Kind::scalar:
      return value.text.value + (value.text.span(0, 1) || value.text.empty() ? "" : "?");
    case Yaml::Kind::list:
      for (const Yaml& item : value.items) out += (out.empty() ? "" : ", ") + dump(item);
      return "[" + out + "]";
    case Yaml::Kind::map:
      for (const YamlEntry& entry : value.entries)
        out += (out.empty() ? "" : ", ") + dump(entry.key) + ": " + dump(entry.value);
      return "{" + out + "}";
  }
  return out;
}

std::string dump(std::string_view bytes) {
  const YamlFile file = read_yaml(0, bytes);
  if (!file.errors.empty())
    return "error at " + std::to_string(file.errors.front().span.begin) + ": " +
           file.errors.front().message;
  return file.known ? dump(file.root) : "unknown";
}

/// Every exact scalar is what stands at its place.
void check_places(std::string_view bytes, const Yaml& value) {
  const Span first = value.text.span(0, 1);
  if (value.text.size() > 1 && first)
    CHECK(bytes.substr(first.begin, value.text.size()) == value.text.value);
  for (const Yaml& item : value.items) check_places(bytes, item);
  for (const YamlEntry& entry : value.entries) {
    check_places(bytes, entry.key);
    check_places(bytes, entry.value);
  }
}

}  // namespace

TEST_CASE("values of YAML") {
  for (const auto& [written, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", "~"},
           {"# c\n", "~"},
           {"a: 1\nb:\n- x # c\n- 'y'\n- \"z\"\n", "{a: 1, b: [x, y, z]}"},
           {"a: [x, y]\nb: {c: d}\n", "{a: [x, y], b: {c: d}}"},
           {"\xEF\xBB\xBF"
            "a: b\r\nc:\r\n  - d\r\n",
            "{a: b, c: [d]}"},
           {"a: \"x\\ty\"\n", "{a: x\ty?}"},
           {"a: 'it''s'\n", "{a: it's?}"},
           {"a: x\n  y\n", "{a: x y?}"},
           {"a: |\n  x\n  y\n", "{a: x\ny\n?}"},
           {"a: &n b\nc: *n\n", "{a: b, c: b}"},
           {"a: &n [b]\nc: *n\n", "{a: [b], c: [b]}"},
           {"a: !!str 1\n", "{a: 1}"},
           {"- a:\n- b: ~\n", "[{a: ~}, {b: ~}]"},
           {"<<: {a: b}\n", "{<<: {a: b}}"},
           {"--- a\n--- b\n", "unknown"},
           {"\xFF\xFE"
            "a",
            "unknown"},
           {std::string("a\0b", 3), "unknown"},
           {"a: [x\nb: c\n", "error at 7: this is no YAML: end of sequence flow not found"},
       }) {
    const std::string bytes = written;
    CAPTURE(bytes);
    CHECK(dump(bytes) == expected);
    check_places(bytes, read_yaml(0, bytes).root);
  }
}

TEST_CASE("YAML that is made to hurt") {
  CHECK(dump(std::string(5000, '[')) == "unknown");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(dump(deep) == "unknown");
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += (j > 0 ? "," : "") + before;
    bomb += "]\n";
  }
  CHECK(dump(bomb) == "unknown");
}

TEST_CASE("environment.yml") {
  const auto dumped = [](std::string_view bytes) {
    const CondaEnvironment read = read_conda_environment(0, bytes);
    std::string out = read.name ? read.name->value + ":" : "";
    for (const Yaml& each : read.channels) out += " -c " + each.text.value;
    if (read.no_defaults) out += " only";
    for (const Yaml& each : read.dependencies) out += " " + each.text.value;
    for (const Yaml& each : read.pip) out += " pip(" + each.text.value + ")";
    if (!read.complete) out += " more";
    if (!read.errors.empty()) out += " broken";
    return out;
  };
  CHECK(
      dumped("name: n\nchannels:\n  - c\n  - d\ndependencies:\n  - python=3.10\n  - pip\n  - pip:\n"
             "    - torch==2.0\n    - -r x.txt\n") ==
      "n: -c c -c d python=3.10 pip pip(torch==2.0) pip(-r x.txt)");
  CHECK(dumped("channels: [a, nodefaults]\ndependencies: [x, {pip: [y]}]") ==
        " -c a only x pip(y)");
  CHECK(dumped("dependencies:\n- sel(linux): x\n- sel(win): y\n- z\n") == " x z");
  CHECK(dumped("dependencies:\n- npm: [x]\n- z\n") == " z more");
  CHECK(dumped("dependencies: x\n") == " more");
  CHECK(dumped("- x\n") == " more");
  CHECK(dumped("") == " more");
  CHECK(dumped("<<: *x\n") == " more broken");
  CHECK(dumped("dependencies:\n- x={{ v }}\n- *\n") == " more");
  CHECK(dumped("name: n\nprefix: /p\nvariables: {A: b}\nplatforms: [linux-64]\n") == "n:");
  CHECK(read_conda_environment(0, "channels:\n  - a\n").channel_glue == "\n  - ");
  CHECK(read_conda_environment(0, "channels:\n-   'a'\n").channel_glue == "\n-   ");
  CHECK(read_conda_environment(0, "channels: [a, b]\n").channel_glue == ", ");
  CHECK(read_conda_environment(0, "channels: &c\n- x: [\n").channel_glue.empty());
}

TEST_CASE("lists of specifications") {
  const auto dumped = [](std::string_view bytes) {
    const CondaList read = read_conda_list(0, bytes);
    std::string out = read.explicit_ ? "explicit" : "";
    for (const Text& line : read.lines) out += "<" + line.value + ">";
    return out + (read.known ? "" : "?");
  };
  CHECK(dumped("# c\n\nnumpy  # why\n  pytorch=2.0=*cuda*\r\nx >=1\n") ==
        "<numpy><pytorch=2.0=*cuda*><x >=1>");
  CHECK(dumped("@EXPLICIT\nhttps://h/c/linux-64/a-1-0.conda#abc\n") ==
        "explicit<https://h/c/linux-64/a-1-0.conda#abc>");
  CHECK(dumped(std::string_view("a\0", 2)) == "?");
}

TEST_CASE("conda-lock.yml") {
  const CondaLock lock = read_conda_lock(
      0,
      "version: 1\nmetadata: {}\npackage:\n- name: pytorch\n  version: 2.0.1\n  manager: conda\n"
      "  platform: linux-64\n  url: "
      "https://conda.anaconda.org/pytorch/linux-64/pytorch-2.0.1-b.conda\n"
      "  category: main\n  optional: false\n- name: x\n  version: '1'\n  manager: pip\n"
      "  platform: linux-64\n  category: dev\n  optional: true\n");
  REQUIRE(lock.packages.size() == 2);
  CHECK(lock.known);
  CHECK(lock.packages[0].name.value == "pytorch");
  CHECK(lock.packages[0].manager == "conda");
  CHECK(lock.packages[1].optional);
  CHECK_FALSE(read_conda_lock(0, "version: 2\npackage: []\n").known);
  CHECK_FALSE(read_conda_lock(0, "packages: []\n").known);
}

TEST_CASE("aliases that Docker's reader refuses") {
  // Nine times nine times ...: each list stands for the one before.
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  const YamlFile many = read_yaml(0, bomb);
  CHECK_FALSE(many.known);
  CHECK(many.errors.empty());  // others read it
  REQUIRE(many.refused_aliases.size() == 1);
  CHECK(many.refused_aliases[0].message.find("excessive aliasing") != std::string::npos);
  CHECK(bomb.substr(many.refused_aliases[0].span.begin, 2) == "*a");

  const std::string inside = "a: &a\n  b: [*a]\n";
  const YamlFile circle = read_yaml(0, inside);
  CHECK_FALSE(circle.known);
  REQUIRE(circle.refused_aliases.size() == 1);
  const Span at = circle.refused_aliases[0].span;
  CHECK(inside.substr(at.begin, at.end - at.begin) == "*a");

  // A long file is only long.
  std::string list = "a: [x";
  for (int i = 0; i < 400001; ++i) list += ", x";
  const YamlFile longer = read_yaml(0, list + "]\n");
  CHECK_FALSE(longer.known);
  CHECK(longer.refused_aliases.empty());
}
