#pragma once
// The files for a plan.

#include <string>

#include "recommend/plan.h"

namespace cudafit::recommend {

std::string write_dockerfile(const Plan& plan, const Target& target);
std::string write_compose(const Plan& plan, const Target& target);

/// "PyTorch 2.4.1 and JAX 0.4.35 with CUDA 12.4 on Python 3.11"
std::string plan_title(const Plan& plan);

}  // namespace cudafit::recommend
