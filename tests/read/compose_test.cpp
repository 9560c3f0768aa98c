// Values, merging and services of Compose files.

#include "read/compose.h"

#include <doctest/doctest.h>

#include "read/compose_tree.h"
#include "read/compose_values.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

Text text(const std::string& value, FileId file = 0) {
  return Text(value, {file, 10, 10 + static_cast<std::uint32_t>(value.size())});
}

/// The value with `?` behind it where it is not known, `!` where Compose refuses it.
std::string expanded(const std::string& value) {
  const ComposeVariables variables{{"A", text("a", 1)}, {"EMPTY", Text()}};
  std::vector<ComposeUse> uses;
  const Text out = interpolate(text(value), variables, &uses);
  std::string mark = out.complete ? "" : "?";
  for (const ComposeUse& use : uses) {
    if (use.invalid) mark = "!";
  }
  return out.value + mark;
}

Yaml tree(const std::string& bytes) {
  YamlFile file = read_yaml(0, bytes);
  REQUIRE(file.known);
  std::vector<YamlError> errors;
  CHECK(follow_merge_keys(file.root, errors));
  CHECK(errors.empty());
  return std::move(file.root);
}

std::string print(const Yaml& value) {
  if (value.kind == Yaml::Kind::scalar) return value.text.value;
  std::string out;
  for (const Yaml& item : value.items) out += (out.empty() ? "" : " ") + print(item);
  if (value.kind == Yaml::Kind::list) return "[" + out + "]";
  for (const YamlEntry& entry : value.entries)
    out += (out.empty() ? "" : " ") + print(entry.key) + ":" + print(entry.value);
  return value.kind == Yaml::Kind::map ? "{" + out + "}" : "~";
}

std::string merged(const std::string& base, const std::string& over) {
  Yaml out = tree("services: {s: {" + base + "}}");
  merge_compose(out, tree("services: {s: {" + over + "}}"));
  drop_reset(out);
  return print(*out.find("services")->find("s"));
}

}  // namespace

TEST_CASE("variables in values") {
  CHECK(expanded("plain") == "plain");
  CHECK(expanded("$A-${A}") == "a-a");
  CHECK(expanded("$B") == "?");
  CHECK(expanded("${B:-x}") == "x");
  CHECK(expanded("${B-x}") == "x");
  CHECK(expanded("${A:-x}") == "a");
  CHECK(expanded("${EMPTY:-x}") == "x");
  CHECK(expanded("${EMPTY-x}") == "");
  CHECK(expanded("${B:?say it}") == "?");
  CHECK(expanded("${A:?say it}") == "a");
  CHECK(expanded("${A:+x}") == "x");
  CHECK(expanded("${B:+x}") == "?");
  CHECK(expanded("${B:-${C:-${A}}}") == "a");
  CHECK(expanded("${B:-}") == "?");
  CHECK(expanded("${B-}${C:-}") == "?");
  CHECK(expanded("x${B:-}") == "x");
  CHECK(expanded("${EMPTY:-}") == "");
  CHECK(expanded("$$A $(A) $1 $? 5$") == "$A $(A) $1 $? 5$");
  CHECK(expanded("${A%%x}") == "!");
  CHECK(expanded("${}") == "!");
  CHECK(expanded("${A") == "!");
  const std::string deep(100, '$');
  CHECK(expanded(deep) == std::string(50, '$'));
}

TEST_CASE("a value keeps its place, and a variable's is where it is written") {
  const ComposeVariables variables{{"A", text("tag", 1)}};
  const Text out = interpolate(text("image:${A}"), variables);
  CHECK(out.value == "image:tag");
  CHECK(out.span(6, 9) == Span{1, 10, 13});
  CHECK(out.span(0, 5) == Span{0, 10, 15});
  const Text given = interpolate(text("${B:-1.2}"), {});
  CHECK(given.span() == Span{0, 15, 18});
}

TEST_CASE("where a default stands that the caller may replace") {
  const ComposeVariables variables{{"A", text("tag", 1)}, {"EMPTY", Text()}};
  const auto fallbacks = [&](const std::string& value) {
    std::vector<ComposeUse> uses;
    interpolate(text(value), variables, &uses);
    std::vector<Span> out;
    for (const ComposeUse& use : uses) {
      if (use.fallback) out.push_back(use.fallback);
    }
    return out;
  };
  CHECK(fallbacks("${B:-1.2}") == std::vector{Span{0, 15, 18}});
  CHECK(fallbacks("${B:-${C-d}}") == std::vector{Span{0, 15, 21}, Span{0, 19, 20}});
  CHECK(fallbacks("${A:-1.2} $A ${B?no} ${EMPTY:-x}").empty());
}

TEST_CASE("the file .env") {
  const ComposeVariables out = read_dotenv(
      0, "# no\nA=1 # why\nexport B = 'x $y'\nC=\"q\"\nD=\nE=$A\nno value\nF=\"a\\nb\"\n");
  CHECK(out.at("A").value == "1");
  CHECK(out.at("B").value == "x $y");
  CHECK(out.at("B").complete);
  CHECK(out.at("C").value == "q");
  CHECK(out.at("D").empty());
  CHECK(out.at("D").complete);
  CHECK_FALSE(out.at("E").complete);
  CHECK_FALSE(out.at("F").complete);
  CHECK(out.size() == 6);
}

TEST_CASE("merge keys") {
  CHECK(print(tree("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}")) == "{a:{x:1 y:2} b:{y:3 x:1}}");
  CHECK(print(tree("b: {<<: [{x: 1}, {x: 2, z: 3}]}")) == "{b:{x:1 z:3}}");
  YamlFile file = read_yaml(0, "a: 1\nb: {<<: text}\na: 2\n");
  std::vector<YamlError> errors;
  CHECK_FALSE(follow_merge_keys(file.root, errors));
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].message == "the key a is already in this mapping");
}

TEST_CASE("one file over another") {
  CHECK(merged("image: a, ports: [1]", "image: b, ports: [2, 1]") == "{image:b ports:[1 2]}");
  CHECK(merged("command: [a, b]", "command: c") == "{command:c}");
  CHECK(merged("environment: [A=1, B]", "environment: {A: 2}") == "{environment:{A:2 B:~}}");
  CHECK(merged("build: .", "build: {target: x}") == "{build:{context:. target:x}}");
  CHECK(merged("build: {context: ., args: {A: 1}}", "build: {args: [A=2, B=3]}") ==
        "{build:{context:. args:{A:2 B:3}}}");
  CHECK(merged("env_file: a", "env_file: [b]") == "{env_file:[a b]}");
  CHECK(merged("gpus: all, image: a", "gpus: !reset null") == "{image:a}");
  CHECK(merged("ports: [1, 2]", "ports: !override [3]") == "{ports:[3]}");
  CHECK(merged("image: a", "deploy: {x: 1}") == "{image:a deploy:{x:1}}");
  CHECK(merged("healthcheck: {test: [a, b]}", "healthcheck: {test: [c]}") ==
        "{healthcheck:{test:[c]}}");
  CHECK(merged("image: a", "image:") == "{image:a}");
}

TEST_CASE("services") {
  const std::vector<ComposeService> services = compose_services(tree(R"(
x-ignored: {image: no}
services:
  app:
    image: a:1
    gpus: all
    environment: [A=1, B]
    command: run it
    devices: [/dev/x, {source: /dev/y}]
    deploy: {resources: {reservations: {devices: [{driver: nvidia, count: 1}]}}}
  built:
    build: {context: ./b, args: {A: 1, B: }, target: t}
    entrypoint: [a, b]
  short:
    build: ./c
  nothing:
)"));
  REQUIRE(services.size() == 3);
  const ComposeService& app = services[0];
  CHECK(app.name.value == "app");
  CHECK(app.image->value == "a:1");
  REQUIRE(app.requests.size() == 2);
  CHECK(app.requests[0].tree.find("count")->text.value == "1");
  CHECK(app.requests[1].all);
  REQUIRE(app.environment.size() == 2);
  CHECK_FALSE(app.environment[1].value);
  CHECK_FALSE(app.command.list);
  CHECK(app.devices.size() == 2);
  const ComposeService& built = services[1];
  REQUIRE(built.build);
  CHECK(built.build->target.value == "t");
  REQUIRE(built.build->args.size() == 2);
  CHECK_FALSE(built.build->args[1].value);
  CHECK(built.entrypoint.list);
  CHECK(services[2].build->context.value == "./c");
}
