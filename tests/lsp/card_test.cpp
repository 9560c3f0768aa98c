// Words of strangers in Markdown.

#include "lsp/card.h"

#include <doctest/doctest.h>

namespace cudafit::lsp {
namespace {

TEST_CASE("a code span shows its text and obeys nothing in it") {
  CHECK(code_span("nvidia/cuda:11.7.0") == "`nvidia/cuda:11.7.0`");
  CHECK(code_span("") == "");
  CHECK(code_span("a`b") == "``a`b``");
  CHECK(code_span("`") == "`` ` ``");
  CHECK(code_span("a```b") == "````a```b````");
  CHECK(code_span(" a ") == "`  a  `");
  CHECK(code_span("a\nb").find('\n') == std::string::npos);
}

TEST_CASE("a sentence has only those words in code spans that would not be shown as they are") {
  CHECK(sentence("needs driver >= 525.60.13, or newer.") ==
        "needs driver `>=` 525.60.13, or newer.");
  CHECK(sentence("set CUDA_VERSION, then go") == "set `CUDA_VERSION`, then go");
  CHECK(sentence("cuda>=11.7: fine") == "`cuda>=11.7`: fine");
  CHECK(sentence("image: nvidia/cuda") == "image: nvidia/cuda");
  CHECK(sentence("") == "");
  CHECK(sentence("  ... ") == "...");
  CHECK(sentence("[a](http://evil) <b> *x* &lt; ~y~ $z$") ==
        "`[a](http://evil)` `<b>` `*x*` `&lt`; `~y~` `$z$`");
  CHECK(sentence("`a` b``c") == "`` `a` `` ```b``c```");
  CHECK(sentence("WWW.evil.org and me@evil.org :smile:") ==
        "`WWW.evil.org` and `me@evil.org` `:smile`:");
  CHECK(sentence("- a list") == "`-` a list");
  CHECK(sentence("1. a list") == "`1`. a list");
  CHECK(sentence("--- a") == "`---` a");
  CHECK(sentence("12.4.1 a - b") == "12.4.1 a - b");
}

TEST_CASE("a table keeps its cells") {
  Card card;
  ask::Section section;
  section.lines.push_back({{"a|b", "`|"}, {}, false});
  card.table(section, 5);
  CHECK(card.text == "|  |  |\n|---|---|\n| a\u00A6b | `` `\u00A6 `` |\n\n");
}

}  // namespace
}  // namespace cudafit::lsp
