// What was seen, in sentences, and where the matrix says otherwise.

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "verify/verdict.h"

namespace cudafit::verify {
namespace {

std::string gigabytes(std::int64_t bytes) {
  const std::int64_t tenths = (bytes * 10 + (std::int64_t{1} << 29)) / (std::int64_t{1} << 30);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB";
}

/// A version as a library counts it.
Version library_version(const SeenLibrary& library) {
  const auto made = [](std::int64_t a, std::int64_t b, std::int64_t c) {
    return Version::parse(std::to_string(a) + "." + std::to_string(b) + "." + std::to_string(c))
        .value_or(Version{});
  };
  const std::int64_t number = library.version;
  if (number <= 0 || number > 10'000'000) return {};
  // cuDNN and NCCL once counted their minor by hundreds, and now by ten thousands.
  if (number < 10'000) return made(number / 1000, number / 100 % 10, number % 100);
  return made(number / 10'000, number / 100 % 100, number % 100);
}

struct Teller {
  Judgement& out;
  const Seen& seen;
  const Expectation& expected;

  void saw(std::string text) const { out.evidence.push_back(std::move(text)); }
  void differs(const std::string& text) const { out.differences.push_back(text); }

  void driver() const {
    const std::string version = driver_version(seen.kernel_module);
    const Version cuda = cuda_version(seen.driver_cuda);
    if (!version.empty()) saw("driver " + version);
    if (seen.driver)
      saw((seen.driver_path.empty() ? "libcuda.so.1" : seen.driver_path) +
          (cuda ? " knows CUDA up to " + cuda.text() : " was loaded"));
    const std::optional<Version> number = Version::parse(version);
    const auto row =
        number && !seen.wsl2 ? matrix::driver(*number, matrix::HostOs::linux_) : std::nullopt;
    const bool own = seen.driver_path.find("compat") == std::string::npos;
    if (row && row->max_cuda && cuda && own && !row->weak && !row->max_cuda.same_line(cuda))
      differs("driver " + version + " knows CUDA up to " + cuda.text() + "; expected " +
              row->max_cuda.text());
  }

  void devices() const {
    for (const SeenDevice& each : seen.devices) {
      std::string text = each.name + ", compute capability " + each.cc.text();
      if (each.memory > 0) text += ", " + gigabytes(each.memory);
      saw(text);
      const matrix::GpuAnswer known = matrix::find_gpu(each.name);
      const bool fits =
          std::any_of(known.gpus.begin(), known.gpus.end(),
                      [&](const matrix::Gpu& gpu) { return gpu.cc == each.cc || gpu.weak; });
      if (!known.gpus.empty() && each.cc && !fits)
        differs(each.name + " is of compute capability " + each.cc.text() + "; expected " +
                known.gpus.front().cc.text());
    }
    for (const SeenAttempt& each : seen.attempts) {
      if (each.correct) saw("a kernel (" + each.by + ") computed the right result");
    }
    if (seen.managed && seen.managed->correct) {
      const bool at_once = !seen.devices.empty() && seen.devices.front().concurrent_managed &&
                           *seen.devices.front().concurrent_managed;
      saw(std::string("managed memory works") +
          (at_once ? "" : ", but not while a kernel runs (concurrentManagedAccess is 0)"));
    }
  }

  void runtime() const {
    const Version cuda = cuda_version(seen.runtime_cuda);
    if (!seen.runtime_library.empty())
      saw(seen.runtime_library + (cuda ? " is of CUDA " + cuda.text() : " was loaded"));
    if (!expected.contents) return;
    const matrix::ImageContents& image = *expected.contents;
    if (image.weak) return;
    if (cuda && image.cuda && image.cuda.parts >= 2 && !image.cuda.same_line(cuda))
      differs("its CUDA runtime is of CUDA " + cuda.text() + "; expected " + image.cuda.text());
    if (image.cuda_runtime == Known::yes && seen.runtime_library.empty())
      differs("no libcudart was found; expected that of CUDA " + image.cuda.text());
    if (image.cuda_runtime == Known::no && !seen.runtime_library.empty())
      differs(seen.runtime_library + " is there; expected none");
  }

  void libraries() const {
    bool cudnn = false;
    for (const SeenLibrary& each : seen.libraries) {
      if (!each.loaded) continue;
      const Version version = library_version(each);
      saw(each.name + (version ? " is " + version.text() : " was loaded"));
      if (!each.name.starts_with("libcudnn.")) continue;
      cudnn = true;
      if (!expected.contents || expected.contents->weak || !version) continue;
      const matrix::ImageContents& image = *expected.contents;
      const bool other_major = image.cudnn_major != 0 && image.cudnn_major != version.major();
      const bool other = image.cudnn_version.parts >= 2 && !image.cudnn_version.same_line(version);
      if (image.cudnn == Known::yes && (other_major || other))
        differs("cuDNN is " + version.text() + "; expected " +
                (other ? image.cudnn_version.text() : std::to_string(image.cudnn_major)));
      if (image.cudnn == Known::no) differs("cuDNN " + version.text() + " is there; expected none");
    }
    const bool looked = seen.end.end == "done";
    if (looked && !cudnn && expected.contents && !expected.contents->weak &&
        expected.contents->cudnn == Known::yes)
      differs("no cuDNN was found; expected " + (expected.contents->cudnn_version
                                                     ? expected.contents->cudnn_version.text()
                                                     : std::string("one")));
  }

  void python() const {
    if (!seen.python.empty()) saw("Python " + seen.python);
    for (const SeenFramework& each : seen.frameworks) {
      std::string text = each.name + " " + each.version;
      if (!each.cuda.empty()) text += " for CUDA " + each.cuda;
      if (!each.imports) {
        text = each.name + " cannot be imported";
      } else if (each.correct && *each.correct) {
        text += " multiplied matrices on the GPU";
      }
      saw(text);
    }
    if (!expected.contents || expected.contents->weak) return;
    const matrix::ImageContents& image = *expected.contents;
    const std::optional<Version> version = Version::parse(seen.python);
    if (version && image.python_version.parts >= 2 && !image.python_version.same_line(*version))
      differs("Python is " + seen.python + "; expected " + image.python_version.text());
    if (image.python == Known::yes && seen.python_end && seen.python_end->end == "done" &&
        seen.python.empty())
      differs("no Python answered; expected " + image.python_version.text());
    if (image.python == Known::no && !seen.python.empty())
      differs("Python " + seen.python + " is there; expected none");
    for (const SeenFramework& each : seen.frameworks) {
      if (each.name == "torch" && each.imports && !image.torch.empty() &&
          !each.version.starts_with(image.torch))
        differs("torch is " + each.version + "; expected " + image.torch);
      if (each.name == "tensorflow" && each.imports && !image.tensorflow.empty() &&
          !each.version.starts_with(image.tensorflow))
        differs("tensorflow is " + each.version + "; expected " + image.tensorflow);
    }
  }
};

}  // namespace

void tell(Judgement& out, const Seen& seen, const Expectation& expected) {
  const Teller teller{out, seen, expected};
  teller.driver();
  teller.devices();
  teller.runtime();
  teller.libraries();
  teller.python();
}

}  // namespace cudafit::verify
