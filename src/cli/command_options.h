#pragma once
// Which options each command has. Private to reading the command line.

#include "cli/flags.h"
#include "cli/options.h"

namespace cudafit::cli {

void add_check(App& app, CheckFlags& flags, Words& words);
void add_graph(App& app, CheckFlags& flags, Words& words);
void add_recommend(App& app, RecommendFlags& flags, CheckFlags& check, Words& words);
void add_verify(App& app, VerifyFlags& flags, CheckFlags& check, Words& words);
void add_init(App& app, InitFlags& flags, Words& words);
void add_doctor(App& app, DoctorFlags& flags, Words& words);
void add_merge(App& app, MergeFlags& flags, Words& words);
void add_parse(App& app, ParseFlags& flags, Words& words);
/// Only text or JSON.
void add_format(App& app, Words& words);
void add_matrix(App& app, MatrixFlags& flags, Words& words);

}  // namespace cudafit::cli
