#include "project/images.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "advise/tags.h"
#include "matrix/contents.h"
#include "matrix/driver.h"
#include "matrix/matrix.h"
#include "matrix/pip_name.h"
#include "source/nearest.h"
#include "terms/pep440.h"
#include "terms/version.h"

namespace cudafit::project {

namespace {

using facts::Brought;
using facts::DeclaredImage;
using read::ConfigString;
using read::ImageTable;

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Consists of letters, digits and `others`, and begins and ends with a letter or digit.
bool spelled(std::string_view text, std::string_view others) {
  return !text.empty() && letter_or_digit(text.front()) && letter_or_digit(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return letter_or_digit(c) || others.find(c) != std::string_view::npos;
         });
}

/// The two parts of an image's name; a tag has no slash, a port does.
struct Reference {
  std::string_view repository, tag;
};

Reference split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && text.find('/', colon) == std::string_view::npos;
  if (!tagged) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::string wrong_name(std::string_view name) {
  const Reference parts = split(name);
  const bool path = spelled(parts.repository, "._-/:");
  // A registry's host may have capital letters.
  const std::size_t slash = name.find('/');
  const std::string_view first = name.substr(0, slash == std::string_view::npos ? 0 : slash);
  const bool host = first.find_first_of(".:") != std::string_view::npos || first == "localhost";
  const std::string_view below =
      host ? parts.repository.substr(std::min(first.size(), parts.repository.size()))
           : parts.repository;
  if (path && std::any_of(below.begin(), below.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    return "a repository is written in small letters, not " + in_quotes(name);
  if (path && !parts.tag.empty()) {
    return "\"name\" is the repository alone: write " + in_quotes(parts.repository) +
           ", and its tags in \"tags\"";
  }
  if (path && parts.repository == name) return {};
  return "a \"name\" is a repository, as in registry.example/ml-base, not " + in_quotes(name);
}

std::string wrong_reference(std::string_view like) {
  if (like.find('@') != std::string_view::npos)
    return "\"like\" names an image by its tag; a digest tells nothing of what is in it";
  const Reference parts = split(like);
  const bool tag = parts.tag.empty() || spelled(parts.tag, "._-");
  if (!spelled(parts.repository, "._-/:") || !tag || like.ends_with(':')) {
    return "\"like\" is an image, as in nvidia/cuda:12.4.1-base-ubuntu22.04, not " +
           in_quotes(like);
  }
  if (parts.tag.empty())
    return "\"like\" needs a tag: what is in " + std::string(like) + " depends on it";
  return {};
}

/// The tag that is meant by one that does not exist, as a question.
std::string meant_tag(const std::string& repository, std::string_view tag,
                      const std::vector<matrix::ImageTag>& tags) {
  // Of one that is spelled as tags are, what it says counts, not its letters.
  const auto parts = matrix::parse_tag(repository, tag);
  if (parts && parts->flavor != matrix::Flavor::none) {
    graph::ImageNeed need;
    need.repository = repository;
    need.tag = tag;
    const auto near = advise::Tags(repository).nearest(need, 1);
    if (!near.empty()) return "; did you mean " + in_quotes(near.front().row.tag) + "?";
  }
  std::vector<std::string_view> names;
  for (const matrix::ImageTag& row : tags) {
    if (row.existence == matrix::Existence::published) names.push_back(row.tag);
  }
  return did_you_mean(tag, names);
}

/// Why the matrix cannot be asked about an image. One of a listed repository has to be listed, or
/// newer than the list.
std::string wrong_like(const std::string& written, std::string_view tag,
                       const std::vector<DeclaredImage>& declared) {
  using matrix::Existence;
  const std::string repository = matrix::behind_mirror(written);
  const matrix::TagAnswer answer = matrix::find_tag(repository, tag);
  if (answer.row && answer.existence != Existence::never) return {};
  const std::vector<matrix::ImageTag> tags = matrix::tags(repository);
  const bool missing = answer.existence == Existence::never ||
                       (!tags.empty() && answer.existence != Existence::newer);
  if (!missing && matrix::contents(repository, tag)) return {};
  const std::string image = written + ":" + std::string(tag);
  if (!missing) {
    std::vector<std::string_view> names = matrix::described_repositories();
    const bool spelt = std::find(names.begin(), names.end(), repository) != names.end();
    for (const DeclaredImage& each : declared) names.push_back(each.repository);
    return "nothing is known of what is in " + image +
           (spelt ? std::string() : did_you_mean(repository, names));
  }
  return "no image " + image + " is known" + meant_tag(repository, tag, tags);
}

struct Component {
  std::string_view key;
  Brought::Kind kind;
};
constexpr std::array<Component, 7> components{{{"python", Brought::Kind::python},
                                               {"cuda", Brought::Kind::cuda},
                                               {"cudart", Brought::Kind::cudart},
                                               {"nvcc", Brought::Kind::nvcc},
                                               {"cudnn", Brought::Kind::cudnn},
                                               {"nccl", Brought::Kind::nccl},
                                               {"gcc", Brought::Kind::c_compiler}}};

/// Keys that are neither a component of an image nor meant as a Python package.
std::string refused(const std::string& key) {
  for (const std::string_view each :
       {"driver", "nvidia-driver", "cuda-driver", "gpu-driver", "libcuda"}) {
    if (key == each)
      return "an image brings no driver, the host does: declare it in [[host]], with \"driver\"";
  }
  if (key == "gpu" || key == "gpus")
    return "an image brings no GPU, the host does: declare it in [[host]], with \"gpus\"";
  for (const std::string_view each : {"os", "ubuntu", "debian", "distro"}) {
    if (key == each) return "the system is that of the image in \"like\", it is not brought";
  }
  if (key == "pytorch") return R"(the package is called "torch", not "pytorch")";
  if (key == "cudatoolkit" || key == "cuda-toolkit")
    return R"(the toolkit is called "cuda" here, its compiler "nvcc", its runtime library "cudart")";
  if (key == "cublas" || key == "libcublas")
    return R"(cuBLAS comes with CUDA: write its version as "cuda")";
  if (key.starts_with("libcudnn")) return R"(the library is called "cudnn" here)";
  if (key == "tensorrt")
    return "TensorRT is not among what an image can be said to bring; leave it out";
  if (key == "conda") return R"(conda is that of the image in "like", it is not brought)";
  return {};
}

/// A build of torch for a CUDA that no toolkit is: "cu999".
std::string wrong_build(std::string_view local) {
  if (!local.starts_with("cu")) return {};
  const std::string_view digits = local.substr(2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  if (digits.size() >= 2) {
    const auto cuda = Version::parse(std::string(digits.substr(0, digits.size() - 1)) + "." +
                                     std::string(digits.substr(digits.size() - 1)));
    if (cuda && matrix::driver_floor(*cuda, matrix::HostOs::linux_)) return {};
    // A toolkit that came out after the data is unknown, not wrong.
    const Version newest = matrix::toolkit_releases().back().cuda;
    if (cuda && *cuda > newest && cuda->major() <= newest.major() + 1) return {};
  }
  return "no CUDA is known that a build " + in_quotes(local) + " could be for";
}

std::string wrong_version(Brought::Kind kind, const std::string& key, const std::string& version) {
  if (kind == Brought::Kind::package) {
    if (!spelled(key, "._-")) return in_quotes(key) + " is no name of a Python package";
    if (const auto parsed = PyVersion::parse(version)) {
      return key == "torch" ? wrong_build(parsed->local) : std::string();
    }
    return "the version of a package is one version, as in 2.4.1+cu124, not " + in_quotes(version);
  }
  const std::optional<Version> parsed = Version::parse(version);
  if (kind == Brought::Kind::python) {
    const bool fits = parsed && parsed->parts >= 2 && parsed->parts <= 3 &&
                      (parsed->major() == 3 || parsed->major() == 2);
    if (fits) return {};
    return "a version of Python is written as in 3.11 or 3.11.9, not " + in_quotes(version);
  }
  if (parsed) return {};
  return "a version of " + key + " is numbers and dots, as in 12.4.1, not " + in_quotes(version);
}

class Settling {
 public:
  Settling(const read::Config& config, const Sources& sources, std::vector<std::string>& problems)
      : tables_(config.images), sources_(sources), problems_(problems) {}

  std::vector<DeclaredImage> run() {
    for (const ImageTable& table : tables_) add(table);
    std::vector<DeclaredImage> out = images_;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (fine_[i]) follow(i, out[i]);
    }
    report();
    return out;
  }

 private:
  std::string line(Span span) {
    return sources_[span.file].path + ":" +
           std::to_string(lines(span.file).position(span.begin).line);
  }

  /// Made once for each file.
  const LineMap& lines(FileId file) {
    return lines_.try_emplace(file, sources_[file].bytes).first->second;
  }

  /// False where there is something to say.
  bool check(Span span, const std::string& wrong) {
    if (wrong.empty()) return true;
    found_.emplace_back(span, line(span) + ":" +
                                  std::to_string(lines(span.file).position(span.begin).column) +
                                  ": " + wrong);
    return false;
  }

  /// In the order of the file, each once.
  void report() {
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first.file, a.first.begin) < std::pair(b.first.file, b.first.begin);
    });
    for (auto& [span, message] : found_) {
      if (std::find(problems_.begin(), problems_.end(), message) == problems_.end())
        problems_.push_back(std::move(message));
    }
  }

  void add(const ImageTable& table) {
    DeclaredImage image;
    image.name = table.name.value;
    image.repository = matrix::canonical_repository(table.name.value);
    for (const ConfigString& tag : table.tags) image.tags.push_back(tag.value);
    if (std::find(image.tags.begin(), image.tags.end(), "*") != image.tags.end())
      image.tags.clear();
    bool fine = check(table.name.span, wrong_name(table.name.value)) && reachable(table, image);
    if (!table.like.span && table.brings.empty()) {
      fine = check(table.span,
                   "[[image]] needs \"like\" or \"brings\": what there is to know of the image");
    }
    if (table.like.span) fine = check(table.like.span, wrong_reference(table.like.value)) && fine;
    for (const auto& [key, version] : table.brings) fine = bring(key, version, image) && fine;
    if (!fine) image.brings.clear();
    fine_.push_back(fine);
    images_.push_back(std::move(image));
  }

  /// An earlier table takes all that the table could mean.
  bool reachable(const ImageTable& table, const DeclaredImage& image) {
    for (std::size_t i = 0; i < images_.size(); ++i) {
      const std::vector<std::string>& earlier = images_[i].tags;
      if (images_[i].repository != image.repository) continue;
      // A file may say otherwise than the one it extends.
      if (tables_[i].name.span.file != table.name.span.file) continue;
      const bool all =
          earlier.empty() ||
          (!image.tags.empty() &&
           std::all_of(image.tags.begin(), image.tags.end(), [&](const std::string& glob) {
             return std::find(earlier.begin(), earlier.end(), glob) != earlier.end();
           }));
      if (!all) continue;
      return check(table.name.span, in_quotes(image.name) + " is declared for these tags at " +
                                        line(tables_[i].name.span) +
                                        " already, and the first table counts");
    }
    return true;
  }

  bool bring(const ConfigString& key, const ConfigString& version, DeclaredImage& image) {
    Brought said{Brought::Kind::package, matrix::pip_name(key.value), version.value,
                 line(key.span)};
    if (!check(key.span, refused(said.name))) return false;
    for (const Component& each : components) {
      if (each.key != said.name) continue;
      said.kind = each.kind;
    }
    const bool name = said.kind != Brought::Kind::package || spelled(key.value, "._-");
    if (!check(name ? version.span : key.span, wrong_version(said.kind, key.value, version.value)))
      return false;
    const auto same = [&](const Brought& other) {
      return other.kind == said.kind &&
             (said.kind != Brought::Kind::package || other.name == said.name);
    };
    if (const auto other = std::find_if(image.brings.begin(), image.brings.end(), same);
        other != image.brings.end()) {
      return check(key.span,
                   in_quotes(key.value) + " is said twice" +
                       (other->name == key.value ? "" : ", as " + in_quotes(other->name)));
    }
    image.brings.push_back(std::move(said));
    return true;
  }

  /// Goes from table to table as far as one that is like an image of the matrix's, or like none.
  void follow(std::size_t first, DeclaredImage& out) {
    std::vector<std::size_t> way{first};
    while (tables_[way.back()].like.span) {
      const ImageTable& table = tables_[way.back()];
      const Reference like = split(table.like.value);
      const std::string repository = matrix::canonical_repository(like.repository);
      out.because.push_back(table.name.value + " is declared like " + table.like.value + " (" +
                            line(table.like.span) + ")");
      const int next = next_of(way.back(), repository, like.tag);
      if (next < 0) {
        // Wrong is the table that says so; those that are like it only know less.
        const std::string wrong = wrong_like(repository, like.tag, images_);
        if (way.size() == 1) check(table.like.span, wrong);
        if (!wrong.empty()) return forget(out);
        out.like_repository = repository;
        out.like_tag = like.tag;
        return;
      }
      const auto index = static_cast<std::size_t>(next);
      if (std::find(way.begin(), way.end(), index) != way.end()) {
        if (index == first) {
          check(tables_[first].like.span, "\"like\" leads back to " + in_quotes(out.name) +
                                              " itself, so that nothing is known of it");
        }
        return forget(out);
      }
      if (way.size() == most_tables) {
        if (!std::exchange(too_long_, true))
          check(table.like.span, "\"like\" leads on and on, over more than " +
                                     std::to_string(most_tables) + " tables");
        return forget(out);
      }
      if (!fine_[index]) return forget(out);
      inherit(images_[index], out);
      way.push_back(index);
    }
  }

  /// The table that one is like, looked up once; -1: none.
  int next_of(std::size_t table, std::string_view repository, std::string_view tag) {
    next_.resize(tables_.size());
    std::optional<int>& known = next_[table];
    if (!known) known = facts::declared_image(images_, repository, tag);
    return *known;
  }

  /// What the nearer table says of a thing wins.
  static void inherit(const DeclaredImage& from, DeclaredImage& out) {
    for (const Brought& said : from.brings) {
      const bool there =
          std::any_of(out.brings.begin(), out.brings.end(), [&](const Brought& other) {
            return other.kind == said.kind &&
                   (said.kind != Brought::Kind::package || other.name == said.name);
          });
      if (!there) out.brings.push_back(said);
    }
  }

  static void forget(DeclaredImage& out) {
    out.because.clear();
    out.brings.clear();
  }

  const std::vector<ImageTable>& tables_;
  const Sources& sources_;
  std::vector<std::string>& problems_;
  std::vector<DeclaredImage> images_;  ///< as written, each by itself
  std::vector<bool> fine_;
  std::map<FileId, LineMap> lines_;
  static constexpr std::size_t most_tables = 64;  ///< from one that is like another to the last
  bool too_long_ = false;                         ///< said once
  std::vector<std::optional<int>> next_;
  std::vector<std::pair<Span, std::string>> found_;  ///< what is wrong
};

}  // namespace

std::vector<DeclaredImage> settled_images(const read::Config& config, const Sources& sources,
                                          std::vector<std::string>& problems) {
  if (config.images.empty()) return {};
  return Settling(config, sources, problems).run();
}

}  // namespace cudafit::project
