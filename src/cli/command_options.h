#pragma once
// Which options each command has. Private to reading the command line.

#include "cli/flags.h"
#include "cli/options.h"

namespace cudafit::cli {

void add_check(CLI::App& app, CheckFlags& flags, Words& words);
void add_graph(CLI::App& app, CheckFlags& flags, Words& words);
void add_recommend(CLI::App& app, RecommendFlags& flags, CheckFlags& check, Words& words);
void add_verify(CLI::App& app, VerifyFlags& flags, CheckFlags& check, Words& words);
void add_init(CLI::App& app, InitFlags& flags, Words& words);
void add_doctor(CLI::App& app, DoctorFlags& flags, Words& words);
void add_merge(CLI::App& app, MergeFlags& flags, Words& words);
void add_parse(CLI::App& app, ParseFlags& flags, Words& words);
/// Only text or JSON.
void add_format(CLI::App& app, Words& words);
void add_matrix(CLI::App& app, MatrixFlags& flags, Words& words);

}  // namespace cudafit::cli
