#pragma once
// A Dockerfile and a Compose file for people who have none yet.

#include <functional>
#include <string>
#include <vector>

#include "facts/host.h"

namespace cudafit::recommend {

/// What the image is for. Versions as people write them ("2.4", "2.4.1"); empty: not asked for.
struct Request {
  std::string torch, tensorflow, jax;
  std::string cuda;    ///< CUDA itself, or the CUDA of the frameworks
  std::string python;  ///< "3.11"; empty: the one that fits
  bool compile = false;
  bool small = false;
  std::vector<facts::Host> hosts;  ///< it has to run on all of them
  std::string platform;            ///< "linux/arm64"; empty: that of the declared GPUs, linux/amd64
};

struct Blueprint {
  std::string dockerfile, compose;           ///< whole files; empty when there is a problem
  std::vector<std::string> reasons;          ///< why it is so, a sentence each, for the person
  std::vector<std::string> compose_reasons;  ///< the same, where the Compose file is written
  std::string problem;   ///< why nothing can be offered, and what to ask instead
  bool unmeant = false;  ///< then: nobody can mean the request; else nothing that is known fits
};

/// Two files that may be offered.
struct Candidate {
  std::string dockerfile, compose;
};

/// What speaks against a candidate.
struct Verdict {
  std::vector<std::string> against;          ///< sentences; empty: nothing
  std::vector<std::string> against_compose;  ///< likewise, in the Compose file
  bool tolerable = false;  ///< only hints, and none that it is larger than it has to be
};
using Judge = std::function<Verdict(const Candidate&)>;

/// The last step is an analysis of what was written, for the declared host: nothing that it flags
/// is offered. Deterministic.
Blueprint from_nothing(const Request& request);
/// The same with another last step, for tests.
Blueprint from_nothing(const Request& request, const Judge& judge);

}  // namespace cudafit::recommend
