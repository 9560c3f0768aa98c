#pragma once
// What the tables of Python packages say, for picks. Private to them.

#include <string>
#include <string_view>
#include <vector>

#include "recommend/pick.h"
#include "terms/pep440.h"

namespace cudafit::recommend {

/// Of a PEP 440 specifier; an empty one has every version.
bool in_range(std::string_view range, const PyVersion& version);
/// 2.16 of "2.16.1"
Version line_of(std::string_view version);
/// "jax 0.99 is newer than the data ..."; empty where it is not.
std::string newer_than_data(std::string_view package, std::string_view label,
                            const PyVersion& version);
/// "nvidia-cudnn-cu12==8.9.7.29", each by its name.
void add_pins(const std::vector<std::string_view>& requirements, Pick& out);
/// What it does not work with, and does not say in its metadata: requirements, comments, reasons.
/// Of a line (2.4.*) that is what its newest release does not say.
void add_limits(Pick& out);
/// Why a pick is none for the request and its machine, as a sentence; empty: it is one.
std::string wrong_for(const Request& request, const Target& target, const Pick& pick,
                      const std::string& name);

/// No wheels of a framework with CUDA are known for the platform: whether there are others.
std::string no_wheels(std::string_view package, std::string_view label, const Target& target);
/// No wheels of a framework are for Jetsons: which image NVIDIA's own ones go on.
Picks of_jetson(std::string_view framework, const Target& target);

}  // namespace cudafit::recommend
