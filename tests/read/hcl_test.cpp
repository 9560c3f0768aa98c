#include "read/hcl.h"

#include <doctest/doctest.h>

#include <map>

using namespace cudafit;
using read::HclExpression;
using read::HclValue;

namespace {

/// The value of the last attribute, written as JSON would; "?" where it is not known.
std::string shown(const HclValue& value) {
  switch (value.kind) {
    case HclValue::Kind::unknown:
      return "?";
    case HclValue::Kind::null:
      return "null";
    case HclValue::Kind::text:
      return value.text.value + (value.text.complete ? "" : "?");
    case HclValue::Kind::list: {
      std::string out = "[";
      for (const HclValue& item : value.items) out += (out.size() > 1 ? ", " : "") + shown(item);
      return out + "]";
    }
    case HclValue::Kind::object: {
      std::string out = "{";
      for (std::size_t i = 0; i < value.items.size(); ++i)
        out += (i > 0 ? ", " : "") + value.keys[i].value + "=" + shown(value.items[i]);
      return out + "}";
    }
  }
  return {};
}

std::string value_of(const std::string& expression) {
  static read::HclFile file;
  file = read::read_hcl(0, "v = " + expression + "\n");
  if (!file.errors.empty()) return "error: " + file.errors[0].message;
  read::HclScope scope;
  scope.variable = [](std::string_view name) -> std::optional<HclValue> {
    if (name == "CUDA") return HclValue::of(Text("12.4.1", {0, 1000, 1006}), {});
    return std::nullopt;
  };
  return shown(read::evaluate(file.root.attributes.back().value, scope));
}

}  // namespace

TEST_CASE("values of HCL") {
  const std::map<std::string, std::string> cases = {
      {R"("plain")", "plain"},
      {R"("a\tb\"c\\")", "a\tb\"c\\"},
      {R"("$${x} %%{y} $5 100%")", "${x} %{y} $5 100%"},
      {R"("nvidia/cuda:${CUDA}-devel")", "nvidia/cuda:12.4.1-devel"},
      {R"("${CUDA}")", "12.4.1"},
      {R"("a${NOWHERE}b")", "ab?"},
      {R"("${"in ${CUDA} text"}")", "in 12.4.1 text"},
      {"CUDA", "12.4.1"},
      {"12", "12"},
      {"1.5e3", "1.5e3"},
      {"true", "true"},
      {"null", "null"},
      {R"([1, "b", CUDA,])", "[1, b, 12.4.1]"},
      {"[\n  1, # one\n  2 // two\n  /* three */\n]", "[1, 2]"},
      {"{ a = 1, \"b-c\" : 2\n d = [3] }", "{a=1, b-c=2, d=[3]}"},
      {R"({ ("k${1}") = 2 })", "{k1=2}"},
      {R"({ a = 1 }.a)", "1"},
      {R"({ a = 1 }["a"])", "1"},
      {R"(["x", "y"][1])", "y"},
      {R"(["x"][7])", "?"},
      {R"(CUDA == "12.4.1" ? "yes" : "no")", "yes"},
      {R"(CUDA != "12.4.1" ? "yes" : "no")", "no"},
      {R"(NOWHERE == "" ? "yes" : "no")", "?"},
      {R"(!(CUDA == "1") && true || false)", "true"},
      {R"(NOWHERE == "" || true)", "true"},
      {R"(equal(CUDA, "1"))", "false"},
      {R"(and(true, not(false)))", "true"},
      {R"(upper("abc"))", "ABC"},
      {R"(join("-", ["a", CUDA]))", "a-12.4.1"},
      {R"(split(".", CUDA))", "[12, 4, 1]"},
      {R"(format("cu%s_%d%%", "124", 3))", "cu124_3%"},
      {R"(format("%05d", 3))", "?"},
      {R"(replace(CUDA, ".", ""))", "1241"},
      {R"(trimprefix("v1", "v"))", "1"},
      {R"(trimsuffix("1-rc", "-rc"))", "1"},
      {R"(coalesce("", CUDA))", "12.4.1"},
      {R"(compact(concat(["a", ""], CUDA == "" ? ["b"] : [])))", "[a]"},
      {R"(contains(["a", "b"], "b"))", "true"},
      {R"(lookup({ a = 1 }, "b", 2))", "2"},
      {R"(length([1, 2]))", "2"},
      {R"(merge({ a = 1 }, { a = 2, b = 3 }))", "{a=2, b=3}"},
      {R"(timestamp())", "?"},
      {R"([for x in ["a"] : "${x}]"])", "?"},
      {R"({ for k, v in { a = 1 } : k => v })", "?"},
      {R"(x.*.y)", "?"},
      {"<<EOT\nFROM nvidia/cuda:${CUDA}\nEOT", "FROM nvidia/cuda:12.4.1\n"},
      {R"("%{ if true }a%{ endif }")", "?"},
      {"1 + 2", "?"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(value_of(each.first) == each.second);
  }
}

TEST_CASE("a value remembers where each of its parts is written") {
  read::HclFile file = read::read_hcl(0, "v = \"a:${CUDA}-b\"\n");
  read::HclScope scope;
  scope.variable = [](std::string_view) {
    return std::optional(HclValue::of(Text("12.4.1", {0, 1000, 1006}), {}));
  };
  const HclValue value = read::evaluate(file.root.attributes[0].value, scope);
  CHECK(value.text.span(2, 8) == Span{0, 1000, 1006});
  CHECK(value.text.span(0, 2) == Span{0, 5, 7});
  CHECK(value.text.span(8, 10) == Span{0, 14, 16});
}

TEST_CASE("blocks, labels and attributes") {
  const read::HclFile file = read::read_hcl(0,
                                            "# comment\n"
                                            "target \"a\" {\n"
                                            "  args = { X = 1 }\n"
                                            "  inner { y = 2 }\n"
                                            "}\n"
                                            "group b { targets = [\"a\"] }\n");
  REQUIRE(file.errors.empty());
  REQUIRE(file.root.blocks.size() == 2);
  CHECK(file.root.blocks[0].labels[0].value == "a");
  CHECK(file.root.blocks[0].labels[0].span() == Span{0, 18, 19});
  CHECK(file.root.blocks[0].blocks[0].find("y") != nullptr);
  CHECK(file.root.blocks[1].labels[0].value == "b");
}

TEST_CASE("functions of the file") {
  const read::HclFile body = read::read_hcl(0, "result = \"${a}:${join(\"+\", rest)}\"\n");
  read::HclFunction function{
      .parameters = {"a"}, .rest = "rest", .result = body.root.find("result")};
  read::HclScope scope;
  scope.function = [&](std::string_view name) { return name == "f" ? &function : nullptr; };
  const read::HclFile file = read::read_hcl(0, "v = f(\"x\", 1, 2)\nw = f()\n");
  CHECK(shown(read::evaluate(*file.root.find("v"), scope)) == "x:1+2");
  CHECK(shown(read::evaluate(*file.root.find("w"), scope)) == "?");
}

TEST_CASE("what is no HCL is said at its place") {
  const std::map<std::string, std::string> cases = {
      {"target \"a\" {", "a block is not closed with }"},
      {"target \"a {\n}", "a text is not closed with \""},
      {"a = \"b", "a text is not closed with \""},
      {"a = <<E\nb\n", "the text is not closed with E"},
      {"a = ", "expected a value"},
      {"a = [1", "expected ]"},
      {"a = { b }", "expected = after a key"},
      {"a = (1", "expected )"},
      {"a = 1 b = 2", "expected the end of the line"},
      {"target \"a\"", "expected = or { after target"},
      {"= 1", "expected the name of an attribute or of a block"},
      {"a = b ? c", "expected : in a condition"},
      {"a = \"${b\"", "a text is not closed with \""},
      {"a = b.", "expected a name after the dot"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    const read::HclFile file = read::read_hcl(0, each.first);
    REQUIRE(file.errors.size() == 1);
    CHECK(file.errors[0].message == each.second);
    CHECK(file.errors[0].span.end <= each.first.size());
  }
}

TEST_CASE("what is nested or long without end is refused, not followed") {
  for (const std::string& piece :
       {std::string("["), std::string("("), std::string("!"), std::string("{a="),
        std::string("\"${"), std::string("f("), std::string("a?"), std::string("[for ")}) {
    std::string deep = "v = ";
    for (int i = 0; i < 50000; ++i) deep += piece;
    CHECK_FALSE(read::read_hcl(0, deep).errors.empty());
  }
  std::string blocks, members = "v = a", sums = "v = 1";
  for (int i = 0; i < 50000; ++i) {
    blocks += "a {\n";
    members += ".a";
    sums += " + 1";
  }
  CHECK_FALSE(read::read_hcl(0, blocks).errors.empty());
  CHECK_FALSE(read::read_hcl(0, members).errors.empty());
  CHECK_FALSE(read::read_hcl(0, sums).errors.empty());
}
