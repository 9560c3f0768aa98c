// Errors of CUDA in the light of what was seen and of what the matrix knows.

#include <algorithm>
#include <utility>

#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "verify/verdict.h"

namespace cudafit::verify {
namespace {

void note(Judgement& out, std::string message, const matrix::Citation& source) {
  out.notes.push_back({std::move(message), {}, source.text()});
}

matrix::HostOs system_of(const Seen& seen) {
  return seen.wsl2 ? matrix::HostOs::windows : matrix::HostOs::linux_;
}

/// The CUDA that the image's programs are made with, as far as it was seen.
Version cuda_of(const Seen& seen) { return cuda_version(seen.runtime_cuda); }

std::string driver_words(const Seen& seen) {
  const std::string version = driver_version(seen.kernel_module);
  const Version cuda = cuda_version(seen.driver_cuda);
  std::string out = version.empty() ? "the driver" : "driver " + version;
  if (cuda) out += ", which knows CUDA up to " + cuda.text();
  return out;
}

/// The driver is too old: what would do.
void too_old(Judgement& out, const Seen& seen, bool for_ptx) {
  const Version cuda = cuda_of(seen);
  out.notes.push_back({"what is there: " + driver_words(seen), {}, {}});
  const auto floor = cuda ? matrix::driver_floor(cuda, system_of(seen)) : std::nullopt;
  if (!floor) {
    out.help.emplace_back("a newer driver, or an image of an older CUDA");
    return;
  }
  const Version wanted = for_ptx && floor->toolkit_driver ? floor->toolkit_driver : floor->needed;
  note(out,
       "CUDA " + cuda.text() + (for_ptx ? " compiles PTX for" : " needs") +
           " a driver >= " + driver_text(wanted),
       floor->source);
  const Version knows = cuda_version(seen.driver_cuda);
  out.help.push_back("a driver >= " + driver_text(wanted) +
                     (knows ? ", or an image of CUDA " + knows.text() + " or older" : ""));
}

/// Libraries of forward compatibility in the image are loaded in place of the driver's.
void compat(Judgement& out, const Seen& seen, unsigned code) {
  if (!seen.driver_path.empty())
    out.notes.push_back({"libcuda.so.1 comes from " + seen.driver_path, {}, {}});
  const bool brought = seen.driver_path.find("compat") != std::string::npos;
  if (code == 804 && !seen.devices.empty()) {
    const matrix::GpuAnswer gpu = matrix::find_gpu(seen.devices.front().name);
    if (!gpu.gpus.empty() && gpu.gpus.front().data_center_class == Known::no)
      note(out, seen.devices.front().name + " is no GPU of the data center",
           gpu.gpus.front().source);
  }
  const std::string version = driver_version(seen.kernel_module);
  if (!version.empty()) out.notes.push_back({"the kernel module is of driver " + version, {}, {}});
  out.help.emplace_back(
      brought ? "take the directory of the compat libraries out of LD_LIBRARY_PATH, so that the "
                "driver's own libcuda is loaded"
              : "a libcuda of the same version as the kernel module: no driver inside the image, "
                "and the host restarted after its driver was changed");
}

}  // namespace

void explain(Judgement& out, const Code& code, std::string at, const Seen& seen) {
  CudaFailure failure{code.code, code.name, "", std::move(at)};
  const auto known = code.code > 0 && code.code < 100'000
                         ? matrix::cuda_error(static_cast<unsigned>(code.code))
                         : std::nullopt;
  if (known) {
    if (failure.name.empty()) failure.name = std::string(known->name);
    failure.message = std::string(known->message);
    note(out, "error " + std::to_string(code.code) + " means: " + std::string(known->meaning),
         known->source);
  }
  out.error = std::move(failure);
  switch (code.code) {
    case 35:
      return too_old(out, seen, false);
    case 222:
      return too_old(out, seen, true);
    case 36:
      return too_old(out, seen, true);
    case 34:
      out.help.emplace_back("take the toolkit's stubs out of LD_LIBRARY_PATH");
      return;
    case 100:
      if (!seen.visible_devices.empty())
        out.notes.push_back({"NVIDIA_VISIBLE_DEVICES is " + seen.visible_devices, {}, {}});
      out.help.emplace_back(seen.wsl2
                                ? "update the driver of Windows and run wsl --update"
                                : "look at nvidia-smi on the host, and start the container with "
                                  "--gpus all");
      return;
    case 209:
    case 98:
      if (!seen.devices.empty()) {
        const SeenDevice& gpu = seen.devices.front();
        out.notes.push_back({gpu.name + " is of compute capability " + gpu.cc.text(), {}, {}});
        out.help.push_back("compile for " + matrix::sm_name(gpu.cc) +
                           ", or take packages that have code for it");
      }
      return;
    case 500:
      if (seen.wsl2) out.help.emplace_back("a newer NVIDIA container toolkit");
      return;
    case 803:
    case 804:
      return compat(out, seen, static_cast<unsigned>(code.code));
    case 802:
      out.help.emplace_back("start nvidia-fabricmanager of the driver's own version on the host");
      return;
    default:
      return;
  }
}

}  // namespace cudafit::verify
