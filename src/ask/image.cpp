// "image NAME:TAG": whether it exists, what is inside, what its gate asks, how large it is.

#include "ask/image_parts.h"
#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/contents.h"
#include "matrix/image_releases.h"
#include "source/nearest.h"

namespace cudafit::ask {
namespace {

using matrix::Existence;

/// "amd64, arm64" of "amd64,arm64"
std::string spaced(std::string_view list) {
  std::string out;
  for (const char c : list) out += c == ',' ? ", " : std::string(1, c);
  return out;
}

/// "between 2023-06-29 and 2023-07-03" of "2023-06-29..2023-07-03"
std::string window(std::string_view written) {
  const std::size_t dots = written.find("..");
  const std::string_view from = written.substr(0, dots);
  const std::string_view to = dots == written.npos ? "" : written.substr(dots + 2);
  if (from == "unknown") return fmt::format("before {}", to);
  return fmt::format("between {} and {}", from, to);
}

std::string existence_words(const matrix::TagAnswer& answer) {
  switch (answer.existence) {
    case Existence::published:
      return "published" +
             (answer.as_of.empty() ? "" : " (seen " + std::string(answer.as_of) + ")");
    case Existence::removed:
      return "removed" + (answer.row && !answer.row->removed_between.empty()
                              ? " " + window(answer.row->removed_between)
                              : "");
    case Existence::never:
      return "never published: " + answer.reason;
    case Existence::newer:
      return "newer than the data: " + answer.reason;
    case Existence::unknown:
      break;
  }
  return "not known";
}

/// How unlike what was asked a tag is; the flavor weighs most, then CUDA, cuDNN and the system.
std::size_t unlike(const matrix::ImageTag& tag, std::string_view written,
                   const matrix::TagParts& asked) {
  const auto apart = [](unsigned a, unsigned b) { return std::size_t{a > b ? a - b : b - a}; };
  std::size_t out = 0;
  if (tag.flavor != asked.flavor) out += 10000;
  if (tag.cuda.major() != asked.cuda.major()) {
    out += 1000 + 100 * apart(tag.cuda.major(), asked.cuda.major());
  } else if (tag.cuda.minor() != asked.cuda.minor()) {
    out += 200 + apart(tag.cuda.minor(), asked.cuda.minor());
  }
  // What stands first is the release: torch's, or CUDA's with its patch number.
  if (tag.tag.substr(0, tag.tag.find('-')) != written.substr(0, written.find('-')))
    out += tag.release == tag.cuda ? 1 : 300;
  if (tag.cudnn.empty() != asked.cudnn.empty()) out += 100;
  // ubuntu22.04 is nearer to ubuntu24.04 than ubi8 is.
  const auto family = [](std::string_view os) {
    return os.substr(0, os.find_first_of("0123456789"));
  };
  const std::string_view os = asked.os.empty() ? "ubuntu" : asked.os;
  if (tag.os != os) out += family(tag.os) == family(os) ? 10 : 50;
  return out;
}

/// Published tags that may have been meant, the nearest first.
std::vector<std::string> meant(std::string_view repository, std::string_view tag) {
  std::vector<std::string> out;
  std::vector<matrix::ImageTag> all = matrix::tags(repository);
  std::erase_if(
      all, [](const matrix::ImageTag& each) { return each.existence != Existence::published; });
  constexpr std::size_t most = 3;
  if (const auto asked = matrix::parse_tag(repository, tag); asked && asked->cuda) {
    std::stable_sort(all.begin(), all.end(),
                     [&](const matrix::ImageTag& a, const matrix::ImageTag& b) {
                       const std::size_t left = unlike(a, tag, *asked);
                       const std::size_t right = unlike(b, tag, *asked);
                       if (left != right) return left < right;
                       if (a.release != b.release) return a.release > b.release;
                       return a.os > b.os;
                     });
    const std::size_t least = all.empty() ? 0 : unlike(all.front(), tag, *asked);
    for (const matrix::ImageTag& each : all) {
      if (out.size() < most && unlike(each, tag, *asked) <= least + 10) out.emplace_back(each.tag);
    }
    return out;
  }
  std::vector<std::string_view> names;
  for (const matrix::ImageTag& each : all) names.push_back(each.tag);
  if (const std::string_view near = nearest(tag, names); !near.empty()) out.emplace_back(near);
  for (auto name = names.rbegin(); out.empty() && name != names.rend(); ++name) {
    if (!tag.empty() && name->starts_with(tag)) out.emplace_back(*name);
  }
  return out;
}

void add_existence(Answer& answer, std::string_view repository, const matrix::TagAnswer& found) {
  Facts facts("The tag");
  const matrix::Citation source = found.row ? found.row->source : found.source;
  if (!source.id.empty())
    facts.add("state", existence_words(found), source, found.row && found.row->weak);
  if (found.row) {
    facts.add("architectures", spaced(found.row->arches), source, found.row->weak);
    const auto support =
        repository == "nvidia/cuda" ? matrix::cuda_support(found.row->release) : std::nullopt;
    if (support) add_support(facts, *support);
  }
  facts.into(answer);
}

Reply missing(std::string_view repository, std::string_view tag, const matrix::TagAnswer& found) {
  if (found.existence == Existence::unknown && !found.row) {
    std::string out = fmt::format("nothing is known about {}:{}", repository, tag);
    const std::vector<std::string> near = meant(repository, tag);
    if (!near.empty())
      return {{}, fmt::format("{}; did you mean \"{}:{}\"?", out, repository, near.front())};
    const std::vector<std::string_view> names = matrix::image_repositories();
    if (std::find(names.begin(), names.end(), repository) == names.end())
      return {{}, out + did_you_mean(repository, names)};
    return {{},
            out + "; \"cudafit matrix image " + std::string(repository) + "\" lists what is known"};
  }
  return {};
}

Reply repositories() {
  Answer answer;
  answer.kind = "image";
  answer.subject = "images";
  const std::vector<std::string_view> names = matrix::image_repositories();
  answer.summary = fmt::format("Images of {} repositories are known by their tags.", names.size());
  Section table{"Repositories", {"repository", "tags", "newest"}, {}};
  for (const std::string_view name : names) {
    const std::vector<matrix::ImageRelease> all = matrix::image_releases(name);
    if (all.empty()) continue;
    table.lines.push_back({{std::string(name), std::to_string(all.size()), all.back().tag},
                           {all.back().source},
                           all.back().weak});
  }
  add_table(answer, std::move(table));
  return {answer, {}};
}

std::string systems(std::string_view repository, const Version& release) {
  std::vector<std::string_view> out;
  for (const matrix::ImageTag& tag : matrix::tags(repository)) {
    if (tag.release != release || tag.existence != Existence::published || tag.os.empty()) continue;
    if (std::find(out.begin(), out.end(), tag.os) == out.end()) out.push_back(tag.os);
  }
  return join(out, " ");
}

/// A repository with a table of tags, release by release.
void add_releases(Answer& answer, std::string_view repository) {
  Section table{"Releases", {"release", "tags", "removed", "systems"}, {}};
  std::vector<matrix::Release> all = matrix::releases(repository);
  std::reverse(all.begin(), all.end());
  const std::vector<matrix::ImageTag> tags = matrix::tags(repository);
  for (const matrix::Release& release : all) {
    const auto number = [&](Existence existence) {
      return std::count_if(tags.begin(), tags.end(), [&](const matrix::ImageTag& tag) {
        return tag.release == release.version && tag.existence == existence;
      });
    };
    if (release.source.id.empty()) continue;
    const auto removed = number(Existence::removed);
    table.lines.push_back(
        {{release.version.text(), std::to_string(number(Existence::published)),
          removed ? std::to_string(removed) : "", systems(repository, release.version)},
         {release.source},
         false});
  }
  add_table(answer, std::move(table));
}

/// Other repositories, image by image.
void add_images(Answer& answer, const std::vector<matrix::ImageRelease>& all) {
  Section table{"Images",
                {"tag", "CUDA", "cuDNN", "Python", "torch", "TensorFlow", "TensorRT", "driver"},
                {}};
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    std::string cudnn = each->cudnn.text();
    if (cudnn.empty() && each->cudnn_major) cudnn = std::to_string(each->cudnn_major);
    table.lines.push_back({{each->tag, each->cuda.text(), cudnn, each->python.text(), each->torch,
                            each->tensorflow, text(each->tensorrt), driver_text(each->driver)},
                           {each->source},
                           each->weak});
  }
  add_table(answer, std::move(table));
}

Reply repository_answer(const std::string& repository) {
  Answer answer;
  answer.kind = "image";
  answer.subject = repository;
  const std::vector<matrix::ImageRelease> all = matrix::image_releases(repository);
  const bool listed = !matrix::releases(repository).empty();
  if (all.empty() && !listed) {
    std::vector<std::string_view> names = matrix::image_repositories();
    return {{},
            "no image of " + quoted(repository) + " is known" + did_you_mean(repository, names)};
  }
  if (listed) {
    add_releases(answer, repository);
  } else {
    add_images(answer, all);
  }
  answer.summary = fmt::format("{} of {} are known.", count(all.size(), "image"), repository);
  if (!all.empty()) answer.see.push_back("image " + repository + ":" + all.back().tag);
  return {answer, {}};
}

}  // namespace

Reply about_image(const Question& question, std::string_view text_of) {
  if (text_of.empty()) return repositories();
  std::string_view name = text_of;
  if (const std::size_t at = name.find('@'); at != name.npos) name = name.substr(0, at);
  const std::size_t slash = name.rfind('/');
  const std::size_t colon = name.find(':', slash == name.npos ? 0 : slash);
  const std::string repository = matrix::canonical_repository(name.substr(0, colon));
  if (colon == name.npos) return repository_answer(repository);
  const std::string_view tag = name.substr(colon + 1);

  const matrix::TagAnswer found = matrix::find_tag(repository, tag);
  const auto release = matrix::image_release(repository, tag);
  const auto held = matrix::contents(repository, tag);
  if (!release && !held) {
    if (Reply none = missing(repository, tag, found); !none.problem.empty()) return none;
  }
  Answer answer;
  answer.kind = "image";
  answer.subject = repository + ":" + std::string(tag);
  const bool gone = found.existence == Existence::removed || found.existence == Existence::never;
  add_existence(answer, repository, found);
  const Image image{repository, tag, question.arch};
  answer.summary = image_summary(image, held, found);
  if (found.existence == Existence::never || (gone && !held)) {
    for (const std::string& other : meant(repository, tag))
      answer.see.push_back("image " + repository + ":" + other);
    answer.summary = answer.subject + " was " + existence_words(found) + ".";
    return {answer, {}};
  }
  if (held) add_contents(answer, *held, release ? release->nccl : Version{});
  if (release) add_release(answer, *release);
  add_gate(answer, image, held);
  add_size(answer, image);
  add_packages(answer, image);
  add_variables(answer, image);
  if (answer.sections.empty() && release) {
    Facts facts("The tag");
    facts.add("state", "named; nothing else is known", release->source, release->weak);
    facts.into(answer);
  }
  const bool doubtful =
      !matrix::releases(repository).empty() && found.existence != Existence::published;
  if (gone || doubtful) {
    for (const std::string& other : meant(repository, tag))
      answer.see.push_back("image " + repository + ":" + other);
  } else if (held && held->cuda) {
    answer.see.push_back("cuda " + held->cuda.text());
  }
  return {answer, {}};
}

}  // namespace cudafit::ask
