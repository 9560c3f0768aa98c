#include "read/requirement.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

using cudafit::Span;
using cudafit::Text;
using cudafit::read::normalized_name;
using cudafit::read::read_requirement;
using cudafit::read::Requirement;
using cudafit::read::wheel_name;

namespace {

using Kind = Requirement::Kind;

Requirement read(const std::string& written, bool editable = false) {
  return read_requirement(Text(written, {0, 0, static_cast<std::uint32_t>(written.size())}),
                          editable);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string clauses(const Requirement& requirement) {
  std::string out;
  for (const auto& clause : requirement.specifiers.all) {
    out += (out.empty() ? "" : " ") + std::string(spelling(clause.op)) + clause.text;
  }
  return out;
}

struct Row {
  const char* written;
  Kind kind;
  const char* name;
  const char* extras;
  const char* clauses;
  const char* url;
};

}  // namespace

// Each row was checked against pip 26.3.
TEST_CASE("requirements") {
  const Row rows[] = {
      {"torch", Kind::named, "torch", "", "", ""},
      {"Torch_Vision", Kind::named, "torch-vision", "", "", ""},
      {"torch==2.0.1+cu118", Kind::named, "torch", "", "==2.0.1+cu118", ""},
      {"torch>=2.0,<2.2", Kind::named, "torch", "", ">=2.0 <2.2", ""},
      {"torch (>=2)", Kind::named, "torch", "", ">=2", ""},
      {"torch[opt-einsum]>=2", Kind::named, "torch", "opt-einsum", ">=2", ""},
      {"torch[ a , B_c ] >= 2 , < 3,", Kind::named, "torch", "a b-c", ">=2 <3", ""},
      {"torch[]==2.1.*", Kind::named, "torch", "", "==2.1.*", ""},
      {"diffusers[torch]", Kind::named, "diffusers", "torch", "", ""},
      {"torch ; sys_platform == 'linux'", Kind::named, "torch", "", "", ""},
      {"torch;", Kind::named, "torch", "", "", ""},
      {"torch===2.0.1", Kind::named, "torch", "", "===2.0.1", ""},
      {"requirements.txt", Kind::named, "requirements-txt", "", "", ""},
      {"torch @ https://download.pytorch.org/whl/cu118/"
       "torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl",
       Kind::url, "torch", "", "==2.0.1+cu118",
       "https://download.pytorch.org/whl/cu118/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl"},
      {"https://download.pytorch.org/whl/cu118/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl",
       Kind::url, "torch", "", "==2.0.1+cu118",
       "https://download.pytorch.org/whl/cu118/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl"},
      {"https://h/foo-1.0-py3-none-any.whl#sha256=abc ; python_version < '3.8'", Kind::url, "foo",
       "", "==1.0", "https://h/foo-1.0-py3-none-any.whl#sha256=abc"},
      {"https://h/x.tar.gz", Kind::url, "", "", "", "https://h/x.tar.gz"},
      {"https://h/x.zip#egg=Foo", Kind::url, "foo", "", "", "https://h/x.zip#egg=Foo"},
      {"foo@https://h/x.zip", Kind::url, "foo", "", "", "https://h/x.zip"},
      {"git+https://github.com/a/b.git@v1.0#egg=foo", Kind::vcs, "foo", "", "",
       "git+https://github.com/a/b.git@v1.0#egg=foo"},
      {"apex @ git+https://github.com/NVIDIA/apex", Kind::vcs, "apex", "", "",
       "git+https://github.com/NVIDIA/apex"},
      {"./wheels/torch-2.0.1+cu118-cp310-cp310-linux_x86_64.whl", Kind::archive_or_wheel_path,
       "torch", "", "==2.0.1+cu118", "./wheels/torch-2.0.1+cu118-cp310-cp310-linux_x86_64.whl"},
      {"/w/a_b-1-py3-none-any.whl[x]", Kind::archive_or_wheel_path, "a-b", "x", "==1",
       "/w/a_b-1-py3-none-any.whl"},
      {"foo.tar.gz", Kind::archive_or_wheel_path, "", "", "", "foo.tar.gz"},
      {"file:///w/foo-1.0-py3-none-any.whl", Kind::archive_or_wheel_path, "foo", "", "==1.0",
       "file:///w/foo-1.0-py3-none-any.whl"},
      {".", Kind::directory, "", "", "", "."},
      {".[dev,test]", Kind::directory, "", "dev test", "", "."},
      {"./sub/dir ; python_version > '3'", Kind::directory, "", "", "", "./sub/dir"},
      {"/app", Kind::directory, "", "", "", "/app"},
      {"file:///app", Kind::directory, "", "", "", "file:///app"},
  };
  for (const Row& row : rows) {
    INFO(row.written);
    const Requirement requirement = read(row.written);
    CHECK(requirement.kind == row.kind);
    CHECK(requirement.name == row.name);
    CHECK(joined(requirement.extras) == row.extras);
    CHECK(clauses(requirement) == row.clauses);
    CHECK(requirement.url.value == row.url);
    CHECK(requirement.error.empty());
    CHECK(requirement.known);
    CHECK_FALSE(requirement.editable);
  }
}

TEST_CASE("requirements behind -e") {
  const Row rows[] = {
      {".", Kind::directory, "", "", "", "."},
      {"src", Kind::directory, "", "", "", "src"},
      {"./pkg[gpu]", Kind::directory, "", "gpu", "", "./pkg"},
      {"git+https://github.com/a/b@main#egg=Foo_Bar&subdirectory=python", Kind::vcs, "foo-bar", "",
       "", "git+https://github.com/a/b@main#egg=Foo_Bar&subdirectory=python"},
      {"foo[x] @ git+ssh://git@github.com/a/b ; python_version > '3'", Kind::vcs, "foo", "x", "",
       "git+ssh://git@github.com/a/b"},
  };
  for (const Row& row : rows) {
    INFO(row.written);
    const Requirement requirement = read(row.written, true);
    CHECK(requirement.kind == row.kind);
    CHECK(requirement.name == row.name);
    CHECK(joined(requirement.extras) == row.extras);
    CHECK(requirement.url.value == row.url);
    CHECK(requirement.error.empty());
    CHECK(requirement.editable);
  }
  CHECK(read("https://h/x.zip", true).error ==
        "-e takes a directory or a repository such as git+https://...");
}

TEST_CASE("parts of requirements") {
  const Requirement git = read("git+https://u:p@h/a/b.git@feature/x#egg=foo&subdirectory=py");
  CHECK(git.vcs_ref == "feature/x");
  CHECK(git.subdirectory == "py");
  CHECK(read("git+ssh://git@h/a/b").vcs_ref.empty());
  CHECK_FALSE(read("torch; extra == 'x'").marker.empty());
  CHECK(read("torch").marker.empty());
  const Requirement wheel = read("https://h/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl");
  REQUIRE(wheel.wheel);
  CHECK(wheel.wheel->version.text() == "2.0.1+cu118");
  CHECK(joined(wheel.wheel->platforms) == "linux_x86_64");
}

TEST_CASE("places in requirements") {
  const std::string written = " Torch[cuda] ( >= 2.0, <2.2 ) ; python_version > '3'";
  const Requirement requirement = read(written);
  CHECK(requirement.written_name == "Torch");
  CHECK(requirement.name_span == Span{0, 1, 6});
  CHECK(requirement.specifier_text.value == ">= 2.0, <2.2");
  const Span span = requirement.specifier_text.span();
  CHECK(written.substr(span.begin, span.size()) == ">= 2.0, <2.2");
  REQUIRE(requirement.specifiers.all.size() == 2);
  const auto& second = requirement.specifiers.all[1];
  const Span version =
      requirement.specifier_text.span(second.version_at, second.version_at + second.text.size());
  CHECK(written.substr(version.begin, version.size()) == "2.2");
  // Without clauses an empty text; what is to be written goes behind the name.
  CHECK(read("torch").specifier_text.empty());
  CHECK(read("git+https://h/a#egg=foo").name_span == Span{0, 20, 23});
}

TEST_CASE("what pip refuses") {
  const struct {
    const char* written;
    const char* error;
    const char* where;
  } rows[] = {
      {"torch=2.0", "\"=\" is not an operator for versions, \"==\" is", "=2.0"},
      {"torch>=2.*", "\".*\" can stand only behind \"==\" and \"!=\"", ">=2.*"},
      {"torch>=1,<=2.0+cu118",
       "a local version such as \"+cu118\" can stand only behind \"==\" and \"!=\"", "<=2.0+cu118"},
      {"torch==2.0.x", "\"2.0.x\" is not a version", "==2.0.x"},
      {"torch==", "a version is missing behind \"==\"", "=="},
      {"torch~=2", "\"~=\" needs a version of at least two numbers", "~=2"},
      {"torch=>2", "\"=>\" is not an operator for versions", "=>2"},
      {"torch 2.0", "\"2.0\" is not a version specifier such as \">=1.0\"", "2.0"},
      {"torch>=1,,<2", "a version specifier is missing next to a comma", ">=1,,<2"},
      {"torch (>=1", "a \")\" is missing", "(>=1"},
      {"torch[cu", "extras are names between \"[\" and \"]\", separated by commas", "[cu"},
      {"torch[a,]", "extras are names between \"[\" and \"]\", separated by commas", "[a,]"},
      {"torch; python_version < 3", "\"python_version < 3\" is not an environment marker",
       "python_version < 3"},
      {"torch @", "expected a URL behind \"@\"", "@"},
      {"==2.0", "expected the name of a package", "==2.0"},
      {"torch.whl", "\"torch.whl\" is not the name of a wheel", "torch.whl"},
      {"", "the requirement is empty", ""},
  };
  for (const auto& row : rows) {
    INFO(row.written);
    const std::string written = row.written;
    const Requirement requirement = read(written);
    CHECK(requirement.error == row.error);
    const Span span = requirement.error_span;
    CHECK(written.substr(span.begin, span.size()) == row.where);
  }
  // Whatever is wrong, the name stays readable.
  CHECK(read("torch=2.0").name == "torch");
}

TEST_CASE("what is not known is not refused") {
  Text text("torch==", {0, 0, 7});
  text.complete = false;
  const Requirement requirement = read_requirement(text);
  CHECK_FALSE(requirement.known);
  CHECK(requirement.error.empty());
  CHECK(requirement.name == "torch");
  // The shell replaces patterns by the names of files.
  const Requirement pattern = read("dist/torch-*.whl");
  CHECK(pattern.kind == Kind::archive_or_wheel_path);
  CHECK_FALSE(pattern.known);
  CHECK(pattern.error.empty());
  // More than is held here.
  const Requirement large = read("torch==1.2.3.4.5.6.7.8.9");
  CHECK_FALSE(large.known);
  CHECK(large.error.empty());
  CHECK(large.name == "torch");
}

TEST_CASE("names of wheels") {
  const auto wheel = wheel_name(
      "flash_attn-2.5.8+cu122torch2.3cxx11abiFALSE-1x-cp310.cp311-abi3.none-"
      "manylinux1_x86_64.manylinux2014_x86_64.whl");
  REQUIRE(wheel);
  CHECK(wheel->name == "flash-attn");
  CHECK(wheel->version.text() == "2.5.8+cu122torch2.3cxx11abifalse");
  CHECK(wheel->build == "1x");
  CHECK(joined(wheel->pythons) == "cp310 cp311");
  CHECK(joined(wheel->abis) == "abi3 none");
  CHECK(joined(wheel->platforms) == "manylinux1_x86_64 manylinux2014_x86_64");
  for (const char* name :
       {"torch.whl", "torch-2.0.1.whl", "a-1-py3-none-any.zip", "a-1-py3-none-any-b-c-d.whl",
        "-1-py3-none-any.whl", "a-x-py3-none-any.whl", "a-1-x-py3-none-any.whl", "a-1-py3--any.whl",
        "a-1-py3..py2-none-any.whl", "a*-1-py3-none-any.whl", ".whl", ""}) {
    INFO(name);
    CHECK_FALSE(wheel_name(name));
  }
  CHECK(normalized_name("Flash__Attn.-x") == "flash-attn-x");
}

TEST_CASE("hostile requirements") {
  for (const char* piece : {"a",
                            "==1,",
                            "[",
                            "[a,",
                            ",",
                            " ",
                            "(",
                            ")",
                            ";",
                            "@",
                            "#egg=a&",
                            "/",
                            "git+https://",
                            "%2",
                            "-",
                            ".whl",
                            "a-",
                            "\"",
                            "(os_name=='a' or ",
                            "9",
                            "1.",
                            "\xC3",
                            "*"}) {
    std::string text;
    while (text.size() < 100000) text += piece;
    for (const char* head : {"", "torch", "torch==1", "torch[", "https://h/", "x @ ", "torch;",
                             "./", "git+https://h/a#egg="}) {
      (void)read(head + text);
      (void)read(head + text, true);
    }
  }
  std::mt19937 random(7);
  const std::string alphabet = "torch[],;@#=<>!~.*+-_ /:()'\"\\09ag\t\n\xC3\xA9%&$";
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::uint32_t n = random() % 40; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const Requirement requirement = read(text, i % 3 == 0);
    const Span name = requirement.name_span;
    if (name) CHECK(text.substr(name.begin, name.size()) == requirement.written_name);
  }
}
