#include "read/requirements.h"

#include <algorithm>

#include "read/requirements_lines.h"
#include "read/requirements_options.h"

namespace cudafit::read {

namespace {

using Kind = RequirementOption::Kind;

/// No one writes so many; what does is not worth the memory.
constexpr std::size_t max_lines = 50000;

/// Options that belong to the requirement before them.
bool of_requirement(Kind kind) {
  return kind == Kind::hash || kind == Kind::global_option || kind == Kind::config_setting ||
         kind == Kind::install_option;
}

/// Where the options begin: at the first `-` behind a blank or at the start.
std::size_t options_at(std::string_view line) {
  for (std::size_t at = line.find('-'); at != std::string_view::npos; at = line.find('-', at + 1)) {
    if (at == 0 || line[at - 1] == ' ') return at;
  }
  return line.size();
}

/// Sorts what takes effect from what does not.
void distribute(std::vector<RequirementOption> options, RequirementLine& line) {
  const auto is = [](Kind kind) {
    return [kind](const RequirementOption& option) { return option.kind == kind; };
  };
  // One -r, else one -c, is all that such a line does.
  auto file = options.end();
  if (!line.requirement) {
    file = std::find_if(options.begin(), options.end(), is(Kind::requirements));
    if (file == options.end()) {
      file = std::find_if(options.begin(), options.end(), is(Kind::constraints));
    }
  }
  bool links = false;  // only the first -f of a line counts
  for (auto option = options.begin(); option != options.end(); ++option) {
    bool counts = of_requirement(option->kind) == line.requirement.has_value();
    if (line.requirement && line.requirement->editable && option->kind == Kind::hash) {
      counts = false;
    }
    if (file != options.end()) counts = option == file;
    if (option->kind == Kind::find_links && counts) {
      counts = !links;
      links = true;
    }
    auto& to = counts ? line.options : line.trailing_options;
    to.push_back(std::move(*option));
  }
}

void read_line(const Text& text, RequirementsFile& out) {
  RequirementLine line;
  line.span = text.around();
  const std::size_t at = options_at(text.value);
  const auto error = [&](Span span, std::string message) {
    if (text.complete) out.errors.push_back({span, std::move(message)});
  };
  OptionLine options;
  if (at < text.size()) options = parse_options(text, at);
  if (!options.error.empty()) error(options.error_span, std::move(options.error));
  std::size_t end = at;
  while (end > 0 && text.value[end - 1] == ' ') --end;
  if (end > 0) {
    line.requirement = read_requirement(text.slice(0, end));
    line.requirement->text.complete = text.complete;
  } else {
    const auto place =
        std::find_if(options.options.begin(), options.options.end(),
                     [](const RequirementOption& option) { return option.kind == Kind::editable; });
    if (place != options.options.end()) {
      line.requirement = read_requirement(place->value, true);
      options.options.erase(place);
    }
  }
  if (line.requirement && !line.requirement->error.empty()) {
    error(line.requirement->error_span, line.requirement->error);
  }
  line.trailing_words = std::move(options.words);
  distribute(std::move(options.options), line);
  out.lines.push_back(std::move(line));
}

}  // namespace

RequirementsFile read_requirements(FileId file, std::string_view bytes,
                                   const PipEnvironment& environment) {
  RequirementsFile out{.file = file, .lines = {}, .errors = {}, .known = true};
  using std::string_view_literals::operator""sv;
  // UTF-16 and UTF-32, which pip reads too.
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv) ||
      bytes.starts_with("\0\0\xFE\xFF"sv)) {
    out.known = false;
    return out;
  }
  const std::vector<Text> lines = requirement_lines(file, bytes, environment);
  if (lines.size() > max_lines) {
    out.known = false;
    return out;
  }
  out.lines.reserve(lines.size());
  for (const Text& line : lines) read_line(line, out);
  return out;
}

}  // namespace cudafit::read
