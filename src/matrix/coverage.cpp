#include "matrix/coverage.h"

namespace cudafit::matrix {
namespace {

/// Machine code of that architecture runs on the GPU.
bool runs(std::string_view name, const Gpu& gpu) {
  const Version made_for = cc_of(name);
  if (!made_for || made_for.major() != gpu.cc.major()) return false;
  if (name.back() == 'a') return made_for == gpu.cc;
  return made_for.minor() <= gpu.cc.minor();
}

/// The driver can compile that PTX for the GPU.
bool compiles(std::string_view name, const Gpu& gpu) {
  const Version made_for = cc_of(name);
  if (!made_for) return false;
  if (name.back() == 'a') return made_for == gpu.cc;
  if (name.back() == 'f')
    return made_for.major() == gpu.cc.major() && made_for.minor() <= gpu.cc.minor();
  return made_for <= gpu.cc;
}

}  // namespace

Coverage coverage(std::span<const std::string_view> sass, std::span<const std::string_view> ptx,
                  const Gpu& gpu) {
  if (!gpu.cc || gpu.tegra) return {};
  for (auto each = sass.rbegin(); each != sass.rend(); ++each) {
    if (runs(*each, gpu)) return {Coverage::How::machine_code, *each};
  }
  Coverage out{Coverage::How::none, {}};
  for (const std::string_view name : ptx) {
    if (compiles(name, gpu)) out = {Coverage::How::compiled_by_driver, name};
  }
  return out;
}

}  // namespace cudafit::matrix
