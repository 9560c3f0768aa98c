// `cudafit doctor`: looks at the machine, and says what it has seen.

#include "host/doctor.h"

#include <memory>

#include "cli/commands.h"
#include "cli/output.h"
#include "host/rooted_files.h"

namespace cudafit::cli {
namespace {

host::Report examine(const Files& files, const std::string& root) {
  if (root.empty()) return host::examine(host::this_machine(files));
  const host::RootedFiles there(files, root);
  return host::examine(host::this_machine(there, root));
}

}  // namespace

int doctor(const DoctorFlags& flags) {
  const std::unique_ptr<Files> files = real_files();
  std::string root = flags.root;
  if (!root.empty()) {
    if (files->kind(root) != FileKind::directory) {
      say("--root: " + root + " is no directory");
      return usage;
    }
    root = files->real(root);
    if (root == "/") root.clear();
  }
  const host::Report report = examine(*files, root);
  if (!write_out(flags.json ? report_json(report) : report_text(report))) return failure;
  return flags.strict && report.count(host::Verdict::failed) > 0 ? found : clean;
}

}  // namespace cudafit::cli
