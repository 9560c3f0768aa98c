#include "read/config.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;
using namespace cudafit::read;

namespace {

const std::vector<std::string_view> rules = {"gpu-at-build", "image-tag-latest"};

ParsedConfig parsed(std::string_view text) { return parse_config(0, text, "/repo", rules); }

/// The text an error points at, and its message.
std::string first_error(std::string_view text) {
  const ParsedConfig result = parsed(text);
  if (result.errors.empty()) return "";
  const ConfigError& error = result.errors.front();
  return std::string(text.substr(error.span.begin, error.span.size())) + " | " + error.message;
}

struct Tree {
  MemoryFiles files;
  const Config* nearest(const std::string& directory) { return tree().nearest(directory, "/repo"); }
  ConfigTree& tree() {
    if (!made) made = std::make_unique<ConfigTree>(files, rules);
    return *made;
  }
  std::unique_ptr<ConfigTree> made;
};

}  // namespace

TEST_CASE("every key is read") {
  const ParsedConfig result = parsed(R"(
extend = "base.toml"
exclude = ["old/", "*.gen.Dockerfile"]
select = ["gpu-at-build"]
ignore = ["image-tag-latest"]
preview = true
rule-set = "2026.11"
fail-on = "hint"
[severity]
gpu-at-build = "off"
image-tag-latest = "warning"
[per-file-ignores]
"legacy/" = ["gpu-at-build"]
[[host]]
name = "a100"
driver = 535
gpus = "A100"
wsl2 = false
toolkit = "1.17.0"
platform = "linux/amd64"
cdi = true
[[build]]
dockerfile = "docker/Dockerfile"
context = "."
target = "final"
args = { A = "x", B = 2 }
platform = "linux/arm64"
[[image]]
name = "corp/base"
tags = ["1.*"]
like = "nvidia/cuda:12.4.1-base-ubuntu22.04"
brings = { cudart = "12.4" }
)");
  REQUIRE(result.errors.empty());
  const Config& config = result.config;
  CHECK(config.extend->value == "base.toml");
  CHECK(config.exclude->match("/repo/a/old", true));
  CHECK(config.exclude->match("/repo/old/x/Dockerfile", false));
  CHECK_FALSE(config.exclude->match("/other/old", true));
  CHECK(config.select->front().value == "gpu-at-build");
  CHECK(config.ignore->front().value == "image-tag-latest");
  CHECK(*config.preview);
  CHECK(config.rule_set->value == "2026.11");
  CHECK(*config.fail_on == FailOn::hint);
  REQUIRE(config.severity.size() == 2);
  CHECK(config.severity[0].severity == std::nullopt);
  CHECK(config.severity[1].severity == Severity::warning);
  CHECK(config.per_file_ignores[0].glob.match("/repo/legacy/a/Dockerfile", false));
  const HostTable& host = config.hosts.at(0);
  CHECK(host.driver.value == "535");
  CHECK(host.gpus.at(0).value == "A100");
  CHECK(*host.cdi);
  CHECK_FALSE(*host.wsl2);
  const BuildTable& build = config.builds.at(0);
  CHECK(build.dockerfile.value == "docker/Dockerfile");
  CHECK(build.args.at(1).first.value == "B");
  CHECK(build.args.at(1).second.value == "2");
  CHECK(config.images.at(0).brings.at(0).second.value == "12.4");
}

TEST_CASE("errors point at what is wrong") {
  CHECK(first_error("fail-onn = 1") ==
        "fail-onn | unknown key \"fail-onn\"; did you mean \"fail-on\"?");
  CHECK(first_error("fail_on = 'error'") ==
        "fail_on | unknown key \"fail_on\"; did you mean \"fail-on\"?");
  CHECK(first_error("# é\nselect = ['gpu-at-build', 'gpu']") == "'gpu' | unknown rule \"gpu\"");
  CHECK(first_error("ignore = ['gpu-at-bild']") ==
        "'gpu-at-bild' | unknown rule \"gpu-at-bild\"; did you mean \"gpu-at-build\"?");
  CHECK(first_error("ignore = [1]") == "[1] | \"ignore\" must be a list of strings");
  CHECK(first_error("preview = 'yes'") == "'yes' | \"preview\" must be true or false");
  CHECK(first_error("rule-set = '2026.13'") ==
        "'2026.13' | a rule set is a year and a month, as in \"2026.11\"");
  CHECK(first_error("host = 1") == "host | write [[host]], once for each");
  CHECK(first_error("[[host]]\ngpu = 'x'")
            .starts_with("gpu | unknown key \"gpu\" in [[host]]; did you mean \"gpus\"?"));
  CHECK(first_error("zzzzzzzz = 1").find("known are extend, exclude, select") != std::string::npos);
}

TEST_CASE("several errors come in the order of the file") {
  const ParsedConfig result = parsed("b = 1\na = 2\nfail-on = 3\n");
  REQUIRE(result.errors.size() == 3);
  CHECK(result.errors[0].span.begin == 0);
  CHECK(result.errors[1].span.begin == 6);
  CHECK(result.errors[2].span.begin == 22);
}

TEST_CASE("hostile files are errors, not crashes") {
  for (const std::string& text :
       {std::string("\0", 1), std::string("a = \"\xff\""), std::string(5000, '['),
        std::string("a = ") + std::string(5000, '['), std::string("a.a.a = 1\na = 2"),
        std::string("\xEF\xBB\xBF="), std::string("x = 99999999999999999999999")}) {
    CHECK_FALSE(parsed(text).errors.empty());
  }
  for (const char* const text :
       {"[[[", "[[=]]", "[.a]", "[ # ]", "[[\"", "a = [[[{", "a.", "=", "[a\n", "a = {b = [}"}) {
    CAPTURE(text);
    CHECK_FALSE(parsed(text).errors.empty());
  }
  CHECK(parsed("").errors.empty());
  CHECK(parsed("\xEF\xBB\xBF").errors.empty());
}

TEST_CASE("the nearest file counts, up to the root") {
  Tree tree;
  tree.files.add("/.cudafit.toml", "fail-on = 'never'");
  tree.files.add("/repo/.cudafit.toml", "fail-on = 'error'");
  tree.files.add("/repo/a/.cudafit.toml", "fail-on = 'hint'");
  tree.files.add("/repo/a/b/x", "");
  tree.files.add("/repo/c/x", "");
  CHECK(tree.nearest("/repo/a/b")->fail_on == FailOn::hint);
  CHECK(tree.nearest("/repo/c")->fail_on == FailOn::error);
  CHECK(tree.nearest("/repo")->files == std::vector<std::string>{"repo/.cudafit.toml"});
  CHECK(tree.nearest("/elsewhere")->fail_on == std::nullopt);
}

TEST_CASE("what a file extends is below it") {
  Tree tree;
  tree.files.add("/repo/base.toml",
                 "fail-on = 'hint'\nselect = ['gpu-at-build']\n[[host]]\nname = 'a'\ndriver = 1\n"
                 "[[host]]\nname = 'b'\n[severity]\ngpu-at-build = 'hint'\n");
  tree.files.add("/repo/a/.cudafit.toml",
                 "extend = '../base.toml'\nselect = []\n[[host]]\nname = 'a'\ndriver = 2\n"
                 "[severity]\nimage-tag-latest = 'off'\n");
  const Config* const config = tree.nearest("/repo/a");
  REQUIRE(config != nullptr);
  CHECK(config->fail_on == FailOn::hint);
  CHECK(config->select->empty());
  REQUIRE(config->hosts.size() == 2);
  CHECK(config->hosts[0].name.value == "b");
  CHECK(config->hosts[1].driver.value == "2");
  CHECK(config->severity.size() == 2);
  CHECK(config->files == std::vector<std::string>{"repo/a/.cudafit.toml", "repo/base.toml"});
}

TEST_CASE("paths in a configuration start from its own directory and stay in the repository") {
  Tree tree;
  tree.files.add("/repo/a/.cudafit.toml",
                 "[[build]]\ndockerfile = '../docker/Dockerfile'\ncontext = '..'\n");
  tree.files.add("/repo/b/.cudafit.toml", "[[build]]\ndockerfile = '../../Dockerfile'\n");
  tree.files.add("/repo/docker/Dockerfile", "");
  const Config* const config = tree.nearest("/repo/a");
  REQUIRE(config != nullptr);
  CHECK(config->builds.at(0).dockerfile.value == "/repo/docker/Dockerfile");
  CHECK(config->builds.at(0).context.value == "/repo");
  CHECK(tree.nearest("/repo/b") == nullptr);
  CHECK(tree.tree().problems() ==
        std::vector<std::string>{
            "repo/b/.cudafit.toml:2:14: leads out of the repository: ../../Dockerfile"});
}

TEST_CASE("a broken file is said once") {
  Tree tree;
  tree.files.add("/repo/.cudafit.toml", "x = 1");
  tree.files.add("/repo/a/.cudafit.toml", "extend = '../.cudafit.toml'");
  CHECK(tree.nearest("/repo/b") == nullptr);
  CHECK(tree.nearest("/repo") == nullptr);
  CHECK(tree.tree().problems().size() == 1);
  CHECK(tree.nearest("/repo/a") == nullptr);
  CHECK(tree.tree().problems().size() == 2);
}

TEST_CASE("extending in a circle ends") {
  Tree tree;
  tree.files.add("/repo/.cudafit.toml", "extend = 'b.toml'");
  tree.files.add("/repo/b.toml", "extend = 'c.toml'");
  tree.files.add("/repo/c.toml", "extend = 'b.toml'");
  CHECK(tree.nearest("/repo") == nullptr);
  REQUIRE(tree.tree().problems().size() == 1);
  CHECK(tree.tree().problems()[0].starts_with("repo/c.toml:1:10: "));
}
