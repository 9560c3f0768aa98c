#include "source/inside_files.h"

namespace cudafit {
namespace {

Failure lies_outside() { return {"lies outside the repository"}; }

}  // namespace

bool InsideFiles::outside(const std::string& path) const {
  if (root_.empty() || (!named_.empty() && path == named_)) return false;
  const std::string real = below_.real(path);
  // What is not there says so itself.
  return !real.empty() && path_within(root_, real).empty();
}

Result<std::string> InsideFiles::read(const std::string& path) const {
  if (outside(path)) return lies_outside();
  return below_.read(path);
}

Result<std::vector<DirectoryEntry>> InsideFiles::list(const std::string& path) const {
  if (outside(path)) return lies_outside();
  return below_.list(path);
}

Result<bool> InsideFiles::write(const std::string&, std::string_view) {
  return Failure{"is only looked at"};
}

}  // namespace cudafit
