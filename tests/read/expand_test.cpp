#include "read/expand.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace cudafit;
using namespace cudafit::read;

namespace {

Text raw(std::string_view word, std::uint32_t at = 0) {
  return Text(word, {1, at, at + static_cast<std::uint32_t>(word.size())});
}

/// Values stand in file 2.
std::optional<Text> look_up(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> values = {
      {"v", "1.2.3"}, {"path", "/a/b/c.txt"}, {"empty", ""},
      {"two", "a b"}, {"_x9", "under"},       {"é", "accent"}};
  if (name == "unknown") {
    Text value;
    value.complete = false;
    return value;
  }
  const auto found = values.find(name);
  if (found == values.end()) return std::nullopt;
  return Text(found->second, {2, 10, 10 + static_cast<std::uint32_t>(found->second.size())});
}

}  // namespace

TEST_CASE("references, operators, quotes and escapes") {
  struct Case {
    std::string_view word;
    std::string_view value;
  };
  const Case cases[] = {
      {"a$v-b", "a1.2.3-b"},
      {"${v}x$_x9", "1.2.3xunder"},
      {"$é$unset.", "accent."},
      {"$", "$"},
      {"\\$v '$v' \"$v\" \"\\$v\\n\"", "$v $v 1.2.3 $v\\n"},
      {"${unset:-d}${empty:-d}${empty-d}${v:-d}", "dd1.2.3"},
      {"${unset+x}${empty+x}${empty:+y}${v:+z}", "xz"},
      {"${unset:-${v:+\"q } $two\"}}", "q } a b"},
      {"${v?no}${v:?no}", "1.2.31.2.3"},
      {"${v#*.}|${v##*.}|${v%.*}|${v%%.*}|${v#x}", "2.3|3|1.2|1|1.2.3"},
      {"${path##*/}|${path%/*}|${path#/?}", "c.txt|/a/b|/b/c.txt"},
      {"${v/./_}|${v//./_}|${v//[.]/_}|${path//\\//-}", "1_2.3|1_2_3|1.2.3|-a-b-c.txt"},
      {"${v//?/<\\$0>}|${v/?/<\\$0>}", "<\\1><\\.><\\2><\\.><\\3>|<\\$0>.2.3"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.word);
    const Expansion got = expand_word(raw(c.word), '\\', look_up);
    CHECK(got.error == "");
    CHECK(got.text.value == c.value);
  }
  CHECK(expand_word(raw("`$v\\$v"), '`', look_up).text.value == "$v\\1.2.3");
}

TEST_CASE("what BuildKit refuses") {
  struct Case {
    std::string_view word;
    std::string_view error;
  };
  const Case cases[] = {
      {"'a", "a single quote is not closed"},
      {"\"a", "a double quote is not closed"},
      {"${", "a `}` is missing"},
      {"${v", "a `}` is missing"},
      {"${v:-a", "a `}` is missing"},
      {"${v/a}", "a `/` is missing in ${...}"},
      {"${}", "this `${` is not a variable reference"},
      {"${v:#a}", "`:#` is not an operator inside ${...}"},
      {"${v.}", "`.` is not an operator inside ${...}"},
      {"${unset?}", "unset: must be set"},
      {"${empty:?}", "empty: must not be empty"},
      {"${unset:?say $v}", "unset: say 1.2.3"},
      {"${v#\\x}", "`\\x` is not a valid pattern"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.word);
    CHECK(expand_word(raw(c.word), '\\', look_up).error == c.error);
    CHECK(expand_words(raw(c.word), '\\', look_up).error == c.error);
  }
  std::string deep = "x";
  for (int i = 0; i < 10000; ++i) deep = "${a:-" + deep;
  CHECK(expand_word(raw(deep + std::string(10000, '}')), '\\', look_up).error ==
        "variable references are nested too deeply");
}

TEST_CASE("every part of a result knows where it was written") {
  const Expansion whole = expand_word(raw("a'b'${v%.*}", 100), '\\', look_up);
  CHECK(whole.text.value == "ab1.2");
  CHECK(whole.text.span(0, 1) == Span{1, 100, 101});
  CHECK(whole.text.span(1, 2) == Span{1, 102, 103});
  CHECK(whole.text.span(2, 5) == Span{2, 10, 13});  // the part of the value that stays
  REQUIRE(whole.uses.size() == 1);
  CHECK(whole.uses[0].name == "v");
  CHECK(whole.uses[0].op == "%");
  CHECK(whole.uses[0].set);
  CHECK(whole.uses[0].span == Span{1, 104, 111});

  const Expansion replaced = expand_word(raw("${v//./_}"), '\\', look_up);
  CHECK(replaced.text.span(2, 3) == Span{2, 12, 13});
  CHECK(replaced.text.span(1, 2) == Span{1, 7, 8});

  const Expansion nested = expand_word(raw("${unset:-$two}"), '\\', look_up);
  REQUIRE(nested.uses.size() == 2);
  CHECK(nested.uses[0].op == ":-");
  CHECK_FALSE(nested.uses[0].set);
  CHECK(nested.uses[1].name == "two");
  CHECK(nested.text.span() == Span{2, 10, 13});
}

TEST_CASE("what depends on an unknown value is unknown") {
  for (const std::string_view word :
       {"$unknown", "x${unknown:-y}", "${unknown:+y}", "${unknown#a}", "${v#$unknown}",
        "${unknown/a/b}", "${v//./$unknown}", "\"$unknown\""}) {
    CAPTURE(word);
    CHECK_FALSE(expand_word(raw(word), '\\', look_up).text.complete);
  }
  CHECK(expand_word(raw("${unknown+y}"), '\\', look_up).text.complete);
  const WordsExpansion words = expand_words(raw("$unknown b"), '\\', look_up);
  REQUIRE(words.words.size() == 2);
  CHECK_FALSE(words.words[0].complete);
  CHECK(words.words[1].complete);
}

TEST_CASE("words are split behind the expansion, at blanks outside quotes") {
  struct Case {
    std::string_view word;
    std::vector<std::string> words;
  };
  const Case cases[] = {
      {" a  $two \"c d\"e\\ f ", {"a", "a", "b", "c de f"}},
      {"x$two'y z'", {"xa", "by z"}},
      {"\"\" $unset", {}},
      {"<< a b", {"<< a", "b"}},
      {"lost${unset:-kept} b", {"kept", "b"}},  // so it is in BuildKit
  };
  for (const Case& c : cases) {
    CAPTURE(c.word);
    std::vector<std::string> got;
    for (const Text& word : expand_words(raw(c.word), '\\', look_up).words)
      got.push_back(word.value);
    CHECK(got == c.words);
  }
}
