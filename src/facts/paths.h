#pragma once
// Paths in an image: where the programs and libraries of the system are. Private to the facts room.

#include <string>
#include <string_view>

namespace cudafit::facts {

/// `path` seen from `directory`, without "." and ".."; `/` at its end stays.
std::string absolute(std::string_view directory, std::string_view path);

/// `path` is `directory` or below it.
bool within(std::string_view path, std::string_view directory);

/// A directory into which files are put so that the system finds them: `/`, `/usr/local`,
/// `/usr/bin`, `/usr/lib/x86_64-linux-gnu`, `/usr/local/cuda/lib64`, `/opt`. Not what lies deeper,
/// such as `/usr/local/bin/tool` or `/opt/app`. `path` absolute.
bool system_directory(std::string_view path);

/// The words of the path say that it holds one of the things whose absence is judged: cuda, cudnn,
/// nccl, python, conda, gcc, ...
bool names_a_thing(std::string_view path);

/// ... or Python packages: site-packages, a virtual environment.
bool names_packages(std::string_view path);
/// The path lies in a directory of Python's modules: site-packages, /usr/local/lib/python3.10.
bool holds_modules(std::string_view path);

/// A name that stands for a directory rather than a file: bin, lib, usr, dist.
bool directory_name(std::string_view name);

/// Programs whose absence is judged: python3.11, pip, nvcc, gcc, uv, conda.
bool judged_program(std::string_view name);

}  // namespace cudafit::facts
