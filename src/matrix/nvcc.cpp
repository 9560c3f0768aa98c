#include "matrix/nvcc.h"

#include <algorithm>
#include <string>

#include "matrix/gpu.h"
#include "matrix/rows.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix {
namespace {

using Line = Row<shapes::nvcc>;

/// "sm_90a" of "compute_90a", "lto_90a", "sm_90a" and "9.0a"; empty for everything else.
std::string real_name(std::string_view arch) {
  for (const std::string_view prefix : {"sm_", "compute_", "lto_"}) {
    if (arch.starts_with(prefix)) return "sm_" + std::string(arch.substr(prefix.size()));
  }
  const std::size_t dot = arch.find('.');
  if (dot == std::string_view::npos) return {};
  return "sm_" + std::string(arch.substr(0, dot)) + std::string(arch.substr(dot + 1));
}

bool lists(const Line& line, std::string_view real) { return line.lists("real", real); }

NvccTargets targets(const Line& line) {
  NvccTargets out{.cuda = line.version("cuda"),
                  .real = line.texts("real"),
                  .deprecated = line.texts("deprecated"),
                  .min_cc = {},
                  .max_cc = {},
                  .default_arch = line.text("default"),
                  .knows_native = line.known("native"),
                  .knows_all = line.known("all"),
                  .max_gcc = line.number("max_gcc").value_or(0),
                  .source = line.source(),
                  .weak = line.weak()};
  for (const std::string_view real : out.real) {
    const Version cc = cc_of(real);
    if (!out.min_cc || cc < out.min_cc) out.min_cc = cc;
    if (cc > out.max_cc) out.max_cc = cc;
  }
  return out;
}

std::optional<Line> line_of(const Version& cuda) {
  if (cuda.parts < 2) return std::nullopt;
  Version line = cuda;
  line.number[2] = line.number[3] = 0;
  const Rows<shapes::nvcc> found = rows<shapes::nvcc>().find(line);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace

std::optional<NvccTargets> nvcc_targets(Version cuda) {
  const std::optional<Line> line = line_of(cuda);
  return line ? std::optional(targets(*line)) : std::nullopt;
}

std::vector<NvccTargets> nvcc_lines() {
  std::vector<NvccTargets> out;
  for (const Line line : rows<shapes::nvcc>()) out.push_back(targets(line));
  return out;
}

Known nvcc_knows(Version cuda, std::string_view arch) {
  const std::optional<Line> line = line_of(cuda);
  if (!line || line->weak()) return Known::unknown;
  if (arch == "native") return line->known("native");
  if (arch == "all" || arch == "all-major") return line->known("all");
  const std::string real = real_name(arch);
  if (lists(*line, real)) return Known::yes;
  for (const Line other : rows<shapes::nvcc>()) {
    if (lists(other, real)) return Known::no;
  }
  return Known::unknown;  // a name no toolkit has: newer than the table, or no architecture
}

std::optional<ArchSupport> arch_support(std::string_view arch) {
  const std::string real = real_name(arch);
  std::optional<ArchSupport> out;
  for (const Line line : rows<shapes::nvcc>()) {
    if (!lists(line, real)) continue;
    if (!out) {
      out = ArchSupport{.first = line.version("cuda"),
                        .last = {},
                        .architecture = architecture_of(cc_of(real)),
                        .renamed = {},
                        .source = line.source(),
                        .weak = line.weak()};
    }
    out->last = line.version("cuda");
  }
  if (!out) return out;
  if (out->last == rows<shapes::nvcc>().back().version("cuda")) out->last = {};
  const Rows<shapes::compute_capability> row = rows<shapes::compute_capability>().find(cc_of(real));
  if (!row.empty()) out->renamed = row.front().text("renamed");
  return out;
}

std::optional<NamedArch> torch_named_arch(std::string_view name) {
  const Rows<shapes::torch_named_arch> found = rows<shapes::torch_named_arch>().find(name);
  if (found.empty()) return std::nullopt;
  return NamedArch{.name = found.front().text("name"),
                   .items = found.front().texts("list"),
                   .source = found.front().source(),
                   .weak = found.front().weak()};
}

}  // namespace cudafit::matrix
