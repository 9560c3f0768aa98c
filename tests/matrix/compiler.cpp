#include "compiler.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace matrix_tests {

namespace fs = std::filesystem;

Result compile(const Yaml& files) {
  std::string name = (fs::temp_directory_path() / "cudafit-matrix-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path directory = name;
  for (const auto& [file, text] : files) std::ofstream(directory / file) << text;
  const std::string command = std::string("'") + CUDAFIT_MATRIX_COMPILE + "' '" + name + "' '" +
                              name + "/tables.out' > '" + name + "/printed' 2>&1";
  const int status = std::system(command.c_str());
  std::ifstream in(directory / "printed");
  Result result{WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                {std::istreambuf_iterator<char>(in), {}}};
  for (std::size_t at = 0; (at = result.text.find(name + "/")) != std::string::npos;) {
    result.text.erase(at, name.size() + 1);
  }
  CHECK(fs::exists(directory / "tables.out") == (result.status == 0));
  fs::remove_all(directory);
  return result;
}

}  // namespace matrix_tests
