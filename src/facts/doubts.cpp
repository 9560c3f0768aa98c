// What makes rules about containers silent: words that may mean that a step, or the start command,
// has settled the matter otherwise.

#include <algorithm>
#include <initializer_list>

#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"
#include "terms/text_marks.h"

namespace cudafit::facts {

namespace {

bool any_part(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return contains(text, part); });
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++out;
  return out;
}

/// Everything that is written in the instruction, its heredocs and its scripts.
std::string all_text(const Step& step) {
  std::string out = step.instruction->line.value;
  for (const read::Heredoc& heredoc : step.instruction->heredocs) out += heredoc.content.value;
  for (const document::ScriptFile& script : step.scripts) out += script.text.value;
  return ascii::lowered(out);
}

/// All words of a command, as written and as its program gets them.
std::string all_words(const Command& command) {
  std::string out;
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    out += ' ' + command.words[i].value;
    if (i < command.syntax.words.size()) out += ' ' + command.syntax.words[i].raw.value;
  }
  return out;
}

/// One of NVIDIA's tools that run containers is installed.
bool installs_container_tool(const Facts& facts) {
  const auto tool = [](const SystemPackageName& package) {
    return contains(package.name, "nvidia-container") || contains(package.name, "nvidia-docker");
  };
  return std::any_of(facts.system_installs.begin(), facts.system_installs.end(),
                     [&](const SystemInstall& install) {
                       return std::any_of(install.packages.begin(), install.packages.end(), tool);
                     });
}

bool renders(const Facts& facts) {
  return std::any_of(facts.capability_uses.begin(), facts.capability_uses.end(),
                     [](const CapabilityUse& use) { return use.capability == "graphics"; });
}

/// Something in the step runs containers, or makes a system that does.
bool about_containers(std::string text) {
  constexpr std::string_view tool = "nvidia-docker";
  for (std::size_t at = text.find(tool); at != std::string::npos; at = text.find(tool, at))
    text.erase(at, tool.size());
  static constexpr PartList parts =
      "docker containerd runc crun podman slurm kubelet k3s nvidia-cdi-hook nvidia-ctk linux-image "
      "systemd grub kernel bootc";
  return parts.in(text);
}

bool without_gpu(std::string_view text) {
  static constexpr PartList parts =
      "mesa libgl_always_software swiftshader osmesa llvmpipe lavapipe lvp_icd";
  return parts.in(text);
}

void of_start(const Step& step, Position at, std::vector<DoubtFact>& out) {
  std::string started;
  for (const Text& argument : step.instruction->arguments) started += argument.value + ' ';
  for (const document::ScriptFile& script : step.scripts) started += script.text.value;
  for (const char* const name :
       {"LD_LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"}) {
    const std::size_t times = count(started, name);
    if (times > 0) out.push_back({at, Doubt::set_at_start, name});
    if (times > 1) out.push_back({at, Doubt::set_twice, name});
  }
  const bool script = any_part(ascii::lowered(started), {".sh", "entry", "eval ", "source "}) ||
                      std::any_of(step.commands.begin(), step.commands.end(),
                                  [](const Command& command) { return command.name() == "."; });
  if (script) out.push_back({at, Doubt::started_by, {}});
}

/// A command that takes files or packages away, puts them elsewhere, or others in their place.
void of_command(const Command& command, Position at, std::vector<DoubtFact>& out) {
  static constexpr WordList files = "rm mv find ln unlink xargs rmdir";
  static constexpr WordList managers = "apt apt-get aptitude dpkg dnf microdnf yum rpm zypper";
  const std::string_view program = command.name();
  const bool manager = listed(managers, program);
  if (!manager && !listed(files, program)) return;
  const std::string words = all_words(command);
  if (manager && !any_part(words, {"purge", "remove", "erase", " -r", " -P", " -e"})) return;
  const bool links = program == "ln";
  if (links && contains(words, "bin")) out.push_back({at, Doubt::linked, {}});
  const std::string plain = ascii::lowered(words);
  const bool toolkit =
      contains(plain, "/usr/local/cuda") || (contains(plain, "$") && contains(plain, "cuda"));
  if (toolkit || contains(plain, "compat")) out.push_back({at, Doubt::compat_gone, {}});
  if (!links && (toolkit || any_part(plain, {"libcuda", "stubs", "cuda-driver-dev"})))
    out.push_back({at, Doubt::stub_gone, {}});
}

}  // namespace

void doubts(const Document& document, Facts& out) {
  const bool containers = installs_container_tool(out);
  const bool rendering = renders(out);
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    const Position at = position(stage, step, 0);
    if (containers || rendering) {
      const std::string text = all_text(step);
      if (containers && about_containers(text)) out.doubts.push_back({at, Doubt::containers, {}});
      if (rendering && without_gpu(text)) out.doubts.push_back({at, Doubt::software, {}});
    }
    if (keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint)
      of_start(step, at, out.doubts);
    if (keyword != read::Keyword::run) return;
    for (std::size_t i = 0; i < step.commands.size(); ++i)
      of_command(step.commands[i], position(stage, step, i), out.doubts);
  });
}

}  // namespace cudafit::facts
