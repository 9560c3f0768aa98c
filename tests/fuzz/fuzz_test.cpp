// Every seed, and every seed cut anywhere or with a bit flipped anywhere: all that the targets
// promise holds. A part of them is tried, always the same one; CUDAFIT_DAMAGES=5 tries five times
// as many, and CUDAFIT_DAMAGES=all every seed, and every damage for the parser of Dockerfiles.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "seeds.h"
#include "targets/targets.h"

using namespace cudafit::fuzz;

namespace {

std::string given(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

std::string tried(const Target& target, const std::string& bytes) {
  try {
    target.run(bytes);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

/// Cut at `number`, or one bit of the byte `number - size` another one.
std::string damaged(const std::string& bytes, std::size_t number) {
  if (number < bytes.size()) return bytes.substr(0, number);
  std::string out = bytes;
  char& byte = out[number - bytes.size()];
  byte = static_cast<char>(byte ^ (1 << number % 8));
  return out;
}

/// The parser of Dockerfiles, which has the most to break.
bool the_parser(const Target& target) { return std::string(target.name) == "dockerfile"; }

}  // namespace

TEST_CASE("what the targets promise holds for the seeds, whole and damaged") {
  const std::string wanted = given("CUDAFIT_DAMAGES");
  const bool all = wanted == "all";
  const std::size_t times = all ? 20 : wanted.empty() ? 1 : std::stoul(wanted);
  for (const Target& target : targets) {
    INFO("target ", std::string(target.name));
    const std::vector<Seed> from = seeds(target.name, given("CUDAFIT_CORPUS"));
    CHECK(from.size() >= 20);
    // Of the seeds as they are, and of the damages.
    const std::size_t wholes = all ? from.size() : (target.slow ? 40 : 400) * times;
    const std::size_t budget = (the_parser(target) ? 10000 : target.slow ? 40 : 1000) * times;
    const std::size_t stride = from.size() / wholes + 1;
    std::size_t damages = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
      damages += 2 * from[i].bytes.size();
      if (!all && i % stride != 0) continue;
      const std::string wrong = tried(target, from[i].bytes);
      CHECK_MESSAGE(wrong.empty(), from[i].from, ": ", wrong);
    }
    const std::size_t step = all && the_parser(target) ? 1 : damages / budget + 1;
    std::size_t next = 0, tries = 0;
    for (const Seed& seed : from) {
      const std::size_t count = 2 * seed.bytes.size();
      for (; next < count; next += step, ++tries) {
        const std::string wrong = tried(target, damaged(seed.bytes, next));
        CHECK_MESSAGE(wrong.empty(), seed.from, " damaged at ", next, ": ", wrong);
      }
      next -= count;
    }
    MESSAGE(std::string(target.name)
            << ": " << from.size() << " seeds, " << tries << " damages of " << damages);
  }
}

TEST_CASE("the seeds are written for libFuzzer where a folder is named") {
  const std::string folder = given("CUDAFIT_SEEDS");
  if (folder.empty()) return;
  for (const Target& target : targets) {
    const std::filesystem::path place = std::filesystem::path(folder) / target.name;
    std::filesystem::create_directories(place);
    std::size_t number = 0;
    for (const Seed& seed : seeds(target.name, given("CUDAFIT_CORPUS")))
      std::ofstream(place / std::to_string(++number), std::ios::binary) << seed.bytes;
  }
}
