#include "graph/gpu_code.h"

#include <algorithm>

#include "graph/build.h"
#include "matrix/nvcc.h"
#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

/// "80", "90a" at the start of `text`; empty when there is none.
std::string_view number_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && ascii::digit(text[end])) ++end;
  if (end == 0) return {};
  if (end < text.size() && (text[end] == 'a' || text[end] == 'f')) ++end;
  return text.substr(0, end);
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& name : from) {
    if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
  }
}

/// Every sm_NN, compute_NN and lto_NN in what follows -arch, -code or -gencode.
Targets of_nvcc(std::string_view entry, bool shorthand) {
  Targets out;
  for (std::size_t at = 0; at < entry.size();) {
    const std::string_view rest = entry.substr(at);
    bool found = false;
    for (const std::string_view prefix : {"sm_", "compute_", "lto_"}) {
      if (!rest.starts_with(prefix)) continue;
      const std::string_view number = number_at(rest.substr(prefix.size()));
      if (number.empty()) continue;
      const std::string name = std::string(prefix) + std::string(number);
      (prefix == "compute_" ? out.ptx : out.sass).push_back(name);
      append(out.names, {name});
      // -arch=sm_80 is short for machine code and PTX of that architecture.
      if (shorthand && prefix == "sm_") out.ptx.push_back("compute_" + std::string(number));
      at += name.size();
      found = true;
      break;
    }
    if (!found) ++at;
  }
  out.known = !out.sass.empty() || !out.ptx.empty();
  return out;
}

/// -gencode arch=compute_80,code=sm_80: what `code` names is made, from what `arch` names.
Targets of_gencode(std::string_view entry) {
  const std::size_t code = entry.find("code=");
  if (code == std::string_view::npos) return of_nvcc(entry, false);
  Targets out = of_nvcc(entry.substr(code + 5), false);
  append(out.names, of_nvcc(entry.substr(0, code), false).names);
  return out;
}

/// "80", "80-real", "80-virtual"
Targets of_cmake(std::string_view entry) {
  Targets out;
  const std::string number(number_at(entry));
  const std::string_view tail = entry.substr(number.size());
  out.known = !number.empty() && (tail.empty() || tail == "-real" || tail == "-virtual");
  if (!out.known) return out;
  if (tail != "-virtual") out.sass.push_back("sm_" + number);
  if (tail != "-real") out.ptx.push_back("compute_" + number);
  out.names.push_back("sm_" + number);
  return out;
}

/// "8.0", "9.0a", "8.0+PTX", "Ampere"
Targets of_torch(std::string_view entry, bool named = true) {
  Targets out;
  const bool ptx = entry.ends_with("+PTX");
  const std::string_view plain = ptx ? entry.substr(0, entry.size() - 4) : entry;
  const std::size_t dot = plain.find('.');
  const std::string_view minor =
      dot == std::string_view::npos ? std::string_view() : number_at(plain.substr(dot + 1));
  const bool digits =
      !minor.empty() && dot + 1 + minor.size() == plain.size() &&
      std::all_of(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(dot), ascii::digit);
  if (digits) {
    const std::string number = std::string(plain.substr(0, dot)) + std::string(minor);
    out.sass.push_back("sm_" + number);
    if (ptx) out.ptx.push_back("compute_" + number);
    out.names = out.sass;
    return out;
  }
  const auto known = named ? matrix::torch_named_arch(plain) : std::nullopt;
  out.known = known.has_value();
  if (!known) return out;
  for (const std::string_view item : known->items) {
    const Targets one = of_torch(item, false);
    out.sass.insert(out.sass.end(), one.sass.begin(), one.sass.end());
    out.ptx.insert(out.ptx.end(), one.ptx.begin(), one.ptx.end());
    append(out.names, one.names);
  }
  return out;
}

/// "8.6" and "86" of CUDA_ARCH_BIN and CUDA_ARCH_PTX; the form 8.6(8.0) is not read.
Targets of_opencv(std::string_view entry, bool ptx) {
  Targets out;
  std::string number(entry);
  const std::size_t dot = number.find('.');
  if (dot != std::string::npos) number.erase(dot, 1);
  out.known = number.size() >= 2 && number_at(number).size() == number.size();
  if (!out.known) return out;
  (ptx ? out.ptx : out.sass).push_back((ptx ? "compute_" : "sm_") + number);
  out.names.push_back("sm_" + number);
  return out;
}

}  // namespace

Targets targets_of(std::string_view entry, std::string_view written_as) {
  Targets word;
  word.word = entry;
  if (entry == "native" || entry == "all" || entry == "all-major") return word;
  if (written_as == "TORCH_CUDA_ARCH_LIST") return of_torch(entry);
  if (written_as == "-gencode") return of_gencode(entry);
  if (written_as == "-arch" || written_as == "-code") return of_nvcc(entry, written_as == "-arch");
  if (written_as == "CMAKE_CUDA_ARCHITECTURES" || written_as == "CUDAARCHS" ||
      written_as == facts::project_architectures)
    return of_cmake(entry);
  if (written_as == "CUDA_ARCH_BIN" || written_as == "CUDA_ARCH_PTX")
    return of_opencv(entry, written_as == "CUDA_ARCH_PTX");
  // A project's own list: what it makes of it is not known.
  Targets other;
  other.known = false;
  return other;
}

GpuCode compiled_code(const facts::Compile& compile, Version nvcc) {
  GpuCode code;
  code.known = true;
  for (const facts::Architectures& list : compile.architectures) {
    const bool understood = list.written_as == "-arch" || list.written_as == "-gencode" ||
                            list.written_as == "CMAKE_CUDA_ARCHITECTURES";
    code.known = code.known && understood && list.known;
    for (const std::string& entry : list.entries) {
      const Targets one = targets_of(entry, list.written_as);
      code.known = code.known && one.known && one.word.empty();
      append(code.sass, one.sass);
      append(code.ptx, one.ptx);
    }
  }
  if (compile.architectures.empty()) {
    const auto targets = matrix::nvcc_targets(nvcc);
    code.known = compile.kind == facts::CompileKind::nvcc && targets &&
                 targets->default_arch.starts_with("sm_") && !targets->weak;
    if (!code.known) return code;
    code.sass.emplace_back(targets->default_arch);
    code.ptx.push_back("compute_" + std::string(targets->default_arch.substr(3)));
    code.because.push_back(says("nvcc " + nvcc.text() + " compiles for " +
                                    std::string(targets->default_arch) + " where nothing says more",
                                targets->source));
  }
  return code;
}

std::string code_words(const GpuCode& code) {
  std::string out;
  for (std::size_t i = 0; i < code.sass.size(); ++i) {
    if (i) out += i + 1 == code.sass.size() ? " and " : ", ";
    out += code.sass[i];
  }
  if (code.ptx.empty()) return out;
  if (!out.empty()) out += ", and ";
  out += "PTX (";
  for (const std::string& name : code.ptx) out += (&name == &code.ptx.front() ? "" : ", ") + name;
  return out + ")";
}

Coverage coverage(const GpuCode& code, const matrix::Gpu& gpu) {
  if (!code.known) return {};
  const std::vector<std::string_view> sass(code.sass.begin(), code.sass.end());
  const std::vector<std::string_view> ptx(code.ptx.begin(), code.ptx.end());
  const matrix::Coverage found = matrix::coverage(sass, ptx, gpu);
  if (found.how == Coverage::How::compiled_by_driver && code.ptx_unclear) return {};
  return {found.how, std::string(found.by)};
}

}  // namespace cudafit::graph
