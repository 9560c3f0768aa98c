#include "matrix/image_packages.h"

#include <algorithm>
#include <array>

#include "matrix/remembered.h"
#include "matrix/rows.h"
#include "matrix/shapes_packages.h"

namespace cudafit::matrix {
namespace {

using LayerRow = Row<shapes::cuda_image_packages>;

constexpr std::array<std::string_view, 3> arches = {"amd64", "arm64", "ppc64le"};

std::string_view canonical(std::string_view repository) {
  const tables::RepositoryRow* const row = tables::repository_row(repository);
  return row ? tables::view(row->name) : repository;
}

bool digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// cuda-cudart of cuda-cudart-12-4; a name with no two numbers behind it stays.
std::string_view without_release(std::string_view name) {
  const std::size_t last = name.rfind('-');
  if (last == std::string_view::npos || last == 0 || !digits(name.substr(last + 1))) return name;
  const std::size_t first = name.rfind('-', last - 1);
  if (first == std::string_view::npos || !digits(name.substr(first + 1, last - first - 1)))
    return name;
  return name.substr(0, first);
}

ImagePackage package(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  ImagePackage out;
  out.name = text.substr(0, equals);
  if (equals < text.size()) out.version = text.substr(equals + 1);
  const auto named = rows<shapes::cuda_image_package_names>().find(without_release(out.name));
  if (named.empty()) return out;
  out.component = named.front().text("component");
  out.headers = named.front().flag("headers");
  out.held = named.front().flag("held");
  return out;
}

/// 2.21.5 of 2.21.5-1+cuda12.4.
Version upstream_of(std::string_view version) {
  return Version::parse(version.substr(0, version.find('-'))).value_or(Version{});
}

/// 12.4.1, cudnn-devel and ubuntu22.04 of 12.4.1-cudnn-devel-ubuntu22.04. Not by the grammar of
/// tags: this also takes flavors that the grammar does not know, such as tensorrt-devel.
struct Parts {
  Version cuda;
  std::string_view flavor, os;
};

std::optional<Parts> split(std::string_view tag) {
  const std::size_t first = tag.find('-');
  const std::size_t last = tag.rfind('-');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const std::optional<Version> cuda = Version::parse(tag.substr(0, first));
  if (!cuda) return std::nullopt;
  return Parts{*cuda, tag.substr(first + 1, last - first - 1), tag.substr(last + 1)};
}

/// The flavor that this one is built on; empty when it is the lowest.
std::string_view below(std::string_view flavor) {
  if (flavor == "devel") return "runtime";
  if (flavor == "runtime") return "base";
  const std::size_t dash = flavor.rfind('-');
  return dash == std::string_view::npos ? std::string_view() : flavor.substr(dash + 1);
}

/// One Dockerfile of an image.
struct Layer {
  LayerRow row;
  std::string_view flavor;
  std::size_t index;  ///< among those of its release and flavor
};

bool same(const Layer& a, const Layer& b) { return a.flavor == b.flavor && a.index == b.index; }

std::optional<Layer> layer(const Parts& parts, std::string_view flavor, std::string_view arch) {
  const auto found = rows<shapes::cuda_image_packages>().find(parts.cuda, flavor);
  for (std::size_t i = 0; i < found.size(); ++i) {
    // 12.4 and 12.4.0 are one key, but not one tag.
    if (found[i].version("cuda").parts == parts.cuda.parts && found[i].lists("os", parts.os) &&
        found[i].lists("arches", arch))
      return Layer{found[i], flavor, i};
  }
  return std::nullopt;
}

/// All that the image is made of, the lowest first; none where its own Dockerfile is not known.
std::vector<Layer> layers(const Parts& parts, std::string_view arch) {
  std::vector<Layer> out;
  // Old releases have no base: what the lowest known flavor lists is all there is.
  for (std::string_view flavor = parts.flavor; !flavor.empty(); flavor = below(flavor)) {
    const std::optional<Layer> next = layer(parts, flavor, arch);
    if (!next) break;
    out.push_back(*next);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// Adds what one of its Dockerfiles installs. `like`: the image of another architecture, in which
/// most packages are the same.
void add(ImagePackages& out, const LayerRow& row, const ImagePackages* like) {
  for (const std::string_view text : row.texts("packages")) {
    const ImagePackage* known = nullptr;
    if (like != nullptr) {
      // A name is the beginning of its text, which lies in the tables.
      const auto found =
          std::find_if(like->packages.begin(), like->packages.end(),
                       [&](const ImagePackage& one) { return one.name.data() == text.data(); });
      if (found != like->packages.end()) known = &*found;
    }
    out.packages.push_back(known != nullptr ? *known : package(text));
  }
  if (const Version cudnn = row.version("cudnn")) out.cudnn = cudnn;
  if (const Version nccl = row.version("nccl")) out.nccl = nccl;
  out.entrypoint = out.entrypoint || row.flag("entrypoint");
  out.source = row.source();
  out.weak = out.weak || row.weak();
}

/// By the package of the library, else by that of the headers: some Dockerfiles name only this one,
/// which brings the library in the same version.
Version packaged(const ImagePackages& image, std::string_view component) {
  for (const bool headers : {false, true}) {
    const ImagePackage* const found = image.find(component, headers);
    if (found && found->upstream()) return found->upstream();
  }
  return {};
}

std::vector<ImagePackages> packages_of(std::string_view tag) {
  std::vector<ImagePackages> out;
  const std::optional<Parts> parts = split(tag);
  if (!parts) return out;
  std::vector<Layer> before;
  for (const std::string_view arch : arches) {
    std::vector<Layer> made_of = layers(*parts, arch);
    if (made_of.empty()) continue;
    // Most are made of the same for every architecture.
    if (std::equal(made_of.begin(), made_of.end(), before.begin(), before.end(), same)) {
      out.push_back(out.back());
      out.back().arch = arch;
      continue;
    }
    ImagePackages image;
    image.arch = arch;
    for (const Layer& each : made_of) add(image, each.row, out.empty() ? nullptr : &out.front());
    before = std::move(made_of);
    if (!image.cudnn) image.cudnn = packaged(image, "cudnn");
    if (!image.nccl) image.nccl = packaged(image, "nccl");
    out.push_back(std::move(image));
  }
  return out;
}

}  // namespace

Version ImagePackage::upstream() const { return upstream_of(version); }

Version ImagePackage::cuda() const { return package_cuda(version); }

Version package_cuda(std::string_view version) {
  constexpr std::string_view mark = "+cuda";
  const std::size_t at = version.find(mark);
  if (at == std::string_view::npos) return {};
  return Version::parse(version.substr(at + mark.size())).value_or(Version{});
}

bool package_before(std::string_view a, std::string_view b) {
  const Version first = upstream_of(a);
  const Version second = upstream_of(b);
  if (first < second || second < first) return first < second;
  return package_cuda(a) < package_cuda(b);
}

std::vector<SystemVersion> system_versions(std::string_view name, std::string_view os,
                                           std::string_view arch) {
  std::vector<SystemVersion> out;
  for (const auto row : rows<shapes::cuda_image_packages>()) {
    if (row.weak() || !row.lists("os", os) || !row.lists("arches", arch)) continue;
    for (const std::string_view text : row.texts("packages")) {
      if (text.starts_with(name) && text.substr(name.size()).starts_with('='))
        out.push_back({package(text), row.version("cuda"), row.source()});
    }
  }
  return out;
}

const SystemVersion* newest_of(const std::vector<SystemVersion>& all) {
  const auto newest =
      std::max_element(all.begin(), all.end(), [](const SystemVersion& a, const SystemVersion& b) {
        return package_before(a.package.version, b.package.version);
      });
  return newest == all.end() ? nullptr : &*newest;
}

const ImagePackage* ImagePackages::find(std::string_view component, bool headers) const {
  const auto found = std::find_if(packages.begin(), packages.end(), [&](const ImagePackage& one) {
    return one.component == component && one.headers == headers;
  });
  return found == packages.end() ? nullptr : &*found;
}

const std::vector<ImagePackages>& image_packages(std::string_view repository,
                                                 std::string_view tag) {
  static Remembered<std::vector<ImagePackages>> known;
  static const std::vector<ImagePackages> none;
  if (canonical(repository) != "nvidia/cuda") return none;
  return known.get(std::string(tag), [&] { return packages_of(tag); });
}

std::optional<ImageSize> image_size(std::string_view repository, std::string_view tag) {
  const auto found = rows<shapes::image_sizes>().find(canonical(repository), tag);
  if (found.empty()) return std::nullopt;
  ImageSize out;
  out.source = found.front().source();
  out.arch = found.front().text("arch");
  for (const auto row : found) {
    const unsigned mb = row.number("mb").value_or(0);
    const std::string_view kind = row.word("kind");
    unsigned& place = kind == "unpacked"     ? out.unpacked_mb
                      : kind == "compressed" ? out.compressed_mb
                                             : out.stated_mb;
    place = mb;
    out.weak = out.weak || row.weak();
  }
  return out;
}

std::optional<SizeClass> size_class(std::string_view repository, std::string_view tag) {
  const std::string_view name = canonical(repository);
  const auto kind = parse_tag(name, tag);
  if (!kind || !kind->cuda) return std::nullopt;
  std::optional<SizeClass> out;
  for (const auto row : rows<shapes::image_sizes>().find(name)) {
    const auto other = parse_tag(name, row.text("tag"));
    if (row.word("kind") != "unpacked" || !other || other->flavor != kind->flavor ||
        other->cuda.major() != kind->cuda.major() || other->cudnn.empty() != kind->cudnn.empty())
      continue;
    const unsigned mb = row.number("mb").value_or(0);
    if (!out) out = SizeClass{mb, mb, row.text("tag"), row.source()};
    out->from_mb = std::min(out->from_mb, mb);
    out->to_mb = std::max(out->to_mb, mb);
  }
  return out;
}

std::optional<Support> cuda_support(Version cuda) {
  const auto found = rows<shapes::cuda_support>().find(cuda);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return Support{.cuda = row.version("cuda"),
                 .supported = row.known("supported") == Known::yes,
                 .ended = row.text("ended"),
                 .ended_or_earlier = row.flag("ended_or_earlier"),
                 .deletion = row.text("deletion"),
                 .as_of = row.as_of(),
                 .source = row.source(),
                 .weak = row.weak()};
}

}  // namespace cudafit::matrix
