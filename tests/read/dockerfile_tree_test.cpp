// The tree's fine structure, made for editors, must agree with what the reader makes of the same
// lines.

#include <doctest/doctest.h>
#include <tree_sitter/api.h>

#include <map>
#include <string>

#include "read/dockerfile.h"

extern "C" const TSLanguage* tree_sitter_dockerfile(void);

using namespace cudafit::read;

namespace {

void count_nodes(TSNode node, std::map<std::string, int>& counts) {
  ++counts[ts_node_type(node)];
  for (std::uint32_t i = 0; i < ts_node_child_count(node); ++i)
    count_nodes(ts_node_child(node, i), counts);
}

std::map<std::string, int> nodes_of(const std::string& source) {
  TSParser* parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_dockerfile());
  TSTree* tree = ts_parser_parse_string(parser, nullptr, source.data(),
                                        static_cast<std::uint32_t>(source.size()));
  std::map<std::string, int> counts;
  count_nodes(ts_tree_root_node(tree), counts);
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  return counts;
}

void count_instruction(const Instruction& instruction, std::map<std::string, int>& counts) {
  counts["flag"] += static_cast<int>(instruction.flags.size());
  counts["json_array"] += instruction.form == Form::json;
  if (instruction.form == Form::json) {
    const bool typed = instruction.keyword == Keyword::healthcheck;
    counts["json_string"] += static_cast<int>(instruction.arguments.size()) - typed;
  }
  if (instruction.form == Form::pairs)
    counts["pair"] += static_cast<int>(instruction.arguments.size()) / 2;
  if (instruction.keyword == Keyword::arg)
    counts["pair"] += static_cast<int>(instruction.arguments.size());
  counts["legacy_pair"] += instruction.form == Form::legacy;
  counts["heredoc"] += static_cast<int>(instruction.heredocs.size());
  counts["heredoc_marker"] += static_cast<int>(instruction.heredocs.size());
  if (instruction.nested) count_instruction(*instruction.nested, counts);
}

}  // namespace

TEST_CASE("tree and reader count the same flags, arrays, pairs and heredocs") {
  const std::string sources[] = {
      "FROM --platform=linux/$ARCH a:5000/b/c:${TAG:-1}@sha256:0 AS x\n",
      "RUN --mount=type=cache,target=/x --network=none [\"a\", \"b\\\"\"]\nCMD "
      "[\"a\",\\\n\"b\"]\nSHELL []\n",
      "CMD [\"a\", 1\nCMD ['a']\nENTRYPOINT [\"\"]\nVOLUME [\"a\"] b\nHEALTHCHECK --timeout=1s CMD "
      "[\"x\"]\n",
      "ENV a=1 b=\"2 $x\" c='3' d=4\\ 5 \\\n # comment\n\n e=\nLABEL a b=c\nARG a b=c 'd e'=f\n",
      "ONBUILD COPY --from=a b c\nONBUILD ENV a=b c=d\nONBUILD HEALTHCHECK CMD [\"a\"]\n",
      "RUN cat <<A <<-'B' > /x # <<<C\n\\\nA\nRUN x\n\tB\nCOPY <<\"a b\" /x\ntext\na b\nONBUILD "
      "RUN <<E\nE\n",
      "# escape=`\nCMD [\"a\\\\\", `\n\"b`\n\\`\n\"c\"]\nENV a=\"b`\" c\" d=e\n",
      "foo --a b\nRU\\\nN [\"x\"]\n\\\nCMD [\"y\"]\n",
  };
  for (const std::string& source : sources) {
    CAPTURE(source);
    std::map<std::string, int> tree = nodes_of(source);
    CHECK(tree["ERROR"] == 0);
    std::map<std::string, int> reader;
    for (const Instruction& instruction : parse_dockerfile(0, source).instructions) {
      count_instruction(instruction, reader);
    }
    for (const auto& [first, count] : reader) {
      const auto& kind = first;
      CAPTURE(kind);
      CHECK(tree[kind] == count);
    }
  }
}
