// "torch 2.4": its wheels, where they are, the GPUs they have code for, what goes with them.

#include "matrix/torch.h"

#include <map>

#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/companions.h"
#include "matrix/conda_torch.h"
#include "matrix/driver.h"
#include "matrix/torch_traits.h"

namespace cudafit::ask {
namespace {

std::vector<matrix::TorchRelease> releases_of(std::string_view written) {
  std::vector<matrix::TorchRelease> out;
  const std::string line = std::string(written) + ".";
  for (const matrix::TorchRelease& each : matrix::torch_releases()) {
    if (each.version == written || each.version.starts_with(line)) out.push_back(each);
  }
  return out;
}

std::string place(const matrix::TorchWheel& wheel) {
  if (wheel.pypi) return "PyPI";
  if (wheel.directory == ".") return "download.pytorch.org/whl";
  return "download.pytorch.org/whl/" + std::string(wheel.directory);
}

void add_wheels(Answer& answer, std::string_view torch) {
  Section table{"Wheels of " + std::string(torch),
                {"version", "place", "platform", "Python", "CUDA", "cuDNN", "NCCL", "driver"},
                {}};
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch)) {
    Line line{{std::string(wheel.version), place(wheel), std::string(wheel.platform),
               pythons(wheel.pythons), wheel.cuda ? wheel.cuda.text() : "CPU", text(wheel.cudnn),
               text(wheel.nccl), ""},
              {wheel.source},
              wheel.weak};
    const bool windows = wheel.platform.starts_with("win");
    const auto floor = matrix::driver_floor(
        wheel.cuda, windows ? matrix::HostOs::windows : matrix::HostOs::linux_);
    if (wheel.cuda && floor) {
      line.cells.back() = driver_text(floor->needed);
      line.sources.push_back(floor->source);
    }
    table.lines.push_back(std::move(line));
  }
  add_table(answer, std::move(table));
}

void add_archs(Answer& answer, std::string_view torch) {
  Section table{
      "GPUs its wheels have code for", {"variant", "platform", "machine code", "PTX"}, {}};
  for (const matrix::TorchArchs& each : matrix::torch_archs()) {
    if (each.torch != torch) continue;
    table.lines.push_back(
        {{std::string(each.variant), std::string(each.platform), join(each.sass, " "),
          join(each.ptx, " ") + (each.ptx_weak ? " (not proven)" : "")},
         {each.source},
         each.weak});
  }
  add_table(answer, std::move(table));
}

void add_companions(Answer& answer, std::string_view torch) {
  Section table{"What goes with it", {"package", "version", "pinned"}, {}};
  for (const matrix::Companion& each : matrix::companions_of(torch)) {
    table.lines.push_back({{std::string(each.package), std::string(each.version),
                            each.exact               ? "requires exactly this torch"
                            : each.required_by_torch ? "torch requires exactly this"
                                                     : ""},
                           {each.source},
                           each.weak});
  }
  add_table(answer, std::move(table));
}

void add_conda(Answer& answer, std::string_view torch) {
  Section table{"conda packages", {"channel", "CUDA by", "CUDA", "Python", "platform"}, {}};
  for (const matrix::CondaTorch& each : matrix::conda_torch(torch)) {
    std::string python;
    if (each.python_min) python = each.python_min.text() + " to " + each.python_max.text();
    table.lines.push_back(
        {{std::string(each.channel), std::string(each.selector),
          each.cuda ? each.cuda.text() : "CPU", python, std::string(each.platform)},
         {each.source},
         each.weak});
  }
  add_table(answer, std::move(table));
}

void add_traits(Answer& answer, const matrix::TorchRelease& release) {
  Facts facts("torch " + std::string(release.version));
  const auto add = [&](std::string name, std::string_view value) {
    facts.add(std::move(name), std::string(value), release.source, release.weak);
  };
  add("released", release.date);
  add("on PyPI, Linux x86-64", release.pypi_linux_x86_64);
  add("on PyPI, Linux arm64", release.pypi_linux_aarch64);
  add("on PyPI, Windows", release.pypi_win_amd64);
  add("other variants", join(release.other_variants));
  if (const auto numpy = matrix::torch_numpy2(release.version))
    facts.add("works with NumPy 2", yes_no(numpy->works), numpy->source, numpy->weak);
  if (const auto end = matrix::torch_compile_end(release.version))
    facts.add("torch.compile", "not with Python " + end->python.text() + " and newer", end->source,
              end->weak);
  facts.into(answer);
}

std::string summary(const matrix::TorchRelease& release, std::string_view platform) {
  std::vector<std::string> cudas;
  std::vector<std::string_view> tags;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(release.version)) {
    if (wheel.platform != platform) continue;
    const std::string cuda = wheel.cuda.text();
    if (wheel.cuda && std::find(cudas.begin(), cudas.end(), cuda) == cudas.end())
      cudas.push_back(cuda);
    for (const std::string_view python : wheel.pythons) {
      if (std::find(tags.begin(), tags.end(), python) == tags.end()) tags.push_back(python);
    }
  }
  std::sort(cudas.begin(), cudas.end(), [](const std::string& a, const std::string& b) {
    return *Version::parse(a) < *Version::parse(b);
  });
  std::string out = "torch " + std::string(release.version);
  if (cudas.empty()) return out + " has no wheels for CUDA there.";
  out += " has wheels for CUDA " + join(cudas) +
         (platform == "linux_x86_64" ? " (Linux x86-64)" : " (Linux arm64)");
  const std::string_view plain =
      platform == "linux_x86_64" ? release.pypi_linux_x86_64 : release.pypi_linux_aarch64;
  if (!plain.empty()) out += "; plain pip takes " + std::string(plain);
  if (!tags.empty()) out += "; Pythons: " + pythons(tags);
  return out + ".";
}

Reply all_releases() {
  Answer answer;
  answer.kind = "torch";
  answer.subject = "torch releases";
  Section table{"Releases", {"torch", "released", "on PyPI (Linux)", "CUDA variants"}, {}};
  std::vector<matrix::TorchRelease> all = matrix::torch_releases();
  std::reverse(all.begin(), all.end());
  for (const matrix::TorchRelease& release : all) {
    std::vector<std::string_view> variants;
    for (const matrix::TorchWheel& wheel : matrix::torch_wheels(release.version)) {
      if (std::find(variants.begin(), variants.end(), wheel.variant) == variants.end())
        variants.push_back(wheel.variant);
    }
    std::sort(variants.begin(), variants.end(),
              [](auto a, auto b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
    table.lines.push_back({{std::string(release.version), std::string(release.date),
                            std::string(release.pypi_linux_x86_64), join(variants, " ")},
                           {release.source},
                           release.weak});
  }
  answer.summary = fmt::format("{} releases of torch are known; the newest is {}.", all.size(),
                               all.front().version);
  answer.see = {"torch " + std::string(all.front().version)};
  add_table(answer, std::move(table));
  return {answer, {}};
}

Reply unknown_torch(std::string_view written) {
  const std::string version(written);
  switch (matrix::find_torch_release(written)) {
    case matrix::Existence::never:
      return {{},
              fmt::format("torch {} was never released; \"cudafit matrix torch\" lists what was",
                          version)};
    case matrix::Existence::newer:
      return {{},
              fmt::format("torch {} is newer than the data of {}, whose newest is {}", version,
                          matrix::data_date(), matrix::torch_releases().back().version)};
    default:
      return {{},
              fmt::format("nothing is known about torch {}; \"cudafit matrix torch\" lists the "
                          "releases",
                          version)};
  }
}

/// Why a local version names no wheel of the release; empty where it does, or may.
std::string no_such_build(std::string_view torch, std::string_view written) {
  const std::size_t plus = written.find('+');
  if (plus == written.npos) return {};
  const std::string_view label =
      written.substr(plus + 1, written.find_first_of(" ,;", plus) - plus - 1);
  std::vector<std::string_view> variants;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch)) {
    if (wheel.variant == label) return {};
    if (std::find(variants.begin(), variants.end(), wheel.variant) == variants.end())
      variants.push_back(wheel.variant);
  }
  const auto release = matrix::torch_release(torch);
  if (!label.starts_with("cu") || !matrix::torch_known(torch) || !release) return {};
  return fmt::format("torch {} has no wheels for {}; there are {}", torch, label, join(variants));
}

}  // namespace

Reply about_torch(const Question& question, std::string_view text_of) {
  if (text_of.empty() || !ascii::digit(text_of.front())) return all_releases();
  const std::string_view written = text_of.substr(0, text_of.find_first_of("+ ,;"));
  const std::vector<matrix::TorchRelease> found = releases_of(written);
  if (found.empty()) return unknown_torch(written);
  if (const std::string none = no_such_build(found.back().version, text_of); !none.empty())
    return {{}, none};
  Answer answer;
  answer.kind = "torch";
  answer.subject = "torch " + std::string(written);
  const matrix::TorchRelease& newest = found.back();
  answer.summary = summary(newest, question.arch == "arm64" ? "linux_aarch64" : "linux_x86_64");
  add_traits(answer, newest);
  add_wheels(answer, newest.version);
  add_archs(answer, newest.version);
  add_companions(answer, newest.version);
  add_conda(answer, newest.version);
  for (const matrix::TorchRelease& other : found) {
    if (other.version != newest.version)
      answer.see.push_back("torch " + std::string(other.version));
  }
  return {answer, {}};
}

}  // namespace cudafit::ask
