// "jetpack 6", "error 803", "docker": what is known of hosts and of their errors.

#include "matrix/host.h"

#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/image_releases.h"
#include "source/nearest.h"
#include "terms/ascii.h"

namespace cudafit::ask {
namespace {

std::vector<std::string_view> host_subjects() {
  std::vector<std::string_view> out;
  for (const matrix::HostRequirement& each : matrix::host_requirements()) {
    if (std::find(out.begin(), out.end(), each.subject) == out.end()) out.push_back(each.subject);
  }
  return out;
}

std::string kind_words(matrix::HostRequirement::Kind kind) {
  return kind == matrix::HostRequirement::Kind::required      ? "older ones cannot"
         : kind == matrix::HostRequirement::Kind::recommended ? "recommended"
                                                              : "older ones differ";
}

/// "6", "6.2", "r36.4", "36.4.0"
bool jetson_fits(const matrix::JetsonRelease& release, std::string_view written) {
  if (!written.empty() && (written.front() == 'r' || written.front() == 'R'))
    written.remove_prefix(1);
  const auto version = Version::parse(written);
  if (!version) return release.jetpack == written;
  if (starts_with(release.l4t, *version)) return true;
  const std::string_view first = release.jetpack.substr(0, release.jetpack.find(' '));
  const auto jetpack = Version::parse(first);
  return jetpack && starts_with(*jetpack, *version);
}

std::vector<matrix::CudaError> errors_of(std::string_view text_of) {
  const std::string wanted = ascii::lowered(text_of);
  std::vector<matrix::CudaError> out;
  constexpr unsigned last_code = 1000;
  constexpr std::size_t telling = 8;  // letters from which on a part of a message says something
  for (unsigned code = 1; code < last_code; ++code) {
    const auto error = matrix::cuda_error(code);
    if (!error) continue;
    const std::string message = ascii::lowered(error->message);
    const bool inside =
        !message.empty() && wanted.size() >= telling &&
        (message.find(wanted) != std::string::npos || wanted.find(message) != std::string::npos);
    const bool named = wanted.find(ascii::lowered(error->name)) != std::string::npos;
    if (wanted.empty() || std::to_string(code) == wanted || named || inside) out.push_back(*error);
  }
  return out;
}

}  // namespace

Reply about_jetpack(const Question&, std::string_view text_of) {
  Answer answer;
  answer.kind = "jetpack";
  answer.subject = text_of.empty() ? "JetPack releases" : "JetPack " + std::string(text_of);
  Section table{"Releases", {"L4T", "JetPack", "CUDA", "Ubuntu", "boards", "image"}, {}};
  std::vector<matrix::JetsonRelease> found;
  for (const matrix::JetsonRelease& each : matrix::jetson_releases()) {
    if (text_of.empty() || jetson_fits(each, text_of)) found.push_back(each);
  }
  if (found.empty())
    return {{},
            "no JetPack or L4T is known as " + quoted(text_of) +
                "; \"cudafit matrix jetpack\" lists them"};
  std::reverse(found.begin(), found.end());
  for (const matrix::JetsonRelease& each : found) {
    std::string boards;
    for (const std::string_view cc : each.archs)
      boards += (boards.empty() ? "" : " ") + matrix::sm_name(matrix::cc_of(cc));
    table.lines.push_back({{each.l4t.text(), std::string(each.jetpack), each.cuda.text(),
                            std::string(each.ubuntu), boards, std::string(each.image)},
                           {each.source},
                           each.weak});
  }
  const matrix::JetsonRelease& newest = found.front();
  answer.summary = fmt::format("JetPack {} is L4T {} with CUDA {}.", newest.jetpack,
                               newest.l4t.text(), newest.cuda.text());
  add_table(answer, std::move(table));
  Section compat{"Other CUDA through NVIDIA's compat packages for Jetson",
                 {"JetPack", "CUDA of its first release", "runs", "does not run"},
                 {}};
  std::vector<unsigned> majors;
  for (const matrix::JetsonRelease& each : found) {
    const auto version = Version::parse(each.jetpack.substr(0, each.jetpack.find(' ')));
    if (!version || std::find(majors.begin(), majors.end(), version->major()) != majors.end())
      continue;
    majors.push_back(version->major());
    const auto row = matrix::jetpack_compat(version->major());
    if (!row) continue;
    std::string fails = join(row->fails);
    if (row->fails_from)
      fails += (fails.empty() ? "" : ", ") + row->fails_from.text() + " and newer";
    compat.lines.push_back(
        {{std::to_string(row->jetpack), row->native.text(), join(row->works), fails},
         {row->source},
         row->weak});
  }
  add_table(answer, std::move(compat));
  return {answer, {}};
}

Reply about_error(const Question&, std::string_view text_of) {
  Answer answer;
  answer.kind = "error";
  answer.subject = text_of.empty() ? "CUDA errors" : "error " + std::string(text_of);
  Section table{"Errors", {"number", "name", "message", "means"}, {}};
  const std::vector<matrix::CudaError> found = errors_of(text_of);
  for (const matrix::CudaError& error : found) {
    table.lines.push_back({{std::to_string(error.code), std::string(error.name),
                            std::string(error.message), std::string(error.meaning)},
                           {error.source},
                           error.weak});
  }
  if (found.empty())
    return {{},
            "no CUDA error is known as " + quoted(text_of) +
                "; \"cudafit matrix error\" lists those that are"};
  answer.summary = text_of.empty()
                       ? fmt::format("{} are known.", count(found.size(), "error"))
                       : fmt::format("Error {}: {}.", found.front().code, found.front().meaning);
  add_table(answer, std::move(table));
  return {answer, {}};
}

bool is_error(std::string_view text_of) {
  return !text_of.empty() && !Version::parse(text_of) && !errors_of(text_of).empty();
}

namespace {

/// What no version of anything changes.
Section wsl_limits() {
  Section out{"Limits of WSL2", {"of", "limit"}, {}};
  const auto wsl = matrix::host_requirement("windows-driver", "wsl2");
  if (!wsl) return out;
  const auto add = [&](const char* of, const char* limit) {
    out.lines.push_back({{of, limit}, {wsl->source}, wsl->weak});
  };
  add("GPUs", "Pascal and newer; containers get all of them or none");
  add("forward compatibility", "none: cuda-compat does not help");
  add("managed memory", "not for CPU and GPU at once, and slower; less memory can be pinned");
  add("OpenGL", "no sharing with CUDA");
  return out;
}

}  // namespace

Reply about_host(const Question&, std::string_view text_of) {
  Answer answer;
  answer.kind = "host";
  answer.subject = text_of.empty() ? "hosts" : std::string(text_of);
  const std::string wanted = ascii::lowered(text_of);
  Section table{"What it takes", {"of", "version", "for", "then", "kind"}, {}};
  for (const matrix::HostRequirement& each : matrix::host_requirements()) {
    if (!wanted.empty() && each.subject.find(wanted) == std::string_view::npos &&
        each.need.find(wanted) == std::string_view::npos)
      continue;
    table.lines.push_back({{std::string(each.subject), std::string(each.written),
                            std::string(each.need), std::string(each.text), kind_words(each.kind)},
                           {each.source},
                           each.weak});
  }
  if (table.lines.empty())
    return {{},
            "nothing is known of hosts about " + quoted(text_of) +
                did_you_mean(text_of, host_subjects())};
  answer.summary = count(table.lines.size(), "version") + " matter to GPUs in containers.";
  add_table(answer, std::move(table));
  if (std::string_view("wsl2").starts_with(wanted)) add_table(answer, wsl_limits());
  return {answer, {}};
}

}  // namespace cudafit::ask
