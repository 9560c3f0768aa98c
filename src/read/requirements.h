#pragma once
// Requirements files, as pip reads them. Files they name are not opened here.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/requirement.h"

namespace cudafit::read {

/// One option in a requirements file.
struct RequirementOption {
  enum class Kind : std::uint8_t {
    requirements,     ///< -r, --requirement FILE
    constraints,      ///< -c, --constraint FILE
    editable,         ///< -e, --editable PLACE; only among the trailing options, the one that
                      ///< counts is the line's requirement
    index_url,        ///< -i, --index-url, --pypi-url URL
    extra_index_url,  ///< --extra-index-url URL
    find_links,       ///< -f, --find-links PLACE
    no_index,
    pre,
    all_releases,  ///< --all-releases NAMES
    only_final,    ///< --only-final NAMES
    prefer_binary,
    no_binary,    ///< --no-binary NAMES
    only_binary,  ///< --only-binary NAMES
    trusted_host,
    require_hashes,
    no_require_hashes,
    use_feature,
    hash,            ///< --hash ALGORITHM:DIGEST, of the line's requirement
    global_option,   ///< of the line's requirement; newer pips refuse it
    config_setting,  ///< -C, --config-settings KEY=VALUE, of the line's requirement
    install_option,  ///< of the line's requirement; newer pips refuse it
  };
  Kind kind = Kind::no_index;
  std::string name;  ///< the option in full, without its value: "--extra-index-url", "-r"
  Text value;        ///< empty for options that take none
  Span span;         ///< option and value, to point at
};

/// One logical line that is not blank.
struct RequirementLine {
  Span span;  ///< from the first to the last byte of what counts on the line (comments do not)
  std::optional<Requirement> requirement;  ///< its `editable` says whether -e stood before it
  /// What takes effect: options of the file where there is no requirement, else only those that
  /// belong to the requirement (--hash, --global-option, --config-settings).
  std::vector<RequirementOption> options;
  /// Options that pip reads and silently ignores: those of the file behind a requirement or a -r on
  /// the same line, those of a requirement where there is none.
  std::vector<RequirementOption> trailing_options;
  /// Words behind an option's value: pip ignores them silently, even when they name a package.
  std::vector<Text> trailing_words;
};

struct RequirementError {
  Span span;
  std::string message;  ///< one sentence without a full stop
};

struct RequirementsFile {
  FileId file = no_file;
  std::vector<RequirementLine> lines;
  std::vector<RequirementError> errors;  ///< what pip refuses; it then installs nothing. None for
                                         ///< lines that are not known
  bool known = true;  ///< false: `lines` are missing, for the encoding is not one that is read here
                      ///< or the file is absurdly long
};

/// The value of an environment variable of the process that runs pip; nothing when it is unset, an
/// incomplete Text when it is not known whether or what it is.
using PipEnvironment = std::function<std::optional<Text>(std::string_view name)>;

/// Reads the bytes of a requirements or constraints file. Without an `environment` every `${NAME}`
/// makes its line's texts incomplete.
RequirementsFile read_requirements(FileId file, std::string_view bytes,
                                   const PipEnvironment& environment = {});

}  // namespace cudafit::read
