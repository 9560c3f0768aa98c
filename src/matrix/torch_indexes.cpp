// The indexes of download.pytorch.org: which exist, what they end with, what they hold.
#include <algorithm>
#include <chrono>
#include <map>

#include "matrix/nightlies.h"
#include "matrix/pip_name.h"
#include "matrix/rows.h"
#include "matrix/shapes_torch.h"
#include "matrix/torch.h"
#include "matrix/torch_name.h"

namespace cudafit::matrix {
namespace {

using IndexRow = Row<shapes::torch_indexes>;

/// Of two dates, "2026-11-20"; the tables hold no other form.
int days_between(std::string_view from, std::string_view to) {
  const auto day = [](std::string_view date) {
    const auto number = [&](std::size_t at, std::size_t length) {
      int out = 0;
      for (const char c : date.substr(at, length)) out = out * 10 + (c - '0');
      return out;
    };
    return std::chrono::sys_days(std::chrono::year(number(0, 4)) /
                                 static_cast<unsigned>(number(5, 2)) /
                                 static_cast<unsigned>(number(8, 2)));
  };
  return static_cast<int>((day(to) - day(from)).count());
}

Version newest_cuda() {
  Version newest;
  for (const IndexRow row : rows<shapes::torch_indexes>()) {
    if (row.text("never").empty()) newest = std::max(newest, variant_cuda(row.text("directory")));
  }
  return newest;
}

}  // namespace

const std::vector<TorchIndex>& torch_indexes() {
  static const std::vector<TorchIndex> all = [] {
    std::vector<TorchIndex> out;
    std::map<std::string_view, std::size_t> places;
    for (const IndexRow row : rows<shapes::torch_indexes>()) {
      if (!row.text("never").empty()) continue;
      places.emplace(row.text("directory"), out.size());
      out.emplace_back();
      out.back().directory = row.text("directory");
      out.back().source = row.source();
      out.back().weak = row.weak();
    }
    // What the wheels tell of the directories; rows whose existence is inferred do not count. Those
    // of one release and directory stand together.
    const auto wheels = rows<shapes::torch_wheels>();
    std::string_view last;
    auto place = places.end();
    for (const Row<shapes::torch_wheels> wheel : wheels) {
      const std::string_view directory = wheel.text("directory");
      if (directory.data() != last.data()) place = places.find(directory);
      last = directory;
      if (place == places.end() || wheel.weak()) continue;
      TorchIndex& index = out[place->second];
      index.last_torch = wheel.text("version");
      if (index.first_torch.empty()) index.first_torch = index.last_torch;
      if (!wheel.flag("unadvertised")) index.last_advertised = index.last_torch;
    }
    const std::string_view newest = without_local(wheels.back().text("version"));
    for (TorchIndex& index : out) {
      for (std::string_view* const torch :
           {&index.first_torch, &index.last_torch, &index.last_advertised})
        *torch = without_local(*torch);
      index.live = index.last_torch == newest;
    }
    return out;
  }();
  return all;
}

std::optional<TorchIndex> torch_index(std::string_view directory) {
  return find_torch_index(directory).row;
}

TorchIndexAnswer find_torch_index(std::string_view directory) {
  TorchIndexAnswer answer;
  const auto found = rows<shapes::torch_indexes>().find(directory);
  if (!found.empty()) {
    answer.reason = found.front().text("never");
    answer.source = found.front().source();
    answer.weak = found.front().weak();
    answer.existence = answer.reason.empty() ? Existence::published : Existence::never;
    if (answer.reason.empty()) {
      const auto& all = torch_indexes();
      const auto row =
          std::lower_bound(all.begin(), all.end(), directory,
                           [](const TorchIndex& a, auto b) { return a.directory < b; });
      answer.row = *row;
    }
    return answer;
  }
  const Version cuda = variant_cuda(directory);
  if (!cuda) return answer;
  const bool patched = directory.size() == 6 && directory[4] == '0';  // cu1302
  for (const auto row : rows<shapes::torch_index_gaps>()) {
    if (cuda < row.version("from") || cuda > row.version("to") || row.flag("patched") > patched)
      continue;
    answer.existence = Existence::never;
    answer.reason = row.text("reason");
    answer.source = row.source();
    answer.weak = row.weak();
    return answer;
  }
  if (cuda > newest_cuda()) answer.existence = Existence::newer;
  return answer;
}

std::optional<FlatPick> flat_index_pick(std::string_view torch) {
  const std::optional<TorchName> name = torch_name(torch);
  if (!name || !name->post.empty()) return std::nullopt;
  const auto found = rows<shapes::torch_flat_index>().find(name->number);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return FlatPick{
      .torch = without_local(row.text("picked")),
      .picked = row.text("picked"),
      .on_stable_html = row.flag("on_stable_html"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

FlatIndexEnd flat_index_end() {
  const auto row = rows<shapes::torch_flat_index_end>().front();
  return {.date = row.text("date"),
          .last_torch = row.text("last_torch"),
          .source = row.source(),
          .weak = row.weak()};
}

Nightlies nightlies() {
  const auto row = rows<shapes::torch_nightlies>().front();
  return {.kept = static_cast<unsigned>(row.number("kept").value_or(0)), .source = row.source()};
}

std::optional<EndedNightly> ended_nightly(std::string_view directory) {
  const TorchIndexAnswer answer = find_torch_index(directory);
  if (!answer.row || answer.row->live || answer.row->last_torch.empty() || answer.row->weak)
    return std::nullopt;
  const std::vector<TorchRelease>& all = torch_releases();
  const auto is_last = [&](const TorchRelease& each) {
    return each.version == answer.row->last_torch;
  };
  auto next = std::find_if(all.begin(), all.end(), is_last);
  // A patch is built from the same branch, long after the nightlies went on.
  const auto line = [](std::string_view version) { return version.substr(0, version.rfind('.')); };
  while (next != all.end() && line(next->version) == line(answer.row->last_torch)) ++next;
  if (next == all.end() || next->date.empty() || next->weak) return std::nullopt;
  const Nightlies listed = nightlies();
  // One a day; the last one for this CUDA is older than the release that left it out.
  if (days_between(next->date, data_date()) < static_cast<int>(listed.kept)) return std::nullopt;
  return EndedNightly{.last_torch = answer.row->last_torch,
                      .first_torch = next->version,
                      .date = next->date,
                      .kept = listed.kept,
                      .source = listed.source};
}

MirrorAnswer on_pytorch_index(std::string_view package) {
  const auto all = rows<shapes::torch_mirrored>();
  const auto found = all.find(std::string_view(pip_name(package)));
  const auto row = found.empty() ? all.front() : found.front();
  return {.mirrored = known(!found.empty()), .source = row.source(), .weak = row.weak()};
}

}  // namespace cudafit::matrix
