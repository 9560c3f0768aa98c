#include "lsp/completion.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "advise/tags.h"
#include "lsp/reading.h"
#include "matrix/container.h"
#include "matrix/gpu.h"
#include "matrix/matrix.h"
#include "matrix/nvcc.h"
#include "matrix/torch.h"
#include "rules/rules.h"
#include "terms/ascii.h"

namespace cudafit::lsp {
namespace {

// Kinds, as the protocol numbers them.
constexpr int kind_module = 9;
constexpr int kind_value = 12;
constexpr int kind_constant = 21;

/// Whether it is what was begun: the text itself, or a word behind a blank or a slash in it. In any
/// case.
bool begun(std::string_view label, std::string_view typed) {
  const auto same = [](char a, char b) { return ascii::lower(a) == ascii::lower(b); };
  for (std::size_t at = 0; at + typed.size() <= label.size(); ++at) {
    if (at > 0 && label[at - 1] != ' ' && label[at - 1] != '/') continue;
    if (std::equal(typed.begin(), typed.end(), label.begin() + static_cast<std::ptrdiff_t>(at),
                   same))
      return true;
  }
  return false;
}

/// What can stand at a place: all items replace the same bytes. Only what fits what stands there is
/// offered, since not all editors choose.
struct Offers {
  const Lines& lines;
  std::string_view bytes;
  std::uint32_t begin = 0, end = 0;
  Json items = Json::array();
  bool more = false;  ///< with other characters something else is offered

  void add(std::string_view label, std::string_view detail, int kind = kind_value) {
    if (!begun(label, bytes.substr(begin, end - begin))) {
      more = true;
      return;
    }
    std::string order = std::to_string(items.size());
    order.insert(0, 5 - std::min<std::size_t>(order.size(), 5), '0');
    Json item{{"label", label},
              {"kind", kind},
              {"sortText", std::move(order)},
              {"textEdit", {{"range", lines.range({0, begin, end})}, {"newText", label}}}};
    if (!detail.empty()) item["detail"] = detail;
    items.push_back(std::move(item));
  }
};

/// The line up to the place, and what it says.
struct Half {
  std::string_view before;   ///< of the line
  std::string_view keyword;  ///< its first word
  std::uint32_t at = 0;

  bool is(std::string_view word) const {
    return keyword.size() == word.size() &&
           std::equal(word.begin(), word.end(), keyword.begin(),
                      [](char a, char b) { return a == ascii::lower(b); });
  }
};

/// What stands behind the last `mark` of the line, if all of it may belong to a value.
std::optional<std::string_view> behind(std::string_view before, std::string_view mark,
                                       std::string_view ends = " \t\"'") {
  const std::size_t found = before.rfind(mark);
  if (found == std::string_view::npos) return std::nullopt;
  std::string_view rest = before.substr(found + mark.size());
  if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
  if (rest.find_first_of(ends) != std::string_view::npos) return std::nullopt;
  return rest;
}

void replace(Offers& offers, std::uint32_t at, std::size_t size) {
  offers.begin = at - static_cast<std::uint32_t>(size);
}

/// One part of a tag after the other: version, flavor, system. A part that is the last one ends.
void offer_tags(Offers& offers, const std::string& repository, std::string_view written,
                std::uint32_t at) {
  const std::string table = advise::tag_table(repository);
  std::vector<matrix::ImageTag> rows = matrix::tags(table);
  std::erase_if(rows, [](const matrix::ImageTag& row) {
    return row.existence != matrix::Existence::published || !row.cuda;
  });
  const std::size_t dash = written.rfind('-');
  const std::string_view fixed =
      dash == std::string_view::npos ? std::string_view() : written.substr(0, dash + 1);
  std::erase_if(rows, [&](const matrix::ImageTag& row) { return !row.tag.starts_with(fixed); });
  replace(offers, at, written.size() - fixed.size());
  // Newest first; within a release as the table has them.
  std::stable_sort(rows.begin(), rows.end(),
                   [](const matrix::ImageTag& a, const matrix::ImageTag& b) {
                     return std::tie(b.release, b.cuda) < std::tie(a.release, a.cuda);
                   });
  std::set<std::string_view> seen;
  for (const matrix::ImageTag& row : rows) {
    std::string_view rest = row.tag.substr(fixed.size());
    const std::size_t next = rest.find('-');
    const bool goes_on = next != std::string_view::npos;
    // The release alone, then all words up to the system, then the system.
    std::string_view part = rest.substr(0, next);
    if (!fixed.empty() && goes_on) {
      const std::size_t system = row.os.empty() ? std::string_view::npos : rest.rfind(row.os);
      if (system != std::string_view::npos && system > 0) part = rest.substr(0, system - 1);
    }
    if (!seen.insert(part).second) continue;
    const bool last = fixed.size() + part.size() == row.tag.size();
    std::string detail = last ? "CUDA " + row.cuda.text() : std::string();
    if (last && !row.arches.empty()) detail += ", " + std::string(row.arches);
    offers.add(last ? part : std::string(part) + "-", detail);
  }
  offers.more = true;
}

/// Behind `FROM repository:`.
bool offer_image(Offers& offers, const Half& half, const Reading& reading) {
  if (!half.is("from")) return false;
  const std::size_t blank = half.before.find_last_of(" \t");
  if (blank == std::string_view::npos) return false;
  const std::string_view word = half.before.substr(blank + 1);
  std::string_view first = half.before.substr(0, blank);
  first.remove_prefix(std::min(first.find(half.keyword) + half.keyword.size(), first.size()));
  while (!first.empty()) {  // only flags before it
    first.remove_prefix(std::min(first.find_first_not_of(" \t"), first.size()));
    if (first.empty()) break;
    if (!first.starts_with("--")) return false;
    first.remove_prefix(std::min(first.find_first_of(" \t"), first.size()));
  }
  const std::size_t colon = word.rfind(':');
  if (colon != std::string_view::npos && word.find('/', colon) == std::string_view::npos) {
    const std::string repository = matrix::canonical_repository(word.substr(0, colon));
    if (matrix::tags(advise::tag_table(repository)).empty()) return false;
    offer_tags(offers, repository, word.substr(colon + 1), half.at);
    return true;
  }
  replace(offers, half.at, word.size());
  for (const document::Stage& stage : reading.document.stages) {
    if (!stage.name.empty() && stage.from != nullptr && stage.from->span.end < half.at)
      offers.add(stage.name.value, "stage", kind_module);
  }
  for (const char* const name : {"nvidia/cuda:", "pytorch/pytorch:"})
    offers.add(name, "image", kind_module);
  return true;
}

bool offer_stages(Offers& offers, const Half& half, const Reading& reading) {
  std::optional<std::string_view> written = behind(half.before, "--from=");
  if (!written && half.before.rfind("--mount=") != std::string_view::npos)
    written = behind(half.before, ",from=", " \t\"',");
  if (!written) return false;
  replace(offers, half.at, written->size());
  for (const document::Stage& stage : reading.document.stages) {
    if (stage.from != nullptr && stage.from->span.end < half.at && !stage.name.empty())
      offers.add(stage.name.value, stage.base.value, kind_module);
  }
  return true;
}

bool offer_indexes(Offers& offers, const Half& half) {
  constexpr std::string_view address = "https://download.pytorch.org/whl/";
  std::vector<matrix::TorchIndex> indexes = matrix::torch_indexes();
  std::erase_if(indexes, [](const matrix::TorchIndex& index) {
    return !index.live && index.last_torch.empty();
  });
  std::stable_sort(indexes.begin(), indexes.end(), [](const auto& a, const auto& b) {
    if (a.live != b.live) return a.live;
    return std::pair(a.directory.size(), a.directory) > std::pair(b.directory.size(), b.directory);
  });
  const auto offer = [&](std::string_view prefix) {
    for (const matrix::TorchIndex& index : indexes) {
      const std::string detail = index.live
                                     ? "torch " + std::string(index.first_torch) + " and newer"
                                     : "torch up to " + std::string(index.last_torch);
      offers.add(std::string(prefix) + std::string(index.directory), detail);
    }
  };
  if (const auto written = behind(half.before, "download.pytorch.org/whl/")) {
    replace(offers, half.at, written->size());
    offer("");
    return true;
  }
  for (const std::string_view option :
       {"--index-url", "--extra-index-url", "--default-index", "--index", "-i"}) {
    for (const std::string& mark : {std::string(option) + " ", std::string(option) + "="}) {
      const auto written = behind(half.before, mark);
      if (!written || !(" " + std::string(half.before)).ends_with(mark + std::string(*written)))
        continue;
      replace(offers, half.at, written->size());
      offer(address);
      return true;
    }
  }
  return false;
}

/// Words of a list in the value of a variable: those that are there already are not offered.
std::optional<std::string_view> last_of_list(std::string_view value, std::string_view separators,
                                             std::set<std::string>& there) {
  while (true) {
    const std::size_t next = value.find_first_of(separators);
    if (next == std::string_view::npos) return value;
    there.insert(std::string(value.substr(0, next)));
    value.remove_prefix(next + 1);
  }
}

std::optional<std::string_view> value_of(const Half& half, std::string_view variable,
                                         std::string_view ends) {
  for (const char* const sign : {"=", ": ", " "}) {
    if (const auto value = behind(half.before, std::string(variable) + sign, ends)) return value;
  }
  return std::nullopt;
}

bool offer_capabilities(Offers& offers, const Half& half) {
  const auto value = value_of(half, "NVIDIA_DRIVER_CAPABILITIES", " \t\"'");
  if (!value) return false;
  std::set<std::string> there;
  const auto last = last_of_list(*value, ",", there);
  replace(offers, half.at, last->size());
  for (const matrix::DriverCapability& each : matrix::driver_capabilities()) {
    if (!there.contains(std::string(each.name)) && (there.empty() || each.name != "all"))
      offers.add(each.name, each.gives, kind_constant);
  }
  return true;
}

bool offer_architectures(Offers& offers, const Half& half) {
  const auto torch = value_of(half, "TORCH_CUDA_ARCH_LIST", "\"'");
  const auto cmake = torch ? std::nullopt : value_of(half, "CMAKE_CUDA_ARCHITECTURES", " \t\"'");
  if (!torch && !cmake) return false;
  std::set<std::string> there;
  const auto last = last_of_list(torch ? *torch : *cmake, torch ? "; " : ";", there);
  replace(offers, half.at, last->size());
  std::vector<Version> ccs = matrix::known_ccs();
  std::reverse(ccs.begin(), ccs.end());
  for (const Version& cc : ccs) {
    std::string name = torch ? cc.text() : matrix::sm_name(cc).substr(3);
    if (!there.contains(name)) offers.add(name, matrix::architecture_of(cc), kind_constant);
  }
  return true;
}

bool offer_rules(Offers& offers, const Half& half) {
  const std::size_t mark = half.before.find("cudafit:");
  if (mark == std::string_view::npos) return false;
  const std::string_view words = half.before.substr(mark + 8);
  const std::size_t equals = words.find('=');
  if (equals == std::string_view::npos) {
    const std::string_view word =
        words.substr(std::min(words.find_first_not_of(" \t"), words.size()));
    replace(offers, half.at, word.size());
    for (const char* const key : {"ignore=", "ignore-stage=", "ignore-file="})
      offers.add(key, "", kind_constant);
    return true;
  }
  std::set<std::string> there;
  const auto last = last_of_list(words.substr(equals + 1), ",", there);
  if (last->find_first_of(" \t") != std::string_view::npos) return true;  // the reason
  replace(offers, half.at, last->size());
  for (const rules::Rule* const rule : rules::all()) {
    if (!there.contains(std::string(rule->info.id)))
      offers.add(rule->info.id, rule->info.summary, kind_constant);
  }
  return true;
}

/// In .cudafit.toml: gpus = ["
bool offer_gpus(Offers& offers, const Half& half) {
  const std::size_t key = half.before.find("gpus");
  const std::size_t open = half.before.find('[', key == std::string_view::npos ? 0 : key);
  if (key == std::string_view::npos || open == std::string_view::npos) return false;
  std::string_view rest = half.before.substr(open + 1);
  std::size_t quotes = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '"'));
  if (quotes % 2 == 0) return false;
  const std::string_view written = rest.substr(rest.rfind('"') + 1);
  replace(offers, half.at, written.size());
  for (const std::string_view name : matrix::gpu_product_names())
    offers.add(name, "", kind_constant);
  return true;
}

}  // namespace

Json completion_triggers() { return {":", "-", "=", ",", ";", "/", "\"", " ", "."}; }

Answer complete(Session& session, const Json& params) {
  const std::unique_ptr<Reading> reading = read_at(session, params);
  if (reading == nullptr) return Json();
  const Word line = reading->line();
  Half half;
  half.at = reading->at;
  half.before = line.text.substr(0, reading->at - line.begin);
  const std::string_view trimmed =
      half.before.substr(std::min(half.before.find_first_not_of(" \t"), half.before.size()));
  half.keyword = trimmed.substr(0, trimmed.find_first_of(" \t"));
  const Lines lines(reading->bytes, session.client.encoding);
  Offers offers{.lines = lines, .bytes = reading->bytes, .end = reading->at};
  bool offered = false;
  if (file_name(reading->path) == read::config_name) {
    offered = offer_gpus(offers, half);
  } else if (!reading->comment().empty()) {
    offered = offer_rules(offers, half);
  } else {
    offered = (reading->is_dockerfile && !reading->in_heredoc() &&
               (offer_image(offers, half, *reading) || offer_stages(offers, half, *reading))) ||
              offer_indexes(offers, half) || offer_capabilities(offers, half) ||
              offer_architectures(offers, half);
  }
  if (!offered) return Json();
  return Json{{"isIncomplete", offers.more}, {"items", std::move(offers.items)}};
}

}  // namespace cudafit::lsp
