#include "document/layers.h"

#include <algorithm>

#include "document/changing_programs.h"
#include "document/paths.h"
#include "read/dockerignore.h"
#include "source/files.h"

namespace cudafit::document {

namespace {

using read::Keyword;

constexpr int most_stages_deep = 16;
constexpr std::size_t largest_program = 1u << 20;
/// Of a program, each so many count as one step that is looked at.
constexpr std::size_t bytes_looked_at = 64;

FileAnswer unknown(std::string why, Span copied = {}) {
  return {.present = Known::unknown, .path = {}, .copied = copied, .why = std::move(why)};
}

bool ends_in(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// What a RUN says, with its heredocs.
std::string text_of(const Step& run) {
  std::string out = run.instruction->line.value;
  for (const read::Heredoc& heredoc : run.instruction->heredocs)
    out.append("\n").append(heredoc.content.value);
  return out;
}

/// Nobody calls a directory so.
bool file_like(std::string_view name) {
  return ends_in(
      name, {".bin",  ".cfg",  ".conf", ".cpp",   ".cu",  ".deb",  ".diff", ".gz",  ".ini", ".json",
             ".list", ".lock", ".md",   ".patch", ".pub", ".py",   ".repo", ".rpm", ".run", ".sh",
             ".so",   ".tar",  ".toml", ".txt",   ".whl", ".yaml", ".yml",  ".zip"});
}

/// What ADD unpacks.
bool archive(std::string_view name) {
  return ends_in(name,
                 {".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst", ".tzst"});
}

bool has_flag(const Step& step, std::initializer_list<std::string_view> names) {
  return std::any_of(step.instruction->flags.begin(), step.instruction->flags.end(),
                     [&](const read::Flag& flag) {
                       return std::find(names.begin(), names.end(), flag.name()) != names.end();
                     });
}

bool remote(std::string_view source) {
  return source.find("://") != std::string_view::npos || source.starts_with("git@");
}

/// The file name ADD gives to what it fetches; empty for a repository.
std::string_view remote_name(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  return url.starts_with("git") || url.ends_with(".git") ? std::string_view() : file_name(url);
}

}  // namespace

/// Where a COPY puts things, seen from the path that is asked for.
struct Layers::Landing {
  Landing(const Step& step, const std::string& asked) : path(asked) {
    const Text& to = step.arguments.back();
    const std::string_view written = step.instruction->arguments.back().value;
    const std::string_view end = file_name(written);
    destination = to.complete ? place_in(step.directory.value, to.value) : "";
    into = step.arguments.size() > 2 || end.empty() || end == "." || end == "..";
    // A directory that is worked in is no file.
    const std::string& working = step.directory.value;
    into = into || (comparable(destination, working) && below(destination, working).has_value());
    name = to.complete ? file_name(to.value)
                       : (end.find('$') == std::string_view::npos ? end : std::string_view());
    known = comparable(destination, path);
    if (known) rest = below(destination, path);
    outside = known ? !rest : apart(destination, path);
  }

  const std::string& path;
  std::string destination;
  std::string name;                 ///< last name of the destination; empty: not known
  bool into = false;                ///< the destination is certainly a directory
  bool known = false;               ///< destination and path can be compared, and then
  std::optional<std::string> rest;  ///< the path seen from the destination
  bool outside = false;

  /// Whether a file of this name comes to stand at the path.
  Known takes(std::string_view file) const {
    if (outside) return Known::no;
    if (known) return (*rest == "." && !into) || *rest == file ? Known::yes : Known::no;
    const bool renamed = !into && (name.empty() || name == file_name(path));
    return renamed || file == file_name(path) ? Known::unknown : Known::no;
  }
  /// Whether something in a directory may.
  bool may_hold() const { return !outside && !(known && *rest == "."); }
  /// Whether a source of which only the name is known may.
  bool may_take(std::string_view file) const {
    return takes(file) != Known::no || (may_hold() && !file_like(file));
  }
};

FileAnswer Layers::at(std::size_t stage, std::size_t step, std::size_t command,
                      const std::string& path) {
  if (path.empty() || stage >= document_.stages.size()) return unknown("its path is not known");
  const Stage& here = document_.stages[stage];
  if (step < here.steps.size()) {
    const Step& now = here.steps[step];
    if (now.instruction->keyword == Keyword::run && changed(stage, step, command, path))
      return unknown("a command before may change it", now.instruction->span);
    if (std::optional<FileAnswer> answer = mounted(stage, now, path)) return *answer;
  }
  return before(stage, std::min(step, here.steps.size()), path);
}

bool Layers::may_find(std::size_t stage, std::size_t step, const std::string& path) {
  if (path.empty() || stage >= document_.stages.size()) return false;
  const std::vector<Step>* steps = &document_.stages[stage].steps;
  if (step < steps->size()) {
    if (const std::optional<FileAnswer> answer = mounted(stage, (*steps)[step], path))
      return answer->present == Known::yes;
  }
  for (step = std::min(step, steps->size());;) {
    for (std::size_t i = step; i > 0; --i) {
      if (budget_ == 0) return false;
      --budget_;
      if (const std::optional<FileAnswer> answer = copied((*steps)[i - 1], path))
        return answer->present == Known::yes;
    }
    const int parent = document_.stages[stage].parent;
    if (parent < 0) return false;
    stage = static_cast<std::size_t>(parent);
    steps = &document_.stages[stage].steps;
    step = steps->size();
  }
}

FileAnswer Layers::before(std::size_t stage, std::size_t step, const std::string& path) {
  while (true) {
    const Stage& here = document_.stages[stage];
    for (std::size_t i = step; i > 0; --i) {
      const Step& each = here.steps[i - 1];
      if (budget_ == 0) return unknown("there is too much to look at");
      --budget_;
      if (each.instruction->keyword == Keyword::run &&
          changed(stage, i - 1, each.commands.size(), path))
        return unknown("a command may change it", each.instruction->span);
      if (std::optional<FileAnswer> answer = copied(each, path)) return *answer;
    }
    if (here.parent < 0) break;
    stage = static_cast<std::size_t>(here.parent);
    const std::vector<Step>& steps = document_.stages[stage].steps;
    step = steps.size();
    // Triggers run at the start of the stage that builds on theirs.
    const auto trigger = std::find_if(steps.begin(), steps.end(), [](const Step& each) {
      return each.instruction->keyword == Keyword::onbuild;
    });
    if (trigger != steps.end()) return unknown("ONBUILD may change it", trigger->instruction->span);
  }
  const Text& base = document_.stages[stage].base;
  if (base.complete && base.value == "scratch")
    return {.present = Known::no, .path = {}, .copied = {}, .why = "nothing puts it there"};
  return unknown("nothing here puts it there");
}

bool Layers::changed(std::size_t stage, std::size_t step, std::size_t commands,
                     const std::string& path) {
  const Step& run = document_.stages[stage].steps[step];
  std::size_t now = 0;
  const ProgramText program = [&](const std::string& place) -> std::optional<std::string> {
    if (!programs_ || !read_) return std::nullopt;
    const std::string_view name = file_name(place);
    // Commands of this step may have written it: the text is somewhere in it.
    for (std::size_t i = 0; i < now; ++i)
      for (const Text& target : run.commands[i].redirects)
        if (file_name(target.value) == name) return text_of(run);
    programs_ = false;
    FileAnswer answer = mounted(stage, run, place).value_or(FileAnswer{});
    if (answer.present != Known::yes) answer = before(stage, step, place);
    programs_ = true;
    std::optional<std::string> out;
    if (answer.text) {
      out = answer.text->value;
    } else if (answer.present == Known::yes) {
      if (const std::optional<std::string_view> text = read_(answer.path)) out = *text;
    } else if (const Step* const writer = writer_at(stage, step, answer.copied)) {
      if (writer->mentions(name)) out = text_of(*writer);
    }
    if (out && out->size() > largest_program) out->resize(largest_program);
    if (out) budget_ -= std::min(budget_, out->size() / bytes_looked_at);
    return out;
  };
  for (std::size_t i = 0; i < std::min(commands, run.commands.size()); ++i) {
    if (budget_ == 0) return true;
    --budget_;
    now = i;
    if (may_change(run, i, path, program)) return true;
  }
  if (run.understood || commands < run.commands.size()) return false;
  return run.mentions(file_name(path)) || program_may_write(text_of(run), file_name(path), false);
}

const Step* Layers::writer_at(std::size_t stage, std::size_t steps, Span span) const {
  if (!span) return nullptr;
  for (int at = static_cast<int>(stage); at >= 0;) {
    const Stage& here = document_.stages[static_cast<std::size_t>(at)];
    const std::size_t end = std::min(steps, here.steps.size());
    for (std::size_t i = 0; i < end; ++i) {
      const read::Instruction& instruction = *here.steps[i].instruction;
      const bool writes = instruction.keyword == Keyword::run || !instruction.heredocs.empty();
      if (writes && instruction.span == span) return &here.steps[i];
    }
    steps = std::string::npos;
    at = here.parent;
  }
  return nullptr;
}

std::optional<FileAnswer> Layers::mounted(std::size_t stage, const Step& step,
                                          const std::string& path) {
  const std::vector<Mount> all = mounts(document_, stage, step);
  for (auto mount = all.rbegin(); mount != all.rend(); ++mount) {
    if (std::optional<FileAnswer> answer = mounted(*mount, step, path)) return answer;
  }
  return std::nullopt;
}

std::optional<FileAnswer> Layers::mounted(const Mount& mount, const Step& step,
                                          const std::string& path) {
  const std::string target = mount.target.complete && !mount.target.empty()
                                 ? place_in(step.directory.value, mount.target.value)
                                 : "";
  if (!comparable(target, path)) {
    if (mount.type != "bind" || apart(target, path)) return std::nullopt;
    return unknown("a mount may hold it", mount.span);
  }
  const std::optional<std::string> rest = below(target, path);
  if (!rest) return std::nullopt;
  if (mount.type != "bind") return unknown("a mount hides it", mount.span);
  if (!mount.from.complete || !mount.source.complete)
    return unknown("what is mounted there is not known", mount.span);
  if (!mount.from.empty()) {
    const std::optional<std::size_t> from = document_.find_stage(mount.from.value);
    if (!from || depth_ >= most_stages_deep)
      return unknown("it is mounted from another image", mount.span);
    const std::string source = place_in("/", mount.source.value);
    ++depth_;
    FileAnswer answer =
        before(*from, document_.stages[*from].steps.size(), place_in(source, *rest));
    --depth_;
    return answer;
  }
  const std::optional<std::string> source =
      mount.source.empty() ? std::optional<std::string>(".") : context_source(mount.source);
  if (!source || context_ == nullptr) return unknown("the build context is not known", mount.span);
  const ContextEntry found = context_->look(read::clean_path(*source + "/" + *rest), *source);
  if (found.kind == ContextEntry::Kind::file)
    return FileAnswer{.present = Known::yes, .path = found.path, .copied = mount.span, .why = {}};
  return unknown(found.kind == ContextEntry::Kind::ignored
                     ? ".dockerignore keeps it out of the build context"
                     : "the build context does not have it",
                 mount.span);
}

std::optional<FileAnswer> Layers::copied(const Step& step, const std::string& path) {
  const read::Instruction& instruction = *step.instruction;
  if (instruction.keyword != Keyword::copy && instruction.keyword != Keyword::add)
    return std::nullopt;
  if (step.arguments.size() < 2) return std::nullopt;
  const Landing landing(step, path);
  if (landing.outside) return std::nullopt;
  const Span span = instruction.span;
  if (has_flag(step, {"parents", "exclude", "unpack"}))
    return unknown("COPY options decide whether it is copied", span);
  if (std::optional<FileAnswer> answer = heredoc(landing, step)) return answer;

  std::optional<std::size_t> from;
  for (const read::Flag& flag : instruction.flags) {
    if (flag.name() != "from") continue;
    const Text name = flag.value();
    from = name.complete ? document_.find_stage(name.value) : std::nullopt;
    if (from) continue;
    const bool may =
        std::any_of(step.arguments.begin(), step.arguments.end() - 1, [&](const Text& source) {
          return !source.complete || landing.may_take(file_name(source.value));
        });
    if (may) return unknown("it may come from another image", span);
    return std::nullopt;
  }
  for (std::size_t i = step.arguments.size() - 1; i > 0; --i) {
    const Text& source = step.arguments[i - 1];
    if (source.value.starts_with("<<") && !instruction.heredocs.empty()) continue;
    std::optional<FileAnswer> answer =
        from ? from_stage(landing, *from, source) : from_context(landing, step, source);
    if (!answer) continue;
    if (!answer->copied) answer->copied = span;
    return answer;
  }
  return std::nullopt;
}

std::optional<FileAnswer> Layers::heredoc(const Landing& landing, const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  for (auto each = instruction.heredocs.rbegin(); each != instruction.heredocs.rend(); ++each) {
    const Known takes = landing.takes(each->name);
    if (takes == Known::no) continue;
    if (takes == Known::unknown) return unknown("it may be written here", instruction.span);
    FileAnswer answer{.present = Known::yes, .path = {}, .copied = instruction.span, .why = {}};
    // The build replaces variables; and of escapes it has a mind of its own.
    if (each->expand && each->content.value.find_first_of("$\\") != std::string::npos)
      return unknown("variables in it are not followed", instruction.span);
    Text text;
    for (std::size_t at = 0; at < each->content.size();) {
      const std::size_t end = each->content.value.find('\n', at);
      const std::size_t next = end == std::string::npos ? each->content.size() : end + 1;
      if (each->chomp) at = std::min(each->content.value.find_first_not_of('\t', at), next);
      text.append(each->content.slice(at, next));
      at = next;
    }
    answer.text = std::move(text);
    return answer;
  }
  return std::nullopt;
}

std::optional<FileAnswer> Layers::from_context(const Landing& landing, const Step& step,
                                               const Text& source) {
  const Span span = step.instruction->span;
  if (!source.complete) return unknown("what is copied there is not known", span);
  if (remote(source.value)) {
    const std::string_view name = remote_name(source.value);
    const bool may = name.empty() ? landing.may_hold() : landing.takes(name) != Known::no;
    return may ? std::optional(unknown("it may be fetched here", span)) : std::nullopt;
  }
  const std::optional<std::string> path = context_source(source);
  if (!path) return unknown("what is copied there is not known", span);
  if (!read::has_wildcard(*path)) return entry(landing, step, *path);
  const auto matches = context_ == nullptr ? std::nullopt : context_->matches(*path);
  if (!matches) {
    const std::string_view last = file_name(*path);
    const bool fits = read::path_match(last, file_name(landing.path)) || !file_like(last);
    return fits ? std::optional(unknown("the build context is not known", span)) : std::nullopt;
  }
  for (auto match = matches->rbegin(); match != matches->rend(); ++match) {
    if (std::optional<FileAnswer> answer = entry(landing, step, *match)) return answer;
  }
  return std::nullopt;
}

std::optional<FileAnswer> Layers::entry(const Landing& landing, const Step& step,
                                        const std::string& source) {
  using Kind = ContextEntry::Kind;
  const Span span = step.instruction->span;
  const std::string_view name = file_name(source);
  const ContextEntry found = context_ == nullptr ? ContextEntry{} : context_->look(source);
  switch (found.kind) {
    case Kind::file:
      if (step.instruction->keyword == Keyword::add && archive(name))
        return unknown("an archive is unpacked here", span);
      switch (landing.takes(name)) {
        case Known::yes:
          return FileAnswer{.present = Known::yes, .path = found.path, .copied = span, .why = {}};
        case Known::no:
          return std::nullopt;
        default:
          return unknown("it may be copied here", span);
      }
    case Kind::directory: {
      if (!landing.may_hold()) return unknown("it is a directory", span);
      if (!landing.known) return unknown("it may be copied here", span);
      const ContextEntry inside =
          context_->look(read::clean_path(source + "/" + *landing.rest), source);
      if (inside.kind == Kind::file)
        return FileAnswer{.present = Known::yes, .path = inside.path, .copied = span, .why = {}};
      if (inside.kind == Kind::missing || inside.kind == Kind::ignored) return std::nullopt;
      return unknown("what is copied there is not known", span);
    }
    default:
      break;
  }
  if (!landing.may_take(name)) return std::nullopt;
  return unknown(context_ == nullptr           ? "the build context is not known"
                 : found.kind == Kind::ignored ? ".dockerignore keeps it out of the build context"
                 : found.kind == Kind::missing ? "the build context does not have it"
                                               : "what is copied there is not known",
                 span);
}

std::optional<FileAnswer> Layers::from_stage(const Landing& landing, std::size_t from,
                                             const Text& source) {
  const std::string path = source.complete ? place_in("/", source.value) : "";
  const std::string_view name = file_name(path);
  if (path.empty() || read::has_wildcard(path) || depth_ >= most_stages_deep) {
    if (!path.empty() && file_like(name) && !read::path_match(name, file_name(landing.path)))
      return std::nullopt;
    return unknown("it may come from another stage");
  }
  const std::size_t end = document_.stages[from].steps.size();
  std::optional<FileAnswer> answer;
  bool all_no = true;
  const auto ask = [&](const std::string& place) {
    ++depth_;
    FileAnswer found = before(from, end, place);
    --depth_;
    all_no = all_no && found.present == Known::no;
    if (found.present == Known::yes) answer = std::move(found);
  };
  if (landing.takes(name) == Known::yes) ask(path);
  if (!answer && landing.known && landing.may_hold()) ask(place_in(path, *landing.rest));
  if (answer) return answer;
  if (landing.known && all_no) return std::nullopt;
  if (!landing.may_take(name)) return std::nullopt;
  return unknown("it may come from another stage");
}

}  // namespace cudafit::document
