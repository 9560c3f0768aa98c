// cudafit: reads the command line, runs one command, exits with its status.

#include <variant>

#include "cli/commands.h"
#include "cli/stale.h"
#include "cli/tables.h"

namespace {

using namespace cudafit::cli;

struct Run {
  int operator()(const Quit& quit) const { return quit.status; }
  int operator()(const CheckFlags& flags) const { return check(flags); }
  int operator()(const GraphFlags& flags) const { return graph(flags); }
  int operator()(const ParseFlags& flags) const { return parse(flags); }
  int operator()(const ExplainFlags& flags) const { return explain(flags); }
  int operator()(const RulesFlags& flags) const { return rules(flags); }
  int operator()(const MatrixFlags& flags) const {
    cudafit::project::Choices choices;
    choices.matrix = flags.matrix;
    if (!open_tables(choices)) return usage;
    return flags.stale ? stale(flags) : matrix(flags);
  }
  int operator()(const RecommendFlags& flags) const { return recommend(flags); }
  int operator()(const VerifyFlags& flags) const { return verify(flags); }
  int operator()(const InitFlags& flags) const { return init(flags); }
  int operator()(const DoctorFlags& flags) const { return doctor(flags); }
  int operator()(const MergeFlags& flags) const { return merge(flags); }
  int operator()(const LspFlags& flags) const { return lsp(flags); }
  int operator()(const CompletionFlags& flags) const { return completion(flags); }
  int operator()(const ManFlags& flags) const { return man(flags); }
};

}  // namespace

int main(int argc, char** argv) { return std::visit(Run{}, read_command_line(argc, argv)); }
