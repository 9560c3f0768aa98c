#pragma once
// Python packages that a stage starts and left behind in the stage that installed them.

#include <string>

#include "graph/need.h"

namespace cudafit::graph {

struct Graph;

/// A shipped stage starts a program of a package that only the stage it copies from has.
struct LostPackage {
  Need need;
  int builder = -1;         ///< the stage that has it
  std::string program;      ///< what is started: "uvicorn", "python -m uvicorn"
  std::string package;      ///< normalized
  std::string environment;  ///< path of the virtual environment it is in; empty: the system's
  bool module = false;      ///< as a module of Python
};

}  // namespace cudafit::graph
