#include "facts/cmake_project.h"

#include <algorithm>
#include <set>

#include "facts/architectures.h"
#include "facts/paths.h"
#include "facts/words.h"
#include "read/cmake.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

constexpr std::size_t largest = std::size_t{512} << 10;  ///< bytes of one file
constexpr int most_files = 40;                           ///< of one project
constexpr std::size_t most_blocks = 200;                 ///< around a command
constexpr int deepest = 8;                               ///< files that include files
constexpr std::string_view variable = "CMAKE_CUDA_ARCHITECTURES";

using Value = std::optional<std::string>;  ///< nothing: not known
using Values = std::map<std::string, Value, std::less<>>;
using Arguments = std::vector<Text>;

/// A constant of CMake's; unknown for the name of a variable.
Known constant(std::string_view text) {
  const std::string word = ascii::lowered(text);
  if (listed("1 on yes true y", word)) return Known::yes;
  if (word.empty() || listed("0 off no false n ignore notfound", word) ||
      word.ends_with("-notfound"))
    return Known::no;
  const bool number = word.find_first_not_of("0123456789") == std::string::npos;
  return number ? Known::yes : Known::unknown;
}

/// Walks the commands of a project in order.
class Walk {
 public:
  Walk(const Document& document, const document::Context& context, const Run& run,
       const CMakeCall& call)
      : document_(document), context_(context), run_(run), call_(call), values_(call.given) {}

  CMakeProject run() {
    for (const auto& [name, value] : call_.given) {
      elsewhere_ = elsewhere_ || name == "CMAKE_MODULE_PATH" || name == "CMAKE_PREFIX_PATH" ||
                   name.starts_with("CUDAToolkit_") || name.starts_with("CMAKE_FIND_") ||
                   name.starts_with("CMAKE_PROJECT_");
    }
    elsewhere_ = elsewhere_ || !call_.defaults;
    file(call_.directory, "CMakeLists.txt", 0);
    for (auto& [name, list] : targets_) {
      if (list) out_.built.push_back(std::move(*list));
    }
    return std::move(out_);
  }

 private:
  struct Frame {
    Known active = Known::yes;  ///< this branch runs
    Known taken = Known::no;    ///< an earlier one did
  };

  /// False: the file is not known, or not understood.
  bool file(const std::string& directory, std::string_view name, int depth) {
    if (depth > deepest || ++files_ > most_files) return false;
    const std::string path = directory + "/" + std::string(name);
    const document::FileAnswer answer =
        context_.at(document_, run_.stage.index, run_.at.step, run_.command.directory.value, path,
                    run_.at.command);
    if (answer.present != Known::yes || answer.path.empty()) return false;
    const std::optional<document::OpenedFile> opened = context_.open(answer.path);
    if (!opened || opened->bytes.size() > largest) return false;
    const read::CMakeFile parsed = read::parse_cmake(opened->file, opened->bytes);
    const std::size_t slash = path.rfind('/');
    const std::string here = path.substr(0, slash);
    frames_.push_back({});
    const std::size_t outer = frames_.size();
    for (const read::CMakeCommand& command : parsed.commands) {
      if (ended_) break;
      commanded(command, here, directory, outer, depth);
    }
    frames_.resize(outer - 1);
    skipped_ = 0;
    ended_ = false;
    return parsed.understood;
  }

  Known active() const {
    Known out = Known::yes;
    for (const Frame& frame : frames_) out = both(out, frame.active);
    return out;
  }

  void commanded(const read::CMakeCommand& command, const std::string& here,
                 const std::string& directory, std::size_t outer, int depth) {
    const std::string& name = command.name;
    const Arguments& arguments = command.arguments;
    if (name == "function" || name == "macro") {
      if (skipped_++ == 0 && !arguments.empty())
        defined_.insert(ascii::lowered(arguments[0].value));
      return;
    }
    if (name == "endfunction" || name == "endmacro") {
      if (skipped_ > 0) --skipped_;
      return;
    }
    if (skipped_ > 0) return;
    if (blocks(name, arguments, outer)) return;
    const Known runs = active();
    if (runs == Known::no) return;
    architectures(name, arguments, runs);
    elsewhere_ = elsewhere_ || name.starts_with("fetchcontent") || name.starts_with("cpm") ||
                 (name != "message" && leads_elsewhere(arguments));
    if (name == "return") {
      ended_ = runs == Known::yes;
      // What stands behind may not run.
      if (!ended_) frames_[outer - 1].active = Known::unknown;
    } else if (name == "project" || name == "enable_language") {
      if (runs == Known::yes) languages(command);
    } else if (name == "find_package") {
      if (runs == Known::yes) package(command);
    } else if (name == "include" || name == "add_subdirectory") {
      other_file(name, arguments, here, directory, depth);
    } else if (name == "option") {
      option(arguments, runs);
    } else if (name == "set") {
      set(arguments, runs);
    } else if (defined_.contains(name)) {
      forget_all();
    } else if (name != "message") {
      for (const Text& argument : arguments) forget(argument.value);
    }
  }

  /// if, foreach, while and what belongs to them.
  bool blocks(std::string_view name, const Arguments& arguments, std::size_t outer) {
    const bool inner = frames_.size() > outer;
    ended_ = ended_ || frames_.size() > most_blocks;
    if (name == "if") {
      const Known holds = condition(arguments);
      frames_.push_back({holds, holds});
    } else if (name == "elseif" || name == "else") {
      if (!inner) return true;
      Frame& frame = frames_.back();
      const Known holds = name == "else" ? Known::yes : condition(arguments);
      frame.active = both(negate(frame.taken), holds);
      frame.taken = either(frame.taken, holds);
    } else if (name == "foreach" || name == "while") {
      frames_.push_back({Known::unknown, Known::yes});
    } else if (name == "block") {
      frames_.push_back({});
    } else if (listed("endif endforeach endwhile endblock", name)) {
      if (inner) frames_.pop_back();
    } else {
      return false;
    }
    return true;
  }

  Known condition(const Arguments& arguments) const {
    std::vector<Known> parts;
    std::string_view joint;
    for (std::size_t i = 0; i < arguments.size();) {
      std::size_t end = i;
      while (end < arguments.size() && arguments[end].value != "AND" &&
             arguments[end].value != "OR")
        ++end;
      parts.push_back(part(arguments, i, end));
      if (end == arguments.size()) break;
      if (!joint.empty() && joint != arguments[end].value) return Known::unknown;
      joint = arguments[end].value;
      i = end + 1;
    }
    Known out = parts.empty() ? Known::no : parts.front();
    for (const Known each : parts) out = joint == "OR" ? either(out, each) : both(out, each);
    // Parentheses are not followed.
    const bool nested = std::any_of(arguments.begin(), arguments.end(),
                                    [](const Text& each) { return each.value == "("; });
    return nested ? Known::unknown : out;
  }

  Known part(const Arguments& arguments, std::size_t begin, std::size_t end) const {
    bool negated = false;
    for (; begin < end && arguments[begin].value == "NOT"; ++begin) negated = !negated;
    const Known out = word(arguments, begin, end);
    return negated ? negate(out) : out;
  }

  Known word(const Arguments& arguments, std::size_t begin, std::size_t end) const {
    if (end - begin != 1 || !arguments[begin].complete) return Known::unknown;
    const std::string& name = arguments[begin].value;
    if (const Known fixed = constant(name); fixed != Known::unknown) return fixed;
    if (const auto found = values_.find(name); found != values_.end()) {
      if (!found->second) return Known::unknown;
      // Any other text is true.
      return negate(cudafit::known(constant(*found->second) == Known::no));
    }
    if (listed("WIN32 APPLE MSVC CYGWIN MINGW ANDROID IOS", name)) return Known::no;
    return name == "UNIX" ? Known::yes : Known::unknown;
  }

  void languages(const read::CMakeCommand& command) {
    const Arguments& arguments = command.arguments;
    bool lists = command.name == "enable_language";
    const bool keywords = std::any_of(arguments.begin(), arguments.end(), [](const Text& each) {
      return listed("LANGUAGES VERSION DESCRIPTION HOMEPAGE_URL COMPAT_VERSION", each.value);
    });
    if (command.name == "enable_language" && !arguments.empty() &&
        arguments.back().value == "OPTIONAL")
      return;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string& word = arguments[i].value;
      if (lists && word == "CUDA" && arguments[i].complete) {
        if (!out_.cuda.empty()) return;
        Link& here = out_.cuda.emplace_back();
        here.words = "this CMake project enables CUDA here";
        here.span = command.span;
        if (architectures_) out_.configured.push_back(*architectures_);
        return;
      }
      if (listed("VERSION DESCRIPTION HOMEPAGE_URL COMPAT_VERSION", word)) lists = false;
      if (word == "LANGUAGES" || (i == 0 && !keywords)) lists = true;
    }
  }

  /// CMake's own module looks for the toolkit where its compiler is and in the usual directories.
  void package(const read::CMakeCommand& command) {
    const Arguments& arguments = command.arguments;
    const auto says = [&](std::string_view word) {
      return std::any_of(arguments.begin(), arguments.end(),
                         [&](const Text& each) { return each.value == word; });
    };
    if (arguments.empty() || !out_.toolkit.empty() || elsewhere_) return;
    if (arguments[0].value != "CUDAToolkit" || !says("REQUIRED")) return;
    if (says("CONFIG") || says("NO_MODULE") || says("HINTS") || says("PATHS") || says("NAMES"))
      return;
    out_.toolkit.push_back({"this CMake project wants the CUDA toolkit here", command.span});
  }

  /// The command may lead CMake to another toolkit, or to a module that looks for it in its own
  /// way.
  static bool leads_elsewhere(const Arguments& arguments) {
    return std::any_of(arguments.begin(), arguments.end(), [](const Text& each) {
      for (const std::string_view word :
           {"CUDAToolkit_", "CMAKE_MODULE_PATH", "CMAKE_PREFIX_PATH", "CMAKE_FIND_", "CUDA_PATH",
            "CUDA_HOME", "SET_DEPENDENCY_PROVIDER", "OVERRIDE_FIND_PACKAGE", "CUDA_CUDART"}) {
        if (contains(each.value, word)) return true;
      }
      return false;
    });
  }

  /// CMAKE_CUDA_ARCHITECTURES, and the property that targets have from it.
  void architectures(std::string_view name, const Arguments& arguments, Known runs) {
    const std::string_view first = arguments.empty() ? std::string_view() : arguments[0].value;
    if (name == "set") {
      if (first == variable) architectures_ = list(arguments, 1, runs);
    } else if (name == "add_executable" || name == "add_library") {
      const bool cuda = std::any_of(arguments.begin(), arguments.end(), [](const Text& each) {
        return each.complete && each.value.ends_with(".cu");
      });
      const bool all = std::none_of(arguments.begin(), arguments.end(), [](const Text& each) {
        return each.value == "EXCLUDE_FROM_ALL" || !each.complete;
      });
      if (cuda && all && runs == Known::yes && !out_.cuda.empty())
        targets_[std::string(first)] = architectures_;
    } else if (name == "set_target_properties" || name == "set_property") {
      // TARGET name ... PROPERTY name value ...; name ... PROPERTIES (name value)...
      const auto at = std::find_if(arguments.begin(), arguments.end(), [](const Text& each) {
        return each.value == "CUDA_ARCHITECTURES";
      });
      if (at == arguments.end()) return;
      const auto begin = static_cast<std::size_t>(at - arguments.begin()) + 1;
      const Arguments one(
          arguments.begin(),
          std::min(arguments.end(), arguments.begin() + static_cast<std::ptrdiff_t>(begin) + 1));
      for (auto each = arguments.begin(); each != at; ++each) {
        const auto target = targets_.find(each->value);
        if (target != targets_.end())
          target->second = list(name == "set_property" ? arguments : one, begin, runs);
      }
    } else if (!listed("message option cmake_minimum_required cmake_policy project enable_language "
                       "find_program find_library check_language list string include_directories "
                       "add_compile_options add_definitions target_link_libraries "
                       "target_include_directories target_compile_options "
                       "target_compile_definitions target_compile_features target_sources install "
                       "return include add_subdirectory",
                       name) ||
               std::any_of(arguments.begin(), arguments.end(),
                           [](const Text& each) { return each.value == variable; })) {
      // It may set the variable, too, as find_package(Torch) does.
      architectures_.reset();
    }
  }

  /// Nothing where the list is not known. What is kept in the cache may have another value.
  static std::optional<Architectures> list(const Arguments& arguments, std::size_t first,
                                           Known runs) {
    if (runs != Known::yes || first >= arguments.size()) return std::nullopt;
    Architectures out;
    out.written_as = project_architectures;
    out.span = cover(arguments[first].around(), arguments.back().around());
    for (std::size_t i = first; i < arguments.size(); ++i) {
      const Text& each = arguments[i];
      if (!each.complete || each.value == "CACHE" || each.value == "PARENT_SCOPE")
        return std::nullopt;
      Architectures part = split_architectures(each, each.around(), project_architectures);
      out.entries.insert(out.entries.end(), part.entries.begin(), part.entries.end());
      out.entry_spans.insert(out.entry_spans.end(), part.entry_spans.begin(),
                             part.entry_spans.end());
    }
    // Edits are offered where one text holds them all.
    if (arguments.size() == first + 1) out.text = arguments[first];
    return out;
  }

  void other_file(std::string_view name, const Arguments& arguments, const std::string& here,
                  const std::string& directory, int depth) {
    if (arguments.empty()) return;
    std::string path = arguments[0].value;
    for (const std::string_view root :
         {"${CMAKE_CURRENT_SOURCE_DIR}/", "${CMAKE_CURRENT_LIST_DIR}/", "${CMAKE_SOURCE_DIR}/",
          "${PROJECT_SOURCE_DIR}/"}) {
      if (!path.starts_with(root)) continue;
      const bool top = root.find("CURRENT") == std::string_view::npos;
      const bool list = root.find("LIST") != std::string_view::npos;
      const std::string& base = top ? call_.directory : list ? here : directory;
      path = base + "/" + path.substr(root.size());
    }
    const bool known = path.find_first_of("$@\\") == std::string::npos;
    if (name == "add_subdirectory") {
      // What it sets stays in it.
      Values outer = values_;
      std::optional<Architectures> outer_list = architectures_;
      // But for the cache.
      if (!known || !file(place(directory, path), "CMakeLists.txt", depth + 1)) elsewhere_ = true;
      values_ = std::move(outer);
      architectures_ = std::move(outer_list);
      return;
    }
    const bool module = known && path.find('/') == std::string::npos && !path.ends_with(".cmake");
    if (module) return;
    const std::string whole = place(directory, path);
    const std::size_t slash = whole.rfind('/');
    const bool read = known && slash != std::string::npos &&
                      file(whole.substr(0, slash), whole.substr(slash + 1), depth + 1);
    if (!read) forget_all();
  }

  static std::string place(const std::string& directory, const std::string& path) {
    return path.starts_with('/') ? path : directory + "/" + path;
  }

  void option(const Arguments& arguments, Known runs) {
    if (arguments.empty()) return;
    const std::string& name = arguments[0].value;
    if (values_.contains(name)) return;
    const bool known = runs == Known::yes && call_.defaults && !muddled_ && arguments.size() < 4;
    if (!known || (arguments.size() == 3 && !arguments[2].complete)) {
      values_[name] = std::nullopt;
    } else {
      values_[name] = arguments.size() == 3 ? arguments[2].value : "OFF";
    }
  }

  void set(const Arguments& arguments, Known runs) {
    if (arguments.empty()) return;
    const std::string& name = arguments[0].value;
    const auto has = [&](std::string_view word) {
      return std::any_of(arguments.begin(), arguments.end(),
                         [&](const Text& each) { return each.value == word; });
    };
    const bool cached = has("CACHE");
    if (cached && !has("FORCE") && values_.contains(name)) return;
    Value value;
    const bool known =
        runs == Known::yes && (!cached || (call_.defaults && !muddled_)) && !has("PARENT_SCOPE");
    if (known && arguments.size() > 1 && arguments[1].complete) value = arguments[1].value;
    if (!cached && arguments.size() != 2) value = std::nullopt;
    values_[name] = value;
  }

  void forget(std::string_view name) {
    const auto known = values_.find(name);
    if (known != values_.end()) known->second = std::nullopt;
  }
  /// Something that is not followed may have set any of them.
  void forget_all() {
    values_.clear();
    architectures_.reset();
    muddled_ = elsewhere_ = true;
  }

  const Document& document_;
  const document::Context& context_;
  const Run& run_;
  const CMakeCall& call_;
  Values values_;
  std::set<std::string, std::less<>> defined_;  ///< functions and macros of the project
  std::vector<Frame> frames_;
  int skipped_ = 0;         ///< depth in definitions
  bool muddled_ = false;    ///< no default counts any more
  bool elsewhere_ = false;  ///< the toolkit may be looked for in another way than CMake's
  bool ended_ = false;      ///< the file that is walked has returned
  int files_ = 0;
  std::optional<Architectures> architectures_;  ///< CMAKE_CUDA_ARCHITECTURES, where it is known
  /// Those of CUDA code, and the architectures each is compiled for as far as they are known.
  std::map<std::string, std::optional<Architectures>, std::less<>> targets_;
  CMakeProject out_;
};

}  // namespace

CMakeProject cmake_project(const Document& document, const document::Context& context,
                           const Run& run, const CMakeCall& call) {
  return Walk(document, context, run, call).run();
}

}  // namespace cudafit::facts
