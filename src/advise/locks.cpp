#include "advise/locks.h"

#include <algorithm>
#include <string_view>

namespace cudafit::advise {

namespace {

std::string_view words_of(facts::Installer tool) {
  switch (tool) {
    case facts::Installer::uv:
      return ": change pyproject.toml, then run uv lock";
    case facts::Installer::poetry:
      return ": change pyproject.toml, then run poetry lock";
    case facts::Installer::pdm:
      return ": change pyproject.toml, then run pdm lock";
    case facts::Installer::pipenv:
      return ": change Pipfile, then run pipenv lock";
    default:
      return ": change what is locked, then lock again";
  }
}

}  // namespace

bool by_lock(const facts::PipInstall& install) {
  return std::any_of(install.requirements.begin(), install.requirements.end(),
                     [](const facts::Asked& asked) { return asked.locked; });
}

void change_manifest(const facts::PipInstall& install, std::vector<Fix>& fixes) {
  if (!by_lock(install)) return;
  for (Fix& fix : fixes) {
    if (fix.edits.empty()) fix.title += words_of(install.tool);
  }
}

}  // namespace cudafit::advise
