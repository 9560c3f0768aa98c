#pragma once
// One function for each kind of question. `text` is the question without the word for its kind,
// blanks trimmed; empty: what there is at all.

#include <string>
#include <string_view>

#include "ask/ask.h"

namespace cudafit::ask {

Reply about_driver(const Question& question, std::string_view text);
Reply about_cuda(const Question& question, std::string_view text);
Reply about_image(const Question& question, std::string_view text);
Reply about_gpu(const Question& question, std::string_view text);
Reply about_torch(const Question& question, std::string_view text);
/// "tensorflow 2.15": a Python, conda or system package and perhaps a version.
Reply about_package(const Question& question, std::string_view text);
Reply about_library(const Question& question, std::string_view library, std::string_view text);
Reply about_jetpack(const Question& question, std::string_view text);
Reply about_error(const Question& question, std::string_view text);
/// The number, name or message of a known error.
bool is_error(std::string_view text);
/// What Docker, the container toolkit, WSL2 need: "docker", "wsl".
Reply about_host(const Question& question, std::string_view text);

/// Some table knows the package.
bool is_package(std::string_view name);
/// The names of packages, for suggestions.
std::vector<std::string_view> package_names();

}  // namespace cudafit::ask
