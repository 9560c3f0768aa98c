#include "read/requirements.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

using cudafit::Span;
using cudafit::Text;
using cudafit::read::PipEnvironment;
using cudafit::read::read_requirements;
using cudafit::read::RequirementOption;
using cudafit::read::RequirementsFile;

namespace {

/// One line per logical line: requirement | options | what is ignored.
std::string dump(const RequirementsFile& file) {
  std::string out;
  for (const auto& line : file.lines) {
    if (line.requirement) {
      out += (line.requirement->editable ? "-e " : "") + line.requirement->text.value;
    }
    const auto add = [&](const std::vector<RequirementOption>& options) {
      out += " |";
      for (const auto& option : options) {
        out += ' ' + option.name;
        if (!option.value.empty()) out += '=' + option.value.value;
      }
    };
    add(line.options);
    add(line.trailing_options);
    for (const Text& word : line.trailing_words) out += " word=" + word.value;
    out += '\n';
  }
  for (const auto& error : file.errors) out += "error: " + error.message + '\n';
  return out;
}

std::string dump(const std::string& bytes, const PipEnvironment& environment = {}) {
  return dump(read_requirements(0, bytes, environment));
}

}  // namespace

// Each row was checked against pip 26.3.
TEST_CASE("requirements files") {
  const struct {
    const char* bytes;
    const char* lines;
  } rows[] = {
      {"", ""},
      {"\n  \n# comment\n\t# comment\n", ""},
      {"torch==2.0.1  # pinned\nnumpy#x\n",
       "torch==2.0.1 | |\nnumpy#x | |\nerror: \"#x\" is not a "
       "version specifier such as \">=1.0\"\n"},
      {"\xEF\xBB\xBFtorch\r\nnumpy\r", "torch | |\nnumpy | |\n"},
      {"torch\xC2\xA0\n", "torch | |\n"},
      {"torch==\\\n2.0.1\n", "torch==2.0.1 | |\n"},
      {"torch \\\n  # comment ends it\n  >=2\n",
       "torch | |\n>=2 | |\nerror: expected the name of a package\n"},
      {"torch \\", "torch | |\n"},
      {"# comment \\\ntorch\n", "torch | |\n"},
      {"torch==2.0 --hash=sha256:aa \\\n    --hash sha256:bb\n",
       "torch==2.0 | --hash=sha256:aa --hash=sha256:bb |\n"},
      {"torch ; sys_platform == 'linux' --config-settings k=v\n",
       "torch ; sys_platform == 'linux' | --config-settings=k=v |\n"},
      {"-i https://i/simple\n--index-url=https://j\n--extra-index-url https://e\n",
       " | -i=https://i/simple |\n | --index-url=https://j |\n | --extra-index-url=https://e |\n"},
      {"--index https://i --extra-index-url https://e --pre\n",
       " | --index-url=https://i --extra-index-url=https://e --pre |\n"},
      {"-r a.txt\n-rb.txt\n--requirement=c.txt\n-c d.txt\n",
       " | -r=a.txt |\n | -r=b.txt |\n | --requirement=c.txt |\n | -c=d.txt |\n"},
      {"-f ./wheels\n--find-links 'a b'\n--no-index\n",
       " | -f=./wheels |\n | --find-links=a b |\n | --no-index |\n"},
      {"-e .\n--editable=git+https://h/a#egg=b\n", "-e . | |\n-e git+https://h/a#egg=b | |\n"},
      {"--no-binary :all:\n--only-binary=a,b\n--prefer-binary\n--trusted-host h\n"
       "--require-hashes\n--use-feature fast-deps\n",
       " | --no-binary=:all: |\n | --only-binary=a,b |\n | --prefer-binary |\n"
       " | --trusted-host=h |\n | --require-hashes |\n | --use-feature=fast-deps |\n"},
      // Without effect, and pip says nothing about it.
      {"torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118\n",
       "torch==2.0.1 | | --index-url=https://download.pytorch.org/whl/cu118\n"},
      {"torch -f https://f --hash=sha256:aa\n", "torch | --hash=sha256:aa | -f=https://f\n"},
      {"--extra-index-url https://e torch\n", " | --extra-index-url=https://e | word=torch\n"},
      {"-r a.txt -r b.txt --pre\n", " | -r=a.txt | -r=b.txt --pre\n"},
      {"-c a.txt -r b.txt\n", " | -r=b.txt | -c=a.txt\n"},
      {"-e . -e ./b --pre\n", "-e . | | -e=./b --pre\n"},
      {"--hash=sha256:aa\n", " | | --hash=sha256:aa\n"},
      {"-f a -f b\n", " | -f=a | -f=b\n"},
      // What pip refuses.
      {"torch -U\n", "torch | |\nerror: pip has no option \"-U\" in a requirements file\n"},
      {"--bogus=1\n", " | |\nerror: pip has no option \"--bogus\" in a requirements file\n"},
      {"--req a.txt\n", " | |\nerror: \"--req\" can be more than one option\n"},
      {"--pre=1\n", " | |\nerror: \"--pre\" takes no value\n"},
      {"torch --index-url\n", "torch | |\nerror: \"--index-url\" needs a value\n"},
      {"-f 'a\n", " | |\nerror: a quote or an escape is not closed on this line\n"},
      {"torch=2.0\n", "torch=2.0 | |\nerror: \"=\" is not an operator for versions, \"==\" is\n"},
  };
  for (const auto& row : rows) {
    INFO(row.bytes);
    CHECK(dump(row.bytes) == row.lines);
  }
}

TEST_CASE("environment variables in requirements files") {
  const PipEnvironment environment = [](std::string_view name) -> std::optional<Text> {
    if (name == "VERSION") return Text("2.0.1", {7, 10, 15});
    if (name == "EMPTY") return Text();
    if (name == "CLOSED") {
      Text unknown;
      unknown.complete = false;
      return unknown;
    }
    return std::nullopt;
  };
  CHECK(dump("torch==${VERSION}\n", environment) == "torch==2.0.1 | |\n");
  CHECK(dump("-i https://${UNSET}/${EMPTY}\n", environment) ==
        " | -i=https://${UNSET}/${EMPTY} |\n");
  CHECK(dump("./$VERSION/${version}\n", environment) == "./$VERSION/${version} | |\n");
  // The edit lands where the value was written.
  const auto file = read_requirements(3, "torch==${VERSION}\n", environment);
  CHECK(file.lines[0].requirement->specifier_text.span(2, 7) == Span{7, 10, 15});
  CHECK(file.lines[0].requirement->known);
  // What is not known is neither concluded from nor refused.
  const auto closed =
      read_requirements(3, "torch=${CLOSED} -U\n-i https://${CLOSED}@h\n", environment);
  CHECK(closed.errors.empty());
  CHECK_FALSE(closed.lines[0].requirement->known);
  CHECK_FALSE(closed.lines[1].options[0].value.complete);
  CHECK_FALSE(read_requirements(3, "torch==${VERSION}\n").lines[0].requirement->known);
}

TEST_CASE("places in requirements files") {
  const std::string bytes =
      "# head\r\n--extra-index-url  https://e  # why\r\ntorch==2.0 \\\r\n  --hash=sha256:aa\r\n"
      "numpy --pypi-url 'https://p'\n";
  const auto file = read_requirements(5, bytes);
  const auto at = [&](Span span) { return bytes.substr(span.begin, span.size()); };
  REQUIRE(file.lines.size() == 3);
  CHECK(at(file.lines[0].span) == "--extra-index-url  https://e");
  CHECK(at(file.lines[0].options[0].span) == "--extra-index-url  https://e");
  CHECK(at(file.lines[0].options[0].value.span()) == "https://e");
  CHECK(at(file.lines[1].span) == "torch==2.0 \\\r\n  --hash=sha256:aa");
  CHECK(at(file.lines[1].requirement->text.span()) == "torch==2.0");
  CHECK(at(file.lines[1].options[0].span) == "--hash=sha256:aa");
  CHECK(at(file.lines[1].options[0].value.span()) == "sha256:aa");
  CHECK(at(file.lines[2].trailing_options[0].span) == "--pypi-url 'https://p'");
  CHECK(at(file.lines[2].trailing_options[0].value.span()) == "https://p");
  CHECK(file.lines[2].span.file == 5);
  const auto wrong = read_requirements(5, "a\ntorch>=1,=2\nb --bogus x\n");
  REQUIRE(wrong.errors.size() == 2);
  CHECK(wrong.errors[0].span == Span{5, 11, 13});
  CHECK(wrong.errors[1].span == Span{5, 16, 23});
}

TEST_CASE("files in other encodings") {
  CHECK_FALSE(read_requirements(0, std::string("\xFF\xFEt\0o\0", 6)).known);
  CHECK_FALSE(read_requirements(0, std::string("\xFE\xFF\0t", 4)).known);
  CHECK(dump(std::string("to\0rch\n", 7)).find("error") != std::string::npos);
  CHECK(dump("\xFF\xE9 # \xE9\n").find("error") != std::string::npos);
}

TEST_CASE("absurdly long files") {
  std::string text;
  for (int i = 0; i < 50001; ++i) text += "a\n";
  CHECK_FALSE(read_requirements(0, text).known);
  CHECK(read_requirements(0, text.substr(2)).known);
}

TEST_CASE("hostile requirements files") {
  for (const char* piece : {"a",   "\n",    "\\\n",         "a\\\n", " ",
                            " -f", " -f a", "--",           "'",     "\"",
                            "\\",  "#",     " #",           "${A}",  "${",
                            "${A", "\r",    "\xC2\xA0",     "-",     " --hash=sha256:aa",
                            "a\n", "x==1,", "\xE2\x80\xA8", "\0"}) {
    std::string text;
    while (text.size() < 100000) text += *piece == '\0' ? std::string(1, '\0') : piece;
    const auto file = read_requirements(0, text, [](std::string_view) { return Text("b", {}); });
    CHECK(file.lines.size() <= 50000);
  }
  std::mt19937 random(11);
  const std::string alphabet = "torch -\\#='\"\n\r${A}fire:/.[];@0\t\xC2\xA0\xE2\x80";
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::uint32_t n = random() % 60; n > 0; --n) text += alphabet[random() % alphabet.size()];
    for (const auto& line : read_requirements(0, text).lines) {
      REQUIRE(line.span.end <= text.size());
      for (const auto& option : line.options) REQUIRE(line.span.contains(option.span));
    }
  }
}
