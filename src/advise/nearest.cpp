#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "advise/tags.h"
#include "matrix/distributions.h"
#include "matrix/image_packages.h"

namespace cudafit::advise {

using matrix::Existence;
using matrix::Flavor;
using matrix::ImageTag;

namespace {

/// How far a row is from what was wanted, most important first; smaller is nearer.
using Distance = std::array<std::uint32_t, 9>;

std::uint32_t gap(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : b - a; }

Distance measure(const TagWords& wanted, const ImageTag& row, const TagWords& has) {
  Distance d{};
  d[0] = wanted.flavor != Flavor::none && row.flavor != wanted.flavor;
  d[1] = wanted.cudnn != has.cudnn;
  d[2] = gap(row.cuda.major(), wanted.cuda.major());
  // A newer minor release of the same major runs what an older one ran; prefer it to stepping back.
  d[3] = 2 * gap(row.cuda.minor(), wanted.cuda.minor()) +
         (row.cuda.minor() < wanted.cuda.minor() ? 1u : 0u);
  if (d[2] != 0)
    d[3] = row.cuda.major() > wanted.cuda.major() ? row.cuda.minor() : 1000 - row.cuda.minor();
  d[4] = wanted.cudnn_major != 0 && has.cudnn_major != 0 && has.cudnn_major != wanted.cudnn_major;
  const bool os_wanted = !wanted.distribution.empty();
  d[5] = os_wanted ? has.distribution != wanted.distribution : has.distribution != "ubuntu";
  d[6] = os_wanted ? gap(has.release.major(), wanted.release.major()) : 100 - has.release.major();
  d[7] = wanted.cuda.parts >= 3 && row.cuda == wanted.cuda ? 0u : 1000 - row.cuda.patch();
  return d;
}

bool same_line(const TagWords& wanted, const TagRow& row) {
  return row.tag.cuda.same_line(wanted.cuda);
}
bool same_os(const TagWords& wanted, const TagRow& row) {
  return row.words.distribution == wanted.distribution && row.words.release == wanted.release;
}
bool same_cudnn(const TagWords& wanted, const TagRow& row) {
  if (wanted.cudnn != row.words.cudnn) return false;
  // Not knowing the row's major is not having the wanted one.
  return wanted.cudnn_major == 0 || wanted.cudnn_major == row.words.cudnn_major;
}

/// Nothing but the patch release or the spelling differs.
bool equivalent(const TagWords& wanted, const TagRow& row) {
  return same_line(wanted, row) && row.tag.flavor == wanted.flavor && same_os(wanted, row) &&
         same_cudnn(wanted, row);
}

void add_word(std::string& text, std::string word) {
  if (!text.empty()) text += ", ";
  text += word;
}

std::string difference(const TagWords& wanted, const TagRow& row) {
  std::string out;
  if (!same_line(wanted, row)) add_word(out, "CUDA " + row.tag.cuda.text());
  if (wanted.flavor != Flavor::none && row.tag.flavor != wanted.flavor)
    add_word(out, "another flavor");
  if (wanted.cudnn && !row.words.cudnn) add_word(out, "without cuDNN");
  if (!wanted.cudnn && row.words.cudnn) add_word(out, "with cuDNN");
  if (wanted.cudnn && row.words.cudnn && !same_cudnn(wanted, row)) {
    add_word(out, "cuDNN " + std::to_string(row.words.cudnn_major));
  }
  if (!wanted.distribution.empty() && !same_os(wanted, row)) add_word(out, std::string(row.tag.os));
  return out;
}

/// Where the tag says only `cudnn`, the image's own environment says which.
unsigned cudnn_of_environment(const ImageTag& tag) {
  const auto environment = matrix::environment(tag.repository, tag.tag);
  if (!environment) return 0;
  for (const matrix::ImageVariable& variable : environment->variables) {
    if (variable.name != "NV_CUDNN_VERSION" && variable.name != "CUDNN_VERSION") continue;
    const auto major = Version::parse(variable.value.substr(0, variable.value.find('.')));
    if (major) return major->major();
  }
  return 0;
}

/// Fully listed releases only: a candidate must be one whose contents are known.
std::vector<TagRow> read_tags(const std::string& table) {
  const std::vector<matrix::Release> releases = matrix::releases(table);
  const std::vector<ImageTag> tags = matrix::tags(table);
  std::vector<TagRow> rows;
  rows.reserve(tags.size());
  // Tags of one release stand together.
  Version release;
  bool complete = false;
  for (const ImageTag& tag : tags) {
    if (tag.existence != Existence::published || tag.weak || tag.flavor == Flavor::none) continue;
    if (tag.release != release) {
      release = tag.release;
      complete = std::any_of(releases.begin(), releases.end(), [&](const matrix::Release& each) {
        return each.complete && each.version == release;
      });
    }
    if (complete) rows.push_back({tag, tag_words(tag.tag)});
  }
  return rows;
}

/// Read once: many files are linted in one run, by several threads.
const std::vector<TagRow>& listed_tags(const std::string& table) {
  static std::mutex guard;
  static std::map<std::string, std::vector<TagRow>> tables;
  const std::lock_guard lock(guard);
  const auto [place, fresh] = tables.try_emplace(table);
  if (fresh) place->second = read_tags(table);
  return place->second;
}

/// Where the tag says only `cudnn`, with the major that the image has.
TagRow with_cudnn(TagRow row) {
  if (row.words.cudnn && row.words.cudnn_major == 0)
    row.words.cudnn_major = cudnn_of_environment(row.tag);
  return row;
}

}  // namespace

std::string tag_table(const std::string& repository) {
  return repository.starts_with("nvcr.io/") ? repository.substr(8) : repository;
}

std::string_view system_family(std::string_view os) {
  return os.substr(0, os.find_first_of("0123456789"));
}

bool system_ended(std::string_view os) {
  const std::string_view family = system_family(os);
  return matrix::os_support(family, os.substr(family.size())).has_value();
}

bool release_ended(Version cuda) {
  const auto support = matrix::cuda_support(cuda);
  return support && !support->supported;
}

unsigned cudnn_major(const matrix::ImageTag& tag) {
  return with_cudnn({tag, tag_words(tag.tag)}).words.cudnn_major;
}

Tags::Tags(const std::string& repository) : rows_(listed_tags(tag_table(repository))) {}

std::vector<Candidate> Tags::nearest(
    const graph::ImageNeed& need, std::size_t most,
    const std::function<bool(const matrix::ImageTag&)>& fits) const {
  const TagWords wanted = tag_words(need.tag);
  // Nearest on top; among equals the first row. Only few are ever taken.
  std::vector<std::pair<Distance, std::size_t>> heap;
  heap.reserve(rows_.size());
  std::size_t equal = 0;
  for (const TagRow& row : rows_) {
    // Of other releases it is too far down the list to matter.
    const TagRow known = wanted.cudnn_major != 0 && same_line(wanted, row) ? with_cudnn(row) : row;
    heap.emplace_back(measure(wanted, known.tag, known.words), heap.size());
    if (equivalent(wanted, known)) ++equal;
  }
  std::make_heap(heap.begin(), heap.end(), std::greater<>());
  const bool exact =
      wanted.cuda.parts >= 3 && !heap.empty() && rows_[heap.front().second].tag.cuda == wanted.cuda;
  std::vector<Candidate> out;
  for (; !heap.empty() && out.size() < most; heap.pop_back()) {
    std::pop_heap(heap.begin(), heap.end(), std::greater<>());
    const TagRow& listed = rows_[heap.back().second];
    // One tag of each CUDA line and OS is enough of a choice.
    const bool repeated = std::any_of(out.begin(), out.end(), [&](const Candidate& other) {
      return other.row.cuda.same_line(listed.tag.cuda) && other.row.os == listed.tag.os;
    });
    if (repeated || (fits && (listed.tag.tag == need.tag || !fits(listed.tag)))) continue;
    const TagRow row = wanted.cudnn_major != 0 ? with_cudnn(listed) : listed;
    Candidate candidate{row.tag, Safety::suggested, difference(wanted, row)};
    const bool guess = row.tag.cuda.major() != wanted.cuda.major() ||
                       wanted.flavor == Flavor::none || row.tag.flavor != wanted.flavor ||
                       wanted.cudnn != row.words.cudnn;
    if (guess) {
      candidate.safety = Safety::shown;
    } else if (out.empty() && equivalent(wanted, row) && (equal == 1 || exact)) {
      candidate.safety = Safety::safe;
    }
    // Behind a tag that changes nothing else, the ones that do are no help.
    if (!out.empty() && out.front().difference.empty() && !candidate.difference.empty()) break;
    out.push_back(std::move(candidate));
  }
  return out;
}

std::vector<Candidate> Tags::starters(const facts::StageFact* stage, std::size_t most) const {
  const bool compiles = stage != nullptr && stage->compiles;
  std::vector<Candidate> out;
  for (const Flavor flavor : {Flavor::devel, Flavor::runtime, Flavor::base}) {
    if (compiles && flavor != Flavor::devel) continue;
    const TagRow* best = nullptr;
    for (const TagRow& row : rows_) {
      if (row.tag.flavor != flavor || row.words.cudnn || row.words.distribution != "ubuntu")
        continue;
      const auto key = [](const TagRow& each) {
        return std::pair(each.tag.cuda, each.words.release);
      };
      if (best == nullptr || key(*best) < key(row)) best = &row;
    }
    if (best != nullptr && out.size() < most) out.push_back({best->tag, Safety::shown, {}});
  }
  // From small to large, unless what is compiled decides.
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace cudafit::advise
