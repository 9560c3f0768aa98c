#include "matrix/absence.h"

#include <algorithm>
#include <span>

namespace cudafit::matrix {
namespace {

using tables::view;

bool digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t dash = text.find('-');
    words.push_back(text.substr(0, dash));
    if (dash == std::string_view::npos) return words;
    text.remove_prefix(dash + 1);
  }
}

bool is_flavor(std::string_view word) {
  return std::find(flavor_words.begin(), flavor_words.end(), word) != flavor_words.end();
}

/// "ubuntu22.04" and "ubuntu2204" and "Ubuntu-22.04" are one.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '.' && c != '-' && c != '_')
      out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// What the rows of one release offer.
struct Offer {
  std::span<const tables::TagRow> rows;

  bool system(std::string_view os) const {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const tables::TagRow& row) { return view(row.os) == os; });
  }
  bool flavor(std::string_view os, Flavor flavor) const {
    return std::any_of(rows.begin(), rows.end(), [&](const tables::TagRow& row) {
      return view(row.os) == os && row.flavor == static_cast<std::uint8_t>(flavor);
    });
  }
  /// The cuDNN words of the release, on `os` or (empty) on any system: "-cudnn-" or "-cudnn7- or
  /// -cudnn8-".
  std::string cudnn(std::string_view os) const {
    std::vector<std::string_view> words;
    for (const tables::TagRow& row : rows) {
      const std::string_view word = view(row.cudnn);
      if (word.empty() || (!os.empty() && view(row.os) != os)) continue;
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
    std::sort(words.begin(), words.end());
    std::string out;
    for (const std::string_view word : words) {
      if (!out.empty()) out += " or ";
      out.append("-").append(word).append("-");
    }
    return out;
  }
  bool has_cudnn(std::string_view os, std::string_view word) const {
    return std::any_of(rows.begin(), rows.end(), [&](const tables::TagRow& row) {
      return view(row.os) == os && view(row.cudnn) == word;
    });
  }
};

struct Filled {
  std::string_view release, written, os;
  std::string known;
};

std::string fill(std::string_view sentence, const Filled& fields) {
  std::string out;
  while (true) {
    const std::size_t open = sentence.find('{');
    out.append(sentence.substr(0, open));
    if (open == std::string_view::npos) return out;
    const std::size_t close = sentence.find('}', open);
    const std::string_view field = sentence.substr(open + 1, close - open - 1);
    if (field == "release") out.append(fields.release);
    if (field == "written") out.append(fields.written);
    if (field == "os") out.append(fields.os);
    if (field == "known") out.append(fields.known);
    sentence.remove_prefix(close + 1);
  }
}

/// What the table says of such a tag. Tables of people's own need not have a sentence for each
/// kind.
std::string_view sentence(const tables::RepositoryRow& repository, Absence why) {
  for (const Absence kind : {why, why == Absence::newer ? why : Absence::not_listed}) {
    if (const tables::Text own = repository.sentence[static_cast<std::size_t>(kind)])
      return view(own);
  }
  return why == Absence::newer ? "{release} is newer than {known}, the newest release in the table"
                               : "the listing of its tags does not have it";
}

/// The system a tag names, as its release's listing sees it.
struct System {
  std::string_view word;  // as written; empty: it names none that a listing includes
  bool settled = false;   // a system the listing must have shown if the release had it
  bool foreign = false;   // a system the listings leave out, or text that may be one
};

System find_system(const tables::RepositoryRow& repository,
                   const std::vector<std::string_view>& words, const Offer& offer) {
  System found;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    for (std::size_t s = repository.systems_begin; s < repository.systems_end; ++s) {
      const std::string_view family = view(tables::now.systems[s].family);
      if (!bare(word).starts_with(family)) continue;
      found.word = word;
      const std::optional<Version> version = Version::parse(word.substr(family.size()));
      const std::optional<Version> newest = Version::parse(view(tables::now.systems[s].newest));
      found.settled =
          !version || (newest && *version <= *newest) ||
          std::any_of(offer.rows.begin(), offer.rows.end(), [&](const tables::TagRow& row) {
            return row.os && bare(view(row.os)) == bare(word);
          });
    }
    const bool odd =
        !word.empty() && !is_flavor(word) && !word.starts_with("cudnn") && digit(word.back());
    if (found.word.empty() && odd) found.foreign = true;
  }
  if (found.word.empty() && words.size() > 2 && !is_flavor(words.back()) &&
      !words.back().starts_with("cudnn")) {
    found.foreign = true;  // 12.1.0-devel-jammy
  }
  return found;
}

struct Verdict {
  Absence why = Absence::not_listed;
  Filled fields;
};

/// `tag` names a system of `offer`'s release that its complete listing includes, and is not in it.
Verdict explain(std::string_view repository, std::string_view tag,
                const std::vector<std::string_view>& words, std::string_view system,
                const Offer& offer) {
  Verdict verdict;
  verdict.fields.written = tag;
  verdict.fields.os = system;
  const auto say = [&](Absence why, std::string_view written, std::string known = {}) {
    verdict.why = why;
    verdict.fields.written = written;
    verdict.fields.known = std::move(known);
    return verdict;
  };
  for (const tables::TagRow& row : offer.rows) {
    if (row.os && view(row.os) != system && bare(view(row.os)) == bare(system)) {
      return say(Absence::system_spelling, system, std::string(view(row.os)));
    }
  }
  const auto flavor = std::find_if(words.begin(), words.end(), is_flavor);
  const std::optional<TagParts> parts = parse_tag(repository, tag);
  if (!parts) {
    if (flavor != words.end() && flavor + 1 != words.end() && (flavor + 1)->starts_with("cudnn")) {
      return say(Absence::word_order, tag, std::string(*(flavor + 1)) + "-" + std::string(*flavor));
    }
    if (flavor == words.end()) {
      const auto unknown = std::find_if(words.begin() + 1, words.end(), [&](std::string_view word) {
        return word != system && !word.starts_with("cudnn");
      });
      if (unknown == words.end()) return say(Absence::no_flavor, tag);
      return say(Absence::unknown_flavor, *unknown);
    }
    return verdict;
  }
  const std::string written = "-" + std::string(parts->cudnn) + "-";
  const std::string_view word =
      tag.substr(tag.find(parts->cudnn.empty() ? "-" : written), written.size());
  if (!parts->cudnn.empty() && parts->flavor == Flavor::base) return say(Absence::cudnn_base, word);
  const std::string cudnn = offer.cudnn({});
  if (!parts->cudnn.empty() && cudnn.empty()) return say(Absence::no_cudnn, word);
  if (!offer.system(parts->os)) return say(Absence::system_not_offered, parts->os);
  if (!parts->cudnn.empty() && offer.cudnn(parts->os).empty())
    return say(Absence::no_cudnn_on_system, word);
  if (!parts->cudnn.empty() && !offer.has_cudnn(parts->os, parts->cudnn)) {
    return say(Absence::cudnn_spelling, word, offer.cudnn(parts->os));
  }
  return verdict;
}

}  // namespace

TagAnswer judge_unlisted(const tables::RepositoryRow& repository, std::string_view tag) {
  TagAnswer answer;
  const std::vector<std::string_view> words = split(tag);
  const std::optional<Version> version = Version::parse(words[0]);
  if (!version || version->text() != words[0] ||
      repository.releases_begin == repository.releases_end)
    return answer;
  const auto settle = [&](Existence existence, Absence why, const Filled& fields,
                          tables::Index source, tables::Text as_of) {
    answer.existence = existence;
    answer.reason = fill(sentence(repository, why), fields);
    answer.source = tables::cite(source);
    answer.as_of = view(as_of);
    return answer;
  };
  Verdict verdict;
  verdict.fields.release = words[0];
  verdict.fields.written = tag;

  const tables::ReleaseRow& newest = tables::now.releases[repository.releases_end - 1];
  const Version& last = tables::now.versions[newest.version];
  if (*version > last) {
    if (version->major() > last.major() + 1) return answer;  // 2024.1 is no release of anything
    verdict.fields.known = last.text();
    return settle(Existence::newer, Absence::newer, verdict.fields, newest.source, newest.as_of);
  }
  for (std::size_t i = repository.shorts_begin; i < repository.shorts_end; ++i) {
    const tables::ShortRow& row = tables::now.shorts[i];
    if (view(row.version) != words[0]) continue;
    return settle(Existence::never, Absence::no_patch, verdict.fields, row.source, row.as_of);
  }

  const tables::ReleaseRow* release = nullptr;
  for (std::size_t i = repository.releases_begin; i < repository.releases_end; ++i) {
    if (tables::now.versions[tables::now.releases[i].version].text() == words[0])
      release = &tables::now.releases[i];
  }
  if (!release || !release->complete || repository.systems_begin == repository.systems_end)
    return answer;

  // Tags are sorted as text, so the rows of a release lie together or around those of its point
  // releases.
  std::vector<tables::TagRow> rows;
  for (std::uint32_t i = repository.tags_begin; i < repository.tags_end; ++i) {
    if (tables::now.tags[i].release == release->version) rows.push_back(tables::now.tags[i]);
  }
  const Offer offer{rows};
  const System system = find_system(repository, words, offer);
  if (system.word.empty()) {
    if (system.foreign) return answer;
    verdict.fields.known = "ubuntu22.04";
    for (const tables::TagRow& row : rows) {
      if (view(row.os).starts_with("ubuntu")) verdict.fields.known = view(row.os);
    }
    // Releases up to 11.2.1 had aliases without a system; those that existed are listed, and all
    // are gone.
    const bool aliases = std::any_of(rows.begin(), rows.end(),
                                     [](const tables::TagRow& row) { return row.os == 0; });
    return settle(Existence::never, aliases ? Absence::not_listed : Absence::no_system,
                  verdict.fields, repository.system_source, release->as_of);
  }
  if (!system.settled) return answer;
  const std::string_view written_system = system.word;
  verdict = explain(view(repository.name), tag, words, written_system, offer);
  verdict.fields.release = words[0];
  return settle(Existence::never, verdict.why, verdict.fields, release->source, release->as_of);
}

}  // namespace cudafit::matrix
