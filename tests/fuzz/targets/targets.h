#pragma once
// Functions that take any bytes for what some reader is given by strangers. They must end, stay
// inside their memory, and what they promise must hold; a promise that does not is thrown.
// tests/fuzz/libfuzzer makes a program of each; test_fuzz runs all of them on all seeds.

#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cudafit::fuzz {

void answers(std::string_view bytes);  ///< JSON of registries, engines, probes; headers
void build_files(
    std::string_view bytes);              ///< JSON with comments, HCL, Bake, Compose, devcontainers
void check(std::string_view bytes);       ///< a Dockerfile, scripts and build files: analysed
void conda(std::string_view bytes);       ///< YAML, conda's files
void dockerfile(std::string_view bytes);  ///< the parser, variable expansion, reading again
void fix(std::string_view bytes);         ///< fixes until nothing changes
void host(std::string_view bytes);        ///< a machine that doctor looks at
void lock(std::string_view bytes);        ///< lock files, what is chosen of them
void lsp(std::string_view bytes);         ///< frames, messages, edits
void project(std::string_view bytes);     ///< pyproject.toml and setup.cfg: analysed
void requirements(std::string_view bytes);  ///< requirements, setup.cfg, setup.py
void services(std::string_view bytes);      ///< Compose, Bake, devcontainers: analysed
void shell(std::string_view bytes);         ///< scripts of all shells, CMake, docker run
void terms(std::string_view bytes);         ///< versions, markers, names, globs
void toml(std::string_view bytes);          ///< pyproject.toml, configuration

struct Target {
  const char* name;
  void (*run)(std::string_view bytes);
  /// It analyses: what takes a hundred times as long as reading.
  bool slow = false;
};

inline constexpr Target targets[] = {
    {"answers", answers},
    {"build_files", build_files},
    {"check", check, true},
    {"conda", conda},
    {"dockerfile", dockerfile},
    {"fix", fix, true},
    {"host", host, true},
    {"lock", lock},
    {"lsp", lsp},
    {"project", project, true},
    {"requirements", requirements},
    {"services", services, true},
    {"shell", shell},
    {"terms", terms},
    {"toml", toml},
};

inline void hold(bool promise, const char* what) {
  if (!promise) throw std::logic_error(what);
}

}  // namespace cudafit::fuzz
