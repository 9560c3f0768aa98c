#include "matrix/conda_torch.h"

#include "matrix/rows.h"
#include "matrix/shapes_torch.h"
#include "matrix/torch.h"
#include "matrix/torch_name.h"

namespace cudafit::matrix {
namespace {

CondaTorch build(const Row<shapes::conda_torch>& row, std::string_view torch) {
  return {
      .channel = row.text("channel"),
      .torch = torch,
      .selector = row.text("selector"),
      .cuda = row.version("cuda"),
      .channels = row.texts("channels"),
      .one_of = row.texts("one_of"),
      .build = row.text("build"),
      .python_min = row.version("python_min"),
      .python_max = row.version("python_max"),
      .platform = row.text("platform"),
      .from = row.text("from"),
      .until = row.text("until"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

}  // namespace

std::vector<CondaTorch> conda_torch(std::string_view torch, std::string_view channel) {
  std::vector<CondaTorch> out;
  const std::optional<TorchName> name = torch_name(torch);
  const std::optional<TorchRelease> release = torch_release(torch);
  if (!name || !release) return out;
  for (const auto entry : rows<shapes::conda_torch_channels>()) {
    if (!channel.empty() && entry.text("channel") != channel) continue;
    for (const auto row : rows<shapes::conda_torch>().find(entry.text("channel"), name->number))
      out.push_back(build(row, release->version));
  }
  return out;
}

std::optional<CondaTorchChannel> conda_torch_channel(std::string_view channel) {
  const auto found = rows<shapes::conda_torch_channels>().find(channel);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return CondaTorchChannel{
      .channel = row.text("channel"),
      .first_torch = row.text("first_torch"),
      .last_torch = row.text("last_torch"),
      .ended = row.flag("ended"),
      .python_max = row.version("python_max"),
      .complete_from = row.text("complete_from"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

std::vector<CondaSelector> conda_selectors(std::string_view channel) {
  std::vector<CondaSelector> out;
  for (const auto row : rows<shapes::conda_torch_selectors>().find(channel)) {
    out.push_back({
        .channel = row.text("channel"),
        .selector = row.text("selector"),
        .first_torch = row.text("first_torch"),
        .last_torch = row.text("last_torch"),
        .channels = row.texts("channels"),
        .source = row.source(),
        .weak = row.weak(),
    });
  }
  return out;
}

std::optional<CondaGpuName> conda_gpu_name(std::string_view package, std::string_view channel) {
  const auto found = rows<shapes::conda_gpu_names>().find(package);
  for (const auto row : found) {
    if (row.text("channel") != channel && !(channel.empty() && found.size() == 1)) continue;
    return CondaGpuName{
        .package = row.text("package"),
        .channel = row.text("channel"),
        .meaning = static_cast<CondaGpuName::Meaning>(row.choice("meaning") - 1),
        .since = row.text("since"),
        .error = row.text("error"),
        .source = row.source(),
        .weak = row.weak(),
    };
  }
  return std::nullopt;
}

}  // namespace cudafit::matrix
