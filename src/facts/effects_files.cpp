// What copying and unpacking files may put in place.

#include <algorithm>

#include "facts/effects.h"
#include "facts/harmless.h"
#include "facts/paths.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

/// Where a path leads, as far as it matters.
enum class Target : std::uint8_t { elsewhere, system, unknown };

Target target_of(const Run& run, const Argument& path) {
  const std::string_view start = path.start();
  if (!path.known()) {
    // `/app/$X` is below /app; of `$X/bin` nothing is known.
    const std::size_t slash = start.rfind('/');
    if (!start.starts_with('/') || slash == 0 || slash == std::string_view::npos)
      return Target::unknown;
    return system_directory(start.substr(0, slash)) ? Target::unknown : Target::elsewhere;
  }
  if (start.starts_with('~'))
    return start.find('/') == std::string_view::npos ? Target::system : Target::elsewhere;
  const Text& directory = run.command.directory;
  // Below the working directory of the base image there is nothing of the system.
  if (!start.starts_with('/') && !directory.complete) return Target::elsewhere;
  const std::string whole = absolute(directory.value, start);
  return system_directory(whole) ? Target::system : Target::elsewhere;
}

/// A directory of programs, or a file in one: whatever directory is put there, nothing looks into
/// it.
bool into_programs(std::string_view target) {
  while (target.ends_with('/')) target.remove_suffix(1);
  const std::size_t slash = target.rfind('/');
  if (slash == std::string_view::npos) return false;
  return listed("bin sbin", file_name(target)) ||
         listed("bin sbin", file_name(target.substr(0, slash)));
}

Effect put(std::string_view verb, const Argument& what, const Argument& where) {
  std::string words(verb);
  words.append(" ").append(what.value()).append(" to ").append(where.value());
  return {touches_files, std::move(words)};
}

}  // namespace

Effect copy_effect(const Run& run, const Call& call) {
  static constexpr OptionNames of_install{
      .valued = "-m --mode -o --owner -g --group -t --target-directory -S", .flags = ""};
  static constexpr OptionNames of_rsync{
      .valued = "-e --rsh --exclude --include --filter --exclude-from", .flags = ""};
  static constexpr OptionNames of_cp{.valued = "-t --target-directory -S --suffix", .flags = ""};
  const OptionNames& options = call.name == "install" ? of_install
                               : call.name == "rsync" ? of_rsync
                                                      : of_cp;
  const std::vector<Argument> words = arguments(run.command, call.arguments());
  std::vector<Argument> paths;
  const bool moves = call.name == "mv";
  bool recursive = false;
  std::optional<Argument> target;
  for (Item& item : items(words, options)) {
    if (!item.option()) {
      paths.push_back(std::move(item.argument));
    } else if (item.name == "-t" || item.name == "--target-directory") {
      target = std::move(item.argument);
    } else if (listed("-r -R -a --recursive --archive", item.name)) {
      recursive = true;
    } else if (call.name == "install" && (item.name == "-d" || item.name == "--directory")) {
      return {};
    }
  }
  if (!target) {
    if (paths.size() < 2) return {};
    target = std::move(paths.back());
    paths.pop_back();
  }
  const Target where = target_of(run, *target);
  const std::string_view verb = moves ? "moves" : "copies";
  for (const Argument& path : paths) {
    const std::string_view name = file_name(path.value());
    if (where == Target::elsewhere) {
      // Into a toolkit or an environment, wherever it is.
      if (names_packages(target->value()) && !judged_program(name)) {
        Effect effect = put(verb, path, *target);
        effect.touches = touches_packages;
        return effect;
      }
      continue;
    }
    // `libx.so*` are files; `*` may be anything. Only `mv` takes directories without an option.
    const bool named = path.known() && name.find_first_of("*?[") != 0;
    const bool plain = named && !recursive && (!moves || into_programs(target->value()));
    if (!plain || (names_a_thing(name) && !judged_program(name)) || where == Target::unknown)
      return put(verb, path, *target);
  }
  return {};
}

Effect unpack_effect(const Run& run, const Call& call, const Surroundings& around) {
  const std::vector<Argument> words = arguments(run.command, call.arguments());
  const bool zip = call.name == "unzip";
  if (call.name == "7z") return {};
  std::optional<Argument> directory;
  std::optional<Argument> archive;
  bool extracts = zip;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value();
    const bool old_style = !zip && i == 0 && !word.starts_with('-') && !contains(word, ".");
    const bool letters = old_style || (word.size() > 1 && word[0] == '-' && word[1] != '-');
    if (letters && !zip) {
      if (contains(word, "c") || contains(word, "t")) return {};
      extracts = extracts || contains(word, "x");
      if (word.ends_with('f') && i + 1 < words.size()) archive = words[++i];
      if (word.ends_with('C') && i + 1 < words.size()) directory = words[++i];
      if (word.starts_with("-C") && word.size() > 2) {
        directory = words[i];
        directory->text = words[i].text.slice(2, word.size());
      }
    } else if (word == "--directory" || (zip && word == "-d")) {
      if (i + 1 < words.size()) directory = words[++i];
    } else if (word.starts_with("--directory=")) {
      directory = words[i];
      directory->text = words[i].text.slice(12, word.size());
    } else if (word == "--extract") {
      extracts = true;
    } else if (word.starts_with("--file=")) {
      archive = words[i];
      archive->text = words[i].text.slice(7, word.size());
    } else if (word == "--create" || word == "--list" || word == "-l") {
      return {};
    } else if (!word.starts_with('-') && !archive) {
      archive = words[i];
    }
  }
  if (!extracts) return {};
  const bool piped = !archive || archive->value() == "-";
  Text address = piped && around.feeding != nullptr ? downloaded(*around.feeding) : Text();
  if (!piped && archive->known()) address = Text(around.downloads.address(archive->value()), {});
  const bool known_address = !address.empty();
  if (known_address && (harmless_address(address.value) || !installer_of(address.value).empty()))
    return {};
  if (archive && harmless_archive(file_name(archive->start()))) return {};
  // Archives of sources bring a directory of their own.
  if (!directory) return {};
  if (target_of(run, *directory) == Target::elsewhere) return {};
  std::string name(known_address ? file_name(address.value)
                   : archive     ? file_name(archive->value())
                                 : std::string_view("an archive"));
  return {touches_files, "unpacks " + name + " into " + directory->text.value};
}

}  // namespace cudafit::facts
