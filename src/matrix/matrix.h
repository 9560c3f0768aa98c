#pragma once
// What the world says about images. The tables are compiled from matrix/*.yaml at build time
// (compile.cpp) into sorted constexpr arrays; strings live in one pool, so nothing is relocated or
// built at start-up. Everything carries a citation.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One entry of matrix/sources.yaml.
struct Citation {
  std::string_view id;
  std::string_view title;
  std::string_view url;      ///< or owner/repository@commit:path; may be empty
  std::string_view date;     ///< when it said so, or was read
  std::string text() const;  ///< "title (url)"
};

/// What is known about one tag of one repository.
enum class Existence : std::uint8_t {
  published,  ///< listed in the newest listing, or proven later
  removed,    ///< was listed, is not any more
  never,      ///< in a release whose listing is complete, and never listed
  newer,      ///< a release above everything the table knows
  unknown,    ///< the data does not decide
};

enum class Flavor : std::uint8_t { none, base, runtime, devel };

/// A row of a tag table (nvidia/cuda and pytorch/pytorch are listed tag by tag).
struct ImageTag {
  std::string_view repository;  ///< canonical: "nvidia/cuda"
  std::string_view tag;
  Existence existence =
      Existence::unknown;  ///< published, removed, unknown; never where somebody proved it
  Version release;         ///< the version the tag starts with: CUDA's for nvidia/cuda, torch's for
                           ///< pytorch/pytorch
  Version cuda;            ///< as in the tag; no parts when it names none
  Flavor flavor = Flavor::none;
  std::string_view cudnn;            ///< as written in the tag: "", "cudnn", "cudnn8"
  std::string_view os;               ///< "ubuntu22.04"; empty when the tag names none
  std::string_view arches;           ///< "amd64,arm64"
  std::string_view as_of;            ///< date of the proof, e.g. 2025-12-15; may be empty
  std::string_view removed_between;  ///< "2023-06-29..2023-07-03" for removed tags; may be empty
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// The parts of a tag by the repository's grammar; the texts lie in the tag that was parsed.
struct TagParts {
  Version cuda;
  Flavor flavor = Flavor::none;
  std::string_view cudnn, os;
};

struct TagAnswer {
  Existence existence = Existence::unknown;
  std::optional<ImageTag> row;  ///< when the tag is listed
  /// For never and newer: why, as one clause ("CUDA 12.1 tags always carry a patch number").
  std::string reason;
  Citation source;  ///< of the row, or of the listing that proves absence; empty when unlisted and
                    ///< unknown
  std::string_view as_of;
};

/// A release of a tagged repository.
struct Release {
  Version version;
  bool complete = false;  ///< its listing is complete: a tag that is not in it was never there
  std::string_view as_of;
  Citation source;
};

/// Canonical repository of a reference's name as tables use it: docker.io/, index.docker.io/,
/// library/ dropped. nvcr.io and other hosts stay.
std::string canonical_repository(std::string_view name);

/// `repository` canonical; nvcr.io/nvidia/cuda is answered from nvidia/cuda's table (same pushes).
TagAnswer find_tag(std::string_view repository, std::string_view tag);
/// All listed tags of a repository, sorted by tag; empty when it has no table.
std::vector<ImageTag> tags(std::string_view repository);
/// Its releases, oldest first; empty when it has no table.
std::vector<Release> releases(std::string_view repository);
/// By the repository's grammar; nothing when it has none or the tag does not fit (which proves
/// nothing).
std::optional<TagParts> parse_tag(std::string_view repository, std::string_view tag);

/// One variable of an image's configuration.
struct ImageVariable {
  std::string_view name;
  std::string_view value;  ///< empty when not known
  bool known = true;       ///< false: the image sets it, the value is not in the data
};

/// The ENV an image brings.
struct ImageEnvironment {
  std::vector<ImageVariable> variables;  ///< sorted by name
  bool complete = false;                 ///< the image sets nothing else
  Citation source;                       ///< of the last layer
};
/// Nothing when the image's configuration is not in the data. amd64 values.
std::optional<ImageEnvironment> environment(std::string_view repository, std::string_view tag);

/// The change of the signing key of NVIDIA's apt repositories.
struct KeyRotation {
  std::string_view date;
  std::string_view old_key, new_key;  ///< as the key files are named
  std::string_view missing_key;       ///< what apt-get says is not available
  Citation source;
};
KeyRotation key_rotation();

/// The key with which an apt repository of NVIDIA is signed, and which it serves.
struct AptKey {
  std::string_view key;          ///< as its file is named
  std::string_view missing_key;  ///< what apt-get says is not available; empty where nobody tells
  Citation source;
};
/// `repository` is "cuda" or "machine-learning", `system` its directory: "ubuntu2004". Nothing
/// where nobody has shown it.
std::optional<AptKey> apt_key(std::string_view repository, std::string_view system);

/// Whether an image was built before NVIDIA's apt signing key was rotated (2022-04-28) and lists
/// NVIDIA's apt repository.
struct OldKey {
  std::string_view built;  ///< date, or the last date it can have been built
  Citation source;
};
std::optional<OldKey> old_apt_key(std::string_view repository, std::string_view tag);

/// Date of the newest source behind the tables, e.g. "2026-11-20".
std::string_view data_date();
std::optional<Citation> citation(std::string_view id);
/// All of them, sorted by id.
std::vector<Citation> citations();

}  // namespace cudafit::matrix
