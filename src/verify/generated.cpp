// The Dockerfile that puts the probe into an image, and the image that has the compiler for it.

#include <algorithm>

#include "facts/image_reference.h"
#include "matrix/contents.h"
#include "verify/run_id.h"
#include "verify/verify.h"

namespace cudafit::verify {

std::string generated_dockerfile(const std::string& image, const std::string& compiler,
                                 const std::string& id) {
  const std::string labelled = "LABEL " + std::string(label) + "=" + id + "\n";
  std::string text;
  if (!compiler.empty()) {
    text += "FROM " + compiler + " AS compiler\n" + labelled +
            "USER 0\n"
            "COPY probe.cu /.cudafit/\n"
            // Toolkits before 11.5 do not know `all`.
            "RUN [\"/bin/sh\", \"-c\", \"nvcc -fatbin -arch=all -o /.cudafit/probe.fatbin "
            "/.cudafit/probe.cu || nvcc -fatbin -o /.cudafit/probe.fatbin /.cudafit/probe.cu\"]\n"
            "\n";
  }
  text += "FROM " + image + "\n" + labelled + "COPY probe probe.py /.cudafit/\n";
  if (!compiler.empty())
    text += "COPY --from=compiler /.cudafit/probe.fatbin /.cudafit/probe.fatbin\n";
  return text;
}

std::string compiler_image(const std::string& image) {
  const Result<facts::ImageReference> reference = facts::image_reference(image);
  if (!reference || !reference->digest.empty()) return image;
  const std::string repository = matrix::canonical_repository(reference->repository());
  const auto contents = matrix::contents(repository, reference->tag);
  if (!contents || contents->nvcc != Known::no) return image;
  const std::string cuda = matrix::canonical_repository("nvidia/cuda");
  const std::string os = std::string(contents->os) + std::string(contents->os_release);
  const bool own = reference->path == cuda;
  std::string best;
  for (const matrix::ImageTag& tag : matrix::tags(cuda)) {
    if (tag.flavor != matrix::Flavor::devel || tag.existence != matrix::Existence::published ||
        !tag.cudnn.empty() || !contents->cuda || !tag.cuda.same_line(contents->cuda))
      continue;
    // Code for the GPU does not depend on the system; the image's own patch and system come first.
    if (tag.cuda == contents->cuda && tag.os == os) {
      best = std::string(tag.tag);
      break;
    }
    best = std::string(tag.tag);
  }
  if (best.empty()) return image;
  // A mirror is asked for what it mirrors.
  return (own ? image.substr(0, image.rfind(':')) : cuda) + ":" + best;
}

}  // namespace cudafit::verify
