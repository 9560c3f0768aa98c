// "driver 535.104.05": what runs on it, by the driver's own rules and by the images' gates.

#include "matrix/driver.h"

#include "ask/gates.h"
#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/driver_releases.h"
#include "matrix/gate.h"
#include "matrix/gpu.h"
#include "matrix/host.h"
#include "matrix/sm_history.h"

namespace cudafit::ask {
namespace {

using matrix::HostOs;

struct Host {
  Version driver;
  HostOs os;
  matrix::DriverInfo branch;
  std::string_view arch;
};

/// How far programs of one line of toolkits run.
struct Verdict {
  enum class How : std::uint8_t {
    no,
    compat_package,
    machine_code,
    all,
    unknown
  } how = How::unknown;
  std::string words;
  std::vector<matrix::Citation> sources;
  bool weak = false;
};

/// CUDA in WSL2 needs a driver that knows WSL2, whatever CUDA it is.
std::optional<matrix::HostRequirement> too_old_for_wsl2(const Host& host) {
  if (host.os != HostOs::windows) return std::nullopt;
  const auto needed = matrix::host_requirement("windows-driver", "wsl2");
  if (!needed || host.driver.major() >= needed->minimum.major()) return std::nullopt;
  return needed;
}

Verdict programs(const Host& host, const Version& cuda) {
  using How = Verdict::How;
  const auto floor = matrix::driver_floor(cuda, host.os);
  if (!floor) return {How::unknown, "not known", {}, false};
  Verdict out{How::unknown, "depends on the release of the driver", {floor->source}, floor->weak};
  if (const auto wsl2 = too_old_for_wsl2(host)) {
    out.how = How::no;
    out.words = "no: CUDA in WSL2 needs driver " + std::string(wsl2->written);
    out.sources = {wsl2->source};
    return out;
  }
  const Known below = matrix::driver_below(host.driver, floor->needed, host.os);
  const bool shown = host.branch.max_cuda && host.branch.max_cuda >= cuda;  // by nvidia-smi
  // Sources disagree about the floor: only what lies below all of them is too old.
  if (below == Known::yes && floor->minimum_known < floor->needed &&
      matrix::driver_below(host.driver, floor->minimum_known, host.os) == Known::no) {
    out.words = fmt::format("not certain: some ask for {}, some for {}",
                            driver_text(floor->minimum_known), driver_text(floor->needed));
    return out;
  }
  if (below == Known::yes && shown) {
    out.words =
        fmt::format("NVIDIA asks for {} or newer of this branch", driver_text(floor->needed));
    return out;
  }
  if (below == Known::yes) {
    out.how = How::no;
    out.words = "no: needs driver " + driver_text(floor->needed);
    if (host.os == HostOs::windows) return out;
    const matrix::ForwardCompat compat = matrix::forward_compat(cuda, host.branch.branch);
    if (compat.status != matrix::ForwardCompat::Status::supported) return out;
    out.how = How::compat_package;
    out.words = fmt::format("with cuda-compat-{}-{} on data-center GPUs; else needs driver {}",
                            cuda.major(), cuda.minor(), driver_text(floor->needed));
    out.sources.push_back(compat.source);
    out.weak = out.weak || compat.weak;
    return out;
  }
  if (below == Known::unknown && floor->needed.major() != host.branch.branch) return out;
  const std::string from =
      below == Known::unknown ? ", from driver " + driver_text(floor->needed) + " on" : "";
  if (shown || !floor->minor_version_compatibility) {
    out.how = How::all;
    out.words = "yes" + from;
  } else {
    out.how = How::machine_code;
    out.words = "yes" + from + ", but PTX is not compiled (minor-version compatibility)";
  }
  return out;
}

/// Whether the images of a line start, by their NVIDIA_REQUIRE_CUDA.
struct Start {
  Known geforce = Known::unknown, tesla = Known::unknown;
  std::string words = "not known";
  std::optional<matrix::Citation> source;
  bool weak = false;
};

Start by_gate(const Host& host, const matrix::Gate& gate) {
  Start out;
  if (!gate.valid) return out;
  out.source = gate.source;
  out.weak = gate.weak;
  const auto starts = [&](const char* brand) {
    matrix::HostFacts facts;
    // Under WSL2 the number that is compared may be Windows' or Linux'.
    if (host.os == HostOs::linux_) facts.driver = host.driver;
    facts.os = host.os;
    facts.cuda = host.branch.max_cuda;
    facts.brand = brand;
    return passes(gate, facts);
  };
  out.geforce = starts("geforce");
  out.tesla = starts("tesla");
  const Known workstation = starts("nvidiartx");
  out.words = "not certain";
  if (out.geforce == Known::yes && out.tesla == Known::yes) out.words = "start";
  if (out.geforce == Known::no && out.tesla == Known::yes)
    out.words =
        workstation == Known::yes ? "start, but not on GeForce" : "start on data-center GPUs only";
  if (out.geforce == Known::no && out.tesla == Known::no)
    out.words = "refused: unsatisfied condition: " + gate.first;
  return out;
}

Start images(const Host& host, const Version& release) {
  Start out;
  for (const ReleaseGate& each : gates_of(release, host.arch)) {
    const Start start = by_gate(host, each.gate);
    if (out.source && start.words != out.words) {
      out.words = "depends on their system";
      out.geforce = out.tesla = Known::unknown;
      return out;
    }
    out = start;
  }
  return out;
}

/// One line of toolkits and its newest release with a gate.
struct CudaLine {
  Version line, release;
};

std::vector<CudaLine> cuda_lines(std::string_view arch) {
  std::vector<CudaLine> out;
  for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
    if (each.preview) continue;
    if (out.empty() || !out.back().line.same_line(each.cuda)) {
      Version line = each.cuda;
      line.parts = 2;
      line.number[2] = line.number[3] = 0;
      out.push_back({line, each.cuda});
    } else if (!gates_of(each.cuda, arch).empty()) {
      out.back().release = each.cuda;
    }
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// What is worth saying first.
struct Newest {
  Version all, machine_code, geforce, others;
};

std::string summary(const Host& host, const Newest& newest) {
  std::string out =
      host.driver.parts == 1
          ? fmt::format("Driver branch {}", host.branch.branch)
          : fmt::format("Driver {} is of branch {}", driver_text(host.driver), host.branch.branch);
  if (host.branch.max_cuda)
    out += fmt::format("{} nvidia-smi shows CUDA {}", host.driver.parts == 1 ? ":" : ";",
                       host.branch.max_cuda.text());
  out += '.';
  if (const auto wsl2 = too_old_for_wsl2(host))
    return out + fmt::format(" CUDA in WSL2 needs driver {} or newer.", wsl2->written);
  if (newest.all) out += fmt::format(" It runs programs of CUDA {} and older", newest.all.text());
  if (newest.machine_code > newest.all)
    out += fmt::format("{} to {} by minor-version compatibility (machine code only)",
                       newest.all ? ", and those up" : " It runs programs up",
                       newest.machine_code.text());
  if (newest.all || newest.machine_code) out += '.';
  if (newest.geforce)
    out += fmt::format(" nvidia/cuda images start up to CUDA {}", newest.geforce.text());
  if (newest.geforce && newest.others > newest.geforce)
    out += fmt::format(", on data-center GPUs up to {}", newest.others.text());
  if (newest.geforce) out += '.';
  return out;
}

/// The newest line for which it holds, before the first for which it does not. Lines of which
/// nothing is certain are passed over.
Version last_in_a_row(const std::vector<std::pair<Version, Known>>& newest_first) {
  Version out;
  for (auto each = newest_first.rbegin(); each != newest_first.rend(); ++each) {
    if (each->second == Known::yes) {
      out = each->first;
    } else if (out && each->second == Known::no) {
      break;
    }
  }
  return out;
}

void add_cuda(Answer& answer, const Host& host) {
  Section table{"What runs on it", {"CUDA", "programs", "nvidia/cuda images"}, {}};
  std::vector<std::pair<Version, Known>> all, machine_code, geforce, others;
  std::size_t same = 0;
  std::string before, alike;
  Version known_gates;  // the newest line of which there is one
  for (const CudaLine& each : cuda_lines(host.arch)) {
    const Verdict verdict = programs(host, each.line);
    const Start start = images(host, each.release);
    using How = Verdict::How;
    all.emplace_back(each.line, known(verdict.how == How::all));
    machine_code.emplace_back(each.line,
                              known(verdict.how == How::machine_code || verdict.how == How::all));
    geforce.emplace_back(each.line, start.geforce);
    others.emplace_back(each.line, start.tesla);
    if (start.source && !known_gates) known_gates = each.line;
    Line line{{each.line.text(), verdict.words, start.words},
              verdict.sources,
              verdict.weak || start.weak};
    if (start.source) line.sources.push_back(*start.source);
    if (line.sources.empty()) continue;
    const std::string now = verdict.words + '\n' + start.words;
    same = now == before && verdict.how == How::all ? same + 1 : 0;
    before = now;
    // Lines that are older and no different share one.
    if (same <= 1) {
      table.lines.push_back(std::move(line));
    } else {
      std::string& label = table.lines.back().cells[0];
      if (same == 2) alike = label;
      label = each.line.text() + " to " + alike;
    }
  }
  answer.summary = summary(host, {last_in_a_row(all), last_in_a_row(machine_code),
                                  last_in_a_row(geforce), last_in_a_row(others)});
  // It matters where nothing known refuses.
  if (known_gates && last_in_a_row(others) == known_gates && !too_old_for_wsl2(host))
    answer.summary += " What images of newer CUDA ask for is not known.";
  add_table(answer, std::move(table));
}

void add_gpus(Answer& answer, const Host& host) {
  Section table{"GPUs", {"GPU code", "architecture", "this branch"}, {}};
  for (const Version& cc : matrix::known_ccs()) {
    const auto history = matrix::sm_history(cc);
    if (!history || history->tegra || history->first_branch == 0) continue;
    const unsigned branch = host.branch.branch;
    const auto gpu = matrix::gpu_of(cc);
    std::string words = "runs it";
    if (branch < history->first_branch)
      words = fmt::format("too old: from branch {} on", history->first_branch);
    if (history->last_branch != 0 && branch > history->last_branch)
      words = fmt::format("too new: up to branch {}", history->last_branch);
    if (host.os == HostOs::windows && gpu && gpu->wsl2 == Known::no) words = "not under WSL2";
    table.lines.push_back({{matrix::sm_name(cc), std::string(history->architecture), words},
                           {history->source},
                           history->weak});
  }
  add_table(answer, std::move(table));
}

Reply all_branches(const Question& question) {
  Answer answer;
  answer.kind = "driver";
  answer.subject = question.os == HostOs::windows ? "driver branches (Windows)" : "driver branches";
  Section table{"Branches", {"branch", "CUDA", "kind", "oldest", "newest", "end of life"}, {}};
  const std::vector<matrix::DriverInfo> all = matrix::driver_branches(question.os);
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    table.lines.push_back(
        {{std::to_string(each->branch), each->max_cuda.text(), text(each->kind),
          driver_text(each->oldest), driver_text(each->newest), text(each->end_of_life)},
         {each->source},
         each->weak});
  }
  answer.summary =
      fmt::format("{} branches are known; the newest is {}.", all.size(), matrix::newest_branch());
  answer.see = {"driver " + std::to_string(matrix::newest_branch())};
  add_table(answer, std::move(table));
  return {answer, {}};
}

/// A number that only the drivers of the other system have.
std::string other_system(const Version& driver, HostOs os) {
  const HostOs other = os == HostOs::linux_ ? HostOs::windows : HostOs::linux_;
  const bool here = matrix::driver_release(driver, os).has_value();
  const bool there = matrix::driver_release(driver, other).has_value();
  const bool no_branch = !matrix::driver(driver, os) && matrix::driver(driver, other);
  if (driver.parts == 1 || here || (!there && !no_branch)) return {};
  return driver_text(driver) + (other == HostOs::windows
                                    ? " is a driver of Windows: add --host wsl2"
                                    : " is a driver of Linux: leave --host wsl2 out");
}

std::string unknown_driver(const Version& driver) {
  const std::string out = fmt::format("no branch of driver {} is known", driver_text(driver));
  if (driver.major() > matrix::newest_branch())
    return fmt::format("{}: the newest in the data of {} is {}", out, matrix::data_date(),
                       matrix::newest_branch());
  return out + "; \"cudafit matrix driver\" lists the branches";
}

}  // namespace

Reply about_driver(const Question& question, std::string_view text_of) {
  if (text_of.empty()) return all_branches(question);
  std::string_view written = text_of.substr(0, text_of.find_first_of(" -"));
  if (written.front() == 'R' || written.front() == 'r' || written.front() == 'v')
    written.remove_prefix(1);
  const auto driver = Version::parse(written);
  if (!driver)
    return {{}, "a driver is a version, as in 535.104.05 or 535, not " + quoted(text_of)};
  if (const std::string other = other_system(*driver, question.os); !other.empty())
    return {{}, other};
  // A bare number is a branch on Windows too, though no driver there begins with it.
  const auto branch = driver->parts == 1 ? matrix::driver_branch(driver->major(), question.os)
                                         : matrix::driver(*driver, question.os);
  if (!branch) return {{}, unknown_driver(*driver)};
  if (driver->parts == 1 && question.os == HostOs::windows && branch->newest &&
      branch->newest.major() != branch->oldest.major())
    return {{},
            fmt::format("drivers of branch {} are numbered {} to {} on Windows: name one",
                        branch->branch, driver_text(branch->oldest), driver_text(branch->newest))};
  const Host host{*driver, question.os, *branch, question.arch};

  Answer answer;
  answer.kind = "driver";
  answer.subject = "driver " + driver_text(*driver) +
                   (question.os == HostOs::windows ? " (Windows, WSL2)" : " (Linux)");
  Facts facts("The driver");
  facts.add("branch",
            std::to_string(branch->branch) +
                (branch->kind.empty() ? "" : " (" + std::string(branch->kind) + ")"),
            branch->source, branch->weak);
  facts.add("CUDA in nvidia-smi", branch->max_cuda.text(), branch->source, branch->weak);
  const auto release = matrix::driver_release(*driver, question.os);
  if (driver->parts > 1 && release) {
    facts.add("released", std::string(release->date) + (release->beta ? " (beta)" : ""),
              release->source, release->weak);
  }
  if (branch->oldest) {
    facts.add("releases of the branch",
              driver_text(branch->oldest) + " to " + driver_text(branch->newest), branch->source,
              branch->weak);
  }
  facts.add("end of life", std::string(branch->end_of_life), branch->source, branch->weak);
  facts.add("last branch for", std::string(branch->last_branch_for), branch->source, branch->weak);
  facts.into(answer);
  add_cuda(answer, host);
  add_gpus(answer, host);
  if (branch->max_cuda) answer.see.push_back("cuda " + branch->max_cuda.text());
  return {answer, {}};
}

}  // namespace cudafit::ask
