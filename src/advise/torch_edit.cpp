#include "advise/torch_edit.h"

#include <algorithm>
#include <tuple>

#include "advise/locks.h"
#include "advise/rewrite.h"
#include "matrix/companions.h"

namespace cudafit::advise {

namespace {

/// The clause that pins; null when none does.
const Specifier* pinning(const facts::Asked& asked) {
  for (const Specifier& clause : asked.requirement.specifiers.all) {
    const bool equal = clause.op == Specifier::Op::equal || clause.op == Specifier::Op::arbitrary;
    if (equal && !clause.wildcard) return &clause;
  }
  return nullptr;
}

/// The version of a companion to propose for a torch; empty when none is known.
std::string_view partner(std::string_view package, std::string_view torch) {
  for (const matrix::Companion& row : matrix::companions_of(torch)) {
    if (row.package == package && !row.range && row.preferred) return row.version;
  }
  return {};
}

/// pip that conda runs for an environment.yml: its options are lines of that file.
bool of_conda(const facts::PipInstall& install) {
  return install.program == "conda" || install.program == "mamba" ||
         install.program == "micromamba";
}

}  // namespace

void TorchEdit::put(const Text& text, std::size_t begin, std::size_t end, std::string_view with) {
  if (std::string_view(text.value).substr(begin, end - begin) == with) return;
  fine_ = rewrite(text, begin, end, with, edits_) && fine_;
}

TorchEdit& TorchEdit::directory(const graph::Index& index, std::string_view to) {
  if (index.option == nullptr) {
    fine_ = false;
    return *this;
  }
  put(index.option->value, index.directory_at, index.directory_at + index.directory.size(), to);
  return label(index.directory, to);
}

TorchEdit& TorchEdit::label(std::string_view from, std::string_view to) {
  for (const facts::Asked& asked : install_.requirements) {
    const Specifier* const clause = pinning(asked);
    if (clause == nullptr || clause->version.local.empty() || clause->version.local != from)
      continue;
    if (!graph::is_torch_family(asked.requirement.name)) continue;
    const std::size_t plus = clause->text.find('+');
    if (plus == std::string::npos) continue;
    const std::size_t begin = clause->version_at + plus + (to.empty() ? 0 : 1);
    put(asked.requirement.specifier_text, begin, clause->version_at + clause->text.size(), to);
  }
  return *this;
}

TorchEdit& TorchEdit::version(std::size_t requirement, std::string_view to) {
  const facts::Asked& asked = install_.requirements[requirement];
  const Specifier* const clause = pinning(asked);
  if (clause == nullptr) {
    fine_ = false;
    return *this;
  }
  const std::size_t size = std::min(clause->text.find('+'), clause->text.size());
  put(asked.requirement.specifier_text, clause->version_at, clause->version_at + size, to);
  return *this;
}

TorchEdit& TorchEdit::release(std::size_t requirement, std::string_view to) {
  version(requirement, to);
  for (std::size_t i = 0; i < install_.requirements.size(); ++i) {
    const facts::Asked& asked = install_.requirements[i];
    if (i == requirement || !graph::is_torch_family(asked.requirement.name)) continue;
    if (asked.requirement.name == "torch" || asked.requirement.specifiers.empty()) continue;
    const std::string_view other = partner(asked.requirement.name, to);
    if (other.empty()) {
      fine_ = false;
      continue;
    }
    version(i, other);
  }
  return *this;
}

TorchEdit& TorchEdit::pin(std::size_t requirement, std::string_view version) {
  const read::Requirement& asked = install_.requirements[requirement].requirement;
  const std::string pinned = "==" + std::string(version);
  if (!asked.specifier_text.empty()) {
    put(asked.specifier_text, 0, asked.specifier_text.size(), pinned);
    return *this;
  }
  if (!asked.name_span || asked.text.value != asked.written_name) {
    fine_ = false;
    return *this;
  }
  edits_.push_back({{asked.name_span.file, asked.name_span.end, asked.name_span.end}, pinned});
  return *this;
}

TorchEdit& TorchEdit::add_index(std::size_t requirement, std::string_view directory) {
  const facts::Asked& asked = install_.requirements[requirement];
  const std::string option =
      "--extra-index-url https://download.pytorch.org/whl/" + std::string(directory);
  if (!asked.span || !install_.span || of_conda(install_)) {
    fine_ = false;
  } else if (asked.manifest || asked.span.file == install_.span.file) {
    edits_.push_back({{install_.span.file, install_.span.end, install_.span.end}, " " + option});
  } else {
    edits_.push_back({{asked.span.file, asked.span.begin, asked.span.begin}, option + "\n"});
  }
  return *this;
}

std::vector<Edit> TorchEdit::edits() const {
  if (!fine_ || by_lock(install_)) return {};
  std::vector<Edit> out = edits_;
  std::sort(out.begin(), out.end(), [](const Edit& a, const Edit& b) {
    return std::tuple(a.span.file, a.span.begin, a.span.end, a.text) <
           std::tuple(b.span.file, b.span.begin, b.span.end, b.text);
  });
  // One variable may be in several values.
  out.erase(std::unique(out.begin(), out.end()), out.end());
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].span.file == out[i - 1].span.file && out[i].span.begin < out[i - 1].span.end)
      return {};
  }
  return out;
}

}  // namespace cudafit::advise
