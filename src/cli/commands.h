#pragma once
// The commands. Each prints what it has to say and returns the exit status.

#include "cli/flags.h"

namespace cudafit::cli {

int check(const CheckFlags& flags);
int graph(const GraphFlags& flags);
int parse(const ParseFlags& flags);
int explain(const ExplainFlags& flags);
int rules(const RulesFlags& flags);
int matrix(const MatrixFlags& flags);
/// Both of files and from nothing.
int recommend(const RecommendFlags& flags);
int verify(const VerifyFlags& flags);
int init(const InitFlags& flags);
int doctor(const DoctorFlags& flags);
/// Joins reports of other runs.
int merge(const MergeFlags& flags);
int lsp(const LspFlags& flags);
int completion(const CompletionFlags& flags);
int man(const ManFlags& flags);

}  // namespace cudafit::cli
