// The Dockerfile of a plan. Every line that is not plain says in a comment what it is for.

#include <fmt/format.h>

#include <algorithm>

#include "matrix/gate.h"
#include "matrix/gpu.h"
#include "matrix/nvcc.h"
#include "recommend/words.h"
#include "recommend/write.h"

namespace cudafit::recommend {

namespace {

constexpr std::size_t width = 110;

/// Comment lines of at most `width` columns; `hang` begins the lines that continue one.
std::string comment(const std::string& text, std::string_view hang = "") {
  std::string out;
  std::string line = "#";
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (line.size() + 1 + word.size() > width) {
      out += line + "\n";
      line = "#" + (hang.empty() ? "" : " " + std::string(hang));
    }
    line += " " + word;
    if (end < text.size() && text[end] == '\n') {
      out += line + "\n";
      line = "#";
    }
    at = end + 1;
  }
  while (line.ends_with(' ')) line.pop_back();
  return out + line + "\n";
}

/// A word as a shell takes it.
std::string shell_word(const std::string& word) {
  return word.find_first_of("<>[]*!~ ") == std::string::npos ? word : "\"" + word + "\"";
}

/// From which driver on NVIDIA_REQUIRE_CUDA of the image lets all in; no parts: it asks nothing.
Version gate_driver(const Plan& plan, const Target& target, const Version& floor) {
  const std::size_t colon = plan.base.find(':');
  const auto tag = matrix::find_tag(plan.base.substr(0, colon), plan.base.substr(colon + 1));
  if (!tag.row || !tag.row->cuda || target.os == matrix::HostOs::windows) return {};
  const auto gate = matrix::image_gate(tag.row->release, target.arch, tag.row->os);
  return gate ? matrix::gate_driver(*gate, floor) : Version{};
}

std::string heading(const Plan& plan, const Target& target) {
  constexpr std::string_view hang = "        ";
  const bool wsl = target.os == matrix::HostOs::windows;
  std::string runs;
  std::vector<std::string> gpus;
  Version driver;
  for (const Pick& pick : plan.picks) {
    driver = std::max(driver, oldest_driver(target, pick.cuda));
    if (pick.package != "cuda" && !pick.code.sass.empty())
      gpus.push_back(fmt::format("{} has code for {}", pick.label, reach_words(pick.code)));
  }
  driver = std::max(driver, first_driver(target));
  if (!plan.boards.empty()) {
    runs = "boards with " + plan.boards;
  } else {
    runs =
        fmt::format("{}NVIDIA driver {} or newer", wsl ? "the Windows " : "", driver_text(driver));
    if (const unsigned last = last_driver(target); last != 0)
      runs += fmt::format(", up to branch {}", last);
  }
  if (!plan.carried.empty())
    runs += fmt::format("; {} only by forward compatibility, on data-center GPUs: {}", plan.carried,
                        plan.carried_by);
  if (const Version gate = gate_driver(plan, target, driver); gate > driver)
    runs += fmt::format("; its NVIDIA_REQUIRE_CUDA lets {} and newer through, of older ones some",
                        driver_text(gate));
  for (const std::string& each : gpus) runs += "; " + each;
  if (const std::string asked = target_words(target); !asked.empty())
    runs += " (asked for: " + asked + ")";
  for (const Pick& pick : plan.picks) {
    const std::string branch = part_of_branch(target, pick.cuda);
    if (branch.empty()) continue;
    runs += fmt::format("; {} is a branch, and it has to be {} or newer of it", branch,
                        driver_text(oldest_driver(target, pick.cuda)));
    break;
  }
  const std::string host =
      plan.jetson ? "JetPack, whose NVIDIA Container Toolkit Docker has to know."
      : wsl ? "Windows with WSL2 and NVIDIA's driver for Windows. No driver belongs into Linux or "
              "into this "
              "image."
            : "Docker with the NVIDIA Container Toolkit. It needs no CUDA of its own.";
  const std::string platform = target.arch == "amd64" ? "" : "--platform " + target.platform + " ";
  const std::string gpu = plan.jetson ? "--runtime nvidia" : "--gpus all";
  return comment(plan_title(plan) + ".") + "#\n" + comment("Runs on: " + runs, hang) +
         comment("Host:    " + host, hang) +
         comment("Build:   docker build " + platform + "-t app .") +
         comment("Run:     docker run --rm " + gpu + " app") + comment("Check:   cudafit check");
}

/// nvidia/cuda asks the container toolkit for the GPU; other images have to.
std::string gpu_variables(const Plan& plan) {
  if (plan.base.starts_with("nvidia/cuda:") || plan.jetson) return {};
  return "\n" +
         comment(
             "This image says itself that its containers want GPUs, as those of nvidia/cuda do; "
             "--gpus all says "
             "the same.") +
         "ENV NVIDIA_VISIBLE_DEVICES=all \\\n    NVIDIA_DRIVER_CAPABILITIES=compute,utility\n";
}

std::string apt(const std::vector<std::string>& packages) {
  return "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends " +
         join(packages, " ") + " \\\n    && rm -rf /var/lib/apt/lists/*\n";
}

/// The virtual environment that later stages copy.
std::string environment(const Plan& plan) {
  std::string out;
  switch (plan.from) {
    case PythonFrom::none:
      return {};
    case PythonFrom::image:
      out = "\nRUN python -m venv /opt/venv\n";
      break;
    case PythonFrom::system: {
      std::vector<std::string> packages{"python3", "python3-venv"};
      if (plan.compiles) packages.insert(packages.begin() + 1, "python3-dev");
      if (plan.needs_compiler) packages.insert(packages.begin(), "g++");
      out = "\n" + comment("Python " + plan.python.text() + " of the distribution.") +
            apt(packages) + "RUN python3 -m venv /opt/venv\n";
      break;
    }
    case PythonFrom::uv:
      if (plan.needs_compiler) out += "\n" + apt({"g++"});
      out +=
          "\n" +
          comment("Python " + plan.python.text() +
                  " is no package of this system, so uv installs it where it can be copied from.") +
          "COPY --from=" + plan.uv + " /uv /usr/local/bin/uv\n" +
          "ENV UV_PYTHON_INSTALL_DIR=/opt/python\n" + "RUN uv venv --seed --python " +
          plan.python.text() + " /opt/venv\n";
      break;
  }
  return out + "ENV PATH=/opt/venv/bin:$PATH\n";
}

/// Whether the pip that is there may be too old for what is installed. That of a distribution is as
/// old as the distribution, that of a Python image as its Python; uv brings the newest.
bool pip_may_be_old(const Plan& plan) {
  if (plan.from != PythonFrom::image) return plan.from == PythonFrom::system;
  return std::any_of(plan.picks.begin(), plan.picks.end(), [](const Pick& pick) {
    return std::any_of(pick.requirements.begin(), pick.requirements.end(),
                       [](const std::string& each) { return each.find('[') != each.npos; });
  });
}

/// Two packages may give one reason for one limit.
void add_lines(std::string_view text, std::vector<std::string>& out) {
  while (!text.empty()) {
    const std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (std::find(out.begin(), out.end(), line) == out.end()) out.push_back(line);
  }
}

std::string install(const Plan& plan) {
  if (plan.from == PythonFrom::none) return {};
  std::string out =
      "\n" + comment("pip keeps no copies of what it downloads.") + "ENV PIP_NO_CACHE_DIR=1\n";
  if (pip_may_be_old(plan))
    out +=
        "\n" +
        comment(
            "The pip that is there may be old: such a pip does not find an extra that is spelled "
            "with_cuda here and with-cuda there, warns, and leaves its packages out.") +
        "RUN pip install --upgrade pip\n";
  std::vector<std::string> told;
  std::vector<std::string> words;
  for (const Pick& pick : plan.picks) {
    add_lines(pick.why_there, told);
    for (std::size_t i = 0; i + 1 < pick.options.size(); i += 2)
      words.push_back(pick.options[i] + " " + pick.options[i + 1]);
  }
  if (!plan.lacks.empty()) told.push_back(plan.lacks + ".");
  for (const Pick& pick : plan.picks) {
    for (const std::string& each : pick.requirements) {
      // Two frameworks may have one limit for a third package.
      const std::string word = shell_word(each);
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
  }
  if (!words.empty()) out += "\n" + comment(join(told, "\n")) + "RUN pip install \\\n";
  for (const std::string& word : words)
    out += "        " + word + (&word == &words.back() ? "\n" : " \\\n");
  std::vector<std::string> apart;
  for (const Pick& pick : plan.picks) {
    for (const std::string& each : pick.apart) apart.push_back(shell_word(each));
  }
  if (!apart.empty()) out += "RUN pip install " + join(apart, " ") + "\n";
  return out + "\n" +
         comment("Your packages:\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt");
}

/// "8.6;8.9"
std::string arch_list(const Plan& plan, const Target& target) {
  std::vector<std::string> out;
  for (const Version& cc : architectures(target, plan.picks.front().code, plan.toolkit))
    out.push_back(cc.text());
  return join(out, ";");
}

/// Why what is compiled for is not what was asked for; empty: it is.
std::string told_which(const Plan& plan, const Target& target) {
  const std::string other = stand_in_words(target, plan.toolkit);
  return other.empty() ? "" : "\n" + other + ".";
}

/// The step that compiles against the frameworks.
std::string compile_extension(const Plan& plan, const Target& target) {
  const bool torch = std::any_of(plan.picks.begin(), plan.picks.end(),
                                 [](const Pick& pick) { return pick.package == "torch"; });
  const std::string list = torch ? arch_list(plan, target) : "";
  std::vector<std::string> tools{"setuptools", "wheel", "ninja"};
  std::string why;
  for (const Pick& pick : plan.picks) {
    for (const std::string& each : pick.build_requirements) {
      const std::string name = each.substr(0, each.find_first_of("=<>!~"));
      std::erase(tools, name);
      tools.push_back(shell_word(each));
    }
    if (!pick.why_build.empty()) why += (why.empty() ? "" : "\n") + pick.why_build;
  }
  std::string out = "\n";
  if (!list.empty())
    out += comment(
               "No GPU is visible while an image is built, so what is compiled is told for which "
               "ones: " +
               std::string(target.gpus.empty() ? "those that the wheels are for."
                                               : "those asked for.") +
               told_which(plan, target)) +
           "ENV TORCH_CUDA_ARCH_LIST=\"" + list + "\" \\\n    FORCE_CUDA=1\n\n";
  const std::string tools_told = "What builds extensions" + (why.empty() ? "." : ":\n" + why);
  return out + comment(tools_told) + "RUN pip install " + join(tools, " ") + "\n\n" +
         comment(
             "Your extension is built against what is installed above: without "
             "--no-build-isolation pip would build it "
             "against other versions.\nCOPY my_extension /src/my_extension\n"
             "RUN pip install --no-build-isolation /src/my_extension");
}

std::string compile_program(const Plan& plan, const Target& target) {
  std::vector<std::string> code;
  for (const Version& cc : architectures(target, {}, plan.toolkit)) {
    const std::string sm = matrix::sm_name(cc);
    code.push_back("-gencode=arch=compute_" + sm.substr(3) + ",code=" + sm + " ");
  }
  const std::string why =
      code.empty() ? "Without -arch, nvcc adds code that drivers compile for newer GPUs."
                   : "No GPU is visible while an image is built, so nvcc is told for which ones it "
                     "compiles." +
                         told_which(plan, target);
  std::string out;
  if (plan.needs_compiler) out += "\n" + apt({"g++"});
  return out + "\n" +
         comment("A program that says what it runs on, to be replaced by yours:\nCOPY src /src\n" +
                 why) +
         "WORKDIR /src\n"
         "RUN printf '%s\\n' \\\n"
         "        '#include <cstdio>' \\\n"
         "        '__global__ void set(int* to) { *to = 1; }' \\\n"
         "        'int main() {' \\\n"
         "        '  cudaDeviceProp gpu;' \\\n"
         "        '  int* seen = nullptr;' \\\n"
         "        '  if (cudaGetDeviceProperties(&gpu, 0) != cudaSuccess) return 1;' \\\n"
         "        '  if (cudaMallocManaged(&seen, sizeof *seen) != cudaSuccess) return 1;' \\\n"
         "        '  set<<<1, 1>>>(seen);' \\\n"
         "        '  if (cudaDeviceSynchronize() != cudaSuccess || *seen != 1) return 1;' \\\n"
         "        '  std::printf(\"%s, compute capability %d.%d\\n\", gpu.name, gpu.major, "
         "gpu.minor);' \\\n"
         "        '}' > main.cu \\\n"
         "    && nvcc -O2 " +
         join(code, "") + "main.cu -o /usr/local/bin/app\n";
}

/// What starts: a check of the GPU, until there is something else.
std::string start(const Plan& plan) {
  std::string out;
  if (!plan.jetson)
    out += "\n" + comment("Not root where nothing needs it.") + "RUN useradd --create-home app\n" +
           "USER app\nWORKDIR /home/app\n";
  const std::string ending = "Your code, and what starts it instead of the check below:\nCOPY ";
  // Boards have no nvidia-smi to bring into a container.
  const std::string check =
      plan.jetson ? "\"/usr/local/cuda/bin/nvcc\", \"--version\"" : "\"nvidia-smi\"";
  if (plan.from == PythonFrom::none) {
    if (plan.compiles) return out + "\nCMD [\"app\"]\n";
    return out + "\n" + comment(ending + ". .\nCMD [\"./app\"]") + "CMD [" + check + "]\n";
  }
  const std::string own_code =
      comment(ending + (plan.jetson ? "" : "--chown=app ") + ". .\nCMD [\"python\", \"main.py\"]");
  std::vector<std::string> checks;
  for (const Pick& pick : plan.picks) {
    if (!pick.smoke.empty()) checks.push_back(pick.smoke);
  }
  if (checks.empty()) {
    return out + "\n" + own_code + "CMD [" + check + "]\n";
  }
  return out + "\n" + own_code + "CMD [\"python\", \"-c\", \"" + join(checks, "; ") + "\"]\n";
}

/// What the shipped stage takes over from the one before.
std::string take_over(const Plan& plan) {
  if (plan.from == PythonFrom::none)
    return "\nCOPY --from=builder /usr/local/bin/app /usr/local/bin/app\n";
  std::string out;
  if (plan.from == PythonFrom::system)
    out += "\n" + comment("The same Python at the same path: the environment links to it.") +
           apt({"python3"});
  out += "\n";
  if (plan.from == PythonFrom::uv) out += "COPY --from=builder /opt/python /opt/python\n";
  return out + "COPY --from=builder /opt/venv /opt/venv\n" +
         "ENV PATH=/opt/venv/bin:$PATH \\\n    PYTHONUNBUFFERED=1\n";
}

}  // namespace

std::string plan_title(const Plan& plan) {
  const auto differs = [&](const Pick& pick) {
    return pick.cuda_words() != plan.picks.front().cuda_words();
  };
  const bool python = plan.from != PythonFrom::none && plan.picks.front().package != "cuda";
  const bool several = python && std::any_of(plan.picks.begin(), plan.picks.end(), differs);
  std::vector<std::string> labels;
  for (const Pick& pick : plan.picks)
    labels.push_back(several ? fmt::format("{} (CUDA {})", pick.label, pick.cuda_words())
                             : pick.label);
  std::string out = listed(labels);
  if (plan.from != PythonFrom::none) {
    if (python && !several) out += " with CUDA " + plan.picks.front().cuda_words();
    out += " on Python " + plan.python.text();
  }
  if (plan.compiles)
    out += plan.from == PythonFrom::none ? ", and a program for it" : ", and extensions for it";
  return out;
}

std::string write_dockerfile(const Plan& plan, const Target& target) {
  std::string out = heading(plan, target);
  const bool python = plan.from != PythonFrom::none;
  if (plan.builder.empty()) {
    out += "\nFROM " + plan.base + "\n" + gpu_variables(plan);
    if (plan.from == PythonFrom::system) out += environment(plan);
    out += install(plan);
    if (python)
      out += "\n" + comment("What Python prints is seen at once.") + "ENV PYTHONUNBUFFERED=1\n";
    return out + start(plan);
  }
  out += "\n" +
         comment(plan.compiles
                     ? "This stage has the compiler and is not shipped."
                     : "This stage installs and is not shipped, with all that pip leaves behind.") +
         "FROM " + plan.builder + " AS builder\n" + environment(plan) + install(plan);
  if (plan.compiles)
    out += python ? compile_extension(plan, target) : compile_program(plan, target);
  out += "\n" + comment("This one is shipped.") + "FROM " + plan.base + "\n" + gpu_variables(plan) +
         take_over(plan);
  return out + start(plan);
}

}  // namespace cudafit::recommend
