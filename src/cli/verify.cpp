// `cudafit verify`: a kernel is run in images, and files say which.

#include "cli/verify.h"

#include <algorithm>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/tables.h"
#include "cli/walk.h"
#include "document/run_lines.h"
#include "facts/image_reference.h"
#include "print/escape.h"

namespace cudafit::cli {
namespace {

/// Takes away what killed runs have left, and says what that was.
int clean_up(const VerifyOptions& options) {
  const verify::World world;
  const std::unique_ptr<verify::Engine> engine = engine_for(options, world);
  if (engine == nullptr) return failure;
  const Result<verify::Cleaned> cleaned = verify::clean(*engine, true);
  if (!cleaned) {
    say(cleaned.error());
    return failure;
  }
  std::string text;
  const auto list = [&](const char* what, const std::vector<verify::Leftover>& all) {
    for (const verify::Leftover& each : all) {
      using What = verify::Leftover::What;
      text += std::string(what) +
              (each.what == What::container ? " container "
               : each.what == What::image   ? " image "
                                            : " directory ") +
              print::escape(each.name) + "\n";
    }
  };
  list("removed", cleaned->removed);
  list("still used:", cleaned->kept);
  list("cannot remove", cleaned->failed);
  if (text.empty()) text = "nothing is left\n";
  if (!write_out(text)) return failure;
  return cleaned->failed.empty() ? clean : failure;
}

/// Its own tables hold for an image that is named without a file.
int of_images(const VerifyFlags& flags, std::vector<verify::Request>& requests,
              std::vector<std::string>& paths) {
  const std::unique_ptr<Files> disk = real_files();
  for (const std::string& target : flags.check.paths) {
    if (!disk->real(target).empty()) {
      paths.push_back(target);
      continue;
    }
    const Result<facts::ImageReference> reference = facts::image_reference(target);
    if (!reference) {
      say(target + ": there is no such file, and it names no image: " + reference.error());
      return usage;
    }
    verify::Request request;
    request.image = target;
    requests.push_back(std::move(request));
  }
  if (flags.check.paths.empty()) requests.emplace_back();
  return clean;
}

/// What the files among the targets lead to.
int of_files(const CheckFlags& flags, std::vector<verify::Request>& requests) {
  Walk walk(flags);
  std::vector<std::string> paths;
  for (const document::Found& file : walk.found.dockerfiles) {
    if (document::run_file(walk.files->real(file.path)) == document::RunFile::none)
      paths.push_back(file.path);
  }
  if (!walk.open(paths)) return usage;
  const std::size_t before = requests.size();
  for (const std::string& path : paths) {
    const std::optional<project::FileSettings> settled = walk.settings.settle(path);
    if (!settled) continue;
    for (verify::Request& each : requests_for(*walk.files, *settled, flags.verify))
      requests.push_back(std::move(each));
  }
  const int status = walk.finish(clean);
  if (requests.size() == before && status == clean)
    say("nothing to try out: no shipped stage here has to do with CUDA");
  return status;
}

}  // namespace

int verify(const VerifyFlags& flags) {
  if (flags.clean) return clean_up(flags.check.verify);
  std::vector<verify::Request> requests;
  CheckFlags of_paths = flags.check;
  of_paths.paths.clear();
  if (const int wrong = of_images(flags, requests, of_paths.paths); wrong != clean) return wrong;
  int status = clean;
  if (!of_paths.paths.empty()) {
    status = of_files(of_paths, requests);
    if (status == usage) return status;
  } else {
    project::Choices choices;
    choices.matrix = flags.check.choices.matrix;
    if (!open_tables(choices)) return usage;
  }
  if (requests.empty()) return status;
  const Tried tried = try_out(std::move(requests), flags.check.verify);
  status = std::max(status, tried.status);
  if (tried.all.empty()) return status;
  const std::string text = flags.format == TextFormat::json
                               ? verify::json(tried.all, CUDAFIT_VERSION)
                               : verify::text(tried.all);
  const bool written =
      flags.check.output.empty() ? write_out(text) : replace_file(flags.check.output, text);
  if (written) return status;
  if (!flags.check.output.empty()) say(flags.check.output + ": cannot be written");
  return failure;
}

}  // namespace cudafit::cli
