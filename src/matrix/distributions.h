#pragma once
// What distributions support, where their archives hold packages, and which Python packages need
// the C library of most of them.

#include <optional>
#include <string_view>

#include "matrix/matrix.h"

namespace cudafit::matrix {

/// The end of a distribution's updates for everybody. Paid or extended support may go on.
struct OsSupport {
  std::string_view ended;  ///< "2025-05-29"
  Citation source;
  bool weak = false;
};
/// "ubuntu" and "20.04", as ImageContents has them. Nothing where it did not end, or nobody said.
std::optional<OsSupport> os_support(std::string_view os, std::string_view version);

/// A package stands in a part of the archive that the distribution's image does not list.
struct AptSection {
  std::string_view section;  ///< "non-free"
  std::string_view enable;   ///< the command that lists that part too
  Citation source;
  bool weak = false;
};
/// Nothing where it is not known to be so.
std::optional<AptSection> apt_section(std::string_view package, std::string_view os,
                                      std::string_view version);

/// A Python package that exists only as wheels for glibc (and other systems): pip of an image with
/// musl finds nothing to install.
struct GlibcOnly {
  std::string_view pip_shows;  ///< empty: that no distribution matches
  Citation source;
  bool weak = false;
};
/// `package` as pip normalizes it. Nothing where it is not proven.
std::optional<GlibcOnly> glibc_only(std::string_view package);

}  // namespace cudafit::matrix
