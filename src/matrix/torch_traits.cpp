#include "matrix/torch_traits.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_extensions.h"
#include "matrix/shapes_torch.h"
#include "matrix/torch_name.h"

namespace cudafit::matrix {
namespace {

using TraitRow = Row<shapes::torch_traits>;

/// The row of a trait for a release of the tables; `variant` counts where the row names some.
std::optional<TraitRow> trait(std::string_view name, std::string_view torch,
                              std::string_view variant = {}) {
  const std::optional<TorchName> release = torch_name(torch);
  const auto releases = rows<shapes::torch_releases>();
  if (!release || release->number > releases.back().version("torch")) return std::nullopt;
  for (const TraitRow row : rows<shapes::torch_traits>()) {
    const Version below = row.version("below");
    const std::vector<std::string_view> variants = row.texts("variants");
    if (row.word("trait") == name && release->number >= row.version("from") &&
        (!below || release->number < below) &&
        (variants.empty() ||
         std::find(variants.begin(), variants.end(), variant) != variants.end()))
      return row;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TorchCudaCheck> torch_cuda_check(std::string_view torch) {
  const std::optional<TraitRow> row = trait("cuda_check", torch);
  if (!row) return std::nullopt;
  const auto& words = shapes::cuda_check_words;
  const auto word = std::find(words.begin(), words.end(), row->text("value"));
  return TorchCudaCheck{
      .check = word == words.end() ? CudaCheck::unknown
                                   : static_cast<CudaCheck>(word - words.begin() + 1),
      .text = row->text("text"),
      .source = row->source(),
      .weak = row->weak(),
  };
}

std::optional<TorchNumpy2> torch_numpy2(std::string_view torch) {
  const std::optional<TraitRow> row = trait("numpy_2", torch);
  if (!row) return std::nullopt;
  return TorchNumpy2{
      .works = known(row->text("value") == "yes"),
      .text = row->text("text"),
      .source = row->source(),
      .weak = row->weak(),
  };
}

std::optional<TorchCompileEnd> torch_compile_end(std::string_view torch) {
  const std::optional<TraitRow> row = trait("compile_ends", torch);
  if (!row) return std::nullopt;
  const auto python = Version::parse(row->text("value"));
  if (!python) return std::nullopt;
  return TorchCompileEnd{
      .python = *python,
      .text = row->text("text"),
      .source = row->source(),
      .weak = row->weak(),
  };
}

std::optional<TorchCudnnClash> torch_cudnn_clash(std::string_view torch, std::string_view variant) {
  const std::optional<TraitRow> row = trait("cudnn_clash", torch, variant);
  if (!row) return std::nullopt;
  return TorchCudnnClash{
      .cudnn_from = Version::parse(row->text("value")).value_or(Version{}),
      .text = row->text("text"),
      .source = row->source(),
      .weak = row->weak(),
  };
}

}  // namespace cudafit::matrix
